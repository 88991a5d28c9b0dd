//! The outside trace: what an observer sees at the wires of the cards, and in no other way.
//!
//! A trace is a list of [`Event`]s in order of `cycle`; within a cycle a cause stands before its effect (deliveries,
//! commands and marks, media, status, frames sent, completions). As text it is JSON lines, one object per event:
//!
//! ```json
//! {"cycle":4711,"what":"media_durable","unit":0,"lba":5,"origin":0,"wseq":9,"value":3735928559,"first":4100, ..}
//! ```
//!
//! Units and hosts are numbered 0 (first) and 1 (second). A *value* is the CRC-32C of the 4096 bytes of a block.
//! `cycle` counts core clock cycles of the group from the start of reset; the cycle of an event is that of the wire
//! action which completes it (the last beat, the handshake), except where the field says otherwise.
//!
//! | Point | Where | Events |
//! |---|---|---|
//! | o1 | link | `sent`, `delivered`, `link` |
//! | o2 | area port | `media_begin`, `media_durable`, `media_read` |
//! | o3 | status ports | `status`, `reserved`, `leds` |
//! | o4 | host memory and TLPs | `doorbell`, `issued`, `fetched`, `completed`, `interrupt`, `controller` |

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub cycle: u64,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum What {
    /// A doorbell write has entered the card.
    Doorbell { unit: u8, queue: u16, completion: bool, value: u16 },
    /// A command was made visible by a doorbell. `values`: of the blocks of a write or a Compare as they lie in host
    /// memory now. Of Write
    /// Zeroes and Deallocate there is one of these for each piece of at most 32 blocks, in order, with their zeros.
    Issued { unit: u8, queue: u16, cid: u16, opcode: u8, lba: u32, blocks: u16, values: Vec<u32> },
    /// The card asked for submission entries; `first` is the first beat of the request.
    Fetched { unit: u8, queue: u16, address: u64, bytes: u32, first: u64 },
    /// A completion entry was written; `first` is the first beat. `status` is the NVMe status field without the phase.
    /// `values`: of the blocks of a successful read or Compare as they lie in host memory now.
    Completed { unit: u8, queue: u16, cid: u16, status: u16, sq_head: u16, phase: bool, values: Vec<u32>, first: u64 },
    /// The card wrote into a completion queue what is not one whole entry.
    StrayWrite { unit: u8, queue: u16, address: u64, bytes: u32 },
    /// A vector was signalled.
    Interrupt { unit: u8, vector: u8 },
    /// CC was written.
    Controller { unit: u8, cc: u32 },
    /// A row of the status table changed. Status: 0 N, 1 waiting, 2 R_fwd, 3 E (of a read: reading).
    Status { unit: u8, row: u8, old: u8, new: u8, read: bool, lba: u32, blocks: u8, origin: u8, wseq: u32 },
    /// The unit's R_HOST: who holds the namespace's reservation, 0 nobody, 1 the first unit's host, 2 the second's. Told at
    /// each change, and when a trace begins in the middle; nobody before that.
    Reserved { unit: u8, holder: u8 },
    /// The LEDs changed.
    Leds { unit: u8, value: u8 },
    /// A frame left; `cycle` is its first word, `last` its last. Without `header` it was no frame.
    Sent { unit: u8, last: u64, words: u32, header: Option<FrameHeader>, fate: Fate },
    /// The last word of an unharmed frame arrived at `unit`; `first` is its first word there.
    Delivered { unit: u8, first: u64, header: FrameHeader },
    /// The link was cut or restored.
    Link { up: bool },
    /// The first data word of a write entered the area.
    MediaBegin { unit: u8, lba: u32, origin: u8, wseq: u32 },
    /// A block and its record are durable. `value` is what the area holds, `data_crc` what the record says.
    MediaDurable {
        unit: u8,
        lba: u32,
        origin: u8,
        wseq: u32,
        value: u32,
        first: u64,
        last: u64,
        /// Data words that moved; 512 for a whole block.
        words: u32,
        epoch: u16,
        session: u16,
        oseq: u32,
        data_crc: u32,
        /// The record has its checksum.
        record_good: bool,
    },
    /// The area answered with an error: nothing is durable, and the block may be half written.
    MediaRefused { unit: u8, lba: u32 },
    /// A block was read; `cycle` is the last data word.
    MediaRead { unit: u8, lba: u32, first: u64, error: bool },
}

impl What {
    /// Place within a cycle.
    pub fn rank(&self) -> u8 {
        match self {
            What::Delivered { .. } | What::Link { .. } => 0,
            What::Doorbell { .. } | What::Controller { .. } => 1,
            What::Issued { .. } | What::Fetched { .. } => 2,
            What::MediaBegin { .. } | What::MediaRead { .. } => 3,
            What::MediaDurable { .. } | What::MediaRefused { .. } => 3,
            What::Status { .. } | What::Reserved { .. } | What::Leds { .. } => 4,
            What::Sent { .. } => 5,
            What::Completed { .. } | What::StrayWrite { .. } => 6,
            What::Interrupt { .. } => 7,
        }
    }
}

/// The fields of a frame, as `twinpath_spec::link` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHeader {
    pub kind: u8,
    pub flags: u8,
    pub epoch: u16,
    pub session: u16,
    pub credits: u16,
    pub slot: u8,
    pub lseq: u32,
    pub ack: u32,
    pub origin: u8,
    pub row: u8,
    pub index: u8,
    pub blocks: u8,
    pub wseq: u32,
    pub lba: u32,
    pub oseq: u32,
    pub value: u32,
    pub data: bool,
}

/// What the link did to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Arrives,
    Lost,
    Corrupted,
    Doubled,
    Truncated,
    Delayed,
    /// Arrives behind the next frame, or never.
    Overtaken,
    /// The link was down or went down.
    Cut,
}
