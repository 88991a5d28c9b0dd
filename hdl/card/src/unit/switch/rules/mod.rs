//! The rules: what one event makes of one row and one slot. `switch` feeds it and stores what it says one cycle later.
//!
//! The first unit orders: it holds E(A1) from the grant until the second has acknowledged every block. The second unit
//! forwards its host's writes and writes its area only when the first sends them back.
//!
//! A ruling begins as "nothing changes", goes through the family of the event into a register, and ends here, where a block
//! goes to the area and a row of which all blocks are resolved ends.

mod follower;
mod hold;
mod host;
mod order;
mod orderer;

use super::state::{Block, Event, Facts, Kind, Row, Ruling, Say, Slot, Stage};
use crate::leaf::DFF;
use crate::wires::{Answer, AreaRead, AreaWrite, Frame, HostJob, Modes, PathJob, TableOp, TraceEvent};
use follower::Follower;
use hold::Hold;
use host::Host;
use order::Order;
use orderer::Orderer;
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::link;

#[derive(LogicBlock)]
pub struct Rules {
    pub clock: Signal<In, Clock>,
    // What is the case.
    pub on: Signal<In, Event>,
    pub row: Signal<In, Row>,
    pub slot: Signal<In, Slot>,
    pub live: Signal<In, Bit>,
    pub first: Signal<In, Bit>,
    pub serving: Signal<In, Bit>,
    pub modes: Signal<In, Modes>,
    pub lap: Signal<In, Bits<4>>,
    pub resetting: Signal<In, Bit>,
    pub unasked_room: Signal<In, Bit>,
    pub fast: Signal<In, Bit>,
    pub parallel: Signal<In, Bit>,
    pub path_enable: Signal<In, Bits<5>>,
    pub fits: Signal<In, Bit>,
    pub same_write: Signal<In, Bit>,
    pub same_block: Signal<In, Bit>,
    pub same_crc: Signal<In, Bit>,
    pub barred: Signal<In, Bit>,
    pub epoch: Signal<In, Bits<16>>,
    pub session: Signal<In, Bits<16>>,
    pub wseq: Signal<In, Bits<32>>,
    pub oseq: Signal<In, Bits<32>>,
    // What follows.
    pub row_next: Signal<Out, Row>,
    pub slot_next: Signal<Out, Slot>,
    pub op: Signal<Out, TableOp>,
    pub frame: Signal<Out, Frame>,
    pub answer: Signal<Out, Answer>,
    pub trace: Signal<Out, TraceEvent>,
    pub say: Signal<Out, Say>,
    pub host_job: Signal<Out, HostJob>,
    pub path_job: Signal<Out, PathJob>,
    pub area_read: Signal<Out, AreaRead>,
    pub block: Signal<Out, Block>,

    host: Host,
    order: Order,
    orderer: Orderer,
    follower: Follower,
    hold: Hold,
    facts: Signal<Local, Facts>,
    came: Signal<Local, Frame>,
    own: Signal<Local, Bit>,
    unit: Signal<Local, Bit>,
    needed: Signal<Local, Bits<5>>,
    rest: Signal<Local, Bits<6>>,
    lba: Signal<Local, Bits<32>>,
    // Nothing changes, nothing is said.
    still: Signal<Local, Ruling>,
    op_none: Signal<Local, TableOp>,
    frame_none: Signal<Local, Frame>,
    answer_none: Signal<Local, Answer>,
    log_none: Signal<Local, TraceEvent>,
    say_none: Signal<Local, Say>,
    // What the families made of it, and the end.
    ruled: DFF<Ruling>,
    next: Signal<Local, Row>,
    new_slot: Signal<Local, Slot>,
    request: Signal<Local, TableOp>,
    reply: Signal<Local, Answer>,
    message: Signal<Local, Frame>,
    log: Signal<Local, TraceEvent>,
    said: Signal<Local, Say>,
    ends: Signal<Local, Say>,
    left: Signal<Local, Bits<6>>,
    last: Signal<Local, Bit>,
    write: Signal<Local, AreaWrite>,
    op_release: Constant<Bits<3>>,
    op_park: Constant<Bits<3>>,
    rel: Constant<Bits<8>>,
    t_got: Constant<Bits<8>>,
    t_writing: Constant<Bits<8>>,
    t_released: Constant<Bits<8>>,
    t_answered: Constant<Bits<8>>,
    t_fault: Constant<Bits<8>>,
}

