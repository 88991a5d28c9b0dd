// Plays a packet, or a part of a long one, into the card: up to 66 beats in `words`, begun by a change of `asked` and told
// by `done` following it. `count` is in words of 32 bits. `stall` of 256 cycles offer nothing.
module play (
    input  wire          clock,
    input  wire          reset,
    input  wire [4223:0] words,
    input  wire [7:0]    count,
    input  wire          first,
    input  wire          last,
    input  wire [2:0]    bar,
    input  wire          asked,
    output reg           done,
    input  wire [7:0]    stall,
    output reg  [63:0]   data,
    output reg  [7:0]    keep,
    output reg           sop,
    output reg           eop,
    output reg  [2:0]    bar_hit,
    output reg           valid,
    input  wire          ready
);
    reg [6:0] at;
    reg [31:0] random = 32'h1d872b41;
    wire [6:0] beats = count[7:1] + {6'd0, count[0]};
    wire ends = at + 7'd1 == beats;
    always @(posedge clock) begin
        random <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
        if (valid & ready) begin
            valid <= 1'b0;
            if (at == beats) begin
                at <= 7'd0;
                done <= asked;
            end
        end
        if ((~valid | ready) & (asked != done) & (at != beats) & (random[7:0] >= stall)) begin
            data <= words[at*64+:64];
            keep <= ends & count[0] ? 8'h0f : 8'hff;
            sop <= first & at == 7'd0;
            eop <= last & ends;
            bar_hit <= bar;
            valid <= 1'b1;
            at <= at + 7'd1;
        end
        if (reset) begin
            at <= 7'd0;
            valid <= 1'b0;
            done <= asked;
        end
    end
endmodule
