//! The status of all rows as vectors, one change at a time, and the queue of grants.

use crate::leaf::{block_default, Fifo, StreamSource, DFF};
use crate::wires::Grant;
use rust_hdl::prelude::*;

/// A row's new status, or a grant: 0 N, 1 waiting, 2 R_fwd, 3 active.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub row: Bits<6>,
    pub old: Bits<2>,
    pub new: Bits<2>,
    /// The row was inserted, `shared` counts.
    pub insert: Bit,
    pub shared: Bit,
    pub grant: Bit,
    /// An INSERT was refused, which is told like a grant.
    pub refused: Bit,
}

#[derive(LogicBlock)]
pub struct Status {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub change: Signal<In, Change>,
    /// Only while there is `room` for a grant.
    pub change_valid: Signal<In, Bit>,
    pub room: Signal<Out, Bit>,
    pub granted: StreamSource<Grant>,
    pub valid: Signal<Out, Bits<64>>,
    pub active: Signal<Out, Bits<64>>,
    pub forwarded: Signal<Out, Bits<64>>,
    pub shared: Signal<Out, Bits<64>>,
    /// The vectors change with the next cycle.
    pub pending: Signal<Out, Bit>,
    /// They show this change since this cycle.
    pub shown: Signal<Out, Bit>,
    pub shown_change: Signal<Out, Change>,
    next: DFF<Change>,
    next_valid: DFF<Bit>,
    last: DFF<Change>,
    last_valid: DFF<Bit>,
    row: Signal<Local, Bits<64>>,
    valid_rows: DFF<Bits<64>>,
    active_rows: DFF<Bits<64>>,
    forwarded_rows: DFF<Bits<64>>,
    shared_rows: DFF<Bits<64>>,
    grants: Fifo<Grant, 6>,
    queued: DFF<Bits<7>>,
    gives: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    has_room: DFF<Bit>,
    row_0: Constant<Bits<64>>,
}

block_default!(Status {
    clock reset change change_valid room granted valid active forwarded shared pending shown shown_change
    next next_valid last last_valid row valid_rows active_rows forwarded_rows shared_rows
    grants queued gives takes has_room;
    row_0 = 1u64
});

impl Logic for Status {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, next, next_valid, last, last_valid, queued, has_room);
        dff_setup!(self, clock, valid_rows, active_rows, forwarded_rows, shared_rows);
        clock!(self, clock, grants);
        self.next.d.next = self.change.val();
        self.next_valid.d.next = self.change_valid.val();
        self.last.d.next = self.next.q.val();
        self.last_valid.d.next = self.next_valid.q.val() & (self.next.q.val().old != self.next.q.val().new);

        self.row.next = 0.into();
        if self.next_valid.q.val() {
            self.row.next = self.row_0.val() << self.next.q.val().row;
        }
        self.valid_rows.d.next = self.valid_rows.q.val() & !self.row.val();
        self.active_rows.d.next = self.active_rows.q.val() & !self.row.val();
        self.forwarded_rows.d.next = self.forwarded_rows.q.val() & !self.row.val();
        if self.next.q.val().new != 0 {
            self.valid_rows.d.next = self.valid_rows.q.val() | self.row.val();
        }
        if self.next.q.val().new == 3 {
            self.active_rows.d.next = self.active_rows.q.val() | self.row.val();
        }
        if self.next.q.val().new == 2 {
            self.forwarded_rows.d.next = self.forwarded_rows.q.val() | self.row.val();
        }
        if self.next.q.val().insert {
            self.shared_rows.d.next = self.shared_rows.q.val() & !self.row.val();
            if self.next.q.val().shared {
                self.shared_rows.d.next = self.shared_rows.q.val() | self.row.val();
            }
        }

        // Whoever sees `room` may change a row in that cycle: its grant is queued in the next.
        self.grants.reset.next = self.reset.val();
        self.grants.sink.data.next.row = self.next.q.val().row;
        self.grants.sink.data.next.refused = self.next.q.val().refused;
        self.gives.next = self.next_valid.q.val() & self.next.q.val().grant;
        self.grants.sink.valid.next = self.gives.val();
        self.granted.data.next = self.grants.source.data.val();
        self.granted.valid.next = self.grants.source.valid.val();
        self.grants.source.ready.next = self.granted.ready.val();
        self.takes.next = self.grants.source.valid.val() & self.granted.ready.val();
        if self.gives.val() & !self.takes.val() {
            self.queued.d.next = self.queued.q.val() + 1;
        }
        if !self.gives.val() & self.takes.val() {
            self.queued.d.next = self.queued.q.val() - 1;
        }
        // One more may be on its way into the queue, and one more be decided in this cycle.
        self.has_room.d.next = self.queued.q.val() < 62;
        self.room.next = self.has_room.q.val();

        self.valid.next = self.valid_rows.q.val();
        self.active.next = self.active_rows.q.val();
        self.forwarded.next = self.forwarded_rows.q.val();
        self.shared.next = self.shared_rows.q.val();
        self.pending.next = self.next_valid.q.val();
        self.shown.next = self.last_valid.q.val();
        self.shown_change.next = self.last.q.val();

        if self.reset.val() {
            self.next_valid.d.next = false;
            self.last_valid.d.next = false;
            self.queued.d.next = 0.into();
            self.valid_rows.d.next = 0.into();
            self.active_rows.d.next = 0.into();
            self.forwarded_rows.d.next = 0.into();
            self.shared_rows.d.next = 0.into();
        }
    }
}
