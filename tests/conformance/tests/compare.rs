//! Compare (D10): a read whose value only the card sees. It is equal only if every byte is, and beside writes only if the
//! blocks held the host's data at some moment between the command and its answer; the trace checker judges both.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{compare, read, write, Act, Ended, Job, Lab, BLOCKS, STEP};
use twinpath_conformance::mutants::{choose, design, Mutant};
use twinpath_conformance::Setup;
use twinpath_driver::Status;
use twinpath_group::{Design, Group, GroupConfig};
use twinpath_spec::limits::BLOCK_BYTES;

/// Overlapping work of both hosts on few blocks, so that Compares meet writes.
fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let mut random = SmallRng::seed_from_u64(seed);
    let job = |_| {
        let (host, lba, blocks) = (random.random_range(0..2), random.random_range(0..24), random.random_range(1..6));
        match random.random_range(0..10) {
            0..4 => write(host, lba, blocks),
            4 => read(host, lba, blocks),
            5 => compare(host, lba, random.random_range(1..25)),
            _ => compare(host, lba, blocks),
        }
    };
    (0..count).map(job).collect()
}

/// Jobs in handfuls: what a Compare is given when it is queued may be what the volume holds when its turn comes.
fn run(lab: &mut Lab, seed: u64, count: usize) -> Result<()> {
    let handful = |jobs: &[Job]| lab.run(jobs.iter().copied());
    jobs(seed, count).chunks(12).try_for_each(handful).with_context(|| format!("seed {seed}"))
}

/// One Compare of these data; whether they are what the volume holds.
fn equal(lab: &mut Lab, host: usize, lba: u64, data: &[u8]) -> Result<bool> {
    let job = compare(host, lba, (data.len() / BLOCK_BYTES) as u32);
    ensure!(lab.queue_with(job, data)?, "no slot");
    lab.ring(host)?;
    lab.finish()?;
    let ended = lab.ended.pop().context("no answer")?;
    ensure!(ended.job == job && ended.done(), "{ended:?}");
    Ok(Status(ended.status).is_success())
}

/// Equal and unequal Compares in this trace.
fn results(lab: &Lab) -> [usize; 2] {
    let compares = lab.ended.iter().filter(|e| e.job.act == Act::Compare);
    let (same, unequal): (Vec<&Ended>, Vec<&Ended>) = compares.partition(|e| e.status == 0);
    [same.len(), unequal.len()]
}

/// Nothing is left of any command.
fn at_rest(lab: &Lab) -> Result<()> {
    for host in &lab.hosts {
        let unit = host.control().unit()?;
        // Two slots of the peer's are always on offer to the link.
        let faults = unit.protocol_faults + unit.gate_faults;
        ensure!(unit.rows_live == 0 && unit.slots_used <= 2 && faults == 0, "{unit:?}");
    }
    Ok(())
}

#[test]
fn every_byte_counts_at_both_hosts() -> Result<()> {
    let mut lab = Lab::new(1000)?;
    lab.run([write(0, 8, 32), write(1, 40, 32)])?;
    lab.ended.clear();
    let volume: Vec<u8> = (8..72).flat_map(|lba| lab.block(0, lba)).collect();
    for (first, blocks) in [(0, 1), (3, 2), (31, 3), (16, 32), (32, 32)] {
        let data = &volume[first * BLOCK_BYTES..][..blocks * BLOCK_BYTES];
        for host in 0..2 {
            let lba = 8 + first as u64;
            ensure!(equal(&mut lab, host, lba, data)?, "host {}: {blocks} blocks at {lba} are equal", host + 1);
            for at in [0, data.len() / 2 + 5, data.len() - 1] {
                let mut other = data.to_vec();
                other[at] ^= 0x80;
                let same = equal(&mut lab, host, lba, &other)?;
                ensure!(!same, "host {}: byte {at} of {blocks} blocks at {lba} differs", host + 1);
            }
        }
    }
    // What was never written is zeros.
    ensure!(equal(&mut lab, 1, 200, &[0; 2 * BLOCK_BYTES])?);
    lab.must_hold()?;
    at_rest(&lab)
}

