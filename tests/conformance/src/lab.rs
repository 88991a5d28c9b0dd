//! A pair on the bench: two drivers and two simulated cards in lock step on one thread, so that a run repeats exactly.

use crate::replay::replay;
use crate::{check, Breach, Seen, Setup};
use anyhow::{bail, ensure, Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use twinpath_driver::transport::{Bar, Transport};
use twinpath_driver::{Completion, Controller, Mode, Operation, Options, Slot, Status};
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::link::Kind;
use twinpath_spec::nvme::{CC, CSTS};
use twinpath_trace::event::{Event, What};

/// Two hosts with their cards.
pub struct Lab {
    pub simulation: Simulation,
    pub hosts: [Controller; 2],
    random: SmallRng,
    setup: Setup,
    /// Commands in flight: per host, by slot.
    flights: [Vec<Option<Job>>; 2],
    /// What ended, in the order in which it was noticed.
    pub ended: Vec<Ended>,
    /// The trace since reset, for the replay.
    since_reset: Vec<Event>,
    /// Cycles after which a command without an answer is given up.
    patience: u64,
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Read,
    Write,
    /// With what one of the areas holds now, or with a bit of that changed.
    Compare,
    Zeroes,
    Deallocate,
}

/// A command to issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    pub host: usize,
    pub act: Act,
    pub lba: u64,
    pub blocks: u32,
}

impl Job {
    /// The driver's command.
    pub fn operation(&self) -> Operation {
        match self.act {
            Act::Read => Operation::Read,
            Act::Write => Operation::Write { fua: false },
            Act::Compare => Operation::Compare,
            Act::Zeroes => Operation::WriteZeroes,
            Act::Deallocate => Operation::Deallocate,
        }
    }

    /// It changes blocks.
    pub fn writes(&self) -> bool {
        !matches!(self.act, Act::Read | Act::Compare)
    }
}

/// A command that ended, with the NVMe status field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub job: Job,
    pub status: u16,
}

impl Ended {
    /// Done: of a Compare the answer may be that something differs.
    pub fn done(&self) -> bool {
        self.status == 0 || self.job.act == Act::Compare && Status(self.status).is(Status::COMPARE_FAILURE)
    }
}

/// Blocks of the volume.
pub const BLOCKS: u32 = 4096;
/// Cycles between two looks at the hosts.
pub const STEP: u64 = 100;
/// Nothing in these tests takes longer than this many cycles.
const PATIENCE: u64 = 400_000;

impl Lab {
    /// A pair of the committed design, brought up, with the session open.
    pub fn new(seed: u64) -> Result<Self> {
        Self::with(&Design::committed()?, GroupConfig::pair(BLOCKS, seed), Setup::default())
    }

    /// A pair of any design.
    pub fn with(design: &Design, config: GroupConfig, setup: Setup) -> Result<Self> {
        Self::of(Group::new(design, GroupConfig { trace: true, ..config })?, setup, PATIENCE)
    }

    /// A pair just out of reset, whose trace is kept; nobody waits longer than `patience` cycles.
    pub fn of(group: Group, setup: Setup, patience: u64) -> Result<Self> {
        let seed = group.config().seed;
        Self::over(Simulation::new(group), seed, setup, patience)
    }

    /// As [`Lab::of`], of a simulation whose cards are out of reset, for the first time or again.
    pub fn over(simulation: Simulation, seed: u64, setup: Setup, patience: u64) -> Result<Self> {
        let bring_up = |unit: usize| -> Result<Controller> {
            let transport = Arc::new(simulation.transport(unit));
            let options = Options { interrupts: false, ..Options::default() };
            let mut controller = Controller::start(transport, options).with_context(|| format!("host {}", unit + 1))?;
            let Setup { return_data, reject_on_busy, fast_handshake, parallel_order, .. } = setup;
            controller.control().set_mode(Mode { return_data, reject_on_busy, fast_handshake, parallel_order })?;
            controller.ring()?;
            Ok(controller)
        };
        let hosts = [bring_up(0)?, bring_up(1)?];
        let flights = [0, 1].map(|n: usize| (0..hosts[n].depth()).map(|_| None).collect());
        let mut lab = Self {
            simulation,
            hosts,
            random: SmallRng::seed_from_u64(seed),
            setup,
            flights,
            ended: vec![],
            since_reset: vec![],
            patience,
        };
        lab.await_serving()?;
        lab.trace();
        Ok(lab)
    }

