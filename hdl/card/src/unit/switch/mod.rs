//! The write-forwarding switch: puts writes in order and moves each block along its paths.
//!
//! One event at a time: [`choice`] picks it, its slot and row are loaded, [`rules`] say what follows, that is stored, and
//! [`handout`] gives others what it asks of them. So every step is atomic, and the order of steps is the order of events.
#![doc = include_str!("doc.md")]

mod choice;
mod handout;
mod phases;
mod pool;
mod rules;
mod state;
mod waits;

use crate::leaf::{Ram, StreamSink, StreamSource, Table, DFF};
use crate::wires::*;
use choice::Choice;
use handout::Handout;
use phases::Phases;
use pool::Pool;
use rules::Rules;
use rust_hdl::prelude::*;
use state::{Event, Kind, Row, Say, Slot, Stage};
use waits::Waits;

/// The step of the event under way.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Step {
    Pick,
    /// Slot and row come out of their memories; some events know their row only from the slot.
    Load,
    /// The rules look at them, until what the event before asked of others is gone.
    Judge,
    /// It is decided.
    Act,
}

#[derive(LogicBlock, Default)]
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
    /// An own row that is let go if it waits: taken when that is decided, with `aborted`.
    pub abort: StreamSink<Bits<5>>,
    pub aborted: Signal<Out, Bit>,
    /// The hold limit has passed and every host has its answer: new commands get theirs from the controller.
    pub refuse: Signal<Out, Bit>,
    /// The host has reset its controller: its rows that wait leave the table, the others end.
    pub resetting: Signal<In, Bit>,
    /// A row of this host is under way. Without a session none is when every one is marked as answered.
    pub rows_open: Signal<Out, Bit>,
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
    pub granted: StreamSink<Grant>,
    /// Every operation of the table is done and visible.
    pub table_idle: Signal<In, Bit>,
    // The area.
    pub path_job: StreamSource<PathJob>,
    pub written: StreamSink<AreaDone>,
    pub area_read: StreamSource<AreaRead>,
    pub read_done: StreamSink<AreaDone>,
    // The control window.
    pub path_enable: Signal<In, Bits<5>>,
    pub modes: Signal<In, Modes>,
    pub hold_limit: Signal<In, Bits<48>>,
    pub wait_limit: Signal<In, Bits<48>>,
    /// R_host: 0 nobody, 1 the first unit's host, 2 the second's.
    pub holder: Signal<In, Bits<2>>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub row_address: Signal<In, Bits<6>>,
    pub row_view: Signal<Out, RowView>,
    /// 0 Hold, 1 draining, 2 connecting, 3 resuming, 4 serving.
    pub state: Signal<Out, Bits<4>>,
    pub slots_used: Signal<Out, Bits<16>>,
    pub path_busy: Signal<Out, Bits<5>>,
    pub protocol_faults: Signal<Out, Bits<32>>,
    pub integrity_faults: Signal<Out, Bits<32>>,
    pub reads: Signal<Out, Bits<32>>,
    pub trace: Signal<Out, TraceEvent>,
    pub trace_valid: Signal<Out, Bit>,

    choice: Choice,
    rules: Rules,
    handout: Handout,
    pool: Pool,
    phases: Phases,
    waits: Waits,
    rows: Table<Row, 6>,
    rows_view: Ram<RowView, 6>,
    /// The write's number of each row once more: a frame's is compared while its row is loaded.
    numbers: Table<Bits<32>, 6>,
    slots: Table<Slot, 4>,
    /// Those written since the reset: what the memory has of the others is from before it.
    known: DFF<Bits<16>>,
    step: DFF<Step>,
    /// The step is `Act`.
    act: DFF<Bit>,
    /// A row may have waited too long, and the table has stood still since the last cycle.
    look: DFF<Bit>,
    current: DFF<Event>,
    /// Its row is the slot's.
    by_slot: DFF<Bit>,
    row: DFF<Row>,
    slot: DFF<Slot>,
    row_live: DFF<Bit>,
    alive: DFF<Bits<64>>,
    /// Fetches and area writes under way.
    flying: DFF<Bits<5>>,
    wseq: DFF<Bits<32>>,
    oseq: DFF<Bits<32>>,
    faults: DFF<Bits<32>>,
    mismatches: DFF<Bits<32>>,
    read_count: DFF<Bits<32>>,
    /// Of the event, known before the rules look at it: its frame's range lies in the area; its frame is about the row's
    /// write; its slot holds its block, with its CRC.
    fits: DFF<Bit>,
    same_write: DFF<Bit>,
    same_block: DFF<Bit>,
    same_crc: DFF<Bit>,
    /// Another host than the row's holds the reservation.
    barred: DFF<Bit>,
    /// The row is a command of the second unit's host.
    seconds: Signal<Local, Bit>,
    held: Signal<Local, Slot>,
    loaded: Signal<Local, Event>,
    row_next: Signal<Local, Row>,
    view: Signal<Local, RowView>,
    /// What became of an Abort.
    abort_done: DFF<Bit>,
    abort_worked: DFF<Bit>,
    overdue: Signal<Local, Bit>,
    wanted: Signal<Local, Bit>,
    kind: Signal<Local, Kind>,
    came: Signal<Local, Frame>,
    say: Signal<Local, Say>,
    /// The event decided last has opened or closed its row; `alive` knows it one cycle later.
    opened: DFF<Bit>,
    closed: DFF<Bit>,
    takes_off: Signal<Local, Bit>,
    lands: Signal<Local, Bit>,
    own_writes: Signal<Local, Bit>,
    peer_rows: Signal<Local, Bit>,
    busy: Signal<Local, Bits<5>>,
}

