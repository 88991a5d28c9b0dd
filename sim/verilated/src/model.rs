//! A loaded model and its pins.

use crate::{build, BuildError, Options};
use libloading::Symbol;
use std::collections::HashMap;
use std::ffi::{c_char, c_int, c_uint, c_void, CStr, CString};
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("{path}: {error}")]
    Library { path: String, error: libloading::Error },
    #[error("the model has no {way} port `{name}` of {width} bits (it has: {has})")]
    NoPort { name: String, way: &'static str, width: String, has: String },
    #[error("waveforms cannot be written to {0}")]
    Waves(String),
}

struct PortInfo {
    index: u32,
    output: bool,
    width: u32,
}

/// A model's code; instances of it share nothing but this.
#[derive(Clone)]
pub struct Library(Arc<Inner>);

struct Inner {
    new: unsafe extern "C" fn(*const c_char) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
    eval: unsafe extern "C" fn(*mut c_void),
    clock: unsafe extern "C" fn(*mut c_void),
    finished: unsafe extern "C" fn(*mut c_void) -> c_int,
    waves_open: unsafe extern "C" fn(*mut c_void, *const c_char) -> c_int,
    waves_close: unsafe extern "C" fn(*mut c_void),
    port: unsafe extern "C" fn(*mut c_void, c_uint) -> *mut c_void,
    ports: HashMap<String, PortInfo>,
    // Last: the functions above live in it.
    _code: libloading::Library,
}

impl Library {
    /// Builds (or finds) and loads the model.
    pub fn build(options: &Options) -> Result<Self, LoadError> {
        Self::load(&build(options)?)
    }

    pub fn load(path: &Path) -> Result<Self, LoadError> {
        let bad = |error| LoadError::Library { path: path.display().to_string(), error };
        // SAFETY: the library is one that `build` made; loading it runs only C++ static initialisers of Verilator.
        let code = unsafe { libloading::Library::new(path) }.map_err(bad)?;
        // SAFETY: `SHIM` in build.rs defines these symbols with exactly these types.
        let inner = unsafe {
            macro_rules! symbol {
                ($name:literal) => {{
                    let found: Symbol<_> = code.get($name).map_err(bad)?;
                    *found
                }};
            }
            let list: unsafe extern "C" fn() -> *const c_char = symbol!(b"twinpath_ports");
            let text = CStr::from_ptr(list()).to_string_lossy().to_string();
            Inner {
                new: symbol!(b"twinpath_new"),
                free: symbol!(b"twinpath_free"),
                eval: symbol!(b"twinpath_eval"),
                clock: symbol!(b"twinpath_clock"),
                finished: symbol!(b"twinpath_finished"),
                waves_open: symbol!(b"twinpath_waves_open"),
                waves_close: symbol!(b"twinpath_waves_close"),
                port: symbol!(b"twinpath_port"),
                ports: parse_ports(&text),
                _code: code,
            }
        };
        Ok(Self(Arc::new(inner)))
    }

    /// A fresh instance; `name` is its scope in waveforms.
    pub fn instance(&self, name: &str) -> Model {
        let name = CString::new(name.replace('\0', "_")).expect("no NUL is left");
        // SAFETY: `new` takes a C string and returns an owned instance.
        let raw = unsafe { (self.0.new)(name.as_ptr()) };
        let mut model = Model { raw, library: self.clone(), clocked: false };
        model.clocked = model.input("clock").is_ok();
        model.eval();
        model
    }
}

fn parse_ports(text: &str) -> HashMap<String, PortInfo> {
    let mut ports = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        let mut words = line.split(' ');
        if let (Some(way), Some(Ok(width)), Some(name)) = (words.next(), words.next().map(str::parse), words.next()) {
            ports.insert(name.to_string(), PortInfo { index: index as u32, output: way == "out", width });
        }
    }
    ports
}

/// One instance of a model.
pub struct Model {
    raw: *mut c_void,
    library: Library,
    clocked: bool,
}

// SAFETY: an instance owns its context and shares nothing mutable with other instances; pins are used through `&mut Model`.
unsafe impl Send for Model {}

/// A port of up to 64 bits of one instance.
#[derive(Clone, Copy)]
pub struct Pin {
    at: *mut c_void,
    width: u32,
}

/// A port of any width of one instance.
#[derive(Clone, Copy)]
pub struct WidePin {
    at: *mut c_void,
    width: u32,
}

// SAFETY: a pin is only an address; every access goes through `Model`, whose instance owns it.
unsafe impl Send for Pin {}
// SAFETY: as for `Pin`.
unsafe impl Send for WidePin {}

impl Model {
    /// Builds and instantiates in one step: what a block test wants.
    pub fn build(options: &Options) -> Result<Self, LoadError> {
        Ok(Library::build(options)?.instance("top"))
    }

    /// Names, directions (true: output) and widths of all ports.
    pub fn ports(&self) -> Vec<(String, bool, u32)> {
        let mut all: Vec<_> =
            self.library.0.ports.iter().map(|(n, p)| (p.index, n.clone(), p.output, p.width)).collect();
        all.sort();
        all.into_iter().map(|(_, n, o, w)| (n, o, w)).collect()
    }

    pub fn input(&self, name: &str) -> Result<Pin, LoadError> {
        self.pin(name, false)
    }

    pub fn output(&self, name: &str) -> Result<Pin, LoadError> {
        self.pin(name, true)
    }

