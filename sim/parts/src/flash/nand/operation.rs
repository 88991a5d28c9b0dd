//! What takes a chip time: array reads, programs, erases, resets.

use super::ecc::{self, Ecc};
use super::part::*;
use super::Nand;
use crate::flash::faults::FlashFault;
use crate::flash::seen::{FlashOperation, FlashOutcome};
use rand::Rng;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    PowerUp,
    Reset,
    /// A page to the buffer.
    Read {
        page: u32,
    },
    /// The buffer, with its codes, to a page; both as the table of links has them.
    Program {
        page: u32,
        bytes: Vec<(u64, u8)>,
    },
    Erase {
        block: u32,
    },
    /// A link of a logical to a physical block.
    Link {
        logical: u16,
        physical: u16,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    pub kind: Kind,
    pub from: u64,
    pub due: u64,
}

impl Nand {
    pub(super) fn start(&mut self, kind: Kind, ps: u64) {
        let from = self.body.now;
        self.operation = Some(Operation { kind, from, due: from + self.body.scaled(ps) });
    }

    #[inline]
    pub fn settle(&mut self) {
        if self.operation.as_ref().is_none_or(|o| o.due > self.body.now) {
            return;
        }
        let Some(operation) = self.operation.take() else { return };
        self.body.counters.busy_ps += operation.due - operation.from;
        self.body.unsaved = true;
        let seen = self.seen(&operation.kind);
        match operation.kind {
            Kind::Reset => {}
            // The first page is in the buffer after power-up.
            Kind::PowerUp => self.load(0),
            Kind::Read { page } => self.load(page),
            Kind::Program { page, bytes } => {
                self.write_enabled = false;
                self.program_failed = self.is_bad(page / self.part.pages) || !self.body.program(&bytes);
            }
            Kind::Erase { block } => {
                self.write_enabled = false;
                let bytes = u64::from(self.part.block());
                self.erase_failed = self.is_bad(block) || !self.body.erase(u64::from(block) * bytes, bytes);
                self.forget_block(block);
            }
            Kind::Link { logical, physical } => {
                self.write_enabled = false;
                if self.links.len() < LINKS {
                    self.links.push((logical, physical));
                }
            }
        }
        if let Some((what, range)) = seen {
            let failed = match what {
                FlashOperation::Read => self.ecc >= Ecc::Uncorrectable as u8,
                FlashOperation::Program => self.program_failed,
                FlashOperation::Erase => self.erase_failed,
            };
            let outcome = if failed { FlashOutcome::Failed } else { FlashOutcome::Done };
            self.body.see(what, range, operation.from, operation.due, outcome);
        }
    }

    /// What the trace has of an operation.
    fn seen(&self, kind: &Kind) -> Option<(FlashOperation, (u64, u64))> {
        let page = |page: u32| (u64::from(page) * u64::from(self.part.page()), u64::from(self.part.page()));
        let block = u64::from(self.part.block());
        match kind {
            Kind::Read { page: n } => Some((FlashOperation::Read, page(*n))),
            Kind::Program { page: n, .. } => Some((FlashOperation::Program, page(*n))),
            Kind::Erase { block: n } => Some((FlashOperation::Erase, (u64::from(*n) * block, block))),
            _ => None,
        }
    }

    fn forget_block(&mut self, block: u32) {
        self.programs.clear(u64::from(block * self.part.pages), u64::from(self.part.pages));
    }

    fn is_bad(&self, block: u32) -> bool {
        self.bad.contains(&block)
    }

    /// Reads a page into the buffer; the worst of several pages stays in the status in continuous mode.
    pub(super) fn load(&mut self, page: u32) {
        let base = u64::from(page) * u64::from(self.part.page());
        self.body.counters.reads += 1;
        self.disturb(page / self.part.pages);
        let body = &mut self.body;
        for (n, byte) in self.buffer.iter_mut().enumerate() {
            *byte = body.cells.read(base + n as u64, &mut body.rng);
        }
        self.loaded = page;
        if self.ecc_enabled() {
            let found = ecc::correct(&mut self.buffer);
            if found == Ecc::Uncorrectable {
                self.failed_page = page as u16;
            }
            self.ecc = match (self.ecc, found) {
                // Continuous: more than one page.
                (0b10 | 0b11, Ecc::Uncorrectable) if !self.in_buffer_mode() => 0b11,
                (old, found) => old.max(found as u8),
            };
        }
    }

    /// Reading harms: now and then a cell of the block gains charge.
    fn disturb(&mut self, block: u32) {
        let rate = self.part.read_disturb;
        if rate > 0 && self.body.rng.random_range(0..rate) == 0 {
            let bytes = u64::from(self.part.block());
            let at = u64::from(block) * bytes + self.body.rng.random_range(0..bytes);
            let bit = self.body.rng.random_range(0..8);
            self.body.cells.program(at, !(1 << bit));
        }
    }

    /// Stops what is under way where it is. What the reset then takes.
    pub(super) fn cut(&mut self) -> u64 {
        let Some(operation) = self.operation.take() else { return RESET };
        let seen = self.seen(&operation.kind);
        let (now, body) = (self.body.now, &mut self.body);
        if let Some((what, range)) = seen {
            body.see(what, range, operation.from, now, FlashOutcome::Cut);
        }
        body.unsaved = true;
        body.counters.busy_ps += now.min(operation.due) - operation.from;
        let whole = (operation.due - operation.from).max(1);
        let progress = ((now.min(operation.due) - operation.from) * 255 / whole).min(255) as u8;
        match operation.kind {
            Kind::Program { bytes, .. } => {
                for (at, value) in bytes {
                    body.cells.cut_program(at, value, progress, &mut body.rng);
                }
                RESET_PROGRAM
            }
            Kind::Erase { block } => {
                if !self.bad.contains(&block) {
                    let bytes = u64::from(self.part.block());
                    body.cells.cut_erase(u64::from(block) * bytes, bytes, progress, &mut body.rng);
                }
                RESET_ERASE
            }
            _ => RESET,
        }
    }

    pub(super) fn begin_program(&mut self, page: u32) {
        let (block, in_block) = (page / self.part.pages, page % self.part.pages);
        let programs = |page: u32| self.programs.get(u64::from(block * self.part.pages + page));
        let last = (in_block + 1..self.part.pages).rev().find(|page| programs(*page) > 0);
        let before = programs(in_block);
        if let Some(last) = last {
            self.body.fault(FlashFault::PageOrder { block, page: in_block, last });
        }
        if before >= PARTIAL_PROGRAMS {
            self.body.fault(FlashFault::PartialPrograms { block, page: in_block });
        }
        self.programs.set(page.into(), before.saturating_add(1));
        if self.is_bad(block) {
            self.body.fault(FlashFault::BadBlock { block });
        }
        let mut bytes = self.buffer.clone();
        if self.ecc_enabled() {
            ecc::encode(&mut bytes);
        }
        let base = u64::from(page) * u64::from(self.part.page());
        let bytes = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0xff);
        let bytes = bytes.map(|(n, byte)| (base + n as u64, *byte)).collect();
        (self.program_failed, self.erase_failed) = (false, false);
        self.start(Kind::Program { page, bytes }, PROGRAM);
    }

    pub(super) fn begin_erase(&mut self, block: u32) {
        if self.is_bad(block) {
            self.body.fault(FlashFault::BadBlock { block });
        }
        (self.program_failed, self.erase_failed) = (false, false);
        self.start(Kind::Erase { block }, ERASE);
    }
}
