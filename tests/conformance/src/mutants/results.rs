//! What became of each drawn mutant, in a file that says for which card; a run goes on where the last one ended.

use super::equivalent::{self, Argument};
use super::{exam, fingerprint, Mutant};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

const TITLES: &str = "number\tmutant\toutcome\tfound by\twhat it says";

/// The mutants drawn from a seed for a card, and what is known of them.
pub struct Results {
    path: PathBuf,
    /// The good card and the list, as the first line says it.
    subject: String,
    examination: String,
    names: Vec<String>,
    arguments: Vec<Argument>,
    card: String,
}

/// Part of the examination that a mutant fails, and how. None: it passes.
pub type Found = Option<(String, String)>;

/// How many, of those that were examined.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub killed: usize,
    pub equivalent: usize,
    /// What survives, with the reason when it was argued away before.
    pub survivors: Vec<String>,
}

impl Results {
    /// `card` is the text of the good one.
    pub fn new(path: &Path, card: &str, seed: u64, drawn: &[Mutant]) -> Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            subject: format!("card {:016x}, {} mutants from seed {seed}", fingerprint(card), drawn.len()),
            examination: format!("examination {:016x}", exam::fingerprint()),
            names: drawn.iter().map(|m| m.name.clone()).collect(),
            arguments: equivalent::arguments()?,
            card: card.to_owned(),
        })
    }

    /// What is known, by number. Of another card or list nothing is; of a shorter examination only what it found.
    pub fn known(&self) -> Result<BTreeMap<usize, Found>> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(self.read(&text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error).with_context(|| self.path.display().to_string()),
        }
    }

    fn read(&self, text: &str) -> BTreeMap<usize, Found> {
        let mut rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        let Some([_, subject, _, examination, _]) = rows.next().as_deref().and_then(|row| row.first_chunk().copied())
        else {
            return BTreeMap::new();
        };
        let same = examination == self.examination;
        let known = rows.filter_map(|row| {
            let [number, name, outcome, by, why] = row[..] else { return None };
            let number: usize = number.parse().ok()?;
            let found = (outcome == "killed").then(|| (by.to_owned(), why.to_owned()));
            let ours = number > 0 && self.names.get(number - 1).is_some_and(|n| n == name);
            (ours && (found.is_some() || same)).then_some((number, found))
        });
        if subject == self.subject {
            known.collect()
        } else {
            BTreeMap::new()
        }
    }

    /// Adds one; whatever another process has added meanwhile stays.
    pub fn add(&self, number: usize, found: Found) -> Result<()> {
        let failed = || self.path.display().to_string();
        let open = || OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path);
        let mut file: File = open().with_context(failed)?;
        file.lock().with_context(failed)?;
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(failed)?;
        let mut known = self.read(&text);
        known.insert(number, found);
        file.set_len(0).and_then(|()| file.rewind()).with_context(failed)?;
        file.write_all(self.write(&known).as_bytes()).with_context(failed)
    }

    fn write(&self, known: &BTreeMap<usize, Found>) -> String {
        let mut text = format!("{TITLES}\n0\t{}\tpasses\t{}\t\n", self.subject, self.examination);
        for (number, found) in known {
            let name = &self.names[number - 1];
            let (outcome, by, why) = match found {
                Some((by, why)) => ("killed", by.as_str(), why.as_str()),
                None if self.argued(name) == Some(None) => ("equivalent", "", ""),
                None => ("survives", "", ""),
            };
            let why = why.replace(['\t', '\n'], " ");
            let why: String = why.chars().take(120).collect();
            text += &format!("{number}\t{name}\t{outcome}\t{by}\t{why}\n");
        }
        text
    }

    /// Whether there is an argument that it changes nothing; within, the module that is another one by now.
    fn argued(&self, name: &str) -> Option<Option<&'static str>> {
        self.arguments.iter().find(|a| a.mutant == name).map(|a| a.stale(&self.card))
    }

    pub fn sum(&self, known: &BTreeMap<usize, Found>) -> Sum {
        let mut sum = Sum::default();
        for (number, found) in known {
            let name = &self.names[number - 1];
            match (found, self.argued(name)) {
                (Some(_), _) => sum.killed += 1,
                (None, Some(None)) => sum.equivalent += 1,
                (None, Some(Some(module))) => {
                    sum.survivors.push(format!("{number} {name} (its argument rests on another {module})"));
                }
                (None, None) => sum.survivors.push(format!("{number} {name}")),
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(path: &Path, card: &str) -> Results {
        let mutant = |name: &str| Mutant { name: name.into(), changes: vec![] };
        Results::new(path, card, 1, &[mutant("card_a: x"), mutant("card_b: y")]).unwrap()
    }

    #[test]
    fn a_run_goes_on_where_the_last_one_ended_and_forgets_another_card() {
        let folder = std::env::temp_dir().join(format!("twinpath-mutants-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("results.tsv");
        let one = results(&path, "card one");
        one.add(2, None).unwrap();
        one.add(1, Some(("load".into(), "R5\tand\nmore".into()))).unwrap();
        let known = one.known().unwrap();
        assert_eq!(known[&1], Some(("load".into(), "R5 and more".into())));
        assert_eq!((known.len(), &known[&2]), (2, &None));
        assert_eq!(one.sum(&known), Sum { killed: 1, equivalent: 0, survivors: vec!["2 card_b: y".into()] });
        assert!(results(&path, "card two").known().unwrap().is_empty());
        // What survives a shorter examination is examined again.
        let longer = Results { examination: "examination of another kind".into(), ..results(&path, "card one") };
        assert_eq!(longer.known().unwrap().keys().copied().collect::<Vec<_>>(), [1]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
