//! Frames that were believed, until the unit takes them: as many places as a window has.

use crate::leaf::{block_default, Ram, StreamSource, DFF};
use crate::wires::Frame;
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Inbox<const P: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub frame: Signal<In, Frame>,
    /// Only while `free` is not 0.
    pub push: Signal<In, Bit>,
    pub free: Signal<Out, Bits<12>>,
    pub empty: Signal<Out, Bit>,
    pub got: StreamSource<Frame>,
    frames: Ram<Frame, P>,
    head: DFF<Bits<12>>,
    tail: DFF<Bits<12>>,
    /// `tail` one cycle ago: what the memory can show now.
    written: DFF<Bits<12>>,
    offered: DFF<Frame>,
    offers: DFF<Bit>,
    places: DFF<Bits<12>>,
    head_now: Signal<Local, Bits<12>>,
    takes: Signal<Local, Bit>,
    all_places: Constant<Bits<12>>,
}

block_default!(Inbox<P> {
    clock reset frame push free empty got frames head tail written offered offers places head_now takes;
    all_places = 1u64 << P
});

impl<const P: usize> Logic for Inbox<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, head, tail, written, offered, offers, places);
        clock!(self, clock, frames);
        self.free.next = self.places.q.val();
        self.empty.next = self.places.q.val() == self.all_places.val();
        self.got.data.next = self.offered.q.val();
        self.got.valid.next = self.offers.q.val();

        self.frames.write.next = self.push.val();
        self.frames.write_address.next = bit_cast::<P, 12>(self.tail.q.val());
        self.frames.write_data.next = self.frame.val();
        if self.push.val() {
            self.tail.d.next = self.tail.q.val() + 1;
        }
        self.written.d.next = self.tail.q.val();
        self.head_now.next = self.head.q.val();
        self.takes.next = self.offers.q.val() & self.got.ready.val();
        if !self.offers.q.val() | self.got.ready.val() {
            self.offers.d.next = self.head.q.val() != self.written.q.val();
            self.offered.d.next = self.frames.read_data.val();
            if self.head.q.val() != self.written.q.val() {
                self.head_now.next = self.head.q.val() + 1;
            }
        }
        self.head.d.next = self.head_now.val();
        self.frames.read_address.next = bit_cast::<P, 12>(self.head_now.val());
        if self.push.val() & !self.takes.val() {
            self.places.d.next = self.places.q.val() - 1;
        }
        if !self.push.val() & self.takes.val() {
            self.places.d.next = self.places.q.val() + 1;
        }
        if self.reset.val() {
            self.head.d.next = 0.into();
            self.tail.d.next = 0.into();
            self.written.d.next = 0.into();
            self.offers.d.next = false;
            self.places.d.next = self.all_places.val();
        }
    }
}
