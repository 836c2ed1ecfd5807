//! Looking at one report: what stands in it, how far it is, what is wrong, what
//! stood there last year.
//!
//! A draft is the unit's own: the receiving body sees how far it is, and the
//! last round that was sent.

use super::{KIND, Snapshot, gather, outline};
use crate::acts::file::{self, About};
use crate::{Actor, App, Refusal};
use domain::identifier::{FileId, ReportId, UnitId};
use domain::outline::{Answers, Cell, Outline, Value};
use domain::policy::Action;
use domain::report::{Problem, Progress, Report, check, progress};
use std::collections::BTreeMap;
use store::Tx;
use store::file::{Attached, File};
use store::remark::{self, Remark};
use store::report::{self as record, Answer, Before, Kept, Listed, Receipt, Seat};

/// What of the answers may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// What stands in the report now.
    Live,
    /// A round as it was sent.
    Sent(u16),
    /// Nothing was sent yet.
    Nothing,
}

/// Last year's report of the unit, or those of the units it came from put
/// together: figures summed, all else only where there is one report.
#[derive(Debug, Clone)]
pub struct Previous {
    pub year: i16,
    pub units: Vec<(UnitId, String)>,
    pub answers: Answers,
}

/// One report, for its pages.
#[derive(Debug)]
pub struct View<'a> {
    pub listed: Listed,
    pub outline: &'a Outline,
    pub sight: Sight,
    /// Whether the looking person acts for the unit.
    pub own: bool,
    pub answers: Answers,
    /// Versions and writers of live answers; cleared ones too.
    pub cells: BTreeMap<Cell, Answer>,
    pub progress: Progress,
    pub problems: Vec<Problem>,
    pub seats: Vec<Seat>,
    pub previous: Option<Previous>,
    pub receipts: Vec<Receipt>,
    /// Remarks of a review under way, for the reviewers.
    pub review: Vec<Remark>,
    /// The head's words to the writers, for the unit.
    pub words: Vec<Remark>,
    pub files: Vec<Attached>,
}

/// Nine queries, whatever the length of the report.
pub async fn view<'a>(app: &'a App, who: &Actor, id: ReportId) -> Result<View<'a>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportRead).await?;
    let listed = record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let outline = outline(app, &listed.kept.outline)?;
    let own = who.units().contains(&listed.kept.unit);
    let receipts = record::receipts(&mut tx, id).await?;
    let sight = sight(own, &listed.kept.report, &receipts);
    let cells: BTreeMap<Cell, Answer> = match sight {
        Sight::Live => {
            let standing = record::answers(&mut tx, id).await?;
            standing.into_iter().map(|answer| (answer.cell.clone(), answer)).collect()
        }
        Sight::Sent(_) | Sight::Nothing => BTreeMap::new(),
    };
    let answers = match sight {
        Sight::Live => {
            let pairs = cells.iter().map(|(cell, answer)| (cell, answer.value.as_str()));
            gather(outline, &listed.kept.years, pairs)
        }
        Sight::Sent(round) => {
            let sent = record::round(&mut tx, id, Some(round)).await?.ok_or(Refusal::NotFound)?;
            Snapshot::read(&sent.answers)?.answers(outline)
        }
        Sight::Nothing => Answers::new(listed.kept.years.iter().copied()),
    };
    let previous = previous(&mut tx, app, id, outline).await?;
    let object = id.to_string();
    let reviewer = who.may(Action::ReportReview) && !own;
    let review = if reviewer { remark::open(&mut tx, super::review::REVIEW, &object).await? } else { vec![] };
    let words = if own { remark::open(&mut tx, super::review::WORD, &object).await? } else { vec![] };
    let files =
        if sight == Sight::Nothing { vec![] } else { store::file::attached(&mut tx, KIND, &object).await? };
    Ok(View {
        sight,
        own,
        progress: progress(outline, &answers),
        problems: check(outline, &answers, previous.as_ref().map(|before| &before.answers)),
        seats: record::sections(&mut tx, id).await?,
        listed,
        outline,
        answers,
        cells,
        previous,
        receipts,
        review,
        words,
        files,
    })
}

