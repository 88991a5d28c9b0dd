//! Random work of two hosts on the gates while everything around them fails: one case follows from one seed.
//!
//! A case draws its modes, the hosts' and areas' pace, the work, and what the link does to it. Afterwards every command
//! has its answer, both areas are equal, every table is empty, and the trace is as it must be: checked against the
//! numbered behaviours (linearizable histories among them) and replayed against the specification.

use crate::lab::{read, write, Act, Job, Lab};
use crate::Setup;
use anyhow::{ensure, Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::fmt;
use twinpath_driver::Status;
use twinpath_group::{Group, GroupConfig};
use twinpath_parts::FrameFault;

/// What may happen to the link, and around the cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    Loss,
    Corruption,
    Duplication,
    Reordering,
    Truncation,
    /// Of frames, shorter than the silence that ends a session.
    Delay,
    /// Hosts and areas take their time.
    Stall,
    Cut,
}

impl Trouble {
    pub const ALL: [Trouble; 8] = [
        Trouble::Loss,
        Trouble::Corruption,
        Trouble::Duplication,
        Trouble::Reordering,
        Trouble::Truncation,
        Trouble::Delay,
        Trouble::Stall,
        Trouble::Cut,
    ];

    fn fault(self, random: &mut SmallRng) -> Option<FrameFault> {
        Some(match self {
            Trouble::Loss => FrameFault::Lose,
            Trouble::Corruption => FrameFault::Corrupt { bit: random.random_range(0..517 * 64) },
            Trouble::Duplication => FrameFault::Duplicate,
            Trouble::Reordering => FrameFault::Overtaken,
            Trouble::Truncation => FrameFault::Truncate { words: random.random_range(1..517) },
            Trouble::Delay => FrameFault::Delay { cycles: random.random_range(1..4_000) },
            Trouble::Stall | Trouble::Cut => return None,
        })
    }
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    pub seed: u64,
    pub config: GroupConfig,
    pub return_data: bool,
    pub reject_on_busy: bool,
    pub fast_handshake: bool,
    pub parallel_order: bool,
    /// Cycles for which a unit holds commands while the link is away.
    pub hold_limit: Option<u64>,
    pub jobs: Vec<Job>,
    /// Faults on frames: the card that sends, how many of its frames pass before, what happens to the next.
    pub faults: Vec<(usize, u32, FrameFault)>,
    /// Cycles without an answer after which none is to come.
    pub patience: u64,
    /// When the link is cut, counted from the first command, and for how long.
    pub cuts: Vec<(u64, u64)>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Case { seed, jobs, faults, cuts, .. } = self;
        write!(f, "seed {seed}: {} commands, {} faults on frames, {} cuts", jobs.len(), faults.len(), cuts.len())
    }
}

