//! Receiving: checks frames and says what they are worth.
//!
//! Words pass three stages (`a`, `b`, `c`) while the checksums are computed; the header is kept from `c` on, data go to
//! the slot from there, and one cycle after a frame's last word all that is known of it is weighed at once.

use super::inbox::Inbox;
use super::words::{Hello, Window};
use crate::leaf::{Crc32c, StreamSink, StreamSource, DFF};
use crate::wires::{Frame, SlotWord};
use rust_hdl::prelude::*;
use twinpath_spec::link::{Kind, CONTROL_WORDS, FRAME_WORDS_MAX, KIND_LAST};

/// A word on its way through the checks.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct RxWord {
    pub data: Bits<64>,
    /// Its number in the frame; 1023 stands for everything from there on.
    pub at: Bits<10>,
    pub end: Bit,
}

/// What became of a frame; for the counters.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    pub believed: Bit,
    pub crc_error: Bit,
    pub sequence_error: Bit,
    pub stale: Bit,
    pub epoch_refused: Bit,
    pub protocol_error: Bit,
}

#[derive(LogicBlock)]
pub struct Receive {
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
    /// The peer has ended the session.
    pub ended: Signal<Out, Bit>,
    pub verdict: Signal<Out, Verdict>,
    /// What the peer can take.
    pub window: Signal<Out, Window>,
    /// What we can take.
    pub own_window: Signal<Out, Window>,
    pub quiet: Signal<Out, Bit>,
    frame_sum: Crc32c,
    block_sum: Crc32c,
    inbox: Inbox,
    at: DFF<Bits<10>>,
    high: DFF<Bits<32>>,
    a: DFF<RxWord>,
    a_valid: DFF<Bit>,
    b: DFF<RxWord>,
    b_valid: DFF<Bit>,
    c: DFF<RxWord>,
    c_valid: DFF<Bit>,
    c_crc_fits: DFF<Bit>,
    c_block_fits: DFF<Bit>,
    header: [DFF<Bits<64>>; 4],
    value: DFF<Bits<32>>,
    /// What the header says, one cycle after it.
    fits_session: DFF<Bit>,
    fits_epoch: DFF<Bit>,
    fits_lseq: DFF<Bit>,
    fits_fields: DFF<Bit>,
    is_hello: DFF<Bit>,
    is_hb: DFF<Bit>,
    is_reset: DFF<Bit>,
    is_known: DFF<Bit>,
    /// The frame's words go to `slot`; they could not.
    taking: DFF<Bit>,
    slot: DFF<Bits<4>>,
    spoiled: DFF<Bit>,
    /// The end: one cycle after the last word.
    done: DFF<Bit>,
    whole: DFF<Bit>,
    misshapen: DFF<Bit>,
    crc_fits: DFF<Bit>,
    block_fits: DFF<Bit>,
    expected: DFF<Bits<32>>,
    peer: DFF<Window>,
    word_in: Signal<Local, RxWord>,
    frame_in: Signal<Local, Bits<64>>,
    word: Signal<Local, RxWord>,
    ending: Signal<Local, RxWord>,
    last_at: Signal<Local, Bits<10>>,
    has_data: Signal<Local, Bit>,
    has_data_now: Signal<Local, Bit>,
    stored: Signal<Local, SlotWord>,
    frame: Signal<Local, Frame>,
    found: Signal<Local, Verdict>,
    said: Signal<Local, Hello>,
    named: Signal<Local, Window>,
    own: Signal<Local, Window>,
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
}

impl Default for Receive {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            rx_data: Default::default(),
            rx_end: Default::default(),
            rx_valid: Default::default(),
            cut: Default::default(),
            epoch: Default::default(),
            unit_id: Default::default(),
            up: Default::default(),
            opens: Default::default(),
            session: Default::default(),
            got: Default::default(),
            free_slot: Default::default(),
            slot_write: Default::default(),
            hello: Default::default(),
            hello_valid: Default::default(),
            ended: Default::default(),
            verdict: Default::default(),
            window: Default::default(),
            own_window: Default::default(),
            quiet: Default::default(),
            frame_sum: Crc32c::from_high_half(),
            block_sum: Default::default(),
            inbox: Default::default(),
            at: Default::default(),
            high: Default::default(),
            a: Default::default(),
            a_valid: Default::default(),
            b: Default::default(),
            b_valid: Default::default(),
            c: Default::default(),
            c_valid: Default::default(),
            c_crc_fits: Default::default(),
            c_block_fits: Default::default(),
            header: Default::default(),
            value: Default::default(),
            fits_session: Default::default(),
            fits_epoch: Default::default(),
            fits_lseq: Default::default(),
            fits_fields: Default::default(),
            is_hello: Default::default(),
            is_hb: Default::default(),
            is_reset: Default::default(),
            is_known: Default::default(),
            taking: Default::default(),
            slot: Default::default(),
            spoiled: Default::default(),
            done: Default::default(),
            whole: Default::default(),
            misshapen: Default::default(),
            crc_fits: Default::default(),
            block_fits: Default::default(),
            expected: Default::default(),
            peer: Default::default(),
            word_in: Default::default(),
            frame_in: Default::default(),
            word: Default::default(),
            ending: Default::default(),
            last_at: Default::default(),
            has_data: Default::default(),
            has_data_now: Default::default(),
            stored: Default::default(),
            frame: Default::default(),
            found: Default::default(),
            said: Default::default(),
            named: Default::default(),
            own: Default::default(),
            w0: Default::default(),
            w1: Default::default(),
            w2: Default::default(),
            w3: Default::default(),
            kind_hello: Constant::new((Kind::HELLO as u64).to_bits()),
            kind_hb: Constant::new((Kind::HB as u64).to_bits()),
            kind_reset: Constant::new((Kind::RESET as u64).to_bits()),
            kind_last: Constant::new(u64::from(KIND_LAST).to_bits()),
            last_short: Constant::new((CONTROL_WORDS as u64 - 1).to_bits()),
            last_long: Constant::new((FRAME_WORDS_MAX as u64 - 1).to_bits()),
        }
    }
}

