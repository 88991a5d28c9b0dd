//! The memory of an area behind AXI4: 64-bit data, INCR bursts, blocks first, their records behind them.
//!
//! Block `n` lies at `n * 4096`, its record at `blocks * 4096 + n * 32`. Only what was written takes room. Write and read
//! sides work on their own, each with one word per cycle when nothing stalls. A write takes effect with its words; it is
//! *durable* when the response of its record's burst is taken.

mod pages;
mod read;
mod write;

#[cfg(test)]
mod tests;

use pages::Pages;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use read::ReadSide;
use std::collections::VecDeque;
use thiserror::Error;
use twinpath_spec::limits::{BLOCK_BYTES, BLOCK_WORDS};
use twinpath_spec::record::{Record, RecordError, RECORD_BYTES, RECORD_WORDS};
use write::WriteSide;

/// How a memory behaves.
#[derive(Clone, Debug)]
pub struct MemoryConfig {
    pub seed: u64,
    /// Blocks of the volume.
    pub blocks: u32,
    /// Cycles from a burst's last word to its response, and from a read's address to its first word.
    pub latency: u64,
    /// Of 256 cycles, in how many each channel holds back.
    pub stall: u8,
}

impl Default for MemoryConfig {
    fn default() -> Self {
        Self { seed: 0, blocks: 16 * 1024, latency: 8, stall: 0 }
    }
}

/// What the card drives.
#[derive(Clone, Copy, Debug, Default)]
pub struct AxiRequest {
    pub aw_addr: u64,
    pub aw_len: u8,
    pub aw_valid: bool,
    pub w_data: u64,
    pub w_strb: u8,
    pub w_last: bool,
    pub w_valid: bool,
    pub b_ready: bool,
    pub ar_addr: u64,
    pub ar_len: u8,
    pub ar_valid: bool,
    pub r_ready: bool,
}

/// What the memory drives.
#[derive(Clone, Copy, Debug, Default)]
pub struct AxiResponse {
    pub aw_ready: bool,
    pub w_ready: bool,
    pub b_resp: u8,
    pub b_valid: bool,
    pub ar_ready: bool,
    pub r_data: u64,
    pub r_resp: u8,
    pub r_last: bool,
    pub r_valid: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Write,
    Read,
}

/// A block that was written or read (o2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockSeen {
    pub operation: Operation,
    pub block: u32,
    /// Cycles of the first and last data word.
    pub first: u64,
    pub last: u64,
    /// Writes: the cycle in which the response of the record's burst was taken. Reads: as `last`.
    pub done: u64,
    /// Data words that moved; 512 for a whole block.
    pub words: u32,
    /// Writes: the record's words as written.
    pub record: [u64; RECORD_WORDS],
    /// Writes: CRC-32C of what the block now holds.
    pub crc: u32,
    /// A response said error: of a write nothing is durable, and no record says whose it was.
    pub error: bool,
}

/// What is to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryFault {
    /// The next burst that writes data or record of this block changes nothing and is answered SLVERR.
    Write { block: u32 },
    /// The next burst that reads data or record of this block is answered SLVERR.
    Read { block: u32 },
}

/// A card's mistake at its area port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AxiViolation {
    #[error("a burst of {words} words from {address:#x} on crosses a 4 KiB boundary")]
    Boundary { address: u64, words: u32 },
    #[error("a burst of {words} words at {address:#x} lies outside the memory")]
    Range { address: u64, words: u32 },
    #[error("address {0:#x} is not a multiple of 8")]
    Alignment(u64),
    #[error("the last mark of the burst at {address:#x} came with word {found}, the burst has {words}")]
    Last { address: u64, found: u32, words: u32 },
    #[error("{0} changed or vanished before it was taken")]
    Withdrawn(&'static str),
}

const OKAY: u8 = 0;
const SLVERR: u8 = 2;
const DECERR: u8 = 3;
/// Bursts that each side takes ahead.
const BURSTS_MAX: usize = 16;
const VIOLATIONS_KEPT: usize = 64;

/// A burst under way.
#[derive(Clone, Copy, Debug)]
struct Burst {
    address: u64,
    words: u32,
    moved: u32,
    response: u8,
    first: u64,
    last: u64,
    due: u64,
}

/// See the module's documentation.
pub struct AxiMemory {
    config: MemoryConfig,
    pages: Pages,
    write: WriteSide,
    read: ReadSide,
    common: Common,
}

/// What both sides use.
struct Common {
    blocks: u32,
    latency: u64,
    stall: u8,
    rng: SmallRng,
    faults: Vec<MemoryFault>,
    recording: bool,
    seen: VecDeque<BlockSeen>,
    violations: Vec<AxiViolation>,
}

impl AxiMemory {
    pub fn new(config: MemoryConfig) -> Self {
        let bytes = u64::from(config.blocks) * (BLOCK_BYTES + RECORD_BYTES) as u64;
        let common = Common {
            blocks: config.blocks,
            latency: config.latency.max(1),
            stall: config.stall,
            rng: SmallRng::seed_from_u64(config.seed ^ 0x6172_6561),
            faults: Vec::new(),
            recording: false,
            seen: VecDeque::new(),
            violations: Vec::new(),
        };
        Self { pages: Pages::new(bytes), config, write: WriteSide::default(), read: ReadSide::default(), common }
    }

