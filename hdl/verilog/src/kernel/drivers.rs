//! First pass: who drives what.
use super::{Drive, Kernel};
use crate::design::Ty;
use crate::expr::{show, strip};
use crate::names;
use rust_hdl::core::ast::*;
use rust_hdl::core::atom::AtomKind;

impl Kernel<'_> {
    /// `always` is true where every evaluation of the kernel passes.
    pub(super) fn collect(&mut self, block: &[VerilogStatement], always: bool) {
        for s in block {
            match s {
                VerilogStatement::Assignment(e, _) => self.drive(e, always),
                VerilogStatement::SliceAssignment { base, .. } => self.drive(base, false),
                VerilogStatement::If(c) => self.collect_if(c, always),
                VerilogStatement::Match(m) => m.cases.iter().for_each(|c| self.collect(&c.block, false)),
                VerilogStatement::Macro(b) => self.collect(b, always),
                VerilogStatement::Comment(_) => {}
                VerilogStatement::Loop(l) => self.unroll(l, |k| k.collect(&l.block, always)),
                VerilogStatement::Link(links) if always => links.iter().for_each(|l| self.link(l)),
                VerilogStatement::Link(_) => {
                    self.refuse("a link inside an `if` or a `match`: it would hold always".into())
                }
            }
        }
    }

    fn collect_if(&mut self, c: &VerilogConditional, always: bool) {
        let known = self.constant_test(&c.test);
        if known != Some(false) {
            self.collect(&c.then, always && known.is_some());
        }
        if known != Some(true) {
            match &c.otherwise {
                VerilogBlockOrConditional::Block(b) => self.collect(b, always && known.is_some()),
                VerilogBlockOrConditional::Conditional(s) => {
                    self.collect(std::slice::from_ref(s), always && known.is_some());
                }
                VerilogBlockOrConditional::None => {}
            }
        }
    }

    fn drive(&mut self, e: &VerilogExpression, once: bool) {
        if let Some((name, _)) = self.target(e) {
            self.driven.entry(name).and_modify(|d| d.once = false).or_insert(Drive { once });
        }
    }

    /// Name and type of an assignment's target.
    pub(super) fn target(&mut self, e: &VerilogExpression) -> Option<(String, Ty)> {
        let found = match strip(e) {
            VerilogExpression::Signal(s) => names::resolve(s, &self.loops),
            other => Err(format!("cannot assign to `{}`", show(other))),
        };
        let checked = found.and_then(|name| {
            let place = self.places.get(&name).ok_or_else(|| format!("`{name}` is not a signal here"))?;
            if !place.drivable() {
                return Err(format!("`{name}` cannot be driven from here"));
            }
            if self.settled.contains(&name) {
                return Err(format!("`{name}`, an input of a child, is read before its last assignment"));
            }
            Ok((name, place.port.ty))
        });
        checked.map_err(|what| self.refuse(what)).ok()
    }

    fn link(&mut self, link: &VerilogLink) {
        let (d, forward) = match link {
            VerilogLink::Forward(d) => (d, true),
            VerilogLink::Backward(d) => (d, false),
            VerilogLink::Bidirectional(d) => return self.refuse(format!("bidirectional link of `{}`", d.owner_name)),
        };
        let (Some(owner), Some(other)) = (self.link_end(&d.owner_name, d), self.link_end(&d.other_name, d)) else {
            return;
        };
        let (from, to) = if forward { (owner, other) } else { (other, owner) };
        if from.1 != to.1 {
            return self.refuse(format!("link of `{}` ({}) to `{}` ({})", from.0, from.1, to.0, to.1));
        }
        if !self.places[&to.0].drivable() {
            return self.refuse(format!("`{}` is linked, but cannot be driven from here", to.0));
        }
        self.used.insert(from.0.clone());
        if self.linked.insert(to.0.clone(), from.0).is_some() {
            self.refuse(format!("`{}` is linked twice", to.0));
        }
    }

    /// The signal that the member `d.my_name` of the link end `base` is.
    fn link_end(&mut self, base: &str, d: &VerilogLinkDetails) -> Option<(String, Ty)> {
        let dot = if d.my_name.is_empty() { "" } else { "." };
        let name = names::resolve(&format!("{base}{dot}{}", d.my_name.trim_start_matches('.')), &self.loops);
        let end = name.and_then(|name| match self.places.get(&name) {
            Some(place) => Ok((name, place.port.ty)),
            None => Err(format!("link end `{name}` is not a signal here")),
        });
        end.map_err(|what| self.refuse(what)).ok()
    }

    /// After both passes: exactly one driver for everything that needs one.
    pub(super) fn check_drivers(&mut self) {
        let twice = self.driven.keys().filter(|d| self.linked.contains_key(*d));
        let twice = twice.map(|name| format!("`{name}` is driven by a link and by an assignment"));
        let latches = self.written.gaps().map(|name| {
            format!("`{name}` is not assigned on every path through the kernel (a latch): give it a default first")
        });
        let undriven = self.places.iter().filter(|(name, p)| {
            let needs = p.drivable() && (p.port.kind != AtomKind::LocalSignal || self.used.contains(*name));
            needs && !self.driven.contains_key(*name) && !self.linked.contains_key(*name)
        });
        let undriven = undriven.map(|(name, _)| format!("nothing drives `{name}`"));
        let found: Vec<String> = twice.chain(latches).chain(undriven).collect();
        self.refusals.extend(found);
    }
}
