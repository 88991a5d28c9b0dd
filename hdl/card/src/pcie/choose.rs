//! Which TLP is sent next, and its header.
//!
//! Completions come first, so that nothing holds up the host's reads; then posted requests and read requests take
//! turns. Nothing here ever waits for a tag or for a completion.

use super::tlp::{Fetch, Outgoing, Posted, Reply};
use crate::leaf::block_default;
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Choose {
    pub bdf: Signal<In, Bits<16>>,
    pub posted: Signal<In, Posted>,
    /// Valid, and its payload is there or part of it is held by the transmitter.
    pub posted_ready: Signal<In, Bit>,
    pub fetch: Signal<In, Fetch>,
    pub fetch_ready: Signal<In, Bit>,
    /// Stays until the transmitter has sent it.
    pub reply: Signal<In, Reply>,
    pub reply_ready: Signal<In, Bit>,
    /// The last TLP had payload: a read request goes before the next write.
    pub read_turn: Signal<In, Bit>,
    pub takes_posted: Signal<Out, Bit>,
    pub takes_fetch: Signal<Out, Bit>,
    pub outgoing: Signal<Out, Outgoing>,
    pub outgoing_valid: Signal<Out, Bit>,
    writes: Signal<Local, Bit>,
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

block_default!(Choose {
    bdf posted posted_ready fetch fetch_ready reply reply_ready read_turn takes_posted takes_fetch outgoing
    outgoing_valid writes address count tag long kind low dw0 dw1 dw2 dw3;
    memory_read = 0x00u64, memory_write = 0x40u64, completion = 0x4Au64, completion_only = 0x0Au64,
    all_enabled = 0xFFu64, one_enabled = 0x0Fu64
});

impl Logic for Choose {
    #[hdl_gen]
    fn update(&mut self) {
        self.writes.next = self.posted_ready.val() & !(self.fetch_ready.val() & self.read_turn.val());
        self.takes_posted.next = self.writes.val() & !self.reply_ready.val();
        self.takes_fetch.next = self.fetch_ready.val() & !self.writes.val() & !self.reply_ready.val();
        self.outgoing_valid.next = self.reply_ready.val() | self.fetch_ready.val() | self.posted_ready.val();

        // Requests: traffic class 0, no attributes, all bytes of all DWs.
        self.address.next = self.fetch.val().address;
        self.long.next = self.fetch.val().long;
        self.count.next = self.fetch.val().count;
        self.kind.next = self.memory_read.val();
        self.tag.next = bit_cast::<8, 5>(self.fetch.val().tag);
        if self.writes.val() {
            self.address.next = self.posted.val().address;
            self.long.next = self.posted.val().long;
            self.count.next = self.posted.val().count;
            self.kind.next = self.memory_write.val();
            self.tag.next = 0.into();
        }
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
        self.outgoing.next.long = self.long.val();
        self.outgoing.next.payload = self.writes.val();
        self.outgoing.next.count = self.count.val();
        if self.reply_ready.val() {
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
            self.outgoing.next.long = false;
            self.outgoing.next.payload = !self.reply.val().refused;
            self.outgoing.next.count = bit_cast::<11, 2>(self.reply.val().count);
        }
        self.dw1.next = (bit_cast::<32, 16>(self.bdf.val()) << 16) | bit_cast::<32, 16>(self.low.val());
        self.outgoing.next.first = (bit_cast::<64, 32>(self.dw1.val()) << 32) | bit_cast::<64, 32>(self.dw0.val());
        self.outgoing.next.second = (bit_cast::<64, 32>(self.dw3.val()) << 32) | bit_cast::<64, 32>(self.dw2.val());
        self.outgoing.next.own = (self.writes.val() & !self.reply_ready.val()) & self.posted.val().own;
        self.outgoing.next.reply = self.reply_ready.val();
        self.outgoing.next.odd = (self.writes.val() & !self.reply_ready.val()) & self.posted.val().odd;
        self.outgoing.next.last = (self.writes.val() & !self.reply_ready.val()) & self.posted.val().last;
        self.outgoing.next.ends_write = (self.writes.val() & !self.reply_ready.val()) & self.posted.val().ends_write;
        self.outgoing.next.ends_post = (self.writes.val() & !self.reply_ready.val()) & self.posted.val().ends_post;
        self.outgoing.next.id = self.posted.val().id;
    }
}
