//! One picture of a running group.

use super::steps::{word, Steps, SHOWN};
use super::View;
use crate::protocol::{Card, Holder, Path, Row, Status};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Cell, Paragraph, Row as Cells, Table};
use ratatui::Frame;
use twinpath_spec::limits::CLOCK_HZ;

/// Where each path leads, and the unit that feeds it.
const PATHS: [(&str, u8); 5] =
    [("H1 to A1", 1), ("S1 to S2", 1), ("S2 to A2", 2), ("H2 through S2 to S1", 2), ("S1 to A1, for H2", 1)];
/// A stream carries at most 8 bytes a cycle.
const BEAT_BYTES: f64 = 8.0;
const BAR_WIDTH: usize = 20;

pub fn draw(frame: &mut Frame, view: &View) {
    let Some(status) = &view.now else { return };
    let [title, units, paths, below, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(5),
        Constraint::Length(8),
        Constraint::Min(6),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    frame.render_widget(headline(status), title);
    let places = Layout::horizontal(vec![Constraint::Fill(1); status.cards.len()]).split(units);
    for (card, place) in status.cards.iter().zip(places.iter()) {
        frame.render_widget(unit(card), *place);
    }
    draw_paths(frame, paths, status, view.before.as_ref());
    let [rows, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(46)]).areas(below);
    draw_rows(frame, rows, status);
    let [steps, link] = Layout::vertical([Constraint::Length(SHOWN.len() as u16 + 3), Constraint::Min(3)]).areas(right);
    draw_steps(frame, steps, &view.steps);
    frame.render_widget(link_counters(status), link);
    frame.render_widget(Line::from("q ends").dim(), keys);
}

fn headline(status: &Status) -> Line<'static> {
    let met = status.meetings.map_or(String::new(), |met| {
        format!("; the hosts met {} times, R_fwd was overridden {} times", met.overlaps, met.overrides)
    });
    Line::from(format!("{} of {} MiB, seed {}{met}", status.topology, status.size_bytes >> 20, status.seed)).bold()
}

fn unit(card: &Card) -> Paragraph<'static> {
    let role = if card.unit == 1 { "first unit, orders" } else { "second unit" };
    let state = match (&card.failure, card.state.as_str()) {
        (Some(failure), _) => Span::from(failure.clone()).red(),
        (None, "serving") => Span::from("serving").green(),
        (None, other) => Span::from(other.to_owned()).yellow(),
    };
    let link = if card.link.up { format!("session {}", card.link.session).green() } else { "link down".red() };
    let faults: u64 =
        ["GATE_FAULTS", "PROTOCOL_FAULTS", "INTEGRITY_FAULTS"].iter().filter_map(|name| card.counters.get(*name)).sum();
    let faults = if faults == 0 { "no faults".into() } else { format!("{faults} faults").red() };
    let reserved = match card.holder {
        Holder::None => "".into(),
        holder => format!("   reservation: {}", holder.word()).yellow(),
    };
    let done = match (&card.driver, &card.export) {
        (Some(driver), Some(export)) => format!("{} commands, {} clients", driver.completions, export.clients),
        _ => String::new(),
    };
    Paragraph::new(vec![
        Line::from(vec![state, "  ".into(), link, format!("  epoch {}  ", card.epoch).into(), faults]),
        Line::from(vec![
            format!("rows {:>2} of 64   slots {:>2} of 16", card.rows_live, card.slots_used).into(),
            reserved,
        ]),
        Line::from(format!("cycle {}   {done}", card.cycle)),
    ])
    .block(Block::bordered().title(format!(" unit {}: {role} ", card.unit)))
}

fn draw_paths(frame: &mut Frame, place: Rect, status: &Status, before: Option<&Status>) {
    let rows = PATHS.iter().enumerate().filter_map(|(at, (way, unit))| {
        let card = status.cards.iter().find(|card| card.unit == *unit)?;
        let path = card.paths.get(at)?;
        let earlier = before.and_then(|status| status.cards.iter().find(|card| card.unit == *unit));
        let rate =
            earlier.and_then(|card| Some((card.cycle, card.paths.get(at)?))).map(|old| Rate::of(old, card, path));
        let state = match (path.enabled, path.draining, path.busy) {
            (_, true, _) => "draining".yellow(),
            (false, _, _) => "closed".red(),
            (true, _, true) => "busy".green(),
            _ => "open".into(),
        };
        let Rate { megabytes, share, stalls } = rate.unwrap_or_default();
        Some(Cells::new([
            Cell::from(format!("P{}", path.path)).bold(),
            Cell::from(*way),
            Cell::from(state),
            Cell::from(format!("{:>10}", path.writes)),
            Cell::from(format!("{megabytes:>8.1}")),
            Cell::from(bar(share)).style(Style::new().fg(Color::Cyan)),
            Cell::from(format!("{:>5.1} %", 100.0 * share)),
            Cell::from(format!("{:>6.1} %", 100.0 * stalls)),
        ]))
    });
    let widths = [2, 20, 9, 10, 9, BAR_WIDTH as u16, 8, 8].map(Constraint::Length);
    let heads = ["", "path", "", "    blocks", "    MB/s", "of the stream", "", "stalled"];
    let table = Table::new(rows.collect::<Vec<_>>(), widths).header(Cells::new(heads).dim());
    frame.render_widget(table.block(Block::bordered().title(" paths; rates at the card's clock ")), place);
}

