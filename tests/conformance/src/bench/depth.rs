//! Commands of 4 KiB at every depth: how full the streams are once they run evenly.

use super::{Figure, Limit};
use crate::lab::{Act, Job, Lab};
use anyhow::{ensure, Result};
use serde_json::json;
use twinpath_spec::limits::BLOCK_WORDS;
use twinpath_trace::event::What;

/// Commands that a host keeps in flight. A queue of 64 entries holds 63.
pub const DEPTHS: [usize; 7] = [1, 2, 4, 8, 16, 32, 63];
/// Cycles until a host sees a completion and puts the next command in its place.
pub const REACTION: u64 = 8;
/// Nothing takes as long as this many cycles and twenty trips over the link.
const PATIENCE: u64 = 100_000;
/// Trips from which on a run has fewer commands.
const FAR: u64 = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Load {
    First,
    Second,
    Reads,
    Both,
}

impl Load {
    pub const ALL: [Load; 4] = [Load::First, Load::Second, Load::Reads, Load::Both];

    pub fn name(self) -> &'static str {
        match self {
            Load::First => "writes of host 1",
            Load::Second => "writes of host 2",
            Load::Reads => "reads of host 1",
            Load::Both => "writes of both hosts",
        }
    }

    fn hosts(self) -> std::ops::Range<usize> {
        match self {
            Load::First | Load::Reads => 0..1,
            Load::Second => 1..2,
            Load::Both => 0..2,
        }
    }
}

/// A load at a depth for each host.
pub struct Row {
    pub load: Load,
    pub depth: usize,
    /// Of each host, while the load ran evenly, and for how long.
    commands: [u64; 2],
    cycles: u64,
}

impl Row {
    fn rate(&self) -> f64 {
        self.commands.iter().sum::<u64>() as f64 / self.cycles as f64
    }

    /// Of the beats of a stream of 64 bits, those that carry a block.
    pub fn percent(&self) -> f64 {
        100.0 * self.rate() * BLOCK_WORDS as f64
    }

    /// The second host's share of both.
    pub fn share(&self) -> f64 {
        100.0 * self.commands[1] as f64 / self.commands.iter().sum::<u64>() as f64
    }

    pub fn json(&self, payload: u64) -> serde_json::Value {
        json!({"load": self.load.name(), "mps": payload, "depth": self.depth, "commands": self.commands,
               "cycles": self.cycles, "percent_of_stream": self.percent()})
    }
}

pub fn measure(lab: &mut Lab) -> Result<Vec<Row>> {
    let mut rows = vec![];
    for load in Load::ALL {
        for depth in DEPTHS {
            rows.push(run(lab, load, depth)?);
        }
    }
    Ok(rows)
}

/// Keeps `depth` commands of each host in flight, each on blocks of its own, and counts in the middle half.
pub fn run(lab: &mut Lab, load: Load, depth: usize) -> Result<Row> {
    let trip = lab.simulation.with(|g| g.config().link.latency);
    let patience = PATIENCE + 20 * trip;
    let count = if trip > FAR && depth <= 2 {
        8
    } else if trip > FAR {
        48
    } else if depth <= 2 {
        80
    } else {
        240
    } * load.hosts().len();
    let (mut issued, mut left, mut idle) = ([0u64; 2], count, 0);
    lab.trace();
    let mut ends = 0;
    while ends < count {
        for host in load.hosts() {
            while left > 0 && lab.hosts[host].in_flight() < depth {
                let lba = (2 * issued[host] + host as u64) % 2_000;
                let act = if load == Load::Reads { Act::Read } else { Act::Write };
                if !lab.queue(Job { host, act, lba, blocks: 1 })? {
                    break;
                }
                issued[host] += 1;
                left -= 1;
            }
            lab.ring(host)?;
        }
        lab.simulation.run(REACTION);
        let ended = lab.gather()?;
        ends += ended;
        idle = if ended > 0 { 0 } else { idle + REACTION };
        ensure!(idle < patience, "{} at depth {depth}: nothing has ended for {patience} cycles", load.name());
    }
    lab.finish()?;
    let refused = lab.ended.drain(..).filter(|e| !e.done()).count();
    ensure!(refused == 0, "{} at depth {depth}: {refused} commands failed", load.name());
    let trace = lab.trace();
    let mut done: Vec<(u64, u8)> = trace
        .iter()
        .filter_map(|e| match e.what {
            What::Completed { unit, queue: 1, .. } => Some((e.cycle, unit)),
            _ => None,
        })
        .collect();
    done.sort_unstable();
    let (from, to) = (done.len() / 4, done.len() * 3 / 4);
    let of = |unit: u8| done[from + 1..=to].iter().filter(|d| d.1 == unit).count() as u64;
    Ok(Row { load, depth, commands: [of(0), of(1)], cycles: done[to].0 - done[from].0 })
}

/// The goals of throughput, out of the rows.
pub fn goals(rows: &[Row], payload: u64) -> Vec<Figure> {
    let of = |load: Load, depth: usize| rows.iter().find(|r| r.load == load && r.depth == depth);
    let stream = if payload >= 256 { 90.0 } else { 85.0 };
    let mut figures = vec![];
    let mut percent = |goal, load: Load, depth: usize, least: f64| {
        let (what, limit) = (format!("{}, depth {depth}: of the stream", load.name()), Some(Limit::Least(least)));
        figures.extend(of(load, depth).map(|r| Figure { goal, what, payload, limit, value: r.percent(), unit: "%" }));
    };
    for (goal, load) in [("G5", Load::Reads), ("G6", Load::First), ("G6", Load::Second)] {
        percent(goal, load, 32, stream);
        percent(goal, load, if load == Load::Reads { 4 } else { 8 }, stream);
    }
    percent("G7", Load::Both, 32, 97.0);
    if let Some(row) = of(Load::Both, 32) {
        let (what, away) = ("both hosts, depth 32: share of each away from a half".into(), (row.share() - 50.0).abs());
        figures.push(Figure { goal: "G7", what, payload, limit: Some(Limit::Most(1.0)), value: away, unit: "%" });
    }
    figures
}

pub fn print(rows: &[Row], payload: u64) {
    println!("\nCommands of 4 KiB, MPS {payload}; hosts react within {REACTION} cycles; the middle half of each run.");
    println!(
        "{:<22} {:>5} {:>14} {:>15} {:>8} {:>15}",
        "load", "depth", "cmds/1000 cyc", "bytes/1000 cyc", "stream %", "second host's %"
    );
    for row in rows {
        let share = if row.load == Load::Both { format!("{:.1}", row.share()) } else { String::new() };
        println!(
            "{:<22} {:>5} {:>14.3} {:>15.0} {:>8.1} {share:>15}",
            row.load.name(),
            row.depth,
            1e3 * row.rate(),
            1e3 * row.rate() * 8.0 * BLOCK_WORDS as f64,
            row.percent()
        );
    }
}
