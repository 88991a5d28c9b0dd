//! Random traffic of all kinds at once, and designs with one thing broken, which it must find.

use super::bench::Read;
use super::dma::post;
use super::host::{Answer, BYTES, HIGH, LOW};
use super::registers::BARS;
use super::tlp::{Tlp, READ, WRITE};
use super::{bench, Bench, Pcie};
use crate::pins::broken;
use rand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// Reads use the first half of each memory area, a few pages for each id; writes the second, entries its end.
const WRITTEN: u64 = BYTES / 2;
const ENTRIES: u64 = BYTES - 0x4000;

struct Soak {
    b: Bench,
    /// Reads and writes in flight, by id.
    reads: BTreeMap<u64, Read>,
    writes: BTreeSet<u64>,
    /// Memory as it must be when all writes are done.
    image: [Vec<u32>; 2],
    /// Registers, and the answers that the host must get, by tag.
    registers: BTreeMap<(u64, u64), u64>,
    answers: BTreeMap<u32, Vec<u32>>,
    tag: u32,
    entries: u64,
    interrupts: u64,
    malformed: u64,
    seen: usize,
}

impl Soak {
    fn new(mut b: Bench) -> Self {
        b.reset(10_000);
        b.set("cfg_msix_enable", 1);
        for vector in 0..16 {
            for (n, value) in [0xFEE0_0000, 0, vector as u32, 0].into_iter().enumerate() {
                let at = BARS[0] + 0x2000 + 16 * vector + 4 * n as u64;
                b.host.inbox.push_back(Tlp::request(WRITE, 0, at, 1, 0xf, 0, &[value]));
            }
        }
        let r = &mut b.random;
        let mps = 128 << r.random_range(0..3);
        let mrrs = 128 << r.random_range(0..6);
        b.host.rcb = [64, 128][r.random_range(0..2)];
        b.host.latency = 10..r.random_range(20..400);
        (b.take_percent, b.give_percent) = ([100, 90, 40][r.random_range(0..3)], [100, 95, 50][r.random_range(0..3)]);
        b.ready_percent = [100, 80][r.random_range(0..2)];
        b.busy_percent = [0, 10, 30][r.random_range(0..3)];
        b.limits(mps, mrrs);
        let image = b.host.memory.clone();
        let (reads, writes, answers) = Default::default();
        let registers = BTreeMap::new();
        Self { b, reads, writes, image, registers, answers, tag: 0, entries: 0, interrupts: 0, malformed: 0, seen: 0 }
    }

    fn random(&mut self, range: std::ops::Range<u64>) -> u64 {
        self.b.random.random_range(range)
    }

    fn start_read(&mut self) {
        let id = self.random(0..16);
        if self.reads.contains_key(&id) {
            return;
        }
        let offset = 4 * self.random(0..1024);
        let short = self.random(0..3) > 0;
        let bytes = (4 * (1 + self.random(0..if short { 40 } else { 1024 }))).min(4096 - offset);
        let page = 0x8000 * id / 2 + 0x1000 * self.random(0..4);
        let address = [LOW, HIGH][self.random(0..2) as usize] + page + offset;
        let (place, word32) = (self.random(0..3), self.random(0..1025 - bytes / 4));
        let read = [address, bytes, place, id, word32, id];
        self.reads.insert(id, read);
        self.b.reads.push_back(read);
    }

    fn start_write(&mut self) {
        let id = self.random(0..16);
        if !self.writes.insert(id) {
            return;
        }
        let offset = 4 * self.random(0..1024);
        let short = self.random(0..3) > 0;
        let bytes = (4 * (1 + self.random(0..if short { 40 } else { 1024 }))).min(4096 - offset);
        let at = WRITTEN + 0x1000 * self.random(0..64) + offset;
        let (area, slot, word32) = (self.random(0..2) as usize, self.random(0..16), self.random(0..1025 - bytes / 4));
        for n in 0..bytes / 4 {
            let word = self.b.slots[slot as usize][(word32 + n) as usize / 2];
            self.image[area][(at / 4 + n) as usize] = (word >> (32 * ((word32 + n) % 2))) as u32;
        }
        self.b.writes.push_back([[LOW, HIGH][area] + at, bytes, slot, word32, id]);
    }

