//! Random commands against a reference, and twins of the block that must fail it.

use super::abort::aborts;
use super::bench::{Bench, BLOCKS};
use super::compare::{compares_every_word, compares_long, pages_beside_compares};
use super::driver::{Entry, LIMIT};
use super::io::fill_completions;
use super::memory::{put_ranges, Buffer, PAGE};
use super::reset::{resets, waits_for_an_entry_under_way};
use super::zeroes::{deallocates, zeroes_of_any_length};
use super::{bench, Nvme};
use crate::pins::broken;
use rand::Rng;
use std::collections::BTreeMap;
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_spec::nvme::{self, io};

struct Pending {
    status: u16,
    /// What a read must bring, a Compare leave as it is.
    read: Option<(Buffer, Vec<u8>)>,
    buffer: Option<Buffer>,
    lbas: std::ops::Range<u64>,
}

/// `count` commands, up to 24 at a time on blocks that no other command has in hand.
fn soak(b: &mut Bench, count: u16) {
    let (mut admin, mut q) = b.start(31, 13);
    let mut disk: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    let mut pending: BTreeMap<u16, Pending> = BTreeMap::new();
    let mut next = 0;
    let mut awake_at = 0;
    let start = b.cycle;
    while next < count || !pending.is_empty() {
        assert!(b.cycle - start < u64::from(count) * 6000, "{} commands hang: {:?}", pending.len(), pending.keys());
        if b.random.random_ratio(1, 400) {
            let percent = b.random.random_range(10..101);
            b.ready_percent = percent;
        }
        if next < count && pending.len() < 24 && b.random.random_ratio(1, 60) {
            let blocks =
                if b.random.random_ratio(1, 4) { b.random.random_range(1..33) } else { b.random.random_range(1..4) };
            let lba = b.random.random_range(0..BLOCKS - blocks + 1);
            let lbas = lba..lba + blocks;
            if pending.values().all(|p| p.lbas.end <= lbas.start || lbas.end <= p.lbas.start) {
                let entry = one(b, &mut disk, &mut pending, next, lbas);
                b.put(&mut q, entry.cid(next));
                next += 1;
                if b.random.random_ratio(2, 3) {
                    b.ring_tail(&q);
                }
            }
        }
        if next == count {
            b.ring_tail(&q);
            b.run(20);
        }
        b.step();
        // A host that sleeps now and then: the completion queue fills.
        if b.random.random_ratio(1, 1500) {
            awake_at = b.cycle + b.random.random_range(0..4000);
        }
        if b.cycle < awake_at {
            continue;
        }
        let mut any = false;
        while let Some(cqe) = b.take(&mut q) {
            any = true;
            let p =
                pending.remove(&cqe.cid).unwrap_or_else(|| panic!("completion of {} which is not pending", cqe.cid));
            assert_eq!(cqe.status, p.status, "command {}", cqe.cid);
            if let Some((buffer, data)) = p.read {
                assert!(buffer.contents(&b.memory) == data, "read {} of {:?}", cqe.cid, p.lbas);
            }
            if let Some(buffer) = p.buffer {
                buffer.revoke(&mut b.memory);
            }
        }
        if any && b.random.random_ratio(3, 4) || b.random.random_ratio(1, 300) {
            b.ring_head(&q);
        }
        if b.random.random_ratio(1, 500) {
            b.ok(&mut admin, Entry::new(nvme::admin::ABORT, 0));
        }
    }
    for (lba, data) in &disk {
        assert!(b.unit.block(*lba) == *data, "block {lba}");
    }
    b.until(LIMIT, "every row back", |b| b.unit.live() == 0);
    assert_eq!(b.outstanding(), 0);
}

