//! The partner as the first unit: it orders both hosts' writes.

use super::wire::Block;
use super::{Act, Row, Unit, BELIEVED_AFTER, CONFLICT, E, INTERRUPTED, N, PEER_SLOTS, WAITING};
use twinpath_spec::limits::UNASKED_SLOTS;
use twinpath_spec::link::{crc32c_words, Header, Kind, FLAG_HELD, FLAG_KEPT};
use twinpath_spec::nvme;

impl Unit {
    /// A write comes in: E at once when nothing that overlaps is before it.
    pub(super) fn order(&mut self, row: Row) {
        let (origin, wseq) = (row.origin, row.wseq);
        self.rows.push(row);
        let free = !self.behind(self.rows.len() - 1);
        if self.bars(origin) {
            return self.refuse(origin, wseq, CONFLICT);
        }
        if !free && self.setup.reject_on_busy {
            return self.refuse(origin, wseq, INTERRUPTED);
        }
        self.status(origin, wseq, if free { E } else { WAITING });
        if free {
            self.begin(origin, wseq);
        }
    }

    /// A forward that may not go on goes back; its unasked block comes first, so that nothing of it meets a row used again.
    fn refuse(&mut self, origin: u8, wseq: u32, status: u16) {
        let Some(row) = self.find(origin, wseq) else { return };
        row.answer = status;
        row.refused = row.unasked && row.data[0].is_none();
        if !row.refused {
            let slot = row.peer[0];
            self.fin(wseq, slot);
        }
    }

    /// A write that waited, and whose host does not hold the reservation at its turn.
    fn turn_away(&mut self, origin: u8, wseq: u32) {
        let Some(row) = self.find(origin, wseq).map(|r| r.clone()) else { return };
        self.status(origin, wseq, N);
        if origin == 0 {
            return self.answer(row.cid, CONFLICT, vec![]);
        }
        self.rows.push(Row { status: N, ..row });
        self.refuse(origin, wseq, CONFLICT);
    }

    fn fin(&mut self, wseq: u32, slot: u8) {
        let Some(row) = self.find(1, wseq).map(|r| r.clone()) else { return };
        let fin = Header { slot, value: row.answer.into(), ..self.about(Kind::FIN, &row, 0) };
        self.rows.retain(|r| (r.origin, r.wseq) != (1, wseq));
        self.wire.send(fin, None);
    }

    /// Whether a row that overlaps came before this one.
    fn behind(&self, at: usize) -> bool {
        let row = &self.rows[at];
        self.rows[..at].iter().any(|o| !o.refused && o.overlaps(row.lba, row.blocks))
    }

    fn begin(&mut self, origin: u8, wseq: u32) {
        self.oseq += 32;
        let oseq = self.oseq;
        let Some(row) = self.find(origin, wseq) else { return };
        row.oseq = oseq;
        let (blocks, unasked) = (row.blocks, row.unasked);
        let is_here = row.data[0].is_some();
        if origin == 0 {
            return self.shuffled(blocks).into_iter().for_each(|index| self.start(origin, wseq, index));
        }
        if unasked && is_here {
            self.start(origin, wseq, 0);
        }
        if blocks > u8::from(unasked) {
            self.later(1, Act::Grant(wseq, unasked.into()));
        }
    }

    /// The blocks of a write are asked for in order.
    pub(super) fn grant(&mut self, wseq: u32, index: u8) {
        self.grants.push_back((wseq, index));
        if self.find(1, wseq).is_some_and(|r| index + 1 < r.blocks) {
            self.later(1, Act::Grant(wseq, index + 1));
        }
    }

    /// A block is here and its write has E: into the area, and in the parallel order to the other unit as well.
    fn start(&mut self, origin: u8, wseq: u32, index: u8) {
        if self.fails() {
            return self.fail(origin, wseq, index);
        }
        self.later(1, Act::Store(origin, wseq, index));
        if self.setup.parallel_order {
            self.later(1, Act::Return(origin, wseq, index));
        }
    }

    /// The area refuses a block: the other unit is told, if it knows of it, and the host at the end.
    fn fail(&mut self, origin: u8, wseq: u32, index: u8) {
        let Some(row) = self.find(origin, wseq) else { return };
        row.answer = nvme::WRITE_FAULT.bits();
        let row = row.clone();
        if origin == 0 && !row.header {
            return self.resolve(origin, wseq, index);
        }
        let slot = row.peer[usize::from(index)];
        let abandon = Header { slot, blocks: 1, ..self.about(Kind::ABANDON, &row, index) };
        self.wire.send(abandon, None);
        self.failed(origin, wseq, index);
    }

    /// A block that failed is over when the other unit has been told.
    pub(super) fn failed(&mut self, origin: u8, wseq: u32, index: u8) {
        match self.wire.is_quiet() {
            true => self.resolve(origin, wseq, index),
            false => self.at(BELIEVED_AFTER, Act::Failed(origin, wseq, index)),
        }
    }

    pub(super) fn is_durable(&mut self, origin: u8, wseq: u32, index: u8) {
        let Some(row) = self.find(origin, wseq) else { return };
        row.stored |= 1 << index;
        let acknowledged = row.acknowledged >> index & 1 == 1;
        if !self.setup.parallel_order {
            self.returns.push_back((origin, wseq, index));
        } else if acknowledged {
            self.resolve(origin, wseq, index);
        }
    }

