//! The command contexts: which rows are taken, which of them the host still waits for, and their identifiers.
//!
//! A row is `busy` from the moment its command is handed to the unit until the unit frees it, and `open` until it is
//! answered. A controller reset closes all rows: their answers are dropped and their jobs refused, but the rows come
//! back only from the unit.

use super::words::{IoOutcome, Name};
use crate::leaf::{block_default, StreamSink, StreamSource, Table, DFF};
use crate::wires::Answer;
use rust_hdl::prelude::*;
use twinpath_spec::limits::{OWN_ROWS, READ_ROWS_FROM};
use twinpath_spec::nvme;

/// Rows of each class; the numbers in the kernel below are theirs.
const WRITE_ROWS: usize = READ_ROWS_FROM;
const READ_ROWS: usize = OWN_ROWS - READ_ROWS_FROM;
const _: () = assert!(WRITE_ROWS == 24 && READ_ROWS == 8);

#[derive(LogicBlock)]
pub struct Contexts {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// The controller does not run: every row is closed.
    pub forget: Signal<In, Bit>,
    /// Takes `take_row` for the command `take_name`. At most every fourth cycle.
    pub take: Signal<In, Bit>,
    pub take_row: Signal<In, Bits<5>>,
    pub take_name: Signal<In, Name>,
    pub take_lba: Signal<In, Bits<32>>,
    /// The lowest free row of each class.
    pub write_row: Signal<Out, Bits<5>>,
    pub write_free: Signal<Out, Bit>,
    pub read_row: Signal<Out, Bits<5>>,
    pub read_free: Signal<Out, Bit>,
    /// Rows of which a block differed from the host's.
    pub unequal: Signal<In, Bits<32>>,
    pub answer: StreamSink<Answer>,
    pub outcome: StreamSource<IoOutcome>,
    /// A bit for each row that is open.
    pub open: Signal<Out, Bits<32>>,
    /// Looks for the open row of a command, while high: after at most 32 cycles `sought` says that it is done, for a cycle,
    /// with `found` and `found_row`.
    pub seek: Signal<In, Bit>,
    pub seek_name: Signal<In, Name>,
    pub sought: Signal<Out, Bit>,
    pub found: Signal<Out, Bit>,
    pub found_row: Signal<Out, Bits<5>>,
    /// The row that was found is asked of the unit: as long as that lasts it goes to no other command.
    pub asked: Signal<In, Bit>,
    pub asked_row: Signal<In, Bits<5>>,

    busy: DFF<Bits<32>>,
    opened: DFF<Bits<32>>,
    names: Table<Name, 5>,
    lbas: Table<Bits<32>, 5>,
    /// The names once more, for who seeks.
    sought_names: Table<Name, 5>,
    seek_at: DFF<Bits<5>>,
    write_at: DFF<Bits<5>>,
    write_any: DFF<Bit>,
    read_at: DFF<Bits<5>>,
    read_any: DFF<Bit>,
    result: DFF<IoOutcome>,
    result_valid: DFF<Bit>,

    accept: Signal<Local, Bit>,
    hit: Signal<Local, Bit>,
    take_mask: Signal<Local, Bits<32>>,
    answer_mask: Signal<Local, Bits<32>>,
    reply_mask: Signal<Local, Bits<32>>,
    free_mask: Signal<Local, Bits<32>>,
    one: Constant<Bits<32>>,
    nsid: Constant<Bits<32>>,
    compare_failure: Constant<Bits<15>>,
}

block_default!(Contexts {
    clock reset forget take take_row take_name take_lba write_row write_free read_row read_free unequal answer outcome open seek seek_name sought found found_row asked asked_row busy opened
    names lbas sought_names seek_at write_at write_any read_at read_any result result_valid accept hit take_mask answer_mask reply_mask free_mask;
    one = 1u8, nsid = nvme::NSID, compare_failure = nvme::COMPARE_FAILURE.bits()
});

