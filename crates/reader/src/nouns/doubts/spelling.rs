//! Misspellings of the pack, words said twice, syllables that cannot be.

use std::sync::LazyLock;

use domain::plan::{Doubt, DoubtCode};
use regex::Regex;

use crate::letters::{fold, has_marks, lower};
use crate::line::Line;
use crate::nouns::doubt;
use crate::nouns::known_acts::known;

/// Small words nobody says twice; others may end one compound and begin the
/// next ("hành vi vi phạm", "cơ quan quan trọng").
const SMALL: &[&str] = &[
    "của", "các", "và", "về", "được", "trong", "những", "cho", "với", "tại", "theo", "là", "để", "do", "từ",
    "đến", "trên", "phải", "này", "thì", "mà", "khi", "vào", "bằng", "hoặc", "đã", "sẽ", "có", "nếu", "như",
];

/// The rhyme of a Vietnamese syllable without its tone, folded.
static SYLLABLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x)?",
        r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oai|oao|oay|oe|oeo|oi|oo|ua|uai|uau|uay|ue|ueu|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ye|yeu|ieu|iu)",
        r"(?:c|ch|m|n|ng|nh|p|t)?$"
    ))
    .ok()
});

pub(super) fn read(line: &Line, doubts: &mut Vec<Doubt>) {
    let small = lower(&line.text());
    let chars: Vec<char> = small.chars().collect();
    if chars.len() != line.len() {
        return;
    }
    for entry in &known().misspellings {
        let wrong: Vec<char> = entry.wrong.chars().collect();
        for at in find(&chars, &wrong) {
            let end = at + wrong.len();
            let next: String = chars[end..].iter().skip(1).take_while(|c| c.is_alphabetic()).collect();
            if entry.unless.contains(&next) {
                continue;
            }
            let message = format!("Có thể viết sai: “{}”.", line.slice(at..end));
            doubts.push(Doubt {
                suggestion: Some(entry.right.clone()),
                ..doubt(DoubtCode::Misspelling, line.place(at..end), message)
            });
        }
    }
    words(line, &chars, doubts);
}

/// Where whole words stand in a text.
fn find(text: &[char], wanted: &[char]) -> Vec<usize> {
    if wanted.is_empty() || text.len() < wanted.len() {
        return Vec::new();
    }
    (0..=text.len() - wanted.len())
        .filter(|at| text[*at..*at + wanted.len()] == *wanted)
        .filter(|at| *at == 0 || !text[*at - 1].is_alphanumeric())
        .filter(|at| text.get(*at + wanted.len()).is_none_or(|c| !c.is_alphanumeric()))
        .collect()
}

fn words(line: &Line, chars: &[char], doubts: &mut Vec<Doubt>) {
    let mut last: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && chars[at].is_alphabetic() {
            at += 1;
        }
        let word: String = chars[start..at].iter().collect();
        if let Some((from, to)) = last
            && start == to + 1
            && chars[to] == ' '
            && chars[from..to] == chars[start..at]
            && SMALL.contains(&word.as_str())
            && line.chars()[start].is_lowercase()
        {
            let message = format!("Từ “{word}” lặp lại.");
            let suggestion = Some(word.clone());
            doubts
                .push(Doubt { suggestion, ..doubt(DoubtCode::RepeatedWord, line.place(from..at), message) });
        }
        last = Some((start, at));
        odd(line, start, at, &word, doubts);
    }
}

/// A word with Vietnamese marks that is no Vietnamese syllable.
fn odd(line: &Line, start: usize, end: usize, word: &str, doubts: &mut Vec<Doubt>) {
    if !has_marks(word) || line.chars()[start..end].iter().filter(|c| c.is_uppercase()).count() > 1 {
        return;
    }
    let Some(pattern) = SYLLABLE.as_ref() else {
        return;
    };
    let folded = fold(word);
    let sound = pattern.is_match(&folded) && tones(word) <= 1;
    if !sound && word.chars().count() > 1 {
        let message = format!(
            "“{}” không phải âm tiết tiếng Việt; có thể do gõ hoặc quét sai.",
            line.slice(start..end)
        );
        doubts.push(doubt(DoubtCode::Misspelling, line.place(start..end), message));
    }
}

/// How many tone marks a word bears.
fn tones(word: &str) -> usize {
    use unicode_normalization::UnicodeNormalization;
    word.nfd().filter(|c| matches!(c, '\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}')).count()
}
