//! What the root complex saw: events for the trace, counts, and the card's mistakes.

use crate::{FrameError, Status, TlpError, Unmapped};
use thiserror::Error;

/// Something at the host that a trace wants, with the cycles of its packet's first and last beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostEvent {
    pub first: u64,
    pub last: u64,
    pub what: Happening,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A register write has entered the card.
    MmioWrite { bar: u8, offset: u64, value: u64, bytes: u8 },
    /// The card reads within a watched range.
    Read { iova: u64, bytes: usize },
    /// The card has written within a watched range; the bytes are those inside it.
    Write { iova: u64, data: Vec<u8> },
    /// The card has signalled a vector.
    Interrupt { vector: u8 },
}

/// Counts since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Packets and beats towards the card.
    pub rx_tlps: u64,
    pub rx_beats: u64,
    /// Packets and beats from the card.
    pub tx_tlps: u64,
    pub tx_beats: u64,
    pub mmio_writes: u64,
    pub mmio_reads: u64,
    pub dma_reads: u64,
    pub dma_read_bytes: u64,
    pub dma_writes: u64,
    pub dma_write_bytes: u64,
    pub completions_sent: u64,
    pub interrupts: u64,
    /// Accesses that the IOMMU refused.
    pub refused: u64,
    /// Faults that were played.
    pub faults: u64,
    pub violations: u64,
}

/// A card's mistake on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Violation {
    #[error("framing: {0}")]
    Frame(#[from] FrameError),
    #[error("malformed: {0}")]
    Malformed(#[from] TlpError),
    #[error("IOMMU: {0}")]
    Iommu(#[from] Unmapped),
    #[error("a request while bus mastering is off")]
    BusMaster,
    #[error("requester id {found:#06x}, the card is {card:#06x}")]
    Requester { found: u16, card: u16 },
    #[error("a write of {bytes} bytes, the largest payload is {mps}")]
    Payload { bytes: usize, mps: usize },
    #[error("a read of {bytes} bytes, the largest request is {mrrs}")]
    ReadSize { bytes: usize, mrrs: usize },
    #[error("tag {0} is used again before its read has completed")]
    Tag(u8),
    #[error("a completion with tag {tag} that answers nothing")]
    Unexpected { tag: u8 },
    #[error("a completion with tag {tag}, status {status:?}, {bytes} bytes, byte count {count}: {asked} bytes were asked for")]
    Completion { tag: u8, status: Status, bytes: usize, count: u16, asked: u8 },
    #[error("a packet of a type that the card must not send, first word {0:#010x}")]
    Kind(u32),
    #[error("an interrupt write of {0} bytes")]
    Interrupt(usize),
    #[error("interrupt {0} while MSI-X is off or masked")]
    InterruptOff(u8),
    #[error("the offered beat changed or vanished before it was taken")]
    Withdrawn,
}
