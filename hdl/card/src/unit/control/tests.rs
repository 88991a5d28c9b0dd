//! The register walk: every declared register against what its inputs say, driven by the declarations.

use super::Control;
use crate::harness::{model, mutant};
use crate::pins::Fields;
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};
use twinpath_spec::control::{self, ALL};
use twinpath_spec::limits::{self, BAR2_BYTES};
use twinpath_spec::register::{Access, Register};
use twinpath_verilated::{Model, Pin};

/// An access takes at most this many cycles.
const DEADLINE: u32 = 10;
const WHOLE: u64 = 0xff;

/// The block with the memories behind it, and what is known of its inputs and settings.
struct Bench {
    m: Model,
    request: Fields,
    row_view: Fields,
    pins: BTreeMap<&'static str, Pin>,
    inputs: BTreeMap<String, u64>,
    settings: BTreeMap<u32, u64>,
    random: SmallRng,
    /// Reads that were asked for, replies that were taken.
    reads: u32,
    replies: u32,
}

impl Bench {
    fn new(m: Model) -> Self {
        let names = [
            "reset",
            "regs$valid",
            "regs$ready",
            "reg_reply$data",
            "reg_reply$valid",
            "reg_reply$ready",
            "row_address",
        ];
        let more = [
            "trace_address",
            "trace_first",
            "trace_second",
            "path_enable",
            "modes",
            "hold_limit",
            "wait_limit",
            "holder",
        ];
        let mut bench = Self {
            request: Fields::of(&m, "regs$data", &[1, 1, 16, 64, 8]),
            row_view: Fields::of(&m, "row_view", &[32, 6, 32, 6]),
            pins: names.into_iter().chain(more).map(|n| (n, m.any(n))).collect(),
            inputs: BTreeMap::new(),
            settings: BTreeMap::new(),
            random: SmallRng::seed_from_u64(5),
            reads: 0,
            replies: 0,
            m,
        };
        bench.reset();
        bench
    }

    fn reset(&mut self) {
        self.set("reset", 1);
        self.clock();
        self.set("reset", 0);
        for r in ALL.iter().filter(|r| r.access != Access::ReadOnly) {
            self.settings.extend((0..r.count).map(|n| (r.at(n), r.reset.unwrap_or(0))));
        }
    }

    fn set(&mut self, pin: &str, value: u64) {
        self.m.set(self.pins[pin], value);
    }

    fn get(&self, pin: &str) -> u64 {
        self.m.get(self.pins[pin])
    }

    /// A clock; the row and trace memories answer a cycle after their address.
    fn clock(&mut self) {
        self.m.eval();
        let (row, entry) = (self.get("row_address"), self.get("trace_address"));
        self.replies += (self.get("reg_reply$valid") & self.get("reg_reply$ready")) as u32;
        self.m.clock();
        self.row_view.set(&mut self.m, &row_of(row));
        let (first, second) = entry_of(entry);
        self.set("trace_first", first);
        self.set("trace_second", second);
        self.m.eval();
    }

    fn request(&mut self, write: bool, offset: u32, data: u64, enable: u64) -> Result<(), String> {
        self.request.set(&mut self.m, &[write.into(), 1, offset.into(), data, enable]);
        self.set("regs$valid", 1);
        for _ in 0..DEADLINE {
            self.m.eval();
            let taken = self.get("regs$ready") == 1;
            self.clock();
            if taken {
                self.set("regs$valid", 0);
                self.reads += !write as u32;
                return Ok(());
            }
        }
        Err(format!("the access to {offset:#x} is not taken"))
    }

    fn read(&mut self, offset: u32) -> Result<u64, String> {
        self.request(false, offset, 0, WHOLE)?;
        self.set("reg_reply$ready", 1);
        for _ in 0..DEADLINE {
            self.m.eval();
            let (valid, value) = (self.get("reg_reply$valid"), self.get("reg_reply$data"));
            self.clock();
            if valid == 1 {
                return Ok(value);
            }
        }
        Err(format!("no reply to the read of {offset:#x}"))
    }

