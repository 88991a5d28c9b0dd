//! Log pages, and the shutdown that waits.

use super::bench::Bench;
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{Buffer, PAGE};
use super::{bench, Nvme};
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_spec::nvme::{self, admin, io, log};

fn get(lid: u8, bytes: u64, prp1: u64, prp2: u64) -> Entry {
    let dwords = bytes as u32 / 4 - 1;
    Entry::new(admin::GET_LOG_PAGE, nvme::NSID_ALL).prps(prp1, prp2).dword(10, dwords << 16 | u32::from(lid))
}

/// `bytes` of a log, to an address whose page they may leave; what lies around them stays.
pub fn read_log(b: &mut Bench, q: &mut Queue, lid: u8, bytes: u64, offset: u64) -> Vec<u8> {
    let (first, second) = (b.memory.pages(1), b.memory.pages(1));
    for page in [first, second] {
        b.memory.write(page, &[0xa5; PAGE as usize]);
    }
    let crosses = offset + bytes > PAGE;
    // A pointer that is not needed may be anything.
    b.ok(q, get(lid, bytes, first + offset, if crosses { second } else { 0x5a5b }));
    let both = [b.memory.read(first, PAGE as usize), b.memory.read(second, PAGE as usize)].concat();
    let (from, to) = (offset as usize, (offset + bytes) as usize);
    assert!(both[..from].iter().chain(&both[to..]).all(|byte| *byte == 0xa5), "{bytes} bytes at {offset}");
    both[from..to].to_vec()
}

fn number(page: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|n| page[at + n]))
}

/// Number, queue, identifier and status of the newest entry of the error log.
pub fn newest_error(b: &mut Bench, q: &mut Queue) -> (u64, u16, u16, u16) {
    let entry = read_log(b, q, log::ERROR, 64, 0);
    let half = |at: usize| u16::from_le_bytes([entry[at], entry[at + 1]]);
    (number(&entry, 0), half(8), half(10), half(12) >> 1)
}

fn logs_of_any_length(b: &mut Bench) {
    let mut q = b.enable(32, 32);
    let firmware = log::firmware();
    for (bytes, offset) in [(512, 0), (4, 0), (12, 4092), (512, 3584), (512, 3588), (4096, 0), (4096, 8), (2048, 100)] {
        assert_eq!(read_log(b, &mut q, log::FIRMWARE, bytes, offset), firmware[..bytes as usize]);
    }
    let page = b.memory.pages(2);
    for lid in [0, 4, 5, 6, 7, 0x41, 0x80, 0xc1, 0xff] {
        b.fails(&mut q, get(lid, 512, page, 0), nvme::INVALID_LOG_PAGE);
    }
    b.fails(&mut q, get(log::SMART, 4100, page, page + PAGE), nvme::INVALID_FIELD);
    for (n, value) in [(1, 1), (1, 2), (1, nvme::NSID_ALL - 1), (11, 1), (12, 512)] {
        b.fails(&mut q, get(log::SMART, 512, page, 0).dword(n, value), nvme::INVALID_FIELD);
    }
    b.ok(&mut q, get(log::SMART, 512, page, 0).dword(1, 0));
    b.fails(&mut q, get(log::SMART, 512, page + 2, 0), nvme::PRP_OFFSET_INVALID);
    b.fails(&mut q, get(log::SMART, 512, page + 4000, page + PAGE + 4), nvme::PRP_OFFSET_INVALID);
    b.write_errors.push_back(2);
    b.fails(&mut q, get(log::SMART, 512, page, 0), nvme::DATA_TRANSFER_ERROR);
    // An Identify page is as long as ever.
    let buffer = Buffer::new(&mut b.memory, 1, 8, 0);
    b.ok(&mut q, Entry::new(admin::IDENTIFY, 1).prps(buffer.prp1, buffer.prp2).dword(10, 0));
    assert_eq!(buffer.contents(&b.memory)[..], nvme::identify_namespace(super::bench::BLOCKS));
}

fn errors_are_kept(b: &mut Bench) {
    let (mut q, mut io) = b.start(16, 16);
    assert!(read_log(b, &mut q, log::ERROR, 4096, 0).iter().all(|byte| *byte == 0));
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    let mut wanted = vec![];
    for n in 0..6u64 {
        let (queue, lba, nsid, status) = match n {
            // Refused when it was decoded, a block that could not be fetched, another namespace, an admin command.
            0 | 4 => (1, 5000 + n, 1, nvme::LBA_OUT_OF_RANGE),
            1 | 5 => (1, 7 + n, 1, nvme::DATA_TRANSFER_ERROR),
            2 => (1, 3, 9, nvme::INVALID_NAMESPACE),
            _ => (0, 0, 77, nvme::INVALID_OPCODE),
        };
        if status == nvme::DATA_TRANSFER_ERROR {
            b.memory.bad.insert(buffer.parts[0].0 / PAGE * PAGE, 1);
        }
        let cid = match queue {
            0 => {
                let cid = q.tail as u16 * 257 + 1;
                b.fails(&mut q, Entry::new(0x7f, nsid), status);
                cid
            }
            _ => {
                let cid = io.tail as u16 * 257 + 1;
                b.fails(&mut io, Entry::rw(io::WRITE, lba, 1, &buffer).dword(1, nsid), status);
                cid
            }
        };
        b.memory.bad.clear();
        let mut entry = [0; log::ERROR_ENTRY_BYTES];
        entry[..8].copy_from_slice(&(n + 1).to_le_bytes());
        entry[8..10].copy_from_slice(&u16::to_le_bytes(queue));
        entry[10..12].copy_from_slice(&cid.to_le_bytes());
        entry[12..14].copy_from_slice(&(status.bits() << 1).to_le_bytes());
        entry[14..16].copy_from_slice(&[0xff; 2]);
        entry[16..24].copy_from_slice(&lba.to_le_bytes());
        entry[24..28].copy_from_slice(&u32::to_le_bytes(nsid));
        wanted.insert(0, entry);
        wanted.truncate(log::ERROR_ENTRIES);
        let found = read_log(b, &mut q, log::ERROR, 1024, 0);
        assert_eq!(found[..64 * wanted.len()], wanted.concat()[..], "after error {n}");
        assert!(found[64 * wanted.len()..].iter().all(|byte| *byte == 0));
    }
    assert_eq!((number(&read_log(b, &mut q, log::SMART, 512, 0), 176), b.output("errors")), (6, 6));
}

