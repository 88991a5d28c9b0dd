//! What a card is wired to besides its host: the link to the other card, and the memory or the flash of its area.
//!
//! Each part has one method `cycle`: what the card drives goes in, what the part drives in the same cycle comes out.
//! Each watches its wires for the trace (o1: [`FrameSeen`], o2: [`BlockSeen`], [`FlashSeen`]) and can be told to fail.

#![forbid(unsafe_code)]

pub mod flash;
pub mod link;
pub mod memory;

pub use flash::{
    FlashChip, FlashConfig, FlashCounters, FlashDrive, FlashFault, FlashFileError, FlashFlaw, FlashOperation,
    FlashOutcome, FlashPart, FlashPins, FlashSeen, NandPart, NorFamily, NorPart, Parameters,
};
pub use link::{Fate, FrameFault, FrameSeen, Link, LinkBeat, LinkConfig};
pub use memory::{AxiMemory, AxiRequest, AxiResponse, AxiViolation, BlockSeen, MemoryConfig, MemoryFault, Operation};
