//! The hosts' side: every command gets one answer, and the right one.

use std::collections::{BTreeMap, HashMap};

use super::table::Entry;
use super::write::Write;
use super::{must, Legal, Monitor, ROWS, S1};
use crate::event::{Change, Op};

/// What an observer of the table can know of a command: operation, first block, blocks.
type Key = (Op, u32, u8);

struct Command {
    key: Key,
    values: Vec<u32>,
    /// It may be done though the command as a whole failed.
    piece: bool,
    /// Reads: the newest version of each block that was known when the command was issued.
    floors: Vec<u32>,
    issued: usize,
}

/// A command that is over and whose host is not yet answered.
pub struct Finished {
    key: Key,
    success: bool,
    /// Version and value of each block; no value: the block was never written.
    blocks: Vec<(u32, Option<u32>)>,
    arrived: usize,
    /// The timer may have struck before it ended, and the host be slow to take the answer.
    held: bool,
}

#[derive(Default)]
pub struct Hosts {
    open: [BTreeMap<u32, Command>; 2],
    finished: [Vec<Finished>; 2],
    /// Per unit and key: rows, live or finished, that owe an answer.
    rows: HashMap<(u8, Key), usize>,
    /// Errors for a command that has one of these whose end the table does not show yet, or none.
    loose: HashMap<(u8, Key), usize>,
    /// What blocks held before the trace, as far as somebody has read them.
    initial: HashMap<u32, u32>,
    /// Per block: the newest version that a completed command has made or seen.
    known: HashMap<u32, u32>,
}

impl Hosts {
    pub fn is_idle(&self) -> bool {
        self.open.iter().all(BTreeMap::is_empty) && self.finished.iter().all(Vec::is_empty)
    }

    fn waiting(&self, unit: u8, key: Key) -> usize {
        self.open[usize::from(unit)].values().filter(|command| command.key == key).count()
    }

    /// A row enters the table for a command that has none yet.
    pub fn admit(&mut self, unit: u8, key: Key) -> Legal {
        let waiting = self.waiting(unit, key);
        let loose = self.loose.get(&(unit, key)).copied().unwrap_or(0);
        let rows = self.rows.entry((unit, key)).or_default();
        must(waiting + loose > *rows, "a row belongs to a command")?;
        *rows += 1;
        Ok(())
    }

    fn settle(&mut self, unit: u8, at: usize) -> Finished {
        let finished = self.finished[usize::from(unit)].remove(at);
        self.answered(unit, finished.key);
        finished
    }

    fn answered(&mut self, unit: u8, key: Key) {
        if let Some(rows) = self.rows.get_mut(&(unit, key)) {
            *rows = rows.saturating_sub(1);
        }
    }

    fn value(&self, lba: u32, known: Option<u32>) -> Option<u32> {
        known.or_else(|| self.initial.get(&lba).copied())
    }

    /// Does this row's outcome fit the successful answer?
    fn fits(&self, finished: &Finished, command: &Command, values: &[u32]) -> bool {
        let wanted = if command.key.0 == Op::Read { values } else { &command.values };
        let (_, lba, _) = command.key;
        finished.success
            && finished.key == command.key
            && finished.arrived > command.issued
            && (lba..)
                .zip(&finished.blocks)
                .zip(wanted)
                .all(|((lba, &(_, value)), wanted)| self.value(lba, value).is_none_or(|value| value == *wanted))
    }
}

impl Monitor {
    pub(super) fn issued(&mut self, unit: u8, cid: u32, key: Key, values: &[u32], piece: bool) -> Legal {
        let (op, lba, blocks) = key;
        let wanted = if op == Op::Write { usize::from(blocks) } else { 0 };
        must(values.len() == wanted, "a write has one value for each block")?;
        let known = |lba: u32| self.hosts.known.get(&lba).copied().unwrap_or(0);
        let range = lba..lba.saturating_add(blocks.into());
        let floors = if op == Op::Read { range.map(known).collect() } else { Vec::new() };
        let command = Command { key, values: values.to_vec(), piece, floors, issued: self.now };
        let before = self.hosts.open[usize::from(unit)].insert(cid, command);
        must(before.is_none(), "a command identifier is used for one open command")
    }

