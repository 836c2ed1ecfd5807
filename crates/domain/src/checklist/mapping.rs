//! From the words of a plan's contents to the checklist themes they call for.
//! A proposal for a person to confirm, with the words that led to it.
//!
//! Not here: reading contents out of a plan (`reader`).

use super::Checklist;
use crate::text::fold;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// One theme that one content line calls for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mapped {
    /// Which of the contents, counted from 0.
    pub content: usize,
    pub checklist: String,
    pub theme: String,
    /// The keywords found, as the checklist writes them.
    pub keywords: Vec<String>,
    /// Words matched in all; longer keywords weigh more.
    pub weight: usize,
}

/// A checklist with the share of the contents it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub checklist: String,
    /// Contents that call for at least one of its themes.
    pub covered: usize,
    pub contents: usize,
    /// Its themes called for, in its own order.
    pub themes: Vec<String>,
    pub weight: usize,
}

/// Every theme each content line calls for, heaviest first within a line.
pub fn map<'a>(contents: &[&str], checklists: impl IntoIterator<Item = &'a Checklist>) -> Vec<Mapped> {
    let folded: Vec<String> = contents.iter().map(|text| format!(" {} ", fold(text))).collect();
    let mut found = vec![];
    for checklist in checklists {
        for theme in &checklist.themes {
            let keywords: Vec<(&String, String)> =
                theme.keywords.iter().map(|keyword| (keyword, format!(" {} ", fold(keyword)))).collect();
            for (content, text) in folded.iter().enumerate() {
                let hit: Vec<&(&String, String)> = keywords
                    .iter()
                    .filter(|(_, folded)| folded.trim() != "" && text.contains(folded))
                    .collect();
                if hit.is_empty() {
                    continue;
                }
                found.push(Mapped {
                    content,
                    checklist: checklist.code.clone(),
                    theme: theme.code.clone(),
                    weight: hit.iter().map(|(_, folded)| folded.split_whitespace().count()).sum(),
                    keywords: hit.iter().map(|(keyword, _)| (*keyword).clone()).collect(),
                });
            }
        }
    }
    found.sort_by(|a, b| {
        (a.content, b.weight, &a.checklist, &a.theme).cmp(&(b.content, a.weight, &b.checklist, &b.theme))
    });
    found
}

/// Which checklists a plan issued on `issued` calls for, best first: most
/// contents covered, then most words matched. Those not valid that day are left
/// out; without a day all are considered.
pub fn propose(contents: &[&str], checklists: &[Checklist], issued: Option<Date>) -> Vec<Proposal> {
    let usable: Vec<&Checklist> =
        checklists.iter().filter(|list| issued.is_none_or(|day| list.is_valid_on(day))).collect();
    let mut by_list: BTreeMap<&str, Vec<Mapped>> = BTreeMap::new();
    let mapped = map(contents, usable.iter().copied());
    for hit in &mapped {
        by_list.entry(&hit.checklist).or_default().push(hit.clone());
    }
    let mut proposals: Vec<Proposal> = usable
        .iter()
        .filter_map(|list| {
            let hits = by_list.get(list.code.as_str())?;
            let mut covered: Vec<usize> = hits.iter().map(|hit| hit.content).collect();
            covered.sort_unstable();
            covered.dedup();
            let called = |theme: &str| hits.iter().any(|hit| hit.theme == theme);
            Some(Proposal {
                checklist: list.code.clone(),
                covered: covered.len(),
                contents: contents.len(),
                themes: list
                    .themes
                    .iter()
                    .filter(|theme| called(&theme.code))
                    .map(|t| t.code.clone())
                    .collect(),
                weight: hits.iter().map(|hit| hit.weight).sum(),
            })
        })
        .collect();
    proposals.sort_by(|a, b| (b.covered, b.weight, &a.checklist).cmp(&(a.covered, a.weight, &b.checklist)));
    proposals
}
