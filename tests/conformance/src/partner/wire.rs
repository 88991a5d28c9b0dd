//! The partner's end of the link: sessions, sequence, acknowledges, credits, as `spec::link` has them.

use std::collections::VecDeque;
use twinpath_parts::LinkBeat;
use twinpath_spec::link::{
    abilities, Header, Kind, CREDITS, DATA_WORDS, FLAG_AGAIN, FRAMES_PER_ACK, FRAME_WORDS_MAX, KEEP_ALIVE_CYCLES,
    SILENCE_CYCLES, WINDOW,
};

pub type Block = Box<[u64; DATA_WORDS]>;

/// The first epoch of a pair.
const EPOCH: u16 = 1;

/// What a cycle brought.
pub enum News {
    Up,
    Down,
    Frame(Header, Option<Block>),
}

pub struct Wire {
    unit: u8,
    pub up: bool,
    pub session: u16,
    /// Frames that are lost on their way here. That they come again is the other side's affair: it is not asked for them.
    pub loses: u32,
    nonce: u32,
    /// The nonce of the other side that our last HELLO echoed.
    seen: u32,
    /// Frames sent and received in the session; how many the other side has said it has and may get beyond.
    sent: u32,
    received: u32,
    told: u32,
    acknowledged: u32,
    credits: u32,
    queue: VecDeque<(Header, Option<Block>)>,
    /// Frames that were not acknowledged, the oldest first, and those of them that go out again.
    kept: VecDeque<(Header, Option<Block>)>,
    again: VecDeque<(Header, Option<Block>)>,
    words: VecDeque<LinkBeat>,
    coming: Vec<u64>,
    spoke: u64,
    heard: u64,
}

impl Wire {
    pub fn new(unit: u8) -> Self {
        Self {
            unit,
            up: false,
            session: 0,
            loses: 0,
            nonce: 0x51,
            seen: 0,
            sent: 0,
            received: 0,
            told: 0,
            acknowledged: 0,
            credits: 0,
            queue: VecDeque::new(),
            kept: VecDeque::new(),
            again: VecDeque::new(),
            words: VecDeque::new(),
            coming: vec![],
            spoke: 0,
            heard: 0,
        }
    }

    /// Sends a frame when the other side has room for it. Without a session it is dropped.
    pub fn send(&mut self, header: Header, data: Option<Block>) {
        if self.up {
            self.queue.push_back((header, data));
        }
    }

    /// Frames that have not left.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Nothing waits and nothing is on its way out.
    pub fn is_quiet(&self) -> bool {
        self.queue.is_empty() && self.words.is_empty()
    }

    /// Sends words as they are.
    pub fn send_raw(&mut self, words: &[u64]) {
        self.words.extend(words.iter().enumerate().map(|(n, w)| LinkBeat { data: *w, end: n + 1 == words.len() }));
    }

    pub fn cycle(&mut self, now: u64, arrived: Option<LinkBeat>, link_up: bool) -> (Option<LinkBeat>, Vec<News>) {
        let mut news = vec![];
        if !link_up || (self.up && now > self.heard + u64::from(SILENCE_CYCLES)) {
            self.end(&mut news);
        }
        if let Some(beat) = arrived {
            self.coming.push(beat.data);
            if beat.end {
                let words = std::mem::take(&mut self.coming);
                match Header::decode(&words) {
                    Ok((header, data)) => self.take(now, header, data.map(|d| Box::new(*d)), &mut news),
                    Err(_) => self.end(&mut news),
                }
            }
        }
        if self.words.is_empty() && link_up {
            self.next_frame(now);
        }
        (self.words.pop_front(), news)
    }

    fn end(&mut self, news: &mut Vec<News>) {
        if self.up {
            news.push(News::Down);
        }
        self.up = false;
        self.nonce += 2;
        self.seen = 0;
        self.queue.clear();
        self.kept.clear();
        self.again.clear();
        self.coming.clear();
    }

    fn take(&mut self, now: u64, header: Header, data: Option<Block>, news: &mut Vec<News>) {
        match header.kind {
            Kind::HELLO => {
                let ours = header.oseq == self.nonce;
                if self.up && header.wseq != self.seen {
                    self.end(news);
                }
                if self.up {
                    return;
                }
                if self.seen != header.wseq || ours {
                    self.hello(now, header.wseq);
                }
                if ours {
                    let session = self.session.max(header.session).wrapping_add(1);
                    (self.up, self.session, self.heard) = (true, session, now);
                    (self.sent, self.received, self.told, self.acknowledged) = (0, 0, 0, 0);
                    self.credits = u32::from(CREDITS);
                    news.push(News::Up);
                }
            }
            Kind::RESET if self.up && header.session == self.session => self.end(news),
            _ if !self.up || header.session != self.session => {}
            _ => {
                self.heard = now;
                (self.acknowledged, self.credits) = (header.ack, u32::from(header.credits));
                self.kept.retain(|(h, _)| h.lseq.wrapping_sub(header.ack) as i32 >= 0);
                if header.kind == Kind::HB {
                    if header.flags & FLAG_AGAIN != 0 {
                        self.again = self.kept.clone();
                    }
                } else if header.lseq == self.received && self.loses > 0 {
                    self.loses -= 1;
                } else if header.lseq == self.received {
                    self.received += 1;
                    news.push(News::Frame(header, data));
                }
            }
        }
    }

    fn hello(&mut self, now: u64, seen: u32) {
        self.seen = seen;
        let hello = Header {
            session: self.session,
            unit: self.unit,
            wseq: self.nonce,
            oseq: seen,
            lba: abilities(WINDOW),
            ..Header::new(Kind::HELLO)
        };
        self.put(now, hello, None);
    }

    fn next_frame(&mut self, now: u64) {
        let quiet = now > self.spoke + u64::from(KEEP_ALIVE_CYCLES) / 2;
        if !self.up {
            if quiet {
                self.hello(now, self.seen);
            }
            return;
        }
        let (session, lseq) = (self.session, self.sent);
        if let Some((header, data)) = self.again.pop_front() {
            return self.put(now, header, data);
        }
        let room = self.sent.wrapping_sub(self.acknowledged) < self.credits;
        if let Some((header, data)) = if room { self.queue.pop_front() } else { None } {
            let header = Header { session, lseq, ..header };
            self.sent += 1;
            self.kept.push_back((header, data.clone()));
            self.put(now, header, data);
        } else if quiet || self.received.wrapping_sub(self.told) >= FRAMES_PER_ACK {
            self.put(now, Header { session, lseq, ..Header::new(Kind::HB) }, None);
        }
    }

    fn put(&mut self, now: u64, header: Header, data: Option<Block>) {
        let mut words = [0; FRAME_WORDS_MAX];
        let header = Header { epoch: EPOCH, credits: CREDITS, ack: self.received, ..header };
        let count = header.encode(data.as_deref(), &mut words);
        self.send_raw(&words[..count]);
        (self.told, self.spoke) = (self.received, now);
    }
}
