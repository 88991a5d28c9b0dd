//! Registers, doorbells, the admin queue.

use super::bench::{Bench, BLOCKS, SERIAL};
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{Buffer, PAGE};
use super::{bench, unit, Nvme};
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_spec::nvme::{self, admin, cns, feature, CardIdentity};

fn identify(b: &mut Bench, q: &mut Queue, cns: u8, nsid: u32, offset: u64) -> Vec<u8> {
    let buffer = Buffer::new(&mut b.memory, 1, offset, 0);
    let mut random = b.random.clone();
    buffer.fill(&mut b.memory, &mut random);
    b.ok(q, Entry::new(admin::IDENTIFY, nsid).prps(buffer.prp1, buffer.prp2).dword(10, cns.into()));
    buffer.contents(&b.memory)
}

#[test]
fn the_driver_of_linux_brings_it_up() {
    let mut b = bench(1);
    assert_eq!(b.read32(nvme::CAP.offset), nvme::CAP_VALUE as u32);
    assert_eq!(b.read32(nvme::CAP.offset + 4), (nvme::CAP_VALUE >> 32) as u32);
    assert_eq!(b.read32(nvme::VS.offset), nvme::VS_VALUE);
    assert_eq!(b.read32(nvme::CSTS.offset), 0);
    let mut q = b.enable(32, 32);
    assert_eq!(
        identify(&mut b, &mut q, cns::CONTROLLER, 0, 0)[..],
        nvme::identify_controller(CardIdentity { serial: SERIAL, unit: 1 })
    );
    assert_eq!(
        b.ok(&mut q, Entry::new(admin::SET_FEATURES, 0).dword(10, 7).dword(11, 7 << 16 | 7)),
        3 << 16 | 3,
        "four pairs"
    );
    let mut io = Queue::new(&mut b, 1, 64, 64);
    b.ok(&mut q, Entry::create_cq(&io));
    b.ok(&mut q, Entry::create_sq(&io));
    assert_eq!(identify(&mut b, &mut q, cns::ACTIVE_NAMESPACES, 0, 0)[..], nvme::identify_active_namespaces(0));
    assert_eq!(identify(&mut b, &mut q, cns::NAMESPACE_DESCRIPTORS, 1, 0)[..], nvme::identify_descriptors());
    assert_eq!(identify(&mut b, &mut q, cns::NAMESPACE, 1, 0)[..], nvme::identify_namespace(BLOCKS));
    b.submit(&mut q, Entry::new(admin::ASYNC_EVENT_REQUEST, 0));
    b.ok(&mut io, Entry::flush());
    assert_eq!(b.interrupts.iter().filter(|(_, v)| *v == 0).count(), 7, "one an admin command");
    assert_eq!(b.interrupts.last().map(|(_, v)| *v), Some(5));
    // Shutdown as at power-off.
    b.ok(&mut q, Entry::delete(admin::DELETE_IO_SQ));
    b.ok(&mut q, Entry::delete(admin::DELETE_IO_CQ));
    b.write32(nvme::CC.offset, 0x0046_4001);
    b.run(50);
    assert_eq!(b.read32(nvme::CSTS.offset), 0b1001, "shutdown is complete");
    b.disable();
    assert_eq!(b.read32(nvme::CSTS.offset), 0);
}

