//! What is printed.
mod common;

use rust_hdl::prelude::*;
use twinpath_verilog::print_verilog;

fn text<B: Block + Default>() -> String {
    let mut u = B::default();
    u.connect_all();
    print_verilog("top", &u).unwrap_or_else(|e| panic!("{e:#?}"))
}

block!(Carry { pub o: Signal<Out, Bits<16>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = bit_cast::<16, 8>(self.a.val() + self.b.val());
    }
});
block!(Precedence { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = self.a.val() & self.b.val() == self.b.val() + 1;
    }
});
block!(Narrow { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = bit_cast::<4, 8>(self.a.val() + 1).all();
    }
});
block!(Extend { pub o: Signal<Out, Signed<16>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = signed_bit_cast::<16, 8>(self.s.val());
    }
});

#[test]
fn widths_are_explicit() {
    assert!(text::<Carry>().contains("o = {8'd0, a + b};"));
    assert!(text::<Precedence>().contains("o = (a & b) == (b + 8'd1);"));
    assert!(text::<Narrow>().contains("o = &cut$8$4(a + 8'd1);"));
    assert!(text::<Extend>().contains("o = sext$8$16(s);"));
    for v in [text::<Carry>(), text::<Precedence>(), text::<Narrow>(), text::<Extend>()] {
        assert!(!v.contains("'("), "a size cast: {v}");
    }
}

#[derive(LogicBlock, Default)]
struct Pair {
    pub clock: Signal<In, Clock>,
    pub load: Signal<In, Bit>,
    pub d: Signal<In, Bits<8>>,
    pub q: Signal<Out, Bits<8>>,
    x: DFF<Bits<8>>,
    y: DFF<Bits<8>>,
}
impl Logic for Pair {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, x, y);
        if self.load.val() {
            self.x.d.next = self.d.val();
            self.y.d.next = self.x.q.val();
        }
        self.q.next = self.y.q.val();
    }
}

#[test]
fn identical_modules_are_printed_once() {
    let v = text::<Pair>();
    assert_eq!(v.matches("endmodule").count(), 2);
    assert!(v.contains("top_x x (") && v.contains("top_x y ("));
    assert_eq!(v, text::<Pair>());
}

#[test]
fn clocks_and_plain_copies_are_continuous() {
    let v = text::<Pair>();
    assert!(v.contains("assign x$clock = clock;") && v.contains("assign q = y$q;"));
    assert!(v.contains("output wire [7:0] q;") && v.contains("reg [7:0] x$d;"));
    let body = v.split("always_comb").nth(1).expect("the defaults of x and y are procedural");
    assert!(body.contains("x$d = x$q;") && !body.contains("clock"));
}

#[derive(LogicBlock)]
struct Numbers {
    pub o: Signal<Out, Signed<10>>,
    pub wide: Signal<Out, Bits<100>>,
    least: Constant<Signed<10>>,
    most: Constant<Bits<100>>,
    unused: Constant<Bits<8>>,
}
impl Default for Numbers {
    fn default() -> Self {
        Self {
            o: Default::default(),
            wide: Default::default(),
            least: Constant::new((-5).into()),
            most: Constant::new(!Bits::<100>::default()),
            unused: Constant::new(3.into()),
        }
    }
}
impl Logic for Numbers {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = self.least.val();
        self.wide.next = self.most.val();
    }
}

#[test]
fn constants_keep_their_sign_and_width() {
    let v = text::<Numbers>();
    assert!(v.contains("localparam signed [9:0] least = 10'h3fb;"), "{v}");
    assert!(v.contains(&format!("localparam [99:0] most = 100'h{};", "f".repeat(25))), "{v}");
    assert!(!v.contains("unused"), "{v}");
}

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
#[allow(dead_code)]
enum State {
    Idle,
    Busy,
    Done,
}

#[derive(LogicBlock, Default)]
struct Machine {
    pub state: Signal<In, State>,
    pub o: Signal<Out, Bits<4>>,
}
impl Logic for Machine {
    #[hdl_gen]
    fn update(&mut self) {
        match self.state.val() {
            State::Busy => self.o.next = 1.into(),
            State::Done => self.o.next = 2.into(),
            State::Idle => self.o.next = 3.into(),
        }
    }
}

#[test]
fn the_last_arm_takes_the_rest() {
    let v = text::<Machine>();
    assert!(v.contains("localparam [1:0] State$Busy = 2'd1;") && v.contains("State$Busy: begin"));
    assert!(v.contains("default: begin // State$Idle"));
}

#[derive(LogicBlock, Default)]
struct Shift {
    pub i: Signal<In, Bit>,
    pub o: [Signal<Out, Bit>; 3],
}
impl Logic for Shift {
    #[hdl_gen]
    fn update(&mut self) {
        for k in 0..3 {
            if k == 0 {
                self.o[k].next = self.i.val();
            } else {
                self.o[k].next = !self.o[k - 1].val();
            }
        }
    }
}

#[test]
fn tests_on_loop_variables_are_decided() {
    let v = text::<Shift>();
    assert!(v.contains("assign o$0 = i;") && v.contains("assign o$1 = ~o$0;") && v.contains("assign o$2 = ~o$1;"));
    assert!(!v.contains("always_comb"));
}

#[derive(LogicBlock, Default)]
struct Leaf {
    pub i: Signal<In, Bit>,
    pub o: Signal<Out, Bit>,
}
impl Logic for Leaf {
    fn update(&mut self) {
        self.o.next = self.i.val();
    }
    fn connect(&mut self) {
        self.o.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom("// module wire_through\nalways_comb o = i;\n".into())
    }
}

#[derive(LogicBlock, Default)]
struct Leaves {
    pub i: Signal<In, Bit>,
    pub o: Signal<Out, Bit>,
    first: Leaf,
    second: Leaf,
}
impl Logic for Leaves {
    #[hdl_gen]
    fn update(&mut self) {
        self.first.i.next = self.i.val();
        self.second.i.next = self.first.o.val();
        self.o.next = self.second.o.val();
    }
}

#[test]
fn leaves_may_say_their_name() {
    let v = text::<Leaves>();
    assert!(v.contains("module top_wire_through (") && v.contains("top_wire_through second ("));
}
