//! The one file that writes to the terminal: data on standard output, talk on
//! standard error.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one file that speaks")]

/// Something asked for.
pub fn data(line: &str) {
    println!("{line}");
}

/// Something to know meanwhile.
pub fn talk(line: &str) {
    eprintln!("{line}");
}

/// What went wrong.
pub fn trouble(line: &str) {
    eprintln!("lỗi: {line}");
}
