//! Everything that can differ between two moments, and nothing else: equal states have equal futures.

use super::{Monitor, Spec};
use crate::event::{Kind, Status};

/// Rows per host; a unit's table has as many again for the peer's writes.
pub const ROWS: usize = 2;
/// Blocks of the volume.
pub const LBAS: usize = 4;
/// Blocks of the longest command.
pub const WIDE: usize = 3;
/// No command.
pub const NOBODY: u8 = u8::MAX;

/// How far one block of a write is, seen by one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Block {
    #[default]
    Todo,
    /// S1: slot reserved and GRANT sent. S2: GRANT received.
    Granted,
    /// S1: in a slot, not yet durable. S2: DATA sent (the slot is kept unless the data come back).
    Have,
    /// S1: durable on A1.
    Durable,
    /// S1: returned to S2 without data.
    Sent,
    /// S1: returned to S2 with data, one credit taken.
    SentData,
    /// S1, parallel order: returned, returned with data, acknowledged, each before it is durable on A1.
    Ahead,
    AheadData,
    AheadDone,
    /// S2: returned without data, the local slot holds them.
    Back,
    /// S2: returned with data, which lie in a peer's slot.
    BackData,
    /// S1: acknowledged. S2: durable on A2. Reads: read.
    Done,
    /// It will not come.
    Gone,
}

impl Block {
    /// Nothing more happens to it.
    pub fn is_resolved(self) -> bool {
        matches!(self, Block::Done | Block::Gone)
    }

    /// Durable on A1 and not acknowledged.
    pub fn is_unacknowledged(self) -> bool {
        matches!(self, Block::Durable | Block::Sent | Block::SentData)
    }

    /// On its way to A2, or there, and not durable on A1.
    pub fn is_ahead(self) -> bool {
        matches!(self, Block::Ahead | Block::AheadData | Block::AheadDone)
    }

    /// S1 holds its data in a slot.
    pub fn is_in_slot(self) -> bool {
        self == Block::Have || self.is_unacknowledged() || self.is_ahead()
    }
}

/// A row: a command context and its entry in the status table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The command, or `NOBODY`.
    pub op: u8,
    /// Session in which the write got its number.
    pub born: u8,
    /// `N`: not in the table.
    pub status: Status,
    /// Rows that this one waits for, one bit each.
    pub waits: u8,
    pub blocks: [Block; WIDE],
    /// The REP header was sent (S1) or received (S2).
    pub header: bool,
    /// Fast handshake: the first blocks, so many, are sent unasked.
    pub fast: u8,
    /// S2: blocks of the header not yet resolved.
    pub due: u8,
    /// The host has been answered, or is gone, although the row is still open.
    pub answered: bool,
    /// Its host was reset in this session.
    pub lost: bool,
    /// A block could not be fetched. At S1, of a forward: it is refused.
    pub failed: bool,
    /// Leaves the table when its turn comes.
    pub dead: bool,
    /// S2: an own write that waits for GO (or for its old blocks to come back), whether its turn has come or not.
    pub parked: bool,
    /// S1: it was open when the session began; GO waits for it.
    pub old: bool,
}

impl Row {
    pub const VACANT: Row = Row {
        op: NOBODY,
        born: 0,
        status: Status::N,
        waits: 0,
        blocks: [Block::Todo; WIDE],
        header: false,
        fast: 0,
        due: 0,
        answered: false,
        lost: false,
        failed: false,
        dead: false,
        parked: false,
        old: false,
    };

    pub fn is_open(&self) -> bool {
        self.op != NOBODY
    }
}

/// What a unit is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Serve,
    /// Session down: no new job starts.
    Hold,
    /// Drained: waits for a session.
    Ready,
    /// S2 in a new session: blocks of the old one come back, own writes wait for GO.
    Resume,
}

/// One unit and its area.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    pub phase: Phase,
    /// It believes in its session.
    pub up: bool,
    /// Own rows, then the peer's.
    pub rows: [Row; 2 * ROWS],
    /// The host that has reserved the namespace, or `NOBODY`.
    pub holder: u8,
    /// Per block: 0, or 1 + the command that wrote it.
    pub area: [u8; LBAS],
}

/// A frame under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wire {
    pub kind: Kind,
    /// The write and its row at its entry unit.
    pub op: u8,
    pub row: u8,
    pub born: u8,
    pub index: u8,
    /// REP header: how many blocks will be returned. FWD: how many follow unasked. FIN: 1 if it was a compare's turn.
    pub blocks: u8,
    pub data: bool,
}

/// One direction of the link. Control frames may overtake data frames, never the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wires {
    pub queue: Vec<Wire>,
}

/// The whole pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub units: [Unit; 2],
    /// Frames towards each unit.
    pub wires: [Wires; 2],
    /// Frames that are sent arrive.
    pub alive: bool,
    pub session: u8,
    /// S1 has not yet sent this session's GO.
    pub go_due: bool,
    pub cuts: u8,
    pub resets: u8,
    pub monitor: Monitor,
}

impl State {
    /// Both areas equal, both units serving in session 1, nothing issued.
    pub fn start(spec: &Spec) -> State {
        let unit =
            Unit { phase: Phase::Serve, up: true, rows: [Row::VACANT; 2 * ROWS], holder: NOBODY, area: [0; LBAS] };
        State {
            units: [unit.clone(), unit],
            wires: Default::default(),
            alive: true,
            session: 1,
            go_due: false,
            cuts: 0,
            resets: 0,
            monitor: Monitor::new(spec),
        }
    }
}
