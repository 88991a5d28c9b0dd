//! Random work of both hosts, good and bad, on two cards; everything follows from the seed.

use crate::port::UNMAPPED;
use crate::{content, Data, Harm, Port, Volume};
use anyhow::{ensure, Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, RngCore, SeedableRng};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use twinpath_group::{Group, GroupConfig, Simulation};
use twinpath_host::{Config, Split};
use twinpath_host_interface::Entry;
use twinpath_spec::control::{GATE_FAULTS, INTEGRITY_FAULTS, PROTOCOL_FAULTS};
use twinpath_spec::limits::{BLOCK_BYTES, COMMAND_BLOCKS_MAX, MSIX_VECTORS, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::{admin, dsm, feature, io, IO_QUEUES, NSID, NSID_ALL, PAGE_BYTES};

/// What the hosts do in a case.
const STEPS: usize = 40;
/// Pages of a host's memory; a command takes at most 36.
const POOL_PAGES: usize = 3072;
const PAGES_KEPT: usize = 400;

/// A random case.
#[derive(Clone, Debug)]
pub struct Case {
    pub seed: u64,
    pub config: GroupConfig,
    pub steps: usize,
    /// Done to the answers of the first host.
    pub harm: Option<(u64, Harm)>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub cases: usize,
    pub commands: u64,
    pub resets: usize,
    pub cycles: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { cases, commands, resets, cycles } = self;
        write!(f, "{cases} cases, {commands} commands, {resets} resets, {cycles} cycles")
    }
}

/// Cases of `seed` and the numbers after it, as long as `within` says so.
pub fn run(
    seed: u64,
    group: impl Fn(GroupConfig) -> Result<Group>,
    within: impl Fn(&Summary) -> bool,
) -> Result<Summary> {
    let mut sum = Summary::default();
    while within(&sum) {
        let case = Case::new(seed + sum.cases as u64);
        let done = case.run(group(case.config.clone())?)?;
        sum.cases += 1;
        sum.commands += done.commands;
        sum.resets += done.resets;
        sum.cycles += done.cycles;
    }
    Ok(sum)
}

impl Case {
    pub fn new(seed: u64) -> Self {
        let random = &mut SmallRng::seed_from_u64(seed);
        let mut config = GroupConfig::pair(random.random_range(64..160), seed);
        let stall = |random: &mut SmallRng| if random.random_bool(0.3) { random.random_range(1..100) } else { 0 };
        config.host = Config {
            latency: random.random_range(20..200),
            jitter: if random.random_bool(0.5) { random.random_range(1..300) } else { 0 },
            mps: 128 << random.random_range(0..3),
            mrrs: 128 << random.random_range(0..4),
            rcb: 64 << random.random_range(0..2),
            split: [Split::Few, Split::Many, Split::Seeded][random.random_range(0..3)],
            reorder: true,
            tx_stall: stall(random),
            rx_stall: stall(random),
            ..Config::default()
        };
        config.pool.1 = POOL_PAGES * PAGE_BYTES;
        Self { seed, config, steps: STEPS, harm: None }
    }

    /// Runs it; an error tells what was wrong, what was done last, and how to see it again.
    pub fn run(&self, group: Group) -> Result<Summary> {
        let mut work = Work::new(self, group)?;
        let done = work.all(self);
        done.with_context(|| {
            let mut log: Vec<String> = work.ports.iter().flat_map(Port::log).collect();
            log.sort();
            format!("what came before:\n{}\ncargo xtask nvme --seed {} --cases 1", log.join("\n"), self.seed)
        })
    }
}

struct Work {
    random: SmallRng,
    simulation: Simulation,
    ports: Vec<Port>,
    volume: Rc<RefCell<Volume>>,
    /// Seeds of contents that were written.
    known: HashMap<u64, u64>,
    resets: usize,
}

