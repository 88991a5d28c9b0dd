//! S2: forwards its host's writes, supplies granted blocks, takes E(A2) for what S1 returns and writes A2.

use super::orderer::first;
use super::{Action, Block, Flaw, Mutant, Phase, Row, Spec, State, Step, Wire, ROWS, S2};
use crate::event::{Kind, Status};

/// Slots of local writes in use at S2.
pub(super) fn local_slots(spec: &Spec, s: &State) -> usize {
    let kept = |b: &&Block| match b {
        Block::Have => !spec.return_data,
        Block::Back => true,
        _ => false,
    };
    let open = s.units[S2].rows[..ROWS].iter().filter(|row| row.is_open());
    open.map(|row| row.blocks.iter().filter(kept).count()).sum()
}

/// S1's slots that blocks of S2 use unasked, or will.
pub(super) fn unasked_slots(spec: &Spec, s: &State) -> usize {
    let open = |block: &&Block| match block {
        Block::Have if spec.is(Mutant::FastForgets) => false,
        _ => !block.is_resolved(),
    };
    let unasked = |row: &Row| row.blocks[..usize::from(row.fast)].iter().filter(open).count();
    s.units[S2].rows[..ROWS].iter().map(unasked).sum()
}

/// Slots of the peer's transfers in use at S2.
pub(super) fn peer_slots(s: &State) -> usize {
    s.units[S2].rows.iter().map(|row| row.blocks.iter().filter(|&&b| b == Block::BackData).count()).sum()
}

impl Spec {
    pub(super) fn follower_actions(&self, s: &State, actions: &mut Vec<Action>) {
        let unit = &s.units[S2];
        if !matches!(unit.phase, Phase::Serve | Phase::Resume) {
            return;
        }
        for (at, row) in unit.rows.iter().enumerate() {
            if !row.is_open() || self.is_read(row) {
                continue;
            }
            let hasty = self.is(Mutant::DataBeforeGrant) && row.status == Status::Rfwd;
            let wanted = if hasty { first(row, &[Block::Granted, Block::Todo]) } else { first(row, &[Block::Granted]) };
            if let (true, Some(index)) = (at < ROWS, wanted) {
                // Grants never exceed S1's slots of this class, which are as many as the local ones here.
                if local_slots(self, s) < self.slots || self.is(Mutant::GrantWithoutSlot) {
                    let forgets = self.is(Mutant::ForwardAnswered);
                    if !row.answered || forgets {
                        actions.push(Action::Supply { row: at, fail: false });
                    }
                    let gone = row.answered && !forgets && !self.is(Mutant::ResetSilent);
                    if gone || self.commands[usize::from(row.op)].fails == Some(index as u8) {
                        actions.push(Action::Supply { row: at, fail: true });
                    }
                }
            }
            if row.status == Status::E && first(row, &[Block::Back, Block::BackData]).is_some() {
                actions.push(Action::WriteA2 { row: at });
            }
        }
    }
}

