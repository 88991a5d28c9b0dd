//! Cuts a transfer into requests: at addresses that are multiples of the limit (MPS or MRRS), so that a 4 KiB
//! boundary needs no rule of its own.

use crate::leaf::{block_default, DFF};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Cutting {
    Idle,
    Measuring,
    Comparing,
    Offering,
}

/// A transfer is given with `start` while `busy` is low; its requests come one by one, each until `taken`.
#[derive(LogicBlock)]
pub struct Split {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// The limit as PCIe encodes it: 128 bytes << limit.
    pub limit: Signal<In, Bits<3>>,
    pub start: Signal<In, Bit>,
    /// DW in the 4 KiB page, and DWs of the transfer, which stays in the page.
    pub start_dw: Signal<In, Bits<10>>,
    pub start_count: Signal<In, Bits<11>>,
    pub busy: Signal<Out, Bit>,
    pub valid: Signal<Out, Bit>,
    pub dw: Signal<Out, Bits<10>>,
    pub count: Signal<Out, Bits<11>>,
    pub first: Signal<Out, Bit>,
    pub last: Signal<Out, Bit>,
    pub taken: Signal<In, Bit>,
    state: DFF<Cutting>,
    at: DFF<Bits<10>>,
    left: DFF<Bits<11>>,
    /// DWs to the next multiple of the limit.
    room: DFF<Bits<11>>,
    cut: DFF<Bits<11>>,
    whole: DFF<Bit>,
    begun: DFF<Bit>,
    /// One less than the limit in DWs; encodings that PCIe reserves count as the smallest.
    mask: DFF<Bits<10>>,
    smallest: Constant<Bits<10>>,
}

block_default!(Split {
    clock reset limit start start_dw start_count busy valid dw count first last taken state at left room cut whole begun
    mask;
    smallest = 31u64
});

impl Logic for Split {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, at, left, room, cut, whole, begun, mask);
        self.mask.d.next = self.smallest.val();
        if self.limit.val() == 1 {
            self.mask.d.next = 63.into();
        }
        if self.limit.val() == 2 {
            self.mask.d.next = 127.into();
        }
        if self.limit.val() == 3 {
            self.mask.d.next = 255.into();
        }
        if self.limit.val() == 4 {
            self.mask.d.next = 511.into();
        }
        if self.limit.val() == 5 {
            self.mask.d.next = 1023.into();
        }
        self.room.d.next = bit_cast::<11, 10>((!self.at.q.val()) & self.mask.q.val()) + 1;
        self.cut.d.next = self.room.q.val();
        self.whole.d.next = false;
        if self.left.q.val() <= self.room.q.val() {
            self.cut.d.next = self.left.q.val();
            self.whole.d.next = true;
        }
        self.busy.next = self.state.q.val() != Cutting::Idle;
        self.valid.next = self.state.q.val() == Cutting::Offering;
        self.dw.next = self.at.q.val();
        self.count.next = self.cut.q.val();
        self.first.next = !self.begun.q.val();
        self.last.next = self.whole.q.val();
        match self.state.q.val() {
            Cutting::Measuring => {
                self.state.d.next = Cutting::Comparing;
            }
            Cutting::Comparing => {
                self.state.d.next = Cutting::Offering;
            }
            Cutting::Offering => {
                self.cut.d.next = self.cut.q.val();
                self.whole.d.next = self.whole.q.val();
                if self.taken.val() {
                    self.begun.d.next = true;
                    self.at.d.next = self.at.q.val() + bit_cast::<10, 11>(self.cut.q.val());
                    self.left.d.next = self.left.q.val() - self.cut.q.val();
                    self.state.d.next = Cutting::Measuring;
                    if self.whole.q.val() {
                        self.state.d.next = Cutting::Idle;
                    }
                }
            }
            Cutting::Idle => {
                self.begun.d.next = false;
                if self.start.val() {
                    self.at.d.next = self.start_dw.val();
                    self.left.d.next = self.start_count.val();
                    self.state.d.next = Cutting::Measuring;
                }
            }
        }
        if self.reset.val() {
            self.state.d.next = Cutting::Idle;
        }
    }
}
