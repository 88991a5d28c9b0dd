//! A host that checks nothing: NVMe queues by hand, entries of any bytes, doorbells of any value.

use crate::Bus;
use anyhow::{bail, ensure, Context, Result};
use twinpath_group::Simulation;
use twinpath_host::BAR0;
use twinpath_spec::limits::{BLOCK_BYTES, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::{
    self, admin, cqe, io, sqe, ACQ, AQA, ASQ, CC, CQE_BYTES, CQE_SHIFT, CSTS, NSID, SQE_BYTES, SQE_SHIFT,
};

/// Where things are in the host's pool, from its start on.
const ADMIN_SQ: u64 = 0x0000;
const ADMIN_CQ: u64 = 0x1000;
const IO_SQ: u64 = 0x2000;
const IO_CQ: u64 = 0x3000;
/// A page for lists of pointers.
pub const LIST: u64 = 0x4000;
/// Pages for data.
pub const BUFFER: u64 = 0x10_0000;

const ADMIN_ENTRIES: u16 = 16;
const IO_ENTRIES: u16 = QUEUE_ENTRIES_MAX as u16;
/// A command is answered within so many cycles; the slowest waits for a time-out of a read.
const PATIENCE: u64 = 4_000_000;

/// A submission queue entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub opcode: u8,
    /// Bits 15:8 of dword 0: fused operation, kind of data pointer.
    pub flags: u8,
    pub nsid: u32,
    pub prp1: u64,
    pub prp2: u64,
    pub cdw10: u32,
    pub cdw11: u32,
    pub cdw12: u32,
}

impl Entry {
    fn bytes(&self, cid: u16) -> [u8; SQE_BYTES] {
        let mut bytes = [0; SQE_BYTES];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, &[self.opcode, self.flags]);
        put(2, &cid.to_le_bytes());
        put(sqe::NSID, &self.nsid.to_le_bytes());
        put(sqe::PRP1, &self.prp1.to_le_bytes());
        put(sqe::PRP2, &self.prp2.to_le_bytes());
        put(sqe::CDW10, &self.cdw10.to_le_bytes());
        put(sqe::CDW11, &self.cdw11.to_le_bytes());
        put(sqe::CDW12, &self.cdw12.to_le_bytes());
        bytes
    }
}

/// A queue pair by its number.
struct Queue {
    id: u32,
    entries: u16,
    sq: u64,
    cq: u64,
    tail: u16,
    head: u16,
    phase: bool,
}

/// The host of one unit.
pub struct Host {
    pub bus: Bus,
    pool: u64,
    queues: [Queue; 2],
    cid: u16,
}

impl Host {
    /// Brings the card of `unit` up, with one I/O queue pair of the longest size.
    pub fn start(simulation: &Simulation, unit: usize) -> Result<Self> {
        let pool = simulation.with(|g| g.config().pool.0);
        let queue =
            |id, entries, sq, cq| Queue { id, entries, sq: pool + sq, cq: pool + cq, tail: 0, head: 0, phase: true };
        let queues = [queue(0, ADMIN_ENTRIES, ADMIN_SQ, ADMIN_CQ), queue(1, IO_ENTRIES, IO_SQ, IO_CQ)];
        let bus = Bus { simulation: simulation.clone(), unit };
        let mut host = Self { bus, pool, queues, cid: 0 };
        // Entries of an earlier start would pass for answers.
        host.put(0, &[0; LIST as usize])?;
        let last = u64::from(ADMIN_ENTRIES) - 1;
        host.bus.write(BAR0, AQA.offset, last << 16 | last, 4);
        host.bus.write(BAR0, ASQ.offset, pool + ADMIN_SQ, 8);
        host.bus.write(BAR0, ACQ.offset, pool + ADMIN_CQ, 8);
        let sizes = CC.field("IOSQES").put(SQE_SHIFT) | CC.field("IOCQES").put(CQE_SHIFT);
        host.bus.write(BAR0, CC.offset, sizes | CC.field("EN").put(1), 4);
        host.bus.settle()?;
        ensure!(host.bus.read(BAR0, CSTS.offset, 4)? == CSTS.field("RDY").put(1), "the controller is not ready");
        let size = (u32::from(IO_ENTRIES) - 1) << 16 | 1;
        let cq = Entry { opcode: admin::CREATE_IO_CQ, prp1: pool + IO_CQ, cdw10: size, cdw11: 1, ..Entry::default() };
        let sq = Entry {
            opcode: admin::CREATE_IO_SQ,
            prp1: pool + IO_SQ,
            cdw10: size,
            cdw11: 1 << 16 | 1,
            ..Entry::default()
        };
        for (what, entry) in [("completion", cq), ("submission", sq)] {
            let status = host.admin(entry)?;
            ensure!(status == 0, "the I/O {what} queue is refused with {status:#06x}");
        }
        Ok(host)
    }

    /// The address of something in the host's pool.
    pub fn at(&self, offset: u64) -> u64 {
        self.pool + offset
    }

    /// Puts bytes into the host's memory, `offset` from the start of the pool.
    pub fn put(&self, offset: u64, bytes: &[u8]) -> Result<()> {
        let address = self.at(offset);
        self.bus.host(|h| h.memory.get_for_host(address, bytes.len()).map(|m| m.copy_from_slice(bytes)))?;
        Ok(())
    }

