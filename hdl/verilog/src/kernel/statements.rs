//! Second pass: the statements.
use super::{Kernel, Written};
use crate::design::{Digits, Ty};
use crate::expr::{show, strip, Name, Printer, Scope};
use rust_hdl::core::ast::*;
use std::fmt::Write;

impl Kernel<'_> {
    fn line(&mut self, s: impl AsRef<str>) {
        let _ = writeln!(self.body, "{}{}", "    ".repeat(self.depth), s.as_ref());
    }

    fn indented(&mut self, f: impl FnOnce(&mut Self)) {
        self.depth += 1;
        f(self);
        self.depth -= 1;
    }

    /// The text of `e`; a refusal leaves a stand-in so that the rest is still checked.
    fn value(&mut self, e: &VerilogExpression, want: Ty) -> String {
        match Printer(self).print(e, want) {
            Ok(t) => t.s,
            Err(what) => {
                self.refuse(what);
                "0".into()
            }
        }
    }

    /// `always` is true where every evaluation of the kernel passes.
    pub(super) fn block(&mut self, block: &[VerilogStatement], always: bool) {
        for s in block {
            match s {
                VerilogStatement::Assignment(to, e) => self.assignment(to, e),
                VerilogStatement::SliceAssignment { base, width, offset, replacement } => {
                    self.field(base, *width, offset, replacement);
                }
                VerilogStatement::If(c) => self.conditional(c, "", always),
                VerilogStatement::Match(m) => self.matching(m),
                VerilogStatement::Macro(b) => self.block(b, always),
                // the prefix keeps `verilator` and `synopsys` from being directives
                VerilogStatement::Comment(c) => c.lines().for_each(|l| self.line(format!("// note: {l}"))),
                VerilogStatement::Loop(l) => self.unroll(l, |k| k.block(&l.block, always)),
                VerilogStatement::Link(_) => {}
            }
        }
    }

    /// An assignment of a whole signal. One that is alone, unconditional and free of procedural values says the same
    /// as a continuous assignment; so clocks stay out of `always_comb`, and forward and backward logic stay apart.
    fn assignment(&mut self, to: &VerilogExpression, e: &VerilogExpression) {
        let Some((name, ty)) = self.target(to) else { return };
        let before = std::mem::take(&mut self.used);
        let value = self.value(e, ty);
        let reads = std::mem::replace(&mut self.used, before);
        let procedural = |n: &String| self.driven.contains_key(n) && !self.continuous.contains(n);
        if self.driven.get(&name).is_some_and(|d| d.once) && !reads.iter().any(procedural) {
            let _ = writeln!(self.assigns, "assign {name} = {value};");
            self.continuous.insert(name.clone());
        } else {
            self.line(format!("{name} = {value};"));
        }
        self.used.extend(reads);
        self.written.write(&name, 0, ty.width);
    }

    /// An assignment of one field of a struct.
    fn field(&mut self, base: &VerilogExpression, width: usize, offset: &VerilogExpression, value: &VerilogExpression) {
        let Some((name, ty)) = self.target(base) else { return };
        let at = match offset {
            VerilogExpression::Literal(l) => Digits::of(l).value().and_then(|v| usize::try_from(v).ok()),
            _ => None,
        };
        let Some(at) = at.filter(|at| width > 0 && at + width <= ty.width) else {
            return self.refuse(format!("`{}` is no constant place for {width} bits in `{name}`", show(offset)));
        };
        let text = self.value(value, Ty::bits(width));
        let place = match width {
            w if w == ty.width => name.clone(),
            1 => format!("{name}[{at}]"),
            w => format!("{name}[{}:{at}]", at + w - 1),
        };
        self.line(format!("{place} = {text};"));
        self.written.write(&name, at, width);
    }

    fn conditional(&mut self, c: &VerilogConditional, prefix: &str, always: bool) {
        if let (Some(known), "") = (self.constant_test(&c.test), prefix) {
            return match (known, &c.otherwise) {
                (true, _) => self.block(&c.then, always),
                (false, VerilogBlockOrConditional::Block(b)) => self.block(b, always),
                (false, VerilogBlockOrConditional::Conditional(s)) => self.block(std::slice::from_ref(s), always),
                (false, VerilogBlockOrConditional::None) => {}
            };
        }
        let test = self.value(&c.test, Ty::BIT);
        self.line(format!("{prefix}if ({test}) begin"));
        let before = self.written.clone();
        self.indented(|k| k.block(&c.then, false));
        let then = std::mem::replace(&mut self.written, before);
        match &c.otherwise {
            VerilogBlockOrConditional::Block(b) => self.otherwise(b),
            VerilogBlockOrConditional::Conditional(s) => match s.as_ref() {
                VerilogStatement::If(next) if self.constant_test(&next.test).is_none() => {
                    self.conditional(next, "end else ", false);
                }
                _ => self.otherwise(std::slice::from_ref(s)),
            },
            VerilogBlockOrConditional::None => self.line("end"),
        }
        self.written.meet(&then);
    }

    fn otherwise(&mut self, block: &[VerilogStatement]) {
        self.line("end else begin");
        self.indented(|k| k.block(block, false));
        self.line("end");
    }

    /// Rust's matches are exhaustive, so the last arm is the default: no latch, no dead encoding.
    fn matching(&mut self, m: &VerilogMatch) {
        let ty = match strip(&m.test) {
            VerilogExpression::Signal(s) => self.lookup(s),
            _ => Ok(Name::Index(0)),
        };
        let ty = match ty {
            Ok(Name::Signal { ty, .. }) => ty,
            Ok(_) => return self.refuse(format!("match on `{}`: copy it to a Local first", show(&m.test))),
            Err(what) => return self.refuse(what),
        };
        let Some(last) = m.cases.len().checked_sub(1) else {
            return self.refuse(format!("match on `{}` without arms", show(&m.test)));
        };
        let test = self.value(&m.test, ty);
        self.line(format!("case ({test})"));
        let before = self.written.clone();
        let mut after: Option<Written> = None;
        for (n, case) in m.cases.iter().enumerate() {
            let label = self.label(&case.condition, ty, n == last);
            self.written = before.clone();
            self.indented(|k| {
                k.line(format!("{}: begin{}", label.text, label.comment));
                k.indented(|k| k.block(&case.block, false));
                k.line("end");
            });
            match &mut after {
                Some(after) => after.meet(&self.written),
                None => after = Some(self.written.clone()),
            }
        }
        self.written = after.unwrap_or(before);
        self.line("endcase");
    }

    /// The label of a match arm.
    fn label(&mut self, pattern: &str, ty: Ty, last: bool) -> Label {
        let found = match pattern {
            "default" if last => return Label { text: "default".into(), comment: String::new() },
            "default" => Err("`_` before the last arm of a match".into()),
            "true" if ty == Ty::BIT => Ok("1'b1".into()),
            "false" if ty == Ty::BIT => Ok("1'b0".into()),
            _ => match self.lookup(pattern) {
                Ok(Name::Variant { name, ty: t }) if t == ty => Ok(name),
                Ok(_) => Err(format!("match arm `{pattern}` is not an enum variant of {ty}")),
                Err(what) => Err(what),
            },
        };
        match found {
            Ok(name) if last => Label { text: "default".into(), comment: format!(" // {name}") },
            Ok(name) => {
                self.used.insert(name.clone());
                Label { text: name, comment: String::new() }
            }
            Err(what) => {
                self.refuse(what);
                Label { text: "default".into(), comment: String::new() }
            }
        }
    }
}

struct Label {
    text: String,
    comment: String,
}
