//! The lines that say who does a task and by when: "Đơn vị chủ trì: …",
//! "Thời gian: …", and the same inside a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use domain::plan::{Actor, ActorRole};
use regex::Regex;

use crate::letters::fold;
use crate::line::Line;
use crate::nouns::Paper;
use crate::organisation::{actor_end, clauses, split_list, strip_charge};

pub(super) enum Attribute {
    Actors(Vec<Actor>),
    Time(Line),
    Product(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Lead,
    Coordinating,
    Executing,
    Time,
    Product,
}

const MARK: &str = concat!(
    r"(?P<co>(?:(?:cac\s+)?(?:don vi|co quan)(?:\s*,\s*(?:don vi|co quan|dia phuong))*\s+)?phoi hop(?:\s+thuc hien)?\s*:)",
    r"|(?P<lead>(?:(?:cac\s+)?(?:don vi|co quan|bo phan)(?:\s*,\s*(?:don vi|co quan|dia phuong))*\s+)?(?:chu tri|chu quan|dau moi)(?:\s*,?\s*(?:thuc hien|tham muu|tham muu thuc hien|theo doi|trien khai))?\s*:)",
    r"|(?P<exec>(?:(?:cac\s+)?(?:don vi|co quan|bo phan)(?:\s*,\s*(?:don vi|co quan|dia phuong))*\s+(?:thuc hien|chiu trach nhiem|trien khai|duoc giao|phu trach)(?:\s+thuc hien)?|phan cong(?:\s+(?:thuc hien|nhiem vu))?|trach nhiem(?:\s+thuc hien)?|phan cong trach nhiem|thuc hien)\s*:)",
    r"|(?P<time>(?:thoi gian|thoi han|tien do|thoi diem|han)(?:\s*,?\s*(?:tien do|thuc hien|hoan thanh|bao cao))*\s*:|hoan thanh\s*:)",
    r"|(?P<product>(?:du kien\s+)?(?:san pham|ket qua|dau ra)(?:\s+(?:du kien|dat duoc|dau ra|thuc hien|hoan thanh))?\s*:)"
);

static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(MARK).ok());
static START: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"^[\s\-+*(]*(?:{MARK})")).ok());

pub(super) fn is_attribute(line: &Line) -> bool {
    START.as_ref().is_some_and(|pattern| pattern.is_match(line.folded()))
}

/// The marks of a line and the words behind each.
fn marks(line: &Line) -> Vec<(Mark, Range<usize>)> {
    let Some(pattern) = ANY.as_ref() else {
        return Vec::new();
    };
    let mut found: Vec<(Mark, usize, usize)> = Vec::new();
    for captures in pattern.captures_iter(line.folded()) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let before = line.folded()[..whole.start()].trim_end();
        let apart = before.is_empty() || before.ends_with(['.', ';', ',', '(', '-', '+', '*', ')']);
        if !apart {
            continue;
        }
        let mark = if captures.name("co").is_some() {
            Mark::Coordinating
        } else if captures.name("lead").is_some() {
            Mark::Lead
        } else if captures.name("exec").is_some() {
            Mark::Executing
        } else if captures.name("time").is_some() {
            Mark::Time
        } else {
            Mark::Product
        };
        found.push((mark, whole.start(), whole.end()));
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]).collect();
    found.into_iter().zip(ends).map(|((mark, _, from), to)| (mark, line.trimmed(from..to))).collect()
}

/// What an attribute line says; nothing for other lines.
pub(super) fn attributes(line: &Line, paper: &Paper) -> Vec<Attribute> {
    if !is_attribute(line) {
        return Vec::new();
    }
    said(line, paper)
}

fn said(line: &Line, paper: &Paper) -> Vec<Attribute> {
    marks(line)
        .into_iter()
        .filter(|(_, range)| !range.is_empty())
        .map(|(mark, range)| match mark {
            Mark::Lead => Attribute::Actors(actors(line, range, ActorRole::Lead, paper)),
            Mark::Coordinating => Attribute::Actors(actors(line, range, ActorRole::Coordinating, paper)),
            Mark::Executing => Attribute::Actors(executing(line, range, paper)),
            Mark::Time => Attribute::Time(line.part(range)),
            Mark::Product => {
                Attribute::Product(line.slice(range).trim_matches([' ', '.', ';', ',', ')']).to_owned())
            }
        })
        .collect()
}

/// Names in a list, each with what it stands for.
pub(super) fn actors(line: &Line, range: Range<usize>, role: ActorRole, paper: &Paper) -> Vec<Actor> {
    // "Sở A chủ trì" behind "Đơn vị chủ trì:", or "A; phối hợp: B".
    let range = without_alias(line, range);
    split_list(line, range, None).into_iter().filter_map(|part| actor(line, part, role, paper)).collect()
}

