//! The control window (BAR2): identity, paths, modes, link, status table, trace.
//!
//! Everything is read through the register declarations of [`twinpath_spec::control`]. Values that span several registers
//! are read one after the other: under load a table of rows is a walk past a moving scene, not a photograph.

use crate::error::{present64, DriverError};
use crate::transport::{Bar, Transport};
use crate::Result;
use std::sync::Arc;
use twinpath_spec::control as window;
use twinpath_spec::register::Register;

/// The control window of one card; usable from any thread.
#[derive(Clone)]
pub struct ControlWindow {
    transport: Arc<dyn Transport>,
}

/// What the card says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub version: u64,
    pub board: u8,
    /// 0: first, 1: second unit of its pair.
    pub unit: u8,
    pub serial: u64,
    /// Size of the volume in blocks of 4 KiB.
    pub volume_blocks: u32,
    pub links: u8,
    pub queues: u8,
    pub rows: u8,
    pub slots: u8,
    pub paths: u8,
    pub trace_entries: u16,
}

/// One of the five paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// 1 to 5.
    pub number: u32,
    pub enabled: bool,
    /// Disabled, with admitted writes not yet finished.
    pub draining: bool,
    pub busy: bool,
    /// Blocks begun.
    pub writes: u64,
    pub beats: u64,
    pub bytes: u64,
    pub stalls: u64,
}

/// How the pair works: each a field of the register MODE, by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    /// A forwarded write's data comes back over path 2.
    pub return_data: bool,
    /// A write that overlaps with another is refused, not queued.
    pub reject_on_busy: bool,
    /// A forwarded write's first block goes with its header; a change ends the session.
    pub fast_handshake: bool,
    /// A block goes to the second area while the first is written; a change ends the session.
    pub parallel_order: bool,
}

/// Who holds the namespace's reservation: only that host may write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    #[default]
    Nobody,
    /// The first unit's host.
    First,
    Second,
}

/// What a unit is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitState {
    Hold,
    Draining,
    Connecting,
    Resuming,
    Serving,
    Unknown(u8),
}

/// State and counters of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub state: UnitState,
    pub epoch: u16,
    pub rows_live: u8,
    pub slots_used: u8,
    pub nvme_ready: bool,
    /// How long commands are held while the link is down, in cycles.
    pub hold_limit: u64,
    /// Cycles after which a command that waits for another gets a retryable status.
    pub wait_limit: u64,
    pub overrides: u32,
    pub grants: u32,
    pub waits: u32,
    pub gate_faults: u32,
    pub protocol_faults: u32,
    pub integrity_faults: u32,
    pub reads: u32,
}

/// A counter by the name of its register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    pub name: &'static str,
    pub value: u64,
}

/// State and counters of the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub up: bool,
    pub phy: bool,
    pub session: u16,
    /// Why the last greeting was refused (`twinpath_spec::link::refusal`).
    pub refusal: u8,
    pub counters: Vec<Counter>,
}

/// A live row of the status table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub number: u32,
    pub lba: u32,
    pub blocks: u8,
    pub read: bool,
    /// E, or a read in progress.
    pub exclusive: bool,
    /// R_fwd.
    pub forwarded: bool,
    pub wseq: u32,
    /// Blocks not yet resolved.
    pub left: u8,
}

/// An entry of the trace ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceEntry {
    /// Its number since reset; consecutive.
    pub number: u32,
    pub cycle: u64,
    pub kind: u8,
    pub row: u8,
    pub index: u8,
    pub lba: u32,
    pub wseq: u32,
}

/// What the trace ring held when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Oldest first.
    pub entries: Vec<TraceEntry>,
    /// Entries between the last reading and this one that had been overwritten.
    pub lost: u32,
    /// Number of the entry that will be written next; the next reading begins there.
    pub next: u32,
}

impl ControlWindow {
    /// Opens the window of a card that introduces itself in a version that this driver speaks.
    pub fn open(transport: Arc<dyn Transport>) -> Result<ControlWindow> {
        let control = ControlWindow { transport };
        let found = control.read(&window::MAGIC, 0)?;
        if found != window::MAGIC_VALUE {
            return Err(DriverError::NotACard { found });
        }
        let (found, known) = (control.read(&window::VERSION, 0)?, window::VERSION_VALUE);
        if found != known {
            return Err(DriverError::Version { found, known });
        }
        Ok(control)
    }

