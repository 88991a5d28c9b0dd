//! Ends of DMA reads: counts, for each `DmaRead`, the DWs that are not accounted for yet.
//!
//! Completions come in any order; each accounts for its own DWs, an error or a time-out for all that its tag still
//! waited for. At zero the read is done, after all its words.

use super::tlp::Share;
use crate::leaf::{Fifo, StreamSink, StreamSource, Table, DFF};
use crate::wires::DmaDone;
use rust_hdl::prelude::*;

/// What is open of one `DmaRead`.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Open {
    pub left: Bits<11>,
    /// The first error seen.
    pub error: Bits<2>,
}

#[derive(LogicBlock, Default)]
pub struct Ends {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// A new read: all its DWs are open.
    pub begin: StreamSink<Share>,
    /// From completions: never waits.
    pub share: Signal<In, Share>,
    pub share_valid: Signal<In, Bit>,
    /// From time-outs.
    pub expired: StreamSink<Share>,
    pub done: StreamSource<DmaDone>,
    reads: Table<Open, 4>,
    /// As deep as there are ids, which are unique among the reads in flight: it cannot overflow.
    queue: Fifo<DmaDone, 4>,
    now: DFF<Share>,
    now_valid: DFF<Bit>,
    open: Signal<Local, Open>,
    ended: DFF<DmaDone>,
    ended_valid: DFF<Bit>,
}

impl Logic for Ends {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, now, now_valid, ended, ended_valid);
        clock!(self, clock, reads, queue);
        self.queue.reset.next = self.reset.val();
        StreamSource::<DmaDone>::link(&mut self.done, &mut self.queue.source);
        // One change a cycle: completions first, then time-outs, then new reads.
        self.expired.ready.next = !self.share_valid.val();
        self.now_valid.d.next = self.share_valid.val() | self.expired.valid.val();
        self.now.d.next = self.expired.data.val();
        if self.share_valid.val() {
            self.now.d.next = self.share.val();
        }
        self.begin.ready.next = !self.now_valid.q.val();
        self.reads.read_address.next = self.now.q.val().id;
        self.open.next = self.reads.read_data.val();
        self.open.next.left = self.reads.read_data.val().left - self.now.q.val().count;
        if self.reads.read_data.val().error == 0 {
            self.open.next.error = self.now.q.val().error;
        }
        self.reads.write.next = self.now_valid.q.val() | self.begin.valid.val();
        self.reads.write_address.next = self.now.q.val().id;
        self.reads.write_data.next = self.open.val();
        if !self.now_valid.q.val() {
            self.reads.write_address.next = self.begin.data.val().id;
            self.reads.write_data.next.left = self.begin.data.val().count;
            self.reads.write_data.next.error = 0.into();
        }
        self.ended.d.next.id = self.now.q.val().id;
        self.ended.d.next.error = self.open.val().error;
        self.ended_valid.d.next = self.now_valid.q.val() & (self.open.val().left == 0);
        self.queue.sink.data.next = self.ended.q.val();
        self.queue.sink.valid.next = self.ended_valid.q.val();
        if self.reset.val() {
            self.now_valid.d.next = false;
            self.ended_valid.d.next = false;
        }
    }
}
