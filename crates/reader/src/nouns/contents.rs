//! What is inspected ("Nội dung kiểm tra"), clause by clause.

use domain::plan::{Content, PlanKind, SectionRole};

use super::Paper;
use super::purposes::texts;
use crate::line::Line;
use crate::topic::Topic;

pub(crate) fn read(paper: &Paper) -> Vec<Content> {
    if paper.kind == PlanKind::ProgrammePlan {
        return Vec::new();
    }
    let mut found = Vec::new();
    for at in paper.about(Topic::Content) {
        let node = &paper.work.nodes[at];
        if node.role == SectionRole::Noise || mixed_parent(paper, at) {
            continue;
        }
        let heading = headings(paper, at);
        for (text, id, place) in texts(paper, at) {
            found.push(Content { id, text, heading: heading.clone(), place });
        }
    }
    found
}

/// A heading over several topics whose children speak for themselves has no
/// content of its own.
fn mixed_parent(paper: &Paper, at: usize) -> bool {
    let node = &paper.work.nodes[at];
    node.topics.len() > 1 && node.title.is_some() && !node.children.is_empty()
}

/// The headings between the section and the clause.
fn headings(paper: &Paper, at: usize) -> Option<String> {
    let above: Vec<String> = paper
        .work
        .ancestors(at)
        .into_iter()
        .filter(|parent| paper.work.nodes[*parent].topics.contains(&Topic::Content))
        .filter_map(|parent| {
            let node = &paper.work.nodes[parent];
            let own = node.title.as_ref().or_else(|| node.paragraphs().next());
            own.filter(|_| !node.kind().is_some_and(crate::label::LabelKind::is_heading)).map(Line::text)
        })
        .collect();
    let joined: Vec<String> =
        above.into_iter().rev().map(|text| text.trim_end_matches([':', '.', ' ']).to_owned()).collect();
    (!joined.is_empty()).then(|| joined.join(" › "))
}
