//! The driver against the model of a controller: bring-up, I/O at depth, and everything that can go wrong.

mod model;

use model::{Faults, Model, BLOCKS};
use std::sync::Arc;
use twinpath_driver::transport::{Bar, Transport};
use twinpath_driver::{Completion, Controller, DriverError, Operation, Options, Status};

const BLOCK: usize = 4096;
const WRITE: Operation = Operation::Write { fua: false };

fn start(model: &Arc<Model>) -> Result<Controller, DriverError> {
    Controller::start(model.clone(), Options::default())
}

fn error(model: &Arc<Model>) -> DriverError {
    start(model).err().expect("the card should not come up")
}

/// Carries out one command with a buffer of `data`; for reads it is filled.
fn run(card: &mut Controller, operation: Operation, lba: u64, data: &mut [u8]) -> Result<Status, DriverError> {
    let slot = card.take_slot().expect("a free slot");
    card.fill(&slot, 0, data)?;
    card.submit(slot, operation, lba, (data.len() / BLOCK) as u32)?;
    let mut done = vec![];
    while done.is_empty() {
        card.wait(&mut done, u64::MAX)?;
    }
    let Completion { slot, status } = done.pop().unwrap();
    card.copy_out(&slot, 0, data)?;
    card.give_back(slot);
    Ok(status)
}

#[test]
fn a_card_comes_up_and_goes_down_in_order() {
    let model = Model::new();
    let card = start(&model).unwrap();
    assert_eq!(card.info().serial, "SN0000001");
    assert_eq!(card.info().model, "Model of a card");
    assert_eq!((card.blocks(), card.blocks_max(), card.depth()), (BLOCKS, 32, 63));
    assert_eq!(card.control().identity().unwrap().unit, 1);
    card.stop().unwrap();
    let state = model.state();
    assert_eq!((state.shutdowns, state.resets), (1, 0));
    assert!(state.violations.is_empty(), "{:?}", state.violations);
}

/// Random reads and writes at depth over few blocks that never overlap in flight, checked against a plain array.
fn soak(options: Options) -> (Arc<Model>, Controller) {
    let model = Model::new();
    let mut card = Controller::start(model.clone(), options).unwrap();
    let mut expected = vec![0u8; BLOCKS as usize * BLOCK];
    let mut busy = vec![false; BLOCKS as usize];
    let mut commands: Vec<Option<(Operation, usize, usize)>> = vec![None; card.depth()];
    let mut random = 88172645463325252u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random as usize
    };
    let (mut left, mut done) = (4_000, vec![]);
    while left > 0 || card.in_flight() > 0 {
        while left > 0 {
            let Some(slot) = card.take_slot() else { break };
            left -= 1;
            let blocks = 1 + next() % 32;
            let lba = next() % (BLOCKS as usize - blocks + 1);
            let write = next() % 2 == 0;
            if busy[lba..lba + blocks].iter().any(|busy| *busy) {
                card.give_back(slot);
                continue;
            }
            busy[lba..lba + blocks].fill(true);
            if write {
                let data: Vec<u8> = (0..blocks * BLOCK).map(|at| (at / 64 * 7 + left * 13) as u8).collect();
                card.fill(&slot, 0, &data).unwrap();
                expected[lba * BLOCK..][..data.len()].copy_from_slice(&data);
            }
            let operation = if write { WRITE } else { Operation::Read };
            let index = card.submit(slot, operation, lba as u64, blocks as u32).unwrap();
            commands[index] = Some((operation, lba, blocks));
        }
        card.wait(&mut done, u64::MAX).unwrap();
        for Completion { slot, status } in done.drain(..) {
            assert!(status.is_success(), "{status}");
            let (operation, lba, blocks) = commands[slot.index()].take().expect("an answer to a command");
            if operation == Operation::Read {
                let mut data = vec![0; blocks * BLOCK];
                card.copy_out(&slot, 0, &mut data).unwrap();
                assert!(data == expected[lba * BLOCK..][..data.len()], "wrong data at {lba}");
            }
            busy[lba..lba + blocks].fill(false);
            card.give_back(slot);
        }
    }
    assert!(model.state().disk == expected);
    assert!(model.state().violations.is_empty(), "{:?}", model.state().violations);
    (model, card)
}

