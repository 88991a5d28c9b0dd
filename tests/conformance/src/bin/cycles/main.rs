//! Cycles of writes and reads against the goals G1 to G8, from deterministic simulation: `cycles [--json]`.

mod alone;
mod depth;

use anyhow::{bail, Result};
use serde_json::json;
use std::time::Instant;
use twinpath_conformance::lab::{Lab, BLOCKS};
use twinpath_group::{Design, GroupConfig};
use twinpath_trace::Setup;

/// Host round trip and link one way, in cycles, as the simulation is set up and as the goals name them.
const TH: u64 = 62;
const TL: u64 = 40;
/// Largest payloads of a TLP, in bytes.
const PAYLOADS: [u64; 2] = [256, 128];
const SEED: u64 = 1;

/// A figure beside its goal. Without a goal it is there to be read with others.
struct Figure {
    goal: &'static str,
    what: String,
    payload: u64,
    limit: Option<Limit>,
    value: f64,
    unit: &'static str,
}

#[derive(Clone, Copy)]
enum Limit {
    Most(f64),
    Least(f64),
}

impl Figure {
    fn met(&self) -> Option<bool> {
        self.limit.map(|limit| match limit {
            Limit::Most(most) => self.value <= most,
            Limit::Least(least) => self.value >= least,
        })
    }

    fn json(&self) -> serde_json::Value {
        let (least, most) = match self.limit {
            Some(Limit::Least(n)) => (Some(n), None),
            Some(Limit::Most(n)) => (None, Some(n)),
            None => (None, None),
        };
        json!({"goal": self.goal, "what": self.what, "mps": self.payload, "at_least": least, "at_most": most,
               "value": self.value, "unit": self.unit, "met": self.met()})
    }
}

fn main() -> Result<()> {
    let json = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--json") => true,
        Some(other) => bail!("unknown argument {other:?}; known: --json"),
    };
    let wall = Instant::now();
    let (mut figures, mut tables, mut cycles) = (vec![], vec![], 0);
    for payload in PAYLOADS {
        let mut lab = lab(payload)?;
        figures.extend(alone::measure(&mut lab, payload)?);
        let rows = depth::measure(&mut lab)?;
        figures.extend(depth::goals(&rows, payload));
        cycles += lab.simulation.with(|g| g.now());
        tables.push((payload, rows));
    }
    let speed = 2.0 * cycles as f64 / wall.elapsed().as_secs_f64();
    if json {
        let figures: Vec<_> = figures.iter().map(Figure::json).collect();
        let rows: Vec<_> = tables.iter().flat_map(|(payload, rows)| rows.iter().map(|r| r.json(*payload))).collect();
        println!("{}", json!({"th": TH, "tl": TL, "figures": figures, "rates": rows, "card_cycles_per_second": speed}));
        return Ok(());
    }
    println!("Simulation, seed {SEED}. Th = {TH} cycles (host round trip), Tl = {TL} (link one way), ideal areas.\n");
    println!("{:<5} {:<58} {:>3} {:>8} {:>8}", "goal", "what", "MPS", "goal", "figure");
    for figure in &figures {
        let goal = match figure.limit {
            Some(Limit::Most(n)) => format!("<= {n}"),
            Some(Limit::Least(n)) => format!(">= {n}"),
            None => "-".into(),
        };
        let mark = if figure.met() == Some(false) { "missed" } else { "" };
        let value = if figure.unit == "cycles" { format!("{}", figure.value) } else { format!("{:.1}", figure.value) };
        println!(
            "{:<5} {:<58} {:>3} {goal:>8} {value:>8} {} {mark}",
            figure.goal, figure.what, figure.payload, figure.unit
        );
    }
    for (payload, rows) in &tables {
        depth::print(rows, *payload);
    }
    println!("\n{speed:.0} card-cycles per second of the simulation here");
    Ok(())
}

fn lab(payload: u64) -> Result<Lab> {
    let mut config = GroupConfig::pair(BLOCKS, SEED);
    config.host.mps = payload;
    assert!(config.host.latency == TH && config.link.latency == TL, "the simulation is set up as the goals say");
    Lab::with(&Design::committed()?, config, Setup::default())
}
