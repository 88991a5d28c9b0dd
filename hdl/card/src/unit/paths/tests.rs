use super::Paths;
use crate::harness::{model, mutant};
use twinpath_verilated::Model;

/// Jobs of one row after the other; words count up; the gate opens and closes from a seed. Returns how many beats moved
/// while the gate was closed, beats of each path, gate faults.
fn run(m: &mut Model, always_open: bool) -> (u32, [u64; 5], u64) {
    let jobs = m.wide("jobs$data").unwrap();
    let (valid, ready) = (m.any("jobs$valid"), m.any("jobs$ready"));
    let exclusive = m.any("exclusive");
    let (words, words_valid, words_ready) =
        (m.any("slot_words$data"), m.any("slot_words$valid"), m.any("slot_words$ready"));
    let area_ready = m.any("area_words$ready");
    for name in ["slot_read$ready", "area_write$ready", "first"] {
        let pin = m.any(name);
        m.set(pin, 1);
    }
    let plan = [(1u32, 3u32), (5, 40), (3, 7), (1, 63)];
    let (mut given, mut wrong, mut beat) = (0, 0, 0u64);
    for cycle in 0..4000u64 {
        let open = always_open || (cycle / 37) % 3 != 0;
        let row = plan[(beat / 512).min(3) as usize].1;
        m.set(exclusive, if open { 1 << row } else { 0 });
        if given < plan.len() {
            let (path, of) = plan[given];
            m.set_wide(jobs, &[path | of << 3]);
        }
        m.set(valid, (given < plan.len()) as u64);
        m.set(words, beat);
        m.set(words_valid, 1);
        m.set(area_ready, (cycle % 11 != 0) as u64);
        m.eval();
        given += (m.get(valid) & m.get(ready)) as usize;
        let moves = m.get(words_ready);
        wrong += (moves == 1 && !open) as u32;
        beat += moves;
        m.clock();
    }
    let beats = [0, 1, 2, 3, 4].map(|n| {
        let pin = m.any(&format!("beats${n}"));
        m.get(pin)
    });
    let faults = m.any("gate_faults");
    (wrong, beats, m.get(faults))
}

#[test]
fn beats_move_only_through_an_open_gate() {
    let (wrong, beats, faults) = run(&mut model::<Paths>("paths"), false);
    assert_eq!((wrong, beats), (0, [1024, 0, 512, 0, 512]));
    assert!(faults > 0, "the gate was closed on a job now and then");
}

#[test]
fn an_open_gate_is_no_fault() {
    let (_, beats, faults) = run(&mut model::<Paths>("paths"), true);
    assert_eq!((beats, faults), ([1024, 0, 512, 0, 512], 0));
}

#[test]
fn a_gate_that_is_always_open_is_noticed() {
    let mut m = mutant::<Paths>("paths", "gate = here & exclusive", "gate = here | exclusive");
    assert_ne!(run(&mut m, false).0, 0);
}
