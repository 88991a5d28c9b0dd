//! A link against a peer that says exactly what the test wants: what it asks for again and what it sends again, what ends
//! a session, and that a new one always comes.

use super::{greetings, *};
use crate::harness::model;
use rand::SeedableRng;
use spec::{
    abilities, frame_crc, Header, CREDITS, FLAG_AGAIN, FRAME_WORDS_MAX, GOLDEN_FRAMES, KEEP_ALIVE_CYCLES, REPLAYS_MAX,
    REPLAY_CYCLES, SILENCE_CYCLES, WINDOW,
};

/// The second unit, played by the test.
pub struct Peer {
    pub side: Side,
    random: SmallRng,
    out: VecDeque<Beat>,
    words: Vec<u64>,
    /// Frames that the link sent, as words.
    frames: VecDeque<Vec<u64>>,
    nonce: u32,
    /// The link's nonce in this session.
    link_nonce: u32,
    pub session: u16,
    lseq: u32,
    /// Frames of the link taken in their turn, while `takes`.
    ack: u32,
    takes: bool,
    credits: u16,
}

pub type Outcome = Result<(), String>;

/// The number after the higher of both last ones; 0 is none.
fn next_session(ours: u16, theirs: u16) -> u16 {
    ours.max(theirs).wrapping_add(1).max(1)
}

pub fn expect(what: &str, holds: bool) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(what.into())
    }
}

impl Peer {
    pub fn new(m: Model) -> Self {
        Peer {
            side: Side::new(m, 0),
            random: SmallRng::seed_from_u64(1),
            out: VecDeque::new(),
            words: vec![],
            frames: VecDeque::new(),
            nonce: 77,
            link_nonce: 0,
            session: 0,
            lseq: 0,
            ack: 0,
            takes: true,
            credits: CREDITS,
        }
    }

    pub fn run(&mut self, cycles: u32) -> Outcome {
        for _ in 0..cycles {
            let word = self.out.pop_front();
            if let Some((data, end)) = self.side.step(word, &mut self.random)? {
                self.words.push(data);
                if end {
                    let words = std::mem::take(&mut self.words);
                    if let Ok((header, _)) = Header::decode(&words) {
                        let next = !header.kind.is_internal() && header.lseq == self.ack;
                        self.ack += u32::from(next && self.takes && header.session == self.session);
                    }
                    self.frames.push_back(words);
                }
            }
        }
        Ok(())
    }

    /// The next frame of this kind that the link sends within so many cycles; others are skipped.
    pub fn await_frame(&mut self, kind: Kind, cycles: u32) -> Result<(Header, Vec<u64>), String> {
        for _ in 0..cycles {
            while let Some(words) = self.frames.pop_front() {
                let (header, _) = Header::decode(&words).map_err(|e| e.to_string())?;
                if header.kind == kind {
                    return Ok((header, words));
                }
            }
            self.run(1)?;
        }
        Err(format!("no {kind:?} in {cycles} cycles"))
    }

    fn say(&mut self, words: &[u64]) -> Outcome {
        self.out.extend(words.iter().enumerate().map(|(n, w)| (*w, n + 1 == words.len())));
        Ok(())
    }

    fn frame(&self, kind: Kind) -> Header {
        let (epoch, session, lseq) = (EPOCH as u16, self.session, self.lseq);
        Header { epoch, session, lseq, ack: self.ack, credits: self.credits, ..Header::new(kind) }
    }

    /// Sends a frame of `kind` as it should be.
    pub fn say_kind(&mut self, kind: Kind) -> Outcome {
        let frame = self.frame(kind);
        self.lseq += u32::from(!kind.is_internal());
        self.send(frame, None)
    }

    /// How many HB with `flags` the link sends within so many cycles.
    fn count_hb(&mut self, flags: u8, cycles: u32) -> Result<usize, String> {
        self.run(cycles)?;
        let mut count = 0;
        for words in std::mem::take(&mut self.frames) {
            let (header, _) = Header::decode(&words).map_err(|e| e.to_string())?;
            count += (header.kind == Kind::HB && header.flags == flags) as usize;
        }
        Ok(count)
    }

