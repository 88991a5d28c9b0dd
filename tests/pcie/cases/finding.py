"""Enumeration, windows, register accesses."""

import random

import cocotb

from bench.host import HOLD_LIMIT, MAGIC, SEED, Host
from bench.nvme import SUCCESS, Buffer, Nvme, write_and_read


@cocotb.test()
async def is_found_and_introduces_itself(dut):
    """The root complex finds one NVMe controller, places its windows, and reads what it is."""
    host = await Host.start(dut)
    dev = await host.find()
    assert (dev.vendor_id, dev.device_id, dev.class_code) == (0x1234, 0x7470, 0x010802)
    assert await host.read(2, MAGIC, 8) == int.from_bytes(b"TWINPATH", "little")
    assert await host.read(0, 0x8) == 0x10400, "NVMe 1.4"
    await host.close()


@cocotb.test()
async def windows_move(dut):
    """Registers answer where the windows are, and where they are moved to, with addresses of 32 and of 64 bits."""
    host = await Host.start(dut)
    dev = await host.find()
    assert dev.bar_addr[0] < 1 << 32 <= dev.bar_addr[2], "one window below 4 GiB, one above"
    await host.write(2, HOLD_LIMIT, 0x1234_5678_9ABC, 8)
    assert await host.read(2, HOLD_LIMIT, 8) == 0x1234_5678_9ABC
    for bar, address in ((0, dev.bar_addr[0] ^ 0x4000), (2, dev.bar_addr[2] ^ 0x10000)):
        await dev.config_write_dword(0x10 + 4 * bar, address & 0xFFFFFFFF)
        assert await host.root.mem_read_dword(address + (8 if bar == 0 else MAGIC)) in (0x10400, 0x4E495754)
        await dev.config_write_dword(0x10 + 4 * bar, dev.bar_addr[bar] & 0xFFFFFFFF)
    await host.close()


@cocotb.test()
async def registers_take_any_access(dut):
    """Halves, wholes, single bytes and no byte of a register; many reads at once come back each with its own data."""
    host = await Host.start(dut, stall=(64, 64))
    await host.find()
    value = 0x0102_0304_0506
    await host.write(2, HOLD_LIMIT, value, 8)
    whole = value.to_bytes(8, "little")
    for at in range(8):
        for size in range(1, 9 - at):
            data = await host.window(2).read(HOLD_LIMIT + at, size)
            assert bytes(data) == whole[at : at + size], f"{size} bytes at {at}"
    await host.write(2, HOLD_LIMIT + 4, 0x0908, 4)
    assert await host.read(2, HOLD_LIMIT, 8) == 0x0908_0304_0506
    assert bytes(await host.window(2).read(HOLD_LIMIT, 0)) == b""
    offsets = [(0, 0x8), (2, MAGIC), (2, MAGIC + 4), (2, HOLD_LIMIT), (2, HOLD_LIMIT + 4)] * 8
    reads = [cocotb.start_soon(host.read(bar, offset)) for bar, offset in offsets]
    found = [await read for read in reads]
    assert found == [0x10400, 0x4E495754, 0x48544150, 0x0304_0506, 0x0908] * 8
    await host.close()


@cocotb.test()
async def a_command_goes_through(dut):
    """Identify, a write and a read of a block, on a pair that serves."""
    host = await Host.start(dut)
    await host.find()
    await host.serve()
    nvme = await Nvme.start(host)
    page = Buffer(host, 1)
    assert await nvme.identify(page) == SUCCESS
    assert page.bytes(2) == b"\x34\x12", "the vendor"
    await write_and_read(nvme, random.Random(SEED))
    await host.close()
