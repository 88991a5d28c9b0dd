//! A [`Block`](twinpath_export::Block) as a block device of this machine, /dev/ublkbN, over the kernel's ublk driver (Linux
//! 6.5 or later, module `ublk_drv`, as root). The kernel puts requests into shared tables, this process carries them out.
//!
//! ```no_run
//! use std::sync::Arc;
//! use twinpath_export::RamDisk;
//! use twinpath_ublk::Device;
//!
//! let device = Device::start(None, Arc::new(RamDisk::new(64 << 20)))?;
//! println!("{}", device.path().display());
//! device.stop()?;
//! # Ok::<(), twinpath_ublk::UblkError>(())
//! ```
//!
//! - [`Device`]: a device from its making to its removal, or a paused one that is taken over (see [`Device::start`]).
//! - `control`: commands about devices, through /dev/ublk-control, each with a deadline.
//! - `queue`: a queue and its thread, through /dev/ublkcN. Data is copied by reads and writes of that file (UBLK_F_USER_COPY):
//!   so the kernel never reaches into this process's memory for it.
//! - `abi`: the kernel's numbers and structures.
//!
//! When a process that serves a device with a mark dies, the device waits: nobody sees an error, and requests under way are
//! given to the next process that takes it over. A write may so be carried out twice, perhaps with another host's between.

mod abi;
mod control;
mod device;
mod queue;

pub use device::{check, Device, UblkError};

/// Queues of a device, at most: one for each processor.
pub const QUEUES_MAX: u16 = 4;
/// Requests in flight of each queue.
pub const DEPTH: u16 = 64;
/// Bytes of the largest request: with [`DEPTH`] 16 MiB in flight for each queue.
pub const REQUEST_BYTES_MAX: u32 = 256 << 10;
