//! Resets of the controller and of the function in every phase: while it starts, with queues half made, with work of every
//! kind at every point, while it stops; afterwards the host's memory is left alone, and everything works.

use anyhow::{ensure, Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use twinpath_host::BAR0;
use twinpath_host_interface::Entry;
use twinpath_nvme_conformance::Port;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{self, admin, dsm, io, AQA, CC, CSTS, INTMS, NSID, PAGE_BYTES};

const QUEUES: u16 = nvme::IO_QUEUES as u16;

/// Work of every kind in every queue, told to the card and not waited for.
fn load(port: &mut Port, random: &mut SmallRng) -> Result<()> {
    for n in 0..24 {
        let blocks = random.random_range(1..9u32);
        let lba = random.random_range(0..60);
        let data = port.data(blocks as usize * BLOCK_BYTES, 4 * (n % 5), 500)?;
        let mut entry = Port::transfer([io::WRITE, io::READ, io::COMPARE, io::WRITE_ZEROES][n % 4], lba, blocks, &data);
        if n % 8 == 7 {
            let range = [u64::from(blocks) << 32, lba];
            port.fill(&data, &range.map(u64::to_le_bytes).concat())?;
            let (prp1, prp2) = (data.prp1, data.prp2);
            entry = Entry {
                opcode: io::DATASET_MANAGEMENT,
                nsid: NSID,
                prp1,
                prp2,
                cdw11: dsm::DEALLOCATE,
                ..Entry::default()
            };
        }
        port.submit(1 + n as u16 % QUEUES, entry, &data.pages, None)?;
    }
    (1..=QUEUES).for_each(|queue| port.ring(queue));
    let data = port.data(PAGE_BYTES, 64, 0)?;
    let (prp1, prp2) = (data.prp1, data.prp2);
    port.submit(0, Entry { opcode: admin::IDENTIFY, cdw10: 1, prp1, prp2, ..Entry::default() }, &data.pages, None)?;
    port.submit(0, Entry { opcode: admin::ASYNC_EVENT_REQUEST, ..Entry::default() }, &[], None)?;
    port.submit(0, Entry { opcode: admin::DELETE_IO_SQ, cdw10: 2, ..Entry::default() }, &[], None)?;
    port.ring(0);
    Ok(())
}

/// It works: queues, a write, a read, a page.
fn works(port: &mut Port) -> Result<()> {
    port.create_queues(1, 8, 8)?;
    for opcode in [io::WRITE, io::READ] {
        let data = port.data(3 * BLOCK_BYTES, 4, 510)?;
        let status = port.command(1, Port::transfer(opcode, 20, 3, &data), &data.pages, None)?.status;
        ensure!(status == 0, "opcode {opcode}: {status:#06x}");
    }
    Ok(())
}

#[test]
pub fn work_of_every_kind_may_be_cut_at_every_point() -> Result<()> {
    let mut pair = crate::pair(60)?;
    let random = &mut SmallRng::seed_from_u64(60);
    let mut longest = [0; 2];
    for round in 0..28u64 {
        let unit = (round % 2) as usize;
        let function = round % 4 >= 2;
        // The other host has work too.
        let other = &mut pair.ports[1 - unit];
        other.create_queues(QUEUES, 64, 64)?;
        load(other, random)?;
        let port = &mut pair.ports[unit];
        port.create_queues(QUEUES, 64, 64)?;
        load(port, random)?;
        pair.simulation.run(round * round * 60);
        let took = port.reset(function).with_context(|| format!("round {round}"))?;
        longest[usize::from(function)] = took.max(longest[usize::from(function)]);
        port.enable(4 + round as u16)?;
        works(port).with_context(|| format!("round {round}"))?;
        for port in &mut pair.ports {
            port.rest().with_context(|| format!("round {round}"))?;
            port.reset(false)?;
            port.enable(16)?;
        }
    }
    println!("the longest resets: {} cycles by CC.EN, {} of the function", longest[0], longest[1]);
    pair.end()
}

/// Between CC.EN and the first command, and with half of the queues made.
#[test]
pub fn a_reset_in_every_phase_of_the_start() -> Result<()> {
    let mut pair = crate::pair(61)?;
    let port = &mut pair.ports[0];
    for function in [false, true] {
        for phase in 0..6 {
            if phase > 0 {
                let entry = port.create_cq(1, 8, Some(1))?;
                let cid = port.submit(0, entry, &[entry.prp1], None)?;
                port.ring(0);
                if phase > 1 {
                    port.wait_for(0, cid)?;
                    let entry = port.create_sq(1, 8, 1)?;
                    let cid = port.submit(0, entry, &[entry.prp1], None)?;
                    port.ring(0);
                    match phase {
                        2 => {}
                        3 => pair.simulation.run(60),
                        _ => drop(port.wait_for(0, cid)?),
                    }
                }
                if phase == 5 {
                    // Told and at once taken back.
                    port.submit(1, Entry { opcode: io::FLUSH, nsid: NSID, ..Entry::default() }, &[], None)?;
                    port.ring(1);
                }
            }
            port.reset(function).with_context(|| format!("phase {phase}, function {function}"))?;
            port.enable(8)?;
            works(port).with_context(|| format!("after phase {phase}, function {function}"))?;
            port.reset(false)?;
            port.enable(8)?;
        }
    }
    pair.end()
}

/// A controller reset leaves the admin queue's registers; a function-level reset clears every register.
#[test]
pub fn registers_after_each_reset() -> Result<()> {
    let mut pair = crate::pair(62)?;
    let port = &mut pair.ports[0];
    let read = |port: &Port, offset: u32| port.bus.read(BAR0, offset, 4);
    port.bus.write(BAR0, INTMS.offset, 0xf0, 4);
    port.reset(false)?;
    ensure!(read(port, AQA.offset)? == 15 << 16 | 15, "AQA after CC.EN 0: {:#x}", read(port, AQA.offset)?);
    ensure!(read(port, CC.offset)? == 0 && read(port, CSTS.offset)? == 0, "CC, CSTS after CC.EN 0");
    port.enable(8)?;
    port.reset(true)?;
    for register in [AQA, CC, CSTS, INTMS, nvme::ASQ, nvme::ACQ] {
        let found = read(port, register.offset)?;
        ensure!(found == 0, "{} after a function-level reset: {found:#x}", register.name);
    }
    port.enable(8)?;
    works(port)?;
    pair.end()
}
