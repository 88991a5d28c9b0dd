//! R_host: while one host holds the reservation, the other's writes end with Reservation Conflict and move nothing (R18,
//! R19, D24).
//!
//! The first unit decides when a write gets E(A1); the second stops its own host's writes before they are forwarded. What
//! had E, or was forwarded, when the reservation came goes on.

use crate::book::{Book, Command, Tag, Write, E, N, R_FWD};
use crate::{Breach, Seen, Setup};
use twinpath_spec::link::Kind;
use twinpath_spec::nvme::RESERVATION_CONFLICT;

/// A unit may act on what R_HOST said so many cycles ago.
const SETTLED: u64 = 16;
/// A command or a frame is in the table so many cycles after it was looked at.
const ENTERED: u64 = 400;
/// E of a refused write is given back within so many cycles, where no session ends meanwhile.
const GIVEN_BACK: u64 = 2_000;
/// Do Not Retry, in the status field.
const DNR: u16 = 1 << 14;

/// What R_HOST of both units said over time.
struct Holders<'a> {
    book: &'a Book,
}

impl Holders<'_> {
    /// What one unit's said at every moment from cycle `from` to `until`; `None` where the trace does not know.
    fn between(&self, unit: u8, from: u64, until: u64) -> impl Iterator<Item = Option<u8>> + '_ {
        let told = || self.book.holders.iter().filter(move |h| h.unit == unit);
        let first = told().rfind(|h| h.cycle <= from).map(|h| h.holder);
        let at_first = first.or((!self.book.part).then_some(0));
        let later = told().filter(move |h| h.cycle > from && h.cycle <= until).map(|h| Some(h.holder));
        std::iter::once(at_first).chain(later)
    }

    /// The unit refuses this host's writes all the time.
    fn bars(&self, unit: u8, host: u8, from: u64, until: u64) -> bool {
        self.between(unit, from, until).all(|holder| holder == Some(2 - host))
    }

    /// It may have refused one.
    fn may_bar(&self, unit: u8, host: u8, from: u64, until: u64) -> bool {
        let from = from.saturating_sub(SETTLED);
        self.between(unit, from, until).any(|holder| holder.is_none_or(|holder| holder == 2 - host))
    }
}

pub fn check(book: &Book, setup: Setup, breaches: &mut Vec<Breach>, seen: &mut Seen) {
    let holders = Holders { book };
    let mut breach = |rule, at, what| breaches.push(Breach { rule, cycle: book.cycle(at), what });
    for (tag, write) in book.whole_writes() {
        moves_nothing(&holders, *tag, write, setup, &mut breach);
        told_by_fin(&holders, *tag, write, &mut breach);
    }
    for command in book.commands.iter().filter(|c| c.write) {
        told_to_host(&holders, command, setup, seen, &mut breach);
    }
}

