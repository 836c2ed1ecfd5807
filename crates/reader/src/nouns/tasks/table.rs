//! Task matrices: one row, one task.

use domain::plan::{ActorRole, SectionRole, Task};

use super::{Attributes, actors, build};
use crate::letters::fold_words;
use crate::line::Line;
use crate::nouns::Paper;
use crate::table::{Column, Table};

/// Reads the rows of a table of tasks; schedules and rosters are none.
pub(super) fn read(paper: &Paper, at: usize, table: &Table, found: &mut Vec<Task>) {
    let duty = table.has(Column::Lead) || table.has(Column::Executing) || table.has(Column::Coordinating);
    let dated = table.has(Column::Due) || table.has(Column::Product);
    if !table.has(Column::Task)
        || table.has(Column::Name)
        || !(duty || dated && table.has(Column::Organisation))
    {
        return;
    }
    let prefix = prefix(paper, at);
    let mut group = String::new();
    for row in table.body() {
        let number = table.cell(row, Column::Number).text();
        let sign = number.trim().trim_end_matches(['.', ')', ' ']).to_owned();
        let task = table.cell(row, Column::Task);
        if is_group(table, row) {
            group.clone_from(&sign);
            if sign.is_empty() {
                // "I. Nhiệm vụ chung" over all columns.
                let said = row.iter().flatten().next().map(Line::text).unwrap_or_default();
                let sign = said.split(['.', ' ']).next().unwrap_or_default();
                let numeral = sign.len() <= 4 && crate::letters::is_capitals(&format!("{sign}{sign}"));
                group = if numeral { sign.to_owned() } else { String::new() };
            }
            continue;
        }
        if task.is_empty() || fold_words(&task.text()).chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let nth = if sign.is_empty() { (found.len() + 1).to_string() } else { sign };
        let id = [prefix.as_str(), group.as_str(), nth.as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(".");
        let mut given = Attributes::default();
        let lead = if table.has(Column::Lead) { Column::Lead } else { Column::Executing };
        for (column, role) in [
            (lead, if table.has(Column::Lead) { ActorRole::Lead } else { ActorRole::Executing }),
            (Column::Coordinating, ActorRole::Coordinating),
        ] {
            given.actors.extend(cell_actors(table, row, column, role, paper));
        }
        if table.has(Column::Lead) && table.has(Column::Executing) {
            given.actors.extend(cell_actors(table, row, Column::Executing, ActorRole::Executing, paper));
        }
        if !duty {
            given.actors.extend(cell_actors(table, row, Column::Organisation, ActorRole::Executing, paper));
        }
        let due = table.cell(row, Column::Due);
        if !due.is_empty() {
            given.time.push(due);
        }
        let product = table.cell(row, Column::Product).text();
        given.product = (!product.trim().is_empty()).then_some(product);
        let place = task.whole();
        found.push(build(paper, id, task.text(), given, place));
    }
}

/// A row that heads tasks: no actor and no date beside its words.
fn is_group(table: &Table, row: &[Vec<Line>]) -> bool {
    if table.is_group_row(row) {
        return true;
    }
    let sign = table.cell(row, Column::Number).text();
    let roman = crate::label::roman_value(&crate::letters::fold(sign.trim().trim_end_matches('.'))).is_some()
        && sign.trim().chars().next().is_some_and(char::is_alphabetic);
    let others = [
        Column::Lead,
        Column::Coordinating,
        Column::Executing,
        Column::Due,
        Column::Product,
        Column::Organisation,
    ];
    roman && others.iter().all(|column| table.cell(row, *column).is_empty())
}

fn cell_actors(
    table: &Table,
    row: &[Vec<Line>],
    column: Column,
    role: ActorRole,
    paper: &Paper,
) -> Vec<domain::plan::Actor> {
    let mut out = Vec::new();
    let mut pieces: Vec<Line> = Vec::new();
    for line in table.cell_lines(row, column) {
        let from = crate::label::label(line).map_or(0, |label| label.end);
        let text = line.slice(from..line.len());
        let begins =
            from > 0 || crate::organisation::starts_unit(&text) || crate::organisation::is_class(&text);
        let open = pieces.last().is_some_and(|last| !last.folded().ends_with([';', '.', ',']));
        match pieces.last_mut() {
            Some(last) if !begins && open => last.join(line),
            _ => pieces.push(line.part(from..line.len())),
        }
    }
    for piece in &pieces {
        out.extend(actors::actors(piece, 0..piece.len(), role, paper));
    }
    out
}

/// The section a table stands in, or its annex's number.
fn prefix(paper: &Paper, at: usize) -> String {
    let id = std::iter::once(at)
        .chain(paper.work.ancestors(at))
        .map(|above| paper.work.nodes[above].id.clone())
        .find(|id| !id.is_empty());
    if let Some(id) = id {
        return id;
    }
    let annexes: Vec<usize> = paper.work.annexes.iter().map(|annex| annex.root).collect();
    let root = std::iter::once(at).chain(paper.work.ancestors(at)).last().unwrap_or(at);
    match annexes.iter().position(|annex| *annex == root) {
        Some(nth) if paper.work.nodes[root].role == SectionRole::Annex => {
            if annexes.len() == 1 {
                "PL".to_owned()
            } else {
                format!("PL{}", nth + 1)
            }
        }
        _ => String::new(),
    }
}
