//! Cycles of writes and reads against the goals, from deterministic simulation.

use anyhow::{bail, Result};
use std::time::Instant;
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_trace::event::{Event, What};

/// Host round trip and link one way, in cycles, as the simulation is set up.
const TH: u64 = 62;
const TL: u64 = 40;

fn main() -> Result<()> {
    let mut lab = Lab::new(1)?;
    println!("Goals of the design, in cycles; Th = {TH} (host round trip), Tl = {TL} (link one way). Simulation.\n");
    println!("{:<46} {:>9} {:>9}", "", "goal", "figure");
    // The first use of a queue differs from the following ones by nothing but its place; take the second.
    let mut alone = |job: Job| -> Result<(u64, Vec<Event>)> {
        lab.run([job])?;
        lab.trace();
        lab.run([Job { lba: job.lba + 64, ..job }])?;
        let trace = lab.trace();
        Ok((latency(&trace)?, trace))
    };
    let (w1, trace) = alone(write(0, 0, 1))?;
    line("W1 serial, QD1: doorbell to completion (G2)", "<=", 2_350 + 2 * TH + 2 * TL, w1);
    line("  doorbell to A1 durable (part of G1)", "", 0, between(&trace, is_doorbell, |w| durable(w, 0))?);
    line("  doorbell to first SQE read beat (G8)", "<=", 20, between_first_fetch(&trace)?);
    line("  last ACK arrives to first CQE beat (G8)", "<=", 20, ack_to_entry(&trace)?);
    let (w2, _) = alone(write(1, 1, 1))?;
    line("W2 strict serial, QD1 (G3)", "<=", 2_400 + 2 * TH + 4 * TL, w2);
    let (r, _) = alone(read(0, 0, 1))?;
    line("read, QD1 (G4)", "<=", 1_250 + TH, r);
    println!();
    println!(
        "{:<46} {:>9} {:>9} {:>12} {:>12}",
        "32 commands of 4 KiB in flight", "goal", "figure", "cmds/1000cy", "bytes/1000cy"
    );
    let wall = Instant::now();
    let begin = lab.simulation.with(|g| g.now());
    let one = |host: usize, n: u64, is_write: bool| Job { host, write: is_write, lba: n * 3 % 2_000, blocks: 1 };
    rate(&mut lab, "writes, one host, % of 1 GB/s (G5, G6)", 90, 1, (0..400).map(|n| one(0, n, true)).collect())?;
    rate(&mut lab, "writes, second host, % of 1 GB/s", 90, 1, (0..400).map(|n| one(1, n, true)).collect())?;
    rate(&mut lab, "reads, one host, % of 1 GB/s (G5)", 90, 1, (0..400).map(|n| one(0, n, false)).collect())?;
    let both = (0..600).map(|n| Job { host: (n % 2) as usize, write: true, lba: n, blocks: 1 }).collect();
    rate(&mut lab, "writes, both hosts, % of the area's beats (G7)", 97, 1, both)?;
    let cycles = lab.simulation.with(|g| g.now()) - begin;
    println!(
        "\n{:.0} card-cycles per second of the simulation here",
        2.0 * cycles as f64 / wall.elapsed().as_secs_f64()
    );
    Ok(())
}

fn line(what: &str, relation: &str, goal: u64, figure: u64) {
    let goal_text = if relation.is_empty() { "-".into() } else { format!("{relation} {goal}") };
    let mark = if !relation.is_empty() && figure > goal { "missed" } else { "" };
    println!("{what:<46} {goal_text:>9} {figure:>9} {mark}");
}

/// Keeps the queues full and counts what the 64-bit stream carried, in percent.
fn rate(lab: &mut Lab, what: &str, goal: u64, per: u64, jobs: Vec<Job>) -> Result<()> {
    let count = jobs.len() as u64;
    lab.run(jobs)?;
    let trace = lab.trace();
    let first = trace.iter().find(|e| is_doorbell(&e.what)).map(|e| e.cycle);
    let last = trace.iter().rev().find(|e| matches!(e.what, What::Completed { .. })).map(|e| e.cycle);
    let (Some(first), Some(last)) = (first, last) else { bail!("no command in the trace of `{what}`") };
    let cycles = last - first;
    let percent = 100 * count * 512 * per / cycles;
    let mark = if percent < goal { "missed" } else { "" };
    let (commands, bytes) = (count as f64 * 1e3 / cycles as f64, count * 4096 * 1000 / cycles);
    println!("{what:<46} {:>9} {:>8}% {commands:>12.2} {bytes:>12} {mark}", format!(">= {goal}%"), percent);
    Ok(())
}

fn is_doorbell(what: &What) -> bool {
    matches!(what, What::Doorbell { completion: false, .. })
}

fn durable(what: &What, of: u8) -> bool {
    matches!(what, What::MediaDurable { unit, .. } if *unit == of)
}

fn latency(trace: &[Event]) -> Result<u64> {
    between(trace, is_doorbell, |w| matches!(w, What::Completed { .. }))
}

fn between(trace: &[Event], from: impl Fn(&What) -> bool, to: impl Fn(&What) -> bool) -> Result<u64> {
    let a = trace.iter().find(|e| from(&e.what)).map(|e| e.cycle);
    let b = trace.iter().rev().find(|e| to(&e.what)).map(|e| e.cycle);
    match (a, b) {
        (Some(a), Some(b)) if a <= b => Ok(b - a),
        _ => bail!("a step of the command is not in the trace"),
    }
}

fn between_first_fetch(trace: &[Event]) -> Result<u64> {
    let bell = trace.iter().find(|e| is_doorbell(&e.what)).map(|e| e.cycle);
    let fetch = trace.iter().find_map(|e| match e.what {
        What::Fetched { first, .. } => Some(first),
        _ => None,
    });
    match (bell, fetch) {
        (Some(bell), Some(fetch)) => Ok(fetch.saturating_sub(bell)),
        _ => bail!("no queue entry was fetched"),
    }
}

fn ack_to_entry(trace: &[Event]) -> Result<u64> {
    let ack = trace.iter().rev().find_map(|e| match &e.what {
        What::Delivered { unit: 0, header, .. } if header.kind == twinpath_spec::link::Kind::ACK as u8 => Some(e.cycle),
        _ => None,
    });
    let entry = trace.iter().rev().find_map(|e| match e.what {
        What::Completed { first, .. } => Some(first),
        _ => None,
    });
    match (ack, entry) {
        (Some(ack), Some(entry)) => Ok(entry.saturating_sub(ack)),
        _ => bail!("no acknowledge or no completion"),
    }
}
