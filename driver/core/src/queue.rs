//! A submission queue with its completion queue: two rings in host memory and two doorbells.
//!
//! Doorbells are batched: [`QueuePair::push`] and [`QueuePair::pop`] only move the driver's end of a ring,
//! [`QueuePair::ring`] tells the card of both at once.

use crate::command::{Command, Entry};
use crate::error::DriverError;
use crate::transport::{Bar, DmaRegion, Transport};
use crate::Result;
use twinpath_spec::nvme::{CQE_BYTES, SQE_BYTES, SQTDBL};

pub struct QueuePair {
    id: u16,
    entries: u16,
    submission: DmaRegion,
    completion: DmaRegion,
    /// Bytes between doorbells (from CAP.DSTRD).
    stride: u64,
    /// Next entry to write, and what the card was told.
    tail: u16,
    tail_rung: u16,
    /// Next entry to read, and what the card was told.
    head: u16,
    head_rung: u16,
    /// The phase of an entry that has not been read yet.
    phase: bool,
    /// How far the card has read the submission queue, as far as we know.
    fetched: u16,
    pub doorbells: u64,
}

impl QueuePair {
    /// Takes memory for both rings from the pool.
    pub fn new(transport: &dyn Transport, id: u16, entries: u16) -> Result<QueuePair> {
        Ok(QueuePair {
            id,
            entries,
            submission: transport.dma_alloc(usize::from(entries) * SQE_BYTES)?,
            completion: transport.dma_alloc(usize::from(entries) * CQE_BYTES)?,
            stride: 4,
            tail: 0,
            tail_rung: 0,
            head: 0,
            head_rung: 0,
            phase: true,
            fetched: 0,
            doorbells: 0,
        })
    }

    /// As it must be when the controller (re)creates the queues: both empty, every old phase forgotten.
    pub fn reset(&mut self, transport: &dyn Transport, stride: u64) -> Result<()> {
        transport.dma_write(self.completion, 0, &vec![0; usize::from(self.entries) * CQE_BYTES])?;
        (self.tail, self.tail_rung, self.head, self.head_rung, self.fetched) = (0, 0, 0, 0, 0);
        self.phase = true;
        self.stride = stride;
        Ok(())
    }

    pub fn entries(&self) -> u16 {
        self.entries
    }

    /// Addresses of the two rings.
    pub fn rings(&self) -> (u64, u64) {
        (self.submission.iova, self.completion.iova)
    }

    /// Room for another command: one entry always stays empty.
    pub fn has_room(&self) -> bool {
        self.next(self.tail) != self.fetched
    }

    /// Writes a command into the submission queue; the caller has seen that there is room.
    pub fn push(&mut self, transport: &dyn Transport, command: &Command) -> Result<()> {
        debug_assert!(self.has_room());
        transport.dma_write(self.submission, usize::from(self.tail) * SQE_BYTES, &command.bytes())?;
        self.tail = self.next(self.tail);
        Ok(())
    }

    /// Takes the next completion, if the card has written one.
    pub fn pop(&mut self, transport: &dyn Transport) -> Result<Option<Entry>> {
        let at = usize::from(self.head) * CQE_BYTES;
        // The word with the phase is the last that the card writes: all of the entry is there once it has turned.
        let last = transport.dma_load32(self.completion, at + 12)?;
        if (last >> 16 & 1 == 1) != self.phase {
            return Ok(None);
        }
        let mut bytes = [0; CQE_BYTES];
        transport.dma_read(self.completion, at, &mut bytes)?;
        let entry = Entry::from_bytes(bytes);
        if entry.sq != self.id || entry.sq_head >= self.entries {
            let detail = format!("of queue {}, which it has read up to entry {}", entry.sq, entry.sq_head);
            return Err(DriverError::UnexpectedCompletion { queue: self.id, detail });
        }
        self.fetched = entry.sq_head;
        self.head = self.next(self.head);
        self.phase ^= self.head == 0;
        Ok(Some(entry))
    }

    /// Rings the doorbells that have news.
    pub fn ring(&mut self, transport: &dyn Transport) -> Result<()> {
        if self.head != self.head_rung {
            // Room for completions first, so that new commands never meet a full queue.
            transport.write32(Bar::Nvme, self.doorbell(1), u32::from(self.head))?;
            self.head_rung = self.head;
            self.doorbells += 1;
        }
        if self.tail != self.tail_rung {
            transport.write32(Bar::Nvme, self.doorbell(0), u32::from(self.tail))?;
            self.tail_rung = self.tail;
            self.doorbells += 1;
        }
        Ok(())
    }

    fn doorbell(&self, which: u64) -> u64 {
        u64::from(SQTDBL.offset) + (2 * u64::from(self.id) + which) * self.stride
    }

    fn next(&self, at: u16) -> u16 {
        if at + 1 == self.entries {
            0
        } else {
            at + 1
        }
    }
}
