//! The data slots by class, the lowest free one of each, and the credits for the other unit's: 0 to 5 this host's writes,
//! 6 to 11 the peer's blocks, 12 to 14 reads. Slot 15 is the controller's.
//!
//! The first unit may lend the peer slot 5 as a seventh when this host leaves it unused: a forwarded block keeps its slot
//! until the acknowledge, which waits behind the data frame under way, and six would not fill the second host's stream.

use super::state::Say;
use crate::leaf::{StreamSource, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::limits;

#[derive(LogicBlock)]
pub struct Pool {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// What an event says of its slot, in the cycle `act`.
    pub act: Signal<In, Bit>,
    pub say: Signal<In, Say>,
    pub slot: Signal<In, Bits<4>>,
    /// The session has ended: nothing is spoken for any more.
    pub flush: Signal<In, Bit>,
    /// A free peer slot is on offer to the link at all times.
    pub free_slot: StreamSource<Bits<4>>,
    pub local_slot: Signal<Out, Bits<4>>,
    pub local_free: Signal<Out, Bit>,
    pub read_slot: Signal<Out, Bits<4>>,
    pub read_free: Signal<Out, Bit>,
    /// Fast handshake: some of the peer slots are the second unit's to fill unasked.
    pub fast: Signal<In, Bit>,
    /// One of them is free, as the second unit knows.
    pub unasked_room: Signal<Out, Bit>,
    /// A peer slot here is not spoken for (first unit).
    pub peer_room: Signal<Out, Bit>,
    /// The other unit has a slot for a REP with data.
    pub credit: Signal<Out, Bit>,
    pub used: Signal<Out, Bits<16>>,
    taken: DFF<Bits<16>>,
    lent: DFF<Bits<4>>,
    lent_valid: DFF<Bit>,
    /// Peer slots here that are granted or hold data (first unit).
    claims: DFF<Bits<4>>,
    /// Peer slots at the other unit that hold our REP data.
    spent: DFF<Bits<4>>,
    next: Signal<Local, Bits<16>>,
    /// Slot 5 is the peer's for now (first unit).
    swung: DFF<Bit>,
    /// Unasked blocks under way (second unit).
    unasked: DFF<Bits<2>>,
    grantable: Signal<Local, Bits<4>>,
    extra: Signal<Local, Bit>,
    peer_slot: Signal<Local, Bits<4>>,
    peer_free: Signal<Local, Bit>,
    peer_slots: Constant<Bits<4>>,
    asked_slots: Constant<Bits<4>>,
    unasked_slots: Constant<Bits<2>>,
}

const _: () = assert!(limits::LOCAL_SLOTS.start == 0 && limits::LOCAL_SLOTS.end == 6);
const _: () = assert!(limits::PEER_SLOTS.start == 6 && limits::PEER_SLOTS.end == 12);
const _: () = assert!(limits::READ_SLOTS.start == 12 && limits::READ_SLOTS.end == 15);

crate::leaf::block_default!(Pool {
    clock reset act say slot flush free_slot local_slot local_free read_slot read_free fast unasked_room peer_room credit used taken lent lent_valid
    claims spent swung unasked grantable extra next peer_slot peer_free;
    peer_slots = limits::PEER_SLOTS.len() as u8,
    asked_slots = (limits::PEER_SLOTS.len() - limits::UNASKED_SLOTS) as u8, unasked_slots = limits::UNASKED_SLOTS as u8
});

impl Logic for Pool {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, taken, lent, lent_valid, claims, spent, swung, unasked);
        self.used.next = self.taken.q.val();
        self.grantable.next = self.peer_slots.val();
        if self.fast.val() {
            self.grantable.next = self.asked_slots.val();
        }
        self.unasked_room.next = self.fast.val() & (self.unasked.q.val() != self.unasked_slots.val());
        self.extra.next = self.claims.q.val() > self.grantable.val();
        self.peer_room.next = (self.claims.q.val() < self.grantable.val())
            | ((self.claims.q.val() == self.grantable.val()) & (self.swung.q.val() | !self.taken.q.val().get_bit(5)));
        self.credit.next = self.spent.q.val() != self.peer_slots.val();

        // The highest is looked at first, so that the lowest free one wins.
        self.local_free.next = !(self.taken.q.val().get_bits::<5>(0).all()
            & (self.taken.q.val().get_bit(5) | self.swung.q.val() | self.extra.val()));
        self.local_slot.next = 5.into();
        for i in 1..6 {
            if !self.taken.q.val().get_bit(5 - i) {
                self.local_slot.next = (5 - i).to_bits::<4>();
            }
        }
        self.peer_free.next =
            !self.taken.q.val().get_bits::<6>(6).all() | (self.extra.val() & !self.taken.q.val().get_bit(5));
        self.peer_slot.next = 5.into();
        for i in 0..6 {
            if !self.taken.q.val().get_bit(11 - i) {
                self.peer_slot.next = (11 - i).to_bits::<4>();
            }
        }
        self.read_free.next = !self.taken.q.val().get_bits::<3>(12).all();
        self.read_slot.next = 14.into();
        for i in 1..3 {
            if !self.taken.q.val().get_bit(14 - i) {
                self.read_slot.next = (14 - i).to_bits::<4>();
            }
        }

        self.next.next = self.taken.q.val();
        if self.act.val() {
            if self.say.val().slot_take {
                self.next.next = self.taken.q.val().replace_bit(self.slot.val().index(), true);
            }
            // The slot on offer to the link stays with it.
            if self.say.val().slot_free & !(self.lent_valid.q.val() & (self.lent.q.val() == self.slot.val())) {
                self.next.next = self.taken.q.val().replace_bit(self.slot.val().index(), false);
            }
            if self.say.val().kept_free {
                self.next.next = self.next.val().replace_bit(self.say.val().kept.index(), false);
            }
            if self.say.val().claim {
                self.claims.d.next = self.claims.q.val() + 1;
            }
            if self.say.val().unclaim {
                self.claims.d.next = self.claims.q.val() - 1;
            }
            if self.say.val().lend {
                self.unasked.d.next = self.unasked.q.val() + 1;
            }
            if self.say.val().unlend {
                self.unasked.d.next = self.unasked.q.val() - 1;
            }
            if self.say.val().spend {
                self.spent.d.next = self.spent.q.val() + 1;
            }
            if self.say.val().regain {
                self.spent.d.next = self.spent.q.val() - 1;
            }
        }
        self.free_slot.data.next = self.lent.q.val();
        self.free_slot.valid.next = self.lent_valid.q.val();
        if self.lent_valid.q.val() & self.free_slot.ready.val() {
            self.lent_valid.d.next = false;
        } else if !self.lent_valid.q.val() & self.peer_free.val() & !self.act.val() {
            self.lent_valid.d.next = true;
            self.lent.d.next = self.peer_slot.val();
            self.next.next = self.taken.q.val().replace_bit(self.peer_slot.val().index(), true);
        }
        self.taken.d.next = self.next.val();
        if self.extra.val() {
            self.swung.d.next = true;
        } else if !self.taken.q.val().get_bit(5) {
            self.swung.d.next = false;
        }

        if self.flush.val() {
            self.claims.d.next = 0.into();
            self.spent.d.next = 0.into();
            self.unasked.d.next = 0.into();
        }
        if self.reset.val() {
            self.taken.d.next = 0.into();
            self.lent_valid.d.next = false;
            self.swung.d.next = false;
            self.claims.d.next = 0.into();
            self.spent.d.next = 0.into();
            self.unasked.d.next = 0.into();
        }
    }
}
