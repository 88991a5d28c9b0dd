use super::*;
use twinpath_spec::link::{Kind, DATA_WORDS, FRAME_WORDS_MAX};

fn frame(kind: Kind, with_data: bool) -> Vec<u64> {
    let mut words = [0; FRAME_WORDS_MAX];
    let data = [0x5a; DATA_WORDS];
    let count = Header::new(kind).encode(with_data.then_some(&data), &mut words);
    words[..count].to_vec()
}

/// Sends frames back to back from card 0 and returns what card 1 gets, with cycles.
fn carry(link: &mut Link, frames: &[Vec<u64>], cut_at: Option<u64>) -> Vec<(u64, LinkBeat)> {
    let mut words = frames.iter().flat_map(|f| f.iter().enumerate().map(|(n, w)| (*w, n + 1 == f.len())));
    let mut got = Vec::new();
    for now in 0..5_000 {
        if cut_at == Some(now) {
            link.cut();
        }
        let beat = words.next().map(|(data, end)| LinkBeat { data, end });
        let [none, arrived] = link.cycle(now, [beat, None]);
        assert_eq!(none, None);
        got.extend(arrived.map(|b| (now, b)));
    }
    got
}

fn split(got: &[(u64, LinkBeat)]) -> Vec<Vec<u64>> {
    let ends = got.split_inclusive(|(_, b)| b.end);
    ends.map(|f| f.iter().map(|(_, b)| b.data).collect()).collect()
}

fn recorded() -> Link {
    let mut link = Link::new(LinkConfig::default());
    link.record(true);
    link
}

#[test]
fn frames_arrive_whole_and_late_by_the_latency() {
    let mut link = recorded();
    let frames = [frame(Kind::FWD, false), frame(Kind::REP, true)];
    let got = carry(&mut link, &frames, None);
    assert_eq!(split(&got), frames);
    assert!(got.iter().enumerate().all(|(n, (cycle, _))| *cycle == n as u64 + 40), "every word, without a gap");
    let seen: Vec<_> = link.take_seen().collect();
    assert_eq!((seen[0].first, seen[0].last, seen[0].arrives), (0, 4, Some((40, 44))));
    assert_eq!((seen[1].first, seen[1].last, seen[1].arrives), (5, 521, Some((45, 561))));
    assert_eq!(seen[1].frame.unwrap().kind, Kind::REP);
    assert_eq!(seen[1].fate, Fate::Arrives);
}

#[test]
fn each_fault_does_what_it_says_to_its_frame_only() {
    let frames = [frame(Kind::FWD, false), frame(Kind::ACK, false), frame(Kind::GO, false)];
    let with = |fault| {
        let mut link = recorded();
        link.inject(0, 1, fault);
        let got = carry(&mut link, &frames, None);
        assert_eq!(link.take_seen().find(|s| s.fate != Fate::Arrives).unwrap().fate, Fate::Hit(fault));
        (split(&got), got)
    };
    let [a, b, c] = frames.clone();
    assert_eq!(with(FrameFault::Lose).0, [a.clone(), c.clone()]);
    assert_eq!(with(FrameFault::Duplicate).0, [a.clone(), b.clone(), b.clone(), c.clone()]);
    assert_eq!(with(FrameFault::Truncate { words: 2 }).0, [a.clone(), b[..2].to_vec(), c.clone()]);
    let mut flipped = b.clone();
    flipped[1] ^= 1 << 3;
    assert_eq!(with(FrameFault::Corrupt { bit: 67 }).0, [a.clone(), flipped, c.clone()]);
    let mut flipped = b.clone();
    flipped[4] ^= 1 << 3;
    assert_eq!(with(FrameFault::Corrupt { bit: 6403 }).0, [a.clone(), flipped, c.clone()], "beyond the end");
    assert_eq!(with(FrameFault::Overtaken).0, [a.clone(), c.clone(), b.clone()]);
    let (split, late) = with(FrameFault::Delay { cycles: 100 });
    assert_eq!(split, frames);
    assert_eq!((late[4].0, late[5].0, late[10].0), (44, 145, 150), "the frame and all behind it");
}

#[test]
fn a_cut_takes_what_is_on_the_way() {
    let mut link = recorded();
    let frames = [frame(Kind::REP, true), frame(Kind::ACK, false)];
    let got = carry(&mut link, &frames, Some(100));
    assert_eq!(got.len(), 60, "what had arrived before the cut");
    assert!(got.iter().all(|(_, b)| !b.end));
    assert!(!link.is_up() && link.in_flight() == 0);
    assert!(link.take_seen().all(|s| s.fate == Fate::Cut && s.arrives.is_none()));
    link.restore();
    let got = carry(&mut link, &frames, None);
    assert_eq!(split(&got), frames);
}

#[test]
fn a_frame_cut_in_the_middle_stays_lost_after_restoring() {
    let mut link = recorded();
    let words = frame(Kind::REP, true);
    for (now, &data) in words.iter().enumerate() {
        if now == 100 {
            link.cut();
            link.restore();
        }
        let [_, got] = link.cycle(now as u64, [Some(LinkBeat { data, end: now == 516 }), None]);
        assert!(got.is_none() || now < 100);
    }
    assert_eq!(link.take_seen().next().unwrap().fate, Fate::Cut);
}

#[test]
fn chance_faults_repeat_with_the_seed() {
    let run = |seed| {
        let mut link = Link::new(LinkConfig { seed, faults_per_million: 200_000, ..LinkConfig::default() });
        link.record(true);
        let frames = vec![frame(Kind::ACK, false); 200];
        carry(&mut link, &frames, None);
        link.take_seen().map(|s| s.fate).collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
    let hits = run(3).iter().filter(|f| matches!(f, Fate::Hit(_))).count();
    assert!((20..60).contains(&hits), "{hits}");
}

#[test]
fn what_is_no_frame_is_recorded_as_that() {
    let mut link = recorded();
    carry(&mut link, &[vec![1, 2, 3], vec![7; 900]], None);
    let seen: Vec<_> = link.take_seen().map(|s| s.frame).collect();
    assert_eq!(seen, [Err(FrameError::Length { words: 3 }), Err(FrameError::Length { words: 900 })]);
}
