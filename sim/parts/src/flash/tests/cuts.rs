//! Random work with a power cut at a random moment: what was durable is there, what was under way lies between, and the
//! chip goes on.

use super::*;
use proptest::prelude::*;

const PAGE: u32 = 64;
const SECTOR: u32 = 256;
const BYTES: u32 = 4 << 10;

#[derive(Clone, Debug)]
enum Act {
    Program(u32, u8),
    Erase(u32),
    Suspend,
    Resume,
    Idle(u64),
    Reset,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..BYTES / PAGE, any::<u8>()).prop_map(|(page, byte)| Act::Program(page * PAGE, byte)),
        2 => (0..BYTES / SECTOR).prop_map(|sector| Act::Erase(sector * SECTOR)),
        1 => Just(Act::Suspend),
        1 => Just(Act::Resume),
        4 => (1u64..200_000).prop_map(Act::Idle),
        1 => Just(Act::Reset),
    ]
}

/// What each byte must hold, `None` where something is under way or was cut.
struct Durable {
    bytes: Vec<Option<u8>>,
}

impl Durable {
    /// Follows what the chip says it did; `programs` are those that it took, oldest first.
    fn follow(&mut self, m: &mut FlashMaster, programs: &mut Vec<(u64, u8)>) {
        for seen in m.chip.take_seen() {
            let bytes = &mut self.bytes[seen.address as usize..(seen.address + seen.bytes) as usize];
            let taken = programs.iter().position(|p| p.0 == seen.address);
            match (seen.operation, seen.outcome) {
                (FlashOperation::Read, _) => {}
                (FlashOperation::Erase, FlashOutcome::Done) => bytes.fill(Some(0xff)),
                (FlashOperation::Erase, _) => bytes.fill(None),
                (FlashOperation::Program, outcome) => {
                    let (_, value) = programs.remove(taken.expect("a program that was taken"));
                    match outcome {
                        FlashOutcome::Done => bytes.iter_mut().flatten().for_each(|byte| *byte &= value),
                        _ => bytes.fill(None),
                    }
                }
            }
        }
    }

    fn check(&self, m: &FlashMaster) -> Result<(), TestCaseError> {
        for (n, byte) in self.bytes.iter().enumerate() {
            if let Some(byte) = byte {
                prop_assert_eq!(m.chip.peek(n as u64), *byte, "at {:#x}", n);
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_durable_stays(
        seed in any::<u64>(),
        lives in prop::collection::vec((prop::collection::vec(act(), 1..25), 0u64..100_000), 1..4),
    ) {
        let part = NorPart { page: PAGE, sector: SECTOR, block: 1 << 10, bytes: BYTES, ..NorPart::w25q128jv() };
        let config = FlashConfig { seed, time_scale: 100, ..FlashConfig::default() };
        let mut m = FlashMaster::new(FlashChip::new(part, config));
        m.chip.record(true);
        let mut durable = Durable { bytes: vec![Some(0xff); BYTES as usize] };
        for (acts, after) in &lives {
            let mut programs = Vec::new();
            for act in acts {
                match act {
                    Act::Program(at_, byte) => {
                        // Taken, if something is under way that was not before.
                        let before = m.chip.busy_until();
                        enabled(&mut m, &[&at(0x02, *at_)[..], &[*byte; 16]].concat());
                        if m.chip.busy_until().is_some_and(|due| Some(due) != before) {
                            programs.push((u64::from(*at_), *byte));
                        }
                    }
                    Act::Erase(at_) => enabled(&mut m, &at(0x20, *at_)),
                    Act::Suspend => m.command(&[0x75]),
                    Act::Resume => m.command(&[0x7a]),
                    Act::Idle(cycles) => m.idle(*cycles),
                    Act::Reset => {
                        m.command(&[0x66]);
                        m.command(&[0x99]);
                    }
                }
                durable.follow(&mut m, &mut programs);
            }
            m.idle(*after);
            durable.follow(&mut m, &mut programs);
            m.chip.power_off(m.now);
            durable.follow(&mut m, &mut programs);
            durable.check(&m)?;
            m.chip.power_on(m.now);
            m.idle(100_000);
            // Erased, a torn sector is as any other.
            if let Some(torn) = durable.bytes.iter().position(Option::is_none) {
                erase(&mut m, 0x20, torn as u32);
                durable.follow(&mut m, &mut programs);
            }
            durable.check(&m)?;
            if durable.bytes.iter().all(Option::is_some) {
                prop_assert_eq!(m.chip.marginal_bits(), 0);
            }
        }
    }
}
