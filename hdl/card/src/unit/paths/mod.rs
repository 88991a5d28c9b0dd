#![doc = include_str!("doc.md")]

use crate::leaf::{Fifo, StreamSink, StreamSource, DFF};
use crate::wires::{AreaWrite, PathJob, SlotRead};
use rust_hdl::prelude::*;
use twinpath_spec::limits::BLOCK_WORDS;

/// A job whose words are on their way.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
struct Moving {
    path: Bits<3>,
    row: Bits<6>,
}

#[derive(LogicBlock)]
pub struct Paths {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// This is the first unit.
    pub first: Signal<In, Bit>,
    pub jobs: StreamSink<PathJob>,
    /// Rows that hold E.
    pub exclusive: Signal<In, Bits<64>>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub area_write: StreamSource<AreaWrite>,
    pub area_words: StreamSource<Bits<64>>,
    // What passes on the link.
    pub link_tx_write: Signal<In, Bit>,
    pub link_tx_beat: Signal<In, Bit>,
    pub link_tx_stall: Signal<In, Bit>,
    pub link_rx_write: Signal<In, Bit>,
    pub link_rx_beat: Signal<In, Bit>,
    /// Counters of paths 1 to 5.
    pub writes: [Signal<Out, Bits<48>>; 5],
    pub beats: [Signal<Out, Bits<48>>; 5],
    pub stalls: [Signal<Out, Bits<48>>; 5],
    pub gate_faults: Signal<Out, Bits<32>>,
    /// The job whose words come now, whose row opens the gate out of a register, and the one behind it.
    now: DFF<Moving>,
    now_valid: DFF<Bit>,
    next: DFF<Moving>,
    next_valid: DFF<Bit>,
    words: Fifo<Bits<64>, 2>,
    job: DFF<PathJob>,
    slot_due: DFF<Bit>,
    area_due: DFF<Bit>,
    beat: DFF<Bits<9>>,
    faulted: DFF<Bit>,
    write_count: [DFF<Bits<48>>; 5],
    beat_count: [DFF<Bits<48>>; 5],
    stall_count: [DFF<Bits<48>>; 5],
    faults: DFF<Bits<32>>,
    // What happens in this cycle, per path; registered before it is counted.
    wrote: DFF<Bits<5>>,
    moved: DFF<Bits<5>>,
    stalled: DFF<Bits<5>>,
    write: Signal<Local, AreaWrite>,
    area_path: Signal<Local, Bits<5>>,
    gate: Signal<Local, Bit>,
    here: Signal<Local, Bit>,
    pass: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    take: Signal<Local, Bit>,
    block_words: Constant<Bits<10>>,
    last_beat: Constant<Bits<9>>,
}

crate::leaf::block_default!(Paths {
    clock reset first jobs exclusive slot_read slot_words area_write area_words link_tx_write link_tx_beat link_tx_stall
    link_rx_write link_rx_beat writes beats stalls gate_faults now now_valid next next_valid words job slot_due area_due beat faulted write_count
    beat_count stall_count faults wrote moved stalled write area_path gate here pass last take;
    block_words = BLOCK_WORDS as u64, last_beat = BLOCK_WORDS as u64 - 1
});

