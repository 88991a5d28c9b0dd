//! Frames that come to the second unit: REP_HEADER, REP, ABANDON, GRANT, FIN, GO.

use super::super::state::{Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::wires::{Frame, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

/// Combinational.
#[derive(LogicBlock)]
pub struct Follower {
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
    known: Signal<Local, Bit>,
    op_insert: Constant<Bits<3>>,
    op_convert: Constant<Bits<3>>,
    grant: Constant<Bits<8>>,
    abandon: Constant<Bits<8>>,
    rep_header: Constant<Bits<8>>,
    rep: Constant<Bits<8>>,
    ack: Constant<Bits<8>>,
    fin: Constant<Bits<8>>,
    rel: Constant<Bits<8>>,
    go_frame: Constant<Bits<8>>,
    write_fault: Constant<Bits<15>>,
    t_go: Constant<Bits<8>>,
    t_abandoned: Constant<Bits<8>>,
}

crate::leaf::block_default!(Follower {
    facts so_far after result kind stage on came row slot row_next slot_next op frame log say known;
    op_insert = 1u8, op_convert = 3u8, grant = link::Kind::GRANT as u8, abandon = link::Kind::ABANDON as u8, rep_header = link::Kind::REP_HEADER as u8, rep = link::Kind::REP as u8, ack = link::Kind::ACK as u8, fin = link::Kind::FIN as u8, rel = link::Kind::REL as u8, go_frame = link::Kind::GO as u8, write_fault = nvme::WRITE_FAULT.bits(), t_go = trace_kind::GO, t_abandoned = trace_kind::ABANDONED
});

impl Logic for Follower {
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
        self.known.next = self.facts.val().live & self.facts.val().same_write;
        if (self.kind.val() == Kind::Got) & !self.facts.val().first {
            if self.came.val().kind == self.go_frame.val() {
                self.say.next.go = true;
                self.log.next.kind = self.t_go.val();
            } else if self.came.val().kind == self.rep_header.val() {
                if !self.facts.val().fits {
                    self.say.next.protocol_fault = true;
                } else if self.facts.val().own {
                    if self.known.val() {
                        self.row_next.next.header = true;
                        self.row_next.next.held = self.came.val().flags.get_bit(3);
                        self.row_next.next.oseq = self.came.val().oseq;
                        self.say.next.due = self.came.val().value.get_bits::<6>(0);
                        self.op.next.kind = self.op_convert.val();
                    } else {
                        // Answered in an earlier session; in this one that cannot be.
                        self.say.next.protocol_fault = self.facts.val().serving;
                    }
                } else {
                    self.row_next.next.left = self.came.val().value.get_bits::<6>(0);
                    self.row_next.next.header = true;
                    self.row_next.next.held = self.came.val().flags.get_bit(3);
                    self.row_next.next.dead = false;
                    self.row_next.next.oseq = self.came.val().oseq;
                    if !self.facts.val().live {
                        self.say.next.row_open = true;
                        self.row_next.next.write = true;
                        self.row_next.next.lba = self.came.val().lba;
                        self.row_next.next.blocks = self.came.val().blocks;
                        self.row_next.next.status = 0.into();
                        self.row_next.next.wseq = self.came.val().wseq;
                        self.row_next.next.active = false;
                        self.row_next.next.answered = false;
                        self.row_next.next.unasked = false;
                        self.row_next.next.early = false;
                        self.row_next.next.refused = false;
                        self.op.next.kind = self.op_insert.val();
                        self.op.next.shared = false;
                        self.op.next.priority = true;
                        self.op.next.lba = self.came.val().lba;
                        self.op.next.blocks = self.came.val().blocks;
                        self.op.next.wseq = self.came.val().wseq;
                    } else if !self.known.val() {
                        self.say.next.protocol_fault = true;
                    }
                }
            } else if self.came.val().kind == self.rep.val() {
                if self.facts.val().own & !self.known.val() {
                    // Answered in an earlier session, so durable here: only the acknowledge was lost.
                    self.say.next.slot_free = self.came.val().data;
                    self.say.next.frame_valid = true;
                    self.frame.next.kind = self.ack.val();
                    self.frame.next.slot = self.came.val().blocks.get_bits::<4>(0);
                    self.frame.next.wseq = self.came.val().wseq;
                    self.say.next.protocol_fault = self.facts.val().serving;
                } else if !self.known.val() | !self.row.val().header {
                    self.say.next.protocol_fault = true;
                } else if self.came.val().data
                    | ((self.stage.val() == Stage::Given) & self.facts.val().same_block & self.facts.val().same_crc)
                {
                    // Without data the frame names the slot kept when DATA left: it is this block, and the same data.
                    self.say.next.slot_take = true;
                    self.say.next.kept_free = self.came.val().data & self.came.val().flags.get_bit(1);
                    self.say.next.start_write = self.row.val().active;
                    self.slot_next.next.stage = Stage::Arrived;
                    self.say.next.slot_arrived = !self.row.val().active;
                } else {
                    self.say.next.protocol_fault = true;
                    self.say.next.integrity_fault = !self.facts.val().same_crc;
                }
            } else if !self.known.val() {
                // FIN of a write that ended here by itself: its unasked block was abandoned.
                self.say.next.protocol_fault = self.came.val().kind != self.fin.val();
            } else if self.came.val().kind == self.rel.val() {
                // Parallel order: the first area holds all of it too.
                self.say.next.rel = self.row.val().held;
                self.say.next.protocol_fault = !self.row.val().held;
                self.row_next.next.held = false;
            } else if self.came.val().kind == self.abandon.val() {
                // The first unit's host gave no data, or its area could not store it.
                self.say.next.resolved = self.came.val().blocks;
                self.log.next.kind = self.t_abandoned.val();
                if self.facts.val().own {
                    if self.row.val().header {
                        self.say.next.due = self.row.val().due - self.came.val().blocks;
                    }
                    self.say.next.unlend = self.facts.val().unasked;
                    self.row_next.next.unasked = self.row.val().unasked & !self.facts.val().unasked;
                    self.row_next.next.status = self.write_fault.val();
                    self.say.next.slot_free = (self.stage.val() == Stage::Given) & self.facts.val().same_block;
                }
            } else if !self.facts.val().own {
                self.say.next.protocol_fault = true;
            } else if self.came.val().kind == self.grant.val() {
                if !self.row.val().forwarded {
                    self.say.next.protocol_fault = true;
                } else if self.facts.val().done | self.row.val().answered {
                    self.say.next.resolved = 1.into();
                    self.say.next.frame_valid = true;
                    self.frame.next.kind = self.abandon.val();
                    self.frame.next.blocks = 1.into();
                } else {
                    self.say.next.block_valid = true;
                    self.say.next.block_index = self.on.val().index;
                }
            } else if self.came.val().kind == self.fin.val() {
                self.row_next.next.status = self.came.val().value.get_bits::<15>(0);
                self.say.next.resolved = self.row.val().left;
                // Its first block went unasked: the copy kept here is free.
                self.say.next.unlend = self.row.val().unasked;
                self.say.next.slot_free = (self.stage.val() == Stage::Given) & self.facts.val().same_block;
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
