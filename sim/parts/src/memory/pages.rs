//! Sparse words: a page exists when something was written to it.

use twinpath_spec::limits::{BLOCK_BYTES, BLOCK_WORDS};

const PAGE_WORDS: usize = 8 * 1024;
const PAGE_BYTES: u64 = PAGE_WORDS as u64 * 8;

pub(super) struct Pages(Vec<Option<Box<[u64]>>>);

impl Pages {
    pub fn new(bytes: u64) -> Self {
        Self(vec![None; bytes.div_ceil(PAGE_BYTES) as usize])
    }

    /// The word at a byte address; 0 where nothing was written or nothing is.
    #[inline]
    pub fn read(&self, address: u64) -> u64 {
        match self.0.get((address / PAGE_BYTES) as usize) {
            Some(Some(page)) => page[(address % PAGE_BYTES / 8) as usize],
            _ => 0,
        }
    }

    /// Writes the bytes of `word` that `strobe` names.
    #[inline]
    pub fn write(&mut self, address: u64, word: u64, strobe: u8) {
        let Some(page) = self.0.get_mut((address / PAGE_BYTES) as usize) else { return };
        let page = page.get_or_insert_with(|| vec![0; PAGE_WORDS].into_boxed_slice());
        let old = &mut page[(address % PAGE_BYTES / 8) as usize];
        if strobe == 0xff {
            *old = word;
            return;
        }
        let mask = (0..8).filter(|n| strobe >> n & 1 == 1).fold(0, |m, n| m | 0xff << (8 * n));
        *old = *old & !mask | word & mask;
    }

    pub fn is_present(&self, address: u64) -> bool {
        matches!(self.0.get((address / PAGE_BYTES) as usize), Some(Some(_)))
    }

    pub fn block(&self, block: u32) -> [u64; BLOCK_WORDS] {
        let address = u64::from(block) * BLOCK_BYTES as u64;
        let mut words = [0; BLOCK_WORDS];
        if let Some(Some(page)) = self.0.get((address / PAGE_BYTES) as usize) {
            let at = (address % PAGE_BYTES / 8) as usize;
            words.copy_from_slice(&page[at..at + BLOCK_WORDS]);
        }
        words
    }

    /// Byte address of the first word that differs.
    pub fn first_difference(&self, other: &Pages) -> Option<u64> {
        let word = |page: &Option<Box<[u64]>>, n: usize| page.as_ref().map_or(0, |p| p[n]);
        let none = None;
        (0..self.0.len().max(other.0.len())).find_map(|p| {
            let (a, b) = (self.0.get(p).unwrap_or(&none), other.0.get(p).unwrap_or(&none));
            if a == b {
                return None;
            }
            let at = (0..PAGE_WORDS).find(|&n| word(a, n) != word(b, n))?;
            Some(p as u64 * PAGE_BYTES + at as u64 * 8)
        })
    }
}
