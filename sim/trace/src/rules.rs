//! R1 to R13, R15 to R17 and R21, R22 for every write of a trace, and REL in the parallel order (D6).

use crate::book::{Book, FrameAt, StatusAt, Tag, Write, E, N, R_FWD, WAITING};
use crate::{Breach, Seen, Setup};
use std::collections::BTreeMap;
use twinpath_spec::link::Kind;

struct Findings<'a> {
    book: &'a Book,
    breaches: &'a mut Vec<Breach>,
}

impl Findings<'_> {
    fn breach(&mut self, rule: &'static str, at: usize, what: String) {
        self.breaches.push(Breach { rule, cycle: self.book.cycle(at), what });
    }

    /// `first` must have happened, and before `then`.
    fn before(&mut self, rule: &'static str, first: Option<usize>, then: usize, what: impl FnOnce() -> String) {
        if first.is_none_or(|first| first >= then) {
            self.breach(rule, then, what());
        }
    }
}

pub fn check(book: &Book, setup: Setup, breaches: &mut Vec<Breach>, seen: &mut Seen) {
    let mut f = Findings { book, breaches };
    for (tag, write) in book.whole_writes() {
        match tag.origin {
            0 => first_host(&mut f, *tag, write),
            _ => second_host(&mut f, *tag, write, setup, seen),
        }
        both(&mut f, *tag, write, setup);
    }
    for (at, unit) in book.session_ends.iter().filter(|_| !setup.sessions) {
        f.breach("session", *at, format!("unit {unit} ends its session on a whole link"));
    }
    table(&mut f, setup, seen);
    same_order(&mut f);
}

/// W1: a write of the first unit's host.
fn first_host(f: &mut Findings, tag: Tag, w: &Write) {
    let arrival = w.statuses.iter().find(|s| s.unit == 0).map(|s| s.at);
    for begun in w.begun.iter().filter(|b| b.unit == 0) {
        f.before("R1", arrival, begun.at, || format!("{tag:?} writes A1 before it arrived at S1"));
        if !w.held(0, E, begun.at) {
            f.breach("R11", begun.at, format!("{tag:?} writes A1 without E(A1)"));
        }
    }
    for sent in w.sent(Kind::REP_HEADER).chain(w.sent(Kind::REP)) {
        f.before("R1", arrival, sent.at, || format!("{tag:?} goes out on P2 before it arrived at S1"));
    }
    for begun in w.begun.iter().filter(|b| b.unit == 1) {
        let message = w.got(Kind::REP).find(|g| g.unit == 1 && w.lba + u32::from(g.header.index) == begun.lba);
        f.before("R2", message.map(|g| g.at), begun.at, || {
            format!("{tag:?} writes block {} of A2 without P2", begun.lba)
        });
        if !w.held(1, E, begun.at) {
            f.breach("R12", begun.at, format!("{tag:?} writes A2 without E(A2)"));
        }
    }
    for durable in w.durable.iter().filter(|d| d.unit == 1) {
        let carried = w.got(Kind::REP).any(|g| g.header.value == durable.value && g.header.data);
        if !carried {
            f.breach("R2", durable.at, format!("{tag:?}: A2 holds in block {} what P2 did not carry", durable.lba));
        }
    }
}

