//! A bus-functional unit: the pair's protocol written down as short as it goes, with a host and an area of its own, for
//! one real card at the other end of the link. It does what the protocol allows, when it likes: at once, late, in bursts,
//! blocks in any order. What an observer would see of it goes into the trace.

mod first;
mod second;
mod view;
mod wire;

pub use view::{Pace, View};

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use twinpath_group::trace::What;
use twinpath_parts::LinkBeat;
use twinpath_spec::link::{crc32c_words, Header, Kind};
use twinpath_spec::nvme::io;
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
}

/// Something that happens later.
#[derive(Clone, Debug)]
enum Act {
    Frame(Header, bool),
    /// The write's row takes E.
    Take(u8, u32),
    /// Block of a write into the area, and its end.
    Store(u8, u32, u8),
    Stored(u8, u32, u8),
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
    /// Writes that its host has yet to issue: first block and number of blocks.
    pub jobs: VecDeque<(u32, u8)>,
    wseq: u32,
    oseq: u32,
    serving: bool,
    /// Blocks granted or returned with data for which the other unit, or this one, keeps a slot.
    claims: usize,
    spent: usize,
    grants: VecDeque<(u32, u8)>,
    returns: VecDeque<(u8, u32, u8)>,
    /// What came and is known to the unit from a cycle on.
    forwards: VecDeque<(u64, Row)>,
    acknowledged: VecDeque<(u64, Header)>,
    /// Blocks on their way into the area.
    storing: usize,
    seen: Vec<(u64, What)>,
    pub answered: usize,
    pub return_data: bool,
    /// Frames to send as they are, whatever the protocol says.
    pub lies: VecDeque<Header>,
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
            grants: VecDeque::new(),
            returns: VecDeque::new(),
            forwards: VecDeque::new(),
            acknowledged: VecDeque::new(),
            storing: 0,
            seen: vec![],
            answered: 0,
            return_data: false,
            lies: VecDeque::new(),
            lied: false,
            session_ends: 0,
        }
    }

    /// Nothing is under way and nothing waits.
    pub fn at_rest(&self) -> bool {
        self.rows.is_empty() && self.jobs.is_empty() && self.later.is_empty() && self.wire.waiting() == 0
    }

    /// Whether it is in a session and serves.
    pub fn serves(&self) -> bool {
        self.serving
    }

    fn tell(&mut self, what: What) {
        self.seen.push((self.now, what));
    }

    /// Lets something happen when it pleases, `after` cycles from now at the least.
    fn later(&mut self, after: u64, act: Act) {
        let at = self.pace.of(&mut self.random, self.now + after);
        self.count += 1;
        self.later.insert((at, self.count), act);
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

    /// The host's next write, when its blocks are free here: a write of its own that overlaps would have to wait.
    fn issue(&mut self) {
        let Some((lba, blocks)) = self.jobs.front().copied() else { return };
        let overlaps = |r: &Row| lba < r.lba + u32::from(r.blocks) && r.lba < lba + u32::from(blocks);
        let free = (0..24).find(|n| !self.rows.iter().any(|r| r.origin == self.unit && r.row == *n));
        let waits = self.unit == 1 && self.rows.iter().any(overlaps);
        let Some(row) = free.filter(|_| !waits) else { return };
        self.jobs.pop_front();
        self.wseq += 1;
        let data: Vec<Block> = (0..blocks).map(|_| Box::new(std::array::from_fn(|_| self.random.random()))).collect();
        let (unit, wseq, cid) = (self.unit, self.wseq, self.wseq as u16);
        let values = data.iter().map(|d| crc32c_words(&d[..])).collect();
        let count = blocks.into();
        self.tell(What::Issued { unit, queue: 1, cid, opcode: io::WRITE, lba, blocks: count, values });
        self.enter(Row {
            origin: unit,
            row,
            wseq,
            lba,
            blocks,
            status: N,
            oseq: 0,
            header: false,
            data: data.into_iter().map(Some).collect(),
            done: 0,
            cid,
            peer: vec![0; usize::from(blocks)],
            early: vec![],
        });
    }

    fn enter(&mut self, row: Row) {
        if self.unit == 0 {
            self.order(row);
        } else {
            self.forward(row);
        }
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
            self.returns.push_back((origin, wseq, index));
        } else {
            self.later(1, Act::Acknowledge(origin, wseq, index));
        }
    }

    fn answer(&mut self, cid: u16, status: u16) {
        let (unit, first) = (self.unit, self.now);
        let done = What::Completed { unit, queue: 1, cid, status, sq_head: 0, phase: true, values: vec![], first };
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
                self.lies.pop_front().into_iter().for_each(|lie| self.wire.send(lie, None));
                self.lied = true;
            }
        }
        word
    }

    /// A session begins. The first unit has nothing left of an older one, so the pair serves at once.
    fn begins(&mut self) {
        if self.unit == 0 {
            self.wire.send(Header::new(Kind::GO), None);
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
        self.acknowledged.clear();
        (self.claims, self.spent) = (0, 0);
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
