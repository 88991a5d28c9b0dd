//! The block between a host and a small stand-in for the rest of the card.

use super::host::Host;
use super::tlp::{Beat, Tlp, CARD};
use crate::pins::{widths, Fields, Stream};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use twinpath_verilated::{Model, Pin};

const REG_REQUEST: &[u32] = &[1, 1, 16, 64, 8];
const DMA_READ: &[u32] = &[64, 13, 2, 6, 10, 4];
const DMA_WRITE: &[u32] = &[64, 13, 4, 10, 4];
const POST: &[u32] = &[64, 64, 64, 1, 4];
const DONE: &[u32] = &[4, 2];

/// `DmaRead`, `DmaWrite` and `Post` as the values of their fields.
pub type Read = [u64; 6];
pub type Write = [u64; 5];
pub type Entry = [u64; 5];

/// A register access as the card saw it: write, window, address, data, enable.
pub type Access = [u64; 5];

/// An end: id, error, cycle.
pub type End = (u64, u64, u64);

struct Ports {
    regs: Stream,
    reg_reply: Stream,
    dma_read: Stream,
    read_done: Stream,
    dma_write: Stream,
    write_done: Stream,
    slot_read: Stream,
    slot_words: Stream,
    post: Stream,
    word: Fields,
    rx: [Pin; 6],
    tx: [Pin; 6],
    word_valid: Pin,
    post_done: Pin,
}

pub struct Bench {
    pub m: Model,
    ports: Ports,
    pub random: SmallRng,
    pub cycle: u64,
    pub host: Host,
    /// Registers by window and address; the others hold a number made of their address.
    pub registers: BTreeMap<(u64, u64), u64>,
    pub accesses: Vec<Access>,
    replies: VecDeque<(u64, u64)>,
    /// What `word` brought, by place, index and DW.
    pub places: BTreeMap<(u64, u64, u64), u32>,
    pub slots: Vec<Vec<u64>>,
    streaming: VecDeque<u64>,
    pub reads: VecDeque<Read>,
    pub writes: VecDeque<Write>,
    pub posts: VecDeque<Entry>,
    pub read_ends: Vec<End>,
    pub write_ends: Vec<End>,
    pub posts_done: usize,
    /// Cycles in which reads were accepted.
    pub accepted: Vec<u64>,
    /// Percent of cycles in which the transmit port takes a beat, the receive port gets one, the card's parts are ready.
    pub take_percent: u32,
    pub give_percent: u32,
    pub ready_percent: u32,
    /// Percent of the times at which who takes words becomes busy, for some cycles.
    pub busy_percent: u32,
    /// Cycles before this one in which it was busy without a break, and those in which it stays so.
    busy_for: u64,
    busy_left: u64,
    /// The most of the first that a word came behind.
    pub latest_word: u64,
    /// Cycles in which `rx_ready` was low.
    pub stalled: u64,
    held: Option<Beat>,
}

impl Bench {
    pub fn new(m: Model, seed: u64) -> Self {
        println!("seed {seed}");
        let mut random = SmallRng::seed_from_u64(seed);
        let pins = |side: &str, names: [&str; 6]| names.map(|n| m.any(&format!("{side}_{n}")));
        let ports = Ports {
            regs: Stream::of(&m, "regs", REG_REQUEST),
            reg_reply: Stream::of(&m, "reg_reply", widths::WORD),
            dma_read: Stream::of(&m, "dma_read", DMA_READ),
            read_done: Stream::of(&m, "read_done", DONE),
            dma_write: Stream::of(&m, "dma_write", DMA_WRITE),
            write_done: Stream::of(&m, "write_done", DONE),
            slot_read: Stream::of(&m, "slot_read", widths::SLOT_READ),
            slot_words: Stream::of(&m, "slot_words", widths::WORD),
            post: Stream::of(&m, "post", POST),
            word: Fields::of(&m, "word", widths::DMA_WORD),
            rx: pins("rx", ["data", "keep", "sop", "eop", "bar", "valid"]),
            tx: pins("tx", ["data", "keep", "sop", "eop", "valid", "ready"]),
            word_valid: m.any("word_valid"),
            post_done: m.any("post_done"),
        };
        let host = Host::new(&mut random);
        let slots = (0..16).map(|_| (0..512).map(|_| random.random()).collect()).collect();
        let mut bench = Self {
            m,
            ports,
            random,
            cycle: 0,
            host,
            registers: BTreeMap::new(),
            accesses: vec![],
            replies: VecDeque::new(),
            places: BTreeMap::new(),
            slots,
            streaming: VecDeque::new(),
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            posts: VecDeque::new(),
            read_ends: vec![],
            write_ends: vec![],
            posts_done: 0,
            accepted: vec![],
            take_percent: 100,
            give_percent: 100,
            ready_percent: 100,
            busy_percent: 0,
            busy_for: 0,
            busy_left: 0,
            latest_word: 0,
            stalled: 0,
            held: None,
        };
        bench.set("cfg_bdf", CARD.into());
        bench.set("cfg_bus_master", 1);
        bench.limits(256, 512);
        bench.reset(100_000);
        bench
    }

