"""The root complex, which is cocotbext-pcie's, with what a case may ask of it."""

import random

from cocotb.triggers import Event
from cocotbext.pcie.core import RootComplex
from cocotbext.pcie.core.tlp import Tlp
from cocotbext.pcie.core.utils import PcieId


class Root(RootComplex):
    """A root complex that cuts completions anywhere it may, and refuses or loses reads where a case wants it."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        # How likely a completion ends at the next boundary, if not the last; 0 makes them as large as they may be.
        self.cut = 0.0
        super().__init__()
        # Called with each read of the card; gives what becomes of it: `None`, "abort", "unsupported" or "lost".
        self.fate = None
        # Set at each write of the card.
        self.written = Event()

    @property
    def split_on_all_rcb(self):
        """Asked by the root complex for each completion that it makes."""
        return self.random.random() < self.cut

    @split_on_all_rcb.setter
    def split_on_all_rcb(self, value):
        pass

    async def handle_mem_read_tlp(self, tlp):
        fate = self.fate and self.fate(tlp)
        if fate == "abort":
            await self.send(Tlp.create_ca_completion_for_tlp(tlp, PcieId(0, 0, 0)))
        elif fate == "unsupported":
            await self.send(Tlp.create_ur_completion_for_tlp(tlp, PcieId(0, 0, 0)))
        elif fate is None:
            await super().handle_mem_read_tlp(tlp)

    async def handle_mem_write_tlp(self, tlp):
        await super().handle_mem_write_tlp(tlp)
        self.written.set()
