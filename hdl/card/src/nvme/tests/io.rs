//! I/O commands: data by every kind of PRPs, every error status, queues that wrap and fill.

use super::bench;
use super::bench::{Bench, BLOCKS};
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{Buffer, PAGE};
use twinpath_spec::nvme::{self, io};

/// Writes and reads back `blocks` blocks through buffers of these shapes.
fn there_and_back(b: &mut Bench, q: &mut Queue, lba: u64, blocks: u64, shape: (u64, u64), back: (u64, u64)) {
    let from = Buffer::new(&mut b.memory, blocks, shape.0, shape.1);
    let mut random = b.random.clone();
    let data = from.fill(&mut b.memory, &mut random);
    b.random = random;
    b.ok(q, Entry::rw(io::WRITE, lba, blocks as u32, &from));
    for n in 0..blocks {
        assert!(
            b.unit.block(lba + n) == data[(n * PAGE) as usize..][..4096],
            "lba {lba} block {n}, {blocks} from {shape:?}"
        );
    }
    let to = Buffer::new(&mut b.memory, blocks, back.0, back.1);
    b.ok(q, Entry::rw(io::READ, lba, blocks as u32, &to));
    assert!(to.contents(&b.memory) == data, "{blocks} blocks at {lba} into {back:?}");
    from.revoke(&mut b.memory);
    to.revoke(&mut b.memory);
}

#[test]
fn data_moves_by_every_kind_of_prps() {
    let mut b = bench(20);
    let (_, mut q) = b.start(16, 16);
    // One page; two by offset; two and more pages; lists that start anywhere, and chain.
    for (blocks, offset, list_at) in [
        (1, 0, 0),
        (1, 4, 0),
        (1, 2048, 0),
        (1, 4092, 0),
        (2, 0, 0),
        (2, 512, 0),
        (3, 0, 0),
        (3, 0, 509),
        (3, 0, 510),
        (3, 0, 511),
        (3, 100, 511),
        (8, 0, 505),
        (8, 8, 504),
        (31, 4, 480),
        (32, 0, 0),
        (32, 0, 481),
        (32, 0, 480),
        (32, 4, 480),
        (32, 4092, 479),
        (32, 2048, 495),
        (32, 2048, 511),
    ] {
        there_and_back(
            &mut b,
            &mut q,
            7 + blocks,
            blocks,
            (offset, list_at),
            (4096 - 4 - offset, (list_at + 256) % 512),
        );
        there_and_back(&mut b, &mut q, BLOCKS - blocks, blocks, (0, list_at), (offset, 511));
    }
    assert_eq!(b.output("errors"), 0);
}

