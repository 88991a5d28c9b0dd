//! Posted requests: data of slots, completion queue entries, and interrupts, in the order they were accepted.
//!
//! Plans ahead of the transmitter: the requests of one command go into a queue while those of the last are being
//! sent, so that commands follow each other without a gap.

use super::split::Split;
use super::tlp::{Message, Posted};
use crate::leaf::{Fifo, StreamSink, StreamSource, DFF};
use crate::wires::{DmaWrite, Post, SlotRead};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Planning {
    Write,
    Cutting,
    EntryLow,
    EntryHigh,
    /// The interrupt of the entry before is not yet due where it is asked for.
    Raised,
    Interrupt,
    Idle,
}

#[derive(LogicBlock, Default)]
pub struct WritePlanner {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// MPS as PCIe encodes it.
    pub limit: Signal<In, Bits<3>>,
    pub write: StreamSink<DmaWrite>,
    pub slot_read: StreamSource<SlotRead>,
    pub post: StreamSink<Post>,
    /// Asks for the interrupt of an accepted entry.
    pub raise: Signal<Out, Bit>,
    pub raise_vector: Signal<Out, Bits<4>>,
    /// An interrupt will be sent: nothing new is accepted before it.
    pub interrupt_due: Signal<In, Bit>,
    pub message: StreamSink<Message>,
    pub posted: StreamSource<Posted>,
    /// Payload of entries and interrupts.
    pub own_words: StreamSource<Bits<64>>,
    split: Split,
    queue: Fifo<Posted, 2>,
    words: Fifo<Bits<64>, 2>,
    state: DFF<Planning>,
    /// The queue's first, out of its memory.
    front: DFF<Posted>,
    front_valid: DFF<Bit>,
    page: DFF<Bits<52>>,
    id: DFF<Bits<4>>,
    odd: DFF<Bit>,
    want: DFF<SlotRead>,
    want_valid: DFF<Bit>,
    words_asked: Signal<Local, Bits<11>>,
}

