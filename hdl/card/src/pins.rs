//! Ports that carry a structure, field by field, and models with one thing broken. For tests.

use crate::harness::verilog;
use rust_hdl::prelude::Block;
use twinpath_verilated::{Model, Options, Pin, WidePin};

/// A port of one model with the widths of its fields, the first in the least significant bits.
pub struct Fields {
    pin: WidePin,
    widths: &'static [u32],
}

impl Fields {
    pub fn of(model: &Model, name: &str, widths: &'static [u32]) -> Self {
        Self { pin: model.wide(name).unwrap_or_else(|e| panic!("{e}")), widths }
    }

    pub fn set(&self, model: &mut Model, values: &[u64]) {
        assert_eq!(values.len(), self.widths.len());
        let mut words = vec![0u32; self.widths.iter().sum::<u32>().div_ceil(32) as usize];
        let mut at = 0;
        for (value, width) in values.iter().zip(self.widths) {
            assert!(*width == 64 || value >> width == 0, "{value:x} has more than {width} bits");
            for bit in (0..*width).filter(|b| value >> b & 1 == 1) {
                words[(at + bit) as usize / 32] |= 1 << ((at + bit) % 32);
            }
            at += width;
        }
        model.set_wide(self.pin, &words);
    }

    pub fn get(&self, model: &Model) -> Vec<u64> {
        let words = model.get_wide(self.pin);
        let mut at = 0;
        let mut field = |width: &u32| {
            let bit = |n: u32| u64::from(words[n as usize / 32] >> (n % 32) & 1);
            let value = (0..*width).fold(0, |v, b| v | bit(at + b) << b);
            at += width;
            value
        };
        self.widths.iter().map(&mut field).collect()
    }
}

/// The three wires of a stream.
pub struct Stream {
    pub data: Fields,
    pub valid: Pin,
    pub ready: Pin,
}

impl Stream {
    pub fn of(model: &Model, name: &str, widths: &'static [u32]) -> Self {
        Self {
            data: Fields::of(model, &format!("{name}$data"), widths),
            valid: model.any(&format!("{name}$valid")),
            ready: model.any(&format!("{name}$ready")),
        }
    }

    /// Both wires of the handshake are high.
    pub fn moves(&self, model: &Model) -> bool {
        model.get(self.valid) & model.get(self.ready) == 1
    }
}

/// Widths of the structures of `wires`.
pub mod widths {
    pub const DMA_WORD: &[u32] = &[2, 6, 9, 64, 1, 1];
    pub const SLOT_WORD: &[u32] = &[4, 9, 64, 1, 1];
    pub const SLOT_READ: &[u32] = &[4, 9, 10];
    pub const WORD: &[u32] = &[64];
    pub const SLOT: &[u32] = &[4];
    pub const FRAME: &[u32] = &[8, 8, 4, 1, 5, 5, 6, 32, 32, 32, 32, 1, 4];
    pub const SENT: &[u32] = &[4, 32];
    pub const AREA_WRITE: &[u32] = &[4, 32, 16, 16, 1, 32, 32];
    pub const AREA_READ: &[u32] = &[4, 32];
    pub const AREA_DONE: &[u32] = &[4, 32, 1];
}

/// The block with its one occurrence of `from` replaced by `to`: a twin that its tests must catch.
pub fn broken<B: Block + Default>(top: &str, from: &str, to: &str) -> Model {
    let text = verilog(top, &mut B::default()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in {top}");
    Model::build(&Options::block(top, text.replace(from, to))).unwrap_or_else(|e| panic!("{e}"))
}

/// The block with many things broken, of which the input `twin` chooses one, from 1 on; 0 is the good block. A twin is a
/// piece of Verilog that must stand once, an expression in it marked `«..»`, and what stands there instead.
pub fn twins<B: Block + Default>(top: &str, twins: &[(&str, &str)]) -> Model {
    let good = verilog(top, &mut B::default()).unwrap_or_else(|e| panic!("{e}"));
    let mut text = good.clone();
    for (n, (at, other)) in (1..).zip(twins) {
        let (before, rest) = at.split_once('«').expect("an expression is marked");
        let (expression, after) = rest.split_once('»').expect("the mark has an end");
        let from = format!("{before}{expression}{after}");
        assert_eq!(good.matches(&from).count(), 1, "`{from}` must stand once in {top}");
        assert_eq!(text.matches(&from).count(), 1, "`{from}` is changed by two twins");
        text = text.replace(&from, &format!("{before}((chosen::twin == 16'd{n}) ? ({other}) : ({expression})){after}"));
    }
    let head = format!("module {top} (\n");
    assert_eq!(text.matches(&head).count(), 1, "one module {top}");
    let (before, rest) = text.split_once(&head).expect("it is there");
    let (ports, body) = rest.split_once(");\n").expect("ports have an end");
    let package = "package chosen;\n    logic [15:0] twin;\nendpackage\n\n";
    let input = "    input wire [15:0] twin;\n    always_comb chosen::twin = twin;\n";
    let text = format!("{package}{before}{head}    twin,\n{ports});\n{input}{body}");
    Model::build(&Options::block(top, text)).unwrap_or_else(|e| panic!("{e}"))
}
