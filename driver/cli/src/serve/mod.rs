//! `twinpath serve`: cards, a driver and an NBD socket for each (other ways: `ways`), the control socket, and their end.

mod bus;
pub mod control;
mod disk;
pub mod pair;
pub mod report;
pub mod signals;
#[cfg(test)]
mod tests;
mod user;
mod ways;

use crate::arguments::{ServeOptions, Topology};
use crate::directory::{Directory, Lock};
use crate::protocol::{Announcement, Compared, Meetings, Observed, Status};
use crate::show;
use anyhow::{bail, Context, Result};
use disk::{Disk, Lanes};
use std::sync::Arc;
use twinpath_driver::transport::Transport;
use twinpath_driver::{Card, ControlWindow, DriverError, Options, UnitState};
use twinpath_export::{Server, View};

/// I/O queues of a card, as far as it grants them (ours grant four), and commands in flight in all of them together: it has places for 32.
const QUEUES: u16 = 4;
const DEPTH: u16 = 64;
/// Card time in which the last writes' releases must be done.
const SETTLE_NS: u64 = 1_000_000;
/// Card time between two looks.
const LOOK_NS: u64 = 2_000;

/// A group of cards, however it was made.
pub struct Cards {
    /// What they are together.
    pub topology: &'static str,
    pub transports: Vec<Arc<dyn Transport>>,
    /// How the driver works with each.
    pub options: Options,
    /// Card time in which the units must have found each other.
    pub connect_ns: u64,
    /// Where they are, if they and what they hold outlive this process.
    pub lasting: Option<String>,
    /// A view from outside the cards, where there is one.
    pub outside: Option<Box<dyn Outside>>,
    /// What is left to do when nobody uses the cards any more.
    pub finish: Box<dyn FnOnce()>,
}

/// What can be seen of simulated cards from outside.
pub trait Outside: Send + Sync {
    fn meetings(&self) -> Meetings;
    /// What was kept of the outside trace so far; keeps the next `events` events.
    fn observe(&self, events: usize) -> Observed;
    /// Compares the areas as they are now.
    fn compare(&self) -> Compared;
}

/// Serves until a signal comes.
pub fn run(directory: &Directory, options: &ServeOptions, json: bool) -> Result<()> {
    let lock = directory.lock()?;
    let elsewhere = options.pci.is_some() || options.vfio_user.is_some();
    directory.check_sockets(match options.sim {
        _ if elsewhere => 1,
        Topology::Pair => 2,
    })?;
    ways::check_machine(&options.ways)?;
    let mut signals = signals::Ending::new()?;
    let cards = match (&options.pci, &options.vfio_user, options.sim) {
        (Some(address), _, _) => bus::start(address)?,
        (_, Some(socket), _) => user::start(socket)?,
        (None, None, Topology::Pair) => pair::start(options, directory)?,
    };
    let service = Service::start(cards, directory, options, lock)?;
    signals.in_good_order();
    show::ready(&service.announcement(), json)?;
    // A signal that came during the start is not lost: it has ended the process.
    signals.wait();
    let (summary, failed) = service.stop()?;
    show::summary(&summary, json)?;
    if failed {
        bail!("a card failed while it was served");
    }
    Ok(())
}

/// A running group.
pub struct Service {
    report: Arc<report::Group>,
    exports: Vec<Server>,
    others: ways::Others,
    workers: Vec<Lanes>,
    control: control::ControlServer,
    finish: Box<dyn FnOnce()>,
    announcement: Announcement,
    _lock: Lock,
}

/// One card of the group.
pub struct Member {
    pub unit: u8,
    pub serial: String,
    pub model: String,
    pub control: ControlWindow,
    pub transport: Arc<dyn Transport>,
    /// Where this process serves its host.
    pub served: Option<Served>,
}

/// How a card's host is served.
pub struct Served {
    pub disk: Disk,
    pub export: View,
}

