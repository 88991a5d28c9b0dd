//! Types of expressions, which the AST does not carry.
//!
//! They come from the signals, whose widths the probe reports, upwards. Integers have no width of their own; they
//! take the one of the other operand or of the target.
use super::text::{show, sized, strip, Text};
use super::{Name, Printer, Res, Scope};
use crate::design::{Digits, Ty};
use rust_hdl::core::ast::{VerilogExpression as E, VerilogOp as Op, VerilogOpUnary as Un};

/// A Rust integer known at generation.
#[derive(Clone, Copy)]
pub struct Int {
    pub value: i128,
    /// `lo..=hi` spans every intermediate value, so that a computation which would wrap in a hardware type can be
    /// told from one which would not.
    pub lo: i128,
    pub hi: i128,
    pub computed: bool,
}

impl Int {
    pub fn plain(value: i128) -> Int {
        Int { value, lo: value, hi: value, computed: false }
    }

    /// The integer as a literal of type `want`; refused where Rust would panic or (above 32 bits) truncate.
    pub fn literal(self, want: Ty, e: &E) -> Res<Text> {
        let fits = |v: i128| v >= 0 && (want.width >= 127 || v < 1i128 << want.width);
        let negative = want.signed && !self.computed && self.value < 0;
        if negative && want.width < 127 && -self.value <= 1i128 << (want.width - 1) {
            return Ok(Text::op(format!("-{}", sized(want.width, &format!("{:x}", -self.value)))));
        }
        if negative || !fits(self.lo) || !fits(self.hi) {
            return Err(format!("`{}` does not fit {want}", show(e)));
        }
        Ok(Text::atom(sized(want.width, &format!("{:x}", self.value))))
    }
}

/// What is known of an expression's type.
pub enum Known {
    Ty(Ty),
    Int(Int),
    /// The AST does not say; the surroundings must (`signed_bit_cast` and `1 << x` lose their widths).
    Open,
}

