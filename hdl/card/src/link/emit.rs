//! The last part of sending: the checksums of block and frame, then a short queue before the phy.
//!
//! A word passes four stages. The CRC of the block is put into the frame's last word on the way from stage 0 to stage
//! 1, that of the frame at the end of stage 3: each is known just then.

use super::words::{PhyWord, TxWord};
use crate::leaf::{block_default, Crc32c, Fifo, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::link::SILENCE_CYCLES;

#[derive(LogicBlock)]
pub struct Emit {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Only while `has_room`.
    pub word: Signal<In, TxWord>,
    pub word_valid: Signal<In, Bit>,
    pub has_room: Signal<Out, Bit>,
    /// The CRC of a block that has been read to its end, for the unit.
    pub block_crc: Signal<Out, Bits<32>>,
    pub block_end: Signal<Out, Bit>,
    pub phy_up: Signal<In, Bit>,
    pub tx_data: Signal<Out, Bits<64>>,
    pub tx_end: Signal<Out, Bit>,
    pub tx_valid: Signal<Out, Bit>,
    pub tx_ready: Signal<In, Bit>,
    /// The phy is up but takes nothing: the frame before it is dropped.
    pub stalled: Signal<Out, Bit>,
    pub empty: Signal<Out, Bit>,
    block_sum: Crc32c,
    frame_sum: Crc32c,
    out: Fifo<PhyWord, 4>,
    stage: [DFF<TxWord>; 4],
    filled: [DFF<Bit>; 4],
    high: DFF<Bits<32>>,
    room: DFF<Bits<5>>,
    amid: DFF<Bit>,
    dropping: DFF<Bit>,
    stall: DFF<Bits<14>>,
    summed: Signal<Local, TxWord>,
    fed: Signal<Local, TxWord>,
    leaving: Signal<Local, TxWord>,
    pushed: Signal<Local, PhyWord>,
    shown: Signal<Local, PhyWord>,
    pop: Signal<Local, Bit>,
    places: Constant<Bits<5>>,
    patience: Constant<Bits<14>>,
}

block_default!(Emit {
    clock reset word word_valid has_room block_crc block_end phy_up tx_data tx_end tx_valid tx_ready stalled empty block_sum
    out stage filled high room amid dropping stall summed fed leaving pushed shown pop;
    places = 16u32, patience = SILENCE_CYCLES;
    frame_sum = Crc32c::from_high_half()
});

impl Logic for Emit {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, high, room, amid, dropping, stall);
        clock!(self, clock, block_sum, frame_sum, out);
        self.out.reset.next = self.reset.val();
        for i in 0..4 {
            self.stage[i].clock.next = self.clock.val();
            self.filled[i].clock.next = self.clock.val();
        }
        self.stage[0].d.next = self.word.val();
        self.filled[0].d.next = self.word_valid.val();
        self.stage[2].d.next = self.stage[1].q.val();
        self.filled[2].d.next = self.filled[1].q.val();
        self.stage[3].d.next = self.stage[2].q.val();
        self.filled[3].d.next = self.filled[2].q.val();

        self.block_sum.data.next = self.word.val().data;
        self.block_sum.valid.next = self.word_valid.val() & self.word.val().block;
        self.block_sum.first.next = self.word.val().block_first;
        self.summed.next = self.stage[0].q.val();
        if self.stage[0].q.val().closes_block {
            self.summed.next.data = bit_cast::<64, 32>(self.block_sum.crc.val());
        }
        self.stage[1].d.next = self.summed.val();
        self.filled[1].d.next = self.filled[0].q.val();
        self.block_crc.next = self.block_sum.crc.val();
        self.block_end.next = self.filled[0].q.val() & self.stage[0].q.val().closes_block & self.stage[0].q.val().told;

        // The frame's checksum ends in the middle of a word: it is fed half a word late.
        self.fed.next = self.stage[1].q.val();
        self.frame_sum.data.next = self.fed.val().data << 32;
        if !self.fed.val().first {
            self.frame_sum.data.next = (self.fed.val().data << 32) | bit_cast::<64, 32>(self.high.q.val());
        }
        self.frame_sum.valid.next = self.filled[1].q.val();
        self.frame_sum.first.next = self.fed.val().first;
        if self.filled[1].q.val() {
            self.high.d.next = self.fed.val().data.get_bits::<32>(32);
        }
        self.leaving.next = self.stage[3].q.val();
        self.pushed.next.data = self.leaving.val().data;
        self.pushed.next.end = self.leaving.val().last;
        if self.leaving.val().last {
            self.pushed.next.data = bit_cast::<64, 32>(self.leaving.val().data.get_bits::<32>(0))
                | (bit_cast::<64, 32>(self.frame_sum.crc.val()) << 32);
        }
        self.out.sink.data.next = self.pushed.val();
        self.out.sink.valid.next = self.filled[3].q.val();

        // Without a phy words are dropped, and after it has come back to the end of the frame that was cut.
        self.shown.next = self.out.source.data.val();
        self.tx_data.next = self.shown.val().data;
        self.tx_end.next = self.shown.val().end;
        self.tx_valid.next = self.out.source.valid.val() & !self.dropping.q.val();
        self.out.source.ready.next = self.tx_ready.val() | self.dropping.q.val();
        self.pop.next = self.out.source.valid.val() & (self.tx_ready.val() | self.dropping.q.val());
        if self.pop.val() {
            self.amid.d.next = !self.shown.val().end;
        }
        if !self.amid.q.val() | (self.pop.val() & self.shown.val().end) {
            self.dropping.d.next = false;
        }
        self.stall.d.next = 0.into();
        self.stalled.next = false;
        if self.out.source.valid.val() & !self.pop.val() {
            self.stall.d.next = self.stall.q.val() + 1;
            if self.stall.q.val() == self.patience.val() {
                self.stalled.next = true;
                self.amid.d.next = true;
                self.dropping.d.next = true;
            }
        }
        if !self.phy_up.val() {
            self.dropping.d.next = true;
        }

        self.has_room.next = self.room.q.val() != 0;
        self.empty.next = self.room.q.val() == self.places.val();
        if self.word_valid.val() & !self.pop.val() {
            self.room.d.next = self.room.q.val() - 1;
        }
        if !self.word_valid.val() & self.pop.val() {
            self.room.d.next = self.room.q.val() + 1;
        }
        if self.reset.val() {
            for i in 0..4 {
                self.filled[i].d.next = false;
            }
            self.room.d.next = self.places.val();
            self.amid.d.next = false;
            self.dropping.d.next = true;
        }
    }
}
