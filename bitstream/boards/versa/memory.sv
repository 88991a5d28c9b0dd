// An AXI4 memory in block RAM: 16 blocks of 4 KiB and 16 records of 32 bytes behind them. One write and one read burst
// at a time, INCR, 8 bytes a beat; what lies beyond is answered with SLVERR.
module memory (
    input  wire        clock,
    input  wire        reset,
    input  wire [39:0] aw_addr,
    input  wire [7:0]  aw_len,
    input  wire        aw_valid,
    output wire        aw_ready,
    input  wire [63:0] w_data,
    input  wire        w_last,
    input  wire        w_valid,
    output wire        w_ready,
    output wire [1:0]  b_resp,
    output wire        b_valid,
    input  wire        b_ready,
    input  wire [39:0] ar_addr,
    input  wire [7:0]  ar_len,
    input  wire        ar_valid,
    output wire        ar_ready,
    output reg  [63:0] r_data,
    output wire [1:0]  r_resp,
    output reg         r_last,
    output reg         r_valid,
    input  wire        r_ready
);
    localparam BLOCK_WORDS = 16 * 512;
    localparam RECORD_WORDS = 16 * 4;
    reg [63:0] blocks  [0:BLOCK_WORDS-1];
    reg [63:0] records [0:RECORD_WORDS-1];

    // Writes: an address, its beats, an answer.
    reg [13:0] w_at;
    reg        w_open, w_answer, w_outside;
    assign aw_ready = ~w_open & ~w_answer;
    assign w_ready  = w_open;
    assign b_valid  = w_answer;
    assign b_resp   = {w_outside, 1'b0};
    always @(posedge clock) begin
        if (aw_ready & aw_valid) begin
            w_at <= aw_addr[16:3];
            w_outside <= |aw_addr[39:17] | (aw_addr[16] & |aw_addr[15:9]);
            w_open <= 1'b1;
        end
        if (w_ready & w_valid) begin
            w_at <= w_at + 1'b1;
            w_open <= ~w_last;
            w_answer <= w_last;
        end
        if (b_valid & b_ready) w_answer <= 1'b0;
        if (reset) {w_open, w_answer} <= 2'b00;
    end
    always @(posedge clock) if (w_ready & w_valid & ~w_outside & ~w_at[13]) blocks[w_at[12:0]] <= w_data;
    always @(posedge clock) if (w_ready & w_valid & ~w_outside & w_at[13]) records[w_at[5:0]] <= w_data;

    // Reads: an address, then a beat every other cycle: the RAM's word, and its way out.
    reg [13:0] r_at;
    reg [7:0]  r_left;
    reg        r_open, r_fetched, r_outside;
    reg [63:0] block_word, record_word;
    assign ar_ready = ~r_open;
    assign r_resp = {r_outside, 1'b0};
    always @(posedge clock) block_word <= blocks[r_at[12:0]];
    always @(posedge clock) record_word <= records[r_at[5:0]];
    always @(posedge clock) begin
        if (ar_ready & ar_valid) begin
            r_at <= ar_addr[16:3];
            r_outside <= |ar_addr[39:17] | (ar_addr[16] & |ar_addr[15:9]);
            r_left <= ar_len;
            r_open <= 1'b1;
            r_fetched <= 1'b0;
        end
        if (r_open & ~r_valid) begin
            r_fetched <= 1'b1;
            if (r_fetched) begin
                r_data <= r_at[13] ? record_word : block_word;
                r_last <= r_left == 8'd0;
                r_valid <= 1'b1;
            end
        end
        if (r_valid & r_ready) begin
            r_valid <= 1'b0;
            r_fetched <= 1'b0;
            r_at <= r_at + 1'b1;
            r_left <= r_left - 1'b1;
            if (r_last) r_open <= 1'b0;
        end
        if (reset) {r_open, r_valid} <= 2'b00;
    end
endmodule
