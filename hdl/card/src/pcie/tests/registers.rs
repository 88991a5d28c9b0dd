//! Requests of the host to the register windows.

use super::bench;
use super::tlp::{Tlp, READ, WRITE};

/// Addresses that the host gave the windows; only the bits below a window's size reach the card's decoding.
pub const BARS: [u64; 3] = [0xF000_4000, 0, 0x70_FE03_0000];

/// A completion as it must be, from the bytes that the request enables: bytes, lower address, length.
fn expected(address: u64, length: u64, enables: u64) -> (u32, u32, usize) {
    let mask = match length {
        1 => enables & 0xf,
        _ => enables & 0xf | ((1 << (4 * length - 4)) - 16) | (enables >> 4) << (4 * length - 4),
    };
    if mask == 0 {
        return (1, (address & 0x7f) as u32, length as usize);
    }
    let (first, last) = (mask.trailing_zeros(), 63 - mask.leading_zeros());
    (last - first + 1, ((address + u64::from(first)) & 0x7f) as u32, length as usize)
}

#[test]
fn reads_of_one_and_two_dws_at_every_place_and_enable() {
    let mut b = bench(10);
    let mut tag = 0;
    for window in [0, 2] {
        for offset in [0x0, 0x4, 0x14, 0x1FF8, 0x1018, 0x106C] {
            for (length, enables) in
                (1..2).flat_map(|_| 1..16).map(|e| (1, e)).chain([(2, 0xff), (2, 0x18), (2, 0xf8), (2, 0x3c)])
            {
                if offset + 4 * length > 0x2000 {
                    continue;
                }
                tag = (tag + 1) & 0xff;
                let address = BARS[window as usize] + offset;
                let mut request = Tlp::request(READ, window, address, length as u32, enables, tag, &[]);
                // A traffic class and attributes, which come back.
                request.dws[0] |= 5 << 20 | 1 << 18 | 3 << 12;
                let got = b.answer(request);
                let (bytes, lower, count) = expected(address, length, enables.into());
                assert_eq!(got.dws[0], 0x4A54_3000 | count as u32);
                assert_eq!((got.dws[1] & 0xffff, got.dws[2] & 0x7f), (bytes, lower), "{offset:x} {length} {enables:x}");
                for n in 0..length {
                    let at = offset + 4 * n;
                    let want = (b.register(window / 2, at & !7) >> (8 * (at & 4))) as u32;
                    assert_eq!(got.payload()[n as usize], want, "{offset:x} {length} {enables:x}");
                }
                let seen: u64 = b.accesses.drain(..).map(|a| u64::from(a[4].count_ones())).sum();
                assert_eq!(seen, u64::from((enables & 0xff).count_ones()), "each enabled byte is read once");
            }
        }
    }
}

#[test]
fn writes_keep_their_order_and_their_enables() {
    let mut b = bench(11);
    let mut want = std::collections::BTreeMap::new();
    for n in 0..300u32 {
        let window = u64::from(n % 2);
        let offset = u64::from(n * 13 % 9) * 4;
        let length = 1 + n / 2 % 2;
        let enables = if length == 1 { n * 7 % 16 } else { ((1 + n % 15) << 4) | (1 + n / 3 % 15) };
        let payload = [n.wrapping_mul(0x9E37_79B9), !n];
        for k in 0..length {
            for byte in (0..4).filter(|i| enables >> (4 * k + i) & 1 == 1) {
                want.insert(
                    (window, offset + 4 * u64::from(k) + u64::from(byte)),
                    payload[k as usize].to_le_bytes()[byte as usize],
                );
            }
        }
        let bar = 2 * window;
        b.host.inbox.push_back(Tlp::request(
            WRITE,
            bar,
            BARS[bar as usize] + offset,
            length,
            enables,
            n % 32,
            &payload[..length as usize],
        ));
    }
    // A read behind them finds them done.
    b.answer(Tlp::request(READ, 0, BARS[0], 1, 0xf, 99, &[]));
    for ((window, address), byte) in want {
        assert_eq!(b.register(window, address & !7).to_le_bytes()[address as usize % 8], byte, "{window} {address:x}");
    }
    assert!(b.accesses.iter().all(|a| a[4] != 0), "no access without a byte");
    assert_eq!((b.get("unsupported"), b.get("malformed")), (0, 0));
}

