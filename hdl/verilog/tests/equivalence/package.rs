//! The generated package: kernels compiled by rustc and `#[hdl_gen]`, printed and simulated by Rust-HDL itself.
use super::group::Group;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target directory that cargo runs this test in; the package shares its compiled dependencies.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp is below the target directory").into()
}

/// Writes, builds and runs the package. The folder then holds, for each group, `<group>.sv` (printed), `<group>.stock.v`
/// (by Rust-HDL's emitter) and `<group>.txt` (per line a vector: the inputs, then the outputs Rust computes).
pub fn run(name: &str, groups: &[Group], vectors: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("equivalence-{name}"));
    let out = folder.join("out");
    fs::create_dir_all(folder.join("src"))
        .and_then(|()| fs::create_dir_all(&out))
        .expect("a writable target directory");
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let save = |name: &str, text: String| fs::write(folder.join(name), text).expect("a writable target directory");
    // The profile is the workspace's, so that the dependencies are the same files.
    save(
        "Cargo.toml",
        format!(
            "[package]\nname = \"equivalence-{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
             [dependencies]\nrust-hdl = \"=0.46.0\"\ntwinpath-verilog = {{ path = {crate_folder:?} }}\n\n\
             [profile.dev]\nopt-level = 0\ndebug = false\n\n[profile.dev.package.\"*\"]\nopt-level = 3\ndebug = false\n"
        ),
    );
    let lock = fs::read_to_string(crate_folder.join("../../Cargo.lock")).expect("the workspace's Cargo.lock");
    save("Cargo.lock", lock);
    let modules: String = groups.iter().map(Group::rust).collect();
    let calls: String = groups.iter().map(|g| format!("    {}::run(&out, vectors);\n", g.name)).collect();
    let main = format!(
        "fn main() {{\n    let mut args = std::env::args().skip(1);\n    let out = args.next().unwrap();\n    \
         let vectors = args.next().unwrap().parse().unwrap();\n{calls}}}\n"
    );
    save("src/main.rs", format!("{}{modules}{main}", include_str!("harness.txt")));
    let mut build = Command::new(std::env::var("CARGO").unwrap_or("cargo".into()));
    build.args(["build", "--quiet", "--offline"]).current_dir(&folder).arg("--target-dir").arg(target());
    succeed(&mut build);
    let binary = target().join("debug").join(format!("equivalence-{name}"));
    succeed(Command::new(binary).arg(&out).arg(vectors.to_string()));
    out
}

/// Runs `command`; panics with its output when it fails.
pub fn succeed(command: &mut Command) {
    let done = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    if !done.status.success() {
        let text = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
        let first: Vec<&str> = text.lines().take(60).collect();
        panic!("{command:?} fails ({}):\n{}", done.status, first.join("\n"));
    }
}
