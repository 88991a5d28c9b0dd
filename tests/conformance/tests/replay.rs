//! Traces of the gates against the specification: they replay, and none does with an event missing or with cause and
//! effect swapped.

#[path = "../../../sim/protocol/tests/causes/mod.rs"]
#[allow(dead_code, reason = "the parallel order is not run here")]
mod causes;

use anyhow::{ensure, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::BTreeMap;
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::replay::events;
use twinpath_conformance::Setup;
use twinpath_group::{Design, GroupConfig};
use twinpath_protocol::event::Event;
use twinpath_protocol::replay::replay;

/// Overlapping work of both hosts.
fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..12), random.random_range(1..5));
        match random.random_bool(0.75) {
            true => write(host, lba, blocks),
            false => read(host, lba, blocks),
        }
    };
    (0..count).map(job).collect()
}

fn lab(config: GroupConfig, return_data: bool) -> Result<Lab> {
    Lab::with(&Design::committed()?, config, Setup { return_data, sessions: true, ..Setup::default() })
}

/// Some work; `cut`: the link goes away so many cycles after the first doorbell, for a while.
fn trace_of(seed: u64, return_data: bool, cut: Option<u64>, config: GroupConfig) -> Result<Vec<Event>> {
    let mut lab = lab(config, return_data)?;
    if let Some(cycles) = cut {
        for job in jobs(seed, 24) {
            lab.queue(job)?;
        }
        lab.ring(0)?;
        lab.ring(1)?;
        lab.simulation.run(cycles);
        lab.simulation.with(|g| g.cut_link());
        lab.simulation.run(3_000);
        lab.simulation.with(|g| g.restore_link());
        lab.finish()?;
    }
    lab.run(jobs(seed + 1, 24))?;
    lab.await_serving()?;
    lab.simulation.run(3_000);
    Ok(events(lab.whole_trace()))
}

/// The trace replays; with any event missing, or with an effect before its cause, it does not.
fn must_be_exact(name: &str, trace: &[Event], met: &mut BTreeMap<&'static str, usize>) -> Result<()> {
    replay(trace)?;
    let mut swaps = 0;
    for at in 0..trace.len() {
        let mut gap = trace.to_vec();
        let missing = gap.remove(at);
        ensure!(replay(&gap).is_err(), "{name}: event {at} is not missed: {missing:?}");
        let Some(why) = (at > 0).then(|| causes::of(trace, at)).flatten() else { continue };
        let mut swapped = trace.to_vec();
        swapped.swap(at - 1, at);
        ensure!(replay(&swapped).is_err(), "{name}: {why}: {:?} before {:?}", trace[at], trace[at - 1]);
        *met.entry(why).or_default() += 1;
        swaps += 1;
    }
    println!("{name}: {} events, each missed; {swaps} swaps, each seen", trace.len());
    Ok(())
}

#[test]
fn no_event_can_be_missing_or_misplaced() -> Result<()> {
    let mut met = BTreeMap::new();
    for (seed, return_data) in [(1, false), (2, true)] {
        let trace = trace_of(seed, return_data, None, GroupConfig::pair(4096, seed))?;
        must_be_exact("work", &trace, &mut met)?;
    }
    for (seed, cut) in [(3, 4_000), (4, 6_500), (5, 9_000)] {
        let trace = trace_of(seed, seed == 4, Some(cut), GroupConfig::pair(4096, seed))?;
        must_be_exact("a cut", &trace, &mut met)?;
    }
    let mut config = GroupConfig::pair(4096, 6);
    config.link.faults_per_million = 5_000;
    must_be_exact("harmed frames", &trace_of(6, false, None, config)?, &mut met)?;
    println!("{met:#?}");
    // Some causes never stand next to their effect in a trace of the gates.
    ensure!(2 * met.len() > causes::ALL.len(), "few kinds of cause were met: {met:?}");
    Ok(())
}
