//! The listening socket, its clients, and how both end.

use crate::block::Block;
use crate::handshake::{handshake, Ended, Export};
use crate::transmission::{transmission, Counts};
use crate::{BLOCK_BYTES, CLIENTS_MAX};
use std::collections::HashMap;
use std::io;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Requests in flight have this long to finish when the server stops.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// A pause after the system refused a new connection (no descriptors, no memory) before the next try.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

/// Why a device is not being served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{} is in use: another server answers there", path.display())]
    Busy { path: PathBuf },
    #[error("{} exists and is not a socket", path.display())]
    NotASocket { path: PathBuf },
    #[error("a device of {size} bytes: its size must be a multiple of {BLOCK_BYTES} bytes")]
    Size { size: u64 },
    #[error("cannot listen on {}: {source}", path.display())]
    Listen { path: PathBuf, source: io::Error },
}

/// What a server did in its life. Bytes and requests that succeeded, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub clients: u64,
    pub reads: u64,
    pub writes: u64,
    pub flushes: u64,
    /// Requests for zeros, and trims.
    pub zeroes: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
    /// Requests that did not fit the device or the protocol.
    pub refused: u64,
    /// Requests that the device failed.
    pub failed: u64,
}

/// Looks at a server, from any thread and longer than it lives.
#[derive(Clone)]
pub struct View {
    path: PathBuf,
    shared: Arc<Shared>,
}

/// A device being served. Dropping it stops it, as [`Server::stop`] does.
pub struct Server {
    path: PathBuf,
    /// Device and inode of our socket, so that we never remove somebody else's.
    identity: (u64, u64),
    /// The listening socket once more, to wake the thread that accepts.
    listening: UnixStream,
    accepting: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

struct Shared {
    name: String,
    device: Arc<dyn Block>,
    counts: Arc<Counts>,
    accepted: AtomicU64,
    clients: Mutex<Clients>,
    changed: Condvar,
}

#[derive(Default)]
struct Clients {
    open: HashMap<u64, UnixStream>,
    stopping: bool,
}

impl Server {
    /// Serves `device` as export `name` (and as the default export) on a socket at `path`. A socket file without a
    /// server behind it is replaced.
    pub fn start(path: &Path, name: &str, device: Arc<dyn Block>) -> Result<Server, ServeError> {
        let size = device.size();
        if !size.is_multiple_of(u64::from(BLOCK_BYTES)) {
            return Err(ServeError::Size { size });
        }
        let listener = listen(path)?;
        let refuse = |source| ServeError::Listen { path: path.to_owned(), source };
        let file = path.symlink_metadata().map_err(refuse)?;
        let shared = Arc::new(Shared {
            name: name.to_owned(),
            device,
            counts: Arc::default(),
            accepted: AtomicU64::new(0),
            clients: Mutex::default(),
            changed: Condvar::new(),
        });
        let listening = UnixStream::from(OwnedFd::from(listener.try_clone().map_err(refuse)?));
        let accepting = std::thread::Builder::new()
            .name(format!("nbd {name}"))
            .spawn({
                let shared = shared.clone();
                move || accept(&listener, &shared)
            })
            .map_err(refuse)?;
        let identity = (file.dev(), file.ino());
        Ok(Server { path: path.to_owned(), identity, listening, accepting: Some(accepting), shared })
    }

    /// The socket's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What happened so far.
    pub fn summary(&self) -> Summary {
        self.shared.summary()
    }

    /// To look at it from elsewhere.
    pub fn view(&self) -> View {
        View { path: self.path.clone(), shared: self.shared.clone() }
    }

    /// Takes no more clients and requests, answers those in flight (10 s, then it cuts the connections), removes the
    /// socket.
    pub fn stop(mut self) -> Summary {
        self.end();
        self.summary()
    }