    pub fn config(&self) -> &MemoryConfig {
        &self.config
    }

    /// One cycle.
    #[inline]
    pub fn cycle(&mut self, now: u64, request: &AxiRequest) -> AxiResponse {
        let mut response = AxiResponse::default();
        self.write.cycle(now, request, &mut response, &mut self.pages, &mut self.common);
        self.read.cycle(now, request, &mut response, &self.pages, &mut self.common);
        response
    }

    /// The port is reset: bursts under way are gone, words that were written stay.
    pub fn reset(&mut self) {
        let words = self.data_words();
        (self.write, self.read) = Default::default();
        (self.write.data_words, self.read.data_words) = words;
    }

    /// Whether blocks are kept for [`AxiMemory::take_seen`].
    pub fn record(&mut self, on: bool) {
        self.common.recording = on;
    }

    #[inline]
    pub fn has_seen(&self) -> bool {
        !self.common.seen.is_empty()
    }

    pub fn take_seen(&mut self) -> impl Iterator<Item = BlockSeen> + '_ {
        self.common.seen.drain(..)
    }

    /// Blocks whose data came but not (yet) their record, with the cycle of the first word. Empty at rest.
    pub fn unfinished(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.write.open.iter().map(|o| (o.block, o.first))
    }

    pub fn violations(&self) -> &[AxiViolation] {
        &self.common.violations
    }

    /// Data words written and read since the start, records not counted.
    pub fn data_words(&self) -> (u64, u64) {
        (self.write.data_words, self.read.data_words)
    }

    pub fn inject(&mut self, fault: MemoryFault) {
        self.common.faults.push(fault);
    }

    /// Flips a bit of a block's data, as a fault of the medium would.
    pub fn flip(&mut self, block: u32, bit: u32) {
        let address = u64::from(block) * BLOCK_BYTES as u64 + u64::from(bit / 64 % BLOCK_WORDS as u32) * 8;
        let word = self.pages.read(address) ^ 1 << (bit % 64);
        self.pages.write(address, word, 0xff);
    }

    /// The 4096 bytes of a block; zeros where nothing was written.
    pub fn block(&self, block: u32) -> [u64; BLOCK_WORDS] {
        self.pages.block(block)
    }

    /// The record of a block.
    pub fn block_record(&self, block: u32) -> Result<Option<Record>, RecordError> {
        let base = record_address(self.common.blocks, block);
        Record::decode(&std::array::from_fn(|n| self.pages.read(base + n as u64 * 8)))
    }

    /// The first block whose data, or whose record, differs from `other`'s (o5).
    pub fn first_difference(&self, other: &AxiMemory) -> Option<u32> {
        self.pages.first_difference(&other.pages).map(|address| match address / BLOCK_BYTES as u64 {
            block if block < u64::from(self.common.blocks) => block as u32,
            _ => ((address - u64::from(self.common.blocks) * BLOCK_BYTES as u64) / RECORD_BYTES as u64) as u32,
        })
    }

    /// Blocks that were written, ascending.
    pub fn written(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.common.blocks).filter(|b| {
            let base = record_address(self.common.blocks, *b);
            self.pages.is_present(base) && (0..RECORD_WORDS as u64).any(|n| self.pages.read(base + n * 8) != 0)
        })
    }
}

fn record_address(blocks: u32, block: u32) -> u64 {
    u64::from(blocks) * BLOCK_BYTES as u64 + u64::from(block) * RECORD_BYTES as u64
}

/// Where an address lies.
enum Place {
    Data(u32),
    Record(u32),
}

impl Common {
    #[inline]
    fn stalls(&mut self) -> bool {
        self.stall != 0 && self.rng.random::<u8>() < self.stall
    }

    fn violation(&mut self, violation: AxiViolation) {
        if self.violations.len() < VIOLATIONS_KEPT {
            self.violations.push(violation);
        }
    }

    fn place(&self, address: u64) -> Place {
        let data = u64::from(self.blocks) * BLOCK_BYTES as u64;
        match address.checked_sub(data) {
            None => Place::Data((address / BLOCK_BYTES as u64) as u32),
            Some(beyond) => Place::Record((beyond / RECORD_BYTES as u64) as u32),
        }
    }

    /// Checks an address as it is taken and says how the burst will be answered.
    fn burst(&mut self, now: u64, address: u64, len: u8, write: bool) -> Burst {
        let words = u32::from(len) + 1;
        let bytes = u64::from(words) * 8;
        let end = u64::from(self.blocks) * (BLOCK_BYTES + RECORD_BYTES) as u64;
        let mut response = OKAY;
        if !address.is_multiple_of(8) {
            self.violation(AxiViolation::Alignment(address));
            response = SLVERR;
        }
        if address % 4096 + bytes > 4096 {
            self.violation(AxiViolation::Boundary { address, words });
            response = SLVERR;
        }
        if address + bytes > end {
            self.violation(AxiViolation::Range { address, words });
            response = DECERR;
        }
        let (Place::Data(block) | Place::Record(block)) = self.place(address);
        let fault = if write { MemoryFault::Write { block } } else { MemoryFault::Read { block } };
        if let Some(at) = self.faults.iter().position(|f| *f == fault) {
            self.faults.remove(at);
            response = response.max(SLVERR);
        }
        Burst { address, words, moved: 0, response, first: 0, last: 0, due: now + self.latency }
    }
}
