//! A card that was reset has forgotten what its area may lack: the other one does not serve with it, and loses nothing.

use anyhow::{ensure, Result};
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::Setup;
use twinpath_driver::Status;
use twinpath_group::{Design, Group, GroupConfig};
use twinpath_spec::link::refusal;

/// Cycles in which a session opens when nothing is in its way.
const LONG: u64 = 60_000;

fn reset(group: &mut Group, units: &[usize]) {
    units.iter().for_each(|&unit| group.card(unit).set_reset(true));
    group.run(16);
    units.iter().for_each(|&unit| group.card(unit).set_reset(false));
    group.run(LONG);
}

/// The number of its session, if it has one, and why it refused its peer.
fn link(lab: &Lab, unit: usize) -> Result<(Option<u16>, u8)> {
    let link = lab.hosts[unit].control().link()?;
    Ok((link.up.then_some(link.session), link.refusal))
}

/// These commands, and what is under way, are told to come again.
fn interrupted(lab: &mut Lab, jobs: [Job; 2]) -> Result<()> {
    lab.ended.clear();
    let count = jobs.len() + lab.in_flight();
    lab.run(jobs)?;
    let other = lab.ended.iter().find(|e| !Status(e.status).is(Status::COMMAND_INTERRUPTED));
    ensure!(lab.ended.len() == count && other.is_none(), "{:?}", lab.ended);
    Ok(())
}

/// `design` refuses a peer that was reset, whichever it is, at rest and under load.
fn refuses(design: &Design) -> Result<()> {
    for (gone, busy) in [(0, false), (1, false), (0, true), (1, true)] {
        let left = 1 - gone;
        let mut lab = Lab::with(design, GroupConfig::pair(4096, 7), Setup::default())?;
        lab.hosts[left].control().set_hold_limit(20_000)?;
        lab.run([write(0, 8, 3), write(1, 9, 3)])?;
        if busy {
            lab.queue(write(left, 40, 32))?;
            lab.ring(left)?;
            lab.simulation.run(8_000);
        }
        lab.simulation.with(|g| reset(g, &[gone]));
        let found = link(&lab, left)?;
        ensure!(found == (None, refusal::RESTART), "unit {} was reset, under load: {busy}: {found:?}", gone + 1);
        interrupted(&mut lab, [write(left, 8, 1), read(left, 8, 1)])?;
        // When both have forgotten, they begin anew.
        lab.simulation.with(|g| reset(g, &[0, 1]));
        ensure!([link(&lab, 0)?, link(&lab, 1)?] == [(Some(1), refusal::NONE); 2], "no session after both were reset");
    }
    Ok(())
}

#[test]
fn a_card_that_was_reset_is_refused() -> Result<()> {
    refuses(&Design::committed()?)
}

#[test]
fn a_card_that_serves_with_it_is_caught() -> Result<()> {
    let design = Design::committed()?;
    let (rule, twin) = ("if ((met$q & (~knows_session$q)) & (~up)) begin", "if (1'b0) begin");
    ensure!(design.text().matches(rule).count() == 1, "the rule stands somewhere else");
    let why = refuses(&Design::from_text(design.text().replace(rule, twin)).quick()).expect_err("nobody noticed");
    println!("{why:#}");
    Ok(())
}