#[test]
fn identify_pages_reach_any_buffer() {
    let mut b = bench(2);
    let mut q = b.enable(4, 4);
    for offset in [4, 256, 2048, 4092] {
        assert_eq!(identify(&mut b, &mut q, cns::NAMESPACE, 1, offset)[..], nvme::identify_namespace(BLOCKS));
    }
    assert_eq!(identify(&mut b, &mut q, cns::ACTIVE_NAMESPACES, 1, 8)[..], nvme::identify_active_namespaces(1));
    assert_eq!(
        identify(&mut b, &mut q, cns::CONTROLLER, 77, 12)[..],
        nvme::identify_controller(CardIdentity { serial: SERIAL, unit: 1 })
    );
    let page = b.memory.pages(2);
    let at = |cns: u8, nsid: u32, prp1: u64, prp2: u64| {
        Entry::new(admin::IDENTIFY, nsid).prps(prp1, prp2).dword(10, cns.into())
    };
    for cns in [4, 5, 6, 0x10, 0xff] {
        b.fails(&mut q, at(cns, 1, page, 0), nvme::INVALID_FIELD);
    }
    for nsid in [0, 2, nvme::NSID_ALL] {
        b.fails(&mut q, at(cns::NAMESPACE, nsid, page, 0), nvme::INVALID_NAMESPACE);
        b.fails(&mut q, at(cns::NAMESPACE_DESCRIPTORS, nsid, page, 0), nvme::INVALID_NAMESPACE);
    }
    for nsid in [nvme::NSID_ALL - 1, nvme::NSID_ALL] {
        b.fails(&mut q, at(cns::ACTIVE_NAMESPACES, nsid, page, 0), nvme::INVALID_NAMESPACE);
    }
    b.fails(&mut q, at(cns::CONTROLLER, 0, page + 2, page + PAGE), nvme::PRP_OFFSET_INVALID);
    b.fails(&mut q, at(cns::CONTROLLER, 0, page + 8, page + PAGE + 8), nvme::PRP_OFFSET_INVALID);
    b.write_errors.extend([0, 2]);
    b.fails(&mut q, at(cns::CONTROLLER, 0, page + 8, page + PAGE), nvme::DATA_TRANSFER_ERROR);
    identify(&mut b, &mut q, cns::CONTROLLER, 0, 0);
}

#[test]
fn every_admin_command_has_its_answer() {
    let mut b = bench(3);
    let mut q = b.enable(32, 32);
    for opcode in [0x03, 0x07, 0x0b, 0x0d, 0x10, 0x11, 0x14, 0x15, admin::KEEP_ALIVE, 0x19, 0x7f, 0x80, 0x81, 0xff] {
        b.fails(&mut q, Entry::new(opcode, 0), nvme::INVALID_OPCODE);
    }
    assert_eq!(b.ok(&mut q, Entry::new(admin::ABORT, 0).dword(10, 5 << 16 | 1)), 1, "not aborted");
    for bits in [1 << 8, 2 << 8, 1 << 14, 2 << 14] {
        b.fails(&mut q, Entry::new(admin::ABORT, 0).dword(0, u32::from(admin::ABORT) | bits), nvme::INVALID_FIELD);
    }
    for _ in 0..nvme::ASYNC_EVENTS_MAX {
        b.submit(&mut q, Entry::new(admin::ASYNC_EVENT_REQUEST, 0));
    }
    b.fails(&mut q, Entry::new(admin::ASYNC_EVENT_REQUEST, 0), nvme::ASYNC_EVENT_LIMIT_EXCEEDED);
}

/// A feature belongs to the controller, but for error recovery, which is the namespace's.
fn of_whom(fid: u32) -> u32 {
    if fid == feature::ERROR_RECOVERY.into() {
        nvme::NSID
    } else {
        0
    }
}

