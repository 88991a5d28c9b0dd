//! The first part of receiving: words are numbered within their frame and pass three stages (`a`, `b`, `c`) while both
//! checksums are computed.

use crate::leaf::{block_default, Crc32c, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::link::FRAME_WORDS_MAX;

/// A word on its way through the checks.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct RxWord {
    pub data: Bits<64>,
    /// Its number in the frame; 1023 stands for everything from there on.
    pub at: Bits<10>,
    pub end: Bit,
}

#[derive(LogicBlock)]
pub struct Arrival {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_end: Signal<In, Bit>,
    pub rx_valid: Signal<In, Bit>,
    /// No phy: what was half received is forgotten.
    pub cut: Signal<In, Bit>,
    pub word: Signal<Out, RxWord>,
    pub word_valid: Signal<Out, Bit>,
    /// Were `word` the last of its frame: its halves are the checksums of the frame and of the data.
    pub crc_fits: Signal<Out, Bit>,
    pub block_fits: Signal<Out, Bit>,
    frame_sum: Crc32c,
    block_sum: Crc32c,
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
    word_in: Signal<Local, RxWord>,
    frame_in: Signal<Local, Bits<64>>,
    ending: Signal<Local, RxWord>,
    last_long: Constant<Bits<10>>,
}

block_default!(Arrival {
    clock reset rx_data rx_end rx_valid cut word word_valid crc_fits block_fits block_sum at high a a_valid b b_valid c
    c_valid c_crc_fits c_block_fits word_in frame_in ending;
    last_long = FRAME_WORDS_MAX as u64 - 1;
    frame_sum = Crc32c::from_high_half()
});

impl Logic for Arrival {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, at, high, a, a_valid, b, b_valid, c, c_valid, c_crc_fits, c_block_fits);
        clock!(self, clock, frame_sum, block_sum);
        self.word_in.next.data = self.rx_data.val();
        self.word_in.next.at = self.at.q.val();
        self.word_in.next.end = self.rx_end.val();
        self.a.d.next = self.word_in.val();
        self.a_valid.d.next = self.rx_valid.val();
        // The frame's checksum is half a word late, since it ends in one.
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
        self.word.next = self.c.q.val();
        self.word_valid.next = self.c_valid.q.val();
        self.crc_fits.next = self.c_crc_fits.q.val();
        self.block_fits.next = self.c_block_fits.q.val();
        if self.cut.val() | self.reset.val() {
            self.at.d.next = 0.into();
            self.a_valid.d.next = false;
            self.b_valid.d.next = false;
            self.c_valid.d.next = false;
        }
    }
}
