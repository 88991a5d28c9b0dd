//! `cargo xtask prove`: properties of the gates, as committed or with fewer places, shown by sby for every input; covers
//! that say that the assumptions leave something to show; broken copies that must fail.

mod plan;
mod prover;

use crate::bench::blocks::{module_of, with_children};
use crate::gen::small;
use crate::root;
use anyhow::{bail, ensure, Context, Result};
use plan::{Broken, Kind, Plan, Task};
use prover::{Prover, Verdict};
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    /// Only the blocks whose name contains this.
    #[arg(long, value_name = "NAME")]
    block: Option<String>,
    /// Also what takes long.
    #[arg(long)]
    deep: bool,
    /// What was shown as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// How long the runs from reset are in which a broken copy is to fail.
const BROKEN_DEPTH: u32 = 24;

/// A block with a `props.sv`.
struct Block {
    name: &'static str,
    gates: Gates,
    props: &'static str,
}

/// Which gates are looked at.
enum Gates {
    /// Those of the card, at this place.
    Card(&'static str),
    /// Of the same source, generated with few places (`twinpath_hdl::small`).
    Small(&'static str),
}

const BLOCKS: &[Block] = &[
    Block { name: "leaf/fifo", gates: Gates::Card("unit/paths/words"), props: "hdl/card/src/leaf/props.sv" },
    Block { name: "blocks/lane", gates: Gates::Card("blocks/lane$0"), props: "hdl/card/src/blocks/lane_props.sv" },
    Block { name: "blocks/inlet", gates: Gates::Card("blocks/inlet"), props: "hdl/card/src/blocks/inlet_props.sv" },
    Block {
        name: "blocks/reader",
        gates: Gates::Card("blocks/reader$0"),
        props: "hdl/card/src/blocks/reader_props.sv",
    },
    Block { name: "nvme/contexts", gates: Gates::Card("nvme/contexts"), props: "hdl/card/src/nvme/contexts_props.sv" },
    Block { name: "link/inbox", gates: Gates::Card("link/receive/inbox"), props: "hdl/card/src/link/inbox_props.sv" },
    Block { name: "link/backlog", gates: Gates::Small("backlog"), props: "hdl/card/src/link/backlog_props.sv" },
    Block { name: "link/receive", gates: Gates::Small("receive"), props: "hdl/card/src/link/rx_props.sv" },
    Block { name: "unit/switch", gates: Gates::Card("unit/switch"), props: "hdl/card/src/unit/switch/props.sv" },
    Block {
        name: "unit/switch/orderer",
        gates: Gates::Card("unit/switch"),
        props: "hdl/card/src/unit/switch/orderer_props.sv",
    },
    Block {
        name: "unit/switch/pool",
        gates: Gates::Card("unit/switch/pool"),
        props: "hdl/card/src/unit/switch/pool_props.sv",
    },
    Block { name: "unit/paths", gates: Gates::Card("unit/paths"), props: "hdl/card/src/unit/paths/props.sv" },
    Block { name: "unit/arbiter", gates: Gates::Card("unit/arbiter"), props: "hdl/card/src/unit/arbiter/props.sv" },
];

#[derive(Serialize)]
struct Shown {
    block: &'static str,
    about: String,
    properties: Vec<Property>,
    /// Each with the cycle in which it was reached.
    covers: Vec<(String, u32)>,
    /// Each with the properties that failed.
    broken: Vec<(String, Vec<String>)>,
    seconds: u64,
}

#[derive(Serialize)]
struct Property {
    name: String,
    how: String,
}

/// In `cargo xtask test`.
pub fn short() -> Result<()> {
    run(&Args { block: None, deep: std::env::var_os("TWINPATH_DEEP").is_some(), json: false })
}

pub fn run(args: &Args) -> Result<()> {
    let card = root().join("hdl/generated/card.sv");
    let card = fs::read_to_string(&card).with_context(|| card.display().to_string())?;
    let wanted = |b: &&Block| args.block.as_ref().is_none_or(|only| b.name.contains(only.as_str()));
    let blocks: Vec<&Block> = BLOCKS.iter().filter(wanted).collect();
    ensure!(
        !blocks.is_empty(),
        "no block has that name: {}",
        BLOCKS.iter().map(|b| b.name).collect::<Vec<_>>().join(", ")
    );
    let prover = Prover::ready()?;
    let (mut all, mut wrong) = (vec![], vec![]);
    for block in blocks {
        let shown = Proof::new(&prover, block, &card, args.deep).and_then(|mut proof| proof.show());
        match shown {
            Ok(shown) => {
                if !args.json {
                    print(&shown);
                }
                all.push(shown);
            }
            Err(error) => {
                eprintln!("{}: {error:#}", block.name);
                wrong.push(block.name);
            }
        }
    }
    if args.json {
        println!("{}", serde_json::to_string(&all)?);
    }
    ensure!(wrong.is_empty(), "not shown: {}", wrong.join(", "));
    Ok(())
}

fn print(shown: &Shown) {
    println!("{}: {} ({} s)", shown.block, shown.about, shown.seconds);
    for property in &shown.properties {
        println!("  {:<28} {}", property.name, property.how);
    }
    for (name, step) in &shown.covers {
        println!("  {name:<28} reached in cycle {step}");
    }
    for (name, failed) in &shown.broken {
        println!("  broken {name:<21} noticed by {}", failed.join(", "));
    }
    println!();
}

/// One block's gates and properties.
struct Proof<'a> {
    prover: &'a Prover,
    block: &'static str,
    /// The block's module, and the Verilog of it and all below it.
    top: String,
    gates: String,
    props: String,
    plan: Plan,
    deep: bool,
}

impl<'a> Proof<'a> {
    fn new(prover: &'a Prover, block: &Block, card: &str, deep: bool) -> Result<Self> {
        let (top, gates) = match block.gates {
            Gates::Card(path) => {
                let top = module_of(card, path)?;
                let gates = with_children(card, &top)?;
                (top, gates)
            }
            Gates::Small(name) => (name.to_owned(), small(name)?),
        };
        let props = fs::read_to_string(root().join(block.props)).context(block.props)?;
        let plan = Plan::parse(&props).context(block.props)?;
        Ok(Self { prover, block: block.name, top, gates, props, plan, deep })
    }

