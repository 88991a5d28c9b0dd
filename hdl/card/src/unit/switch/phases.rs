//! What the unit does as a whole: Hold, resume, serve (protocol: Hold, Reform, Serve), and the events that this brings.

use super::state::Kind;
use crate::leaf::DFF;
use rust_hdl::prelude::*;
use twinpath_spec::control::trace_kind;

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
pub struct Phases {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub first: Signal<In, Bit>,
    pub link_up: Signal<In, Bit>,
    /// Nothing is under way in the switch, and nothing waits for it.
    pub rest: Signal<In, Bit>,
    /// An event is decided: its kind, and what it says of the session.
    pub act: Signal<In, Bit>,
    pub kind: Signal<In, Kind>,
    pub go: Signal<In, Bit>,
    pub protocol_fault: Signal<In, Bit>,
    pub hold_limit: Signal<In, Bits<48>>,
    /// This unit's host resets its controller.
    pub resetting: Signal<In, Bit>,
    /// The mode as it is set, and at the second unit as GO says.
    pub fast_set: Signal<In, Bit>,
    pub go_fast: Signal<In, Bit>,
    pub parallel_set: Signal<In, Bit>,
    /// The fast handshake holds in this session: the first unit's mode when it began.
    pub fast: Signal<Out, Bit>,
    /// The parallel order does (first unit).
    pub parallel: Signal<Out, Bit>,
    /// Live rows.
    pub alive: Signal<In, Bits<64>>,
    pub connect: Signal<Out, Bit>,
    pub serving: Signal<Out, Bit>,
    /// A session is there: reads go on, blocks move.
    pub open: Signal<Out, Bit>,
    /// An event of the phase is due: of what kind, at which row or slot.
    pub due: Signal<Out, Bit>,
    pub due_kind: Signal<Out, Kind>,
    pub due_row: Signal<Out, Bits<6>>,
    /// As above, when nothing comes from others: a host waits too long.
    pub expire: Signal<Out, Bit>,
    pub expire_row: Signal<Out, Bits<6>>,
    /// What this unit's host began is not under way: it has its answer, or there is no session.
    pub host_rests: Signal<Out, Bit>,
    /// Every host has waited too long.
    pub refuse: Signal<Out, Bit>,
    /// As above, when no block is to be replicated: everything of the last session is resolved (first unit).
    pub go_now: Signal<Out, Bit>,
    /// What was granted or came in the last session is void.
    pub flush: Signal<Out, Bit>,
    /// 0 Hold, 1 draining, 2 connecting, 3 resuming, 4 serving.
    pub state: Signal<Out, Bits<4>>,
    /// A session begins or ends: the kind for the trace, else 0.
    pub log: Signal<Out, Bits<8>>,
    phase: DFF<Phase>,
    walk: DFF<Bits<6>>,
    hold_cycles: DFF<Bits<48>>,
    /// The hold limit has passed.
    overdue: DFF<Bit>,
    expired: DFF<Bits<6>>,
    /// A reset came while the pair did not serve: its host waits for no answer.
    gone: DFF<Bit>,
    go_due: DFF<Bit>,
    fast_now: DFF<Bit>,
    parallel_now: DFF<Bit>,
    /// Rows from before the session; GO goes out when none is left (first unit).
    old: DFF<Bits<64>>,
    /// The event decided last was a fault.
    fault: DFF<Bit>,
    lost: Signal<Local, Bit>,
    walking: Signal<Local, Bit>,
    walked: Signal<Local, Bit>,
    t_hold: Constant<Bits<8>>,
    t_session: Constant<Bits<8>>,
}

crate::leaf::block_default!(Phases {
    clock reset first link_up rest act kind go protocol_fault hold_limit resetting fast_set go_fast parallel_set fast parallel alive connect serving open due due_kind due_row expire
    expire_row host_rests refuse go_now flush state log phase walk hold_cycles overdue expired gone go_due fast_now parallel_now old fault lost walking walked;
    t_hold = trace_kind::HOLD, t_session = trace_kind::SESSION
});

