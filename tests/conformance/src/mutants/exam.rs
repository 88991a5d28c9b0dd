//! The short examination that every mutant must fail: quiet writes, load, closed paths, and cases of the swarm.

mod corners;
mod told;

use super::{choose, choose_one};
use crate::lab::{read, write, Job, Lab};
use crate::partner::{self, Pace, View};
use crate::swarm::{Case, Trouble};
use crate::{agree, Setup};
use anyhow::{ensure, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_driver::Status;
use twinpath_group::{Design, Group, GroupConfig};
use twinpath_host::Fault;
use twinpath_parts::MemoryFault;
use twinpath_spec::nvme;

/// A part of the examination.
type Part = (&'static str, fn(&Bench) -> Result<()>);

/// Those that find most come first.
const PARTS: &[Part] = &[
    ("quiet", quiet),
    ("load", |bench| load(bench, 1, Setup::default())),
    ("load, fast, data returned", |bench| {
        load(bench, 2, Setup { fast_handshake: true, return_data: true, ..Setup::default() })
    }),
    ("load, parallel", |bench| load(bench, 6, Setup { parallel_order: true, sessions: true, ..Setup::default() })),
    ("load, refused when busy", |bench| {
        load(bench, 4, Setup { reject_on_busy: true, fast_handshake: true, ..Setup::default() })
    }),
    ("harmed frames", |bench| swarm(bench, &[203, 204, 206], FRAMES, None)),
    ("cuts", |bench| swarm(bench, &[100], &[Trouble::Cut], None)),
    ("waiters give up", |bench| impatient(bench, Setup::default())),
    ("closed paths", closed_paths),
    ("resets", |bench| resets(bench, 90, Setup::default())),
    ("what cannot be moved", unmovable),
    ("a unit alone whose partner lies", lies),
    ("the hold limit", corners::hold_limit),
    ("refused with a block on its way", corners::refused_unasked),
    ("blocks of a write that was answered before", corners::answered_before),
    ("a late header", corners::late_header),
    ("the timer of a session", corners::timer_of_a_session),
    ("a unit alone", alone),
    ("load, data returned", |bench| load(bench, 2, Setup { return_data: true, ..Setup::default() })),
    ("load, fast", |bench| load(bench, 3, Setup { fast_handshake: true, ..Setup::default() })),
    ("a cut beyond the hold limit", |bench| swarm(bench, &[103], &[Trouble::Cut], Some(4_000))),
    ("resets and cuts, parallel", |bench| {
        resets(bench, 101, Setup { parallel_order: true, fast_handshake: true, sessions: true, ..Setup::default() })
    }),
    ("waiters give up, fast", |bench| impatient(bench, Setup { fast_handshake: true, ..Setup::default() })),
    ("who meets another is refused", refused),
    ("counters of the link", told::harms),
    ("a peer of another epoch", told::strangers),
    ("stalls", told::stalls),
    ("busy paths", told::busy),
    ("shares", told::shares),
    ("cuts at the last word", told::last_words),
    ("more cuts", |bench| swarm(bench, &[101, 102, 104, 105], &[Trouble::Cut, Trouble::Stall], None)),
];

/// What may happen to frames.
const FRAMES: &[Trouble] = &[
    Trouble::Loss,
    Trouble::Corruption,
    Trouble::Duplication,
    Trouble::Reordering,
    Trouble::Truncation,
    Trouble::Delay,
];

/// Which examination this is.
pub fn fingerprint() -> u64 {
    super::fingerprint(concat!(include_str!("exam.rs"), include_str!("exam/corners.rs"), include_str!("exam/told.rs")))
}

/// A design with mutants, and the one that works.
struct Bench<'a> {
    design: &'a Design,
    mutant: usize,
}

impl Bench<'_> {
    fn group(&self, config: GroupConfig) -> Result<Group> {
        let mut group = Group::new(self.design, GroupConfig { trace: true, ..config })?;
        choose(&mut group, self.mutant)?;
        Ok(group)
    }

    fn lab(&self, seed: u64, setup: Setup) -> Result<Lab> {
        Lab::of(self.group(GroupConfig::pair(4096, seed))?, setup, PATIENCE)
    }
}

