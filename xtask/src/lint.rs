//! The generated card and a board's harness, as Verilator and yosys see them: no warning, no latch, no combinational loop.

use crate::bitstream::VERSA;
use crate::root;
use anyhow::{bail, Context, Result};
use std::process::Command;

pub fn run() -> Result<()> {
    card()?;
    harness()
}

/// A board's harness around it.
fn harness() -> Result<()> {
    let files = VERSA.sources.iter().map(|name| root().join(name).display().to_string()).collect::<Vec<_>>();
    // What the harness leaves open on purpose.
    let open = ["UNUSEDSIGNAL", "DECLFILENAME"].map(|w| format!("-Wno-{w}"));
    let mut arguments = vec!["--lint-only", "-Wall", "--top-module", "top"];
    arguments.extend(open.iter().chain(&files).map(String::as_str));
    tool("verilator", &arguments)?;
    let script = format!(
        "read_verilog -sv {}; hierarchy -check -top top; proc; \
         select -assert-none t:$dlatch t:$adlatch t:$dlatchsr; flatten; opt_clean; check -assert",
        files.join(" ")
    );
    tool("yosys", &["-q", "-p", &script])
}

fn card() -> Result<()> {
    let card = root().join("hdl/generated/card.sv");
    let card = card.to_str().context("the path of the repository is not text")?;
    tool("verilator", &["--lint-only", "-Wall", "--top-module", "card", card])?;
    let script = format!(
        "read_verilog -sv {card}; hierarchy -check -top card; proc; \
         select -assert-none t:$dlatch t:$adlatch t:$dlatchsr; flatten; opt_clean; check -assert"
    );
    tool("yosys", &["-q", "-p", &script])
}

fn tool(name: &str, arguments: &[&str]) -> Result<()> {
    let out = Command::new(name).args(arguments).output().with_context(|| format!("cannot run {name}"))?;
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    if !out.status.success() {
        let lines: Vec<_> = text.lines().take(60).collect();
        bail!("{name} objects:\n{}", lines.join("\n"));
    }
    Ok(())
}
