//! What passes between the parts of the block.

use rust_hdl::prelude::*;

/// A request of the host, from the receiver to the completer.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub write: Bit,
    /// Not one that this card serves: answer Unsupported Request.
    pub refuse: Bit,
    /// A read of memory. When it is refused, its completion says how much was asked for: `data` holds the length in DWs.
    pub memory: Bit,
    /// A refused locked read: its completion has a type of its own.
    pub locked: Bit,
    /// Two DWs, not one.
    pub two: Bit,
    /// 0: BAR0, 1: BAR2.
    pub window: Bit,
    /// First DW in the window.
    pub dw: Bits<14>,
    pub first_enable: Bits<4>,
    pub last_enable: Bits<4>,
    /// The DWs to be written, first in the low half.
    pub data: Bits<64>,
    /// Requester id and tag, as they go back.
    pub requester: Bits<24>,
    /// Traffic class.
    pub class: Bits<3>,
    /// Attributes: ID-based ordering, relaxed ordering, no snoop.
    pub attributes: Bits<3>,
}

/// One beat of a completion, from the receiver to reassembly.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Piece {
    pub data: Bits<64>,
    /// The second beat: DW2 of the header, then the first payload DW.
    pub second: Bit,
    /// A beat of payload alone.
    pub rest: Bit,
    /// A payload beat with two DWs.
    pub two: Bit,
    /// The last DW of payload is in this beat.
    pub last: Bit,
    /// The TLP ends here (with `broken`: not as its header said; perhaps before this beat).
    pub end: Bit,
    pub broken: Bit,
}

/// Fields of a completion's first two DWs; they hold until its next TLP.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct CompletionHeader {
    pub payload: Bit,
    pub poisoned: Bit,
    pub status: Bits<3>,
    /// Byte Count: what was left of the request before this completion; 0 is 4096.
    pub bytes: Bits<12>,
    /// DWs, 1 to 1024.
    pub length: Bits<11>,
}

/// What a tag was given out for.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Use {
    pub place: Bits<2>,
    pub index: Bits<6>,
    pub id: Bits<4>,
    /// The DW of the place behind the last one asked for.
    pub end: Bits<10>,
}

/// A tag as the watch for time-outs sees it.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Watched {
    /// DWs still to come.
    pub left: Bits<11>,
    /// Waits for completions.
    pub live: Bit,
    /// Timed out: kept back for a while, for completions that may still come.
    pub lost: Bit,
    /// The period of the last change.
    pub since: Bits<3>,
    pub id: Bits<4>,
}

/// Part of a `DmaRead` is over.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Share {
    pub id: Bits<4>,
    /// DWs that are accounted for.
    pub count: Bits<11>,
    /// As in `DmaDone`.
    pub error: Bits<2>,
}

/// A memory read request to be sent.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Fetch {
    pub address: Bits<64>,
    /// Above 4 GiB: four DWs of header.
    pub long: Bit,
    pub count: Bits<11>,
    pub tag: Bits<5>,
}

/// A memory write request to be sent.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Posted {
    pub address: Bits<64>,
    /// Above 4 GiB: four DWs of header.
    pub long: Bit,
    pub count: Bits<11>,
    /// Payload comes from the planner's own queue, not from a data slot.
    pub own: Bit,
    /// The first word's low half is skipped.
    pub odd: Bit,
    /// The last request of its command: what is left of its last word is dropped.
    pub last: Bit,
    /// Its end ends a `DmaWrite`, or a completion queue entry.
    pub ends_write: Bit,
    pub ends_post: Bit,
    pub id: Bits<4>,
}

/// A completion to be sent; its payload is one word.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// DWs of payload: 0, 1 or 2.
    pub count: Bits<2>,
    pub locked: Bit,
    pub class: Bits<3>,
    pub attributes: Bits<3>,
    pub refused: Bit,
    pub bytes: Bits<12>,
    pub requester: Bits<24>,
    pub lower_address: Bits<7>,
    pub data: Bits<64>,
}

/// An interrupt message.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub address: Bits<64>,
    pub data: Bits<32>,
}

/// A TLP to be sent: its header, and how its payload is found.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Outgoing {
    /// DW0 and DW1; DW2 and DW3.
    pub first: Bits<64>,
    pub second: Bits<64>,
    /// Four DWs of header, not three.
    pub long: Bit,
    pub payload: Bit,
    /// DWs of payload.
    pub count: Bits<11>,
    /// Where payload comes from: the data slots unless `own` or `reply`.
    pub own: Bit,
    pub reply: Bit,
    pub odd: Bit,
    pub last: Bit,
    pub ends_write: Bit,
    pub ends_post: Bit,
    pub id: Bits<4>,
}
