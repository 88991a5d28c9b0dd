//! Frames that the unit gave, until the peer has acknowledged them: which goes next, and which go once more.
//!
//! Control frames and frames with data wait in the halves of one memory, each half a ring. A frame keeps its place until
//! it is acknowledged, so a replay needs no copy; `order` remembers from which half each `lseq` came.
//!
//! ```text
//!   acked ......... at ......... next        lseq: acknowledged before `acked`, sent before `next`, replayed from `at`
//!   base  ......... head ............ tail   the same places in each half, which `base` follows step by step
//! ```
//!
//! Distances are taken in 12 bits, far more than a window has; only what a frame says is weighed in full.

use super::words::Window;
use crate::leaf::{block_default, Ram, StreamSink, Table, DFF};
use crate::wires::Frame;
use rust_hdl::prelude::*;
use twinpath_spec::link::{REPLAYS_MAX, REPLAY_CYCLES, ROUND_TRIP_CYCLES_MAX, WINDOW_RESERVE};

/// `P`: places for frames as a power of two, one half for each kind.
#[derive(LogicBlock)]
pub struct Backlog<const P: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub send: StreamSink<Frame>,
    pub up: Signal<In, Bit>,
    /// A session begins: frames are counted from 0, `news.credits` may go at once.
    pub opens: Signal<In, Bit>,
    /// What the peer said of itself; not more often than every fifth cycle.
    pub news: Signal<In, Window>,
    pub news_valid: Signal<In, Bit>,
    /// Another block may not be read for the first time.
    pub hold_data: Signal<In, Bit>,
    /// A frame may go: `lseq` now, `frame` one cycle after `take`. `fresh`: for the first time.
    pub due: Signal<Out, Bit>,
    pub fresh: Signal<Out, Bit>,
    pub lseq: Signal<Out, Bits<32>>,
    pub frame: Signal<Out, Frame>,
    /// Only with `due`.
    pub take: Signal<In, Bit>,
    pub empty: Signal<Out, Bit>,
    /// Frames go once more from the first that is not acknowledged.
    pub replays: Signal<Out, Bit>,
    /// Replays bring nothing forward; the peer acknowledged what was never sent.
    pub gives_up: Signal<Out, Bit>,
    pub lies: Signal<Out, Bit>,
    frames: Ram<Frame, P>,
    /// Set: a frame with data.
    order: Table<Bit, P>,
    control_base: DFF<Bits<12>>,
    control_head: DFF<Bits<12>>,
    control_tail: DFF<Bits<12>>,
    data_base: DFF<Bits<12>>,
    data_head: DFF<Bits<12>>,
    data_tail: DFF<Bits<12>>,
    has_place: DFF<Bit>,
    acked: DFF<Bits<32>>,
    at: DFF<Bits<32>>,
    next: DFF<Bits<32>>,
    base: DFF<Bits<12>>,
    /// The first `lseq` that the peer has no place for.
    limit: DFF<Bits<12>>,
    /// `base` has reached `acked`.
    calm: DFF<Bit>,
    /// `at` or `next` has just changed.
    moved: DFF<Bit>,
    behind: DFF<Bit>,
    open: DFF<Bit>,
    is_due: DFF<Bit>,
    is_fresh: DFF<Bit>,
    is_data: DFF<Bit>,
    // News: what came, how far it reaches, what follows for a replay.
    told: DFF<Window>,
    told_new: DFF<Bit>,
    forward: DFF<Bits<32>>,
    pending: DFF<Bits<12>>,
    reach: DFF<Bits<12>>,
    weighed: DFF<Bit>,
    checks: DFF<Bit>,
    /// `at` goes back, or forward, to `acked`.
    rewinds: DFF<Bit>,
    fruitless: DFF<Bits<4>>,
    overdue: DFF<Bits<18>>,
    patience: DFF<Bits<18>>,
    /// One frame at a time is timed from its first sending to its acknowledge, unless a replay comes between.
    timing: DFF<Bit>,
    elapsed: DFF<Bits<17>>,
    mark: DFF<Bits<12>>,
    given: Signal<Local, Frame>,
    enters: Signal<Local, Bit>,
    saying: Signal<Local, Window>,
    fits: Signal<Local, Bit>,
    asked: Signal<Local, Bit>,
    late: Signal<Local, Bit>,
    turns: Signal<Local, Bit>,
    control_waits: Signal<Local, Bit>,
    data_waits: Signal<Local, Bit>,
    waits: Signal<Local, Bit>,
    acked_low: Signal<Local, Bits<12>>,
    at_low: Signal<Local, Bits<12>>,
    next_low: Signal<Local, Bits<12>>,
    told_low: Signal<Local, Bits<12>>,
    gain: Signal<Local, Bits<12>>,
    gains: Signal<Local, Bit>,
    lag: Signal<Local, Bits<12>>,
    since: Signal<Local, Bits<12>>,
    half: Constant<Bits<P>>,
    in_half: Constant<Bits<12>>,
    room: Constant<Bits<12>>,
    replays_max: Constant<Bits<4>>,
    replay_cycles: Constant<Bits<18>>,
    round_trip_max: Constant<Bits<17>>,
    patience_max: Constant<Bits<18>>,
}

