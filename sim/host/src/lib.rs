//! A host as a card sees it: a root complex on two 64-bit TLP streams, with memory and an IOMMU behind it.
//!
//! ```text
//!   mmio_write, mmio_read          map, Memory
//!          |                          |
//!   [ posted | non-posted ]   [ read jobs, split and ordered by seed ]   <- faults
//!          \_________ rx ____________/            \
//!                      |                           tx: requests of the card, checked, applied
//!                     card  ______________________/
//! ```
//!
//! [`RootComplex::cycle`] is the whole interface to the card: what the card drives goes in, what the host drives comes
//! out. Everything a card may do wrong on the way is counted and kept as a [`Violation`]; nothing it does panics.
//!
//! Byte order: header words as PCIe numbers them (byte 0 in bits 31:24 of DW0), DW0 in bits 31:0 of the first beat,
//! payload bytes in memory order (lowest address in bits 7:0).

#![forbid(unsafe_code)]

mod beat;
mod completer;
mod complex;
mod memory;
mod mmio;
mod report;
mod tlp;

pub use beat::{beats, Assembler, Beat, FrameError};
pub use completer::{Fault, Split};
pub use complex::{Config, Drive, RootComplex, Sideband, BAR0, BAR2, MSI_BASE};
pub use memory::{Access, Memory, Outside, Unmapped};
pub use mmio::{MmioError, Ticket};
pub use report::{Happening, HostEvent, Statistics, Violation};
pub use tlp::{Completion, Request, Status, Tlp, TlpError};

#[cfg(test)]
mod tests;
