//! What is a marking: levels that stand alone, signs beside them, and texts that
//! only talk about secrets.
//!
//! Layers: `scan` (can a line hold the word at all) → `form` (the line read in
//! every code) → `sign`, `mention` → `place` (registers, lists of levels) → here
//! (what all of it comes to). Not here: reading documents (`read`).

mod form;
mod mention;
mod name;
mod place;
mod scan;
mod sign;

use crate::encoding::Encoding;
use crate::marking::{Confidence, Level, Marking, Sign, Writing};
use crate::text::{Carrier, Piece};
use form::{Alone, Quality};
use std::collections::{BTreeSet, HashMap};

/// Letters of a text below which it is too short to tell its language by.
const SHORT_TEXT: usize = 200;
/// Lines by which the language is told, and words that tell it.
const LANGUAGE_LINES: usize = 2_000;
const LANGUAGE_WORDS: usize = 3;
/// Lines a stamp may be broken over, and letters of each.
const BROKEN_LINES: usize = 10;
const BROKEN_LETTERS: usize = 8;
/// What stands between a level and a sign in one line.
const BESIDE: [char; 8] = ['-', '–', '—', '(', ';', '|', ',', '/'];
/// Parts of a line that make it a register's row.
const REGISTER: usize = 4;
/// Candidates of one document.
const CANDIDATES: usize = 20_000;

/// A line of a document.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    piece: &'a Piece,
}

/// A level that stands in a line, alone or after its label.
#[derive(Debug, Clone)]
struct Candidate {
    /// The line's place among all.
    at: usize,
    level: Level,
    quality: Quality,
    capitals: bool,
    labelled: bool,
    framed: bool,
    writings: Vec<Writing>,
    code: Option<Encoding>,
}

/// Whether a text is of this language, by the code it is read in.
type Spoken = HashMap<Option<Encoding>, bool>;

/// The words where they only mention a level.
#[derive(Debug, Clone)]
struct Mention {
    level: Level,
    carrier: Carrier,
    writings: Vec<Writing>,
}

/// Judges a document by its name and its text; nothing when it is clean.
pub(crate) fn judge(name: &str, pieces: &[Piece]) -> Option<Marking> {
    let lines: Vec<Line> = pieces
        .iter()
        .flat_map(|piece| {
            piece.text.split(['\n', '\r', '\u{2028}', '\u{B}', '\u{C}']).map(move |text| Line { text, piece })
        })
        .filter(|line| !line.text.trim().is_empty())
        .collect();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut candidates = candidates(&lines, &mut mentions);
    let mut spoken = Spoken::default();
    candidates.retain(|candidate| is_believable(candidate, &lines, &mut spoken));
    let kept = place::markings(&candidates, &lines);
    for (candidate, _) in candidates.iter().zip(&kept).filter(|(_, kept)| !**kept) {
        mentions.push(Mention {
            level: candidate.level,
            carrier: lines[candidate.at].piece.carrier,
            writings: candidate.writings.clone(),
        });
    }
    let mut kept = kept.iter();
    candidates.retain(|_| kept.next().copied().unwrap_or(false));
    let said = signs(&lines, &candidates);
    let named = name::level(name);
    decide(&candidates, &lines, &said, named, &mentions)
}

/// Every line that can hold the word, read in full.
fn candidates(lines: &[Line], mentions: &mut Vec<Mention>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if found.len() > CANDIDATES {
            break;
        }
        if !scan::may_hold(line.text) {
            if form_is_broken(line.text) {
                found.extend(form::alone(line.text, line.piece).map(|alone| candidate(at, alone, line)));
            }
            continue;
        }
        let before = found.len();
        of_line(at, line, &mut found);
        if found.len() == before {
            mentions.extend(mention_of(line));
        }
    }
    broken_over_lines(lines, &mut found);
    found
}

fn form_is_broken(text: &str) -> bool {
    text.len() < 64 && text.contains(['?', '\u{FFFD}']) && text.contains('M') && text.contains('T')
}

fn candidate(at: usize, alone: Alone, line: &Line) -> Candidate {
    Candidate {
        at,
        level: alone.level,
        quality: alone.quality,
        capitals: alone.capitals,
        labelled: false,
        framed: line.piece.framed || is_drawn(line.text),
        writings: alone.writings,
        code: alone.code,
    }
}

/// A box drawn in plain text: "| TỐI MẬT |", "║ MẬT ║".
fn is_drawn(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['|', '║', '│', '┃']) && text.ends_with(['|', '║', '│', '┃'])
}

