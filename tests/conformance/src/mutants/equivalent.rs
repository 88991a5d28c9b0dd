//! The page of mutants that change nothing, and whether its arguments still stand for a card.

use super::fingerprint;
use super::sites::family;
use anyhow::{ensure, Context, Result};

const PAGE: &str = include_str!("equivalent.md");

/// An argument that a mutant does what the good card does.
pub struct Argument {
    pub mutant: &'static str,
    /// The modules that it was read from, with the fingerprints of their text then.
    rests_on: Vec<(&'static str, u64)>,
}

impl Argument {
    /// The first module whose text is another one now.
    pub fn stale(&self, card: &str) -> Option<&'static str> {
        self.rests_on
            .iter()
            .find(|(module, print)| module_print(card, module) != Some(*print))
            .map(|(module, _)| *module)
    }
}

/// All arguments of the page.
pub fn arguments() -> Result<Vec<Argument>> {
    parse(PAGE)
}

fn parse(page: &'static str) -> Result<Vec<Argument>> {
    let argument = |part: &'static str| {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        let rests = rest.trim_start().lines().next().and_then(|line| line.strip_prefix("Rests on: "));
        let module = |text: &'static str| {
            let (name, print) = text.trim().split_once(' ').context("a module and its fingerprint")?;
            Ok((name, u64::from_str_radix(print, 16).with_context(|| print.to_owned())?))
        };
        let rests_on = rests.with_context(|| format!("{title}: what does it rest on?"))?;
        let rests_on = rests_on.trim_end_matches('.').split(',').map(module).collect::<Result<Vec<_>>>();
        let rests_on = rests_on.with_context(|| title.to_owned())?;
        ensure!(rest.trim().lines().count() > 1, "{title}: there is no argument");
        Ok(Argument { mutant: title.trim().trim_matches('`'), rests_on })
    };
    page.split("\n## ").skip(1).map(argument).collect()
}

/// The fingerprint of the text of all modules of that name, without the printer's numbers; `None` when there is none.
pub fn module_print(card: &str, module: &str) -> Option<u64> {
    let mut within = false;
    let mut text = String::new();
    for line in card.lines() {
        if let Some(name) = line.strip_prefix("module ") {
            within = family(name.trim_end_matches(" (")) == module;
        }
        if within {
            let words = line.split_inclusive(|c: char| !(c.is_alphanumeric() || "_$".contains(c)));
            for word in words {
                let name = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || "_$".contains(c)));
                let is_module = name.starts_with("card_");
                text += if is_module { family(name) } else { name };
                text += &word[name.len()..];
            }
            text.push('\n');
        }
    }
    (!text.is_empty()).then(|| fingerprint(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_can_be_read() {
        let arguments = arguments().unwrap();
        assert!(arguments.iter().all(|a| a.mutant.starts_with("card_") && !a.rests_on.is_empty()));
    }

    #[test]
    fn an_argument_ends_with_the_text_that_it_rests_on() {
        let card = "module card_a (\n    x\n);\n    card_b_3 b (\n    );\nendmodule\n\nmodule card_b_3 (\nendmodule\n";
        let renumbered = card.replace("card_b_3", "card_b_7");
        let other = card.replace("    x", "    y");
        let print = module_print(card, "card_a").unwrap();
        let page = format!("# Page\n\n## `card_a: op: x`\n\nRests on: card_a {print:x}.\n\nBecause.\n");
        let page: &'static str = Box::leak(page.into_boxed_str());
        let argument = &parse(page).unwrap()[0];
        assert_eq!((argument.mutant, argument.stale(card)), ("card_a: op: x", None));
        assert_eq!((argument.stale(&renumbered), argument.stale(&other)), (None, Some("card_a")));
        for bad in ["\n## a\n\nno", "\n## a\n\nRests on: card_a 12.\n", "\n## a\n\nRests on: card_a zz.\n\nBecause."] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