    /// The numbers of the unit's frames that the link sends within so many cycles.
    fn numbers(&mut self, cycles: u32) -> Result<Vec<u32>, String> {
        self.run(cycles)?;
        let frames = std::mem::take(&mut self.frames);
        let headers = frames.iter().filter_map(|w| Header::decode(w).ok());
        Ok(headers.filter(|(h, _)| !h.kind.is_internal()).map(|(h, _)| h.lseq).collect())
    }

    /// The unit sends so many control frames.
    fn give(&mut self, count: usize) {
        let mut fields = vec![0; widths::FRAME.len()];
        fields[0] = Kind::GRANT as u64;
        self.side.to_send.extend(vec![UnitFrame { fields, data: None }; count]);
    }

    pub fn send(&mut self, header: Header, data: Option<&[u64; DATA_WORDS]>) -> Outcome {
        let mut words = [0; FRAME_WORDS_MAX];
        let count = header.encode(data, &mut words);
        self.say(&words[..count])
    }

    /// A HELLO of ours that has seen `echo`.
    pub fn hello(&self, last: u16, echo: u32) -> Header {
        let lba = abilities(WINDOW);
        Header { session: last, unit: 1, wseq: self.nonce, oseq: echo, lba, ..self.frame(Kind::HELLO) }
    }

    /// Opens a session; our last one was `last`.
    pub fn open(&mut self, last: u16) -> Outcome {
        self.run(self.out.len() as u32)?;
        self.frames.clear();
        (self.nonce, self.lseq) = (self.nonce + 2, 0);
        let (first, _) = self.await_frame(Kind::HELLO, 3 * KEEP_ALIVE_CYCLES)?;
        (self.session, self.link_nonce) = (next_session(first.session, last), first.wseq);
        let hello = self.hello(last, first.wseq);
        self.send(Header { lseq: 0, ack: 0, ..hello }, None)?;
        self.ack = 0;
        // An older HELLO may come before the one that has seen ours.
        let mut second = self.await_frame(Kind::HELLO, 100)?.0;
        if second.oseq != self.nonce {
            second = self.await_frame(Kind::HELLO, 100)?.0;
        }
        expect("the link's last HELLO echoes ours", (second.oseq, second.session) == (self.nonce, first.session))?;
        let up = self.side.up() && self.side.get("session") == u64::from(self.session);
        expect("the link is up in the session after both last ones", up)
    }

    /// The unit ends the session and allows another one; the link's first HELLO of it.
    pub fn again(&mut self) -> Result<Header, String> {
        self.side.connect = false;
        self.run(100)?;
        self.side.connect = true;
        self.frames.clear();
        Ok(self.await_frame(Kind::HELLO, 3 * KEEP_ALIVE_CYCLES)?.0)
    }

    /// After `disturb` the session must be over with `counter` one higher, told to us unless `told`; a new one comes.
    #[track_caller]
    fn ends(&mut self, counter: &str, told: bool, disturb: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let line = std::panic::Location::caller().line();
        self.ends_with(counter, told, disturb).map_err(|e| format!("line {line}: {e}"))
    }

    fn ends_with(&mut self, counter: &str, told: bool, disturb: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        self.open(self.session)?;
        let before = (self.side.get(counter), self.side.get("session_ends"));
        disturb(self)?;
        self.run(700)?;
        let after = (self.side.get(counter), self.side.get("session_ends"));
        let counted = after.0 == before.0 + 1 && after.1 == before.1 + 1;
        expect(&format!("one {counter} and the session over: {before:?}, {after:?}"), counted)?;
        self.side.take_back();
        if told {
            return Ok(());
        }
        let (reset, _) = self.await_frame(Kind::RESET, 100)?;
        expect("RESET names the session", reset.session == self.session)
    }
}

fn block() -> [u64; DATA_WORDS] {
    std::array::from_fn(|n| (n as u64).wrapping_mul(0x0102_0304_0506_0708))
}

