//! `mutants SEED COUNT [FROM TO]`: draws single-point mutants of unit and link, builds them into one model, examines those
//! (or some of those) that were not examined yet, keeps what is found in `src/mutants/results.tsv`, and says which are
//! not told from the good card.

use anyhow::{ensure, Context, Result};
use std::path::Path;
use std::time::Instant;
use twinpath_conformance::mutants::equivalent::module_print;
use twinpath_conformance::mutants::results::Results;
use twinpath_conformance::mutants::{self, exam, sites};
use twinpath_group::Design;

fn main() -> Result<()> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|a| a.parse().with_context(|| a)).collect::<Result<_>>()?;
    let (seed, count) = match numbers[..] {
        [seed, count] | [seed, count, _, _] => (seed, count as usize),
        _ => anyhow::bail!("usage: mutants SEED COUNT [FROM TO]"),
    };
    let (from, to) = match numbers[2..] {
        [from, to] => (from.max(1) as usize, count.min(to as usize)),
        _ => (1, count),
    };
    let card = Design::committed()?;
    let drawn = sites::draw(card.text(), seed, count);
    ensure!(drawn.len() == count, "the card has {} sites", drawn.len());
    println!("{count} mutants from seed {seed}:");
    for (n, mutant) in (1..).zip(&drawn) {
        println!("{n:>4}  {}", mutant.name);
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mutants/results.tsv");
    let results = Results::new(&file, card.text(), seed, &drawn)?;
    let known = results.known()?;
    let left: Vec<usize> = (from..=to).filter(|n| !known.contains_key(n)).collect();
    println!("\n{} of these were examined before, {} are to be", known.len(), left.len());
    if !left.is_empty() {
        let design = mutants::design(&card, &drawn)?;
        design.library()?;
        // What panics is caught, and no line about it helps.
        std::panic::set_hook(Box::new(|_| {}));
        let good = exam::examine(&design, 0);
        ensure!(good.is_none(), "the good card fails the examination: {good:?}");
        for n in left {
            let begin = Instant::now();
            let found = exam::examine(&design, n);
            let verdict = match &found {
                Some((part, why)) => format!("killed by {part}: {}", why.replace('\n', " ")),
                None => format!("SURVIVES  {}", drawn[n - 1].name),
            };
            let verdict: String = verdict.chars().take(180).collect();
            println!("{n:>4} {:>5.1} s  {verdict}", begin.elapsed().as_secs_f64());
            results.add(n, found.map(|(part, why)| (part.to_owned(), why)))?;
        }
    }
    let known = results.known()?;
    let sum = results.sum(&known);
    println!();
    for survivor in &sum.survivors {
        let module = survivor.split([' ', ':']).nth(1).unwrap_or_default();
        let print = module_print(card.text(), module).unwrap_or_default();
        println!("survives: {survivor}\n    fingerprint of {module}: {print:016x}");
    }
    let not = if known.len() < count { format!(", {} not examined", count - known.len()) } else { String::new() };
    println!(
        "killed {} of {}: {} equivalent (argued), {} survive{not}",
        sum.killed,
        known.len(),
        sum.equivalent,
        sum.survivors.len()
    );
    Ok(())
}
