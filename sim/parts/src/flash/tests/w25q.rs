//! W25Q128JV by its command table.

use super::*;

#[test]
fn identity() {
    for rests_high in [false, true] {
        let mut m = w25q();
        m.rests_high = rests_high;
        assert_eq!(m.exchange(&[0x9f], 3), [0xef, 0x40, 0x18]);
        assert_eq!(m.exchange(&at(0x90, 0), 3), [0xef, 0x17, 0xef]);
        assert_eq!(m.exchange(&at(0xab, 0), 1), [0x17]);
        let unique = m.exchange(&[0x4b, 0, 0, 0, 0], 8);
        assert!(unique.iter().any(|b| *b != unique[0]));
        faultless(&mut m);
    }
    assert_eq!(w25q_m().exchange(&[0x9f], 3), [0xef, 0x70, 0x18]);
}

/// What each read kind gets, with its opcode, lanes of address, mode byte, dummy clocks, lanes of data.
pub fn reads(
    m: &mut FlashMaster,
    kinds: &[(u8, u8, Option<u8>, u32, u8)],
    address: &[u8],
    bytes: usize,
) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for &(opcode, lanes, mode, dummy, data) in kinds {
        m.half = if opcode == 0x03 || opcode == 0x13 { 2 } else { 1 };
        m.select();
        m.send(&[opcode], 1);
        m.send(address, lanes);
        if let Some(mode) = mode {
            m.send(&[mode], lanes);
        }
        m.dummy(dummy, data);
        all.push(m.receive(bytes, data));
        m.deselect();
    }
    m.half = 1;
    all
}

#[test]
fn every_kind_of_read_gets_the_same() {
    let mut m = w25q();
    let text: Vec<u8> = (0..64u8).map(|n| n.wrapping_mul(37)).collect();
    program(&mut m, 0x12_3400, &text);
    let kinds = [
        (0x03, 1, None, 0, 1),
        (0x0b, 1, None, 8, 1),
        (0x3b, 1, None, 8, 2),
        (0x6b, 1, None, 8, 4),
        (0xbb, 2, Some(0xff), 0, 2),
        (0xeb, 4, Some(0xff), 4, 4),
    ];
    for got in reads(&mut m, &kinds, &[0x12, 0x34, 0], 64) {
        assert_eq!(got, text);
    }
    faultless(&mut m);
    // One dummy clock too few is seen in the data.
    assert_ne!(reads(&mut m, &[(0x6b, 1, None, 7, 4)], &[0x12, 0x34, 0], 64)[0], text);
}

#[test]
fn reads_go_on_past_pages_and_around_the_end() {
    let mut m = w25q();
    program(&mut m, 0xff_ff00, &[1; 256]);
    program(&mut m, 0, &[2; 256]);
    let got = read(&mut m, 0xff_fffe, 4);
    assert_eq!(got, [1, 1, 2, 2]);
}

#[test]
fn a_program_wraps_inside_its_page_and_only_clears_bits() {
    let mut m = w25q();
    program(&mut m, 0x1fe, &[0xa0, 0xa1, 0xa2]);
    assert_eq!(read(&mut m, 0x1fe, 3), [0xa0, 0xa1, 0xff]);
    assert_eq!(read(&mut m, 0x100, 2), [0xa2, 0xff]);
    // More than a page: the last 256 bytes count.
    let long: Vec<u8> = (0..300u32).map(|n| (n / 2) as u8).collect();
    program(&mut m, 0x200, &long);
    assert_eq!(read(&mut m, 0x200, 256), [&long[256..], &long[44..256]].concat());
    faultless(&mut m);
    program(&mut m, 0x1fe, &[0x0f]);
    assert_eq!(read(&mut m, 0x1fe, 1), [0x00]);
    assert_eq!(faults(&mut m), [FlashFault::Overwrite { address: 0x1fe }]);
}

#[test]
fn a_quad_program_takes_four_bits_a_clock() {
    let mut m = w25q();
    m.command(&[0x06]);
    m.select();
    m.send(&at(0x32, 0x300), 1);
    m.send(&[0xde, 0xad], 4);
    m.deselect();
    m.wait(LONG).unwrap();
    assert_eq!(read(&mut m, 0x300, 3), [0xde, 0xad, 0xff]);
}

