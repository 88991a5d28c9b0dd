//! The listening socket and the one monitor that is served at a time.

use crate::session::Session;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use twinpath_export::{listen, Block, ServeError};
use vhost::vhost_user::{BackendReqHandler, Error};

/// From the request to stop to the end of the serving thread: a little more than what is in flight may take.
const STOP_TIME: Duration = Duration::from_secs(15);
/// A pause after the system refused a new connection, and between looks for what a guest left in flight.
const PAUSE: Duration = Duration::from_millis(100);

/// A device being served. Dropping it stops it, as [`Server::stop`] does.
pub struct Server {
    path: PathBuf,
    /// Device and inode of our socket, so that we never remove somebody else's.
    identity: (u64, u64),
    /// The listening socket once more, to wake the thread that accepts.
    listening: UnixStream,
    serving: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

struct Shared {
    name: String,
    device: Arc<dyn Block>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    stopping: bool,
    ended: bool,
    monitor: Option<UnixStream>,
}

impl Server {
    /// Serves `device` on a socket at `path`; the guest sees `name` as its serial number (20 bytes of it). A socket file
    /// without a server behind it is replaced.
    pub fn start(path: &Path, name: &str, device: Arc<dyn Block>) -> Result<Server, ServeError> {
        let listener = listen(path)?;
        let refuse = |source| ServeError::Listen { path: path.to_owned(), source };
        let file = path.symlink_metadata().map_err(refuse)?;
        let listening = UnixStream::from(OwnedFd::from(listener.try_clone().map_err(refuse)?));
        let shared =
            Arc::new(Shared { name: name.to_owned(), device, state: Mutex::default(), changed: Condvar::new() });
        let serving = std::thread::Builder::new()
            .name(format!("vhost-user {name}"))
            .spawn({
                let shared = shared.clone();
                move || {
                    shared.serve(&listener);
                    shared.lock().ended = true;
                    shared.changed.notify_all();
                }
            })
            .map_err(refuse)?;
        let identity = (file.dev(), file.ino());
        Ok(Server { path: path.to_owned(), identity, listening, serving: Some(serving), shared })
    }

    /// The socket's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets what is in flight end (10 s), hangs up and removes the socket. A guest waits for the next server then.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let Some(serving) = self.serving.take() else { return };
        let mut state = self.shared.lock();
        state.stopping = true;
        if let Some(monitor) = &state.monitor {
            let _ = monitor.shutdown(Shutdown::Read);
        }
        // On Linux this ends a waiting accept of the same socket, with an error.
        let _ = self.listening.shutdown(Shutdown::Both);
        self.shared.changed.notify_all();
        let (state, _) = self
            .shared
            .changed
            .wait_timeout_while(state, STOP_TIME, |state| !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        let ended = state.ended;
        drop(state);
        if !ended {
            tracing::warn!("{}: the thread that serves it does not end", self.path.display());
        } else if serving.join().is_err() {
            tracing::error!("the thread that serves {} panicked", self.path.display());
        }
        if self.path.symlink_metadata().is_ok_and(|file| (file.dev(), file.ino()) == self.identity) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One monitor after the other.
    fn serve(&self, listener: &UnixListener) {
        loop {
            let accepted = listener.accept().and_then(|(stream, _)| Ok((stream.try_clone()?, stream)));
            let mut state = self.lock();
            if state.stopping {
                return;
            }
            match accepted {
                Ok((kept, stream)) => {
                    state.monitor = Some(kept);
                    drop(state);
                    match self.attend(stream) {
                        Ok(()) => tracing::debug!("the guest of {} is gone", self.name),
                        Err(error) => tracing::warn!("the guest of {} is gone: {error}", self.name),
                    }
                    self.lock().monitor = None;
                }
                Err(error) => {
                    tracing::warn!("cannot take a client of {}: {error}", self.name);
                    drop(self.changed.wait_timeout(state, PAUSE));
                }
            }
        }
    }

    /// Serves one monitor until it hangs up or says something wrong.
    fn attend(&self, stream: UnixStream) -> Result<(), String> {
        let session = Session::new(&self.name, self.device.clone()).map_err(|error| error.to_string())?;
        let window = session.window();
        let session = Arc::new(Mutex::new(session));
        let mut messages = BackendReqHandler::from_stream(stream, session.clone());
        let error = loop {
            if let Err(error) = messages.handle_request() {
                break error;
            }
        };
        session.lock().unwrap_or_else(PoisonError::into_inner).end();
        // Only now it is hung up: who sees that finds everything reported in the rings.
        drop(messages);
        self.lock().monitor = None;
        // A late write must not come after those of the next guest.
        let mut state = self.lock();
        while !state.stopping && !window.is_idle() {
            (state, _) = self.changed.wait_timeout(state, PAUSE).unwrap_or_else(PoisonError::into_inner);
        }
        match error {
            Error::Disconnected | Error::PartialMessage | Error::SocketBroken(_) => Ok(()),
            error => Err(error.to_string()),
        }
    }
}
