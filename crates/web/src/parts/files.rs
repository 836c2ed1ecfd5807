//! A list of files with what proves them: size, hash, who gave them and when.
//!
//! Not here: taking files in (`upload`), a gallery (no page has one).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::Lang;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/files.html")]
pub struct Files {
    pub lang: Lang,
    pub label: String,
    pub files: Vec<FileLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    pub name: String,
    pub href: String,
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
    pub when: String,
    pub who: String,
    /// Such as "Trước khắc phục"; may be empty.
    pub note: String,
}

impl HtmlSafe for Files {}

impl FileLine {
    /// By the ending of its name; only the kinds people meet here.
    fn icon(&self) -> &'static str {
        let ending = self.name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        match ending.as_str() {
            "xlsx" | "xls" | "ods" | "csv" => "file-spreadsheet",
            "docx" | "doc" | "odt" | "pdf" | "txt" => "file-text",
            _ => "file",
        }
    }

    /// The hash in groups, short enough to compare by eye.
    fn short_hash(&self) -> String {
        self.sha256.chars().take(12).collect()
    }
}
