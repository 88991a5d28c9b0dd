//! What a client has lent: memory by descriptor, and event descriptors for the card's vectors.

use crate::fault::{Fault, Planted};
use rustix::event::{poll, PollFd, PollFlags, Timespec};
use rustix::fs::{fcntl_getfl, fstat, fstatfs, FileType, OFlags};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use twinpath_host::{Outside, Unmapped};
use twinpath_spec::limits::MSIX_VECTORS;
use twinpath_vfio_user::{error, DMA_READABLE, DMA_WRITABLE};

/// Maps and different files that a client may have; behind a virtual IOMMU each of a guest's pages is a map of the same
/// file.
pub const MAPS_MAX: usize = 65_536;
pub const FILES_MAX: usize = 64;
const PAGE: u64 = 4096;
/// Files in memory: others may be slow for ever.
const TMPFS: u64 = 0x0102_1994;

/// See the module's description; shared between the client's thread and the one that turns the clock.
#[derive(Clone, Default)]
pub struct Lent(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    maps: BTreeMap<u64, Map>,
    files: Vec<Arc<Memory>>,
    events: [Option<File>; MSIX_VECTORS],
    /// Vectors that were signalled while they had no descriptor.
    pending: u32,
    planted: Planted,
}

struct Memory {
    file: File,
    identity: (u64, u64, bool),
    bytes: u64,
}

struct Map {
    bytes: u64,
    flags: u32,
    offset: u64,
    /// Some things that a client maps have no descriptor (ROMs, other devices): the card cannot reach them.
    memory: Option<Arc<Memory>>,
}

impl Lent {
    pub(crate) fn with(planted: Planted) -> Lent {
        let lent = Lent::default();
        lent.lock().planted = planted;
        lent
    }

    /// Lets the card reach `bytes` from `address` on, which lie at `offset` in the descriptor's file. Errors are those of
    /// the protocol.
    pub fn map(&self, flags: u32, address: u64, bytes: u64, offset: u64, file: Option<OwnedFd>) -> Result<(), u32> {
        let aligned = [address, bytes, offset].iter().all(|n| n.is_multiple_of(PAGE));
        let end = address.checked_add(bytes).filter(|_| aligned && bytes > 0).ok_or(error::INVALID)?;
        if flags & !(DMA_READABLE | DMA_WRITABLE) != 0 {
            return Err(error::INVALID);
        }
        let mut inner = self.lock();
        let before = inner.maps.range(..end).next_back();
        if before.is_some_and(|(at, map)| at + map.bytes > address) && !inner.planted.is(Fault::AnyMap) {
            return Err(error::EXISTS);
        }
        if inner.maps.len() >= MAPS_MAX {
            return Err(error::NO_ROOM);
        }
        let memory = file.map(|file| inner.memory(file, flags & DMA_WRITABLE != 0)).transpose()?;
        let inside = |m: &Arc<Memory>| offset.checked_add(bytes).is_some_and(|end| end <= m.bytes);
        if !memory.as_ref().is_none_or(inside) {
            return Err(error::INVALID);
        }
        inner.maps.insert(address, Map { bytes, flags, offset, memory });
        Ok(())
    }

    /// Takes away every map within the range; one that lies only partly in it is an error and nothing changes.
    pub fn unmap(&self, address: u64, bytes: u64) -> Result<(), u32> {
        let end = address.checked_add(bytes).ok_or(error::INVALID)?;
        let mut inner = self.lock();
        let (mut last, inside) = (None, inner.maps.range(address..end).map(|(at, _)| *at).collect::<Vec<_>>());
        if let Some((at, map)) = inner.maps.range(..end).next_back() {
            last = Some(at + map.bytes);
        }
        let first = inner.maps.range(..address).next_back().map(|(at, map)| at + map.bytes);
        let cut = last.is_some_and(|last| last > end) || first.is_some_and(|first| first > address);
        if cut && !inner.planted.is(Fault::AnyMap) {
            return Err(error::INVALID);
        }
        inside.iter().for_each(|at| drop(inner.maps.remove(at)));
        Ok(())
    }

    pub fn unmap_all(&self) {
        self.lock().maps.clear();
    }

    /// Gives vector `vector` its descriptor or takes it away. What came while there was none is told at once.
    pub fn set_event(&self, vector: usize, event: Option<OwnedFd>) -> Result<(), u32> {
        let mut inner = self.lock();
        let any = inner.planted.is(Fault::AnyDescriptor);
        let event = event.map(|event| if any { Ok(event.into()) } else { checked_event(event) }).transpose()?;
        let pending = inner.pending >> vector & 1 == 1 && event.is_some();
        *inner.events.get_mut(vector).ok_or(error::INVALID)? = event;
        if pending {
            inner.pending &= !(1 << vector);
            inner.tell(vector);
        }
        Ok(())
    }

