//! The registers of the NVMe controller (BAR0) that the driver uses.

use crate::error::{present32, present64};
use crate::transport::{Bar, Transport};
use crate::Result;

pub const CAP: u64 = 0x00;
pub const VS: u64 = 0x08;
pub const CC: u64 = 0x14;
pub const CSTS: u64 = 0x1c;
pub const AQA: u64 = 0x24;
pub const ASQ: u64 = 0x28;
pub const ACQ: u64 = 0x30;
pub const DOORBELLS: u64 = 0x1000;

pub const CC_ENABLE: u32 = 1;
/// Normal shutdown notification.
pub const CC_SHUTDOWN: u32 = 1 << 14;
/// I/O entries of 64 and 16 bytes (powers of two), NVM command set, 4 KiB pages.
pub const CC_ENTRY_SIZES: u32 = 4 << 20 | 6 << 16;

pub const CSTS_READY: u32 = 1;
pub const CSTS_FATAL: u32 = 1 << 1;
pub const CSTS_SHUTDOWN: u32 = 3 << 2;
pub const CSTS_SHUTDOWN_DONE: u32 = 2 << 2;

/// Capabilities of the controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(pub u64);

impl Capabilities {
    pub fn read(transport: &dyn Transport) -> Result<Capabilities> {
        present64("CAP", transport.read64(Bar::Nvme, CAP)?).map(Capabilities)
    }

    /// Entries of the longest queue.
    pub fn queue_entries_max(self) -> u64 {
        (self.0 & 0xffff) + 1
    }

    /// How long the controller may take to become ready or to stop, in nanoseconds.
    pub fn timeout_ns(self) -> u64 {
        (self.0 >> 24 & 0xff).max(1) * 500_000_000
    }

    /// Bytes from one doorbell to the next.
    pub fn doorbell_stride(self) -> u64 {
        4 << (self.0 >> 32 & 0xf)
    }

    pub fn has_nvm_commands(self) -> bool {
        self.0 >> 37 & 1 == 1
    }

    /// Size of the smallest memory page in bytes.
    pub fn page_bytes_min(self) -> u64 {
        4096 << (self.0 >> 48 & 0xf)
    }
}

pub fn csts(transport: &dyn Transport) -> Result<u32> {
    present32("CSTS", transport.read32(Bar::Nvme, CSTS)?)
}
