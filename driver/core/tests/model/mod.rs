//! A small NVMe controller in software behind a [`Transport`], with its own clock and with faults to order.
//!
//! It is written from the NVMe specification, not from the driver: it walks PRPs, checks every address against the memory
//! that was handed out, and completes commands in an order of its own.
#![allow(dead_code)] // Each test program uses its part.

mod queues;

use queues::Queue;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard};
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, TransportError, Wake};
use twinpath_spec::control as window;

pub const BLOCKS: u64 = 4096;
const BLOCK: usize = 4096;
const IOVA: u64 = 0x7_0000_0000;
const POOL_BYTES: usize = 16 << 20;
/// What an access to a register costs.
const ACCESS_NS: u64 = 500;

pub struct Model {
    state: Mutex<State>,
}

/// What goes wrong.
#[derive(Default, Clone)]
pub struct Faults {
    /// From this register read on, everything reads all ones.
    pub gone_after_reads: Option<u64>,
    /// CSTS.RDY never sets, or never clears.
    pub never_ready: bool,
    pub never_stops: bool,
    /// CC.EN leads to CSTS.CFS.
    pub fatal: bool,
    /// Commands of this opcode in this queue are never answered: (queue, opcode).
    pub silent: Option<(u16, u8)>,
    /// Commands on this block are answered with this status.
    pub bad_block: Option<(u64, u16)>,
    /// The status of an admin opcode.
    pub admin_status: Option<(u8, u16)>,
    /// XORed into the command identifier of I/O completions.
    pub wrong_cid: u16,
    /// Completions raise no interrupt.
    pub no_interrupts: bool,
    /// I/O queues that are granted, if not four.
    pub queues: Option<u16>,
    /// Interrupt vectors, if not sixteen.
    pub vectors: Option<u32>,
    /// The VS register.
    pub version: Option<u64>,
}

type Hook = Box<dyn FnMut(&mut HashMap<u64, u64>) + Send>;

pub struct State {
    pub faults: Faults,
    pub now_ns: u64,
    pub disk: Vec<u8>,
    pub control: HashMap<u64, u64>,
    pub doorbells: u64,
    /// I/O queues that brought commands.
    pub used: BTreeSet<u16>,
    pub reads: u64,
    pub resets: u64,
    pub shutdowns: u64,
    /// Largest number of I/O commands in flight.
    pub deepest: usize,
    pub violations: Vec<String>,
    /// Called before each read of the control window, with its words.
    pub on_control_read: Option<Hook>,
    memory: Vec<u8>,
    allocated: usize,
    cc: u32,
    csts: u32,
    aqa: u32,
    admin_rings: [u64; 2],
    admin: Option<Queue>,
    /// By identifier: address, entries, vector.
    io_completions: BTreeMap<u16, (u64, u16, Option<u32>)>,
    io: BTreeMap<u16, Queue>,
    pending: BTreeMap<(u64, u64), Pending>,
    sequence: u64,
    random: u64,
    vectors: u32,
    signalled: u32,
    woken: u32,
}

/// What happens at a time to come.
enum Pending {
    Ready,
    Stopped,
    Command { queue: u16, bytes: [u8; 64] },
}

impl Model {
    pub fn new() -> std::sync::Arc<Model> {
        Model::with(Faults::default())
    }

