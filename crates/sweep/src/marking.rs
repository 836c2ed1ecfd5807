//! What is said of a marking: its level, how sure it is, where and how it stands.
//! Never the text it stands in.

use crate::text::Carrier;
use serde::{Deserialize, Serialize};

/// The levels (Luật 29/2018/QH14, Điều 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Mat,
    ToiMat,
    TuyetMat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The words stand in a text that talks about secrets: no alarm.
    Mention,
    Suspected,
    Confirmed,
}

/// How the words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writing {
    UnicodeNfc,
    /// Letters and marks apart, wholly or in part.
    UnicodeNfd,
    Tcvn3,
    Vni,
    Viscii,
    Vps,
    Cp1258,
    Viqr,
    Utf16,
    HtmlEntity,
    /// With something between its letters.
    Spaced,
    Unaccented,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The level alone on its line, or after "Độ mật:".
    LevelLine,
    CopyNumber,
    Recall,
    AddresseeOnly,
    NumberSuffix,
    ProtectionTerm,
    /// In a box, a frame, a watermark.
    StampBox,
    Declassified,
    FileName,
}

/// A document's marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    pub level: Level,
    pub confidence: Confidence,
    pub carriers: Vec<Carrier>,
    pub encodings: Vec<Writing>,
    pub signs: Vec<Sign>,
    pub declassified: bool,
}
