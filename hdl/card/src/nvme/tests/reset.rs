//! Controller reset and function-level reset, at any moment.

use super::bench;
use super::bench::Bench;
use super::driver::{Entry, Queue, LIMIT};
use super::memory::{put_ranges, Buffer};
use rand::Rng;
use twinpath_spec::nvme::{self, admin, io};

/// Everything that a host under load has given to the card, and takes back after a reset.
struct Given {
    buffers: Vec<Buffer>,
    queues: Vec<Queue>,
}

impl Given {
    fn revoke(&self, b: &mut Bench) {
        self.buffers.iter().for_each(|buffer| buffer.revoke(&mut b.memory));
        for q in &self.queues {
            b.memory.revoke(q.sq);
            b.memory.revoke(q.cq);
        }
    }
}

/// Starts commands of all kinds and leaves them where they are after `cycles`.
fn load(b: &mut Bench, cycles: u64) -> Given {
    let (mut q, mut io) = b.start(64, 32);
    let mut given = Given { buffers: vec![], queues: vec![] };
    for n in 0..40u16 {
        let blocks = b.random.random_range(1..9);
        let buffer = Buffer::new(&mut b.memory, blocks, 8 * u64::from(n % 3), 500 + u64::from(n % 12));
        let lba = u64::from(n) * 8;
        let entry = match b.random.random_range(0..5) {
            0 => Entry::zeroes(lba, 8 * blocks as u32),
            1 => {
                put_ranges(&mut b.memory, buffer.prp1, buffer.prp2, &[(lba, 3), (lba + 4, 40)]);
                Entry::deallocate(buffer.prp1, buffer.prp2, 2)
            }
            2 => Entry::flush(),
            3 => Entry::rw(io::WRITE, lba, blocks as u32, &buffer),
            _ if n % 4 == 3 => Entry::rw(io::COMPARE, lba, blocks as u32, &buffer),
            _ => Entry::rw(io::READ, lba, blocks as u32, &buffer),
        };
        b.put(&mut io, entry.cid(n));
        given.buffers.push(buffer);
    }
    b.ring_tail(&io);
    let page = Buffer::new(&mut b.memory, 1, 64, 0);
    b.put(&mut q, Entry::new(admin::IDENTIFY, 1).prps(page.prp1, page.prp2).dword(10, 1));
    b.put(&mut q, Entry::delete(admin::DELETE_IO_SQ));
    b.ring_tail(&q);
    given.buffers.push(page);
    given.queues = vec![q, io];
    b.run(cycles);
    given
}

/// Loads the card, resets it after a while and uses it again, `rounds` times.
pub fn resets(b: &mut Bench, rounds: u64) {
    for round in 0..rounds {
        b.unit.keeps_rows = round % 3 == 0;
        b.unit.closed = round % 5 == 4;
        let given = load(b, round * round * 2);
        // In a reset the unit takes what waits for it. A unit whose link is away leaves rows for later.
        b.unit.closed = false;
        b.unit.idle = round % 4 == 1;
        if round % 7 == 3 {
            b.set_flr(true);
            b.step();
            b.set_flr(false);
            b.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
        } else {
            b.disable();
        }
        assert_eq!(b.outstanding(), 0, "round {round}: no DMA after CSTS.RDY is 0");
        // From here on any access to that memory is a failure.
        given.revoke(b);
        let interrupts = b.interrupts.len();
        if round % 2 == 0 {
            b.run(1000);
        }
        assert_eq!(b.interrupts.len(), interrupts);
        let (_, mut io) = b.start(8, 8);
        b.unit.idle = false;
        let buffer = Buffer::new(&mut b.memory, 3, 4, 511);
        let mut random = b.random.clone();
        let data = buffer.fill(&mut b.memory, &mut random);
        b.ok(&mut io, Entry::rw(io::WRITE, 900, 3, &buffer));
        let back = Buffer::new(&mut b.memory, 3, 0, 0);
        b.ok(&mut io, Entry::rw(io::READ, 900, 3, &back));
        assert!(back.contents(&b.memory) == data, "round {round}");
        b.disable();
    }
    b.until(LIMIT, "every row back", |b| b.unit.live() == 0);
}

