//! Whatever a wire does to frames: each arrives once, in order, unchanged, and the session goes on. Only cuts end it.

use super::pair::{Harm, Pair};
use super::*;
use crate::harness::model;
use spec::FRAME_WORDS_MAX;

type Outcome = Result<(), String>;

/// Frames with data, each harmed by the next of `harms`; the session must stay the first one.
pub fn each_of(make: impl FnMut() -> Model, harms: impl IntoIterator<Item = Harm>, seed: u64) -> Outcome {
    let mut pair = Pair::new(make, seed);
    let harms: VecDeque<Harm> = harms.into_iter().collect();
    let count = harms.len();
    pair.busy = 0.01;
    pair.blocks = 0.1;
    while !pair.both_up() {
        pair.step()?;
    }
    pair.ways[0].plan = harms;
    let limit = pair.cycle + 8_000 * count as u64 + 20_000;
    while !pair.ways[0].plan.is_empty() {
        if !pair.both_up() {
            let names = ["replays", "crc_errors", "sequence_errors", "protocol_errors", "stale_frames"];
            let counts = names.map(|n| (n, [0, 1].map(|side| pair.sides[side].get(n))));
            return Err(format!(
                "the session has ended, {} of {count} harms to come: {counts:?}",
                pair.ways[0].plan.len()
            ));
        }
        if pair.cycle > limit {
            return Err(format!("{} of {count} harms are still to come", pair.ways[0].plan.len()));
        }
        if pair.sides[0].to_send.is_empty() {
            pair.give_block(0);
        }
        pair.feed();
        pair.step()?;
    }
    pair.settle()?;
    let (arrived, lost) = pair.compare()?;
    if lost > 0 || arrived < count / 2 || pair.sides.iter().any(|s| s.sessions != [1]) {
        let sessions: Vec<_> = pair.sides.iter().map(|s| s.sessions.len()).collect();
        return Err(format!("{arrived} frames arrived, {lost} did not, {sessions:?} sessions"));
    }
    let replays = pair.sides[0].get("replays");
    let cycles = pair.cycle / count as u64;
    println!("{count} harms: {arrived} frames arrived, {replays} replays, {cycles} cycles for each harm");
    Ok(())
}

/// Every word of a frame in turn.
pub fn words() -> std::ops::Range<usize> {
    0..FRAME_WORDS_MAX
}

#[test]
fn a_flipped_bit_in_any_word_is_mended() {
    each_of(|| model::<Link>("link"), words().map(|word| Harm::Flip { word, bit: (word * 7 % 64) as u32 }), 11)
        .unwrap();
}

#[test]
fn every_bit_of_a_header_is_mended() {
    let bits = (0..5).flat_map(|word| (0..64).map(move |bit| Harm::Flip { word, bit }));
    each_of(|| model::<Link>("link"), bits, 12).unwrap();
}

#[test]
fn a_lost_or_added_word_anywhere_is_mended() {
    each_of(|| model::<Link>("link"), words().step_by(2).map(|word| Harm::Lose { word }), 13).unwrap();
    let added = words().step_by(5).flat_map(|word| [false, true].map(|end| Harm::Add { word, end }));
    each_of(|| model::<Link>("link"), added, 14).unwrap();
}

#[test]
fn a_frame_cut_short_anywhere_is_mended() {
    each_of(|| model::<Link>("link"), words().step_by(2).map(|word| Harm::Truncate { word }), 15).unwrap();
    each_of(|| model::<Link>("link"), words().step_by(5).map(|word| Harm::Split { word }), 16).unwrap();
}

/// Frames lost, twice, late, without an end, and pauses within them.
pub fn whole_frames() -> impl Iterator<Item = Harm> {
    let stalls = words().step_by(40).map(|word| Harm::Stall { word, cycles: 15 * word as u64 });
    let others = [Harm::Drop, Harm::Double, Harm::Late, Harm::LoseEnd].into_iter().cycle().take(80);
    others.chain(stalls)
}

#[test]
fn lost_doubled_late_and_stalled_frames_are_mended() {
    each_of(|| model::<Link>("link"), whole_frames(), 17).unwrap();
}