#[test]
fn a_flush_reads_nothing_and_is_answered() {
    let mut b = bench(12);
    let got = b.answer(Tlp::request(READ, 0, BARS[0] + 0x1c, 1, 0, 7, &[]));
    assert_eq!((got.kind(), got.length(), got.dws[1] & 0xffff), (0x4A, 1, 1));
    assert!(b.accesses.is_empty());
}

#[test]
fn what_is_not_served_is_refused_or_dropped() {
    let mut b = bench(13);
    let at = BARS[0];
    let refused = |b: &mut super::Bench, request: Tlp, kind: u32, bytes: u32| {
        let before = b.get("unsupported");
        let got = b.answer(request.clone());
        assert_eq!((got.kind(), got.status(), got.dws.len(), got.dws[1] & 0xfff), (kind, 1, 3, bytes), "{request:x?}");
        assert_eq!(b.get("unsupported"), before + 1);
        let lower = (request.address() as u32 & 0x7c) + (request.dws[1] & 0xf).trailing_zeros();
        assert_eq!(got.dws[2] & 0x7f, if request.kind() & 0x1e == 0 { lower } else { 0 });
    };
    refused(&mut b, Tlp::request(READ, 0, at, 3, 0xff, 1, &[]), 0x0A, 12);
    refused(&mut b, Tlp::request(READ, 0, at, 16, 0x3c, 2, &[]), 0x0A, 60);
    refused(&mut b, Tlp::request(READ, 2, BARS[2], 1024, 0xff, 3, &[]), 0x0A, 0);
    refused(&mut b, Tlp::request(READ, 1, at, 1, 0xf, 4, &[]), 0x0A, 4);
    refused(&mut b, Tlp::request(READ, 7, at, 2, 0xff, 5, &[]), 0x0A, 8);
    refused(&mut b, Tlp::request(0x01, 0, at, 1, 0xf, 6, &[]), 0x0B, 4);
    refused(&mut b, Tlp::request(0x02, 0, at, 1, 0xf, 7, &[]), 0x0A, 4);
    refused(&mut b, Tlp::request(0x42, 0, at, 1, 0xf, 8, &[5]), 0x0A, 4);
    refused(&mut b, Tlp::request(0x04, 0, at, 1, 0xf, 9, &[]), 0x0A, 4);
    refused(&mut b, Tlp::request(0x44, 0, at, 1, 0xf, 10, &[5]), 0x0A, 4);
    refused(&mut b, Tlp::request(0x4C, 0, at, 2, 0xff, 11, &[5, 6]), 0x0A, 4);
    refused(&mut b, Tlp::request(0x4E, 0, at, 4, 0xff, 12, &[5, 6, 7, 8]), 0x0A, 4);

    let before = b.get("unsupported");
    let mut poisoned = Tlp::request(WRITE, 0, at, 1, 0xf, 0, &[9]);
    poisoned.dws[0] |= 1 << 14;
    let dropped = [
        Tlp::request(WRITE, 0, at, 3, 0xff, 0, &[1, 2, 3]),
        Tlp::request(WRITE, 2, BARS[2], 64, 0xff, 0, &[7; 64]),
        Tlp::request(WRITE, 4, at, 1, 0xf, 0, &[1]),
        poisoned,
        // Messages: PME_Turn_Off; one with data.
        Tlp::new(vec![0x3300_0000, 0x0000_0019, 0, 0]),
        Tlp::new(vec![0x7400_0001, 0x0000_007e, 0, 0, 0x55]),
    ];
    let count = dropped.len() as u64;
    b.host.inbox.extend(dropped);
    b.answer(Tlp::request(READ, 0, at, 1, 0xf, 13, &[]));
    assert_eq!(b.get("unsupported"), before + count);
    assert_eq!(b.get("malformed"), 0);
    assert_eq!(b.accesses.len(), 1, "only the last read reached a register: {:x?}", b.accesses);
}

#[test]
fn a_host_faster_than_the_card_waits_and_loses_nothing() {
    let mut b = bench(14);
    b.ready_percent = 4;
    for n in 0..200 {
        b.host.inbox.push_back(Tlp::request(WRITE, 2, BARS[2] + 8 * n, 2, 0xff, 0, &[n as u32, 77]));
    }
    b.until(20_000, "200 writes", |b| b.accesses.len() == 200);
    assert!(b.stalled > 100, "the receive port stopped");
    assert!((0..200).all(|n| b.register(1, 8 * n) == n | 77 << 32));
}
