//! What an event asks of others, until they have taken it. The next event is chosen meanwhile, but decided only when
//! all of it is gone: so every step is one, and the order of steps is the order of operations on the table.

use crate::leaf::{StreamSource, DFF};
use crate::wires::{Answer, AreaRead, Frame, HostJob, PathJob, TableOp};
use rust_hdl::prelude::*;

use super::state::Say;
use twinpath_spec::link;

#[derive(LogicBlock)]
pub struct Handout {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Takes what the rules say.
    pub act: Signal<In, Bit>,
    pub say: Signal<In, Say>,
    pub new_op: Signal<In, TableOp>,
    pub new_frame: Signal<In, Frame>,
    pub new_answer: Signal<In, Answer>,
    pub new_host_job: Signal<In, HostJob>,
    pub new_path_job: Signal<In, PathJob>,
    pub new_area_read: Signal<In, AreaRead>,
    /// Every operation of the table is done and visible.
    pub table_idle: Signal<In, Bit>,
    /// Something has not been taken yet, or there may be no room for a job.
    pub busy: Signal<Out, Bit>,
    pub op: StreamSource<TableOp>,
    pub send: StreamSource<Frame>,
    pub answer: StreamSource<Answer>,
    pub fetch: StreamSource<HostJob>,
    pub store: StreamSource<HostJob>,
    pub path_job: StreamSource<PathJob>,
    pub area_read: StreamSource<AreaRead>,
    op_out: DFF<TableOp>,
    op_due: DFF<Bit>,
    frame_out: DFF<Frame>,
    frame_due: DFF<Bit>,
    /// REL follows the frame.
    rel_due: DFF<Bit>,
    answer_out: DFF<Answer>,
    answer_due: DFF<Bit>,
    area_out: DFF<AreaRead>,
    area_due: DFF<Bit>,
    given: Signal<Local, TableOp>,
    op_gone: Signal<Local, Bit>,
    frame_now: Signal<Local, Bit>,
    answer_now: Signal<Local, Bit>,
    op_release: Constant<Bits<3>>,
    rel: Constant<Bits<8>>,
    leaving: Signal<Local, Frame>,
    behind: Signal<Local, Frame>,
}

crate::leaf::block_default!(Handout {
    clock reset act say new_op new_frame new_answer new_host_job new_path_job new_area_read table_idle busy op send answer fetch
    store path_job area_read op_out op_due frame_out frame_due answer_out answer_due
    area_out area_due given op_gone frame_now answer_now rel_due leaving behind;
    op_release = 2u8, rel = link::Kind::REL as u8
});

impl Logic for Handout {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, op_out, op_due, frame_out, frame_due, answer_out, answer_due);
        dff_setup!(self, clock, area_out, area_due, rel_due);
        self.busy.next = self.op_due.q.val()
            | self.frame_due.q.val()
            | self.answer_due.q.val()
            | self.area_due.q.val()
            | !self.fetch.ready.val()
            | !self.store.ready.val()
            | !self.path_job.ready.val();

        // The table first. An acknowledge leaves when the release is there for everyone to see. REL need not wait: until
        // the other unit has it, nobody takes there what was released here.
        self.leaving.next = self.frame_out.q.val();
        self.behind.next = self.frame_out.q.val();
        self.given.next = self.op_out.q.val();
        self.frame_now.next = self.frame_due.q.val()
            & !self.op_due.q.val()
            & ((self.given.val().kind != self.op_release.val())
                | self.table_idle.val()
                | (self.leaving.val().kind == self.rel.val()));
        self.op_gone.next = !self.op_due.q.val() | self.op.ready.val();
        self.answer_now.next = self.answer_due.q.val() & self.op_gone.val();
        self.op.data.next = self.op_out.q.val();
        self.op.valid.next = self.op_due.q.val();
        self.send.data.next = self.frame_out.q.val();
        self.send.valid.next = self.frame_now.val();
        self.answer.data.next = self.answer_out.q.val();
        self.answer.valid.next = self.answer_now.val();
        // These have queues of their own, with room for one more before an event is decided.
        self.fetch.data.next = self.new_host_job.val();
        self.fetch.valid.next = self.act.val() & self.say.val().fetch_valid;
        self.store.data.next = self.new_host_job.val();
        self.store.valid.next = self.act.val() & self.say.val().store_valid;
        self.path_job.data.next = self.new_path_job.val();
        self.path_job.valid.next = self.act.val() & self.say.val().start_write;
        self.area_read.data.next = self.area_out.q.val();
        self.area_read.valid.next = self.area_due.q.val();
        if self.op.ready.val() {
            self.op_due.d.next = false;
        }
        if self.frame_now.val() & self.send.ready.val() {
            self.frame_due.d.next = self.rel_due.q.val();
            self.rel_due.d.next = false;
            self.behind.next.kind = self.rel.val();
            self.behind.next.data = false;
            self.frame_out.d.next = self.behind.val();
        }
        if self.answer_now.val() & self.answer.ready.val() {
            self.answer_due.d.next = false;
        }
        if self.area_read.ready.val() {
            self.area_due.d.next = false;
        }

        if self.act.val() {
            self.op_out.d.next = self.new_op.val();
            self.op_due.d.next = self.new_op.val().kind != 0;
            self.frame_out.d.next = self.new_frame.val();
            self.frame_due.d.next = self.say.val().frame_valid | self.say.val().rel_valid;
            self.rel_due.d.next = self.say.val().frame_valid & self.say.val().rel_valid;
            self.answer_out.d.next = self.new_answer.val();
            self.answer_due.d.next = self.say.val().answer_valid;
            self.area_out.d.next = self.new_area_read.val();
            self.area_due.d.next = self.say.val().area_read_valid;
        }
        if self.reset.val() {
            self.op_due.d.next = false;
            self.frame_due.d.next = false;
            self.rel_due.d.next = false;
            self.answer_due.d.next = false;
            self.area_due.d.next = false;
        }
    }
}
