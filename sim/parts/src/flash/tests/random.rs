//! Whatever comes over the wires: no panic, and no change of contents that no legal command asked for.

use super::*;
use proptest::prelude::*;

const OPCODES: &[u8] = &[
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0b, 0x0c, 0x11, 0x12, 0x15, 0x16, 0x17, 0x20, 0x21, 0x30, 0x31, 0x32,
    0x34, 0x35, 0x38, 0x3b, 0x50, 0x52, 0x5a, 0x60, 0x66, 0x6b, 0x75, 0x7a, 0x85, 0x8a, 0x90, 0x99, 0x9f, 0xab, 0xb9,
    0xbb, 0xbc, 0xc0, 0xc7, 0xd8, 0xdc, 0xeb, 0xec, 0xf0, 0xff,
];
const PROGRAMS: &[u8] = &[0x02, 0x12, 0x32, 0x34, 0x38];
const ERASES: &[u8] = &[0x20, 0x21, 0x52, 0xd8, 0xdc, 0xc7, 0x60];

fn small(family: u8) -> FlashMaster {
    let part = match family {
        0 => NorPart::w25q128jv(),
        1 => NorPart::w25q128jv_m(),
        _ => NorPart::s25fl256s(Parameters::Bottom),
    };
    let part = NorPart { page: 64, sector: 256, block: 1 << 10, ..part }.reduced(16);
    let config = FlashConfig { time_scale: 1_000, endurance: 20, ..FlashConfig::default() };
    let mut m = FlashMaster::new(FlashChip::new(part, config));
    (0..m.chip.bytes()).for_each(|n| m.chip.poke(n, (n * 7) as u8));
    m
}

fn small_nand() -> FlashMaster {
    let part = NandPart { pages: 4, sectors: 1, bad_blocks: 1, ..NandPart::w25n01gv() }.reduced(8);
    let config = FlashConfig { time_scale: 1_000, endurance: 20, ..FlashConfig::default() };
    FlashMaster::new(FlashChip::new(part, config))
}

fn image(m: &FlashMaster) -> Vec<u8> {
    (0..m.chip.bytes()).map(|n| m.chip.peek(n)).collect()
}

#[derive(Clone, Debug)]
struct Step {
    write_enable: bool,
    opcode: u8,
    bytes: Vec<u8>,
    /// Bits more than whole bytes.
    odd: u8,
    lanes: u8,
    idle: u64,
    cut: bool,
}

impl Step {
    /// Whether the opcode is one of a list; unknown where four lines may have said another one on the first.
    fn is(&self, list: &[u8]) -> bool {
        self.lanes == 4 || list.contains(&self.opcode)
    }
}

fn step() -> impl Strategy<Value = Step> {
    let lanes = prop_oneof![4 => Just(1u8), 1 => Just(4u8)];
    let opcode = prop_oneof![5 => prop::sample::select(OPCODES), 1 => any::<u8>()];
    let idle = prop_oneof![Just(10u64), Just(1_000), Just(100_000)];
    let address = prop::collection::vec(prop_oneof![3 => 0u8..64, 1 => any::<u8>()], 0..12);
    (any::<bool>(), opcode, address, prop_oneof![6 => Just(0u8), 1 => 1u8..8], lanes, idle, prop::bool::weighted(0.05))
        .prop_map(|(write_enable, opcode, bytes, odd, lanes, idle, cut)| Step {
            write_enable,
            opcode,
            bytes,
            odd,
            lanes,
            idle,
            cut,
        })
}

const NAND_OPCODES: &[u8] = &[
    0x01, 0x02, 0x03, 0x04, 0x06, 0x0b, 0x0f, 0x10, 0x13, 0x1f, 0x32, 0x6b, 0x84, 0x9f, 0xa1, 0xa5, 0xa9, 0xd8, 0xeb,
    0xff,
];

fn nand_step() -> impl Strategy<Value = Step> {
    let page = prop_oneof![2 => (0u8..32).prop_map(|page| vec![0, 0, page]), 1 => prop::collection::vec(0u8..32, 0..8)];
    let pages = (prop_oneof![5 => prop::sample::select(NAND_OPCODES), 1 => any::<u8>()], page);
    (step(), pages).prop_map(|(s, (opcode, bytes))| Step { opcode, bytes, lanes: 1, cut: false, ..s })
}

