//! The driver's way to a simulated card: registers through TLPs, DMA memory in the host model, interrupts from its MSI
//! range. Nothing here looks into the card.

use crate::shared::Ended;
use crate::{Group, Simulation, CYCLE_NS};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, TransportError, Wake};
use twinpath_host::{MmioError, Ticket, MSI_BASE};
use twinpath_spec::limits::{MSIX_TABLE, MSIX_VECTORS};

/// Card time within which a register read must be answered.
const READ_CYCLES: u64 = 100_000;
/// Card time within which a function-level reset must be done: the 100 ms of the PCIe base specification.
const RESET_CYCLES: u64 = 100_000_000 / CYCLE_NS;
const PAGE: usize = 4096;

/// See [`Simulation::transport`].
pub struct InProcess {
    simulation: Simulation,
    unit: usize,
    pool: (u64, usize),
    used: AtomicUsize,
    /// Vectors whose wait was ended by [`Transport::wake`] and has not noticed.
    called: AtomicU32,
    wall: Duration,
}

impl InProcess {
    pub(crate) fn new(simulation: Simulation, unit: usize) -> Self {
        let pool = simulation.with(|g| g.config().pool);
        let (used, called) = (AtomicUsize::new(0), AtomicU32::new(0));
        Self { simulation, unit, pool, used, called, wall: Duration::from_secs(300) }
    }

    /// Limits every call to `wall` of wall time (default 300 s).
    pub fn with_wall_limit(mut self, wall: Duration) -> Self {
        self.wall = wall;
        self
    }

    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    fn read(&self, bar: Bar, offset: u64, bytes: u8) -> Result<u64> {
        bar.check(offset, bytes.into())?;
        let mut ticket: Option<Ticket> = None;
        let answer = self.turn("register read", READ_CYCLES, |group, unit| {
            let host = group.host(unit);
            match ticket {
                Some(asked) => host.mmio_result(asked),
                // While too many reads are outstanding, the next cycle tries again.
                None => {
                    ticket = host.mmio_read(bar.number(), offset, bytes);
                    None
                }
            }
        });
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(TransportError::Refused { bar, offset, status: reason(error) }),
            Err(error) => {
                if let Some(ticket) = ticket {
                    self.simulation.with(|g| g.host(self.unit).mmio_abandon(ticket));
                }
                Err(error)
            }
        }
    }

    fn write(&self, bar: Bar, offset: u64, value: u64, bytes: u8) -> Result<()> {
        bar.check(offset, bytes.into())?;
        self.simulation.with(|g| g.host(self.unit).mmio_write(bar.number(), offset, value, bytes));
        Ok(())
    }

    /// Turns the clock until `done` has a result, at most `cycles`.
    fn turn<T>(
        &self,
        what: &'static str,
        cycles: u64,
        mut done: impl FnMut(&mut Group, usize) -> Option<T>,
    ) -> Result<T> {
        let start = Instant::now();
        let begin = self.simulation.with(|g| g.now());
        self.simulation.turn_until(begin + cycles, self.wall, |g| done(g, self.unit)).map_err(|_| {
            let waited_ns = (self.simulation.with(|g| g.now()) - begin) * CYCLE_NS;
            TransportError::Timeout { what, waited_ns, wall_ms: start.elapsed().as_millis() as u64 }
        })
    }

    /// Does something with the bytes of a region.
    fn memory<T>(
        &self,
        region: DmaRegion,
        offset: usize,
        bytes: usize,
        action: impl FnOnce(&mut [u8]) -> T,
    ) -> Result<T> {
        let error = || TransportError::OutOfRange {
            what: "DMA memory",
            offset: offset as u64,
            end: offset.saturating_add(bytes) as u64,
            bytes: region.bytes as u64,
        };
        if offset.checked_add(bytes).is_none_or(|end| end > region.bytes) {
            return Err(error());
        }
        let iova = region.iova + offset as u64;
        self.simulation.with(|g| g.host(self.unit).memory.get_for_host(iova, bytes).map(action)).map_err(|_| error())
    }
}

