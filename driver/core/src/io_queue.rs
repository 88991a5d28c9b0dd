//! The hot path: slots, commands in flight, completions. Nothing here allocates, maps memory or makes a system call while a
//! queue is polled, and the clock is only looked at when there was nothing to do.

use crate::card::{Card, Options};
use crate::command::{range_bytes, Command, Operation};
use crate::error::DriverError;
use crate::queue::QueuePair;
use crate::registers;
use crate::slots::{Flight, Slots};
use crate::status::Status;
use crate::transport::{Transport, Wake};
use crate::Result;
use std::sync::Arc;
use twinpath_spec::limits::COMMAND_BLOCKS_MAX;
use twinpath_spec::nvme::CSTS;

/// While every look finds completions, overdue commands are looked for once in so many looks.
const LOOKS: u32 = 256;

/// A buffer of 128 KiB and the place of one command in flight. It belongs to the caller between [`IoQueue::take_slot`]
/// and [`IoQueue::submit`], and from the completion to [`IoQueue::give_back`].
#[must_use = "a slot that is dropped is lost"]
#[derive(Debug, PartialEq, Eq)]
pub struct Slot(pub(crate) u16);

impl Slot {
    /// Its number: 0 up to [`IoQueue::depth`]. Also the command identifier on the wire.
    pub fn index(&self) -> usize {
        usize::from(self.0)
    }
}

/// A command that has ended, with its slot.
#[derive(Debug, PartialEq, Eq)]
pub struct Completion {
    pub slot: Slot,
    pub status: Status,
}

/// How much work was done at which price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub submitted: u64,
    pub completed: u64,
    /// Doorbell writes.
    pub doorbells: u64,
}

/// An I/O queue pair with its slots. One thread at a time drives it.
pub struct IoQueue {
    transport: Arc<dyn Transport>,
    rings: QueuePair,
    slots: Slots,
    options: Options,
    /// Of the interrupt; also what [`Transport::wake`] ends this queue's wait with.
    vector: u32,
    /// Size of the volume, and of the longest command.
    blocks: u64,
    blocks_max: u32,
    /// Optional commands of the card, as [`crate::ControllerInfo::optional_commands`].
    offered: u16,
    in_flight: u16,
    looks: u32,
    submitted: u64,
    /// Commands that a restart took.
    lost: u64,
}

impl IoQueue {
    /// Queue `id` with rings of `entries` entries and `depth` slots; the card does not know it yet.
    pub(crate) fn new(card: &Card, id: u16, entries: u16, depth: u16) -> Result<IoQueue> {
        let transport = card.transport.clone();
        let mdts = 1u32.checked_shl(u32::from(card.info.mdts)).filter(|_| card.info.mdts > 0).unwrap_or(u32::MAX);
        Ok(IoQueue {
            rings: QueuePair::new(&*transport, id, entries)?,
            slots: Slots::new(&*transport, depth.clamp(1, entries - 1))?,
            options: card.options,
            vector: u32::from(id),
            blocks: card.namespace.blocks,
            blocks_max: mdts.min(COMMAND_BLOCKS_MAX as u32),
            offered: card.info.optional_commands,
            in_flight: 0,
            looks: 0,
            submitted: 0,
            lost: 0,
            transport,
        })
    }

    pub(crate) fn rings(&mut self) -> &mut QueuePair {
        &mut self.rings
    }

    /// Its number at the card, from 1 on.
    pub fn id(&self) -> u16 {
        self.rings.id()
    }

    /// The interrupt vector: what ends a wait, also with [`Transport::wake`].
    pub fn vector(&self) -> u32 {
        self.vector
    }

    /// Size of the volume in blocks of 4 KiB.
    pub fn blocks(&self) -> u64 {
        self.blocks
    }

    /// Blocks of the longest command.
    pub fn blocks_max(&self) -> u32 {
        self.blocks_max
    }

    /// Commands that can be in flight.
    pub fn depth(&self) -> usize {
        self.slots.count()
    }

