//! A card on this machine's bus, through the kernel's VFIO (group and container).
//!
//! The device is held by one [`Held`]; a thread waits for the kernel to ask for it back (a removal, an unbind) and then
//! lets go of it, so that the removal ends and everything that is asked of the card from then on is an error.

use crate::pci::{self, Found, PciError, Shape};
use crate::{now_ns, Pool, Signals, Waiting, POOL_BYTES};
use memmap2::{MmapOptions, MmapRaw};
use std::os::fd::AsRawFd;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{fence, AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, TransportError, Wake};
use twinpath_spec::control::{MAGIC, MAGIC_VALUE};
use twinpath_spec::nvme::{CC, CSTS};
use vfio_bindings::bindings::vfio::{VFIO_PCI_CONFIG_REGION_INDEX, VFIO_PCI_REQ_IRQ_INDEX, VFIO_REGION_INFO_FLAG_MMAP};
use vfio_ioctls::{VfioContainer, VfioDevice, VfioError};
use vmm_sys_util::eventfd::{EventFd, EFD_CLOEXEC};

/// Where the pool may begin for the card; the first of these that the IOMMU takes. None meets an interrupt window.
const IOVAS: [u64; 3] = [4 << 30, 1 << 30, 16 << 20];
/// After a reset the registers must be back in this time. The kernel has waited the 100 ms of the PCI Express base
/// specification (6.6.2) by then; a simulated card takes longer.
const RESET_NS: u64 = 5_000_000_000;
/// Vectors that are used at most.
const VECTORS_MAX: u32 = 32;

/// How a card is opened.
#[derive(Clone, Copy, Debug)]
pub struct KernelOptions {
    /// What the device must be.
    pub shape: Shape,
    pub waiting: Waiting,
    /// Size of the DMA pool.
    pub pool_bytes: usize,
}

impl Default for KernelOptions {
    fn default() -> KernelOptions {
        KernelOptions { shape: pci::CARD, waiting: Waiting::default(), pool_bytes: POOL_BYTES }
    }
}