impl Case {
    /// The case of a seed; `troubles` are the kinds that may come.
    pub fn new(seed: u64, troubles: &[Trouble]) -> Self {
        let random = &mut SmallRng::seed_from_u64(seed);
        let mut config = GroupConfig::pair(4096, seed);
        config.trace = true;
        config.link.latency = *pick(random, &[1, 40, 40, 300]);
        config.host.reorder = random.random();
        if troubles.contains(&Trouble::Stall) {
            config.host.latency = *pick(random, &[20, 62, 62, 400]);
            config.host.jitter = *pick(random, &[0, 0, 50]);
            (config.host.tx_stall, config.host.rx_stall) = *pick(random, &[(0, 0), (0, 0), (64, 64), (160, 0)]);
            config.memory.stall = *pick(random, &[0, 0, 64]);
            config.memory.latency = *pick(random, &[8, 8, 200]);
        }

        let spread = *pick(random, &[3, 12, 24, 200]);
        let blocks_max = *pick(random, &[1, 4, 6, 12]);
        let share = *pick(random, &[0.5, 0.8, 1.0]);
        let commands = random.random_range(30..110);
        let jobs = (0..commands).map(|_| {
            let (host, lba) = (random.random_range(0..2), random.random_range(0..spread));
            let blocks = random.random_range(1..=blocks_max);
            match random.random_bool(share) {
                true => write(host, lba, blocks),
                false => read(host, lba, blocks),
            }
        });
        let jobs = jobs.collect();

        let mut case = Case {
            seed,
            config,
            return_data: random.random(),
            reject_on_busy: random.random_bool(0.15),
            fast_handshake: false,
            parallel_order: false,
            hold_limit: random.random_bool(0.3).then(|| random.random_range(500..30_000)),
            jobs,
            faults: vec![],
            patience: PATIENCE,
            cuts: vec![],
        };
        let of_frames = |t: &Trouble| !matches!(t, Trouble::Cut | Trouble::Stall);
        let frames: Vec<Trouble> = troubles.iter().copied().filter(of_frames).collect();
        if !frames.is_empty() {
            for _ in 0..random.random_range(0..8) {
                let trouble = *pick(random, &frames);
                let fault = trouble.fault(random);
                let place = (random.random_range(0..2), random.random_range(0..120));
                case.faults.extend(fault.map(|fault| (place.0, place.1, fault)));
            }
        }
        if troubles.contains(&Trouble::Cut) {
            let mut at = 0;
            for _ in 0..random.random_range(0..4) {
                at += random.random_range(100..25_000);
                let time = *pick(random, &[100, 1_000, 12_000, 40_000]);
                case.cuts.push((at - at % 100, time));
                at += time;
            }
        }
        case.fast_handshake = random.random();
        case.parallel_order = random.random();
        // In some cases some writes are of zeros.
        if random.random_range(0..4) == 3 {
            for job in case.jobs.iter_mut().filter(|job| job.act == Act::Write) {
                job.act = *pick(random, &[Act::Write, Act::Write, Act::Write, Act::Zeroes, Act::Deallocate]);
            }
        }
        // In some, some reads are Compares.
        if random.random_range(0..3) == 2 {
            for job in case.jobs.iter_mut().filter(|job| job.act == Act::Read) {
                job.act = *pick(random, &[Act::Read, Act::Compare]);
            }
        }
        case
    }

    /// Runs the case on a group made of its configuration. Of a case that fails the trace is kept.
    pub fn run(&self, group: Group) -> Result<Summary> {
        let Case { return_data, reject_on_busy, fast_handshake, parallel_order, .. } = *self;
        // What happens to frames is no reason to end a session.
        let sessions = !self.cuts.is_empty();
        let setup = Setup { return_data, reject_on_busy, fast_handshake, parallel_order, sessions };
        let mut lab = Lab::of(group, setup, self.patience)?;
        self.work(&mut lab).or_else(|e| {
            let file = lab.keep_trace(&format!("swarm-{}", self.seed))?;
            Err(e.context(format!("the outside trace is in {}", file.display())))
        })
    }

