//! A pair of simulated cards in a process of their own: `twinpath card`.

use super::packages::twinpath;
use super::process::Process;
use super::work;
use anyhow::{ensure, Context, Result};
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The running cards; they end with this.
pub struct Cards {
    process: Process,
    folder: tempfile::TempDir,
}

impl Cards {
    /// With a volume of that size. Returns when their sockets answer.
    pub fn start(size: &str) -> Result<Cards> {
        let folder = tempfile::tempdir_in(work())?;
        let path = folder.path().to_str().context("a path that is no text")?;
        let process = Process::start(&["card", "--sim", "pair", "--size", size, "--dir", path])?;
        Ok(Cards { process, folder })
    }

    /// The vfio-user socket of card 1 or 2.
    pub fn socket(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("card{number}.sock"))
    }

    /// QEMU's arguments that plug these cards (1, 2) in.
    pub fn plug(&self, numbers: &[usize]) -> Vec<String> {
        let argument = |number: &usize| {
            let text = self.socket(*number).display().to_string();
            let device = serde_json::json!({"driver": "vfio-user-pci", "socket": {"path": text, "type": "unix"}});
            ["-device".to_owned(), device.to_string()]
        };
        numbers.iter().flat_map(argument).collect()
    }

    /// Checks from now on what goes over the cards' wires.
    pub fn watch(&self) -> Result<Watching> {
        let mut command = Command::new(twinpath()?);
        command.args(["trace", "--check", "--seconds", "600", "--dir"]).arg(self.folder.path());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("cannot watch the cards")?;
        let mut watching = Watching(child);
        let mut line = String::new();
        BufReader::new(watching.0.stderr.as_mut().context("no output")?).read_line(&mut line)?;
        ensure!(line.starts_with("watching"), "the cards are not watched: {line}");
        Ok(watching)
    }

    /// Ends them in good order.
    pub fn stop(self) -> Result<()> {
        self.process.stop()
    }
}

/// `twinpath trace --check`, at work.
pub struct Watching(Child);

impl Watching {
    /// Ends it; fails where something was not as the numbered behaviours require, or these hosts (1, 2) wrote unseen.
    pub fn verdict(mut self, writers: &[usize]) -> Result<()> {
        let pid = self.0.id().to_string();
        ensure!(Command::new("kill").args(["-INT", &pid]).status()?.success(), "cannot signal the watch");
        let mut text = String::new();
        self.0.stdout.take().context("no output")?.read_to_string(&mut text)?;
        ensure!(self.0.wait()?.success(), "what the hosts did: {text}");
        for host in writers {
            ensure!(!text.contains(&format!("host {host}: 0 writes")), "writes of host {host} were not seen: {text}");
        }
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
