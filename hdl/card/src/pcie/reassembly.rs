//! Completions: believed or not, and their payload put where it belongs, at the rate it comes.
//!
//! A completion is believed when its tag waits for one, the requester id is ours, and Byte Count and Length fit what
//! the tag still waits for. The place of its payload follows from that alone: the end of the request less what is
//! left. Payload begins in the upper half of the second beat, so that a request for an odd DW of its place goes
//! straight through and one for an even DW is moved by half a word.

use super::tlp::{CompletionHeader, Piece, Share, Use};
use crate::leaf::DFF;
use crate::wires::DmaWord;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Reassembly {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub bdf: Signal<In, Bits<16>>,
    pub piece: Signal<In, Piece>,
    pub header: Signal<In, CompletionHeader>,
    /// To and from the tags.
    pub look: Signal<Out, Bit>,
    pub look_tag: Signal<Out, Bits<5>>,
    pub look_left: Signal<In, Bits<11>>,
    pub look_use: Signal<In, Use>,
    pub update: Signal<Out, Bit>,
    pub update_tag: Signal<Out, Bits<5>>,
    pub update_left: Signal<Out, Bits<11>>,
    pub update_id: Signal<Out, Bits<4>>,
    pub update_last: Signal<Out, Bit>,
    pub word: Signal<Out, DmaWord>,
    pub word_valid: Signal<Out, Bit>,
    /// With the end of each believed completion, behind its last word.
    pub share: Signal<Out, Share>,
    pub share_valid: Signal<Out, Bit>,
    /// Pulses with each completion that is not believed.
    pub unexpected: Signal<Out, Bit>,
    // The beat looked at, and what was found about its tag and header at the second beat.
    beat: DFF<Piece>,
    tag: DFF<Bits<5>>,
    ours: DFF<Bit>,
    left: DFF<Bits<11>>,
    used: DFF<Use>,
    bytes: DFF<Bits<12>>,
    length: DFF<Bits<11>>,
    fits: DFF<Bit>,
    last: DFF<Bit>,
    success: DFF<Bit>,
    payload: DFF<Bit>,
    poisoned: DFF<Bit>,
    // The completion that is being taken.
    open: DFF<Bit>,
    given: DFF<Bit>,
    odd: DFF<Bit>,
    pointer: DFF<Bits<9>>,
    held: DFF<Bits<32>>,
    flush: DFF<Bit>,
    // The ports.
    out: DFF<DmaWord>,
    out_valid: DFF<Bit>,
    account: DFF<Share>,
    account_valid: DFF<Bit>,
    // Decisions at the second beat.
    waits: Signal<Local, Bit>,
    good: Signal<Local, Bit>,
    bad: Signal<Local, Bit>,
    start: Signal<Local, Bits<10>>,
    asked: Signal<Local, Bits<11>>,
    low: Signal<Local, Bits<32>>,
    high: Signal<Local, Bits<32>>,
}

