//! Replays an outside trace against the rules: every event must be a legal next step.
//!
//! The replay is a monitor with one automaton per row and block, a copy of both status tables, the frames under way and
//! the versions of every block. It takes time linear in the trace.

mod follower;
mod hosts;
mod orderer;
mod table;
mod wires;
mod write;

use std::collections::HashMap;
use std::fmt;

use crate::event::{Event, Kind, What};
use hosts::Hosts;
use table::Table;
use wires::Wires;
use write::Write;

/// Rows of a unit's own host; the peer's follow.
const ROWS: u8 = 32;
/// The orderer and the follower.
const S1: u8 = 0;
const S2: u8 = 1;

/// Numbers and modes of the card that the rules speak of.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Data slots that S1 may promise: six, and one of its own that it does not use.
    pub peer_slots: usize,
    /// How many of S1's the follower may fill unasked (fast handshake).
    pub fast: usize,
    /// ORDER=parallel: P2 does not wait for A1, and E(A2) is held until REL.
    pub parallel: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { peer_slots: 7, fast: 0, parallel: false }
    }
}

/// The first event that is not a legal next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its place in the trace; the trace's length if something is missing at the end.
    pub at: usize,
    pub event: Option<Event>,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.event {
            Some(event) => write!(f, "event {} at cycle {}: {}: {:?}", self.at, event.cycle, self.rule, event.what),
            None => write!(f, "end of the trace after {} events: {}", self.at, self.rule),
        }
    }
}

impl std::error::Error for Violation {}

/// The rule that an event breaks.
type Broken = &'static str;
type Legal = Result<(), Broken>;

/// `Err(rule)` unless `condition`.
fn must(condition: bool, rule: Broken) -> Legal {
    if condition {
        Ok(())
    } else {
        Err(rule)
    }
}

/// Replays a whole trace of a card with the usual numbers.
pub fn replay(trace: &[Event]) -> Result<(), Violation> {
    replay_with(trace, Limits::default())
}

/// Replays a whole trace.
pub fn replay_with(trace: &[Event], limits: Limits) -> Result<(), Violation> {
    let mut monitor = Monitor::new(limits);
    for (at, event) in trace.iter().enumerate() {
        monitor.now = at;
        monitor.step(&event.what).map_err(|rule| Violation { at, event: Some(event.clone()), rule })?;
    }
    monitor.end().map_err(|rule| Violation { at: trace.len(), event: None, rule })
}

/// One unit as the observer knows it.
#[derive(Default)]
struct Unit {
    table: Table,
    /// The session it is in.
    session: Option<u16>,
    last_session: u16,
    /// S1: GO was sent in this session. S2: it has come.
    go: bool,
    /// Writes known to it, by row.
    writes: Vec<Option<Write>>,
    /// S1: forwards whose row still shows the write before.
    coming: HashMap<u8, Write>,
    /// Version and value of each block of its area that was written.
    area: HashMap<u32, (u32, u32)>,
    /// Frames that it must still send about writes that are over.
    debts: Vec<Debt>,
    /// When its session began.
    up_at: usize,
    /// Frames sent and taken in this session.
    frames: (u32, u32),
}

/// A frame that must still be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Debt {
    kind: Kind,
    origin: u8,
    row: u8,
    wseq: u32,
    /// `None`: one of those that did not come; which is not seen from outside.
    index: Option<u8>,
}

struct Monitor {
    limits: Limits,
    /// Place of the event in hand.
    now: usize,
    units: [Unit; 2],
    wires: [Wires; 2],
    hosts: Hosts,
    /// S1: data REPs not acknowledged.
    spent: usize,
}

impl Monitor {
    fn new(limits: Limits) -> Self {
        let unit = || Unit { writes: (0..64).map(|_| None).collect(), ..Unit::default() };
        Monitor {
            limits,
            now: 0,
            units: [unit(), unit()],
            wires: Default::default(),
            hosts: Hosts::default(),
            spent: 0,
        }
    }

