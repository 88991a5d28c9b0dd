//! The partner as the second unit: it forwards its host's writes and stores what the first one returns.

use super::wire::Block;
use super::{Act, Row, Unit, BELIEVED_AFTER, E, N, R_FWD};
use twinpath_spec::limits::UNASKED_SLOTS;
use twinpath_spec::link::{Header, Kind, FLAG_HELD};
use twinpath_spec::nvme;

impl Unit {
    /// A write of the host: R_fwd, and to the first unit with it.
    pub(super) fn forward(&mut self, row: Row) {
        let (origin, wseq) = (row.origin, row.wseq);
        self.rows.push(row);
        self.status(origin, wseq, R_FWD);
        self.later(2, Act::Forward(wseq));
    }

    /// FWD, and in the fast handshake the first block behind it, if the first unit has a slot for it.
    pub(super) fn goes_out(&mut self, wseq: u32) {
        let unasked = self.fast && self.unasked < UNASKED_SLOTS;
        let Some(row) = self.find(1, wseq) else { return };
        row.unasked = unasked;
        let row = row.clone();
        let fwd = Header { blocks: row.blocks, value: unasked.into(), ..self.about(Kind::FWD, &row, 0) };
        self.wire.send(fwd, None);
        if unasked {
            self.unasked += 1;
            self.bring(&row, 0);
        }
    }

    /// A block for the first unit, or the word that the host does not give it.
    fn bring(&mut self, row: &Row, index: u8) {
        if self.fails() {
            return self.later(BELIEVED_AFTER, Act::Decline(row.wseq, index));
        }
        // The slot that keeps the copy: any number, it comes back with the block.
        let kept = (index ^ row.row) & 15;
        let data = Header { blocks: kept, ..self.about(Kind::DATA, row, index) };
        self.later(BELIEVED_AFTER, Act::Frame(data, true));
    }

    pub(super) fn decline(&mut self, wseq: u32, index: u8) {
        let Some(row) = self.find(1, wseq) else { return };
        row.answer = nvme::DATA_TRANSFER_ERROR.bits();
        let row = row.clone();
        let abandon = Header { blocks: 1, ..self.about(Kind::ABANDON, &row, index) };
        self.wire.send(abandon, None);
        self.settle(1, wseq, index);
    }

    pub(super) fn second_got(&mut self, header: Header, data: Option<Block>) {
        let (origin, wseq, index) = (header.unit, header.wseq, header.index);
        match header.kind {
            Kind::GRANT => {
                let Some(row) = self.find(1, wseq).map(|r| r.clone()) else { return };
                self.bring(&row, index);
            }
            Kind::REP_HEADER => {
                if origin == 0 {
                    let row = Row::new(origin, header.row, wseq, header.lba, header.blocks);
                    let done = usize::from(header.blocks) - header.value as usize;
                    self.rows.push(Row { oseq: header.oseq, header: true, done, ..row });
                }
                let Some(row) = self.find(origin, wseq) else { return };
                row.held = header.flags & FLAG_HELD != 0;
                self.later(BELIEVED_AFTER, Act::Take(origin, wseq));
            }
            Kind::REP => {
                let Some(row) = self.find(origin, wseq) else { return };
                if data.is_some() {
                    row.data[usize::from(index)] = data;
                }
                row.peer[usize::from(index)] = header.blocks;
                if row.status == E {
                    self.later(BELIEVED_AFTER, Act::Store(origin, wseq, index));
                } else {
                    row.early.push(index);
                }
            }
            Kind::GO | Kind::ABANDON | Kind::REL | Kind::FIN => self.at(BELIEVED_AFTER, Act::Takes(header)),
            _ => {}
        }
    }

    /// What is done as soon as it is known.
    pub(super) fn takes(&mut self, header: Header) {
        if header.kind == Kind::GO {
            self.fast = header.value & 1 == 1;
            return self.serves_now();
        }
        let (origin, wseq, index) = (header.unit, header.wseq, header.index);
        let Some(row) = self.find(origin, wseq) else { return };
        match header.kind {
            Kind::ABANDON => {
                row.answer = nvme::WRITE_FAULT.bits();
                (0..header.blocks).for_each(|n| self.settle(origin, wseq, index + n));
            }
            Kind::REL => {
                row.held = false;
                self.end_if_over(origin, wseq);
            }
            _ => {
                let (cid, unasked) = (row.cid, row.unasked);
                self.unasked -= usize::from(unasked);
                self.status(1, wseq, N);
                self.answer(cid, header.value as u16, vec![]);
            }
        }
    }

    /// E(A2): what came before it is stored now.
    pub(super) fn take(&mut self, origin: u8, wseq: u32) {
        self.status(origin, wseq, E);
        let early = self.find(origin, wseq).map(|r| std::mem::take(&mut r.early)).unwrap_or_default();
        for index in early {
            self.later(BELIEVED_AFTER, Act::Store(origin, wseq, index));
        }
        self.end_if_over(origin, wseq);
    }

    /// A block is durable: the first unit is told; with the last one the row ends.
    pub(super) fn acknowledge(&mut self, origin: u8, wseq: u32, index: u8) {
        let Some(row) = self.find(origin, wseq).map(|r| r.clone()) else { return };
        let slot = row.peer[usize::from(index)];
        self.settle(origin, wseq, index);
        let ack = Header { slot, blocks: 1, ..self.about(Kind::ACK, &row, index) };
        self.wire.send(ack, None);
    }

    /// A block is over here.
    fn settle(&mut self, origin: u8, wseq: u32, index: u8) {
        let Some(row) = self.find(origin, wseq) else { return };
        row.done += 1;
        let was_lent = index == 0 && std::mem::take(&mut row.unasked);
        self.unasked -= usize::from(was_lent);
        self.end_if_over(origin, wseq);
    }

    fn end_if_over(&mut self, origin: u8, wseq: u32) {
        let Some(row) = self.find(origin, wseq).filter(|r| r.is_over() && !r.held) else { return };
        let (cid, answer) = (row.cid, row.answer);
        if row.status == N {
            return self.rows.retain(|r| (r.origin, r.wseq) != (origin, wseq));
        }
        self.status(origin, wseq, N);
        if origin == 1 {
            self.answer(cid, answer, vec![]);
        }
    }
}
