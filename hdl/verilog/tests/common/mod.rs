//! A short way to write a block with a kernel.

/// `block!(Name { extra fields } { #[hdl_gen] fn update(&mut self) { .. } })`: a block with the inputs `a` and `b` (8 bits), `k`
/// (3 bits), `s` (signed, 8 bits), and the local `t` (8 bits).
#[macro_export]
macro_rules! block {
    ($name:ident { $($field:tt)* } { $($update:tt)* }) => {
        #[derive(LogicBlock, Default)]
        #[allow(dead_code)]
        struct $name {
            pub a: Signal<In, Bits<8>>,
            pub b: Signal<In, Bits<8>>,
            pub k: Signal<In, Bits<3>>,
            pub s: Signal<In, Signed<8>>,
            t: Signal<Local, Bits<8>>,
            $($field)*
        }
        impl Logic for $name {
            $($update)*
        }
    };
}
