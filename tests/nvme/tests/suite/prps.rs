//! Data anywhere: every offset that a dword can have, lists anywhere in their page and on in another one, and each entry of
//! them wrong once. What is written from one place is read to others by both hosts, and compared with a third.

use anyhow::{ensure, Context, Result};
use twinpath_nvme_conformance::{Data, Port, UNMAPPED};
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{self, io, Status, PAGE_BYTES};

/// Entries of a page of a list.
const ENTRIES: usize = PAGE_BYTES / 8;

fn transfer(port: &mut Port, opcode: u8, lba: u64, blocks: u32, data: &Data, status: Status) -> Result<()> {
    let entry = Port::transfer(opcode, lba, blocks, data);
    let found = port.command(1, entry, &data.pages, None)?.status;
    ensure!(found == status.bits(), "{found:#06x}, not {status:?}");
    Ok(())
}

#[test]
pub fn data_and_lists_may_be_anywhere() -> Result<()> {
    let mut pair = crate::pair(40)?;
    for port in &mut pair.ports {
        port.create_pair(1, 16, 16)?;
    }
    let cases = [
        // Blocks, offset, first entry of the list. One page, two pages.
        (1u32, 0, 0),
        (1, 4, 0),
        (1, 2048, 0),
        (1, 4092, 0),
        (2, 0, 0),
        // A list of two entries: in the middle, at the end of its page, its first entry a pointer.
        (2, 12, 77),
        (2, 4088, 510),
        (2, 12, 511),
        (3, 0, 510),
        (3, 4, 509),
        (3, 8, 511),
        (17, 4092, 495),
        (31, 0, 482),
        // As long as may be: whole pages, and one page more; up to the end of the list's page, and on in the next.
        (32, 0, 0),
        (32, 0, 481),
        (32, 0, 482),
        (32, 4, 480),
        (32, 4, 481),
        (32, 20, 511),
        (32, 4092, 3),
    ];
    for (n, (blocks, offset, list_at)) in (0..).zip(cases) {
        let bytes = blocks as usize * BLOCK_BYTES;
        let written: Vec<u8> = (0..bytes).map(|at| (at / 5 + at / 4096 * 3 + n) as u8).collect();
        let lba = n as u64;
        let mut all = || -> Result<()> {
            let data = pair.ports[n % 2].data(bytes, offset, list_at)?;
            pair.ports[n % 2].fill(&data, &written)?;
            transfer(&mut pair.ports[n % 2], io::WRITE, lba, blocks, &data, nvme::SUCCESS)?;
            for port in &mut pair.ports {
                for (offset, list_at) in
                    [(0, 0), (offset, list_at), ((offset + 4) % PAGE_BYTES, (list_at + 1) % ENTRIES)]
                {
                    // The port's judge knows what it must bring, and looks beside it.
                    let data = port.data(bytes, offset, list_at)?;
                    transfer(port, io::READ, lba, blocks, &data, nvme::SUCCESS)?;
                }
                let data = port.data(bytes, (offset + 64) % PAGE_BYTES, ENTRIES - 1)?;
                port.fill(&data, &written)?;
                transfer(port, io::COMPARE, lba, blocks, &data, nvme::SUCCESS)?;
            }
            Ok(())
        };
        all().with_context(|| format!("{blocks} blocks from {offset}, list from entry {list_at}"))?;
    }
    pair.end()
}

/// A block at each dword of a page (every thirteenth; all with `TWINPATH_DEEP`), many commands at a time.
#[test]
pub fn a_block_may_begin_at_any_dword() -> Result<()> {
    let mut pair = crate::pair(43)?;
    let port = &mut pair.ports[1];
    port.create_pair(1, 33, 33)?;
    let step = if std::env::var_os("TWINPATH_DEEP").is_some() { 1 } else { 13 };
    let offsets: Vec<usize> = (0..PAGE_BYTES / 4).step_by(step).map(|dword| 4 * dword).collect();
    for some in offsets.chunks(32) {
        for opcode in [io::WRITE, io::READ] {
            for (lba, offset) in (0..).zip(some) {
                let offset = if opcode == io::WRITE { *offset } else { PAGE_BYTES - 4 - offset };
                let data = port.data(BLOCK_BYTES, offset, 0)?;
                port.submit(1, Port::transfer(opcode, lba, 1, &data), &data.pages, None)?;
            }
            port.ring(1);
            port.drain()?;
        }
    }
    pair.end()
}

