"""What the specification asks of a requester and completer, looked at in each packet that leaves the card."""

from cocotbext.pcie.core.tlp import CplStatus, TlpType

READS = {TlpType.MEM_READ, TlpType.MEM_READ_64}
WRITES = {TlpType.MEM_WRITE, TlpType.MEM_WRITE_64}
COMPLETIONS = {TlpType.CPL, TlpType.CPL_DATA, TlpType.CPL_LOCKED}

UNDER_WAY = 2


class Breach(Exception):
    """A packet of the card breaks a rule."""


class Rules:
    """Raises `Breach` for a packet that must not be. `function` is the card's configuration space."""

    def __init__(self, function):
        self.function = function
        # Tag to bytes that are still to come, of the card's reads.
        self.open = {}
        # Bytes of the largest requests seen.
        self.largest_read = self.largest_write = 0
        # Requests that may still leave when bus mastering goes off: those that are in the transmitter.
        self.under_way = 0

    def sent(self, tlp):
        """A packet of the card."""
        kind = tlp.fmt_type
        if kind in READS | WRITES:
            self.request(tlp, kind)
        elif kind in COMPLETIONS:
            self.that(tlp.completer_id == self.function.pcie_id, tlp, "completer id")
        else:
            self.that(False, tlp, "the card has no use for such a packet")

    def request(self, tlp, kind):
        """A memory request of the card."""
        cap, size = self.function.pcie_cap, tlp.length * 4
        self.that(tlp.requester_id == self.function.pcie_id, tlp, "requester id")
        self.under_way = UNDER_WAY if self.function.bus_master_enable else self.under_way - 1
        self.that(self.under_way >= 0, tlp, "bus mastering is off")
        self.that((tlp.address & 0xFFF) + size <= 0x1000, tlp, "crosses 4 KiB")
        self.that((kind.value[0] & 1 == 1) == (tlp.address > 0xFFFFFFFF), tlp, "64 bits of address where 32 do, or not")
        self.that((tlp.last_be == 0) == (tlp.length == 1), tlp, "last byte enables")
        if kind in WRITES:
            self.largest_write = max(self.largest_write, size)
            self.that(size <= 128 << cap.max_payload_size, tlp, "payload above MPS")
            return
        self.largest_read = max(self.largest_read, size)
        self.that(size <= 128 << cap.max_read_request_size, tlp, "request above MRRS")
        self.that(tlp.tag < (256 if cap.extended_tag_field_enable else 32), tlp, "tag")
        self.that(tlp.tag not in self.open, tlp, "tag in use")
        self.open[tlp.tag] = size

    def was_reset(self):
        """The function was reset: nothing of before may follow."""
        self.open.clear()
        self.under_way = 0

    def answered(self, tlp):
        """A completion on its way to the card."""
        left = self.open.get(tlp.tag)
        if left is None:
            return
        left -= len(tlp.data)
        if tlp.status != CplStatus.SC or left <= 0:
            del self.open[tlp.tag]
        else:
            self.open[tlp.tag] = left

    @staticmethod
    def that(holds, tlp, rule):
        """Raises unless `holds`."""
        if not holds:
            raise Breach(f"{rule}: {tlp!r}")
