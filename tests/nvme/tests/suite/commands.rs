//! Every command and every status, one by one; what the model says must be what this table says, and the card.

use anyhow::{ensure, Context, Result};
use twinpath_host_interface::Entry;
use twinpath_nvme_conformance::{Data, Pair, Port, BLOCKS, UNMAPPED};
use twinpath_parts::MemoryFault;
use twinpath_spec::control::{HOLD_LIMIT, R_HOST};
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{self, admin, cns, dsm, feature, io, Status, NSID, NSID_ALL, PAGE_BYTES};

/// Carries a command out that must end with a status.
fn ends(port: &mut Port, queue: u16, name: &str, entry: Entry, pages: &[u64], status: Status) -> Result<u32> {
    let answer = port.command(queue, entry, pages, None).with_context(|| name.to_owned())?;
    let found = answer.status;
    ensure!(found == status.bits(), "{name}: {found:#06x}, not {:#06x}", status.bits());
    Ok(answer.result)
}

fn admin_ends(port: &mut Port, name: &str, entry: Entry, status: Status) -> Result<u32> {
    ends(port, 0, name, entry, &[], status)
}

/// First blocks and numbers of blocks.
type Ranges = &'static [(u64, u64)];

/// An I/O command on blocks with data, changed in some way.
fn io_ends(
    port: &mut Port,
    name: &str,
    (opcode, lba, blocks): (u8, u64, u32),
    change: impl FnOnce(&mut Entry, &Data),
    status: Status,
) -> Result<()> {
    let data = port.data(blocks as usize * BLOCK_BYTES, 0, 0)?;
    let mut entry = Port::transfer(opcode, lba, blocks, &data);
    change(&mut entry, &data);
    ends(port, 1, name, entry, &data.pages, status)?;
    Ok(())
}

fn pair(seed: u64) -> Result<Pair> {
    let mut pair = crate::pair(seed)?;
    for port in &mut pair.ports {
        port.create_queues(1, 64, 64)?;
    }
    Ok(pair)
}

