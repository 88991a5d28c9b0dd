//! What a card says of itself against what was seen of it from outside: path counters, counters of the unit, trace ring.

use crate::lab::Lab;
use anyhow::{ensure, Context, Result};
use std::collections::BTreeMap;
use twinpath_driver::Status;
use twinpath_spec::control::trace_kind;
use twinpath_spec::limits::{BLOCK_BYTES, OWN_ROWS};
use twinpath_spec::link::Kind;
use twinpath_trace::event::{Event, What};

/// Both cards of a pair at rest, which has worked without a session's end since reset.
pub fn check(lab: &mut Lab) -> Result<()> {
    let trace = lab.whole_trace().to_vec();
    for unit in 0..2 {
        of_unit(lab, unit, &trace).with_context(|| format!("unit {} and its trace do not agree", unit + 1))?;
    }
    Ok(())
}

fn of_unit(lab: &Lab, unit: u8, trace: &[Event]) -> Result<()> {
    let control = lab.hosts[usize::from(unit)].control();
    let count = |such: &dyn Fn(&What) -> bool| trace.iter().filter(|e| such(&e.what)).count() as u64;
    let stored = |from: u8| {
        count(&|what| matches!(what, What::MediaBegin { unit: u, origin, .. } if (*u, *origin) == (unit, from)))
    };
    let frames = |sender: u8, kind: Kind| {
        count(
            &|what| matches!(what, What::Sent { unit: u, header: Some(h), .. } if *u == sender && h.kind == kind as u8 && h.data),
        )
    };
    let blocks = match unit {
        0 => [stored(0), frames(0, Kind::REP), 0, frames(1, Kind::DATA), stored(1)],
        _ => [0, frames(0, Kind::REP), stored(0) + stored(1), frames(1, Kind::DATA), 0],
    };
    let cycles = control.cycles()?;
    for (path, blocks) in control.paths()?.iter().zip(blocks) {
        let words = blocks * BLOCK_BYTES as u64 / 8;
        ensure!(path.beats == words, "path {}: {} beats, not {words}", path.number, path.beats);
        let blocks_too = matches!(path.number, 2 | 4) || path.writes == blocks;
        ensure!(blocks_too, "path {}: {} blocks, not {blocks}", path.number, path.writes);
        ensure!(path.stalls <= cycles, "path {}: {} cycles stalled of {cycles}", path.number, path.stalls);
        ensure!(path.bytes == words * 8, "path {}: {} bytes, not {}", path.number, path.bytes, words * 8);
    }
    let rows = |status: u8, of_read: bool| {
        count(
            &|what| matches!(what, What::Status { unit: u, new, read, .. } if (*u, *new, *read) == (unit, status, of_read)),
        )
    };
    let is = control.unit()?;
    ensure!(is.rows_live == 0, "{} rows are live at rest", is.rows_live);
    // Two of the peer's slots are ahead of its blocks: the link has one, another is on offer to it.
    ensure!(is.slots_used <= 2, "{} slots are in use at rest", is.slots_used);
    ensure!((is.gate_faults, is.protocol_faults, is.integrity_faults) == (0, 0, 0), "faults: {is:?}");
    ensure!(u64::from(is.grants) == rows(3, false), "{} times E, not {}", is.grants, rows(3, false));
    let waits = rows(1, false) + rows(1, true);
    ensure!(u64::from(is.waits) == waits, "{} waited, not {waits}", is.waits);
    // The card counts each waiting write that is overridden, the trace each transfer that does it.
    let overrides = if unit == 1 { lab.simulation.with(|g| g.meetings().overrides) } else { 0 };
    ensure!(u64::from(is.overrides) >= overrides, "{} overrides, not {overrides}", is.overrides);
    let read = count(&|what| matches!(what, What::MediaRead { unit: u, .. } if *u == unit));
    ensure!(u64::from(is.reads) == read, "{} blocks read, not {read}", is.reads);
    let link = control.link()?;
    let bad = link.counters.iter().find(|c| c.value != 0 && c.name.contains("ERROR"));
    ensure!(bad.is_none(), "{bad:?}");
    ring(lab, unit, trace)
}

