//! The status table by its definition: each row knows exactly which rows it waits for.

use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, Default)]
pub struct Op {
    pub kind: u64,
    pub row: usize,
    pub shared: bool,
    pub priority: bool,
    pub forward: bool,
    pub lba: u32,
    pub blocks: u32,
    pub unit: bool,
    pub wseq: u32,
    pub no_wait: bool,
}

pub const INSERT: u64 = 1;
pub const RELEASE: u64 = 2;
pub const CONVERT: u64 = 3;
pub const PARK: u64 = 4;
pub const RETRY: u64 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Free,
    Waiting,
    Forwarded,
    Active,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub op: Op,
    pub status: Status,
    wants_forward: bool,
    pub parked: bool,
    pub waits_for: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub row: usize,
    pub old: Status,
    pub new: Status,
}

/// What an operation did: changes of status in order, and rows for the queue of grants with the number of changes
/// that must show before.
#[derive(Debug, Default)]
pub struct Effect {
    pub events: Vec<Event>,
    pub grants: Vec<(usize, usize)>,
    /// The INSERT of this row was refused; told among the grants.
    pub refused: Option<usize>,
}

pub struct Table {
    pub rows: [Option<Row>; 64],
    pub overrides: u64,
    pub waits: u64,
    pub grants: u64,
    pub faults: u64,
    pub refusals: u64,
}

impl Default for Table {
    fn default() -> Self {
        Self { rows: [const { None }; 64], overrides: 0, waits: 0, grants: 0, faults: 0, refusals: 0 }
    }
}

fn conflict(a: &Op, b: &Op) -> bool {
    let end = |o: &Op| u64::from(o.lba) + u64::from(o.blocks);
    u64::from(a.lba) < end(b) && u64::from(b.lba) < end(a) && !(a.shared && b.shared)
}

impl Table {
    pub fn apply(&mut self, op: Op) -> Effect {
        let mut effect = Effect::default();
        let live = self.rows[op.row].is_some();
        if !(INSERT..=RETRY).contains(&op.kind) || (op.kind == INSERT) == live {
            self.faults += 1;
            return effect;
        }
        let behind_write = |o: &Row| conflict(&o.op, &op) && !o.op.shared;
        if op.kind == INSERT && op.no_wait && self.rows.iter().flatten().any(behind_write) {
            self.refusals += 1;
            return Effect { refused: Some(op.row), ..effect };
        }
        match op.kind {
            INSERT => self.insert(op),
            RELEASE => return self.release(op.row),
            _ => {}
        }
        let Some(row) = &mut self.rows[op.row] else { return effect };
        let old = row.status;
        match op.kind {
            CONVERT => (row.wants_forward, row.parked) = (false, false),
            PARK => (row.status, row.wants_forward, row.parked) = (Status::Waiting, true, true),
            RETRY => row.parked = false,
            _ => {}
        }
        let free = op.kind != PARK && row.waits_for.is_empty();
        if free {
            row.status = if row.wants_forward { Status::Forwarded } else { Status::Active };
        } else if op.kind == INSERT {
            row.status = Status::Waiting;
            self.waits += 1;
        }
        let new = row.status;
        self.note(&mut effect, op.row, old, new, free);
        effect
    }

    fn note(&mut self, effect: &mut Effect, row: usize, old: Status, new: Status, granted: bool) {
        let shared = self.rows[row].as_ref().is_some_and(|r| r.op.shared);
        if old != new {
            effect.events.push(Event { row, old, new });
            self.grants += u64::from(new == Status::Active && !shared);
        }
        if granted {
            effect.grants.push((row, effect.events.len()));
        }
    }

    fn insert(&mut self, op: Op) {
        let mut waits_for = BTreeSet::new();
        let mut passed = false;
        for (n, other) in self.rows.iter_mut().enumerate() {
            let Some(other) = other.as_mut().filter(|o| conflict(&o.op, &op)) else { continue };
            if op.priority && other.status != Status::Active {
                other.waits_for.insert(op.row);
                passed = true;
            } else {
                waits_for.insert(n);
            }
        }
        self.overrides += u64::from(passed);
        self.rows[op.row] = Some(Row { op, status: Status::Free, wants_forward: op.forward, parked: false, waits_for });
    }

    fn release(&mut self, row: usize) -> Effect {
        let mut effect = Effect::default();
        let Some(gone) = self.rows[row].take() else { return effect };
        self.note(&mut effect, row, gone.status, Status::Free, false);
        for n in 0..64 {
            let Some(other) = &mut self.rows[n] else { continue };
            if !other.waits_for.remove(&row) || !other.waits_for.is_empty() || other.parked {
                continue;
            }
            let old = other.status;
            let new = if other.wants_forward { Status::Forwarded } else { Status::Active };
            if old != Status::Forwarded || new != Status::Forwarded {
                other.status = new;
                self.note(&mut effect, n, old, new, true);
            }
        }
        effect
    }

    /// Of two live rows that conflict exactly one waits for the other, and an active row waits for nobody.
    pub fn check(&self) -> Result<(), String> {
        for (n, a) in self.rows.iter().enumerate() {
            let Some(a) = a else { continue };
            if a.status == Status::Active && !a.waits_for.is_empty() {
                return Err(format!("row {n} is active and waits for {:?}", a.waits_for));
            }
            for (m, b) in self.rows.iter().enumerate().skip(n + 1) {
                let Some(b) = b else { continue };
                let each = [a.waits_for.contains(&m), b.waits_for.contains(&n)];
                if each.iter().filter(|w| **w).count() != usize::from(conflict(&a.op, &b.op)) {
                    return Err(format!("rows {n} and {m} wait for each other: {each:?}"));
                }
            }
        }
        Ok(())
    }

    pub fn live(&self) -> usize {
        self.rows.iter().flatten().count()
    }

    pub fn status(&self, row: usize) -> Status {
        self.rows[row].as_ref().map_or(Status::Free, |r| r.status)
    }
}
