//! DMA memory: a file in memory that is mapped here and for the card, for as long as the transport lives.
//!
//! Kernel VFIO takes it by address, a vfio-user server by file descriptor; both see the same pages. The card writes them
//! at any time, so no reference to their bytes ever exists: everything goes through atomic words.

use memmap2::{Advice, MmapOptions, MmapRaw};
use rustix::fs::{ftruncate, memfd_create, MemfdFlags};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicU8, AtomicUsize, Ordering};
use twinpath_driver::transport::{DmaRegion, Result, TransportError};

/// Bytes of a pool that fits a controller with one I/O queue at full depth: 63 buffers of 128 KiB, rings, lists.
pub const POOL_BYTES: usize = 16 << 20;
const PAGE: usize = 4096;
/// Size and alignment of a huge page.
const HUGE: usize = 2 << 20;

/// See the module's description.
#[derive(Debug)]
pub struct Pool {
    file: File,
    memory: MmapRaw,
    iova: u64,
    used: AtomicUsize,
    huge: bool,
}

impl Pool {
    /// `bytes` (rounded up to 2 MiB) of zeroed memory that the card is to see from `iova` on, a multiple of 4096. All its
    /// pages are there when this returns; huge ones where the system has any set aside.
    pub fn new(iova: u64, bytes: usize) -> io::Result<Pool> {
        Pool::made(iova, bytes, true)
    }

    /// The same in pages of the usual size: files of huge pages can only be mapped, and a vfio-user server may prefer to
    /// read and write them.
    pub fn in_small_pages(iova: u64, bytes: usize) -> io::Result<Pool> {
        Pool::made(iova, bytes, false)
    }

    fn made(iova: u64, bytes: usize, huge: bool) -> io::Result<Pool> {
        let bytes = bytes.max(1).checked_next_multiple_of(HUGE).filter(|bytes| *bytes <= isize::MAX as usize);
        let bytes = bytes.ok_or(io::ErrorKind::InvalidInput)?;
        if !iova.is_multiple_of(PAGE as u64) || iova.checked_add(bytes as u64).is_none() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let small = || mapped(MemfdFlags::empty(), bytes).map(|(file, memory)| (file, memory, false));
        // Where too few huge pages are set aside, the mapping already fails, not the first access.
        let large =
            || mapped(MemfdFlags::HUGETLB | MemfdFlags::HUGE_2MB, bytes).map(|(file, memory)| (file, memory, true));
        let (file, memory, huge) = if huge { large().or_else(|_| small())? } else { small()? };
        Ok(Pool { file, memory, iova, used: AtomicUsize::new(0), huge })
    }

    /// The file that holds the pool from its first byte on, for whoever maps it elsewhere.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Where it is mapped here.
    pub fn address(&self) -> *mut u8 {
        self.memory.as_mut_ptr()
    }

    /// Address of the first byte as the card sees it.
    pub fn iova(&self) -> u64 {
        self.iova
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> usize {
        self.memory.len()
    }

    /// Whether it lies in huge pages.
    pub fn huge(&self) -> bool {
        self.huge
    }

    /// Takes `bytes`, rounded up to 4096; zeroed, and never given back.
    pub fn alloc(&self, bytes: usize) -> Result<DmaRegion> {
        let asked = bytes.max(1).checked_next_multiple_of(PAGE).unwrap_or(usize::MAX);
        let take = |used: usize| used.checked_add(asked).filter(|end| *end <= self.bytes());
        match self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(used) => Ok(DmaRegion { iova: self.iova + used as u64, bytes: asked }),
            Err(used) => Err(TransportError::NoMemory { asked, left: self.bytes() - used }),
        }
    }

