"""Function-level reset, in any state."""

import random

import cocotb
from cocotb.triggers import Event
from cocotbext.pcie.core.caps import PciCapId

from bench.deadline import within
from bench.host import SEED, Host
from bench.nvme import READ, WRITE, Buffer, Nvme, write_and_read

from .interrupting import TABLE, VECTOR, interrupting
from .moving import serving


async def reset(host):
    """A function-level reset as a host does it: begun in the capability, waited for, configuration written again."""
    dev = host.dev
    saved = [await dev.config_read_dword(at) for at in (0x04, 0x10, 0x14, 0x18, 0x1C)]
    control = await dev.capability_read_dword(PciCapId.EXP, 8)
    host.card.resets.clear()
    await dev.capability_write_dword(PciCapId.EXP, 8, control | 1 << 15)
    await within(1000, "the reset ends", host.card.resets.wait())
    for at, value in zip((0x10, 0x14, 0x18, 0x1C), saved[1:], strict=True):
        await dev.config_write_dword(at, value)
    await dev.capability_write_dword(PciCapId.EXP, 8, control)
    await dev.config_write_word(0x04, saved[0] & 0xFFFF)


@cocotb.test()
async def ends_and_leaves_a_fresh_controller(dut):
    """Queues are gone, the controller is disabled, and comes up again; what was written stays."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    await write_and_read(nvme, choose, 3, 1)
    before = Buffer(host, 1)
    await nvme.do(READ, 3, before, 1)
    await reset(host)
    assert await host.read(0, 0x14) & 1 == 0, "CC.EN"
    assert await host.read(0, 0x1C) == 0, "CSTS"
    nvme = await Nvme.start(host)
    after = Buffer(host, 1)
    await nvme.do(READ, 3, after, 1)
    assert after.bytes(4096) == before.bytes(4096)
    await host.close()


@cocotb.test()
async def masks_every_vector(dut):
    """After it each vector is masked and nothing is pending, as after power-on."""
    host, _ = await interrupting(dut)
    assert await host.read(0, TABLE + VECTOR * 16 + 12) == 0
    await reset(host)
    masks = [await host.read(0, TABLE + vector * 16 + 12) for vector in range(16)]
    assert masks == [1] * 16
    await host.close()


async def loaded(host, nvme, choose):
    """As many commands as the queue takes, none waited for."""
    for n in range(24):
        buffer = Buffer(host, 1)
        buffer.fill(choose.randbytes(4096))
        await nvme.begin(choose.choice([READ, WRITE]), n % 12, buffer, 1)


@cocotb.test()
async def under_load(dut):
    """With a full queue whose data are on their way: it ends, no packet follows it, and the card works."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    for _ in range(3):
        host.root.cut, host.card.delay = 0.5, 1000
        await loaded(host, nvme, choose)
        await reset(host)
        host.card.delay = 0
        nvme = await Nvme.start(host)
        await write_and_read(nvme, choose, 7, 2)
    host.expected = dict.fromkeys(host.expected)
    await host.close()


@cocotb.test()
async def with_bus_mastering_off(dut):
    """With a full queue and no way to host memory it still ends within a millisecond, and the card works."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    lost = Event()

    def fate(tlp):
        if tlp.length > 16:
            lost.set()
            return "lost"
        return None

    host.root.fate = fate
    await loaded(host, nvme, choose)
    # Reads that nobody will answer are under way, and others not yet asked.
    await within(100, "a read of data", lost.wait())
    await host.dev.set_master(False)
    await reset(host)
    host.root.fate = None
    await host.dev.set_master()
    nvme = await Nvme.start(host)
    await write_and_read(nvme, choose, 7, 2)
    host.expected = dict.fromkeys(host.expected)
    await host.close()


@cocotb.test()
async def of_a_controller_that_never_ran(dut):
    """Nothing to end: it ends."""
    host = await Host.start(dut)
    await host.find()
    await reset(host)
    await host.close()
