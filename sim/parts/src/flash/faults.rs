//! A controller's mistakes. The chip does what silicon would do, or nothing, and remembers.

use thiserror::Error;

/// A controller's mistake at a chip's pins, or with its commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FlashFault {
    #[error("controller and chip drive the same lines {lines:#06b}")]
    Contention { lines: u8 },
    #[error("chip select was high for {ps} ps, at least {min_ps}")]
    SelectHigh { ps: u64, min_ps: u64 },
    #[error("the clock changed together with chip select")]
    SelectEdge,
    #[error("command {opcode:02x}h was clocked with a period of {ps} ps, at least {min_ps}")]
    Clock { opcode: u8, ps: u64, min_ps: u64 },
    #[error("command {opcode:02x}h before the chip is ready after power-up")]
    PowerUp { opcode: u8 },
    #[error("command {opcode:02x}h during deep power-down")]
    PowerDown { opcode: u8 },
    #[error("command {opcode:02x}h while busy")]
    Busy { opcode: u8 },
    #[error("no command {opcode:02x}h in this mode")]
    Unknown { opcode: u8 },
    #[error("four-line command {opcode:02x}h without the quad enable bit")]
    QuadDisabled { opcode: u8 },
    #[error("command {opcode:02x}h without write enable")]
    WriteEnable { opcode: u8 },
    #[error("command {opcode:02x}h ended in the middle or too late")]
    Length { opcode: u8 },
    #[error("command {opcode:02x}h at {address:#x}, beyond the array")]
    Address { opcode: u8, address: u32 },
    #[error("command {opcode:02x}h at {address:#x}, which is protected")]
    Protected { opcode: u8, address: u32 },
    #[error("command {opcode:02x}h at {address:#x}, which a suspended operation holds or forbids")]
    Suspended { opcode: u8, address: u32 },
    #[error("suspended {ps} ps after the last resume, at least {min_ps}")]
    SuspendTooSoon { ps: u64, min_ps: u64 },
    #[error("programming {address:#x} would need a bit to become 1")]
    Overwrite { address: u64 },
    #[error("page {page} of block {block} programmed behind page {last}")]
    PageOrder { block: u32, page: u32, last: u32 },
    #[error("page {page} of block {block} programmed more often than it may be")]
    PartialPrograms { block: u32, page: u32 },
    #[error("block {block} was marked bad by the factory and is erased or programmed")]
    BadBlock { block: u32 },
}

/// How many mistakes are kept; all are counted.
const KEPT: usize = 64;

/// The mistakes seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    pub seen: Vec<(u64, FlashFault)>,
    pub total: u64,
}

impl Faults {
    pub fn add(&mut self, now_ps: u64, fault: FlashFault) {
        self.total += 1;
        if self.seen.len() < KEPT {
            self.seen.push((now_ps, fault));
        }
    }
}
