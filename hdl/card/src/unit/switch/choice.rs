//! Which event comes next: the most urgent of what waits. What comes from others goes before what this unit begins, and
//! grants before all that could end their row.
//!
//! Each source keeps its entry until the event is decided. Blocks and slots that can go on wait here in queues, as deep as
//! there are rows or slots.

use super::state::{Block, Event, Kind, Say};
use crate::leaf::{Fifo, StreamSink};
use crate::wires::*;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Choice {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub first: Signal<In, Bit>,
    // The sources.
    pub got: StreamSink<Frame>,
    pub written: StreamSink<AreaDone>,
    pub granted: StreamSink<Grant>,
    pub sent: StreamSink<Sent>,
    pub fetched: StreamSink<HostDone>,
    pub read_done: StreamSink<AreaDone>,
    pub stored: StreamSink<HostDone>,
    pub command: StreamSink<Command>,
    // The phase, and its events.
    pub serving: Signal<In, Bit>,
    pub open: Signal<In, Bit>,
    pub refuse: Signal<In, Bit>,
    /// The host resets its controller: a command on its way here is turned away.
    pub resetting: Signal<In, Bit>,
    pub due: Signal<In, Bit>,
    pub due_kind: Signal<In, Kind>,
    pub due_row: Signal<In, Bits<6>>,
    pub expire: Signal<In, Bit>,
    pub expire_row: Signal<In, Bits<6>>,
    pub go_now: Signal<In, Bit>,
    /// A row may have waited too long, and the table stands still, so that nothing changes before that is decided.
    pub look: Signal<In, Bit>,
    pub look_row: Signal<In, Bits<6>>,
    /// Its host wants it back.
    pub look_abort: Signal<In, Bit>,
    pub flush: Signal<In, Bit>,
    // The slots.
    pub local_slot: Signal<In, Bits<4>>,
    pub local_free: Signal<In, Bit>,
    pub read_slot: Signal<In, Bits<4>>,
    pub read_free: Signal<In, Bit>,
    pub peer_room: Signal<In, Bit>,
    pub credit: Signal<In, Bit>,
    /// The choice, and whether its row is known only to its slot.
    pub picked: Signal<Out, Event>,
    pub by_slot: Signal<Out, Bit>,
    /// The event `decided` is decided: it is taken from its source, and what the rules say goes into the queues.
    pub act: Signal<In, Bit>,
    pub decided: Signal<In, Event>,
    pub say: Signal<In, Say>,
    pub block: Signal<In, Block>,
    /// The event's row is a write.
    pub write: Signal<In, Bit>,
    fetch_queue: Fifo<Block, 6>,
    grant_queue: Fifo<Block, 5>,
    read_queue: Fifo<Block, 4>,
    ready_queue: Fifo<Bits<4>, 4>,
    arrived_queue: Fifo<Bits<4>, 4>,
    brought: Signal<Local, Event>,
    brought_by_slot: Signal<Local, Bit>,
    begun: Signal<Local, Event>,
    begun_by_slot: Signal<Local, Bit>,
    chosen: Signal<Local, Event>,
    asked: Signal<Local, Frame>,
    kind: Signal<Local, Kind>,
    peer: Signal<Local, Bit>,
    push: Signal<Local, Bit>,
}

