//! The block in Verilator between a host and a stand-in for the card.

mod bench;
mod dma;
mod errors;
mod host;
mod interrupts;
mod rate;
mod registers;
mod soak;
mod tlp;

use super::Pcie;
use bench::Bench;

fn bench(seed: u64) -> Bench {
    Bench::new(crate::harness::model::<Pcie>("pcie"), seed)
}
