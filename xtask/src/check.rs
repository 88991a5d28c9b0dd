//! Format, lints and house rules.

use crate::{root, tidy};
use anyhow::{bail, Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    let features = ["--package", "twinpath", "--all-features"];
    cargo(&[&["clippy", "--quiet", "--all-targets", "--locked"], &features[..], &["--", "-D", "warnings"]].concat())?;
    tidy::run()
}

/// Runs cargo in the repository, its output passed through.
pub fn cargo(arguments: &[&str]) -> Result<()> {
    let status =
        Command::new(env!("CARGO")).current_dir(root()).args(arguments).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Builds a program, cargo's progress passed through, and says where it is.
pub fn built(arguments: &[&str], name: &str) -> Result<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(arguments).arg("--message-format=json-render-diagnostics");
    let out = cargo.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("cannot run cargo")?;
    if !out.status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    let text = String::from_utf8_lossy(&out.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut named = messages.filter(|message| message["target"]["name"] == name);
    let executable = named.find_map(|message| message["executable"].as_str().map(PathBuf::from));
    executable.with_context(|| format!("cargo did not say where it put {name}"))
}