#[test]
fn each_erase_sets_its_range_and_takes_its_time() {
    let cases = [(0x20, 4 << 10, 45), (0x52, 32 << 10, 120), (0xd8, 64 << 10, 150)];
    for (opcode, bytes, ms) in cases {
        let mut m = w25q();
        let base = 0x4_0000;
        for address in [base - 1, base, base + bytes - 1, base + bytes] {
            m.chip.poke(u64::from(address), 0);
        }
        enabled(&mut m, &at(opcode, base + 5));
        let took = m.wait(LONG).unwrap();
        assert!(took.abs_diff(ms * 125_000) < 100, "{took}");
        let held = [base - 1, base, base + bytes - 1, base + bytes].map(|a| m.chip.peek(a.into()));
        assert_eq!(held, [0, 0xff, 0xff, 0]);
        assert_eq!((m.chip.wear(base.into()), m.chip.counters().erases), (1, 1));
    }
    let mut m = w25q();
    m.chip.poke(0xff_ffff, 0);
    enabled(&mut m, &[0xc7]);
    assert!(m.wait(LONG).unwrap() > 30 * 125_000_000);
    assert_eq!(m.chip.peek(0xff_ffff), 0xff);
}

#[test]
fn nothing_is_written_without_write_enable_or_with_a_wrong_length() {
    let mut m = w25q();
    m.command(&[&at(0x02, 0)[..], &[0]].concat());
    m.command(&at(0x20, 0));
    m.command(&[0x01, 0x1c]);
    let refused = [0x02, 0x20, 0x01].map(|opcode| FlashFault::WriteEnable { opcode });
    assert_eq!(faults(&mut m), refused);
    // Bits too many, bits too few.
    enabled(&mut m, &[&at(0x20, 0)[..], &[0]].concat());
    m.command(&at(0x20, 0)[..3]);
    m.select();
    m.send(&[&at(0x02, 0)[..], &[0]].concat(), 1);
    m.clock(0, 1);
    m.deselect();
    assert_eq!(faults(&mut m), [0x20, 0x20, 0x02].map(|opcode| FlashFault::Length { opcode }));
    assert!(!m.chip.is_busy());
    assert_eq!(m.exchange(&[0x05], 1), [0x02], "still enabled");
    m.command(&[0x04]);
    assert_eq!(m.exchange(&[0x05], 1), [0]);
    assert_eq!(m.chip.peek(0), 0xff);
}

#[test]
fn status_tells_busy_and_the_latch_goes_with_the_program() {
    let mut m = w25q();
    enabled(&mut m, &[&at(0x02, 0)[..], &[0]].concat());
    assert_eq!(m.exchange(&[0x05], 2), [0x03, 0x03]);
    let _ = read(&mut m, 0, 1);
    m.command(&[0x06]);
    assert_eq!(faults(&mut m), [0x0b, 0x06].map(|opcode| FlashFault::Busy { opcode }));
    // Polled without an end, the byte follows the chip.
    m.select();
    m.send(&[0x05], 1);
    let polls = (0..100_000).find(|_| m.receive(1, 1)[0] & 1 == 0);
    m.deselect();
    let us = polls.unwrap() * 8 * 16 / 1_000;
    assert!((380..400).contains(&us), "{us} us");
    assert_eq!(m.exchange(&[0x05], 1), [0]);
}

#[test]
fn registers_keep_what_is_not_volatile() {
    let mut m = w25q_m();
    enabled(&mut m, &[0x01, 0x1c, 0x02]);
    m.wait(LONG).unwrap();
    m.command(&[0x50]);
    m.command(&[0x01, 0x00]);
    assert!(!m.chip.is_busy());
    assert_eq!((m.exchange(&[0x05], 1)[0], m.exchange(&[0x35], 1)[0]), (0, 2));
    m.power_cycle();
    m.wait(LONG).unwrap();
    assert_eq!((m.exchange(&[0x05], 1)[0], m.exchange(&[0x35], 1)[0]), (0x1c, 2));
    faultless(&mut m);
    // -IQ cannot clear quad enable.
    let mut m = w25q();
    enabled(&mut m, &[0x31, 0]);
    m.wait(LONG).unwrap();
    assert_eq!(m.exchange(&[0x35], 1), [2]);
}

