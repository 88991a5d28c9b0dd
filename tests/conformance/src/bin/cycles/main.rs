//! Cycles of writes and reads against the goals G1 to G8, from deterministic simulation: `cycles [--json]`.

mod alone;

use anyhow::{bail, Result};
use serde_json::json;
use std::time::Instant;
use twinpath_conformance::bench::{self, depth, Figure, SEED, TH, TL};
use twinpath_conformance::Setup;

/// Largest payloads of a TLP, in bytes.
const PAYLOADS: [u64; 2] = [256, 128];

fn main() -> Result<()> {
    let json = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--json") => true,
        Some(other) => bail!("unknown argument {other:?}; known: --json"),
    };
    let wall = Instant::now();
    let (mut figures, mut tables, mut cycles) = (vec![], vec![], 0);
    for payload in PAYLOADS {
        let mut lab = bench::lab(payload, TL, Setup::default())?;
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
    bench::print(&figures);
    for (payload, rows) in &tables {
        depth::print(rows, *payload);
    }
    println!("\n{speed:.0} card-cycles per second of the simulation here");
    Ok(())
}
