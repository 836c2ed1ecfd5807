//! What the papers promise, read back from the files they become.
mod charts;
mod docx_reading;
mod fields;
mod form;
mod hostile;
mod masking;
mod office;
mod sameness;
mod samples;
mod sheets;
mod signing;
mod snapshots;
mod typeset;

/// Tells why a test did nothing.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn say(why: &str) {
    println!("{why}");
}
