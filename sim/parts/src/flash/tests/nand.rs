//! W25N01GV by its command table.

use super::*;

fn part() -> NandPart {
    NandPart::w25n01gv().reduced(16)
}

/// A chip with no block protected.
fn open(part: NandPart) -> FlashMaster {
    let mut m = FlashMaster::new(FlashChip::new(part, FlashConfig::default()));
    set(&mut m, 0xa0, 0);
    m
}

fn get(m: &mut FlashMaster, register: u8) -> u8 {
    m.exchange(&[0x0f, register], 1)[0]
}

fn set(m: &mut FlashMaster, register: u8, value: u8) {
    m.command(&[0x1f, register, value]);
}

/// An opcode with a page address behind a dummy byte.
fn paged(opcode: u8, page: u16) -> Vec<u8> {
    vec![opcode, 0, (page >> 8) as u8, page as u8]
}

fn execute(m: &mut FlashMaster, page: u16) -> u8 {
    m.command(&paged(0x10, page));
    m.wait(LONG).expect("the program ends");
    get(m, 0xc0)
}

/// Loads bytes at a column and programs them; the status.
fn program_at(m: &mut FlashMaster, page: u16, column: u16, data: &[u8]) -> u8 {
    enabled(m, &[&[0x02, (column >> 8) as u8, column as u8][..], data].concat());
    execute(m, page)
}

fn erase_block(m: &mut FlashMaster, block: u16) -> u8 {
    enabled(m, &paged(0xd8, block * 64));
    m.wait(LONG).expect("the erase ends");
    get(m, 0xc0)
}

/// Reads a page into the buffer; the status and the cycles it took.
fn fetch(m: &mut FlashMaster, page: u16) -> (u8, u64) {
    m.command(&paged(0x13, page));
    let took = m.wait(LONG).expect("the read ends");
    (get(m, 0xc0), took)
}

fn column(m: &mut FlashMaster, column: u16, bytes: usize) -> Vec<u8> {
    m.exchange(&[0x03, (column >> 8) as u8, column as u8, 0], bytes)
}

#[test]
fn identity_and_registers() {
    let mut m = FlashMaster::new(FlashChip::new(part(), FlashConfig::default()));
    assert_eq!(m.exchange(&[0x9f, 0], 3), [0xef, 0xaa, 0x21]);
    assert_eq!([0xa0, 0xb0, 0xc0].map(|r| get(&mut m, r)), [0x7c, 0x18, 0x00]);
    set(&mut m, 0xa0, 0);
    set(&mut m, 0xb0, 0x08);
    assert_eq!([0xa0, 0xb0].map(|r| get(&mut m, r)), [0, 0x08]);
    m.command(&[0xff]);
    assert_eq!(get(&mut m, 0xc0) & 1, 1);
    m.wait(LONG).unwrap();
    assert_eq!([0xa0, 0xb0].map(|r| get(&mut m, r)), [0x7c, 0x18], "a reset forgets");
    faultless(&mut m);
}

#[test]
fn every_block_is_protected_after_power_up() {
    let mut m = FlashMaster::new(FlashChip::new(part(), FlashConfig::default()));
    assert_eq!(program_at(&mut m, 0, 0, &[0]) & 0x0a, 0x08);
    assert_eq!(erase_block(&mut m, 0) & 0x06, 0x04);
    let refused = faults(&mut m);
    assert!(refused.iter().all(|f| matches!(f, FlashFault::Protected { .. })) && refused.len() == 2);
    // Upper half, then lower quarter.
    for (bits, protected) in [(0x48, [false, false, true]), (0x44, [true, false, false])] {
        set(&mut m, 0xa0, bits);
        let failed = [3, 7, 8].map(|block| erase_block(&mut m, block) & 0x04 != 0);
        assert_eq!(failed, protected, "{bits:#x}");
    }
}

