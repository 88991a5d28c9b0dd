//! The Identify pages and logs as the specification crate builds them: a ROM of 64-bit words, most of them zero.

use rust_hdl::prelude::*;
use twinpath_spec::nvme::{self, CardIdentity, PAGE_BYTES};

/// The word at `address` (page 11:9, word 8:0) is on `data` one cycle later. What differs between cards is zero.
#[derive(LogicBlock, Default)]
pub struct PageRom {
    pub clock: Signal<In, Clock>,
    pub address: Signal<In, Bits<12>>,
    pub data: Signal<Out, Bits<64>>,
}

/// The words that are not zero, by address.
pub fn words() -> Vec<(usize, u64)> {
    let mut controller = nvme::identify_controller(CardIdentity { serial: [0; 8], unit: 0 });
    controller[78..80].fill(0); // CNTLID
    let pages = [
        nvme::identify_namespace(0),
        controller,
        nvme::identify_active_namespaces(0),
        nvme::identify_descriptors(),
        [0; PAGE_BYTES],
        nvme::log::smart(),
        nvme::log::firmware(),
    ];
    let mut words = Vec::new();
    for (page, bytes) in pages.iter().enumerate() {
        for (word, chunk) in bytes.chunks_exact(8).enumerate() {
            let value = chunk.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
            if value != 0 {
                words.push((page * PAGE_BYTES / 8 + word, value));
            }
        }
    }
    words
}

impl Logic for PageRom {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let address = self.address.val().index();
            let found = words().into_iter().find(|(at, _)| *at == address);
            self.data.next = found.map_or(0, |(_, value)| value).to_bits();
        }
    }

    fn connect(&mut self) {
        self.data.connect();
    }

    fn hdl(&self) -> Verilog {
        let lines: String =
            words().iter().map(|(at, value)| format!("        12'h{at:03x}: data <= 64'h{value:016x};\n")).collect();
        Verilog::Custom(format!(
            "\
always @(posedge clock)
    case (address)
{lines}        default: data <= 64'h0;
    endcase
"
        ))
    }

    fn timing(&self) -> Vec<rust_hdl::core::timing::TimingInfo> {
        vec![]
    }
}
