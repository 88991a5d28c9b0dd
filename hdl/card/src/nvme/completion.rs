//! The pointers of one I/O completion queue. A place is promised to a command before the command is fetched, so that a
//! completion never waits for its host.

use super::words::NewQueue;
use crate::leaf::DFF;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Completion {
    pub clock: Signal<In, Clock>,
    /// The controller runs; while low there is no queue.
    pub run: Signal<In, Bit>,
    /// The queue comes to be, is gone.
    pub create: Signal<In, Bit>,
    pub delete: Signal<In, Bit>,
    pub shape: Signal<In, NewQueue>,
    pub exists: Signal<Out, Bit>,
    pub interrupts: Signal<Out, Bit>,
    pub vector: Signal<Out, Bits<4>>,
    /// The head doorbell was written.
    pub ring: Signal<In, Bit>,
    pub head: Signal<In, Bits<16>>,
    /// The doorbell's value cannot be.
    pub refused: Signal<Out, Bit>,
    /// A place is free and promised to nobody; with `promise` it is. Not in two cycles on end.
    pub room: Signal<Out, Bit>,
    pub promise: Signal<In, Bit>,
    /// The next entry's place and phase; with `put` it is written.
    pub tail: Signal<Out, Bits<6>>,
    pub phase: Signal<Out, Bit>,
    pub put: Signal<In, Bit>,

    there: DFF<Bit>,
    interrupting: DFF<Bit>,
    to_vector: DFF<Bits<4>>,
    last: DFF<Bits<6>>,
    head_at: DFF<Bits<6>>,
    tail_at: DFF<Bits<6>>,
    /// The place behind the next one to be promised.
    behind: DFF<Bits<6>>,
    /// What the host finds in entries of the last round; new ones have the opposite.
    old_phase: DFF<Bit>,

    fits: Signal<Local, Bit>,
    head_low: Signal<Local, Bits<6>>,
    onward: Signal<Local, Bit>,
    up_to_tail: Signal<Local, Bit>,
}

impl Logic for Completion {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, there, interrupting, to_vector, last, head_at, tail_at, behind, old_phase);
        self.exists.next = self.there.q.val();
        self.interrupts.next = self.interrupting.q.val();
        self.vector.next = self.to_vector.q.val();
        self.tail.next = self.tail_at.q.val();
        self.phase.next = !self.old_phase.q.val();

        // From the old head on, up to the tail: there are no more entries to be freed.
        self.head_low.next = self.head.val().get_bits::<6>(0);
        self.onward.next = self.head_low.val() >= self.head_at.q.val();
        self.up_to_tail.next = self.head_low.val() <= self.tail_at.q.val();
        self.fits.next =
            self.there.q.val() & !self.head.val().get_bits::<10>(6).any() & (self.head_low.val() <= self.last.q.val());
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
        self.room.next = self.behind.q.val() != self.head_at.q.val();
        if self.promise.val() {
            self.behind.d.next = self.behind.q.val() + 1;
            if self.behind.q.val() == self.last.q.val() {
                self.behind.d.next = 0.into();
            }
        }
        if self.put.val() {
            self.tail_at.d.next = self.tail_at.q.val() + 1;
            if self.tail_at.q.val() == self.last.q.val() {
                self.tail_at.d.next = 0.into();
                self.old_phase.d.next = !self.old_phase.q.val();
            }
        }

        if self.create.val() {
            self.there.d.next = true;
            self.interrupting.d.next = self.shape.val().interrupts;
            self.to_vector.d.next = self.shape.val().vector;
            self.last.d.next = self.shape.val().last;
        }
        if self.delete.val() | !self.run.val() {
            self.there.d.next = false;
        }
        if !self.there.q.val() {
            self.head_at.d.next = 0.into();
            self.tail_at.d.next = 0.into();
            self.behind.d.next = 1.into();
            self.old_phase.d.next = false;
        }
    }
}