#[test]
fn protection_covers_what_its_bits_say() {
    // Status 1, status 2: first and last protected byte.
    let cases = [
        (0x00, 0, None),
        (0x04, 0, Some((0xfc_0000, 0xff_ffff))),
        (0x18, 0, Some((0x80_0000, 0xff_ffff))),
        (0x24, 0, Some((0, 0x03_ffff))),
        (0x1c, 0, Some((0, 0xff_ffff))),
        (0x44, 0, Some((0xff_f000, 0xff_ffff))),
        (0x6c, 0, Some((0, 0x3fff))),
        (0x70, 0, Some((0, 0x7fff))),
        (0x04, 0x40, Some((0, 0xfb_ffff))),
    ];
    for (one, two, range) in cases {
        let mut m = w25q();
        enabled(&mut m, &[0x01, one, two]);
        m.wait(LONG).unwrap();
        for address in
            [0, 0x3fff, 0x4000, 0x7fff, 0x8000, 0x03_ffff, 0x04_0000, 0x7f_ffff, 0x80_0000, 0xfb_ffff, 0xff_efff]
        {
            program(&mut m, address, &[0]);
            let free = !range.is_some_and(|(from, to)| (from..=to).contains(&address));
            assert_eq!(m.chip.peek(address.into()) == 0, free, "{one:#x} {two:#x} {address:#x}");
        }
        let refused = faults(&mut m);
        assert!(refused.iter().all(|f| matches!(f, FlashFault::Protected { .. })), "{refused:?}");
    }
}

#[test]
fn an_erase_suspends_for_reads_and_programs_elsewhere() {
    let mut m = w25q();
    m.chip.poke(0x1_0000, 0x5a);
    m.chip.poke(0, 0x11);
    enabled(&mut m, &at(0xd8, 0));
    m.idle(125_000);
    m.command(&[0x75]);
    let latency = m.wait(LONG).unwrap();
    assert!((2_400..=2_500).contains(&latency), "20 us: {latency}");
    assert_eq!((m.exchange(&[0x05], 1)[0] & 1, m.exchange(&[0x35], 1)[0] & 0x80), (0, 0x80));
    assert_eq!(read(&mut m, 0x1_0000, 1), [0x5a]);
    program(&mut m, 0x1_0001, &[7]);
    assert_eq!(read(&mut m, 0x1_0001, 1), [7]);
    faultless(&mut m);
    // Not there, and no second erase.
    let _ = read(&mut m, 0, 1);
    program(&mut m, 0, &[0]);
    enabled(&mut m, &at(0x20, 0x2_0000));
    let refused = faults(&mut m);
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused.iter().all(|f| matches!(f, FlashFault::Suspended { .. })));
    m.command(&[0x7a]);
    let rest = m.wait(LONG).unwrap();
    assert!((rest as i64 - (149 * 125_000 - 2_500)).abs() < 1_000, "{rest}");
    assert_eq!((m.chip.peek(0), m.chip.wear(0), m.chip.counters().suspends), (0xff, 1, 1));
    assert_eq!(m.exchange(&[0x35], 1)[0] & 0x80, 0);
}

#[test]
fn only_sector_and_block_erases_and_programs_suspend() {
    let mut m = w25q();
    m.command(&[0x75]);
    assert_eq!(m.exchange(&[0x35], 1)[0] & 0x80, 0, "nothing to suspend");
    for bytes in [vec![0xc7], vec![0x01, 0]] {
        enabled(&mut m, &bytes);
        m.command(&[0x75]);
        m.idle(10_000);
        assert!(m.chip.is_busy());
        m.command(&[0x66]);
        m.command(&[0x99]);
        m.wait(LONG).unwrap();
    }
    enabled(&mut m, &[&at(0x02, 0)[..], &[0]].concat());
    m.command(&[0x75]);
    m.wait(LONG).unwrap();
    // Neither programs nor erases while a program is suspended.
    program(&mut m, 0x1000, &[0]);
    enabled(&mut m, &at(0x20, 0x1000));
    assert_eq!(faults(&mut m).len(), 2);
    m.command(&[0x7a]);
    m.wait(LONG).unwrap();
    assert_eq!((m.chip.peek(0), m.chip.peek(0x1000)), (0, 0xff));
}

