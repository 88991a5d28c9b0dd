//! The partner as the second unit: it forwards its host's writes and stores what the first one returns.

use super::wire::Block;
use super::{Act, Row, Unit, BELIEVED_AFTER, E, N, R_FWD};
use twinpath_spec::link::{Header, Kind};

impl Unit {
    /// A write of the host: R_fwd, and to the first unit with it.
    pub(super) fn forward(&mut self, row: Row) {
        let (origin, wseq) = (row.origin, row.wseq);
        let fwd = Header { blocks: row.blocks, ..self.about(Kind::FWD, &row, 0) };
        self.rows.push(row);
        self.status(origin, wseq, R_FWD);
        self.later(2, Act::Frame(fwd, false));
    }

    pub(super) fn second_got(&mut self, header: Header, data: Option<Block>) {
        let (origin, wseq, index) = (header.unit, header.wseq, header.index);
        match header.kind {
            Kind::GO => self.serves_now(),
            Kind::GRANT => {
                let Some(row) = self.find(1, wseq).map(|r| r.clone()) else { return };
                // The slot that keeps the copy: any number, it comes back with the block.
                let kept = (index ^ row.row) & 15;
                let data = Header { blocks: kept, ..self.about(Kind::DATA, &row, index) };
                self.later(BELIEVED_AFTER, Act::Frame(data, true));
            }
            Kind::REP_HEADER => {
                if origin == 0 {
                    let blocks = usize::from(header.blocks);
                    self.rows.push(Row {
                        origin,
                        row: header.row,
                        wseq,
                        lba: header.lba,
                        blocks: header.blocks,
                        status: N,
                        oseq: header.oseq,
                        header: true,
                        data: vec![None; blocks],
                        done: blocks - header.value as usize,
                        cid: 0,
                        peer: vec![0; blocks],
                        early: vec![],
                    });
                }
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
            _ => {}
        }
    }

    /// E(A2): what came before it is stored now.
    pub(super) fn take(&mut self, origin: u8, wseq: u32) {
        self.status(origin, wseq, E);
        let early = self.find(origin, wseq).map(|r| std::mem::take(&mut r.early)).unwrap_or_default();
        for index in early {
            self.later(BELIEVED_AFTER, Act::Store(origin, wseq, index));
        }
    }

    /// A block is durable: the first unit is told; with the last one the row ends.
    pub(super) fn acknowledge(&mut self, origin: u8, wseq: u32, index: u8) {
        let Some(row) = self.find(origin, wseq) else { return };
        row.done += 1;
        let (over, cid) = (row.done == usize::from(row.blocks), row.cid);
        let row = row.clone();
        let slot = row.peer[usize::from(index)];
        if over {
            self.status(origin, wseq, N);
            if origin == 1 {
                self.answer(cid, 0);
            }
        }
        let ack = Header { slot, blocks: 1, ..self.about(Kind::ACK, &row, index) };
        self.wire.send(ack, None);
    }
}
