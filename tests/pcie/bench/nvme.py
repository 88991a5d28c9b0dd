"""A host's NVMe software: an admin queue, one I/O queue pair, commands with data anywhere in memory."""

import struct

from .deadline import until

PAGE = 4096
ADMIN_ENTRIES, IO_ENTRIES = 16, 64
# Opcodes.
DELETE_SQ, CREATE_SQ, DELETE_CQ, CREATE_CQ, IDENTIFY = 0x00, 0x01, 0x04, 0x05, 0x06
FLUSH, WRITE, READ = 0x00, 0x01, 0x02
# Status fields: type and code.
SUCCESS, DATA_TRANSFER_ERROR = 0x000, 0x004
# Bits of a status beside them.
DNR = 0x4000
# Microseconds for a command.
PATIENCE = 1000


class Queue:
    """A submission queue with its completion queue, in host memory."""

    def __init__(self, nvme, number, entries):
        self.nvme, self.number, self.entries = nvme, number, entries
        self.sq, self.sq_bytes = nvme.host.root.alloc_region(PAGE)
        self.cq, self.cq_bytes = nvme.host.root.alloc_region(PAGE)
        self.tail = self.head = 0
        self.phase = 1
        # Command identifiers to what came for them.
        self.answers = {}

    def put(self, cid, opcode, nsid=0, prp1=0, prp2=0, dwords=()):
        """An entry; the card knows of it after `ring`."""
        entry = struct.pack("<BBHI16xQQ", opcode, 0, cid, nsid, prp1, prp2)
        entry += struct.pack("<6I", *[*dwords, 0, 0, 0, 0, 0, 0][:6])
        self.sq_bytes[self.tail * 64 : self.tail * 64 + 64] = entry
        self.tail = (self.tail + 1) % self.entries

    async def ring(self):
        """The doorbell of the submission queue."""
        await self.nvme.host.write(0, 0x1000 + self.number * 8, self.tail)

    def take(self):
        """Moves what the card has completed to `answers`; gives how many."""
        count = 0
        while True:
            entry = self.cq_bytes[self.head * 16 : self.head * 16 + 16]
            result, _, _, _, cid, status = struct.unpack("<IIHHHH", entry)
            if status & 1 != self.phase:
                return count
            assert cid not in self.answers, f"command {cid} is answered twice"
            self.answers[cid] = (status >> 1, result)
            self.head = (self.head + 1) % self.entries
            self.phase ^= self.head == 0
            count += 1

    async def answer(self, cid, patience=PATIENCE):
        """The status of a command, when it comes."""

        def there():
            self.take()
            return self.answers.pop(cid, None)

        status, _ = await until(patience, f"command {cid} of queue {self.number}", self.nvme.host.root.written, there)
        await self.nvme.host.write(0, 0x1004 + self.number * 8, self.head)
        return status


