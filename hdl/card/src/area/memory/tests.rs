//! The gates against an AXI memory with random stalls and errors. The memory itself checks the order of the bursts.

use super::AreaMemory;
use crate::harness::model;
use crate::pins::{broken, widths, Stream};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::{HashMap, VecDeque};
use twinpath_spec::link::crc32c_words;
use twinpath_spec::record::{Record, GOLDEN_FIELDS, GOLDEN_RECORDS};
use twinpath_verilated::{Model, Pin};

/// How the memory behaves: chances per cycle, and how long an answer takes.
#[derive(Clone, Copy)]
struct Manner {
    ready: f64,
    error: f64,
    latency: u64,
}

const IDEAL: Manner = Manner { ready: 1.0, error: 0.0, latency: 8 };

/// A burst: first word, words left.
struct Burst {
    at: u64,
    left: u64,
    beats: u64,
    due: u64,
}

/// An AXI memory of 64-bit words; words never written are zero.
struct Memory {
    pins: HashMap<&'static str, Pin>,
    words: HashMap<u64, u64>,
    blocks: u64,
    manner: Manner,
    aw: VecDeque<Burst>,
    /// Answers to give: word address of the burst, error, cycle.
    b: VecDeque<(u64, bool, u64)>,
    ar: VecDeque<Burst>,
    /// Blocks whose data were answered and whose record is due; with an error no record may follow.
    answered: HashMap<u64, u32>,
    /// Blocks whose write or read met an error of the memory.
    bad_writes: Vec<u64>,
    bad_reads: Vec<u64>,
    /// An answer, a word that was read moved in the last cycle.
    taken: (bool, bool),
    cycle: u64,
    w_beats: u64,
    r_beats: u64,
}

impl Memory {
    fn of(m: &mut Model, blocks: u64, manner: Manner) -> Self {
        let names = [
            "axi_aw_addr",
            "axi_aw_len",
            "axi_aw_valid",
            "axi_aw_ready",
            "axi_w_data",
            "axi_w_strb",
            "axi_w_last",
            "axi_w_valid",
            "axi_w_ready",
            "axi_b_resp",
            "axi_b_valid",
            "axi_b_ready",
            "axi_ar_addr",
            "axi_ar_len",
            "axi_ar_valid",
            "axi_ar_ready",
            "axi_r_data",
            "axi_r_resp",
            "axi_r_last",
            "axi_r_valid",
            "axi_r_ready",
        ];
        let pins = names.into_iter().map(|n| (n, m.any(n))).collect();
        m.set(m.any("area_blocks"), blocks);
        m.set(m.any("reset"), 1);
        m.clock();
        m.set(m.any("reset"), 0);
        Memory {
            pins,
            words: HashMap::new(),
            blocks,
            manner,
            aw: VecDeque::new(),
            b: VecDeque::new(),
            ar: VecDeque::new(),
            answered: HashMap::new(),
            bad_writes: vec![],
            bad_reads: vec![],
            taken: (false, false),
            cycle: 0,
            w_beats: 0,
            r_beats: 0,
        }
    }

    /// The block that a word belongs to, and whether it is in its record.
    fn block(&self, at: u64) -> (u64, bool) {
        match at.checked_sub(self.blocks * 512) {
            None => (at / 512, false),
            Some(n) => (n / 4, true),
        }
    }

    fn word(&self, at: u64) -> u64 {
        self.words.get(&at).copied().unwrap_or(0)
    }

    fn data(&self, block: u64) -> Vec<u64> {
        (0..512).map(|n| self.word(block * 512 + n)).collect()
    }

    fn record(&self, block: u64) -> [u64; 4] {
        std::array::from_fn(|n| self.word(self.blocks * 512 + block * 4 + n as u64))
    }

