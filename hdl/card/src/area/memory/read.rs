//! Reads: three bursts for each block, its record and two of data. The bursts of the next reads are asked for while
//! words still come, up to four blocks ahead.

use super::check::Check;
use crate::leaf::{block_default, Fifo, StreamSink, StreamSource, DFF};
use crate::wires::{AreaDone, AreaRead, SlotWord};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Ask {
    Empty,
    Checking,
    Record,
    First,
    Second,
    /// The block is outside the volume: the read is answered with an error after all reads before it.
    Refusing,
}

#[derive(LogicBlock)]
pub struct ReadSide {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub read: StreamSink<AreaRead>,
    pub read_words: StreamSource<SlotWord>,
    pub read_done: StreamSource<AreaDone>,
    pub ar_addr: Signal<Out, Bits<40>>,
    pub ar_len: Signal<Out, Bits<8>>,
    pub ar_valid: Signal<Out, Bit>,
    pub ar_ready: Signal<In, Bit>,
    pub r_data: Signal<In, Bits<64>>,
    pub r_error: Signal<In, Bit>,
    pub r_last: Signal<In, Bit>,
    pub r_valid: Signal<In, Bit>,
    pub r_ready: Signal<Out, Bit>,
    queue: Fifo<AreaRead, 2>,
    check: Check,
    ask: DFF<Ask>,
    command: DFF<AreaRead>,
    record_at: DFF<Bits<40>>,
    address: DFF<Bits<40>>,
    length: DFF<Bits<8>>,
    offers: DFF<Bit>,
    free: Signal<Local, Bit>,
    data_beats: Constant<Bits<8>>,
    record_beats: Constant<Bits<8>>,
}

block_default!(ReadSide {
    clock reset area_blocks read read_words read_done ar_addr ar_len ar_valid ar_ready r_data r_error r_last r_valid
    r_ready queue check ask command record_at address length offers free;
    data_beats = 255u32, record_beats = 3u32
});

impl Logic for ReadSide {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, ask, command, record_at, address, length, offers);
        clock!(self, clock, queue, check);
        self.queue.reset.next = self.reset.val();
        self.check.reset.next = self.reset.val();
        StreamSink::<AreaRead>::link(&mut self.read, &mut self.queue.sink);
        StreamSource::<SlotWord>::link(&mut self.read_words, &mut self.check.words);
        StreamSource::<AreaDone>::link(&mut self.read_done, &mut self.check.done);
        self.check.r_data.next = self.r_data.val();
        self.check.r_error.next = self.r_error.val();
        self.check.r_last.next = self.r_last.val();
        self.check.r_valid.next = self.r_valid.val();
        self.r_ready.next = self.check.r_ready.val();

        self.ar_addr.next = self.address.q.val();
        self.ar_len.next = self.length.q.val();
        self.ar_valid.next = self.offers.q.val();
        if self.ar_ready.val() {
            self.offers.d.next = false;
        }
        self.free.next = !self.offers.q.val() | self.ar_ready.val();
        self.check.job.data.next = self.command.q.val();
        self.check.job.valid.next = false;
        self.check.refuse.next = false;
        self.queue.source.ready.next = false;
        match self.ask.q.val() {
            Ask::Checking => {
                self.record_at.d.next = (bit_cast::<40, 32>(self.area_blocks.val()) << 12)
                    + (bit_cast::<40, 32>(self.command.q.val().lba) << 5);
                self.ask.d.next = Ask::Refusing;
                if self.command.q.val().lba < self.area_blocks.val() {
                    self.ask.d.next = Ask::Record;
                }
            }
            Ask::Record => {
                if self.free.val() & self.check.job.ready.val() {
                    self.check.job.valid.next = true;
                    self.address.d.next = self.record_at.q.val();
                    self.length.d.next = self.record_beats.val();
                    self.offers.d.next = true;
                    self.ask.d.next = Ask::First;
                }
            }
            Ask::First => {
                if self.free.val() {
                    self.address.d.next = bit_cast::<40, 32>(self.command.q.val().lba) << 12;
                    self.length.d.next = self.data_beats.val();
                    self.offers.d.next = true;
                    self.ask.d.next = Ask::Second;
                }
            }
            Ask::Second => {
                if self.free.val() {
                    self.address.d.next = (bit_cast::<40, 32>(self.command.q.val().lba) << 12) | 0x800;
                    self.offers.d.next = true;
                    self.ask.d.next = Ask::Empty;
                }
            }
            Ask::Refusing => {
                if self.check.idle.val() {
                    self.check.refuse.next = true;
                    self.ask.d.next = Ask::Empty;
                }
            }
            Ask::Empty => {
                self.queue.source.ready.next = true;
                self.command.d.next = self.queue.source.data.val();
                if self.queue.source.valid.val() {
                    self.ask.d.next = Ask::Checking;
                }
            }
        }
        if self.reset.val() {
            self.ask.d.next = Ask::Empty;
            self.offers.d.next = false;
        }
    }
}
