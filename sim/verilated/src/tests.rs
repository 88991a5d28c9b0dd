use crate::{Library, Model, Options, Source};

const COUNTER: &str =
    "module counter(input wire clock, input wire [6:0] step, output reg [39:0] count, output wire [99:0] wide);
initial count = 0;
always @(posedge clock) count <= count + {33'd0, step};
assign wide = {count, 60'd1};
endmodule\n";

#[test]
fn ports_have_their_widths_and_values() {
    let mut m = Model::build(&Options::block("counter", COUNTER)).unwrap();
    assert_eq!(m.ports().len(), 4);
    let (step, count, wide) = (m.input("step").unwrap(), m.output("count").unwrap(), m.wide("wide").unwrap());
    m.set(step, 0x7f);
    for _ in 0..1000 {
        m.clock();
    }
    assert_eq!(m.get(count), 127_000);
    assert_eq!(m.get_wide(wide), [1, 127_000 << 28, 127_000 >> 4, 0]);
    assert!(m.input("count").is_err() && m.output("none").is_err());
}

#[test]
fn instances_are_independent_and_waves_open_on_demand() {
    let mut options = Options::card("counter", vec![Source::new("counter.sv", COUNTER)]);
    options.fast = false;
    let library = Library::build(&options).unwrap();
    let (mut a, mut b) = (library.instance("a"), library.instance("b"));
    let (step, count) = (a.any("step"), b.any("count"));
    a.set(step, 1);
    let path = std::env::temp_dir().join(format!("twinpath-waves-{}.fst", std::process::id()));
    a.open_waves(&path).unwrap();
    a.clock();
    b.clock();
    a.close_waves();
    assert_eq!((a.get(a.any("count")), b.get(count)), (1, 0));
    assert!(std::fs::metadata(&path).unwrap().len() > 0);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn bad_verilog_is_refused_with_its_message() {
    let error = Model::build(&Options::block("broken", "module broken(input wire a; endmodule")).err().unwrap();
    assert!(error.to_string().contains("refuses broken"), "{error}");
}
