//! The translation: where each block is, what is written next, what is collected, and what a mount does.

use crate::media::{End, Header, Media, Read, Stop};

/// Units that are kept erased ahead of need: for the write, for a mount, and two for each of three cuts in a row before a
/// collection has ended, which may leave units that hold little.
pub const AHEAD: usize = 8;
/// Scans of one mount: one more for what a mount before left, and for each time that a block in doubt reads differently.
const TRIES: usize = 64;
/// How far erase counts may lie apart before the least worn unit is collected.
pub const WEAR: u32 = 64;

/// A rule that is left out, to see that the campaign notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// A record's end is programmed before the data.
    EndFirst,
    /// A unit is erased before what lives in it is copied.
    EraseFirst,
    /// Units that were blank before the mount are written without another erase.
    TrustBlank,
    /// Of two records of a block the one in the unit with the lower number holds.
    LowerHolds,
    /// A discarded block leaves no record.
    DiscardUnwritten,
    /// What the newest unit's last record says is not written anew.
    TrustLast,
    /// A block whose record was begun and never ended is not written anew.
    ForgetBegun,
    /// The answer comes before the record's end.
    AnswerEarly,
    /// A mount erases units without whole records when it needs them.
    LeaveDirty,
    /// What an unfinished mount wrote counts.
    KeepUnfinished,
    /// A mark counts without the records before it.
    MarkAlone,
    /// What stands before a mark is not written anew.
    TrustMark,
}

pub const MUTANTS: [Mutant; 12] = [
    Mutant::EndFirst,
    Mutant::EraseFirst,
    Mutant::TrustBlank,
    Mutant::LowerHolds,
    Mutant::DiscardUnwritten,
    Mutant::TrustLast,
    Mutant::ForgetBegun,
    Mutant::AnswerEarly,
    Mutant::LeaveDirty,
    Mutant::KeepUnfinished,
    Mutant::MarkAlone,
    Mutant::TrustMark,
];

/// Where a block's newest record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub unit: usize,
    pub slot: usize,
    /// It says that the block was discarded.
    pub discarded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// To be erased before it is used.
    Dirty,
    /// Erased since the mount.
    Blank,
    /// Written, or being written.
    Used,
}

#[derive(Clone, Copy, Debug)]
struct Unit {
    state: State,
    header: Option<Header>,
    /// Records that are the newest of their blocks.
    live: usize,
    /// The block of a record that was begun and never ended.
    begun: Option<usize>,
    /// The last whole record's block.
    last: Option<usize>,
    /// Its last whole record is a mark, behind sound ones.
    marked: bool,
    /// It has a record that was not written by a mount, or a mark.
    worked: bool,
}

const BLANK: Unit =
    Unit { state: State::Blank, header: None, live: 0, begun: None, last: None, marked: false, worked: false };

/// What a read gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Zeros,
    Is(u64),
    /// The data do not fit their record.
    Damaged,
}

#[derive(Clone)]
pub struct Log {
    map: Vec<Option<Place>>,
    units: Vec<Unit>,
    /// The unit that is written and its next slot.
    open: Option<(usize, usize)>,
    next_number: u64,
    mutant: Option<Mutant>,
}

impl Log {
    fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    fn number(&self, unit: usize) -> u64 {
        self.units[unit].header.map_or(0, |header| header.number)
    }

    /// Reads what the part holds, and writes anew what is in doubt. Afterwards every block is what it will stay.
    pub fn mount(media: &mut Media, mutant: Option<Mutant>) -> Result<Self, Stop> {
        let shape = media.shape;
        let unit = Unit { state: State::Dirty, ..BLANK };
        let mut log = Log {
            map: vec![None; shape.blocks + 1],
            units: vec![unit; shape.units],
            open: None,
            next_number: 1,
            mutant,
        };
        for _ in 0..TRIES {
            log.scan(media);
            let newest = (0..shape.units).filter(|u| log.units[*u].worked).max_by_key(|u| log.number(*u));
            let number = newest.map_or(0, |unit| log.number(unit));
            // Without a whole record: blank, or an erase that was cut, or a write; it may read otherwise next time.
            for unit in 0..shape.units {
                if log.units[unit].state == State::Dirty && !log.is(Mutant::LeaveDirty) {
                    log.erase(media, unit)?;
                }
            }
            // What a mount wrote that did not end is not needed: what it copied is where it was.
            let copies = |u: &usize| log.units[*u].state == State::Used && log.number(*u) > number;
            let copies: Vec<_> = (0..shape.units).filter(copies).collect();
            if !copies.is_empty() && !log.is(Mutant::KeepUnfinished) {
                copies.iter().try_for_each(|unit| log.erase(media, *unit))?;
            } else if log.settle(media, newest)? {
                return Ok(log);
            }
        }
        Err(Stop::Fault("what is in doubt reads differently each time"))
    }

