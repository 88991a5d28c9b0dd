//! Which TLP is sent next, and its header.
//!
//! Completions come first, so that nothing holds up the host's reads; then posted requests and read requests take
//! turns. Nothing here ever waits for a tag or for a completion.

use super::tlp::{Fetch, Outgoing, Posted, Reply};
use crate::leaf::{StreamSink, StreamSource, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Choose {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub bdf: Signal<In, Bits<16>>,
    pub posted: StreamSink<Posted>,
    /// Payload for it is there, or part of it is held by the transmitter.
    pub slot_word: Signal<In, Bit>,
    pub own_word: Signal<In, Bit>,
    pub fetch: StreamSink<Fetch>,
    /// Stays until the transmitter has sent it; only offered when `reply_valid`.
    pub reply: Signal<In, Reply>,
    pub reply_valid: Signal<In, Bit>,
    pub outgoing: StreamSource<Outgoing>,
    /// The last request was posted: a read request goes before the next one.
    read_turn: DFF<Bit>,
    takes_posted: Signal<Local, Bit>,
    takes_fetch: Signal<Local, Bit>,
    posted_ready: Signal<Local, Bit>,
    address: Signal<Local, Bits<64>>,
    count: Signal<Local, Bits<11>>,
    tag: Signal<Local, Bits<8>>,
    long: Signal<Local, Bit>,
    /// Format and type, and the lower half of DW1.
    kind: Signal<Local, Bits<8>>,
    low: Signal<Local, Bits<16>>,
    dw0: Signal<Local, Bits<32>>,
    dw1: Signal<Local, Bits<32>>,
    dw2: Signal<Local, Bits<32>>,
    dw3: Signal<Local, Bits<32>>,
    memory_read: Constant<Bits<8>>,
    memory_write: Constant<Bits<8>>,
    completion: Constant<Bits<8>>,
    completion_only: Constant<Bits<8>>,
    all_enabled: Constant<Bits<16>>,
    one_enabled: Constant<Bits<16>>,
}

impl Default for Choose {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            bdf: Default::default(),
            posted: Default::default(),
            slot_word: Default::default(),
            own_word: Default::default(),
            fetch: Default::default(),
            reply: Default::default(),
            reply_valid: Default::default(),
            outgoing: Default::default(),
            read_turn: Default::default(),
            takes_posted: Default::default(),
            takes_fetch: Default::default(),
            posted_ready: Default::default(),
            address: Default::default(),
            count: Default::default(),
            tag: Default::default(),
            long: Default::default(),
            kind: Default::default(),
            low: Default::default(),
            dw0: Default::default(),
            dw1: Default::default(),
            dw2: Default::default(),
            dw3: Default::default(),
            memory_read: Constant::new(0x00.into()),
            memory_write: Constant::new(0x40.into()),
            completion: Constant::new(0x4A.into()),
            completion_only: Constant::new(0x0A.into()),
            all_enabled: Constant::new(0xFF.into()),
            one_enabled: Constant::new(0x0F.into()),
        }
    }
}

