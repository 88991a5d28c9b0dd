//! Pages of a host's memory for queues, lists and data. A free page is full of one byte; who finds another there knows that
//! the card wrote where it had no business.

use anyhow::{bail, ensure, Result};
use std::collections::VecDeque;
use twinpath_host::RootComplex;
use twinpath_spec::nvme::PAGE_BYTES;

/// What a free page is full of.
const FREE: u8 = 0xc5;

/// The free pages of a host's DMA pool.
pub struct Pages {
    // The one that has been free for longest is taken next: late writes have the most time to show.
    free: VecDeque<u64>,
}

impl Pages {
    pub fn new(host: &mut RootComplex, pool: (u64, usize)) -> Result<Self> {
        host.memory.get_for_host(pool.0, pool.1)?.fill(FREE);
        Ok(Self { free: (0..pool.1 / PAGE_BYTES).map(|n| pool.0 + (n * PAGE_BYTES) as u64).collect() })
    }

    pub fn left(&self) -> usize {
        self.free.len()
    }

    /// A page for somebody, full of zeros.
    pub fn take(&mut self, host: &mut RootComplex) -> Result<u64> {
        let Some(page) = self.free.pop_front() else { bail!("no page of host memory is left") };
        untouched(host, page)?;
        host.memory.get_for_host(page, PAGE_BYTES)?.fill(0);
        Ok(page)
    }

    /// The page is nobody's any more.
    pub fn give(&mut self, host: &mut RootComplex, page: u64) -> Result<()> {
        host.memory.get_for_host(page, PAGE_BYTES)?.fill(FREE);
        self.free.push_back(page);
        Ok(())
    }

    /// No free page was written.
    pub fn check(&self, host: &RootComplex) -> Result<()> {
        self.free.iter().try_for_each(|page| untouched(host, *page))
    }

    /// The page that is taken last, for a check of the checks.
    pub(crate) fn last(&self) -> Option<u64> {
        self.free.back().copied()
    }
}

fn untouched(host: &RootComplex, page: u64) -> Result<()> {
    let at = host.memory.get(page, PAGE_BYTES)?.iter().position(|byte| *byte != FREE);
    ensure!(at.is_none(), "the card wrote into free memory: {:#x}", page + at.unwrap_or(0) as u64);
    Ok(())
}
