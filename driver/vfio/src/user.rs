//! A card in another process, behind a vfio-user socket: `twinpath card`, or whoever speaks the protocol.
//!
//! Every message has a deadline, and an error that the other side reports is one here. After the first message that failed
//! nobody knows where the next one begins: the card is gone from then on. A thread waits for the other side's end, so that it
//! ends waits, too.
//!
//! **Time.** A simulated card is slower than the wall by a factor: [`UserOptions::slowness`]. The driver's limits are in card
//! time, so that they fit a card of any speed; this clock is the wall's divided by that.

use crate::kernel::{wait_until_reset, OpenError};
use crate::pci::{self, Shape, CONFIG_BYTES};
use crate::{now_ns, Pool, Signals, Waiting, POOL_BYTES};
use rustix::event::{poll, PollFd, PollFlags};
use std::fmt::Display;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use twinpath_driver::transport::{Bar, DmaRegion, Result, Transport, TransportError, Wake};
use twinpath_spec::control::{MAGIC, MAGIC_VALUE};
use twinpath_vfio_user::{
    receive, send, Command, Header, Irqs, Reply, CONFIG_REGION, DMA_READABLE, DMA_WRITABLE, KIND_COMMAND, KIND_REPLY,
    MSIX_INDEX,
};

/// Where the pool begins for the card.
const IOVA: u64 = 4 << 30;
/// Vectors that are used at most.
const VECTORS_MAX: u32 = 16;

/// How a card is opened.
#[derive(Clone, Copy, Debug)]
pub struct UserOptions {
    pub shape: Shape,
    pub waiting: Waiting,
    pub pool_bytes: usize,
    /// Wall time for the answer to a message; also how long another client may keep this one waiting at the start.
    pub answer: Duration,
    /// Wall time in which a reset must be over.
    pub reset: Duration,
    /// Nanoseconds of wall time for one of card time.
    pub slowness: u64,
}

impl Default for UserOptions {
    fn default() -> UserOptions {
        UserOptions {
            shape: pci::CARD,
            waiting: Waiting::default(),
            pool_bytes: POOL_BYTES,
            answer: Duration::from_secs(10),
            reset: Duration::from_secs(60),
            slowness: 64,
        }
    }
}

/// A card behind a socket. See the module's description.
pub struct User {
    shared: Arc<Shared>,
    pool: Pool,
    slowness: u64,
    reset: Duration,
    watching: Option<JoinHandle<()>>,
}

struct Shared {
    connection: Mutex<Connection>,
    /// The socket once more, for the thread that waits for its end.
    socket: UnixStream,
    signals: Signals,
    gone: AtomicBool,
}

type Answer = std::result::Result<io::Result<Reply>, String>;

struct Connection {
    socket: UnixStream,
    next: u16,
    answer: Duration,
    /// Why nothing more can be said.
    broken: Option<String>,
}