/// Why a card could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "VFIO: {0}; is the device bound (`twinpath list`, `twinpath bind`), and may this user open its group file?"
    )]
    Vfio(VfioError),
    #[error(transparent)]
    Pci(#[from] PciError),
    #[error("not a Twinpath card: its control window begins with {found:#018x} instead of \"TWINPATH\"")]
    NotACard { found: u64 },
    #[error("{what}: {error}")]
    System { what: &'static str, error: std::io::Error },
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl From<VfioError> for OpenError {
    // Its text holds its cause already.
    fn from(error: VfioError) -> OpenError {
        OpenError::Vfio(error)
    }
}

/// A card on the bus. See the module's description.
pub struct Kernel {
    shared: Arc<Shared>,
    /// Freed after the device, which may write it until then.
    pool: Pool,
    found: Found,
    interrupts_on: Mutex<bool>,
    waiting_for_request: Option<JoinHandle<()>>,
}

struct Shared {
    held: RwLock<Option<Held>>,
    signals: Signals,
    /// The kernel wants the device back, or `ending` was set.
    request: EventFd,
    ending: AtomicBool,
}

/// The open device; all that keeps the kernel from taking it away.
struct Held {
    // Mappings hold the device open: they go first.
    windows: Vec<(Bar, MmapRaw)>,
    device: VfioDevice,
    /// Holds the pool's mapping for the card.
    _container: Arc<VfioContainer>,
}

impl Kernel {
    /// Opens the device at `address` (such as 0000:01:00.0), which is bound to vfio-pci.
    pub fn open(address: &str, options: KernelOptions) -> std::result::Result<Kernel, OpenError> {
        let system = |what| move |error| OpenError::System { what, error };
        let container = Arc::new(VfioContainer::new(None)?);
        let path: PathBuf = Path::new("/sys/bus/pci/devices").join(address);
        let device = VfioDevice::new(&path, container.clone(), false)?;

        // Nothing of the card is touched before it has said who it is, and it may not reach memory before that.
        let config = config(&device);
        let found = pci::check(&config, &options.shape, |bar| device.get_region_size(u32::from(bar)))?;
        command(&device, pci::MEMORY, pci::BUS_MASTER)?;
        let mut windows = vec![];
        for window in options.shape.windows {
            windows.push((*window, map(&device, *window).map_err(system("mapping a window of the card"))?));
        }
        let held = Held { windows, device, _container: container.clone() };
        if options.shape.windows.contains(&Bar::Control) {
            let found = held.read64(Bar::Control, u64::from(MAGIC.offset))?;
            if found != MAGIC_VALUE {
                return Err(OpenError::NotACard { found });
            }
        }

        let pool = mapped_pool(&container, options.pool_bytes)?;
        let vectors = found.vectors.min(VECTORS_MAX);
        let signals = Signals::new(vectors, options.waiting).map_err(system("no event descriptors"))?;
        let request = EventFd::new(EFD_CLOEXEC).map_err(system("no event descriptors"))?;
        held.device.enable_irq(VFIO_PCI_REQ_IRQ_INDEX, vec![&request])?;
        command(&held.device, pci::MEMORY | pci::BUS_MASTER, 0)?;

        let held = RwLock::new(Some(held));
        let shared = Arc::new(Shared { held, signals, request, ending: AtomicBool::new(false) });
        let thread = std::thread::Builder::new().name("vfio request".into());
        let waiting_for_request = thread
            .spawn({
                let shared = shared.clone();
                move || shared.serve_request()
            })
            .map_err(system("no thread"))?;
        tracing::debug!("{address}: {found:?}, {} bytes of DMA memory at {:#x}", pool.bytes(), pool.iova());
        let waiting_for_request = Some(waiting_for_request);
        Ok(Kernel { shared, pool, found, interrupts_on: Mutex::new(false), waiting_for_request })
    }

    /// What its configuration space says.
    pub fn found(&self) -> Found {
        self.found
    }

    /// The DMA memory.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    fn held(&self) -> Result<Guard<'_>> {
        Guard::new(&self.shared)
    }

    fn interrupts_off(&self, held: &Held) -> Result<()> {
        let mut on = self.interrupts_on.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut *on) {
            held.device.disable_msix().map_err(gone)?;
        }
        self.shared.signals.forget();
        Ok(())
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        self.shared.ending.store(true, Ordering::Release);
        let _ = self.shared.request.write(1);
        if let Some(thread) = self.waiting_for_request.take() {
            let _ = thread.join();
        }
        self.shared.release();
    }
}

impl Shared {
    /// The thread that lets go of the device when the kernel asks for it.
    fn serve_request(&self) {
        while self.request.read().is_err() {}
        if !self.ending.load(Ordering::Acquire) {
            tracing::warn!("the kernel asks for the card back; letting go of it");
            self.release();
            self.signals.wake(u32::MAX);
        }
    }

    /// Closes the device. It cannot reach memory from then on.
    fn release(&self) {
        let held = self.held.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Held { windows, device, _container }) = held {
            drop(windows);
            // Of a device that is being removed, sysfs may end before this does, which vfio-ioctls takes for impossible.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(device)));
        }
    }
}

/// The device, for as long as one call lasts.
struct Guard<'a>(RwLockReadGuard<'a, Option<Held>>);

impl<'a> Guard<'a> {
    fn new(shared: &'a Shared) -> Result<Guard<'a>> {
        let guard = shared.held.read().unwrap_or_else(PoisonError::into_inner);
        if guard.is_none() {
            return Err(TransportError::Gone("the kernel took it back".into()));
        }
        Ok(Guard(guard))
    }

    fn get(&self) -> Result<&Held> {
        self.0.as_ref().ok_or_else(|| TransportError::Gone("the kernel took it back".into()))
    }
}

impl Held {
    /// Where a register lies in the mapping.
    fn at(&self, bar: Bar, offset: u64, bytes: u64) -> Result<*mut u8> {
        let window = self.windows.iter().find(|(window, _)| *window == bar).map(|(_, memory)| memory);
        let size = window.map_or(0, |memory| memory.len() as u64).min(bar.bytes());
        bar.check_within(offset, bytes, size)?;
        let memory = window.ok_or_else(|| TransportError::Gone(format!("it has no BAR{}", bar.number())))?;
        // SAFETY: the offset lies in the mapping.
        Ok(unsafe { memory.as_mut_ptr().add(offset as usize) })
    }

    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        // SAFETY: the address is an aligned one of the window's mapping; device memory is only accessed so.
        let value = unsafe { self.at(bar, offset, 4)?.cast::<u32>().read_volatile() };
        self.present(value == u32::MAX).map(|_| u32::from_le(value))
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        // SAFETY: as above.
        let value = unsafe { self.at(bar, offset, 8)?.cast::<u64>().read_volatile() };
        self.present(value == u64::MAX).map(|_| u64::from_le(value))
    }