/// Cycles without any answer: twice the longest time that the link is away.
const PATIENCE: u64 = 25_000;

/// What tells a mutant from the good card: the part of the examination that it fails, and how. None: it passes.
pub fn examine(design: &Design, mutant: usize) -> Option<(&'static str, String)> {
    let bench = Bench { design, mutant };
    PARTS.iter().find_map(|(name, part)| {
        // A card that does what no card may do can make the simulation's own checks panic.
        let done = catch_unwind(AssertUnwindSafe(|| part(&bench)));
        let why = match done {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => format!("{error:#}"),
            Err(_) => "a check of the simulation fails".into(),
        };
        Some((*name, why))
    })
}

fn all_good(lab: &Lab) -> Result<()> {
    good_or_interrupted(lab, false)
}

fn good_or_interrupted(lab: &Lab, interrupted: bool) -> Result<()> {
    let may = |status: u16| status == 0 || interrupted && Status(status).is(Status::COMMAND_INTERRUPTED);
    let bad = lab.ended.iter().find(|e| !may(e.status));
    ensure!(bad.is_none(), "{bad:?}");
    Ok(())
}

/// Work beside long writes while commands may not wait for long.
fn impatient(bench: &Bench, setup: Setup) -> Result<()> {
    let mut lab = bench.lab(5, setup)?;
    for host in &lab.hosts {
        host.control().set_wait_limit(6_000)?;
    }
    let mut random = SmallRng::seed_from_u64(5);
    let jobs: Vec<Job> = (0..60)
        .map(|n| match n % 12 {
            0 => write(n / 12 % 2, 10, 32),
            3 | 7 => read(n % 2, random.random_range(0..40), 2),
            _ => write(n % 2, random.random_range(0..40), random.random_range(1..4)),
        })
        .collect();
    lab.run(jobs)?;
    good_or_interrupted(&lab, true)?;
    let seen = lab.must_hold()?;
    ensure!(seen.interrupted.iter().sum::<usize>() > 0, "nobody gave up");
    agree::check(&mut lab)
}

/// While a long write of either host is under way, short ones of both that meet it.
fn refused(bench: &Bench) -> Result<()> {
    for first in 0..2 {
        let mut lab = bench.lab(7, Setup { reject_on_busy: true, ..Setup::default() })?;
        let long = write(first, 10, 32);
        lab.queue(long)?;
        lab.ring(first)?;
        lab.simulation.run(6_000);
        for host in 0..2 {
            lab.queue(write(host, 12, 1))?;
            lab.ring(host)?;
        }
        lab.finish()?;
        let wrong = lab.ended.iter().find(|e| Status(e.status).is(Status::COMMAND_INTERRUPTED) == (e.job == long));
        ensure!(lab.ended.len() == 3 && wrong.is_none(), "{:?}", lab.ended);
        lab.must_hold()?;
        agree::check(&mut lab)?;
    }
    Ok(())
}

fn quiet(bench: &Bench) -> Result<()> {
    let mut lab = bench.lab(1, Setup::default())?;
    for job in [write(0, 10, 2), write(1, 20, 2), read(0, 19, 3), read(1, 10, 2)] {
        lab.run([job])?;
    }
    lab.run([write(0, 4064, 32), write(1, 4064, 32)])?;
    all_good(&lab)?;
    lab.must_hold()?;
    agree::check(&mut lab)
}

fn load(bench: &Bench, seed: u64, setup: Setup) -> Result<()> {
    let mut lab = bench.lab(seed, setup)?;
    let mut random = SmallRng::seed_from_u64(seed);
    let jobs: Vec<Job> = (0..48)
        .map(|n| {
            let (host, lba) = (random.random_range(0..2), random.random_range(0..16));
            match n % 16 {
                15 => write(host, lba * 10, 32),
                3 | 7 | 11 => read(host, lba, random.random_range(1..6)),
                _ => write(host, lba, random.random_range(1..6)),
            }
        })
        .collect();
    lab.run(jobs)?;
    good_or_interrupted(&lab, setup.reject_on_busy)?;
    lab.must_hold()?;
    agree::check(&mut lab)
}

