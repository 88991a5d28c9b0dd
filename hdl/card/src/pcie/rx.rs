//! TLP receive: frames, headers, and whom each TLP is for.
//!
//! Every beat is taken; only a host that sends requests faster than they are served, or completions faster than their
//! words are put down, makes `rx_ready` fall. Whatever arrives, the receiver finds back at the next `sop`. TLPs that are not what their header says are counted as
//! malformed, once each, and dropped.

use super::tlp::{CompletionHeader, Piece, Request};
use crate::leaf::{Fifo, StreamSource, DFF};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Part {
    Second,
    Rest,
    Skip,
    First,
}

#[derive(LogicBlock, Default)]
pub struct Receive {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_keep: Signal<In, Bits<8>>,
    pub rx_sop: Signal<In, Bit>,
    pub rx_eop: Signal<In, Bit>,
    pub rx_bar: Signal<In, Bits<3>>,
    pub rx_valid: Signal<In, Bit>,
    pub rx_ready: Signal<Out, Bit>,
    /// No beats for now, but for the one that is on its way.
    pub busy: Signal<In, Bit>,
    pub request: StreamSource<Request>,
    pub piece: Signal<Out, Piece>,
    pub header: Signal<Out, CompletionHeader>,
    /// The next beat is a completion's second.
    pub expected: Signal<Out, Bit>,
    /// Pulses: a TLP came whole; one was dropped as not supported; one was malformed.
    pub whole: Signal<Out, Bit>,
    pub unsupported: Signal<Out, Bit>,
    pub malformed: Signal<Out, Bit>,
    requests: Fifo<Request, 4>,
    waiting: DFF<Bits<5>>,
    accept: DFF<Bit>,
    // The beat looked at.
    valid: DFF<Bit>,
    data: DFF<Bits<64>>,
    half: DFF<Bit>,
    odd_keep: DFF<Bit>,
    sop: DFF<Bit>,
    eop: DFF<Bit>,
    bar: DFF<Bits<3>>,
    // The TLP it belongs to.
    part: DFF<Part>,
    completion: DFF<Bit>,
    posted: DFF<Bit>,
    non_posted: DFF<Bit>,
    memory: DFF<Bit>,
    four: DFF<Bit>,
    payload: DFF<Bit>,
    digest: DFF<Bit>,
    /// DWs due from this beat on, without the digest.
    left: DFF<Bits<11>>,
    head: DFF<CompletionHeader>,
    short: DFF<Bit>,
    known_bar: DFF<Bit>,
    enables_wrong: DFF<Bit>,
    entry: DFF<Request>,
    entry_valid: DFF<Bit>,
    first_rest: DFF<Bit>,
    // What the beat is.
    kind: Signal<Local, Bits<5>>,
    length: Signal<Local, Bits<11>>,
    low_left: Signal<Local, Bits<3>>,
    ends_full: Signal<Local, Bit>,
    ends_half: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    continues: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    breaks: Signal<Local, Bit>,
    left_behind: Signal<Local, Bit>,
}