    /// The window of a controller that has none: its transport refuses every access.
    pub(crate) fn absent(transport: Arc<dyn Transport>) -> ControlWindow {
        ControlWindow { transport }
    }

    pub fn identity(&self) -> Result<Identity> {
        let board = self.read(&window::BOARD, 0)?;
        let has = self.read(&window::CAPABILITIES, 0)?;
        Ok(Identity {
            version: self.read(&window::VERSION, 0)?,
            board: get(&window::BOARD, "board", board) as u8,
            unit: get(&window::BOARD, "unit", board) as u8,
            serial: self.read(&window::SERIAL, 0)?,
            volume_blocks: self.field(&window::VOLUME, 0, "blocks")? as u32,
            links: get(&window::CAPABILITIES, "links", has) as u8,
            queues: get(&window::CAPABILITIES, "queues", has) as u8,
            rows: get(&window::CAPABILITIES, "rows", has) as u8,
            slots: get(&window::CAPABILITIES, "slots", has) as u8,
            paths: get(&window::CAPABILITIES, "paths", has) as u8,
            trace_entries: get(&window::CAPABILITIES, "trace_entries", has) as u16,
        })
    }

    /// Core clock cycles since reset.
    pub fn cycles(&self) -> Result<u64> {
        self.field(&window::CYCLES, 0, "cycles")
    }

    /// Path `number`, 1 to 5.
    pub fn path(&self, number: u32) -> Result<Path> {
        let n = path_index(number)?;
        let state = self.read(&window::PATH_STATE, n)?;
        Ok(Path {
            number,
            enabled: self.field(&window::PATH_CONTROL, n, "enable")? == 1,
            draining: get(&window::PATH_STATE, "draining", state) == 1,
            busy: get(&window::PATH_STATE, "busy", state) == 1,
            writes: self.field(&window::PATH_WRITES, n, "count")?,
            beats: self.field(&window::PATH_BEATS, n, "count")?,
            bytes: self.field(&window::PATH_BYTES, n, "count")?,
            stalls: self.field(&window::PATH_STALLS, n, "count")?,
        })
    }

    /// All paths.
    pub fn paths(&self) -> Result<Vec<Path>> {
        (1..=window::PATHS).map(|number| self.path(number)).collect()
    }

    /// Enables or disables path `number`. Disabling lets admitted writes finish: [`Path::draining`] shows it.
    pub fn set_path(&self, number: u32, enable: bool) -> Result<()> {
        self.set(&window::PATH_CONTROL, path_index(number)?, "enable", u64::from(enable))
    }

    pub fn mode(&self) -> Result<Mode> {
        let value = self.read(&window::MODE, 0)?;
        let is = |name| get(&window::MODE, name, value) == 1;
        Ok(Mode {
            return_data: is("return_data"),
            reject_on_busy: is("reject_on_busy"),
            fast_handshake: is("fast_handshake"),
            parallel_order: is("parallel_order"),
        })
    }

    /// Sets the modes; do it while no write is in flight.
    pub fn set_mode(&self, mode: Mode) -> Result<()> {
        let Mode { return_data, reject_on_busy, fast_handshake, parallel_order } = mode;
        let fields = [
            ("return_data", return_data),
            ("reject_on_busy", reject_on_busy),
            ("fast_handshake", fast_handshake),
            ("parallel_order", parallel_order),
        ];
        for (name, on) in fields {
            self.set(&window::MODE, 0, name, u64::from(on))?;
        }
        Ok(())
    }

    /// What this unit's register R_HOST says.
    ///
    /// # Errors
    /// The card does not answer, or shows a value that no interface version has.
    pub fn holder(&self) -> Result<Holder> {
        let found = self.field(&window::R_HOST, 0, "holder")?;
        let known = [Holder::Nobody, Holder::First, Holder::Second].into_iter().find(|h| h.number() == found);
        known.ok_or(DriverError::Unfit { what: "R_HOST", found, needed: "0, 1 or 2" })
    }

    /// Sets this unit's register R_HOST. The reservation is given at the first unit, which decides, and then at the second;
    /// it is taken back in the other order, so that the second never refuses what the first would take.
    ///
    /// # Errors
    /// The card does not answer, or does not keep the value.
    pub fn set_holder(&self, holder: Holder) -> Result<()> {
        self.set(&window::R_HOST, 0, "holder", holder.number())
    }