/// Entries of the ring by kind, row and write number, with how often they stand there.
type Entries = BTreeMap<(u8, u8, u32, u32), i64>;

fn ring(lab: &Lab, unit: u8, trace: &[Event]) -> Result<()> {
    use trace_kind::{COMMAND, DURABLE, EXCLUSIVE, FORWARDED, READING};
    let kinds = &[COMMAND, EXCLUSIVE, READING, FORWARDED, DURABLE][..if unit == 0 { 5 } else { 4 }];
    let ring = lab.hosts[usize::from(unit)].control().trace(0)?;
    let Some(oldest) = ring.entries.first().map(|e| e.cycle) else { return Ok(()) };
    let whole = ring.lost == 0 && ring.entries[0].number == 0;
    // Row and block of what the ring tells; a durable block is named by its address.
    let mut told = Entries::new();
    for entry in ring.entries.iter().filter(|e| kinds.contains(&e.kind)) {
        let row = if entry.kind == trace_kind::DURABLE { 0 } else { entry.row };
        *told.entry((entry.kind, row, entry.lba, entry.wseq)).or_default() += 1;
    }
    let mut seen = Entries::new();
    for event in trace.iter().filter(|e| whole || e.cycle > oldest + late(&e.what)) {
        for key in entries(&event.what, unit) {
            *seen.entry(key).or_default() += 1;
        }
    }
    for (key, count) in &seen {
        let times = told.get(key).copied().unwrap_or(0);
        ensure!(times >= *count, "the ring tells {key:?} {times} times, not {count} (kind, row, block, write)");
    }
    let mut refused = refused(unit, trace);
    let mut unseen = |&(kind, _, lba, _): &(u8, u8, u32, u32)| {
        let at = refused.iter().position(|r| kind == COMMAND && *r == lba);
        at.map(|at| refused.remove(at)).is_none()
    };
    let extra = told.iter().find(|(key, count)| (seen.get(key).copied().unwrap_or(0)..**count).any(|_| unseen(key)));
    ensure!(!whole || extra.is_none(), "nobody saw what the ring tells: {extra:?}");
    Ok(())
}

/// First blocks of the commands that were interrupted. One that is refused at once never has a status that could be seen.
fn refused(at: u8, trace: &[Event]) -> Vec<u32> {
    let mut issued = BTreeMap::new();
    let mut refused = vec![];
    for event in trace {
        match event.what {
            What::Issued { unit, queue: 1.., cid, lba, .. } if unit == at => {
                issued.insert(cid, lba);
            }
            What::Completed { unit, queue: 1.., cid, status, .. } if unit == at => {
                let interrupted = Status(status).is(Status::COMMAND_INTERRUPTED);
                refused.extend(issued.remove(&cid).filter(|_| interrupted));
            }
            _ => {}
        }
    }
    refused
}

/// Cycles between what the unit decides and what is seen of it, at the most.
fn late(what: &What) -> u64 {
    match what {
        // A frame waits for that of a block which the link has begun (517 words), and for the control frames before it.
        What::Sent { .. } => 1_000,
        _ => 100,
    }
}

/// What the ring must tell of this.
fn entries(what: &What, at: u8) -> Vec<(u8, u8, u32, u32)> {
    match *what {
        What::Status { unit, row, old, new, read, lba, wseq, .. } if unit == at => {
            let mut list = vec![];
            if old == 0 && usize::from(row) < OWN_ROWS {
                list.push((trace_kind::COMMAND, row, lba, wseq));
            }
            if new == 3 {
                list.push((if read { trace_kind::READING } else { trace_kind::EXCLUSIVE }, row, lba, wseq));
            }
            list
        }
        What::Sent { unit, header: Some(header), .. } if unit == at && header.kind == Kind::FWD as u8 => {
            vec![(trace_kind::FORWARDED, header.row, header.lba, header.wseq)]
        }
        // At the second unit a write's last block is told by its answer or release instead.
        What::MediaDurable { unit: 0, lba, wseq, .. } if at == 0 => vec![(trace_kind::DURABLE, 0, lba, wseq)],
        _ => vec![],
    }
}
