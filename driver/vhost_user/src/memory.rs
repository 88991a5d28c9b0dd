//! The guest's memory, mapped.

use rustix::fs::{fcntl_get_seals, SealFlags};
use std::fs::File;
use std::io;
use std::sync::Arc;
use vhost::vhost_user::message::VhostUserMemoryRegion;
use vm_memory::{FileOffset, GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion};

/// Why memory is not taken.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    #[error("memory that may shrink: it must be a memfd sealed against that, as QEMU's memory-backend-memfd is")]
    MayShrink,
    #[error("a region of {wanted} bytes in a file of {found}")]
    TooShort { wanted: u64, found: u64 },
    #[error("a region cannot be mapped: {0}")]
    Map(String),
    #[error("regions overlap or are out of range")]
    Regions,
    #[error(transparent)]
    System(#[from] io::Error),
}

/// All regions of one guest. Addresses of the monitor's process, in which rings are named, are translated by it.
pub struct Memory {
    pub map: Arc<GuestMemoryMmap>,
    places: Vec<Place>,
}

struct Place {
    monitor: u64,
    guest: u64,
    bytes: u64,
}

impl Memory {
    pub fn new(regions: &[VhostUserMemoryRegion], files: Vec<File>) -> Result<Memory, MemoryError> {
        let (mut mapped, mut places) = (vec![], vec![]);
        for (region, file) in regions.iter().zip(files) {
            let (guest, bytes, monitor, at) =
                (region.guest_phys_addr, region.memory_size, region.user_addr, region.mmap_offset);
            check(&file, at, bytes)?;
            let length = usize::try_from(bytes).map_err(|_| MemoryError::Regions)?;
            let map = MmapRegion::from_file(FileOffset::new(file, at), length)
                .map_err(|error| MemoryError::Map(error.to_string()))?;
            mapped.push((guest, GuestRegionMmap::new(map, GuestAddress(guest)).ok_or(MemoryError::Regions)?));
            places.push(Place { monitor, guest, bytes });
        }
        mapped.sort_by_key(|(guest, _)| *guest);
        let regions = mapped.into_iter().map(|(_, region)| region).collect();
        let map = GuestMemoryMmap::from_regions(regions).map_err(|_| MemoryError::Regions)?;
        Ok(Memory { map: Arc::new(map), places })
    }

    /// The guest's address of an address in the monitor's process.
    pub fn guest_address(&self, monitor: u64) -> Option<GuestAddress> {
        self.places.iter().find_map(|place| {
            let inside = monitor.checked_sub(place.monitor).filter(|offset| *offset < place.bytes)?;
            place.guest.checked_add(inside).map(GuestAddress)
        })
    }
}

/// A file behind a mapping that got shorter would end this process at the next access.
fn check(file: &File, at: u64, bytes: u64) -> Result<(), MemoryError> {
    let seals = fcntl_get_seals(file).map_err(|_| MemoryError::MayShrink)?;
    if !seals.contains(SealFlags::SHRINK) {
        return Err(MemoryError::MayShrink);
    }
    let found = file.metadata()?.len();
    match at.checked_add(bytes) {
        Some(end) if end <= found => Ok(()),
        _ => Err(MemoryError::TooShort { wanted: bytes, found }),
    }
}
