#![doc = include_str!("doc.md")]

mod body;
mod cells;
mod faults;
mod file;
pub mod master;
mod nand;
mod nor;
mod pins;
mod seen;
mod shift;
mod store;

#[cfg(test)]
mod tests;

pub use body::{FlashConfig, FlashCounters, FlashFlaw};
pub use faults::FlashFault;
pub use file::FlashFileError;
pub use nand::NandPart;
pub use nor::{NorFamily, NorPart, Parameters};
pub use pins::{FlashDrive, FlashPins};
pub use seen::{FlashOperation, FlashOutcome, FlashSeen};

use body::Body;
use file::FlashFile;
use nand::Nand;
use nor::Nor;
use shift::Serial;
use std::io;
use std::path::Path;

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

/// A chip at its pins.
pub struct FlashChip {
    serial: Serial,
    chip: Chip,
    powered: bool,
    file: Option<FlashFile>,
    file_error: Option<io::Error>,
}

impl Clone for FlashChip {
    /// A snapshot: it shares the contents until either changes them, and has no file.
    fn clone(&self) -> Self {
        let (serial, chip) = (self.serial.clone(), self.chip.clone());
        Self { serial, chip, powered: self.powered, file: None, file_error: None }
    }
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
        Self { serial: Serial::new(), chip, powered: true, file: None, file_error: None }
    }

    /// A chip whose contents lie in a file, made if there is none. The file follows whenever an operation ends or is
    /// cut. Bad blocks of a file count, not those of `part`.
    ///
    /// # Errors
    /// The file cannot be used, is of another part or damaged; it is left as it was.
    pub fn open(part: impl Into<FlashPart>, config: FlashConfig, path: &Path) -> Result<Self, FlashFileError> {
        let mut flash = Self::new(part, config);
        let identity = each!(&flash.chip, chip => chip.identity());
        let sizes: Vec<u64> = each!(&mut flash.chip, chip => chip.stores().iter().map(|s| s.file_bytes()).collect());
        let mut file = FlashFile::open(path, &identity, &sizes)?;
        // An empty state is that of a file which nothing was saved to.
        let state = file.state.take().filter(|state| !state.is_empty());
        each!(&mut flash.chip, chip => {
            for (store, at) in chip.stores().into_iter().zip(FlashFile::places(&sizes)) {
                let attached = store.attach(file.file.clone(), at, state.is_some());
                attached.map_err(|source| FlashFileError::Io { path: path.to_path_buf(), source })?;
            }
            if let Some(state) = &state {
                chip.restore(state).ok_or_else(|| file.damaged("its second page is none of this part"))?;
                chip.body.cells.loaded();
            }
        });
        flash.file = Some(file);
        flash.save();
        Ok(flash)
    }

    /// Writes what has changed to the file, if there is one.
    fn save(&mut self) {
        let saved = each!(&mut self.chip, chip => {
            chip.body.unsaved = false;
            let Some(file) = &mut self.file else { return };
            let stores = chip.stores().into_iter().try_for_each(store::Store::save);
            stores.and_then(|()| file.write_state(chip.state()))
        });
        if let Err(error) = saved {
            self.file_error.get_or_insert(error);
        }
    }

    /// The first failure to write to the file; the chip goes on in memory.
    pub fn file_error(&self) -> Option<&io::Error> {
        self.file_error.as_ref()
    }

    /// One cycle: what the controller drives goes in, what the chip drives comes out. The clock changes at most once a
    /// cycle; data follow a falling clock in the same cycle.
    #[inline]
    pub fn cycle(&mut self, now: u64, pins: &FlashPins) -> FlashDrive {
        if !self.powered {
            self.serial.watch(pins);
            return FlashDrive::default();
        }
        let (drive, unsaved) = each!(&mut self.chip, chip => {
            chip.body.advance(now);
            chip.look(pins);
            let drive = self.serial.cycle(&mut **chip, pins);
            (if chip.body.dead { FlashDrive::default() } else { drive }, chip.body.unsaved)
        });
        if unsaved {
            self.save();
        }
        drive
    }

    /// Power is cut: programs and erases stop where they are, everything volatile is gone.
    pub fn power_off(&mut self, now: u64) {
        if std::mem::replace(&mut self.powered, false) {
            self.serial.power_off();
            each!(&mut self.chip, chip => {
                chip.body.advance(now);
                chip.settle();
                chip.power_off();
            });
            self.save();
        }
    }

    /// Power is back, with what the cells hold.
    pub fn power_on(&mut self, now: u64) {
        if !std::mem::replace(&mut self.powered, true) {
            each!(&mut self.chip, chip => {
                chip.body.advance(now);
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
        self.save();
    }

    /// Whether operations are kept for [`FlashChip::take_seen`].
    pub fn record(&mut self, on: bool) {
        self.body_mut().recording = on;
    }

    #[inline]
    pub fn has_seen(&self) -> bool {
        !self.body().seen.is_empty()
    }

    /// The operations that ended since the last call, in the order in which they did.
    pub fn take_seen(&mut self) -> impl Iterator<Item = FlashSeen> + '_ {
        self.body_mut().seen.drain(..)
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
        let body = self.body_mut();
        body.cells.put(address, byte);
        // With the next cycle, for many bytes at once.
        body.unsaved = true;
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
