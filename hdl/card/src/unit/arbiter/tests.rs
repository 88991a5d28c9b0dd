mod reference;

use super::Arbiter;
use crate::harness::verilog;
use rand::{rngs::SmallRng, Rng, SeedableRng};
use reference::*;
use std::collections::VecDeque;
use twinpath_verilated::{Model, Options, Pin, WidePin};

/// The block beside the reference. Every cycle is checked: events against the reference's, vectors against the events.
struct Bench {
    model: Model,
    op: WidePin,
    op_valid: Pin,
    op_ready: Pin,
    granted: [Pin; 3],
    vectors: [Pin; 4],
    status: [Pin; 9],
    idle: Pin,
    table: Table,
    /// What the vectors show.
    shown: [Status; 64],
    shared: u64,
    tags: [Op; 64],
    /// Changes that are to show, each with the operation that made its row.
    events: VecDeque<(Event, Op)>,
    events_given: u64,
    events_seen: u64,
    /// Row, how many events before it, and whether it is a refusal.
    grants: VecDeque<(usize, u64, bool)>,
    /// Grants are read in this share of the cycles, in percent.
    reading: u32,
    cycle: u64,
    random: SmallRng,
}

type Check = Result<(), String>;

fn require(yes: bool, what: impl FnOnce() -> String) -> Check {
    yes.then_some(()).ok_or_else(what)
}

fn text(top: &str) -> String {
    verilog(top, &mut Arbiter::default()).unwrap_or_else(|e| panic!("{e}"))
}

impl Bench {
    fn new(top: &str, text: String, seed: u64) -> Self {
        let model = Model::build(&Options::block(top, text)).unwrap_or_else(|e| panic!("{e}"));
        let status = ["valid", "row", "old", "new", "read", "lba", "blocks", "unit", "wseq"];
        let mut bench = Self {
            op: model.wide("op$data").unwrap(),
            op_valid: model.any("op$valid"),
            op_ready: model.any("op$ready"),
            granted: ["granted$data", "granted$valid", "granted$ready"].map(|n| model.any(n)),
            vectors: ["valid", "active", "forwarded", "shared"].map(|n| model.any(n)),
            status: status.map(|n| model.any(&format!("status_{n}"))),
            idle: model.any("idle"),
            table: Table::default(),
            shown: [Status::Free; 64],
            shared: 0,
            tags: [Op::default(); 64],
            events: VecDeque::new(),
            events_given: 0,
            events_seen: 0,
            grants: VecDeque::new(),
            reading: 100,
            cycle: 0,
            random: SmallRng::seed_from_u64(seed),
            model,
        };
        let reset = bench.model.any("reset");
        bench.model.set(reset, 1);
        bench.model.clock();
        bench.model.set(reset, 0);
        bench.model.eval();
        bench
    }

    fn get(&self, pin: Pin) -> u64 {
        self.model.get(pin)
    }

