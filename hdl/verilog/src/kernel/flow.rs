//! Which bits are certainly written at a point of the kernel.
use std::collections::BTreeMap;

/// For each signal the kernel drives, the bits written on every path so far.
#[derive(Clone)]
pub struct Written(BTreeMap<String, Vec<bool>>);

impl Written {
    /// Nothing is written yet of the `signals` (names and widths).
    pub fn none(signals: impl IntoIterator<Item = (String, usize)>) -> Written {
        Written(signals.into_iter().map(|(name, width)| (name, vec![false; width])).collect())
    }

    /// Notes that `width` bits of `name` from bit `at` on are written.
    pub fn write(&mut self, name: &str, at: usize, width: usize) {
        if let Some(bits) = self.0.get_mut(name) {
            bits.iter_mut().skip(at).take(width).for_each(|b| *b = true);
        }
    }

    pub fn entirely(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|bits| bits.iter().all(|b| *b))
    }

    /// Where two paths meet, only what both have written is certain.
    pub fn meet(&mut self, other: &Written) {
        for (name, bits) in &mut self.0 {
            let others = other.0.get(name).into_iter().flatten();
            bits.iter_mut().zip(others).for_each(|(b, o)| *b &= o);
        }
    }

    /// The signals that some path leaves as they were.
    pub fn gaps(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|(_, bits)| bits.iter().any(|b| !*b)).map(|(name, _)| name)
    }
}
