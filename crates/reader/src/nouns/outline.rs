//! The report outline a plan attaches ("Đề cương báo cáo").

use domain::plan::{Outline, OutlineField, SectionRole};

use super::Paper;
use crate::letters::fold;
use crate::line::Line;

pub(crate) fn read(paper: &Paper) -> Option<Outline> {
    let annex = paper.work.annexes.iter().find(|annex| {
        let title = fold(&annex.title);
        title.contains("de cuong")
            || title.contains("mau bao cao")
            || title.starts_with("phu luc") && title.contains("bao cao")
    })?;
    let root = &paper.work.nodes[annex.root];
    let fields = root.children.iter().filter_map(|child| field(paper, *child)).collect();
    Some(Outline { title: annex.title.clone(), place: root.place(), fields })
}

/// A labelled node is a field; bare lines of the inner head are none.
fn field(paper: &Paper, at: usize) -> Option<OutlineField> {
    let node = &paper.work.nodes[at];
    if node.role == SectionRole::Noise || node.label.is_none() && node.children.is_empty() {
        return None;
    }
    let text = node.lines().map(Line::text).collect::<Vec<_>>().join(" ");
    let children = node.children.iter().filter_map(|child| field(paper, *child)).collect();
    let label = node.label_line.text();
    Some(OutlineField { label, text, place: node.place(), children })
}
