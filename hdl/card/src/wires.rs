//! What crosses block boundaries: the words of the streams between pcie, nvme, blocks, unit, link and area.
//!
//! Rows 0..31 of the status table are this unit's own command contexts (`Row`), rows 32..63 the peer's: a write keeps
//! one row number for life, `row` at its entry unit and `32 + row` at the other. Slots are the sixteen 4 KiB data slots.

use rust_hdl::prelude::*;

/// One beat of a TLP stream: DW0 in bits 31:0, payload bytes in memory order within the beat.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Beat {
    pub data: Bits<64>,
    /// Byte valid: FFh, or 0Fh in the last beat.
    pub keep: Bits<8>,
    pub sop: Bit,
    pub eop: Bit,
}

/// An access of the host to a register window.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct RegRequest {
    pub write: Bit,
    /// 0: BAR0 (NVMe), 1: BAR2 (control window).
    pub window: Bit,
    /// Byte address in the window, a multiple of 8.
    pub address: Bits<16>,
    pub data: Bits<64>,
    /// Byte enables of `data`. A read carries them too, so that a register can tell which half is read.
    pub enable: Bits<8>,
}

/// Where words read from host memory go (`DmaRead::place`).
pub const PLACE_SLOT: u64 = 0;
pub const PLACE_ENTRY: u64 = 1;
pub const PLACE_LIST: u64 = 2;
pub const PLACE_RANGE: u64 = 3;

/// Reads host memory into the card. `bytes` is a multiple of 4, at most 4096; the range may not cross a 4 KiB boundary.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct DmaRead {
    pub address: Bits<64>,
    pub bytes: Bits<13>,
    /// 0 data slot, 1 submission queue entry, 2 PRP list, 3 range of a Deallocate.
    pub place: Bits<2>,
    /// Slot number, or command context.
    pub index: Bits<6>,
    /// First 32-bit word within the place.
    pub word32: Bits<10>,
    /// Comes back in `DmaDone`.
    pub id: Bits<4>,
}

/// Writes part of a data slot to host memory; limits as for `DmaRead`.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct DmaWrite {
    pub address: Bits<64>,
    pub bytes: Bits<13>,
    pub slot: Bits<4>,
    pub word32: Bits<10>,
    pub id: Bits<4>,
}

/// The end of a DMA. Error: 0 none, 1 completer said no (UR, CA), 2 timed out or malformed, 3 poisoned.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct DmaDone {
    pub id: Bits<4>,
    pub error: Bits<2>,
}

/// A 64-bit word from host memory on its way to its place; either half may be absent.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct DmaWord {
    pub place: Bits<2>,
    pub index: Bits<6>,
    pub word: Bits<9>,
    pub data: Bits<64>,
    pub low: Bit,
    pub high: Bit,
}

/// Sixteen bytes for host memory: a completion queue entry. `interrupt`: raise `vector` after it.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Post {
    pub address: Bits<64>,
    pub low: Bits<64>,
    pub high: Bits<64>,
    pub interrupt: Bit,
    pub vector: Bits<4>,
}

/// A word for a data slot; either half may be absent.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct SlotWord {
    pub slot: Bits<4>,
    pub word: Bits<9>,
    pub data: Bits<64>,
    pub low: Bit,
    pub high: Bit,
}

/// `count` (1 to 512) 64-bit words of a slot from `word` on, to be streamed in order.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct SlotRead {
    pub slot: Bits<4>,
    pub word: Bits<9>,
    pub count: Bits<10>,
}

/// A host command that passed every check of the controller.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Command {
    pub row: Bits<5>,
    /// 0 read, 1 write, 2 flush.
    pub op: Bits<2>,
    pub lba: Bits<32>,
    /// 1 to 32.
    pub blocks: Bits<6>,
}

/// Moves one block of a command between host memory and a slot.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct HostJob {
    pub row: Bits<5>,
    /// Which block of the command, from 0.
    pub index: Bits<5>,
    pub slot: Bits<4>,
}

/// The end of a `HostJob`; error as in `DmaDone`. After a controller reset the jobs of old commands end with error 1.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct HostDone {
    pub slot: Bits<4>,
    pub error: Bits<2>,
}

