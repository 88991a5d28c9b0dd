//! Each mode of the pair on the gates, checked from outside, and a broken card that the check catches.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::{Breach, Seen, Setup};
use twinpath_driver::{Mode, Status};
use twinpath_group::trace::What;
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
    let stopped = lab.run(jobs(seed, 200)).err();
    let interrupted = |status: u16| Status(status).is(Status::COMMAND_INTERRUPTED);
    let other = lab.ended.iter().find(|e| e.status != 0 && !(setup.reject_on_busy && interrupted(e.status)));
    ensure!(other.is_none(), "{other:?}");
    let (mut breaches, seen) = lab.verdict();
    if let Some(why) = stopped {
        breaches.push(Breach { rule: "answers", cycle: 0, what: format!("{why:#}") });
        breaches.extend(twinpath_conformance::check(lab.whole_trace(), setup).0);
    }
    Ok((breaches, seen))
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

const REJECT: Setup =
    Setup { return_data: false, sessions: false, reject_on_busy: true, fast_handshake: false, parallel_order: false };

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

/// Longest wait for a command of these tests, in cycles.
const WAIT: u64 = 6_000;

/// A job, its status, and the cycles it took.
type Told = (Job, u16, u64);

/// A long write of host 1 keeps E(A1) for long; what meets it is refused when it has waited for the limit, in every place
/// where a command waits: host 1's write and read at S1, host 2's forwarded write at S1, another one behind that at S2.
fn impatient(design: &Design, seed: u64) -> Result<(Vec<Breach>, Vec<Told>)> {
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), Setup::default())?;
    for host in &lab.hosts {
        host.control().set_wait_limit(WAIT)?;
    }
    let mut told = vec![];
    lab.queue(write(0, 100, 32))?;
    lab.ring(0)?;
    lab.simulation.run(3_000);
    for job in [write(0, 120, 1), read(0, 131, 1), write(1, 110, 1), write(1, 110, 2)] {
        lab.queue(job)?;
        lab.ring(job.host)?;
    }
    for passed in 0..600 {
        lab.simulation.run(100);
        if lab.gather()? > 0 {
            told.extend(lab.ended.drain(..).map(|e| (e.job, e.status, 100 * passed)));
        }
    }
    lab.simulation.run(2_000);
    let (mut breaches, _) = lab.verdict();
    for host in &lab.hosts {
        let live = host.control().unit()?.rows_live;
        if live > 0 {
            breaches.push(Breach { rule: "R21", cycle: 0, what: format!("{live} rows are left") });
        }
    }
    Ok((breaches, told))
}

#[test]
fn a_waiter_is_answered_at_its_limit() -> Result<()> {
    let (breaches, told) = impatient(&Design::committed()?, 60)?;
    ensure!(breaches.is_empty(), "{breaches:?}");
    ensure!(told.len() == 5, "{told:?}");
    for (job, status, at) in &told {
        if job.blocks == 32 {
            ensure!(*status == 0 && *at > 2 * WAIT, "{told:?}");
        } else {
            // The limit, an eighth, and what the answer takes.
            ensure!(Status(*status).is(Status::COMMAND_INTERRUPTED), "{told:?}");
            ensure!((WAIT - 200..WAIT * 9 / 8 + 2_500).contains(at), "{told:?}");
        }
    }
    Ok(())
}

#[test]
fn work_goes_on_beside_waiters_that_give_up() -> Result<()> {
    let mut given_up = 0;
    for seed in 61..64 {
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), Setup::default())?;
        for host in &lab.hosts {
            host.control().set_wait_limit(WAIT)?;
        }
        lab.run(jobs(seed, 200).into_iter().map(|job| Job { lba: job.lba % 40, ..job }))?;
        let other = lab.ended.iter().find(|e| e.status != 0 && !Status(e.status).is(Status::COMMAND_INTERRUPTED));
        ensure!(other.is_none(), "{other:?}");
        let seen = lab.must_hold().with_context(|| format!("seed {seed}"))?;
        ensure!(seen.writes.iter().all(|n| *n > 5), "{seen:?}");
        given_up += seen.interrupted.iter().sum::<usize>();
    }
    ensure!(given_up > 20, "only {given_up} waiters gave up");
    Ok(())
}

#[test]
fn a_waiter_that_is_answered_but_stays_is_caught() -> Result<()> {
    let end = "log[7:0] = t_refused;\n                end\n            end\n            Kind$Go: begin";
    let stays = broken(end, &format!("op[2:0] = 3'd0; {end}"))?;
    let (breaches, told) = impatient(&stays, 60)?;
    ensure!(breaches.iter().any(|b| b.rule == "R21"), "{breaches:?}, {told:?}");
    Ok(())
}

/// Cycles from the doorbell to the completion of a write of host 2 alone.
fn alone(setup: Setup) -> Result<u64> {
    let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, 70), setup)?;
    lab.run([write(1, 5, 1)])?;
    lab.trace();
    lab.run([write(1, 9, 1)])?;
    let trace = lab.trace();
    let bell = trace.iter().find(|e| matches!(e.what, What::Doorbell { completion: false, .. }));
    let end = trace.iter().find(|e| matches!(e.what, What::Completed { .. }));
    let (bell, end) = bell.zip(end).context("no doorbell or no completion")?;
    Ok(end.cycle - bell.cycle)
}