    /// Grants and returns, as far as there are slots for them.
    pub(super) fn give(&mut self) {
        let lent = if self.fast { UNASKED_SLOTS } else { 0 };
        while self.claims + lent < PEER_SLOTS {
            let Some((wseq, index)) = self.grants.pop_front() else { break };
            let Some(row) = self.find(1, wseq).map(|r| r.clone()) else { continue };
            self.claims += 1;
            let grant = Header { blocks: row.blocks, ..self.about(Kind::GRANT, &row, index) };
            self.wire.send(grant, None);
        }
        while self.spent < PEER_SLOTS {
            let Some((origin, wseq, index)) = self.returns.pop_front() else { break };
            let (session, parallel) = (self.wire.session, self.setup.parallel_order);
            let Some(row) = self.find(origin, wseq) else { continue };
            let first = !std::mem::replace(&mut row.header, true);
            let row = row.clone();
            if first {
                let header = self.about(Kind::REP_HEADER, &row, 0);
                let left = row.blocks - row.done as u8;
                let flags = if parallel { FLAG_HELD } else { 0 };
                let header = Header { flags, blocks: row.blocks, oseq: row.oseq, value: left.into(), ..header };
                self.wire.send(header, None);
            }
            let with_data = origin == 0 || self.setup.return_data;
            let kept = row.peer[usize::from(index)];
            let block = row.data[usize::from(index)].clone();
            let value = block.as_ref().map_or(0, |b| crc32c_words(&b[..]));
            let rep = Header {
                flags: if origin == 1 { kept << 4 | FLAG_KEPT } else { 0 },
                slot: if with_data { 0 } else { kept },
                // Its own slots have no number that matters.
                blocks: index & 15,
                lba: session.into(),
                oseq: row.oseq + u32::from(index),
                value,
                ..self.about(Kind::REP, &row, index)
            };
            self.spent += usize::from(with_data);
            self.wire.send(rep, block.filter(|_| with_data));
        }
    }

    pub(super) fn first_got(&mut self, header: Header, data: Option<Block>) {
        let wseq = header.wseq;
        match header.kind {
            Kind::FWD => {
                let row = Row::new(1, header.row, wseq, header.lba, header.blocks);
                let row = Row { unasked: header.value & 1 == 1, ..row };
                self.forwards.push_back((self.now + BELIEVED_AFTER, row));
            }
            Kind::DATA => self.came.push_back((self.now + BELIEVED_AFTER, header, data)),
            Kind::ABANDON | Kind::ACK => self.came.push_back((self.now + BELIEVED_AFTER, header, None)),
            _ => {}
        }
    }

    /// What the unit knows of now.
    pub(super) fn believe(&mut self) {
        while self.forwards.front().is_some_and(|(at, _)| *at <= self.now) {
            if let Some((_, row)) = self.forwards.pop_front() {
                self.order(row);
            }
        }
        while self.came.front().is_some_and(|(at, ..)| *at <= self.now) {
            let Some((_, header, data)) = self.came.pop_front() else { break };
            let (origin, wseq, index) = (header.unit, header.wseq, header.index);
            let Some(row) = self.find(origin, wseq) else { continue };
            match header.kind {
                _ if row.refused => self.fin(wseq, header.blocks & 15),
                Kind::DATA => {
                    row.data[usize::from(index)] = data;
                    row.peer[usize::from(index)] = header.blocks;
                    if row.status == E {
                        self.start(1, wseq, index);
                    }
                }
                Kind::ABANDON => (0..header.blocks).for_each(|n| self.resolve(origin, wseq, index + n)),
                _ => {
                    row.acknowledged |= 1 << index;
                    let stored = row.stored >> index & 1 == 1;
                    self.spent -= usize::from(origin == 0 || self.setup.return_data);
                    if stored {
                        self.resolve(origin, wseq, index);
                    }
                }
            }
        }
    }

    /// A block is over on both sides; with the last one the write is.
    fn resolve(&mut self, origin: u8, wseq: u32, index: u8) {
        let parallel = self.setup.parallel_order;
        let Some(row) = self.find(origin, wseq) else { return };
        row.done += 1;
        let row = row.clone();
        if origin == 1 && !(row.unasked && index == 0) {
            self.claims -= 1;
        }
        if !row.is_over() {
            return;
        }
        if parallel && row.header {
            self.wire.send(self.about(Kind::REL, &row, 0), None);
        }
        if origin == 0 {
            self.answer(row.cid, row.answer, vec![]);
        }
        self.release(origin, wseq);
    }

    fn release(&mut self, origin: u8, wseq: u32) {
        self.status(origin, wseq, N);
        let first = |unit: &Self| {
            let mut rows = unit.rows.iter().enumerate();
            let free = rows.find(|(at, row)| row.status == WAITING && !unit.behind(*at));
            free.map(|(_, row)| (row.origin, row.wseq))
        };
        while let Some((origin, wseq)) = first(self) {
            match self.bars(origin) {
                true => self.turn_away(origin, wseq),
                false => {
                    self.status(origin, wseq, E);
                    self.begin(origin, wseq);
                }
            }
        }
    }
}
