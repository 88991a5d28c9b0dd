//! The registers of the five paths.

use super::bank::{Access, Bank, Setting};
use array_init::array_init;
use rust_hdl::prelude::*;
use twinpath_spec::control::*;

#[derive(LogicBlock)]
pub struct PathRegisters {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub access: Signal<In, Access>,
    pub shown: Signal<Out, Bits<64>>,
    pub busy: Signal<In, Bits<5>>,
    pub writes: [Signal<In, Bits<48>>; 5],
    pub beats: [Signal<In, Bits<48>>; 5],
    pub stalls: [Signal<In, Bits<48>>; 5],
    pub enable: Signal<Out, Bits<5>>,
    control: [Setting; 5],
    bank: [Bank<6, 48>; 5],
    /// The enables of the first `n` paths.
    enabled: [Signal<Local, Bits<5>>; 6],
    doing: [Signal<Local, Bits<48>>; 5],
    enable_at: Constant<Bits<6>>,
    enable_bit: Constant<Bits<48>>,
    draining_bit: Constant<Bits<48>>,
    busy_bit: Constant<Bits<48>>,
}

// The counters are a count alone, from the lowest bit on.
const _: () = assert!(PATH_WRITES.field("count").lsb == 0 && PATH_WRITES.field("count").width == 48);

super::block_default!(PathRegisters {
    clock reset access shown busy writes beats stalls enable enabled doing;
    control = array_init(|n| Setting::of(&PATH_CONTROL, n as u32)),
    bank = array_init(|n| Bank::at(
        [PATH_CONTROL, PATH_STATE, PATH_WRITES, PATH_BEATS, PATH_BYTES, PATH_STALLS].map(|r| r.at(n as u32))
    ));
    enable_at = PATH_CONTROL.field("enable").lsb, enable_bit = PATH_CONTROL.field("enable").put(1),
    draining_bit = PATH_STATE.field("draining").put(1), busy_bit = PATH_STATE.field("busy").put(1)
});

impl Logic for PathRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        self.enabled[0].next = 0.into();
        for i in 0..5 {
            self.control[i].clock.next = self.clock.val();
            self.control[i].reset.next = self.reset.val();
            self.control[i].access.next = self.access.val();
            self.bank[i].clock.next = self.clock.val();
            self.bank[i].access.next = self.access.val();

            self.enabled[i + 1].next = self.enabled[i].val();
            self.bank[i].values[0].next = 0.into();
            self.doing[i].next = self.draining_bit.val();
            if self.control[i].value.val().get_bit(self.enable_at.val().index()) {
                self.enabled[i + 1].next = self.enabled[i].val().replace_bit(i, true);
                self.bank[i].values[0].next = self.enable_bit.val();
                self.doing[i].next = 0.into();
            }
            self.bank[i].values[1].next = 0.into();
            if self.busy.val().get_bit(i) {
                self.bank[i].values[1].next = self.doing[i].val() | self.busy_bit.val();
            }
            self.bank[i].values[2].next = self.writes[i].val();
            self.bank[i].values[3].next = self.beats[i].val();
            // A beat is eight bytes.
            self.bank[i].values[4].next = self.beats[i].val() << 3;
            self.bank[i].values[5].next = self.stalls[i].val();
        }
        self.enable.next = self.enabled[5].val();
        self.shown.next = self.bank[0].shown.val()
            | self.bank[1].shown.val()
            | self.bank[2].shown.val()
            | self.bank[3].shown.val()
            | self.bank[4].shown.val();
    }
}
