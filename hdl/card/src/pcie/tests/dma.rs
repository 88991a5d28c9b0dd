//! Data: reads in any split and order, writes at every alignment, entries and their order.

use super::bench;
use super::bench::{Bench, Read};
use super::host::{HIGH, LOW};

pub fn post(address: u64, low: u64, high: u64, vector: Option<u64>) -> [u64; 5] {
    [address, low, high, vector.is_some().into(), vector.unwrap_or(0)]
}

/// Every DW of a finished read is where it belongs, and nothing else came.
pub fn check_read(b: &mut Bench, r: &Read) {
    let [address, bytes, place, index, word32, _] = *r;
    for n in 0..bytes / 4 {
        let got = b.places.remove(&(place, index, word32 + n));
        let want = *b.host.at(address + 4 * n).expect("reads are of memory");
        assert_eq!(got, Some(want), "DW {n} of {r:x?}");
    }
}

#[test]
fn a_page_is_read_with_its_first_request_soon() {
    let mut b = bench(1);
    let r = [HIGH + 0x3000, 4096, 0, 5, 0, 9];
    b.reads.push_back(r);
    b.until(3_000, "the read's end", |b| !b.read_ends.is_empty());
    assert_eq!((b.read_ends[0].0, b.read_ends[0].1), (9, 0));
    check_read(&mut b, &r);
    assert!(b.places.is_empty());
    println!("first request {} cycles after the read was accepted", b.host.log[0].from - b.accepted[0]);
    assert!(b.host.log[0].from - b.accepted[0] <= 7);
    assert_eq!(b.host.log.len(), 8, "eight requests of 512 bytes");
}

#[test]
fn reads_of_every_alignment_and_length() {
    let mut b = bench(2);
    for n in 0..120u64 {
        let (mps, mrrs) = [(128, 128), (256, 512), (512, 256), (128, 4096)][n as usize % 4];
        b.limits(mps, mrrs);
        b.host.rcb = [64, 128][n as usize / 4 % 2];
        let base = if n % 3 == 0 { LOW } else { HIGH };
        let offset = 4 * (n * 37 % 1000);
        let bytes = (4 * (1 + n * n % 90)).min(4096 - offset);
        let r = [base + 0x1000 * (n % 16) + offset, bytes, n % 3, n % 16, n * 5 % 90, n % 16];
        b.reads.push_back(r);
        b.until(3_000, "the read's end", |b| b.read_ends.len() as u64 == n + 1);
        assert_eq!((b.read_ends[n as usize].0, b.read_ends[n as usize].1), (n % 16, 0));
        check_read(&mut b, &r);
        assert!(b.places.is_empty(), "nothing else came");
    }
}

#[test]
fn writes_of_every_alignment_and_length() {
    let mut b = bench(3);
    for n in 0..160u64 {
        b.limits([128, 256, 512][n as usize % 3], 512);
        let base = if n % 2 == 0 { LOW } else { HIGH };
        let offset = 4 * (n * 37 % 1000);
        let bytes = (4 * (1 + n * n % 90)).min(4096 - offset);
        let (slot, word32) = (n % 16, n * 3 % 90);
        let address = base + 0x1000 * (n % 16) + offset;
        let mut image = b.host.memory.clone();
        for k in 0..bytes / 4 {
            let word = b.slots[slot as usize][(word32 + k) as usize / 2];
            let at = (address - base) as usize / 4 + k as usize;
            image[n as usize % 2][at] = (word >> (32 * ((word32 + k) % 2))) as u32;
        }
        b.writes.push_back([address, bytes, slot, word32, n % 16]);
        b.until(3_000, "the write's end", |b| b.write_ends.len() as u64 == n + 1);
        b.run(4);
        assert_eq!((b.write_ends[n as usize].0, b.write_ends[n as usize].1), (n % 16, 0));
        assert!(image == b.host.memory, "write {n}");
    }
}

#[test]
fn an_entry_follows_the_data_before_it() {
    let mut b = bench(4);
    b.writes.push_back([HIGH + 0x5000, 4096, 3, 0, 1]);
    b.until(100, "the write to be accepted", |b| b.writes.is_empty());
    b.posts.push_back(post(LOW + 0x40, 0x1122_3344_5566_7788, 0x99aa_bbcc_ddee_ff00, None));
    b.until(3_000, "the entry", |b| b.posts_done == 1);
    b.run(4);
    let last = b.host.log.last().unwrap();
    assert_eq!(
        (last.address(), last.payload()),
        (LOW + 0x40, &[0x5566_7788, 0x1122_3344, 0xddee_ff00, 0x99aa_bbcc][..])
    );
    assert_eq!(b.host.log.len(), 17);
}
