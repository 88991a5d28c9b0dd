//! A host's way to its controller, with the judge of all that comes back.

mod data;
mod effect;
mod harm;
mod judge;

pub use data::Data;
pub use harm::Harm;

use crate::controller::qid;
use crate::rules::{judge, Asked, Verdict};
use crate::{Controller, Pages, Piece, Volume};
use anyhow::{bail, ensure, Context, Result};
use effect::{effect, Effect};
use rand::rngs::SmallRng;
use rand::SeedableRng;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use twinpath_group::Simulation;
use twinpath_host::{Violation, BAR0, BAR2, MSI_BASE};
use twinpath_host_interface::{doorbell, enable, Answer, Bus, Completions, Entry, Submissions};
use twinpath_spec::control::HOST_COUNTERS;
use twinpath_spec::limits::{MSIX_TABLE, MSIX_VECTORS};
use twinpath_spec::nvme::{admin, event, CardIdentity, Status, CC, CSTS, PAGE_BYTES};

/// Above every mapping of a host.
pub const UNMAPPED: u64 = 0x7000_0000_0000;
/// Nothing is answered for so many cycles although something is under way: it is lost. Longer than the longest Write
/// Zeroes and Deallocates of both hosts take together.
const SILENCE_CYCLES: u64 = 4_000_000;
/// A reset takes at most so many cycles.
const RESET_CYCLES: u64 = 2_000_000;
/// Cycles between two looks at the completion queues.
const LOOK_CYCLES: u64 = 250;
/// Answers on their way, and their interrupts, have arrived after so many cycles.
const REST_CYCLES: u64 = 5_000;
/// What was done last, for the report.
const LOG: usize = 40;

struct Sq {
    ring: Submissions,
    cq: u16,
    /// Entries ever put, and those that the card has said to have taken.
    put: u64,
    taken: u64,
    /// A Delete is under way.
    closing: bool,
}

struct Cq {
    ring: Completions,
    vector: Option<u8>,
    /// Entries were taken and the card does not know.
    owed: bool,
}

/// A command under way.
struct Flight {
    entry: Entry,
    verdict: Verdict,
    result: Option<u32>,
    number: u64,
    since: u64,
    /// Its pages as they were.
    pages: Vec<(u64, Vec<u8>)>,
    /// Where the card may write.
    writable: Vec<Piece>,
    effect: Effect,
}

/// See the module's documentation. The first thing wrong is an error.
pub struct Port {
    pub bus: Bus,
    pub controller: Controller,
    pub volume: Rc<RefCell<Volume>>,
    pub pages: Pages,
    /// Nothing is answered for so many cycles although something is under way: it is lost.
    pub silence_cycles: u64,
    /// One of these happens to the answers, once, after so many completions.
    pub harm: Option<(u64, Harm)>,
    /// The card is not told that completions of this queue were taken.
    pub untold: Option<u16>,
    random: SmallRng,
    sqs: BTreeMap<u16, Sq>,
    cqs: BTreeMap<u16, Cq>,
    flights: BTreeMap<(u16, u16), Flight>,
    next_cid: u16,
    /// Commands that Aborts were sent for, and those that ended aborted.
    hunted: BTreeSet<(u16, u16)>,
    aborted: BTreeSet<(u16, u16)>,
    must_abort: BTreeSet<(u16, u16)>,
    /// Vectors that must have been signalled.
    signalled: u32,
    invalid_doorbells: u64,
    /// IOMMU refusals may come: the card was told an address that is not there.
    astray: bool,
    pub completed: u64,
    /// Queue, identifier and status of every completion with an error.
    failures: BTreeSet<(u16, u16, u16)>,
    log: VecDeque<String>,
}