    /// A write, done when this returns; what it does to the settings is kept in mind.
    fn write(&mut self, offset: u32, data: u64, enable: u64) -> Result<(), String> {
        self.request(true, offset, data, enable)?;
        self.clock();
        let known = ALL.iter().find(|r| (0..r.count).any(|n| r.at(n) == offset));
        if let (Some(held), Some(r)) = (self.settings.get_mut(&offset), known) {
            let bytes = (0..8).filter(|n| enable >> n & 1 == 1).fold(0, |mask, n| mask | 0xff_u64 << (8 * n));
            *held = after(r, *held, data, bytes);
        }
        Ok(())
    }

    /// Gives every input of the card's state a value of `pick(random, width)`.
    fn scramble(&mut self, pick: impl Fn(&mut SmallRng, u32) -> u64) {
        for (name, output, width) in self.m.ports() {
            let other = ["clock", "reset", "row_view", "trace_first", "trace_second"].contains(&name.as_str());
            if output || other || name.starts_with("reg") {
                continue;
            }
            let value = pick(&mut self.random, width) & u64::MAX >> (64 - width);
            let pin = self.m.any(&name);
            self.m.set(pin, value);
            self.inputs.insert(name, value);
        }
        self.clock();
        self.clock();
    }

    /// What the n-th register `r` has to show.
    fn expected(&self, r: &Register, n: u32) -> u64 {
        if r.access != Access::ReadOnly {
            return self.settings[&r.at(n)];
        }
        r.reset.unwrap_or_else(|| r.fields.iter().fold(0, |value, f| value | f.put(self.field(r.name, f.name, n))))
    }

    fn field(&self, register: &str, field: &str, n: u32) -> u64 {
        let pin = |name: &str| self.inputs[name];
        let path = |name: &str| self.inputs[&format!("path_{name}${n}")];
        let row = row_of(n.into());
        let bit = |name: &str| pin(name) >> n & 1;
        match (register, field) {
            ("BOARD", "board") => pin("board_id"),
            ("BOARD", "unit") => pin("unit_id"),
            ("CAPABILITIES", "links") => 1,
            ("CAPABILITIES", "queues") => twinpath_spec::nvme::IO_QUEUES.into(),
            ("CAPABILITIES", "rows") => limits::ROWS as u64,
            ("CAPABILITIES", "slots") => limits::SLOTS as u64,
            ("CAPABILITIES", "paths") => control::PATHS.into(),
            ("CAPABILITIES", "trace_entries") => control::TRACE_ENTRIES.into(),
            ("VOLUME", _) => pin("area_blocks"),
            ("SERIAL", _) => pin("serial"),
            ("CYCLES", _) => pin("cycle"),
            ("PATH_STATE", "busy") => bit("path_busy"),
            ("PATH_STATE", "draining") => bit("path_busy") & !self.settings[&control::PATH_CONTROL.at(n)],
            ("PATH_WRITES", _) => path("writes"),
            ("PATH_BEATS", _) => path("beats"),
            ("PATH_BYTES", _) => path("beats") * 8,
            ("PATH_STALLS", _) => path("stalls"),
            ("UNIT_STATE", "slots_used") => pin("slots_used").count_ones().into(),
            ("LINK_STATE", "session") => pin("session"),
            ("LINK_STATE", f) => pin(&format!("link_{f}")),
            ("ROW_RANGE", "lba") => row[0],
            ("ROW_RANGE", "blocks") => row[1],
            ("ROW_RANGE", "exclusive") => bit("active"),
            ("ROW_RANGE", "read") => bit("shared"),
            ("ROW_RANGE", f) => bit(f),
            ("ROW_TAG", "wseq") => row[2],
            ("ROW_TAG", "left") => row[3],
            ("TRACE_HEAD", _) => pin("trace_head"),
            ("TRACE_EVENT", f) => control::TRACE_EVENT.field(f).of(entry_of(n.into()).0),
            ("TRACE_DETAIL", f) => control::TRACE_DETAIL.field(f).of(entry_of(n.into()).1),
            (r, "count") => match [&control::LINK_COUNTERS[..], &control::HOST_COUNTERS[..]].map(|l| place(l, r)) {
                [Some(n), _] => pin(&format!("link_counters${n}")),
                [_, Some(n)] => pin(&format!("host_counters${n}")),
                _ => pin(&r.to_lowercase()),
            },
            (_, f) => pin(f),
        }
    }

