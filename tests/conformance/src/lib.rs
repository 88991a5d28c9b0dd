//! The numbered behaviours, checked on the outside trace of the gates
