//! Cards as block devices of a virtual machine, and drivers that die and come back: outside of it over vhost-user-blk,
//! inside of it over ublk.

use super::cards::Cards;
use super::machine::Machine;
use super::packages::{twinpath, Packages};
use super::process::Process;
use super::{checks, go, go_with, work};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the guest says when its driver is to die, and what it is told when there is another.
const DIE: &str = "PAUSE NOW";
const BACK: &str = "BACK";

/// A driver of one card, and the socket of the disk.
struct Driver {
    process: Process,
    socket: PathBuf,
}

impl Driver {
    fn start(cards: &Cards, number: usize, folder: &Path) -> Result<Driver> {
        let socket = folder.join(format!("disk{number}.sock"));
        let group = folder.join(format!("group{number}"));
        let text = |path: &Path| path.to_str().map(str::to_owned).context("a path that is no text");
        let (card, group, disk) = (text(&cards.socket(number))?, text(&group)?, text(&socket)?);
        let process = Process::start(&["serve", "--vfio-user", &card, "--dir", &group, "--vhost-user-blk", &disk])?;
        Ok(Driver { process, socket })
    }

    /// QEMU's arguments; it looks every 200 ms whether a driver that is gone is there again.
    fn plug(&self, number: usize) -> Vec<String> {
        let chardev = format!("socket,id=disk{number},path={},reconnect-ms=200", self.socket.display());
        let device = format!("vhost-user-blk-pci,chardev=disk{number},num-queues=2");
        ["-chardev".to_owned(), chardev, "-device".to_owned(), device].to_vec()
    }
}

/// The stock kernel's virtio driver on both cards.
pub fn vhost_user(packages: &Packages, console: bool) -> Result<()> {
    let programs = vec![checks()?];
    let cards = Cards::start("16M")?;
    let watching = cards.watch()?;
    let folder = tempfile::tempdir_in(work())?;
    let mut first = Driver::start(&cards, 1, folder.path())?;
    let second = Driver::start(&cards, 2, folder.path())?;
    let (modules, devices) = (&["virtio_blk"][..], [first.plug(1), second.plug(2)].concat());
    let (limit, disk) = (Duration::from_secs(200), Machine::new("disk", "disk.sh"));
    let machine = Machine { programs, modules, devices, iommu: false, processors: 2, limit, ..disk };
    go_with(&machine, packages, console, Some(0), |line| {
        if !line.contains(DIE) {
            return Ok(None);
        }
        first.process.kill()?;
        first = Driver::start(&cards, 1, folder.path()).context("the driver does not come back")?;
        Ok(Some(BACK))
    })?;
    first.process.stop()?;
    second.process.stop()?;
    watching.verdict(&[1])?;
    cards.stop()
}

/// The command inside the machine: `serve --pci --ublk`.
pub fn ublk(packages: &Packages, console: bool) -> Result<()> {
    let programs = vec![twinpath()?, checks()?];
    let cards = Cards::start("16M")?;
    let watching = cards.watch()?;
    let (modules, devices) = (&["ublk_drv"][..], cards.plug(&[1]));
    let machine = Machine { programs, modules, devices, processors: 2, ..Machine::new("ublk", "ublk.sh") };
    go(&machine, packages, console, Some(0))?;
    watching.verdict(&[1])?;
    cards.stop()
}
