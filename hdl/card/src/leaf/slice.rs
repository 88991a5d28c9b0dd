//! One word between two streams, all of it in registers: cuts a long path, for a cycle. Takes a word every other
//! cycle, with half the registers of [`Skid`](super::Skid).

use super::{StreamSink, StreamSource, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Slice<T: Synth> {
    pub clock: Signal<In, Clock>,
    /// Synchronous; forgets the word.
    pub reset: Signal<In, Bit>,
    pub sink: StreamSink<T>,
    pub source: StreamSource<T>,
    word: DFF<T>,
    some: DFF<Bit>,
}

impl<T: Synth> Logic for Slice<T> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, word, some);
        self.sink.ready.next = !self.some.q.val();
        self.source.data.next = self.word.q.val();
        self.source.valid.next = self.some.q.val();
        if !self.some.q.val() {
            self.word.d.next = self.sink.data.val();
            self.some.d.next = self.sink.valid.val();
        } else if self.source.ready.val() {
            self.some.d.next = false;
        }
        if self.reset.val() {
            self.some.d.next = false;
        }
    }
}
