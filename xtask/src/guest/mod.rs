//! `cargo xtask guest`: our driver and the kernel's own in virtual machines, on emulated processors, without root.
//!
//! A test is a machine with something plugged in and a script (`tests/guest/scripts`) that it runs; it prints each check.

mod cards;
mod disks;
mod machine;
mod packages;
mod process;

use crate::tools;
use anyhow::{anyhow, bail, ensure, Context, Result};
use cards::Cards;
use machine::{Ended, Machine};
use packages::{program, twinpath, Packages};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

#[derive(clap::Args)]
pub struct Args {
    /// Only the tests whose name contains this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Prints everything that a guest's console says.
    #[arg(long)]
    console: bool,
}

struct Test {
    name: &'static str,
    run: fn(&Packages, bool) -> Result<()>,
}

const TESTS: &[Test] = &[
    Test { name: "our driver on QEMU's controller", run: foreign },
    Test { name: "our driver on a card", run: card },
    Test { name: "the command on a card", run: serve },
    Test { name: "the kernel's driver on both cards", run: kernel },
    Test { name: "a file system from both hosts", run: files },
    Test { name: "load from both hosts", run: load },
    Test { name: "both cards as disks over vhost-user", run: disks::vhost_user },
    Test { name: "a card as a block device over ublk", run: disks::ublk },
    Test { name: "without an IOMMU nothing starts", run: no_iommu },
];

pub fn run(args: &Args) -> Result<()> {
    let chosen: Vec<&Test> =
        TESTS.iter().filter(|test| args.only.as_ref().is_none_or(|only| test.name.contains(only.as_str()))).collect();
    ensure!(
        !chosen.is_empty(),
        "no test has that name: {}",
        TESTS.iter().map(|t| t.name).collect::<Vec<_>>().join(", ")
    );
    fs::create_dir_all(work())?;
    let packages = Packages::ready()?;
    let mut failed = vec![];
    for test in chosen {
        println!("-- {}", test.name);
        if let Err(error) = (test.run)(&packages, args.console) {
            println!("   FAILED: {error:#}");
            failed.push(test.name);
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join(", "));
    }
    Ok(())
}

/// As a step of `cargo xtask test`.
pub fn all() -> Result<()> {
    run(&Args { only: None, console: false })
}

/// What is kept between runs.
fn work() -> PathBuf {
    crate::flow::target().join("guest")
}

/// Starts a machine; tells each of its checks, and everything when it fails.
fn go(machine: &Machine, packages: &Packages, console: bool, expected: Option<u32>) -> Result<Ended> {
    go_with(machine, packages, console, expected, |_| Ok(None))
}

/// As [`go`]; each line of the console goes also to `heard`, and what that gives is typed there.
fn go_with(
    machine: &Machine,
    packages: &Packages,
    console: bool,
    expected: Option<u32>,
    mut heard: impl FnMut(&str) -> Result<Option<&'static str>>,
) -> Result<Ended> {
    let told = |line: &str| console || ["CHECK ", "PLANTED "].iter().any(|start| line.starts_with(start));
    let ended = machine.run(packages, |line| {
        if told(line) {
            println!("   {line}");
        }
        heard(line)
    })?;
    if ended.status != expected {
        if !console {
            ended.log.iter().for_each(|line| println!("   | {line}"));
        }
        match ended.status {
            None => bail!("the guest did not come to its end in {} s", machine.limit.as_secs()),
            Some(status) => bail!("the guest's script ended with {status}"),
        }
    }
    println!("   {} s", ended.took.as_secs());
    Ok(ended)
}

/// A machine with QEMU's NVMe controller; gives the folder that holds its disk.
fn with_controller(script: &str, programs: Vec<PathBuf>) -> Result<(tempfile::TempDir, Machine<'_>)> {
    let folder = tempfile::tempdir_in(work())?;
    let disk = folder.path().join("disk");
    fs::File::create(&disk)?.set_len(16 << 20)?;
    let devices = [
        "-drive".to_owned(),
        format!("file={},if=none,id=disk,format=raw", disk.display()),
        "-device".to_owned(),
        "nvme,drive=disk,serial=foreign,logical_block_size=4096,physical_block_size=4096".to_owned(),
    ];
    let (devices, limit) = (devices.to_vec(), Duration::from_secs(180));
    Ok((folder, Machine { programs, devices, limit, ..Machine::new("controller", script) }))
}

fn checks() -> Result<PathBuf> {
    program("twinpath-guest", "guest-checks", &["-C", "target-feature=+crt-static"]).context("the guest's program")
}

