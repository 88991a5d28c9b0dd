//! The cells: what they hold, which of them are marginal or stuck, and how often each sector was erased.
//!
//! A *marginal* cell was left between its two states by a power cut: it reads differently from time to time, until it is
//! programmed to 0 or erased. A *stuck* cell reads the same whatever is done to it.

use super::store::Store;
use rand::rngs::SmallRng;
use rand::Rng;
use std::collections::BTreeMap;

#[derive(Clone)]
pub(super) struct Cells {
    /// What the cells hold, inverted, so that what was never programmed takes no room.
    data: Store,
    marginal: Store,
    marginal_bits: u64,
    /// Masks of bits stuck at 0 and at 1, by byte.
    stuck: BTreeMap<u64, (u8, u8)>,
    /// Erases by sector, four bytes each.
    wear: Store,
    sector: u64,
    bytes: u64,
}

impl Cells {
    /// `bytes` erased ones, worn by sectors of `sector` bytes.
    pub fn new(bytes: u64, sector: u64) -> Self {
        let wear = Store::new(bytes.div_ceil(sector) * 4);
        let stuck = BTreeMap::new();
        Self { data: Store::new(bytes), marginal: Store::new(bytes), marginal_bits: 0, stuck, wear, sector, bytes }
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What a byte should hold: marginal cells as they were left, stuck ones as if they were not.
    #[inline]
    pub fn nominal(&self, at: u64) -> u8 {
        !self.data.get(at)
    }

    /// What a byte reads as, this time.
    #[inline]
    pub fn read(&self, at: u64, rng: &mut SmallRng) -> u8 {
        let mut byte = self.nominal(at);
        if self.marginal_bits > 0 {
            let mask = self.marginal.get(at);
            if mask != 0 {
                byte ^= rng.random::<u8>() & mask;
            }
        }
        if !self.stuck.is_empty() {
            if let Some((low, high)) = self.stuck.get(&at) {
                byte = byte & !low | high;
            }
        }
        byte
    }

    /// Clears the bits that `value` has clear.
    pub fn program(&mut self, at: u64, value: u8) {
        self.data.set(at, self.data.get(at) | !value);
        self.set_marginal(at, self.marginal.get(at) & value);
    }

    /// Sets a byte to anything, as no chip could: contents made by a test, a flipped bit.
    pub fn put(&mut self, at: u64, value: u8) {
        self.data.set(at, !value);
        self.set_marginal(at, 0);
    }

    /// Sets every bit of a range and wears its sectors.
    pub fn erase(&mut self, at: u64, bytes: u64) {
        self.data.clear(at, bytes);
        if self.marginal_bits > 0 {
            (at..at + bytes).for_each(|n| self.set_marginal(n, 0));
        }
        self.worn(at, bytes);
    }

    /// Programming stopped when `progress` of 256 parts were done: each bit that was to become 0 is 0, 1 or marginal.
    pub fn cut_program(&mut self, at: u64, value: u8, progress: u8, rng: &mut SmallRng) {
        let wanted = self.nominal(at) & !value;
        if wanted == 0 {
            return;
        }
        let done = wanted & biased(rng, progress);
        let between = wanted & !done & biased(rng, MARGINAL);
        self.data.set(at, self.data.get(at) | done);
        self.set_marginal(at, self.marginal.get(at) & !done | between);
    }

    /// An erase stopped. In its first quarter the chip programs the sector's ones, after that it erases: cells are 0, 1
    /// or marginal, those that were 1 before too. The sectors are worn all the same.
    pub fn cut_erase(&mut self, at: u64, bytes: u64, progress: u8, rng: &mut SmallRng) {
        for n in at..at + bytes {
            let old = self.nominal(n);
            let (sure, new) = match progress.checked_sub(64) {
                None => (biased(rng, 255 - progress), old & !biased(rng, progress.saturating_mul(4))),
                Some(erasing) => {
                    (biased(rng, 255 - MARGINAL), biased(rng, (u16::from(erasing) * 4 / 3).min(255) as u8))
                }
            };
            self.data.set(n, !new);
            self.set_marginal(n, !sure & biased(rng, MARGINAL * 2));
        }
        self.worn(at, bytes);
    }

    fn worn(&mut self, at: u64, bytes: u64) {
        for sector in at / self.sector..(at + bytes).div_ceil(self.sector) {
            self.set_wear(sector * self.sector, self.wear(sector * self.sector).saturating_add(1));
        }
    }

    /// Erases of the sector that a byte lies in.
    pub fn wear(&self, at: u64) -> u32 {
        let at = at / self.sector * 4;
        u32::from_le_bytes(std::array::from_fn(|n| self.wear.get(at + n as u64)))
    }

    pub fn set_wear(&mut self, at: u64, erases: u32) {
        for (n, byte) in erases.to_le_bytes().into_iter().enumerate() {
            self.wear.set(at / self.sector * 4 + n as u64, byte);
        }
    }

    /// What outlives power, for a file.
    pub fn stores(&mut self) -> [&mut Store; 3] {
        [&mut self.wear, &mut self.marginal, &mut self.data]
    }

    /// The stores were loaded.
    pub fn loaded(&mut self) {
        self.marginal_bits = self.marginal.ones();
    }

    pub fn stick(&mut self, at: u64, bit: u8, value: bool) {
        let (low, high) = self.stuck.entry(at).or_default();
        let (set, clear) = if value { (high, low) } else { (low, high) };
        *set |= 1 << (bit % 8);
        *clear &= !(1 << (bit % 8));
    }

    pub fn marginal_bits(&self) -> u64 {
        self.marginal_bits
    }

    fn set_marginal(&mut self, at: u64, mask: u8) {
        let old = self.marginal.get(at);
        if old != mask {
            self.marginal_bits -= u64::from(old.count_ones());
            self.marginal_bits += u64::from(mask.count_ones());
            self.marginal.set(at, mask);
        }
    }
}

/// How many of 256 unfinished cells a cut leaves marginal.
const MARGINAL: u8 = 64;

/// Eight bits, each 1 with a chance of `chance` in 256.
fn biased(rng: &mut SmallRng, chance: u8) -> u8 {
    // From the least significant bit of the chance up: or doubles towards 1, and halves.
    let random = rng.random::<u64>().to_le_bytes();
    (0..8).fold(0, |bits, n| if chance >> n & 1 == 1 { bits | random[n] } else { bits & random[n] })
}
