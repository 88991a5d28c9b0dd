//! What the tools say of Verilog files: lint, latches, combinational loops.
use std::path::Path;
use std::process::Command;

/// Why a tool does not accept a design.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    #[error("{tool} cannot be started ({error}); `cargo xtask doctor` says how to install it")]
    Missing { tool: &'static str, error: std::io::Error },
    #[error("{tool} does not accept {top}:\n{output}")]
    Refused { tool: &'static str, top: String, output: String },
}

/// Verilator's lint with every warning on; a warning is an error.
pub fn lint<P: AsRef<Path>>(top: &str, files: &[P]) -> Result<(), ToolError> {
    let mut verilator = Command::new("verilator");
    verilator.args(["--lint-only", "-Wall", "--no-timing", "--top-module", top]);
    run("verilator", top, verilator.args(files.iter().map(AsRef::as_ref)))
}

/// Yosys finds no latch, no combinational loop, and one driver for everything that is read.
///
/// The design is flattened, since a loop may pass through several modules, and mapped to single bits, since a struct may
/// well hold one bit that depends on another.
pub fn check_netlist<P: AsRef<Path>>(top: &str, files: &[P]) -> Result<(), ToolError> {
    let mut script = String::new();
    for file in files {
        script += &format!("read_verilog -sv \"{}\"\n", file.as_ref().display());
    }
    script +=
        &format!("hierarchy -check -top {top}\nproc\nselect -assert-none t:$dlatch t:$adlatch t:$dlatchsr t:$sr\n");
    script += "flatten\nopt_clean\nsimplemap\ncheck -assert\n";
    run("yosys", top, Command::new("yosys").args(["-q", "-p", &script]))
}

fn run(tool: &'static str, top: &str, command: &mut Command) -> Result<(), ToolError> {
    let done = command.output().map_err(|error| ToolError::Missing { tool, error })?;
    if done.status.success() {
        return Ok(());
    }
    let output = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    Err(ToolError::Refused { tool, top: top.into(), output: output.into() })
}
