//! The session's end and the next one: Hold, drain, tidy up, resume, GO.

use super::{Action, Block, Flaw, Mutant, Phase, Row, Spec, State, Step, Wire, NOBODY, ROWS, S1, S2};
use crate::event::{Kind, Status, What};

impl Spec {
    fn reads(&self, s: &State, unit: usize) -> bool {
        s.units[unit].rows.iter().any(|row| row.is_open() && self.is_read(row) && row.status == Status::E)
    }

    /// Blocks of the old session that S2 has not acknowledged.
    fn owes(s: &State) -> bool {
        s.units[S1].rows.iter().any(|row| row.is_open() && row.blocks.iter().any(|b| b.is_unacknowledged()))
    }

    pub(super) fn session_actions(&self, s: &State, actions: &mut Vec<Action>) {
        if s.alive && s.cuts < self.cuts {
            actions.push(Action::Cut);
        }
        for unit in [S1, S2] {
            let phase = s.units[unit].phase;
            if !s.alive && s.units[unit].up {
                actions.push(Action::Down(unit));
            }
            if phase == Phase::Hold && !self.reads(s, unit) {
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
        if s.units[S1].phase == Phase::Resume && (!Self::owes(s) || self.is(Mutant::GoEarly)) {
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
        self.see(|_| What::SessionDown { unit: unit as u8 });
        let state = &mut self.s.units[unit];
        state.up = false;
        state.phase = Phase::Hold;
        self.s.wires[unit].queue.clear();
    }

    /// Every job has ended. What A1 holds and S2 has not acknowledged keeps E(A1) and its slot; everything else leaves
    /// the table, own commands to be inserted again, forwards for good.
    pub(super) fn drained(&mut self, unit: usize) {
        let keeps = |row: &Row| unit == S1 && row.blocks.iter().any(|b| b.is_unacknowledged());
        for at in 0..2 * ROWS {
            if !self.s.units[unit].rows[at].is_open() {
                continue;
            }
            let forward = unit == S1 && at >= ROWS;
            let entry = self.row(unit, at);
            for block in &mut entry.blocks {
                *block = match *block {
                    Block::Done | Block::Gone => *block,
                    Block::Durable | Block::Sent | Block::SentData => Block::Durable,
                    Block::Leaving => Block::Gone,
                    _ if forward => Block::Gone,
                    _ => Block::Todo,
                };
            }
            entry.header = false;
            entry.count = 0;
            entry.due = 0;
            let entry = *entry;
            let forget = self.spec.is(Mutant::DropDurable) && unit == S1;
            if keeps(&entry) && !forget {
                continue;
            }
            if self.spec.is(Mutant::KeepForwards) && forward && entry.status == Status::Waiting {
                self.keep_forward(at);
                continue;
            }
            if forget {
                for block in &mut self.row(unit, at).blocks {
                    *block = if *block == Block::Durable { Block::Done } else { *block };
                }
            }
            if self.spec.is(Mutant::NoDoneMap) && unit == S2 && at < ROWS {
                let blocks = usize::from(self.spec.commands[usize::from(entry.op)].blocks);
                self.row(unit, at).blocks[..blocks].fill(Block::Todo);
            }
            self.set_status(unit, at, Status::N);
            if at >= ROWS || entry.dead {
                *self.row(unit, at) = Row::VACANT;
            }
        }
        self.s.units[unit].phase = Phase::Ready;
    }

    fn keep_forward(&mut self, at: usize) {
        let blocks = usize::from(self.spec.commands[usize::from(self.s.units[S1].rows[at].op)].blocks);
        self.row(S1, at).blocks[..blocks].fill(Block::Todo);
    }

    pub(super) fn connect(&mut self) {
        self.s.alive = true;
        self.s.session += 1;
        let session = self.s.session.into();
        for unit in [S1, S2] {
            self.s.units[unit].up = true;
            self.s.units[unit].phase = Phase::Resume;
            self.see(|_| What::SessionUp { unit: unit as u8, session });
        }
    }

    /// The old session's blocks are on both areas: S2 may serve, and so may S1.
    pub(super) fn go(&mut self) {
        let wire = Wire { kind: Kind::Go, op: NOBODY, row: 0, born: 0, index: 0, blocks: 0, data: false };
        self.send(S1, wire);
        self.s.units[S1].phase = Phase::Serve;
        self.serve_again(S1);
    }

    pub(super) fn go_received(&mut self) {
        let unit = &mut self.s.units[S2];
        if unit.phase != Phase::Resume || unit.rows.iter().any(|row| row.status != Status::N) {
            self.s.monitor.flaws.add(Flaw::GoTooEarly);
        }
        self.s.units[S2].phase = Phase::Serve;
        self.serve_again(S2);
    }

    /// Own commands that wait outside the table enter it again; those answered meanwhile are forgotten.
    fn serve_again(&mut self, unit: usize) {
        for row in 0..ROWS {
            let entry = self.s.units[unit].rows[row];
            if !entry.is_open() {
                continue;
            }
            let resent = unit == S2 && self.spec.is(Mutant::ForwardAnswered);
            if entry.answered && !resent {
                self.leave(unit, row);
            } else if entry.blocks.iter().all(|b| b.is_resolved()) {
                // Every block that could come was resolved by the old session.
                self.leave_resolved(unit, row);
            } else if entry.status == Status::N {
                self.insert_ordered(unit, row);
            }
        }
    }

    fn leave_resolved(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        if entry.status != Status::N {
            self.release(unit, row);
        }
        self.answer(unit, row, !entry.failed);
        self.leave(unit, row);
    }
}
