//! Two links back to back, each with a unit that follows the rules: after a session it waits until its link is quiet
//! and takes its slots back before it allows the next one. A block is answered by a frame that names it; then its slot is
//! filled with something else at once, as a unit may do.

use super::*;
use crate::harness::model;
use rand::SeedableRng;
use spec::{Header, CONTROL_WORDS, FLAG_DATA, FRAME_WORDS_MAX};

pub const LATENCY: u64 = 40;

/// Kinds that the unit may send, but for the answer.
fn kinds() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|k| !k.is_internal() && *k != ANSWER).collect()
}

/// The kind that answers a block.
const ANSWER: Kind = Kind::ACK;
const WSEQ: usize = 7;

/// What the wire does to one frame. `word` beyond a frame's length is taken modulo its length.
#[derive(Clone, Copy, Debug)]
pub enum Harm {
    Flip {
        word: usize,
        bit: u32,
    },
    Lose {
        word: usize,
    },
    Add {
        word: usize,
        end: bool,
    },
    /// An end mark too many; the rest follows.
    Split {
        word: usize,
    },
    Truncate {
        word: usize,
    },
    LoseEnd,
    Drop,
    Double,
    /// Comes after the frame behind it.
    Late,
    Stall {
        word: usize,
        cycles: u64,
    },
}

impl Harm {
    pub fn draw(random: &mut SmallRng) -> Self {
        let word = random.random_range(0..FRAME_WORDS_MAX);
        match random.random_range(0..10) {
            0 => Harm::Flip { word, bit: random.random_range(0..64) },
            1 => Harm::Lose { word },
            2 => Harm::Add { word, end: random.random() },
            3 => Harm::Split { word },
            4 => Harm::Truncate { word },
            5 => Harm::LoseEnd,
            6 => Harm::Drop,
            7 => Harm::Double,
            8 => Harm::Late,
            _ => Harm::Stall { word, cycles: random.random_range(1..3_000) },
        }
    }
}

/// One way of the wire.
#[derive(Default)]
pub struct Way {
    /// Words under way.
    flight: VecDeque<(u64, Beat)>,
    /// Words of the frame that is being sent.
    words: Vec<Beat>,
    harm: Option<Harm>,
    /// Frames held back until another one has passed.
    late: Vec<Beat>,
    /// What is to happen to one in four of the next frames with data, drawn: most of what comes again is spared.
    pub plan: VecDeque<Harm>,
    pub harmed: usize,
}

impl Way {
    fn enter(&mut self, due: u64, beat: Beat) {
        let due = self.flight.back().map_or(due, |(before, _)| due.max(*before));
        self.flight.push_back((due, beat));
    }

    /// A word leaves; `chance` is that of a drawn harm for its frame. The whole frame, when this was its end.
    fn send(&mut self, now: u64, beat: Beat, chance: f64, random: &mut SmallRng) -> Option<Vec<u64>> {
        let n = self.words.len();
        let length =
            |first: Beat| if first.0 >> 8 & u64::from(FLAG_DATA) != 0 { FRAME_WORDS_MAX } else { CONTROL_WORDS };
        if n == 0 {
            self.harm = None;
            if random.random_bool(chance) {
                self.harm = Some(Harm::draw(random));
            } else if length(beat) == FRAME_WORDS_MAX && random.random_bool(0.25) {
                self.harm = self.plan.pop_front();
            }
            self.harmed += self.harm.is_some() as usize;
        }
        self.words.push(beat);
        let is = |word: usize| word % length(self.words[0]) == n;
        let (mut word, mut passes, mut arrival) = (beat, true, now + LATENCY);
        match self.harm {
            Some(Harm::Flip { word: at, bit }) if is(at) => word.0 ^= 1 << bit,
            Some(Harm::Lose { word: at }) if is(at) => passes = false,
            Some(Harm::Add { word: at, end }) if is(at) => self.enter(arrival, (random.random(), end)),
            Some(Harm::Split { word: at }) if is(at) => word.1 = true,
            Some(Harm::Truncate { word: at }) => {
                let at = at % length(self.words[0]);
                word.1 |= n == at;
                passes = n <= at;
            }
            Some(Harm::LoseEnd) => word.1 = false,
            Some(Harm::Drop) => passes = false,
            Some(Harm::Late) => {
                passes = false;
                self.late.push(beat);
            }
            Some(Harm::Stall { word: at, cycles }) if is(at) => arrival += cycles,
            _ => {}
        }
        if passes {
            self.enter(arrival, word);
        }
        if !beat.1 {
            return None;
        }
        let again = match self.harm {
            Some(Harm::Double) => self.words.clone(),
            Some(Harm::Late) => vec![],
            _ => std::mem::take(&mut self.late),
        };
        again.into_iter().for_each(|beat| self.enter(arrival, beat));
        Some(std::mem::take(&mut self.words).into_iter().map(|(data, _)| data).collect())
    }