impl Logic for Phases {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase, walk, hold_cycles, overdue, expired, go_due, fast_now, old);
        dff_setup!(self, clock, parallel_now, gone, fault);
        self.fault.d.next = self.act.val() & self.protocol_fault.val();
        self.serving.next = self.phase.q.val() == Phase::Serving;
        self.open.next = (self.phase.q.val() == Phase::Serving) | (self.phase.q.val() == Phase::Resuming);
        self.connect.next = (self.phase.q.val() == Phase::Serving)
            | (self.phase.q.val() == Phase::Resuming)
            | (self.phase.q.val() == Phase::Connect)
            | (self.phase.q.val() == Phase::ResumeRows);
        self.flush.next = self.act.val() & (self.phase.q.val() == Phase::DropRows) & (self.walk.q.val() == 0);
        self.expire.next = ((self.phase.q.val() == Phase::Connect) | (self.phase.q.val() == Phase::Resuming))
            & !self.expired.q.val().get_bit(5)
            & (self.overdue.q.val() | self.gone.q.val());
        self.host_rests.next = ((self.phase.q.val() == Phase::Connect) | (self.phase.q.val() == Phase::Resuming))
            & self.expired.q.val().get_bit(5);
        self.expire_row.next = self.expired.q.val();
        self.refuse.next = self.expired.q.val().get_bit(5) & self.overdue.q.val();
        self.gone.d.next = self.gone.q.val() | self.resetting.val();
        self.go_now.next = self.go_due.q.val() & (self.old.q.val() == 0);
        self.due_row.next = self.walk.q.val();

        self.hold_cycles.d.next = self.hold_cycles.q.val() + 1;
        self.overdue.d.next = self.hold_cycles.q.val() >= self.hold_limit.val();
        self.old.d.next = self.old.q.val() & self.alive.val();
        // One that was decided after its phase is over is not counted: the next Hold looks at its row again.
        if self.act.val() & (self.kind.val() == Kind::Expire) & self.expire.val() {
            self.expired.d.next = self.expired.q.val() + 1;
        }
        if self.act.val() & (self.kind.val() == Kind::Go) {
            self.go_due.d.next = false;
        }
        // Slots are split by the modes, and rows are ended by them, so a change begins a new session.
        self.lost.next = !self.link_up.val()
            | self.fault.q.val()
            | (self.first.val() & (self.fast_now.q.val() != self.fast_set.val()))
            | (self.first.val() & (self.parallel_now.q.val() != self.parallel_set.val()));
        self.parallel.next = self.parallel_now.q.val();
        self.fast.next = self.fast_now.q.val();
        if self.act.val() & self.go.val() & !self.first.val() {
            self.fast_now.d.next = self.go_fast.val();
        }
        self.walked.next = self.act.val() & self.walk.q.val().all();
        self.log.next = 0.into();
        self.walking.next = false;
        self.due_kind.next = Kind::Idle;
        self.state.next = 0.into();
        match self.phase.q.val() {
            Phase::Drain => {
                self.state.next = 1.into();
                self.walk.d.next = 0.into();
                if !self.link_up.val() & self.rest.val() {
                    self.phase.d.next = Phase::DropRows;
                }
            }
            Phase::DropRows => {
                self.walking.next = true;
                self.due_kind.next = Kind::DropRow;
                if self.walked.val() {
                    self.phase.d.next = Phase::DropSlots;
                }
            }
            Phase::DropSlots => {
                self.walking.next = true;
                self.due_kind.next = Kind::DropSlot;
                if self.act.val() & (self.walk.q.val() == 15) {
                    self.phase.d.next = Phase::SettleRows;
                }
            }
            Phase::SettleRows => {
                self.walking.next = true;
                self.due_kind.next = Kind::SettleRow;
                if self.walked.val() {
                    self.phase.d.next = Phase::Connect;
                }
            }
            Phase::Connect => {
                self.state.next = 2.into();
                if self.link_up.val() {
                    self.log.next = self.t_session.val();
                    self.phase.d.next = Phase::Resuming;
                    if self.first.val() {
                        self.phase.d.next = Phase::Serving;
                        self.go_due.d.next = true;
                        self.fast_now.d.next = self.fast_set.val();
                        self.parallel_now.d.next = self.parallel_set.val();
                        self.old.d.next = self.alive.val();
                    }
                }
            }
            Phase::Resuming => {
                self.state.next = 3.into();
                self.walk.d.next = 0.into();
                if self.lost.val() {
                    self.phase.d.next = Phase::Drain;
                    self.log.next = self.t_hold.val();
                } else if self.act.val() & self.go.val() {
                    self.phase.d.next = Phase::ResumeRows;
                }
            }
            Phase::ResumeRows => {
                self.state.next = 3.into();
                self.walking.next = true;
                self.due_kind.next = Kind::Resume;
                if self.walked.val() {
                    self.phase.d.next = Phase::Serving;
                }
            }
            Phase::Serving => {
                self.state.next = 4.into();
                self.hold_cycles.d.next = 0.into();
                self.overdue.d.next = false;
                self.expired.d.next = 0.into();
                self.gone.d.next = false;
                if self.lost.val() {
                    self.phase.d.next = Phase::Drain;
                    self.go_due.d.next = false;
                    self.log.next = self.t_hold.val();
                }
            }
        }
        self.due.next = self.walking.val();
        if self.act.val() & self.walking.val() {
            self.walk.d.next = self.walk.q.val() + 1;
            if (self.phase.q.val() == Phase::DropSlots) & (self.walk.q.val() == 15) {
                self.walk.d.next = 0.into();
            }
        }

        if self.reset.val() {
            self.phase.d.next = Phase::Connect;
            self.old.d.next = 0.into();
            self.go_due.d.next = false;
            self.fast_now.d.next = false;
            self.parallel_now.d.next = false;
            self.hold_cycles.d.next = 0.into();
            self.overdue.d.next = false;
            self.expired.d.next = 0.into();
            self.gone.d.next = false;
        }
    }
}
