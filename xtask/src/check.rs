//! Format, lints and house rules.

use crate::{root, tidy};
use anyhow::{bail, Context, Result};
use std::process::Command;

pub fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
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
