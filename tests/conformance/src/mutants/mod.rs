//! Cards with one line broken: many broken cards in one model, of which an input chooses one.
#![doc = include_str!("doc.md")]

pub mod by_hand;
pub mod equivalent;
pub mod exam;
pub mod results;
pub mod sites;

use anyhow::{bail, ensure, Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use twinpath_group::{Design, Group};

/// The first 64 bits of a text's SHA-256.
pub fn fingerprint(text: &str) -> u64 {
    let sum = Sha256::digest(text.as_bytes());
    sum.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// A card in which some lines stand otherwise.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub name: String,
    /// Line of the card's text, counted from 0, and what stands there instead.
    pub changes: Vec<(usize, String)>,
}

/// A line of the card, named by its module and how it begins, and what stands there instead. The printer numbers modules
/// of one name; the number may be left out.
pub type Change = (&'static str, &'static str, &'static str);

impl Mutant {
    /// A mutant by hand. Each line must stand exactly once in modules of that name.
    pub fn new(name: &str, text: &str, changes: &[Change]) -> Result<Self> {
        let changes = changes.iter().map(|(module, old, new)| {
            let found: Vec<usize> =
                lines_of(text, module).filter(|(_, line)| line.trim().starts_with(old)).map(|l| l.0).collect();
            ensure!(found.len() == 1, "{name}: {old:?} is {} times in module {module}", found.len());
            Ok((found[0], new.to_string()))
        });
        Ok(Self { name: name.into(), changes: changes.collect::<Result<_>>()? })
    }
}

/// The lines of modules of that name, with their places in the text.
fn lines_of<'a>(text: &'a str, module: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut within = false;
    text.lines().enumerate().filter(move |(_, line)| {
        if let Some(name) = line.strip_prefix("module ") {
            let name = name.trim_end_matches(" (");
            let number = |rest: &str| rest.strip_prefix('_').is_some_and(|n| n.parse::<u32>().is_ok());
            within = name.strip_prefix(module).is_some_and(|rest| rest.is_empty() || number(rest));
        }
        within
    })
}

/// One design that holds all these mutants, numbered from 1.
pub fn design(good: &Design, mutants: &[Mutant]) -> Result<Design> {
    let mut lines: Vec<String> = good.text().lines().map(str::to_owned).collect();
    // The last one stands innermost, so a line may have several.
    let mut by_line: BTreeMap<usize, Vec<(usize, &str)>> = BTreeMap::new();
    for (n, mutant) in (1..).zip(mutants) {
        for (line, new) in &mutant.changes {
            by_line.entry(*line).or_default().push((n, new));
        }
    }
    for (at, choices) in by_line {
        let line = lines.get_mut(at).with_context(|| format!("the card has no line {at}"))?;
        *line = either(line, &choices).with_context(|| format!("line {}: {line}", at + 1))?;
    }
    let text = lines.join("\n") + "\n";
    let package = "package chosen;\n    int unsigned mutant;\nendpackage\n\n";
    let head = "\nmodule card (\n";
    ensure!(text.matches(head).count() == 1, "the card's text has no module card");
    let (before, after) = text.split_once(head).context("no module card")?;
    let (ports, body) = after.split_once(");\n").context("module card has no end of ports")?;
    let input = "    input wire [15:0] mutant;\n    always_comb chosen::mutant = {16'd0, mutant};\n";
    let text = format!("{package}{before}{head}    mutant,\n{ports});\n{input}{body}");
    Ok(Design::from_text(text))
}

/// Chooses a mutant in every card of a group; 0 for the good card.
pub fn choose(group: &mut Group, mutant: usize) -> Result<()> {
    (0..group.cards()).try_for_each(|unit| choose_one(group, unit, mutant))
}

/// Chooses a mutant in one unit's card.
pub fn choose_one(group: &mut Group, unit: usize, mutant: usize) -> Result<()> {
    let model = group.card(unit).model();
    let pin = model.input("mutant")?;
    model.set(pin, mutant as u64);
    Ok(())
}

/// The line and its mutants, of which the input chooses one. All must be of one kind: conditions, assignments outside
/// of a process, or statements.
fn either(line: &str, choices: &[(usize, &str)]) -> Result<String> {
    let indent = &line[..line.len() - line.trim_start().len()];
    let line = line.trim();
    let chosen = |n: usize| format!("(chosen::mutant == 32'd{n})");
    for head in ["if (", "end else if ("] {
        let condition = |line: &str| Some(line.strip_prefix(head)?.strip_suffix(") begin")?.to_owned());
        let Some(mut whole) = condition(line) else { continue };
        for (n, new) in choices {
            let Some(new) = condition(new) else { bail!("a condition becomes something else: {new}") };
            whole = format!("{} ? ({new}) : ({whole})", chosen(*n));
        }
        return Ok(format!("{indent}{head}{whole}) begin"));
    }
    if let Some((head, value)) = line.strip_prefix("assign ").and_then(|rest| rest.split_once(" = ")) {
        let mut whole = value.trim_end_matches(';').to_owned();
        for (n, new) in choices {
            let new = new.strip_prefix("assign ").and_then(|rest| rest.split_once(" = "));
            let Some((_, new)) = new.filter(|(to, _)| *to == head) else { bail!("another signal is assigned") };
            whole = format!("{} ? ({}) : ({whole})", chosen(*n), new.trim_end_matches(';'));
        }
        return Ok(format!("{indent}assign {head} = {whole};"));
    }
    ensure!(line.ends_with(';') && line.contains(" = "), "a mutant of what is no statement");
    let mut whole = line.to_owned();
    for (n, new) in choices {
        whole = format!("if ({}) begin {new} end else begin {whole} end", chosen(*n));
    }
    Ok(format!("{indent}{whole}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "\nmodule part (\n    a,\n    b\n);\n    assign a = b & 1'b1;\n    always_comb begin\n        \
        if (b) begin\n            c = 1'b1;\n        end\n    end\nendmodule\n\nmodule card (\n    a\n);\n    input wire a;\n\
        endmodule\n";

    #[test]
    fn one_text_holds_them_all() {
        let mutants = [
            Mutant::new("stuck", CARD, &[("part", "if (b) begin", "if (1'b0) begin")]).unwrap(),
            Mutant::new("lost", CARD, &[("part", "c = 1'b1;", "")]).unwrap(),
            Mutant::new("or", CARD, &[("part", "assign a = b & 1'b1;", "assign a = b | 1'b1;")]).unwrap(),
        ];
        let design = design(&Design::from_text(CARD), &mutants).unwrap();
        for expected in [
            "        if ((chosen::mutant == 32'd1) ? (1'b0) : (b)) begin",
            "            if ((chosen::mutant == 32'd2)) begin  end else begin c = 1'b1; end",
            "    assign a = (chosen::mutant == 32'd3) ? (b | 1'b1) : (b & 1'b1);",
            "module card (\n    mutant,\n    a\n);\n    input wire [15:0] mutant;",
        ] {
            assert!(design.text().contains(expected), "{expected}\nis not in\n{}", design.text());
        }
    }

    #[test]
    fn a_line_that_is_not_there_is_an_error() {
        for (module, line) in [("part", "if (c) begin"), ("card", "if (b) begin"), ("none", "if (b) begin")] {
            assert!(Mutant::new("", CARD, &[(module, line, "")]).is_err(), "{module} {line}");
        }
    }
}
