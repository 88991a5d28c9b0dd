//! Prints the generated Verilog of the card; `cargo xtask gen` commits it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match twinpath_hdl::harness::verilog("card", &mut twinpath_hdl::card::Card::default()) {
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
