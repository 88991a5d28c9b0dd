//! Compare: equal only if every byte is, by every kind of PRPs; the host's memory is read and not written.

use super::bench;
use super::bench::{Bench, BLOCKS};
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{Buffer, PAGE};
use rand::Rng;
use twinpath_spec::nvme::{self, admin, io};

/// `blocks` blocks of anything on the unit's disk from `lba` on.
fn filled(b: &mut Bench, lba: u64, blocks: u64) -> Vec<u8> {
    let data: Vec<u8> = (0..blocks * PAGE).map(|_| b.random.random()).collect();
    for (lba, block) in (lba..).zip(data.chunks(PAGE as usize)) {
        b.unit.disk.insert(lba, block.to_vec());
    }
    data
}

/// Compares the volume from `lba` on with `data` in a buffer of this shape; the status.
fn compare(b: &mut Bench, q: &mut Queue, lba: u64, data: &[u8], shape: (u64, u64)) -> u16 {
    let blocks = data.len() as u64 / PAGE;
    let buffer = Buffer::new(&mut b.memory, blocks, shape.0, shape.1);
    buffer.put(&mut b.memory, data);
    let status = b.call(q, Entry::rw(io::COMPARE, lba, blocks as u32, &buffer)).status;
    assert!(buffer.contents(&b.memory) == data, "a Compare wrote to the host");
    buffer.revoke(&mut b.memory);
    status
}

/// A bit of each word of a block in turn; the first and the last bytes.
pub fn compares_every_word(b: &mut Bench) {
    let (_, mut q) = b.start(16, 16);
    b.ready_percent = 100;
    let data = filled(b, 9, 1);
    assert_eq!(compare(b, &mut q, 9, &data, (0, 0)), 0);
    let bits: Vec<usize> = (0..512).map(|word| 64 * word + b.random.random_range(0..64)).collect();
    for bit in bits.into_iter().rev().chain([0, 7, 8 * 4095, 8 * 4095 + 7]) {
        let mut other = data.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(compare(b, &mut q, 9, &other, (0, 0)), nvme::COMPARE_FAILURE.bits(), "bit {bit}");
    }
    assert_eq!(compare(b, &mut q, 9, &data, (0, 0)), 0);
}

#[test]
fn every_word_counts() {
    compares_every_word(&mut bench(70));
}

/// Long ones by every kind of PRPs, a difference in any one block, and an equal one after each.
pub fn compares_long(b: &mut Bench) {
    let (_, mut q) = b.start(16, 16);
    b.ready_percent = 90;
    let shapes = [(2, 0, 0), (2, 512, 0), (3, 0, 511), (5, 4, 508), (9, 4092, 505), (32, 2048, 495)];
    for (blocks, offset, list_at) in shapes {
        let data = filled(b, 40, blocks);
        assert_eq!(compare(b, &mut q, 40, &data, (offset, list_at)), 0);
        let middle = b.random.random_range(0..data.len());
        for at in [0, middle, data.len() - 1] {
            let mut other = data.clone();
            other[at] ^= 0x10;
            let status = compare(b, &mut q, 40, &other, (offset, list_at));
            assert_eq!(status, nvme::COMPARE_FAILURE.bits(), "byte {at} of {blocks} blocks");
            assert_eq!(compare(b, &mut q, 40, &data, (offset, list_at)), 0, "the one after it");
            // What is not compared is not touched by the one before it either.
            let page = Buffer::new(&mut b.memory, 1, 0, 0);
            b.ok(&mut q, Entry::rw(io::READ, 40, 1, &page));
        }
    }
    assert!(b.unit.seen.iter().all(|command| command[1] == 0), "to the unit each is a read");
}

#[test]
fn a_difference_in_any_block_is_told_once() {
    compares_long(&mut bench(71));
}

#[test]
fn a_buffer_that_cannot_be_read_is_a_transfer_error() {
    let mut b = bench(72);
    let (_, mut q) = b.start(16, 16);
    let data = filled(&mut b, 40, 4);
    for error in [1, 2, 3] {
        for bad in 0..5 {
            let buffer = Buffer::new(&mut b.memory, 4, 8, 0);
            buffer.put(&mut b.memory, &data);
            b.memory.bad.insert(buffer.parts[bad].0 / PAGE * PAGE, error);
            b.unit.job_errors.clear();
            b.fails(&mut q, Entry::rw(io::COMPARE, 40, 4, &buffer), nvme::DATA_TRANSFER_ERROR);
            let jobs = if bad == 0 || bad == 4 { 1 } else { 2 };
            assert_eq!(b.unit.job_errors, vec![error; jobs], "page {bad}");
            b.memory.bad.clear();
            b.ok(&mut q, Entry::rw(io::COMPARE, 40, 4, &buffer));
        }
    }
    // A difference is no excuse for what could not be read.
    let mut other = data.clone();
    other[0] ^= 1;
    let buffer = Buffer::new(&mut b.memory, 4, 0, 0);
    buffer.put(&mut b.memory, &other);
    b.memory.bad.insert(buffer.parts[3].0, 1);
    b.fails(&mut q, Entry::rw(io::COMPARE, 40, 4, &buffer), nvme::DATA_TRANSFER_ERROR);
}

