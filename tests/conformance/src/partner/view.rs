//! One real card, the other unit played by a partner.

use super::{Plugged, Unit};
use crate::lab::{write, Act, Ended, Job, BLOCKS};
use crate::replay::replay;
use crate::{check, Breach, Seen, Setup};
use anyhow::{bail, ensure, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use twinpath_driver::{Completion, Controller, Mode, Options, Status};
use twinpath_group::trace::What;
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_host::Fault;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::link::{Header, Kind, DATA_WORDS};
use twinpath_spec::nvme;

/// When the partner does what it may do.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    AtOnce,
    /// Up to so many cycles late, so everything overtakes everything that may be overtaken.
    Late(u64),
    /// All at once every so many cycles.
    Bursts(u64),
}

impl Pace {
    pub(super) fn of(self, random: &mut SmallRng, at: u64) -> u64 {
        match self {
            Pace::AtOnce => at,
            Pace::Late(most) => at + random.random_range(0..most),
            Pace::Bursts(every) => at.next_multiple_of(every),
        }
    }
}

/// Frames that the other unit may not send to `unit` when it has nothing under way, in the strict handshake and serial
/// order: one each, or one behind others that are true.
pub fn lies(unit: u8) -> Vec<Vec<Header>> {
    let of = |unit: u8, kind| Header { unit, row: 5, blocks: 1, ..Header::new(kind) };
    let own = |kind| of(unit, kind);
    let other = |kind| of(1 - unit, kind);
    if unit == 0 {
        let too_long = Header { lba: u32::MAX - 3, blocks: 8, ..other(Kind::FWD) };
        let unasked = Header { value: 1, ..other(Kind::FWD) };
        let [grant, fwd] = [Kind::GRANT, Kind::FWD].map(other);
        let fwd = Header { unit: 0, ..fwd };
        let unknown = [own(Kind::ACK), other(Kind::ACK), other(Kind::ABANDON), grant, own(Kind::REP)];
        return [&unknown[..], &[too_long, unasked, fwd]].concat().into_iter().map(|lie| vec![lie]).collect();
    }
    let too_long = Header { lba: u32::MAX - 3, blocks: 8, value: 8, ..other(Kind::REP_HEADER) };
    let unknown = [Kind::GRANT, Kind::REP, Kind::REP_HEADER, Kind::ACK, Kind::REL, Kind::ABANDON].map(own);
    let unknown_too = [Kind::REP, Kind::REL, Kind::ABANDON].map(other);
    // About a write of the other unit's, what is only said about the card's own.
    let announced = Header { lba: 100, value: 1, ..other(Kind::REP_HEADER) };
    let of_own = [Kind::GRANT, Kind::FIN].map(|kind| vec![announced, other(kind)]);
    let alone = [&unknown[..], &unknown_too[..], &[too_long]].concat();
    alone.into_iter().map(|lie| vec![lie]).chain(of_own).collect()
}

/// A card with its host, and the partner.
pub struct View {
    simulation: Simulation,
    pub host: Controller,
    partner: Arc<Mutex<Unit>>,
    unit: u8,
    setup: Setup,
    random: SmallRng,
    flights: Vec<Option<Job>>,
    pub ended: Vec<Ended>,
    lied: bool,
    /// Cycles without any answer after which the run is given up.
    pub patience: u64,
}

/// Cycles without any answer after which the run is given up.
const PATIENCE: u64 = 200_000;
const STEP: u64 = 200;
/// Slots that the link holds for blocks to come.
const SLOTS_AHEAD: u8 = 2;
/// The number of a write that never was.
const LIE: u32 = 0xdead_0001;

impl View {
    /// The card is `unit`; the partner is the other one.
    pub fn new(design: &Design, unit: u8, seed: u64, pace: Pace, setup: Setup) -> Result<Self> {
        let config = GroupConfig { unit, trace: true, ..GroupConfig::single(BLOCKS, seed) };
        Self::of(Group::new(design, config)?, pace, setup)
    }

    /// A group of one card, just out of reset, whose trace is kept.
    pub fn of(mut group: Group, pace: Pace, setup: Setup) -> Result<Self> {
        let (unit, seed) = (group.config().unit, group.config().seed);
        let mut partner = Unit::new(1 - unit, !seed, pace);
        partner.setup = setup;
        let partner = Arc::new(Mutex::new(partner));
        group.plug(Box::new(Plugged(partner.clone())));
        let simulation = Simulation::new(group);
        let transport = Arc::new(simulation.transport(unit.into()));
        let host = Controller::start(transport, Options { interrupts: false, ..Options::default() })?;
        let Setup { return_data, reject_on_busy, fast_handshake, parallel_order, .. } = setup;
        host.control().set_mode(Mode { return_data, reject_on_busy, fast_handshake, parallel_order })?;
        let flights = (0..host.depth()).map(|_| None).collect();
        let random = SmallRng::seed_from_u64(seed);
        let (ended, lied, patience) = (vec![], false, PATIENCE);
        let mut view = Self { simulation, host, partner, unit, setup, random, flights, ended, lied, patience };
        view.await_serving()?;
        Ok(view)
    }