/// A command on `lbas`, and what it must do.
fn one(
    b: &mut Bench,
    disk: &mut BTreeMap<u64, Vec<u8>>,
    pending: &mut BTreeMap<u16, Pending>,
    cid: u16,
    lbas: std::ops::Range<u64>,
) -> Entry {
    let blocks = lbas.end - lbas.start;
    let offset = if b.random.random_ratio(1, 3) { 4 * b.random.random_range(0..1024u64) } else { 0 };
    let list_at = if b.random.random_ratio(1, 2) { b.random.random_range(470..512) } else { 0 };
    let buffer = Buffer::new(&mut b.memory, blocks, offset, list_at);
    let mut random = b.random.clone();
    let data = buffer.fill(&mut b.memory, &mut random);
    b.random = random;
    let mut expect = Pending { status: 0, read: None, buffer: Some(buffer.clone()), lbas: lbas.clone() };
    let entry = match b.random.random_range(0..16) {
        0 => {
            expect.lbas = 0..0;
            Entry::flush()
        }
        1 => {
            expect.status = nvme::LBA_OUT_OF_RANGE.bits();
            Entry::rw(io::READ, BLOCKS - blocks + 1 + lbas.start, blocks as u32, &buffer)
        }
        2 if !buffer.lists.is_empty() => {
            expect.status = nvme::DATA_TRANSFER_ERROR.bits();
            b.memory.bad.insert(buffer.lists[0], 2);
            Entry::rw(io::WRITE, lbas.start, blocks as u32, &buffer)
        }
        3 if !buffer.lists.is_empty() && b.random.random_ratio(1, 2) => {
            // An offset in the last entry of the list.
            expect.status = nvme::PRP_OFFSET_INVALID.bits();
            let (last, entries) = (buffer.lists[buffer.lists.len() - 1], buffer.parts.len() as u64 - 1);
            let at = if buffer.lists.len() == 1 { list_at + entries - 1 } else { list_at + entries - 512 };
            let low = b.memory.read(last + 8 * at, 1)[0];
            b.memory.write(last + 8 * at, &[low | 8]);
            Entry::rw(io::READ, lbas.start, blocks as u32, &buffer)
        }
        3 => {
            // A read whose buffer is refused; writes would leave the blocks half written.
            expect.status = nvme::PRP_OFFSET_INVALID.bits();
            Entry::rw(io::READ, lbas.start, blocks as u32, &buffer).prps(buffer.prp1 | 1, buffer.prp2)
        }
        4..=7 => {
            let old = lbas.flat_map(|lba| disk.get(&lba).cloned().unwrap_or(vec![0; PAGE as usize])).collect();
            expect.read = Some((buffer.clone(), old));
            Entry::rw(io::READ, expect.lbas.start, blocks as u32, &buffer)
        }
        8 | 9 => {
            let mut data: Vec<u8> =
                lbas.flat_map(|lba| disk.get(&lba).cloned().unwrap_or(vec![0; PAGE as usize])).collect();
            if b.random.random() {
                expect.status = nvme::COMPARE_FAILURE.bits();
                let at = b.random.random_range(0..data.len());
                data[at] ^= 1 << b.random.random_range(0..8);
            }
            buffer.put(&mut b.memory, &data);
            expect.read = Some((buffer.clone(), data));
            Entry::rw(io::COMPARE, expect.lbas.start, blocks as u32, &buffer)
        }
        10 | 11 => {
            for lba in lbas.clone() {
                disk.insert(lba, vec![0; PAGE as usize]);
            }
            if b.random.random_ratio(1, 2) {
                Entry::zeroes(lbas.start, blocks as u32)
            } else {
                let half = blocks / 2;
                let ranges = [(lbas.start, half as u32), (lbas.start + half, (blocks - half) as u32)];
                put_ranges(&mut b.memory, buffer.prp1, buffer.parts.get(1).map_or(0, |part| part.0), &ranges);
                Entry::deallocate(buffer.prp1, buffer.parts.get(1).map_or(0, |part| part.0), 2)
            }
        }
        _ => {
            for (lba, block) in lbas.zip(data.chunks(PAGE as usize)) {
                disk.insert(lba, block.to_vec());
            }
            Entry::rw(io::WRITE, expect.lbas.start, blocks as u32, &buffer)
        }
    };
    pending.insert(cid, expect);
    entry
}

