//! Abort (D25): what waits at the unit is answered at once, what is under way ends in its own time.

use super::bench;
use super::bench::Bench;
use super::driver::{Entry, LIMIT};
use super::memory::Buffer;
use super::Nvme;
use crate::harness::mutant;
use twinpath_spec::nvme::{self, admin, io};

fn abort(cid: u16, queue: u32) -> Entry {
    Entry::new(admin::ABORT, 0).dword(10, u32::from(cid) << 16 | queue)
}

pub fn aborts(b: &mut Bench) {
    let (mut q, mut io) = b.start(32, 32);
    let buffer = Buffer::new(&mut b.memory, 2, 0, 0);
    b.unit.idle = true;
    for cid in 0..20 {
        let opcode = if cid % 3 == 0 { io::READ } else { io::WRITE };
        b.put(&mut io, Entry::rw(opcode, 2 * u64::from(cid), 2, &buffer).cid(cid));
    }
    b.put(&mut io, Entry::zeroes(100, 100).cid(20));
    b.ring_tail(&io);
    b.until(LIMIT, "all commands at the unit", |b| b.unit.seen.len() == 21);
    // Bit 0 says "not aborted": of no command, of one that has no such queue.
    for (cid, queue) in [(21, 1), (0xffff, 1), (7, 0), (7, 2), (7, 0xffff)] {
        assert_eq!(b.ok(&mut q, abort(cid, queue)), 1, "command {cid} of queue {queue}");
    }
    for cid in [7, 0, 19, 20] {
        assert_eq!(b.ok(&mut q, abort(cid, 1)), 0, "command {cid}");
        // Its completion was there first.
        let cqe = b.take(&mut io).unwrap_or_else(|| panic!("no completion of {cid}"));
        assert_eq!((cqe.cid, cqe.status), (cid, nvme::ABORT_REQUESTED.bits()));
        assert_eq!(b.ok(&mut q, abort(cid, 1)), 1, "{cid} is over");
    }
    b.ring_head(&io);
    // What is under way stays.
    b.unit.idle = false;
    b.until(LIMIT, "the first block", |b| b.unit.job_starts() > 0);
    let begun = b.unit.begun();
    let cid = b.unit.seen.iter().position(|c| c[0] == begun).expect("its command came") as u16;
    assert_eq!(b.ok(&mut q, abort(cid, 1)), 1);
    let mut rest: Vec<u16> =
        (0..17).map(|_| b.wait(&mut io)).map(|cqe| (assert_eq!(cqe.status, 0), cqe.cid).1).collect();
    rest.sort();
    assert_eq!(rest, (0..20).filter(|cid| ![7, 0, 19].contains(cid)).collect::<Vec<u16>>());
    b.ok(&mut io, Entry::rw(io::WRITE, 0, 2, &buffer));
}

#[test]
fn what_waits_is_given_back() {
    aborts(&mut bench(70));
}

/// The row of what was given back goes to a command that waits for one, and stays with it.
fn follows_the_command_not_its_row(b: &mut Bench) {
    let (mut q, mut io) = b.start(32, 32);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.unit.idle = true;
    for cid in 0..30 {
        b.put(&mut io, Entry::rw(io::WRITE, cid, 1, &buffer).cid(cid as u16));
    }
    b.ring_tail(&io);
    b.until(LIMIT, "a command in each row", |b| b.unit.seen.len() == 24);
    for (n, cid) in [5, 0, 23].into_iter().enumerate() {
        assert_eq!(b.ok(&mut q, abort(cid, 1)), 0, "command {cid}");
        let cqe = b.take(&mut io).unwrap_or_else(|| panic!("no completion of {cid}"));
        assert_eq!((cqe.cid, cqe.status), (cid, nvme::ABORT_REQUESTED.bits()));
        b.until(LIMIT, "the next command", |b| b.unit.seen.len() == 25 + n);
    }
}

#[test]
fn an_abort_ends_though_the_row_is_used_again() {
    follows_the_command_not_its_row(&mut bench(72));
}

