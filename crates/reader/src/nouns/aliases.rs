//! Short forms a text defines for itself: "(sau đây gọi tắt là …)", "(BMNN)".
//!
//! Not here: abbreviations every official knows (UBND) but no text explains.

use std::sync::LazyLock;

use domain::plan::Alias;
use regex::Regex;

use crate::letters::{fold, fold_char, fold_words};
use crate::line::Line;
use crate::organisation::split_list;
use crate::sections::Paperwork;

/// Longest long form, in characters.
const LONGEST: usize = 400;
/// Words one letter of an abbreviation may stand for at most.
const ABBREVIATED_WORDS: usize = 14;

static DEFINED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\(\s*(?:sau day\s*,?\s*)?(?:duoc\s+)?(?:goi tat|viet tat|goi chung|goi)\s*(?:chung\s*)?(?:tat\s*)?(?:la\s*)?:?\s*",
        r"([^()]{2,160}?)\s*\)"
    ))
    .ok()
});
static CAPITALS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\(\s*([a-z][a-z0-9&\-]{1,11})\s*\)").ok());

/// An alias with the parts its long form falls into.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    alias: Alias,
    key: String,
    parts: Vec<String>,
}

/// All short forms of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Aliases {
    known: Vec<Known>,
}

impl Aliases {
    pub fn shown(&self) -> Vec<Alias> {
        self.known.iter().map(|known| known.alias.clone()).collect()
    }

    /// Whom these words mean; none when they are no short form.
    pub fn resolve(&self, words: &str) -> Option<Vec<String>> {
        let key = fold_words(words);
        let known =
            self.known.iter().find(|known| known.key == key && known.key != fold_words(&known.alias.long))?;
        Some(known.parts.clone())
    }

    /// The long form of a short one, whole.
    pub fn long(&self, words: &str) -> Option<&str> {
        let key = fold_words(words);
        self.known.iter().find(|known| known.key == key).map(|known| known.alias.long.as_str())
    }
}

pub(crate) fn read(work: &Paperwork) -> Aliases {
    let mut aliases = Aliases::default();
    for at in work.all() {
        for line in work.every_line(at) {
            defined(line, &mut aliases);
            capitals(line, &mut aliases);
        }
    }
    aliases
}

fn keep(aliases: &mut Aliases, short: String, long: Line, place: domain::plan::Place) {
    let key = fold_words(&short);
    if key.is_empty() || aliases.known.iter().any(|known| known.key == key) {
        return;
    }
    let plural = key.starts_with("cac ") || key.starts_with("nhung ");
    let whole = long.text();
    let parts = if plural {
        split_list(&long, 0..long.len(), None).into_iter().map(|part| long.slice(part)).collect()
    } else {
        vec![whole.clone()]
    };
    aliases.known.push(Known { alias: Alias { short, long: whole, place }, key, parts });
}

fn defined(line: &Line, aliases: &mut Aliases) {
    let Some(pattern) = DEFINED.as_ref() else {
        return;
    };
    for found in pattern.captures_iter(line.folded()) {
        let (Some(whole), Some(short)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let said = line.slice(short.range());
        let short_text = said.trim_matches(['“', '”', '"', '\'', ' ', '*', '.']).to_owned();
        let long = long_form(line, whole.start(), &short_text);
        if !long.is_empty() {
            keep(aliases, short_text, long, line.place(whole.range()));
        }
    }
}

/// The words before the bracket that the short form stands for.
fn long_form(line: &Line, end: usize, short: &str) -> Line {
    let from = sentence_start(line, end);
    let before = &line.folded()[from..end];
    let key = fold(short);
    let plural = key.starts_with("cac ") || key.starts_with("nhung ");
    let start = if plural {
        plural_start(line, from, end)
    } else {
        // It begins with the words the short form begins with.
        let words: Vec<&str> = key.split(' ').collect();
        let longest = (1..=words.len()).rev().find_map(|count| {
            let wanted = words[..count].join(" ");
            before
                .rmatch_indices(&wanted)
                .find(|(at, _)| {
                    let boundary = *at == 0 || !before.as_bytes()[at - 1].is_ascii_alphanumeric();
                    let first = line.chars()[from + at];
                    boundary && (first.is_uppercase() || !short.starts_with(char::is_uppercase))
                })
                .map(|(at, _)| from + at)
        });
        longest.unwrap_or_else(|| noun_start(line, from, end))
    };
    line.part(start.max(end.saturating_sub(LONGEST))..end)
}

fn sentence_start(line: &Line, end: usize) -> usize {
    let folded = &line.folded()[..end];
    folded.rfind(". ").map_or(0, |at| at + 2)
}

/// A class starts after a colon, or with the last "các" behind a preposition.
fn plural_start(line: &Line, from: usize, end: usize) -> usize {
    let before = &line.folded()[from..end];
    if let Some(colon) = before.rfind(':') {
        return from + colon + 1;
    }
    let links = [
        " tai cac ",
        " cua cac ",
        " doi voi cac ",
        " voi cac ",
        " cho cac ",
        " den cac ",
        " gui cac ",
        " gom cac ",
    ];
    links
        .iter()
        .filter_map(|link| before.rfind(link).map(|at| from + at + link.len() - 4))
        .max()
        .or_else(|| before.find("cac ").map(|at| from + at))
        .unwrap_or(from)
}

/// Back to the mark or capital where a name may begin.
fn noun_start(line: &Line, from: usize, end: usize) -> usize {
    let folded = line.folded();
    let mark = folded[from..end].rfind([',', ';', ':', '(']).map_or(from, |at| from + at + 1);
    let tail = line.trimmed(mark..end);
    // "về việc triển khai Đề án …": the name starts at its first capital.
    (tail.start..tail.end)
        .find(|at| line.chars()[*at].is_uppercase() && (*at == 0 || line.chars()[at - 1] == ' '))
        .unwrap_or(tail.start)
}

/// "bí mật nhà nước (BMNN)": the letters are the words' first letters.
fn capitals(line: &Line, aliases: &mut Aliases) {
    let Some(pattern) = CAPITALS.as_ref() else {
        return;
    };
    for found in pattern.captures_iter(line.folded()) {
        let (Some(whole), Some(short)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let said = line.slice(short.range());
        let capital = said.chars().filter(|c| c.is_uppercase()).count();
        if capital < 2 || capital * 2 < said.chars().count() || !line.folded()[..whole.start()].ends_with(' ')
        {
            continue;
        }
        if let Some(start) = initials_start(line, whole.start(), &said) {
            keep(aliases, said, line.part(start..whole.start()), line.place(whole.range()));
        }
    }
}

fn initials_start(line: &Line, end: usize, short: &str) -> Option<usize> {
    let folded = &line.folded()[..end];
    let mut starts: Vec<usize> = Vec::new();
    let bytes = folded.as_bytes();
    for at in (0..bytes.len()).rev() {
        let begins = bytes[at].is_ascii_alphanumeric() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
        if begins {
            starts.push(at);
            if starts.len() > ABBREVIATED_WORDS {
                break;
            }
        }
    }
    let letters: Vec<u8> = short.chars().filter(|c| c.is_alphabetic()).map(fold_char).collect();
    // Letters from the last: each must begin a word; small words between may
    // be skipped ("và", "về").
    let mut wanted = letters.iter().rev();
    let mut next = wanted.next()?;
    for start in &starts {
        if bytes[*start] == *next {
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(*start),
            }
        } else if !["va", "ve", "cac", "cua", "trong"].iter().any(|small| line.has_word_at(*start, small)) {
            return None;
        }
    }
    None
}
