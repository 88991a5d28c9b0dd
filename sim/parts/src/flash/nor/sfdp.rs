//! Serial Flash Discoverable Parameters (JESD216B), made from the part: header, basic table, and for S25FL256S the
//! four-byte instruction table and the sector map.

use super::part::{NorFamily, NorPart, Parameters};

const BASIC_AT: u8 = 0x80;
const FOUR_BYTE_AT: u8 = 0xc0;
const MAP_AT: u8 = 0xd0;

/// The 256 bytes that 5Ah reads.
pub(super) fn table(part: &NorPart) -> Vec<u8> {
    let spansion = part.family == NorFamily::S25fl;
    let map = if spansion { sector_map(part) } else { Vec::new() };
    let mut headers = vec![header(0xff00, 6, 16, BASIC_AT)];
    if spansion {
        headers.push(header(0xff84, 0, 2, FOUR_BYTE_AT));
        headers.push(header(0xff81, 0, map.len() as u8, MAP_AT));
    }
    let mut bytes = vec![0xff; 256];
    bytes[..8].copy_from_slice(&[b'S', b'F', b'D', b'P', 6, 1, headers.len() as u8 - 1, 0xff]);
    bytes[8..8 + headers.len() * 8].copy_from_slice(&headers.concat());
    put(&mut bytes, BASIC_AT, &basic(part));
    if spansion {
        // 13h 0Ch 3Ch BCh 6Ch ECh, 12h 34h, erase types 1 and 2.
        put(&mut bytes, FOUR_BYTE_AT, &[0xfff0_0000 | 0b0000_0110_1111_1111, 0xffff_dc21]);
        put(&mut bytes, MAP_AT, &map);
    }
    bytes
}

fn header(id: u16, minor: u8, words: u8, at: u8) -> [u8; 8] {
    [id as u8, minor, 1, words, at, 0, 0, (id >> 8) as u8]
}

fn put(bytes: &mut [u8], at: u8, words: &[u32]) {
    for (n, word) in words.iter().enumerate() {
        let at = usize::from(at) + 4 * n;
        bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
    }
}

/// The sixteen words of the basic flash parameter table.
fn basic(part: &NorPart) -> [u32; 16] {
    let times = part.times();
    let spansion = part.family == NorFamily::S25fl;
    let qpi = part.family == NorFamily::W25q { qpi: true };
    let (sector, half, block) = (part.sector.ilog2(), (part.block / 2).ilog2(), part.block.ilog2());
    let ms = |ps: u64| ps / 1_000_000_000;
    // 4 KiB erases everywhere or not; buffer of 64 bytes or more; 1-1-2, 1-2-2, 1-4-4, 1-1-4; addresses of 3 bytes, or 3 or 4.
    let first = 0xff80_00e0 | 1 << 2 | 1 << 16 | 1 << 20 | 1 << 21 | 1 << 22;
    let first = first | if spansion { 0xff << 8 | 3 | 1 << 17 } else { 0x20 << 8 | 1 };
    let erases = if spansion {
        [sector | 0x20 << 8 | block << 16 | 0xd8 << 24, 0]
    } else {
        [sector | 0x20 << 8 | half << 16 | 0x52 << 24, block | 0xd8 << 8]
    };
    // Maximum over typical: 2 * (n + 1).
    let mut erase_times = 4 | erase_time(ms(times.sector)) << 4;
    if spansion {
        erase_times |= erase_time(ms(times.block)) << 11;
    } else {
        erase_times |= erase_time(ms(times.half_block)) << 11 | erase_time(ms(times.block)) << 18;
    }
    let program = (times.program.div_ceil(64_000_000) - 1) as u32 | 1 << 5;
    let chip = match ms(times.chip) {
        ms @ 0..=4_000 => (ms / 256) as u32 | 1 << 5,
        ms => (ms / 4_000 - 1).min(31) as u32 | 2 << 5,
    };
    let byte = 4 | 1 << 4 | 1 << 5;
    let suspend = (times.suspend / 8_000_000) as u32 | 2 << 5;
    let interval = (times.resume_to_suspend / 64_000_000) as u32;
    [
        first,
        part.bytes * 8 - 1,
        // 1-4-4: 4 dummy and 2 mode clocks; 1-1-4: 8 dummy clocks.
        0x6b08_eb44,
        // 1-1-2: 8 dummy clocks; 1-2-2: 4 mode clocks.
        0xbb80_3b08,
        0xffff_ffee | if qpi { 1 << 4 } else { 0 },
        0x0000_ffff,
        // 4-4-4: 2 mode clocks, as after power-up.
        if qpi { 0xeb40_ffff } else { 0x0000_ffff },
        erases[0],
        erases[1],
        erase_times,
        1 << 31 | chip << 24 | byte << 14 | program << 8 | part.page.ilog2() << 4 | 2,
        // While programming is suspended: no erase, no program. While erasing is: no erase.
        suspend << 24 | interval << 20 | suspend << 13 | interval << 9 | 1 << 8 | 0xec,
        if spansion { 0x757a_858a } else { 0x757a_757a },
        // Polled with 05h; deep power-down with B9h and ABh, 3 us, or none.
        if spansion { 0x8000_0007 } else { 0xb9 << 23 | 0xab << 15 | 1 << 13 | 2 << 8 | 0x07 },
        quad_word(spansion, qpi),
        if spansion {
            // Four-byte addresses by the bank register or by commands of their own; reset F0h; status volatile by 06h.
            0x8000_0000 | 1 << 27 | 1 << 29 | 1 << 17 | 1 << 11 | 1 << 9 | 0x80 | 1 << 3
        } else {
            // Reset 66h 99h; status non-volatile by 06h, volatile by 50h.
            0x8000_0000 | 1 << 12 | 1 << 8 | 0x80 | 1 << 3
        },
    ]
}

/// How the quad enable bit is set, and modes are left.
fn quad_word(spansion: bool, qpi: bool) -> u32 {
    // 0-4-4: left by mode bits other than Axh, or by ones on all lines for 8 (10) clocks.
    let continuous = 1 << 9 | 1 << 10 | 1 << 11 | 1 << 18;
    // Bit 1 of status register 2, written by 01h with two bytes; read by 35h.
    let enable = if spansion { 5 << 20 } else { 4 << 20 };
    0xff00_0000 | enable | continuous | if qpi { 1 | 1 << 4 } else { 0 }
}

/// Seven bits: count less one, and the unit 1, 16, 128 ms or 1 s.
fn erase_time(ms: u64) -> u32 {
    let units = [1, 16, 128, 1_000];
    let unit = units.iter().position(|unit| ms <= 32 * unit).unwrap_or(3);
    (ms.div_ceil(units[unit]).clamp(1, 32) - 1) as u32 | (unit as u32) << 5
}

/// One map: what can be erased how, in order of address. Type 1 is the small erase, type 2 the large one.
fn sector_map(part: &NorPart) -> Vec<u32> {
    let small = 32 * part.sector;
    let region = |bytes: u32, types: u32| (bytes / 256 - 1) << 8 | 0xf0 | types;
    let regions = match part.parameters {
        Parameters::None => vec![region(part.bytes, 2)],
        _ if part.bytes <= small => vec![region(part.bytes, 3)],
        Parameters::Bottom => vec![region(small, 3), region(part.bytes - small, 2)],
        Parameters::Top => vec![region(part.bytes - small, 2), region(small, 3)],
    };
    let mut words = vec![0xff00_0000 | (regions.len() as u32 - 1) << 16 | 0xfc | 3];
    words.extend(regions);
    words
}
