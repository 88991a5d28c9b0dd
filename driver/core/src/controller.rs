//! The controller at work: slots, commands in flight, completions.

use crate::command::{range_bytes, Command, Operation};
use crate::control::ControlWindow;
use crate::error::DriverError;
use crate::identify::{ControllerInfo, NamespaceInfo};
use crate::queue::QueuePair;
use crate::registers;
use crate::status::Status;
use crate::transport::{DmaRegion, Transport};
use crate::Result;
use std::sync::Arc;
use twinpath_spec::limits::{BLOCK_BYTES, COMMAND_BLOCKS_MAX, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::CSTS;

/// Bytes of a slot's buffer: the longest command.
const BUFFER_BYTES: usize = COMMAND_BLOCKS_MAX * BLOCK_BYTES;
/// Bytes of a slot's PRP list; a power of two, so that no list crosses a page.
pub(crate) const LIST_BYTES: usize = 256;
/// Interrupt vectors.
pub(crate) const ADMIN_VECTOR: u32 = 0;
pub(crate) const IO_VECTOR: u32 = 1;

/// How the driver works with a card.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Wait for interrupts; otherwise look at the queues every [`Options::poll_ns`].
    pub interrupts: bool,
    /// Commands in flight at most; the queue's size limits it further.
    pub depth: u16,
    /// An I/O command must be answered in this time. Longer than the card holds commands while its link is down.
    pub io_timeout_ns: u64,
    /// An admin command must be answered in this time.
    pub admin_timeout_ns: u64,
    /// Time between two looks at a register or a queue that is polled.
    pub poll_ns: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            interrupts: true,
            depth: QUEUE_ENTRIES_MAX as u16 - 1,
            io_timeout_ns: 30_000_000_000,
            admin_timeout_ns: 10_000_000_000,
            poll_ns: 2_000,
        }
    }
}

/// A buffer of 128 KiB and the place of one command in flight. It belongs to the caller between
/// [`Controller::take_slot`] and [`Controller::submit`], and from the completion to [`Controller::give_back`].
#[must_use = "a slot that is dropped is lost"]
#[derive(Debug, PartialEq, Eq)]
pub struct Slot(pub(crate) u16);

impl Slot {
    /// Its number: 0 up to [`Controller::depth`]. Also the command identifier on the wire.
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
    /// Doorbell writes of the I/O queue.
    pub doorbells: u64,
}

/// A command that the card has not answered.
#[derive(Clone, Copy)]
pub(crate) struct Flight {
    operation: Operation,
    lba: u64,
    blocks: u32,
    deadline_ns: u64,
}

/// A card that has been brought up. One thread drives it; [`Controller::control`] works beside it from any thread.
pub struct Controller {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) options: Options,
    pub(crate) control: ControlWindow,
    pub(crate) info: ControllerInfo,
    pub(crate) namespace: NamespaceInfo,
    pub(crate) blocks_max: u32,
    pub(crate) admin: QueuePair,
    pub(crate) page: DmaRegion,
    pub(crate) io: QueuePair,
    pub(crate) slots: Slots,
    pub(crate) counts: Counts,
}

/// The memory of all slots, and which are free or in flight.
pub(crate) struct Slots {
    buffers: Vec<DmaRegion>,
    lists: DmaRegion,
    free: Vec<u16>,
    flights: Vec<Option<Flight>>,
}

impl Controller {
    /// The control window of the same card.
    pub fn control(&self) -> &ControlWindow {
        &self.control
    }

    pub fn info(&self) -> &ControllerInfo {
        &self.info
    }

    /// Size of the volume in blocks of 4 KiB.
    pub fn blocks(&self) -> u64 {
        self.namespace.blocks
    }

    /// Blocks of the longest command.
    pub fn blocks_max(&self) -> u32 {
        self.blocks_max
    }

    /// Commands that can be in flight.
    pub fn depth(&self) -> usize {
        self.slots.buffers.len()
    }

    pub fn in_flight(&self) -> usize {
        self.slots.flights.iter().flatten().count()
    }

    pub fn counts(&self) -> Counts {
        Counts { doorbells: self.io.doorbells, ..self.counts }
    }

    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// A free slot, if there is one.
    pub fn take_slot(&mut self) -> Option<Slot> {
        self.slots.free.pop().map(Slot)
    }

    /// The slot may be taken again.
    pub fn give_back(&mut self, slot: Slot) {
        self.slots.free.push(slot.0);
    }

    /// Copies data to write into a slot's buffer, `offset` bytes into it.
    pub fn fill(&self, slot: &Slot, offset: usize, data: &[u8]) -> Result<()> {
        Ok(self.transport.dma_write(self.slots.buffers[slot.index()], offset, data)?)
    }

    /// Copies data that was read out of a slot's buffer.
    pub fn copy_out(&self, slot: &Slot, offset: usize, data: &mut [u8]) -> Result<()> {
        Ok(self.transport.dma_read(self.slots.buffers[slot.index()], offset, data)?)
    }

    /// Puts a command into the queue: `blocks` blocks from `lba` on, from or to the slot's buffer, or compared with it (a
    /// flush has 0, zeros and Deallocate use no data). The card sees it with the next [`Controller::ring`], [`Controller::poll`] or [`Controller::wait`]. Returns the slot's
    /// index. After an error the slot is free again.
    pub fn submit(&mut self, slot: Slot, operation: Operation, lba: u64, blocks: u32) -> Result<usize> {
        let index = slot.index();
        match self.prepare(index, operation, lba, blocks) {
            Ok(flight) => {
                self.slots.flights[index] = Some(flight);
                self.counts.submitted += 1;
                Ok(index)
            }
            Err(error) => {
                self.give_back(slot);
                Err(error)
            }
        }
    }

