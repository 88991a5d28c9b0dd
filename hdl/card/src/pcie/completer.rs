//! Requests of the host to the register windows, one at a time and in order, and their completions.
//!
//! Registers are 64-bit words with byte enables. A request of two DWs at an odd DW is two accesses. The MSI-X table
//! and pending bits are served inside the block. A read with no byte enabled (a flush) touches no register.

use super::tlp::{Reply, Request};
use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::RegRequest;
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Serving {
    Judging,
    Asking,
    Waiting,
    Replying,
    Idle,
}

#[derive(LogicBlock, Default)]
pub struct Completer {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub request: StreamSink<Request>,
    pub regs: StreamSource<RegRequest>,
    pub reg_reply: StreamSink<Bits<64>>,
    pub access: StreamSource<RegRequest>,
    pub answer: Signal<In, Bits<64>>,
    pub answer_valid: Signal<In, Bit>,
    pub reply: StreamSource<Reply>,
    state: DFF<Serving>,
    /// The request being served.
    now: DFF<Request>,
    /// The second access of a request of two DWs.
    second: DFF<Bit>,
    ask: DFF<RegRequest>,
    ask_reg: DFF<Bit>,
    ask_access: DFF<Bit>,
    result: DFF<Bits<64>>,
    skipped: DFF<Bits<2>>,
    bytes: DFF<Bits<12>>,
    refused_bytes: Signal<Local, Bits<12>>,
    odd: Signal<Local, Bit>,
    base: Signal<Local, Bits<13>>,
    at: Signal<Local, Bits<13>>,
    enable_low: Signal<Local, Bits<4>>,
    enable_high: Signal<Local, Bits<4>>,
    first: Signal<Local, Bits<32>>,
    other: Signal<Local, Bits<32>>,
    free: Signal<Local, Bit>,
    more: Signal<Local, Bit>,
    own: Signal<Local, Bit>,
    got: Signal<Local, Bit>,
    word: Signal<Local, Bits<64>>,
    head: Signal<Local, Bits<2>>,
    tail: Signal<Local, Bits<3>>,
    close: Signal<Local, Bits<4>>,
}

