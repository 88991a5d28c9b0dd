"""Packets that nobody should send, at random: whatever comes, the card goes on."""

import os
import random
import time

import cocotb
from cocotb.triggers import Timer
from cocotbext.pcie.core.tlp import CplStatus, Tlp, TlpType
from cocotbext.pcie.core.utils import PcieId

from bench.host import MALFORMED, SEED, TIMEOUTS, UNEXPECTED, UNSUPPORTED
from bench.nvme import READ, WRITE, Buffer, Nvme, write_and_read

from .failing import TIMEOUT, request
from .moving import DEEP, serving
from .resetting import reset

# Seconds for which the sweep goes on, and packets between two looks at the card.
BUDGET = float(os.environ.get("TWINPATH_BUDGET_S", "300" if DEEP else "8"))
ROUND = 60
REQUESTS = [kind for kind in TlpType if kind.name.startswith(("MEM", "IO", "FETCH", "SWAP", "CAS"))]


class Hostile:
    """Random packets for a card, and answers of its reads spoiled at random."""

    def __init__(self, host, seed):
        self.host, self.choose = host, random.Random(seed)
        self.late = []

    def stray(self):
        """A packet out of nothing: a request of any kind, or a completion for anything."""
        choose = self.choose
        if choose.random() < 0.5:
            kind = choose.choice(REQUESTS)
            length = choose.choice([1, 1, 1, 2, 2, 3, choose.randint(1, 64)])
            base = self.host.dev.bar_addr[choose.choice([0, 2])] if kind.value[0] & 1 else self.host.dev.bar_addr[0]
            # Not the doorbells, nor what enables the controller: those are another suite's.
            address = base + choose.choice([0x8, 0x100, 0x308, 0x2000 + 4 * choose.randrange(64), 0x3000])
            first, last = choose.choice([(0xF, 0xF), (0xF, 0), (choose.randrange(16), choose.randrange(16))])
            data = choose.randbytes(4 * length) if kind.value[0] & 2 else b""
            tlp = request(kind, address, length, first, last, data)
            tlp.tag, tlp.ep = 0xFF, choose.random() < 0.1
            # A read is not to be answered into the table of the root complex.
            return tlp, choose.choice([0, 0, 1, 5])
        tlp = Tlp()
        tlp.fmt_type = choose.choice([TlpType.CPL, TlpType.CPL_DATA, TlpType.CPL_LOCKED, TlpType.CPL_LOCKED_DATA])
        tlp.status = choose.choice([CplStatus.SC, CplStatus.UR, CplStatus.CA, CplStatus.CRS])
        tlp.requester_id = choose.choice([self.host.card.function.pcie_id, PcieId(3, 1, 0)])
        # The card's own tags are for `spoil`: a whole answer with an open tag is no stray.
        tlp.tag = choose.randrange(32, 256)
        tlp.byte_count, tlp.lower_address = choose.randint(1, 4096) & 0xFFF, choose.randrange(128)
        if tlp.has_data():
            tlp.set_data(choose.randbytes(4 * choose.randint(1, 128)))
        return tlp, 0

    def spoil(self, tlp):
        """What becomes of an answer to the card: mostly nothing; or lost, late, refused, poisoned, short, long, twice."""
        choose = self.choose
        if tlp.length <= 16 or choose.random() > 0.05:
            return [tlp]
        bad = Tlp(tlp)
        match choose.randrange(6):
            case 0:
                self.late.append(tlp)
                return []
            case 1:
                bad.fmt_type, bad.status, bad.length = (
                    TlpType.CPL,
                    choose.choice([CplStatus.UR, CplStatus.CA, CplStatus.CRS]),
                    0,
                )
                bad.data = bytearray()
            case 2:
                bad.ep = True
            case 3:
                bad.set_data(tlp.data[: 4 * choose.randint(1, tlp.length)])
            case 4:
                bad.byte_count = choose.randint(1, 4095)
            case _:
                return [tlp, bad]
        return [bad]


async def answers_nothing(host):
    """Completions of the card for strays end here."""
    host.card.watch = lambda tlp: tlp.is_completion() and tlp.tag == 0xFF


@cocotb.test()
async def nothing_wedges_it(dut):
    """Rounds of strays and spoiled answers under load, each followed by a reset and good work, for a time."""
    host, nvme = await serving(dut, timeout=TIMEOUT, stall=(20, 20))
    await answers_nothing(host)
    until, seed = time.monotonic() + BUDGET, SEED * 1000
    host.expected = dict.fromkeys((UNSUPPORTED, MALFORMED, UNEXPECTED, TIMEOUTS))
    while True:
        seed += 1
        hostile = Hostile(host, seed)
        choose = hostile.choose
        host.root.cut, host.card.delay, host.card.harm = choose.random(), choose.choice([0, 500]), hostile.spoil
        for n in range(ROUND):
            if n < 12:
                buffer = Buffer(host, 1)
                await nvme.begin(choose.choice([READ, WRITE]), choose.randrange(16), buffer, 1)
            host.card.give(*hostile.stray())
            await Timer(choose.randrange(1, 2000), "ns")
        # Longer than any time-out, so that what comes now is late.
        await Timer(3 * TIMEOUT * 8, "ns")
        for tlp in hostile.late:
            host.card.give(tlp)
        host.card.harm, host.root.cut, host.card.delay = None, 0.0, 0
        host.card.rules.open.clear()
        await reset(host)
        nvme = await Nvme.start(host)
        await write_and_read(nvme, choose, choose.randrange(14), 2)
        if time.monotonic() > until:
            break
    dut._log.warning("%d rounds, seeds %d to %d", seed - SEED * 1000, SEED * 1000 + 1, seed)
    await host.close()
