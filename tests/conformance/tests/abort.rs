//! Abort (D25): what waits is given up at once; what is forwarded or holds E ends in its own time.

use anyhow::{ensure, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::{Breach, Setup};
use twinpath_group::{Design, GroupConfig};
use twinpath_spec::nvme::ABORT_REQUESTED;

/// A job, whether it was given up, its status.
type Told = (Job, bool, u16);

/// Behind a long write of host 1: who can be given up, in every place where a command waits. The statuses, and breaches.
fn each_place(design: &Design, seed: u64, setup: Setup) -> Result<(Vec<Breach>, Vec<Told>)> {
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), setup)?;
    let jobs = [
        write(0, 100, 32), // holds E(A1)
        write(1, 110, 1),  // R_fwd before E(A2) is wanted: waits at S1 for host 2
        write(1, 110, 2),  // waits at S2 behind it
        write(0, 120, 1),  // waits at S1
        read(0, 131, 1),
    ];
    lab.queue(jobs[0])?;
    lab.ring(0)?;
    for (job, passed) in jobs[1..].iter().zip([300, 600, 2_000, 300]) {
        lab.simulation.run(passed);
        lab.queue(*job)?;
        lab.ring(job.host)?;
    }
    lab.simulation.run(1_000);
    let mut aborted = vec![];
    for job in jobs {
        aborted.push(lab.abort(job)?);
        lab.gather()?;
    }
    lab.finish()?;
    let told = jobs.iter().zip(aborted).map(|(job, aborted)| {
        let status = lab.ended.iter().find(|e| e.job == *job).map_or(u16::MAX, |e| e.status);
        (*job, aborted, status)
    });
    let told = told.collect();
    lab.run([write(0, 100, 4), write(1, 101, 4), read(0, 99, 8)])?;
    Ok((lab.verdict().0, told))
}

#[test]
fn who_waits_is_given_up_and_nobody_else() -> Result<()> {
    let fast = Setup { fast_handshake: true, ..Setup::default() };
    for (seed, setup) in [(940, Setup::default()), (941, fast)] {
        let (breaches, told) = each_place(&Design::committed()?, seed, setup)?;
        ensure!(breaches.is_empty(), "seed {seed}: {breaches:?}");
        let expected = [false, false, true, true, true];
        for ((job, aborted, status), expected) in told.iter().zip(expected) {
            let wanted = if expected { ABORT_REQUESTED.bits() } else { 0 };
            ensure!((*aborted, *status) == (expected, wanted), "seed {seed}: {job:?}: {aborted}, {status:#x}");
        }
    }
    Ok(())
}

#[test]
fn work_goes_on_beside_aborts() -> Result<()> {
    let mut given_up = 0;
    for seed in 950..953 {
        let setup = Setup { fast_handshake: seed == 951, parallel_order: seed == 952, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
        let mut random = SmallRng::seed_from_u64(seed);
        for _ in 0..60 {
            let mut flying = vec![];
            for _ in 0..2 {
                let (host, lba) = (random.random_range(0..2), random.random_range(0..12));
                let blocks = random.random_range(1..5);
                let job = if random.random_bool(0.8) { write(host, lba, blocks) } else { read(host, lba, blocks) };
                if lab.queue(job)? {
                    flying.push(job);
                }
                lab.ring(host)?;
            }
            lab.simulation.run(random.random_range(50..1_500));
            lab.gather()?;
            if flying.is_empty() {
                continue;
            }
            let victim = flying[random.random_range(0..flying.len())];
            // It may have ended by now.
            given_up += lab.abort(victim).unwrap_or(false) as usize;
            lab.gather()?;
        }
        lab.finish()?;
        let aborted = lab.ended.iter().filter(|e| e.status == ABORT_REQUESTED.bits()).count();
        let bad = lab.ended.iter().find(|e| e.status != 0 && e.status != ABORT_REQUESTED.bits());
        ensure!(bad.is_none() && lab.in_flight() == 0, "seed {seed}: {bad:?}");
        ensure!(aborted > 3, "seed {seed}: {aborted} commands were given up");
        lab.must_hold()?;
    }
    ensure!(given_up > 20, "{given_up} commands were given up");
    Ok(())
}

#[test]
fn a_card_that_gives_up_what_is_forwarded_is_caught() -> Result<()> {
    let text = Design::committed()?.text().to_owned();
    let place = "(facts[480] | (facts[482] & (~row[164])))";
    ensure!(text.matches(place).count() == 1, "{place:?} is not in the card once");
    let broken = Design::from_text(text.replace(place, "1'b1")).quick();
    match each_place(&broken, 940, Setup::default()) {
        // Nothing goes on any more, or a rule is broken.
        Err(_) => Ok(()),
        Ok((breaches, told)) => {
            ensure!(told[1].1, "{told:?}");
            ensure!(!breaches.is_empty(), "{told:?}");
            Ok(())
        }
    }
}
