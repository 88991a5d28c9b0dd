//! The pair as a simulation: the one file that knows what `twinpath_group` looks like.

use super::{Cards, Outside};
use crate::arguments::ServeOptions;
use crate::directory::Directory;
use crate::protocol::{Compared, Meetings, Observed};
use anyhow::{Context, Result};
use std::path::Path;
use std::sync::Arc;
use twinpath_driver::transport::Transport;
use twinpath_driver::Options;
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_spec::limits::BLOCK_BYTES;

/// The cards go on working for so many cycles after the last access: what a write leaves to do after its answer
/// (acknowledgements, releases) gets done, and then the clock rests.
const RUN_ON_CYCLES: u64 = 20_000;
/// Card time in which the units must have found each other.
const CONNECT_NS: u64 = 20_000_000;
/// Events of the outside trace that are kept at most, at some hundred bytes each.
const EVENTS_MAX: usize = 100_000;

/// Builds the model of the card if need be and plugs two of them together, with waves into a folder.
pub fn build(size: u64, seed: u64, waves: Option<&Path>) -> Result<Simulation> {
    let blocks = u32::try_from(size / BLOCK_BYTES as u64).context("the volume is too large")?;
    let design = Design::committed()?;
    eprintln!("starting two simulated cards; the first time, building their model takes a minute or two");
    let mut group = Group::new(&design, GroupConfig::pair(blocks, seed))?;
    if let Some(folder) = waves {
        group.open_waves(folder).with_context(|| format!("cannot write waves into {}", folder.display()))?;
    }
    Ok(Simulation::new(group))
}

/// The pair with a driver's transport for each card.
pub fn start(options: &ServeOptions, directory: &Directory) -> Result<Cards> {
    let simulation = build(options.size, options.seed, options.waves.then_some(directory.path()))?;
    let background = simulation.background(RUN_ON_CYCLES);
    let transports = (0..2).map(|unit| Arc::new(simulation.transport(unit)) as Arc<dyn Transport>).collect();
    let outside = Some(outside(&simulation));
    let finish = Box::new(move || {
        drop(background);
        simulation.with(Group::close_waves);
    });
    Ok(Cards {
        topology: "pair",
        transports,
        options: Options::default(),
        connect_ns: CONNECT_NS,
        lasting: None,
        outside,
        finish,
    })
}

/// The view from outside.
pub fn outside(simulation: &Simulation) -> Box<dyn Outside> {
    Box::new(Simulated(simulation.clone()))
}

struct Simulated(Simulation);

impl Outside for Simulated {
    fn meetings(&self) -> Meetings {
        meetings(self.0.with(|group| group.meetings()))
    }

    fn observe(&self, events: usize) -> Observed {
        self.0.with(|group| {
            let observed =
                Observed { cycle: group.now(), meetings: meetings(group.meetings()), events: group.take_trace() };
            group.keep_trace(events.min(EVENTS_MAX));
            observed
        })
    }

    fn compare(&self) -> Compared {
        self.0.with(|group| Compared {
            written: (0..group.cards()).map(|unit| group.area(unit).written().count() as u64).collect(),
            first_difference: group.first_difference(),
        })
    }
}

fn meetings(seen: twinpath_group::Meetings) -> Meetings {
    Meetings { overlaps: seen.overlaps, overrides: seen.overrides }
}
