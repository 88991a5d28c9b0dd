"""Data between host memory and the volume, however the root complex cuts, delays and orders what it sends."""

import os
import random

import cocotb

from bench.host import SEED, Host
from bench.nvme import PAGE, READ, SUCCESS, WRITE, Buffer, Nvme, write_and_read

DEEP = bool(os.environ.get("TWINPATH_DEEP"))


async def serving(dut, **options):
    """A host whose card serves, and its controller."""
    host = await Host.start(dut, **options)
    await host.find()
    await host.serve()
    return host, await Nvme.start(host)


@cocotb.test()
async def data_survive_any_split_and_order(dut):
    """Completions cut at random boundaries, kept back at random, those of different reads in any order, streams that stall."""
    host, nvme = await serving(dut, stall=(40, 40))
    choose = random.Random(SEED)
    for _ in range(40 if DEEP else 6):
        host.root.cut = choose.choice([0.0, 0.3, 0.7, 1.0])
        host.card.delay = choose.choice([0, 200, 3000])
        offset = choose.choice([0, 0, 4, 60, 2048, 4092])
        await write_and_read(nvme, choose, choose.randrange(12), choose.randint(1, 4), offset)
    await host.close()


@cocotb.test()
async def many_commands_at_once(dut):
    """Writes of different blocks under way together, their completions mixed; each block gets its own data."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    host.root.cut, host.card.delay = 0.5, 2000
    data = [choose.randbytes(PAGE) for _ in range(12)]
    for opcode in (WRITE, READ):
        buffers = [Buffer(host, 1, choose.randrange(0, PAGE, 4), choose) for _ in data]
        if opcode == WRITE:
            for buffer, block in zip(buffers, data, strict=True):
                buffer.fill(block)
        commands = [await nvme.begin(opcode, lba, buffer, 1) for lba, buffer in enumerate(buffers)]
        for cid in commands:
            assert await nvme.io.answer(cid) == SUCCESS
    assert [buffer.bytes(PAGE) for buffer in buffers] == data
    assert host.card.passed > 0, "some completion has passed another"
    await host.close()


@cocotb.test()
async def both_completion_boundaries(dut):
    """Completions that end at every boundary, of 64 and of 128 bytes, for data that begin anywhere."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    for boundary in (False, True):
        host.root.read_completion_boundary = boundary
        await host.set_boundary(boundary)
        host.root.cut = 1.0
        for offset in (0, 4, 100, 4092):
            await write_and_read(nvme, choose, 3, 1, offset)
    await host.close()


@cocotb.test()
async def every_payload_and_request_size(dut):
    """Each limit of payload and of read request: never more, and used to the full."""
    host, nvme = await serving(dut)
    choose, rules = random.Random(SEED), host.card.rules
    sizes = range(6)
    pairs = [(mps, mrrs) for mps in sizes for mrrs in sizes] if DEEP else [(n, (n + 2) % 6) for n in sizes]
    for mps, mrrs in pairs:
        host.root.max_payload_size = mps
        await host.dev.set_mps(mps)
        await host.dev.set_readrq(mrrs)
        rules.largest_read = rules.largest_write = 0
        await write_and_read(nvme, choose, 5, 2)
        assert rules.largest_write == 128 << mps, f"MPS {128 << mps}: writes of {rules.largest_write}"
        assert rules.largest_read == 128 << mrrs, f"MRRS {128 << mrrs}: reads of {rules.largest_read}"
    await host.close()


@cocotb.test()
async def memory_above_4_gib(dut):
    """Queues and data at addresses of more than 32 bits."""
    host = await Host.start(dut)
    await host.find()
    await host.serve()
    host.root.mem_pool = host.root.mem_address_space.create_pool(0x12_0000_0000, 0x1000_0000)
    nvme = await Nvme.start(host)
    await write_and_read(nvme, random.Random(SEED), 1, 4, 8)
    await host.close()
