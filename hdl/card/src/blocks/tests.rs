//! Random load on every engine against plain memory. Slots are written in one round and read in the next, as their
//! owners do: no word is read while it is written.

use super::Blocks;
use crate::harness::model;
use crate::pins::{broken, twins, widths, Fields, Stream};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::VecDeque;
use twinpath_verilated::{Model, Pin};

type Memory = Vec<[u64; 512]>;

struct Pins {
    reset: Pin,
    word: Fields,
    word_valid: Pin,
    busy: Pin,
    lost: Pin,
    read_done: Stream,
    settled: Stream,
    write: Vec<Stream>,
    read: Vec<Stream>,
    words: Vec<Stream>,
}

impl Pins {
    fn of(m: &mut Model) -> Self {
        let each =
            |name: &str, widths, count| (0..count).map(|n| Stream::of(m, &format!("{name}${n}"), widths)).collect();
        let pins = Pins {
            reset: m.any("reset"),
            word: Fields::of(m, "word", widths::DMA_WORD),
            word_valid: m.any("word_valid"),
            busy: m.any("busy"),
            lost: m.any("lost"),
            read_done: Stream::of(m, "read_done", &[4, 2]),
            settled: Stream::of(m, "settled", &[4, 2]),
            write: each("write", widths::SLOT_WORD, 3),
            read: each("read", widths::SLOT_READ, 4),
            words: each("words", widths::WORD, 4),
        };
        m.set(pins.reset, 1);
        m.clock();
        m.set(pins.reset, 0);
        pins
    }
}

/// A word for writer 0 to 3; `None` is a cycle without one.
#[derive(Clone, Copy, Debug)]
struct Write {
    slot: u64,
    word: u64,
    data: u64,
    low: bool,
    high: bool,
}

impl Write {
    fn store(&self, memory: &mut Memory) {
        let mask = if self.low { 0xffff_ffff } else { 0 } | if self.high { !0 << 32 } else { 0 };
        let word = &mut memory[self.slot as usize][self.word as usize];
        *word = *word & !mask | self.data & mask;
    }
    fn slot_word(&self) -> [u64; 5] {
        [self.slot, self.word, self.data, self.low.into(), self.high.into()]
    }
}

/// What pcie gives for memory reads answered in completions of 64 bytes: some DMA reads at a time, each with its own
/// alignment, their completions mixed; each completion costs its header's beats. With each word, whether it is its block's
/// last.
fn host_words(random: &mut SmallRng, slots: &[u64], blocks: usize, at_once: usize) -> VecDeque<Option<(Write, bool)>> {
    let mut jobs: Vec<(u64, u64, u64)> = vec![];
    let mut all = VecDeque::new();
    let mut next = 0;
    while next < blocks || !jobs.is_empty() {
        while jobs.len() < at_once && next < blocks {
            // (slot, next 32-bit word, distance of the host address from a 64-byte boundary in 32-bit words)
            jobs.push((slots[next % slots.len()], 0, random.random_range(0..16)));
            next += 1;
        }
        let pick = random.random_range(0..jobs.len());
        let (slot, at, skew) = &mut jobs[pick];
        let end = (*at + 16 - (*at + *skew) % 16).min(1024);
        all.extend((0..random.random_range(1..3)).map(|_| None));
        while *at < end {
            let both = *at % 2 == 0 && *at + 1 < end;
            let write = Write {
                slot: *slot,
                word: *at / 2,
                data: random.random(),
                low: *at % 2 == 0,
                high: both || *at % 2 == 1,
            };
            *at += if both { 2 } else { 1 };
            all.push_back(Some((write, *at == 1024)));
        }
        if *at == 1024 {
            jobs.remove(pick);
        }
    }
    all
}