impl Logic for Choose {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, read_turn);
        self.posted_ready.next = self.posted.valid.val() & self.slot_word.val();
        if self.posted.data.val().own {
            self.posted_ready.next = self.posted.valid.val() & self.own_word.val();
        }
        self.takes_fetch.next =
            self.fetch.valid.val() & !self.reply_valid.val() & (self.read_turn.q.val() | !self.posted_ready.val());
        self.takes_posted.next =
            self.posted_ready.val() & !self.reply_valid.val() & !(self.fetch.valid.val() & self.read_turn.q.val());
        self.outgoing.valid.next = self.reply_valid.val() | self.fetch.valid.val() | self.posted_ready.val();
        self.posted.ready.next = self.takes_posted.val() & self.outgoing.ready.val();
        self.fetch.ready.next = self.takes_fetch.val() & self.outgoing.ready.val();
        if self.outgoing.ready.val() {
            if self.takes_posted.val() {
                self.read_turn.d.next = true;
            }
            if self.takes_fetch.val() {
                self.read_turn.d.next = false;
            }
        }

        // Requests: traffic class 0, no attributes, all bytes of all DWs.
        self.address.next = self.fetch.data.val().address;
        self.count.next = self.fetch.data.val().count;
        self.kind.next = self.memory_read.val();
        self.tag.next = bit_cast::<8, 5>(self.fetch.data.val().tag);
        if self.takes_posted.val() {
            self.address.next = self.posted.data.val().address;
            self.count.next = self.posted.data.val().count;
            self.kind.next = self.memory_write.val();
            self.tag.next = 0.into();
        }
        self.long.next = self.address.val().get_bits::<32>(32).any();
        self.low.next = (bit_cast::<16, 8>(self.tag.val()) << 8) | self.all_enabled.val();
        if self.count.val() == 1 {
            self.low.next = (bit_cast::<16, 8>(self.tag.val()) << 8) | self.one_enabled.val();
        }
        self.dw0.next = (bit_cast::<32, 8>(self.kind.val()) << 24)
            | (bit_cast::<32, 1>(self.long.val().into()) << 29)
            | bit_cast::<32, 10>(self.count.val().get_bits::<10>(0));
        self.dw2.next = bit_cast::<32, 30>(self.address.val().get_bits::<30>(2)) << 2;
        self.dw3.next = 0.into();
        if self.long.val() {
            self.dw2.next = self.address.val().get_bits::<32>(32);
            self.dw3.next = bit_cast::<32, 30>(self.address.val().get_bits::<30>(2)) << 2;
        }
        self.outgoing.data.next.long = self.long.val();
        self.outgoing.data.next.payload = self.takes_posted.val();
        self.outgoing.data.next.count = self.count.val();
        if self.reply_valid.val() {
            self.kind.next = self.completion.val();
            if self.reply.val().refused {
                self.kind.next = self.completion_only.val();
            }
            self.low.next =
                (bit_cast::<16, 1>(self.reply.val().refused.into()) << 13) | bit_cast::<16, 12>(self.reply.val().bytes);
            self.dw0.next = (bit_cast::<32, 8>(self.kind.val()) << 24)
                | (bit_cast::<32, 1>(self.reply.val().locked.into()) << 24)
                | (bit_cast::<32, 3>(self.reply.val().class) << 20)
                | (bit_cast::<32, 1>(self.reply.val().attributes.get_bits::<1>(2)) << 18)
                | (bit_cast::<32, 2>(self.reply.val().attributes.get_bits::<2>(0)) << 12)
                | bit_cast::<32, 2>(self.reply.val().count);
            self.dw2.next = (bit_cast::<32, 24>(self.reply.val().requester) << 8)
                | bit_cast::<32, 7>(self.reply.val().lower_address);
            self.dw3.next = 0.into();
            self.outgoing.data.next.long = false;
            self.outgoing.data.next.payload = !self.reply.val().refused;
            self.outgoing.data.next.count = bit_cast::<11, 2>(self.reply.val().count);
        }
        self.dw1.next = (bit_cast::<32, 16>(self.bdf.val()) << 16) | bit_cast::<32, 16>(self.low.val());
        self.outgoing.data.next.first = (bit_cast::<64, 32>(self.dw1.val()) << 32) | bit_cast::<64, 32>(self.dw0.val());
        self.outgoing.data.next.second =
            (bit_cast::<64, 32>(self.dw3.val()) << 32) | bit_cast::<64, 32>(self.dw2.val());
        self.outgoing.data.next.own = self.takes_posted.val() & self.posted.data.val().own;
        self.outgoing.data.next.reply = self.reply_valid.val();
        self.outgoing.data.next.odd = self.takes_posted.val() & self.posted.data.val().odd;
        self.outgoing.data.next.last = self.takes_posted.val() & self.posted.data.val().last;
        self.outgoing.data.next.ends_write = self.takes_posted.val() & self.posted.data.val().ends_write;
        self.outgoing.data.next.ends_post = self.takes_posted.val() & self.posted.data.val().ends_post;
        self.outgoing.data.next.id = self.posted.data.val().id;
        if self.reset.val() {
            self.read_turn.d.next = false;
        }
    }
}
