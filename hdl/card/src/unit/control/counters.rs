//! The counters of the unit, of the link and of the host side.

use super::bank::{Access, Bank};
use rust_hdl::prelude::*;
use twinpath_spec::control::*;

/// The unit's counters, in the order of `CounterRegisters::unit`.
pub const UNIT_COUNTERS: [twinpath_spec::register::Register; 7] =
    [OVERRIDES, GRANTS, WAITS, GATE_FAULTS, PROTOCOL_FAULTS, INTEGRITY_FAULTS, READS];

// All of these registers are a count alone, from the lowest bit on.
const _: () = assert!(GRANTS.field("count").lsb == 0 && GRANTS.field("count").width == 32);

#[derive(LogicBlock)]
pub struct CounterRegisters {
    pub clock: Signal<In, Clock>,
    pub access: Signal<In, Access>,
    pub shown: Signal<Out, Bits<64>>,
    pub unit: [Signal<In, Bits<32>>; 7],
    pub link: [Signal<In, Bits<32>>; 11],
    pub host: [Signal<In, Bits<32>>; 8],
    unit_bank: Bank<7, 32>,
    link_bank: Bank<8, 32>,
    replay_bank: Bank<3, 32>,
    host_bank: Bank<8, 32>,
}

super::block_default!(CounterRegisters {
    clock access shown unit link host;
    unit_bank = Bank::at(UNIT_COUNTERS.map(|r| r.offset)), link_bank = Bank::at(std::array::from_fn(|n| LINK_COUNTERS[n].offset)),
    replay_bank = Bank::at(std::array::from_fn(|n| LINK_COUNTERS[8 + n].offset)),
    host_bank = Bank::at(HOST_COUNTERS.map(|r| r.offset));
});

impl Logic for CounterRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, unit_bank, link_bank, replay_bank, host_bank);
        self.unit_bank.access.next = self.access.val();
        self.link_bank.access.next = self.access.val();
        self.replay_bank.access.next = self.access.val();
        self.host_bank.access.next = self.access.val();
        for i in 0..7 {
            self.unit_bank.values[i].next = self.unit[i].val();
        }
        for i in 0..8 {
            self.link_bank.values[i].next = self.link[i].val();
            self.host_bank.values[i].next = self.host[i].val();
        }
        for i in 0..3 {
            self.replay_bank.values[i].next = self.link[i + 8].val();
        }
        self.shown.next = self.unit_bank.shown.val()
            | self.link_bank.shown.val()
            | self.replay_bank.shown.val()
            | self.host_bank.shown.val();
    }
}
