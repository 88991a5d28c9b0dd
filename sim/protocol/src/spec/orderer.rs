//! S1: orders every write, takes E(A1), writes A1, returns blocks to S2 and releases when S2 has acknowledged.

use super::{Action, Block, Flaw, Mutant, Phase, Row, Spec, State, Step, Wire, Work, NOBODY, ROWS, S1};
use crate::event::{Kind, Status};

/// The first block that is at one of `stages`: blocks of a write move in order.
pub(super) fn first(row: &Row, stages: &[Block]) -> Option<usize> {
    row.blocks.iter().position(|block| stages.contains(block))
}

fn count(rows: &[Row], held: impl Fn(Block) -> bool) -> usize {
    rows.iter().filter(|r| r.is_open()).map(|r| r.blocks.iter().filter(|&&b| held(b)).count()).sum()
}

/// Slots of local writes in use at S1.
pub(super) fn local_slots(s: &State) -> usize {
    count(&s.units[S1].rows[..ROWS], Block::is_in_slot)
}

/// S1's peer slots in use by blocks that came unasked.
pub(super) fn unasked_slots(s: &State) -> usize {
    let holds = |block: &&Block| block.is_in_slot();
    let unasked = |row: &Row| row.blocks[..usize::from(row.fast)].iter().filter(holds).count();
    s.units[S1].rows[ROWS..].iter().map(unasked).sum()
}

/// S1's peer slots in use or in reserve for blocks that were granted.
pub(super) fn asked_slots(s: &State) -> usize {
    let holds = |block: &&Block| **block == Block::Granted || block.is_in_slot();
    let asked = |row: &Row| row.blocks[usize::from(row.fast)..].iter().filter(holds).count();
    s.units[S1].rows[ROWS..].iter().map(asked).sum()
}

fn credits_taken(s: &State) -> usize {
    count(&s.units[S1].rows, |b| matches!(b, Block::SentData | Block::AheadData))
}

/// Stages of a block that A1 does not hold yet.
const WRITES_A1: &[Block] = &[Block::Have, Block::Ahead, Block::AheadData, Block::AheadDone];

impl Spec {
    /// Stages of a block that P2 may send.
    fn returns(&self) -> &'static [Block] {
        if self.parallel || self.is(Mutant::A2First) {
            &[Block::Durable, Block::Have]
        } else {
            &[Block::Durable]
        }
    }

    /// S2 has kept the data of a forward: none travel back, and no credit is needed.
    fn keeps(&self, at: usize, row: &Row) -> bool {
        at >= ROWS && (!self.return_data || self.is_bare(row)) && (!row.old || self.is(Mutant::ResumeWithoutData))
    }

    pub(super) fn orderer_actions(&self, s: &State, actions: &mut Vec<Action>) {
        let phase = s.units[S1].phase;
        let serves = phase == Phase::Serve;
        for (at, row) in s.units[S1].rows.iter().enumerate() {
            if !row.is_open() || self.is_read(row) {
                continue;
            }
            let local = at < ROWS;
            let holds = row.status == Status::E || local && self.is(Mutant::P2BeforeE);
            let may_fetch = holds || self.is(Mutant::SlotBeforeE) && row.status == Status::Waiting;
            if serves && row.blocks.contains(&Block::Todo) {
                if local && may_fetch && local_slots(s) < self.slots {
                    actions.push(Action::Fetch { row: at, fail: false });
                    let index = first(row, &[Block::Todo]).map(|i| i as u8);
                    if self.commands[usize::from(row.op)].fails == index && !row.answered {
                        actions.push(Action::Fetch { row: at, fail: true });
                    }
                }
                let room = if self.is(Mutant::GrantFromAll) { self.slots } else { self.slots - self.gift() };
                let reserved = asked_slots(s) < room || self.is(Mutant::GrantWithoutSlot);
                if !local && holds && reserved {
                    actions.push(Action::Grant { row: at });
                }
            }
            let may_write = holds || self.is(Mutant::WriteUnasked);
            // When the session has ended, jobs that had begun still end: what was sent must be on A1 too.
            let ends = phase == Phase::Hold && row.blocks.iter().any(|b| b.is_ahead()) && !self.is(Mutant::ForgetLocal);
            if serves && may_write && first(row, WRITES_A1).is_some() || ends {
                actions.push(Action::WriteA1 { row: at });
            }
            let credit = self.keeps(at, row) || credits_taken(s) < self.slots || self.is(Mutant::NoCredit);
            let returns = first(row, self.returns()).is_some() && self.work(row) != Work::Compare;
            if serves && holds && returns && credit {
                actions.push(Action::Return { row: at });
            }
        }
    }
}

