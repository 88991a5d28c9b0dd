//! Cards in one process, a driver for each in another: `card` and two `serve --vfio-user`.
//! The first run builds the card's model, which takes minutes.

#[path = "../../export/tests/common/mod.rs"]
mod common;

use common::*;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

const BUILD_TIME: Duration = Duration::from_secs(900);
/// Far beyond what anything here should take.
const LATE: Duration = Duration::from_secs(120);

struct Process {
    child: Child,
    /// Its lines on standard output.
    lines: Receiver<String>,
}

impl Process {
    /// Starts one and waits for its first line.
    fn start(arguments: &[&str], dir: &Path) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinpath"));
        command.args(arguments).args(["--json", "--dir"]).arg(dir).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        let process = Process { child, lines };
        let line = process.lines.recv_timeout(BUILD_TIME).expect("it comes up");
        assert!(line.contains("\"event\":\"ready\"") || line.contains("\"event\":\"cards\""), "{line}");
        process
    }

    fn serve(socket: &Path, dir: &Path) -> Process {
        Process::start(&["serve", "--vfio-user", socket.to_str().unwrap()], dir)
    }

    fn end(&mut self, signal: &str) -> Option<i32> {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        let until = Instant::now() + LATE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `trace --check` of what goes on.
struct Watching(Child);

impl Watching {
    /// Returns when it watches.
    fn start(dir: &Path) -> Watching {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinpath"));
        command.args(["trace", "--check", "--seconds", "600", "--json", "--dir"]).arg(dir);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("watching"), "{line}");
        Watching(child)
    }

    /// Its verdict and its status.
    fn end(&mut self) -> (String, Option<i32>) {
        assert!(Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().unwrap().success());
        let mut text = String::new();
        self.0.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        (text, self.0.wait().unwrap().code())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn cards_in_another_process_are_served_and_outlived() {
    let folder = tempfile::tempdir().unwrap();
    let [cards, one, two] = ["cards", "one", "two"].map(|name| folder.path().join(name));
    let socket = |n: usize| cards.join(format!("card{n}.sock"));
    let mut group = Process::start(&["card", "--sim", "pair", "--size", "1M", "--seed", "7"], &cards);
    let mut first = Process::serve(&socket(1), &one);
    let mut second = Process::serve(&socket(2), &two);
    let mut watching = Watching::start(&cards);
    let data: Vec<u8> = (0..32 * 4096).map(|at| (at * 7 / 64) as u8).collect();
    let host = |dir: &Path| Raw::go(&dir.join("h1.sock"), false);
    for (writer, reader, offset) in [(&one, &two, 0), (&two, &one, 256 << 10)] {
        assert_eq!(host(writer).write(offset, &data), 0);
        assert!(host(reader).read(offset, data.len() as u32).unwrap() == data);
    }
    // Both hosts' traffic is as required; the cards tell about themselves without the drivers' help.
    let (verdict, status) = watching.end();
    assert!(verdict.contains("\"breaches\":[]") || verdict.contains("\"breaches\": []"), "{verdict}");
    assert_eq!(status, Some(0));
    let out = Command::new(env!("CARGO_BIN_EXE_twinpath")).args(["status", "--dir"]).arg(&cards).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("unit 1 (TP000001): serving") && text.contains("unit 2 (TP000002): serving"), "{text}");
    // A driver that is killed leaves a card that the next one brings up; the other did not notice.
    first.end("-KILL");
    assert!(host(&two).read(0, data.len() as u32).unwrap() == data);
    first = Process::serve(&socket(1), &one);
    assert!(host(&one).read(256 << 10, data.len() as u32).unwrap() == data);
    assert_eq!(host(&one).write(512 << 10, &data), 0);
    assert!(host(&two).read(512 << 10, data.len() as u32).unwrap() == data);
    // One ends in good order; cards that are killed are an error to the other, not a hang.
    assert_eq!(second.end("-TERM"), Some(0));
    let mut left = host(&one);
    group.end("-KILL");
    assert!(left.read(0, 4096).is_err());
    assert_eq!(first.end("-TERM"), Some(1));
}
