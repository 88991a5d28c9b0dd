//! The checks, in the order in which they run. Each opens the device anew and leaves it closed.

use crate::crooked::{Crooked, UNMAPPED};
use crate::Kind;
use anyhow::{bail, ensure, Context, Result};
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::sync::Arc;
use std::time::{Duration, Instant};
use twinpath_driver::transport::{Bar, Transport, TransportError};
use twinpath_driver::{Controller, DriverError, Operation, Options, Status};
use twinpath_spec::nvme::CC;
use twinpath_vfio::pci::{BUS_MASTER, CARD, COMMAND, CONTROLLER};
use twinpath_vfio::sysfs::{Sysfs, VFIO};
use twinpath_vfio::{Kernel, KernelOptions, OpenError, Waiting};

const BLOCK: usize = 4096;
const WRITE: Operation = Operation::Write { fua: false };
/// Blocks of a check's data, in commands of several sizes.
const BLOCKS: u32 = 70;
/// Blocks of the commands, in turn: without a second page, with one, with a list.
const SIZES: [u32; 4] = [1, 2, 32, 3];
/// What a removal may take: the kernel asks at once.
const REMOVAL: Duration = Duration::from_secs(20);

/// The IOMMU's interrupt and the kernel's words take less.
const FAULT: Duration = Duration::from_secs(5);
/// O_NONBLOCK.
const NONBLOCK: i32 = 0o4000;

/// What a check works on.
pub struct Bench<'a> {
    pub kind: Kind,
    pub address: &'a str,
    /// The fault that was made for this check is in.
    pub planted: bool,
}

pub struct Check {
    pub name: &'static str,
    /// The fault, and what the check says when it notices it.
    pub planted: &'static str,
    pub notices: &'static str,
    pub card_only: bool,
    pub run: Run,
}

type Run = fn(&Bench) -> Result<String>;

const fn check(name: &'static str, planted: &'static str, notices: &'static str, run: Run) -> Check {
    Check { name, planted, notices, card_only: false, run }
}

pub const CHECKS: &[Check] = &[
    Check { card_only: true, ..check("binding", "it is not bound again", "not by vfio-pci", binding) },
    check("identity", "another device is expected", "the device is", identity),
    check("no DMA before the card is known", "a card is open", "bus mastering is on", quiet),
    Check { card_only: true, ..check("paths", "a path stays disabled", "path 3 is disabled", paths) },
    check("data", "a byte is harmed", "are not what was written", data),
    check("interrupts", "they are turned off again", "0 vectors are set up", interrupts),
    check("an unmapped DMA address is refused", "the address is a mapped one", "succeeded", unmapped),
    check("reset", "nothing is reset", "after a reset", reset),
    check("a removal under load ends in an error", "nobody removes it", "went on to its end", removal),
];

impl Bench<'_> {
    fn open_as(&self, waiting: Waiting) -> Result<Arc<Crooked>> {
        let shape = if self.kind == Kind::Card { CARD } else { CONTROLLER };
        let options = KernelOptions { shape, waiting, ..KernelOptions::default() };
        Ok(Arc::new(Crooked::new(Kernel::open(self.address, options)?)))
    }

    fn open(&self) -> Result<Arc<Crooked>> {
        self.open_as(Waiting::default())
    }

    fn start(&self, transport: &Arc<Crooked>, interrupts: bool) -> Result<Controller> {
        let options = Options { interrupts, ..Options::default() };
        let transport: Arc<dyn Transport> = transport.clone();
        Ok(match self.kind {
            Kind::Card => Controller::start(transport, options)?,
            Kind::Foreign => Controller::start_foreign(transport, options)?,
        })
    }

    fn sysfs(&self, name: &str) -> PathBuf {
        PathBuf::from("/sys/bus/pci/devices").join(self.address).join(name)
    }

    /// Whether the device may reach memory, as its configuration space says.
    fn bus_master(&self) -> Result<bool> {
        let file = fs::OpenOptions::new().read(true).open(self.sysfs("config"))?;
        let mut command = [0; 2];
        file.read_exact_at(&mut command, COMMAND)?;
        Ok(u16::from_le_bytes(command) & BUS_MASTER != 0)
    }
}

