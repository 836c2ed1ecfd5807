//! Whom the plan inspects: named units, units in tables, classes of units; the
//! counts the text announces, and the two legal units of a commune.
//!
//! Not here: whom nobody inspects ("các đơn vị còn lại"): that is a duty.

mod entry;
mod table;

use domain::plan::{Doubt, DoubtCode, Plan, PlanKind, SectionRole, Target, TargetKind, TargetPurpose};
use jiff::civil::{Date, date};

use super::{Paper, doubt};
use crate::letters::{fold, fold_words};
use crate::line::Line;
use crate::topic::{Topic, run_in};
use entry::{Entry, Group};

/// Districts, townships and provincial towns ended with the two-tier system.
const TWO_TIERS: Date = date(2025, 7, 1);

pub(crate) fn read(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) -> Vec<Target> {
    if matches!(paper.kind, PlanKind::ProgrammePlan | PlanKind::Other | PlanKind::Minutes) {
        return Vec::new();
    }
    let mut found: Vec<Target> = Vec::new();
    for at in paper.roots_about(Topic::Target) {
        section(paper, at, &mut found, doubts);
    }
    for annex in &paper.work.annexes {
        let title = fold_words(&annex.title);
        let units = ["don vi", "co quan", "dia phuong", "doi tuong", "xa phuong"]
            .iter()
            .any(|word| title.contains(word));
        let people = title.contains("thanh vien") || title.contains("danh sach doan");
        if title.contains("lich")
            || title.contains("duoc kiem tra")
            || title.contains("danh sach") && units && !people
        {
            let group = Group { name: annex.title.clone(), ..Group::default() };
            for at in paper.work.under(annex.root).into_iter().skip(1) {
                node(paper, at, &group, &mut found, doubts);
            }
        }
    }
    timed(paper, &mut found);
    checks(plan, &found, doubts);
    found
}

/// A section about targets with all that stands under it.
fn section(paper: &Paper, root: usize, found: &mut Vec<Target>, doubts: &mut Vec<Doubt>) {
    let node_ = &paper.work.nodes[root];
    let name = node_
        .title
        .as_ref()
        .map_or_else(String::new, |title| title.text().trim_end_matches([':', ' ']).to_owned());
    let group = Group { name, ..Group::default() };
    let since = found.len();
    node(paper, root, &group, found, doubts);
    children(paper, root, &group, found, doubts);
    // "Tổng số 18 đơn vị, gồm:" counts everything under it.
    let total =
        node_.lines().find(|line| line.folded().contains("tong so") || line.folded().contains("tong cong"));
    if let Some(line) = total {
        entry::check_count(&Group::announced(line, paper.year), &found[since..], line, doubts);
    }
}

fn children(paper: &Paper, at: usize, group: &Group, found: &mut Vec<Target>, doubts: &mut Vec<Doubt>) {
    let own: Vec<usize> = paper.work.nodes[at].children.clone();
    for child in own {
        let child_node = &paper.work.nodes[child];
        if !child_node.topics.contains(&Topic::Target) || child_node.role == SectionRole::Noise {
            continue;
        }
        let before = found.len();
        // A child that only announces its own list names the group.
        let announced = child_node
            .lines()
            .last()
            .filter(|line| line.folded().ends_with(':') || child_node.title.is_some());
        let inner = announced
            .filter(|_| !child_node.children.is_empty())
            .map(|line| Group::announced(line, paper.year));
        let inner = inner.unwrap_or_else(|| group.clone());
        node(paper, child, group, found, doubts);
        children(paper, child, &inner, found, doubts);
        if !child_node.children.is_empty()
            && let Some(line) = announced
        {
            entry::check_count(&inner, &found[before..], line, doubts);
        }
    }
}

/// The lines and tables of one node.
fn node(paper: &Paper, at: usize, group: &Group, found: &mut Vec<Target>, doubts: &mut Vec<Doubt>) {
    let node = &paper.work.nodes[at];
    if node.role == SectionRole::Noise {
        return;
    }
    let leads = !node.children.is_empty();
    for line in node.paragraphs() {
        if leads && line.folded().ends_with(':') {
            continue;
        }
        // "Thời gian: …" inside a mixed section is not about targets.
        let other = run_in(line).is_some_and(|end| {
            let head = fold(&line.slice(0..end));
            ["thoi gian", "pham vi", "thoi ky", "noi dung", "thanh phan"]
                .iter()
                .any(|word| head.starts_with(word))
        });
        if !other {
            let entries = Entry { paper, line, group, listed: node.label.is_some() }.read(doubts);
            found.extend(entries);
        }
    }
    for inner in node.tables() {
        table::read(paper, inner, group, found, doubts);
    }
}

