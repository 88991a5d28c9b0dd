"""A computer: root complex, card, and the software that finds the card and reads its registers."""

import logging
import os

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, Timer
from cocotbext.pcie.core.caps import PciCapId

from .deadline import within
from .device import Card
from .root import Root

SEED = int(os.environ.get("TWINPATH_SEED", "1"))
# Registers of the control window.
MAGIC, HOLD_LIMIT = 0x0, 0x308
UNSUPPORTED, MALFORMED, UNEXPECTED, TIMEOUTS = 0x510, 0x518, 0x520, 0x528
# Microseconds for a register.
REGISTER = 50


class Host:
    """`await Host.start(dut)` powers the cards up; `await host.find()` enumerates."""

    # Which of the broken gates is in force; 0: none.
    twin = 0

    def __init__(self, dut, seed):
        self.dut = dut
        self.root = Root(seed)
        self.card = Card(dut, seed)
        self.root.make_port().connect(self.card)
        self.dev = None
        # Packets that a case sends on purpose and the card counts.
        self.expected = {UNSUPPORTED: 0, MALFORMED: 0, UNEXPECTED: 0, TIMEOUTS: 0}

    @classmethod
    async def start(cls, dut, seed=SEED, stall=(0, 0), timeout=1_250_000):
        """Both cards after a reset. `stall`: of 256 cycles, how many the streams to and from the card stand still."""
        logging.getLogger("cocotb.pcie").setLevel(logging.ERROR)
        for pin in ("play_asked", "play_stall", "gather_hold", "gather_stall", "flr_request", "link_up"):
            getattr(dut, pin).value = 0
        dut.timeout_cycles.value = timeout
        dut.twin.value = cls.twin
        dut.reset.value = 1
        Clock(dut.clock, 8, "ns", impl="gpi").start()
        await ClockCycles(dut.clock, 8)
        host = cls(dut, seed)
        dut.reset.value = 0
        dut.play_stall.value, dut.gather_stall.value = stall
        await ClockCycles(dut.clock, 8)
        return host

    async def find(self):
        """Enumerates, and switches the card on. `dev` is the root complex's idea of it."""
        await within(2000, "enumeration", cocotb.start_soon(self.root.enumerate()))
        self.dev = self.root.find_device(self.card.function.pcie_id)
        assert self.dev is not None, "the card was not found"
        await self.dev.enable_device()
        await self.dev.set_master()
        return self.dev

    async def serve(self):
        """Connects the cards: they take commands for their areas when this is done."""
        self.dut.link_up.value = 1

        async def serving():
            while int(self.dut.leds.value) & 3 != 3:
                await self.dut.leds.value_change

        await within(1000, "the cards serve", cocotb.start_soon(serving()))

    async def set_boundary(self, large):
        """The card's read completion boundary in its link control register: 64 or 128 bytes."""
        control = await self.dev.capability_read_dword(PciCapId.EXP, 0x10)
        await self.dev.capability_write_dword(PciCapId.EXP, 0x10, control & ~8 | large << 3)

    # ---- Registers: `bar` 0 is the controller's window, 2 the control window.

    async def read(self, bar, offset, size=4):
        """A register."""
        data = await within(
            REGISTER, f"BAR{bar} {offset:#x} is read", cocotb.start_soon(self.window(bar).read(offset, size))
        )
        return int.from_bytes(data, "little")

    async def write(self, bar, offset, value, size=4):
        """Writes a register; posted."""
        await self.window(bar).write(offset, value.to_bytes(size, "little"))

    def window(self, bar):
        """A window of the card in the address space of the root complex."""
        return self.dev.bar_window[bar]

    async def close(self):
        """Every packet of the card was good, and it has counted what was sent to it and nothing else."""
        await Timer(2, "us")
        for register, count in self.expected.items():
            if count is not None:
                found = await self.read(2, register, 8)
                assert found == count, f"counter {register:#x} is {found}, not {count}"
