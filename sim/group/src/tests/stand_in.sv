// A device with the card's ports and little behind them, so that the simulation can be tested without the card.
//
// Sixteen 64-bit registers answer at BAR2 0h..7fh (read and write); BAR0 reads as zero. A write to BAR0 1000h starts a
// job: read 64 bytes from host address reg1; write them to area address reg3 (one burst), then 32 bytes from reg8..11
// to area address reg4; send the five words reg8..11, reg12 over the link; write 16 bytes {job count, 0} to host address
// reg2; write reg13 to host address reg14 (an interrupt). reg6 counts frames that came over the link, reg7 holds the last
// word of the newest one.
module card(
  input wire clock, input wire reset,
  input wire [63:0] rx_data, input wire [7:0] rx_keep, input wire rx_sop, input wire rx_eop, input wire [2:0] rx_bar,
  input wire rx_valid, output wire rx_ready,
  output wire [63:0] tx_data, output wire [7:0] tx_keep, output wire tx_sop, output wire tx_eop, output wire tx_valid,
  input wire tx_ready,
  input wire [15:0] cfg_bdf, input wire [2:0] cfg_mps, input wire [2:0] cfg_mrrs, input wire cfg_rcb,
  input wire cfg_bus_master, input wire cfg_msix_enable, input wire cfg_msix_mask,
  input wire flr_request, output reg flr_done,
  output wire [63:0] link_tx_data, output wire link_tx_end, output wire link_tx_valid, input wire link_tx_ready,
  input wire [63:0] link_rx_data, input wire link_rx_end, input wire link_rx_valid, input wire link_up,
  input wire link_fault,
  output wire [39:0] axi_aw_addr, output wire [7:0] axi_aw_len, output wire axi_aw_valid, input wire axi_aw_ready,
  output wire [63:0] axi_w_data, output wire [7:0] axi_w_strb, output wire axi_w_last, output wire axi_w_valid,
  input wire axi_w_ready, input wire [1:0] axi_b_resp, input wire axi_b_valid, output wire axi_b_ready,
  output wire [39:0] axi_ar_addr, output wire [7:0] axi_ar_len, output wire axi_ar_valid, input wire axi_ar_ready,
  input wire [63:0] axi_r_data, input wire [1:0] axi_r_resp, input wire axi_r_last, input wire axi_r_valid,
  output wire axi_r_ready,
  input wire [31:0] area_blocks, input wire [7:0] board_id, input wire unit_id, input wire [63:0] serial,
  output wire [7:0] leds,
  output reg status_valid, output reg [5:0] status_row, output reg [1:0] status_old, output reg [1:0] status_new,
  output reg status_read, output reg [31:0] status_lba, output reg [5:0] status_blocks, output reg status_unit,
  output reg [31:0] status_wseq, output wire [1:0] status_holder
);
  reg [31:0] r [0:31];
  reg [31:0] buffer [0:15];
  reg [4:0] got;
  reg [31:0] jobs;

  // Receive: always ready.
  assign rx_ready = 1;
  reg second;
  reg [31:0] h0, h1, address;
  reg [2:0] bar;
  reg [4:0] place;
  reg start, asked, asked_two;
  reg [31:0] asked_address, asked_header;
  reg asked_regs;
  wire [31:0] low = rx_data[31:0], high = rx_data[63:32];
  wire is_write = h0[31:24] == 8'h40, is_read = h0[31:24] == 8'h00, is_data = h0[31:24] == 8'h4a;
  wire [4:0] word = address[6:2];

  // Transmit: a packet of up to four beats.
  reg [63:0] packet [0:3];
  reg [2:0] beats, beat;
  reg odd;
  assign tx_valid = beat != beats;
  assign tx_data = packet[beat[1:0]];
  assign tx_sop = beat == 0;
  assign tx_eop = beat + 1 == beats;
  assign tx_keep = tx_eop & odd ? 8'h0f : 8'hff;

  // The job.
  reg [3:0] step;
  reg [3:0] sent;
  reg address_sent;
  assign axi_aw_valid = (step == 3 || step == 5) && !address_sent;
  assign axi_aw_addr = step == 3 ? {r[7][7:0], r[6]} : {r[9][7:0], r[8]};
  assign axi_aw_len = step == 3 ? 7 : 3;
  assign axi_w_valid = (step == 3 && sent != 8) || (step == 5 && sent != 4);
  assign axi_w_data = step == 3 ? {buffer[{sent[2:0], 1'b1}], buffer[{sent[2:0], 1'b0}]}
    : {r[{2'b10, sent[1:0], 1'b1}], r[{2'b10, sent[1:0], 1'b0}]};
  assign axi_w_strb = 8'hff;
  assign axi_w_last = step == 3 ? sent == 7 : sent == 3;
  assign axi_b_ready = (step == 3 || step == 5) && !tx_valid && !asked;
  assign axi_ar_addr = 0;
  assign axi_ar_len = 0;
  assign axi_ar_valid = 0;
  assign axi_r_ready = 1;
  assign link_tx_valid = step == 7 && !tx_valid && !asked;
  assign link_tx_data = {r[{1'b1, sent[2:0], 1'b1}], r[{1'b1, sent[2:0], 1'b0}]};
  assign link_tx_end = sent == 4;
  assign leds = {6'd0, link_up, unit_id};
  assign status_holder = 0;
  wire [31:0] mine = {cfg_bdf, 16'd0};
  integer n;

  always @(posedge clock) begin
    status_valid <= 0;
    flr_done <= flr_request;
    if (rx_valid) begin
      second <= rx_sop;
      if (rx_sop) begin
        h0 <= low; h1 <= high; bar <= rx_bar;
      end else if (second) begin
        address <= low + 4;
        if (is_write && bar == 2) r[low[6:2]] <= high;
        if (is_write && bar == 0 && low[15:0] == 16'h1000) start <= 1;
        if (is_read) begin
          asked <= 1; asked_two <= h0[1]; asked_address <= low; asked_header <= h1; asked_regs <= bar == 2;
        end
        if (is_data) begin
          place <= 17 - h1[6:2]; buffer[5'd16 - h1[6:2]] <= high; got <= got + 1;
        end
      end else begin
        if (is_write && bar == 2) r[word] <= low;
        if (is_data) begin
          buffer[place[3:0]] <= low;
          if (rx_keep == 8'hff) buffer[place[3:0] + 4'd1] <= high;
          place <= place + 2;
          got <= got + (rx_keep == 8'hff ? 2 : 1);
        end
      end
    end
    if (link_rx_valid && link_rx_end) begin
      {r[15], r[14]} <= link_rx_data;
      r[12] <= r[12] + 1;
    end
    if (axi_aw_valid && axi_aw_ready) address_sent <= 1;
    if (axi_w_valid && axi_w_ready) sent <= sent + 1;
    if (tx_valid) begin
      if (tx_ready) beat <= beat + 1;
    end else if (asked) begin
      asked <= 0;
      packet[0] <= {mine | (asked_two ? 8 : 4), 32'h4a000001 + {31'd0, asked_two}};
      packet[1] <= {asked_regs ? r[asked_address[6:2]] : 0, asked_header[31:8], 1'b0, asked_address[6:0]};
      packet[2] <= {32'd0, asked_regs ? r[asked_address[6:2] + 1] : 0};
      beat <= 0; beats <= asked_two ? 3 : 2; odd <= asked_two;
    end else case (step)
      0: if (start) begin
        start <= 0; step <= 1; got <= 0; jobs <= jobs + 1;
        status_valid <= 1; status_row <= 1; status_old <= 0; status_new <= 3; status_read <= 0;
        status_lba <= {r[7][11:0], r[6][31:12]}; status_blocks <= 1; status_unit <= unit_id; status_wseq <= jobs;
      end
      1: begin
        packet[0] <= {mine | 32'h07ff, 32'h20000010};
        packet[1] <= {r[2], r[3]};
        beat <= 0; beats <= 2; odd <= 0; step <= 2;
      end
      2: if (got == 16) begin step <= 3; sent <= 0; address_sent <= 0; end
      3: if (axi_b_valid) begin step <= 5; sent <= 0; address_sent <= 0; end
      5: if (axi_b_valid) begin step <= 7; sent <= 0; end
      7: if (link_tx_ready) begin
        sent <= sent + 1;
        if (link_tx_end) step <= 8;
      end
      8: begin
        packet[0] <= {mine | 32'hff, 32'h60000004};
        packet[1] <= {r[4], r[5]};
        packet[2] <= {32'd0, jobs};
        packet[3] <= 0;
        beat <= 0; beats <= 4; odd <= 0; step <= 9;
      end
      9: begin
        packet[0] <= {mine | 32'h0f, 32'h40000001};
        packet[1] <= {r[26], r[28]};
        beat <= 0; beats <= 2; odd <= 0; step <= 10;
      end
      default: begin
        step <= 0;
        status_valid <= 1; status_row <= 1; status_old <= 3; status_new <= 0; status_read <= 0;
      end
    endcase
    if (reset) begin
      for (n = 0; n < 32; n = n + 1) r[n] <= 0;
      second <= 0; start <= 0; asked <= 0; beat <= 0; beats <= 0; step <= 0; jobs <= 0; got <= 0;
    end
  end
endmodule
