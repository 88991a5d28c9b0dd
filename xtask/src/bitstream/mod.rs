//! `cargo xtask bitstream`: a board's image, and a report of what is in it.

pub mod constraints;
mod report;

use crate::flow::{target, Flow};
use crate::root;
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::fs;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    /// The board.
    #[arg(value_enum)]
    board: Choice,
    /// Seed of the placement; the image follows from it.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u32,
    /// Makes everything again and fails where the image is not the same, bit for bit.
    #[arg(long)]
    again: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Choice {
    /// ECP5-5G Versa: the whole card in a harness.
    Versa,
}

/// What an image is made from; names are in the repository.
pub struct Board {
    /// The folder below `bitstream/boards` and `constraints`.
    pub name: &'static str,
    pub title: &'static str,
    /// What the image is worth.
    pub mark: &'static str,
    /// The last one holds `top`.
    pub sources: &'static [&'static str],
    pub constraints: &'static [&'static str],
    /// The rate the board runs the card at: without it the image is worth nothing.
    pub clock_mhz: u32,
    /// The rate the card is meant for.
    pub goal_mhz: u32,
}

pub const VERSA: Board = Board {
    name: "versa",
    title: "ECP5-5G Versa",
    mark: "harness image, not run on hardware",
    sources: &["hdl/generated/card.sv", "bitstream/boards/versa/memory.sv", "bitstream/boards/versa/top.sv"],
    constraints: &["constraints/versa/pins.lpf", "constraints/versa/clocks.lpf"],
    clock_mhz: 100,
    goal_mhz: 125,
};

pub fn run(args: &Args) -> Result<()> {
    let Choice::Versa = args.board;
    let board = &VERSA;
    let (sources, limits) = (read(board.sources)?, read(board.constraints)?);
    constraints::check(&sources[sources.len() - 1].1, &join(&limits))?;
    let (verilog, limits_text) = (join(&sources), join(&limits));
    let flow = Flow::ready()?;
    let folder = target().join("bitstream").join(board.name);
    fs::create_dir_all(&folder)?;
    let image_path = folder.join(format!("twinpath-{}-harness.bit", board.name));
    let before = fs::read(&image_path).ok().filter(|_| args.again);
    ensure!(before.is_some() || !args.again, "no image to compare with; first without --again");

    let step = Steps(Instant::now());
    step.say("synthesising the card and its harness, several minutes");
    let made =
        flow.synthesise(&format!("{}{}", board.name, if args.again { "-again" } else { "" }), &verilog, "top")?;
    let placed = flow.folder(&format!("{}-placed", board.name), &[&verilog, &limits_text, &args.again.to_string()])?;
    if args.again {
        for folder in [&made, &placed] {
            fs::remove_dir_all(folder)?;
            fs::create_dir_all(folder)?;
        }
        flow.synthesise(&format!("{}-again", board.name), &verilog, "top")?;
    }
    fs::write(placed.join("board.lpf"), &limits_text)?;
    fs::copy(made.join("netlist.json"), placed.join("netlist.json"))?;
    step.say(&format!("placing and routing towards {} MHz", board.clock_mhz));
    let config = format!("image-{}.config", args.seed);
    let more = ["--lpf", "board.lpf", "--textcfg", &config, "--detailed-timing-report"];
    let placement = flow.place(&placed, args.seed, board.clock_mhz, &more)?;
    step.say("packing");
    flow.run("yowasp-ecppack", &placed, &["--compress", "--input", &config, "--bit", "image.bit"])?;

    let image = fs::read(placed.join("image.bit"))?;
    if let Some(before) = before {
        ensure!(before == image, "the image differs from {}", image_path.display());
        println!("the same image again: SHA-256 {}", report::digest(&image));
        return Ok(());
    }
    fs::write(&image_path, &image)?;
    let inputs: Vec<_> = sources.into_iter().chain(limits).collect();
    let netlist: Value = serde_json::from_slice(&fs::read(placed.join("netlist.json"))?)?;
    let utilisation = report::utilisation(board, &netlist, &placement);
    let timing = report::timing(board, &placement)?;
    fs::write(folder.join("utilisation.md"), &utilisation)?;
    fs::write(folder.join("timing.md"), &timing.text)?;
    fs::write(folder.join("manifest.json"), report::manifest(board, &inputs, args.seed, &timing, &image)? + "\n")?;
    println!("{utilisation}\n{}\n{}: {}", timing.text, folder.display(), board.mark);
    ensure!(
        timing.holds,
        "the card is slower than the board's {} MHz; the image would not be reliable",
        board.clock_mhz
    );
    Ok(())
}

/// A file of the repository: name and text.
pub type Input = (&'static str, String);

pub fn read(names: &[&'static str]) -> Result<Vec<Input>> {
    let text = |name: &&'static str| -> Result<Input> {
        Ok((*name, fs::read_to_string(root().join(name)).with_context(|| (*name).to_owned())?))
    };
    names.iter().map(text).collect()
}

fn join(inputs: &[Input]) -> String {
    inputs.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Says what is being done, and when that began.
struct Steps(Instant);

impl Steps {
    fn say(&self, what: &str) {
        println!("{:>5} s  {what}", self.0.elapsed().as_secs());
    }
}

#[cfg(test)]
mod tests;
