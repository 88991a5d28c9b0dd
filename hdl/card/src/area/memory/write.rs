//! Writes: two bursts of data for each block, and, when the memory has answered both, one with the block's record.
//! Up to four blocks are on their way, so that the data of the next ones fill the time until the answers come.

use super::record::RecordSide;
use super::write_words::{WriteWords, JOB_BLOCK, JOB_DISCARD, JOB_RECORD};
use crate::leaf::{block_default, Fifo, StreamSink, StreamSource, Table, DFF};
use crate::wires::{AreaDone, AreaWrite};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Issue {
    Empty,
    Checking,
    First,
    Second,
    /// The block is outside the volume: its words are taken and dropped, after all writes before it.
    Refusing,
    Dropping,
}

#[derive(LogicBlock)]
pub struct WriteSide {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub write: StreamSink<AreaWrite>,
    pub words: StreamSink<Bits<64>>,
    pub written: StreamSource<AreaDone>,
    pub aw_addr: Signal<Out, Bits<40>>,
    pub aw_len: Signal<Out, Bits<8>>,
    pub aw_valid: Signal<Out, Bit>,
    pub aw_ready: Signal<In, Bit>,
    pub w_data: Signal<Out, Bits<64>>,
    pub w_last: Signal<Out, Bit>,
    pub w_valid: Signal<Out, Bit>,
    pub w_ready: Signal<In, Bit>,
    pub b_error: Signal<In, Bit>,
    pub b_valid: Signal<In, Bit>,
    pub b_ready: Signal<Out, Bit>,
    queue: Fifo<AreaWrite, 2>,
    words_side: WriteWords,
    record_side: RecordSide,
    /// For each answer to come: bit 0, of a record; bit 1, of the second burst of data.
    answers: Fifo<Bits<2>, 4>,
    /// What is being written, and whether its data failed, by context.
    stamps: Table<AreaWrite, 2>,
    failures: Table<Bit, 2>,
    issue: DFF<Issue>,
    command: DFF<AreaWrite>,
    /// Contexts, counted: begun, with all data answered. Those that are finished are counted in `record_side`.
    begun: DFF<Bits<3>>,
    landed: DFF<Bits<3>>,
    first_failed: DFF<Bit>,
    address: DFF<Bits<40>>,
    length: DFF<Bits<8>>,
    offers: DFF<Bit>,
    free: Signal<Local, Bit>,
    bursts: Signal<Local, Bit>,
    second: Signal<Local, Bit>,
    data_lands: Signal<Local, Bit>,
    answer: Signal<Local, Bits<2>>,
    contexts: Constant<Bits<3>>,
    job_block: Constant<Bits<2>>,
    job_record: Constant<Bits<2>>,
    job_discard: Constant<Bits<2>>,
    data_beats: Constant<Bits<8>>,
    record_beats: Constant<Bits<8>>,
}

block_default!(WriteSide {
    clock reset area_blocks write words written aw_addr aw_len aw_valid aw_ready w_data w_last w_valid w_ready
    b_error b_valid b_ready queue words_side record_side answers stamps failures issue command begun landed
    first_failed address length offers free bursts second data_lands answer;
    contexts = 4u32, job_block = JOB_BLOCK, job_record = JOB_RECORD, job_discard = JOB_DISCARD,
    data_beats = 255u32, record_beats = 3u32
});

