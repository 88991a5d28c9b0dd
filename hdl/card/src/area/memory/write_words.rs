//! The words of the write bursts: blocks from the word stream, records from their stamps, with the CRC of either.

use super::record::RecordWords;
use crate::leaf::{block_default, Crc32c, Fifo, StreamSink, Table, DFF};
use rust_hdl::prelude::*;

/// What follows next in the stream of words.
pub const JOB_BLOCK: u32 = 0;
pub const JOB_RECORD: u32 = 1;
/// Takes a block's words and gives none.
pub const JOB_DISCARD: u32 = 2;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Words {
    Idle,
    Block,
    Record,
    Discard,
}

/// A word on its way out.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct WriteBeat {
    pub data: Bits<64>,
    pub last: Bit,
}

#[derive(LogicBlock)]
pub struct WriteWords {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub job: StreamSink<Bits<2>>,
    /// Nothing waits and the block on its way is nearly over: another block may be promised. Not earlier, so that
    /// records overtake blocks that have not begun.
    pub hungry: Signal<Out, Bit>,
    pub words: StreamSink<Bits<64>>,
    pub record: Signal<In, RecordWords>,
    /// Contexts that are reported, counted, and the CRC of the next one's data.
    pub finished: Signal<In, Bits<3>>,
    pub data_crc: Signal<Out, Bits<32>>,
    /// The last word of a discarded block was taken.
    pub discarded: Signal<Out, Bit>,
    pub w_data: Signal<Out, Bits<64>>,
    pub w_last: Signal<Out, Bit>,
    pub w_valid: Signal<Out, Bit>,
    pub w_ready: Signal<In, Bit>,
    jobs: Fifo<Bits<2>, 1>,
    checksum: Crc32c,
    crcs: Table<Bits<32>, 2>,
    out: Fifo<WriteBeat, 4>,
    state: DFF<Words>,
    of_record: DFF<Bit>,
    at: DFF<Bits<9>>,
    /// Blocks whose CRC is known, counted as the contexts are.
    measured: DFF<Bits<2>>,
    /// Places in `out` that no word was begun for.
    room: DFF<Bits<5>>,
    /// Two stages while the CRC is computed.
    early: DFF<WriteBeat>,
    early_valid: DFF<Bit>,
    early_block_end: DFF<Bit>,
    early_record_end: DFF<Bit>,
    late: DFF<WriteBeat>,
    late_valid: DFF<Bit>,
    late_block_end: DFF<Bit>,
    late_record_end: DFF<Bit>,
    record_word: Signal<Local, Bits<64>>,
    beat: Signal<Local, WriteBeat>,
    gives: Signal<Local, Bit>,
    begins: Signal<Local, Bit>,
    has_room: Signal<Local, Bit>,
    ended: Signal<Local, WriteBeat>,
    taken: Signal<Local, WriteBeat>,
    pop: Signal<Local, Bit>,
    places: Constant<Bits<5>>,
    job_record: Constant<Bits<2>>,
    job_discard: Constant<Bits<2>>,
}

block_default!(WriteWords {
    clock reset job hungry words record finished data_crc discarded w_data w_last w_valid w_ready jobs checksum crcs out state of_record at
    measured room early early_valid early_block_end early_record_end late late_valid late_block_end late_record_end
    record_word beat gives begins has_room ended taken pop;
    places = 16u32, job_record = JOB_RECORD, job_discard = JOB_DISCARD
});

