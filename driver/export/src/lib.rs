//! A block device served over NBD on a UNIX socket: fixed newstyle, several clients, many requests in flight.
//!
//! [`Block`] is what a device offers, [`Server`] is what serves it:
//!
//! ```no_run
//! use std::sync::Arc;
//! use twinpath_export::{RamDisk, Server};
//!
//! let server = Server::start("/run/demo/h1.sock".as_ref(), "host1", Arc::new(RamDisk::new(64 << 20)))?;
//! // ... until it is time to go:
//! let summary = server.stop();
//! println!("{} reads, {} writes", summary.reads, summary.writes);
//! # Ok::<(), twinpath_export::ServeError>(())
//! ```
//!
//! A request travels: socket, `transmission` (checked, its payload read), [`Block::submit`], [`Request::complete`] from
//! any thread and in any order, `transmission` again (the reply), socket. What a client may hold of the server's memory
//! is bounded: [`CLIENTS_MAX`] clients, each with [`REQUESTS_MAX`] requests of together [`WINDOW_BYTES`].
//!
//! A device has one size as long as it is served ([`Block::size`]). A client is told it in the handshake, with EXPORT_NAME, INFO
//! and GO (there together with [`BLOCK_BYTES`] and [`REQUEST_BYTES_MAX`]), and never again on that connection: the protocol has no message for it.
//! Its experimental RESIZE extension is not offered, so RESIZE gets EINVAL and changes nothing. A volume of another size is
//! another server: the clients' connections end with the old one, and the next handshake tells the new size.

#![forbid(unsafe_code)]

mod block;
mod handshake;
mod protocol;
mod ram;
mod replies;
mod server;
mod transmission;
mod window;

pub use block::{Block, BlockError, Operation, Request};
pub use ram::RamDisk;
pub use server::{listen, ServeError, Server, Summary, View};
pub use window::{Permit, Window};

/// Minimum and preferred size of a request, and the unit of its alignment, in bytes.
pub const BLOCK_BYTES: u32 = 4096;
/// The largest request that is served, in bytes; clients are told so in the handshake.
pub const REQUEST_BYTES_MAX: u32 = 4 << 20;
/// Bytes of data that one client may have in flight.
pub const WINDOW_BYTES: usize = 8 << 20;
/// Requests that one client may have in flight; more wait in its socket.
pub const REQUESTS_MAX: usize = 256;
/// Clients at a time; one more is disconnected at once.
pub const CLIENTS_MAX: usize = 16;
