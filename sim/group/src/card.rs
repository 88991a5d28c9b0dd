//! A card as a Verilated model: its pins by meaning.

use crate::DesignError;
use std::path::Path;
use twinpath_host::{Beat, Sideband};
use twinpath_parts::{AxiRequest, AxiResponse, LinkBeat};
use twinpath_verilated::{Library, LoadError, Model, Pin};

/// What a card drives in a cycle.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardOutputs {
    pub tx: Option<Beat>,
    pub rx_ready: bool,
    pub link: Option<LinkBeat>,
    pub axi: AxiRequest,
    pub flr_done: bool,
    pub leds: u8,
    /// Who holds the reservation: 0 nobody, 1 the first unit's host, 2 the second's.
    pub holder: u8,
    pub status: Option<StatusPins>,
}

/// The status ports (o3) in a cycle with a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusPins {
    pub row: u8,
    /// 0 N, 1 waiting, 2 R_fwd, 3 E.
    pub old: u8,
    pub new: u8,
    pub read: bool,
    pub lba: u32,
    pub blocks: u8,
    pub unit: u8,
    pub wseq: u32,
}

/// What a card is driven with in a cycle.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardInputs {
    pub rx: Option<Beat>,
    pub tx_ready: bool,
    pub link: Option<LinkBeat>,
    pub link_ready: bool,
    pub axi: AxiResponse,
}

macro_rules! pins {
    ($name:ident { inputs: $($i:ident)*; outputs: $($o:ident)*; }) => {
        /// Every port of the card, found once by its name.
        struct $name { $($i: Pin,)* $($o: Pin,)* }
        impl $name {
            fn find(model: &Model) -> Result<Self, LoadError> {
                Ok(Self { $($i: model.input(stringify!($i))?,)* $($o: model.output(stringify!($o))?,)* })
            }
        }
    };
}

pins!(Pins {
    inputs:
        reset rx_data rx_keep rx_sop rx_eop rx_bar rx_valid tx_ready
        cfg_bdf cfg_mps cfg_mrrs cfg_rcb cfg_bus_master cfg_msix_enable cfg_msix_mask flr_request
        link_tx_ready link_rx_data link_rx_end link_rx_valid link_up link_fault
        axi_aw_ready axi_w_ready axi_b_resp axi_b_valid axi_ar_ready axi_r_data axi_r_resp axi_r_last axi_r_valid
        area_blocks board_id unit_id serial;
    outputs:
        rx_ready tx_data tx_keep tx_sop tx_eop tx_valid flr_done leds
        link_tx_data link_tx_end link_tx_valid
        axi_aw_addr axi_aw_len axi_aw_valid axi_w_data axi_w_strb axi_w_last axi_w_valid axi_b_ready
        axi_ar_addr axi_ar_len axi_ar_valid axi_r_ready
        status_valid status_row status_old status_new status_read status_lba status_blocks status_unit status_wseq
        status_holder;
});

/// One card.
pub struct Card {
    model: Model,
    pins: Pins,
    sideband: Option<Sideband>,
    link_up: Option<bool>,
}

impl Card {
    /// An instance of `library`; `unit` is its strap (0 first, 1 second unit).
    pub fn new(library: &Library, unit: u8, area_blocks: u32, serial: u64) -> Result<Self, DesignError> {
        let mut model = library.instance(&format!("card{}", unit + 1));
        let pins = Pins::find(&model)?;
        model.set(pins.area_blocks, u64::from(area_blocks));
        model.set(pins.board_id, 0);
        model.set(pins.unit_id, u64::from(unit));
        model.set(pins.serial, serial);
        Ok(Self { model, pins, sideband: None, link_up: None })
    }

    /// The reset input; everything else keeps its value.
    pub fn set_reset(&mut self, on: bool) {
        self.model.set(self.pins.reset, u64::from(on));
    }

    /// What the card drives. Its outputs are registers, so this holds whatever the inputs will be in this cycle.
    #[inline]
    pub fn outputs(&self) -> CardOutputs {
        let (m, p) = (&self.model, &self.pins);
        let bit = |pin| m.get(pin) != 0;
        let mut out = CardOutputs {
            rx_ready: bit(p.rx_ready),
            flr_done: bit(p.flr_done),
            leds: m.get(p.leds) as u8,
            holder: m.get(p.status_holder) as u8,
            ..CardOutputs::default()
        };
        if bit(p.tx_valid) {
            let (data, keep) = (m.get(p.tx_data), m.get(p.tx_keep) as u8);
            out.tx = Some(Beat { data, keep, sop: bit(p.tx_sop), eop: bit(p.tx_eop), bar: 0 });
        }
        if bit(p.link_tx_valid) {
            out.link = Some(LinkBeat { data: m.get(p.link_tx_data), end: bit(p.link_tx_end) });
        }
        out.axi = AxiRequest {
            aw_addr: m.get(p.axi_aw_addr),
            aw_len: m.get(p.axi_aw_len) as u8,
            aw_valid: bit(p.axi_aw_valid),
            w_data: m.get(p.axi_w_data),
            w_strb: m.get(p.axi_w_strb) as u8,
            w_last: bit(p.axi_w_last),
            w_valid: bit(p.axi_w_valid),
            b_ready: bit(p.axi_b_ready),
            ar_addr: m.get(p.axi_ar_addr),
            ar_len: m.get(p.axi_ar_len) as u8,
            ar_valid: bit(p.axi_ar_valid),
            r_ready: bit(p.axi_r_ready),
        };
        if bit(p.status_valid) {
            out.status = Some(StatusPins {
                row: m.get(p.status_row) as u8,
                old: m.get(p.status_old) as u8,
                new: m.get(p.status_new) as u8,
                read: bit(p.status_read),
                lba: m.get(p.status_lba) as u32,
                blocks: m.get(p.status_blocks) as u8,
                unit: m.get(p.status_unit) as u8,
                wseq: m.get(p.status_wseq) as u32,
            });
        }
        out
    }

