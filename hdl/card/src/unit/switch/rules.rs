//! The rules: what one event makes of one row and one slot. No state of its own; `mod.rs` feeds it and stores what it says.
//!
//! The first unit orders: it holds E(A1) from the grant until the second has acknowledged every block. The second unit
//! forwards its host's writes and writes its area only when the first sends them back.

use super::state::{Block, Event, Kind, Row, Slot, Stage};
use crate::wires::{Answer, AreaRead, Frame, HostJob, PathJob, TableOp, TraceEvent};
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;
use twinpath_spec::{link, nvme};

#[derive(LogicBlock)]
pub struct Rules {
    // What is the case.
    pub on: Signal<In, Event>,
    pub row: Signal<In, Row>,
    pub slot: Signal<In, Slot>,
    /// The event's row is live.
    pub live: Signal<In, Bit>,
    /// This is the first unit.
    pub first: Signal<In, Bit>,
    /// The session is open and, at the second unit, GO has come.
    pub serving: Signal<In, Bit>,
    pub return_data: Signal<In, Bit>,
    pub path_enable: Signal<In, Bits<5>>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub epoch: Signal<In, Bits<16>>,
    pub session: Signal<In, Bits<16>>,
    /// The next number for a write of this host, and for a block that this unit orders.
    pub wseq: Signal<In, Bits<32>>,
    pub oseq: Signal<In, Bits<32>>,
    // What follows.
    pub row_next: Signal<Out, Row>,
    pub row_open: Signal<Out, Bit>,
    pub row_close: Signal<Out, Bit>,
    pub slot_next: Signal<Out, Slot>,
    pub slot_take: Signal<Out, Bit>,
    pub slot_free: Signal<Out, Bit>,
    /// A second slot set free: the kept copy of a block whose data came back.
    pub kept_free: Signal<Out, Bit>,
    pub kept: Signal<Out, Bits<4>>,
    pub op: Signal<Out, TableOp>,
    pub frame: Signal<Out, Frame>,
    pub frame_valid: Signal<Out, Bit>,
    pub answer: Signal<Out, Answer>,
    pub answer_valid: Signal<Out, Bit>,
    pub host_job: Signal<Out, HostJob>,
    pub fetch_valid: Signal<Out, Bit>,
    pub store_valid: Signal<Out, Bit>,
    pub path_job: Signal<Out, PathJob>,
    pub path_valid: Signal<Out, Bit>,
    pub area_read: Signal<Out, AreaRead>,
    pub area_read_valid: Signal<Out, Bit>,
    pub block: Signal<Out, Block>,
    pub block_valid: Signal<Out, Bit>,
    pub slot_ready: Signal<Out, Bit>,
    pub slot_arrived: Signal<Out, Bit>,
    /// The event's source keeps its entry: there is more to do about it.
    pub again: Signal<Out, Bit>,
    /// One more peer slot is spoken for, or one less.
    pub claim: Signal<Out, Bit>,
    pub unclaim: Signal<Out, Bit>,
    /// One more of the peer's slots is in use, or one less.
    pub spend: Signal<Out, Bit>,
    pub regain: Signal<Out, Bit>,
    pub wseq_take: Signal<Out, Bit>,
    pub oseq_take: Signal<Out, Bits<6>>,
    /// GO came, or goes out.
    pub go: Signal<Out, Bit>,
    pub protocol_fault: Signal<Out, Bit>,
    pub integrity_fault: Signal<Out, Bit>,
    pub trace: Signal<Out, TraceEvent>,
    // Shorthands.
    kind: Signal<Local, Kind>,
    stage: Signal<Local, Stage>,
    own: Signal<Local, Bit>,
    next: Signal<Local, Row>,
    new_slot: Signal<Local, Slot>,
    answer_now: Signal<Local, Answer>,
    send: Signal<Local, Frame>,
    request: Signal<Local, TableOp>,
    /// The frame of the event.
    came: Signal<Local, Frame>,
    log: Signal<Local, TraceEvent>,
    job: Signal<Local, PathJob>,
    write: Signal<Local, crate::wires::AreaWrite>,
    /// Blocks resolved by this event.
    resolved: Signal<Local, Bits<6>>,
    left: Signal<Local, Bits<6>>,
    rest: Signal<Local, Bits<6>>,
    due: Signal<Local, Bits<6>>,
    block_lba: Signal<Local, Bits<32>>,
    blocks32: Signal<Local, Bits<32>>,
    more: Signal<Local, Bit>,
    paths_open: Signal<Local, Bit>,
    fits: Signal<Local, Bit>,
    mine: Signal<Local, Bit>,
    with_data: Signal<Local, Bit>,
    kept_flags: Signal<Local, Bits<8>>,
    was_done: Signal<Local, Bit>,
    start_write: Signal<Local, Bit>,
    flag_kept: Constant<Bits<8>>,
    op_insert: Constant<Bits<3>>,
    op_release: Constant<Bits<3>>,
    op_convert: Constant<Bits<3>>,
    op_park: Constant<Bits<3>>,
    op_retry: Constant<Bits<3>>,
    op_flush: Constant<Bits<8>>,
    op_write: Constant<Bits<8>>,
    fwd: Constant<Bits<8>>,
    grant: Constant<Bits<8>>,
    data: Constant<Bits<8>>,
    abandon: Constant<Bits<8>>,
    rep_header: Constant<Bits<8>>,
    rep: Constant<Bits<8>>,
    ack: Constant<Bits<8>>,
    fin: Constant<Bits<8>>,
    go_frame: Constant<Bits<8>>,
    interrupted: Constant<Bits<15>>,
    transfer_error: Constant<Bits<15>>,
    write_fault: Constant<Bits<15>>,
    read_error: Constant<Bits<15>>,
    t_command: Constant<Bits<8>>,
    t_exclusive: Constant<Bits<8>>,
    t_forwarded: Constant<Bits<8>>,
    t_reading: Constant<Bits<8>>,
    t_released: Constant<Bits<8>>,
    t_fetched: Constant<Bits<8>>,
    t_writing: Constant<Bits<8>>,
    t_durable: Constant<Bits<8>>,
    t_sent: Constant<Bits<8>>,
    t_got: Constant<Bits<8>>,
    t_answered: Constant<Bits<8>>,
    t_stored: Constant<Bits<8>>,
    t_refused: Constant<Bits<8>>,
    t_go: Constant<Bits<8>>,
    t_abandoned: Constant<Bits<8>>,
    t_fault: Constant<Bits<8>>,
    t_acknowledged: Constant<Bits<8>>,
}

