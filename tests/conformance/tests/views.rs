//! Each unit alone against a partner that does what the protocol allows when it likes: the same numbered behaviours.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{Act, Ended, Job};
use twinpath_conformance::mutants::{self, Change, Mutant};
use twinpath_conformance::partner::{lies, Pace, View};
use twinpath_conformance::{Breach, Seen, Setup};
use twinpath_driver::Status;
use twinpath_group::{Design, Group, GroupConfig};
use twinpath_spec::nvme;

const PACES: [Pace; 3] = [Pace::AtOnce, Pace::Late(4_000), Pace::Bursts(5_000)];

/// Overlapping writes and reads of a host in a few blocks.
fn work(random: &mut SmallRng, host: usize, count: usize) -> Vec<Job> {
    let job = |n| {
        let act = if n % 4 == 3 { Act::Read } else { Act::Write };
        Job { host, act, lba: random.random_range(0..24), blocks: random.random_range(1..6) }
    };
    (0..count).map(job).collect()
}

/// Runs a unit against the partner; what the checker says.
fn judge(view: &mut View, seed: u64, may_end: impl Fn(Status) -> bool) -> Result<(Vec<Breach>, Seen)> {
    let random = &mut SmallRng::seed_from_u64(seed);
    let (own, other) = (usize::from(view.unit()), usize::from(1 - view.unit()));
    let stopped = view.run(work(random, own, 60), work(random, other, 80)).err();
    let (mut breaches, seen) = view.verdict()?;
    if let Some(why) = stopped {
        breaches.push(Breach { rule: "answers", cycle: 0, what: format!("{why:#}") });
    }
    if let Some(bad) = view.ended.iter().find(|e| e.status != 0 && !may_end(Status(e.status))) {
        breaches.push(Breach { rule: "answers", cycle: 0, what: format!("{bad:?}") });
    }
    Ok((breaches, seen))
}

/// Every combination of the modes.
fn modes() -> impl Iterator<Item = Setup> {
    (0..16).map(|bits: u8| {
        let [return_data, reject_on_busy, fast_handshake, parallel_order] = [0, 1, 2, 3].map(|n| bits >> n & 1 == 1);
        Setup { return_data, reject_on_busy, fast_handshake, parallel_order, sessions: false }
    })
}

/// Setting the first unit's handshake or order ends its first session.
fn begins(unit: u8, setup: Setup) -> Setup {
    Setup { sessions: unit == 0 && (setup.fast_handshake || setup.parallel_order), ..setup }
}

fn holds(unit: u8) -> Result<()> {
    let design = Design::committed()?;
    let deep = std::env::var_os("TWINPATH_DEEP").is_some();
    for (n, setup) in (0..).zip(modes()) {
        for (m, pace) in (0..).zip(PACES) {
            // Each pace with every mode, each mode with one pace and its opposite; all of them take minutes.
            if !deep && m != n as usize % PACES.len() {
                continue;
            }
            let seed = 1_000 * u64::from(unit + 1) + 10 * n + m as u64;
            let mut view = View::new(&design, unit, seed, pace, begins(unit, setup))?;
            let interrupted = |status: Status| status.is(Status::COMMAND_INTERRUPTED) && setup.reject_on_busy;
            let (breaches, seen) = judge(&mut view, seed, interrupted)?;
            let what = format!("unit {}, seed {seed}, {pace:?}, {setup:?}", unit + 1);
            ensure!(breaches.is_empty(), "{what}: {:#?}", &breaches[..breaches.len().min(12)]);
            let least = if setup.reject_on_busy { 5 } else { 40 };
            ensure!(seen.writes.iter().all(|n| *n >= least) && seen.reads.iter().all(|n| *n >= 10), "{what}: {seen:?}");
            ensure!(seen.races > least / 10 && (seen.unasked > 3) == setup.fast_handshake, "{what}: {seen:?}");
            ensure!(seen.interrupted.iter().all(|n| (*n > 0) == setup.reject_on_busy), "{what}: {seen:?}");
            ensure!(unit == 0 || setup.reject_on_busy || seen.overrides > 0, "{what}: {seen:?}");
        }
    }
    Ok(())
}

