//! The bytes that outlive power: plain memory, copied only when written.

use std::sync::Arc;

const PAGE_BYTES: usize = 4096;
type Page = Arc<[u8; PAGE_BYTES]>;

/// Bytes, 0 where nothing was written. A clone shares its pages with the original until either writes them.
#[derive(Clone)]
pub(super) struct Store(Vec<Option<Page>>);

impl Store {
    pub fn new(bytes: u64) -> Self {
        Self(vec![None; bytes.div_ceil(PAGE_BYTES as u64) as usize])
    }

    #[inline]
    pub fn get(&self, at: u64) -> u8 {
        match self.0.get(at as usize / PAGE_BYTES) {
            Some(Some(page)) => page[at as usize % PAGE_BYTES],
            _ => 0,
        }
    }

    #[inline]
    pub fn set(&mut self, at: u64, byte: u8) {
        let Some(page) = self.0.get_mut(at as usize / PAGE_BYTES) else { return };
        if page.is_none() && byte == 0 {
            return;
        }
        let page = page.get_or_insert_with(|| Arc::new([0; PAGE_BYTES]));
        if page[at as usize % PAGE_BYTES] != byte {
            Arc::make_mut(page)[at as usize % PAGE_BYTES] = byte;
        }
    }

    /// Zeroes `bytes` from `at` on.
    pub fn clear(&mut self, at: u64, bytes: u64) {
        let (mut at, end) = (at, at + bytes);
        while at < end {
            let page = at as usize / PAGE_BYTES;
            let next = (page as u64 + 1) * PAGE_BYTES as u64;
            match self.0.get_mut(page) {
                Some(held) if at % PAGE_BYTES as u64 == 0 && next <= end => *held = None,
                Some(Some(_)) => (at..next.min(end)).for_each(|n| self.set(n, 0)),
                _ => {}
            }
            at = next;
        }
    }
}
