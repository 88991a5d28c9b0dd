//! Each mode of the pair on the gates, checked from outside, and a broken card that the check catches.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::{Breach, Seen, Setup};
use twinpath_driver::Status;
use twinpath_group::{Design, GroupConfig};

/// Overlapping writes and reads of both hosts.
fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..120), random.random_range(1..6));
        if random.random_bool(0.7) {
            write(host, lba, blocks)
        } else {
            read(host, lba, blocks)
        }
    };
    (0..count).map(job).collect()
}

/// Runs overlapping work on a card in a mode; what the checker says of it.
fn judge(design: &Design, seed: u64, setup: Setup) -> Result<(Vec<Breach>, Seen)> {
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), setup)?;
    lab.run(jobs(seed, 200))?;
    let interrupted = |status: u16| Status(status).is(Status::COMMAND_INTERRUPTED);
    let other = lab.ended.iter().find(|e| e.status != 0 && !(setup.reject_on_busy && interrupted(e.status)));
    ensure!(other.is_none(), "{other:?}");
    Ok(lab.verdict())
}

fn holds(seed: u64, setup: Setup) -> Result<Seen> {
    let (breaches, seen) = judge(&Design::committed()?, seed, setup)?;
    ensure!(breaches.is_empty(), "seed {seed}, {setup:?}: {:#?}", &breaches[..breaches.len().min(12)]);
    Ok(seen)
}

/// The committed card with one text replaced.
fn broken(old: &str, new: &str) -> Result<Design> {
    let text = Design::committed()?.text().to_owned();
    let found = text.matches(old).count();
    ensure!(found == 1, "{old:?} is found {found} times in the card");
    Ok(Design::from_text(text.replace(old, new)).quick())
}

const REJECT: Setup = Setup { return_data: false, sessions: false, reject_on_busy: true };

#[test]
fn reject_on_busy_refuses_at_once() -> Result<()> {
    let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, 50), REJECT)?;
    // (first, what meets it, from when on it is refused). R18: host 1 meets E(A1). R19: host 2 meets its own R_fwd.
    // R20: host 2 meets E(A1) of host 1, which S2 cannot know of before the block comes.
    let meetings =
        [(write(0, 8, 1), write(0, 6, 4)), (write(1, 8, 1), write(1, 6, 4)), (write(0, 8, 1), write(1, 8, 1))];
    for (first, second) in meetings {
        lab.ended.clear();
        lab.queue(first)?;
        lab.ring(first.host)?;
        // The first one's data is there, its write goes on for another 1,500 cycles.
        lab.simulation.run(900);
        lab.queue(second)?;
        lab.ring(second.host)?;
        let answered = (0..8).find_map(|_| {
            lab.simulation.run(100);
            lab.gather().map(|n| (n > 0).then(|| lab.ended.clone())).transpose()
        });
        let ended = answered.context("no answer within 800 cycles")??;
        ensure!(ended.len() == 1 && ended[0].job == second, "{ended:?}");
        ensure!(Status(ended[0].status).is(Status::COMMAND_INTERRUPTED), "{ended:?}");
        lab.finish()?;
        // Once the first is done, the second goes through.
        lab.run([second])?;
        ensure!(lab.ended.iter().skip(1).all(|e| e.status == 0), "{:?}", lab.ended);
    }
    let seen = lab.must_hold()?;
    ensure!(seen.interrupted == [1, 2] && seen.writes == [3, 3], "{seen:?}");
    Ok(())
}

#[test]
fn reject_on_busy_keeps_the_pair_in_order() -> Result<()> {
    for seed in 51..54 {
        let seen = holds(seed, REJECT)?;
        ensure!(seen.interrupted.iter().all(|n| *n > 5) && seen.writes.iter().all(|n| *n > 20), "{seen:?}");
        ensure!(seen.waiting_reads > 0, "{seen:?}");
    }
    Ok(())
}

#[test]
fn a_card_that_queues_all_the_same_is_caught() -> Result<()> {
    let deaf = broken("assign stays_out = (inserts & job[83]) & behind_write;", "assign stays_out = 1'b0;")?;
    let (breaches, _) = judge(&deaf, 51, REJECT)?;
    for rule in ["R18", "R19", "R20"] {
        ensure!(breaches.iter().any(|b| b.rule == rule), "{rule} is not among {breaches:?}");
    }
    Ok(())
}
