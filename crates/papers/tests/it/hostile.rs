//! Any text prints, as text: markup, control characters, direction marks, walls of
//! letters.

use rasoat_papers::{Minutes, minutes};

use crate::docx_reading;
use crate::typeset::pdf_text;

const MARKUP: &str =
    r#"<w:p>&amp; ]]> "quoted" #import "x.typ" $ sum $ *bold* _it_ @ref = Title \ `raw` // no"#;

#[test]
fn markup_stands_as_text_in_both_formats() {
    let mut data = Minutes::sample();
    data.unit = MARKUP.to_owned();
    data.themes[0].items[0].observed = MARKUP.to_owned();
    let paper = minutes(&data);
    let docx = docx_reading::text(&paper.docx().expect("DOCX"));
    assert!(docx.contains(MARKUP), "{docx:.2000}");
    let Some(pdf) = pdf_text(&paper.pdf().expect("PDF")) else {
        return;
    };
    for piece in [r#"#import "x.typ""#, "$ sum $", "*bold* _it_ @ref", "<w:p>&amp;"] {
        assert!(pdf.contains(piece), "{piece} is not in {pdf:.2000}");
    }
}

#[test]
fn control_and_direction_characters_leave_only_their_text() {
    let mut data = Minutes::sample();
    data.unit = "Sở\u{0} Y\u{8} tế\u{202E} phía\u{200F} Đông\u{FFFE}\u{1B}[31m".to_owned();
    let paper = minutes(&data);
    let docx = paper.docx().expect("DOCX");
    assert!(docx_reading::text(&docx).contains("Sở Y tế phía Đông[31m"));
    let xml = docx_reading::file(&docx, "word/document.xml");
    assert!(!xml.chars().any(char::is_control));
    paper.pdf().expect("PDF");
}

#[test]
fn letters_taken_apart_come_out_whole() {
    let mut data = Minutes::sample();
    data.unit = "So\u{31B}\u{309} Y te\u{302}\u{301}".to_owned();
    let text = docx_reading::text(&minutes(&data).docx().expect("DOCX"));
    assert!(text.contains("tại Sở Y tế"));
}

#[test]
fn a_paragraph_of_100_kilobytes_prints() {
    let mut data = Minutes::sample();
    data.unit_opinion = Some("Kiến nghị xem xét lại. ".repeat(4_000) + "hết");
    data.facts[0].text = "x".repeat(100_000);
    let paper = minutes(&data);
    let text = docx_reading::text(&paper.docx().expect("DOCX"));
    assert!(text.contains("xem xét lại. hết"));
    if let Some(pdf) = pdf_text(&paper.pdf().expect("PDF")) {
        assert!(pdf.contains("lại. hết"));
        let letters = pdf.chars().filter(|letter| *letter == 'x').count();
        assert!(letters >= 100_000, "{letters} letters of the wall are on the page");
    }
}

#[test]
fn more_text_than_a_paper_can_hold_is_refused() {
    let mut data = Minutes::sample();
    data.unit_opinion = Some("a".repeat(17 * 1024 * 1024));
    let refused = minutes(&data).docx().expect_err("too large");
    assert!(refused.to_string().contains("too large"));
}
