//! Sending: chooses the next frame and lays out its words.
//!
//! Order of choice: RESET, HELLO, HB that asks again, the unit's frames as the backlog gives them, HB.

use super::backlog::Backlog;
use super::emit::Emit;
use super::words::{Hello, TxWord, Window};
use crate::leaf::{block_default, Fifo, StreamSink, StreamSource, DFF};
use crate::wires::{Frame, Sent, SlotRead};
use rust_hdl::prelude::*;
use twinpath_spec::link::{abilities, Kind, FLAG_AGAIN, FRAMES_PER_ACK, KEEP_ALIVE_CYCLES};

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Front {
    Idle,
    Fetch,
    Head,
    Data,
    Last,
}

#[derive(LogicBlock)]
pub struct Transmit<const P: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub send: StreamSink<Frame>,
    pub sent: StreamSource<Sent>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub phy_up: Signal<In, Bit>,
    pub tx_data: Signal<Out, Bits<64>>,
    pub tx_end: Signal<Out, Bit>,
    pub tx_valid: Signal<Out, Bit>,
    pub tx_ready: Signal<In, Bit>,
    pub epoch: Signal<In, Bits<16>>,
    pub unit_id: Signal<In, Bit>,
    pub up: Signal<In, Bit>,
    /// A session begins: frames are counted from 0.
    pub opens: Signal<In, Bit>,
    pub session: Signal<In, Bits<16>>,
    pub hello: Signal<In, Hello>,
    pub hello_due: Signal<In, Bit>,
    pub hello_taken: Signal<Out, Bit>,
    pub reset_due: Signal<In, Bit>,
    pub reset_taken: Signal<Out, Bit>,
    /// What the peer said of itself, and what we say of ourselves.
    pub news: Signal<In, Window>,
    pub news_valid: Signal<In, Bit>,
    pub own_window: Signal<In, Window>,
    /// Our `again` has gone out.
    pub again_taken: Signal<Out, Bit>,
    /// The peer repeats itself: it is to be told soon how far we are.
    pub prompt: Signal<In, Bit>,
    /// Nothing was sent for the keep-alive time.
    pub idle_long: Signal<Out, Bit>,
    pub stalled: Signal<Out, Bit>,
    pub replays: Signal<Out, Bit>,
    pub gives_up: Signal<Out, Bit>,
    pub lies: Signal<Out, Bit>,
    pub frame_sent: Signal<Out, Bit>,
    pub quiet: Signal<Out, Bit>,
    backlog: Backlog<P>,
    emit: Emit,
    reports: Fifo<Sent, 2>,
    front: DFF<Front>,
    /// The frame is the link's own, a HELLO, asks again.
    internal: DFF<Bit>,
    greets: DFF<Bit>,
    begs: DFF<Bit>,
    kind: DFF<Bits<8>>,
    fresh: DFF<Bit>,
    lseq: DFF<Bits<32>>,
    frame: DFF<Frame>,
    step: DFF<Bits<2>>,
    at: DFF<Bits<9>>,
    /// What the peer was told last: frames taken, and the first that there is no place for.
    ack: DFF<Bits<32>>,
    promised: DFF<Bits<12>>,
    owes: DFF<Bit>,
    soon: DFF<Bit>,
    idle: DFF<Bits<10>>,
    idles: DFF<Bit>,
    read: DFF<SlotRead>,
    reads: DFF<Bit>,
    chosen: Signal<Local, Frame>,
    own: Signal<Local, Frame>,
    word: Signal<Local, TxWord>,
    report: Signal<Local, Sent>,
    wanted: Signal<Local, SlotRead>,
    named: Signal<Local, Bits<16>>,
    picks: Signal<Local, Bit>,
    window: Signal<Local, Window>,
    limit: Signal<Local, Bits<12>>,
    owed: Signal<Local, Bits<12>>,
    untold: Signal<Local, Bits<12>>,
    kind_hello: Constant<Bits<8>>,
    kind_hb: Constant<Bits<8>>,
    kind_reset: Constant<Bits<8>>,
    flag_again: Constant<Bits<8>>,
    abilities: Constant<Bits<32>>,
    keep_alive: Constant<Bits<10>>,
    block_words: Constant<Bits<10>>,
    half_credits: Constant<Bits<12>>,
    frames_per_ack: Constant<Bits<12>>,
}

block_default!(Transmit<P> {
    clock reset send sent slot_read slot_words phy_up tx_data tx_end tx_valid tx_ready epoch unit_id up opens session hello
    hello_due hello_taken reset_due reset_taken news news_valid own_window again_taken prompt idle_long stalled replays
    gives_up lies frame_sent quiet backlog emit reports front internal greets begs kind fresh lseq frame step at ack promised
    owes soon idle idles read reads chosen own word report wanted named picks window limit owed untold;
    kind_hello = Kind::HELLO as u32, kind_hb = Kind::HB as u32, kind_reset = Kind::RESET as u32, flag_again = FLAG_AGAIN,
    abilities = abilities(P as u8), keep_alive = KEEP_ALIVE_CYCLES, block_words = 512u32,
    half_credits = 1u64 << (P - 1), frames_per_ack = FRAMES_PER_ACK
});