    fn start_entry(&mut self) {
        let at = ENTRIES + 16 * (self.entries % 1024);
        let interrupt = self.random(0..2) == 0;
        self.entries += 1;
        self.interrupts += u64::from(interrupt);
        let [low, high] = [self.entries << 32 | 1, !self.entries];
        let dws = [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32];
        self.image[0][at as usize / 4..][..4].copy_from_slice(&dws);
        self.b.posts.push_back(post(LOW + at, low, high, interrupt.then_some(self.entries % 16)));
    }

    fn start_request(&mut self) {
        let window = self.random(0..2);
        let offset = 4 * self.random(0..32);
        let length = 1 + self.random(0..2);
        let bar = 2 * window;
        let payload = [self.b.random.random(), self.b.random.random()];
        let dws = &payload[..length as usize];
        let address = BARS[bar as usize] + offset;
        let places = (0..length).map(|n| (window, (offset + 4 * n) & !7, 8 * ((offset + 4 * n) & 4)));
        if self.random(0..2) == 0 {
            let enables = if length == 1 { 0xf } else { 0xff };
            for ((w, at, shift), dw) in places.zip(dws) {
                let old = self.registers.get(&(w, at)).copied().unwrap_or(Bench::fresh(w, at));
                self.registers.insert((w, at), old & !(0xffff_ffff << shift) | u64::from(*dw) << shift);
            }
            self.b.host.inbox.push_back(Tlp::request(WRITE, bar, address, length as u32, enables, 0, dws));
        } else if self.answers.len() < 32 {
            self.tag = (self.tag + 1) % 256;
            let old = |w, at| self.registers.get(&(w, at)).copied().unwrap_or(Bench::fresh(w, at));
            let want = places.map(|(w, at, shift)| (old(w, at) >> shift) as u32).collect();
            self.answers.insert(self.tag, want);
            let enables = if length == 1 { 0xf } else { 0xff };
            self.b.host.inbox.push_back(Tlp::request(READ, bar, address, length as u32, enables, self.tag, &[]));
        }
    }

    /// A write that ends too early: dropped.
    fn start_junk(&mut self) {
        self.malformed += 1;
        let mut tlp = Tlp::request(WRITE, 2, BARS[2], 2, 0xff, 0, &[1, 2]);
        tlp.dws.truncate(3 + self.random(0..2) as usize);
        self.b.host.inbox.push_back(tlp);
    }

    fn start(&mut self) {
        match self.random(0..400) {
            0..8 => self.start_read(),
            8..12 => self.start_write(),
            12..14 => self.start_entry(),
            14..20 => self.start_request(),
            20 => self.start_junk(),
            _ => {}
        }
    }

    fn step(&mut self) {
        self.b.step();
        for (id, error, cycle) in std::mem::take(&mut self.b.read_ends) {
            let read = self.reads.remove(&id).unwrap_or_else(|| panic!("cycle {cycle}: read {id} ended twice"));
            self.check_end(read, error, cycle);
        }
        for (id, error, cycle) in std::mem::take(&mut self.b.write_ends) {
            assert!(self.writes.remove(&id) && error == 0, "cycle {cycle}: write {id} ended with {error}");
        }
        for tlp in self.b.host.log.drain(..).filter(Tlp::is_completion) {
            let want = self.answers.remove(&tlp.tag());
            assert_eq!(Some(tlp.payload()), want.as_deref(), "{tlp:x?}");
        }
    }