impl Step<'_> {
    pub(super) fn fetch(&mut self, row: usize, fail: bool) {
        let entry = self.row(S1, row);
        let index = first(entry, &[Block::Todo]).expect("possible");
        if !fail && !entry.answered {
            entry.blocks[index] = Block::Have;
            return;
        }
        // Its host has its answer, or the host's memory failed: the block will not come, which S2 must hear if it
        // counts on it.
        entry.failed = true;
        entry.blocks[index] = Block::Gone;
        if entry.header && !self.spec.is(Mutant::SilentFailure) {
            self.send_block(S1, row, index, Kind::Abandon, false);
        }
        self.finish_ordered(row);
    }

    pub(super) fn grant(&mut self, row: usize) {
        let index = first(self.row(S1, row), &[Block::Todo]).expect("possible");
        self.row(S1, row).blocks[index] = Block::Granted;
        if asked_slots(self.s) > self.spec.slots {
            self.s.monitor.flaws.add(Flaw::NoSlot);
        }
        self.send_block(S1, row, index, Kind::Grant, false);
    }

    pub(super) fn write_a1(&mut self, row: usize) {
        let drains = self.s.units[S1].phase == Phase::Hold;
        let stages = if drains { &WRITES_A1[1..] } else { WRITES_A1 };
        let entry = self.row(S1, row);
        let index = first(entry, stages).expect("possible");
        let stage = entry.blocks[index];
        if self.spec.work(&self.s.units[S1].rows[row]) == Work::Compare {
            self.compare(row, index);
            self.finish_ordered(row);
            return;
        }
        self.write_area(S1, row, index);
        self.row(S1, row).blocks[index] = match stage {
            Block::Ahead => Block::Sent,
            Block::AheadData => Block::SentData,
            Block::AheadDone => Block::Done,
            _ => Block::Durable,
        };
        self.finish_ordered(row);
    }

    pub(super) fn return_block(&mut self, row: usize) {
        let entry = *self.row(S1, row);
        let index = first(&entry, self.spec.returns()).expect("possible");
        let durable = entry.blocks[index] == Block::Durable;
        if entry.status != Status::E || !durable && !self.spec.parallel {
            self.s.monitor.flaws.add(Flaw::ReturnTooEarly);
        }
        if !entry.header {
            self.return_header(row);
        }
        let bare = self.spec.is_bare(&entry);
        let data = !self.spec.keeps(row, &entry);
        self.row(S1, row).blocks[index] = match (durable, data) {
            (true, true) => Block::SentData,
            (true, false) => Block::Sent,
            (false, true) => Block::AheadData,
            (false, false) => Block::Ahead,
        };
        self.send_block(S1, row, index, Kind::Rep, data && !bare);
        if self.spec.is(Mutant::EarlyRelease) {
            let entry = *self.row(S1, row);
            if entry.blocks.iter().all(|&b| b.is_resolved() || b.is_unacknowledged()) && entry.status == Status::E {
                self.release(S1, row);
            }
        }
        if self.spec.is(Mutant::AnswerEarly) && row < ROWS && self.all_sent(row) {
            self.answer(S1, row, true);
        }
    }

    fn all_sent(&self, row: usize) -> bool {
        self.s.units[S1].rows[row].blocks.iter().all(|&b| b.is_resolved() || matches!(b, Block::Sent | Block::SentData))
    }

    /// Says how many blocks will follow: all that are not resolved yet.
    fn return_header(&mut self, row: usize) {
        let entry = self.row(S1, row);
        entry.header = true;
        let follows = |b: &&Block| !b.is_resolved();
        let wire = Wire {
            kind: Kind::RepHeader,
            op: entry.op,
            row: (row % ROWS) as u8,
            born: entry.born,
            index: 0,
            blocks: entry.blocks.iter().filter(follows).count() as u8,
            data: false,
        };
        self.send(S1, wire);
    }

    /// Sends a frame about one block of a row.
    pub(super) fn send_block(&mut self, from: usize, row: usize, index: usize, kind: Kind, data: bool) {
        let entry = self.s.units[from].rows[row];
        let row = (row % ROWS) as u8;
        self.send(from, Wire { kind, op: entry.op, row, born: entry.born, index: index as u8, blocks: 0, data });
    }

    /// A write whose blocks are all resolved ends: E(A1) is released, a local host answered.
    fn finish_ordered(&mut self, row: usize) {
        let entry = self.s.units[S1].rows[row];
        let early =
            self.spec.is(Mutant::RelBeforeA1) && entry.blocks.iter().all(|&b| b.is_resolved() || b == Block::AheadDone);
        let over = entry.blocks.iter().all(|b| b.is_resolved());
        if self.spec.parallel && entry.header && if self.spec.is(Mutant::RelBeforeA1) { early && !over } else { over } {
            // Before anybody else can hold E(A1): the next write's header comes behind it.
            let wire = Wire {
                kind: Kind::Rel,
                op: entry.op,
                row: (row % ROWS) as u8,
                born: entry.born,
                index: 0,
                blocks: 0,
                data: false,
            };
            self.send(S1, wire);
        }
        if !over {
            return;
        }
        if row < ROWS {
            self.leave_and_answer(S1, row, !entry.failed);
        } else if self.spec.work(&entry) == Work::Compare {
            self.release(S1, row);
            self.refused(row);
        } else {
            self.leave(S1, row);
        }
    }

    pub(super) fn orderer_gets(&mut self, wire: Wire) {
        let local = self.spec.commands.get(usize::from(wire.op)).is_some_and(|c| c.host == S1);
        let row = usize::from(wire.row) + if local { 0 } else { ROWS };
        let index = usize::from(wire.index);
        let entry = self.s.units[S1].rows[row];
        if wire.kind == Kind::Fwd {
            self.forwarded(row, wire);
            return;
        }
        if entry.op == NOBODY || entry.op != wire.op || entry.born != wire.born {
            self.s.monitor.flaws.add(Flaw::BadFrame);
            return;
        }
        let block = entry.blocks[index];
        let next = match (wire.kind, block) {
            (Kind::Data, Block::Granted) if entry.status == Status::N => Block::Gone,
            (Kind::Data, Block::Granted) if entry.status == Status::E || index < usize::from(entry.fast) => Block::Have,
            (Kind::Abandon, Block::Granted) => Block::Gone,
            (Kind::Ack, Block::Sent | Block::SentData) => Block::Done,
            (Kind::Ack, Block::Ahead | Block::AheadData) => Block::AheadDone,
            (Kind::Data, _) => {
                self.s.monitor.flaws.add(Flaw::DataBeforeGrant);
                return;
            }
            _ => {
                self.s.monitor.flaws.add(Flaw::BadFrame);
                return;
            }
        };
        self.row(S1, row).blocks[index] = next;
        if unasked_slots(self.s) > self.spec.gift() {
            self.s.monitor.flaws.add(Flaw::NoSlot);
        }
        if entry.status == Status::N {
            self.refused(row);
        } else {
            self.finish_ordered(row);
        }
    }
}
