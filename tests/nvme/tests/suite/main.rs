//! The suite. Its tests look at the committed card, or at the broken one that [`mutants`] has put before their thread.

mod commands;
mod document;
mod judge;
mod logs;
mod mutants;
mod prps;
mod queues;
mod random;
mod resets;

use anyhow::Result;
use twinpath_group::{Group, GroupConfig};
use twinpath_nvme_conformance::Pair;

/// Two of the cards to be looked at, with a host each.
fn pair(seed: u64) -> Result<Pair> {
    Pair::of(group(Pair::config(seed))?)
}

/// The cards to be looked at, in any group.
fn group(config: GroupConfig) -> Result<Group> {
    mutants::group(config)
}
