//! Rust's simulation against Verilator: directly, after a round trip through yosys, and, as the control that must fail,
//! with Rust-HDL's own emitter.
//!
//! `TWINPATH_FUZZ_SEED` replays a run of the fuzzer, `TWINPATH_FUZZ_COUNT` sets how many expressions it tries.
mod forms;
mod group;
mod package;
mod random;

use group::Group;
use package::succeed;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::process::Command;
use twinpath_verilated::{build, Library, Options};
use twinpath_verilog::lint;

/// How often each expression of a group came out otherwise in Verilog, and the first such case.
type Wrong = BTreeMap<String, (usize, String)>;

/// Runs the vectors of `group` in `out` against the Verilog in the file `verilog` there.
fn compare(group: &Group, out: &Path, verilog: &str) -> Wrong {
    let text = fs::read_to_string(out.join(verilog)).expect("the package wrote it");
    let fail = |e: &dyn std::fmt::Display| -> ! { panic!("{verilog}: {e}") };
    let library = build(&Options::block(&group.name, text)).unwrap_or_else(|e| fail(&e));
    let mut model = Library::load(&library).unwrap_or_else(|e| fail(&e)).instance("top");
    if group.name.starts_with("fuzz") {
        // never built again, so not worth keeping in the cache
        let _ = library.parent().map(fs::remove_dir_all);
    }
    let pin = |name: &String| model.wide(name).unwrap_or_else(|e| fail(&e));
    let inputs: Vec<_> = group.inputs.iter().map(|i| pin(&i.name)).collect();
    let outputs: Vec<_> = group.outputs.iter().map(|o| pin(&o.name)).collect();
    let lines = fs::read_to_string(out.join(format!("{}.txt", group.name))).expect("the package wrote it");
    assert!(lines.lines().count() > 1, "no vectors");
    let mut wrong = Wrong::new();
    for line in lines.lines() {
        let values: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(values.len(), inputs.len() + outputs.len(), "a value for every pin");
        for (pin, value) in inputs.iter().zip(&values) {
            model.set_wide(*pin, &words(value));
        }
        model.eval();
        for ((pin, expected), output) in outputs.iter().zip(&values[inputs.len()..]).zip(&group.outputs) {
            let found = model.get_wide(*pin);
            if found != words(expected)[..] {
                let found = found.iter().rev().map(|w| format!("{w:08x}")).collect::<String>();
                let first = format!("{}: Rust {expected}, Verilog {found}", output.expression);
                wrong.entry(output.name.clone()).or_insert((0, first)).0 += 1;
            }
        }
    }
    wrong
}

/// 32-bit words of a hex number, the least significant first; as many as its digits need.
fn words(hex: &str) -> Vec<u32> {
    let chunks = hex.as_bytes().rchunks(8);
    chunks.map(|c| u32::from_str_radix(std::str::from_utf8(c).expect("ASCII"), 16).expect("hex")).collect()
}

/// `<group>.sv` through yosys as `<group>.yosys.v`.
fn round_trip(group: &Group, out: &Path) -> String {
    let (from, to) = (format!("{}.sv", group.name), format!("{}.yosys.v", group.name));
    let script =
        format!("read_verilog -sv {from}; hierarchy -top {}; proc; opt; write_verilog -noattr {to}", group.name);
    succeed(Command::new("yosys").args(["-q", "-p", &script]).current_dir(out));
    to
}

fn assert_same(group: &Group, out: &Path, replay: &str) {
    for file in [format!("{}.sv", group.name), round_trip(group, out)] {
        let wrong = compare(group, out, &file);
        assert!(wrong.is_empty(), "{} of {} wrong in {file}{replay}: {wrong:#?}", wrong.len(), group.outputs.len());
    }
}

#[test]
fn every_form_and_random_expressions() {
    let number =
        |name: &str| std::env::var(name).ok().map(|v| v.parse::<u64>().unwrap_or_else(|e| panic!("{name}={v}: {e}")));
    let seed = number("TWINPATH_FUZZ_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish() >> 32);
    let usual = if std::env::var_os("TWINPATH_DEEP").is_some() { 2_400 } else { 240 };
    let count = number("TWINPATH_FUZZ_COUNT").unwrap_or(usual);
    let replay = format!("; replay: TWINPATH_FUZZ_SEED={seed} TWINPATH_FUZZ_COUNT={count}");
    println!("{count} random expressions{replay}");
    let mut groups = vec![forms::all(), forms::known_bad()];
    for (n, start) in (0..count).step_by(240).enumerate() {
        let size = u64::min(240, count - start) as usize;
        groups.push(random::group(&format!("fuzz_{n}"), seed.wrapping_add(n as u64), size));
    }
    let out = package::run("kernels", &groups, 100);
    groups.iter().for_each(|g| assert_same(g, &out, &replay));

    // Every form passes lint. (Random ones may compare with 0 or with all ones, which lint rightly minds.)
    lint("forms", &[out.join("forms.sv")]).unwrap_or_else(|e| panic!("{e}"));

    // The control: the same comparison, Rust-HDL's emitter, and every form known to come out wrong does.
    let bad = &groups[1];
    let wrong = compare(bad, &out, "known_bad.stock.v");
    let missed: Vec<&str> = bad.outputs.iter().map(|o| &*o.name).filter(|o| !wrong.contains_key(*o)).collect();
    assert!(missed.is_empty(), "the stock emitter prints these rightly, or the comparison is blind: {missed:?}");
}
