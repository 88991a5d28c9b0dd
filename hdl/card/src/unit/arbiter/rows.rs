//! The entries of the table and the scan over them.

use super::lane::{Lane, Range, Scan, Standing};
use crate::leaf::{Fifo, StreamSource, DFF};
use rust_hdl::prelude::*;

/// Rows of one group that wake in the same cycle of a scan, one bit per lane.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Wakes {
    pub depth: Bits<4>,
    pub lanes: Bits<4>,
    pub was_forwarded: Bits<4>,
    pub now_forwarded: Bits<4>,
}

/// 64 rows in four lanes: row r is entry r[5:2] of lane r[1:0]. A scan visits the groups of four that hold a live row.
#[derive(LogicBlock, Default)]
pub struct Rows {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub valid: Signal<In, Bits<64>>,
    /// The operation's own row.
    pub row: Signal<In, Bits<6>>,
    /// Reads `own`, which is there two cycles later, and starts a scan if `start`.
    pub look: Signal<In, Bit>,
    pub start: Signal<In, Bit>,
    /// Ends a scan that has not read its first row yet: two cycles after `look` at the latest.
    pub stop: Signal<In, Bit>,
    pub own: Signal<Out, Standing>,
    /// The scan's terms, from three cycles after `look` to its end.
    pub scan: Signal<In, Scan>,
    /// The scan needs at least two more cycles.
    pub busy: Signal<Out, Bit>,
    /// How many rows stand before the inserted one, and that one waits for it: settled when the scan has ended.
    pub count: Signal<Out, Bits<6>>,
    pub passed: Signal<Out, Bit>,
    /// One of those is a write.
    pub behind_write: Signal<Out, Bit>,
    pub wakes: StreamSource<Wakes>,
    /// Writes the own row.
    pub write: Signal<In, Bit>,
    pub write_range: Signal<In, Bit>,
    pub new_range: Signal<In, Range>,
    pub new_standing: Signal<In, Standing>,

    lane: Signal<Local, Bits<2>>,
    depth: Signal<Local, Bits<4>>,
    groups: Signal<Local, Bits<16>>,
    rest: DFF<Bits<16>>,
    lowest: Signal<Local, Bits<16>>,
    next_row: Signal<Local, Bits<4>>,
    // The group at each stage, and whether there is one.
    reading: DFF<Bit>,
    comparing: DFF<Bit>,
    judging: DFF<Bit>,
    writing: DFF<Bit>,
    read_row: DFF<Bits<4>>,
    compare_row: DFF<Bits<4>>,
    judge_row: DFF<Bits<4>>,
    write_row: DFF<Bits<4>>,
    address: Signal<Local, Bits<4>>,
    live_at: Signal<Local, Bits<6>>,
    live: Signal<Local, Bits<4>>,
    lanes: [Lane; 4],
    looked: DFF<Bit>,
    own_row: DFF<Standing>,
    hits: Signal<Local, Bits<4>>,
    hit_sum: Signal<Local, Bits<3>>,
    hit_count: DFF<Bits<6>>,
    any_passed: DFF<Bit>,
    any_busy: DFF<Bit>,
    found: Signal<Local, Wakes>,
    wake_groups: Fifo<Wakes, 4>,
}