    /// All ones are what a bus reads where nothing answers: configuration space then says whether the card is there.
    fn present(&self, suspicious: bool) -> Result<()> {
        if suspicious && config(&self.device)[..2] == [0xff; 2] {
            return Err(TransportError::Gone("it does not answer on the bus".into()));
        }
        Ok(())
    }
}

/// The first bytes of configuration space; all ones where it cannot be read.
fn config(device: &VfioDevice) -> [u8; pci::CONFIG_BYTES] {
    let mut bytes = [0xff; pci::CONFIG_BYTES];
    device.region_read(VFIO_PCI_CONFIG_REGION_INDEX, &mut bytes, 0);
    bytes
}

/// Sets and clears bits of the command register, and reads them back.
fn command(device: &VfioDevice, set: u16, clear: u16) -> Result<()> {
    let read = || {
        let mut bytes = [0xff; 2];
        device.region_read(VFIO_PCI_CONFIG_REGION_INDEX, &mut bytes, pci::COMMAND);
        u16::from_le_bytes(bytes)
    };
    let wanted = read() & !clear | set;
    device.region_write(VFIO_PCI_CONFIG_REGION_INDEX, &wanted.to_le_bytes(), pci::COMMAND);
    let found = read();
    if found & (set | clear) != set {
        return Err(TransportError::Gone(format!("its command register reads {found:#06x} after {wanted:#06x}")));
    }
    Ok(())
}

fn map(device: &VfioDevice, window: Bar) -> std::io::Result<MmapRaw> {
    let number = u32::from(window.number());
    if device.get_region_flags(number) & VFIO_REGION_INFO_FLAG_MMAP == 0 {
        return Err(std::io::Error::other(format!("the kernel does not let BAR{number} be mapped")));
    }
    let (offset, bytes) = (device.get_region_offset(number), device.get_region_size(number) as usize);
    MmapOptions::new().offset(offset).len(bytes).map_raw(device.as_raw_fd())
}

/// The pool, mapped for the card.
fn mapped_pool(container: &VfioContainer, bytes: usize) -> std::result::Result<Pool, OpenError> {
    let mut refused = VfioError::InvalidDmaUnmapSize;
    for iova in IOVAS {
        let pool = Pool::new(iova, bytes).map_err(|error| OpenError::System { what: "no DMA memory", error })?;
        // SAFETY: the pool is only accessed atomically, and outlives the container (`Kernel::drop` closes that first).
        match unsafe { container.vfio_dma_map(iova, pool.bytes(), pool.address()) } {
            Ok(()) => return Ok(pool),
            Err(error) => refused = error,
        }
    }
    Err(refused.into())
}

fn gone(error: VfioError) -> TransportError {
    TransportError::Gone(error.to_string())
}

/// Waits until the controller's registers are as after a reset.
pub(crate) fn wait_until_reset(limit_ns: u64, read: impl Fn(u64) -> Result<u32>) -> Result<()> {
    let begin_ns = now_ns();
    loop {
        // All ones: not yet back on the bus.
        let (cc, csts) = (read(u64::from(CC.offset))?, read(u64::from(CSTS.offset))?);
        if cc == 0 && csts != u32::MAX && CSTS.field("RDY").of(u64::from(csts)) == 0 {
            return Ok(());
        }
        let waited_ns = now_ns() - begin_ns;
        if waited_ns > limit_ns {
            return Err(TransportError::Timeout {
                what: "function-level reset",
                waited_ns,
                wall_ms: waited_ns / 1_000_000,
            });
        }
        std::thread::yield_now();
    }
}