pub fn features(b: &mut Bench) {
    let mut q = b.enable(32, 32);
    let get = |fid: u32, value: u32| Entry::new(admin::GET_FEATURES, of_whom(fid)).dword(10, fid).dword(11, value);
    let set = |fid: u32, value: u32| Entry::new(admin::SET_FEATURES, of_whom(fid)).dword(10, fid).dword(11, value);
    for fid in [
        feature::ARBITRATION,
        feature::ERROR_RECOVERY,
        feature::INTERRUPT_COALESCING,
        feature::WRITE_ATOMICITY,
        feature::ASYNC_EVENT,
    ] {
        let fid = u32::from(fid);
        assert_eq!(b.ok(&mut q, get(fid, 0)), 0);
        b.ok(&mut q, set(fid, 0x1200 + fid));
        b.ok(&mut q, set(fid, 0x1300 + fid).dword(1, nvme::NSID_ALL));
        assert_eq!(b.ok(&mut q, get(fid, 0)), 0x1300 + fid);
        let of_another = if fid == feature::ERROR_RECOVERY.into() {
            b.fails(&mut q, get(fid, 0).dword(1, 0), nvme::INVALID_NAMESPACE);
            b.fails(&mut q, get(fid, 0).dword(1, nvme::NSID_ALL), nvme::INVALID_NAMESPACE);
            (0, nvme::INVALID_NAMESPACE)
        } else {
            assert_eq!(b.ok(&mut q, get(fid, 0).dword(1, nvme::NSID)), 0x1300 + fid);
            (nvme::NSID, nvme::FEATURE_NOT_NAMESPACE_SPECIFIC)
        };
        b.fails(&mut q, set(fid, 1).dword(1, of_another.0), of_another.1);
        b.fails(&mut q, set(fid, 1).dword(1, 2), nvme::INVALID_NAMESPACE);
        b.fails(&mut q, set(fid | 1 << 31, 1), nvme::FEATURE_NOT_SAVEABLE);
        b.fails(&mut q, get(fid | 1 << 8, 0), nvme::INVALID_FIELD);
        assert_eq!(b.ok(&mut q, get(fid, 0)), 0x1300 + fid);
    }
    // Two thresholds of the one sensor; "all sensors" can be set.
    let threshold = u32::from(feature::TEMPERATURE_THRESHOLD);
    let lower = 1 << 20;
    assert_eq!(b.ok(&mut q, get(threshold, 0)), nvme::TEMPERATURE_WARNING);
    assert_eq!(b.ok(&mut q, get(threshold, lower)), 0);
    b.ok(&mut q, set(threshold, lower | 250));
    assert_eq!(b.ok(&mut q, get(threshold, 0)), nvme::TEMPERATURE_WARNING);
    b.ok(&mut q, set(threshold, 0xf << 16 | 300));
    assert_eq!((b.ok(&mut q, get(threshold, 0)), b.ok(&mut q, get(threshold, lower))), (300, 250));
    for bits in [1 << 16, 8 << 16, 1 << 21, 3 << 20] {
        b.fails(&mut q, get(threshold, bits), nvme::INVALID_FIELD);
        b.fails(&mut q, set(threshold, bits), nvme::INVALID_FIELD);
    }
    b.fails(&mut q, get(threshold, 0xf << 16), nvme::INVALID_FIELD);
    b.ok(&mut q, set(feature::POWER_MANAGEMENT.into(), 0));
    b.fails(&mut q, set(feature::POWER_MANAGEMENT.into(), 1), nvme::INVALID_FIELD);
    // A bit for each vector.
    let vectors = u32::from(feature::INTERRUPT_VECTOR);
    for vector in [9, 0, 15] {
        assert_eq!(b.ok(&mut q, get(vectors, vector)), vector);
        b.ok(&mut q, set(vectors, 1 << 16 | vector));
        assert_eq!(b.ok(&mut q, get(vectors, vector)), 1 << 16 | vector);
    }
    b.ok(&mut q, set(vectors, 9));
    assert_eq!([9, 0, 15].map(|v| b.ok(&mut q, get(vectors, v)) >> 16), [0, 1, 1]);
    b.fails(&mut q, get(vectors, 16), nvme::INVALID_FIELD);
    b.fails(&mut q, set(vectors, 16), nvme::INVALID_FIELD);
    for fid in [0x00, 0x03, 0x06, 0x0c, 0x0f, 0x10, 0x17, 0x80, 0xff] {
        b.fails(&mut q, get(fid, 0), nvme::INVALID_FIELD);
        b.fails(&mut q, set(fid, 0), nvme::INVALID_FIELD);
    }
    let queues = u32::from(feature::NUMBER_OF_QUEUES);
    assert_eq!(b.ok(&mut q, set(queues, 0)), 3 << 16 | 3);
    assert_eq!(b.ok(&mut q, get(queues, 0)), 3 << 16 | 3);
    b.fails(&mut q, set(queues, 0xffff), nvme::INVALID_FIELD);
    b.fails(&mut q, set(queues, 0xffff_0000), nvme::INVALID_FIELD);
    b.create(&mut q, 2, 2);
    b.fails(&mut q, set(queues, 0), nvme::COMMAND_SEQUENCE_ERROR);
    // A reset brings the defaults back.
    b.disable();
    let mut q = b.enable(8, 8);
    assert_eq!(b.ok(&mut q, get(feature::ARBITRATION.into(), 0)), 0);
    assert_eq!(b.ok(&mut q, get(threshold, 0)), nvme::TEMPERATURE_WARNING);
    assert_eq!(b.ok(&mut q, get(vectors, 15)), 15);
}

#[test]
fn features_are_kept_until_a_reset() {
    features(&mut bench(19));
}

#[test]
fn a_twin_with_one_threshold_is_caught() {
    let mut b = Bench::new(broken::<Nvme>("nvme", "& cdw11[20]} << 3);", "& 1'b0} << 3);"), 20);
    let outcome = catch_unwind(AssertUnwindSafe(|| features(&mut b)));
    assert!(outcome.is_err(), "nobody noticed");
}