impl Logic for Rows {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, rest, reading, comparing, judging, writing);
        dff_setup!(
            self,
            clock,
            read_row,
            compare_row,
            judge_row,
            write_row,
            looked,
            own_row,
            hit_count,
            any_passed,
            any_busy
        );
        clock!(self, clock, wake_groups);
        self.wake_groups.reset.next = self.reset.val();
        StreamSource::<Wakes>::link(&mut self.wakes, &mut self.wake_groups.source);
        self.lane.next = self.row.val().get_bits::<2>(0);
        self.depth.next = self.row.val().get_bits::<4>(2);

        // From group to group: the lowest bit of `rest` says which is next.
        self.groups.next = 0.into();
        for i in 0..16 {
            if self.valid.val().get_bits::<4>(4 * i).any() {
                self.groups.next = self.groups.val().replace_bit(i, true);
            }
        }
        self.lowest.next = self.rest.q.val() & !(self.rest.q.val() - 1);
        self.rest.d.next = self.rest.q.val() & (self.rest.q.val() - 1);
        self.reading.d.next = self.rest.q.val().any();
        self.next_row.next = 0.into();
        for i in 0..16 {
            if self.lowest.val().get_bit(i) {
                self.next_row.next = self.next_row.val() | i.to_bits::<4>();
            }
        }
        self.read_row.d.next = self.next_row.val();
        self.comparing.d.next = self.reading.q.val();
        self.judging.d.next = self.comparing.q.val();
        self.writing.d.next = self.judging.q.val();
        self.compare_row.d.next = self.read_row.q.val();
        self.judge_row.d.next = self.compare_row.q.val();
        self.write_row.d.next = self.judge_row.q.val();
        self.busy.next = self.rest.q.val().any() | self.reading.q.val() | self.comparing.q.val() | self.judging.q.val();

        self.address.next = self.read_row.q.val();
        if self.look.val() {
            self.address.next = self.depth.val();
        }
        self.live_at.next = bit_cast::<6, 4>(self.read_row.q.val()) << 2;
        self.live.next = self.valid.val().get_bits::<4>(self.live_at.val().index());
        for i in 0..4 {
            self.lanes[i].clock.next = self.clock.val();
            self.lanes[i].scan.next = self.scan.val();
            self.lanes[i].row.next = self.address.val();
            self.lanes[i].takes_part.next = self.reading.q.val()
                & self.live.val().get_bit(i)
                & !((self.lane.val() == i.to_bits::<2>()) & (self.depth.val() == self.read_row.q.val()));
            self.lanes[i].write.next = self.write.val() & (self.lane.val() == i.to_bits::<2>());
            self.lanes[i].write_range.next = self.write_range.val() & (self.lane.val() == i.to_bits::<2>());
            self.lanes[i].write_row.next = self.depth.val();
            self.lanes[i].new_range.next = self.new_range.val();
            self.lanes[i].new_standing.next = self.new_standing.val();
            self.lanes[i].judged_row.next = self.write_row.q.val();
        }

        // The own row.
        self.looked.d.next = self.look.val();
        if self.looked.q.val() {
            for i in 0..4 {
                if self.lane.val() == i.to_bits::<2>() {
                    self.own_row.d.next = self.lanes[i].standing.val();
                }
            }
        }
        self.own.next = self.own_row.q.val();

        // What the scan finds.
        self.hits.next = 0.into();
        self.found.next.depth = self.write_row.q.val();
        self.found.next.lanes = 0.into();
        self.found.next.was_forwarded = 0.into();
        self.found.next.now_forwarded = 0.into();
        for i in 0..4 {
            self.hits.next = self.hits.val().replace_bit(i, self.lanes[i].hit.val());
            self.found.next.lanes = self.found.val().lanes.replace_bit(i, self.lanes[i].wake.val());
            self.found.next.was_forwarded =
                self.found.val().was_forwarded.replace_bit(i, self.lanes[i].was_forwarded.val());
            self.found.next.now_forwarded =
                self.found.val().now_forwarded.replace_bit(i, self.lanes[i].now_forwarded.val());
        }
        self.hit_sum.next = 0.into();
        if self.hits.val().get_bit(0) {
            self.hit_sum.next = 1.into();
        }
        for i in 1..4 {
            if self.hits.val().get_bit(i) {
                self.hit_sum.next = self.hit_sum.val() + 1;
            }
        }
        if self.writing.q.val() {
            self.hit_count.d.next = self.hit_count.q.val() + bit_cast::<6, 3>(self.hit_sum.val());
        }
        for i in 0..4 {
            if self.lanes[i].passed.val() {
                self.any_passed.d.next = true;
            }
            if self.lanes[i].busy.val() {
                self.any_busy.d.next = true;
            }
        }
        self.count.next = self.hit_count.q.val();
        self.passed.next = self.any_passed.q.val();
        self.behind_write.next = self.any_busy.q.val();
        // The queue has a place for each group, so it is always ready.
        self.wake_groups.sink.data.next = self.found.val();
        self.wake_groups.sink.valid.next = self.found.val().lanes.any();

        if self.look.val() {
            self.hit_count.d.next = 0.into();
            self.any_passed.d.next = false;
            self.any_busy.d.next = false;
            if self.start.val() {
                self.rest.d.next = self.groups.val();
            }
        }
        if self.stop.val() | self.reset.val() {
            self.rest.d.next = 0.into();
            self.reading.d.next = false;
        }
    }
}
