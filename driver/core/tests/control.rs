//! The control window against a table of registers.

mod model;

use model::Model;
use std::sync::Arc;
use twinpath_driver::{ControlWindow, DriverError, Mode, TraceEntry, UnitState};
use twinpath_spec::control as window;
use twinpath_spec::register::Register;

fn put(model: &Model, register: &Register, n: u32, fields: &[(&str, u64)]) {
    let value = fields.iter().map(|(name, value)| register.field(name).put(*value)).fold(0, |all, part| all | part);
    model.state().control.insert(u64::from(register.at(n)), value);
}

fn open(model: &Arc<Model>) -> ControlWindow {
    ControlWindow::open(model.clone()).unwrap()
}

#[test]
fn paths_show_and_switch_one_at_a_time() {
    let model = Model::new();
    let control = open(&model);
    put(&model, &window::PATH_BYTES, 3, &[("count", 8192)]);
    put(&model, &window::PATH_STATE, 3, &[("draining", 1)]);
    control.set_path(4, false).unwrap();
    let paths = control.paths().unwrap();
    assert_eq!(paths.iter().map(|path| path.enabled).collect::<Vec<_>>(), [true, true, true, false, true]);
    assert_eq!((paths[3].number, paths[3].bytes, paths[3].draining, paths[3].busy), (4, 8192, true, false));
    assert_eq!(paths[2].bytes, 0);
    control.set_path(4, true).unwrap();
    assert!(control.path(4).unwrap().enabled);
    for wrong in [0, 6, u32::MAX] {
        let error = control.set_path(wrong, true).unwrap_err();
        assert_eq!(error.to_string(), format!("there is no path {wrong}: paths are 1 to 5"));
    }
}

#[test]
fn modes_units_and_links_are_read_by_name() {
    let model = Model::new();
    let control = open(&model);
    assert_eq!(control.mode().unwrap(), Mode::default());
    for mode in [
        Mode { return_data: true, ..Mode::default() },
        Mode { reject_on_busy: true, ..Mode::default() },
        Mode { fast_handshake: true, ..Mode::default() },
        Mode { parallel_order: true, ..Mode::default() },
    ] {
        control.set_mode(mode).unwrap();
        assert_eq!(control.mode().unwrap(), mode);
    }
    put(&model, &window::UNIT_STATE, 0, &[("state", 4), ("rows_live", 3), ("slots_used", 2), ("nvme_ready", 1)]);
    put(&model, &window::OVERRIDES, 0, &[("count", 17)]);
    let unit = control.unit().unwrap();
    assert_eq!((unit.state, unit.rows_live, unit.slots_used, unit.nvme_ready), (UnitState::Serving, 3, 2, true));
    assert_eq!((unit.overrides, unit.hold_limit), (17, twinpath_spec::limits::HOLD_CYCLES));
    control.set_hold_limit(1_000).unwrap();
    assert_eq!(control.unit().unwrap().hold_limit, 1_000);
    assert!(matches!(control.set_hold_limit(1 << 48), Err(DriverError::Argument(_))));
    put(&model, &window::LINK_STATE, 0, &[("up", 1), ("session", 7), ("refusal", 4)]);
    put(&model, &window::LINK_COUNTERS[2], 0, &[("count", 5)]);
    let link = control.link().unwrap();
    assert_eq!((link.up, link.phy, link.session, link.refusal), (true, false, 7, 4));
    assert_eq!((link.counters[2].name, link.counters[2].value), ("LINK_CRC_ERRORS", 5));
    assert_eq!(control.host_counters().unwrap().len(), 8);
}

#[test]
fn only_live_rows_are_shown() {
    let model = Model::new();
    let control = open(&model);
    assert_eq!(control.rows().unwrap(), []);
    put(&model, &window::ROW_RANGE, 40, &[("lba", 99), ("blocks", 32), ("valid", 1), ("exclusive", 1)]);
    put(&model, &window::ROW_TAG, 40, &[("wseq", 0xdead_beef), ("left", 31)]);
    let rows = control.rows().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].number, rows[0].lba, rows[0].blocks, rows[0].wseq), (40, 99, 32, 0xdead_beef));
    assert_eq!((rows[0].exclusive, rows[0].forwarded, rows[0].read, rows[0].left), (true, false, false, 31));
}

/// Writes entry `number` into the ring, as the card would.
fn trace(control: &mut std::collections::HashMap<u64, u64>, number: u32) {
    let n = number % window::TRACE_ENTRIES;
    let event =
        window::TRACE_EVENT.field("cycle").put(u64::from(number) * 10) | window::TRACE_EVENT.field("kind").put(3);
    control.insert(u64::from(window::TRACE_EVENT.at(n)), event);
    control.insert(u64::from(window::TRACE_DETAIL.at(n)), window::TRACE_DETAIL.field("lba").put(u64::from(number)));
    control.insert(u64::from(window::TRACE_HEAD.offset), u64::from(number) + 1);
}

#[test]
fn the_trace_is_read_from_where_the_last_reading_ended() {
    let model = Model::new();
    let control = open(&model);
    assert_eq!(control.trace(0).unwrap().entries, []);
    (0..20).for_each(|number| trace(&mut model.state().control, number));
    let first = control.trace(0).unwrap();
    assert_eq!((first.entries.len(), first.lost, first.next), (20, 0, 20));
    assert_eq!((first.entries[7].number, first.entries[7].cycle, first.entries[7].lba), (7, 70, 7));
    assert_eq!(first.entries[7].word(), "E");
    (20..1_000).for_each(|number| trace(&mut model.state().control, number));
    let second = control.trace(first.next).unwrap();
    // The oldest entry of a full ring may be in the middle of being overwritten.
    assert_eq!((second.entries.len(), second.lost, second.next), (511, 980 - 511, 1_000));
    assert_eq!(second.entries[0].number, 489);
    assert!(second.entries.iter().all(|entry| entry.lba == entry.number));
    assert_eq!(control.trace(second.next).unwrap().entries, []);
    assert_eq!(control.trace(5_000).unwrap().entries.len(), 511, "the card was reset since");
}

#[test]
fn entries_overwritten_while_they_are_read_are_not_shown() {
    let model = Model::new();
    let control = open(&model);
    (0..600).for_each(|number| trace(&mut model.state().control, number));
    // The card writes one entry in so many reads; a reader needs two reads an entry.
    for (reads, some_whole) in [(1, false), (2, false), (5, true), (50, true)] {
        let (mut number, mut read) = (600, 0);
        model.state().on_control_read = Some(Box::new(move |control| {
            read += 1;
            if read % reads == 0 {
                trace(control, number);
                number += 1;
            }
        }));
        let seen = control.trace(0).unwrap();
        let whole = |entry: &TraceEntry| entry.lba == entry.number && entry.cycle == u64::from(entry.number) * 10;
        assert!(seen.entries.iter().all(whole), "one in {reads} reads");
        assert_eq!(seen.lost + seen.entries.len() as u32, seen.next);
        assert_eq!(!seen.entries.is_empty(), some_whole, "one in {reads} reads");
        model.state().on_control_read = None;
        (0..600).for_each(|number| trace(&mut model.state().control, number));
    }
}