/// A host's stream on its way through pcie.
struct Flight {
    host: VecDeque<Option<(Write, bool)>>,
    /// What pcie took in the last cycles and has not given yet: none of it can be held back.
    taken: VecDeque<Option<(Write, bool)>>,
    /// Whether it looks at `busy`.
    heeds: bool,
    held: bool,
    /// Cycles in which the stream was held.
    waited: usize,
}

impl Flight {
    fn new(host: VecDeque<Option<(Write, bool)>>, heeds: bool) -> Self {
        // A word comes four cycles after its beat was taken at most; `pcie` shows that.
        Self { host, taken: [None; 4].into(), heeds, held: false, waited: 0 }
    }
    fn is_over(&self) -> bool {
        self.host.is_empty() && self.taken.iter().all(Option::is_none)
    }
    /// The next cycle's word.
    fn next(&mut self, m: &Model, pins: &Pins) -> Option<(Write, bool)> {
        self.waited += usize::from(self.held);
        self.taken.push_back(if self.held { None } else { self.host.pop_front().flatten() });
        self.held = self.heeds && m.get(pins.busy) == 1;
        self.taken.pop_front().flatten()
    }
}

/// One round: writers fill the slots of one half, readers read those of the other.
fn round(m: &mut Model, pins: &Pins, random: &mut SmallRng, memory: &mut Memory, half: u64) -> Result<(), String> {
    let mut host = Flight::new(host_words(random, &[half, half + 1], 3, 2), true);
    let mut queues: Vec<VecDeque<Write>> = (1..4u64)
        .map(|g| {
            let words = (0..900u64).map(|n| Write {
                slot: half + 2 * g + n / 512,
                word: if n < 600 { n % 512 } else { random.random_range(0..512) },
                data: random.random(),
                low: n < 600 || random.random(),
                high: n < 600 || random.random(),
            });
            words.collect()
        })
        .collect();
    let mut reads: Vec<VecDeque<[u64; 3]>> = (0..4)
        .map(|_| {
            let read = |_| {
                let word = random.random_range(0..512);
                let most = 512 - word;
                [8 - half + random.random_range(0..8), word, random.random_range(0..=most.min(150))]
            };
            (0..12).map(read).collect()
        })
        .collect();
    let expected = |r: &[u64; 3]| memory[r[0] as usize][r[1] as usize..(r[1] + r[2]) as usize].to_vec();
    let mut wanted: Vec<VecDeque<u64>> = reads.iter().map(|q| q.iter().flat_map(expected).collect()).collect();

    for cycle in 0.. {
        if cycle > 12_000 {
            return Err(format!("{} words never came", wanted.iter().map(|w| w.len()).sum::<usize>()));
        }
        let word = host.next(m, pins);
        if let Some((w, _)) = &word {
            w.store(memory);
            pins.word.set(m, &[0, w.slot, w.word, w.data, w.low.into(), w.high.into()]);
        } else {
            // Words for other places must leave the slots alone.
            pins.word.set(m, &[1 + cycle % 2, 3, 5, !0, 1, 1]);
        }
        m.set(pins.word_valid, (word.is_some() || random.random()).into());
        for (g, queue) in queues.iter().enumerate() {
            if let Some(w) = queue.front() {
                pins.write[g].data.set(m, &w.slot_word());
            }
            m.set(pins.write[g].valid, (!queue.is_empty() && random.random_bool(0.8)).into());
        }
        for g in 0..4 {
            if let Some(r) = reads[g].front() {
                pins.read[g].data.set(m, r);
            }
            m.set(pins.read[g].valid, (!reads[g].is_empty()).into());
            m.set(pins.words[g].ready, random.random_bool([1.0, 0.8, 0.3, 0.9][g]).into());
        }
        m.eval();
        if m.get(pins.lost) == 1 {
            return Err(format!("cycle {cycle}: a host word was lost"));
        }
        for (g, queue) in queues.iter_mut().enumerate() {
            if pins.write[g].moves(m) {
                queue.pop_front().expect("valid").store(memory);
            }
        }
        for g in 0..4 {
            if pins.read[g].moves(m) {
                reads[g].pop_front();
            }
            if pins.words[g].moves(m) {
                let found = pins.words[g].data.get(m)[0];
                match wanted[g].pop_front() {
                    Some(word) if word == found => {}
                    other => return Err(format!("cycle {cycle}, reader {g}: {found:016x}, not {other:x?}")),
                }
            }
        }
        m.clock();
        let open = queues.iter().any(|q| !q.is_empty()) || wanted.iter().any(|w| !w.is_empty()) || !host.is_over();
        if !open {
            break;
        }
    }
    m.set(pins.word_valid, 0);
    (0..3).for_each(|g| m.set(pins.write[g].valid, 0));
    (0..20).for_each(|_| m.clock());
    Ok(())
}

