//! What a command costs on the driver's hot path, counted, not timed: the program `hot_path` of `twinpath-driver` under
//! valgrind. Each figure is the difference between a run and one of twice the length, so that starting up does not count.

use crate::check;
use anyhow::{bail, ensure, Context, Result};
use std::path::Path;
use std::process::Command;

/// Commands of the shorter run.
const COMMANDS: u64 = 5_000;
const DEPTHS: [u64; 3] = [1, 32, 128];
const WRITES_GOAL: f64 = 0.2;
const INSTRUCTIONS_GOAL: f64 = 400.0;

/// Sums over a run, or a command's part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Costs {
    mmio_writes: f64,
    mmio_reads: f64,
    dma_maps: f64,
    allocations: f64,
    system_calls: f64,
    instructions: f64,
}

pub fn run() -> Result<()> {
    let build = ["build", "--release", "--locked", "--package", "twinpath-driver", "--example", "hot_path"];
    let program = check::built(&build, "hot_path")?;
    println!(
        "A command on the driver's hot path, one queue polled, without the copy of its data. Goals: at depth 32 under"
    );
    println!("{WRITES_GOAL} register writes; under {INSTRUCTIONS_GOAL} instructions, the in-process transport's among them; else none.\n");
    println!(
        "{:<22} {:>9} {:>9} {:>6} {:>9} {:>9} {:>13}",
        "depth", "writes", "reads", "maps", "allocs", "syscalls", "instructions"
    );
    let mut missed = vec![];
    for depth in DEPTHS {
        let costs = per_command(&program, depth, false)?;
        let judged = judge(depth, costs);
        println!("{:<22} {}", depth, line(costs, &judged));
        missed.extend(judged.iter().map(|what| format!("{what} at depth {depth}")));
    }
    let careless = per_command(&program, 32, true)?;
    println!("{:<22} {}", "32, careless (control)", line(careless, &[]));
    let seen = careless.dma_maps >= 1.0 && careless.allocations >= 1.0 && careless.system_calls >= 1.0;
    ensure!(seen, "the control's map, allocation and system call for each command do not show: {careless:?}");
    if missed.is_empty() {
        println!("\nevery goal is met");
    } else {
        println!("\nmissed: {}", missed.join(", "));
    }
    Ok(())
}

fn line(costs: Costs, missed: &[&str]) -> String {
    let mark = if missed.is_empty() { "" } else { "  missed" };
    let Costs { mmio_writes, mmio_reads, dma_maps, allocations, system_calls, instructions } = costs;
    format!(
        "{mmio_writes:>9.3} {mmio_reads:>9.3} {dma_maps:>6.3} {allocations:>9.3} {system_calls:>9.3} {instructions:>13.0}{mark}"
    )
}

/// Which goals are missed.
fn judge(depth: u64, costs: Costs) -> Vec<&'static str> {
    let goals = [
        ("register writes", depth != 32 || costs.mmio_writes < WRITES_GOAL),
        ("register reads", costs.mmio_reads == 0.0),
        ("DMA maps", costs.dma_maps == 0.0),
        ("allocations", costs.allocations == 0.0),
        ("system calls", costs.system_calls == 0.0),
        ("instructions", costs.instructions < INSTRUCTIONS_GOAL),
    ];
    goals.iter().filter(|(_, met)| !met).map(|(name, _)| *name).collect()
}

fn per_command(program: &Path, depth: u64, careless: bool) -> Result<Costs> {
    let once = whole(program, depth, COMMANDS, careless)?;
    let twice = whole(program, depth, 2 * COMMANDS, careless)?;
    let part = |of: fn(&Costs) -> f64| (of(&twice) - of(&once)) / COMMANDS as f64;
    Ok(Costs {
        mmio_writes: part(|costs| costs.mmio_writes),
        mmio_reads: part(|costs| costs.mmio_reads),
        dma_maps: part(|costs| costs.dma_maps),
        allocations: part(|costs| costs.allocations),
        system_calls: part(|costs| costs.system_calls),
        instructions: part(|costs| costs.instructions),
    })
}

