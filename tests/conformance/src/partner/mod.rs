//! A bus-functional unit: the pair's protocol written down as short as it goes, with a host and an area of its own, for
//! one real card at the other end of the link. It does what the protocol allows in each mode, when it likes: at once,
//! late, in bursts, blocks in any order; its area or its host may fail blocks. What an observer would see of it goes into
//! the trace.

mod first;
mod second;
mod view;
mod wire;

pub use view::{lies, Pace, View};

use crate::lab::Job;
use crate::Setup;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use twinpath_group::trace::What;
use twinpath_parts::LinkBeat;
use twinpath_spec::link::{crc32c_words, Header, Kind, DATA_WORDS};
use twinpath_spec::nvme::{self, io};
use wire::{Block, News, Wire};

/// Statuses as the trace numbers them.
const N: u8 = 0;
const WAITING: u8 = 1;
const R_FWD: u8 = 2;
const E: u8 = 3;

/// Cycles after its last word in which a frame is not yet known to a unit.
const BELIEVED_AFTER: u64 = 8;
/// Cycles that the area takes for a block, at least.
const AREA: u64 = 520;
/// Slots for the other unit's blocks.
const PEER_SLOTS: usize = 6;
/// Row and command identifier of the partner's reads, of which there is one at a time.
const READ_ROW: u8 = 24;
const READ_CID: u16 = 0xffff;
const INTERRUPTED: u16 = nvme::COMMAND_INTERRUPTED.bits();
const CONFLICT: u16 = nvme::RESERVATION_CONFLICT.bits();

/// A write, at its orderer or at the second unit.
#[derive(Clone, Debug)]
struct Row {
    /// Whose write it is, its row and number there.
    origin: u8,
    row: u8,
    wseq: u32,
    lba: u32,
    blocks: u8,
    status: u8,
    oseq: u32,
    header: bool,
    /// Blocks, as far as they are here.
    data: Vec<Option<Block>>,
    /// Blocks that are over, here and at the other unit.
    done: usize,
    cid: u16,
    /// Names of slots at the other unit, by block.
    peer: Vec<u8>,
    /// Blocks that came before E.
    early: Vec<u8>,
    /// First unit: blocks that are durable here, and blocks that the other one has acknowledged.
    stored: u32,
    acknowledged: u32,
    /// The first block comes unasked (fast handshake).
    unasked: bool,
    /// Second unit: E and the answer wait for REL (parallel order).
    held: bool,
    /// First unit: FIN leaves when the unasked block has come.
    refused: bool,
    /// What its host is answered, or FIN says.
    answer: u16,
}

impl Row {
    fn new(origin: u8, row: u8, wseq: u32, lba: u32, blocks: u8) -> Self {
        let count = usize::from(blocks);
        Self {
            origin,
            row,
            wseq,
            lba,
            blocks,
            status: N,
            oseq: 0,
            header: false,
            data: vec![None; count],
            done: 0,
            cid: 0,
            peer: vec![0; count],
            early: vec![],
            stored: 0,
            acknowledged: 0,
            unasked: false,
            held: false,
            refused: false,
            answer: 0,
        }
    }

    fn overlaps(&self, lba: u32, blocks: u8) -> bool {
        lba < self.lba + u32::from(self.blocks) && self.lba < lba + u32::from(blocks)
    }

    fn is_over(&self) -> bool {
        self.done == usize::from(self.blocks)
    }
}

/// Something that happens later.
#[derive(Clone, Debug)]
enum Act {
    Frame(Header, bool),
    /// A write goes to the first unit.
    Forward(u32),
    /// What the second unit does as soon as it knows.
    Takes(Header),
    /// A block that the host does not give.
    Decline(u32, u8),
    /// The write's row takes E.
    Take(u8, u32),
    /// Block of a write into the area, and its end.
    Store(u8, u32, u8),
    Stored(u8, u32, u8),
    /// A block that the area refused is over.
    Failed(u8, u32, u8),
    /// A block goes to the second unit.
    Return(u8, u32, u8),
    /// The orderer asks for a block.
    Grant(u32, u8),
    /// The second unit says that a block is durable.
    Acknowledge(u8, u32, u8),
}

