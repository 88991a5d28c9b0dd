//! Write Zeroes and Deallocate: one command becomes writes of up to 32 blocks of zeros, one after the other, all in the
//! command's row. The unit sees writes like any others; that they bring no data only the controller knows.
//!
//! Stands between the contexts and the unit's answers. Of a command that has more pieces the answer is taken here, and
//! the row is handed to the unit again. The ranges of a Deallocate are read from host memory as they are needed.

use super::words::{Zeroing, LIST_ID};
use crate::leaf::{block_default, Fifo, StreamSink, StreamSource, Table, DFF};
use crate::wires::{Answer, Command, DmaRead, DmaWord, PLACE_RANGE};
use rust_hdl::prelude::*;
use twinpath_spec::nvme;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    /// What comes next: a piece, a range, the end.
    Choosing,
    Handing,
    /// The three dwords of a range that count are asked for one by one: only a dword never crosses a page.
    Asking,
    Waiting,
    Measuring,
    Judging,
    Ending,
    Idle,
}

#[derive(LogicBlock)]
pub struct Pieces {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    /// Rows that the host waits for.
    pub open: Signal<In, Bits<32>>,
    /// A command to be carried out.
    pub begin: StreamSink<Zeroing>,
    /// Its pieces, writes for the unit.
    pub piece: StreamSource<Command>,
    /// The unit's answers, and those that are the contexts' concern.
    pub answer: StreamSink<Answer>,
    pub ended: StreamSource<Answer>,
    /// Rows whose blocks are zeros.
    pub zeroing: Signal<Out, Bits<32>>,
    pub request: StreamSource<DmaRead>,
    pub done: Signal<In, Bit>,
    pub done_failed: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    /// No command is in hand or waits for its next piece.
    pub idle: Signal<Out, Bit>,

    state: DFF<State>,
    /// What is left of each command, by row.
    rest: Table<Zeroing, 5>,
    /// Rows whose last piece is done.
    again: Fifo<Bits<5>, 5>,
    now: DFF<Zeroing>,
    /// Rows of such commands; those that have more pieces than the one at the unit.
    rows: DFF<Bits<32>>,
    more: DFF<Bits<32>>,
    status: DFF<Bits<15>>,
    /// The row was closed: its host waits for no answer.
    closed: DFF<Bit>,
    /// Dword of the range to be asked for, reads under way, a read that failed.
    dword: DFF<Bits<2>>,
    due: DFF<Bits<2>>,
    failed: DFF<Bit>,
    length: DFF<Bits<32>>,
    first_block: DFF<Bits<32>>,
    /// The upper half of the address is not 0.
    beyond: DFF<Bit>,
    past: DFF<Bits<33>>,

    reply: Signal<Local, Answer>,
    outgoing: Signal<Local, Answer>,
    ends: Signal<Local, Bit>,
    /// The piece to be handed on is the command's last; rows whose marks change.
    last: Signal<Local, Bit>,
    begins: Signal<Local, Bits<32>>,
    sets: Signal<Local, Bits<32>>,
    clears: Signal<Local, Bits<32>>,
    frees: Signal<Local, Bits<32>>,
    goes_on: Signal<Local, Bit>,
    passes: Signal<Local, Bit>,
    mask: Signal<Local, Bits<32>>,
    at: Signal<Local, Bits<13>>,
    long: Signal<Local, Bit>,
    asks: Signal<Local, Bit>,
    ours: Signal<Local, Bit>,
    one: Constant<Bits<32>>,
    range_place: Constant<Bits<2>>,
    range_id: Constant<Bits<4>>,
    blocks_max: Constant<Bits<32>>,
    out_of_range: Constant<Bits<15>>,
    transfer_error: Constant<Bits<15>>,
}

block_default!(Pieces {
    clock reset area_blocks open begin piece answer ended zeroing request done done_failed word word_valid idle state rest
    again now rows more status closed dword due failed length first_block beyond past reply outgoing ends last begins sets clears frees goes_on passes mask at long asks ours;
    one = 1u8, range_place = PLACE_RANGE, range_id = LIST_ID, blocks_max = 32u8,
    out_of_range = nvme::LBA_OUT_OF_RANGE.bits(), transfer_error = nvme::DATA_TRANSFER_ERROR.bits()
});

