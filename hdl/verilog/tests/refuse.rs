//! What is refused: every refusal has a block here that provokes it and nothing else.
mod common;

use rust_hdl::prelude::*;
use twinpath_verilog::print_verilog;

/// The refusals of a block, one a line.
fn refusals<B: Block + Default>() -> String {
    let mut u = B::default();
    u.connect_all();
    of(&u)
}

fn of(u: &dyn Block) -> String {
    match print_verilog("top", u) {
        Ok(text) => panic!("must be refused, but prints\n{text}"),
        Err(errors) => errors.iter().map(|e| format!("{e}\n")).collect(),
    }
}

/// The block `$name` is refused, in `top`, for exactly one reason, which contains each of the texts.
macro_rules! refused {
    ($test:ident, $name:ident, $($text:literal),+) => {
        #[test]
        fn $test() {
            let found = refusals::<$name>();
            assert_eq!(found.lines().count(), 1, "{found}");
            assert!(found.starts_with("top: "), "{found}");
            $(assert!(found.contains($text), "{found}");)+
        }
    };
}

const K: u64 = 5;

// ---- expressions

block!(RustConst { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val() + K; }
});
refused!(rust_constants, RustConst, "`K` is not a signal", "Constant<T>");

block!(BigLiteral { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val() + 256; }
});
refused!(literals_that_do_not_fit, BigLiteral, "`256` does not fit Bits<8>");

block!(IndexSum { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val().get_bit(self.k.val().index() + 1); }
});
refused!(arithmetic_on_an_index, IndexSum, "a.get_bit(k + 1)", "use a Local");

block!(FarIndex { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val().get_bit(8); }
});
refused!(bits_that_are_not_there, FarIndex, "index 8 of `a.get_bit(8)` is outside 0..8");

block!(OpenSign { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = signed_bit_cast::<16, 8>(self.s.val()) == signed_bit_cast::<16, 8>(self.s.val());
    }
});
refused!(signed_bit_cast_of_unknown_width, OpenSign, "no operand of `signed_cast(s) == signed_cast(s)`");

block!(HiddenWidth { pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = ((1 << self.k.val()) + self.a.val().get_bit(0)).any(); }
});
refused!(reductions_of_unknown_width, HiddenWidth, "under a reduction is not known");

block!(WideShift { wide: Signal<In, Bits<40>>, pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val() << self.wide.val(); }
});
refused!(wide_shift_amounts, WideShift, "shift amount `wide`");

block!(WideIndex { wide: Signal<In, Bits<40>>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.a.val().get_bit(self.wide.val().index()); }
});
refused!(wide_indices, WideIndex, "index `wide` of `a.get_bit(wide)` is Bits<40>");

#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq, PartialOrd)]
struct Flit {
    pub low: Bits<4>,
    pub high: Bits<4>,
}
block!(StructOrder { x: Signal<In, Flit>, y: Signal<In, Flit>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.x.val() < self.y.val(); }
});
refused!(orders_of_structs, StructOrder, "`x < y` orders structs");

// ---- statements

block!(Early { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = self.t.val();
        self.t.next = self.a.val();
    }
});
refused!(reads_before_the_write, Early, "`t` is read before");

block!(HalfEarly { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        if self.a.val().any() {
            self.t.next = self.a.val();
        }
        self.o.next = self.t.val();
        self.t.next = self.b.val();
    }
});
refused!(reads_after_a_write_on_one_path, HalfEarly, "`t` is read before");

block!(Latch { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        if self.a.val().any() {
            self.o.next = self.a.val();
        } else if self.b.val().any() {
            self.o.next = self.b.val();
        }
    }
});
refused!(latches_of_outputs, Latch, "`o` is not assigned on every path", "give it a default first");

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
#[allow(dead_code)]
enum State {
    Idle,
    Busy,
    Done,
}
block!(MatchLatch { state: Signal<In, State>, pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        match self.state.val() {
            State::Busy => self.o.next = self.a.val(),
            State::Done => {}
            _ => self.o.next = self.b.val(),
        }
    }
});
refused!(latches_of_matches, MatchLatch, "`o` is not assigned on every path");

