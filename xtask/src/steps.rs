//! `cargo xtask test`: the steps, one after the other, each with its time; the first failure does not hide the others.

use crate::check::{self, cargo};
use crate::tools::{self, Need};
use crate::{gen, guest, lint, pcie, prove, random, wave};
use anyhow::{bail, Result};
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    /// Also what takes hours: full sizes, long fuzzing, large models.
    #[arg(long)]
    deep: bool,
    /// Only the steps whose name contains this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Lists the steps and runs none.
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "format, lints, house rules", run: check::run },
    Step { name: "generated files are fresh", run: || gen::run(true) },
    Step { name: "generated Verilog is clean", run: lint::run },
    Step { name: "spec", run: || package("twinpath-spec") },
    Step { name: "printer: Rust against Verilator", run: || package("twinpath-verilog") },
    Step { name: "simulation parts", run: || packages(&["twinpath-verilated", "twinpath-host", "twinpath-parts"]) },
    Step { name: "blocks in Verilator", run: || package("twinpath-hdl") },
    Step { name: "proofs of the gates", run: prove::short },
    Step { name: "protocol model", run: || package("twinpath-protocol") },
    Step { name: "flash translation model", run: || package("twinpath-translation") },
    Step {
        name: "driver",
        run: || {
            packages(&["twinpath-driver", "twinpath-vfio", "twinpath-guest", "twinpath-export"])?;
            packages(&["twinpath-vhost-user", "twinpath-ublk"])
        },
    },
    Step { name: "group of cards, its trace", run: || packages(&["twinpath-group", "twinpath-trace"]) },
    Step { name: "cards on vfio-user sockets", run: || packages(&["twinpath-vfio-user", "twinpath-server"]) },
    Step {
        name: "the command",
        run: || {
            package("twinpath")
                .and_then(|()| cargo(&["test", "--quiet", "--locked", "-p", "twinpath", "--all-features", "--bins"]))
        },
    },
    Step { name: "conformance on the gates", run: || package("twinpath-conformance") },
    Step { name: "swarm on the gates", run: random::swarm_short },
    Step { name: "host interface: registers, bad input", run: || package("twinpath-host-interface") },
    Step { name: "root complex of other authors", run: pcie::short },
    Step { name: "virtual machines: VFIO, disks", run: guest::all },
    Step { name: "NVMe: commands, statuses, resets", run: || package("twinpath-nvme-conformance") },
    Step { name: "waveform pictures are fresh", run: wave::check },
    Step { name: "developer commands", run: || package("xtask") },
];

pub fn run(args: &Args) -> Result<()> {
    let chosen: Vec<&Step> =
        STEPS.iter().filter(|s| args.only.as_ref().is_none_or(|only| s.name.contains(only.as_str()))).collect();
    if args.list {
        chosen.iter().for_each(|s| println!("{}", s.name));
        return Ok(());
    }
    if chosen.is_empty() {
        bail!("no step has that name; `cargo xtask test --list` names them");
    }
    tools::ensure(Need::Test)?;
    // A tool that is missing fails the test that needs it.
    std::env::set_var("TWINPATH_REQUIRE_TOOLS", "1");
    if args.deep {
        // Read by the tests that have a larger size.
        std::env::set_var("TWINPATH_DEEP", "1");
    }
    let mut results = Vec::new();
    for (n, step) in chosen.iter().enumerate() {
        println!("== {}/{} {}", n + 1, chosen.len(), step.name);
        let start = Instant::now();
        let done = (step.run)();
        if let Err(error) = &done {
            eprintln!("{}: {error:#}", step.name);
        }
        results.push((step.name, done.is_ok(), start.elapsed()));
    }
    println!();
    for (name, good, time) in &results {
        println!("{}  {:>5} s  {name}", if *good { "ok    " } else { "FAILED" }, time.as_secs());
    }
    let failed = results.iter().filter(|r| !r.1).count();
    println!("\n{} passed, {failed} failed", results.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} steps failed", results.len());
    }
    Ok(())
}

fn package(name: &str) -> Result<()> {
    packages(&[name])
}

fn packages(names: &[&str]) -> Result<()> {
    let mut arguments = vec!["test", "--quiet", "--locked"];
    for name in names {
        arguments.extend(["--package", name]);
    }
    cargo(&arguments)
}
