//! The unit: order of writes, the status table, the five paths, the trace and the control window.
#![doc = include_str!("doc.md")]

pub mod arbiter;
pub mod control;
pub mod paths;
pub mod switch;
pub mod trace;

use crate::leaf::{Fifo, StreamSink, StreamSource, Turns, DFF};
use crate::wires::*;
use arbiter::Arbiter;
use control::Control;
use paths::Paths;
use rust_hdl::prelude::*;
use switch::Switch;
use trace::Trace;
use twinpath_spec::link;

/// Everything between controller, link and area.
#[derive(LogicBlock)]
pub struct Unit {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// 0: first unit, the orderer; 1: second.
    pub unit_id: Signal<In, Bit>,
    pub board_id: Signal<In, Bits<8>>,
    pub serial: Signal<In, Bits<64>>,
    pub area_blocks: Signal<In, Bits<32>>,
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
    /// The hold limit has passed: the controller answers commands itself.
    pub refuse: Signal<Out, Bit>,
    pub nvme_ready: Signal<In, Bit>,
    /// The host has reset its controller; that lasts until none of its rows is under way.
    pub resetting: Signal<In, Bit>,
    pub rows_open: Signal<Out, Bit>,
    // The link.
    pub send: StreamSource<Frame>,
    pub sent: StreamSink<Sent>,
    pub got: StreamSink<Frame>,
    pub free_slot: StreamSource<Bits<4>>,
    pub link_up: Signal<In, Bit>,
    pub link_phy: Signal<In, Bit>,
    pub link_quiet: Signal<In, Bit>,
    pub link_session: Signal<In, Bits<16>>,
    pub link_refusal: Signal<In, Bits<4>>,
    pub link_counters: [Signal<In, Bits<32>>; 11],
    pub connect: Signal<Out, Bit>,
    pub epoch: Signal<In, Bits<16>>,
    /// Payload beats on the link, for the counters of paths 2 and 4.
    pub link_tx_beat: Signal<In, Bit>,
    pub link_tx_stall: Signal<In, Bit>,
    pub link_rx_beat: Signal<In, Bit>,
    /// A host word found no place in the block buffer: never, unless the card is broken.
    pub word_lost: Signal<In, Bit>,
    // The area, and the reader of the data slots that feeds it.
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub area_write: StreamSource<AreaWrite>,
    pub area_words: StreamSource<Bits<64>>,
    pub written: StreamSink<AreaDone>,
    pub area_read: StreamSource<AreaRead>,
    pub read_done: StreamSink<AreaDone>,
    // The control window.
    pub regs: StreamSink<RegRequest>,
    pub reg_reply: StreamSource<Bits<64>>,
    pub host_counters: [Signal<In, Bits<32>>; 8],
    // Status changes, for who watches from outside.
    pub status_valid: Signal<Out, Bit>,
    pub status_row: Signal<Out, Bits<6>>,
    pub status_old: Signal<Out, Bits<2>>,
    pub status_new: Signal<Out, Bits<2>>,
    pub status_read: Signal<Out, Bit>,
    pub status_lba: Signal<Out, Bits<32>>,
    pub status_blocks: Signal<Out, Bits<6>>,
    pub status_unit: Signal<Out, Bit>,
    pub status_wseq: Signal<Out, Bits<32>>,
    /// R_host: 0 nobody, 1 the first unit's host, 2 the second's.
    pub status_holder: Signal<Out, Bits<2>>,
    /// 4: serving.
    pub state: Signal<Out, Bits<4>>,
    first: Signal<Local, Bit>,
    arbiter: Arbiter,
    switch: Switch,
    paths: Paths,
    trace: Trace,
    control: Control,
    /// This host's blocks and the other's share the area evenly, however many slots each has.
    jobs: Turns<PathJob, 3>,
    words_lost: DFF<Bits<32>>,
    job: Signal<Local, PathJob>,
    peers: Signal<Local, Bit>,
    fetches: Fifo<HostJob, 3>,
    stores: Fifo<HostJob, 2>,
    sending: Signal<Local, Frame>,
    getting: Signal<Local, Frame>,
    data: Constant<Bits<8>>,
    rep: Constant<Bits<8>>,
}

