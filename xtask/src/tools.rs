//! Tools from the system's packages: which are here, and how the missing ones come.

use anyhow::{bail, Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a tool's presence is told.
enum Sign {
    Program(&'static str),
    File(&'static str),
    /// A Python statement that does not fail: its name, the statement.
    Python(&'static str, &'static str),
}

struct Tool {
    sign: Sign,
    /// Debian's package.
    package: &'static str,
    why: &'static str,
}

const fn program(name: &'static str, package: &'static str, why: &'static str) -> Tool {
    Tool { sign: Sign::Program(name), package, why }
}

/// What building and simulating the cards needs.
const BUILD: &[Tool] = &[
    program("g++", "g++", "compiles the simulated cards"),
    program("verilator", "verilator", "turns the generated Verilog into a simulation"),
    Tool { sign: Sign::File("/usr/include/zlib.h"), package: "zlib1g-dev", why: "waveform files" },
];

/// What the demo looks at its image with.
const DEMO: &[Tool] = &[program("mkfs.ext4", "e2fsprogs", "the file system that the demo mirrors")];

/// What the tests compare with.
const TEST: &[Tool] = &[
    program("git", "git", "names the files that the house rules look at"),
    program("yosys", "yosys", "checks and synthesises the generated Verilog"),
    program("nbdinfo", "libnbd-bin", "an NBD client by other authors"),
    program("nbdcopy", "libnbd-bin", "an NBD client by other authors"),
    program("qemu-io", "qemu-utils", "an NBD client by other authors"),
    program("fio", "fio", "load with verification"),
    program("nvme", "nvme-cli", "asks a card what a host's administrator asks"),
];

/// What fetches the tools that place and route.
const PLACE: &[Tool] = &[
    program("python3", "python3", "runs yosys and nextpnr from the Python index"),
    Tool {
        sign: Sign::Python("ensurepip", "import ensurepip"),
        package: "python3-venv",
        why: "keeps them apart from the system",
    },
];

/// What proofs need besides: a SAT solver's model checkers.
const PROVE: &[Tool] = &[program("yosys-abc", "yosys", "decides properties of the gates")];

/// What the root complex from the Python index needs besides.
const COSIM: &[Tool] = &[
    program("g++", "g++", "compiles the simulated cards"),
    Tool {
        sign: Sign::Python(
            "libpython",
            "import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var('INSTSONAME'))",
        ),
        package: "libpython3-dev",
        why: "Python within a simulator",
    },
];

/// What counts a program's work, or does it for comparison.
const BENCH: &[Tool] = &[
    program("valgrind", "valgrind", "counts instructions, allocations and system calls"),
    program("nbdkit", "nbdkit", "an NBD server by other authors"),
    program("fio", "fio", "load over NBD"),
];

/// A group of tools that a command needs.
#[derive(Clone, Copy, PartialEq)]
pub enum Need {
    Build,
    Demo,
    Test,
    Place,
    Prove,
    Pcie,
    Bench,
}

impl Need {
    fn tools(self) -> Vec<&'static Tool> {
        match self {
            Need::Build => BUILD.iter().collect(),
            Need::Demo => BUILD.iter().chain(DEMO).collect(),
            Need::Place => PLACE.iter().collect(),
            Need::Pcie => PLACE.iter().chain(COSIM).collect(),
            Need::Bench => BENCH.iter().collect(),
            Need::Prove => PLACE.iter().chain(PROVE).collect(),
            Need::Test => BUILD.iter().chain(DEMO).chain(TEST).collect(),
        }
    }
}

impl Tool {
    fn here(&self) -> bool {
        match self.sign {
            Sign::File(path) => Path::new(path).exists(),
            Sign::Program(name) => on_path(name),
            Sign::Python(_, statement) => {
                Command::new("python3").args(["-c", statement]).output().is_ok_and(|out| out.status.success())
            }
        }
    }

    fn name(&self) -> &'static str {
        match self.sign {
            Sign::Program(name) | Sign::File(name) | Sign::Python(name, _) => name,
        }
    }
}

fn on_path(name: &str) -> bool {
    path(name).is_some()
}

/// Where a program is.
pub fn path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Installs what is missing, or says the one command that does.
pub fn ensure(need: Need) -> Result<()> {
    let missing: Vec<_> = need.tools().into_iter().filter(|t| !t.here()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<_> = missing.iter().map(|t| t.package).collect();
    packages.sort_unstable();
    packages.dedup();
    let Some(prefix) = may_install() else {
        bail!(
            "missing: {}. Run this once, then the command again:\n  sudo apt-get install -y {}",
            missing.iter().map(|t| t.name()).collect::<Vec<_>>().join(", "),
            packages.join(" ")
        );
    };
    eprintln!("installing {} (from Debian's packages)", packages.join(" "));
    apt(&prefix, &["update"])?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(&packages);
    apt(&prefix, &arguments)?;
    match need.tools().into_iter().find(|t| !t.here()) {
        Some(tool) => bail!("{} is still missing after installing {}", tool.name(), tool.package),
        None => Ok(()),
    }
}

/// The words before `apt-get` with which this user may install; `None` when it may not without being asked.
fn may_install() -> Option<Vec<&'static str>> {
    if !on_path("apt-get") {
        return None;
    }
    let quiet = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output()
    };
    let user = quiet("id", &["-u"]).ok()?;
    if user.stdout.starts_with(b"0\n") {
        return Some(vec![]);
    }
    let sudo = quiet("sudo", &["-n", "true"]).ok()?;
    sudo.status.success().then(|| vec!["sudo", "-n"])
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    let mut words: Vec<&str> = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    words.extend(arguments);
    let status = Command::new(words[0])
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", words.join(" ")))?;
    if !status.success() {
        bail!("`{}` failed: {status}", words.join(" "));
    }
    Ok(())
}

/// `cargo xtask doctor`.
pub fn doctor(dry: bool) -> Result<()> {
    let needs = [Need::Test, Need::Prove, Need::Pcie];
    let mut seen = std::collections::HashSet::new();
    for tool in needs.iter().flat_map(|need| need.tools()).filter(|tool| seen.insert(tool.name())) {
        let mark = if tool.here() { "ok     " } else { "missing" };
        println!("{mark}  {:<20} {:<14} {}", tool.name(), tool.package, tool.why);
    }
    if dry {
        return Ok(());
    }
    needs.into_iter().try_for_each(ensure)?;
    println!("everything is here");
    Ok(())
}