fn foreign(packages: &Packages, console: bool) -> Result<()> {
    let (_folder, machine) = with_controller("foreign.sh", vec![checks()?])?;
    go(&machine, packages, console, Some(0)).map(drop)
}

/// The first card of a pair that another process simulates, through its vfio-user socket.
fn card(packages: &Packages, console: bool) -> Result<()> {
    let programs = vec![checks()?];
    let cards = Cards::start("16M")?;
    let (devices, limit) = (cards.plug(&[1]), Duration::from_secs(400));
    let machine = Machine { programs, devices, limit, ..Machine::new("card", "card.sh") };
    go(&machine, packages, console, Some(0))?;
    cards.stop()
}

/// `twinpath bind`, `serve --pci`, an NBD client, `unbind`.
fn serve(packages: &Packages, console: bool) -> Result<()> {
    let programs = vec![twinpath()?, tool("nbdcopy")?];
    let cards = Cards::start("2M")?;
    let (devices, limit) = (cards.plug(&[1]), Duration::from_secs(400));
    let machine = Machine { programs, devices, limit, ..Machine::new("command", "serve.sh") };
    go(&machine, packages, console, Some(0))?;
    cards.stop()
}

/// No program of ours in the guest.
fn kernel(packages: &Packages, console: bool) -> Result<()> {
    let cards = Cards::start("16M")?;
    let (devices, programs) = (cards.plug(&[1, 2]), vec![tool("nvme")?]);
    let machine = Machine { programs, devices, processors: 4, ..Machine::new("kernel", "kernel.sh") };
    go(&machine, packages, console, Some(0))?;
    cards.stop()
}

/// Guests with one card each, in turn: each verifies what was written through the other card.
fn files(packages: &Packages, console: bool) -> Result<()> {
    let cards = Cards::start("16M")?;
    let watching = cards.watch()?;
    let programs = vec![tool("mkfs.ext4")?];
    let modules = &["crc16", "crc32c_generic", "mbcache", "jbd2", "ext4"][..];
    for (round, card) in [1, 2, 1].into_iter().enumerate() {
        let (programs, devices) = (programs.clone(), cards.plug(&[card]));
        let machine = Machine { programs, modules, devices, ..Machine::new("files", "files.sh") };
        let ended = go(&machine, packages, console, Some(0))?;
        let verified = ended.log.iter().filter(|line| line.starts_with("CHECK verified")).count();
        ensure!(verified == round, "{verified} rounds were verified, not {round}");
    }
    watching.verdict(&[1, 2])?;
    cards.stop()
}

/// Two guests at the same time, one card each.
fn load(packages: &Packages, console: bool) -> Result<()> {
    let cards = Cards::start("4M")?;
    let watching = cards.watch()?;
    let (programs, limit) = (vec![tool("fio")?], Duration::from_secs(400));
    let host = |name, card| {
        let (programs, devices) = (programs.clone(), cards.plug(&[card]));
        let machine = Machine { programs, devices, limit, ..Machine::new(name, "load.sh") };
        go(&machine, packages, console, Some(0))
    };
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| host("host 1", 1));
        let two = host("host 2", 2);
        (one.join(), two)
    });
    let (one, two) = (one.map_err(|_| anyhow!("host 1's thread ended"))??, two?);
    let area = |ended: &Ended, what: &str| ended.log.iter().find(|line| line.starts_with(what)).cloned();
    let of = |what| (area(&one, what), area(&two, what));
    let (first, second) = of("AREA ");
    ensure!(first.is_some() && first == second, "the areas differ: {first:?}, {second:?}");
    println!("   CHECK overlapping ranges, both areas equal: ok");
    let (first, second) = of("HALF ");
    ensure!(first != second, "PLANTED two ranges with different contents are told equal");
    println!("   PLANTED areas (different ranges): ok, noticed");
    watching.verdict(&[1, 2])?;
    cards.stop()
}

/// A program of this machine.
fn tool(name: &str) -> Result<PathBuf> {
    tools::ensure(tools::Need::Test)?;
    tools::path(name).with_context(|| format!("{name} is missing"))
}

/// The broken twin of every guest with an IOMMU: the same machine without it does not get through.
fn no_iommu(packages: &Packages, console: bool) -> Result<()> {
    let (_folder, mut machine) = with_controller("foreign.sh", vec![checks()?])?;
    machine.iommu = false;
    let ended = go(&machine, packages, console, Some(3))?;
    ensure!(ended.log.iter().any(|line| line == "no IOMMU group"), "it ended for another reason");
    Ok(())
}
