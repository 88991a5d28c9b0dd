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

/// The block with one place of its Verilog changed, to show that a test notices; the place must be there exactly once.
#[cfg(test)]
pub fn mutant<B: Block + Default>(top: &str, from: &str, to: &str) -> twinpath_verilated::Model {
    let text = verilog(top, &mut B::default()).unwrap_or_else(|e| panic!("{e}"));
    assert!(text.matches(from).count() == 1, "`{from}` stands {} times in {top}", text.matches(from).count());
    let options = twinpath_verilated::Options::block(top, text.replacen(from, to, 1));
    twinpath_verilated::Model::build(&options).unwrap_or_else(|e| panic!("{e}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn kernels_use_nothing_that_the_macro_drops() {
        let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let refusals = twinpath_verilog::check_sources(&[sources]);
        assert!(refusals.is_empty(), "{}", refusals.iter().map(|r| format!("{r}\n")).collect::<String>());
    }
}
