//! The link against itself over a bad wire (`pair`, `faults`), and against a peer that says exactly what the test wants
//! (`scripted`).

mod faults;
mod greetings;
mod pair;
mod scripted;
mod twins;

use super::Link as LinkOf;
use crate::pins::{widths, Stream};
use rand::{rngs::SmallRng, Rng};
use std::collections::{HashMap, VecDeque};
use twinpath_spec::link::{self as spec, crc32c_words, Kind, DATA_WORDS};
use twinpath_verilated::{Model, Pin};

const EPOCH: u64 = 7;

/// The link of a card, and the one for long ways.
type Link = LinkOf<{ spec::WINDOW as usize }>;

/// A frame as the unit sees it, fields in the order of `wires::Frame`, with its data.
#[derive(Clone, Debug, PartialEq)]
struct UnitFrame {
    fields: Vec<u64>,
    data: Option<Vec<u64>>,
}

const FLAGS: usize = 1;
const SLOT: usize = 2;
const VALUE: usize = 10;
const DATA: usize = 11;
const SOURCE: usize = 12;

impl UnitFrame {
    fn random(random: &mut SmallRng, kinds: &[Kind]) -> Self {
        let mut fields: Vec<u64> = widths::FRAME.iter().map(|w| random.random::<u64>() & ((1 << w) - 1)).collect();
        fields[0] = kinds[random.random_range(0..kinds.len())] as u64;
        fields[FLAGS] &= !1;
        fields[DATA] = 0;
        fields[SOURCE] = 0;
        UnitFrame { fields, data: None }
    }

    /// What the other side must get, slot aside for frames with data.
    fn as_received(&self) -> Self {
        let mut seen = self.clone();
        seen.fields[SOURCE] = 0;
        if let Some(data) = &self.data {
            seen.fields[FLAGS] |= 1;
            seen.fields[SLOT] = 0;
            seen.fields[VALUE] = crc32c_words(data).into();
        }
        seen
    }
}

/// One link with the unit and the slots around it, as much as the link sees of them.
struct Side {
    m: Model,
    pins: HashMap<&'static str, Pin>,
    send: Stream,
    sent: Stream,
    got: Stream,
    free_slot: Stream,
    slot_read: Stream,
    slot_words: Stream,
    slot_write: Stream,
    slots: Vec<Vec<u64>>,
    free: VecDeque<u64>,
    /// Slots that the link may write: given to it, and not come back with a block.
    lent: Vec<u64>,
    reading: VecDeque<u64>,
    /// Blocks read by the link.
    reads: usize,
    to_send: VecDeque<UnitFrame>,
    /// What the link took and gave, with the session it was in.
    taken: Vec<(u64, UnitFrame)>,
    received: Vec<(u64, UnitFrame)>,
    reports: Vec<Vec<u64>>,
    was_up: bool,
    sessions: Vec<u64>,
    /// Chances per cycle: to take a frame that was got, to have a word of a slot ready.
    eager: f64,
    /// Chance that a word for a slot is refused.
    refuses: f64,
    connect: bool,
    /// The unit takes no frames.
    holds: bool,
}

const PINS: [&str; 17] = [
    "reset",
    "tx_data",
    "tx_end",
    "tx_valid",
    "tx_ready",
    "rx_data",
    "rx_end",
    "rx_valid",
    "phy_up",
    "phy_fault",
    "epoch",
    "unit_id",
    "connect",
    "up",
    "session",
    "quiet",
    "refusal",
];

/// The counters, in their order.
const COUNTS: [&str; 11] = [
    "frames_sent",
    "frames_received",
    "crc_errors",
    "sequence_errors",
    "session_ends",
    "stale_frames",
    "epoch_refused",
    "protocol_errors",
    "replays",
    "repeated",
    "no_slot",
];

/// A word on the wire and whether it ends a frame.
type Beat = (u64, bool);