    /// Every register shows what it must, and so do the outputs.
    fn compare(&mut self) -> Result<(), String> {
        for r in ALL {
            for n in 0..r.count {
                let (found, expected) = (self.read(r.at(n))?, self.expected(r, n));
                if found != expected {
                    return Err(format!("{} {n} shows {found:#x}, not {expected:#x}", r.name));
                }
            }
        }
        self.compare_settings()
    }

    fn compare_settings(&mut self) -> Result<(), String> {
        for (offset, expected) in self.settings.clone() {
            let found = self.read(offset)?;
            if found != expected {
                return Err(format!("the setting at {offset:#x} shows {found:#x}, not {expected:#x}"));
            }
        }
        let setting = |r: &Register, n, field| r.field(field).of(self.settings[&r.at(n)]);
        let enabled = (0..control::PATHS).fold(0, |bits, n| bits | setting(&control::PATH_CONTROL, n, "enable") << n);
        // The port has the modes in the order of the register.
        let modes = control::MODE.fields.iter().fold(0, |bits, f| bits | setting(&control::MODE, 0, f.name) << f.lsb);
        let expected = [
            enabled,
            modes,
            setting(&control::HOLD_LIMIT, 0, "cycles"),
            setting(&control::WAIT_LIMIT, 0, "cycles"),
            setting(&control::R_HOST, 0, "holder"),
        ];
        let found = ["path_enable", "modes", "hold_limit", "wait_limit", "holder"].map(|name| self.get(name));
        if found != expected {
            return Err(format!(
                "path_enable, modes, hold_limit, wait_limit, holder are {found:x?}, not {expected:x?}"
            ));
        }
        Ok(())
    }
}

/// What a register holds after a write of these bits.
fn after(r: &Register, held: u64, data: u64, bits: u64) -> u64 {
    let change = bits & r.writable();
    let changed = held & !change | data & change;
    if changed <= r.most {
        changed
    } else {
        held
    }
}

fn place(list: &[Register], name: &str) -> Option<usize> {
    list.iter().position(|r| r.name == name)
}