/// Carries out one command; `data` goes out and comes back.
fn run(controller: &mut Controller, operation: Operation, lba: u64, data: &mut [u8]) -> Result<Status> {
    let slot = controller.take_slot().context("no free slot")?;
    controller.fill(&slot, 0, data)?;
    controller.submit(slot, operation, lba, (data.len() / BLOCK) as u32)?;
    let mut done = vec![];
    while done.is_empty() {
        controller.wait(&mut done, u64::MAX)?;
    }
    let completion = done.pop().context("no completion")?;
    controller.copy_out(&completion.slot, 0, data)?;
    controller.give_back(completion.slot);
    Ok(completion.status)
}

fn good(status: Status) -> Result<()> {
    ensure!(status.is_success(), "{status}");
    Ok(())
}

fn pattern(seed: u64, bytes: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).take(bytes / 8).flatten().collect()
}

fn write_blocks(controller: &mut Controller, seed: u64) -> Result<()> {
    let mut lba = 0;
    for size in SIZES.into_iter().cycle() {
        let size = size.min(BLOCKS - lba);
        if size == 0 {
            return Ok(());
        }
        let mut data = pattern(seed + u64::from(lba), size as usize * BLOCK);
        good(run(controller, WRITE, u64::from(lba), &mut data)?)?;
        lba += size;
    }
    Ok(())
}

fn read_blocks(controller: &mut Controller, seed: u64, harm: bool) -> Result<()> {
    let mut lba = 0;
    for size in SIZES.into_iter().cycle() {
        let size = size.min(BLOCKS - lba);
        if size == 0 {
            return Ok(());
        }
        let expected = pattern(seed + u64::from(lba), size as usize * BLOCK);
        let mut data = vec![0; expected.len()];
        good(run(controller, Operation::Read, u64::from(lba), &mut data)?)?;
        data[7] ^= u8::from(harm);
        ensure!(data == expected, "the {size} blocks at {lba} are not what was written");
        lba += size;
    }
    Ok(())
}

/// The card comes from vfio-pci and goes there again, through the calls that `twinpath bind|unbind` make.
fn binding(bench: &Bench) -> Result<String> {
    let sysfs = Sysfs::default();
    sysfs.bind(bench.address)?;
    sysfs.unbind(bench.address)?;
    let between = sysfs.device(bench.address)?.driver.unwrap_or_else(|| "nobody".into());
    if !bench.planted {
        sysfs.bind(bench.address)?;
    }
    let found = sysfs.device(bench.address)?.driver;
    sysfs.bind(bench.address)?;
    ensure!(found.as_deref() == Some(VFIO), "driven by {}, not by {VFIO}", found.unwrap_or_else(|| "nobody".into()));
    Ok(format!("{VFIO}, {between}, {VFIO}"))
}

fn identity(bench: &Bench) -> Result<String> {
    let mut shape = if bench.kind == Kind::Card { CARD } else { CONTROLLER };
    if bench.planted {
        shape.identity = Some((CARD.identity.map_or(0, |card| card.0), 0x5451));
    }
    let kernel = Kernel::open(bench.address, KernelOptions { shape, ..KernelOptions::default() })?;
    let found = kernel.found();
    let huge = if kernel.pool().huge() { "huge" } else { "small" };
    Ok(format!(
        "{:04x}:{:04x} with {} vectors, DMA memory at {:#x} in {huge} pages",
        found.vendor,
        found.device,
        found.vectors,
        kernel.pool().iova()
    ))
}

/// A device that is not what it should be was not let near memory.
fn quiet(bench: &Bench) -> Result<String> {
    let _open = if bench.planted {
        Some(bench.open()?)
    } else {
        let shape = twinpath_vfio::pci::Shape { identity: Some((0xabcd, 1)), ..CARD };
        match Kernel::open(bench.address, KernelOptions { shape, ..KernelOptions::default() }) {
            Err(OpenError::Pci(error)) => println!("  {error}"),
            Err(other) => bail!("another error: {other}"),
            Ok(_) => bail!("it was taken for another device"),
        }
        None
    };
    ensure!(!bench.bus_master()?, "bus mastering is on");
    Ok("bus mastering is off after a refusal".into())
}

