//! One write as a timeline of two columns, from the outside trace (`sim/group/src/trace.rs` describes its events).

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt::Write as _;
use twinpath_spec::limits::{CLOCK_HZ, OWN_ROWS};
use twinpath_spec::link::Kind;

/// Width of a column, and of the gap for the link between them.
const COLUMN: usize = 42;
const GAP: usize = 4;

#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    cycle: u64,
    #[serde(flatten)]
    what: What,
}

/// The events that a timeline tells of.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
enum What {
    Issued {
        unit: u8,
        queue: u16,
        cid: u16,
        lba: u32,
        blocks: u16,
    },
    Fetched {
        unit: u8,
        queue: u16,
    },
    Completed {
        unit: u8,
        queue: u16,
        cid: u16,
        status: u16,
    },
    Status {
        unit: u8,
        row: u8,
        old: u8,
        new: u8,
        read: bool,
        lba: u32,
        origin: u8,
        wseq: u32,
    },
    Sent {
        unit: u8,
        header: Option<Header>,
    },
    Delivered {
        unit: u8,
        header: Header,
    },
    MediaBegin {
        unit: u8,
        origin: u8,
        wseq: u32,
    },
    MediaDurable {
        unit: u8,
        origin: u8,
        wseq: u32,
        error: bool,
    },
    #[serde(other)]
    Other,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
struct Header {
    kind: u8,
    origin: u8,
    wseq: u32,
    lseq: u32,
    index: u8,
    data: bool,
}

/// A line of the timeline.
struct Step {
    cycle: u64,
    /// Where it happens, 0 or 1; a frame leaves from there.
    unit: u8,
    text: String,
    /// Of a frame: when it arrives.
    arrives: Option<u64>,
}

/// What is worth telling beside the picture.
pub struct Timeline {
    pub text: String,
    /// Cycles from the doorbell to the host's answer.
    pub answered: u64,
}

/// The write of `lba` that host `origin` (0 or 1) issued, from its doorbell until both units are done with it.
pub fn render(events: &[Event], origin: u8, lba: u32) -> Result<Timeline> {
    let host = origin + 1;
    let missing = |what: &str| format!("the trace lacks {what} of host {host}'s write");
    let issued = events.iter().find_map(|e| match e.what {
        What::Issued { unit, queue, cid, lba: at, blocks } if unit == origin && at == lba && blocks > 0 => {
            Some((e.cycle, queue, cid))
        }
        _ => None,
    });
    let (start, queue, cid) = issued.with_context(|| missing("the doorbell"))?;
    let later = || events.iter().filter(|e| e.cycle >= start);
    let wseq = later().find_map(|e| match e.what {
        What::Status { unit, row, read: false, lba: at, origin: from, wseq, .. }
            if unit == origin && from == origin && usize::from(row) < OWN_ROWS && at == lba =>
        {
            Some(wseq)
        }
        _ => None,
    });
    let wseq = wseq.with_context(|| missing("the entry in the status table"))?;
    let mine = |from: u8, number: u32| (from, number) == (origin, wseq);

    let mut steps = vec![];
    let mut fetched = false;
    let mut answered = None;
    for (at, event) in events.iter().enumerate().filter(|(_, e)| e.cycle >= start) {
        let mut tell = |unit: u8, text: String| steps.push(Step { cycle: event.cycle, unit, text, arrives: None });
        match &event.what {
            What::Issued { unit, cid: number, .. } if (*unit, *number) == (origin, cid) => {
                tell(origin, format!("host {host} rings: a write is queued"));
            }
            What::Fetched { unit, queue: from } if (*unit, *from) == (origin, queue) && !fetched => {
                fetched = true;
                tell(origin, "command asked for, from host memory".into());
            }
            What::Status { unit, old, new, read: false, origin: from, wseq, .. } if mine(*from, *wseq) => {
                tell(*unit, status(*unit, *old, *new));
            }
            What::MediaBegin { unit, origin: from, wseq } if mine(*from, *wseq) => {
                tell(*unit, format!("data enters area {} ({})", unit + 1, way_in(*unit, origin)));
            }
            What::MediaDurable { unit, origin: from, wseq, error, .. } if mine(*from, *wseq) => {
                let end = if *error { "FAILED" } else { "durable" };
                tell(*unit, format!("data and record {end} in area {}", unit + 1));
            }
            What::Completed { unit, queue: to, cid: number, status }
                if (*unit, *to, *number) == (origin, queue, cid) && answered.is_none() =>
            {
                answered = Some(event.cycle - start);
                let how = if *status == 0 { "done".into() } else { format!("status {status:#x}") };
                tell(origin, format!("host {host} is answered: {how}"));
            }
            What::Sent { unit, header: Some(header), .. } if mine(header.origin, header.wseq) => {
                let Some(text) = frame(*header) else { continue };
                let arrival = events[at..].iter().find(|e| match &e.what {
                    What::Delivered { unit: to, header: got } => to != unit && got == header,
                    _ => false,
                });
                let arrives = arrival.map(|e| e.cycle);
                steps.push(Step { cycle: event.cycle, unit: *unit, text, arrives });
            }
            _ => {}
        }
    }
    let answered = answered.with_context(|| missing("the answer"))?;
    Ok(Timeline { text: draw(&steps, start), answered })
}

fn status(unit: u8, old: u8, new: u8) -> String {
    let area = unit + 1;
    match (old, new) {
        (_, 0) => format!("area {area} released: N"),
        (_, 1) => "waits for an older write".into(),
        (_, 2) => "N seen, so it may be forwarded: R_fwd".into(),
        (2, 3) => format!("R_fwd becomes exclusive: E(A{area})"),
        _ => format!("exclusive on area {area}: E(A{area})"),
    }
}

/// The path on which a host's data enters an area.
fn way_in(unit: u8, origin: u8) -> &'static str {
    match (unit, origin) {
        (0, 0) => "P1",
        (0, _) => "P5",
        _ => "P3",
    }
}