impl Logic for Contexts {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, busy, opened, write_at, write_any, read_at, read_any, result, result_valid);
        dff_setup!(self, clock, seek_at);
        clock!(self, clock, names, lbas, sought_names);

        self.answer.ready.next = !self.result_valid.q.val();
        self.accept.next = self.answer.valid.val() & !self.result_valid.q.val();
        self.names.read_address.next = self.answer.data.val().row;
        self.answer_mask.next = 0.into();
        if self.accept.val() {
            self.answer_mask.next = self.one.val() << self.answer.data.val().row;
        }
        self.reply_mask.next = 0.into();
        if self.answer.data.val().reply {
            self.reply_mask.next = self.answer_mask.val();
        }
        self.free_mask.next = 0.into();
        if self.answer.data.val().free {
            self.free_mask.next = self.answer_mask.val();
        }
        if self.result_valid.q.val() & self.outcome.ready.val() {
            self.result_valid.d.next = false;
        }
        if self.accept.val()
            & self.answer.data.val().reply
            & self.opened.q.val().get_bit(self.answer.data.val().row.index())
        {
            self.result_valid.d.next = true;
            self.result.d.next.queue = self.names.read_data.val().queue;
            self.result.d.next.lba = self.lbas.read_data.val();
            self.result.d.next.nsid = self.nsid.val();
            self.result.d.next.cid = self.names.read_data.val().cid;
            self.result.d.next.status = self.answer.data.val().status;
            if self.unequal.val().get_bit(self.answer.data.val().row.index()) & !self.answer.data.val().status.any() {
                self.result.d.next.status = self.compare_failure.val();
            }
        }
        self.outcome.data.next = self.result.q.val();
        self.outcome.valid.next = self.result_valid.q.val();

        self.take_mask.next = 0.into();
        if self.take.val() {
            self.take_mask.next = self.one.val() << self.take_row.val();
        }
        self.names.write.next = self.take.val();
        self.names.write_address.next = self.take_row.val();
        self.names.write_data.next = self.take_name.val();
        self.lbas.read_address.next = self.answer.data.val().row;
        self.lbas.write.next = self.take.val();
        self.lbas.write_address.next = self.take_row.val();
        self.lbas.write_data.next = self.take_lba.val();
        self.sought_names.write.next = self.take.val();
        self.sought_names.write_address.next = self.take_row.val();
        self.sought_names.write_data.next = self.take_name.val();
        self.sought_names.read_address.next = self.seek_at.q.val();
        self.hit.next = self.opened.q.val().get_bit(self.seek_at.q.val().index())
            & (self.sought_names.read_data.val().queue == self.seek_name.val().queue)
            & (self.sought_names.read_data.val().cid == self.seek_name.val().cid);
        self.seek_at.d.next = 0.into();
        if self.seek.val() & !self.hit.val() {
            self.seek_at.d.next = self.seek_at.q.val() + 1;
        }
        self.sought.next = self.seek.val() & (self.hit.val() | self.seek_at.q.val().all());
        self.found.next = self.hit.val();
        self.found_row.next = self.seek_at.q.val();
        self.busy.d.next = (self.busy.q.val() & !self.free_mask.val()) | self.take_mask.val();
        self.opened.d.next =
            (self.opened.q.val() & !self.reply_mask.val() & !self.free_mask.val()) | self.take_mask.val();
        self.open.next = self.opened.q.val();

        // The highest row is looked at first, so that the lowest free one wins.
        self.write_any.d.next = !self.busy.q.val().get_bits::<WRITE_ROWS>(0).all();
        for i in 0..WRITE_ROWS {
            if !self.busy.q.val().get_bit(23 - i) {
                self.write_at.d.next = (23 - i).to_bits::<5>();
            }
        }
        self.read_any.d.next = !self.busy.q.val().get_bits::<READ_ROWS>(24).all();
        for i in 0..READ_ROWS {
            if !self.busy.q.val().get_bit(31 - i) {
                self.read_at.d.next = (31 - i).to_bits::<5>();
            }
        }
        self.write_row.next = self.write_at.q.val();
        self.write_free.next =
            self.write_any.q.val() & !(self.asked.val() & (self.asked_row.val() == self.write_at.q.val()));
        self.read_row.next = self.read_at.q.val();
        self.read_free.next =
            self.read_any.q.val() & !(self.asked.val() & (self.asked_row.val() == self.read_at.q.val()));

        if self.forget.val() {
            self.opened.d.next = 0.into();
        }
        if self.reset.val() {
            self.busy.d.next = 0.into();
            self.opened.d.next = 0.into();
            self.result_valid.d.next = false;
        }
    }
}
