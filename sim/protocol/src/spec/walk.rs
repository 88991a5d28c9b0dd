//! Random walks: traces of the specification itself, as an observer outside would record them.

use super::{Action, Spec, State};
use crate::event::{Event, Frame, Kind, What};

/// A small generator of pseudo-random numbers (SplitMix64), so that a walk is named by its seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

impl Spec {
    /// One run from the first session to rest. A mutant's run may stop where nothing is possible any more.
    pub fn walk(&self, seed: u64) -> Vec<Event> {
        self.walk_on(&[], seed)
    }

    /// A run that begins with `steps`, which must be possible.
    pub fn walk_on(&self, steps: &[Action], seed: u64) -> Vec<Event> {
        let mut dice = Dice(seed);
        let mut s = State::start(self);
        let mut tape = opening();
        for step in steps {
            self.take(&mut s, *step, Some(&mut tape));
        }
        let mut actions = Vec::new();
        loop {
            actions.clear();
            self.possible(&s, &mut actions);
            if !actions.iter().any(|action| action.is_progress()) {
                break;
            }
            // Faults are rarer than work, or hardly anything else would be seen.
            let mut action = actions[dice.below(actions.len())];
            if matches!(action, Action::Cut) && dice.below(4) != 0 {
                action = actions[dice.below(actions.len())];
            }
            self.take(&mut s, action, Some(&mut tape));
        }
        count_frames(&mut tape);
        tape.into_iter().enumerate().map(|(cycle, what)| Event { cycle: cycle as u64, what }).collect()
    }
}

/// Says at each end of a session how many frames the unit has sent and taken in it.
fn count_frames(tape: &mut [What]) {
    let mut counts = [(0, 0); 2];
    for what in tape {
        match what {
            What::Sent { unit, .. } => counts[usize::from(*unit)].0 += 1,
            What::Delivered { unit, .. } => counts[usize::from(*unit)].1 += 1,
            What::SessionDown { unit, sent, taken } => {
                (*sent, *taken) = std::mem::take(&mut counts[usize::from(*unit)]);
            }
            _ => {}
        }
    }
}

/// The first session, which the model starts in.
fn opening() -> Vec<What> {
    let (session, kind) = (1, Kind::Go);
    let frame = Frame { session, kind, origin: 0, row: 0, wseq: 0, index: 0, blocks: 0, lba: 0, value: 0, data: false };
    vec![
        What::SessionUp { unit: 0, session },
        What::SessionUp { unit: 1, session },
        What::Sent { unit: 0, frame },
        What::Delivered { unit: 1, frame },
    ]
}
