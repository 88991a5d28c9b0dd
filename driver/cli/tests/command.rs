//! The command from outside: exit status and what it prints.

use std::process::{Command, Output};

fn twinpath(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twinpath"));
    command.args(arguments).env_remove("TWINPATH_LOG").output().unwrap()
}

fn error(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    assert!(output.stdout.is_empty());
    text
}

#[test]
fn wrong_usage_is_one_line_and_status_2() {
    for (arguments, expected) in [
        (&["fly"][..], "unrecognized subcommand 'fly'"),
        (&[], "a command is missing"),
        (&["serve", "--size", "63.5M"], "invalid value '63.5M'"),
        (&["serve", "--size", "1000"], "must be a multiple of 4096 bytes"),
        (&["serve", "--sim", "ring"], "possible values: pair"),
        (&["paths", "disable", "0"], "0 is not in 1..=5"),
        (&["paths", "enable", "1", "--unit", "3"], "3 is not in 1..=2"),
    ] {
        let output = twinpath(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(error(&output).contains(expected), "{arguments:?}: {}", error(&output));
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [["--help"], ["--version"]] {
        let output = twinpath(&arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn without_a_serve_the_others_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    for command in [&["status"][..], &["paths"], &["paths", "disable", "4"], &["paths", "mode"], &["trace", "--json"]] {
        let output = twinpath(&[command, &["--dir", dir]].concat());
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(error(&output).contains("no serve is running in"), "{}", error(&output));
    }
    // A socket whose server has died is no server.
    drop(std::os::unix::net::UnixListener::bind(folder.path().join("control.sock")).unwrap());
    assert!(error(&twinpath(&["status", "--dir", dir])).contains("no serve is running in"));
}
