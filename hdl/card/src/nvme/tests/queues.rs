//! Four I/O queue pairs: none starves, each has its vector, its names, its place for completions.

use super::abort::aborts;
use super::bench::Bench;
use super::driver::{Entry, Queue, LIMIT};
use super::memory::Buffer;
use super::{bench, Nvme};
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_spec::nvme::{self, admin, io};

fn four(b: &mut Bench, entries: u64) -> (Queue, Vec<Queue>) {
    let mut admin = b.enable(32, 32);
    let queues = (1..5).map(|id| b.create_pair(&mut admin, id, entries, entries)).collect();
    (admin, queues)
}

/// Full queues at the same time: their commands reach the unit in turns.
fn take_turns(b: &mut Bench) {
    let (_, mut queues) = four(b, 64);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    for (n, q) in queues.iter_mut().enumerate() {
        for k in 0..63 {
            b.put(q, Entry::rw(io::WRITE, 64 * n as u64 + k, 1, &buffer).cid(k as u16));
        }
    }
    b.unit.closed = true;
    queues.iter().for_each(|q| b.ring_tail(q));
    b.run(500);
    b.unit.closed = false;
    let mut done = 0;
    let start = b.cycle;
    while done < 4 * 63 {
        assert!(b.cycle - start < LIMIT, "{done} done");
        for q in &mut queues {
            if let Some(cqe) = b.take(q) {
                assert_eq!((cqe.status, u32::from(cqe.sq_id)), (0, q.id));
                b.ring_head(q);
                done += 1;
            }
        }
        b.step();
    }
    // Of any eight in a row but the first ones, each queue has two.
    let from: Vec<u64> = b.unit.seen.iter().map(|c| c[2] / 64).collect();
    assert_eq!(from.len(), 252);
    for window in from[8..].windows(8) {
        for queue in 0..4 {
            assert_eq!(window.iter().filter(|q| **q == queue).count(), 2, "{from:?}");
        }
    }
    for vector in 5..9 {
        assert_eq!(b.interrupts.iter().filter(|(_, v)| *v == vector).count(), 63, "vector {vector}");
    }
}

/// Two queues share a place, and a third one is fetched from each time before that place is free again.
fn take_turns_at_a_shared_place(b: &mut Bench) {
    let mut admin = b.enable(32, 32);
    let mut shared = Queue::new(b, 1, 16, 2);
    b.ok(&mut admin, Entry::create_cq(&shared));
    let mut submissions: Vec<Queue> = [1, 2].map(|id| Queue::new(b, id, 16, 2)).into();
    for q in &submissions {
        b.ok(&mut admin, Entry::create_sq(q).dword(11, 1 << 16 | 1));
    }
    let mut other = b.create_pair(&mut admin, 3, 8, 8);
    for q in &mut submissions {
        for _ in 0..15 {
            b.put(q, Entry::flush());
        }
        b.ring_tail(q);
    }
    let mut from = vec![];
    while from.len() < 30 {
        from.push(b.wait_untold(&mut shared).sq_id);
        b.ok(&mut other, Entry::flush());
        b.ring_head(&shared);
    }
    assert!(from.windows(2).all(|two| two[0] != two[1]), "{from:?}");
}

