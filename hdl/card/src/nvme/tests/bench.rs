//! The block between models of its neighbours: host memory behind the DMA ports, block buffer, unit.

use super::memory::{Memory, PAGE};
use super::unit::Unit;
use crate::pins::{widths, Fields, Stream};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::VecDeque;
use twinpath_verilated::{Model, Pin};

const REG_REQUEST: &[u32] = &[1, 1, 16, 64, 8];
const DMA_READ: &[u32] = &[64, 13, 2, 6, 10, 4];
const DMA_WRITE: &[u32] = &[64, 13, 4, 10, 4];
const POST: &[u32] = &[64, 64, 64, 1, 4];
const DONE: &[u32] = &[4, 2];
const COMMAND: &[u32] = &[5, 2, 32, 6];
const HOST_JOB: &[u32] = &[5, 5, 4];
const HOST_DONE: &[u32] = &[4, 2];
const ANSWER: &[u32] = &[5, 1, 1, 15];

/// What the card sends to the host, in order.
enum Sent {
    Write(Vec<u64>),
    Post(Vec<u64>),
}

struct Reading {
    request: Vec<u64>,
    /// Next 32-bit word.
    at: u64,
    due: u64,
    error: u64,
}

/// Valid data of an output must stay until it is taken.
#[derive(Default, Clone)]
struct Held(Option<Vec<u64>>);

pub struct Bench {
    pub m: Model,
    pub random: SmallRng,
    pub cycle: u64,
    pub memory: Memory,
    pub slots: Vec<Vec<u8>>,
    pub unit: Unit,
    /// Cycles from a read's request to its first word.
    pub latency: std::ops::Range<u64>,
    /// Percent of cycles in which the neighbours are ready.
    pub ready_percent: u32,
    /// The host takes no writes for now.
    pub writes_stalled: bool,
    /// (cycle, vector) of each interrupt.
    pub interrupts: Vec<(u64, u64)>,
    /// (cycle, place) of each read request, (cycle) of each post request.
    pub read_requests: Vec<(u64, u64)>,
    pub post_requests: Vec<u64>,
    /// Error that the next DMA writes end with.
    pub write_errors: VecDeque<u64>,
    /// Words of slots on their way to the card.
    slot_words: VecDeque<u64>,
    reading: Vec<Reading>,
    read_ends: VecDeque<(u64, u64)>,
    sent: VecDeque<Sent>,
    busy_until: u64,
    write_ends: VecDeque<(u64, u64)>,
    access: Option<Vec<u64>>,
    reply: Option<u64>,
    ports: Ports,
    held: Vec<Held>,
}

struct Ports {
    regs: Stream,
    reg_reply: Stream,
    dma_read: Stream,
    read_done: Stream,
    word: Fields,
    word_valid: Pin,
    dma_write: Stream,
    write_done: Stream,
    post: Stream,
    post_done: Pin,
    fill: Stream,
    slot_read: Stream,
    slot_words: Stream,
    command: Stream,
    fetch: Stream,
    fetched: Stream,
    store: Stream,
    stored: Stream,
    answer: Stream,
    abort: Stream,
    aborted: Pin,
    flr: Pin,
    refuse: Pin,
    ready: Pin,
}

pub const BLOCKS: u64 = 1000;
pub const SERIAL: [u8; 8] = *b"TP000042";