/// What comes in, or gets E(A1) or R_fwd, while the reservation is another's: nothing follows.
fn moves_nothing(
    holders: &Holders,
    tag: Tag,
    w: &Write,
    setup: Setup,
    breach: &mut impl FnMut(&'static str, usize, String),
) {
    let book = holders.book;
    // From the turn on, and a little before it, the unit refuses.
    let barred = |unit: u8, turn: usize, act: usize| {
        holders.bars(unit, tag.origin, book.cycle(turn).saturating_sub(SETTLED), book.cycle(act))
    };
    for turn in w.statuses.iter().filter(|s| s.unit == 0 && s.new == E) {
        let end = w.statuses.iter().find(|s| s.unit == 0 && s.at > turn.at && s.new == N).map_or(book.end, |s| s.at);
        let sent = [Kind::GRANT, Kind::REP_HEADER, Kind::REP].into_iter().flat_map(|kind| w.sent(kind)).map(|f| f.at);
        let begun = w.begun.iter().filter(|b| b.unit == 0).map(|b| b.at);
        let mut acts = sent.chain(begun).filter(|at| (turn.at..end).contains(at));
        if let Some(act) = acts.find(|act| barred(0, turn.at, *act)) {
            breach("R18", act, format!("{tag:?} is carried out, and another host holds the reservation"));
        }
        let late = book.cycle(end) > book.cycle(turn.at) + GIVEN_BACK && barred(0, turn.at, end);
        if late && !setup.sessions {
            breach("R18", end, format!("{tag:?} keeps E(A1), and another host holds the reservation"));
        }
    }
    // Refused at once, not when it has waited: it never enters its own unit's table, nor a forward the first unit's.
    for entry in w.statuses.iter().filter(|s| s.old == N && (s.unit == 0 || s.unit == tag.origin)) {
        let cycle = book.cycle(entry.at);
        if holders.bars(entry.unit, tag.origin, cycle.saturating_sub(ENTERED), cycle) {
            breach("D2", entry.at, format!("{tag:?} enters the table, and another host holds the reservation"));
        }
    }
    for forward in w.sent(Kind::FWD) {
        let turn = w.statuses.iter().rfind(|s| s.unit == 1 && s.new == R_FWD && s.at < forward.at);
        if turn.is_some_and(|turn| barred(1, turn.at, forward.at)) {
            breach("R19", forward.at, format!("{tag:?} is forwarded, and another host holds the reservation"));
        }
    }
}

/// FIN says Reservation Conflict when there is one, as its host will hear it.
fn told_by_fin(holders: &Holders, tag: Tag, w: &Write, breach: &mut impl FnMut(&'static str, usize, String)) {
    let book = holders.book;
    for fin in w.sent(Kind::FIN) {
        let status = fin.header.value as u16;
        let came = w.got(Kind::FWD).filter(|g| g.at < fin.at).last().map_or(0, |g| book.cycle(g.at));
        let turn = w.statuses.iter().rfind(|s| s.unit == 0 && s.new == E && s.at < fin.at && book.cycle(s.at) >= came);
        if is_conflict(status) && !holders.may_bar(0, tag.origin, came, book.cycle(fin.at)) {
            breach("R20", fin.at, format!("{tag:?} is refused for a reservation that nobody holds"));
        }
        // Only a reservation ends what has had its turn; and what comes in while there is one hears of nothing else.
        let throughout = holders.bars(0, tag.origin, came.saturating_sub(SETTLED), book.cycle(fin.at));
        if (turn.is_some() || throughout) && status != RESERVATION_CONFLICT.bits() {
            breach("R20", fin.at, format!("{tag:?} is refused for a reservation, with status {status:x}h"));
        }
    }
}

/// The host hears Reservation Conflict, for good, when there is one and only then.
fn told_to_host(
    holders: &Holders,
    command: &Command,
    setup: Setup,
    seen: &mut Seen,
    breach: &mut impl FnMut(&'static str, usize, String),
) {
    let book = holders.book;
    let Some((at, status, _)) = command.completed else { return };
    let (issued, ended, host) = (book.cycle(command.issued), book.cycle(at), command.unit);
    let conflict = is_conflict(status);
    seen.conflicts[usize::from(host)] += usize::from(conflict);
    let name = host + 1;
    if conflict && status & DNR == 0 {
        breach("R18", at, format!("host {name} may try again what a reservation refuses"));
    }
    let mut units = (0..=host).filter(|unit| holders.may_bar(*unit, host, issued, ended));
    if conflict && units.next().is_none() {
        breach("R18", at, format!("host {name} hears of a reservation that nobody holds"));
    }
    // Fetching a command takes longer than acting on R_HOST: its own unit knows from the beginning. A piece may hear of what befell another, and a cut is told first.
    if holders.bars(host, host, issued, ended) && !conflict && !command.piece && !setup.sessions {
        breach(
            "R18",
            at,
            format!("host {name}'s write ends with status {status:x}h, and another holds the reservation"),
        );
    }
    if holders.bars(0, host, issued, ended) && status == 0 {
        breach("R18", at, format!("host {name}'s write is done, and another holds the reservation"));
    }
}

fn is_conflict(status: u16) -> bool {
    status & 0x7ff == RESERVATION_CONFLICT.bits() & 0x7ff
}
