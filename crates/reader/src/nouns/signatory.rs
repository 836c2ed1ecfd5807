//! The signature block: authority, title, second title, name
//! (NĐ 30/2020, Annex I, II.7).

use domain::plan::{SectionRole, Signatory};

use super::Paper;
use crate::line::Line;
use crate::person::{is_name, person};
use crate::zones::{is_authority, is_office};

pub(crate) fn read(paper: &Paper) -> Option<Signatory> {
    let foot: Vec<&Line> = paper
        .work
        .roots
        .iter()
        .map(|at| &paper.work.nodes[*at])
        .filter(|node| matches!(node.role, SectionRole::Signature | SectionRole::Recipients))
        .flat_map(super::super::sections::Node::lines)
        .collect();
    let start = start(&foot)?;
    let mut signatory = Signatory { place: foot[start].whole(), ..Signatory::default() };
    let mut authority: Vec<String> = Vec::new();
    let mut titles: Vec<String> = Vec::new();
    for line in &foot[start..] {
        let folded = line.folded();
        if folded.starts_with(['-', '+']) || folded.starts_with("noi nhan") || folded.contains('_') {
            if titles.is_empty() && authority.is_empty() {
                continue;
            }
            if signatory.name.is_some() {
                break;
            }
            continue;
        }
        if folded.starts_with('(') || folded.contains("da ky") || folded.contains("ky, ") {
            continue;
        }
        if is_authority(line) {
            if signatory.name.is_some() {
                break;
            }
            authority.push(line.text());
        } else if (is_name(&line.text()) || !titles_empty(&authority, &titles) && looks_like_name(line))
            && !(line.is_capitals() && is_office(line))
        {
            signatory.name = Some(person(&line.text()).name.unwrap_or_else(|| line.text()));
            break;
        } else if line.is_capitals() {
            // A title goes on over the next line ("PHÓ GIÁM ĐỐC / SỞ …").
            let open = if titles.is_empty() { authority.last_mut() } else { titles.last_mut() };
            match open {
                Some(last) if !is_office(line) => {
                    last.push(' ');
                    last.push_str(&line.text());
                }
                _ => titles.push(line.text()),
            }
        }
    }
    let mut titles = titles.into_iter();
    signatory.title = titles.next();
    signatory.also = titles.next();
    // "KT. CHỦ TỊCH" alone: the authority line ends in the signer's own title.
    signatory.authority = (!authority.is_empty()).then(|| authority.join(" / "));
    Some(signatory)
}

fn titles_empty(authority: &[String], titles: &[String]) -> bool {
    authority.is_empty() && titles.is_empty()
}

/// Under the title two to five words that all begin with a capital and hold
/// only letters are a name, whatever the family.
fn looks_like_name(line: &Line) -> bool {
    let text = line.text();
    let words: Vec<&str> = text.split(' ').collect();
    (2..=5).contains(&words.len())
        && !line.is_capitals()
        && !is_office(line)
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(char::is_alphabetic)
        })
}

/// The first line of the block: an authority or office in capitals, or whatever
/// stands in capitals above a personal name.
fn start(foot: &[&Line]) -> Option<usize> {
    let office = foot.iter().position(|line| is_authority(line) || line.is_capitals() && is_office(line));
    let name = foot.iter().rposition(|line| is_name(&line.text()) && !line.folded().starts_with('-'));
    let above = name.and_then(|name| {
        let capitals = |at: usize| foot[at].is_capitals() && !foot[at].folded().starts_with(['-', 'n']);
        let first = (0..name).rev().take_while(|at| capitals(*at)).last()?;
        Some(first)
    });
    match (office, above) {
        (Some(office), Some(above)) => Some(office.min(above)),
        (office, above) => office.or(above),
    }
}
