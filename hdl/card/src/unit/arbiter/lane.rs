//! A quarter of the table: sixteen rows, one of which is looked at per cycle.
//!
//! Four stages: read, compare, judge, write back. A row comes in with its number; two cycles after its words were
//! read its judgement is in `hit`, `passed` and `wake`, and its new standing is written.

use crate::leaf::{Table, DFF};
use rust_hdl::prelude::*;

/// What an entry covers; written once, when it is inserted.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Range {
    pub first: Bits<32>,
    /// One past the last block, which may be 2^32.
    pub past: Bits<33>,
    pub shared: Bit,
}

/// Where an entry stands among the others.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// E, or reading.
    pub active: Bit,
    /// R_fwd.
    pub forwarded: Bit,
    /// Is to become R_fwd, not active, when nothing stands before it.
    pub wants_forward: Bit,
    /// Does not wake by itself.
    pub parked: Bit,
    /// How many rows it waits for.
    pub count: Bits<6>,
    /// Place in the order of all live rows, 0 first.
    pub rank: Bits<6>,
}

/// The operation that scans, as every lane sees it.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Scan {
    pub insert: Bit,
    pub release: Bit,
    /// An active row goes back to waiting: it steps to the head of the order.
    pub demote: Bit,
    /// INSERT goes before all that is not active.
    pub priority: Bit,
    pub shared: Bit,
    /// The row was active before the operation.
    pub active: Bit,
    pub rank: Bits<6>,
    pub first: Bits<32>,
    pub past: Bits<33>,
}

#[derive(LogicBlock, Default)]
pub struct Lane {
    pub clock: Signal<In, Clock>,
    pub scan: Signal<In, Scan>,
    /// The row to read.
    pub row: Signal<In, Bits<4>>,
    /// It takes part: live, and not the operation's own.
    pub takes_part: Signal<In, Bit>,
    /// The standing that was read, one cycle after `row`.
    pub standing: Signal<Out, Standing>,
    /// Writes the operation's own row. Not while a scan is under way.
    pub write: Signal<In, Bit>,
    pub write_range: Signal<In, Bit>,
    pub write_row: Signal<In, Bits<4>>,
    pub new_range: Signal<In, Range>,
    pub new_standing: Signal<In, Standing>,
    /// The row as it was read three cycles ago.
    pub judged_row: Signal<In, Bits<4>>,
    /// It stands before the row being inserted.
    pub hit: Signal<Out, Bit>,
    /// It is a write, and stands before the row being inserted.
    pub busy: Signal<Out, Bit>,
    /// It waits for the row being inserted.
    pub passed: Signal<Out, Bit>,
    /// It waits for nothing any more.
    pub wake: Signal<Out, Bit>,
    /// As judged.
    pub was_forwarded: Signal<Out, Bit>,
    pub now_forwarded: Signal<Out, Bit>,

    ranges: Table<Range, 4>,
    standings: Table<Standing, 4>,
    // Read.
    range: DFF<Range>,
    read: DFF<Standing>,
    taken: DFF<Bit>,
    // Compared.
    begins_before: DFF<Bit>,
    ends_after: DFF<Bit>,
    part: DFF<Bit>,
    exclusive: DFF<Bit>,
    after: DFF<Bit>,
    last_wait: DFF<Bit>,
    compared: DFF<Standing>,
    compared_write: DFF<Bit>,
    conflict: Signal<Local, Bit>,
    gains: Signal<Local, Bit>,
    loses: Signal<Local, Bit>,
    wakes: Signal<Local, Bit>,
    count_step: Signal<Local, Bits<6>>,
    rank_step: Signal<Local, Bits<6>>,
    next: Signal<Local, Standing>,
    // Judged.
    judged: DFF<Standing>,
    judged_part: DFF<Bit>,
    judged_hit: DFF<Bit>,
    judged_busy: DFF<Bit>,
    judged_passed: DFF<Bit>,
    judged_wake: DFF<Bit>,
    judged_forwarded: DFF<Bit>,
}

