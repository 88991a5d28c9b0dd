//! A submission queue: fetches entries ahead, up to four at a time, and hands them on in queue order.

use super::words::{Shape, Sqe};
use crate::leaf::{block_default, Ram, StreamSource, DFF};
use crate::wires::{DmaRead, DmaWord, PLACE_ENTRY};
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Submission {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// 0 admin, 1 I/O.
    pub queue: Signal<In, Bit>,
    /// The queue exists and the controller runs. While low, everything is forgotten as soon as `idle`.
    pub run: Signal<In, Bit>,
    /// No further entry is fetched.
    pub hold: Signal<In, Bit>,
    pub shape: Signal<In, Shape>,
    /// The tail doorbell was written.
    pub ring: Signal<In, Bit>,
    pub tail: Signal<In, Bits<16>>,
    /// The doorbell's value cannot be.
    pub refused: Signal<Out, Bit>,
    pub request: StreamSource<DmaRead>,
    /// One of our reads has ended.
    pub done: Signal<In, Bit>,
    pub done_place: Signal<In, Bits<2>>,
    pub done_failed: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    pub sqe: StreamSource<Sqe>,
    /// Entries before this one belong to the host again.
    pub head: Signal<Out, Bits<16>>,
    /// No read is under way.
    pub idle: Signal<Out, Bit>,
    /// Nor is there a fetched entry that has not been handed on.
    pub empty: Signal<Out, Bit>,
    /// An entry could not be read; nothing more is handed on.
    pub fatal: Signal<Out, Bit>,

    // The ring: four places of eight words.
    low: Ram<Bits<32>, 5>,
    high: Ram<Bits<32>, 5>,
    put: DFF<Bits<3>>,
    take: DFF<Bits<3>>,
    waiting: DFF<Bits<4>>,
    landed: DFF<Bits<4>>,
    failed: DFF<Bit>,

    tail_at: DFF<Bits<12>>,
    fetch_at: DFF<Bits<12>>,
    /// `fetch_at` is the queue's last place; it is not the tail. Both look at what was a cycle ago: fetches are further
    /// apart.
    fetch_last: DFF<Bit>,
    pending: DFF<Bit>,
    /// No place of the ring is free.
    full: DFF<Bit>,
    head_at: DFF<Bits<12>>,
    address: DFF<Bits<64>>,
    asked: DFF<DmaRead>,
    asking: DFF<Bit>,

    step: DFF<Bits<3>>,
    entry: DFF<Sqe>,
    entry_valid: DFF<Bit>,

    issue: Signal<Local, Bit>,
    loaded: Signal<Local, Bit>,
    ours: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    tail_low: Signal<Local, Bits<12>>,
    onward: Signal<Local, Bit>,
    short_of_head: Signal<Local, Bit>,
    used: Signal<Local, Bits<3>>,
    put_mask: Signal<Local, Bits<4>>,
    take_mask: Signal<Local, Bits<4>>,
    done_mask: Signal<Local, Bits<4>>,
    place: Signal<Local, Bits<3>>,
    at: Signal<Local, Bits<5>>,
    one: Constant<Bits<4>>,
    entry_place: Constant<Bits<2>>,
}

block_default!(Submission {
    clock reset queue run hold shape ring tail refused request done done_place done_failed word word_valid sqe head idle
    empty fatal low high put take waiting landed failed tail_at fetch_at fetch_last pending full head_at address asked asking step entry
    entry_valid issue loaded ours fits tail_low onward short_of_head used put_mask take_mask done_mask place at;
    one = 1u8, entry_place = PLACE_ENTRY
});

