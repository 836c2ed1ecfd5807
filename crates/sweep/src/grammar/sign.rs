//! Signs that stand beside a level on a document that bears it
//! (Thông tư 24/2020/TT-BCA and its forms), and lines that name the level.

use super::form::{Quality, fold};
use crate::marking::{Level, Sign};
use regex::Regex;
use std::sync::LazyLock;

/// Letters of a line that may be a sign: longer ones are sentences.
const LINE: usize = 140;

/// Signs by the folded line they stand in.
static SIGNS: LazyLock<Vec<(Sign, Regex)>> = LazyLock::new(|| {
    [
        (Sign::CopyNumber, r"^[^a-z0-9]*ban so\s*([:.…_\d/(-]|$)|[(\[|]\s*ban so\s*[:.…\d]"),
        (Sign::Recall, r"^[^a-z0-9]*(tai lieu|van ban|cong van|ho so)\s+(phai )?thu hoi([^a-z]|\s+(sau|truoc|ngay|lai)|$)"),
        (Sign::AddresseeOnly, r"^[^a-z0-9]*chi nguoi co ten\b.{0,20}boc bi"),
        (Sign::ProtectionTerm, r"^[^a-z0-9]*thoi han bao ve( bi mat nha nuoc| bmnn)?\s*([:.…_(]|den\b|tu\b|la\s*:?\s*\d|\d)"),
        (Sign::LevelLine, r"^[^a-z0-9]*(muc |cap |dau chi muc |dau chi )?do mat( cua (tai lieu|van ban))?\s*[:.…]"),
        (Sign::NumberSuffix, r"^[^a-z0-9]*so\s*[:.]?\s*[\d.…\s_]{0,14}[/\-]\s*[a-z0-9][a-z0-9/\-&. ]*?\s*[(/\-]\s*(m|tm|tum|tym|mat|toi mat|tuyet mat)\s*\)?\s*[.;,]?$"),
        (Sign::Declassified, r"^[^a-z0-9]*(tai lieu |van ban |ho so )?((da|duoc) )?(da )?giai mat\b.{0,60}$"),
    ]
    .into_iter()
    .filter_map(|(sign, pattern)| Some((sign, Regex::new(pattern).ok()?)))
    .collect()
});

/// The signs a line is.
pub(super) fn signs(text: &str, framed: bool) -> Vec<Sign> {
    if text.chars().nth(LINE).is_some() {
        return Vec::new();
    }
    let folded = fold(text.trim());
    let may = ["ban so", "thu hoi", "boc bi", "thoi han", "do mat", "so", "giai mat"];
    if !may.iter().any(|words| folded.contains(words)) {
        return Vec::new();
    }
    let found = SIGNS
        .iter()
        .filter(|(sign, pattern)| pattern.is_match(&folded) && holds(*sign, text, &folded, framed));
    found.map(|(sign, _)| *sign).collect()
}

/// What the folded letters do not tell.
fn holds(sign: Sign, text: &str, folded: &str, framed: bool) -> bool {
    match sign {
        Sign::NumberSuffix => folded.rsplit(['(', '/', '-']).next().is_some_and(|suffix| {
            let letters = suffix.chars().filter(char::is_ascii_alphabetic).count();
            let written: Vec<char> = text.chars().rev().filter(|c| c.is_alphabetic()).take(letters).collect();
            written.iter().all(|c| c.is_uppercase())
        }),
        // A stamp, or a note of when and by whom; never a sentence about it.
        Sign::Declassified => {
            let small = text.to_lowercase();
            let right = small.contains("giải mật") || small.is_ascii();
            let rest = folded.split("giai mat").nth(1).unwrap_or_default().trim();
            let noted = rest.is_empty()
                || rest.starts_with([':', '(', '-', '.'])
                || ["ngay", "tu ngay", "theo", "so"].iter().any(|word| rest.starts_with(word));
            let shown = framed || !text.chars().any(char::is_lowercase) || folded.contains("da giai mat");
            right && noted && shown
        }
        _ => true,
    }
}

/// Whether a line is the stamp "ĐÃ GIẢI MẬT" as it is set.
pub(super) fn is_lifted(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.starts_with("ĐÃGIẢIMẬT") || letters.starts_with("TÀILIỆUĐÃGIẢIMẬT")
}

/// The level a line names after "Độ mật:", whether in capitals; none when it
/// names several, or none.
pub(super) fn labelled(text: &str) -> Option<(Level, Quality, bool)> {
    let (label, value) = text.split_once([':', '：'])?;
    let label = fold(label.trim_matches(|c: char| !c.is_alphabetic()));
    is_label(&label).then_some(())?;
    let value = value.trim().trim_matches(|c: char| !c.is_alphabetic());
    let letters: String = value.chars().filter(|c| c.is_alphabetic()).collect();
    if value.contains(['/', ',', ';', '□', '☐', '|']) || value.chars().any(char::is_numeric) {
        return None;
    }
    let (level, quality) = super::form::level(&letters.to_lowercase())?;
    Some((level, quality, !letters.chars().any(char::is_lowercase)))
}

/// Whether folded words are what stands before a level.
pub(super) fn is_label(folded: &str) -> bool {
    const LABELS: [&str; 8] = [
        "do mat",
        "muc do mat",
        "cap do mat",
        "do mat cua tai lieu",
        "do mat cua van ban",
        "dau chi muc do mat",
        "dau do mat",
        "muc mat",
    ];
    LABELS.contains(&folded.trim_matches(|c: char| !c.is_alphabetic()))
}