fn paths(bench: &Bench) -> Result<String> {
    let transport = bench.open()?;
    let controller = bench.start(&transport, true)?;
    let control = controller.control();
    let identity = control.identity()?;
    for number in 1..=u32::from(identity.paths) {
        control.set_path(number, false)?;
        ensure!(!control.paths()?[number as usize - 1].enabled, "path {number} does not turn off");
        if !(bench.planted && number == 3) {
            control.set_path(number, true)?;
        }
    }
    let paths = control.paths()?;
    if bench.planted {
        control.set_path(3, true)?;
    }
    controller.stop()?;
    let disabled = paths.iter().find(|path| !path.enabled);
    ensure!(disabled.is_none(), "path {} is disabled", disabled.map_or(0, |path| path.number));
    Ok(format!("unit {}, {} paths turned off and on", identity.unit + 1, paths.len()))
}

fn data(bench: &Bench) -> Result<String> {
    let mut times = vec![];
    for (n, waiting) in [Waiting::Interrupts, Waiting::Polling, Waiting::Hybrid].into_iter().enumerate() {
        let begin = Instant::now();
        let transport = bench.open_as(waiting)?;
        let mut controller = bench.start(&transport, waiting != Waiting::Polling)?;
        write_blocks(&mut controller, 1000 * n as u64)?;
        read_blocks(&mut controller, 1000 * n as u64, bench.planted)?;
        good(run(&mut controller, Operation::Flush, 0, &mut [])?)?;
        controller.stop()?;
        times.push(format!("{waiting:?} {} ms", begin.elapsed().as_millis()));
    }
    Ok(format!("{BLOCKS} blocks written and read: {}", times.join(", ")))
}

/// The kernel's own count says whether vectors came.
fn interrupts(bench: &Bench) -> Result<String> {
    let transport = bench.open()?;
    let mut controller = bench.start(&transport, true)?;
    if bench.planted {
        // The driver goes on all the same: it looks by itself.
        transport.enable_interrupts(0)?;
    }
    read_some(&mut controller)?;
    let counted = counts(&fs::read_to_string("/proc/interrupts")?, bench.address);
    controller.stop()?;
    ensure!(counted.len() == 2, "{} vectors are set up", counted.len());
    ensure!(counted.iter().all(|count| *count > 0), "a vector never came: {counted:?}");
    Ok(format!("admin {}, I/O {}", counted[0], counted[1]))
}

fn read_some(controller: &mut Controller) -> Result<()> {
    for lba in 0..8 {
        good(run(controller, Operation::Read, lba, &mut [0; BLOCK])?)?;
    }
    Ok(())
}

/// How often each MSI-X vector of the device came, from the text of /proc/interrupts.
fn counts(text: &str, address: &str) -> Vec<u64> {
    let ours = text.lines().filter(|line| line.contains("vfio-msix") && line.contains(address));
    ours.map(|line| line.split_whitespace().skip(1).map_while(|word| word.parse::<u64>().ok()).sum()).collect()
}

/// A command whose data are at an address that the card may not reach. What a card wants to read there does not come, which
/// it tells; what it writes there is posted, so nobody tells it: there the IOMMU's own word is looked for, where the IOMMU
/// is the kernel's to ask.
fn unmapped(bench: &Bench) -> Result<String> {
    let transport = bench.open()?;
    let mut controller = bench.start(&transport, true)?;
    write_blocks(&mut controller, 5)?;
    let mut kernel_log = fs::OpenOptions::new().read(true).custom_flags(NONBLOCK).open("/dev/kmsg")?;
    kernel_log.seek(SeekFrom::End(0))?;
    transport.misdirect.store(!bench.planted, Ordering::Relaxed);
    let mut buffer = [0xee; BLOCK];
    let read = run(&mut controller, Operation::Read, 3, &mut buffer)?;
    ensure!(bench.planted || buffer == [0xee; BLOCK], "the data came all the same");
    let refused = match bench.kind {
        Kind::Card => {
            transport.misdirect.store(!bench.planted, Ordering::Relaxed);
            let status = run(&mut controller, WRITE, 3, &mut buffer)?;
            ensure!(!status.is_success(), "a write from an unmapped address succeeded");
            format!("reading: {read}, no data; writing: {status}")
        }
        Kind::Foreign => iommu_fault(&mut kernel_log).context("a read to an unmapped address succeeded")?,
    };
    controller.restart()?;
    read_blocks(&mut controller, 5, false)?;
    controller.stop()?;
    Ok(format!("{refused}; the volume is as before"))
}

