//! The blocks of the card, and where they are in the generated Verilog.

use anyhow::{Context, Result};
use std::collections::BTreeSet;

/// A block: its place in the instance tree, and its goal in LUT4 on ECP5 (G9).
pub struct Block {
    pub path: &'static str,
    pub goal: Option<u32>,
}

pub const BLOCKS: &[Block] = &[
    Block { path: "pcie", goal: None },
    Block { path: "nvme", goal: None },
    Block { path: "blocks", goal: Some(1500) },
    Block { path: "unit/arbiter", goal: Some(2300) },
    Block { path: "unit/switch", goal: None },
    Block { path: "unit/paths", goal: None },
    Block { path: "unit/trace", goal: None },
    Block { path: "unit/control", goal: None },
    Block { path: "link", goal: None },
    Block { path: "area", goal: None },
];

/// The module that stands at a path of instances below the card; the card itself for an empty path.
pub fn module_of(text: &str, path: &str) -> Result<String> {
    let mut module = "card".to_string();
    for instance in path.split('/').filter(|p| !p.is_empty()) {
        let line = body(text, &module)?
            .lines()
            .find(|l| l.trim_end().ends_with(&format!(" {instance} (")))
            .with_context(|| format!("{module} has no instance {instance}"))?;
        module = line.split_whitespace().next().unwrap_or_default().to_string();
    }
    Ok(module)
}

/// A module and everything below it, as one text: what its synthesis depends on.
pub fn with_children(text: &str, module: &str) -> Result<String> {
    let names: BTreeSet<&str> = text.lines().filter_map(|l| l.strip_prefix("module ")?.split(' ').next()).collect();
    let mut wanted = BTreeSet::from([module.to_owned()]);
    let mut open = vec![module.to_owned()];
    while let Some(module) = open.pop() {
        for line in body(text, &module)?.lines().filter(|l| l.trim_end().ends_with(" (")) {
            let word = line.split_whitespace().next().unwrap_or_default();
            if names.contains(word) && wanted.insert(word.to_owned()) {
                open.push(word.to_owned());
            }
        }
    }
    // In the order of the file, with the lines before its first module.
    let head = &text[..text.find("module ").unwrap_or(0)];
    let mut all = head.to_owned();
    for name in text.lines().filter_map(|l| l.strip_prefix("module ")?.split(' ').next()) {
        if wanted.contains(name) {
            all += body(text, name)?;
            all += "\nendmodule\n\n";
        }
    }
    Ok(all)
}

/// A module's text, without its last line.
fn body<'a>(text: &'a str, module: &str) -> Result<&'a str> {
    let head = format!("module {module} (");
    let start = text.find(&format!("\n{head}")).map(|at| at + 1).or(text.starts_with(&head).then_some(0));
    let start = start.with_context(|| format!("no module {module}"))?;
    let rest = &text[start..];
    Ok(&rest[..rest.find("\nendmodule").unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// made\nmodule leaf (\n    a\n);\nendmodule\n\nmodule other (\n    a\n);\nendmodule\n\n\
                        module unit_2 (\n    a\n);\n    leaf it (\n        .a(a)\n    );\nendmodule\n\n\
                        module card (\n    a\n);\n    unit_2 unit (\n        .a(a)\n    );\nendmodule\n";

    #[test]
    fn blocks_are_found_by_their_instances() {
        assert_eq!(module_of(TEXT, "").unwrap(), "card");
        assert_eq!(module_of(TEXT, "unit").unwrap(), "unit_2");
        assert_eq!(module_of(TEXT, "unit/it").unwrap(), "leaf");
        assert_eq!(module_of(TEXT, "unit/that").unwrap_err().to_string(), "unit_2 has no instance that");
    }

    #[test]
    fn a_block_comes_with_what_is_below_it_and_nothing_else() {
        let text = with_children(TEXT, "unit_2").unwrap();
        assert!(text.starts_with("// made\nmodule leaf (") && text.contains("module unit_2 ("));
        assert_eq!((text.matches("endmodule").count(), text.contains("other")), (2, false));
    }
}