fn golden(peer: &mut Peer) -> Outcome {
    peer.open(41)?;
    peer.side.holds = true;
    for _ in 0..3 {
        let frame = peer.frame(Kind::ACK);
        peer.send(frame, None)?;
        peer.lseq += 1;
    }
    peer.run(60)?;
    peer.side.slots[3] = block().to_vec();
    let unit = |kind: Kind, changes: &[(usize, u64)]| {
        let mut fields = vec![0; widths::FRAME.len()];
        fields[0] = kind as u64;
        changes.iter().for_each(|(n, v)| fields[*n] = *v);
        UnitFrame { fields, data: None }
    };
    let forward = [(3, 1), (4, 23), (6, 32), (7, 0x101), (8, 0x00c0_ffee), (9, 0x89ab_cdef), (VALUE, 0x0123_4567)];
    let rep = [(SLOT, 11), (5, 4), (8, 1234), (9, 77), (DATA, 1), (SOURCE, 3)];
    peer.side.to_send.extend([unit(Kind::GRANT, &[]), unit(Kind::FWD, &forward), unit(Kind::REP, &rep)]);
    for (kind, golden) in [(Kind::FWD, 1), (Kind::REP, 3)] {
        let (_, words) = peer.await_frame(kind, 800)?;
        let text: String = words.iter().map(|w| format!("{w:016x}\n")).collect();
        let wanted = GOLDEN_FRAMES.split("\n\n").nth(golden).unwrap_or_default();
        expect(&format!("the golden words of {kind:?}"), text.trim() == wanted.trim())?;
    }
    peer.side.holds = false;
    peer.run(20)
}

/// What must not end a session.
fn endures(peer: &mut Peer) -> Outcome {
    peer.open(peer.session)?;
    let stale = Header { session: peer.session - 1, ..peer.frame(Kind::GRANT) };
    peer.send(stale, None)?;
    let old_reset = Header { session: peer.session - 1, ..peer.frame(Kind::RESET) };
    peer.send(old_reset, None)?;
    let received = peer.side.received.len();
    let stale_before = peer.side.get("stale_frames");
    // Our own HELLO once more, as may be on its way when the session begins.
    let late = peer.hello(peer.session - 1, peer.link_nonce);
    peer.send(late, None)?;
    // The link itself says that it is alive.
    peer.await_frame(Kind::HB, 2 * KEEP_ALIVE_CYCLES)?;
    peer.run(40)?;
    expect("stale frames are counted", peer.side.get("stale_frames") == stale_before + 2)?;
    expect("and not believed", peer.side.received.len() == received && peer.side.up())?;
    // Keep-alives hold the session for longer than the silence.
    for _ in 0..14 {
        peer.say_kind(Kind::HB)?;
        peer.run(KEEP_ALIVE_CYCLES)?;
    }
    // A HELLO of this attempt from before we were seen.
    let early = peer.hello(peer.session - 1, 0);
    peer.send(early, None)?;
    let data = block();
    let frame = Header { blocks: 9, ..peer.frame(Kind::DATA) };
    peer.send(frame, Some(&data))?;
    peer.lseq += 1;
    peer.run(600)?;
    let got = peer.side.received.last().ok_or("nothing received")?;
    expect("the session lives and takes a block", peer.side.up() && got.1.data.as_deref() == Some(&data[..]))
}

/// A frame that is not taken: counted, asked for again once, and taken when it comes.
#[track_caller]
fn mended(peer: &mut Peer, counter: &str, asks: bool, disturb: impl FnOnce(&mut Peer) -> Outcome) -> Outcome {
    let line = std::panic::Location::caller().line();
    let run = || {
        let (before, received) = (peer.side.get(counter), peer.side.received.len());
        peer.run(200)?;
        peer.frames.clear();
        disturb(peer)?;
        peer.run(peer.out.len() as u32)?;
        let asked = peer.count_hb(FLAG_AGAIN, 300)?;
        expect(&format!("it is asked for {} times", asks as usize), asked == asks as usize)?;
        expect(&format!("one more of {counter}"), peer.side.get(counter) == before + 1)?;
        expect("it is not taken", peer.side.received.len() == received)?;
        peer.side.free.push_back(11);
        peer.say_kind(Kind::ACK)?;
        peer.run(40)?;
        expect("then it is taken", peer.side.up() && peer.side.received.len() == received + 1)
    };
    run().map_err(|e| format!("line {line}: {e}"))
}

