//! A card as its host sees it, through TLPs: every register of both windows, and the right answer to everything wrong.
//!
//! - [`walk`] goes over both windows word by word, led by the declarations in `hdl/spec`.
//! - [`Host`] plays a host that checks nothing, so that the card has to; [`Submissions`] and [`Completions`] are its rings.
//!
//! What is found wrong is collected as text, not thrown at once: the card with many faults that shows what these tests
//! can find is built only once.

mod bus;
mod host;
mod rings;
pub mod walk;

pub use bus::Bus;
pub use host::{Host, BUFFER, LIST};
pub use rings::{doorbell, enable, ring_bytes, Answer, Completions, Entry, Submissions};

use anyhow::{ensure, Result};
use twinpath_group::Design;

/// Faults of a card that the tests must find: text of the committed one, everywhere, and what stands there instead.
const FAULTS: &[(&str, &str)] = &[
    // Registers: reserved bits that stay, values after reset, a register at the place of another, a value that none may
    // have, a hole that answers.
    ("localparam [31:0] cc_bits = 32'hfffff1;", "localparam [31:0] cc_bits = 32'hfffff3;"),
    ("localparam [63:0] cap = 64'h201401003f;", "localparam [63:0] cap = 64'h201401003e;"),
    ("localparam [63:0] start = 64'h3b9aca00;", "localparam [63:0] start = 64'h3b9aca01;"),
    ("localparam [15:0] every = 16'hffff;", "localparam [15:0] every = 16'hfffe;"),
    ("localparam [12:0] place = 13'h60;", "localparam [12:0] place = 13'h62;"),
    ("localparam [63:0] most = 64'd2;", "localparam [63:0] most = 64'd3;"),
    ("mask$d = mask$q & (~low);", "mask$d = mask$q;"),
    ("value = {32'd0, aqa$q} << 32;", "value = ({32'd0, aqa$q} << 32) | 64'd1;"),
    // Doorbells and queue addresses.
    ("strays$d = writes;", "strays$d = 2'd0;"),
    ("refused = ring & (~fits);", "refused = 1'b0;"),
    ("fixed = cc$q[0] | (phase$q != Phase$Disabled);", "fixed = 1'b0;"),
    ("settings_fit = ((~(|cc$q[13:4]))", "settings_fit = ((1'b1)"),
    // Commands.
    ("localparam [14:0] out_of_range = 15'h4080;", "localparam [14:0] out_of_range = 15'h4081;"),
    ("localparam [14:0] offset_invalid = 15'h4013;", "localparam [14:0] offset_invalid = 15'h4012;"),
    // Packets: not counted, counted once less, poison believed.
    ("unsupported = ~((memory$q & short$q) & known_bar$q);", "unsupported = 1'b0;"),
    ("malformed = breaks | left_behind;", "malformed = breaks;"),
    (
        "entry_valid$d = ((memory$q & short$q) & known_bar$q) & (~head$q[1]);",
        "entry_valid$d = (memory$q & short$q) & known_bar$q;",
    ),
];

/// The card with all of [`FAULTS`].
pub fn broken() -> Result<Design> {
    let mut text = Design::committed()?.text().to_owned();
    for (old, new) in FAULTS {
        ensure!(text.contains(old), "{old:?} is not in the card");
        text = text.replace(old, new);
    }
    Ok(Design::from_text(text).quick())
}

/// Every one of `wanted` must be said by some finding: the broken card's tests.
pub fn must_find(findings: &[String], wanted: &[&str]) -> Result<()> {
    for text in wanted {
        ensure!(findings.iter().any(|f| f.contains(text)), "no finding says {text:?}:\n{}", findings.join("\n"));
    }
    Ok(())
}