impl<const P: usize> Logic for Transmit<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, front, internal, greets, begs, kind, fresh, lseq, frame, step, at, ack, promised, owes);
        dff_setup!(self, clock, soon, idle, idles, read, reads);
        clock!(self, clock, backlog, emit, reports);
        self.backlog.reset.next = self.reset.val();
        self.emit.reset.next = self.reset.val();
        self.reports.reset.next = self.reset.val();
        self.emit.phy_up.next = self.phy_up.val();
        self.tx_data.next = self.emit.tx_data.val();
        self.tx_end.next = self.emit.tx_end.val();
        self.tx_valid.next = self.emit.tx_valid.val();
        self.emit.tx_ready.next = self.tx_ready.val();
        self.stalled.next = self.emit.stalled.val();

        StreamSink::<Frame>::link(&mut self.send, &mut self.backlog.send);
        self.backlog.up.next = self.up.val();
        self.backlog.opens.next = self.opens.val();
        self.backlog.news.next = self.news.val();
        self.backlog.news_valid.next = self.news_valid.val();
        self.backlog.hold_data.next = self.reports.source.valid.val();
        self.replays.next = self.backlog.replays.val();
        self.gives_up.next = self.backlog.gives_up.val();
        self.lies.next = self.backlog.lies.val();

        // Half of our places became free since the peer was told, or several frames came, or it asked by repeating.
        self.window.next = self.own_window.val();
        self.limit.next = bit_cast::<12, 32>(self.window.val().ack) + self.window.val().credits;
        self.owed.next = self.limit.val() - self.promised.q.val();
        self.untold.next = bit_cast::<12, 32>(self.window.val().ack) - bit_cast::<12, 32>(self.ack.q.val());
        self.owes.d.next = (self.owed.val() >= self.half_credits.val())
            | (self.untold.val() >= self.frames_per_ack.val())
            | self.soon.q.val();
        if self.prompt.val() {
            self.soon.d.next = true;
        }
        self.idles.d.next = self.idle.q.val() == self.keep_alive.val();
        self.idle_long.next = self.idles.q.val();
        if self.idle.q.val() != self.keep_alive.val() {
            self.idle.d.next = self.idle.q.val() + 1;
        }

        // The frame: from the backlog, or the link's own.
        self.own.next.kind = self.kind.q.val();
        self.own.next.flags = 0.into();
        if self.begs.q.val() {
            self.own.next.flags = self.flag_again.val();
        }
        self.own.next.slot = 0.into();
        self.own.next.unit = self.unit_id.val();
        self.own.next.row = 0.into();
        self.own.next.index = 0.into();
        self.own.next.blocks = 0.into();
        self.own.next.wseq = self.hello.val().nonce;
        self.own.next.lba = self.abilities.val();
        self.own.next.oseq = self.hello.val().echo;
        self.own.next.value = 0.into();
        self.own.next.data = false;
        self.own.next.source = 0.into();
        self.chosen.next = self.backlog.frame.val();
        if self.internal.q.val() {
            self.chosen.next = self.own.val();
        }
        self.wanted.next.slot = self.chosen.val().source;
        self.wanted.next.word = 0.into();
        self.wanted.next.count = self.block_words.val();
        self.slot_read.data.next = self.read.q.val();
        self.slot_read.valid.next = self.reads.q.val();
        if self.slot_read.ready.val() {
            self.reads.d.next = false;
        }

        self.named.next = self.session.val();
        if self.greets.q.val() {
            self.named.next = self.hello.val().last;
        }
        self.picks.next = false;
        self.backlog.take.next = false;
        self.hello_taken.next = false;
        self.reset_taken.next = false;
        self.again_taken.next = false;
        self.frame_sent.next = false;
        self.slot_words.ready.next = false;
        self.emit.word_valid.next = false;
        self.word.next.data = 0.into();
        self.word.next.first = false;
        self.word.next.last = false;
        self.word.next.block = false;
        self.word.next.block_first = false;
        self.word.next.closes_block = false;
        self.word.next.told = false;
        match self.front.q.val() {
            Front::Fetch => {
                self.step.d.next = 0.into();
                self.at.d.next = 0.into();
                self.frame.d.next = self.chosen.val();
                self.read.d.next = self.wanted.val();
                self.reads.d.next = self.chosen.val().data;
                self.front.d.next = Front::Head;
            }
            Front::Head => {
                self.word.next.first = self.step.q.val() == 0;
                if self.step.q.val() == 0 {
                    self.word.next.data = bit_cast::<64, 8>(self.frame.q.val().kind)
                        | (bit_cast::<64, 7>(self.frame.q.val().flags.get_bits::<7>(1)) << 9)
                        | (bit_cast::<64, 1>(self.frame.q.val().data.into()) << 8)
                        | (bit_cast::<64, 16>(self.epoch.val()) << 16)
                        | (bit_cast::<64, 16>(self.named.val()) << 32)
                        | (bit_cast::<64, 12>(self.window.val().credits) << 48)
                        | (bit_cast::<64, 4>(self.frame.q.val().slot) << 60);
                } else if self.step.q.val() == 1 {
                    self.word.next.data =
                        bit_cast::<64, 32>(self.lseq.q.val()) | (bit_cast::<64, 32>(self.ack.q.val()) << 32);
                } else if self.step.q.val() == 2 {
                    self.word.next.data = bit_cast::<64, 1>(self.frame.q.val().unit.into())
                        | (bit_cast::<64, 5>(self.frame.q.val().row) << 8)
                        | (bit_cast::<64, 5>(self.frame.q.val().index) << 16)
                        | (bit_cast::<64, 6>(self.frame.q.val().blocks) << 24)
                        | (bit_cast::<64, 32>(self.frame.q.val().wseq) << 32);
                } else {
                    self.word.next.data = bit_cast::<64, 32>(self.frame.q.val().lba)
                        | (bit_cast::<64, 32>(self.frame.q.val().oseq) << 32);
                }
                if self.emit.has_room.val() {
                    self.emit.word_valid.next = true;
                    self.step.d.next = self.step.q.val() + 1;
                    if self.step.q.val() == 0 {
                        // Acknowledge and credits must be of one moment.
                        self.ack.d.next = self.window.val().ack;
                        self.promised.d.next = self.limit.val();
                    }
                    if self.step.q.val() == 3 {
                        self.front.d.next = Front::Last;
                        if self.frame.q.val().data {
                            self.front.d.next = Front::Data;
                        }
                    }
                }
            }
            Front::Data => {
                self.word.next.data = self.slot_words.data.val();
                self.word.next.block = true;
                self.word.next.block_first = self.at.q.val() == 0;
                self.slot_words.ready.next = self.emit.has_room.val();
                if self.slot_words.valid.val() & self.emit.has_room.val() {
                    self.emit.word_valid.next = true;
                    self.at.d.next = self.at.q.val() + 1;
                    if self.at.q.val().all() {
                        self.front.d.next = Front::Last;
                    }
                }
            }
            Front::Last => {
                self.word.next.data = bit_cast::<64, 32>(self.frame.q.val().value);
                self.word.next.last = true;
                self.word.next.closes_block = self.frame.q.val().data;
                // A block that goes once more is no news to the unit, which may have given its slot another one.
                self.word.next.told = self.fresh.q.val();
                if self.emit.has_room.val() {
                    self.emit.word_valid.next = true;
                    self.frame_sent.next = true;
                    self.front.d.next = Front::Idle;
                }
            }
            Front::Idle => {
                self.internal.d.next = true;
                self.greets.d.next = false;
                self.begs.d.next = false;
                self.kind.d.next = self.kind_hb.val();
                self.lseq.d.next = self.backlog.lseq.val();
                self.fresh.d.next = self.backlog.fresh.val();
                if self.reset_due.val() {
                    self.reset_taken.next = true;
                    self.kind.d.next = self.kind_reset.val();
                    self.picks.next = true;
                } else if self.hello_due.val() {
                    self.hello_taken.next = true;
                    self.kind.d.next = self.kind_hello.val();
                    self.greets.d.next = true;
                    self.picks.next = true;
                    // In a session the peer needs a frame of it to see that both are in it.
                    self.soon.d.next = self.up.val();
                } else if self.up.val() & self.window.val().again {
                    self.again_taken.next = true;
                    self.begs.d.next = true;
                    self.soon.d.next = false;
                    self.picks.next = true;
                } else if self.up.val() & self.backlog.due.val() {
                    self.backlog.take.next = true;
                    self.internal.d.next = false;
                    self.soon.d.next = false;
                    self.picks.next = true;
                } else if self.up.val() & (self.idles.q.val() | self.owes.q.val()) {
                    self.soon.d.next = false;
                    self.picks.next = true;
                }
            }
        }
        if self.picks.val() {
            self.front.d.next = Front::Fetch;
            self.idle.d.next = 0.into();
            self.idles.d.next = false;
            self.owes.d.next = false;
        }
        self.emit.word.next = self.word.val();

        self.report.next.slot = self.read.q.val().slot;
        self.report.next.crc = self.emit.block_crc.val();
        self.reports.sink.data.next = self.report.val();
        self.reports.sink.valid.next = self.emit.block_end.val();
        StreamSource::<Sent>::link(&mut self.sent, &mut self.reports.source);
        self.quiet.next = (self.front.q.val() == Front::Idle)
            & self.emit.empty.val()
            & !self.reports.source.valid.val()
            & self.backlog.empty.val();
        if self.opens.val() {
            self.ack.d.next = 0.into();
            self.promised.d.next = self.window.val().credits;
        }
        if self.reset.val() {
            self.front.d.next = Front::Idle;
            self.reads.d.next = false;
            self.soon.d.next = false;
            self.idle.d.next = 0.into();
        }
    }
}