    /// The vectors that have a descriptor, as bits.
    pub fn armed(&self) -> u32 {
        let inner = self.lock();
        (0..MSIX_VECTORS).filter(|v| inner.events[*v].is_some()).fold(0, |mask, v| mask | 1 << v)
    }

    /// Vectors that were signalled in vain are forgotten.
    pub fn forget_pending(&self) {
        self.lock().pending = 0;
    }

    /// Everything is given back.
    pub fn clear(&self) {
        let mut inner = self.lock();
        if !inner.planted.is(Fault::Remember) {
            *inner = Inner { planted: inner.planted, ..Inner::default() };
        }
    }

    /// How many maps there are.
    pub fn maps(&self) -> usize {
        self.lock().maps.len()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something at the place of an access that lies in one map.
    fn at<T>(
        &self,
        iova: u64,
        bytes: usize,
        flag: u32,
        action: impl FnOnce(&File, u64) -> std::io::Result<T>,
    ) -> Result<T, Unmapped> {
        let refused = Unmapped { iova, bytes };
        let inner = self.lock();
        let (at, map) = inner.maps.range(..=iova).next_back().ok_or(refused)?;
        let within = iova - at;
        let fits = within.checked_add(bytes as u64).is_some_and(|end| end <= map.bytes);
        let memory = map.memory.as_ref().filter(|_| fits && map.flags & flag != 0).ok_or(refused)?;
        action(&memory.file, map.offset + within).map_err(|_| refused)
    }
}

impl Inner {
    /// The file behind a descriptor, which is kept once however often it comes.
    fn memory(&mut self, file: OwnedFd, write: bool) -> Result<Arc<Memory>, u32> {
        let stat = fstat(&file).map_err(|_| error::INVALID)?;
        let mode = fcntl_getfl(&file).map_err(|_| error::INVALID)? & OFlags::ACCMODE;
        let kind = fstatfs(&file).map_err(|_| error::INVALID)?.f_type;
        let in_memory = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile && kind as u64 == TMPFS;
        if !in_memory && !self.planted.is(Fault::AnyDescriptor) {
            tracing::warn!("a client's memory is refused: not a file in memory with pages of 4 KiB");
            return Err(error::INVALID);
        }
        if mode == OFlags::WRONLY || (write && mode != OFlags::RDWR) {
            return Err(error::INVALID);
        }
        let identity = (stat.st_dev, stat.st_ino, mode == OFlags::RDWR);
        let bytes = u64::try_from(stat.st_size).map_err(|_| error::INVALID)?;
        self.files.retain(|known| Arc::strong_count(known) > 1 || known.identity == identity);
        if let Some(known) = self.files.iter().find(|known| known.identity == identity && known.bytes == bytes) {
            return Ok(known.clone());
        }
        if self.files.len() >= FILES_MAX {
            return Err(error::NO_ROOM);
        }
        let memory = Arc::new(Memory { file: file.into(), identity, bytes });
        self.files.push(memory.clone());
        Ok(memory)
    }

    fn tell(&mut self, vector: usize) {
        let Some(event) = self.events.get(vector).and_then(Option::as_ref) else {
            self.pending |= 1 << vector;
            return;
        };
        // A full counter is an event that was told already; waiting for room would stop the clock.
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let room = poll(&mut [PollFd::new(event, PollFlags::OUT)], Some(&now));
        if matches!(room, Ok(1)) {
            let mut event = event;
            let _ = event.write(&1u64.to_ne_bytes());
        }
    }
}

/// A descriptor that is an event descriptor.
fn checked_event(event: OwnedFd) -> Result<File, u32> {
    let name = std::fs::read_link(format!("/proc/self/fd/{}", event.as_raw_fd()));
    let is_one = name.is_ok_and(|name| name.as_os_str() == "anon_inode:[eventfd]");
    is_one.then(|| event.into()).ok_or(error::INVALID)
}

impl Outside for Lent {
    fn read(&self, iova: u64, into: &mut [u8]) -> Result<(), Unmapped> {
        let bytes = into.len();
        self.at(iova, bytes, DMA_READABLE, |file, at| file.read_exact_at(into, at))
    }

    fn write(&self, iova: u64, from: &[u8]) -> Result<(), Unmapped> {
        // A completion entry's last word carries its phase: who sees that word must see the rest.
        let late = if (5..=16).contains(&from.len()) { from.len() - 4 } else { from.len() };
        self.at(iova, from.len(), DMA_WRITABLE, |file, at| {
            file.write_all_at(&from[..late], at)?;
            file.write_all_at(&from[late..], at + late as u64)
        })
    }

    fn interrupt(&self, vector: u8) {
        if usize::from(vector) < MSIX_VECTORS {
            self.lock().tell(vector.into());
        }
    }
}
