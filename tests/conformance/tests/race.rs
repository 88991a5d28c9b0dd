//! Two writes that meet: one of each host on overlapping blocks, their doorbells k cycles apart.

use anyhow::{ensure, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{write, Job, Lab};
use twinpath_conformance::replay::replay;
use twinpath_conformance::{check, Seen, Setup};
use twinpath_group::{Design, GroupConfig};
use twinpath_trace::event::{Event, What};

/// Cycles from the doorbell of host 1 to that of host 2; negative when host 2 rings first.
fn offsets(seed: u64) -> impl Iterator<Item = i64> {
    let mut random = SmallRng::seed_from_u64(seed);
    (-60..=60).step_by(6).chain((0..20).map(move |_| random.random_range(-3_000..=3_000)))
}

/// The host whose write of block `lba` the first area took last.
fn last_writer(events: &[Event], lba: u64) -> Option<u8> {
    events.iter().rev().find_map(|e| match &e.what {
        What::MediaDurable { unit: 0, lba: block, origin, .. } if u64::from(*block) == lba => Some(*origin),
        _ => None,
    })
}

/// One meeting, checked: what it showed and whose write came last.
fn meet(lab: &mut Lab, setup: Setup, pair: [Job; 2], offset: i64) -> Result<(Seen, u8)> {
    for job in pair {
        ensure!(lab.queue(job)?, "no slot at rest");
    }
    let order = if offset < 0 { [1, 0] } else { [0, 1] };
    lab.ring(order[0])?;
    lab.simulation.run(offset.unsigned_abs());
    lab.ring(order[1])?;
    lab.finish()?;
    ensure!(lab.ended.drain(..).all(|e| e.status == 0), "a write failed");
    let events = lab.trace();
    let (breaches, seen) = check(&events, setup);
    ensure!(breaches.is_empty(), "{breaches:?}");
    let different = lab.simulation.with(|g| g.first_difference());
    ensure!(different.is_none(), "the areas differ in block {different:?}");
    let shared = pair[0].lba.max(pair[1].lba);
    let last = last_writer(&events, shared).ok_or_else(|| anyhow::anyhow!("block {shared} was never written"))?;
    Ok((seen, last))
}

/// Sweeps the offset for one shape of overlap: a first block and a length for each host.
fn sweep(seed: u64, return_data: bool, shape: [(u64, u32); 2]) -> Result<()> {
    let setup = Setup { return_data, ..Setup::default() };
    let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
    let mut last = [0; 2];
    let (mut races, mut overrides) = (0, 0);
    for (n, offset) in offsets(seed).enumerate() {
        // Blocks that no earlier meeting has touched, so that a write that was dropped shows.
        let base = n as u64 * 64;
        let pair = [0, 1].map(|host: usize| write(host, base + shape[host].0, shape[host].1));
        let (seen, winner) = meet(&mut lab, setup, pair, offset)
            .map_err(|error| error.context(format!("seed {seed}, {shape:?}, doorbells {offset} cycles apart")))?;
        last[usize::from(winner)] += 1;
        races += seen.races;
        overrides += seen.overrides;
    }
    replay(lab.whole_trace(), setup)?;
    println!("{shape:?}: {races} races, {overrides} overrides, last writer {last:?}");
    ensure!(last[0] > 0 && last[1] > 0, "only one order was seen: {last:?}");
    ensure!(races > 0 && overrides > 0, "{races} races, {overrides} overrides");
    Ok(())
}

#[test]
fn the_same_block() -> Result<()> {
    sweep(11, false, [(7, 1), (7, 1)])
}

#[test]
fn the_end_of_one_and_the_beginning_of_the_other() -> Result<()> {
    sweep(12, false, [(4, 4), (6, 5)])
}

#[test]
fn one_inside_the_other_with_data_returned() -> Result<()> {
    sweep(13, true, [(9, 2), (8, 6)])
}