#[test]
fn a_page_goes_through_the_buffer_and_back() {
    let mut m = open(part());
    let data: Vec<u8> = (0..2048u32).map(|n| (n * 7 / 4) as u8).collect();
    enabled(&mut m, &[&[0x02, 0, 0][..], &data].concat());
    // A second load leaves the rest as it is: bytes of the protected spare area.
    m.command(&[0x84, 0x08, 0x04, 0xca, 0xfe]);
    m.command(&paged(0x10, 64));
    assert!(m.wait(LONG).unwrap().abs_diff(250 * 125) < 10);
    assert_eq!(get(&mut m, 0xc0), 0);
    let (status, took) = fetch(&mut m, 64);
    assert_eq!(status, 0);
    assert!(took.abs_diff(60 * 125) < 10, "{took}");
    let kinds = [(0x03, 1, 8, 1), (0x0b, 1, 8, 1), (0x3b, 1, 8, 2), (0x6b, 1, 8, 4), (0xbb, 2, 4, 2), (0xeb, 4, 4, 4)];
    for (opcode, lanes, dummy, out) in kinds {
        m.select();
        m.send(&[opcode], 1);
        m.send(&[0x00, 0x05], lanes);
        m.dummy(dummy, out);
        assert_eq!(m.receive(100, out), data[5..105], "{opcode:#x}");
        m.deselect();
    }
    assert_eq!(column(&mut m, 0x804, 2), [0xca, 0xfe]);
    faultless(&mut m);
    set(&mut m, 0xb0, 0x08);
    assert!(fetch(&mut m, 64).1.abs_diff(25 * 125) < 10, "without ECC");
}

#[test]
fn a_load_forgets_the_buffer_and_a_random_load_keeps_it() {
    let mut m = open(part());
    program_at(&mut m, 0, 100, &[0x11]);
    for (opcode, kept) in [(0x84, 0x11), (0x02, 0xff)] {
        fetch(&mut m, 0);
        let page = u16::from(opcode);
        enabled(&mut m, &[opcode, 0, 0, 0x22]);
        assert_eq!(execute(&mut m, page), 0);
        fetch(&mut m, page);
        assert_eq!((column(&mut m, 0, 1)[0], column(&mut m, 100, 1)[0]), (0x22, kept), "copy back by {opcode:#x}");
    }
}

#[test]
fn quad_loads_and_what_they_need() {
    let mut m = open(part());
    m.command(&[0x06]);
    m.select();
    m.send(&[0x32, 0, 0x10], 1);
    m.send(&[0xab, 0xcd], 4);
    m.deselect();
    assert_eq!(execute(&mut m, 0), 0);
    fetch(&mut m, 0);
    assert_eq!(column(&mut m, 0x0f, 3), [0xff, 0xab, 0xcd]);
    faultless(&mut m);
    m.command(&[0x02, 0, 0, 0]);
    m.command(&paged(0x10, 1));
    m.command(&paged(0xd8, 0));
    assert_eq!(faults(&mut m), [0x02, 0x10, 0xd8].map(|opcode| FlashFault::WriteEnable { opcode }));
    set(&mut m, 0xa0, 0x02);
    m.command(&[0x6b, 0, 0, 0]);
    assert_eq!(faults(&mut m), [FlashFault::QuadDisabled { opcode: 0x6b }]);
}

#[test]
fn continuous_reads_go_from_page_to_page_without_spare_areas() {
    let mut m = open(part());
    for page in 0..3u8 {
        program_at(&mut m, page.into(), 0, &vec![page + 1; 2112]);
    }
    set(&mut m, 0xb0, 0x10);
    fetch(&mut m, 0);
    let got = m.exchange(&[0x03, 0, 0, 0], 3 * 2048);
    assert!(got.chunks(2048).enumerate().all(|(n, page)| page.iter().all(|b| *b == n as u8 + 1)));
    m.chip.inject(FlashFlaw::Flip { address: part().at(0, 1, 9), bit: 0 });
    fetch(&mut m, 0);
    m.exchange(&[0x0b, 0, 0, 0, 0], 2 * 2048);
    assert_eq!(get(&mut m, 0xc0) >> 4 & 3, 1);
    faultless(&mut m);
}

#[test]
fn ecc_mends_one_bit_and_sees_two() {
    let mut m = open(part());
    program_at(&mut m, 0, 0, &[0x33; 2048]);
    program_at(&mut m, 1, 0, &[0x33; 2048]);
    let flip = |m: &mut FlashMaster, byte: u32, bit| {
        m.chip.inject(FlashFlaw::Flip { address: part().at(0, 1, byte), bit });
    };
    flip(&mut m, 700, 2);
    assert_eq!(fetch(&mut m, 1).0, 0x10);
    assert_eq!(column(&mut m, 700, 1), [0x33]);
    flip(&mut m, 701, 2);
    assert_eq!(fetch(&mut m, 1).0, 0x20);
    assert_eq!(m.exchange(&[0xa9, 0], 2), [0, 1]);
    assert_eq!(fetch(&mut m, 0).0, 0, "the next read begins anew");
    // Without ECC what the cells hold.
    set(&mut m, 0xb0, 0x08);
    assert_eq!(fetch(&mut m, 1).0, 0);
    assert_eq!(column(&mut m, 700, 2), [0x37, 0x37]);
    faultless(&mut m);
}

