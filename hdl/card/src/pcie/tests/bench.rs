//! The block between a host and a small stand-in for the rest of the card.

use super::host::Host;
use super::tlp::{Beat, Tlp};
use crate::wires::{DmaRead, DmaWrite, Post};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use rust_hdl::prelude::Bits;
use std::collections::{BTreeMap, VecDeque};
use twinpath_verilated::{Model, Pin, WidePin};

/// Fields of a payload, the first in the least significant bits.
pub fn pack(fields: &[(u64, u32)]) -> Vec<u32> {
    let mut words = vec![0u32; fields.iter().map(|f| f.1).sum::<u32>().div_ceil(32) as usize];
    let mut at = 0;
    for (value, width) in fields {
        for bit in 0..*width {
            words[(at + bit) as usize / 32] |= ((value >> bit & 1) as u32) << ((at + bit) % 32);
        }
        at += width;
    }
    words
}

pub fn unpack(words: &[u32], widths: &[u32]) -> Vec<u64> {
    let mut at = 0;
    let field = |width: &u32| {
        let bit = |b: u32| u64::from(words[(at + b) as usize / 32] >> ((at + b) % 32) & 1) << b;
        let value = (0..*width).map(bit).sum();
        at += width;
        value
    };
    widths.iter().map(field).collect()
}

/// A stream of the block, by the names of its pins.
struct Stream {
    data: WidePin,
    valid: Pin,
    ready: Pin,
}

impl Stream {
    fn new(m: &Model, name: &str) -> Self {
        let pin = |part: &str| format!("{name}${part}");
        Self { data: m.wide(&pin("data")).unwrap(), valid: m.any(&pin("valid")), ready: m.any(&pin("ready")) }
    }
}

/// A register access as the card saw it: write, window, address, data, enable.
pub type Access = (bool, u64, u64, u64, u64);

pub struct Bench {
    pub m: Model,
    pub random: SmallRng,
    pub cycle: u64,
    pub host: Host,
    /// Registers by window and address.
    pub registers: BTreeMap<(u64, u64), u64>,
    pub accesses: Vec<Access>,
    replies: VecDeque<(u64, u64)>,
    /// What `word` brought: place, index, DW.
    pub places: BTreeMap<(u64, u64, u64), u32>,
    pub slots: Vec<Vec<u64>>,
    streaming: VecDeque<u64>,
    pub reads: VecDeque<DmaRead>,
    pub writes: VecDeque<DmaWrite>,
    pub posts: VecDeque<Post>,
    /// Ends by id and error, with their cycle.
    pub read_ends: Vec<(u64, u64, u64)>,
    pub write_ends: Vec<(u64, u64, u64)>,
    pub posts_done: usize,
    /// Cycles in which commands were accepted.
    pub accepted: Vec<u64>,
    /// Percent of cycles in which the transmit port takes a beat, and the receive port gets one.
    pub take_percent: u32,
    pub give_percent: u32,
    /// Beats that left, in all and of payload.
    pub beats_out: u64,
    /// Cycles in which `rx_ready` was low.
    pub stalled: u64,
    held: Option<Beat>,
}

