//! Prints the generated Verilog of the card, which `cargo xtask gen` commits, or of a small block, which
//! `cargo xtask prove` looks at.

use std::process::ExitCode;
use twinpath_hdl::{card::Card, harness::verilog, small::small};

fn main() -> ExitCode {
    let text = match std::env::args().nth(1) {
        None => verilog("card", &mut Card::default()),
        Some(name) => match small(&name) {
            Some(mut block) => verilog(&name, block.as_mut()),
            None => Err(format!("no small block has the name {name}")),
        },
    };
    match text {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(refusals) => {
            eprintln!("{refusals}");
            ExitCode::FAILURE
        }
    }
}
