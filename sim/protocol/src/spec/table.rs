//! The status table with blocker counts. Of two live overlapping entries, reads aside, exactly one counts the other.

use super::{Flaw, Mutant, Phase, Row, Spec, State, Step, ROWS, S1, S2};
use crate::event::{Change, Kind, Status, What};

impl Spec {
    /// Two different commands that may not be active together.
    pub(super) fn conflict(&self, a: &Row, b: &Row) -> bool {
        let (a, b) = (&self.commands[usize::from(a.op)], &self.commands[usize::from(b.op)]);
        a.overlaps(b) && !(a.read && b.read)
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

    /// Enters a command behind everything that it overlaps: local commands, forwards at S1.
    pub(super) fn insert_ordered(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        let blind = self.spec.is(Mutant::ReadDoesNotWait) && self.spec.is_read(&entry)
            || self.spec.is(Mutant::ForwardBusy) && unit == S2 && !self.spec.is_read(&entry);
        let count = if blind { 0 } else { self.spec.rivals(self.s, unit, row).count() as u8 };
        self.row(unit, row).count = count;
        self.enter(unit, row);
    }

    /// Enters S1's transfer at S2: only what is active counts, and everything else waits for it (R12).
    pub(super) fn insert_priority(&mut self, row: usize) {
        let rivals: Vec<usize> = self.spec.rivals(self.s, S2, row).collect();
        let mut count = 0;
        for other in rivals {
            let rival = self.s.units[S2].rows[other];
            let waits = match rival.status {
                Status::E => !(self.spec.is(Mutant::TransferIgnoresReads) && self.spec.is_read(&rival)),
                Status::Rfwd => self.spec.is(Mutant::RfwdBlocksS1),
                _ => false,
            };
            if waits {
                count += 1;
            } else if rival.status != Status::E {
                self.row(S2, other).count += 1;
            }
        }
        self.row(S2, row).count = count;
        self.enter(S2, row);
    }

    fn enter(&mut self, unit: usize, row: usize) {
        if self.s.units[unit].rows[row].count == 0 {
            self.wake(unit, row);
        } else {
            self.set_status(unit, row, Status::Waiting);
        }
    }

    /// The returned write takes E(A2) when nothing counts against it.
    pub(super) fn convert(&mut self, row: usize) {
        self.row(S2, row).header = true;
        if self.s.units[S2].rows[row].count == 0 {
            self.set_status(S2, row, Status::E);
        } else {
            // Cannot be: what counts against it held E(A1) until E(A2) was released.
            self.s.monitor.flaws.add(Flaw::ReturnMetCount);
        }
    }

    /// Takes a row out of the table; what waited for it alone goes on in the same operation.
    ///
    /// What is not active counts every active rival. An R_fwd row is older than every command that it overlaps, but
    /// counts the transfers that came to pass it: from those it takes nothing.
    pub(super) fn release(&mut self, unit: usize, row: usize) {
        let leaver = self.s.units[unit].rows[row];
        if leaver.status == Status::Waiting && leaver.count != 0 {
            self.s.monitor.flaws.add(Flaw::ReleasedWhileCounting);
        }
        let rivals: Vec<usize> = self.spec.rivals(self.s, unit, row).collect();
        self.set_status(unit, row, Status::N);
        for other in rivals {
            let passes = unit == S2 && other >= ROWS && !self.spec.is(Mutant::ReleaseTakesAll);
            let rival = self.row(unit, other);
            if rival.status != Status::E && (leaver.status == Status::E || !passes) {
                if rival.count == 0 {
                    self.s.monitor.flaws.add(Flaw::CountBelowZero);
                    continue;
                }
                rival.count -= 1;
            }
        }
        // Counts first, then wakes: all in one pass of the arbiter.
        for other in 0..2 * ROWS {
            let rival = self.s.units[unit].rows[other];
            let asleep = match rival.status {
                Status::Waiting => !rival.parked || rival.header || rival.dead,
                Status::Rfwd => rival.header || rival.dead,
                _ => false,
            };
            if other != row && asleep && rival.count == 0 {
                self.wake(unit, other);
            }
        }
    }

    pub(super) fn wake(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        if entry.dead {
            self.release(unit, row);
            *self.row(unit, row) = Row::VACANT;
        } else if unit == S1 || row >= ROWS || entry.header || self.spec.is_read(&entry) {
            self.set_status(unit, row, Status::E);
        } else if self.s.units[unit].phase != Phase::Serve {
            // It may be forwarded after GO.
            self.set_status(unit, row, Status::Waiting);
            self.row(unit, row).parked = true;
        } else {
            self.set_status(unit, row, Status::Rfwd);
            self.send_own(row, Kind::Fwd, 0);
        }
    }

    /// Releases the row, if it waits as soon as nothing counts against it, and vacates it.
    pub(super) fn leave(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        if entry.status == Status::N {
            *self.row(unit, row) = Row::VACANT;
        } else if entry.count == 0 || entry.status != Status::Waiting {
            self.release(unit, row);
            *self.row(unit, row) = Row::VACANT;
        } else {
            self.row(unit, row).dead = true;
        }
    }
}
