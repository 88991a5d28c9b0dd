//! What there is to say about a running group, and what may be set.

use super::{Member, Outside, Served, LOOK_NS, SETTLE_NS};
use crate::protocol::{
    Card, CardTrace, Compared, Driver, Export, Holder, Link, Modes, Path, Reply, Request, Row, Status, Trace,
    TraceEntry,
};
use anyhow::{bail, Context, Result};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use twinpath_driver::{Counter, Mode};
use twinpath_export::View;
use twinpath_spec::link::refusal;

/// The parts of a running group that its status speaks of.
pub struct Group {
    pub topology: String,
    pub size_bytes: u64,
    pub seed: u64,
    pub members: Vec<Member>,
    pub outside: Option<Box<dyn Outside>>,
}

impl Group {
    pub fn answer(&self, request: &Request) -> Reply {
        let done = match request {
            Request::Status => self.status().map(|status| Reply::Status(Box::new(status))),
            Request::Trace { from } => self.trace(from).map(Reply::Trace),
            Request::SetPath { path, enable, unit } => self.set_path(*path, *enable, *unit),
            Request::SetMode(modes) => self.set_mode(modes),
            Request::Reserve { holder } => self.reserve(*holder),
            Request::Observe { keep } => self.outside().map(|outside| Reply::Observed(outside.observe(*keep))),
            Request::Compare => self.compare().map(Reply::Compared),
        };
        done.unwrap_or_else(|error| Reply::Error(format!("{error:#}")))
    }

    pub fn status(&self) -> Result<Status> {
        let cards = self.members.iter().map(|member| card(member).with_context(|| format!("card {}", member.unit)));
        Ok(Status {
            topology: self.topology.clone(),
            process: std::process::id(),
            size_bytes: self.size_bytes,
            seed: self.seed,
            meetings: self.outside.as_ref().map(|outside| outside.meetings()),
            cards: cards.collect::<Result<_>>()?,
        })
    }

    fn outside(&self) -> Result<&dyn Outside> {
        self.outside.as_deref().context("only simulated cards can be looked at from outside")
    }

    fn compare(&self) -> Result<Compared> {
        let outside = self.outside()?;
        self.settle(SETTLE_NS, LOOK_NS);
        for member in &self.members {
            let live = member.control.unit()?.rows_live;
            if live > 0 {
                bail!("unit {} has {live} commands in flight: areas are compared at rest", member.unit);
            }
        }
        Ok(outside.compare())
    }

    /// Lets the cards work until no row of a status table is live, for `limit_ns` of card time at most.
    pub fn settle(&self, limit_ns: u64, look_ns: u64) {
        for member in &self.members {
            let until = member.transport.now_ns() + limit_ns;
            while member.transport.now_ns() < until {
                let now = member.transport.now_ns();
                let idle = member.control.unit().map(|unit| unit.rows_live == 0);
                // A card that does not answer shows in the status.
                if idle.unwrap_or(true) || member.transport.wait(0, now + look_ns).is_err() {
                    break;
                }
            }
        }
    }

    fn trace(&self, from: &[u32]) -> Result<Trace> {
        let cards = self.members.iter().enumerate().map(|(at, member)| {
            let trace = member.control.trace(from.get(at).copied().unwrap_or(0))?;
            let entries = trace.entries.iter().map(|entry| TraceEntry {
                number: entry.number,
                cycle: entry.cycle,
                event: entry.word().to_owned(),
                row: entry.row,
                index: entry.index,
                lba: entry.lba,
                wseq: entry.wseq,
            });
            Ok(CardTrace { unit: member.unit, next: trace.next, lost: trace.lost, entries: entries.collect() })
        });
        Ok(Trace { cards: cards.collect::<Result<_>>()? })
    }

    fn set_path(&self, path: u32, enable: bool, unit: Option<u8>) -> Result<Reply> {
        if unit.is_some_and(|unit| self.members.iter().all(|member| member.unit != unit)) {
            bail!("there is no unit {}: units are 1 to {}", unit.unwrap_or_default(), self.members.len());
        }
        for member in self.members.iter().filter(|member| unit.is_none_or(|unit| member.unit == unit)) {
            member.control.set_path(path, enable)?;
        }
        Ok(Reply::Done {})
    }

    fn set_mode(&self, modes: &Modes) -> Result<Reply> {
        for Member { control, .. } in &self.members {
            let now = control.mode()?;
            control.set_mode(Mode {
                return_data: modes.return_data.unwrap_or(now.return_data),
                reject_on_busy: modes.reject_on_busy.unwrap_or(now.reject_on_busy),
                fast_handshake: modes.fast_handshake.unwrap_or(now.fast_handshake),
                parallel_order: modes.parallel_order.unwrap_or(now.parallel_order),
            })?;
            if let Some(cycles) = modes.wait_limit_cycles {
                control.set_wait_limit(cycles)?;
            }
        }
        Ok(Reply::Done {})
    }

