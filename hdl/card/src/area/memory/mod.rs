#![doc = include_str!("doc.md")]

mod check;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;
mod write_words;

use crate::leaf::{StreamSink, StreamSource};
use crate::wires::{AreaDone, AreaRead, AreaWrite, SlotWord};
use read::ReadSide;
use rust_hdl::prelude::*;
use write::WriteSide;

#[derive(LogicBlock, Default)]
pub struct AreaMemory {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Blocks of the volume; the records follow them.
    pub area_blocks: Signal<In, Bits<32>>,
    pub write: StreamSink<AreaWrite>,
    /// 512 words for each write, in the order of the writes.
    pub words: StreamSink<Bits<64>>,
    pub written: StreamSource<AreaDone>,
    pub read: StreamSink<AreaRead>,
    /// The words of each read, for the slot that its tag names.
    pub read_words: StreamSource<SlotWord>,
    pub read_done: StreamSource<AreaDone>,
    pub axi_aw_addr: Signal<Out, Bits<40>>,
    pub axi_aw_len: Signal<Out, Bits<8>>,
    pub axi_aw_valid: Signal<Out, Bit>,
    pub axi_aw_ready: Signal<In, Bit>,
    pub axi_w_data: Signal<Out, Bits<64>>,
    pub axi_w_strb: Signal<Out, Bits<8>>,
    pub axi_w_last: Signal<Out, Bit>,
    pub axi_w_valid: Signal<Out, Bit>,
    pub axi_w_ready: Signal<In, Bit>,
    pub axi_b_resp: Signal<In, Bits<2>>,
    pub axi_b_valid: Signal<In, Bit>,
    pub axi_b_ready: Signal<Out, Bit>,
    pub axi_ar_addr: Signal<Out, Bits<40>>,
    pub axi_ar_len: Signal<Out, Bits<8>>,
    pub axi_ar_valid: Signal<Out, Bit>,
    pub axi_ar_ready: Signal<In, Bit>,
    pub axi_r_data: Signal<In, Bits<64>>,
    pub axi_r_resp: Signal<In, Bits<2>>,
    pub axi_r_last: Signal<In, Bit>,
    pub axi_r_valid: Signal<In, Bit>,
    pub axi_r_ready: Signal<Out, Bit>,
    write_side: WriteSide,
    read_side: ReadSide,
}

impl Logic for AreaMemory {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, write_side, read_side);
        self.write_side.reset.next = self.reset.val();
        self.write_side.area_blocks.next = self.area_blocks.val();
        StreamSink::<AreaWrite>::link(&mut self.write, &mut self.write_side.write);
        StreamSink::<Bits<64>>::link(&mut self.words, &mut self.write_side.words);
        StreamSource::<AreaDone>::link(&mut self.written, &mut self.write_side.written);
        self.axi_aw_addr.next = self.write_side.aw_addr.val();
        self.axi_aw_len.next = self.write_side.aw_len.val();
        self.axi_aw_valid.next = self.write_side.aw_valid.val();
        self.write_side.aw_ready.next = self.axi_aw_ready.val();
        self.axi_w_data.next = self.write_side.w_data.val();
        self.axi_w_strb.next = 0xff.into();
        self.axi_w_last.next = self.write_side.w_last.val();
        self.axi_w_valid.next = self.write_side.w_valid.val();
        self.write_side.w_ready.next = self.axi_w_ready.val();
        // SLVERR and DECERR.
        self.write_side.b_error.next = self.axi_b_resp.val().get_bit(1);
        self.write_side.b_valid.next = self.axi_b_valid.val();
        self.axi_b_ready.next = self.write_side.b_ready.val();

        self.read_side.reset.next = self.reset.val();
        self.read_side.area_blocks.next = self.area_blocks.val();
        StreamSink::<AreaRead>::link(&mut self.read, &mut self.read_side.read);
        StreamSource::<SlotWord>::link(&mut self.read_words, &mut self.read_side.read_words);
        StreamSource::<AreaDone>::link(&mut self.read_done, &mut self.read_side.read_done);
        self.axi_ar_addr.next = self.read_side.ar_addr.val();
        self.axi_ar_len.next = self.read_side.ar_len.val();
        self.axi_ar_valid.next = self.read_side.ar_valid.val();
        self.read_side.ar_ready.next = self.axi_ar_ready.val();
        self.read_side.r_data.next = self.axi_r_data.val();
        self.read_side.r_error.next = self.axi_r_resp.val().get_bit(1);
        self.read_side.r_last.next = self.axi_r_last.val();
        self.read_side.r_valid.next = self.axi_r_valid.val();
        self.axi_r_ready.next = self.read_side.r_ready.val();
    }
}
