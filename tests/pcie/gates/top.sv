// Two cards with a link between them. The first card's TLP streams go to `play` and `gather`; the second has no host.
// Every port is for the test.
module top (
    input  wire          clock,
    input  wire          reset,
    input  wire          link_up,
    // Packets to the card.
    input  wire [4223:0] play_words,
    input  wire [7:0]    play_count,
    input  wire          play_first,
    input  wire          play_last,
    input  wire [2:0]    play_bar,
    input  wire          play_asked,
    output wire          play_done,
    input  wire [7:0]    play_stall,
    // Packets from it.
    output wire [4223:0] gather_words,
    output wire [7:0]    gather_count,
    output wire          gather_first,
    output wire          gather_last,
    output wire          gather_bad,
    output wire          gather_told,
    input  wire          gather_hold,
    input  wire [7:0]    gather_stall,
    // What the configuration space says.
    input  wire [15:0]   cfg_bdf,
    input  wire [2:0]    cfg_mps,
    input  wire [2:0]    cfg_mrrs,
    input  wire          cfg_rcb,
    input  wire          cfg_bus_master,
    input  wire          cfg_msix_enable,
    input  wire          cfg_msix_mask,
    input  wire          flr_request,
    output wire          flr_done,
    output wire [7:0]    leds,
    // Time-outs of the card in cycles, and which of its lines is broken: see `build.py`.
    input  wire [31:0]   timeout_cycles,
    input  wire [15:0]   twin
);
    always_comb begin
        chosen::timeout_cycles = timeout_cycles;
        chosen::twin = twin;
    end

    wire [63:0] rx_data, tx_data;
    wire [7:0]  rx_keep, tx_keep;
    wire        rx_sop, rx_eop, rx_valid, rx_ready, tx_sop, tx_eop, tx_valid, tx_ready;
    wire [2:0]  rx_bar;
    play play (
        .clock, .reset, .words(play_words), .count(play_count), .first(play_first), .last(play_last), .bar(play_bar),
        .asked(play_asked), .done(play_done), .stall(play_stall),
        .data(rx_data), .keep(rx_keep), .sop(rx_sop), .eop(rx_eop), .bar_hit(rx_bar), .valid(rx_valid), .ready(rx_ready)
    );
    gather gather (
        .clock, .reset, .words(gather_words), .count(gather_count), .first(gather_first), .last(gather_last),
        .bad(gather_bad), .told(gather_told), .hold(gather_hold), .stall(gather_stall),
        .data(tx_data), .keep(tx_keep), .sop(tx_sop), .eop(tx_eop), .valid(tx_valid), .ready(tx_ready)
    );

    wire [63:0] link_data [0:1];
    wire        link_end [0:1], link_valid [0:1];
    unit #(.SECOND(1'b0)) first (
        .clock, .reset, .link_up,
        .rx_data, .rx_keep, .rx_sop, .rx_eop, .rx_bar, .rx_valid, .rx_ready,
        .tx_data, .tx_keep, .tx_sop, .tx_eop, .tx_valid, .tx_ready,
        .cfg_bdf, .cfg_mps, .cfg_mrrs, .cfg_rcb, .cfg_bus_master, .cfg_msix_enable, .cfg_msix_mask,
        .flr_request, .flr_done, .leds,
        .link_tx_data(link_data[0]), .link_tx_end(link_end[0]), .link_tx_valid(link_valid[0]),
        .link_rx_data(link_data[1]), .link_rx_end(link_end[1]), .link_rx_valid(link_valid[1])
    );
    unit #(.SECOND(1'b1)) second (
        .clock, .reset, .link_up,
        .rx_data(64'd0), .rx_keep(8'd0), .rx_sop(1'b0), .rx_eop(1'b0), .rx_bar(3'd0), .rx_valid(1'b0), .rx_ready(),
        .tx_data(), .tx_keep(), .tx_sop(), .tx_eop(), .tx_valid(), .tx_ready(1'b1),
        .cfg_bdf(16'd0), .cfg_mps(3'd0), .cfg_mrrs(3'd0), .cfg_rcb(1'b0), .cfg_bus_master(1'b0),
        .cfg_msix_enable(1'b0), .cfg_msix_mask(1'b0), .flr_request(1'b0), .flr_done(), .leds(),
        .link_tx_data(link_data[1]), .link_tx_end(link_end[1]), .link_tx_valid(link_valid[1]),
        .link_rx_data(link_data[0]), .link_rx_end(link_end[0]), .link_rx_valid(link_valid[0])
    );
endmodule
