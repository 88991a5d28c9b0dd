//! `cargo xtask pcie`: the card's gates behind a root complex of other authors, in a simulator of their choice. Both come
//! from the Python index into an environment below `target`; `tests/pcie/run.py` does the rest.

use crate::tools::{self, Need};
use crate::{flow, root};
use anyhow::{ensure, Context, Result};
use std::process::Command;

#[derive(clap::Args)]
pub struct Args {
    /// Only the cases whose name matches this regular expression.
    #[arg(long, value_name = "REGEX")]
    only: Option<String>,
    /// Random choices of the cases follow from it.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// More rounds of what is random, every pair of sizes.
    #[arg(long)]
    deep: bool,
    /// Also breaks gates and bench, one thing at a time: the case named for it must notice.
    #[arg(long)]
    mutants: bool,
}

/// The step of `test`.
pub fn short() -> Result<()> {
    let deep = std::env::var_os("TWINPATH_DEEP").is_some();
    run(&Args { only: None, seed: 1, deep, mutants: deep })
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Pcie)?;
    let work = flow::target().join("pcie");
    let tests = root().join("tests/pcie");
    let programs = flow::locked(&work.join("venv"), &tests.join("requirements.txt"))?;
    let mut command = Command::new(programs.join("python"));
    // Nothing is written beside the sources.
    command.arg("-B").arg(tests.join("run.py")).arg("--out").arg(work.join("work"));
    command.args(["--seed", &args.seed.to_string()]);
    if let Some(only) = &args.only {
        command.args(["--only", only]);
    }
    for (on, flag) in [(args.deep, "--deep"), (args.mutants, "--mutants")] {
        if on {
            command.arg(flag);
        }
    }
    let status = command.status().context("cannot run python")?;
    ensure!(status.success(), "the root complex and the card disagree");
    Ok(())
}
