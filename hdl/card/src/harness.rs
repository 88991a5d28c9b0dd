//! From a block to its Verilog, the text that tests run and synthesis reads.

use rust_hdl::prelude::Block;

/// The Verilog of `block` as module `top`. The error names each module and expression that cannot be printed soundly.
pub fn verilog(top: &str, block: &mut dyn Block) -> Result<String, String> {
    block.connect_all();
    twinpath_verilog::print_verilog(top, block)
        .map_err(|errors| errors.iter().map(|e| e.to_string()).collect::<Vec<_>>().join("\n"))
}

/// The block as a running model; panics with the reason where it cannot be built. For tests.
#[cfg(test)]
pub fn model<B: Block + Default>(top: &str) -> twinpath_verilated::Model {
    let mut block = B::default();
    let text = verilog(top, &mut block).unwrap_or_else(|e| panic!("{e}"));
    twinpath_verilated::Model::build(&twinpath_verilated::Options::block(top, text)).unwrap_or_else(|e| panic!("{e}"))
}
