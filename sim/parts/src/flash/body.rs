//! What every chip has: time, cells, chance, and a memory of what was done to it.

use super::cells::Cells;
use super::faults::{Faults, FlashFault};
use super::seen::{FlashOperation, FlashOutcome, FlashSeen};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;

/// How a chip behaves.
#[derive(Clone, Debug)]
pub struct FlashConfig {
    pub seed: u64,
    /// Length of a cycle in picoseconds.
    pub cycle_ps: u64,
    /// Divides the times of programs, erases, array reads, registers, suspends, resets and power-up; never those of the
    /// bus.
    pub time_scale: u32,
    /// Erases that a sector stands; after them its erases and programs fail.
    pub endurance: u32,
}

impl Default for FlashConfig {
    fn default() -> Self {
        Self { seed: 0, cycle_ps: 8_000, time_scale: 1, endurance: 100_000 }
    }
}

/// What was done to a chip since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlashCounters {
    pub programs: u64,
    pub erases: u64,
    /// Array reads: commands to a NOR chip, pages of a NAND chip.
    pub reads: u64,
    pub suspends: u64,
    pub bytes_programmed: u64,
    pub bytes_read: u64,
    /// Time in operations that ended, in picoseconds of the scaled time.
    pub busy_ps: u64,
}

/// What is to go wrong with a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashFlaw {
    /// Turns a bit over, as a disturbed cell would.
    Flip { address: u64, bit: u8 },
    /// The bit reads as `value` from now on.
    Stick { address: u64, bit: u8, value: bool },
    /// The next program leaves a bit as it was, and says so if the part can.
    FailProgram,
    /// The next erase leaves bits at 0, and says so if the part can.
    FailErase,
    /// Sets how often the sector at an address was erased.
    Wear { address: u64, erases: u32 },
    /// The chip answers nothing any more.
    Die,
}

#[derive(Clone)]
pub(super) struct Body {
    pub config: FlashConfig,
    /// Picoseconds since the start.
    pub now: u64,
    pub rng: SmallRng,
    pub cells: Cells,
    pub faults: Faults,
    pub counters: FlashCounters,
    pub dead: bool,
    pub fail_program: bool,
    pub fail_erase: bool,
    /// Something that outlives power has changed since it was last saved.
    pub unsaved: bool,
    pub recording: bool,
    pub seen: VecDeque<FlashSeen>,
}

impl Body {
    pub fn new(config: FlashConfig, cells: Cells) -> Self {
        Self {
            now: 0,
            rng: SmallRng::seed_from_u64(config.seed ^ 0x0066_6c61_7368),
            config: FlashConfig { cycle_ps: config.cycle_ps.max(1), ..config },
            cells,
            faults: Faults::default(),
            counters: FlashCounters::default(),
            dead: false,
            fail_program: false,
            fail_erase: false,
            unsaved: false,
            recording: false,
            seen: VecDeque::new(),
        }
    }

    /// The time of a cycle; never backwards, whatever the caller counts.
    #[inline]
    pub fn advance(&mut self, cycle: u64) {
        self.now = self.now.max(cycle.saturating_mul(self.config.cycle_ps));
    }

    pub fn fault(&mut self, fault: FlashFault) {
        self.faults.add(self.now, fault);
    }

    /// Remembers an operation; `from` and `done` in picoseconds.
    pub fn see(&mut self, operation: FlashOperation, range: (u64, u64), from: u64, done: u64, outcome: FlashOutcome) {
        if self.recording {
            let cycle = |ps: u64| ps / self.config.cycle_ps;
            let ((address, bytes), first, done) = (range, cycle(from), cycle(done));
            self.seen.push_back(FlashSeen { operation, address, bytes, first, done, outcome });
        }
    }

    /// The scaled time, at least a cycle.
    pub fn scaled(&self, ps: u64) -> u64 {
        (ps / u64::from(self.config.time_scale.max(1))).max(self.config.cycle_ps)
    }

    pub fn read(&mut self, at: u64) -> u8 {
        self.counters.bytes_read += 1;
        self.cells.read(at, &mut self.rng)
    }

    pub fn inject(&mut self, flaw: FlashFlaw) {
        self.unsaved = true;
        match flaw {
            FlashFlaw::Flip { address, bit } => {
                self.cells.put(address, self.cells.nominal(address) ^ 1 << (bit % 8));
            }
            FlashFlaw::Stick { address, bit, value } => self.cells.stick(address, bit, value),
            FlashFlaw::FailProgram => self.fail_program = true,
            FlashFlaw::FailErase => self.fail_erase = true,
            FlashFlaw::Wear { address, erases } => self.cells.set_wear(address, erases),
            FlashFlaw::Die => self.dead = true,
        }
    }

    /// Programs bytes from `at` on. `false`: a bit did not take.
    pub fn program(&mut self, bytes: &[(u64, u8)]) -> bool {
        self.counters.programs += 1;
        self.counters.bytes_programmed += bytes.len() as u64;
        let first = bytes.first().map_or(0, |b| b.0);
        let mut fails = std::mem::take(&mut self.fail_program) || self.cells.wear(first) >= self.config.endurance;
        let mut failed = false;
        for &(at, value) in bytes {
            let old = self.cells.nominal(at);
            if value != 0xff && value & !old != 0 {
                self.fault(FlashFault::Overwrite { address: at });
            }
            let cleared = old & !value;
            if fails && cleared != 0 {
                // The lowest bit of those that were to become 0 stays.
                self.cells.program(at, value | (cleared & cleared.wrapping_neg()));
                (fails, failed) = (false, true);
            } else {
                self.cells.program(at, value);
            }
        }
        !failed
    }

    /// Erases a range. `false`: some bits did not.
    pub fn erase(&mut self, at: u64, bytes: u64) -> bool {
        self.counters.erases += 1;
        let worn = self.cells.wear(at) >= self.config.endurance;
        self.cells.erase(at, bytes);
        if !std::mem::take(&mut self.fail_erase) && !worn {
            return true;
        }
        for _ in 0..3 {
            let at = at + self.rng.random_range(0..bytes.max(1));
            self.cells.program(at, !(1 << self.rng.random_range(0..8)));
        }
        false
    }
}
