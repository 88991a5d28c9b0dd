//! What a block's `props.sv` says is to be shown. Its lines `//! ...` name the runs and the broken copies, the rest is
//! the inside of the block's module after flattening, so a signal of a child is `\child.signal ` there.
//!
//! ```text
//! //! about 4 of 64 rows
//! //! step 18 cut status.has_room.q
//! //! cover 40
//! //! broken order by step: `from` => `to`
//! //! broken lost: `from` => `to`
//! ```
//!
//! A broken copy is noticed by the run that is named, else by the induction's named asserts in a run from reset.

use anyhow::{bail, ensure, Context, Result};

/// How a run looks at the gates. Its name in capitals is defined in the Verilog of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One operation from any state in which the invariant holds: the induction step, with operations for cycles.
    Step,
    /// From any state at all, for the cycles of a reset: where the induction begins.
    Reset,
    /// k-induction over cycles, from reset.
    Induction,
    /// Every run from reset, as long as the depth.
    Bounded,
    /// Cover statements, each to be reached from reset.
    Cover,
}

const KINDS: &[(&str, Kind)] = &[
    ("step", Kind::Step),
    ("reset", Kind::Reset),
    ("induction", Kind::Induction),
    ("bounded", Kind::Bounded),
    ("cover", Kind::Cover),
];

#[derive(Clone, Debug)]
pub struct Task {
    pub kind: Kind,
    pub depth: u32,
    /// Signals that may have any value.
    pub cut: Vec<String>,
    /// Only with `--deep`.
    pub deep: bool,
    /// More words for the Verilog's `ifdef`s.
    pub defines: Vec<String>,
    /// Of an induction, only where it begins.
    pub base: bool,
}

/// A change of the generated Verilog that must be noticed.
#[derive(Debug)]
pub struct Broken {
    pub name: String,
    pub from: String,
    pub to: String,
    pub deep: bool,
    /// The run that notices it; none: one from reset.
    pub by: Option<Kind>,
}

#[derive(Debug, Default)]
pub struct Plan {
    pub about: String,
    pub tasks: Vec<Task>,
    pub broken: Vec<Broken>,
    /// Names of asserts, each with the `ifdef` that it stands in.
    pub properties: Vec<(String, Option<String>)>,
}

impl Kind {
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// Whether the registers may begin with any value.
    pub fn begins_anywhere(self) -> bool {
        matches!(self, Kind::Step | Kind::Reset)
    }
}

impl Plan {
    pub fn parse(text: &str) -> Result<Self> {
        let mut plan = Plan::default();
        let mut inside: Vec<String> = vec![];
        for line in text.lines().map(str::trim) {
            if let Some(order) = line.strip_prefix("//! ") {
                plan.order(order).with_context(|| format!("`{line}`"))?;
            } else if let Some(name) = line.strip_prefix("`ifdef ") {
                inside.push(name.trim().to_owned());
            } else if line.starts_with("`ifndef ") {
                inside.push(String::new());
            } else if line.starts_with("`endif") {
                ensure!(inside.pop().is_some(), "an `endif without its `ifdef");
            } else if let Some((name, _)) = line.split_once(": assert (") {
                let section = inside.iter().rev().find(|s| KINDS.iter().any(|(word, _)| s.to_lowercase() == *word));
                plan.properties.push((name.rsplit(' ').next().unwrap_or(name).to_owned(), section.cloned()));
            }
        }
        for copy in &plan.broken {
            let kind = copy.by.unwrap_or(Kind::Induction);
            ensure!(plan.tasks.iter().any(|t| t.kind == kind), "broken {}: no such run in the plan", copy.name);
        }
        for (name, section) in &plan.properties {
            ensure!(plan.tasks.iter().any(|t| t.shows(section)), "no run looks at `{name}`");
        }
        ensure!(!plan.broken.is_empty(), "no broken copy: nothing shows that these properties can fail");
        Ok(plan)
    }

    fn order(&mut self, order: &str) -> Result<()> {
        let (deep, order) = order.strip_prefix("deep ").map_or((false, order), |rest| (true, rest));
        let (word, rest) = order.split_once(' ').context("a word alone")?;
        if word == "about" {
            self.about = rest.to_owned();
            return Ok(());
        }
        if word == "broken" {
            self.broken.push(broken(rest, deep).context("broken NAME [by RUN]: `from` => `to`")?);
            return Ok(());
        }
        let kind = kind(word)?;
        let mut words = rest.split(' ');
        let depth = words.next().unwrap_or_default().parse().context("the depth is no number")?;
        let mut task = Task { kind, depth, cut: vec![], deep, defines: vec![], base: false };
        while let Some(word) = words.next() {
            let value = words.next().context("cut SIGNAL or define WORD")?.to_owned();
            match word {
                "cut" => task.cut.push(value),
                "define" => task.defines.push(value),
                _ => bail!("cut SIGNAL or define WORD"),
            }
        }
        self.tasks.push(task);
        Ok(())
    }
}

fn kind(word: &str) -> Result<Kind> {
    KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind).with_context(|| format!("no such run: {word}"))
}

fn broken(text: &str, deep: bool) -> Result<Broken> {
    let (name, change) = text.split_once(": `").context("no change")?;
    let (from, to) = change.split_once("` => `").context("no change")?;
    let to = to.strip_suffix('`').context("no end")?;
    let (name, by) = match name.split_once(" by ") {
        Some((name, run)) => (name, Some(kind(run)?)),
        None => (name, None),
    };
    let [name, from, to] = [name, from, to].map(str::to_owned);
    Ok(Broken { name, from, to, deep, by })
}

impl Task {
    /// Whether the asserts within this `ifdef` are looked at.
    pub fn shows(&self, section: &Option<String>) -> bool {
        self.kind != Kind::Cover && section.as_ref().is_none_or(|s| s.to_lowercase() == self.kind.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read() {
        let text =
            "//! about two rows\n//! step 9 cut a.q define SMALL\n//! deep cover 30\n//! broken x by step: `a => b` => `c`\n\
                    `ifdef STEP\n    one: assert (a);\n`endif\n";
        let plan = Plan::parse(text).unwrap();
        assert_eq!(plan.about, "two rows");
        assert_eq!(plan.properties, [("one".to_owned(), Some("STEP".to_owned()))]);
        assert_eq!(
            (plan.tasks[0].depth, plan.tasks[0].cut.as_slice(), plan.tasks[1].deep),
            (9, &["a.q".to_owned()][..], true)
        );
        assert_eq!((plan.broken[0].from.as_str(), plan.broken[0].to.as_str()), ("a => b", "c"));
        assert_eq!((plan.broken[0].name.as_str(), plan.broken[0].by), ("x", Some(Kind::Step)));
    }

    #[test]
    fn what_would_show_nothing_is_refused() {
        let reason = |text: &str| format!("{:#}", Plan::parse(text).unwrap_err());
        assert!(reason("//! step 9\n    one: assert (a);\n").contains("no broken copy"));
        assert!(reason("//! cover 9\n    one: assert (a);\n").contains("no run looks at `one`"));
        assert!(reason("//! stop 9\n").contains("no such run: stop"));
        assert!(reason("//! broken x by stop: `a` => `b`\n").contains("no such run: stop"));
        assert!(reason("//! cover 9\n//! broken x: `a` => `b`\n").contains("no such run in the plan"));
        assert!(reason("//! step nine\n").contains("no number"));
    }
}