    /// One cycle. The monitor looks at the outputs before the edge.
    fn step(&mut self) -> Check {
        let cycle = self.cycle;
        let read = self.random.random_range(0..100) < self.reading;
        self.model.set(self.granted[2], read.into());
        self.model.eval();
        if self.get(self.status[0]) == 1 {
            let seen = self.status.map(|p| self.get(p));
            let (event, tag) =
                self.events.pop_front().ok_or(format!("cycle {cycle}: an event that nobody caused: {seen:?}"))?;
            let want = [
                1,
                event.row as u64,
                event.old as u64,
                event.new as u64,
                tag.shared.into(),
                tag.lba.into(),
                tag.blocks.into(),
                tag.unit.into(),
                tag.wseq.into(),
            ];
            require(seen == want, || format!("cycle {cycle}: event {seen:?}, expected {want:?}"))?;
            self.shown[event.row] = event.new;
            if event.old == Status::Free {
                self.shared = self.shared & !(1 << event.row) | u64::from(tag.shared) << event.row;
            }
            self.events_seen += 1;
        }
        let bits = |is: &dyn Fn(Status) -> bool| (0..64).fold(0, |v, n| v | u64::from(is(self.shown[n])) << n);
        let live = bits(&|s| s != Status::Free);
        let want = [live, bits(&|s| s == Status::Active), bits(&|s| s == Status::Forwarded), self.shared & live];
        let seen = self.vectors.map(|p| self.get(p));
        let seen = [seen[0], seen[1], seen[2], seen[3] & live];
        require(seen == want, || format!("cycle {cycle}: vectors {seen:x?}, expected {want:x?}"))?;
        if read && self.get(self.granted[1]) == 1 {
            let given = self.get(self.granted[0]) as usize;
            let (row, refused) = (given & 63, given >> 6 == 1);
            let (want, after, refusal) = self.grants.pop_front().ok_or(format!("cycle {cycle}: row {row} granted"))?;
            require((row, refused) == (want, refusal), || {
                format!("cycle {cycle}: row {row} granted (refused: {refused}), expected {want} ({refusal})")
            })?;
            require(self.events_seen >= after, || format!("cycle {cycle}: row {row} granted before it shows"))?;
        }
        self.model.clock();
        self.cycle += 1;
        Ok(())
    }

    /// Hands `op` in and gives it to the reference. Other operations may still be under way.
    fn give(&mut self, op: Op) -> Check {
        let bits = |v: u64, at: u32| u128::from(v) << at;
        let word = bits(op.kind, 0)
            | bits(op.row as u64, 3)
            | bits(op.shared.into(), 9)
            | bits(op.priority.into(), 10)
            | bits(op.forward.into(), 11)
            | bits(op.lba.into(), 12)
            | bits(op.blocks.into(), 44)
            | bits(op.unit.into(), 50)
            | bits(op.wseq.into(), 51)
            | bits(op.no_wait.into(), 83);
        self.model.set_wide(self.op, &[word as u32, (word >> 32) as u32, (word >> 64) as u32]);
        self.model.set(self.op_valid, 1);
        self.model.eval();
        for _ in 0..200 {
            if self.get(self.op_ready) == 1 {
                if op.kind == INSERT && self.table.rows[op.row].is_none() {
                    self.tags[op.row] = op;
                }
                let effect = self.table.apply(op);
                self.table.check()?;
                let given = self.events_given;
                self.grants.extend(effect.grants.iter().map(|(row, after)| (*row, given + *after as u64, false)));
                self.grants.extend(effect.refused.map(|row| (row, given, true)));
                self.events_given += effect.events.len() as u64;
                self.events.extend(effect.events.iter().map(|e| (*e, self.tags[e.row])));
                self.step()?;
                self.model.set(self.op_valid, 0);
                self.model.eval();
                return Ok(());
            }
            self.step()?;
        }
        Err(format!("cycle {}: {op:?} is not taken for 200 cycles", self.cycle))
    }

    /// Waits until nothing is under way and compares the rest.
    fn settle(&mut self) -> Check {
        for _ in 0..200 {
            if self.get(self.idle) == 1 && (self.reading == 0 || self.grants.is_empty()) {
                self.step()?;
                require(self.events.is_empty(), || format!("{:?} did not show", self.events))?;
                let seen = ["rows_live", "overrides", "waits", "grants", "faults"].map(|n| self.get(self.model.any(n)));
                let t = &self.table;
                let want = [t.live() as u64, t.overrides, t.waits, t.grants, t.faults];
                return require(seen == want, || format!("counters {seen:?}, expected {want:?}"));
            }
            self.step()?;
        }
        Err(format!("cycle {}: not idle for 200 cycles, {:?} not granted", self.cycle, self.grants))
    }

