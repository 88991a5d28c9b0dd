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
    group.reset(units);
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

/// `design` forgets with a reset what its slots held. The first unit's hold blocks that wait for an acknowledge when both
/// are reset; a session that ends later, with another command in the same row, must not bring them again.
fn forgets(design: &Design) -> Result<()> {
    let mut config = GroupConfig::pair(4096, 8);
    config.link.latency = 3_000;
    let mut lab = Lab::with(design, config, Setup::default())?;
    lab.queue(write(0, 40, 32))?;
    lab.ring(0)?;
    lab.simulation.run(6_500);
    let held = lab.hosts[0].control().unit()?.slots_used;
    lab.simulation.with(|g| reset(g, &[0, 1]));
    let mut lab = Lab::over(lab.simulation, 9, Setup::default(), 2 * LONG)?;
    // Two blocks, so most slots stay as they were.
    lab.queue(write(0, 100, 2))?;
    lab.ring(0)?;
    lab.simulation.run(3_000);
    lab.simulation.with(|g| g.cut_link());
    lab.simulation.run(2_000);
    lab.simulation.with(|g| g.restore_link());
    lab.await_serving()?;
    lab.finish()?;
    lab.simulation.run(LONG);
    let units = [lab.hosts[0].control().unit()?, lab.hosts[1].control().unit()?];
    ensure!(held > 4, "only {held} slots were taken");
    ensure!(lab.ended.len() == 1 && lab.ended[0].status == 0, "{:?}", lab.ended);
    ensure!(units.iter().all(|u| u.protocol_faults == 0), "blocks of before the reset came again: {units:?}");
    let differs = (100..102).find(|&lba| lab.block(0, lba) != lab.block(1, lba));
    ensure!(differs.is_none(), "the areas differ at block {differs:?}");
    Ok(())
}

#[test]
fn a_reset_forgets_what_the_slots_held() -> Result<()> {
    forgets(&Design::committed()?)
}

#[test]
fn slots_that_outlive_a_reset_are_noticed() -> Result<()> {
    let design = Design::committed()?;
    let (rule, twin) = ("if (~known$q[current$q[14:11]]) begin", "if (1'b0) begin");
    ensure!(design.text().matches(rule).count() == 1, "the rule stands somewhere else");
    let why = forgets(&Design::from_text(design.text().replace(rule, twin)).quick()).expect_err("nobody noticed");
    println!("{why:#}");
    Ok(())
}
