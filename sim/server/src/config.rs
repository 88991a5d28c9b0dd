//! The card's PCI configuration space: a type 0 header with power management, MSI-X and PCI Express.
//!
//! On a board this belongs to the PCIe block beside the card.

use twinpath_spec::limits::{BAR0_BYTES, BAR2_BYTES, MSIX_PENDING, MSIX_TABLE, MSIX_VECTORS};
use twinpath_spec::nvme::{DEVICE_ID, VENDOR_ID};

/// Bytes of the space; above the first 256 all is zero: no extended capability.
pub const CONFIG_BYTES: usize = 4096;

const COMMAND: usize = 0x04;
const STATUS: usize = 0x06;
const BAR0: usize = 0x10;
const BAR2: usize = 0x18;
const POWER: usize = 0x40;
const MSIX: usize = 0x50;
const EXPRESS: usize = 0x60;
const DEVICE_CONTROL: usize = EXPRESS + 8;

const BUS_MASTER: u8 = 1 << 2;
/// Bit 15 of the device control register, in its upper byte: reset the function. Reads as 0.
const RESET_FUNCTION: u8 = 1 << 7;

/// See the module's description.
pub struct ConfigSpace {
    bytes: [u8; CONFIG_BYTES],
    /// The bits that software may write.
    writable: [u8; CONFIG_BYTES],
}

impl ConfigSpace {
    /// As after a reset.
    #[allow(clippy::new_without_default)]
    pub fn new() -> ConfigSpace {
        let mut space = ConfigSpace { bytes: [0; CONFIG_BYTES], writable: [0; CONFIG_BYTES] };
        space.put(0x00, &VENDOR_ID.to_le_bytes());
        space.put(0x02, &DEVICE_ID.to_le_bytes());
        // Memory space, bus mastering, parity and system errors, no INTx.
        space.allow(COMMAND, &0x0546u16.to_le_bytes());
        space.put(STATUS, &[0x10]); // there is a list of capabilities
        space.put(0x08, &[0, 0x02, 0x08, 0x01]); // NVMe I/O controller
        for (at, size) in [(BAR0, BAR0_BYTES), (BAR2, BAR2_BYTES)] {
            space.put(at, &[0b100]); // memory, 64 bits
            space.allow(at, &(!(size as u64 - 1)).to_le_bytes());
        }
        space.put(0x2c, &VENDOR_ID.to_le_bytes());
        space.put(0x2e, &DEVICE_ID.to_le_bytes());
        space.put(0x34, &[POWER as u8]);
        space.allow(0x3c, &[0xff]); // interrupt line: software's own note
                                    // Version 3; a return from D3 resets nothing.
        space.put(POWER, &[0x01, MSIX as u8, 0x03, 0x00, 0x08]);
        space.allow(POWER + 4, &[0x03]);
        space.put(MSIX, &[0x11, EXPRESS as u8]);
        space.put(MSIX + 2, &(MSIX_VECTORS as u16 - 1).to_le_bytes());
        space.allow(MSIX + 2, &0xc000u16.to_le_bytes());
        space.put(MSIX + 4, &(MSIX_TABLE as u32).to_le_bytes());
        space.put(MSIX + 8, &(MSIX_PENDING as u32).to_le_bytes());
        // Version 2, an endpoint; payloads of 256 bytes, a function-level reset, role-based errors.
        space.put(EXPRESS, &[0x10, 0x00, 0x02, 0x00]);
        space.put(EXPRESS + 4, &0x1000_8001u32.to_le_bytes());
        // Payloads of 256, reads of 512 bytes, relaxed ordering: the streams keep these whatever is written.
        space.put(DEVICE_CONTROL, &0x2830u16.to_le_bytes());
        space.allow(DEVICE_CONTROL, &0x7fffu16.to_le_bytes());
        space.put(EXPRESS + 12, &0x0043_0c12u32.to_le_bytes()); // 5 GT/s, one lane
        space.allow(EXPRESS + 16, &0x01c3u16.to_le_bytes());
        space.put(EXPRESS + 18, &0x0012u16.to_le_bytes());
        space.put(EXPRESS + 36, &0x0000_0010u32.to_le_bytes()); // completion timeouts can be turned off
        space.allow(EXPRESS + 40, &0x001fu16.to_le_bytes());
        space
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        self.bytes[at..at + bytes.len()].copy_from_slice(bytes);
    }

    fn allow(&mut self, at: usize, mask: &[u8]) {
        self.writable[at..at + mask.len()].copy_from_slice(mask);
    }

    /// Bytes from `offset` on; `None` outside.
    pub fn read(&self, offset: u64, bytes: usize) -> Option<&[u8]> {
        let at = usize::try_from(offset).ok()?;
        self.bytes.get(at..at.checked_add(bytes)?)
    }

    /// Writes what is writable. `Some(true)`: software asks for a reset of the function. `None` outside.
    pub fn write(&mut self, offset: u64, data: &[u8]) -> Option<bool> {
        self.read(offset, data.len())?;
        let mut reset = false;
        for (at, byte) in (offset as usize..).zip(data) {
            let mask = self.writable[at];
            self.bytes[at] = self.bytes[at] & !mask | byte & mask;
            reset |= at == DEVICE_CONTROL + 1 && byte & RESET_FUNCTION != 0;
        }
        Some(reset)
    }

    /// Whether the card may use the host's memory.
    pub fn bus_master(&self) -> bool {
        self.bytes[COMMAND] & BUS_MASTER != 0
    }
}