/// Definitions of short forms are no names.
fn without_alias(line: &Line, range: Range<usize>) -> Range<usize> {
    match line.folded()[range.clone()].find("(sau day") {
        Some(at) => line.trimmed(range.start..range.start + at),
        None => range,
    }
}

fn actor(line: &Line, part: Range<usize>, role: ActorRole, paper: &Paper) -> Option<Actor> {
    let words = line.slice(part.clone()).trim_matches([' ', '.', ';', ',', '/', ':']).to_owned();
    if words.chars().count() < 2 || !words.chars().any(char::is_alphabetic) {
        return None;
    }
    let (name, about) = match (words.find('('), words.rfind(')')) {
        (Some(open), Some(close)) if open > 0 && close > open => {
            let after = words[close + 1..].trim();
            let name = format!("{} {after}", words[..open].trim());
            (name.trim().to_owned(), Some(words[open + 1..close].trim().to_owned()))
        }
        _ => (words.clone(), None),
    };
    let names = paper.aliases.resolve(&name).unwrap_or_else(|| vec![name.clone()]);
    Some(Actor { role, words, names, about, place: line.place(part) })
}

/// "Công an tỉnh chủ trì, các đơn vị có liên quan phối hợp."
fn executing(line: &Line, range: Range<usize>, paper: &Paper) -> Vec<Actor> {
    let folded = line.folded();
    let outside = |at: usize| {
        let before = &folded[range.start..at];
        before.matches('(').count() <= before.matches(')').count()
    };
    let lead = folded[range.clone()]
        .match_indices("chu tri")
        .map(|(at, _)| range.start + at)
        .find(|at| outside(*at));
    let Some(lead) = lead else {
        let with = folded[range.clone()].find("phoi hop voi").map(|at| range.start + at);
        if let Some(with) = with {
            let mut found = actors(line, range.start..with, ActorRole::Executing, paper);
            found.extend(actors(line, with + 12..range.end, ActorRole::Coordinating, paper));
            return found;
        }
        return actors(line, range, ActorRole::Executing, paper);
    };
    let mut found = actors(line, line.trimmed(range.start..lead), ActorRole::Lead, paper);
    let rest = line.trimmed(lead + 7..range.end);
    if let Some(at) = folded[rest.clone()].find("phoi hop voi ") {
        let start = rest.start + at + 13;
        let end = actor_end(line, start..rest.end).unwrap_or(rest.end);
        found.extend(actors(line, start..end, ActorRole::Coordinating, paper));
        return found;
    }
    // The clause that ends with "phối hợp" names who helps.
    for part in clauses(line, rest.clone(), &[';']) {
        let part = if folded[part.clone()].trim_end_matches(['.', ' ']).ends_with("phoi hop") {
            part
        } else {
            continue;
        };
        let end = part.start + folded[part.clone()].rfind("phoi hop").unwrap_or(part.len());
        found.extend(actors(line, line.trimmed(part.start..end), ActorRole::Coordinating, paper));
    }
    found
}

/// Times inside the sentence of a task: "(…; hoàn thành: trước ngày …)".
pub(super) fn inline_times(line: &Line, paper: &Paper) -> Vec<Line> {
    said(line, paper)
        .into_iter()
        .filter_map(|attribute| match attribute {
            Attribute::Time(time) => Some(time),
            _ => None,
        })
        .collect()
}

/// Actors inside the sentence of a task: "(Chủ trì: …; phối hợp: …)", "Giao Sở
/// … chủ trì, phối hợp với …".
pub(super) fn inline(line: &Line, paper: &Paper) -> Vec<Actor> {
    let marked: Vec<Actor> = said(line, paper)
        .into_iter()
        .flat_map(|attribute| match attribute {
            Attribute::Actors(actors) => actors,
            _ => Vec::new(),
        })
        .collect();
    if !marked.is_empty() {
        return marked;
    }
    let whole = strip_charge(line, 0..line.len());
    let folded = line.folded();
    let Some(at) = folded[whole.clone()].find(" chu tri").map(|at| whole.start + at) else {
        return Vec::new();
    };
    let lead = line.slice(whole.start..at);
    if !crate::nouns::duties::is_actor(&lead, paper)
        || lead.chars().count() > 200
        || fold(&lead).contains(". ")
    {
        return Vec::new();
    }
    let mut found = actors(line, whole.start..at, ActorRole::Lead, paper);
    if let Some(with) = folded[at..].find("phoi hop voi ").map(|with| at + with + 13)
        && with - at < 40
    {
        let end = actor_end(line, with..line.len()).unwrap_or(with);
        found.extend(actors(line, with..end, ActorRole::Coordinating, paper));
    }
    found
}
