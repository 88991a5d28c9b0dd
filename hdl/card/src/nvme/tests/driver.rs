//! A host's driver on the bench: queues, commands, completions.

use super::bench::Bench;
use super::memory::{Buffer, PAGE};
use twinpath_spec::nvme::{self, admin, cqe, io, sqe, Status};

/// Cycles that any single wait may take.
pub const LIMIT: u64 = 200_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cqe {
    pub result: u32,
    pub sq_head: u16,
    pub sq_id: u16,
    pub cid: u16,
    pub status: u16,
}

#[derive(Clone, Debug)]
pub struct Queue {
    pub id: u32,
    pub sq: u64,
    pub cq: u64,
    pub entries: u64,
    pub cq_entries: u64,
    pub tail: u64,
    pub head: u64,
    pub phase: u16,
}

impl Queue {
    pub fn new(b: &mut Bench, id: u32, entries: u64, cq_entries: u64) -> Self {
        let sq = b.memory.pages((entries * 64).div_ceil(PAGE));
        let cq = b.memory.pages((cq_entries * 16).div_ceil(PAGE));
        Self { id, sq, cq, entries, cq_entries, tail: 0, head: 0, phase: 1 }
    }
}

/// A submission queue entry by its dwords.
#[derive(Clone, Copy, Debug)]
pub struct Entry(pub [u32; 16]);

impl Entry {
    pub fn new(opcode: u8, nsid: u32) -> Self {
        let mut e = [0x5a5a_5a5a; 16];
        e[0] = opcode.into();
        e[1] = nsid;
        // Fields that a command does not have may hold anything; those that count are set by the caller.
        e[10..].fill(0);
        Self(e)
    }

    pub fn dword(mut self, n: usize, value: u32) -> Self {
        self.0[n] = value;
        self
    }

    pub fn prps(mut self, prp1: u64, prp2: u64) -> Self {
        for (at, value) in [(sqe::PRP1, prp1), (sqe::PRP2, prp2)] {
            self.0[at / 4] = value as u32;
            self.0[at / 4 + 1] = (value >> 32) as u32;
        }
        self
    }

    pub fn cid(mut self, cid: u16) -> Self {
        self.0[0] = self.0[0] & 0xffff | u32::from(cid) << 16;
        self
    }

    pub fn rw(opcode: u8, lba: u64, blocks: u32, buffer: &Buffer) -> Self {
        Self::new(opcode, nvme::NSID)
            .prps(buffer.prp1, buffer.prp2)
            .dword(10, lba as u32)
            .dword(11, (lba >> 32) as u32)
            .dword(12, blocks - 1)
    }

    /// Write Zeroes: no data pointer, so there may be anything.
    pub fn zeroes(lba: u64, blocks: u32) -> Self {
        Self::new(io::WRITE_ZEROES, nvme::NSID)
            .dword(10, lba as u32)
            .dword(11, (lba >> 32) as u32)
            .dword(12, 1 << 25 | (blocks - 1))
    }

    /// Deallocate of `count` ranges that lie at these pointers.
    pub fn deallocate(prp1: u64, prp2: u64, count: u32) -> Self {
        Self::new(io::DATASET_MANAGEMENT, nvme::NSID)
            .prps(prp1, prp2)
            .dword(10, count - 1)
            .dword(11, nvme::dsm::DEALLOCATE)
    }

    pub fn flush() -> Self {
        Self::new(io::FLUSH, nvme::NSID)
    }

    pub fn create_cq(queue: &Queue) -> Self {
        Self::new(admin::CREATE_IO_CQ, 0)
            .prps(queue.cq, 0)
            .dword(10, (queue.cq_entries as u32 - 1) << 16 | queue.id)
            .dword(11, (4 + queue.id) << 16 | 3)
    }

    pub fn create_sq(queue: &Queue) -> Self {
        Self::new(admin::CREATE_IO_SQ, 0)
            .prps(queue.sq, 0)
            .dword(10, (queue.entries as u32 - 1) << 16 | queue.id)
            .dword(11, queue.id << 16 | 1)
    }

    pub fn delete(opcode: u8) -> Self {
        Self::new(opcode, 0).dword(10, 1)
    }
}

impl Bench {
    pub fn write32(&mut self, offset: u32, value: u32) {
        let high = offset & 4 != 0;
        let (data, enable) = if high { (u64::from(value) << 32, 0xf0) } else { (u64::from(value), 0x0f) };
        self.access(true, 0, u64::from(offset & !7), data, enable);
    }

    pub fn write64(&mut self, offset: u32, value: u64) {
        self.access(true, 0, offset.into(), value, 0xff);
    }

    pub fn read32(&mut self, offset: u32) -> u32 {
        let word = self.access(false, 0, u64::from(offset & !7), 0, if offset & 4 == 0 { 0x0f } else { 0xf0 });
        (word >> (8 * (offset & 4))) as u32
    }

    pub fn read64(&mut self, offset: u32) -> u64 {
        self.access(false, 0, offset.into(), 0, 0xff)
    }