block!(StructLatch { pub o: Signal<Out, Flit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next.low = self.a.val().get_bits::<4>(0); }
});
refused!(latches_of_fields, StructLatch, "`o` is not assigned on every path");

block!(RegisterLatch { pub clock: Signal<In, Clock>, pub o: Signal<Out, Bits<8>>, r: DFF<Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, r);
        if self.a.val().any() {
            self.r.d.next = self.a.val();
        }
        self.o.next = self.r.q.val();
    }
});
refused!(registers_without_their_default, RegisterLatch, "`r$d` is not assigned on every path");

block!(Undriven { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.t.val(); }
});
refused!(reads_of_what_nothing_drives, Undriven, "nothing drives `t`");

block!(Floating { pub clock: Signal<In, Clock>, pub o: Signal<Out, Bits<8>>, r: DFF<Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.r.d.next = self.a.val();
        self.o.next = self.r.q.val();
    }
});
refused!(inputs_of_children_left_open, Floating, "nothing drives `r$clock`");

block!(Settled { pub clock: Signal<In, Clock>, pub o: Signal<Out, Bits<8>>, r: DFF<Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, r);
        self.o.next = self.r.d.val();
        self.r.d.next = self.a.val();
    }
});
refused!(inputs_of_children_read_too_early, Settled, "`r$d`, an input of a child, is read before its last assignment");

block!(DrivesInput { pub o: Signal<Out, Bits<8>>, } {
    #[hdl_gen]
    fn update(&mut self) {
        self.o.next = self.b.val();
        self.a.next = self.b.val();
    }
});
refused!(own_inputs, DrivesInput, "`a` cannot be driven from here");

block!(LoopName { i: Signal<In, Bit>, pub o: [Signal<Out, Bit>; 2], } {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..2 {
            self.o[i].next = self.i.val();
        }
    }
});
#[test]
fn loop_variables_named_like_signals() {
    assert!(refusals::<LoopName>().contains("loop variable `i` is also the name of a signal"));
}

block!(NegativeIndex { pub o: [Signal<Out, Bit>; 2], } {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..2 {
            self.o[i].next = self.o[i - 1].val();
        }
    }
});
#[test]
fn negative_indices() {
    assert!(refusals::<NegativeIndex>().contains("index `[i-1]` is not a constant"));
}

// ---- names and modules

block!(Word { pub logic: Signal<In, Bit>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.logic.val(); }
});
refused!(reserved_words, Word, "`logic` is a reserved word");

block!(Foreign { pub größe: Signal<In, Bit>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.größe.val(); }
});
refused!(foreign_letters, Foreign, "is not an identifier of SystemVerilog");

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum One {
    Only,
}
block!(NoBits { one: Signal<In, One>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.one.val() == One::Only; }
});
#[test]
fn signals_without_bits() {
    assert!(refusals::<NoBits>().contains("top: `one` has no bits"));
}

mod other {
    use rust_hdl::prelude::*;
    #[derive(LogicState, Copy, Clone, Debug, PartialEq)]
    #[allow(dead_code)]
    pub enum State {
        Busy,
        Idle,
    }
}
block!(TwoEnums { one: Signal<In, State>, two: Signal<In, other::State>, pub o: Signal<Out, Bit>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = self.one.val() == State::Idle; }
});
refused!(enums_of_one_name, TwoEnums, "`State$Idle` is a variant of two different enums");

block!(Panics { pub o: Signal<Out, Bits<4>>, } {
    #[hdl_gen]
    fn update(&mut self) { self.o.next = bits::<4>(200); }
});
#[test]
fn kernels_that_panic() {
    let found = refusals::<Panics>();
    assert!(found.contains("top: making its HDL panics: ") && found.contains("0xc8"), "{found}");
}

#[derive(LogicInterface, Default)]
struct Pads {
    pub pad: Signal<InOut, Bit>,
}
#[derive(LogicBlock, Default)]
struct Pad {
    pub pads: Pads,
}
impl Logic for Pad {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        Verilog::Custom("assign pads$pad = 1'bz;".into())
    }
}
#[derive(LogicBlock, Default)]
struct Board {
    inner: Pad,
}
impl Logic for Board {
    #[hdl_gen]
    fn update(&mut self) {}
}
refused!(inouts_of_children, Board, "`inner$pads$pad`: InOut ports of children");

