//! Sending: chooses the next frame and lays out its words.
//!
//! Order of choice: RESET, HELLO, control frames, frames with data, HB. The unit's frames wait in one memory, in two
//! queues; they and HB go out only in a session, and all but HB only while the peer has a place for them.

use super::emit::Emit;
use super::words::{Hello, TxWord, Window};
use crate::leaf::{block_default, Fifo, Ram, StreamSink, StreamSource, DFF};
use crate::wires::{Frame, Sent, SlotRead};
use rust_hdl::prelude::*;
use twinpath_spec::link::{Kind, KEEP_ALIVE_CYCLES};

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Front {
    Idle,
    Fetch,
    Head,
    Data,
    Last,
}

#[derive(LogicBlock)]
pub struct Transmit {
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
    /// What the peer can take.
    pub window: Signal<In, Window>,
    /// What we can take.
    pub own_window: Signal<In, Window>,
    /// Nothing was sent for the keep-alive time.
    pub idle_long: Signal<Out, Bit>,
    pub stalled: Signal<Out, Bit>,
    pub frame_sent: Signal<Out, Bit>,
    pub quiet: Signal<Out, Bit>,
    emit: Emit,
    reports: Fifo<Sent, 2>,
    /// Rows 0 to 31 control frames, 32 to 63 frames with data.
    frames: Ram<Frame, 6>,
    control_head: DFF<Bits<5>>,
    control_tail: DFF<Bits<5>>,
    data_head: DFF<Bits<5>>,
    data_tail: DFF<Bits<5>>,
    control_waits: Signal<Local, Bit>,
    data_waits: Signal<Local, Bit>,
    has_place: DFF<Bit>,
    front: DFF<Front>,
    internal: DFF<Bit>,
    greets: DFF<Bit>,
    counts: DFF<Bit>,
    kind: DFF<Bits<8>>,
    frame: DFF<Frame>,
    step: DFF<Bits<2>>,
    at: DFF<Bits<9>>,
    lseq: DFF<Bits<32>>,
    open: DFF<Bit>,
    ack: DFF<Bits<32>>,
    promised: DFF<Bits<8>>,
    owes: DFF<Bit>,
    idle: DFF<Bits<10>>,
    idles: DFF<Bit>,
    read: DFF<SlotRead>,
    reads: DFF<Bit>,
    given: Signal<Local, Frame>,
    chosen: Signal<Local, Frame>,
    own: Signal<Local, Frame>,
    word: Signal<Local, TxWord>,
    report: Signal<Local, Sent>,
    wanted: Signal<Local, SlotRead>,
    named: Signal<Local, Bits<16>>,
    picks: Signal<Local, Bit>,
    row: Signal<Local, Bits<6>>,
    limit: Signal<Local, Bits<8>>,
    owed: Signal<Local, Bits<8>>,
    kind_hello: Constant<Bits<8>>,
    kind_hb: Constant<Bits<8>>,
    kind_reset: Constant<Bits<8>>,
    keep_alive: Constant<Bits<10>>,
    block_words: Constant<Bits<10>>,
}

block_default!(Transmit {
    clock reset send sent slot_read slot_words phy_up tx_data tx_end tx_valid tx_ready epoch unit_id up opens session
    hello hello_due hello_taken reset_due reset_taken window own_window idle_long stalled frame_sent quiet emit reports
    frames control_head control_tail data_head data_tail control_waits data_waits has_place front internal greets named picks counts kind
    frame step at lseq open ack promised owes idle idles read reads given chosen own word report wanted row limit owed;
    kind_hello = Kind::HELLO as u32, kind_hb = Kind::HB as u32, kind_reset = Kind::RESET as u32,
    keep_alive = KEEP_ALIVE_CYCLES, block_words = 512u32
});

