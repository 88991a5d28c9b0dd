//! What a card tells of itself, beyond what [`agree`] compares: counters of the link, stalls, shares of both hosts.

use super::{all_good, Bench};
use crate::agree;
use crate::lab::{read, write, Lab};
use crate::Setup;
use anyhow::{ensure, Context, Result};
use std::sync::Arc;
use twinpath_driver::ControlWindow;
use twinpath_group::trace::What;
use twinpath_group::{Group, GroupConfig, Partner, Simulation};
use twinpath_parts::{FrameFault, LinkBeat, MemoryConfig};
use twinpath_spec::link::{abilities, refusal, Header, Kind, CREDITS, FRAME_WORDS_MAX, KEEP_ALIVE_CYCLES, WINDOW};

fn counter(lab: &Lab, unit: usize, name: &str) -> Result<u64> {
    let link = lab.hosts[unit].control().link()?;
    let counter = link.counters.iter().find(|c| c.name == name);
    Ok(counter.with_context(|| name.to_owned())?.value)
}

/// Each kind of harm to a frame has its counter at the receiver, and what is asked for again one at the sender.
pub fn harms(bench: &Bench) -> Result<()> {
    let harms = [
        (FrameFault::Lose, "LINK_SEQUENCE_ERRORS", true),
        (FrameFault::Corrupt { bit: 100 }, "LINK_CRC_ERRORS", true),
        (FrameFault::Duplicate, "LINK_REPEATED", false),
    ];
    for from in 0..2 {
        let mut lab = bench.lab(3, Setup::default())?;
        for (fault, name, again) in harms {
            let before = [counter(&lab, 1 - from, name)?, counter(&lab, from, "LINK_REPLAYS")?];
            lab.simulation.with(|g| [1, 4, 7].map(|n| g.link().inject(from, n, fault)));
            lab.run([write(0, 10, 4), write(1, 20, 4)])?;
            let told = counter(&lab, 1 - from, name)? > before[0];
            let replayed = counter(&lab, from, "LINK_REPLAYS")? > before[1];
            ensure!(told && (replayed || !again), "{fault:?} of unit {}: {name} {told}, replays {replayed}", from + 1);
        }
        all_good(&lab)?;
    }
    Ok(())
}

/// Greets in another epoch, for ever.
struct Stranger {
    words: Vec<u64>,
}

impl Partner for Stranger {
    fn cycle(&mut self, now: u64, _: Option<LinkBeat>, _: bool, _: &mut dyn FnMut(u64, What)) -> Option<LinkBeat> {
        let n = (now % u64::from(KEEP_ALIVE_CYCLES)) as usize;
        self.words.get(n).map(|&data| LinkBeat { data, end: n + 1 == self.words.len() })
    }
}

/// A unit whose peer is of another epoch says so, and counts it.
pub fn strangers(bench: &Bench) -> Result<()> {
    for unit in 0..2u8 {
        let config = GroupConfig { unit, ..GroupConfig::single(4096, 11) };
        let mut group = Group::new(bench.design, config)?;
        super::choose_one(&mut group, unit.into(), bench.mutant)?;
        let hello = Header {
            epoch: 2,
            unit: 1 - unit,
            wseq: 0x51,
            lba: abilities(WINDOW),
            credits: CREDITS,
            ..Header::new(Kind::HELLO)
        };
        let mut words = [0; FRAME_WORDS_MAX];
        let count = hello.encode(None, &mut words);
        group.plug(Box::new(Stranger { words: words[..count].to_vec() }));
        let simulation = Simulation::new(group);
        let control = ControlWindow::open(Arc::new(simulation.transport(unit.into())))?;
        simulation.run(20 * u64::from(KEEP_ALIVE_CYCLES));
        let link = control.link()?;
        let refused = link.counters.iter().find(|c| c.name == "LINK_EPOCH_REFUSED").map_or(0, |c| c.value);
        ensure!(!link.up && link.refusal == refusal::EPOCH && refused > 9, "{refused} refused: {link:?}");
    }
    Ok(())
}

