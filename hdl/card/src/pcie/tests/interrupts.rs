//! MSI-X: table, masks, pending bits.

use super::bench;
use super::dma::post;
use super::host::{HIGH, LOW};
use super::registers::BARS;
use super::tlp::{Tlp, READ, WRITE};
use super::Bench;
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};

const TABLE: u64 = 0x2000;
const PENDING: u64 = 0x3000;

fn put(b: &mut Bench, offset: u64, value: u32) {
    b.host.inbox.push_back(Tlp::request(WRITE, 0, BARS[0] + offset, 1, 0xf, 0, &[value]));
}
fn peek(b: &mut Bench, offset: u64) -> u32 {
    b.answer(Tlp::request(READ, 0, BARS[0] + offset, 1, 0xf, 1, &[])).payload()[0]
}
/// Address, data and mask of a vector, as a driver sets them.
fn arm(b: &mut Bench, vector: u64, address: u64, data: u32, mask: u32) {
    let entry = TABLE + 16 * vector;
    for (n, value) in [address as u32, (address >> 32) as u32, data, mask].into_iter().enumerate() {
        put(b, entry + 4 * n as u64, value);
    }
}

#[test]
fn the_table_is_written_by_dws_and_read_back() {
    let mut b = bench(20);
    assert_eq!(peek(&mut b, TABLE + 0xfc), 1, "vectors are masked after reset");
    for vector in 0..16 {
        arm(&mut b, vector, 0xFEE0_0000 + vector, 0x1234_0000 + vector as u32, 0xffff_fffe | vector as u32 & 1);
    }
    // Eight bytes at once, at even and odd DWs.
    b.host.inbox.push_back(Tlp::request(WRITE, 0, BARS[0] + TABLE + 0x10, 2, 0xff, 0, &[0xAAAA_0000, 0xBB]));
    b.host.inbox.push_back(Tlp::request(WRITE, 0, BARS[0] + TABLE + 0x24, 2, 0xff, 0, &[0xCC, 0xDDDD]));
    // Not whole DWs: no effect.
    b.host.inbox.push_back(Tlp::request(WRITE, 0, BARS[0] + TABLE + 0x30, 1, 0x3, 0, &[0xFFFF_FFFF]));
    for vector in 0..16u64 {
        let entry = TABLE + 16 * vector;
        let row: Vec<u32> = (0..4).map(|n| peek(&mut b, entry + 4 * n)).collect();
        let mut want = [0xFEE0_0000 + vector as u32, 0, 0x1234_0000 + vector as u32, vector as u32 & 1];
        match vector {
            1 => want[..2].copy_from_slice(&[0xAAAA_0000, 0xBB]),
            2 => want[1..3].copy_from_slice(&[0xCC, 0xDDDD]),
            _ => {}
        }
        assert_eq!(row, want, "vector {vector}");
    }
    let pair = b.answer(Tlp::request(READ, 0, BARS[0] + TABLE + 0x24, 2, 0xff, 3, &[]));
    assert_eq!(pair.payload(), [0xCC, 0xDDDD]);
    for hole in [0x2100, 0x2ff8, 0x3008, 0x3ffc] {
        put(&mut b, hole, 0xFFFF_FFFF);
        assert_eq!(peek(&mut b, hole), 0, "{hole:x}");
    }
    assert!(b.accesses.is_empty(), "all of it stays in the block");
}

#[test]
fn an_interrupt_follows_its_entry_and_that_its_data() {
    let mut b = bench(21);
    b.set("cfg_msix_enable", 1);
    for vector in 0..16 {
        let address = if vector % 2 == 0 { 0xFEE0_0000 } else { 0x55_FEE0_0000 } + 4 * vector;
        arm(&mut b, vector, address, 0x900 + vector as u32, 0);
    }
    b.until(500, "the table", |b| b.host.inbox.is_empty() && b.host.beats.is_empty());
    b.run(50);
    for n in 0..40u64 {
        b.writes.push_back([HIGH + 0x1_0000 + 0x200 * n, 512, n % 16, 0, n % 16]);
        b.until(1_000, "the write to be accepted", |b| b.writes.is_empty());
        b.posts.push_back(post(LOW + 16 * n, n, !n, Some(n % 16)));
        b.until(1_000, "the entry to be accepted", |b| b.posts.is_empty());
    }
    b.until(5_000, "all entries", |b| b.posts_done == 40 && b.host.messages.len() == 40);
    // In the stream: data, entry, interrupt, for each.
    let mut at = 0;
    for n in 0..40u64 {
        let mut next = |what: &str, fits: &dyn Fn(&Tlp) -> bool| {
            at += b.host.log[at..].iter().position(fits).unwrap_or_else(|| panic!("no {what} {n} after {at}")) + 1;
        };
        next("data", &|t| t.address() == HIGH + 0x1_0000 + 0x200 * n + 256);
        next("entry", &|t| t.address() == LOW + 16 * n && t.payload()[0] == n as u32);
        next("interrupt", &|t| t.address() & 0xfff == 4 * (n % 16) && t.payload() == [0x900 + n as u32 % 16]);
    }
}