    fn work(&self, lab: &mut Lab) -> Result<Summary> {
        let Case { reject_on_busy, fast_handshake, parallel_order, .. } = *self;
        let sessions = !self.cuts.is_empty();
        if let Some(limit) = self.hold_limit {
            lab.hosts.iter().try_for_each(|host| host.control().set_hold_limit(limit))?;
        }
        lab.simulation
            .with(|g| self.faults.iter().for_each(|(from, after, fault)| g.link().inject(*from, *after, *fault)));
        lab.run_disturbed(self.jobs.iter().copied(), |lab, passed| {
            for (at, time) in &self.cuts {
                match passed {
                    now if now == *at => lab.simulation.with(|g| g.cut_link()),
                    now if now == at + time => lab.simulation.with(|g| g.restore_link()),
                    _ => {}
                }
            }
            Ok(())
        })?;
        lab.simulation.with(|g| g.restore_link());
        let interrupted = lab.ended.iter().filter(|e| Status(e.status).is(Status::COMMAND_INTERRUPTED)).count();
        let bad = lab.ended.iter().find(|e| !e.done() && !Status(e.status).is(Status::COMMAND_INTERRUPTED));
        ensure!(bad.is_none(), "{bad:?}");
        let held = self.hold_limit.is_some() || reject_on_busy;
        ensure!(interrupted == 0 || held, "{interrupted} commands were interrupted for no reason");
        // The pair works on, whatever happened.
        lab.await_serving()?;
        lab.ended.clear();
        lab.run([write(0, 300, 2), write(1, 301, 2), read(0, 300, 3), read(1, 300, 3)])?;
        lab.await_serving()?;
        let after = lab.ended.iter().find(|e| e.status != 0 && !held);
        ensure!(after.is_none(), "after the disturbance: {after:?}");
        let seen = lab.must_hold()?;
        let left = lab.hosts.iter().map(|host| host.control().unit()).collect::<Result<Vec<_>, _>>()?;
        for (unit, host) in (1..).zip(&lab.hosts) {
            let counters = host.control().link()?.counters;
            let none = |name: &str| {
                let count = counters.iter().find(|c| c.name == name).with_context(|| format!("no counter {name}"))?;
                // Setting a mode that ends the session has ended the first one.
                let most = u64::from(name == "LINK_SESSION_ENDS" && (fast_handshake || parallel_order));
                ensure!(count.value <= most, "unit {unit}: {} {name}", count.value);
                Ok(())
            };
            ["LINK_PROTOCOL_ERRORS", "LINK_NO_SLOT"].into_iter().try_for_each(none)?;
            if !sessions {
                none("LINK_SESSION_ENDS")?;
            }
        }
        for (unit, left) in (1..).zip(&left) {
            ensure!(left.rows_live == 0, "unit {unit}: {} rows are left", left.rows_live);
            ensure!(left.integrity_faults == 0, "unit {unit}: {} integrity faults", left.integrity_faults);
            ensure!(left.gate_faults == 0, "unit {unit}: {} gate faults", left.gate_faults);
        }
        let cycles = lab.simulation.with(|g| g.now());
        Ok(Summary {
            cases: 1,
            commands: self.jobs.len(),
            interrupted,
            races: seen.races,
            overrides: seen.overrides,
            cycles,
        })
    }
}

/// Ten times the longest silence of the link.
const PATIENCE: u64 = 100_000;

/// What cases have shown, in sum.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    pub cases: usize,
    pub commands: usize,
    pub interrupted: usize,
    pub races: usize,
    pub overrides: usize,
    pub cycles: u64,
}

impl Summary {
    pub fn add(&mut self, other: Summary) {
        self.cases += other.cases;
        self.commands += other.commands;
        self.interrupted += other.interrupted;
        self.races += other.races;
        self.overrides += other.overrides;
        self.cycles += other.cycles;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Summary { cases, commands, interrupted, races, overrides, cycles } = self;
        write!(
            f,
            "{cases} cases, {commands} commands ({interrupted} interrupted), {races} races, {overrides} overrides, \
             {cycles} cycles"
        )
    }
}

/// Runs the cases of `first`, `first + 1`, .. as long as `go_on` says so, or until one fails.
pub fn run(
    first: u64,
    troubles: &[Trouble],
    mut group: impl FnMut(GroupConfig) -> Result<Group>,
    mut go_on: impl FnMut(&Summary) -> bool,
) -> Result<Summary> {
    let mut sum = Summary::default();
    let mut seed = first;
    while go_on(&sum) {
        let case = Case::new(seed, troubles);
        let done = group(case.config.clone()).and_then(|group| case.run(group));
        // The command has no list of troubles: it always draws from all.
        let again = match troubles.len() == Trouble::ALL.len() {
            true => format!("replay: cargo xtask swarm --seed {seed} --cases 1"),
            false => format!("seed {seed}, troubles {troubles:?}"),
        };
        sum.add(done.with_context(|| format!("{case}; {again}"))?);
        seed = seed.wrapping_add(1);
    }
    Ok(sum)
}

fn pick<'a, T>(random: &mut SmallRng, list: &'a [T]) -> &'a T {
    &list[random.random_range(0..list.len())]
}
