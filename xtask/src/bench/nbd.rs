//! How fast the NBD server is, as a ratio to nbdkit's with its memory plugin: both over memory, the same client, runs taken
//! in turn, so that what else the machine does meets both. The ratio is the median of those of neighbouring runs.

use crate::check;
use anyhow::{bail, ensure, Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BYTES: u64 = 128 << 20;
/// Seconds of a run, and how many of each server.
const RUN_S: u32 = 2;
const RUNS: usize = 5;
const GOAL: f64 = 1.0;
/// fio's pattern, bytes of a request, requests in flight.
const LOADS: [(&str, &str, u32); 6] = [
    ("randread", "4k", 1),
    ("randread", "4k", 32),
    ("randwrite", "4k", 32),
    ("read", "128k", 1),
    ("read", "128k", 32),
    ("write", "128k", 32),
];
/// A server is up in this time.
const START_TIME: Duration = Duration::from_secs(20);

pub fn run() -> Result<()> {
    let program =
        check::built(&["build", "--release", "--locked", "--package", "twinpath-export", "--example", "ram"], "ram")?;
    let folder = tempfile::tempdir()?;
    let ours = Serving::start(&folder.path().join("ours"), |socket| {
        let mut command = Command::new(&program);
        command.arg(socket).arg(BYTES.to_string());
        command
    })?;
    let theirs = Serving::start(&folder.path().join("nbdkit"), |socket| {
        let mut command = Command::new("nbdkit");
        command.args(["--foreground", "--exit-with-parent", "--unix"]).arg(socket).args(["memory", &BYTES.to_string()]);
        command
    })?;
    println!(
        "NBD over a UNIX socket, memory behind it: MiB/s of this server and of nbdkit with its memory plugin, medians"
    );
    println!("of {RUNS} runs of {RUN_S} s each in turn. The figure is the ratio (goal: at least {GOAL}).\n");
    println!("{:<18} {:>6} {:>8} {:>8} {:>7}", "load", "depth", "ours", "nbdkit", "ratio");
    for (pattern, bytes, depth) in LOADS {
        let mut rates = [vec![], vec![]];
        let mut ratios = vec![];
        for _ in 0..RUNS {
            let pair = [ours.rate(pattern, bytes, depth)?, theirs.rate(pattern, bytes, depth)?];
            ratios.push(pair[0] / pair[1]);
            rates.iter_mut().zip(pair).for_each(|(rates, rate)| rates.push(rate));
        }
        let [ours, theirs] = rates.map(median);
        let ratio = median(ratios);
        let mark = if ratio < GOAL { "  missed" } else { "" };
        println!("{:<18} {depth:>6} {ours:>8.0} {theirs:>8.0} {ratio:>7.2}{mark}", format!("{pattern} {bytes}"));
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A server at work; it ends when this is dropped.
struct Serving {
    socket: PathBuf,
    child: Child,
}

impl Serving {
    fn start(socket: &Path, command: impl Fn(&Path) -> Command) -> Result<Serving> {
        let mut command = command(socket);
        // Its standard input ends with us: ours stops by that.
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| format!("cannot run {name}"))?;
        let mut serving = Serving { socket: socket.to_owned(), child };
        let until = Instant::now() + START_TIME;
        while !serving.socket.exists() {
            if let Some(status) = serving.child.try_wait()? {
                bail!("{name} ended: {status}");
            }
            ensure!(Instant::now() < until, "{name} does not serve after {START_TIME:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(serving)
    }

    /// MiB/s of one client of this load.
    fn rate(&self, pattern: &str, bytes: &str, depth: u32) -> Result<f64> {
        let out = Command::new("fio")
            .args(["--name=load", "--ioengine=nbd", "--time_based", "--output-format=json", "--randrepeat=1"])
            .arg(format!("--uri=nbd+unix:///?socket={}", self.socket.display()))
            .arg(format!("--size={BYTES}"))
            .args([format!("--rw={pattern}"), format!("--bs={bytes}"), format!("--iodepth={depth}")])
            .arg(format!("--runtime={RUN_S}"))
            .output()
            .context("cannot run fio")?;
        let said = String::from_utf8_lossy(&out.stderr);
        ensure!(out.status.success(), "fio failed: {said}");
        // fio may say something before its JSON.
        let text = String::from_utf8_lossy(&out.stdout);
        let json = text.find('{').map_or("", |at| &text[at..]);
        read(json, pattern.ends_with("write"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// MiB/s from fio's JSON.
fn read(json: &str, writes: bool) -> Result<f64> {
    let told: serde_json::Value = serde_json::from_str(json).context("fio's answer is not JSON")?;
    let job = &told["jobs"][0];
    ensure!(job["error"] == 0, "fio saw an error: {}", job["error"]);
    let bytes = job[if writes { "write" } else { "read" }]["bw_bytes"].as_f64();
    let bytes = bytes.filter(|bytes| *bytes > 0.0).context("fio moved nothing")?;
    Ok(bytes / f64::from(1 << 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_that_of_the_direction_and_errors_are_no_rate() {
        let job = |error: u32| {
            format!(r#"{{"jobs":[{{"error":{error},"read":{{"bw_bytes":3145728}},"write":{{"bw_bytes":0}}}}]}}"#)
        };
        assert_eq!(read(&job(0), false).unwrap(), 3.0);
        assert!(read(&job(0), true).is_err());
        assert!(read(&job(5), false).is_err());
        assert!(read("", false).is_err());
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
    }
}