    pub(super) fn completed(&mut self, unit: u8, cid: u32, status: u16, values: &[u32]) -> Legal {
        let command = self.hosts.open[usize::from(unit)].remove(&cid).ok_or("an answer follows a command")?;
        let (op, lba, blocks) = command.key;
        if status != 0 {
            must(values.is_empty(), "a failed command returns nothing")?;
            return self.failed(unit, &command);
        }
        let wanted = if op == Op::Read { usize::from(blocks) } else { 0 };
        must(values.len() == wanted, "a successful read has one value for each block")?;
        if op == Op::Flush {
            return Ok(());
        }
        let fits = |hosts: &Hosts, finished: &Finished| hosts.fits(finished, &command, values);
        let finished = self.take_finished(unit, fits).or_else(|| self.take_leaving(unit, fits));
        let finished = finished.ok_or("success means that the command was carried out")?;
        for (at, (lba, (version, value))) in (lba..).zip(finished.blocks).enumerate() {
            let known = self.hosts.known.entry(lba).or_default();
            must(
                command.floors.get(at).is_none_or(|floor| version >= *floor),
                "a read is not older than what was known",
            )?;
            *known = version.max(*known);
            if op == Op::Read && value.is_none() {
                self.hosts.initial.insert(lba, values[at]);
            }
        }
        Ok(())
    }

    /// The host's open commands get no answer: it is as if they had got one.
    pub(super) fn reset(&mut self, unit: u8) {
        self.hosts.open[usize::from(unit)].clear();
        self.hosts.finished[usize::from(unit)].clear();
        self.hosts.rows.retain(|(of, _), _| *of != unit);
        self.hosts.loose.retain(|(of, _), _| *of != unit);
        let serves = self.serves(unit);
        for entry in self.units[usize::from(unit)].table.rows.values_mut().filter(|entry| entry.change.row < ROWS) {
            entry.lost |= serves && !entry.answered;
            entry.answered = true;
        }
    }

    /// An error: the command's row has failed, or it is held and the timer has struck, or it never had a row.
    fn failed(&mut self, unit: u8, command: &Command) -> Legal {
        let key = command.key;
        let may_fail = |f: &Finished| {
            f.key == key && f.arrived > command.issued && (key.0 == Op::Read || command.piece || !f.success)
        };
        if self.take_finished(unit, |_, finished| may_fail(finished)).is_some() {
            return Ok(());
        }
        let serves = self.serves(unit);
        let state = &mut self.units[usize::from(unit)];
        let of = |change: &Change| (if change.read { Op::Read } else { Op::Write }, change.lba, change.blocks);
        let held = |entry: &&mut Entry| {
            !entry.answered && entry.change.row < ROWS && of(&entry.change) == key && entry.arrived > command.issued
        };
        let row = if serves { None } else { state.table.rows.values_mut().find(held) };
        let spare = self.hosts.waiting(unit, key) >= self.hosts.rows.get(&(unit, key)).copied().unwrap_or(0);
        if let Some(entry) = row {
            // One alike may have been refused before, without a row, and its answer be late.
            if spare {
                entry.perhaps = true;
                *self.hosts.loose.entry((unit, key)).or_default() += 1;
                return Ok(());
            }
            entry.answered = true;
            self.hosts.answered(unit, key);
            return Ok(());
        }
        let was_held = |f: &Finished| f.key == key && f.arrived > command.issued && f.held;
        if self.take_finished(unit, |_, finished| was_held(finished)).is_some() {
            return Ok(());
        }
        if self.find_leaving(unit, |_, finished| may_fail(finished)).is_some() {
            *self.hosts.loose.entry((unit, key)).or_default() += 1;
            return Ok(());
        }
        let rows = self.hosts.rows.get(&(unit, key)).copied().unwrap_or(0);
        must(self.hosts.waiting(unit, key) >= rows, "a command with a row is answered for its row")
    }

    /// The outcome of a command whose row has left the table.
    fn take_finished(&mut self, unit: u8, wanted: impl Fn(&Hosts, &Finished) -> bool) -> Option<Finished> {
        let hosts = &self.hosts;
        let at = hosts.finished[usize::from(unit)].iter().position(|finished| wanted(hosts, finished))?;
        Some(self.hosts.settle(unit, at))
    }

