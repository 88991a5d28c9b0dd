//! D3, D8 and D10: what the hosts were told, what they read and what they compared.
//!
//! The order in which A1 took the writes of a block is its order. A read fits when its block was written by a write that
//! was issued before the read ended, when no later write had ended before the read began, and when no read that ended
//! before it began saw a later write. A Compare that succeeds has read what its host has. One that fails needs a block that
//! may have held something else.
//!
//! Contents that several writes of a block have in common, zeros above all, do not tell the writes apart. Then of so many
//! that were issued, ended or stored only their number counts: when n have ended, n are in place.

use crate::book::{Book, Command};
use crate::{Breach, Seen, Setup};
use std::collections::{BTreeMap, BTreeSet};
use twinpath_spec::limits::ZERO_BLOCK_CRC;
use twinpath_spec::link::Kind;
use twinpath_spec::nvme::{ABORT_REQUESTED, COMMAND_INTERRUPTED, COMPARE_FAILURE, RESERVATION_CONFLICT};

/// When the writes of some contents to a block were issued, and when they were answered, in order.
#[derive(Default)]
struct Told {
    issued: Vec<usize>,
    ended: Vec<usize>,
}

/// A write of one block as its history sees it.
struct Version {
    value: u32,
    issued: usize,
    ended: Option<usize>,
}

pub fn check(book: &Book, setup: Setup, breaches: &mut Vec<Breach>, seen: &mut Seen) {
    let mut breach = |rule, at, what| breaches.push(Breach { rule, cycle: book.cycle(at), what });
    // Where each value went, and when it was durable at both.
    let mut durable: BTreeMap<(u32, u32), [Vec<usize>; 2]> = BTreeMap::new();
    let mut order: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
    for write in book.writes.values() {
        for media in &write.durable {
            let both = durable.entry((media.lba, media.value)).or_default();
            both[usize::from(media.unit)].push(media.at);
            if media.unit == 0 {
                order.entry(media.lba).or_default().push((media.at, media.value));
            }
        }
    }
    durable.values_mut().flatten().for_each(|stored| stored.sort());
    let mut told: BTreeMap<(u32, u32), Told> = BTreeMap::new();
    for command in &book.commands {
        let good = command.completed.as_ref().filter(|c| c.1 == 0);
        if command.write {
            let interrupted = |c: &(usize, u16, Vec<u32>)| c.1 & 0x7ff == COMMAND_INTERRUPTED.bits() & 0x7ff;
            seen.interrupted[usize::from(command.unit)] += command.completed.as_ref().is_some_and(interrupted) as usize;
            seen.writes[usize::from(command.unit)] += good.is_some() as usize;
            for (lba, value) in (command.lba..).zip(&command.values) {
                let told = told.entry((lba, *value)).or_default();
                told.issued.push(command.issued);
                told.ended.extend(good.map(|c| c.0));
            }
        } else {
            seen.reads[usize::from(command.unit)] += good.is_some() as usize;
        }
    }
    let nowhere = <[Vec<usize>; 2]>::default();
    for (place, told) in &mut told {
        told.issued.sort();
        told.ended.sort();
        let stored = durable.get(place).unwrap_or(&nowhere);
        for (n, at) in told.ended.iter().enumerate() {
            for (unit, stored) in stored.iter().enumerate() {
                if stored.get(n).is_none_or(|s| s > at) {
                    breach("D3", *at, format!("block {} is answered before A{} holds it", place.0, unit + 1));
                }
            }
        }
    }
    if !setup.sessions {
        refused_moves_nothing(book, setup, &mut breach);
    }
    let mut reads: BTreeMap<u32, Vec<(&Command, usize, u32)>> = BTreeMap::new();
    for command in book.commands.iter().filter(|c| !c.write) {
        if let Some((at, 0, values)) = &command.completed {
            for (lba, value) in (command.lba..).zip(values) {
                reads.entry(lba).or_default().push((command, *at, *value));
            }
        }
    }
    let unequal: Vec<_> = book.commands.iter().filter_map(|c| Some((c, found_unequal(c)?))).collect();
    for (command, _) in &unequal {
        for (lba, _) in (command.lba..).zip(&command.values) {
            reads.entry(lba).or_default();
        }
    }
    let mut explained = vec![book.part; unequal.len()];
    for (lba, reads) in reads {
        let mut history = order.remove(&lba).unwrap_or_default();
        history.sort();
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        let mut versions = vec![];
        for (_, value) in history {
            let nth = times.entry(value).or_default();
            let told = told.get(&(lba, value));
            let of = |list: fn(&Told) -> &Vec<usize>| told.and_then(|t| list(t).get(*nth).copied());
            versions.push(Version { value, issued: of(|t| &t.issued).unwrap_or(0), ended: of(|t| &t.ended) });
            *nth += 1;
        }
        // What a pair at work was written before may be the same contents: then numbers say nothing.
        let told_apart = versions.iter().map(|v| v.value).collect::<BTreeSet<_>>().len() == versions.len();
        if book.part && !told_apart {
            continue;
        }
        for (at, what) in one_block(&versions, &reads, book.part) {
            breach("D8", at, format!("block {lba}: {what}"));
        }
        for (explained, (command, ended)) in explained.iter_mut().zip(&unequal) {
            let value = lba.checked_sub(command.lba).and_then(|n| command.values.get(n as usize));
            *explained |= value.is_some_and(|value| may_differ(&versions, command, *ended, *value));
        }
    }
    for (_, (command, ended)) in explained.iter().zip(&unequal).filter(|(explained, _)| !**explained) {
        let (host, lba) = (command.unit + 1, command.lba);
        breach(
            "D10",
            *ended,
            format!("host {host}'s Compare at {lba} fails though every block held what the host has"),
        );
    }
}