    fn end(&mut self) {
        let Some(accepting) = self.accepting.take() else { return };
        self.shared.lock().stopping = true;
        self.shared.changed.notify_all();
        // On Linux this ends a waiting accept of the same socket, with an error.
        let woken = self.listening.shutdown(Shutdown::Both).is_ok();
        if woken && accepting.join().is_err() {
            tracing::error!("the thread that accepts on {} panicked", self.path.display());
        }
        self.shared.hang_up(Shutdown::Read);
        if !self.shared.wait_until_idle() {
            tracing::warn!("{}: requests are still in flight after {DRAIN_TIME:?}; hanging up", self.path.display());
            self.shared.hang_up(Shutdown::Both);
        }
        let ours = |file: std::fs::Metadata| (file.dev(), file.ino()) == self.identity;
        if self.path.symlink_metadata().is_ok_and(ours) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl View {
    /// The socket's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What happened so far.
    pub fn summary(&self) -> Summary {
        self.shared.summary()
    }
}

impl Shared {
    fn summary(&self) -> Summary {
        let counts = &self.counts;
        let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Summary {
            clients: now(&self.accepted),
            reads: now(&counts.reads),
            writes: now(&counts.writes),
            flushes: now(&counts.flushes),
            zeroes: now(&counts.zeroes),
            bytes_read: now(&counts.bytes_read),
            bytes_written: now(&counts.bytes_written),
            refused: now(&counts.refused),
            failed: now(&counts.failed),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Clients> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hang_up(&self, how: Shutdown) {
        for stream in self.lock().open.values() {
            let _ = stream.shutdown(how);
        }
    }

    fn wait_until_idle(&self) -> bool {
        let (clients, _) = self
            .changed
            .wait_timeout_while(self.lock(), DRAIN_TIME, |clients| !clients.open.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        clients.open.is_empty()
    }
}

/// A listener at `path`. A socket file without a server behind it is replaced; a live one, or a file of another kind, is
/// an error.
pub fn listen(path: &Path) -> Result<UnixListener, ServeError> {
    let owned = || path.to_owned();
    let refuse = |source| ServeError::Listen { path: owned(), source };
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(refuse(error)),
        Ok(file) if !file.file_type().is_socket() => return Err(ServeError::NotASocket { path: owned() }),
        Ok(_) => match UnixStream::connect(path) {
            Ok(_) => return Err(ServeError::Busy { path: owned() }),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                std::fs::remove_file(path).map_err(refuse)?;
            }
            Err(error) => return Err(refuse(error)),
        },
    }
    UnixListener::bind(path).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Busy { path: owned() },
        _ => refuse(error),
    })
}

fn accept(listener: &UnixListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept().and_then(|(stream, _)| Ok((stream.try_clone()?, stream)));
        let mut clients = shared.lock();
        if clients.stopping {
            return;
        }
        let (kept, stream) = match accepted {
            Ok(both) => both,
            Err(error) => {
                tracing::warn!("cannot take a client of {}: {error}", shared.name);
                drop(shared.changed.wait_timeout(clients, REFUSED_PAUSE));
                continue;
            }
        };
        if clients.open.len() == CLIENTS_MAX {
            tracing::warn!("{} has {CLIENTS_MAX} clients; one more was turned away", shared.name);
            continue;
        }
        let id = shared.accepted.fetch_add(1, Ordering::Relaxed);
        clients.open.insert(id, kept);
        drop(clients);
        let guest = Guest { id, shared: shared.clone() };
        let spawned = std::thread::Builder::new().name(format!("nbd {} {id}", shared.name)).spawn(move || {
            guest.serve(&stream);
        });
        if let Err(error) = spawned {
            tracing::warn!("no thread for a client of {}: {error}", shared.name);
        }
    }
}

/// A client's place in the table; leaving it is part of its end, however it comes.
struct Guest {
    id: u64,
    shared: Arc<Shared>,
}

impl Guest {
    fn serve(&self, stream: &UnixStream) {
        let shared = &*self.shared;
        let export = Export { name: &shared.name, size: shared.device.size() };
        let end = match handshake(stream, &export) {
            Ok(Ok(session)) => transmission(stream, &*shared.device, session, &shared.counts),
            Ok(Err(Ended::Politely)) => Ok(()),
            Ok(Err(Ended::Broken(what))) => Err(io::Error::new(io::ErrorKind::InvalidData, what)),
            Err(error) => Err(error),
        };
        match end {
            Ok(()) => tracing::debug!("client {} of {} is done", self.id, shared.name),
            Err(error) => tracing::info!("client {} of {} is gone: {error}", self.id, shared.name),
        }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        if let Some(stream) = self.shared.lock().open.remove(&self.id) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        self.shared.changed.notify_all();
    }
}
