//! Resources of the card, block by block.

use super::blocks::{module_of, BLOCKS};
use crate::root;
use anyhow::{bail, Context, Result};
use std::process::Command;

/// What a flattened block uses.
#[derive(Default)]
struct Use {
    luts: u32,
    registers: u32,
    memories: u32,
    small_memories: u32,
}

pub fn run() -> Result<()> {
    let card = root().join("hdl/generated/card.sv");
    let text = std::fs::read_to_string(&card).with_context(|| card.display().to_string())?;
    println!("Resources after synthesis by yosys, each block alone. Goals: G9, LUT4 on ECP5.\n");
    println!(
        "{:<14} {:>7} {:>7} {:>6} {:>6} {:>7}   {:>7} {:>7} {:>6} {:>7}",
        "", "ECP5", "", "", "", "", "Artix-7", "", "", ""
    );
    println!(
        "{:<14} {:>7} {:>7} {:>6} {:>6} {:>7}   {:>7} {:>7} {:>6} {:>7}",
        "block", "LUT4", "goal", "FF", "EBR", "DPR16", "LUT", "FF", "RAMB", "LUTRAM"
    );
    let mut total = [0; 7];
    for block in BLOCKS {
        let module = module_of(&text, block.path)?;
        let ecp5 = synthesise(&card, &module, "synth_ecp5")?;
        let artix = synthesise(&card, &module, "synth_xilinx -family xc7")?;
        let goal =
            block.goal.map_or("-".into(), |goal| format!("{goal}{}", if ecp5.luts <= goal { "" } else { " missed" }));
        println!(
            "{:<14} {:>7} {:>7} {:>6} {:>6} {:>7}   {:>7} {:>7} {:>6} {:>7}",
            block.path,
            ecp5.luts,
            goal,
            ecp5.registers,
            ecp5.memories,
            ecp5.small_memories,
            artix.luts,
            artix.registers,
            artix.memories,
            artix.small_memories
        );
        let row = [
            ecp5.luts,
            ecp5.registers,
            ecp5.memories,
            ecp5.small_memories,
            artix.luts,
            artix.registers,
            artix.memories,
        ];
        total.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
    }
    println!(
        "{:<14} {:>7} {:>7} {:>6} {:>6} {:>7}   {:>7} {:>7} {:>6}",
        "sum", total[0], "", total[1], total[2], total[3], total[4], total[5], total[6]
    );
    Ok(())
}

fn synthesise(card: &std::path::Path, module: &str, command: &str) -> Result<Use> {
    let script = format!("read_verilog -sv {}; {command} -top {module}; flatten; stat", card.display());
    let out = Command::new("yosys").args(["-p", &script]).output().context("cannot run yosys")?;
    let text = String::from_utf8_lossy(&out.stdout);
    // The last statistics are those of the flattened block.
    let Some(at) = text.rfind("Number of cells:") else {
        bail!("yosys gives no statistics of {module}:\n{}", String::from_utf8_lossy(&out.stderr));
    };
    let mut found = Use::default();
    for line in text[at..].lines().skip(1) {
        let mut words = line.split_whitespace();
        let (Some(cell), Some(Ok(count))) = (words.next(), words.next().map(str::parse::<u32>)) else { continue };
        match cell {
            "LUT4" | "LUT1" | "LUT2" | "LUT3" | "LUT5" | "LUT6" => found.luts += count,
            "TRELLIS_FF" | "FDRE" | "FDSE" | "FDCE" | "FDPE" => found.registers += count,
            "DP16KD" | "RAMB36E1" => found.memories += count,
            "RAMB18E1" => found.memories += count.div_ceil(2),
            "TRELLIS_DPR16X4" => found.small_memories += count,
            _ if cell.starts_with("RAM") => found.small_memories += count,
            _ => {}
        }
    }
    Ok(found)
}
