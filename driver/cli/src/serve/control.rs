//! The control socket: requests and replies as JSON lines.

use super::report::Group;
use crate::protocol::{Reply, Request};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

/// Bytes of the longest request.
const LINE_BYTES_MAX: u64 = 64 << 10;
/// A client that says nothing for so long is hung up on.
const IDLE: Duration = Duration::from_secs(600);
const CLIENTS_MAX: usize = 32;
/// A pause after the system refused a connection before the next try.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

/// Answers until it is dropped.
pub struct ControlServer {
    path: PathBuf,
    /// The listening socket once more, to wake the thread that accepts.
    listening: UnixStream,
    stopping: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl ControlServer {
    pub fn start(path: &Path, group: Arc<Group>) -> Result<ControlServer> {
        let listener = twinpath_export::listen(path)?;
        let listening = UnixStream::from(OwnedFd::from(listener.try_clone().context("no descriptor")?));
        let stopping = Arc::new(AtomicBool::new(false));
        let accepting = std::thread::Builder::new()
            .name("control".into())
            .spawn({
                let stopping = stopping.clone();
                move || accept(&listener, &group, &stopping)
            })
            .context("no thread")?;
        Ok(ControlServer { path: path.to_owned(), listening, stopping, accepting: Some(accepting) })
    }
}

impl Drop for ControlServer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // On Linux this ends a waiting accept of the same socket, with an error.
        if self.listening.shutdown(Shutdown::Both).is_ok() {
            if let Some(accepting) = self.accepting.take() {
                let _ = accepting.join();
            }
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

fn accept(listener: &UnixListener, group: &Arc<Group>, stopping: &AtomicBool) {
    let clients = Arc::new(AtomicUsize::new(0));
    while !stopping.load(Ordering::Relaxed) {
        let Ok((stream, _)) = listener.accept() else {
            // Out of descriptors, if it is not the end: others must give one back first.
            std::thread::park_timeout(REFUSED_PAUSE);
            continue;
        };
        if clients.fetch_add(1, Ordering::Relaxed) >= CLIENTS_MAX {
            clients.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let (group, clients) = (group.clone(), clients.clone());
        std::thread::spawn(move || {
            if let Err(error) = serve(&stream, &group) {
                tracing::debug!("a control client is gone: {error}");
            }
            clients.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

fn serve(stream: &UnixStream, group: &Group) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let mut line = vec![];
        if reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let whole = line.ends_with(b"\n");
        let reply = match serde_json::from_slice::<Request>(&line) {
            Ok(request) => group.answer(&request),
            Err(_) if !whole && line.len() as u64 == LINE_BYTES_MAX => Reply::Error("the request is too long".into()),
            Err(error) => Reply::Error(format!("not a request: {error}")),
        };
        let mut text = serde_json::to_vec(&reply)?;
        text.push(b'\n');
        writer.write_all(&text)?;
        if !whole {
            return Ok(());
        }
    }
}
