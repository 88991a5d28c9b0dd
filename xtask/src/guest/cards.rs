//! A pair of simulated cards in a process of their own: `twinpath card`.

use super::packages::program;
use super::work;
use anyhow::{bail, ensure, Context, Result};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Building the model of a card takes a minute or two the first time; the machine may be busy besides.
const START: Duration = Duration::from_secs(600);
/// From a signal to the process's end.
const STOP: Duration = Duration::from_secs(30);

/// The running process; it ends with this.
pub struct Cards {
    process: Child,
    folder: tempfile::TempDir,
}

impl Cards {
    /// With a volume of that size. Returns when their sockets answer.
    pub fn start(size: &str) -> Result<Cards> {
        let twinpath = program("twinpath", "twinpath", &[])?;
        let folder = tempfile::tempdir_in(work())?;
        let mut command = Command::new(twinpath);
        command.args(["card", "--sim", "pair", "--size", size, "--json", "--dir"]).arg(folder.path());
        let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start the cards")?;
        let mut cards = Cards { process, folder };
        let output = cards.process.stdout.take().context("the cards have no output")?;
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(output).read_line(&mut line);
            let _ = sender.send(read.map(|_| line));
        });
        let line = receiver.recv_timeout(START).context("the cards are not ready in time")??;
        ensure!(line.contains("\"cards\""), "the cards did not start: {line:?}");
        Ok(cards)
    }

    /// QEMU's arguments that plug these cards (1, 2) in.
    pub fn plug(&self, numbers: &[usize]) -> Vec<String> {
        let argument = |number: &usize| {
            let socket = self.folder.path().join(format!("card{number}.sock"));
            let text = socket.display().to_string();
            let device = serde_json::json!({"driver": "vfio-user-pci", "socket": {"path": text, "type": "unix"}});
            ["-device".to_owned(), device.to_string()]
        };
        numbers.iter().flat_map(argument).collect()
    }

    /// Checks from now on what goes over the cards' wires.
    pub fn watch(&self) -> Result<Watching> {
        let mut command = Command::new(program("twinpath", "twinpath", &[])?);
        command.args(["trace", "--check", "--seconds", "600", "--dir"]).arg(self.folder.path());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("cannot watch the cards")?;
        let mut watching = Watching(child);
        let mut line = String::new();
        BufReader::new(watching.0.stderr.as_mut().context("no output")?).read_line(&mut line)?;
        ensure!(line.starts_with("watching"), "the cards are not watched: {line}");
        Ok(watching)
    }

    /// Ends them in good order.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.process.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &pid]).status()?.success(), "cannot signal the cards");
        let begin = Instant::now();
        while begin.elapsed() < STOP {
            if let Some(status) = self.process.try_wait()? {
                ensure!(status.success(), "the cards ended with {status}");
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the cards do not end");
    }
}

/// `twinpath trace --check`, at work.
pub struct Watching(Child);

impl Watching {
    /// Ends it; fails where something was not as the numbered behaviours require, or nothing was seen.
    pub fn verdict(mut self) -> Result<()> {
        let pid = self.0.id().to_string();
        ensure!(Command::new("kill").args(["-INT", &pid]).status()?.success(), "cannot signal the watch");
        let mut text = String::new();
        self.0.stdout.take().context("no output")?.read_to_string(&mut text)?;
        ensure!(self.0.wait()?.success(), "what the hosts did: {text}");
        for line in text.lines().filter(|line| line.contains("writes, ") && line.starts_with("host")) {
            println!("   CHECK numbered behaviours: ok, {line}");
        }
        Ok(())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Cards {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
