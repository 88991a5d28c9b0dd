//! What the unit and its link are doing, and the settings of the unit.

use super::bank::{Access, Bank, Setting};
use crate::leaf::DFF;
use crate::wires::Modes;
use rust_hdl::prelude::*;
use twinpath_spec::control::*;

#[derive(LogicBlock)]
pub struct StateRegisters {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub access: Signal<In, Access>,
    pub shown: Signal<Out, Bits<64>>,
    pub epoch: Signal<In, Bits<16>>,
    pub state: Signal<In, Bits<4>>,
    pub rows_live: Signal<In, Bits<7>>,
    /// A bit per slot; shown is how many.
    pub slots_used: Signal<In, Bits<16>>,
    pub nvme_ready: Signal<In, Bit>,
    pub link_up: Signal<In, Bit>,
    pub link_phy: Signal<In, Bit>,
    pub session: Signal<In, Bits<16>>,
    pub link_refusal: Signal<In, Bits<4>>,
    pub modes: Signal<Out, Modes>,
    pub hold_limit: Signal<Out, Bits<48>>,
    pub wait_limit: Signal<Out, Bits<48>>,
    pub holder: Signal<Out, Bits<2>>,
    mode: Setting,
    hold: Setting,
    patience: Setting,
    reservation: Setting,
    bank: Bank<7, 64>,
    // Slots used of each two, four, eight slots; of all.
    twos: Signal<Local, Bits<16>>,
    fours: Signal<Local, Bits<16>>,
    eights: Signal<Local, Bits<16>>,
    slots: DFF<Bits<5>>,
    return_data_at: Constant<Bits<6>>,
    reject_at: Constant<Bits<6>>,
    fast_at: Constant<Bits<6>>,
    parallel_at: Constant<Bits<6>>,
    hold_at: Constant<Bits<6>>,
    wait_at: Constant<Bits<6>>,
    holder_at: Constant<Bits<6>>,
    epoch_at: Constant<Bits<6>>,
    state_at: Constant<Bits<6>>,
    rows_at: Constant<Bits<6>>,
    slots_at: Constant<Bits<6>>,
    ready_at: Constant<Bits<6>>,
    up_at: Constant<Bits<6>>,
    phy_at: Constant<Bits<6>>,
    session_at: Constant<Bits<6>>,
    refusal_at: Constant<Bits<6>>,
}

super::block_default!(StateRegisters {
    clock reset access shown epoch state rows_live slots_used nvme_ready link_up link_phy session link_refusal modes hold_limit wait_limit
    holder twos fours eights slots;
    mode = Setting::of(&MODE, 0), hold = Setting::of(&HOLD_LIMIT, 0), patience = Setting::of(&WAIT_LIMIT, 0),
    reservation = Setting::of(&R_HOST, 0),
    bank = Bank::at([MODE, HOLD_LIMIT, EPOCH, UNIT_STATE, LINK_STATE, WAIT_LIMIT, R_HOST].map(|r| r.offset));
    return_data_at = MODE.field("return_data").lsb, reject_at = MODE.field("reject_on_busy").lsb, fast_at = MODE.field("fast_handshake").lsb, parallel_at = MODE.field("parallel_order").lsb, hold_at = HOLD_LIMIT.field("cycles").lsb, wait_at = WAIT_LIMIT.field("cycles").lsb,
    holder_at = R_HOST.field("holder").lsb,
    epoch_at = EPOCH.field("epoch").lsb, state_at = UNIT_STATE.field("state").lsb,
    rows_at = UNIT_STATE.field("rows_live").lsb, slots_at = UNIT_STATE.field("slots_used").lsb,
    ready_at = UNIT_STATE.field("nvme_ready").lsb, up_at = LINK_STATE.field("up").lsb,
    phy_at = LINK_STATE.field("phy").lsb, session_at = LINK_STATE.field("session").lsb,
    refusal_at = LINK_STATE.field("refusal").lsb
});

impl Logic for StateRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, slots);
        clock!(self, clock, mode, hold, patience, reservation, bank);
        self.mode.reset.next = self.reset.val();
        self.mode.access.next = self.access.val();
        self.modes.next.return_data = self.mode.value.val().get_bit(self.return_data_at.val().index());
        self.modes.next.reject_on_busy = self.mode.value.val().get_bit(self.reject_at.val().index());
        self.modes.next.fast_handshake = self.mode.value.val().get_bit(self.fast_at.val().index());
        self.modes.next.parallel_order = self.mode.value.val().get_bit(self.parallel_at.val().index());
        self.hold.reset.next = self.reset.val();
        self.hold.access.next = self.access.val();
        self.patience.reset.next = self.reset.val();
        self.patience.access.next = self.access.val();
        self.reservation.reset.next = self.reset.val();
        self.reservation.access.next = self.access.val();
        self.holder.next = bit_cast::<2, 64>(self.reservation.value.val() >> self.holder_at.val());
        self.wait_limit.next = bit_cast::<48, 64>(self.patience.value.val() >> self.wait_at.val());
        self.hold_limit.next = bit_cast::<48, 64>(self.hold.value.val() >> self.hold_at.val());

        self.twos.next = (self.slots_used.val() & 0x5555) + ((self.slots_used.val() >> 1) & 0x5555);
        self.fours.next = (self.twos.val() & 0x3333) + ((self.twos.val() >> 2) & 0x3333);
        self.eights.next = (self.fours.val() & 0x0f0f) + ((self.fours.val() >> 4) & 0x0f0f);
        self.slots.d.next = self.eights.val().get_bits::<5>(0) + self.eights.val().get_bits::<5>(8);

        self.bank.access.next = self.access.val();
        self.bank.values[0].next = self.mode.value.val();
        self.bank.values[1].next = self.hold.value.val();
        self.bank.values[2].next = bit_cast::<64, 16>(self.epoch.val()) << self.epoch_at.val();
        self.bank.values[3].next = (bit_cast::<64, 4>(self.state.val()) << self.state_at.val())
            | (bit_cast::<64, 7>(self.rows_live.val()) << self.rows_at.val())
            | (bit_cast::<64, 5>(self.slots.q.val()) << self.slots_at.val())
            | (bit_cast::<64, 1>(self.nvme_ready.val().into()) << self.ready_at.val());
        self.bank.values[4].next = (bit_cast::<64, 1>(self.link_up.val().into()) << self.up_at.val())
            | (bit_cast::<64, 1>(self.link_phy.val().into()) << self.phy_at.val())
            | (bit_cast::<64, 4>(self.link_refusal.val()) << self.refusal_at.val())
            | (bit_cast::<64, 16>(self.session.val()) << self.session_at.val());
        self.bank.values[5].next = self.patience.value.val();
        self.bank.values[6].next = self.reservation.value.val();
        self.shown.next = self.bank.shown.val();
    }
}
