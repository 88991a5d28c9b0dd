//! The bytes that outlive power: pages in memory, copied only when written, and written through to a file if there is one.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

pub(super) const PAGE_BYTES: usize = 4096;
type Page = Arc<[u8; PAGE_BYTES]>;

/// Bytes, 0 where nothing was written.
pub(super) struct Store {
    pages: Vec<Option<Page>>,
    region: Option<Region>,
}

/// Where the bytes lie in a file, and which pages are newer than it.
struct Region {
    file: Arc<File>,
    at: u64,
    dirty: Vec<usize>,
}

impl Clone for Store {
    /// A snapshot: it shares its pages with the original until either writes them, and has no file.
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), region: None }
    }
}

impl Store {
    pub fn new(bytes: u64) -> Self {
        Self { pages: vec![None; bytes.div_ceil(PAGE_BYTES as u64) as usize], region: None }
    }

    /// Room in a file.
    pub fn file_bytes(&self) -> u64 {
        (self.pages.len() * PAGE_BYTES) as u64
    }

    #[inline]
    pub fn get(&self, at: u64) -> u8 {
        match self.pages.get(at as usize / PAGE_BYTES) {
            Some(Some(page)) => page[at as usize % PAGE_BYTES],
            _ => 0,
        }
    }

    #[inline]
    pub fn set(&mut self, at: u64, byte: u8) {
        let n = at as usize / PAGE_BYTES;
        let Some(page) = self.pages.get_mut(n) else { return };
        if page.is_none() && byte == 0 {
            return;
        }
        let page = page.get_or_insert_with(|| Arc::new([0; PAGE_BYTES]));
        if page[at as usize % PAGE_BYTES] != byte {
            Arc::make_mut(page)[at as usize % PAGE_BYTES] = byte;
            self.touched(n);
        }
    }

    /// Bits that are 1.
    pub fn ones(&self) -> u64 {
        let ones = |page: &Page| page.iter().map(|byte| u64::from(byte.count_ones())).sum::<u64>();
        self.pages.iter().flatten().map(ones).sum()
    }

    /// Zeroes `bytes` from `at` on.
    pub fn clear(&mut self, at: u64, bytes: u64) {
        let (mut at, end) = (at, at + bytes);
        while at < end {
            let n = at as usize / PAGE_BYTES;
            let next = (n as u64 + 1) * PAGE_BYTES as u64;
            match self.pages.get_mut(n) {
                Some(held @ Some(_)) if at.is_multiple_of(PAGE_BYTES as u64) && next <= end => {
                    *held = None;
                    self.touched(n);
                }
                Some(Some(_)) => (at..next.min(end)).for_each(|n| self.set(n, 0)),
                _ => {}
            }
            at = next;
        }
    }

    fn touched(&mut self, page: usize) {
        if let Some(region) = &mut self.region {
            if region.dirty.last() != Some(&page) {
                region.dirty.push(page);
            }
        }
    }

    /// Lies in a file from `at` on. With `load` the file's bytes are taken, else the file is as yet all holes and gets
    /// what is here with the next [`Store::save`].
    pub fn attach(&mut self, file: Arc<File>, at: u64, load: bool) -> io::Result<()> {
        let mut dirty = Vec::new();
        for (n, page) in self.pages.iter_mut().enumerate() {
            if load {
                let mut bytes = [0; PAGE_BYTES];
                file.read_exact_at(&mut bytes, at + (n * PAGE_BYTES) as u64)?;
                *page = bytes.iter().any(|b| *b != 0).then(|| Arc::new(bytes));
            } else if page.is_some() {
                dirty.push(n);
            }
        }
        self.region = Some(Region { file, at, dirty });
        Ok(())
    }

    /// Writes what is newer to the file.
    pub fn save(&mut self) -> io::Result<()> {
        let Some(region) = &mut self.region else { return Ok(()) };
        for n in region.dirty.drain(..) {
            let at = region.at + (n * PAGE_BYTES) as u64;
            let bytes = self.pages[n].as_deref().unwrap_or(&[0; PAGE_BYTES]);
            region.file.write_all_at(bytes, at)?;
        }
        Ok(())
    }
}
