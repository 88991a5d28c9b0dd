//! Access to the controller's registers (BAR0) by their declarations in [`twinpath_spec::nvme`].

use crate::error::{present32, present64};
use crate::transport::{Bar, Transport};
use crate::Result;
use twinpath_spec::nvme::{CAP, CC, CQE_SHIFT, CSTS, SQE_SHIFT};
use twinpath_spec::register::Register;

pub const READY: u32 = bits(&CSTS, "RDY", 1);
pub const FATAL: u32 = bits(&CSTS, "CFS", 1);
pub const SHUTDOWN: u32 = bits(&CSTS, "SHST", 3);
pub const SHUTDOWN_DONE: u32 = bits(&CSTS, "SHST", 2);

pub const ENABLE: u32 = bits(&CC, "EN", 1);
pub const SHUTDOWN_NORMAL: u32 = bits(&CC, "SHN", 1);
/// What CC must hold before a queue is created; pages of 4 KiB and the NVM command set are zeroes.
pub const ENTRY_SIZES: u32 = bits(&CC, "IOSQES", SQE_SHIFT) | bits(&CC, "IOCQES", CQE_SHIFT);

const fn bits(register: &Register, field: &str, value: u64) -> u32 {
    register.field(field).put(value) as u32
}

pub fn read32(transport: &dyn Transport, register: &Register) -> Result<u32> {
    present32(register.name, transport.read32(Bar::Nvme, u64::from(register.offset))?)
}

pub fn write32(transport: &dyn Transport, register: &Register, value: u32) -> Result<()> {
    Ok(transport.write32(Bar::Nvme, u64::from(register.offset), value)?)
}

pub fn write64(transport: &dyn Transport, register: &Register, value: u64) -> Result<()> {
    Ok(transport.write64(Bar::Nvme, u64::from(register.offset), value)?)
}

/// Capabilities of the controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(u64);

impl Capabilities {
    pub fn read(transport: &dyn Transport) -> Result<Capabilities> {
        present64(CAP.name, transport.read64(Bar::Nvme, u64::from(CAP.offset))?).map(Capabilities)
    }

    /// Entries of the longest queue.
    pub fn queue_entries_max(self) -> u64 {
        CAP.field("MQES").of(self.0) + 1
    }

    /// How long the controller may take to become ready or to stop, in nanoseconds.
    pub fn timeout_ns(self) -> u64 {
        CAP.field("TO").of(self.0).max(1) * 500_000_000
    }

    /// Bytes from one doorbell to the next.
    pub fn doorbell_stride(self) -> u64 {
        4 << CAP.field("DSTRD").of(self.0)
    }

    /// The command sets; bit 0 is the NVM command set.
    pub fn command_sets(self) -> u64 {
        CAP.field("CSS").of(self.0)
    }

    /// Size of the smallest memory page in bytes.
    pub fn page_bytes_min(self) -> u64 {
        4096 << CAP.field("MPSMIN").of(self.0)
    }
}