    /// Drives the memory's side for the coming cycle.
    fn drive(&mut self, m: &mut Model, random: &mut SmallRng) {
        let ready = self.manner.ready;
        let mut chance = || u64::from(random.random_bool(ready));
        m.set(self.pins["axi_aw_ready"], chance());
        m.set(self.pins["axi_ar_ready"], chance());
        // This memory takes data only for a burst whose address it knows.
        m.set(self.pins["axi_w_ready"], if self.aw.is_empty() { 0 } else { chance() });
        // An offered answer stands until it is taken.
        let (b_valid, r_valid) = (self.pins["axi_b_valid"], self.pins["axi_r_valid"]);
        if self.taken.0 {
            m.set(b_valid, 0);
        }
        if self.taken.1 {
            m.set(r_valid, 0);
        }
        if m.get(b_valid) == 0 {
            if let Some((_, error, _)) = self.b.front().filter(|b| b.2 <= self.cycle) {
                m.set(self.pins["axi_b_resp"], if *error { 2 } else { 0 });
                m.set(self.pins["axi_b_valid"], 1);
            }
        }
        if m.get(r_valid) == 0 {
            if let Some(burst) = self.ar.front().filter(|b| b.due <= self.cycle && random.random_bool(ready)) {
                let error = random.random_bool(self.manner.error / 200.0);
                let block = self.block(burst.at).0;
                m.set(self.pins["axi_r_data"], self.words.get(&burst.at).copied().unwrap_or(0));
                m.set(self.pins["axi_r_resp"], if error { 3 } else { 0 });
                m.set(self.pins["axi_r_last"], (burst.left == 1).into());
                m.set(self.pins["axi_r_valid"], 1);
                if error {
                    self.bad_reads.push(block);
                }
            }
        }
    }

    /// Takes what moves in this cycle; before the clock.
    fn sample(&mut self, m: &Model, random: &mut SmallRng) -> Result<(), String> {
        let get = |n| m.get(self.pins[n]);
        let moves = |a, b| get(a) & get(b) == 1;
        let due = self.cycle + self.manner.latency;
        let burst = |addr, len, due| {
            let (at, beats) = (get(addr) / 8, get(len) + 1);
            let fits = get(addr) % 8 == 0 && at / 512 == (at + beats - 1) / 512;
            fits.then_some(Burst { at, left: beats, beats, due }).ok_or(format!("burst of {beats} at word {at:x}"))
        };
        if moves("axi_w_valid", "axi_w_ready") {
            let front = self.aw.front_mut().expect("ready says so");
            if get("axi_w_last") != u64::from(front.left == 1) || get("axi_w_strb") != 0xff {
                return Err(format!("cycle {}: last or strobes at {} left", self.cycle, front.left));
            }
            let at = front.at + front.beats - front.left;
            front.left -= 1;
            let ended = front.left == 0;
            let data = get("axi_w_data");
            self.words.insert(at, data);
            self.w_beats += 1;
            if ended {
                let error = random.random_bool(self.manner.error);
                if error {
                    self.bad_writes.push(self.block(at).0);
                }
                self.b.push_back((at, error, due));
                self.aw.pop_front();
            }
        }
        if moves("axi_aw_valid", "axi_aw_ready") {
            let burst = burst("axi_aw_addr", "axi_aw_len", due)?;
            let (block, is_record) = self.block(burst.at);
            if is_record && self.answered.get(&block) != Some(&2) {
                return Err(format!("the record of block {block} is written before its data are in"));
            }
            if is_record || burst.at % 512 == 0 {
                self.answered.remove(&block);
            }
            self.aw.push_back(burst);
        }
        if moves("axi_b_valid", "axi_b_ready") {
            let (at, error, _) = self.b.pop_front().ok_or("an answer nobody gave")?;
            if let (block, false) = self.block(at) {
                *self.answered.entry(block).or_default() += u32::from(!error);
            }
        }
        if moves("axi_ar_valid", "axi_ar_ready") {
            self.ar.push_back(burst("axi_ar_addr", "axi_ar_len", due)?);
        }
        let (b, r) = (moves("axi_b_valid", "axi_b_ready"), moves("axi_r_valid", "axi_r_ready"));
        if r {
            let front = self.ar.front_mut().ok_or("a word nobody asked for")?;
            (front.at, front.left) = (front.at + 1, front.left - 1);
            self.r_beats += 1;
            if front.left == 0 {
                self.ar.pop_front();
            }
        }
        self.taken = (b, r);
        self.cycle += 1;
        Ok(())
    }
}

/// The unit's side of an area: queues of commands, and what came back.
struct Unit {
    write: Stream,
    words: Stream,
    written: Stream,
    read: Stream,
    read_words: Stream,
    read_done: Stream,
    writes: VecDeque<(Record, u64)>,
    data: VecDeque<u64>,
    reads: VecDeque<(u64, u64)>,
    dones: Vec<Vec<u64>>,
    came: Vec<Vec<u64>>,
    read_dones: Vec<(Vec<u64>, Vec<Vec<u64>>)>,
    eager: f64,
}