impl Logic for Transmit {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            control_head,
            control_tail,
            data_head,
            data_tail,
            has_place,
            front,
            internal,
            greets,
            counts,
            kind,
            frame,
            step,
            at,
            lseq,
            open,
            ack,
            promised,
            owes,
            idle,
            idles,
            read,
            reads
        );
        clock!(self, clock, emit, reports, frames);
        self.emit.reset.next = self.reset.val();
        self.reports.reset.next = self.reset.val();
        self.emit.phy_up.next = self.phy_up.val();
        self.tx_data.next = self.emit.tx_data.val();
        self.tx_end.next = self.emit.tx_end.val();
        self.tx_valid.next = self.emit.tx_valid.val();
        self.emit.tx_ready.next = self.tx_ready.val();
        self.stalled.next = self.emit.stalled.val();

        // In: both queues must have a place, so that `ready` does not hang on the frame.
        self.given.next = self.send.data.val();
        self.send.ready.next = self.has_place.q.val();
        self.frames.write.next = false;
        self.frames.write_address.next = bit_cast::<6, 5>(self.control_tail.q.val());
        self.frames.write_data.next = self.given.val();
        if self.given.val().data {
            self.frames.write_address.next = bit_cast::<6, 5>(self.data_tail.q.val()) | 0x20;
        }
        if self.send.valid.val() & self.has_place.q.val() & self.up.val() {
            self.frames.write.next = true;
            if self.given.val().data {
                self.data_tail.d.next = self.data_tail.q.val() + 1;
            } else {
                self.control_tail.d.next = self.control_tail.q.val() + 1;
            }
        }
        // Places are kept for the frames that come while `ready` falls.
        self.has_place.d.next = ((self.control_tail.q.val() - self.control_head.q.val()) < 29)
            & ((self.data_tail.q.val() - self.data_head.q.val()) < 29);
        self.control_waits.next = self.control_tail.q.val() != self.control_head.q.val();
        self.data_waits.next = self.data_tail.q.val() != self.data_head.q.val();

        // The peer has a place for another frame of the unit's.
        self.open.d.next = (bit_cast::<8, 32>(self.lseq.q.val()) - bit_cast::<8, 32>(self.window.val().ack))
            < self.window.val().credits;
        // Half of our places became free since the peer was told.
        self.limit.next = bit_cast::<8, 32>(self.own_window.val().ack) + self.own_window.val().credits;
        self.owed.next = self.limit.val() - self.promised.q.val();
        self.owes.d.next = self.owed.val().get_bits::<3>(5).any();
        self.idles.d.next = self.idle.q.val() == self.keep_alive.val();
        self.idle_long.next = self.idles.q.val();
        if self.idle.q.val() != self.keep_alive.val() {
            self.idle.d.next = self.idle.q.val() + 1;
        }

        // The frame: from the queues, or the link's own.
        self.own.next.kind = self.kind.q.val();
        self.own.next.flags = 0.into();
        self.own.next.slot = 0.into();
        self.own.next.unit = self.unit_id.val();
        self.own.next.row = 0.into();
        self.own.next.index = 0.into();
        self.own.next.blocks = 0.into();
        self.own.next.wseq = self.hello.val().nonce;
        self.own.next.lba = 0.into();
        self.own.next.oseq = self.hello.val().echo;
        self.own.next.value = 0.into();
        self.own.next.data = false;
        self.own.next.source = 0.into();
        self.chosen.next = self.frames.read_data.val();
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

        self.row.next = bit_cast::<6, 5>(self.control_head.q.val());
        if !self.control_waits.val() {
            self.row.next = bit_cast::<6, 5>(self.data_head.q.val()) | 0x20;
        }
        self.frames.read_address.next = self.row.val();
        self.named.next = self.session.val();
        if self.greets.q.val() {
            self.named.next = self.hello.val().last;
        }
        self.picks.next = false;
        self.hello_taken.next = false;
        self.reset_taken.next = false;
        self.frame_sent.next = false;
        self.slot_words.ready.next = false;
        self.emit.word_valid.next = false;
        self.word.next.data = 0.into();
        self.word.next.first = false;
        self.word.next.last = false;
        self.word.next.block = false;
        self.word.next.block_first = false;
        self.word.next.closes_block = false;
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
                        | (bit_cast::<64, 8>(self.own_window.val().credits) << 48)
                        | (bit_cast::<64, 4>(self.frame.q.val().slot) << 56);
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
                        self.ack.d.next = self.own_window.val().ack;
                        self.promised.d.next = self.limit.val();
                    }
                    if (self.step.q.val() == 1) & self.counts.q.val() {
                        self.lseq.d.next = self.lseq.q.val() + 1;
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
                if self.emit.has_room.val() {
                    self.emit.word_valid.next = true;
                    self.frame_sent.next = true;
                    self.front.d.next = Front::Idle;
                }
            }
            Front::Idle => {
                self.internal.d.next = true;
                self.greets.d.next = false;
                self.counts.d.next = false;
                if self.reset_due.val() {
                    self.reset_taken.next = true;
                    self.kind.d.next = self.kind_reset.val();
                    self.picks.next = true;
                } else if self.hello_due.val() {
                    self.hello_taken.next = true;
                    self.kind.d.next = self.kind_hello.val();
                    self.greets.d.next = true;
                    self.picks.next = true;
                } else if self.up.val() & self.open.q.val() & self.control_waits.val() {
                    self.internal.d.next = false;
                    self.counts.d.next = true;
                    self.control_head.d.next = self.control_head.q.val() + 1;
                    self.picks.next = true;
                } else if self.up.val() & self.open.q.val() & self.data_waits.val() & !self.reports.source.valid.val() {
                    self.internal.d.next = false;
                    self.counts.d.next = true;
                    self.data_head.d.next = self.data_head.q.val() + 1;
                    self.picks.next = true;
                } else if self.up.val() & (self.idles.q.val() | self.owes.q.val()) {
                    self.counts.d.next = true;
                    self.kind.d.next = self.kind_hb.val();
                    self.picks.next = true;
                }
            }
        }
        if self.picks.val() {
            self.front.d.next = Front::Fetch;
            self.idle.d.next = 0.into();
            self.idles.d.next = false;
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
            & !self.control_waits.val()
            & !self.data_waits.val();
        if !self.up.val() {
            self.control_head.d.next = self.control_tail.q.val();
            self.data_head.d.next = self.data_tail.q.val();
        }
        if self.opens.val() {
            self.lseq.d.next = 0.into();
            self.promised.d.next = self.own_window.val().credits;
        }
        if self.reset.val() {
            self.front.d.next = Front::Idle;
            self.control_head.d.next = 0.into();
            self.control_tail.d.next = 0.into();
            self.data_head.d.next = 0.into();
            self.data_tail.d.next = 0.into();
            self.reads.d.next = false;
            self.idle.d.next = 0.into();
        }
    }
}
