//! A controller whose registers are variables and which answers when it is told to, so that nothing but the driver costs
//! anything. It checks what it is told: a doorbell past the ring, or a completion queue without room, is a panic.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, TransportError, Wake};
use twinpath_spec::control as window;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{admin, cns, identify_controller, identify_namespace, CardIdentity};
use twinpath_spec::nvme::{ACQ, ASQ, CAP, CC, CSTS, SQTDBL, VS, VS_VALUE};

/// Size of the volume. No data moves: what a command does is not what is measured.
pub const BLOCKS: u64 = 1 << 20;
const IOVA: u64 = 1 << 32;
const POOL_BYTES: usize = 32 << 20;
/// Entries that the driver gives its admin queue.
const ADMIN_ENTRIES: u16 = 16;
/// Entries of the longest queue: 1,024.
const MQES: u64 = 1_023;

#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub reads: u64,
    pub writes: u64,
    /// Pieces of memory that were handed out.
    pub maps: u64,
    pub answered: u64,
}

#[derive(Default)]
struct Queue {
    submission: u64,
    completion: u64,
    entries: u16,
    head: u16,
    tail: u16,
    /// Entries written, and how many of them were taken for all the controller knows.
    written: u64,
    taken: u64,
}

/// See the module.
pub struct Memory {
    words: Vec<AtomicU64>,
    used: AtomicU64,
    cc: AtomicU32,
    reads: AtomicU64,
    writes: AtomicU64,
    maps: AtomicU64,
    answered: AtomicU64,
    /// Doorbells of the I/O queue: of its submission and of its completion queue.
    bells: [AtomicU32; 2],
    /// Addresses of the admin queue.
    admin: [AtomicU64; 2],
    admin_queue: Mutex<Queue>,
    io_queue: Mutex<Queue>,
}

impl Memory {
    pub fn new() -> Arc<Memory> {
        Arc::new(Memory {
            words: (0..POOL_BYTES / 8).map(|_| AtomicU64::new(0)).collect(),
            used: AtomicU64::new(0),
            cc: AtomicU32::new(0),
            reads: AtomicU64::new(0),
            writes: AtomicU64::new(0),
            maps: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            bells: Default::default(),
            admin: Default::default(),
            admin_queue: Mutex::default(),
            io_queue: Mutex::default(),
        })
    }

    pub fn counts(&self) -> Counts {
        let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let [reads, writes, maps, answered] = [&self.reads, &self.writes, &self.maps, &self.answered].map(now);
        Counts { reads, writes, maps, answered }
    }

    /// Answers every I/O command that the doorbell told of.
    pub fn answer(&self) {
        let mut queue = self.io_queue.lock().unwrap();
        queue.tail = self.bells[0].load(Ordering::Relaxed) as u16;
        let head = self.bells[1].load(Ordering::Relaxed) as u64;
        let entries = u64::from(queue.entries);
        queue.taken += (head + entries - queue.taken % entries) % entries;
        self.work(&mut queue, 1);
    }

    fn work(&self, queue: &mut Queue, id: u16) {
        assert!(queue.tail < queue.entries, "doorbell {} of queue {id}", queue.tail);
        while queue.head != queue.tail {
            let mut command = [0; 64];
            self.copy_out(queue.submission + 64 * u64::from(queue.head), &mut command);
            queue.head = (queue.head + 1) % queue.entries;
            let result = if id == 0 { self.administer(&command) } else { 0 };
            assert!(queue.written - queue.taken < u64::from(queue.entries) - 1 || id == 0, "the queue has no room");
            let phase = (queue.written / u64::from(queue.entries)).is_multiple_of(2);
            let at = queue.completion + 16 * (queue.written % u64::from(queue.entries));
            let place = u64::from(queue.head) | u64::from(id) << 16;
            let last = u64::from(command[2]) | u64::from(command[3]) << 8 | u64::from(phase) << 16;
            self.word(at).store(u64::from(result), Ordering::Relaxed);
            self.word(at + 8).store(place | last << 32, Ordering::Release);
            queue.written += 1;
            self.answered.fetch_add(u64::from(id), Ordering::Relaxed);
        }
    }

    fn administer(&self, command: &[u8; 64]) -> u32 {
        let dword = |n: usize| u32::from_le_bytes([0, 1, 2, 3].map(|at| command[4 * n + at]));
        let address = u64::from(dword(6)) | u64::from(dword(7)) << 32;
        match command[0] {
            admin::IDENTIFY if dword(10) == u32::from(cns::CONTROLLER) => {
                self.copy_in(address, &identify_controller(CardIdentity { serial: *b"BENCH   ", unit: 0 }));
            }
            admin::IDENTIFY => self.copy_in(address, &identify_namespace(BLOCKS)),
            admin::CREATE_IO_CQ => {
                let entries = (dword(10) >> 16) as u16 + 1;
                *self.io_queue.lock().unwrap() = Queue { completion: address, entries, ..Queue::default() };
            }
            admin::CREATE_IO_SQ => self.io_queue.lock().unwrap().submission = address,
            _ => {}
        }
        0
    }

