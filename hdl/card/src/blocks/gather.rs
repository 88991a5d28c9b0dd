//! Halves of host words become words again. A completion may end in the middle of a 64-bit word and the next one go on
//! there; writing the halves one by one would cost the lane a whole round of the banks each time. So a lone half waits
//! a few cycles for its other half.

use crate::leaf::DFF;
use crate::wires::{DmaWord, SlotWord};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Gather {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    /// A word comes that is not the rest of the last one.
    pub begins: Signal<Out, Bit>,
    /// A word goes on, and cannot wait.
    pub out: Signal<Out, SlotWord>,
    pub push: Signal<Out, Bit>,
    holds: DFF<Bit>,
    slot: DFF<Bits<4>>,
    at: DFF<Bits<9>>,
    low: DFF<Bit>,
    high: DFF<Bit>,
    low_half: DFF<Bits<32>>,
    high_half: DFF<Bits<32>>,
    age: DFF<Bits<2>>,
    comes: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    goes: Signal<Local, Bit>,
}

impl Logic for Gather {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, holds, slot, at, low, high, low_half, high_half, age);
        self.comes.next =
            self.word_valid.val() & (self.word.val().place == 0) & (self.word.val().low | self.word.val().high);
        self.fits.next = self.holds.q.val()
            & (bit_cast::<4, 6>(self.word.val().index) == self.slot.q.val())
            & (self.word.val().word == self.at.q.val())
            & !(self.low.q.val() & self.word.val().low)
            & !(self.high.q.val() & self.word.val().high);
        self.begins.next = self.comes.val() & !self.fits.val();

        // Out with the held word when another takes its place, when it is whole, or when it has waited enough.
        self.goes.next = self.holds.q.val()
            & ((self.comes.val() & !self.fits.val())
                | (self.low.q.val() & self.high.q.val())
                | (!self.comes.val() & self.age.q.val().all()));
        self.age.d.next = self.age.q.val() + 1;
        if self.goes.val() {
            self.holds.d.next = false;
        }
        if self.comes.val() {
            self.holds.d.next = true;
            self.age.d.next = 0.into();
            self.slot.d.next = bit_cast::<4, 6>(self.word.val().index);
            self.at.d.next = self.word.val().word;
            self.low.d.next = self.word.val().low | (self.fits.val() & self.low.q.val());
            self.high.d.next = self.word.val().high | (self.fits.val() & self.high.q.val());
            if self.word.val().low {
                self.low_half.d.next = self.word.val().data.get_bits::<32>(0);
            }
            if self.word.val().high {
                self.high_half.d.next = self.word.val().data.get_bits::<32>(32);
            }
        }

        self.out.next.slot = self.slot.q.val();
        self.out.next.word = self.at.q.val();
        self.out.next.data =
            (bit_cast::<64, 32>(self.high_half.q.val()) << 32) | bit_cast::<64, 32>(self.low_half.q.val());
        self.out.next.low = self.low.q.val();
        self.out.next.high = self.high.q.val();
        self.push.next = self.goes.val();
        if self.reset.val() {
            self.holds.d.next = false;
        }
    }
}