/// What a frame says; none for those that are not about a write.
fn frame(header: Header) -> Option<String> {
    let is = |kind: Kind| header.kind == kind as u8;
    let with = |text: &str| if header.data { format!("{text} with 4 KiB") } else { text.to_owned() };
    if is(Kind::FWD) {
        Some("P4: may I write this?".into())
    } else if is(Kind::GRANT) {
        Some("granted, send it".into())
    } else if is(Kind::DATA) {
        Some(with("P4: the data"))
    } else if is(Kind::REP_HEADER) {
        Some("P2: write this next".into())
    } else if is(Kind::REP) {
        Some(if header.data { with("P2: the data") } else { "P2: write what you kept".into() })
    } else if is(Kind::ACK) {
        Some("durable here".into())
    } else if is(Kind::ABANDON) {
        Some("the data will not come".into())
    } else if is(Kind::FIN) {
        Some("refused".into())
    } else {
        None
    }
}

fn draw(steps: &[Step], start: u64) -> String {
    let mut text = format!("  cycle   took  {:<COLUMN$}{:GAP$}{}\n", "unit 1", "", "unit 2");
    let mut before = start;
    for step in steps {
        let took = format!("+{}", step.cycle - before);
        before = step.cycle;
        let what = match (step.arrives, step.unit) {
            (None, 0) => step.text.clone(),
            (None, _) => format!("{:1$}{2}", "", COLUMN + GAP, step.text),
            (Some(cycle), unit) => arrow(&format!("{}, there at {}", step.text, cycle - start), unit == 0),
        };
        let _ = writeln!(text, "{:>7} {took:>6}  {what}", step.cycle - start);
    }
    text
}

/// A frame's line: an arrow from one column to the other.
fn arrow(text: &str, right: bool) -> String {
    let line = |length: usize| "-".repeat(length);
    // Begins under the text of its column, ends at the other one.
    let width = COLUMN + GAP - 1;
    let rest = width.saturating_sub(text.len() + 6);
    match right {
        true => format!("  --- {text} {}>", line(rest)),
        false => format!("  <{} {text} ---", line(rest)),
    }
}

/// Cycles as people say time.
pub fn microseconds(cycles: u64) -> f64 {
    cycles as f64 * 1e6 / CLOCK_HZ as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A forwarded write as the trace tells it, and a frame and a status of others.
    const FORWARDED: &str = include_str!("forwarded.jsonl");

    fn events(text: &str) -> Vec<Event> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_forwarded_write_is_told_in_order() {
        let timeline = render(&events(FORWARDED), 1, 4177).unwrap();
        let lines: Vec<_> = timeline.text.lines().collect();
        let place = |words: &str| lines.iter().position(|l| l.contains(words)).unwrap_or_else(|| panic!("{words}"));
        let order = [
            "host 2 rings",
            "may be forwarded: R_fwd",
            "P4: may I write this?, there at 145",
            "E(A1)",
            "granted",
            "P4: the data with 4 KiB",
            "data enters area 1 (P5)",
            "durable in area 1",
            "P2: write this next",
            "R_fwd becomes exclusive: E(A2)",
            "data enters area 2 (P3)",
            "durable in area 2",
            "area 2 released",
            "host 2 is answered: done",
            "area 1 released",
        ];
        assert!(order.map(place).is_sorted(), "{}", timeline.text);
        assert_eq!(timeline.answered, 2_300);
        // Steps of unit 2 stand in the second column, and the cycles between steps add up.
        assert!(lines[place("R_fwd becomes")].find("R_fwd").unwrap() > 16 + COLUMN);
        let took = |line: &&str| line.split_whitespace().nth(1).unwrap()[1..].parse::<u64>().unwrap();
        let last: u64 = lines.last().unwrap().split_whitespace().next().unwrap().parse().unwrap();
        assert_eq!(lines[1..].iter().map(took).sum::<u64>(), last);
        assert!(!timeline.text.contains("waits"), "another write's status");
        assert!(lines.iter().all(|line| line.len() <= 110));
    }

    #[test]
    fn what_a_trace_lacks_is_named() {
        let error = |lacks: &str, origin, lba| {
            let kept: Vec<_> = FORWARDED.lines().filter(|line| !line.contains(lacks)).collect();
            render(&events(&kept.join("\n")), origin, lba).err().unwrap().to_string()
        };
        assert_eq!(error("nothing", 0, 4177), "the trace lacks the doorbell of host 1's write");
        assert_eq!(error("nothing", 1, 4178), "the trace lacks the doorbell of host 2's write");
        assert_eq!(error("status\"", 1, 4177), "the trace lacks the entry in the status table of host 2's write");
        assert_eq!(error("completed", 1, 4177), "the trace lacks the answer of host 2's write");
    }
}
