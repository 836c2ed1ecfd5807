//! Reads a DOCX back: its files, and its text paragraph by paragraph.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

/// A file of the envelope, as text.
pub fn file(docx: &[u8], name: &str) -> String {
    let mut envelope = zip::ZipArchive::new(Cursor::new(docx)).expect("a ZIP envelope");
    let mut text = String::new();
    envelope
        .by_name(name)
        .expect("the file is in the envelope")
        .read_to_string(&mut text)
        .expect("the file is UTF-8");
    text
}

/// The paragraphs of the paper; a line break is a space.
pub fn paragraphs(docx: &[u8]) -> Vec<String> {
    let xml = file(docx, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let (mut all, mut one, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) if tag.name().as_ref() == "w:t" => in_text = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => in_text = false,
            Event::Empty(tag) if tag.name().as_ref() == "w:br" => one.push(' '),
            Event::End(tag) if tag.name().as_ref() == "w:p" => {
                all.push(std::mem::take(&mut one));
            }
            Event::Text(text) if in_text => one.push_str(&text),
            Event::GeneralRef(entity) if in_text => {
                one.push_str(match entity.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("unexpected entity {other:?}"),
                });
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

/// The paper's text on one line, one space between words.
pub fn text(docx: &[u8]) -> String {
    on_one_line(&paragraphs(docx).join(" "))
}

/// One space between words.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