impl Logic for Switch {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, step, current, row, slot, row_live, alive, flying, wseq, oseq, faults, mismatches, read_count
        );
        dff_setup!(
            self, clock, fits, same_write, same_block, same_crc, barred, by_slot, act, look, opened, closed, abort_done
        );
        dff_setup!(self, clock, abort_worked, known);
        clock!(self, clock, choice, rules, handout, pool, phases, waits, rows, rows_view, numbers, slots);
        self.choice.reset.next = self.reset.val();
        self.handout.reset.next = self.reset.val();
        self.pool.reset.next = self.reset.val();
        self.phases.reset.next = self.reset.val();
        self.waits.reset.next = self.reset.val();
        self.kind.next = self.current.q.val().kind;
        self.say.next = self.rules.say.val();

        // ---- The phase.
        self.phases.first.next = self.first.val();
        self.phases.link_up.next = self.link_up.val();
        self.phases.act.next = self.act.q.val();
        self.phases.kind.next = self.kind.val();
        self.phases.go.next = self.say.val().go;
        self.phases.protocol_fault.next = self.say.val().protocol_fault;
        self.phases.resetting.next = self.resetting.val();
        self.phases.hold_limit.next = self.hold_limit.val();
        self.came.next = self.current.q.val().frame;
        self.phases.fast_set.next = self.modes.val().fast_handshake;
        self.phases.parallel_set.next = self.modes.val().parallel_order;
        self.phases.go_fast.next = self.came.val().value.get_bit(0);
        self.connect.next = self.phases.connect.val();
        self.refuse.next = self.phases.refuse.val();
        self.state.next = self.phases.state.val();

        // ---- The time that rows wait.
        self.waits.serving.next = self.phases.serving.val();
        self.waits.limit.next = self.wait_limit.val();
        self.waits.all.next = self.resetting.val();
        self.overdue.next = self.act.q.val() & (self.kind.val() == Kind::Overdue);
        self.wanted.next = self.current.q.val().error != 0;
        self.waits.looked.next = self.overdue.val() & !self.wanted.val();
        self.waits.abort.next = self.abort.valid.val() & !self.abort_done.q.val();
        self.waits.abort_row.next = self.abort.data.val();
        self.abort_done.d.next = self.overdue.val() & self.wanted.val();
        self.abort_worked.d.next = self.say.val().answer_valid;
        self.abort.ready.next = self.abort_done.q.val();
        self.aborted.next = self.abort_worked.q.val();

        // ---- The slots.
        self.pool.act.next = self.act.q.val();
        self.pool.say.next = self.say.val();
        self.pool.slot.next = self.current.q.val().slot;
        self.pool.fast.next = self.phases.fast.val();
        self.pool.flush.next = self.phases.flush.val();
        StreamSource::<Bits<4>>::link(&mut self.free_slot, &mut self.pool.free_slot);
        self.slots_used.next = self.pool.used.val();

        // ---- Pick.
        self.choice.first.next = self.first.val();
        StreamSink::<Frame>::link(&mut self.got, &mut self.choice.got);
        StreamSink::<AreaDone>::link(&mut self.written, &mut self.choice.written);
        StreamSink::<Grant>::link(&mut self.granted, &mut self.choice.granted);
        StreamSink::<Sent>::link(&mut self.sent, &mut self.choice.sent);
        StreamSink::<HostDone>::link(&mut self.fetched, &mut self.choice.fetched);
        StreamSink::<AreaDone>::link(&mut self.read_done, &mut self.choice.read_done);
        StreamSink::<HostDone>::link(&mut self.stored, &mut self.choice.stored);
        StreamSink::<Command>::link(&mut self.command, &mut self.choice.command);
        self.choice.serving.next = self.phases.serving.val();
        self.choice.open.next = self.phases.open.val();
        self.choice.resetting.next = self.resetting.val();
        self.choice.refuse.next = self.phases.refuse.val();
        self.choice.due.next = self.phases.due.val();
        self.choice.due_kind.next = self.phases.due_kind.val();
        self.choice.due_row.next = self.phases.due_row.val();
        self.choice.expire.next = self.phases.expire.val();
        self.choice.expire_row.next = self.phases.expire_row.val();
        self.choice.go_now.next = self.phases.go_now.val();
        self.choice.flush.next = self.phases.flush.val();
        self.look.d.next =
            (self.step.q.val() == Step::Pick) & self.waits.due.val() & self.table_idle.val() & !self.handout.busy.val();
        self.choice.look.next = self.look.q.val();
        self.choice.look_row.next = self.waits.row.val();
        self.choice.look_abort.next = self.waits.abort.val();
        self.choice.local_slot.next = self.pool.local_slot.val();
        self.choice.local_free.next = self.pool.local_free.val();
        self.choice.read_slot.next = self.pool.read_slot.val();
        self.choice.read_free.next = self.pool.read_free.val();
        self.choice.peer_room.next = self.pool.peer_room.val();
        self.choice.credit.next = self.pool.credit.val();
        self.choice.act.next = self.act.q.val();
        self.choice.decided.next = self.current.q.val();
        self.choice.say.next = self.say.val();
        self.choice.block.next = self.rules.block.val();
        self.choice.write.next = self.row.q.val().write;

        // ---- Load: of an event that names a slot the slot says which row it is.
        self.slots.read_address.next = self.current.q.val().slot;
        self.held.next = self.slots.read_data.val();
        if !self.known.q.val().get_bit(self.current.q.val().slot.index()) {
            self.held.next.stage = Stage::Free;
        }
        self.loaded.next = self.current.q.val();
        if self.by_slot.q.val() {
            self.loaded.next.row = self.held.val().row;
            self.loaded.next.index = self.held.val().index;
        }
        self.rows.read_address.next = self.loaded.val().row;
        self.fits.d.next = (self.came.val().blocks != 0)
            & (self.came.val().blocks < 33)
            & (self.came.val().lba < self.area_blocks.val())
            & (bit_cast::<32, 6>(self.came.val().blocks) <= (self.area_blocks.val() - self.came.val().lba));
        self.act.d.next = false;
        self.numbers.read_address.next = self.current.q.val().row;
        self.seconds.next = !(self.current.q.val().row.get_bit(5) ^ self.first.val());
        match self.step.q.val() {
            Step::Load => {
                self.current.d.next = self.loaded.val();
                self.row.d.next = self.rows.read_data.val();
                self.slot.d.next = self.held.val();
                self.same_write.d.next = self.came.val().wseq == self.numbers.read_data.val();
                self.same_block.d.next = (self.held.val().row == self.current.q.val().row)
                    & (self.held.val().index == self.current.q.val().index);
                self.same_crc.d.next = self.held.val().crc == self.current.q.val().crc;
                self.barred.d.next =
                    ((self.holder.val() == 1) & self.seconds.val()) | ((self.holder.val() == 2) & !self.seconds.val());
                // No rule of an event that names a slot asks for these two.
                self.row_live.d.next = self.alive.q.val().get_bit(self.current.q.val().row.index());
                self.step.d.next = Step::Judge;
            }
            Step::Judge => {
                if !self.handout.busy.val() {
                    self.act.d.next = true;
                    self.step.d.next = Step::Act;
                }
            }
            Step::Act => {
                self.step.d.next = Step::Pick;
            }
            Step::Pick => {
                self.current.d.next = self.choice.picked.val();
                self.by_slot.d.next = self.choice.by_slot.val();
                if self.choice.picked.val().kind != Kind::Idle {
                    self.step.d.next = Step::Load;
                }
            }
        }
        self.phases.rest.next = (self.step.q.val() == Step::Pick)
            & (self.choice.picked.val().kind == Kind::Idle)
            & !self.handout.busy.val()
            & (self.flying.q.val() == 0)
            & self.link_quiet.val();

        // ---- Judge, act: the rules.
        self.rules.on.next = self.current.q.val();
        self.rules.row.next = self.row.q.val();
        self.rules.slot.next = self.slot.q.val();
        self.rules.live.next = self.row_live.q.val();
        self.rules.first.next = self.first.val();
        self.rules.serving.next = self.phases.serving.val();
        self.rules.modes.next = self.modes.val();
        self.rules.resetting.next = self.resetting.val();
        self.rules.lap.next = self.waits.lap.val();
        self.rules.unasked_room.next = self.pool.unasked_room.val();
        self.rules.fast.next = self.phases.fast.val();
        self.rules.parallel.next = self.phases.parallel.val();
        self.rules.path_enable.next = self.path_enable.val();
        self.rules.fits.next = self.fits.q.val();
        self.rules.same_write.next = self.same_write.q.val();
        self.rules.same_block.next = self.same_block.q.val();
        self.rules.same_crc.next = self.same_crc.q.val();
        self.rules.barred.next = self.barred.q.val();
        self.rules.epoch.next = self.epoch.val();
        self.rules.session.next = self.session.val();
        self.rules.wseq.next = self.wseq.q.val();
        self.rules.oseq.next = self.oseq.q.val();
        self.rows.write.next = self.act.q.val();
        self.rows.write_address.next = self.current.q.val().row;
        self.row_next.next = self.rules.row_next.val();
        self.rows.write_data.next = self.row_next.val();
        self.rows_view.write.next = self.act.q.val();
        self.rows_view.write_address.next = self.current.q.val().row;
        self.numbers.write.next = self.act.q.val();
        self.numbers.write_address.next = self.current.q.val().row;
        self.numbers.write_data.next = self.row_next.val().wseq;
        self.view.next.lba = self.row_next.val().lba;
        self.view.next.blocks = self.row_next.val().blocks;
        self.view.next.wseq = self.row_next.val().wseq;
        self.view.next.left = self.row_next.val().left;
        self.rows_view.write_data.next = self.view.val();
        self.slots.write.next = self.act.q.val();
        self.slots.write_address.next = self.current.q.val().slot;
        self.slots.write_data.next = self.rules.slot_next.val();

        self.takes_off.next = self.say.val().fetch_valid | self.say.val().start_write;
        self.lands.next = (self.kind.val() == Kind::Fetched) | (self.kind.val() == Kind::Written);
        self.opened.d.next = self.act.q.val() & self.say.val().row_open;
        self.closed.d.next = self.act.q.val() & self.say.val().row_close;
        if self.opened.q.val() {
            self.alive.d.next = self.alive.q.val().replace_bit(self.current.q.val().row.index(), true);
        }
        if self.closed.q.val() {
            self.alive.d.next = self.alive.q.val().replace_bit(self.current.q.val().row.index(), false);
        }
        if self.act.q.val() {
            self.known.d.next = self.known.q.val().replace_bit(self.current.q.val().slot.index(), true);
            if self.takes_off.val() & !self.lands.val() {
                self.flying.d.next = self.flying.q.val() + 1;
            }
            if !self.takes_off.val() & self.lands.val() {
                self.flying.d.next = self.flying.q.val() - 1;
            }
            if self.say.val().wseq_take {
                self.wseq.d.next = self.wseq.q.val() + 1;
            }
            self.oseq.d.next = self.oseq.q.val() + bit_cast::<32, 6>(self.say.val().oseq_take);
            if self.kind.val() == Kind::Stored {
                self.read_count.d.next = self.read_count.q.val() + 1;
            }
            if self.say.val().protocol_fault {
                self.faults.d.next = self.faults.q.val() + 1;
            }
            if self.say.val().integrity_fault {
                self.mismatches.d.next = self.mismatches.q.val() + 1;
            }
        }
        self.phases.alive.next = self.alive.q.val();

        // ---- What it asks of others.
        self.handout.act.next = self.act.q.val();
        self.handout.say.next = self.say.val();
        self.handout.new_op.next = self.rules.op.val();
        self.handout.new_frame.next = self.rules.frame.val();
        self.handout.new_answer.next = self.rules.answer.val();
        self.handout.new_host_job.next = self.rules.host_job.val();
        self.handout.new_path_job.next = self.rules.path_job.val();
        self.handout.new_area_read.next = self.rules.area_read.val();
        self.handout.table_idle.next = self.table_idle.val();
        StreamSource::<TableOp>::link(&mut self.op, &mut self.handout.op);
        StreamSource::<Frame>::link(&mut self.send, &mut self.handout.send);
        StreamSource::<Answer>::link(&mut self.answer, &mut self.handout.answer);
        StreamSource::<HostJob>::link(&mut self.fetch, &mut self.handout.fetch);
        StreamSource::<HostJob>::link(&mut self.store, &mut self.handout.store);
        StreamSource::<PathJob>::link(&mut self.path_job, &mut self.handout.path_job);
        StreamSource::<AreaRead>::link(&mut self.area_read, &mut self.handout.area_read);

        // ---- What others see.
        self.protocol_faults.next = self.faults.q.val();
        self.integrity_faults.next = self.mismatches.q.val();
        self.reads.next = self.read_count.q.val();
        self.rows_view.read_address.next = self.row_address.val();
        self.row_view.next = self.rows_view.read_data.val();
        self.own_writes.next = self.alive.q.val().get_bits::<24>(0).any();
        self.peer_rows.next = self.alive.q.val().get_bits::<32>(32).any();
        self.rows_open.next =
            (self.alive.q.val().get_bits::<32>(0).any() | self.opened.q.val()) & !self.phases.host_rests.val();
        self.busy.next = 0.into();
        if self.own_writes.val() {
            self.busy.next = 0x1e.into();
            if self.first.val() {
                self.busy.next = 0x07.into();
            }
        }
        if self.peer_rows.val() {
            if self.first.val() {
                self.busy.next = self.busy.val() | 0x1e;
            } else {
                self.busy.next = self.busy.val() | 0x07;
            }
        }
        self.path_busy.next = self.busy.val();
        self.trace.next = self.rules.trace.val();
        self.trace_valid.next = self.act.q.val() & (self.rules.trace.val().kind != 0);
        if self.phases.log.val() != 0 {
            self.trace.next.kind = self.phases.log.val();
            self.trace_valid.next = true;
        }

        if self.reset.val() {
            self.step.d.next = Step::Pick;
            self.act.d.next = false;
            self.opened.d.next = false;
            self.closed.d.next = false;
            self.alive.d.next = 0.into();
            self.known.d.next = 0.into();
            self.flying.d.next = 0.into();
            self.wseq.d.next = 1.into();
            self.oseq.d.next = 1.into();
            self.faults.d.next = 0.into();
            self.abort_done.d.next = false;
            self.mismatches.d.next = 0.into();
            self.read_count.d.next = 0.into();
        }
    }
}

#[cfg(test)]
mod tests;
