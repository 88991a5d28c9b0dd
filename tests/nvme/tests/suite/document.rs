//! The tables in the controller's document (`hdl/card/src/nvme/doc.md`) say of every command what the rules say, by which
//! the card is judged: the same commands, the same statuses in the same order, the same features.

use anyhow::{ensure, Context, Result};
use std::collections::BTreeSet;
use twinpath_driver::Status as Named;
use twinpath_nvme_conformance::rules::{Command, ADMIN, FEATURES, IO};
use twinpath_spec::nvme::{self, admin, Status};

const DOCUMENT: &str = include_str!("../../../../hdl/card/src/nvme/doc.md");

/// Statuses that no command earns by what it says: they depend on data, on the other host, on the areas and the link.
const OF_OTHERS: &[Status] = &[
    nvme::INVALID_OPCODE,
    nvme::COMPARE_FAILURE,
    nvme::ABORT_REQUESTED,
    nvme::COMMAND_INTERRUPTED,
    nvme::RESERVATION_CONFLICT,
    nvme::WRITE_FAULT,
    nvme::UNRECOVERED_READ_ERROR,
];

/// A row: which commands it is of (none: of all), which field, what it is.
struct Row {
    opcodes: Vec<u8>,
    field: String,
    is: String,
}

/// Every "hh" of words like "0Ah".
fn numbers(text: &str) -> Vec<u8> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let two = words.filter_map(|word| word.strip_suffix('h').filter(|digits| digits.len() == 2));
    two.filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}

/// The rows of the table whose first heading is `heading`.
fn table(document: &str, heading: &str) -> Result<Vec<Row>> {
    let start = document.find(&format!("| {heading} |")).with_context(|| format!("no table of {heading}"))?;
    let mut rows: Vec<Row> = vec![];
    for line in document[start..].lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [who, field, is] = cells[..] else { anyhow::bail!("{line}: not three cells") };
        let opcodes = match rows.last() {
            Some(above) if who.is_empty() => above.opcodes.clone(),
            _ => numbers(who),
        };
        rows.push(Row { opcodes, field: field.into(), is: is.into() });
    }
    Ok(rows)
}

fn name(status: Status) -> &'static str {
    Named(status.bits()).name()
}

/// Each name once, where it comes first.
fn once(names: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(*name)).collect()
}

/// The statuses of every code, those that are named in `text` in the order of their places.
fn named(text: &str) -> Vec<&'static str> {
    let all = (0..0x400u16).map(|code| Named(code).name()).filter(|name| *name != Named(0x3ff).name());
    let mut found: Vec<_> =
        once(all).into_iter().flat_map(|n| text.match_indices(n).map(move |(at, _)| (at, n))).collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The document says of these commands what the rules say.
fn agrees(document: &str, heading: &str, commands: &[Command]) -> Result<()> {
    let rows = table(document, heading)?;
    let told: BTreeSet<u8> = rows.iter().flat_map(|row| row.opcodes.clone()).collect();
    let known: BTreeSet<u8> = commands.iter().map(|c| c.opcode).collect();
    ensure!(told == known, "{heading}s {told:x?} are in the document, {known:x?} in the rules");
    let others: Vec<_> = OF_OTHERS.iter().map(|status| name(*status)).collect();
    for command in commands {
        let of_it = rows.iter().filter(|row| row.opcodes.is_empty() || row.opcodes.contains(&command.opcode));
        let text: Vec<_> = of_it.map(|row| row.is.clone()).collect();
        let told = once(named(&text.join("; ")).into_iter().filter(|name| !others.contains(name)));
        let ruled = once(command.rules.iter().map(|rule| name(rule.status)));
        ensure!(told == ruled, "{}: the document names {told:?}, the rules {ruled:?}", command.name);
    }
    Ok(())
}

/// The features that can be set are those of the rules.
fn features_agree(document: &str) -> Result<()> {
    let rows = table(document, "Admin command")?;
    let of_set = rows.iter().filter(|row| row.opcodes == [admin::SET_FEATURES]);
    let told: BTreeSet<u8> = of_set.flat_map(|row| numbers(&row.field)).collect();
    ensure!(told == FEATURES.iter().copied().collect(), "features {told:x?} are in the document, {FEATURES:x?} known");
    Ok(())
}

#[test]
fn the_document_says_what_the_rules_say() -> Result<()> {
    agrees(DOCUMENT, "I/O command", IO)?;
    agrees(DOCUMENT, "Admin command", ADMIN)?;
    features_agree(DOCUMENT)
}

/// Each status that is named is another one once, each command and feature is missing once.
#[test]
fn a_document_with_one_mistake_is_refused() -> Result<()> {
    let mut mistakes = 0;
    for (heading, commands) in [("I/O command", IO), ("Admin command", ADMIN)] {
        let start = DOCUMENT.find(&format!("| {heading} |")).context("no table")?;
        let end = DOCUMENT[start..].find("\n\n").map_or(DOCUMENT.len(), |at| start + at);
        let others: Vec<_> = OF_OTHERS.iter().map(|status| name(*status)).collect();
        for name in once(named(&DOCUMENT[start..end])).into_iter().filter(|name| !others.contains(name)) {
            for (at, _) in DOCUMENT[start..end].match_indices(name) {
                let wrong =
                    format!("{}Capacity Exceeded{}", &DOCUMENT[..start + at], &DOCUMENT[start + at + name.len()..]);
                ensure!(agrees(&wrong, heading, commands).is_err(), "nobody noticed that {name:?} is missing at {at}");
                mistakes += 1;
            }
        }
        for command in commands {
            let gone = DOCUMENT[start..end].replace(&format!("{:02X}h", command.opcode), "77h");
            let wrong = format!("{}{gone}{}", &DOCUMENT[..start], &DOCUMENT[end..]);
            ensure!(agrees(&wrong, heading, commands).is_err(), "nobody noticed that {} is missing", command.name);
        }
    }
    for feature in FEATURES {
        let wrong = DOCUMENT.replace(&format!("{feature:02X}h"), "77h");
        ensure!(features_agree(&wrong).is_err(), "nobody noticed that feature {feature:#x} is missing");
    }
    ensure!(mistakes > 30, "only {mistakes} statuses are named");
    Ok(())
}
