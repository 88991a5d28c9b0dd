//! about as in the card, either unit; events in their turn, each decided some cycles after it is chosen
//! induction 2
//! cover 24
//! broken guarded: `say[11] & (~(lent_valid$q & (lent$q == slot)))` => `say[11]`
//! broken generous by induction: `(swung$q | (~taken$q[5]))` => `1'b1`
//! broken credit by induction: `spent$q != peer_slots` => `spent$q != 4'd7`

// Who has a slot: it is on offer to the link, in the link, or in use for a block of this host, of the peer, of a read. The
// environment chooses an event as the switch may (what it needs is there), and says of it what the rules say.
    reg f_begun = 0, f_busy = 0, f_was_fast = 0;
    reg [4:0] f_event = 0;
    reg [3:0] f_slot = 0;
    reg [15:0] f_link = 0, f_local = 0, f_peer = 0, f_read = 0;
    // Peer slots in use that a claim stands for; slots in use since an older session.
    reg [15:0] f_claimed = 0, f_old = 0;
    // Blocks of the peer's that were granted (first unit) or are announced, and have not come; those to come unasked.
    reg [3:0] f_waiting = 0, f_unasked = 0, f_spent = 0, f_lent = 0;
    // GO: everything of the old session is resolved.
    reg f_go = 0, f_up = 0, f_again = 0;
    (* anyseq *) wire [4:0] f_next_event;
    (* anyseq *) wire [3:0] f_next_slot;
    (* anyseq *) wire f_chooses, f_comes_up;
    (* anyseq *) wire [3:0] f_announces;
    (* anyconst *) wire f_first;
    localparam NONE = 0, FETCH = 1, READ = 2, GRANT = 3, DATA = 4, EARLY = 5, PEER_END = 6, ABANDON = 7, LOCAL_END = 8,
        READ_END = 9, DROP = 10, RECLAIM = 11, SPEND = 12, REGAIN = 13, LEND = 14, UNLEND = 15, GO = 16, KEPT = 17;
    wire f_takes = say[10], f_frees = say[11], f_frees_kept = say[12], f_claims = say[28], f_unclaims = say[29],
        f_spends = say[30], f_regains = say[31], f_lends = say[32], f_unlends = say[33];
    wire [3:0] f_kept = say[16:13];
    wire [15:0] f_this = 16'd1 << f_slot;
    wire [15:0] f_next_this = 16'd1 << f_next_slot;
    wire [15:0] f_offered = \lent_valid.q  ? 16'd1 << \lent.q  : 16'd0;
    function [3:0] f_count(input [15:0] v);
        integer i;
        begin
            f_count = 0;
            for (i = 0; i < 16; i = i + 1) f_count = f_count + {3'd0, v[i]};
        end
    endfunction
    wire [3:0] f_room = f_count(~used & 16'h0fc0) + {3'd0, extra && !used[5]} + {3'd0, \lent_valid.q } + f_count(f_link);
    wire [15:0] f_leaves = act && (f_event == DATA || f_event == EARLY || f_event == DROP) ? f_this : 16'd0;
    wire f_unclaimed = (f_peer & ~f_claimed) != 0;
    // What must be the case for an event to be chosen; it stays so until that is decided.
    wire [4:0] f_kind = f_busy ? f_event : f_next_event;
    wire [3:0] f_at = f_busy ? f_slot : f_next_slot;
    reg f_may;
    always @* case (f_kind)
        NONE: f_may = 1;
        FETCH: f_may = f_up && local_free && f_at == local_slot;
        READ: f_may = read_free && f_at == read_slot;
        GRANT: f_may = f_first && f_go && peer_room;
        DATA: f_may = f_link[f_at] && f_waiting != 0;
        EARLY: f_may = f_first && f_link[f_at] && f_unasked != 0;
        PEER_END: f_may = f_peer[f_at];
        ABANDON: f_may = f_first && f_waiting != 0;
        LOCAL_END: f_may = f_local[f_at];
        READ_END: f_may = f_read[f_at];
        DROP: f_may = !f_up && !(f_local[f_at] || f_peer[f_at] || f_read[f_at]);
        RECLAIM: f_may = f_first && !f_up && f_peer[f_at] && !f_claimed[f_at];
        SPEND: f_may = f_go && credit;
        REGAIN: f_may = f_spent != 0;
        LEND: f_may = f_go && unasked_room;
        UNLEND: f_may = f_lent != 0;
        GO: f_may = f_up && !f_go && f_peer == 0 && f_old == 0 && f_waiting == 0;
        KEPT: f_may = f_local[f_at] || f_peer[f_at] && !f_claimed[f_at];
        default: f_may = 0;
    endcase
    // Unasked blocks of the peer, come or to come.
    wire [15:0] f_early = f_peer & ~f_claimed;
    always @* begin
        assume (reset == !f_begun);
        assume (!act || f_busy);
        assume (slot == f_slot);
        assume (f_busy || !act);
        assume (!f_chooses || !f_busy && f_may);
        assume (f_takes == (f_event == FETCH || f_event == READ || f_event == DATA || f_event == EARLY));
        assume (f_frees == (f_event == PEER_END || f_event == LOCAL_END || f_event == READ_END || f_event == DROP));
        assume (f_frees_kept == (f_event == KEPT) && f_kept == f_slot);
        assume (f_claims == (f_event == GRANT || f_event == RECLAIM));
        assume (f_unclaims == (f_event == ABANDON || f_event == PEER_END && f_claimed[f_slot]));
        assume (f_spends == (f_event == SPEND) && f_regains == (f_event == REGAIN));
        assume (f_lends == (f_event == LEND) && f_unlends == (f_event == UNLEND));
        // The second unit: the first one keeps to its slots (`credit`, of it), and tells so with what it sends.
        // A session ends between two events; the link is down then, until GO.
        assume (!flush || !f_busy && !act);
        assume (!f_chooses || !flush && !f_comes_up);
        assume (f_up || !free_slot$ready);
        // It comes up when all slots were looked at.
        assume (!f_comes_up || f_link == 0 && !(f_first && f_unclaimed) && !f_busy && !flush);
        assume (fast == f_was_fast || !f_up);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_was_fast <= fast;
        if (f_chooses && !reset) begin
            f_busy <= 1;
            f_event <= f_next_event;
            f_slot <= f_next_slot;
        end
        if (act) f_busy <= 0;
        f_link <= (f_link & ~f_leaves) | (free_slot$valid && free_slot$ready ? f_offered : 16'd0);
        if (act) case (f_event)
            FETCH: f_local <= f_local | f_this;
            READ: f_read <= f_read | f_this;
            GRANT: f_waiting <= f_waiting + 4'd1;
            DATA: begin
                f_peer <= f_peer | f_this;
                if (f_first) f_claimed <= f_claimed | f_this;
                f_waiting <= f_waiting - 4'd1;
            end
            EARLY: begin
                f_peer <= f_peer | f_this;
                f_unasked <= f_unasked - 4'd1;
            end
            PEER_END: begin
                f_peer <= f_peer & ~f_this;
                f_claimed <= f_claimed & ~f_this;
                f_old <= f_old & ~f_this;
            end
            ABANDON: f_waiting <= f_waiting - 4'd1;
            LOCAL_END: begin
                f_local <= f_local & ~f_this;
                f_old <= f_old & ~f_this;
            end
            READ_END: f_read <= f_read & ~f_this;
            RECLAIM: f_claimed <= f_claimed | f_this;
            SPEND: f_spent <= f_spent + 4'd1;
            REGAIN: f_spent <= f_spent - 4'd1;
            LEND: f_lent <= f_lent + 4'd1;
            UNLEND: f_lent <= f_lent - 4'd1;
            GO: f_go <= 1;
            KEPT: begin
                f_local <= f_local & ~f_this;
                f_peer <= f_peer & ~f_this;
                f_old <= f_old & ~f_this;
            end
        endcase
        // The second unit's peer sends REPs, the first unit's peer unasked blocks.
        if (f_comes_up) f_up <= 1;
        if (f_go && !f_busy && !flush) begin
            if (!f_first && f_announces[0] && f_waiting + f_count(f_peer) < 6) f_waiting <= f_waiting + 4'd1;
            if (f_first && fast && f_announces[0] && f_unasked + f_count(f_early) < 2) f_unasked <= f_unasked + 4'd1;
        end
        if (flush) begin
            f_up <= 0;
            f_go <= 0;
            f_old <= f_local | f_peer;
            f_again <= f_local != 0;
            f_claimed <= 0;
            f_waiting <= 0;
            f_unasked <= 0;
            f_spent <= 0;
            f_lent <= 0;
        end
        if (reset) begin
            f_busy <= 0;
            f_link <= 0;
            f_local <= 0;
            f_peer <= 0;
            f_read <= 0;
            f_claimed <= 0;
            f_old <= 0;
            f_waiting <= 0;
            f_unasked <= 0;
            f_spent <= 0;
            f_lent <= 0;
            f_go <= 0;
            f_up <= 0;
        end
        if (f_begun) begin
            a_slot_is_given_once: assert (!(act && f_takes && f_event <= READ) || !used[f_slot]);
            own_writes_have_their_class: assert (!(act && f_event == FETCH) || f_slot <= 5);
            reads_have_their_class: assert (!(act && f_event == READ) || f_slot >= 12 && f_slot <= 14);
            the_peer_has_its_class: assert (!free_slot$valid || free_slot$data >= 5 && free_slot$data <= 11);
            own_writes_find_their_reserve: assert (local_free || (f_local & 16'h1f) == 16'h1f);
            reads_find_their_reserve: assert (read_free || f_read == 16'h7000);
            what_was_granted_finds_a_slot: assert (!f_go || {1'b0, f_waiting} + {1'b0, f_unasked} <= {1'b0, f_room});
            none_leaks: assert (used == (f_offered | f_link | f_local | f_peer | f_read));
            credits_conserve: assert (f_spent <= 6 && f_spent == \spent.q );
            unasked_blocks_conserve: assert (f_lent <= 2 && f_lent == {2'd0, \unasked.q });
            assert ((f_offered & (f_link | f_local | f_peer | f_read)) == 0 && (f_link & (f_local | f_peer | f_read)) == 0);
            assert ((f_local & (f_peer | f_read)) == 0 && (f_peer & f_read) == 0);
            assert ((f_local & ~16'h3f) == 0 && (f_read & ~16'h7000) == 0 && ((f_peer | f_link | f_offered) & ~16'h0fe0) == 0);
            assert ((f_claimed & ~f_peer) == 0);
            assert (!f_busy || f_may);
            assert (!f_go || f_up && f_old == 0);
            assert (f_go || f_waiting == 0 && f_unasked == 0 && f_spent == 0 && f_lent == 0);
            assert ((f_old & ~(f_local | f_peer)) == 0 && (f_up || f_old == (f_local | f_peer)));
            assert (!(f_local[5] && (\swung.q || extra)) || f_old[5]);
            assert (!f_go || !extra || \claims.q == grantable + 4'd1);
            if (f_go && f_first) assert (f_count(f_early) + f_unasked <= (fast ? 4'd2 : 4'd0));
            if (f_go && !f_first) assert (f_waiting + f_count(f_peer) <= 4'd6);
            if (f_first) assert (\claims.q  == f_waiting + f_count(f_claimed));
            else assert (\claims.q  == 0 && f_unasked == 0 && f_claimed == 0);
        end
`ifdef COVER
        a_seventh_is_granted: cover (f_go && f_waiting == 7);
        own_writes_have_all: cover (f_local == 16'h3f);
        unasked_and_granted: cover (f_unasked == 2 && f_waiting == 4);
        a_second_session: cover (f_go && f_old == 0 && f_again);
`endif
    end