#[test]
fn the_first_unit_alone_keeps_every_rule_in_every_mode() -> Result<()> {
    holds(0)
}

#[test]
fn the_second_unit_alone_keeps_every_rule_in_every_mode() -> Result<()> {
    holds(1)
}

/// Frames that no unit may send now end the session, and nothing is lost by it.
#[test]
fn what_a_unit_may_not_say_ends_the_session() -> Result<()> {
    for unit in 0..2 {
        let seed = 930 + u64::from(unit);
        let setup = Setup { sessions: true, ..Setup::default() };
        let mut view = View::new(&Design::committed()?, unit, seed, Pace::Late(2_000), setup)?;
        view.lie(lies(unit), work(&mut SmallRng::seed_from_u64(seed), unit.into(), 48))?;
        let (breaches, seen) = view.verdict()?;
        ensure!(breaches.is_empty(), "unit {}: {:#?}", unit + 1, &breaches[..breaches.len().min(12)]);
        ensure!(view.ended.len() == 48 && view.ended.iter().all(|e| e.status == 0), "{:?}", view.ended);
        ensure!(seen.writes[usize::from(unit)] == 36, "{seen:?}");
    }
    Ok(())
}

/// Blocks that the other unit cannot store or bring, and such as this one's host does not give.
fn abandons(unit: u8, setup: Setup, pace: Pace) -> Result<()> {
    let seed = 1_500 + u64::from(unit);
    let mut view = View::new(&Design::committed()?, unit, seed, pace, begins(unit, setup))?;
    view.partner().failing = 8;
    let random = &mut SmallRng::seed_from_u64(seed);
    let mut both = |count: usize| [unit, 1 - unit].map(|host| work(random, host.into(), count));
    let what = format!("unit {}, {pace:?}, {setup:?}", unit + 1);
    let [own, other] = both(50);
    view.run(own, other).with_context(|| what.clone())?;
    let failed = |e: &&Ended| Status(e.status).is(Status(nvme::WRITE_FAULT.bits()));
    let told = view.ended.iter().filter(failed).count();
    ensure!(unit == 0 || told > 5, "{what}: only {told} writes failed");
    view.partner().failing = 0;
    for lba in 0..6 {
        view.write_in_vain(lba).with_context(|| what.clone())?;
    }
    let [own, other] = both(20);
    view.run(own, other).with_context(|| what.clone())?;
    let bad = view.ended.iter().find(|e| e.status != 0 && (unit == 0 || !failed(e)));
    ensure!(bad.is_none(), "{what}: {bad:?}");
    let (breaches, _) = view.verdict()?;
    ensure!(breaches.is_empty(), "{what}: {:#?}", &breaches[..breaches.len().min(12)]);
    Ok(())
}

#[test]
fn what_one_side_cannot_move_ends_on_both() -> Result<()> {
    for unit in 0..2 {
        for ((n, setup), pace) in modes().filter(|s| !s.reject_on_busy).enumerate().zip(PACES.into_iter().cycle()) {
            let deep = std::env::var_os("TWINPATH_DEEP").is_some();
            if deep || n % 2 == usize::from(unit) {
                abandons(unit, setup, pace)?;
            }
        }
    }
    Ok(())
}

/// A broken unit that its own view must catch: its name, its line, the unit, the modes, and one of these rules.
struct Broken {
    name: &'static str,
    change: Change,
    unit: u8,
    setup: Setup,
    rules: &'static [&'static str],
}

const STRICT: Setup =
    Setup { return_data: false, sessions: false, reject_on_busy: false, fast_handshake: false, parallel_order: false };
const FAST: Setup = Setup { fast_handshake: true, ..STRICT };
const PARALLEL: Setup = Setup { parallel_order: true, ..STRICT };
const REJECT: Setup = Setup { reject_on_busy: true, ..STRICT };

