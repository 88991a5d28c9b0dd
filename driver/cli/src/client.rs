//! The commands that ask a running `serve`.

use crate::arguments::{Handshake, ModeAction, Order, PathsAction, PathsOptions, Switch};
use crate::directory::Directory;
use crate::protocol::{Modes, Reply, Request, Status, Trace};
use crate::show;
use anyhow::{bail, Context, Result};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// A simulated card that is busy answers in seconds.
const ANSWER_TIME: Duration = Duration::from_secs(120);

pub fn status(directory: &Directory, json: bool) -> Result<()> {
    let status = ask_status(directory)?;
    show::print(if json { show::json(&status)? } else { show::status(&status) })
}

pub fn trace(directory: &Directory, json: bool) -> Result<()> {
    let trace: Trace = match ask(directory, &Request::Trace { from: vec![] })? {
        Reply::Trace(trace) => trace,
        other => return unexpected(&other),
    };
    show::print(if json { show::json(&trace)? } else { show::trace(&trace) })
}

pub fn paths(directory: &Directory, options: &PathsOptions, json: bool) -> Result<()> {
    let set = match &options.action {
        None | Some(PathsAction::Show) | Some(PathsAction::Mode { mode: None }) => None,
        Some(PathsAction::Enable { path }) => Some(Request::SetPath { path: *path, enable: true, unit: options.unit }),
        Some(PathsAction::Disable { path }) => {
            Some(Request::SetPath { path: *path, enable: false, unit: options.unit })
        }
        Some(PathsAction::Reserve { holder }) => Some(Request::Reserve { holder: *holder }),
        Some(PathsAction::Mode { mode: Some(mode) }) => Some(Request::SetMode(match mode {
            ModeAction::ReturnData { value } => Modes { return_data: Some(*value == Switch::On), ..Modes::default() },
            ModeAction::RejectOnBusy { value } => {
                Modes { reject_on_busy: Some(*value == Switch::On), ..Modes::default() }
            }
            ModeAction::Handshake { value } => {
                Modes { fast_handshake: Some(*value == Handshake::Fast), ..Modes::default() }
            }
            ModeAction::Order { value } => {
                Modes { parallel_order: Some(*value == Order::Parallel), ..Modes::default() }
            }
            ModeAction::WaitLimit { cycles } => Modes { wait_limit_cycles: Some(*cycles), ..Modes::default() },
        })),
    };
    if let Some(request) = set {
        match ask(directory, &request)? {
            Reply::Done {} => {}
            other => return unexpected(&other),
        }
    }
    // What it is like now is the answer to all of them.
    let mut status = ask_status(directory)?;
    if let Some(unit) = options.unit {
        status.cards.retain(|card| card.unit == unit);
    }
    if json {
        let cards = status.cards.iter().map(|card| {
            serde_json::json!({
                "unit": card.unit,
                "return_data": card.return_data,
                "reject_on_busy": card.reject_on_busy,
                "fast_handshake": card.fast_handshake,
                "parallel_order": card.parallel_order,
                "wait_limit_cycles": card.wait_limit_cycles,
                "paths": card.paths,
            })
        });
        return show::print(show::json(&serde_json::json!({ "cards": cards.collect::<Vec<_>>() }))?);
    }
    show::print(show::paths(&status))
}

pub fn ask_status(directory: &Directory) -> Result<Status> {
    match ask(directory, &Request::Status)? {
        Reply::Status(status) => Ok(*status),
        other => unexpected(&other),
    }
}

pub fn unexpected<T>(reply: &Reply) -> Result<T> {
    match reply {
        Reply::Error(error) => bail!("{error}"),
        other => bail!("serve gave another answer than was asked for: {}", serde_json::to_string(other)?),
    }
}

/// One request and its reply.
pub fn ask(directory: &Directory, request: &Request) -> Result<Reply> {
    let path = directory.control_socket();
    let stream = UnixStream::connect(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => {
            anyhow::anyhow!("no serve is running in {}; start one or give its --dir", directory.path().display())
        }
        _ => anyhow::anyhow!("cannot reach {}: {error}", path.display()),
    })?;
    stream.set_read_timeout(Some(ANSWER_TIME))?;
    stream.set_write_timeout(Some(ANSWER_TIME))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    (&stream).write_all(&line).context("serve hung up")?;
    let mut reply = String::new();
    BufReader::new(&stream).read_line(&mut reply).with_context(|| format!("no answer within {ANSWER_TIME:?}"))?;
    if reply.is_empty() {
        bail!("serve hung up without an answer");
    }
    serde_json::from_str(&reply).context("serve gave an answer of another version")
}