    #[inline]
    pub fn in_flight(&self) -> usize {
        usize::from(self.in_flight)
    }

    pub fn counts(&self) -> Counts {
        let completed = self.submitted - self.lost - u64::from(self.in_flight);
        Counts { submitted: self.submitted, completed, doorbells: self.rings.doorbells }
    }

    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// A free slot, if there is one.
    #[inline]
    pub fn take_slot(&mut self) -> Option<Slot> {
        self.slots.take().map(Slot)
    }

    /// The slot may be taken again.
    #[inline]
    pub fn give_back(&mut self, slot: Slot) {
        self.slots.give_back(slot.0);
    }

    /// After [`Card::restart`]: the slots of the commands that were in flight.
    pub fn take_lost(&mut self) -> Vec<Slot> {
        self.lost += u64::from(self.in_flight);
        self.in_flight = 0;
        self.slots.lose().map(Slot).collect()
    }

    /// Copies data to write into a slot's buffer, `offset` bytes into it.
    pub fn fill(&self, slot: &Slot, offset: usize, data: &[u8]) -> Result<()> {
        Ok(self.transport.dma_write(self.slots.buffer(slot.index()), offset, data)?)
    }

    /// Copies data that was read out of a slot's buffer.
    pub fn copy_out(&self, slot: &Slot, offset: usize, data: &mut [u8]) -> Result<()> {
        Ok(self.transport.dma_read(self.slots.buffer(slot.index()), offset, data)?)
    }

    /// Puts a command into the queue: `blocks` blocks from `lba` on, from or to the slot's buffer, or compared with it (a
    /// flush has 0, zeros and Deallocate use no data). The card sees it with the next [`IoQueue::ring`],
    /// [`IoQueue::poll`] or [`IoQueue::wait`]. Returns the slot's index. After an error the slot is free again.
    #[inline]
    pub fn submit(&mut self, slot: Slot, operation: Operation, lba: u64, blocks: u32) -> Result<usize> {
        let index = slot.index();
        // Reads and writes each have a copy of the code with nothing to decide.
        let prepared = match operation {
            Operation::Read => self.prepare(index, Operation::Read, lba, blocks),
            Operation::Write { fua } => self.prepare(index, Operation::Write { fua }, lba, blocks),
            other => self.prepare_other(index, other, lba, blocks),
        };
        match prepared {
            Ok(()) => {
                self.slots.start(index, Flight { operation, lba, blocks, deadline_ns: Flight::UNSEEN });
                self.in_flight += 1;
                self.submitted += 1;
                Ok(index)
            }
            Err(error) => {
                self.give_back(slot);
                Err(error)
            }
        }
    }

    #[inline(never)]
    fn prepare_other(&mut self, index: usize, operation: Operation, lba: u64, blocks: u32) -> Result<()> {
        self.prepare(index, operation, lba, blocks)
    }

    #[inline(always)]
    fn prepare(&mut self, index: usize, operation: Operation, lba: u64, blocks: u32) -> Result<()> {
        let end = lba.checked_add(u64::from(blocks));
        let fits = match operation {
            Operation::Flush => blocks == 0,
            _ => {
                blocks > 0
                    && blocks <= operation.blocks_max(self.blocks_max)
                    && end.is_some_and(|end| end <= self.blocks)
            }
        };
        if !fits || !operation.is_offered(self.offered) {
            return Err(self.unfit(operation, lba, blocks, fits));
        }
        let data_blocks = match operation {
            Operation::Read | Operation::Write { .. } | Operation::Compare => blocks,
            _ => 1,
        };
        if operation == Operation::Deallocate {
            self.transport.dma_write(self.slots.buffer(index), 0, &range_bytes(lba, blocks))?;
        }
        let (prp1, prp2) = self.slots.prps(index, data_blocks);
        self.rings.push(&*self.transport, &Command::io(operation, index as u16, lba, blocks, prp1, prp2))
    }

