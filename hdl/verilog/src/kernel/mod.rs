//! The kernel of one module: its statements as an `always_comb` block and continuous assignments.
//!
//! Two passes. [`drivers`] finds who drives what; [`statements`] prints. Both follow the same path through the kernel:
//! loops are unrolled, and a test that depends on no signal chooses its branch here.
mod drivers;
mod flow;
mod statements;

use crate::design::{enum_width, fields_of, Node, Port, Ty};
use crate::expr::{Name, Printer, Res, Scope};
use crate::names;
use flow::Written;
use rust_hdl::core::ast::{VerilogBlock, VerilogExpression, VerilogLoop};
use rust_hdl::core::atom::AtomKind;
use rust_hdl::core::type_descriptor::{TypeDescriptor, TypeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A signal that a kernel may name: one of the module's own or, as `child$port`, a child's.
#[derive(Clone, Copy)]
struct Place<'a> {
    port: &'a Port,
    of_child: bool,
}

impl Place<'_> {
    fn drivable(&self) -> bool {
        match self.port.kind {
            AtomKind::InputParameter => self.of_child,
            AtomKind::OutputParameter | AtomKind::LocalSignal => !self.of_child,
            _ => false,
        }
    }
}

/// How many assignments drive a signal, and whether the only one is unconditional and of the whole signal.
struct Drive {
    once: bool,
}

/// What a module's body may refer to, what it did refer to, and what was printed of it so far.
pub struct Kernel<'a> {
    places: BTreeMap<String, Place<'a>>,
    variants: BTreeMap<String, (usize, Ty)>,
    clashes: BTreeSet<String>,
    /// Loop variables and their present values, outermost first.
    loops: Vec<(String, i128)>,
    /// Names that are read, constants and variants included.
    used: BTreeSet<String>,
    /// What assignments drive, and what links drive (target to source).
    driven: BTreeMap<String, Drive>,
    linked: BTreeMap<String, String>,
    /// What is certainly written at this point of the kernel.
    written: Written,
    /// Inputs of children that have been read: they must not be written any more.
    settled: BTreeSet<String>,
    /// Signals printed as continuous assignments, and those.
    continuous: BTreeSet<String>,
    assigns: String,
    body: String,
    depth: usize,
    refusals: BTreeSet<String>,
}

/// A printed kernel.
pub struct Printed {
    /// Constants and enum variants that the text names.
    pub used: BTreeSet<String>,
    /// The variants seen here with their codes.
    pub variants: BTreeMap<String, (usize, Ty)>,
    /// Signals assigned in the `always_comb` block.
    pub procedural: BTreeSet<String>,
    /// Continuous assignments, then the `always_comb` block; both may be empty.
    pub assigns: String,
    pub body: String,
    pub refusals: BTreeSet<String>,
}

impl<'a> Kernel<'a> {
    /// Prints the kernel `block` of `node`.
    pub fn print(node: &'a Node, block: &VerilogBlock) -> Printed {
        let mut kernel = Kernel::new(node);
        kernel.collect(block, true);
        kernel.written = Written::none(kernel.driven.keys().map(|n| (n.clone(), kernel.places[n].port.ty.width)));
        kernel.block(block, true);
        kernel.check_drivers();
        let procedural = kernel.driven.into_keys().filter(|n| !kernel.continuous.contains(n)).collect();
        let links = kernel.linked.iter().map(|(to, from)| format!("assign {to} = {from};\n"));
        Printed {
            assigns: links.collect::<String>() + &kernel.assigns,
            used: kernel.used,
            variants: kernel.variants,
            procedural,
            body: kernel.body,
            refusals: kernel.refusals,
        }
    }