const BROKEN: &[Broken] = &[
    Broken {
        name: "no row of the first unit waits for another",
        change: ("card_lanes", "judged_hit$d = conflict", "judged_hit$d = 1'b0;"),
        unit: 0,
        setup: STRICT,
        rules: &["R18"],
    },
    Broken {
        name: "no row of the second unit waits for another",
        change: ("card_lanes", "judged_hit$d = conflict", "judged_hit$d = 1'b0;"),
        unit: 1,
        setup: STRICT,
        rules: &["R19"],
    },
    Broken {
        name: "GO says fast in the strict handshake",
        change: ("card_hold", "frame[164:133] = {31'd0, facts[533]};", "frame[164:133] = 32'd1;"),
        unit: 0,
        setup: STRICT,
        rules: &["session", "R16"],
    },
    Broken {
        name: "a forward goes unasked without a slot for it",
        change: ("card_pool", "assign unasked_room = ", "assign unasked_room = 1'b1;"),
        unit: 1,
        setup: FAST,
        rules: &["specification"],
    },
    Broken {
        name: "REL goes out before the second unit has acknowledged the block",
        change: ("card_order", "if (slot[69] & slot[70]) begin", "if (slot[69]) begin"),
        unit: 0,
        setup: PARALLEL,
        rules: &["REL"],
    },
    Broken {
        name: "REL never goes out",
        change: ("card_rules", "ends[54] = 1'b1;", "ends[54] = 1'b0;"),
        unit: 0,
        setup: PARALLEL,
        rules: &["answers"],
    },
    Broken {
        name: "E(A2) is released without REL",
        change: ("card_rules", "end else if (next[182]) begin", "end else if (1'b0) begin"),
        unit: 1,
        setup: PARALLEL,
        rules: &["REL"],
    },
    Broken {
        name: "a refused forward is told nobody",
        change: ("card_order", "say[2] = ((~facts[482]) & facts[481])", "say[2] = 1'b0;"),
        unit: 0,
        setup: REJECT,
        rules: &["answers"],
    },
    Broken {
        name: "a refused write is answered as good",
        change: ("card_follower", "row_next[65:51] = cut$32$15(came[164:133]);", "row_next[65:51] = 15'd0;"),
        unit: 1,
        setup: REJECT,
        rules: &["D3"],
    },
    Broken {
        name: "what the second unit abandons stays granted",
        change: ("card_orderer", "say[29] = ~facts[531];", "say[29] = 1'b0;"),
        unit: 0,
        setup: STRICT,
        rules: &["answers"],
    },
    Broken {
        name: "what the first unit abandons is answered as good",
        change: ("card_follower", "row_next[65:51] = write_fault;", "row_next[65:51] = 15'd0;"),
        unit: 1,
        setup: STRICT,
        rules: &["D3"],
    },
];

#[test]
fn a_broken_unit_is_caught_in_its_own_view() -> Result<()> {
    let good = Design::committed()?;
    let mutants = BROKEN.iter().map(|b| Mutant::new(b.name, good.text(), &[b.change])).collect::<Result<Vec<_>>>()?;
    let design = mutants::design(&good, &mutants)?.quick();
    for (number, Broken { name, unit, setup, rules, .. }) in (1..).zip(BROKEN) {
        let config = GroupConfig { unit: *unit, trace: true, ..GroupConfig::single(4096, 940) };
        let mut group = Group::new(&design, config)?;
        mutants::choose_one(&mut group, usize::from(*unit), number)?;
        let mut view = View::of(group, Pace::Late(4_000), begins(*unit, *setup)).context(*name)?;
        view.patience = 50_000;
        view.partner().failing = 8;
        let (breaches, _) = judge(&mut view, 940, |status| status.0 != 0)?;
        println!("{name}: {} breaches, first {:?}", breaches.len(), breaches.first());
        ensure!(breaches.iter().any(|b| rules.contains(&b.rule)), "{name}: {rules:?} are not among {breaches:?}");
    }
    Ok(())
}
