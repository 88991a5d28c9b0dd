//! A virtual machine: what is in its first file system, what is plugged in, and its end, which comes in any case.

use super::packages::Packages;
use super::work;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{channel, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// Modules that are loaded at the start where they are not part of the kernel, in this order.
const MODULES: &[&str] = &["irqbypass", "vfio", "vfio_iommu_type1", "vfio_virqfd", "vfio-pci-core", "vfio-pci"];
/// Seconds that the kernel's own driver waits for a card: a simulated one is slow.
const PATIENCE: &str = "nvme_core.io_timeout=250 nvme_core.admin_timeout=250";
/// The line that a guest ends with: the status of its script follows.
const END: &str = "GUEST END ";
/// The line that its first process begins with; until then the console is never silent for so long.
const UP: &str = "GUEST UP ";
const BOOT: Duration = Duration::from_secs(60);
/// How often a machine that does not start is started.
const TRIES: u32 = 4;

/// What to start.
pub struct Machine<'a> {
    pub name: &'a str,
    /// The shell script that it runs, by its name in `tests/guest/scripts`.
    pub script: &'a str,
    /// Programs beside it, as /bin/name, with the libraries that they need.
    pub programs: Vec<PathBuf>,
    /// More modules.
    pub modules: &'a [&'a str],
    /// QEMU's arguments for what is plugged in.
    pub devices: Vec<String>,
    /// Whether there is an IOMMU.
    pub iommu: bool,
    pub processors: u32,
    pub limit: Duration,
}

/// How it went.
pub struct Ended {
    pub log: Vec<String>,
    /// Of its script; `None` when the machine did not come to its end in time.
    pub status: Option<u32>,
    pub took: Duration,
}

