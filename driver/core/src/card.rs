//! A card that has been brought up, and how the driver works with it.

use crate::control::ControlWindow;
use crate::identify::{ControllerInfo, NamespaceInfo};
use crate::queue::QueuePair;
use crate::transport::{DmaRegion, Transport};
use std::sync::Arc;
use twinpath_spec::limits::QUEUE_ENTRIES_MAX;

/// How the driver works with a card.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Wait for interrupts; otherwise look at the queues every [`Options::poll_ns`].
    pub interrupts: bool,
    /// I/O queues at most, each for a thread of its own; the card may grant fewer.
    pub queues: u16,
    /// Commands in flight at most, in all queues together, each with an equal share; a queue's size limits it further.
    pub depth: u16,
    /// An I/O command must be answered in this time from when somebody first waited for it in vain. Longer than the card
    /// holds commands while its link is down.
    pub io_timeout_ns: u64,
    /// An admin command must be answered in this time.
    pub admin_timeout_ns: u64,
    /// Time between two looks at a register or a queue that is polled.
    pub poll_ns: u64,
    /// Time after which a queue is looked at though no interrupt came: what a lost one costs.
    pub lost_ns: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            interrupts: true,
            queues: 1,
            depth: QUEUE_ENTRIES_MAX as u16 - 1,
            io_timeout_ns: 30_000_000_000,
            admin_timeout_ns: 10_000_000_000,
            poll_ns: 2_000,
            lost_ns: 1_000_000,
        }
    }
}

/// A card that has been brought up: what it is, its control window and its admin queue. Its I/O queues are objects of their
/// own ([`crate::IoQueue`]), so that each can be driven by another thread.
pub struct Card {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) options: Options,
    pub(crate) control: ControlWindow,
    pub(crate) info: ControllerInfo,
    pub(crate) namespace: NamespaceInfo,
    pub(crate) admin: QueuePair,
    /// For the pages that admin commands bring.
    pub(crate) page: DmaRegion,
}

impl Card {
    /// The control window; it works from any thread, beside the queues.
    pub fn control(&self) -> &ControlWindow {
        &self.control
    }

    pub fn info(&self) -> &ControllerInfo {
        &self.info
    }

    /// Size of the volume in blocks of 4 KiB.
    pub fn blocks(&self) -> u64 {
        self.namespace.blocks
    }

    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }
}