fn of_line(at: usize, line: &Line, found: &mut Vec<Candidate>) {
    if let Some(alone) = form::alone(line.text, line.piece) {
        return found.push(candidate(at, alone, line));
    }
    // What stands apart in a line: columns of a head, cells of plain text.
    if line.text.contains('\t') || line.text.contains("   ") {
        let parts = || line.text.split('\t').flat_map(|part| part.split("   ")).map(str::trim);
        // A row of a register typed with tabs.
        let register = parts().filter(|part| !part.is_empty()).count() >= REGISTER;
        for part in parts().filter(|_| !register) {
            if !part.is_empty() && part.len() < line.text.trim().len() && scan::may_hold(part) {
                let alone = form::alone(part, line.piece).filter(|alone| alone.capitals);
                found.extend(alone.map(|alone| candidate(at, alone, line)));
            }
        }
        if found.last().is_some_and(|candidate| candidate.at == at) {
            return;
        }
    }
    // A level and a sign in one line: "TỐI MẬT - Bản số: 03".
    if let Some((first, rest)) = line.text.split_once(BESIDE)
        && !sign::signs(&form::unicode(rest).text, false).is_empty()
    {
        let alone = form::alone(first, line.piece).filter(|alone| alone.capitals);
        found.extend(alone.map(|alone| candidate(at, alone, line)));
    }
    // A mail's subject is marked at its start: "[MẬT] …".
    if line.piece.carrier == Carrier::Header
        && let Some((first, _)) = line.text.trim().strip_prefix('[').and_then(|rest| rest.split_once(']'))
    {
        let alone = form::alone(first, line.piece).filter(|alone| alone.capitals);
        found.extend(alone.map(|alone| candidate(at, alone, line)));
    }
    for reading in form::readings(line.text, line.piece.face) {
        if let Some((level, quality, capitals)) = sign::labelled(&reading.text) {
            let capitals = capitals || line.piece.capitals;
            let writings =
                vec![if quality == Quality::Exact { reading.writing } else { Writing::Unaccented }];
            let framed = false;
            let code = reading.code;
            found.push(Candidate { at, level, quality, capitals, labelled: true, framed, writings, code });
            return;
        }
    }
}

fn mention_of(line: &Line) -> Option<Mention> {
    let carrier = line.piece.carrier;
    for reading in form::readings(line.text, line.piece.face) {
        if let Some(level) = mention::mention(&reading.text) {
            return Some(Mention { level, carrier, writings: vec![reading.writing] });
        }
    }
    None
}

/// A stamp whose syllables or letters stand in lines of their own.
fn broken_over_lines(lines: &[Line], found: &mut Vec<Candidate>) {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut start = 0;
    while start < lines.len() {
        let first = lines[start];
        let opens = first.text.trim_start().starts_with(['T', 'M', 't', 'm']);
        if !opens || letters(first.text) > BROKEN_LETTERS {
            start += 1;
            continue;
        }
        let mut joined = first.text.trim().to_owned();
        let mut matched = None;
        for (at, line) in lines.iter().enumerate().skip(start + 1).take(BROKEN_LINES) {
            let near = line.piece.carrier == first.piece.carrier && line.piece.cell == first.piece.cell;
            if !near || letters(line.text) > BROKEN_LETTERS {
                break;
            }
            joined.push(' ');
            joined.push_str(line.text.trim());
            if scan::may_hold(&joined)
                && let Some(alone) = form::alone(&joined, first.piece).filter(|alone| alone.capitals)
            {
                matched = Some((at, alone));
            }
        }
        if let Some((end, mut alone)) = matched {
            alone.writings.push(Writing::Spaced);
            // "MẬT" in the last of the lines is part of it.
            found.retain(|candidate| !(start..=end).contains(&candidate.at));
            found.push(candidate(start, alone, &first));
            start = end;
        }
        start += 1;
    }
    found.sort_by_key(|candidate| candidate.at);
}

/// One short word in another code or without marks is a marking only in a text
/// of this language.
fn is_believable(candidate: &Candidate, lines: &[Line], spoken: &mut Spoken) -> bool {
    let weak =
        candidate.quality != Quality::Exact || candidate.code.is_some_and(|code| code != Encoding::Vni);
    if candidate.level != Level::Mat || !weak || candidate.labelled {
        return true;
    }
    let piece = lines[candidate.at].piece;
    if candidate.code.is_some() && piece.face.is_some() {
        return true;
    }
    *spoken.entry(candidate.code).or_insert_with(|| {
        let long = lines.iter().map(|line| line.text.len()).sum::<usize>() > SHORT_TEXT;
        if !long && candidate.code.is_some() {
            return true;
        }
        let words = lines.iter().take(LANGUAGE_LINES).map(|line| vietnamese_words(line, candidate));
        words
            .scan(0, |sum, count| {
                *sum += count;
                Some(*sum)
            })
            .any(|sum| sum >= LANGUAGE_WORDS)
    })
}

