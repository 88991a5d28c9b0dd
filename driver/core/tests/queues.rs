//! Several I/O queues of one card, each with a thread of its own, and what their doorbells cost.

mod model;

use model::{Faults, Model};
use std::sync::Arc;
use twinpath_driver::transport::Transport;
use twinpath_driver::{Card, DriverError, IoQueue, Operation, Options};

const BLOCK: usize = 4096;
const WRITE: Operation = Operation::Write { fua: false };

fn start(model: &Arc<Model>, options: Options) -> (Card, Vec<IoQueue>) {
    Card::start(model.clone(), options).unwrap()
}

/// Keeps `depth` writes of a block in flight until `count` have ended, then rests.
fn write(queue: &mut IoQueue, first: u64, depth: usize, count: usize) {
    let (mut submitted, mut ended, mut done) = (0, 0, vec![]);
    while ended < count {
        while submitted < count && queue.in_flight() < depth {
            let slot = queue.take_slot().unwrap();
            queue.fill(&slot, 0, &[submitted as u8; BLOCK]).unwrap();
            queue.submit(slot, WRITE, first + submitted as u64 % 256, 1).unwrap();
            submitted += 1;
        }
        queue.wait(&mut done, u64::MAX).unwrap();
        ended += done.len();
        for completion in done.drain(..) {
            assert!(completion.status.is_success(), "{}", completion.status);
            queue.give_back(completion.slot);
        }
    }
    queue.rest().unwrap();
}

#[test]
fn as_many_queues_as_asked_for_granted_and_interruptible() {
    for (asked, granted, vectors, expected) in
        [(1, 4, 16, 1), (4, 4, 16, 4), (9, 4, 16, 4), (4, 1, 16, 1), (4, 4, 3, 2), (4, 4, 2, 1)]
    {
        let faults = Faults { queues: Some(granted), vectors: Some(vectors), ..Faults::default() };
        let (_, queues) = start(&Model::with(faults), Options { queues: asked, ..Options::default() });
        let ids: Vec<_> = queues.iter().map(|queue| (queue.id(), queue.vector())).collect();
        assert_eq!(
            ids,
            (1..=expected).map(|id| (id, u32::from(id))).collect::<Vec<_>>(),
            "{asked}, {granted}, {vectors}"
        );
    }
}

#[test]
fn a_card_without_a_vector_for_a_queue_is_refused() {
    let model = Model::with(Faults { vectors: Some(1), ..Faults::default() });
    assert!(matches!(Card::start(model, Options::default()), Err(DriverError::Transport(_))));
}

#[test]
fn each_queue_works_in_a_thread_of_its_own() {
    let model = Model::new();
    let (card, mut queues) = start(&model, Options { queues: 4, depth: 80, ..Options::default() });
    std::thread::scope(|scope| {
        for (queue, first) in queues.iter_mut().zip((0..).step_by(1_000)) {
            scope.spawn(move || write(queue, first, 20, 1_000));
        }
    });
    let state = model.state();
    for (queue, first) in queues.iter().zip((0..).step_by(1_000)) {
        assert_eq!(queue.counts().completed, 1_000);
        // The last write of each block: 256 at a time, 1,000 of them.
        let wrong = (0..256).find(|at| {
            let last = at + (999 - at) / 256 * 256;
            state.disk[(first + at) * BLOCK] != last as u8
        });
        assert_eq!(wrong, None, "queue {}", queue.id());
    }
    assert!(state.used.iter().copied().eq(1..=4));
    assert!(state.violations.is_empty(), "{:?}", state.violations);
    drop(state);
    card.stop().unwrap();
}

#[test]
fn a_restart_brings_back_every_queue() {
    let model = Model::new();
    let (mut card, mut queues) = start(&model, Options { queues: 3, ..Options::default() });
    queues.iter_mut().for_each(|queue| write(queue, 0, 8, 100));
    model.state().faults.silent = Some((1, 1));
    for queue in &mut queues {
        let slot = queue.take_slot().unwrap();
        queue.submit(slot, WRITE, 0, 1).unwrap();
        queue.ring().unwrap();
    }
    model.state().faults.silent = None;
    card.restart(&mut queues).unwrap();
    for queue in &mut queues {
        let lost = queue.take_lost();
        assert_eq!((lost.len(), queue.in_flight()), (1, 0));
        lost.into_iter().for_each(|slot| queue.give_back(slot));
        write(queue, 0, 21, 100);
    }
    model.state().faults.queues = Some(2);
    let fewer = card.restart(&mut queues).unwrap_err();
    assert!(matches!(fewer, DriverError::Unfit { what: "the number of queues", found: 2, .. }), "{fewer}");
    assert!(model.state().violations.is_empty(), "{:?}", model.state().violations);
}

#[test]
fn the_card_is_told_of_completions_before_they_could_overfill_the_queue_and_at_rest() {
    for depth in [1, 2, 31, 32, 33, 62, 63] {
        let model = Model::new();
        let (_card, mut queues) = start(&model, Options { interrupts: false, poll_ns: 30_000, ..Options::default() });
        let before = model.state().doorbells;
        write(&mut queues[0], 0, depth, 640);
        // The model's own check: no completion ever comes to a full queue.
        assert!(model.state().violations.is_empty(), "depth {depth}: {:?}", model.state().violations);
        let rung = model.state().doorbells - before;
        if depth == 1 {
            assert_eq!(rung, 640 + 640 / 63 + 1, "one of the completion queue for each round of the ring, and at rest");
        }
        queues[0].rest().unwrap();
        assert_eq!(model.state().doorbells - before, rung, "there was nothing more to tell");
    }
}

#[test]
fn a_command_without_an_answer_is_overdue_though_others_complete() {
    let model = Model::with(Faults { silent: Some((1, 2)), ..Faults::default() });
    let (_card, mut queues) = start(&model, Options { interrupts: false, poll_ns: 100, ..Options::default() });
    let queue = &mut queues[0];
    let slot = queue.take_slot().unwrap();
    queue.submit(slot, Operation::Read, 9, 1).unwrap();
    let mut done = vec![];
    let failed = (0..3_000_000u64).find_map(|_| {
        while queue.in_flight() < 20 {
            let slot = queue.take_slot().unwrap();
            queue.submit(slot, WRITE, 0, 1).unwrap();
        }
        // There is always something: every look comes late.
        model.wait(0, model.now_ns() + 1_000_000).unwrap();
        let failed = queue.wait(&mut done, u64::MAX).err();
        done.drain(..).for_each(|completion| queue.give_back(completion.slot));
        failed
    });
    assert!(failed.unwrap().to_string().starts_with("Read of 1 blocks at 9: not done after 30000 ms"));
}
