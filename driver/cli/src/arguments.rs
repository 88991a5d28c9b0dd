//! The command line.

use crate::protocol::Holder;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const BLOCK_BYTES: u64 = twinpath_spec::limits::BLOCK_BYTES as u64;
/// The card's area port has 40 address bits for blocks and their records; this leaves room to spare.
const SIZE_MAX: u64 = 512 << 30;

/// Serves a group of Twinpath cards to its hosts and looks at one that is running.
#[derive(Parser)]
#[command(name = "twinpath", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Where everything of the running group lives [default: the user's runtime directory].
    #[arg(long, global = true, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start cards and serve each host's volume over NBD, until SIGINT or SIGTERM.
    Serve(ServeOptions),
    /// Simulate cards and serve each on a vfio-user socket, DIR/card1.sock, .., until SIGINT or SIGTERM.
    Card(CardOptions),
    /// The cards on this machine's bus, and who drives them.
    List,
    /// Hand a card to VFIO, so that `serve --pci` can drive it.
    Bind {
        /// Such as 0000:01:00.0.
        #[arg(value_name = "PCI-ADDRESS")]
        address: String,
    },
    /// Give a card back to the kernel's drivers.
    Unbind {
        #[arg(value_name = "PCI-ADDRESS")]
        address: String,
    },
    /// What the running group is doing.
    Status,
    /// The five paths: counters, switches, modes.
    Paths(PathsOptions),
    /// The cards' trace rings, merged by cycle; of simulated cards also what is seen from outside.
    Trace(TraceOptions),
    /// The running group, live: units, paths with their rates, status tables, link, cycles of each step.
    Monitor(MonitorOptions),
}

#[derive(Args)]
pub struct MonitorOptions {
    /// Between two samples.
    #[arg(long, default_value_t = 1.0, value_name = "S", value_parser = parse_seconds)]
    pub seconds: f64,
    /// Ends after so many samples.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub samples: Option<u64>,
}

#[derive(Args)]
pub struct TraceOptions {
    /// Watch the simulated pair from outside and check everything that the hosts do meanwhile against the numbered
    /// behaviours.
    #[arg(long)]
    pub check: bool,
    /// Watch the simulated pair from outside and draw a race of both hosts, or else the first write.
    #[arg(long)]
    pub timeline: bool,
    /// Of --timeline: a write of this host, not a race.
    #[arg(long, requires = "timeline", value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub host: Option<u8>,
    /// How long to watch.
    #[arg(long, default_value_t = 2.0, value_name = "S", value_parser = parse_seconds)]
    pub seconds: f64,
}

#[derive(Args)]
pub struct ServeOptions {
    /// Simulate this group of cards from their Verilog.
    #[arg(long, value_enum, default_value = "pair", value_name = "GROUP")]
    pub sim: Topology,
    /// Serve the card at this address of the machine's bus instead; `twinpath list` names them.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["sim", "size", "seed", "waves"])]
    pub pci: Option<String>,
    /// Serve the card behind this vfio-user socket instead, such as one of `twinpath card`.
    #[arg(long, value_name = "SOCKET", conflicts_with_all = ["sim", "size", "seed", "waves", "pci"])]
    pub vfio_user: Option<PathBuf>,
    /// Size of the volume in bytes, with K, M or G for powers of 1024; a multiple of 4 KiB.
    #[arg(long, default_value = "64M", value_parser = parse_size)]
    pub size: u64,
    /// Everything random in the simulation follows from this number.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Record waveforms of each card in DIR/card1.fst, DIR/card2.fst.
    #[arg(long)]
    pub waves: bool,
    #[command(flatten)]
    pub ways: Ways,
}

/// Ways to a host's volume besides NBD. Each is a cargo feature.
#[derive(Args, Clone, Debug, Default)]
pub struct Ways {
    /// Serve the first card's volume also as a virtual machine's disk, on this socket for QEMU's `vhost-user-blk-pci`; given
    /// again, the second's.
    #[cfg(feature = "vhost-user-blk")]
    #[arg(long, value_name = "SOCKET")]
    pub vhost_user_blk: Vec<PathBuf>,
    /// Serve each card's volume also as a block device of this machine, /dev/ublkb0, .. (needs root and the module
    /// `ublk_drv`, Linux 6.5 or later). If this process dies, the device of a card outside of it (--pci, --vfio-user) waits,
    /// without an error, until `serve --ublk` drives that card again.
    #[cfg(feature = "ublk")]
    #[arg(long)]
    pub ublk: bool,
}

