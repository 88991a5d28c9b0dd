//! The PCI function that a client sees: each command of the protocol, carried out.

use crate::config::{ConfigSpace, CONFIG_BYTES};
use crate::fault::{Fault, Planted};
use crate::lent::Lent;
use std::os::fd::OwnedFd;
use std::time::Duration;
use twinpath_driver::transport::{Bar, Transport};
use twinpath_group::{Group, InProcess, Simulation};
use twinpath_host::{RootComplex, BAR0, MSI_BASE};
use twinpath_spec::limits::{BAR0_BYTES, BAR2_BYTES, MSIX_TABLE, MSIX_VECTORS};
use twinpath_vfio_user::{error, irq, region, Command, Irqs, Reply, CONFIG_REGION, IRQ_INDEXES, MSIX_INDEX, REGIONS};

/// Wall time within which the card answers an access, or is taken to be gone: less than a client waits for a message.
const ANSWER: Duration = Duration::from_secs(3);
/// The same in cycles.
const ANSWER_CYCLES: u64 = 20_000_000;
/// Device information: it can be reset, it is a PCI device.
const RESETS: u32 = 1;
const PCI: u32 = 2;

/// One card's function, for one client after the other.
pub struct Function {
    simulation: Simulation,
    unit: usize,
    transport: InProcess,
    config: ConfigSpace,
    lent: Lent,
    /// A reset was asked for and the card has not told its end yet.
    resetting: bool,
    /// The vectors that the card's MSI-X table lets through.
    open: u32,
    planted: Planted,
}

impl Function {
    pub fn new(simulation: Simulation, unit: usize, planted: Planted) -> Function {
        let transport = simulation.transport(unit).with_wall_limit(ANSWER);
        let lent = Lent::with(planted);
        simulation.with(|group| {
            let pool = group.config().pool;
            let host = group.host(unit);
            // From now on the card reaches what clients lend, and nothing else.
            host.memory.unmap(pool.0);
            host.lend(Some(Box::new(lent.clone())));
        });
        let config = ConfigSpace::new();
        let mut function = Function { simulation, unit, transport, config, lent, resetting: false, open: 0, planted };
        function.reset();
        function
    }

    /// As if no client had ever been there: nothing is lent, and the function is being reset.
    pub fn forget(&mut self) {
        if !self.planted.is(Fault::Remember) {
            self.lent.clear();
            self.reset();
        }
    }

    /// Starts a reset; the next access waits for its end. DMA ends at once.
    fn reset(&mut self) {
        if self.planted.is(Fault::NoReset) {
            return;
        }
        self.config = ConfigSpace::new();
        self.resetting = true;
        self.open = 0;
        self.lent.forget_pending();
        self.host(|host| {
            host.sideband.bus_master = false;
            host.sideband.msix_enable = false;
            host.sideband.flr_request = true;
        });
    }

    fn host<T>(&self, action: impl FnOnce(&mut RootComplex) -> T) -> T {
        self.simulation.stir(|group| action(group.host(self.unit)))
    }

    fn wait(&self, done: impl Fn(&mut RootComplex) -> bool) -> bool {
        self.simulation.run_within(ANSWER_CYCLES, ANSWER, |group: &mut Group| done(group.host(self.unit)))
    }

    /// Waits until the card can be spoken to; false when it cannot.
    fn settle(&mut self) -> bool {
        if self.resetting {
            if !self.wait(|host| !host.sideband.flr_request) {
                tracing::warn!("card {} has not ended its reset after {ANSWER:?}", self.unit + 1);
                return false;
            }
            self.resetting = false;
            self.lent.forget_pending();
            self.open_vectors();
        }
        // So no client can queue more than the card takes.
        self.wait(|host| host.mmio_idle())
    }

    /// What the reply says, or its error number.
    pub fn answer(&mut self, command: Command, descriptors: Vec<OwnedFd>) -> Result<Reply, u32> {
        let takes = matches!(command, Command::DmaMap { .. } | Command::SetIrqs { action: Irqs::Descriptors, .. });
        if !takes && !descriptors.is_empty() {
            return Err(error::INVALID);
        }
        match command {
            // The first message only.
            Command::Version { .. } => Err(error::INVALID),
            Command::DmaMap { flags, offset, address, bytes } => {
                let mut descriptors = descriptors.into_iter();
                let first = descriptors.next();
                if descriptors.next().is_some() {
                    return Err(error::INVALID);
                }
                self.lent.map(flags, address, bytes, offset, first).map(|()| Reply::Done)
            }
            Command::DmaUnmap { all: true, address: 0, bytes: 0 } => {
                self.lent.unmap_all();
                Ok(Reply::Unmapped { address: 0, bytes: 0 })
            }
            Command::DmaUnmap { all: true, .. } => Err(error::INVALID),
            Command::DmaUnmap { address, bytes, .. } => {
                self.lent.unmap(address, bytes).map(|()| Reply::Unmapped { address, bytes })
            }
            Command::DeviceInfo => Ok(Reply::Device { flags: RESETS | PCI, regions: REGIONS, irqs: IRQ_INDEXES }),
            Command::RegionInfo { index } if index < REGIONS => {
                let bytes = region_bytes(index);
                let flags = if bytes > 0 { region::READ | region::WRITE } else { 0 };
                Ok(Reply::Region { index, flags, bytes })
            }
            Command::IrqInfo { index } if index < IRQ_INDEXES => {
                let count = if index == MSIX_INDEX { MSIX_VECTORS as u32 } else { 0 };
                let flags = if count > 0 { irq::EVENTFD } else { 0 };
                Ok(Reply::Irq { index, flags, count })
            }
            Command::RegionInfo { .. } | Command::IrqInfo { .. } => Err(error::INVALID),
            Command::SetIrqs { action, index, start, count } => self.set_irqs(action, index, start, count, descriptors),
            Command::RegionRead { region, offset, count } => {
                let data = self.read(region, offset, count)?;
                Ok(Reply::Read { region, offset, data })
            }
            Command::RegionWrite { region, offset, data } => {
                self.write(region, offset, &data)?;
                Ok(Reply::Written { region, offset, count: data.len() as u32 })
            }
            Command::Reset => {
                self.reset();
                Ok(Reply::Done)
            }
        }
    }

