//! `cargo xtask demo`: the pair from outside. Two NBD clients are the two hosts; everything else that is said here was
//! asked of `twinpath serve` over its control socket.

mod image;
mod load;
mod nbd;
mod random;
mod service;
mod verdict;
mod words;

use crate::tools::{self, Need};
use anyhow::{ensure, Context, Result};
use image::Image;
use indicatif::{ProgressBar, ProgressStyle};
use load::Shared;
use nbd::{Client, Request, What};
use serde::Deserialize;
use serde_json::json;
use service::{observe, Service, Session};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use twinpath_trace::event::Event;
use twinpath_trace::timeline;
use verdict::{Verdicts, OVERLAPS_MIN};
use words::number;

const BLOCK: usize = 4096;
const IMAGE_BLOCKS: u64 = image::BYTES / BLOCK as u64;
/// The region that both hosts write at the same time.
const CONTENDED: Range<u64> = IMAGE_BLOCKS..IMAGE_BLOCKS + 8;
/// One quiet write for each host.
const QUIET: [u64; 2] = [CONTENDED.end + 8, CONTENDED.end + 9];
const VOLUME_BYTES: u64 = 17 << 20;
/// A simulated card answers the slowest command well within this.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at how far the hosts are.
const LOOK: Duration = Duration::from_millis(200);
/// One write takes far fewer events.
const EVENTS_KEPT: usize = 1_000;

#[derive(clap::Args)]
pub struct Args {
    /// What is written, and everything random in the simulation, follows from this number.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
}

/// What the demo reads of a status.
#[derive(Deserialize)]
struct Status {
    cards: Vec<Card>,
}

#[derive(Deserialize)]
struct Card {
    unit: u8,
    paths: Vec<Path>,
    counters: BTreeMap<String, u64>,
    driver: Driver,
}

impl Card {
    fn count(&self, name: &str) -> u64 {
        self.counters.get(name).copied().unwrap_or(0)
    }
}

#[derive(Deserialize)]
struct Path {
    writes: u64,
    beats: u64,
    bytes: u64,
    stalls: u64,
}

#[derive(Deserialize)]
struct Driver {
    retries: u64,
    restarts: u64,
}

#[derive(Clone, Copy, Deserialize)]
struct Meetings {
    overlaps: u64,
    overrides: u64,
}