/// What the kernel says of the IOMMU's refusal.
fn iommu_fault(kernel_log: &mut fs::File) -> Result<String> {
    let begin = Instant::now();
    let address = format!("fault addr {UNMAPPED:#x}");
    while begin.elapsed() < FAULT {
        let mut record = [0; 4096];
        // One record at a time; an error while there is none.
        match kernel_log.read(&mut record) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&record[..bytes]).into_owned();
                if text.contains(&address) {
                    let words = text.lines().next().and_then(|line| line.split_once(';'));
                    return Ok(words.map_or(text.clone(), |(_, words)| words.to_owned()));
                }
            }
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    bail!("the IOMMU reported no fault")
}

fn reset(bench: &Bench) -> Result<String> {
    let transport = bench.open()?;
    let mut controller = bench.start(&transport, true)?;
    write_blocks(&mut controller, 9)?;
    transport.idle_reset.store(bench.planted, Ordering::Relaxed);
    let begin = Instant::now();
    transport.reset()?;
    let took = begin.elapsed();
    let cc = transport.read32(Bar::Nvme, u64::from(CC.offset))?;
    if cc != 0 {
        controller.stop()?;
        bail!("CC reads {cc:#x} after a reset");
    }
    controller.restart()?;
    read_blocks(&mut controller, 9, false)?;
    controller.stop()?;
    Ok(format!("{} ms, then up again with its data", took.as_millis()))
}

/// The kernel takes the device away while commands run: the driver gets an error, and the removal ends.
fn removal(bench: &Bench) -> Result<String> {
    let transport = bench.open()?;
    let mut controller = bench.start(&transport, true)?;
    let (some, under_way) = channel();
    let load = std::thread::spawn(move || {
        let begin = Instant::now();
        while begin.elapsed() < REMOVAL / 4 {
            read_some(&mut controller)?;
            let _ = some.send(());
        }
        Ok::<(), anyhow::Error>(())
    });
    under_way.recv_timeout(REMOVAL).context("the load does not begin")?;
    let begin = Instant::now();
    if !bench.planted {
        let unbound = {
            let address = bench.address.to_owned();
            std::thread::spawn(move || fs::write("/sys/bus/pci/drivers/vfio-pci/unbind", address))
        };
        while !unbound.is_finished() {
            ensure!(begin.elapsed() < REMOVAL, "the removal does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
        unbound.join().map_err(|_| anyhow::anyhow!("a panic"))?.context("unbinding")?;
    }
    let took = begin.elapsed();
    let ended = load.join().map_err(|_| anyhow::anyhow!("the driver panicked"))?;
    let error = ended.err().context("the load went on to its end")?.downcast::<DriverError>()?;
    ensure!(
        matches!(error, DriverError::Transport(TransportError::Gone(_)) | DriverError::Gone { .. }),
        "another error: {error}"
    );
    drop(transport);
    fs::write("/sys/bus/pci/drivers_probe", bench.address).context("binding again")?;
    ensure!(self::identity(&Bench { planted: false, ..*bench }).is_ok(), "it does not come back");
    Ok(format!("{error}; the removal took {} ms, and the device came back", took.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interrupts_are_counted_by_device_over_all_processors() {
        let text = "           CPU0       CPU1\n \
                    24:          3          4  IR-PCI-MSIX-0000:00:03.0   0-edge      vfio-msix[0](0000:00:03.0)\n \
                    25:          0          0  IR-PCI-MSIX-0000:00:03.0   1-edge      vfio-msix[1](0000:00:03.0)\n \
                    26:          9          9  IR-PCI-MSIX-0000:00:04.0   0-edge      vfio-msix[0](0000:00:04.0)\n";
        assert_eq!(counts(text, "0000:00:03.0"), [7, 0]);
    }

    #[test]
    fn patterns_differ() {
        assert_ne!(pattern(1, 64), pattern(2, 64));
        assert_eq!(pattern(1, 4096).len(), 4096);
    }
}
