//! about as in the card, the first unit without fast handshake; any frames of a peer that keeps to what it was granted
//! induction 3 cut rows$read_data cut numbers$read_data cut rows_view$read_data cut choice.fetch_queue$source$data cut choice.grant_queue$source$data cut choice.read_queue$source$data cut choice.ready_queue$source$data cut choice.arrived_queue$source$data
//! cover 36 cut rows$read_data cut numbers$read_data cut rows_view$read_data cut choice.fetch_queue$source$data cut choice.grant_queue$source$data cut choice.read_queue$source$data cut choice.ready_queue$source$data cut choice.arrived_queue$source$data
//! broken refused by induction: `((on[21:20] != 2'd0) | barred)` => `(barred)`
//! broken early by induction: `op[83] = facts[525];` => `op[83] = facts[525]; say[21] = 1'b1; say[26:22] = 5'd0;`
//! broken other by induction: `& (replicated | ahead)) & facts[538]` => `& (replicated | ahead))`
//! broken kept by induction: `if (said[11]) begin` => `if (1'b0) begin`
//! broken released by induction: `row[44:39] == said[46:41];` => `1'b1;`
//! broken settled by induction: `& row[163]) & (row[44:39] == 6'd0)` => `& row[163])`
//! broken late by induction: `if ((act & (kind == Kind$Expire)) & expire) begin` => `if (act & (kind == Kind$Expire)) begin`