#[test]
fn io_queues_come_and_go_in_order() {
    let mut b = bench(4);
    let mut q = b.enable(32, 32);
    let io = Queue::new(&mut b, 1, 64, 64);
    let (cq, sq) = (Entry::create_cq(&io), Entry::create_sq(&io));
    let delete_sq = Entry::delete(admin::DELETE_IO_SQ);
    let delete_cq = Entry::delete(admin::DELETE_IO_CQ);
    b.fails(&mut q, delete_sq, nvme::INVALID_QUEUE_IDENTIFIER);
    b.fails(&mut q, delete_cq, nvme::INVALID_QUEUE_IDENTIFIER);
    b.fails(&mut q, sq, nvme::COMPLETION_QUEUE_INVALID);
    for qid in [0, 5, 6, 0x8001, 0xffff] {
        b.fails(&mut q, cq.dword(10, 63 << 16 | qid), nvme::INVALID_QUEUE_IDENTIFIER);
    }
    for size in [0, 64, 0xffff] {
        b.fails(&mut q, cq.dword(10, size << 16 | 1), nvme::INVALID_QUEUE_SIZE);
    }
    b.fails(&mut q, cq.dword(11, 2), nvme::INVALID_FIELD);
    b.fails(&mut q, cq.dword(11, 16 << 16 | 3), nvme::INVALID_INTERRUPT_VECTOR);
    b.fails(&mut q, cq.prps(io.cq + 16, 0), nvme::PRP_OFFSET_INVALID);
    b.ok(&mut q, cq);
    b.fails(&mut q, cq, nvme::INVALID_QUEUE_IDENTIFIER);
    for qid in [0, 5, 6, 0x8001, 0xffff] {
        b.fails(&mut q, sq.dword(10, 63 << 16 | qid), nvme::INVALID_QUEUE_IDENTIFIER);
        b.fails(&mut q, sq.dword(11, qid << 16 | 1), nvme::INVALID_QUEUE_IDENTIFIER);
    }
    for qid in 2..5 {
        b.fails(&mut q, sq.dword(11, qid << 16 | 1), nvme::COMPLETION_QUEUE_INVALID);
    }
    for size in [0, 64, 0xffff] {
        b.fails(&mut q, sq.dword(10, size << 16 | 1), nvme::INVALID_QUEUE_SIZE);
    }
    b.fails(&mut q, sq.dword(11, 1 << 16), nvme::INVALID_FIELD);
    b.fails(&mut q, sq.prps(io.sq + 64, 0), nvme::PRP_OFFSET_INVALID);
    b.ok(&mut q, sq);
    b.fails(&mut q, sq, nvme::INVALID_QUEUE_IDENTIFIER);
    b.fails(&mut q, delete_cq, nvme::INVALID_QUEUE_DELETION);
    b.fails(&mut q, delete_sq.dword(10, 2), nvme::INVALID_QUEUE_IDENTIFIER);
    b.ok(&mut q, delete_sq);
    b.ok(&mut q, delete_cq);
    // Entry sizes that are not set.
    b.write32(nvme::CC.offset, 0x0006_0001);
    b.fails(&mut q, cq, nvme::INVALID_QUEUE_SIZE);
    b.write32(nvme::CC.offset, 0x0040_0001);
    b.ok(&mut q, cq);
    b.fails(&mut q, sq, nvme::INVALID_QUEUE_SIZE);
    b.write32(nvme::CC.offset, 0x0046_0001);
    b.ok(&mut q, sq);
    let mut io = io;
    b.ok(&mut io, Entry::flush());
}