crate::leaf::block_default!(Rules {
    on row slot live first serving return_data path_enable area_blocks epoch session wseq oseq row_next row_open row_close
    slot_next slot_take slot_free kept_free kept op frame frame_valid answer answer_valid host_job fetch_valid store_valid path_job
    path_valid area_read area_read_valid block block_valid slot_ready slot_arrived again claim unclaim spend regain wseq_take
    oseq_take go protocol_fault integrity_fault trace kind stage own next new_slot answer_now send request came log job write resolved
    left rest due block_lba blocks32 more paths_open fits mine with_data kept_flags was_done start_write;
    flag_kept = link::FLAG_KEPT, op_insert = 1u8, op_release = 2u8, op_convert = 3u8, op_park = 4u8, op_retry = 5u8,
    op_flush = 2u8, op_write = 1u8,
    fwd = link::Kind::FWD as u8, grant = link::Kind::GRANT as u8, data = link::Kind::DATA as u8,
    abandon = link::Kind::ABANDON as u8, rep_header = link::Kind::REP_HEADER as u8, rep = link::Kind::REP as u8,
    ack = link::Kind::ACK as u8, fin = link::Kind::FIN as u8, go_frame = link::Kind::GO as u8,
    interrupted = nvme::COMMAND_INTERRUPTED.bits(), transfer_error = nvme::DATA_TRANSFER_ERROR.bits(),
    write_fault = nvme::WRITE_FAULT.bits(), read_error = nvme::UNRECOVERED_READ_ERROR.bits(),
    t_command = trace_kind::COMMAND, t_exclusive = trace_kind::EXCLUSIVE, t_forwarded = trace_kind::FORWARDED,
    t_reading = trace_kind::READING, t_released = trace_kind::RELEASED, t_fetched = trace_kind::FETCHED, t_writing = trace_kind::WRITING,
    t_durable = trace_kind::DURABLE, t_sent = trace_kind::SENT, t_got = trace_kind::GOT, t_answered = trace_kind::ANSWERED,
    t_stored = trace_kind::STORED, t_refused = trace_kind::REFUSED, t_go = trace_kind::GO,
    t_abandoned = trace_kind::ABANDONED, t_fault = trace_kind::FAULT, t_acknowledged = trace_kind::ACKNOWLEDGED
});