impl Unit {
    fn of(m: &Model, eager: f64) -> Self {
        Unit {
            write: Stream::of(m, "write", widths::AREA_WRITE),
            words: Stream::of(m, "words", widths::WORD),
            written: Stream::of(m, "written", widths::AREA_DONE),
            read: Stream::of(m, "read", widths::AREA_READ),
            read_words: Stream::of(m, "read_words", widths::SLOT_WORD),
            read_done: Stream::of(m, "read_done", widths::AREA_DONE),
            writes: VecDeque::new(),
            data: VecDeque::new(),
            reads: VecDeque::new(),
            dones: vec![],
            came: vec![],
            read_dones: vec![],
            eager,
        }
    }

    fn queue_write(&mut self, record: Record, tag: u64, data: &[u64]) {
        self.writes.push_back((record, tag));
        self.data.extend(data);
    }

    fn step(&mut self, m: &mut Model, memory: &mut Memory, random: &mut SmallRng) -> Result<(), String> {
        let eager = self.eager;
        let mut chance = |open: bool| u64::from(open && random.random_bool(eager));
        if let Some((r, tag)) = self.writes.front() {
            let (epoch, session) = (r.epoch.into(), r.session.into());
            let fields = [*tag, r.lba.into(), epoch, session, r.unit.into(), r.wseq.into(), r.oseq.into()];
            self.write.data.set(m, &fields);
        }
        m.set(self.write.valid, chance(!self.writes.is_empty()));
        self.words.data.set(m, &[self.data.front().copied().unwrap_or(0)]);
        m.set(self.words.valid, chance(!self.data.is_empty()));
        if let Some((lba, tag)) = self.reads.front() {
            self.read.data.set(m, &[*tag, *lba]);
        }
        m.set(self.read.valid, chance(!self.reads.is_empty()));
        for ready in [self.written.ready, self.read_words.ready, self.read_done.ready] {
            m.set(ready, chance(true));
        }
        memory.drive(m, random);
        m.eval();
        if self.write.moves(m) {
            self.writes.pop_front();
        }
        if self.words.moves(m) {
            self.data.pop_front();
        }
        if self.read.moves(m) {
            self.reads.pop_front();
        }
        if self.read_words.moves(m) {
            self.came.push(self.read_words.data.get(m));
        }
        if self.written.moves(m) {
            self.dones.push(self.written.data.get(m));
        }
        if self.read_done.moves(m) {
            // Words of the next read may be here already.
            let done = self.read_done.data.get(m);
            let (its, next) = std::mem::take(&mut self.came).into_iter().partition(|w| w[0] == done[0]);
            self.came = next;
            self.read_dones.push((done, its));
        }
        memory.sample(m, random)?;
        m.clock();
        Ok(())
    }

    fn run(
        &mut self,
        m: &mut Model,
        memory: &mut Memory,
        random: &mut SmallRng,
        until: (usize, usize),
    ) -> Result<(), String> {
        let limit = memory.cycle + 4_000 * (1 + until.0 + until.1) as u64;
        while self.dones.len() < until.0 || self.read_dones.len() < until.1 {
            self.step(m, memory, random)?;
            if memory.cycle > limit {
                return Err(format!("stuck with {} writes and {} reads done", self.dones.len(), self.read_dones.len()));
            }
        }
        Ok(())
    }
}

fn block(random: &mut SmallRng) -> Vec<u64> {
    (0..512).map(|_| random.random()).collect()
}

