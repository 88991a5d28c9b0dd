//! Every fourth word of all slots. One writer and one reader own it in each cycle.

use crate::leaf::{Ram, DFF};
use crate::wires::SlotWord;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Bank {
    pub clock: Signal<In, Clock>,
    /// The lane and the reader whose turn it is.
    pub owner: Signal<In, Bits<2>>,
    pub word: [Signal<In, SlotWord>; 4],
    pub go: [Signal<In, Bit>; 4],
    pub address: [Signal<In, Bits<11>>; 4],
    /// The word at the address that the owner gave two cycles ago.
    pub found: Signal<Out, Bits<64>>,
    low_ram: Ram<Bits<32>, 11>,
    high_ram: Ram<Bits<32>, 11>,
    stored: DFF<SlotWord>,
    stores: DFF<Bit>,
    read: DFF<Bits<11>>,
    row: Signal<Local, Bits<11>>,
}

impl Logic for Bank {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, stored, stores, read);
        clock!(self, clock, low_ram, high_ram);
        // Two levels of two-way choices: as cheap as a choice by number gets.
        if self.owner.val().get_bit(1) {
            if self.owner.val().get_bit(0) {
                self.read.d.next = self.address[3].val();
                self.stored.d.next = self.word[3].val();
                self.stores.d.next = self.go[3].val();
            } else {
                self.read.d.next = self.address[2].val();
                self.stored.d.next = self.word[2].val();
                self.stores.d.next = self.go[2].val();
            }
        } else {
            if self.owner.val().get_bit(0) {
                self.read.d.next = self.address[1].val();
                self.stored.d.next = self.word[1].val();
                self.stores.d.next = self.go[1].val();
            } else {
                self.read.d.next = self.address[0].val();
                self.stored.d.next = self.word[0].val();
                self.stores.d.next = self.go[0].val();
            }
        }
        self.row.next = (bit_cast::<11, 4>(self.stored.q.val().slot) << 7)
            | bit_cast::<11, 7>(self.stored.q.val().word.get_bits::<7>(2));
        self.low_ram.write.next = self.stores.q.val() & self.stored.q.val().low;
        self.low_ram.write_address.next = self.row.val();
        self.low_ram.write_data.next = self.stored.q.val().data.get_bits::<32>(0);
        self.low_ram.read_address.next = self.read.q.val();
        self.high_ram.write.next = self.stores.q.val() & self.stored.q.val().high;
        self.high_ram.write_address.next = self.row.val();
        self.high_ram.write_data.next = self.stored.q.val().data.get_bits::<32>(32);
        self.high_ram.read_address.next = self.read.q.val();
        self.found.next = (bit_cast::<64, 32>(self.high_ram.read_data.val()) << 32)
            | bit_cast::<64, 32>(self.low_ram.read_data.val());
    }
}
