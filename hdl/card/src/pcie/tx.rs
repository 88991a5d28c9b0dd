//! TLP transmit: headers and payload put together, a beat every cycle that the port takes one.
//!
//! Payload comes in 64-bit words; DWs of it may begin in either half of a word and of a beat, so one DW is held back
//! where the two differ. A held DW stays from one request of a command to the next.
//!
//! What a beat needs (a word of payload, or not; the TLP's end, or not) is known a cycle before it is formed, so that
//! within the cycle only `ready` and the word's `valid` decide.

use super::tlp::Outgoing;
use crate::leaf::{Fifo, Skid, StreamSink, StreamSource, DFF};
use crate::wires::{Beat, DmaDone};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Sending {
    First,
    Second,
    Rest,
    Idle,
}

#[derive(LogicBlock, Default)]
pub struct Transmit {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub bus_master: Signal<In, Bit>,
    pub outgoing: Signal<In, Outgoing>,
    pub outgoing_valid: Signal<In, Bit>,
    /// `outgoing` is taken in this cycle.
    pub load: Signal<Out, Bit>,
    /// The last one taken has payload.
    pub had_payload: Signal<Out, Bit>,
    pub slot_words: StreamSink<Bits<64>>,
    pub own_words: StreamSink<Bits<64>>,
    /// The payload of a completion, and the end of it.
    pub reply_word: Signal<In, Bits<64>>,
    pub reply_sent: Signal<Out, Bit>,
    /// A completion may be next: none is being sent.
    pub reply_free: Signal<Out, Bit>,
    /// Payload of the next write is there, or part of it is held.
    pub slot_word: Signal<Out, Bit>,
    pub beat: StreamSource<Beat>,
    pub write_done: StreamSource<DmaDone>,
    pub post_done: Signal<Out, Bit>,
    /// Pulses with the end of each TLP sent.
    pub whole: Signal<Out, Bit>,
    skid: Skid<Beat>,
    /// As deep as there are ids, which are unique among the writes in flight: it cannot overflow.
    done: Fifo<DmaDone, 4>,
    state: DFF<Sending>,
    /// The TLP after it, chosen while it is sent: what chooses need not know in the same cycle that it ends.
    next: DFF<Outgoing>,
    next_valid: DFF<Bit>,
    // The TLP that is sent. What its first beat does not need follows in `fresh`, the cycle after it was taken over:
    // `next` still holds it then, and few registers hang on the end of the one before.
    fresh: DFF<Bit>,
    tlp: DFF<Outgoing>,
    /// DW0 and DW1, those of the next TLP as soon as this one's are sent.
    first: DFF<Bits<64>>,
    own: DFF<Bit>,
    reply: DFF<Bit>,
    odd: DFF<Bit>,
    long: DFF<Bit>,
    payload: DFF<Bit>,
    /// One, two DWs of payload are left.
    one: DFF<Bit>,
    two: DFF<Bit>,
    /// Bus mastering was off when this request was chosen: its payload is drained and nothing leaves.
    mute: DFF<Bit>,
    /// This beat takes a word; it is the TLP's last.
    wants: DFF<Bit>,
    ends: DFF<Bit>,
    held: DFF<Bits<32>>,
    held_valid: DFF<Bit>,
    /// A completion was taken and has not left.
    replying: DFF<Bit>,
    failed: DFF<Bit>,
    over: DFF<Bit>,
    post_over: DFF<Bit>,
    write_over: DFF<Bit>,
    outcome: DFF<DmaDone>,
    bound: Signal<Local, Bit>,
    word: Signal<Local, Bits<64>>,
    word_valid: Signal<Local, Bit>,
    formed: Signal<Local, Bit>,
    over_now: Signal<Local, Bit>,
    keeps: Signal<Local, Bit>,
    then_wants: Signal<Local, Bit>,
    then_ends: Signal<Local, Bit>,
    low: Signal<Local, Bits<32>>,
    high: Signal<Local, Bits<32>>,
    half: Signal<Local, Bit>,
}

