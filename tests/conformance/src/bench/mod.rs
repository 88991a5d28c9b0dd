//! Measurements on the simulated pair, each beside its goal: what `bench cycles` and `bench pair` share.

pub mod depth;

use crate::lab::{Job, Lab, BLOCKS};
use crate::Setup;
use anyhow::{Context, Result};
use serde_json::json;
use twinpath_group::{Design, GroupConfig};
use twinpath_trace::event::{Event, What};

/// Host round trip and link one way, in cycles, as the simulation is set up and as the goals name them.
pub const TH: u64 = 62;
pub const TL: u64 = 40;
pub const SEED: u64 = 1;

/// A figure beside its goal. Without a goal it is there to be read with others.
pub struct Figure {
    pub goal: &'static str,
    pub what: String,
    /// Largest payload of a TLP, in bytes.
    pub payload: u64,
    pub limit: Option<Limit>,
    pub value: f64,
    pub unit: &'static str,
}

#[derive(Clone, Copy)]
pub enum Limit {
    Most(f64),
    Least(f64),
}

impl Figure {
    pub fn met(&self) -> Option<bool> {
        self.limit.map(|limit| match limit {
            Limit::Most(most) => self.value <= most,
            Limit::Least(least) => self.value >= least,
        })
    }

    pub fn json(&self) -> serde_json::Value {
        let (least, most) = match self.limit {
            Some(Limit::Least(n)) => (Some(n), None),
            Some(Limit::Most(n)) => (None, Some(n)),
            None => (None, None),
        };
        json!({"goal": self.goal, "what": self.what, "mps": self.payload, "at_least": least, "at_most": most,
               "value": self.value, "unit": self.unit, "met": self.met()})
    }
}

/// Figures as a table with a mark at each goal that is missed.
pub fn print(figures: &[Figure]) {
    println!("{:<5} {:<58} {:>3} {:>8} {:>8}", "goal", "what", "MPS", "goal", "figure");
    for figure in figures {
        let goal = match figure.limit {
            Some(Limit::Most(n)) => format!("<= {n}"),
            Some(Limit::Least(n)) => format!(">= {n}"),
            None => "-".into(),
        };
        let mark = if figure.met() == Some(false) { "missed" } else { "" };
        let value = if figure.unit == "cycles" { format!("{}", figure.value) } else { format!("{:.1}", figure.value) };
        println!(
            "{:<5} {:<58} {:>3} {goal:>8} {value:>8} {} {mark}",
            figure.goal, figure.what, figure.payload, figure.unit
        );
    }
}

/// A pair in a mode, with the largest payload of a TLP and the cycles of the link's way.
pub fn lab(payload: u64, trip: u64, setup: Setup) -> Result<Lab> {
    let mut config = GroupConfig::pair(BLOCKS, SEED);
    config.host.mps = payload;
    assert!(config.host.latency == TH && config.link.latency == TL, "the simulation is set up as the goals say");
    config.link.latency = trip;
    Lab::with(&Design::committed()?, config, setup)
}

/// A command with nothing else under way. The first use of a queue differs from later ones by nothing but its place;
/// the second is taken.
pub fn alone(lab: &mut Lab, job: Job) -> Result<Alone> {
    lab.run([job])?;
    lab.trace();
    lab.run([Job { lba: job.lba + 64, ..job }])?;
    Ok(Alone(lab.trace()))
}

pub fn is_doorbell(what: &What) -> bool {
    matches!(what, What::Doorbell { completion: false, .. })
}

/// The trace of one command.
pub struct Alone(Vec<Event>);

impl Alone {
    /// The first event that `is` knows; `what` names it in the error.
    pub fn first<T>(&self, what: &str, is: impl Fn(&Event) -> Option<T>) -> Result<T> {
        self.0.iter().find_map(is).with_context(|| format!("the trace lacks {what}"))
    }

    /// From the doorbell to the last beat of the completion entry, in cycles.
    pub fn latency(&self) -> Result<u64> {
        let bell = self.first("the doorbell", |e| is_doorbell(&e.what).then_some(e.cycle))?;
        let done = self.first("the completion", |e| matches!(e.what, What::Completed { .. }).then_some(e.cycle))?;
        Ok(done - bell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{read, write};

    fn figure(value: f64, limit: Option<Limit>) -> Figure {
        Figure { goal: "G0", what: "it".into(), payload: 256, limit, value, unit: "cycles" }
    }

    #[test]
    fn a_figure_beyond_its_goal_is_missed() {
        for (value, limit, met) in [
            (10.0, Some(Limit::Most(10.0)), Some(true)),
            (10.5, Some(Limit::Most(10.0)), Some(false)),
            (97.0, Some(Limit::Least(97.0)), Some(true)),
            (96.9, Some(Limit::Least(97.0)), Some(false)),
            (1.0, None, None),
        ] {
            assert_eq!(figure(value, limit).met(), met);
            assert_eq!(figure(value, limit).json()["met"], serde_json::json!(met));
        }
    }

    /// What a longer link costs follows from the trips that a write takes; that no link is crossed costs nothing.
    #[test]
    fn a_longer_link_costs_a_write_its_trips_and_a_read_nothing() -> Result<()> {
        let mut seen = vec![];
        for trip in [TL, TL + 100] {
            let mut lab = lab(256, trip, Setup::default())?;
            let jobs = [write(0, 0, 1), write(1, 1, 1), read(0, 0, 1)];
            seen.push(jobs.map(|job| alone(&mut lab, job).and_then(|a| a.latency())));
        }
        let [near, far] = [0, 1].map(|n| seen[n].iter().map(|c| *c.as_ref().expect("a latency")).collect::<Vec<_>>());
        let costs: Vec<u64> = near.iter().zip(&far).map(|(near, far)| far - near).collect();
        assert_eq!(costs, [2 * 100, 4 * 100, 0]);
        Ok(())
    }
}
