//! A controller made of function calls, for tests: it clocks a chip by hand and knows no part.

use super::{FlashChip, FlashPins};

/// Drives one chip.
#[derive(Clone)]
pub struct FlashMaster {
    pub chip: FlashChip,
    /// Cycles so far.
    pub now: u64,
    /// Cycles that the clock stays low and high, each.
    pub half: u64,
    /// Cycles that chip select stays high between transactions.
    pub gap: u64,
    /// The clock rests high (mode 3) instead of low (mode 0).
    pub rests_high: bool,
    pins: FlashPins,
}

impl FlashMaster {
    pub fn new(chip: FlashChip) -> Self {
        Self { chip, now: 0, half: 1, gap: 7, rests_high: false, pins: FlashPins::default() }
    }

    /// One cycle; the levels of IO0..IO3 in it.
    pub fn tick(&mut self) -> u8 {
        let drive = self.chip.cycle(self.now, &self.pins);
        self.now += 1;
        drive.lines(&self.pins)
    }

    /// Lets cycles pass.
    pub fn idle(&mut self, cycles: u64) {
        if cycles == 0 {
            return;
        }
        // The chip looks at the pins when they change and at the time when it is asked: first and last are enough.
        self.tick();
        if cycles > 1 {
            self.now += cycles - 2;
            self.tick();
        }
    }

    pub fn select(&mut self) {
        self.pins.sck = self.rests_high;
        self.idle(self.gap);
        self.pins.cs_n = false;
        self.tick();
    }

    pub fn deselect(&mut self) {
        self.deselect_driving(0, 0);
    }

    /// Deselects with these levels driven.
    pub fn deselect_driving(&mut self, out: u8, enable: u8) {
        self.pins = FlashPins { cs_n: false, sck: self.rests_high, out, enable };
        self.tick();
        self.pins.cs_n = true;
        self.tick();
    }

    /// One clock with these levels driven; the levels just before it rises.
    pub fn clock(&mut self, out: u8, enable: u8) -> u8 {
        self.pins = FlashPins { cs_n: self.pins.cs_n, sck: false, out, enable };
        let levels = (0..self.half).fold(0, |_, _| self.tick());
        self.pins.sck = true;
        (0..self.half).for_each(|_| {
            self.tick();
        });
        levels
    }

    /// Sends bytes on 1, 2 or 4 lines, most significant bits first. On one line WP# and HOLD# are driven high.
    pub fn send(&mut self, bytes: &[u8], lanes: u8) {
        for byte in bytes {
            for n in (0..8 / lanes).rev() {
                let bits = byte >> (n * lanes) & ((1 << lanes) - 1);
                match lanes {
                    1 => self.clock(bits | 0b1100, 0b1101),
                    2 => self.clock(bits | 0b1100, 0b1111),
                    _ => self.clock(bits, 0b1111),
                };
            }
        }
    }

    /// Clocks with nothing driven but, on less than four lines, WP# and HOLD#.
    pub fn dummy(&mut self, clocks: u32, lanes: u8) {
        for _ in 0..clocks {
            self.clock(0b1100, if lanes == 4 { 0 } else { 0b1100 });
        }
    }

    pub fn receive(&mut self, bytes: usize, lanes: u8) -> Vec<u8> {
        let mut got = Vec::with_capacity(bytes);
        for _ in 0..bytes {
            let mut byte = 0;
            for _ in 0..8 / lanes {
                let levels = self.clock(0b1100, if lanes == 4 { 0 } else { 0b1100 });
                let bits = if lanes == 1 { levels >> 1 & 1 } else { levels & ((1 << lanes) - 1) };
                byte = (u16::from(byte) << lanes) as u8 | bits;
            }
            got.push(byte);
        }
        got
    }

    /// A transaction on one line: bytes out, bytes in.
    pub fn exchange(&mut self, bytes: &[u8], answer: usize) -> Vec<u8> {
        self.select();
        self.send(bytes, 1);
        let got = self.receive(answer, 1);
        self.deselect();
        got
    }

    /// A transaction without an answer.
    pub fn command(&mut self, bytes: &[u8]) {
        self.exchange(bytes, 0);
    }

    /// Lets time pass until the chip is ready, at most so many cycles; how many it took.
    pub fn wait(&mut self, cycles_max: u64) -> Option<u64> {
        let start = self.now;
        self.tick();
        while self.chip.is_busy() {
            let due = self.chip.busy_until()?;
            if due > start + cycles_max {
                return None;
            }
            self.now = due;
            self.tick();
        }
        Some(self.now - start)
    }

    /// Power off, and on again after a cycle, with chip select high.
    pub fn power_cycle(&mut self) {
        self.chip.power_off(self.now);
        self.pins = FlashPins::default();
        self.tick();
        self.chip.power_on(self.now);
        self.tick();
    }
}
