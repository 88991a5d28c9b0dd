//! The write-forwarding switch: puts writes in order and moves each block along its paths.
//!
//! One event at a time: pick it, load its row and slot, let [`rules::Rules`] say what follows, store that and hand out
//! what it asks of others. So every step is atomic, and the order of steps is the order of events.
#![doc = include_str!("doc.md")]

pub mod rules;
pub mod state;

use crate::leaf::{Fifo, Ram, StreamSink, StreamSource, Table, DFF};
use crate::wires::*;
use rules::Rules;
use rust_hdl::prelude::*;
use state::{Block, Event, Kind, Row, Slot};
use twinpath_spec::limits;

/// The step of the event under way.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Step {
    Pick,
    /// The slot is read; it may name the row.
    Load,
    /// The row comes out of its memory.
    Wait,
    Act,
    /// What the event asks of others is handed out: first the table's operation, then the rest.
    Give,
}

/// What the unit does as a whole (protocol: Hold, Reform, Serve).
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Phase {
    /// Hold: the session is over; what is in flight ends.
    Drain,
    /// Hold: rows, slots, rows are put in the state from which a new session resumes them.
    DropRows,
    DropSlots,
    SettleRows,
    /// Hold: a session may begin.
    Connect,
    /// Second unit: the first finishes what it has.
    Resuming,
    /// Second unit: GO came, own writes are forwarded again.
    ResumeRows,
    Serving,
}

