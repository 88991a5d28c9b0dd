use super::Switch;
use crate::harness::verilog;

#[test]
fn it_can_be_printed() {
    verilog("switch", &mut Switch::default()).unwrap();
}