    fn arrive(&mut self, now: u64) -> Option<Beat> {
        let due = self.flight.front().is_some_and(|(due, _)| *due <= now);
        due.then(|| self.flight.pop_front().map(|(_, beat)| beat)).flatten()
    }

    fn cut(&mut self) {
        self.flight.clear();
        self.late.clear();
    }
}

pub struct Pair {
    pub sides: [Side; 2],
    pub ways: [Way; 2],
    /// Chances: of a harm per frame; per cycle, that the phy goes down for a while.
    pub harms: f64,
    pub cuts: f64,
    pub down_until: u64,
    pub cycle: u64,
    pub random: SmallRng,
    /// Chances per cycle of new frames, and how many of them carry a block.
    pub busy: f64,
    pub blocks: f64,
    pending: [bool; 2],
    /// Slots whose block has no answer yet, with its number.
    waiting: [Vec<(u64, u64)>; 2],
    answered: [usize; 2],
    tag: u64,
}

impl Pair {
    pub fn new(mut make: impl FnMut() -> Model, seed: u64) -> Self {
        Pair {
            sides: [0, 1].map(|unit| Side::new(make(), unit)),
            ways: Default::default(),
            harms: 0.0,
            cuts: 0.0,
            down_until: 0,
            cycle: 0,
            random: SmallRng::seed_from_u64(seed),
            busy: 0.02,
            blocks: 0.4,
            pending: [false; 2],
            waiting: Default::default(),
            answered: [0; 2],
            tag: 0,
        }
    }

    pub fn step(&mut self) -> Result<(), String> {
        if self.random.random_bool(self.cuts) {
            self.down_until = self.cycle + self.random.random_range(1..3_000);
        }
        let phy_up = self.cycle >= self.down_until;
        for n in 0..2 {
            self.sides[n].set("phy_up", phy_up.into());
            let random = &mut self.random;
            self.sides[n].set("tx_ready", random.random_bool(0.98).into());
            let word = self.ways[1 - n].arrive(self.cycle);
            let side = &mut self.sides[n];
            if let Some(beat) = side.step(word, random)? {
                if let Some(words) = self.ways[n].send(self.cycle, beat, self.harms, random) {
                    // What leaves is well-formed at all times, except around a cut.
                    if self.down_until == 0 {
                        Header::decode(&words).map_err(|e| format!("side {n} sends {} words: {e}", words.len()))?;
                    }
                }
            }
            // The unit: a session that ended is cleared away before the next one.
            if self.sides[n].up() {
                self.pending[n] = true;
                self.answer(n);
            } else if self.pending[n] {
                let side = &mut self.sides[n];
                side.connect = false;
                side.to_send.clear();
                self.waiting[n].clear();
                if side.get("quiet") == 1 && side.reading.is_empty() {
                    self.answered[n] = side.received.len();
                    side.take_back();
                    side.connect = true;
                    self.pending[n] = false;
                }
            }
        }
        if !phy_up {
            self.ways.iter_mut().for_each(Way::cut);
        }
        self.cycle += 1;
        Ok(())
    }

    /// The unit of side `n` answers blocks, and takes back the slots of blocks that were answered.
    fn answer(&mut self, n: usize) {
        let side = &mut self.sides[n];
        while let Some((_, frame)) = side.received.get(self.answered[n]) {
            self.answered[n] += 1;
            let number = frame.fields[WSEQ];
            if frame.data.is_some() {
                let mut answer = UnitFrame::random(&mut self.random, &[ANSWER]);
                answer.fields[WSEQ] = number;
                side.to_send.push_back(answer);
            } else if frame.fields[0] == ANSWER as u64 {
                if let Some(at) = self.waiting[n].iter().position(|(_, waiting)| *waiting == number) {
                    let (slot, _) = self.waiting[n].swap_remove(at);
                    self.random.fill(&mut side.slots[slot as usize][..]);
                }
            }
        }
    }

    /// A block in the next free slot of side `n` is to be sent, if there is one.
    pub fn give_block(&mut self, n: usize) -> bool {
        let Some(source) = (0..6).find(|slot| self.waiting[n].iter().all(|(s, _)| s != slot)) else { return false };
        let side = &mut self.sides[n];
        let mut frame = UnitFrame::random(&mut self.random, &kinds());
        let data: Vec<u64> = (0..DATA_WORDS).map(|_| self.random.random()).collect();
        side.slots[source as usize] = data.clone();
        self.tag += 1;
        frame.fields[WSEQ] = self.tag;
        frame.fields[DATA] = 1;
        frame.fields[SOURCE] = source;
        frame.data = Some(data);
        self.waiting[n].push((source, self.tag));
        side.to_send.push_back(frame);
        true
    }