block_default!(Backlog<P> {
    clock reset send up opens news news_valid hold_data due fresh lseq frame take empty replays gives_up lies frames order
    control_base control_head control_tail data_base data_head data_tail has_place acked at next base limit calm moved
    behind open is_due is_fresh is_data told told_new forward pending reach weighed checks rewinds fruitless overdue patience
    timing elapsed mark given enters saying fits asked late turns control_waits data_waits waits acked_low at_low next_low
    told_low gain gains lag since;
    half = 1u64 << (P - 1), in_half = (1u64 << (P - 1)) - 1, room = (1u64 << (P - 1)) - u64::from(WINDOW_RESERVE),
    replays_max = REPLAYS_MAX, replay_cycles = REPLAY_CYCLES, round_trip_max = ROUND_TRIP_CYCLES_MAX,
    patience_max = 2 * ROUND_TRIP_CYCLES_MAX + REPLAY_CYCLES
});

impl<const P: usize> Logic for Backlog<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, control_base, control_head, control_tail, data_base, data_head, data_tail, has_place);
        dff_setup!(self, clock, acked, at, next, base, limit, calm, moved, behind, open, is_due, is_fresh, is_data);
        dff_setup!(self, clock, told, told_new, forward, pending, reach, weighed, checks, rewinds, fruitless, overdue);
        dff_setup!(self, clock, patience, timing, elapsed, mark);
        clock!(self, clock, frames, order);
        self.acked_low.next = bit_cast::<12, 32>(self.acked.q.val());
        self.at_low.next = bit_cast::<12, 32>(self.at.q.val());
        self.next_low.next = bit_cast::<12, 32>(self.next.q.val());

        // In: both halves must have a place, so that `ready` does not hang on the frame.
        self.given.next = self.send.data.val();
        self.send.ready.next = self.has_place.q.val();
        self.enters.next = self.send.valid.val() & self.has_place.q.val() & self.up.val();
        self.frames.write.next = self.enters.val();
        self.frames.write_data.next = self.given.val();
        self.frames.write_address.next = bit_cast::<P, 12>(self.control_tail.q.val() & self.in_half.val());
        if self.given.val().data {
            self.frames.write_address.next =
                bit_cast::<P, 12>(self.data_tail.q.val() & self.in_half.val()) | self.half.val();
        }
        if self.enters.val() & self.given.val().data {
            self.data_tail.d.next = self.data_tail.q.val() + 1;
        }
        if self.enters.val() & !self.given.val().data {
            self.control_tail.d.next = self.control_tail.q.val() + 1;
        }
        // Places are kept for the frames that come while `ready` falls.
        self.has_place.d.next = ((self.control_tail.q.val() - self.control_base.q.val()) < self.room.val())
            & ((self.data_tail.q.val() - self.data_base.q.val()) < self.room.val());

        // The next frame, chosen one cycle ahead: those to be sent again in their order, else control before data.
        self.control_waits.next = self.control_tail.q.val() != self.control_head.q.val();
        self.data_waits.next = self.data_tail.q.val() != self.data_head.q.val();
        self.behind.d.next = self.at_low.val() != self.next_low.val();
        self.open.d.next = self.next_low.val() != self.limit.q.val();
        self.is_fresh.d.next = !self.behind.q.val();
        self.is_data.d.next = !self.control_waits.val();
        if self.behind.q.val() {
            self.is_data.d.next = self.order.read_data.val();
        }
        self.is_due.d.next = self.up.val()
            & self.calm.q.val()
            & !self.take.val()
            & !self.moved.q.val()
            & !self.rewinds.q.val()
            & (self.behind.q.val()
                | (self.open.q.val() & (self.control_waits.val() | (self.data_waits.val() & !self.hold_data.val()))));
        self.due.next = self.is_due.q.val();
        self.fresh.next = self.is_fresh.q.val();
        self.lseq.next = self.at.q.val();
        self.frame.next = self.frames.read_data.val();
        self.frames.read_address.next = bit_cast::<P, 12>(self.control_head.q.val() & self.in_half.val());
        if self.is_data.q.val() {
            self.frames.read_address.next =
                bit_cast::<P, 12>(self.data_head.q.val() & self.in_half.val()) | self.half.val();
        }
        self.order.write.next = self.take.val() & self.is_fresh.q.val();
        self.order.write_address.next = bit_cast::<P, 12>(self.next_low.val());
        self.order.write_data.next = self.is_data.q.val();
        if self.take.val() {
            self.at.d.next = self.at.q.val() + 1;
            if self.is_fresh.q.val() {
                self.next.d.next = self.next.q.val() + 1;
            }
            if self.is_data.q.val() {
                self.data_head.d.next = self.data_head.q.val() + 1;
            } else {
                self.control_head.d.next = self.control_head.q.val() + 1;
            }
        }

        // `base` follows `acked`, and gives the places of acknowledged frames back.
        self.order.read_address.next = bit_cast::<P, 12>(self.base.q.val());
        if self.calm.q.val() {
            self.order.read_address.next = bit_cast::<P, 12>(self.at_low.val());
        }
        if !self.calm.q.val() & (self.base.q.val() != self.acked_low.val()) {
            self.base.d.next = self.base.q.val() + 1;
            if self.order.read_data.val() {
                self.data_base.d.next = self.data_base.q.val() + 1;
            } else {
                self.control_base.d.next = self.control_base.q.val() + 1;
            }
        }

        // News. Only what was sent can be acknowledged; what was said before the last news changes nothing.
        self.told_new.d.next = self.news_valid.val() & self.up.val();
        if self.news_valid.val() {
            self.told.d.next = self.news.val();
        }
        self.saying.next = self.told.q.val();
        self.told_low.next = bit_cast::<12, 32>(self.saying.val().ack);
        self.forward.d.next = self.saying.val().ack - self.acked.q.val();
        self.pending.d.next = self.next_low.val() - self.acked_low.val();
        self.reach.d.next = self.told_low.val() + self.saying.val().credits;
        self.weighed.d.next = self.told_new.q.val();
        self.fits.next = self.weighed.q.val()
            & !self.forward.q.val().get_bits::<20>(12).any()
            & (self.forward.q.val().get_bits::<12>(0) <= self.pending.q.val());
        self.lies.next = self.weighed.q.val() & !self.fits.val() & !self.forward.q.val().get_bit(31);
        self.gain.next = self.reach.q.val() - self.limit.q.val();
        self.asked.next = self.fits.val()
            & self.saying.val().again
            & (self.forward.q.val().get_bits::<12>(0) != self.pending.q.val());
        self.checks.d.next = self.fits.val();
        if self.fits.val() {
            self.acked.d.next = self.saying.val().ack;
            if !self.gain.val().get_bit(11) {
                self.limit.d.next = self.reach.q.val();
            }
        }
        self.calm.d.next = (self.base.q.val() == self.acked_low.val()) & !self.fits.val();

        // The timer: a replay when nothing was acknowledged for too long.
        self.waits.next = self.acked_low.val() != self.next_low.val();
        self.late.next = self.up.val() & self.waits.val() & (self.overdue.q.val() == self.patience.q.val());
        self.overdue.d.next = self.overdue.q.val() + 1;
        if !self.waits.val() | self.late.val() | self.rewinds.q.val() | (self.fits.val() & (self.forward.q.val() != 0))
        {
            self.overdue.d.next = 0.into();
        }
        if self.timing.q.val() & (self.elapsed.q.val() != self.round_trip_max.val()) {
            self.elapsed.d.next = self.elapsed.q.val() + 1;
        }
        self.since.next = self.told_low.val() - self.mark.q.val();
        if self.fits.val() & self.timing.q.val() & !self.since.val().get_bit(11) {
            self.timing.d.next = false;
            self.patience.d.next = (bit_cast::<18, 17>(self.elapsed.q.val()) << 1) + self.replay_cycles.val();
        }
        if self.take.val() & self.is_fresh.q.val() & !self.timing.q.val() {
            self.timing.d.next = true;
            self.elapsed.d.next = 0.into();
            self.mark.d.next = self.next_low.val() + 1;
        }

        // A replay; and `at` is taken along when what it stands at was acknowledged meanwhile.
        self.lag.next = self.at_low.val() - self.acked_low.val();
        if self.asked.val() | self.late.val() | (self.checks.q.val() & self.lag.val().get_bit(11)) {
            self.rewinds.d.next = true;
        }
        self.replays.next = self.asked.val() | self.late.val();
        // One that follows news of progress is the first of its kind.
        self.gains.next = self.fits.val() & (self.forward.q.val() != 0);
        self.gives_up.next = (self.asked.val() | self.late.val())
            & !self.gains.val()
            & (self.fruitless.q.val() == self.replays_max.val());
        if self.gains.val() {
            self.fruitless.d.next = 0.into();
        } else if self.asked.val() | self.late.val() {
            self.fruitless.d.next = self.fruitless.q.val() + 1;
        }
        self.turns.next = self.rewinds.q.val() & self.calm.q.val() & !self.take.val();
        if self.turns.val() {
            self.rewinds.d.next = false;
            self.timing.d.next = false;
            self.at.d.next = self.acked.q.val();
            self.control_head.d.next = self.control_base.q.val();
            self.data_head.d.next = self.data_base.q.val();
        }
        self.moved.d.next = self.take.val() | self.turns.val() | self.opens.val();

        self.empty.next = (self.control_tail.q.val() == self.control_base.q.val())
            & (self.data_tail.q.val() == self.data_base.q.val());
        if !self.up.val() {
            self.control_base.d.next = self.control_tail.q.val();
            self.control_head.d.next = self.control_tail.q.val();
            self.data_base.d.next = self.data_tail.q.val();
            self.data_head.d.next = self.data_tail.q.val();
            self.rewinds.d.next = false;
            self.timing.d.next = false;
            self.fruitless.d.next = 0.into();
            self.overdue.d.next = 0.into();
        }
        if self.opens.val() {
            self.acked.d.next = 0.into();
            self.at.d.next = 0.into();
            self.next.d.next = 0.into();
            self.base.d.next = 0.into();
            self.limit.d.next = self.news.val().credits;
            self.patience.d.next = self.patience_max.val();
        }
        if self.reset.val() {
            self.is_due.d.next = false;
            self.told_new.d.next = false;
            self.weighed.d.next = false;
            self.checks.d.next = false;
            self.control_base.d.next = 0.into();
            self.control_head.d.next = 0.into();
            self.control_tail.d.next = 0.into();
            self.data_base.d.next = 0.into();
            self.data_head.d.next = 0.into();
            self.data_tail.d.next = 0.into();
        }
    }
}
