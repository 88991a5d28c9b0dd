//! A unit's status table: who may hold what beside whom.

use super::hosts::write_ends;
use super::write::{Stage, Write};
use super::{must, Debt, Legal, Monitor, ROWS, S1, S2};
use crate::event::{Change, Kind, Op, Status};

/// A live row.
#[derive(Clone, Copy)]
pub struct Entry {
    pub change: Change,
    /// Place in the order of arrival.
    pub arrived: usize,
    /// S1's transfer at S2: passes everything that is not active, and nothing passes it.
    pub priority: bool,
    /// The host was answered while the row was live.
    pub answered: bool,
    /// Held, and an error came that is its own or that of one alike without a row.
    pub perhaps: bool,
    /// Its host was reset in this session.
    pub lost: bool,
    /// S2: it was answered before GO, so it is not forwarded again.
    pub doomed: bool,
    /// S1: GO has left, so it is over, though the table still shows it.
    pub over: bool,
    /// S2: it was forwarded, or came back in part, in a session that has ended; until GO.
    pub parked: bool,
}

impl Entry {
    /// S2: it is not, or no longer, forwarded.
    pub fn is_given_up(&self, write: &Write) -> bool {
        // R_host is looked at when it would be forwarded.
        let at_its_turn = self.change.new == Status::Rfwd;
        let answered = self.doomed || self.perhaps;
        answered || (at_its_turn || self.change.new == Status::Waiting && !self.parked) && !write.forwarded
    }

    fn conflicts(&self, other: &Entry) -> bool {
        let (a, b) = (&self.change, &other.change);
        let overlap = a.lba < b.lba.saturating_add(b.blocks.into()) && b.lba < a.lba.saturating_add(a.blocks.into());
        overlap && !(a.read && b.read)
    }
}

#[derive(Default)]
pub struct Table {
    pub rows: std::collections::BTreeMap<u8, Entry>,
}

impl Table {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn get(&self, row: u8) -> Option<&Entry> {
        self.rows.get(&row)
    }

    /// Status of the row, if the write with this number has it.
    pub fn status_of(&self, row: u8, wseq: u32) -> Status {
        self.rows.get(&row).filter(|entry| entry.change.wseq == wseq).map_or(Status::N, |entry| entry.change.new)
    }

    /// The row takes up its new status, next to everything else in the table.
    fn enter(&mut self, row: u8, entry: Entry) -> Legal {
        let takes = entry.change.new;
        if matches!(takes, Status::E | Status::Rfwd) {
            self.nothing_before(row, &entry)?;
        }
        self.rows.insert(row, entry);
        Ok(())
    }

    /// Nothing that the row overlaps holds its range or comes before it.
    fn nothing_before(&self, row: u8, entry: &Entry) -> Legal {
        for (_, other) in self.rows.iter().filter(|(at, other)| **at != row && entry.conflicts(other)) {
            must(other.change.new != Status::E, "a range that another holds is not granted")?;
            let passes = entry.priority || !other.priority && entry.arrived < other.arrived;
            must(passes, "overlapping commands are served in the order of their arrival")?;
        }
        Ok(())
    }
}

impl Monitor {
    pub(super) fn changed(&mut self, change: &Change) -> Legal {
        let held = self.units[usize::from(change.unit)].table.get(change.row).copied();
        let old = held.map_or(Status::N, |entry| entry.change.new);
        must(change.old == old && change.new != old, "a status changes from what it was")?;
        must(change.unit == S2 || change.new != Status::Rfwd, "only the follower forwards")?;
        if let Some(entry) = held {
            let (was, is) = (&entry.change, change);
            let same = (was.lba, was.blocks, was.read, was.origin) == (is.lba, is.blocks, is.read, is.origin);
            must(same, "a live row keeps its command")?;
            must(was.wseq == is.wseq, "a live row keeps its number")?;
            if change.new == Status::N {
                return self.released(change, &entry);
            }
            self.may_move(change, entry.parked)?;
        } else {
            self.inserted(change)?;
        }
        let arrived = held.map_or(self.now, |entry| entry.arrived);
        let priority = change.unit == S2 && change.row >= ROWS;
        let answered = held.is_some_and(|entry| entry.answered);
        let perhaps = held.is_some_and(|entry| entry.perhaps);
        let lost = held.is_some_and(|entry| entry.lost);
        let doomed = held.is_some_and(|entry| entry.doomed);
        let parked = change.new == Status::Waiting && held.is_some();
        let entry = Entry { change: *change, arrived, priority, answered, perhaps, lost, doomed, over: false, parked };
        self.unit(change.unit).table.enter(change.row, entry)
    }

