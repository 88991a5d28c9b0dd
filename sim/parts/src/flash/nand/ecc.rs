//! On-die ECC: one wrong bit of a sector is mended, two are seen.
//!
//! Of the 16 spare bytes of a sector: 0 and 1 hold the bad mark or are free, 2 and 3 are free, 4 to 7 are free and
//! protected, 8 to 13 hold the sector's code, 14 and 15 that of bytes 4 to 7 (datasheet, "Spare area"). The code itself is
//! the model's: parity by even and by odd position, inverted, so that an erased sector has an erased code. Six bytes hold
//! the 24 bits of a sector's code twice; the first copy counts.

use super::part::{SECTOR, SPARE};

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ecc {
    Clean,
    Corrected,
    Uncorrectable,
}

/// Positions of the set bits, exclusive or'ed: as they are and inverted; `bits` is a power of two.
fn code(bytes: &[u8]) -> (u32, u32) {
    let mask = bytes.len() as u32 * 8 - 1;
    let (mut even, mut columns) = (0, 0u8);
    for (n, byte) in bytes.iter().enumerate() {
        if byte.count_ones() % 2 == 1 {
            even ^= (n as u32) << 3;
        }
        columns ^= byte;
    }
    let low = (0..8).filter(|n| columns >> n & 1 == 1).fold(0, |low, n| low ^ n);
    let even = even | low;
    (even, even ^ if columns.count_ones() % 2 == 1 { mask } else { 0 })
}

/// Mends `bytes` by a stored code.
fn mend(bytes: &mut [u8], stored: (u32, u32)) -> Ecc {
    let mask = bytes.len() as u32 * 8 - 1;
    let (even, odd) = code(bytes);
    let (even, odd) = ((even ^ stored.0) & mask, (odd ^ stored.1) & mask);
    if even == 0 && odd == 0 {
        Ecc::Clean
    } else if even ^ odd == mask {
        bytes[even as usize / 8] ^= 1 << (even % 8);
        Ecc::Corrected
    } else if even.count_ones() + odd.count_ones() == 1 {
        // A bit of the code.
        Ecc::Corrected
    } else {
        Ecc::Uncorrectable
    }
}

/// The places of sector `n` in a page: its bytes, its spare bytes.
fn places(page: &[u8], n: usize) -> (usize, usize) {
    let (sector, spare) = (SECTOR as usize, SPARE as usize);
    let sectors = page.len() / (sector + spare);
    (n * sector, sectors * sector + n * spare)
}

fn sectors(page: &[u8]) -> usize {
    page.len() / (SECTOR + SPARE) as usize
}

/// Writes the codes of a page into its spare area.
pub(super) fn encode(page: &mut [u8]) {
    for n in 0..sectors(page) {
        let (main, spare) = places(page, n);
        let (even, odd) = code(&page[main..main + SECTOR as usize]);
        let word = (!(even | odd << 12)).to_le_bytes();
        page[spare + 8..spare + 11].copy_from_slice(&word[..3]);
        page[spare + 11..spare + 14].copy_from_slice(&word[..3]);
        let (even, odd) = code(&page[spare + 4..spare + 8]);
        page[spare + 14] = !(even as u8);
        page[spare + 15] = !(odd as u8);
    }
}

/// Mends a page; the worst that was found.
pub(super) fn correct(page: &mut [u8]) -> Ecc {
    let mut worst = Ecc::Clean;
    for n in 0..sectors(page) {
        let (main, spare) = places(page, n);
        let word = !u32::from_le_bytes([page[spare + 8], page[spare + 9], page[spare + 10], 0]);
        let found = mend(&mut page[main..main + SECTOR as usize], (word & 0xfff, word >> 12 & 0xfff));
        let stored = (u32::from(!page[spare + 14]), u32::from(!page[spare + 15]));
        let spare_found = mend(&mut page[spare + 4..spare + 8], stored);
        worst = worst.max(found).max(spare_found);
    }
    worst
}