impl Logic for Paths {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, now, now_valid, next, next_valid, job, slot_due, area_due, beat, faulted, faults, wrote,
            moved, stalled
        );
        clock!(self, clock, words);
        self.words.reset.next = self.reset.val();

        // A job asks for its slot and announces itself to the area while earlier ones still move.
        self.take.next =
            self.jobs.valid.val() & !self.slot_due.q.val() & !self.area_due.q.val() & !self.next_valid.q.val();
        self.jobs.ready.next = self.take.val();
        self.write.next = self.job.q.val().write;
        self.slot_read.data.next.slot = self.write.val().tag;
        self.slot_read.data.next.word = 0.into();
        self.slot_read.data.next.count = self.block_words.val();
        self.slot_read.valid.next = self.slot_due.q.val();
        self.area_write.data.next = self.write.val();
        self.area_write.valid.next = self.area_due.q.val();
        if self.slot_read.ready.val() {
            self.slot_due.d.next = false;
        }
        if self.area_write.ready.val() {
            self.area_due.d.next = false;
        }
        if self.take.val() {
            self.job.d.next = self.jobs.data.val();
            self.slot_due.d.next = true;
            self.area_due.d.next = true;
        }

        // The gate.
        self.here.next = self.now_valid.q.val();
        self.gate.next = self.here.val() & self.exclusive.val().get_bit(self.now.q.val().row.index());
        self.words.sink.data.next = self.slot_words.data.val();
        self.words.sink.valid.next = self.slot_words.valid.val() & self.gate.val();
        self.slot_words.ready.next = self.words.sink.ready.val() & self.gate.val();
        self.pass.next = self.slot_words.valid.val() & self.gate.val() & self.words.sink.ready.val();
        self.last.next = self.pass.val() & (self.beat.q.val() == self.last_beat.val());
        if self.last.val() | !self.here.val() {
            self.now.d.next = self.next.q.val();
            self.now_valid.d.next = self.next_valid.q.val();
            self.next_valid.d.next = false;
        }
        if self.take.val() {
            self.next.d.next.path = self.jobs.data.val().path;
            self.next.d.next.row = self.jobs.data.val().row;
            self.next_valid.d.next = true;
        }
        if self.pass.val() {
            self.beat.d.next = self.beat.q.val() + 1;
            self.faulted.d.next = false;
        }
        if self.here.val() & !self.gate.val() & !self.faulted.q.val() {
            self.faulted.d.next = true;
            self.faults.d.next = self.faults.q.val() + 1;
        }
        StreamSource::<Bits<64>>::link(&mut self.area_words, &mut self.words.source);

        // The counters.
        self.area_path.next = 0.into();
        if self.now.q.val().path == 1 {
            self.area_path.next = 0x01.into();
        }
        if self.now.q.val().path == 3 {
            self.area_path.next = 0x04.into();
        }
        if self.now.q.val().path == 5 {
            self.area_path.next = 0x10.into();
        }
        self.wrote.d.next = 0.into();
        self.moved.d.next = 0.into();
        self.stalled.d.next = 0.into();
        if self.pass.val() {
            self.moved.d.next = self.area_path.val();
            if self.beat.q.val() == 0 {
                self.wrote.d.next = self.area_path.val();
            }
        } else if self.here.val() & (self.slot_words.valid.val() | !self.gate.val()) {
            self.stalled.d.next = self.area_path.val();
        }
        for i in 0..5 {
            self.write_count[i].clock.next = self.clock.val();
            self.beat_count[i].clock.next = self.clock.val();
            self.stall_count[i].clock.next = self.clock.val();
            self.write_count[i].d.next = self.write_count[i].q.val();
            self.beat_count[i].d.next = self.beat_count[i].q.val();
            self.stall_count[i].d.next = self.stall_count[i].q.val();
            if self.wrote.q.val().get_bit(i) {
                self.write_count[i].d.next = self.write_count[i].q.val() + 1;
            }
            if self.moved.q.val().get_bit(i) {
                self.beat_count[i].d.next = self.beat_count[i].q.val() + 1;
            }
            if self.stalled.q.val().get_bit(i) {
                self.stall_count[i].d.next = self.stall_count[i].q.val() + 1;
            }
        }
        // The link: path 2 goes from the first unit to the second, path 4 back.
        if (self.first.val() & self.link_tx_write.val()) | (!self.first.val() & self.link_rx_write.val()) {
            self.write_count[1].d.next = self.write_count[1].q.val() + 1;
        }
        if (self.first.val() & self.link_tx_beat.val()) | (!self.first.val() & self.link_rx_beat.val()) {
            self.beat_count[1].d.next = self.beat_count[1].q.val() + 1;
        }
        if self.first.val() & self.link_tx_stall.val() {
            self.stall_count[1].d.next = self.stall_count[1].q.val() + 1;
        }
        if (self.first.val() & self.link_rx_write.val()) | (!self.first.val() & self.link_tx_write.val()) {
            self.write_count[3].d.next = self.write_count[3].q.val() + 1;
        }
        if (self.first.val() & self.link_rx_beat.val()) | (!self.first.val() & self.link_tx_beat.val()) {
            self.beat_count[3].d.next = self.beat_count[3].q.val() + 1;
        }
        if !self.first.val() & self.link_tx_stall.val() {
            self.stall_count[3].d.next = self.stall_count[3].q.val() + 1;
        }
        for i in 0..5 {
            self.writes[i].next = self.write_count[i].q.val();
            self.beats[i].next = self.beat_count[i].q.val();
            self.stalls[i].next = self.stall_count[i].q.val();
        }
        self.gate_faults.next = self.faults.q.val();

        if self.reset.val() {
            self.now_valid.d.next = false;
            self.next_valid.d.next = false;
            self.slot_due.d.next = false;
            self.area_due.d.next = false;
            self.beat.d.next = 0.into();
            self.faulted.d.next = false;
            self.faults.d.next = 0.into();
            for i in 0..5 {
                self.write_count[i].d.next = 0.into();
                self.beat_count[i].d.next = 0.into();
                self.stall_count[i].d.next = 0.into();
            }
        }
    }
}

#[cfg(test)]
mod tests;
