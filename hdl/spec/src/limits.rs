//! Sizes that several parts must agree on.

/// Bytes of a block: the unit of order and durability (LBADS = 12).
pub const BLOCK_BYTES: usize = 4096;
/// 64-bit words of a block.
pub const BLOCK_WORDS: usize = BLOCK_BYTES / 8;
/// CRC-32C of a block of zeros.
pub const ZERO_BLOCK_CRC: u32 = 0x98f9_4189;
/// Blocks of the longest command (MDTS = 5).
pub const COMMAND_BLOCKS_MAX: usize = 32;
/// Entries of the longest I/O queue.
pub const QUEUE_ENTRIES_MAX: usize = 64;

/// Rows of the status table. The lower half belongs to this unit's own commands, the upper half to the peer's.
pub const ROWS: usize = 64;
/// Command contexts of one unit; context `c` is row `c` at its own unit and row `OWN_ROWS + c` at the other.
pub const OWN_ROWS: usize = 32;
/// Own rows from here on take reads only, those below writes and flushes only: each class keeps its reserve.
pub const READ_ROWS_FROM: usize = 24;

/// 4 KiB data slots of a unit.
pub const SLOTS: usize = 16;
/// Slots for the data of own writes.
pub const LOCAL_SLOTS: core::ops::Range<usize> = 0..6;
/// Slots for data that the peer sends.
pub const PEER_SLOTS: core::ops::Range<usize> = 6..12;
/// So many of the first unit's peer slots are the second's to fill unasked in the fast handshake.
pub const UNASKED_SLOTS: usize = 2;
/// Slots for reads.
pub const READ_SLOTS: core::ops::Range<usize> = 12..15;
/// The controller's own slot for pages that it builds (Identify).
pub const ADMIN_SLOT: usize = 15;

/// Bytes of the two windows (BAR0: NVMe, BAR2: control).
pub const BAR0_BYTES: usize = 16 << 10;
pub const BAR2_BYTES: usize = 64 << 10;
/// Offsets in BAR0.
pub const MSIX_TABLE: usize = 0x2000;
pub const MSIX_PENDING: usize = 0x3000;
pub const MSIX_VECTORS: usize = 16;

/// The clock that cycle counts are turned into time with.
pub const CLOCK_HZ: u64 = 125_000_000;
/// How long commands are held while the link is down before they get the retryable status: 8 s.
pub const HOLD_CYCLES: u64 = 8 * CLOCK_HZ;
/// How long a command waits for an overlapping one before it gets the retryable status: 4 s.
pub const WAIT_CYCLES: u64 = 4 * CLOCK_HZ;

const _: () = {
    assert!(LOCAL_SLOTS.end == PEER_SLOTS.start && PEER_SLOTS.end == READ_SLOTS.start);
    assert!(READ_SLOTS.end == ADMIN_SLOT && ADMIN_SLOT + 1 == SLOTS);
    assert!(2 * OWN_ROWS == ROWS && READ_ROWS_FROM < OWN_ROWS);
};