/// What is dropped and comes again, in one session.
fn mends(peer: &mut Peer) -> Outcome {
    let data = block();
    peer.open(peer.session)?;
    mended(peer, "sequence_errors", true, |p| {
        let frame = Header { lseq: p.lseq + 1, ..p.frame(Kind::ACK) };
        p.send(frame, None)
    })?;
    // Asked once, though two more come out of turn and HB says that one is missing.
    mended(peer, "crc_errors", true, |p| {
        let frame = p.frame(Kind::ACK);
        p.send(frame, None)?;
        p.out[2].0 ^= 1 << 40;
        for later in 1..3 {
            let frame = Header { lseq: p.lseq + later, ..p.frame(Kind::ACK) };
            p.send(frame, None)?;
        }
        let frame = Header { lseq: p.lseq + 3, ..p.frame(Kind::HB) };
        p.send(frame, None)
    })?;
    // HB alone shows the loss of the last frame.
    mended(peer, "sequence_errors", true, |p| {
        let frame = Header { lseq: p.lseq + 1, ..p.frame(Kind::HB) };
        p.send(frame, None)
    })?;
    // Something harmed came, but nothing is missing: HB says so, and the next loss is asked for again.
    mended(peer, "sequence_errors", true, |p| {
        p.say(&[0x5a5a; 3])?;
        p.run(100)?;
        p.say_kind(Kind::HB)?;
        p.run(100)?;
        p.frames.clear();
        let frame = Header { lseq: p.lseq + 1, ..p.frame(Kind::ACK) };
        p.send(frame, None)
    })?;
    mended(peer, "crc_errors", true, |p| {
        // A block whose own checksum is wrong in a frame that is right.
        let frame = p.frame(Kind::DATA);
        p.send(frame, Some(&data))?;
        let words: Vec<u64> = p.out.iter().map(|b| b.0).collect();
        let value = words[516] as u32 ^ 0x100;
        p.out[516].0 = u64::from(value) | u64::from(frame_crc(&words[..516], value)) << 32;
        Ok(())
    })?;
    // The shape of frames: cut short at every length, too long, and a lost end.
    for length in [1, 2, 3, 4] {
        mended(peer, "crc_errors", true, |p| p.say(&vec![0x5a5a; length]))?;
    }
    mended(peer, "crc_errors", true, |p| {
        let frame = p.frame(Kind::DATA);
        p.send(frame, Some(&data))?;
        p.out.truncate(300);
        p.out[299].1 = true;
        Ok(())
    })?;
    mended(peer, "crc_errors", true, |p| p.say(&vec![0x5a5a; 2_000]))?;
    mended(peer, "crc_errors", true, |p| {
        let frame = p.frame(Kind::ACK);
        p.send(frame, None)?;
        p.out[4].1 = false;
        p.send(frame, None)
    })?;
    mended(peer, "epoch_refused", false, |p| {
        let frame = Header { epoch: 8, ..p.frame(Kind::ACK) };
        p.send(frame, None)
    })?;
    // A unit that takes nothing gives no slots back: the second block has none.
    peer.side.holds = true;
    peer.side.free.clear();
    for blocks in 0..2 {
        let frame = Header { blocks, ..peer.frame(Kind::REP) };
        peer.send(frame, Some(&data))?;
        peer.lseq += 1;
    }
    let (counted, received) = (peer.side.get("no_slot"), peer.side.received.len());
    peer.run(1_034)?;
    peer.frames.clear();
    expect("a block without a slot is asked for again", peer.count_hb(FLAG_AGAIN, 60)? == 1)?;
    expect("and counted", peer.side.get("no_slot") == counted + 1)?;
    peer.side.holds = false;
    peer.run(40)?;
    expect("the first was taken, the second not", peer.side.received.len() == received + 1)?;
    peer.lseq -= 1;
    let frame = Header { blocks: 1, ..peer.frame(Kind::REP) };
    peer.send(frame, Some(&data))?;
    peer.lseq += 1;
    peer.run(600)?;
    expect("when there is a slot, it is taken", peer.side.received.len() == received + 2)?;
    // What came before is dropped, and told soon how far we are.
    let (repeated, received) = (peer.side.get("repeated"), peer.side.received.len());
    peer.run(200)?;
    peer.frames.clear();
    let frame = Header { lseq: peer.lseq - 1, ..peer.frame(Kind::ACK) };
    peer.send(frame, None)?;
    let (hb, _) = peer.await_frame(Kind::HB, 60)?;
    expect("it is acknowledged again", (hb.ack, hb.flags) == (peer.lseq, 0))?;
    expect("and counted, not taken", peer.side.get("repeated") == repeated + 1 && peer.side.received.len() == received)
}

