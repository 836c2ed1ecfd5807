//! Taking lists of offices apart. Names hold commas and "và" themselves ("Sở
//! Văn hóa, Thể thao và Du lịch"), so a part counts only when it begins as a
//! name does.

use std::ops::Range;

use super::{level_of, starts_unit};
use crate::line::Line;

/// Longest list of names that is taken apart.
const NAMES: usize = 2_000;

/// The parts of `range` between marks that stand outside brackets and quotes.
pub(crate) fn clauses(line: &Line, range: Range<usize>, marks: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0_i32;
    let mut from = range.start;
    for at in range.clone() {
        let c = line.chars()[at];
        match c {
            '(' | '[' | '“' => depth += 1,
            ')' | ']' | '”' => depth = (depth - 1).max(0),
            _ => {}
        }
        if depth == 0 && marks.contains(&c) {
            found.push(from..at);
            from = at + 1;
        }
    }
    found.push(from..range.end);
    found
        .into_iter()
        .map(|part| line.trimmed(part))
        .map(|part| strip_end(line, part))
        .filter(|part| !part.is_empty())
        .take(NAMES)
        .collect()
}

fn strip_end(line: &Line, mut part: Range<usize>) -> Range<usize> {
    while part.end > part.start && matches!(line.chars()[part.end - 1], '.' | ';' | ',' | '/' | ' ' | ':') {
        part.end -= 1;
    }
    while part.start < part.end && matches!(line.chars()[part.start], ' ' | ',' | ';' | '-' | '–' | '+') {
        part.start += 1;
    }
    part
}

/// The names in a list. `counted` is how many the text announces: of several
/// ways to take the list apart, the one that agrees is taken.
pub(crate) fn split_list(line: &Line, range: Range<usize>, counted: Option<usize>) -> Vec<Range<usize>> {
    let full = line.trimmed(range);
    let by_semicolon = clauses(line, full.clone(), &[';']);
    let names: Vec<Range<usize>> = by_semicolon.iter().flat_map(|part| commas(line, part.clone())).collect();
    let joined = split_ands(line, &names, true);
    let loose = split_ands(line, &names, false);
    let Some(counted) = counted else {
        return joined;
    };
    let bare = clauses(line, full, &[';', ',']);
    let bare_ands = split_ands(line, &bare, false);
    [&joined, &loose, &names, &by_semicolon, &bare, &bare_ands]
        .into_iter()
        .find(|way| way.len() == counted)
        .unwrap_or(&joined)
        .clone()
}

/// A comma parts two names when what follows begins as a name does; in a list
/// of bare names, whenever a capital follows.
fn commas(line: &Line, range: Range<usize>) -> Vec<Range<usize>> {
    let parts = clauses(line, range.clone(), &[',']);
    if parts.len() < 2 {
        return vec![line.trimmed(range)];
    }
    let text = |part: &Range<usize>| line.slice(part.clone());
    let titled = parts.iter().filter(|part| starts_unit(&text(part))).count();
    // No part begins with an office word: bare names, "Yên Thắng, Nho Quan".
    if titled == 0 {
        let named = parts.iter().all(|part| text(part).chars().next().is_some_and(char::is_uppercase));
        return if named { domains(line, parts) } else { vec![line.trimmed(range)] };
    }
    let mut names: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let words = text(&part);
        let small = !words.chars().next().is_some_and(char::is_uppercase);
        let parent = names.last().is_some_and(|last| is_parent(&text(last), &words));
        // "Đảng ủy, UBND xã A": a body without a name waits for its unit.
        let waits = names.last().is_some_and(|last| is_bare_body(&text(last)));
        let class = words.starts_with("các ") || words.starts_with("một số ");
        let begins = (starts_unit(&words) || class) && !parent;
        match names.last_mut() {
            // "Sở Văn hóa, Thể thao", "phường A, thành phố B", "Phòng …, chống".
            Some(last) if waits || !begins || small && !class && !starts_unit(&words) => last.end = part.end,
            _ => names.push(part),
        }
    }
    names
}

