//! Targets in tables: lists of units, schedules.

use domain::plan::{Doubt, Target, TargetPurpose};

use super::entry::{Entry, Group};
use crate::nouns::Paper;
use crate::nouns::windows::row_span;
use crate::organisation::{is_class, starts_unit};
use crate::table::{Column, Table};

/// Reads the rows of a list of units; rosters and task lists are none.
pub(super) fn read(
    paper: &Paper,
    table: &Table,
    group: &Group,
    found: &mut Vec<Target>,
    doubts: &mut Vec<Doubt>,
) {
    if table.has(Column::Name) || table.has(Column::Role) && table.has(Column::Position) {
        return;
    }
    let column =
        [Column::Unit, Column::Organisation, Column::Executing].into_iter().find(|column| table.has(*column));
    let Some(column) = column else { return };
    if table.has(Column::Task) && (table.has(Column::Lead) || table.has(Column::Coordinating)) {
        return;
    }
    let mut group = group.clone();
    let outer = group.name.clone();
    let mut since = found.len();
    let mut last: Option<crate::line::Line> = None;
    for row in table.body() {
        if table.is_group_row(row) {
            let numbered = table.columns.iter().position(|named| *named == Some(Column::Number));
            let said = row
                .iter()
                .enumerate()
                .filter(|(at, _)| Some(*at) != numbered)
                .flat_map(|(_, cell)| cell)
                .next();
            if let Some(line) = said {
                let own = starts_unit(&line.text()) && !is_class(&line.text()) && group.name == outer;
                if !own {
                    close(&group, &found[since..], last.as_ref(), doubts);
                    since = found.len();
                    last = Some(line.clone());
                    group = Group::announced(line, paper.year);
                    continue;
                }
            }
        }
        let span = row_span(paper, table, row).map(|(span, _)| span);
        for line in units(table, row, column) {
            let entry = Entry { paper, line: &line, group: &group, listed: true };
            let mut names = entry.names(0..line.len(), &group);
            let noted = super::purpose_of(&table.cell(row, Column::Note).text());
            for target in &mut names {
                target.window = span;
                if noted == TargetPurpose::RemediationCheck {
                    target.purpose = noted;
                }
            }
            found.extend(names);
        }
    }
    close(&group, &found[since..], last.as_ref(), doubts);
}

/// Compares a group's count with its rows.
fn close(group: &Group, found: &[Target], line: Option<&crate::line::Line>, doubts: &mut Vec<Doubt>) {
    if let Some(line) = line {
        super::entry::check_count(group, found, line, doubts);
    }
}

/// The unit lines of a cell: wrapped lines joined, several units apart.
fn units(table: &Table, row: &[Vec<crate::line::Line>], column: Column) -> Vec<crate::line::Line> {
    let mut out: Vec<crate::line::Line> = Vec::new();
    for line in table.cell_lines(row, column) {
        let text = line.text();
        let from = crate::label::label(line).map_or(0, |label| label.end);
        let begins = from > 0 || starts_unit(&text);
        match out.last_mut() {
            Some(last) if !begins => last.join(line),
            _ => out.push(line.part(from..line.len())),
        }
    }
    out
}
