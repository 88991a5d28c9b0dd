//! The whole of it from outside: `serve` with two simulated cards, NBD clients at both hosts, the other commands, the end.
//! The first run builds the card's model, which takes minutes.

#[path = "../../export/tests/common/mod.rs"]
mod common;

use common::*;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::time::Duration;

const BUILD_TIME: Duration = Duration::from_secs(900);
const END_TIME: Duration = Duration::from_secs(60);
const EIO: u32 = 5;

struct Serve {
    child: Child,
    /// Its lines on standard output.
    lines: Receiver<String>,
}

impl Serve {
    /// None when the committed Verilog has no card yet.
    fn start(dir: &Path) -> Option<(Serve, serde_json::Value)> {
        let arguments = ["serve", "--sim", "pair", "--size", "1M", "--seed", "7", "--json", "--dir"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinpath"));
        command.args(arguments).arg(dir).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        let mut serve = Serve { child, lines };
        if let Ok(line) = serve.lines.recv_timeout(BUILD_TIME) {
            return Some((serve, serde_json::from_str(&line).unwrap()));
        }
        let mut why = String::new();
        serve.child.kill().unwrap();
        serve.child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
        let card = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hdl/generated/card.sv");
        assert!(!card.exists() && why.contains("card.sv"), "serve did not come up: {why}");
        let line = format!("SKIPPED: {} needs hdl/generated/card.sv, which is not there\n", module_path!());
        // Past the test harness's capture: a skip must be seen.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
        None
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn twinpath(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_twinpath")).args(arguments).arg("--dir").arg(dir).output().unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `trace --check` says while both hosts write and read the same block, with contents that tell the writes apart.
fn watched(dir: &Path, hosts: &mut [Raw; 2]) -> Output {
    let watching = Command::new(env!("CARGO_BIN_EXE_twinpath"))
        .args(["trace", "--check", "--timeline", "--seconds", "3", "--dir"])
        .arg(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ended = AtomicBool::new(false);
    let work = |host: &mut Raw, first: u64| {
        for n in (first..).step_by(2).take_while(|_| !ended.load(Ordering::Relaxed)) {
            let blocks: Vec<u8> = n.to_le_bytes().repeat(1024);
            assert_eq!(host.write(40 * 4096, &blocks), 0);
            assert!(host.read(40 * 4096, 4096).is_ok());
        }
    };
    std::thread::scope(|scope| {
        let work = &work;
        for (host, first) in hosts.iter_mut().zip(1..) {
            scope.spawn(move || work(host, first));
        }
        let seen = watching.wait_with_output().unwrap();
        ended.store(true, Ordering::Relaxed);
        seen
    })
}

#[test]
fn a_pair_is_served_looked_at_switched_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("group");
    let Some((mut serve, ready)) = Serve::start(&dir) else { return };
    assert!(ready["event"] == "ready" && ready["seed"] == 7 && ready["size_bytes"] == 1 << 20, "{ready}");

    let mut hosts = [1, 2].map(|host| Raw::go(&dir.join(format!("h{host}.sock")), false));
    let data: Vec<u8> = (0..32 * 4096).map(|at| (at * 7 / 64) as u8).collect();
    for (writer, offset) in [(0, 0), (1, 256 << 10)] {
        assert_eq!(hosts[writer].write(offset, &data), 0);
        for host in &mut hosts {
            assert!(host.read(offset, data.len() as u32).unwrap() == data, "both hosts see the write");
        }
    }

    let status = json(&twinpath(&dir, &["status", "--json"]));
    let path = |unit: usize, path: usize| &status["cards"][unit]["paths"][path - 1];
    assert_eq!(path(0, 1)["writes"], 32, "P1 at the first unit");
    assert_eq!(path(0, 5)["writes"], 32, "P5 at the first unit");
    assert_eq!(path(1, 3)["bytes"], 64 * 4096, "P3 at the second");
    assert!(status["cards"]
        .as_array()
        .unwrap()
        .iter()
        .all(|card| card["state"] == "serving" && card["link"]["up"] == true));
    let trace = json(&twinpath(&dir, &["trace", "--json"]));
    assert!(trace["cards"].as_array().unwrap().iter().all(|card| !card["entries"].as_array().unwrap().is_empty()));
    for command in [&["status"][..], &["paths"], &["trace"]] {
        let shown = twinpath(&dir, command);
        assert!(shown.status.success() && shown.stdout.len() > 100, "{command:?}");
    }

    let seen = watched(&dir, &mut hosts);
    let text = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(seen.status.success(), "{text}{}", String::from_utf8_lossy(&seen.stderr));
    assert!(text.contains("every behaviour as required") && text.contains("R_fwd becomes exclusive"), "{text}");
    // Requests go round the I/O queues that the cards grant.
    let status = json(&twinpath(&dir, &["status", "--json"]));
    for card in status["cards"].as_array().unwrap() {
        let queues = card["driver"]["queues"].as_array().unwrap();
        assert!(queues.len() == 4 && queues.iter().all(|commands| commands.as_u64() > Some(0)), "{queues:?}");
    }
    // The driver repeats what is refused, with the same contents.
    assert!(twinpath(&dir, &["paths", "mode", "reject-on-busy", "on"]).status.success());
    let seen = watched(&dir, &mut hosts);
    let text = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(seen.status.success(), "{text}{}", String::from_utf8_lossy(&seen.stderr));
    let status = json(&twinpath(&dir, &["status", "--json"]));
    let retries = |unit: usize| status["cards"][unit]["driver"]["retries"].as_u64().unwrap();
    assert!(retries(0) + retries(1) > 0, "{status}");
    assert!(twinpath(&dir, &["paths", "mode", "reject-on-busy", "off"]).status.success());
    let idle = twinpath(&dir, &["trace", "--check", "--seconds", "0.2"]);
    assert_eq!(idle.status.code(), Some(1), "nothing to check is no success");

    assert!(twinpath(&dir, &["paths", "disable", "1"]).status.success());
    assert_eq!(hosts[0].write(0, &data), EIO, "path 1 is off");
    assert_eq!(hosts[1].write(0, &data), 0, "the second host does not need it");
    assert!(twinpath(&dir, &["paths", "enable", "1"]).status.success());
    assert_eq!(hosts[0].write(0, &data), 0);
    // The other host's writes are refused while one holds the reservation, and the trace agrees.
    assert!(twinpath(&dir, &["paths", "reserve", "first"]).status.success());
    let status = json(&twinpath(&dir, &["status", "--json"]));
    assert!(status["cards"].as_array().unwrap().iter().all(|card| card["holder"] == "first"), "{status}");
    let shown = twinpath(&dir, &["paths"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("reservation: first"));
    assert_eq!((hosts[0].write(0, &data), hosts[1].write(0, &data)), (0, EIO));
    assert!(twinpath(&dir, &["paths", "reserve", "none"]).status.success());
    assert_eq!(hosts[1].write(0, &data), 0);
    assert!(twinpath(&dir, &["paths", "mode", "return-data", "on"]).status.success());
    assert_eq!(hosts[1].write(4096, &data), 0);

    let second = twinpath(&dir, &["serve"]);
    assert_eq!(second.status.code(), Some(1));
    let line = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(line.lines().count() == 1 && line.contains("another serve is running there"), "{line}");

    serve.signal("-TERM");
    let summary: serde_json::Value = serde_json::from_str(&serve.lines.recv_timeout(END_TIME).unwrap()).unwrap();
    assert_eq!(summary["event"], "summary");
    assert!(summary["cards"].as_array().unwrap().iter().all(|card| card["rows_live"] == 0), "no row is left over");
    assert_eq!(serve.child.wait().unwrap().code(), Some(0));
    assert!(hosts.iter_mut().all(Raw::is_cut));
    for name in ["h1.sock", "h2.sock", "control.sock"] {
        assert!(!dir.join(name).exists(), "{name}");
    }
}
