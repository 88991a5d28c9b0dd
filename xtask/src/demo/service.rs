//! A running `twinpath serve`: built, started in a folder of its own, asked, and ended in every case.

use anyhow::{bail, ensure, Context, Result};
use serde::de::DeserializeOwned;
use serde_json::{json, Value};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{channel, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The first start compiles the model of the card.
const START_TIME: Duration = Duration::from_secs(1200);
const ANSWER_TIME: Duration = Duration::from_secs(120);
const END_TIME: Duration = Duration::from_secs(60);
/// Between two looks at a process that is about to end.
const LOOK: Duration = Duration::from_millis(20);
/// Of what `serve` says on standard error, so many lines are kept for an error message.
const LINES_KEPT: usize = 20;

/// Builds the command `twinpath`, cargo's progress passed through, and says where it is.
pub fn build() -> Result<PathBuf> {
    crate::check::built(&["build", "--locked", "--package", "twinpath", "--bin", "twinpath"], "twinpath")
}

/// What must not outlive the demo, however it ends: a folder, and a process with all its children.
pub struct Session(Arc<Held>);

struct Held(Mutex<Open>);

struct Open {
    folder: Option<TempDir>,
    child: Option<Child>,
}

impl Session {
    /// A fresh folder. From now on the signals that end a program also end what the session holds.
    pub fn new() -> Result<Session> {
        let folder = tempfile::Builder::new().prefix("twinpath-demo-").tempdir().context("no temporary folder")?;
        let held = Arc::new(Held(Mutex::new(Open { folder: Some(folder), child: None })));
        let session = Session(held.clone());
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot wait for signals")?;
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                held.end();
                eprintln!("\ninterrupted");
                std::process::exit(128 + signal);
            }
        });
        Ok(session)
    }

    pub fn folder(&self) -> Result<PathBuf> {
        let open = self.0.lock();
        Ok(open.folder.as_ref().context("the session is over")?.path().to_owned())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Held {
    /// Ends the process at once and removes the folder.
    fn end(&self) {
        let mut open = self.lock();
        if let Some(mut child) = open.child.take() {
            signal_group(&child, "KILL");
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(folder) = open.folder.take() {
            let _ = folder.close();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a process in a group of its own, so that a terminal's Ctrl-C reaches it only through the session.
    fn spawn(&self, command: &mut Command) -> Result<(impl Read, impl Read)> {
        let mut open = self.lock();
        ensure!(open.folder.is_some() && open.child.is_none(), "the session is over");
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("cannot start twinpath")?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        open.child = Some(child);
        Ok((out.context("no standard output")?, err.context("no standard error")?))
    }

    /// Asks the process to end and waits for it.
    fn finish(&self, limit: Duration) -> Result<ExitStatus> {
        let until = Instant::now() + limit;
        if let Some(child) = &self.lock().child {
            signal_group(child, "TERM");
        }
        loop {
            {
                let mut open = self.lock();
                let child = open.child.as_mut().context("the process is not there")?;
                if let Some(status) = child.try_wait()? {
                    open.child = None;
                    return Ok(status);
                }
            }
            ensure!(Instant::now() < until, "it did not end within {} s", limit.as_secs());
            std::thread::sleep(LOOK);
        }
    }
}

/// The standard library can only kill: the shell, which is everywhere, knows the other signals and groups.
fn signal_group(child: &Child, name: &str) {
    let _ = Command::new("sh").args(["-c", &format!("kill -{name} -{}", child.id())]).stderr(Stdio::null()).status();
}

/// Two cards in service. Dropped, they are ended.
pub struct Service {
    held: Arc<Held>,
    directory: PathBuf,
    err: Option<JoinHandle<VecDeque<String>>>,
}

impl Service {
    /// Starts `program serve` and waits until both hosts can be reached.
    pub fn start(session: &Session, program: &Path, size: u64, seed: u64) -> Result<Service> {
        Service::start_within(session, program, size, seed, START_TIME)
    }

    fn start_within(session: &Session, program: &Path, size: u64, seed: u64, limit: Duration) -> Result<Service> {
        let directory = session.folder()?.join("group");
        let mut command = Command::new(program);
        command.args(["serve", "--sim", "pair", "--json", "--size", &size.to_string(), "--seed", &seed.to_string()]);
        let (out, err) = session.0.spawn(command.arg("--dir").arg(&directory))?;
        let (tell, told) = channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(tell.send(line)));
        });
        let err = Some(std::thread::spawn(move || last_lines(err)));
        let mut service = Service { held: session.0.clone(), directory, err };
        match told.recv_timeout(limit) {
            Ok(line) if line.contains("\"ready\"") => Ok(service),
            Ok(line) => bail!("twinpath serve said something else than that it is ready: {line}"),
            Err(error) => {
                let late = error == RecvTimeoutError::Timeout;
                let what = if late { format!("did not start within {} s", limit.as_secs()) } else { "ended".into() };
                bail!("twinpath serve {what}: {}", service.complaint())
            }
        }
    }

    /// The NBD socket of host 1 or 2.
    pub fn socket(&self, host: usize) -> PathBuf {
        self.directory.join(format!("h{host}.sock"))
    }

    /// A request to the control socket; gives the member `wanted` of the reply.
    pub fn ask<T: DeserializeOwned>(&self, request: &Value, wanted: &str) -> Result<T> {
        let context = || format!("twinpath serve: {}", request["command"].as_str().unwrap_or_default());
        ask(&self.directory.join("control.sock"), request, wanted).with_context(context)
    }

    /// Ends it in good order.
    pub fn stop(mut self) -> Result<()> {
        let ended = self.held.finish(END_TIME).context("ending twinpath serve")?;
        if !ended.success() {
            bail!("twinpath serve ended with {ended}: {}", self.complaint());
        }
        Ok(())
    }

    /// Ends the process and gives what it said on standard error last.
    fn complaint(&mut self) -> String {
        self.held.end();
        let lines = self.err.take().and_then(|reader| reader.join().ok()).unwrap_or_default();
        if lines.is_empty() {
            return "it gave no reason".into();
        }
        Vec::from(lines).join("\n")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.held.end();
    }
}

fn last_lines(from: impl Read) -> VecDeque<String> {
    let mut kept = VecDeque::new();
    for line in BufReader::new(from).lines().map_while(Result::ok) {
        // This one is said with every start.
        if !line.starts_with("starting two simulated cards") {
            kept.push_back(line);
        }
        if kept.len() > LINES_KEPT {
            kept.pop_front();
        }
    }
    kept
}

fn ask<T: DeserializeOwned>(socket: &Path, request: &Value, wanted: &str) -> Result<T> {
    let stream = UnixStream::connect(socket).context("its control socket does not answer")?;
    stream.set_read_timeout(Some(ANSWER_TIME))?;
    stream.set_write_timeout(Some(ANSWER_TIME))?;
    (&stream).write_all(format!("{request}\n").as_bytes())?;
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).context("no answer")?;
    let mut reply: Value = serde_json::from_str(&line).context("not an answer")?;
    if let Some(error) = reply["error"].as_str() {
        bail!("{error}");
    }
    Ok(serde_json::from_value(reply[wanted].take())?)
}

