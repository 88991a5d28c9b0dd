//! What is said on `control.sock`: one JSON object a line, a [`Request`] and its [`Reply`] in turn.
//! `doc/control.md` describes it for others; fields may be added, never changed.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    Status,
    /// Enables or disables a path, at one unit or at both.
    SetPath {
        path: u32,
        enable: bool,
        #[serde(default)]
        unit: Option<u8>,
    },
    /// Sets modes at both units; one that is left out stays as it is.
    SetMode(Modes),
    /// Who holds the volume's reservation, at both units.
    Reserve {
        holder: Holder,
    },
    /// The trace rings; `from` has the number of the first entry wanted for each card, 0 where it is left out.
    Trace {
        #[serde(default)]
        from: Vec<u32>,
    },
    /// What an observer outside the simulated cards has seen since the last such request, and how many events of the
    /// outside trace to keep from now on.
    Observe {
        #[serde(default)]
        keep: usize,
    },
    /// Compares the areas of simulated cards, when no command is in flight.
    Compare,
}

/// Who holds the volume's reservation: only that unit's host may write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    #[default]
    None,
    First,
    Second,
}

impl Holder {
    pub fn word(self) -> &'static str {
        match self {
            Holder::None => "none",
            Holder::First => "first",
            Holder::Second => "second",
        }
    }
}

/// Modes to set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Modes {
    pub return_data: Option<bool>,
    pub reject_on_busy: Option<bool>,
    pub fast_handshake: Option<bool>,
    pub parallel_order: Option<bool>,
    pub wait_limit_cycles: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Status(Box<Status>),
    Trace(Trace),
    Observed(Observed),
    Compared(Compared),
    /// What was asked for has been done.
    Done {},
    Error(String),
}

/// The whole group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    pub topology: String,
    pub process: u32,
    pub size_bytes: u64,
    pub seed: u64,
    /// Of simulated cards: how the hosts' writes met.
    pub meetings: Option<Meetings>,
    pub cards: Vec<Card>,
}

/// Counted from the status ports of simulated cards, outside of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// Writes that entered their unit while an overlapping write of the other host was in flight.
    pub overlaps: u64,
    /// Transfers of the first unit that got E at the second while an overlapping write there was R_fwd.
    pub overrides: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// The group's clock.
    pub cycle: u64,
    pub meetings: Meetings,
    /// In order of `cycle`.
    pub events: Vec<twinpath_group::trace::Event>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Blocks of each area that hold something, by unit.
    pub written: Vec<u64>,
    /// The first block whose data or record differs.
    pub first_difference: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// 1: first (the orderer), 2: second.
    pub unit: u8,
    pub serial: String,
    pub model: String,
    /// Why its host is not served any more.
    pub failure: Option<String>,
    /// Core clock cycles since reset.
    pub cycle: u64,
    /// hold, draining, connecting, resuming or serving.
    pub state: String,
    pub epoch: u16,
    pub rows_live: u8,
    pub slots_used: u8,
    pub nvme_ready: bool,
    pub hold_limit_cycles: u64,
    pub return_data: bool,
    pub reject_on_busy: bool,
    pub fast_handshake: bool,
    pub parallel_order: bool,
    pub wait_limit_cycles: u64,
    /// What its register R_HOST says.
    #[serde(default)]
    pub holder: Holder,
    pub link: Link,
    pub paths: Vec<Path>,
    /// Counters of the unit and of its host's side, by name.
    pub counters: BTreeMap<String, u64>,
    /// The live rows of the status table.
    pub rows: Vec<Row>,
    /// Where this process serves the card's host; not of `twinpath card`, whose hosts are elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<Export>,
    /// As `export`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<Driver>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub up: bool,
    pub phy: bool,
    pub session: u16,
    /// Why the peer's last greeting was refused, if it was.
    #[serde(default)]
    pub refused: Option<String>,
    pub counters: BTreeMap<String, u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    pub path: u32,
    pub enabled: bool,
    pub draining: bool,
    pub busy: bool,
    /// Blocks begun.
    pub writes: u64,
    /// 64-bit beats and bytes of payload.
    pub beats: u64,
    pub bytes: u64,
    /// Cycles in which a beat was ready and could not move.
    pub stalls: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// 0 to 31: this unit's own commands, 32 to 63: the peer's.
    pub row: u32,
    pub lba: u32,
    pub blocks: u8,
    pub read: bool,
    pub exclusive: bool,
    pub forwarded: bool,
    pub wseq: u32,
    pub left: u8,
}

/// What the host's NBD clients did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub socket: String,
    pub clients: u64,
    pub reads: u64,
    pub writes: u64,
    pub flushes: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
    pub refused: u64,
    pub failed: u64,
}

/// What the driver did for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    pub commands: u64,
    /// Of them, those that each I/O queue brought.
    #[serde(default)]
    pub queues: Vec<u64>,
    pub completions: u64,
    pub doorbells: u64,
    pub retries: u64,
    pub restarts: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    pub cards: Vec<CardTrace>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardTrace {
    pub unit: u8,
    /// Where the next reading begins.
    pub next: u32,
    /// Entries that were overwritten before they could be read.
    pub lost: u32,
    pub entries: Vec<TraceEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceEntry {
    pub number: u32,
    pub cycle: u64,
    pub event: String,
    /// Row of the status table at this unit, and block of the write.
    pub row: u8,
    pub index: u8,
    pub lba: u32,
    pub wseq: u32,
}

/// What `serve --json` and `card --json` print, one object a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Announcement {
    Ready {
        topology: String,
        size_bytes: u64,
        seed: u64,
        sockets: Vec<String>,
        /// Ways to the volumes besides NBD: vhost-user-blk sockets, block devices.
        #[serde(default)]
        others: Vec<String>,
        control: String,
    },
    /// Simulated cards answer at these vfio-user sockets.
    Cards {
        size_bytes: u64,
        seed: u64,
        sockets: Vec<String>,
    },
    Summary(Box<Status>),
}