    /// Either direction, by name; panics with the list of ports when there is none. For tests.
    pub fn any(&self, name: &str) -> Pin {
        self.pin(name, false).or_else(|_| self.pin(name, true)).unwrap_or_else(|e| panic!("{e}"))
    }

    pub fn wide(&self, name: &str) -> Result<WidePin, LoadError> {
        let found = self.library.0.ports.get(name).ok_or_else(|| self.no_port(name, "", "any number of"))?;
        Ok(WidePin { at: self.address(found.index), width: found.width })
    }

    fn pin(&self, name: &str, output: bool) -> Result<Pin, LoadError> {
        match self.library.0.ports.get(name) {
            Some(p) if p.output == output && p.width <= 64 => Ok(Pin { at: self.address(p.index), width: p.width }),
            _ => Err(self.no_port(name, if output { "output" } else { "input" }, "at most 64")),
        }
    }

    fn no_port(&self, name: &str, way: &'static str, width: &str) -> LoadError {
        let has = self.ports().into_iter().map(|(n, _, w)| format!("{n}[{w}]")).collect::<Vec<_>>().join(" ");
        LoadError::NoPort { name: name.into(), way, width: width.into(), has }
    }

    fn address(&self, index: u32) -> *mut c_void {
        // SAFETY: the instance lives; the index comes from its own list.
        unsafe { (self.library.0.port)(self.raw, index) }
    }

    #[inline]
    pub fn set(&mut self, pin: Pin, value: u64) {
        let value = if pin.width == 64 { value } else { value & ((1 << pin.width) - 1) };
        // SAFETY: `at` is the port's variable, whose C++ type Verilator picks by width.
        unsafe {
            match pin.width {
                0..=8 => *pin.at.cast::<u8>() = value as u8,
                9..=16 => *pin.at.cast::<u16>() = value as u16,
                17..=32 => *pin.at.cast::<u32>() = value as u32,
                _ => *pin.at.cast::<u64>() = value,
            }
        }
    }

    #[inline]
    pub fn get(&self, pin: Pin) -> u64 {
        // SAFETY: as in `set`.
        unsafe {
            match pin.width {
                0..=8 => u64::from(*pin.at.cast::<u8>()),
                9..=16 => u64::from(*pin.at.cast::<u16>()),
                17..=32 => u64::from(*pin.at.cast::<u32>()),
                _ => *pin.at.cast::<u64>(),
            }
        }
    }

    /// Sets a port of any width from 32-bit words, least significant first; missing words are zero.
    pub fn set_wide(&mut self, pin: WidePin, words: &[u32]) {
        let word = |n: usize| words.get(n).copied().unwrap_or(0);
        if pin.width <= 64 {
            self.set(Pin { at: pin.at, width: pin.width }, u64::from(word(0)) | u64::from(word(1)) << 32);
            return;
        }
        let count = pin.width.div_ceil(32) as usize;
        for n in 0..count {
            let spare = if n + 1 == count { (32 - pin.width % 32) % 32 } else { 0 };
            // SAFETY: a port wider than 64 bits is an array of `count` 32-bit words.
            unsafe { *pin.at.cast::<u32>().add(n) = word(n) & (u32::MAX >> spare) };
        }
    }

    /// The value of a port of any width as 32-bit words, least significant first.
    pub fn get_wide(&self, pin: WidePin) -> Vec<u32> {
        if pin.width <= 64 {
            let value = self.get(Pin { at: pin.at, width: pin.width });
            return [value as u32, (value >> 32) as u32][..pin.width.div_ceil(32) as usize].to_vec();
        }
        // SAFETY: as in `set_wide`.
        (0..pin.width.div_ceil(32) as usize).map(|n| unsafe { *pin.at.cast::<u32>().add(n) }).collect()
    }

    /// Settles combinational logic after inputs changed.
    #[inline]
    pub fn eval(&mut self) {
        // SAFETY: `raw` is a live instance.
        unsafe { (self.library.0.eval)(self.raw) }
    }

    /// One clock period: rising edge, falling edge, with a waveform sample before each. Inputs are to be set before; they
    /// may change after it without harm, as nothing in a design happens at a falling edge.
    #[inline]
    pub fn clock(&mut self) {
        assert!(self.clocked, "clocked models have an input named `clock`");
        // SAFETY: `raw` is a live instance.
        unsafe { (self.library.0.clock)(self.raw) }
    }

    /// The model ran into `$finish` or a failed assertion.
    pub fn finished(&self) -> bool {
        // SAFETY: `raw` is a live instance.
        unsafe { (self.library.0.finished)(self.raw) != 0 }
    }

    /// Starts an FST waveform file.
    pub fn open_waves(&mut self, path: &Path) -> Result<(), LoadError> {
        let bad = || LoadError::Waves(path.display().to_string());
        let text = CString::new(path.as_os_str().as_encoded_bytes()).map_err(|_| bad())?;
        // SAFETY: `raw` is a live instance, the path a C string.
        match unsafe { (self.library.0.waves_open)(self.raw, text.as_ptr()) } {
            0 => Err(bad()),
            _ => Ok(()),
        }
    }

    pub fn close_waves(&mut self) {
        // SAFETY: `raw` is a live instance.
        unsafe { (self.library.0.waves_close)(self.raw) }
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        // SAFETY: `raw` came from `new` and is freed once.
        unsafe { (self.library.0.free)(self.raw) }
    }
}