impl Side {
    fn new(mut m: Model, unit: u64) -> Self {
        let counts = COUNTS.into_iter().enumerate().map(|(n, name)| (name, m.any(&format!("counts${n}"))));
        let pins: HashMap<_, _> = PINS.into_iter().map(|n| (n, m.any(n))).chain(counts).collect();
        for (name, value) in [("reset", 1), ("phy_up", 1), ("tx_ready", 1), ("epoch", EPOCH), ("unit_id", unit)] {
            m.set(pins[name], value);
        }
        m.clock();
        m.set(pins["reset"], 0);
        Side {
            send: Stream::of(&m, "send", widths::FRAME),
            sent: Stream::of(&m, "sent", widths::SENT),
            got: Stream::of(&m, "got", widths::FRAME),
            free_slot: Stream::of(&m, "free_slot", widths::SLOT),
            slot_read: Stream::of(&m, "slot_read", widths::SLOT_READ),
            slot_words: Stream::of(&m, "slot_words", widths::WORD),
            slot_write: Stream::of(&m, "slot_write", widths::SLOT_WORD),
            m,
            pins,
            slots: vec![vec![0; DATA_WORDS]; 16],
            free: (6..12).collect(),
            lent: vec![],
            reading: VecDeque::new(),
            reads: 0,
            to_send: VecDeque::new(),
            taken: vec![],
            received: vec![],
            reports: vec![],
            was_up: false,
            sessions: vec![],
            eager: 1.0,
            refuses: 0.0,
            connect: true,
            holds: false,
        }
    }

    fn get(&self, name: &str) -> u64 {
        self.m.get(self.pins[name])
    }

    fn set(&mut self, name: &str, value: u64) {
        self.m.set(self.pins[name], value);
    }

    /// The session is over and the link is quiet: the unit takes its slots back.
    fn take_back(&mut self) {
        self.lent.clear();
        self.free = (6..12).collect();
    }

    fn up(&self) -> bool {
        self.get("up") == 1
    }

    /// One cycle: `word` arrives; the word that leaves is returned.
    fn step(&mut self, word: Option<Beat>, random: &mut SmallRng) -> Result<Option<Beat>, String> {
        let m = &mut self.m;
        let (data, end) = word.unwrap_or((random.random(), random.random()));
        m.set(self.pins["rx_valid"], word.is_some().into());
        m.set(self.pins["rx_data"], data);
        m.set(self.pins["rx_end"], end.into());
        m.set(self.pins["connect"], self.connect.into());
        if let Some(frame) = self.to_send.front() {
            self.send.data.set(m, &frame.fields);
        }
        m.set(self.send.valid, (!self.to_send.is_empty()).into());
        m.set(self.sent.ready, random.random_bool(self.eager).into());
        m.set(self.got.ready, (!self.holds && random.random_bool(self.eager)).into());
        self.free_slot.data.set(m, &[self.free.front().copied().unwrap_or(0)]);
        m.set(self.free_slot.valid, (!self.free.is_empty()).into());
        m.set(self.slot_read.ready, random.random());
        self.slot_words.data.set(m, &[self.reading.front().copied().unwrap_or(0)]);
        m.set(self.slot_words.valid, (!self.reading.is_empty() && random.random_bool(self.eager)).into());
        m.set(self.slot_write.ready, (!random.random_bool(self.refuses)).into());
        m.eval();

        let up = m.get(self.pins["up"]) == 1;
        let session = m.get(self.pins["session"]);
        if up && !self.was_up {
            self.sessions.push(session);
        }
        self.was_up = up;
        if self.send.moves(m) {
            let frame = self.to_send.pop_front().expect("valid");
            if up {
                self.taken.push((session, frame));
            }
        }
        if self.sent.moves(m) {
            self.reports.push(self.sent.data.get(m));
        }
        if self.free_slot.moves(m) {
            self.lent.extend(self.free.pop_front());
        }
        if self.slot_words.moves(m) {
            self.reading.pop_front();
        }
        if self.slot_read.moves(m) {
            let read = self.slot_read.data.get(m);
            if read[1..] != [0, 512] {
                return Err(format!("slot read {read:?}"));
            }
            self.reading.extend(&self.slots[read[0] as usize]);
            self.reads += 1;
        }
        if self.slot_write.moves(m) {
            let w = self.slot_write.data.get(m);
            if !self.lent.contains(&w[0]) {
                return Err(format!("a word goes to slot {}, which is not the link's", w[0]));
            }
            self.slots[w[0] as usize][w[1] as usize] = w[2];
        }
        if self.got.moves(m) {
            let mut frame = UnitFrame { fields: self.got.data.get(m), data: None };
            if frame.fields[DATA] == 1 {
                let slot = std::mem::take(&mut frame.fields[SLOT]);
                frame.data = Some(self.slots[slot as usize].clone());
                if !self.lent.contains(&slot) {
                    return Err(format!("slot {slot} comes back twice"));
                }
                self.lent.retain(|s| *s != slot);
                self.free.push_back(slot);
            }
            self.received.push((session, frame));
        }
        let leaves = m.get(self.pins["tx_valid"]) & m.get(self.pins["tx_ready"]) == 1;
        let beat = leaves.then(|| (m.get(self.pins["tx_data"]), m.get(self.pins["tx_end"]) == 1));
        m.clock();
        Ok(beat)
    }
}
