//! Log pages that count what was done, events, and the shutdown, on both cards.

use anyhow::{ensure, Result};
use twinpath_host::BAR0;
use twinpath_host_interface::Entry;
use twinpath_nvme_conformance::Port;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{self, admin, event, io, log, CC, CSTS, NSID_ALL};

/// 512 bytes of a log. The port's judge has looked at the command, too.
fn read(port: &mut Port, lid: u8) -> Result<Vec<u8>> {
    let data = port.data(512, 0, 0)?;
    let cdw10 = 127 << 16 | u32::from(lid);
    let entry = Entry {
        opcode: admin::GET_LOG_PAGE,
        nsid: NSID_ALL,
        cdw10,
        prp1: data.prp1,
        prp2: data.prp2,
        ..Entry::default()
    };
    let status = port.command(0, entry, &[], None)?.status;
    ensure!(status == 0, "log {lid}: {status:#06x}");
    let found = port.get(data.prp1, 512)?;
    port.give_page(data.pages[0])?;
    Ok(found)
}

fn count(page: &[u8], at: usize) -> u64 {
    page[at..at + 8].iter().rev().fold(0, |v, b| v << 8 | u64::from(*b))
}

/// An I/O command with data; its status.
fn transfer(port: &mut Port, opcode: u8, lba: u64, blocks: u32) -> Result<u16> {
    let data = port.data(blocks as usize * BLOCK_BYTES, 0, 0)?;
    Ok(port.command(1, Port::transfer(opcode, lba, blocks, &data), &data.pages, None)?.status)
}

#[test]
pub fn each_card_counts_what_its_own_host_does() -> Result<()> {
    let mut pair = crate::pair(70)?;
    for (unit, port) in pair.ports.iter_mut().enumerate() {
        port.create_queues(1, 16, 16)?;
        for n in 0..6 {
            transfer(port, io::WRITE, 2 * n, 1 + unit as u32)?;
        }
        for n in 0..3 {
            transfer(port, io::READ, n, 32)?;
        }
        // Differs, and is counted as read; a range that is not there is not.
        ensure!(transfer(port, io::COMPARE, 0, 2)? == nvme::COMPARE_FAILURE.bits());
        ensure!(transfer(port, io::READ, 1 << 30, 1)? == nvme::LBA_OUT_OF_RANGE.bits());
        let smart = read(port, log::SMART)?;
        let found = [32, 48, 64, 80, 176].map(|at| count(&smart, at));
        ensure!(found == [1, 1, 4, 6, 2], "units, commands, errors: {found:?}");
        let errors = read(port, log::ERROR)?;
        let lbas = [0, 64, 128].map(|at| (count(&errors, at), count(&errors, at + 16)));
        ensure!(lbas == [(2, 1 << 30), (1, 0), (0, 0)], "numbers and blocks of errors: {lbas:?}");
        ensure!(read(port, log::FIRMWARE)? == log::firmware()[..512]);
    }
    pair.end()
}

/// Every answer is the judge's business: which request is answered, and when none is.
#[test]
pub fn doorbells_that_cannot_be_are_events() -> Result<()> {
    let mut pair = crate::pair(71)?;
    for port in &mut pair.ports {
        let admin = |opcode: u8, cdw10: u32| Entry { opcode, cdw10, ..Entry::default() };
        let mut cids = vec![];
        for _ in 0..3 {
            cids.push(port.submit(0, admin(admin::ASYNC_EVENT_REQUEST, 0), &[], None)?);
        }
        port.ring(0);
        port.wrong_doorbell(1, 0, 0)?;
        port.settle()?;
        ensure!(port.controller.masked && port.controller.events == 2, "the event was not told");
        port.wrong_doorbell(0, 1, 4095)?;
        port.rest()?;
        ensure!(port.controller.events == 2 && port.controller.event.is_none(), "it is masked");
        read(port, log::ERROR)?;
        port.wrong_doorbell(0, 1, 4095)?;
        port.settle()?;
        ensure!(port.controller.events == 1, "the second event was not told");
        // What still waits is taken back.
        let taken: u32 = cids.iter().try_fold(0, |sum, cid| -> Result<u32> {
            let abort = admin(admin::ABORT, u32::from(*cid) << 16);
            Ok(sum + u32::from(port.command(0, abort, &[], None)?.result == 0))
        })?;
        ensure!((taken, port.controller.events) == (1, 0), "{taken} requests were aborted");
        let newest = read(port, log::ERROR)?;
        ensure!(count(&newest, 0) == 3, "two doorbells and an Abort: {}", count(&newest, 0));
        // It waits for a request.
        port.wrong_doorbell(1, 1, 1)?;
        port.rest()?;
        ensure!(port.controller.event == Some(event::INVALID_DOORBELL));
        port.submit(0, admin(admin::ASYNC_EVENT_REQUEST, 0), &[], None)?;
        port.ring(0);
        port.settle()?;
    }
    pair.end()
}

#[test]
pub fn a_shutdown_is_complete_when_every_write_is() -> Result<()> {
    let mut pair = crate::pair(72)?;
    for unit in 0..2 {
        let port = &mut pair.ports[unit];
        port.create_queues(1, 32, 32)?;
        for n in 0..20 {
            let data = port.data(4 * BLOCK_BYTES, 0, 0)?;
            port.submit(1, Port::transfer(io::WRITE, 2 * n, 4, &data), &data.pages, None)?;
        }
        port.ring(1);
        port.bus.settle()?;
        let enabled = port.bus.read(BAR0, CC.offset, 4)?;
        port.bus.write(BAR0, CC.offset, enabled | 1 << 14, 4);
        let mut states = vec![];
        for _ in 0..10_000 {
            let state = CSTS.field("SHST").of(port.bus.read(BAR0, CSTS.offset, 4)?);
            states.push(state);
            if state == 2 {
                break;
            }
        }
        ensure!(states.first() == Some(&1) && states.last() == Some(&2), "SHST was {states:?}");
        // What was answered is in host memory: nothing has to be waited for.
        port.poll(true)?;
        ensure!(port.under_way() == 0, "{} writes are not answered", port.under_way());
        // The admin queue may go, the controller start again.
        port.reset(false)?;
        ensure!(port.bus.read(BAR0, CSTS.offset, 4)? == 0);
        port.enable(8)?;
        port.create_queues(1, 4, 4)?;
        ensure!(transfer(port, io::WRITE, 0, 4)? == 0);
    }
    pair.end()
}
