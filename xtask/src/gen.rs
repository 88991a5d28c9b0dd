//! Generated files: one command makes them, and says when they are stale.

use crate::root;
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What makes a generated file: a binary that prints it.
struct Source {
    file: &'static str,
    package: &'static str,
    binary: &'static str,
    arguments: &'static [&'static str],
}

const SOURCES: &[Source] = &[
    Source { file: "hdl/generated/card.sv", package: "twinpath-hdl", binary: "twinpath-gen", arguments: &[] },
    Source { file: "hdl/spec/REGISTERS.md", package: "twinpath-spec", binary: "documents", arguments: &["registers"] },
    Source { file: "hdl/spec/WIRE.md", package: "twinpath-spec", binary: "documents", arguments: &["wire"] },
];

pub fn run(check: bool) -> Result<()> {
    let mut stale: Vec<PathBuf> = Vec::new();
    for source in SOURCES {
        let text = print(source)?;
        let path = root().join(source.file);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(source.file.into());
        } else {
            write(&path, &text)?;
            println!("wrote {}", source.file);
        }
    }
    if !stale.is_empty() {
        let list = stale.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        bail!("not fresh: {list}; run `cargo xtask gen` and commit the result");
    }
    Ok(())
}

/// The Verilog of a small block (`twinpath_hdl::small`).
pub fn small(name: &str) -> Result<String> {
    run_binary("twinpath-hdl", "twinpath-gen", &[name]).with_context(|| format!("{name} cannot be generated"))
}

fn print(source: &Source) -> Result<String> {
    run_binary(source.package, source.binary, source.arguments)
        .with_context(|| format!("{} cannot be generated", source.file))
}

/// What a binary of the workspace prints.
fn run_binary(package: &str, binary: &str, arguments: &[&str]) -> Result<String> {
    let out = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["run", "--quiet", "--package", package, "--bin", binary, "--"])
        .args(arguments)
        .output()
        .context("cannot run cargo")?;
    if !out.status.success() {
        bail!("{binary}:\n{}", String::from_utf8_lossy(&out.stderr));
    }
    String::from_utf8(out.stdout).with_context(|| format!("{binary} prints no text"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| path.display().to_string())
}