#[test]
fn data_survives_random_io_at_depth_with_interrupts_and_doorbells_are_batched() {
    let (model, card) = soak(Options::default());
    assert_eq!(model.state().deepest, 63);
    let counts = card.counts();
    assert_eq!(counts.submitted, counts.completed);
    assert!(counts.submitted > 2_000);
    assert!(counts.doorbells < counts.submitted, "{counts:?}");
}

#[test]
fn data_survives_random_io_at_depth_with_polling() {
    let (model, card) = soak(Options { interrupts: false, poll_ns: 50_000, ..Options::default() });
    assert_eq!(model.state().deepest, 63);
    let counts = card.counts();
    assert!(counts.doorbells < counts.submitted / 4, "{counts:?}");
}

#[test]
fn a_batch_of_commands_costs_one_doorbell() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    for lba in 0..32 {
        let slot = card.take_slot().unwrap();
        card.submit(slot, Operation::Read, lba, 1).unwrap();
    }
    let before = model.state().doorbells;
    card.ring().unwrap();
    card.ring().unwrap();
    assert_eq!(model.state().doorbells - before, 1);
}

#[test]
fn flush_and_fua_reach_the_card() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    assert!(run(&mut card, Operation::Write { fua: true }, 7, &mut [9; BLOCK]).unwrap().is_success());
    assert!(run(&mut card, Operation::Flush, 0, &mut []).unwrap().is_success());
    let mut back = [0; BLOCK];
    assert!(run(&mut card, Operation::Read, 7, &mut back).unwrap().is_success());
    assert_eq!(back, [9; BLOCK]);
}

#[test]
fn commands_that_do_not_fit_are_refused_and_cost_no_slot() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    for (operation, lba, blocks) in [
        (Operation::Read, 0, 0),
        (Operation::Read, 0, 33),
        (WRITE, BLOCKS, 1),
        (WRITE, BLOCKS - 1, 2),
        (Operation::Read, u64::MAX, 1),
        (Operation::Flush, 0, 1),
    ] {
        for _ in 0..100 {
            let slot = card.take_slot().unwrap();
            let error = card.submit(slot, operation, lba, blocks).unwrap_err();
            assert!(matches!(error, DriverError::Argument(_)), "{error}");
        }
    }
    let slot = card.take_slot().unwrap();
    assert!(card.fill(&slot, 128 << 10, &[0]).is_err(), "past the end of the buffer");
    card.give_back(slot);
    assert!(run(&mut card, Operation::Read, BLOCKS - 1, &mut [0; BLOCK]).unwrap().is_success());
}

#[test]
fn the_status_of_a_failed_command_comes_back_with_its_name() {
    let model = Model::with(Faults { bad_block: Some((100, 0x21)), ..Faults::default() });
    let mut card = start(&model).unwrap();
    let status = run(&mut card, WRITE, 96, &mut [1; 8 * BLOCK]).unwrap();
    assert_eq!(status, Status::COMMAND_INTERRUPTED);
    assert!(status.may_retry());
    assert!(run(&mut card, WRITE, 101, &mut [1; BLOCK]).unwrap().is_success());
    model.state().faults.bad_block = Some((100, 0x4281));
    let status = run(&mut card, Operation::Read, 100, &mut [0; BLOCK]).unwrap();
    assert_eq!(status.to_string(), "Unrecovered Read Error (type 2h, code 81h, do not retry)");
}

#[test]
fn something_else_than_a_card_is_named() {
    let model = Model::new();
    model.state().control.insert(0, 0x0123_4567_89ab_cdef);
    let found = error(&model);
    assert!(matches!(found, DriverError::NotACard { found: 0x0123_4567_89ab_cdef }), "{found}");
    model.state().control.insert(0, u64::from_le_bytes(*b"TWINPATH"));
    model.state().control.insert(8, 77);
    assert!(matches!(error(&model), DriverError::Version { found: 77, .. }));
    model.state().control.insert(8, 1);
    model.state().control.insert(0x20, BLOCKS + 1);
    assert!(error(&model).to_string().contains("the namespace's size"), "volume and namespace differ");
    let old = Model::with(Faults { version: Some(0x0001_0200), ..Faults::default() });
    assert!(matches!(error(&old), DriverError::Unfit { what: "VS", .. }));
}

