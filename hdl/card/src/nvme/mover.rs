//! Moves blocks between slots and host memory, in one direction: each job becomes one DMA, or two where PRP1 has an
//! offset. Two jobs are under way at a time.

use super::words::{Piece, Transfer};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::{HostDone, HostJob};
use rust_hdl::prelude::*;
use twinpath_spec::limits::ADMIN_SLOT;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    LookingUp,
    Found,
    LookingOn,
    FoundSecond,
    SendingFirst,
    SendingSecond,
    Idle,
}

#[derive(LogicBlock)]
pub struct Mover {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub job: StreamSink<HostJob>,
    pub done: StreamSource<HostDone>,
    /// The rows whose jobs may touch the host; the others end with error 1.
    pub open: Signal<In, Bits<32>>,
    /// The look-up of PRP entries: the address is taken while `look_taken`, the answer is there in the next cycle.
    pub look_row: Signal<Out, Bits<5>>,
    pub look_entry: Signal<Out, Bits<5>>,
    pub look_taken: Signal<In, Bit>,
    pub first_found: Signal<In, Bits<64>>,
    pub entry_found: Signal<In, Bits<64>>,
    /// A transfer of the controller's own slot, goes before jobs.
    pub direct: StreamSink<Transfer>,
    /// What moved the controller's own slot has ended, a transfer or a job.
    pub own_done: Signal<Out, Bit>,
    pub own_error: Signal<Out, Bits<2>>,
    pub piece: StreamSource<Piece>,
    /// A piece has ended.
    pub ended: Signal<In, Bit>,
    pub ended_id: Signal<In, Bits<2>>,
    pub ended_error: Signal<In, Bits<2>>,
    /// Nothing is under way.
    pub idle: Signal<Out, Bit>,

    state: DFF<State>,
    row: DFF<Bits<5>>,
    index: DFF<Bits<5>>,
    slot: DFF<Bits<4>>,
    first: DFF<Bits<64>>,
    second: DFF<Bits<64>>,
    /// The transfer in hand is `direct`, and says how long its pieces are.
    told: DFF<Bit>,
    first_bytes: DFF<Bits<13>>,
    second_bytes: DFF<Bits<13>>,
    /// Which of the two lanes the job in hand will use.
    lane: DFF<Bit>,
    /// The job's row was open when it came.
    allowed: DFF<Bit>,
    /// A lane's job has been sent whole.
    active: DFF<Bits<2>>,
    /// Pieces that have not ended: bits 1:0 lane 0, bits 3:2 lane 1.
    waiting: DFF<Bits<4>>,
    error: [DFF<Bits<2>>; 2],
    lane_slot: [DFF<Bits<4>>; 2],
    out: DFF<Piece>,
    out_valid: DFF<Bit>,
    report: DFF<HostDone>,
    report_valid: DFF<Bit>,

    accept_direct: Signal<Local, Bit>,
    accept: Signal<Local, Bit>,
    lane_next: Signal<Local, Bit>,
    refuse: Signal<Local, Bit>,
    offset: Signal<Local, Bits<12>>,
    whole: Signal<Local, Bit>,
    send: Signal<Local, Bit>,
    send_second: Signal<Local, Bit>,
    last_sent: Signal<Local, Bit>,
    sent_mask: Signal<Local, Bits<4>>,
    ended_mask: Signal<Local, Bits<4>>,
    begun: Signal<Local, Bits<2>>,
    over: Signal<Local, Bits<2>>,
    finished: Signal<Local, Bits<2>>,
    finished_slot: Signal<Local, Bits<4>>,
    finished_error: Signal<Local, Bits<2>>,
    one: Constant<Bits<4>>,
    page: Constant<Bits<13>>,
    refused: Constant<Bits<2>>,
    own_slot: Constant<Bits<4>>,
}

block_default!(Mover {
    clock reset job done open look_row look_entry look_taken first_found entry_found direct own_done own_error piece
    ended ended_id ended_error idle state row index slot first second told first_bytes second_bytes lane allowed active waiting error lane_slot out out_valid
    report report_valid accept_direct accept lane_next refuse offset whole send send_second last_sent sent_mask ended_mask
    begun over finished finished_slot finished_error;
    one = 1u8, page = 4096u16, refused = 1u8, own_slot = ADMIN_SLOT as u8
});

