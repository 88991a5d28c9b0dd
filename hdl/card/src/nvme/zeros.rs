//! Fills slots with zeros, for the blocks of commands that bring no data: what the fetcher does, without the host.

use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{HostDone, HostJob, SlotWord};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    Filling,
    /// The last words pass the queue before the block buffer.
    Settling,
    Telling,
    Idle,
}

#[derive(LogicBlock, Default)]
pub struct Zeros {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub job: StreamSink<HostJob>,
    pub done: StreamSource<HostDone>,
    /// The rows whose jobs are carried out; the others end with error 1.
    pub open: Signal<In, Bits<32>>,
    pub fill: StreamSource<SlotWord>,
    pub idle: Signal<Out, Bit>,
    state: DFF<State>,
    slot: DFF<Bits<4>>,
    refused: DFF<Bit>,
    word: DFF<Bits<9>>,
    pause: DFF<Bits<4>>,
}

impl Logic for Zeros {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, slot, refused, word, pause);
        self.job.ready.next = false;
        self.fill.valid.next = false;
        self.done.valid.next = false;
        self.idle.next = false;
        match self.state.q.val() {
            State::Filling => {
                self.fill.valid.next = true;
                if self.fill.ready.val() {
                    self.word.d.next = self.word.q.val() + 1;
                    if self.word.q.val().all() {
                        self.state.d.next = State::Settling;
                    }
                }
            }
            State::Settling => {
                self.pause.d.next = self.pause.q.val() + 1;
                if self.pause.q.val().all() {
                    self.state.d.next = State::Telling;
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
                self.job.ready.next = true;
                self.slot.d.next = self.job.data.val().slot;
                self.word.d.next = 0.into();
                self.pause.d.next = 0.into();
                self.refused.d.next = !self.open.val().get_bit(self.job.data.val().row.index());
                if self.job.valid.val() {
                    self.state.d.next = State::Filling;
                    if !self.open.val().get_bit(self.job.data.val().row.index()) {
                        self.state.d.next = State::Telling;
                    }
                }
            }
        }
        self.fill.data.next.slot = self.slot.q.val();
        self.fill.data.next.word = self.word.q.val();
        self.fill.data.next.data = 0.into();
        self.fill.data.next.low = true;
        self.fill.data.next.high = true;
        self.done.data.next.slot = self.slot.q.val();
        self.done.data.next.error = 0.into();
        if self.refused.q.val() {
            self.done.data.next.error = 1.into();
        }
        if self.reset.val() {
            self.state.d.next = State::Idle;
        }
    }
}