crate::leaf::block_default!(Unit {
    clock reset unit_id board_id serial area_blocks command fetch fetched store stored answer abort aborted refuse nvme_ready resetting rows_open send sent got free_slot
    link_up link_phy link_quiet link_session link_refusal link_counters connect epoch link_tx_beat link_tx_stall link_rx_beat word_lost slot_read
    slot_words area_write area_words written area_read read_done regs reg_reply host_counters status_valid status_row status_old
    status_new status_read status_lba status_blocks status_unit status_wseq status_holder state first arbiter switch paths trace control jobs
    words_lost job peers fetches stores sending getting;
    data = link::Kind::DATA as u8, rep = link::Kind::REP as u8
});

impl Logic for Unit {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, words_lost);
        clock!(self, clock, arbiter, switch, paths, trace, control, jobs, fetches, stores);
        self.arbiter.reset.next = self.reset.val();
        self.switch.reset.next = self.reset.val();
        self.paths.reset.next = self.reset.val();
        self.trace.reset.next = self.reset.val();
        self.control.reset.next = self.reset.val();
        self.jobs.reset.next = self.reset.val();
        self.fetches.reset.next = self.reset.val();
        self.stores.reset.next = self.reset.val();
        self.first.next = !self.unit_id.val();

        // ---- switch: controller, link, area.
        self.switch.first.next = self.first.val();
        StreamSink::<Command>::link(&mut self.command, &mut self.switch.command);
        StreamSource::<HostJob>::join(&mut self.switch.fetch, &mut self.fetches.sink);
        StreamSource::<HostJob>::link(&mut self.fetch, &mut self.fetches.source);
        StreamSink::<HostDone>::link(&mut self.fetched, &mut self.switch.fetched);
        StreamSource::<HostJob>::join(&mut self.switch.store, &mut self.stores.sink);
        StreamSource::<HostJob>::link(&mut self.store, &mut self.stores.source);
        StreamSink::<HostDone>::link(&mut self.stored, &mut self.switch.stored);
        StreamSource::<Answer>::link(&mut self.answer, &mut self.switch.answer);
        StreamSink::<Bits<5>>::link(&mut self.abort, &mut self.switch.abort);
        self.aborted.next = self.switch.aborted.val();
        self.refuse.next = self.switch.refuse.val();
        self.switch.resetting.next = self.resetting.val();
        self.rows_open.next = self.switch.rows_open.val();
        StreamSource::<Frame>::link(&mut self.send, &mut self.switch.send);
        StreamSink::<Sent>::link(&mut self.sent, &mut self.switch.sent);
        StreamSink::<Frame>::link(&mut self.got, &mut self.switch.got);
        StreamSource::<Bits<4>>::link(&mut self.free_slot, &mut self.switch.free_slot);
        self.switch.link_up.next = self.link_up.val();
        self.switch.link_quiet.next = self.link_quiet.val();
        self.switch.session.next = self.link_session.val();
        self.switch.epoch.next = self.epoch.val();
        self.connect.next = self.switch.connect.val();
        StreamSink::<AreaDone>::link(&mut self.written, &mut self.switch.written);
        StreamSource::<AreaRead>::link(&mut self.area_read, &mut self.switch.area_read);
        StreamSink::<AreaDone>::link(&mut self.read_done, &mut self.switch.read_done);
        self.switch.table_idle.next = self.arbiter.idle.val();
        self.switch.area_blocks.next = self.area_blocks.val();

        // ---- arbiter.
        StreamSource::<TableOp>::join(&mut self.switch.op, &mut self.arbiter.op);
        StreamSource::<Grant>::join(&mut self.arbiter.granted, &mut self.switch.granted);
        self.status_valid.next = self.arbiter.status_valid.val();
        self.status_row.next = self.arbiter.status_row.val();
        self.status_old.next = self.arbiter.status_old.val();
        self.status_new.next = self.arbiter.status_new.val();
        self.status_read.next = self.arbiter.status_read.val();
        self.status_lba.next = self.arbiter.status_lba.val();
        self.status_blocks.next = self.arbiter.status_blocks.val();
        self.status_unit.next = self.arbiter.status_unit.val();
        self.status_wseq.next = self.arbiter.status_wseq.val();
        self.status_holder.next = self.control.holder.val();
        self.state.next = self.switch.state.val();

        // ---- paths.
        self.paths.first.next = self.first.val();
        self.job.next = self.switch.path_job.data.val();
        self.peers.next = self.job.val().row.get_bit(5);
        self.jobs.left.data.next = self.job.val();
        self.jobs.left.valid.next = self.switch.path_job.valid.val() & !self.peers.val();
        self.jobs.right.data.next = self.job.val();
        self.jobs.right.valid.next = self.switch.path_job.valid.val() & self.peers.val();
        self.switch.path_job.ready.next = self.jobs.left.ready.val() & self.jobs.right.ready.val();
        StreamSource::<PathJob>::join(&mut self.jobs.source, &mut self.paths.jobs);
        self.paths.exclusive.next = self.arbiter.active.val();
        StreamSource::<SlotRead>::link(&mut self.slot_read, &mut self.paths.slot_read);
        StreamSink::<Bits<64>>::link(&mut self.slot_words, &mut self.paths.slot_words);
        StreamSource::<AreaWrite>::link(&mut self.area_write, &mut self.paths.area_write);
        StreamSource::<Bits<64>>::link(&mut self.area_words, &mut self.paths.area_words);
        self.paths.link_tx_beat.next = self.link_tx_beat.val();
        self.paths.link_tx_stall.next = self.link_tx_stall.val();
        self.paths.link_rx_beat.next = self.link_rx_beat.val();
        self.sending.next = self.switch.send.data.val();
        self.getting.next = self.got.data.val();
        self.paths.link_tx_write.next = self.switch.send.valid.val()
            & self.send.ready.val()
            & ((self.sending.val().kind == self.data.val()) | (self.sending.val().kind == self.rep.val()));
        self.paths.link_rx_write.next = self.got.valid.val()
            & self.switch.got.ready.val()
            & ((self.getting.val().kind == self.data.val()) | (self.getting.val().kind == self.rep.val()));

        // ---- trace.
        self.trace.happened.next = self.switch.trace.val();
        self.trace.happened_valid.next = self.switch.trace_valid.val();

        // ---- control window.
        StreamSink::<RegRequest>::link(&mut self.regs, &mut self.control.regs);
        StreamSource::<Bits<64>>::link(&mut self.reg_reply, &mut self.control.reg_reply);
        self.control.unit_id.next = self.unit_id.val();
        self.control.board_id.next = self.board_id.val();
        self.control.serial.next = self.serial.val();
        self.control.area_blocks.next = self.area_blocks.val();
        self.control.cycle.next = self.trace.cycle.val();
        for i in 0..5 {
            self.control.path_writes[i].next = self.paths.writes[i].val();
            self.control.path_beats[i].next = self.paths.beats[i].val();
            self.control.path_stalls[i].next = self.paths.stalls[i].val();
        }
        self.control.path_busy.next = self.switch.path_busy.val();
        self.switch.path_enable.next = self.control.path_enable.val();
        self.switch.modes.next = self.control.modes.val();
        self.switch.hold_limit.next = self.control.hold_limit.val();
        self.switch.wait_limit.next = self.control.wait_limit.val();
        self.switch.holder.next = self.control.holder.val();
        self.control.epoch.next = self.epoch.val();
        self.control.state.next = self.switch.state.val();
        self.control.rows_live.next = self.arbiter.rows_live.val();
        self.control.slots_used.next = self.switch.slots_used.val();
        self.control.nvme_ready.next = self.nvme_ready.val();
        self.control.overrides.next = self.arbiter.overrides.val();
        self.control.grants.next = self.arbiter.grants.val();
        self.control.waits.next = self.arbiter.waits.val();
        self.control.gate_faults.next = self.paths.gate_faults.val();
        self.control.protocol_faults.next = self.switch.protocol_faults.val();
        if self.word_lost.val() {
            self.words_lost.d.next = self.words_lost.q.val() + 1;
        }
        self.control.integrity_faults.next = self.switch.integrity_faults.val() + self.words_lost.q.val();
        self.control.reads.next = self.switch.reads.val();
        self.control.link_up.next = self.link_up.val();
        self.control.link_phy.next = self.link_phy.val();
        self.control.session.next = self.link_session.val();
        self.control.link_refusal.next = self.link_refusal.val();
        for i in 0..11 {
            self.control.link_counters[i].next = self.link_counters[i].val();
        }
        for i in 0..8 {
            self.control.host_counters[i].next = self.host_counters[i].val();
        }
        self.control.valid.next = self.arbiter.valid.val();
        self.control.active.next = self.arbiter.active.val();
        self.control.forwarded.next = self.arbiter.forwarded.val();
        self.control.shared.next = self.arbiter.shared.val();
        self.switch.row_address.next = self.control.row_address.val();
        self.control.row_view.next = self.switch.row_view.val();
        self.control.trace_head.next = self.trace.head.val();
        self.trace.address.next = self.control.trace_address.val();
        self.control.trace_first.next = self.trace.first.val();
        self.control.trace_second.next = self.trace.second.val();
        if self.reset.val() {
            self.words_lost.d.next = 0.into();
        }
    }
}
