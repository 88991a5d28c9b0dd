//! CRC-32C of a stream of 64-bit words, one word per cycle.
//!
//! Two stages keep it fast: the word's own share is a registered 64-to-32 matrix, so that only the register's 32-to-32
//! feedback has to settle within a cycle. Both matrices are derived here from the polynomial.

use rust_hdl::prelude::*;
use twinpath_spec::link::{CRC_POLYNOMIAL, CRC_START};

/// `crc` covers every word that was given two or more cycles ago.
#[derive(LogicBlock)]
pub struct Crc32c {
    pub clock: Signal<In, Clock>,
    /// A word, its low byte first.
    pub data: Signal<In, Bits<64>>,
    pub valid: Signal<In, Bit>,
    /// With `valid`: a new stream begins with this word.
    pub first: Signal<In, Bit>,
    pub crc: Signal<Out, Bits<32>>,
    _start: Preset,
    _stage: Stage,
}

/// The register before a stream's first word.
type Preset = u32;

/// The registers, as the Rust simulation keeps them: share, valid, first; then the CRC register.
type Stage = ((u32, bool, bool), u32);

impl Default for Crc32c {
    fn default() -> Self {
        Self::preset(CRC_START)
    }
}

impl Crc32c {
    /// For streams of an odd number of 32-bit halves, of which the first half-word counts nothing: its low half must
    /// be 0 and the first byte of the stream is in bits 39:32.
    pub fn from_high_half() -> Self {
        // The register that 32 zero bits turn into the usual start.
        let back = |s: u32| match s >> 31 {
            0 => s << 1,
            _ => (s ^ CRC_POLYNOMIAL) << 1 | 1,
        };
        Self::preset((0..32).fold(CRC_START, |s, _| back(s)))
    }

    fn preset(start: u32) -> Self {
        Self {
            clock: Default::default(),
            data: Default::default(),
            valid: Default::default(),
            first: Default::default(),
            crc: Default::default(),
            _start: start,
            _stage: Default::default(),
        }
    }
}

/// The register 64 bits later, without data.
fn advance(state: u32) -> u32 {
    (0..64).fold(state, |s, _| s >> 1 ^ (CRC_POLYNOMIAL & (s & 1).wrapping_neg()))
}

/// What a word adds to the register at its end.
fn share(data: u64) -> u32 {
    // The low half meets the register at once, the high half 32 bits later: both pass as if they were the register.
    let half = |s: u32, bits: u32| (0..bits).fold(s, |s, _| s >> 1 ^ (CRC_POLYNOMIAL & (s & 1).wrapping_neg()));
    half(data as u32, 64) ^ half((data >> 32) as u32, 32)
}

/// One `assign`-like line per output bit: the exclusive or of the input bits that `image` says reach it.
fn matrix(to: &str, from: &str, inputs: u32, image: impl Fn(u32) -> u32) -> String {
    let images: Vec<u32> = (0..inputs).map(image).collect();
    let line = |bit: u32| {
        let terms = (0..inputs).filter(|n| images[*n as usize] >> bit & 1 == 1);
        let terms: Vec<_> = terms.map(|n| format!("{from}[{n}]")).collect();
        format!("assign {to}[{bit}] = {};\n", terms.join(" ^ "))
    };
    (0..32).map(line).collect()
}

impl Logic for Crc32c {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let ((word, valid, first), state) = self._stage;
            if valid {
                self._stage.1 = advance(if first { self._start } else { state }) ^ word;
            }
            self._stage.0 = (share(self.data.val().to_u64()), self.valid.val(), self.first.val());
        }
        self.crc.next = u64::from(!self._stage.1).to_bits();
    }

    fn connect(&mut self) {
        self.crc.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
reg [31:0] state;
reg [31:0] share;
reg share_valid;
reg share_first;
wire [31:0] share_now;
wire [31:0] advanced;
{data}{feedback}always @(posedge clock) begin
    share <= share_now;
    share_valid <= valid;
    share_first <= first;
    if (share_valid) state <= (share_first ? 32'h{start:08x} : advanced) ^ share;
end
always @* crc = ~state;
",
            data = matrix("share_now", "data", 64, |n| share(1 << n)),
            feedback = matrix("advanced", "state", 32, |n| advance(1 << n)),
            start = advance(self._start),
        ))
    }

    fn timing(&self) -> Vec<rust_hdl::core::timing::TimingInfo> {
        vec![]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{model, verilog};
    use rand::{rngs::SmallRng, Rng, SeedableRng};
    use rust_hdl::core::prelude::simulate;
    use twinpath_verilated::{Model, Options};

    /// Bit by bit, as the definition reads.
    fn reference(bytes: &[u8]) -> u32 {
        let mut state = u32::MAX;
        for bit in bytes.iter().flat_map(|b| (0..8).map(move |n| u32::from(b >> n & 1))) {
            let feedback = (state ^ bit) & 1;
            state = state >> 1 ^ if feedback == 1 { 0x82f6_3b78 } else { 0 };
        }
        !state
    }

    /// Runs random streams with gaps through the gates and the Rust model; says where one left the reference.
    fn check(gates: &mut Model, mut rust: Crc32c, skip: usize) -> Result<(), String> {
        let [data, valid, first, crc] = ["data", "valid", "first", "crc"].map(|n| gates.any(n));
        let mut random = SmallRng::seed_from_u64(11);
        let mut stream: Vec<u8> = vec![];
        // What `crc` shows after one and two more cycles; nothing is promised before the first stream.
        let mut expected = [None, None];
        rust.connect_all();
        for cycle in 0..3_000 {
            let (go, start) = (random.random_bool(0.7), cycle == 0 || random.random_bool(0.05));
            let mut word: u64 = random.random();
            if start && skip == 4 {
                word &= !0xffff_ffff;
            }
            let go = go || cycle == 0;
            if go {
                if start {
                    stream.clear();
                }
                stream.extend(&word.to_le_bytes()[if start { skip } else { 0 }..]);
            }
            gates.set(data, word);
            gates.set(valid, go.into());
            gates.set(first, start.into());
            gates.clock();
            rust.data.next = word.to_bits();
            rust.valid.next = go;
            rust.first.next = start;
            for level in [false, true] {
                rust.clock.next = level.into();
                assert!(simulate(&mut rust, 10));
            }
            expected = [Some(reference(&stream)), expected[0]];
            if let Some(expected) = expected[1] {
                let found = (gates.get(crc) as u32, rust.crc.val().to_u32());
                if found != (expected, expected) {
                    return Err(format!("cycle {cycle}: gates and Rust {found:08x?}, not {expected:08x}"));
                }
            }
        }
        Ok(())
    }

    #[test]
    fn gates_and_rust_agree_with_the_definition() {
        check(&mut model::<Crc32c>("leaf_crc"), Crc32c::default(), 0).unwrap();
    }

    #[test]
    fn a_stream_may_begin_in_the_high_half() {
        let text = verilog("leaf_crc_half", &mut Crc32c::from_high_half()).unwrap();
        let mut gates = Model::build(&Options::block("leaf_crc_half", text)).unwrap();
        check(&mut gates, Crc32c::from_high_half(), 4).unwrap();
    }

    #[test]
    fn a_missing_term_is_found() {
        let text = verilog("leaf_crc_mutant", &mut Crc32c::default()).unwrap();
        let broken = text.replacen("data[63] ^ ", "", 1).replacen(" ^ data[63]", "", 1);
        assert_ne!(text, broken);
        let mut gates = Model::build(&Options::block("leaf_crc_mutant", broken)).unwrap();
        check(&mut gates, Crc32c::default(), 0).unwrap_err();
    }
}
