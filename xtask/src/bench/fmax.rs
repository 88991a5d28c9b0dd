//! How fast each block can be clocked on ECP5, placed and routed alone, and the card as a whole.

use super::blocks::{module_of, with_children, BLOCKS};
use crate::flow::{Flow, Report};
use crate::root;
use anyhow::{ensure, Context, Result};
use serde::Serialize;

/// Goals in MHz (G9): a block alone must be faster than it is within the card.
const BLOCK_MHZ: u32 = 180;
const CARD_MHZ: u32 = 125;

#[derive(clap::Args)]
pub struct Args {
    /// Only the blocks whose name contains this; `card` is the whole.
    #[arg(long, value_name = "NAME")]
    block: Option<String>,
    /// Seeds of the placement, from 1 on.
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    seeds: u32,
    /// The figures as one line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Figure {
    block: String,
    goal_mhz: u32,
    /// One for each seed.
    mhz: Vec<f64>,
    luts: u64,
    registers: u64,
    memories: u64,
    /// The slowest path of the slowest seed.
    slowest: Option<String>,
}

pub fn run(args: &Args) -> Result<()> {
    let path = root().join("hdl/generated/card.sv");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let wanted = |name: &str| args.block.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let blocks: Vec<&str> = BLOCKS.iter().map(|b| b.path).chain([""]).filter(|b| wanted(name(b))).collect();
    ensure!(!blocks.is_empty(), "no block has that name");
    let flow = Flow::ready()?;
    if !args.json {
        println!(
            "Clock rates on LFE5UM5G-45F-8 after placement and routing, each block alone; seeds 1 to {}.\n",
            args.seeds
        );
        println!(
            "{:<14} {:>8} {:>8}  {:<24} {:>6} {:>6} {:>4}",
            "block", "goal MHz", "worst", "each seed", "LUT", "FF", "EBR"
        );
    }
    let mut figures = vec![];
    for block in blocks {
        let figure = measure(&flow, &text, block, args.seeds)?;
        if !args.json {
            print(&figure);
        }
        figures.push(figure);
    }
    match args.json {
        true => println!("{}", serde_json::to_string(&figures)?),
        false => figures.iter().filter_map(|f| Some((f, f.slowest.as_ref()?))).enumerate().for_each(|(n, (f, s))| {
            if n == 0 {
                println!("\nSlowest paths:");
            }
            println!("  {:<14} {s}", f.block);
        }),
    }
    Ok(())
}

fn name(block: &str) -> &str {
    if block.is_empty() {
        "card"
    } else {
        block
    }
}

fn measure(flow: &Flow, text: &str, block: &str, seeds: u32) -> Result<Figure> {
    let goal_mhz = if block.is_empty() { CARD_MHZ } else { BLOCK_MHZ };
    let module = module_of(text, block)?;
    let folder = flow.synthesise(&module, &with_children(text, &module)?, &module)?;
    // Out of context: a block has more ports than the package has pins.
    let place = |seed| flow.place(&folder, seed, goal_mhz, &["--out-of-context"]);
    let reports = (1..=seeds).map(place).collect::<Result<Vec<Report>>>()?;
    let mhz = reports.iter().map(Report::mhz).collect::<Result<Vec<f64>>>()?;
    let worst = (0..mhz.len()).min_by(|a, b| mhz[*a].total_cmp(&mhz[*b])).context("no seed")?;
    let slowest = reports[worst].slowest().map(|path| path.to_string());
    let used = |kind| reports[worst].used(kind);
    Ok(Figure {
        block: name(block).into(),
        goal_mhz,
        mhz,
        luts: used("TRELLIS_COMB"),
        registers: used("TRELLIS_FF"),
        memories: used("DP16KD"),
        slowest,
    })
}

fn print(f: &Figure) {
    let worst = f.mhz.iter().copied().fold(f64::MAX, f64::min);
    let each: Vec<String> = f.mhz.iter().map(|mhz| format!("{mhz:.0}")).collect();
    let mark = if worst < f.goal_mhz.into() { "missed" } else { "" };
    println!(
        "{:<14} {:>8} {worst:>8.0}  {:<24} {:>6} {:>6} {:>4}  {mark}",
        f.block,
        format!(">= {}", f.goal_mhz),
        each.join(" "),
        f.luts,
        f.registers,
        f.memories
    );
}