#[test]
pub fn each_io_command_with_each_of_its_statuses() -> Result<()> {
    let mut pair = pair(1)?;
    for port in &mut pair.ports {
        for opcode in [io::WRITE, io::READ, io::COMPARE, io::WRITE_ZEROES] {
            let moves = opcode != io::WRITE_ZEROES;
            let good = if opcode == io::COMPARE { nvme::COMPARE_FAILURE } else { nvme::SUCCESS };
            let end = u64::from(BLOCKS);
            io_ends(port, "one block", (opcode, 5, 1), |_, _| (), good)?;
            io_ends(port, "32 blocks to the end", (opcode, end - 32, 32), |_, _| (), good)?;
            io_ends(
                port,
                "fields that are ignored",
                (opcode, 0, 2),
                |e, _| {
                    (e.mptr, e.cdw12, e.cdw13, e.cdw14, e.cdw15) = (u64::MAX, e.cdw12 | 0xffff_0000, !0, !0, !0);
                },
                good,
            )?;
            for flags in [1, 2, 3, 0x40, 0x80, 0xc0] {
                io_ends(port, "FUSE, PSDT", (opcode, 5, 1), |e, _| e.flags = flags, nvme::INVALID_FIELD)?;
            }
            for nsid in [0, 2, NSID_ALL] {
                io_ends(port, "NSID", (opcode, 5, 1), |e, _| e.nsid = nsid, nvme::INVALID_NAMESPACE)?;
            }
            for lba in [end, 1 << 32, 1 << 63, u64::MAX] {
                io_ends(port, "beyond", (opcode, lba, 1), |_, _| (), nvme::LBA_OUT_OF_RANGE)?;
            }
            io_ends(port, "over the end", (opcode, end - 31, 32), |_, _| (), nvme::LBA_OUT_OF_RANGE)?;
            if !moves {
                // No MDTS for what has no data; the namespace is smaller.
                io_ends(port, "all of it", (opcode, 0, 1), |e, _| e.cdw12 = BLOCKS - 1, nvme::SUCCESS)?;
                io_ends(port, "more than all", (opcode, 0, 1), |e, _| e.cdw12 = 0xffff, nvme::LBA_OUT_OF_RANGE)?;
                continue;
            }
            for last in [32, 0xffff] {
                io_ends(port, "MDTS", (opcode, 5, 1), |e, _| e.cdw12 = last, nvme::INVALID_FIELD)?;
            }
            for bit in 0..2 {
                io_ends(port, "PRP1", (opcode, 5, 1), |e, _| e.prp1 |= 1 << bit, nvme::PRP_OFFSET_INVALID)?;
            }
            for bit in 0..12 {
                io_ends(port, "PRP2 is a page", (opcode, 5, 2), |e, _| e.prp2 |= 1 << bit, nvme::PRP_OFFSET_INVALID)?;
            }
            for bit in 0..3 {
                io_ends(port, "PRP2 is a list", (opcode, 5, 3), |e, _| e.prp2 |= 1 << bit, nvme::PRP_OFFSET_INVALID)?;
            }
            io_ends(port, "no list", (opcode, 5, 3), |e, _| e.prp2 = UNMAPPED, nvme::DATA_TRANSFER_ERROR)?;
            // A write into host memory is posted: nobody tells the card that it went nowhere.
            let nowhere = if opcode == io::READ { nvme::SUCCESS } else { nvme::DATA_TRANSFER_ERROR };
            io_ends(port, "no data", (opcode, 5, 1), |e, _| e.prp1 = UNMAPPED, nowhere)?;
            io_ends(port, "no second page", (opcode, 5, 2), |e, _| e.prp2 = UNMAPPED, nowhere)?;
        }
        for nsid in [NSID, NSID_ALL] {
            io_ends(port, "flush", (io::FLUSH, 0, 1), |e, _| e.nsid = nsid, nvme::SUCCESS)?;
        }
        for nsid in [0, 2, NSID_ALL - 1] {
            io_ends(port, "flush", (io::FLUSH, 0, 1), |e, _| e.nsid = nsid, nvme::INVALID_NAMESPACE)?;
        }
        for opcode in (0..=255).filter(|o| ![0, 1, 2, 5, 8, 9].contains(o)) {
            io_ends(port, "opcode", (opcode, 5, 1), |_, _| (), nvme::INVALID_OPCODE)?;
            // That comes before every other rule.
            io_ends(port, "opcode", (opcode, 5, 1), |e, _| (e.flags, e.nsid) = (1, 7), nvme::INVALID_OPCODE)?;
        }
    }
    pair.end()
}

/// Data that a Compare finds equal, and the first and last byte of them that differ.
#[test]
pub fn a_compare_looks_at_every_block() -> Result<()> {
    let mut pair = pair(2)?;
    for port in &mut pair.ports {
        for (blocks, offset) in [(1u32, 0), (3, 4), (32, 4092)] {
            let bytes = blocks as usize * BLOCK_BYTES;
            let written: Vec<u8> = (0..bytes).map(|n| (n / 7 + n / 4096) as u8).collect();
            let data = port.data(bytes, 0, 0)?;
            port.fill(&data, &written)?;
            let write = Port::transfer(io::WRITE, 9, blocks, &data);
            ends(port, 1, "write", write, &data.pages, nvme::SUCCESS)?;
            for (at, status) in
                [(None, nvme::SUCCESS), (Some(0), nvme::COMPARE_FAILURE), (Some(bytes - 1), nvme::COMPARE_FAILURE)]
            {
                let data = port.data(bytes, offset, 500)?;
                let mut other = written.clone();
                if let Some(at) = at {
                    other[at] ^= 0x80;
                }
                port.fill(&data, &other)?;
                let compare = Port::transfer(io::COMPARE, 9, blocks, &data);
                ends(port, 1, &format!("{blocks} blocks, byte {at:?} differs"), compare, &data.pages, status)?;
            }
        }
    }
    pair.end()
}