fn block_of(seed: u64) -> Vec<u8> {
    let mut block = vec![0; BLOCK_BYTES];
    if seed != 0 {
        SmallRng::seed_from_u64(seed).fill_bytes(&mut block);
    }
    block
}

impl Work {
    fn new(case: &Case, group: Group) -> Result<Self> {
        let simulation = Simulation::new(group);
        let volume = Rc::new(RefCell::new(Volume::new(case.config.blocks.into())));
        let mut random = SmallRng::seed_from_u64(case.seed ^ 0x6e76_6d65);
        let mut ports = vec![];
        for unit in 0..2 {
            ports.push(Port::start(&simulation, unit, &volume, random.random_range(3..65))?);
        }
        ports[0].harm = case.harm;
        let up = simulation.run_until(100_000, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3));
        ensure!(up, "the pair does not serve");
        let known = HashMap::from([(content(&block_of(0)), 0)]);
        Ok(Self { random, simulation, ports, volume, known, resets: 0 })
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn all(&mut self, case: &Case) -> Result<Summary> {
        for unit in 0..2 {
            self.queues(unit)?;
        }
        for _ in 0..case.steps {
            let unit = self.random.random_range(0..2);
            self.step(unit)?;
            if self.chance(60) {
                let cycles = self.random.random_range(0..3_000);
                self.simulation.run(cycles);
            }
            for unit in 0..2 {
                let tell = self.chance(80);
                self.ports[unit].poll(tell)?;
            }
        }
        self.end()?;
        let cycles = self.simulation.with(|g| g.now());
        let commands = self.ports.iter().map(|p| p.completed).sum();
        Ok(Summary { cases: 1, commands, resets: self.resets, cycles })
    }

    /// All answered, both areas alike, every block what it may be, nothing wrong inside.
    fn end(&mut self) -> Result<()> {
        for unit in 0..2 {
            self.ports[unit].rest()?;
        }
        let blocks = self.volume.borrow().blocks();
        for unit in 0..2 {
            if self.ports[unit].open_queues().is_empty() {
                self.reset(unit)?;
                self.ports[unit].create_queues(1, 8, 8)?;
            }
            let port = &mut self.ports[unit];
            let queue = port.open_queues()[0];
            for lba in (0..blocks).step_by(COMMAND_BLOCKS_MAX) {
                let count = (blocks - lba).min(COMMAND_BLOCKS_MAX as u64) as u32;
                let data = port.data(count as usize * BLOCK_BYTES, 0, 0)?;
                let entry = Port::transfer(io::READ, lba, count, &data);
                port.command(queue, entry, &data.pages, None)?;
            }
            port.rest()?;
            for register in [GATE_FAULTS, PROTOCOL_FAULTS, INTEGRITY_FAULTS] {
                let found = port.bus.read(twinpath_host::BAR2, register.offset, 8)?;
                ensure!(found == 0, "{} is {found}", register.name);
            }
        }
        let differs = self.simulation.with(|g| g.first_difference());
        ensure!(differs.is_none(), "the areas differ at block {differs:?}");
        Ok(())
    }

    /// I/O queues of random sizes, as many as there may be.
    fn queues(&mut self, unit: usize) -> Result<()> {
        let random = &mut self.random;
        let port = &mut self.ports[unit];
        for id in 1..=IO_QUEUES as u16 {
            let [sq, cq] = [0, 1].map(|_| random.random_range(2..=QUEUE_ENTRIES_MAX as u16));
            let vector = random.random_bool(0.8).then(|| random.random_range(0..MSIX_VECTORS as u8));
            let create = port.create_cq(id, cq, vector)?;
            port.command(0, create, &[create.prp1], None)?;
            let create = port.create_sq(id, sq, random.random_range(1..=id))?;
            port.command(0, create, &[create.prp1], None)?;
        }
        Ok(())
    }

    fn reset(&mut self, unit: usize) -> Result<()> {
        let function = self.chance(25);
        self.resets += 1;
        self.ports[unit].reset(function)?;
        let admin = self.random.random_range(3..65);
        self.ports[unit].enable(admin)
    }

