//! A queue of 2^A words: what goes in is at the output one cycle later, first in first out.
//! `ready` and `valid` come from registers; the word itself comes from a distributed RAM.

use super::{StreamSink, StreamSource, Table, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Fifo<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    /// Synchronous; empties the queue.
    pub reset: Signal<In, Bit>,
    pub sink: StreamSink<T>,
    pub source: StreamSource<T>,
    words: Table<T, A>,
    head: DFF<Bits<A>>,
    tail: DFF<Bits<A>>,
    /// There is a word.
    some: DFF<Bit>,
    /// There is no room for one.
    full: DFF<Bit>,
    behind_head: Signal<Local, Bits<A>>,
    behind_tail: Signal<Local, Bits<A>>,
    push: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
}

impl<T: Synth, const A: usize> Logic for Fifo<T, A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, head, tail, some, full);
        clock!(self, clock, words);
        self.sink.ready.next = !self.full.q.val();
        self.source.valid.next = self.some.q.val();
        self.push.next = self.sink.valid.val() & !self.full.q.val();
        self.pop.next = self.source.ready.val() & self.some.q.val();
        self.words.write.next = self.push.val();
        self.words.write_address.next = self.tail.q.val();
        self.words.write_data.next = self.sink.data.val();
        self.words.read_address.next = self.head.q.val();
        self.source.data.next = self.words.read_data.val();
        // What the flags will be depends on the pointers alone; whether a word comes or goes is known late.
        self.behind_head.next = self.head.q.val() + 1;
        self.behind_tail.next = self.tail.q.val() + 1;
        if self.push.val() {
            self.tail.d.next = self.behind_tail.val();
        }
        if self.pop.val() {
            self.head.d.next = self.behind_head.val();
        }
        if self.push.val() & !self.pop.val() {
            self.some.d.next = true;
            self.full.d.next = self.behind_tail.val() == self.head.q.val();
        }
        if self.pop.val() & !self.push.val() {
            self.some.d.next = self.behind_head.val() != self.tail.q.val();
            self.full.d.next = false;
        }
        if self.reset.val() {
            self.head.d.next = 0.into();
            self.tail.d.next = 0.into();
            self.some.d.next = false;
            self.full.d.next = false;
        }
    }
}
