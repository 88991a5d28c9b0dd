//! The memory of a queue's slots, and which are free or in flight.

use crate::command::Operation;
use crate::transport::{DmaRegion, Transport};
use crate::Result;
use twinpath_spec::limits::{BLOCK_BYTES, COMMAND_BLOCKS_MAX};

/// Bytes of a slot's buffer: the longest command.
const BUFFER_BYTES: usize = COMMAND_BLOCKS_MAX * BLOCK_BYTES;
/// Bytes of a slot's PRP list; a power of two, so that no list crosses a page.
const LIST_BYTES: usize = 256;

/// A command that the card has not answered.
#[derive(Clone, Copy)]
pub struct Flight {
    pub operation: Operation,
    pub lba: u64,
    pub blocks: u32,
    /// Card time; [`Flight::UNSEEN`] until somebody has waited for it in vain.
    pub deadline_ns: u64,
}

impl Flight {
    pub const UNSEEN: u64 = 0;
}

pub struct Slots {
    slots: Vec<Place>,
    free: Vec<u16>,
}

struct Place {
    buffer: DmaRegion,
    /// Address of the PRP list, which names all pages of the buffer but the first. It never changes: a buffer lies where it
    /// lies.
    list: u64,
    flight: Option<Flight>,
}

impl Slots {
    /// `count` slots with their buffers and PRP lists.
    pub fn new(transport: &dyn Transport, count: u16) -> Result<Slots> {
        let lists = transport.dma_alloc(usize::from(count) * LIST_BYTES)?;
        let place = |index: usize| {
            let buffer = transport.dma_alloc(BUFFER_BYTES)?;
            let list: Vec<u8> = (1..COMMAND_BLOCKS_MAX as u64)
                .flat_map(|block| (buffer.iova + block * BLOCK_BYTES as u64).to_le_bytes())
                .collect();
            transport.dma_write(lists, index * LIST_BYTES, &list)?;
            Ok(Place { buffer, list: lists.iova + (index * LIST_BYTES) as u64, flight: None })
        };
        let slots = (0..usize::from(count)).map(place).collect::<Result<_>>()?;
        Ok(Slots { slots, free: (0..count).rev().collect() })
    }

    pub fn count(&self) -> usize {
        self.slots.len()
    }

    #[inline]
    pub fn take(&mut self) -> Option<u16> {
        self.free.pop()
    }

    #[inline]
    pub fn give_back(&mut self, index: u16) {
        self.free.push(index);
    }

    pub fn buffer(&self, index: usize) -> DmaRegion {
        self.slots[index].buffer
    }

    /// PRP1 and PRP2 of a command of `blocks` blocks.
    #[inline]
    pub fn prps(&self, index: usize, blocks: u32) -> (u64, u64) {
        let Place { buffer, list, .. } = &self.slots[index];
        let second = match blocks {
            0 | 1 => 0,
            2 => buffer.iova + BLOCK_BYTES as u64,
            _ => *list,
        };
        (buffer.iova, second)
    }

    #[inline]
    pub fn start(&mut self, index: usize, flight: Flight) {
        self.slots[index].flight = Some(flight);
    }

    /// The command has been answered; false when there was none.
    #[inline]
    pub fn end(&mut self, index: u16) -> bool {
        let Some(place) = self.slots.get_mut(usize::from(index)) else { return false };
        let ended = place.flight.is_some();
        place.flight = None;
        ended
    }

    /// The flight whose deadline comes first, after those that nobody has seen yet got `deadline_ns`.
    pub fn oldest(&mut self, deadline_ns: u64) -> Option<Flight> {
        let flights = self.slots.iter_mut().filter_map(|place| place.flight.as_mut());
        let seen = flights.map(|flight| {
            if flight.deadline_ns == Flight::UNSEEN {
                flight.deadline_ns = deadline_ns;
            }
            *flight
        });
        seen.min_by_key(|flight| flight.deadline_ns)
    }

    /// Takes back every slot in flight.
    pub fn lose(&mut self) -> impl Iterator<Item = u16> + '_ {
        let places = self.slots.iter_mut().enumerate();
        places.filter_map(|(index, place)| place.flight.take().map(|_| index as u16))
    }
}
