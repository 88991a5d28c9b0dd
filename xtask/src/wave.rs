//! `cargo xtask wave`: a write of each host and a race, as pictures for the documents and as waveforms of both cards.

use crate::check::cargo;
use crate::flow::target;
use crate::root;
use crate::tools::{self, Need};
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::PathBuf;

/// The committed pictures.
const PICTURES: &str = "hdl/card/src/unit/pictures";

#[derive(clap::Args)]
pub struct Args {
    /// Folder for the waveforms, FST files of both cards for each picture [default: target/waves].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Changes no picture; fails where one is not fresh.
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Build)?;
    let waves = args.out.clone().unwrap_or_else(|| target().join("waves"));
    let waves = std::path::absolute(&waves)?;
    let (made, committed) = (waves.join("pictures"), root().join(PICTURES));
    let pictures = if args.check { &made } else { &committed };
    let text = |path: &PathBuf| path.to_str().map(str::to_owned).context("the folder's name is not text");
    let (pictures, waves) = (text(pictures)?, text(&waves)?);
    cargo(&["run", "--quiet", "--package", "twinpath-conformance", "--bin", "wave", "--", &pictures, &waves])?;
    if !args.check {
        return Ok(());
    }
    for entry in fs::read_dir(&made)? {
        let name = entry?.file_name();
        let fresh = fs::read(made.join(&name))?;
        if fs::read(committed.join(&name)).ok().as_ref() != Some(&fresh) {
            let file = PathBuf::from(PICTURES).join(&name);
            bail!("{} is not fresh; run `cargo xtask wave` and commit the result", file.display());
        }
    }
    Ok(())
}

/// The step of `cargo xtask test`.
pub fn check() -> Result<()> {
    run(&Args { out: None, check: true })
}