    /// The first unit decides, the second only filters its own host's writes. So that it never refuses what the first would
    /// take, also when this breaks off, its register is set last when it begins to filter and first when it ends.
    fn reserve(&self, holder: Holder) -> Result<Reply> {
        let value = match holder {
            Holder::None => twinpath_driver::Holder::Nobody,
            Holder::First => twinpath_driver::Holder::First,
            Holder::Second => twinpath_driver::Holder::Second,
        };
        let mut members: Vec<&Member> = self.members.iter().collect();
        members.sort_by_key(|member| member.unit);
        if holder != Holder::First {
            members.reverse();
        }
        for member in members {
            member.control.set_holder(value).with_context(|| format!("unit {}", member.unit))?;
        }
        Ok(Reply::Done {})
    }
}

fn holder(holder: twinpath_driver::Holder) -> Holder {
    match holder {
        twinpath_driver::Holder::Nobody => Holder::None,
        twinpath_driver::Holder::First => Holder::First,
        twinpath_driver::Holder::Second => Holder::Second,
    }
}

fn card(member: &Member) -> Result<Card> {
    let control = &member.control;
    let (unit, link, mode) = (control.unit()?, control.link()?, control.mode()?);
    let mut counters = by_name(&control.host_counters()?);
    for (name, value) in [
        ("OVERRIDES", unit.overrides),
        ("GRANTS", unit.grants),
        ("WAITS", unit.waits),
        ("GATE_FAULTS", unit.gate_faults),
        ("PROTOCOL_FAULTS", unit.protocol_faults),
        ("INTEGRITY_FAULTS", unit.integrity_faults),
        ("READS", unit.reads),
    ] {
        counters.insert(name.to_owned(), u64::from(value));
    }
    Ok(Card {
        unit: member.unit,
        serial: member.serial.clone(),
        model: member.model.clone(),
        failure: member.served.as_ref().and_then(|served| served.disk.failure()),
        cycle: control.cycles()?,
        state: unit.state.word().to_owned(),
        epoch: unit.epoch,
        rows_live: unit.rows_live,
        slots_used: unit.slots_used,
        nvme_ready: unit.nvme_ready,
        hold_limit_cycles: unit.hold_limit,
        return_data: mode.return_data,
        reject_on_busy: mode.reject_on_busy,
        fast_handshake: mode.fast_handshake,
        parallel_order: mode.parallel_order,
        wait_limit_cycles: unit.wait_limit,
        holder: holder(control.holder()?),
        link: Link {
            up: link.up,
            phy: link.phy,
            session: link.session,
            refused: refusal::text(link.refusal).map(str::to_owned),
            counters: by_name(&link.counters),
        },
        paths: control.paths()?.into_iter().map(path).collect(),
        counters,
        rows: control.rows()?.into_iter().map(row).collect(),
        export: member.served.as_ref().map(|served| exported(&served.export)),
        driver: member.served.as_ref().map(driver),
    })
}

fn by_name(counters: &[Counter]) -> BTreeMap<String, u64> {
    counters.iter().map(|counter| (counter.name.to_owned(), counter.value)).collect()
}

fn path(path: twinpath_driver::Path) -> Path {
    let twinpath_driver::Path { number, enabled, draining, busy, writes, beats, bytes, stalls } = path;
    Path { path: number, enabled, draining, busy, writes, beats, bytes, stalls }
}

fn row(row: twinpath_driver::Row) -> Row {
    let twinpath_driver::Row { number, lba, blocks, read, exclusive, forwarded, wseq, left } = row;
    Row { row: number, lba, blocks, read, exclusive, forwarded, wseq, left }
}

fn exported(view: &View) -> Export {
    let summary = view.summary();
    Export {
        socket: view.path().display().to_string(),
        clients: summary.clients,
        reads: summary.reads,
        writes: summary.writes,
        flushes: summary.flushes,
        bytes_read: summary.bytes_read,
        bytes_written: summary.bytes_written,
        refused: summary.refused,
        failed: summary.failed,
    }
}

fn driver(served: &Served) -> Driver {
    let work = served.disk.work();
    let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let queues = served.disk.commands();
    Driver {
        commands: queues.iter().sum(),
        queues,
        completions: now(&work.completions),
        doorbells: now(&work.doorbells),
        retries: now(&work.retries),
        restarts: now(&work.restarts),
    }
}
