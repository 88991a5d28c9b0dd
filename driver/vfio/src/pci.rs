//! What configuration space must say before anything else of a device is touched: whose it is first, then its windows and
//! its interrupts.

use pci_driver::config::caps::{MsiXCapability, PciExpressCapability};
use pci_driver::config::PciConfig;
use pci_driver::regions::{BackedByPciSubregion, PciMemoryRegion, PciRegion};
use std::io;
use twinpath_driver::transport::Bar;
use twinpath_spec::limits::{MSIX_PENDING, MSIX_TABLE, MSIX_VECTORS};
use twinpath_spec::nvme::{DEVICE_ID, VENDOR_ID};

/// Bytes of configuration space that are looked at.
pub const CONFIG_BYTES: usize = 256;
/// Mass storage, non-volatile memory, NVMe I/O controller.
pub const CLASS: u32 = 0x01_08_02;
/// Offset of the command register, and its bits for memory accesses and for DMA.
pub const COMMAND: u64 = 4;
pub const MEMORY: u16 = 1 << 1;
pub const BUS_MASTER: u16 = 1 << 2;

/// A kind of device that the driver can work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Vendor and device; `None`: any.
    pub identity: Option<(u16, u16)>,
    /// The windows that it must have.
    pub windows: &'static [Bar],
    /// Interrupt vectors that it must have at least.
    pub vectors: u32,
    /// Where the MSI-X table and the pending bits must lie in BAR0; `None`: anywhere.
    pub msix: Option<(u32, u32)>,
}

/// A Twinpath card.
pub const CARD: Shape = Shape {
    identity: Some((VENDOR_ID, DEVICE_ID)),
    windows: &[Bar::Nvme, Bar::Control],
    vectors: MSIX_VECTORS as u32,
    msix: Some((MSIX_TABLE as u32, MSIX_PENDING as u32)),
};

/// Any NVMe controller with a vector for the admin queue and one for an I/O queue: what the driver is compared with.
pub const CONTROLLER: Shape = Shape { identity: None, windows: &[Bar::Nvme], vectors: 2, msix: None };

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub vendor: u16,
    pub device: u16,
    /// Interrupt vectors.
    pub vectors: u32,
    /// The device says that it can be reset as a function.
    pub resets: bool,
}

/// Why a device is not what it should be.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PciError {
    /// Configuration space reads all ones.
    #[error("nothing answers: configuration space reads all ones")]
    Gone,
    #[error(
        "not a Twinpath card: the device is {found_vendor:04x}:{found_device:04x}, a card is {vendor:04x}:{device:04x}"
    )]
    Identity { found_vendor: u16, found_device: u16, vendor: u16, device: u16 },
    #[error("not an NVMe controller: its class is {found:06x}, not {CLASS:06x}")]
    Class { found: u32 },
    #[error("BAR{number}: {what}")]
    Window { number: u8, what: String },
    #[error("MSI-X: {0}")]
    Interrupts(String),
    #[error("configuration space is malformed: {0}")]
    Malformed(String),
}

impl From<io::Error> for PciError {
    fn from(error: io::Error) -> PciError {
        PciError::Malformed(error.to_string())
    }
}

/// Looks at the first bytes of configuration space; `window_bytes` gives the size of a BAR by its number.
pub fn check(
    bytes: &[u8; CONFIG_BYTES],
    shape: &Shape,
    window_bytes: impl Fn(u8) -> u64,
) -> std::result::Result<Found, PciError> {
    let region = PciMemoryRegion::new(bytes);
    let config = PciConfig::backed_by(&region);
    let (found_vendor, found_device) = (config.vendor_id().read()?, config.device_id().read()?);
    if found_vendor == u16::MAX {
        return Err(PciError::Gone);
    }
    if let Some((vendor, device)) = shape.identity.filter(|identity| *identity != (found_vendor, found_device)) {
        return Err(PciError::Identity { found_vendor, found_device, vendor, device });
    }
    // The crate names the three bytes of the class code in the opposite order.
    let found = region.read_le_u32(8)? >> 8;
    if found != CLASS {
        return Err(PciError::Class { found });
    }
    if config.header_type().header_layout().read()? != 0 {
        return Err(PciError::Malformed("not the header of an endpoint".into()));
    }
    for window in shape.windows {
        let (number, needed) = (window.number(), window.bytes());
        let refuse = |what: String| Err(PciError::Window { number, what });
        if region.read_u8(0x10 + 4 * u64::from(number))? & 1 == 1 {
            return refuse("I/O ports, not memory".into());
        }
        match window_bytes(number) {
            0 => return refuse("the device has none".into()),
            found if found < needed => return refuse(format!("{found:#x} bytes, {needed:#x} are needed")),
            _ => {}
        }
    }
    let capabilities = config.capabilities()?;
    let express = capabilities.of_type::<PciExpressCapability>()?.next();
    let resets = match express {
        Some(express) => express.device_capabilities().function_level_reset_capability().read()?,
        None => false,
    };
    let msix = capabilities.of_type::<MsiXCapability>()?.next();
    let msix = msix.ok_or_else(|| PciError::Interrupts("the device has no such capability".into()))?;
    let vectors = interrupts(&msix, shape, window_bytes)?;
    Ok(Found { vendor: found_vendor, device: found_device, vectors, resets })
}

