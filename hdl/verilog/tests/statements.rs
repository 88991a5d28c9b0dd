//! Statements and structure: Rust's simulation and Verilator in lockstep over clocks, directly and through yosys; and
//! what the tools say of the text.
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rust_hdl::prelude::*;
use std::fs;
use std::path::Path;
use std::process::Command;
use twinpath_verilated::{Model, Options};
use twinpath_verilog::{check_netlist, lint, print_verilog};

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum State {
    Idle,
    Filling,
    Sending,
    Waiting,
    Done,
}

#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
struct Flit {
    pub data: Bits<8>,
    pub level: Bits<5>,
    pub last: Bit,
}

#[derive(LogicInterface, Default)]
#[join = "Sink"]
struct Source {
    pub flit: Signal<Out, Flit>,
    pub valid: Signal<Out, Bit>,
    pub ready: Signal<In, Bit>,
}
#[derive(LogicInterface, Default)]
#[join = "Source"]
struct Sink {
    pub flit: Signal<In, Flit>,
    pub valid: Signal<In, Bit>,
    pub ready: Signal<Out, Bit>,
}

/// Rust-HDL's own DFF initialises an enum with 64 bits, which lint rightly minds.
#[derive(LogicBlock, Default)]
struct Register<T: Synth> {
    pub clock: Signal<In, Clock>,
    pub d: Signal<In, T>,
    pub q: Signal<Out, T>,
}
impl<T: Synth> Logic for Register<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = self.d.val();
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        let code = "// module register\ninitial q = WIDTH'd0;\nalways @(posedge clock) q <= d;\n";
        Verilog::Custom(code.replace("WIDTH", &T::BITS.to_string()))
    }
}

/// One register on the way, forward and backward.
#[derive(LogicBlock, Default)]
struct Stage {
    pub clock: Signal<In, Clock>,
    pub up: Sink,
    pub down: Source,
    flit: Register<Flit>,
    full: Register<Bit>,
}
impl Logic for Stage {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, flit, full);
        self.down.flit.next = self.flit.q.val();
        self.down.valid.next = self.full.q.val();
        self.up.ready.next = !self.full.q.val();
        if self.full.q.val() {
            if self.down.ready.val() {
                self.full.d.next = false;
            }
        } else if self.up.valid.val() {
            self.full.d.next = true;
            self.flit.d.next = self.up.flit.val();
            self.flit.d.next.data = self.up.flit.val().data + 1;
            self.flit.d.next.level = 0 - self.up.flit.val().level;
        }
    }
}

#[derive(LogicBlock, Default)]
struct Machine {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub data: Signal<In, Bits<8>>,
    pub level: Signal<In, Signed<5>>,
    pub valid: Signal<In, Bit>,
    pub state_out: Signal<Out, State>,
    pub sum_out: Signal<Out, Bits<12>>,
    pub parity: [Signal<Out, Bit>; 4],
    pub out: Source,
    state: Register<State>,
    sum: Register<Bits<12>>,
    stages: [Stage; 3],
    flit: Signal<Local, Flit>,
    count: Signal<Local, Bits<4>>,
}
impl Logic for Machine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, sum);
        Source::link(&mut self.out, &mut self.stages[2].down);
        for i in 0..3 {
            self.stages[i].clock.next = self.clock.val();
        }
        for i in 0..2 {
            Source::join(&mut self.stages[i].down, &mut self.stages[i + 1].up);
        }
        self.flit.next.data = self.data.val();
        self.flit.next.level = unsigned_cast(self.level.val());
        self.flit.next.last = self.sum.q.val().get_bit(3);
        self.stages[0].up.flit.next = self.flit.val();
        self.stages[0].up.valid.next = false;
        self.count.next = 0.into();
        for i in 0..4 {
            if i == 0 {
                self.parity[i].next = self.data.val().get_bit(0);
            } else {
                self.parity[i].next = self.parity[i - 1].val() ^ self.data.val().get_bit(i);
            }
            if self.data.val().get_bit(i + 4) {
                self.count.next = self.count.val() + 1;
            }
        }
        self.state_out.next = self.state.q.val();
        self.sum_out.next = self.sum.q.val() + bit_cast::<12, 4>(self.count.val());
        match self.state.q.val() {
            State::Idle => {
                if self.valid.val() {
                    self.state.d.next = State::Filling;
                }
            }
            State::Filling => {
                self.sum.d.next = self.sum.q.val() + bit_cast::<12, 8>(self.data.val());
                if self.level.val() < (-3).into() {
                    self.state.d.next = State::Sending;
                } else if self.data.val() > 200 {
                    self.state.d.next = State::Idle;
                }
            }
            State::Sending => {
                self.stages[0].up.valid.next = true;
                if self.stages[0].up.ready.val() {
                    self.state.d.next = State::Waiting;
                }
            }
            State::Waiting => {
                if self.flit.val().last || self.state.q.val() == State::Done {
                    self.state.d.next = State::Done;
                }
            }
            _ => self.state.d.next = State::Idle,
        }
        if self.reset.val() {
            self.state.d.next = State::Idle;
        }
    }
}