/// W2: a write of the second unit's host.
fn second_host(f: &mut Findings, tag: Tag, w: &Write, setup: Setup, seen: &mut Seen) {
    let forward = w.sent(Kind::FWD).map(|s| s.at).next();
    let arrival = w.got(Kind::FWD).map(|g| g.at).next();
    for begun in w.begun.iter().filter(|b| b.unit == 1) {
        f.before("R3", forward, begun.at, || format!("{tag:?} writes A2 before its header went out on P4"));
        f.before("R4", arrival, begun.at, || format!("{tag:?} writes A2 before S1 received it"));
        let first = w.durable.iter().find(|d| d.unit == 0 && d.lba == begun.lba).map(|d| d.at);
        if !setup.parallel_order {
            f.before("R5", first, begun.at, || {
                format!("{tag:?} writes block {} of A2 before A1 is durable", begun.lba)
            });
        }
        let back = w.got(Kind::REP).find(|g| g.unit == 1 && w.lba + u32::from(g.header.index) == begun.lba);
        f.before("R7", back.map(|g| g.at), begun.at, || format!("{tag:?} writes block {} of A2 unasked", begun.lba));
    }
    for begun in w.begun.iter().filter(|b| b.unit == 0) {
        f.before("R5", arrival, begun.at, || format!("{tag:?} writes A1 before S1 received it"));
        if !w.held(0, E, begun.at) {
            f.breach("R15", begun.at, format!("{tag:?} writes A1 without E(A1)"));
        }
        let data = w.got(Kind::DATA).find(|g| w.lba + u32::from(g.header.index) == begun.lba).map(|g| g.at);
        f.before("R9", data, begun.at, || format!("{tag:?} writes block {} of A1 before P4 brought it", begun.lba));
    }
    for durable in &w.durable {
        let back = w.sent(Kind::REP).any(|s| w.lba + u32::from(s.header.index) == durable.lba);
        if durable.unit == 0 && !back {
            f.breach("R6", durable.at, format!("{tag:?}: block {} is never returned to S2", durable.lba));
        }
        let carried = w.got(Kind::DATA).any(|g| g.header.value == durable.value)
            || (durable.unit == 1 && w.got(Kind::REP).any(|g| g.header.data && g.header.value == durable.value));
        if !carried {
            f.breach("R9", durable.at, format!("{tag:?}: unit {} stores what no path carried", durable.unit));
        }
    }
    for rep in w.sent(Kind::REP) {
        seen.returned += rep.header.data as usize;
        // Blocks that the first unit finishes after a new session always carry their data.
        if rep.header.data != setup.return_data && !setup.sessions {
            f.breach(
                "R10",
                rep.at,
                format!("{tag:?}: block {} returns with data {}", rep.header.index, rep.header.data),
            );
        }
    }
    for sent in w.sent(Kind::FWD) {
        let asked = w.statuses.iter().rev().find(|s| s.unit == 1 && s.new == R_FWD && s.at < sent.at).map(|s| s.at);
        f.before("R13", asked, sent.at, || format!("{tag:?} goes out on P4 without R_fwd"));
    }
    for data in w.sent(Kind::DATA) {
        // Fast handshake: FWD says how many blocks follow unasked.
        let announced = w.sent(Kind::FWD).filter(|s| s.at < data.at).any(|s| s.header.value > data.header.index.into());
        if announced && setup.fast_handshake {
            seen.unasked += 1;
            continue;
        }
        let granted = w.got(Kind::GRANT).find(|g| g.header.index == data.header.index).map(|g| g.at);
        f.before("R16", granted, data.at, || format!("{tag:?} sends block {} without a grant", data.header.index));
        f.before("R16", w.status(0, E), data.at, || format!("{tag:?} sends data while A1 is busy"));
    }
    for grant in w.sent(Kind::GRANT) {
        if !w.held(0, E, grant.at) {
            f.breach("R16", grant.at, format!("{tag:?} is granted without E(A1)"));
        }
    }
}

