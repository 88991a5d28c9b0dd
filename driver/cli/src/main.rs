//! The command `twinpath`: serves a group of cards to its hosts and looks at one that is running.
//!
//! Everything of a running group lives in one directory: `h1.sock`, `h2.sock` (NBD), `control.sock` (JSON lines, see
//! `doc/control.md`), `card1.sock`, .. (vfio-user), `card1.fst`, .. (waves). Exit status: 0 done, 1 failed, 2 wrong usage.

#![forbid(unsafe_code)]

mod arguments;
mod bus;
mod card;
mod client;
mod directory;
mod monitor;
mod protocol;
mod serve;
mod show;
mod watch;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version come this way, too: they go to standard output and end with 0.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("twinpath: {}", arguments::one_line(&error));
            return ExitCode::from(2);
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("TWINPATH_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time().init();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("twinpath: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let directory = directory::Directory::new(arguments.dir)?;
    match arguments.command {
        Command::Serve(options) => serve::run(&directory, &options, arguments.json),
        Command::Card(options) => card::run(&directory, &options, arguments.json),
        Command::List => bus::list(arguments.json),
        Command::Bind { address } => bus::bind(&address),
        Command::Unbind { address } => bus::unbind(&address),
        Command::Status => client::status(&directory, arguments.json),
        Command::Paths(options) => client::paths(&directory, &options, arguments.json),
        Command::Trace(options) if options.check || options.timeline => {
            watch::run(&directory, &options, arguments.json)
        }
        Command::Monitor(options) => monitor::run(&directory, &options, arguments.json),
        Command::Trace(_) => client::trace(&directory, arguments.json),
    }
}