    fn step(&mut self, unit: usize) -> Result<()> {
        if self.ports[unit].pages.left() < PAGES_KEPT {
            self.ports[unit].drain()?;
        }
        match self.random.random_range(0..100) {
            0..=69 => {
                let open = self.ports[unit].open_queues();
                if open.is_empty() {
                    return self.admin(unit);
                }
                let queue = open[self.random.random_range(0..open.len())];
                for _ in 0..self.random.random_range(1..10) {
                    if !self.ports[unit].has_room(queue) {
                        break;
                    }
                    let (entry, data) = self.io(unit)?;
                    let cid = self.ports[unit].submit(queue, entry, &data.pages, None)?;
                    if self.chance(3) && self.ports[unit].has_room(0) {
                        self.ports[unit].ring(queue);
                        self.abort(unit, queue, cid)?;
                    }
                }
                self.ports[unit].ring(queue);
            }
            70..=91 => self.admin(unit)?,
            92..=94 => self.doorbell(unit)?,
            95..=96 => self.ports[unit].drain()?,
            97 => self.ports[unit].rest()?,
            98 => {
                self.reset(unit)?;
                self.queues(unit)?;
            }
            _ => self.simulation.run(20_000),
        }
        Ok(())
    }

    fn doorbell(&mut self, unit: usize) -> Result<()> {
        let random = &mut self.random;
        let which = random.random_range(0..2);
        let queue = if random.random_bool(0.5) { random.random_range(0..8) } else { random.random_range(0..512) };
        let value = match self.ports[unit].entries(queue as u16, which) {
            // Outside of the queue; what lies inside may be right by chance.
            Some(entries) => random.random_range(u32::from(entries)..0x1_0000),
            None if queue <= IO_QUEUES => return Ok(()),
            None => random.random_range(0..0x1_0000),
        };
        self.ports[unit].wrong_doorbell(queue, which, value)
    }

    // ---- I/O commands -----------------------------------------------------------------------------------------------

    fn io(&mut self, unit: usize) -> Result<(Entry, Data)> {
        let opcode = match self.random.random_range(0..100) {
            0..=34 => io::WRITE,
            35..=64 => io::READ,
            65..=77 => io::COMPARE,
            78..=82 => io::FLUSH,
            83..=88 => io::WRITE_ZEROES,
            89..=95 => io::DATASET_MANAGEMENT,
            _ => self.random.random(),
        };
        let volume = self.volume.borrow().blocks();
        let random = &mut self.random;
        let blocks = match random.random_range(0..100) {
            0..=69 => random.random_range(1..5),
            70..=94 => random.random_range(1..=COMMAND_BLOCKS_MAX as u32),
            _ => random.random_range(COMMAND_BLOCKS_MAX as u32..COMMAND_BLOCKS_MAX as u32 + 4),
        };
        let lba = match random.random_range(0..100) {
            0..=59 => random.random_range(0..24),
            60..=95 => random.random_range(0..volume),
            96 => 1 << random.random_range(6..64),
            97 => u64::MAX - random.random_range(0..40),
            _ => volume - random.random_range(0..4),
        };
        let moves = [io::WRITE, io::READ, io::COMPARE].contains(&opcode);
        let mut data = Data::default();
        if moves || (random.random_bool(0.5) && opcode != io::DATASET_MANAGEMENT) {
            let offset = if random.random_bool(0.5) { 0 } else { 4 * random.random_range(0..1024) };
            let list_at = match random.random_range(0..3) {
                0 => 0,
                1 => random.random_range(0..512),
                _ => random.random_range(480..512),
            };
            data = self.ports[unit].data(blocks as usize * BLOCK_BYTES, offset, list_at)?;
        }
        let mut entry = Port::transfer(opcode, lba, blocks, &data);
        match opcode {
            io::WRITE => self.fill(unit, &data, blocks, |work, _| work.random.random_range(1..u64::MAX))?,
            io::COMPARE => self.fill(unit, &data, blocks, |work, n| work.found(lba.saturating_add(n)))?,
            io::DATASET_MANAGEMENT => data = self.ranges(unit, &mut entry)?,
            _ => {}
        }
        if self.chance(30) {
            let random = &mut self.random;
            entry.mptr = random.random();
            entry.cdw12 |= random.random::<u32>() & 0xffff_0000;
            [entry.cdw13, entry.cdw14, entry.cdw15] = random.random();
        }
        if self.chance(12) {
            self.spoil(unit, &mut entry, &data, moves)?;
        }
        Ok((entry, data))
    }