impl Logic for Transmit {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, next, next_valid, fresh, tlp, first, own, reply, odd, long, payload, one, two);
        dff_setup!(self, clock, mute, wants, ends, held, held_valid, replying, failed);
        dff_setup!(self, clock, over, post_over, write_over, outcome);
        clock!(self, clock, skid, done);
        self.skid.reset.next = self.reset.val();
        self.done.reset.next = self.reset.val();
        StreamSource::<Beat>::link(&mut self.beat, &mut self.skid.source);
        StreamSource::<DmaDone>::link(&mut self.write_done, &mut self.done.source);

        self.word.next = self.slot_words.data.val();
        self.word_valid.next = self.slot_words.valid.val();
        if self.own.q.val() {
            self.word.next = self.own_words.data.val();
            self.word_valid.next = self.own_words.valid.val();
        }
        if self.reply.q.val() {
            self.word_valid.next = true;
            self.word.next = self.reply_word.val();
            if self.state.q.val() == Sending::Rest {
                self.word.next = bit_cast::<64, 32>(self.reply_word.val().get_bits::<32>(32));
            }
        }
        // A completion may stand between the requests of a command, whose DW stays held meanwhile.
        self.bound.next = self.held_valid.q.val() & !self.reply.q.val();

        // What this cycle's beat is made of, and what the one behind it will need. `keeps`: a DW is held behind it.
        self.half.next = false;
        self.keeps.next = self.held_valid.q.val();
        self.then_wants.next = false;
        self.then_ends.next = false;
        self.low.next = self.first.q.val().get_bits::<32>(0);
        self.high.next = self.first.q.val().get_bits::<32>(32);
        match self.state.q.val() {
            Sending::First => {
                self.keeps.next = self.held_valid.q.val() | self.odd.q.val();
                self.then_wants.next =
                    self.payload.q.val() & !self.long.q.val() & !(self.bound.val() | self.odd.q.val());
                self.then_ends.next = !self.payload.q.val() | (!self.long.q.val() & self.one.q.val());
            }
            Sending::Second => {
                self.low.next = self.tlp.q.val().second.get_bits::<32>(0);
                self.high.next = self.tlp.q.val().second.get_bits::<32>(32);
                self.half.next = !self.payload.q.val() & !self.long.q.val();
                if self.long.q.val() {
                    self.then_wants.next = !(self.bound.val() & self.one.q.val());
                    self.then_ends.next = self.one.q.val() | self.two.q.val();
                } else if self.payload.q.val() {
                    self.keeps.next = !self.bound.val();
                    self.then_wants.next = self.reply.q.val() | self.bound.val() | !self.two.q.val();
                    self.then_ends.next = self.two.q.val() | (self.tlp.q.val().count == 3);
                    self.high.next = self.word.val().get_bits::<32>(0);
                    if self.bound.val() {
                        self.high.next = self.held.q.val();
                    }
                }
            }
            Sending::Rest => {
                self.half.next = self.one.q.val();
                if self.one.q.val() {
                    self.keeps.next = !self.bound.val();
                }
                self.then_wants.next = !(self.bound.val() & (self.tlp.q.val().count == 3));
                self.then_ends.next = (self.tlp.q.val().count == 3) | (self.tlp.q.val().count == 4);
                self.low.next = self.word.val().get_bits::<32>(0);
                self.high.next = self.word.val().get_bits::<32>(32);
                if self.bound.val() {
                    self.low.next = self.held.q.val();
                    self.high.next = self.word.val().get_bits::<32>(0);
                }
            }
            Sending::Idle => {}
        }
        if self.ends.q.val() & self.tlp.q.val().last {
            self.keeps.next = false;
        }
        if self.reply.q.val() {
            self.keeps.next = self.held_valid.q.val();
        }
        self.formed.next = self.skid.sink.ready.val()
            & (self.state.q.val() != Sending::Idle)
            & (!self.wants.q.val() | self.word_valid.val());
        self.over_now.next = self.formed.val() & self.ends.q.val();
        self.slot_words.ready.next =
            self.skid.sink.ready.val() & self.wants.q.val() & !self.own.q.val() & !self.reply.q.val();
        self.own_words.ready.next = self.skid.sink.ready.val() & self.wants.q.val() & self.own.q.val();
        self.reply_sent.next = self.over_now.val() & self.reply.q.val();
        self.skid.sink.valid.next = self.formed.val() & !self.mute.q.val();
        self.skid.sink.data.next.data =
            (bit_cast::<64, 32>(self.high.val()) << 32) | bit_cast::<64, 32>(self.low.val());
        self.skid.sink.data.next.keep = 0xFF.into();
        if self.half.val() {
            self.skid.sink.data.next.keep = 0x0F.into();
        }
        self.skid.sink.data.next.sop = self.state.q.val() == Sending::First;
        self.skid.sink.data.next.eop = self.ends.q.val();

        if self.fresh.q.val() {
            self.tlp.d.next = self.next.q.val();
        }
        if self.formed.val() {
            if self.wants.q.val() & !self.reply.q.val() {
                self.held.d.next = self.word.val().get_bits::<32>(32);
            }
            self.held_valid.d.next = self.keeps.val();
            self.wants.d.next = self.then_wants.val();
            self.ends.d.next = self.then_ends.val();
            self.state.d.next = Sending::Rest;
            if self.state.q.val() == Sending::First {
                self.state.d.next = Sending::Second;
            } else if self.state.q.val() == Sending::Second {
                if !self.long.q.val() {
                    self.tlp.d.next.count = self.tlp.q.val().count - 1;
                    self.one.d.next = self.two.q.val();
                    self.two.d.next = self.tlp.q.val().count == 3;
                }
            } else {
                self.tlp.d.next.count = self.tlp.q.val().count - 2;
                self.one.d.next = self.tlp.q.val().count == 3;
                self.two.d.next = self.tlp.q.val().count == 4;
            }
            if self.ends.q.val() {
                self.state.d.next = Sending::Idle;
                self.wants.d.next = false;
                self.ends.d.next = false;
            }
        }

        // Ends, in the order of the stream, told a cycle later.
        self.over.d.next = self.over_now.val() & !self.mute.q.val();
        self.post_over.d.next = self.over_now.val() & self.tlp.q.val().ends_post;
        self.write_over.d.next = self.over_now.val() & self.tlp.q.val().ends_write;
        self.outcome.d.next.id = self.tlp.q.val().id;
        self.outcome.d.next.error = bit_cast::<2, 1>((self.mute.q.val() | self.failed.q.val()).into());
        self.whole.next = self.over.q.val();
        self.post_done.next = self.post_over.q.val();
        self.done.sink.valid.next = self.write_over.q.val();
        self.done.sink.data.next = self.outcome.q.val();
        if self.over_now.val() & self.payload.q.val() & !self.reply.q.val() {
            self.failed.d.next = (self.mute.q.val() | self.failed.q.val()) & !self.tlp.q.val().last;
        }

        self.load.next = !self.next_valid.q.val();
        self.slot_word.next = self.slot_words.valid.val() | self.held_valid.q.val();
        self.reply_free.next = !self.replying.q.val();
        self.had_payload.next = self.next.q.val().payload;
        if self.over_now.val() & self.reply.q.val() {
            self.replying.d.next = false;
        }
        if !self.next_valid.q.val() {
            self.next.d.next = self.outgoing.val();
            self.next_valid.d.next = self.outgoing_valid.val();
            if self.outgoing_valid.val() & self.outgoing.val().reply {
                self.replying.d.next = true;
            }
        }
        // The next TLP begins behind the last beat of this one.
        self.fresh.d.next = false;
        if self.state.q.val() != Sending::First {
            self.first.d.next = self.next.q.val().first;
        }
        if self.next_valid.q.val() & ((self.state.q.val() == Sending::Idle) | self.over_now.val()) {
            self.next_valid.d.next = false;
            self.fresh.d.next = true;
            self.own.d.next = self.next.q.val().own;
            self.reply.d.next = self.next.q.val().reply;
            self.odd.d.next = self.next.q.val().odd;
            self.long.d.next = self.next.q.val().long;
            self.payload.d.next = self.next.q.val().payload;
            self.one.d.next = self.next.q.val().count == 1;
            self.two.d.next = self.next.q.val().count == 2;
            self.mute.d.next = !self.bus_master.val() & !self.next.q.val().reply;
            self.wants.d.next = self.next.q.val().odd;
            self.ends.d.next = false;
            self.state.d.next = Sending::First;
        }
        if self.reset.val() {
            self.state.d.next = Sending::Idle;
            self.wants.d.next = false;
            self.ends.d.next = false;
            self.next_valid.d.next = false;
            self.fresh.d.next = false;
            self.held_valid.d.next = false;
            self.replying.d.next = false;
            self.failed.d.next = false;
            self.over.d.next = false;
            self.post_over.d.next = false;
            self.write_over.d.next = false;
        }
    }
}