/// Common words of the language in a line, read as the candidate was.
fn vietnamese_words(line: &Line, candidate: &Candidate) -> usize {
    const MARKED: [&str; 22] = [
        "của", "và", "các", "số", "ngày", "tháng", "năm", "kế", "hoạch", "cộng", "hòa", "hoà", "xã", "hội",
        "chủ", "nghĩa", "độc", "lập", "tỉnh", "công", "được", "nước",
    ];
    const BARE: [&str; 20] = [
        "cong hoa",
        "xa hoi",
        "doc lap",
        "ngay",
        "thang",
        "ke hoach",
        "ubnd",
        "tinh",
        "bao cao",
        "noi nhan",
        "kinh gui",
        "can cu",
        "nghi quyet",
        "quyet dinh",
        "cua",
        "duoc",
        "nhung",
        "khong",
        "van ban",
        "tai lieu",
    ];
    let mut readings = vec![form::unicode(line.text)];
    readings.extend(candidate.code.map(|code| form::in_code(line.text, code)));
    let marked = readings.iter().map(|reading| {
        let small = reading.text.to_lowercase();
        small.split(|c: char| !c.is_alphabetic()).filter(|word| MARKED.contains(word)).count()
    });
    let marked = marked.max().unwrap_or(0);
    if marked > 0 || candidate.code.is_some() {
        return marked;
    }
    let small = format!(" {} ", line.text.to_lowercase());
    BARE.iter().filter(|words| small.contains(&format!(" {words} "))).count()
}

/// The signs that stand in the document: (sign, line).
fn signs(lines: &[Line], candidates: &[Candidate]) -> Vec<(Sign, usize)> {
    let codes: BTreeSet<Encoding> = candidates.iter().filter_map(|candidate| candidate.code).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let candidates_here = candidates.is_empty() && !line.text.to_lowercase().contains("mật");
        if candidates_here || line.text.len() > 1_000 {
            continue;
        }
        let mut readings = vec![form::unicode(line.text)];
        readings.extend(form::referenced(line.text));
        readings.extend(codes.iter().map(|code| form::in_code(line.text, *code)));
        for reading in readings {
            let mut parts: Vec<&str> = reading.text.split('\t').flat_map(|part| part.split("   ")).collect();
            // "TỐI MẬT - Bản số: 03": what follows the level.
            if candidates.iter().any(|candidate| candidate.at == at) {
                parts.extend(reading.text.split_once(BESIDE).map(|(_, rest)| rest));
            }
            for part in parts.into_iter().filter(|part| !part.trim().is_empty()) {
                let signs = sign::signs(part, line.piece.framed).into_iter();
                // With no level beside it, only the stamp itself is one.
                let lifted = |sign: &Sign| {
                    *sign != Sign::Declassified || !candidates.is_empty() || sign::is_lifted(part)
                };
                found.extend(signs.filter(lifted).map(|sign| (sign, at)));
            }
        }
    }
    found
}

fn decide(
    candidates: &[Candidate],
    lines: &[Line],
    said: &[(Sign, usize)],
    named: Option<(Level, Writing)>,
    mentions: &[Mention],
) -> Option<Marking> {
    let declassified = said.iter().any(|(sign, _)| *sign == Sign::Declassified);
    let mut carriers = BTreeSet::new();
    let mut writings = BTreeSet::new();
    let mut signs = BTreeSet::new();
    let mut level = None;
    let mut confidence = Confidence::Suspected;
    let second = said.iter().any(|(sign, at)| {
        // A label with its level in small letters does not confirm itself.
        let own = candidates
            .iter()
            .all(|candidate| candidate.at == *at && candidate.labelled && !candidate.capitals);
        !matches!(sign, Sign::NumberSuffix | Sign::Declassified) && !own
    });
    for candidate in candidates {
        level = level.max(Some(candidate.level));
        carriers.insert(lines[candidate.at].piece.carrier);
        writings.extend(candidate.writings.iter().copied());
        signs.insert(Sign::LevelLine);
        if candidate.framed {
            signs.insert(Sign::StampBox);
        }
        if candidate.quality == Quality::Exact && (candidate.framed && candidate.capitals || second) {
            confidence = Confidence::Confirmed;
        }
    }
    if let Some((named, writing)) = named {
        level = level.max(Some(named));
        carriers.insert(Carrier::FileName);
        writings.insert(writing);
        signs.insert(Sign::FileName);
    }
    if level.is_none() && declassified {
        level = mentions.iter().map(|mention| mention.level).max().or(Some(Level::Mat));
        let at = said.iter().find(|(sign, _)| *sign == Sign::Declassified).map_or(0, |(_, at)| *at);
        carriers.insert(lines[at].piece.carrier);
        writings.insert(form::unicode(lines[at].text).writing);
    }
    if let Some(level) = level {
        signs.extend(said.iter().map(|(sign, _)| *sign));
        return Some(Marking {
            level,
            confidence,
            carriers: carriers.into_iter().collect(),
            encodings: writings.into_iter().collect(),
            signs: signs.into_iter().collect(),
            declassified,
        });
    }
    let level = mentions.iter().map(|mention| mention.level).max()?;
    carriers.extend(mentions.iter().map(|mention| mention.carrier));
    writings.extend(mentions.iter().flat_map(|mention| mention.writings.iter().copied()));
    Some(Marking {
        level,
        confidence: Confidence::Mention,
        carriers: carriers.into_iter().collect(),
        encodings: writings.into_iter().collect(),
        signs: Vec::new(),
        declassified: false,
    })
}

#[cfg(test)]
mod tests;