/// The capability's count of vectors, when its tables lie where they should.
fn interrupts(
    capability: &MsiXCapability,
    shape: &Shape,
    window_bytes: impl Fn(u8) -> u64,
) -> std::result::Result<u32, PciError> {
    let refuse = |what: String| Err(PciError::Interrupts(what));
    let vectors = u32::from(capability.read_le_u16(2)? & 0x7ff) + 1;
    if vectors < shape.vectors {
        return refuse(format!("{vectors} vectors, {} are needed", shape.vectors));
    }
    let (table, pending) = (capability.read_le_u32(4)?, capability.read_le_u32(8)?);
    let pending_bytes = u64::from(vectors).div_ceil(64) * 8;
    for (name, place, bytes) in [("table", table, 16 * u64::from(vectors)), ("pending bits", pending, pending_bytes)] {
        let (number, offset) = ((place & 7) as u8, u64::from(place & !7));
        let size = if number < 6 { window_bytes(number) } else { 0 };
        if offset + bytes > size {
            return refuse(format!("the {name} at {offset:#x} of BAR{number} lie outside its {size:#x} bytes"));
        }
    }
    if shape.msix.is_some_and(|places| places != (table, pending)) {
        return refuse(format!("table and pending bits at {table:#x} and {pending:#x}, not where a card has them"));
    }
    Ok(vectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Configuration space of a card: header, PCI Express capability at 40h, MSI-X at 80h.
    fn card() -> [u8; CONFIG_BYTES] {
        let mut bytes = [0; CONFIG_BYTES];
        let mut put = |at: usize, data: &[u8]| bytes[at..at + data.len()].copy_from_slice(data);
        put(0, &VENDOR_ID.to_le_bytes());
        put(2, &DEVICE_ID.to_le_bytes());
        put(6, &[0x10]);
        put(9, &[2, 8, 1]);
        put(0x10, &[4, 0, 0, 0]);
        put(0x18, &[4, 0, 0, 0]);
        put(0x34, &[0x40]);
        put(0x40, &[0x10, 0x80, 2, 0, 0, 0, 0, 0x10]);
        put(0x80, &[0x11, 0, 15, 0, 0, 0x20, 0, 0, 0, 0x30, 0, 0]);
        bytes
    }

    fn sizes(number: u8) -> u64 {
        [16 << 10, 0, 64 << 10, 0, 0, 0][usize::from(number)]
    }

    fn refused(change: impl Fn(&mut [u8; CONFIG_BYTES])) -> String {
        let mut bytes = card();
        change(&mut bytes);
        check(&bytes, &CARD, sizes).unwrap_err().to_string()
    }

    #[test]
    fn a_card_is_a_card_and_a_controller() {
        let expected = Found { vendor: VENDOR_ID, device: DEVICE_ID, vectors: 16, resets: true };
        assert_eq!(check(&card(), &CARD, sizes), Ok(expected));
        assert_eq!(check(&card(), &CONTROLLER, sizes), Ok(expected));
        let mut other = card();
        other[0] = 0x36;
        other[0x47] = 0;
        let expected = Found { vendor: 0x1236, resets: false, ..expected };
        assert_eq!(check(&other, &CONTROLLER, |number| if number == 0 { 16 << 10 } else { 0 }), Ok(expected));
    }

    #[test]
    fn each_departure_has_its_error() {
        assert_eq!(refused(|b| b.fill(0xff)), "nothing answers: configuration space reads all ones");
        assert_eq!(refused(|b| b[2] = 0), "not a Twinpath card: the device is 1234:5400, a card is 1234:5450");
        assert_eq!(refused(|b| b[10] = 6), "not an NVMe controller: its class is 010602, not 010802");
        assert_eq!(refused(|b| b[14] = 1), "configuration space is malformed: not the header of an endpoint");
        assert_eq!(refused(|b| b[0x18] = 1), "BAR2: I/O ports, not memory");
        assert_eq!(refused(|b| b[0x82] = 7), "MSI-X: 8 vectors, 16 are needed");
        assert_eq!(refused(|b| b[6] = 0), "MSI-X: the device has no such capability");
        assert_eq!(refused(|b| b[0x85] = 0x40), "MSI-X: the table at 0x4000 of BAR0 lie outside its 0x4000 bytes");
        assert_eq!(refused(|b| b[0x84] = 6), "MSI-X: the table at 0x2000 of BAR6 lie outside its 0x0 bytes");
        assert!(refused(|b| b[0x84] = 2).ends_with("not where a card has them"));
        // A list that runs in a circle, or out of configuration space.
        assert!(refused(|b| b[0x41] = 0x40).starts_with("configuration space is malformed"));
        assert!(refused(|b| b[0x34] = 0x10).starts_with("configuration space is malformed"));
        for (number, size, text) in
            [(2, 0, "BAR2: the device has none"), (0, 8192, "BAR0: 0x2000 bytes, 0x4000 are needed")]
        {
            let error = check(&card(), &CARD, |n| if n == number { size } else { sizes(n) }).unwrap_err();
            assert_eq!(error.to_string(), text);
        }
    }

    /// Whatever a device's bytes are, there is an answer and no panic.
    #[test]
    fn no_bytes_make_it_panic() {
        let mut random = 0x9e37_79b9_7f4a_7c15u64;
        for round in 0..20_000 {
            let mut bytes = card();
            for _ in 0..1 + round % 8 {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                bytes[(random >> 8) as usize % CONFIG_BYTES] = random as u8;
            }
            let _ = check(&bytes, &CONTROLLER, sizes);
        }
    }
}