/// Each path closed at each unit that asks for it: writes that need it are refused, the others are not.
fn closed_paths(bench: &Bench) -> Result<()> {
    for (unit, path, refused) in
        [(0, 1, [true, false]), (1, 4, [false, true]), (0, 5, [false, true]), (1, 3, [false, true])]
    {
        let mut lab = bench.lab(3, Setup::default())?;
        lab.hosts[unit].control().set_path(path, false)?;
        lab.run([write(0, 10, 2), write(1, 20, 2), read(0, 20, 1), read(1, 10, 1)])?;
        for ended in &lab.ended {
            let expected = ended.job.writes() && refused[ended.job.host];
            let interrupted = Status(ended.status).is(Status::COMMAND_INTERRUPTED);
            ensure!(interrupted == expected, "path {path} is closed at unit {}: {ended:?}", unit + 1);
        }
        lab.ended.clear();
        lab.hosts[unit].control().set_path(path, true)?;
        lab.run([write(0, 30, 2), write(1, 31, 2)])?;
        all_good(&lab)?;
        lab.must_hold()?;
    }
    Ok(())
}

/// Hosts reset their controllers in the middle of load, the link is cut for some of it.
fn resets(bench: &Bench, seed: u64, setup: Setup) -> Result<()> {
    let mut lab = bench.lab(seed, setup)?;
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |random: &mut SmallRng, host: usize| {
        let (lba, blocks) = (random.random_range(0..40), random.random_range(1..9));
        if random.random_bool(0.8) {
            write(host, lba, blocks)
        } else {
            read(host, lba, blocks)
        }
    };
    for host in [0, 1, 0, 1] {
        for n in 0..32 {
            lab.queue(job(&mut random, n % 2))?;
        }
        (0..2).try_for_each(|host| lab.ring(host))?;
        lab.simulation.run(random.random_range(200..8_000));
        lab.gather()?;
        let away = setup.sessions && host == 1;
        if away {
            lab.simulation.with(|g| g.cut_link());
            lab.simulation.run(random.random_range(0..8_000));
        }
        lab.reset(host)?;
        for _ in 0..4 {
            lab.queue(job(&mut random, host))?;
        }
        lab.ring(host)?;
        lab.simulation.with(|g| g.restore_link());
        lab.finish()?;
        lab.await_serving()?;
    }
    all_good(&lab)?;
    lab.must_hold()?;
    at_rest(&lab)
}

/// A unit alone, whose partner is somebody else.
fn view(bench: &Bench, unit: u8, pace: Pace, setup: Setup) -> Result<View> {
    let config = GroupConfig { unit, trace: true, ..GroupConfig::single(4096, 11) };
    let mut group = Group::new(bench.design, config)?;
    choose_one(&mut group, unit.into(), bench.mutant)?;
    let mut view = View::of(group, pace, setup)?;
    view.patience = PATIENCE;
    Ok(view)
}

fn must_hold(view: &mut View) -> Result<()> {
    let (breaches, _) = view.verdict()?;
    ensure!(breaches.is_empty(), "{:?}", &breaches[..breaches.len().min(4)]);
    Ok(())
}