    /// The card's unit.
    pub fn unit(&self) -> u8 {
        self.unit
    }

    pub fn partner(&self) -> MutexGuard<'_, Unit> {
        self.partner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until both units serve.
    pub fn await_serving(&mut self) -> Result<()> {
        let (unit, partner) = (usize::from(self.unit), self.partner.clone());
        let serves = |g: &mut Group| {
            g.card(unit).outputs().leds & 3 == 3 && partner.lock().unwrap_or_else(PoisonError::into_inner).serves()
        };
        let patience = self.patience;
        ensure!(self.simulation.run_until(patience, serves), "the pair does not serve after {patience} cycles");
        Ok(())
    }

    fn queue(&mut self, job: Job) -> Result<bool> {
        let Some(slot) = self.host.take_slot() else { return Ok(false) };
        if job.act == Act::Write {
            let mut data = vec![0u8; job.blocks as usize * BLOCK_BYTES];
            self.random.fill(&mut data[..]);
            self.host.fill(&slot, 0, &data)?;
        }
        let index = self.host.submit(slot, job.operation(), job.lba, job.blocks)?;
        self.flights[index] = Some(job);
        Ok(true)
    }

    pub fn gather(&mut self) -> Result<usize> {
        let mut completions: Vec<Completion> = vec![];
        self.host.poll(&mut completions)?;
        let count = completions.len();
        for completion in completions {
            let Some(job) = self.flights[completion.slot.index()].take() else { bail!("an answer to no command") };
            self.ended.push(Ended { job, status: completion.status.0 });
            self.host.give_back(completion.slot);
        }
        Ok(count)
    }

    /// Jobs of the card's host and of the partner's.
    pub fn run(&mut self, jobs: Vec<Job>, partners: Vec<Job>) -> Result<()> {
        self.run_disturbed(jobs, partners, |_| Ok(()))
    }

