//! Collects what the parts saw into one trace.

use crate::trace::{Event, Fate, FrameHeader, What};
use crate::StatusPins;
use std::collections::VecDeque;
use twinpath_parts::{self as parts, BlockSeen, FrameFault, FrameSeen, Operation};
use twinpath_spec::link::{Header, FLAG_DATA};
use twinpath_spec::record::Record;

pub(crate) struct Tracer {
    events: Vec<Event>,
    /// Events that may still be kept.
    room: usize,
    /// Frames on the way: told when they have arrived, unless a cut takes them.
    arriving: VecDeque<Event>,
    leds: [u8; 2],
    holders: [u8; 2],
}

impl Tracer {
    /// Keeps `room` events.
    pub fn new(room: usize) -> Self {
        Self { events: Vec::new(), room, arriving: VecDeque::new(), leds: [0; 2], holders: [0; 2] }
    }

    /// Keeps `room` events from now on, beside those kept before.
    pub fn keep(&mut self, now: u64, room: usize) {
        self.room = room;
        for (unit, holder) in (0..).zip(self.holders) {
            self.tell(now, What::Reserved { unit, holder });
        }
    }

    pub fn tell(&mut self, cycle: u64, what: What) {
        if self.takes_one() {
            self.events.push(Event { cycle, what });
        }
    }

    fn takes_one(&mut self) -> bool {
        let takes = self.room > 0;
        self.room = self.room.saturating_sub(1);
        takes
    }

    /// The trace up to and without cycle `now`, in order. What is still under way then comes with the next call.
    pub fn take(&mut self, now: u64) -> Vec<Event> {
        let (arrived, arriving) = self.arriving.drain(..).partition(|e| e.cycle < now);
        self.arriving = arriving;
        self.events.extend::<VecDeque<Event>>(arrived);
        self.events.sort_by_key(|e| (e.cycle, e.what.rank()));
        std::mem::take(&mut self.events)
    }

    /// What had not arrived is gone.
    pub fn link(&mut self, now: u64, up: bool) {
        if !up {
            let (arrived, _gone): (Vec<_>, Vec<_>) = self.arriving.drain(..).partition(|e| e.cycle < now);
            self.events.extend(arrived);
        }
        self.tell(now, What::Link { up });
    }

    pub fn leds(&mut self, now: u64, unit: u8, value: u8) {
        let known = &mut self.leds[usize::from(unit & 1)];
        if *known != value {
            *known = value;
            self.tell(now, What::Leds { unit, value });
        }
    }

    pub fn holder(&mut self, now: u64, unit: u8, holder: u8) {
        let known = &mut self.holders[usize::from(unit & 1)];
        if *known != holder {
            *known = holder;
            self.tell(now, What::Reserved { unit, holder });
        }
    }

    pub fn status(&mut self, now: u64, unit: u8, s: &StatusPins) {
        let StatusPins { row, old, new, read, lba, blocks, unit: origin, wseq } = *s;
        self.tell(now, What::Status { unit, row, old, new, read, lba, blocks, origin, wseq });
    }

    pub fn frame(&mut self, seen: &FrameSeen) {
        let header = seen.frame.as_ref().ok().map(header);
        let fate = match seen.fate {
            parts::Fate::Arrives => Fate::Arrives,
            parts::Fate::Cut => Fate::Cut,
            parts::Fate::Hit(FrameFault::Lose) => Fate::Lost,
            parts::Fate::Hit(FrameFault::Corrupt { .. }) => Fate::Corrupted,
            parts::Fate::Hit(FrameFault::Duplicate) => Fate::Doubled,
            // Cut off behind its end: whole.
            parts::Fate::Hit(FrameFault::Truncate { words }) if words as usize >= seen.words => Fate::Arrives,
            parts::Fate::Hit(FrameFault::Truncate { .. }) => Fate::Truncated,
            parts::Fate::Hit(FrameFault::Delay { .. }) => Fate::Delayed,
            parts::Fate::Hit(FrameFault::Overtaken) => Fate::Overtaken,
        };
        let whole = matches!(fate, Fate::Arrives | Fate::Doubled | Fate::Delayed | Fate::Overtaken);
        let arrives = seen.arrives.filter(|_| whole && self.takes_one());
        if let (Some(header), Some((first, last))) = (header, arrives) {
            let unit = 1 - seen.from as u8;
            self.arriving.push_back(Event { cycle: last, what: What::Delivered { unit, first, header } });
        }
        let (unit, last, words) = (seen.from as u8, seen.last, seen.words as u32);
        self.tell(seen.first, What::Sent { unit, last, words, header, fate });
    }

    pub fn block(&mut self, unit: u8, seen: &BlockSeen) {
        let lba = seen.block;
        if seen.operation == Operation::Read {
            return self.tell(seen.done, What::MediaRead { unit, lba, first: seen.first, error: seen.error });
        }
        if seen.error {
            return self.tell(seen.done, What::MediaRefused { unit, lba });
        }
        let decoded = Record::decode(&seen.record);
        let record_good = matches!(decoded, Ok(Some(r)) if r.lba == lba);
        let r = decoded.ok().flatten().unwrap_or_default();
        self.tell(seen.first, What::MediaBegin { unit, lba, origin: r.unit, wseq: r.wseq });
        let durable = What::MediaDurable {
            unit,
            lba,
            origin: r.unit,
            wseq: r.wseq,
            value: seen.crc,
            first: seen.first,
            last: seen.last,
            words: seen.words,
            epoch: r.epoch,
            session: r.session,
            oseq: r.oseq,
            data_crc: r.data_crc,
            record_good,
        };
        self.tell(seen.done, durable);
    }
}

fn header(h: &Header) -> FrameHeader {
    FrameHeader {
        kind: h.kind as u8,
        flags: h.flags,
        epoch: h.epoch,
        session: h.session,
        credits: h.credits,
        slot: h.slot,
        lseq: h.lseq,
        ack: h.ack,
        origin: h.unit,
        row: h.row,
        index: h.index,
        blocks: h.blocks,
        wseq: h.wseq,
        lba: h.lba,
        oseq: h.oseq,
        value: h.value,
        data: h.flags & FLAG_DATA != 0,
    }
}