#[test]
pub fn deallocate_looks_at_its_ranges_one_by_one() -> Result<()> {
    let mut pair = pair(3)?;
    const END: u64 = BLOCKS as u64;
    let port = &mut pair.ports[0];
    let cases: [(&str, Ranges, u32, Status); 9] = [
        ("one", &[(3, 4)], dsm::DEALLOCATE, nvme::SUCCESS),
        ("none", &[(3, 0)], dsm::DEALLOCATE, nvme::SUCCESS),
        ("some", &[(END - 1, 1), (0, 0), (0, 33), (5, 1)], dsm::DEALLOCATE, nvme::SUCCESS),
        ("a bad one among good ones", &[(1, 1), (END, 1), (2, 1)], dsm::DEALLOCATE, nvme::LBA_OUT_OF_RANGE),
        ("over the end", &[(END - 1, 2)], dsm::DEALLOCATE, nvme::LBA_OUT_OF_RANGE),
        ("over 32 bits", &[(u32::MAX as u64, 2)], dsm::DEALLOCATE, nvme::LBA_OUT_OF_RANGE),
        ("beyond 32 bits", &[(1 << 32, 1)], dsm::DEALLOCATE, nvme::LBA_OUT_OF_RANGE),
        ("empty, beyond the end", &[(END + 1, 0)], dsm::DEALLOCATE, nvme::LBA_OUT_OF_RANGE),
        ("hints only", &[(END, 99)], 3, nvme::SUCCESS),
    ];
    for offset in [0, 4, 4092, 4084] {
        for (name, ranges, attributes, status) in cases {
            let word = |(first, blocks): &(u64, u64)| [u64::MAX >> 32 | blocks << 32, *first];
            let list: Vec<u8> = ranges.iter().flat_map(word).flat_map(u64::to_le_bytes).collect();
            let data = port.data(list.len(), offset, 0)?;
            port.fill(&data, &list)?;
            let (prp1, prp2) = (data.prp1, data.prp2);
            let cdw10 = ranges.len() as u32 - 1;
            let entry = Entry {
                opcode: io::DATASET_MANAGEMENT,
                nsid: NSID,
                prp1,
                prp2,
                cdw10,
                cdw11: attributes,
                ..Entry::default()
            };
            ends(port, 1, name, entry, &data.pages, status)?;
        }
    }
    let page = port.data(PAGE_BYTES, 0, 0)?;
    port.fill(&page, &[0; PAGE_BYTES])?;
    let entry = Entry {
        opcode: io::DATASET_MANAGEMENT,
        nsid: NSID,
        prp1: page.prp1,
        cdw11: dsm::DEALLOCATE,
        ..Entry::default()
    };
    let cases = [
        ("the list half a dword on", Entry { prp1: page.prp1 + 2, ..entry }, nvme::PRP_OFFSET_INVALID),
        (
            "a second page with an offset",
            Entry { prp1: page.prp1 + 4084, prp2: page.prp1 + 8, ..entry },
            nvme::PRP_OFFSET_INVALID,
        ),
        ("a list nowhere", Entry { prp1: UNMAPPED, ..entry }, nvme::DATA_TRANSFER_ERROR),
        ("a second page nowhere", Entry { prp1: page.prp1 + 4092, prp2: UNMAPPED, ..entry }, nvme::DATA_TRANSFER_ERROR),
        ("fused", Entry { flags: 2, ..entry }, nvme::INVALID_FIELD),
        ("no namespace", Entry { nsid: 0, ..entry }, nvme::INVALID_NAMESPACE),
    ];
    for (name, entry, status) in cases {
        ends(port, 1, name, entry, &[], status)?;
    }
    for page in page.pages {
        port.give_page(page)?;
    }
    pair.end()
}

