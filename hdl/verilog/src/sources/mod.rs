//! A check of kernels at their source.
//!
//! `#[hdl_gen]` drops things before any printer can see them: guards, the `=` of `..=`, method names, attributes. What
//! is left is valid and means something else. So the source itself is read, every kernel in it is found, and what the
//! macro would drop is refused here.
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// A place in a kernel that the macro would not carry over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{}:{line}: {what}; {instead}", file.display())]
pub struct Refusal {
    pub file: PathBuf,
    pub line: usize,
    /// What stands there, and what the macro makes of it.
    pub what: String,
    /// What to write in its place.
    pub instead: String,
}

/// Checks every kernel in the Rust files and folders (searched to the bottom) `paths`.
///
/// Returns the refusals in order of file and line; none means that the macro sees all that the kernels say. A file
/// that cannot be read or parsed is a refusal as well, and so is a path that holds no Rust file: silence would look
/// like success.
pub fn check_sources<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Vec<Refusal> {
    let mut refusals = vec![];
    for path in paths {
        let mut files = vec![];
        let found = rust_files(path.as_ref(), &mut files);
        let missing = |what: String| Refusal {
            file: path.as_ref().into(),
            line: 0,
            what,
            instead: "name a Rust file or a folder that has one".into(),
        };
        match found {
            Err(error) => refusals.push(missing(format!("cannot be read ({error})"))),
            Ok(()) if files.is_empty() => refusals.push(missing("holds no Rust file".into())),
            Ok(()) => {}
        }
        for file in files {
            match fs::read_to_string(&file) {
                Ok(text) => refusals.extend(check_text(&file, &text)),
                Err(error) => refusals.push(missing(format!("{} cannot be read ({error})", file.display()))),
            }
        }
    }
    refusals.sort();
    refusals.dedup();
    refusals
}

fn rust_files(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            rust_files(&entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|e| e == "rs") {
        fs::metadata(path)?;
        files.push(path.into());
    }
    Ok(())
}

fn check_text(file: &Path, text: &str) -> Vec<Refusal> {
    let refusal = |line, what, instead| Refusal { file: file.into(), line, what, instead };
    let parsed = match syn::parse_file(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = error.span().start().line;
            return vec![refusal(line, format!("not Rust ({error})"), "make it compile first".into())];
        }
    };
    let mut items = rules::Items::default();
    items.visit_file(&parsed);
    items.finish().into_iter().map(|(line, what, instead)| refusal(line, what, instead)).collect()
}
