//! A [`Block`](twinpath_export::Block) as a virtual machine's disk: vhost-user-blk on a UNIX socket. The virtual machine's
//! monitor connects, hands over the guest's memory and a few rings; the guest's own virtio driver puts requests there.
//!
//! ```no_run
//! use std::sync::Arc;
//! use twinpath_export::RamDisk;
//! use twinpath_vhost_user::Server;
//!
//! let server = Server::start("/run/demo/disk.sock".as_ref(), "host1", Arc::new(RamDisk::new(64 << 20)))?;
//! // qemu -object memory-backend-memfd,id=ram,size=1G,share=on -machine memory-backend=ram \
//! //      -chardev socket,id=disk,path=/run/demo/disk.sock,reconnect-ms=500 -device vhost-user-blk-pci,chardev=disk
//! server.stop();
//! # Ok::<(), twinpath_export::ServeError>(())
//! ```
//!
//! - [`Server`]: the socket, one monitor at a time; the next waits.
//! - `session`: what the monitor says (the crate `vhost` reads its messages): features, memory, rings.
//! - `memory`: the guest's memory. Only memory that cannot shrink is taken (a sealed memfd, as QEMU's is), so that nobody
//!   can pull it away under this process.
//! - `ring`: a ring and its thread; `request`: what a guest asks for there.
//!
//! Everything in the guest's memory may be wrong and may change at any time. A request that is understood and cannot be
//! done gets its status; a ring that makes no sense (loops, addresses outside, wrong directions) is left alone until the
//! monitor sets it up anew, and the monitor is told. Requests are reported in the order of the ring, although they are
//! carried out side by side: so the ring itself says what is done, and a server that dies and comes back does the rest
//! again, without any other record.

#![forbid(unsafe_code)]

mod memory;
mod request;
mod ring;
mod server;
mod session;

pub use server::Server;

/// Rings that a guest may use.
pub const RINGS: usize = 16;
/// Places of a ring, at most.
pub const RING_PLACES_MAX: u16 = 256;
