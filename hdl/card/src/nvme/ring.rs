//! Entries of submission queues on their way from the host: up to four at a time, handed on in the order in which they were
//! asked for.

use super::words::Sqe;
use crate::leaf::{block_default, Ram, StreamSource, Table, DFF};
use crate::wires::{DmaRead, DmaWord, PLACE_ENTRY};
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Ring {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// 0 admin, 1 I/O.
    pub io: Signal<In, Bit>,
    /// While low, everything is forgotten as soon as `idle`.
    pub run: Signal<In, Bit>,
    /// An entry is wanted, while there is `room` for it.
    pub fetch_queue: Signal<In, Bits<2>>,
    pub fetch_address: Signal<In, Bits<64>>,
    pub fetch_valid: Signal<In, Bit>,
    pub room: Signal<Out, Bit>,
    pub request: StreamSource<DmaRead>,
    /// One of our reads has ended.
    pub done: Signal<In, Bit>,
    pub done_place: Signal<In, Bits<2>>,
    pub done_failed: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    pub sqe: StreamSource<Sqe>,
    /// Pulses: an entry of `loaded_queue` belongs to the host again.
    pub loaded: Signal<Out, Bit>,
    pub loaded_queue: Signal<Out, Bits<2>>,
    /// No read is under way.
    pub idle: Signal<Out, Bit>,
    /// An entry could not be read; nothing more is handed on.
    pub fatal: Signal<Out, Bit>,

    // Four places of eight words.
    low: Ram<Bits<32>, 5>,
    high: Ram<Bits<32>, 5>,
    queues: Table<Bits<2>, 2>,
    put: DFF<Bits<3>>,
    take: DFF<Bits<3>>,
    waiting: DFF<Bits<4>>,
    landed: DFF<Bits<4>>,
    failed: DFF<Bit>,
    /// No place is free.
    full: DFF<Bit>,
    asked: DFF<DmaRead>,
    asking: DFF<Bit>,

    step: DFF<Bits<3>>,
    entry: DFF<Sqe>,
    entry_valid: DFF<Bit>,

    empties: Signal<Local, Bit>,
    ours: Signal<Local, Bit>,
    used: Signal<Local, Bits<3>>,
    put_mask: Signal<Local, Bits<4>>,
    take_mask: Signal<Local, Bits<4>>,
    done_mask: Signal<Local, Bits<4>>,
    place: Signal<Local, Bits<3>>,
    at: Signal<Local, Bits<5>>,
    one: Constant<Bits<4>>,
    entry_place: Constant<Bits<2>>,
}

block_default!(Ring {
    clock reset io run fetch_queue fetch_address fetch_valid room request done done_place done_failed word word_valid sqe loaded loaded_queue idle fatal
    low high queues put take waiting landed failed full asked asking step entry entry_valid empties ours used put_mask take_mask
    done_mask place at;
    one = 1u8, entry_place = PLACE_ENTRY
});

impl Logic for Ring {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, put, take, waiting, landed, failed, full, asked, asking, step, entry, entry_valid);
        clock!(self, clock, low, high, queues);

        // One request an entry.
        self.used.next = self.put.q.val() - self.take.q.val();
        self.room.next = !self.failed.q.val() & !self.asking.q.val() & !self.full.q.val();
        self.place.next =
            (bit_cast::<3, 1>(self.io.val().into()) << 2) | bit_cast::<3, 2>(self.put.q.val().get_bits::<2>(0));
        self.put_mask.next = 0.into();
        if self.asking.q.val() & self.request.ready.val() {
            self.asking.d.next = false;
        }
        self.queues.write.next = self.fetch_valid.val();
        self.queues.write_address.next = self.put.q.val().get_bits::<2>(0);
        self.queues.write_data.next = self.fetch_queue.val();
        if self.fetch_valid.val() {
            self.asking.d.next = true;
            self.asked.d.next.address = self.fetch_address.val();
            self.asked.d.next.bytes = 64.into();
            self.asked.d.next.place = self.entry_place.val();
            self.asked.d.next.index = bit_cast::<6, 3>(self.place.val());
            self.asked.d.next.word32 = 0.into();
            self.asked.d.next.id = bit_cast::<4, 3>(self.place.val()) | 8;
            self.put_mask.next = self.one.val() << self.put.q.val().get_bits::<2>(0);
            self.put.d.next = self.put.q.val() + 1;
        }
        self.request.data.next = self.asked.q.val();
        self.request.valid.next = self.asking.q.val();

        // Arrival.
        self.ours.next = self.word_valid.val()
            & (self.word.val().place == self.entry_place.val())
            & (self.word.val().index.get_bit(2) == self.io.val());
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
        self.queues.read_address.next = self.take.q.val().get_bits::<2>(0);
        if self.entry_valid.q.val() & self.sqe.ready.val() {
            self.entry_valid.d.next = false;
        }
        self.empties.next = false;
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
                self.entry.d.next.queue = self.queues.read_data.val();
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
                self.empties.next = true;
                self.step.d.next = 0.into();
            }
        }
        self.take_mask.next = 0.into();
        if self.empties.val() {
            self.entry_valid.d.next = true;
            self.take_mask.next = self.one.val() << self.take.q.val().get_bits::<2>(0);
            self.take.d.next = self.take.q.val() + 1;
        }
        self.loaded.next = self.empties.val();
        self.loaded_queue.next = self.queues.read_data.val();
        if self.fetch_valid.val() & !self.empties.val() {
            self.full.d.next = self.used.val() == 3;
        }
        if self.empties.val() & !self.fetch_valid.val() {
            self.full.d.next = false;
        }
        self.sqe.data.next = self.entry.q.val();
        self.sqe.valid.next = self.entry_valid.q.val();

        self.waiting.d.next = (self.waiting.q.val() & !self.done_mask.val()) | self.put_mask.val();
        self.landed.d.next = (self.landed.q.val() & !self.take_mask.val()) | self.done_mask.val();
        self.idle.next = !self.waiting.q.val().any();
        self.fatal.next = self.failed.q.val();

        if !self.run.val() {
            self.entry_valid.d.next = false;
            self.step.d.next = 0.into();
            if !self.waiting.q.val().any() {
                self.put.d.next = 0.into();
                self.take.d.next = 0.into();
                self.landed.d.next = 0.into();
                self.failed.d.next = false;
                self.full.d.next = false;
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