impl Logic for Choice {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, fetch_queue, grant_queue, read_queue, ready_queue, arrived_queue);

        // ---- What comes from others.
        self.brought.next = self.decided.val();
        self.brought.next.kind = Kind::Stored;
        self.brought.next.row = self.granted.data.val().row;
        self.brought.next.index = 0.into();
        self.brought.next.slot = self.stored.data.val().slot;
        self.brought.next.error = self.stored.data.val().error;
        self.brought_by_slot.next = true;
        if self.sent.valid.val() {
            // That a frame has left is known before its answer is looked at.
            self.brought.next.kind = Kind::Sent;
            self.brought.next.slot = self.sent.data.val().slot;
        } else if self.granted.valid.val() {
            self.brought.next.kind = Kind::Granted;
            self.brought.next.error = bit_cast::<2, 1>(self.granted.data.val().refused.into());
            self.brought_by_slot.next = false;
        } else if self.got.valid.val() {
            self.brought.next.kind = Kind::Got;
            // A frame about this unit's own write has its row below 32.
            self.brought.next.row = bit_cast::<6, 5>(self.got.data.val().row);
            if self.got.data.val().unit == self.first.val() {
                self.brought.next.row = bit_cast::<6, 5>(self.got.data.val().row) | 32;
            }
            self.brought.next.slot = self.got.data.val().slot;
            self.brought.next.index = self.got.data.val().index;
            self.brought_by_slot.next = false;
        } else if self.written.valid.val() {
            self.brought.next.kind = Kind::Written;
            self.brought.next.slot = self.written.data.val().tag;
            self.brought.next.error = bit_cast::<2, 1>(self.written.data.val().error.into());
        } else if self.fetched.valid.val() {
            self.brought.next.kind = Kind::Fetched;
            self.brought.next.slot = self.fetched.data.val().slot;
            self.brought.next.error = self.fetched.data.val().error;
        } else if self.read_done.valid.val() {
            self.brought.next.kind = Kind::ReadDone;
            self.brought.next.slot = self.read_done.data.val().tag;
            self.brought.next.error = bit_cast::<2, 1>(self.read_done.data.val().error.into());
        }

        // ---- What this unit begins.
        self.begun.next = self.decided.val();
        self.begun.next.kind = Kind::Idle;
        self.begun.next.row = self.look_row.val();
        self.begun.next.index = 0.into();
        self.begun.next.slot = self.arrived_queue.source.data.val();
        self.begun.next.error = 0.into();
        self.begun_by_slot.next = false;
        if self.expire.val() {
            self.begun.next.kind = Kind::Expire;
            self.begun.next.row = self.expire_row.val();
        } else if self.serving.val() & self.first.val() & self.ready_queue.source.valid.val() & self.credit.val() {
            self.begun.next.kind = Kind::Replicate;
            self.begun.next.slot = self.ready_queue.source.data.val();
            self.begun_by_slot.next = true;
        } else if self.serving.val() & self.go_now.val() {
            self.begun.next.kind = Kind::Go;
        } else if self.serving.val() & self.grant_queue.source.valid.val() & self.peer_room.val() {
            self.begun.next.kind = Kind::Grant;
            self.begun.next.row = self.grant_queue.source.data.val().row;
            self.begun.next.index = self.grant_queue.source.data.val().index;
        } else if self.serving.val() & self.fetch_queue.source.valid.val() & self.local_free.val() {
            self.begun.next.kind = Kind::Fetch;
            self.begun.next.row = self.fetch_queue.source.data.val().row;
            self.begun.next.index = self.fetch_queue.source.data.val().index;
            self.begun.next.slot = self.local_slot.val();
        } else if self.read_queue.source.valid.val() & (self.refuse.val() | (self.open.val() & self.read_free.val())) {
            self.begun.next.kind = Kind::Read;
            self.begun.next.row = self.read_queue.source.data.val().row;
            self.begun.next.index = self.read_queue.source.data.val().index;
            self.begun.next.slot = self.read_slot.val();
        } else if self.command.valid.val() & (self.serving.val() | self.refuse.val() | self.resetting.val()) {
            self.begun.next.kind = Kind::Command;
            self.begun.next.row = bit_cast::<6, 5>(self.command.data.val().row);
            // A session that ends before the event is acted on changes nothing for it: the row was there in time.
            self.begun.next.error = bit_cast::<2, 1>((!self.serving.val()).into());
        } else if self.open.val() & self.arrived_queue.source.valid.val() {
            self.begun.next.kind = Kind::Arrived;
            self.begun_by_slot.next = true;
        } else if self.look.val() {
            self.begun.next.kind = Kind::Overdue;
            self.begun.next.error = bit_cast::<2, 1>(self.look_abort.val().into());
        }

        // ---- The choice.
        self.chosen.next = self.begun.val();
        self.by_slot.next = self.begun_by_slot.val();
        if self.due.val() {
            self.chosen.next.kind = self.due_kind.val();
            self.chosen.next.row = self.due_row.val();
            self.chosen.next.slot = self.due_row.val().get_bits::<4>(0);
            self.by_slot.next = self.due_kind.val() == Kind::DropSlot;
        } else if self.sent.valid.val()
            | self.granted.valid.val()
            | self.got.valid.val()
            | self.written.valid.val()
            | self.fetched.valid.val()
            | self.read_done.valid.val()
            | self.stored.valid.val()
        {
            self.chosen.next = self.brought.val();
            self.by_slot.next = self.brought_by_slot.val();
        }
        // Words that one or two kinds of event bring; what stands there for the others is not looked at.
        self.asked.next = self.got.data.val();
        self.asked.next.kind = bit_cast::<8, 2>(self.command.data.val().op);
        self.asked.next.lba = self.command.data.val().lba;
        self.asked.next.blocks = self.command.data.val().blocks;
        self.chosen.next.frame = self.asked.val();
        self.chosen.next.crc = self.written.data.val().crc;
        if self.got.valid.val() {
            self.chosen.next.frame = self.got.data.val();
            self.chosen.next.crc = self.asked.val().value;
        }
        if self.sent.valid.val() {
            self.chosen.next.crc = self.sent.data.val().crc;
        }
        self.picked.next = self.chosen.val();

        // ---- The sources give up their entry when the event is decided.
        self.kind.next = Kind::Idle;
        if self.act.val() {
            self.kind.next = self.decided.val().kind;
        }
        self.got.ready.next = self.kind.val() == Kind::Got;
        self.written.ready.next = self.kind.val() == Kind::Written;
        self.granted.ready.next = self.kind.val() == Kind::Granted;
        self.sent.ready.next = self.kind.val() == Kind::Sent;
        self.fetched.ready.next = self.kind.val() == Kind::Fetched;
        self.read_done.ready.next = self.kind.val() == Kind::ReadDone;
        self.stored.ready.next = self.kind.val() == Kind::Stored;
        self.command.ready.next = self.kind.val() == Kind::Command;
        self.ready_queue.source.ready.next = (self.kind.val() == Kind::Replicate) & !self.say.val().again;
        self.grant_queue.source.ready.next = self.kind.val() == Kind::Grant;
        self.fetch_queue.source.ready.next = self.kind.val() == Kind::Fetch;
        self.read_queue.source.ready.next = self.kind.val() == Kind::Read;
        self.arrived_queue.source.ready.next = self.kind.val() == Kind::Arrived;

        // ---- Blocks that can go on: reads, GRANTs for forwards, fetches. Slots that can.
        self.peer.next = self.decided.val().row.get_bit(5);
        self.push.next = self.act.val() & self.say.val().block_valid;
        self.read_queue.sink.data.next = self.block.val();
        self.grant_queue.sink.data.next = self.block.val();
        self.fetch_queue.sink.data.next = self.block.val();
        self.read_queue.sink.valid.next = self.push.val() & !self.write.val();
        self.grant_queue.sink.valid.next = self.push.val() & self.write.val() & self.peer.val();
        self.fetch_queue.sink.valid.next = self.push.val() & self.write.val() & !self.peer.val();
        self.ready_queue.sink.data.next = self.decided.val().slot;
        self.ready_queue.sink.valid.next = self.act.val() & self.say.val().slot_ready;
        self.arrived_queue.sink.data.next = self.say.val().arrived;
        self.arrived_queue.sink.valid.next = self.act.val() & self.say.val().slot_arrived;
        self.ready_queue.reset.next = self.reset.val();
        self.read_queue.reset.next = self.reset.val();
        self.grant_queue.reset.next = self.reset.val() | self.flush.val();
        self.arrived_queue.reset.next = self.reset.val() | self.flush.val();
        // The first unit's own writes hold E and go on; the second's start again from their GRANTs.
        self.fetch_queue.reset.next = self.reset.val() | (self.flush.val() & !self.first.val());
    }
}
