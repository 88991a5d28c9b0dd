//! The rules, as two visitors: [`Items`] over a file, [`Kernel`] over the body of one kernel.
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, Pat, Stmt};

/// Line, what, and what to do instead.
type Found = (usize, String, String);

/// Calls that the macro recognises by the beginning of their text, and that mean what they say.
const CASTS: [&str; 5] = ["bit_cast", "bits", "unsigned_cast", "signed_cast", "signed_bit_cast"];
/// Beginnings that the macro takes for one of them.
const CAST_PREFIXES: [&str; 6] = ["bit_cast", "bits", "Bits", "unsigned_cast", "signed_cast", "signed_bit_cast"];
const METHODS: [&str; 11] =
    ["val", "get_bit", "get_bits", "replace_bit", "all", "any", "xor", "into", "index", "to_bits", "to_signed_bits"];
/// Macros that act, and macros that become a comment.
const SETUPS: [&str; 2] = ["dff_setup", "clock"];
const COMMENTS: [&str; 3] = ["println", "comment", "assert"];
/// Traits that give the operators, comparisons and conversions of a kernel a meaning of their own.
const MEANINGS: [&str; 18] = [
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Rem",
    "BitAnd",
    "BitOr",
    "BitXor",
    "Shl",
    "Shr",
    "Not",
    "Neg",
    "PartialEq",
    "PartialOrd",
    "Ord",
    "Index",
    "Deref",
    "Synth",
];

/// What surrounds kernels: finds them, and what would change the meaning of their words.
#[derive(Default)]
pub struct Items {
    kernels: usize,
    found: Vec<Found>,
    /// Refused only where the file has a kernel.
    meanings: Vec<Found>,
}

impl Items {
    pub fn finish(mut self) -> Vec<Found> {
        if self.kernels > 0 {
            self.found.append(&mut self.meanings);
        }
        self.found
    }

    fn kernel(&mut self, attrs: &[syn::Attribute], block: &syn::Block) {
        if attrs.iter().any(|a| last_word(a.path()) == "hdl_gen") {
            self.kernels += 1;
            let mut kernel = Kernel::default();
            kernel.visit_block(block);
            self.found.append(&mut kernel.found);
        }
    }
}

impl<'ast> Visit<'ast> for Items {
    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.kernel(&f.attrs, &f.block);
        visit::visit_impl_item_fn(self, f);
    }

    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.kernel(&f.attrs, &f.block);
        let name = f.sig.ident.to_string();
        if CASTS.contains(&name.as_str()) {
            let what = format!("`fn {name}` hides Rust-HDL's, which is what the macro prints");
            self.meanings.push((line(f.sig.ident.span()), what, "give it another name".into()));
        }
        visit::visit_item_fn(self, f);
    }

    fn visit_item_impl(&mut self, i: &'ast syn::ItemImpl) {
        if let Some((_, path, _)) = &i.trait_ {
            let name = last_word(path);
            if MEANINGS.contains(&name.as_str()) {
                let what = format!("`impl {name}` by hand: a kernel prints the operator, not this code");
                self.meanings.push((line(path.span()), what, "derive it, or move it away from kernels".into()));
            }
            let target = text(&i.self_ty);
            let from_bits = text(path).contains("Bits<") || text(path).contains("Signed<");
            if ["From", "Into"].contains(&name.as_str()) && (hardware(&target) || from_bits) {
                let what = format!("`impl {}` for {target}: `.into()` vanishes from a kernel", text(path));
                self.meanings.push((line(path.span()), what, "convert with bit_cast or a match".into()));
            }
        }
        visit::visit_item_impl(self, i);
    }

    fn visit_macro(&mut self, m: &'ast syn::Macro) {
        if text(&m.tokens).contains("hdl_gen") {
            let what = format!("a kernel inside `{}!` cannot be checked", text(&m.path));
            self.found.push((line(m.path.span()), what, "write the kernel out".into()));
        }
        visit::visit_macro(self, m);
    }

    fn visit_item_macro(&mut self, m: &'ast syn::ItemMacro) {
        let name = m.ident.as_ref().map(|i| i.to_string()).unwrap_or_default();
        if SETUPS.contains(&name.as_str()) {
            let what = format!("`macro_rules! {name}` hides Rust-HDL's, which is what the macro prints");
            self.meanings.push((line(m.span()), what, "give it another name".into()));
        }
        visit::visit_item_macro(self, m);
    }
}

/// The body of a kernel.
#[derive(Default)]
struct Kernel {
    loops: Vec<String>,
    found: Vec<Found>,
}

impl Kernel {
    fn refuse(&mut self, at: impl Spanned, what: String, instead: &str) {
        self.found.push((line(at.span()), what, instead.into()));
    }

