//! A stand-in for the unit: carries commands out on a disk of its own, a block at a time, in any order.

use super::bench::BLOCKS;
use rand::{rngs::SmallRng, Rng};
use std::collections::{BTreeMap, VecDeque};
use twinpath_spec::limits::{LOCAL_SLOTS, OWN_ROWS, READ_ROWS_FROM, READ_SLOTS};
use twinpath_spec::nvme;

struct Live {
    op: u64,
    lba: u64,
    blocks: u64,
    next: u64,
    left: u64,
    status: u64,
}

#[derive(Default)]
pub struct Unit {
    pub disk: BTreeMap<u64, Vec<u8>>,
    /// No command is taken.
    pub closed: bool,
    /// Commands are taken, but nothing is done for them.
    pub idle: bool,
    /// Answers come with and without the row; kept rows are given back later.
    pub keeps_rows: bool,
    pub fetch: Option<Vec<u64>>,
    pub store: Option<Vec<u64>>,
    pub answer: Option<Vec<u64>>,
    /// What was decided about a row that the host wants back.
    pub abort: Option<bool>,
    /// Nothing is decided about such rows for now.
    pub undecided: bool,
    /// Every command: row, op, lba, blocks.
    pub seen: Vec<[u64; 4]>,
    /// Errors that jobs ended with.
    pub job_errors: Vec<u64>,
    /// Cycles at which commands came and answers were taken.
    pub commands_at: Vec<u64>,
    pub answers_at: Vec<u64>,
    live: BTreeMap<u64, Live>,
    /// Row and block that a slot works for.
    slots: BTreeMap<u64, (u64, u64)>,
    answers: VecDeque<Vec<u64>>,
    kept: VecDeque<u64>,
}

impl Unit {
    pub fn live(&self) -> usize {
        self.live.len() + self.answers.len() + self.kept.len() + self.answer.is_some() as usize
    }

    /// Rows that the unit has not given back.
    pub fn rows(&self) -> Vec<u64> {
        self.live.keys().copied().collect()
    }

    pub fn block(&self, lba: u64) -> Vec<u8> {
        self.disk.get(&lba).cloned().unwrap_or(vec![0; 4096])
    }

    pub fn command(&mut self, command: &[u64], cycle: u64) {
        let [row, op, lba, blocks] = command[..] else { unreachable!() };
        self.seen.push([row, op, lba, blocks]);
        self.commands_at.push(cycle);
        let class = if op == 0 { READ_ROWS_FROM..OWN_ROWS } else { 0..READ_ROWS_FROM };
        assert!(class.contains(&(row as usize)), "op {op} in row {row}");
        assert!((1..=32).contains(&blocks) && lba + blocks <= BLOCKS, "lba {lba} blocks {blocks}");
        let left = if op == 2 { 0 } else { blocks };
        let live = Live { op, lba, blocks: left, next: 0, left, status: 0 };
        assert!(self.live.insert(row, live).is_none(), "row {row} is in use");
        assert!(!self.kept.contains(&row), "row {row} was not given back");
        if op == 2 {
            self.finish(row);
        }
    }

    /// Offers jobs and answers at the ports that are free.
    pub fn offer(&mut self, random: &mut SmallRng, slots: &mut [Vec<u8>]) {
        if self.answer.is_none() && !self.answers.is_empty() && random.random_ratio(1, 4) {
            self.answer = self.answers.pop_front();
        }
        if self.answer.is_none() && self.answers.is_empty() && random.random_ratio(1, 200) {
            self.answer = self.kept.pop_front().map(|row| vec![row, 0, 1, 0]);
        }
        if self.idle {
            return;
        }
        let wanting = |op: u64, all: &BTreeMap<u64, Live>| -> Vec<u64> {
            all.iter().filter(|(_, l)| l.op == op && l.next < l.blocks).map(|(row, _)| *row).collect()
        };
        for (op, range) in [(1, LOCAL_SLOTS), (0, READ_SLOTS)] {
            let busy = if op == 1 { self.fetch.is_some() } else { self.store.is_some() };
            let rows = wanting(op, &self.live);
            let slot = range.map(|s| s as u64).find(|s| !self.slots.contains_key(s));
            let (false, Some(slot), false) = (busy, slot, rows.is_empty()) else { continue };
            let row = rows[random.random_range(0..rows.len())];
            let live = self.live.get_mut(&row).expect("it was listed");
            let index = live.next;
            live.next += 1;
            let lba = live.lba + index;
            self.slots.insert(slot, (row, index));
            if op == 1 {
                self.fetch = Some(vec![row, index, slot]);
            } else {
                slots[slot as usize] = self.block(lba);
                self.store = Some(vec![row, index, slot]);
            }
        }
    }

    /// A job has ended.
    pub fn moved(&mut self, done: &[u64], slots: &[Vec<u8>]) {
        let (slot, error) = (done[0], done[1]);
        let (row, index) = self.slots.remove(&slot).expect("a job ended that was not given");
        let live = self.live.get_mut(&row).expect("its command lives");
        if error == 0 && live.op == 1 {
            self.disk.insert(live.lba + index, slots[slot as usize].clone());
        }
        if error != 0 {
            self.job_errors.push(error);
            live.status = u64::from(nvme::DATA_TRANSFER_ERROR.bits());
        }
        live.left -= 1;
        if live.left == 0 {
            self.finish(row);
        }
    }

    fn finish(&mut self, row: u64) {
        let live = self.live.remove(&row).expect("it lives");
        if self.keeps_rows {
            self.answers.push_back(vec![row, 1, 0, live.status]);
            self.kept.push_back(row);
        } else {
            self.answers.push_back(vec![row, 1, 1, live.status]);
        }
    }

    /// Answers a live command with `status` though nothing was done, and keeps the row.
    pub fn interrupt(&mut self, row: u64, status: u64) {
        self.answers.push_back(vec![row, 1, 0, status]);
    }

    /// Blocks that were begun; the row of one that still has blocks to begin or to end.
    pub fn job_starts(&self) -> u64 {
        self.live.values().map(|l| l.next).sum()
    }

    pub fn begun(&self) -> u64 {
        self.live.iter().find(|(_, l)| l.next > 0).map_or(u64::MAX, |(row, _)| *row)
    }

    /// Ends a live command well, though nothing was done for it.
    pub fn carry_out(&mut self, row: u64) {
        self.finish(row);
    }

    /// A row is let go while nothing is done for it.
    pub fn decide_abort(&mut self, row: u64) {
        let waits = self.live.get(&row).is_some_and(|l| l.next == 0 && l.left > 0);
        if waits {
            self.live.remove(&row);
            self.answers.push_back(vec![row, 1, 1, nvme::ABORT_REQUESTED.bits().into()]);
        }
        self.abort = Some(waits);
    }

    pub fn answered(&mut self, cycle: u64) {
        self.answer = None;
        self.answers_at.push(cycle);
    }
}