impl<S: Scope> Printer<'_, S> {
    pub fn infer(&self, e: &E) -> Res<Known> {
        Ok(match e {
            E::Signal(s) => match self.0.lookup(s)? {
                Name::Signal { ty, .. } | Name::Variant { ty, .. } => Known::Ty(ty),
                Name::Index(i) => Known::Int(Int::plain(i)),
            },
            E::Literal(l) => match Digits::of(l) {
                d if d.bits == 1 => Known::Ty(Ty::BIT),
                d => Known::Int(Int::plain(d.value().ok_or_else(|| format!("literal 0x{} is too large", d.hex))?)),
            },
            E::Paren(x) => self.infer(x)?,
            E::Cast(_, to) => Known::Ty(Ty::bits(*to)),
            E::Signed(x) => match self.infer(x)? {
                Known::Ty(t) if t.signed => Known::Open,
                Known::Ty(t) => Known::Ty(Ty { signed: true, ..t }),
                other => other,
            },
            E::Unsigned(x) => match self.infer(x)? {
                Known::Ty(t) if t.signed => Known::Ty(Ty::bits(t.width)),
                _ => return Err(format!("`unsigned_cast({})` of a value not known to be Signed", show(x))),
            },
            E::Unary(Un::Not, x) => match self.infer(x)? {
                Known::Int(_) => return Err(format!("`!{}` of a constant has no known width", show(x))),
                other => other,
            },
            E::Unary(Un::Neg, x) => match self.infer(x)? {
                Known::Int(i) if !i.computed => Known::Int(Int::plain(-i.value)),
                Known::Int(_) => return Err(format!("`-{}` of a computed constant", show(x))),
                other => other,
            },
            E::Unary(Un::All | Un::Any | Un::Xor, _) | E::Index(..) => Known::Ty(Ty::BIT),
            E::Binary(l, op, r) => self.infer_binary(e, l, op, r)?,
            E::Slice(x, w, _) => match self.infer(x)? {
                Known::Ty(t) => Known::Ty(Ty { width: *w, ..t }),
                _ => return Err(format!("the width of `{}` is not known", show(x))),
            },
            E::IndexReplace(x, ..) => self.infer(x)?,
        })
    }

    fn infer_binary(&self, e: &E, l: &E, op: &Op, r: &E) -> Res<Known> {
        if is_comparison(op) || matches!(op, Op::LogicalAnd | Op::LogicalOr) {
            return Ok(Known::Ty(Ty::BIT));
        }
        Ok(match (op, self.infer(l)?, self.infer(r)?) {
            (_, Known::Int(a), Known::Int(b)) => {
                Known::Int(fold(a, op, b).ok_or_else(|| format!("constant `{}` overflows", show(e)))?)
            }
            (Op::Mul, Known::Ty(t), _) | (Op::Mul, _, Known::Ty(t)) => Known::Ty(Ty { width: 32, ..t }),
            (Op::Shl | Op::Shr, Known::Ty(t), _) => Known::Ty(t),
            // `1 << x` is 64 bits in Rust and `k.to_bits::<8>() << x` is 8: only the context knows
            (Op::Shl | Op::Shr, ..) => Known::Open,
            // Bits<N> + bool: the one operator whose sides may differ
            (Op::Add, Known::Open, Known::Ty(Ty::BIT)) => Known::Open,
            (_, Known::Ty(t), _) | (_, _, Known::Ty(t)) => Known::Ty(t),
            _ => Known::Open,
        })
    }

    /// True for a struct, whose Rust order goes by the first field and whose bits go by the last.
    pub fn is_struct(&self, e: &E) -> bool {
        let fields = |e: &E| match e {
            E::Signal(s) => self.0.lookup(s).map_or(vec![], |n| n.fields()),
            _ => vec![],
        };
        match strip(e) {
            E::Slice(x, w, at) => match self.infer(at) {
                Ok(Known::Int(at)) => {
                    fields(strip(x)).iter().any(|f| f.is_struct && (f.offset as i128, f.width) == (at.value, *w))
                }
                _ => false,
            },
            e => !fields(e).is_empty(),
        }
    }

    /// The value of a test that does not depend on any signal, such as `i == 0` in an unrolled loop.
    pub fn constant_test(&self, e: &E) -> Option<bool> {
        match e {
            E::Paren(x) => self.constant_test(x),
            E::Literal(l) => Some(Digits::of(l)).filter(|d| d.bits == 1).map(|d| d.hex == "1"),
            E::Unary(Un::Not, x) => self.constant_test(x).map(|v| !v),
            E::Binary(l, Op::LogicalAnd, r) => Some(self.constant_test(l)? && self.constant_test(r)?),
            E::Binary(l, Op::LogicalOr, r) => Some(self.constant_test(l)? || self.constant_test(r)?),
            E::Binary(l, op, r) if is_comparison(op) => match (self.infer(l), self.infer(r)) {
                (Ok(Known::Int(a)), Ok(Known::Int(b))) => compare(a, op, b),
                _ => None,
            },
            _ => None,
        }
    }
}

pub fn is_comparison(op: &Op) -> bool {
    matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge)
}

/// Compares two integers; `None` when their Rust type, which the AST does not show, could matter.
pub fn compare(a: Int, op: &Op, b: Int) -> Option<bool> {
    let same_in_any_type = |i: Int| !i.computed || (i.lo >= 0 && i.hi < 1 << 31);
    if !same_in_any_type(a) || !same_in_any_type(b) {
        return None;
    }
    Some(match op {
        Op::Eq => a.value == b.value,
        Op::Ne => a.value != b.value,
        Op::Lt => a.value < b.value,
        Op::Le => a.value <= b.value,
        Op::Gt => a.value > b.value,
        _ => a.value >= b.value,
    })
}

fn fold(a: Int, op: &Op, b: Int) -> Option<Int> {
    let by = u32::try_from(b.value).ok().filter(|n| *n < 100);
    let value = match op {
        Op::Add => a.value.checked_add(b.value)?,
        Op::Sub => a.value.checked_sub(b.value)?,
        Op::Mul => a.value.checked_mul(b.value)?,
        Op::BitAnd => a.value & b.value,
        Op::BitOr => a.value | b.value,
        Op::BitXor => a.value ^ b.value,
        Op::Shl => a.value.checked_mul(1i128.checked_shl(by?)?)?,
        Op::Shr => a.value >> by?,
        _ => return None,
    };
    Some(Int { value, lo: value.min(a.lo).min(b.lo), hi: value.max(a.hi).max(b.hi), computed: true })
}
