//! Several streams into one, a word every other cycle. The last sink goes first.

use crate::leaf::{StreamSink, StreamSource, DFF};
use array_init::array_init;
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Merge<T: Synth, const N: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub sinks: [StreamSink<T>; N],
    pub source: StreamSource<T>,
    data: DFF<T>,
    valid: DFF<Bit>,
    chosen: Signal<Local, Bits<3>>,
}

impl<T: Synth, const N: usize> Default for Merge<T, N> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            sinks: array_init(|_| Default::default()),
            source: Default::default(),
            data: Default::default(),
            valid: Default::default(),
            chosen: Default::default(),
        }
    }
}

impl<T: Synth, const N: usize> Logic for Merge<T, N> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, data, valid);
        self.source.data.next = self.data.q.val();
        self.source.valid.next = self.valid.q.val();
        if self.valid.q.val() & self.source.ready.val() {
            self.valid.d.next = false;
        }
        self.chosen.next = 0.into();
        for i in 0..N {
            if self.sinks[i].valid.val() {
                self.chosen.next = i.to_bits::<3>();
            }
        }
        // Ready comes from registers and the sinks alone, so that no path runs through a chain of merges.
        for i in 0..N {
            self.sinks[i].ready.next = !self.valid.q.val() & (self.chosen.val() == i.to_bits::<3>());
        }
        for i in 0..N {
            if self.sinks[i].valid.val() & !self.valid.q.val() & (self.chosen.val() == i.to_bits::<3>()) {
                self.data.d.next = self.sinks[i].data.val();
                self.valid.d.next = true;
            }
        }
        if self.reset.val() {
            self.valid.d.next = false;
        }
    }
}