/// The unit.
pub struct Unit {
    unit: u8,
    wire: Wire,
    random: SmallRng,
    pace: Pace,
    now: u64,
    rows: Vec<Row>,
    /// By cycle; what happens in one cycle in the order in which it was said.
    later: BTreeMap<(u64, u64), Act>,
    count: u64,
    pub image: BTreeMap<u32, Block>,
    /// What its host has yet to issue.
    pub jobs: VecDeque<Job>,
    wseq: u32,
    oseq: u32,
    serving: bool,
    /// Blocks granted or returned with data for which the other unit, or this one, keeps a slot.
    claims: usize,
    spent: usize,
    /// Second unit: blocks on their way unasked.
    unasked: usize,
    grants: VecDeque<(u32, u8)>,
    returns: VecDeque<(u8, u32, u8)>,
    /// What came and is known to the unit from a cycle on.
    forwards: VecDeque<(u64, Row)>,
    came: VecDeque<(u64, Header, Option<Block>)>,
    /// Blocks on their way into the area.
    storing: usize,
    seen: Vec<(u64, What)>,
    pub answered: usize,
    /// The modes; of the first unit's, `fast` is what holds in this session.
    pub setup: Setup,
    fast: bool,
    /// Its R_HOST.
    holder: u8,
    /// One of so many blocks fails: at the first unit its area, at the second its host does not give it. 0: none.
    pub failing: u32,
    /// Frames to send as they are, one group after the other, whatever the protocol says.
    pub lies: VecDeque<Vec<Header>>,
    /// First unit: what it sends again at the beginning of the next session, before it serves.
    again: Vec<(Header, Option<Block>)>,
    /// A lie is on its way: nothing new begins.
    lied: bool,
    pub session_ends: usize,
}

impl Unit {
    fn new(unit: u8, seed: u64, pace: Pace) -> Self {
        Self {
            unit,
            wire: Wire::new(unit),
            random: SmallRng::seed_from_u64(seed),
            pace,
            now: 0,
            rows: vec![],
            later: BTreeMap::new(),
            count: 0,
            image: BTreeMap::new(),
            jobs: VecDeque::new(),
            wseq: 0,
            oseq: 0,
            serving: false,
            claims: 0,
            spent: 0,
            unasked: 0,
            grants: VecDeque::new(),
            returns: VecDeque::new(),
            forwards: VecDeque::new(),
            came: VecDeque::new(),
            storing: 0,
            seen: vec![],
            answered: 0,
            setup: Setup::default(),
            fast: false,
            holder: 0,
            failing: 0,
            lies: VecDeque::new(),
            again: vec![],
            lied: false,
            session_ends: 0,
        }
    }

    /// Nothing is under way and nothing waits.
    pub fn at_rest(&self) -> bool {
        self.rows.is_empty() && self.jobs.is_empty() && self.later.is_empty() && self.wire.waiting() == 0
    }

    /// What is open, for who asks why nothing goes on.
    pub fn state(&self) -> String {
        let row = |r: &Row| (r.origin, r.wseq, r.lba, r.blocks, r.status, r.done, r.unasked, r.stored, r.acknowledged);
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        let Self { claims, spent, unasked, .. } = self;
        let counts = (self.grants.len(), self.returns.len(), self.later.len(), self.jobs.len());
        format!("partner: {claims} claims, {spent} spent, {unasked} unasked, {counts:?} to do, rows {rows:?}")
    }

    /// Whether it is in a session and serves.
    pub fn serves(&self) -> bool {
        self.serving
    }

    /// Sets its R_HOST: who holds the reservation.
    pub fn set_holder(&mut self, holder: u8) {
        self.holder = holder;
        self.tell(What::Reserved { unit: self.unit, holder });
    }

    /// Another host than this one holds the reservation.
    fn bars(&self, origin: u8) -> bool {
        self.holder == 2 - origin
    }

    fn tell(&mut self, what: What) {
        self.seen.push((self.now, what));
    }

    /// Lets something happen when it pleases, `after` cycles from now at the least.
    fn later(&mut self, after: u64, act: Act) {
        let at = self.pace.of(&mut self.random, self.now + after);
        self.at(at - self.now, act);
    }

    /// Lets something happen in so many cycles.
    fn at(&mut self, after: u64, act: Act) {
        self.count += 1;
        self.later.insert((self.now + after, self.count), act);
    }

    fn find(&mut self, origin: u8, wseq: u32) -> Option<&mut Row> {
        self.rows.iter_mut().find(|r| (r.origin, r.wseq) == (origin, wseq))
    }

    /// The row's new status, told; a row that becomes N is gone.
    fn status(&mut self, origin: u8, wseq: u32, new: u8) {
        let unit = self.unit;
        let Some(row) = self.find(origin, wseq) else { return };
        let old = std::mem::replace(&mut row.status, new);
        let number = if origin == unit { row.row } else { 32 + row.row };
        let (lba, blocks) = (row.lba, row.blocks);
        self.tell(What::Status { unit, row: number, old, new, read: false, lba, blocks, origin, wseq });
        if new == N {
            self.rows.retain(|r| (r.origin, r.wseq) != (origin, wseq));
        }
    }