fn reason(error: MmioError) -> &'static str {
    match error {
        MmioError::Refused(status) => status.name(),
        MmioError::Poisoned => "the completion is poisoned",
        MmioError::Malformed => "the completion does not fit the request",
    }
}

impl Transport for InProcess {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        self.read(bar, offset, 4).map(|v| v as u32)
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        self.read(bar, offset, 8)
    }

    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()> {
        self.write(bar, offset, value.into(), 4)
    }

    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()> {
        self.write(bar, offset, value, 8)
    }

    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion> {
        let asked = bytes.max(1).checked_next_multiple_of(PAGE).unwrap_or(usize::MAX);
        let take = |used: usize| used.checked_add(asked).filter(|end| *end <= self.pool.1);
        match self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(used) => Ok(DmaRegion { iova: self.pool.0 + used as u64, bytes: asked }),
            Err(used) => Err(TransportError::NoMemory { asked, left: self.pool.1 - used }),
        }
    }

    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        self.memory(region, offset, into.len(), |bytes| into.copy_from_slice(bytes))
    }

    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        self.memory(region, offset, from.len(), |bytes| bytes.copy_from_slice(from))
    }

    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        if !offset.is_multiple_of(4) {
            return Err(TransportError::Misaligned { what: "DMA memory", offset: offset as u64, align: 4 });
        }
        self.memory(region, offset, 4, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    fn enable_interrupts(&self, count: u32) -> Result<()> {
        if count > MSIX_VECTORS as u32 {
            return Err(TransportError::Vectors { asked: count, has: MSIX_VECTORS as u32 });
        }
        // Entry: address low and high, data, control (bit 0: masked).
        for vector in 0..MSIX_VECTORS as u32 {
            let at = MSIX_TABLE as u64 + u64::from(vector) * 16;
            self.write32(Bar::Nvme, at, MSI_BASE as u32)?;
            self.write32(Bar::Nvme, at + 4, (MSI_BASE >> 32) as u32)?;
            self.write32(Bar::Nvme, at + 8, vector)?;
            self.write32(Bar::Nvme, at + 12, u32::from(vector >= count))?;
        }
        // The read returns when the card has taken every write before it.
        self.read32(Bar::Nvme, MSIX_TABLE as u64 + 12)?;
        self.simulation.with(|g| g.host(self.unit).sideband.msix_enable = count > 0);
        Ok(())
    }

    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake> {
        let begin = (Instant::now(), self.simulation.with(|g| g.now()));
        let ended = self.simulation.turn_until(deadline_ns.div_ceil(CYCLE_NS), self.wall, |g| {
            let host = g.host(self.unit);
            if host.interrupts() & vectors != 0 {
                return Some(Wake::Vectors(host.take_interrupts(vectors)));
            }
            let called = |mask: u32| mask & vectors != 0;
            let heard = called(self.called.load(Ordering::Relaxed))
                && called(self.called.fetch_and(!vectors, Ordering::Acquire));
            heard.then_some(Wake::Called)
        });
        match ended {
            Ok(wake) => Ok(wake),
            Err(Ended::Deadline) => Ok(Wake::Deadline),
            Err(Ended::Wall) => Err(TransportError::Timeout {
                what: "wait for an interrupt",
                waited_ns: (self.simulation.with(|g| g.now()) - begin.1) * CYCLE_NS,
                wall_ms: begin.0.elapsed().as_millis() as u64,
            }),
        }
    }

    fn wake(&self, vectors: u32) {
        self.called.fetch_or(vectors, Ordering::Release);
        self.simulation.announce();
    }

    fn now_ns(&self) -> u64 {
        self.simulation.with(|g| g.now()) * CYCLE_NS
    }

    fn reset(&self) -> Result<()> {
        self.simulation.with(|g| {
            let host = g.host(self.unit);
            host.sideband.flr_request = true;
            host.sideband.msix_enable = false;
        });
        let done = |g: &mut Group, unit| (!g.host(unit).sideband.flr_request).then_some(());
        self.turn("function-level reset", RESET_CYCLES, done)?;
        self.simulation.with(|g| g.host(self.unit).take_interrupts(u32::MAX));
        Ok(())
    }
}
