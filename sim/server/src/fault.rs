//! Faults that tests plant, to show that they would be found.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), allow(dead_code))]
pub enum Fault {
    /// A client that goes leaves its maps, descriptors and the card's queues behind.
    Remember,
    /// Accesses are not checked against their window.
    AnyWindow,
    /// Maps may overlap, and are cut by an unmap that is too small.
    AnyMap,
    /// Any descriptor is taken for memory or for an event.
    AnyDescriptor,
    /// A client may write the card's MSI-X table.
    OpenTable,
    /// A reset is told as done and not begun.
    NoReset,
    /// A client that cannot be understood, or that goes in the middle of a message, ends the server.
    Fragile,
}

/// Whether this one is planted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Planted(#[cfg(test)] pub Option<Fault>);

impl Planted {
    #[cfg(test)]
    pub fn is(self, fault: Fault) -> bool {
        self.0 == Some(fault)
    }

    #[cfg(not(test))]
    pub fn is(self, _: Fault) -> bool {
        false
    }
}
