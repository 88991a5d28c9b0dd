//! The machine's PCI devices as the kernel shows them: which are there, who drives them, and handing one to vfio-pci and
//! back.

use crate::pci::CLASS;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use twinpath_spec::nvme::{DEVICE_ID, VENDOR_ID};

/// The kernel's driver for devices that a process drives.
pub const VFIO: &str = "vfio-pci";

/// The folder `bus/pci` of sysfs.
#[derive(Clone, Debug)]
pub struct Sysfs {
    root: PathBuf,
}

/// A device on the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Such as 0000:01:00.0.
    pub address: String,
    pub vendor: u16,
    pub device: u16,
    pub class: u32,
    /// Who drives it.
    pub driver: Option<String>,
    /// Its IOMMU group; without one VFIO cannot have it.
    pub group: Option<String>,
}

impl Device {
    pub fn is_card(&self) -> bool {
        (self.vendor, self.device, self.class) == (VENDOR_ID, DEVICE_ID, CLASS)
    }
}

/// What went wrong with a device.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    #[error("{0:?} is not the address of a PCI device, such as 0000:01:00.0")]
    Address(String),
    #[error("there is no PCI device {0}")]
    Missing(String),
    #[error("{address} is {vendor:04x}:{device:04x}, not a Twinpath card")]
    NotACard { address: String, vendor: u16, device: u16 },
    #[error("{address} has no IOMMU group: the machine's IOMMU is off (firmware setting, `intel_iommu=on`)")]
    NoIommu { address: String },
    #[error("{address} is driven by {found} after all, not by {wanted}; is its module loaded?")]
    Driver { address: String, found: String, wanted: String },
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
}

type Result<T> = std::result::Result<T, BindError>;

impl Default for Sysfs {
    fn default() -> Sysfs {
        Sysfs::at("/sys/bus/pci")
    }
}

impl Sysfs {
    pub fn at(root: impl Into<PathBuf>) -> Sysfs {
        Sysfs { root: root.into() }
    }

    /// All devices, in order of their addresses.
    pub fn devices(&self) -> Result<Vec<Device>> {
        let folder = self.root.join("devices");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            // A machine without PCI.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(BindError::File { path: folder, error }),
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        // A device may go while we look.
        let mut devices: Vec<Device> = names.filter_map(|name| self.device(&name).ok()).collect();
        devices.sort_by(|a, b| a.address.cmp(&b.address));
        Ok(devices)
    }

    pub fn device(&self, address: &str) -> Result<Device> {
        let folder = self.folder(address)?;
        let number = |name: &str| {
            let path = folder.join(name);
            let text = fs::read_to_string(&path).map_err(|error| BindError::File { path: path.clone(), error })?;
            let digits = text.trim().trim_start_matches("0x");
            let error = || io::Error::from(io::ErrorKind::InvalidData);
            u32::from_str_radix(digits, 16).map_err(|_| BindError::File { path, error: error() })
        };
        let link = |name: &str| {
            fs::read_link(folder.join(name)).ok()?.file_name().map(|name| name.to_string_lossy().into_owned())
        };
        Ok(Device {
            address: address.to_owned(),
            vendor: number("vendor")? as u16,
            device: number("device")? as u16,
            class: number("class")?,
            driver: link("driver"),
            group: link("iommu_group"),
        })
    }

    /// Hands a card to vfio-pci. A card that has it already stays as it is.
    pub fn bind(&self, address: &str) -> Result<()> {
        let device = self.card(address)?;
        if device.group.is_none() {
            return Err(BindError::NoIommu { address: address.to_owned() });
        }
        if device.driver.as_deref() == Some(VFIO) {
            return Ok(());
        }
        self.hand_over(&device, VFIO)?;
        self.expect(address, |driver| driver == Some(VFIO), VFIO)
    }

    /// Takes a card from vfio-pci and gives it to whatever driver the kernel finds for it.
    pub fn unbind(&self, address: &str) -> Result<()> {
        let device = self.card(address)?;
        // A line of its own means: no override.
        self.hand_over(&device, "\n")?;
        self.expect(address, |driver| driver != Some(VFIO), "the kernel")
    }

    /// Sets who may drive the device, takes it from who does, and lets the kernel look again.
    fn hand_over(&self, device: &Device, driver: &str) -> Result<()> {
        let folder = self.folder(&device.address)?;
        write(&folder.join("driver_override"), driver)?;
        if device.driver.is_some() {
            write(&folder.join("driver/unbind"), &device.address)?;
        }
        write(&self.root.join("drivers_probe"), &device.address)
    }

    fn expect(&self, address: &str, good: impl Fn(Option<&str>) -> bool, wanted: &str) -> Result<()> {
        let found = self.device(address)?.driver;
        if good(found.as_deref()) {
            return Ok(());
        }
        let found = found.unwrap_or_else(|| "nobody".into());
        Err(BindError::Driver { address: address.to_owned(), found, wanted: wanted.to_owned() })
    }

    fn card(&self, address: &str) -> Result<Device> {
        let device = self.device(address)?;
        if !device.is_card() {
            let Device { vendor, device, .. } = device;
            return Err(BindError::NotACard { address: address.to_owned(), vendor, device });
        }
        Ok(device)
    }

