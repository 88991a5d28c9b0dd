#![doc = include_str!("doc.md")]

mod body;
mod cells;
mod faults;
pub mod master;
mod nand;
mod nor;
mod pins;
mod shift;
mod store;

#[cfg(test)]
mod tests;

pub use body::{FlashConfig, FlashCounters, FlashFlaw};
pub use faults::FlashFault;
pub use nand::NandPart;
pub use nor::{NorFamily, NorPart, Parameters};
pub use pins::{FlashDrive, FlashPins};

use body::Body;
use nand::Nand;
use nor::Nor;
use shift::Serial;

/// Which chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlashPart {
    Nor(NorPart),
    Nand(NandPart),
}

impl From<NorPart> for FlashPart {
    fn from(part: NorPart) -> Self {
        FlashPart::Nor(part)
    }
}

impl From<NandPart> for FlashPart {
    fn from(part: NandPart) -> Self {
        FlashPart::Nand(part)
    }
}

/// A chip at its pins. A clone is a snapshot: it shares the contents until either changes them.
#[derive(Clone)]
pub struct FlashChip {
    serial: Serial,
    chip: Chip,
    powered: bool,
}

#[derive(Clone)]
enum Chip {
    Nor(Box<Nor>),
    Nand(Box<Nand>),
}

macro_rules! each {
    ($chip:expr, $name:ident => $what:expr) => {
        match $chip {
            Chip::Nor($name) => $what,
            Chip::Nand($name) => $what,
        }
    };
}

impl FlashChip {
    /// An erased chip, powered and past its power-up time.
    pub fn new(part: impl Into<FlashPart>, config: FlashConfig) -> Self {
        let chip = match part.into() {
            FlashPart::Nor(part) => Chip::Nor(Box::new(Nor::new(part, config))),
            FlashPart::Nand(part) => Chip::Nand(Box::new(Nand::new(part, config))),
        };
        Self { serial: Serial::new(), chip, powered: true }
    }

    /// One cycle: what the controller drives goes in, what the chip drives comes out. The clock changes at most once a
    /// cycle; data follow a falling clock in the same cycle.
    #[inline]
    pub fn cycle(&mut self, now: u64, pins: &FlashPins) -> FlashDrive {
        if !self.powered {
            self.serial.watch(pins);
            return FlashDrive::default();
        }
        each!(&mut self.chip, chip => {
            let ps = now * chip.body.config.cycle_ps;
            chip.at(ps, pins.enable & 4 != 0 && pins.out & 4 == 0);
            let drive = self.serial.cycle(&mut **chip, pins);
            if chip.body.dead { FlashDrive::default() } else { drive }
        })
    }

    /// Power is cut: programs and erases stop where they are, everything volatile is gone.
    pub fn power_off(&mut self, now: u64) {
        if std::mem::replace(&mut self.powered, false) {
            self.serial.power_off();
            each!(&mut self.chip, chip => {
                chip.at(now * chip.body.config.cycle_ps, false);
                chip.power_off();
            });
        }
    }

    /// Power is back, with what the cells hold.
    pub fn power_on(&mut self, now: u64) {
        if !std::mem::replace(&mut self.powered, true) {
            each!(&mut self.chip, chip => {
                chip.body.now = now * chip.body.config.cycle_ps;
                chip.power_on();
            });
        }
    }

    /// A program, erase, register write, array read, reset or power-up is under way.
    pub fn is_busy(&self) -> bool {
        each!(&self.chip, chip => chip.is_busy())
    }

    /// The cycle in which the chip will be ready, as far as it knows.
    pub fn busy_until(&self) -> Option<u64> {
        each!(&self.chip, chip => chip.busy_until().map(|ps| ps.div_ceil(chip.body.config.cycle_ps)))
    }

    fn body(&self) -> &Body {
        each!(&self.chip, chip => &chip.body)
    }

    fn body_mut(&mut self) -> &mut Body {
        each!(&mut self.chip, chip => &mut chip.body)
    }

    pub fn inject(&mut self, flaw: FlashFlaw) {
        self.body_mut().inject(flaw);
    }

    /// The controller's mistakes with their cycles, the first 64.
    pub fn faults(&self) -> impl Iterator<Item = (u64, FlashFault)> + '_ {
        let body = self.body();
        body.faults.seen.iter().map(|(ps, fault)| (ps / body.config.cycle_ps, *fault))
    }

    /// All mistakes, also those not kept.
    pub fn faults_total(&self) -> u64 {
        self.body().faults.total
    }

    pub fn clear_faults(&mut self) {
        self.body_mut().faults = faults::Faults::default();
    }

    pub fn counters(&self) -> FlashCounters {
        self.body().counters
    }

    /// Bytes of the array, spare bytes included.
    pub fn bytes(&self) -> u64 {
        self.body().cells.bytes()
    }

    /// What the cells of a byte hold: marginal ones as they were left, stuck ones as if they were not.
    pub fn peek(&self, address: u64) -> u8 {
        self.body().cells.nominal(address)
    }

    /// Sets a byte as no controller could: contents from a test, a bitstream.
    pub fn poke(&mut self, address: u64, byte: u8) {
        self.body_mut().cells.put(address, byte);
    }

    /// Erases of the sector at an address.
    pub fn wear(&self, address: u64) -> u32 {
        self.body().cells.wear(address)
    }

    /// Cells that read differently from time to time.
    pub fn marginal_bits(&self) -> u64 {
        self.body().cells.marginal_bits()
    }
}