    /// `.index()` leaves no trace, so it may stand only where Verilog indexes too.
    fn index_argument(&mut self, e: &Expr) {
        match e {
            Expr::Paren(p) => self.index_argument(&p.expr),
            Expr::MethodCall(m) if m.method == "index" => self.visit_expr(&m.receiver),
            e => self.visit_expr(e),
        }
    }

    fn method(&mut self, m: &syn::ExprMethodCall) {
        let name = m.method.to_string();
        let whole = text(m);
        match name.as_str() {
            "index" => self.refuse(
                m,
                format!("`{whole}` outside an index: `.index()` vanishes, and the usize around it with it"),
                "compute in Bits, and write `.index()` last in get_bit, get_bits or replace_bit",
            ),
            "to_bits" | "to_signed_bits" if !self.is_integer(&m.receiver) => self.refuse(
                m,
                format!("`{whole}`: `.{name}()` vanishes, and the width it gives with it"),
                "use bit_cast for signals; only literals and loop variables are converted",
            ),
            n if !METHODS.contains(&n) => self.refuse(
                &m.method,
                format!("method `{name}`: the macro has its own idea of it, or none"),
                "use val, get_bit(s), replace_bit, all, any, xor, or assign the field `.next.field`",
            ),
            _ => {}
        }
    }

    fn call(&mut self, c: &syn::ExprCall) {
        let whole = text(c);
        let Expr::Path(p) = &*c.func else {
            return self.refuse(c, format!("call `{whole}`"), "call casts, join and link by name");
        };
        let (first, last) = (p.path.segments[0].ident.to_string(), last_word(&p.path));
        let alone = p.path.segments.len() == 1;
        let bits_from = first == "Bits" && p.path.segments.len() == 2 && last == "from";
        if alone && CASTS.contains(&last.as_str()) || bits_from {
            if (last == "bits" || bits_from) && !c.args.iter().all(|a| self.is_integer(a)) {
                let instead = "use bit_cast::<to, from>(..)";
                self.refuse(c, format!("`{whole}` of a signal: Rust panics on what Verilog cuts off"), instead);
            }
        } else if !alone && (last == "join" || last == "link") {
            if !c.args.iter().all(|a| matches!(a, Expr::Reference(r) if r.mutability.is_some())) {
                let instead = "write Type::link(&mut self.a, &mut self.b)";
                self.refuse(c, format!("`{whole}`: the ends of a link are taken as text"), instead);
            }
        } else if CAST_PREFIXES.iter().any(|prefix| first.starts_with(prefix)) {
            let what = format!("helper `{first}`: its name makes the macro print a cast of the first argument");
            self.refuse(c, what, "write the expression out");
        } else {
            self.refuse(c, format!("call of `{}`", text(&c.func)), "write the expression out");
        }
    }

