//! A card from whatever state it is in to its I/O queue pairs, and back.

use crate::card::{Card, Options};
use crate::command::Command;
use crate::control::ControlWindow;
use crate::error::DriverError;
use crate::identify::{ControllerInfo, NamespaceInfo};
use crate::io_queue::IoQueue;
use crate::queue::QueuePair;
use crate::registers::{self, Capabilities};
use crate::transport::{DmaRegion, Transport, TransportError};
use crate::Result;
use std::sync::Arc;
use twinpath_spec::nvme::{admin, cns, feature, ACQ, AQA, ASQ, CC, CSTS, LBADS, NSID, PAGE_BYTES, VS, VS_VALUE};

const ADMIN_ENTRIES: u16 = 16;
/// Vector of the admin queue; I/O queue n has vector n.
const ADMIN_VECTOR: u32 = 0;
/// Entries of an I/O queue at most, however many the card has.
const IO_ENTRIES_MAX: u64 = 1024;

impl Card {
    /// Brings the card up: identity first, then a controller reset, the admin queue, Identify, and as many I/O queues as
    /// [`Options::queues`] asks for and the card grants, with an interrupt each. There is at least one.
    pub fn start(transport: Arc<dyn Transport>, options: Options) -> Result<(Card, Vec<IoQueue>)> {
        let control = ControlWindow::open(transport.clone())?;
        let (card, queues) = Card::up(transport, options, control)?;
        let (found, volume) = (card.blocks(), card.control.identity()?.volume_blocks);
        if found != u64::from(volume) {
            let needed = "the size that the control window tells";
            return Err(DriverError::Unfit { what: "the namespace's size in blocks", found, needed });
        }
        Ok((card, queues))
    }

    /// As [`Card::start`] for an NVMe controller that is no Twinpath card, to compare the driver with: it has no control
    /// window, so whatever is asked of [`Card::control`] is an error.
    pub fn start_foreign(transport: Arc<dyn Transport>, options: Options) -> Result<(Card, Vec<IoQueue>)> {
        let control = ControlWindow::absent(transport.clone());
        Card::up(transport, options, control)
    }

    fn up(transport: Arc<dyn Transport>, options: Options, control: ControlWindow) -> Result<(Card, Vec<IoQueue>)> {
        let capabilities = suitable(&*transport)?;
        let bus = Bus { transport: &*transport, options };
        let mut admin = QueuePair::new(&*transport, 0, ADMIN_ENTRIES)?;
        let page = transport.dma_alloc(PAGE_BYTES)?;
        let Up { info, namespace, queues } = bus.bring_up(capabilities, &mut admin, page, options.queues.max(1))?;
        let entries = 1 << capabilities.queue_entries_max().min(IO_ENTRIES_MAX).ilog2();
        let depth = options.depth / queues;
        let mut card = Card { transport: transport.clone(), options, control, info, namespace, admin, page };
        let queue = |id| IoQueue::new(&card, id, entries, depth);
        let mut queues = (1..=queues).map(queue).collect::<Result<Vec<_>>>()?;
        bus.create_queues(capabilities, &mut card.admin, &mut queues)?;
        tracing::debug!("{} {} is up, {} queues", card.info.model, card.info.serial, queues.len());
        Ok((card, queues))
    }

    /// Resets the controller and brings it up again in the same memory, with the queues of [`Card::start`]. Each then has
    /// its commands that were in flight in [`IoQueue::take_lost`]: nobody knows whether they were carried out.
    pub fn restart(&mut self, queues: &mut [IoQueue]) -> Result<()> {
        let transport = self.transport.clone();
        let capabilities = suitable(&*transport)?;
        let bus = Bus { transport: &*transport, options: self.options };
        let up = bus.bring_up(capabilities, &mut self.admin, self.page, queues.len() as u16)?;
        let needed = "the card of before";
        if up.namespace != self.namespace || up.info != self.info {
            return Err(DriverError::Unfit {
                what: "the namespace's size in blocks",
                found: up.namespace.blocks,
                needed,
            });
        }
        if usize::from(up.queues) < queues.len() {
            return Err(DriverError::Unfit { what: "the number of queues", found: u64::from(up.queues), needed });
        }
        bus.create_queues(capabilities, &mut self.admin, queues)
    }

    /// Asks the card to give a command up that is in flight. True: it waited, and its completion comes with an error.
    pub fn abort(&mut self, queue: &mut IoQueue, slot_index: usize) -> Result<bool> {
        queue.ring()?;
        let transport = self.transport.clone();
        let bus = Bus { transport: &*transport, options: self.options };
        let dword = (slot_index as u32) << 16 | u32::from(queue.id());
        let command = Command { opcode: admin::ABORT, dwords: [dword, 0, 0], ..Command::default() };
        Ok(bus.admin(&mut self.admin, "Abort", command)? & 1 == 0)
    }

