//! Builds an Identify page or a log in the controller's own slot and has it moved to the host.

use super::rom::PageRom;
use super::words::{Health, PageRequest, Transfer};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::SlotWord;
use rust_hdl::prelude::*;
use twinpath_spec::limits::ADMIN_SLOT;
use twinpath_spec::nvme::{cns, log};

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    /// The word's address goes to the ROM, then its answer comes.
    Asking,
    Starting,
    Filling,
    /// The last words pass the queue before the block buffer.
    Settling,
    Sending,
    Moving,
    Idle,
}

#[derive(LogicBlock)]
pub struct Identify {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub request: StreamSink<PageRequest>,
    /// The host has the page, or could not be given it.
    pub done: Signal<Out, Bit>,
    pub failed: Signal<Out, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub unit_id: Signal<In, Bit>,
    /// ASCII, first character in the lowest byte.
    pub serial: Signal<In, Bits<64>>,
    pub health: Signal<In, Health>,
    /// Word `log_word` of the error log, and how many errors there were.
    pub log_word: Signal<Out, Bits<9>>,
    pub log_data: Signal<In, Bits<64>>,
    pub errors: Signal<In, Bits<32>>,
    pub fill: StreamSource<SlotWord>,
    pub transfer: StreamSource<Transfer>,
    pub transfer_done: Signal<In, Bit>,
    pub transfer_failed: Signal<In, Bit>,
    /// Somebody else uses the controller's slot.
    pub slot_taken: Signal<In, Bit>,
    pub idle: Signal<Out, Bit>,

    rom: PageRom,
    state: DFF<State>,
    wanted: DFF<PageRequest>,
    at: DFF<Bits<9>>,
    address: DFF<Bits<12>>,
    pause: DFF<Bits<4>>,
    word: DFF<SlotWord>,
    word_valid: DFF<Bit>,

    /// The SMART log's counter in this place.
    sum: DFF<Bits<32>>,
    patch: Signal<Local, Bits<64>>,
    slot: Constant<Bits<4>>,
    namespace: Constant<Bits<3>>,
    controller: Constant<Bits<3>>,
    error_page: Constant<Bits<3>>,
    smart_page: Constant<Bits<3>>,
}

block_default!(Identify {
    clock reset request done failed area_blocks unit_id serial health log_word log_data errors fill transfer transfer_done transfer_failed slot_taken idle rom state
    wanted at address pause word word_valid sum patch;
    slot = ADMIN_SLOT as u8, namespace = cns::NAMESPACE, controller = cns::CONTROLLER, error_page = 3 + log::ERROR,
    smart_page = 3 + log::SMART
});

impl Logic for Identify {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, wanted, at, address, pause, word, word_valid, sum);
        clock!(self, clock, rom);
        self.address.d.next = (bit_cast::<12, 3>(self.wanted.q.val().page) << 9) | bit_cast::<12, 9>(self.at.q.val());
        self.rom.address.next = self.address.q.val();

        // What differs between cards: NSZE, NCAP and NUSE; the serial number and CNTLID.
        self.patch.next = 0.into();
        if (self.wanted.q.val().page == self.namespace.val()) & (self.at.q.val() < 3) {
            self.patch.next = bit_cast::<64, 32>(self.area_blocks.val());
        }
        if self.wanted.q.val().page == self.controller.val() {
            if self.at.q.val() == 0 {
                self.patch.next = self.serial.val() << 32;
            }
            if self.at.q.val() == 1 {
                self.patch.next = self.serial.val() >> 32;
            }
            if self.at.q.val() == 9 {
                self.patch.next = (bit_cast::<64, 1>(self.unit_id.val().into()) + 1) << 48;
            }
        }

        // Counters of the SMART log, of 16 bytes each.
        self.sum.d.next = 0.into();
        if self.at.q.val() == 4 {
            self.sum.d.next = self.health.val().units_read;
        }
        if self.at.q.val() == 6 {
            self.sum.d.next = self.health.val().units_written;
        }
        if self.at.q.val() == 8 {
            self.sum.d.next = self.health.val().reads;
        }
        if self.at.q.val() == 10 {
            self.sum.d.next = self.health.val().writes;
        }
        if self.at.q.val() == 16 {
            self.sum.d.next = bit_cast::<32, 24>(self.health.val().hours);
        }
        if self.at.q.val() == 20 {
            self.sum.d.next = self.health.val().media;
        }
        if self.at.q.val() == 22 {
            self.sum.d.next = self.errors.val();
        }
        if self.wanted.q.val().page == self.smart_page.val() {
            self.patch.next = bit_cast::<64, 32>(self.sum.q.val());
        }
        self.log_word.next = self.at.q.val();
        if self.wanted.q.val().page == self.error_page.val() {
            self.patch.next = self.log_data.val();
        }

        if self.word_valid.q.val() & self.fill.ready.val() {
            self.word_valid.d.next = false;
        }
        self.request.ready.next = false;
        self.transfer.valid.next = false;
        self.done.next = false;
        self.idle.next = false;
        match self.state.q.val() {
            State::Asking => {
                self.state.d.next = State::Starting;
            }
            State::Starting => {
                self.state.d.next = State::Filling;
            }
            State::Filling => {
                if !self.word_valid.q.val() {
                    self.word_valid.d.next = true;
                    self.word.d.next.slot = self.slot.val();
                    self.word.d.next.word = self.at.q.val();
                    self.word.d.next.low = true;
                    self.word.d.next.high = true;
                    self.word.d.next.data = self.rom.data.val() | self.patch.val();
                    if self.wanted.q.val().blank {
                        self.word.d.next.data = 0.into();
                    }
                    self.at.d.next = self.at.q.val() + 1;
                    self.state.d.next = State::Asking;
                    if self.at.q.val().all() {
                        self.state.d.next = State::Settling;
                    }
                }
            }
            State::Settling => {
                if !self.word_valid.q.val() {
                    self.pause.d.next = self.pause.q.val() + 1;
                    if self.pause.q.val().all() {
                        self.state.d.next = State::Sending;
                    }
                }
            }
            State::Sending => {
                self.transfer.valid.next = true;
                if self.transfer.ready.val() {
                    self.state.d.next = State::Moving;
                }
            }
            State::Moving => {
                if self.transfer_done.val() {
                    self.done.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.idle.next = true;
                self.request.ready.next = !self.slot_taken.val();
                self.at.d.next = 0.into();
                self.pause.d.next = 0.into();
                if self.request.valid.val() & !self.slot_taken.val() {
                    self.wanted.d.next = self.request.data.val();
                    self.state.d.next = State::Asking;
                }
            }
        }
        self.failed.next = self.transfer_failed.val();
        self.fill.data.next = self.word.q.val();
        self.fill.valid.next = self.word_valid.q.val();
        self.transfer.data.next.first = self.wanted.q.val().first;
        self.transfer.data.next.second = self.wanted.q.val().second;
        self.transfer.data.next.first_bytes = self.wanted.q.val().first_bytes;
        self.transfer.data.next.second_bytes = self.wanted.q.val().second_bytes;
        self.transfer.data.next.slot = self.slot.val();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.word_valid.d.next = false;
        }
    }
}
