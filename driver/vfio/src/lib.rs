//! The driver's way to a card that is not in this process: its DMA memory, its interrupts, its configuration space.
//!
//! - [`Kernel`]: a card on this machine's bus, through the kernel's VFIO.
//! - [`User`]: a card in another process, behind a vfio-user socket.
//! - [`sysfs`]: which devices there are, and handing one to VFIO and back.
//! - [`Pool`]: one long-lived piece of memory in a file descriptor, mapped for the card once.
//! - [`Signals`]: the event descriptors of the card's vectors, waited for with a deadline; interrupts, polling or both.
//! - [`pci`]: what configuration space must say before anything else of a device is touched.
//!
//! Mapping memory and handing out its addresses is what needs `unsafe` here; each use says why it holds.

mod kernel;
pub mod pci;
mod pool;
mod signals;
pub mod sysfs;
mod user;

pub use kernel::{Kernel, KernelOptions, OpenError};
pub use pool::{Pool, POOL_BYTES};
pub use signals::{now_ns, Signals, Waiting, LOOK_NS};
pub use user::{User, UserOptions};
