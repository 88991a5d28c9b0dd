//! Generated Verilog as a running model: builds it with Verilator and drives its pins