    #[cold]
    fn unfit(&self, operation: Operation, lba: u64, blocks: u32, fits: bool) -> DriverError {
        let name = operation.name();
        if fits {
            return DriverError::Argument(format!("the card does not offer {name}"));
        }
        let (size, most) = (self.blocks, operation.blocks_max(self.blocks_max));
        DriverError::Argument(format!(
            "{name} of {blocks} blocks at {lba}: the volume has {size} blocks, a command at most {most}"
        ))
    }

    /// Tells the card what was submitted since the last time, and what was taken if it needs to know: at most two register
    /// writes.
    #[inline]
    pub fn ring(&mut self) -> Result<()> {
        self.rings.ring(&*self.transport, self.in_flight)
    }

    /// Tells the card of every completion that was taken. For when nothing will be submitted for a while.
    pub fn rest(&mut self) -> Result<()> {
        self.ring()?;
        self.rings.tell_head(&*self.transport)
    }

    /// Rings, then gathers what has completed, without waiting. Returns how many. After an error those gathered before it
    /// are in `completions`.
    #[inline]
    pub fn poll(&mut self, completions: &mut Vec<Completion>) -> Result<usize> {
        self.ring()?;
        let transport = &*self.transport;
        let mut got = 0;
        while self.in_flight > 0 {
            let Some(entry) = self.rings.pop(transport)? else { break };
            if !self.slots.end(entry.cid) {
                return Err(self.unexpected(entry.cid, entry.status));
            }
            self.in_flight -= 1;
            got += 1;
            completions.push(Completion { slot: Slot(entry.cid), status: entry.status });
        }
        Ok(got)
    }

    #[cold]
    fn unexpected(&self, cid: u16, status: Status) -> DriverError {
        DriverError::UnexpectedCompletion { queue: self.id(), detail: format!("command identifier {cid}, {status}") }
    }

    /// As [`IoQueue::poll`], but lets the card work until something completes, [`Transport::wake`] is called for
    /// [`IoQueue::vector`] or card time reaches `until_ns`. Returns how many completed. A command that is overdue, a card
    /// that is gone or in a fatal state is an error; [`Card::restart`] is the way on.
    pub fn wait(&mut self, completions: &mut Vec<Completion>, until_ns: u64) -> Result<usize> {
        loop {
            let got = self.poll(completions)?;
            self.looks = if got > 0 { self.looks + 1 } else { 0 };
            if got > 0 && self.looks < LOOKS {
                return Ok(got);
            }
            self.looks = 0;
            let now_ns = self.transport.now_ns();
            let oldest = self.slots.oldest(now_ns.saturating_add(self.options.io_timeout_ns));
            if let Some(flight) = oldest.filter(|flight| now_ns >= flight.deadline_ns) {
                return Err(self.overdue(&flight));
            }
            if got > 0 || now_ns >= until_ns {
                return Ok(got);
            }
            if self.in_flight == 0 {
                self.rest()?;
            }
            let Options { interrupts, lost_ns, poll_ns, .. } = self.options;
            let mut next_ns = oldest.map_or(until_ns, |flight| until_ns.min(flight.deadline_ns));
            if self.in_flight > 0 || !interrupts {
                next_ns = next_ns.min(now_ns.saturating_add(if interrupts { lost_ns } else { poll_ns }));
            }
            if self.transport.wait(1 << self.vector, next_ns)? == Wake::Called {
                return self.poll(completions);
            }
        }
    }

    #[cold]
    fn overdue(&self, flight: &Flight) -> DriverError {
        let csts = match registers::read32(&*self.transport, &CSTS) {
            Ok(csts) => csts,
            Err(error) => return error,
        };
        if csts & registers::FATAL != 0 {
            return DriverError::Fatal { csts };
        }
        let what = format!("{} of {} blocks at {}", flight.operation.name(), flight.blocks, flight.lba);
        DriverError::Timeout { what, limit_ms: self.options.io_timeout_ns / 1_000_000, csts }
    }
}
