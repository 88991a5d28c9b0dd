//! Checks the specification and prints a table: `cargo run --release -p twinpath-protocol [-- --deep]`.

use std::process::ExitCode;

use twinpath_protocol::runs::{deep, mutants, usual};

fn main() -> ExitCode {
    let all = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--deep") => true,
        Some(other) => {
            eprintln!("unknown argument {other:?}; known: --deep");
            return ExitCode::from(2);
        }
    };
    let mut good = true;
    println!("{:32} {:>10} {:>7}  verdict", "configuration", "states", "s");
    for run in usual().into_iter().chain(if all { deep() } else { Vec::new() }) {
        let outcome = run.spec.check();
        let verdict = if outcome.broken.is_empty() { "holds" } else { "BROKEN" };
        println!("{:32} {:>10} {:>7.1}  {verdict}", run.name, outcome.states, outcome.seconds);
        for broken in &outcome.broken {
            good = false;
            print!("{broken}");
        }
    }
    println!("\n{:32} {:>10} {:>7}  caught by", "mutant", "states", "s");
    for (mutant, mut run) in mutants() {
        run.spec.mutant = Some(mutant);
        let outcome = run.spec.check();
        let name = format!("{mutant:?}");
        let by: Vec<&str> = outcome.broken.iter().map(|broken| broken.what.as_str()).collect();
        good &= !by.is_empty();
        let by = if by.is_empty() { "NOTHING".to_string() } else { by.join(", ") };
        println!("{name:32} {:>10} {:>7.1}  {by}", outcome.states, outcome.seconds);
    }
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