    fn step(&mut self, what: &What) -> Legal {
        match what {
            What::Issued { unit, cid, op, lba, blocks, values, piece } => {
                self.known(*unit)?;
                self.issued(*unit, *cid, (*op, *lba, *blocks), values, *piece)
            }
            What::Completed { unit, cid, status, values } => {
                self.known(*unit)?;
                self.completed(*unit, *cid, *status, values)
            }
            What::Reset { unit } => {
                self.known(*unit)?;
                self.reset(*unit);
                Ok(())
            }
            What::Status(change) => {
                self.known(change.unit)?;
                must(change.row < 2 * ROWS, "a table has 64 rows")?;
                self.changed(change)
            }
            What::Sent { unit, frame } => {
                self.known(*unit)?;
                must(frame.row < ROWS && frame.index < 32 && frame.origin < 2, "a frame's tag is in range")?;
                must(
                    self.units[usize::from(*unit)].session == Some(frame.session),
                    "only a session's frames are sent",
                )?;
                if *unit == S1 {
                    self.orderer_sends(frame)?;
                } else {
                    self.follower_sends(frame)?;
                }
                self.unit(*unit).frames.0 += 1;
                self.wires[usize::from(1 - *unit)].push(*frame);
                Ok(())
            }
            What::Delivered { unit, frame } => {
                self.known(*unit)?;
                must(
                    self.units[usize::from(*unit)].session == Some(frame.session),
                    "frames are taken in their session",
                )?;
                self.unit(*unit).frames.1 += 1;
                self.wires[usize::from(*unit)].pop(frame)?;
                if *unit == S1 {
                    self.orderer_gets(frame)
                } else {
                    self.follower_gets(frame)
                }
            }
            What::MediaBegin { unit, lba, origin, wseq } => {
                self.known(*unit)?;
                self.media_begins(*unit, *lba, *origin, *wseq)
            }
            What::MediaDurable { unit, lba, origin, wseq, value } => {
                self.known(*unit)?;
                self.media_durable(*unit, *lba, *origin, *wseq, *value)
            }
            What::MediaRefused { unit, lba } => {
                self.known(*unit)?;
                self.media_refused(*unit, *lba)
            }
            What::SessionUp { unit, session } => {
                self.known(*unit)?;
                self.session_up(*unit, *session)
            }
            What::SessionDown { unit, sent, taken } => {
                self.known(*unit)?;
                let counts = std::mem::take(&mut self.unit(*unit).frames);
                must(counts == (*sent, *taken), "every frame of a session is in the trace")?;
                self.session_down(*unit)
            }
        }
    }

    fn known(&self, unit: u8) -> Legal {
        must(unit < 2, "there are two units")
    }

    fn unit(&mut self, unit: u8) -> &mut Unit {
        &mut self.units[usize::from(unit)]
    }

    /// New commands are carried out: not before GO by the second unit.
    fn serves(&self, unit: u8) -> bool {
        let state = &self.units[usize::from(unit)];
        state.session.is_some() && (unit != S2 || state.go)
    }

    fn session_up(&mut self, unit: u8, session: u16) -> Legal {
        let now = self.now;
        let state = self.unit(unit);
        must(state.session.is_none(), "a session begins after the last one's end")?;
        must(session > state.last_session, "session numbers grow")?;
        state.session = Some(session);
        state.last_session = session;
        state.go = false;
        state.up_at = now;
        // What had come and has no row by now is forgotten.
        for place in &mut state.writes {
            *place = place.take().filter(|write| write.entered);
        }
        let ended = state.writes.iter().flatten().all(|write| !write.is_ahead());
        must(ended, "what was sent is durable on A1 before the next session")?;
        for write in state.writes.iter_mut().flatten() {
            write.session_begins(unit);
        }
        self.wires[usize::from(unit)].lose_before(session);
        Ok(())
    }

    fn session_down(&mut self, unit: u8) -> Legal {
        let state = self.unit(unit);
        state.session.take().ok_or("only a session can end")?;
        state.go = false;
        state.debts.clear();
        state.table.rows.values_mut().for_each(|entry| entry.lost = false);
        for write in state.writes.iter_mut().flatten().chain(state.coming.values_mut()) {
            write.session_ends(unit);
        }
        if unit == S1 {
            self.spent = 0;
        }
        Ok(())
    }

    /// Everything must have come to rest.
    fn end(&mut self) -> Legal {
        must(self.hosts.is_idle(), "every command is answered")?;
        must(self.units.iter().all(|unit| unit.table.is_empty()), "every row is released")?;
        must(self.units.iter().all(|unit| unit.session.is_some() && unit.go), "the pair ends in service")?;
        must(self.wires.iter().all(Wires::is_empty), "every frame arrives")?;
        must(self.units.iter().all(|unit| unit.debts.is_empty()), "every block is acknowledged or abandoned")?;
        must(self.units[0].area == self.units[1].area, "the areas are equal")
    }
}
