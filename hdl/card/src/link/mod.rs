#![doc = include_str!("doc.md")]

mod arrival;
mod backlog;
mod counters;
mod emit;
mod inbox;
mod rx;
mod session;
#[cfg(test)]
mod tests;
mod tx;
mod words;

pub(crate) use backlog::Backlog;
pub(crate) use rx::Receive;

use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{Frame, Sent, SlotRead, SlotWord};
use counters::Counters;
use rust_hdl::prelude::*;
use rx::Verdict;
use session::Session;
use tx::Transmit;

/// `P`: frames that may be under way each way, as a power of two (`spec::link::WINDOW`, `LONG_WINDOW`).
#[derive(LogicBlock, Default)]
pub struct Link<const P: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub send: StreamSink<Frame>,
    pub sent: StreamSource<Sent>,
    pub got: StreamSource<Frame>,
    pub free_slot: StreamSink<Bits<4>>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub slot_write: StreamSource<SlotWord>,
    pub tx_data: Signal<Out, Bits<64>>,
    pub tx_end: Signal<Out, Bit>,
    pub tx_valid: Signal<Out, Bit>,
    pub tx_ready: Signal<In, Bit>,
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_end: Signal<In, Bit>,
    pub rx_valid: Signal<In, Bit>,
    pub phy_up: Signal<In, Bit>,
    /// The other side's phy does not receive.
    pub phy_fault: Signal<In, Bit>,
    pub epoch: Signal<In, Bits<16>>,
    pub unit_id: Signal<In, Bit>,
    /// The unit allows a session; without it a session ends.
    pub connect: Signal<In, Bit>,
    pub up: Signal<Out, Bit>,
    /// The number of the session, or of the last one.
    pub session: Signal<Out, Bits<16>>,
    /// No frame is half sent or half received and every queue is empty.
    pub quiet: Signal<Out, Bit>,
    /// In the order of `spec::control::LINK_COUNTERS`.
    pub counts: [Signal<Out, Bits<32>>; 11],
    /// Why the last greeting was refused (`spec::link::refusal`); a session forgets it.
    pub refusal: Signal<Out, Bits<4>>,
    transmit: Transmit<P>,
    receive: Receive<P>,
    session_side: Session,
    counters: Counters,
    allowed: DFF<Bit>,
    phy: DFF<Bit>,
    is_quiet: DFF<Bit>,
    found: Signal<Local, Verdict>,
}

impl<const P: usize> Logic for Link<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, allowed, phy, is_quiet);
        clock!(self, clock, transmit, receive, session_side, counters);
        self.transmit.reset.next = self.reset.val();
        self.receive.reset.next = self.reset.val();
        self.session_side.reset.next = self.reset.val();
        self.counters.reset.next = self.reset.val();

        StreamSink::<Frame>::link(&mut self.send, &mut self.transmit.send);
        StreamSource::<Sent>::link(&mut self.sent, &mut self.transmit.sent);
        StreamSource::<SlotRead>::link(&mut self.slot_read, &mut self.transmit.slot_read);
        StreamSink::<Bits<64>>::link(&mut self.slot_words, &mut self.transmit.slot_words);
        StreamSource::<Frame>::link(&mut self.got, &mut self.receive.got);
        StreamSink::<Bits<4>>::link(&mut self.free_slot, &mut self.receive.free_slot);
        StreamSource::<SlotWord>::link(&mut self.slot_write, &mut self.receive.slot_write);

        self.phy.d.next = self.phy_up.val() & !self.phy_fault.val();
        self.allowed.d.next = self.phy_up.val() & !self.phy_fault.val() & self.connect.val();
        self.tx_data.next = self.transmit.tx_data.val();
        self.tx_end.next = self.transmit.tx_end.val();
        self.tx_valid.next = self.transmit.tx_valid.val();
        self.transmit.tx_ready.next = self.tx_ready.val();
        self.transmit.phy_up.next = self.phy.q.val();
        self.receive.rx_data.next = self.rx_data.val();
        self.receive.rx_end.next = self.rx_end.val();
        self.receive.rx_valid.next = self.rx_valid.val();
        self.receive.cut.next = !self.phy.q.val();
        self.transmit.epoch.next = self.epoch.val();
        self.receive.epoch.next = self.epoch.val();
        self.transmit.unit_id.next = self.unit_id.val();
        self.receive.unit_id.next = self.unit_id.val();

        self.found.next = self.receive.verdict.val();
        self.session_side.allowed.next = self.allowed.q.val();
        self.session_side.phy_up.next = self.phy.q.val();
        self.session_side.quiet.next = self.is_quiet.q.val();
        self.session_side.hello.next = self.receive.hello.val();
        self.session_side.hello_valid.next = self.receive.hello_valid.val();
        self.session_side.heard.next = self.receive.heard.val();
        self.session_side.broken.next = self.found.val().foreign
            | self.transmit.lies.val()
            | self.transmit.gives_up.val()
            | self.transmit.stalled.val();
        self.session_side.peer_ended.next = self.receive.ended.val();
        self.session_side.idle_long.next = self.transmit.idle_long.val();
        self.session_side.hello_taken.next = self.transmit.hello_taken.val();
        self.session_side.reset_taken.next = self.transmit.reset_taken.val();
        self.transmit.hello.next = self.session_side.own_hello.val();
        self.transmit.hello_due.next = self.session_side.hello_due.val();
        self.transmit.reset_due.next = self.session_side.reset_due.val();
        self.transmit.up.next = self.session_side.up.val();
        self.transmit.opens.next = self.session_side.opens.val();
        self.transmit.session.next = self.session_side.session.val();
        self.transmit.news.next = self.receive.news.val();
        self.transmit.news_valid.next = self.receive.news_valid.val();
        self.transmit.prompt.next = self.found.val().repeated;
        self.receive.again_taken.next = self.transmit.again_taken.val();
        self.transmit.own_window.next = self.receive.own_window.val();
        self.receive.up.next = self.session_side.up.val();
        self.receive.opens.next = self.session_side.opens.val();
        self.receive.session.next = self.session_side.session.val();
        self.up.next = self.session_side.up.val();
        self.session.next = self.session_side.session.val();
        self.is_quiet.d.next =
            self.transmit.quiet.val() & self.receive.quiet.val() & !self.session_side.reset_due.val();
        self.quiet.next = self.is_quiet.q.val();

        self.counters.events[0].next = self.transmit.frame_sent.val();
        self.counters.events[1].next = self.found.val().believed;
        self.counters.events[2].next = self.found.val().harmed;
        self.counters.events[3].next = self.found.val().missing;
        self.counters.events[4].next = self.session_side.ends.val();
        self.counters.events[5].next = self.found.val().stale;
        self.counters.events[6].next = self.found.val().refused;
        self.counters.events[7].next = self.found.val().foreign | self.transmit.lies.val();
        self.counters.events[8].next = self.transmit.replays.val();
        self.counters.events[9].next = self.found.val().repeated;
        self.counters.events[10].next = self.found.val().homeless;
        for i in 0..11 {
            self.counts[i].next = self.counters.counts[i].val();
        }
        self.refusal.next = self.receive.refusal.val();
    }
}