    /// Reads all headers and records but those of units that this mount has erased and not written.
    fn scan(&mut self, media: &mut Media) {
        self.map.fill(None);
        self.open = None;
        for unit in &mut self.units {
            if unit.state != State::Blank {
                *unit = Unit { state: State::Dirty, header: unit.header, ..BLANK };
            }
            unit.live = 0;
        }
        for unit in 0..self.units.len() {
            if self.units[unit].state != State::Blank {
                self.scan_unit(media, unit);
            }
        }
    }

    fn scan_unit(&mut self, media: &mut Media, unit: usize) {
        let Read::Is(header) = media.header(unit) else { return };
        self.units[unit].header = Some(header);
        self.next_number = self.next_number.max(header.number + 1);
        let mark = media.shape.blocks;
        // Each slot so far has a whole record, and data that fit it.
        let mut sound = true;
        for slot in 0..media.shape.slots {
            let Some(block) = media.first(unit, slot) else {
                sound = false;
                continue;
            };
            let end = match media.end(unit, slot) {
                Read::Is(end) if end.block == block => end,
                _ => {
                    self.units[unit].begun = Some(block);
                    sound = false;
                    continue;
                }
            };
            sound &= end.content.is_none() || end.content == media.data(unit, slot);
            let found = &mut self.units[unit];
            found.state = State::Used;
            found.marked = block == mark && (sound || self.mutant == Some(Mutant::MarkAlone));
            found.worked |= !end.settling && block != mark || found.marked;
            found.last = Some(block);
            let place = Place { unit, slot, discarded: end.content.is_none() };
            if self.later(place, self.map[block]) {
                self.place(block, place);
            }
        }
        if self.is(Mutant::TrustBlank) && self.units[unit].state == State::Dirty {
            self.units[unit].state = State::Blank;
        }
    }

    /// Whether a record at `place` is newer than the one at `other`.
    fn later(&self, place: Place, other: Option<Place>) -> bool {
        let Some(other) = other else { return true };
        if place.unit == other.unit {
            return place.slot > other.slot;
        }
        (self.number(place.unit) > self.number(other.unit)) != self.is(Mutant::LowerHolds)
    }

    fn place(&mut self, block: usize, place: Place) {
        if let Some(old) = self.map[block].replace(place) {
            self.units[old.unit].live -= 1;
        }
        self.units[place.unit].live += 1;
    }

    /// Writes anew each block of which another read of the part might say something else than this mount's: the last one
    /// of the newest unit, all of an unfinished mount's that counts, and those whose record was begun and never ended,
    /// unless superseded. A mark says that this is done. `false` if a block does not read as it did.
    fn settle(&mut self, media: &mut Media, newest: Option<usize>) -> Result<bool, Stop> {
        let mark = media.shape.blocks;
        let marked = newest.is_some_and(|unit| self.units[unit].marked);
        let mut doubtful = match newest {
            _ if self.is(Mutant::TrustLast) => vec![],
            Some(unit) if marked && !self.is(Mutant::TrustMark) => self.blocks_in(unit).collect(),
            Some(unit) => self.units[unit].last.into_iter().collect(),
            None => vec![],
        };
        for (unit, found) in self.units.iter().enumerate().filter(|_| !self.is(Mutant::ForgetBegun)) {
            let Some(block) = found.begun else { continue };
            if self.map[block].is_none_or(|place| self.number(place.unit) <= self.number(unit)) {
                doubtful.push(block);
            }
        }
        for block in doubtful.into_iter().filter(|block| *block != mark) {
            if !self.renew(media, block, true)? {
                return Ok(false);
            }
        }
        self.append(media, mark, None, false)?;
        self.drop_dead();
        Ok(true)
    }

    /// Units in which nothing lives are to be erased.
    fn drop_dead(&mut self) {
        let open = self.open.map(|(unit, _)| unit);
        for (unit, found) in self.units.iter_mut().enumerate() {
            if found.state == State::Used && found.live == 0 && open != Some(unit) {
                found.state = State::Dirty;
            }
        }
    }

    pub fn read(&self, media: &mut Media, block: usize) -> Content {
        match self.map[block] {
            None | Some(Place { discarded: true, .. }) => Content::Zeros,
            Some(Place { unit, slot, .. }) => match (media.end(unit, slot), media.data(unit, slot)) {
                (Read::Is(end), Some(data)) if end.content == Some(data) => Content::Is(data),
                _ => Content::Damaged,
            },
        }
    }

    /// Writes a block, or discards it; when this returns it is durable.
    pub fn write(&mut self, media: &mut Media, block: usize, content: Option<u64>) -> Result<(), Stop> {
        self.make_room(media)?;
        if content.is_none() && self.is(Mutant::DiscardUnwritten) {
            if let Some(old) = self.map[block].take() {
                self.units[old.unit].live -= 1;
            }
            return Ok(());
        }
        self.append(media, block, content, false)
    }

