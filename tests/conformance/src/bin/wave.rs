//! Writes the waveforms of one write of the second host: `wave FOLDER`.

use anyhow::{Context, Result};
use std::path::PathBuf;
use twinpath_conformance::lab::{write, Lab};

fn main() -> Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).context("usage: wave FOLDER")?.into();
    let mut lab = Lab::new(1)?;
    lab.simulation.with(|g| g.open_waves(&folder))?;
    let from = lab.simulation.with(|g| g.now());
    lab.run([write(1, 7, 1)])?;
    let to = lab.simulation.with(|g| g.now());
    lab.simulation.with(|g| g.close_waves());
    lab.must_hold()?;
    println!("one write of host 2, cycles {from} to {to} (two time units a cycle):");
    for (card, what) in [("card1", "the first unit"), ("card2", "the second unit")] {
        println!("  {}  {what}", folder.join(format!("{card}.fst")).display());
    }
    println!("look first at: unit.switch (step, current), unit.arbiter (active, forwarded), link tx and rx, axi_w");
    Ok(())
}
