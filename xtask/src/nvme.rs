//! `cargo xtask nvme`: random NVMe commands, good and bad, on the gates against the reference model.

use crate::check::cargo;
use crate::tools::{self, Need};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {
    /// The first case follows from this number, the next ones from those after it.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Seconds after which no further case begins.
    #[arg(long, default_value_t = 60, value_name = "S")]
    budget_s: u64,
    /// So many cases in place of a time.
    #[arg(long, default_value_t = 0, value_name = "K", hide_default_value = true)]
    cases: u64,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Test)?;
    let numbers = [args.seed, args.budget_s, args.cases].map(|n| n.to_string());
    let run = ["run", "--quiet", "--package", "twinpath-nvme-conformance", "--bin", "nvme", "--"];
    cargo(&[&run[..], &numbers.each_ref().map(String::as_str)].concat())
}
