//! The outside trace of a pair: what an observer sees, the numbered behaviours (R1 to R22, D3, D8) checked on it, and
//! one write or a race as people read it.
//!
//! [`check`] says every breach with its rule, cycle and write. It knows the requirements, not the gates: no row rules, no
//! counters, no model. A whole trace begins with both areas equal and ends at rest, and block contents differ from write
//! to write. Of a pair at work, [`check_part`] judges what began and ended in the part that was seen.

mod book;
mod histories;
mod reserved;
mod rules;

pub mod event;
pub mod moments;
pub mod timeline;

pub use book::{Book, Tag, Write, E, N, R_FWD, WAITING};

use event::Event;
use std::fmt;

/// A breach of a numbered behaviour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub rule: &'static str,
    pub cycle: u64,
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} at cycle {}: {}", self.rule, self.cycle, self.what)
    }
}

/// What a run showed, besides being right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Writes of each host that were answered with success.
    pub writes: [usize; 2],
    pub reads: [usize; 2],
    /// Writes of each host that were answered Command Interrupted.
    pub interrupted: [usize; 2],
    /// Writes of each host that were answered Reservation Conflict.
    pub conflicts: [usize; 2],
    /// Pairs of writes, one of each host, that overlapped in blocks and in time.
    pub races: usize,
    /// W1 took E(A2) while an overlapping W2 was R_fwd (R12).
    pub overrides: usize,
    /// Reads that waited for a write.
    pub waiting_reads: usize,
    /// Writes that waited for another.
    pub waiting_writes: usize,
    /// Forwarded blocks whose data came back (R10).
    pub returned: usize,
    /// Forwarded blocks that came before a grant (fast handshake).
    pub unasked: usize,
}

/// How the run was set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setup {
    /// RETURN_DATA (R10).
    pub return_data: bool,
    /// The link was cut or lost frames: what is required once is required once a session.
    pub sessions: bool,
    /// REJECT_ON_BUSY (R18 to R20).
    pub reject_on_busy: bool,
    /// HANDSHAKE=fast: blocks that FWD announces need no grant; strict (R16) otherwise.
    pub fast_handshake: bool,
    /// ORDER=parallel: P2 does not wait for A1, and E(A2) lasts until REL; serial (R5) otherwise.
    pub parallel_order: bool,
}

/// Everything that is wrong with a whole trace, and what it showed.
pub fn check(events: &[Event], setup: Setup) -> (Vec<Breach>, Seen) {
    judge(&Book::read(events), setup)
}

/// Everything that is wrong with a part of a trace, as far as it can be told from the part alone.
pub fn check_part(events: &[Event], setup: Setup) -> (Vec<Breach>, Seen) {
    let mut book = Book::read(events);
    book.is_part();
    let sessions = book.sessions_change;
    judge(&book, Setup { sessions, ..setup })
}

fn judge(book: &Book, setup: Setup) -> (Vec<Breach>, Seen) {
    let mut breaches = book.breaches.clone();
    let mut seen = Seen::default();
    rules::check(book, setup, &mut breaches, &mut seen);
    histories::check(book, setup, &mut breaches, &mut seen);
    reserved::check(book, setup, &mut breaches, &mut seen);
    breaches.sort_by_key(|b| b.cycle);
    (breaches, seen)
}
