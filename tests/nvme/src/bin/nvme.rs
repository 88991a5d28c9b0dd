//! `nvme SEED BUDGET_S CASES`: random commands on the gates until the time is over, so many cases have passed (0: any
//! number), or one fails.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};
use twinpath_group::{Design, Group};
use twinpath_nvme_conformance::fuzz::{self, Summary};

fn main() -> Result<()> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|a| a.parse().with_context(|| a)).collect::<Result<_>>()?;
    let [seed, budget_s, cases] = numbers[..] else { anyhow::bail!("usage: nvme SEED BUDGET_S CASES") };
    let design = Design::committed()?;
    design.library()?;
    let begin = Instant::now();
    let group = |config| Ok(Group::new(&design, config)?);
    let within = |sum: &Summary| match cases {
        0 => begin.elapsed() < Duration::from_secs(budget_s),
        _ => (sum.cases as u64) < cases,
    };
    let sum = fuzz::run(seed, group, within)?;
    println!("{sum}, {:.0} s, first seed {seed}: all as required", begin.elapsed().as_secs_f64());
    Ok(())
}
