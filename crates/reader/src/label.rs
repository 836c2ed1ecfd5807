//! The labels that open a clause: `Phần I`, `Điều 1.`, `II.`, `1.`, `1.1.`,
//! `đ)`, `-`, `+`, `(1)`. Not here: which label stands under which
//! (`sections`).

use std::sync::LazyLock;

use regex::Regex;

use crate::line::Line;

/// The letters of Vietnamese lists in their order, with the foreign ones where
/// a writer would put them.
const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyz";
/// Those Vietnamese lists leave out.
const UNUSED_LETTERS: &str = "fjwz";
/// Highest plain number that is taken for a label.
const HIGHEST: u32 = 200;

/// What sort of label it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LabelKind {
    Part,
    Chapter,
    Upper,
    Roman,
    Article,
    /// `1.` has depth one, `1.1.` two.
    Decimal(u8),
    Letter,
    Dash,
    Plus,
    Star,
    Paren,
}

impl LabelKind {
    /// Labels that head whole sections.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Part | Self::Chapter | Self::Upper | Self::Roman | Self::Article)
    }

    pub fn is_bullet(self) -> bool {
        matches!(self, Self::Dash | Self::Plus | Self::Star)
    }
}

/// A label at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    pub kind: LabelKind,
    /// Its place in its row; nought for bullets.
    pub number: u32,
    /// The numbers of `1.1.`; one number otherwise.
    pub path: Vec<u32>,
    /// The bare sign, for paths: `II`, `1`, `đ`.
    pub sign: String,
    /// Where the label ends (characters, including what parts it off).
    pub end: usize,
}

/// The labels a line may open with, the likeliest first.
pub(crate) fn labels(line: &Line) -> Vec<Label> {
    let mut found = Vec::new();
    found.extend(worded(line));
    found.extend(roman(line));
    found.extend(upper(line));
    found.extend(decimal(line));
    found.extend(letter(line));
    found.extend(bullet(line));
    found.extend(paren(line));
    found
}

pub(crate) fn label(line: &Line) -> Option<Label> {
    labels(line).into_iter().next()
}

fn pattern(source: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "patterns are constants, compiled in a test")]
    Regex::new(source).expect("a constant pattern")
}

macro_rules! patterns {
    ($($name:ident = $source:expr;)*) => { $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($source));)* };
}

patterns! {
    WORDED = r"^(phan|chuong|muc)\s+(?:thu\s+)?([ivx]{1,5}|\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay)\b\s*[.:\-/]?\s*";
    ARTICLE = r"^dieu\s+(\d{1,3})\s*[.:]\s*";
    ROMAN = r"^([ivxl1|]{1,6})\s*([.)/:\-])\s*";
    UPPER = r"^([a-h])\s*[.)/]\s+";
    MULTI = r"^(\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\s*[.)]?\s*";
    DECIMAL = r"^(\d{1,3})\s*([.)/\-])\s*";
    LETTER = r"^([a-z])\s*([.)])\s*";
    BULLET = r"^([-+*])+\s*";
    PAREN = r"^\(\s*(\d{1,2}|[a-z]|[ivx]{1,4})\s*\)\s*";
}

fn worded(line: &Line) -> Option<Label> {
    if let Some(found) = ARTICLE.captures(line.folded()) {
        let number: u32 = found[1].parse().ok()?;
        return Some(plain(LabelKind::Article, number, format!("Điều {number}"), found[0].len()));
    }
    let found = WORDED.captures(line.folded())?;
    // "phần mềm", "mục đích" are words; the label's own number is a numeral.
    let number = match &found[2] {
        "nhat" => 1,
        "hai" => 2,
        "ba" => 3,
        "tu" | "bon" => 4,
        "nam" => 5,
        "sau" => 6,
        "bay" => 7,
        numeral => numeral.parse().ok().or_else(|| roman_value(numeral))?,
    };
    let first_upper = line.first().is_some_and(char::is_uppercase);
    let worded_number = !found[2].chars().all(|c| c.is_ascii_digit() || "ivx".contains(c));
    if !first_upper || worded_number && !found[0].contains("thu ") {
        return None;
    }
    let kind = match &found[1] {
        "phan" => LabelKind::Part,
        "chuong" => LabelKind::Chapter,
        // "Mục II của Kế hoạch này" is a reference; a heading is in capitals.
        _ if line.slice(0..3).chars().all(char::is_uppercase) => LabelKind::Chapter,
        _ => return None,
    };
    let at = found.get(2).map_or(0, |numeral| numeral.start());
    let sign = line.slice(at..at + found[2].len());
    Some(plain(kind, number, sign, found[0].len()))
}

