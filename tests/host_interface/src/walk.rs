//! The register walk: every word of a window, declared or not, against what the declarations say.
//!
//! A window is looked at as 32-bit words. Each has bits that are declared, bits that a write changes, and perhaps a value
//! after reset; a word of no register is a hole: nothing declared, nothing writable. A model of the whole window follows
//! every write, so that a write that lands somewhere else, too, is found.

use crate::Bus;
use anyhow::Result;
use twinpath_host::{BAR0, BAR2};
use twinpath_spec::control::{ALL, CYCLES, HOST_COUNTERS};
use twinpath_spec::limits::{BAR0_BYTES, BAR2_BYTES, MSIX_TABLE};
use twinpath_spec::register::{Access, Register};
use twinpath_spec::{msix, nvme};

/// What was found to be wrong, one line each.
pub type Findings = Vec<String>;

/// 32 bits of a window.
#[derive(Clone, Copy)]
struct Word {
    name: &'static str,
    /// Bits that a field names and a read shows.
    shown: u32,
    writable: u32,
    /// The largest value that a write may leave; of what cannot be written nothing is asked.
    most: u32,
    reset: Option<u32>,
    /// Counts on by itself.
    moving: bool,
}

const HOLE: Word = Word { name: "hole", shown: 0, writable: 0, most: 0, reset: Some(0), moving: false };

/// A window as declared, and as it must read after the writes so far.
pub struct Window {
    bar: u8,
    words: Vec<Word>,
    model: Vec<u32>,
}

impl Window {
    /// BAR0: controller, MSI-X.
    pub fn controller() -> Self {
        Self::new(BAR0, BAR0_BYTES, nvme::REGISTERS.iter().chain(msix::REGISTERS))
    }

    /// BAR2: the control window.
    pub fn control() -> Self {
        Self::new(BAR2, BAR2_BYTES, ALL.iter())
    }

    fn new(bar: u8, bytes: usize, registers: impl Iterator<Item = &'static Register>) -> Self {
        let mut words = vec![HOLE; bytes / 4];
        for register in registers {
            let shown = match register.access {
                Access::WriteOnly => 0,
                _ => register.fields.iter().fold(0, |mask, f| mask | f.put(u64::MAX)),
            };
            // TLPs are counted as they come and go; every access is one.
            let moving = [&CYCLES, &HOST_COUNTERS[0], &HOST_COUNTERS[1]].iter().any(|r| r.name == register.name);
            for n in 0..register.count {
                for half in 0..register.bytes / 4 {
                    let cut = |value: u64| (value >> (32 * half)) as u32;
                    words[(register.at(n) / 4 + half) as usize] = Word {
                        name: register.name,
                        shown: cut(shown),
                        writable: cut(register.writable()),
                        most: cut(register.most),
                        reset: register.reset.map(cut),
                        moving,
                    };
                }
            }
        }
        Self { bar, model: vec![0; words.len()], words }
    }

    fn offsets(&self) -> impl Iterator<Item = u32> {
        (0..self.words.len() as u32).map(|n| n * 4)
    }

    fn place(&self, at: usize) -> String {
        format!("BAR{} {:04x}h {}", self.bar, at * 4, self.words[at].name)
    }

    /// Every word after reset, in reads of 4 bytes and in reads of 8 bytes from every word on: reset values as declared,
    /// nothing in bits that no field names, nothing where no register is. What it reads is what must stand from now on.
    pub fn after_reset(&mut self, bus: &Bus) -> Result<Findings> {
        let offsets: Vec<u32> = self.offsets().collect();
        let words = bus.read_many(self.bar, 4, &offsets)?;
        let mut findings = Findings::new();
        for (at, (word, value)) in self.words.iter().zip(&words).enumerate() {
            let value = *value as u32;
            if value & !word.shown != 0 {
                findings.push(format!("{}: {value:#x} after reset, declared are {:#x}", self.place(at), word.shown));
            }
            if word.reset.is_some_and(|reset| value & word.shown != reset & word.shown) {
                findings.push(format!(
                    "{}: {value:#x} after reset, not {:#x}",
                    self.place(at),
                    word.reset.unwrap_or(0)
                ));
            }
            self.model[at] = value;
        }
        findings.extend(self.compare(bus)?);
        Ok(findings)
    }

    /// Every register that can be written, with several patterns, by 4 and by 8 bytes: it keeps its bits, no others, and
    /// nothing else in the window changes. Restores the values of before.
    pub fn written(&mut self, bus: &Bus) -> Result<Findings> {
        let before = self.model.clone();
        let mut findings = Findings::new();
        let places: Vec<usize> = (0..self.words.len()).filter(|at| self.words[*at].writable != 0).collect();
        for pattern in [u32::MAX, 0x5555_5555, 0xaaaa_aaaa, 0x9e37_79b9, 0] {
            for bytes in [4, 8] {
                for at in &places {
                    // No two words get the same, except in the patterns of equal bits.
                    let value = |at: usize| match pattern {
                        0 | u32::MAX => pattern,
                        _ => pattern.wrapping_mul(2 * at as u32 + 1),
                    };
                    match bytes {
                        4 => self.write(bus, *at, value(*at)),
                        _ => self.write_both(bus, at & !1, value(at & !1), value(at | 1)),
                    }
                }
                let found = self.compare_words(bus, &places)?;
                findings.extend(found.into_iter().map(|f| format!("{f} ({pattern:#x} by {bytes} bytes)")));
            }
            findings.extend(self.compare(bus)?);
        }
        for at in places {
            self.restore(bus, at, before[at]);
        }
        findings.extend(self.compare(bus)?);
        Ok(findings)
    }

