use super::Switch;
use crate::harness::verilog;

/// What the switch does is shown on the whole pair (tests/conformance); here, that its kernels are printed soundly.
#[test]
fn it_can_be_printed() {
    verilog("switch", &mut Switch::default()).unwrap();
}
