//! `cargo xtask bench`: measurements with the goal beside the figure.

mod area;
pub mod blocks;
mod fmax;

use crate::check::cargo;
use crate::tools::{self, Need};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Resources of each block on ECP5 and Artix-7 (yosys).
    Area,
    /// Cycles of writes and reads, and how full the streams are (deterministic simulation).
    Cycles {
        /// The figures as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// How full the link runs, by latency and loss (deterministic simulation).
    Link {
        /// The figures as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Clock rate of each block and of the card, placed and routed on ECP5 (nextpnr). Takes long.
    Fmax(fmax::Args),
}

pub fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Area => {
            tools::ensure(Need::Test)?;
            area::run()
        }
        What::Cycles { json } => {
            tools::ensure(Need::Build)?;
            let mut arguments = vec!["run", "--quiet", "--package", "twinpath-conformance", "--bin", "cycles", "--"];
            arguments.extend(json.then_some("--json"));
            cargo(&arguments)
        }
        What::Link { json } => {
            tools::ensure(Need::Build)?;
            let mut arguments = vec!["run", "--quiet", "--package", "twinpath-hdl", "--example", "link_rate", "--"];
            arguments.extend(json.then_some("--json"));
            cargo(&arguments)
        }
        What::Fmax(args) => fmax::run(args),
    }
}
