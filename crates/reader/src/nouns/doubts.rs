//! Doubts about the paper as a whole: broken paragraphs, misspellings, dates
//! that do not exist, gaps in the numbering, what should be there and is not.
//!
//! Not here: doubts a noun raises about itself.

mod missing;
mod spelling;

use domain::deadline::Rule;
use domain::plan::{Doubt, DoubtCode, Plan, SectionRole};
use jiff::civil::Date;

use super::{Paper, doubt};
use crate::dates::{Moment, moments};
use crate::label::{LabelKind, letters_between};
use crate::letters::fold;
use crate::line::Line;
use crate::words::Source;

/// Doubts of one code that are reported at most.
const PER_CODE: usize = 60;

pub(crate) fn read(paper: &Paper, source: &Source, plan: &Plan, doubts: &mut Vec<Doubt>) {
    for seam in &paper.work.seams {
        let message = format!("Câu bị ngắt đoạn, đã nối lại: “{}”.", seam.words);
        doubts.push(doubt(DoubtCode::BrokenParagraph, seam.place, message));
    }
    for at in paper.work.all() {
        let node = &paper.work.nodes[at];
        if node.role == SectionRole::Noise {
            continue;
        }
        for line in paper.work.every_line(at) {
            spelling::read(line, doubts);
            impossible(line, doubts);
        }
        gaps(paper, at, doubts);
    }
    top_gaps(paper, doubts);
    missing::read(paper, plan, doubts);
    times(plan, doubts);
    whole(source, plan, doubts);
    let mut counts = std::collections::BTreeMap::new();
    doubts.retain(|doubt| {
        let count: &mut usize = counts.entry(doubt.code).or_default();
        *count += 1;
        *count <= PER_CODE
    });
}

fn impossible(line: &Line, doubts: &mut Vec<Doubt>) {
    for hit in moments(line.folded()) {
        if hit.moment == Moment::Impossible {
            let said = line.slice(hit.range.clone());
            doubts.push(doubt(
                DoubtCode::DateImpossible,
                line.place(hit.range),
                format!("Không có ngày “{said}” trong lịch."),
            ));
        }
    }
}

/// Labels of one row must follow each other.
fn gaps(paper: &Paper, at: usize, doubts: &mut Vec<Doubt>) {
    row_gaps(paper, &paper.work.nodes[at].children, doubts);
}

fn top_gaps(paper: &Paper, doubts: &mut Vec<Doubt>) {
    row_gaps(paper, &paper.work.body, doubts);
}

fn row_gaps(paper: &Paper, row: &[usize], doubts: &mut Vec<Doubt>) {
    let labelled = row.iter().filter_map(|child| {
        let node = &paper.work.nodes[*child];
        node.label.as_ref().map(|label| (node, label))
    });
    let labelled: Vec<_> =
        labelled.filter(|(_, label)| !label.kind.is_bullet() && label.kind != LabelKind::Paren).collect();
    for pair in labelled.windows(2) {
        let [(_, first), (node, second)] = pair else {
            continue;
        };
        if first.kind != second.kind {
            continue;
        }
        let missing: Vec<String> = if first.kind == LabelKind::Letter {
            letters_between(first.number, second.number).iter().map(char::to_string).collect()
        } else {
            (first.number + 1..second.number).map(|number| number.to_string()).collect()
        };
        let place = node.label_line.whole();
        if second.number == first.number {
            let message = format!("Đề mục “{}” lặp lại.", second.sign);
            doubts.push(doubt(DoubtCode::LabelGap, place, message));
        } else if !missing.is_empty() && missing.len() <= 5 {
            let message = format!(
                "Đề mục nhảy từ “{}” đến “{}”, thiếu “{}”.",
                first.sign,
                second.sign,
                missing.join(", ")
            );
            doubts.push(doubt(DoubtCode::LabelGap, place, message));
        }
    }
}

/// Deadlines against the plan's own dates.
fn times(plan: &Plan, doubts: &mut Vec<Doubt>) {
    let start = plan.windows.iter().map(|window| window.from).min();
    let end = plan.windows.iter().map(|window| window.to).max();
    for deadline in &plan.deadlines {
        let Rule::Absolute { date, .. } = &deadline.rule else {
            continue;
        };
        let shown = date.strftime("%d/%m/%Y");
        if let Some(issued) = plan.date
            && *date < issued.from
        {
            let message = format!("Thời hạn {shown} trước ngày ban hành văn bản.");
            doubts.push(doubt(DoubtCode::DeadlineBeforeIssue, deadline.place, message));
        }
        let what = fold(&format!("{} {}", deadline.what, deadline.text));
        let after_visit = ["khac phuc", "ket qua kiem tra", "tong hop ket qua", "ket luan"]
            .iter()
            .any(|word| what.contains(word));
        let earlier =
            what.contains("sau kiem tra") || what.contains("tu kiem tra") || what.contains("thoi gian tren");
        if let Some(start) = start
            && after_visit
            && !earlier
            && *date <= start
        {
            let message =
                format!("Thời hạn {shown} đến trước khi bắt đầu kiểm tra ({}).", start.strftime("%d/%m/%Y"));
            doubts.push(doubt(DoubtCode::DeadlineBeforeWindow, deadline.place, message));
        }
        let own_report =
            what.contains("tu kiem tra") || what.contains("de cuong") && what.contains("bao cao");
        if let Some(end) = end
            && own_report
            && *date > end
        {
            let message = format!(
                "Thời hạn gửi báo cáo {shown} sau khi đã kết thúc kiểm tra ({}).",
                end.strftime("%d/%m/%Y")
            );
            doubts.push(doubt(DoubtCode::DeadlineAfterWindow, deadline.place, message));
        }
    }
    for window in &plan.windows {
        let over: Option<Date> = plan.date.map(|issued| issued.from).filter(|issued| window.to < *issued);
        if over.is_some() {
            let message = format!("Thời gian “{}” kết thúc trước ngày ban hành văn bản.", window.what);
            doubts.push(doubt(DoubtCode::DeadlineBeforeIssue, window.place, message));
        }
    }
}

fn whole(source: &Source, plan: &Plan, doubts: &mut Vec<Doubt>) {
    let start = domain::plan::Place::default();
    if source.truncated {
        doubts.push(doubt(DoubtCode::Truncated, start, "Văn bản dài quá giới hạn; phần sau chưa được đọc."));
    }
    if source.paragraphs.is_empty() {
        doubts.push(doubt(
            DoubtCode::NoText,
            start,
            "Tệp không có lớp chữ đọc được (có thể là bản quét); cần bản có chữ.",
        ));
    }
    let odd = source.paragraphs.iter().enumerate().find(|(_, paragraph)| paragraph.look_alikes);
    if let Some((at, paragraph)) = odd {
        let place = domain::plan::Place {
            page: paragraph.page,
            paragraph: at as u32,
            from: 0,
            to: paragraph.text.chars().count() as u32,
        };
        doubts.push(doubt(
            DoubtCode::Noise,
            place,
            "Có chữ cái của bảng chữ khác trông giống chữ Việt; đã đọc theo chữ Việt.",
        ));
    }
    let _ = plan;
}