impl Step<'_> {
    /// Sends FWD. As many blocks as S2 may send unasked follow it.
    pub(super) fn forward(&mut self, row: usize) {
        let room = self.spec.gift() - unasked_slots(self.spec, self.s);
        let entry = self.row(S2, row);
        // Blocks beyond the write's end count as done, and so do those that came back before a cut.
        let fast = entry.blocks.iter().take_while(|&&block| block == Block::Todo).count().min(room);
        entry.blocks[..fast].fill(Block::Granted);
        entry.fast = fast as u8;
        let Row { op, born, .. } = *entry;
        let blocks = fast as u8;
        self.send(S2, Wire { kind: Kind::Fwd, op, row: row as u8, born, index: 0, blocks, data: false });
    }

    pub(super) fn supply(&mut self, row: usize, fail: bool) {
        let index = first(self.row(S2, row), &[Block::Granted])
            .or_else(|| first(self.row(S2, row), &[Block::Todo]))
            .expect("possible");
        if fail {
            let wire = self.about(row, index, Kind::Abandon);
            let entry = self.row(S2, row);
            entry.blocks[index] = Block::Gone;
            entry.failed = true;
            if !(self.spec.parallel && self.s.units[S2].rows[row].header) {
                self.finish_forwarded(row);
            }
            self.send(S2, wire);
        } else {
            self.row(S2, row).blocks[index] = Block::Have;
            if local_slots(self.spec, self.s) > self.spec.slots {
                self.s.monitor.flaws.add(Flaw::NoSlot);
            }
            let bare = self.spec.is_bare(&self.s.units[S2].rows[row]);
            self.send_block(S2, row, index, Kind::Data, !bare);
        }
    }

    fn about(&self, row: usize, index: usize, kind: Kind) -> Wire {
        let entry = self.s.units[S2].rows[row];
        let row = (row % ROWS) as u8;
        Wire { kind, op: entry.op, row, born: entry.born, index: index as u8, blocks: 0, data: false }
    }

    pub(super) fn write_a2(&mut self, row: usize) {
        let index = first(self.row(S2, row), &[Block::Back, Block::BackData]).expect("possible");
        let ack = self.about(row, index, Kind::Ack);
        let early = self.spec.is(Mutant::AckBeforeDurable);
        if !early {
            self.write_area(S2, row, index);
        }
        self.row(S2, row).blocks[index] = Block::Done;
        self.settle(row, Some(ack));
    }

    /// One block of a returned write is resolved: perhaps the last, then E(A2) is released before `ack` leaves.
    fn settle(&mut self, row: usize, ack: Option<Wire>) {
        let own = row < ROWS;
        let resumes = self.s.units[S2].phase != Phase::Serve;
        let entry = self.row(S2, row);
        entry.due = entry.due.saturating_sub(1);
        let due = entry.due;
        if self.spec.parallel && !self.spec.is(Mutant::NoHold) {
            // E(A2) is held until REL.
        } else if own && !(resumes && due > 0) {
            self.finish_forwarded(row);
            if resumes && self.s.units[S2].rows[row].status == Status::E {
                // The rest of the write is forwarded again after GO.
                self.park(row);
            }
        } else if !own && due == 0 {
            self.leave(S2, row);
        }
        if let Some(ack) = ack {
            self.send(S2, ack);
        }
    }

    /// Back to waiting, until old blocks come back or GO.
    pub(super) fn park(&mut self, row: usize) {
        self.set_status(S2, row, Status::Waiting);
        let entry = self.row(S2, row);
        (entry.parked, entry.header, entry.due) = (true, false, 0);
    }

    /// A forwarded write whose blocks are all resolved ends.
    fn finish_forwarded(&mut self, row: usize) {
        let entry = self.s.units[S2].rows[row];
        if entry.blocks.iter().all(|b| b.is_resolved()) {
            self.leave_and_answer(S2, row, !entry.failed);
        }
    }

    /// REL: both areas hold what was announced. E(A2) ends here.
    fn released(&mut self, row: usize) {
        if self.s.units[S2].rows[row].due > 0 {
            self.s.monitor.flaws.add(Flaw::BadFrame);
        } else if row >= ROWS {
            self.leave(S2, row);
        } else {
            self.finish_forwarded(row);
            if self.s.units[S2].rows[row].status == Status::E {
                // In a resume; the rest is forwarded again after GO.
                self.park(row);
            }
        }
    }

    pub(super) fn follower_gets(&mut self, wire: Wire) {
        if wire.kind == Kind::Go {
            self.go_received();
            return;
        }
        let own = self.spec.commands[usize::from(wire.op)].host == S2;
        let row = usize::from(wire.row) + if own { 0 } else { ROWS };
        let entry = self.s.units[S2].rows[row];
        let matches = entry.op == wire.op && entry.born == wire.born
            || self.spec.is(Mutant::MatchByRow) && entry.is_open() && own && !self.spec.is_read(&entry);
        let resumes = self.s.units[S2].phase == Phase::Resume;
        match wire.kind {
            Kind::RepHeader if !own && !entry.is_open() => {
                *self.row(S2, row) =
                    Row { op: wire.op, born: wire.born, header: true, due: wire.blocks, ..Row::VACANT };
                self.insert_priority(row);
            }
            // The transfer was waiting when the session ended.
            Kind::RepHeader if !own && matches && !entry.header => {
                let entry = self.row(S2, row);
                (entry.header, entry.dead, entry.due) = (true, false, wire.blocks);
            }
            Kind::RepHeader if own && matches && resumes && entry.parked => {
                self.row(S2, row).due = wire.blocks;
                self.convert(row);
            }
            Kind::RepHeader if own && matches && entry.status == Status::Rfwd && !entry.header => self.convert(row),
            // Answered before the cut: the row is vacant or has another write.
            Kind::RepHeader if own && resumes => {}
            Kind::Rep if own && !matches && resumes => self.send(S2, Wire { kind: Kind::Ack, data: false, ..wire }),
            Kind::Rep if matches && entry.header => self.returned(row, wire),
            Kind::Grant if own && matches => self.granted(row, wire),
            Kind::Abandon if !own && matches && entry.header => {
                self.row(S2, row).blocks[usize::from(wire.index)] = Block::Gone;
                self.settle(row, None);
            }
            // It has ended by itself: everything that it had announced was abandoned.
            Kind::Fin if own && !matches && self.spec.fast > 0 && !self.spec.is(Mutant::FinKnown) => {}
            Kind::Rel if matches && entry.header => self.released(row),
            Kind::Rel if self.spec.is(Mutant::NoHold) => {}
            Kind::Fin if own && matches && entry.status == Status::Rfwd => {
                // A compare has had its turn, or the write was refused.
                let compared = wire.blocks > 0;
                self.row(S2, row).failed = !compared;
                self.leave_and_answer(S2, row, compared);
            }
            _ => self.s.monitor.flaws.add(Flaw::BadFrame),
        }
    }

    fn granted(&mut self, row: usize, wire: Wire) {
        let index = usize::from(wire.index);
        match self.s.units[S2].rows[row].blocks[index] {
            Block::Todo => self.row(S2, row).blocks[index] = Block::Granted,
            // Done (or given up) before the cut: not a second time.
            Block::Done if self.spec.is(Mutant::BareAgain) => self.row(S2, row).blocks[index] = Block::Granted,
            Block::Done | Block::Gone => self.send_block(S2, row, index, Kind::Abandon, false),
            _ => self.s.monitor.flaws.add(Flaw::BadFrame),
        }
    }

    fn returned(&mut self, row: usize, wire: Wire) {
        let index = usize::from(wire.index);
        let block = self.s.units[S2].rows[row].blocks[index];
        let bare = self.spec.commands[usize::from(wire.op)].is_bare();
        let data = wire.data || bare && block != Block::Have;
        if !data && block != Block::Have {
            self.s.monitor.flaws.add(Flaw::NothingToWrite);
            return;
        }
        self.row(S2, row).blocks[index] = if data { Block::BackData } else { Block::Back };
        if peer_slots(self.s) > self.spec.slots {
            self.s.monitor.flaws.add(Flaw::NoSlot);
        }
    }
}