/// Each entry of a list, and its pointer to the next page, with an offset; a list that goes on nowhere, and entries that
/// name pages which are not there.
#[test]
pub fn each_entry_may_be_wrong() -> Result<()> {
    let mut pair = crate::pair(41)?;
    let port = &mut pair.ports[1];
    port.create_pair(1, 16, 16)?;
    const BLOCKS: u32 = 8;
    let bytes = BLOCKS as usize * BLOCK_BYTES;
    for opcode in [io::WRITE, io::READ, io::COMPARE] {
        for list_at in [0, ENTRIES - 4] {
            for n in 0..7 + usize::from(list_at > 0) {
                for bit in [0, 1, 2, 3, 11] {
                    let data = port.data(bytes, 0, list_at)?;
                    // The fourth of the chained one is the pointer; what comes after it stands in the last page taken.
                    let at = match list_at + n {
                        n if n < ENTRIES => data.prp2 - data.prp2 % PAGE_BYTES as u64 + 8 * n as u64,
                        n => data.pages[data.pages.len() - 1] + 8 * (n - ENTRIES) as u64,
                    };
                    let mut word = port.get(at, 8)?;
                    word[bit / 8] ^= 1 << (bit % 8);
                    port.put(at, &word)?;
                    transfer(port, opcode, 3, BLOCKS, &data, nvme::PRP_OFFSET_INVALID)
                        .with_context(|| format!("opcode {opcode}, list from {list_at}, entry {n}, bit {bit}"))?;
                }
            }
        }
        let data = port.data(bytes, 0, ENTRIES - 4)?;
        port.put(data.prp2 + 8 * 3, &UNMAPPED.to_le_bytes())?;
        transfer(port, opcode, 3, BLOCKS, &data, nvme::DATA_TRANSFER_ERROR).context("a list that goes on nowhere")?;
        // A write into host memory is posted: nobody tells the card that it went nowhere.
        let nowhere = if opcode == io::READ { nvme::SUCCESS } else { nvme::DATA_TRANSFER_ERROR };
        for n in [0, 3, 6] {
            let data = port.data(bytes, 0, 0)?;
            port.put(data.prp2 + 8 * n, &UNMAPPED.to_le_bytes())?;
            transfer(port, opcode, 3, BLOCKS, &data, nowhere).with_context(|| format!("no page for entry {n}"))?;
        }
    }
    pair.end()
}

/// Pages in any order, one page for several entries, and a PRP2 that nobody needs.
#[test]
pub fn nothing_asks_for_pages_that_follow_each_other() -> Result<()> {
    let mut pair = crate::pair(42)?;
    let port = &mut pair.ports[0];
    port.create_pair(1, 16, 16)?;
    for (lba, opcode) in [(60, io::WRITE), (60, io::READ), (68, io::WRITE)] {
        let data = port.data(8 * BLOCK_BYTES, 12, 100)?;
        let pages = match lba {
            60 => data.pages[1..9].iter().rev().copied().collect(),
            _ => vec![data.pages[3]; 8],
        };
        let list: Vec<u8> = pages.into_iter().flat_map(u64::to_le_bytes).collect();
        port.put(data.prp2, &list)?;
        transfer(port, opcode, lba, 8, &data, nvme::SUCCESS)?;
    }
    for lba in [60, 68] {
        let data = port.data(8 * BLOCK_BYTES, 0, 0)?;
        transfer(port, io::READ, lba, 8, &data, nvme::SUCCESS)?;
    }
    for prp2 in [UNMAPPED, 1, u64::MAX] {
        for opcode in [io::WRITE, io::READ] {
            let data = port.data(BLOCK_BYTES, 0, 0)?;
            transfer(port, opcode, 60, 1, &Data { prp2, ..data }, nvme::SUCCESS)?;
        }
    }
    pair.end()
}
