//! A host resets its controller, or dies, in the middle of load (D13): the other one goes on, what was on its way is on both
//! areas or on none, and nothing of it comes after the reset.

use anyhow::{ensure, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{compare, read, write, Job, Lab};
use twinpath_conformance::{Breach, Setup};
use twinpath_group::{Design, GroupConfig};

/// Overlapping writes, reads and Compares of both hosts.
fn jobs(random: &mut SmallRng, count: usize) -> Vec<Job> {
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..40), random.random_range(1..9));
        match random.random_range(0..10) {
            0..8 => write(host, lba, blocks),
            8 => read(host, lba, blocks),
            _ => compare(host, lba, blocks),
        }
    };
    (0..count).map(job).collect()
}

/// What a run with resets came to.
struct Told {
    breaches: Vec<Breach>,
    /// Commands that the resets forgot.
    lost: usize,
}

/// Both hosts work, each resets several times; the link is cut for some resets if `setup.sessions`.
fn run(design: &Design, seed: u64, setup: Setup, rounds: usize) -> Result<Told> {
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), setup)?;
    let mut random = SmallRng::seed_from_u64(seed);
    let mut lost = 0;
    for round in 0..rounds {
        for job in jobs(&mut random, 40) {
            lab.queue(job)?;
        }
        lab.ring(0)?;
        lab.ring(1)?;
        lab.simulation.run(random.random_range(200..12_000));
        lab.gather()?;
        let away = setup.sessions && round % 2 == 1;
        if away {
            lab.simulation.with(|g| g.cut_link());
            lab.simulation.run(random.random_range(0..20_000));
        }
        lost += lab.reset(round % 2)?;
        // At once, over what was lost.
        for job in jobs(&mut random, 6) {
            lab.queue(Job { host: round % 2, ..job })?;
        }
        lab.ring(round % 2)?;
        if away {
            lab.simulation.with(|g| g.restore_link());
        }
        lab.finish()?;
        lab.await_serving()?;
    }
    let bad = lab.ended.iter().find(|e| !e.done());
    ensure!(bad.is_none(), "seed {seed}: {bad:?}");
    let (mut breaches, _) = lab.verdict();
    for host in &lab.hosts {
        let unit = host.control().unit()?;
        // Two slots of the peer's are always on offer to the link.
        if unit.rows_live > 0 || unit.slots_used > 2 || unit.protocol_faults + unit.gate_faults > 0 {
            breaches.push(Breach { rule: "R21", cycle: 0, what: format!("{unit:?}") });
        }
    }
    Ok(Told { breaches, lost })
}

#[test]
fn a_reset_ends_what_its_host_began_and_nothing_comes_late() -> Result<()> {
    let modes = [(false, false), (true, false), (false, true), (true, true)];
    for (seed, (fast_handshake, parallel_order)) in (90..).zip(modes) {
        for (seed, sessions) in [(seed, false), (seed + 10, true)] {
            let setup = Setup { fast_handshake, parallel_order, sessions, ..Setup::default() };
            let told = run(&Design::committed()?, seed, setup, 6)?;
            ensure!(
                told.breaches.is_empty(),
                "seed {seed}, {setup:?}: {:#?}",
                &told.breaches[..told.breaches.len().min(8)]
            );
            ensure!(told.lost > 40, "seed {seed}: only {} commands were lost", told.lost);
        }
    }
    Ok(())
}

#[test]
fn a_card_that_is_ready_before_its_rows_have_ended_is_caught() -> Result<()> {
    let text = Design::committed()?.text().to_owned();
    let (old, new) = ("assign rows_open = ((|alive$q[31:0]) | opened$q)", "assign rows_open = 1'b0");
    ensure!(text.matches(old).count() == 1, "{old:?} is not found once in the card");
    let hasty = Design::from_text(text.replace(old, new)).quick();
    let told = run(&hasty, 90, Setup::default(), 6)?;
    ensure!(told.breaches.iter().any(|b| b.rule == "specification"), "{:?}", told.breaches);
    Ok(())
}