fn load(m: &mut Model, seed: u64, rounds: u64) -> Result<(), String> {
    let pins = Pins::of(m);
    let mut random = SmallRng::seed_from_u64(seed);
    let mut memory = vec![[0; 512]; 16];
    // What a slot holds at first is not known: fill all of them.
    for slot in 0..16 {
        for word in 0..512 {
            let w = Write { slot, word, data: random.random(), low: true, high: true };
            w.store(&mut memory);
            pins.write[2].data.set(m, &w.slot_word());
            m.set(pins.write[2].valid, 1);
            m.eval();
            while m.get(pins.write[2].ready) == 0 {
                m.clock();
            }
            m.clock();
        }
    }
    (0..rounds).try_for_each(|n| round(m, &pins, &mut random, &mut memory, n % 2 * 8).map_err(|e| format!("{n}: {e}")))
}

#[test]
fn every_engine_moves_its_words_under_random_load() {
    load(&mut model::<Blocks>("blocks"), 1, 12).unwrap();
}

#[test]
fn broken_twins_are_caught() {
    for (from, to) in [
        // The word of another bank.
        ("from$d = phase - 2'd1", "from$d = phase"),
        // A half that should stay.
        ("low_ram$write = stores$q & stored$q[77]", "low_ram$write = stores$q"),
        // No account of the room behind.
        ("room$d = room$q - 5'd1", "room$d = room$q"),
    ] {
        let caught = load(&mut broken::<Blocks>("blocks_twin", from, to), 1, 2);
        assert!(caught.is_err(), "`{from}` changed to `{to}` was not noticed");
    }
    // A lone half waits for ever.
    bound(&mut broken::<Blocks>("blocks_twin", "((~comes) & (&age$q))", "1'b0"), 0, 2).unwrap_err();
}

