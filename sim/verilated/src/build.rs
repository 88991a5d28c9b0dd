//! Verilog to shared library: verilator, a generated C shim, the C++ compiler, and a cache.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, io, thread};

/// A Verilog file by name and text; the name matters only in messages.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// What to build.
#[derive(Clone, Debug)]
pub struct Options {
    /// The module whose ports become pins.
    pub top: String,
    pub sources: Vec<Source>,
    /// Waveforms can be written (costs build time, nothing while no file is open).
    pub waves: bool,
    /// Optimise for many cycles (the card) or for a short build (a block test).
    pub fast: bool,
    /// Assertions and covers in the sources are live; a failing one stops the process with its message.
    pub assertions: bool,
}

impl Options {
    /// A block for a short test: quick to build, no waveforms, assertions on.
    pub fn block(top: &str, text: impl Into<String>) -> Self {
        let sources = vec![Source::new(format!("{top}.sv"), text)];
        Self { top: top.into(), sources, waves: false, fast: false, assertions: true }
    }

    /// A whole card: optimised, with waveforms.
    pub fn card(top: &str, sources: Vec<Source>) -> Self {
        Self { top: top.into(), sources, waves: true, fast: true, assertions: false }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("{tool} cannot be started ({error}); `cargo xtask doctor` says how to install it")]
    Missing { tool: String, error: io::Error },
    #[error("{tool} refuses {top}:\n{output}")]
    Refused { tool: String, top: String, output: String },
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    #[error("{0} has no ports")]
    NoPorts(String),
}

/// Where built models are kept: `TWINPATH_CACHE`, or `verilated` in the cargo target directory.
pub fn cache_dir() -> PathBuf {
    if let Some(dir) = env::var_os("TWINPATH_CACHE") {
        return dir.into();
    }
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => PathBuf::from(dir).join("verilated"),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/verilated"),
    }
}

/// Builds the model, or finds it in the cache, and says where its library is.
pub fn build(options: &Options) -> Result<PathBuf, BuildError> {
    let version = run(Command::new(verilator()).arg("--version"), &options.top)?;
    let mut hash = Sha256::new();
    hash.update(format!("{version}{SHIM}{RUNTIME_FLAGS:?}{:?}", (&options.top, options.waves, options.fast)));
    hash.update([options.assertions as u8]);
    for source in &options.sources {
        hash.update(format!("{}:{}:", source.name.len(), source.text.len()));
        hash.update(&source.text);
    }
    let key = hash.finalize().iter().take(12).fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    });
    let folder = cache_dir().join(format!("{}-{key}", options.top));
    let library = folder.join("model.so");
    if library.exists() {
        return Ok(library);
    }
    // One builder at a time, in whatever thread or process; the others wait and find what it made. It is built aside and
    // renamed in, so that one that dies leaves nothing half done.
    let lock = cache_dir().join(format!("{}-{key}.lock", options.top));
    let file = |error| BuildError::File { path: lock.clone(), error };
    fs::create_dir_all(cache_dir()).map_err(file)?;
    let held = fs::File::create(&lock).map_err(file)?;
    held.lock().map_err(file)?;
    if library.exists() {
        return Ok(library);
    }
    let work = work_dir(&format!("{}-{key}", options.top));
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|error| BuildError::File { path: work.clone(), error })?;
    let done = build_in(&work, options);
    if done.is_ok() && fs::rename(&work, &folder).is_err() && !library.exists() {
        return Err(BuildError::File { path: folder, error: io::Error::other("cannot rename the finished build") });
    }
    let _ = fs::remove_dir_all(&work);
    done.map(|()| library)
}