impl Logic for WritePlanner {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, front, front_valid, page, id, odd, want, want_valid);
        clock!(self, clock, split, queue, words);
        self.split.reset.next = self.reset.val();
        self.queue.reset.next = self.reset.val();
        self.words.reset.next = self.reset.val();
        self.split.limit.next = self.limit.val();
        self.posted.data.next = self.front.q.val();
        self.posted.valid.next = self.front_valid.q.val();
        // A request has three beats or more: `front` may be empty for a cycle between two.
        self.queue.source.ready.next = !self.front_valid.q.val();
        if self.posted.ready.val() {
            self.front_valid.d.next = false;
        }
        if !self.front_valid.q.val() {
            self.front.d.next = self.queue.source.data.val();
            self.front_valid.d.next = self.queue.source.valid.val();
        }
        StreamSource::<Bits<64>>::link(&mut self.own_words, &mut self.words.source);
        self.slot_read.data.next = self.want.q.val();
        self.slot_read.valid.next = self.want_valid.q.val();
        if self.slot_read.ready.val() {
            self.want_valid.d.next = false;
        }

        self.split.start.next = self.state.q.val() == Planning::Write;
        self.split.start_dw.next = self.write.data.val().address.get_bits::<10>(2);
        self.split.start_count.next = self.write.data.val().bytes.get_bits::<11>(2);
        self.words_asked.next = self.write.data.val().bytes.get_bits::<11>(2) + 1;
        if self.write.data.val().word32.get_bit(0) {
            self.words_asked.next = self.write.data.val().bytes.get_bits::<11>(2) + 2;
        }
        self.split.taken.next = self.split.valid.val() & self.queue.sink.ready.val();

        self.write.ready.next = self.state.q.val() == Planning::Write;
        self.post.ready.next = (self.state.q.val() == Planning::EntryHigh) & self.words.sink.ready.val();
        self.message.ready.next =
            (self.state.q.val() == Planning::Interrupt) & self.queue.sink.ready.val() & self.words.sink.ready.val();
        self.raise.next = false;
        self.raise_vector.next = self.post.data.val().vector;

        self.queue.sink.valid.next = false;
        self.queue.sink.data.next.address = (bit_cast::<64, 52>(self.page.q.val()) << 12)
            | bit_cast::<64, 12>(bit_cast::<12, 10>(self.split.dw.val()) << 2);
        self.queue.sink.data.next.long = self.page.q.val().get_bits::<32>(20).any();
        self.queue.sink.data.next.count = self.split.count.val();
        self.queue.sink.data.next.own = false;
        self.queue.sink.data.next.odd = self.odd.q.val() & self.split.first.val();
        self.queue.sink.data.next.last = self.split.last.val();
        self.queue.sink.data.next.ends_write = self.split.last.val();
        self.queue.sink.data.next.ends_post = false;
        self.queue.sink.data.next.id = self.id.q.val();
        self.words.sink.valid.next = false;
        self.words.sink.data.next = self.post.data.val().low;

        match self.state.q.val() {
            Planning::Write => {
                self.page.d.next = self.write.data.val().address.get_bits::<52>(12);
                self.id.d.next = self.write.data.val().id;
                self.odd.d.next = self.write.data.val().word32.get_bit(0);
                self.want.d.next.slot = self.write.data.val().slot;
                self.want.d.next.word = self.write.data.val().word32.get_bits::<9>(1);
                self.want.d.next.count = self.words_asked.val().get_bits::<10>(1);
                self.want_valid.d.next = true;
                self.state.d.next = Planning::Cutting;
            }
            Planning::Cutting => {
                self.queue.sink.valid.next = self.split.valid.val();
                if self.split.valid.val() & self.queue.sink.ready.val() & self.split.last.val() {
                    self.state.d.next = Planning::Idle;
                }
            }
            // The request goes ahead with the first word: the transmitter needs the second one cycles later.
            Planning::EntryLow => {
                self.words.sink.valid.next = self.queue.sink.ready.val();
                self.queue.sink.valid.next = self.words.sink.ready.val();
                self.queue.sink.data.next.address = self.post.data.val().address;
                self.queue.sink.data.next.long = self.post.data.val().address.get_bits::<32>(32).any();
                self.queue.sink.data.next.count = 4.into();
                self.queue.sink.data.next.own = true;
                self.queue.sink.data.next.odd = false;
                self.queue.sink.data.next.last = true;
                self.queue.sink.data.next.ends_write = false;
                self.queue.sink.data.next.ends_post = true;
                if self.queue.sink.ready.val() & self.words.sink.ready.val() {
                    self.state.d.next = Planning::EntryHigh;
                }
            }
            Planning::EntryHigh => {
                self.words.sink.valid.next = true;
                self.words.sink.data.next = self.post.data.val().high;
                if self.words.sink.ready.val() {
                    self.raise.next = self.post.data.val().interrupt;
                    self.state.d.next = Planning::Idle;
                    if self.post.data.val().interrupt {
                        self.state.d.next = Planning::Raised;
                    }
                }
            }
            Planning::Raised => {
                self.state.d.next = Planning::Idle;
            }
            Planning::Interrupt => {
                self.words.sink.valid.next = self.queue.sink.ready.val() & self.message.valid.val();
                self.words.sink.data.next = bit_cast::<64, 32>(self.message.data.val().data);
                self.queue.sink.valid.next = self.words.sink.ready.val() & self.message.valid.val();
                self.queue.sink.data.next.address = self.message.data.val().address;
                self.queue.sink.data.next.long = self.message.data.val().address.get_bits::<32>(32).any();
                self.queue.sink.data.next.count = 1.into();
                self.queue.sink.data.next.own = true;
                self.queue.sink.data.next.odd = false;
                self.queue.sink.data.next.last = true;
                self.queue.sink.data.next.ends_write = false;
                if self.queue.sink.ready.val() & self.words.sink.ready.val() {
                    self.state.d.next = Planning::Idle;
                }
                // It was masked in the meantime.
                if !self.message.valid.val() {
                    self.state.d.next = Planning::Idle;
                }
            }
            Planning::Idle => {
                if self.message.valid.val() {
                    self.state.d.next = Planning::Interrupt;
                } else if !self.interrupt_due.val() {
                    if self.post.valid.val() {
                        self.state.d.next = Planning::EntryLow;
                    } else if self.write.valid.val() & !self.want_valid.q.val() {
                        self.state.d.next = Planning::Write;
                    }
                }
            }
        }
        if self.reset.val() {
            self.state.d.next = Planning::Idle;
            self.want_valid.d.next = false;
            self.front_valid.d.next = false;
        }
    }
}
