//! The code by itself; the chip is tested at its pins, beside the others.

use super::ecc::{correct, encode, Ecc};

fn page() -> Vec<u8> {
    let mut page: Vec<u8> = (0..2 * 528u32).map(|n| (n * n / 8) as u8).collect();
    encode(&mut page);
    page
}

#[test]
fn an_erased_page_is_clean() {
    let mut erased = vec![0xff; 528 * 4];
    assert_eq!(correct(&mut erased), Ecc::Clean);
    let before = erased.clone();
    encode(&mut erased);
    assert_eq!(erased, before);
}

#[test]
fn any_one_bit_is_mended_where_it_is_covered() {
    let good = page();
    assert_eq!(correct(&mut good.clone()), Ecc::Clean);
    for at in 0..good.len() {
        for bit in [0, 3, 7] {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            let found = correct(&mut bad);
            let spare = at.checked_sub(1024).map(|n| n % 16);
            // Bad mark and free bytes are not covered, nor are the second copy of the code and its unused bits.
            let uncovered = spare.is_some_and(|n| n < 4 || (11..14).contains(&n) || n >= 14 && bit == 7);
            if uncovered {
                assert_eq!(found, Ecc::Clean, "{at} {bit}");
            } else {
                assert_eq!(found, Ecc::Corrected, "{at} {bit}");
                if at < 1024 || spare.is_some_and(|n| n < 8) {
                    assert_eq!(bad[at], good[at]);
                }
            }
        }
    }
}

#[test]
fn two_bits_of_a_sector_are_seen_and_of_two_sectors_mended() {
    let good = page();
    for (a, b) in [(0, 1), (17, 400), (100, 100), (511, 0)] {
        let mut bad = good.clone();
        bad[a] ^= 0x10;
        bad[b] ^= 0x01;
        assert_eq!(correct(&mut bad), Ecc::Uncorrectable);
    }
    let mut bad = good.clone();
    bad[5] ^= 1;
    bad[600] ^= 1;
    assert_eq!(correct(&mut bad), Ecc::Corrected);
    assert_eq!(bad, good);
}