    fn prepare(&mut self, index: usize, operation: Operation, lba: u64, blocks: u32) -> Result<Flight> {
        let end = lba.checked_add(u64::from(blocks));
        let blocks_max = operation.blocks_max(self.blocks_max);
        let fits = match operation {
            Operation::Flush => blocks == 0,
            _ => (1..=blocks_max).contains(&blocks) && end.is_some_and(|end| end <= self.namespace.blocks),
        };
        if !fits {
            return Err(DriverError::Argument(format!(
                "{} of {blocks} blocks at {lba}: the volume has {} blocks, a command at most {}",
                operation.name(),
                self.namespace.blocks,
                blocks_max
            )));
        }
        if !self.info.offers(operation) {
            return Err(DriverError::Argument(format!("the card does not offer {}", operation.name())));
        }
        let data_blocks = match operation {
            Operation::Read | Operation::Write { .. } | Operation::Compare => blocks,
            _ => 1,
        };
        if operation == Operation::Deallocate {
            self.transport.dma_write(self.slots.buffers[index], 0, &range_bytes(lba, blocks))?;
        }
        let (prp1, prp2) = self.slots.prps(index, data_blocks);
        self.io.push(&*self.transport, &Command::io(operation, index as u16, lba, blocks, prp1, prp2))?;
        let deadline_ns = self.transport.now_ns().saturating_add(self.options.io_timeout_ns);
        Ok(Flight { operation, lba, blocks, deadline_ns })
    }

    /// Tells the card what was submitted and taken since the last time: at most two register writes.
    pub fn ring(&mut self) -> Result<()> {
        self.io.ring(&*self.transport)
    }

    /// Rings, then gathers what has completed, without waiting. Returns how many.
    pub fn poll(&mut self, completions: &mut Vec<Completion>) -> Result<usize> {
        self.ring()?;
        let before = completions.len();
        while let Some(entry) = self.io.pop(&*self.transport)? {
            let flight = self.slots.flights.get_mut(usize::from(entry.cid)).and_then(Option::take);
            if flight.is_none() {
                let detail = format!("command identifier {}, {}", entry.cid, entry.status);
                return Err(DriverError::UnexpectedCompletion { queue: 1, detail });
            }
            completions.push(Completion { slot: Slot(entry.cid), status: entry.status });
        }
        let got = completions.len() - before;
        self.counts.completed += got as u64;
        Ok(got)
    }

    /// As [`Controller::poll`], but lets the card work until something completes, [`Transport::wake`] is called or card
    /// time reaches `until_ns`. Returns how many completed. A command that is overdue, a card that is gone or in a fatal
    /// state is an error; [`Controller::restart`] is the way on.
    pub fn wait(&mut self, completions: &mut Vec<Completion>, until_ns: u64) -> Result<usize> {
        loop {
            let got = self.poll(completions)?;
            let now = self.transport.now_ns();
            if got > 0 || now >= until_ns {
                return Ok(got);
            }
            let oldest = self.slots.flights.iter().flatten().min_by_key(|flight| flight.deadline_ns);
            if let Some(flight) = oldest.filter(|flight| now >= flight.deadline_ns) {
                return Err(self.overdue(flight));
            }
            let mut next = oldest.map_or(until_ns, |flight| until_ns.min(flight.deadline_ns));
            if !self.options.interrupts {
                next = next.min(now + self.options.poll_ns);
            }
            let vectors = if self.options.interrupts { 1 << IO_VECTOR } else { 0 };
            if self.transport.wait(vectors, next)? == crate::transport::Wake::Called {
                return self.poll(completions);
            }
        }
    }

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

impl Slots {
    /// `count` slots with their buffers and PRP lists. The lists never change: a buffer lies where it lies.
    pub fn new(transport: &dyn Transport, count: u16) -> Result<Slots> {
        let count = usize::from(count);
        let buffers =
            (0..count).map(|_| transport.dma_alloc(BUFFER_BYTES)).collect::<std::result::Result<Vec<_>, _>>()?;
        let lists = transport.dma_alloc(count * LIST_BYTES)?;
        for (index, buffer) in buffers.iter().enumerate() {
            let list: Vec<u8> = (1..COMMAND_BLOCKS_MAX as u64)
                .flat_map(|block| (buffer.iova + block * BLOCK_BYTES as u64).to_le_bytes())
                .collect();
            transport.dma_write(lists, index * LIST_BYTES, &list)?;
        }
        Ok(Slots { buffers, lists, free: (0..count as u16).rev().collect(), flights: vec![None; count] })
    }

    /// PRP1 and PRP2 of a command of `blocks` blocks.
    fn prps(&self, index: usize, blocks: u32) -> (u64, u64) {
        let first = self.buffers[index].iova;
        let second = match blocks {
            0 | 1 => 0,
            2 => first + BLOCK_BYTES as u64,
            _ => self.lists.iova + (index * LIST_BYTES) as u64,
        };
        (first, second)
    }

    /// Takes back every slot in flight.
    pub fn lose(&mut self) -> Vec<Slot> {
        let in_flight = self.flights.iter_mut().enumerate().filter_map(|(index, flight)| flight.take().map(|_| index));
        in_flight.map(|index| Slot(index as u16)).collect()
    }
}
