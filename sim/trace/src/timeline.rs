//! One write, or two that race, as a timeline of two columns.

use crate::book::{Book, Tag, Write};
use crate::event::{Event, FrameHeader, What};
use std::fmt::Write as _;
use thiserror::Error;
use twinpath_spec::limits::CLOCK_HZ;
use twinpath_spec::link::Kind;
use twinpath_spec::nvme::io;

/// Width of a column, and of the gap for the link between them.
const COLUMN: usize = 46;
const GAP: usize = 4;

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
#[derive(Clone, Debug)]
pub struct Timeline {
    pub text: String,
    /// Cycles from the doorbell to the host's answer, of each write.
    pub answered: Vec<u64>,
}

/// The trace does not have the write from end to end.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the trace lacks {what} of host {host}'s write")]
pub struct Missing {
    what: &'static str,
    host: u8,
}

/// A write's command: where it was issued, its queue and identifier.
struct Command {
    start: u64,
    queue: u16,
    cid: u16,
}

/// The first write that host `origin` (0 or 1) issued of these blocks' first, `lba`.
pub fn write_of(events: &[Event], origin: u8, lba: u32) -> Result<Tag, Missing> {
    let rings = |e: &Event| matches!(e.what, What::Issued { unit, opcode: io::WRITE, lba: at, .. } if (unit, at) == (origin, lba));
    if !events.iter().any(rings) {
        return Err(Missing { what: "the doorbell", host: origin + 1 });
    }
    let book = Book::read(events);
    let mut own =
        book.writes.iter().filter(|(tag, write)| tag.origin == origin && write.lba == lba && write.blocks > 0);
    own.next().map(|(tag, _)| *tag).ok_or(Missing { what: "the entry in the status table", host: origin + 1 })
}

/// The first write that the trace has from end to end, of any host or of one.
pub fn first_write(events: &[Event], origin: Option<u8>) -> Option<Tag> {
    let whole = whole(events);
    whole.into_iter().map(|(tag, _)| tag).find(|tag| origin.is_none_or(|origin| origin == tag.origin))
}

/// The first two writes, one of each host, that met: on the same blocks, at the same time.
pub fn first_race(events: &[Event]) -> Option<[Tag; 2]> {
    let whole = whole(events);
    let span = |w: &Write| Some((w.statuses.first()?.at, w.statuses.last()?.at));
    let meet = |a: &Write, b: &Write| {
        let (Some((from, to)), Some((begin, end))) = (span(a), span(b)) else { return false };
        from < end && begin < to && a.range().start < b.range().end && b.range().start < a.range().end
    };
    let of = |host: u8| whole.iter().filter(move |(tag, _)| tag.origin == host);
    let mut pairs = of(0).flat_map(|a| of(1).map(move |b| (a, b)));
    pairs.find(|(a, b)| meet(&a.1, &b.1)).map(|(a, b)| [a.0, b.0])
}

/// Whole writes in the order in which they entered.
fn whole(events: &[Event]) -> Vec<(Tag, Write)> {
    let mut book = Book::read(events);
    book.is_part();
    let mut whole: Vec<(Tag, Write)> = book.whole_writes().map(|(tag, write)| (*tag, write.clone())).collect();
    whole.sort_by_key(|(_, write)| write.statuses.first().map(|s| s.at));
    whole.retain(|(tag, _)| command(events, *tag).is_some());
    whole
}

/// The command of a write: of all commands for the same blocks, the one whose turn it was.
fn command(events: &[Event], tag: Tag) -> Option<Command> {
    let entered: Vec<(u32, (u32, u16))> = events
        .iter()
        .filter_map(|e| match e.what {
            What::Status { unit, old: 0, read: false, lba, blocks, origin, wseq, .. } => {
                ((unit, origin) == (tag.origin, tag.origin)).then_some((wseq, (lba, blocks.into())))
            }
            _ => None,
        })
        .collect();
    let at = entered.iter().position(|(wseq, _)| *wseq == tag.wseq)?;
    let (_, place) = entered[at];
    let before = entered[..at].iter().filter(|(_, other)| *other == place).count();
    let mut issued = events.iter().filter_map(|e| match e.what {
        What::Issued { unit, queue, cid, opcode: io::WRITE, lba, blocks, .. } => {
            ((unit, (lba, blocks)) == (tag.origin, place)).then_some(Command { start: e.cycle, queue, cid })
        }
        _ => None,
    });
    issued.nth(before)
}

/// These writes, from the first doorbell until both units are done with all of them.
pub fn render(events: &[Event], tags: &[Tag]) -> Result<Timeline, Missing> {
    let mut steps = vec![];
    let mut answered = vec![];
    for tag in tags {
        let name = if tags.len() > 1 { format!("W{} ", tag.origin + 1) } else { String::new() };
        answered.push(write(events, *tag, &name, &mut steps)?);
    }
    steps.sort_by_key(|s| s.cycle);
    let start = steps.first().map_or(0, |s| s.cycle);
    Ok(Timeline { text: draw(&steps, start), answered })
}