impl Connection {
    fn ask(&mut self, command: &Command, descriptors: &[BorrowedFd<'_>]) -> Result<Reply> {
        if let Some(why) = &self.broken {
            return Err(TransportError::Gone(why.clone()));
        }
        match self.exchange(command, descriptors) {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => Err(TransportError::Gone(format!("its server refuses {}: {error}", name(command)))),
            Err(why) => {
                self.broken = Some(why.clone());
                let _ = self.socket.shutdown(std::net::Shutdown::Both);
                Err(TransportError::Gone(why))
            }
        }
    }

    /// The answer, or the error that it carries; without one, why there will be none any more.
    fn exchange(&mut self, command: &Command, descriptors: &[BorrowedFd<'_>]) -> Answer {
        let broken = |error: &dyn Display| format!("its vfio-user socket: {error}");
        let (number, payload) = command.encode();
        self.next = self.next.wrapping_add(1);
        let header = Header { id: self.next, command: number, bytes: 0, flags: KIND_COMMAND, error: 0 };
        send(&self.socket, header, &payload, descriptors, self.answer).map_err(|error| broken(&error))?;
        let reply = receive(&self.socket, Some(self.answer), self.answer).map_err(|error| broken(&error))?;
        let reply = reply.ok_or_else(|| broken(&"the other side has closed it"))?;
        let found = (reply.header.id, reply.header.command, reply.header.kind());
        if found != (self.next, number, KIND_REPLY) {
            return Err(broken(&format!("a message {found:?} where the answer to {} was due", self.next)));
        }
        if reply.header.flags & twinpath_vfio_user::FLAG_ERROR != 0 {
            return Ok(Err(io::Error::from_raw_os_error(reply.header.error as i32)));
        }
        Reply::decode(command, &reply.payload).map(Ok).map_err(|error| broken(&error))
    }

    fn read(&mut self, region: u32, offset: u64, count: u32) -> Result<Vec<u8>> {
        match self.ask(&Command::RegionRead { region, offset, count }, &[])? {
            Reply::Read { data, .. } => Ok(data),
            _ => Err(TransportError::Gone("its answer to a read is another".into())),
        }
    }

    fn write(&mut self, region: u32, offset: u64, data: &[u8]) -> Result<()> {
        self.ask(&Command::RegionWrite { region, offset, data: data.to_vec() }, &[]).map(drop)
    }

    /// Memory accesses and DMA on, and read back.
    fn turn_on(&mut self) -> Result<()> {
        let wanted = pci::MEMORY | pci::BUS_MASTER;
        self.write(CONFIG_REGION, pci::COMMAND, &wanted.to_le_bytes())?;
        match self.read(CONFIG_REGION, pci::COMMAND, 2)?[..] {
            [low, high] if u16::from_le_bytes([low, high]) & wanted == wanted => Ok(()),
            ref other => Err(TransportError::Gone(format!("its command register reads {other:02x?}"))),
        }
    }
}

/// What a command is, for an error.
fn name(command: &Command) -> &'static str {
    match command {
        Command::Version { .. } => "the protocol's version",
        Command::DmaMap { .. } => "the DMA memory",
        Command::DmaUnmap { .. } => "giving DMA memory back",
        Command::DeviceInfo | Command::RegionInfo { .. } | Command::IrqInfo { .. } => "what the device is",
        Command::SetIrqs { .. } => "interrupts",
        Command::RegionRead { .. } => "a read",
        Command::RegionWrite { .. } => "a write",
        Command::Reset => "a reset",
    }
}

impl User {
    /// Opens the card behind the socket at `path`; its server serves one client at a time.
    pub fn open(path: &Path, options: UserOptions) -> std::result::Result<User, OpenError> {
        let system = |what| move |error| OpenError::System { what, error };
        let socket = UnixStream::connect(path).map_err(system("connecting to the card's socket"))?;
        let again = socket.try_clone().map_err(system("no descriptor"))?;
        let mut connection = Connection { socket, next: 0, answer: options.answer, broken: None };
        let gone = |what: String| OpenError::Transport(TransportError::Gone(what));
        match connection.ask(&Command::Version { major: 0, minor: 1 }, &[])? {
            Reply::Version { major: 0, .. } => {}
            other => return Err(gone(format!("it speaks another version: {other:?}"))),
        }

        // Nothing of the card is touched before it has said who it is, and it may not reach memory before that.
        let mut config = [0; CONFIG_BYTES];
        config.copy_from_slice(&connection.read(CONFIG_REGION, 0, CONFIG_BYTES as u32)?);
        let mut sizes = [0; 6];
        for (index, size) in (0..).zip(&mut sizes) {
            if let Reply::Region { bytes, .. } = connection.ask(&Command::RegionInfo { index }, &[])? {
                *size = bytes;
            }
        }
        let found = pci::check(&config, &options.shape, |bar| sizes.get(usize::from(bar)).copied().unwrap_or(0))?;
        let vectors = match connection.ask(&Command::IrqInfo { index: MSIX_INDEX }, &[])? {
            Reply::Irq { count, .. } => count.min(found.vectors).min(VECTORS_MAX),
            other => return Err(gone(format!("it answers {other:?}"))),
        };
        if options.shape.windows.contains(&Bar::Control) {
            let bytes = connection.read(Bar::Control.number().into(), MAGIC.offset.into(), 8)?;
            let found = number(&bytes);
            if found != MAGIC_VALUE {
                return Err(OpenError::NotACard { found });
            }
        }

        let pool = Pool::in_small_pages(IOVA, options.pool_bytes).map_err(system("no DMA memory"))?;
        let flags = DMA_READABLE | DMA_WRITABLE;
        let map = Command::DmaMap { flags, offset: 0, address: IOVA, bytes: pool.bytes() as u64 };
        connection.ask(&map, &[pool.file().as_fd()])?;
        connection.turn_on()?;
        let signals = Signals::new(vectors, options.waiting).map_err(system("no event descriptors"))?;
        let connection = Mutex::new(connection);
        let shared = Arc::new(Shared { connection, socket: again, signals, gone: AtomicBool::new(false) });
        let watching = std::thread::Builder::new().name("vfio-user end".into()).spawn({
            let shared = shared.clone();
            move || shared.watch()
        });
        let watching = Some(watching.map_err(system("no thread"))?);
        tracing::debug!("{}: {found:?}", path.display());
        Ok(User { shared, pool, slowness: options.slowness.max(1), reset: options.reset, watching })
    }

