//! A register in a stream, in both ways: what leaves and `ready` come from registers, at full rate.

use super::{StreamSink, StreamSource, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Skid<T: Synth> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub sink: StreamSink<T>,
    pub source: StreamSource<T>,
    front: DFF<T>,
    front_valid: DFF<Bit>,
    /// Takes the word that is on its way when `source` stops.
    spare: DFF<T>,
    spare_valid: DFF<Bit>,
}

impl<T: Synth> Logic for Skid<T> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, front, front_valid, spare, spare_valid);
        self.sink.ready.next = !self.spare_valid.q.val();
        self.source.data.next = self.front.q.val();
        self.source.valid.next = self.front_valid.q.val();
        if self.source.ready.val() | !self.front_valid.q.val() {
            self.front.d.next = self.sink.data.val();
            self.front_valid.d.next = self.sink.valid.val();
            if self.spare_valid.q.val() {
                self.front.d.next = self.spare.q.val();
                self.front_valid.d.next = true;
                self.spare_valid.d.next = false;
            }
        } else if self.sink.valid.val() & !self.spare_valid.q.val() {
            self.spare.d.next = self.sink.data.val();
            self.spare_valid.d.next = true;
        }
        if self.reset.val() {
            self.front_valid.d.next = false;
            self.spare_valid.d.next = false;
        }
    }
}