#[test]
fn the_fast_handshake_saves_a_round_trip_and_keeps_the_order() -> Result<()> {
    let (strict, fast) = (alone(Setup::default())?, alone(Setup { fast_handshake: true, ..Setup::default() })?);
    println!("W2 alone: strict {strict}, fast {fast} cycles");
    ensure!(fast + 80 <= strict, "W2 alone: strict {strict}, fast {fast} cycles");
    for (seed, return_data, reject_on_busy) in
        [(71, false, false), (72, true, false), (73, false, true), (74, true, true), (75, false, false)]
    {
        let seen = holds(seed, Setup { return_data, reject_on_busy, fast_handshake: true, ..Setup::default() })?;
        ensure!(seen.unasked > 10 && seen.writes.iter().all(|n| *n > 10), "seed {seed}: {seen:?}");
    }
    Ok(())
}

#[test]
fn the_parallel_order_hides_the_first_area_and_keeps_the_order() -> Result<()> {
    let parallel = Setup { parallel_order: true, ..Setup::default() };
    let (serial, ahead) = (alone(Setup::default())?, alone(parallel)?);
    println!("W2 alone: serial {serial}, parallel {ahead} cycles");
    // A block's time on the area port, but for REL's way.
    ensure!(ahead + 400 <= serial, "W2 alone: serial {serial}, parallel {ahead} cycles");
    for (seed, return_data, reject_on_busy, fast_handshake) in [
        (81, false, false, false),
        (82, true, false, false),
        (83, false, false, true),
        (84, true, false, true),
        (85, false, true, true),
    ] {
        let seen = holds(seed, Setup { return_data, reject_on_busy, fast_handshake, ..parallel })?;
        ensure!(seen.writes.iter().all(|n| *n > 10) && (seen.unasked > 3) == fast_handshake, "seed {seed}: {seen:?}");
    }
    Ok(())
}

#[test]
fn every_mode_survives_cuts_closed_paths_and_its_own_end() -> Result<()> {
    let modes = [(true, false), (false, true), (true, true)];
    for (seed, (fast_handshake, parallel_order)) in (76..).zip(modes) {
        let setup = Setup { fast_handshake, parallel_order, sessions: true, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
        for host in &lab.hosts {
            host.control().set_wait_limit(WAIT)?;
        }
        let mut random = SmallRng::seed_from_u64(seed);
        let mut waiting = jobs(seed, 160);
        for round in 0..600 {
            while let Some(job) = waiting.last() {
                if !lab.queue(*job)? {
                    break;
                }
                waiting.pop();
            }
            lab.ring(0)?;
            lab.ring(1)?;
            match round {
                40 | 120 => lab.simulation.with(|g| g.cut_link()),
                60 | 150 => lab.simulation.with(|g| g.restore_link()),
                200 => lab.hosts[0].control().set_path(5, false)?,
                230 => lab.hosts[0].control().set_path(5, true)?,
                // The mode changes under load: the session ends. Set back at once, so the next one is fast again.
                260 | 261 => {
                    let on = round == 261;
                    let (fast_handshake, parallel_order) = (on && fast_handshake, on && parallel_order);
                    lab.hosts[0].control().set_mode(Mode { fast_handshake, parallel_order, ..Mode::default() })?;
                }
                _ => {}
            }
            lab.simulation.run(random.random_range(50..200));
            lab.gather()?;
        }
        lab.run(waiting).with_context(|| format!("seed {seed}"))?;
        let bad = lab.ended.iter().find(|e| e.status != 0 && !Status(e.status).is(Status::COMMAND_INTERRUPTED));
        ensure!(bad.is_none(), "seed {seed}: {bad:?}");
        lab.await_serving()?;
        lab.run((0..20).map(|n| write(n as usize % 2, n, 2)))?;
        let seen = lab.must_hold().with_context(|| format!("seed {seed}"))?;
        ensure!((seen.unasked > 3) == fast_handshake, "seed {seed}: {seen:?}");
        for host in &lab.hosts {
            let unit = host.control().unit()?;
            // Two of the peer's slots are ahead of its blocks: the link has one, another is on offer to it.
            ensure!(unit.rows_live == 0 && unit.slots_used <= 2, "seed {seed}: {unit:?}");
        }
    }
    Ok(())
}

#[test]
fn a_card_that_stores_early_data_without_e_is_caught() -> Result<()> {
    let setup = Setup { fast_handshake: true, ..Setup::default() };
    let early = "slot_next[3:0] = Stage$Arrived;\n                    row_next[";
    let hasty = broken(early, "say[0] = 1'b1;\n                    row_next[")?;
    // The gate of the path would hold it back.
    let text = hasty.text().replace("assign gate = here & exclusive[", "assign gate = here | exclusive[");
    let (breaches, _) = judge(&Design::from_text(text).quick(), 71, setup)?;
    ensure!(breaches.iter().any(|b| b.rule == "R15"), "{breaches:?}");
    Ok(())
}
