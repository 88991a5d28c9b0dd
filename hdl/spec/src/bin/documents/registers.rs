//! REGISTERS.md from the declarations of both windows.

use std::fmt::Write;
use twinpath_spec::control::{ALL, TRACE_KINDS, VERSIONS};
use twinpath_spec::limits::{BAR0_BYTES, BAR2_BYTES};
use twinpath_spec::register::{Access, Register};
use twinpath_spec::{msix, nvme};

pub fn document() -> String {
    let mut text = String::from(
        "# Registers\n\n\
         Made from `hdl/spec` by `cargo xtask gen`; do not edit. Offsets and resets are hexadecimal (`h`), bits count \
         from 0. Bits that no field names read as 0 and ignore writes.\n",
    );
    window(
        &mut text,
        "The controller (BAR0)",
        &format!(
            "{} KiB: the registers of NVM Express 1.4, the MSI-X table and its pending bits. Writes of less than 4 bytes \
             are ignored.",
            BAR0_BYTES >> 10
        ),
        &controller(),
    );
    window(
        &mut text,
        "The control window (BAR2)",
        &format!(
            "{} KiB: what NVMe has no words for. Every register is a 64-bit word; accesses of 4 bytes to either half \
             work too. Offsets that are not listed read as 0 and ignore writes.",
            BAR2_BYTES >> 10
        ),
        ALL,
    );
    text += "\n## Kinds of trace entries\n\n| Kind | Meaning |\n|---|---|\n";
    for (kind, meaning) in TRACE_KINDS {
        row(&mut text, &[kind.to_string(), meaning.into()]);
    }
    text += "\n## Interface versions\n\n| Version | Change |\n|---|---|\n";
    for (version, change) in VERSIONS {
        row(&mut text, &[version.to_string(), change.into()]);
    }
    text
}

/// Everything in BAR0.
fn controller() -> Vec<Register> {
    [nvme::REGISTERS, msix::REGISTERS].concat()
}

fn window(text: &mut String, title: &str, about: &str, registers: &[Register]) {
    let _ = write!(text, "\n## {title}\n\n{about}\n\n");
    *text += "| Offset | Register | Bytes | Access | After reset | Meaning |\n|---|---|---|---|---|---|\n";
    for r in registers {
        let reset = r.reset.map_or("by the card".into(), |v| hex(v, 1));
        row(text, &[offsets(r), r.name.into(), r.bytes.to_string(), access(r.access).into(), reset, r.doc.into()]);
    }
    for r in registers {
        let _ = write!(text, "\n### {} ({})\n\n{}\n\n", r.name, offsets(r), r.doc);
        *text += "| Bits | Field | Meaning |\n|---|---|---|\n";
        for f in r.fields {
            let bits = match f.width {
                1 => f.lsb.to_string(),
                _ => format!("{}:{}", f.lsb + f.width - 1, f.lsb),
            };
            row(text, &[bits, f.name.into(), f.doc.into()]);
        }
    }
}

fn access(access: Access) -> &'static str {
    match access {
        Access::ReadOnly => "read",
        Access::ReadWrite => "read, write",
        Access::WriteOnly => "write",
    }
}

/// `0100h`, or `0100h + n * 40h, n = 0..4` for several.
fn offsets(r: &Register) -> String {
    match r.count {
        1 => hex(r.offset.into(), 4),
        _ => format!("{} + n * {}, n = 0..{}", hex(r.offset.into(), 4), hex(r.stride.into(), 1), r.count - 1),
    }
}

fn hex(value: u64, digits: usize) -> String {
    format!("{value:0digits$x}h")
}

/// A row of a table; a bar in a cell would end it.
pub fn row(text: &mut String, cells: &[String]) {
    for cell in cells {
        let _ = write!(text, "| {} ", cell.replace('|', "\\|"));
    }
    *text += "|\n";
}

#[cfg(test)]
mod tests {
    use super::*;
    use twinpath_spec::control::PATH_CONTROL;

    #[test]
    fn every_register_and_field_is_in_it() {
        let text = document();
        for r in controller().iter().chain(ALL) {
            let section = text.split("\n### ").find(|s| s.starts_with(&format!("{} ({:04x}h", r.name, r.offset)));
            let section = section.unwrap_or_else(|| panic!("{} has no section", r.name));
            for f in r.fields {
                let end = format!(":{} | {} | {} |\n", f.lsb, f.name, f.doc);
                let one = format!("| {} | {} | {} |\n", f.lsb, f.name, f.doc);
                assert!(section.contains(if f.width == 1 { &one } else { &end }), "{}.{}", r.name, f.name);
            }
        }
        let arrays = ALL.iter().find(|r| r.name == PATH_CONTROL.name).map(offsets);
        assert_eq!(arrays.as_deref(), Some("0100h + n * 40h, n = 0..4"));
    }

    #[test]
    fn cells_cannot_end_a_row() {
        let mut text = String::new();
        row(&mut text, &["a|b".into(), "c".into()]);
        assert_eq!(text, "| a\\|b | c |\n");
    }
}
