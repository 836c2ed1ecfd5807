//! The one file that writes to the terminal: data on standard output, talk on
//! standard error.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one file that speaks")]

use std::io::{BufRead as _, Read as _, Write as _};

/// The longest answer read, in bytes.
const LONGEST: u64 = 1_000;

/// Something asked for.
pub fn data(line: &str) {
    println!("{line}");
}

/// Something to know meanwhile.
pub fn talk(line: &str) {
    eprintln!("{line}");
}

/// Asks for a line, which is not shown again anywhere.
pub fn ask(question: &str) -> std::io::Result<String> {
    eprint!("{question}");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().take(LONGEST).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// What went wrong.
pub fn trouble(line: &str) {
    eprintln!("lỗi: {line}");
}
