//! Interrupts: the MSI-X table of 16 vectors, the pending bits, and the choice of the message to send.
//!
//! Every interrupt first sets its pending bit; a vector that is pending and not masked makes a message. While MSI-X is
//! disabled interrupts are dropped. After a reset of the card or of its function every vector is masked, none is pending,
//! and the table is cleared, two DWs a cycle.

use super::tlp::Message;
use crate::leaf::{block_default, Ram, StreamSink, StreamSource, DFF};
use crate::wires::RegRequest;
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Looking {
    /// The table is cleared.
    Clearing,
    Answering,
    Storing,
    Choosing,
    Address,
    Data,
    Idle,
}

#[derive(LogicBlock)]
pub struct Interrupts {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Function-level reset: an access under way still gets its answer.
    pub flr: Signal<In, Bit>,
    pub bus_master: Signal<In, Bit>,
    pub enable: Signal<In, Bit>,
    /// The function mask.
    pub mask: Signal<In, Bit>,
    pub raise: Signal<In, Bit>,
    pub raise_vector: Signal<In, Bits<4>>,
    /// Some vector is pending and may be sent; it shows two cycles after `raise`.
    pub due: Signal<Out, Bit>,
    pub message: StreamSource<Message>,
    /// The host reads and writes 2000h to 3FFFh of BAR0: whole DWs only, as PCI asks of software.
    pub access: StreamSink<RegRequest>,
    pub answer: Signal<Out, Bits<64>>,
    pub answer_valid: Signal<Out, Bit>,
    low: Ram<Bits<32>, 5>,
    high: Ram<Bits<32>, 5>,
    masks: DFF<Bits<16>>,
    pending: DFF<Bits<16>>,
    /// Pending and not masked, a cycle ago.
    sendable: DFF<Bits<16>>,
    some_able: DFF<Bit>,
    /// The vector of the message is sendable, a cycle ago.
    open: DFF<Bit>,
    state: DFF<Looking>,
    vector: DFF<Bits<4>>,
    ready_message: DFF<Message>,
    full: DFF<Bit>,
    asked: DFF<RegRequest>,
    /// The table has to be cleared; where it is.
    stale: DFF<Bit>,
    clear_at: DFF<Bits<5>>,
    able: Signal<Local, Bits<16>>,
    lowest: Signal<Local, Bits<4>>,
    stores: Signal<Local, Bit>,
    writes_low: Signal<Local, Bit>,
    writes_high: Signal<Local, Bit>,
    sent: Signal<Local, Bit>,
    unsent: Signal<Local, Bits<16>>,
    none: Constant<Bits<16>>,
    every: Constant<Bits<16>>,
}

block_default!(Interrupts {
    clock reset flr bus_master enable mask raise raise_vector due message access answer answer_valid low high masks pending sendable
    some_able open state vector ready_message full asked stale clear_at able lowest stores writes_low writes_high sent unsent;
    none = 0u64, every = 0xFFFFu64
});