class Nvme:
    """The controller of `host`. `vector`: interrupts of the I/O queue, `None` for none."""

    def __init__(self, host, vector=None):
        self.host, self.vector = host, vector
        self.admin = Queue(self, 0, ADMIN_ENTRIES)
        self.io = Queue(self, 1, IO_ENTRIES)
        self.cid = 0

    @classmethod
    async def start(cls, host, vector=None):
        """Enables the controller and makes the I/O queues."""
        self = cls(host, vector)
        await self.enable()
        await self.make_queues()
        return self

    async def enable(self):
        """CC.EN, until CSTS.RDY."""
        host = self.host
        await host.write(0, 0x24, (ADMIN_ENTRIES - 1) << 16 | ADMIN_ENTRIES - 1)
        await host.write(0, 0x28, self.admin.sq, 8)
        await host.write(0, 0x30, self.admin.cq, 8)
        await host.write(0, 0x14, 4 << 20 | 6 << 16 | 1)
        assert await self.ready(1), "the controller is ready"

    async def make_queues(self):
        """The I/O queue pair."""
        size = (IO_ENTRIES - 1) << 16 | 1
        interrupt = 0 if self.vector is None else self.vector << 16 | 2
        assert await self.do_admin(CREATE_CQ, prp1=self.io.cq, dwords=[size, interrupt | 1]) == SUCCESS
        assert await self.do_admin(CREATE_SQ, prp1=self.io.sq, dwords=[size, 1 << 16 | 1]) == SUCCESS

    async def ready(self, value, tries=100):
        """Whether CSTS.RDY becomes `value`."""
        for _ in range(tries):
            csts = await self.host.read(0, 0x1C)
            if csts & 2:
                return False
            if csts & 1 == value:
                return True
        return False

    def next_cid(self):
        """A command identifier that is not in use."""
        self.cid = (self.cid + 1) & 0xFFFF
        return self.cid

    async def do_admin(self, opcode, patience=PATIENCE, **fields):
        """An admin command, to its status."""
        cid = self.next_cid()
        self.admin.put(cid, opcode, **fields)
        await self.admin.ring()
        return await self.admin.answer(cid, patience)

    async def begin(self, opcode, lba, buffer, blocks):
        """An I/O command for the blocks that `buffer` (a `Buffer`) has; gives its identifier."""
        cid = self.next_cid()
        prp1, prp2 = buffer.prps(blocks)
        self.io.put(cid, opcode, 1, prp1, prp2, [lba, 0, blocks - 1])
        await self.io.ring()
        return cid

    async def do(self, opcode, lba, buffer, blocks, patience=PATIENCE):
        """An I/O command, to its status."""
        return await self.io.answer(await self.begin(opcode, lba, buffer, blocks), patience)

    async def identify(self, buffer):
        """The controller's page, to the start of `buffer`."""
        prp1, prp2 = buffer.prps(1)
        return await self.do_admin(IDENTIFY, prp1=prp1, prp2=prp2, dwords=[1])


class Buffer:
    """Pages of host memory, in an order of their own, and data that begin `offset` into the first."""

    def __init__(self, host, blocks, offset=0, random=None):
        self.offset, self.blocks = offset, blocks
        pages = [host.root.alloc_region(PAGE) for _ in range(blocks + (offset > 0))]
        if random:
            random.shuffle(pages)
        self.pages = pages
        self.list, self.list_bytes = host.root.alloc_region(PAGE)

    def prps(self, blocks):
        """PRP1 and PRP2 for so many blocks."""
        used = [page[0] for page in self.pages[: blocks + (self.offset > 0)]]
        if len(used) < 3:
            return used[0] + self.offset, (used[1] if len(used) > 1 else 0)
        self.list_bytes[: 8 * len(used) - 8] = struct.pack(f"<{len(used) - 1}Q", *used[1:])
        return used[0] + self.offset, self.list

    def fill(self, data):
        """Puts bytes."""
        at = self.offset
        for _, memory in self.pages:
            part, data = data[: PAGE - at], data[PAGE - at :]
            memory[at : at + len(part)] = part
            at = 0

    def bytes(self, count):
        """The first bytes."""
        whole = b"".join(bytes(memory[:PAGE]) for _, memory in self.pages)
        return whole[self.offset : self.offset + count]


async def write_and_read(nvme, random, lba=0, blocks=1, offset=0):
    """Random data to the volume and back through other memory; they are the same."""
    data = random.randbytes(blocks * PAGE)
    source = Buffer(nvme.host, blocks, offset, random)
    sink = Buffer(nvme.host, blocks, random.randrange(0, PAGE, 4) if offset else 0, random)
    source.fill(data)
    sink.fill(random.randbytes(blocks * PAGE))
    assert await nvme.do(WRITE, lba, source, blocks) == SUCCESS, "the write"
    assert await nvme.do(READ, lba, sink, blocks) == SUCCESS, "the read"
    assert sink.bytes(len(data)) == data, f"{blocks} blocks at {lba}, data from {offset}"