    pub fn with(faults: Faults) -> std::sync::Arc<Model> {
        let mut control = HashMap::new();
        for register in window::ALL {
            for n in 0..register.count {
                control.insert(u64::from(register.at(n)), register.reset.unwrap_or(0));
            }
        }
        let mut put = |register: &twinpath_spec::register::Register, name: &str, value: u64| {
            *control.entry(u64::from(register.offset)).or_default() |= register.field(name).put(value);
        };
        put(&window::VOLUME, "blocks", BLOCKS);
        put(&window::SERIAL, "number", 0x1234);
        put(&window::BOARD, "unit", 1);
        put(&window::CAPABILITIES, "rows", 64);
        put(&window::CAPABILITIES, "paths", 5);
        let state = State {
            faults,
            now_ns: 1_000_000,
            disk: vec![0; BLOCKS as usize * BLOCK],
            control,
            doorbells: 0,
            used: BTreeSet::new(),
            reads: 0,
            resets: 0,
            shutdowns: 0,
            deepest: 0,
            violations: vec![],
            on_control_read: None,
            memory: vec![0; POOL_BYTES],
            allocated: 0,
            cc: 0,
            csts: 0,
            aqa: 0,
            admin_rings: [0; 2],
            admin: None,
            io_completions: BTreeMap::new(),
            io: BTreeMap::new(),
            pending: BTreeMap::new(),
            sequence: 0,
            random: 0x9e37_79b9_7f4a_7c15,
            vectors: 0,
            signalled: 0,
            woken: 0,
        };
        std::sync::Arc::new(Model { state: Mutex::new(state) })
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn access(&self, bar: Bar, offset: u64, bytes: u64) -> Result<MutexGuard<'_, State>> {
        bar.check(offset, bytes)?;
        let mut state = self.state();
        let until = state.now_ns + ACCESS_NS;
        state.advance(until);
        Ok(state)
    }

    fn place(region: DmaRegion, offset: usize, bytes: usize) -> Result<usize> {
        if offset + bytes > region.bytes {
            let (offset, end) = (offset as u64, (offset + bytes) as u64);
            return Err(TransportError::OutOfRange { what: "DMA region", offset, end, bytes: region.bytes as u64 });
        }
        Ok((region.iova - IOVA) as usize + offset)
    }
}

impl Transport for Model {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        let mut state = self.access(bar, offset, 4)?;
        let word = state.register(bar, offset & !7);
        Ok((word >> (8 * (offset & 4))) as u32)
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        Ok(self.access(bar, offset, 8)?.register(bar, offset))
    }

    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()> {
        let mut state = self.access(bar, offset, 4)?;
        match bar {
            Bar::Nvme => state.write_nvme(offset, value),
            Bar::Control => panic!("the driver writes whole words of the control window"),
        }
        Ok(())
    }

    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()> {
        let mut state = self.access(bar, offset, 8)?;
        match (bar, offset) {
            (Bar::Nvme, 0x28) => state.admin_rings[0] = value,
            (Bar::Nvme, 0x30) => state.admin_rings[1] = value,
            (Bar::Nvme, _) => panic!("64-bit write to {offset:#x}"),
            (Bar::Control, _) => {
                let register = window::ALL.iter().find(|r| (0..r.count).any(|n| u64::from(r.at(n)) == offset)).unwrap();
                let word = state.control.get_mut(&offset).unwrap();
                *word = *word & !register.writable() | value & register.writable();
            }
        }
        Ok(())
    }

    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion> {
        let mut state = self.state();
        let bytes = bytes.next_multiple_of(BLOCK);
        let left = POOL_BYTES - state.allocated;
        if bytes > left {
            return Err(TransportError::NoMemory { asked: bytes, left });
        }
        let region = DmaRegion { iova: IOVA + state.allocated as u64, bytes };
        state.allocated += bytes;
        Ok(region)
    }

    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        let at = Model::place(region, offset, into.len())?;
        into.copy_from_slice(&self.state().memory[at..at + into.len()]);
        Ok(())
    }

    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        let at = Model::place(region, offset, from.len())?;
        self.state().memory[at..at + from.len()].copy_from_slice(from);
        Ok(())
    }

    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        let at = Model::place(region, offset, 4)?;
        Ok(u32::from_le_bytes(self.state().memory[at..at + 4].try_into().unwrap()))
    }

    fn enable_interrupts(&self, count: u32) -> Result<()> {
        let mut state = self.state();
        let has = state.faults.vectors.unwrap_or(16);
        if count > has {
            return Err(TransportError::Vectors { asked: count, has });
        }
        state.vectors = count;
        Ok(())
    }

    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake> {
        let mut state = self.state();
        loop {
            if state.woken & vectors != 0 {
                state.woken &= !vectors;
                return Ok(Wake::Called);
            }
            let got = state.signalled & vectors;
            if got != 0 {
                state.signalled &= !got;
                return Ok(Wake::Vectors(got));
            }
            if state.now_ns >= deadline_ns {
                return Ok(Wake::Deadline);
            }
            let next = state.pending.keys().next().map_or(deadline_ns, |(at, _)| *at);
            state.advance(next.min(deadline_ns));
        }
    }

    fn wake(&self, vectors: u32) {
        self.state().woken |= vectors;
    }

    fn now_ns(&self) -> u64 {
        self.state().now_ns
    }

    fn reset(&self) -> Result<()> {
        let mut state = self.state();
        state.resets += 1;
        state.faults.never_stops = false;
        (state.vectors, state.signalled) = (0, 0);
        state.stop();
        Ok(())
    }
}