/// What stands in a row: lba, blocks, wseq, left.
fn row_of(row: u64) -> [u64; 4] {
    let mix = (row + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    [mix & 0xffff_ffff, mix >> 32 & 0x3f, mix >> 8 & 0xffff_ffff, mix >> 40 & 0x3f]
}

/// The two words of an entry of the trace ring.
fn entry_of(entry: u64) -> (u64, u64) {
    let mix = (entry + 1).wrapping_mul(0xd134_2543_de82_ef95);
    (mix, !mix.rotate_left(17))
}

fn unknown() -> impl Iterator<Item = u32> {
    let known: std::collections::BTreeSet<u32> = ALL.iter().flat_map(|r| (0..r.count).map(|n| r.at(n))).collect();
    (0..BAR2_BYTES as u32).step_by(8).filter(move |offset| !known.contains(offset))
}

/// The whole window, as the declarations have it.
fn walk(m: Model) -> Result<(), String> {
    let mut bench = Bench::new(m);
    bench.scramble(|_, _| 0);
    bench.compare()?;
    bench.scramble(|_, _| u64::MAX);
    bench.compare()?;
    bench.scramble(|random, _| random.random());
    bench.compare()?;
    for offset in unknown() {
        let found = bench.read(offset)?;
        if found != 0 {
            return Err(format!("{offset:#x} is no register and shows {found:#x}"));
        }
    }

    // Settings: whole, each half, each byte, nothing; every bit there and back.
    let settings: Vec<u32> = bench.settings.keys().copied().collect();
    for offset in settings {
        let bytes = (0..8).map(|n| 1 << n);
        for enable in [WHOLE, 0x0f, 0xf0, 0].into_iter().chain(bytes) {
            for _ in 0..2 {
                let data = !bench.settings[&offset];
                bench.write(offset, data, enable)?;
                bench.compare_settings()?;
            }
            let data = bench.random.random();
            bench.write(offset, data, enable)?;
            bench.compare_settings()?;
        }
    }

    // Everything else does not care.
    let read_only = ALL.iter().filter(|r| r.access == Access::ReadOnly);
    for offset in read_only.flat_map(|r| (0..r.count).map(|n| r.at(n))).chain(unknown()) {
        bench.write(offset, u64::MAX, WHOLE)?;
    }
    bench.compare()?;

    bench.reset();
    bench.compare()?;
    if bench.replies != bench.reads {
        return Err(format!("{} replies to {} reads", bench.replies, bench.reads));
    }
    Ok(())
}

#[test]
fn every_register_is_what_its_declaration_says() {
    walk(model::<Control>("control")).unwrap();
}

const R_HOST_START: &str = "most = 64'd2;\n    localparam [63:0] start = 64'd0";

/// A place of the gates and what breaks it; a word of what the walk must say of that.
const MUTANTS: [(&str, &str, &str); 8] = [
    ("places$6 = 13'h6a", "places$6 = 13'h7f", "READS 0"),
    ("start = 64'h3b9aca00", "start = 64'h3b9aca01", "HOLD_LIMIT 0"),
    (R_HOST_START, "most = 64'd2;\n    localparam [63:0] start = 64'd1", "R_HOST 0"),
    ("most = 64'd2;", "most = 64'd3;", "the setting at 0x360"),
    ("mask$3 | (byte_mask << 24)", "mask$3 | (byte_mask << 16)", "the setting at 0x308"),
    ("doing$3 = 48'd0", "doing$3 = draining_bit", "PATH_STATE 3"),
    ("row_active$d = active[row]", "row_active$d = shared[row]", "ROW_RANGE"),
    ("~(|in_rows[12:7])", "~(|in_rows[12:8])", "0x1400 is no register"),
];

#[test]
fn what_is_wrong_with_a_register_is_found() {
    for (from, to, what) in MUTANTS {
        let found = walk(mutant::<Control>("control", from, to)).unwrap_err();
        assert!(found.contains(what), "`{to}`: {found}");
    }
}

/// Reads and writes in any order, with pauses, a host that is slow to take replies; says what went wrong.
fn crowd(m: Model) -> Result<(), String> {
    let mut bench = Bench::new(m);
    bench.scramble(|random, _| random.random());
    let mut expected = VecDeque::new();
    let (mut waiting, mut held, mut taken) = (None, None, 0);
    for cycle in 0..20_000 {
        if waiting.is_none() && bench.random.random_bool(0.5) {
            let r = &ALL[bench.random.random_range(0..ALL.len())];
            let n = bench.random.random_range(0..r.count);
            let write = r.access != Access::ReadOnly && bench.random.random_bool(0.5);
            let data = bench.random.random();
            bench.request.set(&mut bench.m, &[write.into(), 1, r.at(n).into(), data, WHOLE]);
            waiting = Some((r, n, write, data));
        }
        bench.set("regs$valid", waiting.is_some() as u64);
        let ready = bench.random.random_bool(if cycle % 1000 < 500 { 0.05 } else { 0.9 });
        bench.set("reg_reply$ready", ready.into());
        bench.m.eval();
        if let Some((r, n, write, data)) = waiting.filter(|_| bench.get("regs$ready") == 1) {
            waiting = None;
            if write {
                let held = bench.settings[&r.at(n)];
                bench.settings.insert(r.at(n), after(r, held, data, u64::MAX));
            } else {
                expected.push_back((r.name, bench.expected(r, n)));
            }
        }
        let shown = (bench.get("reg_reply$valid") == 1).then(|| bench.get("reg_reply$data"));
        if held.is_some() && held != shown {
            return Err(format!("cycle {cycle}: the reply changed while it was not taken"));
        }
        held = shown.filter(|_| !ready);
        if let Some(value) = shown.filter(|_| ready) {
            taken += 1;
            match expected.pop_front() {
                Some((_, right)) if right == value => {}
                other => return Err(format!("cycle {cycle}: {value:#x} instead of {other:x?}")),
            }
        }
        bench.clock();
    }
    if expected.len() > 1 || taken < 1000 {
        return Err(format!("{} reads without reply, {taken} replies", expected.len()));
    }
    Ok(())
}

#[test]
fn each_read_has_one_reply_in_order() {
    crowd(model::<Control>("control")).unwrap();
}

#[test]
fn a_reply_that_does_not_wait_is_found() {
    let m = mutant::<Control>("control", "if (reg_reply$ready) begin", "if (1'b1) begin");
    assert!(crowd(m).unwrap_err().contains("changed"));
}