    /// Sets how long commands are held while the link is down, in cycles.
    pub fn set_hold_limit(&self, cycles: u64) -> Result<()> {
        self.set(&window::HOLD_LIMIT, 0, "cycles", cycles)
    }

    /// Sets how long a command waits for an overlapping one, in cycles.
    pub fn set_wait_limit(&self, cycles: u64) -> Result<()> {
        self.set(&window::WAIT_LIMIT, 0, "cycles", cycles)
    }

    pub fn unit(&self) -> Result<Unit> {
        let state = self.read(&window::UNIT_STATE, 0)?;
        let count = |register| Ok::<u32, DriverError>(self.field(register, 0, "count")? as u32);
        Ok(Unit {
            state: UnitState::from_number(get(&window::UNIT_STATE, "state", state) as u8),
            epoch: self.field(&window::EPOCH, 0, "epoch")? as u16,
            rows_live: get(&window::UNIT_STATE, "rows_live", state) as u8,
            slots_used: get(&window::UNIT_STATE, "slots_used", state) as u8,
            nvme_ready: get(&window::UNIT_STATE, "nvme_ready", state) == 1,
            hold_limit: self.field(&window::HOLD_LIMIT, 0, "cycles")?,
            wait_limit: self.field(&window::WAIT_LIMIT, 0, "cycles")?,
            overrides: count(&window::OVERRIDES)?,
            grants: count(&window::GRANTS)?,
            waits: count(&window::WAITS)?,
            gate_faults: count(&window::GATE_FAULTS)?,
            protocol_faults: count(&window::PROTOCOL_FAULTS)?,
            integrity_faults: count(&window::INTEGRITY_FAULTS)?,
            reads: count(&window::READS)?,
        })
    }

    pub fn link(&self) -> Result<Link> {
        let state = self.read(&window::LINK_STATE, 0)?;
        Ok(Link {
            up: get(&window::LINK_STATE, "up", state) == 1,
            phy: get(&window::LINK_STATE, "phy", state) == 1,
            session: get(&window::LINK_STATE, "session", state) as u16,
            refusal: get(&window::LINK_STATE, "refusal", state) as u8,
            counters: self.counters(&window::LINK_COUNTERS)?,
        })
    }

    /// Counters of the host's side: TLPs, commands, what was refused.
    pub fn host_counters(&self) -> Result<Vec<Counter>> {
        self.counters(&window::HOST_COUNTERS)
    }

    /// The live rows of the status table.
    pub fn rows(&self) -> Result<Vec<Row>> {
        let mut rows = vec![];
        for number in 0..window::ROW_RANGE.count {
            let range = self.read(&window::ROW_RANGE, number)?;
            let bit = |name| get(&window::ROW_RANGE, name, range) == 1;
            if bit("valid") {
                let tag = self.read(&window::ROW_TAG, number)?;
                rows.push(Row {
                    number,
                    lba: get(&window::ROW_RANGE, "lba", range) as u32,
                    blocks: get(&window::ROW_RANGE, "blocks", range) as u8,
                    read: bit("read"),
                    exclusive: bit("exclusive"),
                    forwarded: bit("forwarded"),
                    wseq: get(&window::ROW_TAG, "wseq", tag) as u32,
                    left: get(&window::ROW_TAG, "left", tag) as u8,
                });
            }
        }
        Ok(rows)
    }

    /// The entries of the trace ring from number `from` on, as far as the ring still has them; 0 after a reset, then
    /// [`Trace::next`] of the last reading. The card goes on writing meanwhile: an entry that may have been overwritten
    /// while it was read counts as lost.
    pub fn trace(&self, from: u32) -> Result<Trace> {
        let head = self.trace_head()?;
        let ring = window::TRACE_ENTRIES;
        // A number ahead of the card is from before its reset.
        let from = if (head.wrapping_sub(from) as i32) < 0 { 0 } else { from };
        let wanted = head.wrapping_sub(from).min(ring);
        let mut entries = Vec::with_capacity(wanted as usize);
        for number in (0..wanted).map(|at| head.wrapping_sub(wanted).wrapping_add(at)) {
            entries.push(self.trace_entry(number)?);
        }
        // The slot of entry n is written again by entry n + ring: everything older than head - ring may be torn, and the
        // entry being written right now as well.
        let oldest_whole = self.trace_head()?.wrapping_sub(ring).wrapping_add(1);
        let torn = oldest_whole.wrapping_sub(head.wrapping_sub(wanted)) as i32;
        entries.drain(..(torn.max(0) as usize).min(entries.len()));
        let lost = head.wrapping_sub(from) - entries.len() as u32;
        Ok(Trace { entries, lost, next: head })
    }

