//! A submission queue with its completion queue: two rings in host memory and two doorbells.
//!
//! Doorbells are batched: [`QueuePair::push`] and [`QueuePair::pop`] only move the driver's end of a ring. The card is told
//! of commands with [`QueuePair::ring`]. Of completions taken it is told as late as possible: before commands that could
//! overfill the completion queue otherwise, and with [`QueuePair::tell_head`].

use crate::command::{Command, Entry};
use crate::transport::{Bar, DmaRegion, Transport};
use crate::Result;
use twinpath_spec::nvme::{CQE_BYTES, SQE_BYTES, SQTDBL};

pub struct QueuePair {
    id: u16,
    /// A power of two: a count of entries also says where in the ring the next one lies.
    entries: u32,
    submission: DmaRegion,
    completion: DmaRegion,
    /// Where the doorbells are: of the submission queue, of the completion queue.
    bells: [u64; 2],
    /// Commands ever written, and how many of them the card was told of.
    tail: u32,
    tail_rung: u32,
    /// Completions ever taken, and how many of them the card was told of.
    head: u32,
    head_rung: u32,
    pub doorbells: u64,
}

impl QueuePair {
    /// Takes memory for both rings from the pool; `entries` is a power of two.
    pub fn new(transport: &dyn Transport, id: u16, entries: u16) -> Result<QueuePair> {
        Ok(QueuePair {
            id,
            entries: u32::from(entries),
            submission: transport.dma_alloc(usize::from(entries) * SQE_BYTES)?,
            completion: transport.dma_alloc(usize::from(entries) * CQE_BYTES)?,
            bells: [0; 2],
            tail: 0,
            tail_rung: 0,
            head: 0,
            head_rung: 0,
            doorbells: 0,
        })
    }

    /// As it must be when the controller (re)creates the queues: both empty, every old phase forgotten. `stride`: bytes
    /// from one doorbell to the next.
    pub fn reset(&mut self, transport: &dyn Transport, stride: u64) -> Result<()> {
        transport.dma_write(self.completion, 0, &vec![0; self.entries as usize * CQE_BYTES])?;
        (self.tail, self.tail_rung, self.head, self.head_rung) = (0, 0, 0, 0);
        self.bells = [0, 1].map(|which| u64::from(SQTDBL.offset) + (2 * u64::from(self.id) + which) * stride);
        Ok(())
    }

    pub fn id(&self) -> u16 {
        self.id
    }

    pub fn entries(&self) -> u32 {
        self.entries
    }

    /// Addresses of the two rings.
    pub fn rings(&self) -> (u64, u64) {
        (self.submission.iova, self.completion.iova)
    }

    /// Writes a command into the submission queue. There is room: the caller has fewer commands in flight than the ring
    /// has entries less one.
    #[inline]
    pub fn push(&mut self, transport: &dyn Transport, command: &Command) -> Result<()> {
        transport.dma_write(self.submission, self.place(self.tail) * SQE_BYTES, &command.bytes())?;
        self.tail = self.tail.wrapping_add(1);
        Ok(())
    }

    /// Takes the next completion, if the card has written one.
    #[inline]
    pub fn pop(&mut self, transport: &dyn Transport) -> Result<Option<Entry>> {
        let at = self.place(self.head);
        // The word with the phase is the last that the card writes: data and entry are there once it has turned.
        let last = transport.dma_load32(self.completion, at * CQE_BYTES + 12)?;
        // In the first round of the ring new entries have a one there, in the second a zero.
        let old = self.head & self.entries != 0;
        if (last & 1 << 16 != 0) == old {
            return Ok(None);
        }
        let entry = Entry::from_word(at as u16, last);
        self.head = self.head.wrapping_add(1);
        Ok(Some(entry))
    }

    /// The command specific result of an entry that the card was not told of yet.
    pub fn result(&self, transport: &dyn Transport, entry: &Entry) -> Result<u32> {
        Ok(transport.dma_load32(self.completion, usize::from(entry.at) * CQE_BYTES)?)
    }

    /// Rings the submission queue's doorbell if there are new commands. `in_flight` counts the commands without an answer,
    /// the new ones among them.
    #[inline]
    pub fn ring(&mut self, transport: &dyn Transport, in_flight: u16) -> Result<()> {
        if self.tail == self.tail_rung {
            return Ok(());
        }
        if u32::from(in_flight) + self.head.wrapping_sub(self.head_rung) >= self.entries {
            // Not all of their completions would fit into the room that the card knows of.
            self.tell_head(transport)?;
        }
        transport.write32(Bar::Nvme, self.bells[0], self.place(self.tail) as u32)?;
        self.tail_rung = self.tail;
        self.doorbells += 1;
        Ok(())
    }

    /// Rings the completion queue's doorbell if the card does not know of all that was taken.
    pub fn tell_head(&mut self, transport: &dyn Transport) -> Result<()> {
        if self.head != self.head_rung {
            transport.write32(Bar::Nvme, self.bells[1], self.place(self.head) as u32)?;
            self.head_rung = self.head;
            self.doorbells += 1;
        }
        Ok(())
    }

    #[inline]
    fn place(&self, count: u32) -> usize {
        (count & (self.entries - 1)) as usize
    }
}
