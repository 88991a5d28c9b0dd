//! The PRP entries of all command contexts: PRP1 and up to 32 entries a row, each page of a command's data being one of
//! them. Lists are fetched whole, one at a time, before their command is handed on.

use super::words::{ListFetch, LIST_ID};
use crate::leaf::{block_default, Ram, StreamSink, StreamSource, DFF};
use crate::wires::{DmaRead, DmaWord, PLACE_LIST};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    Measuring,
    Comparing,
    Planning,
    Asking,
    Waiting,
    Judging,
    Idle,
}

#[derive(LogicBlock)]
pub struct Prps {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Stores PRP1 and PRP2 (as the first entry) of a row. Never while a list is being fetched.
    pub put: Signal<In, Bit>,
    pub put_row: Signal<In, Bits<5>>,
    pub put_first: Signal<In, Bits<64>>,
    pub put_second: Signal<In, Bits<64>>,
    pub fetch: StreamSink<ListFetch>,
    /// The list is there, or one of these says why not.
    pub fetched: Signal<Out, Bit>,
    pub misaligned: Signal<Out, Bit>,
    pub failed: Signal<Out, Bit>,
    pub request: StreamSource<DmaRead>,
    pub done: Signal<In, Bit>,
    pub done_failed: Signal<In, Bit>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    /// Two movers look entries up in turn: `turn` says whose address is taken in this cycle, the next has the answer.
    pub turn: Signal<Out, Bit>,
    pub row: [Signal<In, Bits<5>>; 2],
    pub entry: [Signal<In, Bits<5>>; 2],
    pub first_found: Signal<Out, Bits<64>>,
    pub entry_found: Signal<Out, Bits<64>>,
    /// No list is being fetched.
    pub idle: Signal<Out, Bit>,

    firsts: Ram<Bits<64>, 5>,
    low: Ram<Bits<32>, 10>,
    high: Ram<Bits<32>, 10>,
    whose: DFF<Bit>,
    state: DFF<State>,
    list_row: DFF<Bits<5>>,
    address: DFF<Bits<64>>,
    left: DFF<Bits<6>>,
    at: DFF<Bits<5>>,
    /// Where the pointer to the rest of the list lands.
    chain_at: DFF<Bits<5>>,
    chained: DFF<Bit>,
    chain: DFF<Bits<64>>,
    odd: DFF<Bit>,
    broken: DFF<Bit>,
    asked: DFF<DmaRead>,
    /// Entries to the end of the page, and entries to fetch.
    room: DFF<Bits<10>>,
    count: DFF<Bits<6>>,

    ours: Signal<Local, Bit>,
    where_to: Signal<Local, Bits<10>>,
    from: Signal<Local, Bits<10>>,
    page_entries: Constant<Bits<10>>,
    list_place: Constant<Bits<2>>,
    list_id: Constant<Bits<4>>,
}

block_default!(Prps {
    clock reset put put_row put_first put_second fetch fetched misaligned failed request done done_failed word word_valid
    turn row entry first_found entry_found idle firsts low high whose state list_row address left at chain_at chained chain
    odd broken asked ours room count where_to from;
    page_entries = 512u16, list_place = PLACE_LIST, list_id = LIST_ID
});

