//! Single-point mutants of the unit and the link, drawn from a seed before any of them runs.

use super::Mutant;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::SeedableRng;

/// The modules of unit and link in the card's text, from and to; without the control window between, whose registers
/// have a walk of their own.
const RANGES: [(&str, &str); 2] = [("card_ranges", "card_trace"), ("card_unit", "card_link")];

/// An operator: what it does to a line, if it applies.
type Operator = (&'static str, fn(&str) -> Option<String>);

const OPERATORS: &[Operator] = &[
    ("condition always true", |line| condition(line, |_| Some("1'b1".into()))),
    ("condition never true", |line| condition(line, |_| Some("1'b0".into()))),
    ("condition negated", |line| condition(line, |c| Some(format!("~({c})")))),
    ("and becomes or", |line| expression(line, |e| once(e, " & ", " | "))),
    ("or becomes and", |line| expression(line, |e| once(e, " | ", " & "))),
    ("equal becomes unequal", |line| expression(line, |e| once(e, " == ", " != "))),
    ("unequal becomes equal", |line| expression(line, |e| once(e, " != ", " == "))),
    ("plus becomes minus", |line| expression(line, |e| once(e, " + ", " - "))),
    ("minus becomes plus", |line| expression(line, |e| once(e, " - ", " + "))),
    ("a negation is dropped", |line| expression(line, |e| once(e, "(~", "("))),
    ("a set bit is clear", |line| expression(line, |e| (e == "1'b1").then(|| "1'b0".into()))),
    ("a clear bit is set", |line| expression(line, |e| (e == "1'b0").then(|| "1'b1".into()))),
    ("an assignment is dropped", |line| statement(line).map(|_| String::new())),
];

/// `count` mutants of the card, each of one line and no two of the same.
pub fn draw(card: &str, seed: u64, count: usize) -> Vec<Mutant> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut lines: Vec<(usize, String, &str)> = candidates(card);
    lines.shuffle(&mut random);
    let mut mutants = vec![];
    for (at, module, line) in lines {
        if mutants.len() == count {
            break;
        }
        let mut operators = OPERATORS.to_vec();
        operators.shuffle(&mut random);
        let Some((name, new)) = operators.iter().find_map(|(name, apply)| Some((name, apply(line)?))) else { continue };
        let name = format!("{module}:{}: {name}: {line}", at + 1);
        mutants.push(Mutant { name, changes: vec![(at, new)] });
    }
    mutants
}

/// The lines of processes and assignments of unit and link, without resets: what a reset sets is set again by work.
fn candidates(card: &str) -> Vec<(usize, String, &str)> {
    let (mut module, mut within, mut process, mut reset) = (String::new(), false, false, false);
    let mut lines = vec![];
    for (at, line) in card.lines().enumerate() {
        if let Some(name) = line.strip_prefix("module ") {
            module = name.trim_end_matches(" (").to_owned();
            within |= RANGES.iter().any(|(first, _)| module == *first);
            (process, reset) = (false, false);
        } else if line == "endmodule" {
            within &= RANGES.iter().all(|(_, last)| module != *last);
        }
        process |= line.trim_start().starts_with("always");
        reset |= line.trim() == "if (reset) begin";
        let text = line.trim();
        // Wires between modules are assigned whole; only what is decided has operators or stands under a condition.
        let deep = line.len() - text.len() > 8;
        let decided = process && deep || text.starts_with("assign ") && text.matches(' ').count() > 3;
        if within && !reset && decided {
            lines.push((at, module.clone(), text));
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

#[cfg(test)]
mod tests {
    use super::*;
    use twinpath_group::Design;

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
        assert!(drawn.iter().all(|m| text[m.changes[0].0].trim() != m.changes[0].1));
        assert!(
            drawn.iter().any(|m| module(m).contains("receive")) && drawn.iter().any(|m| module(m) == "card_orderer")
        );
        let others = ["nvme", "pcie", "area", "control", "bank"];
        assert!(!drawn.iter().any(|m| others.iter().any(|other| module(m).contains(other))));
    }
}
