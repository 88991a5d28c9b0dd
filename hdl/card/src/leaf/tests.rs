use super::*;
use crate::harness::model;
use rand::{rngs::SmallRng, Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::collections::VecDeque;

#[test]
fn a_fifo_keeps_order_and_never_overflows() {
    let mut m = model::<Fifo<Bits<40>, 3>>("leaf_fifo");
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
        assert_eq!(m.get(ready) == 1, queue.len() < 8, "cycle {cycle}");
        assert_eq!(m.get(out_valid) == 1, !queue.is_empty(), "cycle {cycle}");
        full += (queue.len() == 8) as u32;
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