/// Statuses that come from behind the controller.
#[test]
pub fn the_areas_the_reservation_and_the_link_have_their_statuses() -> Result<()> {
    let mut pair = pair(4)?;
    let one = |port: &mut Port, opcode: u8, status: Status| -> Result<()> {
        let data = port.data(BLOCK_BYTES, 0, 0)?;
        let entry = Port::transfer(opcode, 7, 1, &data);
        let found = port.command(1, entry, &data.pages, Some(status))?.status;
        ensure!(found == status.bits(), "{found:#06x}, not {status:?}");
        Ok(())
    };
    for unit in 0..2 {
        pair.simulation.with(|g| g.area(unit).inject(MemoryFault::Read { block: 7 }));
        one(&mut pair.ports[unit], io::READ, nvme::UNRECOVERED_READ_ERROR)?;
        one(&mut pair.ports[unit], io::READ, nvme::SUCCESS)?;
    }
    for unit in 0..2 {
        pair.simulation.with(|g| g.area(0).inject(MemoryFault::Write { block: 7 }));
        one(&mut pair.ports[unit], io::WRITE, nvme::WRITE_FAULT)?;
        one(&mut pair.ports[unit], io::WRITE, nvme::SUCCESS)?;
    }
    // The other host holds the reservation.
    for unit in 0..2usize {
        for port in &pair.ports {
            port.bus.write(twinpath_host::BAR2, R_HOST.offset, 2 - unit as u64, 8);
            port.bus.settle()?;
        }
        one(&mut pair.ports[unit], io::WRITE, nvme::RESERVATION_CONFLICT)?;
        one(&mut pair.ports[unit], io::READ, nvme::SUCCESS)?;
        one(&mut pair.ports[1 - unit], io::WRITE, nvme::SUCCESS)?;
    }
    for port in &pair.ports {
        port.bus.write(twinpath_host::BAR2, R_HOST.offset, 0, 8);
        port.bus.write(twinpath_host::BAR2, HOLD_LIMIT.offset, 10_000, 8);
        port.bus.settle()?;
    }
    pair.simulation.with(|g| g.cut_link());
    for port in &mut pair.ports {
        for opcode in [io::WRITE, io::READ] {
            one(port, opcode, nvme::COMMAND_INTERRUPTED)?;
        }
    }
    pair.simulation.with(|g| g.restore_link());
    let up = pair.simulation.run_until(1_000_000, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3));
    ensure!(up, "the pair does not serve again");
    for port in &mut pair.ports {
        one(port, io::WRITE, nvme::SUCCESS)?;
    }
    pair.end()
}

