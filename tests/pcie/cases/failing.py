"""What goes wrong on the way: requests that the card does not serve, reads that the host does not answer well."""

import random

import cocotb
from cocotbext.pcie.core.tlp import CplStatus, Tlp, TlpType
from cocotbext.pcie.core.utils import PcieId

from bench.host import HOLD_LIMIT, MALFORMED, SEED, TIMEOUTS, UNEXPECTED, UNSUPPORTED, Host
from bench.nvme import DATA_TRANSFER_ERROR, DNR, PAGE, READ, SUCCESS, WRITE, Buffer, write_and_read

from .moving import serving

# A short time-out of the card, in cycles, and the microseconds after which it has surely been noticed.
TIMEOUT, SURELY = 4096, 200


def request(kind, address, length=1, first=0xF, last=0, data=b""):
    """A request of the root complex."""
    tlp = Tlp()
    tlp.fmt_type, tlp.address, tlp.length = kind, address, length
    tlp.first_be, tlp.last_be, tlp.data = first, last, bytearray(data)
    tlp.requester_id = PcieId(0, 0, 0)
    return tlp


async def ask(host, tlp, bar=0):
    """Hands a request to the gates, not by its address, and gives the completion's status."""
    tlp.tag = await host.root.alloc_tag()
    host.card.give(tlp, bar)
    completion = await host.root.recv_cpl(tlp.tag, 50, "us")
    host.root.release_tag(tlp.tag)
    assert completion is not None, f"no answer to {tlp!r}"
    return completion.status


@cocotb.test()
async def requests_that_it_does_not_serve(dut):
    """Long reads, I/O, other windows: Unsupported Request. Writes of the kind are dropped. All are counted."""
    host = await Host.start(dut)
    await host.find()
    base = host.dev.bar_addr[0]
    refused = [
        (request(TlpType.MEM_READ, base, 16, last=0xF), 0),
        (request(TlpType.MEM_READ, base), 4),
        (request(TlpType.IO_READ, 0x100), 0),
        (request(TlpType.IO_WRITE, 0x100, data=bytes(4)), 0),
        (request(TlpType.MEM_READ_LOCKED, base), 0),
        (request(TlpType.FETCH_ADD, base, data=bytes(4)), 0),
    ]
    for tlp, bar in refused:
        assert await ask(host, tlp, bar) == CplStatus.UR, repr(tlp)
        host.expected[UNSUPPORTED] += 1
    dropped = [
        request(TlpType.MEM_WRITE, HOLD_LIMIT, 4, last=0xF, data=bytes(16)),
        request(TlpType.MEM_WRITE, 0, data=bytes(4)),
    ]
    before = await host.read(2, HOLD_LIMIT, 8)
    for tlp, bar in zip(dropped, (2, 5), strict=True):
        host.card.give(tlp, bar)
        host.expected[UNSUPPORTED] += 1
    poisoned = request(TlpType.MEM_WRITE, HOLD_LIMIT, data=b"\xee" * 4)
    poisoned.ep = True
    host.card.give(poisoned, 2)
    host.expected[UNSUPPORTED] += 1
    assert await host.read(2, HOLD_LIMIT, 8) == before
    await host.close()


@cocotb.test()
async def packets_with_wrong_byte_enables(dut):
    """Requests whose byte enables no requester sends are malformed: dropped and counted, those behind them are served."""
    host = await Host.start(dut)
    await host.find()
    for first, last, length in ((0xF, 0xF, 1), (0xF, 0, 2), (0, 0xF, 2)):
        data = bytes(4 * length)
        host.card.give(request(TlpType.MEM_WRITE, HOLD_LIMIT, length, first, last, data), 2)
        host.expected[MALFORMED] += 1
    await host.close()


async def fails(host, nvme, patience=1000):
    """A write whose data the host does not give: Data Transfer Error."""
    buffer = Buffer(host, 2)
    status = await nvme.do(WRITE, 4, buffer, 2, patience)
    assert status & ~DNR == DATA_TRANSFER_ERROR, f"{status:#x}"