impl State {
    fn advance(&mut self, until: u64) {
        while let Some(entry) = self.pending.first_entry() {
            if entry.key().0 > until {
                break;
            }
            let ((at, _), what) = entry.remove_entry();
            self.now_ns = self.now_ns.max(at);
            match what {
                Pending::Ready if self.faults.fatal => self.csts |= 2,
                Pending::Ready => self.start(),
                Pending::Stopped => self.stop(),
                Pending::Command { queue, bytes } => self.execute(queue, bytes),
            }
        }
        self.now_ns = self.now_ns.max(until);
    }

    fn later(&mut self, delay_ns: u64, what: Pending) {
        self.sequence += 1;
        self.pending.insert((self.now_ns + delay_ns, self.sequence), what);
    }

    fn random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn register(&mut self, bar: Bar, offset: u64) -> u64 {
        self.reads += 1;
        if self.faults.gone_after_reads.is_some_and(|reads| self.reads > reads) {
            return u64::MAX;
        }
        if bar == Bar::Control {
            if let Some(mut hook) = self.on_control_read.take() {
                hook(&mut self.control);
                self.on_control_read = Some(hook);
            }
            return self.control.get(&offset).copied().unwrap_or(0);
        }
        match offset {
            // MQES 63, CQR, TO 2 (1 s), CSS NVM.
            0x00 => 63 | 1 << 16 | 2 << 24 | 1 << 37,
            0x08 => self.faults.version.unwrap_or(0x0001_0400),
            0x10 => u64::from(self.cc) << 32,
            0x18 => u64::from(self.csts) << 32,
            other => panic!("read of BAR0 {other:#x}"),
        }
    }

    fn write_nvme(&mut self, offset: u64, value: u32) {
        match offset {
            0x14 => {
                let (was, now) = (self.cc & 1, value & 1);
                if value >> 14 & 3 != 0 && self.cc >> 14 & 3 == 0 {
                    self.shutdowns += 1;
                    self.csts |= 2 << 2;
                }
                self.cc = value;
                if (was, now) == (0, 1) && !self.faults.never_ready {
                    self.later(50_000, Pending::Ready);
                }
                if (was, now) == (1, 0) && !self.faults.never_stops {
                    self.later(50_000, Pending::Stopped);
                }
            }
            0x24 => self.aqa = value,
            0x1000..0x1028 => {
                self.doorbells += 1;
                let at = (offset - 0x1000) / 4;
                let (id, is_completion) = ((at / 2) as u16, at % 2 == 1);
                self.doorbell(id, is_completion, value as u16);
            }
            other => panic!("write to BAR0 {other:#x}"),
        }
    }

    fn start(&mut self) {
        assert_eq!(self.cc & !1, 0x0046_0000, "entry sizes, 4 KiB pages");
        let [submission, completion] = self.admin_rings;
        let (sq, cq) = ((self.aqa & 0xfff) as u16 + 1, (self.aqa >> 16 & 0xfff) as u16 + 1);
        self.admin = Some(Queue::new(0, submission, sq, completion, cq, Some(0)));
        self.csts |= 1;
    }

    fn stop(&mut self) {
        (self.cc, self.csts) = (0, 0);
        self.admin = None;
        self.io.clear();
        self.io_completions.clear();
        self.pending.clear();
    }

    fn bytes_at(&mut self, address: u64, bytes: usize) -> Option<std::ops::Range<usize>> {
        let inside = address.checked_sub(IOVA).filter(|at| at + bytes as u64 <= self.allocated as u64);
        if inside.is_none() {
            self.violations.push(format!("access to {address:#x}, {bytes} bytes"));
        }
        inside.map(|at| at as usize..at as usize + bytes)
    }
}