    fn set_irqs(
        &mut self,
        action: Irqs,
        index: u32,
        start: u32,
        count: u32,
        descriptors: Vec<OwnedFd>,
    ) -> Result<Reply, u32> {
        let has = if index == MSIX_INDEX { MSIX_VECTORS as u32 } else { 0 };
        let end = start.checked_add(count).filter(|end| *end <= has && index < IRQ_INDEXES).ok_or(error::INVALID)?;
        let vectors = start as usize..end as usize;
        match action {
            Irqs::Trigger if count > 0 => vectors.for_each(|vector| self.trigger(vector)),
            // Turned off as a whole; an index without vectors is off already.
            Irqs::Trigger if index == MSIX_INDEX => {
                for vector in 0..MSIX_VECTORS {
                    self.lent.set_event(vector, None)?;
                }
            }
            Irqs::Trigger => {}
            Irqs::Descriptors => {
                if descriptors.len() > vectors.len() {
                    return Err(error::INVALID);
                }
                let mut descriptors = descriptors.into_iter();
                for vector in vectors {
                    self.lent.set_event(vector, descriptors.next())?;
                }
            }
        }
        if !self.resetting {
            self.open_vectors();
        }
        Ok(Reply::Done)
    }

    fn trigger(&self, vector: usize) {
        twinpath_host::Outside::interrupt(&self.lent, vector as u8);
    }

    /// Makes the card's MSI-X table let those vectors through that have a descriptor.
    fn open_vectors(&mut self) {
        let armed = self.lent.armed();
        let changed = armed ^ self.open;
        self.open = armed;
        self.host(|host| {
            for vector in (0..MSIX_VECTORS as u64).filter(|vector| changed >> vector & 1 == 1) {
                let at = MSIX_TABLE as u64 + 16 * vector;
                host.mmio_write(BAR0, at, MSI_BASE, 8);
                host.mmio_write(BAR0, at + 8, vector, 4);
                host.mmio_write(BAR0, at + 12, u64::from(armed >> vector & 1 == 0), 4);
            }
            host.sideband.msix_enable = armed != 0;
        });
    }

    fn read(&mut self, region: u32, offset: u64, count: u32) -> Result<Vec<u8>, u32> {
        if region == CONFIG_REGION {
            return self.config.read(offset, count as usize).map(<[u8]>::to_vec).ok_or(error::INVALID);
        }
        let bar = self.window(region, offset, count)?;
        let bytes = count as usize;
        // What does not answer reads as all ones.
        let gone = vec![0xff; bytes];
        if !self.settle() {
            return Ok(gone);
        }
        let value = match bytes {
            8 => self.transport.read64(bar, offset),
            _ => self.transport.read32(bar, offset & !3).map(|word| u64::from(word) >> (offset % 4 * 8)),
        };
        match value {
            Ok(value) => Ok(value.to_le_bytes()[..bytes].to_vec()),
            Err(error) => {
                tracing::warn!("card {}: {error}", self.unit + 1);
                Ok(gone)
            }
        }
    }

    fn write(&mut self, region: u32, offset: u64, data: &[u8]) -> Result<(), u32> {
        if region == CONFIG_REGION {
            let reset = self.config.write(offset, data).ok_or(error::INVALID)?;
            if reset {
                self.reset();
            }
            let bus_master = self.config.bus_master();
            self.host(|host| host.sideband.bus_master = bus_master);
            return Ok(());
        }
        let bar = self.window(region, offset, data.len() as u32)?;
        let table = MSIX_TABLE as u64..(MSIX_TABLE + 16 * MSIX_VECTORS) as u64;
        let trapped = bar == Bar::Nvme && table.contains(&offset) && !self.planted.is(Fault::OpenTable);
        if trapped || !self.settle() {
            return Ok(());
        }
        let value = data.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
        self.host(|host| host.mmio_write(bar.number(), offset, value, data.len() as u8));
        Ok(())
    }

    /// The window of an access that a bus could carry: 1, 2, 4 or 8 bytes, aligned, within it.
    fn window(&self, region: u32, offset: u64, count: u32) -> Result<Bar, u32> {
        let bar = match region {
            0 => Bar::Nvme,
            2 => Bar::Control,
            _ => return Err(error::INVALID),
        };
        let fits = matches!(count, 1 | 2 | 4 | 8) && offset.is_multiple_of(count.into()) && offset < bar.bytes();
        (fits || self.planted.is(Fault::AnyWindow)).then_some(bar).ok_or(error::INVALID)
    }
}

fn region_bytes(index: u32) -> u64 {
    match index {
        0 => BAR0_BYTES as u64,
        2 => BAR2_BYTES as u64,
        CONFIG_REGION => CONFIG_BYTES as u64,
        _ => 0,
    }
}
