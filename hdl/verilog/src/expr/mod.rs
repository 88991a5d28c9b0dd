//! Expressions.
//!
//! The invariant that makes the printed text mean what Rust means: **the text of an expression of Rust width W has,
//! on its own, exactly W bits in Verilog, and it is only ever put where Verilog wants exactly W bits**: as an operand
//! beside one of the same width, as the right side of an assignment of that width, or in a self-determined place (a
//! concatenation, an argument, a reduction, a shift amount, a test). So no operand is ever extended implicitly, no
//! carry survives and no literal is wider than its sibling. Widths change only through `{n'd0, x}`, `x[h:l]` and the
//! functions `cut$from$to` and `sext$from$to`. Signedness then matters only in ordered comparison, multiplication and
//! sign extension, which say `$signed` themselves.
mod infer;
mod text;

use crate::design::{enum_width, Digits, Field, Ty};
use infer::{compare, is_comparison, Known};
use rust_hdl::core::ast::{VerilogExpression as E, VerilogOp as Op, VerilogOpUnary as Un};
use text::{extend, needed, resize, symbol, Text};
pub use text::{functions, show, sized, strip};

pub type Res<T> = Result<T, String>;

/// What a name in a kernel stands for.
#[derive(Clone)]
pub enum Name {
    /// A signal or `Constant`; `fields` are those of a struct.
    Signal { name: String, ty: Ty, fields: Vec<Field> },
    /// An enum variant.
    Variant { name: String, ty: Ty },
    /// The value of a loop variable.
    Index(i128),
}

impl Name {
    fn fields(self) -> Vec<Field> {
        if let Name::Signal { fields, .. } = self {
            fields
        } else {
            vec![]
        }
    }
}

/// Resolves the names in expressions, and takes note of what is read.
pub trait Scope {
    /// What `spelled` (the macro's spelling, `a[i + 1]$x`) stands for.
    fn lookup(&self, spelled: &str) -> Res<Name>;
    /// Called for each name printed; refuses what may not be read here.
    fn reads(&mut self, name: &str) -> Res<()>;
}

pub struct Printer<'a, S: Scope>(pub &'a mut S);

