//! The host's end: memory, a completer that answers reads in any order and any legal split, and the rules that every
//! TLP of the card is held to.

use super::tlp::{Beat, Tlp, CARD};
use rand::{rngs::SmallRng, Rng};
use std::collections::{BTreeMap, VecDeque};

/// Memory lies below and above 4 GiB; interrupts go elsewhere.
pub const LOW: u64 = 0x4000_0000;
pub const HIGH: u64 = 0x12_4000_0000;
pub const BYTES: u64 = 1 << 20;

/// How a read is answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    Data,
    /// All data, one of the completions poisoned.
    Poisoned,
    /// A completion without data and with this status, after some of the data.
    Status(u32),
    Never,
}

#[derive(Clone, Debug)]
pub struct Pending {
    pub tag: u32,
    pub address: u64,
    pub left: u32,
    pub due: u64,
    pub answer: Answer,
}

pub struct Host {
    /// Two areas of DWs: LOW and HIGH.
    pub memory: [Vec<u32>; 2],
    pub pending: Vec<Pending>,
    /// Reads that were never answered, by tag.
    pub unanswered: Vec<Pending>,
    /// TLPs for the card, in this order, between completions.
    pub inbox: VecDeque<Tlp>,
    pub beats: VecDeque<Beat>,
    pub arriving: Vec<Beat>,
    pub from: u64,
    /// Everything that came, in order.
    pub log: Vec<Tlp>,
    /// What came to other addresses than memory: interrupts.
    pub messages: Vec<(u64, u32)>,
    pub mps: u32,
    pub mrrs: u32,
    pub rcb: u32,
    pub latency: std::ops::Range<u64>,
    /// Answers for reads, by address; the rest is `Answer::Data`.
    pub answers: BTreeMap<u64, Answer>,
    /// Of a hundred reads, so many are answered badly.
    pub bad_percent: u32,
    /// Reads that were answered badly, by address.
    pub faults: Vec<(u64, Answer)>,
    pub bus_master: bool,
    pub most_in_flight: usize,
}

impl Host {
    pub fn new(random: &mut SmallRng) -> Self {
        let area = |r: &mut SmallRng| (0..BYTES / 4).map(|_| r.random()).collect::<Vec<u32>>();
        Self {
            memory: [area(random), area(random)],
            pending: vec![],
            unanswered: vec![],
            inbox: VecDeque::new(),
            beats: VecDeque::new(),
            arriving: vec![],
            from: 0,
            log: vec![],
            messages: vec![],
            mps: 256,
            mrrs: 512,
            rcb: 64,
            latency: 20..60,
            answers: BTreeMap::new(),
            bad_percent: 0,
            faults: vec![],
            bus_master: true,
            most_in_flight: 0,
        }
    }

    /// The DW at a byte address of one of the two areas.
    pub fn at(&mut self, address: u64) -> Option<&mut u32> {
        let area = usize::from(address >= HIGH);
        let offset = address.checked_sub([LOW, HIGH][area])?;
        self.memory[area].get_mut(offset as usize / 4)
    }

    /// A beat of the card.
    pub fn receive(&mut self, beat: Beat, cycle: u64, random: &mut SmallRng) {
        assert_eq!(beat.sop, self.arriving.is_empty(), "cycle {cycle}: sop stands at the first beat alone");
        assert!(beat.keep == 0xFF || beat.keep == 0x0F && beat.eop, "cycle {cycle}: keep {:x}", beat.keep);
        if beat.sop {
            self.from = cycle;
        }
        self.arriving.push(beat);
        if beat.eop {
            let mut tlp = Tlp::new(vec![]);
            for b in self.arriving.drain(..) {
                tlp.dws.push(b.data as u32);
                if b.keep == 0xFF {
                    tlp.dws.push((b.data >> 32) as u32);
                }
            }
            (tlp.from, tlp.to) = (self.from, cycle);
            self.take(&tlp, cycle, random);
            self.log.push(tlp);
        }
    }