#[derive(LogicBlock)]
pub struct Switch {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub first: Signal<In, Bit>,
    // The controller.
    pub command: StreamSink<Command>,
    pub fetch: StreamSource<HostJob>,
    pub fetched: StreamSink<HostDone>,
    pub store: StreamSource<HostJob>,
    pub stored: StreamSink<HostDone>,
    pub answer: StreamSource<Answer>,
    /// The hold limit has passed and every host has its answer: new commands get theirs from the controller.
    pub refuse: Signal<Out, Bit>,
    // The link.
    pub send: StreamSource<Frame>,
    pub sent: StreamSink<Sent>,
    pub got: StreamSink<Frame>,
    pub free_slot: StreamSource<Bits<4>>,
    pub link_up: Signal<In, Bit>,
    pub link_quiet: Signal<In, Bit>,
    pub connect: Signal<Out, Bit>,
    pub session: Signal<In, Bits<16>>,
    pub epoch: Signal<In, Bits<16>>,
    // The status table.
    pub op: StreamSource<TableOp>,
    pub granted: StreamSink<Bits<6>>,
    /// Every operation of the table is done and visible.
    pub table_idle: Signal<In, Bit>,
    // The area.
    pub path_job: StreamSource<PathJob>,
    pub written: StreamSink<AreaDone>,
    pub area_read: StreamSource<AreaRead>,
    pub read_done: StreamSink<AreaDone>,
    // The control window.
    pub path_enable: Signal<In, Bits<5>>,
    pub return_data: Signal<In, Bit>,
    pub hold_limit: Signal<In, Bits<48>>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub row_address: Signal<In, Bits<6>>,
    pub row_view: Signal<Out, RowView>,
    /// 0 Hold, 1 draining, 2 connecting, 3 resuming, 4 serving.
    pub state: Signal<Out, Bits<4>>,
    pub live: Signal<Out, Bits<64>>,
    pub slots_used: Signal<Out, Bits<16>>,
    pub path_busy: Signal<Out, Bits<5>>,
    pub protocol_faults: Signal<Out, Bits<32>>,
    pub integrity_faults: Signal<Out, Bits<32>>,
    pub reads: Signal<Out, Bits<32>>,
    pub trace: Signal<Out, TraceEvent>,
    pub trace_valid: Signal<Out, Bit>,
    // State.
    rules: Rules,
    rows: Ram<Row, 6>,
    rows_view: Ram<Row, 6>,
    slots: Table<Slot, 4>,
    fetch_queue: Fifo<Block, 6, 7>,
    grant_queue: Fifo<Block, 5, 6>,
    read_queue: Fifo<Block, 4, 5>,
    ready_queue: Fifo<Bits<4>, 4, 5>,
    arrived_queue: Fifo<Bits<4>, 4, 5>,
    step: DFF<Step>,
    phase: DFF<Phase>,
    current: DFF<Event>,
    row: DFF<Row>,
    slot: DFF<Slot>,
    row_live: DFF<Bit>,
    alive: DFF<Bits<64>>,
    /// Rows from before the session; GO goes out when none is left (first unit).
    old: DFF<Bits<64>>,
    go_due: DFF<Bit>,
    used: DFF<Bits<16>>,
    lent: DFF<Bits<4>>,
    lent_valid: DFF<Bit>,
    /// Peer slots here that are granted or hold data (first unit).
    claims: DFF<Bits<4>>,
    /// Peer slots at the other unit that hold our REP data.
    spent: DFF<Bits<4>>,
    /// Fetches and area writes under way.
    flying: DFF<Bits<5>>,
    walk: DFF<Bits<6>>,
    hold_cycles: DFF<Bits<48>>,
    expired: DFF<Bits<6>>,
    wseq: DFF<Bits<32>>,
    oseq: DFF<Bits<32>>,
    faults: DFF<Bits<32>>,
    mismatches: DFF<Bits<32>>,
    read_count: DFF<Bits<32>>,
    // What is to be handed out.
    op_out: DFF<TableOp>,
    op_due: DFF<Bit>,
    frame_out: DFF<Frame>,
    frame_due: DFF<Bit>,
    answer_out: DFF<Answer>,
    answer_due: DFF<Bit>,
    host_out: DFF<HostJob>,
    fetch_due: DFF<Bit>,
    store_due: DFF<Bit>,
    path_out: DFF<PathJob>,
    path_due: DFF<Bit>,
    area_out: DFF<AreaRead>,
    area_due: DFF<Bit>,
    // Shorthands.
    chosen: Signal<Local, Event>,
    asked: Signal<Local, Frame>,
    act: Signal<Local, Bit>,
    open: Signal<Local, Bit>,
    serving: Signal<Local, Bit>,
    expire_now: Signal<Local, Bit>,
    all_expired: Signal<Local, Bit>,
    walking: Signal<Local, Bit>,
    by_slot: Signal<Local, Bit>,
    row_at: Signal<Local, Bits<6>>,
    local_slot: Signal<Local, Bits<4>>,
    local_free: Signal<Local, Bit>,
    read_slot: Signal<Local, Bits<4>>,
    read_free: Signal<Local, Bit>,
    peer_slot: Signal<Local, Bits<4>>,
    peer_free: Signal<Local, Bit>,
    peer_room: Signal<Local, Bit>,
    credit: Signal<Local, Bit>,
    flush: Signal<Local, Bit>,
    lost: Signal<Local, Bit>,
    used_next: Signal<Local, Bits<16>>,
    alive_next: Signal<Local, Bits<64>>,
    own_writes: Signal<Local, Bit>,
    peer_rows: Signal<Local, Bit>,
    busy: Signal<Local, Bits<5>>,
    give_rest: Signal<Local, Bit>,
    give_frame: Signal<Local, Bit>,
    waits: Signal<Local, Bit>,
    given: Signal<Local, TableOp>,
    session_event: Signal<Local, Bits<8>>,
    peer_slots: Constant<Bits<4>>,
    op_release: Constant<Bits<3>>,
    t_hold: Constant<Bits<8>>,
    t_session: Constant<Bits<8>>,
}

crate::leaf::block_default!(Switch {
    clock reset first command fetch fetched store stored answer refuse send sent got free_slot link_up link_quiet connect session epoch
    op granted table_idle path_job written area_read read_done path_enable return_data hold_limit area_blocks row_address row_view state live
    slots_used path_busy protocol_faults integrity_faults reads trace trace_valid rules rows rows_view slots fetch_queue
    grant_queue read_queue ready_queue arrived_queue step phase current row slot row_live alive old go_due used lent lent_valid
    claims spent flying walk hold_cycles expired wseq oseq faults mismatches read_count op_out op_due frame_out frame_due
    answer_out answer_due host_out fetch_due store_due path_out path_due area_out area_due chosen asked act open serving expire_now
    all_expired walking by_slot row_at local_slot local_free read_slot read_free peer_slot peer_free peer_room credit flush lost
    used_next alive_next own_writes peer_rows busy give_rest give_frame waits given session_event;
    op_release = 2u8, peer_slots = limits::PEER_SLOTS.len() as u8,
    t_hold = twinpath_spec::control::trace_kind::HOLD, t_session = twinpath_spec::control::trace_kind::SESSION
});