impl Logic for Mover {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, row, index, slot, first, second, lane, allowed, active, waiting, out, out_valid);
        dff_setup!(self, clock, report, report_valid, told, first_bytes, second_bytes);
        for i in 0..2 {
            self.error[i].clock.next = self.clock.val();
            self.error[i].d.next = self.error[i].q.val();
            self.lane_slot[i].clock.next = self.clock.val();
            self.lane_slot[i].d.next = self.lane_slot[i].q.val();
        }

        // Taking a job, when a lane is free.
        self.accept_direct.next = false;
        self.accept.next = false;
        if (self.state.q.val() == State::Idle) & !self.active.q.val().all() {
            self.accept_direct.next = self.direct.valid.val();
            self.accept.next = self.job.valid.val() & !self.direct.valid.val();
        }
        self.direct.ready.next = self.accept_direct.val();
        self.job.ready.next = self.accept.val();
        self.lane_next.next = self.active.q.val().get_bit(0);
        self.refuse.next = (self.state.q.val() == State::LookingUp) & !self.allowed.q.val();

        // Its one or two pieces.
        self.look_row.next = self.row.q.val();
        self.look_entry.next = self.index.q.val() - 1;
        self.offset.next = self.first.q.val().get_bits::<12>(0);
        self.whole.next = !self.offset.val().any();
        if self.told.q.val() {
            self.whole.next = !self.second_bytes.q.val().any();
        }
        self.send.next = false;
        self.send_second.next = false;
        match self.state.q.val() {
            State::LookingUp => {
                if self.look_taken.val() {
                    self.state.d.next = State::Found;
                }
                if self.refuse.val() {
                    self.state.d.next = State::Idle;
                }
            }
            State::Found => {
                self.first.d.next = (bit_cast::<64, 52>(self.entry_found.val().get_bits::<52>(12)) << 12)
                    | bit_cast::<64, 12>(self.first_found.val().get_bits::<12>(0));
                if self.index.q.val() == 0 {
                    self.first.d.next = self.first_found.val();
                }
                self.state.d.next = State::LookingOn;
                if !self.first_found.val().get_bits::<12>(0).any() {
                    self.state.d.next = State::SendingFirst;
                }
            }
            State::LookingOn => {
                self.look_entry.next = self.index.q.val();
                if self.look_taken.val() {
                    self.state.d.next = State::FoundSecond;
                }
            }
            State::FoundSecond => {
                self.second.d.next = self.entry_found.val();
                self.state.d.next = State::SendingFirst;
            }
            State::SendingFirst => {
                if !self.out_valid.q.val() {
                    self.send.next = true;
                    self.state.d.next = State::SendingSecond;
                    if self.whole.val() {
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::SendingSecond => {
                if !self.out_valid.q.val() {
                    self.send.next = true;
                    self.send_second.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.told.d.next = self.accept_direct.val();
                self.first_bytes.d.next = self.direct.data.val().first_bytes;
                self.second_bytes.d.next = self.direct.data.val().second_bytes;
                if self.accept_direct.val() {
                    self.first.d.next = self.direct.data.val().first;
                    self.second.d.next = self.direct.data.val().second;
                    self.slot.d.next = self.direct.data.val().slot;
                    self.lane.d.next = self.lane_next.val();
                    self.state.d.next = State::SendingFirst;
                }
                if self.accept.val() {
                    self.row.d.next = self.job.data.val().row;
                    self.allowed.d.next = self.open.val().get_bit(self.job.data.val().row.index());
                    self.index.d.next = self.job.data.val().index;
                    self.slot.d.next = self.job.data.val().slot;
                    self.lane.d.next = self.lane_next.val();
                    self.state.d.next = State::LookingUp;
                }
            }
        }

        if self.out_valid.q.val() & self.piece.ready.val() {
            self.out_valid.d.next = false;
        }
        self.last_sent.next = self.send.val() & (self.whole.val() | self.send_second.val());
        self.sent_mask.next = 0.into();
        if self.send.val() {
            self.out_valid.d.next = true;
            self.out.d.next.slot = self.slot.q.val();
            self.out.d.next.id =
                (bit_cast::<4, 1>(self.lane.q.val().into()) << 1) | bit_cast::<4, 1>(self.send_second.val().into());
            self.out.d.next.address = self.first.q.val();
            self.out.d.next.bytes = self.page.val() - bit_cast::<13, 12>(self.offset.val());
            if self.told.q.val() {
                self.out.d.next.bytes = self.first_bytes.q.val();
            }
            self.out.d.next.word32 = 0.into();
            self.sent_mask.next = self.one.val();
            if self.send_second.val() {
                self.out.d.next.address = self.second.q.val();
                self.out.d.next.bytes = bit_cast::<13, 12>(self.offset.val());
                if self.told.q.val() {
                    self.out.d.next.bytes = self.second_bytes.q.val();
                }
                // The slot's word where the first piece ended: (4096 - offset) / 4.
                self.out.d.next.word32 = !self.offset.val().get_bits::<10>(2) + 1;
                self.sent_mask.next = self.one.val() << 1;
            }
            if self.lane.q.val() & !self.send_second.val() {
                self.sent_mask.next = self.one.val() << 2;
            }
            if self.lane.q.val() & self.send_second.val() {
                self.sent_mask.next = self.one.val() << 3;
            }
        }
        self.piece.data.next = self.out.q.val();
        self.piece.valid.next = self.out_valid.q.val();

        // The ends of pieces, and of jobs when both have ended.
        self.ended_mask.next = 0.into();
        if self.ended.val() {
            self.ended_mask.next = self.one.val() << self.ended_id.val();
        }
        self.waiting.d.next = (self.waiting.q.val() & !self.ended_mask.val()) | self.sent_mask.val();
        self.begun.next = 0.into();
        if self.last_sent.val() {
            self.begun.next = 1.into();
            if self.lane.q.val() {
                self.begun.next = 2.into();
            }
        }
        if self.refuse.val() {
            self.begun.next = 1.into();
            if self.lane.q.val() {
                self.begun.next = 2.into();
            }
        }
        for i in 0..2 {
            if self.ended.val() & (self.ended_id.val().get_bit(1) == (i == 1)) & (self.error[i].q.val() == 0) {
                self.error[i].d.next = self.ended_error.val();
            }
            if (self.accept.val() | self.accept_direct.val()) & (self.lane_next.val() == (i == 1)) {
                self.error[i].d.next = 0.into();
                self.lane_slot[i].d.next = self.job.data.val().slot;
                if self.accept_direct.val() {
                    self.lane_slot[i].d.next = self.direct.data.val().slot;
                }
            }
            if self.refuse.val() & (self.lane.q.val() == (i == 1)) {
                self.error[i].d.next = self.refused.val();
            }
        }
        self.over.next = 0.into();
        if self.active.q.val().get_bit(0) & !self.waiting.q.val().get_bits::<2>(0).any() {
            self.over.next = 1.into();
        } else if self.active.q.val().get_bit(1) & !self.waiting.q.val().get_bits::<2>(2).any() {
            self.over.next = 2.into();
        }
        self.finished.next = 0.into();
        self.finished_slot.next = self.lane_slot[0].q.val();
        self.finished_error.next = self.error[0].q.val();
        if self.over.val().get_bit(1) {
            self.finished_slot.next = self.lane_slot[1].q.val();
            self.finished_error.next = self.error[1].q.val();
        }
        if self.report_valid.q.val() & self.done.ready.val() {
            self.report_valid.d.next = false;
        }
        self.own_done.next = false;
        self.own_error.next = self.finished_error.val();
        if self.over.val().any() & !self.report_valid.q.val() {
            self.finished.next = self.over.val();
            if self.finished_slot.val() == self.own_slot.val() {
                self.own_done.next = true;
            } else {
                self.report_valid.d.next = true;
                self.report.d.next.slot = self.finished_slot.val();
                self.report.d.next.error = self.finished_error.val();
            }
        }
        self.active.d.next = (self.active.q.val() & !self.finished.val()) | self.begun.val();
        self.done.data.next = self.report.q.val();
        self.done.valid.next = self.report_valid.q.val();
        self.idle.next = (self.state.q.val() == State::Idle) & !self.active.q.val().any();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.active.d.next = 0.into();
            self.waiting.d.next = 0.into();
            self.out_valid.d.next = false;
            self.report_valid.d.next = false;
        }
    }
}
