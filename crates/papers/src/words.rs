//! Words from outside, made fit for print: one spelling (NFC), no control
//! characters, no invisible marks that turn the reading direction. Every text of
//! a paper passes here once, so no renderer has to check again.

use serde::{Serialize, Serializer};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text that is safe in every renderer. A line feed is a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Words(String);

impl Words {
    /// Cleans `text`: line ends become `\n`, tabs become spaces, control and
    /// direction characters go, composed letters stay whole.
    pub fn new(text: &str) -> Self {
        Self(clean(text))
    }

    /// The clean text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

fn clean(text: &str) -> String {
    let one_line_end = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() };
    let printable: String = one_line_end.chars().filter_map(printed).collect();
    match is_nfc_quick(printable.chars()) {
        IsNormalized::Yes => printable,
        IsNormalized::No | IsNormalized::Maybe => printable.nfc().collect(),
    }
}

/// What stands for `letter` on paper, if anything.
///
/// XML 1.0 has no place for most control characters and for U+FFFE and U+FFFF.
/// The direction marks (U+200E, U+200F, U+202A…U+202E, U+2066…U+2069) are left
/// out because they can show a reader other words than those on record.
fn printed(letter: char) -> Option<char> {
    match letter {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        '\u{AD}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{61C}'
        | '\u{FEFF}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{FFFE}'
        | '\u{FFFF}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}