    /// The words of a good read are there at its end; a bad one says what the host did to it.
    fn check_end(&mut self, read: Read, error: u64, cycle: u64) {
        let [address, bytes, place, index, word32, _] = read;
        let inside = |at: u64| (address..address + bytes).contains(&at);
        let faults: Vec<Answer> = self.b.host.faults.iter().filter(|f| inside(f.0)).map(|f| f.1).collect();
        self.b.host.faults.retain(|f| !inside(f.0));
        let code = |a: &Answer| match a {
            Answer::Data => 0,
            Answer::Status(_) => 1,
            Answer::Never => 2,
            Answer::Poisoned => 3,
        };
        let right = if faults.is_empty() { error == 0 } else { faults.iter().any(|f| code(f) == error) };
        assert!(right, "cycle {cycle}: {read:x?} ended with {error}, faults {faults:?}");
        for n in 0..bytes / 4 {
            let got = self.b.places.remove(&(place, index, word32 + n));
            let want = *self.b.host.at(address + 4 * n).expect("reads are of memory");
            assert!(got == Some(want) || error != 0, "cycle {cycle}: DW {n} of {read:x?} is {got:x?}, not {want:x}");
        }
        let strays = self.b.places.keys().filter(|k| k.1 == index).count();
        assert_eq!(strays, 0, "cycle {cycle}: {read:x?} brought words to other places");
        // What the host held back may come late: into nobody's place.
        let late: Vec<_> = self.b.host.unanswered.iter().filter(|p| inside(p.address)).cloned().collect();
        self.b.host.unanswered.retain(|p| !inside(p.address));
        for p in late.into_iter().filter(|_| self.seen.is_multiple_of(2)) {
            self.b.host.inbox.push_back(Tlp::completion(
                0,
                4 * p.left,
                p.tag,
                0,
                &vec![0xBAD0_BAD0; p.left.min(32) as usize],
            ));
        }
        self.seen += 1;
    }

    fn run(mut self, cycles: u64, bad_percent: u32) -> Self {
        self.b.host.bad_percent = bad_percent;
        for _ in 0..cycles {
            self.start();
            self.step();
        }
        // No more is started; all that is under way ends.
        let last = self.b.cycle + 200_000;
        let open = |s: &Self| {
            let waiting = s.reads.len() + s.writes.len() + s.answers.len() + s.b.posts.len() + s.b.host.inbox.len();
            waiting > 0 || (s.b.posts_done as u64) < s.entries
        };
        while open(&self) {
            assert!(self.b.cycle < last, "reads {:?} writes {:?} answers {:?}", self.reads, self.writes, self.answers);
            self.step();
        }
        self.b.run(200);
        assert!(self.b.host.memory == self.image, "memory is not what was written");
        assert_eq!(self.b.get("malformed"), self.malformed);
        assert!(self.b.host.messages.len() as u64 <= self.interrupts);
        assert!(self.interrupts < 16 || self.b.host.messages.len() as u64 > self.interrupts / 4);
        self
    }
}

/// A run of everything; fails where the block does.
fn soak(b: Bench, cycles: u64, bad_percent: u32) {
    let s = Soak::new(b).run(cycles, bad_percent);
    println!(
        "{} reads, {} entries, {} interrupts, {} time-outs",
        s.seen,
        s.entries,
        s.b.host.messages.len(),
        s.b.get("timeouts")
    );
    assert!(s.seen > 50);
}

#[test]
fn everything_at_once() {
    for seed in 100..104 {
        soak(bench(seed), 15_000, 0);
    }
}

#[test]
fn everything_at_once_with_a_bad_host() {
    for seed in 200..203 {
        soak(bench(seed), 15_000, 4);
    }
}

/// The soak must fail on a block with one place of its Verilog changed.
fn caught(from: &str, to: &str) {
    let b = Bench::new(broken::<Pcie>("pcie", from, to), 1);
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| soak(b, 15_000, 0)));
    assert!(run.is_err(), "`{to}` was not found out");
}

#[test]
fn payload_put_by_the_length_of_its_own_completion_is_found() {
    caught("start = used$q[21:12] - left$q[9:0];", "start = used$q[21:12] - length$q[9:0];");
}

#[test]
fn a_held_dw_lost_between_two_requests_is_found() {
    caught("held_valid$d = keeps;", "held_valid$d = keeps & ~ends$q;");
}

#[test]
fn a_tag_given_back_too_early_is_found() {
    caught("update_last = last$q;", "update_last = 1'b1;");
}
