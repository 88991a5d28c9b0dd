//! Streams words of a slot. A word is asked for in its bank's turn, and only while there is room for it behind.

use crate::leaf::{block_default, Fifo, StreamSink, StreamSource, DFF};
use crate::wires::SlotRead;
use rust_hdl::prelude::*;

#[derive(LogicBlock)]
pub struct Reader {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub read: StreamSink<SlotRead>,
    pub words: StreamSource<Bits<64>>,
    /// The bank that this reader owns now.
    pub phase: Signal<In, Bits<2>>,
    /// Slot and row in the bank of the word that is wanted.
    pub address: Signal<Out, Bits<11>>,
    /// What the banks found.
    pub found: [Signal<In, Bits<64>>; 4],
    queue: Fifo<SlotRead, 1>,
    behind: Fifo<Bits<64>, 4>,
    active: DFF<Bit>,
    slot: DFF<Bits<4>>,
    at: DFF<Bits<9>>,
    left: DFF<Bits<10>>,
    last: DFF<Bit>,
    /// Places behind that no word was asked for yet.
    room: DFF<Bits<5>>,
    asked: DFF<Bit>,
    arrives: DFF<Bit>,
    /// The bank whose word arrives: the one owned two cycles ago.
    from: DFF<Bits<2>>,
    issue: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    places: Constant<Bits<5>>,
}

block_default!(Reader {
    clock reset read words phase address found queue behind active slot at left last room asked arrives from issue pop;
    places = 16u32
});

impl Logic for Reader {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, active, slot, at, left, last, room, asked, arrives, from);
        clock!(self, clock, queue, behind);
        self.queue.reset.next = self.reset.val();
        self.behind.reset.next = self.reset.val();
        StreamSink::<SlotRead>::link(&mut self.read, &mut self.queue.sink);
        self.words.data.next = self.behind.source.data.val();
        self.words.valid.next = self.behind.source.valid.val();
        self.behind.source.ready.next = self.words.ready.val();

        self.issue.next =
            self.active.q.val() & (bit_cast::<2, 9>(self.at.q.val()) == self.phase.val()) & (self.room.q.val() != 0);
        self.address.next =
            (bit_cast::<11, 4>(self.slot.q.val()) << 7) | bit_cast::<11, 7>(self.at.q.val().get_bits::<7>(2));
        self.queue.source.ready.next = false;
        if self.issue.val() {
            self.at.d.next = self.at.q.val() + 1;
            self.left.d.next = self.left.q.val() - 1;
            self.last.d.next = self.left.q.val() == 2;
        }
        if !self.active.q.val() | (self.issue.val() & self.last.q.val()) {
            self.queue.source.ready.next = true;
            // A read of nothing is dropped.
            self.active.d.next = self.queue.source.valid.val() & (self.queue.source.data.val().count != 0);
            self.slot.d.next = self.queue.source.data.val().slot;
            self.at.d.next = self.queue.source.data.val().word;
            self.left.d.next = self.queue.source.data.val().count;
            self.last.d.next = self.queue.source.data.val().count == 1;
        }

        // The bank registers the address, then the word: it is here two cycles after `issue`.
        self.asked.d.next = self.issue.val();
        self.arrives.d.next = self.asked.q.val();
        self.from.d.next = self.phase.val() - 1;
        self.behind.sink.valid.next = self.arrives.q.val();
        if self.from.q.val().get_bit(1) {
            if self.from.q.val().get_bit(0) {
                self.behind.sink.data.next = self.found[3].val();
            } else {
                self.behind.sink.data.next = self.found[2].val();
            }
        } else {
            if self.from.q.val().get_bit(0) {
                self.behind.sink.data.next = self.found[1].val();
            } else {
                self.behind.sink.data.next = self.found[0].val();
            }
        }

        self.pop.next = self.behind.source.valid.val() & self.words.ready.val();
        if self.issue.val() & !self.pop.val() {
            self.room.d.next = self.room.q.val() - 1;
        }
        if !self.issue.val() & self.pop.val() {
            self.room.d.next = self.room.q.val() + 1;
        }
        if self.reset.val() {
            self.active.d.next = false;
            self.asked.d.next = false;
            self.arrives.d.next = false;
            self.room.d.next = self.places.val();
        }
    }
}
