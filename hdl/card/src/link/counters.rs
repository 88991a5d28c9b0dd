//! What happened, counted.

use crate::leaf::DFF;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Counters {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub events: [Signal<In, Bit>; 11],
    pub counts: [Signal<Out, Bits<32>>; 11],
    count: [DFF<Bits<32>>; 11],
    happened: [DFF<Bit>; 11],
}

impl Logic for Counters {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..11 {
            self.count[i].clock.next = self.clock.val();
            self.happened[i].clock.next = self.clock.val();
            self.happened[i].d.next = self.events[i].val();
            self.count[i].d.next = self.count[i].q.val();
            if self.happened[i].q.val() {
                self.count[i].d.next = self.count[i].q.val() + 1;
            }
            if self.reset.val() {
                self.happened[i].d.next = false;
                self.count[i].d.next = 0.into();
            }
            self.counts[i].next = self.count[i].q.val();
        }
    }
}