#[test]
fn a_card_that_vanishes_is_gone_at_whatever_step() {
    let model = Model::new();
    drop(start(&model).unwrap());
    let reads = model.state().reads;
    assert!(reads > 8);
    for at in 0..reads {
        let model = Model::with(Faults { gone_after_reads: Some(at), ..Faults::default() });
        let error = error(&model);
        assert!(matches!(error, DriverError::Gone { .. }), "after {at} reads: {error}");
    }
}

#[test]
fn a_controller_that_does_not_start_is_named_with_what_was_waited_for() {
    let model = Model::with(Faults { never_ready: true, ..Faults::default() });
    let error_text = error(&model).to_string();
    assert_eq!(error_text, "CSTS.RDY to set: not done after 1000 ms of card time (CSTS 0x0)");
    let model = Model::with(Faults { fatal: true, ..Faults::default() });
    assert!(matches!(error(&model), DriverError::Fatal { csts: 2 }));
}

#[test]
fn admin_commands_that_fail_or_get_no_answer_are_named() {
    for (opcode, name) in [
        (0x06, "Identify Controller"),
        (0x09, "Set Features (Number of Queues)"),
        (0x05, "Create I/O Completion Queue"),
        (0x01, "Create I/O Submission Queue"),
    ] {
        let model = Model::with(Faults { silent: Some((0, opcode)), ..Faults::default() });
        let late = error(&model).to_string();
        assert_eq!(late, format!("{name}: not done after 10000 ms of card time (CSTS 0x1)"));
        let model = Model::with(Faults { admin_status: Some((opcode, 0x4002)), ..Faults::default() });
        let refused = error(&model).to_string();
        assert_eq!(refused, format!("{name}: Invalid Field in Command (type 0h, code 02h, do not retry)"));
    }
}

#[test]
fn a_command_without_answer_is_overdue_and_a_restart_gives_its_slot_back() {
    let model = Model::with(Faults { silent: Some((1, 2)), ..Faults::default() });
    let mut card = start(&model).unwrap();
    assert!(run(&mut card, WRITE, 5, &mut [3; BLOCK]).unwrap().is_success());
    let error = run(&mut card, Operation::Read, 5, &mut [0; 2 * BLOCK]).unwrap_err();
    assert_eq!(error.to_string(), "Read of 2 blocks at 5: not done after 30000 ms of card time (CSTS 0x1)");
    model.state().faults = Faults::default();
    let lost = card.restart().unwrap();
    assert_eq!((lost.len(), card.in_flight()), (1, 0));
    lost.into_iter().for_each(|slot| card.give_back(slot));
    let slots: Vec<_> = std::iter::from_fn(|| card.take_slot()).collect();
    assert_eq!(slots.len(), 63);
    slots.into_iter().for_each(|slot| card.give_back(slot));
    let mut back = [0; BLOCK];
    assert!(run(&mut card, Operation::Read, 5, &mut back).unwrap().is_success());
    assert_eq!(back, [3; BLOCK]);
    assert!(model.state().violations.is_empty(), "{:?}", model.state().violations);
}

#[test]
fn a_controller_that_does_not_stop_is_reset_as_a_function() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    model.state().faults.never_stops = true;
    assert!(card.restart().unwrap().is_empty());
    assert_eq!(model.state().resets, 1);
    assert!(run(&mut card, WRITE, 5, &mut [3; BLOCK]).unwrap().is_success(), "with interrupts on again");
}

#[test]
fn a_completion_that_fits_nothing_is_an_error() {
    for wrong_cid in [1, 0x100] {
        let model = Model::with(Faults { wrong_cid, ..Faults::default() });
        let mut card = start(&model).unwrap();
        let error = run(&mut card, Operation::Read, 0, &mut [0; BLOCK]).unwrap_err();
        assert!(matches!(error, DriverError::UnexpectedCompletion { queue: 1, .. }), "{error}");
    }
}