impl Logic for Submission {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, put, take, waiting, landed, failed, tail_at, fetch_at, fetch_last);
        dff_setup!(self, clock, pending, full, head_at, address);
        dff_setup!(self, clock, asked, asking, step, entry, entry_valid);
        clock!(self, clock, low, high);

        // Doorbell.
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
            // Not a cycle later: a doorbell's way to its fetch is part of every command's.
            self.pending.d.next = self.tail_low.val() != self.fetch_at.q.val();
        }

        // Fetch: one request an entry, while a place of the ring is free.
        self.used.next = self.put.q.val() - self.take.q.val();
        self.issue.next = self.run.val()
            & !self.hold.val()
            & !self.failed.q.val()
            & !self.asking.q.val()
            & !self.full.q.val()
            & self.pending.q.val();
        self.place.next =
            (bit_cast::<3, 1>(self.queue.val().into()) << 2) | bit_cast::<3, 2>(self.put.q.val().get_bits::<2>(0));
        self.put_mask.next = 0.into();
        if self.asking.q.val() & self.request.ready.val() {
            self.asking.d.next = false;
        }
        if self.issue.val() {
            self.asking.d.next = true;
            self.asked.d.next.address = self.address.q.val();
            self.asked.d.next.bytes = 64.into();
            self.asked.d.next.place = self.entry_place.val();
            self.asked.d.next.index = bit_cast::<6, 3>(self.place.val());
            self.asked.d.next.word32 = 0.into();
            self.asked.d.next.id = bit_cast::<4, 3>(self.place.val()) | 8;
            self.put_mask.next = self.one.val() << self.put.q.val().get_bits::<2>(0);
            self.put.d.next = self.put.q.val() + 1;
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
        self.request.data.next = self.asked.q.val();
        self.request.valid.next = self.asking.q.val();

        // Arrival.
        self.ours.next = self.word_valid.val()
            & (self.word.val().place == self.entry_place.val())
            & (self.word.val().index.get_bit(2) == self.queue.val());
        self.at.next = (bit_cast::<5, 2>(self.word.val().index.get_bits::<2>(0)) << 3)
            | bit_cast::<5, 3>(self.word.val().word.get_bits::<3>(0));
        self.low.write.next = self.ours.val() & self.word.val().low;
        self.low.write_address.next = self.at.val();
        self.low.write_data.next = self.word.val().data.get_bits::<32>(0);
        self.high.write.next = self.ours.val() & self.word.val().high;
        self.high.write_address.next = self.at.val();
        self.high.write_data.next = self.word.val().data.get_bits::<32>(32);
        self.done_mask.next = 0.into();
        if self.done.val() {
            self.done_mask.next = self.one.val() << self.done_place.val();
            if self.done_failed.val() {
                self.failed.d.next = true;
            }
        }

        // Hand on: words 0, 3, 4, 5, 6 of the oldest entry, then the entry as a whole.
        self.low.read_address.next =
            (bit_cast::<5, 2>(self.take.q.val().get_bits::<2>(0)) << 3) | bit_cast::<5, 3>(self.step.q.val() + 2);
        if self.step.q.val() == 0 {
            self.low.read_address.next = bit_cast::<5, 2>(self.take.q.val().get_bits::<2>(0)) << 3;
        }
        self.high.read_address.next = self.low.read_address.val();
        if self.entry_valid.q.val() & self.sqe.ready.val() {
            self.entry_valid.d.next = false;
        }
        self.loaded.next = false;
        if self.step.q.val() == 0 {
            if !self.entry_valid.q.val()
                & !self.failed.q.val()
                & self.landed.q.val().get_bit(self.take.q.val().get_bits::<2>(0).index())
            {
                self.step.d.next = 1.into();
            }
        } else {
            self.step.d.next = self.step.q.val() + 1;
            if self.step.q.val() == 1 {
                self.entry.d.next.cdw0 = self.low.read_data.val();
                self.entry.d.next.nsid = self.high.read_data.val();
            }
            if self.step.q.val() == 2 {
                self.entry.d.next.prp1 = (bit_cast::<64, 32>(self.high.read_data.val()) << 32)
                    | bit_cast::<64, 32>(self.low.read_data.val());
            }
            if self.step.q.val() == 3 {
                self.entry.d.next.prp2 = (bit_cast::<64, 32>(self.high.read_data.val()) << 32)
                    | bit_cast::<64, 32>(self.low.read_data.val());
            }
            if self.step.q.val() == 4 {
                self.entry.d.next.cdw10 = self.low.read_data.val();
                self.entry.d.next.cdw11 = self.high.read_data.val();
            }
            if self.step.q.val() == 5 {
                self.entry.d.next.cdw12 = self.low.read_data.val();
                self.loaded.next = true;
                self.step.d.next = 0.into();
            }
        }
        self.take_mask.next = 0.into();
        if self.loaded.val() {
            self.entry_valid.d.next = true;
            self.take_mask.next = self.one.val() << self.take.q.val().get_bits::<2>(0);
            self.take.d.next = self.take.q.val() + 1;
            self.head_at.d.next = self.head_at.q.val() + 1;
            if self.head_at.q.val() == self.shape.val().last {
                self.head_at.d.next = 0.into();
            }
        }
        if self.issue.val() & !self.loaded.val() {
            self.full.d.next = self.used.val() == 3;
        }
        if self.loaded.val() & !self.issue.val() {
            self.full.d.next = false;
        }
        self.sqe.data.next = self.entry.q.val();
        self.sqe.valid.next = self.entry_valid.q.val();
        self.head.next = bit_cast::<16, 12>(self.head_at.q.val());

        self.waiting.d.next = (self.waiting.q.val() & !self.done_mask.val()) | self.put_mask.val();
        self.landed.d.next = (self.landed.q.val() & !self.take_mask.val()) | self.done_mask.val();
        self.idle.next = !self.waiting.q.val().any();
        self.empty.next = !self.entry_valid.q.val() & (self.used.val() == 0);
        self.fatal.next = self.failed.q.val();

        if !self.run.val() {
            self.entry_valid.d.next = false;
            self.step.d.next = 0.into();
            if !self.waiting.q.val().any() {
                self.put.d.next = 0.into();
                self.take.d.next = 0.into();
                self.landed.d.next = 0.into();
                self.failed.d.next = false;
                self.tail_at.d.next = 0.into();
                self.fetch_at.d.next = 0.into();
                self.full.d.next = false;
                self.head_at.d.next = 0.into();
            }
        }
        if self.reset.val() {
            self.waiting.d.next = 0.into();
            self.landed.d.next = 0.into();
            self.asking.d.next = false;
            self.entry_valid.d.next = false;
            self.step.d.next = 0.into();
        }
    }
}
