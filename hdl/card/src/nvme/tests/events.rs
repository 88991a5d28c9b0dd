//! Asynchronous Event Requests: a doorbell that cannot be is told once, until the error log was read.

use super::bench::Bench;
use super::driver::{Cqe, Entry, Queue};
use super::logs::{newest_error, read_log};
use super::{bench, Nvme};
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};
use twinpath_spec::nvme::{self, admin, event, log};

fn request(cid: u16) -> Entry {
    Entry::new(admin::ASYNC_EVENT_REQUEST, 0).cid(cid)
}

fn result(info: u8) -> u32 {
    event::result(event::ERROR, info, log::ERROR)
}

fn quiet(b: &mut Bench, q: &mut Queue) {
    b.run(1500);
    assert_eq!(b.take(q), None);
}

fn told(b: &mut Bench, q: &mut Queue, cids: &[u16], info: u8) -> u16 {
    let Cqe { cid, result: found, status, .. } = b.wait(q);
    assert!(cids.contains(&cid), "{cid} is not of {cids:?}");
    assert_eq!((found, status), (result(info), 0));
    cid
}

fn doorbells_are_told(b: &mut Bench) {
    let (mut q, _) = b.start(16, 16);
    // It waits for a request.
    b.write32(nvme::SQTDBL.at(9), 1);
    quiet(b, &mut q);
    b.submit(&mut q, request(700));
    told(b, &mut q, &[700], event::INVALID_DOORBELL);
    // More of them are not told, until the error log was read; not another log, and not by who says that he will come again.
    for cid in 701..704 {
        b.submit(&mut q, request(cid));
    }
    b.write32(nvme::SQTDBL.at(1), 99);
    quiet(b, &mut q);
    read_log(b, &mut q, log::SMART, 512, 0);
    let page = b.memory.pages(1);
    let retained =
        Entry::new(admin::GET_LOG_PAGE, 0).prps(page, 0).dword(10, 15 << 16 | 1 << 15 | u32::from(log::ERROR));
    b.ok(&mut q, retained);
    b.write32(nvme::SQTDBL.at(1), 99);
    quiet(b, &mut q);
    assert_eq!(newest_error(b, &mut q), (1, 0xffff, 0xffff, nvme::INVALID_QUEUE_IDENTIFIER.bits()));
    quiet(b, &mut q);
    b.write32(nvme::SQTDBL.at(1), 99);
    let mut left = vec![701, 702, 703];
    let cid = told(b, &mut q, &left, event::INVALID_VALUE);
    left.retain(|c| *c != cid);
    assert_eq!(newest_error(b, &mut q), (2, 0xffff, 0xffff, nvme::INVALID_FIELD.bits()));
    // Of queues that are not there, either half; of the admin queue.
    for (offset, value, info) in
        [(nvme::CQHDBL.at(3), 0, event::INVALID_DOORBELL), (nvme::CQHDBL.at(0), 77, event::INVALID_VALUE)]
    {
        b.write32(offset, value);
        let cid = told(b, &mut q, &left, info);
        left.retain(|c| *c != cid);
        newest_error(b, &mut q);
    }
    // One too many; all are gone with a reset, and what was seen before it.
    for cid in 0..4 {
        b.submit(&mut q, request(cid));
    }
    b.fails(&mut q, request(5), nvme::ASYNC_EVENT_LIMIT_EXCEEDED);
    b.disable();
    b.write32(nvme::SQTDBL.at(2), 1);
    let mut q = b.enable(8, 8);
    for cid in 0..4 {
        b.submit(&mut q, request(cid));
    }
    quiet(b, &mut q);
    b.fails(&mut q, request(5), nvme::ASYNC_EVENT_LIMIT_EXCEEDED);
}

/// Abort of a request; whether it was aborted.
fn abort(b: &mut Bench, q: &mut Queue, cid: u16) -> bool {
    b.submit(q, Entry::new(admin::ABORT, 0).dword(10, u32::from(cid) << 16).cid(900));
    let first = b.wait(q);
    if first.cid == 900 {
        assert_eq!((first.result, first.status), (1, 0));
        return false;
    }
    assert_eq!((first.cid, first.status, first.result), (cid, nvme::ABORT_REQUESTED.bits(), 0));
    let second = b.wait(q);
    assert_eq!((second.cid, second.result, second.status), (900, 0, 0));
    true
}

fn requests_are_aborted(b: &mut Bench) {
    let mut q = b.enable(16, 16);
    assert!(!abort(b, &mut q, 0));
    for cid in 10..14 {
        b.submit(&mut q, request(cid));
    }
    // In the middle, at the end, one that is gone, one that never was.
    for (cid, there) in [(11, true), (13, true), (11, false), (0, false)] {
        assert_eq!(abort(b, &mut q, cid), there, "{cid}");
    }
    for cid in [14, 15] {
        b.submit(&mut q, request(cid));
    }
    b.fails(&mut q, request(16), nvme::ASYNC_EVENT_LIMIT_EXCEEDED);
    b.write32(nvme::SQTDBL.at(4), 1);
    let cid = told(b, &mut q, &[10, 12, 14, 15], event::INVALID_DOORBELL);
    for other in [10, 12, 14, 15] {
        assert_eq!(abort(b, &mut q, other), other != cid, "{other}");
    }
}

#[test]
fn a_doorbell_that_cannot_be_is_told() {
    doorbells_are_told(&mut bench(95));
}

#[test]
fn a_request_may_be_aborted() {
    requests_are_aborted(&mut bench(96));
}

fn caught(from: &str, to: &str, check: impl Fn(&mut Bench)) {
    let mut b = Bench::new(broken::<Nvme>("nvme", from, to), 97);
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&mut b)));
    assert!(outcome.is_err(), "nobody noticed `{to}` for `{from}`");
}

#[test]
fn a_twin_that_tells_again_is_caught() {
    caught("masked$d = 1'b1;", "masked$d = 1'b0;", doorbells_are_told);
}

#[test]
fn a_twin_that_keeps_requests_over_a_reset_is_caught() {
    caught("count$d = 3'd0;", "count$d = count$q;", doorbells_are_told);
}

#[test]
fn a_twin_that_loses_another_request_is_caught() {
    caught("names$write_data = names$read_data;", "names$write_data = cid;", requests_are_aborted);
}
