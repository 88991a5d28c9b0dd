//! What this unit's host brings: its commands, the blocks of its memory, the ends of its reads.

use super::super::state::{Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::wires::{Answer, Frame, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

/// Combinational.
#[derive(LogicBlock)]
pub struct Host {
    pub facts: Signal<In, Facts>,
    pub so_far: Signal<In, Ruling>,
    pub after: Signal<Out, Ruling>,
    result: Signal<Local, Ruling>,
    kind: Signal<Local, Kind>,
    on: Signal<Local, Event>,
    came: Signal<Local, Frame>,
    row: Signal<Local, Row>,
    row_next: Signal<Local, Row>,
    slot_next: Signal<Local, Slot>,
    op: Signal<Local, TableOp>,
    frame: Signal<Local, Frame>,
    answer: Signal<Local, Answer>,
    log: Signal<Local, TraceEvent>,
    say: Signal<Local, Say>,
    op_insert: Constant<Bits<3>>,
    op_flush: Constant<Bits<8>>,
    op_write: Constant<Bits<8>>,
    data: Constant<Bits<8>>,
    abandon: Constant<Bits<8>>,
    interrupted: Constant<Bits<15>>,
    reserved: Constant<Bits<15>>,
    transfer_error: Constant<Bits<15>>,
    read_error: Constant<Bits<15>>,
    t_command: Constant<Bits<8>>,
    t_fetched: Constant<Bits<8>>,
    t_stored: Constant<Bits<8>>,
    t_refused: Constant<Bits<8>>,
    t_abandoned: Constant<Bits<8>>,
    t_fault: Constant<Bits<8>>,
}

crate::leaf::block_default!(Host {
    facts so_far after result kind on came row row_next slot_next op frame answer log say;
    op_insert = 1u8, op_flush = 2u8, op_write = 1u8, data = link::Kind::DATA as u8, abandon = link::Kind::ABANDON as u8, interrupted = nvme::COMMAND_INTERRUPTED.bits(), reserved = nvme::RESERVATION_CONFLICT.bits(), transfer_error = nvme::DATA_TRANSFER_ERROR.bits(), read_error = nvme::UNRECOVERED_READ_ERROR.bits(), t_command = trace_kind::COMMAND, t_fetched = trace_kind::FETCHED, t_stored = trace_kind::STORED, t_refused = trace_kind::REFUSED, t_abandoned = trace_kind::ABANDONED, t_fault = trace_kind::FAULT
});

impl Logic for Host {
    #[hdl_gen]
    fn update(&mut self) {
        self.on.next = self.facts.val().on;
        self.came.next = self.on.val().frame;
        self.kind.next = self.on.val().kind;
        self.row.next = self.facts.val().row;
        self.row_next.next = self.so_far.val().row;
        self.slot_next.next = self.so_far.val().slot;
        self.op.next = self.so_far.val().op;
        self.frame.next = self.so_far.val().frame;
        self.answer.next = self.so_far.val().answer;
        self.log.next = self.so_far.val().log;
        self.say.next = self.so_far.val().say;
        match self.kind.val() {
            // ---- A host command enters.
            Kind::Command => {
                self.row_next.next.write = self.came.val().kind == self.op_write.val();
                self.row_next.next.lba = self.came.val().lba;
                self.row_next.next.blocks = self.came.val().blocks;
                self.row_next.next.left = self.came.val().blocks;
                self.row_next.next.due = 0.into();
                self.row_next.next.status = 0.into();
                self.row_next.next.wseq = self.facts.val().wseq;
                self.row_next.next.done = 0.into();
                self.row_next.next.header = false;
                self.row_next.next.active = false;
                self.row_next.next.forwarded = false;
                self.row_next.next.answered = false;
                self.row_next.next.dead = false;
                self.row_next.next.since = self.facts.val().lap;
                self.row_next.next.unasked = false;
                self.row_next.next.refused = false;
                self.row_next.next.early = false;
                self.row_next.next.held = false;
                self.log.next.kind = self.t_command.val();
                self.log.next.lba = self.came.val().lba;
                self.log.next.wseq = self.facts.val().wseq;
                if (self.on.val().error != 0) | self.facts.val().resetting {
                    // Only after the hold limit, or when nobody waits for the answer: the retryable status.
                    self.say.next.answer_valid = true;
                    self.answer.next.status = self.interrupted.val();
                    self.log.next.kind = self.t_refused.val();
                } else if self.came.val().kind == self.op_flush.val() {
                    // Writes are durable on both sides when they are answered: nothing is left to flush.
                    self.say.next.answer_valid = true;
                } else if (self.came.val().kind == self.op_write.val()) & self.facts.val().barred {
                    self.say.next.answer_valid = true;
                    self.answer.next.status = self.reserved.val();
                    self.log.next.kind = self.t_refused.val();
                } else if (self.came.val().kind == self.op_write.val()) & !self.facts.val().paths_open {
                    self.say.next.answer_valid = true;
                    self.answer.next.status = self.interrupted.val();
                    self.log.next.kind = self.t_refused.val();
                } else {
                    self.say.next.row_open = true;
                    self.say.next.wseq_take = self.came.val().kind == self.op_write.val();
                    self.op.next.kind = self.op_insert.val();
                    self.op.next.no_wait =
                        self.facts.val().reject_on_busy & (self.came.val().kind == self.op_write.val());
                    self.op.next.shared = self.came.val().kind != self.op_write.val();
                    self.op.next.forward = (self.came.val().kind == self.op_write.val()) & !self.facts.val().first;
                    self.op.next.lba = self.came.val().lba;
                    self.op.next.blocks = self.came.val().blocks;
                    self.op.next.wseq = self.facts.val().wseq;
                }
            }
            // ---- A slot is there for a block of an own write that may have its data.
            Kind::Fetch => {
                if self.row.val().answered & self.facts.val().first {
                    // The host has had its answer; its memory may be gone. What is not here yet will not come.
                    self.say.next.resolved = self.facts.val().rest;
                    self.say.next.frame_valid = self.row.val().header;
                    self.frame.next.kind = self.abandon.val();
                    self.frame.next.blocks = self.facts.val().rest;
                } else {
                    self.say.next.fetch_valid = true;
                    self.say.next.slot_take = true;
                    self.slot_next.next.stage = Stage::Fetching;
                    self.slot_next.next.row = self.on.val().row;
                    self.slot_next.next.index = self.on.val().index;
                    self.say.next.block_valid = self.facts.val().more & self.facts.val().first;
                }
            }
            Kind::Fetched => {
                self.log.next.kind = self.t_fetched.val();
                if !self.facts.val().first & !self.facts.val().serving {
                    // The session ended meanwhile: fetched again when it is granted again.
                    self.say.next.slot_free = true;
                } else if self.on.val().error != 0 {
                    self.say.next.slot_free = true;
                    self.say.next.resolved = 1.into();
                    self.say.next.unlend = self.facts.val().unasked;
                    self.row_next.next.unasked = self.row.val().unasked & !self.facts.val().unasked;
                    self.row_next.next.status = self.transfer_error.val();
                    // The peer waits for this block where it knows of it.
                    self.say.next.frame_valid = !self.facts.val().first | self.row.val().header;
                    self.frame.next.kind = self.abandon.val();
                    self.frame.next.blocks = 1.into();
                    self.log.next.kind = self.t_abandoned.val();
                } else if self.facts.val().first {
                    self.say.next.start_write = true;
                } else {
                    self.slot_next.next.stage = Stage::Given;
                    self.say.next.frame_valid = true;
                    self.frame.next.kind = self.data.val();
                    self.frame.next.data = true;
                    self.frame.next.blocks = bit_cast::<6, 4>(self.on.val().slot);
                }
            }
            // ---- Reads.
            Kind::Read => {
                if self.row.val().dead {
                    self.say.next.resolved = self.facts.val().rest;
                } else {
                    self.say.next.area_read_valid = true;
                    self.say.next.slot_take = true;
                    self.slot_next.next.stage = Stage::Reading;
                    self.slot_next.next.row = self.on.val().row;
                    self.slot_next.next.index = self.on.val().index;
                    self.say.next.block_valid = self.facts.val().more;
                }
            }
            Kind::ReadDone => {
                if self.row.val().dead {
                    self.say.next.slot_free = true;
                    self.say.next.resolved = 1.into();
                } else if self.on.val().error != 0 {
                    self.say.next.slot_free = true;
                    self.say.next.resolved = 1.into();
                    self.row_next.next.status = self.read_error.val();
                    self.log.next.kind = self.t_fault.val();
                } else {
                    self.say.next.store_valid = true;
                    self.slot_next.next.stage = Stage::Storing;
                }
            }
            Kind::Stored => {
                self.log.next.kind = self.t_stored.val();
                self.say.next.slot_free = true;
                self.say.next.resolved = 1.into();
                if self.on.val().error != 0 {
                    self.row_next.next.status = self.transfer_error.val();
                }
            }
            _ => {}
        }
        self.result.next = self.so_far.val();
        self.result.next.row = self.row_next.val();
        self.result.next.slot = self.slot_next.val();
        self.result.next.op = self.op.val();
        self.result.next.frame = self.frame.val();
        self.result.next.answer = self.answer.val();
        self.result.next.log = self.log.val();
        self.result.next.say = self.say.val();
        self.after.next = self.result.val();
    }
}
