//! Write Zeroes and Deallocate (D10): writes like any others, only without data, in every mode and over cuts.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{deallocate, read, write, zeroes, Job, Lab, STEP};
use twinpath_conformance::{Breach, Seen, Setup};
use twinpath_driver::Status;
use twinpath_group::{Design, GroupConfig};

/// Overlapping work of both hosts: data, zeros, reads; now and then a run of blocks that takes several pieces.
fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..60), random.random_range(1..6));
        match random.random_range(0..12) {
            0..5 => write(host, lba, blocks),
            5..8 => read(host, lba, blocks),
            8 => zeroes(host, lba, blocks),
            9 => deallocate(host, lba, blocks),
            10 => zeroes(host, lba, random.random_range(20..90)),
            _ => deallocate(host, lba, random.random_range(20..90)),
        }
    };
    (0..count).map(job).collect()
}

fn judge(design: &Design, seed: u64, setup: Setup) -> Result<(Vec<Breach>, Seen)> {
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), setup)?;
    lab.run(jobs(seed, 120)).with_context(|| format!("seed {seed}, {setup:?}"))?;
    let refused = |status: u16| setup.reject_on_busy && Status(status).is(Status::COMMAND_INTERRUPTED);
    let other = lab.ended.iter().find(|e| e.status != 0 && !refused(e.status));
    ensure!(other.is_none(), "seed {seed}: {other:?}");
    let done = lab.ended.iter().filter(|e| e.status == 0).count();
    ensure!(done > 40, "seed {seed}: {done} of {} commands were done", lab.ended.len());
    Ok(lab.verdict())
}

#[test]
fn zeros_are_ordered_as_writes_in_every_mode() -> Result<()> {
    let modes =
        [(false, false, false), (true, false, false), (false, true, false), (true, true, false), (true, true, true)];
    for (seed, (fast_handshake, parallel_order, reject_on_busy)) in (900..).zip(modes) {
        let return_data = seed % 2 == 1;
        let setup = Setup { return_data, reject_on_busy, fast_handshake, parallel_order, sessions: false };
        let (breaches, seen) = judge(&Design::committed()?, seed, setup)?;
        ensure!(breaches.is_empty(), "seed {seed}: {:#?}", &breaches[..breaches.len().min(12)]);
        // Who is refused does not wait, and few long commands end then.
        let (races, waits) = if reject_on_busy { (0, 0) } else { (5, 20) };
        ensure!(seen.races > races && seen.waiting_writes > waits, "seed {seed}: {seen:?}");
    }
    Ok(())
}

#[test]
fn what_was_written_is_zero_afterwards_at_both_hosts() -> Result<()> {
    let mut lab = Lab::new(910)?;
    lab.run([write(0, 8, 32), write(1, 40, 32), write(0, 72, 32)])?;
    // The first and the last block keep what they hold.
    lab.run([zeroes(0, 9, 44)])?;
    lab.run([deallocate(1, 53, 50)])?;
    lab.run([read(0, 8, 32), read(1, 40, 32), read(1, 72, 32)])?;
    ensure!(lab.ended.iter().all(|e| e.status == 0), "{:?}", lab.ended);
    lab.must_hold()?;
    for unit in 0..2 {
        let zero: Vec<bool> =
            lab.simulation.with(|g| (8..104).map(|lba| g.area(unit).block(lba).iter().all(|b| *b == 0)).collect());
        ensure!(!zero[0] && !zero[95] && zero[1..95].iter().all(|z| *z), "area {}: {zero:?}", unit + 1);
    }
    Ok(())
}

#[test]
fn zeros_survive_cuts() -> Result<()> {
    for (seed, fast_handshake, parallel_order) in
        [(920, false, false), (921, true, false), (922, false, true), (923, true, true)]
    {
        let setup = Setup { fast_handshake, parallel_order, sessions: true, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
        let mut random = SmallRng::seed_from_u64(seed);
        let cuts: Vec<u64> = (0..4).map(|n| n * 60_000 + STEP * random.random_range(5..300)).collect();
        let outage = STEP * random.random_range(1..100);
        lab.run_disturbed(jobs(seed, 100), |lab, passed| {
            if cuts.contains(&passed) {
                lab.simulation.with(|g| g.cut_link());
            }
            if cuts.iter().any(|cut| cut + outage == passed) {
                lab.simulation.with(|g| g.restore_link());
            }
            Ok(())
        })
        .with_context(|| format!("seed {seed}"))?;
        lab.simulation.with(|g| g.restore_link());
        lab.await_serving()?;
        ensure!(lab.ended.iter().all(|e| e.status == 0), "seed {seed}: {:?}", lab.ended);
        lab.must_hold().with_context(|| format!("seed {seed}"))?;
    }
    Ok(())
}

#[test]
fn a_card_that_takes_data_from_the_host_instead_is_caught() -> Result<()> {
    let text = Design::committed()?.text().to_owned();
    let place = "assign of_zeros = ";
    ensure!(text.matches(place).count() == 1, "{place:?} is not in the card once");
    let broken = Design::from_text(text.replace(place, "assign of_zeros = 1'b0 & ")).quick();
    let mut lab = Lab::with(&broken, GroupConfig::pair(4096, 930), Setup::default())?;
    // What lies at PRP1 now are the data of the command before.
    lab.run([write(0, 8, 1)])?;
    lab.run([zeroes(0, 8, 1)])?;
    let (breaches, _) = lab.verdict();
    ensure!(lab.ended[1].status != 0 || breaches.iter().any(|b| b.rule == "D3"), "{breaches:?}, {:?}", lab.ended);
    Ok(())
}