#[test]
fn every_bad_command_gets_its_status_and_the_next_one_works() {
    let mut b = bench(21);
    let (_, mut q) = b.start(16, 16);
    let small = Buffer::new(&mut b.memory, 1, 0, 0);
    let large = Buffer::new(&mut b.memory, 32, 0, 0);
    let page = b.memory.pages(1);
    let mut expected = 0;
    let mut fails = |b: &mut Bench, entry: Entry, status: nvme::Status| {
        let seen = b.unit.seen.len();
        b.fails(&mut q, entry, status);
        assert_eq!(b.unit.seen.len(), seen, "the unit is not asked");
        expected += 1;
        assert_eq!(b.output("errors"), expected);
        b.ok(&mut q, Entry::rw(io::WRITE, 1, 1, &small));
    };
    for opcode in [0x03, 0x04, 0x06, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x11, 0x15, 0x7f, 0x80, 0xff] {
        fails(&mut b, Entry::new(opcode, 1), nvme::INVALID_OPCODE);
    }
    for opcode in [io::FLUSH, io::WRITE, io::READ, io::COMPARE, io::WRITE_ZEROES, io::DATASET_MANAGEMENT] {
        let entry = Entry::rw(opcode, 0, 1, &small);
        for bits in [1 << 8, 2 << 8, 3 << 8, 1 << 14, 2 << 14, 3 << 14] {
            fails(&mut b, entry.dword(0, u32::from(opcode) | bits), nvme::INVALID_FIELD);
        }
        for nsid in [0, 2, 0x8000_0000, nvme::NSID_ALL - 1] {
            fails(&mut b, entry.dword(1, nsid), nvme::INVALID_NAMESPACE);
        }
    }
    let all = Entry::rw(io::READ, 0, 1, &small).dword(1, nvme::NSID_ALL);
    fails(&mut b, all, nvme::INVALID_NAMESPACE);
    for opcode in [io::WRITE, io::READ, io::COMPARE] {
        let entry = |lba: u64, blocks: u32, buffer: &Buffer| Entry::rw(opcode, lba, blocks, buffer);
        for blocks in [33, 64, 0x1_0000] {
            fails(&mut b, entry(0, blocks, &large), nvme::INVALID_FIELD);
        }
        for (lba, blocks) in [
            (BLOCKS, 1),
            (BLOCKS - 1, 2),
            (BLOCKS - 31, 32),
            (0xffff_ffff, 1),
            (0xffff_ffff, 32),
            (1 << 32, 1),
            (u64::MAX, 32),
            (1 << 63, 1),
        ] {
            fails(&mut b, entry(lba, blocks, &large), nvme::LBA_OUT_OF_RANGE);
        }
        // PRP1 is a dword address, PRP2 as a page has no offset, as a list it is a qword address.
        for offset in [1, 2, 3, 4095] {
            fails(&mut b, entry(0, 1, &small).prps(page + offset, page), nvme::PRP_OFFSET_INVALID);
        }
        for offset in [4, 8, 2048] {
            fails(&mut b, entry(0, 2, &small).prps(page, page + offset), nvme::PRP_OFFSET_INVALID);
            fails(&mut b, entry(0, 1, &small).prps(page + 8, page + offset), nvme::PRP_OFFSET_INVALID);
        }
        for offset in [1, 2, 4, 12, 4092] {
            fails(&mut b, entry(0, 3, &large).prps(page, page + offset), nvme::PRP_OFFSET_INVALID);
        }
        // An entry of the list, the last entry, the pointer to the rest, an entry there.
        for (blocks, list_at, bad) in [(3, 0, 0), (32, 0, 30), (32, 490, 21), (32, 490, 25), (3, 511, 0), (3, 511, 1)] {
            for offset in [4, 8, 0x800] {
                let buffer = Buffer::new(&mut b.memory, blocks, 0, list_at);
                let at = list_at + bad;
                let address = if at < 512 { buffer.lists[0] + 8 * at } else { buffer.lists[1] + 8 * (at - 512) };
                let low = b.memory.read(address, 1)[0];
                b.memory.write(address, &[low | offset as u8]);
                let high = b.memory.read(address + 1, 1)[0];
                b.memory.write(address + 1, &[high | (offset >> 8) as u8]);
                fails(&mut b, entry(0, blocks as u32, &buffer), nvme::PRP_OFFSET_INVALID);
            }
        }
        // A list that cannot be read, or not its second page.
        for error in [1, 2, 3] {
            for n in [0, 1] {
                let buffer = Buffer::new(&mut b.memory, 8, 0, 508);
                b.memory.bad.insert(buffer.lists[n], error);
                fails(&mut b, entry(0, 8, &buffer), nvme::DATA_TRANSFER_ERROR);
            }
        }
    }
    b.ok(&mut q, Entry::flush().dword(1, nvme::NSID_ALL));
}

