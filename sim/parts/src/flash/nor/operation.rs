//! What takes a chip time: programs, erases, register writes, resets; suspended, cut, ended.

use super::Nor;
use crate::flash::faults::FlashFault;
use crate::flash::nor::part::NorFamily;
use crate::flash::nor::registers::WRITE_ENABLED;
use crate::flash::seen::{FlashOperation, FlashOutcome};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    PowerUp,
    /// Into or out of deep power-down.
    Sleep(bool),
    Reset,
    /// Bytes with their addresses, in one page.
    Program(Vec<(u64, u8)>),
    Erase {
        at: u32,
        bytes: u32,
        chip: bool,
    },
    /// Registers with their values.
    Registers(Vec<(usize, u8)>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    pub kind: Kind,
    /// When it began or went on.
    pub from: u64,
    pub due: u64,
    /// What it takes in all.
    pub whole: u64,
    /// Asked to suspend: ready at this time.
    pub suspending: Option<u64>,
}

impl Operation {
    /// How far it is, in 256 parts.
    fn progress(&self, now: u64) -> u8 {
        let left = self.due.saturating_sub(now);
        ((self.whole.saturating_sub(left)) * 255 / self.whole.max(1)).min(255) as u8
    }

    /// What the trace has of it.
    fn seen(&self) -> Option<(FlashOperation, (u64, u64))> {
        match &self.kind {
            Kind::Program(bytes) => {
                let first = bytes.first().map_or(0, |b| b.0);
                Some((FlashOperation::Program, (first, bytes.len() as u64)))
            }
            Kind::Erase { at, bytes, .. } => Some((FlashOperation::Erase, (u64::from(*at), u64::from(*bytes)))),
            _ => None,
        }
    }

    pub fn is_erase(&self) -> bool {
        matches!(self.kind, Kind::Erase { .. })
    }

    /// Whether it works on the byte at an address.
    pub fn holds(&self, address: u32, page: u32) -> bool {
        match &self.kind {
            Kind::Erase { at, bytes, .. } => address.wrapping_sub(*at) < *bytes,
            Kind::Program(bytes) => bytes.first().is_some_and(|b| b.0 / u64::from(page) == u64::from(address / page)),
            _ => false,
        }
    }
}

impl Nor {
    pub(super) fn start(&mut self, kind: Kind, ps: u64) {
        let (from, whole) = (self.body.now, self.body.scaled(ps));
        self.operation = Some(Operation { kind, from, due: from + whole, whole, suspending: None });
    }

    /// Ends what is due.
    #[inline]
    pub fn settle(&mut self) {
        let Some(operation) = &self.operation else { return };
        let now = self.body.now;
        if let Some(at) = operation.suspending.filter(|at| *at <= now && *at < operation.due) {
            self.suspended_at(at);
        } else if operation.due <= now {
            if let Some(operation) = self.operation.take() {
                self.body.counters.busy_ps += operation.due - operation.from;
                let seen = operation.seen();
                let good = self.end(operation.kind);
                if let Some((what, range)) = seen {
                    let outcome = if good { FlashOutcome::Done } else { FlashOutcome::Failed };
                    self.body.see(what, range, operation.from, operation.due, outcome);
                }
            }
        }
    }

    fn suspended_at(&mut self, at: u64) {
        let Some(mut operation) = self.operation.take() else { return };
        self.body.counters.busy_ps += at - operation.from;
        self.body.counters.suspends += 1;
        // `due` keeps what is left, `from` being 0.
        (operation.from, operation.due, operation.suspending) = (0, operation.due - at, None);
        self.suspended.push(operation);
    }

    /// `false`: bits did not take.
    fn end(&mut self, kind: Kind) -> bool {
        self.body.unsaved = true;
        let good = match kind {
            Kind::PowerUp | Kind::Reset => true,
            Kind::Sleep(asleep) => {
                self.asleep = asleep;
                true
            }
            Kind::Program(bytes) => {
                self.write_enabled = false;
                let good = self.body.program(&bytes);
                self.program_error |= !good;
                good
            }
            Kind::Erase { at, bytes, .. } => {
                self.write_enabled = false;
                let good = self.body.erase(u64::from(at), u64::from(bytes));
                self.erase_error |= !good;
                good
            }
            Kind::Registers(values) => {
                self.write_enabled = false;
                for (n, value) in values {
                    self.registers.write(&self.part, n, value, false);
                }
                true
            }
        };
        if !good && self.part.family == NorFamily::S25fl {
            self.failed();
        } else {
            (self.program_error, self.erase_error) = (false, false);
        }
        good
    }

