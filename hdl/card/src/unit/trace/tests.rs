use super::Trace;
use crate::harness::model;
use twinpath_spec::control::{TRACE_DETAIL, TRACE_ENTRIES, TRACE_EVENT};

#[test]
fn the_ring_holds_the_newest_entries_as_the_registers_say() {
    let mut m = model::<Trace>("trace_ring");
    let (event, valid, address) = (m.wide("happened").unwrap(), m.any("happened_valid"), m.any("address"));
    let (first, second, head) = (m.any("first"), m.any("second"), m.any("head"));
    let mut cycle = 0u64;
    let mut cycles = vec![];
    for n in 0..700u32 {
        // kind 8, row 6, index 5, lba 32, wseq 32 from the lowest bit on.
        let bits = u128::from(n % 20 + 1)
            | u128::from(n % 64) << 8
            | u128::from(n % 32) << 14
            | u128::from(n) << 19
            | u128::from(!n) << 51;
        m.set_wide(event, &[bits as u32, (bits >> 32) as u32, (bits >> 64) as u32]);
        m.set(valid, 1);
        cycles.push(cycle);
        m.clock();
        m.set(valid, 0);
        m.clock();
        cycle += 2;
    }
    assert_eq!(m.get(head), 700);
    for n in 700 - TRACE_ENTRIES..700 {
        m.set(address, (n % TRACE_ENTRIES).into());
        m.clock();
        let (a, b) = (m.get(first), m.get(second));
        let of = |name| TRACE_EVENT.field(name).of(a);
        assert_eq!(of("cycle"), cycles[n as usize], "entry {n}");
        assert_eq!((of("kind"), of("row"), of("index")), (u64::from(n % 20 + 1), u64::from(n % 64), u64::from(n % 32)));
        assert_eq!(TRACE_DETAIL.field("lba").of(b), u64::from(n));
        assert_eq!(TRACE_DETAIL.field("wseq").of(b), u64::from(!n));
    }
}
