//! Two streams into one in the same cycle. The second goes first; what was offered stays until it is taken.

use crate::leaf::{StreamSink, StreamSource, DFF};
use array_init::array_init;
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Either<T: Synth> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub sinks: [StreamSink<T>; 2],
    pub source: StreamSource<T>,
    /// The first was offered and not taken.
    offered: DFF<Bit>,
    second: Signal<Local, Bit>,
}

impl<T: Synth> Default for Either<T> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            sinks: array_init(|_| Default::default()),
            source: Default::default(),
            offered: Default::default(),
            second: Default::default(),
        }
    }
}

impl<T: Synth> Logic for Either<T> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, offered);
        self.second.next = self.sinks[1].valid.val() & !self.offered.q.val();
        self.source.data.next = self.sinks[0].data.val();
        self.source.valid.next = self.sinks[0].valid.val() | self.sinks[1].valid.val();
        if self.second.val() {
            self.source.data.next = self.sinks[1].data.val();
        }
        self.sinks[0].ready.next = self.source.ready.val() & !self.second.val();
        self.sinks[1].ready.next = self.source.ready.val() & self.second.val();
        self.offered.d.next = self.sinks[0].valid.val() & !self.second.val() & !self.source.ready.val();
        if self.reset.val() {
            self.offered.d.next = false;
        }
    }
}