/// Reads of whole blocks, several at a time; the end of each goes in behind its last word, and as soon as it has come out the
/// last word is asked for, then all. Gives the cycles in which the host's stream was held, and the longest that an end waited.
fn ends(m: &mut Model, seed: u64, heeds: bool) -> Result<(usize, u64), String> {
    let pins = Pins::of(m);
    let mut random = SmallRng::seed_from_u64(seed);
    let (mut held, mut longest) = (0, 0);
    for at_once in [1, 2, 4, 8] {
        let slots: Vec<u64> = (0..16).collect();
        let mut host = Flight::new(host_words(&mut random, &slots, 16, at_once), heeds);
        let mut memory: Memory = vec![[0; 512]; 16];
        // Ends, with the cycle from which they are offered; slots to be read.
        let (mut due, mut settled) = (VecDeque::new(), 0);
        let mut reads: [VecDeque<(u64, [u64; 3])>; 4] = Default::default();
        let mut wanted: [VecDeque<u64>; 4] = Default::default();
        for cycle in 0.. {
            if cycle > 40_000 {
                return Err(format!("{at_once} at once: {settled} blocks have come to their end"));
            }
            let word = host.next(m, &pins);
            m.set(pins.word_valid, word.is_some().into());
            if let Some((w, last)) = word {
                w.store(&mut memory);
                pins.word.set(m, &[0, w.slot, w.word, w.data, w.low.into(), w.high.into()]);
                if last {
                    due.push_back((cycle + 2, w.slot));
                }
            }
            let end = due.front().copied().filter(|d| d.0 <= cycle);
            m.set(pins.read_done.valid, end.is_some().into());
            if let Some((_, slot)) = end {
                pins.read_done.data.set(m, &[slot, slot % 4]);
            }
            m.set(pins.settled.ready, random.random_bool(0.9).into());
            for (g, reads) in reads.iter().enumerate() {
                let read = reads.front().filter(|r| r.0 <= cycle);
                if let Some((_, read)) = read {
                    pins.read[g].data.set(m, read);
                }
                m.set(pins.read[g].valid, read.is_some().into());
                m.set(pins.words[g].ready, 1);
            }
            m.eval();
            if m.get(pins.lost) == 1 {
                return Err(format!("{at_once} at once, cycle {cycle}: a word was lost"));
            }
            if pins.read_done.moves(m) != pins.settled.moves(m) {
                return Err(format!("cycle {cycle}: an end goes in and does not come out, or the other way"));
            }
            if pins.settled.moves(m) {
                let (from, slot) = due.pop_front().ok_or("an end that nobody offered")?;
                if pins.settled.data.get(m) != [slot, slot % 4] {
                    return Err(format!("cycle {cycle}: the end of another read"));
                }
                settled += 1;
                longest = longest.max(cycle - from);
                let g = slot as usize % 4;
                for read in [[slot, 511, 1], [slot, 0, 512]] {
                    reads[g].push_back((cycle + 2, read));
                    wanted[g].extend(&memory[slot as usize][read[1] as usize..][..read[2] as usize]);
                }
            }
            for g in 0..4 {
                if pins.read[g].moves(m) {
                    reads[g].pop_front();
                }
                if pins.words[g].moves(m) {
                    let found = pins.words[g].data.get(m)[0];
                    match wanted[g].pop_front() {
                        Some(word) if word == found => {}
                        other => return Err(format!("{at_once} at once, cycle {cycle}: {found:016x}, not {other:x?}")),
                    }
                }
            }
            m.clock();
            if settled == 16 && wanted.iter().all(VecDeque::is_empty) && host.is_over() {
                break;
            }
        }
        held += host.waited;
    }
    Ok((held, longest))
}

#[test]
fn no_word_of_a_host_is_lost_and_no_end_overtakes_its_words() {
    let mut m = model::<Blocks>("blocks");
    for seed in 0..4 {
        let (held, longest) = ends(&mut m, seed, true).unwrap();
        println!("seed {seed}: the stream was held for {held} cycles, an end for {longest} at most");
        assert!(held > 0, "nothing made the buffer busy");
        assert!(longest <= 64);
    }
    // A host that does not look at `busy`.
    let error = ends(&mut m, 0, false).unwrap_err();
    assert!(error.contains("a word was lost"), "{error}");
    let changes = [
        // Ends that wait for no word; words that are not counted; an end that has waited for one word.
        ("assign down = «(~(|ahead$q[4:1])) & ((~ahead$q[0]) | lane$holds)»;", "1'b1"),
        ("now = «waiting$q + 5'd1»;", "waiting$q"),
        ("ahead$d = «ahead$q - 5'd1»;", "5'd0"),
    ];
    let mut m = twins::<Blocks>("blocks_twins", &changes);
    for (n, (at, to)) in (1..).zip(changes) {
        let twin = m.any("twin");
        m.set(twin, n);
        let caught = (0..4).find_map(|seed| ends(&mut m, seed, true).err());
        println!("{at} => {to}: {}", caught.as_deref().unwrap_or("nothing"));
        assert!(caught.is_some(), "`{at}` changed to `{to}` was not noticed");
    }
}

