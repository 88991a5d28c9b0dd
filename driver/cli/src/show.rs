//! What people read: the status, the paths, the trace.

use crate::protocol::{Announcement, Card, CardTrace, Status, Trace, TraceEntry};
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

/// Where each path leads.
const PATHS: [&str; 5] = ["H1 to A1", "S1 to S2", "S2 to A2", "H2 through S2 to S1", "S1 to A1, for H2"];
/// Rows from here on belong to the peer's writes.
const PEER_ROWS: u8 = twinpath_spec::limits::OWN_ROWS as u8;

/// Writes to standard output; a reader who has gone is no error.
pub fn print(text: String) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

pub fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value)? + "\n")
}

pub fn ready(announcement: &Announcement, json_wanted: bool) -> Result<()> {
    if json_wanted {
        return print(json(announcement)?);
    }
    let Announcement::Ready { topology, size_bytes, seed, sockets, others, control } = announcement else {
        return Ok(());
    };
    let mut text = match topology.as_str() {
        "pair" => format!("ready: pair of simulated cards, {}, seed {seed}\n", bytes(*size_bytes)),
        other => format!("ready: {other}, {}\n", bytes(*size_bytes)),
    };
    for (at, socket) in sockets.iter().enumerate() {
        let _ = writeln!(text, "  host {}   nbd+unix:///?socket={socket}", at + 1);
    }
    for other in others {
        let _ = writeln!(text, "  and      {other}");
    }
    let _ = writeln!(text, "  control  {control}");
    print(text)
}

/// What `card` says when its sockets answer.
pub fn cards_ready(sockets: &[PathBuf], size_bytes: u64, seed: u64, json_wanted: bool) -> Result<()> {
    let sockets: Vec<_> = sockets.iter().map(|socket| socket.display().to_string()).collect();
    if json_wanted {
        return print(json(&Announcement::Cards { size_bytes, seed, sockets })?);
    }
    let mut text = format!("ready: simulated cards, {}, seed {seed}\n", bytes(size_bytes));
    for (at, socket) in sockets.iter().enumerate() {
        let _ = writeln!(text, "  card {}   vfio-user {socket}", at + 1);
    }
    print(text)
}

pub fn summary(summary: &Status, json_wanted: bool) -> Result<()> {
    if json_wanted {
        return print(json(&Announcement::Summary(Box::new(summary.clone())))?);
    }
    print(format!("summary of a {}", status(summary)))
}

pub fn status(status: &Status) -> String {
    let mut text = format!("{} of {}, seed {}\n", status.topology, bytes(status.size_bytes), status.seed);
    for card in &status.cards {
        describe(&mut text, card);
    }
    if let Some(meetings) = status.meetings {
        let _ = writeln!(
            text,
            "hosts met {} times on the same blocks in flight; {} times the first unit's transfer overrode R_fwd",
            meetings.overlaps, meetings.overrides
        );
    }
    text + &paths(status)
}

fn describe(text: &mut String, card: &Card) {
    let link = &card.link;
    let count = |name: &str| card.counters.get(name).copied().unwrap_or(0);
    let up = if link.up { "up" } else { "down" };
    let _ = writeln!(
        text,
        "unit {} ({}): {} at cycle {}, link {up} (session {}), {} rows live, {} slots in use",
        card.unit, card.serial, card.state, card.cycle, link.session, card.rows_live, card.slots_used
    );
    if let Some(failure) = &card.failure {
        let _ = writeln!(text, "  FAILED   {failure}");
    }
    if let Some(export) = &card.export {
        let _ = writeln!(
            text,
            "  host {}   {} reads of {}, {} writes of {}, {} flushes; {} refused, {} failed",
            card.unit,
            export.reads,
            bytes(export.bytes_read),
            export.writes,
            bytes(export.bytes_written),
            export.flushes,
            export.refused,
            export.failed
        );
    }
    if let Some(driver) = &card.driver {
        let _ = writeln!(
            text,
            "  driver   {} commands by {} queues {:?}, {} doorbell writes, {} retries, {} restarts",
            driver.commands,
            driver.queues.len(),
            driver.queues,
            driver.doorbells,
            driver.retries,
            driver.restarts
        );
    }
    let _ = writeln!(
        text,
        "  order    {} times E granted, {} waited, {} R_fwd or waiting overridden; faults: {} gate, {} protocol, {} integrity",
        count("GRANTS"),
        count("WAITS"),
        count("OVERRIDES"),
        count("GATE_FAULTS"),
        count("PROTOCOL_FAULTS"),
        count("INTEGRITY_FAULTS")
    );
    let counts: Vec<String> = link
        .counters
        .iter()
        .map(|(name, count)| format!("{count} {}", name.trim_start_matches("LINK_").to_lowercase().replace('_', " ")))
        .collect();
    let _ = writeln!(text, "  link     {}", counts.join(", "));
    if let Some(reason) = &link.refused {
        let _ = writeln!(text, "  REFUSED  the peer's greeting: it has {reason}");
    }
    for row in &card.rows {
        let kind = if row.read { "read" } else { "write" };
        let state = match (row.exclusive, row.forwarded) {
            (true, _) if row.read => "reading",
            (true, _) => "E",
            (_, true) => "R_fwd",
            _ => "waiting",
        };
        let _ = writeln!(
            text,
            "  row {:2}   {kind} {} of {} blocks at {}: {state}, {} left",
            row.row, row.wseq, row.blocks, row.lba, row.left
        );
    }
}