/// What the unit tells the controller about a command.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub row: Bits<5>,
    /// Post a completion with `status`.
    pub reply: Bit,
    /// The unit has let go of the context: it may be used again.
    pub free: Bit,
    /// NVMe status field without the phase: bits 7:0 SC, 10:8 SCT, 14 DNR.
    pub status: Bits<15>,
}

/// A frame between units, without what the link adds (session, sequence, acknowledge, credits, checksum).
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Frame {
    pub kind: Bits<8>,
    pub flags: Bits<8>,
    /// The slot at the receiver that the frame speaks of, as the receiver named it before; 0 otherwise.
    /// Received frames with data: the slot that holds it now.
    pub slot: Bits<4>,
    /// Origin of the write: 0 first, 1 second unit.
    pub unit: Bit,
    /// The write's row at its entry unit.
    pub row: Bits<5>,
    pub index: Bits<5>,
    pub blocks: Bits<6>,
    pub wseq: Bits<32>,
    pub lba: Bits<32>,
    pub oseq: Bits<32>,
    /// CRC-32C of the block, or a status, by kind.
    pub value: Bits<32>,
    /// 4 KiB of data follow the header.
    pub data: Bit,
    /// Frames to send with `data`: where it lies.
    pub source: Bits<4>,
}

/// A data frame has left; the slot's contents had this CRC-32C.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Sent {
    pub slot: Bits<4>,
    pub crc: Bits<32>,
}

/// Writes one block to the area together with its stamp. 512 data words follow on the word stream.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct AreaWrite {
    pub tag: Bits<4>,
    pub lba: Bits<32>,
    pub epoch: Bits<16>,
    pub session: Bits<16>,
    pub unit: Bit,
    pub wseq: Bits<32>,
    pub oseq: Bits<32>,
}

/// Reads one block of the area.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct AreaRead {
    pub tag: Bits<4>,
    pub lba: Bits<32>,
}

/// The end of an area command: a write is durable, a read has given all its words.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct AreaDone {
    pub tag: Bits<4>,
    /// CRC-32C of the block.
    pub crc: Bits<32>,
    /// The memory answered with an error, or a read block does not fit its record.
    pub error: Bit,
}

/// An operation on the status table.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct TableOp {
    /// 1 INSERT, 2 RELEASE, 3 CONVERT, 4 PARK, 5 RETRY.
    pub kind: Bits<3>,
    pub row: Bits<6>,
    /// INSERT: does not conflict with other shared rows (a read).
    pub shared: Bit,
    /// INSERT: the first unit's transfer at the second: counts active rows only, and the others wait for it (R12).
    pub priority: Bit,
    /// INSERT: at count 0 becomes R_fwd, not active.
    pub forward: Bit,
    pub lba: Bits<32>,
    pub blocks: Bits<6>,
    pub unit: Bit,
    pub wseq: Bits<32>,
    /// INSERT: not if it had to wait for another write (REJECT_ON_BUSY).
    pub no_wait: Bit,
}

/// A row became active or R_fwd; or its INSERT was refused.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Grant {
    pub row: Bits<6>,
    pub refused: Bit,
}

/// How the pair works: the MODE register.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Modes {
    /// A forwarded write's data comes back over path 2.
    pub return_data: Bit,
    /// A write that overlaps with another is refused, not queued.
    pub reject_on_busy: Bit,
    /// A forwarded write's first block goes with its header.
    pub fast_handshake: Bit,
    /// A block goes to the other unit while this area is written.
    pub parallel_order: Bit,
}

/// Writes a slot to the area on path 1, 3 or 5.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct PathJob {
    pub path: Bits<3>,
    /// The row that must hold E.
    pub row: Bits<6>,
    pub write: AreaWrite,
}

/// What the trace ring keeps of an event; the cycle is added there.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct TraceEvent {
    pub kind: Bits<8>,
    pub row: Bits<6>,
    pub index: Bits<5>,
    pub lba: Bits<32>,
    pub wseq: Bits<32>,
}

/// What the control window shows of a row, one cycle after its number.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct RowView {
    pub lba: Bits<32>,
    pub blocks: Bits<6>,
    pub wseq: Bits<32>,
    pub left: Bits<6>,
}