impl Logic for WriteWords {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            state,
            of_record,
            at,
            measured,
            room,
            early,
            early_valid,
            early_block_end,
            early_record_end,
            late,
            late_valid,
            late_block_end,
            late_record_end
        );
        clock!(self, clock, jobs, checksum, crcs, out);
        self.jobs.reset.next = self.reset.val();
        self.out.reset.next = self.reset.val();
        StreamSink::<Bits<2>>::link(&mut self.job, &mut self.jobs.sink);

        self.hungry.next = !self.jobs.source.valid.val();
        self.has_room.next = self.room.q.val() != 0;
        // Chosen by number and apart from the states: half the gates.
        if self.at.q.val().get_bit(1) {
            self.record_word.next = self.record.val().origin;
            if self.at.q.val().get_bit(0) {
                self.record_word.next = bit_cast::<64, 32>(self.record.val().data_crc);
            }
        } else {
            self.record_word.next = self.record.val().place;
            if self.at.q.val().get_bit(0) {
                self.record_word.next = self.record.val().order;
            }
        }
        self.beat.next.data = self.words.data.val();
        if self.of_record.q.val() {
            self.beat.next.data = self.record_word.val();
        }
        self.beat.next.last = false;
        self.gives.next = false;
        self.begins.next = false;
        self.words.ready.next = false;
        self.jobs.source.ready.next = false;
        self.discarded.next = false;
        self.early_block_end.d.next = false;
        self.early_record_end.d.next = false;
        match self.state.q.val() {
            Words::Block => {
                self.hungry.next = !self.jobs.source.valid.val() & self.at.q.val().get_bits::<3>(6).all();
                self.words.ready.next = self.has_room.val();
                self.begins.next = self.at.q.val() == 0;
                self.beat.next.last = bit_cast::<8, 9>(self.at.q.val()).all();
                if self.words.valid.val() & self.has_room.val() {
                    self.gives.next = true;
                    self.at.d.next = self.at.q.val() + 1;
                    if self.at.q.val().all() {
                        self.early_block_end.d.next = true;
                        self.state.d.next = Words::Idle;
                    }
                }
            }
            Words::Record => {
                self.begins.next = self.at.q.val() == 0;
                self.beat.next.last = self.at.q.val() == 3;
                if self.has_room.val() {
                    self.gives.next = true;
                    self.at.d.next = self.at.q.val() + 1;
                    if self.at.q.val() == 3 {
                        self.early_record_end.d.next = true;
                        self.state.d.next = Words::Idle;
                    }
                }
            }
            Words::Discard => {
                self.words.ready.next = true;
                if self.words.valid.val() {
                    self.at.d.next = self.at.q.val() + 1;
                    if self.at.q.val().all() {
                        self.discarded.next = true;
                        self.measured.d.next = self.measured.q.val() + 1;
                        self.state.d.next = Words::Idle;
                    }
                }
            }
            Words::Idle => {
                self.jobs.source.ready.next = true;
                self.at.d.next = 0.into();
                self.of_record.d.next = false;
                if self.jobs.source.valid.val() {
                    self.state.d.next = Words::Block;
                    if self.jobs.source.data.val() == self.job_record.val() {
                        self.state.d.next = Words::Record;
                        self.of_record.d.next = true;
                    }
                    if self.jobs.source.data.val() == self.job_discard.val() {
                        self.state.d.next = Words::Discard;
                    }
                }
            }
        }

        self.checksum.data.next = self.beat.val().data;
        self.checksum.valid.next = self.gives.val();
        self.checksum.first.next = self.begins.val();
        self.early.d.next = self.beat.val();
        self.early_valid.d.next = self.gives.val();
        self.late.d.next = self.early.q.val();
        self.late_valid.d.next = self.early_valid.q.val();
        self.late_block_end.d.next = self.early_block_end.q.val();
        self.late_record_end.d.next = self.early_record_end.q.val();

        // Here the CRC covers the word that is about to leave.
        self.ended.next = self.late.q.val();
        if self.late_record_end.q.val() {
            self.ended.next.data = self.late.q.val().data | (bit_cast::<64, 32>(self.checksum.crc.val()) << 32);
        }
        self.crcs.write.next = self.late_block_end.q.val();
        self.crcs.write_address.next = self.measured.q.val();
        self.crcs.write_data.next = self.checksum.crc.val();
        self.crcs.read_address.next = bit_cast::<2, 3>(self.finished.val());
        self.data_crc.next = self.crcs.read_data.val();
        if self.late_block_end.q.val() {
            self.measured.d.next = self.measured.q.val() + 1;
        }
        self.out.sink.data.next = self.ended.val();
        self.out.sink.valid.next = self.late_valid.q.val();
        self.taken.next = self.out.source.data.val();
        self.w_data.next = self.taken.val().data;
        self.w_last.next = self.taken.val().last;
        self.w_valid.next = self.out.source.valid.val();
        self.out.source.ready.next = self.w_ready.val();
        self.pop.next = self.out.source.valid.val() & self.w_ready.val();
        if self.gives.val() & !self.pop.val() {
            self.room.d.next = self.room.q.val() - 1;
        }
        if !self.gives.val() & self.pop.val() {
            self.room.d.next = self.room.q.val() + 1;
        }
        if self.reset.val() {
            self.state.d.next = Words::Idle;
            self.measured.d.next = 0.into();
            self.room.d.next = self.places.val();
            self.early_valid.d.next = false;
            self.late_valid.d.next = false;
            self.early_block_end.d.next = false;
            self.late_block_end.d.next = false;
        }
    }
}
