//! Simulated cards as PCI devices on vfio-user sockets: for QEMU's `vfio-user-pci`, or the driver in another process.
//!
//! ```text
//!   client --- socket ---> server: one message after the other
//!                            |         |             |
//!                      config: PCI   BAR accesses   lent: the client's memory and event descriptors
//!                            |         | TLPs        ^
//!                            v         v             | the card's DMA and interrupts, from the thread that turns the clock
//!                         sideband   root complex ---+
//! ```
//!
//! A [`Server`] serves one card to one client at a time; the next one waits in the socket's queue. What a client does
//! reaches the card only as TLPs and sideband pins. Its DMA goes to what the client has mapped, through the descriptors that
//! came with the maps, and to nothing else; these are read and written like files, so that no client can take memory away from
//! under the server. When a client goes, so do its maps and descriptors, and the function is reset.
//!
//! **Interrupts.** Clients keep the MSI-X table to themselves, as QEMU and the kernel do: they hand over event
//! descriptors. The server fills the card's table, and a message becomes the event of its vector. Writes of a client to
//! the table are dropped.
//!
//! **Time.** The card's clock runs while something happens and for a while after ([`RUN_ON_CYCLES`]), then it rests until
//! the next access. A thousand times slower than hardware: a client chooses its limits accordingly.

#![forbid(unsafe_code)]

mod config;
mod fault;
mod function;
mod lent;
mod server;

pub use config::ConfigSpace;
pub use lent::{Lent, FILES_MAX, MAPS_MAX};
pub use server::{Counts, Server};

/// The cards go on working for so many cycles after the last access: longer than a trip over the longest link that is
/// simulated, and than what a write leaves to do after its answer.
pub const RUN_ON_CYCLES: u64 = 200_000;

#[cfg(test)]
mod tests;
