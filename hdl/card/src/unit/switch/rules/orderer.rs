//! Frames that come to the first unit: FWD, DATA, ABANDON, ACK.

use super::super::state::{Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::wires::{Frame, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

/// Combinational.
#[derive(LogicBlock)]
pub struct Orderer {
    pub facts: Signal<In, Facts>,
    pub so_far: Signal<In, Ruling>,
    pub after: Signal<Out, Ruling>,
    result: Signal<Local, Ruling>,
    kind: Signal<Local, Kind>,
    stage: Signal<Local, Stage>,
    on: Signal<Local, Event>,
    came: Signal<Local, Frame>,
    row: Signal<Local, Row>,
    slot: Signal<Local, Slot>,
    row_next: Signal<Local, Row>,
    slot_next: Signal<Local, Slot>,
    op: Signal<Local, TableOp>,
    frame: Signal<Local, Frame>,
    log: Signal<Local, TraceEvent>,
    say: Signal<Local, Say>,
    replicated: Signal<Local, Bit>,
    ahead: Signal<Local, Bit>,
    closed: Signal<Local, Bit>,
    why: Signal<Local, Bits<15>>,
    op_insert: Constant<Bits<3>>,
    fwd: Constant<Bits<8>>,
    data: Constant<Bits<8>>,
    abandon: Constant<Bits<8>>,
    ack: Constant<Bits<8>>,
    fin: Constant<Bits<8>>,
    interrupted: Constant<Bits<15>>,
    reserved: Constant<Bits<15>>,
    t_refused: Constant<Bits<8>>,
    t_abandoned: Constant<Bits<8>>,
    t_acknowledged: Constant<Bits<8>>,
}

crate::leaf::block_default!(Orderer {
    facts so_far after result kind stage on came row slot row_next slot_next op frame log say replicated ahead closed why;
    op_insert = 1u8, fwd = link::Kind::FWD as u8, data = link::Kind::DATA as u8, abandon = link::Kind::ABANDON as u8, ack = link::Kind::ACK as u8, fin = link::Kind::FIN as u8, interrupted = nvme::COMMAND_INTERRUPTED.bits(), reserved = nvme::RESERVATION_CONFLICT.bits(), t_refused = trace_kind::REFUSED, t_abandoned = trace_kind::ABANDONED, t_acknowledged = trace_kind::ACKNOWLEDGED
});

impl Logic for Orderer {
    #[hdl_gen]
    fn update(&mut self) {
        self.on.next = self.facts.val().on;
        self.came.next = self.on.val().frame;
        self.kind.next = self.on.val().kind;
        self.row.next = self.facts.val().row;
        self.slot.next = self.facts.val().slot;
        self.stage.next = self.slot.val().stage;
        self.row_next.next = self.so_far.val().row;
        self.slot_next.next = self.so_far.val().slot;
        self.op.next = self.so_far.val().op;
        self.frame.next = self.so_far.val().frame;
        self.log.next = self.so_far.val().log;
        self.say.next = self.so_far.val().say;
        self.replicated.next = self.stage.val() == Stage::Replicated;
        self.ahead.next = (self.stage.val() == Stage::Writing) & self.slot.val().ahead & !self.slot.val().acked;
        self.closed.next = !self.facts.val().paths_open | self.facts.val().barred;
        self.why.next = self.interrupted.val();
        if self.facts.val().barred {
            self.why.next = self.reserved.val();
        }
        if (self.kind.val() == Kind::Got) & self.facts.val().first {
            if self.came.val().kind == self.fwd.val() {
                if self.facts.val().own | self.facts.val().live | !self.facts.val().fits {
                    self.say.next.protocol_fault = true;
                } else if self.closed.val() & !self.came.val().value.get_bit(0) {
                    self.say.next.frame_valid = true;
                    self.frame.next.kind = self.fin.val();
                    self.frame.next.wseq = self.came.val().wseq;
                    self.frame.next.value = bit_cast::<32, 15>(self.why.val());
                    self.log.next.kind = self.t_refused.val();
                } else if self.came.val().value.get_bit(0) & !self.facts.val().fast {
                    self.say.next.protocol_fault = true;
                } else {
                    self.say.next.row_open = true;
                    self.row_next.next.unasked = self.came.val().value.get_bit(0);
                    self.row_next.next.early = false;
                    self.row_next.next.held = false;
                    self.row_next.next.refused = self.closed.val();
                    self.row_next.next.write = true;
                    self.row_next.next.lba = self.came.val().lba;
                    self.row_next.next.blocks = self.came.val().blocks;
                    self.row_next.next.left = self.came.val().blocks;
                    self.row_next.next.status = 0.into();
                    self.row_next.next.wseq = self.came.val().wseq;
                    self.row_next.next.header = false;
                    self.row_next.next.active = false;
                    self.row_next.next.forwarded = true;
                    self.row_next.next.answered = false;
                    self.row_next.next.dead = false;
                    self.row_next.next.since = self.facts.val().lap;
                    if self.closed.val() {
                        self.row_next.next.status = self.why.val();
                    } else {
                        self.op.next.kind = self.op_insert.val();
                    }
                    self.op.next.shared = false;
                    self.op.next.no_wait = self.facts.val().reject_on_busy;
                    self.op.next.lba = self.came.val().lba;
                    self.op.next.blocks = self.came.val().blocks;
                    self.op.next.wseq = self.came.val().wseq;
                }
            } else if !self.facts.val().live | !self.facts.val().same_write {
                self.say.next.protocol_fault = true;
            } else if self.row.val().refused {
                // The unasked block of a refused forward, or the word that it will not come.
                self.say.next.slot_free = self.came.val().data;
                self.say.next.row_close = true;
                self.say.next.frame_valid = true;
                self.frame.next.kind = self.fin.val();
                self.frame.next.slot = self.came.val().blocks.get_bits::<4>(0);
                self.frame.next.value = bit_cast::<32, 15>(self.row.val().status);
                self.log.next.kind = self.t_refused.val();
            } else if self.came.val().kind == self.data.val() {
                if self.facts.val().own | !(self.row.val().active | self.facts.val().unasked) {
                    self.say.next.protocol_fault = true;
                } else {
                    // Before E the block just stays.
                    self.say.next.slot_take = true;
                    self.say.next.start_write = self.row.val().active;
                    self.slot_next.next.stage = Stage::Arrived;
                    self.row_next.next.early = !self.row.val().active;
                    self.row_next.next.early_slot = self.on.val().slot;
                    self.row_next.next.early_peer = self.came.val().blocks.get_bits::<4>(0);
                }
            } else if self.came.val().kind == self.abandon.val() {
                // The second unit's host gave no data for what was granted or announced.
                self.say.next.resolved = self.came.val().blocks;
                self.say.next.unclaim = !self.facts.val().unasked;
                self.log.next.kind = self.t_abandoned.val();
            } else if (self.came.val().kind == self.ack.val())
                & (self.replicated.val() | self.ahead.val())
                & self.facts.val().same_block
            {
                self.say.next.regain = self.slot.val().data;
                if self.replicated.val() {
                    self.say.next.slot_free = true;
                    self.say.next.unclaim = !self.facts.val().own & !self.facts.val().unasked;
                    self.say.next.resolved = 1.into();
                } else {
                    // The second area was faster.
                    self.slot_next.next.acked = true;
                }
                self.log.next.kind = self.t_acknowledged.val();
            } else {
                self.say.next.protocol_fault = true;
            }
        }
        self.result.next = self.so_far.val();
        self.result.next.row = self.row_next.val();
        self.result.next.slot = self.slot_next.val();
        self.result.next.op = self.op.val();
        self.result.next.frame = self.frame.val();
        self.result.next.log = self.log.val();
        self.result.next.say = self.say.val();
        self.after.next = self.result.val();
    }
}
