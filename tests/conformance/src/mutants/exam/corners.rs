//! Situations that random work meets too seldom: each is brought about, and must have happened.

use super::{at_rest, good_or_interrupted, must_hold, view, Bench};
use crate::lab::{read, write};
use crate::partner::Pace;
use crate::Setup;
use anyhow::{ensure, Result};
use twinpath_driver::Status;
use twinpath_spec::link::{Header, Kind};

/// The link stays away beyond the hold limit: every command that is open has its answer meanwhile, and one whose blocks
/// are not all there does not end well.
pub(super) fn hold_limit(bench: &Bench) -> Result<()> {
    for host in 0..2 {
        let mut lab = bench.lab(12, Setup { sessions: true, ..Setup::default() })?;
        lab.hosts.iter().try_for_each(|host| host.control().set_hold_limit(4_000))?;
        ensure!(lab.queue(read(host, 100, 32))?, "the host has no slot");
        lab.ring(host)?;
        lab.simulation.run(4_000);
        ensure!(lab.gather()? == 0, "the read has ended before the link was cut");
        lab.simulation.with(|g| g.cut_link());
        lab.simulation.run(500);
        // More of them than wait in front of the switch.
        for job in (0..6).flat_map(|n| [write(host, 10 * n, 2), read(host, 10 * n, 2), write(1 - host, 10 * n, 2)]) {
            ensure!(lab.queue(job)?, "the host has no slot");
        }
        (0..2).try_for_each(|host| lab.ring(host))?;
        lab.finish()?;
        let good = lab.ended.iter().find(|e| !Status(e.status).is(Status::COMMAND_INTERRUPTED));
        ensure!(good.is_none(), "without a link: {good:?}");
        lab.ended.clear();
        lab.simulation.with(|g| g.restore_link());
        lab.await_serving()?;
        lab.run([write(0, 10, 3), write(1, 11, 3), read(0, 10, 4), read(1, 10, 4)])?;
        good_or_interrupted(&lab, false)?;
        lab.must_hold()?;
        at_rest(&lab)?;
    }
    Ok(())
}

/// Forwards whose first block is on its way unasked when the first unit refuses them: both slots of it are free after.
pub(super) fn refused_unasked(bench: &Bench) -> Result<()> {
    let setup = Setup { reject_on_busy: true, fast_handshake: true, ..Setup::default() };
    let mut lab = bench.lab(13, setup)?;
    // The first unit's write holds E(A1), but the second unit does not know of it yet.
    for lead in [500, 800, 1_100] {
        ensure!(lab.queue(write(0, 0, 8))?, "the host has no slot");
        lab.ring(0)?;
        lab.simulation.run(lead);
        lab.run((0..8).map(|lba| write(1, lba, 1)))?;
    }
    good_or_interrupted(&lab, true)?;
    let refused = lab.ended.iter().filter(|e| e.job.host == 1 && e.status != 0).count();
    ensure!(refused > 6, "only {refused} forwards were refused {:?}", lab.ended);
    lab.must_hold()?;
    at_rest(&lab)
}

/// The second unit's host has its answer, and only acknowledges were lost with the session: the first unit sends the
/// blocks again, and the slots in which they come are given back.
pub(super) fn answered_before(bench: &Bench) -> Result<()> {
    let mut view = view(bench, 1, Pace::AtOnce, Setup { sessions: true, ..Setup::default() })?;
    view.run(vec![write(1, 10, 2)], vec![write(0, 20, 2)])?;
    for _ in 0..2 {
        view.bring_again(4)?;
    }
    let work = |host| (0..6).map(|n| write(host, 4 * n, 2)).collect();
    view.run(work(1), work(0))?;
    ensure!(view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
    must_hold(&mut view)
}

/// A write of the first unit's that the second learns of late stands before writes that are with the first already: they
/// come back, and none of them goes to the area before that one is over.
pub(super) fn late_header(bench: &Bench) -> Result<()> {
    let mut view = view(bench, 1, Pace::AtOnce, Setup::default())?;
    view.begin((0..8).map(|n| write(1, 4 * n, 1)).collect(), 700)?;
    let about = |kind| Header { unit: 0, row: 5, blocks: 1, ..Header::new(kind) };
    view.interject(Header { blocks: 32, value: 1, ..about(Kind::REP_HEADER) });
    view.begin(vec![], 20_000)?;
    view.gather()?;
    ensure!(view.ended.is_empty(), "a write is over that another one stands before: {:?}", view.ended);
    view.interject(about(Kind::ABANDON));
    view.run(vec![], vec![])?;
    ensure!(view.ended.len() == 8 && view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
    view.statuses_join()
}

/// A frame is lost in the session after one that ended while an acknowledge was awaited, and nobody asks for it: it goes
/// again when the timer says so, which has learned in this session how long an acknowledge takes.
pub(super) fn timer_of_a_session(bench: &Bench) -> Result<()> {
    let mut view = view(bench, 0, Pace::AtOnce, Setup { sessions: true, ..Setup::default() })?;
    let work = |count| (0..count).map(|n| write(0, 4 * n, 1)).collect::<Vec<_>>();
    for _ in 0..2 {
        view.run(work(24), vec![])?;
        view.lose_one();
        view.begin(work(8), 3_000)?;
        view.renew()?;
        view.run(work(1), vec![])?;
        view.lose_one();
        view.run(work(1), vec![])?;
    }
    ensure!(view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
    Ok(())
}