/// What a path carried between two samples.
#[derive(Default)]
struct Rate {
    /// Per second of card time.
    megabytes: f64,
    /// Of what a 64-bit stream can carry, and of the cycles, from 0 to 1.
    share: f64,
    stalls: f64,
}

impl Rate {
    fn of((cycle, old): (u64, &Path), card: &Card, path: &Path) -> Self {
        let cycles = card.cycle.saturating_sub(cycle);
        if cycles == 0 {
            return Self::default();
        }
        let each = |new: u64, old: u64| new.saturating_sub(old) as f64 / cycles as f64;
        let bytes = each(path.bytes, old.bytes);
        Self {
            megabytes: bytes * CLOCK_HZ as f64 / 1e6,
            share: bytes / BEAT_BYTES,
            stalls: each(path.stalls, old.stalls),
        }
    }
}

fn bar(share: f64) -> String {
    let full = (share.clamp(0.0, 1.0) * BAR_WIDTH as f64).round() as usize;
    "█".repeat(full) + &"·".repeat(BAR_WIDTH - full)
}

fn draw_rows(frame: &mut Frame, place: Rect, status: &Status) {
    let live = status.cards.iter().flat_map(|card| card.rows.iter().map(move |row| (card.unit, row)));
    let all: Vec<_> = live.collect();
    // Two lines of frame, one of heads, and one for what finds no place.
    let room = usize::from(place.height.saturating_sub(3));
    let shown = if all.len() > room { room.saturating_sub(1) } else { all.len() };
    let mut rows: Vec<Cells> = all[..shown].iter().map(|(unit, row)| table_row(*unit, row)).collect();
    if shown < all.len() {
        rows.push(
            Cells::new([Cell::from(""), Cell::from(""), Cell::from(format!("{} more", all.len() - shown))]).dim(),
        );
    }
    let widths = [4, 4, 14, 8, 6, 9, 5].map(Constraint::Length);
    let table =
        Table::new(rows, widths).header(Cells::new(["unit", "row", "blocks", "status", "", "wseq", "left"]).dim());
    frame.render_widget(
        table.block(Block::bordered().title(format!(" status tables: {} rows live ", all.len()))),
        place,
    );
}

fn table_row(unit: u8, row: &Row) -> Cells<'static> {
    let status = match (row.exclusive, row.forwarded, row.read) {
        (true, _, true) => "reading".blue(),
        (true, _, false) => "E".green(),
        (false, true, _) => "R_fwd".magenta(),
        _ => "waiting".yellow(),
    };
    let (whose, last) =
        (if row.read { "read" } else { "write" }, u64::from(row.lba) + u64::from(row.blocks.max(1)) - 1);
    Cells::new([
        Cell::from(unit.to_string()),
        Cell::from(row.row.to_string()),
        Cell::from(format!("{}..{last}", row.lba)),
        Cell::from(status),
        Cell::from(whose),
        Cell::from(row.wseq.to_string()),
        Cell::from(row.left.to_string()),
    ])
}

fn draw_steps(frame: &mut Frame, place: Rect, steps: &[Steps]) {
    let cell = |steps: &Steps, kind: u8, peer: bool| {
        Cell::from(steps.mean(kind, peer).map_or(format!("{:>6}", "-"), |mean| format!("{mean:>6}")))
    };
    let rows = SHOWN.iter().map(|kind| {
        let means = steps.iter().flat_map(|steps| [cell(steps, *kind, false), cell(steps, *kind, true)]);
        Cells::new([Cell::from(word(*kind))].into_iter().chain(means))
    });
    let widths = [Constraint::Length(18)].into_iter().chain(vec![Constraint::Length(6); 2 * steps.len()]);
    let heads = ["", "  own1", " peer1", "  own2", " peer2"].into_iter().take(1 + 2 * steps.len());
    let table = Table::new(rows, widths).header(Cells::new(heads).dim()).column_spacing(0);
    frame.render_widget(table.block(Block::bordered().title(" cycles since the step before, mean ")), place);
}

/// Those that count something gone wrong only when they do.
fn link_counters(status: &Status) -> Paragraph<'static> {
    let mut lines = vec![];
    let names =
        status.cards.first().map(|card| card.link.counters.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    for name in names {
        let counts: Vec<u64> = status.cards.iter().filter_map(|card| card.link.counters.get(&name).copied()).collect();
        let usual = name.starts_with("LINK_FRAMES");
        if usual || counts.iter().any(|count| *count > 0) {
            let text = counts.iter().map(|count| format!("{count:>10}")).collect::<String>();
            let line =
                Line::from(format!("{:<24}{text}", name.trim_start_matches("LINK_").to_lowercase().replace('_', " ")));
            lines.push(if usual { line } else { line.red() });
        }
    }
    Paragraph::new(lines).block(Block::bordered().title(" link, at unit 1 and 2 "))
}