    fn word(&self, iova: u64) -> &AtomicU64 {
        &self.words[(iova - IOVA) as usize / 8]
    }

    fn copy_in(&self, iova: u64, from: &[u8]) {
        let first = (iova - IOVA) as usize / 8;
        // Eight words, an entry's size, at a time: no loop where only one is copied.
        let (entries, rest) = from.as_chunks::<64>();
        let mut words = &self.words[first..];
        for entry in entries {
            let Some((place, behind)) = words.split_first_chunk::<8>() else { return };
            for (word, bytes) in place.iter().zip(entry.as_chunks().0) {
                word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
            }
            words = behind;
        }
        for (word, bytes) in words.iter().zip(rest.as_chunks().0) {
            word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
        }
    }

    fn copy_out(&self, iova: u64, into: &mut [u8]) {
        let first = (iova - IOVA) as usize / 8;
        for (word, bytes) in self.words[first..].iter().zip(into.chunks_exact_mut(8)) {
            bytes.copy_from_slice(&word.load(Ordering::Relaxed).to_le_bytes());
        }
    }
}

/// The address of a piece of a region: whole words.
fn piece(region: DmaRegion, offset: usize, bytes: usize) -> Result<u64> {
    if !offset.is_multiple_of(8) || !bytes.is_multiple_of(8) || offset + bytes > region.bytes {
        let (offset, end) = (offset as u64, (offset + bytes) as u64);
        return Err(TransportError::OutOfRange { what: "DMA memory", offset, end, bytes: region.bytes as u64 });
    }
    Ok(region.iova + offset as u64)
}

impl Transport for Memory {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let cc = self.cc.load(Ordering::Relaxed);
        Ok(match (bar, offset as u32) {
            (Bar::Nvme, at) if at == VS.offset => VS_VALUE,
            (Bar::Nvme, at) if at == CC.offset => cc,
            (Bar::Nvme, at) if at == CSTS.offset => cc & 1,
            _ => 0,
        })
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        if bar == Bar::Nvme {
            return Ok(CAP.field("MQES").put(MQES) | CAP.field("TO").put(2) | CAP.field("CSS").put(1));
        }
        let register = window::ALL.iter().find(|register| u64::from(register.offset) == offset);
        let volume =
            if offset == u64::from(window::VOLUME.offset) { window::VOLUME.field("blocks").put(BLOCKS) } else { 0 };
        Ok(volume | register.and_then(|register| register.reset).unwrap_or(0))
    }

    fn write32(&self, _bar: Bar, offset: u64, value: u32) -> Result<()> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        let bell = offset.wrapping_sub(u64::from(SQTDBL.offset)) / 4;
        match bell {
            2 | 3 => self.bells[bell as usize - 2].store(value, Ordering::Relaxed),
            0 => {
                let mut queue = self.admin_queue.lock().unwrap();
                [queue.submission, queue.completion] = [0, 1].map(|at| self.admin[at].load(Ordering::Relaxed));
                (queue.entries, queue.tail) = (ADMIN_ENTRIES, value as u16);
                self.work(&mut queue, 0);
            }
            _ if offset == u64::from(CC.offset) => self.cc.store(value, Ordering::Relaxed),
            _ => {}
        }
        Ok(())
    }

    fn write64(&self, _bar: Bar, offset: u64, value: u64) -> Result<()> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        for (at, register) in [ASQ, ACQ].iter().enumerate() {
            if offset == u64::from(register.offset) {
                self.admin[at].store(value, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion> {
        self.maps.fetch_add(1, Ordering::Relaxed);
        let bytes = bytes.next_multiple_of(BLOCK_BYTES);
        let at = self.used.fetch_add(bytes as u64, Ordering::Relaxed);
        // Careless drivers ask again and again: what they get is the last piece.
        Ok(DmaRegion { iova: IOVA + at.min((POOL_BYTES - bytes) as u64), bytes })
    }

    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        self.copy_out(piece(region, offset, into.len())?, into);
        Ok(())
    }

    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        self.copy_in(piece(region, offset, from.len())?, from);
        Ok(())
    }

    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        let word = self.words[(region.iova - IOVA) as usize / 8 + offset / 8].load(Ordering::Acquire);
        Ok((word >> (8 * (offset & 4))) as u32)
    }

    fn enable_interrupts(&self, _count: u32) -> Result<()> {
        Ok(())
    }

    fn wait(&self, _vectors: u32, _deadline_ns: u64) -> Result<Wake> {
        Ok(Wake::Deadline)
    }

    fn wake(&self, _vectors: u32) {}

    /// Stands still: nothing here takes time.
    fn now_ns(&self) -> u64 {
        0
    }

    fn reset(&self) -> Result<()> {
        Ok(())
    }
}
