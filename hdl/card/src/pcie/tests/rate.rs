//! Beats and cycles.

use super::bench;
use super::host::{HIGH, LOW};
use super::registers::BARS;
use super::tlp::{Tlp, WRITE};
use super::{Bench, Pcie};
use crate::pins::broken;

#[test]
fn pages_leave_without_a_gap() {
    for (mps, base) in [(128, HIGH), (256, HIGH), (256, LOW), (512, HIGH)] {
        let mut b = bench(40);
        b.limits(mps, 512);
        for n in 0..12 {
            b.writes.push_back([base + 0x1000 * n, 4096, n, 0, n]);
        }
        b.until(9_000, "twelve pages", |b| b.write_ends.len() == 12);
        b.run(4);
        let payload: usize = b.host.log.iter().map(|t| t.payload().len()).sum();
        let cycles = b.host.log.last().unwrap().to - b.host.log[0].from + 1;
        let per_mille = 500 * payload as u64 / cycles;
        println!("MPS {mps}: {cycles} cycles for twelve pages, {per_mille} per mille payload");
        // Per request two beats of header, or one and a half and half a beat of padding.
        assert_eq!(cycles, 12 * (512 + 2 * 4096 / u64::from(mps)));
    }
}

#[test]
fn reads_are_in_flight_together() {
    let mut b = bench(41);
    b.host.latency = 150..160;
    for n in 0..16 {
        b.reads.push_back([LOW + 0x1000 * n, 64, 1, n, 0, n]);
    }
    b.until(1_000, "sixteen entries", |b| b.read_ends.len() == 16);
    println!("{} reads of 64 bytes in flight", b.host.most_in_flight);
    assert!(b.host.most_in_flight >= 16);
    b.host.latency = 400..410;
    for n in 0..8 {
        b.reads.push_back([LOW + 0x1000 * n, 4096, 0, n, 0, n]);
    }
    b.until(8_000, "eight pages", |b| b.read_ends.len() == 24);
    assert_eq!(b.host.most_in_flight, 32, "every tag is in use");
}

#[test]
fn completions_are_taken_every_cycle_beside_writes() {
    let mut b = bench(42);
    b.limits(256, 512);
    b.host.rcb = 64;
    b.host.latency = 60..61;
    for n in 0..12 {
        b.reads.push_back([HIGH + 0x1000 * n, 4096, 0, n, 0, n]);
        b.writes.push_back([LOW + 0x1000 * n, 4096, n, 0, n]);
    }
    b.until(9_000, "all pages", |b| b.read_ends.len() == 12 && b.write_ends.len() == 12);
    assert_eq!(b.stalled, 0, "the receive port never stopped");
    let requests: u64 = b.host.log.iter().map(|t| t.dws.len().div_ceil(2) as u64).sum();
    let cycles = b.host.log.last().unwrap().to - b.host.log[0].from + 1;
    println!("{requests} beats out in {cycles} cycles beside twelve pages in");
    assert!(cycles <= requests + requests / 50);
}

#[test]
fn a_register_request_is_at_its_register_soon() {
    let mut b = bench(43);
    let from = b.cycle;
    b.host.inbox.push_back(Tlp::request(WRITE, 0, BARS[0] + 0x1000, 1, 0xf, 0, &[1]));
    b.until(50, "the register access", |b| !b.accesses.is_empty());
    println!("{} cycles from the first beat to the access", b.cycle - 1 - from);
    assert!(b.cycle - 1 - from <= 7);
}

/// Pages of any alignment, while who takes their words becomes busy again and again: how many cycles later the last word came.
fn words_while_busy(mut b: Bench) -> u64 {
    b.limits(256, 512);
    b.host.rcb = 64;
    b.host.latency = 20..60;
    b.busy_percent = 50;
    for n in 0..12 {
        let at = 4 * (n * 37 % 16);
        b.reads.push_back([HIGH + 0x1000 * n + at, 4096 - at, 0, n, at / 4 % 5, n]);
    }
    b.until(60_000, "all pages", |b| b.read_ends.len() == 12);
    assert!(b.read_ends.iter().all(|end| end.1 == 0));
    b.latest_word
}

/// What the block buffer has room for.
#[test]
fn four_cycles_after_busy_comes_the_last_word() {
    assert_eq!((44..48).map(|seed| words_while_busy(bench(seed))).max(), Some(4));
    let deaf = broken::<Pcie>("pcie", "accept$d = (waiting$q <= 5'hb) & (~busy);", "accept$d = waiting$q <= 5'hb;");
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| words_while_busy(Bench::new(deaf, 44))));
    assert!(run.is_err(), "a stream that nothing holds was not noticed");
}
