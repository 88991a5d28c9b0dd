//! A queue of 2^A words: what goes in is at the output one cycle later, first in first out.
//! `ready` and `valid` come from registers; the word itself comes from a distributed RAM.

use super::{StreamSink, StreamSource, Table, DFF};
use rust_hdl::prelude::*;

/// `A1` is `A + 1`, the width of the pointers (one bit more tells full from empty).
#[derive(LogicBlock)]
pub struct Fifo<T: Synth, const A: usize, const A1: usize> {
    pub clock: Signal<In, Clock>,
    /// Synchronous; empties the queue.
    pub reset: Signal<In, Bit>,
    pub sink: StreamSink<T>,
    pub source: StreamSource<T>,
    words: Table<T, A>,
    head: DFF<Bits<A1>>,
    tail: DFF<Bits<A1>>,
    used: Signal<Local, Bits<A1>>,
    push: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    depth: Constant<Bits<A1>>,
}

impl<T: Synth, const A: usize, const A1: usize> Default for Fifo<T, A, A1> {
    fn default() -> Self {
        assert_eq!(A + 1, A1, "a pointer has one bit more than an address");
        Self {
            clock: Default::default(),
            reset: Default::default(),
            sink: Default::default(),
            source: Default::default(),
            words: Default::default(),
            head: Default::default(),
            tail: Default::default(),
            used: Default::default(),
            push: Default::default(),
            pop: Default::default(),
            depth: Constant::new((1u64 << A).to_bits()),
        }
    }
}

impl<T: Synth, const A: usize, const A1: usize> Logic for Fifo<T, A, A1> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, head, tail);
        clock!(self, clock, words);
        self.used.next = self.tail.q.val() - self.head.q.val();
        self.sink.ready.next = self.used.val() != self.depth.val();
        self.source.valid.next = self.used.val() != 0;
        self.push.next = self.sink.valid.val() & (self.used.val() != self.depth.val());
        self.pop.next = self.source.ready.val() & (self.used.val() != 0);
        self.words.write.next = self.push.val();
        self.words.write_address.next = bit_cast::<A, A1>(self.tail.q.val());
        self.words.write_data.next = self.sink.data.val();
        self.words.read_address.next = bit_cast::<A, A1>(self.head.q.val());
        self.source.data.next = self.words.read_data.val();
        if self.push.val() {
            self.tail.d.next = self.tail.q.val() + 1;
        }
        if self.pop.val() {
            self.head.d.next = self.head.q.val() + 1;
        }
        if self.reset.val() {
            self.head.d.next = 0.into();
            self.tail.d.next = 0.into();
        }
    }
}