    /// Reads the n-th register of a declaration.
    pub fn read(&self, register: &'static Register, n: u32) -> Result<u64> {
        present64(register.name, self.transport.read64(Bar::Control, u64::from(register.at(n)))?)
    }

    /// Writes the n-th register of a declaration.
    pub fn write(&self, register: &'static Register, n: u32, value: u64) -> Result<()> {
        Ok(self.transport.write64(Bar::Control, u64::from(register.at(n)), value)?)
    }

    fn field(&self, register: &'static Register, n: u32, name: &str) -> Result<u64> {
        Ok(get(register, name, self.read(register, n)?))
    }

    /// Changes one field and reads it back: the write has arrived when this returns.
    fn set(&self, register: &'static Register, n: u32, name: &str, value: u64) -> Result<()> {
        let field = register.field(name);
        if value > field.max() {
            let (name, max) = (register.name, field.max());
            return Err(DriverError::Argument(format!("{name} takes values up to {max}, not {value}")));
        }
        let others = self.read(register, n)? & !field.put(u64::MAX);
        self.write(register, n, others | field.put(value))?;
        match self.field(register, n, name)? {
            now if now == value => Ok(()),
            now => Err(DriverError::Unfit { what: register.name, found: now, needed: "the value written before" }),
        }
    }

    fn counters(&self, registers: &'static [Register]) -> Result<Vec<Counter>> {
        let read =
            |register: &'static Register| Ok(Counter { name: register.name, value: self.field(register, 0, "count")? });
        registers.iter().map(read).collect()
    }

    fn trace_head(&self) -> Result<u32> {
        Ok(self.field(&window::TRACE_HEAD, 0, "count")? as u32)
    }

    fn trace_entry(&self, number: u32) -> Result<TraceEntry> {
        let n = number % window::TRACE_ENTRIES;
        let event = self.read(&window::TRACE_EVENT, n)?;
        // Any value is possible here, all ones included.
        let detail = self.transport.read64(Bar::Control, u64::from(window::TRACE_DETAIL.at(n)))?;
        Ok(TraceEntry {
            number,
            cycle: get(&window::TRACE_EVENT, "cycle", event),
            kind: get(&window::TRACE_EVENT, "kind", event) as u8,
            row: get(&window::TRACE_EVENT, "row", event) as u8,
            index: get(&window::TRACE_EVENT, "index", event) as u8,
            lba: get(&window::TRACE_DETAIL, "lba", detail) as u32,
            wseq: get(&window::TRACE_DETAIL, "wseq", detail) as u32,
        })
    }
}

impl TraceEntry {
    /// What happened, in a word.
    pub fn word(&self) -> &'static str {
        window::TRACE_KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("unknown", |(_, word)| word)
    }
}

impl Holder {
    fn number(self) -> u64 {
        u64::from(match self {
            Holder::Nobody => window::holder::NOBODY,
            Holder::First => window::holder::FIRST,
            Holder::Second => window::holder::SECOND,
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            Holder::Nobody => "nobody",
            Holder::First => "first",
            Holder::Second => "second",
        }
    }
}

impl UnitState {
    fn from_number(number: u8) -> UnitState {
        match number {
            0 => UnitState::Hold,
            1 => UnitState::Draining,
            2 => UnitState::Connecting,
            3 => UnitState::Resuming,
            4 => UnitState::Serving,
            other => UnitState::Unknown(other),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            UnitState::Hold => "hold",
            UnitState::Draining => "draining",
            UnitState::Connecting => "connecting",
            UnitState::Resuming => "resuming",
            UnitState::Serving => "serving",
            UnitState::Unknown(_) => "unknown",
        }
    }
}

fn get(register: &Register, field: &str, value: u64) -> u64 {
    register.field(field).of(value)
}

fn path_index(number: u32) -> Result<u32> {
    if (1..=window::PATHS).contains(&number) {
        Ok(number - 1)
    } else {
        Err(DriverError::Argument(format!("there is no path {number}: paths are 1 to {}", window::PATHS)))
    }
}