fn build_in(work: &Path, options: &Options) -> Result<(), BuildError> {
    let mut verilate = Command::new(verilator());
    verilate.args(["--cc", "-O3", "--prefix", "Vmodel", "--x-assign", "0", "--x-initial", "0", "--no-timing"]);
    verilate.args(["-Wno-fatal", "-Wno-lint", "-Wno-style", "-Wno-DECLFILENAME", "-Wno-UNOPTFLAT"]);
    verilate.arg(if options.assertions { "--assert" } else { "--noassert" });
    verilate.args(["--output-split", if options.fast { "20000" } else { "8000" }]);
    if options.waves {
        verilate.args(["--trace-fst", "--trace-structs"]);
    }
    verilate.args(["--top-module", &options.top, "--Mdir"]).arg(work);
    for source in &options.sources {
        let path = work.join(&source.name);
        write(&path, &source.text)?;
        verilate.arg(path);
    }
    run(&mut verilate, &options.top)?;

    let header = work.join("Vmodel.h");
    let text = fs::read_to_string(&header).map_err(|error| BuildError::File { path: header, error })?;
    let ports = ports(&text);
    if ports.is_empty() {
        return Err(BuildError::NoPorts(options.top.clone()));
    }
    let root = work.join("Vmodel___024root.h");
    let text = fs::read_to_string(&root).map_err(|error| BuildError::File { path: root, error })?;
    write(&work.join("shim.cpp"), &shim(&ports, &text))?;

    let mut sources: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(work).map_err(|error| BuildError::File { path: work.into(), error })?.flatten() {
        if entry.path().extension().is_some_and(|x| x == "cpp") {
            sources.push(entry.path());
        }
    }
    sources.sort();
    let include = include_dir()?;
    let runtime = runtime(&include, options.waves)?;
    let optimise = if options.fast { "-O2" } else { "-O1" };
    let objects = compile(&sources, work, |c| {
        c.arg(optimise).args(defines(options.waves)).arg("-I").arg(work);
        includes(c, &include);
    })?;
    let mut link = Command::new(compiler());
    link.args(["-shared", "-o"]).arg(work.join("model.so")).args(&objects).args(&runtime);
    if options.waves {
        link.arg("-lz");
    }
    link.arg("-lpthread");
    run(&mut link, &options.top)?;
    for object in objects {
        let _ = fs::remove_file(object);
    }
    Ok(())
}

/// A port as Verilator's header declares it.
struct Port {
    output: bool,
    /// As a C++ member.
    member: String,
    width: u32,
}

/// The ports in `VL_IN8(&name,msb,lsb);` and its like.
fn ports(header: &str) -> Vec<Port> {
    let mut ports = Vec::new();
    for line in header.lines() {
        let Some(rest) = line.trim().strip_prefix("VL_") else { continue };
        let output = rest.starts_with("OUT");
        if !output && !rest.starts_with("IN") {
            continue;
        }
        let Some((_, args)) = rest.split_once("(&") else { continue };
        let mut args = args.trim_end_matches(");").split(',');
        let (Some(member), Some(msb), Some(lsb)) = (args.next(), args.next(), args.next()) else { continue };
        let (Ok(msb), Ok(lsb)) = (msb.parse::<u32>(), lsb.parse::<u32>()) else { continue };
        ports.push(Port { output, member: member.into(), width: msb - lsb + 1 });
    }
    ports
}