impl Bench {
    pub fn new(mut m: Model, seed: u64) -> Self {
        println!("seed {seed}");
        let mut random = SmallRng::seed_from_u64(seed);
        let host = Host::new(&mut random);
        let slots = (0..16).map(|_| (0..512).map(|_| random.random()).collect()).collect();
        for (name, value) in
            [("cfg_bdf", u64::from(super::tlp::CARD)), ("cfg_bus_master", 1), ("timeout_cycles", 100_000), ("reset", 1)]
        {
            m.set(m.any(name), value);
        }
        for _ in 0..4 {
            m.clock();
        }
        m.set(m.any("reset"), 0);
        let mut bench = Self {
            m,
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
            beats_out: 0,
            stalled: 0,
            held: None,
        };
        bench.limits(256, 512);
        bench.run(40);
        bench
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

    pub fn register(&self, window: u64, address: u64) -> u64 {
        let fresh = (address + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ window;
        self.registers.get(&(window, address)).copied().unwrap_or(fresh)
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

    fn offer(&mut self, name: &str, words: Option<Vec<u32>>) {
        let stream = Stream::new(&self.m, name);
        self.m.set(stream.valid, u64::from(words.is_some()));
        self.m.set_wide(stream.data, &words.unwrap_or_default());
    }
    /// After `eval`: the offered word is taken in this cycle.
    fn moves(&self, name: &str) -> bool {
        let stream = Stream::new(&self.m, name);
        self.m.get(stream.valid) & self.m.get(stream.ready) == 1
    }
    fn taken(&self, name: &str, widths: &[u32]) -> Option<Vec<u64>> {
        self.moves(name).then(|| unpack(&self.m.get_wide(Stream::new(&self.m, name).data), widths))
    }

    pub fn step(&mut self) {
        // Inputs.
        self.host.refill(self.cycle, &mut self.random);
        let give = self.random.random_range(0..100) < self.give_percent;
        let beat = self.host.beats.front().copied().filter(|_| give);
        self.set("rx_valid", u64::from(beat.is_some()));
        let show = beat.unwrap_or(Beat { data: self.random.random(), keep: 0xFF, sop: true, eop: false, bar: 7 });
        for (name, value) in [("rx_data", show.data), ("rx_keep", show.keep), ("rx_bar", show.bar)] {
            self.set(name, value);
        }
        self.set("rx_sop", u64::from(show.sop));
        self.set("rx_eop", u64::from(show.eop));
        let take = self.random.random_range(0..100) < self.take_percent;
        self.set("tx_ready", u64::from(take));
        let quick = |r: &mut SmallRng| u64::from(r.random_range(0..100) < 90);
        for name in ["regs$ready", "read_done$ready", "write_done$ready", "slot_read$ready"] {
            let value = quick(&mut self.random);
            self.set(name, value);
        }
        let cycle = self.cycle;
        self.offer("reg_reply", self.replies.front().filter(|r| r.0 <= cycle).map(|r| pack(&[(r.1, 64)])));
        self.offer("dma_read", self.reads.front().map(packed_read));
        self.offer("dma_write", self.writes.front().map(packed_write));
        self.offer("post", self.posts.front().map(packed_post));
        let flows = self.take_percent == 100 || self.random.random_range(0..10) > 0;
        self.offer("slot_words", self.streaming.front().filter(|_| flows).map(|w| pack(&[(*w, 64)])));
        self.m.eval();

        // What moves in this cycle.
        let out = Beat {
            data: self.get("tx_data"),
            keep: self.get("tx_keep"),
            sop: self.get("tx_sop") == 1,
            eop: self.get("tx_eop") == 1,
            bar: 0,
        };
        let valid = self.get("tx_valid") == 1;
        if let Some(held) = self.held {
            assert!(valid && held == out, "cycle {cycle}: tx changed before it was taken");
        }
        self.held = (valid && !take).then_some(out);
        if valid && take {
            self.beats_out += 1;
            self.host.receive(out, cycle, &mut self.random);
        }
        if self.get("rx_ready") == 0 {
            self.stalled += 1;
        } else if beat.is_some() {
            self.host.beats.pop_front();
        }
        if let Some(r) = self.taken("regs", &[1, 1, 16, 64, 8]) {
            self.access((r[0] == 1, r[1], r[2], r[3], r[4]));
        }
        if self.moves("reg_reply") {
            self.replies.pop_front();
        }
        if self.moves("dma_read") {
            self.accepted.push(cycle);
            self.reads.pop_front();
        }
        if self.moves("dma_write") {
            self.accepted.push(cycle);
            self.writes.pop_front();
        }
        if self.moves("post") {
            self.posts.pop_front();
        }
        if self.moves("slot_words") {
            self.streaming.pop_front();
        }
        if let Some(r) = self.taken("slot_read", &[4, 9, 10]) {
            let slot = &self.slots[r[0] as usize];
            self.streaming.extend((r[1]..r[1] + r[2]).map(|n| slot[n as usize]));
        }
        if self.get("word_valid") == 1 {
            let w = unpack(&self.m.get_wide(self.m.wide("word").unwrap()), &[2, 6, 9, 64, 1, 1]);
            for half in 0..2 {
                if w[4 + half as usize] == 1 {
                    let old = self.places.insert((w[0], w[1], 2 * w[2] + half), (w[3] >> (32 * half)) as u32);
                    assert_eq!(old, None, "cycle {cycle}: DW {} of {w:x?} came twice", 2 * w[2] + half);
                }
            }
        }
        if let Some(r) = self.taken("read_done", &[4, 2]) {
            self.read_ends.push((r[0], r[1], cycle));
        }
        if let Some(r) = self.taken("write_done", &[4, 2]) {
            self.write_ends.push((r[0], r[1], cycle));
        }
        self.posts_done += self.get("post_done") as usize;
        self.m.clock();
        self.cycle += 1;
    }

    fn access(&mut self, access: Access) {
        let (write, window, address, data, enable) = access;
        let old = self.register(window, address);
        if write {
            let mask = (0..8).filter(|b| enable >> b & 1 == 1).fold(0u64, |m, b| m | 0xff << (8 * b));
            self.registers.insert((window, address), old & !mask | data & mask);
        } else {
            let due = self.cycle + self.random.random_range(1..12);
            self.replies.push_back((due, old));
        }
        self.accesses.push(access);
    }

    /// The card's answer to a read request of the host.
    pub fn answer(&mut self, request: Tlp) -> Tlp {
        let (tag, seen) = (request.tag(), self.host.log.len());
        self.host.inbox.push_back(request);
        let found = |b: &Bench| {
            b.host.log[seen..].iter().position(|t| matches!(t.kind(), 0x0A | 0x4A | 0x0B) && t.tag() == tag)
        };
        self.until(2_000, "the completion of a register read", |b| found(b).is_some());
        self.host.log[seen + found(self).expect("it was found")].clone()
    }

    pub fn idle(&self) -> bool {
        self.reads.is_empty() && self.writes.is_empty() && self.posts.is_empty() && self.host.inbox.is_empty()
    }
}

fn packed_read(r: &DmaRead) -> Vec<u32> {
    pack(&[
        (r.address.into(), 64),
        (r.bytes.into(), 13),
        (r.place.into(), 2),
        (r.index.into(), 6),
        (r.word32.into(), 10),
        (r.id.into(), 4),
    ])
}
fn packed_write(w: &DmaWrite) -> Vec<u32> {
    pack(&[(w.address.into(), 64), (w.bytes.into(), 13), (w.slot.into(), 4), (w.word32.into(), 10), (w.id.into(), 4)])
}
fn packed_post(p: &Post) -> Vec<u32> {
    let fields = [p.address, p.low, p.high].map(|f: Bits<64>| (u64::from(f), 64));
    pack(&[fields[0], fields[1], fields[2], (u64::from(p.interrupt), 1), (p.vector.into(), 4)])
}
