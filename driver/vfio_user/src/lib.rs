//! The vfio-user protocol, version 0.0: a PCI device in another process, over a UNIX socket.
//!
//! - [`Command`] and [`Reply`] are its messages as values; reading one never panics, whatever the bytes are.
//! - [`receive`] and [`send`] move a message with its descriptors, each with a deadline.
//!
//! Client (`driver/vfio`) and server (`sim/server`) share nothing else.

#![forbid(unsafe_code)]

mod message;
mod socket;

pub use message::{
    error, irq, region, Command, Header, Irqs, MalformedReply, Reply, CONFIG_REGION, DMA_READABLE, DMA_WRITABLE,
    FLAG_ERROR, FLAG_NO_REPLY, HEADER_BYTES, IRQ_INDEXES, KIND_COMMAND, KIND_REPLY, MSIX_INDEX, PAYLOAD_BYTES_MAX,
    REGIONS, TRANSFER_BYTES_MAX,
};
pub use socket::{receive, send, Message, SocketError, DESCRIPTORS_MAX};