#[test]
fn masked_interrupts_wait_in_their_pending_bit() {
    let mut b = bench(22);
    b.set("cfg_msix_enable", 1);
    arm(&mut b, 3, 0xFEE0_0000, 0x33, 1);
    arm(&mut b, 9, 0xFEE0_0004, 0x99, 0);
    let raise = |b: &mut Bench, vector| {
        let seen = b.posts_done;
        b.posts.push_back(post(LOW, 1, 2, Some(vector)));
        b.until(500, "the entry", |b| b.posts_done == seen + 1);
        b.run(50);
    };
    b.run(100);
    raise(&mut b, 3);
    raise(&mut b, 3);
    assert_eq!((b.host.messages.len(), peek(&mut b, PENDING)), (0, 1 << 3));
    raise(&mut b, 9);
    assert_eq!(b.host.messages, [(0xFEE0_0004, 0x99)]);
    put(&mut b, TABLE + 0x3c, 0);
    b.run(50);
    assert_eq!((b.host.messages.len(), b.host.messages[1]), (2, (0xFEE0_0000, 0x33)));
    assert_eq!(peek(&mut b, PENDING), 0, "two while masked are one");
    // The function's mask, and bus mastering, hold all of them.
    for name in ["cfg_msix_mask", "cfg_bus_master"] {
        let (off, on) = if name == "cfg_msix_mask" { (1, 0) } else { (0, 1) };
        b.set(name, off);
        b.host.bus_master = name == "cfg_msix_mask";
        b.run(5);
        let before = b.host.messages.len();
        raise(&mut b, 9);
        assert_eq!((b.host.messages.len(), peek(&mut b, PENDING)), (before, 1 << 9), "{name}");
        b.host.bus_master = true;
        b.set(name, on);
        b.run(50);
        assert_eq!((b.host.messages.len(), peek(&mut b, PENDING)), (before + 1, 0), "{name}");
    }
    // Disabled: nothing is kept.
    b.set("cfg_msix_enable", 0);
    raise(&mut b, 9);
    b.set("cfg_msix_enable", 1);
    b.run(50);
    assert_eq!((b.host.messages.len(), peek(&mut b, PENDING)), (4, 0));
}

/// A function-level reset leaves the table as power-on does, also one that meets an access and a message on its way.
fn a_function_level_reset(b: &mut Bench) {
    b.set("cfg_msix_enable", 1);
    for delay in 0..24 {
        arm(b, 3, 0xFEE0_0000, 0x33, 1);
        arm(b, 9, 0xFEE0_0004, 0x99, 0);
        b.run(120);
        let posts = b.posts_done;
        b.posts.push_back(post(LOW, 1, 2, Some(3)));
        b.posts.push_back(post(LOW, 1, 2, Some(9)));
        b.until(500, "the entries", |b| b.posts_done == posts + 2);
        b.host.inbox.push_back(Tlp::request(READ, 0, BARS[0] + TABLE + 0x3c, 1, 0xf, 7, &[]));
        b.run(delay);
        b.set("flr", 1);
        b.run(1);
        b.set("flr", 0);
        b.until(200, "the access under way", |b| b.host.log.last().is_some_and(|t| t.tag() == 7));
        b.run(50);
        let before = b.host.messages.len();
        assert_eq!(peek(b, PENDING), 0, "delay {delay}");
        for at in (0..0x100).step_by(4) {
            assert_eq!(peek(b, TABLE + at), u32::from(at % 16 == 12), "delay {delay}: {at:x}");
        }
        let posts = b.posts_done;
        b.posts.push_back(post(LOW, 1, 2, Some(9)));
        b.until(500, "the entry", |b| b.posts_done == posts + 1);
        b.run(50);
        assert_eq!((b.host.messages.len(), peek(b, PENDING)), (before, 1 << 9), "delay {delay}: masked");
    }
}

#[test]
fn a_function_level_reset_is_as_power_on() {
    a_function_level_reset(&mut bench(23));
}

#[test]
fn a_twin_that_keeps_its_masks_or_its_table_is_caught() {
    for (from, to) in [("interrupts$flr = flr;", "interrupts$flr = 1'b0;"), ("if (stale$q) begin", "if (1'b0) begin")] {
        let mut b = Bench::new(broken::<super::super::Pcie>("pcie", from, to), 23);
        let outcome = catch_unwind(AssertUnwindSafe(|| a_function_level_reset(&mut b)));
        assert!(outcome.is_err(), "nobody noticed `{to}` for `{from}`");
    }
}
