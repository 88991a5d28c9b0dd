//! A writer's way to the banks: a short queue, then the word that waits for its bank's turn.

use crate::leaf::{Fifo, StreamSink, DFF};
use crate::wires::SlotWord;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Lane {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub words: StreamSink<SlotWord>,
    /// The bank that this lane owns now.
    pub phase: Signal<In, Bits<2>>,
    pub word: Signal<Out, SlotWord>,
    /// `word` is for the bank that this lane owns now, and goes there.
    pub go: Signal<Out, Bit>,
    /// `word` goes in one of the next four cycles, this one included.
    pub holds: Signal<Out, Bit>,
    queue: Fifo<SlotWord, 4>,
    held: DFF<SlotWord>,
    some: DFF<Bit>,
    goes: Signal<Local, Bit>,
}

impl Logic for Lane {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, held, some);
        clock!(self, clock, queue);
        self.queue.reset.next = self.reset.val();
        StreamSink::<SlotWord>::link(&mut self.words, &mut self.queue.sink);
        self.goes.next = self.some.q.val() & (bit_cast::<2, 9>(self.held.q.val().word) == self.phase.val());
        self.go.next = self.goes.val();
        self.word.next = self.held.q.val();
        self.holds.next = self.some.q.val();
        self.queue.source.ready.next = !self.some.q.val() | self.goes.val();
        if !self.some.q.val() | self.goes.val() {
            self.held.d.next = self.queue.source.data.val();
            self.some.d.next = self.queue.source.valid.val();
        }
        if self.reset.val() {
            self.some.d.next = false;
        }
    }
}
