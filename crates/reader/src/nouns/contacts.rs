//! Whom to ask: the person before a telephone number.

use std::ops::Range;
use std::sync::LazyLock;

use domain::plan::{Contact, Plan, SectionRole};
use regex::Regex;

use super::Paper;
use crate::line::Line;
use crate::organisation::starts_unit;
use crate::person::{leading_rank, person};

/// How far before a number its owner may stand.
const OWNER_BEFORE: usize = 260;

static PHONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\+84|\b0)[\s.\-]?\d{2,3}(?:[\s.\-]?\d){5,8}\b").ok());
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+").ok());

pub(crate) fn read(paper: &Paper, plan: &Plan) -> Vec<Contact> {
    let mut found: Vec<Contact> = Vec::new();
    for at in paper.work.all() {
        let node = &paper.work.nodes[at];
        if matches!(node.role, SectionRole::Noise | SectionRole::Recipients | SectionRole::Header) {
            continue;
        }
        for line in node.lines() {
            in_line(line, paper, &mut found);
        }
    }
    for row in &plan.team {
        if let (Some(name), Some(phone)) = (&row.name, &row.phone)
            && !found.iter().any(|known| digits(&known.phone) == digits(phone))
        {
            found.push(Contact {
                name: name.clone(),
                rank: row.rank.clone(),
                position: row.position.clone().unwrap_or_default(),
                organisation: row.organisation.clone(),
                phone: phone.clone(),
                email: None,
                place: row.place,
            });
        }
    }
    found
}

pub(super) fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// The telephone numbers of a folded text.
pub(super) fn phones(folded: &str) -> Vec<Range<usize>> {
    let Some(pattern) = PHONE.as_ref() else {
        return Vec::new();
    };
    let found = pattern.find_iter(folded).map(|found| found.range());
    found.filter(|range| (9..=12).contains(&digits(&folded[range.clone()]).len())).collect()
}

fn in_line(line: &Line, paper: &Paper, found: &mut Vec<Contact>) {
    let folded = line.folded();
    let mut floor = 0;
    for range in phones(folded) {
        let owner = owner(line, floor, range.start);
        let email = EMAIL
            .as_ref()
            .and_then(|pattern| pattern.find(&folded[range.end..]))
            .filter(|found| found.start() < 60);
        floor = range.end;
        let Some((name, rank, position, organisation, from)) = owner else {
            continue;
        };
        let organisation =
            if organisation.is_empty() { office_before(line, from, paper) } else { organisation };
        let phone = line.slice(range.clone());
        if found.iter().any(|known: &Contact| digits(&known.phone) == digits(&phone)) {
            continue;
        }
        found.push(Contact {
            name,
            rank,
            position,
            organisation,
            phone,
            email: email.map(|found| found.as_str().to_owned()),
            place: line.place(from..range.end),
        });
    }
}

type Owner = (String, Option<String>, String, String, usize);

/// The nearest name before the number in the same breath.
fn owner(line: &Line, floor: usize, phone: usize) -> Option<Owner> {
    let low = floor.max(phone.saturating_sub(OWNER_BEFORE));
    let starts = (low..phone).rev().filter(|at| {
        let here = line.chars()[*at];
        let before = at.checked_sub(1).map(|before| line.chars()[before]);
        here.is_alphabetic() && before.is_none_or(|c| !c.is_alphanumeric() && c != '/')
    });
    let mut best: Option<Owner> = None;
    for at in starts {
        let text = line.slice(at..phone);
        let lower = crate::letters::lower(&text);
        let honoured = ["đồng chí ", "đ/c ", "ông ", "bà ", "anh ", "chị ", "đ/c: "]
            .iter()
            .any(|word| lower.starts_with(word));
        let ranked = leading_rank(&text).is_some();
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        if !(honoured || ranked || capital) {
            continue;
        }
        // The first word of a name is no tail of a longer one.
        let found = person(&strip_phone_words(&text));
        let Some(name) = found.name else { continue };
        if !(honoured || ranked) && best.is_some() {
            continue;
        }
        let candidate = (
            name.clone(),
            found.rank.clone(),
            found.position.clone().unwrap_or_default(),
            found.organisation.clone(),
            at,
        );
        match &best {
            // Walking back: the honorific belongs to the name already found.
            Some((known, ..)) if name.ends_with(known.as_str()) || *known == name => {
                best = Some(candidate);
            }
            Some(_) => break,
            None => best = Some(candidate),
        }
    }
    best
}

/// The words that announce a number are no part of the office.
fn strip_phone_words(text: &str) -> String {
    let lower = crate::letters::lower(text);
    let ends =
        ["số điện thoại", "điện thoại", "sđt", "đt:", "đt ", "đtdđ", "số đt", "di động", "liên hệ:", "tel"];
    let cut = ends.iter().filter_map(|word| lower.rfind(word)).min();
    let text = match cut {
        Some(at) if text.is_char_boundary(at) => &text[..at],
        _ => text,
    };
    text.trim_end_matches([' ', ',', ';', ':', '-', '–', '(', '.']).to_owned()
}

/// The office named before the person: "liên hệ Công an tỉnh (qua Phòng …, đ/c …".
fn office_before(line: &Line, from: usize, _paper: &Paper) -> String {
    let lower = crate::letters::lower(&line.slice(0..from));
    let words: Vec<&str> =
        vec!["liên hệ với ", "liên hệ ", "trao đổi với ", "trao đổi về ", "thông qua ", "về "];
    let start = words
        .iter()
        .filter_map(|word| lower.rfind(word).map(|at| lower[..at + word.len()].chars().count()))
        .max()
        .unwrap_or(0);
    let said = line.slice(start..from);
    let cut = ["(cử", "đề trao đổi", "để trao đổi", "để được", "để phối", "đầu mối", "để liên"];
    let lower = crate::letters::lower(&said);
    let end = cut
        .iter()
        .filter_map(|word| lower.find(word).map(|at| lower[..at].chars().count()))
        .min()
        .unwrap_or(usize::MAX);
    let said: String = said.chars().take(end).collect();
    let said = said.replace("(qua ", ", ").replace(" , ", ", ");
    let said = said.trim_matches([' ', ',', ';', ':', '(', ')', '-']).to_owned();
    if starts_unit(&said) { inner_first(&said) } else { String::new() }
}

/// "Công an tỉnh, Phòng An ninh mạng" reads from the inner office outwards.
fn inner_first(said: &str) -> String {
    match said.split_once(", Phòng ").or_else(|| said.split_once(", phòng ")) {
        Some((outer, inner)) if !outer.contains("Phòng") && !outer.contains("phòng") => {
            format!("Phòng {inner}, {outer}")
        }
        _ => said.to_owned(),
    }
}
