//! Random work on the gates by seeds: what `cargo xtask swarm` and `cargo xtask nvme` have in common.

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

#[derive(clap::Args)]
pub struct NvmeArgs {
    #[command(flatten)]
    random: Args,
    /// In place of random work: breaks one thing in the controller at a time; the test that is named for it must notice.
    #[arg(long)]
    mutants: bool,
}

/// Two hosts' commands while the link fails in every way.
pub fn swarm(args: &Args) -> Result<()> {
    run("twinpath-conformance", "swarm", args)
}

/// The swarm in `cargo xtask test`: the same cases on every machine.
pub fn swarm_short() -> Result<()> {
    swarm(&Args { seed: 1, budget_s: 0, cases: 20 })
}

/// NVMe commands, good and bad, against the reference model.
pub fn nvme(args: &NvmeArgs) -> Result<()> {
    if !args.mutants {
        return run("twinpath-nvme-conformance", "nvme", &args.random);
    }
    tools::ensure(Need::Test)?;
    std::env::set_var("TWINPATH_DEEP", "1");
    let suite = ["test", "--quiet", "--locked", "--package", "twinpath-nvme-conformance", "--test", "suite", "mutants"];
    cargo(&[&suite[..], &["--", "--nocapture"]].concat())
}

fn run(package: &str, program: &str, args: &Args) -> Result<()> {
    tools::ensure(Need::Test)?;
    let numbers = [args.seed, args.budget_s, args.cases].map(|n| n.to_string());
    let run = ["run", "--quiet", "--package", package, "--bin", program, "--"];
    cargo(&[&run[..], &numbers.each_ref().map(String::as_str)].concat())
}
