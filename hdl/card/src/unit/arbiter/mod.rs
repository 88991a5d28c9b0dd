#![doc = include_str!("doc.md")]

mod lane;
mod outcome;
mod rows;
mod status;
#[cfg(test)]
mod tests;
mod waker;

use crate::leaf::{Ram, StreamSink, StreamSource, DFF};
use crate::wires::{Grant, TableOp};
use lane::{Range, Scan};
use outcome::Outcome;
use rows::{Rows, Wakes};
use rust_hdl::prelude::*;
use status::Status;
use waker::Waker;

/// An operation's life.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum State {
    Idle,
    Looking,
    Checking,
    Scanning,
    Committing,
    Waking,
}

/// Whose entry it is.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
struct Tag {
    lba: Bits<32>,
    blocks: Bits<6>,
    shared: Bit,
    unit: Bit,
    wseq: Bits<32>,
}

/// The status table.
#[derive(LogicBlock, Default)]
pub struct Arbiter {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub op: StreamSink<TableOp>,
    /// Rows that became active or R_fwd, and those whose INSERT was refused.
    pub granted: StreamSource<Grant>,
    pub valid: Signal<Out, Bits<64>>,
    /// E, or a read in progress.
    pub active: Signal<Out, Bits<64>>,
    /// R_fwd.
    pub forwarded: Signal<Out, Bits<64>>,
    /// Reads.
    pub shared: Signal<Out, Bits<64>>,
    /// Live rows, 0 to 64.
    pub rows_live: Signal<Out, Bits<7>>,
    /// No operation and no wake is under way.
    pub idle: Signal<Out, Bit>,
    /// A row changed its status (0 N, 1 waiting, 2 R_fwd, 3 active): in the cycle from which the vectors show it.
    pub status_valid: Signal<Out, Bit>,
    pub status_row: Signal<Out, Bits<6>>,
    pub status_old: Signal<Out, Bits<2>>,
    pub status_new: Signal<Out, Bits<2>>,
    pub status_read: Signal<Out, Bit>,
    pub status_lba: Signal<Out, Bits<32>>,
    pub status_blocks: Signal<Out, Bits<6>>,
    pub status_unit: Signal<Out, Bit>,
    pub status_wseq: Signal<Out, Bits<32>>,
    /// Priority inserts that passed a row that was not active.
    pub overrides: Signal<Out, Bits<32>>,
    /// Inserts that had to wait.
    pub waits: Signal<Out, Bits<32>>,
    /// Writes that became active.
    pub grants: Signal<Out, Bits<32>>,
    /// Operations ignored: unknown ones, INSERT of a live row, all others of a dead one.
    pub faults: Signal<Out, Bits<32>>,

    state: DFF<State>,
    job: DFF<TableOp>,
    inserts: Signal<Local, Bit>,
    releases: Signal<Local, Bit>,
    converts: Signal<Local, Bit>,
    parks: Signal<Local, Bit>,
    retries: Signal<Local, Bit>,
    live: DFF<Bit>,
    fault: Signal<Local, Bit>,
    tags: Ram<Tag, 6>,
    new_tag: Signal<Local, Tag>,
    tag: DFF<Tag>,
    // The range of the operation's row.
    base: Signal<Local, Bits<32>>,
    length: Signal<Local, Bits<6>>,
    first: DFF<Bits<32>>,
    past: DFF<Bits<33>>,
    shares: DFF<Bit>,
    rows: Rows,
    scan: Signal<Local, Scan>,
    // What the operation leaves behind.
    outcome: Outcome,
    range: Signal<Local, Range>,
    waker: Waker,
    status: Status,
    live_rows: DFF<Bits<7>>,
    override_count: DFF<Bits<32>>,
    wait_count: DFF<Bits<32>>,
    grant_count: DFF<Bits<32>>,
    fault_count: DFF<Bits<32>>,
}

