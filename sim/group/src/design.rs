//! Which Verilog a card is made of.

use std::path::Path;
use thiserror::Error;
use twinpath_verilated::{Library, LoadError, Options, Source};

/// The committed card, as it was when this program was built.
const GENERATED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/generated.rs"));

/// The top module of every design.
const TOP: &str = "card";

/// Verilog with a module `card`.
#[derive(Clone, Debug)]
pub struct Design {
    options: Options,
}

/// Why there is no card.
#[derive(Debug, Error)]
pub enum DesignError {
    #[error("this program was built without hdl/generated/card.sv; run `cargo xtask gen` and build it again")]
    Missing,
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Design {
    /// The committed Verilog, byte for byte what synthesis reads.
    pub fn committed() -> Result<Self, DesignError> {
        if GENERATED.is_empty() {
            return Err(DesignError::Missing);
        }
        let sources = GENERATED.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        Ok(Self { options: Options::card(TOP, sources) })
    }

    /// Any text: a mutant, a stand-in.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { options: Options::card(TOP, vec![Source::new("card.sv", text)]) }
    }

    /// A file.
    pub fn from_file(path: &Path) -> Result<Self, DesignError> {
        let text = std::fs::read_to_string(path);
        text.map(Self::from_text).map_err(|error| DesignError::File { path: path.display().to_string(), error })
    }

    /// Another source beside the card: properties that are bound to it. Assertions become live.
    pub fn with_properties(mut self, name: &str, text: impl Into<String>) -> Self {
        self.options.sources.push(Source::new(name, text));
        self.options.assertions = true;
        self
    }

    /// Optimised for a short build in place of many cycles.
    pub fn quick(mut self) -> Self {
        self.options.fast = false;
        self
    }

    /// The text of the card.
    pub fn text(&self) -> &str {
        self.options.sources.first().map_or("", |s| &s.text)
    }

    /// Builds the model, or finds it in the cache.
    pub fn library(&self) -> Result<Library, DesignError> {
        Ok(Library::build(&self.options)?)
    }
}
