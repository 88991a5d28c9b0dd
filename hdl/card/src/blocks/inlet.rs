//! The way of host words to the banks, and of the ends of reads behind them.
//!
//! Words whose banks do not follow each other wait for the banks' turns. When several wait, `busy` holds the host's
//! stream back; the lane goes on whatever else happens, so that does not last. The end of a read passes when the words
//! that came before it are down but for one, which has only its bank's turn to wait for.

use super::gather::Gather;
use super::lane::Lane;
use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{DmaDone, DmaWord, SlotWord};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Inlet {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    /// Eight words wait or more. There is room for five that were on their way already.
    pub busy: Signal<Out, Bit>,
    pub lost: Signal<Out, Bit>,
    pub read_done: StreamSink<DmaDone>,
    pub settled: StreamSource<DmaDone>,
    pub phase: Signal<In, Bits<2>>,
    pub out: Signal<Out, SlotWord>,
    pub go: Signal<Out, Bit>,
    gather: Gather,
    lane: Lane,
    /// Words that came and did not go to their bank.
    waiting: DFF<Bits<5>>,
    /// Those of them that came before the end of a read that waits, or would come now.
    ahead: DFF<Bits<5>>,
    now: Signal<Local, Bits<5>>,
    down: Signal<Local, Bit>,
    stays: Signal<Local, Bit>,
}

impl Logic for Inlet {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, waiting, ahead);
        clock!(self, clock, gather, lane);
        self.gather.reset.next = self.reset.val();
        self.gather.word.next = self.word.val();
        self.gather.word_valid.next = self.word_valid.val();
        self.lane.reset.next = self.reset.val();
        self.lane.words.data.next = self.gather.out.val();
        self.lane.words.valid.next = self.gather.push.val();
        self.lost.next = self.gather.push.val() & !self.lane.words.ready.val();
        self.lane.phase.next = self.phase.val();
        self.out.next = self.lane.word.val();
        self.go.next = self.lane.go.val();

        self.now.next = self.waiting.q.val();
        if self.gather.begins.val() & !self.lane.go.val() {
            self.now.next = self.waiting.q.val() + 1;
        }
        if !self.gather.begins.val() & self.lane.go.val() {
            self.now.next = self.waiting.q.val() - 1;
        }
        self.waiting.d.next = self.now.val();
        self.busy.next = self.waiting.q.val().get_bits::<2>(3).any();

        self.down.next =
            !self.ahead.q.val().get_bits::<4>(1).any() & (!self.ahead.q.val().get_bit(0) | self.lane.holds.val());
        self.settled.data.next = self.read_done.data.val();
        self.settled.valid.next = self.read_done.valid.val() & self.down.val();
        self.read_done.ready.next = self.settled.ready.val() & self.down.val();
        self.stays.next = self.read_done.valid.val() & !(self.settled.ready.val() & self.down.val());
        self.ahead.d.next = self.now.val();
        if self.stays.val() {
            self.ahead.d.next = self.ahead.q.val();
            if self.lane.go.val() & self.ahead.q.val().any() {
                self.ahead.d.next = self.ahead.q.val() - 1;
            }
        }
        if self.reset.val() {
            self.waiting.d.next = 0.into();
            self.ahead.d.next = 0.into();
        }
    }
}
