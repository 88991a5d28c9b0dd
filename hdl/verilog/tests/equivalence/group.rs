//! A group: one block with some inputs and one output for each expression.
use std::fmt::Write;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Type {
    Bool,
    Bits(usize),
    Signed(usize),
}

impl Type {
    pub fn rust(self) -> String {
        match self {
            Type::Bool => "Bit".into(),
            Type::Bits(w) => format!("Bits<{w}>"),
            Type::Signed(w) => format!("Signed<{w}>"),
        }
    }
}

pub struct Input {
    pub name: String,
    pub ty: Type,
}

pub struct Output {
    pub name: String,
    pub ty: Type,
    /// A Rust-HDL expression of that type.
    pub expression: String,
}

pub struct Group {
    /// In snake case: module and file name.
    pub name: String,
    pub inputs: Vec<Input>,
    pub outputs: Vec<Output>,
}

impl Group {
    /// A group whose inputs are `f` and `g` (bool), `a{w}` and `b{w}` for each of `widths`, `s{w}` and `t{w}` for each of
    /// `signed`.
    pub fn new(name: impl Into<String>, widths: &[usize], signed: &[usize]) -> Group {
        let input = |name: String, ty| Input { name, ty };
        let mut inputs = vec![input("f".into(), Type::Bool), input("g".into(), Type::Bool)];
        inputs.extend(widths.iter().flat_map(|w| ["a", "b"].map(|n| input(format!("{n}{w}"), Type::Bits(*w)))));
        inputs.extend(signed.iter().flat_map(|w| ["s", "t"].map(|n| input(format!("{n}{w}"), Type::Signed(*w)))));
        Group { name: name.into(), inputs, outputs: vec![] }
    }

    pub fn add(&mut self, name: impl Into<String>, ty: Type, expression: impl Into<String>) {
        self.outputs.push(Output { name: name.into(), ty, expression: expression.into() });
    }

    /// The group as a Rust module: the block, and `pub fn run(out, vectors)`, which prints and simulates it.
    pub fn rust(&self) -> String {
        let mut text = format!("mod {} {{\nuse super::*;\n#[derive(LogicBlock, Default)]\nstruct Top {{\n", self.name);
        for i in &self.inputs {
            let _ = writeln!(text, "    pub {}: Signal<In, {}>,", i.name, i.ty.rust());
        }
        for o in &self.outputs {
            let _ = writeln!(text, "    pub {}: Signal<Out, {}>,", o.name, o.ty.rust());
        }
        text += "}\nimpl Logic for Top {\n    #[hdl_gen]\n    fn update(&mut self) {\n";
        for o in &self.outputs {
            let _ = writeln!(text, "        self.{}.next = {};", o.name, o.expression);
        }
        text += "    }\n}\npub fn run(out: &str, vectors: usize) {\n    let mut u = Top::default();\n    u.connect_all();\n";
        let _ = writeln!(text, "    print(out, \"{}\", &u);", self.name);
        text += "    let mut random = Random(1);\n    let mut lines = String::new();\n    for _ in 0..vectors {\n";
        text += "        random.begin();\n";
        for i in &self.inputs {
            let _ = writeln!(text, "        u.{0}.next = random.value(&mut lines);", i.name);
        }
        text += "        assert!(simulate(&mut u, 100), \"does not settle\");\n";
        for o in &self.outputs {
            let _ = writeln!(text, "        u.{}.val().write(&mut lines);", o.name);
        }
        let _ =
            writeln!(text, "        lines.push('\\n');\n    }}\n    save(out, \"{}.txt\", &lines);\n}}\n}}", self.name);
        text
    }
}
