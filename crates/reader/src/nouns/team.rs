//! Who inspects: rosters in the section on the team, in attached lists, in
//! tables. Each list is a roster of its own.
//!
//! Not here: whom the unit must send ("Thành phần làm việc với Đoàn").

mod roles;
mod row;

use domain::plan::{Doubt, DoubtCode, Plan, PlanKind, SectionRole, TeamRole, TeamRow};

use super::{Paper, doubt};
use crate::letters::fold_words;
use crate::line::Line;
use crate::table::{Column, Table};
use crate::topic::Topic;
use roles::role_of;

pub(crate) fn read(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) -> Vec<TeamRow> {
    let _ = plan;
    let mut found: Vec<TeamRow> = Vec::new();
    if matches!(paper.kind, PlanKind::ProgrammePlan | PlanKind::Other) {
        return found;
    }
    for at in paper.roots_about(Topic::Team) {
        let roster = roster_name(paper, at);
        walk(paper, at, &roster, None, &mut found, doubts);
    }
    for annex in &paper.work.annexes {
        let title = fold_words(&annex.title);
        let team = [
            "thanh vien",
            "doan kiem tra",
            "to kiem tra",
            "thanh phan",
            "nhan su",
            "to giup viec",
            "doan cong tac",
        ]
        .iter()
        .any(|word| title.contains(word));
        let tabled =
            paper.work.under(annex.root).into_iter().any(|at| paper.work.nodes[at].tables().any(is_roster));
        if !(team && !title.contains("duoc kiem tra") || tabled) {
            continue;
        }
        for child in paper.work.nodes[annex.root].children.clone() {
            walk(paper, child, &annex.title, None, &mut found, doubts);
        }
        for table in paper.work.nodes[annex.root].tables() {
            rows(paper, table, &annex.title, &mut found, doubts);
        }
    }
    if found.is_empty() {
        // A roster table anywhere in the body is one.
        for at in paper.work.body_nodes() {
            for table in paper.work.nodes[at].tables().filter(|table| is_roster(table)) {
                rows(paper, table, "Thành phần Đoàn kiểm tra", &mut found, doubts);
            }
        }
    }
    found
}

fn is_roster(table: &Table) -> bool {
    table.has(Column::Name)
        && (table.has(Column::Position)
            || table.has(Column::Role)
            || table.has(Column::Organisation)
            || table.has(Column::Rank))
}

fn roster_name(paper: &Paper, at: usize) -> String {
    let node = &paper.work.nodes[at];
    let said = node.title.as_ref().map(Line::text).or_else(|| {
        node.paragraphs()
            .next()
            .map(|line| line.text().split([':', '.']).next().unwrap_or_default().to_owned())
    });
    said.unwrap_or_default().trim_end_matches([':', ' ', '.']).to_owned()
}

/// A node and what stands under it; a role that heads a list holds for it.
fn walk(
    paper: &Paper,
    at: usize,
    roster: &str,
    role: Option<TeamRole>,
    found: &mut Vec<TeamRow>,
    doubts: &mut Vec<Doubt>,
) {
    let node = &paper.work.nodes[at];
    if node.role == SectionRole::Noise
        || node.topics.contains(&Topic::Hosts)
        || !(node.topics.contains(&Topic::Team) || node.topics.is_empty())
    {
        return;
    }
    let mut inner = role;
    let mut roster = roster.to_owned();
    let leads = !node.children.is_empty() || node.title.is_some() && node.paragraphs().next().is_some();
    if let Some(line) = node.first_line()
        && (leads || node.tables().next().is_some())
    {
        if let Some(own) = roles::heading_role(line) {
            inner = Some(own);
        } else if is_sub_roster(line) && node.label.is_some() {
            line.text().trim_end_matches([':', ' ', '.', ';']).clone_into(&mut roster);
        }
    }
    for line in node.lines() {
        let only_heading = leads && (roles::heading_role(line).is_some() || line.folded().ends_with(':'));
        let title_only = leads && node.title.as_ref() == Some(line) && roles::role_first(line).is_none();
        if !(only_heading || title_only) {
            let labelled = node.label.is_some() && node.parent.is_some();
            keep(row::read(line, &roster, inner, labelled), line, found, doubts);
        }
    }
    for table in node.tables() {
        rows(paper, table, &roster, found, doubts);
    }
    for child in node.children.clone() {
        walk(paper, child, &roster, inner, found, doubts);
    }
}

/// "Tổ 1", "Đoàn kiểm tra số 2": a roster inside a roster.
fn is_sub_roster(line: &Line) -> bool {
    let folded = line.folded();
    let heads = ["to ", "doan ", "nhom "];
    let head = heads.iter().any(|head| folded.starts_with(head));
    head && folded.chars().any(|c| c.is_ascii_digit()) && line.len() < 90
        || folded.starts_with("to giup viec")
}

fn keep(read: row::Read, line: &Line, found: &mut Vec<TeamRow>, doubts: &mut Vec<Doubt>) {
    for (row, sure) in read.rows {
        if !sure {
            let who = row.name.clone().unwrap_or_else(|| row.organisation.clone());
            doubts.push(doubt(
                DoubtCode::RoleMissing,
                line.whole(),
                format!("Chưa ghi vai trò của “{who}” trong Đoàn; tạm coi là thành viên."),
            ));
        }
        found.push(row);
    }
}

/// Rows of a roster table.
fn rows(_paper: &Paper, table: &Table, roster: &str, found: &mut Vec<TeamRow>, doubts: &mut Vec<Doubt>) {
    let seats = table.has(Column::Role) && table.has(Column::Organisation);
    if !(is_roster(table) || seats) {
        return;
    }
    let mut role: Option<TeamRole> = None;
    for cells in table.body() {
        if table.is_group_row(cells) {
            let said = cells.iter().flatten().next().map(|line| fold_words(&line.text())).unwrap_or_default();
            role = role_of(&said);
            if role.is_some()
                || !table.has(Column::Name)
                || table.cell(cells, Column::Name).is_empty()
                || said.chars().any(|c| c.is_ascii_digit())
            {
                continue;
            }
        }
        let Some((row, sure)) = row::tabled(table, cells, roster, role) else {
            continue;
        };
        if !sure {
            let who = row.name.clone().unwrap_or_else(|| row.organisation.clone());
            doubts.push(doubt(
                DoubtCode::RoleMissing,
                row.place,
                format!("Chưa ghi vai trò của “{who}” trong Đoàn; tạm coi là thành viên."),
            ));
        }
        found.push(row);
    }
}
