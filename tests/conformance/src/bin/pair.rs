//! The pair in each of its modes, against the goals G2, G3, G5, G6 and G7; at every depth, and over links of every
//! length: `pair [--json]`.

use anyhow::{bail, Result};
use serde_json::{json, Value};
use twinpath_conformance::bench::depth::{self, Load, Row, DEPTHS, REACTION};
use twinpath_conformance::bench::{self, alone, lab, Figure, Limit, SEED, TH, TL};
use twinpath_conformance::lab::write;
use twinpath_conformance::Setup;

/// Largest payload of a TLP, in bytes.
const PAYLOAD: u64 = 256;
/// The link's way in cycles of 8 ns: 0 (the least that the simulation knows is a cycle), 0.32, 5, 50, 100 and 500
/// microseconds. Light in fibre needs 5 microseconds for a kilometre.
const TRIPS: [u64; 6] = [1, TL, 625, 6_250, 12_500, 62_500];

/// A mode, with the goals of a write alone, in cycles beyond the host's and the link's ways.
struct Mode {
    name: &'static str,
    setup: Setup,
    first: u64,
    second: u64,
    /// Trips over the link that a write of the second host takes.
    trips: u64,
}

/// G3 names the strict handshake; the fast one spares a trip each way and 12 cycles (microarchitecture, cycle budget).
/// The first area's 520 cycles, which the parallel order hides, are held against G2 alone.
fn modes() -> [Mode; 4] {
    let (strict, fast) = (Setup::default(), Setup { fast_handshake: true, ..Setup::default() });
    let mode = |name, setup: Setup, parallel| Mode {
        name,
        setup: Setup { parallel_order: parallel, ..setup },
        first: if parallel { 1_830 } else { 2_350 },
        second: if setup.fast_handshake { 2_400 - 12 } else { 2_400 },
        trips: if setup.fast_handshake { 2 } else { 4 },
    };
    [
        mode("serial, strict", strict, false),
        mode("serial, fast", fast, false),
        mode("parallel, strict", strict, true),
        mode("parallel, fast", fast, true),
    ]
}

/// A mode over a link of one length: cycles of a write alone of each host, and rates with 32 in flight for each host.
struct Far {
    mode: &'static str,
    trip: u64,
    alone: [u64; 2],
    rows: Vec<Row>,
}

const FAR_LOADS: [Load; 3] = [Load::First, Load::Second, Load::Both];
const FAR_DEPTH: usize = 32;

fn main() -> Result<()> {
    let json = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--json") => true,
        Some(other) => bail!("unknown argument {other:?}; known: --json"),
    };
    let (mut figures, mut tables, mut far) = (vec![], vec![], vec![]);
    let modes = modes();
    let steps = modes.len() * (Load::ALL.len() * DEPTHS.len() + TRIPS.len() * (1 + FAR_LOADS.len()));
    let mut done = 0;
    let mut step = |what: String| {
        done += 1;
        eprintln!("{done:>3} of {steps}  {what}");
    };
    for mode in &modes {
        let mut lab = lab(PAYLOAD, TL, mode.setup)?;
        figures.extend(latencies(mode, &mut lab)?);
        let mut rows = vec![];
        for load in Load::ALL {
            for depth in DEPTHS {
                step(format!("{}: {}, depth {depth}", mode.name, load.name()));
                rows.push(depth::run(&mut lab, load, depth)?);
            }
        }
        let named = |f: Figure| Figure { what: format!("{}: {}", mode.name, f.what), ..f };
        figures.extend(depth::goals(&rows, PAYLOAD).into_iter().map(named));
        tables.push((mode.name, rows));
        for trip in TRIPS {
            far.push(over(mode, trip, &mut step)?);
        }
    }
    if json {
        println!("{}", as_json(&figures, &tables, &far));
        return Ok(());
    }
    println!("Simulation, seed {SEED}. Th = {TH} cycles (host round trip), Tl = {TL} (link one way), ideal areas.\n");
    bench::print(&figures);
    for (mode, rows) in &tables {
        println!("\n{mode}");
        depth::print(rows, PAYLOAD);
    }
    print_far(&far);
    Ok(())
}

/// A write of each host with nothing else under way.
fn latencies(mode: &Mode, lab: &mut twinpath_conformance::lab::Lab) -> Result<[Figure; 2]> {
    let cycles = |goal, what: &str, most: u64, value: u64| Figure {
        goal,
        what: format!("{}: {what}", mode.name),
        payload: PAYLOAD,
        limit: Some(Limit::Most(most as f64)),
        value: value as f64,
        unit: "cycles",
    };
    let (first, second) = (alone(lab, write(0, 0, 1))?.latency()?, alone(lab, write(1, 1, 1))?.latency()?);
    Ok([
        cycles("G2", "W1, depth 1", mode.first + 2 * TH + 2 * TL, first),
        cycles("G3", "W2, depth 1", mode.second + 2 * TH + mode.trips * TL, second),
    ])
}

fn over(mode: &Mode, trip: u64, step: &mut impl FnMut(String)) -> Result<Far> {
    let at = format!("{}, link {trip} cycles", mode.name);
    step(format!("{at}: writes alone"));
    let mut lab = lab(PAYLOAD, trip, mode.setup)?;
    let alone = [alone(&mut lab, write(0, 0, 1))?.latency()?, alone(&mut lab, write(1, 1, 1))?.latency()?];
    let mut rows = vec![];
    for load in FAR_LOADS {
        step(format!("{at}: {}, depth {FAR_DEPTH}", load.name()));
        rows.push(depth::run(&mut lab, load, FAR_DEPTH)?);
    }
    Ok(Far { mode: mode.name, trip, alone, rows })
}

fn as_json(figures: &[Figure], tables: &[(&str, Vec<Row>)], far: &[Far]) -> Value {
    let rates = tables.iter().flat_map(|(mode, rows)| {
        rows.iter().map(move |row| json!({"mode": mode, "trip": TL, "rate": row.json(PAYLOAD)}))
    });
    let lengths = far.iter().map(|far| {
        let rates: Vec<Value> = far.rows.iter().map(|row| row.json(PAYLOAD)).collect();
        json!({"mode": far.mode, "trip": far.trip, "w1_cycles": far.alone[0], "w2_cycles": far.alone[1], "rates": rates})
    });
    json!({"th": TH, "tl": TL, "figures": figures.iter().map(Figure::json).collect::<Vec<_>>(),
           "rates": rates.collect::<Vec<_>>(), "lengths": lengths.collect::<Vec<_>>()})
}

fn print_far(far: &[Far]) {
    println!(
        "\nOver longer links, depth {FAR_DEPTH} for each host, hosts react within {REACTION} cycles; % of a stream of 64 bits."
    );
    println!(
        "{:<16} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>15}",
        "mode", "link us", "cycles", "W1", "W2", "host 1 %", "host 2 %", "both %", "second host's %"
    );
    for far in far {
        let percent = |n: usize| format!("{:.1}", far.rows[n].percent());
        println!(
            "{:<16} {:>8.2} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>15.1}",
            far.mode,
            far.trip as f64 * 0.008,
            far.trip,
            far.alone[0],
            far.alone[1],
            percent(0),
            percent(1),
            percent(2),
            far.rows[2].share()
        );
    }
}
