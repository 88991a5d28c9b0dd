//! The link between two cards: 64-bit words with an end mark, late by a fixed number of cycles, each way on its own.
//!
//! ```text
//!   card 0  tx --> [ fault ] --> latency --> rx  card 1      up: both ways work
//!           rx <-- latency <-- [ fault ] <-- tx
//! ```
//!
//! A fault hits one whole frame: lost, a bit flipped, doubled, cut short, late, or
//! overtaken by the next. A cut takes everything on the way
//! with it, in the middle of frames too. The receiver has no back-pressure.

mod wire;

#[cfg(test)]
mod tests;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use twinpath_spec::link::{FrameError, Header};
use wire::Wire;

/// One word on a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkBeat {
    pub data: u64,
    /// The last word of a frame.
    pub end: bool,
}

/// How a link behaves.
#[derive(Clone, Debug)]
pub struct LinkConfig {
    pub seed: u64,
    /// Cycles from a word's departure to its arrival, at least 1.
    pub latency: u64,
    /// Of a million frames, how many are hit by a drawn fault.
    pub faults_per_million: u32,
}

impl Default for LinkConfig {
    fn default() -> Self {
        Self { seed: 0, latency: 40, faults_per_million: 0 }
    }
}

/// What happens to one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameFault {
    Lose,
    /// Flips a bit, counted from bit 0 of the first word; beyond the frame's length, a bit of its last word.
    Corrupt {
        bit: u32,
    },
    Duplicate,
    /// Only this many words arrive, the last of them with the end mark.
    Truncate {
        words: u32,
    },
    /// Comes so many cycles late, and everything behind it.
    Delay {
        cycles: u64,
    },
    /// Comes behind the next frame; never, when no other follows.
    Overtaken,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// A fault was played on it.
    Hit(FrameFault),
    /// The link was down when it began or went down before it had left.
    Cut,
}

/// A frame on the link (o1), told when its last word has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameSeen {
    /// The card that sent it, 0 or 1.
    pub from: usize,
    /// Cycles of its first and last word at the sender.
    pub first: u64,
    pub last: u64,
    /// Cycles of its first and last word at the receiver, as sent; a later cut may still take them.
    pub arrives: Option<(u64, u64)>,
    pub words: usize,
    pub fate: Fate,
    /// What the sender sent, before any fault.
    pub frame: Result<Header, FrameError>,
}

/// Both ways between two cards.
pub struct Link {
    config: LinkConfig,
    rng: SmallRng,
    wires: [Wire; 2],
    up: bool,
}

impl Link {
    pub fn new(config: LinkConfig) -> Self {
        let rng = SmallRng::seed_from_u64(config.seed ^ 0x6c69_6e6b);
        let wires = [Wire::new(0, config.latency), Wire::new(1, config.latency)];
        Self { config, rng, wires, up: true }
    }

    /// Both ends see it in the cycle after.
    #[inline]
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// Cuts the link: what is on the way is gone.
    pub fn cut(&mut self) {
        self.up = false;
        self.wires.iter_mut().for_each(Wire::cut);
    }

    pub fn restore(&mut self) {
        self.up = true;
    }

    /// Plays `fault` on a frame that card `from` sends, after `after_frames` further ones. Several queue up, each
    /// counted from the one before.
    pub fn inject(&mut self, from: usize, after_frames: u32, fault: FrameFault) {
        self.wires[from].inject(after_frames, fault);
    }

    /// Whether frames are decoded and kept for [`Link::take_seen`].
    pub fn record(&mut self, on: bool) {
        self.wires.iter_mut().for_each(|w| w.recording = on);
    }

    /// The frames seen since the last call, in order of departure for each way; an overtaken one when it follows.
    pub fn take_seen(&mut self) -> impl Iterator<Item = FrameSeen> + '_ {
        self.wires.iter_mut().flat_map(|w| w.seen.drain(..))
    }

    #[inline]
    pub fn has_seen(&self) -> bool {
        !self.wires[0].seen.is_empty() || !self.wires[1].seen.is_empty()
    }

    /// Frames and words that each card has sent.
    pub fn counts(&self) -> [(u64, u64); 2] {
        [0, 1].map(|n| (self.wires[n].frames, self.wires[n].words))
    }

    /// Words on the way.
    pub fn in_flight(&self) -> usize {
        self.wires.iter().map(Wire::in_flight).sum()
    }

    /// One cycle: the words that the cards send (taken always; a link that is down swallows them), and the words that
    /// arrive, by card.
    #[inline]
    pub fn cycle(&mut self, now: u64, sent: [Option<LinkBeat>; 2]) -> [Option<LinkBeat>; 2] {
        for (from, beat) in sent.into_iter().enumerate() {
            let Some(beat) = beat else { continue };
            let rate = self.config.faults_per_million;
            if rate > 0 && self.up && self.wires[from].at_start() && self.rng.random_range(0..1_000_000) < rate {
                let fault = draw(&mut self.rng);
                self.wires[from].inject(0, fault);
            }
            self.wires[from].send(now, beat, self.up);
        }
        [self.wires[1].arrive(now), self.wires[0].arrive(now)]
    }
}

/// A fault by chance.
fn draw(rng: &mut SmallRng) -> FrameFault {
    match rng.random_range(0..6) {
        0 => FrameFault::Lose,
        1 => FrameFault::Corrupt { bit: rng.random_range(0..517 * 64) },
        2 => FrameFault::Duplicate,
        3 => FrameFault::Truncate { words: rng.random_range(1..517) },
        4 => FrameFault::Overtaken,
        _ => FrameFault::Delay { cycles: rng.random_range(1..2_000) },
    }
}
