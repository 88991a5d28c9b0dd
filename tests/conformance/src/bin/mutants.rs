//! `mutants SEED COUNT [FROM TO]`: draws single-point mutants of unit and link, builds them into one model, examines them
//! (or some), and says which are not told from the good card.

use anyhow::{ensure, Context, Result};
use std::time::Instant;
use twinpath_conformance::mutants::{self, exam, sites};
use twinpath_group::Design;

fn main() -> Result<()> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|a| a.parse().with_context(|| a)).collect::<Result<_>>()?;
    let (seed, count) = match numbers[..] {
        [seed, count] | [seed, count, _, _] => (seed, count as usize),
        _ => anyhow::bail!("usage: mutants SEED COUNT [FROM TO]"),
    };
    let card = Design::committed()?;
    let drawn = sites::draw(card.text(), seed, count);
    ensure!(drawn.len() == count, "the card has {} sites", drawn.len());
    println!("{count} mutants from seed {seed}:");
    for (n, mutant) in (1..).zip(&drawn) {
        println!("{n:>4}  {}", mutant.name);
    }
    let design = mutants::design(&card, &drawn)?;
    design.library()?;
    std::panic::set_hook(Box::new(|_| {}));
    let good = exam::examine(&design, 0);
    ensure!(good.is_none(), "the good card fails the examination: {good:?}");
    println!();
    let chosen = match numbers[2..] {
        [from, to] => from.max(1) as usize..=count.min(to as usize),
        _ => 1..=count,
    };
    let (mut killed, total) = (0, chosen.clone().count());
    for n in chosen {
        let begin = Instant::now();
        let found = exam::examine(&design, n);
        killed += found.is_some() as usize;
        let verdict = match &found {
            Some((part, why)) => {
                format!("killed by {part}: {}", why.split("; ").next().unwrap_or_default().replace('\n', " "))
            }
            None => format!("SURVIVES  {}", drawn[n - 1].name),
        };
        let verdict: String = verdict.chars().take(180).collect();
        println!("{n:>4} {:>5.1} s  {verdict}", begin.elapsed().as_secs_f64());
    }
    println!("\nkilled {killed} of {total}");
    Ok(())
}