/// What holds for every write.
fn both(f: &mut Findings, tag: Tag, w: &Write, setup: Setup) {
    if let Some(second) = w.status(1, E) {
        f.before("R17", w.status(0, E), second, || format!("{tag:?} takes E(A2) before E(A1)"));
    }
    for begun in w.begun.iter().filter(|b| b.unit == 1) {
        if !w.held(1, E, begun.at) {
            f.breach("R17", begun.at, format!("{tag:?} writes A2 without E(A2)"));
        }
    }
    for begun in &w.begun {
        let released = w.statuses.iter().find(|s| s.unit == begun.unit && s.at > begun.at && s.old == E);
        let durable = w.durable.iter().find(|d| d.unit == begun.unit && d.lba == begun.lba && d.at > begun.at);
        if let (Some(released), Some(durable)) = (released, durable) {
            if released.at < durable.at {
                let what = format!("{tag:?}: E(A{}) is released before block {} is durable", begun.unit + 1, begun.lba);
                f.breach("R21", released.at, what);
            }
        }
        // P1 and P3 of the one, P5 and P3 of the other: never more than its own range.
        if !w.range().contains(&begun.lba) {
            f.breach("R8", begun.at, format!("{tag:?} writes block {} outside its range", begun.lba));
        }
    }
    if let (Some(released), false) = (w.statuses.iter().find(|s| s.unit == 0 && s.old == E), setup.sessions) {
        for durable in w.durable.iter().filter(|d| d.unit == 0) {
            let answered = w.got(Kind::ACK).find(|g| g.unit == 0 && w.lba + u32::from(g.header.index) == durable.lba);
            f.before("R21", answered.map(|g| g.at), released.at, || {
                format!("{tag:?}: E(A1) is released without S2's ack")
            });
        }
    }
    // One message of a kind for a block, in a session.
    for (rule, kind) in [("R1", Kind::REP), ("R6", Kind::REP_HEADER), ("R3", Kind::FWD), ("R16", Kind::DATA)] {
        let mut counts: BTreeMap<(u16, u8), usize> = BTreeMap::new();
        for sent in w.sent(kind) {
            let index = match kind {
                Kind::REP | Kind::DATA => sent.header.index,
                // What the first unit resumes has a header of its own; what is then forwarded again has another.
                Kind::REP_HEADER => w.got(Kind::FWD).any(|g| g.at < sent.at && same_session(g, sent)) as u8,
                _ => 0,
            };
            let count = counts.entry((sent.header.session, index)).or_default();
            *count += 1;
            if *count > 1 {
                f.breach(rule, sent.at, format!("{tag:?}: {kind:?} of block {index} goes out twice"));
            }
            let place = (sent.header.lba, sent.header.blocks);
            if matches!(kind, Kind::FWD | Kind::REP_HEADER) && place != (w.lba, w.blocks) {
                f.breach(
                    rule,
                    sent.at,
                    format!("{tag:?}: {kind:?} names {place:?}, the write is {:?}", (w.lba, w.blocks)),
                );
            }
        }
    }
    for sent in w.sent(Kind::REP_HEADER).chain(w.sent(Kind::REP)).filter(|s| !w.held(0, E, s.at)) {
        f.breach("P2", sent.at, format!("{tag:?} goes out on P2 without E(A1)"));
    }
    if setup.parallel_order {
        return parallel(f, tag, w);
    }
    for sent in w.sent(Kind::REP) {
        let stored = w.durable.iter().find(|d| d.unit == 0 && d.lba == w.lba + u32::from(sent.header.index));
        match stored {
            Some(stored) if stored.at < sent.at && stored.value == sent.header.value => {}
            _ => f.breach("R5", sent.at, format!("{tag:?}: REP of block {} is not what A1 holds", sent.header.index)),
        }
    }
}

/// Parallel order: E(A2) lasts until REL, and REL until both areas hold everything that P2 carried since the header. A
/// session may see two headers: of what the first unit resumes, and of what is then forwarded again.
fn parallel(f: &mut Findings, tag: Tag, w: &Write) {
    for rel in w.sent(Kind::REL) {
        let header = w.sent(Kind::REP_HEADER).filter(|h| same_session(h, rel) && h.at < rel.at).last();
        let from = header.map_or(rel.at, |h| h.at);
        let late = w.sent(Kind::REP).find(|s| same_session(s, rel) && s.at > rel.at);
        if let Some(late) = late.filter(|s| !w.sent(Kind::REP_HEADER).any(|h| (rel.at..s.at).contains(&h.at))) {
            f.breach("REL", late.at, format!("{tag:?}: REP of block {} follows REL", late.header.index));
        }
        for rep in w.sent(Kind::REP).filter(|s| same_session(s, rel) && (from..rel.at).contains(&s.at)) {
            let lba = w.lba + u32::from(rep.header.index);
            let ack = w.got(Kind::ACK).find(|g| same_session(g, rep) && g.header.index == rep.header.index);
            let stored = w.durable.iter().find(|d| (d.unit, d.lba, d.value) == (0, lba, rep.header.value));
            f.before("REL", ack.map(|g| g.at), rel.at, || format!("{tag:?}: REL before block {lba} is acknowledged"));
            f.before("REL", stored.map(|d| d.at), rel.at, || format!("{tag:?}: REL before A1 holds block {lba}"));
        }
    }
    for header in w.got(Kind::REP_HEADER) {
        let rel = w.got(Kind::REL).find(|g| same_session(g, header) && g.at > header.at).map(|g| g.at);
        let released = w.statuses.iter().find(|s| s.unit == 1 && s.old == E && s.at > header.at);
        // Without REL E(A2) ends with the session.
        let ended = f.book.session_ends.iter().find(|(at, unit)| *unit == 1 && *at > header.at).map(|(at, _)| *at);
        if let Some(released) = released {
            f.before("REL", rel.or(ended), released.at, || format!("{tag:?}: E(A2) is released before REL"));
        }
    }
}