    fn folder(&self, address: &str) -> Result<PathBuf> {
        // Nothing that leads elsewhere in the file system.
        if address.is_empty()
            || !address.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.')
            || address.starts_with('.')
        {
            return Err(BindError::Address(address.to_owned()));
        }
        let folder = self.root.join("devices").join(address);
        if !folder.exists() {
            return Err(BindError::Missing(address.to_owned()));
        }
        Ok(folder)
    }
}

/// Writes into a file of sysfs, which must be there.
fn write(path: &Path, text: &str) -> Result<()> {
    let done = fs::OpenOptions::new().write(true).open(path);
    let done = done.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    done.map_err(|error| BindError::File { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    const CARD: &str = "0000:01:00.0";
    const DISK: &str = "0000:02:00.0";

    /// A tree with a card that the kernel's driver has, a card of nobody without an IOMMU, and somebody else's disk. The
    /// files take what is written to them; what the kernel does then is the test's part.
    fn tree() -> (TempDir, Sysfs) {
        let root = tempfile::tempdir().unwrap();
        let add = |address: &str, vendor: &str, device: &str, driver: Option<&str>, group: Option<&str>| {
            let folder = root.path().join("devices").join(address);
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in [("vendor", vendor), ("device", device), ("class", "0x010802"), ("driver_override", "")]
            {
                fs::write(folder.join(name), format!("{text}\n")).unwrap();
            }
            if let Some(driver) = driver {
                drive(root.path(), address, Some(driver));
            }
            if let Some(group) = group {
                symlink(format!("../../../kernel/iommu_groups/{group}"), folder.join("iommu_group")).unwrap();
            }
        };
        add(CARD, "0x1234", "0x5450", Some("nvme"), Some("7"));
        add(DISK, "0x144d", "0xa808", Some("nvme"), Some("8"));
        add("0000:03:00.0", "0x1234", "0x5450", None, None);
        fs::write(root.path().join("drivers_probe"), "").unwrap();
        let sysfs = Sysfs::at(root.path());
        (root, sysfs)
    }

    fn drive(root: &Path, address: &str, driver: Option<&str>) {
        let link = root.join("devices").join(address).join("driver");
        let _ = fs::remove_file(&link);
        if let Some(driver) = driver {
            let folder = root.join("drivers").join(driver);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("unbind"), "").unwrap();
            symlink(folder, link).unwrap();
        }
    }

    fn text(root: &TempDir, name: &str) -> String {
        fs::read_to_string(root.path().join(name)).unwrap()
    }

    #[test]
    fn devices_are_listed_with_their_drivers_and_groups() {
        let (_root, sysfs) = tree();
        let devices = sysfs.devices().unwrap();
        let seen: Vec<_> = devices.iter().map(|d| (d.address.as_str(), d.is_card(), d.driver.as_deref())).collect();
        assert_eq!(seen, [(CARD, true, Some("nvme")), (DISK, false, Some("nvme")), ("0000:03:00.0", true, None)]);
        assert_eq!((devices[0].group.as_deref(), devices[2].group.as_deref()), (Some("7"), None));
        assert_eq!(devices[0].class, CLASS);
        assert_eq!(Sysfs::at("/nowhere/at/all").devices().unwrap(), []);
    }

    #[test]
    fn binding_sets_the_override_takes_the_card_and_asks_again() {
        let (root, sysfs) = tree();
        let error = sysfs.bind(CARD).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{CARD} is driven by nvme after all, not by vfio-pci; is its module loaded?")
        );
        assert!(text(&root, &format!("devices/{CARD}/driver_override")).starts_with("vfio-pci"));
        assert_eq!(text(&root, "drivers/nvme/unbind"), CARD);
        assert_eq!(text(&root, "drivers_probe"), CARD);
        // As the kernel would have done.
        drive(root.path(), CARD, Some(VFIO));
        fs::write(root.path().join("drivers_probe"), "untouched").unwrap();
        sysfs.bind(CARD).unwrap();
        assert_eq!(text(&root, "drivers_probe"), "untouched", "it has its driver already");
    }

    #[test]
    fn unbinding_clears_the_override() {
        let (root, sysfs) = tree();
        drive(root.path(), CARD, Some(VFIO));
        let error = sysfs.unbind(CARD).unwrap_err();
        assert!(matches!(error, BindError::Driver { .. }), "{error}");
        assert_eq!(text(&root, &format!("devices/{CARD}/driver_override")), "\n");
        assert_eq!(text(&root, "drivers/vfio-pci/unbind"), CARD);
        assert_eq!(text(&root, "drivers_probe"), CARD);
        drive(root.path(), CARD, None);
        sysfs.unbind(CARD).unwrap();
    }

    #[test]
    fn only_cards_are_touched() {
        let (root, sysfs) = tree();
        for (address, expected) in [
            (DISK, "0000:02:00.0 is 144d:a808, not a Twinpath card"),
            ("0000:09:00.0", "there is no PCI device 0000:09:00.0"),
            ("0000:03:00.0", "0000:03:00.0 has no IOMMU group"),
            ("../devices", "is not the address of a PCI device"),
            ("..", "is not the address of a PCI device"),
            ("", "is not the address of a PCI device"),
        ] {
            let error = sysfs.bind(address).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(text(&root, "drivers_probe"), "");
        assert_eq!(text(&root, "drivers/nvme/unbind"), "");
    }
}
