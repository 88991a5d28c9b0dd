//! Pieces of Verilog text whose width is known by construction.
use crate::design::{Digits, Ty};
use rust_hdl::core::ast::{VerilogExpression as E, VerilogOp as Op, VerilogOpUnary as Un};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Printed Verilog; `atom` when it needs no parentheses as an operand.
pub struct Text {
    pub s: String,
    pub atom: bool,
}

impl Text {
    pub fn atom(s: impl Into<String>) -> Text {
        Text { s: s.into(), atom: true }
    }
    pub fn op(s: String) -> Text {
        Text { s, atom: false }
    }
    /// As an operand.
    pub fn p(&self) -> String {
        if self.atom {
            self.s.clone()
        } else {
            format!("({})", self.s)
        }
    }
}

/// A literal of exactly `width` bits.
pub fn sized(width: usize, hex: &str) -> String {
    match u128::from_str_radix(hex, 16) {
        Ok(v) if v < 10 => format!("{width}'d{v}"),
        _ => format!("{width}'h{hex}"),
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// `t` of `from` bits, zero-extended or truncated to `to` bits.
pub fn resize(t: Text, from: usize, to: usize) -> Text {
    let name = t.s.chars().all(is_word);
    match from.cmp(&to) {
        Ordering::Equal => t,
        Ordering::Less => Text::atom(format!("{{{}, {}}}", sized(to - from, "0"), t.s)),
        Ordering::Greater if name && to == 1 => Text::atom(format!("{}[0]", t.s)),
        Ordering::Greater if name => Text::atom(format!("{}[{}:0]", t.s, to - 1)),
        Ordering::Greater => Text::atom(format!("cut${from}${to}({})", t.s)),
    }
}

/// `t` of `from` bits, sign-extended to `to > from` bits.
pub fn extend(t: Text, from: usize, to: usize) -> Text {
    Text::atom(format!("sext${from}${to}({})", t.s))
}

/// Declarations of the width-changing functions called in `code`.
///
/// They are functions because Verilog cannot slice an expression, and because yosys 0.23 gives a size cast
/// `4'(a + b)` the width of its operand. Their argument ends in `$` so that it can hide no signal of the module.
pub fn functions(code: &str) -> String {
    let words: BTreeSet<&str> = code.split(|c| !is_word(c)).collect();
    words.iter().filter_map(|name| function(name)).collect()
}

fn function(name: &str) -> Option<String> {
    let mut parts = name.split('$');
    let (kind, from, to) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
    let (sign, value) = match kind {
        "cut" => ("", format!("x$[{}:0]", to - 1)),
        "sext" => (" signed", format!("{{{{{}{{x$[{}]}}}}, x$}}", to - from, from - 1)),
        _ => return None,
    };
    let head = format!("function automatic{sign} [{}:0] {name}(input [{}:0] x$);", to - 1, from - 1);
    Some(format!("{head}\n    {name} = {value};\nendfunction\n"))
}

pub fn symbol(op: &Op) -> &'static str {
    match op {
        Op::Add => "+",
        Op::Sub => "-",
        Op::Mul => "*",
        Op::LogicalAnd => "&&",
        Op::LogicalOr => "||",
        Op::BitXor => "^",
        Op::BitAnd => "&",
        Op::BitOr => "|",
        Op::Shl => "<<",
        Op::Shr => ">>",
        Op::Eq => "==",
        Op::Lt => "<",
        Op::Le => "<=",
        Op::Ne => "!=",
        Op::Ge => ">=",
        Op::Gt => ">",
    }
}

/// `e` without the parentheses around it.
pub fn strip(e: &E) -> &E {
    if let E::Paren(x) = e {
        strip(x)
    } else {
        e
    }
}

/// The expression about as its author wrote it, for messages.
pub fn show(e: &E) -> String {
    match e {
        E::Signal(s) => s.replace('$', "."),
        E::Literal(l) => match Digits::of(l) {
            d if d.bits == 1 => (d.hex == "1").to_string(),
            d => d.value().map_or(format!("0x{}", d.hex), |v| v.to_string()),
        },
        E::Cast(x, n) => format!("bit_cast::<{n}, _>({})", show(x)),
        E::Signed(x) => format!("signed_cast({})", show(x)),
        E::Unsigned(x) => format!("unsigned_cast({})", show(x)),
        E::Paren(x) => format!("({})", show(x)),
        E::Binary(l, op, r) => format!("{} {} {}", show(l), symbol(op), show(r)),
        E::Unary(Un::Not, x) => format!("!{}", show(x)),
        E::Unary(Un::Neg, x) => format!("-{}", show(x)),
        E::Unary(Un::All, x) => format!("{}.all()", show(x)),
        E::Unary(Un::Any, x) => format!("{}.any()", show(x)),
        E::Unary(Un::Xor, x) => format!("{}.xor()", show(x)),
        E::Index(x, i) => format!("{}.get_bit({})", show(x), show(i)),
        E::Slice(x, n, i) => format!("{}.get_bits::<{n}>({})", show(x), show(i)),
        E::IndexReplace(x, i, v) => format!("{}.replace_bit({}, {})", show(x), show(i), show(v)),
    }
}

/// A type for messages about what a place needs.
pub fn needed(e: &E, is: Ty, want: Ty) -> String {
    format!("`{}` is {is} where {want} is needed", show(e))
}
