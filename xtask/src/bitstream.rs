//! `cargo xtask bitstream`: a board's image, and a report of what is in it.

use crate::bench::blocks::BLOCKS;
use crate::flow::{hex, target, Flow, Report, PACKAGES, PART};
use crate::root;
use anyhow::{Context, Result};
use serde_json::{json, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

#[derive(clap::Args)]
pub struct Args {
    /// The board.
    #[arg(value_enum)]
    board: Board,
    /// Seed of the placement; the image follows from it.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u32,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Board {
    /// ECP5-5G Versa: the whole card in a harness.
    Versa,
}

const MARK: &str = "harness image, not run on hardware";
const SOURCES: [&str; 3] =
    ["hdl/generated/card.sv", "bitstream/boards/versa/memory.sv", "bitstream/boards/versa/top.sv"];
const CONSTRAINTS: [&str; 2] = ["constraints/versa/pins.lpf", "constraints/versa/clocks.lpf"];
const CLOCK_MHZ: u32 = 125;

pub fn run(args: &Args) -> Result<()> {
    let Board::Versa = args.board;
    let flow = Flow::ready()?;
    let read = |names: &[&str]| -> Result<String> {
        let texts = names.iter().map(|name| fs::read_to_string(root().join(name)).with_context(|| (*name).to_owned()));
        Ok(texts.collect::<Result<Vec<_>>>()?.join("\n"))
    };
    let (verilog, constraints) = (read(&SOURCES)?, read(&CONSTRAINTS)?);
    println!("synthesising the card and its harness; this takes long");
    let netlist = flow.synthesise("versa", &verilog, "top")?;
    let placed = flow.folder("versa-placed", &[&verilog, &constraints])?;
    for (name, text) in
        [("board.lpf", constraints.as_bytes()), ("netlist.json", &fs::read(netlist.join("netlist.json"))?)]
    {
        fs::write(placed.join(name), text)?;
    }
    println!("placing and routing towards {CLOCK_MHZ} MHz");
    let report = flow.place(&placed, args.seed, CLOCK_MHZ, &["--lpf", "board.lpf", "--textcfg", "image.config"])?;
    flow.run("yowasp-ecppack", &placed, &["--compress", "--input", "image.config", "--bit", "image.bit"])?;

    let folder = target().join("bitstream/versa");
    fs::create_dir_all(&folder)?;
    let image = fs::read(placed.join("image.bit"))?;
    fs::write(folder.join("twinpath-versa-harness.bit"), &image)?;
    let netlist: Value = serde_json::from_slice(&fs::read(placed.join("netlist.json"))?)?;
    fs::write(folder.join("utilisation.md"), utilisation(&netlist, &report))?;
    let (timing, good) = timing(&report)?;
    fs::write(folder.join("timing.md"), &timing)?;
    fs::write(folder.join("manifest.json"), manifest(args.seed, &image)? + "\n")?;
    println!("{}\n{timing}{}: {MARK}", utilisation(&netlist, &report), folder.display());
    anyhow::ensure!(good, "the card is slower than {CLOCK_MHZ} MHz; the image is there, but would not be reliable");
    Ok(())
}

/// What the image was made from, and what it is.
fn manifest(seed: u32, image: &[u8]) -> Result<String> {
    let mut inputs = BTreeMap::new();
    for name in SOURCES.iter().chain(&CONSTRAINTS) {
        inputs.insert(*name, digest(&fs::read(root().join(name))?));
    }
    let manifest = json!({
        "mark": MARK, "board": "ECP5-5G Versa", "part": PART.join(" "), "seed": seed, "tools": PACKAGES,
        "inputs_sha256": inputs, "bitstream_sha256": digest(image), "bitstream_bytes": image.len(),
    });
    Ok(serde_json::to_string_pretty(&manifest)?)
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Cells of each block, by the names that cells keep of where they come from.
fn utilisation(netlist: &Value, report: &Report) -> String {
    const KINDS: [&str; 5] = ["LUT4", "TRELLIS_FF", "CCU2C", "TRELLIS_DPR16X4", "DP16KD"];
    let empty = serde_json::Map::new();
    let cells = netlist["modules"]["top"]["cells"].as_object().unwrap_or(&empty);
    let mut counts: BTreeMap<&str, [u64; KINDS.len()]> = BTreeMap::new();
    for (name, cell) in cells {
        let Some(kind) = KINDS.iter().position(|kind| cell["type"] == *kind) else { continue };
        counts.entry(block_of(name)).or_default()[kind] += 1;
    }
    let mut text = format!("# Utilisation\n\nVersa, {MARK}.\n\n| Block | LUT4 | FF | CCU2C | DPR16X4 | DP16KD |\n|---|---|---|---|---|---|\n");
    for (block, counts) in &counts {
        let _ = writeln!(text, "| {block} | {} |", counts.map(|n| n.to_string()).join(" | "));
    }
    text += "\n| Of the part | Used | Available |\n|---|---|---|\n";
    for (kind, share) in report.utilization.iter().filter(|(_, share)| share.used > 0) {
        let _ = writeln!(text, "| {kind} | {} | {} |", share.used, share.available);
    }
    text
}

fn block_of(cell: &str) -> &'static str {
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

/// The rate and the slowest path, and whether the rate is enough.
fn timing(report: &Report) -> Result<(String, bool)> {
    let mhz = report.mhz()?;
    let good = mhz >= f64::from(CLOCK_MHZ);
    let verdict = if good { "met" } else { "missed" };
    let mut text = format!("# Timing\n\nVersa, {MARK}. Goal {CLOCK_MHZ} MHz, reached {mhz:.1} MHz: {verdict}.\n\n");
    if let Some(path) = report.slowest() {
        let _ = writeln!(text, "Slowest: {path}.\n");
        text += "| ns | What | Cell |\n|---|---|---|\n";
        for (delay, kind, cell) in report.hops() {
            let _ = writeln!(text, "| {delay:.2} | {kind} | {cell} |");
        }
        text.push('\n');
    }
    Ok((text, good))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_has_its_files() {
        assert!(SOURCES.iter().chain(&CONSTRAINTS).all(|name| root().join(name).is_file()));
    }

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
            assert_eq!(block_of(cell), block, "{cell}");
        }
    }
}
