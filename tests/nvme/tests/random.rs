//! Random work of both hosts, whose root complexes answer reads in any order and any pieces: a few cases, more with
//! `TWINPATH_DEEP`; and a card without what such a host needs, which they must find.

use anyhow::{ensure, Result};
use twinpath_group::{Design, Group};
use twinpath_nvme_conformance::fuzz::{Case, Summary};

fn run(design: &Design, seed: u64) -> Result<Summary> {
    let case = Case::new(seed);
    case.run(Group::new(design, case.config.clone())?)
}

#[test]
fn random_work_ends_well() -> Result<()> {
    let design = Design::committed()?;
    let cases = if std::env::var_os("TWINPATH_DEEP").is_some() { 60 } else { 3 };
    for seed in 1..=cases {
        println!("seed {seed}: {}", run(&design, seed)?);
    }
    Ok(())
}

/// Words of the host that come faster than they are put down are lost; a read ends before its words are down.
#[test]
fn a_block_buffer_that_holds_nothing_back_is_found() -> Result<()> {
    let good = Design::committed()?;
    let mut text = good.text().to_owned();
    for (from, to) in [
        ("assign busy = |waiting$q[4:3];", "assign busy = 1'b0;"),
        ("assign down = (~(|ahead$q[4:1])) & ((~ahead$q[0]) | lane$holds);", "assign down = 1'b1;"),
    ] {
        ensure!(text.matches(from).count() == 1, "`{from}` must stand once");
        text = text.replace(from, to);
    }
    let broken = Design::from_text(text);
    let error = run(&broken, 1).map_err(|error| format!("{error:#}"));
    ensure!(error.as_ref().is_err_and(|e| e.contains("which nobody wrote")), "not found: {error:?}");
    Ok(())
}