#[test]
pub fn each_admin_command_with_each_of_its_statuses() -> Result<()> {
    let mut pair = pair(5)?;
    let port = &mut pair.ports[1];
    let command = |opcode: u8, cdw10: u32, cdw11: u32| Entry { opcode, cdw10, cdw11, ..Entry::default() };
    let known: Vec<u8> = twinpath_nvme_conformance::rules::ADMIN.iter().map(|c| c.opcode).collect();
    for opcode in (0..=255).filter(|o| !known.contains(o)) {
        admin_ends(port, "opcode", command(opcode, 0, 0), nvme::INVALID_OPCODE)?;
        let fused = Entry { flags: 0x41, ..command(opcode, 0, 0) };
        admin_ends(port, "that comes after FUSE and PSDT", fused, nvme::INVALID_FIELD)?;
    }
    for opcode in known {
        for flags in [1, 2, 0x40, 0x80] {
            let entry = Entry { flags, ..command(opcode, 0, 0) };
            admin_ends(port, "FUSE, PSDT", entry, nvme::INVALID_FIELD)?;
        }
    }
    // Identify: pages to anywhere, and their namespaces.
    for (what, nsid, status) in [
        (cns::NAMESPACE, NSID, nvme::SUCCESS),
        (cns::NAMESPACE, 0, nvme::INVALID_NAMESPACE),
        (cns::NAMESPACE, NSID_ALL, nvme::INVALID_NAMESPACE),
        (cns::CONTROLLER, 77, nvme::SUCCESS),
        (cns::ACTIVE_NAMESPACES, 0, nvme::SUCCESS),
        (cns::ACTIVE_NAMESPACES, 1, nvme::SUCCESS),
        (cns::ACTIVE_NAMESPACES, NSID_ALL - 2, nvme::SUCCESS),
        (cns::ACTIVE_NAMESPACES, NSID_ALL - 1, nvme::INVALID_NAMESPACE),
        (cns::NAMESPACE_DESCRIPTORS, NSID, nvme::SUCCESS),
        (cns::NAMESPACE_DESCRIPTORS, 2, nvme::INVALID_NAMESPACE),
        (0x77, NSID, nvme::INVALID_FIELD),
    ] {
        for offset in [0, 8, 4092] {
            let data = port.data(PAGE_BYTES, offset, 0)?;
            let (prp1, prp2) = (data.prp1, data.prp2);
            let entry = Entry { nsid, prp1, prp2, ..command(admin::IDENTIFY, what.into(), 0) };
            ends(port, 0, &format!("Identify {what:#x} of {nsid:#x}"), entry, &data.pages, status)?;
        }
    }
    for (offset, second) in [(1, 0), (2, 0), (8, 8), (4092, 0x800)] {
        let data = port.data(2 * PAGE_BYTES, 0, 0)?;
        let (prp1, prp2) = (data.prp1 + offset, data.pages[1] + second);
        let entry = Entry { prp1, prp2, ..command(admin::IDENTIFY, 1, 0) };
        ends(port, 0, "Identify to an odd place", entry, &data.pages, nvme::PRP_OFFSET_INVALID)?;
    }
    // Features.
    for fid in 0..=255u8 {
        let known = twinpath_nvme_conformance::rules::FEATURES.contains(&fid);
        let status = if known { nvme::SUCCESS } else { nvme::INVALID_FIELD };
        let of_namespace = fid == feature::ERROR_RECOVERY;
        let nsid = if of_namespace { NSID } else { 0 };
        let of = |nsid: u32, opcode: u8| Entry { nsid, ..command(opcode, fid.into(), 0) };
        admin_ends(port, "Get Features", of(nsid, admin::GET_FEATURES), status)?;
        if fid != feature::NUMBER_OF_QUEUES {
            admin_ends(port, "Set Features", of(nsid, admin::SET_FEATURES), status)?;
        }
        if known && of_namespace {
            admin_ends(port, "of nothing", of(0, admin::SET_FEATURES), nvme::INVALID_NAMESPACE)?;
            admin_ends(port, "the value of nothing", of(0, admin::GET_FEATURES), nvme::INVALID_NAMESPACE)?;
            admin_ends(port, "the value of all", of(NSID_ALL, admin::GET_FEATURES), nvme::INVALID_NAMESPACE)?;
        } else if known {
            admin_ends(port, "of 2", of(2, admin::SET_FEATURES), nvme::INVALID_NAMESPACE)?;
            admin_ends(port, "of 1", of(1, admin::SET_FEATURES), nvme::FEATURE_NOT_NAMESPACE_SPECIFIC)?;
            admin_ends(port, "the value for 1", of(1, admin::GET_FEATURES), nvme::SUCCESS)?;
        }
        if known {
            for select in 1..8 {
                let entry = command(admin::GET_FEATURES, u32::from(fid) | select << 8, 0);
                admin_ends(port, "SEL", entry, nvme::INVALID_FIELD)?;
            }
            let entry = command(admin::SET_FEATURES, u32::from(fid) | 1 << 31, 0);
            admin_ends(port, "SV", entry, nvme::FEATURE_NOT_SAVEABLE)?;
        }
    }
    let set = |fid: u8, value: u32| command(admin::SET_FEATURES, fid.into(), value);
    let get = |fid: u8, value: u32| command(admin::GET_FEATURES, fid.into(), value);
    for (name, entry, status) in [
        ("queues are there", set(feature::NUMBER_OF_QUEUES, 0), nvme::COMMAND_SEQUENCE_ERROR),
        ("queues without end", set(feature::NUMBER_OF_QUEUES, 0xffff), nvme::INVALID_FIELD),
        ("queues without end", set(feature::NUMBER_OF_QUEUES, 0xffff_0000), nvme::INVALID_FIELD),
        ("a power state", set(feature::POWER_MANAGEMENT, 1), nvme::INVALID_FIELD),
        ("a sensor", set(feature::TEMPERATURE_THRESHOLD, 1 << 16 | 300), nvme::INVALID_FIELD),
        ("a third threshold", get(feature::TEMPERATURE_THRESHOLD, 2 << 20), nvme::INVALID_FIELD),
        ("all sensors", get(feature::TEMPERATURE_THRESHOLD, 0xf << 16), nvme::INVALID_FIELD),
        ("all sensors", set(feature::TEMPERATURE_THRESHOLD, 0xf << 16 | 290), nvme::SUCCESS),
        ("the lower threshold", set(feature::TEMPERATURE_THRESHOLD, 1 << 20 | 260), nvme::SUCCESS),
        ("a vector", set(feature::INTERRUPT_VECTOR, 1 << 16 | 3), nvme::SUCCESS),
        ("a vector", set(feature::INTERRUPT_VECTOR, 16), nvme::INVALID_FIELD),
        ("a vector", get(feature::INTERRUPT_VECTOR, 16), nvme::INVALID_FIELD),
        ("the threshold", set(feature::TEMPERATURE_THRESHOLD, 300), nvme::SUCCESS),
    ] {
        admin_ends(port, name, entry, status)?;
    }
    ensure!(admin_ends(port, "the threshold", get(feature::TEMPERATURE_THRESHOLD, 0), nvme::SUCCESS)? == 300);
    let lower = get(feature::TEMPERATURE_THRESHOLD, 1 << 20);
    ensure!(admin_ends(port, "the lower threshold", lower, nvme::SUCCESS)? == 260);
    ensure!(admin_ends(port, "a vector", get(feature::INTERRUPT_VECTOR, 3), nvme::SUCCESS)? == 0x1_0003);
    // Logs: to anywhere, and only whole ones.
    for (name, change, status) in [
        ("a log that is not there", [0x1ff_0004, 0, 0, NSID_ALL], nvme::INVALID_LOG_PAGE),
        ("no log", [0x1ff_0000, 0, 0, NSID_ALL], nvme::INVALID_LOG_PAGE),
        ("errors", [0x3ff_0001, 0, 0, NSID_ALL], nvme::SUCCESS),
        ("health", [0x7f_0002, 0, 0, 0], nvme::SUCCESS),
        ("firmware", [0x7f_0003, 0, 0, NSID_ALL], nvme::SUCCESS),
        ("a namespace's health", [0x7f_0002, 0, 0, NSID], nvme::INVALID_FIELD),
        ("more than a page", [0x400_0002, 0, 0, NSID_ALL], nvme::INVALID_FIELD),
        ("much more than a page", [0x7f_0002, 1, 0, NSID_ALL], nvme::INVALID_FIELD),
        ("a part", [0x7f_0002, 0, 4, NSID_ALL], nvme::INVALID_FIELD),
    ] {
        let [cdw10, cdw11, cdw12, nsid] = change;
        for offset in [0, 4, 3800, 4092] {
            let data = port.data(PAGE_BYTES, offset, 0)?;
            let (prp1, prp2) = (data.prp1, data.prp2);
            let entry =
                Entry { opcode: admin::GET_LOG_PAGE, nsid, prp1, prp2, cdw10, cdw11, cdw12, ..Entry::default() };
            ends(port, 0, name, entry, &data.pages, status)?;
        }
    }
    for name in [0x0005_0001, 0xffff_0001, 0, 7] {
        ensure!(admin_ends(port, "Abort", command(admin::ABORT, name, 0), nvme::SUCCESS)? == 1, "nothing was there");
    }
    // Requests for events wait, the one too many does not.
    for _ in 0..nvme::ASYNC_EVENTS_MAX {
        port.submit(0, command(admin::ASYNC_EVENT_REQUEST, 0, 0), &[], None)?;
    }
    port.ring(0);
    admin_ends(port, "an event too many", command(admin::ASYNC_EVENT_REQUEST, 0, 0), nvme::ASYNC_EVENT_LIMIT_EXCEEDED)?;
    pair.end()
}

