//! The expression forms of Rust-HDL, one by one.
use super::group::{Group, Type};
use Type::{Bits, Bool, Signed};

/// Around the limits of C++ words, of Rust-HDL's short form, and at both ends.
const WIDTHS: [usize; 12] = [2, 3, 7, 8, 16, 31, 32, 33, 64, 65, 127, 128];
const SIGNED: [usize; 6] = [2, 8, 16, 32, 33, 64];

/// Forms that Rust-HDL's own emitter prints wrongly: the control of this suite. All are eight bits wide.
pub fn known_bad() -> Group {
    let mut group = Group::new("known_bad", &[3, 8], &[]);
    for (name, ty, text) in [
        ("wrap_equal", Bool, "self.a8.val() + 1 == self.b8.val()"),
        ("precedence", Bool, "self.a8.val() & self.b8.val() == self.b8.val()"),
        ("carry_shift", Bits(8), "(self.a8.val() + 1) >> 1"),
        ("carry_cast", Bits(16), "bit_cast::<16, 8>(self.a8.val() + self.b8.val())"),
        ("not_equal", Bool, "!self.a8.val() == 0xF0"),
        ("or_all", Bool, "(self.a8.val() | 0x0F).all()"),
        ("shift_sum", Bits(8), "self.a8.val() << (self.b3.val() + 1)"),
    ] {
        group.add(name, ty, text);
    }
    group
}

pub fn all() -> Group {
    let mut group = Group::new("forms", &WIDTHS, &SIGNED);
    WIDTHS.iter().for_each(|w| bits(&mut group, *w));
    SIGNED.iter().for_each(|w| signed(&mut group, *w));
    mixed(&mut group);
    group
}

fn bits(group: &mut Group, w: usize) {
    let (a, b) = (format!("self.a{w}.val()"), format!("self.b{w}.val()"));
    let (half, double) = (w.div_ceil(2), 2 * w);
    let one = Bits(w);
    let mut add = |name: &str, ty, text: String| group.add(format!("{name}_{w}"), ty, text);
    for (name, op) in [("add", "+"), ("sub", "-"), ("and", "&"), ("or", "|"), ("xor", "^")] {
        add(name, one, format!("{a} {op} {b}"));
        add(&format!("{name}_one"), one, format!("{a} {op} 1"));
        add(&format!("one_{name}"), one, format!("1 {op} {a}"));
    }
    for (name, op) in [("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")] {
        add(name, Bool, format!("{a} {op} {b}"));
        add(&format!("{name}_wrapped"), Bool, format!("{a} + 1 {op} {b} - 2"));
        add(&format!("{name}_two"), Bool, format!("{a} {op} 2"));
    }
    for (name, op) in [("shl", "<<"), ("shr", ">>")] {
        add(&format!("{name}_1"), one, format!("{a} {op} 1"));
        add(&format!("{name}_far"), one, format!("{a} {op} {}", w + 1));
        add(&format!("{name}_by"), one, format!("{a} {op} self.b7.val()"));
        add(&format!("{name}_by_sum"), one, format!("({a} + {b}) {op} (self.b3.val() + 1)"));
        add(&format!("{name}_equal"), Bool, format!("({a} {op} 1) == {b}"));
    }
    for (name, method) in [("all", "all"), ("any", "any"), ("parity", "xor")] {
        add(name, Bool, format!("{a}.{method}()"));
        add(&format!("{name}_sum"), Bool, format!("({a} + 1).{method}()"));
        add(&format!("{name}_or"), Bool, format!("({a} | 2).{method}()"));
        add(&format!("{name}_cut"), Bool, format!("bit_cast::<{half}, {w}>({a}).{method}()"));
    }
    add("not", one, format!("!{a}"));
    add("not_equal", Bool, format!("!{a} == {b}"));
    add("not_wide", Bits(double), format!("bit_cast::<{double}, {w}>(!{a})"));
    add("sum_wide", Bits(double), format!("bit_cast::<{double}, {w}>({a} + {b})"));
    add("sum_narrow", Bits(half), format!("bit_cast::<{half}, {w}>({a} + {b})"));
    let concat = format!("bit_cast::<{double}, {w}>({a}) << {w} | bit_cast::<{double}, {w}>({b})");
    add("concat", Bits(double), concat);
    add("chain", one, format!("bit_cast::<{w}, {half}>(bit_cast::<{half}, {w}>({a} + {b}) + 1) + {b}"));
    add("less_or", Bool, format!("{a} | {b} < {a} ^ {b}"));
    add("plus_bool", one, format!("{a} + self.f.val()"));
    add("plus_test", one, format!("{a} + ({a} == {b})"));
    add("bit", Bool, format!("{a}.get_bit({})", w - 1));
    add("bit_of_sum", Bool, format!("({a} + {b}).get_bit({})", w / 2));
    add("slice", Bits(half), format!("{a}.get_bits::<{half}>({})", w - half));
    add("slice_of_sum", Bits(half), format!("({a} + {b}).get_bits::<{half}>({})", w - half));
    add("slice_past_end", one, format!("{a}.get_bits::<{w}>({})", w - 1));
    add("replace", one, format!("{a}.replace_bit({}, self.f.val())", w - 1));
    add("least", Bits(1), format!("bit_cast::<1, {w}>({a} + {b})"));
    // the widest index that stays inside
    if let Some(k) = WIDTHS.iter().rev().find(|k| **k < 8 && 1usize << **k <= w) {
        add("bit_at", Bool, format!("{a}.get_bit(self.b{k}.val().index())"));
        add("bit_at_sum", Bool, format!("{a}.get_bit((self.b{k}.val() + 1).index())"));
        add("bit_of_sum_at", Bool, format!("({a} + {b}).get_bit(self.a{k}.val().index())"));
        add("slice_at", Bits(half), format!("{a}.get_bits::<{half}>(self.b{k}.val().index())"));
        add("replace_at", one, format!("{a}.replace_bit(self.b{k}.val().index(), !self.f.val())"));
    }
}