    /// Shuts the controller down in good order: it ends the commands in flight first. Nobody takes their completions.
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

/// What bringing up found out.
struct Up {
    info: ControllerInfo,
    namespace: NamespaceInfo,
    /// I/O queues that can be created.
    queues: u16,
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
    /// To the point where I/O queues can be created, at most `asked` of them.
    fn bring_up(&self, capabilities: Capabilities, admin: &mut QueuePair, page: DmaRegion, asked: u16) -> Result<Up> {
        if let Err(error) = self.disable(capabilities) {
            if !matches!(error, DriverError::Timeout { .. }) {
                return Err(error);
            }
            tracing::warn!("{error}; resetting the whole function");
            self.transport.reset()?;
            self.disable(capabilities)?;
        }
        let asked = self.enable_interrupts(asked)?;
        admin.reset(self.transport, capabilities.doorbell_stride())?;
        self.enable(capabilities, admin)?;

        let info = ControllerInfo::from_page(&self.identify(admin, page, cns::CONTROLLER, 0)?);
        let namespace = NamespaceInfo::from_page(&self.identify(admin, page, cns::NAMESPACE, NSID)?);
        if namespace.block_shift != LBADS || namespace.metadata_bytes != 0 {
            let found = u64::from(namespace.block_shift);
            return Err(DriverError::Unfit { what: "LBADS", found, needed: "12, without metadata" });
        }
        Ok(Up { info, namespace, queues: self.number_of_queues(admin, asked)? })
    }

    /// A vector for the admin queue and each of `asked` I/O queues; where the card has fewer, so many fewer queues.
    fn enable_interrupts(&self, asked: u16) -> Result<u16> {
        if !self.options.interrupts {
            return Ok(asked);
        }
        match self.transport.enable_interrupts(1 + u32::from(asked)) {
            Err(TransportError::Vectors { has, .. }) if has > 1 => {
                self.transport.enable_interrupts(has)?;
                Ok((has - 1).min(u32::from(asked)) as u16)
            }
            enabled => Ok(enabled.map(|()| asked)?),
        }
    }

    /// Asks for `asked` I/O queues of each kind; returns how many of both the card grants, but not more than that.
    fn number_of_queues(&self, admin: &mut QueuePair, asked: u16) -> Result<u16> {
        // The fields count from 0.
        let wanted = u32::from(asked - 1);
        let features = Command {
            opcode: admin::SET_FEATURES,
            dwords: [u32::from(feature::NUMBER_OF_QUEUES), wanted << 16 | wanted, 0],
            ..Command::default()
        };
        let granted = self.admin(admin, "Set Features (Number of Queues)", features)?;
        Ok((granted as u16).min((granted >> 16) as u16).saturating_add(1).min(asked))
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

    fn create_queues(&self, caps: Capabilities, admin: &mut QueuePair, queues: &mut [IoQueue]) -> Result<()> {
        for queue in queues {
            // Without interrupts a controller may have no other vector than 0.
            let vector = if self.options.interrupts { queue.vector() } else { 0 };
            let id = u32::from(queue.id());
            let rings = queue.rings();
            rings.reset(self.transport, caps.doorbell_stride())?;
            let id_and_size = (rings.entries() - 1) << 16 | id;
            let (submission, completion) = rings.rings();
            let interrupts = u32::from(self.options.interrupts) << 1;
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
                dwords: [id_and_size, id << 16 | 1, 0],
                ..Command::default()
            };
            self.admin(admin, "Create I/O Submission Queue", create_sq)?;
        }
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
        queue.ring(self.transport, 1)?;
        let until = self.transport.now_ns().saturating_add(self.options.admin_timeout_ns);
        loop {
            if let Some(entry) = queue.pop(self.transport)? {
                let result = queue.result(self.transport, &entry)?;
                queue.tell_head(self.transport)?;
                if entry.cid != command.cid {
                    let detail = format!("command identifier {}, {}", entry.cid, entry.status);
                    return Err(DriverError::UnexpectedCompletion { queue: 0, detail });
                }
                if !entry.status.is_success() {
                    return Err(DriverError::Command { command: name, status: entry.status });
                }
                return Ok(result);
            }
            let now = self.transport.now_ns();
            if now >= until {
                return Err(self.late(name, self.options.admin_timeout_ns, registers::read32(self.transport, &CSTS)?));
            }
            if self.options.interrupts {
                self.transport.wait(1 << ADMIN_VECTOR, until.min(now.saturating_add(self.options.lost_ns)))?;
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