    /// Any operation on any row, so that about `fill` rows are live.
    fn any_op(&mut self, fill: usize, area: u32) -> Op {
        let r = &mut self.random;
        let live = self.table.live();
        let insert = live == 0 || (r.random_range(0..64) < fill && live < fill);
        let pick = |r: &mut SmallRng, live: bool| {
            let rows: Vec<usize> = (0..64).filter(|n| self.table.rows[*n].is_some() == live).collect();
            if rows.is_empty() {
                r.random_range(0..64)
            } else {
                rows[r.random_range(0..rows.len())]
            }
        };
        if r.random_range(0..200) == 0 {
            let row = r.random_range(0..64);
            return Op { kind: r.random_range(0..8), row, lba: r.random(), blocks: 1, ..Op::default() };
        }
        let row = pick(r, !insert);
        if !insert {
            let kinds = [RELEASE, RELEASE, CONVERT, PARK, RETRY];
            let kind = match self.table.status(row) {
                Status::Active => [RELEASE, RELEASE, RELEASE, PARK][r.random_range(0..4)],
                _ => kinds[r.random_range(0..kinds.len())],
            };
            return Op { kind, row, ..Op::default() };
        }
        let top = if r.random_range(0..8) == 0 { u32::MAX - area } else { 0 };
        let priority = r.random_range(0..4) == 0;
        Op {
            kind: INSERT,
            row,
            shared: r.random_range(0..3) == 0,
            priority,
            forward: !priority && r.random_range(0..3) == 0,
            lba: top + r.random_range(0..area),
            blocks: r.random_range(1..=32),
            unit: r.random(),
            wseq: r.random(),
            no_wait: !priority && r.random_range(0..4) == 0,
        }
    }

    fn random_ops(&mut self, count: u64) -> Check {
        for n in 0..count {
            // Deep and shallow, crowded and wide, with and without a reader.
            let fill = [64, 8, 2, 40][(n / 700 % 4) as usize];
            let area = [100, 20, 1000][(n / 300 % 3) as usize];
            self.reading = match n / 500 % 3 {
                0 => 100,
                1 => 30,
                _ if self.grants.len() < 56 => 0,
                _ => 100,
            };
            let op = self.any_op(fill, area);
            self.give(op)?;
            if self.random.random_range(0..16) == 0 {
                self.settle()?;
            }
        }
        self.reading = 100;
        self.settle()
    }

    /// Ends every row as the unit would: nobody may wait for ever.
    fn finish(&mut self) -> Check {
        let rows = |b: &Self, s: Status| (0..64).filter(|n| b.table.status(*n) == s).collect::<Vec<_>>();
        while self.table.live() > 0 {
            let before = self.table.live();
            for row in rows(self, Status::Waiting) {
                if self.table.rows[row].as_ref().is_some_and(|r| r.parked) {
                    self.give(Op { kind: RETRY, row, ..Op::default() })?;
                }
            }
            for row in rows(self, Status::Forwarded) {
                self.give(Op { kind: CONVERT, row, ..Op::default() })?;
            }
            for row in rows(self, Status::Active) {
                self.give(Op { kind: RELEASE, row, ..Op::default() })?;
            }
            self.settle()?;
            require(self.table.live() < before, || "the rest waits for ever".into())?;
        }
        require(self.vectors.map(|p| self.get(p))[..3] == [0; 3], || "the table is not empty".into())
    }

    fn campaign(&mut self, count: u64) -> Check {
        for _ in 0..count.div_ceil(10_000) {
            self.random_ops(count.min(10_000))?;
            self.finish()?;
        }
        Ok(())
    }
}

#[test]
fn random_operations_agree_with_the_reference() {
    let deep = std::env::var_os("TWINPATH_DEEP").is_some();
    let seed = 0x7a61;
    let mut bench = Bench::new("arbiter_random", text("arbiter_random"), seed);
    bench.campaign(if deep { 1_000_000 } else { 100_000 }).unwrap_or_else(|e| panic!("seed {seed:#x}: {e}"));
    let t = &bench.table;
    println!(
        "{} cycles, {} overrides, {} waits, {} grants, {} faults",
        bench.cycle, t.overrides, t.waits, t.grants, t.faults
    );
    assert!(t.refusals > 1000, "{} refusals", t.refusals);
    assert!(t.overrides > 1000 && t.waits > 10_000 && t.grants > 5_000 && t.faults > 100);
}

