use super::*;
use twinpath_verilated::{Model, Options};

#[test]
fn cells_belong_to_the_block_that_their_name_begins_with() {
    for (cell, block) in [
        ("card.unit.switch.rules.x_LUT4_Z", "unit/switch"),
        ("card.unit.trace.ring.0.0", "unit/trace"),
        ("card.pcie.rx_TRELLIS_FF_Q", "pcie"),
        ("card.settings.q_TRELLIS_FF_Q", "card, between blocks"),
        ("area.blocks.0.0", "harness: memory"),
        ("inputs_TRELLIS_FF_Q", "harness and what synthesis named anew"),
    ] {
        assert_eq!(report::block_of(cell), block, "{cell}");
    }
}

/// A report with the figures that the pages are made from.
fn placement(mhz: f64) -> crate::flow::Report {
    serde_json::from_value(serde_json::json!({
        "fmax": {"clock": {"achieved": mhz, "constraint": 100.0}},
        "critical_paths": [],
        "utilization": {"DP16KD": {"used": 54, "available": 108}, "DCUA": {"used": 0, "available": 2}},
    }))
    .unwrap()
}

#[test]
fn the_report_counts_cells_and_says_whether_the_clock_is_met() {
    let cells = serde_json::json!({"modules": {"top": {"cells": {
        "card.pcie.a": {"type": "LUT4"}, "card.pcie.b": {"type": "LUT4"}, "card.link.c": {"type": "DP16KD"}, "d": {"type": "OB"},
    }}}});
    let page = report::utilisation(&VERSA, &cells, &placement(130.0));
    for line in
        ["| pcie | 2 | 0 | 0 | 0 | 0 |", "| link | 0 | 0 | 0 | 0 | 1 |", "| DP16KD | 54 | 108 | 50 |", VERSA.mark]
    {
        assert!(page.contains(line), "{line} is not in\n{page}");
    }
    assert!(!page.contains("DCUA"));
    for (mhz, clock, goal) in [(125.0, "met", "met"), (100.0, "met", "missed"), (99.9, "missed", "missed")] {
        let report::Timing { text, holds, .. } = report::timing(&VERSA, &placement(mhz)).unwrap();
        assert_eq!(holds, clock == "met", "{mhz} MHz");
        let line =
            format!("Reached {mhz:.1} MHz. The board's clock, 100 MHz: {clock}. The card's goal, 125 MHz: {goal}.");
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
}

#[test]
fn the_manifest_names_what_went_in_and_what_came_out() {
    let timing = report::timing(&VERSA, &placement(130.04)).unwrap();
    let inputs = [read(VERSA.sources).unwrap(), read(VERSA.constraints).unwrap()].concat();
    let text = report::manifest(&VERSA, &inputs, 7, &timing, b"image").unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["bitstream_sha256"], "6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d");
    assert_eq!((&manifest["seed"], &manifest["clock_mhz"]["reached"]), (&7.into(), &130.0.into()));
    assert_eq!(manifest["mark"], "harness image, not run on hardware");
    let named = manifest["inputs_sha256"].as_object().unwrap();
    assert_eq!(named.len(), VERSA.sources.len() + VERSA.constraints.len());
    assert_eq!(named["constraints/versa/pins.lpf"], report::digest(inputs[3].1.as_bytes()));
    assert_eq!(text, report::manifest(&VERSA, &inputs, 7, &timing, b"image").unwrap());
    assert_ne!(text, report::manifest(&VERSA, &inputs, 7, &timing, b"other").unwrap());
}

#[test]
fn every_port_of_the_harness_has_a_pin() {
    let top = &read(VERSA.sources).unwrap()[2].1;
    let pins = join(&read(VERSA.constraints).unwrap());
    constraints::check(top, &pins).unwrap();
    let led = "LOCATE COMP \"led[3]\" SITE \"E18\";";
    for (from, to, complaint) in [
        (led, "", "led[3] has no place"),
        (led, "LOCATE COMP \"led[3]\" SITE \"D18\";", "D18 is taken"),
        (led, "LOCATE COMP \"led[8]\" SITE \"E18\";", "led[8] is no port"),
        (led, "LOCATE COMP \"led[3]\" SITE \"E18\"", "no semicolon"),
        (led, "LOCATE \"led[3]\" \"E18\";", "not a constraint"),
        ("IOBUF PORT \"rst_n\" IO_TYPE=LVCMOS33;", "", "rst_n has no IO_TYPE"),
        ("100 MHZ", "fast MHZ", "not a rate"),
    ] {
        assert!(pins.contains(from), "{from}");
        let error = constraints::check(top, &pins.replace(from, to)).unwrap_err();
        assert!(format!("{error:#}").contains(complaint), "{complaint}: {error:#}");
    }
}