    /// As [`View::run`]; `disturb` is called every [`STEP`] cycles.
    pub fn run_disturbed(
        &mut self,
        jobs: Vec<Job>,
        partners: Vec<Job>,
        mut disturb: impl FnMut(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let mut waiting: VecDeque<Job> = jobs.into();
        self.partner().jobs.extend(partners);
        let (mut idle, mut answered) = (0, 0);
        while !waiting.is_empty() || self.host.in_flight() > 0 || !self.partner().at_rest() {
            while let Some(job) = waiting.front() {
                if !self.queue(*job)? {
                    break;
                }
                waiting.pop_front();
            }
            self.host.ring()?;
            disturb(self)?;
            self.simulation.run(STEP);
            let news = self.gather()? + self.partner().answered - answered;
            answered = self.partner().answered;
            idle = if news > 0 { 0 } else { idle + STEP };
            let partner = self.partner().state();
            ensure!(idle < self.patience, "nothing for {idle} cycles: {:?}; {partner}", self.host.control().unit());
        }
        self.simulation.run(3_000);
        Ok(())
    }

    /// Writes two blocks of which the card's host does not give one: ABANDON, where the partner waits for it.
    pub fn write_in_vain(&mut self, lba: u64) -> Result<()> {
        let (unit, before) = (usize::from(self.unit), self.ended.len());
        // The first read is that of the entry.
        let after = 1 + (lba as u32 & 1);
        self.simulation.with(|g| g.host(unit).inject_fault(after, Fault::UnsupportedRequest));
        self.run(vec![write(unit, lba, 2)], vec![])?;
        let status = self.ended[before..].first().map(|e| Status(e.status));
        let told = status.is_some_and(|s| s.is(Status(nvme::DATA_TRANSFER_ERROR.bits())));
        ensure!(told, "a write whose data were not there ends with {status:?}");
        self.ended.truncate(before);
        Ok(())
    }

    /// The card's host begins these jobs, and so many cycles pass.
    pub fn begin(&mut self, jobs: Vec<Job>, cycles: u64) -> Result<()> {
        for job in jobs {
            ensure!(self.queue(job)?, "more jobs than the host has slots");
        }
        self.host.ring()?;
        self.simulation.run(cycles);
        Ok(())
    }

    /// The partner sends a frame about a write that never was, which its own bookkeeping does not know.
    pub fn interject(&mut self, header: Header) {
        self.lied = true;
        self.partner().wire.send(Header { wseq: LIE, ..header }, None);
    }

    /// The next frame of the card does not arrive, and the partner does not ask for it.
    pub fn lose_one(&mut self) {
        self.partner().wire.loses = 1;
    }

    /// The partner sends these frames, one after the other, each when nothing is under way at it that must not break
    /// off; each must end the session. The pair works on meanwhile and after.
    pub fn lie(&mut self, lies: Vec<Vec<Header>>, jobs: Vec<Job>) -> Result<()> {
        let all = lies.len();
        let mut waiting: VecDeque<Job> = jobs.into();
        for (n, lie) in lies.into_iter().enumerate() {
            let share = waiting.len() / (all - n);
            self.begin(waiting.drain(..share).collect(), 3_000)?;
            let ends = self.partner().session_ends;
            let told = lie.iter().map(|header| Header { wseq: LIE, ..*header }).collect();
            self.partner().lies.push_back(told);
            let partner = self.partner.clone();
            let over = |_: &mut Group| partner.lock().unwrap_or_else(PoisonError::into_inner).session_ends > ends;
            ensure!(self.simulation.run_until(self.patience, over), "{lie:?} does not end the session");
            self.await_serving()?;
            self.run(vec![], vec![])?;
        }
        self.lied = true;
        Ok(())
    }

    /// A session in which the first unit brings blocks again of a write that the card, which is the second, has answered
    /// and forgotten: only the acknowledges were lost. The slots in which they come must be free again.
    pub fn bring_again(&mut self, blocks: u8) -> Result<()> {
        let about = |kind| Header { unit: 1, row: 5, wseq: LIE, lba: 100, blocks, ..Header::new(kind) };
        let header = Header { value: blocks.into(), ..about(Kind::REP_HEADER) };
        let rep = |index| Header { index, blocks: index & 15, ..about(Kind::REP) };
        let block = || Some(Box::new([u64::from(LIE); DATA_WORDS]));
        let frames = std::iter::once((header, None)).chain((0..blocks).map(|index| (rep(index), block())));
        self.partner().again = frames.collect();
        self.renew()?;
        let ends = self.partner().session_ends;
        self.run(vec![], vec![])?;
        let (is, more) = (self.host.control().unit()?, self.partner().session_ends - ends);
        ensure!(more == 0 && is.protocol_faults == 0, "the session that begins with them ends: {is:?}");
        ensure!(is.slots_used <= SLOTS_AHEAD, "{blocks} blocks that nobody wants keep their slots: {is:?}");
        // The frames are no part of the trace, so nothing that is may come behind them.
        self.lied = true;
        self.renew()
    }

    /// The link is cut for a moment; the next session serves.
    pub fn renew(&mut self) -> Result<()> {
        self.simulation.with(|g| g.cut_link());
        self.simulation.run(STEP);
        self.simulation.with(|g| g.restore_link());
        self.await_serving()
    }

    /// Each status of a row of the card begins where the one before it ended.
    pub fn statuses_join(&mut self) -> Result<()> {
        let mut rows: BTreeMap<u8, u8> = BTreeMap::new();
        for event in self.simulation.with(|g| g.take_trace()) {
            if let What::Status { unit, row, old, new, .. } = event.what {
                let was = if unit == self.unit { rows.insert(row, new).unwrap_or(0) } else { old };
                ensure!(was == old, "row {row} becomes {new}, and was {was}, not {old}");
            }
        }
        Ok(())
    }

    /// The whole run, judged.
    pub fn verdict(&mut self) -> Result<(Vec<Breach>, Seen)> {
        let mut trace = self.simulation.with(|g| g.take_trace());
        trace.sort_by_key(|e| (e.cycle, e.what.rank()));
        let lie = |what: &What| match what {
            What::Sent { header: Some(h), .. } | What::Delivered { header: h, .. } => h.wseq == LIE,
            What::Status { wseq, .. } => *wseq == LIE,
            _ => false,
        };
        trace.retain(|e| !lie(&e.what));
        let (mut breaches, seen) = check(&trace, self.setup);
        // Numbers are missing where a lie was.
        if let Err(violation) = replay(&trace, self.setup).or_else(|v| if self.lied { Ok(()) } else { Err(v) }) {
            let cycle = violation.event.as_ref().map_or(0, |e| e.cycle);
            breaches.push(Breach { rule: "specification", cycle, what: violation.to_string() });
        }
        let unit = usize::from(self.unit);
        let theirs = self.partner().image.clone();
        for (lba, block) in theirs {
            if self.simulation.with(|g| g.area(unit).block(lba)) != *block {
                breaches.push(Breach { rule: "R22", cycle: 0, what: format!("the areas differ in block {lba}") });
            }
        }
        let is = self.host.control().unit()?;
        if is.rows_live > 0 || is.slots_used > SLOTS_AHEAD || is.gate_faults > 0 {
            breaches.push(Breach { rule: "R21", cycle: 0, what: format!("at rest: {is:?}") });
        }
        Ok((breaches, seen))
    }
}
