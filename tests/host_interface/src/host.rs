//! A host that checks nothing: an admin queue and one I/O queue pair by hand, one command at a time.

use crate::{doorbell, enable, Answer, Bus, Completions, Entry, Submissions};
use anyhow::{bail, ensure, Context, Result};
use twinpath_group::Simulation;
use twinpath_spec::limits::{BLOCK_BYTES, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::{self, admin, io, NSID};

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

/// The host of one unit.
pub struct Host {
    pub bus: Bus,
    pool: u64,
    queues: [(Submissions, Completions); 2],
    cid: u16,
}

impl Host {
    /// Brings the card of `unit` up, with one I/O queue pair of the longest size.
    pub fn start(simulation: &Simulation, unit: usize) -> Result<Self> {
        let pool = simulation.with(|g| g.config().pool.0);
        let pair =
            |id, entries, sq, cq| (Submissions::new(id, pool + sq, entries), Completions::new(id, pool + cq, entries));
        let queues = [pair(0, ADMIN_ENTRIES, ADMIN_SQ, ADMIN_CQ), pair(1, IO_ENTRIES, IO_SQ, IO_CQ)];
        let bus = Bus { simulation: simulation.clone(), unit };
        let mut host = Self { bus, pool, queues, cid: 0 };
        // Entries of an earlier start would pass for answers.
        host.put(0, &[0; LIST as usize])?;
        enable(&host.bus, &host.queues[0].0, &host.queues[0].1)?;
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
        doorbell(&self.bus, queue, which, value);
    }

    /// The doorbell values that stand: submission tail and completion head of the I/O queue.
    pub fn places(&self) -> (u16, u16) {
        (self.queues[1].0.tail, self.queues[1].1.head)
    }

    fn command(&mut self, which: usize, entry: Entry) -> Result<u16> {
        self.cid = self.cid.wrapping_add(1);
        let sq = &mut self.queues[which].0;
        sq.put(&self.bus, &entry.bytes(self.cid))?;
        sq.ring(&self.bus);
        let answer = self.completion(which).with_context(|| format!("{entry:?}"))?;
        ensure!(answer.cid == self.cid, "command {} was asked, {} is answered", self.cid, answer.cid);
        Ok(answer.status)
    }

    fn completion(&mut self, which: usize) -> Result<Answer> {
        let (cq, unit) = (&mut self.queues[which].1, self.bus.unit);
        let mut answer = None;
        self.bus.simulation.run_until(PATIENCE, |g| {
            answer = cq.take(&g.host(unit).memory);
            answer.is_some()
        });
        cq.ring(&self.bus);
        match answer {
            Some(answer) => Ok(answer),
            None => bail!("no answer after {PATIENCE} cycles"),
        }
    }
}
