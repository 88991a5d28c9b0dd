//! The admin submission queue: doorbell and pointers, the address of the next entry.

use super::words::Shape;
use crate::leaf::DFF;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct AdminSubmission {
    pub clock: Signal<In, Clock>,
    /// The controller runs. While low, everything is forgotten once the ring is `idle`.
    pub run: Signal<In, Bit>,
    pub idle: Signal<In, Bit>,
    pub shape: Signal<In, Shape>,
    /// The tail doorbell was written.
    pub ring: Signal<In, Bit>,
    pub tail: Signal<In, Bits<16>>,
    /// The doorbell's value cannot be.
    pub refused: Signal<Out, Bit>,
    pub fetch_address: Signal<Out, Bits<64>>,
    pub fetch_valid: Signal<Out, Bit>,
    pub room: Signal<In, Bit>,
    /// An entry belongs to the host again.
    pub loaded: Signal<In, Bit>,
    /// Entries before this one belong to the host.
    pub head: Signal<Out, Bits<16>>,

    tail_at: DFF<Bits<12>>,
    fetch_at: DFF<Bits<12>>,
    /// `fetch_at` is the queue's last place; it is not the tail. Both look at what was a cycle ago: fetches are further
    /// apart.
    fetch_last: DFF<Bit>,
    pending: DFF<Bit>,
    head_at: DFF<Bits<12>>,
    address: DFF<Bits<64>>,

    issue: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    tail_low: Signal<Local, Bits<12>>,
    onward: Signal<Local, Bit>,
    short_of_head: Signal<Local, Bit>,
}

impl Logic for AdminSubmission {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, tail_at, fetch_at, fetch_last, pending, head_at, address);

        // From the old tail on, up to the entry before the head: more would run over entries not yet taken.
        self.tail_low.next = bit_cast::<12, 16>(self.tail.val());
        self.onward.next = self.tail_low.val() >= self.tail_at.q.val();
        self.short_of_head.next = self.tail_low.val() < self.head_at.q.val();
        self.fits.next = self.run.val() & (self.tail.val() <= bit_cast::<16, 12>(self.shape.val().last));
        if self.head_at.q.val() <= self.tail_at.q.val() {
            if !self.onward.val() & !self.short_of_head.val() {
                self.fits.next = false;
            }
        } else if !self.onward.val() | !self.short_of_head.val() {
            self.fits.next = false;
        }
        self.fetch_last.d.next = self.fetch_at.q.val() == self.shape.val().last;
        self.pending.d.next = self.fetch_at.q.val() != self.tail_at.q.val();
        self.refused.next = self.ring.val() & !self.fits.val();
        if self.ring.val() & self.fits.val() {
            self.tail_at.d.next = self.tail_low.val();
        }

        self.issue.next = self.run.val() & self.room.val() & self.pending.q.val();
        self.fetch_valid.next = self.issue.val();
        self.fetch_address.next = self.address.q.val();
        if self.issue.val() {
            self.pending.d.next = false;
            self.fetch_at.d.next = self.fetch_at.q.val() + 1;
            if self.fetch_last.q.val() {
                self.fetch_at.d.next = 0.into();
            }
        }
        if self.issue.val() | !self.run.val() {
            self.address.d.next = self.address.q.val() + 64;
            if self.fetch_last.q.val() | !self.run.val() {
                self.address.d.next = self.shape.val().base;
            }
        }
        if self.loaded.val() {
            self.head_at.d.next = self.head_at.q.val() + 1;
            if self.head_at.q.val() == self.shape.val().last {
                self.head_at.d.next = 0.into();
            }
        }
        self.head.next = bit_cast::<16, 12>(self.head_at.q.val());
        if !self.run.val() & self.idle.val() {
            self.tail_at.d.next = 0.into();
            self.fetch_at.d.next = 0.into();
            self.head_at.d.next = 0.into();
        }
    }
}
