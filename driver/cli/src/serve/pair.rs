//! The pair as a simulation: the one file that knows what `twinpath_group` looks like.

use super::Cards;
use crate::arguments::ServeOptions;
use crate::directory::Directory;
use anyhow::{Context, Result};
use std::sync::Arc;
use twinpath_driver::transport::Transport;
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_spec::limits::BLOCK_BYTES;

/// The cards go on working for so many cycles after the last access: what a write leaves to do after its answer
/// (acknowledgements, releases) gets done, and then the clock rests.
const RUN_ON_CYCLES: u64 = 20_000;

/// Builds the model of the card if need be and plugs two of them together.
pub fn start(options: &ServeOptions, directory: &Directory) -> Result<Cards> {
    let blocks = u32::try_from(options.size / BLOCK_BYTES as u64).context("the volume is too large")?;
    let design = Design::committed()?;
    eprintln!("starting two simulated cards; the first time, building their model takes a minute or two");
    let mut group = Group::new(&design, GroupConfig::pair(blocks, options.seed))?;
    if options.waves {
        let folder = directory.path();
        group.open_waves(folder).with_context(|| format!("cannot write waves into {}", folder.display()))?;
    }
    let simulation = Simulation::new(group);
    let background = simulation.background(RUN_ON_CYCLES);
    let transports = (0..2).map(|unit| Arc::new(simulation.transport(unit)) as Arc<dyn Transport>).collect();
    let finish = Box::new(move || {
        drop(background);
        simulation.with(Group::close_waves);
    });
    Ok(Cards { transports, finish })
}