impl Logic for Switch {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, step, phase, current, row, slot, row_live, alive, old, go_due, used, lent, lent_valid);
        dff_setup!(
            self,
            clock,
            claims,
            spent,
            flying,
            walk,
            hold_cycles,
            expired,
            wseq,
            oseq,
            faults,
            mismatches,
            read_count
        );
        dff_setup!(
            self, clock, op_out, op_due, frame_out, frame_due, answer_out, answer_due, host_out, fetch_due, store_due
        );
        dff_setup!(self, clock, path_out, path_due, area_out, area_due);
        clock!(self, clock, rows, rows_view, slots, fetch_queue, grant_queue, read_queue, ready_queue, arrived_queue);

        // ---- What is the case.
        self.act.next = self.step.q.val() == Step::Act;
        self.serving.next = self.phase.q.val() == Phase::Serving;
        self.open.next = (self.phase.q.val() == Phase::Serving) | (self.phase.q.val() == Phase::Resuming);
        self.walking.next = (self.phase.q.val() == Phase::DropRows)
            | (self.phase.q.val() == Phase::DropSlots)
            | (self.phase.q.val() == Phase::SettleRows)
            | (self.phase.q.val() == Phase::ResumeRows);
        self.all_expired.next = self.expired.q.val().get_bit(5);
        self.expire_now.next = ((self.phase.q.val() == Phase::Connect) | (self.phase.q.val() == Phase::Resuming))
            & !self.all_expired.val()
            & (self.hold_cycles.q.val() >= self.hold_limit.val());
        self.peer_room.next = self.claims.q.val() != self.peer_slots.val();
        self.credit.next = self.spent.q.val() != self.peer_slots.val();
        self.flush.next = self.act.val() & (self.phase.q.val() == Phase::DropRows) & (self.walk.q.val() == 0);

        // The lowest free slot of each class.
        self.local_free.next = !self.used.q.val().get_bits::<6>(0).all();
        self.local_slot.next = 5.into();
        if !self.used.q.val().get_bit(4) {
            self.local_slot.next = 4.into();
        }
        if !self.used.q.val().get_bit(3) {
            self.local_slot.next = 3.into();
        }
        if !self.used.q.val().get_bit(2) {
            self.local_slot.next = 2.into();
        }
        if !self.used.q.val().get_bit(1) {
            self.local_slot.next = 1.into();
        }
        if !self.used.q.val().get_bit(0) {
            self.local_slot.next = 0.into();
        }
        self.peer_free.next = !self.used.q.val().get_bits::<6>(6).all();
        self.peer_slot.next = 11.into();
        if !self.used.q.val().get_bit(10) {
            self.peer_slot.next = 10.into();
        }
        if !self.used.q.val().get_bit(9) {
            self.peer_slot.next = 9.into();
        }
        if !self.used.q.val().get_bit(8) {
            self.peer_slot.next = 8.into();
        }
        if !self.used.q.val().get_bit(7) {
            self.peer_slot.next = 7.into();
        }
        if !self.used.q.val().get_bit(6) {
            self.peer_slot.next = 6.into();
        }
        self.read_free.next = !self.used.q.val().get_bits::<3>(12).all();
        self.read_slot.next = 14.into();
        if !self.used.q.val().get_bit(13) {
            self.read_slot.next = 13.into();
        }
        if !self.used.q.val().get_bit(12) {
            self.read_slot.next = 12.into();
        }

        // ---- Pick: what waits, the most urgent first. What comes from others goes before what this unit begins.
        self.asked.next = self.got.data.val();
        self.chosen.next = self.current.q.val();
        self.chosen.next.kind = Kind::Idle;
        self.chosen.next.error = 0.into();
        self.chosen.next.crc = 0.into();
        if self.walking.val() {
            self.chosen.next.row = self.walk.q.val();
            self.chosen.next.slot = self.walk.q.val().get_bits::<4>(0);
            self.chosen.next.kind = Kind::DropRow;
            if self.phase.q.val() == Phase::DropSlots {
                self.chosen.next.kind = Kind::DropSlot;
            }
            if self.phase.q.val() == Phase::SettleRows {
                self.chosen.next.kind = Kind::SettleRow;
            }
            if self.phase.q.val() == Phase::ResumeRows {
                self.chosen.next.kind = Kind::Resume;
            }
        } else if self.got.valid.val() {
            self.chosen.next.kind = Kind::Got;
            self.chosen.next.frame = self.got.data.val();
            // A frame about this unit's own write has its row below 32.
            self.chosen.next.row = bit_cast::<6, 5>(self.got.data.val().row);
            if self.got.data.val().unit == self.first.val() {
                self.chosen.next.row = bit_cast::<6, 5>(self.got.data.val().row) | 32;
            }
            self.chosen.next.slot = self.got.data.val().slot;
            self.chosen.next.index = self.got.data.val().index;
        } else if self.written.valid.val() {
            self.chosen.next.kind = Kind::Written;
            self.chosen.next.slot = self.written.data.val().tag;
            self.chosen.next.crc = self.written.data.val().crc;
            if self.written.data.val().error {
                self.chosen.next.error = 1.into();
            }
        } else if self.granted.valid.val() {
            self.chosen.next.kind = Kind::Granted;
            self.chosen.next.row = self.granted.data.val();
            self.chosen.next.index = 0.into();
        } else if self.sent.valid.val() {
            self.chosen.next.kind = Kind::Sent;
            self.chosen.next.slot = self.sent.data.val().slot;
            self.chosen.next.crc = self.sent.data.val().crc;
        } else if self.fetched.valid.val() {
            self.chosen.next.kind = Kind::Fetched;
            self.chosen.next.slot = self.fetched.data.val().slot;
            self.chosen.next.error = self.fetched.data.val().error;
        } else if self.read_done.valid.val() {
            self.chosen.next.kind = Kind::ReadDone;
            self.chosen.next.slot = self.read_done.data.val().tag;
            if self.read_done.data.val().error {
                self.chosen.next.error = 1.into();
            }
        } else if self.stored.valid.val() {
            self.chosen.next.kind = Kind::Stored;
            self.chosen.next.slot = self.stored.data.val().slot;
            self.chosen.next.error = self.stored.data.val().error;
        } else if self.expire_now.val() {
            self.chosen.next.kind = Kind::Expire;
            self.chosen.next.row = self.expired.q.val();
        } else if self.serving.val() & self.first.val() & self.ready_queue.source.valid.val() & self.credit.val() {
            self.chosen.next.kind = Kind::Replicate;
            self.chosen.next.slot = self.ready_queue.source.data.val();
        } else if self.serving.val() & self.go_due.q.val() & (self.old.q.val() == 0) {
            self.chosen.next.kind = Kind::Go;
        } else if self.serving.val() & self.grant_queue.source.valid.val() & self.peer_room.val() {
            self.chosen.next.kind = Kind::Grant;
            self.chosen.next.row = self.grant_queue.source.data.val().row;
            self.chosen.next.index = self.grant_queue.source.data.val().index;
        } else if self.serving.val() & self.fetch_queue.source.valid.val() & self.local_free.val() {
            self.chosen.next.kind = Kind::Fetch;
            self.chosen.next.row = self.fetch_queue.source.data.val().row;
            self.chosen.next.index = self.fetch_queue.source.data.val().index;
            self.chosen.next.slot = self.local_slot.val();
        } else if self.read_queue.source.valid.val()
            & (self.all_expired.val() | (self.open.val() & self.read_free.val()))
        {
            self.chosen.next.kind = Kind::Read;
            self.chosen.next.row = self.read_queue.source.data.val().row;
            self.chosen.next.index = self.read_queue.source.data.val().index;
            self.chosen.next.slot = self.read_slot.val();
        } else if self.command.valid.val() & (self.serving.val() | self.all_expired.val()) {
            self.chosen.next.kind = Kind::Command;
            self.chosen.next.row = bit_cast::<6, 5>(self.command.data.val().row);
            self.chosen.next.index = 0.into();
            self.asked.next.kind = bit_cast::<8, 2>(self.command.data.val().op);
            self.asked.next.lba = self.command.data.val().lba;
            self.asked.next.blocks = self.command.data.val().blocks;
            self.chosen.next.frame = self.asked.val();
        } else if self.open.val() & self.arrived_queue.source.valid.val() {
            self.chosen.next.kind = Kind::Arrived;
            self.chosen.next.slot = self.arrived_queue.source.data.val();
        }

        // ---- Load and wait: the slot, then the row that it or the event names.
        self.by_slot.next = (self.current.q.val().kind == Kind::Written)
            | (self.current.q.val().kind == Kind::Sent)
            | (self.current.q.val().kind == Kind::Fetched)
            | (self.current.q.val().kind == Kind::ReadDone)
            | (self.current.q.val().kind == Kind::Stored)
            | (self.current.q.val().kind == Kind::Replicate)
            | (self.current.q.val().kind == Kind::Arrived)
            | (self.current.q.val().kind == Kind::DropSlot);
        self.slots.read_address.next = self.current.q.val().slot;
        self.row_at.next = self.current.q.val().row;
        if self.by_slot.val() {
            self.row_at.next = self.slots.read_data.val().row;
        }
        self.rows.read_address.next = self.row_at.val();
        self.rows_view.read_address.next = self.row_address.val();
        self.row_view.next.lba = self.rows_view.read_data.val().lba;
        self.row_view.next.blocks = self.rows_view.read_data.val().blocks;
        self.row_view.next.wseq = self.rows_view.read_data.val().wseq;
        self.row_view.next.left = self.rows_view.read_data.val().left;

        // ---- Act: the rules.
        self.rules.on.next = self.current.q.val();
        self.rules.row.next = self.row.q.val();
        self.rules.slot.next = self.slot.q.val();
        self.rules.live.next = self.row_live.q.val();
        self.rules.first.next = self.first.val();
        self.rules.serving.next = self.serving.val();
        self.rules.return_data.next = self.return_data.val();
        self.rules.path_enable.next = self.path_enable.val();
        self.rules.area_blocks.next = self.area_blocks.val();
        self.rules.epoch.next = self.epoch.val();
        self.rules.session.next = self.session.val();
        self.rules.wseq.next = self.wseq.q.val();
        self.rules.oseq.next = self.oseq.q.val();

        self.rows.write.next = self.act.val();
        self.rows.write_address.next = self.current.q.val().row;
        self.rows.write_data.next = self.rules.row_next.val();
        self.rows_view.write.next = self.act.val();
        self.rows_view.write_address.next = self.current.q.val().row;
        self.rows_view.write_data.next = self.rules.row_next.val();
        self.slots.write.next = self.act.val();
        self.slots.write_address.next = self.current.q.val().slot;
        self.slots.write_data.next = self.rules.slot_next.val();

        // The sources give up their entry when the event is done.
        self.got.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Got);
        self.written.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Written);
        self.granted.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Granted);
        self.sent.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Sent);
        self.fetched.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Fetched);
        self.read_done.ready.next = self.act.val() & (self.current.q.val().kind == Kind::ReadDone);
        self.stored.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Stored);
        self.command.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Command);
        self.ready_queue.source.ready.next =
            self.act.val() & (self.current.q.val().kind == Kind::Replicate) & !self.rules.again.val();
        self.grant_queue.source.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Grant);
        self.fetch_queue.source.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Fetch);
        self.read_queue.source.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Read);
        self.arrived_queue.source.ready.next = self.act.val() & (self.current.q.val().kind == Kind::Arrived);

        // Blocks that can go on: reads, GRANTs for forwards, fetches. The queues are as deep as there are rows or slots.
        self.read_queue.sink.data.next = self.rules.block.val();
        self.grant_queue.sink.data.next = self.rules.block.val();
        self.fetch_queue.sink.data.next = self.rules.block.val();
        self.read_queue.sink.valid.next = self.act.val() & self.rules.block_valid.val() & !self.row.q.val().write;
        self.grant_queue.sink.valid.next = self.act.val()
            & self.rules.block_valid.val()
            & self.row.q.val().write
            & self.current.q.val().row.get_bit(5);
        self.fetch_queue.sink.valid.next = self.act.val()
            & self.rules.block_valid.val()
            & self.row.q.val().write
            & !self.current.q.val().row.get_bit(5);
        self.ready_queue.sink.data.next = self.current.q.val().slot;
        self.ready_queue.sink.valid.next = self.act.val() & self.rules.slot_ready.val();
        self.arrived_queue.sink.data.next = self.current.q.val().slot;
        self.arrived_queue.sink.valid.next = self.act.val() & self.rules.slot_arrived.val();
        self.ready_queue.reset.next = self.reset.val();
        self.read_queue.reset.next = self.reset.val();
        self.grant_queue.reset.next = self.reset.val() | self.flush.val();
        self.arrived_queue.reset.next = self.reset.val() | self.flush.val();
        // The first unit's own writes hold E and go on; the second's start again from their GRANTs.
        self.fetch_queue.reset.next = self.reset.val() | (self.flush.val() & !self.first.val());

        self.used_next.next = self.used.q.val();
        self.alive_next.next = self.alive.q.val();
        if self.act.val() {
            if self.rules.slot_take.val() {
                self.used_next.next = self.used.q.val().replace_bit(self.current.q.val().slot.index(), true);
            }
            // The slot on offer to the link stays with it.
            if self.rules.slot_free.val()
                & !(self.lent_valid.q.val() & (self.lent.q.val() == self.current.q.val().slot))
            {
                self.used_next.next = self.used.q.val().replace_bit(self.current.q.val().slot.index(), false);
            }
            if self.rules.kept_free.val() {
                self.used_next.next = self.used_next.val().replace_bit(self.rules.kept.val().index(), false);
            }
            if self.rules.row_open.val() {
                self.alive_next.next = self.alive.q.val().replace_bit(self.current.q.val().row.index(), true);
            }
            if self.rules.row_close.val() {
                self.alive_next.next = self.alive.q.val().replace_bit(self.current.q.val().row.index(), false);
            }
            if self.rules.claim.val() {
                self.claims.d.next = self.claims.q.val() + 1;
            }
            if self.rules.unclaim.val() {
                self.claims.d.next = self.claims.q.val() - 1;
            }
            if self.rules.spend.val() {
                self.spent.d.next = self.spent.q.val() + 1;
            }
            if self.rules.regain.val() {
                self.spent.d.next = self.spent.q.val() - 1;
            }
            if self.rules.wseq_take.val() {
                self.wseq.d.next = self.wseq.q.val() + 1;
            }
            self.oseq.d.next = self.oseq.q.val() + bit_cast::<32, 6>(self.rules.oseq_take.val());
            if (self.rules.fetch_valid.val() | self.rules.path_valid.val())
                & (self.current.q.val().kind != Kind::Fetched)
                & (self.current.q.val().kind != Kind::Written)
            {
                self.flying.d.next = self.flying.q.val() + 1;
            }
            if ((self.current.q.val().kind == Kind::Fetched) & !self.rules.path_valid.val())
                | (self.current.q.val().kind == Kind::Written)
            {
                self.flying.d.next = self.flying.q.val() - 1;
            }
            if self.current.q.val().kind == Kind::Stored {
                self.read_count.d.next = self.read_count.q.val() + 1;
            }
            if self.rules.protocol_fault.val() {
                self.faults.d.next = self.faults.q.val() + 1;
            }
            if self.rules.integrity_fault.val() {
                self.mismatches.d.next = self.mismatches.q.val() + 1;
            }
        }
        self.alive.d.next = self.alive_next.val();
        self.old.d.next = self.old.q.val() & self.alive_next.val();

        // A free peer slot is on offer to the link at all times.
        self.free_slot.data.next = self.lent.q.val();
        self.free_slot.valid.next = self.lent_valid.q.val();
        if self.lent_valid.q.val() & self.free_slot.ready.val() {
            self.lent_valid.d.next = false;
        } else if !self.lent_valid.q.val() & self.peer_free.val() & !self.act.val() {
            self.lent_valid.d.next = true;
            self.lent.d.next = self.peer_slot.val();
            self.used_next.next = self.used.q.val().replace_bit(self.peer_slot.val().index(), true);
        }
        self.used.d.next = self.used_next.val();

        // ---- Give: the table first, so that a released row is N before anyone hears of it.
        self.given.next = self.op_out.q.val();
        self.give_rest.next = !self.op_due.q.val();
        // An acknowledge leaves when the release is there for everyone to see.
        self.give_frame.next =
            self.give_rest.val() & ((self.given.val().kind != self.op_release.val()) | self.table_idle.val());
        self.op.data.next = self.op_out.q.val();
        self.op.valid.next = self.op_due.q.val();
        self.send.data.next = self.frame_out.q.val();
        self.send.valid.next = self.frame_due.q.val() & self.give_frame.val();
        self.answer.data.next = self.answer_out.q.val();
        self.answer.valid.next = self.answer_due.q.val() & self.give_rest.val();
        self.fetch.data.next = self.host_out.q.val();
        self.fetch.valid.next = self.fetch_due.q.val();
        self.store.data.next = self.host_out.q.val();
        self.store.valid.next = self.store_due.q.val();
        self.path_job.data.next = self.path_out.q.val();
        self.path_job.valid.next = self.path_due.q.val();
        self.area_read.data.next = self.area_out.q.val();
        self.area_read.valid.next = self.area_due.q.val();
        if self.op_due.q.val() & self.op.ready.val() {
            self.op_due.d.next = false;
        }
        if self.frame_due.q.val() & self.give_frame.val() & self.send.ready.val() {
            self.frame_due.d.next = false;
        }
        if self.answer_due.q.val() & self.give_rest.val() & self.answer.ready.val() {
            self.answer_due.d.next = false;
        }
        if self.fetch_due.q.val() & self.fetch.ready.val() {
            self.fetch_due.d.next = false;
        }
        if self.store_due.q.val() & self.store.ready.val() {
            self.store_due.d.next = false;
        }
        if self.path_due.q.val() & self.path_job.ready.val() {
            self.path_due.d.next = false;
        }
        if self.area_due.q.val() & self.area_read.ready.val() {
            self.area_due.d.next = false;
        }

        self.waits.next = (self.op_due.q.val() & !self.op.ready.val())
            | (self.frame_due.q.val() & !(self.give_frame.val() & self.send.ready.val()))
            | (self.answer_due.q.val() & !(self.give_rest.val() & self.answer.ready.val()))
            | (self.fetch_due.q.val() & !self.fetch.ready.val())
            | (self.store_due.q.val() & !self.store.ready.val())
            | (self.path_due.q.val() & !self.path_job.ready.val())
            | (self.area_due.q.val() & !self.area_read.ready.val());
        match self.step.q.val() {
            Step::Pick => {
                self.current.d.next = self.chosen.val();
                if self.chosen.val().kind != Kind::Idle {
                    self.step.d.next = Step::Load;
                }
            }
            Step::Load => {
                self.slot.d.next = self.slots.read_data.val();
                self.chosen.next = self.current.q.val();
                self.chosen.next.row = self.row_at.val();
                if self.by_slot.val() {
                    self.chosen.next.index = self.slots.read_data.val().index;
                }
                self.current.d.next = self.chosen.val();
                self.step.d.next = Step::Wait;
            }
            Step::Wait => {
                self.row.d.next = self.rows.read_data.val();
                self.row_live.d.next = self.alive.q.val().get_bit(self.current.q.val().row.index());
                self.step.d.next = Step::Act;
            }
            Step::Act => {
                self.op_out.d.next = self.rules.op.val();
                self.op_due.d.next = self.rules.op.val().kind != 0;
                self.frame_out.d.next = self.rules.frame.val();
                self.frame_due.d.next = self.rules.frame_valid.val();
                self.answer_out.d.next = self.rules.answer.val();
                self.answer_due.d.next = self.rules.answer_valid.val();
                self.host_out.d.next = self.rules.host_job.val();
                self.fetch_due.d.next = self.rules.fetch_valid.val();
                self.store_due.d.next = self.rules.store_valid.val();
                self.path_out.d.next = self.rules.path_job.val();
                self.path_due.d.next = self.rules.path_valid.val();
                self.area_out.d.next = self.rules.area_read.val();
                self.area_due.d.next = self.rules.area_read_valid.val();
                self.step.d.next = Step::Give;
            }
            Step::Give => {
                if !self.waits.val() {
                    self.step.d.next = Step::Pick;
                }
            }
        }

        // ---- The unit as a whole.
        self.session_event.next = 0.into();
        self.lost.next = !self.link_up.val() | (self.act.val() & self.rules.protocol_fault.val());
        self.connect.next =
            self.open.val() | (self.phase.q.val() == Phase::Connect) | (self.phase.q.val() == Phase::ResumeRows);
        if self.act.val() & self.walking.val() {
            self.walk.d.next = self.walk.q.val() + 1;
        }
        if self.act.val() & (self.current.q.val().kind == Kind::Expire) {
            self.expired.d.next = self.expired.q.val() + 1;
        }
        self.hold_cycles.d.next = self.hold_cycles.q.val() + 1;
        self.state.next = 0.into();
        match self.phase.q.val() {
            Phase::Drain => {
                self.state.next = 1.into();
                if !self.link_up.val()
                    & self.link_quiet.val()
                    & !self.got.valid.val()
                    & !self.sent.valid.val()
                    & (self.flying.q.val() == 0)
                    & (self.step.q.val() == Step::Pick)
                    & (self.chosen.val().kind == Kind::Idle)
                {
                    self.phase.d.next = Phase::DropRows;
                    self.walk.d.next = 0.into();
                }
            }
            Phase::DropRows => {
                if self.flush.val() {
                    self.claims.d.next = 0.into();
                    self.spent.d.next = 0.into();
                }
                if self.act.val() & self.walk.q.val().all() {
                    self.phase.d.next = Phase::DropSlots;
                }
            }
            Phase::DropSlots => {
                if self.act.val() & (self.walk.q.val() == 15) {
                    self.phase.d.next = Phase::SettleRows;
                    self.walk.d.next = 0.into();
                }
            }
            Phase::SettleRows => {
                if self.act.val() & self.walk.q.val().all() {
                    self.phase.d.next = Phase::Connect;
                }
            }
            Phase::Connect => {
                self.state.next = 2.into();
                if self.link_up.val() {
                    self.session_event.next = self.t_session.val();
                    self.phase.d.next = Phase::Resuming;
                    if self.first.val() {
                        self.phase.d.next = Phase::Serving;
                        self.go_due.d.next = true;
                        self.old.d.next = self.alive_next.val();
                    }
                }
            }
            Phase::Resuming => {
                self.state.next = 3.into();
                if self.lost.val() {
                    self.phase.d.next = Phase::Drain;
                    self.session_event.next = self.t_hold.val();
                } else if self.act.val() & self.rules.go.val() {
                    self.phase.d.next = Phase::ResumeRows;
                    self.walk.d.next = 0.into();
                }
            }
            Phase::ResumeRows => {
                self.state.next = 3.into();
                if self.act.val() & self.walk.q.val().all() {
                    self.phase.d.next = Phase::Serving;
                }
            }
            Phase::Serving => {
                self.state.next = 4.into();
                self.hold_cycles.d.next = 0.into();
                self.expired.d.next = 0.into();
                if self.act.val() & (self.current.q.val().kind == Kind::Go) {
                    self.go_due.d.next = false;
                }
                if self.lost.val() {
                    self.phase.d.next = Phase::Drain;
                    self.go_due.d.next = false;
                    self.session_event.next = self.t_hold.val();
                }
            }
        }

        // ---- What others see.
        self.refuse.next = self.all_expired.val();
        self.live.next = self.alive.q.val();
        self.slots_used.next = self.used.q.val();
        self.protocol_faults.next = self.faults.q.val();
        self.integrity_faults.next = self.mismatches.q.val();
        self.reads.next = self.read_count.q.val();
        self.own_writes.next = self.alive.q.val().get_bits::<24>(0).any();
        self.peer_rows.next = self.alive.q.val().get_bits::<32>(32).any();
        self.busy.next = 0.into();
        if self.own_writes.val() {
            self.busy.next = 0x1e.into();
            if self.first.val() {
                self.busy.next = 0x07.into();
            }
        }
        if self.peer_rows.val() {
            self.busy.next = self.busy.val() | 0x07;
            if self.first.val() {
                self.busy.next = self.busy.val() | 0x1e;
            }
        }
        self.path_busy.next = self.busy.val();
        self.trace.next = self.rules.trace.val();
        self.trace_valid.next = self.act.val() & (self.rules.trace.val().kind != 0);
        if self.session_event.val() != 0 {
            self.trace.next.kind = self.session_event.val();
            self.trace_valid.next = true;
        }

        if self.reset.val() {
            self.step.d.next = Step::Pick;
            self.phase.d.next = Phase::Connect;
            self.alive.d.next = 0.into();
            self.old.d.next = 0.into();
            self.used.d.next = 0.into();
            self.lent_valid.d.next = false;
            self.go_due.d.next = false;
            self.claims.d.next = 0.into();
            self.spent.d.next = 0.into();
            self.flying.d.next = 0.into();
            self.hold_cycles.d.next = 0.into();
            self.expired.d.next = 0.into();
            self.wseq.d.next = 1.into();
            self.oseq.d.next = 1.into();
            self.op_due.d.next = false;
            self.frame_due.d.next = false;
            self.answer_due.d.next = false;
            self.fetch_due.d.next = false;
            self.store_due.d.next = false;
            self.path_due.d.next = false;
            self.area_due.d.next = false;
        }
    }
}

#[cfg(test)]
mod tests;