/// Words wait for a slow area as often on one path as on another, and a cycle counts once.
pub fn stalls(bench: &Bench) -> Result<()> {
    let pair = GroupConfig::pair(4096, 3);
    let memory = MemoryConfig { stall: 128, ..pair.memory.clone() };
    let mut lab = Lab::of(bench.group(GroupConfig { memory, ..pair })?, Setup::default(), super::PATIENCE)?;
    (0..8).flat_map(|n| [write(0, n, 1), write(1, n, 1)]).try_for_each(|job| lab.run([job]))?;
    let of = |unit: usize, path: usize| -> Result<u64> { Ok(lab.hosts[unit].control().paths()?[path - 1].stalls) };
    let (p1, p5, p3) = (of(0, 1)?, of(0, 5)?, of(1, 3)?);
    let alike = |a: u64, b: u64| a > 1_000 && a.abs_diff(b) < a / 4;
    ensure!(alike(p1, p5) && alike(p3, p1 + p5), "stalls of path 1 {p1}, of path 5 {p5}, of path 3 {p3}");
    Ok(())
}

/// The paths that a write needs are busy at both units while it is under way.
pub fn busy(bench: &Bench) -> Result<()> {
    for (host, needed) in [(0, [1, 2, 3].as_slice()), (1, &[2, 3, 4, 5])] {
        let mut lab = bench.lab(4, Setup::default())?;
        lab.queue(write(host, 10, 32))?;
        lab.ring(host)?;
        lab.simulation.run(6_000);
        for unit in 0..2 {
            let paths = lab.hosts[unit].control().paths()?;
            let busy: Vec<u32> = paths.iter().filter(|p| p.busy).map(|p| p.number).collect();
            ensure!(busy == needed, "a write of host {}: paths {busy:?} of unit {} are busy", host + 1, unit + 1);
        }
        lab.finish()?;
        for unit in 0..2 {
            let paths = lab.hosts[unit].control().paths()?;
            ensure!(paths.iter().all(|p| !p.busy), "busy at rest: {paths:?}");
        }
    }
    Ok(())
}

/// While both hosts have much to write, A1 takes their blocks in turn.
pub fn shares(bench: &Bench) -> Result<()> {
    let mut lab = bench.lab(3, Setup::default())?;
    lab.run((0..64).flat_map(|n| [write(0, n * 4, 2), write(1, 2048 + n * 4, 2)]))?;
    all_good(&lab)?;
    let trace = lab.whole_trace();
    let blocks: Vec<u8> = trace
        .iter()
        .filter_map(|e| match e.what {
            What::MediaBegin { unit: 0, origin, .. } => Some(origin),
            _ => None,
        })
        .collect();
    let middle = &blocks[blocks.len() / 4..blocks.len() / 2];
    let second = middle.iter().filter(|&&origin| origin == 1).count();
    let half = middle.len() / 2;
    ensure!(second.abs_diff(half) <= half / 50 + 1, "{second} of {} blocks are the second host's", middle.len());
    agree::check(&mut lab)
}

/// The link is cut around the moment in which a forwarded write's last acknowledge is on its way.
pub fn last_words(bench: &Bench) -> Result<()> {
    for parallel_order in [false, true] {
        let mut lab = bench.lab(9, Setup { parallel_order, sessions: true, ..Setup::default() })?;
        for n in 0..16 {
            lab.queue(write(1, n * 4, 1))?;
            lab.ring(1)?;
            lab.simulation.run(if parallel_order { 1_900 } else { 2_540 } + n * 14);
            lab.simulation.with(|g| g.cut_link());
            lab.simulation.run(2_000);
            lab.simulation.with(|g| g.restore_link());
            lab.finish()?;
            lab.await_serving()?;
            lab.run([write(0, n * 4, 1), write(1, n * 4, 2)])?;
            lab.run([read(0, n * 4, 2), read(1, n * 4, 2)])?;
            super::at_rest(&lab)?;
        }
        all_good(&lab)?;
        lab.must_hold()?;
    }
    Ok(())
}