const SHIM: &str = r#"
struct Model {
    std::unique_ptr<VerilatedContext> context;
    std::unique_ptr<Vmodel> top;
#if VM_TRACE_FST
    std::unique_ptr<VerilatedFstC> waves;
#endif
    void dump() {
#if VM_TRACE_FST
        if (waves) waves->dump(context->time());
#endif
    }
};
extern "C" {
Model* twinpath_new(const char* name) {
    auto* m = new Model;
    m->context = std::make_unique<VerilatedContext>();
#if VM_TRACE_FST
    m->context->traceEverOn(true);
#endif
    m->top = std::make_unique<Vmodel>(m->context.get(), name);
    return m;
}
void twinpath_free(Model* m) {
#if VM_TRACE_FST
    if (m->waves) m->waves->close();
#endif
    m->top->final();
    delete m;
}
void twinpath_eval(Model* m) { m->top->eval(); }
void twinpath_clock(Model* m) {
#ifdef CLOCK
    m->dump();
    m->context->timeInc(1);
    CLOCK = 1;
    m->top->eval();
    m->dump();
    m->context->timeInc(1);
    CLOCK = 0;
#ifdef CLOCK_SEEN
    CLOCK_SEEN = 0;
#else
    m->top->eval();
#endif
#else
    (void)m;
#endif
}
int twinpath_finished(Model* m) { return m->context->gotFinish(); }
int twinpath_waves_open(Model* m, const char* path) {
#if VM_TRACE_FST
    m->waves = std::make_unique<VerilatedFstC>();
    m->top->trace(m->waves.get(), 99);
    m->waves->open(path);
    return m->waves->isOpen();
#else
    (void)m; (void)path; return 0;
#endif
}
void twinpath_waves_close(Model* m) {
#if VM_TRACE_FST
    if (m->waves) { m->waves->close(); m->waves.reset(); }
#else
    (void)m;
#endif
}
const char* twinpath_ports() { return PORTS; }
}
"#;

/// The C interface of the model: life, evaluation, waveforms, and a list of ports with their variables.
fn shim(ports: &[Port], root: &str) -> String {
    let mut text = String::from("#include \"Vmodel.h\"\n#include \"Vmodel___024root.h\"\n");
    text += "#include \"verilated.h\"\n#include <memory>\n";
    if ports.iter().any(|p| p.member == "clock") {
        text += "#define CLOCK m->top->clock\n";
        if let Some(seen) = clock_seen(root) {
            let _ = writeln!(text, "#define CLOCK_SEEN m->top->rootp->{seen}");
        }
    }
    text += "#if VM_TRACE_FST\n#include \"verilated_fst_c.h\"\n#endif\nstatic const char PORTS[] =\n";
    for p in ports {
        let way = if p.output { "out" } else { "in" };
        let _ = writeln!(text, "    \"{way} {} {}\\n\"", p.width, p.member.replace("__024", "$"));
    }
    text += ";\n";
    text += SHIM;
    text += "extern \"C\" void* twinpath_port(Model* m, unsigned index) {\n    switch (index) {\n";
    for (n, p) in ports.iter().enumerate() {
        let _ = writeln!(text, "    case {n}: return (void*)&m->top->{};", p.member);
    }
    text += "    default: return nullptr;\n    }\n}\n";
    text
}

/// Verilator's memory of the clock's last value. Nothing here happens at a falling edge, so the shim forgets the high
/// level by itself instead of evaluating everything that hangs on an input once more: a fifth of the time.
fn clock_seen(root: &str) -> Option<&str> {
    let mut words = root.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.find(|w| w.starts_with("__Vtrig") && w.contains("prev") && w.contains("TOP__clock"))
}

const RUNTIME_FLAGS: [&str; 6] =
    ["-std=gnu++17", "-fPIC", "-fno-strict-aliasing", "-fvisibility-inlines-hidden", "-w", "-DVERILATOR=1"];

fn defines(waves: bool) -> [&'static str; 5] {
    let fst = if waves { "-DVM_TRACE_FST=1" } else { "-DVM_TRACE_FST=0" };
    let trace = if waves { "-DVM_TRACE=1" } else { "-DVM_TRACE=0" };
    [trace, fst, "-DVM_TRACE_VCD=0", "-DVM_COVERAGE=0", "-DVM_SC=0"]
}

fn includes(command: &mut Command, include: &Path) {
    command.arg("-I").arg(include).arg("-I").arg(include.join("vltstd"));
}

