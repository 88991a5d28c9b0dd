//! about the contexts, beside any commands that take rows and any Aborts
//! induction 4
//! cover 20
//! broken write by induction: `write_free = write_any$q & (~(asked & (asked_row == write_at$q)));` => `write_free = write_any$q;`
//! broken read by induction: `read_free = read_any$q & (~(asked & (asked_row == read_at$q)));` => `read_free = read_any$q;`

// One command at a time is given a free row, and takes it later; the next is not given one before the third cycle after
// that. What was found is asked of the unit from the next cycle on, for any time.
    (* anyseq *) wire f_gives, f_of_reads, f_decides;
    reg f_begun = 0, f_given = 0, f_asked = 0, f_freed = 0;
    reg [1:0] f_rest = 3;
    reg [4:0] f_row, f_asked_row;
    wire f_free = f_of_reads ? read_free : write_free;
    wire f_frees = answer$valid && answer$ready && answer$data[6];
    always @* begin
        assume (f_begun || reset);
        assume (!take || (f_given && take_row == f_row));
        assume (asked == f_asked && asked_row == f_asked_row);
        assume (!(asked && seek));
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_rest <= take ? 2'd0 : f_rest == 2'd3 ? f_rest : f_rest + 2'd1;
        if (take) f_given <= 0;
        if (f_gives && f_free && !f_given && !take && f_rest == 2'd3) begin
            f_given <= 1;
            f_row <= f_of_reads ? read_row : write_row;
        end
        if (f_decides) f_asked <= 0;
        if (sought && found) begin
            f_asked <= 1;
            f_asked_row <= found_row;
            f_freed <= 0;
        end
        if (f_asked && f_frees && answer$data[4:0] == f_asked_row) f_freed <= 1;
        if (reset) begin
            f_given <= 0;
            f_rest <= 3;
            f_asked <= 0;
        end
        if (f_begun) begin
            the_row_stays: assert (!(asked && take && take_row == asked_row));
            assert (!(asked && f_given && f_row == asked_row));
            what_is_open_is_busy: assert ((\opened.q & ~\busy.q ) == 0);
            no_row_for_two: assert (!f_given || !\busy.q [f_row]);
            assert (f_rest < 2'd2 || !\write_any.q || !\busy.q [\write_at.q ]);
            assert (f_rest < 2'd2 || !\read_any.q || !\busy.q [\read_at.q ]);
            assert (\write_at.q < 24 || !\write_any.q );
        end
`ifdef COVER
        its_command_ends_meanwhile: cover (f_begun && asked && f_freed && !\busy.q [asked_row]);
        another_is_taken_meanwhile: cover (f_begun && asked && f_freed && take);
`endif
    end