#[test]
fn a_failed_transfer_fails_its_command_alone() {
    let mut b = bench(22);
    let (_, mut q) = b.start(16, 16);
    for error in [1, 2, 3] {
        for bad in 0..5 {
            let buffer = Buffer::new(&mut b.memory, 4, 8, 0);
            b.memory.bad.insert(buffer.parts[bad].0 / PAGE * PAGE, error);
            b.unit.job_errors.clear();
            b.fails(&mut q, Entry::rw(io::WRITE, 40, 4, &buffer), nvme::DATA_TRANSFER_ERROR);
            let jobs = if bad == 0 || bad == 4 { 1 } else { 2 };
            assert_eq!(b.unit.job_errors, vec![error; jobs], "page {bad}");
            there_and_back(&mut b, &mut q, 50, 2, (0, 0), (0, 0));
        }
        let buffer = Buffer::new(&mut b.memory, 3, 8, 0);
        b.unit.job_errors.clear();
        b.write_errors.extend([0, 0, 0, error]);
        b.fails(&mut q, Entry::rw(io::READ, 40, 3, &buffer), nvme::DATA_TRANSFER_ERROR);
        assert_eq!(b.unit.job_errors, [error]);
        there_and_back(&mut b, &mut q, 50, 2, (0, 0), (0, 0));
    }
    // Two errors in one job: the first one is told.
    let buffer = Buffer::new(&mut b.memory, 1, 8, 0);
    b.unit.job_errors.clear();
    b.write_errors.extend([2, 1]);
    b.fails(&mut q, Entry::rw(io::READ, 40, 1, &buffer), nvme::DATA_TRANSFER_ERROR);
    assert_eq!(b.unit.job_errors, [2]);
}

#[test]
fn queues_wrap_with_the_phase() {
    for entries in [2, 3, 5, 64] {
        let mut b = bench(23 + entries);
        let (_, mut q) = b.start(entries, if entries == 5 { 3 } else { entries });
        for n in 0..3 * entries + 1 {
            b.submit(&mut q, Entry::flush().cid(n as u16));
            let cqe = b.wait(&mut q);
            assert_eq!((cqe.cid, cqe.sq_head as u64), (n as u16, q.tail));
        }
    }
}

/// Forty commands through a completion queue of four entries.
pub fn fill_completions(b: &mut Bench) {
    let (mut admin, mut q) = b.start(64, 4);
    for n in 0..40 {
        b.put(&mut q, Entry::flush().cid(n));
    }
    b.ring_tail(&q);
    b.run(3000);
    let mut cids = vec![];
    while cids.len() < 40 {
        // Three fit; the fourth place stays free.
        let mut got = 0;
        while let Some(cqe) = b.take(&mut q) {
            cids.push(cqe.cid);
            got += 1;
        }
        assert_eq!(got, 3.min(40 - (cids.len() - got)));
        // The admin queue is not held up.
        b.ok(&mut admin, Entry::new(nvme::admin::ABORT, 0));
        b.ring_head(&q);
        b.run(1500);
    }
    cids.sort();
    assert_eq!(cids, (0..40).collect::<Vec<u16>>());
}

#[test]
fn a_full_completion_queue_stops_and_resumes() {
    fill_completions(&mut bench(30));
}

#[test]
fn rows_of_a_class_run_out_and_come_back() {
    let mut b = bench(31);
    let (mut admin, mut q) = b.start(64, 64);
    b.unit.idle = true;
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    for n in 0..10 {
        b.put(&mut q, Entry::rw(io::READ, n.into(), 1, &buffer).cid(n));
    }
    for n in 10..40 {
        b.put(&mut q, Entry::rw(io::WRITE, n.into(), 1, &buffer).cid(n));
    }
    b.ring_tail(&q);
    b.run(3000);
    assert_eq!(b.unit.rows(), (24..32).collect::<Vec<u64>>(), "the ninth read waits, and what is behind it");
    b.ok(&mut admin, Entry::new(nvme::admin::ABORT, 0));
    b.unit.idle = false;
    let mut cids: Vec<u16> = (0..40).map(|_| b.wait(&mut q).cid).collect();
    cids.sort();
    assert_eq!(cids, (0..40).collect::<Vec<u16>>());
    b.unit.idle = true;
    for n in 0..30 {
        b.put(&mut q, Entry::rw(io::WRITE, n.into(), 1, &buffer).cid(n));
    }
    b.ring_tail(&q);
    b.run(3000);
    assert_eq!(b.unit.rows(), (0..24).collect::<Vec<u64>>());
    b.unit.idle = false;
    (0..30).for_each(|_| assert_eq!(b.wait(&mut q).status, 0));
}

