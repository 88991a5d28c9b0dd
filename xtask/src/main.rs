//! Every developer command: `cargo xtask help`.

mod bench;
mod bitstream;
mod check;
mod demo;
mod flow;
mod gen;
mod guest;
mod lint;
mod mutants;
mod pcie;
mod prove;
mod random;
mod steps;
mod tidy;
mod tools;
mod wave;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Twinpath's developer commands", disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Two simulated cards, two hosts, one mirrored volume: write it from both sides and look at what happened.
    Demo(demo::Args),
    /// Everything that must hold, as CI runs it.
    Test(steps::Args),
    /// Writes the generated files: Verilog and register documents.
    Gen {
        /// Changes nothing; fails where a file is not fresh.
        #[arg(long)]
        check: bool,
    },
    /// Format, lints and house rules.
    Check,
    /// Measures, with the goal beside the figure.
    Bench(bench::Args),
    /// A board's image with a report: utilisation, timing, manifest. Takes long.
    Bitstream(bitstream::Args),
    /// Pictures and waveforms of a write of each host and of a race.
    Wave(wave::Args),
    /// Random work of two hosts on the gates while the link fails in every way; what is found prints how to see it again.
    Swarm(random::Args),
    /// Random NVMe commands of two hosts, good and bad, against the reference model; what is found prints how to see it again.
    Nvme(random::NvmeArgs),
    /// Breaks one line of unit or link at a time: does the checking notice?
    Mutants(mutants::Args),
    /// Proves properties of the gates, reaches their covers, and shows that broken copies fail.
    Prove(prove::Args),
    /// Our driver in virtual machines, behind the kernel's VFIO and an emulated IOMMU.
    Guest(guest::Args),
    /// The card behind a root complex of other authors (cocotb, cocotbext-pcie).
    Pcie(pcie::Args),
    /// Says which tools are here and installs what is missing where it may.
    Doctor {
        /// Only says what is missing.
        #[arg(long)]
        dry: bool,
    },
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let done = match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Test(args) => steps::run(&args),
        Command::Gen { check } => gen::run(check),
        Command::Check => check::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Bitstream(args) => bitstream::run(&args),
        Command::Wave(args) => wave::run(&args),
        Command::Swarm(args) => random::swarm(&args),
        Command::Nvme(args) => random::nvme(&args),
        Command::Mutants(args) => mutants::run(&args),
        Command::Prove(args) => prove::run(&args),
        Command::Guest(args) => guest::run(&args),
        Command::Pcie(args) => pcie::run(&args),
        Command::Doctor { dry } => tools::doctor(dry),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository; of several checkouts that share a target folder the one that cargo was called in.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    Path::new(&xtask).parent().expect("xtask is a folder of the repository").to_path_buf()
}
