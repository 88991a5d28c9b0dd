//! What an image holds and how fast it is: pages and a manifest that the same inputs always make the same.

use super::{Board, Input};
use crate::bench::blocks::BLOCKS;
use crate::flow::{hex, Report, PACKAGES, PART};
use anyhow::Result;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many ends of slow paths are told.
const ENDS: usize = 20;

pub struct Timing {
    pub text: String,
    mhz: f64,
    /// The board's clock is reached.
    pub holds: bool,
}

/// Cells of each block, by the names that cells keep of where they come from; and of the whole part.
pub fn utilisation(board: &Board, netlist: &Value, report: &Report) -> String {
    const KINDS: [&str; 5] = ["LUT4", "TRELLIS_FF", "CCU2C", "TRELLIS_DPR16X4", "DP16KD"];
    let empty = serde_json::Map::new();
    let cells = netlist["modules"]["top"]["cells"].as_object().unwrap_or(&empty);
    let mut counts: BTreeMap<&str, [u64; KINDS.len()]> = BTreeMap::new();
    for (name, cell) in cells {
        let Some(kind) = KINDS.iter().position(|kind| cell["type"] == *kind) else { continue };
        counts.entry(block_of(name)).or_default()[kind] += 1;
    }
    let mut text = format!("# Utilisation\n\n{}, {}.\n\n", board.title, board.mark);
    text += "| Block | LUT4 | FF | CCU2C | DPR16X4 | DP16KD |\n|---|---|---|---|---|---|\n";
    for (block, counts) in &counts {
        let _ = writeln!(text, "| {block} | {} |", counts.map(|n| n.to_string()).join(" | "));
    }
    text += "\nBlocks by the names of cells: logic that synthesis has merged across a boundary counts where its name points.\n";
    text += "\n| Of the part | Used | Available | % |\n|---|---|---|---|\n";
    for (kind, share) in report.utilization.iter().filter(|(_, share)| share.used > 0) {
        let percent = share.used * 100 / share.available.max(1);
        let _ = writeln!(text, "| {kind} | {} | {} | {percent} |", share.used, share.available);
    }
    text
}

pub fn block_of(cell: &str) -> &'static str {
    let below = |path: &str| cell.starts_with(&format!("card.{}.", path.replace('/', ".")));
    let block = BLOCKS.iter().map(|block| block.path).find(|path| below(path));
    block.unwrap_or(if cell.starts_with("area.") {
        "harness: memory"
    } else if cell.starts_with("card.") {
        "card, between blocks"
    } else {
        "harness and what synthesis named anew"
    })
}

/// The rate, the slowest path step by step, and where the slowest paths end.
pub fn timing(board: &Board, report: &Report) -> Result<Timing> {
    let mhz = report.mhz()?;
    let (clock, goal) = (board.clock_mhz, board.goal_mhz);
    let [holds, met] = [clock, goal].map(|rate| mhz >= rate.into());
    let verdict = |met| if met { "met" } else { "missed" };
    let mut text = format!("# Timing\n\n{}, {}. Reached {mhz:.1} MHz. ", board.title, board.mark);
    let _ = writeln!(
        text,
        "The board's clock, {clock} MHz: {}. The card's goal, {goal} MHz: {}.\n",
        verdict(holds),
        verdict(met)
    );
    if let Some(path) = report.slowest() {
        let _ = writeln!(text, "Slowest: {path}.\n\n| Routing, ns | Logic, ns | Cell |\n|---|---|---|");
        for (routing, logic, cell) in report.hops() {
            let _ = writeln!(text, "| {routing:.2} | {logic:.2} | {cell} |");
        }
    }
    let _ = writeln!(text, "\nThe registers that their inputs reach last (setup comes on top):\n\n| ns | Register | Driven by |\n|---|---|---|");
    for (delay, register, driver) in report.ends().into_iter().take(ENDS) {
        let _ = writeln!(text, "| {delay:.2} | {register} | {driver} |");
    }
    Ok(Timing { text, mhz, holds })
}

/// What the image was made from, and what it is.
pub fn manifest(board: &Board, inputs: &[Input], seed: u32, timing: &Timing, image: &[u8]) -> Result<String> {
    let inputs: BTreeMap<_, _> = inputs.iter().map(|(name, text)| (*name, digest(text.as_bytes()))).collect();
    let manifest = json!({
        "mark": board.mark, "board": board.title, "part": PART.join(" "), "seed": seed, "tools": PACKAGES,
        "clock_mhz": {"board": board.clock_mhz, "goal": board.goal_mhz, "reached": (timing.mhz * 10.0).round() / 10.0},
        "inputs_sha256": inputs, "bitstream_sha256": digest(image), "bitstream_bytes": image.len(),
    });
    Ok(serde_json::to_string_pretty(&manifest)?)
}

pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
