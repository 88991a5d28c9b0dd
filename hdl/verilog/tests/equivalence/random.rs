//! Random expressions, well typed and rarely parenthesised more than Rust needs.
use super::group::{Group, Type};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use Type::{Bits, Bool, Signed};

/// Text and how tightly its outermost operator binds.
type Text = (String, u8);

const ATOM: u8 = 20;
const UNARY: u8 = 18;
const MUL: u8 = 16;
const SUM: u8 = 14;
const SHIFT: u8 = 12;
const AND: u8 = 10;
const XOR: u8 = 8;
const OR: u8 = 6;
const COMPARE: u8 = 4;
const BOTH: u8 = 3;
const EITHER: u8 = 2;

const SUMS: [(&str, u8); 5] = [("+", SUM), ("-", SUM), ("&", AND), ("|", OR), ("^", XOR)];
const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// `count` expressions over inputs of widths that are random within 2..=128 as well.
pub fn group(name: &str, seed: u64, count: usize) -> Group {
    let mut random = SmallRng::seed_from_u64(seed);
    // an index needs 3, 5 or 7; a product 16 and 32
    let mut widths = vec![3, 5, 7, 16, 32, 128];
    widths.extend((0..8).map(|_| random.random_range(2..=128)));
    widths.sort();
    widths.dedup();
    let mut signed = vec![8, 16, 32, 33];
    signed.extend((0..2).map(|_| widths[random.random_range(0..widths.len())]).filter(|w| *w <= 64));
    signed.sort();
    signed.dedup();
    let mut group = Group::new(name, &widths, &signed);
    // an expression may name every input of its type, and needs those of the signed widths as Bits too
    widths.retain(|w| *w > 1);
    let mut make = Make { random, widths, signed };
    for n in 0..count {
        let depth = make.random.random_range(2..=5);
        let (ty, text) = match make.random.random_range(0..20) {
            0..9 => {
                let w = make.width();
                (Bits(w), make.bits(w, depth).0)
            }
            9..17 => (Bool, make.bool(depth).0),
            _ => {
                let w = make.signed_width();
                (Signed(w), make.signed(w, depth).0)
            }
        };
        group.add(format!("o{n}"), ty, text);
    }
    group
}

struct Make {
    random: SmallRng,
    widths: Vec<usize>,
    signed: Vec<usize>,
}

