//! S25FL256S by what it does differently.

use super::*;

fn program4(m: &mut FlashMaster, address: u32, data: &[u8]) {
    enabled(m, &[&at4(0x12, address)[..], data].concat());
    m.wait(LONG).expect("the program ends");
}

/// Fast read with a four-byte address.
fn read4(m: &mut FlashMaster, address: u32, bytes: usize) -> Vec<u8> {
    m.exchange(&[&at4(0x0c, address)[..], &[0]].concat(), bytes)
}

fn configure(m: &mut FlashMaster, status: u8, configuration: u8) {
    enabled(m, &[0x01, status, configuration]);
    m.wait(LONG).expect("the registers are written");
}

fn status(m: &mut FlashMaster) -> u8 {
    m.exchange(&[0x05], 1)[0]
}

#[test]
fn identity_and_large_sectors() {
    let mut m = s25fl(Parameters::Bottom);
    assert_eq!(m.exchange(&[0x9f], 6), [0x01, 0x02, 0x19, 0x4d, 0x01, 0x80]);
    assert_eq!(m.exchange(&at(0xab, 0), 1), [0x19]);
    assert_eq!(m.exchange(&at(0x90, 0), 2), [0x01, 0x18]);
    let mut m = FlashMaster::new(FlashChip::new(NorPart::s25fl256s_large(), FlashConfig::default()));
    assert_eq!(m.exchange(&[0x9f], 6), [0x01, 0x02, 0x19, 0x4d, 0x00, 0x80]);
    program4(&mut m, 0x1ff, &[1, 2]);
    assert_eq!((read4(&mut m, 0x1ff, 1), read4(&mut m, 0, 1)), (vec![1], vec![2]), "pages of 512 bytes");
    enabled(&mut m, &at4(0xdc, 0x100));
    assert!(m.wait(LONG).unwrap().abs_diff(520 * 125_000) < 100);
    assert_eq!(read4(&mut m, 0x1ff, 1), [0xff]);
    faultless(&mut m);
}

#[test]
fn every_kind_of_read_reaches_the_upper_half() {
    let mut m = s25fl(Parameters::Bottom);
    configure(&mut m, 0, 0x02);
    program4(&mut m, 0x123_4500, &[0xd1, 0x2e, 0x47]);
    let kinds = [
        (0x13, 1, None, 0, 1),
        (0x0c, 1, None, 8, 1),
        (0x3c, 1, None, 8, 2),
        (0x6c, 1, None, 8, 4),
        (0xbc, 2, Some(0), 0, 2),
        (0xec, 4, Some(0), 4, 4),
    ];
    for got in super::w25q::reads(&mut m, &kinds, &[1, 0x23, 0x45, 0], 3) {
        assert_eq!(got, [0xd1, 0x2e, 0x47]);
    }
    // By the bank: address bit 24, or three-byte commands with four bytes.
    m.command(&[0x17, 0x01]);
    assert_eq!(read(&mut m, 0x23_4500, 1), [0xd1]);
    m.command(&[0x17, 0x80]);
    assert_eq!(m.exchange(&[&at4(0x0b, 0x123_4500)[..], &[0]].concat(), 1), [0xd1]);
    assert_eq!(m.exchange(&[0x16], 1), [0x80]);
    faultless(&mut m);
    m.command(&[0xf0]);
    m.idle(5_000);
    assert_eq!(m.exchange(&[0x16], 1), [0], "a reset forgets the bank");
}

#[test]
fn latency_codes_change_dummy_clocks_and_the_clock_limit() {
    for (code, dummy, fast) in [(0u8, 4, 8), (1, 4, 8), (2, 5, 8), (3, 1, 0)] {
        let mut m = s25fl(Parameters::Bottom);
        configure(&mut m, 0, code << 6 | 0x02);
        program4(&mut m, 0x40, &[0xa5, 0x3c]);
        faultless(&mut m);
        if code == 3 {
            assert_ne!(m.exchange(&at4(0x0c, 0x40), 0), [0]);
            assert_eq!(faults(&mut m).len(), 1, "50 MHz");
        }
        m.half = 2;
        m.select();
        m.send(&at4(0x0c, 0x40), 1);
        m.dummy(fast, 1);
        assert_eq!(m.receive(2, 1), [0xa5, 0x3c]);
        m.deselect();
        m.select();
        m.send(&[0xec], 1);
        m.send(&[0, 0, 0, 0x40, 0], 4);
        m.dummy(dummy, 4);
        assert_eq!(m.receive(2, 4), [0xa5, 0x3c]);
        m.deselect();
        faultless(&mut m);
    }
}

#[test]
fn quad_programs_have_a_limit_of_their_own_and_need_the_bit() {
    let mut m = s25fl(Parameters::Bottom);
    m.command(&at4(0x34, 0));
    assert_eq!(faults(&mut m), [FlashFault::QuadDisabled { opcode: 0x34 }]);
    configure(&mut m, 0, 0x02);
    m.command(&[0x06]);
    m.select();
    m.send(&at4(0x34, 0x100_0000), 1);
    m.send(&[0x12, 0x34], 4);
    m.deselect();
    m.wait(LONG).unwrap();
    assert_eq!(read4(&mut m, 0x100_0000, 2), [0x12, 0x34]);
    faultless(&mut m);
}

