//! Remarks on one thing, as a thread; answering is a form of the page.
//!
//! Not here: who may remark (the `app` room).

use askama::Template;
use askama::filters::HtmlSafe;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/remarks.html")]
pub struct Remarks {
    pub label: String,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub who: String,
    /// Their part in this, such as "Thư ký đoàn".
    pub role: String,
    pub when: String,
    /// Plain text; empty lines part paragraphs.
    pub words: String,
    /// Whether it is the reader's own.
    pub own: bool,
}

impl HtmlSafe for Remarks {}

impl Remark {
    fn paragraphs(&self) -> Vec<&str> {
        self.words.split("\n\n").map(str::trim).filter(|words| !words.is_empty()).collect()
    }
}
