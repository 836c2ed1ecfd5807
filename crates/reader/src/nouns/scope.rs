//! The inspected period ("Phạm vi", "Thời kỳ kiểm tra").

use std::ops::Range;

use domain::plan::{Scope, ScopeEnd};

use super::Paper;
use crate::dates::period;
use crate::line::Line;
use crate::topic::Topic;

pub(crate) fn read(paper: &Paper) -> Option<Scope> {
    let scoped = paper.about(Topic::Scope);
    let first = scoped.iter().filter(|at| {
        !paper.work.nodes[**at].topics.contains(&Topic::Time) || paper.work.nodes[**at].topics.len() > 2
    });
    let mut lines = first.flat_map(|at| paper.work.nodes[*at].paragraphs());
    let found = lines.find_map(|line| in_line(line, 0..line.len(), paper.year));
    // Elsewhere only a period that runs to the visit, or is called the scope.
    found.or_else(|| {
        let nodes = paper.work.body_nodes();
        let mut lines = nodes.iter().flat_map(|at| paper.work.nodes[*at].paragraphs());
        lines.find_map(|line| {
            let scope = in_line(line, 0..line.len(), paper.year)?;
            let named = line.folded().contains("pham vi")
                || line.folded().contains("thoi ky kiem tra")
                || line.folded().contains("nien do");
            (scope.to == ScopeEnd::Visit || named).then_some(scope)
        })
    })
}

/// Characters a period may take.
const PERIOD_CHARS: usize = 160;

/// A period "từ … đến …" inside a stretch of a line.
pub(super) fn in_line(line: &Line, range: Range<usize>, year: i16) -> Option<Scope> {
    let folded = &line.folded()[range.clone()];
    for (at, word) in folded.match_indices("tu ") {
        let starts = at == 0 || !folded.as_bytes()[at - 1].is_ascii_alphanumeric();
        if !starts || !line.says(range.start + at..range.start + at + 2, "từ") {
            continue;
        }
        // What belongs to "từ" stands near it.
        let near = &folded[..folded.len().min(at + PERIOD_CHARS)];
        let Some(period) = period(near, at, year) else {
            continue;
        };
        let gap = folded[at + word.len()..period.range.start].trim();
        if !matches!(gap, "" | "ngay" | "dau" | "thang" | "nam" | "thoi diem" | "moc") {
            continue;
        }
        let tail = folded[period.range.end..].trim_start();
        let open = period.to.is_none()
            || tail.starts_with("den nay")
            || tail.starts_with("den thoi diem")
            || tail.starts_with("den khi");
        let to = match period.to {
            Some(to) if !open => ScopeEnd::Date(to),
            _ => ScopeEnd::Visit,
        };
        // "từ năm 2022" alone is no period.
        if !open && period.to.is_some_and(|to| to == period.from) {
            continue;
        }
        let extended = if open {
            folded[period.range.end..]
                .find(['.', ';', ',', ')', ':'])
                .map_or(folded.len(), |end| period.range.end + end)
        } else {
            period.range.end
        };
        let stretch =
            range.start + at..range.start + extended.min(period.range.end + 40).max(period.range.end);
        let stretch = line.trimmed(stretch);
        return Some(Scope {
            from: period.from,
            to,
            text: line.slice(stretch.clone()),
            place: line.place(stretch),
        });
    }
    None
}