    /// The outcome of a command whose row is about to leave. A table takes a while to show what its unit has decided,
    /// and the answer does not wait for that.
    fn find_leaving(&self, unit: u8, wanted: impl Fn(&Hosts, &Finished) -> bool) -> Option<(u8, Finished)> {
        let rows = self.units[usize::from(unit)].table.rows.values();
        let own = rows.filter(|entry| entry.change.row < ROWS && !entry.answered);
        let mut over = own.filter_map(|entry| Some((entry.change.row, self.leaving(entry).ok()?)));
        over.find(|(_, finished)| wanted(&self.hosts, finished))
    }

    fn take_leaving(&mut self, unit: u8, wanted: impl Fn(&Hosts, &Finished) -> bool) -> Option<Finished> {
        let (row, finished) = self.find_leaving(unit, wanted)?;
        if let Some(entry) = self.unit(unit).table.rows.get_mut(&row) {
            entry.answered = true;
        }
        self.hosts.answered(unit, finished.key);
        Some(finished)
    }

    /// The outcome of a row that may leave the table now.
    fn leaving(&self, entry: &Entry) -> Result<Finished, &'static str> {
        let Change { unit, row, new, read, .. } = entry.change;
        if read {
            return self.read_leaves(entry);
        }
        let write = self.units[usize::from(unit)].writes[usize::from(row)].as_ref().ok_or("a row has its write")?;
        if unit == S1 {
            write.ordered_is_over(new)?;
        } else {
            write.followed_is_over(new, entry.is_given_up(write))?;
        }
        Ok(write_ends(write, entry))
    }

    /// A row has left the table: its host is to be answered, if it was not already.
    pub(super) fn finishes(&mut self, unit: u8, finished: Finished) {
        let finished = Finished { held: finished.held || !self.serves(unit), ..finished };
        let loose = self.hosts.loose.get_mut(&(unit, finished.key)).filter(|count| **count > 0);
        // What a read saw says nothing of its success: its area may have refused.
        if let Some(count) = loose.filter(|_| !finished.success || finished.key.0 == Op::Read) {
            *count -= 1;
            return self.hosts.answered(unit, finished.key);
        }
        self.hosts.finished[usize::from(unit)].push(finished);
    }

    /// A read is over, or was given up while it waited.
    pub(super) fn read_leaves(&self, entry: &Entry) -> Result<Finished, &'static str> {
        let Change { lba, blocks, new, .. } = entry.change;
        if new == crate::event::Status::Waiting {
            let key = (Op::Read, lba, blocks);
            return Ok(Finished {
                key,
                success: false,
                blocks: Vec::new(),
                arrived: entry.arrived,
                held: entry.perhaps,
            });
        }
        self.read_ends(entry)
    }

    /// A read is over: what it saw is what the area held.
    fn read_ends(&self, entry: &Entry) -> Result<Finished, &'static str> {
        let Change { unit, lba, blocks, .. } = entry.change;
        let success = entry.change.new == crate::event::Status::E;
        must(success, "a read reads before it leaves")?;
        let mut seen = Vec::new();
        for lba in lba..lba.saturating_add(blocks.into()) {
            let cell = |unit: usize| self.units[unit].area.get(&lba).copied();
            let (version, value) = cell(usize::from(unit)).map_or((0, None), |(version, value)| (version, Some(value)));
            let other = cell(usize::from(1 - unit)).map_or(0, |(version, _)| version);
            must(other >= version, "what is read is on both areas")?;
            seen.push((version, value));
        }
        Ok(Finished {
            key: (Op::Read, lba, blocks),
            success,
            blocks: seen,
            arrived: entry.arrived,
            held: entry.perhaps,
        })
    }
}

/// The outcome of a write that is over.
pub fn write_ends(write: &Write, entry: &Entry) -> Finished {
    let key = (Op::Write, write.lba, write.blocks());
    let blocks = write.parts.iter().map(|part| (part.version, Some(part.value))).collect();
    Finished { key, success: write.succeeded() && !write.refused, blocks, arrived: entry.arrived, held: entry.perhaps }
}
