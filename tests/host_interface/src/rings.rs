//! Queues by hand: rings in host memory, entries of any bytes, doorbells of any value. Nothing is checked on the way in.

use crate::Bus;
use anyhow::{ensure, Result};
use twinpath_host::{Memory, BAR0};
use twinpath_spec::nvme::{
    self, cqe, sqe, ACQ, AQA, ASQ, CC, CQE_BYTES, CQE_SHIFT, CSTS, PAGE_BYTES, SQE_BYTES, SQE_SHIFT,
};

/// A submission queue entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub opcode: u8,
    /// Bits 15:8 of dword 0: fused operation, kind of data pointer.
    pub flags: u8,
    pub nsid: u32,
    pub mptr: u64,
    pub prp1: u64,
    pub prp2: u64,
    pub cdw10: u32,
    pub cdw11: u32,
    pub cdw12: u32,
    pub cdw13: u32,
    pub cdw14: u32,
    pub cdw15: u32,
}

impl Entry {
    pub fn bytes(&self, cid: u16) -> [u8; SQE_BYTES] {
        let mut bytes = [0; SQE_BYTES];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, &[self.opcode, self.flags]);
        put(2, &cid.to_le_bytes());
        put(sqe::NSID, &self.nsid.to_le_bytes());
        put(sqe::MPTR, &self.mptr.to_le_bytes());
        put(sqe::PRP1, &self.prp1.to_le_bytes());
        put(sqe::PRP2, &self.prp2.to_le_bytes());
        let dwords = [self.cdw10, self.cdw11, self.cdw12, self.cdw13, self.cdw14, self.cdw15];
        put(sqe::CDW10, &dwords.map(u32::to_le_bytes).concat());
        bytes
    }
}

/// A completion queue entry as it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub result: u32,
    /// The reserved second dword.
    pub reserved: u32,
    pub sq_head: u16,
    pub sq_id: u16,
    pub cid: u16,
    /// The status field without the phase.
    pub status: u16,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let word = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let dword = |at: usize| u32::from(word(at)) | u32::from(word(at + 2)) << 16;
        Self {
            result: dword(cqe::RESULT),
            reserved: dword(cqe::RESULT + 4),
            sq_head: word(cqe::SQ_HEAD),
            sq_id: word(cqe::SQ_ID),
            cid: word(cqe::CID),
            status: word(cqe::STATUS) >> 1,
        }
    }
}

/// Writes any value into a doorbell of the queue: 0 the submission tail, 1 the completion head.
pub fn doorbell(bus: &Bus, queue: u32, which: u32, value: u32) {
    bus.write(BAR0, nvme::SQTDBL.offset + (2 * queue + which) * 4, value.into(), 4);
}

/// A submission queue, as far as the host knows it.
#[derive(Clone, Copy, Debug)]
pub struct Submissions {
    pub id: u16,
    pub base: u64,
    pub entries: u16,
    pub tail: u16,
}

impl Submissions {
    pub fn new(id: u16, base: u64, entries: u16) -> Self {
        Self { id, base, entries, tail: 0 }
    }

    /// Puts an entry at the tail and gives its place; the card knows of it after [`Submissions::ring`].
    pub fn put(&mut self, bus: &Bus, bytes: &[u8; SQE_BYTES]) -> Result<u16> {
        let place = self.tail;
        let at = self.base + u64::from(place) * SQE_BYTES as u64;
        bus.host(|h| h.memory.get_for_host(at, SQE_BYTES).map(|m| m.copy_from_slice(bytes)))?;
        self.tail = (place + 1) % self.entries;
        Ok(place)
    }

    /// Rings the tail doorbell.
    pub fn ring(&self, bus: &Bus) {
        doorbell(bus, self.id.into(), 0, self.tail.into());
    }
}

/// A completion queue, as far as the host knows it.
#[derive(Clone, Copy, Debug)]
pub struct Completions {
    pub id: u16,
    pub base: u64,
    pub entries: u16,
    pub head: u16,
    /// Phase of the entries of this round.
    pub phase: bool,
}

impl Completions {
    /// An empty queue; its memory must be zeros.
    pub fn new(id: u16, base: u64, entries: u16) -> Self {
        Self { id, base, entries, head: 0, phase: true }
    }

    /// The entry at the head, if it is there.
    pub fn peek(&self, memory: &Memory) -> Option<Answer> {
        let entry = memory.get(self.base + u64::from(self.head) * CQE_BYTES as u64, CQE_BYTES).ok()?;
        ((entry[cqe::STATUS] & 1 == 1) == self.phase).then(|| Answer::of(entry))
    }

    /// Takes the entry at the head, if it is there; its place is free for the card after [`Completions::ring`].
    pub fn take(&mut self, memory: &Memory) -> Option<Answer> {
        let answer = self.peek(memory)?;
        self.head = (self.head + 1) % self.entries;
        self.phase ^= self.head == 0;
        Some(answer)
    }

    /// Rings the head doorbell.
    pub fn ring(&self, bus: &Bus) {
        doorbell(bus, self.id.into(), 1, self.head.into());
    }
}

/// Bytes of whole pages that a ring takes.
pub fn ring_bytes(entries: u16, entry_bytes: usize) -> usize {
    (usize::from(entries) * entry_bytes).next_multiple_of(PAGE_BYTES)
}

/// Enables the controller with these admin queues.
pub fn enable(bus: &Bus, sq: &Submissions, cq: &Completions) -> Result<()> {
    let sizes = AQA.field("ASQS").put(u64::from(sq.entries) - 1) | AQA.field("ACQS").put(u64::from(cq.entries) - 1);
    bus.write(BAR0, AQA.offset, sizes, 4);
    bus.write(BAR0, ASQ.offset, sq.base, 8);
    bus.write(BAR0, ACQ.offset, cq.base, 8);
    let sizes = CC.field("IOSQES").put(SQE_SHIFT) | CC.field("IOCQES").put(CQE_SHIFT);
    bus.write(BAR0, CC.offset, sizes | CC.field("EN").put(1), 4);
    bus.settle()?;
    let status = bus.read(BAR0, CSTS.offset, 4)?;
    ensure!(status == CSTS.field("RDY").put(1), "the controller is not ready: CSTS {status:#x}");
    Ok(())
}