#[test]
fn compares_beside_writes_are_linearizable_in_every_order() -> Result<()> {
    for (seed, fast_handshake, parallel_order) in
        [(1010, false, false), (1011, true, false), (1012, false, true), (1013, true, true)]
    {
        let setup = Setup { fast_handshake, parallel_order, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
        run(&mut lab, seed, 240)?;
        // And at depth.
        lab.run(jobs(seed + 100, 100)).with_context(|| format!("seed {seed}"))?;
        let other = lab.ended.iter().find(|e| !e.done());
        ensure!(other.is_none(), "seed {seed}: {other:?}");
        let [same, unequal] = results(&lab);
        ensure!(same > 20 && unequal > 20, "seed {seed}: {same} equal, {unequal} unequal");
        let seen = lab.must_hold().with_context(|| format!("seed {seed}"))?;
        ensure!(seen.waiting_reads > 20, "seed {seed}: {seen:?}");
        at_rest(&lab)?;
    }
    Ok(())
}

#[test]
fn compares_survive_cuts() -> Result<()> {
    for (seed, fast_handshake, parallel_order) in [(1020, false, false), (1021, true, true)] {
        let setup = Setup { fast_handshake, parallel_order, sessions: true, ..Setup::default() };
        let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
        let mut random = SmallRng::seed_from_u64(seed);
        let cuts: Vec<u64> = (0..4).map(|n| n * 60_000 + STEP * random.random_range(5..300)).collect();
        let outage = STEP * random.random_range(1..100);
        lab.run_disturbed(jobs(seed, 150), |lab, passed| {
            if cuts.contains(&passed) {
                lab.simulation.with(|g| g.cut_link());
            }
            if cuts.iter().any(|cut| cut + outage == passed) {
                lab.simulation.with(|g| g.restore_link());
            }
            Ok(())
        })
        .with_context(|| format!("seed {seed}"))?;
        lab.simulation.with(|g| g.restore_link());
        lab.await_serving()?;
        let other = lab.ended.iter().find(|e| !e.done());
        ensure!(other.is_none(), "seed {seed}: {other:?}");
        lab.must_hold().with_context(|| format!("seed {seed}"))?;
        at_rest(&lab)?;
    }
    Ok(())
}

#[test]
fn a_compare_that_waits_is_aborted() -> Result<()> {
    let mut lab = Lab::new(1030)?;
    // A long write of the other host first, which the Compare meets at its own unit.
    let (long, short) = (write(1, 0, 32), compare(0, 31, 1));
    lab.queue(long)?;
    lab.ring(1)?;
    lab.simulation.run(4_000);
    lab.queue(short)?;
    lab.ring(0)?;
    lab.simulation.run(500);
    ensure!(lab.abort(short)?, "it did not wait");
    lab.finish()?;
    let status = lab.ended.iter().find(|e| e.job == short).context("no answer")?.status;
    ensure!(Status(status).kind() == 0 && Status(status).code() == 7, "{}", Status(status));
    lab.must_hold()?;
    at_rest(&lab)
}

/// Lines of the comparator, what stands there in a broken card, and the rule that finds it.
const TWINS: [(&str, &str, &str); 5] = [
    ("if (looks$q & (unit_word$q != host_word$q)) begin", "if (1'b0) begin", "D8"),
    (
        "if (looks$q & (unit_word$q != host_word$q)) begin",
        "if (looks$q & (unit_word$q[63:32] != host_word$q[63:32])) begin",
        "D8",
    ),
    ("if (looks$q & (unit_word$q != host_word$q)) begin", "if (looks$q) begin", "D10"),
    // What one Compare found is the next one's result too; the last words alone count.
    ("differs$d = (differs$q & (~taken)) | found;", "differs$d = differs$q | found;", "D10"),
    ("differs$d = (differs$q & (~taken)) | found;", "differs$d = looks$q ? found : differs$q & (~taken);", "D8"),
];

#[test]
fn cards_that_do_not_look_are_caught() -> Result<()> {
    let good = Design::committed()?;
    let twin = |(old, new, _)| Mutant::new(new, good.text(), &[("card_compare", old, new)]);
    let twins = design(&good, &TWINS.map(twin).into_iter().collect::<Result<Vec<_>>>()?)?;
    for (number, (_, new, rule)) in (1..).zip(TWINS) {
        let mut group = Group::new(&twins, GroupConfig { trace: true, ..GroupConfig::pair(BLOCKS, 1040) })?;
        choose(&mut group, number)?;
        let mut lab = Lab::of(group, Setup::default(), 100_000)?;
        run(&mut lab, 1040, 120)?;
        let (breaches, _) = lab.verdict();
        ensure!(breaches.iter().any(|b| b.rule == rule), "{new}: {breaches:?}");
    }
    Ok(())
}
