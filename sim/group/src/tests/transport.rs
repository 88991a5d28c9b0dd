use super::*;
use crate::trace::What;
use std::time::Duration;
use twinpath_driver::transport::{TransportError, Wake};
use twinpath_host::{Fault, Violation};

#[test]
fn registers_are_read_and_written_through_packets() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    card.write64(Bar::Control, 0x48, 0x1122_3344_5566_7788).unwrap();
    card.write32(Bar::Control, 0x4c, 0xaabb_ccdd).unwrap();
    assert_eq!(card.read64(Bar::Control, 0x48).unwrap(), 0xaabb_ccdd_5566_7788);
    assert_eq!(card.read32(Bar::Control, 0x48).unwrap(), 0x5566_7788);
    assert_eq!(simulation.transport(1).read64(Bar::Control, 0x48).unwrap(), 0, "the other card has its own");
    simulation.with(|g| assert!(g.host(0).violations.is_empty(), "{:?}", g.host(0).violations));
}

#[test]
fn bad_accesses_are_refused_before_they_reach_the_card() {
    let card = pair(1, false).transport(0);
    assert!(matches!(card.read32(Bar::Nvme, 2), Err(TransportError::Misaligned { .. })));
    assert!(matches!(card.read64(Bar::Nvme, 0x4000), Err(TransportError::OutOfRange { .. })));
    assert!(matches!(card.write32(Bar::Control, u64::MAX - 3, 0), Err(TransportError::OutOfRange { .. })));
    assert!(matches!(card.enable_interrupts(17), Err(TransportError::Vectors { asked: 17, has: 16 })));
    let region = card.dma_alloc(1).unwrap();
    assert_eq!((region.bytes, region.iova % 4096), (4096, 0));
    assert!(matches!(card.dma_read(region, 4090, &mut [0; 8]), Err(TransportError::OutOfRange { .. })));
    assert!(matches!(card.dma_load32(region, 2), Err(TransportError::Misaligned { .. })));
    assert!(matches!(card.dma_alloc(1 << 20), Err(TransportError::NoMemory { left: 1_044_480, .. })));
}

#[test]
fn a_job_moves_data_and_ends_with_an_interrupt() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    card.enable_interrupts(4).unwrap();
    let (from, to) = prepare(&card, 5);
    let data: Vec<u8> = (0..64).collect();
    card.dma_write(from, 0, &data).unwrap();
    start(&card);
    assert_eq!(card.wait(1 << 3, card.now_ns() + 100_000).unwrap(), Wake::Vectors(1 << 3));
    assert_eq!(card.dma_load32(to, 0).unwrap(), 1);
    let stored = simulation.with(|g| g.area(0).block(5));
    assert_eq!(stored[7].to_le_bytes(), data[56..64]);
    simulation.run(50);
    assert_eq!(
        simulation.transport(1).read32(Bar::Control, register(6)).unwrap(),
        1,
        "its frame reached the other card"
    );
    // The signal is reported once.
    let deadline = card.now_ns() + 8_000;
    assert_eq!(card.wait(u32::MAX, deadline).unwrap(), Wake::Deadline);
    assert_eq!(card.now_ns(), deadline);
}

#[test]
fn a_card_that_does_not_answer_is_a_timeout_in_card_time_or_wall_time() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    // In reset the stand-in answers nothing.
    simulation.with(|g| g.card(0).set_reset(true));
    let error = card.read32(Bar::Nvme, 0).unwrap_err();
    assert!(matches!(error, TransportError::Timeout { waited_ns: 800_000, .. }), "{error}");
    let hurried = simulation.transport(0).with_wall_limit(Duration::from_millis(20));
    let error = hurried.wait(1, u64::MAX).unwrap_err();
    assert!(matches!(error, TransportError::Timeout { wall_ms: 20.., .. }), "{error}");
    simulation.with(|g| g.card(0).set_reset(false));
    assert_eq!(card.read32(Bar::Nvme, 0).unwrap(), 0, "and then it does");
}

#[test]
fn a_dropped_read_hangs_the_job_but_not_the_host() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    prepare(&card, 5);
    simulation.with(|g| g.host(0).inject_fault(0, Fault::Drop));
    start(&card);
    assert_eq!(card.wait(8, card.now_ns() + 80_000).unwrap(), Wake::Deadline);
    assert_eq!(card.read64(Bar::Control, register(13)).unwrap(), 3);
}

#[test]
fn an_access_outside_the_pool_is_refused_and_reported() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    prepare(&card, 5);
    card.write64(Bar::Control, register(1), 0x7_0000_0000).unwrap();
    start(&card);
    card.wait(8, card.now_ns() + 8_000).unwrap();
    let seen = simulation.with(|g| (g.host(0).statistics().refused, g.host(0).violations.clone()));
    assert_eq!(seen.0, 1);
    assert!(matches!(seen.1[..], [Violation::Iommu(_)]), "{:?}", seen.1);
}

#[test]
fn a_function_level_reset_ends_when_the_card_says_so() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    simulation.with(|g| g.keep_trace(1000));
    card.reset().unwrap();
    assert!(!simulation.with(|g| g.host(0).sideband.flr_request));
    let told = simulation.with(|g| g.take_trace());
    let disabled = told.iter().filter(|event| matches!(event.what, What::Controller { unit: 0, cc: 0 }));
    assert_eq!(disabled.count(), 1, "the trace says so once");
}
