//! The replay takes every trace of the specification and none with an event missing or with cause and effect swapped.

mod causes;

use std::collections::BTreeMap;

use proptest::prelude::*;
use twinpath_protocol::event::{Event, Frame, Kind, Op, Status, What};
use twinpath_protocol::replay::{replay_with, Limits, Violation};
use twinpath_protocol::runs::mutants;
use twinpath_protocol::spec::{Command, Dice, Mutant, Spec};

fn replay(spec: &Spec, trace: &[Event]) -> Result<(), Violation> {
    replay_with(trace, Limits { peer_slots: spec.slots, fast: spec.fast, parallel: spec.parallel })
}

/// Any small configuration.
fn spec(dice: &mut Dice, commands: usize) -> Spec {
    let mut list = Vec::new();
    for _ in 0..commands {
        let blocks = 1 + dice.below(3) as u8;
        let mut command = Command::write(dice.below(2), dice.below(5 - usize::from(blocks)) as u8, blocks);
        match dice.below(6) {
            0 | 1 => command.read = true,
            2 => command = command.failing(dice.below(usize::from(blocks)) as u8),
            _ => {}
        }
        list.push(command);
    }
    let slots = 1 + dice.below(3);
    Spec {
        return_data: dice.below(2) == 0,
        slots,
        fast: dice.below(slots),
        parallel: dice.below(2) == 0,
        cuts: dice.below(3) as u8,
        hold_timer: dice.below(2) == 0,
        refuse: dice.below(4) == 0,
        reject: dice.below(4) == 0,
        limit: dice.below(4) == 0,
        resets: dice.below(3).saturating_sub(1) as u8,
        ..Spec::new(&list)
    }
}

fn without(trace: &[Event], at: usize) -> Vec<Event> {
    let mut shorter = trace.to_vec();
    shorter.remove(at);
    shorter
}

/// Is the first event an answer before its host's reset? Then nobody can say whether there was one.
fn is_forgotten(trace: &[Event]) -> bool {
    let What::Completed { unit: of, .. } = trace[0].what else { return false };
    trace.iter().any(|event| matches!(event.what, What::Reset { unit } if unit == of))
}

fn swapped(trace: &[Event], at: usize) -> Vec<Event> {
    let mut other = trace.to_vec();
    other.swap(at, at + 1);
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_legal_trace_passes_and_a_gap_in_it_does_not(seed: u64, commands in 1usize..7) {
        let mut dice = Dice(seed);
        let spec = spec(&mut dice, commands);
        let trace = spec.walk(seed);
        if let Err(violation) = replay(&spec, &trace) {
            prop_assert!(false, "{violation}");
        }
        for (at, event) in trace.iter().enumerate().filter(|(at, _)| !is_forgotten(&trace[*at..])) {
            prop_assert!(replay(&spec, &without(&trace, at)).is_err(), "not missed: {event:?}");
        }
    }

    #[test]
    fn an_effect_before_its_cause_does_not_pass(seed: u64, commands in 1usize..7) {
        let mut dice = Dice(seed);
        let spec = spec(&mut dice, commands);
        let trace = spec.walk(seed);
        for at in 1..trace.len() {
            if let Some(why) = causes::of(&trace, at).filter(|why| !spec.parallel || !causes::SERIAL.contains(why)) {
                let (cause, effect) = (&trace[at - 1], &trace[at]);
                let result = replay(&spec, &swapped(&trace, at - 1));
                prop_assert!(result.is_err(), "{why}: {effect:?} before {cause:?}");
            }
        }
    }

    #[test]
    fn garbage_is_an_error_and_no_panic(seed: u64, changes in 1usize..8) {
        let mut dice = Dice(seed);
        let spec = spec(&mut dice, 4);
        let mut trace = spec.walk(seed);
        for _ in 0..changes {
            let at = dice.below(trace.len());
            scramble(&mut trace[at].what, &mut dice);
        }
        // Legal or not: only that it ends.
        let _ = replay(&spec, &trace);
    }
}