#[test]
fn pages_in_order_and_not_too_often() {
    let mut m = open(part());
    program_at(&mut m, 64 + 5, 0, &[1]);
    program_at(&mut m, 64 + 4, 0, &[1]);
    assert_eq!(faults(&mut m), [FlashFault::PageOrder { block: 1, page: 4, last: 5 }]);
    for sector in 1..4 {
        program_at(&mut m, 64 + 5, sector * 512, &[1]);
    }
    faultless(&mut m);
    assert_eq!(fetch(&mut m, 64 + 5).0, 0, "each sector has a code of its own");
    program_at(&mut m, 64 + 5, 100, &[1]);
    assert_eq!(faults(&mut m)[0], FlashFault::PartialPrograms { block: 1, page: 5 });
    assert_eq!(fetch(&mut m, 64 + 5).0, 0x20, "a code programmed twice");
    assert_eq!(erase_block(&mut m, 1) & 0x0f, 0);
    program_at(&mut m, 64, 0, &[1]);
    faultless(&mut m);
}

#[test]
fn erases_take_a_block_and_two_milliseconds() {
    let mut m = open(part());
    for page in [63, 64, 127, 128] {
        program_at(&mut m, page, 0, &[0]);
    }
    enabled(&mut m, &paged(0xd8, 64 + 3));
    assert!(m.wait(LONG).unwrap().abs_diff(2 * 125_000) < 10);
    let held = [(0, 63), (1, 0), (1, 63), (2, 0)].map(|(block, page)| m.chip.peek(part().at(block, page, 0)));
    assert_eq!(held, [0, 0xff, 0xff, 0]);
    assert_eq!((m.chip.wear(part().at(1, 0, 0)), m.chip.wear(0)), (1, 0));
    faultless(&mut m);
}

#[test]
fn factory_bad_blocks_are_marked_and_fail() {
    let mut m = open(NandPart { bad_blocks: 20, ..NandPart::w25n01gv() });
    let mut bad = Vec::new();
    for block in 0..1024 {
        fetch(&mut m, block * 64);
        if column(&mut m, 2048, 1) != [0xff] {
            assert_ne!(column(&mut m, 0, 1), [0xff]);
            bad.push(block);
        }
    }
    assert!(bad.len() == 20 && !bad.contains(&0), "{bad:?}");
    faultless(&mut m);
    assert_eq!(erase_block(&mut m, bad[3]), 0x04);
    assert_eq!(faults(&mut m), [FlashFault::BadBlock { block: bad[3].into() }]);
    assert_eq!(program_at(&mut m, bad[3] * 64 + 1, 0, &[0]), 0x08);
    fetch(&mut m, bad[3] * 64);
    assert_ne!(column(&mut m, 2048, 1), [0xff], "the mark stays");
}

#[test]
fn blocks_grow_bad() {
    let mut m = open(part());
    m.chip.inject(FlashFlaw::FailProgram);
    assert_eq!(program_at(&mut m, 0, 0, &[0]), 0x08);
    assert_eq!(program_at(&mut m, 1, 0, &[0]), 0, "the next operation clears it");
    m.chip.inject(FlashFlaw::FailErase);
    assert_eq!(erase_block(&mut m, 0), 0x04);
    m.chip.inject(FlashFlaw::Wear { address: part().at(2, 0, 0), erases: 100_000 });
    assert_eq!(erase_block(&mut m, 2), 0x04);
    assert_eq!(erase_block(&mut m, 3), 0);
    faultless(&mut m);
}

#[test]
fn links_replace_blocks_and_outlive_power() {
    let mut m = open(part());
    program_at(&mut m, 5 * 64, 0, &[0x55]);
    enabled(&mut m, &[0xa1, 0, 3, 0, 5]);
    m.wait(LONG).unwrap();
    fetch(&mut m, 3 * 64);
    assert_eq!(column(&mut m, 0, 1), [0x55]);
    assert_eq!(m.exchange(&[0xa5, 0], 8), [0x80, 3, 0, 5, 0, 0, 0, 0]);
    for n in 0..19 {
        assert_eq!(get(&mut m, 0xc0) & 0x40, 0);
        enabled(&mut m, &[0xa1, 0, 10, 0, n]);
        m.wait(LONG).unwrap();
    }
    assert_eq!(get(&mut m, 0xc0) & 0x40, 0x40, "full");
    m.power_cycle();
    m.idle(1_000_000);
    assert_eq!(m.exchange(&[0xa5, 0], 4), [0x80, 3, 0, 5]);
    faultless(&mut m);
}

