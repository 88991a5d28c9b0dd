//! An area that refuses blocks: the host is told, or the block is written again, and nothing else is harmed.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::BTreeSet;
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::Setup;
use twinpath_driver::Status;
use twinpath_group::{Design, GroupConfig};
use twinpath_parts::MemoryFault;
use twinpath_spec::nvme;

/// Blocks on which the hosts work, and those of them that fail once.
const BLOCKS: u64 = 24;
const FAULTY: [u32; 4] = [2, 7, 11, 20];

const WRITE_FAULT: Status = Status(nvme::WRITE_FAULT.bits());
const READ_ERROR: Status = Status(nvme::UNRECOVERED_READ_ERROR.bits());

/// Every order and handshake.
fn setups() -> impl Iterator<Item = Setup> {
    let all = [(false, false), (true, false), (false, true), (true, true)];
    all.into_iter().map(|(fast_handshake, parallel_order)| Setup {
        fast_handshake,
        parallel_order,
        sessions: true,
        ..Setup::default()
    })
}

/// Overlapping work while `fault` hits the area of `unit`; the commands that failed, with their status.
fn run(seed: u64, setup: Setup, unit: usize, fault: fn(u32) -> MemoryFault) -> Result<(Lab, Vec<(Job, Status)>)> {
    let mut lab = Lab::with(&Design::committed()?, GroupConfig::pair(4096, seed), setup)?;
    let fill = (0..BLOCKS).step_by(8).map(|lba| write(0, lba, 8));
    lab.run(fill)?;
    lab.simulation.with(|g| FAULTY.iter().for_each(|block| g.area(unit).inject(fault(*block))));
    let mut random = SmallRng::seed_from_u64(seed);
    let jobs: Vec<Job> = (0..80)
        .map(|_| {
            let (host, lba, blocks) =
                (random.random_range(0..2), random.random_range(0..20), random.random_range(1..5));
            match random.random_bool(0.7) {
                true => write(host, lba, blocks),
                false => read(host, lba, blocks),
            }
        })
        .collect();
    lab.run(jobs)?;
    // Every fault is met now.
    lab.run(FAULTY.map(u64::from).into_iter().flat_map(|lba| [write((lba % 2) as usize, lba, 1), read(unit, lba, 1)]))?;
    let failed = lab.ended.iter().filter(|e| e.status != 0).map(|e| (e.job, Status(e.status))).collect();
    Ok((lab, failed))
}

/// The blocks whose contents nobody promises are written again; then everything is as it must be.
fn mended(mut lab: Lab) -> Result<()> {
    lab.await_serving()?;
    lab.ended.clear();
    lab.run(FAULTY.map(|block| write(1, u64::from(block), 1)))?;
    lab.run([read(0, 0, BLOCKS as u32), read(1, 0, BLOCKS as u32)])?;
    ensure!(lab.ended.iter().all(|e| e.status == 0), "after the faults: {:?}", lab.ended);
    lab.must_hold()?;
    Ok(())
}

/// The blocks of FAULTY that these commands touch.
fn touched(failed: &[(Job, Status)]) -> BTreeSet<u32> {
    let touches = |block: &u32| {
        failed
            .iter()
            .any(|(job, _)| job.lba <= u64::from(*block) && u64::from(*block) < job.lba + u64::from(job.blocks))
    };
    FAULTY.into_iter().filter(touches).collect()
}

#[test]
fn a_block_that_the_second_area_refuses_is_written_again() -> Result<()> {
    for setup in setups() {
        let (lab, failed) =
            run(70, setup, 1, |block| MemoryFault::Write { block }).with_context(|| format!("{setup:?}"))?;
        ensure!(failed.is_empty(), "{setup:?}: {failed:?}");
        mended(lab).with_context(|| format!("{setup:?}"))?;
    }
    Ok(())
}

#[test]
fn a_block_that_the_first_area_refuses_is_a_write_fault_or_written_again() -> Result<()> {
    for setup in setups() {
        let (lab, failed) = run(71, setup, 0, |block| MemoryFault::Write { block })?;
        let (writes, reads): (Vec<_>, Vec<_>) = failed.iter().partition(|(job, _)| job.writes());
        // The half that the area took lies under the record of the old block: it is not given out.
        let named = writes.iter().all(|(_, s)| s.is(WRITE_FAULT))
            && reads.iter().all(|(job, s)| job.host == 0 && s.is(READ_ERROR));
        ensure!(named, "{setup:?}: {failed:?}");
        // In the serial order nothing of the block has left for the second area. In the parallel order that is so when
        // the second area is slower to be asked; else the session ends and the block is written again.
        ensure!(setup.parallel_order || touched(&writes).len() == FAULTY.len(), "{setup:?}: {failed:?}");
        mended(lab).with_context(|| format!("{setup:?}"))?;
    }
    Ok(())
}

#[test]
fn a_block_that_cannot_be_read_fails_its_reads_alone() -> Result<()> {
    for (unit, setup) in [0, 1].into_iter().zip(setups()) {
        let (lab, failed) = run(72, setup, unit, |block| MemoryFault::Read { block })?;
        let named = failed.iter().all(|(job, status)| !job.writes() && status.is(READ_ERROR));
        ensure!(named && !failed.is_empty(), "unit {}: {failed:?}", unit + 1);
        ensure!(failed.iter().all(|(job, _)| job.host == unit), "unit {}: {failed:?}", unit + 1);
        mended(lab)?;
    }
    Ok(())
}