impl Logic for Interrupts {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, masks, pending, sendable, some_able, open, state, vector, ready_message, full, asked);
        dff_setup!(self, clock, stale, clear_at);
        clock!(self, clock, low, high);
        self.able.next = self.none.val();
        if self.enable.val() & !self.mask.val() & self.bus_master.val() {
            self.able.next = self.pending.q.val() & !self.masks.q.val();
        }
        self.sendable.d.next = self.able.val();
        self.some_able.d.next = self.able.val().any();
        self.due.next = self.some_able.q.val();
        self.open.d.next = self.sendable.q.val().get_bit(self.vector.q.val().index());
        self.lowest.next = 0.into();
        for i in 0..16 {
            if self.sendable.q.val().get_bit(15 - i) {
                self.lowest.next = (15 - i).to_bits::<4>();
            }
        }

        // A message that waits goes back to its pending bit when its vector is masked.
        self.message.data.next = self.ready_message.q.val();
        self.message.valid.next = self.full.q.val() & self.open.q.val();
        self.sent.next = self.full.q.val() & self.open.q.val() & self.message.ready.val();
        self.unsent.next = self.pending.q.val();
        if self.sent.val() {
            self.unsent.next = self.pending.q.val().replace_bit(self.vector.q.val().index(), false);
        }
        self.pending.d.next = self.unsent.val();
        if self.raise.val() {
            self.pending.d.next = self.unsent.val().replace_bit(self.raise_vector.val().index(), true);
        }
        if !self.enable.val() {
            self.pending.d.next = self.none.val();
        }
        if self.sent.val() | !self.open.q.val() {
            self.full.d.next = false;
        }

        // A write is carried out from the register that took it, a cycle later.
        self.stores.next =
            (self.state.q.val() == Looking::Storing) & (self.asked.q.val().address.get_bits::<5>(8) == 0);
        self.writes_low.next = self.stores.val() & self.asked.q.val().enable.get_bits::<4>(0).all();
        self.writes_high.next = self.stores.val() & self.asked.q.val().enable.get_bits::<4>(4).all();
        self.access.ready.next = (self.state.q.val() == Looking::Idle) & !self.stale.q.val();
        self.low.write.next = self.writes_low.val();
        self.high.write.next = self.writes_high.val();
        self.low.write_address.next = self.asked.q.val().address.get_bits::<5>(3);
        self.high.write_address.next = self.asked.q.val().address.get_bits::<5>(3);
        self.low.write_data.next = self.asked.q.val().data.get_bits::<32>(0);
        self.high.write_data.next = self.asked.q.val().data.get_bits::<32>(32);
        self.low.read_address.next = self.access.data.val().address.get_bits::<5>(3);
        self.high.read_address.next = self.access.data.val().address.get_bits::<5>(3);
        if self.writes_high.val() & self.asked.q.val().address.get_bit(3) {
            self.masks.d.next = self
                .masks
                .q
                .val()
                .replace_bit(self.asked.q.val().address.get_bits::<4>(4).index(), self.asked.q.val().data.get_bit(32));
        }

        self.answer_valid.next = false;
        self.answer.next = 0.into();
        if self.asked.q.val().address.get_bits::<5>(8) == 0 {
            self.answer.next =
                (bit_cast::<64, 32>(self.high.read_data.val()) << 32) | bit_cast::<64, 32>(self.low.read_data.val());
            if self.asked.q.val().address.get_bit(3) {
                // Of the vector control DW only the mask exists.
                self.answer.next = bit_cast::<64, 32>(self.low.read_data.val())
                    | (bit_cast::<64, 1>(
                        self.masks.q.val().get_bit(self.asked.q.val().address.get_bits::<4>(4).index()).into(),
                    ) << 32);
            }
        }
        if self.asked.q.val().address.get_bits::<10>(3) == 512 {
            self.answer.next = bit_cast::<64, 16>(self.pending.q.val());
        }

        match self.state.q.val() {
            Looking::Clearing => {
                self.low.write.next = true;
                self.high.write.next = true;
                self.low.write_address.next = self.clear_at.q.val();
                self.high.write_address.next = self.clear_at.q.val();
                self.low.write_data.next = 0.into();
                self.high.write_data.next = 0.into();
                self.clear_at.d.next = self.clear_at.q.val() + 1;
                if self.clear_at.q.val().all() {
                    self.stale.d.next = false;
                    self.state.d.next = Looking::Idle;
                }
            }
            Looking::Answering => {
                self.answer_valid.next = true;
                self.state.d.next = Looking::Idle;
            }
            Looking::Storing => {
                self.state.d.next = Looking::Idle;
            }
            Looking::Choosing => {
                self.low.read_address.next = bit_cast::<5, 4>(self.vector.q.val()) << 1;
                self.high.read_address.next = bit_cast::<5, 4>(self.vector.q.val()) << 1;
                self.state.d.next = Looking::Address;
            }
            Looking::Address => {
                self.ready_message.d.next.address = (bit_cast::<64, 32>(self.high.read_data.val()) << 32)
                    | bit_cast::<64, 32>(self.low.read_data.val());
                self.low.read_address.next = (bit_cast::<5, 4>(self.vector.q.val()) << 1) + 1;
                self.high.read_address.next = (bit_cast::<5, 4>(self.vector.q.val()) << 1) + 1;
                self.state.d.next = Looking::Data;
            }
            Looking::Data => {
                self.ready_message.d.next.data = self.low.read_data.val();
                self.full.d.next = true;
                self.state.d.next = Looking::Idle;
            }
            Looking::Idle => {
                if self.stale.q.val() {
                    self.state.d.next = Looking::Clearing;
                } else if self.access.valid.val() {
                    self.asked.d.next = self.access.data.val();
                    self.state.d.next = Looking::Answering;
                    if self.access.data.val().write {
                        self.state.d.next = Looking::Storing;
                    }
                } else if self.sendable.q.val().any() & !self.full.q.val() {
                    self.vector.d.next = self.lowest.val();
                    self.state.d.next = Looking::Choosing;
                }
            }
        }
        if self.reset.val() | self.flr.val() {
            self.masks.d.next = self.every.val();
            self.pending.d.next = self.none.val();
            self.sendable.d.next = self.none.val();
            self.full.d.next = false;
            self.stale.d.next = true;
        }
        if self.reset.val() {
            self.clear_at.d.next = 0.into();
            self.state.d.next = Looking::Idle;
        }
    }
}