#[test]
fn a_reset_at_any_moment_leaves_the_host_alone() {
    resets(&mut bench(40), 60);
}

#[test]
fn a_reset_waits_for_dma_and_only_for_that() {
    let mut b = bench(41);
    let (_, mut q) = b.start(16, 16);
    // A read of the host's data that takes long.
    b.latency = 3000..3001;
    let buffer = Buffer::new(&mut b.memory, 1, 0, 0);
    b.submit(&mut q, Entry::rw(io::WRITE, 3, 1, &buffer));
    b.until(LIMIT, "the data's request", |b| b.read_requests.last().is_some_and(|(_, place)| *place == 0));
    b.write32(nvme::CC.offset, 0x0046_0000);
    b.run(1000);
    assert!(b.is_ready() && b.outstanding() == 1);
    b.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
    assert_eq!(b.outstanding(), 0);
    // A unit that does nothing does not hold a reset up, nor its row the next commands.
    b.latency = 20..60;
    b.unit.idle = true;
    let (_, mut q) = b.start(16, 16);
    for n in 0..12 {
        b.put(&mut q, Entry::rw(io::READ, n, 1, &buffer));
    }
    b.ring_tail(&q);
    b.run(1000);
    let start = b.cycle;
    b.disable();
    assert!(b.cycle - start < 100, "{} cycles", b.cycle - start);
    let (_, mut q) = b.start(16, 16);
    b.submit(&mut q, Entry::rw(io::WRITE, 5, 1, &buffer).cid(1));
    b.until(LIMIT, "the write at the unit", |b| b.unit.seen.len() == 10);
    assert_eq!(b.unit.seen.iter().filter(|c| c[1] == 0).count(), 8, "reads wait for rows of the class");
    b.unit.idle = false;
    assert_eq!(b.wait(&mut q).cid, 1);
    assert!(b.unit.job_errors.contains(&1));
}

#[test]
fn a_stalled_host_is_waited_for() {
    let mut b = bench(42);
    let (mut q, mut io) = b.start(16, 16);
    b.writes_stalled = true;
    b.submit(&mut q, Entry::new(admin::ABORT, 0));
    b.submit(&mut io, Entry::flush());
    b.run(500);
    b.write32(nvme::CC.offset, 0x0046_0000);
    b.run(500);
    assert!(b.is_ready(), "the completion entries have not left");
    b.writes_stalled = false;
    b.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
    assert_eq!(b.outstanding(), 0);
}

/// A completion entry that the card has handed on and the host not yet taken: the reset ends after it.
pub fn waits_for_an_entry_under_way(b: &mut Bench) {
    let (_, mut io) = b.start(16, 16);
    let before = b.post_requests.len();
    b.submit(&mut io, Entry::flush());
    b.until(LIMIT, "the entry's request", |b| b.post_requests.len() > before);
    b.writes_stalled = true;
    b.write32(nvme::CC.offset, 0x0046_0000);
    b.run(500);
    assert!(b.is_ready(), "the completion entry has not arrived");
    b.writes_stalled = false;
    b.until(LIMIT, "CSTS.RDY 0", |b| !b.is_ready());
    assert_eq!(b.outstanding(), 0);
}

#[test]
fn an_entry_under_way_is_waited_for() {
    waits_for_an_entry_under_way(&mut bench(44));
}

#[test]
fn enabling_again_at_once_works() {
    let mut b = bench(43);
    for _ in 0..20 {
        let given = load(&mut b, 400);
        // EN falls and rises again before CSTS.RDY has followed: the reset still happens.
        b.write32(nvme::CC.offset, 0x0046_0000);
        b.write32(nvme::CC.offset, 0x0046_0001);
        b.run(3000);
        assert!(b.is_ready());
        assert_eq!(b.outstanding(), 0);
        b.disable();
        given.revoke(&mut b);
    }
}
