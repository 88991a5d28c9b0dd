//! The hosts: commands, answers, and a monitor that judges what they and the areas see.

use std::collections::BTreeSet;

use super::{Action, Block, Command, Mutant, Phase, Row, Spec, State, Step, Work, LBAS, NOBODY, ROWS, S1, S2, WIDE};
use crate::event::{Op, Status, What};

/// Something that must never happen, noticed while a step was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flaw {
    /// A frame that the receiver has no place for.
    BadFrame,
    /// DATA without GRANT.
    DataBeforeGrant,
    /// More data in slots of a class than there are.
    NoSlot,
    /// A1 written by a write that does not hold E(A1), or A2 without E(A2).
    WriteWithoutE,
    /// P2 used before E(A1), or before the block is durable on A1.
    ReturnTooEarly,
    /// A2 got what A1 never held, or went back to something older.
    FollowerAstray,
    /// A write took effect twice in one block.
    DoubleExecution,
    /// A write took effect after its host had been answered.
    Ghost,
    /// A write was answered with success before both areas held it.
    AnsweredEarly,
    /// A read went back behind what a host knew when it was issued.
    OldValue,
    /// A read returned what one of the areas does not hold yet.
    ReadTooNew,
    /// A returned block has no data: the follower holds none and none came.
    NothingToWrite,
    /// A write was forwarded although its range was busy (R13, R19).
    ForwardedBusy,
    /// A returned write met another that it waits for: the orderer let two writes overlap.
    ReturnMetOther,
    /// A write took effect on an area that another host had reserved.
    Fenced,
    /// GO came while blocks of the old session were open.
    GoTooEarly,
}

/// A set of [`Flaw`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flaws(BTreeSet<Flaw>);

impl Flaws {
    pub fn add(&mut self, flaw: Flaw) {
        self.0.insert(flaw);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Flaw> + '_ {
        self.0.iter().copied()
    }
}

/// What a command has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    Unissued,
    Open,
    Succeeded,
    Failed,
    /// Its host is gone; it may still take effect until that host is heard of again.
    Lost,
}

/// Judges the histories of both hosts.
///
/// The order of a block's writes is the order in which they became durable on A1: its versions 1, 2, ... With that
/// order fixed, the histories are linearizable per block if and only if no command sees or makes a version older than
/// one that was already known, through a completed command, when it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Monitor {
    pub fates: Vec<Fate>,
    /// Per block: who wrote version 1, 2, ...
    pub versions: [Vec<u8>; LBAS],
    /// Per block: the newest version that a completed command has made or seen.
    pub known: [u8; LBAS],
    /// Open reads: the versions known at issue, and those seen.
    pub floors: Vec<[u8; WIDE]>,
    pub seen: Vec<[u8; WIDE]>,
    pub flaws: Flaws,
}

impl Monitor {
    pub fn new(spec: &Spec) -> Monitor {
        let count = spec.commands.len();
        Monitor {
            fates: vec![Fate::Unissued; count],
            versions: Default::default(),
            known: [0; LBAS],
            floors: vec![[0; WIDE]; count],
            seen: vec![[0; WIDE]; count],
            flaws: Flaws::default(),
        }
    }

    /// The version that an area's block is at.
    pub fn version(&self, lba: usize, contents: u8) -> u8 {
        self.versions[lba].iter().rposition(|&op| op + 1 == contents).map_or(0, |at| at as u8 + 1)
    }

    /// Every command was issued and answered.
    pub fn is_finished(&self) -> bool {
        self.fates.iter().all(|fate| matches!(fate, Fate::Succeeded | Fate::Failed | Fate::Lost))
    }
}

impl Spec {
    /// Rows that are not yet being worked on, and that nobody but their unit knows of.
    fn given_up(&self, s: &State, unit: usize, actions: &mut Vec<Action>) {
        let state = &s.units[unit];
        let rows = if unit == S1 { 2 * ROWS } else { ROWS };
        for (at, row) in state.rows[..rows].iter().enumerate() {
            let waits = row.status == Status::Waiting && !row.parked;
            let forwarded = unit == S2 && row.status == Status::Rfwd && self.is(Mutant::GiveUpForwarded);
            if self.limit && state.phase == Phase::Serve && (waits || forwarded) && !row.dead && !row.answered {
                actions.push(Action::GiveUp { unit, row: at });
            }
        }
    }

