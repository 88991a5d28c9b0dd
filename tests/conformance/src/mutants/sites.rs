//! Single-point mutants of the unit and the link, drawn from a seed before any of them runs.
//!
//! Each line has a number of its own, made of the seed, its module and its text; the smallest are drawn. So a change of the
//! card leaves the mutants of what did not change as they were.

use super::{fingerprint, Mutant};
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::SeedableRng;
use std::collections::{BTreeMap, BTreeSet};

/// The modules of unit and link in the card's text, from and to; without the control window between, whose registers
/// have a walk of their own.
const RANGES: [(&str, &str); 2] = [("card_ranges", "card_trace"), ("card_unit", "card_link")];

/// An operator: what it does to a line, if it applies.
type Operator = (&'static str, fn(&Line) -> Option<String>);

const OPERATORS: &[Operator] = &[
    ("condition always true", |line| condition(line.text, |_| Some("1'b1".into()))),
    ("condition never true", |line| condition(line.text, |_| Some("1'b0".into()))),
    ("condition negated", |line| condition(line.text, |c| Some(format!("~({c})")))),
    ("and becomes or", |line| expression(line.text, |e| once(e, " & ", " | "))),
    ("or becomes and", |line| expression(line.text, |e| once(e, " | ", " & "))),
    ("equal becomes unequal", |line| expression(line.text, |e| once(e, " == ", " != "))),
    ("unequal becomes equal", |line| expression(line.text, |e| once(e, " != ", " == "))),
    ("plus becomes minus", |line| expression(line.text, |e| once(e, " + ", " - "))),
    ("minus becomes plus", |line| expression(line.text, |e| once(e, " - ", " + "))),
    ("a negation is dropped", |line| expression(line.text, |e| once(e, "(~", "("))),
    ("a set bit is clear", |line| expression(line.text, |e| (e == "1'b1").then(|| "1'b0".into()))),
    ("a clear bit is set", |line| expression(line.text, |e| (e == "1'b0").then(|| "1'b1".into()))),
    ("a number is one more", |line| expression(line.text, one_more)),
    ("the highest bit is lost", |line| expression(line.text, narrower)),
    // Where nothing was assigned before, a dropped assignment would be a latch, which no card can have.
    ("an assignment is dropped", |line| statement(line.text).filter(|_| line.again).map(|_| String::new())),
];

/// A line that may be broken.
struct Line<'a> {
    at: usize,
    /// The module's name without the printer's number.
    module: &'a str,
    text: &'a str,
    /// How many lines of modules of that name before it are the same.
    before: usize,
    /// What it assigns was assigned before in its process.
    again: bool,
}

/// `count` mutants of the card, each of one line and no two of the same.
pub fn draw(card: &str, seed: u64, count: usize) -> Vec<Mutant> {
    let mut lines: Vec<(u64, Line)> = lines(card)
        .into_iter()
        .map(|line| (fingerprint(&format!("{seed} {} {} {}", line.module, line.text, line.before)), line))
        .collect();
    lines.sort_by_key(|(own, line)| (*own, line.at));
    let mutant = |(own, line): &(u64, Line)| {
        let mut operators = OPERATORS.to_vec();
        operators.shuffle(&mut SmallRng::seed_from_u64(*own));
        let (name, new) = operators.iter().find_map(|(name, apply)| Some((name, apply(line)?)))?;
        let which = if line.before > 0 { format!(" ({})", line.before + 1) } else { String::new() };
        Some(Mutant { name: format!("{}: {name}: {}{which}", line.module, line.text), changes: vec![(line.at, new)] })
    };
    lines.iter().filter_map(mutant).take(count).collect()
}

/// The name of a module without the number that the printer gives to modules of one name.
pub fn family(module: &str) -> &str {
    let numbered = module.rsplit_once('_').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
    numbered.map_or(module, |(name, _)| name)
}

/// The lines of processes and assignments of unit and link, without resets: what a reset sets is set again by work.
fn lines(card: &str) -> Vec<Line<'_>> {
    let (mut module, mut within, mut process, mut reset) = ("", false, false, false);
    let mut assigned = BTreeSet::new();
    let mut same: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut lines = vec![];
    for (at, line) in card.lines().enumerate() {
        if let Some(name) = line.strip_prefix("module ") {
            module = name.trim_end_matches(" (");
            within |= RANGES.iter().any(|(first, _)| module == *first);
            (process, reset) = (false, false);
        } else if line == "endmodule" {
            within &= RANGES.iter().all(|(_, last)| module != *last);
        }
        if line.trim_start().starts_with("always") {
            process = true;
            assigned.clear();
        }
        reset |= line.trim() == "if (reset) begin";
        let text = line.trim();
        let target = statement(text).map(|(left, _)| (left, left.split('[').next().unwrap_or(left)));
        let again = target.is_some_and(|(left, whole)| assigned.contains(left) || assigned.contains(whole));
        assigned.extend(target.map(|(left, _)| left));
        // Wires between modules are assigned whole; only what is decided has operators or stands under a condition.
        let deep = line.len() - text.len() > 8;
        let made = (process || text.starts_with("assign ")) && text.matches(' ').count() > 3;
        let decided = process && deep || made;
        if within && !reset && decided {
            let family = family(module);
            let count = same.entry((family, text)).or_default();
            lines.push(Line { at, module: family, text, before: *count, again });
            *count += 1;
        }
    }
    lines
}