fn scramble(what: &mut What, dice: &mut Dice) {
    let odd = [0, 1, 2, 31, 32, 63, 64, 255][dice.below(8)];
    let large = [0, 1, u32::MAX, u32::MAX - 1, 1 << 31][dice.below(5)];
    match what {
        What::Issued { lba, blocks, .. } => (*lba, *blocks) = (large, odd),
        What::Completed { unit, .. } => *unit = odd,
        What::Status(change) => (change.row, change.lba, change.blocks) = (odd, large, odd),
        What::Sent { frame, .. } | What::Delivered { frame, .. } => {
            (frame.row, frame.index, frame.blocks) = (odd, [odd, frame.index][dice.below(2)], odd);
            frame.lba = [large, frame.lba][dice.below(2)];
        }
        What::MediaBegin { lba, .. } | What::MediaDurable { lba, .. } | What::MediaRefused { lba, .. } => *lba = large,
        What::SessionUp { session, .. } => *session = u16::from(odd),
        What::Reset { unit } => *unit = odd,
        What::SessionDown { unit, .. } => *unit = odd,
    }
}

/// Where an answer of the timer could be seen last: just behind the end of its write's row, if the unit does not serve yet.
fn latest(trace: &[Event], at: usize) -> Option<usize> {
    let What::Completed { unit: of, cid: answered, status: 1.., .. } = trace[at].what else { return None };
    let write = |event: &Event| match event.what {
        What::Issued { unit, cid, op: Op::Write, lba, blocks, .. } if unit == of => Some((cid, (lba, blocks))),
        _ => None,
    };
    let (_, key) = trace.iter().filter_map(write).find(|(cid, _)| *cid == answered)?;
    // Of two alike nobody can say which one an answer is for.
    trace.iter().filter_map(write).filter(|(_, other)| *other == key).take(2).count().eq(&1).then_some(())?;
    let serves = |event: &Event| match event.what {
        What::SessionUp { unit, .. } => unit == of && of == 0,
        What::Delivered { unit, frame } => unit == of && frame.kind == Kind::Go,
        What::Reset { unit } => unit == of,
        _ => false,
    };
    let ends = |event: &Event| match event.what {
        What::Status(c) => {
            c.unit == of && c.row < 32 && c.old == Status::E && c.new == Status::N && (c.lba, c.blocks) == key
        }
        _ => false,
    };
    let end = at + trace[at..].iter().position(|event| serves(event) || ends(event))?;
    ends(&trace[end]).then_some(end)
}

/// The run is as good when the event at `at` is seen just behind the one at `end`.
fn may_be_late(seed: u64, spec: &Spec, trace: &[Event], at: usize, end: usize) {
    let mut late = trace.to_vec();
    late[at..=end].rotate_left(1);
    if let Err(violation) = replay(spec, &late) {
        panic!("seed {seed}: {violation}");
    }
}

#[test]
fn the_timers_answer_may_be_seen_after_its_row_has_ended() {
    let mut moved = 0;
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let spec = Spec { hold_timer: true, cuts: 2, resets: 0, ..spec(&mut dice, 3) };
        let trace = spec.walk(seed);
        for (at, end) in (0..trace.len()).filter_map(|at| Some((at, latest(&trace, at)?))) {
            may_be_late(seed, &spec, &trace, at, end);
            moved += 1;
        }
    }
    assert!(moved > 20, "{moved} answers");
}

/// An error told in service, which the host takes when the session has ended: it is nobody's whose row is held.
#[test]
fn an_error_may_be_seen_after_its_session() {
    let mut moved = 0;
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let spec = Spec { reject: true, cuts: 2, resets: 0, ..spec(&mut dice, 4) };
        let trace = spec.walk(seed);
        let mut serving = [false; 2];
        for (at, event) in trace.iter().enumerate() {
            match event.what {
                What::SessionUp { unit: 0, .. } => serving[0] = true,
                What::Delivered { unit: 1, frame } if frame.kind == Kind::Go => serving[1] = true,
                What::SessionDown { unit, .. } => serving[usize::from(unit)] = false,
                What::Completed { unit: of, status: 1.., .. } if serving[usize::from(of)] => {
                    let ends = |event: &Event| matches!(event.what, What::SessionDown { unit, .. } if unit == of);
                    let Some(end) = trace[at..].iter().position(ends) else { continue };
                    may_be_late(seed, &spec, &trace, at, at + end);
                    moved += 1;
                }
                _ => {}
            }
        }
    }
    assert!(moved > 20, "{moved} answers");
}

