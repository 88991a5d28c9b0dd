//! The checking finds what it is there for: cards with one rule broken, each found by its rule, by a missing answer or by
//! a swarm whose link has the trouble that shows it.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::sync::Mutex;
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::mutants::by_hand::{self, Broken, By};
use twinpath_conformance::mutants::{choose, design};
use twinpath_conformance::swarm::{self, Trouble};
use twinpath_conformance::{Breach, Setup};
use twinpath_group::{Design, Group, GroupConfig};

/// A card that has answered nothing for so many cycles answers no more: ten times what the good one needs.
const PATIENCE: u64 = 100_000;
/// Cases of a swarm within which a bug of its kind must be found.
const CASES: usize = 40;

/// The model with all of them, built once.
fn model() -> Result<Design> {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = BUILDING.lock();
    let good = Design::committed()?;
    let design = design(&good, &by_hand::mutants(good.text())?)?;
    design.library()?;
    Ok(design)
}

fn group(design: &Design, config: GroupConfig, mutant: usize) -> Result<Group> {
    let mut group = Group::new(design, GroupConfig { trace: true, ..config })?;
    choose(&mut group, mutant)?;
    Ok(group)
}

/// Setting the order ends the first session.
fn mode(parallel_order: bool) -> Setup {
    Setup { parallel_order, sessions: parallel_order, ..Setup::default() }
}

/// Random overlapping work, with long forwarded writes among it; what the checker says, and whether all was answered.
fn run(design: &Design, mutant: usize, setup: Setup) -> Result<(Vec<Breach>, bool)> {
    let mut lab = Lab::of(group(design, GroupConfig::pair(4096, 21), mutant)?, setup, PATIENCE)?;
    let mut random = SmallRng::seed_from_u64(21);
    let jobs: Vec<Job> = (0..200)
        .map(|n| match n % 8 {
            7 => write(1, random.random_range(0..400), 32),
            // The first area has more to do than the second, so that acknowledges come before its own end.
            1 | 3 | 5 if setup.parallel_order => read(0, random.random_range(500..800), 32),
            _ => {
                let (host, lba, blocks) =
                    (random.random_range(0..2), random.random_range(0..16), random.random_range(1..6));
                match random.random_bool(0.6) {
                    true => write(host, lba, blocks),
                    false => read(host, lba, blocks),
                }
            }
        })
        .collect();
    let answered = lab.run(jobs).is_ok();
    // What stays without an answer is no end of it: the trace is there to be checked.
    Ok((twinpath_conformance::check(lab.whole_trace(), setup).0, answered))
}

fn must_be_found(design: &Design, number: usize, broken: &Broken) -> Result<()> {
    match broken.found {
        By::Rules(rules) | By::InParallel(rules) => {
            let parallel_order = matches!(broken.found, By::InParallel(_));
            let (breaches, _) = run(design, number, mode(parallel_order))?;
            let said: Vec<&str> = breaches.iter().map(|b| b.rule).collect();
            println!("{}: {} breaches, first {:?}", broken.name, breaches.len(), breaches.first());
            ensure!(rules.iter().any(|r| said.contains(r)), "only {said:?}");
        }
        By::Silence => ensure!(!run(design, number, Setup::default())?.1, "every command has its answer"),
        By::Swarm(troubles) => {
            let found = swarm_of(design, number, troubles).err().context("no case finds it")?;
            println!("{}: {found:#.120}", broken.name);
        }
    }
    Ok(())
}

fn swarm_of(design: &Design, number: usize, troubles: &[Trouble]) -> Result<swarm::Summary> {
    swarm::run(1, troubles, |config| group(design, config, number), |sum| sum.cases < CASES)
}

#[test]
fn every_broken_card_is_found() -> Result<()> {
    let model = model()?;
    for (number, broken) in (1..).zip(by_hand::ALL) {
        must_be_found(&model, number, broken).with_context(|| broken.name)?;
    }
    Ok(())
}

#[test]
fn the_good_card_passes() -> Result<()> {
    let model = model()?;
    for parallel_order in [false, true] {
        let (breaches, answered) = run(&model, 0, mode(parallel_order))?;
        ensure!(breaches.is_empty(), "{breaches:?}");
        ensure!(answered, "commands without an answer");
    }
    for trouble in Trouble::ALL {
        let sum = swarm::run(1, &[trouble], |config| group(&model, config, 0), |sum| sum.cases < 3);
        println!("{trouble:?}: {}", sum.with_context(|| format!("{trouble:?}"))?);
    }
    Ok(())
}
