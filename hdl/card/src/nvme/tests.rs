//! The controller between a host's driver and stand-ins for its neighbours.

mod abort;
mod admin;
mod bench;
mod compare;
mod driver;
mod events;
mod io;
mod logs;
mod memory;
mod queues;
mod reset;
mod soak;
mod unit;
mod zeroes;

use super::Nvme;
use crate::harness::verilog;
use bench::Bench;
use std::sync::OnceLock;
use twinpath_verilated::{Library, Options};

fn bench(seed: u64) -> Bench {
    static BUILT: OnceLock<Library> = OnceLock::new();
    let library = BUILT.get_or_init(|| {
        let text = verilog("nvme", &mut Nvme::default()).unwrap_or_else(|e| panic!("{e}"));
        Library::build(&Options::block("nvme", text)).unwrap_or_else(|e| panic!("{e}"))
    });
    Bench::new(library.instance("nvme"), seed)
}