#[test]
fn continuous_quad_read_is_left_by_ten_clocks() {
    let mut m = s25fl(Parameters::Bottom);
    configure(&mut m, 0, 0x02);
    program4(&mut m, 0x100, &[9, 8]);
    m.select();
    m.send(&[0xec], 1);
    m.send(&[0, 0, 1, 0, 0xa0], 4);
    m.dummy(4, 4);
    assert_eq!(m.receive(1, 4), [9]);
    m.deselect();
    m.select();
    m.send(&[0, 0, 1, 1, 0xa0], 4);
    m.dummy(4, 4);
    assert_eq!(m.receive(1, 4), [8]);
    m.deselect();
    m.command(&[0xff]);
    assert_ne!(m.exchange(&[0x9f], 3), [1, 2, 0x19], "eight are not enough");
    m.command(&[0xff, 0xff]);
    assert_eq!(m.exchange(&[0x9f], 3), [1, 2, 0x19]);
}

#[test]
fn parameter_sectors_are_at_their_end_only() {
    for (parameters, inside, outside) in
        [(Parameters::Bottom, 0x1_f000, 0x2_0000), (Parameters::Top, 0x1fe_0000, 0x1fd_f000)]
    {
        let mut m = s25fl(parameters);
        for address in [inside, outside] {
            m.chip.poke(u64::from(address), 0);
            m.chip.poke(u64::from(address ^ 0x1000), 0);
        }
        enabled(&mut m, &at4(0x21, inside));
        m.wait(LONG).unwrap();
        assert_eq!((m.chip.peek(inside.into()), m.chip.peek(u64::from(inside ^ 0x1000))), (0xff, 0));
        faultless(&mut m);
        enabled(&mut m, &at4(0x21, outside));
        assert_eq!(faults(&mut m), [FlashFault::Address { opcode: 0x21, address: outside }]);
        assert!(!m.chip.is_busy());
        enabled(&mut m, &at4(0xdc, outside));
        assert!(m.wait(LONG).unwrap().abs_diff(130 * 125_000) < 100);
        assert_eq!((m.chip.peek(outside.into()), m.chip.peek(u64::from(outside ^ 0x1000))), (0xff, 0xff));
    }
}

#[test]
fn errors_stay_until_they_are_cleared() {
    let mut m = s25fl(Parameters::Bottom);
    for (flaw, bytes, bit) in
        [(FlashFlaw::FailProgram, [&at4(0x12, 0)[..], &[0]].concat(), 0x40), (FlashFlaw::FailErase, at4(0xdc, 0), 0x20)]
    {
        m.chip.inject(flaw);
        enabled(&mut m, &bytes);
        m.idle(125_000_000);
        assert_eq!(status(&mut m), bit | 1);
        m.command(&[0x06]);
        assert_eq!(faults(&mut m), [FlashFault::Busy { opcode: 0x06 }]);
        m.command(&[0x30]);
        assert_eq!(status(&mut m), 0);
    }
    // A protected sector, each way.
    configure(&mut m, 0x04, 0);
    for (bytes, bit) in [([&at4(0x12, 0x1ff_0000)[..], &[0]].concat(), 0x40), (at4(0xdc, 0x1ff_0000), 0x20)] {
        enabled(&mut m, &bytes);
        assert_eq!(status(&mut m) & 0x61, bit | 1);
        m.command(&[0x30]);
        assert!(matches!(faults(&mut m)[..], [FlashFault::Protected { .. }]));
    }
    program4(&mut m, 0x1f7_0000, &[0]);
    faultless(&mut m);
}

#[test]
fn protection_follows_the_configuration_bits() {
    // TBPROT: from the bottom; once set it stays.
    let mut m = s25fl(Parameters::Bottom);
    configure(&mut m, 0x04, 0x20);
    configure(&mut m, 0x04, 0x00);
    assert_eq!(m.exchange(&[0x35], 1), [0x20]);
    enabled(&mut m, &[&at4(0x12, 0x7_ff00)[..], &[0]].concat());
    assert!(matches!(faults(&mut m)[..], [FlashFault::Protected { .. }]));
    // BPNV: protected after power-up.
    let mut m = s25fl(Parameters::Top);
    configure(&mut m, 0, 0x08);
    assert_eq!((status(&mut m), m.exchange(&[0x35], 1)[0]), (0, 0x0c));
    m.power_cycle();
    m.idle(100_000);
    assert_eq!(status(&mut m), 0x1c);
    // FREEZE: until the power goes.
    let mut m = s25fl(Parameters::Bottom);
    configure(&mut m, 0x04, 0x01);
    configure(&mut m, 0x00, 0x01);
    assert_eq!(status(&mut m), 0x04);
    m.power_cycle();
    m.idle(100_000);
    configure(&mut m, 0x00, 0x00);
    assert_eq!(status(&mut m), 0);
}

#[test]
fn a_program_suspends_inside_a_suspended_erase() {
    let mut m = s25fl(Parameters::Bottom);
    m.chip.poke(0x20_0000, 0x77);
    enabled(&mut m, &at4(0xdc, 0x10_0000));
    m.idle(125_000);
    m.command(&[0x85]);
    m.idle(10_000);
    assert!(m.chip.is_busy(), "85h is for programs");
    m.command(&[0x75]);
    assert!(m.wait(LONG).unwrap() <= 45 * 125);
    enabled(&mut m, &[&at4(0x12, 0x30_0000)[..], &[5]].concat());
    m.idle(6_250);
    m.command(&[0x85]);
    m.wait(LONG).unwrap();
    assert_eq!(m.exchange(&[0x07], 1), [3]);
    assert_eq!(read4(&mut m, 0x20_0000, 1), [0x77]);
    m.command(&[0x7a]);
    assert!(!m.chip.is_busy(), "the program comes first");
    m.command(&[0x8a]);
    m.wait(LONG).unwrap();
    assert_eq!((m.exchange(&[0x07], 1), read4(&mut m, 0x30_0000, 1)), (vec![2], vec![5]));
    m.command(&[0x7a]);
    m.wait(LONG).unwrap();
    assert_eq!((m.exchange(&[0x07], 1), m.chip.counters().suspends), (vec![0], 2));
    faultless(&mut m);
}
