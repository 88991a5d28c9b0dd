//! The pointers of one I/O submission queue.

use super::words::NewQueue;
use crate::leaf::{block_default, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Submission {
    pub clock: Signal<In, Clock>,
    /// The controller runs; while low there is no queue.
    pub run: Signal<In, Bit>,
    /// The queue comes to be, is gone.
    pub create: Signal<In, Bit>,
    pub delete: Signal<In, Bit>,
    pub shape: Signal<In, NewQueue>,
    pub exists: Signal<Out, Bit>,
    /// Its completion queue.
    pub cq: Signal<Out, Bits<2>>,
    /// Its completion queue has a place that is promised to nobody.
    pub room: Signal<In, Bit>,
    /// No further entry is fetched.
    pub hold: Signal<In, Bit>,
    /// The tail doorbell was written.
    pub ring: Signal<In, Bit>,
    pub tail: Signal<In, Bits<16>>,
    /// The doorbell's value cannot be.
    pub refused: Signal<Out, Bit>,
    /// There is an entry to be fetched, at `fetch_at`; when `issue` is high it is. Not in two cycles on end.
    pub able: Signal<Out, Bit>,
    pub fetch_at: Signal<Out, Bits<6>>,
    pub issue: Signal<In, Bit>,
    /// An entry belongs to the host again; the first that does not.
    pub loaded: Signal<In, Bit>,
    pub head: Signal<Out, Bits<6>>,
    /// The completion of one of its commands is on its way to the host.
    pub answered: Signal<In, Bit>,
    /// No command was fetched that has not been answered.
    pub drained: Signal<Out, Bit>,

    there: DFF<Bit>,
    answers_to: DFF<Bits<2>>,
    last: DFF<Bits<6>>,
    tail_at: DFF<Bits<6>>,
    next_fetch: DFF<Bits<6>>,
    head_at: DFF<Bits<6>>,
    waits: DFF<Bit>,
    /// Commands fetched and not answered.
    owed: DFF<Bits<6>>,

    fits: Signal<Local, Bit>,
    tail_low: Signal<Local, Bits<6>>,
    onward: Signal<Local, Bit>,
    short_of_head: Signal<Local, Bit>,
    none: Constant<Bits<6>>,
}

block_default!(Submission {
    clock run create delete shape exists cq room hold ring tail refused able fetch_at issue loaded head answered drained there
    answers_to last tail_at next_fetch head_at waits owed fits tail_low onward short_of_head;
    none = 0u8
});

impl Logic for Submission {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, there, answers_to, last, tail_at, next_fetch, head_at, waits, owed);
        self.exists.next = self.there.q.val();
        self.cq.next = self.answers_to.q.val();
        self.able.next = self.waits.q.val();
        self.fetch_at.next = self.next_fetch.q.val();
        self.head.next = self.head_at.q.val();
        // What is about to be fetched when the hold comes is owed a cycle later.
        self.drained.next = (self.owed.q.val() == self.none.val()) & !self.waits.q.val();

        // From the old tail on, up to the entry before the head: more would run over entries not yet taken.
        self.tail_low.next = self.tail.val().get_bits::<6>(0);
        self.onward.next = self.tail_low.val() >= self.tail_at.q.val();
        self.short_of_head.next = self.tail_low.val() < self.head_at.q.val();
        self.fits.next =
            self.there.q.val() & !self.tail.val().get_bits::<10>(6).any() & (self.tail_low.val() <= self.last.q.val());
        if self.head_at.q.val() <= self.tail_at.q.val() {
            if !self.onward.val() & !self.short_of_head.val() {
                self.fits.next = false;
            }
        } else if !self.onward.val() | !self.short_of_head.val() {
            self.fits.next = false;
        }
        self.refused.next = self.ring.val() & !self.fits.val();
        self.waits.d.next = (self.next_fetch.q.val() != self.tail_at.q.val()) & self.room.val() & !self.hold.val();
        if self.ring.val() & self.fits.val() {
            self.tail_at.d.next = self.tail_low.val();
            // Not a cycle later: a doorbell's way to its fetch is part of every command's.
            self.waits.d.next = (self.next_fetch.q.val() != self.tail_low.val()) & self.room.val() & !self.hold.val();
        }

        if self.issue.val() {
            self.waits.d.next = false;
            self.next_fetch.d.next = self.next_fetch.q.val() + 1;
            if self.next_fetch.q.val() == self.last.q.val() {
                self.next_fetch.d.next = 0.into();
            }
        }
        if self.loaded.val() {
            self.head_at.d.next = self.head_at.q.val() + 1;
            if self.head_at.q.val() == self.last.q.val() {
                self.head_at.d.next = 0.into();
            }
        }
        if self.issue.val() & !self.answered.val() {
            self.owed.d.next = self.owed.q.val() + 1;
        }
        if self.answered.val() & !self.issue.val() {
            self.owed.d.next = self.owed.q.val() - 1;
        }

        if self.create.val() {
            self.there.d.next = true;
            self.answers_to.d.next = self.shape.val().cq;
            self.last.d.next = self.shape.val().last;
        }
        if self.delete.val() | !self.run.val() {
            self.there.d.next = false;
        }
        if !self.there.q.val() {
            self.tail_at.d.next = 0.into();
            self.next_fetch.d.next = 0.into();
            self.head_at.d.next = 0.into();
            self.waits.d.next = false;
            self.owed.d.next = 0.into();
        }
    }
}