impl Make {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *from.choose(&mut self.random).expect("something to pick from")
    }
    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }
    fn width(&mut self) -> usize {
        let widths = self.widths.clone();
        self.pick(&widths)
    }
    fn signed_width(&mut self) -> usize {
        let widths = self.signed.clone();
        self.pick(&widths)
    }

    /// `t` as an operand of an operator that binds as tightly as `level`, sometimes with parentheses to spare.
    fn operand(&mut self, t: Text, level: u8) -> String {
        if t.1 >= level && (t.1 == ATOM || self.chance(85)) {
            t.0
        } else {
            format!("({})", t.0)
        }
    }
    fn infix(&mut self, left: Text, op: (&str, u8), right: Text) -> Text {
        let (left, right) = (self.operand(left, op.1), self.operand(right, op.1 + 1));
        (format!("{left} {} {right}", op.0), op.1)
    }

    fn signal(&mut self, names: [&str; 2], w: usize) -> Text {
        (format!("self.{}{w}.val()", self.pick(&names)), ATOM)
    }

    fn literal(&mut self, w: usize) -> Text {
        let most = u64::MAX >> (64 - w.min(63));
        let value = match self.random.random_range(0..6) {
            n @ 0..3 => u64::min(n, most),
            3 => most,
            _ => self.random.random::<u64>() & most,
        };
        let suffix = if value >> 31 == 0 { "" } else { "u64" };
        (if self.chance(50) { format!("{value}{suffix}") } else { format!("{value:#x}{suffix}") }, ATOM)
    }

    /// A value that can index `w` bits, as the argument of get_bit.
    fn index(&mut self, w: usize, depth: u32) -> String {
        match [7usize, 5, 3].into_iter().find(|k| 1 << k <= w) {
            Some(k) if self.chance(50) => {
                let at = self.bits(k, depth);
                format!("{}.index()", self.operand(at, ATOM))
            }
            _ => self.random.random_range(0..w).to_string(),
        }
    }

    fn bits(&mut self, w: usize, depth: u32) -> Text {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.chance(92)) else {
            return self.signal(["a", "b"], w);
        };
        match self.random.random_range(0..18) {
            0..4 => {
                let (left, op, right) = (self.bits(w, depth), self.pick(&SUMS), self.bits(w, depth));
                self.infix(left, op, right)
            }
            4..6 => {
                let (a, op, b) = (self.bits(w, depth), self.pick(&SUMS), self.literal(w));
                if self.chance(70) {
                    self.infix(a, op, b)
                } else {
                    self.infix(b, op, a)
                }
            }
            6 => {
                let x = self.bits(w, depth);
                (format!("!{}", self.operand(x, UNARY)), UNARY)
            }
            7..9 => {
                let op = (self.pick(&["<<", ">>"]), SHIFT);
                let x = self.bits(w, depth);
                let by = if self.chance(40) {
                    (self.random.random_range(0..140).to_string(), ATOM)
                } else {
                    // Rust-HDL shifts in a big integer: 2^32 places cost it half a gigabyte
                    let narrow: Vec<usize> = self.widths.iter().copied().filter(|w| *w <= 16).collect();
                    let k = self.pick(&narrow);
                    self.bits(k, depth)
                };
                self.infix(x, op, by)
            }
            9..12 => {
                let from = self.width();
                (format!("bit_cast::<{w}, {from}>({})", self.bits(from, depth).0), ATOM)
            }
            12..14 => {
                let wider: Vec<usize> = self.widths.iter().copied().filter(|v| *v >= w).collect();
                let from = self.pick(&wider);
                let x = self.bits(from, depth);
                let (x, at) = (self.operand(x, ATOM), self.index(from, depth));
                (format!("{x}.get_bits::<{w}>({at})"), ATOM)
            }
            14 => {
                let x = self.bits(w, depth);
                let (x, at, bit) = (self.operand(x, ATOM), self.index(w, depth), self.bool(depth).0);
                (format!("{x}.replace_bit({at}, {bit})"), ATOM)
            }
            15 if self.signed.contains(&w) => (format!("unsigned_cast::<{w}>({})", self.signed(w, depth).0), ATOM),
            15 if w == 32 => {
                let (left, right) = (self.bits(16, depth), self.bits(16, depth));
                self.infix(left, ("*", MUL), right)
            }
            16 => {
                let (x, bit) = (self.bits(w, depth), self.bool(depth));
                self.infix(x, ("+", SUM), bit)
            }
            _ => (format!("({})", self.bits(w, depth).0), ATOM),
        }
    }

    fn signed(&mut self, w: usize, depth: u32) -> Text {
        let Some(depth) = depth.checked_sub(1) else { return self.signal(["s", "t"], w) };
        match self.random.random_range(0..7) {
            0..3 => {
                let (left, op, right) = (self.signed(w, depth), self.pick(&["+", "-"]), self.signed(w, depth));
                self.infix(left, (op, SUM), right)
            }
            3 => {
                let x = self.signed(w, depth);
                (format!("-{}", self.operand(x, UNARY)), UNARY)
            }
            4 if self.widths.contains(&w) => (format!("signed_cast::<{w}>({})", self.bits(w, depth).0), ATOM),
            5 => {
                let wider: Vec<usize> = self.signed.iter().copied().filter(|v| *v >= w).collect();
                let from = self.pick(&wider);
                let x = self.signed(from, depth);
                (format!("{}.get_bits::<{w}>({})", self.operand(x, ATOM), self.random.random_range(0..=from - w)), ATOM)
            }
            _ => {
                // signed_bit_cast of the least value never returns, so it takes inputs only
                let from = self.signed_width();
                let (cast, op) = (self.signal(["s", "t"], from).0, self.pick(&["+", "-"]));
                let cast = (format!("signed_bit_cast::<{w}, {from}>({cast})"), ATOM);
                let right = self.signal(["s", "t"], w);
                self.infix(cast, (op, SUM), right)
            }
        }
    }

    fn bool(&mut self, depth: u32) -> Text {
        let Some(depth) = depth.checked_sub(1) else {
            return (self.pick(&["self.f.val()", "self.g.val()"]).into(), ATOM);
        };
        match self.random.random_range(0..10) {
            0..3 => {
                let (w, op) = (self.width(), self.pick(&COMPARISONS));
                let (left, right) = (self.bits(w, depth), self.bits(w, depth));
                self.compared(left, op, right)
            }
            3 => {
                let (w, op) = (self.width(), self.pick(&COMPARISONS));
                let (left, right) = (self.bits(w, depth), self.literal(w));
                self.compared(left, op, right)
            }
            4 => {
                let (w, op) = (self.signed_width(), self.pick(&COMPARISONS));
                let (left, right) = (self.signed(w, depth), self.signed(w, depth));
                self.compared(left, op, right)
            }
            5 => {
                let w = self.width();
                let x = self.bits(w, depth);
                (format!("{}.{}()", self.operand(x, ATOM), self.pick(&["any", "all", "xor"])), ATOM)
            }
            6 => {
                let w = self.width();
                let x = self.bits(w, depth);
                (format!("{}.get_bit({})", self.operand(x, ATOM), self.index(w, depth)), ATOM)
            }
            7 => {
                let x = self.bool(depth);
                (format!("!{}", self.operand(x, UNARY)), UNARY)
            }
            8 => {
                let (left, op, right) = (self.bool(depth), self.pick(&SUMS[2..]), self.bool(depth));
                self.infix(left, op, right)
            }
            _ => {
                let (left, op, right) =
                    (self.bool(depth), self.pick(&[("&&", BOTH), ("||", EITHER)]), self.bool(depth));
                self.infix(left, op, right)
            }
        }
    }

    /// Comparisons do not chain, and `a << b < c` or a cast before `<` would read as generics.
    fn compared(&mut self, left: Text, op: &str, right: Text) -> Text {
        let left = if left.1 == ATOM && !left.0.contains('<') { left.0 } else { format!("({})", left.0) };
        let right = self.operand(right, COMPARE + 1);
        (format!("{left} {op} {right}"), COMPARE)
    }
}