@cocotb.test()
async def reads_that_the_host_refuses(dut):
    """Completer Abort and Unsupported Request for some or all parts of the data: one error, and the next command works."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    for fate in ("abort", "unsupported"):
        for which in (lambda n: True, lambda n: n % 3 == 1):
            count = 0

            def judge(tlp, fate=fate, which=which):
                nonlocal count
                if tlp.length <= 16:
                    return None
                count += 1
                return fate if which(count) else None

            host.root.fate = judge
            await fails(host, nvme)
            host.root.fate = None
            await write_and_read(nvme, choose, 4, 2)
    await host.close()


@cocotb.test()
async def memory_that_is_not_there(dut):
    """Data and a list of pages at addresses that the root complex does not have."""
    host, nvme = await serving(dut)
    nowhere = 0xA000_0000
    for prp1, prp2, blocks in ((nowhere, 0, 1), (0x1000, nowhere, 2), (0x1000, nowhere, 3)):
        cid = nvme.next_cid()
        nvme.io.put(cid, WRITE, 1, prp1, prp2, [0, 0, blocks - 1])
        await nvme.io.ring()
        status = await nvme.io.answer(cid)
        assert status & ~DNR == DATA_TRANSFER_ERROR, f"{status:#x}"
    await write_and_read(nvme, random.Random(SEED), 0, 3)
    await host.close()


@cocotb.test()
async def poisoned_data(dut):
    """A completion marked as poisoned: the write fails, nothing of it reaches the volume."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)
    await write_and_read(nvme, choose, 4, 2)
    before = Buffer(host, 1)
    assert await nvme.do(READ, 4, before, 1) == SUCCESS
    count = 0

    def poison(tlp):
        nonlocal count
        count += len(tlp.data) > 64
        tlp.ep = count == 2
        return [tlp]

    host.card.harm = poison
    host.root.cut = 1.0
    host.root.read_completion_boundary = True
    source = Buffer(host, 1)
    source.fill(choose.randbytes(PAGE))
    status = await nvme.do(WRITE, 4, source, 1)
    host.card.harm = None
    assert count >= 2 and status & ~DNR == DATA_TRANSFER_ERROR, f"{status:#x}"
    after = Buffer(host, 1)
    assert await nvme.do(READ, 4, after, 1) == SUCCESS
    assert after.bytes(PAGE) == before.bytes(PAGE)
    await write_and_read(nvme, choose, 4, 2)
    await host.close()


@cocotb.test()
async def reads_that_nobody_answers(dut):
    """Lost reads end with a time-out; what comes for them much later is counted and changes nothing."""
    host, nvme = await serving(dut, timeout=TIMEOUT)
    choose = random.Random(SEED)
    kept = []

    def lose(tlp):
        if tlp.length <= 16:
            return None
        kept.append(tlp)
        return "lost"

    host.root.fate = lose
    await fails(host, nvme, SURELY)
    host.root.fate = None
    assert kept
    late = Tlp.create_completion_data_for_tlp(kept[0], PcieId(0, 0, 0))
    late.set_data(b"\xee" * kept[0].length * 4)
    late.byte_count = kept[0].length * 4
    host.card.give(late)
    host.expected[UNEXPECTED], host.expected[TIMEOUTS] = 1, len(kept)
    host.card.rules.open.clear()
    await write_and_read(nvme, choose, 4, 2)
    await host.close()


@cocotb.test()
async def completions_that_answer_nothing(dut):
    """Before each good completion one with another requester, byte count, tag or length: counted, the data stay right."""
    host, nvme = await serving(dut)
    choose = random.Random(SEED)

    def wrong(tlp):
        other = Tlp(tlp)
        kind = choose.randrange(4)
        if kind == 0:
            other.requester_id = PcieId(tlp.requester_id.bus, 1, 0)
        elif kind == 1:
            other.byte_count = tlp.byte_count + 4
        elif kind == 2:
            # The card has tags 0 to 31; another of those might be asked for at this moment.
            other.tag = tlp.tag | 32 * choose.randint(1, 7)
        else:
            other.set_data(b"\xee" * (tlp.byte_count + 4))
        if other.byte_count > 4095 or len(other.data) > 1024:
            return [tlp]
        other.data = bytearray(b"\xee" * len(other.data))
        host.expected[UNEXPECTED] += 1
        return [other, tlp]

    host.card.harm = wrong
    for _ in range(3):
        await write_and_read(nvme, choose, 2, 2, 4 * choose.randrange(1024))
    host.card.harm = None
    assert host.expected[UNEXPECTED] > 20
    await host.close()
