//! How a write goes on: its turn in the status table, a free slot, a block that is durable, the next step of a slot.

use super::super::state::{Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::wires::{Answer, Frame, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

/// Combinational.
#[derive(LogicBlock)]
pub struct Order {
    pub facts: Signal<In, Facts>,
    pub so_far: Signal<In, Ruling>,
    pub after: Signal<Out, Ruling>,
    result: Signal<Local, Ruling>,
    kind: Signal<Local, Kind>,
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
    with_data: Signal<Local, Bit>,
    goes_unasked: Signal<Local, Bit>,
    barred: Signal<Local, Bit>,
    why: Signal<Local, Bits<15>>,
    op_park: Constant<Bits<3>>,
    op_release: Constant<Bits<3>>,
    fwd: Constant<Bits<8>>,
    grant: Constant<Bits<8>>,
    abandon: Constant<Bits<8>>,
    rep_header: Constant<Bits<8>>,
    rep: Constant<Bits<8>>,
    ack: Constant<Bits<8>>,
    fin: Constant<Bits<8>>,
    flag_kept: Constant<Bits<8>>,
    flag_held: Constant<Bits<8>>,
    stage: Signal<Local, Stage>,
    interrupted: Constant<Bits<15>>,
    reserved: Constant<Bits<15>>,
    write_fault: Constant<Bits<15>>,
    t_refused: Constant<Bits<8>>,
    t_exclusive: Constant<Bits<8>>,
    t_forwarded: Constant<Bits<8>>,
    t_reading: Constant<Bits<8>>,
    t_durable: Constant<Bits<8>>,
    t_sent: Constant<Bits<8>>,
    t_fault: Constant<Bits<8>>,
}

crate::leaf::block_default!(Order {
    facts so_far after result kind on row slot row_next slot_next op frame answer log say with_data goes_unasked barred why stage;
    op_park = 4u8, op_release = 2u8, fwd = link::Kind::FWD as u8, grant = link::Kind::GRANT as u8, abandon = link::Kind::ABANDON as u8, rep_header = link::Kind::REP_HEADER as u8, rep = link::Kind::REP as u8, ack = link::Kind::ACK as u8, flag_kept = link::FLAG_KEPT, flag_held = link::FLAG_HELD, fin = link::Kind::FIN as u8,
    interrupted = nvme::COMMAND_INTERRUPTED.bits(), reserved = nvme::RESERVATION_CONFLICT.bits(), t_refused = trace_kind::REFUSED, write_fault = nvme::WRITE_FAULT.bits(), t_exclusive = trace_kind::EXCLUSIVE, t_forwarded = trace_kind::FORWARDED, t_reading = trace_kind::READING, t_durable = trace_kind::DURABLE, t_sent = trace_kind::SENT, t_fault = trace_kind::FAULT
});

impl Logic for Order {
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
        // A block whose copy the second unit kept goes without data, unless the mode wants it back.
        self.with_data.next = self.facts.val().own | self.facts.val().return_data | !self.row.val().forwarded;
        self.goes_unasked.next = self.facts.val().unasked_room & !self.row.val().done.get_bit(0);
        // R_host, looked at when the row would get E or R_fwd. What the first unit has ordered is never stopped: it comes with
        // a header. While the second unit does not serve, its own writes wait for GO.
        self.barred.next = self.facts.val().barred
            & self.row.val().write
            & !self.row.val().header
            & !self.row.val().dead
            & (self.facts.val().first | self.facts.val().serving);
        self.why.next = self.reserved.val();
        if self.on.val().error != 0 {
            self.why.next = self.interrupted.val();
        }
        match self.kind.val() {
            // ---- The arbiter: nothing is ahead of the row any more.
            Kind::Granted => {
                if !self.facts.val().live
                    | self.row.val().refused
                    | (self.facts.val().mine & self.row.val().forwarded & !self.row.val().header)
                {
                    // It was refused, or all of it abandoned, while the grant was on its way here; or it woke just before GO
                    // asked for it again, and is forwarded already.
                    self.log.next.kind = 0.into();
                } else if (self.on.val().error != 0) | self.barred.val() {
                    // REJECT_ON_BUSY: the row never was in the table. R_host: it leaves it.
                    if self.on.val().error == 0 {
                        self.op.next.kind = self.op_release.val();
                    }
                    self.row_next.next.status = self.why.val();
                    if self.row.val().unasked & !self.row.val().early & self.facts.val().first {
                        // Of a forward whose first block is on its way FIN leaves when that has come.
                        self.row_next.next.refused = true;
                    } else {
                        self.say.next.row_close = true;
                        self.say.next.answer_valid = self.facts.val().own;
                        self.answer.next.reply = !self.row.val().answered;
                        self.answer.next.status = self.why.val();
                        // A forward of an old session is just forgotten.
                        self.say.next.frame_valid =
                            !self.facts.val().own & self.facts.val().serving & !self.row.val().dead;
                        self.frame.next.kind = self.fin.val();
                        self.frame.next.value = bit_cast::<32, 15>(self.why.val());
                        self.frame.next.slot = self.row.val().early_peer;
                        self.say.next.kept_free = self.row.val().early;
                        self.say.next.kept = self.row.val().early_slot;
                        self.log.next.kind = self.t_refused.val();
                    }
                } else if self.row.val().dead {
                    self.say.next.resolved = self.row.val().left;
                } else if self.facts.val().mine & self.row.val().write & !self.row.val().header {
                    // R_fwd. It is forwarded only while the pair serves; GO asks again.
                    if self.facts.val().serving {
                        self.say.next.frame_valid = true;
                        self.frame.next.kind = self.fwd.val();
                        self.row_next.next.forwarded = true;
                        self.row_next.next.active = false;
                        self.log.next.kind = self.t_forwarded.val();
                        // The first block goes unasked, if the first unit has a slot for it.
                        self.row_next.next.unasked = self.goes_unasked.val();
                        self.say.next.lend = self.goes_unasked.val();
                        self.say.next.block_valid = self.goes_unasked.val();
                        self.say.next.block_index = 0.into();
                        self.frame.next.value = bit_cast::<32, 1>(self.goes_unasked.val().into());
                    } else {
                        self.op.next.kind = self.op_park.val();
                    }
                } else {
                    self.row_next.next.active = true;
                    self.log.next.kind = self.t_exclusive.val();
                    if !self.row.val().write {
                        self.log.next.kind = self.t_reading.val();
                    }
                    self.say.next.block_index = 0.into();
                    // Reads: area reads. First unit's writes: fetches. Forwards: GRANTs. Second unit: data is here or comes.
                    self.say.next.block_valid = !self.row.val().write | self.facts.val().first;
                    if self.row.val().unasked & self.facts.val().first {
                        // The first block is here or comes by itself.
                        self.say.next.block_index = 1.into();
                        self.say.next.block_valid = self.row.val().blocks > 1;
                        self.say.next.slot_arrived = self.row.val().early;
                        self.say.next.arrived = self.row.val().early_slot;
                        self.row_next.next.early = false;
                    }
                    if self.row.val().write & self.facts.val().first {
                        self.row_next.next.oseq = self.facts.val().oseq;
                        self.say.next.oseq_take = self.row.val().blocks;
                    }
                }
            }
            // ---- A block is durable in this unit's area.
            Kind::Written => {
                self.log.next.kind = self.t_durable.val();
                self.slot_next.next.crc = self.on.val().crc;
                if self.facts.val().first {
                    self.slot_next.next.stage = Stage::Ready;
                    self.say.next.slot_ready = !self.slot.val().queued;
                    if self.slot.val().ahead {
                        self.slot_next.next.stage = Stage::Replicated;
                    }
                    if self.on.val().error != 0 {
                        self.slot_next.next.failed = true;
                        self.log.next.kind = self.t_fault.val();
                        // What the second area holds cannot be taken back: the session ends, but not before the block is
                        // written again.
                        self.say.next.protocol_fault = self.slot.val().ahead;
                        self.say.next.start_write = self.slot.val().ahead;
                    } else {
                        self.say.next.integrity_fault = !self.facts.val().own & !self.facts.val().same_crc;
                        if self.slot.val().ahead & self.slot.val().acked {
                            self.say.next.slot_free = true;
                            self.say.next.unclaim = !self.facts.val().own & !self.facts.val().unasked;
                            self.say.next.resolved = 1.into();
                        }
                    }
                } else if self.on.val().error != 0 {
                    // The second area fails: no answer goes out that it holds the block; the session ends.
                    self.say.next.protocol_fault = true;
                    self.say.next.slot_free = true;
                    self.log.next.kind = self.t_fault.val();
                } else {
                    self.say.next.integrity_fault = !self.facts.val().same_crc;
                    self.say.next.slot_free = true;
                    self.say.next.resolved = 1.into();
                    self.say.next.unlend = self.facts.val().unasked;
                    self.row_next.next.unasked = self.row.val().unasked & !self.facts.val().unasked;
                    if self.facts.val().own {
                        self.say.next.due = self.row.val().due - 1;
                    }
                    self.row_next.next.done =
                        self.row.val().done | (bit_cast::<32, 1>(1.into()) << self.on.val().index);
                    self.say.next.frame_valid = true;
                    self.frame.next.kind = self.ack.val();
                    self.frame.next.blocks = 1.into();
                }
            }
            // ---- First unit: a block goes to the second; durable here, unless the order is parallel.
            Kind::Replicate => {
                self.say.next.frame_valid = true;
                self.log.next.kind = self.t_sent.val();
                if self.slot.val().failed {
                    self.say.next.slot_free = true;
                    self.say.next.unclaim = !self.facts.val().own & !self.facts.val().unasked;
                    self.say.next.resolved = 1.into();
                    self.row_next.next.status = self.write_fault.val();
                    self.say.next.frame_valid = self.row.val().header | !self.facts.val().own;
                    self.frame.next.kind = self.abandon.val();
                    self.frame.next.blocks = 1.into();
                    self.log.next.kind = self.t_fault.val();
                } else if !self.row.val().header {
                    // The header goes first; E(A2) is sought while the data follows.
                    self.frame.next.kind = self.rep_header.val();
                    self.frame.next.oseq = self.row.val().oseq;
                    self.frame.next.value = bit_cast::<32, 6>(self.row.val().left);
                    self.row_next.next.header = true;
                    if self.facts.val().parallel {
                        self.frame.next.flags = self.flag_held.val();
                    }
                    self.say.next.again = true;
                } else {
                    // The second unit's kept copy, which returned data replaces.
                    if !self.facts.val().own & self.row.val().forwarded {
                        self.frame.next.flags = (bit_cast::<8, 4>(self.slot.val().peer) << 4) | self.flag_kept.val();
                    }
                    self.frame.next.kind = self.rep.val();
                    self.frame.next.blocks = bit_cast::<6, 4>(self.on.val().slot);
                    self.frame.next.lba = bit_cast::<32, 16>(self.slot.val().session);
                    self.frame.next.oseq = self.row.val().oseq + bit_cast::<32, 5>(self.on.val().index);
                    self.frame.next.value = self.slot.val().crc;
                    self.frame.next.data = self.with_data.val();
                    if self.stage.val() == Stage::Writing {
                        self.slot_next.next.ahead = true;
                    } else {
                        self.slot_next.next.stage = Stage::Replicated;
                    }
                    self.slot_next.next.data = self.with_data.val();
                    self.say.next.spend = self.with_data.val();
                }
            }
            // ---- First unit: a slot is free for a block of a forwarded write.
            Kind::Grant => {
                self.say.next.frame_valid = true;
                self.say.next.claim = true;
                self.frame.next.kind = self.grant.val();
                self.say.next.block_valid = self.facts.val().more;
                self.log.next.kind = self.t_sent.val();
            }
            // ---- DATA has left: what S1 must send back for it is known.
            Kind::Sent => {
                self.slot_next.next.crc = self.on.val().crc;
            }
            // ---- A block came before its row had E.
            Kind::Arrived => {
                self.say.next.start_write = self.row.val().active;
                self.say.next.slot_arrived = !self.row.val().active;
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
