//! `guest-checks card|foreign ADDRESS`: our driver on the controller at ADDRESS, which vfio-pci has, behind an IOMMU.
//! `guest-checks disk DEVICE`, `pause DEVICE OTHER`: block devices of the kernel's, served by us from outside or inside the
//! machine; both of `pause` are of one volume.
//!
//! Runs in the virtual machine that `cargo xtask guest` starts, alone on a kernel: a static binary. Every check is made as
//! it is, and then once more with a fault planted for it, which it must notice.

mod checks;
mod crooked;
mod disk;

use anyhow::{bail, Result};
use checks::{Bench, CHECKS};
use std::process::ExitCode;

/// What the controller is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Twinpath card.
    Card,
    /// Somebody else's NVMe controller.
    Foreign,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["card", address] => run(Kind::Card, address),
        ["foreign", address] => run(Kind::Foreign, address),
        ["disk", device] => disk::run(device),
        ["pause", device, other] => disk::pause(device, other),
        _ => {
            eprintln!("guest-checks: card|foreign ADDRESS, disk DEVICE, pause DEVICE OTHER");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("FAILED {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(kind: Kind, address: &str) -> Result<()> {
    let mut failed = 0;
    for check in CHECKS.iter().filter(|check| check.card_only <= (kind == Kind::Card)) {
        let bench = Bench { kind, address, planted: false };
        match (check.run)(&bench) {
            Ok(said) => println!("CHECK {}: ok, {said}", check.name),
            Err(error) => {
                println!("CHECK {}: FAILED: {error:#}", check.name);
                failed += 1;
                continue;
            }
        }
        let said = match (check.run)(&Bench { planted: true, ..bench }).map_err(|error| format!("{error:#}")) {
            Err(error) if error.contains(check.notices) => format!("ok, noticed: {error}"),
            Err(error) => format!("FAILED: another error: {error}"),
            Ok(_) => "FAILED: not noticed".to_owned(),
        };
        failed += usize::from(said.starts_with("FAILED"));
        println!("PLANTED {} ({}): {said}", check.name, check.planted);
    }
    if failed > 0 {
        bail!("{failed} checks");
    }
    Ok(())
}