impl Logic for Lane {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, range, read, taken);
        dff_setup!(
            self,
            clock,
            begins_before,
            ends_after,
            part,
            exclusive,
            after,
            last_wait,
            compared,
            compared_write,
            judged_busy
        );
        dff_setup!(self, clock, judged, judged_part, judged_hit, judged_passed, judged_wake, judged_forwarded);
        clock!(self, clock, ranges, standings);

        // Read.
        self.ranges.read_address.next = self.row.val();
        self.standings.read_address.next = self.row.val();
        self.range.d.next = self.ranges.read_data.val();
        self.read.d.next = self.standings.read_data.val();
        self.taken.d.next = self.takes_part.val();
        self.standing.next = self.read.q.val();

        // Compare.
        self.begins_before.d.next = bit_cast::<33, 32>(self.range.q.val().first) < self.scan.val().past;
        self.ends_after.d.next = bit_cast::<33, 32>(self.scan.val().first) < self.range.q.val().past;
        self.part.d.next = self.taken.q.val();
        self.exclusive.d.next = self.taken.q.val() & !(self.range.q.val().shared & self.scan.val().shared);
        self.after.d.next = self.read.q.val().rank > self.scan.val().rank;
        self.last_wait.d.next = self.read.q.val().count == 1;
        self.compared.d.next = self.read.q.val();
        self.compared_write.d.next = !self.range.q.val().shared;

        // Judge. Active rows stand before all others; among the others the rank decides.
        self.conflict.next = self.begins_before.q.val() & self.ends_after.q.val() & self.exclusive.q.val();
        self.gains.next =
            self.conflict.val() & self.scan.val().insert & self.scan.val().priority & !self.compared.q.val().active;
        self.loses.next = self.conflict.val()
            & self.scan.val().release
            & !self.compared.q.val().active
            & (self.scan.val().active | self.after.q.val());
        self.wakes.next = self.loses.val()
            & self.last_wait.q.val()
            & !self.compared.q.val().parked
            & !(self.compared.q.val().forwarded & self.compared.q.val().wants_forward);
        // A step of 63 is one down. The conditions of the two steps exclude each other.
        self.count_step.next = 0.into();
        if self.gains.val() {
            self.count_step.next = 1.into();
        }
        if self.loses.val() {
            self.count_step.next = 63.into();
        }
        self.rank_step.next = 0.into();
        if (self.scan.val().insert & self.scan.val().priority) | (self.scan.val().demote & !self.after.q.val()) {
            self.rank_step.next = 1.into();
        }
        if self.scan.val().release & self.after.q.val() {
            self.rank_step.next = 63.into();
        }
        self.next.next = self.compared.q.val();
        self.next.next.count = self.compared.q.val().count + self.count_step.val();
        self.next.next.rank = self.compared.q.val().rank + self.rank_step.val();
        if self.wakes.val() {
            self.next.next.active = !self.compared.q.val().wants_forward;
            self.next.next.forwarded = self.compared.q.val().wants_forward;
        }
        self.judged.d.next = self.next.val();
        self.judged_part.d.next = self.part.q.val();
        self.judged_hit.d.next = self.conflict.val() & (!self.scan.val().priority | self.compared.q.val().active);
        self.judged_busy.d.next = self.conflict.val() & self.compared_write.q.val();
        self.judged_passed.d.next = self.gains.val();
        self.judged_wake.d.next = self.wakes.val();
        self.judged_forwarded.d.next = self.compared.q.val().forwarded;

        // Write back.
        self.hit.next = self.judged_hit.q.val();
        self.busy.next = self.judged_busy.q.val();
        self.passed.next = self.judged_passed.q.val();
        self.wake.next = self.judged_wake.q.val();
        self.was_forwarded.next = self.judged_forwarded.q.val();
        self.now_forwarded.next = self.judged.q.val().forwarded;
        self.standings.write.next = self.judged_part.q.val() | self.write.val();
        self.standings.write_address.next = self.judged_row.val();
        self.standings.write_data.next = self.judged.q.val();
        if self.write.val() {
            self.standings.write_address.next = self.write_row.val();
            self.standings.write_data.next = self.new_standing.val();
        }
        self.ranges.write.next = self.write_range.val();
        self.ranges.write_address.next = self.write_row.val();
        self.ranges.write_data.next = self.new_range.val();
    }
}