#[test]
fn an_error_for_what_was_done_in_service_does_not_pass() {
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let spec = Spec { cuts: 0, resets: 0, ..spec(&mut dice, 3) };
        let trace = spec.walk(seed);
        for at in 0..trace.len() {
            let mut other = trace.clone();
            match &mut other[at].what {
                What::Completed { status, values, .. } if *status == 0 && values.is_empty() => *status = 0x21,
                _ => continue,
            }
            assert!(replay(&spec, &other).is_err(), "seed {seed}: {:?}", trace[at]);
        }
    }
}

#[test]
fn every_kind_of_cause_is_met() {
    let mut met = BTreeMap::new();
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let spec = spec(&mut dice, 5);
        let trace = spec.walk(seed);
        for why in (1..trace.len()).filter_map(|at| causes::of(&trace, at)) {
            *met.entry(why).or_insert(0) += 1;
        }
    }
    println!("{met:#?}");
    let missed: Vec<_> = causes::ALL.iter().filter(|why| !met.contains_key(**why)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
}

/// What a mutant's units do is no legal trace: the checker's shortest way, and some way on from there.
#[test]
fn the_traces_of_every_mutant_are_rejected() {
    // What S2 thinks of a frame is seen by nobody; compares, reservations and writes without data are not replayed yet.
    let unseen = [Mutant::FinKnown, Mutant::FenceAtEdge, Mutant::BareAgain, Mutant::CompareEarly];
    for (mutant, mut run) in mutants().into_iter().filter(|(mutant, _)| !unseen.contains(mutant)) {
        run.spec.mutant = Some(mutant);
        // What stands still or is forgotten shows at the trace's end, everything else at a step.
        use Mutant::*;
        let at_the_end = [
            RfwdBlocksS1,
            SlotBeforeE,
            SilentFailure,
            KeepTransfers,
            DropDurable,
            RelLostForwards,
            RefuseSilently,
            ResetSilent,
        ]
        .contains(&mutant);
        let broken = run.spec.check().broken;
        let violation = (0..1000)
            .flat_map(|seed| broken.iter().map(move |broken| (seed, &broken.steps)))
            .filter_map(|(seed, steps)| replay(&run.spec, &run.spec.walk_on(steps, seed)).err())
            .find(|violation| violation.event.is_some() || at_the_end);
        let violation = violation.unwrap_or_else(|| panic!("{mutant:?} is not seen from outside"));
        println!("{mutant:?}: {}", violation.rule);
    }
}

#[test]
fn a_long_trace_takes_little_time() {
    let mut dice = Dice(1);
    let mut spec = spec(&mut dice, 250);
    (spec.cuts, spec.hold_timer) = (0, false);
    let trace = spec.walk(1);
    let begin = std::time::Instant::now();
    replay(&spec, &trace).unwrap();
    println!("{} events in {:?}", trace.len(), begin.elapsed());
    assert!(trace.len() > 4000);
}

#[test]
fn events_have_a_stable_text() {
    let frame = Frame {
        session: 3,
        kind: Kind::RepHeader,
        origin: 1,
        row: 5,
        wseq: 77,
        index: 0,
        blocks: 2,
        lba: 9,
        value: 2,
        data: false,
    };
    let event = Event { cycle: 120, what: What::Sent { unit: 0, frame } };
    let text = r#"{"cycle":120,"what":{"what":"sent","unit":0,"frame":{"session":3,"kind":"rep_header","origin":1,"row":5,"wseq":77,"index":0,"blocks":2,"lba":9,"value":2,"data":false}}}"#;
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    assert_eq!(serde_json::from_str::<Event>(text).unwrap(), event);
}