    /// Fills the data with blocks of seeds, and remembers those.
    fn fill(
        &mut self,
        unit: usize,
        data: &Data,
        blocks: u32,
        mut seed: impl FnMut(&mut Self, u64) -> u64,
    ) -> Result<()> {
        let mut bytes = vec![];
        for n in 0..u64::from(blocks) {
            let seed = seed(self, n);
            let block = block_of(seed);
            self.known.insert(content(&block), seed);
            bytes.extend(block);
        }
        if self.chance(10) {
            // Nothing that a Compare would find.
            let at = self.random.random_range(0..bytes.len());
            bytes[at] ^= 1 << self.random.random_range(0..8);
        }
        self.ports[unit].fill(data, &bytes)
    }

    /// The seed of something that the block may hold now.
    fn found(&mut self, block: u64) -> u64 {
        let mut volume = self.volume.borrow_mut();
        if block >= volume.blocks() {
            return 1;
        }
        let now = volume.command();
        volume.over(now);
        let candidates = volume.candidates(block, now);
        let chosen = candidates[self.random.random_range(0..candidates.len())];
        self.known.get(&chosen).copied().unwrap_or(1)
    }

    /// A list of ranges, most of them good.
    fn ranges(&mut self, unit: usize, entry: &mut Entry) -> Result<Data> {
        let volume = self.volume.borrow().blocks();
        let random = &mut self.random;
        let count = if random.random_bool(0.9) { random.random_range(1..6) } else { random.random_range(1..257) };
        // Long lists are mostly of empty ranges: each block takes its time.
        let mut left = 60u64;
        let mut list = vec![];
        for _ in 0..count {
            let first = random.random_range(0..volume);
            let bad = random.random_bool(if count < 6 { 0.03 } else { 0.001 });
            let most = (volume - first).min(left).min(if random.random_bool(0.3) { 0 } else { 20 });
            let blocks = if bad { volume - first + 1 } else { random.random_range(0..=most) };
            left -= blocks.min(left);
            list.extend(random.random::<u32>().to_le_bytes());
            list.extend((blocks as u32).to_le_bytes());
            list.extend((first | if bad && random.random() { 1 << 40 } else { 0 }).to_le_bytes());
        }
        let offset = if random.random_bool(0.3) { 0 } else { 4 * random.random_range(0..1024) };
        entry.cdw10 = (count as u32 - 1) | random.random::<u32>() & 0xffff_ff00;
        entry.cdw11 = random.random::<u32>() | if random.random_bool(0.8) { dsm::DEALLOCATE } else { 0 };
        entry.cdw12 = random.random();
        let data = self.ports[unit].data(list.len(), offset, 0)?;
        self.ports[unit].fill(&data, &list)?;
        (entry.prp1, entry.prp2) = (data.prp1, data.prp2);
        Ok(data)
    }