#[test]
fn a_full_completion_queue_does_not_hold_an_abort() {
    let mut b = bench(71);
    let (mut q, mut io) = b.start(16, 4);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    for cid in 0..6 {
        b.put(&mut io, Entry::flush().cid(cid));
    }
    b.ring_tail(&io);
    b.run(2000);
    b.unit.idle = true;
    b.submit(&mut io, Entry::rw(io::WRITE, 0, 1, &buffer).cid(6));
    b.run(2000);
    // Not fetched as long as there is no place for its completion: not aborted.
    assert_eq!(b.ok(&mut q, abort(6, 1)), 1);
    b.unit.idle = false;
    let mut statuses: Vec<(u16, u16)> = (0..7).map(|_| b.wait(&mut io)).map(|cqe| (cqe.cid, cqe.status)).collect();
    statuses.sort();
    assert_eq!(statuses, (0..7).map(|cid| (cid, 0)).collect::<Vec<_>>());
}

/// The command that an Abort names ends while the unit has not decided yet, and the host sends the next one, of the same
/// kind. What the Abort says, and the status of the next command.
fn ends_before_the_decision(b: &mut Bench, opcode: u8) -> (Option<u32>, u16) {
    let (mut q, mut io) = b.start(32, 32);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.unit.idle = true;
    b.unit.undecided = true;
    b.submit(&mut io, Entry::rw(opcode, 0, 1, &buffer).cid(1));
    b.until(LIMIT, "the command at the unit", |b| b.unit.seen.len() == 1);
    b.submit(&mut q, abort(1, 1));
    b.until(LIMIT, "the Abort at the unit", |b| b.output("abort$valid") == 1);
    b.unit.carry_out(b.unit.seen[0][0]);
    assert_eq!((b.wait(&mut io).cid, b.output("abort$valid")), (1, 1));
    b.submit(&mut io, Entry::rw(opcode, 0, 1, &buffer).cid(2));
    // It may wait for the row as long as that takes.
    b.run(2_000);
    b.unit.undecided = false;
    b.until(LIMIT, "the next command at the unit", |b| b.unit.seen.len() == 2);
    b.run(200);
    b.unit.idle = false;
    let next = b.wait(&mut io);
    assert_eq!(next.cid, 2);
    b.run(200);
    (b.take(&mut q).map(|cqe| cqe.result), next.status)
}

#[test]
fn an_abort_never_takes_back_another_command() {
    for (seed, opcode) in [(73, io::WRITE), (74, io::READ)] {
        assert_eq!(ends_before_the_decision(&mut bench(seed), opcode), (Some(1), 0), "opcode {opcode}");
    }
}

#[test]
fn rows_that_go_on_to_other_commands_are_caught() {
    for (class, opcode) in [("write", io::WRITE), ("read", io::READ)] {
        let good = format!("assign {class}_free = {class}_any$q & (~(asked & (asked_row == {class}_at$q)));");
        let broken = mutant::<Nvme>("nvme", &good, &format!("assign {class}_free = {class}_any$q;"));
        let found = ends_before_the_decision(&mut Bench::new(broken, 75), opcode);
        assert_eq!(found, (None, nvme::ABORT_REQUESTED.bits()), "opcode {opcode}");
    }
}

#[test]
fn a_reset_waits_for_the_decision() {
    let mut b = bench(76);
    let (mut q, mut io) = b.start(32, 32);
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.unit.idle = true;
    b.unit.undecided = true;
    b.submit(&mut io, Entry::rw(io::WRITE, 0, 1, &buffer).cid(1));
    b.until(LIMIT, "the command at the unit", |b| b.unit.seen.len() == 1);
    b.submit(&mut q, abort(1, 1));
    b.until(LIMIT, "the Abort at the unit", |b| b.output("abort$valid") == 1);
    b.write32(nvme::CC.offset, 0x0046_0000);
    b.unit.carry_out(0);
    b.run(2_000);
    assert!(b.is_ready() && b.output("abort$valid") == 1);
    b.unit.undecided = false;
    b.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
    b.unit.idle = false;
    let (mut q, mut io) = b.start(32, 32);
    b.ok(&mut io, Entry::rw(io::WRITE, 0, 1, &buffer));
    assert_eq!(b.ok(&mut q, abort(1, 1)), 1);
}