impl Logic for Rules {
    #[hdl_gen]
    fn update(&mut self) {
        self.kind.next = self.on.val().kind;
        self.came.next = self.on.val().frame;
        self.stage.next = self.slot.val().stage;
        self.own.next = !self.on.val().row.get_bit(5);
        self.mine.next = self.own.val() & !self.first.val();
        self.blocks32.next = bit_cast::<32, 6>(self.row.val().blocks);
        self.block_lba.next = self.row.val().lba + bit_cast::<32, 5>(self.on.val().index);
        self.rest.next = self.row.val().blocks - bit_cast::<6, 5>(self.on.val().index);
        self.more.next = self.rest.val() > 1;
        self.was_done.next = (self.row.val().done >> self.on.val().index).get_bit(0);
        // Nothing changes and nothing is said, unless a rule below says so.
        self.next.next = self.row.val();
        self.row_open.next = false;
        self.row_close.next = false;
        self.new_slot.next = self.slot.val();
        self.slot_take.next = false;
        self.slot_free.next = false;
        self.kept_free.next = false;
        self.frame_valid.next = false;
        self.answer_valid.next = false;
        self.fetch_valid.next = false;
        self.store_valid.next = false;
        self.path_valid.next = false;
        self.area_read_valid.next = false;
        self.block_valid.next = false;
        self.slot_ready.next = false;
        self.slot_arrived.next = false;
        self.again.next = false;
        self.claim.next = false;
        self.unclaim.next = false;
        self.spend.next = false;
        self.regain.next = false;
        self.wseq_take.next = false;
        self.oseq_take.next = 0.into();
        self.go.next = false;
        self.protocol_fault.next = false;
        self.integrity_fault.next = false;
        self.resolved.next = 0.into();
        self.due.next = self.row.val().due;
        self.paths_open.next = false;
        self.fits.next = false;
        self.with_data.next = false;
        self.kept_flags.next = 0.into();
        self.kept.next = self.came.val().flags.get_bits::<4>(4);
        self.start_write.next = false;

        self.host_job.next.row = self.on.val().row.get_bits::<5>(0);
        self.host_job.next.index = self.on.val().index;
        self.host_job.next.slot = self.on.val().slot;
        self.area_read.next.tag = self.on.val().slot;
        self.area_read.next.lba = self.block_lba.val();
        // The next block of the same row.
        self.block.next.row = self.on.val().row;
        self.block.next.index = self.on.val().index + 1;

        self.request.next.kind = 0.into();
        self.request.next.row = self.on.val().row;
        self.request.next.shared = !self.row.val().write;
        self.request.next.priority = false;
        self.request.next.forward = self.mine.val();
        self.request.next.lba = self.row.val().lba;
        self.request.next.blocks = self.row.val().blocks;
        self.request.next.unit = self.own.val() ^ self.first.val();
        self.request.next.wseq = self.row.val().wseq;

        self.send.next.kind = 0.into();
        self.send.next.flags = 0.into();
        self.send.next.slot = self.slot.val().peer;
        self.send.next.unit = self.own.val() ^ self.first.val();
        self.send.next.row = self.on.val().row.get_bits::<5>(0);
        self.send.next.index = self.on.val().index;
        self.send.next.blocks = self.row.val().blocks;
        self.send.next.wseq = self.row.val().wseq;
        self.send.next.lba = self.row.val().lba;
        self.send.next.oseq = 0.into();
        self.send.next.value = 0.into();
        self.send.next.data = false;
        self.send.next.source = self.on.val().slot;

        self.answer_now.next.row = self.on.val().row.get_bits::<5>(0);
        self.answer_now.next.reply = true;
        self.answer_now.next.free = true;
        self.answer_now.next.status = 0.into();

        self.log.next.kind = 0.into();
        self.log.next.row = self.on.val().row;
        self.log.next.index = self.on.val().index;
        self.log.next.lba = self.block_lba.val();
        self.log.next.wseq = self.row.val().wseq;

        match self.kind.val() {
            // ---- A host command enters.
            Kind::Command => {
                // P1 P2 P3 for the first unit's write, P4 P5 P2 P3 for the second's.
                self.paths_open.next = (self.path_enable.val() & 0x06) == 0x06;
                if self.first.val() {
                    if !self.path_enable.val().get_bit(0) {
                        self.paths_open.next = false;
                    }
                } else {
                    if (self.path_enable.val() & 0x18) != 0x18 {
                        self.paths_open.next = false;
                    }
                }
                self.next.next.write = self.came.val().kind == self.op_write.val();
                self.next.next.lba = self.came.val().lba;
                self.next.next.blocks = self.came.val().blocks;
                self.next.next.left = self.came.val().blocks;
                self.next.next.due = 0.into();
                self.next.next.status = 0.into();
                self.next.next.wseq = self.wseq.val();
                self.next.next.done = 0.into();
                self.next.next.header = false;
                self.next.next.active = false;
                self.next.next.forwarded = false;
                self.next.next.answered = false;
                self.next.next.dead = false;
                self.log.next.kind = self.t_command.val();
                self.log.next.lba = self.came.val().lba;
                self.log.next.wseq = self.wseq.val();
                if !self.serving.val() {
                    // Only after the hold limit: the retryable status.
                    self.answer_valid.next = true;
                    self.answer_now.next.status = self.interrupted.val();
                    self.log.next.kind = self.t_refused.val();
                } else if self.came.val().kind == self.op_flush.val() {
                    // Writes are durable on both sides when they are answered: nothing is left to flush.
                    self.answer_valid.next = true;
                } else if (self.came.val().kind == self.op_write.val()) & !self.paths_open.val() {
                    self.answer_valid.next = true;
                    self.answer_now.next.status = self.interrupted.val();
                    self.log.next.kind = self.t_refused.val();
                } else {
                    self.row_open.next = true;
                    self.wseq_take.next = self.came.val().kind == self.op_write.val();
                    self.request.next.kind = self.op_insert.val();
                    self.request.next.shared = self.came.val().kind != self.op_write.val();
                    self.request.next.forward = (self.came.val().kind == self.op_write.val()) & !self.first.val();
                    self.request.next.lba = self.came.val().lba;
                    self.request.next.blocks = self.came.val().blocks;
                    self.request.next.wseq = self.wseq.val();
                }
            }
            // ---- The arbiter: nothing is ahead of the row any more.
            Kind::Granted => {
                if !self.live.val() {
                    self.protocol_fault.next = true;
                } else if self.row.val().dead {
                    self.resolved.next = self.row.val().left;
                } else if self.mine.val() & self.row.val().write & !self.row.val().header {
                    // R_fwd. It is forwarded only while the pair serves; GO asks again.
                    if self.serving.val() {
                        self.frame_valid.next = true;
                        self.send.next.kind = self.fwd.val();
                        self.next.next.forwarded = true;
                        self.next.next.active = false;
                        self.log.next.kind = self.t_forwarded.val();
                    } else {
                        self.request.next.kind = self.op_park.val();
                    }
                } else {
                    self.next.next.active = true;
                    self.log.next.kind = self.t_exclusive.val();
                    if !self.row.val().write {
                        self.log.next.kind = self.t_reading.val();
                    }
                    self.block.next.index = 0.into();
                    // Reads: area reads. First unit's writes: fetches. Forwards: GRANTs. Second unit: data is here or comes.
                    self.block_valid.next = !self.row.val().write | self.first.val();
                    if self.row.val().write & self.first.val() {
                        self.next.next.oseq = self.oseq.val();
                        self.oseq_take.next = self.row.val().blocks;
                    }
                }
            }
            // ---- A slot is there for a block of an own write that may have its data.
            Kind::Fetch => {
                if self.row.val().answered & self.first.val() {
                    // The host has had its answer; its memory may be gone. What is not here yet will not come.
                    self.resolved.next = self.rest.val();
                    self.frame_valid.next = self.row.val().header;
                    self.send.next.kind = self.abandon.val();
                    self.send.next.blocks = self.rest.val();
                } else {
                    self.fetch_valid.next = true;
                    self.slot_take.next = true;
                    self.new_slot.next.stage = Stage::Fetching;
                    self.new_slot.next.row = self.on.val().row;
                    self.new_slot.next.index = self.on.val().index;
                    self.block_valid.next = self.more.val() & self.first.val();
                }
            }
            Kind::Fetched => {
                self.log.next.kind = self.t_fetched.val();
                if !self.first.val() & !self.serving.val() {
                    // The session ended meanwhile: fetched again when it is granted again.
                    self.slot_free.next = true;
                } else if self.on.val().error != 0 {
                    self.slot_free.next = true;
                    self.resolved.next = 1.into();
                    self.next.next.status = self.transfer_error.val();
                    // The peer waits for this block where it knows of it.
                    self.frame_valid.next = !self.first.val() | self.row.val().header;
                    self.send.next.kind = self.abandon.val();
                    self.send.next.blocks = 1.into();
                    self.log.next.kind = self.t_abandoned.val();
                } else if self.first.val() {
                    self.start_write.next = true;
                } else {
                    self.new_slot.next.stage = Stage::Given;
                    self.frame_valid.next = true;
                    self.send.next.kind = self.data.val();
                    self.send.next.data = true;
                    self.send.next.blocks = bit_cast::<6, 4>(self.on.val().slot);
                }
            }
            // ---- A block is durable in this unit's area.
            Kind::Written => {
                self.log.next.kind = self.t_durable.val();
                self.new_slot.next.crc = self.on.val().crc;
                if (self.on.val().error != 0) & self.first.val() {
                    self.slot_free.next = true;
                    self.unclaim.next = !self.own.val();
                    self.resolved.next = 1.into();
                    self.next.next.status = self.write_fault.val();
                    self.frame_valid.next = self.row.val().header | !self.own.val();
                    self.send.next.kind = self.abandon.val();
                    self.send.next.blocks = 1.into();
                    self.log.next.kind = self.t_fault.val();
                } else if self.first.val() {
                    self.integrity_fault.next = !self.own.val() & (self.slot.val().crc != self.on.val().crc);
                    self.new_slot.next.stage = Stage::Ready;
                    self.slot_ready.next = true;
                } else if self.on.val().error != 0 {
                    // The second area fails: no answer goes out that it holds the block; the session ends.
                    self.protocol_fault.next = true;
                    self.slot_free.next = true;
                    self.log.next.kind = self.t_fault.val();
                } else {
                    self.integrity_fault.next = self.slot.val().crc != self.on.val().crc;
                    self.slot_free.next = true;
                    self.resolved.next = 1.into();
                    if self.own.val() {
                        self.due.next = self.row.val().due - 1;
                    }
                    self.next.next.done = self.row.val().done | (bit_cast::<32, 1>(1.into()) << self.on.val().index);
                    self.frame_valid.next = true;
                    self.send.next.kind = self.ack.val();
                    self.send.next.blocks = 1.into();
                }
            }
            // ---- First unit: a durable block goes to the second.
            Kind::Replicate => {
                self.frame_valid.next = true;
                self.log.next.kind = self.t_sent.val();
                if !self.row.val().header {
                    // The header goes first; E(A2) is sought while the data follows.
                    self.send.next.kind = self.rep_header.val();
                    self.send.next.oseq = self.row.val().oseq;
                    self.send.next.value = bit_cast::<32, 6>(self.row.val().left);
                    self.next.next.header = true;
                    self.again.next = true;
                } else {
                    // A block whose copy the second unit kept goes without data, unless the mode wants it back.
                    self.with_data.next = self.own.val() | self.return_data.val() | !self.row.val().forwarded;
                    self.kept_flags.next = 0.into();
                    if !self.own.val() & self.row.val().forwarded {
                        self.kept_flags.next = (bit_cast::<8, 4>(self.slot.val().peer) << 4) | self.flag_kept.val();
                    }
                    self.send.next.kind = self.rep.val();
                    self.send.next.blocks = bit_cast::<6, 4>(self.on.val().slot);
                    self.send.next.lba = bit_cast::<32, 16>(self.slot.val().session);
                    self.send.next.oseq = self.row.val().oseq + bit_cast::<32, 5>(self.on.val().index);
                    self.send.next.value = self.slot.val().crc;
                    self.send.next.data = self.with_data.val();
                    self.new_slot.next.stage = Stage::Replicated;
                    self.new_slot.next.data = self.with_data.val();
                    self.spend.next = self.with_data.val();
                    // The second unit's kept copy, which returned data replaces.
                    self.send.next.flags = self.kept_flags.val();
                }
            }
            // ---- First unit: a slot is free for a block of a forwarded write.
            Kind::Grant => {
                self.frame_valid.next = true;
                self.claim.next = true;
                self.send.next.kind = self.grant.val();
                self.block_valid.next = self.more.val();
                self.log.next.kind = self.t_sent.val();
            }
            // ---- A frame came.
            Kind::Got => {
                self.log.next.kind = self.t_got.val();
                self.log.next.wseq = self.came.val().wseq;
                self.new_slot.next.row = self.on.val().row;
                self.new_slot.next.index = self.on.val().index;
                self.new_slot.next.crc = self.came.val().value;
                self.new_slot.next.session = self.came.val().lba.get_bits::<16>(0);
                self.new_slot.next.peer = self.came.val().blocks.get_bits::<4>(0);
                self.fits.next = (self.came.val().blocks != 0)
                    & (self.came.val().blocks < 33)
                    & (self.came.val().lba < self.area_blocks.val())
                    & (bit_cast::<32, 6>(self.came.val().blocks) <= (self.area_blocks.val() - self.came.val().lba));
                if self.came.val().kind == self.go_frame.val() {
                    self.go.next = !self.first.val();
                    self.protocol_fault.next = self.first.val();
                    self.log.next.kind = self.t_go.val();
                } else if self.came.val().kind == self.fwd.val() {
                    if !self.first.val() | self.own.val() | self.live.val() | !self.fits.val() {
                        self.protocol_fault.next = true;
                    } else if (self.path_enable.val() & 0x16) != 0x16 {
                        self.frame_valid.next = true;
                        self.send.next.kind = self.fin.val();
                        self.send.next.wseq = self.came.val().wseq;
                        self.send.next.value = bit_cast::<32, 15>(self.interrupted.val());
                        self.log.next.kind = self.t_refused.val();
                    } else {
                        self.row_open.next = true;
                        self.next.next.write = true;
                        self.next.next.lba = self.came.val().lba;
                        self.next.next.blocks = self.came.val().blocks;
                        self.next.next.left = self.came.val().blocks;
                        self.next.next.status = 0.into();
                        self.next.next.wseq = self.came.val().wseq;
                        self.next.next.header = false;
                        self.next.next.active = false;
                        self.next.next.forwarded = true;
                        self.next.next.answered = false;
                        self.next.next.dead = false;
                        self.request.next.kind = self.op_insert.val();
                        self.request.next.shared = false;
                        self.request.next.lba = self.came.val().lba;
                        self.request.next.blocks = self.came.val().blocks;
                        self.request.next.wseq = self.came.val().wseq;
                    }
                } else if self.came.val().kind == self.rep_header.val() {
                    if self.first.val() | !self.fits.val() {
                        self.protocol_fault.next = true;
                    } else if self.own.val() {
                        if self.live.val() & (self.came.val().wseq == self.row.val().wseq) {
                            self.next.next.header = true;
                            self.next.next.oseq = self.came.val().oseq;
                            self.due.next = self.came.val().value.get_bits::<6>(0);
                            self.request.next.kind = self.op_convert.val();
                        } else if self.serving.val() {
                            self.protocol_fault.next = true;
                        }
                    } else {
                        self.next.next.left = self.came.val().value.get_bits::<6>(0);
                        self.next.next.header = true;
                        self.next.next.dead = false;
                        self.next.next.oseq = self.came.val().oseq;
                        if !self.live.val() {
                            self.row_open.next = true;
                            self.next.next.write = true;
                            self.next.next.lba = self.came.val().lba;
                            self.next.next.blocks = self.came.val().blocks;
                            self.next.next.status = 0.into();
                            self.next.next.wseq = self.came.val().wseq;
                            self.next.next.active = false;
                            self.next.next.answered = false;
                            self.next.next.dead = false;
                            self.request.next.kind = self.op_insert.val();
                            self.request.next.shared = false;
                            self.request.next.priority = true;
                            self.request.next.lba = self.came.val().lba;
                            self.request.next.blocks = self.came.val().blocks;
                            self.request.next.wseq = self.came.val().wseq;
                        } else if self.came.val().wseq != self.row.val().wseq {
                            self.protocol_fault.next = true;
                        }
                    }
                } else if (self.came.val().kind == self.rep.val()) & !self.first.val() {
                    if self.own.val() & (!self.live.val() | (self.came.val().wseq != self.row.val().wseq)) {
                        // Answered in an earlier session, so durable here: only the acknowledge was lost.
                        self.slot_free.next = self.came.val().data;
                        self.frame_valid.next = true;
                        self.send.next.kind = self.ack.val();
                        self.send.next.slot = self.came.val().blocks.get_bits::<4>(0);
                        self.send.next.wseq = self.came.val().wseq;
                        self.protocol_fault.next = self.serving.val();
                    } else if !self.live.val() | !self.row.val().header | (self.came.val().wseq != self.row.val().wseq)
                    {
                        self.protocol_fault.next = true;
                    } else if self.came.val().data {
                        self.slot_take.next = true;
                        self.kept_free.next = self.came.val().flags.get_bit(1);
                        self.start_write.next = self.row.val().active;
                        self.new_slot.next.stage = Stage::Arrived;
                        self.slot_arrived.next = !self.row.val().active;
                    } else {
                        // The slot named is the one kept when DATA left: it must be this block, and the same data.
                        if (self.stage.val() == Stage::Given)
                            & (self.slot.val().row == self.on.val().row)
                            & (self.slot.val().index == self.on.val().index)
                            & (self.slot.val().crc == self.came.val().value)
                        {
                            self.slot_take.next = true;
                            self.start_write.next = self.row.val().active;
                            self.new_slot.next.stage = Stage::Arrived;
                            self.slot_arrived.next = !self.row.val().active;
                        } else {
                            self.protocol_fault.next = true;
                            self.integrity_fault.next = self.slot.val().crc != self.came.val().value;
                        }
                    }
                } else if !self.live.val() | (self.came.val().wseq != self.row.val().wseq) {
                    self.protocol_fault.next = true;
                } else if self.came.val().kind == self.grant.val() {
                    if self.first.val() | !self.own.val() | !self.row.val().forwarded {
                        self.protocol_fault.next = true;
                    } else if self.was_done.val() | self.row.val().answered {
                        self.resolved.next = 1.into();
                        self.frame_valid.next = true;
                        self.send.next.kind = self.abandon.val();
                        self.send.next.blocks = 1.into();
                    } else {
                        self.block_valid.next = true;
                        self.block.next.index = self.on.val().index;
                    }
                } else if self.came.val().kind == self.data.val() {
                    if !self.first.val() | self.own.val() | !self.row.val().active {
                        self.protocol_fault.next = true;
                    } else {
                        self.slot_take.next = true;
                        self.start_write.next = true;
                    }
                } else if self.came.val().kind == self.abandon.val() {
                    self.resolved.next = self.came.val().blocks;
                    self.unclaim.next = self.first.val();
                    self.log.next.kind = self.t_abandoned.val();
                    if self.mine.val() {
                        // The first area could not store it.
                        self.next.next.status = self.write_fault.val();
                        self.slot_free.next = (self.stage.val() == Stage::Given)
                            & (self.slot.val().row == self.on.val().row)
                            & (self.slot.val().index == self.on.val().index);
                    }
                } else if self.came.val().kind == self.ack.val() {
                    self.log.next.kind = self.t_acknowledged.val();
                    if self.first.val()
                        & (self.stage.val() == Stage::Replicated)
                        & (self.slot.val().row == self.on.val().row)
                        & (self.slot.val().index == self.on.val().index)
                    {
                        self.slot_free.next = true;
                        self.unclaim.next = !self.own.val();
                        self.regain.next = self.slot.val().data;
                        self.resolved.next = 1.into();
                    } else {
                        self.protocol_fault.next = true;
                    }
                } else if (self.came.val().kind == self.fin.val()) & self.own.val() & !self.first.val() {
                    self.next.next.status = self.came.val().value.get_bits::<15>(0);
                    self.resolved.next = self.row.val().left;
                } else {
                    self.protocol_fault.next = true;
                }
                // Only a frame that brings a block, or names one that was kept, says anything about a slot.
                if !self.slot_take.val() {
                    self.new_slot.next = self.slot.val();
                }
            }
            // ---- DATA has left: what S1 must send back for it is known.
            Kind::Sent => {
                self.new_slot.next.crc = self.on.val().crc;
            }
            // ---- Second unit: a block came before its row had E.
            Kind::Arrived => {
                self.start_write.next = self.row.val().active;
                self.slot_arrived.next = !self.row.val().active;
            }
            // ---- Reads.
            Kind::Read => {
                if self.row.val().dead {
                    self.resolved.next = self.rest.val();
                } else {
                    self.area_read_valid.next = true;
                    self.slot_take.next = true;
                    self.new_slot.next.stage = Stage::Reading;
                    self.new_slot.next.row = self.on.val().row;
                    self.new_slot.next.index = self.on.val().index;
                    self.block_valid.next = self.more.val();
                }
            }
            Kind::ReadDone => {
                if self.row.val().dead {
                    self.slot_free.next = true;
                    self.resolved.next = 1.into();
                } else if self.on.val().error != 0 {
                    self.slot_free.next = true;
                    self.resolved.next = 1.into();
                    self.next.next.status = self.read_error.val();
                    self.log.next.kind = self.t_fault.val();
                } else {
                    self.store_valid.next = true;
                    self.new_slot.next.stage = Stage::Storing;
                }
            }
            Kind::Stored => {
                self.log.next.kind = self.t_stored.val();
                self.slot_free.next = true;
                self.resolved.next = 1.into();
                if self.on.val().error != 0 {
                    self.next.next.status = self.transfer_error.val();
                }
            }
            // ---- The session has ended and everything in flight with it: rows, then slots, then rows again.
            Kind::DropRow => {
                if self.live.val() {
                    self.next.next.header = false;
                    if self.mine.val() & self.row.val().write {
                        self.next.next.left = self.row.val().blocks;
                        self.next.next.forwarded = false;
                        self.next.next.active = false;
                        if self.row.val().forwarded | self.row.val().active {
                            self.request.next.kind = self.op_park.val();
                        }
                    }
                    if !self.first.val() & !self.own.val() {
                        // The first unit returns with a new header for whatever matters. Until then nothing of it is kept:
                        // a stale E here could stand in the way of the writes that the first unit finishes.
                        if self.row.val().active {
                            self.request.next.kind = self.op_release.val();
                            self.row_close.next = true;
                        } else {
                            self.next.next.dead = true;
                        }
                    }
                    if self.first.val() & !self.own.val() {
                        // A forward that still waits is dropped; of one with E, what is durable here is finished.
                        self.next.next.forwarded = false;
                        self.next.next.dead = !self.row.val().active;
                        if self.row.val().active {
                            self.next.next.left = 0.into();
                        }
                    }
                }
            }
            Kind::DropSlot => {
                if self.first.val() {
                    if self.stage.val() == Stage::Replicated {
                        self.new_slot.next.stage = Stage::Ready;
                        self.slot_ready.next = true;
                    }
                    if (self.stage.val() == Stage::Replicated) | (self.stage.val() == Stage::Ready) {
                        if !self.own.val() {
                            self.claim.next = true;
                            self.next.next.left = self.row.val().left + 1;
                        }
                    } else if self.stage.val() == Stage::Free {
                        self.slot_free.next = true;
                    }
                } else {
                    if (self.stage.val() == Stage::Given)
                        | (self.stage.val() == Stage::Arrived)
                        | (self.stage.val() == Stage::Free)
                    {
                        self.slot_free.next = true;
                    }
                }
            }
            Kind::SettleRow => {
                // A forward of which nothing is durable here is over.
                if self.live.val()
                    & self.first.val()
                    & !self.own.val()
                    & self.row.val().active
                    & (self.row.val().left == 0)
                {
                    self.request.next.kind = self.op_release.val();
                    self.row_close.next = true;
                }
            }
            // ---- Second unit: GO has come.
            Kind::Resume => {
                if self.live.val() & self.row.val().write & self.own.val() {
                    if self.row.val().answered {
                        // Never forwarded again. A row that still waits is released when its turn comes.
                        self.next.next.dead = true;
                    }
                    self.next.next.left = self.row.val().blocks;
                    self.request.next.kind = self.op_retry.val();
                }
            }
            // ---- The hold limit has passed: every host has its answer, what is under way is resolved later.
            Kind::Expire => {
                if self.live.val() & !self.row.val().write & self.row.val().active {
                    // Its blocks under way reach the host first, the answer follows.
                    self.next.next.status = self.interrupted.val();
                    self.next.next.dead = true;
                } else if self.live.val() & !self.row.val().answered {
                    self.next.next.answered = true;
                    self.next.next.dead = !self.row.val().active & (self.first.val() | !self.row.val().write);
                    self.answer_valid.next = true;
                    self.answer_now.next.free = false;
                    self.answer_now.next.status = self.interrupted.val();
                }
            }
            // ---- First unit: everything of the old session is resolved.
            Kind::Go => {
                self.frame_valid.next = true;
                self.send.next.kind = self.go_frame.val();
                self.send.next.unit = false;
                self.send.next.row = 0.into();
                self.go.next = true;
                self.log.next.kind = self.t_go.val();
            }
            Kind::Idle => {}
        }

        // A block goes to the area: path 1 for the first unit's own write, 5 for a forwarded one, 3 at the second unit.
        if self.start_write.val() {
            self.new_slot.next.stage = Stage::Writing;
            self.log.next.kind = self.t_writing.val();
            if self.first.val() {
                self.new_slot.next.session = self.session.val();
            }
        }
        // A slot that is given back is nobody's: what it held must not be taken up again after the session.
        if self.slot_free.val() {
            self.new_slot.next.stage = Stage::Free;
        }
        self.write.next.session = self.new_slot.val().session;
        self.write.next.tag = self.on.val().slot;
        self.write.next.lba = self.block_lba.val();
        self.write.next.epoch = self.epoch.val();
        self.write.next.unit = self.own.val() ^ self.first.val();
        self.write.next.wseq = self.row.val().wseq;
        self.write.next.oseq = self.row.val().oseq + bit_cast::<32, 5>(self.on.val().index);
        self.job.next.path = 3.into();
        if self.first.val() {
            self.job.next.path = 5.into();
            if self.own.val() {
                self.job.next.path = 1.into();
            }
        }
        self.job.next.row = self.on.val().row;
        self.job.next.write = self.write.val();
        self.path_job.next = self.job.val();
        self.path_valid.next = self.start_write.val();

        // The last block resolved: the row is over, its host is answered.
        self.left.next = self.row.val().left - self.resolved.val();
        if self.resolved.val() != 0 {
            self.next.next.left = self.left.val();
            if self.resolved.val() > self.row.val().left {
                self.protocol_fault.next = true;
            } else if self.left.val() == 0 {
                self.request.next.kind = self.op_release.val();
                self.row_close.next = true;
                self.answer_valid.next = self.own.val();
                self.answer_now.next.reply = !self.row.val().answered;
                self.answer_now.next.status = self.next.val().status;
                self.log.next.kind = self.t_released.val();
                if self.own.val() {
                    self.log.next.kind = self.t_answered.val();
                }
            } else if (self.due.val() == 0) & (self.row.val().due != 0) & !self.serving.val() & self.mine.val() {
                // Second unit, resuming: what the first had of this write is done, the rest waits for GO.
                self.request.next.kind = self.op_park.val();
                self.next.next.active = false;
                self.next.next.header = false;
            }
        }
        self.next.next.due = self.due.val();

        if self.protocol_fault.val() {
            self.log.next.kind = self.t_fault.val();
        }
        self.row_next.next = self.next.val();
        self.slot_next.next = self.new_slot.val();
        self.op.next = self.request.val();
        self.frame.next = self.send.val();
        self.answer.next = self.answer_now.val();
        self.trace.next = self.log.val();
    }
}
