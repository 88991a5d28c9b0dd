//! The monitor over a recorded run: `twinpath monitor --json --samples 4` beside a load on both hosts.

use super::{draw, Sample, View};
use crate::monitor::steps::Steps;
use crate::protocol::{CardTrace, Holder, TraceEntry};
use ratatui::backend::TestBackend;
use ratatui::Terminal;
use twinpath_spec::control::trace_kind;

const RECORDED: &str = include_str!("recorded.jsonl");

fn picture(samples: &[Sample], width: u16, height: u16) -> String {
    let mut view = View::default();
    samples.iter().for_each(|sample| view.add(sample.clone()));
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw::draw(frame, &view)).unwrap();
    terminal.backend().to_string()
}

fn recorded() -> Vec<Sample> {
    RECORDED.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_recorded_run_looks_as_it_did() {
    insta::assert_snapshot!(picture(&recorded(), 110, 42));
}

#[test]
fn what_is_wrong_is_seen() {
    let mut samples = recorded();
    let good = picture(&samples, 110, 42);
    let card = &mut samples.last_mut().unwrap().status.cards[1];
    card.link.up = false;
    card.state = "hold".into();
    card.paths[2].enabled = false;
    card.holder = Holder::First;
    card.counters.insert("GATE_FAULTS".into(), 3);
    card.link.counters.insert("LINK_CRC_ERRORS".into(), 7);
    let bad = picture(&samples, 110, 42);
    for text in ["link down", "hold", "closed", "3 faults", "crc errors", "reservation: first"] {
        assert!(bad.contains(text) && !good.contains(text), "{text}\n{bad}");
    }
}

#[test]
fn a_small_terminal_and_no_second_sample_are_no_error() {
    for (width, height) in [(1, 1), (20, 5), (80, 24), (200, 60)] {
        picture(&recorded()[..1], width, height);
    }
}

#[test]
fn steps_are_measured_within_a_row_and_not_over_a_hole() {
    let entry = |cycle, kind: u8, row| TraceEntry {
        number: 0,
        cycle,
        event: super::steps::word(kind).into(),
        row,
        index: 0,
        lba: 0,
        wseq: 0,
    };
    let card = |lost, entries| CardTrace { unit: 1, next: 0, lost, entries };
    let mut steps = Steps::default();
    steps.add(&card(
        0,
        vec![
            entry(100, trace_kind::COMMAND, 0),
            entry(105, trace_kind::COMMAND, 1),
            entry(110, trace_kind::EXCLUSIVE, 0),
            entry(135, trace_kind::EXCLUSIVE, 1),
            entry(140, trace_kind::EXCLUSIVE, 40),
        ],
    ));
    assert_eq!(steps.mean(trace_kind::EXCLUSIVE, false), Some(20));
    assert_eq!(steps.mean(trace_kind::EXCLUSIVE, true), None, "nothing came before");
    steps.add(&card(9, vec![entry(9_000, trace_kind::DURABLE, 0), entry(9_007, trace_kind::RELEASED, 0)]));
    assert_eq!(steps.mean(trace_kind::DURABLE, false), None);
    assert_eq!(steps.mean(trace_kind::RELEASED, false), Some(7));
}
