//! The server under libnbd's, QEMU's and fio's clients. A tool that is not installed is reported; with
//! TWINPATH_REQUIRE_TOOLS set (as in CI) it fails the test.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;
use twinpath_export::{RamDisk, Server};

const SIZE: usize = 16 << 20;

struct Served {
    _server: Server,
    folder: tempfile::TempDir,
}

fn serve() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("h1.sock"), "host1", Arc::new(RamDisk::new(SIZE))).unwrap();
    Served { _server: server, folder }
}

impl Served {
    fn uri(&self) -> String {
        format!("nbd+unix:///?socket={}", self.file("h1.sock").display())
    }
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Runs a tool; none when it is not installed.
fn run(tool: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let line = format!("SKIPPED: {tool} is not installed (Debian: libnbd-bin, qemu-utils, fio)");
            assert!(std::env::var_os("TWINPATH_REQUIRE_TOOLS").is_none(), "{line}");
            // Past the test harness's capture: a skip must be seen.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{line}\n").as_bytes());
            None
        }
        Err(error) => panic!("{tool}: {error}"),
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// As `run`, and it must succeed.
fn run_well(tool: &str, arguments: &[&str]) -> Option<String> {
    let output = run(tool, arguments)?;
    assert!(output.status.success(), "{tool} {arguments:?}: {}", text(&output));
    Some(text(&output))
}

#[test]
fn nbdinfo_sees_the_export() {
    let served = serve();
    let Some(seen) = run_well("nbdinfo", &[&served.uri()]) else { return };
    for line in [
        "newstyle-fixed",
        "using structured packets",
        "export-size: 16777216",
        "can_fua: true",
        "can_multi_conn: true",
        "block_size_minimum: 4096",
        "block_size_preferred: 4096",
        "block_size_maximum: 4194304",
    ] {
        assert!(seen.contains(line), "no \"{line}\" in {seen}");
    }
    let listed = run_well("nbdinfo", &["--list", &served.uri()]).unwrap();
    assert!(listed.contains("export=\"host1\""), "{listed}");
}

#[test]
fn nbdcopy_brings_back_what_it_put_there() {
    let served = serve();
    let (there, back) = (served.file("there"), served.file("back"));
    let image: Vec<u8> = (0..SIZE as u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect();
    std::fs::write(&there, &image).unwrap();
    if run_well("nbdcopy", &[there.to_str().unwrap(), &served.uri()]).is_none() {
        return;
    }
    run_well("nbdcopy", &[&served.uri(), back.to_str().unwrap()]);
    assert!(std::fs::read(&back).unwrap() == image, "the copy differs");
}

#[test]
fn qemu_io_writes_verifies_and_is_refused() {
    let served = serve();
    let uri = served.uri();
    let commands =
        ["write -P 0x5a 1M 256k", "write -f -P 0xa5 2M 8k", "flush", "read -P 0x5a 1M 256k", "read -P 0xa5 2M 8k"];
    let mut arguments = vec!["-f", "raw"];
    commands.iter().for_each(|command| arguments.extend(["-c", command]));
    arguments.push(&uri);
    let Some(seen) = run_well("qemu-io", &arguments) else { return };
    assert!(!seen.contains("verification failed"), "{seen}");
    // The control: a wrong pattern is noticed.
    let wrong = run("qemu-io", &["-f", "raw", "-c", "read -P 0x11 1M 256k", &uri]).unwrap();
    assert!(text(&wrong).contains("verification failed"), "{}", text(&wrong));
    let past = run("qemu-io", &["-f", "raw", "-c", "write 16M 4k", &uri]).unwrap();
    assert!(!past.status.success() || text(&past).contains("failed"), "{}", text(&past));
}

#[test]
fn fio_verifies_at_depth() {
    let served = serve();
    let uri = format!("--uri={}", served.uri());
    // Random order, every block once, then all read back: fio can only verify writes that do not overlap.
    for (pattern, block) in [("randwrite", "4k"), ("randwrite", "128k"), ("write", "64k")] {
        let (pattern, block) = (format!("--rw={pattern}"), format!("--bs={block}"));
        let arguments = [
            "--name=verify",
            "--ioengine=nbd",
            &uri,
            &pattern,
            &block,
            "--iodepth=32",
            "--size=16M",
            "--verify=crc32c",
            "--verify_fatal=1",
            "--verify_state_save=0",
            "--do_verify=1",
            "--randseed=7",
        ];
        let Some(seen) = run_well("fio", &arguments) else { return };
        assert!(seen.contains("err= 0"), "{seen}");
    }
}