/// Three submission queues answer to one completion queue, of three places.
fn share_a_completion_queue(b: &mut Bench) {
    let mut admin = b.enable(32, 32);
    let mut shared = Queue::new(b, 3, 4, 4);
    b.ok(&mut admin, Entry::create_cq(&shared));
    let mut submissions: Vec<Queue> = [1, 2, 4].map(|id| Queue::new(b, id, 16, 2)).into();
    for q in &submissions {
        b.ok(&mut admin, Entry::create_sq(q).dword(11, 3 << 16 | 1));
    }
    let delete_cq = Entry::delete(admin::DELETE_IO_CQ).dword(10, 3);
    b.fails(&mut admin, delete_cq, nvme::INVALID_QUEUE_DELETION);
    for q in &mut submissions {
        for k in 0..15 {
            b.put(q, Entry::flush().cid(100 * q.id as u16 + k));
        }
        b.ring_tail(q);
    }
    let mut got = vec![];
    while got.len() < 45 {
        b.run(1500);
        // Three fit, whoever they are for.
        let before = got.len();
        while let Some(cqe) = b.take(&mut shared) {
            assert_eq!(cqe.cid / 100, cqe.sq_id);
            let heads = got.iter().filter(|(sq, _)| *sq == cqe.sq_id).count();
            assert!(usize::from(cqe.sq_head) > heads, "the head is that of its own queue");
            got.push((cqe.sq_id, cqe.cid));
        }
        assert_eq!(got.len() - before, 3);
        b.ring_head(&shared);
    }
    got.sort();
    let wanted: Vec<(u16, u16)> = [1, 2, 4].iter().flat_map(|q| (0..15).map(move |k| (*q, 100 * q + k))).collect();
    assert_eq!(got, wanted);
    for id in [1, 2, 4] {
        b.fails(&mut admin, delete_cq, nvme::INVALID_QUEUE_DELETION);
        b.ok(&mut admin, Entry::delete(admin::DELETE_IO_SQ).dword(10, id));
    }
    b.ok(&mut admin, delete_cq);
}

/// A host that does not look at one of its queues does not hold up the others.
fn a_full_queue_is_alone(b: &mut Bench) {
    let (mut admin, mut queues) = four(b, 8);
    for _ in 0..7 {
        b.put(&mut queues[0], Entry::flush());
    }
    b.ring_tail(&queues[0]);
    b.run(1000);
    // Seven completions, and six commands behind them.
    for _ in 0..6 {
        b.put(&mut queues[0], Entry::flush());
    }
    b.ring_tail(&queues[0]);
    for _ in 0..10 {
        for q in &mut queues[1..] {
            b.ok(q, Entry::flush());
        }
    }
    // Nothing of it is left to do but what has no place: the queue can go once the host looks.
    b.submit(&mut admin, Entry::delete(admin::DELETE_IO_SQ).dword(10, 1).cid(9));
    assert_eq!(b.wait(&mut admin).cid, 9, "what was not fetched is not waited for");
}

/// The same identifier in all queues; one of them is deleted while its command runs, one is aborted.
fn names_are_the_queues_own(b: &mut Bench) {
    let (mut admin, mut queues) = four(b, 8);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.unit.idle = true;
    for (n, q) in queues.iter_mut().enumerate() {
        b.submit(q, Entry::rw(io::WRITE, n as u64, 1, &buffer).cid(7));
    }
    b.until(LIMIT, "all four at the unit", |b| b.unit.seen.len() == 4);
    assert_eq!(b.ok(&mut admin, Entry::new(admin::ABORT, 0).dword(10, 7 << 16 | 3)), 0);
    let cqe = b.take(&mut queues[2]).expect("its completion goes first");
    assert_eq!((cqe.cid, cqe.sq_id, cqe.status), (7, 3, nvme::ABORT_REQUESTED.bits()));
    for n in [0, 1, 3] {
        assert_eq!(b.take(&mut queues[n]), None);
    }
    b.submit(&mut admin, Entry::delete(admin::DELETE_IO_SQ).dword(10, 2).cid(9));
    b.run(2000);
    assert_eq!(b.take(&mut admin), None, "its command has not been answered");
    b.unit.idle = false;
    assert_eq!(b.wait(&mut admin).cid, 9);
    for n in [0, 1, 3] {
        let cqe = b.wait(&mut queues[n]);
        assert_eq!((cqe.cid, cqe.status, usize::from(cqe.sq_id)), (7, 0, n + 1));
    }
}

