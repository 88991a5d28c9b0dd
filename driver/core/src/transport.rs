//! What the driver needs from the way to a card: two register windows, DMA memory, interrupts and time.
//!
//! Three ways implement [`Transport`]: the in-process simulation, a vfio-user socket, and VFIO on a real machine.
//! The driver above sees no difference but speed.
//!
//! **Threads.** Every method takes `&self` and may be called from any thread; share a transport as
//! `Arc<dyn Transport>`. Register writes are posted and keep their order per thread; a register read returns after all
//! earlier writes of its thread have reached the card. Several threads may be in [`Transport::wait`], each with vectors of
//! its own; any thread may end such a wait with [`Transport::wake`].
//!
//! **Time** is the card's: [`Transport::now_ns`] counts nanoseconds, simulated ones (8 per cycle) in the simulation,
//! where they may pass a thousand times slower than the clock on the wall and stand still while nobody waits.
//! Deadlines are therefore given in this time; a transport adds a limit in wall time of its own, so that no call blocks
//! for ever. Never sleep to let a card work: [`Transport::wait`].
//!
//! **Memory.** [`Transport::dma_alloc`] hands out pieces of one long-lived pool that is mapped for the card once; nothing
//! is mapped or allocated per command. The one copy on the way is between the pool and the caller's buffer.

use thiserror::Error;

/// A register window of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bar {
    /// BAR0, 16 KiB: the NVMe controller, MSI-X table and pending bits.
    Nvme,
    /// BAR2, 64 KiB: the control window.
    Control,
}

impl Bar {
    /// Size of the window in bytes.
    pub const fn bytes(self) -> u64 {
        match self {
            Bar::Nvme => 16 * 1024,
            Bar::Control => 64 * 1024,
        }
    }

    /// Number of the base address register.
    pub const fn number(self) -> u8 {
        match self {
            Bar::Nvme => 0,
            Bar::Control => 2,
        }
    }

    /// Whether an access of `bytes` at `offset` is aligned and lies within the window.
    pub fn check(self, offset: u64, bytes: u64) -> Result<()> {
        self.check_within(offset, bytes, self.bytes())
    }

    /// The same of a window of which only the first `size` bytes are there.
    pub fn check_within(self, offset: u64, bytes: u64, size: u64) -> Result<()> {
        let what = match self {
            Bar::Nvme => "BAR0",
            Bar::Control => "BAR2",
        };
        let end = offset.saturating_add(bytes);
        if !offset.is_multiple_of(bytes) {
            return Err(TransportError::Misaligned { what, offset, align: bytes });
        }
        if end > size {
            return Err(TransportError::OutOfRange { what, offset, end, bytes: size });
        }
        Ok(())
    }
}

/// A piece of the DMA pool; lives as long as its transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DmaRegion {
    /// Address of the first byte as the card sees it, a multiple of 4096.
    pub iova: u64,
    /// Length in bytes, a multiple of 4096.
    pub bytes: usize,
}

/// Why a [`Transport::wait`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// At least one of the vectors asked for was signalled (bit n: vector n); each signal is reported once.
    Vectors(u32),
    /// Another thread called [`Transport::wake`] for one of the vectors.
    Called,
    /// The deadline has passed.
    Deadline,
}

/// What can go wrong between driver and card.
#[derive(Debug, Error)]
pub enum TransportError {
    /// The access does not lie within its window or region.
    #[error("{what}: bytes {offset:#x}..{end:#x} are outside its {bytes:#x} bytes")]
    OutOfRange { what: &'static str, offset: u64, end: u64, bytes: u64 },
    /// A register or word access that is not naturally aligned.
    #[error("{what}: offset {offset:#x} is not a multiple of {align}")]
    Misaligned { what: &'static str, offset: u64, align: u64 },
    /// The DMA pool is used up.
    #[error("{asked} bytes of DMA memory asked for, {left} left in the pool")]
    NoMemory { asked: usize, left: usize },
    /// The card answered a register read with an error.
    #[error("the card refused the read of {bar:?} {offset:#x}: {status}")]
    Refused { bar: Bar, offset: u64, status: &'static str },
    /// The card did not do what was waited for in time.
    #[error("{what}: no answer after {waited_ns} ns of card time, {wall_ms} ms of wall time")]
    Timeout { what: &'static str, waited_ns: u64, wall_ms: u64 },
    /// The vector count is not one that the card has.
    #[error("{asked} interrupt vectors asked for, the card has {has}")]
    Vectors { asked: u32, has: u32 },
    /// The card, its process or its device file is gone.
    #[error("the card is gone: {0}")]
    Gone(String),
}

/// The result of a transport call.
pub type Result<T> = std::result::Result<T, TransportError>;

/// A way to one card.
pub trait Transport: Send + Sync {
    /// Reads a 32-bit register; `offset` in bytes, a multiple of 4. Waits a bounded time for the card's answer.
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32>;

    /// Reads a 64-bit register in one access; `offset` in bytes, a multiple of 8.
    fn read64(&self, bar: Bar, offset: u64) -> Result<u64>;

    /// Writes a 32-bit register; posted: returns before the card has seen it.
    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()>;

    /// Writes a 64-bit register in one access; posted.
    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()>;

    /// Takes `bytes` (rounded up to 4096) zeroed bytes from the DMA pool. For start-up, not for the hot path.
    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion>;

    /// Copies from DMA memory, `offset` bytes into the region.
    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()>;

    /// Copies to DMA memory. The card sees the bytes before any register written later by this thread.
    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()>;

    /// Loads one aligned little-endian word from DMA memory; what the card wrote before that word is visible to later
    /// [`Transport::dma_read`] calls (acquire). For the word of a completion entry that carries the phase.
    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32>;

    /// Makes vectors `0..count` deliver to [`Transport::wait`]; fills the MSI-X table where no kernel does it.
    fn enable_interrupts(&self, count: u32) -> Result<()>;

    /// Lets the card work until a vector of the mask `vectors` (bit n: vector n) was signalled, [`Transport::wake`] was
    /// called for one of them, or card time reached `deadline_ns`. A signal that came earlier and was not reported yet ends
    /// the wait at once. A vector that is not enabled is never signalled, but may be woken for. With mask 0 card time passes.
    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake>;

    /// For each vector of the mask ends the wait for it that is under way, or the next one, with [`Wake::Called`].
    fn wake(&self, vectors: u32);

    /// The card's time in nanoseconds since some fixed point; never goes back.
    fn now_ns(&self) -> u64;

    /// Function-level reset: stops the card's DMA and interrupts and resets the controller. Returns when it is done.
    /// Interrupts are off afterwards; the DMA pool keeps its mapping and contents.
    fn reset(&self) -> Result<()>;
}
