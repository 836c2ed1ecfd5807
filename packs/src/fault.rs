//! What is wrong with a pack, said so that the person who wrote it finds the
//! place: file, line, key.
//!
//! Not here: the checks themselves.

use std::fmt;

/// The first thing found wrong in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFault {
    /// Path relative to the packs folder, `calendar/2026.yaml`.
    pub file: String,
    /// 1-based; absent when the fault is about the file as a whole.
    pub line: Option<usize>,
    /// The key or entry concerned, `days_off[3].date` or an entry's code.
    pub key: Option<String>,
    pub message: String,
}

impl PackFault {
    /// About a file as a whole.
    pub fn of_file(file: &str, message: impl fmt::Display) -> Self {
        PackFault { file: file.to_owned(), line: None, key: None, message: message.to_string() }
    }

    /// About the entry whose code, date or name stands in the text as `key`.
    pub fn of_entry(file: &str, text: &str, key: &str, message: impl fmt::Display) -> Self {
        PackFault {
            file: file.to_owned(),
            line: line_of(text, key),
            key: Some(key.to_owned()),
            message: message.to_string(),
        }
    }

    /// From the parser's own error, "days_off[3].date: invalid …, at line 5 column 3".
    pub(crate) fn of_yaml(file: &str, error: &serde_norway::Error) -> Self {
        let line = error.location().map(|place| place.line());
        let said = error.to_string();
        let (key, message) = match said.split_once(": ") {
            Some((key, message)) if is_path(key) => (Some(key.to_owned()), message.to_owned()),
            _ => (None, said),
        };
        PackFault { file: file.to_owned(), line, key, message }
    }
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, ", {key}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for PackFault {}

/// The first line on which `word` stands as a whole word.
fn line_of(text: &str, word: &str) -> Option<usize> {
    let whole = |line: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + word.len()..].chars().next();
            let part =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_' || c == '.');
            !part(before) && !part(after)
        })
    };
    text.lines().position(whole).map(|line| line + 1)
}

fn is_path(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_.[]-?".contains(c))
}
