//! Random work of both hosts, whose root complexes answer reads in any order and any pieces: a few cases, more with
//! `TWINPATH_DEEP`; and a card without what such a host needs, which they must find.

use anyhow::{ensure, Result};
use twinpath_group::{Design, Group};
use twinpath_host::BAR2;
use twinpath_nvme_conformance::fuzz::{Case, Summary};
use twinpath_nvme_conformance::{Pair, Port};
use twinpath_spec::control::INTEGRITY_FAULTS;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::io;

fn run(seed: u64) -> Result<Summary> {
    let case = Case::new(seed);
    case.run(crate::group(case.config.clone())?)
}

#[test]
pub fn random_work_ends_well() -> Result<()> {
    let cases = if std::env::var_os("TWINPATH_DEEP").is_some() { 60 } else { 3 };
    for seed in 1..=cases {
        println!("seed {seed}: {}", run(seed)?);
    }
    Ok(())
}

/// The command that an Abort names ends while the unit has not decided yet; its row must not go on to the next one, which
/// would be given up in its place.
#[test]
pub fn an_abort_whose_command_ends_meanwhile() -> Result<()> {
    run(7001).map(drop)
}

#[test]
pub fn a_case_is_the_same_each_time() -> Result<()> {
    let [one, again, other] = [77, 77, 78].map(run);
    let one = one?;
    ensure!(one == again?, "the same seed, another run");
    ensure!(one != other?, "another seed, the same run");
    Ok(())
}

/// Words of the host that come faster than they are put down are lost, and counted; a read ends before its words are down.
#[test]
pub fn a_block_buffer_that_holds_nothing_back_is_found() -> Result<()> {
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
    let case = Case::new(1);
    let error = case.run(Group::new(&broken, case.config.clone())?).map_err(|error| format!("{error:#}"));
    ensure!(error.as_ref().is_err_and(|e| e.contains("which nobody wrote")), "not found: {error:?}");
    // The card knows it, too.
    let mut pair = Pair::of(Group::new(&broken, case.config)?)?;
    let port = &mut pair.ports[0];
    port.create_pair(1, 33, 33)?;
    for n in 0..32 {
        let data = port.data(2 * BLOCK_BYTES, 4 * n, 0)?;
        port.submit(1, Port::transfer(io::WRITE, n as u64, 2, &data), &data.pages, None)?;
    }
    port.ring(1);
    port.drain()?;
    let lost = port.bus.read(BAR2, INTEGRITY_FAULTS.offset, 8)?;
    ensure!(lost > 0, "no word was counted as lost");
    Ok(())
}
