//! A card from whatever state it is in to one I/O queue pair, and back.

use crate::command::Command;
use crate::control::ControlWindow;
use crate::controller::{Controller, Counts, Options, Slot, Slots, ADMIN_VECTOR, IO_VECTOR};
use crate::error::DriverError;
use crate::identify::{ControllerInfo, NamespaceInfo};
use crate::queue::QueuePair;
use crate::registers::{self, Capabilities};
use crate::transport::{DmaRegion, Transport};
use crate::Result;
use std::sync::Arc;
use twinpath_spec::limits::{COMMAND_BLOCKS_MAX, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::{admin, cns, feature, ACQ, AQA, ASQ, CC, CSTS, LBADS, NSID, PAGE_BYTES, VS, VS_VALUE};

const ADMIN_ENTRIES: u16 = 16;
const IO_QUEUE: u16 = 1;

impl Controller {
    /// Brings the card up: identity first, then a controller reset, the queues, Identify and one I/O queue pair.
    pub fn start(transport: Arc<dyn Transport>, options: Options) -> Result<Controller> {
        let control = ControlWindow::open(transport.clone())?;
        let controller = Controller::up(transport, options, control)?;
        let (found, volume) = (controller.namespace.blocks, controller.control.identity()?.volume_blocks);
        if found != u64::from(volume) {
            let needed = "the size that the control window tells";
            return Err(DriverError::Unfit { what: "the namespace's size in blocks", found, needed });
        }
        Ok(controller)
    }

    /// As [`Controller::start`] for an NVMe controller that is no Twinpath card, to compare the driver with: it has no
    /// control window, so whatever is asked of [`Controller::control`] is an error.
    pub fn start_foreign(transport: Arc<dyn Transport>, options: Options) -> Result<Controller> {
        let control = ControlWindow::absent(transport.clone());
        Controller::up(transport, options, control)
    }

    fn up(transport: Arc<dyn Transport>, options: Options, control: ControlWindow) -> Result<Controller> {
        let capabilities = suitable(&*transport)?;
        let io_entries = capabilities.queue_entries_max().min(QUEUE_ENTRIES_MAX as u64) as u16;
        let mut bus = Bus { transport: &*transport, options };
        let mut admin = QueuePair::new(&*transport, 0, ADMIN_ENTRIES)?;
        let mut io = QueuePair::new(&*transport, IO_QUEUE, io_entries)?;
        let page = transport.dma_alloc(PAGE_BYTES)?;
        let (info, namespace) = bus.bring_up(capabilities, &mut admin, &mut io, page)?;
        let slots = Slots::new(&*transport, options.depth.clamp(1, io_entries - 1))?;
        let mdts = 1u32.checked_shl(u32::from(info.mdts)).filter(|_| info.mdts > 0).unwrap_or(u32::MAX);
        let blocks_max = mdts.min(COMMAND_BLOCKS_MAX as u32);
        let counts = Counts::default();
        tracing::debug!("{} {} with {} blocks is up", info.model, info.serial, namespace.blocks);
        Ok(Controller { transport, options, control, info, namespace, blocks_max, admin, page, io, slots, counts })
    }

    /// Resets the controller and brings it up again in the same memory. Returns the slots of commands that were in
    /// flight: nobody knows whether they were carried out.
    pub fn restart(&mut self) -> Result<Vec<Slot>> {
        let transport = self.transport.clone();
        let capabilities = suitable(&*transport)?;
        let mut bus = Bus { transport: &*transport, options: self.options };
        let (info, namespace) = bus.bring_up(capabilities, &mut self.admin, &mut self.io, self.page)?;
        if namespace != self.namespace || info != self.info {
            let needed = "the card of before";
            return Err(DriverError::Unfit { what: "the namespace's size in blocks", found: namespace.blocks, needed });
        }
        Ok(self.slots.lose())
    }

    /// Asks the card to give a command up that is in flight. True: it waited, and its completion comes with an error.
    pub fn abort(&mut self, slot_index: usize) -> Result<bool> {
        self.ring()?;
        let transport = self.transport.clone();
        let bus = Bus { transport: &*transport, options: self.options };
        let dword = (slot_index as u32) << 16 | u32::from(IO_QUEUE);
        let command = Command { opcode: admin::ABORT, dwords: [dword, 0, 0], ..Command::default() };
        Ok(bus.admin(&mut self.admin, "Abort", command)? & 1 == 0)
    }

    /// Shuts the controller down in good order. Commands in flight are lost; the caller has waited for them.
    pub fn stop(self) -> Result<()> {
        let bus = Bus { transport: &*self.transport, options: self.options };
        let capabilities = Capabilities::read(bus.transport)?;
        let cc = registers::read32(bus.transport, &CC)?;
        registers::write32(bus.transport, &CC, cc | registers::SHUTDOWN_NORMAL)?;
        let done = |csts| csts & registers::SHUTDOWN == registers::SHUTDOWN_DONE;
        bus.wait_for("CSTS.SHST to tell the shutdown's end", capabilities, done)?;
        bus.disable(capabilities)
    }
}

/// The capabilities of a controller that this driver can use.
fn suitable(transport: &dyn Transport) -> Result<Capabilities> {
    let capabilities = Capabilities::read(transport)?;
    let unfit = |what, found, needed| Err(DriverError::Unfit { what, found, needed });
    let version = registers::read32(transport, &VS)?;
    if version < VS_VALUE {
        return unfit("VS", u64::from(version), "1.4 or later");
    }
    if capabilities.command_sets() & 1 == 0 {
        return unfit("CAP.CSS", capabilities.command_sets(), "the NVM command set");
    }
    if capabilities.page_bytes_min() > PAGE_BYTES as u64 {
        return unfit("CAP.MPSMIN (bytes)", capabilities.page_bytes_min(), "4096");
    }
    if capabilities.queue_entries_max() < 2 {
        return unfit("CAP.MQES (entries)", capabilities.queue_entries_max(), "2 or more");
    }
    Ok(capabilities)
}

/// What bringing up needs besides the queues.
struct Bus<'a> {
    transport: &'a dyn Transport,
    options: Options,
}