    fn ask(&self, command: &Command, descriptors: &[BorrowedFd<'_>]) -> Result<Reply> {
        self.connection(|connection| connection.ask(command, descriptors))
    }

    fn connection<T>(&self, action: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        action(&mut self.shared.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn read(&self, bar: Bar, offset: u64, bytes: u32) -> Result<u64> {
        bar.check(offset, bytes.into())?;
        let data = self.connection(|connection| connection.read(bar.number().into(), offset, bytes))?;
        Ok(number(&data))
    }

    fn write(&self, bar: Bar, offset: u64, data: &[u8]) -> Result<()> {
        bar.check(offset, data.len() as u64)?;
        self.connection(|connection| connection.write(bar.number().into(), offset, data))
    }

    fn interrupts_off(&self) -> Result<()> {
        let off = Command::SetIrqs { action: Irqs::Trigger, index: MSIX_INDEX, start: 0, count: 0 };
        self.ask(&off, &[])?;
        self.shared.signals.forget();
        Ok(())
    }

    fn present(&self) -> Result<()> {
        match self.shared.gone.load(Ordering::Acquire) {
            true => Err(TransportError::Gone("the other side of its socket has ended".into())),
            false => Ok(()),
        }
    }
}

impl Shared {
    /// The thread that waits for the other side's end, or for this side's.
    fn watch(&self) {
        let end = || poll(&mut [PollFd::new(&self.socket, PollFlags::RDHUP)], None);
        while matches!(end(), Err(rustix::io::Errno::INTR)) {}
        self.gone.store(true, Ordering::Release);
        self.signals.wake(u32::MAX);
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // The server takes this for the end: it resets the function and forgets the pool.
        let _ = self.shared.socket.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.watching.take() {
            let _ = thread.join();
        }
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

impl Transport for User {
    fn read32(&self, bar: Bar, offset: u64) -> Result<u32> {
        self.read(bar, offset, 4).map(|value| value as u32)
    }

    fn read64(&self, bar: Bar, offset: u64) -> Result<u64> {
        self.read(bar, offset, 8)
    }

    fn write32(&self, bar: Bar, offset: u64, value: u32) -> Result<()> {
        self.write(bar, offset, &value.to_le_bytes())
    }

    fn write64(&self, bar: Bar, offset: u64, value: u64) -> Result<()> {
        self.write(bar, offset, &value.to_le_bytes())
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
        let vectors = self.shared.signals.vectors();
        let has = vectors.len() as u32;
        if count > has {
            return Err(TransportError::Vectors { asked: count, has });
        }
        self.interrupts_off()?;
        if count > 0 && self.shared.signals.waiting() != Waiting::Polling {
            let vectors = &vectors[..count as usize];
            // SAFETY: the descriptors stay open as long as `self`, beyond this call.
            let descriptors = vectors.iter().map(|vector| unsafe { BorrowedFd::borrow_raw(vector.as_raw_fd()) });
            let set = Command::SetIrqs { action: Irqs::Descriptors, index: MSIX_INDEX, start: 0, count };
            self.ask(&set, &descriptors.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn wait(&self, vectors: u32, deadline_ns: u64) -> Result<Wake> {
        self.present()?;
        let woken = self.shared.signals.wait(vectors, deadline_ns.saturating_mul(self.slowness))?;
        // The end of the other side ends a wait, too.
        self.present().map(|()| woken)
    }

    fn wake(&self, vectors: u32) {
        self.shared.signals.wake(vectors);
    }

    fn now_ns(&self) -> u64 {
        now_ns() / self.slowness
    }

    fn reset(&self) -> Result<()> {
        self.interrupts_off()?;
        self.ask(&Command::Reset, &[])?;
        let limit_ns = u64::try_from(self.reset.as_nanos()).unwrap_or(u64::MAX);
        wait_until_reset(limit_ns, |offset| self.read32(Bar::Nvme, offset))?;
        self.shared.signals.forget();
        self.connection(Connection::turn_on)
    }
}

#[cfg(test)]
#[path = "user_tests.rs"]
mod tests;
