//! `twinpath card`: simulated cards, each on a vfio-user socket for a driver elsewhere, and the control socket for who watches
//! them and sets their paths and modes beside that driver.

use crate::arguments::{CardOptions, Topology};
use crate::directory::Directory;
use crate::serve::control::ControlServer;
use crate::serve::report::Group;
use crate::serve::{pair, signals, Member};
use crate::show;
use anyhow::{Context, Result};
use std::sync::Arc;
use twinpath_driver::ControlWindow;
use twinpath_group::InProcess;
use twinpath_server::{Server, RUN_ON_CYCLES};
use twinpath_spec::nvme::MODEL;

/// Serves until a signal comes.
pub fn run(directory: &Directory, options: &CardOptions, json: bool) -> Result<()> {
    let _lock = directory.lock()?;
    let cards = match options.sim {
        Topology::Pair => 1..=2,
    };
    let sockets: Vec<_> = cards.map(|card| directory.card_socket(card)).collect();
    // Before anything takes long; they answer when the cards are there.
    let listeners = sockets.iter().map(|path| twinpath_export::listen(path)).collect::<Result<Vec<_>, _>>()?;
    let mut signals = signals::Ending::new()?;
    let simulation = pair::build(options.size, options.seed, options.waves.then_some(directory.path()))?;
    let background = simulation.background(RUN_ON_CYCLES);
    let mut servers = vec![];
    for (unit, (listener, path)) in listeners.into_iter().zip(&sockets).enumerate() {
        servers.push(Server::start(&simulation, unit, listener, path).context("no thread")?);
    }
    let members = (0..servers.len()).map(|unit| member(simulation.transport(unit))).collect::<Result<_>>()?;
    let outside = Some(pair::outside(&simulation));
    let (topology, size_bytes, seed) = ("pair".into(), options.size, options.seed);
    let group = Arc::new(Group { topology, size_bytes, seed, members, outside });
    let control = ControlServer::start(&directory.control_socket(), group)?;
    signals.in_good_order();
    show::cards_ready(&sockets, options.size, options.seed, json)?;
    signals.wait();
    drop(control);
    drop(servers);
    drop(background);
    simulation.with(twinpath_group::Group::close_waves);
    Ok(())
}

/// A card whose host is elsewhere: its control window is all that is used here.
fn member(transport: InProcess) -> Result<Member> {
    let transport = Arc::new(transport);
    let control = ControlWindow::open(transport.clone())?;
    let identity = control.identity()?;
    let serial = String::from_utf8_lossy(&identity.serial.to_le_bytes()).into_owned();
    let model = String::from_utf8_lossy(MODEL).into_owned();
    Ok(Member { unit: identity.unit + 1, serial, model, control, transport, served: None })
}
