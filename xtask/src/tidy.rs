//! House rules that a program can check: files short enough to hold one idea, nothing unfinished, folders as described.

use crate::root;
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Lines of a source file, at most.
const LINES_MAX: usize = 600;
/// Marks of unfinished work.
const UNFINISHED: &[&str] = &["todo!(", "unimplemented!(", "#[ignore", "FIXME", "XXX", "HACK"];
/// What the repository's top level holds.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "bitstream",
    "constraints",
    "driver",
    "hdl",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "sim",
    "tests",
    "xtask",
];

pub fn run() -> Result<()> {
    let out = Command::new("git").current_dir(root()).args(["ls-files"]).output().context("cannot run git")?;
    if !out.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&out.stderr));
    }
    let mut findings = Vec::new();
    for name in String::from_utf8_lossy(&out.stdout).lines() {
        let top = name.split('/').next().unwrap_or(name);
        if !TOP.contains(&top) {
            findings.push(format!("{name}: `{top}` is not a top-level name of this repository"));
        }
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            findings.extend(look(name, &text));
        }
    }
    if !findings.is_empty() {
        bail!("house rules:\n  {}", findings.join("\n  "));
    }
    Ok(())
}

/// What is wrong with a file.
fn look(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let generated = name.starts_with("hdl/generated/") || name == "Cargo.lock" || name.ends_with(".snap");
    let source = [".rs", ".sv", ".v", ".py", ".sh"].iter().any(|end| name.ends_with(end));
    if generated || name.ends_with(".hex") {
        return findings;
    }
    if source && text.lines().count() > LINES_MAX {
        findings.push(format!("{name}: {} lines, at most {LINES_MAX}", text.lines().count()));
    }
    for (n, line) in text.lines().enumerate() {
        if line.ends_with([' ', '\t']) {
            findings.push(format!("{name}:{}: white space at the end", n + 1));
        }
        // This file names the marks.
        if source && Path::new(name) != Path::new("xtask/src/tidy.rs") {
            if let Some(mark) = UNFINISHED.iter().find(|mark| line.contains(**mark)) {
                findings.push(format!("{name}:{}: `{mark}`", n + 1));
            }
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        findings.push(format!("{name}: no newline at the end"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_finds_its_breach() {
        let finds = |name: &str, text: &str| look(name, text).len();
        assert_eq!(finds("a.rs", "fn main() {}\n"), 0);
        assert_eq!(finds("a.rs", "fn main() {} \n"), 1);
        assert_eq!(finds("a.rs", "fn main() {}"), 1);
        assert_eq!(finds("a.rs", "fn main() { todo!() }\n"), 1);
        assert_eq!(finds("a.rs", &"\n".repeat(LINES_MAX + 1)), 1);
        assert_eq!(finds("a.md", &"\n".repeat(LINES_MAX + 1)), 0);
    }
}