fn signed(group: &mut Group, w: usize) {
    let (s, t) = (format!("self.s{w}.val()"), format!("self.t{w}.val()"));
    let one = Signed(w);
    let mut add = |name: &str, ty, text: String| group.add(format!("s_{name}_{w}"), ty, text);
    add("add", one, format!("{s} + {t}"));
    add("sub", one, format!("{s} - {t}"));
    add("neg", one, format!("-{s}"));
    add("plus_least", one, format!("{s} + (-1).into()"));
    for (name, op) in [("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")] {
        add(name, Bool, format!("{s} {op} {t}"));
        add(&format!("{name}_sum"), Bool, format!("{s} + {t} {op} -{t}"));
        add(&format!("{name}_minus_one"), Bool, format!("{s} {op} (-1).into()"));
    }
    add("extended", Signed(2 * w), format!("signed_bit_cast::<{}, {w}>({s})", 2 * w));
    add("narrowed", Signed(w / 2), format!("signed_bit_cast::<{}, {w}>({s})", w / 2));
    add("as_bits", Bits(w), format!("unsigned_cast({s}) + 1"));
    add("as_bits_order", Bool, format!("unsigned_cast({s}) < unsigned_cast({t} + {s})"));
    add("of_bits", one, format!("signed_cast(self.a{w}.val() + self.b{w}.val())"));
    add("of_bits_order", Bool, format!("signed_cast(self.a{w}.val()) < signed_cast(self.b{w}.val() + 1)"));
    add("bit", Bool, format!("({s} + {t}).get_bit({})", w - 1));
    add("slice", Signed(w / 2), format!("({s} - {t}).get_bits::<{}>({})", w / 2, w / 2));
}

fn mixed(group: &mut Group) {
    for (name, ty, text) in [
        ("mul", Bits(32), "(self.a16.val() + 1) * self.b16.val()"),
        ("mul_less", Bool, "self.a16.val() * self.b16.val() < self.a32.val()"),
        ("s_mul", Signed(32), "self.s16.val() * self.t16.val()"),
        ("s_mul_less", Bool, "self.s16.val() * self.t16.val() < self.s32.val() + self.t32.val()"),
        ("one_hot", Bits(64), "1 << self.a3.val()"),
        ("one_hot_plus_bool", Bits(64), "(1 << self.a3.val()) + self.f.val()"),
        ("shr_by_wide", Bits(8), "self.a8.val() >> self.b32.val()"),
        ("constant", Bits(8), "bits::<8>(200) + self.a8.val()"),
        ("constant_from", Bits(8), "Bits::<8>::from(200) ^ self.a8.val()"),
        ("constant_equal", Bool, "bits::<8>(200) == 200"),
        ("converted", Bits(16), "200u8.to_bits::<16>() + self.a16.val()"),
        ("negative", Signed(16), "(-300).to_signed_bits::<16>() + self.s16.val()"),
        ("plain", Bits(33), "0x1_2345_6789u64.into()"),
        ("bool_and", Bool, "self.f.val() && self.g.val() || !self.f.val() && self.a8.val() == 3"),
        ("bool_bits", Bool, "self.f.val() & !self.g.val() | self.f.val() ^ self.a8.val().any()"),
        ("bool_equal", Bool, "self.f.val() == self.g.val()"),
        ("bool_true", Bool, "true"),
        ("bool_cast", Bits(32), "bit_cast::<32, 1>(self.f.val().into()) << 31"),
        ("bool_back", Bool, "bit_cast::<1, 8>(self.a8.val() + self.b8.val()).into()"),
        ("bits_one", Bits(1), "bit_cast::<1, 8>(self.a8.val()) + self.f.val()"),
        ("deep", Bool, "((self.a8.val() - self.b8.val()) & 0x7F) < ((self.a8.val() + self.b8.val()) ^ 0x55) - 3"),
    ] {
        group.add(name, ty, text);
    }
}