fn machine() -> Machine {
    let mut u = Machine::default();
    // what the top's environment drives
    u.clock.connect();
    u.reset.connect();
    u.data.connect();
    u.level.connect();
    u.valid.connect();
    u.out.ready.connect();
    u.connect_all();
    check_all(&u).unwrap();
    u
}

fn text() -> String {
    print_verilog("machine", &machine()).unwrap_or_else(|e| panic!("{e:#?}"))
}

/// Runs both for `cycles` and says where they part.
fn run(verilog: &str, cycles: usize) -> Result<(), String> {
    let mut u = machine();
    let mut model = Model::build(&Options::block("machine", verilog)).unwrap_or_else(|e| panic!("{e}"));
    let mut random = SmallRng::seed_from_u64(7);
    let pins = ["clock", "reset", "data", "level", "valid", "out$ready"].map(|n| model.input(n).unwrap());
    let outs =
        ["state_out", "sum_out", "parity$0", "parity$3", "out$valid", "out$flit"].map(|n| model.output(n).unwrap());
    let mut seen = [false; 5];
    for cycle in 0..cycles {
        let (data, level) = (random.random_range(0..256u64), random.random_range(0..32u64));
        let (reset, valid, ready) = (random.random_ratio(1, 50), random.random_ratio(1, 2), random.random_ratio(1, 3));
        for high in [false, true] {
            u.clock.next = high.into();
            u.reset.next = reset;
            u.data.next = data.into();
            u.level.next = signed_cast(level.into());
            u.valid.next = valid;
            u.out.ready.next = ready;
            assert!(simulate(&mut u, 100), "does not settle");
            for (pin, value) in pins.iter().zip([high.into(), reset.into(), data, level, valid.into(), ready.into()]) {
                model.set(*pin, value);
            }
            model.eval();
            let flit: Bits<14> = u.out.flit.val().into();
            seen[u.state_out.val() as usize] = true;
            let rust = [
                u.state_out.val() as u64,
                u.sum_out.val().to_u64(),
                u.parity[0].val().into(),
                u.parity[3].val().into(),
                u.out.valid.val().into(),
                flit.to_u64(),
            ];
            let found = outs.map(|pin| model.get(pin));
            if rust != found {
                return Err(format!("cycle {cycle}, clock {high}: Rust {rust:x?}, Verilog {found:x?}"));
            }
        }
    }
    assert_eq!(seen, [true; 5], "the run visits every state");
    Ok(())
}

#[test]
fn statements_mean_the_same() {
    run(&text(), 2000).unwrap();
}

#[test]
fn statements_mean_the_same_after_yosys() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.sv"), text()).unwrap();
    let script = "read_verilog -sv in.sv; hierarchy -top machine; proc; opt; write_verilog -noattr out.v";
    let done = Command::new("yosys").args(["-q", "-p", script]).current_dir(folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    run(&fs::read_to_string(folder.path().join("out.v")).unwrap(), 2000).unwrap();
}

#[test]
fn the_comparison_can_fail() {
    for (right, wrong) in
        [("+ 8'd1", "+ 8'd2"), ("default: begin", "3'd7: begin"), ("$signed(-", "(-"), ("parity$1 ^", "parity$0 ^")]
    {
        let text = text();
        if text.contains(right) {
            assert!(run(&text.replacen(right, wrong, 1), 2000).is_err(), "{wrong} for {right} goes unseen");
        } else {
            panic!("`{right}` is not in\n{text}");
        }
    }
}

// ---- the tools

fn file(folder: &Path, text: &str) -> std::path::PathBuf {
    let path = folder.join("design.sv");
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_tools_accept_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &text());
    lint("machine", &[&path]).unwrap();
    check_netlist("machine", &[&path]).unwrap();
}

#[test]
fn latches_loops_and_lint_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let latch = "module top(input wire c, input wire d, output reg q);\nalways @* if (c) q = d;\nendmodule\n";
    let path = file(folder.path(), latch);
    assert!(check_netlist("top", &[&path]).unwrap_err().to_string().contains("top"));
    assert!(lint("top", &[&path]).unwrap_err().to_string().contains("LATCH"));

    // a loop through two instances, which no module shows by itself
    let pass = "module pass(input wire i, input wire e, output wire o);\nassign o = i & e;\nendmodule\n";
    let top = |last: &str| {
        format!(
            "{pass}module top(input wire e, output wire o);\nwire m;\n\
             pass a(.i({last}), .e(e), .o(m));\npass b(.i(m), .e(e), .o(o));\nendmodule\n"
        )
    };
    let path = file(folder.path(), &top("o"));
    assert!(check_netlist("top", &[&path]).unwrap_err().to_string().contains("loop"));
    let path = file(folder.path(), &top("e"));
    check_netlist("top", &[&path]).unwrap();

    // one bit of a vector from another is no loop
    let bits =
        "module top(input wire i, input wire e, output wire [2:0] o);\nassign o = e ? {o[1:0], i} : 3'd0;\nendmodule\n";
    let path = file(folder.path(), bits);
    check_netlist("top", &[&path]).unwrap();
}
