//! The link fails under load, frames are lost or harmed, paths are closed: every command still gets its answer, the
//! areas end alike, and the next command works.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{read, write, Job, Lab, STEP};
use twinpath_conformance::{Seen, Setup};
use twinpath_driver::Status;
use twinpath_group::{Design, GroupConfig};

fn lab(config: GroupConfig, return_data: bool) -> Result<Lab> {
    Lab::with(&Design::committed()?, config, Setup { return_data, sessions: true, ..Setup::default() })
}

/// Overlapping writes and reads of both hosts.
fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..24), random.random_range(1..6));
        if random.random_bool(0.8) {
            write(host, lba, blocks)
        } else {
            read(host, lba, blocks)
        }
    };
    (0..count).map(job).collect()
}

/// After a disturbance: the pair serves again, both hosts write and read, and the whole trace is as it must be.
fn works_again(lab: &mut Lab) -> Result<Seen> {
    lab.await_serving()?;
    lab.ended.clear();
    lab.run([write(0, 100, 3), write(1, 101, 3)])?;
    lab.run([read(0, 100, 4), read(1, 100, 4)])?;
    ensure!(lab.ended.iter().all(|e| e.status == 0), "after the disturbance: {:?}", lab.ended);
    lab.must_hold()
}

fn all_good(lab: &Lab) -> Result<()> {
    let bad = lab.ended.iter().find(|e| e.status != 0);
    bad.map_or(Ok(()), |e| Err(anyhow::anyhow!("{e:?}")))
}

fn only_interrupted(lab: &Lab) -> Result<usize> {
    let interrupted = |status: u16| Status(status).is(Status::COMMAND_INTERRUPTED);
    let other = lab.ended.iter().find(|e| e.status != 0 && !interrupted(e.status));
    ensure!(other.is_none(), "{other:?}");
    Ok(lab.ended.iter().filter(|e| interrupted(e.status)).count())
}

fn cut_link(lab: &mut Lab) {
    lab.simulation.with(|g| g.cut_link());
}

fn restore_link(lab: &mut Lab) {
    lab.simulation.with(|g| g.restore_link());
}

#[test]
fn a_cut_under_load_loses_no_command() -> Result<()> {
    for seed in 0..4 {
        let mut lab = lab(GroupConfig::pair(4096, seed), seed % 2 == 1)?;
        let mut random = SmallRng::seed_from_u64(seed);
        let moments: Vec<u64> = (0..3).map(|n| n * 40_000 + STEP * random.random_range(5..250)).collect();
        let outage = STEP * random.random_range(1..200);
        lab.run_disturbed(jobs(seed, 120), |lab, passed| {
            for moment in &moments {
                match passed {
                    at if at == *moment => cut_link(lab),
                    at if at == *moment + outage => restore_link(lab),
                    _ => {}
                }
            }
            Ok(())
        })
        .and_then(|()| {
            restore_link(&mut lab);
            all_good(&lab)?;
            works_again(&mut lab)
        })
        .with_context(|| format!("seed {seed}, cut at {moments:?} for {outage} cycles"))?;
    }
    Ok(())
}

#[test]
fn harmed_frames_lose_no_command_and_end_no_session() -> Result<()> {
    let mut replays = 0;
    for seed in 20..26 {
        let mut config = GroupConfig::pair(4096, seed);
        config.link.faults_per_million = 3_000;
        let setup = Setup { return_data: seed % 2 == 1, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, config, setup)?;
        lab.run(jobs(seed, 120))
            .and_then(|()| {
                all_good(&lab)?;
                works_again(&mut lab)
            })
            .with_context(|| format!("seed {seed}"))?;
        for host in &lab.hosts {
            let counters = host.control().link()?.counters;
            let count = |name| counters.iter().find(|c| c.name == name).map(|c| c.value).context(name);
            ensure!(count("LINK_SESSION_ENDS")? == 0, "seed {seed}: a session has ended: {counters:?}");
            replays += count("LINK_REPLAYS")?;
        }
    }
    ensure!(replays > 5, "frames were sent again {replays} times only");
    Ok(())
}

#[test]
fn a_closed_path_refuses_with_a_status_that_may_be_retried() -> Result<()> {
    for (unit, path) in [(0, 1), (0, 2), (0, 3), (0, 5), (1, 2), (1, 4), (1, 5)] {
        let mut lab = lab(GroupConfig::pair(4096, 30), false)?;
        lab.run_disturbed(jobs(30, 100), |lab, passed| {
            match passed {
                5_000 => lab.hosts[unit].control().set_path(path, false)?,
                25_000 => lab.hosts[unit].control().set_path(path, true)?,
                _ => {}
            }
            Ok(())
        })
        .and_then(|()| {
            ensure!(only_interrupted(&lab)? > 0, "no command was refused");
            works_again(&mut lab)
        })
        .with_context(|| format!("path {path} closed at unit {}", unit + 1))?;
    }
    Ok(())
}

#[test]
fn the_hold_limit_ends_the_wait_for_a_link_that_stays_away() -> Result<()> {
    for seed in 40..46 {
        let mut lab = lab(GroupConfig::pair(4096, seed), seed % 2 == 1)?;
        for host in &lab.hosts {
            host.control().set_hold_limit(20_000)?;
        }
        lab.run_disturbed(jobs(seed, 100), |lab, passed| {
            if passed == 4_000 + 700 * (seed - 40) {
                cut_link(lab);
            }
            Ok(())
        })
        .and_then(|()| {
            ensure!(only_interrupted(&lab)? > 0, "no command was interrupted");
            restore_link(&mut lab);
            works_again(&mut lab)
        })
        .with_context(|| format!("seed {seed}"))?;
    }
    Ok(())
}
