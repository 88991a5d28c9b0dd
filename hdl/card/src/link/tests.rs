//! The link against itself over a bad wire (`pair`), and against a peer that says exactly what the test wants
//! (`scripted`).

mod pair;
mod scripted;

use super::Link;
use crate::pins::{broken, widths, Stream};
use rand::{rngs::SmallRng, Rng};
use std::collections::{HashMap, VecDeque};
use twinpath_spec::link::{crc32c_words, Kind, DATA_WORDS};
use twinpath_verilated::{Model, Pin};

const EPOCH: u64 = 7;

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
    reading: VecDeque<u64>,
    to_send: VecDeque<UnitFrame>,
    /// What the link took and gave, with the session it was in.
    taken: Vec<(u64, UnitFrame)>,
    received: Vec<(u64, UnitFrame)>,
    reports: Vec<Vec<u64>>,
    was_up: bool,
    sessions: Vec<u64>,
    /// Chances per cycle: to take a frame that was got, to have a word of a slot ready.
    eager: f64,
    connect: bool,
    /// The unit takes no frames.
    holds: bool,
}

const PINS: [&str; 23] = [
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
    "frames_received",
    "crc_errors",
    "sequence_errors",
    "session_ends",
    "stale_frames",
    "epoch_refused",
    "protocol_errors",
];

/// A word on the wire and whether it ends a frame.
type Beat = (u64, bool);

impl Side {
    fn new(mut m: Model, unit: u64) -> Self {
        let pins: HashMap<_, _> = PINS.into_iter().map(|n| (n, m.any(n))).collect();
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
            reading: VecDeque::new(),
            to_send: VecDeque::new(),
            taken: vec![],
            received: vec![],
            reports: vec![],
            was_up: false,
            sessions: vec![],
            eager: 1.0,
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
        m.set(self.slot_write.ready, 1);
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
            self.free.pop_front();
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
        }
        if m.get(self.slot_write.valid) == 1 {
            let w = self.slot_write.data.get(m);
            self.slots[w[0] as usize][w[1] as usize] = w[2];
        }
        if self.got.moves(m) {
            let mut frame = UnitFrame { fields: self.got.data.get(m), data: None };
            if frame.fields[DATA] == 1 {
                let slot = std::mem::take(&mut frame.fields[SLOT]);
                frame.data = Some(self.slots[slot as usize].clone());
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

#[test]
fn broken_twins_are_caught() {
    for (from, to) in [
        // The data's CRC is not put into the frame.
        ("if (stage$0$q[68]) begin", "if (1'b0) begin"),
        // Frames out of sequence, of another session, of another epoch, with a wrong checksum are believed.
        ("end else if (~fits_lseq$q) begin", "end else if (1'b0) begin"),
        ("end else if (~fits_session$q) begin", "end else if (1'b0) begin"),
        ("== epoch;", "== epoch || 1'b1;"),
        ("if (~crc_fits$q) begin", "if (1'b0) begin"),
        ("(has_data & (~block_fits$q))", "(1'b0)"),
        // A frame's missing end goes unnoticed.
        ("| ((~word[74]) & (word[73:64] == last_at))", "| 1'b0"),
        // So does silence, and a peer that began anew.
        ("(silence$q == patience)", "1'b0"),
        ("(said[47:16] != peer_nonce$q)", "1'b0"),
        // Frames are sent although the peer has no place.
        ("open$d = (lseq", "open$d = 1'b1 | (lseq"),
        // The rest of a frame that was cut is sent when the phy is back.
        ("if (~phy_up) begin\n            dropping$d = 1'b1;", "if (~phy_up) begin\n            dropping$d = 1'b0;"),
    ] {
        let make = || broken::<Link>("link_twin", from, to);
        let caught = scripted::scripted(make).is_err()
            || pair::credits(make).is_err()
            || pair::fault_free(make).is_err()
            || (1..=2).any(|seed| pair::storm(make, seed).is_err());
        assert!(caught, "`{from}` changed to `{to}` was not noticed");
    }
}
