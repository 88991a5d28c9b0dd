//! What the memory answers to reads: four words of record, 512 of data, again and again. The data go on to their slot;
//! after the last one the read is reported with its CRC, which must be the record's.

use crate::leaf::{block_default, Crc32c, Fifo, StreamSink, StreamSource, DFF};
use crate::wires::{AreaDone, AreaRead, SlotWord};
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Check {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// A read whose bursts are on their way.
    pub job: StreamSink<AreaRead>,
    /// Reports `job.data` as failed; only while `idle`.
    pub refuse: Signal<In, Bit>,
    /// No read is open and there is room for a report.
    pub idle: Signal<Out, Bit>,
    pub words: StreamSource<SlotWord>,
    pub done: StreamSource<AreaDone>,
    pub r_data: Signal<In, Bits<64>>,
    pub r_error: Signal<In, Bit>,
    pub r_last: Signal<In, Bit>,
    pub r_valid: Signal<In, Bit>,
    pub r_ready: Signal<Out, Bit>,
    jobs: Fifo<AreaRead, 2>,
    out: Fifo<SlotWord, 4>,
    reports: Fifo<AreaDone, 1>,
    checksum: Crc32c,
    active: DFF<Bit>,
    read: DFF<AreaRead>,
    /// Beat of the read: 0 to 3 record, 4 to 515 data.
    at: DFF<Bits<10>>,
    /// Any answer of this read was an error, or a burst ended at the wrong beat.
    failed: DFF<Bit>,
    /// The record has a bit that is not 0; it is another block's.
    written: DFF<Bit>,
    foreign: DFF<Bit>,
    data_crc: DFF<Bits<32>>,
    record_bad: DFF<Bit>,
    /// The two stages while the CRC is computed.
    record_end: DFF<Bits<2>>,
    data_end: DFF<Bits<2>>,
    record_crc: DFF<Bits<32>>,
    /// Reports whose words have all left; reports waiting are at most two, one more is being made.
    delivered: DFF<Bits<2>>,
    beat: Signal<Local, Bit>,
    is_record: Signal<Local, Bit>,
    burst_end: Signal<Local, Bit>,
    word: Signal<Local, SlotWord>,
    out_word: Signal<Local, SlotWord>,
    report: Signal<Local, AreaDone>,
    leaves: Signal<Local, Bit>,
    reported: Signal<Local, Bit>,
    low_half: Constant<Bits<64>>,
}

block_default!(Check {
    clock reset job refuse idle words done r_data r_error r_last r_valid r_ready jobs out reports checksum active read at
    failed written foreign data_crc record_bad record_end data_end record_crc delivered beat is_record burst_end word
    out_word report leaves reported;
    low_half = 0xffff_ffffu32
});

