"""Packets to and from the gates' two streams."""

import struct

from cocotb.queue import Queue
from cocotb.triggers import ValueChange

from .deadline import within

# Bytes that the gates of the bench take or give at once; a longer packet goes in parts.
PART = 66 * 8
# Microseconds in which the card takes a part, whatever it does.
PATIENCE = 300


def turn(packet):
    """A packet's bytes with those of each header word in the other order: on the stream its first byte is bits 31:24."""
    words = 4 if packet[0] >> 5 & 1 else 3
    header = struct.unpack_from(f">{words}I", packet)
    return struct.pack(f"<{words}I", *header) + packet[4 * words :]


class Broken(Exception):
    """The beats are not packets."""


class Stream:
    """Both streams. `got(bytes)` is called for each packet of the card."""

    def __init__(self, dut, got):
        self.dut, self.got = dut, got
        self.queue = Queue()

    def give(self, packet, bar=0, taken=None):
        """Queues a packet for the card, which hit `bar`; `taken()` is called when its last beat is."""
        self.queue.put_nowait((packet, bar, taken))

    async def play(self):
        """Hands queued packets over, for ever."""
        dut = self.dut
        while True:
            packet, bar, taken = await self.queue.get()
            words = turn(packet)
            for at in range(0, len(words), PART):
                part = words[at : at + PART]
                dut.play_words.value = int.from_bytes(part, "little")
                dut.play_count.value = len(part) // 4
                dut.play_first.value = at == 0
                dut.play_last.value = at + PART >= len(words)
                dut.play_bar.value = bar
                dut.play_asked.value = 1 - int(dut.play_done.value)
                await within(PATIENCE, "the card takes a packet", ValueChange(dut.play_done))
            if taken:
                taken()

    async def gather(self):
        """Takes the card's packets, for ever."""
        dut = self.dut
        words = b""
        while True:
            await ValueChange(dut.gather_told)
            first, last, bad = (int(pin.value) for pin in (dut.gather_first, dut.gather_last, dut.gather_bad))
            if bad or bool(first) == bool(words):
                raise Broken(f"first {first}, last {last}, bad {bad} after {len(words)} bytes")
            words += int(dut.gather_words.value).to_bytes(PART, "little")[: 4 * int(dut.gather_count.value)]
            if last:
                self.got(self.unturned(words))
                words = b""

    @staticmethod
    def unturned(words):
        """The packet in these words: its length must be what its header says."""
        fmt = words[3] >> 5
        header = 4 * (4 if fmt & 1 else 3)
        length = struct.unpack_from("<I", words)[0] & 0x3FF or 1024
        payload = 4 * length if fmt & 2 else 0
        if len(words) != header + payload:
            raise Broken(f"{len(words)} bytes, the header says {header + payload}: {words[:16].hex()}")
        return struct.pack(f">{header // 4}I", *struct.unpack_from(f"<{header // 4}I", words)) + words[header:]