    /// S25FL: the error bit and WIP stay until the status is cleared.
    pub(super) fn failed(&mut self) {
        self.stuck_busy = true;
    }

    /// Everything under way stops where it is: power cut or reset.
    pub(super) fn cut(&mut self) {
        let now = self.body.now;
        let mut stopped: Vec<(Operation, u8)> = Vec::new();
        stopped.extend(self.suspended.drain(..).map(|o| (o.progress_left(), o)).map(|(p, o)| (o, p)));
        if let Some(operation) = self.operation.take() {
            let progress = operation.progress(now);
            self.body.counters.busy_ps += now.min(operation.due).saturating_sub(operation.from);
            stopped.push((operation, progress));
        }
        let body = &mut self.body;
        body.unsaved = true;
        for (operation, progress) in stopped {
            if let Some((what, range)) = operation.seen() {
                body.see(what, range, operation.from, now, FlashOutcome::Cut);
            }
            match operation.kind {
                Kind::Program(bytes) => {
                    for (at, value) in bytes {
                        body.cells.cut_program(at, value, progress, &mut body.rng);
                    }
                }
                Kind::Erase { at, bytes, .. } => {
                    body.cells.cut_erase(u64::from(at), u64::from(bytes), progress, &mut body.rng);
                }
                Kind::Registers(values) => {
                    // Written as a whole in the last quarter, or not.
                    for (n, value) in values.into_iter().filter(|_| progress >= 192) {
                        self.registers.write(&self.part, n, value, false);
                    }
                }
                Kind::PowerUp | Kind::Sleep(_) | Kind::Reset => {}
            }
        }
    }

    /// Whether something else may not be done because of what is suspended.
    pub(super) fn conflicts(&self, address: u32) -> bool {
        self.suspended.iter().any(|o| o.holds(address, self.part.page))
    }

    pub(super) fn suspend(&mut self, opcode: u8) {
        let now = self.body.now;
        let programs_only = opcode == 0x85;
        let spansion = self.part.family == NorFamily::S25fl;
        let Some(operation) = &mut self.operation else { return };
        let fits = match &operation.kind {
            // S25FL knows one command for erases and another for programs.
            Kind::Program(_) => programs_only || !spansion,
            Kind::Erase { chip, .. } => !chip && !programs_only && self.suspended.is_empty(),
            _ => false,
        };
        let nested = !self.suspended.is_empty() && !spansion;
        if !fits || nested || operation.suspending.is_some() {
            return;
        }
        let min_ps = self.times.resume_to_suspend;
        let ready = now + self.body.scaled(self.times.suspend);
        operation.suspending = Some(ready);
        if let Some(ps) = self.resumed_ps.map(|at| now - at) {
            let min_ps = self.body.scaled(min_ps);
            if ps < min_ps {
                self.body.fault(FlashFault::SuspendTooSoon { ps, min_ps });
            }
        }
    }

    pub(super) fn resume(&mut self, opcode: u8) {
        let now = self.body.now;
        let spansion = self.part.family == NorFamily::S25fl;
        let fits = |o: &Operation| !spansion || o.is_erase() == (opcode == 0x7a);
        if self.operation.is_some() || !self.suspended.last().is_some_and(fits) {
            return;
        }
        if let Some(mut operation) = self.suspended.pop() {
            (operation.from, operation.due) = (now, now + operation.due);
            self.operation = Some(operation);
            self.resumed_ps = Some(now);
        }
    }

    /// Status register 1 with the bits that are no register.
    pub(super) fn status(&self) -> u8 {
        let mut status = self.registers.volatile[0];
        status |= u8::from(self.is_busy());
        if self.write_enabled {
            status |= WRITE_ENABLED;
        }
        if self.part.family == NorFamily::S25fl {
            status |= u8::from(self.erase_error) << 5 | u8::from(self.program_error) << 6;
        }
        status
    }
}

impl Operation {
    /// Progress of a suspended one.
    fn progress_left(&self) -> u8 {
        (self.whole.saturating_sub(self.due) * 255 / self.whole.max(1)).min(255) as u8
    }
}
