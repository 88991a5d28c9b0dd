//! Compare: to the unit a read. Where a read's block would go to the host, the host's block comes into the controller's
//! own slot, and the words of both slots pass here, four of the one and four of the other. One block at a time.
//!
//! That a block differs is kept for its row until the row's next command; the contexts make a status of it.

use crate::leaf::{block_default, StreamSink, StreamSource, Table, DFF};
use crate::wires::{HostDone, HostJob, SlotRead};
use rust_hdl::prelude::*;
use twinpath_spec::limits::ADMIN_SLOT;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    Asking,
    Fetching,
    Comparing,
    Telling,
    Idle,
}

#[derive(LogicBlock)]
pub struct Compare {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// A row is taken, by a Compare or by another command.
    pub take: Signal<In, Bit>,
    pub take_row: Signal<In, Bits<5>>,
    pub take_compare: Signal<In, Bit>,
    /// Rows of Compares, and rows of which a block differed.
    pub rows: Signal<Out, Bits<32>>,
    pub unequal: Signal<Out, Bits<32>>,
    /// Somebody else uses the controller's slot, or is about to.
    pub slot_taken: Signal<In, Bit>,
    pub idle: Signal<Out, Bit>,
    /// A block of such a row that lies in a slot.
    pub job: StreamSink<HostJob>,
    pub done: StreamSource<HostDone>,
    /// The host's block for the controller's slot.
    pub fetch: StreamSource<HostJob>,
    pub fetched: Signal<In, Bit>,
    pub fetched_error: Signal<In, Bits<2>>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,

    state: DFF<State>,
    now: DFF<HostJob>,
    error: DFF<Bits<2>>,
    /// Runs of four words that were asked for, and words that came: in turn of the unit's block and of the host's.
    asked: DFF<Bits<9>>,
    came: DFF<Bits<10>>,
    four: Table<Bits<64>, 2>,
    unit_word: DFF<Bits<64>>,
    host_word: DFF<Bits<64>>,
    looks: DFF<Bit>,
    compares: DFF<Bits<32>>,
    differs: DFF<Bits<32>>,

    mine: Signal<Local, HostJob>,
    ends: Signal<Local, HostDone>,
    run: Signal<Local, SlotRead>,
    taken: Signal<Local, Bits<32>>,
    found: Signal<Local, Bits<32>>,
    one: Constant<Bits<32>>,
    own_slot: Constant<Bits<4>>,
}

block_default!(Compare {
    clock reset take take_row take_compare rows unequal slot_taken idle job done fetch fetched fetched_error slot_read slot_words state
    now error asked came four unit_word host_word looks compares differs mine ends run taken found;
    one = 1u8, own_slot = ADMIN_SLOT as u8
});

impl Logic for Compare {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, now, error, asked, came, unit_word, host_word, looks, compares, differs);
        clock!(self, clock, four);

        self.job.ready.next = false;
        self.done.valid.next = false;
        self.fetch.valid.next = false;
        self.slot_read.valid.next = false;
        self.slot_words.ready.next = false;
        self.looks.d.next = false;
        self.idle.next = false;
        match self.state.q.val() {
            State::Asking => {
                self.fetch.valid.next = true;
                if self.fetch.ready.val() {
                    self.state.d.next = State::Fetching;
                }
            }
            State::Fetching => {
                self.error.d.next = self.fetched_error.val();
                if self.fetched.val() {
                    self.state.d.next = State::Comparing;
                    if self.fetched_error.val().any() {
                        self.state.d.next = State::Telling;
                    }
                }
            }
            State::Comparing => {
                self.slot_read.valid.next = !self.asked.q.val().get_bit(8);
                if self.slot_read.ready.val() & !self.asked.q.val().get_bit(8) {
                    self.asked.d.next = self.asked.q.val() + 1;
                }
                self.slot_words.ready.next = true;
                if self.slot_words.valid.val() {
                    self.came.d.next = self.came.q.val() + 1;
                    self.looks.d.next = self.came.q.val().get_bit(2);
                    if self.came.q.val().all() {
                        self.state.d.next = State::Telling;
                    }
                }
            }
            State::Telling => {
                self.done.valid.next = true;
                if self.done.ready.val() {
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.idle.next = true;
                self.job.ready.next = !self.slot_taken.val();
                self.now.d.next = self.job.data.val();
                self.asked.d.next = 0.into();
                self.came.d.next = 0.into();
                if self.job.valid.val() & !self.slot_taken.val() {
                    self.state.d.next = State::Asking;
                }
            }
        }
        self.mine.next = self.now.q.val();
        self.mine.next.slot = self.own_slot.val();
        self.fetch.data.next = self.mine.val();
        self.ends.next.slot = self.now.q.val().slot;
        self.ends.next.error = self.error.q.val();
        self.done.data.next = self.ends.val();
        self.run.next.slot = self.now.q.val().slot;
        if self.asked.q.val().get_bit(0) {
            self.run.next.slot = self.own_slot.val();
        }
        self.run.next.word = bit_cast::<9, 7>(self.asked.q.val().get_bits::<7>(1)) << 2;
        self.run.next.count = 4.into();
        self.slot_read.data.next = self.run.val();

        // Four words of the unit's block wait for the host's.
        self.four.write.next = self.slot_words.valid.val() & !self.came.q.val().get_bit(2);
        self.four.write_address.next = self.came.q.val().get_bits::<2>(0);
        self.four.write_data.next = self.slot_words.data.val();
        self.four.read_address.next = self.came.q.val().get_bits::<2>(0);
        self.unit_word.d.next = self.four.read_data.val();
        self.host_word.d.next = self.slot_words.data.val();

        // A difference stays until another command has the row.
        self.taken.next = 0.into();
        if self.take.val() {
            self.taken.next = self.one.val() << self.take_row.val();
        }
        self.compares.d.next = self.compares.q.val() & !self.taken.val();
        if self.take_compare.val() {
            self.compares.d.next = self.compares.q.val() | self.taken.val();
        }
        self.found.next = 0.into();
        if self.looks.q.val() & (self.unit_word.q.val() != self.host_word.q.val()) {
            self.found.next = self.one.val() << self.now.q.val().row;
        }
        self.differs.d.next = (self.differs.q.val() & !self.taken.val()) | self.found.val();
        self.rows.next = self.compares.q.val();
        self.unequal.next = self.differs.q.val();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.compares.d.next = 0.into();
        }
    }
}
