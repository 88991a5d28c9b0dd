//! The admin completion queue: turns outcomes into entries in host memory, as long as the host leaves room.

use super::words::{Outcome, Shape};
use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::Post;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct AdminCompletion {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// The controller runs. While low, outcomes are taken and dropped.
    pub run: Signal<In, Bit>,
    pub shape: Signal<In, Shape>,
    /// The head doorbell was written.
    pub ring: Signal<In, Bit>,
    pub head: Signal<In, Bits<16>>,
    /// The doorbell's value cannot be.
    pub refused: Signal<Out, Bit>,
    pub outcome: StreamSink<Outcome>,
    /// Head of the submission queue, for the entry.
    pub sq_head: Signal<In, Bits<16>>,
    pub post: StreamSource<Post>,
    /// An entry waits to be taken by `post`.
    pub busy: Signal<Out, Bit>,

    head_at: DFF<Bits<12>>,
    tail_at: DFF<Bits<12>>,
    /// The place behind `tail_at`; `tail_at` is the last of the queue.
    next_tail: DFF<Bits<12>>,
    at_last: DFF<Bit>,
    address: DFF<Bits<64>>,
    /// What the host finds in entries of the last round; new ones have the opposite.
    old_phase: DFF<Bit>,
    room: DFF<Bit>,
    entry: DFF<Post>,
    entry_valid: DFF<Bit>,

    fits: Signal<Local, Bit>,
    head_low: Signal<Local, Bits<12>>,
    onward: Signal<Local, Bit>,
    up_to_tail: Signal<Local, Bit>,
    taken: Signal<Local, Bit>,
    ready: Signal<Local, Bit>,
}

impl Logic for AdminCompletion {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, head_at, tail_at, next_tail, at_last, address, old_phase, room, entry, entry_valid);

        // From the old head on, up to the tail: there are no more entries to be freed.
        self.head_low.next = bit_cast::<12, 16>(self.head.val());
        self.onward.next = self.head_low.val() >= self.head_at.q.val();
        self.up_to_tail.next = self.head_low.val() <= self.tail_at.q.val();
        self.fits.next = self.run.val() & (self.head.val() <= bit_cast::<16, 12>(self.shape.val().last));
        if self.head_at.q.val() <= self.tail_at.q.val() {
            if !self.onward.val() | !self.up_to_tail.val() {
                self.fits.next = false;
            }
        } else if !self.onward.val() & !self.up_to_tail.val() {
            self.fits.next = false;
        }
        self.refused.next = self.ring.val() & !self.fits.val();
        if self.ring.val() & self.fits.val() {
            self.head_at.d.next = self.head_low.val();
        }

        // One entry always stays free, so that full and empty differ.
        self.room.d.next = self.next_tail.q.val() != self.head_at.q.val();
        // `room` is right again when an accepted entry has been taken by `post`.
        self.ready.next = !self.run.val() | (self.room.q.val() & !self.entry_valid.q.val());
        self.outcome.ready.next = self.ready.val();
        self.taken.next = self.outcome.valid.val() & self.ready.val() & self.run.val();

        if self.entry_valid.q.val() & self.post.ready.val() {
            self.entry_valid.d.next = false;
        }
        if self.taken.val() {
            self.entry_valid.d.next = true;
            self.entry.d.next.address = self.address.q.val();
            self.entry.d.next.low = bit_cast::<64, 32>(self.outcome.data.val().result);
            self.entry.d.next.high = bit_cast::<64, 16>(self.sq_head.val())
                | (bit_cast::<64, 16>(self.outcome.data.val().cid) << 32)
                | (bit_cast::<64, 1>((!self.old_phase.q.val()).into()) << 48)
                | (bit_cast::<64, 15>(self.outcome.data.val().status) << 49);
            self.entry.d.next.interrupt = true;
            self.entry.d.next.vector = 0.into();
            self.tail_at.d.next = self.next_tail.q.val();
            self.next_tail.d.next = self.next_tail.q.val() + 1;
            self.at_last.d.next = false;
            if self.next_tail.q.val() == self.shape.val().last {
                self.next_tail.d.next = 0.into();
                self.at_last.d.next = true;
            }
            self.address.d.next = self.address.q.val() + 16;
            if self.at_last.q.val() {
                self.address.d.next = self.shape.val().base;
                self.old_phase.d.next = !self.old_phase.q.val();
            }
        }
        self.post.data.next = self.entry.q.val();
        self.post.valid.next = self.entry_valid.q.val();
        self.busy.next = self.entry_valid.q.val();

        if !self.run.val() {
            self.head_at.d.next = 0.into();
            self.tail_at.d.next = 0.into();
            self.next_tail.d.next = 1.into();
            self.at_last.d.next = false;
            self.address.d.next = self.shape.val().base;
            self.old_phase.d.next = false;
            self.room.d.next = false;
        }
        if self.reset.val() {
            self.entry_valid.d.next = false;
        }
    }
}