impl<S: Scope> Printer<'_, S> {
    /// The text of `e` as a value of type `want`.
    pub fn print(&mut self, e: &E, want: Ty) -> Res<Text> {
        if want.width == 0 {
            return Err(format!("`{}` has no bits", show(e)));
        }
        match self.infer(e)? {
            Known::Int(i) => return i.literal(want, e),
            Known::Ty(t) if t != want => return Err(needed(e, t, want)),
            _ => {}
        }
        match e {
            E::Signal(s) => match self.0.lookup(s)? {
                Name::Signal { name, .. } | Name::Variant { name, .. } => {
                    self.0.reads(&name)?;
                    Ok(Text::atom(name))
                }
                Name::Index(_) => Err(format!("loop variable `{s}` where a signal is needed")),
            },
            // every other literal is an Int
            E::Literal(l) => Ok(Text::atom(format!("1'b{}", Digits::of(l).hex))),
            E::Paren(x) => self.print(x, want),
            E::Cast(x, to) => self.cast(e, x, *to),
            E::Signed(x) => self.signed(x, want),
            E::Unsigned(x) => {
                let text = self.print(x, Ty { signed: true, ..want })?;
                Ok(Text::atom(format!("$unsigned({})", text.s)))
            }
            E::Unary(op, x) => self.unary(op, x, want),
            E::Binary(l, op, r) => self.binary(e, l, op, r, want),
            E::Index(x, i) => self.slice(x, i, 1, e),
            E::Slice(x, w, i) => self.slice(x, i, *w, e),
            E::IndexReplace(x, i, v) => {
                let (base, bit) = (self.print(x, want)?.p(), self.print(v, Ty::BIT)?);
                let at = self.index(i, want.width, 1, e)?.text.p();
                let (one, bit) = (sized(want.width, "1"), resize(bit, 1, want.width).p());
                Ok(Text::op(format!("({base} & ~({one} << {at})) | ({bit} << {at})")))
            }
        }
    }

    /// `bit_cast` and `bits`.
    fn cast(&mut self, e: &E, x: &E, to: usize) -> Res<Text> {
        match self.infer(x)? {
            Known::Ty(t) if t.signed => Err(format!("`{}` casts a Signed value as Bits", show(e))),
            Known::Ty(t) => Ok(resize(self.print(x, t)?, t.width, to)),
            Known::Int(i) if !i.computed => i.literal(Ty::bits(to), e),
            _ => Err(format!("the width of `{}` is not known inside a cast", show(x))),
        }
    }

    /// `signed_cast` and `signed_bit_cast`, which differ by the sign of what is cast.
    fn signed(&mut self, x: &E, want: Ty) -> Res<Text> {
        let Known::Ty(t) = self.infer(x)? else {
            return Err(format!("the width of `{}` is not known inside a cast", show(x)));
        };
        let text = self.print(x, t)?;
        Ok(if t.signed && t.width < want.width {
            extend(text, t.width, want.width)
        } else {
            resize(text, t.width, want.width)
        })
    }

    fn unary(&mut self, op: &Un, x: &E, want: Ty) -> Res<Text> {
        let sign = match op {
            Un::Not if want.signed => return Err(format!("`!{}` of a Signed value", show(x))),
            Un::Neg if !want.signed => return Err(format!("`-{}` of an unsigned value", show(x))),
            Un::Not => "~",
            Un::Neg => "-",
            Un::All => return self.reduce("&", x),
            Un::Any => return self.reduce("|", x),
            Un::Xor => return self.reduce("^", x),
        };
        Ok(Text::op(format!("{sign}{}", self.print(x, want)?.p())))
    }

    fn reduce(&mut self, sign: &str, x: &E) -> Res<Text> {
        let Known::Ty(t) = self.infer(x)? else {
            return Err(format!("the width of `{}` under a reduction is not known", show(x)));
        };
        Ok(Text::op(format!("{sign}{}", self.print(x, t)?.p())))
    }

    fn binary(&mut self, e: &E, l: &E, op: &Op, r: &E, want: Ty) -> Res<Text> {
        let (left, right) = match op {
            Op::Add | Op::Sub | Op::BitAnd | Op::BitOr | Op::BitXor => {
                let left = self.print(l, want)?;
                let right = match self.infer(r)? {
                    // Bits<N> + bool
                    Known::Ty(Ty::BIT) if matches!(op, Op::Add) && !want.signed => {
                        resize(self.print(r, Ty::BIT)?, 1, want.width)
                    }
                    _ => self.print(r, want)?,
                };
                (left, right)
            }
            // 16 by 16 bits to 32 is the one multiplication there is
            Op::Mul => {
                let half = Ty { width: 16, ..want };
                let wide = |t: Text| if want.signed { extend(t, 16, 32) } else { resize(t, 16, 32) };
                (wide(self.print(l, half)?), wide(self.print(r, half)?))
            }
            Op::Shl | Op::Shr if want.signed => return Err(format!("`{}` shifts a Signed value", show(e))),
            Op::Shl | Op::Shr => (self.print(l, want)?, self.shift_amount(r)?),
            Op::LogicalAnd | Op::LogicalOr => (self.print(l, Ty::BIT)?, self.print(r, Ty::BIT)?),
            Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge => return self.comparison(e, l, op, r),
        };
        Ok(Text::op(format!("{} {} {}", left.p(), symbol(op), right.p())))
    }

    fn shift_amount(&mut self, r: &E) -> Res<Text> {
        match self.infer(r)? {
            Known::Int(i) if i.lo >= 0 && i.hi < 1 << 31 => Ok(Text::atom(i.value.to_string())),
            Known::Ty(t) if !t.signed && t.width <= 32 => self.print(r, t),
            _ => Err(format!("shift amount `{}` must be Bits<1..=32> or a constant below 2^31", show(r))),
        }
    }

    fn comparison(&mut self, e: &E, l: &E, op: &Op, r: &E) -> Res<Text> {
        debug_assert!(is_comparison(op));
        let ty = match (self.infer(l)?, self.infer(r)?) {
            (Known::Ty(t), _) | (_, Known::Ty(t)) => t,
            (Known::Int(a), Known::Int(b)) => {
                let unsure = || format!("`{}`: computed constants compare in a type the AST does not show", show(e));
                return compare(a, op, b).map(|yes| Text::atom(format!("1'b{}", yes as u8))).ok_or_else(unsure);
            }
            _ => return Err(format!("no operand of `{}` has a known width", show(e))),
        };
        let ordered = !matches!(op, Op::Eq | Op::Ne);
        if ordered && (self.is_struct(l) || self.is_struct(r)) {
            return Err(format!("`{}` orders structs, which Rust does field by field; compare a field", show(e)));
        }
        let (mut left, mut right) = (self.print(l, ty)?, self.print(r, ty)?);
        if ty.signed && ordered {
            (left, right) = (signed(left), signed(right));
        }
        Ok(Text::op(format!("{} {} {}", left.p(), symbol(op), right.p())))
    }

    /// `width` bits of `x` from bit `i` on, with zeros beyond its end (there Rust fills with zeros or panics).
    fn slice(&mut self, x: &E, i: &E, width: usize, whole: &E) -> Res<Text> {
        let Known::Ty(t) = self.infer(x)? else {
            return Err(format!("the width of `{}` is not known", show(x)));
        };
        let base = self.print(x, t)?;
        // Only a declared vector can be indexed; everything else is shifted and cut.
        let vector = t.width > 1 && matches!(strip(x), E::Signal(_));
        let at = self.index(i, t.width, width, whole)?;
        if let (Some(at), true) = (at.constant, vector || at.constant == Some(0)) {
            let have = width.min(t.width - at);
            let part = match (have == t.width, have == 1) {
                (true, _) => unsigned_if(t.signed && !vector, base),
                (_, true) if vector => Text::atom(format!("{}[{at}]", base.s)),
                _ if vector => Text::atom(format!("{}[{}:{at}]", base.s, at + have - 1)),
                _ => resize(unsigned_if(t.signed, base), t.width, have),
            };
            return Ok(resize(part, have, width));
        }
        if vector && at.inside && at.constant.is_none() {
            // lint wants an index as wide as the vector asks for
            let place = resize(at.text, at.width, enum_width(t.width)).s;
            let part = if width == 1 { format!("[{place}]") } else { format!("[{place} +: {width}]") };
            return Ok(Text::atom(base.s + &part));
        }
        let shifted = Text::op(format!("{} >> {}", unsigned_if(t.signed, base).p(), at.text.p()));
        Ok(resize(shifted, t.width, width))
    }

    /// The index operand of `whole`, which takes `width` bits out of `limit`.
    ///
    /// `.index()` leaves no trace in the AST, so `(a + 1).index()`, which wraps as Bits, and `a.index() + 1`, which
    /// does not, differ by parentheses only: the latter is refused.
    fn index(&mut self, i: &E, limit: usize, width: usize, whole: &E) -> Res<At> {
        match self.infer(i)? {
            Known::Int(k) => {
                let at = usize::try_from(k.value).ok().filter(|at| *at < limit);
                let outside = || format!("index {} of `{}` is outside 0..{limit}", k.value, show(whole));
                let at = at.ok_or_else(outside)?;
                Ok(At { text: Text::atom(at.to_string()), width: 32, constant: Some(at), inside: at + width <= limit })
            }
            Known::Ty(t) if t.signed || t.width > 32 => {
                Err(format!("index `{}` of `{}` is {t}, not Bits<1..=32>", show(i), show(whole)))
            }
            Known::Ty(_) if matches!(i, E::Binary(..) | E::Unary(..)) => {
                Err(format!("`{}`: arithmetic on `.index()` does not show in the AST; use a Local", show(whole)))
            }
            Known::Ty(t) => {
                let inside = t.width < 32 && (1usize << t.width) - 1 + width <= limit;
                Ok(At { text: self.print(i, t)?, width: t.width, constant: None, inside })
            }
            Known::Open => Err(format!("the width of `{}` is not known", show(i))),
        }
    }
}

/// A printed index: its width, its value if constant, and whether the bits it selects are all there.
struct At {
    text: Text,
    width: usize,
    constant: Option<usize>,
    inside: bool,
}

fn signed(t: Text) -> Text {
    Text::atom(format!("$signed({})", t.s))
}

fn unsigned_if(yes: bool, t: Text) -> Text {
    if yes {
        Text::atom(format!("$unsigned({})", t.s))
    } else {
        t
    }
}
