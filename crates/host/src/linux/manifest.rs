//! What a folder that was collected says of itself: what was looked for, what came
//! of it, and where it stands, with its hash.

use serde::{Deserialize, Serialize};

/// The file's name within the folder.
pub const MANIFEST: &str = "rasoat-manifest.json";
/// What it says first.
pub const FORMAT: &str = "rasoat-collection";
/// The version written, and the newest that is read.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// The program's version.
    pub maker_version: String,
    pub made_at: jiff::Timestamp,
    /// Seconds the server's clock is ahead of UTC, when it was collected.
    pub offset: Option<i32>,
    /// With the rights of the administrator.
    pub root: bool,
    pub entries: Vec<Entry>,
}

/// One thing that was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The pattern or command it was wanted by.
    pub wanted: String,
    /// Where it stood on the server; empty for a pattern nothing was found by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    pub state: State,
    /// Within the folder, with `/`; empty for what was not taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Taken,
    /// A part of it was.
    Cut,
    Absent,
    Denied,
    TooLarge,
    Timeout,
    Broken,
}