    /// Drives the inputs and clocks once.
    #[inline]
    pub fn clock(&mut self, inputs: &CardInputs, sideband: &Sideband, link_up: bool) {
        self.drive(inputs, sideband, link_up);
        self.model.clock();
    }

    #[inline]
    fn drive(&mut self, inputs: &CardInputs, sideband: &Sideband, link_up: bool) {
        let (m, p) = (&mut self.model, &self.pins);
        m.set(p.rx_valid, u64::from(inputs.rx.is_some()));
        if let Some(beat) = inputs.rx {
            m.set(p.rx_data, beat.data);
            m.set(p.rx_keep, u64::from(beat.keep));
            m.set(p.rx_sop, u64::from(beat.sop));
            m.set(p.rx_eop, u64::from(beat.eop));
            m.set(p.rx_bar, u64::from(beat.bar));
        }
        m.set(p.tx_ready, u64::from(inputs.tx_ready));
        m.set(p.link_tx_ready, u64::from(inputs.link_ready));
        m.set(p.link_rx_valid, u64::from(inputs.link.is_some()));
        if let Some(beat) = inputs.link {
            m.set(p.link_rx_data, beat.data);
            m.set(p.link_rx_end, u64::from(beat.end));
        }
        let axi = &inputs.axi;
        m.set(p.axi_aw_ready, u64::from(axi.aw_ready));
        m.set(p.axi_w_ready, u64::from(axi.w_ready));
        m.set(p.axi_b_valid, u64::from(axi.b_valid));
        m.set(p.axi_b_resp, u64::from(axi.b_resp));
        m.set(p.axi_ar_ready, u64::from(axi.ar_ready));
        m.set(p.axi_r_valid, u64::from(axi.r_valid));
        if axi.r_valid {
            m.set(p.axi_r_data, axi.r_data);
            m.set(p.axi_r_resp, u64::from(axi.r_resp));
            m.set(p.axi_r_last, u64::from(axi.r_last));
        }
        if self.link_up != Some(link_up) {
            self.link_up = Some(link_up);
            m.set(p.link_up, u64::from(link_up));
            m.set(p.link_fault, 0);
        }
        if self.sideband != Some(*sideband) {
            self.sideband = Some(*sideband);
            m.set(p.cfg_bdf, u64::from(sideband.bdf));
            m.set(p.cfg_mps, u64::from(sideband.mps));
            m.set(p.cfg_mrrs, u64::from(sideband.mrrs));
            m.set(p.cfg_rcb, u64::from(sideband.rcb));
            m.set(p.cfg_bus_master, u64::from(sideband.bus_master));
            m.set(p.cfg_msix_enable, u64::from(sideband.msix_enable));
            m.set(p.cfg_msix_mask, u64::from(sideband.msix_mask));
            m.set(p.flr_request, u64::from(sideband.flr_request));
        }
    }

    /// Whether an output follows an input within the cycle, which [`Card::outputs`] would miss: drives `inputs` without
    /// a clock edge and names the outputs that moved.
    pub fn unregistered_outputs(&mut self, inputs: &CardInputs, sideband: &Sideband, link_up: bool) -> Vec<String> {
        let ports = self.model.ports();
        let values = |m: &Model| -> Vec<(String, Vec<u32>)> {
            let outputs = ports.iter().filter(|(_, output, _)| *output);
            outputs.filter_map(|(name, _, _)| Some((name.clone(), m.get_wide(m.wide(name).ok()?)))).collect()
        };
        let before = values(&self.model);
        self.drive(inputs, sideband, link_up);
        self.model.eval();
        let after = values(&self.model);
        before.into_iter().zip(after).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect()
    }

    pub fn model(&mut self) -> &mut Model {
        &mut self.model
    }

    pub fn open_waves(&mut self, path: &Path) -> Result<(), DesignError> {
        Ok(self.model.open_waves(path)?)
    }

    pub fn close_waves(&mut self) {
        self.model.close_waves();
    }

    /// An assertion failed or `$finish` was reached.
    pub fn finished(&self) -> bool {
        self.model.finished()
    }
}
