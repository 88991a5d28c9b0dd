//! What the switch remembers of a row and of a slot, and the events it handles one at a time.

use crate::wires::{Answer, Frame, TableOp, TraceEvent};
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
    /// The lap in which it came.
    pub since: Bits<4>,
    /// Fast handshake: its first block goes unasked, and is not resolved yet.
    pub unasked: Bit,
    /// First unit: that block is here and waits for E, in this slot.
    pub early: Bit,
    pub early_slot: Bits<4>,
    /// The second unit's slot of that block.
    pub early_peer: Bits<4>,
    /// First unit: refused, and not in the table; FIN leaves when the unasked block has come.
    pub refused: Bit,
    /// Second unit: E and the answer wait for REL (parallel order).
    pub held: Bit,
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
    /// First unit: it stands in the queue of what is to be replicated since its write began (parallel order).
    pub queued: Bit,
    /// First unit, being written: REP sent, and the peer's ACK has come.
    pub ahead: Bit,
    pub acked: Bit,
    /// First unit: its area did not take the block.
    pub failed: Bit,
}

/// What happened; the last one does nothing.
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
    Overdue,
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
    /// A DMA's or the area's error, a refused INSERT, a command for which no session is there, a look that the host asked
    /// for (Abort); 0 none.
    pub error: Bits<2>,
    /// CRC-32C of a block; a frame's `value`.
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

/// All that a rule may look at.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub on: Event,
    pub row: Row,
    pub slot: Slot,
    /// The event's row is live.
    pub live: Bit,
    /// This is the first unit.
    pub first: Bit,
    /// The session is open and, at the second unit, GO has come.
    pub serving: Bit,
    /// The row is a command of this unit's host.
    pub own: Bit,
    /// It is, and this is the second unit.
    pub mine: Bit,
    /// The event's block, and how many of the row there are from it on.
    pub lba: Bits<32>,
    pub rest: Bits<6>,
    pub more: Bit,
    /// The block is durable on both sides.
    pub done: Bit,
    pub return_data: Bit,
    pub reject_on_busy: Bit,
    pub lap: Bits<4>,
    /// The host has reset its controller.
    pub resetting: Bit,
    /// The event's block is the unasked one of its row.
    pub unasked: Bit,
    /// Fast handshake: the first unit has a slot for another unasked block (second unit).
    pub unasked_room: Bit,
    /// Fast handshake, parallel order hold in this session (first unit).
    pub fast: Bit,
    pub parallel: Bit,
    /// The paths that a write of this unit's host, or a forwarded one, needs are open.
    pub paths_open: Bit,
    /// The range that the frame names lies in the area.
    pub fits: Bit,
    /// The frame is about the row's write; the slot holds the event's block, with the event's CRC.
    pub same_write: Bit,
    pub same_block: Bit,
    pub same_crc: Bit,
    /// The next number for a write of this host, and for a block that this unit orders.
    pub wseq: Bits<32>,
    pub oseq: Bits<32>,
    /// Another host than the row's holds the reservation (R_host).
    pub barred: Bit,
}

/// What follows from an event. Each rule changes what the one before it left.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Ruling {
    pub row: Row,
    pub slot: Slot,
    /// Kind 0: none.
    pub op: TableOp,
    pub frame: Frame,
    pub answer: Answer,
    /// Kind 0: nothing for the trace.
    pub log: TraceEvent,
    pub say: Say,
}

/// The small words of a ruling.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Say {
    /// The block goes to the area.
    pub start_write: Bit,
    /// The slot waits to be replicated.
    pub slot_ready: Bit,
    pub frame_valid: Bit,
    /// The slot waits for its row's E.
    pub slot_arrived: Bit,
    pub arrived: Bits<4>,
    pub row_open: Bit,
    pub row_close: Bit,
    pub slot_take: Bit,
    pub slot_free: Bit,
    /// A second slot is set free: the kept copy of a block whose data came back.
    pub kept_free: Bit,
    pub kept: Bits<4>,
    pub answer_valid: Bit,
    pub fetch_valid: Bit,
    pub store_valid: Bit,
    pub area_read_valid: Bit,
    /// A block of the row can go on: it waits for a slot.
    pub block_valid: Bit,
    pub block_index: Bits<5>,
    /// The event's source keeps its entry: there is more to do about it.
    pub again: Bit,
    /// One more peer slot is spoken for, or one less.
    pub claim: Bit,
    pub unclaim: Bit,
    /// One more of the peer's slots is in use, or one less.
    pub spend: Bit,
    pub regain: Bit,
    /// One more of the unasked slots is in use, or one less (second unit).
    pub lend: Bit,
    pub unlend: Bit,
    pub wseq_take: Bit,
    pub oseq_take: Bits<6>,
    /// Blocks resolved by this event, and those still due.
    pub resolved: Bits<6>,
    pub due: Bits<6>,
    /// REL came; goes out behind the frame, if there is one.
    pub rel: Bit,
    pub rel_valid: Bit,
    /// GO came, or goes out.
    pub go: Bit,
    pub protocol_fault: Bit,
    pub integrity_fault: Bit,
}
