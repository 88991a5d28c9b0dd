//! Pins against ports: each bit of each port has one place and one kind, and nothing else has.

use anyhow::{ensure, Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the constraints (`LOCATE`, `IOBUF`, `FREQUENCY PORT`) of a Verilog text's first module.
pub fn check(verilog: &str, constraints: &str) -> Result<()> {
    let ports: BTreeSet<String> = ports(verilog)?.into_iter().collect();
    let known =
        |port: &str| ports.contains(port).then_some(()).with_context(|| format!("{port} is no port of the board"));
    let mut sites = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for (n, line) in constraints.lines().enumerate() {
        let words: Vec<&str> =
            line.trim_end_matches(';').split_whitespace().map(|word| word.trim_matches('"')).collect();
        let place = || format!("constraints, line {}: {line}", n + 1);
        match words[..] {
            [] | ["#", ..] => continue,
            ["LOCATE", "COMP", port, "SITE", site] => {
                known(port).with_context(place)?;
                ensure!(!sites.values().any(|other| *other == site), "{}: {site} is taken", place());
                ensure!(sites.insert(port, site).is_none(), "{}: {port} has a place already", place());
            }
            ["IOBUF", "PORT", port, kind] => {
                known(port).with_context(place)?;
                ensure!(kind.starts_with("IO_TYPE="), "{}: no IO_TYPE", place());
                ensure!(kinds.insert(port), "{}: {port} has a kind already", place());
            }
            ["FREQUENCY", "PORT", port, mhz, "MHZ"] => {
                known(port).with_context(place)?;
                ensure!(mhz.parse::<f64>().is_ok_and(|mhz| mhz > 0.0), "{}: not a rate", place());
            }
            _ => anyhow::bail!("{}: not a constraint that is known here", place()),
        }
        ensure!(line.trim_end().ends_with(';'), "{}: no semicolon", place());
    }
    for port in &ports {
        ensure!(sites.contains_key(port.as_str()), "{port} has no place");
        ensure!(kinds.contains(port.as_str()), "{port} has no IO_TYPE");
    }
    Ok(())
}

/// The bits of the ports of the first module, as constraints name them.
fn ports(verilog: &str) -> Result<Vec<String>> {
    let head = verilog.split_once("module ").and_then(|(_, rest)| rest.split_once(");")).context("no module")?.0;
    let mut ports = vec![];
    for line in head.lines().map(str::trim).filter(|line| line.starts_with("input") || line.starts_with("output")) {
        let name = line.trim_end_matches(',').split_whitespace().last().context("a port without a name")?;
        match line.split_once('[').and_then(|(_, rest)| rest.split_once(":0]")) {
            Some((msb, _)) => ports.extend((0..=msb.parse::<u32>()?).map(|bit| format!("{name}[{bit}]"))),
            None => ports.push(name.to_owned()),
        }
    }
    Ok(ports)
}
