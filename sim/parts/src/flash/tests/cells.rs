//! The array by itself.

use crate::flash::cells::Cells;
use rand::rngs::SmallRng;
use rand::SeedableRng;

fn cells() -> (Cells, SmallRng) {
    (Cells::new(64 * 1024, 4096), SmallRng::seed_from_u64(1))
}

#[test]
fn programs_clear_bits_and_erases_set_them() {
    let (mut c, mut rng) = cells();
    c.program(10, 0xf0);
    c.program(10, 0x3f);
    assert_eq!(c.read(10, &mut rng), 0x30);
    c.erase(4096, 4096);
    assert_eq!(c.nominal(10), 0x30, "another sector");
    c.erase(0, 4096);
    assert_eq!((c.nominal(10), c.wear(0), c.wear(4096), c.wear(8192)), (0xff, 1, 1, 0));
}

#[test]
fn a_cut_program_leaves_old_new_and_marginal_bits_and_no_others() {
    let (mut c, mut rng) = cells();
    (0..4096).for_each(|n| c.cut_program(n, 0x0f, 128, &mut rng));
    let sure = (0..4096).map(|n| c.nominal(n));
    assert!(sure.clone().all(|b| b & 0x0f == 0x0f), "bits that were to stay");
    let done: u32 = sure.map(|b| (!b).count_ones()).sum();
    let share = f64::from(done) / (4096.0 * 4.0);
    assert!((0.4..0.6).contains(&share), "{share}");
    let marginal = c.marginal_bits() as f64 / (4096.0 * 4.0);
    assert!((0.08..0.17).contains(&marginal), "{marginal}");
    let differs = (0..4096).filter(|n| (0..20).any(|_| c.read(*n, &mut rng) != c.read(*n, &mut rng))).count();
    assert!(differs > 1_000, "{differs}");
    // Programmed to 0 or erased, they are sure again.
    (0..2048).for_each(|n| c.program(n, 0x0f));
    c.erase(2048, 2048);
    assert_eq!(c.marginal_bits(), 0);
}

#[test]
fn a_cut_erase_goes_through_zeros_to_ones() {
    let ones = |progress| {
        let (mut c, mut rng) = cells();
        (0..4096).for_each(|n| c.program(n, 0x55));
        c.cut_erase(0, 4096, progress, &mut rng);
        assert_eq!(c.wear(0), 1);
        (0..4096).map(|n| c.nominal(n).count_ones()).sum::<u32>()
    };
    let shares: Vec<_> = [0, 40, 70, 160, 255].into_iter().map(ones).collect();
    assert_eq!(shares[0], 4096 * 4, "nothing yet");
    assert!(shares[1] < shares[0] && shares[2] < 4096 && shares[3] > 4096 && shares[4] > 4096 * 7, "{shares:?}");
}

#[test]
fn stuck_bits_stay_whatever_is_done() {
    let (mut c, mut rng) = cells();
    c.stick(7, 0, false);
    c.stick(7, 1, true);
    assert_eq!(c.read(7, &mut rng), 0xfe);
    c.program(7, 0);
    assert_eq!(c.read(7, &mut rng), 0x02);
}

#[test]
fn a_clone_is_a_snapshot() {
    let (mut c, _) = cells();
    c.program(0, 0);
    let before = c.clone();
    c.program(1, 0);
    c.erase(4096, 4096);
    assert_eq!((before.nominal(0), before.nominal(1), before.wear(4096)), (0, 0xff, 0));
}