impl Logic for Arbiter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, job, live, tag, first, past, shares);
        dff_setup!(self, clock, live_rows, override_count, wait_count, grant_count, fault_count);
        clock!(self, clock, tags, rows, waker, status);
        self.rows.reset.next = self.reset.val();
        self.waker.reset.next = self.reset.val();
        self.status.reset.next = self.reset.val();
        StreamSource::<Grant>::link(&mut self.granted, &mut self.status.granted);

        self.inserts.next = self.job.q.val().kind == 1;
        self.releases.next = self.job.q.val().kind == 2;
        self.converts.next = self.job.q.val().kind == 3;
        self.parks.next = self.job.q.val().kind == 4;
        self.retries.next = self.job.q.val().kind == 5;
        self.fault.next = (self.inserts.val() == self.live.q.val())
            | !(self.inserts.val() | self.releases.val() | self.converts.val() | self.parks.val() | self.retries.val());

        // The scan.
        self.rows.valid.next = self.status.valid.val();
        self.rows.row.next = self.job.q.val().row;
        self.rows.look.next = false;
        self.rows.start.next = self.inserts.val() | self.releases.val() | self.parks.val();
        self.rows.stop.next = false;
        self.scan.next.insert = self.inserts.val();
        self.scan.next.release = self.releases.val();
        self.scan.next.demote = self.parks.val() & self.rows.own.val().active;
        self.scan.next.priority = self.inserts.val() & self.job.q.val().priority;
        self.scan.next.shared = self.shares.q.val();
        self.scan.next.active = self.rows.own.val().active;
        self.scan.next.rank = self.rows.own.val().rank;
        self.scan.next.first = self.first.q.val();
        self.scan.next.past = self.past.q.val();
        self.rows.scan.next = self.scan.val();

        // The end: the row as the operation leaves it, then the rows that it wakes.
        self.outcome.job.next = self.job.q.val();
        self.outcome.own.next = self.rows.own.val();
        self.outcome.count.next = self.rows.count.val();
        self.outcome.behind_write.next = self.rows.behind_write.val();
        self.outcome.live_rows.next = bit_cast::<6, 7>(self.live_rows.q.val());
        self.rows.write.next = false;
        self.rows.write_range.next = false;
        self.range.next.first = self.first.q.val();
        self.range.next.past = self.past.q.val();
        self.range.next.shared = self.shares.q.val();
        self.rows.new_range.next = self.range.val();
        self.rows.new_standing.next = self.outcome.standing.val();
        self.status.change.next = self.outcome.change.val();
        self.status.change_valid.next = false;

        StreamSource::<Wakes>::join(&mut self.rows.wakes, &mut self.waker.wakes);
        self.waker.take.next = false;

        // The tag of the row whose change comes next. RELEASE needs its own at once.
        self.new_tag.next.lba = self.job.q.val().lba;
        self.new_tag.next.blocks = self.job.q.val().blocks;
        self.new_tag.next.shared = self.job.q.val().shared;
        self.new_tag.next.unit = self.job.q.val().unit;
        self.new_tag.next.wseq = self.job.q.val().wseq;
        self.tags.write.next = false;
        self.tags.write_address.next = self.job.q.val().row;
        self.tags.write_data.next = self.new_tag.val();
        self.tags.read_address.next = self.job.q.val().row;
        self.tag.d.next = self.tags.read_data.val();

        self.base.next = self.tag.q.val().lba;
        self.length.next = self.tag.q.val().blocks;
        if self.inserts.val() {
            self.base.next = self.job.q.val().lba;
            self.length.next = self.job.q.val().blocks;
        }

        self.op.ready.next = false;
        match self.state.q.val() {
            State::Looking => {
                self.rows.look.next = true;
                self.live.d.next = self.status.valid.val().get_bit(self.job.q.val().row.index());
                self.state.d.next = State::Checking;
            }
            State::Checking => {
                self.first.d.next = self.base.val();
                self.past.d.next = bit_cast::<33, 32>(self.base.val()) + bit_cast::<33, 6>(self.length.val());
                self.shares.d.next = self.tag.q.val().shared;
                if self.inserts.val() {
                    self.shares.d.next = self.job.q.val().shared;
                }
                self.tags.write.next = self.inserts.val() & !self.fault.val();
                self.state.d.next = State::Scanning;
                if self.fault.val() {
                    self.rows.stop.next = true;
                    self.fault_count.d.next = self.fault_count.q.val() + 1;
                    self.state.d.next = State::Idle;
                }
            }
            State::Scanning => {
                if !self.rows.busy.val() {
                    self.state.d.next = State::Committing;
                }
            }
            State::Committing => {
                self.status.change_valid.next = self.status.room.val();
                if self.status.room.val() {
                    self.rows.write.next = !self.releases.val() & !self.outcome.refused.val();
                    self.rows.write_range.next = self.inserts.val() & !self.outcome.refused.val();
                    self.state.d.next = State::Idle;
                    if self.inserts.val() & !self.outcome.refused.val() {
                        self.live_rows.d.next = self.live_rows.q.val() + 1;
                        if !self.outcome.change.val().grant {
                            self.wait_count.d.next = self.wait_count.q.val() + 1;
                        }
                        if self.rows.passed.val() {
                            self.override_count.d.next = self.override_count.q.val() + 1;
                        }
                    }
                    if self.releases.val() {
                        self.live_rows.d.next = self.live_rows.q.val() - 1;
                        self.state.d.next = State::Waking;
                    }
                }
            }
            State::Waking => {
                self.tags.read_address.next = self.waker.change.val().row;
                self.status.change.next = self.waker.change.val();
                self.status.change_valid.next = self.waker.valid.val() & self.status.room.val();
                self.waker.take.next = self.waker.valid.val() & self.status.room.val();
                if !self.waker.valid.val() {
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.op.ready.next = true;
                self.tags.read_address.next = self.op.data.val().row;
                if self.op.valid.val() {
                    self.job.d.next = self.op.data.val();
                    self.state.d.next = State::Looking;
                }
            }
        }
        self.valid.next = self.status.valid.val();
        self.active.next = self.status.active.val();
        self.forwarded.next = self.status.forwarded.val();
        self.shared.next = self.status.shared.val();
        self.rows_live.next = self.live_rows.q.val();
        self.idle.next = (self.state.q.val() == State::Idle) & !self.status.pending.val();
        self.status_valid.next = self.status.shown.val();
        self.status_row.next = self.status.shown_change.val().row;
        self.status_old.next = self.status.shown_change.val().old;
        self.status_new.next = self.status.shown_change.val().new;
        self.status_read.next = self.tag.q.val().shared;
        self.status_lba.next = self.tag.q.val().lba;
        self.status_blocks.next = self.tag.q.val().blocks;
        self.status_unit.next = self.tag.q.val().unit;
        self.status_wseq.next = self.tag.q.val().wseq;
        if self.status.shown.val() & (self.status.shown_change.val().new == 3) & !self.tag.q.val().shared {
            self.grant_count.d.next = self.grant_count.q.val() + 1;
        }
        self.overrides.next = self.override_count.q.val();
        self.waits.next = self.wait_count.q.val();
        self.grants.next = self.grant_count.q.val();
        self.faults.next = self.fault_count.q.val();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.live_rows.d.next = 0.into();
            self.override_count.d.next = 0.into();
            self.wait_count.d.next = 0.into();
            self.grant_count.d.next = 0.into();
            self.fault_count.d.next = 0.into();
        }
    }
}