impl Service {
    /// Brings the cards up and opens all sockets.
    pub fn start(cards: Cards, directory: &Directory, options: &ServeOptions, lock: Lock) -> Result<Service> {
        let mut up = vec![];
        for (at, transport) in cards.transports.iter().enumerate() {
            let options = Options { queues: QUEUES, depth: DEPTH, ..cards.options };
            let started = Card::start(transport.clone(), options);
            up.push(started.with_context(|| format!("card {} does not come up", at + 1))?);
        }
        for (at, (card, _)) in up.iter().enumerate() {
            wait_until_serving(at + 1, card, cards.connect_ns)?;
        }
        ways::check(&options.ways, up.len())?;
        let blocks = up.first().map_or(0, |(card, _)| card.blocks());
        let (mut members, mut workers, mut exports) = (vec![], vec![], vec![]);
        let mut others = ways::Others::default();
        for (at, (card, queues)) in up.into_iter().enumerate() {
            let (serial, model, control) =
                (card.info().serial.clone(), card.info().model.clone(), card.control().clone());
            let unit = control.identity()?.unit + 1;
            let transport = card.transport().clone();
            let (disk, worker) = Disk::start(&format!("card {}", at + 1), card, queues).context("no thread")?;
            workers.push(worker);
            let socket = directory.host_socket(at + 1);
            let name = format!("host{}", at + 1);
            let export = Server::start(&socket, &name, Arc::new(disk.clone()))?;
            others.add(&options.ways, at, &serial, cards.lasting.as_deref(), &disk)?;
            let served = Some(Served { disk, export: export.view() });
            members.push(Member { unit, serial, model, control, transport, served });
            exports.push(export);
        }
        let report = Arc::new(report::Group {
            topology: cards.topology.into(),
            size_bytes: blocks * u64::from(twinpath_export::BLOCK_BYTES),
            seed: options.seed,
            members,
            outside: cards.outside,
        });
        let control = control::ControlServer::start(&directory.control_socket(), report.clone())?;
        let announcement = Announcement::Ready {
            topology: report.topology.clone(),
            size_bytes: report.size_bytes,
            seed: report.seed,
            sockets: exports.iter().map(|export| export.path().display().to_string()).collect(),
            others: others.names(),
            control: directory.control_socket().display().to_string(),
        };
        Ok(Service { report, exports, others, workers, control, finish: cards.finish, announcement, _lock: lock })
    }

    pub fn announcement(&self) -> Announcement {
        self.announcement.clone()
    }

    /// Ends the exports, lets the cards finish, shuts them down. Returns the last status and whether a card failed.
    pub fn stop(self) -> Result<(Status, bool)> {
        drop(self.control);
        self.others.stop();
        self.exports.into_iter().for_each(|export| {
            export.stop();
        });
        self.report.settle(SETTLE_NS, LOOK_NS);
        let status = self.report.status();
        self.report.members.iter().filter_map(|member| member.served.as_ref()).for_each(|served| served.disk.stop());
        let mut failed = false;
        for (at, worker) in self.workers.into_iter().enumerate() {
            match worker.join() {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    failed = true;
                    eprintln!("twinpath: card {}: {error}", at + 1);
                }
                Err(_) => bail!("a thread of card {} panicked", at + 1),
            }
        }
        (self.finish)();
        Ok((status?, failed))
    }
}

fn wait_until_serving(number: usize, card: &Card, limit_ns: u64) -> Result<()> {
    let transport = card.transport();
    let until = transport.now_ns() + limit_ns;
    loop {
        let state = card.control().unit()?.state;
        if state == UnitState::Serving {
            return Ok(());
        }
        let now = transport.now_ns();
        if now >= until {
            let link = if card.control().link()?.up { "up" } else { "down" };
            let waited = limit_ns / 1_000_000;
            bail!("card {number} does not serve after {waited} ms of card time: {}, its link is {link}", state.word());
        }
        transport.wait(0, (now + LOOK_NS).min(until)).map_err(DriverError::from)?;
    }
}
