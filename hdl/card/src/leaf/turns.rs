//! Two queues of 2^A words that take turns: while both have words, the output changes sides from word to word.

use super::{Fifo, StreamSink, StreamSource, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Turns<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    /// Synchronous; empties both queues.
    pub reset: Signal<In, Bit>,
    pub left: StreamSink<T>,
    pub right: StreamSink<T>,
    pub source: StreamSource<T>,
    lefts: Fifo<T, A>,
    rights: Fifo<T, A>,
    /// The right side is next, if it has a word.
    turn: DFF<Bit>,
    right_now: Signal<Local, Bit>,
}

impl<T: Synth, const A: usize> Logic for Turns<T, A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, turn);
        clock!(self, clock, lefts, rights);
        self.lefts.reset.next = self.reset.val();
        self.rights.reset.next = self.reset.val();
        StreamSink::<T>::link(&mut self.left, &mut self.lefts.sink);
        StreamSink::<T>::link(&mut self.right, &mut self.rights.sink);
        self.right_now.next = self.rights.source.valid.val() & (self.turn.q.val() | !self.lefts.source.valid.val());
        self.source.valid.next = self.lefts.source.valid.val() | self.rights.source.valid.val();
        self.source.data.next = self.lefts.source.data.val();
        if self.right_now.val() {
            self.source.data.next = self.rights.source.data.val();
        }
        self.lefts.source.ready.next = self.source.ready.val() & !self.right_now.val();
        self.rights.source.ready.next = self.source.ready.val() & self.right_now.val();
        // A word that was offered stays until it is taken; then the other side is next.
        if self.lefts.source.valid.val() | self.rights.source.valid.val() {
            self.turn.d.next = self.right_now.val() ^ self.source.ready.val();
        }
        if self.reset.val() {
            self.turn.d.next = false;
        }
    }
}