/// Frames that no unit may send end the session.
fn lies(bench: &Bench) -> Result<()> {
    for unit in 0..2 {
        let mut view = view(bench, unit, Pace::AtOnce, Setup { sessions: true, ..Setup::default() })?;
        let jobs = (0..20).map(|n| write(unit.into(), n % 3, 2));
        view.lie(partner::lies(unit), jobs.collect())?;
        ensure!(view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
        must_hold(&mut view)?;
    }
    Ok(())
}

/// Blocks that the other unit cannot store or bring, and such as this one's host does not give.
fn alone(bench: &Bench) -> Result<()> {
    for (unit, bits) in [(0, 0), (1, 0), (0, 3), (1, 1), (1, 2)] {
        let (fast_handshake, parallel_order) = (bits & 1 == 1, bits & 2 == 2);
        let sessions = unit == 0 && bits > 0;
        let setup = Setup { fast_handshake, parallel_order, sessions, ..Setup::default() };
        let mut view = view(bench, unit, Pace::Late(1_500), setup)?;
        view.partner().failing = 8;
        let mut random = SmallRng::seed_from_u64(11);
        let mut jobs = |host: u8, count: usize| -> Vec<Job> {
            let job = |n: usize| {
                let (lba, blocks) = (random.random_range(0..24), random.random_range(1..5));
                if n % 4 == 3 {
                    read(host.into(), lba, blocks)
                } else {
                    write(host.into(), lba, blocks)
                }
            };
            (0..count).map(job).collect()
        };
        view.run(jobs(unit, 24), jobs(1 - unit, 24))?;
        view.partner().failing = 0;
        (0..3).try_for_each(|lba| view.write_in_vain(lba))?;
        view.run(jobs(unit, 12), jobs(1 - unit, 12))?;
        must_hold(&mut view)?;
    }
    Ok(())
}

/// Blocks that the host's memory does not give, and such as an area does not take.
fn unmovable(bench: &Bench) -> Result<()> {
    let mut lab = bench.lab(7, Setup { sessions: true, ..Setup::default() })?;
    for host in 0..2 {
        lab.run([write(host, 10, 2)])?;
        all_good(&lab)?;
        // The first read is that of the entry.
        lab.simulation.with(|g| g.host(host).inject_fault(2, Fault::UnsupportedRequest));
        ended_with(&mut lab, write(host, 10, 2), nvme::DATA_TRANSFER_ERROR)?;
        lab.simulation.with(|g| g.area(host).inject(MemoryFault::Read { block: 11 }));
        ended_with(&mut lab, read(host, 10, 2), nvme::UNRECOVERED_READ_ERROR)?;
        lab.run([write(host, 10, 3), write(1 - host, 19, 3), read(host, 10, 3)])?;
        all_good(&lab)?;
    }
    lab.must_hold()?;
    for host in 0..2 {
        lab.simulation.with(|g| g.area(0).inject(MemoryFault::Write { block: 21 }));
        ended_with(&mut lab, write(host, 20, 3), nvme::WRITE_FAULT)?;
        lab.run([write(host, 20, 3)])?;
        all_good(&lab)?;
    }
    // Whose block it was that an area did not take cannot be seen from outside, so the rules are not asked.
    let differs = lab.simulation.with(|g| g.first_difference());
    ensure!(differs.is_none(), "the areas differ in block {differs:?}");
    at_rest(&lab)
}

fn ended_with(lab: &mut Lab, job: Job, status: nvme::Status) -> Result<()> {
    lab.run([job])?;
    let ended: Vec<_> = lab.ended.drain(..).collect();
    ensure!(
        ended.iter().any(|e| e.job == job && Status(e.status).is(Status(status.bits()))),
        "{ended:?}, not {status:?}"
    );
    Ok(())
}

fn at_rest(lab: &Lab) -> Result<()> {
    for host in &lab.hosts {
        let unit = host.control().unit()?;
        let faults = unit.protocol_faults + unit.gate_faults + unit.integrity_faults;
        // Two slots of the peer's are always on offer to the link.
        ensure!(unit.rows_live == 0 && unit.slots_used <= 2 && faults == 0, "at rest: {unit:?}");
    }
    Ok(())
}

/// Cases of the swarm, cut down to so much work that they take a moment.
fn swarm(bench: &Bench, seeds: &[u64], troubles: &[Trouble], hold_limit: Option<u64>) -> Result<()> {
    for seed in seeds {
        let mut case = Case::new(*seed, troubles);
        case.hold_limit = hold_limit;
        case.jobs.truncate(32);
        case.patience = PATIENCE;
        case.cuts = case.cuts.iter().zip([6_000, 20_000]).map(|(cut, at)| (at, cut.1.min(12_000))).collect();
        case.run(bench.group(case.config.clone())?)?;
    }
    Ok(())
}
