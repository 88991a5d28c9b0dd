//! The outside trace: what an observer sees of a pair without looking into its gates.
//!
//! A trace is a list of [`Event`]s in the order in which they happened. Where two events fall into one clock cycle, a
//! cause stands before its effect; at one unit that is: deliveries, media, status, frames sent, completions.
//! A trace starts with both areas equal, no command open and no session, and ends when everything has come to rest.
//!
//! Units are 0 (S1, the orderer) and 1 (S2, the follower). Rows 0..31 of a unit's status table are its own host's
//! commands, `32 + row` the peer's. A *value* stands for the 4096 bytes of a block: its CRC-32C.

use serde::{Deserialize, Serialize};

/// One observation and the clock cycle in which it was made.
///
/// Replay uses the order of the list; the cycle is for the reader of a [`crate::replay::Violation`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub cycle: u64,
    pub what: What,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum What {
    /// o4: a host made a command visible to its unit (the doorbell, or earlier). `cid` is unique among the unit's open
    /// commands. `values` has one value per block of a write, as they lie in host memory; empty otherwise. A longer
    /// command that is carried out in pieces is told as one command for each, a `piece`.
    Issued { unit: u8, cid: u32, op: Op, lba: u32, blocks: u8, values: Vec<u32>, piece: bool },
    /// o4: the completion queue entry. `status` is the NVMe status field without the phase, 0 is success.
    /// `values` has one value per block of a successful read, as they lie in host memory; empty otherwise.
    Completed { unit: u8, cid: u32, status: u16, values: Vec<u32> },
    /// o4: a host's controller is reset, or the host is gone: its open commands get no answer. Its next command comes
    /// when all their rows are gone.
    Reset { unit: u8 },
    /// o3: a row of a unit's status table changed.
    Status(Change),
    /// o1: the first beat of a frame left a unit. Keep-alive and session frames (HELLO, HB) are not part of the trace.
    Sent { unit: u8, frame: Frame },
    /// o1: the last beat of a good frame reached a unit, in the session it was sent in.
    Delivered { unit: u8, frame: Frame },
    /// o2: the first beat of a block went to a unit's area. `origin` and `wseq` are the write's tag.
    MediaBegin { unit: u8, lba: u32, origin: u8, wseq: u32 },
    /// o2: the area answered that the block and its record are durable. `value` is what the area now holds.
    MediaDurable { unit: u8, lba: u32, origin: u8, wseq: u32, value: u32 },
    /// o2: the area refused a block, whose first beat is not told. Whose it was follows from the table: who has E.
    MediaRefused { unit: u8, lba: u32 },
    /// A unit entered a session: from here on it may send and take frames that carry this number.
    SessionUp { unit: u8, session: u16 },
    /// A unit noticed the end of its session. Frames that it had sent and that were not delivered are lost, so the
    /// trace says how many of this session's frames it has seen the unit send and take.
    SessionDown { unit: u8, sent: u32, taken: u32 },
}

/// A row's change of status (o3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub unit: u8,
    pub row: u8,
    pub old: Status,
    pub new: Status,
    /// The row belongs to a read; its `Status::E` means "reading", shared with other reads.
    pub read: bool,
    pub lba: u32,
    pub blocks: u8,
    /// The unit whose host issued the write.
    pub origin: u8,
    /// Number that the entry unit gave the write; a write that is forwarded again gets a new one.
    pub wseq: u32,
}

/// Status of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Neither: the row is not in the table.
    N,
    /// In the table, behind others.
    Waiting,
    /// S2 has forwarded the write and awaits its return.
    Rfwd,
    /// Exclusive; of a read: reading.
    E,
}

/// A host's command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Read,
    Write,
    Flush,
}

/// A frame between units. Fields that a kind does not use are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub session: u16,
    pub kind: Kind,
    /// The write's tag and place: entry unit, row there, number.
    pub origin: u8,
    pub row: u8,
    pub wseq: u32,
    /// Which block of the write, from 0 (GRANT, DATA, ABANDON, REP of a block, ACK).
    pub index: u8,
    /// FWD, REP header: blocks of the write. ABANDON: how many blocks, from `index` on, will not come. Otherwise 0.
    pub blocks: u8,
    /// First block of the write (FWD, REP header), otherwise 0.
    pub lba: u32,
    /// DATA and REP of a block: the block's value. FWD: how many blocks follow unasked. REP header: how many will be
    /// returned. FIN: the status for the host. Otherwise 0.
    pub value: u32,
    /// The block's 4096 bytes follow.
    pub data: bool,
}

/// Kinds of frame that take part in the write protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Follower to orderer: a write of the follower's host.
    Fwd,
    /// Orderer to follower: E(A1) is held and a slot reserved for this block.
    Grant,
    /// Follower to orderer: the block.
    Data,
    /// Either way, in place of a block that the receiver counts on.
    Abandon,
    /// Orderer to follower: blocks of a write follow; the follower takes E(A2).
    RepHeader,
    /// Orderer to follower: a block that is durable on A1.
    Rep,
    /// Follower to orderer: the block is durable on A2.
    Ack,
    /// Orderer to follower: a forwarded write ended without REP.
    Fin,
    /// Orderer to follower, parallel order only: both areas hold what was announced.
    Rel,
    /// Orderer to follower, once in each session: everything from before it is resolved; serve.
    Go,
}