#[test]
fn a_card_that_vanishes_under_load_is_gone_not_late() {
    let model = Model::with(Faults { silent: Some((1, 2)), ..Faults::default() });
    let mut card = start(&model).unwrap();
    model.state().faults.gone_after_reads = Some(0);
    let error = run(&mut card, Operation::Read, 0, &mut [0; BLOCK]).unwrap_err();
    assert!(matches!(error, DriverError::Gone { register: "CSTS" }), "{error}");
}

#[test]
fn a_lost_interrupt_delays_but_loses_nothing() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    model.state().faults.no_interrupts = true;
    let before = model.now_ns();
    assert!(run(&mut card, WRITE, 5, &mut [3; BLOCK]).unwrap().is_success());
    assert!(model.now_ns() - before < 2 * Options::default().lost_ns, "{} ns", model.now_ns() - before);
}

#[test]
fn wake_and_a_deadline_end_a_wait() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    model.wake(1 << card.vector());
    let before = model.now_ns();
    assert_eq!(card.wait(&mut vec![], u64::MAX).unwrap(), 0);
    assert!(model.now_ns() - before < 1_000_000);
    let until = model.now_ns() + 5_000_000;
    assert_eq!(card.wait(&mut vec![], until).unwrap(), 0);
    assert_eq!(model.now_ns(), until);
}

#[test]
fn a_running_controller_is_taken_over() {
    let model = Model::new();
    drop(start(&model).unwrap()); // its driver died without a word
    assert_eq!(model.read32(Bar::Nvme, 0x1c).unwrap(), 1);
    let mut card = start(&model).unwrap();
    assert!(run(&mut card, WRITE, 5, &mut [3; BLOCK]).unwrap().is_success());
}

#[test]
fn zeroes_and_deallocate_bring_no_data() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    model.state().disk.fill(7);
    let zero = |card: &mut Controller, operation, lba, blocks| {
        let slot = card.take_slot().unwrap();
        let submitted = card.submit(slot, operation, lba, blocks);
        let mut done = vec![];
        if submitted.is_ok() {
            card.wait(&mut done, u64::MAX).unwrap();
        }
        submitted.map(|_| {
            let Completion { slot, status } = done.pop().unwrap();
            card.give_back(slot);
            assert!(status.is_success(), "{status}");
        })
    };
    zero(&mut card, Operation::WriteZeroes, 3, 200).unwrap();
    zero(&mut card, Operation::Deallocate, 300, 1_000).unwrap();
    let state = model.state();
    let zeros: Vec<usize> = (0..BLOCKS as usize).filter(|lba| state.disk[lba * BLOCK] == 0).collect();
    assert!(zeros.iter().copied().eq((3..203).chain(300..1_300)));
    assert!(state.violations.is_empty(), "{:?}", state.violations);
    drop(state);
    for operation in [Operation::WriteZeroes, Operation::Deallocate] {
        assert!(zero(&mut card, operation, BLOCKS - 1, 2).is_err());
        assert!(zero(&mut card, operation, 0, 0).is_err());
    }
}

#[test]
fn a_compare_says_whether_the_volume_holds_the_buffer() {
    let model = Model::new();
    let mut card = start(&model).unwrap();
    model.state().disk.fill(7);
    for (at, byte, status) in [(0, 7, Status::SUCCESS), (3 * BLOCK - 1, 8, Status::COMPARE_FAILURE)] {
        let slot = card.take_slot().unwrap();
        let mut data = vec![7; 3 * BLOCK];
        data[at] = byte;
        card.fill(&slot, 0, &data).unwrap();
        card.submit(slot, Operation::Compare, 5, 3).unwrap();
        let mut done = vec![];
        card.wait(&mut done, u64::MAX).unwrap();
        let completion = done.pop().unwrap();
        assert_eq!(completion.status, status);
        card.give_back(completion.slot);
    }
    let slot = card.take_slot().unwrap();
    assert!(card.submit(slot, Operation::Compare, BLOCKS - 1, 2).is_err());
    assert!(model.state().violations.is_empty());
}