    /// A row enters the table: a host's command, a forward that came, or a returned write that came.
    fn inserted(&mut self, change: &Change) -> Legal {
        let (unit, row) = (change.unit, change.row);
        if row >= ROWS {
            let write = self.units[usize::from(unit)].writes[usize::from(row)].as_ref();
            let write = write.filter(|w| w.wseq == change.wseq && w.lba == change.lba && w.blocks() == change.blocks);
            must(write.is_some_and(|w| !w.entered), "a peer's row follows from its frame")?;
            must(change.new != Status::Rfwd && !change.read, "a peer's row is a write to be granted")?;
            must(change.origin == 1 - unit, "a peer's row is the peer's")?;
            self.unit(unit).writes[usize::from(row)].as_mut().expect("just seen").entered = true;
            return Ok(());
        }
        let op = if change.read { Op::Read } else { Op::Write };
        let lost = self.units[usize::from(unit)].table.rows.values().any(|entry| entry.lost);
        must(!lost, "after a reset a host's new commands wait for the end of its old ones")?;
        self.hosts.admit(unit, (op, change.lba, change.blocks))?;
        if change.read {
            return must(change.new != Status::Rfwd, "a read is not forwarded");
        }
        must(change.origin == unit, "an own row is an own write")?;
        let mut write = Write::new(unit, row, change.wseq, change.lba, change.blocks);
        write.entered = true;
        self.unit(unit).writes[usize::from(row)] = Some(write);
        self.may_move(change, false)
    }

    /// A live row that stays in the table.
    fn may_move(&mut self, change: &Change, parked: bool) -> Legal {
        let follows = change.unit == S2 && change.row < ROWS && !change.read;
        let serves = self.units[1].go;
        let write = self.units[usize::from(change.unit)].writes[usize::from(change.row)].as_ref();
        match (change.old, change.new) {
            (_, Status::Waiting) if change.old != Status::N => {
                // GO may come just behind the last REL, before the table shows what that has ended, or behind what let a
                // waiting row wake: it is put back, and GO's walk then has it forwarded.
                let ended = |w: &Write| w.header && w.due == 0 && !w.held;
                let woke = |w: &Write| !w.header && change.old == Status::Rfwd;
                let late = write.is_some_and(|w| w.old && !w.forwarded && (ended(w) || woke(w)));
                must(follows && (!serves || late), "only a follower without GO takes a status back")?;
                let session = self.units[1].session.is_some();
                let write =
                    self.units[1].writes[usize::from(change.row)].as_mut().ok_or("a write's row has a write")?;
                // From here on it waits for a header of its own, or for GO.
                write.header = false;
                must(!write.any(&[Stage::Begun]), "a status is not taken back while A2 is written")?;
                must(
                    !session || write.due == 0 && !write.held,
                    "a status is taken back when what was announced is durable",
                )
            }
            (_, Status::E) if follows => {
                must(write.is_some_and(|w| w.header || w.late), "the follower's write takes E(A2) when it comes back")
            }
            (_, Status::E) if change.unit == S2 && change.row >= ROWS => {
                must(write.is_some_and(|w| w.header || w.old), "a transfer takes E(A2) after its header")
            }
            (_, Status::Rfwd) => {
                must(follows, "only a write of the follower's host is forwarded")?;
                must(serves || !parked, "a write that was taken back is forwarded again after GO")
            }
            _ => Ok(()),
        }
    }

    fn released(&mut self, change: &Change, entry: &Entry) -> Legal {
        let (unit, row) = (change.unit, change.row);
        self.unit(unit).table.rows.remove(&row);
        if change.read {
            if !entry.answered {
                let finished = self.read_leaves(entry)?;
                self.finishes(unit, finished);
            }
            return Ok(());
        }
        let mut write =
            self.units[usize::from(unit)].writes[usize::from(row)].take().ok_or("a released row had a write")?;
        let given_up = change.old == Status::Waiting && !write.is_gone() || write.is_untouched();
        if unit == S1 && row >= ROWS && given_up && !write.old && !write.refused {
            // Given up, or refused when it got E (R_host): FIN follows, like that of a forward that never had a row.
            write.entered = false;
            self.units[0].writes[usize::from(row)] = Some(write);
            return Ok(());
        }
        if unit == S1 && row >= ROWS {
            self.units[0].writes[usize::from(row)] = self.units[0].coming.remove(&(row - ROWS));
        }
        if unit == S1 {
            write.ordered_is_over(change.old)?;
        } else {
            write.followed_is_over(change.old, entry.is_given_up(&write))?;
        }
        if row < ROWS && !entry.answered {
            self.finishes(unit, write_ends(&write, entry));
        }
        self.owe(unit, &write);
        Ok(())
    }

    /// Frames about a write that leave after its row's release.
    fn owe(&mut self, unit: u8, write: &Write) {
        if self.units[usize::from(unit)].session.is_none() {
            return;
        }
        let (origin, row, wseq) = (write.origin, write.row, write.wseq);
        if unit == S1 && write.held {
            self.unit(unit).debts.push(Debt { kind: Kind::Rel, origin, row, wseq, index: None });
        }
        if unit == S1 {
            // What the header promised and nobody has acknowledged could not be fetched, or A1 refused it. Of a forward S2
            // counts on every block.
            let untold = if write.origin == S2 && !write.header { write.untold() } else { 0 };
            for _ in 0..write.due + untold {
                self.unit(unit).debts.push(Debt { kind: Kind::Abandon, origin, row, wseq, index: None });
            }
            return;
        }
        for (index, part) in write.parts.iter().enumerate() {
            let kind = match part.stage {
                Stage::Durable => Kind::Ack,
                Stage::Granted => Kind::Abandon,
                _ if part.granted_again => Kind::Abandon,
                _ => continue,
            };
            self.unit(unit).debts.push(Debt { kind, origin, row, wseq, index: Some(index as u8) });
        }
    }
}
