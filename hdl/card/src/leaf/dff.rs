//! The register. It starts at zero in simulation and in the FPGA; a block that must return to a known state resets it.

use rust_hdl::prelude::*;

/// `q` takes `d` at the rising edge. Used through `dff_setup!`, as Rust-HDL's own, whose reset value is printed 64 bits
/// wide for enums.
#[derive(Clone, Debug, LogicBlock, Default)]
pub struct DFF<T: Synth> {
    pub d: Signal<In, T>,
    pub q: Signal<Out, T>,
    pub clock: Signal<In, Clock>,
}

impl<T: Synth> Logic for DFF<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = self.d.val();
        }
    }

    fn connect(&mut self) {
        self.q.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!("initial q = {}'d0;\nalways @(posedge clock) q <= d;\n", T::BITS))
    }

    fn timing(&self) -> Vec<rust_hdl::core::timing::TimingInfo> {
        vec![]
    }
}