fn roman(line: &Line) -> Option<Label> {
    let found = ROMAN.captures(line.folded())?;
    // "V/v" opens a letter's subject.
    if line.folded().starts_with("v/v") {
        return None;
    }
    let end = found[1].len();
    let written: Vec<char> = line.chars()[..end].to_vec();
    // Scans read I as l, 1 or |; at least one true numeral must be left.
    if written.iter().any(|c| matches!(c, 'i' | 'v' | 'x')) || !written.iter().any(|c| "IVXl|".contains(*c)) {
        return None;
    }
    if written.iter().all(|c| matches!(c, '1' | 'l' | '|')) {
        return None;
    }
    let numeral: String = found[1].chars().map(|c| if "l1|".contains(c) { 'i' } else { c }).collect();
    let number = roman_value(&numeral)?;
    let rest = line.chars().get(found[0].len());
    if &found[2] == "-" && !rest.is_some_and(|c| c.is_uppercase()) || rest.is_none() {
        return None;
    }
    Some(plain(LabelKind::Roman, number, numeral.to_uppercase(), found[0].len()))
}

fn upper(line: &Line) -> Option<Label> {
    let found = UPPER.captures(line.folded())?;
    let sign = *line.chars().first()?;
    if !sign.is_ascii_uppercase() || !line.chars().get(found[0].len())?.is_uppercase() {
        return None;
    }
    let number = u32::from(sign) - u32::from('A') + 1;
    Some(plain(LabelKind::Upper, number, sign.to_string(), found[0].len()))
}

fn decimal(line: &Line) -> Option<Label> {
    if let Some(found) = MULTI.captures(line.folded()) {
        let path: Option<Vec<u32>> = found[1].split('.').map(|part| part.trim().parse().ok()).collect();
        let path = path?;
        let rest = line.chars().get(found[0].len());
        let spaced = found[0].ends_with([' ', '.', ')']);
        let sound = path.iter().all(|part| (1..=40).contains(part)) && !has_leading_zero(&found[1]);
        if sound && rest.is_some_and(|c| c.is_alphabetic() && (spaced || c.is_uppercase())) {
            let sign = path.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
            let number = path.last().copied()?;
            let kind = LabelKind::Decimal(path.len() as u8);
            return Some(Label { kind, number, path, sign, end: found[0].len() });
        }
    }
    let found = DECIMAL.captures(line.folded())?;
    let number: u32 = found[1].parse().ok()?;
    let rest = line.chars().get(found[0].len()).copied()?;
    let spaced = found[0].ends_with(' ');
    let opens = match &found[2] {
        "." | ")" => !rest.is_ascii_digit() || spaced && number <= 30,
        "/" => spaced || rest.is_uppercase(),
        _ => spaced && rest.is_uppercase() && number <= 40,
    };
    if !opens || number == 0 || number > HIGHEST || !(rest.is_alphanumeric() || "\"“'(".contains(rest)) {
        return None;
    }
    Some(plain(LabelKind::Decimal(1), number, number.to_string(), found[0].len()))
}

fn has_leading_zero(numbers: &str) -> bool {
    numbers.split('.').any(|part| part.trim().starts_with('0'))
}

fn letter(line: &Line) -> Option<Label> {
    let found = LETTER.captures(line.folded())?;
    let sign = line.first()?;
    let number = LETTERS.chars().position(|letter| letter == sign)? as u32 + 1;
    let rest = line.chars().get(found[0].len())?;
    if &found[2] == "." && !(found[0].ends_with(' ') && rest.is_alphabetic()) {
        return None;
    }
    Some(plain(LabelKind::Letter, number, sign.to_string(), found[0].len()))
}

fn bullet(line: &Line) -> Option<Label> {
    let found = BULLET.captures(line.folded())?;
    let rest = line.chars().get(found[0].len())?;
    let marks = found[0].trim_end();
    if marks.len() > 2 || !(rest.is_alphanumeric() || "\"“'(…[".contains(*rest)) {
        return None;
    }
    let kind = match found[0].as_bytes().first()? {
        b'-' => LabelKind::Dash,
        b'+' => LabelKind::Plus,
        _ => LabelKind::Star,
    };
    Some(plain(kind, 0, marks.to_owned(), found[0].len()))
}

fn paren(line: &Line) -> Option<Label> {
    let found = PAREN.captures(line.folded())?;
    line.chars().get(found[0].len())?;
    let sign = found[1].to_owned();
    let number = sign
        .parse()
        .ok()
        .or_else(|| LETTERS.chars().position(|letter| sign == letter.to_string()).map(|at| at as u32 + 1))
        .or_else(|| roman_value(&sign))?;
    Some(plain(LabelKind::Paren, number, sign, found[0].len()))
}

fn plain(kind: LabelKind, number: u32, sign: String, end: usize) -> Label {
    Label { kind, number, path: vec![number], sign, end }
}

/// The value of a lower-case numeral up to thirty-nine.
pub(crate) fn roman_value(numeral: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut previous = 0_u32;
    for c in numeral.chars().rev() {
        let value = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < previous {
            total = total.checked_sub(value)?;
        } else {
            total += value;
            previous = value;
        }
    }
    (1..=39).contains(&total).then_some(total)
}

/// The letters that should stand between two of one list, left out.
pub(crate) fn letters_between(from: u32, to: u32) -> Vec<char> {
    LETTERS
        .chars()
        .enumerate()
        .filter(|(at, letter)| {
            let number = *at as u32 + 1;
            number > from && number < to && !UNUSED_LETTERS.contains(*letter)
        })
        .map(|(_, letter)| letter)
        .collect()
}
