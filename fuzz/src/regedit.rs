//! The one thing the tests' writers need of their own writer of registry texts.

/// A moment as Windows counts it, in ticks of 100 nanoseconds since 1601.
pub fn filetime(time: &str) -> Vec<u8> {
    let time: jiff::Timestamp = time.parse().expect("a time");
    (time.as_nanosecond() / 100 + 116_444_736_000_000_000).to_le_bytes()[..8].to_vec()
}