impl Port {
    /// Brings the controller of `unit` up; admin queues of so many entries.
    pub fn start(simulation: &Simulation, unit: usize, volume: &Rc<RefCell<Volume>>, admin: u16) -> Result<Self> {
        let bus = Bus { simulation: simulation.clone(), unit };
        let serial = (u64::from_le_bytes(*b"TP000001") + ((unit as u64) << 56)).to_le_bytes();
        let controller = Controller::new(CardIdentity { serial, unit: unit as u8 }, volume.borrow().blocks());
        let pool = simulation.with(|g| g.config().pool);
        let pages = bus.host(|h| Pages::new(h, pool))?;
        let mut port = Self {
            bus,
            controller,
            volume: volume.clone(),
            pages,
            silence_cycles: SILENCE_CYCLES,
            harm: None,
            untold: None,
            random: SmallRng::seed_from_u64(unit as u64),
            sqs: BTreeMap::new(),
            cqs: BTreeMap::new(),
            flights: BTreeMap::new(),
            next_cid: 0,
            hunted: BTreeSet::new(),
            aborted: BTreeSet::new(),
            must_abort: BTreeSet::new(),
            signalled: 0,
            invalid_doorbells: 0,
            astray: false,
            completed: 0,
            failures: BTreeSet::new(),
            log: VecDeque::new(),
        };
        port.invalid_doorbells = port.counter(7)?;
        port.enable(admin)?;
        Ok(port)
    }

    /// Enables the controller, interrupts included.
    pub fn enable(&mut self, admin: u16) -> Result<()> {
        self.note(format!("enable, {admin} admin entries"));
        let [sq, cq] = [self.take_page()?, self.take_page()?];
        for vector in 0..MSIX_VECTORS as u32 {
            let at = MSIX_TABLE as u32 + vector * 16;
            self.bus.write(BAR0, at, MSI_BASE, 8);
            self.bus.write(BAR0, at + 8, vector.into(), 8);
        }
        self.bus.settle()?;
        self.bus.host(|h| h.sideband.msix_enable = true);
        let (sq, cq) = (Submissions::new(0, sq, admin), Completions::new(0, cq, admin));
        enable(&self.bus, &sq, &cq)?;
        self.sqs.insert(0, Sq { ring: sq, cq: 0, put: 0, taken: 0, closing: false });
        self.cqs.insert(0, Cq { ring: cq, vector: Some(0), owed: false });
        Ok(())
    }

    /// Creates `count` I/O queue pairs of so many entries, each with a vector of its own.
    pub fn create_queues(&mut self, count: u16, sq_entries: u16, cq_entries: u16) -> Result<()> {
        (1..=count).try_for_each(|id| self.create_pair(id, sq_entries, cq_entries))
    }

    /// Creates one I/O queue pair, with the vector of its number.
    pub fn create_pair(&mut self, id: u16, sq_entries: u16, cq_entries: u16) -> Result<()> {
        let entry = self.create_cq(id, cq_entries, Some(id as u8))?;
        self.must_succeed(entry)?;
        let entry = self.create_sq(id, sq_entries, id)?;
        self.must_succeed(entry)
    }

    fn must_succeed(&mut self, entry: Entry) -> Result<()> {
        let answer = self.command(0, entry, &[entry.prp1], None)?;
        ensure!(answer.status == 0, "{entry:x?} is answered with {:#06x}", answer.status);
        Ok(())
    }

    /// A good Create of a completion queue. Submit it with its page, PRP1; that is the queue's if it succeeds.
    pub fn create_cq(&mut self, id: u16, entries: u16, vector: Option<u8>) -> Result<Entry> {
        let prp1 = self.take_page()?;
        let interrupts = vector.map_or(0, |v| u32::from(v) << 16 | 2);
        let cdw10 = (u32::from(entries) - 1) << 16 | u32::from(id);
        Ok(Entry { opcode: admin::CREATE_IO_CQ, prp1, cdw10, cdw11: interrupts | 1, ..Entry::default() })
    }

