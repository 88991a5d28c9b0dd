//! How full a link runs, the gates alone: two ends, a wire with a latency that loses frames, blocks one way.
//!
//! `link_rate [--json]`. `cargo xtask bench link` runs it.

use anyhow::{bail, ensure, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::Block;
use std::collections::VecDeque;
use twinpath_hdl::harness::verilog;
use twinpath_hdl::link::Link;
use twinpath_spec::limits::CLOCK_HZ;
use twinpath_spec::link::{crc32c_words, Kind, DATA_WORDS, FRAME_WORDS_MAX, LONG_WINDOW, WINDOW, WINDOW_RESERVE};
use twinpath_verilated::{Model, Options, Pin, WidePin};

const SEED: u64 = 1;
/// One way, in microseconds; the first stands for one cycle.
const LATENCIES_US: [f64; 8] = [0.0, 0.32, 5.0, 25.0, 50.0, 100.0, 250.0, 500.0];
/// Frames lost of a million, both ways, and the latencies at which they are.
const LOSSES: [u32; 2] = [1_000, 10_000];
const LOSSY_US: [f64; 3] = [0.32, 50.0, 500.0];
/// Of the line's words, those of blocks that arrive, without loss: the window must not be felt.
const GOAL_PERCENT: f64 = 99.0;
/// What counts of a run: so many losses (as many as come in so many windows, at most), and at least so many round trips.
const LOST: u64 = 4;
const WINDOWS: u64 = 8;
const ROUND_TRIPS: u64 = 4;

/// The next word of a frame and whether it ends it.
type Beat = (u64, bool);

/// What the gates show of a run.
struct Rate {
    window: u8,
    latency_us: f64,
    lost_per_million: u32,
    percent: f64,
    /// What sending again from the first lost frame on allows on average, within the window.
    bound: f64,
    goal: Option<f64>,
    lost: u64,
    replays: u64,
    ends: u64,
}

fn main() -> Result<()> {
    let json = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--json") => true,
        Some(other) => bail!("unknown argument {other:?}; known: --json"),
    };
    let mut rates = vec![];
    for (window, model) in
        [(WINDOW, model::<{ WINDOW as usize }>()?), (LONG_WINDOW, model::<{ LONG_WINDOW as usize }>()?)]
    {
        for latency_us in LATENCIES_US {
            rates.push(measure(&model, window, latency_us, 0)?);
        }
        for lost in LOSSES {
            for latency_us in LOSSY_US {
                rates.push(measure(&model, window, latency_us, lost)?);
            }
        }
    }
    match json {
        true => println!("[{}]", rates.iter().map(Rate::json).collect::<Vec<_>>().join(",")),
        false => print(&rates),
    }
    Ok(())
}

fn model<const P: usize>() -> Result<Options>
where
    Link<P>: Block + Default,
{
    let text = verilog("link", &mut Link::<P>::default()).map_err(anyhow::Error::msg)?;
    Ok(Options::block("link", text))
}

fn measure(options: &Options, window: u8, latency_us: f64, lost_per_million: u32) -> Result<Rate> {
    let latency = ((latency_us * CLOCK_HZ as f64 / 1e6) as u64).max(1);
    let mut pair = Pair::new(options, latency, lost_per_million)?;
    let limit = 10 * latency + 200_000;
    while !pair.ends.iter().all(End::up) {
        pair.step()?;
        ensure!(pair.cycle < limit, "no session within {limit} cycles at {latency_us} us");
    }
    // Until it runs evenly; then the part that counts.
    let even = pair.cycle + 4 * latency + 20_000;
    while pair.cycle < even {
        pair.step()?;
    }
    let (from, before) = (pair.cycle, pair.ends[1].blocks);
    let least = from + ROUND_TRIPS * 2 * latency;
    let patience = from + 100_000_000;
    let blocks = (LOST * 1_000_000).checked_div(lost_per_million.into()).map_or(400, |blocks| blocks.max(2_000));
    let blocks = blocks.min(WINDOWS << window);
    while pair.cycle < least || pair.ends[1].blocks < before + blocks {
        pair.step()?;
        ensure!(pair.cycle < patience, "{} blocks in {patience} cycles", pair.ends[1].blocks - before);
    }
    let cycles = pair.cycle - from;
    let frame = FRAME_WORDS_MAX as f64;
    let percent = 100.0 * (pair.ends[1].blocks - before) as f64 * frame / cycles as f64;
    // A loss is seen when the next frame has come; the acknowledge waits for the end of a frame.
    let round_trip = 2.0 * latency as f64 + 2.0 * frame;
    let places = ((1u32 << window) / 2 - u32::from(WINDOW_RESERVE)) as f64;
    let (loss, wasted) = (f64::from(lost_per_million) / 1e6, (round_trip / frame).min(places));
    let bound = 100.0 * (places * frame / round_trip).min(1.0) * (1.0 - loss) / (1.0 + loss * wasted);
    let goal = (lost_per_million == 0 && (window == LONG_WINDOW || latency_us <= 5.0)).then_some(GOAL_PERCENT);
    let count = |n: usize| pair.ends.iter().map(|end| end.m.get(end.counts[n])).sum();
    Ok(Rate {
        window,
        latency_us,
        lost_per_million,
        percent,
        bound,
        goal,
        lost: pair.lost,
        replays: count(1),
        ends: count(0),
    })
}