#[test]
fn reading_a_block_disturbs_it() {
    let errors = |reads: usize| {
        let mut m = open(NandPart { read_disturb: 20, ..part() });
        program_at(&mut m, 0, 0, &[0xff]);
        for _ in 0..reads {
            fetch(&mut m, 0);
        }
        let block = (0..u64::from(part().block())).map(|n| m.chip.peek(n).count_zeros()).sum::<u32>();
        let others = (u64::from(part().block())..m.chip.bytes()).all(|n| m.chip.peek(n) == 0xff);
        assert!(others);
        erase_block(&mut m, 0);
        assert_eq!(m.chip.peek(0), 0xff);
        block
    };
    let (few, many) = (errors(40), errors(4_000));
    assert!(few < 10 && (120..280).contains(&many), "{few} {many}");
    assert_eq!(errors(4_000), many, "by the seed");
}

#[test]
fn only_status_and_reset_while_busy() {
    for (bytes, reset_us) in [(paged(0x13, 0), 5), (paged(0x10, 0), 10), (paged(0xd8, 0), 500)] {
        let mut m = open(part());
        enabled(&mut m, &[0x02, 0, 0, 0]);
        m.command(&bytes);
        m.command(&paged(0x13, 1));
        assert_eq!(faults(&mut m), [FlashFault::Busy { opcode: 0x13 }]);
        assert_eq!(get(&mut m, 0xc0) & 1, 1);
        m.command(&[0xff]);
        let took = m.wait(LONG).unwrap();
        assert!(took.abs_diff(reset_us * 125) < 10, "{took}");
        assert_eq!(get(&mut m, 0xc0), 0);
    }
}

#[test]
fn power_cuts_in_each_operation() {
    for share in 0..=10 {
        let mut m = open(part());
        program_at(&mut m, 0, 0, &[0x5a; 2048]);
        program_at(&mut m, 64, 0, &[0x5a; 2048]);
        let cut = |m: &mut FlashMaster| {
            let left = m.chip.busy_until().unwrap() - m.now;
            m.now += left * share / 10;
            m.tick();
            m.power_cycle();
            m.idle(1_000_000);
        };
        enabled(&mut m, &[&[0x02, 0, 0][..], &[0; 2048]].concat());
        m.command(&paged(0x10, 1));
        cut(&mut m);
        let (status, _) = fetch(&mut m, 1);
        match share {
            10 => assert_eq!((status, m.chip.marginal_bits()), (0, 0)),
            // At the very beginning a few marginal cells may still be mended.
            1..=9 => assert!(status == 0x20 && m.chip.marginal_bits() > 0, "{share} {status:#x}"),
            _ => {}
        }
        assert_eq!(fetch(&mut m, 0).0, 0, "the page before");
        set(&mut m, 0xa0, 0);
        enabled(&mut m, &paged(0xd8, 0));
        cut(&mut m);
        if share < 10 {
            assert_ne!(fetch(&mut m, 0).0, 0);
        }
        assert_eq!(fetch(&mut m, 64).0, 0, "the next block");
        assert_eq!(column(&mut m, 0, 2), [0x5a; 2]);
        set(&mut m, 0xa0, 0);
        assert_eq!(erase_block(&mut m, 0), 0);
        assert_eq!(m.chip.marginal_bits(), 0);
    }
}

#[test]
fn after_power_up_the_first_page_is_in_the_buffer() {
    let mut m = open(part());
    program_at(&mut m, 0, 0, &[0x42]);
    m.power_cycle();
    assert_eq!(m.exchange(&[0x9f, 0], 1), [0xff]);
    assert_eq!(faults(&mut m), [FlashFault::PowerUp { opcode: 0x9f }]);
    m.idle(10_000);
    assert_eq!(column(&mut m, 0, 1), [0x42]);
}

#[test]
fn smaller_pages_and_blocks() {
    let small = NandPart { pages: 4, sectors: 1, ..part() };
    assert_eq!((small.main(), small.page(), small.block()), (512, 528, 2112));
    let mut m = open(small.clone());
    program_at(&mut m, 4, 0x204, &[9, 8, 7, 6]);
    assert_eq!(fetch(&mut m, 4).0, 0);
    assert_eq!(column(&mut m, 0x204, 4), [9, 8, 7, 6]);
    m.command(&paged(0x13, 64));
    assert_eq!(faults(&mut m), [FlashFault::Address { opcode: 0x13, address: 64 }]);
}
