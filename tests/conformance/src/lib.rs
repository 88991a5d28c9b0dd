//! The numbered behaviours (R1 to R22, D3, D8), checked on the outside trace of the gates.
//!
//! [`check`] reads a trace of [`twinpath_group::trace::Event`]s and says every breach with its rule, cycle and write. It
//! knows the requirements, not the gates: no row rules, no counters, no model. What it needs of a run is a trace that
//! begins with both areas equal and ends at rest, and block contents that differ from write to write.

mod book;
mod histories;
pub mod lab;
mod moments;
pub mod replay;
mod rules;

pub use book::{Book, Tag, Write};

use std::fmt;
use twinpath_group::trace::Event;

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
}

/// How the run was set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// RETURN_DATA (R10).
    pub return_data: bool,
    /// The link was cut or lost frames: what is required once is required once a session.
    pub sessions: bool,
}

/// Everything that is wrong with a trace, and what it showed.
pub fn check(events: &[Event], setup: Setup) -> (Vec<Breach>, Seen) {
    let book = Book::read(events);
    let mut breaches = book.breaches.clone();
    let mut seen = Seen::default();
    rules::check(&book, setup, &mut breaches, &mut seen);
    histories::check(&book, &mut breaches, &mut seen);
    breaches.sort_by_key(|b| b.cycle);
    (breaches, seen)
}