    /// Every word that cannot be written, by 4 and by 8 bytes: nothing in the window changes.
    pub fn refused(&mut self, bus: &Bus) -> Result<Findings> {
        for at in 0..self.words.len() {
            if self.words[at].writable == 0 {
                self.write(bus, at, !self.model[at]);
            }
        }
        let mut findings = self.compare(bus)?;
        for at in (0..self.words.len()).step_by(2) {
            if self.words[at].writable | self.words[at + 1].writable == 0 {
                self.write_both(bus, at, !self.model[at], !self.model[at + 1]);
            }
        }
        findings.extend(self.compare(bus)?);
        Ok(findings)
    }

    /// Writes that reach the doorbells of queues that are not there, as often as [`Window::refused`] and
    /// [`Window::written`] send them. Each must be counted.
    pub fn stray_doorbells(&self) -> u64 {
        let bells = || (nvme::SQTDBL.offset as usize / 4..MSIX_TABLE / 4).map(|at| &self.words[at]);
        let writable = bells().filter(|w| w.writable != 0).count() as u64;
        let others = bells().count() as u64 - writable;
        // Five patterns by 4 bytes, by 8 bytes from each of the two words of a pair; then restored.
        2 * others + writable * 5 * 3 + writable
    }

    fn write(&mut self, bus: &Bus, at: usize, value: u32) {
        let value = self.harmless(at, value);
        bus.write(self.bar, at as u32 * 4, value.into(), 4);
        self.note(at, value);
    }

    fn write_both(&mut self, bus: &Bus, at: usize, low: u32, high: u32) {
        let (low, high) = (self.harmless(at, low), self.harmless(at + 1, high));
        bus.write(self.bar, at as u32 * 4, u64::from(high) << 32 | u64::from(low), 8);
        self.note(at, low);
        self.note(at + 1, high);
    }

    /// Enabling the controller would start it: that is for other tests.
    fn harmless(&self, at: usize, value: u32) -> u32 {
        match self.is(at, &nvme::CC) {
            true => value & !CC_ENABLE,
            false => value,
        }
    }

    fn is(&self, at: usize, register: &Register) -> bool {
        self.bar == BAR0 && at == register.offset as usize / 4
    }

    /// What a write does, as the declarations say.
    fn note(&mut self, at: usize, value: u32) {
        let (set, clear) = (nvme::INTMS.offset as usize / 4, nvme::INTMC.offset as usize / 4);
        if self.is(at, &nvme::INTMS) || self.is(at, &nvme::INTMC) {
            let mask = if at == set { self.model[set] | value } else { self.model[set] & !value };
            (self.model[set], self.model[clear]) = (mask, mask);
            return;
        }
        let word = self.words[at];
        let changes = word.writable & word.shown;
        let changed = self.model[at] & !changes | value & changes;
        if changes == 0 || changed > word.most {
            return;
        }
        self.model[at] = changed;
        if self.is(at, &nvme::CC) {
            let shutdown = nvme::CC.field("SHN").of(value.into()) != 0;
            let done = nvme::CSTS.field("SHST").put(if shutdown { 2 } else { 0 });
            self.model[nvme::CSTS.offset as usize / 4] = done as u32;
        }
    }

    fn restore(&mut self, bus: &Bus, at: usize, value: u32) {
        match self.is(at, &nvme::INTMC) {
            true => self.write(bus, at, u32::MAX),
            false => self.write(bus, at, value),
        }
    }

    fn compare_words(&self, bus: &Bus, places: &[usize]) -> Result<Findings> {
        let offsets: Vec<u32> = places.iter().map(|at| *at as u32 * 4).collect();
        let values = bus.read_many(self.bar, 4, &offsets)?;
        Ok(places.iter().zip(values).filter_map(|(at, value)| self.judge(*at, value as u32)).collect())
    }

    /// The whole window against the model: by 4 bytes, and by 8 bytes from every word on.
    fn compare(&self, bus: &Bus) -> Result<Findings> {
        let places: Vec<usize> = (0..self.words.len()).collect();
        let mut findings = self.compare_words(bus, &places)?;
        let offsets: Vec<u32> = self.offsets().take(self.words.len() - 1).collect();
        for (at, value) in bus.read_many(self.bar, 8, &offsets)?.into_iter().enumerate() {
            let halves = [self.judge(at, value as u32), self.judge(at + 1, (value >> 32) as u32)];
            findings.extend(halves.into_iter().flatten().map(|f| format!("{f} (8 bytes from {:04x}h)", at * 4)));
        }
        Ok(findings)
    }

    fn judge(&self, at: usize, value: u32) -> Option<String> {
        let wanted = self.model[at];
        // What counts on by itself may not be set; nothing here lasts longer than 2^26 cycles.
        let fits = if self.words[at].moving { value.wrapping_sub(wanted) < 1 << 26 } else { value == wanted };
        (!fits).then(|| format!("{}: reads {value:#x}, not {wanted:#x}", self.place(at)))
    }
}

const CC_ENABLE: u32 = nvme::CC.field("EN").put(1) as u32;
