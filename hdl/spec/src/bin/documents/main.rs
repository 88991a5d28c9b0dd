//! Prints the documents that are made from this crate: `documents registers` is REGISTERS.md, `documents wire` WIRE.md.
//! `cargo xtask gen` writes both.

mod layout;
mod registers;
mod wire;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let text = match (arguments.next().as_deref(), arguments.next()) {
        (Some("registers"), None) => Ok(registers::document()),
        (Some("wire"), None) => wire::document(),
        _ => {
            eprintln!("usage: documents registers | documents wire");
            return ExitCode::from(2);
        }
    };
    match text {
        Ok(text) => print!("{text}"),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