#[test]
fn all_engines_move_a_word_per_cycle_at_once() {
    let mut m = model::<Blocks>("blocks");
    let pins = Pins::of(&mut m);
    let (mut written, mut read, mut asked) = ([0u64; 4], [0u64; 4], [0u64; 4]);
    for n in 0..4_096 + 12 {
        pins.word.set(&mut m, &[0, n / 512 % 2, n % 512, n, 1, 1]);
        m.set(pins.word_valid, 1);
        for g in 0..3 {
            let at = written[g + 1];
            pins.write[g].data.set(&mut m, &[at / 512 % 2 + 2 * g as u64 + 2, at % 512, at, 1, 1]);
            m.set(pins.write[g].valid, 1);
        }
        for (g, asked) in asked.iter().enumerate() {
            pins.read[g].data.set(&mut m, &[8 + asked % 8, 0, 512]);
            m.set(pins.read[g].valid, 1);
            m.set(pins.words[g].ready, 1);
        }
        m.eval();
        assert_eq!(m.get(pins.lost) + m.get(pins.busy), 0);
        written[0] += 1;
        for g in 0..3 {
            written[g + 1] += u64::from(pins.write[g].moves(&m));
        }
        for g in 0..4 {
            asked[g] += u64::from(pins.read[g].moves(&m));
            read[g] += u64::from(pins.words[g].moves(&m));
        }
        m.clock();
    }
    assert!(written.iter().chain(&read).all(|n| *n >= 4_096), "written {written:?}, read {read:?} in 4,108 cycles");
}

/// The link cannot wait: a stream of consecutive words with any gaps, block after block, is never held back.
#[test]
fn a_stream_of_blocks_never_waits() {
    let mut m = model::<Blocks>("blocks");
    let pins = Pins::of(&mut m);
    let mut random = SmallRng::seed_from_u64(8);
    let mut at = 0;
    for cycle in 0..20_000u64 {
        let busy = [1.0, 0.9, 0.5, 0.99][(cycle / 1_000 % 4) as usize];
        let valid = random.random_bool(busy);
        pins.write[0].data.set(&mut m, &[at / 512 % 16, at % 512, at, 1, 1]);
        m.set(pins.write[0].valid, valid.into());
        m.eval();
        assert_eq!(m.get(pins.write[0].ready), 1, "cycle {cycle}");
        at += u64::from(valid);
        m.clock();
    }
}

/// Two buffers, one engine driven alike in both, all others differently: the engine must not see a difference.
#[test]
fn no_engine_influences_another() {
    for engine in 0..8 {
        let mut pair = [model::<Blocks>("blocks"), model::<Blocks>("blocks")];
        let pins = pair.each_mut().map(Pins::of);
        let mut alike = SmallRng::seed_from_u64(engine);
        let mut other = [SmallRng::seed_from_u64(100), SmallRng::seed_from_u64(200)];
        for cycle in 0..3_000 {
            let common: [u64; 4] = alike.random();
            let mut seen = vec![];
            for ((m, pins), other) in pair.iter_mut().zip(&pins).zip(&mut other) {
                let busy = other.random_bool(0.5);
                let mut draw =
                    |g: u64| if g == engine { common } else { other.random::<[u64; 4]>().map(|v| v | u64::from(busy)) };
                let d = draw(0);
                pins.word.set(m, &[0, d[0] % 4, d[1] % 512, d[2], d[3] & 1, d[3] >> 1 & 1]);
                m.set(pins.word_valid, d[3] >> 2 & 1);
                for g in 0..3 {
                    let d = draw(1 + g as u64);
                    let slot = 4 + g as u64;
                    pins.write[g].data.set(m, &[slot, d[1] % 512, d[2], d[3] & 1, d[3] >> 1 & 1]);
                    m.set(pins.write[g].valid, d[3] >> 2 & 1);
                }
                for g in 0..4 {
                    let d = draw(4 + g as u64);
                    pins.read[g].data.set(m, &[8 + d[0] % 8, d[1] % 512, d[2] % 40]);
                    m.set(pins.read[g].valid, d[3] >> 2 & 1);
                    m.set(pins.words[g].ready, d[3] >> 3 & 1);
                }
                m.eval();
                seen.push(match engine {
                    0 => vec![m.get(pins.lost)],
                    1..4 => vec![m.get(pins.write[engine as usize - 1].ready)],
                    _ => {
                        let r = engine as usize - 4;
                        vec![m.get(pins.read[r].ready), m.get(pins.words[r].valid)]
                    }
                });
                m.clock();
            }
            assert_eq!(seen[0], seen[1], "engine {engine}, cycle {cycle}");
        }
    }
}