pub fn paths(status: &Status) -> String {
    let mut text = format!(
        "{:<5} {:<20} {:>4} {:<9} {:>10} {:>12} {:>14} {:>12}\n",
        "path", "from, to", "unit", "switch", "blocks", "beats", "bytes", "stalls"
    );
    for (at, name) in PATHS.iter().enumerate() {
        for card in &status.cards {
            let Some(path) = card.paths.get(at) else { continue };
            let switch = match (path.enabled, path.draining) {
                (true, _) => "on",
                (false, true) => "draining",
                (false, false) => "off",
            };
            let _ = writeln!(
                text,
                "P{:<4} {name:<20} {:>4} {switch:<9} {:>10} {:>12} {:>14} {:>12}",
                path.path, card.unit, path.writes, path.beats, path.bytes, path.stalls
            );
        }
    }
    if let Some(card) = status.cards.first() {
        let on = |mode: bool| if mode { "on" } else { "off" };
        let handshake = if card.fast_handshake { "fast" } else { "strict" };
        let order = if card.parallel_order { "parallel" } else { "serial" };
        let (returns, rejects) = (on(card.return_data), on(card.reject_on_busy));
        let _ = writeln!(
            text,
            "mode: return-data {returns}, reject-on-busy {rejects}, handshake {handshake}, order {order}, wait-limit {}",
            card.wait_limit_cycles
        );
    }
    let holders: Vec<&str> = status.cards.iter().map(|card| card.holder.word()).collect();
    match holders.as_slice() {
        [one, other] if one != other => {
            let _ = writeln!(text, "reservation: {one} at unit 1, {other} at unit 2");
        }
        [one, ..] => {
            let _ = writeln!(text, "reservation: {one}");
        }
        [] => {}
    }
    text
}

/// All entries in order of cycle.
pub fn trace(trace: &Trace) -> String {
    let mut merged: Vec<(&CardTrace, &TraceEntry)> =
        trace.cards.iter().flat_map(|card| card.entries.iter().map(move |entry| (card, entry))).collect();
    merged.sort_by_key(|(card, entry)| (entry.cycle, card.unit, entry.number));
    let mut text = format!(
        "{:>12} {:>4}  {:<18} {:<14} {:>3} {:>5} {:>10}\n",
        "cycle", "unit", "event", "command", "row", "index", "block"
    );
    for (card, entry) in merged {
        // A row of the peer's half belongs to a write that came in at the other unit.
        let origin = if entry.row < PEER_ROWS { card.unit } else { 3 - card.unit };
        let _ = writeln!(
            text,
            "{:>12} {:>4}  {:<18} {:<14} {:>3} {:>5} {:>10}",
            entry.cycle,
            card.unit,
            entry.event,
            format!("H{origin} #{}", entry.wseq),
            entry.row,
            entry.index,
            entry.lba
        );
    }
    for card in trace.cards.iter().filter(|card| card.lost > 0) {
        let _ = writeln!(text, "unit {}: {} older entries are overwritten", card.unit, card.lost);
    }
    text
}

/// A number of bytes as people say it.
fn bytes(count: u64) -> String {
    let (unit, shift) = match count {
        0..0x400 => ("bytes", 0),
        0x400..0x10_0000 => ("KiB", 10),
        0x10_0000..0x4000_0000 => ("MiB", 20),
        _ => ("GiB", 30),
    };
    if count & ((1 << shift) - 1) == 0 {
        format!("{} {unit}", count >> shift)
    } else {
        format!("{:.1} {unit}", count as f64 / (1u64 << shift) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_in_fitting_units() {
        for (count, text) in
            [(0, "0 bytes"), (4096, "4 KiB"), (64 << 20, "64 MiB"), (1_500_000, "1.4 MiB"), (3 << 30, "3 GiB")]
        {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn traces_are_merged_by_cycle_and_rows_tell_the_origin() {
        let entry =
            |number, cycle, row| TraceEntry { number, cycle, event: "E".into(), row, index: 0, lba: 7, wseq: 9 };
        let card = |unit, entries| CardTrace { unit, next: 2, lost: unit as u32 - 1, entries };
        let cards = vec![card(1, vec![entry(0, 50, 0), entry(1, 10, 33)]), card(2, vec![entry(0, 20, 1)])];
        let text = trace(&Trace { cards });
        let lines: Vec<_> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines[1], "10 1 E H2 #9 33 0 7");
        assert_eq!(lines[2], "20 2 E H2 #9 1 0 7");
        assert_eq!(lines[3], "50 1 E H1 #9 0 0 7");
        assert_eq!(lines[4], "unit 2: 1 older entries are overwritten");
    }
}
