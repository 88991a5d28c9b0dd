//! Two cards with a host each, for directed tests.

use crate::{Port, Volume};
use anyhow::{ensure, Result};
use std::cell::RefCell;
use std::rc::Rc;
use twinpath_group::{Design, Group, GroupConfig, Simulation};

/// Blocks of the volume.
pub const BLOCKS: u32 = 128;
const ADMIN_ENTRIES: u16 = 16;
/// Several times what the whole volume's zeros take.
const SILENCE_CYCLES: u64 = 400_000;

/// Both hosts, their controllers enabled, without I/O queues.
pub struct Pair {
    pub simulation: Simulation,
    pub ports: [Port; 2],
}

impl Pair {
    /// Cards of one's own.
    pub fn new(design: &Design, seed: u64) -> Result<Self> {
        Self::of(Group::new(design, Self::config(seed))?)
    }

    /// A group of two cards for such tests.
    pub fn config(seed: u64) -> GroupConfig {
        let mut config = GroupConfig::pair(BLOCKS, seed);
        config.pool.1 = 16 << 20;
        config
    }

    pub fn of(group: Group) -> Result<Self> {
        let blocks = group.config().blocks.into();
        let simulation = Simulation::new(group);
        let volume = Rc::new(RefCell::new(Volume::new(blocks)));
        let start = |unit| Port::start(&simulation, unit, &volume, ADMIN_ENTRIES);
        let mut ports = [start(0)?, start(1)?];
        ports.iter_mut().for_each(|port| port.silence_cycles = SILENCE_CYCLES);
        let up = simulation.run_until(100_000, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3));
        ensure!(up, "the pair does not serve");
        Ok(Self { simulation, ports })
    }

    /// Everything is answered, nothing is left behind, the areas are alike.
    pub fn end(mut self) -> Result<()> {
        self.ports.iter_mut().try_for_each(Port::rest)?;
        let differs = self.simulation.with(|g| g.first_difference());
        ensure!(differs.is_none(), "the areas differ at block {differs:?}");
        Ok(())
    }
}
