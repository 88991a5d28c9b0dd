//! `cargo xtask wave`: one forwarded write, as waveforms of both cards.

use crate::check::cargo;
use crate::tools::{self, Need};
use anyhow::{Context, Result};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Folder for card1.fst and card2.fst.
    #[arg(long, value_name = "DIR", default_value = "target/waves")]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Build)?;
    std::fs::create_dir_all(&args.out).with_context(|| args.out.display().to_string())?;
    let out = std::path::absolute(&args.out)?;
    let out = out.to_str().context("the folder's name is not text")?;
    cargo(&["run", "--quiet", "--package", "twinpath-conformance", "--bin", "wave", "--", out])
}