/// An entry is fetched just before, just after and in the cycle in which its queue's end begins: it is answered before
/// the queue's end is told, or never fetched.
fn end_in_the_cycle_of_a_fetch(b: &mut Bench) {
    let mut admin = b.enable(32, 32);
    b.ready_percent = 100;
    b.latency = 30..31;
    let mut answered = vec![];
    for delay in 0..80 {
        let mut io = b.create_pair(&mut admin, 1, 4, 4);
        b.put(&mut io, Entry::flush());
        b.submit(&mut admin, Entry::delete(admin::DELETE_IO_SQ));
        b.run(delay);
        b.ring_tail(&io);
        assert_eq!(b.wait(&mut admin).status, 0);
        let before = b.take(&mut io).is_some();
        b.run(300);
        assert_eq!(b.take(&mut io), None, "answered after its queue's end, {delay} cycles behind");
        answered.push(before);
        b.ok(&mut admin, Entry::delete(admin::DELETE_IO_CQ));
    }
    let first_late = answered.iter().position(|a| !a).expect("some are too late");
    assert!(first_late > 5 && answered[first_late..].iter().all(|a| !a), "{answered:?}");
}

#[test]
fn queues_take_turns_and_have_their_vectors() {
    take_turns(&mut bench(80));
}

#[test]
fn several_submission_queues_share_a_completion_queue() {
    share_a_completion_queue(&mut bench(81));
}

#[test]
fn a_full_completion_queue_holds_nobody_else() {
    a_full_queue_is_alone(&mut bench(82));
}

#[test]
fn identifiers_are_names_within_a_queue() {
    names_are_the_queues_own(&mut bench(83));
}

#[test]
fn queues_go_with_a_reset_and_come_back_empty() {
    let mut b = bench(84);
    for _ in 0..3 {
        let (_, mut queues) = four(&mut b, 5);
        for _ in 0..7 {
            for q in &mut queues {
                b.ok(q, Entry::flush());
            }
        }
        b.disable();
    }
}

#[test]
fn queues_that_share_a_place_take_turns_at_it() {
    take_turns_at_a_shared_place(&mut bench(86));
}

#[test]
fn a_queue_ends_in_the_cycle_of_a_fetch() {
    end_in_the_cycle_of_a_fetch(&mut bench(87));
}

fn caught(from: &str, to: &str, check: impl Fn(&mut Bench)) {
    let mut b = Bench::new(broken::<Nvme>("nvme", from, to), 85);
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&mut b)));
    assert!(outcome.is_err(), "nobody noticed `{to}` for `{from}`");
}

#[test]
fn a_twin_that_forgets_who_was_last_is_caught() {
    caught("chosen_mask = one << chosen;", "chosen_mask = 4'hf;", take_turns);
}

#[test]
fn a_twin_in_which_one_queue_always_gives_way_is_caught() {
    caught("older$1$d = older$1$q & (~chosen_mask);", "older$1$d = older$1$q;", take_turns_at_a_shared_place);
}

#[test]
fn a_twin_that_tells_the_head_of_another_queue_is_caught() {
    caught("sq$1$loaded = loaded &", "sq$1$loaded = 1'b0 &", share_a_completion_queue);
}

#[test]
fn a_twin_that_mixes_names_up_is_caught() {
    caught("(sought_names$read_data[1:0] == seek_name[1:0])", "1'b1", names_are_the_queues_own);
}

#[test]
fn a_twin_that_does_not_wait_for_the_commands_of_a_queue_is_caught() {
    caught("drained = (owed$q == none)", "drained = 1'b1", names_are_the_queues_own);
}

#[test]
fn a_twin_that_overlooks_what_is_about_to_be_fetched_is_caught() {
    caught("drained = (owed$q == none) & (~waits$q)", "drained = (owed$q == none)", end_in_the_cycle_of_a_fetch);
}

#[test]
fn a_twin_that_does_not_follow_an_aborted_command_is_caught() {
    caught("admin$answered = queues$told", "admin$answered = 1'b1", aborts);
}
