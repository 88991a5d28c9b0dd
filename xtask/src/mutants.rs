//! `cargo xtask mutants`: does the checking notice when one line of unit or link is wrong?

use crate::check::cargo;
use crate::tools::{self, Need};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {
    /// The mutants are drawn from this number.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How many.
    #[arg(long, default_value_t = 100, value_name = "K")]
    count: usize,
    /// Only these of them.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    only: Option<Vec<usize>>,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Test)?;
    let mut numbers = vec![args.seed.to_string(), args.count.to_string()];
    numbers.extend(args.only.iter().flatten().map(usize::to_string));
    let mut run = vec!["run", "--quiet", "--package", "twinpath-conformance", "--bin", "mutants", "--"];
    run.extend(numbers.iter().map(String::as_str));
    cargo(&run)
}