#[derive(LogicBlock, Default)]
struct Dummy {
    pub o: Signal<Out, Bit>,
}
impl Logic for Dummy {
    fn update(&mut self) {
        self.o.next = true;
    }
}
refused!(blocks_without_hdl, Dummy, "outputs, but no HDL");

#[test]
fn wrapped_blocks() {
    let mut u = TopWrap::new(Dummy::default());
    u.connect_all();
    let found = of(&u);
    assert!(
        found.contains("top: child blocks, but no HDL") && found.contains("top/uut: outputs, but no HDL"),
        "{found}"
    );
}

#[test]
fn tops_that_are_no_block() {
    assert!(of(&Pads::default()).contains("not a single block"));
    assert!(of(&[Dummy::default(), Dummy::default()]).contains("not a single block"));
    let u = Dummy::default();
    let errors = print_verilog("module", &u).unwrap_err();
    assert!(errors[0].to_string().contains("`module` is a reserved word"));
}

// ---- links

#[derive(LogicInterface, Default)]
#[join = "Sink"]
struct Source {
    pub data: Signal<Out, Bits<8>>,
    pub ready: Signal<In, Bit>,
}
#[derive(LogicInterface, Default)]
#[join = "Source"]
struct Sink {
    pub data: Signal<In, Bits<8>>,
    pub ready: Signal<Out, Bit>,
}
#[derive(LogicBlock, Default)]
struct Stage {
    pub up: Sink,
    pub down: Source,
}
impl Logic for Stage {
    #[hdl_gen]
    fn update(&mut self) {
        self.down.data.next = self.up.data.val();
        self.up.ready.next = self.down.ready.val();
    }
}

#[derive(LogicBlock, Default)]
struct LinkedTwice {
    pub up: Sink,
    pub down: Source,
    x: Stage,
}
impl Logic for LinkedTwice {
    #[hdl_gen]
    fn update(&mut self) {
        Sink::link(&mut self.up, &mut self.x.up);
        Source::link(&mut self.down, &mut self.x.down);
        Source::link(&mut self.down, &mut self.x.down);
    }
}
#[test]
fn signals_linked_twice() {
    assert!(refusals::<LinkedTwice>().contains("`down$data` is linked twice"));
}

#[derive(LogicBlock, Default)]
struct LinkAndWrite {
    pub up: Sink,
    pub down: Source,
    x: Stage,
}
impl Logic for LinkAndWrite {
    #[hdl_gen]
    fn update(&mut self) {
        Sink::link(&mut self.up, &mut self.x.up);
        Source::link(&mut self.down, &mut self.x.down);
        self.down.data.next = self.x.down.data.val();
    }
}
refused!(two_drivers, LinkAndWrite, "`down$data` is driven by a link and by an assignment");

#[derive(LogicBlock, Default)]
struct LinkSometimes {
    pub yes: Signal<In, Bit>,
    pub up: Sink,
    pub down: Source,
    x: Stage,
}
impl Logic for LinkSometimes {
    #[hdl_gen]
    fn update(&mut self) {
        Source::link(&mut self.down, &mut self.x.down);
        if self.yes.val() {
            Sink::link(&mut self.up, &mut self.x.up);
        }
    }
}
#[test]
fn conditional_links() {
    assert!(refusals::<LinkSometimes>().contains("a link inside an `if`"));
}

/// Refusals carry the path of the instance.
#[derive(LogicBlock, Default)]
struct Outer {
    pub clock: Signal<In, Clock>,
    inner: [RegisterLatch; 2],
}
impl Logic for Outer {
    #[hdl_gen]
    fn update(&mut self) {
        for n in 0..2 {
            self.inner[n].clock.next = self.clock.val();
            self.inner[n].a.next = 0.into();
            self.inner[n].b.next = 0.into();
            self.inner[n].k.next = 0.into();
            self.inner[n].s.next = 0.into();
        }
    }
}
#[test]
fn refusals_say_where() {
    let found = refusals::<Outer>();
    assert!(found.contains("top/inner$0: `r$d` is not") && found.contains("top/inner$1: `r$d` is not"), "{found}");
}