impl Logic for WriteSide {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, issue, command, begun, landed, first_failed, address, length, offers);
        clock!(self, clock, queue, words_side, record_side, answers, stamps, failures);
        self.queue.reset.next = self.reset.val();
        self.words_side.reset.next = self.reset.val();
        self.record_side.reset.next = self.reset.val();
        self.answers.reset.next = self.reset.val();
        StreamSink::<AreaWrite>::link(&mut self.write, &mut self.queue.sink);
        StreamSink::<Bits<64>>::link(&mut self.words, &mut self.words_side.words);
        StreamSource::<AreaDone>::link(&mut self.written, &mut self.record_side.written);
        self.w_data.next = self.words_side.w_data.val();
        self.w_last.next = self.words_side.w_last.val();
        self.w_valid.next = self.words_side.w_valid.val();
        self.words_side.w_ready.next = self.w_ready.val();

        // What the record of the oldest context is made of.
        self.stamps.read_address.next = bit_cast::<2, 3>(self.record_side.finished.val());
        self.failures.read_address.next = bit_cast::<2, 3>(self.record_side.finished.val());
        self.record_side.stamp.next = self.stamps.read_data.val();
        self.record_side.failed.next = self.failures.read_data.val();
        self.record_side.landed.next = self.landed.q.val();
        self.record_side.area_blocks.next = self.area_blocks.val();
        self.record_side.answered.next = false;
        self.record_side.answer_error.next = self.b_error.val();
        self.words_side.record.next = self.record_side.record.val();
        self.words_side.finished.next = self.record_side.finished.val();
        self.record_side.data_crc.next = self.words_side.data_crc.val();

        // One burst at a time: its address waits here, what follows from it goes to the other queues at once.
        self.aw_addr.next = self.address.q.val();
        self.aw_len.next = self.length.q.val();
        self.aw_valid.next = self.offers.q.val();
        if self.aw_ready.val() {
            self.offers.d.next = false;
        }
        self.free.next = (!self.offers.q.val() | self.aw_ready.val())
            & self.words_side.job.ready.val()
            & self.answers.sink.ready.val();
        self.bursts.next = false;
        self.second.next = false;
        self.words_side.job.data.next = self.job_block.val();
        self.words_side.job.valid.next = false;
        self.answers.sink.data.next = 0.into();
        self.answers.sink.valid.next = false;
        self.record_side.taken.next = false;
        self.queue.source.ready.next = false;
        self.stamps.write.next = false;
        self.stamps.write_address.next = bit_cast::<2, 3>(self.begun.q.val());
        self.stamps.write_data.next = self.command.q.val();
        match self.issue.q.val() {
            Issue::Checking => {
                self.issue.d.next = Issue::Refusing;
                if self.command.q.val().lba < self.area_blocks.val() {
                    self.issue.d.next = Issue::First;
                }
            }
            Issue::First => {
                // A record goes first: then an earlier write is durable.
                if self.free.val() & self.record_side.wants.val() {
                    self.record_side.taken.next = true;
                } else if self.free.val()
                    & self.words_side.hungry.val()
                    & ((self.begun.q.val() - self.record_side.finished.val()) != self.contexts.val())
                {
                    self.bursts.next = true;
                    self.words_side.job.valid.next = true;
                    self.answers.sink.valid.next = true;
                    self.stamps.write.next = true;
                    self.issue.d.next = Issue::Second;
                }
            }
            Issue::Second => {
                if self.free.val() {
                    self.bursts.next = true;
                    self.second.next = true;
                    self.answers.sink.data.next = 2.into();
                    self.answers.sink.valid.next = true;
                    self.begun.d.next = self.begun.q.val() + 1;
                    self.issue.d.next = Issue::Empty;
                }
            }
            Issue::Refusing => {
                if self.free.val() & self.record_side.wants.val() {
                    self.record_side.taken.next = true;
                } else if self.free.val() & (self.begun.q.val() == self.record_side.finished.val()) {
                    self.words_side.job.data.next = self.job_discard.val();
                    self.words_side.job.valid.next = true;
                    self.stamps.write.next = true;
                    self.begun.d.next = self.begun.q.val() + 1;
                    self.issue.d.next = Issue::Dropping;
                }
            }
            Issue::Dropping => {
                if self.words_side.discarded.val() {
                    self.issue.d.next = Issue::Empty;
                }
            }
            Issue::Empty => {
                self.queue.source.ready.next = true;
                self.command.d.next = self.queue.source.data.val();
                if self.queue.source.valid.val() {
                    self.issue.d.next = Issue::Checking;
                }
                if self.free.val() & self.record_side.wants.val() {
                    self.record_side.taken.next = true;
                }
            }
        }
        // Set again and again while no burst is offered: the choice hangs on one bit.
        if self.free.val() {
            self.address.d.next = (bit_cast::<40, 32>(self.command.q.val().lba) << 12)
                | (bit_cast::<40, 1>(self.second.val().into()) << 11);
            self.length.d.next = self.data_beats.val();
            if self.record_side.wants.val() & !self.second.val() {
                self.address.d.next = self.record_side.address.val();
                self.length.d.next = self.record_beats.val();
            }
        }
        if self.bursts.val() | self.record_side.taken.val() {
            self.offers.d.next = true;
        }
        if self.record_side.taken.val() {
            self.words_side.job.data.next = self.job_record.val();
            self.words_side.job.valid.next = true;
            self.answers.sink.data.next = 1.into();
            self.answers.sink.valid.next = true;
        }

        // Answers come in the order of the bursts.
        self.b_ready.next = self.answers.source.valid.val();
        self.answers.source.ready.next = self.b_valid.val();
        self.answer.next = self.answers.source.data.val();
        self.data_lands.next = false;
        self.failures.write_data.next = self.first_failed.q.val() | self.b_error.val();
        if self.b_valid.val() & self.answers.source.valid.val() {
            if self.answer.val().get_bit(0) {
                self.record_side.answered.next = true;
            } else {
                self.first_failed.d.next = self.b_error.val();
                if self.answer.val().get_bit(1) {
                    self.first_failed.d.next = false;
                    self.data_lands.next = true;
                }
            }
        }
        if self.words_side.discarded.val() {
            self.failures.write_data.next = true;
            self.data_lands.next = true;
        }
        self.failures.write.next = self.data_lands.val();
        self.failures.write_address.next = bit_cast::<2, 3>(self.landed.q.val());
        if self.data_lands.val() {
            self.landed.d.next = self.landed.q.val() + 1;
        }
        if self.reset.val() {
            self.issue.d.next = Issue::Empty;
            self.begun.d.next = 0.into();
            self.landed.d.next = 0.into();
            self.first_failed.d.next = false;
            self.offers.d.next = false;
        }
    }
}