/// The condition of an `if`, changed.
fn condition(line: &str, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    for head in ["if (", "end else if ("] {
        if let Some(condition) = line.strip_prefix(head).and_then(|rest| rest.strip_suffix(") begin")) {
            return Some(format!("{head}{}) begin", change(condition)?));
        }
    }
    None
}

/// Left and right side of an assignment within a process.
fn statement(line: &str) -> Option<(&str, &str)> {
    let (left, right) = line.strip_suffix(';')?.split_once(" = ")?;
    (!left.contains(' ')).then_some((left, right))
}

/// The condition of an `if`, or what is assigned, changed.
fn expression(line: &str, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    if let Some(changed) = condition(line, &change) {
        return Some(changed);
    }
    let (head, line) = line.strip_prefix("assign ").map_or(("", line), |rest| ("assign ", rest));
    let (left, right) = statement(line)?;
    Some(format!("{head}{left} = {};", change(right)?))
}

/// The first `old` replaced.
fn once(text: &str, old: &str, new: &str) -> Option<String> {
    text.contains(old).then(|| text.replacen(old, new, 1))
}

/// The first number, but for the width, is one more.
fn one_more(text: &str) -> Option<String> {
    let (before, after) = text.split_once('\'')?;
    let (width_at, base) = (before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1), after.get(..1)?);
    let radix = if base == "h" { 16 } else { 10 };
    let end = after[1..].find(|c: char| !c.is_digit(radix)).map_or(after.len(), |at| at + 1);
    let (width, number) = (before[width_at..].parse::<u32>().ok()?, u128::from_str_radix(&after[1..end], radix).ok()?);
    let fits = width > 1 && number + 1 < 1 << width.min(100) && matches!(base, "d" | "h");
    fits.then(|| format!("{before}'d{}{}", number + 1, &after[end..]))
}

/// The first part of a signal, `[high:low]`, loses its highest bit.
fn narrower(text: &str) -> Option<String> {
    let colon = text.find(':')?;
    let (open, close) = (text[..colon].rfind('[')?, colon + text[colon..].find(']')?);
    let begin = text[..open].rfind(|c: char| !(c.is_alphanumeric() || "_$".contains(c))).map_or(0, |at| at + 1);
    let (high, low) = (text[open + 1..colon].parse::<u32>().ok()?, text[colon + 1..close].parse::<u32>().ok()?);
    let rest = format!("{}[{}:{low}]", &text[begin..open], high.checked_sub(1)?);
    (high > low && begin < open).then(|| format!("{}{{1'd0, {rest}}}{}", &text[..begin], &text[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use twinpath_group::Design;

    #[test]
    fn numbers_and_widths() {
        assert_eq!(one_more("a$q + 14'h2710").unwrap(), "a$q + 14'd10001");
        assert_eq!(one_more("(a == 4'd3) & b").unwrap(), "(a == 4'd4) & b");
        assert_eq!((one_more("1'b1"), one_more("{2'd3, a}"), one_more("a")), (None, None, None));
        assert_eq!(narrower("row$q[44:39] + 6'd1").unwrap(), "{1'd0, row$q[43:39]} + 6'd1");
        assert_eq!((narrower("row[3:3]"), narrower("row[3]")), (None, None));
    }

    #[test]
    fn a_seed_gives_the_same_mutants_of_unit_and_link_each_on_a_line_of_its_own() {
        let card = Design::committed().unwrap().text().to_owned();
        let drawn = draw(&card, 1, 100);
        assert_eq!(drawn.len(), 100);
        let names = |mutants: &[Mutant]| mutants.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&drawn), names(&draw(&card, 1, 100)));
        assert_ne!(names(&drawn), names(&draw(&card, 2, 100)));
        for (name, _) in OPERATORS {
            let all = draw(&card, 3, 100_000);
            assert!(all.iter().any(|m| m.name.contains(name)), "{name} applies nowhere");
        }
        let lines: std::collections::BTreeSet<usize> = drawn.iter().map(|m| m.changes[0].0).collect();
        assert_eq!(lines.len(), 100);
        let text: Vec<&str> = card.lines().collect();
        let module = |m: &Mutant| m.name.split(':').next().unwrap_or_default().to_owned();
        // A line more in one module: all but one of the others are the same.
        let longer = card.replacen("\nmodule card_orderer (", "\nmodule card_orderer_9 (", 1).replacen(
            "        if ((kind == Kind$Got)",
            "        op = so_far[338:255];\n        if ((kind == Kind$Got)",
            1,
        );
        assert_ne!(card, longer);
        let again: std::collections::BTreeSet<String> = names(&draw(&longer, 1, 100)).into_iter().collect();
        assert!(names(&drawn).iter().filter(|name| !again.contains(*name)).count() <= 1);
        assert!(drawn.iter().all(|m| text[m.changes[0].0].trim() != m.changes[0].1));
        assert!(
            drawn.iter().any(|m| module(m).contains("receive")) && drawn.iter().any(|m| module(m) == "card_orderer")
        );
        let others = ["nvme", "pcie", "area", "control", "bank"];
        assert!(!drawn.iter().any(|m| others.iter().any(|other| module(m).contains(other))));
    }
}
