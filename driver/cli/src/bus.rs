//! `twinpath list`, `bind`, `unbind`: the cards on this machine's bus and who drives them.

use crate::show;
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write as _;
use twinpath_vfio::sysfs::{Device, Sysfs, VFIO};

/// A card as `list --json` prints it.
#[derive(Serialize)]
struct Card {
    address: String,
    driver: Option<String>,
    iommu_group: Option<String>,
}

pub fn list(json: bool) -> Result<()> {
    let cards: Vec<Device> = Sysfs::default().devices()?.into_iter().filter(Device::is_card).collect();
    if !json {
        return show::print(text(&cards));
    }
    let card = |Device { address, driver, group, .. }| Card { address, driver, iommu_group: group };
    show::print(show::json(&cards.into_iter().map(card).collect::<Vec<_>>())?)
}

pub fn bind(address: &str) -> Result<()> {
    Ok(Sysfs::default().bind(address)?)
}

pub fn unbind(address: &str) -> Result<()> {
    Ok(Sysfs::default().unbind(address)?)
}

fn text(cards: &[Device]) -> String {
    if cards.is_empty() {
        return "no Twinpath card on this machine's bus\n".to_owned();
    }
    let mut text = String::new();
    for Device { address, driver, group, .. } in cards {
        let driver = driver.as_deref().unwrap_or("no driver");
        let next = match (group, driver) {
            (None, _) => "no IOMMU group: turn the machine's IOMMU on".to_owned(),
            (_, VFIO) => format!("ready: twinpath serve --pci {address}"),
            _ => format!("twinpath bind {address} takes it for this driver"),
        };
        let group = group.as_deref().unwrap_or("-");
        let _ = writeln!(text, "{address}  {driver:<10} group {group:<4} {next}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_card_is_told_with_what_to_do_next() {
        let card = |address: &str, driver: Option<&str>, group: Option<&str>| Device {
            address: address.to_owned(),
            vendor: 0x1234,
            device: 0x5450,
            class: 0x01_08_02,
            driver: driver.map(str::to_owned),
            group: group.map(str::to_owned),
        };
        let cards = [
            card("0000:01:00.0", Some(VFIO), Some("7")),
            card("0000:02:00.0", Some("nvme"), Some("12")),
            card("0000:03:00.0", None, None),
        ];
        let expected = "0000:01:00.0  vfio-pci   group 7    ready: twinpath serve --pci 0000:01:00.0\n\
                        0000:02:00.0  nvme       group 12   twinpath bind 0000:02:00.0 takes it for this driver\n\
                        0000:03:00.0  no driver  group -    no IOMMU group: turn the machine's IOMMU on\n";
        assert_eq!(text(&cards), expected);
        assert_eq!(text(&[]), "no Twinpath card on this machine's bus\n");
    }
}