    /// Brings the controller up with these queue sizes, as the Linux driver does; the admin queue.
    pub fn enable(&mut self, entries: u64, cq_entries: u64) -> Queue {
        let q = Queue::new(self, 0, entries, cq_entries);
        self.write32(nvme::AQA.offset, ((cq_entries as u32 - 1) << 16) | (entries as u32 - 1));
        self.write32(nvme::ASQ.offset, q.sq as u32);
        self.write32(nvme::ASQ.offset + 4, (q.sq >> 32) as u32);
        self.write64(nvme::ACQ.offset, q.cq);
        self.write32(nvme::CC.offset, 0x0046_0001);
        self.until(100, "CSTS.RDY", |b| b.is_ready());
        assert_eq!(self.read32(nvme::CSTS.offset), 1);
        q
    }

    /// CC.EN 1 to 0, until CSTS.RDY is 0.
    pub fn disable(&mut self) {
        self.write32(nvme::CC.offset, 0x0046_0000);
        self.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
    }

    /// Both queues of a running controller.
    pub fn start(&mut self, entries: u64, cq_entries: u64) -> (Queue, Queue) {
        let mut admin = self.enable(32, 32);
        let io = self.create(&mut admin, entries, cq_entries);
        (admin, io)
    }

    pub fn create(&mut self, admin: &mut Queue, entries: u64, cq_entries: u64) -> Queue {
        self.create_pair(admin, 1, entries, cq_entries)
    }

    pub fn create_pair(&mut self, admin: &mut Queue, id: u32, entries: u64, cq_entries: u64) -> Queue {
        let io = Queue::new(self, id, entries, cq_entries);
        self.ok(admin, Entry::create_cq(&io));
        self.ok(admin, Entry::create_sq(&io));
        io
    }

    /// Puts an entry into the queue, without telling the card.
    pub fn put(&mut self, queue: &mut Queue, entry: Entry) {
        let bytes: Vec<u8> = entry.0.iter().flat_map(|d| d.to_le_bytes()).collect();
        self.memory.write(queue.sq + 64 * queue.tail, &bytes);
        queue.tail = (queue.tail + 1) % queue.entries;
    }

    pub fn ring_tail(&mut self, queue: &Queue) {
        self.write32(nvme::SQTDBL.at(queue.id), queue.tail as u32);
    }

    pub fn ring_head(&mut self, queue: &Queue) {
        self.write32(nvme::CQHDBL.at(queue.id), queue.head as u32);
    }

    pub fn submit(&mut self, queue: &mut Queue, entry: Entry) {
        self.put(queue, entry);
        self.ring_tail(queue);
    }

    /// The next completion if it is there; the head doorbell is not rung.
    pub fn take(&mut self, queue: &mut Queue) -> Option<Cqe> {
        let at = queue.cq + 16 * queue.head;
        let half = |b: &Bench, n: usize| {
            u16::from_le_bytes([b.memory.read(at + n as u64, 2)[0], b.memory.read(at + n as u64, 2)[1]])
        };
        let status = half(self, cqe::STATUS);
        if status & 1 != queue.phase {
            return None;
        }
        queue.head += 1;
        if queue.head == queue.cq_entries {
            queue.head = 0;
            queue.phase ^= 1;
        }
        Some(Cqe {
            result: u32::from(half(self, cqe::RESULT)) | u32::from(half(self, cqe::RESULT + 2)) << 16,
            sq_head: half(self, cqe::SQ_HEAD),
            sq_id: half(self, cqe::SQ_ID),
            cid: half(self, cqe::CID),
            status: status >> 1,
        })
    }

    /// Waits for the next completion and rings the head doorbell.
    pub fn wait(&mut self, queue: &mut Queue) -> Cqe {
        let cqe = self.wait_untold(queue);
        self.ring_head(queue);
        cqe
    }

    /// Waits for the next completion and leaves it in its place.
    pub fn wait_untold(&mut self, queue: &mut Queue) -> Cqe {
        let start = self.cycle;
        loop {
            if let Some(cqe) = self.take(queue) {
                return cqe;
            }
            assert!(self.cycle - start < LIMIT, "no completion on queue {} within {LIMIT} cycles", queue.id);
            self.step();
        }
    }

    /// One command alone.
    pub fn call(&mut self, queue: &mut Queue, entry: Entry) -> Cqe {
        let cid = queue.tail as u16 * 257 + 1;
        self.submit(queue, entry.cid(cid));
        let cqe = self.wait(queue);
        assert_eq!((cqe.cid, u32::from(cqe.sq_id), u64::from(cqe.sq_head)), (cid, queue.id, queue.tail));
        cqe
    }

    /// A command that must succeed; its result.
    pub fn ok(&mut self, queue: &mut Queue, entry: Entry) -> u32 {
        let cqe = self.call(queue, entry);
        assert_eq!(cqe.status, 0, "status {:#x} for {:x?}", cqe.status, entry.0);
        cqe.result
    }

    /// A command that must end with `status`.
    pub fn fails(&mut self, queue: &mut Queue, entry: Entry, status: Status) {
        let cqe = self.call(queue, entry);
        assert_eq!(cqe.status, status.bits(), "wanted {status:?} for {:x?}", entry.0);
    }
}