    fn next_command(&self, s: &State, host: usize) -> Option<usize> {
        let unissued = |op: &usize| s.monitor.fates[*op] == Fate::Unissued;
        (0..self.commands.len()).filter(|&op| self.commands[op].host == host).find(unissued)
    }

    pub(super) fn host_actions(&self, s: &State, actions: &mut Vec<Action>) {
        for (unit, state) in s.units.iter().enumerate() {
            let vacancy = state.rows[..ROWS].iter().any(|row| !row.is_open());
            let settled = !state.rows[..ROWS].iter().any(|row| row.lost) || self.is(Mutant::ResetEarly);
            let own = state.rows[..ROWS].iter().any(|row| row.is_open() && !row.answered);
            if s.resets < self.resets && own {
                actions.push(Action::Reset(unit));
            }
            if state.phase == Phase::Serve && vacancy && settled && self.next_command(s, unit).is_some() {
                actions.push(Action::Issue(unit));
            }
            self.given_up(s, unit, actions);
            let open = matches!(state.phase, Phase::Serve | Phase::Resume);
            for (at, row) in state.rows[..ROWS].iter().enumerate() {
                if open && row.is_open() && self.is_read(row) && row.status == Status::E {
                    actions.push(Action::Read { unit, row: at });
                }
            }
        }
    }
}

