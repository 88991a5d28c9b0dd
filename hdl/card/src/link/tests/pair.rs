//! Two links back to back, each with a unit that follows the rules: after a session it waits until its link is quiet
//! and takes its slots back before it allows the next one.

use super::*;
use crate::harness::model;
use rand::SeedableRng;
use twinpath_spec::link::Header;

const LATENCY: u64 = 40;

/// Kinds that the unit may send.
fn kinds() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|k| !k.is_internal()).collect()
}

/// What the wire does to words: chances per word.
#[derive(Clone, Copy, Default)]
struct Wire {
    change: f64,
    lose: f64,
    lose_end: f64,
    add: f64,
    /// Chance per cycle that the phy goes down for a while.
    cut: f64,
}

struct Pair {
    sides: [Side; 2],
    wire: Wire,
    /// Words under way to each side.
    ways: [VecDeque<(u64, Beat)>; 2],
    /// Words of the frame that each side is sending.
    frames: [Vec<u64>; 2],
    down_until: u64,
    cycle: u64,
    random: SmallRng,
    pending: [bool; 2],
}

impl Pair {
    fn new(mut make: impl FnMut() -> Model, seed: u64) -> Self {
        Pair {
            sides: [0, 1].map(|unit| Side::new(make(), unit)),
            wire: Wire::default(),
            ways: Default::default(),
            frames: Default::default(),
            down_until: 0,
            cycle: 0,
            random: SmallRng::seed_from_u64(seed),
            pending: [false; 2],
        }
    }

    fn step(&mut self) -> Result<(), String> {
        let random = &mut self.random;
        if random.random_bool(self.wire.cut) {
            self.down_until = self.cycle + random.random_range(1..3_000);
        }
        let phy_up = self.cycle >= self.down_until;
        for n in 0..2 {
            self.sides[n].set("phy_up", phy_up.into());
            self.sides[n].set("tx_ready", random.random_bool(0.98).into());
            let due = self.ways[n].front().is_some_and(|(due, _)| *due <= self.cycle);
            let word = if due { self.ways[n].pop_front().map(|(_, w)| w) } else { None };
            let side = &mut self.sides[n];
            if let Some((data, end)) = side.step(word, random)? {
                self.frames[n].push(data);
                if end {
                    let words = std::mem::take(&mut self.frames[n]);
                    // What leaves is well-formed at all times, except around a cut.
                    if self.wire.cut == 0.0 {
                        Header::decode(&words).map_err(|e| format!("side {n} sends {} words: {e}", words.len()))?;
                    }
                }
                let mut beat = (data, end);
                if random.random_bool(self.wire.change) {
                    beat.0 ^= 1 << random.random_range(0..64);
                }
                if random.random_bool(self.wire.lose_end) {
                    beat.1 = false;
                }
                let arrival = self.cycle + LATENCY;
                if random.random_bool(self.wire.add) {
                    self.ways[1 - n].push_back((arrival, (random.random(), random.random())));
                }
                if !random.random_bool(self.wire.lose) {
                    self.ways[1 - n].push_back((arrival, beat));
                }
            }
            // The unit: a session that ended is cleared away before the next one.
            let side = &mut self.sides[n];
            if side.up() {
                self.pending[n] = true;
            } else if self.pending[n] {
                side.connect = false;
                side.to_send.clear();
                if side.get("quiet") == 1 && side.reading.is_empty() {
                    side.free = (6..12).collect();
                    side.connect = true;
                    self.pending[n] = false;
                }
            }
        }
        if !phy_up {
            self.ways = Default::default();
        }
        self.cycle += 1;
        Ok(())
    }

