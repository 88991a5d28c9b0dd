//! A transport with faults to order, around the real one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, Wake};
use twinpath_spec::nvme::SQE_BYTES;
use twinpath_vfio::Kernel;

/// An address that nothing is mapped at: below every pool.
pub const UNMAPPED: u64 = 0x20_0000;

/// See the module's description.
pub struct Crooked {
    pub real: Arc<Kernel>,
    /// The next command that is written points to [`UNMAPPED`].
    pub misdirect: AtomicBool,
    /// A reset does nothing.
    pub idle_reset: AtomicBool,
}

impl Crooked {
    pub fn new(real: Kernel) -> Crooked {
        let off = || AtomicBool::new(false);
        Crooked { real: Arc::new(real), misdirect: off(), idle_reset: off() }
    }
}

impl Transport for Crooked {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        self.real.read32(bar, offset)
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        self.real.read64(bar, offset)
    }

    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()> {
        self.real.write32(bar, offset, value)
    }

    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()> {
        self.real.write64(bar, offset, value)
    }

    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion> {
        self.real.dma_alloc(bytes)
    }

    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        self.real.dma_read(region, offset, into)
    }

    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        let mut bytes = from.to_vec();
        if from.len() == SQE_BYTES && self.misdirect.swap(false, Ordering::Relaxed) {
            // PRP1 of a submission queue entry.
            bytes[24..32].copy_from_slice(&UNMAPPED.to_le_bytes());
        }
        self.real.dma_write(region, offset, &bytes)
    }

    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        self.real.dma_load32(region, offset)
    }

    fn enable_interrupts(&self, count: u32) -> Result<()> {
        self.real.enable_interrupts(count)
    }

    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake> {
        self.real.wait(vectors, deadline_ns)
    }

    fn wake(&self, vectors: u32) {
        self.real.wake(vectors);
    }

    fn now_ns(&self) -> u64 {
        self.real.now_ns()
    }

    fn reset(&self) -> Result<()> {
        if self.idle_reset.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.real.reset()
    }
}