/// How the hosts' writes met, and what else was seen from outside since the last request.
pub fn observe<T: DeserializeOwned>(service: &Service, keep: usize) -> Result<T> {
    service.ask(&json!({ "command": "observe", "keep": keep }), "observed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A program that stands in for `twinpath`.
    fn script(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("twinpath");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn start(text: &str) -> (Session, PathBuf, Result<Service>) {
        let session = Session::new().unwrap();
        let folder = session.folder().unwrap();
        let program = script(&folder, text);
        let service = Service::start_within(&session, &program, 4096, 1, Duration::from_secs(5));
        (session, folder, service)
    }

    fn is_alive(process: u32) -> bool {
        // A dead one that nobody has waited for yet counts as dead.
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        !state.is_empty() && !state.contains(") Z ")
    }

    #[test]
    fn a_serve_that_fails_says_why_and_leaves_nothing() {
        let (_session, folder, service) = start("echo 'twinpath: no card' >&2; exit 1");
        assert_eq!(service.err().unwrap().to_string(), "twinpath serve ended: twinpath: no card");
        assert!(!folder.exists());
        let (_session, folder, service) = start("echo hello; exec sleep 100");
        let error = service.err().unwrap().to_string();
        assert!(error.ends_with("is ready: hello") && !folder.exists(), "{error}");
    }

    #[test]
    fn a_serve_and_its_children_are_ended() {
        // A child that ignores the request to end, as a compiler in the middle of something might.
        let text =
            "(trap '' TERM; exec sleep 100) & echo \"{\\\"event\\\":\\\"ready\\\",\\\"child\\\":$!}\"; exec sleep 100";
        let (_session, folder, service) = start(text);
        let service = service.unwrap();
        let serve = service.held.lock().child.as_ref().unwrap().id();
        assert!(is_alive(serve) && folder.exists());
        drop(service);
        assert!(!is_alive(serve) && !folder.exists());

        let (session, folder, service) =
            start("trap 'exit 3' TERM; echo ready '\"ready\"'; while :; do sleep 0.01; done");
        let error = service.unwrap().stop().unwrap_err().to_string();
        assert!(error.starts_with("twinpath serve ended with exit status: 3"), "{error}");
        drop(session);
        assert!(!folder.exists());
    }

    #[test]
    fn an_end_in_good_order_is_no_error() {
        let (session, folder, service) = start("trap 'exit 0' TERM; echo '\"ready\"'; while :; do sleep 0.01; done");
        service.unwrap().stop().unwrap();
        drop(session);
        assert!(!folder.exists());
    }
}
