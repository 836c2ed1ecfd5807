//! How large a file and its parts may be. Real files of a whole province's scan
//! stay far below.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Levels of elements or values within one another.
    pub depth: usize,
    /// Elements of one record.
    pub parts: usize,
    /// Results of a file.
    pub results: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 512 << 20, depth: 100, parts: 1_000_000, results: 2_000_000 }
    }
}