impl Bench {
    pub fn new(mut m: Model, seed: u64) -> Self {
        println!("seed {seed:#x}");
        let ports = Ports {
            regs: Stream::of(&m, "regs", REG_REQUEST),
            reg_reply: Stream::of(&m, "reg_reply", widths::WORD),
            dma_read: Stream::of(&m, "dma_read", DMA_READ),
            read_done: Stream::of(&m, "read_done", DONE),
            word: Fields::of(&m, "word", widths::DMA_WORD),
            word_valid: m.any("word_valid"),
            dma_write: Stream::of(&m, "dma_write", DMA_WRITE),
            write_done: Stream::of(&m, "write_done", DONE),
            post: Stream::of(&m, "post", POST),
            post_done: m.any("post_done"),
            fill: Stream::of(&m, "fill", widths::SLOT_WORD),
            slot_read: Stream::of(&m, "slot_read", widths::SLOT_READ),
            slot_words: Stream::of(&m, "slot_words", widths::WORD),
            command: Stream::of(&m, "command", COMMAND),
            fetch: Stream::of(&m, "fetch", HOST_JOB),
            fetched: Stream::of(&m, "fetched", HOST_DONE),
            store: Stream::of(&m, "store", HOST_JOB),
            stored: Stream::of(&m, "stored", HOST_DONE),
            answer: Stream::of(&m, "answer", ANSWER),
            abort: Stream::of(&m, "abort", &[5]),
            aborted: m.any("aborted"),
            flr: m.any("flr"),
            refuse: m.any("refuse"),
            ready: m.any("ready"),
        };
        let [reset, blocks, unit, serial] = ["reset", "area_blocks", "unit_id", "serial"].map(|n| m.any(n));
        m.set(blocks, BLOCKS);
        m.set(unit, 1);
        m.set(serial, u64::from_le_bytes(SERIAL));
        m.set(reset, 1);
        for _ in 0..4 {
            m.clock();
        }
        m.set(reset, 0);
        Self {
            m,
            random: SmallRng::seed_from_u64(seed),
            cycle: 0,
            memory: Memory::default(),
            slots: vec![vec![0; PAGE as usize]; 16],
            unit: Unit::default(),
            latency: 20..60,
            ready_percent: 70,
            writes_stalled: false,
            interrupts: vec![],
            read_requests: vec![],
            post_requests: vec![],
            write_errors: VecDeque::new(),
            slot_words: VecDeque::new(),
            reading: vec![],
            read_ends: VecDeque::new(),
            sent: VecDeque::new(),
            busy_until: 0,
            write_ends: VecDeque::new(),
            access: None,
            reply: None,
            ports,
            held: vec![Held::default(); 6],
        }
    }

    /// The value of a counter or other plain output.
    pub fn output(&self, name: &str) -> u64 {
        self.m.get(self.m.any(name))
    }

    pub fn is_ready(&self) -> bool {
        self.m.get(self.ports.ready) == 1
    }

    pub fn set_refuse(&mut self, on: bool) {
        self.m.set(self.ports.refuse, on as u64);
    }

    pub fn set_flr(&mut self, on: bool) {
        self.m.set(self.ports.flr, on as u64);
    }

    /// DMAs that the card has asked for and not seen the end of.
    pub fn outstanding(&self) -> usize {
        self.reading.len() + self.read_ends.len() + self.sent.len() + self.write_ends.len()
    }

    /// Clocks until `done`; panics after `limit` cycles.
    pub fn until(&mut self, limit: u64, what: &str, done: impl Fn(&Bench) -> bool) {
        let start = self.cycle;
        while !done(self) {
            assert!(self.cycle - start < limit, "{what}: not within {limit} cycles (now {})", self.cycle);
            self.step();
        }
    }