#[test]
fn deleting_a_queue_waits_for_its_commands() {
    let mut b = bench(5);
    let (mut q, mut io) = b.start(8, 8);
    b.unit.idle = true;
    let buffer = Buffer::new(&mut b.memory, 4, 0, 0);
    b.submit(&mut io, Entry::rw(nvme::io::READ, 3, 4, &buffer).cid(9));
    b.until(LIMIT, "the command at the unit", |b| b.unit.seen.len() == 1);
    b.submit(&mut q, Entry::delete(admin::DELETE_IO_SQ).cid(10));
    b.run(2000);
    assert_eq!(b.take(&mut q), None);
    b.unit.idle = false;
    assert_eq!(b.wait(&mut q).cid, 10);
    assert_eq!(b.take(&mut io).map(|c| (c.cid, c.status)), Some((9, 0)), "answered before the queue went");
    // The doorbell of a queue that is gone does nothing.
    let before = b.output("invalid_doorbells");
    b.write32(nvme::SQTDBL.at(1), 3);
    b.run(200);
    assert_eq!((b.unit.seen.len(), b.output("invalid_doorbells")), (1, before + 1));
    b.ok(&mut q, Entry::delete(admin::DELETE_IO_CQ));
    let mut io = b.create(&mut q, 16, 16);
    b.ok(&mut io, Entry::flush());
}

#[test]
fn registers_take_what_they_should() {
    let mut b = bench(6);
    let q = b.enable(16, 8);
    // Fixed while enabled.
    for (offset, value) in [(nvme::AQA.offset, 0x0001_0001), (nvme::ASQ.offset, 0), (nvme::ACQ.offset + 4, 7)] {
        b.write32(offset, value);
    }
    assert_eq!(b.read32(nvme::AQA.offset), 0x0007_000f);
    assert_eq!((b.read64(nvme::ASQ.offset), b.read64(nvme::ACQ.offset)), (q.sq, q.cq));
    // Read only.
    for offset in [nvme::CAP.offset, nvme::CAP.offset + 4, nvme::VS.offset, nvme::CSTS.offset, 0x18, 0x20, 0x38, 0xff8]
    {
        let before = b.read32(offset);
        b.write32(offset, !before);
        assert_eq!(b.read32(offset), before, "offset {offset:x}");
    }
    // The interrupt mask is kept; a byte access is not carried out.
    b.write32(nvme::INTMS.offset, 0xf0f0);
    b.write32(nvme::INTMC.offset, 0x00f0);
    assert_eq!((b.read32(nvme::INTMS.offset), b.read32(nvme::INTMC.offset)), (0xf000, 0xf000));
    for enable in [0x01, 0x03, 0x10, 0x30, 0x7e] {
        b.access(true, 0, u64::from(nvme::INTMS.offset & !7), u64::MAX, enable);
    }
    assert_eq!(b.read32(nvme::INTMS.offset), 0xf000);
    // Nothing of the other window, nor beyond the doorbells.
    assert_eq!(b.access(false, 1, 0, 0, 0xff), 0);
    b.access(true, 1, u64::from(nvme::CC.offset & !7), 0, 0xff);
    assert_eq!(b.read64(nvme::SQTDBL.offset), 0);
    assert_eq!(b.read32(nvme::CC.offset), 0x0046_0001);
    b.disable();
    assert_eq!(b.read32(nvme::AQA.offset), 0x0007_000f, "kept over a controller reset");
    b.write64(nvme::ASQ.offset, 0x1234_5678_9abc_def0);
    assert_eq!(b.read64(nvme::ASQ.offset), 0x1234_5678_9abc_d000);
    b.write32(nvme::AQA.offset, 0xffff_ffff);
    assert_eq!(b.read32(nvme::AQA.offset), 0x0fff_0fff);
    // A function-level reset clears all.
    b.set_flr(true);
    b.step();
    b.set_flr(false);
    for offset in [nvme::AQA.offset, nvme::ASQ.offset, nvme::ASQ.offset + 4, nvme::CC.offset, nvme::INTMS.offset] {
        assert_eq!(b.read32(offset), 0, "offset {offset:x}");
    }
}

#[test]
fn settings_that_cannot_work_are_fatal_until_disabled() {
    let mut b = bench(7);
    for (cc, aqa) in [
        (0x0046_0011, 0x001f_001f),
        (0x0046_0081, 0x001f_001f),
        (0x0046_0801, 0x001f_001f),
        (0x0046_0001, 0x001f_0000),
        (0x0046_0001, 0x0000_001f),
    ] {
        b.write32(nvme::AQA.offset, aqa);
        b.write32(nvme::CC.offset, cc);
        b.run(20);
        assert_eq!(b.read32(nvme::CSTS.offset), 0b10, "cc {cc:x} aqa {aqa:x}");
        b.write32(nvme::CC.offset, 0);
        b.run(20);
        assert_eq!(b.read32(nvme::CSTS.offset), 0);
    }
    b.enable(4, 4);
}

