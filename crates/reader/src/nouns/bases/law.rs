//! Laws cited by name alone: "Luật An ninh mạng".

use std::ops::Range;
use std::sync::LazyLock;

use domain::plan::Basis;
use regex::Regex;

use super::cite::{Citation, articles_before, capitalised, date_after};
use crate::letters::fold;
use crate::line::Line;
use crate::nouns::known_acts::known;

/// Longest name of a law not in the pack, in words.
const NAME_WORDS: usize = 9;
/// Words that end such a name.
const STOPS: &[&str] = &[
    "và", "của", "năm", "ngày", "số", "quy", "đã", "được", "theo", "để", "trong", "nhằm", "trên", "tại",
    "cùng", "các", "có", "hoặc", "về", "đối", "này", "mới", "hiện", "do", "với", "khi", "là", "thì", "sửa",
    "bổ",
];

static LAW: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(bo luat|luat|phap lenh)\s+").ok());

pub(super) fn named(line: &Line, numbered: &[Citation]) -> Vec<Citation> {
    let mut found = Vec::new();
    let Some(pattern) = LAW.as_ref() else {
        return found;
    };
    let folded = line.folded();
    let mut floor = 0;
    for captures in pattern.captures_iter(folded) {
        let (Some(whole), Some(word)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        if word.start() < floor
            || is_common_noun(line, word.start())
            || !line.slice(word.range()).to_lowercase().contains('l')
        {
            continue;
        }
        if word.as_str() == "luat" && !line.says(word.range(), "luật") {
            continue;
        }
        let Some(end) = name_end(line, word.start(), whole.end()) else {
            continue;
        };
        floor = end;
        // The number follows: the numbered citation has it already.
        let covered = numbered.iter().any(|known| known.range.start < end && word.start() < known.range.end);
        if covered {
            continue;
        }
        let name = line.slice(whole.end()..end);
        let (date, stop) = date_after(line, end);
        let basis = Basis {
            r#type: capitalised(&line.slice(word.range())),
            number: None,
            date,
            issuer: None,
            subject: Some(capitalised(&name)),
            articles: articles_before(line, word.start()),
            place: line.place(word.start()..stop),
            also_at: Vec::new(),
        };
        found.push(Citation { basis, range: word.start()..stop });
    }
    found
}

/// "pháp luật", "quy luật", "kỷ luật" are not laws.
fn is_common_noun(line: &Line, at: usize) -> bool {
    let before = line.folded()[..at].trim_end();
    ["phap", "quy", "ky", "du", "ho", "vi", "dao", "trai", "xay dung"].iter().any(|word| {
        before.ends_with(word)
            && !before[..before.len() - word.len()].ends_with(|c: char| c.is_ascii_alphanumeric())
    })
}

fn name_end(line: &Line, word: usize, from: usize) -> Option<usize> {
    let folded = line.folded();
    let longest = known()
        .law_names
        .iter()
        .map(|name| fold(name))
        .filter(|name| folded[from..].starts_with(name.as_str()))
        .filter(|name| !folded.as_bytes().get(from + name.len()).is_some_and(u8::is_ascii_alphanumeric))
        .map(|name| from + name.len())
        .max();
    if longest.is_some() {
        return longest;
    }
    // An unknown law: capital "Luật", capital first word.
    let capital = |at: usize| line.chars().get(at).is_some_and(|c| c.is_uppercase());
    if !capital(word) || !capital(from) {
        return None;
    }
    generic_end(line, from..line.len())
}

fn generic_end(line: &Line, range: Range<usize>) -> Option<usize> {
    let text = line.slice(range.clone());
    let (mut consumed, mut end, mut words) = (0, 0, 0);
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let bare = word.trim_end_matches([',', ';', '.', ')', ':', '/', '”', '"']);
        let small = bare.to_lowercase();
        if bare.is_empty() || words > 0 && STOPS.contains(&small.as_str()) || words >= NAME_WORDS {
            break;
        }
        words += 1;
        end = consumed + bare.chars().count();
        consumed += piece.chars().count();
        if bare.len() < word.len() {
            break;
        }
    }
    (words >= 1).then_some(range.start + end)
}