/// When a Compare ended with a difference.
fn found_unequal(command: &Command) -> Option<usize> {
    let differs = |c: &&(usize, u16, Vec<u32>)| c.1 & 0x7ff == COMPARE_FAILURE.bits() & 0x7ff;
    command.completed.as_ref().filter(|_| command.compare).filter(differs).map(|(at, ..)| *at)
}

/// While the Compare was under way the block may have held something else than this. Version 0 is zeros.
fn may_differ(versions: &[Version], compare: &Command, ended: usize, value: u32) -> bool {
    let done = versions.iter().rposition(|v| v.ended.is_some_and(|e| e < compare.issued)).map_or(0, |n| n + 1);
    let first = if done == 0 { ZERO_BLOCK_CRC } else { versions[done - 1].value };
    first != value || versions[done..].iter().any(|v| v.issued < ended && v.value != value)
}

/// While a session lives, a write that is answered Command Interrupted or Reservation Conflict, or aborted, has moved no data (R18 to R20). Its contents tell:
/// they are nobody else's, or nothing can be said, as of a write that its host repeated.
fn refused_moves_nothing(book: &Book, setup: Setup, breach: &mut impl FnMut(&'static str, usize, String)) {
    let interrupted = |c: &Command| {
        let status = c.completed.as_ref().map(|c| c.1 & 0x7ff);
        let given_up = [COMMAND_INTERRUPTED, RESERVATION_CONFLICT, ABORT_REQUESTED].map(|s| Some(s.bits() & 0x7ff));
        !c.piece && given_up.contains(&status)
    };
    let (refused, others): (Vec<_>, Vec<_>) = book.commands.iter().filter(|c| c.write).partition(|c| interrupted(c));
    let mut values: BTreeSet<u32> = refused.into_iter().flat_map(|c| c.values.iter().copied()).collect();
    for value in others.into_iter().flat_map(|c| &c.values) {
        values.remove(value);
    }
    let tells = |at: usize, value: u32| at >= book.all_known && values.contains(&value);
    for write in book.writes.values() {
        for media in write.durable.iter().filter(|d| tells(d.at, d.value)) {
            breach("R18", media.at, format!("block {} of a refused write is in A{}", media.lba, media.unit + 1));
        }
        // In the fast handshake a block may be on its way already; S1 throws it away.
        let data = write.sent(Kind::DATA).filter(|_| !setup.fast_handshake);
        for sent in data.chain(write.sent(Kind::REP)).filter(|s| tells(s.at, s.header.value)) {
            breach("R20", sent.at, "data of a refused write crosses the link".into());
        }
    }
}

/// Breaches of one block's history, by position. Of a part of a trace, what the block held before may be anything.
fn one_block(versions: &[Version], reads: &[(&Command, usize, u32)], part: bool) -> Vec<(usize, String)> {
    let mut found = vec![];
    // Which version each read saw: 0 is the contents before the trace, which are zeros in a whole one. Of several with the
    // same contents it is the first that the reads before it allow.
    let mut saw: Vec<(usize, usize, usize)> = vec![];
    let mut reads: Vec<_> = reads.iter().collect();
    reads.sort_by_key(|(_, ended, _)| *ended);
    for (command, ended, value) in reads {
        let done = versions.iter().rposition(|v| v.ended.is_some_and(|e| e < command.issued)).map_or(0, |n| n + 1);
        let seen = saw.iter().filter(|(_, ended, _)| *ended < command.issued).map(|(_, _, version)| *version).max();
        let floor = done.max(seen.unwrap_or(0));
        let may_see = |v: &Version| v.value == *value && (!part || v.issued < *ended);
        let begins = !part && floor == 0 && *value == ZERO_BLOCK_CRC;
        let allowed = versions.iter().enumerate().position(|(n, v)| n + 1 >= floor && may_see(v)).map(|n| n + 1);
        let any = || versions.iter().rposition(may_see).map_or(0, |n| n + 1);
        let version = if begins { 0 } else { allowed.unwrap_or_else(any) };
        if version > 0 && versions[version - 1].issued > *ended {
            found.push((*ended, "a read brings a value from the future".into()));
        }
        if versions[version..].iter().any(|v| v.ended.is_some_and(|e| e < command.issued)) {
            let known = if version > 0 { "an old value" } else { "an older or an unknown value" };
            found.push((*ended, format!("host {} reads {known} after a later write was answered", command.unit + 1)));
        }
        saw.push((command.issued, *ended, version));
    }
    // A later read may not see an earlier version: the highest version seen by reads that ended so far.
    let mut ends: Vec<_> = saw.iter().map(|(_, ended, version)| (*ended, *version)).collect();
    ends.sort();
    let mut highest = 0;
    let mut prefix = vec![];
    for (ended, version) in ends {
        highest = highest.max(version);
        prefix.push((ended, highest));
    }
    for (issued, ended, version) in saw {
        let before = prefix.partition_point(|(end, _)| *end < issued);
        if before > 0 && prefix[before - 1].1 > version {
            found.push((ended, "a read goes back behind an earlier read".into()));
        }
    }
    found
}
