//! Every rule of the source check has a kernel here that breaks it and nothing else.
use std::path::Path;
use twinpath_verilog::{check_sources, Refusal};

/// The refusals of a file with `kernel` as the body of a kernel that begins on line 3, and `outside` after it.
fn check_file(kernel: &str, outside: &str) -> Vec<Refusal> {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("impl Logic for Block {{\n#[hdl_gen] fn update(&mut self) {{\n{kernel}\n}}\n}}\n{outside}\n");
    std::fs::write(folder.path().join("block.rs"), text).unwrap();
    check_sources([folder.path()])
}

fn check(kernel: &str) -> Vec<String> {
    check_file(kernel, "").iter().map(|r| format!("{}: {}; {}", r.line, r.what, r.instead)).collect()
}

#[track_caller]
fn refused(kernel: &str, message: &str) {
    let found = check(kernel);
    assert_eq!(found.len(), 1, "{kernel}: {found:#?}");
    assert!(found[0].starts_with("3: ") && found[0].contains(message), "{kernel}: {found:#?}");
}

#[track_caller]
fn refused_outside(outside: &str, message: &str) {
    let found = check_file("self.o.next = self.a.val();", outside);
    assert!(found.len() == 1 && found[0].line == 6 && found[0].what.contains(message), "{outside}: {found:#?}");
}

#[test]
fn the_idioms_pass() {
    let found = check(
        r#"
        dff_setup!(self, clock, state, count);
        clock!(self, clock, fifo);
        StreamSink::<Bits<64>>::link(&mut self.upstream, &mut self.fifo.upstream);
        StreamSource::<Bits<64>>::join(&mut self.stage[0].downstream, &mut self.stage[1].upstream);
        for i in 0..N + 1 {
            self.lane[i].ready.next = self.ready[2 * i + 1].val();
            self.out[i].next = (self.a.val() >> i.to_bits::<4>()) + (i + 1).to_bits::<8>();
        }
        match self.state.q.val() {
            State::Idle => self.o.next = 0x20.into(),
            State::Busy => {
                if self.a.val().get_bit(self.k.val().index()) && !self.b.val().any() {
                    self.o.next = bit_cast::<8, 4>(self.b.val().get_bits::<4>(4)) << 1;
                } else if self.flag.val() == true {
                    self.word.next.data = bits::<8>(3) | bits(4);
                }
            }
            _ => {}
        }
        self.s.next = signed_cast(unsigned_cast(self.t.val())) + (-5).into();
        self.s.next = signed_bit_cast::<16, 8>(self.t.val()) + 5.to_signed_bits::<16>();
        self.one.next = bit_cast::<32, 1>(self.flag.val().into()).replace_bit((self.k.val() + 1).index(), true);
        assert!(self.o.val() < 5);
        "#,
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn match_guards() {
    refused(
        "match self.s.val() { S::A if self.b.val() => self.o.next = true, _ => {} }",
        "match guard `if self.b.val()`",
    );
}

#[test]
fn match_bindings_and_alternatives() {
    refused("match self.s.val() { s @ S::A => {} _ => {} }", "binding `s @ S::A`");
    refused("match self.s.val() { S::A | S::B => {} _ => {} }", "pattern `S::A | S::B`");
}

#[test]
fn closed_ranges() {
    refused("for i in 0..=3 { self.o[i].next = self.i[i].val(); }", "the macro reads `..=` as `..`");
    refused("for i in self.list { self.o.next = true; }", "loop over `self.list`");
}

#[test]
fn index_out_of_place() {
    refused("self.o.next = self.a.val().index() + 1 == 256;", "`self.a.val().index()` outside an index");
    refused("self.o.next = self.a.val().get_bit(self.k.val().index() + 1);", "outside an index");
}

#[test]
fn to_bits_of_signals() {
    refused("self.o.next = (self.a.val() + 1).to_bits::<16>();", "`.to_bits()` vanishes");
}

#[test]
fn bits_of_signals() {
    refused("self.o.next = bits::<4>(self.a.val().into());", "of a signal: Rust panics");
    refused("self.o.next = Bits::<4>::from(self.a.val().into());", "of a signal: Rust panics");
}

#[test]
fn helpers_that_look_like_casts() {
    for name in ["bits_of", "bit_cast_twice", "BitsBox::new", "unsigned_cast2", "signed_cast_x", "signed_bit_cast_up"] {
        refused(&format!("self.o.next = {name}(self.a.val());"), "makes the macro print a cast");
    }
    refused("self.o.next = helper(self.a.val());", "call of `helper`");
    refused("self.o.next = pick(Mode::join_all);", "call of `pick`");
}

#[test]
fn attributes() {
    refused("#[cfg(test)] if self.a.val() { self.o.next = true; }", "`#[cfg(test)]` inside a kernel");
    refused("match self.s.val() { #[cfg(x)] S::A => {} _ => {} }", "inside a kernel");
}

#[test]
fn names_that_end_in_self() {
    refused("self.o.next = self.myself.x.val();", "`myself` ends in `self`");
}

#[test]
fn rust_constants() {
    refused("self.o.next = self.a.val() + LIMIT;", "`LIMIT`: a Rust constant");
    refused("self.o.next = self.a.val() + Self::LIMIT;", "`Self::LIMIT`: a Rust constant");
}

#[test]
fn methods_with_a_meaning_of_their_own() {
    refused("self.o.next = self.a.val().get_value_x();", "method `get_value_x`");
    refused("self.o.next.set_bit(3, true);", "method `set_bit`");
    refused("self.o.next = self.a.val().wrapping_add(1);", "method `wrapping_add`");
}

#[test]
fn what_kernels_have_not() {
    refused("let x = self.a.val();", "`let` in a kernel");
    refused("const X: u8 = 1;", "an item in a kernel");
    refused("self.o.next = self.a.val() + (1 as u64);", "`1 as u64`");
    refused("while true { self.o.next = true; }", "kernels have assignments");
    refused("vec![1];", "macro `vec!`");
    refused("self.o.next[3] = true;", "assignment to `self.o.next[3]`");
    refused("Sink::link(self.a, &mut self.b);", "the ends of a link");
}

#[test]
fn words_that_are_hidden_outside() {
    refused_outside("fn bit_cast(x: u8) -> u8 { x }", "`fn bit_cast` hides");
    refused_outside("macro_rules! dff_setup { () => {} }", "hides Rust-HDL's");
    refused_outside("impl PartialEq for State { fn eq(&self, o: &Self) -> bool { true } }", "`impl PartialEq` by hand");
    refused_outside("impl From<State> for Bits<2> { fn from(s: State) -> Self { 0.into() } }", "`.into()` vanishes");
    refused_outside("block!(B { } { #[hdl_gen] fn update(&mut self) {} });", "a kernel inside `block!`");
}

#[test]
fn files_without_kernels_are_free() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("host.rs"), "fn f() { let x = 1..=2; }\nimpl Not for X {}\n").unwrap();
    assert!(check_sources([folder.path()]).is_empty());
}

#[test]
fn nothing_to_check_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(check_sources([folder.path()])[0].what.contains("holds no Rust file"));
    assert!(check_sources([folder.path().join("gone.rs")])[0].what.contains("cannot be read"));
    assert!(check_sources([Path::new("/nonexistent")])[0].what.contains("holds no Rust file"));
    std::fs::write(folder.path().join("broken.rs"), "fn {").unwrap();
    assert!(check_sources([folder.path()])[0].what.contains("not Rust"));
}