#[derive(Args)]
pub struct CardOptions {
    /// Simulate this group of cards from their Verilog.
    #[arg(long, value_enum, default_value = "pair", value_name = "GROUP")]
    pub sim: Topology,
    /// Size of the volume in bytes, with K, M or G for powers of 1024; a multiple of 4 KiB.
    #[arg(long, default_value = "64M", value_parser = parse_size)]
    pub size: u64,
    /// Everything random in the simulation follows from this number.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Record waveforms of each card in DIR/card1.fst, DIR/card2.fst.
    #[arg(long)]
    pub waves: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Topology {
    /// Two cards that mirror one volume, with a host each.
    Pair,
}

#[derive(Args)]
pub struct PathsOptions {
    #[command(subcommand)]
    pub action: Option<PathsAction>,
    /// Only this unit's switch; otherwise both.
    #[arg(long, global = true, value_name = "1|2", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub unit: Option<u8>,
}

#[derive(Subcommand)]
pub enum PathsAction {
    /// Counters and switches.
    Show,
    /// Enable path N.
    Enable {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5))]
        path: u32,
    },
    /// Disable path N: writes that need it get a retryable error, those under way finish.
    Disable {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5))]
        path: u32,
    },
    /// Give the volume's reservation to a host, or take it back: writes of the other get Reservation Conflict, reads go on.
    Reserve { holder: Holder },
    /// Show the modes or set one.
    Mode {
        #[command(subcommand)]
        mode: Option<ModeAction>,
    },
}

#[derive(Subcommand)]
pub enum ModeAction {
    /// Whether a forwarded write's data comes back over path 2 (on), or the second unit keeps it and compares (off).
    ReturnData { value: Switch },
    /// Whether a write that overlaps with another is refused with a retryable status (on), or waits for it (off).
    RejectOnBusy { value: Switch },
    /// Whether a forwarded write's first block goes with its header (fast), or after the grant (strict).
    Handshake { value: Handshake },
    /// Whether a block goes to the second area when the first holds it (serial), or meanwhile (parallel).
    Order { value: Order },
    /// How many cycles a command waits for an overlapping one before it is refused with a retryable status.
    WaitLimit { cycles: u64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Handshake {
    Strict,
    Fast,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    Serial,
    Parallel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match &text[digits.len()..] {
        "" => 1,
        "K" | "k" | "KiB" => 1 << 10,
        "M" | "m" | "MiB" => 1 << 20,
        "G" | "g" | "GiB" => 1u64 << 30,
        other => return Err(format!("unknown unit {other:?}, use K, M or G")),
    };
    let number: u64 = digits.parse().map_err(|_| "not a size such as 64M".to_owned())?;
    let size = number.checked_mul(unit).ok_or("too large")?;
    if size == 0 || !size.is_multiple_of(BLOCK_BYTES) {
        return Err(format!("must be a multiple of {BLOCK_BYTES} bytes and not 0"));
    }
    if size > SIZE_MAX {
        return Err(format!("at most {}G", SIZE_MAX >> 30));
    }
    Ok(size)
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|s| (0.1..=600.0).contains(s));
    seconds.ok_or_else(|| "a number of seconds from 0.1 to 600".to_owned())
}

/// What is wrong with the command line, in one line.
pub fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("wrong usage").trim_start_matches("error: ").to_owned();
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing: serve, card, list, bind, unbind, status, paths, trace or monitor; see --help"
            .into();
    }
    // What is missing or possible stands in the following lines.
    let details: Vec<_> =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more")).collect();
    if details.is_empty() {
        format!("{first}; see --help")
    } else {
        format!("{first} {}; see --help", details.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_multiples_of_a_block() {
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("4096"), Ok(4096));
        assert_eq!(parse_size("1GiB"), Ok(1 << 30));
        for wrong in ["", "M", "0", "100", "1T", "-4K", "4.5K", "99999999999G", "64 M", "1024G", "é"] {
            assert!(parse_size(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn wrong_usage_is_one_line() {
        for (arguments, expected) in [
            (vec![], "a command is missing"),
            (vec!["fly"], "unrecognized subcommand 'fly'"),
            (vec!["serve", "--size", "5"], "must be a multiple of 4096"),
            (vec!["serve", "--sim", "ring"], "possible values: pair"),
            (vec!["serve", "--pci", "0000:01:00.0", "--seed", "2"], "cannot be used with"),
            (vec!["serve", "--vfio-user", "s", "--size", "2M"], "cannot be used with"),
            (vec!["bind"], "<PCI-ADDRESS>"),
            (vec!["paths", "enable", "6"], "6 is not in 1..=5"),
            (vec!["paths", "enable"], "<N>"),
            (vec!["paths", "mode", "return-data", "maybe"], "possible values: on, off"),
            (vec!["paths", "reserve", "third"], "possible values: none, first, second"),
            (vec!["trace", "--host", "1"], "--timeline"),
            (vec!["trace", "--check", "--seconds", "0"], "from 0.1 to 600"),
            (vec!["monitor", "--samples", "0"], "0 is not in 1.."),
            (vec!["status", "--fast"], "unexpected argument '--fast'"),
        ] {
            let all = ["twinpath"].into_iter().chain(arguments.iter().copied());
            let line = one_line(&Arguments::try_parse_from(all).err().expect("wrong usage"));
            assert!(line.contains(expected), "{arguments:?}: {line}");
            assert!(!line.contains('\n'), "{line}");
        }
    }
}