impl Step<'_> {
    pub(super) fn issue(&mut self, host: usize) {
        let op = self.spec.next_command(self.s, host).expect("possible");
        let command = self.spec.commands[op];
        let row = self.s.units[host].rows[..ROWS].iter().position(|row| !row.is_open()).expect("possible");
        let monitor = &mut self.s.monitor;
        for (fate, command) in monitor.fates.iter_mut().zip(&self.spec.commands) {
            if *fate == Fate::Lost && command.host == host {
                *fate = Fate::Failed;
            }
        }
        monitor.fates[op] = Fate::Open;
        if command.read || command.work == Work::Compare {
            for index in 0..usize::from(command.blocks) {
                monitor.floors[op][index] = monitor.known[usize::from(command.lba) + index];
            }
        }
        let mut blocks = [Block::Done; WIDE];
        blocks[..usize::from(command.blocks)].fill(Block::Todo);
        let values = (0..command.blocks).map(|index| Self::value(op as u8, index)).collect();
        self.see(|_| What::Issued {
            unit: host as u8,
            cid: op as u32,
            piece: false,
            op: if command.read { Op::Read } else { Op::Write },
            lba: command.lba.into(),
            blocks: command.blocks,
            values: if command.read { Vec::new() } else { values },
        });
        *self.row(host, row) = Row { op: op as u8, born: self.s.session, blocks, ..Row::VACANT };
        if self.is_rejected(host, row) {
            self.answer(host, row, false);
            *self.row(host, row) = Row::VACANT;
        } else {
            self.insert_ordered(host, row);
        }
    }

    /// Reads one block; the last one answers the host and leaves the table.
    pub(super) fn read_block(&mut self, unit: usize, row: usize) {
        let entry = self.s.units[unit].rows[row];
        if entry.answered {
            self.leave(unit, row);
            return;
        }
        let op = usize::from(entry.op);
        let command = self.spec.commands[op];
        let index = entry.blocks.iter().position(|&b| b == Block::Todo).expect("possible");
        let lba = usize::from(command.lba) + index;
        let version = self.s.monitor.version(lba, self.s.units[unit].area[lba]);
        self.s.monitor.seen[op][index] = version;
        self.row(unit, row).blocks[index] = Block::Done;
        if index + 1 < usize::from(command.blocks) {
            return;
        }
        self.leave(unit, row);
        self.saw(op);
        self.end(op, true);
    }

    /// A compare's turn: it sees what A1 holds.
    pub(super) fn compare(&mut self, row: usize, index: usize) {
        let op = usize::from(self.s.units[S1].rows[row].op);
        let lba = usize::from(self.spec.commands[op].lba) + index;
        self.s.monitor.seen[op][index] = self.s.monitor.version(lba, self.s.units[S1].area[lba]);
        self.row(S1, row).blocks[index] = Block::Done;
    }

    /// What a read or compare has seen was not older than what was known, and is on both areas.
    fn saw(&mut self, op: usize) {
        let command = self.spec.commands[op];
        for index in 0..usize::from(command.blocks) {
            let lba = usize::from(command.lba) + index;
            let seen = self.s.monitor.seen[op][index];
            if seen < self.s.monitor.floors[op][index] {
                self.s.monitor.flaws.add(Flaw::OldValue);
            }
            self.know(lba, seen, Flaw::ReadTooNew);
        }
    }

    /// A completed command has made or seen `version`: both areas must hold it, and nobody may fall behind it.
    fn know(&mut self, lba: usize, version: u8, otherwise: Flaw) {
        let oldest = self.s.units.iter().map(|u| self.s.monitor.version(lba, u.area[lba])).min().unwrap_or(0);
        let monitor = &mut self.s.monitor;
        if oldest < version {
            monitor.flaws.add(otherwise);
        }
        monitor.known[lba] = monitor.known[lba].max(version);
    }

    fn end(&mut self, op: usize, success: bool) {
        let command = self.spec.commands[op];
        self.s.monitor.fates[op] = if success { Fate::Succeeded } else { Fate::Failed };
        let (spec, blocks) = (self.spec, 0..command.blocks);
        self.see(|s| What::Completed {
            unit: command.host as u8,
            cid: op as u32,
            status: if success { 0 } else { 4 },
            values: if success && command.read {
                blocks.map(|index| seen_value(spec, s, op, index)).collect()
            } else {
                Vec::new()
            },
        });
        self.s.monitor.floors[op] = [0; WIDE];
        self.s.monitor.seen[op] = [0; WIDE];
    }

    /// Answers the host of `unit`'s own write, unless it has been answered.
    pub(super) fn answer(&mut self, unit: usize, row: usize, success: bool) {
        let entry = self.s.units[unit].rows[row];
        if std::mem::replace(&mut self.row(unit, row).answered, true) {
            return;
        }
        let op = usize::from(entry.op);
        let command = self.spec.commands[op];
        if success && command.work == Work::Compare {
            self.saw(op);
        } else if success && !command.read && !matches!(command.work, Work::Reserve(_)) {
            for lba in (command.lba..command.lba + command.blocks).map(usize::from) {
                let version = self.s.monitor.versions[lba].iter().position(|&by| by == entry.op);
                match version {
                    Some(at) => self.know(lba, at as u8 + 1, Flaw::AnsweredEarly),
                    None => self.s.monitor.flaws.add(Flaw::AnsweredEarly),
                }
            }
        }
        self.end(op, success);
    }

    /// Released, so that the status is N when the host hears of it, and answered.
    pub(super) fn leave_and_answer(&mut self, unit: usize, row: usize, success: bool) {
        if self.s.units[unit].rows[row].status != Status::N {
            self.release(unit, row);
        }
        self.answer(unit, row, success);
        self.leave(unit, row);
    }

    /// Writes one block of a unit's area, as durable.
    pub(super) fn write_area(&mut self, unit: usize, row: usize, index: usize) {
        let entry = self.s.units[unit].rows[row];
        let command: Command = self.spec.commands[usize::from(entry.op)];
        let lba = usize::from(command.lba) + index;
        if entry.op == NOBODY || entry.status != Status::E {
            self.s.monitor.flaws.add(Flaw::WriteWithoutE);
        }
        let holder = self.s.units[unit].holder;
        if let Work::Reserve(on) = command.work {
            self.s.units[unit].holder = if on { command.host as u8 } else { NOBODY };
            return;
        }
        if holder != NOBODY && usize::from(holder) != command.host {
            self.s.monitor.flaws.add(Flaw::Fenced);
        }
        let monitor = &mut self.s.monitor;
        if unit == S1 {
            // In parallel order A2 may hold it already.
            let ahead = monitor.version(lba, entry.op + 1) > monitor.version(lba, self.s.units[S1].area[lba]);
            if monitor.versions[lba].contains(&entry.op) && !ahead {
                monitor.flaws.add(Flaw::DoubleExecution);
            }
        }
        if (unit == S1 || self.spec.parallel) && !monitor.versions[lba].contains(&entry.op) {
            monitor.versions[lba].push(entry.op);
            if !matches!(monitor.fates[usize::from(entry.op)], Fate::Open | Fate::Lost) {
                monitor.flaws.add(Flaw::Ghost);
            }
        }
        if unit == S2 {
            let new = monitor.version(lba, entry.op + 1);
            let old = monitor.version(lba, self.s.units[S2].area[lba]);
            if new == 0 || new < old {
                monitor.flaws.add(Flaw::FollowerAstray);
            }
        }
        self.s.units[unit].area[lba] = entry.op + 1;
        let wseq = Self::wseq(entry.op, entry.born);
        let (unit, lba, origin) = (unit as u8, lba as u32, command.host as u8);
        self.see(|_| What::MediaBegin { unit, lba, origin, wseq });
        let value = Self::value(entry.op, index as u8);
        self.see(|_| What::MediaDurable { unit, lba, origin, wseq, value });
    }

    /// A waiting row leaves at once, wherever it stands. A forward's host is told by FIN.
    pub(super) fn give_up(&mut self, unit: usize, row: usize) {
        if row < ROWS {
            self.leave_and_answer(unit, row, false);
        } else {
            self.release(S1, row);
            self.refuse_row(row);
        }
    }

    /// The host is gone. What waits leaves; of what is under way nothing more is fetched, and what was is finished.
    pub(super) fn reset(&mut self, unit: usize) {
        self.s.resets += 1;
        self.see(|_| What::Reset { unit: unit as u8 });
        // Without a session it has had all the effect that it will have, as soon as the unit has drained.
        let serves = matches!(self.s.units[unit].phase, Phase::Serve | Phase::Hold);
        let forgets = unit == S1 && self.spec.is(Mutant::ResetForgets);
        // First every row's fate, then the wakes: one that leaves wakes others.
        for row in 0..ROWS {
            let entry = self.s.units[unit].rows[row];
            if entry.is_open() && !entry.answered {
                (self.row(unit, row).answered, self.row(unit, row).lost) = (true, serves);
                self.row(unit, row).dead |= entry.status == Status::Waiting && !entry.parked;
                self.s.monitor.fates[usize::from(entry.op)] = Fate::Lost;
            }
        }
        for row in 0..ROWS {
            let entry = self.s.units[unit].rows[row];
            if entry.is_open() && (entry.dead || self.spec.is_read(&entry) || forgets) {
                self.leave(unit, row);
            }
        }
    }

    /// The Hold timer: every open command is answered with a retryable status.
    pub(super) fn timeout(&mut self, unit: usize) {
        for row in 0..ROWS {
            let entry = self.s.units[unit].rows[row];
            if entry.is_open() {
                self.answer(unit, row, false);
                // What nothing of can be durable anywhere leaves; the rest is resolved with the session.
                let idle = entry.status == Status::Waiting && (unit == S1 || self.spec.is_read(&entry));
                self.row(unit, row).dead |= idle;
            }
        }
    }
}

/// What the observer sees of the version that command `op` has read in block `index` of its range.
fn seen_value(spec: &Spec, s: &State, op: usize, index: u8) -> u32 {
    let lba = spec.commands[op].lba + index;
    match s.monitor.seen[op][usize::from(index)] {
        0 => 0,
        version => {
            let writer = s.monitor.versions[usize::from(lba)][usize::from(version) - 1];
            Step::value(writer, lba - spec.commands[usize::from(writer)].lba)
        }
    }
}
