//! The secrecy marking guard: finds a level of secrecy stamped or typed on a
//! document, so that the office refuses it before anything is stored.
//!
//! Not here: texts that only speak about secrecy, and the refusal itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::plan::Place;
use regex::Regex;

use crate::letters::fold;
use crate::line::Line;
use crate::words::{Paragraph, Source};

/// The levels (Luật 29/2018 Điều 8; kept by Luật 117/2025).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Secret,
    TopSecret,
    AbsoluteSecret,
}

/// How the marking showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A level alone on its line.
    Stamp,
    /// A level in the document's number.
    Number,
}

/// A marking and where it stands. The document's words are never repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Marking {
    pub level: Level,
    pub sign: Sign,
    pub place: Place,
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // "Số: 12/BC-UBND(M)", "12/BC-UBND-M", "03-BC/TU(TM)"
    Regex::new(r"^so\s*[:.]?\s*[\d.\s_]{0,12}[/\-]\s*[a-z0-9][a-z0-9/\-&. ]*?\s*[(/\-]\s*(m|tm|tum|mat|toi mat|tuyet mat)\s*\)?\s*[.;,]?$").ok()
});

/// Letters of a paragraph that can be a marking, or a number that bears one.
const LONGEST: usize = 1_000;

/// The first marking of a document, in any region of it.
pub fn find_marking(source: &Source) -> Option<Marking> {
    let mut markings = Markings::default();
    for paragraph in &source.paragraphs {
        markings.add(paragraph);
    }
    markings.first()
}

/// The markings met so far, paragraph by paragraph: however much there is to look
/// through, only what was found of it is held.
#[derive(Debug, Default)]
pub(crate) struct Markings {
    /// Paragraphs looked at.
    looked: usize,
    alone: Option<(usize, Marking)>,
    /// By table and row: the first, and whether another level stands beside it.
    rows: BTreeMap<(u32, u32), (usize, Marking, bool)>,
}

impl Markings {
    pub fn add(&mut self, paragraph: &Paragraph) {
        let at = self.looked;
        self.looked += 1;
        if paragraph.text.len() > LONGEST * 4 {
            return;
        }
        let line = Line::of(paragraph, at);
        let Some(marking) = stamp(&line).or_else(|| number(&line)) else { return };
        match paragraph.cell {
            None => {
                self.alone.get_or_insert((at, marking));
            }
            Some(cell) => {
                let row = self.rows.entry((cell.table, cell.row)).or_insert((at, marking, false));
                row.2 |= row.1.level != marking.level;
            }
        }
    }

    /// Levels side by side in a row head the columns of a count.
    pub fn first(&self) -> Option<Marking> {
        let of_rows = self.rows.values().filter(|(_, _, heads)| !heads).map(|(at, found, _)| (*at, *found));
        of_rows.chain(self.alone).min_by_key(|(at, _)| *at).map(|(_, marking)| marking)
    }
}

/// A level in capitals and nothing else, however it is spaced and framed.
fn stamp(line: &Line) -> Option<Marking> {
    if line.len() > 60 {
        return None;
    }
    let letters: String = line.chars().iter().filter(|c| c.is_alphabetic()).collect();
    if letters.is_empty() || letters.chars().any(char::is_lowercase) {
        return None;
    }
    if line.chars().iter().any(char::is_ascii_digit) {
        return None;
    }
    let folded = fold(&letters);
    let said = letters.to_lowercase();
    let framed = folded.strip_prefix("domat").or_else(|| folded.strip_prefix("dau")).unwrap_or(&folded);
    let level = match framed {
        "mat" => Level::Secret,
        "toimat" => Level::TopSecret,
        "tuyetmat" => Level::AbsoluteSecret,
        _ => return None,
    };
    // "MẶT", "MẤT", "MẮT" are other words; letters without any mark pass.
    let right = said.ends_with("mật") || said.is_ascii();
    right.then(|| Marking { level, sign: Sign::Stamp, place: line.whole() })
}

fn number(line: &Line) -> Option<Marking> {
    let found = NUMBER.as_ref()?.captures(line.folded())?;
    let suffix = found.get(1)?;
    let written = line.slice(suffix.range());
    if written.chars().any(char::is_lowercase) {
        return None;
    }
    let level = match suffix.as_str() {
        "m" | "mat" => Level::Secret,
        "tm" | "toi mat" => Level::TopSecret,
        _ => Level::AbsoluteSecret,
    };
    Some(Marking { level, sign: Sign::Number, place: line.whole() })
}