/// One step; the opcode that was taken as such, if any was.
fn play(m: &mut FlashMaster, s: &Step) {
    if s.write_enable {
        m.select();
        m.send(&[0x06], s.lanes);
        m.deselect();
    }
    m.select();
    m.send(&[s.opcode], s.lanes);
    m.send(&s.bytes, s.lanes);
    (0..s.odd).for_each(|_| {
        m.clock(1, 1);
    });
    m.deselect();
    m.idle(s.idle);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contents_change_by_legal_programs_and_erases_only(
        family in 0u8..3,
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut m = small(family);
        for s in &steps {
            // What is under way ends first, so that a change belongs to this step.
            m.wait(LONG);
            let before = (image(&m), m.chip.counters());
            let was_enabled = s.write_enable || status_enabled(&m);
            play(&mut m, s);
            if s.cut {
                m.power_cycle();
                m.idle(1_000_000);
                if m.chip.marginal_bits() > 0 {
                    // Cut in the middle: start again with what is there.
                    continue;
                }
            }
            m.wait(LONG);
            let (after, counters) = (image(&m), m.chip.counters());
            if after == before.0 || s.cut {
                continue;
            }
            let changed: Vec<_> = (0..after.len()).filter(|n| after[*n] != before.0[*n]).collect();
            let span = changed[changed.len() - 1] / 64 - changed[0] / 64;
            let (programs, erases) = (counters.programs - before.1.programs, counters.erases - before.1.erases);
            prop_assert_eq!(programs + erases, 1);
            // Suspended ones go on with a resume; all others need the latch.
            let resumed = s.is(&[0x7a, 0x8a]);
            prop_assert!(was_enabled || resumed, "{:?}", s);
            if programs == 1 {
                prop_assert!(span == 0 && changed.iter().all(|n| after[*n] & !before.0[*n] == 0));
                prop_assert!(s.is(PROGRAMS) || resumed, "{:?}", s);
            } else {
                prop_assert!(s.is(ERASES) || resumed, "{:?}", s);
            }
        }
    }

    #[test]
    fn a_nand_chip_changes_by_legal_programs_and_erases_only(steps in prop::collection::vec(nand_step(), 1..60)) {
        let mut m = small_nand();
        m.command(&[0x1f, 0xa0, 0]);
        for s in &steps {
            m.wait(LONG);
            let (before, counters) = (image(&m), m.chip.counters());
            let was_enabled = s.write_enable || m.clone().exchange(&[0x0f, 0xc0], 1)[0] & 2 != 0;
            play(&mut m, s);
            m.wait(LONG);
            let (after, now) = (image(&m), m.chip.counters());
            if after == before {
                continue;
            }
            let changed: Vec<_> = (0..after.len()).filter(|n| after[*n] != before[*n]).collect();
            let (first, last) = (changed[0], changed[changed.len() - 1]);
            prop_assert!(was_enabled);
            prop_assert_eq!(now.programs + now.erases - counters.programs - counters.erases, 1);
            if now.programs > counters.programs {
                prop_assert!(s.is(&[0x10]) && first / 528 == last / 528);
                prop_assert!(changed.iter().all(|n| after[*n] & !before[*n] == 0));
            } else {
                prop_assert!(s.is(&[0xd8]) && first / 2112 == last / 2112);
            }
        }
    }

    #[test]
    fn any_levels_at_the_pins(family in 0u8..4, levels in prop::collection::vec((any::<u8>(), any::<u8>()), 1..4_000)) {
        let mut m = if family == 3 { small_nand() } else { small(family) };
        let before = image(&m);
        for (n, (bits, out)) in levels.iter().enumerate() {
            let pins = FlashPins { cs_n: bits & 0x1f == 0, sck: n % 2 == 0, out: out & 0xf, enable: out >> 4 };
            m.chip.cycle(n as u64, &pins);
        }
        let counters = m.chip.counters();
        if counters.programs + counters.erases == 0 {
            prop_assert_eq!(image(&m), before);
        }
    }
}

/// WEL, asked of a copy that was brought to its simplest mode.
fn status_enabled(m: &FlashMaster) -> bool {
    let mut copies = [m.clone(), m.clone()];
    let [single, quad] = &mut copies;
    single.command(&[0xff, 0xff]);
    single.command(&[0xff, 0xff]);
    let one = single.exchange(&[0x05], 1)[0];
    quad.select();
    quad.send(&[0x05], 4);
    let four = quad.receive(1, 4)[0];
    (one | four) & 2 != 0
}
