//! The NAND part: geometry and times.
//!
//! **Not yet checked against the datasheet**: the numbers are typical values as remembered; where a table of the datasheet
//! is named here or in the files beside this one, it is where the number is to be looked up ("AC Electrical
//! Characteristics", "Status Register"). Block, page and spare layout were compared with the Linux driver.

/// W25N01GV. Fields may be made smaller for heavy runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NandPart {
    /// Erase blocks, a power of two.
    pub blocks: u32,
    /// Pages of a block, a power of two.
    pub pages: u32,
    /// Sectors of a page, a power of two: 512 bytes and 16 spare ones each.
    pub sectors: u32,
    /// Blocks that the factory marked bad; never block 0. The seed says which.
    pub bad_blocks: u32,
    /// Page reads of a block that turn one of its bits to 0; 0 for never.
    pub read_disturb: u32,
    /// Powers up in buffer read mode (ordering option G) or in continuous read mode (T).
    pub buffer_mode: bool,
}

/// Bytes of a sector that ECC covers, and its spare bytes.
pub(super) const SECTOR: u32 = 512;
pub(super) const SPARE: u32 = 16;

impl NandPart {
    /// 1,024 blocks of 64 pages of 2,048 and 64 bytes, without bad blocks or read disturb.
    pub fn w25n01gv() -> Self {
        Self { blocks: 1024, pages: 64, sectors: 4, bad_blocks: 0, read_disturb: 0, buffer_mode: true }
    }

    /// The same part with so many blocks only.
    #[must_use]
    pub fn reduced(self, blocks: u32) -> Self {
        Self { blocks: blocks.next_power_of_two(), ..self }
    }

    /// Bytes of a page without its spare area.
    pub fn main(&self) -> u32 {
        self.sectors * SECTOR
    }

    /// Bytes of a page.
    pub fn page(&self) -> u32 {
        self.sectors * (SECTOR + SPARE)
    }

    /// Bytes of a block.
    pub fn block(&self) -> u32 {
        self.page() * self.pages
    }

    /// Where a byte lies for [`FlashChip::peek`](crate::FlashChip::peek) and injected flaws.
    pub fn at(&self, block: u32, page: u32, column: u32) -> u64 {
        u64::from(block * self.pages + page) * u64::from(self.page()) + u64::from(column)
    }
}

const NS: u64 = 1_000;
const US: u64 = 1_000 * NS;
const MS: u64 = 1_000 * US;

/// tCSH behind reads and behind what writes.
pub(super) const HIGH_READ: u64 = 10 * NS;
pub(super) const HIGH_WRITE: u64 = 50 * NS;
/// tVSL, tPUW.
pub(super) const POWER_UP: u64 = 50 * US;
pub(super) const POWER_UP_WRITE: u64 = 5 * MS;
/// tRD1, tRD2: without and with ECC.
pub(super) const READ: u64 = 25 * US;
pub(super) const READ_ECC: u64 = 60 * US;
/// tPP, tBE.
pub(super) const PROGRAM: u64 = 250 * US;
pub(super) const ERASE: u64 = 2 * MS;
/// tRST: during a read or at rest, a program, an erase.
pub(super) const RESET: u64 = 5 * US;
pub(super) const RESET_PROGRAM: u64 = 10 * US;
pub(super) const RESET_ERASE: u64 = 500 * US;
/// Of the look-up table.
pub(super) const SWAP: u64 = 250 * US;
/// Times that a page may be programmed between erases.
pub(super) const PARTIAL_PROGRAMS: u8 = 4;
/// Entries of the look-up table.
pub(super) const LINKS: usize = 20;
