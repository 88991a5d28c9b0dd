//! The partner as the first unit: it orders both hosts' writes.

use super::wire::Block;
use super::{Act, Row, Unit, BELIEVED_AFTER, E, N, PEER_SLOTS, WAITING};
use twinpath_spec::link::{crc32c_words, Header, Kind, FLAG_KEPT};

impl Unit {
    /// A write comes in: E at once when nothing that overlaps is before it.
    pub(super) fn order(&mut self, row: Row) {
        let (origin, wseq) = (row.origin, row.wseq);
        self.rows.push(row);
        let free = !self.behind(self.rows.len() - 1);
        self.status(origin, wseq, if free { E } else { WAITING });
        if free {
            self.begin(origin, wseq);
        }
    }

    /// Whether a row that overlaps came before this one.
    fn behind(&self, at: usize) -> bool {
        let row = &self.rows[at];
        let overlaps = |o: &Row| row.lba < o.lba + u32::from(o.blocks) && o.lba < row.lba + u32::from(row.blocks);
        self.rows[..at].iter().any(overlaps)
    }

    fn begin(&mut self, origin: u8, wseq: u32) {
        self.oseq += 32;
        let oseq = self.oseq;
        let Some(row) = self.find(origin, wseq) else { return };
        row.oseq = oseq;
        let blocks = row.blocks;
        if origin == 1 {
            return self.later(1, Act::Grant(wseq, 0));
        }
        for index in self.shuffled(blocks) {
            self.later(1, Act::Store(origin, wseq, index));
        }
    }

    /// The blocks of a write are asked for in order.
    pub(super) fn grant(&mut self, wseq: u32, index: u8) {
        self.grants.push_back((wseq, index));
        if self.find(1, wseq).is_some_and(|r| index + 1 < r.blocks) {
            self.later(1, Act::Grant(wseq, index + 1));
        }
    }

    /// Grants and returns, as far as there are slots for them.
    pub(super) fn give(&mut self) {
        while self.claims < PEER_SLOTS {
            let Some((wseq, index)) = self.grants.pop_front() else { break };
            let Some(row) = self.find(1, wseq).map(|r| r.clone()) else { continue };
            self.claims += 1;
            let grant = Header { blocks: row.blocks, ..self.about(Kind::GRANT, &row, index) };
            self.wire.send(grant, None);
        }
        while self.spent < PEER_SLOTS {
            let Some((origin, wseq, index)) = self.returns.pop_front() else { break };
            let session = self.wire.session;
            let Some(row) = self.find(origin, wseq) else { continue };
            let first = !std::mem::replace(&mut row.header, true);
            let row = row.clone();
            if first {
                let header = self.about(Kind::REP_HEADER, &row, 0);
                let left = row.blocks - row.done as u8;
                let header = Header { blocks: row.blocks, oseq: row.oseq, value: left.into(), ..header };
                self.wire.send(header, None);
            }
            let with_data = origin == 0 || self.return_data;
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
        match header.kind {
            Kind::FWD => {
                let blocks = usize::from(header.blocks);
                let row = Row {
                    origin: 1,
                    row: header.row,
                    wseq: header.wseq,
                    lba: header.lba,
                    blocks: header.blocks,
                    status: N,
                    oseq: 0,
                    header: false,
                    data: vec![None; blocks],
                    done: 0,
                    cid: 0,
                    peer: vec![0; blocks],
                    early: vec![],
                };
                self.forwards.push_back((self.now + BELIEVED_AFTER, row));
            }
            Kind::DATA => {
                let Some(row) = self.find(1, header.wseq) else { return };
                row.data[usize::from(header.index)] = data;
                row.peer[usize::from(header.index)] = header.blocks;
                self.later(BELIEVED_AFTER, Act::Store(1, header.wseq, header.index));
            }
            Kind::ACK => self.acknowledged.push_back((self.now + BELIEVED_AFTER, header)),
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
        while self.acknowledged.front().is_some_and(|(at, _)| *at <= self.now) {
            let Some((_, ack)) = self.acknowledged.pop_front() else { break };
            if ack.unit == 1 {
                self.claims -= 1;
            }
            if ack.unit == 0 || self.return_data {
                self.spent -= 1;
            }
            let Some(row) = self.find(ack.unit, ack.wseq) else { continue };
            row.done += 1;
            if row.done == usize::from(row.blocks) {
                let cid = row.cid;
                if ack.unit == 0 {
                    self.answer(cid, 0);
                }
                self.release(ack.unit, ack.wseq);
            }
        }
    }

    fn release(&mut self, origin: u8, wseq: u32) {
        self.status(origin, wseq, N);
        let wakes =
            |(at, row): (usize, &Row)| (row.status == WAITING && !self.behind(at)).then_some((row.origin, row.wseq));
        let woken: Vec<(u8, u32)> = self.rows.iter().enumerate().filter_map(wakes).collect();
        for (origin, wseq) in woken {
            self.status(origin, wseq, E);
            self.begin(origin, wseq);
        }
    }
}