#[test]
fn a_status_of_the_unit_goes_before_a_difference() {
    let mut b = bench(73);
    let (_, mut q) = b.start(16, 16);
    filled(&mut b, 40, 2);
    let buffer = Buffer::new(&mut b.memory, 2, 0, 0);
    b.unit.idle = true;
    b.submit(&mut q, Entry::rw(io::COMPARE, 40, 2, &buffer).cid(5));
    b.until(LIMIT, "the command at the unit", |b| b.unit.seen.len() == 1);
    b.unit.interrupt(b.unit.seen[0][0], nvme::UNRECOVERED_READ_ERROR.bits().into());
    let cqe = b.wait(&mut q);
    assert_eq!((cqe.cid, cqe.status), (5, nvme::UNRECOVERED_READ_ERROR.bits()));
    // Its jobs come late: they leave the host alone.
    buffer.revoke(&mut b.memory);
    b.unit.idle = false;
    b.until(LIMIT, "the row's end", |b| b.unit.live() == 0);
    assert_eq!(b.unit.job_errors, [1, 1]);
}

/// Identify pages and Compares use one slot.
pub fn pages_beside_compares(b: &mut Bench) {
    let (mut admin, mut q) = b.start(32, 32);
    b.ready_percent = 90;
    let data = filled(b, 40, 8);
    let page = Buffer::new(&mut b.memory, 1, 64, 0);
    let identify = Entry::new(admin::IDENTIFY, 1).prps(page.prp1, page.prp2).dword(10, 1);
    b.ok(&mut admin, identify);
    let expected = page.contents(&b.memory);
    for _ in 0..6 {
        let mut buffers = vec![];
        for n in 0..8u64 {
            let buffer = Buffer::new(&mut b.memory, 1 + n % 3, 4 * n, 0);
            buffer.put(&mut b.memory, &data[..((1 + n % 3) * PAGE) as usize]);
            b.put(&mut q, Entry::rw(io::COMPARE, 40, 1 + n as u32 % 3, &buffer).cid(n as u16));
            buffers.push(buffer);
        }
        b.ring_tail(&q);
        for _ in 0..4 {
            page.put(&mut b.memory, &[0; PAGE as usize]);
            b.ok(&mut admin, identify);
            assert!(page.contents(&b.memory) == expected, "the page beside Compares");
            let pause = b.random.random_range(0..3_000);
            b.run(pause);
        }
        for _ in 0..8 {
            assert_eq!(b.wait(&mut q).status, 0, "equal blocks beside Identify pages");
        }
        buffers.iter().for_each(|buffer| buffer.revoke(&mut b.memory));
    }
}

#[test]
fn pages_and_compares_share_a_slot() {
    pages_beside_compares(&mut bench(74));
}

#[test]
fn writes_and_reads_go_on_beside_compares() {
    let mut b = bench(75);
    let (_, mut q) = b.start(64, 64);
    b.ready_percent = 100;
    let data = filled(&mut b, 0, 32);
    let buffer = Buffer::new(&mut b.memory, 32, 0, 0);
    buffer.put(&mut b.memory, &data);
    b.put(&mut q, Entry::rw(io::COMPARE, 0, 32, &buffer).cid(0));
    let other = Buffer::new(&mut b.memory, 1, 0, 0);
    for n in 1..20u16 {
        b.put(&mut q, Entry::rw(io::WRITE, BLOCKS - u64::from(n), 1, &other).cid(n));
    }
    b.put(&mut q, Entry::rw(io::READ, 500, 1, &other).cid(20));
    b.ring_tail(&q);
    let order: Vec<u16> =
        (0..21).map(|_| b.wait(&mut q)).inspect(|cqe| assert_eq!(cqe.status, 0)).map(|c| c.cid).collect();
    assert_eq!(order.last(), Some(&0), "{order:?}");
}