    fn take(&mut self, tlp: &Tlp, cycle: u64, random: &mut SmallRng) {
        let say = |what: &str| format!("cycle {cycle}: {what} in {tlp:x?}");
        assert!(tlp.dws.len() >= 3, "{}", say("short header"));
        let payload = if tlp.kind() & 0x40 == 0 { 0 } else { tlp.length() };
        let header = if tlp.kind() & 0x20 == 0 { 3 } else { 4 };
        assert_eq!(tlp.dws.len(), header + payload, "{}", say("length"));
        if tlp.is_completion() {
            assert_eq!(tlp.dws[1] >> 16, CARD, "{}", say("completer id"));
            return;
        }
        assert!(self.bus_master, "{}", say("a request without bus mastering"));
        assert!(matches!(tlp.kind(), 0x00 | 0x20 | 0x40 | 0x60), "{}", say("unknown type"));
        assert_eq!(tlp.dws[0] & 0x00ff_fc00, 0, "{}", say("class, attributes or reserved bits"));
        assert_eq!(tlp.dws[1] >> 16, CARD, "{}", say("requester id"));
        assert_eq!(tlp.dws[1] & 0xff, if tlp.length() == 1 { 0x0f } else { 0xff }, "{}", say("byte enables"));
        let (address, bytes) = (tlp.address(), 4 * tlp.length() as u64);
        assert_eq!(address % 4, 0, "{}", say("address"));
        assert_eq!(address >> 32 != 0, header == 4, "{}", say("header size"));
        assert!(address % 4096 + bytes <= 4096, "{}", say("4 KiB boundary"));
        let limit = if payload == 0 { self.mrrs } else { self.mps };
        assert!(bytes <= u64::from(limit), "{}", say("too long"));
        if payload == 0 {
            assert!(tlp.tag() < 32, "{}", say("tag"));
            assert!(!self.pending.iter().any(|p| p.tag == tlp.tag()), "{}", say("tag in use"));
            let bad = [Answer::Poisoned, Answer::Status(1), Answer::Status(4), Answer::Never];
            let chance = random.random_range(0..100) < self.bad_percent;
            let fault = if chance { bad[random.random_range(0..4)] } else { Answer::Data };
            let answer = self.answers.get(&address).copied().unwrap_or(fault);
            if answer != Answer::Data {
                self.faults.push((address, answer));
            }
            let due = cycle + random.random_range(self.latency.clone());
            let read = Pending { tag: tlp.tag(), address, left: tlp.length() as u32, due, answer };
            if answer == Answer::Never {
                self.unanswered.push(read)
            } else {
                self.pending.push(read)
            }
            self.most_in_flight = self.most_in_flight.max(self.pending.len());
            return;
        }
        for (n, dw) in tlp.payload().iter().enumerate() {
            match self.at(address + 4 * n as u64) {
                Some(place) => *place = *dw,
                None => self.messages.push((address, *dw)),
            }
        }
    }

    /// The next beats for the card, when there are none: a request of the test, or part of a read that is due.
    pub fn refill(&mut self, cycle: u64, random: &mut SmallRng) {
        if !self.beats.is_empty() {
            return;
        }
        let due: Vec<usize> = (0..self.pending.len()).filter(|n| self.pending[*n].due <= cycle).collect();
        if due.is_empty() || random.random() {
            if let Some(tlp) = self.inbox.pop_front() {
                return self.beats.extend(tlp.beats());
            }
        }
        if due.is_empty() {
            return;
        }
        let n = due[random.random_range(0..due.len())];
        let mut read = self.pending[n].clone();
        // Up to a read completion boundary, MPS or the end.
        let to_boundary = (self.rcb - read.address as u32 % self.rcb) / 4;
        let more = random.random_range(0..=self.mps / self.rcb) * self.rcb / 4;
        let mut count = (to_boundary + more).min(read.left);
        if 4 * count > self.mps {
            count = to_boundary.min(read.left);
        }
        let stop = random.random_range(0..4) == 0 || count == read.left;
        let tlp = match read.answer {
            Answer::Status(status) if stop => Tlp::completion(status, 4 * read.left, read.tag, 0, &[]),
            _ => {
                let payload: Vec<u32> = (0..count)
                    .map(|n| *self.at(read.address + 4 * u64::from(n)).expect("reads are of memory"))
                    .collect();
                let mut tlp = Tlp::completion(0, 4 * read.left, read.tag, read.address as u32, &payload);
                if read.answer == Answer::Poisoned && stop {
                    tlp.dws[0] |= 1 << 14;
                    read.answer = Answer::Data;
                }
                tlp
            }
        };
        self.beats.extend(tlp.beats());
        read.left -= count;
        read.address += 4 * u64::from(count);
        if read.left == 0 || tlp.status() != 0 {
            self.pending.swap_remove(n);
        } else {
            self.pending[n] = read;
        }
    }
}
