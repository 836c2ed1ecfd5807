//! The one file that writes to the terminal: data on standard output, talk on
//! standard error.

#![expect(clippy::print_stderr, reason = "the one file that speaks")]

use std::io::{BufRead as _, ErrorKind, Read as _, Write as _};

/// The longest answer read, in bytes.
const LONGEST: u64 = 1_000;

/// Something asked for. Who stops reading (`rasoat … | head`) has seen enough.
///
/// # Panics
/// When it cannot be written: what was asked for must not be lost in silence.
pub fn data(line: &str) {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("standard output: {error}"),
        _ => {}
    }
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
