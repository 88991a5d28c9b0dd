//! The 32 tags of read requests: free, waiting for completions, or timed out and kept back.
//!
//! The watch visits one tag after the other. A tag whose completions have stopped for one to two periods is given up;
//! it is used again four periods later, so that a late completion meets nobody. While bus mastering is off every
//! waiting tag is given up at once: its request may never have left. A request made then takes no tag: it is given up
//! where it would take one, and waits for none.

use super::tlp::{Share, Use, Watched};
use crate::leaf::{Fifo, StreamSource, Table, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Tags {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub bus_master: Signal<In, Bit>,
    /// Cycles of a period; at least 64.
    pub period: Signal<In, Bits<32>>,
    /// A tag for a request: `free` while there is one and it may be taken. With bus mastering off `take` takes none and gives
    /// the request up.
    pub free: Signal<Out, Bit>,
    pub tag: Signal<Out, Bits<5>>,
    pub take: Signal<In, Bit>,
    pub take_use: Signal<In, Use>,
    pub take_count: Signal<In, Bits<11>>,
    /// A completion asks about a tag, and a cycle later changes what is left of it; `expected`: it may ask in this cycle.
    pub expected: Signal<In, Bit>,
    pub look: Signal<In, Bit>,
    pub look_tag: Signal<In, Bits<5>>,
    /// DWs that the tag still waits for; 0: it waits for nothing.
    pub look_left: Signal<Out, Bits<11>>,
    pub look_use: Signal<Out, Use>,
    pub update: Signal<In, Bit>,
    pub update_tag: Signal<In, Bits<5>>,
    pub update_left: Signal<In, Bits<11>>,
    pub update_id: Signal<In, Bits<4>>,
    /// The update is the tag's last: it is free again.
    pub update_last: Signal<In, Bit>,
    /// What a given up tag waited for.
    pub expired: StreamSource<Share>,
    /// Pulses with each tag given up.
    pub timeout: Signal<Out, Bit>,
    uses: Table<Use, 5>,
    left: Table<Bits<11>, 5>,
    watch: Table<Watched, 5>,
    free_tags: Fifo<Bits<5>, 5>,
    /// After reset every tag is written and put into the queue once.
    filling: DFF<Bit>,
    looked: DFF<Bit>,
    visited: DFF<Bits<5>>,
    /// What the table says of the tag visited, a cycle ago; `current`: nothing was written since.
    seen: DFF<Watched>,
    current: DFF<Bit>,
    cycles: DFF<Bits<32>>,
    now: DFF<Bits<3>>,
    expired_share: DFF<Share>,
    expired_valid: DFF<Bit>,
    takes: Signal<Local, Bit>,
    age: Signal<Local, Bits<3>>,
    quiet: Signal<Local, Bit>,
    decides: Signal<Local, Bit>,
    give_up: Signal<Local, Bit>,
    give_back: Signal<Local, Bit>,
    place: Signal<Local, Bits<5>>,
    entry: Signal<Local, Watched>,
    write: Signal<Local, Bit>,
}

impl Logic for Tags {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, filling, looked, visited, seen, current, cycles, now, expired_share, expired_valid);
        clock!(self, clock, uses, left, watch, free_tags);
        self.free_tags.reset.next = self.reset.val();
        self.cycles.d.next = self.cycles.q.val() - 1;
        if !self.cycles.q.val().any() {
            self.cycles.d.next = self.period.val();
            self.now.d.next = self.now.q.val() + 1;
        }

        self.left.read_address.next = self.look_tag.val();
        self.look_left.next = self.left.read_data.val();
        self.uses.read_address.next = self.look_tag.val();
        self.look_use.next = self.uses.read_data.val();

        // The watch reads in one cycle and decides and writes in the next, when nothing was written in between, no completion
        // is between its look and its update, which comes a cycle later, and no tag is taken.
        self.watch.read_address.next = self.visited.q.val();
        self.seen.d.next = self.watch.read_data.val();
        self.age.next = self.now.q.val() - self.seen.q.val().since;
        self.looked.d.next = self.look.val();
        self.quiet.next = !self.expected.val() & !self.looked.q.val() & !self.filling.q.val();
        self.decides.next = self.quiet.val() & !self.take.val() & self.current.q.val();
        self.give_up.next = self.decides.val()
            & self.seen.q.val().live
            & !self.expired_valid.q.val()
            & ((self.age.val() >= 2) | !self.bus_master.val());
        self.give_back.next = self.decides.val() & self.seen.q.val().lost & self.age.val().get_bit(2);
        // A tag that is due stays under the eye until it can be dealt with.
        if (self.filling.q.val() & !self.looked.q.val())
            | (self.decides.val() & !(self.seen.q.val().live & self.expired_valid.q.val()))
        {
            self.visited.d.next = self.visited.q.val() + 1;
        }
        self.timeout.next = self.give_up.val();
        self.expired.data.next = self.expired_share.q.val();
        self.expired.valid.next = self.expired_valid.q.val();
        if self.expired.ready.val() {
            self.expired_valid.d.next = false;
        }
        if self.give_up.val() {
            self.expired_valid.d.next = true;
            self.expired_share.d.next.id = self.seen.q.val().id;
            self.expired_share.d.next.count = self.seen.q.val().left;
            self.expired_share.d.next.error = 2.into();
        }
        if self.take.val() & !self.bus_master.val() {
            self.expired_valid.d.next = true;
            self.expired_share.d.next.id = self.take_use.val().id;
            self.expired_share.d.next.count = self.take_count.val();
            self.expired_share.d.next.error = 2.into();
        }

        // One write a cycle: filling, an update, the watch, or a tag taken.
        self.takes.next = self.take.val() & self.bus_master.val();
        self.free.next = self.free_tags.source.valid.val() & self.quiet.val();
        if !self.bus_master.val() {
            self.free.next = self.quiet.val() & !self.expired_valid.q.val();
        }
        self.tag.next = self.free_tags.source.data.val();
        self.free_tags.source.ready.next = self.takes.val();
        self.place.next = self.free_tags.source.data.val();
        self.entry.next.left = self.take_count.val();
        self.entry.next.live = true;
        self.entry.next.lost = false;
        self.entry.next.since = self.now.q.val();
        self.entry.next.id = self.take_use.val().id;
        self.write.next = self.takes.val();
        if self.filling.q.val() | self.give_up.val() | self.give_back.val() {
            self.write.next = true;
        }
        // Without a tag taken: the watch's entry, whether it writes it or not.
        if !self.takes.val() {
            self.place.next = self.visited.q.val();
            self.entry.next.left = 0.into();
            self.entry.next.live = false;
            self.entry.next.lost = self.give_up.val();
        }
        if self.looked.q.val() {
            self.write.next = self.update.val();
            self.place.next = self.update_tag.val();
            self.entry.next.left = self.update_left.val();
            self.entry.next.live = !self.update_last.val();
            self.entry.next.lost = false;
            self.entry.next.id = self.update_id.val();
        }
        self.current.d.next = !self.write.val() & !self.decides.val();
        self.watch.write.next = self.write.val();
        self.watch.write_address.next = self.place.val();
        self.watch.write_data.next = self.entry.val();
        self.left.write.next = self.write.val();
        self.left.write_address.next = self.place.val();
        self.left.write_data.next = self.entry.val().left;
        self.uses.write.next = self.takes.val();
        self.uses.write_address.next = self.free_tags.source.data.val();
        self.uses.write_data.next = self.take_use.val();
        self.free_tags.sink.data.next = self.visited.q.val();
        if self.looked.q.val() {
            self.free_tags.sink.data.next = self.update_tag.val();
        }
        self.free_tags.sink.valid.next = (self.filling.q.val() & !self.looked.q.val())
            | self.give_back.val()
            | (self.update.val() & self.update_last.val());

        if self.filling.q.val() & !self.looked.q.val() & (self.visited.q.val() == 31) {
            self.filling.d.next = false;
        }
        if self.reset.val() {
            self.filling.d.next = true;
            self.visited.d.next = 0.into();
            self.cycles.d.next = 0.into();
            self.expired_valid.d.next = false;
        }
    }
}