    /// Both sides have frames to send in the sessions to come.
    pub fn feed(&mut self) {
        for n in 0..2 {
            if self.sides[n].up() && self.sides[n].to_send.len() < 4 && self.random.random_bool(self.busy) {
                if self.random.random_bool(self.blocks) {
                    self.give_block(n);
                } else {
                    let frame = UnitFrame::random(&mut self.random, &kinds());
                    self.sides[n].to_send.push_back(frame);
                }
            }
        }
    }

    pub fn both_up(&self) -> bool {
        let [a, b] = &self.sides;
        a.up() && b.up() && a.get("session") == b.get("session")
    }

    /// What was received in each session is what was sent in it, from its first frame on, control frames and frames
    /// with data each in order. Returns how many frames arrived and how many did not.
    pub fn compare(&self) -> Result<(usize, usize), String> {
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
            self.reported(n)?;
        }
        Ok((arrived, lost))
    }

    /// Each block is reported once, in order, with its own CRC; those that a session's end overtook in the queue are not.
    fn reported(&self, n: usize) -> Result<(), String> {
        let side = &self.sides[n];
        let mut blocks = side.taken.iter().filter_map(|(_, f)| f.data.as_ref().map(|d| (f.fields[SOURCE], d)));
        for report in &side.reports {
            let known = blocks.any(|(source, data)| *report == [source, crc32c_words(data).into()]);
            if !known {
                return Err(format!("side {n} reports {report:x?}, which is no block in its turn"));
            }
        }
        let missing = blocks.count();
        if missing > 0 && side.sessions.len() == 1 && side.up() {
            return Err(format!("side {n} has not reported {missing} blocks"));
        }
        Ok(())
    }

    /// Everything that was sent in the open session has arrived.
    pub fn settle(&mut self) -> Result<usize, String> {
        let session = self.sides[0].get("session");
        let of = |list: &[(u64, UnitFrame)]| list.iter().filter(|(s, _)| *s == session).count();
        for _ in 0..60_000 {
            self.step()?;
            let whole = |n: usize| {
                let (from, to) = (&self.sides[n], &self.sides[1 - n]);
                from.to_send.is_empty() && of(&from.taken) == of(&to.received) && self.waiting[n].is_empty()
            };
            if self.both_up() && whole(0) && whole(1) {
                return Ok(of(&self.sides[0].taken) + of(&self.sides[1].taken));
            }
        }
        let counts: Vec<_> = (0..2)
            .map(|n| {
                (self.sides[n].up(), of(&self.sides[n].taken), of(&self.sides[1 - n].received), self.waiting[n].len())
            })
            .collect();
        Err(format!("session {session} (up, sent, received, unanswered by side): {counts:?}"))
    }

    /// Runs without faults until both are in one session and everything sent in it has arrived.
    pub fn heal(&mut self) -> Result<(), String> {
        (self.harms, self.cuts) = (0.0, 0.0);
        for side in &mut self.sides {
            (side.eager, side.refuses) = (1.0, 0.0);
        }
        for _ in 0..60_000 {
            self.step()?;
            if self.both_up() {
                break;
            }
        }
        if !self.both_up() {
            return Err("no session after the wire was good again".into());
        }
        (0..4_000).try_for_each(|_| {
            self.feed();
            self.step()
        })?;
        match self.settle()? {
            0..20 => Err("hardly anything was sent after healing".into()),
            _ => self.compare().map(|_| ()),
        }
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
        // Each block was read once, and nothing was counted as wrong.
        if side.reads != side.reports.len() || side.get("replays") != 0 || side.get("sequence_errors") != 0 {
            let names = ["replays", "repeated", "crc_errors", "sequence_errors", "protocol_errors"];
            let counts: Vec<_> = names.iter().map(|n| (n, side.get(n))).collect();
            return Err(format!("{} reads of {} blocks without a fault: {counts:?}", side.reads, side.reports.len()));
        }
    }
    Ok(())
}

#[test]
fn frames_arrive_in_order_in_one_session() {
    fault_free(|| model::<Link>("link")).unwrap();
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
    while !pair.both_up() {
        pair.step().unwrap();
    }
    for n in 0..20 {
        let mut frame = UnitFrame::random(&mut pair.random, &[Kind::REP]);
        (frame.fields[DATA], frame.fields[SOURCE]) = (1, n % 6);
        frame.data = Some(pair.sides[0].slots[n as usize % 6].clone());
        pair.sides[0].to_send.push_back(frame);
    }
    let start = pair.cycle;
    let blocks = |pair: &Pair| pair.sides[1].received.len();
    while blocks(&pair) < 20 && pair.cycle < start + 20_000 {
        pair.step().unwrap();
    }
    // The wire takes 98 of 100 words; 517 of them are a frame.
    let cycles = (pair.cycle - start) / 20;
    println!("{cycles} cycles for each block");
    assert!(cycles < 545, "{cycles} cycles for each block");
}