impl Logic for Completer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, now, second, ask, ask_reg, ask_access, result, skipped, bytes);

        // Where the access goes, and which bytes of the word it means.
        self.odd.next = self.now.q.val().dw.get_bit(0);
        self.more.next = self.odd.val() & self.now.q.val().two & !self.second.q.val();
        self.base.next = self.now.q.val().dw.get_bits::<13>(1);
        if !self.now.q.val().window {
            self.base.next = bit_cast::<13, 11>(self.now.q.val().dw.get_bits::<11>(1));
        }
        self.at.next = self.base.val();
        self.enable_low.next = self.now.q.val().first_enable;
        self.enable_high.next = self.now.q.val().last_enable;
        self.first.next = self.now.q.val().data.get_bits::<32>(0);
        self.other.next = self.now.q.val().data.get_bits::<32>(32);
        if self.odd.val() {
            self.enable_low.next = 0.into();
            self.enable_high.next = self.now.q.val().first_enable;
            self.first.next = self.now.q.val().data.get_bits::<32>(32);
            self.other.next = self.now.q.val().data.get_bits::<32>(0);
        }
        if self.second.q.val() {
            self.at.next = self.base.val() + 1;
            self.enable_low.next = self.now.q.val().last_enable;
            self.enable_high.next = 0.into();
        }
        self.own.next = !self.now.q.val().window & self.at.val().get_bit(10);
        self.free.next =
            (!self.ask_reg.q.val() | self.regs.ready.val()) & (!self.ask_access.q.val() | self.access.ready.val());

        self.regs.data.next = self.ask.q.val();
        self.regs.valid.next = self.ask_reg.q.val();
        self.access.data.next = self.ask.q.val();
        self.access.valid.next = self.ask_access.q.val();
        if self.regs.ready.val() {
            self.ask_reg.d.next = false;
        }
        if self.access.ready.val() {
            self.ask_access.d.next = false;
        }

        // The reply's numbers: bytes from the first enabled to the last, and where the first is.
        self.head.next = 0.into();
        if !self.now.q.val().first_enable.get_bit(0) {
            if self.now.q.val().first_enable.get_bit(1) {
                self.head.next = 1.into();
            } else if self.now.q.val().first_enable.get_bit(2) {
                self.head.next = 2.into();
            } else if self.now.q.val().first_enable.get_bit(3) {
                self.head.next = 3.into();
            }
        }
        self.close.next = self.now.q.val().first_enable;
        if self.now.q.val().last_enable.any() {
            self.close.next = self.now.q.val().last_enable;
        }
        // `tail` bytes of the last DW count; a flush counts one.
        self.tail.next = 1.into();
        if self.close.val().get_bit(3) {
            self.tail.next = 4.into();
        } else if self.close.val().get_bit(2) {
            self.tail.next = 3.into();
        } else if self.close.val().get_bit(1) {
            self.tail.next = 2.into();
        }
        self.refused_bytes.next = 4.into();
        if self.now.q.val().memory {
            self.refused_bytes.next = (bit_cast::<12, 10>(self.now.q.val().data.get_bits::<10>(0)) << 2) - 4
                + bit_cast::<12, 3>(self.tail.val())
                - bit_cast::<12, 2>(self.head.val());
        }

        self.got.next = self.reg_reply.valid.val() | self.answer_valid.val();
        self.word.next = self.reg_reply.data.val();
        if self.answer_valid.val() {
            self.word.next = self.answer.val();
        }
        self.reg_reply.ready.next = self.state.q.val() == Serving::Waiting;
        self.reply.valid.next = self.state.q.val() == Serving::Replying;
        self.reply.data.next.count = 1.into();
        if self.now.q.val().two {
            self.reply.data.next.count = 2.into();
        }
        if self.now.q.val().refuse {
            self.reply.data.next.count = 0.into();
        }
        self.reply.data.next.locked = self.now.q.val().locked;
        self.reply.data.next.class = self.now.q.val().class;
        self.reply.data.next.attributes = self.now.q.val().attributes;
        self.reply.data.next.refused = self.now.q.val().refuse;
        self.reply.data.next.bytes = self.bytes.q.val();
        self.reply.data.next.requester = self.now.q.val().requester;
        self.reply.data.next.lower_address = 0.into();
        if self.now.q.val().memory {
            self.reply.data.next.lower_address =
                (bit_cast::<7, 5>(self.now.q.val().dw.get_bits::<5>(0)) << 2) | bit_cast::<7, 2>(self.skipped.q.val());
        }
        self.reply.data.next.data = self.result.q.val();
        self.request.ready.next = self.state.q.val() == Serving::Idle;

        match self.state.q.val() {
            Serving::Asking => {
                if self.free.val() {
                    self.ask.d.next.write = self.now.q.val().write;
                    self.ask.d.next.window = self.now.q.val().window;
                    self.ask.d.next.address = bit_cast::<16, 13>(self.at.val()) << 3;
                    self.ask.d.next.data =
                        (bit_cast::<64, 32>(self.other.val()) << 32) | bit_cast::<64, 32>(self.first.val());
                    self.ask.d.next.enable =
                        (bit_cast::<8, 4>(self.enable_high.val()) << 4) | bit_cast::<8, 4>(self.enable_low.val());
                    self.ask_access.d.next =
                        self.own.val() & (self.enable_low.val().any() | self.enable_high.val().any());
                    self.ask_reg.d.next =
                        !self.own.val() & (self.enable_low.val().any() | self.enable_high.val().any());
                    if !self.now.q.val().write {
                        self.state.d.next = Serving::Waiting;
                    } else if self.more.val() {
                        self.second.d.next = true;
                    } else {
                        self.state.d.next = Serving::Idle;
                    }
                }
            }
            Serving::Waiting => {
                if self.got.val() {
                    self.result.d.next = self.word.val();
                    if self.second.q.val() {
                        self.result.d.next = (bit_cast::<64, 32>(self.word.val().get_bits::<32>(0)) << 32)
                            | bit_cast::<64, 32>(self.result.q.val().get_bits::<32>(0));
                    } else if self.odd.val() {
                        self.result.d.next = bit_cast::<64, 32>(self.word.val().get_bits::<32>(32));
                    }
                    self.state.d.next = Serving::Replying;
                    if self.more.val() {
                        self.second.d.next = true;
                        self.state.d.next = Serving::Asking;
                    }
                }
            }
            Serving::Replying => {
                if self.reply.ready.val() {
                    self.state.d.next = Serving::Idle;
                }
            }
            Serving::Judging => {
                self.second.d.next = false;
                self.result.d.next = 0.into();
                self.skipped.d.next = self.head.val();
                self.bytes.d.next = bit_cast::<12, 3>(self.tail.val()) - bit_cast::<12, 2>(self.head.val());
                if self.now.q.val().two {
                    self.bytes.d.next = bit_cast::<12, 3>(self.tail.val()) - bit_cast::<12, 2>(self.head.val()) + 4;
                }
                if self.now.q.val().refuse {
                    self.bytes.d.next = self.refused_bytes.val();
                }
                self.state.d.next = Serving::Asking;
                if self.now.q.val().refuse | (!self.now.q.val().write & !self.now.q.val().first_enable.any()) {
                    self.state.d.next = Serving::Replying;
                }
            }
            Serving::Idle => {
                self.now.d.next = self.request.data.val();
                if self.request.valid.val() {
                    self.state.d.next = Serving::Judging;
                }
            }
        }
        if self.reset.val() {
            self.state.d.next = Serving::Idle;
            self.ask_reg.d.next = false;
            self.ask_access.d.next = false;
        }
    }
}
