//! Against a stand-in with the card's ports (`stand_in.sv`); the card itself is tested by the conformance suite.

mod group;
mod observer;
mod threads;
mod transport;

use crate::*;
use std::sync::OnceLock;
use twinpath_driver::transport::{Bar, DmaRegion, Transport};
use twinpath_host::MSI_BASE;
use twinpath_spec::link::{Header, Kind, FRAME_WORDS_MAX};
use twinpath_verilated::Library;

fn design() -> Design {
    Design::from_text(include_str!("stand_in.sv")).quick()
}

fn pair(seed: u64, trace: bool) -> Simulation {
    // Built once: tests run at the same time.
    static BUILT: OnceLock<Library> = OnceLock::new();
    BUILT.get_or_init(|| design().library().expect("the stand-in builds"));
    let config = GroupConfig { trace, pool: (0x1_0000_0000, 1 << 20), ..GroupConfig::pair(256, seed) };
    Simulation::new(Group::new(&design(), config).expect("a pair"))
}

/// A register of the stand-in.
fn register(n: u64) -> u64 {
    n * 8
}

/// Tells the stand-in where everything is; returns the 64 bytes that a job reads and the 16 that it writes.
fn prepare(card: &dyn Transport, lba: u64) -> (DmaRegion, DmaRegion) {
    let (from, to) = (card.dma_alloc(64).unwrap(), card.dma_alloc(16).unwrap());
    let mut words = [0; FRAME_WORDS_MAX];
    // Each job is a session of its own: its frame is the first of it.
    let header = Header { lba: lba as u32, session: (from.iova >> 6) as u16, ..Header::new(Kind::GO) };
    let count = header.encode(None, &mut words);
    let record = lba * 32 + 256 * 4096;
    // The stand-in keeps the words of the link where it takes the record from; the record is therefore none.
    let values = [(1, from.iova), (2, to.iova), (3, lba * 4096), (4, record), (13, 3), (14, MSI_BASE)];
    for (n, value) in values {
        card.write64(Bar::Control, register(n), value).unwrap();
    }
    for (n, word) in words[..count].iter().enumerate() {
        card.write64(Bar::Control, register(8 + n as u64), *word).unwrap();
    }
    (from, to)
}

fn start(card: &dyn Transport) {
    card.write32(Bar::Nvme, 0x1000, 1).unwrap();
}