impl Logic for Reassembly {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, beat, tag, ours, left, used, bytes, length, fits, last, success, payload, poisoned);
        dff_setup!(self, clock, open, given, odd, pointer, held, flush, out, out_valid, account, account_valid);

        // First cycle: the tag is looked up, the header's numbers are compared with each other.
        self.beat.d.next = self.piece.val();
        self.look.next = self.piece.val().second;
        self.look_tag.next = self.piece.val().data.get_bits::<5>(8);
        self.asked.next = bit_cast::<11, 10>(self.header.val().bytes.get_bits::<10>(2));
        if self.header.val().bytes == 0 {
            self.asked.next = 1024.into();
        }
        if self.piece.val().second {
            self.tag.d.next = self.piece.val().data.get_bits::<5>(8);
            self.ours.d.next = (self.piece.val().data.get_bits::<16>(16) == self.bdf.val())
                & (self.piece.val().data.get_bits::<3>(13) == 0);
            self.left.d.next = self.look_left.val();
            self.used.d.next = self.look_use.val();
            self.bytes.d.next = self.header.val().bytes;
            self.length.d.next = self.header.val().length;
            self.fits.d.next =
                (self.header.val().bytes.get_bits::<2>(0) == 0) & (self.header.val().length <= self.asked.val());
            self.last.d.next = self.header.val().length == self.asked.val();
            self.success.d.next = self.header.val().status == 0;
            self.payload.d.next = self.header.val().payload;
            self.poisoned.d.next = self.header.val().poisoned;
        }

        // Second cycle: believed or not. 4096 bytes are written as 0, which is 1024 DWs without its top bit.
        self.waits.next = self.ours.q.val() & self.left.q.val().any();
        self.good.next = self.waits.val()
            & self.success.q.val()
            & self.payload.q.val()
            & self.fits.q.val()
            & (self.bytes.q.val().get_bits::<10>(2) == self.left.q.val().get_bits::<10>(0));
        self.bad.next = self.waits.val() & !self.success.q.val();
        self.start.next = self.used.q.val().end - self.left.q.val().get_bits::<10>(0);
        self.update.next = false;
        self.update_tag.next = self.tag.q.val();
        self.update_id.next = self.used.q.val().id;
        self.update_left.next = self.left.q.val() - self.length.q.val();
        self.update_last.next = self.last.q.val();
        if !self.success.q.val() {
            self.update_left.next = 0.into();
            self.update_last.next = true;
        }
        self.unexpected.next = false;
        self.account_valid.d.next = false;
        if self.beat.q.val().end {
            self.account_valid.d.next = self.open.q.val();
            self.open.d.next = false;
            self.given.d.next = false;
            if self.beat.q.val().broken {
                self.account.d.next.error = 2.into();
            }
        }
        if self.beat.q.val().second {
            self.odd.d.next = self.start.val().get_bit(0);
            self.account.d.next.id = self.used.q.val().id;
            self.account.d.next.count = self.length.q.val();
            self.account.d.next.error = 0.into();
            if self.poisoned.q.val() {
                self.account.d.next.error = 3.into();
            }
            if !self.success.q.val() {
                self.account.d.next.count = self.left.q.val();
                self.account.d.next.error = 1.into();
            }
            // A broken TLP was counted as malformed already.
            self.unexpected.next = !(self.good.val() | self.bad.val() | self.beat.q.val().broken);
            if (self.good.val() | self.bad.val()) & !self.beat.q.val().broken {
                self.update.next = true;
                self.account_valid.d.next = self.beat.q.val().end;
                self.open.d.next = !self.beat.q.val().end;
                self.given.d.next = self.good.val() & !self.poisoned.q.val() & !self.beat.q.val().end;
            }
        }

        // The payload. `held` is the DW that waits for its other half.
        self.low.next = self.beat.q.val().data.get_bits::<32>(0);
        self.high.next = self.beat.q.val().data.get_bits::<32>(32);
        self.out_valid.d.next = false;
        self.out.d.next.low = true;
        self.out.d.next.high = true;
        self.flush.d.next = false;
        if self.flush.q.val() {
            self.out_valid.d.next = true;
            self.out.d.next.word = self.pointer.q.val();
            self.out.d.next.data = bit_cast::<64, 32>(self.held.q.val());
            self.out.d.next.high = false;
        }
        if self.beat.q.val().rest {
            self.out_valid.d.next = self.given.q.val();
            self.out.d.next.word = self.pointer.q.val();
            self.pointer.d.next = self.pointer.q.val() + 1;
            self.held.d.next = self.high.val();
            self.out.d.next.data = (bit_cast::<64, 32>(self.low.val()) << 32) | bit_cast::<64, 32>(self.held.q.val());
            self.flush.d.next = self.given.q.val() & self.beat.q.val().last & self.beat.q.val().two & !self.odd.q.val();
            if self.odd.q.val() {
                self.out.d.next.data = self.beat.q.val().data;
                self.out.d.next.high = self.beat.q.val().two;
            }
        }
        if self.beat.q.val().second {
            self.out_valid.d.next =
                self.good.val() & !self.poisoned.q.val() & !self.beat.q.val().broken & self.start.val().get_bit(0);
            self.flush.d.next = self.good.val()
                & !self.poisoned.q.val()
                & !self.beat.q.val().broken
                & !self.start.val().get_bit(0)
                & self.beat.q.val().last;
            self.out.d.next.place = self.used.q.val().place;
            self.out.d.next.index = self.used.q.val().index;
            self.out.d.next.word = self.start.val().get_bits::<9>(1);
            self.out.d.next.data = self.beat.q.val().data;
            self.out.d.next.low = false;
            self.held.d.next = self.high.val();
            self.pointer.d.next = self.start.val().get_bits::<9>(1);
            if self.start.val().get_bit(0) {
                self.pointer.d.next = self.start.val().get_bits::<9>(1) + 1;
            }
        }
        self.word.next = self.out.q.val();
        self.word_valid.next = self.out_valid.q.val();
        self.share.next = self.account.q.val();
        self.share_valid.next = self.account_valid.q.val();
        if self.reset.val() {
            self.open.d.next = false;
            self.given.d.next = false;
            self.beat.d.next.second = false;
            self.beat.d.next.rest = false;
            self.beat.d.next.end = false;
        }
    }
}