impl Logic for Prps {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, whose, state, list_row, address, left, at, chain_at, chained, chain, odd, broken, asked, room,
            count
        );
        clock!(self, clock, firsts, low, high);

        // Arrival, or PRP2 as the only entry.
        self.ours.next = self.word_valid.val() & (self.word.val().place == self.list_place.val());
        self.where_to.next = bit_cast::<10, 5>(self.put_row.val()) << 5;
        self.low.write.next = self.put.val();
        self.low.write_data.next = self.put_second.val().get_bits::<32>(0);
        self.high.write.next = self.put.val();
        self.high.write_data.next = self.put_second.val().get_bits::<32>(32);
        if self.ours.val() {
            self.where_to.next = (bit_cast::<10, 5>(self.word.val().index.get_bits::<5>(0)) << 5)
                | bit_cast::<10, 5>(self.word.val().word.get_bits::<5>(0));
            self.low.write.next = self.word.val().low;
            self.low.write_data.next = self.word.val().data.get_bits::<32>(0);
            self.high.write.next = self.word.val().high;
            self.high.write_data.next = self.word.val().data.get_bits::<32>(32);
            // Entries of a list, and pointers to its next page, have no offset.
            if self.word.val().low & self.word.val().data.get_bits::<12>(0).any() {
                self.odd.d.next = true;
            }
            if self.word.val().word.get_bits::<5>(0) == self.chain_at.q.val() {
                if self.word.val().low {
                    self.chain.d.next = (bit_cast::<64, 32>(self.chain.q.val().get_bits::<32>(32)) << 32)
                        | bit_cast::<64, 32>(self.word.val().data.get_bits::<32>(0));
                }
                if self.word.val().high {
                    self.chain.d.next = (bit_cast::<64, 32>(self.word.val().data.get_bits::<32>(32)) << 32)
                        | bit_cast::<64, 32>(self.chain.q.val().get_bits::<32>(0));
                }
                if self.word.val().low & self.word.val().high {
                    self.chain.d.next = self.word.val().data;
                }
            }
        }
        self.low.write_address.next = self.where_to.val();
        self.high.write_address.next = self.where_to.val();
        self.firsts.write.next = self.put.val();
        self.firsts.write_address.next = self.put_row.val();
        self.firsts.write_data.next = self.put_first.val();

        // Looking up.
        self.whose.d.next = !self.whose.q.val();
        self.turn.next = self.whose.q.val();
        self.firsts.read_address.next = self.row[0].val();
        self.from.next = (bit_cast::<10, 5>(self.row[0].val()) << 5) | bit_cast::<10, 5>(self.entry[0].val());
        if self.whose.q.val() {
            self.firsts.read_address.next = self.row[1].val();
            self.from.next = (bit_cast::<10, 5>(self.row[1].val()) << 5) | bit_cast::<10, 5>(self.entry[1].val());
        }
        self.low.read_address.next = self.from.val();
        self.high.read_address.next = self.from.val();
        self.first_found.next = self.firsts.read_data.val();
        self.entry_found.next =
            (bit_cast::<64, 32>(self.high.read_data.val()) << 32) | bit_cast::<64, 32>(self.low.read_data.val());

        // Fetching a list: to the end of its page, then once more from where the last entry there points.
        self.fetch.ready.next = false;
        self.fetched.next = false;
        self.misaligned.next = false;
        self.failed.next = false;
        self.request.valid.next = false;
        self.request.data.next = self.asked.q.val();
        self.idle.next = false;
        match self.state.q.val() {
            State::Measuring => {
                self.room.d.next = self.page_entries.val() - bit_cast::<10, 9>(self.address.q.val().get_bits::<9>(3));
                self.state.d.next = State::Comparing;
            }
            State::Comparing => {
                self.count.d.next = self.left.q.val();
                self.chained.d.next = false;
                if bit_cast::<10, 6>(self.left.q.val()) > self.room.q.val() {
                    self.count.d.next = bit_cast::<6, 10>(self.room.q.val());
                    self.chained.d.next = true;
                }
                self.state.d.next = State::Planning;
            }
            State::Planning => {
                self.asked.d.next.address = self.address.q.val();
                self.asked.d.next.bytes = bit_cast::<13, 6>(self.count.q.val()) << 3;
                self.asked.d.next.place = self.list_place.val();
                self.asked.d.next.index = bit_cast::<6, 5>(self.list_row.q.val());
                self.asked.d.next.word32 = bit_cast::<10, 5>(self.at.q.val()) << 1;
                self.asked.d.next.id = self.list_id.val();
                self.chain_at.d.next = self.at.q.val() + bit_cast::<5, 6>(self.count.q.val()) - 1;
                self.left.d.next = self.left.q.val() - self.count.q.val() + 1;
                self.state.d.next = State::Asking;
            }
            State::Asking => {
                self.request.valid.next = true;
                if self.request.ready.val() {
                    self.state.d.next = State::Waiting;
                }
            }
            State::Waiting => {
                if self.done.val() {
                    self.broken.d.next = self.done_failed.val();
                    self.state.d.next = State::Judging;
                }
            }
            State::Judging => {
                self.state.d.next = State::Idle;
                if self.broken.q.val() | self.odd.q.val() | !self.chained.q.val() {
                    self.fetched.next = true;
                    self.failed.next = self.broken.q.val();
                    self.misaligned.next = self.odd.q.val();
                } else {
                    self.address.d.next = self.chain.q.val();
                    self.at.d.next = self.chain_at.q.val();
                    self.state.d.next = State::Measuring;
                }
            }
            State::Idle => {
                self.idle.next = true;
                self.fetch.ready.next = true;
                if self.fetch.valid.val() {
                    self.list_row.d.next = self.fetch.data.val().row;
                    self.address.d.next = self.fetch.data.val().address;
                    self.left.d.next = self.fetch.data.val().entries;
                    self.at.d.next = 0.into();
                    self.odd.d.next = false;
                    self.state.d.next = State::Measuring;
                }
            }
        }
        if self.reset.val() {
            self.state.d.next = State::Idle;
        }
    }
}