fn sight(own: bool, report: &Report, receipts: &[Receipt]) -> Sight {
    let being_written = matches!(report, Report::Draft { .. } | Report::WithHead { .. });
    match receipts.last() {
        _ if own || !being_written => Sight::Live,
        Some(receipt) => Sight::Sent(receipt.round),
        None => Sight::Nothing,
    }
}

/// The live answers of a report.
pub(super) async fn answers(tx: &mut Tx, outline: &Outline, kept: &Kept) -> Result<Answers, Refusal> {
    let standing = record::answers(tx, kept.id).await?;
    let pairs = standing.iter().map(|answer| (&answer.cell, answer.value.as_str()));
    Ok(gather(outline, &kept.years, pairs))
}

pub(super) async fn previous_answers(
    tx: &mut Tx,
    app: &App,
    id: ReportId,
    outline: &Outline,
) -> Result<Option<Answers>, Refusal> {
    Ok(previous(tx, app, id, outline).await?.map(|before| before.answers))
}

async fn previous(
    tx: &mut Tx,
    app: &App,
    id: ReportId,
    outline: &Outline,
) -> Result<Option<Previous>, Refusal> {
    let before = record::before(tx, id).await?;
    let Some(year) = before.first().map(|newest| newest.year) else { return Ok(None) };
    let of_year: Vec<Before> = before.into_iter().filter(|sent| sent.year == year).collect();
    let mut parts = Vec::new();
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for sent in &of_year {
        // A unit may have reported to two campaigns of a year: the newest counts.
        if units.iter().any(|(unit, _)| *unit == sent.unit) {
            continue;
        }
        units.push((sent.unit, sent.unit_name.clone()));
        let theirs = app.packs.outlines.get(&sent.outline).unwrap_or(outline);
        parts.push(Snapshot::read(&sent.answers)?.answers(theirs));
    }
    Ok(Some(Previous { year, units, answers: together(parts) }))
}

/// Several units' answers as one: numbers are summed, the rest is left out.
fn together(mut parts: Vec<Answers>) -> Answers {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let mut years: Vec<i16> = parts.iter().flat_map(|part| part.years().iter().copied()).collect();
    years.sort_unstable();
    let mut sum = Answers::new(years);
    for part in &parts {
        for (cell, value) in part.iter() {
            let Value::Number(number) = value else { continue };
            let so_far = match sum.get(cell) {
                Some(Value::Number(so_far)) => *so_far,
                _ => 0,
            };
            sum.set(cell.clone(), Value::Number(so_far.saturating_add(*number)));
        }
    }
    sum
}

/// A file attached to a report, for someone who may see its answers.
pub async fn attachment(
    app: &App,
    who: &Actor,
    id: ReportId,
    file: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportRead).await?;
    let listed = record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let own = who.units().contains(&listed.kept.unit);
    let receipts = record::receipts(&mut tx, id).await?;
    let seen = match sight(own, &listed.kept.report, &receipts) {
        Sight::Live => true,
        Sight::Nothing => false,
        Sight::Sent(round) => {
            let sent = record::round(&mut tx, id, Some(round)).await?.ok_or(Refusal::NotFound)?;
            let name = file.to_string();
            Snapshot::read(&sent.answers)?.cells.values().any(|value| *value == name)
        }
    };
    if !seen {
        return Err(Refusal::NotFound);
    }
    file::content(&mut tx, &About::new(KIND, id), file).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_merged_units_add_up_in_figures_only() {
        let one = Answers::new([2024])
            .with(Cell::of("issued").column("mat").year(2024), Value::Number(12))
            .with(Cell::of("note"), Value::Text("của đơn vị một".into()));
        let two = Answers::new([2024])
            .with(Cell::of("issued").column("mat").year(2024), Value::Number(5))
            .with(Cell::of("has"), Value::YesNo(true));
        let sum = together(vec![one.clone(), two]);
        assert_eq!(sum.get(&Cell::of("issued").column("mat").year(2024)), Some(&Value::Number(17)));
        assert_eq!(sum.iter().count(), 1);
        assert_eq!(together(vec![one.clone()]), one);
    }
}