    /// Copies from the pool, `offset` bytes into the region.
    pub fn read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        let range = self.range(region, offset, into.len())?;
        let (head, words) = split(range.start, into.len());
        let (first, rest) = into.split_at_mut(head);
        let (middle, last) = rest.split_at_mut(words * 8);
        self.bytes_at(range.start, first.len()).iter().zip(first).for_each(|(at, byte)| *byte = get(at));
        for (at, word) in self.words_at(range.start + head, words).iter().zip(middle.chunks_exact_mut(8)) {
            word.copy_from_slice(&at.load(Ordering::Relaxed).to_ne_bytes());
        }
        self.bytes_at(range.end - last.len(), last.len()).iter().zip(last).for_each(|(at, byte)| *byte = get(at));
        Ok(())
    }

    /// Copies to the pool, `offset` bytes into the region.
    pub fn write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        let range = self.range(region, offset, from.len())?;
        let (head, words) = split(range.start, from.len());
        let (first, rest) = from.split_at(head);
        let (middle, last) = rest.split_at(words * 8);
        self.bytes_at(range.start, first.len()).iter().zip(first).for_each(|(at, byte)| put(at, *byte));
        for (at, word) in self.words_at(range.start + head, words).iter().zip(middle.chunks_exact(8)) {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(word);
            at.store(u64::from_ne_bytes(bytes), Ordering::Relaxed);
        }
        self.bytes_at(range.end - last.len(), last.len()).iter().zip(last).for_each(|(at, byte)| put(at, *byte));
        Ok(())
    }

    /// Loads an aligned little-endian word; what its writer wrote before it is visible to later reads.
    pub fn load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        if !offset.is_multiple_of(4) {
            return Err(TransportError::Misaligned { what: "DMA memory", offset: offset as u64, align: 4 });
        }
        let range = self.range(region, offset, 4)?;
        // SAFETY: `range` lies in the mapping, which lives as long as `self` and is only accessed atomically; regions begin
        // at pages, so the word is aligned.
        let word = unsafe { AtomicU32::from_ptr(self.address().add(range.start).cast()) };
        Ok(u32::from_le(word.load(Ordering::Acquire)))
    }

    /// Where bytes of a region lie in the mapping.
    fn range(&self, region: DmaRegion, offset: usize, bytes: usize) -> Result<Range<usize>> {
        let inside = offset.checked_add(bytes).is_some_and(|end| end <= region.bytes);
        let start = region.iova.checked_sub(self.iova).and_then(|at| usize::try_from(at).ok());
        let range = start
            .filter(|start| inside && start.is_multiple_of(PAGE))
            .and_then(|start| Some(start.checked_add(offset)?..start.checked_add(offset)?.checked_add(bytes)?))
            .filter(|range| range.end <= self.bytes());
        range.ok_or(TransportError::OutOfRange {
            what: "DMA memory",
            offset: offset as u64,
            end: offset.saturating_add(bytes) as u64,
            bytes: region.bytes as u64,
        })
    }

    fn bytes_at(&self, at: usize, count: usize) -> &[AtomicU8] {
        assert!(at + count <= self.bytes());
        // SAFETY: the bytes lie in the mapping, which lives as long as `self` and is only accessed atomically.
        unsafe { std::slice::from_raw_parts(self.address().add(at).cast(), count) }
    }

    fn words_at(&self, at: usize, count: usize) -> &[AtomicU64] {
        assert!(count == 0 || (at.is_multiple_of(8) && at + 8 * count <= self.bytes()));
        let at = if count == 0 { 0 } else { at };
        // SAFETY: as above, and the mapping begins at a page, so the words are aligned.
        unsafe { std::slice::from_raw_parts(self.address().add(at).cast(), count) }
    }
}

fn get(at: &AtomicU8) -> u8 {
    at.load(Ordering::Relaxed)
}

fn put(at: &AtomicU8, byte: u8) {
    at.store(byte, Ordering::Relaxed);
}

/// How many bytes come before the first whole word from `start` on, and how many whole words follow.
fn split(start: usize, bytes: usize) -> (usize, usize) {
    let head = (start.next_multiple_of(8) - start).min(bytes);
    (head, (bytes - head) / 8)
}