    /// A frame about a write, sent when it pleases.
    fn about(&self, kind: Kind, row: &Row, index: u8) -> Header {
        Header { unit: row.origin, row: row.row, wseq: row.wseq, index, lba: row.lba, ..Header::new(kind) }
    }

    /// The host's next command, when its blocks are free here: at the second unit a write that overlaps would have to
    /// wait, and a read at either. With REJECT_ON_BUSY a write is refused instead.
    fn issue(&mut self) {
        let Some(job) = self.jobs.front().copied() else { return };
        let (write, lba, blocks) = (job.writes(), job.lba as u32, job.blocks as u8);
        // In turn, so that a row rests before it is used again.
        let free = (0..24)
            .map(|n| (n + self.wseq % 24) as u8 % 24)
            .find(|n| !self.rows.iter().any(|r| r.origin == self.unit && r.row == *n));
        let busy = self.rows.iter().any(|r| r.overlaps(lba, blocks) && r.status != N);
        // What the first unit sends, the second may have before its row has a status.
        let announced = self.rows.iter().any(|r| r.overlaps(lba, blocks));
        let refused = write && busy && self.setup.reject_on_busy;
        let waits = if write { announced && !refused && self.unit == 1 } else { busy };
        let Some(row) = free.filter(|_| !waits) else { return };
        self.jobs.pop_front();
        if !write {
            return self.read(lba, blocks);
        }
        self.wseq += 1;
        let data: Vec<Block> = (0..blocks).map(|_| Box::new(std::array::from_fn(|_| self.random.random()))).collect();
        let (unit, wseq, cid) = (self.unit, self.wseq, self.wseq as u16);
        let values = data.iter().map(|d| crc32c_words(&d[..])).collect();
        let count = blocks.into();
        self.tell(What::Issued { unit, queue: 1, cid, opcode: io::WRITE, lba, blocks: count, values });
        if self.bars(unit) {
            return self.answer(cid, CONFLICT, vec![]);
        }
        if refused {
            return self.answer(cid, INTERRUPTED, vec![]);
        }
        let row = Row { cid, data: data.into_iter().map(Some).collect(), ..Row::new(unit, row, wseq, lba, blocks) };
        if unit == 0 {
            self.order(row);
        } else {
            self.forward(row);
        }
    }

    /// A read that nothing stands in the way of.
    fn read(&mut self, lba: u32, blocks: u8) {
        let (unit, row, cid, wseq) = (self.unit, READ_ROW, READ_CID, self.wseq + 1);
        let values = (lba..lba + u32::from(blocks)).map(|lba| match self.image.get(&lba) {
            Some(block) => crc32c_words(&block[..]),
            None => crc32c_words(&[0; DATA_WORDS]),
        });
        let values = values.collect();
        self.tell(What::Issued { unit, queue: 1, cid, opcode: io::READ, lba, blocks: blocks.into(), values: vec![] });
        for (old, new) in [(N, E), (E, N)] {
            self.tell(What::Status { unit, row, old, new, read: true, lba, blocks, origin: unit, wseq });
        }
        self.answer(cid, 0, values);
    }

    /// Whether the next block fails.
    fn fails(&mut self) -> bool {
        self.failing > 0 && self.random.random_range(0..self.failing) == 0
    }

    /// The blocks of a row in any order.
    fn shuffled(&mut self, blocks: u8) -> Vec<u8> {
        let mut list: Vec<u8> = (0..blocks).collect();
        list.shuffle(&mut self.random);
        list
    }

    fn store(&mut self, origin: u8, wseq: u32, index: u8) {
        let unit = self.unit;
        let Some(row) = self.find(origin, wseq) else { return };
        let lba = row.lba + u32::from(index);
        self.tell(What::MediaBegin { unit, lba, origin, wseq });
        self.storing += 1;
        self.later(AREA, Act::Stored(origin, wseq, index));
    }

    fn stored(&mut self, origin: u8, wseq: u32, index: u8) {
        let (unit, last) = (self.unit, self.now);
        self.storing -= 1;
        let Some(row) = self.find(origin, wseq) else { return };
        let (lba, oseq) = (row.lba + u32::from(index), row.oseq);
        let Some(block) = row.data[usize::from(index)].clone() else { return };
        let value = crc32c_words(&block[..]);
        self.image.insert(lba, block);
        let (epoch, session) = (1, self.wire.session);
        self.tell(What::MediaDurable {
            unit,
            lba,
            origin,
            wseq,
            value,
            first: last,
            last,
            words: 512,
            epoch,
            session,
            oseq,
            data_crc: value,
            record_good: true,
        });
        if unit == 0 {
            self.is_durable(origin, wseq, index);
        } else {
            self.later(1, Act::Acknowledge(origin, wseq, index));
        }
    }

