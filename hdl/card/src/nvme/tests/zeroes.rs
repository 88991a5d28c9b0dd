//! Write Zeroes and Deallocate: their blocks reach the unit as writes of zeros, and no data is asked for.

use super::bench;
use super::bench::{Bench, BLOCKS};
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{put_ranges, Buffer, PAGE};
use std::collections::BTreeSet;
use twinpath_spec::nvme;

/// Every block of the volume holds something.
fn full(b: &mut Bench) {
    for lba in 0..BLOCKS {
        b.unit.disk.insert(lba, vec![lba as u8 | 1; PAGE as usize]);
    }
    b.unit.seen.clear();
    b.read_requests.clear();
}

/// Exactly these blocks are zeros now; they came in pieces of at most 32, and no data was read from the host.
fn only_these_are_zero(b: &Bench, zero: &BTreeSet<u64>) {
    for lba in 0..BLOCKS {
        let value = if zero.contains(&lba) { 0 } else { lba as u8 | 1 };
        assert!(b.unit.block(lba) == vec![value; PAGE as usize], "block {lba} is not {value:#x}");
    }
    assert!(b.unit.seen.iter().all(|c| c[1] == 1 && c[3] <= 32), "{:?}", b.unit.seen);
    assert!(b.read_requests.iter().all(|(_, place)| *place != 0), "data was asked for");
}

pub fn zeroes_of_any_length(b: &mut Bench) {
    let (_, mut q) = b.start(16, 16);
    for (lba, blocks, pieces) in
        [(0, 1, 1), (5, 31, 1), (900, 32, 1), (1, 33, 2), (7, 64, 2), (100, 130, 5), (BLOCKS - 1, 1, 1)]
    {
        full(b);
        b.ok(&mut q, Entry::zeroes(lba, blocks as u32));
        only_these_are_zero(b, &(lba..lba + blocks).collect());
        assert_eq!(b.unit.seen.len(), pieces);
        assert!(b.unit.seen.iter().all(|c| c[0] == b.unit.seen[0][0]), "one row for all of it");
    }
}

#[test]
fn zeroes_of_any_length_are_writes_of_zeros() {
    for keeps_rows in [false, true] {
        let mut b = bench(60);
        b.unit.keeps_rows = keeps_rows;
        zeroes_of_any_length(&mut b);
    }
}

/// Deallocates these ranges from a list that begins at `offset` of a page.
fn deallocate(b: &mut Bench, q: &mut Queue, offset: u64, ranges: &[(u64, u32)]) -> u16 {
    let list = Buffer::new(&mut b.memory, 1, offset, 0);
    put_ranges(&mut b.memory, list.prp1, list.prp2, ranges);
    let crosses = offset + 16 * ranges.len() as u64 > PAGE;
    // A list in one page: the second pointer may be anything.
    let second = if crosses { list.prp2 } else { 0x0bad_0001 };
    let status = b.call(q, Entry::deallocate(list.prp1, second, ranges.len() as u32)).status;
    list.revoke(&mut b.memory);
    status
}

pub fn deallocates(b: &mut Bench) {
    let (_, mut q) = b.start(16, 16);
    let many: Vec<(u64, u32)> = (0..256).map(|n| (3 * n, (n % 6 == 0) as u32)).collect();
    let lists: [&[(u64, u32)]; 4] = [&[(7, 1)], &[(10, 0), (20, 3), (21, 40), (0, 0)], &[(999, 1), (0, 33)], &many];
    b.ready_percent = 100;
    for ranges in lists {
        let offsets: &[u64] = if ranges.len() > 4 { &[4084] } else { &[0, 4, 1024, 4080, 4084, 4088, 4092] };
        for &offset in offsets {
            full(b);
            assert_eq!(deallocate(b, &mut q, offset, ranges), 0);
            let zero = ranges.iter().flat_map(|(lba, blocks)| *lba..lba + u64::from(*blocks)).collect();
            only_these_are_zero(b, &zero);
        }
    }
}

#[test]
fn ranges_are_read_wherever_they_lie() {
    deallocates(&mut bench(61));
}

