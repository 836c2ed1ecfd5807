//! When the work is done: days, months, quarters, phases.

use domain::plan::{PlanKind, Span, Window};

use super::Paper;
use crate::dates::period;
use crate::letters::fold;
use crate::line::Line;
use crate::organisation::clauses;
use crate::table::{Column, Table};
use crate::topic::{Topic, run_in};

pub(crate) fn read(paper: &Paper) -> Vec<Window> {
    let mut found: Vec<Window> = Vec::new();
    if paper.kind == PlanKind::ProgrammePlan {
        return found;
    }
    for at in paper.about(Topic::Time) {
        let node = &paper.work.nodes[at];
        // Under a heading of many topics only sentences that speak of time.
        let mixed = node.topics.len() > 1;
        for line in node.paragraphs() {
            if !mixed
                || run_in(line).is_some_and(|end| fold(&line.slice(0..end)).contains("thoi gian"))
                || line.folded().starts_with("thoi gian")
            {
                sentences(paper, line, &mut found);
            }
        }
        for table in node.tables() {
            schedule(paper, table, &mut found);
        }
    }
    if found.is_empty() {
        for at in paper.work.body_nodes() {
            for line in paper.work.nodes[at].paragraphs() {
                let folded = line.folded();
                let speaks = folded.contains("thoi gian kiem tra")
                    || folded.contains("thoi gian tien hanh")
                    || folded.starts_with("thoi gian:")
                    || folded.contains("tien hanh kiem tra") && folded.contains(" tu ngay ")
                    || folded.contains("thoi gian thuc hien kiem tra");
                let scope = folded.contains("moc thoi gian") || folded.contains("thoi ky kiem tra");
                let tells = folded.contains("bao cao") && !folded.contains(" tu ngay ");
                if speaks && !scope && !tells {
                    sentences(paper, line, &mut found);
                }
            }
        }
    }
    for annex in &paper.work.annexes {
        if fold(&annex.title).contains("lich") {
            for at in paper.work.under(annex.root) {
                for table in paper.work.nodes[at].tables() {
                    schedule(paper, table, &mut found);
                }
            }
        }
    }
    let mut kept: Vec<Window> = Vec::new();
    for window in found {
        if !kept
            .iter()
            .any(|known| known.from == window.from && known.to == window.to && known.what == window.what)
        {
            kept.push(window);
        }
    }
    kept
}

/// Each sentence gives at most one window.
fn sentences(paper: &Paper, line: &Line, found: &mut Vec<Window>) {
    for range in clauses(line, 0..line.len(), &[';']) {
        for part in split_sentences(line, range) {
            let folded = &line.folded()[part.clone()];
            // A deadline or the inspected period is no window.
            let other = ["bao cao", "pham vi", "thoi ky", "so lieu"].iter().any(|word| folded.contains(word));
            if other && !folded.contains("thoi gian kiem tra") {
                continue;
            }
            // "Giai đoạn năm 2023: Trong tháng 12/2023, …": the nearer date.
            let start = folded
                .find(':')
                .filter(|at| *at < 60 && period(folded, *at, paper.year).is_some())
                .unwrap_or(0);
            let Some(period) = period(folded, start, paper.year) else {
                continue;
            };
            let Some(to) = period.to else { continue };
            let before = folded[..period.range.start].trim_end();
            if before.ends_with("truoc")
                || before.ends_with("truoc ngay")
                || before.ends_with("cham nhat")
                || before.ends_with("quyet dinh so")
            {
                continue;
            }
            let place = line.place(part.start + period.range.start..part.start + period.range.end);
            found.push(Window { what: what(line, &part, &period.range), from: period.from, to, place });
        }
    }
}

fn split_sentences(line: &Line, range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let folded = line.folded();
    let mut found = Vec::new();
    let mut from = range.start;
    for at in range.clone() {
        let ends = folded.as_bytes()[at] == b'.' && folded.as_bytes().get(at + 1) == Some(&b' ');
        if ends && line.chars().get(at + 2).is_some_and(|c| c.is_uppercase()) {
            found.push(from..at + 1);
            from = at + 1;
        }
    }
    found.push(from..range.end);
    found.into_iter().map(|part| line.trimmed(part)).filter(|part| !part.is_empty()).collect()
}

/// What happens in the window: the words behind the time, or its heading.
fn what(line: &Line, part: &std::ops::Range<usize>, time: &std::ops::Range<usize>) -> String {
    let behind = line.slice(part.start + time.end..part.end);
    let behind = behind
        .split('(')
        .next()
        .unwrap_or_default()
        .trim_matches([' ', ',', ';', '.', ':', '-', ')'])
        .to_owned();
    if behind.chars().count() > 12 {
        return behind;
    }
    let before = line.slice(part.start..part.start + time.start);
    let before = before
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(" từ")
        .trim_end_matches(" Trong")
        .trim_end_matches(" trong")
        .trim_end_matches(" Từ")
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let before = before.trim_matches([' ', ',', ':', '-']);
    let clock = fold(before);
    let cut = [" gio", "h0", "h3"]
        .iter()
        .filter_map(|word| clock.rfind(word))
        .max()
        .filter(|at| clock.len() - at < 10);
    let kept = cut.map_or(before.chars().count(), |at| {
        clock[..at].trim_end_matches(|c: char| c.is_ascii_digit() || " :,h".contains(c)).len()
    });
    let before: String = before.chars().take(kept).collect();
    let before = before.as_str();
    if before.chars().count() > 4 { before.to_owned() } else { "Thời gian kiểm tra".to_owned() }
}

/// Days in a schedule's rows.
fn schedule(paper: &Paper, table: &Table, found: &mut Vec<Window>) {
    // A matrix of tasks holds due dates, not visits.
    if table.has(Column::Task) && (table.has(Column::Lead) || table.has(Column::Executing)) {
        return;
    }
    for row in table.body() {
        let Some((span, place)) = row_span(paper, table, row) else {
            continue;
        };
        let unit = [Column::Unit, Column::Organisation, Column::Task, Column::Place]
            .into_iter()
            .map(|column| table.cell(row, column).text())
            .find(|text| !text.is_empty());
        found.push(Window {
            what: unit.unwrap_or_else(|| "Lịch kiểm tra".to_owned()),
            from: span.from,
            to: span.to,
            place,
        });
    }
}

/// The days a schedule gives a row.
pub(super) fn row_span(
    paper: &Paper,
    table: &Table,
    row: &[Vec<Line>],
) -> Option<(Span, domain::plan::Place)> {
    [Column::Day, Column::Due].into_iter().find_map(|column| {
        let cell = table.cell(row, column);
        let padded = padded(&cell);
        let period = period(&padded, 0, paper.year)?;
        let to = period.to?;
        Some((Span { from: period.from, to }, cell.whole()))
    })
}

/// In a column of days a bare "15/9" is a day.
fn padded(cell: &Line) -> String {
    let folded = cell.folded();
    let bare = folded.starts_with(|c: char| c.is_ascii_digit())
        && folded.matches('/').count() == 1
        && folded.len() <= 6;
    if bare { format!("ngay {folded}") } else { folded.to_owned() }
}
