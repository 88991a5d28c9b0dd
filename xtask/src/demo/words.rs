//! What the demo says: the picture, the tables.

use super::Status;
use std::fmt::Write as _;

pub const INTRODUCTION: &str = "
Twinpath is a PCIe card that stores blocks and keeps a second card in step with it. Two hosts, one per card, write
the same volume at the same time; the cards put the writes in one order and answer a host when both have its data.
Here the cards are simulated from the Verilog that synthesis reads. This program plays the hosts, over NBD.

       host 1                              host 2
          |                                   |
     +----+-----+                        +----+-----+
     |  unit 1  | --------- P2 --------> |  unit 2  |
     | (orders) | <-------- P4 --------- |          |
     +--+----+--+                        +----+-----+
     P1 |    | P5                             | P3
     +--+----+--+                        +----+-----+
     |  area 1  |      hold the same     |  area 2  |
     +----------+                        +----------+

The five paths of data: P1, host 1's writes into area 1. P2, writes from unit 1 to unit 2, in order. P3, into area 2.
P4, host 2's writes from unit 2 to unit 1. P5, those into area 1. A write holds E(A1), then E(A2): its blocks of that
area are its own until it is done. R_fwd: unit 2 has forwarded a write and waits for it to come back in its turn.
";

/// Where each path leads.
const PATHS: [&str; 5] =
    ["host 1 to area 1", "unit 1 to unit 2", "unit 2 to area 2", "host 2 by unit 2 to unit 1", "unit 1 to area 1"];

/// The five path counters, as each unit counts them.
pub fn paths(status: &Status) -> String {
    let mut text =
        format!("  {:<31}  counted in  {:>8} {:>10} {:>12} {:>9}\n", "path", "blocks", "beats", "bytes", "stalls");
    for (at, name) in PATHS.iter().enumerate() {
        for card in &status.cards {
            let Some(path) = card.paths.get(at) else { continue };
            let name = if card.unit == 1 { format!("P{}  {name}", at + 1) } else { String::new() };
            let _ = writeln!(
                text,
                "  {name:<31}  unit {}      {:>8} {:>10} {:>12} {:>9}",
                card.unit, path.writes, path.beats, path.bytes, path.stalls
            );
        }
    }
    text
}

/// A number with its thousands apart.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }
}
