//! How long each step of a command takes, from the trace rings.

use crate::protocol::CardTrace;
use std::collections::BTreeMap;
use twinpath_spec::control::{trace_kind, TRACE_KINDS};
use twinpath_spec::limits::OWN_ROWS;

/// Of one unit: the cycles from a step of a row to its next one, summed up under the later step.
#[derive(Default)]
pub struct Steps {
    /// The last entry of each row that is under way: its cycle.
    open: BTreeMap<u8, u64>,
    /// By step, own rows and the peer's: how often, and cycles in all.
    sums: BTreeMap<(&'static str, bool), (u64, u64)>,
}

/// The steps of a command, in the order in which most have them.
pub const SHOWN: [u8; 14] = [
    trace_kind::WAITING,
    trace_kind::FORWARDED,
    trace_kind::EXCLUSIVE,
    trace_kind::READING,
    trace_kind::FETCHED,
    trace_kind::WRITING,
    trace_kind::DURABLE,
    trace_kind::SENT,
    trace_kind::GOT,
    trace_kind::ACKNOWLEDGED,
    trace_kind::STORED,
    trace_kind::ABANDONED,
    trace_kind::RELEASED,
    trace_kind::ANSWERED,
];

/// The word for a kind of entry.
pub fn word(kind: u8) -> &'static str {
    TRACE_KINDS.iter().find(|(number, _)| *number == kind).map_or("unknown", |(_, word)| word)
}

impl Steps {
    pub fn add(&mut self, card: &CardTrace) {
        if card.lost > 0 {
            // What lay between is gone: no step may reach over the hole.
            self.open.clear();
        }
        for entry in &card.entries {
            let Some((kind, word)) = TRACE_KINDS.iter().find(|(_, word)| *word == entry.event) else { continue };
            let before = self.open.insert(entry.row, entry.cycle);
            if *kind == trace_kind::COMMAND {
                continue;
            }
            if let Some(before) = before {
                let peer = usize::from(entry.row) >= OWN_ROWS;
                let (count, cycles) = self.sums.entry((word, peer)).or_default();
                *count += 1;
                *cycles += entry.cycle.saturating_sub(before);
            }
            if *kind == trace_kind::RELEASED {
                self.open.remove(&entry.row);
            }
        }
    }

    /// The mean number of cycles that a step took, of own rows or the peer's.
    pub fn mean(&self, kind: u8, peer: bool) -> Option<u64> {
        self.sums.get(&(word(kind), peer)).map(|(count, cycles)| cycles / count)
    }
}
