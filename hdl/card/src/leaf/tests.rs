use super::*;
use crate::harness::{model, mutant};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::VecDeque;

#[test]
fn a_fifo_keeps_order_and_never_overflows() {
    keeps_order(model::<Fifo<Bits<40>, 3>>("leaf_fifo"), 8);
}

#[test]
fn a_slice_keeps_order_and_never_overflows() {
    keeps_order(model::<Slice<Bits<40>>>("leaf_slice"), 1);
}

#[test]
fn a_skid_keeps_order_and_never_overflows() {
    keeps_order(model::<Skid<Bits<40>>>("leaf_skid"), 2);
}

/// `m` is a queue of `depth` words.
fn keeps_order(mut m: twinpath_verilated::Model, depth: usize) {
    let [data, valid, ready] = ["sink$data", "sink$valid", "sink$ready"].map(|n| m.any(n));
    let [out, out_valid, out_ready] = ["source$data", "source$valid", "source$ready"].map(|n| m.any(n));
    let mut random = SmallRng::seed_from_u64(7);
    let mut queue = VecDeque::new();
    let (mut full, mut empty) = (0, 0);
    for cycle in 0..20_000u64 {
        let busy = (cycle / 500) % 2 == 0;
        m.set(valid, random.random_bool(if busy { 0.9 } else { 0.3 }) as u64);
        m.set(data, random.random());
        m.set(out_ready, random.random_bool(if busy { 0.3 } else { 0.9 }) as u64);
        m.eval();
        assert_eq!(m.get(ready) == 1, queue.len() < depth, "cycle {cycle}");
        assert_eq!(m.get(out_valid) == 1, !queue.is_empty(), "cycle {cycle}");
        full += (queue.len() == depth) as u32;
        empty += queue.is_empty() as u32;
        if let Some(front) = queue.front() {
            assert_eq!(m.get(out), *front, "cycle {cycle}");
        }
        if m.get(out_valid) & m.get(out_ready) == 1 {
            queue.pop_front();
        }
        if m.get(valid) & m.get(ready) == 1 {
            queue.push_back(m.get(data));
        }
        m.clock();
    }
    assert!(full > 100 && empty > 100, "both ends were reached: {full} {empty}");
}

#[test]
fn memories_read_what_was_written() {
    let mut ram = model::<Ram<Bits<72>, 5>>("leaf_ram");
    let mut table = model::<Table<Bits<72>, 5>>("leaf_table");
    let value = |n: u32| [n * 0x0101_0101, !n, n & 0xff];
    for m in [&mut ram, &mut table] {
        let (write, at, from, data) =
            (m.any("write"), m.any("write_address"), m.any("read_address"), m.wide("write_data").unwrap());
        let out = m.wide("read_data").unwrap();
        m.set(write, 1);
        for n in 0..32 {
            m.set(at, n.into());
            m.set_wide(data, &value(n));
            m.clock();
        }
        m.set(write, 0);
        for n in (0..32).rev() {
            m.set(from, n.into());
            m.clock();
            assert_eq!(m.get_wide(out), value(n));
        }
    }
}

/// Two random sides through `Turns`; the first thing that is not as it should be.
fn turns(mut m: twinpath_verilated::Model) -> Result<[u32; 2], String> {
    let sides = ["left", "right"].map(|side| ["data", "valid", "ready"].map(|pin| m.any(&format!("{side}${pin}"))));
    let [out, out_valid, out_ready] = ["source$data", "source$valid", "source$ready"].map(|n| m.any(n));
    let mut random = SmallRng::seed_from_u64(11);
    let mut queues: [VecDeque<u64>; 2] = Default::default();
    // The side of the last word while the other had one, the word that was offered and not taken, words of each side.
    let (mut passed, mut offered, mut taken) = (None, None, [0; 2]);
    for cycle in 0..20_000u64 {
        let busy = (cycle / 500) % 3;
        for (n, [data, valid, _]) in sides.into_iter().enumerate() {
            m.set(valid, random.random_bool([0.7, 0.2, 0.05][(busy as usize + n) % 3]) as u64);
            // The side is the lowest bit.
            m.set(data, random.random::<u64>() >> 24 & !1 | n as u64);
        }
        m.set(out_ready, random.random_bool(0.4) as u64);
        m.eval();
        let waits = queues.each_ref().map(|queue| !queue.is_empty());
        let valid = m.get(out_valid) == 1;
        if valid != (waits[0] || waits[1]) {
            return Err(format!("cycle {cycle}: a word is offered: {valid}, waiting: {waits:?}"));
        }
        if valid {
            let (word, side) = (m.get(out), (m.get(out) & 1) as usize);
            if offered.is_some_and(|o| o != word) || queues[side].front() != Some(&word) {
                return Err(format!("cycle {cycle}: {word:x} is not what is next"));
            }
            offered = Some(word);
            if m.get(out_ready) == 1 {
                if waits[1 - side] && passed == Some(side) {
                    return Err(format!("cycle {cycle}: side {side} goes twice while the other waits"));
                }
                passed = waits[1 - side].then_some(side);
                queues[side].pop_front();
                taken[side] += 1;
                offered = None;
            }
        }
        for (queue, [data, valid, ready]) in queues.iter_mut().zip(sides) {
            if m.get(valid) & m.get(ready) == 1 {
                queue.push_back(m.get(data));
            }
        }
        m.clock();
    }
    Ok(taken)
}

#[test]
fn two_queues_take_turns() -> Result<(), String> {
    let taken = turns(model::<Turns<Bits<40>, 3>>("leaf_turns"))?;
    assert!(taken.iter().all(|t| *t > 1_000), "both sides were busy: {taken:?}");
    let twin = mutant::<Turns<Bits<40>, 3>>("leaf_turns", "right_now ^ source$ready", "right_now");
    assert!(turns(twin).is_err_and(|what| what.contains("while the other waits")));
    Ok(())
}
