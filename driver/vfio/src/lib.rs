//! The driver's way to a card that is not in this process: its DMA memory, its interrupts, its configuration space.
//!
//! - [`Pool`]: one long-lived piece of memory in a file descriptor, mapped for the card once.
//! - [`Signals`]: the event descriptors of the card's vectors, waited for with a deadline; interrupts, polling or both.
//! - [`pci`]: what configuration space must say before anything else of a device is touched.

pub mod pci;
mod pool;
mod signals;

pub use pool::{Pool, POOL_BYTES};
pub use signals::{now_ns, Signals, Waiting, LOOK_NS};
