//! Lanes over time, as SVG.

use std::fmt::Write as _;

/// A line of the picture.
pub struct Lane {
    name: String,
    spans: Vec<Span>,
    cycles: usize,
}

/// From a cycle to another, the last one not included.
struct Span {
    from: usize,
    to: usize,
    value: &'static str,
}

pub struct Picture {
    pub title: &'static str,
    pub lanes: Vec<Lane>,
}

/// Beats that are no farther apart are drawn as one.
const JOIN: usize = 8;
const NAMES: usize = 130;
const WIDTH: usize = 900;
const LANE: usize = 24;
const TOP: usize = 52;

impl Lane {
    /// In which cycles a beat moved.
    pub fn beats(name: String, beats: &[bool]) -> Self {
        let mut spans: Vec<Span> = vec![];
        for at in (0..beats.len()).filter(|at| beats[*at]) {
            match spans.last_mut() {
                Some(last) if at <= last.to + JOIN => last.to = at + 1,
                _ => spans.push(Span { from: at, to: at + 1, value: "" }),
            }
        }
        Self { name, spans, cycles: beats.len() }
    }

    /// What stood in each cycle, if anything.
    pub fn values(name: String, values: &[Option<&'static str>]) -> Self {
        let mut spans: Vec<Span> = vec![];
        for (at, value) in values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))) {
            match spans.last_mut() {
                Some(last) if last.to == at && last.value == value => last.to = at + 1,
                _ => spans.push(Span { from: at, to: at + 1, value }),
            }
        }
        Self { name, spans, cycles: values.len() }
    }
}

impl Picture {
    pub fn svg(&self) -> String {
        let cycles = self.lanes.iter().map(|lane| lane.cycles).max().unwrap_or(1).max(1);
        let x = |cycle: usize| NAMES as f64 + cycle as f64 * WIDTH as f64 / cycles as f64;
        let (width, height) = (NAMES + WIDTH + 20, TOP + self.lanes.len() * LANE + 12);
        let mut s = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
             {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" \
             fill=\"white\"/>\n<text x=\"8\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{}; cycles from the \
             doorbell</text>\n",
            self.title
        );
        let bottom = TOP + self.lanes.len() * LANE;
        for cycle in (0..cycles).step_by(if cycles > 4_000 { 500 } else { 250 }) {
            let at = x(cycle);
            let _ = writeln!(
                s,
                "<path d=\"M{at:.1} {TOP}V{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{}\" \
                 text-anchor=\"middle\" fill=\"#555\">{cycle}</text>",
                TOP - 8
            );
        }
        for (n, lane) in self.lanes.iter().enumerate() {
            let top = TOP + n * LANE;
            let base = top + LANE - 4;
            let _ = writeln!(
                s,
                "<text x=\"8\" y=\"{}\">{}</text><path d=\"M{NAMES} {base}H{}\" stroke=\"#888\"/>",
                base - 4,
                lane.name,
                NAMES + WIDTH
            );
            for span in &lane.spans {
                let (from, wide) = (x(span.from), (x(span.to) - x(span.from)).max(1.0));
                let _ = writeln!(
                    s,
                    "<rect x=\"{from:.1}\" y=\"{}\" width=\"{wide:.1}\" height=\"{}\" fill=\"{}\"/>",
                    top + 4,
                    LANE - 8,
                    colour(span.value)
                );
                // A word needs about seven units a letter.
                if !span.value.is_empty() && wide > 7.0 * span.value.len() as f64 {
                    let _ = writeln!(
                        s,
                        "<text x=\"{:.1}\" y=\"{}\" fill=\"white\">{}</text>",
                        from + 3.0,
                        base - 4,
                        span.value
                    );
                }
            }
        }
        s + "</svg>\n"
    }
}

fn colour(value: &str) -> &'static str {
    match value {
        "E" => "#2a7d2e",
        "R_fwd" => "#8a3ab9",
        "waiting" => "#b36b00",
        _ => "#2563a8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_are_joined_and_values_are_not() {
        let mut beats = vec![false; 100];
        [10, 11, 15, 60].into_iter().for_each(|at| beats[at] = true);
        let spans: Vec<_> = Lane::beats("a".into(), &beats).spans.iter().map(|s| (s.from, s.to)).collect();
        assert_eq!(spans, [(10, 16), (60, 61)]);
        let lane = Lane::values("b".into(), &[None, Some("R_fwd"), Some("E"), Some("E"), None]);
        let spans: Vec<_> = lane.spans.iter().map(|s| (s.from, s.to, s.value)).collect();
        assert_eq!(spans, [(1, 2, "R_fwd"), (2, 4, "E")]);
    }

    #[test]
    fn every_lane_and_long_value_is_in_the_picture() {
        let lane = Lane::values("W1 in table 1".into(), &[Some("waiting"); 1_000]);
        let text = Picture { title: "A write", lanes: vec![lane, Lane::beats("link".into(), &[true; 3])] }.svg();
        for word in ["A write", "W1 in table 1", ">waiting<", ">link<", "</svg>"] {
            assert!(text.contains(word), "{word}");
        }
    }
}
