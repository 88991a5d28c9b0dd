//! What an operation leaves behind at its own row.

use super::lane::Standing;
use super::status::Change;
use crate::wires::TableOp;
use rust_hdl::prelude::*;

/// Combinational.
#[derive(LogicBlock, Default)]
pub struct Outcome {
    pub job: Signal<In, TableOp>,
    /// The row before the operation; nothing for INSERT.
    pub own: Signal<In, Standing>,
    /// How many rows stand before an inserted one.
    pub count: Signal<In, Bits<6>>,
    /// One of them is a write.
    pub behind_write: Signal<In, Bit>,
    /// How many rows are live.
    pub live_rows: Signal<In, Bits<6>>,
    pub standing: Signal<Out, Standing>,
    /// An INSERT that may not wait would have to: nothing changes.
    pub refused: Signal<Out, Bit>,
    pub change: Signal<Out, Change>,
    inserts: Signal<Local, Bit>,
    releases: Signal<Local, Bit>,
    converts: Signal<Local, Bit>,
    parks: Signal<Local, Bit>,
    retries: Signal<Local, Bit>,
    stays_out: Signal<Local, Bit>,
    next: Signal<Local, Standing>,
    result: Signal<Local, Change>,
}

impl Logic for Outcome {
    #[hdl_gen]
    fn update(&mut self) {
        self.inserts.next = self.job.val().kind == 1;
        self.releases.next = self.job.val().kind == 2;
        self.converts.next = self.job.val().kind == 3;
        self.parks.next = self.job.val().kind == 4;
        self.retries.next = self.job.val().kind == 5;

        self.next.next = self.own.val();
        if self.inserts.val() {
            self.next.next.active = false;
            self.next.next.forwarded = false;
            self.next.next.wants_forward = self.job.val().forward;
            self.next.next.parked = false;
            self.next.next.count = self.count.val();
            self.next.next.rank = self.live_rows.val();
            if self.job.val().priority {
                self.next.next.rank = 0.into();
            }
        }
        if self.converts.val() {
            self.next.next.wants_forward = false;
            self.next.next.parked = false;
        }
        if self.retries.val() {
            self.next.next.parked = false;
        }
        if self.parks.val() {
            self.next.next.active = false;
            self.next.next.forwarded = false;
            self.next.next.wants_forward = true;
            self.next.next.parked = true;
            // It stood before all that overlap with it, so it may step to the head.
            if self.own.val().active {
                self.next.next.rank = 0.into();
            }
        }
        self.result.next.row = self.job.val().row;
        self.result.next.insert = self.inserts.val();
        self.result.next.shared = self.job.val().shared;
        self.result.next.grant = false;
        if (self.inserts.val() | self.converts.val() | self.retries.val()) & (self.next.val().count == 0) {
            self.result.next.grant = true;
            self.next.next.active = !self.next.val().wants_forward;
            self.next.next.forwarded = self.next.val().wants_forward;
        }

        self.result.next.old = 1.into();
        if self.own.val().forwarded {
            self.result.next.old = 2.into();
        }
        if self.own.val().active {
            self.result.next.old = 3.into();
        }
        if self.inserts.val() {
            self.result.next.old = 0.into();
        }
        self.result.next.new = 1.into();
        if self.next.val().forwarded {
            self.result.next.new = 2.into();
        }
        if self.next.val().active {
            self.result.next.new = 3.into();
        }
        if self.releases.val() {
            self.result.next.new = 0.into();
        }
        self.stays_out.next = self.inserts.val() & self.job.val().no_wait & self.behind_write.val();
        self.result.next.refused = self.stays_out.val();
        if self.stays_out.val() {
            self.result.next.new = 0.into();
            self.result.next.insert = false;
            self.result.next.grant = true;
        }
        self.refused.next = self.stays_out.val();
        self.standing.next = self.next.val();
        self.change.next = self.result.val();
    }
}