impl Bus<'_> {
    fn bring_up(
        &mut self,
        capabilities: Capabilities,
        admin: &mut QueuePair,
        io: &mut QueuePair,
        page: DmaRegion,
    ) -> Result<(ControllerInfo, NamespaceInfo)> {
        if let Err(error) = self.disable(capabilities) {
            if !matches!(error, DriverError::Timeout { .. }) {
                return Err(error);
            }
            tracing::warn!("{error}; resetting the whole function");
            self.transport.reset()?;
            self.disable(capabilities)?;
        }
        if self.options.interrupts {
            self.transport.enable_interrupts(IO_VECTOR + 1)?;
        }
        admin.reset(self.transport, capabilities.doorbell_stride())?;
        io.reset(self.transport, capabilities.doorbell_stride())?;
        self.enable(capabilities, admin)?;

        let info = ControllerInfo::from_page(&self.identify(admin, page, cns::CONTROLLER, 0)?);
        let namespace = NamespaceInfo::from_page(&self.identify(admin, page, cns::NAMESPACE, NSID)?);
        if namespace.block_shift != LBADS || namespace.metadata_bytes != 0 {
            let found = u64::from(namespace.block_shift);
            return Err(DriverError::Unfit { what: "LBADS", found, needed: "12, without metadata" });
        }
        self.create_queues(admin, io)?;
        Ok((info, namespace))
    }

    fn disable(&self, capabilities: Capabilities) -> Result<()> {
        if registers::read32(self.transport, &CC)? & registers::ENABLE != 0 {
            registers::write32(self.transport, &CC, 0)?;
        }
        self.wait_for("CSTS.RDY to clear", capabilities, |csts| csts & registers::READY == 0)
    }

    fn enable(&self, capabilities: Capabilities, admin: &QueuePair) -> Result<()> {
        let (submission, completion) = admin.rings();
        let last = u64::from(ADMIN_ENTRIES) - 1;
        let sizes = AQA.field("ASQS").put(last) | AQA.field("ACQS").put(last);
        registers::write32(self.transport, &AQA, sizes as u32)?;
        registers::write64(self.transport, &ASQ, submission)?;
        registers::write64(self.transport, &ACQ, completion)?;
        registers::write32(self.transport, &CC, registers::ENTRY_SIZES | registers::ENABLE)?;
        let ready = |csts| csts & (registers::READY | registers::FATAL) == registers::READY;
        self.wait_for("CSTS.RDY to set", capabilities, ready)
    }

    fn create_queues(&self, admin: &mut QueuePair, io: &mut QueuePair) -> Result<()> {
        let entries = io.entries();
        let (submission, completion) = io.rings();
        let id_and_size = u32::from(entries - 1) << 16 | u32::from(IO_QUEUE);
        // Without interrupts a controller may have no other vector than 0.
        let vector = if self.options.interrupts { IO_VECTOR } else { 0 };
        let interrupts = u32::from(self.options.interrupts) << 1;
        // One queue of each kind: the field counts from 0.
        let features = Command {
            opcode: admin::SET_FEATURES,
            dwords: [u32::from(feature::NUMBER_OF_QUEUES), 0, 0],
            ..Command::default()
        };
        self.admin(admin, "Set Features (Number of Queues)", features)?;
        let create_cq = Command {
            opcode: admin::CREATE_IO_CQ,
            prp1: completion,
            dwords: [id_and_size, vector << 16 | interrupts | 1, 0],
            ..Command::default()
        };
        self.admin(admin, "Create I/O Completion Queue", create_cq)?;
        let create_sq = Command {
            opcode: admin::CREATE_IO_SQ,
            prp1: submission,
            dwords: [id_and_size, u32::from(IO_QUEUE) << 16 | 1, 0],
            ..Command::default()
        };
        self.admin(admin, "Create I/O Submission Queue", create_sq)?;
        Ok(())
    }

    fn identify(&self, queue: &mut QueuePair, page: DmaRegion, cns: u8, namespace: u32) -> Result<[u8; PAGE_BYTES]> {
        let command = Command {
            opcode: admin::IDENTIFY,
            namespace,
            prp1: page.iova,
            dwords: [u32::from(cns), 0, 0],
            ..Command::default()
        };
        let name = if cns == cns::CONTROLLER { "Identify Controller" } else { "Identify Namespace" };
        self.admin(queue, name, command)?;
        let mut bytes = [0; PAGE_BYTES];
        self.transport.dma_read(page, 0, &mut bytes)?;
        Ok(bytes)
    }

    /// Carries out one admin command; returns its result dword.
    fn admin(&self, queue: &mut QueuePair, name: &'static str, command: Command) -> Result<u32> {
        queue.push(self.transport, &command)?;
        queue.ring(self.transport)?;
        let until = self.transport.now_ns().saturating_add(self.options.admin_timeout_ns);
        loop {
            if let Some(entry) = queue.pop(self.transport)? {
                queue.ring(self.transport)?;
                if entry.cid != command.cid {
                    let detail = format!("command identifier {}, {}", entry.cid, entry.status);
                    return Err(DriverError::UnexpectedCompletion { queue: 0, detail });
                }
                if !entry.status.is_success() {
                    return Err(DriverError::Command { command: name, status: entry.status });
                }
                return Ok(entry.result);
            }
            let now = self.transport.now_ns();
            if now >= until {
                return Err(self.late(name, self.options.admin_timeout_ns, registers::read32(self.transport, &CSTS)?));
            }
            if self.options.interrupts {
                self.transport.wait(1 << ADMIN_VECTOR, until)?;
            } else {
                self.transport.wait(0, until.min(now + self.options.poll_ns))?;
            }
        }
    }

    /// Waits until CSTS is as wished, for as long as the controller itself asks for.
    fn wait_for(&self, what: &str, capabilities: Capabilities, done: impl Fn(u32) -> bool) -> Result<()> {
        let limit = capabilities.timeout_ns();
        let until = self.transport.now_ns().saturating_add(limit);
        loop {
            let csts = registers::read32(self.transport, &CSTS)?;
            if done(csts) {
                return Ok(());
            }
            let now = self.transport.now_ns();
            if now >= until {
                return Err(self.late(what, limit, csts));
            }
            self.transport.wait(0, until.min(now + self.options.poll_ns))?;
        }
    }

    fn late(&self, what: &str, limit_ns: u64, csts: u32) -> DriverError {
        if csts & registers::FATAL != 0 {
            return DriverError::Fatal { csts };
        }
        DriverError::Timeout { what: what.to_owned(), limit_ms: limit_ns / 1_000_000, csts }
    }
}