    fn new(node: &'a Node) -> Kernel<'a> {
        let own = node.ports.iter().map(|port| (port.name.clone(), Place { port, of_child: false }));
        let of_children = node.children.iter().flat_map(|c| {
            let ports = c.ports.iter().filter(|p| p.kind.is_parameter());
            ports.map(|port| (format!("{}${}", c.field, port.name), Place { port, of_child: true }))
        });
        let mut kernel = Kernel {
            places: own.chain(of_children).collect(),
            variants: BTreeMap::new(),
            clashes: BTreeSet::new(),
            loops: vec![],
            used: BTreeSet::new(),
            driven: BTreeMap::new(),
            linked: BTreeMap::new(),
            written: Written::none([]),
            settled: BTreeSet::new(),
            continuous: BTreeSet::new(),
            assigns: String::new(),
            body: String::new(),
            depth: 0,
            refusals: BTreeSet::new(),
        };
        for place in kernel.places.clone().into_values() {
            kernel.learn_enums(&place.port.desc);
        }
        kernel
    }

    /// Enters the variants of the enums in `d`. Two enums of one name must agree; a variant must not hide a signal.
    fn learn_enums(&mut self, d: &TypeDescriptor) {
        match &d.kind {
            TypeKind::Enum(labels) => {
                for (code, label) in labels.iter().enumerate() {
                    let name = label.replace("::", "$");
                    let entry = (code, Ty::bits(enum_width(labels.len())));
                    let other = self.variants.insert(name.clone(), entry).is_some_and(|old| old != entry);
                    if other || self.places.contains_key(&name) {
                        self.clashes.insert(name);
                    }
                }
            }
            TypeKind::Composite(fields) => fields.iter().for_each(|f| self.learn_enums(&f.kind)),
            _ => {}
        }
    }

    fn refuse(&mut self, what: String) {
        self.refusals.insert(what);
    }

    /// Runs `f` for each turn of the loop `l`.
    fn unroll(&mut self, l: &VerilogLoop, mut f: impl FnMut(&mut Self)) {
        let bound = |l| crate::design::Digits::of(l).value().filter(|v| (0..=1 << 16).contains(v));
        let (Some(from), Some(to)) = (bound(&l.from), bound(&l.to)) else {
            return self.refuse(format!("the bounds of the loop over `{}` are not within 0..=65536", l.index));
        };
        if self.places.contains_key(&l.index) || self.loops.iter().any(|(v, _)| *v == l.index) {
            return self
                .refuse(format!("loop variable `{}` is also the name of a signal or of an outer loop", l.index));
        }
        for i in from..to {
            self.loops.push((l.index.clone(), i));
            f(self);
            self.loops.pop();
        }
    }

    fn constant_test(&mut self, test: &VerilogExpression) -> Option<bool> {
        Printer(self).constant_test(test)
    }
}

impl Scope for Kernel<'_> {
    fn lookup(&self, spelled: &str) -> Res<Name> {
        if let Some((_, value)) = self.loops.iter().rev().find(|(v, _)| v == spelled) {
            return Ok(Name::Index(*value));
        }
        let name = names::resolve(spelled, &self.loops)?;
        if self.clashes.contains(&name) {
            return Err(format!("`{name}` is a variant of two different enums seen here, or a signal as well"));
        }
        if let Some(place) = self.places.get(&name) {
            return Ok(Name::Signal { name, ty: place.port.ty, fields: fields_of(&place.port.desc) });
        }
        match self.variants.get(&name) {
            Some((_, ty)) => Ok(Name::Variant { name, ty: *ty }),
            None => Err(format!(
                "`{name}` is not a signal, constant or enum variant here (a Rust const needs a Constant<T> field)"
            )),
        }
    }

    fn reads(&mut self, name: &str) -> Res<()> {
        self.used.insert(name.into());
        if self.driven.contains_key(name) && !self.written.entirely(name) {
            return Err(format!("`{name}` is read before this kernel has written all of it on every path"));
        }
        // A child's input shows its settled value in Rust, its value so far in Verilog.
        if self.places.get(name).is_some_and(|p| p.of_child && p.drivable()) {
            self.settled.insert(name.into());
        }
        Ok(())
    }
}
