//! S1: a write that comes over P4, until it is in the table; and its refusal.

use super::{Block, Flaw, Mutant, Row, Step, Wire, ROWS, S1, WIDE};
use crate::event::Kind;

impl Step<'_> {
    /// FWD has come.
    pub(super) fn forwarded(&mut self, row: usize, wire: Wire) {
        if self.open_forward(row, wire) {
            if self.is_rejected(S1, row) {
                self.refuse_row(row);
            } else {
                self.insert_ordered(S1, row);
            }
        }
    }

    /// FWD has come, and a path is disabled.
    pub(super) fn refuse(&mut self, wire: Wire) {
        let row = usize::from(wire.row) + ROWS;
        if self.open_forward(row, wire) {
            self.refuse_row(row);
        }
    }

    fn open_forward(&mut self, row: usize, wire: Wire) -> bool {
        if self.s.units[S1].rows[row].is_open() {
            self.s.monitor.flaws.add(Flaw::BadFrame);
            return false;
        }
        let mut blocks = [Block::Done; WIDE];
        blocks[..usize::from(self.spec.commands[usize::from(wire.op)].blocks)].fill(Block::Todo);
        // These come unasked, into slots that S2 may use for that.
        blocks[..usize::from(wire.blocks)].fill(Block::Granted);
        *self.row(S1, row) = Row { op: wire.op, born: wire.born, blocks, fast: wire.blocks, ..Row::VACANT };
        true
    }

    /// Refuses a forward that is not in the table, or not any more. It stays open for what comes unasked.
    pub(super) fn refuse_row(&mut self, row: usize) {
        let entry = self.row(S1, row);
        entry.failed = true;
        for block in &mut entry.blocks {
            if *block != Block::Granted {
                *block = Block::Gone;
            }
        }
        self.refused(row);
    }

    /// FIN, when the last announced block has come, or will not come.
    pub(super) fn refused(&mut self, row: usize) {
        let entry = self.s.units[S1].rows[row];
        if entry.blocks.iter().all(|b| b.is_resolved()) || self.spec.is(Mutant::FinEarly) {
            self.leave(S1, row);
            if !self.spec.is(Mutant::RefuseSilently) {
                let row = (row % ROWS) as u8;
                let Row { op, born, .. } = entry;
                // The status: a compare has had its turn, or (nothing of a refused write came to be) not.
                let blocks = u8::from(!entry.blocks.contains(&Block::Gone));
                self.send(S1, Wire { kind: Kind::Fin, op, row, born, index: 0, blocks, data: false });
            }
        }
    }
}