/// "Y tế, Văn hóa, Thể thao và Du lịch": names of fields that hold a comma.
fn domains(line: &Line, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    const TWO: &[(&str, &str)] =
        &[("van hoa", "the thao"), ("nong nghiep", "moi truong"), ("lao dong", "thuong binh")];
    let mut names: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let here = crate::letters::fold_words(&line.slice(part.clone()));
        let goes_on = names.last().is_some_and(|last| {
            let above = crate::letters::fold_words(&line.slice(last.clone()));
            TWO.iter().any(|(first, second)| above.ends_with(first) && here.starts_with(second))
        });
        match names.last_mut() {
            Some(last) if goes_on => last.end = part.end,
            _ => names.push(part),
        }
    }
    names
}

/// "thành phố Thái Bình" behind "phường X" names where X lies.
fn is_parent(name: &str, next: &str) -> bool {
    if let (Some(low), Some(high)) = (level_of(name.trim()), level_of(next.trim())) {
        high > low
    } else {
        let folded = crate::letters::fold_words(next);
        let holder = ["cong an tinh", "ubnd tinh", "tinh", "thanh pho", "huyen", "thi xa"];
        let inner = super::unit_kind(name);
        let inside =
            matches!(inner, Some(domain::plan::TargetKind::OneStop | domain::plan::TargetKind::Department))
                && crate::letters::fold_words(name).starts_with("phong");
        inside && (super::unit_kind(next).is_some() || holder.iter().any(|holder| folded.starts_with(holder)))
    }
}

/// "Đảng ủy", "UBND" with no unit behind it.
fn is_bare_body(name: &str) -> bool {
    let folded = crate::letters::fold_words(name);
    ["dang uy", "hdnd", "ubnd", "uy ban nhan dan", "hoi dong nhan dan", "uy ban mttq"]
        .iter()
        .any(|body| folded == *body || folded.ends_with(body) && folded.starts_with("dang uy"))
}

/// A bare proper name: every word begins with a capital.
fn is_proper(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty()
        && !starts_unit(name)
        && name.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// "A và B" are two when both begin as names do (`strict`), or when B begins
/// with a capital.
fn split_ands(line: &Line, names: &[Range<usize>], strict: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for name in names {
        let mut from = name.start;
        let mut at = name.start;
        let mut depth = 0_i32;
        while at < name.end {
            match line.chars()[at] {
                '(' => depth += 1,
                ')' => depth -= 1,
                ' ' if depth <= 0 && line.has_word_at(at + 1, "va") && at + 4 < name.end => {
                    let (left, right) = (line.slice(from..at), line.slice(at + 4..name.end));
                    let capital = right.chars().next().is_some_and(char::is_uppercase);
                    // "Báo và Đài" is one house.
                    let house = matches!(crate::letters::fold_words(&left).as_str(), "bao" | "bao chi");
                    let bare = is_proper(&left) && capital && names.len() > 1;
                    let both = starts_unit(&left) && starts_unit(&right);
                    let class = right.starts_with("các ") || right.starts_with("Các ");
                    // "Văn phòng HĐND và UBND" is one office.
                    let folded = crate::letters::fold_words(&left);
                    let office = folded.starts_with("van phong")
                        && ["hdnd", "hoi dong nhan dan", "doan dbqh", "doan dai bieu quoc hoi", "dang uy"]
                            .iter()
                            .any(|body| folded.ends_with(body));
                    if !house
                        && !office
                        && !is_bare_body(&left)
                        && (both || bare || class || !strict && capital)
                    {
                        found.push(line.trimmed(from..at));
                        from = at + 4;
                        at += 3;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        found.push(line.trimmed(from..name.end));
    }
    found.into_iter().map(|part| strip_end(line, part)).filter(|part| !part.is_empty()).collect()
}