/// Words written in bursts come back; what lies outside is refused and stored nowhere.
fn memory(text: &str) -> Result<(), String> {
    let mut gates = Model::build(&Options::block("memory", text)).map_err(|e| e.to_string())?;
    let [reset, aw_addr, aw_len, aw_valid, aw_ready] =
        ["reset", "aw_addr", "aw_len", "aw_valid", "aw_ready"].map(|n| gates.any(n));
    let [w_data, w_last, w_valid, w_ready] = ["w_data", "w_last", "w_valid", "w_ready"].map(|n| gates.any(n));
    let [b_resp, b_valid, b_ready] = ["b_resp", "b_valid", "b_ready"].map(|n| gates.any(n));
    let [ar_addr, ar_len, ar_valid, ar_ready] = ["ar_addr", "ar_len", "ar_valid", "ar_ready"].map(|n| gates.any(n));
    let [r_data, r_resp, r_last, r_valid, r_ready] =
        ["r_data", "r_resp", "r_last", "r_valid", "r_ready"].map(|n| gates.any(n));
    for (level, cycles) in [(1, 4), (0, 1)] {
        gates.set(reset, level);
        (0..cycles).for_each(|_| gates.clock());
    }
    // Clocks until a pin is high, with the values that are seen then.
    fn until(gates: &mut Model, ready: twinpath_verilated::Pin) -> Result<(), String> {
        for _ in 0..20 {
            gates.eval();
            if gates.get(ready) == 1 {
                return Ok(());
            }
            gates.clock();
        }
        Err("nothing for 20 cycles".into())
    }
    let word = |address: u64, beat: u64| (address + 8 * beat).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // The first block, the middle of one, the last, the first record and the last, and places outside.
    let places = [(0, 256, 0), (0x7800, 256, 0), (0xf800, 256, 0), (0x1_0000, 4, 0), (0x1_01e0, 4, 0)];
    let outside = [(0x1_0200, 4, 2), (0x2_0000, 4, 2), (0x80_0000_0000, 4, 2)];
    for (address, beats, answer) in places.iter().chain(&outside).copied() {
        gates.set(aw_addr, address);
        gates.set(aw_len, beats - 1);
        gates.set(aw_valid, 1);
        until(&mut gates, aw_ready)?;
        gates.clock();
        gates.set(aw_valid, 0);
        for beat in 0..beats {
            gates.set(w_data, word(address, beat));
            gates.set(w_last, u64::from(beat + 1 == beats));
            gates.set(w_valid, 1);
            until(&mut gates, w_ready)?;
            gates.clock();
        }
        gates.set(w_valid, 0);
        until(&mut gates, b_valid)?;
        if gates.get(b_resp) != answer {
            return Err(format!("write at {address:#x}: answer {}", gates.get(b_resp)));
        }
        gates.set(b_ready, 1);
        gates.clock();
        gates.set(b_ready, 0);
    }
    for (address, beats, answer) in places.iter().chain(&outside).copied() {
        gates.set(ar_addr, address);
        gates.set(ar_len, beats - 1);
        gates.set(ar_valid, 1);
        until(&mut gates, ar_ready)?;
        gates.clock();
        gates.set(ar_valid, 0);
        for beat in 0..beats {
            until(&mut gates, r_valid)?;
            let seen = (gates.get(r_resp), gates.get(r_last), gates.get(r_data));
            let data = if answer == 0 { word(address, beat) } else { seen.2 };
            if seen != (answer, u64::from(beat + 1 == beats), data) {
                return Err(format!("read at {address:#x}, beat {beat}: {seen:x?}"));
            }
            gates.set(r_ready, 1);
            gates.clock();
            gates.set(r_ready, 0);
        }
    }
    Ok(())
}

#[test]
fn the_memory_keeps_what_is_written() {
    let text = &read(VERSA.sources).unwrap()[1].1;
    memory(text).unwrap();
    for (from, to) in [("~w_outside & w_at[13]) records", "w_at[13]) records"), ("|aw_addr[39:17]", "|aw_addr[38:17]")]
    {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        assert!(memory(&text.replace(from, to)).is_err(), "{to} is not noticed");
    }
}
