#![doc = include_str!("doc.md")]

mod bank;
mod gather;
mod inlet;
mod lane;
mod reader;
#[cfg(test)]
mod tests;

use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{DmaDone, DmaWord, SlotRead, SlotWord};
use bank::Bank;
use inlet::Inlet;
use lane::Lane;
use reader::Reader;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Blocks {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Words from host memory; those for other places than data slots are ignored.
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    /// Words from host memory come faster than they can be put down: five more at most.
    pub busy: Signal<Out, Bit>,
    /// Ends of reads of host memory, and those whose words are down.
    pub read_done: StreamSink<DmaDone>,
    pub settled: StreamSource<DmaDone>,
    /// 0 link, 1 area, 2 nvme.
    pub write: [StreamSink<SlotWord>; 3],
    /// 0 pcie, 1 link, 2 area, 3 nvme.
    pub read: [StreamSink<SlotRead>; 4],
    pub words: [StreamSource<Bits<64>>; 4],
    /// A word from host memory found no place and is gone: `busy` was not heeded.
    pub lost: Signal<Out, Bit>,
    inlet: Inlet,
    lane: [Lane; 3],
    reader: [Reader; 4],
    bank: [Bank; 4],
    turn: DFF<Bits<2>>,
    /// The bank that lane or reader `i` owns in this cycle.
    phase: [DFF<Bits<2>>; 4],
    /// The lane and reader that own bank `i` in this cycle.
    owner: [DFF<Bits<2>>; 4],
}

impl Logic for Blocks {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, turn);
        clock!(self, clock, inlet);
        self.turn.d.next = self.turn.q.val() + 1;
        for i in 0..4 {
            self.phase[i].clock.next = self.clock.val();
            self.owner[i].clock.next = self.clock.val();
            self.phase[i].d.next = self.turn.q.val() + i.to_bits::<2>();
            self.owner[i].d.next = i.to_bits::<2>() - self.turn.q.val();
            self.bank[i].clock.next = self.clock.val();
            self.bank[i].owner.next = self.owner[i].q.val();
        }

        self.inlet.reset.next = self.reset.val();
        self.inlet.word.next = self.word.val();
        self.inlet.word_valid.next = self.word_valid.val();
        self.inlet.phase.next = self.phase[0].q.val();
        self.busy.next = self.inlet.busy.val();
        self.lost.next = self.inlet.lost.val();
        StreamSink::<DmaDone>::link(&mut self.read_done, &mut self.inlet.read_done);
        StreamSource::<DmaDone>::link(&mut self.settled, &mut self.inlet.settled);
        for i in 0..3 {
            self.lane[i].clock.next = self.clock.val();
            self.lane[i].reset.next = self.reset.val();
            self.lane[i].phase.next = self.phase[i + 1].q.val();
            StreamSink::<SlotWord>::link(&mut self.write[i], &mut self.lane[i].words);
        }
        for b in 0..4 {
            self.bank[b].word[0].next = self.inlet.out.val();
            self.bank[b].go[0].next = self.inlet.go.val();
            for g in 0..3 {
                self.bank[b].word[g + 1].next = self.lane[g].word.val();
                self.bank[b].go[g + 1].next = self.lane[g].go.val();
            }
            for g in 0..4 {
                self.bank[b].address[g].next = self.reader[g].address.val();
            }
        }

        for i in 0..4 {
            self.reader[i].clock.next = self.clock.val();
            self.reader[i].reset.next = self.reset.val();
            self.reader[i].phase.next = self.phase[i].q.val();
            StreamSink::<SlotRead>::link(&mut self.read[i], &mut self.reader[i].read);
            StreamSource::<Bits<64>>::link(&mut self.words[i], &mut self.reader[i].words);
            for b in 0..4 {
                self.reader[i].found[b].next = self.bank[b].found.val();
            }
        }
    }
}
