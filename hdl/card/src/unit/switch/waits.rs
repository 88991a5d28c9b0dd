//! How long rows wait: time in laps of an eighth of the limit, and after each lap a look at every row.
//!
//! A row keeps the lap in which it came. Nine laps later it has waited longer than the limit, by an eighth at most and
//! the time until the switch has nothing more urgent to do. Time stands still while the pair does not serve.

use crate::leaf::DFF;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Waits {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub serving: Signal<In, Bit>,
    /// Cycles.
    pub limit: Signal<In, Bits<48>>,
    pub lap: Signal<Out, Bits<4>>,
    /// The host wants this row's command back: it is looked at first.
    pub abort: Signal<In, Bit>,
    pub abort_row: Signal<In, Bits<5>>,
    /// A row is to be looked at, until it has been.
    pub due: Signal<Out, Bit>,
    pub row: Signal<Out, Bits<6>>,
    /// That was done, for time's sake.
    pub looked: Signal<In, Bit>,
    /// Rows are looked at all the time.
    pub all: Signal<In, Bit>,
    cycles: DFF<Bits<48>>,
    over: DFF<Bit>,
    laps: DFF<Bits<4>>,
    looking: DFF<Bit>,
    at: DFF<Bits<6>>,
}

impl Logic for Waits {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, cycles, over, laps, looking, at);
        self.lap.next = self.laps.q.val();
        self.due.next = self.abort.val() | (self.looking.q.val() & self.serving.val());
        self.row.next = self.at.q.val();
        if self.abort.val() {
            self.row.next = bit_cast::<6, 5>(self.abort_row.val());
        }
        self.over.d.next = (self.cycles.q.val() << 3) >= self.limit.val();
        if self.serving.val() {
            self.cycles.d.next = self.cycles.q.val() + 1;
        }
        if self.looked.val() {
            self.at.d.next = self.at.q.val() + 1;
            if self.at.q.val().all() {
                self.looking.d.next = false;
            }
        }
        // No lap ends before the look of the last one.
        if self.over.q.val() & self.serving.val() & !self.looking.q.val() {
            self.cycles.d.next = 0.into();
            self.over.d.next = false;
            self.laps.d.next = self.laps.q.val() + 1;
            self.looking.d.next = true;
        }
        if self.all.val() {
            self.looking.d.next = true;
        }
        if self.reset.val() {
            self.cycles.d.next = 0.into();
            self.over.d.next = false;
            self.laps.d.next = 0.into();
            self.looking.d.next = false;
            self.at.d.next = 0.into();
        }
    }
}
