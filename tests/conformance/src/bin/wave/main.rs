//! Pictures and waveforms of a write of each host and of a race: `wave PICTURES WAVES`. Made from the cards' pins.

mod picture;

use anyhow::{ensure, Context, Result};
use picture::{Lane, Picture};
use std::path::{Path, PathBuf};
use twinpath_conformance::lab::{write, Job, Lab};
use twinpath_group::{CardOutputs, Group};

/// What is shown.
struct Scene {
    name: &'static str,
    title: &'static str,
    jobs: Vec<Job>,
}

/// No scene takes longer, in cycles.
const PATIENCE: usize = 20_000;
/// Cycles that a picture goes on after the last change.
const MARGIN: usize = 40;
/// Names of a row's status by its number; a row that is in no table has none.
const STATUS: [Option<&str>; 4] = [None, Some("waiting"), Some("R_fwd"), Some("E")];

fn main() -> Result<()> {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [pictures, waves] = &folders[..] else { anyhow::bail!("usage: wave PICTURES WAVES") };
    let scenes = [
        Scene { name: "w1", title: "A write of host 1", jobs: vec![write(0, 7, 1)] },
        Scene { name: "w2", title: "A write of host 2", jobs: vec![write(1, 7, 1)] },
        Scene { name: "race", title: "Both hosts write the same block", jobs: vec![write(0, 7, 1), write(1, 7, 1)] },
    ];
    for scene in scenes {
        let (folder, file) = (waves.join(scene.name), pictures.join(format!("{}.svg", scene.name)));
        for folder in [&folder, pictures] {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let text = scene.play(&folder)?.svg();
        std::fs::write(&file, text).with_context(|| file.display().to_string())?;
        println!("{}: {}; waveforms {}", scene.title, file.display(), folder.join("card{1,2}.fst").display());
    }
    println!("look first at: unit.switch (step, current), unit.arbiter (active, forwarded), link tx and rx, axi_w");
    Ok(())
}

/// The pins of one unit over the scene.
#[derive(Default)]
struct Pins {
    from_host: Vec<bool>,
    to_host: Vec<bool>,
    link: Vec<bool>,
    area: Vec<bool>,
    /// By the host whose write it is.
    status: [Vec<Option<&'static str>>; 2],
}

impl Scene {
    fn play(&self, waves: &Path) -> Result<Picture> {
        let mut lab = Lab::new(1)?;
        lab.simulation.with(|g| g.open_waves(waves))?;
        for job in &self.jobs {
            ensure!(lab.queue(*job)?, "a host has no room for its command");
            lab.ring(job.host)?;
        }
        let (mut pins, mut now) = ([Pins::default(), Pins::default()], [[None; 2]; 2]);
        let (mut beats, mut ended, mut quiet) = ([0; 2], 0, 0);
        while ended < self.jobs.len() || quiet < MARGIN {
            ensure!(pins[0].link.len() < PATIENCE, "{}: not over after {PATIENCE} cycles", self.title);
            let moved = lab.simulation.with(|g| watch(g, &mut pins, &mut now, &mut beats));
            ended += lab.gather()?;
            quiet = if moved || now.iter().flatten().any(Option::is_some) { 0 } else { quiet + 1 };
        }
        lab.simulation.with(|g| g.close_waves());
        lab.finish()?;
        lab.must_hold()?;
        Ok(self.picture(&pins))
    }

    fn picture(&self, pins: &[Pins; 2]) -> Picture {
        let mut lanes = vec![];
        for (unit, p) in pins.iter().enumerate() {
            let n = unit + 1;
            let mut host = vec![
                Lane::beats(format!("host {n} to card"), &p.from_host),
                Lane::beats(format!("card to host {n}"), &p.to_host),
            ];
            let tables = [0, 1].map(|origin: usize| {
                let shown = p.status[origin].iter().any(Option::is_some);
                shown.then(|| Lane::values(format!("W{} in table {n}", origin + 1), &p.status[origin]))
            });
            let mut inner: Vec<Lane> = tables.into_iter().flatten().collect();
            inner.push(Lane::beats(format!("data into area {n}"), &p.area));
            // Unit 1 from its host down to the link, unit 2 from the link down to its host.
            let link = Lane::beats(format!("link, {n} to {}", 2 - unit), &p.link);
            if unit == 0 {
                host.append(&mut inner);
                host.push(link);
            } else {
                inner.append(&mut host);
                host.push(link);
                host.append(&mut inner);
            }
            lanes.append(&mut host);
        }
        Picture { title: self.title, lanes }
    }
}

/// One cycle of everything; whether something moved.
fn watch(
    group: &mut Group,
    pins: &mut [Pins; 2],
    now: &mut [[Option<&'static str>; 2]; 2],
    beats: &mut [u64; 2],
) -> bool {
    let outputs: [CardOutputs; 2] = [0, 1].map(|unit| group.card(unit).outputs());
    group.cycle();
    let mut any = false;
    for (unit, out) in outputs.iter().enumerate() {
        if let Some(status) = out.status.filter(|status| !status.read) {
            now[unit][usize::from(status.unit & 1)] = STATUS[usize::from(status.new & 3)];
            any = true;
        }
        let total = group.host(unit).statistics().rx_beats;
        // The first cycle has no beats before it.
        let came = !pins[unit].link.is_empty() && total > beats[unit];
        beats[unit] = total;
        let p = &mut pins[unit];
        p.from_host.push(came);
        p.to_host.push(out.tx.is_some());
        p.link.push(out.link.is_some());
        p.area.push(out.axi.w_valid);
        for (values, value) in p.status.iter_mut().zip(now[unit]) {
            values.push(value);
        }
        any |= came || out.tx.is_some() || out.axi.w_valid;
    }
    any
}