#[test]
fn random_commands_do_what_they_say() {
    for seed in [50, 51] {
        let mut b = bench(seed);
        b.unit.keeps_rows = seed == 51;
        soak(&mut b, 1200);
        assert!(b.output("commands") > 800 && b.output("errors") > 100 && b.output("dma_errors") > 10);
    }
}

/// One broken twin of the block: what must notice it finds something.
fn caught(from: &str, to: &str, check: impl Fn(&mut Bench)) {
    let mut b = Bench::new(broken::<Nvme>("nvme", from, to), 52);
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&mut b)));
    assert!(outcome.is_err(), "nobody noticed `{to}` for `{from}`");
}

#[test]
fn a_twin_that_fills_the_completion_queue_is_caught() {
    caught("room = behind$q != head_at$q;", "room = 1'b1;", fill_completions);
}

#[test]
fn a_twin_that_ignores_offsets_in_lists_is_caught() {
    caught("odd$d = 1'b1;", "odd$d = 1'b0;", |b| soak(b, 400));
}

#[test]
fn a_twin_that_misplaces_the_second_piece_is_caught() {
    caught("(~offset[11:2]) + 10'd1", "~offset[11:2]", |b| soak(b, 400));
}

#[test]
fn a_twin_that_keeps_rows_open_over_a_reset_is_caught() {
    caught("assign contexts$forget = ~registers$run;", "assign contexts$forget = 1'b0;", |b| resets(b, 40));
}

#[test]
fn a_twin_that_forgets_its_posts_in_a_reset_is_caught() {
    caught("(~rows_open)) & (posting$q == 5'd0);", "(~rows_open));", waits_for_an_entry_under_way);
}

#[test]
fn a_twin_that_does_the_first_piece_only_is_caught() {
    caught("sets = mask;", "sets = 32'd0;", zeroes_of_any_length);
}

#[test]
fn a_twin_that_reads_one_range_again_and_again_is_caught() {
    caught("+ 13'h10;", "+ 13'd0;", deallocates);
}

#[test]
fn a_twin_that_reads_on_where_no_page_is_is_caught() {
    caught("if (at[12]) begin", "if (1'b0) begin", deallocates);
}

#[test]
fn a_twin_that_fetches_zeros_from_the_host_is_caught() {
    caught("assign of_zeros = ", "assign of_zeros = 1'b0 & ", zeroes_of_any_length);
}

#[test]
fn a_twin_that_aborts_another_command_is_caught() {
    caught("sought_names$read_data[17:2] == seek_name[17:2]", "1'b1", aborts);
}

#[test]
fn a_twin_that_does_not_look_at_the_last_word_is_caught() {
    caught("looks$d = came$q[2];", "looks$d = came$q[2] & ~(&came$q);", compares_every_word);
}

#[test]
fn a_twin_that_looks_at_half_a_word_is_caught() {
    caught("unit_word$q != host_word$q", "unit_word$q[31:0] != host_word$q[31:0]", compares_every_word);
}

#[test]
fn a_twin_that_keeps_the_result_for_the_next_command_is_caught() {
    caught("(differs$q & (~taken))", "differs$q", compares_long);
}

#[test]
fn a_twin_that_keeps_the_last_words_result_only_is_caught() {
    caught("(differs$q & (~taken)) | found", "looks$q ? found : differs$q", compares_long);
}

#[test]
fn a_twin_that_shares_its_slot_at_the_same_time_is_caught() {
    caught("identify$slot_taken = ~compare$idle", "identify$slot_taken = 1'b0", pages_beside_compares);
    caught(
        "compare$slot_taken = (~identify$idle) | admin$page$valid",
        "compare$slot_taken = 1'b0",
        pages_beside_compares,
    );
}
