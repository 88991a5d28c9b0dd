//! `twinpath` beside a virtual machine, in a process of its own.

use super::packages::twinpath;
use anyhow::{bail, ensure, Context, Result};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Building the model of a card takes a minute or two the first time; the machine may be busy besides.
const START: Duration = Duration::from_secs(600);
/// From a signal to the process's end.
const STOP: Duration = Duration::from_secs(30);

/// The running process; it ends with this.
pub struct Process(Child);

impl Process {
    /// Starts it and waits until it says that it is ready, which is its first line with --json.
    pub fn start(arguments: &[&str]) -> Result<Process> {
        let mut command = Command::new(twinpath()?);
        command.args(arguments).arg("--json").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Process(command.spawn().context("cannot start twinpath")?);
        let output = process.0.stdout.take().context("twinpath has no output")?;
        let (sender, receiver) = channel();
        // To its end, so that its last words do not fail.
        std::thread::spawn(move || BufReader::new(output).lines().for_each(|line| drop(sender.send(line))));
        let line = receiver.recv_timeout(START).context("twinpath is not ready in time")??;
        ensure!(line.contains("\"event\""), "twinpath did not start: {line:?}");
        Ok(process)
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&mut self) -> Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    /// Ends it in good order.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.0.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &pid]).status()?.success(), "cannot signal twinpath");
        let begin = Instant::now();
        while begin.elapsed() < STOP {
            if let Some(status) = self.0.try_wait()? {
                ensure!(status.success(), "twinpath ended with {status}");
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("twinpath does not end");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
