//! The trace of a chip.

use super::*;

fn seen(m: &mut FlashMaster) -> Vec<(FlashOperation, u64, u64, FlashOutcome)> {
    let seen: Vec<_> = m.chip.take_seen().collect();
    assert!(seen.iter().all(|s| s.first < s.done));
    seen.into_iter().map(|s| (s.operation, s.address, s.bytes, s.outcome)).collect()
}

#[test]
fn nor_operations_are_told_when_they_end() {
    use FlashOperation::{Erase, Program, Read};
    use FlashOutcome::{Cut, Done, Failed};
    let mut m = w25q();
    program(&mut m, 0x300, &[1]);
    assert!(!m.chip.has_seen(), "nobody asked");
    m.chip.record(true);
    enabled(&mut m, &[&at(0x02, 0x1fe)[..], &[1, 2, 3]].concat());
    assert!(!m.chip.has_seen());
    let due = m.chip.busy_until();
    m.wait(LONG).unwrap();
    let told: Vec<_> = m.chip.take_seen().collect();
    assert_eq!((told.len(), Some(told[0].done)), (1, due));
    let _ = read(&mut m, 0x1fe, 3);
    m.chip.inject(FlashFlaw::FailErase);
    erase(&mut m, 0x20, 0x1234);
    enabled(&mut m, &at(0xd8, 0x2_0000));
    m.idle(1_000);
    m.command(&[0x75]);
    m.wait(LONG).unwrap();
    enabled(&mut m, &[&at(0x02, 0)[..], &[1, 2]].concat());
    m.chip.power_off(m.now);
    let rest = seen(&mut m);
    assert_eq!(rest[1..], [(Erase, 0x1000, 0x1000, Failed), (Erase, 0x2_0000, 0x1_0000, Cut), (Program, 0, 2, Cut)]);
    let (Read, 0x1fe, 3..=4, Done) = rest[0] else { panic!("{rest:?}") };
}

#[test]
fn nand_operations_are_told_when_they_end() {
    use FlashOperation::{Erase, Program, Read};
    use FlashOutcome::{Cut, Done, Failed};
    let part = NandPart::w25n01gv().reduced(4);
    let (page, block) = (u64::from(part.page()), u64::from(part.block()));
    let mut m = FlashMaster::new(FlashChip::new(part, FlashConfig::default()));
    m.command(&[0x1f, 0xa0, 0]);
    m.chip.record(true);
    let step = |m: &mut FlashMaster, bytes: &[u8]| {
        enabled(m, bytes);
        m.wait(LONG).unwrap();
    };
    m.command(&[0x06]);
    m.command(&[0x02, 0, 0, 0]);
    step(&mut m, &[0x10, 0, 0, 65]);
    step(&mut m, &[0x13, 0, 0, 65]);
    for bit in [0, 1] {
        m.chip.inject(FlashFlaw::Flip { address: 65 * page, bit });
    }
    step(&mut m, &[0x13, 0, 0, 65]);
    step(&mut m, &[0xd8, 0, 0, 65]);
    m.command(&[0x13, 0, 0, 1]);
    m.command(&[0xff]);
    let expected = [
        (Program, 65 * page, page, Done),
        (Read, 65 * page, page, Done),
        (Read, 65 * page, page, Failed),
        (Erase, block, block, Done),
        (Read, page, page, Cut),
    ];
    assert_eq!(seen(&mut m), expected);
}
