use super::Nvme;
use crate::harness::model;

#[test]
fn it_builds() {
    let m = model::<Nvme>("nvme");
    assert!(m.ports().iter().any(|(name, _, _)| name == "ready"));
}
