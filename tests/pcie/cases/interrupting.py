"""MSI-X, set up by the root complex's own software."""

import random

import cocotb
from cocotb.triggers import Timer
from cocotbext.pcie.core.caps import PciCapId

from bench.deadline import within
from bench.host import SEED, Host
from bench.nvme import Nvme, write_and_read

VECTOR = 5
TABLE, PENDING = 0x2000, 0x3000
# Microseconds in which an interrupt comes, or in which none does.
SOON = 20


async def interrupting(dut):
    """A host with all vectors, its controller with the I/O queue's on `VECTOR`."""
    host = await Host.start(dut)
    await host.find()
    await host.serve()
    assert await host.dev.alloc_irq_vectors(1, 16) == 16
    nvme = await Nvme.start(host, VECTOR)
    # Those of the commands that made the queues.
    await Timer(SOON, "us")
    for vector in host.dev.msi_vectors:
        vector.event.clear()
    return host, nvme


async def comes(host, vector=VECTOR):
    """The interrupt has come or comes soon, and no other."""
    vectors = host.dev.msi_vectors
    await within(SOON, f"interrupt {vector}", vectors[vector].event.wait())
    vectors[vector].event.clear()
    assert not [n for n, other in enumerate(vectors) if other.event.is_set()], "another vector's interrupt"


async def stays_away(host):
    """No interrupt comes."""
    await Timer(SOON, "us")
    assert not [n for n, vector in enumerate(host.dev.msi_vectors) if vector.event.is_set()], "an interrupt"


async def control(host, enable, mask):
    """The capability's enable and function mask."""
    word = await host.dev.capability_read_dword(PciCapId.MSIX, 0)
    await host.dev.capability_write_dword(PciCapId.MSIX, 0, word & 0x3FFFFFFF | enable << 31 | mask << 30)


async def work(host, nvme):
    """Commands that end; their interrupts are forgotten."""
    await write_and_read(nvme, random.Random(SEED), 1, 1)


@cocotb.test()
async def each_queue_has_its_vector(dut):
    """Vector 0 for admin commands, the I/O queue's own for the others, each with its message."""
    host, nvme = await interrupting(dut)
    await nvme.do_admin(0x0A, dwords=[7])
    await comes(host, 0)
    await work(host, nvme)
    await comes(host)
    await host.close()


@cocotb.test()
async def a_masked_vector_stays_pending(dut):
    """Masked in the table: no message, a pending bit, and one message when it is unmasked."""
    host, nvme = await interrupting(dut)
    await host.write(0, TABLE + VECTOR * 16 + 12, 1)
    await work(host, nvme)
    await stays_away(host)
    assert await host.read(0, PENDING, 8) == 1 << VECTOR
    await host.write(0, TABLE + VECTOR * 16 + 12, 0)
    await comes(host)
    assert await host.read(0, PENDING, 8) == 0
    await stays_away(host)
    await host.close()


@cocotb.test()
async def the_function_mask_holds_all(dut):
    """The capability's mask holds messages back, and lets them go."""
    host, nvme = await interrupting(dut)
    await control(host, 1, 1)
    await work(host, nvme)
    await stays_away(host)
    assert await host.read(0, PENDING, 8) == 1 << VECTOR
    await control(host, 1, 0)
    await comes(host)
    await host.close()


@cocotb.test()
async def disabled_is_silent(dut):
    """With MSI-X off nothing is sent, nor pending, nor sent when it is on again."""
    host, nvme = await interrupting(dut)
    await control(host, 0, 0)
    await work(host, nvme)
    assert await host.read(0, PENDING, 8) == 0
    await control(host, 1, 0)
    await stays_away(host)
    await work(host, nvme)
    await comes(host)
    await host.close()


@cocotb.test()
async def a_vector_moves(dut):
    """Another message in the table of a masked vector is the one that is sent."""
    host, nvme = await interrupting(dut)
    at = TABLE + VECTOR * 16
    await host.write(0, at + 12, 1)
    await work(host, nvme)
    other = host.dev.msi_vectors[9]
    await host.write(0, at + 8, other.data)
    await host.write(0, at + 12, 0)
    await comes(host, 9)
    await host.close()
