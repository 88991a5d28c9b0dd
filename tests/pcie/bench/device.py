"""The card as a device of the root complex: configuration space here, everything else in the gates."""

import random

import cocotb
from cocotb.queue import Queue
from cocotb.triggers import ClockCycles, Event, Timer
from cocotbext.pcie.core import Device, Endpoint
from cocotbext.pcie.core.caps import MsixCapability
from cocotbext.pcie.core.tlp import Tlp

from .deadline import within
from .rules import Rules
from .stream import Stream

# Packets of the card that may wait for credits before its stream is stopped.
WAITING_MAX = 8
# Microseconds for a function-level reset. The specification gives 100 ms.
RESET_LIMIT = 1000


class CardFunction(Endpoint):
    """Configuration space: two windows, MSI-X, function-level reset. Memory requests and completions are for the gates."""

    def __init__(self, device):
        super().__init__()
        self.device = device
        self.vendor_id, self.device_id = 0x1234, 0x7470
        self.class_code = 0x010802
        self.configure_bar(0, 16 << 10, ext=True)
        self.configure_bar(2, 64 << 10, ext=True, prefetch=True)
        self.msix_cap = MsixCapability()
        self.msix_cap.msix_table_size = 15
        self.msix_cap.msix_table_offset = 0x2000
        self.msix_cap.msix_pba_offset = 0x3000
        self.register_capability(self.msix_cap)
        self.pcie_cap.function_level_reset_capability = True
        self.pcie_cap.initiate_function_level_reset = self.begin_reset

    async def begin_reset(self):
        """The host asks for a function-level reset."""
        cocotb.start_soon(self.device.function_level_reset())

    def clear(self):
        """What a reset does to the configuration space."""
        self.memory_space_enable = self.io_space_enable = self.bus_master_enable = False
        self.bar = [bar & 0xF for bar in self.bar]
        self.msix_cap.msix_enable = self.msix_cap.msix_function_mask = False
        self.pcie_cap.max_payload_size, self.pcie_cap.max_read_request_size = 0, 2
        self.pcie_cap.read_completion_boundary = self.pcie_cap.extended_tag_field_enable = False

    async def write_config_register(self, reg, data, mask):
        await super().write_config_register(reg, data, mask)
        self.device.sideband()

    async def upstream_recv(self, tlp):
        if tlp.fmt_type in self.rx_tlp_handler:
            await super().upstream_recv(tlp)
        else:
            self.device.deliver(tlp)


class Card(Device):
    """Moves packets between a port of the root complex and the gates' streams, and tells the gates the sideband."""

    def __init__(self, dut, seed=1):
        super().__init__()
        self.dut, self.random = dut, random.Random(seed)
        self.function = self.append_function(CardFunction(self))
        self.rules = Rules(self.function)
        self.stream = Stream(dut, self.got)
        self.outgoing = Queue()
        # Up to this many nanoseconds a completion is kept back; those of one tag keep their order, others pass.
        self.delay = 0
        self.late = {}
        # Completions that went to the card while older ones were kept back.
        self.passed = 0
        # Called with each completion for the card; gives what goes to the card in its place.
        self.harm = None
        # Called with each packet of the card; true keeps it from the root complex.
        self.watch = None
        self.resets = Event()
        self.sideband()
        for task in (self.stream.play(), self.stream.gather(), self.send_all()):
            cocotb.start_soon(task)

    def sideband(self):
        """Drives the pins that stand for the configuration space."""
        f, dut = self.function, self.dut
        dut.cfg_bdf.value = int(f.pcie_id)
        dut.cfg_mps.value = f.pcie_cap.max_payload_size
        dut.cfg_mrrs.value = f.pcie_cap.max_read_request_size
        dut.cfg_rcb.value = int(f.pcie_cap.read_completion_boundary)
        dut.cfg_bus_master.value = int(f.bus_master_enable)
        dut.cfg_msix_enable.value = int(f.msix_cap.msix_enable)
        dut.cfg_msix_mask.value = int(f.msix_cap.msix_function_mask)

    async def function_level_reset(self):
        """Clears the configuration space and asks the gates for a reset, until they say that it is done."""
        self.function.clear()
        self.sideband()
        self.dut.flr_request.value = 1

        async def done():
            await ClockCycles(self.dut.clock, 8)
            while not int(self.dut.flr_done.value):
                await self.dut.flr_done.value_change

        await within(RESET_LIMIT, "a function-level reset ends", cocotb.start_soon(done()))
        self.dut.flr_request.value = 0
        self.rules.was_reset()
        self.resets.set()

    # ---- To the card.

    def deliver(self, tlp):
        """A packet of the root complex: a request, or a completion, which may be kept back."""
        if not tlp.is_completion():
            hit = self.function.match_bar(tlp.address)
            if not self.function.memory_space_enable:
                hit = None
            self.give(tlp, hit[0] if hit else 7)
        elif self.delay == 0:
            self.complete(tlp)
        else:
            line = self.late.setdefault(tlp.tag, [])
            line.append(tlp)
            if len(line) == 1:
                cocotb.start_soon(self.release(tlp.tag, line))

    async def release(self, tag, line):
        """Hands a tag's completions over, each after a time of its own."""
        while line:
            await Timer(self.random.randint(1, self.delay), "ns")
            self.passed += any(
                other[0].seq < line[0].seq for other in self.late.values() if other is not line and other
            )
            self.complete(line.pop(0))
        del self.late[tag]

    def complete(self, tlp):
        """Hands a completion over, or what a case makes of it."""
        for one in [tlp] if self.harm is None else self.harm(tlp):
            self.rules.answered(one)
            self.give(one)

    def give(self, tlp, bar=0):
        """Queues a packet for the gates."""
        self.stream.give(bytes(tlp.pack()), bar, tlp.release_fc)

    # ---- From the card.

    def got(self, packet):
        """A packet of the card."""
        tlp = Tlp.unpack(bytearray(packet))
        self.rules.sent(tlp)
        if self.watch is not None and self.watch(tlp):
            return
        self.outgoing.put_nowait(tlp)
        self.dut.gather_hold.value = self.outgoing.qsize() >= WAITING_MAX

    async def send_all(self):
        """Sends the card's packets as the port has credits for them."""
        while True:
            await self.upstream_send(await self.outgoing.get())
            self.dut.gather_hold.value = self.outgoing.qsize() >= WAITING_MAX
