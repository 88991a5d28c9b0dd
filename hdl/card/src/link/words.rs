//! What passes between the parts of the link.

use rust_hdl::prelude::*;

/// A word of a frame that is being sent.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct TxWord {
    pub data: Bits<64>,
    pub first: Bit,
    pub last: Bit,
    /// One of the 512 words of data; the first of them.
    pub block: Bit,
    pub block_first: Bit,
    /// The last word of a frame with data: its low half becomes their CRC.
    pub closes_block: Bit,
    /// With `closes_block`: the unit is told.
    pub told: Bit,
}

/// A word for the phy.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct PhyWord {
    pub data: Bits<64>,
    pub end: Bit,
}

/// What a HELLO says.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Hello {
    /// The sender's last session.
    pub last: Bits<16>,
    pub nonce: Bits<32>,
    /// The nonce that the sender has seen of the other side; 0: none.
    pub echo: Bits<32>,
}

/// What a receiver says of itself: how many frames it has taken, how many more it can take, and whether it asks for
/// everything from `ack` on again.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Window {
    pub ack: Bits<32>,
    pub credits: Bits<12>,
    pub again: Bit,
}