/// What the link sends again, and when it gives up.
fn replays(peer: &mut Peer) -> Outcome {
    peer.credits = 3;
    peer.open(peer.session)?;
    peer.give(6);
    expect("three frames on three credits", peer.numbers(200)? == [0, 1, 2])?;
    // Asked for the second: it and the third come again, on the same credits. Only the first is acknowledged.
    (peer.ack, peer.credits, peer.takes) = (1, 2, false);
    let again = Header { flags: FLAG_AGAIN, ..peer.frame(Kind::HB) };
    peer.send(again, None)?;
    expect("two frames come again", peer.numbers(200)? == [1, 2])?;
    // An older word of the peer changes nothing.
    let stale = Header { flags: FLAG_AGAIN, ack: 0, credits: 64, ..peer.frame(Kind::HB) };
    peer.send(stale, None)?;
    expect("nothing more comes", peer.numbers(200)?.is_empty())?;
    (peer.ack, peer.credits) = (2, 2);
    peer.say_kind(Kind::HB)?;
    expect("a credit more, a frame more", peer.numbers(200)? == [3])?;
    // What was promised is not taken back.
    peer.credits = 1;
    peer.say_kind(Kind::HB)?;
    expect("a promise less, nothing more", peer.numbers(200)?.is_empty())?;
    peer.credits = 2;
    // Nothing is acknowledged any more: the timer sends all again, so often and no more.
    let ends = peer.side.get("session_ends");
    for turn in 0..REPLAYS_MAX {
        let mut numbers = vec![];
        for _ in 0..=REPLAY_CYCLES / KEEP_ALIVE_CYCLES + 1 {
            if numbers.is_empty() {
                peer.say_kind(Kind::HB)?;
                numbers = peer.numbers(KEEP_ALIVE_CYCLES)?;
            }
        }
        expect(&format!("replay {turn} brings what is not acknowledged, not {numbers:?}"), numbers == [2, 3])?;
    }
    expect("so far the session lives", peer.side.get("session_ends") == ends)?;
    for _ in 0..=REPLAY_CYCLES / KEEP_ALIVE_CYCLES + 1 {
        peer.say_kind(Kind::HB)?;
        peer.run(KEEP_ALIVE_CYCLES)?;
    }
    expect("then it ends", peer.side.get("session_ends") == ends + 1)?;
    (peer.credits, peer.takes) = (CREDITS, true);
    Ok(())
}

/// Everything that must end one.
fn breaks(peer: &mut Peer) -> Outcome {
    let resealed = |p: &mut Peer, change: &dyn Fn(&mut [u64])| {
        let frame = p.frame(Kind::ACK);
        let mut words = [0; FRAME_WORDS_MAX];
        frame.encode(None, &mut words);
        change(&mut words[..4]);
        words[4] = u64::from(frame_crc(&words[..4], 0)) << 32;
        p.say(&words[..5])
    };
    peer.ends("protocol_errors", false, |p| resealed(p, &|w| w[0] = w[0] & !0xff | 21))?;
    peer.ends("protocol_errors", false, |p| resealed(p, &|w| w[0] &= !0xff))?;
    peer.ends("protocol_errors", false, |p| resealed(p, &|w| w[2] |= 32 << 8))?;
    peer.ends("protocol_errors", false, |p| {
        // What was never sent cannot have come.
        let frame = Header { ack: 100, ..p.frame(Kind::HB) };
        p.send(frame, None)
    })?;
    // The peer's own will, and its loss of memory.
    peer.ends("session_ends", true, |p| {
        let frame = p.frame(Kind::RESET);
        p.send(frame, None)
    })?;
    for (nonce, seen) in [(2, false), (2, true)] {
        peer.ends("session_ends", false, |p| {
            p.nonce += nonce;
            let hello = p.hello(0, if seen { p.link_nonce } else { 0 });
            p.send(hello, None)
        })?;
    }
    peer.ends("session_ends", false, |p| {
        p.side.connect = false;
        p.run(20)?;
        p.side.connect = true;
        Ok(())
    })?;
    peer.ends("session_ends", true, |p| {
        p.side.set("phy_fault", 1);
        p.run(20)?;
        p.side.set("phy_fault", 0);
        Ok(())
    })?;
    peer.ends("session_ends", false, |p| {
        p.run(SILENCE_CYCLES - 300)?;
        expect("silence is borne so long", p.side.up())
    })?;
    // A phy that takes nothing: given up like silence, and nothing stays behind.
    peer.ends("session_ends", true, |p| {
        p.side.set("tx_ready", 0);
        for _ in 0..3 * SILENCE_CYCLES / KEEP_ALIVE_CYCLES {
            p.say_kind(Kind::HB)?;
            p.run(KEEP_ALIVE_CYCLES)?;
        }
        p.side.set("tx_ready", 1);
        Ok(())
    })
}