/// Each feature has its default, then what was set, whole, and after a reset its default again.
#[test]
pub fn features_keep_what_was_set_until_a_reset() -> Result<()> {
    let mut pair = crate::pair(7)?;
    let port = &mut pair.ports[0];
    let lower = 1 << 20;
    // Feature, NSID, what is set and what is asked in dword 11, the result before and after.
    let cases = [
        (feature::ARBITRATION, 0, 0xdead_beef, 0, 0, 0xdead_beef),
        (feature::TEMPERATURE_THRESHOLD, 0, 0xf_1234, 0, nvme::TEMPERATURE_WARNING, 0x1234),
        (feature::TEMPERATURE_THRESHOLD, 0, lower | 0x4321, lower, 0, 0x4321),
        (feature::ERROR_RECOVERY, NSID, 0x8765_4321, 0, 0, 0x8765_4321),
        (feature::INTERRUPT_COALESCING, 0, 0xffff_fffe, 0, 0, 0xffff_fffe),
        (feature::INTERRUPT_VECTOR, 0, 1 << 16 | 3, 3, 3, 1 << 16 | 3),
        (feature::WRITE_ATOMICITY, 0, 0x8000_0001, 0, 0, 0x8000_0001),
        (feature::ASYNC_EVENT, 0, 0x0123_4567, 0, 0, 0x0123_4567),
    ];
    for function in [false, true, false] {
        for (set, opcode) in [(false, admin::GET_FEATURES), (true, admin::SET_FEATURES), (true, admin::GET_FEATURES)] {
            for (fid, nsid, value, asked, before, after) in cases {
                let cdw11 = if opcode == admin::SET_FEATURES { value } else { asked };
                let entry = Entry { opcode, nsid, cdw10: fid.into(), cdw11, ..Entry::default() };
                let found = admin_ends(port, "a feature", entry, nvme::SUCCESS)?;
                let right = if set { after } else { before };
                ensure!(
                    opcode == admin::SET_FEATURES || found == right,
                    "feature {fid:#x} is {found:#x}, not {right:#x}"
                );
            }
        }
        port.reset(function)?;
        port.enable(16)?;
    }
    pair.end()
}

