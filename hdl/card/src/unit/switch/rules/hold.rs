//! The end of a session, the time without one, the start of the next.

use super::super::state::{Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::wires::{Answer, Frame, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

/// Combinational.
#[derive(LogicBlock)]
pub struct Hold {
    pub facts: Signal<In, Facts>,
    pub so_far: Signal<In, Ruling>,
    pub after: Signal<Out, Ruling>,
    result: Signal<Local, Ruling>,
    kind: Signal<Local, Kind>,
    stage: Signal<Local, Stage>,
    on: Signal<Local, Event>,
    row: Signal<Local, Row>,
    slot: Signal<Local, Slot>,
    row_next: Signal<Local, Row>,
    slot_next: Signal<Local, Slot>,
    op: Signal<Local, TableOp>,
    frame: Signal<Local, Frame>,
    answer: Signal<Local, Answer>,
    log: Signal<Local, TraceEvent>,
    say: Signal<Local, Say>,
    waited: Signal<Local, Bits<4>>,
    expects: Signal<Local, Bit>,
    whole: Signal<Local, Bit>,
    ones: Constant<Bits<32>>,
    op_release: Constant<Bits<3>>,
    op_park: Constant<Bits<3>>,
    op_retry: Constant<Bits<3>>,
    go_frame: Constant<Bits<8>>,
    fin: Constant<Bits<8>>,
    t_refused: Constant<Bits<8>>,
    interrupted: Constant<Bits<15>>,
    abort_requested: Constant<Bits<15>>,
    t_go: Constant<Bits<8>>,
}

crate::leaf::block_default!(Hold {
    facts so_far after result kind stage on row slot row_next slot_next op frame answer log say waited expects whole;
    ones = u32::MAX, op_release = 2u8, op_park = 4u8, op_retry = 5u8, go_frame = link::Kind::GO as u8, fin = link::Kind::FIN as u8, t_refused = trace_kind::REFUSED, interrupted = nvme::COMMAND_INTERRUPTED.bits(), abort_requested = nvme::ABORT_REQUESTED.bits(), t_go = trace_kind::GO
});

impl Logic for Hold {
    #[hdl_gen]
    fn update(&mut self) {
        self.on.next = self.facts.val().on;
        self.kind.next = self.on.val().kind;
        self.row.next = self.facts.val().row;
        self.slot.next = self.facts.val().slot;
        self.stage.next = self.slot.val().stage;
        self.row_next.next = self.so_far.val().row;
        self.slot_next.next = self.so_far.val().slot;
        self.op.next = self.so_far.val().op;
        self.frame.next = self.so_far.val().frame;
        self.answer.next = self.so_far.val().answer;
        self.log.next = self.so_far.val().log;
        self.say.next = self.so_far.val().say;
        self.expects.next = self.facts.val().first & self.row.val().unasked & !self.row.val().early;
        self.whole.next = (self.row.val().done | (self.ones.val() << self.row.val().blocks)).all();
        self.waited.next = self.facts.val().lap - self.row.val().since;
        match self.kind.val() {
            // ---- The session has ended and everything in flight with it: rows, then slots, then rows again.
            Kind::DropRow => {
                if self.facts.val().live {
                    self.row_next.next.header = false;
                    self.row_next.next.unasked = false;
                    self.row_next.next.early = false;
                    self.row_next.next.held = false;
                    if self.facts.val().mine & self.row.val().write {
                        self.row_next.next.left = self.row.val().blocks;
                        self.row_next.next.forwarded = false;
                        self.row_next.next.active = false;
                        if self.row.val().forwarded | self.row.val().active {
                            self.op.next.kind = self.op_park.val();
                        }
                    }
                    if !self.facts.val().first & !self.facts.val().own {
                        // The first unit returns with a new header for whatever matters. Until then nothing of it is kept:
                        // a stale E here could stand in the way of the writes that the first unit finishes.
                        if self.row.val().active {
                            self.op.next.kind = self.op_release.val();
                            self.say.next.row_close = true;
                        } else {
                            self.row_next.next.dead = true;
                        }
                    }
                    if self.facts.val().first & !self.facts.val().own {
                        // A forward that still waits is dropped; of one with E, what is durable here is finished.
                        self.row_next.next.forwarded = false;
                        self.row_next.next.dead = !self.row.val().active;
                        if self.row.val().active {
                            self.row_next.next.left = 0.into();
                        }
                        self.say.next.row_close = self.row.val().refused;
                    }
                }
            }
            Kind::DropSlot => {
                if self.facts.val().first {
                    if self.stage.val() == Stage::Replicated {
                        self.slot_next.next.stage = Stage::Ready;
                        self.say.next.slot_ready = true;
                    }
                    if (self.stage.val() == Stage::Replicated) | (self.stage.val() == Stage::Ready) {
                        if !self.facts.val().own {
                            self.say.next.claim = true;
                            self.row_next.next.left = self.row.val().left + 1;
                        }
                    } else if (self.stage.val() == Stage::Free) | (self.stage.val() == Stage::Arrived) {
                        self.say.next.slot_free = true;
                    }
                } else {
                    if (self.stage.val() == Stage::Given)
                        | (self.stage.val() == Stage::Arrived)
                        | (self.stage.val() == Stage::Free)
                    {
                        self.say.next.slot_free = true;
                    }
                }
            }
            Kind::SettleRow => {
                // A forward of which nothing is durable here is over.
                if self.facts.val().live
                    & self.facts.val().first
                    & !self.facts.val().own
                    & self.row.val().active
                    & (self.row.val().left == 0)
                {
                    self.op.next.kind = self.op_release.val();
                    self.say.next.row_close = true;
                }
            }
            // ---- Second unit: GO has come.
            Kind::Resume => {
                if self.facts.val().live & self.row.val().write & self.facts.val().own {
                    if self.row.val().answered | self.whole.val() {
                        // Never forwarded again: its host has its answer, or only REL was lost (parallel order) and it gets
                        // it now. The row is released when its turn comes.
                        self.row_next.next.dead = true;
                    }
                    self.row_next.next.left = self.row.val().blocks;
                    self.op.next.kind = self.op_retry.val();
                }
            }
            // ---- The hold limit has passed: every host has its answer, what is under way is resolved later.
            Kind::Expire => {
                if self.facts.val().live & !self.row.val().write & self.row.val().active {
                    // Its blocks under way reach the host first, the answer follows.
                    self.row_next.next.status = self.interrupted.val();
                    self.row_next.next.dead = true;
                } else if self.facts.val().live & !self.row.val().answered {
                    self.row_next.next.answered = true;
                    self.row_next.next.dead = !self.row.val().active & (self.facts.val().first | !self.row.val().write);
                    self.say.next.answer_valid = true;
                    self.answer.next.free = false;
                    self.answer.next.status = self.interrupted.val();
                }
            }
            // ---- A look at a row: has it waited too long, is its host gone, does that want it back? One that is R_fwd waits at the first unit.
            Kind::Overdue => {
                if self.facts.val().live
                    & !self.row.val().active
                    & !self.row.val().header
                    & !self.row.val().dead
                    & !self.row.val().refused
                    & ((self.waited.val() > 8)
                        | (self.facts.val().resetting & self.facts.val().own)
                        | (self.on.val().error != 0))
                    & (self.facts.val().serving | (self.on.val().error == 0))
                    & (self.facts.val().first | (self.facts.val().own & !self.row.val().forwarded))
                {
                    self.op.next.kind = self.op_release.val();
                    // FIN waits for an unasked block that is on its way.
                    self.row_next.next.status = self.interrupted.val();
                    self.row_next.next.refused = self.expects.val();
                    self.say.next.row_close = !self.expects.val();
                    self.frame.next.slot = self.row.val().early_peer;
                    self.say.next.kept_free = self.row.val().early;
                    self.say.next.kept = self.row.val().early_slot;
                    self.say.next.answer_valid = self.facts.val().own;
                    self.answer.next.reply = !self.row.val().answered;
                    self.answer.next.status = self.interrupted.val();
                    if self.on.val().error != 0 {
                        self.answer.next.status = self.abort_requested.val();
                    }
                    self.say.next.frame_valid = !self.facts.val().own & !self.expects.val();
                    self.frame.next.kind = self.fin.val();
                    self.frame.next.value = bit_cast::<32, 15>(self.interrupted.val());
                    self.log.next.kind = self.t_refused.val();
                }
            }
            // ---- First unit: everything of the old session is resolved.
            Kind::Go => {
                self.say.next.frame_valid = true;
                self.frame.next.kind = self.go_frame.val();
                self.frame.next.unit = false;
                self.frame.next.row = 0.into();
                self.say.next.go = true;
                // Whether the second unit may send first blocks unasked.
                self.frame.next.value = bit_cast::<32, 1>(self.facts.val().fast.into());
                self.log.next.kind = self.t_go.val();
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