/// Cycles from the one in which an INSERT is taken to the one in which its status shows.
fn insert_cycles(rows_live: usize) -> u64 {
    let mut bench = Bench::new("arbiter_cycles", text("arbiter_cycles"), 1);
    let op = |row: usize| Op { kind: INSERT, row, lba: row as u32, blocks: 1, ..Op::default() };
    for row in 0..rows_live {
        bench.give(op(row)).unwrap();
        bench.settle().unwrap();
    }
    let from = bench.cycle;
    bench.give(op(rows_live)).unwrap();
    while bench.get(bench.status[0]) == 0 {
        bench.step().unwrap();
    }
    bench.cycle - from
}

#[test]
fn an_insert_is_quick() {
    let cycles = [0, 1, 4, 5, 63].map(insert_cycles);
    assert_eq!(cycles, [6, 9, 9, 10, 24]);
}

#[test]
fn transfers_of_the_first_unit_pass_a_forwarded_row() {
    let mut b = Bench::new("arbiter_r12", text("arbiter_r12"), 1);
    let range = Op { lba: 8, blocks: 4, ..Op::default() };
    b.give(Op { kind: INSERT, row: 1, forward: true, ..range }).unwrap();
    b.give(Op { kind: INSERT, row: 2, ..range }).unwrap();
    b.give(Op { kind: INSERT, row: 33, priority: true, ..range }).unwrap();
    b.settle().unwrap();
    assert_eq!([1, 2, 33].map(|r| b.shown[r]), [Status::Forwarded, Status::Waiting, Status::Active]);
    assert_eq!(b.table.overrides, 1);
    // The forwarded row may end while the transfer is active, and the waiting one must not start then.
    b.give(Op { kind: RELEASE, row: 1, ..range }).unwrap();
    b.settle().unwrap();
    assert_eq!([1, 2, 33].map(|r| b.shown[r]), [Status::Free, Status::Waiting, Status::Active]);
    b.finish().unwrap();
}

#[test]
fn a_waiting_row_that_goes_takes_nobody_with_it() {
    let mut b = Bench::new("arbiter_waiter", text("arbiter_waiter"), 1);
    let range = Op { kind: INSERT, lba: 8, blocks: 4, ..Op::default() };
    for row in [0, 1, 2] {
        b.give(Op { row, ..range }).unwrap();
    }
    b.give(Op { kind: RELEASE, row: 2, ..range }).unwrap();
    b.settle().unwrap();
    assert_eq!([0, 1, 2].map(|r| b.shown[r]), [Status::Active, Status::Waiting, Status::Free]);
    b.finish().unwrap();
}

/// A broken twin: `from` stands once in the Verilog.
fn mutant(name: &str, from: &str, to: &str) {
    let top = format!("arbiter_mutant_{name}");
    let good = text(&top);
    assert_eq!(good.matches(from).count(), 1, "`{from}` is not in the Verilog exactly once");
    let found = Bench::new(&top, good.replace(from, to), 3).campaign(20_000);
    println!("{name}: {}", found.expect_err("the mutant was not noticed"));
}

#[test]
fn broken_twins_are_noticed() {
    mutant("order", "(scan[5] | after$q)", "1'b1");
    mutant("demoted", "(scan[2] & (~after$q))", "1'b0");
    mutant("edge", "{1'd0, range$q[31:0]} < scan[76:44]", "{1'd0, range$q[31:0]} <= scan[76:44]");
    mutant("shared", "~(range$q[65] & scan[4])", "1'b1");
    mutant("parked", "& (~compared$q[3])", "& 1'b1");
    mutant("passed", "(conflict & scan[0]) & scan[3]", "1'b0");
}