fn same_session(a: &FrameAt, b: &FrameAt) -> bool {
    a.header.session == b.header.session
}

/// The rows of both units as they stand over time.
fn table(f: &mut Findings, setup: Setup, seen: &mut Seen) {
    let book = f.book;
    let mut rows: [BTreeMap<u8, StatusAt>; 2] = Default::default();
    for change in &book.statuses {
        let unit = usize::from(change.unit);
        let was = rows[unit].get(&change.row).map_or(N, |s| s.new);
        let known = rows[unit].contains_key(&change.row) || !book.part;
        if was != change.old && known {
            f.breach(
                "R21",
                change.at,
                format!("row {} of unit {} was {was}, not {}", change.row, change.unit, change.old),
            );
        }
        for (row, other) in &rows[unit] {
            if *row == change.row || !change.overlaps(other) || (change.read && other.read) {
                continue;
            }
            if change.new == E && other.new == E {
                let rule = if change.read || other.read { "D8" } else { "R18" };
                f.breach(
                    rule,
                    change.at,
                    format!("rows {row} and {} of unit {} overlap in E", change.row, change.unit),
                );
            }
            if change.new == R_FWD && !other.read && (other.new == R_FWD || other.new == E) {
                let rule = if other.new == E { "R13" } else { "R19" };
                f.breach(rule, change.at, format!("row {} is forwarded beside row {row}", change.row));
            }
            // REJECT_ON_BUSY: no write waits for another, S1's transfers at S2 excepted.
            let transfer = change.unit == 1 && change.tag.origin == 0;
            if setup.reject_on_busy && change.new == WAITING && !change.read && !other.read && !transfer {
                let rule = [["R18", "R20"], ["", "R19"]][unit][usize::from(change.tag.origin)];
                f.breach(rule, change.at, format!("row {} waits for row {row} of unit {}", change.row, change.unit));
            }
            if change.new == E && change.tag.origin == 0 && change.unit == 1 && !change.read && other.new == R_FWD {
                seen.overrides += 1;
            }
        }
        if change.new == WAITING {
            *(if change.read { &mut seen.waiting_reads } else { &mut seen.waiting_writes }) += 1;
        }
        // Of each host's write its own row tells when it is in flight.
        if change.old == N && !change.read && change.tag.origin == change.unit {
            let others = rows[1 - unit].values().filter(|o| !o.read && o.tag.origin == 1 - change.unit);
            seen.races += others.filter(|o| change.overlaps(o)).count();
        }
        match change.new {
            N => rows[unit].remove(&change.row),
            _ => rows[unit].insert(change.row, *change),
        };
    }
    for (unit, left) in rows.iter().enumerate().filter(|_| !book.part) {
        for row in left.values() {
            f.breach("R21", book.end, format!("row {} of unit {unit} is left in status {}", row.row, row.new));
        }
    }
}

/// Both areas take the writes of a block in the same order: the first unit's (R22).
fn same_order(f: &mut Findings) {
    let mut orders: [BTreeMap<u32, Vec<(usize, Tag)>>; 2] = Default::default();
    for (tag, write) in f.book.whole_writes() {
        for durable in &write.durable {
            orders[usize::from(durable.unit)].entry(durable.lba).or_default().push((durable.at, *tag));
        }
    }
    let sorted = |list: Option<&Vec<(usize, Tag)>>| {
        let mut list = list.cloned().unwrap_or_default();
        list.sort();
        let mut tags: Vec<Tag> = list.into_iter().map(|(_, tag)| tag).collect();
        tags.dedup();
        tags
    };
    let blocks: std::collections::BTreeSet<u32> = orders.iter().flat_map(|o| o.keys().copied()).collect();
    for block in blocks {
        let (first, second) = (sorted(orders[0].get(&block)), sorted(orders[1].get(&block)));
        if first != second {
            f.breach("R22", f.book.end, format!("block {block}: A1 took {first:?}, A2 {second:?}"));
        }
    }
}
