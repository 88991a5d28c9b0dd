//! When is an event the effect of the one before it? Written apart from the replay, so that one can judge the other.

use twinpath_protocol::event::{Change, Event, Frame, Kind, Status, What};

/// Every kind of cause that [`of`] knows.
pub const ALL: &[&str] = &[
    "a frame arrives after it was sent",
    "a row changes step by step",
    "a row follows its command",
    "a forward's row follows FWD",
    "R_fwd before FWD",
    "E(A1) before GRANT",
    "GRANT before DATA",
    "FWD before unasked DATA",
    "E(A1) before A1",
    "DATA before A1",
    "durable follows the first beat",
    "A1 durable before REP",
    "header before REP",
    "header before E(A2)",
    "REP before A2",
    "A2 durable before ACK",
    "A2 durable before release",
    "release before the last ACK",
    "REL before release",
    "last ACK before REL",
    "ACK before release",
    "release before the next owner",
    "GO before it is forwarded again",
    "frames before the session's end",
    "one session after the other",
];

/// Causes in serial order only.
pub const SERIAL: &[&str] = &["A1 durable before REP", "release before the last ACK"];

fn about(change: &Change, frame: &Frame) -> bool {
    change.origin == frame.origin && change.wseq == frame.wseq && !change.read && change.row % 32 == frame.row
}

fn overlap(a: &Change, b: &Change) -> bool {
    a.lba < b.lba + u32::from(b.blocks) && b.lba < a.lba + u32::from(a.blocks) && !(a.read && b.read)
}

fn about_same(a: &Frame, b: &Frame) -> bool {
    (a.origin, a.row, a.wseq) == (b.origin, b.row, b.wseq)
}

/// Why `trace[at]` cannot stand before `trace[at - 1]`, if so.
pub fn of(trace: &[Event], at: usize) -> Option<&'static str> {
    use What::*;
    let (cause, effect) = (&trace[at - 1].what, &trace[at].what);
    if let (Sent { frame: a, unit: from }, Delivered { frame: b, unit: to }) = (cause, effect) {
        return (a == b && from != to).then_some("a frame arrives after it was sent");
    }
    if unit(cause) != unit(effect) {
        return None;
    }
    match (cause, effect) {
        (Sent { .. } | Delivered { .. }, SessionDown { .. }) => Some("frames before the session's end"),
        (SessionDown { .. }, SessionUp { .. }) => Some("one session after the other"),
        (Issued { lba, blocks, .. }, Status(c)) if c.row < 32 && c.old == self::Status::N => {
            (only(trace, at) && (*lba, *blocks) == (c.lba, c.blocks)).then_some("a row follows its command")
        }
        (Delivered { frame, .. }, Status(c)) => delivered(&trace[..at], frame, c),
        (Status(a), Status(b)) => changes(a, b),
        (Status(c), Sent { frame, .. }) if about(c, frame) => status_then_sent(c, frame, trace, at),
        (Status(c), MediaBegin { unit: 0, origin, wseq, .. }) => {
            let same = (c.origin, c.wseq, c.new) == (*origin, *wseq, self::Status::E) && !c.read;
            same.then_some("E(A1) before A1")
        }
        (Delivered { frame: a, .. }, Sent { frame: b, .. }) => {
            let block = |f: &Frame| (f.origin, f.row, f.wseq, f.index);
            let ends = (a.kind, b.kind) == (Kind::Ack, Kind::Rel) && about_same(a, b);
            if ends {
                return Some("last ACK before REL");
            }
            (a.kind == Kind::Grant && b.kind == Kind::Data && block(a) == block(b)).then_some("GRANT before DATA")
        }
        (Delivered { frame, .. }, MediaBegin { lba, origin, wseq, .. }) => {
            let same = (frame.origin, frame.wseq) == (*origin, *wseq) && place(trace, frame) == Some(*lba);
            match frame.kind {
                Kind::Data if same => Some("DATA before A1"),
                Kind::Rep if same => Some("REP before A2"),
                _ => None,
            }
        }
        (MediaBegin { lba: a, .. }, MediaDurable { lba: b, .. }) => {
            (a == b).then_some("durable follows the first beat")
        }
        (MediaDurable { lba, origin, wseq, .. }, Sent { frame, .. }) => {
            let same = (frame.origin, frame.wseq) == (*origin, *wseq) && place(trace, frame) == Some(*lba);
            match frame.kind {
                Kind::Rep if same => Some("A1 durable before REP"),
                Kind::Ack if same => Some("A2 durable before ACK"),
                _ => None,
            }
        }
        (MediaDurable { unit: 1, origin, wseq, .. }, Status(c)) => {
            let same = (c.origin, c.wseq) == (*origin, *wseq) && !c.read;
            (same && c.new == self::Status::N).then_some("A2 durable before release")
        }
        (Sent { frame: a, .. }, Sent { frame: b, .. }) => {
            let same = (a.origin, a.wseq) == (b.origin, b.wseq);
            match (a.kind, b.kind) {
                (Kind::RepHeader, Kind::Rep) if same => Some("header before REP"),
                (Kind::Fwd, Kind::Data) if same => Some("FWD before unasked DATA"),
                _ => None,
            }
        }
        _ => None,
    }
}

