//! What every group of registers is made of: a bank that shows words, and a register that the host may set.

use crate::leaf::DFF;
use rust_hdl::prelude::*;
use twinpath_spec::register::Register;

/// The access that is being carried out; all but `write` holds until it is done.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Access {
    /// Offset of the register, in words of 64 bits.
    pub word: Bits<13>,
    /// Write now: `data`, where `mask` is set.
    pub write: Bit,
    pub data: Bits<64>,
    pub mask: Bits<64>,
}

/// Shows `N` words of `W` bits, at most eight, each at its own place of the window.
#[derive(LogicBlock)]
pub struct Bank<const N: usize, const W: usize> {
    pub clock: Signal<In, Clock>,
    pub access: Signal<In, Access>,
    pub values: [Signal<In, Bits<W>>; N],
    /// Two cycles after `access`: the word that it names, 0 if it is none of these.
    pub shown: Signal<Out, Bits<64>>,
    here: DFF<Bit>,
    lane: DFF<Bits<3>>,
    word: DFF<Bits<W>>,
    // Eight, four, two words: each bit of the lane halves them.
    eight: [Signal<Local, Bits<W>>; 8],
    four: [Signal<Local, Bits<W>>; 4],
    two: [Signal<Local, Bits<W>>; 2],
    places: [Constant<Bits<13>>; N],
}

impl<const N: usize, const W: usize> Bank<N, W> {
    /// The bank of the registers at these byte offsets.
    pub fn at(offsets: [u32; N]) -> Self {
        assert!(N <= 8, "a lane has three bits");
        Self {
            clock: Default::default(),
            access: Default::default(),
            values: array_init::array_init(|_| Default::default()),
            shown: Default::default(),
            here: Default::default(),
            lane: Default::default(),
            word: Default::default(),
            eight: Default::default(),
            four: Default::default(),
            two: Default::default(),
            places: array_init::array_init(|n| Constant::new(u64::from(offsets[n] / 8).to_bits())),
        }
    }
}

impl<const N: usize, const W: usize> Logic for Bank<N, W> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, here, lane, word);
        // Which word: one cycle.
        self.here.d.next = false;
        self.lane.d.next = 0.into();
        for i in 0..N {
            if self.access.val().word == self.places[i].val() {
                self.here.d.next = true;
                self.lane.d.next = i.to_bits();
            }
        }
        // Its value: the next.
        for i in 0..8 {
            self.eight[i].next = 0.into();
        }
        for i in 0..N {
            self.eight[i].next = self.values[i].val();
        }
        for i in 0..4 {
            self.four[i].next = self.eight[i].val();
            if self.lane.q.val().get_bit(2) {
                self.four[i].next = self.eight[i + 4].val();
            }
        }
        for i in 0..2 {
            self.two[i].next = self.four[i].val();
            if self.lane.q.val().get_bit(1) {
                self.two[i].next = self.four[i + 2].val();
            }
        }
        self.word.d.next = self.two[0].val();
        if self.lane.q.val().get_bit(0) {
            self.word.d.next = self.two[1].val();
        }
        if !self.here.q.val() {
            self.word.d.next = 0.into();
        }
        self.shown.next = bit_cast::<64, W>(self.word.q.val());
    }
}

/// A register that the host may set.
#[derive(LogicBlock)]
pub struct Setting {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub access: Signal<In, Access>,
    pub value: Signal<Out, Bits<64>>,
    held: DFF<Bits<64>>,
    change: Signal<Local, Bits<64>>,
    changed: Signal<Local, Bits<64>>,
    place: Constant<Bits<13>>,
    writable: Constant<Bits<64>>,
    most: Constant<Bits<64>>,
    start: Constant<Bits<64>>,
}

impl Setting {
    /// The n-th of these registers, which must say what it is after reset.
    pub fn of(register: &Register, n: u32) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            access: Default::default(),
            value: Default::default(),
            held: Default::default(),
            change: Default::default(),
            changed: Default::default(),
            place: Constant::new(u64::from(register.at(n) / 8).to_bits()),
            writable: Constant::new(register.writable().to_bits()),
            // No value is above the writable bits; a limit of all ones would make the comparison a constant.
            most: Constant::new(register.most.min(register.writable()).to_bits()),
            start: Constant::new(register.reset.expect("a register to be set has a value after reset").to_bits()),
        }
    }
}

impl Logic for Setting {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, held);
        self.change.next = 0.into();
        if self.access.val().write & (self.access.val().word == self.place.val()) {
            self.change.next = self.access.val().mask & self.writable.val();
        }
        self.changed.next = (self.held.q.val() & !self.change.val()) | (self.access.val().data & self.change.val());
        if self.changed.val() <= self.most.val() {
            self.held.d.next = self.changed.val();
        }
        self.value.next = self.held.q.val();
        if self.reset.val() {
            self.held.d.next = self.start.val();
        }
    }
}