impl Logic for Pieces {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, now, rows, more, status, closed, dword, due, failed, length, first_block);
        dff_setup!(self, clock, beyond, past);
        clock!(self, clock, rest, again);
        self.again.reset.next = self.reset.val();

        // Answers: a piece that went well and is not the last one is no news for the host. The next one waits for the row.
        self.reply.next = self.answer.data.val();
        self.goes_on.next = self.more.q.val().get_bit(self.reply.val().row.index())
            & self.open.val().get_bit(self.reply.val().row.index())
            & !(self.reply.val().reply & self.reply.val().status.any());
        self.passes.next = (self.state.q.val() != State::Ending) & !self.goes_on.val();
        self.again.sink.data.next = self.reply.val().row;
        self.again.sink.valid.next = self.answer.valid.val() & self.goes_on.val() & self.reply.val().free;
        self.answer.ready.next = self.goes_on.val() | (self.passes.val() & self.ended.ready.val());
        self.outgoing.next = self.reply.val();
        self.ends.next = self.answer.valid.val() & self.passes.val();
        if self.state.q.val() == State::Ending {
            self.outgoing.next.row = self.now.q.val().row;
            self.outgoing.next.reply = !self.closed.q.val();
            self.outgoing.next.free = true;
            self.outgoing.next.status = self.status.q.val();
            self.ends.next = true;
        }
        self.ended.data.next = self.outgoing.val();
        self.ended.valid.next = self.ends.val();

        // A range on its way here; dword 0 holds hints and is not read.
        self.ours.next = self.word_valid.val() & (self.word.val().place == self.range_place.val());
        if self.ours.val() & !self.word.val().word.get_bit(0) & self.word.val().high {
            self.length.d.next = self.word.val().data.get_bits::<32>(32);
        }
        if self.ours.val() & self.word.val().word.get_bit(0) & self.word.val().low {
            self.first_block.d.next = self.word.val().data.get_bits::<32>(0);
        }
        if self.ours.val() & self.word.val().word.get_bit(0) & self.word.val().high {
            self.beyond.d.next = self.word.val().data.get_bits::<32>(32).any();
        }
        if self.done.val() & self.done_failed.val() {
            self.failed.d.next = true;
        }

        self.mask.next = self.one.val() << self.now.q.val().row;
        self.at.next = self.now.q.val().at + bit_cast::<13, 4>(bit_cast::<4, 2>(self.dword.q.val()) << 2);
        self.long.next = self.now.q.val().blocks > self.blocks_max.val();
        self.rest.read_address.next = self.again.source.data.val();
        self.rest.write.next = false;
        self.rest.write_address.next = self.now.q.val().row;
        self.rest.write_data.next = self.now.q.val();
        self.again.source.ready.next = false;
        self.begin.ready.next = false;
        self.piece.valid.next = false;
        self.piece.data.next.row = self.now.q.val().row;
        self.piece.data.next.op = 1.into();
        self.piece.data.next.lba = self.now.q.val().lba;
        self.piece.data.next.blocks = bit_cast::<6, 32>(self.now.q.val().blocks);
        if self.long.val() {
            self.piece.data.next.blocks = 32.into();
        }
        self.request.valid.next = false;
        self.request.data.next.address = (bit_cast::<64, 52>(self.now.q.val().first.get_bits::<52>(12)) << 12)
            | bit_cast::<64, 12>(self.at.val().get_bits::<12>(0));
        if self.at.val().get_bit(12) {
            self.request.data.next.address = (bit_cast::<64, 52>(self.now.q.val().second.get_bits::<52>(12)) << 12)
                | bit_cast::<64, 12>(self.at.val().get_bits::<12>(0));
        }
        self.request.data.next.bytes = 4.into();
        self.request.data.next.place = self.range_place.val();
        self.request.data.next.index = 0.into();
        self.request.data.next.word32 = bit_cast::<10, 2>(self.dword.q.val());
        self.request.data.next.id = self.range_id.val() | bit_cast::<4, 2>(self.dword.q.val());
        self.asks.next = false;
        self.idle.next = false;
        self.last.next = false;
        self.sets.next = 0.into();
        self.clears.next = 0.into();
        self.begins.next = 0.into();
        match self.state.q.val() {
            State::Choosing => {
                self.status.d.next = 0.into();
                self.closed.d.next = !self.open.val().get_bit(self.now.q.val().row.index());
                self.dword.d.next = 1.into();
                self.failed.d.next = false;
                if !self.open.val().get_bit(self.now.q.val().row.index()) {
                    self.state.d.next = State::Ending;
                } else if self.now.q.val().blocks != 0 {
                    self.state.d.next = State::Handing;
                    self.last.next = !self.long.val() & (self.now.q.val().ranges == 0);
                    self.sets.next = self.mask.val();
                    if self.last.val() {
                        self.sets.next = 0.into();
                        self.clears.next = self.mask.val();
                    }
                } else if self.now.q.val().ranges == 0 {
                    self.state.d.next = State::Ending;
                } else {
                    self.state.d.next = State::Asking;
                }
            }
            State::Handing => {
                self.piece.valid.next = true;
                if self.piece.ready.val() {
                    self.rest.write.next = true;
                    self.rest.write_data.next.blocks = 0.into();
                    if self.long.val() {
                        self.rest.write_data.next.lba = self.now.q.val().lba + self.blocks_max.val();
                        self.rest.write_data.next.blocks = self.now.q.val().blocks - self.blocks_max.val();
                    }
                    self.state.d.next = State::Idle;
                }
            }
            State::Asking => {
                self.request.valid.next = true;
                if self.request.ready.val() {
                    self.asks.next = true;
                    self.dword.d.next = self.dword.q.val() + 1;
                    if self.dword.q.val().all() {
                        self.state.d.next = State::Waiting;
                    }
                }
            }
            State::Waiting => {
                self.now.d.next.lba = self.first_block.q.val();
                self.now.d.next.blocks = self.length.q.val();
                if self.due.q.val() == 0 {
                    self.now.d.next.ranges = self.now.q.val().ranges - 1;
                    self.now.d.next.at = self.now.q.val().at + 16;
                    self.state.d.next = State::Measuring;
                }
            }
            State::Measuring => {
                self.past.d.next =
                    bit_cast::<33, 32>(self.now.q.val().lba) + bit_cast::<33, 32>(self.now.q.val().blocks);
                self.state.d.next = State::Judging;
            }
            State::Judging => {
                self.state.d.next = State::Choosing;
                if self.beyond.q.val() | (self.past.q.val() > bit_cast::<33, 32>(self.area_blocks.val())) {
                    self.status.d.next = self.out_of_range.val();
                    self.state.d.next = State::Ending;
                }
                if self.failed.q.val() {
                    self.status.d.next = self.transfer_error.val();
                    self.state.d.next = State::Ending;
                }
            }
            State::Ending => {
                if self.ended.ready.val() {
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.idle.next = !self.again.source.valid.val();
                if self.again.source.valid.val() {
                    self.again.source.ready.next = true;
                    self.now.d.next = self.rest.read_data.val();
                    self.state.d.next = State::Choosing;
                } else {
                    self.begin.ready.next = true;
                    self.now.d.next = self.begin.data.val();
                    if self.begin.valid.val() {
                        self.begins.next = self.one.val() << self.begin.data.val().row;
                        self.state.d.next = State::Choosing;
                    }
                }
            }
        }
        if self.asks.val() & !self.done.val() {
            self.due.d.next = self.due.q.val() + 1;
        }
        if !self.asks.val() & self.done.val() {
            self.due.d.next = self.due.q.val() - 1;
        }
        self.zeroing.next = self.rows.q.val();
        // The row is another command's when it comes back.
        self.frees.next = 0.into();
        if self.ends.val() & self.ended.ready.val() & self.outgoing.val().free {
            self.frees.next = self.one.val() << self.outgoing.val().row;
        }
        self.rows.d.next = (self.rows.q.val() & !self.frees.val()) | self.begins.val();
        self.more.d.next = (self.more.q.val() & !self.frees.val() & !self.clears.val()) | self.sets.val();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.rows.d.next = 0.into();
            self.more.d.next = 0.into();
            self.due.d.next = 0.into();
        }
    }
}