    /// Resets the block, which then times reads out after one to two times `timeout` cycles.
    pub fn reset(&mut self, timeout: u64) {
        self.set("timeout_cycles", timeout);
        self.set("reset", 1);
        self.run(4);
        self.set("reset", 0);
        self.run(40);
        self.stalled = 0;
    }

    pub fn set(&mut self, name: &str, value: u64) {
        self.m.set(self.m.any(name), value);
    }
    pub fn get(&self, name: &str) -> u64 {
        self.m.get(self.m.any(name))
    }

    /// Sets MPS and MRRS, at the card and in the host's rules.
    pub fn limits(&mut self, mps: u32, mrrs: u32) {
        (self.host.mps, self.host.mrrs) = (mps, mrrs);
        self.set("cfg_mps", u64::from(mps.ilog2() - 7));
        self.set("cfg_mrrs", u64::from(mrrs.ilog2() - 7));
    }

    /// What a register holds that was never written.
    pub fn fresh(window: u64, address: u64) -> u64 {
        (address + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ window
    }
    pub fn register(&self, window: u64, address: u64) -> u64 {
        self.registers.get(&(window, address)).copied().unwrap_or(Self::fresh(window, address))
    }

    pub fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            self.step();
        }
    }

    /// Runs until `done` holds; fails with `what` when it does not within `cycles`.
    pub fn until(&mut self, cycles: u64, what: &str, done: impl Fn(&Bench) -> bool) {
        let last = self.cycle + cycles;
        while !done(self) {
            assert!(self.cycle < last, "cycle {}: {what} did not happen in {cycles} cycles", self.cycle);
            self.step();
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        percent == 100 || self.random.random_range(0..100) < percent
    }

    pub fn step(&mut self) {
        let cycle = self.cycle;
        let beat = self.give();
        let take = self.chance(self.take_percent);
        self.m.set(self.ports.tx[5], u64::from(take));
        let p = &self.ports;
        for ready in [p.regs.ready, p.read_done.ready, p.write_done.ready, p.slot_read.ready] {
            let now = self.ready_percent == 100 || self.random.random_range(0..100) < self.ready_percent;
            self.m.set(ready, u64::from(now));
        }
        if self.busy_percent > 0 && self.busy_left == 0 {
            let busy = self.random.random_range(0..100) < self.busy_percent;
            self.busy_for = if busy { self.busy_for } else { 0 };
            self.busy_left = self.random.random_range(1..12);
            self.set("words_busy", busy.into());
        }
        let flows = self.ready_percent == 100 || self.random.random_range(0..10) > 0;
        let (m, p) = (&mut self.m, &self.ports);
        offer(m, &p.reg_reply, self.replies.front().filter(|r| r.0 <= cycle).map(|r| vec![r.1]));
        offer(m, &p.dma_read, self.reads.front().map(|r| r.to_vec()));
        offer(m, &p.dma_write, self.writes.front().map(|r| r.to_vec()));
        offer(m, &p.post, self.posts.front().map(|r| r.to_vec()));
        offer(m, &p.slot_words, self.streaming.front().filter(|_| flows).map(|w| vec![*w]));
        self.m.eval();
        self.sent(take);
        if self.get("rx_ready") == 0 {
            self.stalled += 1;
        } else if beat {
            self.host.beats.pop_front();
        }
        self.moved();
        if self.busy_percent > 0 {
            self.busy_for += self.get("words_busy");
            self.busy_left -= 1;
        }
        self.m.clock();
        self.cycle += 1;
    }

    /// Puts the next beat on the receive port, or noise without `valid`.
    fn give(&mut self) -> bool {
        self.host.refill(self.cycle, &mut self.random);
        let give = self.chance(self.give_percent);
        let beat = self.host.beats.front().copied().filter(|_| give);
        let noise = Beat { data: self.random.random(), keep: 0xFF, sop: true, eop: false, bar: 7 };
        let b = beat.unwrap_or(noise);
        let values = [b.data, b.keep, b.sop.into(), b.eop.into(), b.bar, beat.is_some().into()];
        for (pin, value) in self.ports.rx.into_iter().zip(values) {
            self.m.set(pin, value);
        }
        beat.is_some()
    }

    fn sent(&mut self, take: bool) {
        let [data, keep, sop, eop, valid, _] = self.ports.tx.map(|pin| self.m.get(pin));
        let out = Beat { data, keep, sop: sop == 1, eop: eop == 1, bar: 0 };
        if let Some(held) = self.held {
            assert!(valid == 1 && held == out, "cycle {}: tx changed before it was taken", self.cycle);
        }
        self.held = (valid == 1 && !take).then_some(out);
        if valid == 1 && take {
            self.host.receive(out, self.cycle, &mut self.random);
        }
    }

    /// Everything else that moves in this cycle.
    fn moved(&mut self) {
        let (m, p, cycle) = (&self.m, &self.ports, self.cycle);
        if p.slot_words.moves(m) {
            self.streaming.pop_front();
        }
        if p.slot_read.moves(m) {
            let r = p.slot_read.data.get(m);
            let slot = &self.slots[r[0] as usize];
            self.streaming.extend((r[1]..r[1] + r[2]).map(|n| slot[n as usize]));
        }
        if m.get(p.word_valid) == 1 {
            assert!(self.busy_for < 5, "cycle {cycle}: a word though nobody takes one for {} cycles", self.busy_for);
            self.latest_word = self.latest_word.max(self.busy_for);
            let w = p.word.get(m);
            for half in (0..2).filter(|h| w[4 + h] == 1) {
                let key = (w[0], w[1], 2 * w[2] + half as u64);
                let old = self.places.insert(key, (w[3] >> (32 * half)) as u32);
                assert_eq!(old, None, "cycle {cycle}: {key:?} came twice");
            }
        }
        let end = |s: &Stream| s.moves(m).then(|| s.data.get(m)).map(|d| (d[0], d[1], cycle));
        self.read_ends.extend(end(&p.read_done));
        self.write_ends.extend(end(&p.write_done));
        self.posts_done += m.get(p.post_done) as usize;
        let moves = [&p.reg_reply, &p.dma_read, &p.dma_write, &p.post].map(|s| s.moves(m));
        let access = p.regs.moves(m).then(|| p.regs.data.get(m));
        if moves[0] {
            self.replies.pop_front();
        }
        if moves[1] {
            self.accepted.push(cycle);
            self.reads.pop_front();
        }
        if moves[2] {
            self.writes.pop_front();
        }
        if moves[3] {
            self.posts.pop_front();
        }
        if let Some(a) = access {
            self.access([a[0], a[1], a[2], a[3], a[4]]);
        }
    }

    fn access(&mut self, access: Access) {
        let [write, window, address, data, enable] = access;
        let old = self.register(window, address);
        if write == 1 {
            let mask = (0..8).filter(|b| enable >> b & 1 == 1).fold(0u64, |m, b| m | 0xff << (8 * b));
            self.registers.insert((window, address), old & !mask | data & mask);
        } else {
            let due = self.cycle + self.random.random_range(1..12);
            self.replies.push_back((due, old));
        }
        self.accesses.push(access);
    }

    /// Sends a request of the host and waits for its completion.
    pub fn answer(&mut self, request: Tlp) -> Tlp {
        let (tag, seen) = (request.tag(), self.host.log.len());
        self.host.inbox.push_back(request);
        let found = |b: &Bench| b.host.log[seen..].iter().position(|t| t.is_completion() && t.tag() == tag);
        self.until(2_000, "the completion of a register read", |b| found(b).is_some());
        self.host.log[seen + found(self).expect("it was found")].clone()
    }
}

fn offer(m: &mut Model, stream: &Stream, values: Option<Vec<u64>>) {
    m.set(stream.valid, values.is_some().into());
    if let Some(values) = values {
        stream.data.set(m, &values);
    }
}