    /// Bytes of the host's memory.
    pub fn get(&self, offset: u64, bytes: usize) -> Result<Vec<u8>> {
        let address = self.at(offset);
        Ok(self.bus.host(|h| h.memory.get(address, bytes).map(<[u8]>::to_vec))?)
    }

    /// Carries out an admin command; gives its status field.
    pub fn admin(&mut self, entry: Entry) -> Result<u16> {
        self.command(0, entry)
    }

    /// Carries out an I/O command; gives its status field.
    pub fn io(&mut self, entry: Entry) -> Result<u16> {
        self.command(1, entry)
    }

    /// A read or write of `blocks` blocks, data at [`BUFFER`] in pages that follow each other, list at [`LIST`].
    pub fn transfer(&self, opcode: u8, lba: u64, blocks: u32) -> Result<Entry> {
        let page = |n: u64| self.at(BUFFER) + n * nvme::PAGE_BYTES as u64;
        let prp2 = match blocks {
            0 | 1 => 0,
            2 => page(1),
            _ => {
                let list: Vec<u8> = (1..u64::from(blocks)).flat_map(|n| page(n).to_le_bytes()).collect();
                self.put(LIST, &list)?;
                self.at(LIST)
            }
        };
        Ok(Entry {
            opcode,
            nsid: NSID,
            prp1: page(0),
            prp2,
            cdw10: lba as u32,
            cdw11: (lba >> 32) as u32,
            cdw12: blocks.wrapping_sub(1) & 0xffff,
            ..Entry::default()
        })
    }

    /// Writes a block of bytes all alike, and waits.
    pub fn write_block(&mut self, lba: u64, byte: u8) -> Result<()> {
        self.put(BUFFER, &[byte; BLOCK_BYTES])?;
        let entry = self.transfer(io::WRITE, lba, 1)?;
        let status = self.io(entry)?;
        ensure!(status == 0, "a good write is answered with {status:#06x}");
        Ok(())
    }

    /// Reads a block; an error unless all its bytes are `byte`.
    pub fn expect_block(&mut self, lba: u64, byte: u8) -> Result<()> {
        self.put(BUFFER, &[!byte; BLOCK_BYTES])?;
        let entry = self.transfer(io::READ, lba, 1)?;
        let status = self.io(entry)?;
        ensure!(status == 0, "a good read is answered with {status:#06x}");
        ensure!(self.get(BUFFER, BLOCK_BYTES)?.iter().all(|b| *b == byte), "block {lba} is not what was written");
        Ok(())
    }

    /// Writes any value into a doorbell of the queue: 0 the submission tail, 1 the completion head.
    pub fn doorbell(&self, queue: u32, which: u32, value: u32) {
        let offset = nvme::SQTDBL.offset + (2 * queue + which) * 4;
        self.bus.write(BAR0, offset, value.into(), 4);
    }

    /// The doorbell values that stand: submission tail and completion head of the I/O queue.
    pub fn places(&self) -> (u16, u16) {
        (self.queues[1].tail, self.queues[1].head)
    }

    fn command(&mut self, which: usize, entry: Entry) -> Result<u16> {
        self.cid = self.cid.wrapping_add(1);
        let (cid, queue) = (self.cid, &mut self.queues[which]);
        let bytes = entry.bytes(cid);
        let at = queue.sq + u64::from(queue.tail) * SQE_BYTES as u64;
        self.bus.host(|h| h.memory.get_for_host(at, SQE_BYTES).map(|m| m.copy_from_slice(&bytes)))?;
        queue.tail = (queue.tail + 1) % queue.entries;
        let (id, tail) = (queue.id, queue.tail);
        self.doorbell(id, 0, tail.into());
        let answer = self.completion(which).with_context(|| format!("{entry:?}"))?;
        let found = u16::from_le_bytes([answer[cqe::CID], answer[cqe::CID + 1]]);
        ensure!(found == cid, "command {cid} was asked, {found} is answered");
        let status = u16::from_le_bytes([answer[cqe::STATUS], answer[cqe::STATUS + 1]]) >> 1;
        Ok(status)
    }

    fn completion(&mut self, which: usize) -> Result<Vec<u8>> {
        let queue = &self.queues[which];
        let (at, phase, unit) = (queue.cq + u64::from(queue.head) * CQE_BYTES as u64, queue.phase, self.bus.unit);
        let there = self.bus.simulation.run_until(PATIENCE, |g| {
            let entry = g.host(unit).memory.get(at, CQE_BYTES);
            entry.is_ok_and(|e| (e[cqe::STATUS] & 1 == 1) == phase)
        });
        if !there {
            bail!("no answer after {PATIENCE} cycles");
        }
        let queue = &mut self.queues[which];
        queue.head = (queue.head + 1) % queue.entries;
        queue.phase ^= queue.head == 0;
        let (id, head) = (queue.id, queue.head);
        self.doorbell(id, 1, head.into());
        Ok(self.bus.host(|h| h.memory.get(at, CQE_BYTES).map(<[u8]>::to_vec))?)
    }
}