impl Transport for Kernel {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        self.held()?.get()?.read32(bar, offset)
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        self.held()?.get()?.read64(bar, offset)
    }

    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()> {
        let held = self.held()?;
        let at = held.get()?.at(bar, offset, 4)?.cast::<u32>();
        // What was written to memory before is there before the card hears of it.
        fence(Ordering::SeqCst);
        // SAFETY: the address is an aligned one of the window's mapping; device memory is only accessed so.
        unsafe { at.write_volatile(value.to_le()) };
        Ok(())
    }

    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()> {
        let held = self.held()?;
        let at = held.get()?.at(bar, offset, 8)?.cast::<u64>();
        fence(Ordering::SeqCst);
        // SAFETY: as above.
        unsafe { at.write_volatile(value.to_le()) };
        Ok(())
    }

    fn dma_alloc(&self, bytes: usize) -> Result<DmaRegion> {
        self.pool.alloc(bytes)
    }

    fn dma_read(&self, region: DmaRegion, offset: usize, into: &mut [u8]) -> Result<()> {
        self.pool.read(region, offset, into)
    }

    fn dma_write(&self, region: DmaRegion, offset: usize, from: &[u8]) -> Result<()> {
        self.pool.write(region, offset, from)
    }

    fn dma_load32(&self, region: DmaRegion, offset: usize) -> Result<u32> {
        self.pool.load32(region, offset)
    }

    fn enable_interrupts(&self, count: u32) -> Result<()> {
        let has = self.shared.signals.vectors().len() as u32;
        if count > has {
            return Err(TransportError::Vectors { asked: count, has });
        }
        let held = self.held()?;
        let held = held.get()?;
        self.interrupts_off(held)?;
        if count > 0 && self.shared.signals.waiting() != Waiting::Polling {
            let vectors = self.shared.signals.vectors()[..count as usize].iter().collect();
            held.device.enable_msix(vectors).map_err(gone)?;
            *self.interrupts_on.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        Ok(())
    }

    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake> {
        drop(self.held()?);
        let woken = self.shared.signals.wait(vectors, deadline_ns)?;
        // The end of the device ends a wait, too.
        self.held().map(|_| woken)
    }

    fn wake(&self, vectors: u32) {
        self.shared.signals.wake(vectors);
    }

    fn now_ns(&self) -> u64 {
        now_ns()
    }

    fn reset(&self) -> Result<()> {
        let held = self.held()?;
        let held = held.get()?;
        self.interrupts_off(held)?;
        // Says nothing of its success: the registers do.
        held.device.reset();
        wait_until_reset(RESET_NS, |offset| held.read32(Bar::Nvme, offset))?;
        self.shared.signals.forget();
        command(&held.device, pci::MEMORY | pci::BUS_MASTER, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_reset_is_believed_when_the_registers_show_it() {
        let reads = Cell::new(0);
        let slow = |offset| {
            reads.set(reads.get() + 1);
            Ok(match (reads.get(), offset == u64::from(CC.offset)) {
                (..=4, _) => u32::MAX,
                (..=8, true) => 1,
                (_, true) => 0,
                (..=12, false) => 1,
                _ => 0,
            })
        };
        wait_until_reset(RESET_NS, slow).unwrap();
        assert_eq!(reads.get(), 14);
    }

    #[test]
    fn a_device_that_was_not_reset_is_an_error() {
        for [cc, csts] in [[0x0046_0001, 1], [0, 1], [u32::MAX, u32::MAX], [0, u32::MAX]] {
            let read = |offset| Ok(if offset == u64::from(CC.offset) { cc } else { csts });
            let error = wait_until_reset(1_000_000, read).unwrap_err();
            assert!(matches!(error, TransportError::Timeout { what: "function-level reset", .. }), "{error}");
        }
    }

    #[test]
    fn a_machine_without_the_device_says_so() {
        let error = Kernel::open("ffff:1f:1f.7", KernelOptions::default()).err().expect("no such device");
        assert!(error.to_string().starts_with("VFIO: "), "{error}");
    }
}