#[test]
fn a_suspend_right_behind_a_resume_is_told() {
    let mut m = w25q();
    enabled(&mut m, &at(0x20, 0));
    m.command(&[0x75]);
    m.wait(LONG).unwrap();
    m.command(&[0x7a]);
    m.command(&[0x75]);
    assert!(matches!(faults(&mut m)[..], [FlashFault::SuspendTooSoon { min_ps: 20_000_000, .. }]));
}

#[test]
fn deep_power_down_answers_nothing_but_its_release() {
    let mut m = w25q();
    m.command(&[0xb9]);
    m.idle(500);
    assert_eq!(m.exchange(&[0x9f], 3), [0xff; 3]);
    assert_eq!(faults(&mut m), [FlashFault::PowerDown { opcode: 0x9f }]);
    assert_eq!(m.exchange(&at(0xab, 0), 1), [0x17]);
    m.idle(500);
    assert_eq!(m.exchange(&[0x9f], 1), [0xef]);
    faultless(&mut m);
}

#[test]
fn a_reset_needs_both_its_commands_and_ends_everything() {
    let mut m = w25q();
    enabled(&mut m, &at(0x20, 0));
    m.command(&[0x66]);
    m.command(&[0x05]);
    m.command(&[0x99]);
    assert!(m.chip.is_busy(), "the enabling was taken back");
    m.command(&[0x66]);
    m.command(&[0x99]);
    assert_eq!(m.wait(LONG).map(|c| c / 100), Some(37), "30 us");
    assert_eq!(m.exchange(&[0x05], 1), [0]);
    assert_eq!(m.chip.counters().erases, 0);
}

#[test]
fn quad_needs_its_bit_and_qpi_its_part() {
    let mut m = w25q_m();
    m.command(&at(0x6b, 0));
    m.command(&[0x38]);
    assert_eq!(faults(&mut m), [0x6b, 0x38].map(|opcode| FlashFault::QuadDisabled { opcode }));
    let mut m = w25q();
    m.command(&[0x38]);
    assert_eq!(faults(&mut m), [FlashFault::Unknown { opcode: 0x38 }]);
}

fn in_qpi() -> FlashMaster {
    let mut m = w25q_m();
    enabled(&mut m, &[0x31, 0x02]);
    m.wait(LONG).unwrap();
    m.command(&[0x38]);
    m
}

fn qpi(m: &mut FlashMaster, bytes: &[u8], dummy: u32, answer: usize) -> Vec<u8> {
    m.select();
    m.send(bytes, 4);
    m.dummy(dummy, 4);
    let got = m.receive(answer, 4);
    m.deselect();
    got
}

#[test]
fn qpi_has_everything_on_four_lines() {
    let mut m = in_qpi();
    assert_eq!(qpi(&mut m, &[0x9f], 0, 3), [0xef, 0x70, 0x18]);
    qpi(&mut m, &[0x06], 0, 0);
    qpi(&mut m, &[&at(0x02, 0x100)[..], &[1, 2, 3]].concat(), 0, 0);
    m.wait(LONG).unwrap();
    qpi(&mut m, &[0xc0, 0x20], 0, 0);
    m.half = 1;
    assert_eq!(qpi(&mut m, &at(0x0b, 0x100), 6, 3), [1, 2, 3]);
    assert_eq!(qpi(&mut m, &[&at(0xeb, 0x100)[..], &[0xff]].concat(), 4, 3), [1, 2, 3]);
    faultless(&mut m);
    qpi(&mut m, &[0xff], 0, 0);
    assert_eq!(m.exchange(&[0x9f], 3), [0xef, 0x70, 0x18]);
}

