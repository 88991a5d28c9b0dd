//! Each unit alone against a partner that does what the protocol allows when it likes: the same numbered behaviours.

use anyhow::{ensure, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{Act, Job};
use twinpath_conformance::mutants::{self, Mutant};
use twinpath_conformance::partner::{Pace, View};
use twinpath_conformance::{Breach, Seen, Setup};
use twinpath_group::{Design, Group, GroupConfig};
use twinpath_spec::link::{Header, Kind};

const PACES: [Pace; 3] = [Pace::AtOnce, Pace::Late(4_000), Pace::Bursts(5_000)];

/// Writes of both hosts that meet in a few blocks, and the card's host's reads.
fn work(random: &mut SmallRng, count: usize) -> (Vec<Job>, Vec<(u32, u8)>) {
    let place = |random: &mut SmallRng| (random.random_range(0..24u32), random.random_range(1..6u8));
    let jobs = (0..count).map(|n| {
        let (lba, blocks) = place(random);
        let act = if n % 4 == 3 { Act::Read } else { Act::Write };
        Job { host: 0, act, lba: lba.into(), blocks: blocks.into() }
    });
    let jobs = jobs.collect();
    (jobs, (0..count).map(|_| place(random)).collect())
}

/// Runs a unit against the partner; what the checker says.
fn judge(mut view: View, seed: u64) -> Result<(Vec<Breach>, Seen)> {
    let (jobs, partners) = work(&mut SmallRng::seed_from_u64(seed), 60);
    let stopped = view.run(jobs, partners).err();
    let (mut breaches, seen) = view.verdict()?;
    if let Some(why) = stopped {
        breaches.push(Breach { rule: "answers", cycle: 0, what: format!("{why:#}") });
    }
    if let Some(bad) = view.ended.iter().find(|e| e.status != 0) {
        breaches.push(Breach { rule: "answers", cycle: 0, what: format!("{bad:?}") });
    }
    Ok((breaches, seen))
}

fn holds(unit: u8) -> Result<()> {
    let design = Design::committed()?;
    for (n, pace) in (0..).zip(PACES) {
        for return_data in [false, true] {
            let seed = 900 + 10 * u64::from(unit) + n;
            let (breaches, seen) =
                judge(View::new(&design, unit, seed, pace, Setup { return_data, ..Setup::default() })?, seed)?;
            let what = format!("unit {}, seed {seed}, {pace:?}, data returned: {return_data}", unit + 1);
            ensure!(breaches.is_empty(), "{what}: {:#?}", &breaches[..breaches.len().min(12)]);
            ensure!(seen.writes.iter().all(|n| *n >= 40) && seen.races > 5, "{what}: {seen:?}");
            ensure!(unit == 0 || seen.overrides > 0, "{what}: {seen:?}");
        }
    }
    Ok(())
}

#[test]
fn the_first_unit_alone_keeps_every_rule() -> Result<()> {
    holds(0)
}

#[test]
fn the_second_unit_alone_keeps_every_rule() -> Result<()> {
    holds(1)
}

/// Frames that no unit may send now end the session, and nothing is lost by it.
fn refuses(unit: u8, lies: &[Header]) -> Result<()> {
    let seed = 930 + u64::from(unit);
    let setup = Setup { sessions: true, ..Setup::default() };
    let mut view = View::new(&Design::committed()?, unit, seed, Pace::Late(2_000), setup)?;
    let (jobs, _) = work(&mut SmallRng::seed_from_u64(seed), 48);
    view.lie(lies.to_vec(), jobs)?;
    let (breaches, seen) = view.verdict()?;
    ensure!(breaches.is_empty(), "unit {}: {:#?}", unit + 1, &breaches[..breaches.len().min(12)]);
    ensure!(view.ended.len() == 48 && view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
    ensure!(seen.writes[usize::from(unit)] == 36, "{seen:?}");
    Ok(())
}

#[test]
fn what_the_second_unit_may_not_say_ends_the_session() -> Result<()> {
    let own = |kind| Header { unit: 0, row: 5, blocks: 1, ..Header::new(kind) };
    let other = |kind| Header { unit: 1, row: 5, blocks: 1, ..Header::new(kind) };
    let too_long = Header { lba: u32::MAX - 3, blocks: 8, ..other(Kind::FWD) };
    refuses(0, &[own(Kind::ACK), other(Kind::ACK), other(Kind::ABANDON), other(Kind::GRANT), own(Kind::REP), too_long])
}

#[test]
fn what_the_first_unit_may_not_say_ends_the_session() -> Result<()> {
    let own = |kind| Header { unit: 1, row: 5, blocks: 1, ..Header::new(kind) };
    let other = |kind| Header { unit: 0, row: 5, blocks: 1, ..Header::new(kind) };
    let too_long = Header { lba: u32::MAX - 3, blocks: 8, value: 8, ..other(Kind::REP_HEADER) };
    refuses(1, &[own(Kind::GRANT), own(Kind::REP), other(Kind::REP), own(Kind::REP_HEADER), own(Kind::ACK), too_long])
}

#[test]
fn a_broken_unit_is_caught_in_its_own_view() -> Result<()> {
    let good = Design::committed()?;
    // No row waits for another.
    let new = "judged_hit$d = 1'b0;";
    let deaf = Mutant::new("deaf", good.text(), &[("card_lanes", "judged_hit$d = conflict", new)])?;
    let design = mutants::design(&good, &[deaf])?;
    for (unit, rule) in [(0, "R18"), (1, "R19")] {
        let config = GroupConfig { unit, trace: true, ..GroupConfig::single(4096, 940) };
        let mut group = Group::new(&design, config)?;
        mutants::choose_one(&mut group, usize::from(unit), 1)?;
        let (breaches, _) = judge(View::of(group, Pace::Late(4_000), Setup::default())?, 940)?;
        ensure!(breaches.iter().any(|b| b.rule == rule), "{rule} is not among {breaches:?}");
    }
    Ok(())
}
