//! Receiving: says what frames are worth, and takes those that come in their turn.
//!
//! The header is kept as it comes; data go to a slot of our own choice, whatever the header says. One cycle after a
//! frame's last word all that is known of it is weighed at once. What is not taken leaves no trace: its slot gets the next
//! block instead.

use super::arrival::{Arrival, RxWord};
use super::inbox::Inbox;
use super::words::{Hello, Window};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::{Frame, SlotWord};
use rust_hdl::prelude::*;
use twinpath_spec::link::{abilities, refusal, Kind, CONTROL_WORDS, FRAME_WORDS_MAX, KIND_LAST};

/// What became of a frame; for the counters.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Taken: the unit gets it.
    pub believed: Bit,
    /// A checksum or the length is wrong.
    pub harmed: Bit,
    /// One before it has not come.
    pub missing: Bit,
    /// It has come before.
    pub repeated: Bit,
    /// There was no slot for its data, or the slot did not take them.
    pub homeless: Bit,
    /// Of another session; of another epoch, or a greeting that does not fit.
    pub stale: Bit,
    pub refused: Bit,
    /// Whole and in its turn, and yet not what a link says: the session ends.
    pub foreign: Bit,
}

#[derive(LogicBlock)]
pub struct Receive<const P: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_end: Signal<In, Bit>,
    pub rx_valid: Signal<In, Bit>,
    /// No phy: what was half received is forgotten.
    pub cut: Signal<In, Bit>,
    pub epoch: Signal<In, Bits<16>>,
    pub unit_id: Signal<In, Bit>,
    pub up: Signal<In, Bit>,
    pub opens: Signal<In, Bit>,
    pub session: Signal<In, Bits<16>>,
    pub got: StreamSource<Frame>,
    pub free_slot: StreamSink<Bits<4>>,
    pub slot_write: StreamSource<SlotWord>,
    pub hello: Signal<Out, Hello>,
    /// `hello` has just come from a unit that may be our peer.
    pub hello_valid: Signal<Out, Bit>,
    /// Why the last greeting was refused (`spec::link::refusal`); a session forgets it.
    pub refusal: Signal<Out, Bits<4>>,
    /// The peer has ended the session.
    pub ended: Signal<Out, Bit>,
    /// A good frame of this session has come, whatever it says.
    pub heard: Signal<Out, Bit>,
    pub verdict: Signal<Out, Verdict>,
    /// What the peer said of itself.
    pub news: Signal<Out, Window>,
    pub news_valid: Signal<Out, Bit>,
    /// What we say of ourselves.
    pub own_window: Signal<Out, Window>,
    pub again_taken: Signal<In, Bit>,
    pub quiet: Signal<Out, Bit>,
    arrival: Arrival,
    inbox: Inbox<P>,
    header: [DFF<Bits<64>>; 4],
    value: DFF<Bits<32>>,
    /// What the header says, one cycle after it.
    fits_session: DFF<Bit>,
    fits_epoch: DFF<Bit>,
    fits_lseq: DFF<Bit>,
    is_past: DFF<Bit>,
    fits_fields: DFF<Bit>,
    fits_version: DFF<Bit>,
    fits_window: DFF<Bit>,
    fits_slots: DFF<Bit>,
    /// The sender has been in a session since its reset.
    knows_session: DFF<Bit>,
    is_hello: DFF<Bit>,
    is_hb: DFF<Bit>,
    is_reset: DFF<Bit>,
    is_known: DFF<Bit>,
    /// A slot for the next block; the frame's words go there; all of them did.
    slot: DFF<Bits<4>>,
    has_slot: DFF<Bit>,
    taking: DFF<Bit>,
    kept: DFF<Bit>,
    /// The end: one cycle after the last word.
    done: DFF<Bit>,
    whole: DFF<Bit>,
    misshapen: DFF<Bit>,
    crc_fits: DFF<Bit>,
    block_fits: DFF<Bit>,
    expected: DFF<Bits<32>>,
    /// The peer is to be asked for `expected` and all behind it; it was asked.
    again: DFF<Bit>,
    asked: DFF<Bit>,
    /// The peer has been in a session with us since our reset.
    met: DFF<Bit>,
    why: DFF<Bits<4>>,
    word: Signal<Local, RxWord>,
    last_at: Signal<Local, Bits<10>>,
    has_data: Signal<Local, Bit>,
    has_data_now: Signal<Local, Bit>,
    stored: Signal<Local, SlotWord>,
    frame: Signal<Local, Frame>,
    found: Signal<Local, Verdict>,
    said: Signal<Local, Hello>,
    named: Signal<Local, Window>,
    own: Signal<Local, Window>,
    lead: Signal<Local, Bits<32>>,
    w0: Signal<Local, Bits<64>>,
    w1: Signal<Local, Bits<64>>,
    w2: Signal<Local, Bits<64>>,
    w3: Signal<Local, Bits<64>>,
    kind_hello: Constant<Bits<8>>,
    kind_hb: Constant<Bits<8>>,
    kind_reset: Constant<Bits<8>>,
    kind_last: Constant<Bits<8>>,
    last_short: Constant<Bits<10>>,
    last_long: Constant<Bits<10>>,
    abilities: Constant<Bits<32>>,
    why_epoch: Constant<Bits<4>>,
    why_role: Constant<Bits<4>>,
    why_version: Constant<Bits<4>>,
    why_window: Constant<Bits<4>>,
    why_slots: Constant<Bits<4>>,
    why_restart: Constant<Bits<4>>,
}