    /// Both sides have frames to send in the sessions to come.
    fn feed(&mut self) {
        for side in &mut self.sides {
            if side.up() && side.to_send.len() < 4 && self.random.random_bool(0.02) {
                let mut frame = UnitFrame::random(&mut self.random, &kinds());
                if self.random.random_bool(0.4) {
                    // Slots 0 to 5 in turn; no more than one frame waits, so that none is changed before it left.
                    let busy = side.to_send.iter().any(|f| f.data.is_some())
                        || side.taken.iter().filter(|(_, f)| f.data.is_some()).count() != side.reports.len();
                    if !busy || side.taken.is_empty() {
                        let source = self.random.random_range(0..6u64);
                        let data: Vec<u64> = (0..DATA_WORDS).map(|_| self.random.random()).collect();
                        side.slots[source as usize] = data.clone();
                        frame.fields[DATA] = 1;
                        frame.fields[SOURCE] = source;
                        frame.data = Some(data);
                    }
                }
                side.to_send.push_back(frame);
            }
        }
    }

    /// What was received in each session is what was sent in it, from its first frame on, control frames and frames
    /// with data each in order. Returns how many frames arrived and how many did not.
    fn compare(&self) -> Result<(usize, usize), String> {
        let (mut arrived, mut lost) = (0, 0);
        for n in 0..2 {
            for with_data in [false, true] {
                let of = |list: &[(u64, UnitFrame)]| {
                    let mut by_session: HashMap<u64, Vec<UnitFrame>> = HashMap::new();
                    for (session, frame) in list.iter().filter(|(_, f)| f.data.is_some() == with_data) {
                        by_session.entry(*session).or_default().push(frame.as_received());
                    }
                    by_session
                };
                let (sent, received) = (of(&self.sides[n].taken), of(&self.sides[1 - n].received));
                for (session, frames) in &received {
                    let expected = sent.get(session).map_or(&[][..], |f| &f[..]);
                    if !expected.starts_with(frames) {
                        let at = frames.iter().zip(expected).take_while(|(a, b)| a == b).count();
                        return Err(format!("from side {n}, session {session}, data {with_data}: frame {at} differs"));
                    }
                    arrived += frames.len();
                    lost += expected.len() - frames.len();
                }
            }
        }
        Ok((arrived, lost))
    }

    /// Runs without faults until both are in one session and everything sent in it has arrived.
    fn heal(&mut self) -> Result<(), String> {
        self.wire = Wire::default();
        for side in &mut self.sides {
            side.eager = 1.0;
        }
        for _ in 0..60_000 {
            self.step()?;
            let [a, b] = &self.sides;
            if a.up() && b.up() && a.get("session") == b.get("session") {
                break;
            }
        }
        let [a, b] = &self.sides;
        if !(a.up() && b.up() && a.get("session") == b.get("session")) {
            return Err("no session after the wire was good again".into());
        }
        let session = a.get("session");
        (0..4_000).try_for_each(|_| {
            self.feed();
            self.step()
        })?;
        (0..6_000).try_for_each(|_| self.step())?;
        let of = |list: &[(u64, UnitFrame)]| list.iter().filter(|(s, _)| *s == session).count();
        for n in 0..2 {
            let (sent, received) = (of(&self.sides[n].taken), of(&self.sides[1 - n].received));
            if sent != received || sent < 20 {
                return Err(format!("after healing {sent} frames of side {n} were sent, {received} received"));
            }
        }
        self.compare().map(|_| ())
    }
}

pub fn fault_free(make: impl FnMut() -> Model) -> Result<(), String> {
    let mut pair = Pair::new(make, 1);
    for _ in 0..60_000 {
        pair.feed();
        pair.step()?;
    }
    pair.heal()?;
    for side in &pair.sides {
        if side.sessions != [1] || side.get("session_ends") != 0 || side.reports.len() < 20 {
            return Err(format!("sessions {:?}, {} blocks sent", side.sessions, side.reports.len()));
        }
    }
    // The CRC that the sender reports is the block's.
    let mut blocks = pair.sides[0].taken.iter().filter_map(|(_, f)| f.data.as_ref().map(|d| (f.fields[SOURCE], d)));
    for report in &pair.sides[0].reports {
        let (source, data) = blocks.next().ok_or("a report too many")?;
        if *report != [source, crc32c_words(data).into()] {
            return Err(format!("report {report:x?} of slot {source}"));
        }
    }
    Ok(())
}

