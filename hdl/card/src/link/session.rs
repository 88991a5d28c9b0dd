//! Sessions: how both sides agree on a new one, and when one has ended.
//!
//! Each side offers with a nonce that is new for each attempt. A HELLO that echoes our nonce has seen our last session,
//! as we have seen its: both take the number after the higher one. Before the first frame of the session goes a last
//! HELLO, so that the other side opens too; until a frame of the session has come, each HELLO of the peer gets another one.

use super::words::Hello;
use crate::leaf::{block_default, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::link::SILENCE_CYCLES;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    Down,
    Offering,
    Up,
}

#[derive(LogicBlock)]
pub struct Session {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Phy up and no fault, and the unit allows a session.
    pub allowed: Signal<In, Bit>,
    pub phy_up: Signal<In, Bit>,
    /// Nothing of an older session is left in the link.
    pub quiet: Signal<In, Bit>,
    pub hello: Signal<In, Hello>,
    pub hello_valid: Signal<In, Bit>,
    /// A good frame of this session.
    pub heard: Signal<In, Bit>,
    /// What must end the session; the peer's word that it has ended.
    pub broken: Signal<In, Bit>,
    pub peer_ended: Signal<In, Bit>,
    pub idle_long: Signal<In, Bit>,
    pub own_hello: Signal<Out, Hello>,
    pub hello_due: Signal<Out, Bit>,
    pub hello_taken: Signal<In, Bit>,
    pub reset_due: Signal<Out, Bit>,
    pub reset_taken: Signal<In, Bit>,
    pub up: Signal<Out, Bit>,
    pub opens: Signal<Out, Bit>,
    pub ends: Signal<Out, Bit>,
    pub session: Signal<Out, Bits<16>>,
    state: DFF<State>,
    is_up: DFF<Bit>,
    number: DFF<Bits<16>>,
    last: DFF<Bits<16>>,
    nonce: DFF<Bits<32>>,
    peer_nonce: DFF<Bits<32>>,
    greets: DFF<Bit>,
    resets: DFF<Bit>,
    silence: DFF<Bits<14>>,
    /// The peer is in the session too: a frame of it has come.
    met: DFF<Bit>,
    /// Counts always: nonces come from it.
    cycle: DFF<Bits<32>>,
    over: Signal<Local, Bit>,
    begins: Signal<Local, Bit>,
    /// The higher one of both last sessions.
    higher: Signal<Local, Bits<16>>,
    said: Signal<Local, Hello>,
    anew: Signal<Local, Bit>,
    own: Signal<Local, Hello>,
    patience: Constant<Bits<14>>,
}

block_default!(Session {
    clock reset allowed phy_up quiet hello hello_valid heard broken peer_ended idle_long own_hello hello_due
    hello_taken reset_due reset_taken up opens ends session state is_up number last nonce peer_nonce greets resets
    silence met cycle over begins higher said anew own;
    patience = SILENCE_CYCLES
});

impl Logic for Session {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, is_up, number, last, nonce, peer_nonce, greets, resets, silence, met);
        dff_setup!(self, clock, cycle);
        self.cycle.d.next = self.cycle.q.val() + 1;
        self.said.next = self.hello.val();
        self.own.next.last = self.last.q.val();
        self.own.next.nonce = self.nonce.q.val();
        self.own.next.echo = self.peer_nonce.q.val();
        self.own_hello.next = self.own.val();
        self.hello_due.next = self.greets.q.val();
        self.reset_due.next = self.resets.q.val();
        self.up.next = self.is_up.q.val();
        self.session.next = self.number.q.val();
        if self.hello_taken.val() {
            self.greets.d.next = false;
        }
        if self.reset_taken.val() | !self.phy_up.val() {
            self.resets.d.next = false;
        }

        self.begins.next = false;
        self.over.next = false;
        self.higher.next = self.last.q.val();
        if self.last.q.val() < self.said.val().last {
            self.higher.next = self.said.val().last;
        }
        // A HELLO of this attempt may come late, with our nonce or from before the peer saw it; any other is of a peer that
        // has begun anew.
        self.anew.next = (self.said.val().nonce != self.peer_nonce.q.val())
            | ((self.said.val().echo != self.nonce.q.val()) & (self.said.val().echo != 0));
        match self.state.q.val() {
            State::Offering => {
                if self.idle_long.val() {
                    self.greets.d.next = true;
                }
                if self.hello_valid.val() {
                    self.peer_nonce.d.next = self.said.val().nonce;
                    self.greets.d.next = true;
                    if self.said.val().echo == self.nonce.q.val() {
                        self.begins.next = true;
                        self.is_up.d.next = true;
                        self.met.d.next = false;
                        self.silence.d.next = 0.into();
                        self.number.d.next = self.higher.val() + 1;
                        // 0 is of a unit that was in no session since its reset.
                        if self.higher.val() == 0xffff {
                            self.number.d.next = 1.into();
                        }
                        self.state.d.next = State::Up;
                    }
                }
                if !self.allowed.val() {
                    self.begins.next = false;
                    self.is_up.d.next = false;
                    self.greets.d.next = false;
                    self.state.d.next = State::Down;
                }
            }
            State::Up => {
                self.silence.d.next = self.silence.q.val() + 1;
                if self.heard.val() {
                    self.met.d.next = true;
                }
                if self.heard.val() | (self.hello_valid.val() & !self.met.q.val()) {
                    self.silence.d.next = 0.into();
                }
                if self.hello_valid.val() & !self.met.q.val() {
                    self.greets.d.next = true;
                }
                self.over.next = !self.allowed.val()
                    | self.broken.val()
                    | self.peer_ended.val()
                    | (self.silence.q.val() == self.patience.val())
                    | (self.hello_valid.val() & self.anew.val());
                if self.over.val() {
                    self.is_up.d.next = false;
                    self.last.d.next = self.number.q.val();
                    self.greets.d.next = false;
                    self.resets.d.next = !self.peer_ended.val();
                    self.state.d.next = State::Down;
                }
            }
            State::Down => {
                if self.allowed.val() & self.quiet.val() & !self.resets.q.val() {
                    // Never 0, which is "none".
                    self.nonce.d.next = self.cycle.q.val() | 1;
                    self.peer_nonce.d.next = 0.into();
                    self.greets.d.next = true;
                    self.state.d.next = State::Offering;
                }
            }
        }
        self.opens.next = self.begins.val();
        self.ends.next = self.over.val();
        if self.reset.val() {
            self.state.d.next = State::Down;
            self.is_up.d.next = false;
            self.last.d.next = 0.into();
            self.greets.d.next = false;
            self.resets.d.next = false;
        }
    }
}
