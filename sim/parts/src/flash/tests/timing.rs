//! Each limit that a chip watches, kept and broken.

use super::*;

#[test]
fn chip_select_high_time() {
    // In cycles: 10 ns behind reads, 50 ns behind what writes.
    for (first, least) in [(0x9f, 2), (0x06, 7)] {
        for gap in 0..9 {
            let mut m = w25q();
            m.command(&[first]);
            // Chip select is high for one cycle more than the gap: that of `deselect`.
            m.gap = gap;
            m.command(&[0x05]);
            let early = gap + 1 < least;
            let seen = faults(&mut m);
            assert_eq!(!seen.is_empty(), early, "{first:#x} {gap} {seen:?}");
            assert!(seen.iter().all(|f| matches!(f, FlashFault::SelectHigh { .. })));
        }
    }
}

#[test]
fn clock_limit_of_each_command() {
    let mut m = w25q();
    m.exchange(&at(0x03, 0), 1);
    assert_eq!(faults(&mut m), [FlashFault::Clock { opcode: 0x03, ps: 16_000, min_ps: 20_000 }]);
    m.half = 2;
    m.exchange(&at(0x03, 0), 1);
    m.half = 1;
    m.exchange(&at(0x0b, 0), 1);
    faultless(&mut m);
}

#[test]
fn both_on_a_line_is_told_once() {
    let mut m = w25q();
    m.select();
    m.send(&[0x9f], 1);
    m.clock(2, 0b10);
    m.clock(2, 0b10);
    m.deselect();
    assert_eq!(faults(&mut m), [FlashFault::Contention { lines: 0b10 }]);
}

#[test]
fn the_clock_may_not_change_with_chip_select() {
    let mut m = w25q();
    m.tick();
    let mut pins = FlashPins { cs_n: false, sck: true, out: 0, enable: 0 };
    m.chip.cycle(m.now, &pins);
    pins.sck = false;
    m.chip.cycle(m.now + 1, &pins);
    assert_eq!(faults(&mut m), [FlashFault::SelectEdge]);
}

#[test]
fn unknown_commands_and_addresses_beyond_the_array() {
    let mut m = w25q();
    m.command(&[0x17, 0]);
    assert_eq!(faults(&mut m), [FlashFault::Unknown { opcode: 0x17 }]);
    let mut m = FlashMaster::new(FlashChip::new(NorPart::w25q128jv().reduced(2), FlashConfig::default()));
    let _ = read(&mut m, 0x1_ffff, 1);
    faultless(&mut m);
    let _ = read(&mut m, 0x2_0000, 1);
    assert_eq!(faults(&mut m), [FlashFault::Address { opcode: 0x0b, address: 0x2_0000 }]);
}

#[test]
fn power_up_takes_its_time_twice() {
    let mut m = w25q();
    m.power_cycle();
    assert_eq!(m.exchange(&[0x9f], 1), [0xff]);
    assert_eq!(faults(&mut m), [FlashFault::PowerUp { opcode: 0x9f }]);
    m.idle(2_500);
    assert_eq!(m.exchange(&[0x9f], 1), [0xef]);
    enabled(&mut m, &at(0x20, 0));
    assert_eq!(faults(&mut m), [FlashFault::PowerUp { opcode: 0x20 }]);
    m.idle(625_000);
    erase(&mut m, 0x20, 0);
    faultless(&mut m);
}

#[test]
fn the_time_scale_shortens_operations_and_not_the_bus() {
    let config = FlashConfig { time_scale: 1_000, ..FlashConfig::default() };
    let mut m = FlashMaster::new(FlashChip::new(NorPart::w25q128jv(), config));
    enabled(&mut m, &at(0x20, 0));
    let took = m.wait(LONG).unwrap();
    assert!(took.abs_diff(45 * 125) < 10, "{took}");
    m.gap = 2;
    m.command(&[0x06]);
    m.command(&[0x06]);
    assert!(matches!(faults(&mut m)[..], [FlashFault::SelectHigh { .. }, ..]));
}

#[test]
fn counters_count_what_was_done() {
    let mut m = w25q();
    program(&mut m, 0, &[0; 10]);
    let _ = read(&mut m, 0, 7);
    erase(&mut m, 0x20, 0);
    let c = m.chip.counters();
    assert_eq!((c.programs, c.erases, c.reads, c.bytes_programmed), (1, 1, 1, 10));
    // The byte behind the last one is fetched when the clock falls before chip select rises.
    assert!((7..=8).contains(&c.bytes_read));
    assert_eq!(c.busy_ps, 45_400_000_000);
}

#[test]
fn time_never_goes_back_whatever_the_caller_counts() {
    let mut m = w25q();
    enabled(&mut m, &at(0x20, 0));
    m.now = 0;
    assert_eq!(m.exchange(&[0x05], 1)[0] & 1, 1);
    m.chip.power_off(0);
    m.chip.power_on(0);
    m.command(&[0x9f]);
    m.now = u64::MAX - 1_000;
    assert_eq!(m.exchange(&[0x9f], 1), [0xef]);
}
