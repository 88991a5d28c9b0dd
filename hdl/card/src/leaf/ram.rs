//! Memories with one write port and one read port on one clock.
//!
//! Neither may be read and written at the same address in the same cycle: synthesis is told so (`no_rw_check`), which
//! saves the comparators and bypasses that the tools would add. The owner's logic rules it out or discards the word.

use rust_hdl::prelude::*;

/// Block RAM of 2^A words: the word at `read_address` is on `read_data` one cycle later.
#[derive(LogicBlock, Default)]
pub struct Ram<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    pub write: Signal<In, Bit>,
    pub write_address: Signal<In, Bits<A>>,
    pub write_data: Signal<In, T>,
    pub read_address: Signal<In, Bits<A>>,
    pub read_data: Signal<Out, T>,
    _words: Words<T>,
}

/// Distributed RAM of 2^A words: the word at `read_address` is on `read_data` in the same cycle.
#[derive(LogicBlock, Default)]
pub struct Table<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    pub write: Signal<In, Bit>,
    pub write_address: Signal<In, Bits<A>>,
    pub write_data: Signal<In, T>,
    pub read_address: Signal<In, Bits<A>>,
    pub read_data: Signal<Out, T>,
    _words: Words<T>,
}

/// The contents, as the Rust simulation keeps them.
type Words<T> = Vec<T>;

fn word<T: Synth>(words: &[T], at: usize) -> T {
    words.get(at).copied().unwrap_or_default()
}

fn store<T: Synth>(words: &mut Vec<T>, at: usize, value: T) {
    if words.len() <= at {
        words.resize(at + 1, T::default());
    }
    words[at] = value;
}

impl<T: Synth, const A: usize> Logic for Ram<T, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.read_data.next = word(&self._words, self.read_address.val().index());
            if self.write.val() {
                store(&mut self._words, self.write_address.val().index(), self.write_data.val());
            }
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
(* ram_style = \"block\", no_rw_check *) reg [{msb}:0] memory [0:{last}];
always @(posedge clock) begin
    if (write) memory[write_address] <= write_data;
    read_data <= memory[read_address];
end
",
            msb = T::BITS - 1,
            last = (1usize << A) - 1
        ))
    }

    fn timing(&self) -> Vec<rust_hdl::core::timing::TimingInfo> {
        vec![]
    }
}

impl<T: Synth, const A: usize> Logic for Table<T, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() && self.write.val() {
            store(&mut self._words, self.write_address.val().index(), self.write_data.val());
        }
        self.read_data.next = word(&self._words, self.read_address.val().index());
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
(* ram_style = \"distributed\", no_rw_check *) reg [{msb}:0] memory [0:{last}];
always @(posedge clock) if (write) memory[write_address] <= write_data;
always @* read_data = memory[read_address];
",
            msb = T::BITS - 1,
            last = (1usize << A) - 1
        ))
    }

    fn timing(&self) -> Vec<rust_hdl::core::timing::TimingInfo> {
        vec![]
    }
}