impl Logic for Check {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, active, read, at, failed, written, foreign, data_crc, record_bad, record_end, data_end,
            record_crc, delivered
        );
        clock!(self, clock, jobs, out, reports, checksum);
        self.jobs.reset.next = self.reset.val();
        self.out.reset.next = self.reset.val();
        self.reports.reset.next = self.reset.val();
        StreamSink::<AreaRead>::link(&mut self.job, &mut self.jobs.sink);

        self.r_ready.next = self.active.q.val() & self.out.sink.ready.val();
        self.beat.next = self.active.q.val() & self.out.sink.ready.val() & self.r_valid.val();
        self.is_record.next = !self.at.q.val().get_bits::<8>(2).any();

        // The record's CRC counts its own place as zero.
        self.checksum.data.next = self.r_data.val();
        if self.is_record.val() & self.at.q.val().get_bits::<2>(0).all() {
            self.checksum.data.next = self.r_data.val() & self.low_half.val();
        }
        self.checksum.valid.next = self.beat.val();
        self.checksum.first.next = (self.at.q.val() == 0) | (self.at.q.val() == 4);

        self.word.next.slot = self.read.q.val().tag;
        self.word.next.word = bit_cast::<9, 10>(self.at.q.val() - 4);
        self.word.next.data = self.r_data.val();
        self.word.next.low = true;
        self.word.next.high = true;
        self.out.sink.data.next = self.word.val();
        self.out.sink.valid.next = self.beat.val() & !self.is_record.val();

        self.burst_end.next = (self.at.q.val() == 3) | (self.at.q.val() == 259) | (self.at.q.val() == 515);
        self.record_end.d.next = self.record_end.q.val() << 1;
        self.data_end.d.next = self.data_end.q.val() << 1;
        self.jobs.source.ready.next = false;
        if self.beat.val() {
            self.at.d.next = self.at.q.val() + 1;
            if self.r_error.val() | (self.r_last.val() != self.burst_end.val()) {
                self.failed.d.next = true;
            }
            if self.is_record.val() {
                if self.r_data.val().any() {
                    self.written.d.next = true;
                }
                if self.at.q.val() == 0 {
                    self.foreign.d.next = self.r_data.val().get_bits::<32>(0) != self.read.q.val().lba;
                }
                self.data_crc.d.next = self.r_data.val().get_bits::<32>(0);
                self.record_crc.d.next = self.r_data.val().get_bits::<32>(32);
                if self.at.q.val() == 3 {
                    self.record_end.d.next = 1.into();
                }
            }
            if self.at.q.val() == 515 {
                self.data_end.d.next = 1.into();
                self.active.d.next = false;
            }
        }
        if self.record_end.q.val().get_bit(1) {
            self.record_bad.d.next = self.foreign.q.val() | (self.checksum.crc.val() != self.record_crc.q.val());
        }

        // The next read begins when the last one's report is made and another one fits.
        self.idle.next = !self.active.q.val()
            & !self.data_end.q.val().any()
            & !self.jobs.source.valid.val()
            & self.reports.sink.ready.val();
        if !self.active.q.val() & !self.data_end.q.val().any() & self.reports.sink.ready.val() {
            self.jobs.source.ready.next = true;
            self.active.d.next = self.jobs.source.valid.val();
            self.read.d.next = self.jobs.source.data.val();
            self.at.d.next = 0.into();
            self.failed.d.next = false;
            self.written.d.next = false;
        }
        self.report.next.tag = self.read.q.val().tag;
        self.report.next.crc = self.checksum.crc.val();
        self.report.next.error = self.failed.q.val()
            | (self.written.q.val() & (self.record_bad.q.val() | (self.checksum.crc.val() != self.data_crc.q.val())));
        if self.refuse.val() {
            self.report.next.tag = self.job.data.val().tag;
            self.report.next.error = true;
        }
        self.reports.sink.data.next = self.report.val();
        self.reports.sink.valid.next = self.data_end.q.val().get_bit(1) | self.refuse.val();

        // A report waits until its words have left.
        self.out_word.next = self.out.source.data.val();
        self.words.data.next = self.out.source.data.val();
        self.words.valid.next = self.out.source.valid.val();
        self.out.source.ready.next = self.words.ready.val();
        self.leaves.next =
            (self.out.source.valid.val() & self.words.ready.val() & self.out_word.val().word.all()) | self.refuse.val();
        self.done.data.next = self.reports.source.data.val();
        self.done.valid.next = self.reports.source.valid.val() & (self.delivered.q.val() != 0);
        self.reports.source.ready.next = self.done.ready.val() & (self.delivered.q.val() != 0);
        self.reported.next = self.reports.source.valid.val() & (self.delivered.q.val() != 0) & self.done.ready.val();
        if self.leaves.val() & !self.reported.val() {
            self.delivered.d.next = self.delivered.q.val() + 1;
        }
        if !self.leaves.val() & self.reported.val() {
            self.delivered.d.next = self.delivered.q.val() - 1;
        }
        if self.reset.val() {
            self.active.d.next = false;
            self.record_end.d.next = 0.into();
            self.data_end.d.next = 0.into();
            self.delivered.d.next = 0.into();
        }
    }
}