#[test]
pub fn queues_are_created_and_deleted_in_order() -> Result<()> {
    let mut pair = crate::pair(6)?;
    let port = &mut pair.ports[0];
    let delete = |opcode: u8, id: u32| Entry { opcode, cdw10: id, ..Entry::default() };
    let over = nvme::IO_QUEUES as u16 + 1;
    let queues = Entry { opcode: admin::SET_FEATURES, cdw10: 7, cdw11: 7 << 16 | 7, ..Entry::default() };
    let granted = admin_ends(port, "queues", queues, nvme::SUCCESS)?;
    ensure!(granted == (nvme::IO_QUEUES - 1) << 16 | (nvme::IO_QUEUES - 1), "{granted:#x} queues are granted");
    let (cq, sq) = (port.create_cq(1, 64, Some(3))?, port.create_sq(1, 64, 1)?);
    let id = |entry: Entry, id: u16| Entry { cdw10: entry.cdw10 & 0xffff_0000 | u32::from(id), ..entry };
    let last = |entry: Entry, last: u32| Entry { cdw10: entry.cdw10 & 0xffff | last << 16, ..entry };
    let flags = |entry: Entry, cdw11: u32| Entry { cdw11, ..entry };
    let cases = [
        ("no SQ to delete", delete(admin::DELETE_IO_SQ, 1), nvme::INVALID_QUEUE_IDENTIFIER),
        ("no CQ to delete", delete(admin::DELETE_IO_CQ, 1), nvme::INVALID_QUEUE_IDENTIFIER),
        ("the admin queue is not to be deleted", delete(admin::DELETE_IO_SQ, 0), nvme::INVALID_QUEUE_IDENTIFIER),
        ("nor its other half", delete(admin::DELETE_IO_CQ, 0), nvme::INVALID_QUEUE_IDENTIFIER),
        ("an SQ without a CQ", sq, nvme::COMPLETION_QUEUE_INVALID),
        ("CQ 0", id(cq, 0), nvme::INVALID_QUEUE_IDENTIFIER),
        ("a CQ too many", id(cq, over), nvme::INVALID_QUEUE_IDENTIFIER),
        ("CQ 65535", id(cq, 0xffff), nvme::INVALID_QUEUE_IDENTIFIER),
        ("a CQ of 1", last(cq, 0), nvme::INVALID_QUEUE_SIZE),
        ("a CQ of 65", last(cq, 64), nvme::INVALID_QUEUE_SIZE),
        ("a CQ of 65536", last(cq, 0xffff), nvme::INVALID_QUEUE_SIZE),
        ("a CQ in pieces", flags(cq, 2), nvme::INVALID_FIELD),
        ("vector 16", flags(cq, 16 << 16 | 3), nvme::INVALID_INTERRUPT_VECTOR),
        ("vector 65535", flags(cq, 0xffff_0003), nvme::INVALID_INTERRUPT_VECTOR),
        ("a CQ in the middle", Entry { prp1: cq.prp1 + 16, ..cq }, nvme::PRP_OFFSET_INVALID),
        ("the CQ", cq, nvme::SUCCESS),
        ("the same CQ again", cq, nvme::INVALID_QUEUE_IDENTIFIER),
        ("SQ 0", id(sq, 0), nvme::INVALID_QUEUE_IDENTIFIER),
        ("an SQ too many", id(sq, over), nvme::INVALID_QUEUE_IDENTIFIER),
        ("an SQ of CQ 0", flags(sq, 1), nvme::INVALID_QUEUE_IDENTIFIER),
        ("an SQ of a CQ too many", flags(sq, u32::from(over) << 16 | 1), nvme::INVALID_QUEUE_IDENTIFIER),
        ("an SQ of 1", last(sq, 0), nvme::INVALID_QUEUE_SIZE),
        ("an SQ of 65", last(sq, 64), nvme::INVALID_QUEUE_SIZE),
        ("an SQ in pieces", flags(sq, 1 << 16), nvme::INVALID_FIELD),
        ("an SQ in the middle", Entry { prp1: sq.prp1 + 64, ..sq }, nvme::PRP_OFFSET_INVALID),
        ("the SQ", sq, nvme::SUCCESS),
        ("the same SQ again", sq, nvme::INVALID_QUEUE_IDENTIFIER),
        ("a CQ in use", delete(admin::DELETE_IO_CQ, 1), nvme::INVALID_QUEUE_DELETION),
    ];
    for (name, entry, status) in cases {
        ends(port, 0, name, entry, &[], status)?;
    }
    for _ in 0..3 {
        io_ends(port, "a write", (io::WRITE, 3, 2), |_, _| (), nvme::SUCCESS)?;
        admin_ends(port, "SQ", delete(admin::DELETE_IO_SQ, 1), nvme::SUCCESS)?;
        admin_ends(port, "no SQ", delete(admin::DELETE_IO_SQ, 1), nvme::INVALID_QUEUE_IDENTIFIER)?;
        admin_ends(port, "CQ", delete(admin::DELETE_IO_CQ, 1), nvme::SUCCESS)?;
        port.create_queues(1, 2, 2)?;
    }
    pair.end()
}