/// Continuous read: the next transaction begins with its address.
#[test]
fn continuous_read_and_the_way_out_of_any_mode() {
    let mut m = w25q();
    program(&mut m, 0x100, &[9, 8, 7]);
    assert_eq!(reads(&mut m, &[(0xeb, 4, Some(0xa5), 4, 4)], &[0, 1, 0], 2), [[9, 8]]);
    m.select();
    m.send(&[0, 1, 1, 0xa5], 4);
    m.dummy(4, 4);
    assert_eq!(m.receive(2, 4), [8, 7]);
    m.deselect();
    // An opcode is an address now.
    assert_ne!(m.exchange(&[0x9f], 3), [0xef, 0x40, 0x18]);
    m.clone().command(&[0xff]);
    m.command(&[0xff]);
    assert_eq!(m.exchange(&[0x9f], 3), [0xef, 0x40, 0x18]);
    // On two lines sixteen clocks.
    assert_eq!(reads(&mut m, &[(0xbb, 2, Some(0xa0), 0, 2)], &[0, 1, 0], 1), [[9]]);
    m.command(&[0xff]);
    assert_ne!(m.exchange(&[0x9f], 3), [0xef, 0x40, 0x18], "eight are not enough");
    m.command(&[0xff, 0xff]);
    assert_eq!(m.exchange(&[0x9f], 3), [0xef, 0x40, 0x18]);

    // Whatever mode: ones on four lines for two clocks, ones for eight and sixteen, then reset.
    for start in 0..3 {
        let mut m = in_qpi();
        match start {
            0 => {}
            1 => drop(qpi(&mut m, &[0xeb, 0, 0, 0, 0xa5], 0, 1)),
            _ => drop(qpi(&mut m, &[0xb9], 0, 0)),
        }
        m.idle(1_000);
        qpi(&mut m, &[0xff; 4], 0, 0);
        qpi(&mut m, &[0xff], 0, 0);
        m.command(&[0xff, 0xff]);
        m.command(&at(0xab, 0));
        qpi(&mut m, &at(0xab, 0), 0, 0);
        m.idle(1_000);
        qpi(&mut m, &[0x66], 0, 0);
        qpi(&mut m, &[0x99], 0, 0);
        m.idle(10_000);
        m.command(&[0x66]);
        m.command(&[0x99]);
        m.idle(10_000);
        assert_eq!(m.exchange(&[0x9f], 3), [0xef, 0x70, 0x18], "start {start}");
    }
}

#[test]
fn write_protect_and_hold_are_pins_while_quad_is_off() {
    let mut m = w25q_m();
    enabled(&mut m, &[0x01, 0x80]);
    m.wait(LONG).unwrap();
    let low = |m: &mut FlashMaster, byte: u8| {
        for n in (0..8).rev() {
            m.clock(byte >> n & 1 | 0b1000, 0b1101);
        }
    };
    m.command(&[0x06]);
    m.select();
    low(&mut m, 0x01);
    low(&mut m, 0x9c);
    m.clock(0b1000, 0b1101);
    m.deselect();
    faults(&mut m);
    // Once more with a right length, WP# low until chip select rises.
    m.command(&[0x06]);
    m.select();
    low(&mut m, 0x01);
    low(&mut m, 0x9c);
    m.deselect_driving(0b1000, 0b1100);
    assert_eq!(faults(&mut m), [FlashFault::Protected { opcode: 0x01, address: 0 }]);
    assert!(!m.chip.is_busy());
    // HOLD# low: clocks count for nothing.
    m.select();
    m.send(&[0x9f], 1);
    m.clock(0, 0b1000);
    m.clock(0, 0b1000);
    assert_eq!(m.receive(3, 1), [0xef, 0x70, 0x18]);
    m.deselect();
}

#[test]
fn worn_and_broken_sectors_fail_in_silence_on_this_part() {
    let mut m = w25q();
    m.chip.inject(FlashFlaw::Wear { address: 0, erases: 100_000 });
    m.chip.poke(5, 0);
    erase(&mut m, 0x20, 0);
    let sector: Vec<_> = (0..4096).map(|n| m.chip.peek(n)).collect();
    assert!(sector.iter().any(|b| *b != 0xff));
    m.chip.inject(FlashFlaw::Wear { address: 0x3000, erases: 100_000 });
    program(&mut m, 0x3000, &[0xf0]);
    assert_eq!(m.chip.peek(0x3000), 0xf1);
    m.chip.inject(FlashFlaw::FailProgram);
    program(&mut m, 0x1000, &[0xf0]);
    program(&mut m, 0x1001, &[0xf0]);
    assert_eq!(read(&mut m, 0x1000, 2), [0xf1, 0xf0]);
    m.chip.inject(FlashFlaw::Flip { address: 0x1001, bit: 7 });
    m.chip.inject(FlashFlaw::Stick { address: 0x1002, bit: 0, value: false });
    assert_eq!(read(&mut m, 0x1001, 2), [0x70, 0xfe]);
    m.chip.inject(FlashFlaw::Die);
    assert_eq!(m.exchange(&[0x9f], 3), [0xff; 3]);
}