    /// Literals and loop variables, and what is computed of them alone.
    fn is_integer(&self, e: &Expr) -> bool {
        match e {
            Expr::Lit(_) => true,
            Expr::Paren(p) => self.is_integer(&p.expr),
            Expr::Unary(u) => self.is_integer(&u.expr),
            Expr::Binary(b) => self.is_integer(&b.left) && self.is_integer(&b.right),
            Expr::Path(p) => p.path.get_ident().is_some_and(|i| self.loops.iter().any(|l| i == l)),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Kernel {
    fn visit_attribute(&mut self, a: &'ast syn::Attribute) {
        let instead = "put the attribute on the block or the function";
        self.refuse(a, format!("`{}` inside a kernel: the macro ignores it, the compiler does not", text(a)), instead);
    }

    fn visit_stmt(&mut self, s: &'ast Stmt) {
        match s {
            Stmt::Local(_) => self.refuse(s, "`let` in a kernel".into(), "use a Signal<Local, T> field"),
            Stmt::Item(_) => self.refuse(s, "an item in a kernel".into(), "move it out of the function"),
            _ => visit::visit_stmt(self, s),
        }
    }

    fn visit_arm(&mut self, a: &'ast syn::Arm) {
        if let Some((_, guard)) = &a.guard {
            let instead = "write an `if` inside the arm";
            self.refuse(&a.pat, format!("match guard `if {}`: the arm is taken without it", text(guard)), instead);
        }
        match &a.pat {
            Pat::Ident(i) => {
                let what = format!("binding `{}` in a match: only its name is left, not its value", text(i));
                self.refuse(i, what, "name the variant by its path, or write `_`");
            }
            Pat::Wild(_) | Pat::Path(_) | Pat::Lit(_) => {}
            other => self.refuse(other, format!("pattern `{}`", text(other)), "write one arm for each variant"),
        }
        visit::visit_arm(self, a);
    }

    fn visit_expr_for_loop(&mut self, l: &'ast syn::ExprForLoop) {
        self.loops.push(text(&l.pat));
        visit::visit_block(self, &l.body);
        self.loops.pop();
        let instead = "write `for i in 0..N`";
        match &*l.expr {
            Expr::Range(r) if matches!(r.limits, syn::RangeLimits::Closed(_)) => {
                self.refuse(r, format!("`{}`: the macro reads `..=` as `..`", text(r)), instead);
            }
            // bounds are evaluated by Rust, so they may be any constant
            Expr::Range(r) if r.start.is_some() && r.end.is_some() => {}
            other => self.refuse(other, format!("loop over `{}`", text(other)), instead),
        }
        if let Some(label) = &l.label {
            self.refuse(label, format!("label `{}`", text(label)), instead);
        }
        l.attrs.iter().for_each(|a| self.visit_attribute(a));
    }

    fn visit_expr(&mut self, e: &'ast Expr) {
        match e {
            Expr::MethodCall(m) => {
                self.method(m);
                if ["get_bit", "get_bits", "replace_bit"].iter().any(|n| m.method == n) && !m.args.is_empty() {
                    self.visit_expr(&m.receiver);
                    self.index_argument(&m.args[0]);
                    return m.args.iter().skip(1).for_each(|a| self.visit_expr(a));
                }
            }
            Expr::Call(c) => {
                self.call(c);
                // not the callee, which is a path but no value
                c.attrs.iter().for_each(|a| self.visit_attribute(a));
                return c.args.iter().for_each(|a| self.visit_expr(a));
            }
            Expr::Path(p) => match p.path.get_ident().map(|i| i.to_string()) {
                Some(name) if name != "self" && !self.loops.contains(&name) => self.refuse(
                    p,
                    format!("`{name}`: a Rust constant becomes an undeclared name, or a signal that is called so"),
                    "use a Constant<T> field",
                ),
                None if p.path.segments[0].ident == "Self" => {
                    self.refuse(p, format!("`{}`: a Rust constant", text(p)), "use a Constant<T> field");
                }
                _ => {}
            },
            Expr::Macro(m) => {
                let name = text(&m.mac.path);
                if !SETUPS.contains(&name.as_str()) && !COMMENTS.contains(&name.as_str()) {
                    self.refuse(m, format!("macro `{name}!`"), "only dff_setup! and clock! act in a kernel");
                }
            }
            Expr::Cast(c) => self.refuse(c, format!("`{}`", text(c)), "use bit_cast::<to, from>(..)"),
            Expr::Range(r) => self.refuse(r, format!("`{}` outside a `for`", text(r)), "write `for i in 0..N`"),
            Expr::Assign(a) if !assignable(&a.left) => self.refuse(
                &a.left,
                format!("assignment to `{}`", text(&a.left)),
                "assign whole signals (`self.x.next`) or struct fields (`self.x.next.field`)",
            ),
            Expr::Assign(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::ForLoop(_)
            | Expr::Block(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Paren(_)
            | Expr::Binary(_)
            | Expr::Unary(_)
            | Expr::Lit(_)
            | Expr::Reference(_)
            | Expr::Group(_) => {}
            other => self.refuse(other, format!("`{}`", text(other)), "kernels have assignments, if, match and for"),
        }
        visit::visit_expr(self, e);
    }

    fn visit_stmt_macro(&mut self, m: &'ast syn::StmtMacro) {
        let name = text(&m.mac.path);
        if !SETUPS.contains(&name.as_str()) && !COMMENTS.contains(&name.as_str()) {
            self.refuse(m, format!("macro `{name}!`"), "only dff_setup! and clock! act in a kernel");
        }
        visit::visit_stmt_macro(self, m);
    }

    fn visit_ident(&mut self, i: &'ast syn::Ident) {
        let name = i.to_string();
        if name.ends_with("self") && name != "self" {
            let what = format!("`{name}` ends in `self`: the macro deletes `self.` wherever it stands");
            self.refuse(i, what, "give it another name");
        }
    }
}

fn assignable(e: &Expr) -> bool {
    let Expr::Field(f) = e else { return false };
    let next = |m: &syn::Member| matches!(m, syn::Member::Named(n) if n == "next");
    next(&f.member) || matches!(&*f.base, Expr::Field(inner) if next(&inner.member))
}

fn hardware(ty: &str) -> bool {
    ["Bits", "Signed", "bool", "Bit"].iter().any(|h| ty == *h || ty.starts_with(&format!("{h}<")))
}

fn last_word(path: &syn::Path) -> String {
    path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default()
}

fn line(span: Span) -> usize {
    span.start().line
}

/// Source text for messages, spaced about as people write.
fn text(t: &impl ToTokens) -> String {
    let mut text = t.to_token_stream().to_string();
    for (from, to) in [
        (" . ", "."),
        (" :: ", "::"),
        (":: <", "::<"),
        (" ::", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        (" [", "["),
        ("< ", "<"),
        (" <", "<"),
        (" >", ">"),
        (" .. ", ".."),
        (" ..= ", "..="),
        ("& mut ", "&mut "),
    ] {
        text = text.replace(from, to);
    }
    text
}