crate::leaf::block_default!(Rules {
    clock on row slot live first serving modes lap resetting unasked_room fast parallel path_enable fits same_write same_block same_crc barred epoch session wseq oseq row_next slot_next op frame answer
    trace say host_job path_job area_read block host order orderer follower hold facts came own unit needed rest lba still op_none
    frame_none answer_none log_none say_none ruled next new_slot request reply message log said ends left last write;
    op_release = 2u8, op_park = 4u8, rel = link::Kind::REL as u8, t_got = trace_kind::GOT, t_writing = trace_kind::WRITING,
    t_released = trace_kind::RELEASED, t_answered = trace_kind::ANSWERED, t_fault = trace_kind::FAULT
});

impl Logic for Rules {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, ruled);
        // ---- What is the case.
        self.came.next = self.on.val().frame;
        self.own.next = !self.on.val().row.get_bit(5);
        self.unit.next = self.own.val() ^ self.first.val();
        self.lba.next = self.row.val().lba + bit_cast::<32, 5>(self.on.val().index);
        self.rest.next = self.row.val().blocks - bit_cast::<6, 5>(self.on.val().index);
        // P1 P2 P3 for the first unit's write, P2 P3 P4 P5 for the second's, of which P4 is behind a forward.
        self.needed.next = 0x1e.into();
        if self.first.val() {
            self.needed.next = 0x16.into();
            if self.own.val() {
                self.needed.next = 0x07.into();
            }
        }
        self.facts.next.on = self.on.val();
        self.facts.next.row = self.row.val();
        self.facts.next.slot = self.slot.val();
        self.facts.next.live = self.live.val();
        self.facts.next.first = self.first.val();
        self.facts.next.serving = self.serving.val();
        self.facts.next.own = self.own.val();
        self.facts.next.mine = self.own.val() & !self.first.val();
        self.facts.next.lba = self.lba.val();
        self.facts.next.rest = self.rest.val();
        self.facts.next.more = self.rest.val() > 1;
        self.facts.next.done = (self.row.val().done >> self.on.val().index).get_bit(0);
        self.facts.next.return_data = self.modes.val().return_data;
        self.facts.next.reject_on_busy = self.modes.val().reject_on_busy;
        self.facts.next.lap = self.lap.val();
        self.facts.next.resetting = self.resetting.val();
        self.facts.next.unasked = self.row.val().unasked & (self.on.val().index == 0);
        self.facts.next.unasked_room = self.unasked_room.val();
        self.facts.next.fast = self.fast.val();
        self.facts.next.parallel = self.parallel.val();
        self.facts.next.paths_open = (self.path_enable.val() & self.needed.val()) == self.needed.val();
        self.facts.next.fits = self.fits.val();
        self.facts.next.same_write = self.same_write.val();
        self.facts.next.same_block = self.same_block.val();
        self.facts.next.same_crc = self.same_crc.val();
        self.facts.next.wseq = self.wseq.val();
        self.facts.next.oseq = self.oseq.val();
        self.facts.next.barred = self.barred.val();

        // ---- Nothing changes and nothing is said, unless a rule says so.
        self.op_none.next.kind = 0.into();
        self.op_none.next.row = self.on.val().row;
        self.op_none.next.shared = !self.row.val().write;
        self.op_none.next.priority = false;
        self.op_none.next.forward = self.own.val() & !self.first.val();
        self.op_none.next.lba = self.row.val().lba;
        self.op_none.next.blocks = self.row.val().blocks;
        self.op_none.next.unit = self.unit.val();
        self.op_none.next.wseq = self.row.val().wseq;
        self.op_none.next.no_wait = false;

        self.frame_none.next.kind = 0.into();
        self.frame_none.next.flags = 0.into();
        self.frame_none.next.slot = self.slot.val().peer;
        self.frame_none.next.unit = self.unit.val();
        self.frame_none.next.row = self.on.val().row.get_bits::<5>(0);
        self.frame_none.next.index = self.on.val().index;
        self.frame_none.next.blocks = self.row.val().blocks;
        self.frame_none.next.wseq = self.row.val().wseq;
        self.frame_none.next.lba = self.row.val().lba;
        self.frame_none.next.oseq = 0.into();
        self.frame_none.next.value = 0.into();
        self.frame_none.next.data = false;
        self.frame_none.next.source = self.on.val().slot;

        self.answer_none.next.row = self.on.val().row.get_bits::<5>(0);
        self.answer_none.next.reply = true;
        self.answer_none.next.free = true;
        self.answer_none.next.status = 0.into();

        self.log_none.next.kind = 0.into();
        self.log_none.next.row = self.on.val().row;
        self.log_none.next.index = self.on.val().index;
        self.log_none.next.lba = self.lba.val();
        self.log_none.next.wseq = self.row.val().wseq;
        if self.on.val().kind == Kind::Got {
            self.log_none.next.kind = self.t_got.val();
            self.log_none.next.wseq = self.came.val().wseq;
        }

        self.say_none.next.row_open = false;
        self.say_none.next.row_close = false;
        self.say_none.next.slot_take = false;
        self.say_none.next.slot_free = false;
        self.say_none.next.kept_free = false;
        self.say_none.next.frame_valid = false;
        self.say_none.next.answer_valid = false;
        self.say_none.next.fetch_valid = false;
        self.say_none.next.store_valid = false;
        self.say_none.next.area_read_valid = false;
        self.say_none.next.start_write = false;
        self.say_none.next.block_valid = false;
        self.say_none.next.slot_ready = false;
        self.say_none.next.slot_arrived = false;
        self.say_none.next.again = false;
        self.say_none.next.claim = false;
        self.say_none.next.unclaim = false;
        self.say_none.next.spend = false;
        self.say_none.next.regain = false;
        self.say_none.next.lend = false;
        self.say_none.next.unlend = false;
        self.say_none.next.wseq_take = false;
        self.say_none.next.rel = false;
        self.say_none.next.rel_valid = false;
        self.say_none.next.go = false;
        self.say_none.next.protocol_fault = false;
        self.say_none.next.integrity_fault = false;
        self.say_none.next.oseq_take = 0.into();
        self.say_none.next.resolved = 0.into();
        self.say_none.next.kept = self.came.val().flags.get_bits::<4>(4);
        self.say_none.next.due = self.row.val().due;
        self.say_none.next.arrived = self.on.val().slot;
        // The next block of the same row.
        self.say_none.next.block_index = self.on.val().index + 1;

        self.still.next.row = self.row.val();
        self.still.next.slot = self.slot.val();
        self.still.next.op = self.op_none.val();
        self.still.next.frame = self.frame_none.val();
        self.still.next.answer = self.answer_none.val();
        self.still.next.log = self.log_none.val();
        self.still.next.say = self.say_none.val();

        // ---- The families. An event belongs to one of them.
        self.host.facts.next = self.facts.val();
        self.order.facts.next = self.facts.val();
        self.orderer.facts.next = self.facts.val();
        self.follower.facts.next = self.facts.val();
        self.hold.facts.next = self.facts.val();
        self.host.so_far.next = self.still.val();
        self.order.so_far.next = self.host.after.val();
        self.orderer.so_far.next = self.order.after.val();
        self.follower.so_far.next = self.orderer.after.val();
        self.hold.so_far.next = self.follower.after.val();
        self.ruled.d.next = self.hold.after.val();

        self.next.next = self.ruled.q.val().row;
        self.new_slot.next = self.ruled.q.val().slot;
        self.request.next = self.ruled.q.val().op;
        self.reply.next = self.ruled.q.val().answer;
        self.message.next = self.ruled.q.val().frame;
        self.log.next = self.ruled.q.val().log;
        self.said.next = self.ruled.q.val().say;
        self.ends.next = self.ruled.q.val().say;

        // ---- A frame brings a block, or names one that was kept.
        if (self.on.val().kind == Kind::Got) & self.said.val().slot_take {
            self.new_slot.next.row = self.on.val().row;
            self.new_slot.next.index = self.on.val().index;
            self.new_slot.next.crc = self.came.val().value;
            self.new_slot.next.session = self.came.val().lba.get_bits::<16>(0);
            self.new_slot.next.peer = self.came.val().blocks.get_bits::<4>(0);
        }
        // A block goes to the area: path 1 for the first unit's own write, 5 for a forwarded one, 3 at the second unit.
        if self.said.val().start_write {
            self.new_slot.next.stage = Stage::Writing;
            self.log.next.kind = self.t_writing.val();
            if self.first.val() {
                self.new_slot.next.session = self.session.val();
                // Parallel order: it goes to the second unit as well.
                self.ends.next.slot_ready = self.said.val().slot_ready | self.parallel.val();
                self.new_slot.next.queued = self.said.val().slot_ready | self.parallel.val();
                self.new_slot.next.ahead = false;
                self.new_slot.next.acked = false;
                self.new_slot.next.failed = false;
            }
        }
        // A slot that is given back is nobody's: what it held must not be taken up again after the session.
        if self.said.val().slot_free {
            self.new_slot.next.stage = Stage::Free;
        }

        // ---- The last block resolved: the row is over, its host is answered.
        self.next.next.due = self.said.val().due;
        self.left.next = self.row.val().left - self.said.val().resolved;
        self.last.next = self.row.val().left == self.said.val().resolved;
        if (self.said.val().resolved != 0) | self.said.val().rel {
            self.next.next.left = self.left.val();
            if self.said.val().resolved > self.row.val().left {
                self.ends.next.protocol_fault = true;
            } else if self.next.val().held {
                // Parallel order: the first unit says when its area holds the write too.
            } else if self.last.val() {
                if self.first.val() & self.parallel.val() & self.row.val().header {
                    self.ends.next.rel_valid = true;
                    if !self.said.val().frame_valid {
                        self.message.next.kind = self.rel.val();
                    }
                }
                self.request.next.kind = self.op_release.val();
                self.ends.next.row_close = true;
                self.ends.next.answer_valid = self.own.val();
                self.reply.next.reply = !self.row.val().answered;
                self.reply.next.status = self.next.val().status;
                self.log.next.kind = self.t_released.val();
                if self.own.val() {
                    self.log.next.kind = self.t_answered.val();
                }
            } else if (self.said.val().due == 0)
                & ((self.row.val().due != 0) | self.said.val().rel)
                & !self.serving.val()
                & self.own.val()
                & !self.first.val()
            {
                // Second unit, resuming: what the first had of this write is done, the rest waits for GO.
                self.request.next.kind = self.op_park.val();
                self.next.next.active = false;
                self.next.next.header = false;
            } else if self.said.val().rel {
                self.ends.next.protocol_fault = true;
            }
        }
        if self.ends.val().protocol_fault {
            self.log.next.kind = self.t_fault.val();
        }

        // ---- What follows.
        self.write.next.session = self.new_slot.val().session;
        self.write.next.tag = self.on.val().slot;
        self.write.next.lba = self.lba.val();
        self.write.next.epoch = self.epoch.val();
        self.write.next.unit = self.unit.val();
        self.write.next.wseq = self.row.val().wseq;
        self.write.next.oseq = self.row.val().oseq + bit_cast::<32, 5>(self.on.val().index);
        self.path_job.next.path = 3.into();
        if self.first.val() {
            self.path_job.next.path = 5.into();
            if self.own.val() {
                self.path_job.next.path = 1.into();
            }
        }
        self.path_job.next.row = self.on.val().row;
        self.path_job.next.write = self.write.val();
        self.host_job.next.row = self.on.val().row.get_bits::<5>(0);
        self.host_job.next.index = self.on.val().index;
        self.host_job.next.slot = self.on.val().slot;
        self.area_read.next.tag = self.on.val().slot;
        self.area_read.next.lba = self.lba.val();
        self.block.next.row = self.on.val().row;
        self.block.next.index = self.said.val().block_index;
        self.row_next.next = self.next.val();
        self.slot_next.next = self.new_slot.val();
        self.op.next = self.request.val();
        self.frame.next = self.message.val();
        self.answer.next = self.reply.val();
        self.trace.next = self.log.val();
        self.say.next = self.ends.val();
    }
}
