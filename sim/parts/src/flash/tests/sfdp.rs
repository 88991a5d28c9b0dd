//! The discoverable parameters, read through the pins and taken apart as a driver would.

use super::*;

/// The tables by id, as words.
fn tables(m: &mut FlashMaster) -> Vec<(u16, Vec<u32>)> {
    let bytes = m.exchange(&[0x5a, 0, 0, 0, 0], 256);
    assert_eq!(&bytes[..4], b"SFDP");
    let headers = bytes[8..].chunks(8).take(usize::from(bytes[6]) + 1);
    let table = |h: &[u8]| {
        let at = usize::from(h[4]);
        let words = bytes[at..at + 4 * usize::from(h[3])].chunks(4);
        (u16::from(h[7]) << 8 | u16::from(h[0]), words.map(|w| u32::from_le_bytes([w[0], w[1], w[2], w[3]])).collect())
    };
    headers.map(table).collect()
}

fn erase_types(basic: &[u32]) -> Vec<(u32, u8)> {
    let bytes: Vec<u8> = basic[7..9].iter().flat_map(|w| w.to_le_bytes()).collect();
    bytes.chunks(2).filter(|t| t[0] != 0).map(|t| (1 << t[0], t[1])).collect()
}

/// Typical erase time of a type in milliseconds.
fn erase_ms(basic: &[u32], n: u32) -> u32 {
    let field = basic[9] >> (4 + 7 * n) & 0x7f;
    ((field & 31) + 1) * [1, 16, 128, 1_000][(field >> 5) as usize]
}

#[test]
fn w25q_tells_its_geometry_reads_and_times() {
    let mut m = w25q();
    let tables = tables(&mut m);
    faultless(&mut m);
    let [(0xff00, basic)] = &tables[..] else { panic!("{tables:x?}") };
    assert_eq!(basic.len(), 16);
    assert_eq!(basic[0] & 3, 1, "4 KiB erases everywhere");
    assert_eq!((basic[0] >> 17 & 3, (basic[1] + 1) / 8), (0, 16 << 20));
    assert_eq!(erase_types(basic), [(4 << 10, 0x20), (32 << 10, 0x52), (64 << 10, 0xd8)]);
    let close = |n, ms: u32| erase_ms(basic, n).abs_diff(ms) <= 16;
    assert!(close(0, 45) && close(1, 120) && close(2, 150));
    assert_eq!(1 << (basic[10] >> 4 & 15), 256);
    let program_us = ((basic[10] >> 8 & 31) + 1) * 64;
    assert!((400..450).contains(&program_us));
    assert_eq!(basic[12].to_le_bytes(), [0x7a, 0x75, 0x7a, 0x75]);
    assert_eq!((basic[13] >> 23 & 0xff, basic[13] >> 15 & 0xff), (0xb9, 0xab));
    // Each read as the table says it gets what was programmed.
    program(&mut m, 0, &[0xc3, 0x5a]);
    let fields = [(basic[2], 4, 4), (basic[2] >> 16, 1, 4), (basic[3], 1, 2), (basic[3] >> 16, 2, 2)];
    for (field, address, data) in fields {
        let (dummy, mode, opcode) = (field & 31, field >> 5 & 7, (field >> 8) as u8);
        let mode = (mode > 0).then_some(0xff);
        assert_eq!(super::w25q::reads(&mut m, &[(opcode, address, mode, dummy, data)], &[0; 3], 2), [[0xc3, 0x5a]]);
    }
    faultless(&mut m);
}

#[test]
fn a_reduced_chip_tells_its_size() {
    let part = NorPart { page: 64, sector: 1 << 10, block: 4 << 10, ..NorPart::w25q128jv() }.reduced(8);
    let mut m = FlashMaster::new(FlashChip::new(part, FlashConfig::default()));
    let tables = tables(&mut m);
    assert_eq!((tables[0].1[1] + 1) / 8, 32 << 10);
    assert_eq!(erase_types(&tables[0].1), [(1 << 10, 0x20), (2 << 10, 0x52), (4 << 10, 0xd8)]);
}

#[test]
fn s25fl_tells_its_four_byte_commands_and_its_map() {
    for (parameters, regions) in [
        (Parameters::None, vec![(32 << 20, 2)]),
        (Parameters::Bottom, vec![(128 << 10, 3), ((32 << 20) - (128 << 10), 2)]),
        (Parameters::Top, vec![((32 << 20) - (128 << 10), 2), (128 << 10, 3)]),
    ] {
        let mut m = s25fl(parameters);
        let tables = tables(&mut m);
        faultless(&mut m);
        let [(0xff00, basic), (0xff84, four), (0xff81, map)] = &tables[..] else { panic!("{tables:x?}") };
        assert_eq!((basic[0] & 3, basic[0] >> 17 & 3, (basic[1] + 1) / 8), (3, 1, 32 << 20));
        assert_eq!(erase_types(basic), [(4 << 10, 0x20), (64 << 10, 0xd8)]);
        assert_eq!(basic[12].to_le_bytes(), [0x8a, 0x85, 0x7a, 0x75]);
        // 13h 0Ch 3Ch BCh 6Ch ECh, programs 12h 34h and not 3Eh, erases 21h DCh.
        assert_eq!((four[0] & 0xfff, four[1] & 0xffff), (0b0110_1111_1111, 0xdc21));
        let of = |word: &u32| (((word >> 8) + 1) * 256, word & 15);
        assert_eq!(map[0] >> 16 & 0xff, map.len() as u32 - 2);
        assert_eq!(map[1..].iter().map(of).collect::<Vec<_>>(), regions);
    }
}
