//! One command at a time: latency, and where it goes.

use anyhow::{Context, Result};
use twinpath_conformance::bench::{alone, is_doorbell, Figure, Limit, TH, TL};
use twinpath_conformance::lab::{compare, read, write, Lab};
use twinpath_spec::link::Kind;
use twinpath_trace::event::What;

pub fn measure(lab: &mut Lab, payload: u64) -> Result<Vec<Figure>> {
    let cycles = |goal, what: &str, most: Option<u64>, value: u64| Figure {
        goal,
        what: what.into(),
        payload,
        limit: most.map(|n| Limit::Most(n as f64)),
        value: value as f64,
        unit: "cycles",
    };
    let mut figures = vec![];

    let w1 = alone(lab, write(0, 0, 1))?;
    let bell = w1.first("the doorbell", |e| is_doorbell(&e.what).then_some(e.cycle))?;
    let fetch = w1.first("the fetch", |e| match e.what {
        What::Fetched { first, .. } => Some(first),
        _ => None,
    })?;
    let durable =
        w1.first("A1 durable", |e| matches!(e.what, What::MediaDurable { unit: 0, .. }).then_some(e.cycle))?;
    let ack = w1.first("the acknowledge", |e| match &e.what {
        What::Delivered { unit: 0, header, .. } if header.kind == Kind::ACK as u8 => Some(e.cycle),
        _ => None,
    })?;
    let (entry, done) = w1.first("the completion", |e| match e.what {
        What::Completed { first, .. } => Some((first, e.cycle)),
        _ => None,
    })?;
    // No unit serves alone yet. What a local write would cost is what this one costs without its way to the other unit
    // and back: from the doorbell to A1 durable, and from the acknowledge to the completion.
    let local = (durable - bell) + (done - ack);
    figures.push(cycles("G1", "local write: W1 less A1 durable to ACK (path 1 alone)", Some(1_250 + 2 * TH), local));
    figures.push(cycles("", "  doorbell to A1 durable", None, durable - bell));
    figures.push(cycles("", "  A1 durable to ACK: path 2, path 3, the way back", None, ack - durable));
    figures.push(cycles("", "  ACK to the completion's last beat", None, done - ack));
    figures.push(cycles("G2", "W1, serial order", Some(2_350 + 2 * TH + 2 * TL), done - bell));

    let w2 = alone(lab, write(1, 1, 1))?;
    figures.push(cycles("G3", "W2, strict handshake, serial order", Some(2_400 + 2 * TH + 4 * TL), w2.latency()?));
    let insert = w2.first("the forward", |e| match &e.what {
        What::Delivered { unit: 0, header, .. } if header.kind == Kind::FWD as u8 => Some(e.cycle),
        _ => None,
    })?;
    let granted = w2.first("E(A1)", |e| matches!(e.what, What::Status { unit: 0, new: 3, .. }).then_some(e.cycle))?;

    let r = alone(lab, read(0, 0, 1))?;
    figures.push(cycles("G4", "read", Some(1_250 + TH), r.latency()?));
    let c = alone(lab, compare(0, 0, 1))?;
    figures.push(cycles("", "Compare of a block: read, fetch, look", None, c.latency()?));

    figures.push(cycles("G8", "doorbell to first beat of the entry's read", Some(20), fetch - bell));
    figures.push(cycles("G8", "last ACK to first beat of the completion entry", Some(20), entry.saturating_sub(ack)));
    // An INSERT itself is not seen from outside. What a full table adds is: the goal less the seven cycles of an empty one.
    let (empty, full) = (granted - insert, insert_when_full(lab)?);
    figures.push(cycles("", "  FWD at S1 to E(A1), table empty", None, empty));
    figures.push(cycles("", "  FWD at S1 to its row's status, table full, least", None, full));
    figures.push(cycles("G8", "status INSERT: what a full table adds", Some(24 - 7), full.saturating_sub(empty)));
    Ok(figures)
}

/// With every row of both classes of writes taken: the quickest of the INSERTs that found the table at its fullest.
fn insert_when_full(lab: &mut Lab) -> Result<u64> {
    lab.run((0..160).map(|n| write(n % 2, (n as u64 * 7) % 900, 1)))?;
    let trace = lab.trace();
    let (mut live, mut peak, mut found) = (0i32, 0, vec![]);
    let mut asked = std::collections::BTreeMap::new();
    for event in &trace {
        match &event.what {
            What::Delivered { unit: 0, header, .. } if header.kind == Kind::FWD as u8 => {
                asked.insert(header.wseq, event.cycle);
            }
            What::Status { unit: 0, old, new, origin, wseq, .. } => {
                live += i32::from(*old == 0 && *new != 0) - i32::from(*old != 0 && *new == 0);
                peak = peak.max(live);
                if let (1, 0, Some(since)) = (*origin, *old, asked.remove(wseq)) {
                    found.push((live, event.cycle - since));
                }
            }
            _ => {}
        }
    }
    let full = found.iter().filter(|(live, _)| *live * 10 >= peak * 9).map(|(_, cycles)| *cycles);
    full.min().context("no forward met a full table")
}