    fn show(&mut self) -> Result<Shown> {
        let start = Instant::now();
        let tasks: Vec<&Task> = self.plan.tasks.iter().filter(|t| self.deep || !t.deep).collect();
        let folder = self.design(self.block, &self.gates, &self.props)?;
        let mut covers = vec![];
        for task in &tasks {
            match self.run(&folder, task)? {
                Verdict::Holds { covers: reached } => covers.extend(reached),
                Verdict::Fails { names, log } => {
                    bail!("{} fails: {} ({})", task.kind.word(), names.join(", "), log.display())
                }
            }
        }
        ensure!(!covers.is_empty(), "no cover was reached: nothing says that the assumptions can be met");
        let deepest = covers.iter().map(|(_, step)| *step).max().unwrap_or(0);
        let shorter = tasks.iter().filter(|t| t.kind == Kind::Bounded).find(|t| t.depth <= deepest);
        ensure!(shorter.is_none(), "a bounded run is no longer than the deepest cover, {deepest} cycles");
        let properties = self.plan.properties.iter().filter_map(|(name, section)| {
            let how = tasks.iter().filter(|t| t.shows(section)).map(|t| how(t, deepest)).collect::<Vec<_>>();
            (!how.is_empty()).then(|| Property { name: name.clone(), how: how.join("; ") })
        });
        let properties = properties.collect();
        let mut broken = vec![];
        for copy in self.plan.broken.iter().filter(|b| self.deep || !b.deep) {
            broken.push((copy.name.clone(), self.breaks(copy, &tasks)?));
        }
        let about = self.plan.about.clone();
        Ok(Shown { block: self.block, about, properties, covers, broken, seconds: start.elapsed().as_secs() })
    }

    /// The properties that fail in a broken copy.
    fn breaks(&self, copy: &Broken, tasks: &[&Task]) -> Result<Vec<String>> {
        let times = self.gates.matches(&copy.from).count();
        ensure!(times == 1, "broken {}: `{}` stands {times} times in the Verilog", copy.name, copy.from);
        let name = format!("{}-{}", self.block, copy.name);
        let gates = self.gates.replace(&copy.from, &copy.to);
        // A property that fails in a run from reset says more than an induction that does not hold any more, where it is found
        // in time.
        let props = if copy.by.is_some() { self.props.clone() } else { named_only(&self.props) };
        let folder = self.design(&name, &gates, &props)?;
        let kind = copy.by.unwrap_or(Kind::Induction);
        for task in tasks.iter().filter(|t| t.kind == kind) {
            let from_reset = Task { depth: task.depth.max(BROKEN_DEPTH), base: true, ..(**task).clone() };
            let task = if copy.by.is_none() { &from_reset } else { *task };
            if let Verdict::Fails { names, .. } = self.run(&folder, task)? {
                return Ok(names);
            }
        }
        bail!("broken copy {} was not noticed", copy.name)
    }

    /// A folder with the gates and the properties as one module.
    fn design(&self, name: &str, gates: &str, props: &str) -> Result<std::path::PathBuf> {
        let folder = self.prover.folder(name)?;
        let flat = self.prover.flatten(&folder, gates, &self.top)?;
        let end = flat.rfind("endmodule").context("the flattened Verilog has no module")?;
        fs::write(folder.join("design.sv"), format!("{}{}\nendmodule\n", &flat[..end], props))?;
        Ok(folder)
    }

    fn run(&self, folder: &Path, task: &Task) -> Result<Verdict> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        eprint!("{name}: {} {} ... ", task.kind.word(), task.depth);
        let start = Instant::now();
        let verdict = self.prover.run(folder, &self.top, task);
        let word = match &verdict {
            Ok(Verdict::Holds { .. }) => "holds",
            Ok(Verdict::Fails { .. }) => "fails",
            Err(_) => "no verdict",
        };
        eprintln!("{word}, {} s", start.elapsed().as_secs());
        verdict
    }
}

/// The properties without what only carries the induction: the solver passes over a `cover` unless it is asked for one.
fn named_only(props: &str) -> String {
    props.replace(": assert (", ": must (").replace("assert (", "cover (").replace(": must (", ": assert (")
}

/// What a run says of a property, in words.
fn how(task: &Task, deepest: u32) -> String {
    let depth = task.depth;
    match task.kind {
        Kind::Step => format!("inductive (each operation, up to {depth} cycles)"),
        Kind::Reset => format!("after a reset of {} cycles from any state", depth - 1),
        Kind::Induction => format!("inductive (k = {depth})"),
        Kind::Bounded => format!("bounded {depth} (deepest cover {deepest}, {} beyond)", depth - deepest),
        Kind::Cover => String::new(),
    }
}
