//! Host memory as pages that were given out; a DMA anywhere else is a failure of the test.

use rand::{rngs::SmallRng, Rng};
use std::collections::BTreeMap;

pub const PAGE: u64 = 4096;

#[derive(Default)]
pub struct Memory {
    pages: BTreeMap<u64, Vec<u8>>,
    /// Pages whose reads end with this error.
    pub bad: BTreeMap<u64, u64>,
    next: u64,
}

impl Memory {
    /// `count` pages in a row, zeroed.
    pub fn pages(&mut self, count: u64) -> u64 {
        let at = 0x0012_3456_7800_0000 + self.next * PAGE;
        self.next += count + 1;
        for n in 0..count {
            self.pages.insert(at + n * PAGE, vec![0; PAGE as usize]);
        }
        at
    }

    /// Takes a page back: the card must not touch it any more.
    pub fn revoke(&mut self, page: u64) {
        self.pages.remove(&page);
    }

    pub fn error_at(&self, address: u64) -> u64 {
        self.bad.get(&(address / PAGE * PAGE)).copied().unwrap_or(0)
    }

    /// Bytes that do not cross a page.
    pub fn read(&self, address: u64, bytes: usize) -> &[u8] {
        let (page, at) = (address / PAGE * PAGE, (address % PAGE) as usize);
        let Some(page) = self.pages.get(&page) else {
            panic!("read of {bytes} bytes at {address:x}, which is nobody's")
        };
        &page[at..at + bytes]
    }

    pub fn write(&mut self, address: u64, bytes: &[u8]) {
        let (page, at) = (address / PAGE * PAGE, (address % PAGE) as usize);
        let Some(page) = self.pages.get_mut(&page) else {
            panic!("write of {} bytes at {address:x}, which is nobody's", bytes.len())
        };
        page[at..at + bytes.len()].copy_from_slice(bytes);
    }
}

/// The data of a command in host memory and the PRPs that describe it.
#[derive(Clone, Debug)]
pub struct Buffer {
    pub prp1: u64,
    pub prp2: u64,
    /// Contiguous parts, in order.
    pub parts: Vec<(u64, usize)>,
    /// Pages that hold PRP lists.
    pub lists: Vec<u64>,
}

impl Buffer {
    /// Room for `blocks` blocks from `offset` in the first page on. A list, where one is needed, starts at entry
    /// `list_at` of its page.
    pub fn new(memory: &mut Memory, blocks: u64, offset: u64, list_at: u64) -> Self {
        let mut left = blocks * PAGE;
        let mut parts = Vec::new();
        let mut at = offset;
        while left > 0 {
            let bytes = left.min(PAGE - at);
            parts.push((memory.pages(1) + at, bytes as usize));
            left -= bytes;
            at = 0;
        }
        let (prp1, rest) = (parts[0].0, &parts[1..]);
        let mut lists = Vec::new();
        let prp2 = match rest {
            [] => 0,
            [(page, _)] => *page,
            _ => {
                let mut page = memory.pages(1);
                lists.push(page);
                let start = page + 8 * list_at;
                let mut entry = list_at;
                for (n, (address, _)) in rest.iter().enumerate() {
                    if entry == 511 && n + 1 < rest.len() {
                        let next = memory.pages(1);
                        lists.push(next);
                        memory.write(page + 8 * entry, &next.to_le_bytes());
                        (page, entry) = (next, 0);
                    }
                    memory.write(page + 8 * entry, &address.to_le_bytes());
                    entry += 1;
                }
                start
            }
        };
        Self { prp1, prp2, parts, lists }
    }

    pub fn fill(&self, memory: &mut Memory, random: &mut SmallRng) -> Vec<u8> {
        let bytes = self.parts.iter().map(|(_, bytes)| bytes).sum();
        let all: Vec<u8> = (0..bytes).map(|_| random.random()).collect();
        self.put(memory, &all);
        all
    }

    pub fn put(&self, memory: &mut Memory, mut data: &[u8]) {
        for (address, bytes) in &self.parts {
            memory.write(*address, &data[..*bytes]);
            data = &data[*bytes..];
        }
    }

    pub fn contents(&self, memory: &Memory) -> Vec<u8> {
        self.parts.iter().flat_map(|(address, bytes)| memory.read(*address, *bytes).to_vec()).collect()
    }

    pub fn revoke(&self, memory: &mut Memory) {
        for (address, _) in &self.parts {
            memory.revoke(address / PAGE * PAGE);
        }
        for page in &self.lists {
            memory.revoke(*page);
        }
    }
}

/// Writes the ranges of a Deallocate, first block and blocks of each, where the pointers lead: from `prp1` on, at the
/// page's end on to the page of `prp2`.
pub fn put_ranges(memory: &mut Memory, prp1: u64, prp2: u64, ranges: &[(u64, u32)]) {
    let dwords = ranges.iter().flat_map(|(lba, blocks)| [0xdddd_dddd, *blocks, *lba as u32, (*lba >> 32) as u32]);
    for (n, dword) in (0..).zip(dwords) {
        let at = prp1 % PAGE + 4 * n;
        let address = if at < PAGE { prp1 + 4 * n } else { prp2 + at - PAGE };
        memory.write(address, &dword.to_le_bytes());
    }
}
