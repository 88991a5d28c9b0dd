//! One card's socket: clients one after the other, each message answered before the next is read.

use crate::fault::{Fault, Planted};
use crate::function::Function;
use std::io;
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use twinpath_group::Simulation;
use twinpath_vfio_user::{
    error, receive, send, Command, Header, Message, Reply, SocketError, FLAG_ERROR, FLAG_NO_REPLY, KIND_COMMAND,
    KIND_REPLY,
};

/// A client has so long for its first message, for the rest of one that has begun, and to take a reply.
const PATIENCE: Duration = Duration::from_secs(5);
/// A pause after the system refused a connection before the next try.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);
/// The protocol's major version, and the latest minor one that is known here.
const MAJOR: u16 = 0;
const MINOR: u16 = 1;

/// What happened at a socket so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Clients that said what version they speak.
    pub clients: u64,
    /// Messages that were answered, and those of them that were answered with an error.
    pub messages: u64,
    pub refused: u64,
    /// Connections that ended because of what came over them.
    pub broken: u64,
    /// One is there now.
    pub connected: bool,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    /// The client that is served, to end its session from outside.
    current: Mutex<Option<OwnedFd>>,
    clients: AtomicU64,
    messages: AtomicU64,
    refused: AtomicU64,
    broken: AtomicU64,
}

impl Shared {
    fn current(&self) -> MutexGuard<'_, Option<OwnedFd>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves one card until it is dropped.
pub struct Server {
    path: PathBuf,
    /// The listening socket once more, to wake the thread that accepts.
    listening: UnixStream,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves card `unit` (0 or 1) of the simulation to who connects to `listener`, which was bound to `path`. The card's
    /// DMA goes to its clients from now on; drive it through no other transport.
    pub fn start(simulation: &Simulation, unit: usize, listener: UnixListener, path: &Path) -> io::Result<Server> {
        Server::start_with(simulation, unit, listener, path, Planted::default())
    }

    pub(crate) fn start_with(
        simulation: &Simulation,
        unit: usize,
        listener: UnixListener,
        path: &Path,
        planted: Planted,
    ) -> io::Result<Server> {
        let listening = UnixStream::from(OwnedFd::from(listener.try_clone()?));
        let shared = Arc::new(Shared::default());
        let function = Function::new(simulation.clone(), unit, planted);
        let thread = std::thread::Builder::new().name(format!("card {}", unit + 1)).spawn({
            let shared = shared.clone();
            move || accept(&listener, function, &shared, planted)
        })?;
        Ok(Server { path: path.to_owned(), listening, shared, thread: Some(thread) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let s = &self.shared;
        let connected = s.current().is_some();
        let (clients, messages, refused, broken) = (of(&s.clients), of(&s.messages), of(&s.refused), of(&s.broken));
        Counts { clients, messages, refused, broken, connected }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        if let Some(client) = &*self.shared.current() {
            let _ = rustix::net::shutdown(client.as_fd(), rustix::net::Shutdown::Both);
        }
        // On Linux this ends a waiting accept of the same socket, with an error.
        if self.listening.shutdown(Shutdown::Both).is_ok() {
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

fn accept(listener: &UnixListener, mut function: Function, shared: &Shared, planted: Planted) {
    while !shared.stopping.load(Ordering::Relaxed) {
        let client = match listener.accept().and_then(|(client, _)| Ok((client.try_clone()?, client))) {
            Ok((again, client)) => {
                *shared.current() = Some(again.into());
                client
            }
            Err(_) => {
                // Out of descriptors, if it is not the end: others must give one back first.
                std::thread::park_timeout(REFUSED_PAUSE);
                continue;
            }
        };
        // A server that ends now may not have seen this client.
        if !shared.stopping.load(Ordering::Relaxed) {
            if let Err(error) = serve(&client, &mut function, shared) {
                shared.broken.fetch_add(1, Ordering::Relaxed);
                tracing::warn!("a client is given up: {error}");
                if planted.is(Fault::Fragile) {
                    *shared.current() = None;
                    return;
                }
            }
        }
        function.forget();
        *shared.current() = None;
    }
}

/// One client, until it goes or cannot be understood.
fn serve(client: &UnixStream, function: &mut Function, shared: &Shared) -> Result<(), SocketError> {
    let Some(first) = receive(client, Some(PATIENCE), PATIENCE)? else { return Ok(()) };
    let version = match Command::decode(first.header.command, &first.payload) {
        Ok(Command::Version { major: MAJOR, minor }) if first.header.kind() == KIND_COMMAND => {
            Ok(Reply::Version { major: MAJOR, minor: minor.min(MINOR) })
        }
        _ => Err(error::INVALID),
    };
    let welcome = version.is_ok();
    reply(client, &first.header, version, shared)?;
    if !welcome {
        return Ok(());
    }
    shared.clients.fetch_add(1, Ordering::Relaxed);
    while let Some(Message { header, payload, descriptors }) = receive(client, None, PATIENCE)? {
        let answer = match Command::decode(header.command, &payload) {
            Ok(command) if header.kind() == KIND_COMMAND => function.answer(command, descriptors),
            Ok(_) => Err(error::INVALID),
            Err(error) => Err(error),
        };
        reply(client, &header, answer, shared)?;
    }
    Ok(())
}

fn reply(client: &UnixStream, to: &Header, answer: Result<Reply, u32>, shared: &Shared) -> Result<(), SocketError> {
    shared.messages.fetch_add(1, Ordering::Relaxed);
    if answer.is_err() {
        shared.refused.fetch_add(1, Ordering::Relaxed);
        tracing::debug!("command {} is refused: {answer:?}", to.command);
    }
    if to.flags & FLAG_NO_REPLY != 0 {
        return Ok(());
    }
    let (flags, error, payload) = match &answer {
        Ok(reply) => (KIND_REPLY, 0, reply.encode()),
        Err(error) => (KIND_REPLY | FLAG_ERROR, *error, Vec::new()),
    };
    let header = Header { id: to.id, command: to.command, bytes: 0, flags, error };
    send(client, header, &payload, &[], PATIENCE)
}