/// Writes blocks, then reads them while others are written; every answer, word and record is checked.
fn traffic(m: &mut Model, seed: u64, manner: Manner, eager: f64) -> Result<(), String> {
    const COUNT: u64 = 12;
    let mut random = SmallRng::seed_from_u64(seed);
    let mut memory = Memory::of(m, 64, manner);
    let mut unit = Unit::of(m, eager);
    let mut good: HashMap<u64, (Record, Vec<u64>)> = HashMap::new();
    for pass in 0..3u64 {
        // Writes to one part of the volume, reads of what the pass before wrote; some are outside.
        let mut writes = vec![];
        for n in 0..COUNT {
            let outside = n % 5 == 3;
            let lba = if outside { 64 + n as u32 } else { (pass % 2 * 32 + n) as u32 };
            let data = block(&mut random);
            let record = Record {
                lba,
                epoch: random.random(),
                session: random.random(),
                oseq: random.random(),
                wseq: random.random(),
                unit: random.random_range(0..2),
                data_crc: crc32c_words(&data),
                ..Record::default()
            };
            unit.queue_write(record, n, &data);
            writes.push((record, data, outside));
        }
        let reads: Vec<u64> = (0..COUNT).map(|n| if n % 5 == 2 { 64 } else { (1 - pass % 2) * 32 + n }).collect();
        unit.reads.extend(reads.iter().enumerate().map(|(n, lba)| (*lba, n as u64)));
        memory.bad_reads.clear();
        memory.bad_writes.clear();
        unit.run(m, &mut memory, &mut random, (COUNT as usize, COUNT as usize))?;

        for (n, ((record, data, outside), done)) in writes.iter().zip(std::mem::take(&mut unit.dones)).enumerate() {
            let lba = u64::from(record.lba);
            let error = *outside || memory.bad_writes.contains(&lba);
            if (done[0], done[2]) != (n as u64, error.into()) {
                return Err(format!("pass {pass}, write {n} of block {lba}: {done:x?}, error expected: {error}"));
            }
            if error {
                good.remove(&lba);
                continue;
            }
            if done[1] != u64::from(record.data_crc)
                || memory.data(lba) != *data
                || memory.record(lba) != record.encode()
            {
                return Err(format!("pass {pass}, write {n}: memory or CRC differ from block {lba}"));
            }
            good.insert(lba, (*record, data.clone()));
        }
        let mut answers = std::mem::take(&mut unit.read_dones);
        answers.sort_by_key(|(done, _)| done[0]);
        for (n, (lba, (done, words))) in reads.iter().zip(answers).enumerate() {
            let found: Vec<u64> = words.iter().map(|w| w[2]).collect();
            let placed = words.iter().enumerate().all(|(k, w)| (w[0], w[1], w[3], w[4]) == (n as u64, k as u64, 1, 1));
            let whole = if *lba < 64 { found == memory.data(*lba) } else { found.is_empty() };
            let bad = *lba >= 64 || memory.bad_reads.contains(lba);
            // A block whose write failed may be anything: its read may fail or not.
            let known = good.contains_key(lba) || memory.record(*lba) == [0; 4] || *lba >= 64;
            if done[0] != n as u64 || !placed || !whole || (bad && done[2] == 0) || (known && !bad && done[2] == 1) {
                return Err(format!("pass {pass}, read {n} of block {lba}: {done:x?}, {} words", words.len()));
            }
            if *lba < 64 && done[1] != u64::from(crc32c_words(&found)) {
                return Err(format!("pass {pass}, read {n}: CRC {:x}", done[1]));
            }
        }
    }
    Ok(())
}

#[test]
fn blocks_and_records_come_and_go_under_random_stalls() {
    let mut m = model::<AreaMemory>("area_memory");
    traffic(&mut m, 1, IDEAL, 1.0).unwrap();
    traffic(&mut m, 2, Manner { ready: 0.6, error: 0.0, latency: 40 }, 0.7).unwrap();
    traffic(&mut m, 3, Manner { ready: 0.8, error: 0.15, latency: 3 }, 0.9).unwrap();
    traffic(&mut m, 4, Manner { ready: 1.0, error: 0.1, latency: 700 }, 1.0).unwrap();
}

#[test]
fn a_record_has_its_golden_words() {
    let mut m = model::<AreaMemory>("area_memory");
    let mut random = SmallRng::seed_from_u64(1);
    let mut memory = Memory::of(&mut m, 0x0100_0000, IDEAL);
    let mut unit = Unit::of(&m, 1.0);
    let record = GOLDEN_FIELDS[0];
    assert_eq!(crc32c_words(&[0; 512]), record.data_crc, "the golden record is one of zeros");
    unit.queue_write(record, 5, &[0; 512]);
    unit.run(&mut m, &mut memory, &mut random, (1, 0)).unwrap();
    let text: String = memory.record(record.lba.into()).iter().map(|w| format!("{w:016x}\n")).collect();
    assert_eq!(text, GOLDEN_RECORDS.split_inclusive("\n\n").next().unwrap().replace("\n\n", "\n"));
}