/// One run under callgrind, which counts instructions and system calls, and one under memcheck, which counts allocations.
fn whole(program: &Path, depth: u64, commands: u64, careless: bool) -> Result<Costs> {
    let folder = tempfile::tempdir()?;
    let profile = folder.path().join("profile");
    let (depth, commands) = (depth.to_string(), commands.to_string());
    let valgrind = |options: &[&str]| -> Result<(String, String)> {
        let mut command = Command::new("valgrind");
        command.args(options).arg(program).args([&depth, &commands]).args(careless.then_some("careless"));
        let out = command.output().context("cannot run valgrind")?;
        let [told, said] = [&out.stdout, &out.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if !out.status.success() {
            bail!("hot_path failed under valgrind: {said}");
        }
        Ok((told, said))
    };
    let out = format!("--callgrind-out-file={}", profile.display());
    let measured = "--toggle-collect=*hot_path*measured*";
    let callgrind = ["--tool=callgrind", "--collect-atstart=no", measured, "--collect-systime=usec", &out];
    let (told, _) = valgrind(&callgrind)?;
    let (_, heap) = valgrind(&["--tool=memcheck", "--leak-check=no"])?;
    read(&told, &std::fs::read_to_string(&profile)?, &heap)
}

/// What the program told, callgrind's profile, and what memcheck said.
fn read(told: &str, profile: &str, heap: &str) -> Result<Costs> {
    let told: serde_json::Value = serde_json::from_str(told).context("hot_path did not tell what it did")?;
    ensure!(told["answered"] == told["commands"], "not every command was answered: {told}");
    let told = |name: &str| told[name].as_f64().with_context(|| format!("hot_path did not tell {name}"));
    let numbers = |name: &str| -> Option<Vec<f64>> {
        let line = profile.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().map(|word| word.parse().ok()).collect()
    };
    // The summary counts system calls wherever they were made; the totals count what was measured.
    let system_calls = numbers("summary:").and_then(|sums| sums.get(1).copied());
    let instructions = numbers("totals:").and_then(|sums| sums.first().copied());
    let usage = heap.lines().find_map(|line| line.split_once("total heap usage: "));
    let allocations = usage.and_then(|(_, usage)| usage.split(' ').next()?.replace(',', "").parse().ok());
    Ok(Costs {
        mmio_writes: told("mmio_writes")?,
        mmio_reads: told("mmio_reads")?,
        dma_maps: told("dma_maps")?,
        allocations: allocations.context("memcheck did not count allocations")?,
        system_calls: system_calls.context("callgrind did not count system calls")?,
        instructions: instructions.filter(|count| *count > 0.0).context("callgrind counted no instructions")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = r#"{"commands":9,"answered":9,"mmio_writes":3,"mmio_reads":1,"dma_maps":2}"#;
    const PROFILE: &str = "events: Ir sysCount sysTime\nsummary: 0 96 2\n\ntotals: 5000\n";
    const HEAP: &str = "==1== HEAP SUMMARY:\n==1==   total heap usage: 1,234 allocs, 5 frees, 6 bytes allocated\n";

    #[test]
    fn the_counts_are_read_from_what_each_tool_says() {
        let expected = Costs {
            mmio_writes: 3.0,
            mmio_reads: 1.0,
            dma_maps: 2.0,
            allocations: 1234.0,
            system_calls: 96.0,
            instructions: 5000.0,
        };
        assert_eq!(read(TOLD, PROFILE, HEAP).unwrap(), expected);
        assert!(read(&TOLD.replace("\"answered\":9", "\"answered\":8"), PROFILE, HEAP).is_err());
        assert!(
            read(TOLD, &PROFILE.replace("totals: 5000", "totals: 0"), HEAP).is_err(),
            "the function has another name"
        );
        assert!(read(TOLD, PROFILE, "").is_err());
    }

    #[test]
    fn each_goal_that_is_missed_is_named() {
        let good = Costs { mmio_writes: 0.19, instructions: 399.0, ..Costs::default() };
        assert!(judge(32, good).is_empty());
        assert!(judge(1, Costs { mmio_writes: 1.0, ..good }).is_empty());
        assert_eq!(judge(32, Costs { mmio_writes: 0.2, ..good }), ["register writes"]);
        let bad = Costs {
            mmio_writes: 1.0,
            mmio_reads: 0.1,
            dma_maps: 0.1,
            allocations: 0.1,
            system_calls: 0.1,
            instructions: 400.0,
        };
        assert_eq!(judge(32, bad).len(), 6);
    }
}