    fn answer(&mut self, cid: u16, status: u16, values: Vec<u32>) {
        let (unit, first) = (self.unit, self.now);
        let done = What::Completed { unit, queue: 1, cid, status, sq_head: 0, phase: true, values, first };
        self.tell(done);
        self.answered += 1;
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Frame(header, data) => {
                let block = self.find(header.unit, header.wseq);
                let block = block.filter(|_| data).and_then(|r| r.data[usize::from(header.index)].clone());
                self.wire.send(header, block);
            }
            Act::Takes(header) => self.takes(header),
            Act::Failed(origin, wseq, index) => self.failed(origin, wseq, index),
            Act::Decline(wseq, index) => self.decline(wseq, index),
            Act::Forward(wseq) => self.goes_out(wseq),
            Act::Return(origin, wseq, index) => self.returns.push_back((origin, wseq, index)),
            Act::Take(origin, wseq) => self.take(origin, wseq),
            Act::Store(origin, wseq, index) => self.store(origin, wseq, index),
            Act::Stored(origin, wseq, index) => self.stored(origin, wseq, index),
            Act::Grant(wseq, index) => self.grant(wseq, index),
            Act::Acknowledge(origin, wseq, index) => self.acknowledge(origin, wseq, index),
        }
    }

    fn cycle(&mut self, now: u64, arrived: Option<LinkBeat>, link_up: bool) -> Option<LinkBeat> {
        self.now = now;
        let (word, news) = self.wire.cycle(now, arrived, link_up);
        for news in news {
            match news {
                News::Up => {
                    self.tell(What::Leds { unit: self.unit, value: 1 });
                    self.begins();
                }
                News::Down => {
                    self.session_ends += 1;
                    self.tell(What::Leds { unit: self.unit, value: 0 });
                    self.ends();
                }
                News::Frame(header, data) if self.unit == 0 => self.first_got(header, data),
                News::Frame(header, data) => self.second_got(header, data),
            }
        }
        while !self.lied && self.later.first_key_value().is_some_and(|((at, _), _)| *at <= now) {
            if let Some((_, act)) = self.later.pop_first() {
                self.act(act);
            }
        }
        if self.serving && !self.lied {
            if self.unit == 0 {
                self.believe();
                self.give();
            }
            self.issue();
            if !self.lies.is_empty() && self.calm() {
                self.lies.pop_front().into_iter().flatten().for_each(|lie| self.wire.send(lie, None));
                self.lied = true;
            }
        }
        word
    }

    /// A session begins. The first unit waits for nothing that is left of an older one, so the pair serves at once.
    fn begins(&mut self) {
        if self.unit == 0 {
            self.fast = self.setup.fast_handshake;
            self.again.drain(..).for_each(|(header, data)| self.wire.send(header, data));
            self.wire.send(Header { value: self.fast.into(), ..Header::new(Kind::GO) }, None);
            self.serves_now();
        }
    }

    fn serves_now(&mut self) {
        self.serving = true;
        self.tell(What::Leds { unit: self.unit, value: 3 });
    }

    /// Nothing is under way that a session's end may not break off: it is lied only then.
    fn calm(&self) -> bool {
        let open = |r: &Row| r.origin == self.unit || (self.unit == 0 && (r.done > 0 || r.header));
        self.storing == 0 && self.returns.is_empty() && !self.rows.iter().any(open)
    }

    /// A session has ended: what the other unit asked for in it is void, and comes again if it still matters.
    fn ends(&mut self) {
        (self.serving, self.lied) = (false, false);
        self.later.clear();
        self.grants.clear();
        self.forwards.clear();
        self.came.clear();
        (self.claims, self.spent, self.unasked) = (0, 0, 0);
        for row in self.rows.clone() {
            match row.status {
                // E(A2) was not taken yet.
                N => self.rows.retain(|r| (r.origin, r.wseq) != (row.origin, row.wseq)),
                _ => self.status(row.origin, row.wseq, N),
            }
        }
    }
}

/// The unit as the link sees it.
struct Plugged(Arc<Mutex<Unit>>);

impl twinpath_group::Partner for Plugged {
    fn cycle(
        &mut self,
        now: u64,
        arrived: Option<LinkBeat>,
        link_up: bool,
        tell: &mut dyn FnMut(u64, What),
    ) -> Option<LinkBeat> {
        let mut unit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let word = unit.cycle(now, arrived, link_up);
        unit.seen.drain(..).for_each(|(cycle, what)| tell(cycle, what));
        word
    }
}
