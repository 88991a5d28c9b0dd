//! Puts the committed Verilog into the program, so that a command built here runs from any directory.

use std::path::PathBuf;
use std::{env, fs};

/// From the crate's folder, as cargo takes it: of several checkouts that share a target folder each has its own.
const FOLDER: &str = "../../hdl/generated";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    let [crate_folder, out] =
        ["CARGO_MANIFEST_DIR", "OUT_DIR"].map(|name| PathBuf::from(env::var_os(name).expect("cargo sets it")));
    let card = crate_folder.join(FOLDER).join("card.sv");
    let mut list = String::from("[]");
    if let Ok(text) = fs::read(&card) {
        println!("cargo::rerun-if-changed={FOLDER}/card.sv");
        fs::write(out.join("card.sv"), text).expect("the build folder can be written");
        list = r#"[("card.sv", include_str!(concat!(env!("OUT_DIR"), "/card.sv")))]"#.into();
    }
    fs::write(out.join("generated.rs"), list).expect("the build folder can be written");
}