    /// Something about the command becomes wrong, or only odd.
    fn spoil(&mut self, unit: usize, entry: &mut Entry, data: &Data, moves: bool) -> Result<()> {
        let random = &mut self.random;
        let port = &mut self.ports[unit];
        // The simulation's observer takes what a spoilt pointer finds for ranges and makes a piece of every 32 blocks.
        let is_list = entry.opcode == io::DATASET_MANAGEMENT;
        match random.random_range(0..10) {
            2 | 3 if is_list => {}
            0 => entry.flags = random.random(),
            1 => entry.nsid = [0, 2, NSID_ALL, random.random()][random.random_range(0..4)],
            2 => entry.prp1 ^= random.random_range(1..4),
            3 => entry.prp2 ^= 1 << random.random_range(0..12),
            4 => entry.cdw12 = random.random(),
            5 if data.prp2 != 0 => entry.prp2 = UNMAPPED,
            6 => {
                entry.prp1 = UNMAPPED + entry.prp1 % PAGE_BYTES as u64;
            }
            // An entry of the list, if there is a list.
            n if moves && entry.cdw12 as u16 > 2 && data.prp2 != 0 => {
                let room = (PAGE_BYTES as u64 - data.prp2 % PAGE_BYTES as u64) / 8;
                let at = data.prp2 + 8 * random.random_range(0..room.min(u64::from(entry.cdw12 as u16)));
                let word = match n {
                    7 => UNMAPPED,
                    _ => data.pages[0] ^ 1 << random.random_range(0..12),
                };
                port.put(at, &word.to_le_bytes())?;
            }
            _ => {}
        }
        Ok(())
    }

    // ---- admin commands ---------------------------------------------------------------------------------------------

    fn send(&mut self, unit: usize, mut entry: Entry, pages: &[u64]) -> Result<()> {
        if self.chance(4) {
            entry.flags = self.random.random();
        }
        if self.chance(20) {
            entry.mptr = self.random.random();
            [entry.cdw13, entry.cdw14, entry.cdw15] = self.random.random();
        }
        self.ports[unit].submit(0, entry, pages, None)?;
        self.ports[unit].ring(0);
        Ok(())
    }

    fn abort(&mut self, unit: usize, queue: u16, cid: u16) -> Result<()> {
        let cdw10 = u32::from(cid) << 16 | u32::from(queue);
        self.send(unit, Entry { opcode: admin::ABORT, cdw10, ..Entry::default() }, &[])
    }

