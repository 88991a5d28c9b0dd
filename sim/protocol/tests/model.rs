//! The specification holds in every reachable state, reaches what matters, and none of its rules is idle.

use std::collections::BTreeSet;

use twinpath_protocol::runs::{deep, mutants, usual, Run};
use twinpath_protocol::spec::COVERAGE;

fn check(runs: Vec<Run>) -> BTreeSet<&'static str> {
    let mut covered = BTreeSet::new();
    for run in runs {
        let outcome = run.spec.check();
        println!("{:32} {:>10} states {:>6.1} s", run.name, outcome.states, outcome.seconds);
        if let Some(broken) = outcome.broken.first() {
            panic!("{}: {broken}", run.name);
        }
        covered.extend(outcome.covered);
    }
    covered
}

#[test]
fn holds_in_every_state_and_meets_every_situation() {
    let covered = check(usual());
    let missed: Vec<_> = COVERAGE.iter().map(|(name, _)| *name).filter(|name| !covered.contains(name)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
}

/// Minutes: with `TWINPATH_DEEP=1` (`cargo xtask test --deep`), or `cargo run --release -p twinpath-protocol -- --deep`.
#[test]
fn holds_in_larger_configurations() {
    if std::env::var_os("TWINPATH_DEEP").is_none() {
        println!("SKIPPED: larger configurations run with TWINPATH_DEEP=1");
        return;
    }
    check(deep());
}

#[test]
fn every_mutant_is_caught() {
    for (mutant, mut run) in mutants() {
        assert!(run.spec.check().broken.is_empty(), "{mutant:?}: its configuration holds without it");
        run.spec.mutant = Some(mutant);
        let outcome = run.spec.check();
        let what: Vec<_> = outcome.broken.iter().map(|broken| &broken.what).collect();
        println!("{mutant:?}: {what:?}");
        assert!(!what.is_empty(), "{mutant:?} is not caught");
    }
}

#[test]
fn every_mutant_is_in_the_list() {
    let listed: BTreeSet<String> = mutants().iter().map(|(mutant, _)| format!("{mutant:?}")).collect();
    assert_eq!(listed.len(), mutants().len(), "each once");
    // The last variant's number is their count less one.
    let last = twinpath_protocol::spec::Mutant::CompareEarly as usize;
    assert_eq!(listed.len(), last + 1);
}
