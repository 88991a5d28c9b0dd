//! `twinpath card`: simulated cards, each on a vfio-user socket for a driver elsewhere.

use crate::arguments::{CardOptions, Topology};
use crate::directory::Directory;
use crate::serve::{pair, signals};
use crate::show;
use anyhow::{Context, Result};
use twinpath_server::{Server, RUN_ON_CYCLES};

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
    signals.in_good_order();
    show::cards_ready(&sockets, options.size, options.seed, json)?;
    signals.wait();
    drop(servers);
    drop(background);
    simulation.with(twinpath_group::Group::close_waves);
    Ok(())
}