/// Faults of every kind in turn, each for a while, then all at once; returns how many frames arrived.
pub fn storm(make: impl FnMut() -> Model, seed: u64) -> Result<usize, String> {
    let mut pair = Pair::new(make, seed);
    let rare = 1.0 / 4_000.0;
    let wires = [
        Wire { change: rare, ..Wire::default() },
        Wire { lose: rare, ..Wire::default() },
        Wire { lose_end: 8.0 * rare, ..Wire::default() },
        Wire { add: rare, ..Wire::default() },
        Wire { cut: rare / 2.0, ..Wire::default() },
        Wire { change: rare, lose: rare, lose_end: rare, add: rare, cut: rare / 2.0 },
    ];
    for wire in wires {
        pair.wire = wire;
        for side in &mut pair.sides {
            side.eager = 0.7;
        }
        for _ in 0..40_000 {
            pair.feed();
            pair.step()?;
        }
        pair.heal()?;
    }
    let (arrived, lost) = pair.compare()?;
    let sessions: Vec<_> = pair.sides.iter().map(|s| s.sessions.len()).collect();
    println!("seed {seed}: {arrived} frames arrived, {lost} were lost with {sessions:?} sessions");
    for side in &pair.sides {
        if side.sessions.windows(2).any(|w| w[0] >= w[1]) {
            return Err(format!("session numbers {:?}", side.sessions));
        }
    }
    if sessions[0] < 8 {
        return Err("the faults ended no sessions".into());
    }
    Ok(arrived)
}

#[test]
fn frames_arrive_in_order_in_one_session() {
    fault_free(|| model::<Link>("link")).unwrap();
}

#[test]
fn sessions_end_with_faults_and_keep_order_until_then() {
    for seed in 1..=3 {
        assert!(storm(|| model::<Link>("link"), seed).unwrap() > 200);
    }
}

/// A unit that takes nothing for a while loses nothing, and its peer's session goes on.
pub fn credits(make: impl FnMut() -> Model) -> Result<(), String> {
    let mut pair = Pair::new(make, 5);
    pair.heal()?;
    pair.sides[1].holds = true;
    let before = pair.sides[1].received.len();
    for _ in 0..200 {
        let frame = UnitFrame::random(&mut pair.random, &kinds());
        pair.sides[0].to_send.push_back(frame);
    }
    (0..30_000).try_for_each(|_| pair.step())?;
    if pair.sides[1].received.len() != before || pair.sides[0].to_send.is_empty() {
        return Err("frames went nowhere".into());
    }
    pair.sides[1].holds = false;
    (0..6_000).try_for_each(|_| pair.step())?;
    let lost = pair.compare()?.1;
    if lost > 0 || pair.sides[1].received.len() != before + 200 || pair.sides[0].sessions != [1] {
        return Err(format!("{lost} frames lost, sessions {:?}", pair.sides[0].sessions));
    }
    Ok(())
}

#[test]
fn credits_hold_frames_back() {
    credits(|| model::<Link>("link")).unwrap();
}

#[test]
fn blocks_follow_each_other_closely() {
    let mut pair = Pair::new(|| model::<Link>("link"), 6);
    while !(pair.sides[0].up() && pair.sides[1].up()) {
        pair.step().unwrap();
    }
    for n in 0..20 {
        let mut frame = UnitFrame::random(&mut pair.random, &[Kind::REP]);
        (frame.fields[DATA], frame.fields[SOURCE]) = (1, n % 6);
        frame.data = Some(pair.sides[0].slots[n as usize % 6].clone());
        pair.sides[0].to_send.push_back(frame);
    }
    let start = pair.cycle;
    while pair.sides[1].received.len() < 20 && pair.cycle < start + 20_000 {
        pair.step().unwrap();
    }
    // The wire takes 98 of 100 words; 517 of them are a frame.
    let cycles = (pair.cycle - start) / 20;
    println!("{cycles} cycles for each block");
    assert!(cycles < 545, "{cycles} cycles for each block");
}