/// Units a schedule sentence names: "tiến hành kiểm tra … đối với Trung tâm …",
/// "Ngày 15/9/2026: Sở Y tế".
fn timed(paper: &Paper, found: &mut Vec<Target>) {
    for at in paper.about(Topic::Time) {
        let node = &paper.work.nodes[at];
        if node.role == SectionRole::Noise {
            continue;
        }
        for line in node.paragraphs() {
            for target in entry::timed(paper, line) {
                let known = found.iter().any(|known| same(known, &target));
                if !known {
                    found.push(target);
                }
            }
        }
        for inner in node.tables() {
            let group = Group { name: "Lịch kiểm tra".to_owned(), ..Group::default() };
            let mut rows = Vec::new();
            table::read(paper, inner, &group, &mut rows, &mut Vec::new());
            for target in rows {
                match found.iter_mut().find(|known| same(known, &target)) {
                    Some(known) => known.window = known.window.or(target.window),
                    None => found.push(target),
                }
            }
        }
    }
}

fn same(one: &Target, other: &Target) -> bool {
    fold_words(&one.name) == fold_words(&other.name)
}

fn checks(plan: &Plan, found: &[Target], doubts: &mut Vec<Doubt>) {
    for (at, target) in found.iter().enumerate() {
        let twice = found[..at].iter().any(|earlier| {
            same(earlier, target) && earlier.purpose == target.purpose && earlier.parent == target.parent
        });
        if twice {
            doubts.push(doubt(
                DoubtCode::DuplicateTarget,
                target.place,
                format!("“{}” được nêu hai lần trong đối tượng kiểm tra.", target.name),
            ));
        }
        if target.kind == TargetKind::Unknown {
            doubts.push(doubt(
                DoubtCode::UnknownUnit,
                target.place,
                format!("Chưa rõ “{}” là cơ quan, đơn vị nào.", target.name),
            ));
        }
        let level = entry::holds_old_level(&target.name)
            || target.parent.as_deref().is_some_and(entry::holds_old_level);
        if level && plan.date.is_some_and(|date| date.from >= TWO_TIERS) {
            let message = format!(
                "“{}” thuộc cấp hành chính đã kết thúc từ ngày 01/7/2025; cần xác định đơn vị kế thừa.",
                target.name
            );
            doubts.push(doubt(DoubtCode::UnitAbolished, target.place, message));
        }
    }
    unlisted(found, doubts);
}

/// A class with a count and no names: verified when another list names as many
/// units of that level.
fn unlisted(found: &[Target], doubts: &mut Vec<Doubt>) {
    for target in found {
        let Some(count) = target.count else { continue };
        if target.kind != TargetKind::Group && target.kind != TargetKind::OneStop {
            continue;
        }
        let mut parents: Vec<String> =
            found.iter().filter_map(|other| other.parent.as_deref()).map(fold_words).collect();
        parents.sort_unstable();
        parents.dedup();
        if parents.len() == usize::from(count) {
            continue;
        }
        let message = format!("Nêu {count:02} đơn vị (“{}”) nhưng không liệt kê tên.", target.name);
        doubts.push(doubt(DoubtCode::CountUnlisted, target.place, message));
    }
}

/// A heading that asks what became of earlier findings.
pub(super) fn purpose_of(words: &str) -> TargetPurpose {
    let folded = fold(words);
    let remedied = [
        "khac phuc",
        "phuc tra",
        "kiem tra lai",
        "thuc hien ket luan",
        "thuc hien kien nghi",
        "sau kiem tra",
    ];
    if remedied.iter().any(|word| folded.contains(word)) {
        TargetPurpose::RemediationCheck
    } else {
        TargetPurpose::Inspection
    }
}

/// A line's text without end marks.
pub(super) fn bare(line: &Line, range: std::ops::Range<usize>) -> String {
    line.slice(range).trim_matches([' ', '.', ';', ',', ':', '-', '–', '/']).to_owned()
}