// Follows one row, any one: 0 to 31 are writes of this host, 32 to 63 the peer's. Its place in the table of rows is followed
// here, what is read of other rows is anything that a row can be. The queues of blocks and slots are sets (`leaf/fifo`).
    localparam INSERT = 1, RELEASE = 2;
    localparam FWD = 3, DATA = 5, ABANDON = 6, REP_HEADER = 7, REP = 8;
    localparam PICK = 0, LOAD = 1, JUDGE = 2, ACT = 3;
    localparam COMMAND = 0, GRANTED = 1, FETCH = 2, FETCHED = 3, WRITTEN = 4, REPLICATE = 5, GRANT = 6, GOT = 7, SENT = 8, ARRIVED = 9,
        READ = 10, READ_DONE = 11, STORED = 12, DROP_ROW = 13, DROP_SLOT = 14, SETTLE_ROW = 15, RESUME = 16, EXPIRE = 17;
    localparam FREE = 0, FETCHING = 1, WRITING = 2, READY = 3, REPLICATED = 4, READING = 7, STORING = 8;
    localparam DROPS_ROWS = 1, DROPS_SLOTS = 2, SETTLES_ROWS = 3, RESUMING = 5, RESUMES_ROWS = 6, CONNECT = 4, SERVING = 7;
    (* anyconst *) wire [5:0] f_row;
    reg f_begun = 0;

    // The event at hand, and what is said of it.
    wire [4:0] f_kind = \current.q [4:0];
    wire [5:0] f_of = \current.q [10:5];
    wire [3:0] f_slot = \current.q [14:11];
    wire [4:0] f_index = \current.q [19:15];
    wire [169:0] f_came = \current.q [223:54];
    wire [57:0] f_say = say;
    wire [83:0] f_op = \handout$new_op ;
    wire [169:0] f_new_frame = \handout$new_frame ;
    wire f_under_way = \step.q != PICK;
    wire f_begins = f_kind == FETCH || f_kind == GRANT || f_kind == READ;
    wire f_act = \step.q == ACT;
    wire f_its = f_act && f_of == f_row;
    wire f_starts = f_say[0], f_waits_to_go = f_say[1], f_takes = f_say[10], f_pushes = f_say[21], f_again = f_say[27];
    wire [4:0] f_next_index = f_say[26:22];

    // The row: as stored, live, in the table without a grant yet, E.
    reg [182:0] f_mem;
    reg f_live = 0, f_given = 0, f_exclusive = 0;
    wire f_writes = f_mem[0], f_active = f_mem[163], f_dead = f_mem[166];
    wire [5:0] f_blocks = f_mem[38:33], f_left = f_mem[44:39];
    // Its next block, when that waits for a slot or is to be granted; blocks granted that have not come.
    reg f_queued = 0;
    reg [4:0] f_next = 0;
    reg [5:0] f_out = 0;
    // Slots: in the queue of those to be replicated; with the link; fetches, area writes, area reads and stores under way.
    reg [15:0] f_ready = 0, f_link = 0, f_fetching = 0, f_writing = 0, f_reading = 0, f_storing = 0;
    // After the row was dropped: slots not counted again yet.
    reg [15:0] f_uncounted = 0;
    wire [15:0] f_this = 16'd1 << f_slot;
    wire [15:0] f_offered = \pool.lent_valid.q  ? 16'd1 << \pool.lent.q  : 16'd0;

    // What the slots hold.
    wire [15:0] f_pending, f_used, f_moving, f_bad;
    genvar g;
    generate for (g = 0; g < 16; g = g + 1) begin : f_slots
        wire [71:0] slot = \slots.memory [g];
        wire [3:0] stage = \known.q [g] ? slot[3:0] : FREE;
        wire unsent = stage == READY || stage == WRITING && slot[68] && !slot[69];
        assign f_moving[g] = stage == FETCHING || stage == WRITING;
        assign f_used[g] = f_moving[g] || stage == READY || stage == REPLICATED || stage == READING || stage == STORING;
        assign f_pending[g] = slot[9:4] == f_row && f_used[g];
        assign f_bad[g] = f_fetching[g] != (stage == FETCHING) || f_writing[g] != (stage == WRITING)
            || f_reading[g] && stage != READING || f_storing[g] && stage != STORING
            || f_ready[g] && !unsent
            || !(f_used[g] || stage == FREE)
            || (stage == READING || stage == STORING) && slot[9]
            || stage == WRITING && (slot[69] && !slot[68] || slot[71]);
    end endgenerate
    // How many there are in the slots below each: of those that the row counts, of those under way.
    wire [71:0] f_becomes = \slots$write_data ;
    wire f_goes_on = f_becomes[3:0] == FETCHING || f_becomes[3:0] == WRITING;
    wire f_stays = f_becomes[9:4] == f_row && (f_goes_on || f_becomes[3:0] == READY || f_becomes[3:0] == REPLICATED
        || f_becomes[3:0] == READING || f_becomes[3:0] == STORING);
    reg [84:0] f_sums = 0, f_moving_sums = 0;
    wire [4:0] f_count = f_sums[84:80], f_moving_count = f_moving_sums[84:80];
    wire [15:0] f_counted = f_pending & ~f_uncounted;
    wire f_joins = f_act && !f_counted[f_slot] && f_stays && !(f_uncounted[f_slot] && f_kind != DROP_SLOT);
    wire f_leaves = f_act && f_counted[f_slot] && !f_stays;
    wire f_sets_off = f_act && !f_moving[f_slot] && f_goes_on;
    wire f_lands = f_act && f_moving[f_slot] && !f_goes_on;
    integer i;
    always @(posedge clock) begin
        for (i = 1; i <= 16; i = i + 1) if (f_slot < i) begin
            f_sums[5*i +: 5] <= f_sums[5*i +: 5] + {4'd0, f_joins} - {4'd0, f_leaves};
            f_moving_sums[5*i +: 5] <= f_moving_sums[5*i +: 5] + {4'd0, f_sets_off} - {4'd0, f_lands};
        end
        if (f_its && f_kind == DROP_ROW && f_row[5]) f_sums <= 0;
        if (reset) begin
            f_sums <= 0;
            f_moving_sums <= 0;
        end
    end
    wire [15:0] f_torn;
    generate for (g = 0; g < 16; g = g + 1) begin : f_order
        assign f_torn[g] = f_sums[5*g+5 +: 5] != f_sums[5*g +: 5] + {4'd0, f_counted[g]} || f_sums[5*g +: 5] > g
            || f_moving_sums[5*g+5 +: 5] != f_moving_sums[5*g +: 5] + {4'd0, f_moving[g]} || f_moving_sums[5*g +: 5] > g;
    end endgenerate
    wire [71:0] f_stored = \slots.memory [f_slot];
    wire [71:0] f_held = {f_stored[71:4], \known.q [f_slot] ? f_stored[3:0] : 4'd0};
    wire f_by_slot = f_kind == FETCHED || f_kind == WRITTEN || f_kind == REPLICATE || f_kind == SENT || f_kind == ARRIVED
        || f_kind == READ_DONE || f_kind == STORED || f_kind == DROP_SLOT;

    always @* begin
        assume (reset == !f_begun);
        assume (first && !modes[2]);
        assume (\rows$read_address != f_row || \rows$read_data == f_mem);
        // No row of the others has a block unasked, as this one has none.
        assume (!f_act || f_of == f_row || !\row.q [171] && !\row.q [172] && !\row.q [181]);
        assume (!f_act || f_of == f_row || f_kind != READ || !f_of[5] && (!\pool.taken.q [f_slot] || \row.q [166]));
        // The queues hold what was given to them.
        assume (!f_act || f_kind != REPLICATE || f_ready[f_slot]);
        assume (!f_under_way || f_of != f_row || !f_begins || f_queued && f_index == f_next
            && f_kind == (!f_writes ? READ : f_row[5] ? GRANT : FETCH));
        assume (!f_act || f_kind != ARRIVED);
        // The controller uses a row that it was told is free; 1 to 32 blocks. The table grants once what was put into it.
        assume (!f_its || f_kind != COMMAND || !f_live && f_came[36:31] != 0 && f_came[36:31] <= 32);
        assume (!f_its || f_kind != GRANTED || f_given);
        // Host and area end what they were given.
        assume (!f_act || f_kind != FETCHED || f_fetching[f_slot]);
        assume (!f_act || f_kind != WRITTEN || f_writing[f_slot]);
        assume (!f_act || f_kind != READ_DONE || f_reading[f_slot]);
        assume (!f_act || f_kind != STORED || f_storing[f_slot]);
        // The link fills slots that it took. The peer sends DATA or ABANDON for what it was granted.
        assume (!f_act || f_kind != GOT || (f_came[7:0] == DATA) == f_came[165]);
        assume (!f_act || f_kind != GOT || !f_came[165] || f_link[f_slot]);
        assume (!f_its || f_kind != GOT || f_came[7:0] != DATA || f_out != 0);
        assume (!f_its || f_kind != GOT || f_came[7:0] != ABANDON || f_came[36:31] <= f_out);
    end

    always @(posedge clock) begin
        f_begun <= 1;
        f_link <= f_link | (free_slot$valid && free_slot$ready ? f_offered : 16'd0);
        if (f_act) begin
            if (f_kind == DROP_SLOT || f_kind == GOT && f_came[165])
                f_link <= (f_link | (free_slot$valid && free_slot$ready ? f_offered : 16'd0)) & ~f_this;
            f_fetching <= f_fetching & ~(f_kind == FETCHED ? f_this : 16'd0) | (f_say[18] ? f_this : 16'd0);
            f_writing <= f_writing & ~(f_kind == WRITTEN ? f_this : 16'd0) | (f_starts ? f_this : 16'd0);
            f_reading <= f_reading & ~(f_kind == READ_DONE ? f_this : 16'd0) | (f_say[20] ? f_this : 16'd0);
            f_storing <= f_storing & ~(f_kind == STORED ? f_this : 16'd0) | (f_say[19] ? f_this : 16'd0);
            f_ready <= f_ready & ~(f_kind == REPLICATE && !f_again ? f_this : 16'd0) | (f_waits_to_go ? f_this : 16'd0);
            if (f_kind == DROP_SLOT) f_uncounted <= f_uncounted & ~f_this;
        end
        if (f_its) begin
            f_mem <= \rows$write_data ;
            if (f_say[8]) f_live <= 1;
            if (f_say[9]) f_live <= 0;
            if (f_op[2:0] == INSERT) f_given <= 1;
            if (f_kind == GRANTED || f_op[2:0] == RELEASE) f_given <= 0;
            if (f_kind == GRANTED && \current.q [21:20] == 0) f_exclusive <= 1;
            if (f_op[2:0] == RELEASE) f_exclusive <= 0;
            if (f_begins) f_queued <= 0;
            if (f_pushes) begin
                f_queued <= 1;
                f_next <= f_next_index;
            end
            if (f_kind == GRANT) f_out <= f_out + 6'd1;
            if (f_kind == GOT && f_came[7:0] == DATA && f_takes) f_out <= f_out - 6'd1;
            if (f_kind == GOT && f_came[7:0] == ABANDON) f_out <= f_out - f_say[46:41];
            if (f_kind == DROP_ROW && f_row[5]) begin
                f_queued <= 0;
                f_out <= 0;
                f_uncounted <= 16'hffff;
            end
        end
        if (reset) begin
            f_live <= 0;
            f_given <= 0;
            f_exclusive <= 0;
            f_queued <= 0;
            f_out <= 0;
            f_ready <= 0;
            f_link <= 0;
            f_fetching <= 0;
            f_writing <= 0;
            f_reading <= 0;
            f_storing <= 0;
            f_uncounted <= 0;
        end
    end

    wire f_names = send$data[7:0] == REP_HEADER || send$data[7:0] == REP;
    wire f_named = {send$data[20] == first, send$data[25:21]} == f_row;
    wire f_judged = \step.q >= JUDGE;
    wire [2:0] f_phase = \phases.phase.q ;
    wire f_walks = f_phase == DROPS_ROWS || f_phase == DROPS_SLOTS || f_phase == SETTLES_ROWS;
    wire [5:0] f_expired = \phases.expired.q ;
    wire [5:0] f_walk = \phases.walk.q ;
    wire [7:0] f_waiting = (f_queued ? {2'd0, f_blocks} - {3'd0, f_next} : 8'd0) + {2'd0, f_out};
`ifdef INDUCTION
    always @(posedge clock) if (f_begun) begin
        replicated_only_with_exclusive: assert (!(send$valid && f_names && f_named) || f_exclusive);
        written_only_with_exclusive: assert (!(path_job$valid && path_job$data[8:3] == f_row) || f_exclusive);
        no_block_outlives_its_row: assert (f_live || f_pending == 0);
        // A frame named waits here.
        assert (!\handout.frame_due.q || !f_names || !f_named || f_exclusive);
        // Slots.
        assert (f_bad == 0);
        assert ((f_used & ~\pool.taken.q ) == 0 && (f_link & ~\pool.taken.q ) == 0 && (f_offered & ~\pool.taken.q ) == 0);
        assert ((f_used & f_link) == 0 && (f_used & f_offered) == 0 && (f_link & f_offered) == 0);
        assert (f_torn == 0 && f_count <= 16 && f_moving_count <= 16);
        assert (f_moving_count == \flying.q );
        assert (!f_under_way || f_kind != FETCH || !\pool.taken.q [f_slot] && f_slot <= 5 && !(f_slot == 5 && \pool.extra ));
        assert (!f_under_way || f_kind != READ || f_slot >= 12 && (!\pool.taken.q [f_slot] || f_of != f_row || f_dead));
        // The row.
        assert (f_exclusive == (f_live && f_active));
        assert (!f_live || f_writes || !f_mem[165] || f_dead);
        assert (!f_given || f_live && !f_active);
        assert (!(f_pending != 0 || f_queued || f_out != 0) || f_live && f_active);
        assert (!f_queued || {1'b0, f_next} < f_blocks);
        assert (f_row[5] ? !f_live || f_writes : f_out == 0);
        assert (!f_live || f_blocks != 0 && f_blocks <= 32 && !f_mem[171] && !f_mem[172] && !f_mem[181] && !f_mem[182]);
        assert (!(f_live && !f_active) || f_left == f_blocks);
        assert (!(f_live && f_active) || {2'd0, f_left} == f_waiting + {3'd0, f_count});
        assert (!f_its || !f_pushes || !f_queued || f_begins);
        assert (!f_act || !f_waits_to_go || !f_ready[f_slot]);
        // The pipeline.
        assert (\act.q == f_act);
        assert (\step.q != LOAD || \by_slot.q == f_by_slot);
        assert (!f_judged || f_of != f_row || \row.q == f_mem);
        assert (!f_judged || \slot.q == f_held);
        assert (!f_judged || !f_by_slot || f_of == f_held[9:4] && f_index == f_held[14:10]);
        assert (!f_judged || f_by_slot || f_of != f_row || \row_live.q == f_live);
        assert (!f_judged || f_kind != GOT || \same_block.q == (f_held[9:4] == f_of && f_held[14:10] == f_index));
        assert (!f_judged || !\fits.q || f_came[36:31] != 0 && f_came[36:31] <= 32);
        assert (!f_under_way || !\opened.q && !\closed.q );
        assert ((\closed.q && f_of == f_row ? 1'b0 : \opened.q && f_of == f_row ? 1'b1 : \alive.q [f_row]) == f_live);
        assert (!f_under_way || f_kind != COMMAND || !f_of[5]);
        // The phases.
        assert (f_expired == 0 || f_phase == CONNECT || f_phase == SERVING);
        assert (f_expired == 0 || !f_under_way || f_kind != COMMAND || \current.q [21:20] != 0);
        assert (!f_under_way || f_kind != EXPIRE || f_phase != CONNECT || f_of == f_expired && !f_expired[5]);
        assert (f_row[5] || f_expired <= f_row || !f_live || f_writes || f_dead);
        assert (!\phases.fast_now.q && f_phase != RESUMING && f_phase != RESUMES_ROWS);
        assert (!f_walks || \flying.q == 0);
        assert (!f_under_way || f_kind != RESUME && f_walks == (f_kind == DROP_ROW || f_kind == DROP_SLOT || f_kind == SETTLE_ROW));
        assert (!f_under_way || !f_walks || f_kind == {2'd0, f_phase} + DROP_ROW - DROPS_ROWS);
        assert (!f_under_way || f_phase != DROPS_ROWS && f_phase != SETTLES_ROWS || f_of == f_walk);
        assert (!f_under_way || f_phase != DROPS_SLOTS || f_slot == f_walk[3:0]);
        assert (f_phase != DROPS_SLOTS || f_walk < 16);
        assert (!(f_row[5] && (f_phase == DROPS_ROWS && f_walk > f_row || f_phase == DROPS_SLOTS || f_phase == SETTLES_ROWS))
            || !f_queued && f_out == 0);
        assert (f_uncounted == (!f_row[5] ? 16'd0 : f_phase == DROPS_ROWS ? (f_walk > f_row ? 16'hffff : 16'd0)
            : f_phase == DROPS_SLOTS ? 16'hffff << f_walk : 16'd0));
    end
`endif
`ifdef COVER
    // One write of one block, this host's or the peer's; what comes to the switch comes when it is its turn.
    reg [2:0] f_turn = 0;
    wire f_turns = f_act && f_kind != FETCH && f_kind != GRANT && f_kind <= GOT;
    always @(posedge clock) f_turn <= reset ? 3'd0 : f_turn + {2'd0, f_turns};
    wire f_frame = f_row[5] && (f_turn == 0 || f_turn == 2 && f_out != 0);
    always @* begin
        assume (f_row[4:0] == 0 && link_up && !resetting && !abort$valid && modes == 0 && path_enable == 5'h1f && area_blocks == 8);
        assume (hold_limit[47] && wait_limit[47] && table_idle && op$ready && send$ready && answer$ready && fetch$ready && path_job$ready);
        assume (store$ready && area_read$ready && free_slot$ready && holder == 0 && session == 0 && epoch == 0);
        assume (!sent$valid && !stored$valid && !read_done$valid);
        assume (command$valid == (!f_row[5] && f_turn == 0) && command$data == {6'd1, 32'd0, 2'd1, 5'd0});
        assume (granted$valid == (f_turn == 1) && granted$data == {1'b0, f_row});
        assume (fetched$valid == (!f_row[5] && f_turn == 2 && f_fetching != 0));
        assume (written$valid == (f_turn == 3));
        assume (got$valid == f_frame && got$data[7:0] == (f_turn == 0 ? FWD : DATA));
        assume (got$data[36:20] == {6'd1, 5'd0, 5'd0, 1'b1} && got$data[132:37] == 0 && got$data[164:133] == 0);
    end
    always @(posedge clock) if (f_begun) begin
        an_own_write_is_replicated: cover (send$valid && send$data[7:0] == REP && f_named && !f_row[5]);
        a_forward_is_replicated: cover (send$valid && send$data[7:0] == REP && f_named && f_row[5]);
    end
`endif
