//! The status table. Of two live overlapping rows, reads aside, exactly one waits for the other.
//!
//! The gates keep ranks and counts; what they count is this set.

use super::{Flaw, Mutant, Phase, Row, Spec, State, Step, Work, NOBODY, ROWS, S1, S2};
use crate::event::{Change, Status, What};

impl Spec {
    /// Two different commands that may not be active together.
    pub(super) fn conflict(&self, a: &Row, b: &Row) -> bool {
        let (a, b) = (&self.commands[usize::from(a.op)], &self.commands[usize::from(b.op)]);
        a.overlaps(b) && !(a.read && b.read)
    }

    pub(super) fn work(&self, row: &Row) -> Work {
        self.commands[usize::from(row.op)].work
    }

    pub(super) fn is_bare(&self, row: &Row) -> bool {
        self.commands[usize::from(row.op)].is_bare()
    }

    pub(super) fn is_read(&self, row: &Row) -> bool {
        self.commands[usize::from(row.op)].read
    }

    /// Rows of `unit` in its table that conflict with `row`.
    fn rivals<'a>(&'a self, s: &'a State, unit: usize, row: usize) -> impl Iterator<Item = usize> + 'a {
        let rows = &s.units[unit].rows;
        (0..2 * ROWS)
            .filter(move |&other| other != row && rows[other].status != Status::N)
            .filter(move |&other| self.conflict(&rows[row], &rows[other]))
    }
}

impl Step<'_> {
    pub(super) fn row(&mut self, unit: usize, row: usize) -> &mut Row {
        &mut self.s.units[unit].rows[row]
    }

    pub(super) fn set_status(&mut self, unit: usize, row: usize, new: Status) {
        let entry = self.s.units[unit].rows[row];
        let command = self.spec.commands[usize::from(entry.op)];
        if new == Status::Rfwd {
            let busy = |other: usize| matches!(self.s.units[unit].rows[other].status, Status::E | Status::Rfwd);
            if self.spec.rivals(self.s, unit, row).any(busy) {
                self.s.monitor.flaws.add(Flaw::ForwardedBusy);
            }
        }
        if entry.status != new {
            self.see(|_| {
                What::Status(Change {
                    unit: unit as u8,
                    row: if row < ROWS { row as u8 } else { (32 + row - ROWS) as u8 },
                    old: entry.status,
                    new,
                    read: command.read,
                    lba: command.lba.into(),
                    blocks: command.blocks,
                    origin: command.host as u8,
                    wseq: Self::wseq(entry.op, entry.born),
                })
            });
        }
        self.row(unit, row).status = new;
    }

    /// REJECT_ON_BUSY: it would have to wait for a write.
    pub(super) fn is_rejected(&self, unit: usize, row: usize) -> bool {
        let rows = &self.s.units[unit].rows;
        let write = |other: usize| !self.spec.is_read(&rows[other]);
        self.spec.reject && write(row) && self.spec.rivals(self.s, unit, row).any(write)
    }

    /// Enters a command behind everything that it overlaps: local commands, forwards at S1.
    pub(super) fn insert_ordered(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        let blind = self.spec.is(Mutant::ReadDoesNotWait) && self.spec.is_read(&entry)
            || self.spec.is(Mutant::CompareEarly) && self.spec.work(&entry) == Work::Compare
            || self.spec.is(Mutant::ForwardBusy) && unit == S2 && !self.spec.is_read(&entry);
        let waits = if blind { 0 } else { self.spec.rivals(self.s, unit, row).fold(0, |all, other| all | 1 << other) };
        self.row(unit, row).waits = waits;
        self.enter(unit, row);
    }

    /// Enters S1's transfer at S2: it waits only for what is active, and everything else waits for it (R12).
    pub(super) fn insert_priority(&mut self, row: usize) {
        let rivals: Vec<usize> = self.spec.rivals(self.s, S2, row).collect();
        let mut set = 0;
        for other in rivals {
            let rival = self.s.units[S2].rows[other];
            let waits = match rival.status {
                Status::E => !(self.spec.is(Mutant::TransferIgnoresReads) && self.spec.is_read(&rival)),
                Status::Rfwd => self.spec.is(Mutant::RfwdBlocksS1),
                _ => false,
            };
            if waits {
                set |= 1 << other;
            } else if rival.status != Status::E {
                self.row(S2, other).waits |= 1 << row;
            }
        }
        self.row(S2, row).waits = set;
        self.enter(S2, row);
    }

    fn enter(&mut self, unit: usize, row: usize) {
        if self.s.units[unit].rows[row].waits == 0 {
            self.wake(unit, row);
        } else {
            self.set_status(unit, row, Status::Waiting);
        }
    }

    /// The returned write takes E(A2).
    pub(super) fn convert(&mut self, row: usize) {
        self.row(S2, row).header = true;
        if self.s.units[S2].rows[row].waits == 0 {
            self.set_status(S2, row, Status::E);
        } else {
            // Cannot be: what it waits for held E(A1) until E(A2) was released.
            self.s.monitor.flaws.add(Flaw::ReturnMetOther);
        }
    }

    /// Takes a row out of the table, whatever its status; what waited for it alone goes on in the same operation.
    pub(super) fn release(&mut self, unit: usize, row: usize) {
        self.set_status(unit, row, Status::N);
        self.row(unit, row).waits = 0;
        for rival in &mut self.s.units[unit].rows {
            rival.waits &= !(1 << row);
        }
        for other in 0..2 * ROWS {
            let rival = self.s.units[unit].rows[other];
            let asleep = match rival.status {
                Status::Waiting => !rival.parked || rival.header || rival.dead,
                Status::Rfwd => rival.header || rival.dead,
                _ => false,
            };
            if other != row && asleep && rival.waits == 0 {
                self.wake(unit, other);
            }
        }
    }

    /// Another host has reserved the namespace. S1 decides, at its turn; S2 may, before it forwards.
    fn is_fenced(&self, unit: usize, row: usize) -> bool {
        let entry = &self.s.units[unit].rows[row];
        let command = self.spec.commands[usize::from(entry.op)];
        let holder = self.s.units[unit].holder;
        let decides = match unit {
            S1 => row < ROWS || !self.spec.is(Mutant::FenceAtEdge),
            _ => self.spec.filter && row < ROWS && !entry.header,
        };
        decides && !command.read && holder != NOBODY && usize::from(holder) != command.host
    }

    pub(super) fn wake(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        if entry.dead {
            self.release(unit, row);
            *self.row(unit, row) = Row::VACANT;
        } else if self.is_fenced(unit, row) {
            self.give_up(unit, row);
        } else if unit == S1 || row >= ROWS || entry.header || self.spec.is_read(&entry) {
            self.set_status(unit, row, Status::E);
        } else if self.s.units[unit].phase != Phase::Serve {
            // It may be forwarded after GO.
            self.set_status(unit, row, Status::Waiting);
            self.row(unit, row).parked = true;
        } else {
            self.set_status(unit, row, Status::Rfwd);
            self.forward(row);
        }
    }

    /// Releases the row and vacates it.
    pub(super) fn leave(&mut self, unit: usize, row: usize) {
        if self.s.units[unit].rows[row].status != Status::N {
            self.release(unit, row);
        }
        *self.row(unit, row) = Row::VACANT;
    }
}
