//! What the switch remembers of a row and of a slot, and the events it handles one at a time.

use crate::wires::Frame;
use rust_hdl::prelude::*;

/// One row: a command of this unit's host, or a write of the peer.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub write: Bit,
    pub lba: Bits<32>,
    /// 1 to 32.
    pub blocks: Bits<6>,
    /// Blocks not yet resolved: neither durable on both sides nor abandoned (reads: not yet in host memory).
    pub left: Bits<6>,
    /// Blocks that the REP header announced and that are not durable yet (second unit, own rows).
    pub due: Bits<6>,
    /// First error, for the answer.
    pub status: Bits<15>,
    pub wseq: Bits<32>,
    /// The orderer's number of the first block.
    pub oseq: Bits<32>,
    /// Blocks of an own write that are durable on both sides, bit by index (second unit).
    pub done: Bits<32>,
    /// The REP header was sent (first unit) or has come (second unit) in this session.
    pub header: Bit,
    /// The row holds E, or reads.
    pub active: Bit,
    /// FWD was sent in this session.
    pub forwarded: Bit,
    /// The host has its answer; the row lives on until it is resolved.
    pub answered: Bit,
    /// To be released as soon as nothing is ahead of it.
    pub dead: Bit,
}

/// Where a slot is in its life.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Stage {
    /// Unused, or lent to the link for the next data frame.
    Free,
    /// The host's data is on its way in.
    Fetching,
    /// Being written to the area.
    Writing,
    /// Durable here; its REP frame is still to be sent (first unit).
    Ready,
    /// REP sent, the peer's ACK is awaited (first unit).
    Replicated,
    /// DATA sent or being sent; kept until REP (second unit).
    Given,
    /// Came with REP, waits for E (second unit).
    Arrived,
    /// Being read from the area.
    Reading,
    /// On its way to the host.
    Storing,
}

#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Slot {
    pub stage: Stage,
    pub row: Bits<6>,
    pub index: Bits<5>,
    pub crc: Bits<32>,
    /// The peer's slot of the same block, which the answer to it names.
    pub peer: Bits<4>,
    /// The session in which the first unit stored the block: part of its stamp.
    pub session: Bits<16>,
    /// REP took one of the peer's slots.
    pub data: Bit,
}

/// What happened. The order here is the order of the match in `rules.rs`; the last one does nothing.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Kind {
    Command,
    Granted,
    Fetch,
    Fetched,
    Written,
    Replicate,
    Grant,
    Got,
    Sent,
    Arrived,
    Read,
    ReadDone,
    Stored,
    DropRow,
    DropSlot,
    SettleRow,
    Resume,
    Expire,
    Go,
    Idle,
}

/// One event: what, about which row, slot and block.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub kind: Kind,
    pub row: Bits<6>,
    pub slot: Bits<4>,
    pub index: Bits<5>,
    /// A DMA's or the area's error; 0 none.
    pub error: Bits<2>,
    /// CRC-32C of a block.
    pub crc: Bits<32>,
    /// The frame that came; for a command its kind is the operation, with `lba` and `blocks`.
    pub frame: Frame,
}

/// A block of a row.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Block {
    pub row: Bits<6>,
    pub index: Bits<5>,
}
