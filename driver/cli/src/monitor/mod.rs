//! `twinpath monitor`: a running group, live. With `--json` the samples themselves, one a line: a recording.

mod draw;
mod steps;
#[cfg(test)]
mod tests;

use crate::arguments::MonitorOptions;
use crate::client::{ask, ask_status, unexpected};
use crate::directory::Directory;
use crate::protocol::{Reply, Request, Status, Trace};
use crate::show;
use anyhow::{ensure, Context, Result};
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use serde::{Deserialize, Serialize};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};
use steps::Steps;

/// What is asked of `serve` each time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    status: Status,
    /// The entries of the trace rings since the sample before.
    trace: Trace,
}

/// What is drawn: the last two samples, for rates, and what all of them told about steps.
#[derive(Default)]
pub struct View {
    before: Option<Status>,
    now: Option<Status>,
    /// By card.
    steps: Vec<Steps>,
}

impl View {
    pub fn add(&mut self, sample: Sample) {
        self.steps.resize_with(sample.trace.cards.len(), Steps::default);
        for (steps, card) in self.steps.iter_mut().zip(&sample.trace.cards) {
            steps.add(card);
        }
        self.before = self.now.replace(sample.status);
    }
}

pub fn run(directory: &Directory, options: &MonitorOptions, json: bool) -> Result<()> {
    let interval = Duration::from_secs_f64(options.seconds);
    let mut source = Source { directory, from: vec![] };
    if json {
        return record(&mut source, interval, options.samples);
    }
    ensure!(std::io::stdout().is_terminal(), "the monitor draws on a terminal; --json prints the samples");
    // Asked before the screen is taken, so that a missing serve is one line.
    let first = source.sample()?;
    let mut terminal = ratatui::try_init().context("cannot draw on this terminal")?;
    let done = live(&mut terminal, &mut source, first, interval, options.samples);
    ratatui::restore();
    done
}

/// Draws until a key ends it, the group ends, or so many samples were drawn.
fn live(
    terminal: &mut ratatui::DefaultTerminal,
    source: &mut Source,
    first: Sample,
    interval: Duration,
    samples: Option<u64>,
) -> Result<()> {
    let mut view = View::default();
    view.add(first);
    for _ in 1..samples.unwrap_or(u64::MAX) {
        let until = Instant::now() + interval;
        loop {
            terminal.draw(|frame| draw::draw(frame, &view))?;
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || !event::poll(left)? {
                break;
            }
            if let Event::Key(key) = event::read()? {
                let control_c = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
                let quits = matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) || control_c;
                if quits && key.kind == KeyEventKind::Press {
                    return Ok(());
                }
            }
        }
        view.add(source.sample()?);
    }
    Ok(())
}

fn record(source: &mut Source, interval: Duration, samples: Option<u64>) -> Result<()> {
    for n in 0..samples.unwrap_or(u64::MAX) {
        if n > 0 {
            std::thread::sleep(interval);
        }
        show::print(show::json(&source.sample()?)?)?;
    }
    Ok(())
}

/// Where samples come from.
struct Source<'a> {
    directory: &'a Directory,
    /// The first entry of each trace ring that was not read yet.
    from: Vec<u32>,
}

impl Source<'_> {
    fn sample(&mut self) -> Result<Sample> {
        let status = ask_status(self.directory)?;
        let trace = match ask(self.directory, &Request::Trace { from: self.from.clone() })? {
            Reply::Trace(trace) => trace,
            other => return unexpected(&other),
        };
        self.from = trace.cards.iter().map(|card| card.next).collect();
        Ok(Sample { status, trace })
    }
}
