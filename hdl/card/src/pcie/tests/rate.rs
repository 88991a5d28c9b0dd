//! Beats and cycles.

use super::bench;
use super::host::{HIGH, LOW};
use super::registers::BARS;
use super::tlp::{Tlp, WRITE};

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