#[test]
fn doorbells_that_cannot_be_are_ignored_and_counted() {
    let mut b = bench(8);
    // Nothing runs yet: all ten.
    for n in 0..5 {
        b.write32(nvme::SQTDBL.at(n), 1);
        b.write32(nvme::CQHDBL.at(n), 1);
    }
    b.run(10);
    assert_eq!(b.output("invalid_doorbells"), 10);
    let (mut q, mut io) = b.start(16, 8);
    let mut expected = 10;
    for (offset, value) in [
        (nvme::SQTDBL.at(0), 32),
        (nvme::SQTDBL.at(0), 0xffff),
        (nvme::CQHDBL.at(0), 32),
        (nvme::SQTDBL.at(1), 16),
        (nvme::CQHDBL.at(1), 8),
        (nvme::CQHDBL.at(1), 0xffff),
        // Heads that free entries which were not completed.
        (nvme::CQHDBL.at(1), 1),
        (nvme::CQHDBL.at(1), 7),
        (nvme::CQHDBL.at(0), 1),
        (nvme::CQHDBL.at(0), 3),
        (nvme::SQTDBL.at(2), 0),
        (nvme::CQHDBL.at(4), 0),
        (0x1028, 0),
        (0x102c, 0),
        (0x1800, 1),
        (0x1ffc, 1),
    ] {
        b.write32(offset, value);
        b.run(10);
        expected += 1;
        assert_eq!(b.output("invalid_doorbells"), expected, "doorbell {offset:x} := {value:x}");
    }
    b.write64(0x1028, 0);
    b.run(10);
    expected += 2;
    b.ok(&mut io, Entry::flush());
    b.ok(&mut q, Entry::new(admin::ABORT, 0));
    // More entries than the queue has room for, while one is at the unit and the queue wraps.
    for _ in 0..13 {
        b.ok(&mut io, Entry::flush());
    }
    b.unit.closed = true;
    let (old, last) = (io.tail, 15);
    for _ in 0..8 {
        b.put(&mut io, Entry::flush());
    }
    b.ring_tail(&io);
    b.run(1000);
    assert_eq!((old, io.tail), (14, 6));
    // Two commands and the four places of the ring are out of the queue: the head is at 4.
    for tail in [4, 5] {
        b.write32(nvme::SQTDBL.at(1), tail);
        b.run(10);
        expected += 1;
        assert_eq!(b.output("invalid_doorbells"), expected, "tail {tail} of {last}");
    }
    b.unit.closed = false;
    for _ in 0..8 {
        b.wait(&mut io);
    }
    b.ok(&mut io, Entry::flush());
    // One access for both doorbells of the admin queue.
    b.put(&mut q, Entry::new(admin::ABORT, 0).cid(77));
    let head = q.head;
    b.write64(nvme::SQTDBL.at(0), q.tail | head << 32);
    assert_eq!(b.wait(&mut q).cid, 77);
    assert_eq!(b.output("invalid_doorbells"), expected);
}

#[test]
fn the_admin_queue_has_4096_entries_if_wanted() {
    let mut b = bench(9);
    b.ready_percent = 100;
    b.latency = 5..10;
    let mut q = b.enable(4096, 4096);
    for n in 0..4200u32 {
        b.submit(&mut q, Entry::new(admin::ABORT, 0).cid(n as u16));
        assert_eq!(b.wait(&mut q).cid, n as u16);
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_fatal() {
    for error in [1, 2, 3] {
        let mut b = bench(10 + error);
        let (_, mut io) = b.start(16, 16);
        b.memory.bad.insert(io.sq, error);
        b.submit(&mut io, Entry::flush());
        b.run(500);
        assert_eq!(b.read32(nvme::CSTS.offset), 0b11);
        assert!(b.unit.seen.is_empty() && b.output("dma_errors") == 1);
        b.disable();
        b.memory.bad.clear();
        let (_, mut io) = b.start(16, 16);
        b.ok(&mut io, Entry::flush());
        assert_eq!(b.read32(nvme::CSTS.offset), 1);
    }
}

#[test]
fn the_model_of_the_unit_refuses_a_row_twice() {
    let mut u = unit::Unit::default();
    u.command(&[24, 0, 5, 1], 0);
    let twice = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| u.command(&[24, 0, 6, 1], 1)));
    assert!(twice.is_err());
}
