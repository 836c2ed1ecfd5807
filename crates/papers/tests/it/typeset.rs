//! The PDF: its text, its pages. Uses `pdftotext`, and says so when it is absent.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{docx_reading, samples, say};

/// The text of a PDF in reading order; nothing when `pdftotext` is not installed.
pub fn pdf_text(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    file.as_file().write_all(pdf).expect("written");
    let output = Command::new("pdftotext").arg(file.path()).arg("-").stderr(Stdio::null()).output();
    let Ok(output) = output else {
        say("skipped: pdftotext is not installed");
        return None;
    };
    assert!(output.status.success(), "pdftotext reads the file");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn the_pdf_says_what_the_docx_says() {
    for sample in samples::all() {
        let Some(pdf) = pdf_text(&sample.paper.pdf().expect("PDF")) else {
            return;
        };
        let docx = docx_reading::text(&sample.paper.docx().expect("DOCX"));
        let (on_page, written) = (letters(&pdf), letters(&docx));
        // Lines, pages and cells fall elsewhere, so the letters are counted; headings of
        // tables and page numbers may stand more than once.
        let lost: Vec<_> =
            written.iter().filter(|(letter, count)| on_page.get(letter).unwrap_or(&0) < count).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", sample.name);
    }
}

/// How often each letter and digit stands in `text`.
fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for letter in text.chars().filter(|letter| letter.is_alphanumeric()) {
        *counts.entry(letter).or_default() += 1;
    }
    counts
}