fn mapped(flags: MemfdFlags, bytes: usize) -> io::Result<(File, MmapRaw)> {
    let file = File::from(memfd_create("twinpath", flags | MemfdFlags::CLOEXEC)?);
    ftruncate(&file, bytes as u64)?;
    let memory = MmapOptions::new().len(bytes).populate().map_raw(&file)?;
    // A wish: huge pages where the system makes them of its own accord.
    let _ = memory.advise(Advice::HugePage);
    Ok((file, memory))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::FileExt;

    const IOVA: u64 = 1 << 32;

    #[test]
    fn memory_is_given_out_once_zeroed_and_in_pages() {
        let pool = Pool::new(IOVA, 1 << 20).unwrap();
        assert_eq!(pool.bytes(), HUGE);
        let (first, second) = (pool.alloc(1).unwrap(), pool.alloc(5000).unwrap());
        assert_eq!(first, DmaRegion { iova: IOVA, bytes: 4096 });
        assert_eq!(second, DmaRegion { iova: IOVA + 4096, bytes: 8192 });
        let mut data = [1; 8192];
        pool.read(second, 0, &mut data).unwrap();
        assert_eq!(data, [0; 8192]);
        let error = pool.alloc(HUGE).unwrap_err();
        assert_eq!(error.to_string(), "2097152 bytes of DMA memory asked for, 2084864 left in the pool");
        assert!(pool.alloc(usize::MAX).is_err());
        assert!(pool.alloc(HUGE - 3 * 4096).is_ok());
        assert!(pool.alloc(1).is_err());
        for wrong in [Pool::new(1, 4096), Pool::new(u64::MAX - 4095, 4096), Pool::new(0, usize::MAX)] {
            assert_eq!(wrong.unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn every_offset_and_length_is_copied_and_nothing_beside_it() {
        let pool = Pool::new(IOVA, HUGE).unwrap();
        let _before = pool.alloc(4096).unwrap();
        let region = pool.alloc(4096).unwrap();
        for (offset, length) in (0..17).flat_map(|offset| (0..40).map(move |length| (offset, length))) {
            pool.write(region, 0, &[0xee; 64]).unwrap();
            let data: Vec<u8> = (1..=length as u8).collect();
            pool.write(region, offset, &data).unwrap();
            let mut all = [0; 64];
            pool.read(region, 0, &mut all).unwrap();
            let mut expected = [0xee; 64];
            expected[offset..offset + length].copy_from_slice(&data);
            assert_eq!(all, expected);
            let mut back = vec![0; length];
            pool.read(region, offset, &mut back).unwrap();
            assert_eq!(back, data);
        }
    }

    #[test]
    fn who_holds_the_descriptor_sees_the_same_bytes() {
        let pool = Pool::new(IOVA, HUGE).unwrap();
        let _before = pool.alloc(4096).unwrap();
        let region = pool.alloc(4096).unwrap();
        let other = MmapOptions::new().map_raw(pool.file()).unwrap();
        pool.write(region, 8, b"to the card").unwrap();
        let mut seen = [0; 11];
        // SAFETY: 11 bytes in the middle of the other mapping; nobody else writes now.
        unsafe { other.as_ptr().add(4096 + 8).copy_to(seen.as_mut_ptr(), seen.len()) };
        assert_eq!(&seen, b"to the card");
        // SAFETY: as before.
        unsafe { other.as_mut_ptr().add(4096 + 100).cast::<u32>().write(0x0403_0201u32.to_le()) };
        assert_eq!(pool.load32(region, 100).unwrap(), 0x0403_0201);
        assert_eq!(pool.file().metadata().unwrap().len(), pool.bytes() as u64);
        if !pool.huge() {
            // Files of huge pages have no read and write.
            pool.file().write_all_at(&[9], 4096).unwrap();
            assert_eq!(pool.load32(region, 0).unwrap(), 9);
        }
    }

    #[test]
    fn what_lies_outside_a_region_is_an_error() {
        let pool = Pool::new(IOVA, HUGE).unwrap();
        let region = pool.alloc(4096).unwrap();
        assert!(pool.read(region, 4090, &mut [0; 7]).is_err());
        assert!(pool.write(region, 4096, &[0]).is_err());
        assert!(pool.write(region, usize::MAX, &[0]).is_err());
        assert!(pool.load32(region, 4096).is_err());
        assert!(matches!(pool.load32(region, 2), Err(TransportError::Misaligned { .. })));
        assert!(pool.write(region, 4096, &[]).is_ok(), "nothing, at the end");
        // Regions that this pool did not give out.
        for (iova, bytes) in [(0, 4096), (IOVA + 12, 4096), (IOVA + HUGE as u64, 4096), (IOVA, 2 * HUGE), (u64::MAX, 1)]
        {
            let foreign = DmaRegion { iova, bytes };
            assert!(pool.write(foreign, bytes - 1, &[0]).is_err(), "{foreign:?}");
        }
    }
}