#[derive(Deserialize)]
struct Observed {
    cycle: u64,
    meetings: Meetings,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Compared {
    written: Vec<u64>,
    first_difference: Option<u32>,
}

pub fn run(args: &Args) -> Result<()> {
    tools::ensure(Need::Demo)?;
    let program = service::build()?;
    let session = Session::new()?;
    show(&session, &program, args.seed)
}

fn show(session: &Session, program: &std::path::Path, seed: u64) -> Result<()> {
    say(words::INTRODUCTION)?;
    let image = image::make(&session.folder()?, seed)?;
    say(&format!(
        "Starting both cards with seed {seed}. The first time, their model is compiled, which takes minutes."
    ))?;
    let waiting = spinner("compiling and starting the cards");
    let service = Service::start(session, program, VOLUME_BYTES, seed);
    waiting.finish_and_clear();
    let service = service?;
    let start = Instant::now();
    let verdicts = match play(session, &service, &image, seed) {
        Ok(verdicts) => verdicts,
        Err(error) => return Err(error.context(format!("the demo stopped ({})", condition(&service)))),
    };
    service.stop()?;
    verdicts.end()?;
    let seconds = start.elapsed().as_secs();
    say(&format!("Two hosts wrote one volume at the same time, and both areas are the same. It took {seconds} s."))?;
    Ok(())
}

/// The demo itself, with both cards in service.
fn play(session: &Session, service: &Service, image: &Image, seed: u64) -> Result<Verdicts> {
    say("\n1. One quiet write from each host: 4 KiB, nothing else under way\n")?;
    for host in [1, 2] {
        quiet_write(service, host)?;
    }

    say("2. Both hosts write at the same time\n")?;
    say(&format!(
        "An ext4 file system of {} MiB with {} files ({} KiB of them) was made by mkfs.ext4. Host 1 writes its even\n\
         blocks, host 2 its odd ones. Meanwhile both write {} blocks behind it, again and again, each its own versions.",
        image::BYTES >> 20,
        image.files,
        image.content >> 10,
        CONTENDED.end - CONTENDED.start
    ))?;
    let before: Observed = observe(service, 0)?;
    let writes = write_all(service, &image.bytes, seed)?;
    let after: Observed = observe(service, 0)?;
    say(&format!(
        "\nDone: {} writes of the image and {} of the contended blocks, in {} cycles of both cards.\n",
        number(IMAGE_BLOCKS),
        number(writes.len() as u64),
        number(after.cycle - before.cycle)
    ))?;

    say("3. Everything is read back, by both hosts at the same time\n")?;
    let [first, second] = read_all(service)?;
    let compared: Result<Compared> = service.ask(&json!({ "command": "compare" }), "compared");
    let status: Status = service.ask(&json!({ "command": "status" }), "status")?;

    say(&format!(
        "4. What the paths carried, counted by each unit (a beat is 8 bytes; a stall, a cycle's wait)\n\n{}",
        words::paths(&status)
    ))?;

    say("5. The verdict\n")?;
    let mut verdicts = Verdicts::default();
    let (pictures, regions) = ([&first.0, &second.0], [&first.1, &second.1]);
    for (host, bytes) in (1..).zip(pictures) {
        verdicts.judge(&format!("host {host} reads the image back"), same_image(bytes, &image.bytes));
    }
    verdicts.judge("e2fsck finds it clean", image::check(&session.folder()?, pictures[1]));
    verdicts.judge("the contended region is the same from both hosts", contended(regions, &writes));
    let blocks_min = IMAGE_BLOCKS + QUIET.len() as u64;
    verdicts.judge("area 1 and area 2 hold the same", compared.and_then(|found| verdict::areas(&found, blocks_min)));
    for (good, what) in verdict::meetings(&after.meetings, &status) {
        verdicts.say(good, &what);
    }
    verdicts.judge("each block went its host's way once", verdict::paths(&status, blocks_by_host(&writes)));
    verdicts.judge("nothing went wrong inside", verdict::faults(&status));
    say(&verdicts.text)?;
    Ok(verdicts)
}

/// What both units say of themselves, for an error message.
fn condition(service: &Service) -> String {
    let status: Result<serde_json::Value> = service.ask(&json!({ "command": "status" }), "status");
    let Ok(status) = status else { return "the cards do not tell their status".into() };
    let cards = status["cards"].as_array().map_or(&[][..], Vec::as_slice).iter().map(|card| {
        let link = if card["link"]["up"] == true { "up" } else { "down" };
        let (unit, state, session) =
            (&card["unit"], card["state"].as_str().unwrap_or_default(), &card["link"]["session"]);
        format!("unit {unit}: {state}, link {link} in session {session}, {} rows live", card["rows_live"])
    });
    cards.collect::<Vec<_>>().join("; ")
}

/// Writes one block and prints what happened, seen from outside.
fn quiet_write(service: &Service, host: usize) -> Result<()> {
    let mut client = Client::connect(&format!("host {host}"), &service.socket(host), PATIENCE)?;
    ensure!(client.size == VOLUME_BYTES, "host {host} sees a volume of {} bytes", client.size);
    let block = QUIET[host - 1];
    // Comparing waits until the cards are at rest, also with what follows an answer.
    let rest = || service.ask::<Compared>(&json!({ "command": "compare" }), "compared");
    rest()?;
    let _: Observed = observe(service, EVENTS_KEPT)?;
    let data = load::content(host as u64, 0, block);
    let mut once = Some(Request { id: 0, offset: block * BLOCK as u64, what: What::Write(data) });
    client.run(1, || once.take(), |_, _| Ok(()))?;
    rest()?;
    let seen: Observed = observe(service, 0)?;
    let write = timeline::write_of(&seen.events, host as u8 - 1, block as u32)?;
    let timeline = timeline::render(&seen.events, &[write])?;
    let answered = timeline.answered[0];
    say(&format!("Host {host} writes block {block}. Cycles count from its doorbell, `took` from the step before.\n"))?;
    say(&timeline.text)?;
    say(&format!(
        "Host {host} has its answer after {} cycles, {:.1} microseconds at the card's clock.\n",
        number(answered),
        timeline::microseconds(answered)
    ))?;
    Ok(())
}

/// Both hosts' writes; gives those of the contended region.
fn write_all(service: &Service, image: &[u8], seed: u64) -> Result<Vec<load::Write>> {
    let connect = |host: u64| Client::connect(&format!("host {host}"), &service.socket(host as usize), PATIENCE);
    let mut clients = vec![];
    for host in [1, 2] {
        clients.push((host, connect(host)?, connect(host)?));
    }
    let shared = Shared::default();
    let bar = progress(IMAGE_BLOCKS, "blocks of the image written");
    let writes = std::thread::scope(|scope| {
        let shared = &shared;
        let (mut images, mut contended) = (vec![], vec![]);
        for (host, mut first, mut second) in clients {
            images.push(scope.spawn(move || guard(shared, load::write_image(&mut first, host, image, shared))));
            contended.push(scope.spawn(move || guard(shared, load::contend(&mut second, host, seed, shared))));
        }
        let busy = |threads: &[std::thread::ScopedJoinHandle<'_, Result<Vec<load::Write>>>]| {
            threads.iter().any(|thread| !thread.is_finished())
        };
        while busy(&contended) || images.iter().any(|thread| !thread.is_finished()) {
            std::thread::sleep(LOOK);
            bar.set_position(shared.blocks.load(Ordering::Relaxed));
            if let Some(met) = guard(shared, observe::<Observed>(service, 0)).ok().map(|seen| seen.meetings) {
                bar.set_message(format!("blocks of the image written; the hosts met {} times", met.overlaps));
                if met.overlaps >= OVERLAPS_MIN && met.overrides > 0 {
                    shared.enough.store(true, Ordering::Relaxed);
                }
            }
        }
        let mut done: Result<Vec<load::Write>> = Ok(vec![]);
        for thread in images {
            done = done.and_then(|all| ended(thread).map(|()| all));
        }
        for thread in contended {
            done = done.and_then(|all| Ok(all.into_iter().chain(ended(thread)?).collect()));
        }
        done
    });
    bar.finish_and_clear();
    writes
}

/// Image and contended region, as both hosts read them at the same time.
fn read_all(service: &Service) -> Result<[(Vec<u8>, Vec<u8>); 2]> {
    let shared = Shared::default();
    let bar = progress(2 * CONTENDED.end, "blocks read by both hosts");
    let read = |host: usize| -> Result<(Vec<u8>, Vec<u8>)> {
        let mut client = Client::connect(&format!("host {host}"), &service.socket(host), PATIENCE)?;
        let mut image = load::read(&mut client, 0..CONTENDED.end, &shared)?;
        let region = image.split_off(image::BYTES as usize);
        Ok((image, region))
    };
    let both = std::thread::scope(|scope| {
        let (read, shared) = (&read, &shared);
        let threads = [1, 2].map(|host| scope.spawn(move || guard(shared, read(host))));
        while threads.iter().any(|thread| !thread.is_finished()) {
            std::thread::sleep(LOOK);
            bar.set_position(shared.blocks.load(Ordering::Relaxed));
        }
        threads.map(ended)
    });
    bar.finish_and_clear();
    let [first, second] = both;
    Ok([first?, second?])
}

/// An error of one thread ends the others.
fn guard<T>(shared: &Shared, result: Result<T>) -> Result<T> {
    result.inspect_err(|_| shared.fail())
}

fn ended<T>(thread: std::thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().map_err(|_| anyhow::anyhow!("a host's thread panicked"))?
}

fn same_image(read: &[u8], made: &[u8]) -> Result<String> {
    let differs = read.chunks(BLOCK).zip(made.chunks(BLOCK)).position(|(a, b)| a != b);
    ensure!(differs.is_none(), "block {} is not what was written", differs.unwrap_or_default());
    ensure!(read.len() == made.len(), "{} bytes of {}", read.len(), made.len());
    Ok(format!("{} bytes as they were made", number(read.len() as u64)))
}

fn contended(regions: [&Vec<u8>; 2], writes: &[load::Write]) -> Result<String> {
    let blocks = |n: usize| regions[n].chunks(BLOCK);
    let differs = blocks(0).zip(blocks(1)).position(|(a, b)| a != b).map(|at| CONTENDED.start + at as u64);
    ensure!(differs.is_none(), "block {} is not", differs.unwrap_or_default());
    let won = load::judge(regions[0], writes).context("it is, but")?;
    Ok(format!("each block is one whole version; host 1 was last on {}, host 2 on {}", won[0], won[1]))
}

/// Blocks that each host wrote in the whole demo.
fn blocks_by_host(writes: &[load::Write]) -> [u64; 2] {
    [1, 2].map(|host| {
        let own = writes.iter().filter(|write| write.host == host);
        IMAGE_BLOCKS / 2 + 1 + own.map(|write| write.blocks.end - write.blocks.start).sum::<u64>()
    })
}

/// A line on standard output; the demo ends when nobody reads it any more.
fn say(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").context("cannot write to standard output")
}

/// Shown only when standard error is a terminal.
fn spinner(message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(message);
    bar.set_style(style("{spinner} {elapsed} {msg}"));
    bar.enable_steady_tick(LOOK);
    bar
}

fn progress(length: u64, message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(message);
    bar.set_style(style("{elapsed} [{bar:40}] {pos}/{len} {msg}"));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}
