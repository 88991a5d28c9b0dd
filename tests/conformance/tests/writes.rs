//! One write at a time, then many: the order of steps, both modes of RETURN_DATA, no overlap left unordered.

use anyhow::Result;
use rand::{rngs::SmallRng, Rng, SeedableRng};
use twinpath_conformance::lab::{read, write, Lab};
use twinpath_conformance::{agree, Setup};
use twinpath_group::{Design, GroupConfig};
use twinpath_trace::check_part;
use twinpath_trace::event::What;

fn lab(seed: u64, return_data: bool) -> Result<Lab> {
    let config = GroupConfig::pair(4096, seed);
    Lab::with(&Design::committed()?, config, Setup { return_data, ..Setup::default() })
}

#[test]
fn a_write_of_each_host_reaches_both_areas() -> Result<()> {
    for return_data in [false, true] {
        let mut lab = lab(1, return_data)?;
        lab.run([write(0, 10, 1)])?;
        lab.run([write(1, 20, 1)])?;
        lab.run([write(0, 30, 3), write(1, 40, 5)])?;
        lab.run([read(1, 10, 1), read(0, 20, 1), read(0, 40, 5), read(1, 30, 3)])?;
        let seen = lab.must_hold()?;
        assert_eq!((seen.writes, seen.reads), ([2, 2], [2, 2]));
        assert_eq!(seen.returned, if return_data { 6 } else { 0 });
        assert!(lab.ended.iter().all(|e| e.status == 0), "{:?}", lab.ended);
    }
    Ok(())
}

#[test]
fn random_overlapping_work_is_in_one_order() -> Result<()> {
    for (seed, return_data) in [(2, false), (3, true)] {
        let mut lab = lab(seed, return_data)?;
        let mut random = SmallRng::seed_from_u64(seed);
        let jobs: Vec<_> = (0..600)
            .map(|_| {
                let (host, lba, blocks) =
                    (random.random_range(0..2), random.random_range(0..24), random.random_range(1..6));
                if random.random_bool(0.7) {
                    write(host, lba, blocks)
                } else {
                    read(host, lba, blocks)
                }
            })
            .collect();
        lab.run(jobs)?;
        let seen = lab.must_hold()?;
        assert!(lab.ended.iter().all(|e| e.status == 0));
        assert!(seen.races > 50 && seen.overrides > 0 && seen.waiting_reads > 0, "{seen:?}");
    }
    Ok(())
}

#[test]
fn every_queue_at_depth_with_the_longest_writes_ends_empty() -> Result<()> {
    let mut lab = lab(4, false)?;
    let mut random = SmallRng::seed_from_u64(4);
    let jobs: Vec<_> = (0..160).map(|n| write(n % 2, random.random_range(0..200), 32)).collect();
    lab.run(jobs)?;
    let seen = lab.must_hold()?;
    assert_eq!(seen.writes, [80, 80]);
    Ok(())
}

/// R21 on the whole pair: after 10^4 random operations, 10^5 with `--deep`, every table is empty, and what the cards
/// counted is what was seen.
#[test]
fn ten_thousand_operations_leave_nothing_behind() -> Result<()> {
    let parts = if std::env::var_os("TWINPATH_DEEP").is_some() { 10 } else { 1 };
    for seed in 400..400 + parts {
        let mut lab = lab(seed, seed % 2 == 1)?;
        let mut random = SmallRng::seed_from_u64(seed);
        let mut seen = [0; 2];
        for _ in 0..10 {
            let jobs: Vec<_> = (0..1_000)
                .map(|_| {
                    let (host, lba) = (random.random_range(0..2), random.random_range(0..48));
                    let blocks = if random.random_range(0..100) == 0 { 32 } else { random.random_range(1..3) };
                    match random.random_range(0..10) {
                        0..3 => read(host, lba, blocks),
                        _ => write(host, lba, blocks),
                    }
                })
                .collect();
            lab.run(jobs)?;
            let part = lab.must_hold()?;
            seen = [seen[0] + part.writes[0] + part.reads[0], seen[1] + part.writes[1] + part.reads[1]];
            for host in &lab.hosts {
                assert_eq!(host.control().unit()?.rows_live, 0, "seed {seed}");
            }
        }
        assert_eq!(seen[0] + seen[1], 10_000, "seed {seed}");
        agree::check(&mut lab)?;
    }
    Ok(())
}

#[test]
fn any_part_of_a_good_trace_is_good_and_a_bad_one_is_not() -> Result<()> {
    let mut lab = lab(5, false)?;
    let mut random = SmallRng::seed_from_u64(5);
    let jobs: Vec<_> = (0..150)
        .map(|n| match n % 4 {
            0 => read(n % 2, random.random_range(0..12), 3),
            _ => write(n % 2, random.random_range(0..12), random.random_range(1..5)),
        })
        .collect();
    lab.run(jobs)?;
    let trace = lab.whole_trace().to_vec();
    let mut writes = 0;
    for _ in 0..200 {
        let from = random.random_range(0..trace.len());
        let part = &trace[from..random.random_range(from..trace.len())];
        let (breaches, seen) = check_part(part, Setup::default());
        assert!(breaches.is_empty(), "events {from}.. of {}: {breaches:?}", part.len());
        writes += seen.writes[0] + seen.writes[1];
    }
    assert!(writes > 100, "{writes} writes were judged");
    // One event moved to the end of the part: what should have come after it stands before.
    let part = &trace[trace.len() / 3..2 * trace.len() / 3];
    let (mut moved, mut caught) = (0, 0);
    for at in 0..part.len() / 2 {
        let mut bad = part.to_vec();
        let last = bad[bad.len() - 1].cycle;
        let counts = matches!(bad[at].what, What::MediaDurable { .. } | What::Delivered { .. } | What::Status { .. });
        bad[at].cycle = last;
        bad.sort_by_key(|e| (e.cycle, e.what.rank()));
        moved += counts as usize;
        caught += (counts && !check_part(&bad, Setup::default()).0.is_empty()) as usize;
    }
    println!("{caught} of {moved} late events are noticed in a part");
    assert!(2 * caught > moved, "{caught} of {moved}");
    Ok(())
}
