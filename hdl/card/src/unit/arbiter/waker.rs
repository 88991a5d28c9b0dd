//! The rows that a RELEASE woke, one change after the other.

use super::rows::Wakes;
use super::status::Change;
use crate::leaf::{StreamSink, DFF};
use rust_hdl::prelude::*;

/// Takes groups of woken rows apart, lowest lane first.
#[derive(LogicBlock, Default)]
pub struct Waker {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub wakes: StreamSink<Wakes>,
    /// There is a change, and it is to be taken.
    pub valid: Signal<Out, Bit>,
    pub change: Signal<Out, Change>,
    pub take: Signal<In, Bit>,
    given: DFF<Bits<4>>,
    due: Signal<Local, Bits<4>>,
    lane: Signal<Local, Bits<2>>,
    result: Signal<Local, Change>,
}

impl Logic for Waker {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, given);
        self.due.next = self.wakes.data.val().lanes & !self.given.q.val();
        self.lane.next = 3.into();
        if self.due.val().get_bit(2) {
            self.lane.next = 2.into();
        }
        if self.due.val().get_bit(1) {
            self.lane.next = 1.into();
        }
        if self.due.val().get_bit(0) {
            self.lane.next = 0.into();
        }
        self.result.next.row = (bit_cast::<6, 4>(self.wakes.data.val().depth) << 2) | bit_cast::<6, 2>(self.lane.val());
        self.result.next.insert = false;
        self.result.next.shared = false;
        self.result.next.grant = true;
        self.result.next.refused = false;
        self.result.next.old = 1.into();
        if self.wakes.data.val().was_forwarded.get_bit(self.lane.val().index()) {
            self.result.next.old = 2.into();
        }
        self.result.next.new = 3.into();
        if self.wakes.data.val().now_forwarded.get_bit(self.lane.val().index()) {
            self.result.next.new = 2.into();
        }
        self.change.next = self.result.val();
        self.valid.next = self.wakes.valid.val();
        self.wakes.ready.next = false;
        if self.take.val() {
            self.given.d.next = self.given.q.val().replace_bit(self.lane.val().index(), true);
            if !(self.due.val() & (self.due.val() - 1)).any() {
                self.given.d.next = 0.into();
                self.wakes.ready.next = true;
            }
        }
        if self.reset.val() {
            self.given.d.next = 0.into();
        }
    }
}
