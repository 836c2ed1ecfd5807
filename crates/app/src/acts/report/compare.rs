//! What differs between two rounds of a report, or between a report and last
//! year's.

use super::view::{Previous, View, view};
use super::{Sight, Snapshot};
use crate::{Actor, App, Refusal};
use domain::identifier::ReportId;
use domain::outline::{Answers, Cell, Outline, Value};
use store::report as record;

/// One side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What stands now (for those who may see it).
    Live,
    Round(u16),
    LastYear,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub section: String,
    pub cell: Cell,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

#[derive(Debug)]
pub struct Comparison<'a> {
    pub view: View<'a>,
    pub before: Side,
    pub after: Side,
    pub differences: Vec<Difference>,
    /// Cells that are the same on both sides.
    pub same: usize,
}

/// Compares two sides of a report, in the outline's order.
pub async fn compare<'a>(
    app: &'a App,
    who: &Actor,
    id: ReportId,
    before: Side,
    after: Side,
) -> Result<Comparison<'a>, Refusal> {
    let view = view(app, who, id).await?;
    let from = side(app, &view, before).await?;
    let to = side(app, &view, after).await?;
    let (differences, same) = differ(view.outline, &from, &to);
    Ok(Comparison { view, before, after, differences, same })
}

async fn side(app: &App, view: &View<'_>, side: Side) -> Result<Answers, Refusal> {
    match side {
        Side::Live if view.sight == Sight::Live => Ok(view.answers.clone()),
        Side::Live => Err(Refusal::NotFound),
        Side::LastYear => {
            view.previous.as_ref().map(|Previous { answers, .. }| answers.clone()).ok_or(Refusal::NotFound)
        }
        Side::Round(number) => {
            let mut tx = app.store.read().await?;
            let sent =
                record::round(&mut tx, view.listed.kept.id, Some(number)).await?.ok_or(Refusal::NotFound)?;
            Ok(Snapshot::read(&sent.answers)?.answers(view.outline))
        }
    }
}

fn differ(outline: &Outline, before: &Answers, after: &Answers) -> (Vec<Difference>, usize) {
    let (mut differences, mut same) = (Vec::new(), 0);
    for (section, field) in outline.fields() {
        let mut cells: Vec<&Cell> =
            before.of_field(&field.id).chain(after.of_field(&field.id)).map(|(cell, _)| cell).collect();
        cells.sort();
        cells.dedup();
        for cell in cells {
            let (old, new) = (before.get(cell), after.get(cell));
            if old == new {
                same += 1;
                continue;
            }
            differences.push(Difference {
                section: section.code.clone(),
                cell: cell.clone(),
                before: old.cloned(),
                after: new.cloned(),
            });
        }
    }
    (differences, same)
}
