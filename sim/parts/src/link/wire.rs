//! One way of a link.

use super::{Fate, FrameFault, FrameSeen, LinkBeat};
use std::collections::VecDeque;
use twinpath_spec::link::{FrameError, Header, FRAME_WORDS_MAX};

pub(super) struct Wire {
    from: usize,
    latency: u64,
    /// Words on the way with their cycle of arrival.
    flight: VecDeque<(u64, LinkBeat)>,
    /// How many frames to let pass before each fault.
    faults: VecDeque<(u32, FrameFault)>,
    /// The words of the frame being sent; at most one more than a frame has.
    frame: Vec<u64>,
    length: u32,
    first: u64,
    arrives_first: u64,
    fate: Fate,
    /// A frame that the next one overtakes.
    held: Vec<LinkBeat>,
    held_seen: Option<FrameSeen>,
    pub recording: bool,
    pub seen: Vec<FrameSeen>,
    pub frames: u64,
    pub words: u64,
}

impl Wire {
    pub fn new(from: usize, latency: u64) -> Self {
        Self {
            from,
            latency: latency.max(1),
            flight: VecDeque::with_capacity(1024),
            faults: VecDeque::new(),
            frame: Vec::with_capacity(FRAME_WORDS_MAX + 1),
            length: 0,
            first: 0,
            arrives_first: 0,
            fate: Fate::Arrives,
            held: Vec::new(),
            held_seen: None,
            recording: false,
            seen: Vec::new(),
            frames: 0,
            words: 0,
        }
    }

    pub fn inject(&mut self, after_frames: u32, fault: FrameFault) {
        self.faults.push_back((after_frames, fault));
    }

    pub fn at_start(&self) -> bool {
        self.length == 0
    }

    pub fn in_flight(&self) -> usize {
        self.flight.len()
    }

    pub fn cut(&mut self) {
        self.flight.clear();
        self.held.clear();
        self.seen.extend(self.held_seen.take().map(|seen| FrameSeen { fate: Fate::Cut, ..seen }));
        self.fate = Fate::Cut;
    }

    #[inline]
    pub fn arrive(&mut self, now: u64) -> Option<LinkBeat> {
        match self.flight.front() {
            Some((due, beat)) if *due <= now => {
                let beat = *beat;
                self.flight.pop_front();
                Some(beat)
            }
            _ => None,
        }
    }

    pub fn send(&mut self, now: u64, beat: LinkBeat, up: bool) {
        if self.length == 0 {
            self.first = now;
            self.frame.clear();
            self.fate = match self.next_fault() {
                _ if !up => Fate::Cut,
                // One at a time: this is the frame that overtakes.
                Some(FrameFault::Overtaken) if !self.held.is_empty() => Fate::Arrives,
                Some(fault) => Fate::Hit(fault),
                None => Fate::Arrives,
            };
        }
        if self.frame.len() <= FRAME_WORDS_MAX {
            self.frame.push(beat.data);
        }
        self.length += 1;
        self.words += 1;
        let (mut passes, mut word, mut delay) = (true, beat, 0);
        match self.fate {
            Fate::Arrives | Fate::Hit(FrameFault::Duplicate) => {}
            Fate::Cut | Fate::Hit(FrameFault::Lose) => passes = false,
            Fate::Hit(FrameFault::Corrupt { bit }) => {
                let at = bit / 64 + 1;
                if at == self.length || (beat.end && at > self.length) {
                    word.data ^= 1 << (bit % 64);
                }
            }
            Fate::Hit(FrameFault::Truncate { words }) => {
                passes = self.length <= words.max(1);
                word.end |= self.length == words.max(1);
            }
            Fate::Hit(FrameFault::Delay { cycles }) if self.length == 1 => delay = cycles,
            Fate::Hit(FrameFault::Delay { .. }) => {}
            Fate::Hit(FrameFault::Overtaken) => {
                self.held.push(word);
                passes = false;
            }
        }
        if passes {
            let due = self.enter(now + self.latency + delay, word);
            if self.length == 1 {
                self.arrives_first = due;
            }
        }
        if beat.end {
            self.finish(now);
        }
    }

    /// Puts a word on the way, behind everything before it; says when it arrives.
    fn enter(&mut self, due: u64, beat: LinkBeat) -> u64 {
        let due = self.flight.back().map_or(due, |(before, _)| due.max(before + 1));
        self.flight.push_back((due, beat));
        due
    }

    /// The frame that was overtaken follows now.
    fn let_go(&mut self, now: u64) {
        let mut arrives: Option<(u64, u64)> = None;
        for beat in std::mem::take(&mut self.held) {
            let due = self.enter(now + self.latency, beat);
            arrives = Some((arrives.map_or(due, |a| a.0), due));
        }
        self.seen.extend(self.held_seen.take().map(|seen| FrameSeen { arrives, ..seen }));
    }

    fn next_fault(&mut self) -> Option<FrameFault> {
        let (after, fault) = self.faults.front_mut()?;
        if *after > 0 {
            *after -= 1;
            return None;
        }
        let fault = *fault;
        self.faults.pop_front();
        Some(fault)
    }

    fn finish(&mut self, now: u64) {
        let held = self.fate == Fate::Hit(FrameFault::Overtaken);
        let gone = held || matches!(self.fate, Fate::Cut | Fate::Hit(FrameFault::Lose));
        let arrives_last = self.flight.back().map_or(now + self.latency, |(due, _)| *due);
        if self.fate == Fate::Hit(FrameFault::Duplicate) {
            for n in 0..self.frame.len() {
                let beat = LinkBeat { data: self.frame[n], end: n + 1 == self.frame.len() };
                self.enter(now + self.latency, beat);
            }
        }
        if self.recording {
            let words = self.length as usize;
            let frame = match self.frame.get(..words) {
                Some(frame) => Header::decode(frame).map(|(header, _)| header),
                None => Err(FrameError::Length { words }),
            };
            let arrives = (!gone).then_some((self.arrives_first, arrives_last));
            let (from, first, fate) = (self.from, self.first, self.fate);
            let seen = FrameSeen { from, first, last: now, arrives, words, fate, frame };
            if held {
                self.held_seen = Some(seen);
            } else {
                self.seen.push(seen);
            }
        }
        if !held {
            self.let_go(now);
        }
        self.length = 0;
        self.frames += 1;
    }
}
