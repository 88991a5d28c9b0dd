//! What a chip did, for the trace (o2).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashOperation {
    /// NOR: a transaction that read the array. NAND: a page on its way to the buffer.
    Read,
    Program,
    Erase,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashOutcome {
    Done,
    /// Bits did not take; whether the chip says so depends on the part.
    Failed,
    /// By a power cut or a reset.
    Cut,
}

/// An operation that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlashSeen {
    pub operation: FlashOperation,
    /// Of its first byte, as for [`FlashChip::peek`](crate::FlashChip::peek).
    pub address: u64,
    /// Programs: from the first byte to the last, which may lie before it in the page.
    pub bytes: u64,
    /// Cycles in which it began (after a suspend: went on) and ended: from then on it is durable.
    pub first: u64,
    pub done: u64,
    pub outcome: FlashOutcome,
}
