//! Every register of both windows of the whole card, through TLPs, led by the declarations in `hdl/spec`.

use anyhow::{ensure, Result};
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_host::{BAR0, BAR2};
use twinpath_host_interface::walk::{Findings, Window};
use twinpath_host_interface::{broken, must_find, Bus};
use twinpath_spec::control::{self, HOST_COUNTERS};
use twinpath_spec::limits::{ROWS, SLOTS};
use twinpath_spec::nvme;
use twinpath_spec::register::Register;

const BLOCKS: u32 = 4096;

fn bus(design: &Design) -> Result<Bus> {
    let group = Group::new(design, GroupConfig::single(BLOCKS, 7))?;
    Ok(Bus { simulation: Simulation::new(group), unit: 0 })
}

/// The whole walk over one window.
fn walk(bus: &Bus, mut window: Window) -> Result<Findings> {
    let mut findings = window.after_reset(bus)?;
    findings.extend(window.written(bus)?);
    findings.extend(window.refused(bus)?);
    Ok(findings)
}

fn value(bus: &Bus, bar: u8, register: &Register) -> Result<u64> {
    bus.read(bar, register.offset, register.bytes as u8)
}

/// What the card says of itself is what it is.
fn identity(bus: &Bus) -> Result<Findings> {
    let capabilities = |name: &str, value: u64| control::CAPABILITIES.field(name).put(value);
    let wanted = [
        (BAR0, nvme::CAP, nvme::CAP_VALUE),
        (BAR2, control::VOLUME, u64::from(BLOCKS)),
        (BAR2, control::SERIAL, u64::from_le_bytes(*b"TP000001")),
        (BAR2, control::BOARD, 0),
        (
            BAR2,
            control::CAPABILITIES,
            capabilities("links", 1)
                | capabilities("queues", nvme::IO_QUEUES.into())
                | capabilities("rows", ROWS as u64)
                | capabilities("slots", SLOTS as u64)
                | capabilities("paths", control::PATHS.into())
                | capabilities("trace_entries", control::TRACE_ENTRIES.into()),
        ),
    ];
    let mut findings = Findings::new();
    for (bar, register, wanted) in wanted {
        let found = value(bus, bar, &register)?;
        if found != wanted {
            findings.push(format!("{}: {found:#x}, not {wanted:#x}", register.name));
        }
    }
    Ok(findings)
}

/// Every stray doorbell of the walk was counted.
fn doorbells(bus: &Bus) -> Result<Findings> {
    let found = value(bus, BAR2, &HOST_COUNTERS[7])?;
    let wanted = Window::controller().stray_doorbells();
    Ok(if found == wanted { vec![] } else { vec![format!("INVALID_DOORBELLS: {found}, not {wanted}")] })
}

fn whole_card(design: &Design) -> Result<Findings> {
    let bus = bus(design)?;
    let mut findings = identity(&bus)?;
    findings.extend(walk(&bus, Window::control())?);
    findings.extend(walk(&bus, Window::controller())?);
    findings.extend(doorbells(&bus)?);
    let violations = bus.host(|h| h.violations.clone());
    findings.extend(violations.iter().map(|v| format!("the card on the bus: {v}")));
    Ok(findings)
}

#[test]
fn every_word_of_both_windows_is_as_declared() -> Result<()> {
    let findings = whole_card(&Design::committed()?)?;
    ensure!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    Ok(())
}

#[test]
fn a_card_with_faults_is_found_out() -> Result<()> {
    let wanted = [
        "CAP: 0x201401003e",
        "0014h CC: reads",
        "0010h INTMC: reads",
        "0020h hole: 0x1 after reset",
        "HOLD_LIMIT: 0x3b9aca01 after reset",
        "MSIX_CONTROL: 0x0 after reset",
        "MODE: reads",
        "R_HOST: reads 0x3",
        "INVALID_DOORBELLS",
    ];
    must_find(&whole_card(&broken()?)?, &wanted)
}