/// A folder of its own for each build of each thread and process.
fn work_dir(name: &str) -> PathBuf {
    static BUILDS: AtomicUsize = AtomicUsize::new(0);
    let build = BUILDS.fetch_add(1, Ordering::Relaxed);
    cache_dir().join(format!("work-{name}-{}-{build}", std::process::id()))
}

/// Verilator's own run-time objects: the same for every model, so compiled once.
fn runtime(include: &Path, waves: bool) -> Result<Vec<PathBuf>, BuildError> {
    let mut names = vec!["verilated.cpp", "verilated_threads.cpp"];
    if waves {
        names.push("verilated_fst_c.cpp");
    }
    let mark = Sha256::digest(include.to_string_lossy().as_bytes());
    let kind = if waves { "waves" } else { "plain" };
    let folder =
        cache_dir().join(format!("runtime-{kind}-{:02x}{:02x}{:02x}{:02x}", mark[0], mark[1], mark[2], mark[3]));
    let objects = |at: &Path| names.iter().map(|n| at.join(n.replace(".cpp", ".o"))).collect::<Vec<_>>();
    if folder.exists() {
        return Ok(objects(&folder));
    }
    let work = work_dir(&format!("runtime-{kind}"));
    fs::create_dir_all(&work).map_err(|error| BuildError::File { path: work.clone(), error })?;
    let sources: Vec<PathBuf> = names.iter().map(|n| include.join(n)).collect();
    compile(&sources, &work, |c| {
        c.arg("-O2").args(defines(waves));
        includes(c, include);
    })?;
    let renamed = fs::rename(&work, &folder);
    if let (Err(error), false) = (renamed, folder.exists()) {
        return Err(BuildError::File { path: folder, error });
    }
    let _ = fs::remove_dir_all(&work);
    Ok(objects(&folder))
}

/// Compiles each source into `into`, as many at a time as there are cores.
fn compile(sources: &[PathBuf], into: &Path, flags: impl Fn(&mut Command) + Sync) -> Result<Vec<PathBuf>, BuildError> {
    let lanes = thread::available_parallelism().map_or(1, |n| n.get());
    let next = AtomicUsize::new(0);
    let lane = || -> Result<(), BuildError> {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.get(n) else { return Ok(()) };
            let mut command = Command::new(compiler());
            command.arg("-c").args(RUNTIME_FLAGS);
            flags(&mut command);
            command.arg(source).arg("-o").arg(object(source, into));
            run(&mut command, &source.display().to_string())?;
        }
    };
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..lanes).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().try_for_each(|l| l.join().expect("a compile lane does not panic"))
    })?;
    Ok(sources.iter().map(|s| object(s, into)).collect())
}

fn object(source: &Path, into: &Path) -> PathBuf {
    into.join(source.file_stem().unwrap_or_default()).with_extension("o")
}

fn verilator() -> String {
    env::var("VERILATOR").unwrap_or_else(|_| "verilator".into())
}

fn compiler() -> String {
    env::var("CXX").unwrap_or_else(|_| "g++".into())
}

fn include_dir() -> Result<PathBuf, BuildError> {
    let root = run(Command::new(verilator()).args(["--getenv", "VERILATOR_ROOT"]), "VERILATOR_ROOT")?;
    Ok(PathBuf::from(root.trim()).join("include"))
}

fn write(path: &Path, text: &str) -> Result<(), BuildError> {
    fs::write(path, text).map_err(|error| BuildError::File { path: path.into(), error })
}

fn run(command: &mut Command, what: &str) -> Result<String, BuildError> {
    let tool = command.get_program().to_string_lossy().to_string();
    let out = command.output().map_err(|error| BuildError::Missing { tool: tool.clone(), error })?;
    if !out.status.success() {
        let mut output = String::from_utf8_lossy(&out.stderr).to_string();
        output += &String::from_utf8_lossy(&out.stdout);
        return Err(BuildError::Refused { tool, top: what.into(), output });
    }
    Ok(String::from_utf8_lossy(&out.stdout).to_string())
}