/// The steps of one write; cycles until its host was answered.
fn write(events: &[Event], tag: Tag, name: &str, steps: &mut Vec<Step>) -> Result<u64, Missing> {
    let host = tag.origin + 1;
    let missing = |what| Missing { what, host };
    let Command { start, queue, cid } = command(events, tag).ok_or(missing("the doorbell"))?;
    let mine = |origin: u8, wseq: u32| Tag { origin, wseq } == tag;
    let mut fetched = false;
    let mut answered = None;
    for (at, event) in events.iter().enumerate().filter(|(_, e)| e.cycle >= start) {
        let mut tell = |unit: u8, text: &str| {
            steps.push(Step { cycle: event.cycle, unit, text: format!("{name}{text}"), arrives: None })
        };
        match &event.what {
            What::Issued { unit, cid: number, .. } if (*unit, *number, event.cycle) == (tag.origin, cid, start) => {
                tell(tag.origin, &format!("host {host} rings: a write is queued"));
            }
            What::Fetched { unit, queue: from, .. } if (*unit, *from) == (tag.origin, queue) && !fetched => {
                fetched = true;
                tell(tag.origin, "command asked for, from host memory");
            }
            What::Status { unit, old, new, read: false, origin, wseq, .. } if mine(*origin, *wseq) => {
                tell(*unit, &status(*unit, *old, *new));
            }
            What::MediaBegin { unit, origin, wseq, .. } if mine(*origin, *wseq) => {
                tell(*unit, &format!("data enters area {} ({})", unit + 1, way_in(*unit, tag.origin)));
            }
            What::MediaDurable { unit, origin, wseq, .. } if mine(*origin, *wseq) => {
                tell(*unit, &format!("data and record durable in area {}", unit + 1));
            }
            What::Completed { unit, queue: to, cid: number, status, .. }
                if (*unit, *to, *number) == (tag.origin, queue, cid) && answered.is_none() =>
            {
                answered = Some(event.cycle - start);
                let how = if *status == 0 { "done".into() } else { format!("status {status:#x}") };
                tell(tag.origin, &format!("host {host} is answered: {how}"));
            }
            What::Sent { unit, header: Some(header), .. } if mine(header.origin, header.wseq) => {
                let Some(text) = frame(header) else { continue };
                let arrival = events[at..].iter().find(|e| match &e.what {
                    What::Delivered { unit: to, header: got, .. } => to != unit && got == header,
                    _ => false,
                });
                let (text, arrives) = (format!("{name}{text}"), arrival.map(|e| e.cycle));
                steps.push(Step { cycle: event.cycle, unit: *unit, text, arrives });
            }
            _ => {}
        }
    }
    answered.ok_or(missing("the answer"))
}

fn status(unit: u8, old: u8, new: u8) -> String {
    let area = unit + 1;
    match (old, new) {
        (_, 0) => format!("area {area} released: N"),
        (2 | 3, 1) => "taken back: the session has ended".into(),
        (_, 1) => "waits for an older command".into(),
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
fn frame(header: &FrameHeader) -> Option<&'static str> {
    Some(match (Kind::of(header.kind)?, header.data) {
        (Kind::FWD, false) => "P4: may I write this?",
        (Kind::FWD, true) => "P4: write this, with 4 KiB",
        (Kind::GRANT, _) => "granted, send it",
        (Kind::DATA, _) => "P4: the data with 4 KiB",
        (Kind::REP_HEADER, _) => "P2: write this next",
        (Kind::REP, true) => "P2: the data",
        (Kind::REP, false) => "P2: write what you kept",
        (Kind::ACK, _) => "durable here",
        (Kind::REL, _) => "both hold it, release",
        (Kind::ABANDON, _) => "the data will not come",
        (Kind::FIN, _) => "refused",
        _ => return None,
    })
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

    fn told(text: &str, origin: u8, lba: u32) -> Result<Timeline, Missing> {
        let events = events(text);
        render(&events, &[write_of(&events, origin, lba)?])
    }

    #[test]
    fn a_forwarded_write_is_told_in_order() {
        let timeline = told(FORWARDED, 1, 4177).unwrap();
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
        assert_eq!(timeline.answered, [2_300]);
        // Steps of unit 2 stand in the second column, and the cycles between steps add up.
        assert!(lines[place("R_fwd becomes")].find("R_fwd").unwrap() > 16 + COLUMN);
        let took = |line: &&str| line.split_whitespace().nth(1).unwrap()[1..].parse::<u64>().unwrap();
        let last: u64 = lines.last().unwrap().split_whitespace().next().unwrap().parse().unwrap();
        assert_eq!(lines[1..].iter().map(took).sum::<u64>(), last);
        assert!(!timeline.text.contains("waits"), "another write's status");
        assert!(lines.iter().all(|line| line.len() <= 114));
    }

    #[test]
    fn what_a_trace_lacks_is_named() {
        let error = |lacks: &str, origin, lba| {
            let kept: Vec<_> = FORWARDED.lines().filter(|line| !line.contains(lacks)).collect();
            told(&kept.join("\n"), origin, lba).err().unwrap().to_string()
        };
        assert_eq!(error("nothing", 0, 4177), "the trace lacks the doorbell of host 1's write");
        assert_eq!(error("nothing", 1, 4178), "the trace lacks the doorbell of host 2's write");
        assert_eq!(
            error("\"what\":\"status\"", 1, 4177),
            "the trace lacks the entry in the status table of host 2's write"
        );
        assert_eq!(error("completed", 1, 4177), "the trace lacks the answer of host 2's write");
    }
}