    fn append(&mut self, media: &mut Media, block: usize, content: Option<u64>, settling: bool) -> Result<(), Stop> {
        let (unit, slot) = self.open_slot(media)?;
        let end = End { block, content, settling };
        media.program_first(unit, slot, block)?;
        if self.is(Mutant::EndFirst) {
            media.program_end(unit, slot, end)?;
        }
        if let Some(data) = content {
            media.program_data(unit, slot, data)?;
        }
        if !self.is(Mutant::EndFirst) {
            match media.program_end(unit, slot, end) {
                Err(stop) if !self.is(Mutant::AnswerEarly) => return Err(stop),
                _ => (),
            }
        }
        self.open = Some((unit, slot + 1));
        self.place(block, Place { unit, slot, discarded: content.is_none() });
        Ok(())
    }

    /// Writes what a block holds once more; `false` if its data do not fit its record.
    fn renew(&mut self, media: &mut Media, block: usize, settling: bool) -> Result<bool, Stop> {
        let content = match self.read(media, block) {
            Content::Zeros => None,
            Content::Is(data) => Some(data),
            Content::Damaged => return Ok(false),
        };
        self.append(media, block, content, settling)?;
        Ok(true)
    }

    fn open_slot(&mut self, media: &mut Media) -> Result<(usize, usize), Stop> {
        if let Some((unit, slot)) = self.open.filter(|(_, slot)| *slot < media.shape.slots) {
            return Ok((unit, slot));
        }
        let units = 0..self.units.len();
        if !self.units.iter().any(|unit| unit.state == State::Blank) {
            let dirty = units.clone().find(|u| self.units[*u].state == State::Dirty);
            self.erase(media, dirty.ok_or(Stop::Fault("no unit is left"))?)?;
        }
        let blank = units.filter(|u| self.units[*u].state == State::Blank).min_by_key(|u| self.number(*u));
        let unit = blank.ok_or(Stop::Fault("no unit is blank"))?;
        self.units[unit].state = State::Used;
        Ok((unit, 0))
    }

    fn erase(&mut self, media: &mut Media, unit: usize) -> Result<(), Stop> {
        let most = self.units.iter().filter_map(|u| u.header).map(|h| h.erases).max().unwrap_or(0);
        // A unit whose count is lost counts as the most worn one.
        let erases = self.units[unit].header.map_or(most, |header| header.erases) + 1;
        media.erase(unit)?;
        let header = Header { erases, number: self.next_number };
        media.program_header(unit, header)?;
        self.next_number += 1;
        self.units[unit] = Unit { header: Some(header), ..BLANK };
        Ok(())
    }

    /// Whether a write goes on at once.
    pub fn has_room(&self) -> bool {
        self.units.iter().filter(|unit| unit.state == State::Blank).count() >= AHEAD
    }

    /// Erases and collects until enough units are blank.
    fn make_room(&mut self, media: &mut Media) -> Result<(), Stop> {
        while !self.has_room() {
            match (0..self.units.len()).find(|u| self.units[*u].state == State::Dirty) {
                Some(unit) => self.erase(media, unit)?,
                None => self.collect(media)?,
            }
        }
        Ok(())
    }

    fn collect(&mut self, media: &mut Media) -> Result<(), Stop> {
        let open = self.open.filter(|(_, slot)| *slot < media.shape.slots).map(|(unit, _)| unit);
        let closed = |u: &usize| self.units[*u].state == State::Used && Some(*u) != open;
        let closed: Vec<_> = (0..self.units.len()).filter(closed).collect();
        let erases = |u: &usize| self.units[*u].header.map_or(0, |header| header.erases);
        let most = (0..self.units.len()).map(|u| erases(&u)).max().unwrap_or(0);
        let coldest = closed.iter().copied().min_by_key(erases);
        let emptiest = closed.iter().copied().min_by_key(|u| self.units[*u].live);
        let victim = coldest.filter(|u| most - erases(u) > WEAR).or(emptiest);
        let victim = victim.ok_or(Stop::Fault("no unit is closed"))?;
        if self.is(Mutant::EraseFirst) {
            let blocks: Vec<_> = self.blocks_in(victim).map(|b| (b, self.read(media, b))).collect();
            self.erase(media, victim)?;
            for (block, content) in blocks {
                self.map[block] = None;
                self.append(media, block, if let Content::Is(data) = content { Some(data) } else { None }, false)?;
            }
            return Ok(());
        }
        let blocks: Vec<_> = self.blocks_in(victim).collect();
        for block in blocks {
            if !self.renew(media, block, false)? {
                return Err(Stop::Fault("a block is damaged"));
            }
        }
        self.erase(media, victim)
    }

    fn blocks_in(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.map.len()).filter(move |b| self.map[*b].is_some_and(|place| place.unit == unit))
    }
}