impl<'a> Machine<'a> {
    /// With one processor, an IOMMU, and nothing plugged in.
    pub fn new(name: &'a str, script: &'a str) -> Machine<'a> {
        let limit = Duration::from_secs(300);
        let (programs, modules, devices) = (vec![], &[][..], vec![]);
        Machine { name, script, programs, modules, devices, iommu: true, processors: 1, limit }
    }

    /// Runs it to its end or its limit, each line of its console told to `line`; what that gives is typed there. An emulated
    /// machine that does not get as far as its first process is started again: that is QEMU's and the firmware's, nothing
    /// that is tested.
    pub fn run(
        &self,
        packages: &Packages,
        mut line: impl FnMut(&str) -> Result<Option<&'static str>>,
    ) -> Result<Ended> {
        let mut tries = 1;
        loop {
            let ended = self.attempt(packages, &mut line)?;
            if tries == TRIES || ended.log.iter().any(|text| text.starts_with(UP)) {
                return Ok(ended);
            }
            eprintln!("{} did not start; once more. Its last words:", self.name);
            ended.log.iter().rev().take(5).rev().for_each(|text| eprintln!("  | {text}"));
            tries += 1;
        }
    }

    fn attempt(
        &self,
        packages: &Packages,
        line: &mut dyn FnMut(&str) -> Result<Option<&'static str>>,
    ) -> Result<Ended> {
        let begin = Instant::now();
        let image = tempfile::NamedTempFile::new_in(work())?;
        fs::write(image.path(), self.file_system(packages)?)?;
        let mut command = packages.qemu();
        let machine = "q35,accel=tcg,kernel-irqchip=split,memory-backend=ram0";
        command.args(["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-audio", "none"]);
        command.args(["-machine", machine, "-cpu", "max", "-m", "512M", "-serial", "stdio"]);
        command.args(["-smp", &self.processors.to_string()]);
        // Shared, so that a card in another process can reach it.
        command.args(["-object", "memory-backend-memfd,id=ram0,size=512M,share=on"]);
        if self.iommu {
            command.args(["-device", "intel-iommu,intremap=on,caching-mode=on"]);
        }
        // An emulated timer may tick too late for the kernel's check of it, which then stops.
        let settings = "console=ttyS0 earlyprintk=ttyS0 panic=-1 no_timer_check intel_iommu=on";
        command.args(["-append", &format!("{settings} {PATIENCE}")]);
        command.arg("-kernel").arg(packages.kernel()?).arg("-initrd").arg(image.path()).args(&self.devices);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = Running(command.spawn().context("cannot start QEMU")?);
        let (sender, receiver) = channel();
        let console = child.0.stdout.take().context("QEMU has no console")?;
        let mut keys = child.0.stdin.take().context("QEMU's console takes nothing")?;
        let said = child.0.stderr.take().context("QEMU has no error output")?;
        tell(console, "", sender.clone());
        tell(said, "QEMU: ", sender);
        let (mut log, mut status, mut up) = (vec![], None, false);
        loop {
            let left = self.limit.saturating_sub(begin.elapsed());
            match receiver.recv_timeout(if up { left } else { left.min(BOOT) }) {
                Ok(text) => {
                    up |= text.starts_with(UP);
                    if let Some(typed) = line(&text)? {
                        // A machine that is gone is told of by its console's end.
                        let _ = writeln!(keys, "{typed}");
                    }
                    status = status.or_else(|| text.strip_prefix(END).and_then(|code| code.trim().parse().ok()));
                    log.push(text);
                }
                Err(RecvTimeoutError::Timeout) => {
                    log.push(format!("(stopped after {} s)", begin.elapsed().as_secs()));
                    status = None;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        drop(child);
        Ok(Ended { log, status, took: begin.elapsed() })
    }

    fn file_system(&self, packages: &Packages) -> Result<Vec<u8>> {
        let scripts = crate::root().join("tests/guest/scripts");
        let mut archive = Archive::default();
        for folder in ["bin", "dev", "mod", "mnt", "proc", "run", "sbin", "sys", "tmp", "usr", "usr/bin", "usr/sbin"] {
            archive.folder(folder);
        }
        archive.file("init", &fs::read(scripts.join("init.sh"))?);
        archive.file("run.sh", &fs::read(scripts.join(self.script))?);
        archive.file("bin/busybox", &fs::read(packages.busybox())?);
        let mut libraries = BTreeSet::new();
        for program in &self.programs {
            libraries.extend(needed(program)?);
            let name = program.file_name().context("a program without a name")?.to_string_lossy();
            archive.file(&format!("bin/{name}"), &fs::read(program)?);
        }
        let parents =
            libraries.iter().flat_map(|library| library.ancestors().skip(1)).filter(|path| path.parent().is_some());
        for folder in parents.collect::<BTreeSet<&Path>>() {
            archive.folder(folder.to_string_lossy().trim_start_matches('/'));
        }
        for library in &libraries {
            archive.file(library.to_string_lossy().trim_start_matches('/'), &fs::read(library)?);
        }
        let mut order = String::new();
        for name in MODULES.iter().chain(self.modules) {
            if let Some(module) = packages.module(name)? {
                archive.file(&format!("mod/{name}.ko"), &module);
                order.push_str(&format!("{name}\n"));
            }
        }
        archive.file("mod/order", order.as_bytes());
        Ok(archive.end())
    }
}

/// The shared libraries of a program, and the loader: none of a static one.
fn needed(program: &Path) -> Result<Vec<PathBuf>> {
    let out = Command::new("ldd").arg(program).output().context("cannot run ldd")?;
    let text = String::from_utf8_lossy(&out.stdout);
    let paths = text.lines().filter_map(|line| {
        let path = line.split_once("=>").map_or(line, |(_, path)| path).split_whitespace().next()?;
        path.starts_with('/').then(|| PathBuf::from(path))
    });
    Ok(paths.collect())
}

/// Sends each line on, from a thread that ends with QEMU.
fn tell(from: impl Read + Send + 'static, before: &'static str, sender: Sender<String>) {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut bytes = vec![];
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
            let text = format!("{before}{}", String::from_utf8_lossy(&bytes).trim_end());
            bytes.clear();
            if sender.send(text).is_err() {
                break;
            }
        }
    });
}

/// Ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The archive that Linux makes its first file system from: cpio, "newc".
#[derive(Default)]
struct Archive(Vec<u8>, u32);

impl Archive {
    fn folder(&mut self, name: &str) {
        self.entry(name, 0o040_755, &[]);
    }

    fn file(&mut self, name: &str, bytes: &[u8]) {
        self.entry(name, 0o100_755, bytes);
    }

    fn end(mut self) -> Vec<u8> {
        self.entry("TRAILER!!!", 0, &[]);
        self.0
    }

    fn entry(&mut self, name: &str, mode: u32, bytes: &[u8]) {
        self.1 += 1;
        // Number, mode, user, group, links, time, size, two device numbers twice, length of the name, check sum.
        let fields = [self.1, mode, 0, 0, 1, 0, bytes.len() as u32, 0, 0, 0, 0, name.len() as u32 + 1, 0]
            .map(|f| format!("{f:08x}"));
        self.0.extend(format!("070701{}{name}\0", fields.concat()).as_bytes());
        self.0.resize(self.0.len().next_multiple_of(4), 0);
        self.0.extend(bytes);
        self.0.resize(self.0.len().next_multiple_of(4), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_is_one_that_others_read() {
        let mut archive = Archive::default();
        archive.folder("a");
        archive.file("a/b", b"hello");
        let bytes = archive.end();
        assert!(bytes.starts_with(b"070701000000010000"));
        assert_eq!(bytes.len() % 4, 0);
        // Header 110, name 4 of "a/b", then its data at the next multiple of 4.
        let at = 112 + 110 + 4 + 2;
        assert_eq!(&bytes[at..at + 5], b"hello");
    }
}