    pub fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            self.step();
        }
    }

    /// A register access of the host; `enable` names the bytes. A read gives the 64-bit word.
    pub fn access(&mut self, write: bool, window: u64, address: u64, data: u64, enable: u64) -> u64 {
        self.access = Some(vec![write as u64, window, address, data, enable]);
        self.reply = None;
        self.until(1000, "register access", |b| b.access.is_none() && (write || b.reply.is_some()));
        self.reply.unwrap_or(0)
    }

    fn ready(&mut self) -> u64 {
        self.random.random_ratio(self.ready_percent, 100) as u64
    }

    /// One clock.
    pub fn step(&mut self) {
        self.drive();
        self.m.eval();
        self.watch();
        self.sample();
        self.m.clock();
        self.cycle += 1;
    }

    fn drive(&mut self) {
        let p = &self.ports;
        let m = &mut self.m;
        m.set(p.regs.valid, self.access.is_some() as u64);
        if let Some(access) = &self.access {
            p.regs.data.set(m, access);
        }
        m.set(p.read_done.valid, !self.read_ends.is_empty() as u64);
        if let Some((id, error)) = self.read_ends.front() {
            p.read_done.data.set(m, &[*id, *error]);
        }
        m.set(p.write_done.valid, !self.write_ends.is_empty() as u64);
        if let Some((id, error)) = self.write_ends.front() {
            p.write_done.data.set(m, &[*id, *error]);
        }
        self.unit.offer(&mut self.random, &mut self.slots);
        let (p, m, u) = (&self.ports, &mut self.m, &self.unit);
        m.set(p.fetch.valid, u.fetch.is_some() as u64);
        if let Some(job) = &u.fetch {
            p.fetch.data.set(m, job);
        }
        m.set(p.store.valid, u.store.is_some() as u64);
        if let Some(job) = &u.store {
            p.store.data.set(m, job);
        }
        m.set(p.abort.ready, u.abort.is_some() as u64);
        m.set(p.aborted, u.abort.unwrap_or(false) as u64);
        m.set(p.answer.valid, u.answer.is_some() as u64);
        if let Some(answer) = &u.answer {
            p.answer.data.set(m, answer);
        }
        let takes_command = !self.unit.closed as u64 & self.ready();
        let takes_writes = !self.writes_stalled as u64 & self.ready();
        let takes_posts = !self.writes_stalled as u64 & self.ready();
        let words = self.slot_words.front().filter(|_| self.ready_percent == 100 || self.random.random()).copied();
        let r: [u64; 6] = std::array::from_fn(|_| self.ready());
        let (p, m) = (&self.ports, &mut self.m);
        m.set(p.command.ready, takes_command);
        m.set(p.dma_write.ready, takes_writes);
        m.set(p.post.ready, takes_posts);
        m.set(p.reg_reply.ready, r[0]);
        m.set(p.dma_read.ready, r[1]);
        m.set(p.fill.ready, r[2]);
        m.set(p.fetched.ready, r[3]);
        m.set(p.stored.ready, r[4]);
        m.set(p.slot_read.ready, r[5]);
        m.set(p.slot_words.valid, words.is_some() as u64);
        p.slot_words.data.set(m, &[words.unwrap_or(!0)]);
        self.send_word();
        self.send_to_host();
    }

    /// At most one word of one read that is due.
    fn send_word(&mut self) {
        self.m.set(self.ports.word_valid, 0);
        let due: Vec<usize> = (0..self.reading.len()).filter(|n| self.reading[*n].due <= self.cycle).collect();
        if due.is_empty() {
            return;
        }
        let n = due[self.random.random_range(0..due.len())];
        let reading = &mut self.reading[n];
        let [address, bytes, place, index, word32, id] = reading.request[..] else { unreachable!() };
        // Refused and lost reads bring nothing, poisoned ones their words.
        if reading.error == 0 || reading.error == 3 {
            let left = bytes / 4 - reading.at;
            let at = word32 + reading.at;
            let both = at.is_multiple_of(2) && left > 1 && self.random.random_ratio(9, 10);
            let dword = |n: u64| -> u64 {
                let b = self.memory.read(address + 4 * n, 4);
                u64::from(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            };
            let (data, low, high) = match (both, at % 2) {
                (true, _) => (dword(reading.at) | dword(reading.at + 1) << 32, 1, 1),
                (_, 0) => (dword(reading.at) | 0xdead_beef << 32, 1, 0),
                _ => (dword(reading.at) << 32 | 0xdead_beef, 0, 1),
            };
            reading.at += 1 + both as u64;
            self.ports.word.set(&mut self.m, &[place, index, at / 2, data, low, high]);
            self.m.set(self.ports.word_valid, 1);
            if place == 0 {
                let (slot, at) = (index as usize, (at / 2 * 8) as usize);
                let bytes = data.to_le_bytes();
                let (from, to) = (if low == 1 { 0 } else { 4 }, if high == 1 { 8 } else { 4 });
                self.slots[slot][at + from..at + to].copy_from_slice(&bytes[from..to]);
            }
        } else {
            reading.at = bytes / 4;
        }
        if reading.at == bytes / 4 {
            let error = reading.error;
            self.reading.remove(n);
            self.read_ends.push_back((id, error));
        }
    }

    fn send_to_host(&mut self) {
        self.m.set(self.ports.post_done, 0);
        if self.cycle < self.busy_until || self.writes_stalled {
            return;
        }
        match self.sent.pop_front() {
            None => {}
            Some(Sent::Write(w)) => {
                let (at, bytes) = (4 * w[3] as usize, w[1] as usize);
                let error = self.write_errors.pop_front().unwrap_or(0);
                if error == 0 {
                    let data = self.slots[w[2] as usize][at..at + bytes].to_vec();
                    self.memory.write(w[0], &data);
                }
                self.busy_until = self.cycle + w[1] / 8;
                self.write_ends.push_back((w[4], error));
            }
            Some(Sent::Post(p)) => {
                let bytes: Vec<u8> = p[1].to_le_bytes().into_iter().chain(p[2].to_le_bytes()).collect();
                self.memory.write(p[0], &bytes);
                if p[3] == 1 {
                    self.interrupts.push((self.cycle, p[4]));
                }
                self.m.set(self.ports.post_done, 1);
                self.busy_until = self.cycle + 4;
            }
        }
    }

    fn watch(&mut self) {
        let p = &self.ports;
        for (n, s) in [&p.dma_read, &p.dma_write, &p.post, &p.command, &p.fetched, &p.stored].into_iter().enumerate() {
            let now = (self.m.get(s.valid) == 1).then(|| s.data.get(&self.m));
            if let Some(before) = &self.held[n].0 {
                assert_eq!(Some(before), now.as_ref(), "output {n} changed before it was taken, cycle {}", self.cycle);
            }
            self.held[n].0 = now.filter(|_| self.m.get(s.ready) == 0);
        }
    }

    fn sample(&mut self) {
        let (p, m) = (&self.ports, &self.m);
        if p.regs.moves(m) {
            self.access = None;
        }
        if p.reg_reply.moves(m) {
            self.reply = Some(p.reg_reply.data.get(m)[0]);
        }
        if p.dma_read.moves(m) {
            let request = p.dma_read.data.get(m);
            let [address, bytes, place, _, _, id] = request[..] else { unreachable!() };
            assert!(
                bytes > 0 && bytes.is_multiple_of(4) && address.is_multiple_of(4),
                "read of {bytes} at {address:x}"
            );
            assert!(address % PAGE + bytes <= PAGE, "read of {bytes} at {address:x} crosses a page");
            assert!(self.reading.iter().all(|r| r.request[5] != id), "id {id} is in use");
            self.read_requests.push((self.cycle, place));
            let due = self.cycle + self.random.random_range(self.latency.clone());
            let error = self.memory.error_at(address);
            self.reading.push(Reading { request, at: 0, due, error });
        }
        if p.read_done.moves(m) {
            self.read_ends.pop_front();
        }
        if p.dma_write.moves(m) {
            let w = p.dma_write.data.get(m);
            assert!(w[1] > 0 && w[0] % 4 == 0 && w[0] % PAGE + w[1] <= PAGE, "write {w:x?}");
            self.sent.push_back(Sent::Write(w));
        }
        if p.write_done.moves(m) {
            self.write_ends.pop_front();
        }
        if p.post.moves(m) {
            self.post_requests.push(self.cycle);
            self.sent.push_back(Sent::Post(p.post.data.get(m)));
        }
        if p.fill.moves(m) {
            let [slot, word, data, low, high] = p.fill.data.get(m)[..] else { unreachable!() };
            assert_eq!((low, high), (1, 1));
            self.slots[slot as usize][word as usize * 8..][..8].copy_from_slice(&data.to_le_bytes());
        }
        if p.slot_words.moves(m) {
            self.slot_words.pop_front();
        }
        if p.slot_read.moves(m) {
            let [slot, word, count] = p.slot_read.data.get(m)[..] else { unreachable!() };
            assert!(count > 0 && word + count <= 512, "{count} words of slot {slot} from {word} on");
            let bytes = &self.slots[slot as usize][8 * word as usize..8 * (word + count) as usize];
            let words = bytes.chunks_exact(8).map(|b| b.iter().rev().fold(0, |w, b| w << 8 | u64::from(*b)));
            self.slot_words.extend(words);
        }
        if p.command.moves(m) {
            self.unit.command(&p.command.data.get(m), self.cycle);
        }
        if p.fetch.moves(m) {
            self.unit.fetch = None;
        }
        if p.store.moves(m) {
            self.unit.store = None;
        }
        if p.answer.moves(m) {
            self.unit.answered(self.cycle);
        }
        if p.abort.moves(m) {
            self.unit.abort = None;
        } else if m.get(p.abort.valid) == 1 && !self.unit.undecided && self.random.random_ratio(1, 8) {
            self.unit.decide_abort(p.abort.data.get(m)[0]);
        }
        if p.fetched.moves(m) {
            self.unit.moved(&p.fetched.data.get(m), &self.slots);
        }
        if p.stored.moves(m) {
            self.unit.moved(&p.stored.data.get(m), &self.slots);
        }
    }
}
