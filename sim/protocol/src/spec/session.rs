//! The session's end and the next one: Hold, drain, tidy up, resume, GO.

use super::{Action, Block, Flaw, Mutant, Phase, Row, Spec, State, Step, Wire, NOBODY, ROWS, S1, S2};
use crate::event::{Kind, Status, What};

impl Spec {
    pub(super) fn session_actions(&self, s: &State, actions: &mut Vec<Action>) {
        if s.alive && s.cuts < self.cuts {
            actions.push(Action::Cut);
        }
        for unit in [S1, S2] {
            let phase = s.units[unit].phase;
            if !s.alive && s.units[unit].up {
                actions.push(Action::Down(unit));
            }
            let ends = |row: &Row| row.blocks.iter().any(|b| b.is_ahead());
            if phase == Phase::Hold && (!s.units[unit].rows.iter().any(ends) || self.is(Mutant::ForgetLocal)) {
                actions.push(Action::Drained(unit));
            }
            // The timer is far longer than the time in which the other unit notices and drains.
            let peer = &s.units[1 - unit];
            let settled = phase == Phase::Resume || phase == Phase::Ready && peer.phase == Phase::Ready;
            let open = |row: &Row| row.is_open() && !row.answered;
            if self.hold_timer && settled && s.units[unit].rows[..ROWS].iter().any(open) {
                actions.push(Action::Timeout(unit));
            }
        }
        if !s.alive && s.units.iter().all(|unit| unit.phase == Phase::Ready) {
            actions.push(Action::Connect);
        }
        let owes = s.units[S1].rows.iter().any(|row| row.old);
        if s.go_due && s.units[S1].phase == Phase::Serve && (!owes || self.is(Mutant::GoEarly)) {
            actions.push(Action::Go);
        }
    }
}

impl Step<'_> {
    pub(super) fn cut(&mut self) {
        self.s.alive = false;
        self.s.cuts += 1;
    }

    pub(super) fn down(&mut self, unit: usize) {
        self.see(|_| What::SessionDown { unit: unit as u8, sent: 0, taken: 0 });
        let state = &mut self.s.units[unit];
        state.up = false;
        state.phase = Phase::Hold;
        self.s.wires[unit].queue.clear();
    }

    /// Every job has ended: what belongs to the dead session goes.
    pub(super) fn drained(&mut self, unit: usize) {
        for at in 0..2 * ROWS {
            self.row(unit, at).lost = false;
            let entry = self.s.units[unit].rows[at];
            if entry.is_open() && !self.spec.is_read(&entry) {
                if unit == S1 {
                    self.tidy_ordered(at);
                } else if at < ROWS {
                    self.tidy_own(at);
                } else {
                    self.tidy_transfer(at);
                }
            }
        }
        self.s.units[unit].phase = Phase::Ready;
        if unit == S1 {
            self.s.go_due = false;
        }
    }

    /// S1: what A1 holds and S2 has not acknowledged keeps its slot and E(A1). Of a forward nothing else stays, and one
    /// that still waits is dropped when its turn comes; an own write goes on in the next session.
    fn tidy_ordered(&mut self, at: usize) {
        let forward = at >= ROWS;
        let forget = self.spec.is(Mutant::DropDurable);
        let entry = self.row(S1, at);
        for block in &mut entry.blocks {
            *block = match *block {
                Block::Done | Block::Gone => *block,
                Block::Durable | Block::Sent | Block::SentData if forget => Block::Done,
                Block::Durable | Block::Sent | Block::SentData => Block::Durable,
                _ if forward && entry.status == Status::E => Block::Gone,
                _ => Block::Todo,
            };
        }
        entry.header = false;
        let entry = *entry;
        if forward && entry.status == Status::N {
            // Refused; S2 forwards it again after GO.
            self.leave(S1, at);
        } else if forward && entry.status == Status::Waiting {
            self.row(S1, at).dead = !self.spec.is(Mutant::KeepForwards);
        } else if forward && entry.blocks.iter().all(|b| b.is_resolved()) {
            self.leave(S1, at);
        }
    }

    /// S2: own writes wait for what comes back and for GO; it remembers what is durable and what failed.
    fn tidy_own(&mut self, at: usize) {
        let forget = self.spec.is(Mutant::NoDoneMap);
        let blocks = usize::from(self.spec.commands[usize::from(self.s.units[S2].rows[at].op)].blocks);
        self.row(S2, at).fast = 0;
        for block in &mut self.row(S2, at).blocks[..blocks] {
            if forget || !block.is_resolved() {
                *block = Block::Todo;
            }
        }
        if self.s.units[S2].rows[at].status != Status::Waiting {
            self.park(at);
        }
    }

    /// S2: S1 will return what matters; one that waits for a read stays until then, or until S1 returns it.
    fn tidy_transfer(&mut self, at: usize) {
        self.row(S2, at).header = false;
        if self.spec.is(Mutant::KeepTransfers) {
            self.row(S2, at).blocks.fill(Block::Todo);
            return;
        }
        self.row(S2, at).blocks.fill(Block::Todo);
        if self.s.units[S2].rows[at].status == Status::E {
            self.leave(S2, at);
        } else {
            self.row(S2, at).dead = true;
        }
    }

    pub(super) fn connect(&mut self) {
        self.s.alive = true;
        self.s.session += 1;
        self.s.go_due = true;
        for row in &mut self.s.units[S1].rows {
            row.old = row.is_open();
        }
        let session = self.s.session.into();
        for unit in [S1, S2] {
            self.s.units[unit].up = true;
            self.s.units[unit].phase = if unit == S1 { Phase::Serve } else { Phase::Resume };
            self.see(|_| What::SessionUp { unit: unit as u8, session });
        }
    }

    /// Everything that was open at S1 when the session began has ended.
    pub(super) fn go(&mut self) {
        let wire = Wire { kind: Kind::Go, op: NOBODY, row: 0, born: 0, index: 0, blocks: 0, data: false };
        self.send(S1, wire);
        self.s.go_due = false;
    }

    /// S2 serves again: own writes are forwarded when their turn comes, those answered meanwhile leave.
    pub(super) fn go_received(&mut self) {
        let unit = &mut self.s.units[S2];
        if unit.phase != Phase::Resume || unit.rows[..ROWS].iter().any(|row| row.header) {
            self.s.monitor.flaws.add(Flaw::GoTooEarly);
        }
        self.s.units[S2].phase = Phase::Serve;
        // First every row's fate, then the wakes: one that leaves wakes others.
        let forget = self.spec.is(Mutant::ForwardAnswered);
        for row in &mut self.s.units[S2].rows[..ROWS] {
            row.dead |= row.answered && !forget;
        }
        for row in 0..ROWS {
            let entry = self.s.units[S2].rows[row];
            if entry.parked {
                self.row(S2, row).parked = false;
                let whole = entry.blocks.iter().all(|b| b.is_resolved()) && !self.spec.is(Mutant::RelLostForwards);
                if whole && !entry.dead {
                    // Only REL is missing, and S1 has written what it had sent.
                    self.leave_and_answer(S2, row, !entry.failed);
                } else if entry.waits == 0 {
                    self.wake(S2, row);
                }
            }
        }
        if self.spec.is(Mutant::KeepTransfers) {
            for row in ROWS..2 * ROWS {
                let entry = self.s.units[S2].rows[row];
                if entry.is_open() && !entry.header {
                    self.leave(S2, row);
                }
            }
        }
    }
}