impl Rate {
    fn missed(&self) -> bool {
        self.goal.is_some_and(|goal| self.percent < goal) || self.ends > 0
    }

    fn json(&self) -> String {
        let Rate { window, latency_us, lost_per_million, percent, bound, lost, replays, ends, .. } = self;
        let goal = self.goal.map_or("null".into(), |goal| goal.to_string());
        format!(
            "{{\"window_frames\":{},\"latency_us\":{latency_us},\"lost_per_million\":{lost_per_million},\
             \"percent_of_line\":{percent:.2},\"at_least\":{goal},\"bound\":{bound:.2},\"frames_lost\":{lost},\
             \"replays\":{replays},\"session_ends\":{ends},\"met\":{}}}",
            1u32 << window,
            !self.missed()
        )
    }
}

fn print(rates: &[Rate]) {
    println!(
        "The link alone, two ends of the gates, blocks one way, seed {SEED}; {} MHz. Percent of the line's words.",
        CLOCK_HZ / 1_000_000
    );
    println!("Bound: what the window allows, and on average sending again from the first lost frame on.\n");
    println!(
        "{:>6} {:>9} {:>12} {:>7} {:>7} {:>7} {:>6} {:>8} {:>13}",
        "window", "one way", "lost/million", "goal", "figure", "bound", "lost", "replays", "sessions ended"
    );
    for rate in rates {
        let goal = rate.goal.map_or("-".into(), |goal| format!(">= {goal}"));
        let mark = if rate.missed() { " missed" } else { "" };
        println!(
            "{:>6} {:>6} us {:>12} {goal:>7} {:>7.1} {:>7.1} {:>6} {:>8} {:>13}{mark}",
            1u32 << rate.window,
            rate.latency_us,
            rate.lost_per_million,
            rate.percent,
            rate.bound,
            rate.lost,
            rate.replays,
            rate.ends
        );
    }
}

/// A stream's wires.
struct Stream {
    data: WidePin,
    valid: Pin,
    ready: Pin,
}

impl Stream {
    fn of(m: &Model, name: &str) -> Result<Self> {
        let pin = |wire: &str| m.any(&format!("{name}${wire}"));
        Ok(Self { data: m.wide(&format!("{name}$data"))?, valid: pin("valid"), ready: pin("ready") })
    }

    fn moves(&self, m: &Model) -> bool {
        m.get(self.valid) & m.get(self.ready) == 1
    }
}

/// One end, and a unit that always takes what comes.
struct End {
    m: Model,
    tx: [Pin; 3],
    rx: [Pin; 3],
    up: Pin,
    /// Sessions ended, replays.
    counts: [Pin; 2],
    send: Stream,
    got: Stream,
    free_slot: Stream,
    slot_read: Stream,
    slot_words: Stream,
    /// Words of the slots that the link still has to read.
    reading: VecDeque<u64>,
    given: u32,
    blocks: u64,
}

/// Fields of a frame at the unit: bit and width (`wires::Frame`).
const KIND: (usize, usize) = (0, 8);
const WSEQ: (usize, usize) = (37, 32);
const VALUE: (usize, usize) = (133, 32);
const DATA: (usize, usize) = (165, 1);
const SOURCE: (usize, usize) = (166, 4);

fn put(words: &mut [u32; 6], (at, width): (usize, usize), value: u32) {
    for bit in 0..width {
        words[(at + bit) / 32] |= (value >> bit & 1) << ((at + bit) % 32);
    }
}

fn field(words: &[u32], (at, width): (usize, usize)) -> u32 {
    (0..width).fold(0, |value, bit| value | (words[(at + bit) / 32] >> ((at + bit) % 32) & 1) << bit)
}

/// What stands in the slots of the sender, each with its CRC.
struct Slots([([u64; DATA_WORDS], u32); 16]);

impl Slots {
    fn new() -> Self {
        let word = |slot: usize, n: usize| (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15 + slot as u64);
        Self(std::array::from_fn(|slot| {
            let block: [u64; DATA_WORDS] = std::array::from_fn(|n| word(slot, n));
            (block, crc32c_words(&block))
        }))
    }
}

