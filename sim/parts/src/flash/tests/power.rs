//! Power cuts in every operation, at many moments.

use super::*;

/// The state of a chip with a page, an erase and nothing under way, cut after a part of the time that it takes.
fn cut(prepare: impl Fn(&mut FlashMaster), share: u64, of: u64) -> FlashMaster {
    let mut m = FlashMaster::new(FlashChip::new(
        NorPart::w25q128jv().reduced(4),
        FlashConfig { seed: share, ..FlashConfig::default() },
    ));
    m.tick();
    for n in 0..256 {
        m.chip.poke(0x1_0000 + n, n as u8);
        m.chip.poke(n, !(n as u8));
    }
    prepare(&mut m);
    if let Some(due) = m.chip.busy_until() {
        let left = due - m.now;
        m.now += left * share / of;
        m.tick();
    }
    m.power_cycle();
    m.now += 1_000_000;
    m.tick();
    m
}

fn durable(m: &FlashMaster) {
    assert!((0..256).all(|n| m.chip.peek(0x1_0000 + n) == n as u8), "what was there before");
}

#[test]
fn a_cut_program_leaves_its_page_between_and_all_else_alone() {
    let mut marginal = 0;
    for share in 0..=20 {
        let mut m = cut(|m| enabled(m, &[&at(0x02, 0x2_0000)[..], &[0x0f; 256]].concat()), share, 20);
        durable(&m);
        let page: Vec<_> = (0..256).map(|n| m.chip.peek(0x2_0000 + n)).collect();
        assert!(page.iter().all(|b| b & 0x0f == 0x0f), "no bit cleared that was to stay");
        let zeros: u32 = page.iter().map(|b| b.count_zeros()).sum();
        let all = 256 * 4;
        match share {
            20 => assert_eq!((zeros, m.chip.marginal_bits()), (all, 0), "it had ended"),
            _ => assert!(zeros.abs_diff(all * share as u32 / 20) < 150, "{share} {zeros}"),
        }
        marginal += m.chip.marginal_bits();
        if m.chip.marginal_bits() > 50 {
            assert_ne!(read(&mut m, 0x2_0000, 256), read(&mut m, 0x2_0000, 256), "they differ from read to read");
        }
        assert!((0..256).all(|n| m.chip.peek(0x2_0100 + n) == 0xff), "the next page");
        erase(&mut m, 0x20, 0x2_0000);
        assert_eq!(m.chip.marginal_bits(), 0);
        faultless(&mut m);
    }
    assert!(marginal > 1_000, "{marginal}");
}

#[test]
fn a_cut_erase_leaves_its_sector_between_and_all_else_alone() {
    for share in 0..=20 {
        let m = cut(|m| enabled(m, &at(0x20, 0)), share, 20);
        durable(&m);
        let ones: u32 = (0..4096).map(|n| m.chip.peek(n).count_ones()).sum();
        assert!(m.chip.peek(0x1000) == 0xff);
        match share {
            20 => assert_eq!((ones, m.chip.marginal_bits()), (4096 * 8, 0)),
            _ => assert!(ones < 4096 * 8, "{share}"),
        }
        assert_eq!(m.chip.wear(0), 1);
    }
}

#[test]
fn a_cut_while_suspended_harms_what_was_suspended() {
    let m = cut(
        |m| {
            enabled(m, &at(0x20, 0));
            m.idle(3_000_000);
            m.command(&[0x75]);
            m.wait(LONG).unwrap();
        },
        1,
        2,
    );
    durable(&m);
    assert!((0..4096).any(|n| m.chip.peek(n) != 0xff) && m.chip.marginal_bits() > 0);
}

#[test]
fn a_cut_register_write_is_old_or_new() {
    let mut seen = Vec::new();
    for share in 0..=8 {
        let mut m = cut(|m| enabled(m, &[0x01, 0x1c]), share, 8);
        seen.push(m.exchange(&[0x05], 1)[0]);
    }
    assert!(seen.iter().all(|s| [0, 0x1c].contains(s)) && seen[0] == 0 && seen[8] == 0x1c, "{seen:x?}");
}

#[test]
fn a_cut_in_a_transaction_starts_nothing() {
    let mut m = w25q();
    m.command(&[0x06]);
    m.select();
    m.send(&[&at(0x02, 0)[..], &[0, 0]].concat(), 1);
    m.chip.power_off(m.now);
    m.deselect();
    m.chip.power_on(m.now);
    m.idle(1_000_000);
    assert_eq!((m.chip.peek(0), m.exchange(&[0x05], 1)[0]), (0xff, 0));
}

#[test]
fn cuts_repeat_with_the_seed() {
    let image = |share| {
        let m = cut(|m| enabled(m, &at(0x20, 0)), share, 20);
        (0..4096).map(|n| m.chip.peek(n)).collect::<Vec<_>>()
    };
    assert_eq!(image(7), image(7));
    assert_ne!(image(7), image(8));
}
