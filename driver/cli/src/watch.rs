//! `twinpath trace --check` and `--timeline`: watches a running simulated pair from outside for a while.

use crate::arguments::TraceOptions;
use crate::client::{ask, ask_status, unexpected};
use crate::directory::Directory;
use crate::protocol::{Card, Observed, Reply, Request};
use crate::show;
use anyhow::{bail, ensure, Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::fmt::Write as _;
use std::io::Read;
use std::os::unix::net::UnixStream;
use std::time::Duration;
use twinpath_trace::event::Event;
use twinpath_trace::{check_part, timeline, Breach, Seen, Setup};

/// As many as `serve` keeps; what comes after them is not seen.
const EVENTS_MAX: usize = 100_000;
/// Breaches that are printed.
const SHOWN: usize = 20;

pub fn run(directory: &Directory, options: &TraceOptions, json: bool) -> Result<()> {
    let status = ask_status(directory)?;
    let any = |mode: fn(&Card) -> bool| status.cards.iter().any(mode);
    let setup = Setup {
        return_data: any(|card| card.return_data),
        reject_on_busy: any(|card| card.reject_on_busy),
        fast_handshake: any(|card| card.fast_handshake),
        parallel_order: any(|card| card.parallel_order),
        ..Setup::default()
    };
    let events = watch(directory, Duration::from_secs_f64(options.seconds))?;
    if options.timeline {
        show::print(drawn(&events, options)?)?;
    }
    if options.check {
        let (breaches, seen) = check_part(&events, setup);
        show::print(if json { json_verdict(&breaches, &seen)? } else { verdict(&events, &breaches, &seen) })?;
        let commands: usize = seen.writes.iter().chain(&seen.reads).sum();
        ensure!(commands > 0, "nothing was checked: no command of a host began and ended within {} s", options.seconds);
        ensure!(breaches.is_empty(), "{} breaches of the numbered behaviours", breaches.len());
    }
    Ok(())
}

/// The outside trace from now on, for so long or until a signal ends it.
fn watch(directory: &Directory, time: Duration) -> Result<Vec<Event>> {
    let (mut end, signalled) = UnixStream::pair().context("no descriptors")?;
    for signal in [SIGINT, SIGTERM] {
        let signalled = signalled.try_clone().context("no descriptors")?;
        signal_hook::low_level::pipe::register(signal, signalled).context("cannot wait for signals")?;
    }
    end.set_read_timeout(Some(time))?;
    observe(directory, EVENTS_MAX)?;
    eprintln!("watching for {} s; SIGINT (^C) ends it earlier", time.as_secs_f64());
    // Either way the time is over.
    let _ = end.read(&mut [0]);
    Ok(observe(directory, 0)?.events)
}

fn observe(directory: &Directory, keep: usize) -> Result<Observed> {
    match ask(directory, &Request::Observe { keep })? {
        Reply::Observed(observed) => Ok(observed),
        other => unexpected(&other),
    }
}

fn drawn(events: &[Event], options: &TraceOptions) -> Result<String> {
    let race = timeline::first_race(events).filter(|_| options.host.is_none());
    let one = || timeline::first_write(events, options.host.map(|host| host - 1));
    let tags = race.map(Vec::from).or_else(|| one().map(|tag| vec![tag]));
    let Some(tags) = tags else {
        bail!("no write began and ended within {} s", options.seconds);
    };
    let timeline = timeline::render(events, &tags).context("the trace has a hole")?;
    let mut text = String::from("Cycles count from the first doorbell, `took` from the step before.\n\n");
    text += &timeline.text;
    for (tag, cycles) in tags.iter().zip(timeline.answered) {
        let host = tag.origin + 1;
        let time = timeline::microseconds(cycles);
        let _ = writeln!(
            text,
            "Host {host} has its answer after {cycles} cycles, {time:.1} microseconds at the card's clock."
        );
    }
    Ok(text)
}

fn verdict(events: &[Event], breaches: &[Breach], seen: &Seen) -> String {
    let cycles = events.last().map_or(0, |e| e.cycle) - events.first().map_or(0, |e| e.cycle);
    let mut text = format!("{} events in {cycles} cycles\n", events.len());
    for host in [0, 1] {
        let _ = writeln!(text, "host {}: {} writes, {} reads", host + 1, seen.writes[host], seen.reads[host]);
    }
    let Seen { races, overrides, waiting_writes, waiting_reads, returned, .. } = seen;
    let _ = writeln!(
        text,
        "{races} races, {overrides} overrides of R_fwd, {waiting_writes} writes and {waiting_reads} reads waited, \
         {returned} blocks came back with data"
    );
    for breach in breaches.iter().take(SHOWN) {
        let _ = writeln!(text, "BREACH   {breach}");
    }
    let _ = writeln!(text, "{}", if breaches.is_empty() { "every behaviour as required" } else { "NOT as required" });
    text
}

fn json_verdict(breaches: &[Breach], seen: &Seen) -> Result<String> {
    let list = breaches.iter().map(|b| serde_json::json!({ "rule": b.rule, "cycle": b.cycle, "what": b.what }));
    show::json(&serde_json::json!({
        "writes": seen.writes, "reads": seen.reads, "races": seen.races, "overrides": seen.overrides,
        "waiting_writes": seen.waiting_writes, "waiting_reads": seen.waiting_reads, "returned": seen.returned,
        "breaches": list.collect::<Vec<_>>(),
    }))
}