impl End {
    fn new(options: &Options, unit: u64) -> Result<Self> {
        let mut m = Model::build(options)?;
        for (name, value) in [
            ("reset", 1),
            ("phy_up", 1),
            ("tx_ready", 1),
            ("epoch", 1),
            ("unit_id", unit),
            ("connect", 1),
            ("sent$ready", 1),
        ] {
            let pin = m.any(name);
            m.set(pin, value);
        }
        m.clock();
        let streams = ["send", "got", "free_slot", "slot_read", "slot_words"].map(|name| Stream::of(&m, name));
        let [send, got, free_slot, slot_read, slot_words] = streams;
        for name in ["got$ready", "slot_read$ready", "slot_write$ready", "free_slot$valid"] {
            let pin = m.any(name);
            m.set(pin, 1);
        }
        let pins = |names: [&str; 3]| names.map(|name| m.any(name));
        let (tx, rx) = (pins(["tx_data", "tx_end", "tx_valid"]), pins(["rx_data", "rx_end", "rx_valid"]));
        let (up, counts) = (m.any("up"), ["counts$4", "counts$8"].map(|name| m.any(name)));
        let reset = m.any("reset");
        m.set(reset, 0);
        let (send, got, free_slot) = (send?, got?, free_slot?);
        let (slot_read, slot_words) = (slot_read?, slot_words?);
        let (reading, given, blocks) = (VecDeque::new(), 0, 0);
        Ok(End { m, tx, rx, up, counts, send, got, free_slot, slot_read, slot_words, reading, given, blocks })
    }

    fn up(&self) -> bool {
        self.m.get(self.up) == 1
    }

    /// One cycle; `sends`: the unit always has a block to send.
    fn step(&mut self, word: Option<Beat>, sends: bool, slots: &Slots) -> Result<Option<Beat>> {
        let m = &mut self.m;
        let (data, end) = word.unwrap_or_default();
        for (pin, value) in self.rx.into_iter().zip([data, end.into(), word.is_some().into()]) {
            m.set(pin, value);
        }
        if sends {
            let mut words = [0; 6];
            put(&mut words, KIND, Kind::REP as u32);
            put(&mut words, WSEQ, self.given);
            put(&mut words, DATA, 1);
            put(&mut words, SOURCE, self.given % 16);
            m.set_wide(self.send.data, &words);
        }
        m.set(self.send.valid, (sends && m.get(self.up) == 1).into());
        m.set_wide(self.free_slot.data, &[6 + self.blocks as u32 % 6]);
        let word = self.reading.front().copied().unwrap_or(0);
        m.set_wide(self.slot_words.data, &[word as u32, (word >> 32) as u32]);
        m.set(self.slot_words.valid, (!self.reading.is_empty()).into());
        m.eval();
        if self.send.moves(m) {
            self.given += 1;
        }
        if self.slot_words.moves(m) {
            self.reading.pop_front();
        }
        if self.slot_read.moves(m) {
            self.reading.extend(&slots.0[m.get_wide(self.slot_read.data)[0] as usize & 15].0);
        }
        if self.got.moves(m) {
            let words = m.get_wide(self.got.data);
            let (number, value) = (field(&words, WSEQ), field(&words, VALUE));
            let expected = (self.blocks as u32, slots.0[self.blocks as usize % 16].1);
            ensure!((number, value) == expected, "block {number} with CRC {value:08x} came for {expected:x?}");
            self.blocks += 1;
        }
        let [data, end, valid] = self.tx;
        let beat = (m.get(valid) == 1).then(|| (m.get(data), m.get(end) == 1));
        m.clock();
        Ok(beat)
    }
}

struct Pair {
    ends: [End; 2],
    ways: [Way; 2],
    slots: Slots,
    latency: u64,
    chance: f64,
    cycle: u64,
    lost: u64,
    random: SmallRng,
}

/// One way of the wire.
#[derive(Default)]
struct Way {
    flight: VecDeque<(u64, Beat)>,
    amid: bool,
    loses: bool,
}

impl Pair {
    fn new(options: &Options, latency: u64, lost_per_million: u32) -> Result<Self> {
        let (ends, ways) = ([End::new(options, 0)?, End::new(options, 1)?], Default::default());
        let (chance, random) = (f64::from(lost_per_million) / 1e6, SmallRng::seed_from_u64(SEED));
        Ok(Pair { ends, ways, slots: Slots::new(), latency, chance, cycle: 0, lost: 0, random })
    }

    fn step(&mut self) -> Result<()> {
        let up = self.ends.iter().all(End::up);
        for n in 0..2 {
            let from = &mut self.ways[1 - n];
            let due = from.flight.front().is_some_and(|(due, _)| *due <= self.cycle);
            let word = if due { from.flight.pop_front().map(|(_, beat)| beat) } else { None };
            let Some(beat) = self.ends[n].step(word, n == 0, &self.slots)? else { continue };
            let way = &mut self.ways[n];
            if !way.amid {
                // Greetings pass, so that every run has its session.
                way.loses = up && self.random.random_bool(self.chance);
                self.lost += u64::from(way.loses);
            }
            way.amid = !beat.1;
            if !way.loses {
                way.flight.push_back((self.cycle + self.latency, beat));
            }
        }
        self.cycle += 1;
        Ok(())
    }
}