    fn admin(&mut self, unit: usize) -> Result<()> {
        if !self.ports[unit].has_room(0) {
            return Ok(());
        }
        let random = &mut self.random;
        let port = &mut self.ports[unit];
        let id =
            if random.random_bool(0.8) { random.random_range(1..=IO_QUEUES as u16) } else { random.random_range(0..8) };
        let entries = if random.random_bool(0.9) {
            random.random_range(2..=QUEUE_ENTRIES_MAX as u16)
        } else {
            [1, QUEUE_ENTRIES_MAX as u16 + 1, random.random_range(1..0x8000)][random.random_range(0..3)]
        };
        let fid = match random.random_range(0..10) {
            0 => random.random(),
            1 => feature::NUMBER_OF_QUEUES,
            _ => crate::rules::FEATURES[random.random_range(0..crate::rules::FEATURES.len())],
        };
        match random.random_range(0..100) {
            0..=19 => {
                let offset = if random.random_bool(0.5) { 0 } else { 4 * random.random_range(0..1024) };
                let data = port.data(PAGE_BYTES, offset, 0)?;
                let cns = if random.random_bool(0.9) { random.random_range(0..4) } else { random.random() };
                let nsid = [0, 1, 1, 1, 2, NSID_ALL - 2, NSID_ALL - 1, NSID_ALL][random.random_range(0..8)];
                let mut entry = Entry { opcode: admin::IDENTIFY, nsid, cdw10: cns, ..Entry::default() };
                (entry.prp1, entry.prp2) = (data.prp1, data.prp2);
                if random.random_bool(0.1) {
                    entry.prp1 ^= 1 << random.random_range(0..2);
                } else if random.random_bool(0.1) {
                    entry.prp2 ^= 1 << random.random_range(0..12);
                }
                self.send(unit, entry, &data.pages)
            }
            n @ 20..=49 => {
                let opcode = if n < 35 { admin::SET_FEATURES } else { admin::GET_FEATURES };
                let high = if random.random_bool(0.1) { random.random::<u32>() & 0x8000_0700 } else { 0 };
                let cdw11 = match random.random_range(0..4) {
                    0 | 1 => random.random_range(0..20),
                    2 => random.random_range(0..2) << 20 | random.random_range(0..400),
                    _ => random.random(),
                };
                let whose = if fid == feature::ERROR_RECOVERY { NSID } else { 0 };
                let nsid = if random.random_bool(0.8) { whose } else { [0, 1, 2, NSID_ALL][random.random_range(0..4)] };
                let entry = Entry { opcode, nsid, cdw10: u32::from(fid) | high, cdw11, ..Entry::default() };
                self.send(unit, entry, &[])
            }
            50..=57 => {
                let offset = if random.random_bool(0.5) { 0 } else { 4 * random.random_range(0..1024) };
                let log =
                    if random.random_bool(0.9) { random.random_range(1..4) } else { random.random_range(0..0x100) };
                let dwords = if random.random_bool(0.5) { 128 } else { random.random_range(1..1025) };
                let nsid = if random.random_bool(0.9) { NSID_ALL } else { random.random_range(0..3) };
                let cdw10 = (dwords - 1) << 16 | random.random_range(0..2) << 15 | log;
                let data = port.data(dwords as usize * 4, offset, 0)?;
                let mut entry = Entry { opcode: admin::GET_LOG_PAGE, nsid, cdw10, ..Entry::default() };
                (entry.prp1, entry.prp2) = (data.prp1, data.prp2);
                match random.random_range(0..20) {
                    0 => entry.cdw10 ^= 1 << random.random_range(26..32),
                    1 => entry.cdw11 = random.random(),
                    2 => entry.cdw12 = random.random(),
                    3 => entry.prp1 ^= 1 << random.random_range(0..2),
                    4 => entry.prp2 ^= 1 << random.random_range(0..12),
                    _ => {}
                }
                self.send(unit, entry, &data.pages)
            }
            58..=66 => {
                let names = port.names();
                let (queue, cid) = match names.len() {
                    0 => random.random(),
                    n => names[random.random_range(0..n)],
                };
                self.abort(unit, queue, cid)
            }
            67..=69 => self.send(unit, Entry { opcode: admin::ASYNC_EVENT_REQUEST, ..Entry::default() }, &[]),
            70..=74 => {
                let opcode = if random.random() { admin::DELETE_IO_SQ } else { admin::DELETE_IO_CQ };
                self.send(unit, Entry { opcode, cdw10: id.into(), nsid: NSID, ..Entry::default() }, &[])
            }
            n @ 75..=93 => {
                let mut entry = if n % 2 == 0 {
                    port.create_cq(id, entries, Some(random.random_range(0..18)))?
                } else {
                    port.create_sq(id, entries, if random.random_bool(0.9) { id } else { random.random_range(0..8) })?
                };
                let pages = [entry.prp1];
                match random.random_range(0..20) {
                    0 => entry.cdw11 &= !1,
                    1 => entry.prp1 ^= 1 << random.random_range(0..12),
                    2 => entry.cdw11 = random.random(),
                    _ => {}
                }
                self.send(unit, entry, &pages)
            }
            _ => {
                let mut opcode: u8 = random.random();
                // Those have their own arm: random fields could name memory that is somebody's.
                if [admin::IDENTIFY, admin::GET_LOG_PAGE, admin::CREATE_IO_CQ, admin::CREATE_IO_SQ].contains(&opcode) {
                    opcode = admin::KEEP_ALIVE;
                }
                let [nsid, cdw10, cdw11] = random.random();
                self.send(unit, Entry { opcode, nsid, cdw10, cdw11, ..Entry::default() }, &[])
            }
        }
    }
}