/// Every single changed bit that is tried must turn the read into an error.
fn corruption(m: &mut Model) -> Result<(), String> {
    let mut random = SmallRng::seed_from_u64(9);
    let mut memory = Memory::of(m, 8, IDEAL);
    let mut unit = Unit::of(m, 1.0);
    for lba in [2, 3] {
        let data = block(&mut random);
        unit.queue_write(Record { lba, oseq: 7, data_crc: crc32c_words(&data), ..Record::default() }, 0, &data);
    }
    unit.run(m, &mut memory, &mut random, (2, 0))?;
    let mut read = |m: &mut Model, memory: &mut Memory, lba: u64| -> Result<u64, String> {
        unit.read_dones.clear();
        unit.reads.push_back((lba, 1));
        unit.run(m, memory, &mut random, (0, 1))?;
        Ok(unit.read_dones[0].0[2])
    };
    let record_at = 8 * 512 + 2 * 4;
    let expect = |found: u64, wanted: u64, what: &str| if found == wanted { Ok(()) } else { Err(what.to_string()) };
    expect(read(m, &mut memory, 2)?, 0, "a good block was refused")?;
    expect(read(m, &mut memory, 5)?, 0, "a block that was never written was refused")?;
    for (at, bit) in
        [(1024, 0), (1535, 63), (record_at, 0), (record_at + 1, 33), (record_at + 2, 60), (record_at + 3, 63)]
    {
        *memory.words.get_mut(&at).unwrap() ^= 1 << bit;
        expect(read(m, &mut memory, 2)?, 1, &format!("bit {bit} of word {at} was changed unseen"))?;
        *memory.words.get_mut(&at).unwrap() ^= 1 << bit;
    }
    // The right data with the right checksum, but another block's record.
    for n in 0..512 {
        let word = memory.word(3 * 512 + n);
        memory.words.insert(2 * 512 + n, word);
    }
    for n in 0..4 {
        let word = memory.word(record_at + 4 + n);
        memory.words.insert(record_at + n, word);
    }
    expect(read(m, &mut memory, 2)?, 1, "another block's record was taken")
}

#[test]
fn a_changed_bit_is_an_error() {
    corruption(&mut model::<AreaMemory>("area_memory")).unwrap();
}

#[test]
fn the_memory_is_kept_busy() {
    for latency in [8, 100, 300] {
        let mut m = model::<AreaMemory>("area_memory");
        let mut random = SmallRng::seed_from_u64(3);
        let mut memory = Memory::of(&mut m, 64, Manner { latency, ..IDEAL });
        let mut unit = Unit::of(&m, 1.0);
        for lba in 0..32 {
            let data = block(&mut random);
            unit.queue_write(Record { lba, data_crc: crc32c_words(&data), ..Record::default() }, 0, &data);
            unit.reads.push_back((32 + u64::from(lba), 1));
        }
        while memory.w_beats == 0 && memory.cycle < 1_000 {
            unit.step(&mut m, &mut memory, &mut random).unwrap();
        }
        let start = memory.cycle;
        while memory.w_beats < 32 * 512 {
            assert!(memory.cycle < 40_000, "{} W beats", memory.w_beats);
            unit.step(&mut m, &mut memory, &mut random).unwrap();
        }
        let cycles = memory.cycle - start;
        let (w, r) = (memory.w_beats * 1000 / cycles, memory.r_beats * 1000 / cycles);
        println!("latency {latency}: {w} W and {r} R beats of 1,000 cycles");
        assert!(w >= 970 && r >= 970, "latency {latency}: {w} W and {r} R beats of 1,000 cycles");
    }
}

#[test]
fn a_write_alone_takes_its_words_and_two_answers() {
    let mut took = vec![];
    for latency in [8, 108] {
        let mut m = model::<AreaMemory>("area_memory");
        let mut random = SmallRng::seed_from_u64(3);
        let mut memory = Memory::of(&mut m, 64, Manner { latency, ..IDEAL });
        let mut unit = Unit::of(&m, 1.0);
        unit.queue_write(Record::default(), 0, &[0; 512]);
        unit.run(&mut m, &mut memory, &mut random, (1, 0)).unwrap();
        took.push(memory.cycle);
    }
    println!("{took:?} cycles");
    assert!(took[0] <= 556 && took[1] == took[0] + 200, "{took:?} cycles");
}

#[test]
fn broken_twins_are_caught() {
    let caught = |from: &str, to: &str| {
        let mut m = broken::<AreaMemory>("area_memory_twin", from, to);
        traffic(&mut m, 3, Manner { ready: 0.8, error: 0.15, latency: 30 }, 0.9)
            .and_then(|()| corruption(&mut m))
            .is_err()
    };
    for (from, to) in [
        // The record does not wait for the second burst's answer.
        ("if (answer[1]) begin", "if (1'b1) begin"),
        // An error of the memory is forgotten.
        ("failures$write_data = first_failed$q | b_error", "failures$write_data = b_error"),
        // A record of another block passes.
        ("record_bad$d = foreign$q | ", "record_bad$d = "),
        // A report does not wait for its words.
        ("done$valid = reports$source$valid & (delivered$q != 2'd0)", "done$valid = reports$source$valid"),
    ] {
        assert!(caught(from, to), "`{from}` changed to `{to}` was not noticed");
    }
}
