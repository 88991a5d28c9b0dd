//! What a host's commands have made of its controller.

use std::collections::BTreeMap;
use twinpath_host_interface::Entry;
use twinpath_spec::nvme::{self, admin, cns, feature, CardIdentity};

/// A completion queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletionShape {
    pub entries: u16,
    pub base: u64,
    /// Its interrupts, if it has any.
    pub vector: Option<u8>,
}

/// A submission queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubmissionShape {
    pub entries: u16,
    pub base: u64,
    /// The completion queue that it uses.
    pub cq: u16,
}

/// A controller as its host's commands left it, from CC.EN on.
#[derive(Clone, Debug)]
pub struct Controller {
    pub identity: CardIdentity,
    /// Blocks of the namespace.
    pub blocks: u64,
    pub cqs: BTreeMap<u16, CompletionShape>,
    pub sqs: BTreeMap<u16, SubmissionShape>,
    /// Values that were set.
    pub features: BTreeMap<u8, u32>,
    /// Asynchronous Event Requests that wait.
    pub events: u32,
}

/// The number of a queue as Create and Delete name it.
pub fn qid(entry: &Entry) -> u16 {
    entry.cdw10 as u16
}

impl Controller {
    pub fn new(identity: CardIdentity, blocks: u64) -> Self {
        let (cqs, sqs, features) = Default::default();
        Self { identity, blocks, cqs, sqs, features, events: 0 }
    }

    /// What is left after a reset.
    pub fn reset(&mut self) {
        *self = Self::new(self.identity, self.blocks);
    }

    /// A good admin command has its effect.
    pub fn apply(&mut self, entry: &Entry) {
        let (id, entries) = (qid(entry), ((entry.cdw10 >> 16) as u16).wrapping_add(1));
        match entry.opcode {
            admin::CREATE_IO_CQ => {
                let vector = (entry.cdw11 & 2 != 0).then_some((entry.cdw11 >> 16) as u8);
                self.cqs.insert(id, CompletionShape { entries, base: entry.prp1, vector });
            }
            admin::CREATE_IO_SQ => {
                let cq = (entry.cdw11 >> 16) as u16;
                self.sqs.insert(id, SubmissionShape { entries, base: entry.prp1, cq });
            }
            admin::DELETE_IO_SQ => drop(self.sqs.remove(&id)),
            admin::DELETE_IO_CQ => drop(self.cqs.remove(&id)),
            admin::SET_FEATURES => drop(self.features.insert(entry.cdw10 as u8, entry.cdw11)),
            admin::ASYNC_EVENT_REQUEST => self.events += 1,
            _ => {}
        }
    }

    /// Dword 0 of the completion of a good command; `None` where the model cannot know it.
    pub fn result(&self, entry: &Entry) -> Option<u32> {
        let fid = entry.cdw10 as u8;
        let queues = (nvme::IO_QUEUES - 1) << 16 | (nvme::IO_QUEUES - 1);
        match (entry.opcode, fid) {
            (admin::ABORT, _) => None,
            (admin::SET_FEATURES | admin::GET_FEATURES, feature::NUMBER_OF_QUEUES) => Some(queues),
            // A vector's coalescing is never disabled: the value is the vector's number.
            (admin::GET_FEATURES, feature::INTERRUPT_VECTOR) => Some(entry.cdw11 & 0xffff),
            (admin::GET_FEATURES, _) => {
                let default = if fid == feature::TEMPERATURE_THRESHOLD { nvme::TEMPERATURE_WARNING } else { 0 };
                Some(self.features.get(&fid).copied().unwrap_or(default))
            }
            _ => Some(0),
        }
    }

    /// The page that a good command brings, if it brings one.
    pub fn page(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.opcode != admin::IDENTIFY {
            return None;
        }
        let page = match entry.cdw10 as u8 {
            cns::NAMESPACE => nvme::identify_namespace(self.blocks),
            cns::CONTROLLER => nvme::identify_controller(self.identity),
            cns::ACTIVE_NAMESPACES => nvme::identify_active_namespaces(entry.nsid),
            _ => nvme::identify_descriptors(),
        };
        Some(page.to_vec())
    }
}
