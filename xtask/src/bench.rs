//! `cargo xtask bench`: measurements with the goal beside the figure.

mod area;

use crate::check::cargo;
use crate::tools::{self, Need};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {
    /// What to measure.
    #[arg(value_enum)]
    what: What,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// Resources of each block on ECP5 and Artix-7 (yosys).
    Area,
    /// Cycles of writes and reads, and how full the streams are (deterministic simulation).
    Cycles,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Test)?;
    match args.what {
        What::Area => area::run(),
        What::Cycles => cargo(&["run", "--quiet", "--package", "twinpath-conformance", "--bin", "cycles"]),
    }
}
