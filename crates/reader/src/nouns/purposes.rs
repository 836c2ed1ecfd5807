//! Purposes and requirements ("Mục đích, yêu cầu").

use domain::plan::{Purpose, PurposeKind, SectionRole};

use super::{Paper, clause};
use crate::letters::fold_words;
use crate::topic::{Topic, heading};

pub(crate) fn read(paper: &Paper) -> Vec<Purpose> {
    let mut found = Vec::new();
    for at in paper.work.body_nodes() {
        let node = &paper.work.nodes[at];
        let purpose = node.topics.contains(&Topic::Purpose);
        let requirement = node.topics.contains(&Topic::Requirement);
        if !(purpose || requirement) || node.role == SectionRole::Noise {
            continue;
        }
        let kind = if requirement && !purpose { PurposeKind::Requirement } else { PurposeKind::Purpose };
        let kind = if kind == PurposeKind::Purpose && requirement && is_requirement(paper, at) {
            PurposeKind::Requirement
        } else {
            kind
        };
        for (text, id, place) in texts(paper, at) {
            found.push(Purpose { id, text, kind, place });
        }
    }
    found
}

/// Under a heading that names both, a clause is a requirement when it says how
/// the work must be done.
fn is_requirement(paper: &Paper, at: usize) -> bool {
    let node = &paper.work.nodes[at];
    let said = node.first_line().map(|line| fold_words(&line.text())).unwrap_or_default();
    let starts = [
        "viec kiem tra phai",
        "cong tac kiem tra phai",
        "trong qua trinh kiem tra",
        "qua trinh",
        "bao dam",
        "dam bao",
        "cong tac kiem tra",
        "cac co quan",
        "viec kiem tra",
    ];
    heading(node).is_some_and(|heading| heading.starts_with("yeu cau"))
        || starts.iter().any(|start| said.starts_with(start))
}

/// The clauses a node itself holds, headings and lead-ins left out.
pub(super) fn texts(paper: &Paper, at: usize) -> Vec<(String, String, domain::plan::Place)> {
    let node = &paper.work.nodes[at];
    let id = if node.id.is_empty() { parent_id(paper, at) } else { node.id.clone() };
    let leads = !node.children.is_empty();
    node.paragraphs()
        .filter(|line| !(leads && line.folded().ends_with(':')))
        .filter(|line| line.len() > 3)
        .map(|line| (clause(line), id.clone(), line.whole()))
        .collect()
}

fn parent_id(paper: &Paper, at: usize) -> String {
    paper
        .work
        .ancestors(at)
        .into_iter()
        .map(|parent| paper.work.nodes[parent].id.clone())
        .find(|id| !id.is_empty())
        .unwrap_or_default()
}
