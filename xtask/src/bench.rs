//! `cargo xtask bench`: measurements with the goal beside the figure.

mod area;
pub mod blocks;
mod driver;
mod fmax;
mod nbd;

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
    /// Each mode of the pair: a write alone, rates at every depth, links of every length (deterministic simulation).
    Pair {
        /// The figures as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// How full the link runs, by latency and loss; writes over long links, and what slots allow (deterministic simulation).
    Link {
        /// The figures as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// What a command costs on the driver's hot path: register writes, maps, allocations, system calls, instructions.
    Driver,
    /// Throughput of the NBD server as a ratio to nbdkit's memory plugin, runs taken in turn.
    Nbd,
    /// Clock rate of each block and of the card, placed and routed on ECP5 (nextpnr). Takes long.
    Fmax(fmax::Args),
}

pub fn run(args: &Args) -> Result<()> {
    match &args.what {
        What::Area => {
            tools::ensure(Need::Test)?;
            area::run()
        }
        What::Cycles { json } => simulated("twinpath-conformance", "--bin", "cycles", *json),
        What::Pair { json } => simulated("twinpath-conformance", "--bin", "pair", *json),
        What::Link { json } => {
            simulated("twinpath-hdl", "--example", "link_rate", *json)?;
            simulated("twinpath-conformance", "--bin", "distance", *json)
        }
        What::Driver => {
            tools::ensure(Need::Bench)?;
            driver::run()
        }
        What::Nbd => {
            tools::ensure(Need::Bench)?;
            nbd::run()
        }
        What::Fmax(args) => fmax::run(args),
    }
}

/// A measurement that is a program of a package.
fn simulated(package: &str, kind: &str, name: &str, json: bool) -> Result<()> {
    tools::ensure(Need::Build)?;
    let mut arguments = vec!["run", "--quiet", "--package", package, kind, name, "--"];
    arguments.extend(json.then_some("--json"));
    cargo(&arguments)
}