block_default!(Receive<P> {
    clock reset rx_data rx_end rx_valid cut epoch unit_id up opens session got free_slot slot_write hello hello_valid refusal
    ended heard verdict news news_valid own_window again_taken quiet arrival inbox header value fits_session fits_epoch
    fits_lseq is_past fits_fields fits_version fits_window fits_slots knows_session is_hello is_hb is_reset is_known slot has_slot taking kept
    done whole misshapen crc_fits block_fits expected again asked met why word last_at has_data has_data_now stored frame found
    said named own lead w0 w1 w2 w3;
    kind_hello = Kind::HELLO as u32, kind_hb = Kind::HB as u32, kind_reset = Kind::RESET as u32, kind_last = KIND_LAST,
    last_short = CONTROL_WORDS as u64 - 1, last_long = FRAME_WORDS_MAX as u64 - 1, abilities = abilities(P as u8),
    why_epoch = refusal::EPOCH, why_role = refusal::ROLE, why_version = refusal::VERSION, why_window = refusal::WINDOW,
    why_slots = refusal::SLOTS, why_restart = refusal::RESTART
});

impl<const P: usize> Logic for Receive<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, value, fits_session, fits_epoch, fits_lseq, is_past, fits_fields, fits_version);
        dff_setup!(
            self,
            clock,
            fits_window,
            fits_slots,
            knows_session,
            is_hello,
            is_hb,
            is_reset,
            is_known,
            slot,
            has_slot,
            taking,
            kept
        );
        dff_setup!(self, clock, done, whole, misshapen, crc_fits, block_fits, expected, again, asked, met, why);
        clock!(self, clock, arrival, inbox);
        self.arrival.reset.next = self.reset.val();
        self.arrival.rx_data.next = self.rx_data.val();
        self.arrival.rx_end.next = self.rx_end.val();
        self.arrival.rx_valid.next = self.rx_valid.val();
        self.arrival.cut.next = self.cut.val();
        self.inbox.reset.next = self.reset.val();
        StreamSource::<Frame>::link(&mut self.got, &mut self.inbox.got);
        for i in 0..4 {
            self.header[i].clock.next = self.clock.val();
            self.header[i].d.next = self.header[i].q.val();
        }

        // The header, and what it says.
        self.word.next = self.arrival.word.val();
        for i in 0..4 {
            if self.arrival.word_valid.val() & (self.word.val().at == i.to_bits::<10>()) {
                self.header[i].d.next = self.word.val().data;
            }
        }
        self.w0.next = self.header[0].q.val();
        self.w1.next = self.header[1].q.val();
        self.w2.next = self.header[2].q.val();
        self.w3.next = self.header[3].q.val();
        self.has_data.next = self.w0.val().get_bit(8);
        self.is_hello.d.next = self.w0.val().get_bits::<8>(0) == self.kind_hello.val();
        self.is_hb.d.next = self.w0.val().get_bits::<8>(0) == self.kind_hb.val();
        self.is_reset.d.next = self.w0.val().get_bits::<8>(0) == self.kind_reset.val();
        self.is_known.d.next =
            (self.w0.val().get_bits::<8>(0) != 0) & (self.w0.val().get_bits::<8>(0) <= self.kind_last.val());
        self.fits_epoch.d.next = self.w0.val().get_bits::<16>(16) == self.epoch.val();
        self.knows_session.d.next = self.w0.val().get_bits::<16>(32) != 0;
        self.fits_session.d.next = self.up.val() & (self.w0.val().get_bits::<16>(32) == self.session.val());
        self.fits_lseq.d.next = self.w1.val().get_bits::<32>(0) == self.expected.q.val();
        self.lead.next = self.w1.val().get_bits::<32>(0) - self.expected.q.val();
        self.is_past.d.next = self.lead.val().get_bit(31);
        // Numbers that this unit has no room for.
        self.fits_fields.d.next = !(self.w2.val().get_bits::<7>(1).any()
            | self.w2.val().get_bits::<3>(13).any()
            | self.w2.val().get_bits::<3>(21).any()
            | self.w2.val().get_bits::<2>(30).any());
        self.fits_version.d.next = self.w3.val().get_bits::<8>(0) == self.abilities.val().get_bits::<8>(0);
        self.fits_window.d.next = self.w3.val().get_bits::<8>(8) == self.abilities.val().get_bits::<8>(8);
        self.fits_slots.d.next = self.w3.val().get_bits::<8>(16) == self.abilities.val().get_bits::<8>(16);

        // Data go to the slot at hand as they come, if the frame looks as if it were the next one.
        self.free_slot.ready.next = self.up.val() & !self.has_slot.q.val();
        if self.up.val() & !self.has_slot.q.val() & self.free_slot.valid.val() {
            self.has_slot.d.next = true;
            self.slot.d.next = self.free_slot.data.val();
        }
        if self.arrival.word_valid.val() {
            if self.word.val().at == 0 {
                self.taking.d.next = false;
                self.kept.d.next = false;
            }
            if (self.word.val().at == 3)
                & self.has_data.val()
                & self.has_slot.q.val()
                & self.fits_session.q.val()
                & self.fits_epoch.q.val()
                & self.fits_lseq.q.val()
                & !self.word.val().end
            {
                self.taking.d.next = true;
                self.kept.d.next = true;
            }
        }
        self.has_data_now.next = self.taking.q.val()
            & self.arrival.word_valid.val()
            & self.word.val().at.get_bits::<8>(2).any()
            & (self.word.val().at < self.last_long.val());
        self.stored.next.slot = self.slot.q.val();
        self.stored.next.word = bit_cast::<9, 10>(self.word.val().at - 4);
        self.stored.next.data = self.word.val().data;
        self.stored.next.low = true;
        self.stored.next.high = true;
        self.slot_write.data.next = self.stored.val();
        self.slot_write.valid.next = self.has_data_now.val();
        if self.has_data_now.val() & !self.slot_write.ready.val() {
            self.kept.d.next = false;
        }

        // The end. A frame that goes on after its last word is judged there; the rest of it is skipped.
        self.last_at.next = self.last_short.val();
        if self.has_data.val() {
            self.last_at.next = self.last_long.val();
        }
        self.done.d.next = self.arrival.word_valid.val() & self.word.val().end;
        self.whole.d.next = self.word.val().at == self.last_at.val();
        self.misshapen.d.next = self.arrival.word_valid.val()
            & ((self.word.val().end & ((self.word.val().at < self.last_at.val()) | (self.word.val().at < 4)))
                | (!self.word.val().end & (self.word.val().at == self.last_at.val())));
        self.crc_fits.d.next = self.arrival.crc_fits.val();
        self.block_fits.d.next = self.arrival.block_fits.val();
        self.value.d.next = self.word.val().data.get_bits::<32>(0);
        if (self.arrival.word_valid.val() & self.word.val().end) | !self.up.val() | self.cut.val() {
            self.taking.d.next = false;
        }

        // What it is worth.
        self.found.next.believed = false;
        self.found.next.harmed = self.misshapen.q.val();
        self.found.next.missing = false;
        self.found.next.repeated = false;
        self.found.next.homeless = false;
        self.found.next.stale = false;
        self.found.next.refused = false;
        self.found.next.foreign = false;
        self.hello_valid.next = false;
        self.ended.next = false;
        self.heard.next = false;
        if self.done.q.val() & self.whole.q.val() {
            if !self.crc_fits.q.val() {
                self.found.next.harmed = true;
            } else if self.is_hello.q.val() {
                self.found.next.refused = true;
                if !self.fits_version.q.val() | self.has_data.val() {
                    self.why.d.next = self.why_version.val();
                } else if !self.fits_epoch.q.val() {
                    self.why.d.next = self.why_epoch.val();
                } else if self.w2.val().get_bit(0) == self.unit_id.val() {
                    self.why.d.next = self.why_role.val();
                } else if !self.fits_window.q.val() {
                    self.why.d.next = self.why_window.val();
                } else if !self.fits_slots.q.val() {
                    self.why.d.next = self.why_slots.val();
                } else if self.met.q.val() & !self.knows_session.q.val() & !self.up.val() {
                    // It has forgotten what the areas may not have in common.
                    self.why.d.next = self.why_restart.val();
                } else {
                    self.found.next.refused = false;
                    self.hello_valid.next = true;
                }
            } else if !self.fits_session.q.val() {
                self.found.next.stale = true;
            } else if !self.fits_epoch.q.val() {
                self.found.next.refused = true;
            } else {
                self.heard.next = true;
                self.met.d.next = true;
                if self.is_reset.q.val() {
                    self.ended.next = true;
                } else if self.is_past.q.val() {
                    self.found.next.repeated = !self.is_hb.q.val();
                } else if !self.fits_lseq.q.val() {
                    self.found.next.missing = true;
                } else if self.has_data.val() & !self.block_fits.q.val() {
                    self.found.next.harmed = true;
                } else if self.is_hb.q.val() & !self.has_data.val() {
                    // Nothing is missing, so what was asked for was no frame or has come.
                    self.asked.d.next = false;
                } else if !self.is_known.q.val()
                    | !self.fits_fields.q.val()
                    | self.is_hb.q.val()
                    | (self.inbox.free.val() == 0)
                {
                    self.found.next.foreign = true;
                } else if self.has_data.val() & !self.kept.q.val() {
                    self.found.next.homeless = true;
                } else {
                    self.found.next.believed = true;
                }
            }
        }
        self.verdict.next = self.found.val();
        self.refusal.next = self.why.q.val();

        self.said.next.last = self.w0.val().get_bits::<16>(32);
        self.said.next.nonce = self.w2.val().get_bits::<32>(32);
        self.said.next.echo = self.w3.val().get_bits::<32>(32);
        self.hello.next = self.said.val();
        self.named.next.ack = self.w1.val().get_bits::<32>(32);
        self.named.next.credits = self.w0.val().get_bits::<12>(48);
        self.named.next.again = self.is_hb.q.val() & self.w0.val().get_bit(10);
        self.news.next = self.named.val();
        self.news_valid.next = self.heard.val();
        self.own.next.ack = self.expected.q.val();
        self.own.next.credits = self.inbox.free.val();
        self.own.next.again = self.again.q.val();
        self.own_window.next = self.own.val();

        // Asked once for each frame that is missing: the peer's timer does the rest.
        if self.again_taken.val() {
            self.again.d.next = false;
        }
        if (self.found.val().harmed | self.found.val().missing | self.found.val().homeless) & !self.asked.q.val() {
            self.again.d.next = true;
            self.asked.d.next = true;
        }
        if self.found.val().believed {
            self.expected.d.next = self.expected.q.val() + 1;
            self.again.d.next = false;
            self.asked.d.next = false;
            if self.has_data.val() {
                self.has_slot.d.next = false;
            }
        }

        self.frame.next.kind = self.w0.val().get_bits::<8>(0);
        self.frame.next.flags = self.w0.val().get_bits::<8>(8);
        self.frame.next.slot = self.w0.val().get_bits::<4>(60);
        if self.has_data.val() {
            self.frame.next.slot = self.slot.q.val();
        }
        self.frame.next.unit = self.w2.val().get_bit(0);
        self.frame.next.row = self.w2.val().get_bits::<5>(8);
        self.frame.next.index = self.w2.val().get_bits::<5>(16);
        self.frame.next.blocks = self.w2.val().get_bits::<6>(24);
        self.frame.next.wseq = self.w2.val().get_bits::<32>(32);
        self.frame.next.lba = self.w3.val().get_bits::<32>(0);
        self.frame.next.oseq = self.w3.val().get_bits::<32>(32);
        self.frame.next.value = self.value.q.val();
        self.frame.next.data = self.has_data.val();
        self.frame.next.source = 0.into();
        self.inbox.frame.next = self.frame.val();
        self.inbox.push.next = self.found.val().believed;
        self.quiet.next = self.inbox.empty.val() & !self.taking.q.val();
        if !self.up.val() {
            // The unit takes its slots back when a session has ended.
            self.has_slot.d.next = false;
            self.again.d.next = false;
            self.asked.d.next = false;
        }
        if self.opens.val() {
            self.expected.d.next = 0.into();
            self.why.d.next = 0.into();
        }
        if self.reset.val() {
            self.done.d.next = false;
            self.misshapen.d.next = false;
            self.taking.d.next = false;
            self.has_slot.d.next = false;
            self.met.d.next = false;
            self.why.d.next = 0.into();
        }
    }
}