#[test]
fn a_range_that_cannot_be_ends_the_command() {
    let mut b = bench(62);
    let (_, mut q) = b.start(16, 16);
    for bad in [(BLOCKS, 1), (BLOCKS - 1, 2), (0, BLOCKS as u32 + 1), (0, u32::MAX), (1 << 32, 1), (u64::MAX, 1)] {
        full(&mut b);
        assert_eq!(deallocate(&mut b, &mut q, 0, &[(4, 2), bad, (8, 2)]), nvme::LBA_OUT_OF_RANGE.bits(), "{bad:?}");
        only_these_are_zero(&b, &[4, 5].into());
    }
    for (lba, blocks) in [(BLOCKS, 1), (BLOCKS - 1, 2), (0, BLOCKS as u32 + 1), (1 << 32, 1), (0xffff_ffff, 65536)] {
        full(&mut b);
        b.fails(&mut q, Entry::zeroes(lba, blocks), nvme::LBA_OUT_OF_RANGE);
        only_these_are_zero(&b, &BTreeSet::new());
    }
    // A list at an odd address, or whose second page has an offset; a list that cannot be read.
    let list = Buffer::new(&mut b.memory, 1, 4084, 0);
    for (prp1, prp2) in [(list.prp1 + 1, list.prp2), (list.prp1, list.prp2 + 4)] {
        b.fails(&mut q, Entry::deallocate(prp1, prp2, 1), nvme::PRP_OFFSET_INVALID);
    }
    for page in [list.prp1 / PAGE * PAGE, list.prp2] {
        for error in [1, 2, 3] {
            b.memory.bad.insert(page, error);
            b.fails(&mut q, Entry::deallocate(list.prp1, list.prp2, 1), nvme::DATA_TRANSFER_ERROR);
        }
        b.memory.bad.clear();
    }
    // Without AD nothing is asked for, and nothing is read.
    let seen = b.unit.seen.len();
    list.revoke(&mut b.memory);
    b.ok(&mut q, Entry::deallocate(list.prp1, list.prp2, 1).dword(11, 3));
    assert_eq!(b.unit.seen.len(), seen);
    b.ok(&mut q, Entry::zeroes(3, 1));
}

#[test]
fn a_unit_that_gives_up_a_piece_ends_the_command() {
    let mut b = bench(63);
    let (_, mut q) = b.start(16, 16);
    full(&mut b);
    b.submit(&mut q, Entry::zeroes(0, 120).cid(9));
    b.until(LIMIT, "the third piece", |b| b.unit.seen.len() == 3);
    b.unit.interrupt(0, nvme::COMMAND_INTERRUPTED.bits().into());
    let cqe = b.wait(&mut q);
    assert_eq!((cqe.cid, cqe.status), (9, nvme::COMMAND_INTERRUPTED.bits()));
    b.until(LIMIT, "the row's end", |b| b.unit.live() == 0);
    b.run(500);
    assert_eq!(b.unit.seen.len(), 3, "no piece follows");
    // The row is anybody's again.
    b.ok(&mut q, Entry::zeroes(0, 40));
    only_these_are_zero(&b, &(0..96).filter(|lba| b.unit.block(*lba)[0] == 0).collect());
}

#[test]
fn others_are_served_between_pieces() {
    let mut b = bench(64);
    let (_, mut q) = b.start(64, 64);
    full(&mut b);
    b.ready_percent = 100;
    for n in 0..8 {
        b.put(&mut q, Entry::zeroes(40 * n, 33).cid(n as u16));
    }
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.put(&mut q, Entry::rw(nvme::io::READ, 990, 1, &buffer).cid(99));
    b.ring_tail(&q);
    let order: Vec<u16> = (0..9).map(|_| b.wait(&mut q)).map(|cqe| cqe.cid).collect();
    assert!(order.iter().position(|cid| *cid == 99) < Some(4), "the read waited: {order:?}");
    assert!(buffer.contents(&b.memory) == vec![990u64 as u8 | 1; PAGE as usize]);
    let rows: BTreeSet<u64> = b.unit.seen.iter().filter(|c| c[1] == 1).map(|c| c[0]).collect();
    assert_eq!(rows, (0..8).collect());
    b.unit.seen.retain(|c| c[1] == 1);
    b.read_requests.clear();
    only_these_are_zero(&b, &(0..8).flat_map(|n| 40 * n..40 * n + 33).collect());
}