fn health_counts(b: &mut Bench) {
    let (mut q, mut io) = b.start(64, 64);
    let same = log::smart();
    let mut blocks = [0u64; 2];
    for n in 0..40 {
        let length = 1 + n % 32;
        let buffer = Buffer::new(&mut b.memory, length, 0, 0);
        let write = n % 4 != 0;
        b.ok(&mut io, Entry::rw(if write { io::WRITE } else { io::READ }, n, length as u32, &buffer));
        blocks[usize::from(write)] += length;
        buffer.revoke(&mut b.memory);
    }
    b.ok(&mut io, Entry::zeroes(0, 8));
    b.ok(&mut io, Entry::flush());
    let page = read_log(b, &mut q, log::SMART, 512, 0);
    let found = [32, 48, 64, 80, 128, 160, 176].map(|at| number(&page, at));
    assert_eq!(found, [blocks[0].div_ceil(125), blocks[1].div_ceil(125), 10, 30, 0, 0, 0]);
    assert_eq!((page[..32].to_vec(), number(&page, 112)), (same[..32].to_vec(), 1));
}

/// SHST says "complete" only when what runs has been answered.
fn shutdown_waits(b: &mut Bench) {
    let (_, mut io) = b.start(16, 16);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.unit.idle = true;
    b.submit(&mut io, Entry::rw(io::WRITE, 0, 1, &buffer).cid(5));
    b.write32(nvme::CC.offset, 0x0046_4001);
    for _ in 0..20 {
        b.run(100);
        assert_eq!(b.read32(nvme::CSTS.offset), 0b0101, "a command is under way");
    }
    b.unit.idle = false;
    assert_eq!((b.wait(&mut io).cid, b.outstanding()), (5, 0));
    b.run(50);
    assert_eq!(b.read32(nvme::CSTS.offset), 0b1001, "shutdown is complete");
    b.write32(nvme::CC.offset, 0x0046_0001);
    assert_eq!(b.read32(nvme::CSTS.offset), 1);
    b.ok(&mut io, Entry::flush());
    // Nothing is under way: at once. A card that was never enabled, too.
    b.write32(nvme::CC.offset, 0x0046_8001);
    b.run(50);
    assert_eq!(b.read32(nvme::CSTS.offset), 0b1001);
    b.disable();
    b.write32(nvme::CC.offset, 0x0046_4000);
    b.run(50);
    assert_eq!(b.read32(nvme::CSTS.offset), 0b1000);
    assert!(b.cycle < LIMIT);
}

#[test]
fn logs_have_the_length_that_was_asked_for() {
    logs_of_any_length(&mut bench(90));
}

#[test]
fn the_newest_errors_are_kept() {
    errors_are_kept(&mut bench(91));
}

#[test]
fn the_smart_log_counts() {
    health_counts(&mut bench(92));
}

#[test]
fn a_shutdown_waits_for_commands() {
    shutdown_waits(&mut bench(93));
}

fn caught(from: &str, to: &str, check: impl Fn(&mut Bench)) {
    let mut b = Bench::new(broken::<Nvme>("nvme", from, to), 94);
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&mut b)));
    assert!(outcome.is_err(), "nobody noticed `{to}` for `{from}`");
}

#[test]
fn a_twin_that_writes_a_whole_page_is_caught() {
    caught("out$d[76:64] = first_bytes$q;", "out$d[76:64] = 13'd4096;", logs_of_any_length);
}

#[test]
fn a_twin_that_keeps_the_oldest_errors_is_caught() {
    caught("entries$write = next_valid$q;", "entries$write = next_valid$q & ~kept$q[2];", errors_are_kept);
}

#[test]
fn a_twin_that_counts_blocks_as_units_is_caught() {
    caught(
        "told_units_written$d = block_written & (~(|write_part$q));",
        "told_units_written$d = block_written;",
        health_counts,
    );
}

#[test]
fn a_twin_that_is_shut_down_at_once_is_caught() {
    caught("registers$answered = (", "registers$answered = 1'b1 | (", shutdown_waits);
}