    pub fn create_sq(&mut self, id: u16, entries: u16, cq: u16) -> Result<Entry> {
        let prp1 = self.take_page()?;
        let cdw10 = (u32::from(entries) - 1) << 16 | u32::from(id);
        Ok(Entry { opcode: admin::CREATE_IO_SQ, prp1, cdw10, cdw11: u32::from(cq) << 16 | 1, ..Entry::default() })
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    /// The I/O submission queues that take commands.
    pub fn open_queues(&self) -> Vec<u16> {
        self.sqs.iter().filter(|(id, sq)| **id != 0 && !sq.closing).map(|(id, _)| *id).collect()
    }

    /// Whether the submission queue has room for one more.
    pub fn has_room(&self, queue: u16) -> bool {
        self.sqs.get(&queue).is_some_and(|sq| sq.put - sq.taken + 1 < u64::from(sq.ring.entries))
    }

    /// Commands that have to be answered.
    pub fn under_way(&self) -> usize {
        self.flights.values().filter(|f| !f.verdict.waits).count() + self.controller.told.len()
    }

    /// Waits until no admin command is under way but requests for events that nothing has happened for.
    pub fn settle(&mut self) -> Result<()> {
        self.wait(|port, _| {
            let admin = port.flights.iter().any(|((queue, _), f)| *queue == 0 && !f.verdict.waits);
            !admin && port.controller.told.is_empty()
        })
    }

    /// The commands under way, by queue and identifier.
    pub fn names(&self) -> Vec<(u16, u16)> {
        self.flights.keys().copied().collect()
    }

    /// Puts a command into a queue that has room; the card knows of it after [`Port::ring`]. `pages` are the command's
    /// until it ends. `must` is what it has to end with where the model cannot know.
    pub fn submit(&mut self, queue: u16, entry: Entry, pages: &[u64], must: Option<Status>) -> Result<u16> {
        // Which request an event took is not known before its answer.
        let recalls = queue == 0 && entry.opcode == admin::ABORT && entry.cdw10 as u16 == 0;
        if recalls {
            self.settle()?;
        }
        ensure!(self.has_room(queue), "the test overruns queue {queue}");
        while self.flights.contains_key(&(queue, self.next_cid)) {
            self.next_cid = self.next_cid.wrapping_add(1);
        }
        let cid = self.next_cid;
        self.next_cid = self.next_cid.wrapping_add(1);
        let name = (queue, cid);
        self.hunted.remove(&name);
        self.aborted.remove(&name);
        let (unit, controller) = (self.bus.unit, &self.controller);
        let mut volume = self.volume.borrow_mut();
        let since = volume.command();
        let made = self.bus.simulation.with(|g| -> Result<_> {
            let memory = &g.host(unit).memory;
            let asked = Asked { entry: &entry, controller, memory, is_admin: queue == 0 };
            let mut verdict = judge(&asked);
            if let Some(status) = must {
                (verdict.status, verdict.says, verdict.begun) = (status, "the test says so", true);
            }
            let effect = effect(&asked, &verdict, &mut volume);
            let pages = pages.iter().map(|p| Ok((*p, memory.get(*p, PAGE_BYTES)?.to_vec()))).collect::<Result<_>>()?;
            Ok((verdict, effect, pages, asked.is_astray()))
        });
        drop(volume);
        let (verdict, effect, pages, astray) = made?;
        self.astray |= astray;
        let writable = match &effect {
            Effect::Read(_, pieces) | Effect::Page(_, pieces) | Effect::Log(_, pieces) => pieces.clone(),
            _ => vec![],
        };
        let mut result = if verdict.is_good() && queue == 0 { self.controller.result(&entry) } else { Some(0) };
        if recalls && verdict.is_good() {
            let victim = (0, (entry.cdw10 >> 16) as u16);
            let waits = self.flights.get(&victim).is_some_and(|f| f.verdict.waits);
            self.controller.events -= u32::from(waits);
            result = Some(u32::from(!waits));
        }
        self.note(format!("submit {queue}/{cid}: {}, {}; {entry:x?}", verdict.name, verdict.says));
        if queue == 0 && verdict.is_good() {
            // Admin commands are carried out one after the other, so the model may run ahead.
            self.controller.apply(&entry);
            match entry.opcode {
                admin::DELETE_IO_SQ => self.sqs.entry(qid(&entry)).and_modify(|sq| sq.closing = true),
                admin::ABORT => {
                    self.hunted.insert((entry.cdw10 as u16, (entry.cdw10 >> 16) as u16));
                    self.sqs.entry(0)
                }
                _ => self.sqs.entry(0),
            };
        }
        let bytes = entry.bytes(cid);
        let sq = self.sqs.get_mut(&queue).context("no such queue")?;
        sq.ring.put(&self.bus, &bytes)?;
        sq.put += 1;
        let flight = Flight { entry, verdict, result, number: sq.put, since, pages, writable, effect };
        self.flights.insert(name, flight);
        Ok(cid)
    }

    /// Tells the card of what was put into the queue.
    pub fn ring(&self, queue: u16) {
        if let Some(sq) = self.sqs.get(&queue) {
            sq.ring.ring(&self.bus);
        }
    }

    /// Carries out a command and gives its completion.
    pub fn command(&mut self, queue: u16, entry: Entry, pages: &[u64], must: Option<Status>) -> Result<Answer> {
        let cid = self.submit(queue, entry, pages, must)?;
        self.ring(queue);
        self.wait_for(queue, cid)
    }

    pub fn admin(&mut self, entry: Entry) -> Result<Answer> {
        self.command(0, entry, &[], None)
    }

    /// Waits for one command's completion.
    pub fn wait_for(&mut self, queue: u16, cid: u16) -> Result<Answer> {
        let mut found = None;
        self.wait(|port, answers| {
            found = found.or(answers.iter().find(|a| (a.sq_id, a.cid) == (queue, cid)).copied());
            found.is_some() || !port.flights.contains_key(&(queue, cid))
        })?;
        found.with_context(|| format!("command {queue}/{cid} went without an answer"))
    }

    /// Waits until everything is answered.
    pub fn drain(&mut self) -> Result<()> {
        self.wait(|port, _| port.under_way() == 0)
    }

    /// At rest: all answered, all interrupts there, no doorbell counted that was right, no free page written.
    pub fn rest(&mut self) -> Result<()> {
        self.drain()?;
        self.bus.simulation.run(REST_CYCLES);
        self.poll(true)?;
        let harmed = self.harm_due(Harm::Interrupt);
        let (signalled, expected) = self.interrupts();
        let signalled = if harmed { signalled & signalled.wrapping_sub(1) } else { signalled };
        ensure!(signalled == expected, "vectors {signalled:#06x} were signalled, {expected:#06x} had completions");
        let (found, right) = (self.counter(7)?, self.invalid_doorbells);
        ensure!(found == right, "{found} doorbells are counted as invalid, {right} were");
        ensure!(self.aborted.is_empty(), "aborted without an Abort that says so: {:x?}", self.aborted);
        let pages = &self.pages;
        self.bus.host(|h| pages.check(h))?;
        self.violations()
    }

    /// Takes the vectors that were signalled since the last call, and those that had completions.
    pub fn interrupts(&mut self) -> (u32, u32) {
        (self.bus.host(|h| h.take_interrupts(u32::MAX)), std::mem::take(&mut self.signalled))
    }

    /// The card's mistakes on the bus.
    pub fn violations(&mut self) -> Result<()> {
        let violations = self.bus.host(|h| std::mem::take(&mut h.violations));
        let mistake = violations.iter().find(|v| !(self.astray && matches!(v, Violation::Iommu(_))));
        if let Some(mistake) = mistake {
            bail!("the card on the bus: {mistake}");
        }
        Ok(())
    }

    fn wait(&mut self, mut done: impl FnMut(&Self, &[Answer]) -> bool) -> Result<()> {
        let mut quiet = 0;
        loop {
            let answers = self.poll(true)?;
            if done(self, &answers) {
                return Ok(());
            }
            quiet = if answers.is_empty() { quiet + LOOK_CYCLES } else { 0 };
            if quiet > self.silence_cycles {
                bail!("no answer for {quiet} cycles, lost: {}", self.lost());
            }
            self.bus.simulation.run(LOOK_CYCLES);
        }
    }

    fn lost(&self) -> String {
        let waiting = self.flights.iter().filter(|(_, f)| !f.verdict.waits);
        let names: Vec<String> =
            waiting.map(|((q, c), f)| format!("{q}/{c} {} {:x?}", f.verdict.name, f.entry)).collect();
        names.join("; ")
    }

    // ---- resets and doorbells ---------------------------------------------------------------------------------------

    /// Resets the controller by CC.EN, or the function; gives the cycles that it took. The host's memory is its own
    /// again when this returns.
    pub fn reset(&mut self, function: bool) -> Result<u64> {
        self.note(format!("reset {}", if function { "of the function" } else { "by CC.EN" }));
        let begin = self.bus.simulation.with(|g| g.now());
        let unit = self.bus.unit;
        if function {
            // It goes another way than register writes and must not overtake those.
            self.bus.settle()?;
            self.bus.host(|h| h.sideband.flr_request = true);
            let done = self.bus.simulation.run_until(RESET_CYCLES, |g| !g.host(unit).sideband.flr_request);
            ensure!(done, "no end of the function-level reset after {RESET_CYCLES} cycles");
            self.bus.host(|h| h.sideband.msix_enable = false);
        } else {
            self.bus.write(BAR0, CC.offset, 0, 4);
        }
        loop {
            let status = self.bus.read(BAR0, CSTS.offset, 4)?;
            if CSTS.field("RDY").of(status) == 0 {
                break;
            }
            let now = self.bus.simulation.with(|g| g.now());
            ensure!(now - begin < RESET_CYCLES, "CSTS.RDY stays for {} cycles", now - begin);
            self.bus.simulation.run(LOOK_CYCLES);
        }
        let end = self.bus.simulation.with(|g| g.now());
        let accesses =
            |port: &Self| port.bus.host(|h| h.statistics()).dma_reads + port.bus.host(|h| h.statistics()).dma_writes;
        let before = accesses(self);
        self.bus.simulation.run(2 * LOOK_CYCLES);
        ensure!(accesses(self) == before, "the card uses host memory after CSTS.RDY is 0");
        // What was answered before is there.
        for id in self.cqs.keys().copied().collect::<Vec<_>>() {
            while self.take(id)?.is_some() {}
        }
        self.forget(|_| true)?;
        let rings: Vec<u64> =
            self.sqs.values().map(|q| q.ring.base).chain(self.cqs.values().map(|q| q.ring.base)).collect();
        for base in rings {
            self.give_page(base)?;
        }
        self.sqs.clear();
        self.cqs.clear();
        self.hunted.clear();
        self.must_abort.clear();
        self.aborted.clear();
        self.controller.reset();
        if function {
            // The masks of its interrupts went with them.
            self.bus.host(|h| h.take_interrupts(u32::MAX));
            self.signalled = 0;
        }
        Ok(end - begin)
    }

    /// Writes a doorbell that cannot be right; it must be counted, told as an event, and do nothing.
    pub fn wrong_doorbell(&mut self, queue: u32, which: u32, value: u32) -> Result<()> {
        // Admin commands say whether it is told.
        self.settle()?;
        self.note(format!("wrong doorbell {queue}/{which} := {value:#x}"));
        self.invalid_doorbells += 1;
        let there = self.entries(queue as u16, which).is_some();
        self.controller.wrong_doorbell(if there { event::INVALID_VALUE } else { event::INVALID_DOORBELL });
        doorbell(&self.bus, queue, which, value);
        Ok(())
    }

    /// Entries of the submission (0) or completion queue (1) of that name, if it is there.
    pub fn entries(&self, queue: u16, which: u32) -> Option<u16> {
        match which {
            0 => self.sqs.get(&queue).map(|q| q.ring.entries),
            _ => self.cqs.get(&queue).map(|q| q.ring.entries),
        }
    }

    /// A counter of the host's side.
    pub fn counter(&self, n: usize) -> Result<u64> {
        self.bus.read(BAR2, HOST_COUNTERS[n].offset, 8)
    }

    // ---- reports ------------------------------------------------------------------------------------------------

    pub fn note(&mut self, text: String) {
        let now = self.bus.simulation.with(|g| g.now());
        self.log.push_back(format!("{now:>9} H{} {text}", self.bus.unit + 1));
        if self.log.len() > LOG {
            self.log.pop_front();
        }
    }

    /// What was done last.
    pub fn log(&self) -> Vec<String> {
        self.log.iter().cloned().collect()
    }
}
