use super::Switch;
use crate::harness::verilog;

#[test]
fn it_can_be_printed() {
    let text = verilog("switch", &mut Switch::default()).unwrap();
    if let Some(p) = std::env::var_os("DUMP") {
        std::fs::write(p, text).unwrap();
    }
}