impl Logic for Receive {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            at,
            high,
            a,
            a_valid,
            b,
            b_valid,
            c,
            c_valid,
            c_crc_fits,
            c_block_fits,
            value,
            fits_session,
            fits_epoch,
            fits_lseq,
            fits_fields,
            is_hello,
            is_hb,
            is_reset,
            is_known,
            taking,
            slot,
            spoiled,
            done,
            whole,
            misshapen,
            crc_fits,
            block_fits,
            expected,
            peer
        );
        clock!(self, clock, frame_sum, block_sum, inbox);
        self.inbox.reset.next = self.reset.val();
        StreamSource::<Frame>::link(&mut self.got, &mut self.inbox.got);
        for i in 0..4 {
            self.header[i].clock.next = self.clock.val();
            self.header[i].d.next = self.header[i].q.val();
        }

        // In: number the words and feed both checksums. The frame's is half a word late, since it ends in one.
        self.word_in.next.data = self.rx_data.val();
        self.word_in.next.at = self.at.q.val();
        self.word_in.next.end = self.rx_end.val();
        self.a.d.next = self.word_in.val();
        self.a_valid.d.next = self.rx_valid.val();
        self.frame_in.next = self.rx_data.val() << 32;
        if self.at.q.val() != 0 {
            self.frame_in.next = (self.rx_data.val() << 32) | bit_cast::<64, 32>(self.high.q.val());
        }
        self.frame_sum.data.next = self.frame_in.val();
        self.frame_sum.valid.next = self.rx_valid.val();
        self.frame_sum.first.next = self.at.q.val() == 0;
        self.block_sum.data.next = self.rx_data.val();
        self.block_sum.valid.next =
            self.rx_valid.val() & self.at.q.val().get_bits::<8>(2).any() & (self.at.q.val() < self.last_long.val());
        self.block_sum.first.next = self.at.q.val() == 4;
        if self.rx_valid.val() {
            self.high.d.next = self.rx_data.val().get_bits::<32>(32);
            if !self.at.q.val().all() {
                self.at.d.next = self.at.q.val() + 1;
            }
            if self.rx_end.val() {
                self.at.d.next = 0.into();
            }
        }
        self.b.d.next = self.a.q.val();
        self.b_valid.d.next = self.a_valid.q.val();
        self.c.d.next = self.b.q.val();
        self.c_valid.d.next = self.b_valid.q.val();
        self.ending.next = self.b.q.val();
        self.c_crc_fits.d.next = self.ending.val().data.get_bits::<32>(32) == self.frame_sum.crc.val();
        self.c_block_fits.d.next = self.ending.val().data.get_bits::<32>(0) == self.block_sum.crc.val();
        if self.cut.val() {
            self.at.d.next = 0.into();
            self.a_valid.d.next = false;
            self.b_valid.d.next = false;
            self.c_valid.d.next = false;
        }

        // The header, and what it says.
        self.word.next = self.c.q.val();
        for i in 0..4 {
            if self.c_valid.q.val() & (self.word.val().at == i.to_bits::<10>()) {
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
        self.fits_session.d.next = self.up.val() & (self.w0.val().get_bits::<16>(32) == self.session.val());
        self.fits_lseq.d.next = self.w1.val().get_bits::<32>(0) == self.expected.q.val();
        // Numbers that this unit has no room for.
        self.fits_fields.d.next = !(self.w0.val().get_bits::<4>(60).any()
            | self.w2.val().get_bits::<7>(1).any()
            | self.w2.val().get_bits::<3>(13).any()
            | self.w2.val().get_bits::<3>(21).any()
            | self.w2.val().get_bits::<2>(30).any());

        // Data: a slot is taken when the header looks right; the words go there as they come.
        self.free_slot.ready.next = false;
        if self.c_valid.q.val() {
            if self.word.val().at == 0 {
                self.spoiled.d.next = false;
                self.taking.d.next = false;
            }
            if (self.word.val().at == 3)
                & self.has_data.val()
                & self.fits_session.q.val()
                & self.fits_epoch.q.val()
                & self.fits_lseq.q.val()
                & !self.word.val().end
            {
                self.free_slot.ready.next = true;
                self.slot.d.next = self.free_slot.data.val();
                self.taking.d.next = self.free_slot.valid.val();
                self.spoiled.d.next = !self.free_slot.valid.val();
            }
        }
        self.has_data_now.next = self.taking.q.val()
            & self.c_valid.q.val()
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
            self.spoiled.d.next = true;
        }

        // The end. A frame that goes on after its last word is judged there; the rest of it is skipped.
        self.last_at.next = self.last_short.val();
        if self.has_data.val() {
            self.last_at.next = self.last_long.val();
        }
        self.done.d.next = self.c_valid.q.val() & self.word.val().end;
        self.whole.d.next = self.word.val().at == self.last_at.val();
        self.misshapen.d.next = self.c_valid.q.val()
            & ((self.word.val().end & ((self.word.val().at < self.last_at.val()) | (self.word.val().at < 4)))
                | (!self.word.val().end & (self.word.val().at == self.last_at.val())));
        self.crc_fits.d.next = self.c_crc_fits.q.val();
        self.block_fits.d.next = self.c_block_fits.q.val();
        self.value.d.next = self.word.val().data.get_bits::<32>(0);
        if (self.c_valid.q.val() & self.word.val().end) | !self.up.val() | self.cut.val() {
            self.taking.d.next = false;
        }

        self.found.next.believed = false;
        self.found.next.crc_error = false;
        self.found.next.sequence_error = false;
        self.found.next.stale = false;
        self.found.next.epoch_refused = false;
        self.found.next.protocol_error = self.misshapen.q.val();
        self.hello_valid.next = false;
        self.ended.next = false;
        if self.done.q.val() & self.whole.q.val() {
            if !self.crc_fits.q.val() {
                self.found.next.crc_error = true;
            } else if self.is_hello.q.val() {
                if !self.fits_epoch.q.val() {
                    self.found.next.epoch_refused = true;
                } else if self.has_data.val() | (self.w2.val().get_bit(0) == self.unit_id.val()) {
                    self.found.next.protocol_error = true;
                } else {
                    self.hello_valid.next = true;
                }
            } else if !self.fits_session.q.val() {
                self.found.next.stale = true;
            } else if !self.fits_epoch.q.val() {
                self.found.next.epoch_refused = true;
            } else if self.is_reset.q.val() {
                self.ended.next = true;
            } else if !self.fits_lseq.q.val() {
                self.found.next.sequence_error = true;
            } else if self.has_data.val() & !self.block_fits.q.val() {
                self.found.next.crc_error = true;
            } else if !self.is_known.q.val()
                | !self.fits_fields.q.val()
                | self.spoiled.q.val()
                | (self.is_hb.q.val() & self.has_data.val())
                | (!self.is_hb.q.val() & (self.inbox.free.val() == 0))
            {
                self.found.next.protocol_error = true;
            } else {
                self.found.next.believed = true;
            }
        }
        self.verdict.next = self.found.val();

        self.said.next.last = self.w0.val().get_bits::<16>(32);
        self.said.next.nonce = self.w2.val().get_bits::<32>(32);
        self.said.next.echo = self.w3.val().get_bits::<32>(32);
        self.hello.next = self.said.val();
        self.named.next.ack = self.w1.val().get_bits::<32>(32);
        self.named.next.credits = self.w0.val().get_bits::<8>(48);
        self.window.next = self.peer.q.val();
        self.own.next.ack = self.expected.q.val();
        self.own.next.credits = bit_cast::<8, 7>(self.inbox.free.val());
        self.own_window.next = self.own.val();
        if self.found.val().believed {
            self.expected.d.next = self.expected.q.val() + 1;
            self.peer.d.next = self.named.val();
        }
        if self.opens.val() {
            self.expected.d.next = 0.into();
            self.peer.d.next.ack = 0.into();
            self.peer.d.next.credits = self.named.val().credits;
        }

        self.frame.next.kind = self.w0.val().get_bits::<8>(0);
        self.frame.next.flags = self.w0.val().get_bits::<8>(8);
        self.frame.next.slot = self.w0.val().get_bits::<4>(56);
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
        self.inbox.push.next = self.found.val().believed & !self.is_hb.q.val();
        self.quiet.next = self.inbox.empty.val() & !self.taking.q.val();
        if self.reset.val() {
            self.at.d.next = 0.into();
            self.a_valid.d.next = false;
            self.b_valid.d.next = false;
            self.c_valid.d.next = false;
            self.done.d.next = false;
            self.misshapen.d.next = false;
            self.taking.d.next = false;
        }
    }
}
