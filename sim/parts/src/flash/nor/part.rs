//! The NOR parts: geometry and times.
//!
//! **Not yet checked against the datasheets**: the numbers are typical values as remembered; where a datasheet's table is
//! named here or in the files beside this one, it is where the number is to be looked up (W25Q128JV: "AC Electrical
//! Characteristics"; S25FL256S: "SDR AC Characteristics", "Embedded Algorithm Performance"). Those of S25FL256S were
//! compared with the vendor's published behavioural model, which gives maxima.

/// Whose commands a part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NorFamily {
    /// W25Q128JV. With `qpi` the -IM ordering option: four-line commands, quad enable bit 0 from the factory, another id;
    /// without the -IQ option, quad enable bit 1.
    W25q { qpi: bool },
    /// S25FL256S.
    S25fl,
}

/// Where the 4 KiB parameter sectors are (S25FL256S: bit TBPARM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    None,
    Bottom,
    Top,
}

/// A NOR part. Fields may be made smaller for heavy runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NorPart {
    pub family: NorFamily,
    /// Bytes of the array, a power of two and a multiple of `block`.
    pub bytes: u32,
    /// Bytes of a page, a power of two.
    pub page: u32,
    /// The small erase: everywhere (W25Q) or in the parameter sectors.
    pub sector: u32,
    /// The large erase.
    pub block: u32,
    pub parameters: Parameters,
}

impl NorPart {
    /// W25Q128JV-IQ: 16 MiB.
    pub fn w25q128jv() -> Self {
        let (sector, block) = (4 << 10, 64 << 10);
        let family = NorFamily::W25q { qpi: false };
        Self { family, bytes: 16 << 20, page: 256, sector, block, parameters: Parameters::None }
    }

    /// W25Q128JV-IM: the one that knows QPI.
    pub fn w25q128jv_m() -> Self {
        Self { family: NorFamily::W25q { qpi: true }, ..Self::w25q128jv() }
    }

    /// S25FL256S with 64 KiB sectors, thirty-two parameter sectors and pages of 256 bytes.
    pub fn s25fl256s(parameters: Parameters) -> Self {
        let (sector, block) = (4 << 10, 64 << 10);
        Self { family: NorFamily::S25fl, bytes: 32 << 20, page: 256, sector, block, parameters }
    }

    /// S25FL256S with 256 KiB sectors and pages of 512 bytes.
    pub fn s25fl256s_large() -> Self {
        Self { page: 512, block: 256 << 10, ..Self::s25fl256s(Parameters::None) }
    }

    /// The same part with so many large erase units only.
    #[must_use]
    pub fn reduced(self, blocks: u32) -> Self {
        Self { bytes: self.block * blocks.next_power_of_two(), ..self }
    }

    /// Parameter sectors: bytes from, bytes to.
    pub fn parameter_range(&self) -> (u32, u32) {
        let size = (self.sector * 32).min(self.bytes);
        match self.parameters {
            Parameters::None => (0, 0),
            Parameters::Bottom => (0, size),
            Parameters::Top => (self.bytes - size, self.bytes),
        }
    }

    /// JEDEC id (9Fh). S25FL256S goes on with length and sector option (00h: 256 KiB, 01h: 64 KiB) and family.
    pub fn id(&self) -> &'static [u8] {
        match self.family {
            NorFamily::W25q { qpi: false } => &[0xef, 0x40, 0x18],
            NorFamily::W25q { qpi: true } => &[0xef, 0x70, 0x18],
            NorFamily::S25fl if self.block > 64 << 10 => &[0x01, 0x02, 0x19, 0x4d, 0x00, 0x80],
            NorFamily::S25fl => &[0x01, 0x02, 0x19, 0x4d, 0x01, 0x80],
        }
    }

    pub(super) fn times(&self) -> Times {
        let full = match self.family {
            NorFamily::W25q { .. } => W25Q,
            NorFamily::S25fl if self.block > 64 << 10 => Times { program: 340 * US, block: 520 * MS, ..S25FL },
            NorFamily::S25fl => S25FL,
        };
        // A smaller chip is erased sooner.
        let whole = if full.four_byte { 32 << 20 } else { 16 << 20 };
        Times { chip: full.chip / whole * u64::from(self.bytes), ..full }
    }
}

const NS: u64 = 1_000;
const US: u64 = 1_000 * NS;
const MS: u64 = 1_000 * US;

/// Times in picoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// Chip select high after reads, and after anything that writes.
    pub high_read: u64,
    pub high_write: u64,
    /// From power to the first command, and to the first that writes.
    pub power_up: u64,
    pub power_up_write: u64,
    pub reset: u64,
    pub program: u64,
    pub sector: u64,
    pub half_block: u64,
    pub block: u64,
    pub chip: u64,
    pub registers: u64,
    /// From a suspend command until the chip is ready.
    pub suspend: u64,
    /// From a resume command to the next suspend, at least.
    pub resume_to_suspend: u64,
    /// Into and out of deep power-down.
    pub power_down: u64,
    pub wake: u64,
    pub four_byte: bool,
}

/// tSHSL1, tSHSL2; tVSL, tPUW; tRST; tPP, tSE, tBE1, tBE2, tCE; tW; tSUS twice; tDP, tRES1.
const W25Q: Times = Times {
    high_read: 10 * NS,
    high_write: 50 * NS,
    power_up: 20 * US,
    power_up_write: 5 * MS,
    reset: 30 * US,
    program: 400 * US,
    sector: 45 * MS,
    half_block: 120 * MS,
    block: 150 * MS,
    chip: 40_000 * MS,
    registers: 10 * MS,
    suspend: 20 * US,
    resume_to_suspend: 20 * US,
    power_down: 3 * US,
    wake: 3 * US,
    four_byte: false,
};

/// tCS twice; tPU; tRPH; tPP (256 B: 250 us, 512 B: 340 us), tSE (64 KiB: 130 ms, 256 KiB: 520 ms), tBE (66 s, m); tW
/// (140 ms, m); tESL; tERS, the 100 us that the resume needs to make progress.
const S25FL: Times = Times {
    high_read: 10 * NS,
    high_write: 50 * NS,
    power_up: 300 * US,
    power_up_write: 300 * US,
    reset: 35 * US,
    program: 250 * US,
    sector: 130 * MS,
    half_block: 130 * MS,
    block: 130 * MS,
    chip: 66_000 * MS,
    registers: 140 * MS,
    suspend: 45 * US,
    resume_to_suspend: 100 * US,
    power_down: 0,
    wake: 0,
    four_byte: true,
};
