//! What must be the case at the end, each with what was found.

use super::words::number;
use super::{Compared, Meetings, Status};
use anyhow::{bail, Result};
use std::fmt::Write as _;

/// Overlaps in flight that make the demo worth its name.
pub const OVERLAPS_MIN: u64 = 1_000;

/// The verdicts so far.
#[derive(Default)]
pub struct Verdicts {
    /// A line for each.
    pub text: String,
    failed: usize,
    count: usize,
}

impl Verdicts {
    pub fn say(&mut self, good: bool, what: &str) {
        self.count += 1;
        self.failed += usize::from(!good);
        let _ = writeln!(self.text, "  {}  {what}", if good { "ok    " } else { "FAILED" });
    }

    /// A check whose error says what is wrong.
    pub fn judge(&mut self, what: &str, result: Result<String>) {
        match result {
            Ok(found) => self.say(true, &format!("{what}: {found}")),
            Err(error) => self.say(false, &format!("{what}: {error:#}")),
        }
    }

    pub fn end(self) -> Result<()> {
        if self.failed > 0 {
            bail!("{} of {} verdicts failed", self.failed, self.count);
        }
        Ok(())
    }
}

/// The hosts met often enough, and the first unit had its way.
pub fn meetings(met: &Meetings, status: &Status) -> Vec<(bool, String)> {
    let counted: u64 = status.cards.iter().map(|card| card.count("OVERRIDES")).sum();
    vec![
        (
            met.overlaps >= OVERLAPS_MIN,
            format!(
                "{} writes met an overlapping write of the other host in flight (at least {})",
                number(met.overlaps),
                number(OVERLAPS_MIN)
            ),
        ),
        (
            met.overrides > 0 && counted >= met.overrides,
            format!(
                "{} times unit 1's write passed one that unit 2 had forwarded: R_fwd overridden, R12 ({} with waiting ones)",
                number(met.overrides),
                number(counted)
            ),
        ),
    ]
}

/// Both areas hold the same.
pub fn areas(compared: &Compared, blocks_min: u64) -> Result<String> {
    if let Some(block) = compared.first_difference {
        bail!("block {block} is the first that differs");
    }
    let [first, second] = compared.written[..] else { bail!("there are not two areas") };
    if first != second || first < blocks_min {
        bail!("{first} and {second} blocks were written, at least {blocks_min} were to be");
    }
    Ok(format!("{} blocks and their records, byte for byte", number(first)))
}

/// Every block of a host went over the paths of its host once: `written` are the blocks that each host wrote.
pub fn paths(status: &Status, written: [u64; 2]) -> Result<String> {
    let count = |unit: usize, path: usize| {
        status.cards.get(unit).and_then(|card| card.paths.get(path - 1)).map_or(0, |path| path.writes)
    };
    let both = written[0] + written[1];
    for (unit, path, wanted) in
        [(0, 1, written[0]), (0, 5, written[1]), (1, 4, written[1]), (0, 4, written[1]), (1, 3, both)]
    {
        let found = count(unit, path);
        if found != wanted {
            bail!("P{path} carried {found} blocks at unit {}, the hosts wrote {wanted} that belong there", unit + 1);
        }
    }
    Ok(format!("P1 {}, P4 and P5 {}, P3 {}", number(written[0]), number(written[1]), number(both)))
}

/// Nothing went wrong inside.
pub fn faults(status: &Status) -> Result<String> {
    const FAULTS: [&str; 3] = ["GATE_FAULTS", "PROTOCOL_FAULTS", "INTEGRITY_FAULTS"];
    for card in &status.cards {
        for name in FAULTS {
            let Some(count) = card.counters.get(name) else { bail!("unit {} does not count {name}", card.unit) };
            if *count > 0 {
                bail!("unit {} counts {count} {name}", card.unit);
            }
        }
        let (retries, restarts) = (card.driver.retries, card.driver.restarts);
        if retries + restarts > 0 {
            bail!("host {}'s driver had {retries} commands to retry and {restarts} restarts", card.unit);
        }
    }
    Ok("no write without E at a gate, no fault of protocol or data, no retry".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the control socket tells it: host 1 wrote 5 blocks, host 2 wrote 7.
    fn status() -> serde_json::Value {
        let card = |unit: u8, writes: [u64; 5]| {
            let paths: Vec<_> = writes
                .iter()
                .map(|n| serde_json::json!({"writes": n, "beats": n * 512, "bytes": n * 4096, "stalls": 0}))
                .collect();
            serde_json::json!({
                "unit": unit, "paths": paths, "driver": {"retries": 0, "restarts": 0},
                "counters": {"OVERRIDES": 2, "GATE_FAULTS": 0, "PROTOCOL_FAULTS": 0, "INTEGRITY_FAULTS": 0},
            })
        };
        serde_json::json!({ "cards": [card(1, [5, 5, 0, 7, 7]), card(2, [0, 5, 12, 7, 0])] })
    }

    fn read(value: &serde_json::Value) -> Status {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn the_demo_fails_without_enough_overlaps_or_without_an_override() {
        let judged = |overlaps, overrides| {
            let verdicts = meetings(&Meetings { overlaps, overrides }, &read(&status()));
            verdicts.iter().map(|verdict| verdict.0).collect::<Vec<_>>()
        };
        assert_eq!(judged(1_000, 1), [true, true]);
        assert_eq!(judged(999, 1), [false, true]);
        assert_eq!(judged(1_000, 0), [true, false]);
        assert_eq!(judged(1_000, 5), [true, false], "more than the cards count themselves");
        let mut verdicts = Verdicts::default();
        verdicts.say(true, "good");
        verdicts.say(false, "bad");
        assert_eq!(verdicts.end().unwrap_err().to_string(), "1 of 2 verdicts failed");
    }

    #[test]
    fn areas_must_be_alike_and_written() {
        let compared = |written: [u64; 2], first_difference| Compared { written: written.to_vec(), first_difference };
        assert!(areas(&compared([12, 12], None), 12).is_ok());
        assert!(areas(&compared([12, 12], Some(3)), 12).is_err());
        assert!(areas(&compared([12, 11], None), 11).is_err());
        assert!(areas(&compared([0, 0], None), 12).is_err());
    }

    #[test]
    fn paths_must_carry_every_block_once() {
        assert!(paths(&read(&status()), [5, 7]).is_ok());
        for (unit, path) in [(0, 0), (0, 4), (1, 3), (0, 3), (1, 2)] {
            let mut other = status();
            other["cards"][unit]["paths"][path]["writes"] = 6.into();
            assert!(paths(&read(&other), [5, 7]).is_err(), "unit {unit}, path {path}");
        }
    }

    #[test]
    fn a_fault_or_a_retry_is_told() {
        assert!(faults(&read(&status())).is_ok());
        for pointer in ["/counters/GATE_FAULTS", "/counters/INTEGRITY_FAULTS", "/driver/retries", "/driver/restarts"] {
            let mut other = status();
            *other["cards"][1].pointer_mut(pointer).unwrap() = 1.into();
            assert!(faults(&read(&other)).is_err(), "{pointer}");
        }
        let mut other = status();
        other["cards"][0]["counters"].as_object_mut().unwrap().remove("PROTOCOL_FAULTS");
        assert!(faults(&read(&other)).is_err(), "a counter that is not there");
    }
}