    /// Waits until both units serve.
    pub fn await_serving(&mut self) -> Result<()> {
        let patience = self.patience;
        let up = self.simulation.run_until(patience, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3));
        ensure!(up, "the pair does not serve after {patience} cycles");
        Ok(())
    }

    /// Puts a command in its host's queue, not yet rung; false when the host has no slot left. Every written block is
    /// one of a kind.
    pub fn queue(&mut self, job: Job) -> Result<bool> {
        let Some(slot) = self.hosts[job.host].take_slot() else { return Ok(false) };
        let mut data = vec![];
        if job.act == Act::Write {
            data.resize(job.blocks as usize * BLOCK_BYTES, 0);
            self.random.fill(&mut data[..]);
        }
        if job.act == Act::Compare {
            for lba in job.lba..job.lba + u64::from(job.blocks) {
                let unit = self.random.random_range(0..2);
                data.extend(self.block(unit, lba));
            }
            if self.random.random_ratio(1, 3) {
                let at = self.random.random_range(0..data.len());
                data[at] ^= 1 << self.random.random_range(0..8);
            }
        }
        self.submit(slot, job, &data)?;
        Ok(true)
    }

    /// What a unit's area holds now.
    pub fn block(&self, unit: usize, lba: u64) -> Vec<u8> {
        self.simulation.with(|g| g.area(unit).block(lba as u32).iter().flat_map(|word| word.to_le_bytes()).collect())
    }

    /// As [`Lab::queue`] with these data in the command's buffer.
    pub fn queue_with(&mut self, job: Job, data: &[u8]) -> Result<bool> {
        let Some(slot) = self.hosts[job.host].take_slot() else { return Ok(false) };
        self.submit(slot, job, data)?;
        Ok(true)
    }

    fn submit(&mut self, slot: Slot, job: Job, data: &[u8]) -> Result<()> {
        let host = &mut self.hosts[job.host];
        host.fill(&slot, 0, data)?;
        let index = host.submit(slot, job.operation(), job.lba, job.blocks)?;
        self.flights[job.host][index] = Some(job);
        Ok(())
    }

    /// Rings one host's doorbell.
    pub fn ring(&mut self, host: usize) -> Result<()> {
        Ok(self.hosts[host].ring()?)
    }

    /// Asks the card to give up a job in flight; whether it did.
    pub fn abort(&mut self, job: Job) -> Result<bool> {
        let slot = self.flights[job.host].iter().position(|flight| *flight == Some(job));
        Ok(self.hosts[job.host].abort(slot.context("the job is not in flight")?)?)
    }

    /// Takes what has completed at both hosts; returns how many.
    pub fn gather(&mut self) -> Result<usize> {
        let mut completions: Vec<Completion> = vec![];
        let mut count = 0;
        for host in 0..2 {
            self.hosts[host].poll(&mut completions)?;
            for completion in completions.drain(..) {
                let Some(job) = self.flights[host][completion.slot.index()].take() else {
                    bail!("host {} was answered a command that it did not issue", host + 1);
                };
                self.ended.push(Ended { job, status: completion.status.0 });
                self.hosts[host].give_back(completion.slot);
                count += 1;
            }
        }
        Ok(count)
    }

    /// Resets one host's controller, which forgets its commands, and brings it up again. Returns how many it forgot.
    pub fn reset(&mut self, host: usize) -> Result<usize> {
        // The driver waits as long as CAP.TO says, ten seconds, which a simulation cannot. All that is under way ends first.
        let transport = self.simulation.transport(host);
        transport.write32(Bar::Nvme, u64::from(CC.offset), 0)?;
        let patience = 8 * self.patience;
        let mut left = patience;
        while CSTS.field("RDY").of(transport.read32(Bar::Nvme, u64::from(CSTS.offset))?.into()) != 0 {
            ensure!(left > 0, "the controller of host {} is not reset after {patience} cycles", host + 1);
            self.simulation.run(STEP);
            left = left.saturating_sub(STEP);
        }
        let lost = self.hosts[host].restart()?;
        let count = lost.len();
        for slot in lost {
            self.flights[host][slot.index()] = None;
            self.hosts[host].give_back(slot);
        }
        Ok(count)
    }

    pub fn in_flight(&self) -> usize {
        self.hosts.iter().map(|host| host.in_flight()).sum()
    }

    /// Lets the cards work until every command has its answer.
    pub fn finish(&mut self) -> Result<()> {
        let mut left = self.patience;
        self.gather()?;
        while self.in_flight() > 0 {
            if left == 0 {
                let patience = self.patience;
                bail!("{} commands have no answer after {patience} cycles; {}", self.in_flight(), self.last_seen());
            }
            self.simulation.run(200);
            left = left.saturating_sub(200);
            if self.gather()? > 0 {
                left = self.patience;
            }
        }
        // What follows the last answer: the last acknowledge, the release at the other unit.
        self.simulation.run(2_000);
        self.gather()?;
        Ok(())
    }

    /// Issues jobs as fast as the hosts' queues take them, and waits for all.
    pub fn run(&mut self, jobs: impl IntoIterator<Item = Job>) -> Result<()> {
        self.run_disturbed(jobs, |_, _| Ok(()))
    }

    /// As [`Lab::run`]; `disturb` is called every [`STEP`] cycles with the cycles since the start.
    pub fn run_disturbed(
        &mut self,
        jobs: impl IntoIterator<Item = Job>,
        mut disturb: impl FnMut(&mut Self, u64) -> Result<()>,
    ) -> Result<()> {
        let mut waiting = [VecDeque::new(), VecDeque::new()];
        for job in jobs {
            waiting[job.host].push_back(job);
        }
        let (mut passed, mut idle) = (0, 0);
        while waiting.iter().any(|w| !w.is_empty()) || self.in_flight() > 0 {
            for (host, queue) in waiting.iter_mut().enumerate() {
                while let Some(job) = queue.front() {
                    if !self.queue(*job)? {
                        break;
                    }
                    queue.pop_front();
                }
                self.hosts[host].ring()?;
            }
            disturb(self, passed)?;
            self.simulation.run(STEP);
            passed += STEP;
            idle = if self.gather()? > 0 { 0 } else { idle + STEP };
            if idle >= self.patience {
                bail!("no command has ended for {idle} cycles, {} are open; {}", self.in_flight(), self.last_seen());
            }
        }
        self.finish()
    }

    /// The trace since the last call, in order.
    pub fn trace(&mut self) -> Vec<Event> {
        let mut events = self.simulation.with(|g| g.take_trace());
        events.sort_by_key(|e| (e.cycle, e.what.rank()));
        self.since_reset.extend_from_slice(&events);
        events
    }

    /// Everything since reset, in order.
    pub fn whole_trace(&mut self) -> &[Event] {
        self.trace();
        self.since_reset.sort_by_key(|e| (e.cycle, e.what.rank()));
        &self.since_reset
    }

    /// Writes everything since reset to a file of this name in the target directory, an event a line.
    pub fn keep_trace(&mut self, name: &str) -> Result<PathBuf> {
        let folder = twinpath_verilated::cache_dir().with_file_name("traces");
        fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        let file = folder.join(format!("{name}.jsonl"));
        let lines: Vec<String> = self.whole_trace().iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        fs::write(&file, lines.join("\n")).with_context(|| format!("{}", file.display()))?;
        Ok(file)
    }

    /// The end of the trace, for who asks why nothing goes on.
    fn last_seen(&mut self) -> String {
        let trace = self.trace();
        let internal = |kind: u8| [Kind::HELLO, Kind::HB, Kind::RESET].iter().any(|k| *k as u8 == kind);
        let quiet = |e: &&Event| match &e.what {
            What::Sent { header: Some(h), .. } | What::Delivered { header: h, .. } => internal(h.kind),
            _ => false,
        };
        let text = |e: &Event| serde_json::to_string(e).unwrap_or_default();
        let told: Vec<String> = trace.iter().filter(|e| !quiet(e)).map(text).collect();
        let units: Vec<String> =
            self.hosts.iter().map(|h| format!("{:?} {:?}", h.control().unit(), h.control().link())).collect();
        let told = told[told.len().saturating_sub(60)..].join("\n  ");
        format!("units: {}\nlast seen:\n  {told}", units.join("\n  "))
    }

    /// The trace since the last call, checked.
    pub fn verdict(&mut self) -> (Vec<Breach>, Seen) {
        let setup = self.setup;
        let (mut breaches, seen) = check(&self.trace(), setup);
        if let Some(block) = self.simulation.with(|g| g.first_difference()) {
            let cycle = self.simulation.with(|g| g.now());
            breaches.push(Breach { rule: "R22", cycle, what: format!("the areas differ in block {block}") });
        }
        if let Err(violation) = replay(self.whole_trace(), setup) {
            let cycle = violation.event.as_ref().map_or_else(|| self.simulation.with(|g| g.now()), |e| e.cycle);
            breaches.push(Breach { rule: "specification", cycle, what: violation.to_string() });
        }
        (breaches, seen)
    }

    /// As [`Lab::verdict`], an error when anything is wrong.
    pub fn must_hold(&mut self) -> Result<Seen> {
        let (breaches, seen) = self.verdict();
        if breaches.is_empty() {
            return Ok(seen);
        }
        let list: Vec<String> = breaches.iter().take(12).map(Breach::to_string).collect();
        bail!("{} breaches:\n  {}", breaches.len(), list.join("\n  "));
    }
}

/// Shorthands for jobs.
pub fn write(host: usize, lba: u64, blocks: u32) -> Job {
    Job { host, act: Act::Write, lba, blocks }
}

pub fn read(host: usize, lba: u64, blocks: u32) -> Job {
    Job { host, act: Act::Read, lba, blocks }
}

pub fn compare(host: usize, lba: u64, blocks: u32) -> Job {
    Job { host, act: Act::Compare, lba, blocks }
}

pub fn zeroes(host: usize, lba: u64, blocks: u32) -> Job {
    Job { host, act: Act::Zeroes, lba, blocks }
}

pub fn deallocate(host: usize, lba: u64, blocks: u32) -> Job {
    Job { host, act: Act::Deallocate, lba, blocks }
}
