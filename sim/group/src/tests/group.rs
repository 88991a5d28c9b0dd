use super::*;
use crate::trace::{Event, Fate, What};
use twinpath_parts::FrameFault;

/// One job on each card; everything that was seen.
fn traced(seed: u64, fault: Option<FrameFault>, cut: bool) -> Vec<Event> {
    let simulation = pair(seed, true);
    let cards = [simulation.transport(0), simulation.transport(1)];
    for (n, card) in cards.iter().enumerate() {
        card.enable_interrupts(4).unwrap();
        prepare(card, 5 + n as u64);
        card.read32(Bar::Control, 0).unwrap();
    }
    simulation.with(|g| {
        if let Some(fault) = fault {
            g.link().inject(0, 0, fault);
        }
    });
    cards.iter().for_each(|c| start(c));
    if cut {
        let sent = |g: &mut Group| g.link().counts()[0].0 == 1;
        assert!(simulation.run_until(1_000, sent));
        simulation.with(Group::cut_link);
        simulation.run(100);
        simulation.with(Group::restore_link);
    }
    simulation.run(400);
    simulation.with(Group::take_trace)
}

fn names(trace: &[Event], unit: u64) -> Vec<String> {
    let json = trace.iter().map(|e| serde_json::to_value(e).unwrap());
    let mine = json.filter(|v| v.get("unit").is_none_or(|u| u == unit));
    mine.map(|v| v["what"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_trace_tells_the_job_in_order() {
    let trace = traced(1, None, false);
    assert!(trace.is_sorted_by_key(|e| (e.cycle, e.what.rank())));
    let media = ["media_begin", "media_durable"];
    let expected = ["leds", "doorbell", "status", media[0], media[1], "sent", "status", "interrupt", "delivered"];
    let mut seen = names(&trace, 0);
    let mut wanted: Vec<_> = expected.iter().map(|s| s.to_string()).collect();
    assert_eq!(seen[..4], wanted[..4]);
    seen.sort();
    wanted.sort();
    assert_eq!(seen, wanted);
    let durable = trace.iter().find_map(|e| match e.what {
        What::MediaDurable { unit: 1, lba, words, record_good, first, last, .. } => {
            Some((lba, words, record_good, first < last && last < e.cycle))
        }
        _ => None,
    });
    assert_eq!(durable, Some((6, 8, false, true)));
    let delivered = trace.iter().find_map(|e| match e.what {
        What::Delivered { unit: 1, first, header } => Some((e.cycle - first, header.kind, header.lba)),
        _ => None,
    });
    assert_eq!(delivered, Some((4, Kind::GO as u8, 5)));
}

#[test]
fn a_run_is_a_function_of_its_seed() {
    assert_eq!(traced(u64::MAX, None, false), traced(u64::MAX, None, false));
}

#[test]
fn events_survive_their_text() {
    for event in traced(1, None, false) {
        let line = serde_json::to_string(&event).unwrap();
        assert!(line.starts_with("{\"cycle\":") && !line.contains('\n'), "{line}");
        assert_eq!(serde_json::from_str::<Event>(&line).unwrap(), event);
    }
}

#[test]
fn harmed_and_cut_frames_are_sent_but_not_delivered() {
    let fates = |trace: &[Event]| {
        let sent = trace.iter().find_map(|e| match e.what {
            What::Sent { unit: 0, fate, .. } => Some(fate),
            _ => None,
        });
        (sent, trace.iter().any(|e| matches!(e.what, What::Delivered { unit: 1, .. })))
    };
    assert_eq!(fates(&traced(1, None, false)), (Some(Fate::Arrives), true));
    assert_eq!(fates(&traced(1, Some(FrameFault::Corrupt { bit: 9 }), false)), (Some(Fate::Corrupted), false));
    assert_eq!(fates(&traced(1, Some(FrameFault::Delay { cycles: 9 }), false)), (Some(Fate::Delayed), true));
    // Whole when it left, taken by the cut on its way.
    let trace = traced(1, None, true);
    assert_eq!(fates(&trace), (Some(Fate::Arrives), false));
    let link: Vec<_> = trace.iter().filter(|e| matches!(e.what, What::Link { .. })).collect();
    assert!(matches!(
        link[..],
        [Event { what: What::Link { up: false }, .. }, Event { what: What::Link { up: true }, .. }]
    ));
}

#[test]
fn a_trace_is_kept_when_asked_for_and_no_longer_than_asked_for() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    let job = |events| {
        prepare(&card, 5);
        simulation.with(|g| g.keep_trace(events));
        start(&card);
        simulation.run(400);
        simulation.with(Group::take_trace)
    };
    assert_eq!(job(0), []);
    let whole = job(1_000);
    assert!(whole.iter().any(|e| matches!(e.what, What::MediaDurable { unit: 0, lba: 5, .. })));
    assert!(whole.iter().any(|e| matches!(e.what, What::Delivered { unit: 1, .. })));
    assert_eq!(job(3).len(), 3);
}

#[test]
fn areas_compare_by_block() {
    let simulation = pair(1, false);
    assert_eq!(simulation.with(|g| g.first_difference()), None);
    let card = simulation.transport(0);
    let (from, _) = prepare(&card, 5);
    card.dma_write(from, 0, &[1; 64]).unwrap();
    start(&card);
    simulation.run(300);
    assert_eq!(simulation.with(|g| g.first_difference()), Some(5));
}

#[test]
fn waves_are_written_on_demand() {
    let simulation = pair(1, false);
    let folder = std::env::temp_dir().join(format!("twinpath-group-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    simulation.with(|g| g.open_waves(&folder)).unwrap();
    simulation.run(100);
    simulation.with(Group::close_waves);
    for file in ["card1.fst", "card2.fst"] {
        assert!(std::fs::metadata(folder.join(file)).unwrap().len() > 0);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn bad_configurations_and_designs_are_named() {
    let error = |config| Group::new(&design(), config).err().unwrap().to_string();
    assert_eq!(error(GroupConfig { cards: 3, ..GroupConfig::pair(256, 0) }), "a group has one or two cards, not 3");
    assert!(error(GroupConfig::pair(0, 0)).contains("a volume of 0 blocks"));
    let text = include_str!("stand_in.sv").replace("status_wseq", "another");
    let group = Group::new(&Design::from_text(text).quick(), GroupConfig::single(256, 0));
    assert!(group.err().unwrap().to_string().contains("no output port `status_wseq`"));
}

#[test]
fn outputs_that_follow_inputs_are_found() {
    let check = |text: String| {
        let mut group = Group::new(&Design::from_text(text).quick(), GroupConfig::single(256, 0)).unwrap();
        let inputs =
            CardInputs { rx: Some(twinpath_host::Beat { sop: true, ..Default::default() }), ..Default::default() };
        let sideband = group.host(0).sideband;
        group.card(0).unregistered_outputs(&inputs, &sideband, false)
    };
    let text = include_str!("stand_in.sv");
    assert_eq!(check(text.to_string()), [""; 0]);
    assert_eq!(check(text.replace("assign rx_ready = 1;", "assign rx_ready = !rx_valid;")), ["rx_ready"]);
}