/// Harms of every kind at random, of every sort of frame both ways: those of HELLO aside, no session ends.
pub fn storm(make: impl FnMut() -> Model, seed: u64, harms: f64, refuses: f64) -> Outcome {
    let mut pair = Pair::new(make, seed);
    while !pair.both_up() {
        pair.step()?;
    }
    for _ in 0..4 {
        pair.harms = harms;
        for side in &mut pair.sides {
            (side.eager, side.refuses) = (0.7, refuses);
        }
        for _ in 0..50_000 {
            pair.feed();
            pair.step()?;
        }
        pair.heal()?;
    }
    let (arrived, lost) = pair.compare()?;
    let count = |name| pair.sides.iter().map(|s| s.get(name)).sum::<u64>();
    println!(
        "seed {seed}: {arrived} frames arrived, {} were harmed, {} replays, {} repeated, {} sessions ended",
        pair.ways[0].harmed + pair.ways[1].harmed,
        count("replays"),
        count("repeated"),
        count("session_ends")
    );
    if lost > 0 || count("session_ends") > 0 || arrived < 400 {
        return Err(format!("{arrived} frames arrived, {lost} did not, {} sessions ended", count("session_ends")));
    }
    if count("replays") < 10 {
        return Err("hardly anything was sent again".into());
    }
    Ok(())
}

#[test]
fn sessions_survive_storms() {
    for seed in 1..=3 {
        storm(|| model::<Link>("link"), seed, 0.02, 0.0).unwrap();
    }
    // And slots that refuse words now and then.
    storm(|| model::<Link>("link"), 4, 0.005, 1.0 / 4_000.0).unwrap();
}

/// The phy goes away at every point of a frame, in turn: that ends the session, and the next one is whole.
pub fn cuts(make: impl FnMut() -> Model, points: impl IntoIterator<Item = u64>) -> Outcome {
    let mut pair = Pair::new(make, 21);
    let mut count = 0;
    for point in points {
        for _ in 0..20_000 {
            pair.step()?;
            if pair.both_up() {
                break;
            }
        }
        pair.give_block(0);
        pair.give_block(1);
        let start = pair.cycle;
        while pair.cycle < start + 12 + point {
            pair.feed();
            pair.step()?;
        }
        pair.down_until = pair.cycle + 1 + point * 7 % 40;
        pair.step()?;
        count += 1;
    }
    pair.heal()?;
    let (arrived, lost) = pair.compare()?;
    println!("{count} cuts: {arrived} frames arrived, {lost} did not");
    for side in &pair.sides {
        if side.sessions.len() <= count || side.sessions.windows(2).any(|w| w[0] >= w[1]) {
            return Err(format!("{count} cuts, sessions {:?}", side.sessions));
        }
    }
    Ok(())
}

#[test]
fn a_cut_at_any_point_of_a_frame_leaves_whole_frames() {
    cuts(|| model::<Link>("link"), (0..560).step_by(5)).unwrap();
}

/// Everything at once, cuts too.
pub fn chaos(make: impl FnMut() -> Model, seed: u64) -> Outcome {
    let mut pair = Pair::new(make, seed);
    for _ in 0..4 {
        (pair.harms, pair.cuts) = (0.02, 1.0 / 8_000.0);
        for side in &mut pair.sides {
            (side.eager, side.refuses) = (0.7, 1.0 / 8_000.0);
        }
        for _ in 0..40_000 {
            pair.feed();
            pair.step()?;
        }
        pair.heal()?;
    }
    let (arrived, lost) = pair.compare()?;
    let sessions: Vec<_> = pair.sides.iter().map(|s| s.sessions.len()).collect();
    println!("seed {seed}: {arrived} frames arrived, {lost} did not, {sessions:?} sessions");
    let ordered = pair.sides.iter().all(|s| s.sessions.windows(2).all(|w| w[0] < w[1]));
    if ordered && sessions[0] > 8 && arrived > 200 {
        return Ok(());
    }
    Err(format!("{arrived} frames arrived in sessions {:?}", pair.sides[0].sessions))
}

#[test]
fn cuts_and_harms_together_keep_order() {
    for seed in 1..=3 {
        chaos(|| model::<Link>("link"), seed).unwrap();
    }
}