fn unit(what: &What) -> u8 {
    match what {
        What::Issued { unit, .. }
        | What::Completed { unit, .. }
        | What::Sent { unit, .. }
        | What::Delivered { unit, .. }
        | What::MediaBegin { unit, .. }
        | What::MediaDurable { unit, .. }
        | What::MediaRefused { unit, .. }
        | What::Reset { unit }
        | What::SessionUp { unit, .. }
        | What::SessionDown { unit, .. } => *unit,
        What::Status(change) => change.unit,
    }
}

fn delivered(trace: &[Event], frame: &Frame, c: &Change) -> Option<&'static str> {
    if frame.kind == Kind::Go && c.new == Status::Rfwd && c.old == Status::Waiting && taken_back(trace, c) {
        return Some("GO before it is forwarded again");
    }
    match frame.kind {
        _ if !about(c, frame) => None,
        Kind::Fwd if c.old == Status::N => Some("a forward's row follows FWD"),
        Kind::RepHeader if c.new == Status::E => Some("header before E(A2)"),
        Kind::Ack if c.new == Status::N => Some("ACK before release"),
        Kind::Rel if c.new == Status::N => Some("REL before release"),
        _ => None,
    }
}

fn changes(a: &Change, b: &Change) -> Option<&'static str> {
    if a.row == b.row {
        return Some("a row changes step by step");
    }
    let frees = a.old == Status::E && a.new == Status::N;
    let takes = b.old == Status::Waiting && matches!(b.new, Status::E | Status::Rfwd);
    (frees && takes && overlap(a, b)).then_some("release before the next owner")
}

fn status_then_sent(c: &Change, frame: &Frame, trace: &[Event], at: usize) -> Option<&'static str> {
    match (frame.kind, c.new) {
        (Kind::Fwd, Status::Rfwd) => Some("R_fwd before FWD"),
        (Kind::Grant, Status::E) => Some("E(A1) before GRANT"),
        // In its session: an earlier one's ACKs are none of this row's. In a resume nobody waits for an own row's release.
        (Kind::Ack, Status::N) if c.old == Status::E => {
            let entered = |e: &Event| matches!(&e.what, What::Delivered { unit: 1, frame: f } if f.kind == Kind::RepHeader && about(c, f));
            let up = trace[..at].iter().rposition(|e| matches!(e.what, What::SessionUp { unit: 1, .. })).unwrap_or(0);
            let go = |e: &Event| matches!(&e.what, What::Delivered { unit: 1, frame: f } if f.kind == Kind::Go);
            let serves = c.origin == 0 || trace[up..at].iter().any(go);
            // S1's ABANDON may be taken behind the ACK.
            let given_up = |e: &Event| matches!(&e.what, What::Delivered { unit: 1, frame: f } if f.kind == Kind::Abandon && about(c, f));
            let whole = c.origin == 1 || !trace[up..at].iter().any(given_up);
            (serves && whole && trace[..at].iter().any(entered)).then_some("release before the last ACK")
        }
        _ => None,
    }
}

/// The block that a frame speaks of.
fn place(trace: &[Event], frame: &Frame) -> Option<u32> {
    trace.iter().find_map(|event| match &event.what {
        What::Status(c) if about(c, frame) => Some(c.lba + u32::from(frame.index)),
        _ => None,
    })
}

/// Was the row forwarded in an earlier session, and taken back? GO, the trace's last event, is the first since then.
fn taken_back(trace: &[Event], c: &Change) -> bool {
    let go = |e: &Event| matches!(&e.what, What::Delivered { unit: 1, frame } if frame.kind == Kind::Go);
    let before = trace[..trace.len() - 1].iter().rposition(go).unwrap_or(0);
    trace[before..].iter().any(|event| {
        matches!(&event.what, What::Status(d) if d.unit == 1 && d.row == c.row && d.wseq == c.wseq
            && d.new == Status::Waiting && d.old != Status::N)
    })
}

/// Is the command just issued the only one of its kind that was ever issued at this unit?
fn only(trace: &[Event], at: usize) -> bool {
    let What::Issued { unit, op, lba, blocks, .. } = &trace[at - 1].what else { return false };
    let same = |event: &&Event| matches!(&event.what, What::Issued { unit: u, op: o, lba: l, blocks: b, .. } if (u, o, l, b) == (unit, op, lba, blocks));
    trace.iter().filter(same).count() == 1
}