/// A frame that a cut tore is not continued when the phy is back: what leaves then are whole frames.
fn tears(peer: &mut Peer) -> Outcome {
    peer.open(peer.session)?;
    let mut fields = vec![0; widths::FRAME.len()];
    (fields[0], fields[DATA]) = (Kind::REP as u64, 1);
    peer.side.to_send.push_back(UnitFrame { fields, data: None });
    peer.run(200)?;
    expect("a block is on its way", peer.words.len() > 100)?;
    peer.side.set("phy_up", 0);
    peer.side.set("tx_ready", 0);
    peer.run(1_000)?;
    expect("the rest of the block is gone", peer.side.get("quiet") == 1)?;
    peer.words.clear();
    peer.side.set("phy_up", 1);
    peer.side.set("tx_ready", 1);
    peer.open(peer.session)
}

/// Cycles from a frame's hand-over to its first word on the wire, and from its last word on the wire to the unit.
fn delays(peer: &mut Peer) -> Result<(u32, u32), String> {
    peer.open(peer.session)?;
    peer.run(40)?;
    let mut fields = vec![0; widths::FRAME.len()];
    fields[0] = Kind::ACK as u64;
    peer.side.to_send.push_back(UnitFrame { fields, data: None });
    let until = |peer: &mut Peer, done: &dyn Fn(&Peer) -> bool| -> Result<u32, String> {
        for n in 0..100 {
            if done(peer) {
                return Ok(n);
            }
            peer.run(1)?;
        }
        Err("nothing in 100 cycles".into())
    };
    let out = until(peer, &|p| !p.words.is_empty())?;
    peer.say_kind(Kind::ACK)?;
    let whole = until(peer, &|p| !p.side.received.is_empty())?;
    Ok((out, whole - 5))
}

#[test]
fn a_frame_is_a_few_cycles_behind() {
    let (out, inward) = delays(&mut Peer::new(model::<Link>("link"))).unwrap();
    println!("{out} cycles out, {inward} in");
    assert!(out <= 12 && inward <= 9, "{out} cycles out, {inward} in");
}

/// All of the above, each with a link of its own.
pub fn scripted(mut make: impl FnMut() -> Model) -> Outcome {
    let parts: [fn(&mut Peer) -> Outcome; 7] = [golden, endures, mends, replays, breaks, greetings::refuses, tears];
    parts.into_iter().try_for_each(|part| part(&mut Peer::new(make())))
}

#[test]
fn a_session_with_the_golden_frames() {
    golden(&mut Peer::new(model::<Link>("link"))).unwrap();
}

#[test]
fn stale_frames_and_late_resets_change_nothing() {
    endures(&mut Peer::new(model::<Link>("link"))).unwrap();
}

#[test]
fn what_is_dropped_is_asked_for_once() {
    mends(&mut Peer::new(model::<Link>("link"))).unwrap();
}

#[test]
fn what_is_not_acknowledged_is_sent_again() {
    replays(&mut Peer::new(model::<Link>("link"))).unwrap();
}

#[test]
fn whatever_does_not_fit_ends_the_session() {
    breaks(&mut Peer::new(model::<Link>("link"))).unwrap();
}

#[test]
fn a_torn_frame_is_not_continued() {
    tears(&mut Peer::new(model::<Link>("link"))).unwrap();
}
