//! The PDF: its text, its pages. Uses `pdftotext`, and says so when it is absent.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{docx_reading, samples};

/// The text of a PDF in reading order; nothing when `pdftotext` is not installed.
pub fn pdf_text(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    file.as_file().write_all(pdf).expect("written");
    let output = Command::new("pdftotext")
        .arg(file.path())
        .arg("-")
        .stderr(Stdio::null())
        .output();
    let Ok(output) = output else {
        println!("skipped: pdftotext is not installed");
        return None;
    };
    assert!(output.status.success(), "pdftotext reads the file");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Letters and digits alone: line and page ends fall elsewhere in each format.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[test]
fn the_pdf_says_what_the_docx_says() {
    for sample in samples::all() {
        let Some(pdf) = pdf_text(&sample.paper.pdf().expect("PDF")) else {
            return;
        };
        let pdf = letters(&pdf);
        for paragraph in docx_reading::paragraphs(&sample.paper.docx().expect("DOCX")) {
            // A paragraph may be parted by a page number; its words are there.
            for sentence in paragraph.split_inclusive([' ', '/']) {
                let words = letters(sentence);
                assert!(pdf.contains(&words), "{}: {sentence}", sample.name);
            }
        }
    }
}