/// A read that is asked for `bound` cycles after a word was given to `writer` sees the word; of a host's word, after the end
/// that came behind it.
fn bound(m: &mut Model, writer: usize, bound: u64) -> Result<(), String> {
    let pins = Pins::of(m);
    m.set(pins.words[0].ready, 1);
    m.set(pins.settled.ready, 1);
    for n in 1..400u64 {
        let (word, low_only) = (n % 8, n / 8 % 2 == 1);
        pins.word.set(m, &[0, 1, word, n, 1, (!low_only).into()]);
        pins.write[0].data.set(m, &[1, word, n, 1, (!low_only).into()]);
        m.set(pins.word_valid, (writer == 0).into());
        m.set(pins.write[0].valid, (writer == 1).into());
        m.clock();
        m.set(pins.word_valid, 0);
        m.set(pins.write[0].valid, 0);
        if writer == 0 {
            m.set(pins.read_done.valid, 1);
            m.eval();
            let waited = (0..12).take_while(|_| {
                m.get(pins.settled.valid) == 0 && {
                    m.clock();
                    true
                }
            });
            if waited.count() == 12 {
                return Err(format!("word {n}: no end"));
            }
            m.clock();
            m.set(pins.read_done.valid, 0);
        }
        (1..bound).for_each(|_| m.clock());
        pins.read[0].data.set(m, &[1, word, 1]);
        m.set(pins.read[0].valid, 1);
        m.clock();
        m.set(pins.read[0].valid, 0);
        let waited = (0..12)
            .take_while(|_| {
                m.get(pins.words[0].valid) == 0 && {
                    m.clock();
                    true
                }
            })
            .count();
        let found = pins.words[0].data.get(m)[0] as u32;
        if waited == 12 || found != n as u32 {
            return Err(format!("writer {writer}: after {waited} cycles {found}, not {n}"));
        }
        // Every position of the banks' turn.
        (0..n % 3 + 1).for_each(|_| m.clock());
    }
    Ok(())
}

#[test]
fn a_word_is_seen_within_its_bound() {
    let mut m = model::<Blocks>("blocks");
    bound(&mut m, 0, 2).unwrap();
    bound(&mut m, 1, 4).unwrap();
}

/// Two slots side by side, as who compares them reads: four words of the one, four of the other, a word in every cycle.
#[test]
fn two_slots_stream_side_by_side() {
    let mut m = model::<Blocks>("blocks");
    let pins = Pins::of(&mut m);
    let (mut asked, mut first, mut count) = (0u64, None, 0u64);
    m.set(pins.words[3].ready, 1);
    for cycle in 0..2_000u64 {
        pins.read[3].data.set(&mut m, &[7 + 8 * (asked % 2), asked / 2 * 4 % 512, 4]);
        m.set(pins.read[3].valid, (asked < 256).into());
        m.eval();
        asked += u64::from(pins.read[3].moves(&m));
        if pins.words[3].moves(&m) {
            count += 1;
            let start = *first.get_or_insert(cycle);
            assert_eq!(cycle - start + 1, count, "no word in between");
        }
        m.clock();
    }
    assert_eq!(count, 1_024);
}
