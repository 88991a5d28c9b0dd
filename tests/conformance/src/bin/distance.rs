//! Writes over a long link, `distance [--json]`: a block keeps its slot until its round trips are over, so slots bound them
//! long before the link does.

use anyhow::{bail, Result};
use serde_json::json;
use twinpath_conformance::bench::depth::{self, Load};
use twinpath_conformance::bench::lab;
use twinpath_conformance::Setup;
use twinpath_spec::limits::{BLOCK_WORDS, CLOCK_HZ, LOCAL_SLOTS, PEER_SLOTS};

/// One way, in microseconds. Light in fibre needs 5 for a kilometre.
const LATENCIES_US: [f64; 7] = [0.32, 5.0, 25.0, 50.0, 100.0, 250.0, 500.0];
const DEPTH: usize = 32;
/// Largest payload of a TLP, in bytes.
const PAYLOAD: u64 = 256;

/// Slots of a load, and ways of the link for which each holds a block: REP, ACK; for a forwarded write GRANT, DATA, REP,
/// ACK, in the peer's slots and one that the first unit lends.
fn slots(load: Load) -> (usize, u64) {
    match load {
        Load::Second => (PEER_SLOTS.len() + 1, 4),
        _ => (LOCAL_SLOTS.len(), 2),
    }
}

fn main() -> Result<()> {
    let json = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--json") => true,
        Some(other) => bail!("unknown argument {other:?}; known: --json"),
    };
    if !json {
        println!("\nWrites of 4 KiB at depth {DEPTH}, serial and strict, in % of a stream of 64 bits. Bound: slots and round trips alone.");
        println!("{:<18} {:>10} {:>8} {:>8}", "load", "one way us", "figure", "bound");
    }
    let mut rows = vec![];
    for latency_us in LATENCIES_US {
        let trip = (latency_us * CLOCK_HZ as f64 / 1e6) as u64;
        let mut lab = lab(PAYLOAD, trip, Setup::default())?;
        for load in [Load::First, Load::Second] {
            let figure = depth::run(&mut lab, load, DEPTH)?.percent();
            let (slots, ways) = slots(load);
            let bound = (100.0 * (slots * BLOCK_WORDS) as f64 / (ways * trip) as f64).min(100.0);
            if json {
                rows.push(
                    json!({"load": load.name(), "latency_us": latency_us, "percent_of_stream": figure, "bound": bound}),
                );
            } else {
                println!("{:<18} {latency_us:>10} {figure:>8.1} {bound:>8.1}", load.name());
            }
        }
    }
    if json {
        println!("{}", serde_json::Value::from(rows));
    }
    Ok(())
}
