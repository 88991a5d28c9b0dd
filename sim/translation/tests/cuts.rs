//! Nothing acknowledged is lost, nothing is torn or invented, whatever is cut; and each rule is needed.

use twinpath_translation::campaign::{each_of_three, run};
use twinpath_translation::log::MUTANTS;
use twinpath_translation::media::Shape;

const SHAPES: [Shape; 3] = [
    Shape { units: 14, slots: 7, blocks: 20 },
    Shape { units: 14, slots: 4, blocks: 14 },
    Shape { units: 20, slots: 15, blocks: 150 },
];

/// With `TWINPATH_DEEP=1` (`cargo xtask test --deep`) a hundred times as much.
#[test]
fn every_block_is_old_or_new_after_every_cut() {
    let seeds = if std::env::var_os("TWINPATH_DEEP").is_some() { 4_000 } else { 40 };
    for shape in SHAPES {
        let (mut writes, mut cuts, mut of_mounts) = (0, 0, 0);
        for seed in 0..seeds {
            let figures = run(shape, seed, 500, None).unwrap_or_else(|what| panic!("{shape:?}, seed {seed}: {what}"));
            writes += figures.writes;
            cuts += figures.cuts;
            of_mounts += figures.cuts_of_mounts;
        }
        println!("{shape:?}: {writes} writes, {cuts} cuts, {of_mounts} of mounts");
    }
}

#[test]
fn every_block_is_old_or_new_after_each_cut_of_three() {
    let shape = Shape { units: 14, slots: 4, blocks: 14 };
    let mut ways = 0;
    for seed in 0..10 {
        ways += each_of_three(shape, seed, 150).unwrap_or_else(|what| panic!("seed {seed}: {what}"));
    }
    println!("{ways} ways to cut three times");
    assert!(ways > 100_000, "{ways}");
}

#[test]
fn every_mutant_is_caught() {
    for mutant in MUTANTS {
        let runs = (0..1_000).flat_map(|seed| SHAPES.map(|shape| (shape, seed)));
        let caught = runs.into_iter().find_map(|(shape, seed)| run(shape, seed, 500, Some(mutant)).err());
        println!("{mutant:?}: {caught:?}");
        assert!(caught.is_some(), "{mutant:?} is not caught");
    }
}
