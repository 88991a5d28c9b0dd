//! What a host's commands have made of its controller.

use std::collections::{BTreeMap, VecDeque};
use twinpath_host_interface::Entry;
use twinpath_spec::nvme::{self, admin, cns, event, feature, log, CardIdentity};

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
    /// Values that were set; the lower temperature threshold at 0Ch, where no feature is.
    pub features: BTreeMap<u8, u32>,
    /// Vectors that are not to be coalesced, a bit each.
    pub uncoalesced: u16,
    /// Asynchronous Event Requests that wait.
    pub events: u32,
    /// An event that waits for a request: which of the two it is.
    pub event: Option<u8>,
    /// An event was told, and the error log not read since.
    pub masked: bool,
    /// Results that requests must be answered with.
    pub told: VecDeque<u32>,
}

/// The number of a queue as Create and Delete name it.
pub fn qid(entry: &Entry) -> u16 {
    entry.cdw10 as u16
}

fn is_threshold(entry: &Entry) -> bool {
    entry.cdw10 as u8 == feature::TEMPERATURE_THRESHOLD
}

fn place(entry: &Entry) -> u8 {
    let lower = is_threshold(entry) && entry.cdw11 >> 20 & 3 == 1;
    entry.cdw10 as u8 | if lower { 8 } else { 0 }
}

fn value(entry: &Entry) -> u32 {
    if is_threshold(entry) {
        entry.cdw11 & 0xffff
    } else {
        entry.cdw11
    }
}

impl Controller {
    pub fn new(identity: CardIdentity, blocks: u64) -> Self {
        let (cqs, sqs, features, told) = Default::default();
        Self { identity, blocks, cqs, sqs, features, uncoalesced: 0, events: 0, event: None, masked: false, told }
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
            admin::SET_FEATURES if entry.cdw10 as u8 == feature::INTERRUPT_VECTOR => {
                let bit = 1 << (entry.cdw11 & 0xf);
                self.uncoalesced = self.uncoalesced & !bit | if entry.cdw11 >> 16 & 1 == 1 { bit } else { 0 };
            }
            admin::SET_FEATURES => drop(self.features.insert(place(entry), value(entry))),
            admin::ASYNC_EVENT_REQUEST => {
                self.events += 1;
                self.tell();
            }
            // Without RAE.
            admin::GET_LOG_PAGE if entry.cdw10 as u8 == log::ERROR && entry.cdw10 >> 15 & 1 == 0 => self.masked = false,
            _ => {}
        }
    }

    /// A doorbell was written that cannot be; what of it could not.
    pub fn wrong_doorbell(&mut self, info: u8) {
        if !self.masked && self.event.is_none() {
            self.event = Some(info);
            self.tell();
        }
    }

    fn tell(&mut self) {
        if let (Some(info), true) = (self.event, self.events > 0) {
            self.event = None;
            self.events -= 1;
            self.masked = true;
            self.told.push_back(event::result(event::ERROR, info, log::ERROR));
        }
    }

    /// Dword 0 of the completion of a good command; `None` where the model cannot know it.
    pub fn result(&self, entry: &Entry) -> Option<u32> {
        let fid = entry.cdw10 as u8;
        let queues = (nvme::IO_QUEUES - 1) << 16 | (nvme::IO_QUEUES - 1);
        match (entry.opcode, fid) {
            (admin::ABORT, _) => None,
            (admin::SET_FEATURES | admin::GET_FEATURES, feature::NUMBER_OF_QUEUES) => Some(queues),
            (admin::GET_FEATURES, feature::INTERRUPT_VECTOR) => {
                let vector = entry.cdw11 & 0xffff;
                Some(u32::from(self.uncoalesced >> vector & 1) << 16 | vector)
            }
            (admin::GET_FEATURES, _) => {
                let place = place(entry);
                let default = if place == feature::TEMPERATURE_THRESHOLD { nvme::TEMPERATURE_WARNING } else { 0 };
                Some(self.features.get(&place).copied().unwrap_or(default))
            }
            _ => Some(0),
        }
    }

    /// The page that a good command brings, if it brings one that the model knows.
    pub fn page(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.opcode == admin::GET_LOG_PAGE && entry.cdw10 as u8 == log::FIRMWARE {
            return Some(log::firmware().to_vec());
        }
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