#[test]
fn a_unit_that_refuses_needs_no_rows() {
    let mut b = bench(33);
    let (_, mut q) = b.start(64, 64);
    b.unit.idle = true;
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    for n in 0..30 {
        b.put(&mut q, Entry::rw(io::WRITE, n.into(), 1, &buffer).cid(n));
    }
    b.ring_tail(&q);
    b.run(3000);
    assert_eq!(b.unit.rows(), (0..24).collect::<Vec<u64>>());
    // Every row is taken: what waits for one, and what comes, is refused all the same; a bad command for its own fault.
    b.set_refuse(true);
    b.put(&mut q, Entry::rw(io::READ, BLOCKS, 1, &buffer).cid(30));
    b.put(&mut q, Entry::rw(io::READ, 0, 1, &buffer).cid(31));
    b.ring_tail(&q);
    for cid in 24..32 {
        let cqe = b.wait(&mut q);
        let status = if cid == 30 { nvme::LBA_OUT_OF_RANGE } else { nvme::COMMAND_INTERRUPTED };
        assert_eq!((cqe.cid, cqe.status), (cid, status.bits()));
    }
    assert_eq!(b.unit.rows().len(), 24);
    b.set_refuse(false);
    b.unit.idle = false;
    (0..24).for_each(|_| assert_eq!(b.wait(&mut q).status, 0));
    there_and_back(&mut b, &mut q, 3, 1, (0, 0), (0, 0));
}

#[test]
fn an_answered_row_is_not_touched_again() {
    let mut b = bench(32);
    let (_, mut q) = b.start(16, 16);
    b.unit.idle = true;
    let buffer = Buffer::new(&mut b.memory, 2, 0, 0);
    b.submit(&mut q, Entry::rw(io::WRITE, 3, 2, &buffer).cid(5));
    b.until(LIMIT, "the command at the unit", |b| b.unit.seen.len() == 1);
    // The unit gives up on the command (as when the link stays down), and asks for its data later.
    b.unit.interrupt(0, nvme::COMMAND_INTERRUPTED.bits().into());
    let cqe = b.wait(&mut q);
    assert_eq!((cqe.cid, cqe.status), (5, nvme::COMMAND_INTERRUPTED.bits()));
    buffer.revoke(&mut b.memory);
    b.unit.idle = false;
    b.until(LIMIT, "the row's end", |b| b.unit.live() == 0);
    b.run(200);
    assert_eq!(b.unit.job_errors, [1, 1]);
    assert_eq!(b.take(&mut q), None, "answered once");
    there_and_back(&mut b, &mut q, 3, 2, (0, 0), (0, 0));
}

/// Cycles from the register port to the first request, and from an answer to its completion entry.
#[test]
fn it_is_quick() {
    let mut b = bench(33);
    b.ready_percent = 100;
    let (_, mut q) = b.start(64, 64);
    b.run(100);
    b.read_requests.clear();
    b.put(&mut q, Entry::flush());
    let start = b.cycle;
    b.ring_tail(&q);
    b.until(100, "the request", |b| !b.read_requests.is_empty());
    let request = b.read_requests[0].0 - start;
    b.post_requests.clear();
    b.wait(&mut q);
    let post = b.post_requests[0] - b.unit.answers_at.last().expect("it was answered");
    println!("doorbell to read request {request} cycles, answer to post {post} cycles");
    assert!(request <= 10 && post <= 10, "doorbell to request {request}, answer to post {post}");

    // How fast commands come to a unit that takes them at once, without and with lists.
    for (blocks, goal) in [(1, 60), (2, 60), (8, 250)] {
        b.latency = 62..63;
        b.unit.idle = true;
        let buffer = Buffer::new(&mut b.memory, blocks, 0, 0);
        b.unit.commands_at.clear();
        for n in 0..16 {
            b.put(&mut q, Entry::rw(io::WRITE, n * blocks, blocks as u32, &buffer));
        }
        b.ring_tail(&q);
        b.until(LIMIT, "16 commands", |b| b.unit.commands_at.len() == 16);
        let each = (b.unit.commands_at[15] - b.unit.commands_at[3]) / 12;
        println!("a command of {blocks} blocks every {each} cycles");
        assert!(each <= goal, "a command of {blocks} blocks every {each} cycles");
        b.unit.idle = false;
        (0..16).for_each(|_| assert_eq!(b.wait(&mut q).status, 0));
    }
}
