//! Pages of a host's memory as commands name them.

use super::Port;
use anyhow::Result;
use rand::RngCore;
use std::collections::VecDeque;
use twinpath_host_interface::Entry;
use twinpath_spec::nvme::{NSID, PAGE_BYTES};

/// Pages of a command's own: data, lists.
#[derive(Clone, Debug, Default)]
pub struct Data {
    pub prp1: u64,
    pub prp2: u64,
    pub pages: Vec<u64>,
}

impl Port {
    pub(super) fn take_page(&mut self) -> Result<u64> {
        let pages = &mut self.pages;
        self.bus.host(|h| pages.take(h))
    }

    pub fn give_page(&mut self, page: u64) -> Result<()> {
        let pages = &mut self.pages;
        self.bus.host(|h| pages.give(h, page))
    }

    pub fn put(&self, at: u64, bytes: &[u8]) -> Result<()> {
        Ok(self.bus.host(|h| h.memory.get_for_host(at, bytes.len()).map(|m| m.copy_from_slice(bytes)))?)
    }

    pub fn get(&self, at: u64, bytes: usize) -> Result<Vec<u8>> {
        Ok(self.bus.host(|h| h.memory.get(at, bytes).map(<[u8]>::to_vec))?)
    }

    /// Pages with random bytes for so many bytes from `offset` in the first page on. A list, if one is needed, begins with
    /// entry `list_at` of its page and goes on in another where it does not fit.
    pub fn data(&mut self, bytes: usize, offset: usize, list_at: usize) -> Result<Data> {
        let count = (offset + bytes).div_ceil(PAGE_BYTES);
        let mut data = Data::default();
        for _ in 0..count {
            let page = self.take_page()?;
            let mut random = [0; PAGE_BYTES];
            self.random.fill_bytes(&mut random);
            self.put(page, &random)?;
            data.pages.push(page);
        }
        data.prp1 = data.pages[0] + offset as u64;
        match count {
            1 => {}
            2 => data.prp2 = data.pages[1],
            _ => {
                let mut entries: VecDeque<u64> = data.pages[1..].iter().copied().collect();
                let mut list = self.take_page()?;
                data.pages.push(list);
                data.prp2 = list + 8 * list_at as u64;
                let mut at = list_at;
                while let Some(entry) = entries.pop_front() {
                    if at == PAGE_BYTES / 8 - 1 && !entries.is_empty() {
                        let next = self.take_page()?;
                        data.pages.push(next);
                        self.put(list + 8 * at as u64, &next.to_le_bytes())?;
                        (list, at) = (next, 0);
                    }
                    self.put(list + 8 * at as u64, &entry.to_le_bytes())?;
                    at += 1;
                }
            }
        }
        Ok(data)
    }

    /// Puts bytes where the data are.
    pub fn fill(&self, data: &Data, bytes: &[u8]) -> Result<()> {
        let offset = data.prp1 as usize % PAGE_BYTES;
        let mut rest = bytes;
        for (n, page) in data.pages.iter().enumerate() {
            let from = if n == 0 { offset } else { 0 };
            let (now, later) = rest.split_at(rest.len().min(PAGE_BYTES - from));
            self.put(page + from as u64, now)?;
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// A Read, Write or Compare of these data.
    pub fn transfer(opcode: u8, lba: u64, blocks: u32, data: &Data) -> Entry {
        let (prp1, prp2) = (data.prp1, data.prp2);
        let (cdw10, cdw11) = (lba as u32, (lba >> 32) as u32);
        Entry {
            opcode,
            nsid: NSID,
            prp1,
            prp2,
            cdw10,
            cdw11,
            cdw12: blocks.wrapping_sub(1) & 0xffff,
            ..Entry::default()
        }
    }
}