impl Logic for Receive {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, waiting, accept, valid, data, half, odd_keep, sop, eop, bar, part, completion);
        dff_setup!(self, clock, posted, non_posted, memory, four, payload, digest, left, head, short, known_bar);
        dff_setup!(self, clock, enables_wrong, entry, entry_valid, first_rest);
        clock!(self, clock, requests);
        self.requests.reset.next = self.reset.val();
        StreamSource::<Request>::link(&mut self.request, &mut self.requests.source);

        // Four places of the queue are kept for requests in flight between `rx_ready` and the queue.
        self.rx_ready.next = self.accept.q.val();
        self.accept.d.next = (self.waiting.q.val() <= 11) & !self.busy.val();
        self.valid.d.next = self.rx_valid.val() & self.accept.q.val();
        self.data.d.next = self.rx_data.val();
        self.half.d.next = self.rx_keep.val() == 0x0F;
        self.odd_keep.d.next =
            (self.rx_keep.val() != 0xFF) & !((self.rx_keep.val() == 0x0F) & self.rx_eop.val() & !self.rx_sop.val());
        self.sop.d.next = self.rx_sop.val();
        self.eop.d.next = self.rx_eop.val();
        self.bar.d.next = self.rx_bar.val();

        // Does this beat, as second or later one, fit the length in the header?
        self.low_left.next = self.left.q.val().get_bits::<3>(0);
        if self.digest.q.val() {
            self.low_left.next = self.left.q.val().get_bits::<3>(0) + 1;
        }
        self.ends_full.next = !self.left.q.val().get_bits::<9>(2).any() & (self.low_left.val() == 2);
        self.ends_half.next = !self.left.q.val().get_bits::<9>(2).any() & (self.low_left.val() == 1);
        self.fits.next = !self.ends_full.val() & !self.ends_half.val();
        if self.eop.q.val() {
            self.fits.next = self.ends_full.val();
            if self.half.q.val() {
                self.fits.next = self.ends_half.val();
            }
        }
        self.continues.next = self.valid.q.val()
            & !self.sop.q.val()
            & ((self.part.q.val() == Part::Second) | (self.part.q.val() == Part::Rest));
        self.ends.next = self.continues.val() & self.eop.q.val() & self.fits.val() & !self.odd_keep.q.val();
        self.breaks.next = self.continues.val() & (!self.fits.val() | self.odd_keep.q.val());
        // A new TLP begins though the last one has not ended.
        self.left_behind.next = self.valid.q.val()
            & self.sop.q.val()
            & ((self.part.q.val() == Part::Second) | (self.part.q.val() == Part::Rest));

        // Later beats.
        self.malformed.next = self.breaks.val() | self.left_behind.val();
        self.entry_valid.d.next = false;
        self.unsupported.next = false;
        if self.continues.val() {
            self.left.d.next = self.left.q.val() - 2;
            self.part.d.next = Part::Rest;
            self.first_rest.d.next = self.part.q.val() == Part::Second;
            if self.part.q.val() == Part::Second {
                self.entry.d.next.dw = self.data.q.val().get_bits::<14>(2);
                if self.four.q.val() {
                    self.entry.d.next.dw = self.data.q.val().get_bits::<14>(34);
                }
                if self.payload.q.val() {
                    self.entry.d.next.data = bit_cast::<64, 32>(self.data.q.val().get_bits::<32>(32));
                }
            }
            if self.first_rest.q.val() & self.payload.q.val() {
                self.entry.d.next.data = (bit_cast::<64, 32>(self.data.q.val().get_bits::<32>(0)) << 32)
                    | bit_cast::<64, 32>(self.entry.q.val().data.get_bits::<32>(0));
                if self.four.q.val() {
                    self.entry.d.next.data = self.data.q.val();
                }
            }
            if self.ends.val() | self.breaks.val() {
                self.part.d.next = Part::First;
                if !self.eop.q.val() {
                    self.part.d.next = Part::Skip;
                }
            }
        }
        if self.ends.val() & !self.completion.q.val() {
            if !(self.posted.q.val() | self.non_posted.q.val()) | self.enables_wrong.q.val() {
                self.malformed.next = true;
            } else if self.non_posted.q.val() {
                self.entry_valid.d.next = true;
                self.unsupported.next = !(self.memory.q.val() & self.short.q.val() & self.known_bar.q.val());
                self.entry.d.next.refuse = !(self.memory.q.val() & self.short.q.val() & self.known_bar.q.val());
            } else {
                self.entry_valid.d.next =
                    self.memory.q.val() & self.short.q.val() & self.known_bar.q.val() & !self.head.q.val().poisoned;
                self.unsupported.next =
                    !(self.memory.q.val() & self.short.q.val() & self.known_bar.q.val() & !self.head.q.val().poisoned);
            }
        }
        self.whole.next = self.ends.val();

        // A first beat, or one that belongs to no TLP.
        self.kind.next = self.data.q.val().get_bits::<5>(24);
        self.length.next = bit_cast::<11, 10>(self.data.q.val().get_bits::<10>(0));
        if self.data.q.val().get_bits::<10>(0) == 0 {
            self.length.next = 1024.into();
        }
        if self.valid.q.val() & !self.sop.q.val() & (self.part.q.val() == Part::First) {
            self.malformed.next = true;
            self.part.d.next = Part::Skip;
        }
        if self.valid.q.val() & self.eop.q.val() & !self.continues.val() {
            self.part.d.next = Part::First;
        }
        if self.valid.q.val() & self.sop.q.val() {
            self.part.d.next = Part::Second;
            self.first_rest.d.next = false;
            // Three DWs are the least.
            if self.eop.q.val() | self.odd_keep.q.val() {
                self.malformed.next = true;
                self.part.d.next = Part::First;
                if !self.eop.q.val() {
                    self.part.d.next = Part::Skip;
                }
            }
            self.four.d.next = self.data.q.val().get_bit(29);
            self.payload.d.next = self.data.q.val().get_bit(30);
            self.digest.d.next = self.data.q.val().get_bit(15);
            self.left.d.next = bit_cast::<11, 1>(self.data.q.val().get_bits::<1>(29)) + 1;
            if self.data.q.val().get_bit(30) {
                self.left.d.next = self.length.val() + bit_cast::<11, 1>(self.data.q.val().get_bits::<1>(29)) + 1;
            }
            self.completion.d.next = (self.kind.val().get_bits::<4>(1) == 5)
                & !self.data.q.val().get_bit(29)
                & !self.data.q.val().get_bit(31);
            self.memory.d.next = self.kind.val() == 0;
            self.posted.d.next = !self.data.q.val().get_bit(31)
                & (((self.kind.val() == 0) & self.data.q.val().get_bit(30))
                    | ((self.kind.val().get_bits::<2>(3) == 2) & self.data.q.val().get_bit(29)));
            // Reads of memory, locked or not; I/O and configuration; atomic operations.
            self.non_posted.d.next = !self.data.q.val().get_bit(31)
                & (((self.kind.val().get_bits::<4>(1) == 0) & !self.data.q.val().get_bit(30))
                    | (((self.kind.val() == 2) | (self.kind.val().get_bits::<4>(1) == 2))
                        & !self.data.q.val().get_bit(29))
                    | ((self.kind.val().get_bits::<3>(2) == 3)
                        & (self.kind.val().get_bits::<2>(0) != 3)
                        & self.data.q.val().get_bit(30)));
            self.head.d.next.payload = self.data.q.val().get_bit(30);
            self.head.d.next.poisoned = self.data.q.val().get_bit(14);
            self.head.d.next.status = self.data.q.val().get_bits::<3>(45);
            self.head.d.next.bytes = self.data.q.val().get_bits::<12>(32);
            self.head.d.next.length = self.length.val();
            self.short.d.next = self.length.val() <= 2;
            self.known_bar.d.next = (self.bar.q.val() == 0) | (self.bar.q.val() == 2);
            // One DW has no last byte enables, more have both.
            self.enables_wrong.d.next = (self.kind.val() == 0)
                & (((self.length.val() == 1) & self.data.q.val().get_bits::<4>(36).any())
                    | ((self.length.val() != 1)
                        & !(self.data.q.val().get_bits::<4>(36).any() & self.data.q.val().get_bits::<4>(32).any())));
            self.entry.d.next.write = self.data.q.val().get_bit(30);
            self.entry.d.next.refuse = false;
            self.entry.d.next.memory = self.kind.val().get_bits::<4>(1) == 0;
            self.entry.d.next.locked = self.kind.val() == 1;
            self.entry.d.next.two = self.length.val() == 2;
            self.entry.d.next.window = self.bar.q.val() != 0;
            self.entry.d.next.first_enable = self.data.q.val().get_bits::<4>(32);
            self.entry.d.next.last_enable = self.data.q.val().get_bits::<4>(36);
            self.entry.d.next.data = bit_cast::<64, 11>(self.length.val());
            self.entry.d.next.requester = self.data.q.val().get_bits::<24>(40);
            self.entry.d.next.class = self.data.q.val().get_bits::<3>(20);
            self.entry.d.next.attributes = (bit_cast::<3, 1>(self.data.q.val().get_bits::<1>(18)) << 2)
                | bit_cast::<3, 2>(self.data.q.val().get_bits::<2>(12));
        }

        // Completions go on as they come, the end of a broken one included.
        self.piece.next.data = self.data.q.val();
        self.piece.next.second = self.continues.val() & self.completion.q.val() & (self.part.q.val() == Part::Second);
        self.piece.next.rest = self.continues.val()
            & self.completion.q.val()
            & (self.part.q.val() == Part::Rest)
            & self.left.q.val().any();
        self.piece.next.two = self.left.q.val() != 1;
        self.piece.next.last = !self.left.q.val().get_bits::<9>(2).any() & (self.left.q.val().get_bits::<2>(0) != 3);
        self.piece.next.end = self.completion.q.val() & (self.ends.val() | self.breaks.val() | self.left_behind.val());
        self.piece.next.broken = self.breaks.val() | self.left_behind.val();
        self.header.next = self.head.q.val();
        self.expected.next = self.completion.q.val() & (self.part.q.val() == Part::Second);

        self.requests.sink.data.next = self.entry.q.val();
        self.requests.sink.valid.next = self.entry_valid.q.val();
        if self.entry_valid.q.val() & !(self.requests.source.valid.val() & self.request.ready.val()) {
            self.waiting.d.next = self.waiting.q.val() + 1;
        }
        if !self.entry_valid.q.val() & (self.requests.source.valid.val() & self.request.ready.val()) {
            self.waiting.d.next = self.waiting.q.val() - 1;
        }
        if self.reset.val() {
            self.part.d.next = Part::First;
            self.valid.d.next = false;
            self.accept.d.next = false;
            self.waiting.d.next = 0.into();
            self.entry_valid.d.next = false;
        }
    }
}
