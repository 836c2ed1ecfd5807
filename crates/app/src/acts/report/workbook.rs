//! A report as a workbook: out with what stands there, in again as changes to
//! be looked at before they are saved by the same act as any answer.
//!
//! The workbook carries the versions it was made from. A cell left as it was
//! changes nothing, whatever happened since; one that was changed here and in
//! the record is shown as a conflict and not saved.

mod book;
mod reading;

pub use reading::{Marked, Read, RowFault, read};

use super::save::apply_workbook;
use super::view::view;
use super::{Change, KIND, Saved, Sight, outline};
use crate::acts::file::{self, About, Media, Upload};
use crate::{Actor, App, Refusal};
use domain::identifier::{FileId, ReportId};
use domain::outline::Cell;
use domain::policy::Action;
use reader::sheet::{Sheet, read_sheet};
use std::collections::BTreeMap;
use store::report::{self as record, Answer};

/// The part of a report under which workbooks that came in are kept.
const PART: &str = "_workbook";

/// A workbook ready to be handed out.
pub struct Book {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A change the workbook proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub change: Change,
    /// Sheet and row, as the workbook counts.
    pub place: (String, u32),
    /// What stands in the record now.
    pub stands: Option<Answer>,
    /// Someone changed the cell since the workbook was made.
    pub conflict: bool,
}

/// What a workbook would do.
#[derive(Debug)]
pub struct Proposal {
    pub file: FileId,
    pub file_name: String,
    pub proposed: Vec<Proposed>,
    pub faults: Vec<RowFault>,
    /// Cells that stay as they are.
    pub same: usize,
}

/// The report as a workbook, prefilled with what the person may see.
pub async fn workbook(app: &App, who: &Actor, id: ReportId) -> Result<Book, Refusal> {
    let view = view(app, who, id).await?;
    if view.sight == Sight::Nothing {
        return Err(Refusal::NotFound);
    }
    let book = book::book(&view, app.today());
    let name = format!("Báo cáo tự kiểm tra - {}.xlsx", view.listed.unit_name);
    let bytes = blocking(move || book.xlsx()).await?.map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Book { name, bytes })
}

/// Keeps a filled-in workbook; nothing of the report changes yet.
pub async fn take_workbook(app: &App, who: &Actor, id: ReportId, upload: Upload) -> Result<FileId, Refusal> {
    super::in_reach(app, who, id).await?;
    let about = About::new(KIND, id);
    let accepted = file::take_in(app, who, Action::ReportEdit, &about, upload).await?;
    if accepted.media() != Media::Xlsx {
        return Err(Refusal::invalid("file", "report-not-a-workbook"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    listed.kept.report.write()?;
    let sha256 = accepted.sha256().to_owned();
    let kept = file::keep(&mut act, accepted, &about, PART, None).await?;
    act.tell("report.workbook", KIND, id, serde_json::json!({ "sha256": sha256 })).await?;
    act.done().await?;
    Ok(kept.id)
}

/// Reads a kept workbook against the report as it stands now.
pub async fn proposal(app: &App, who: &Actor, id: ReportId, file: FileId) -> Result<Proposal, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportEdit).await?;
    let listed = record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let outline = outline(app, &listed.kept.outline)?;
    let (kept, bytes) = file::content(&mut tx, &About::new(KIND, id), file).await?;
    let standing: BTreeMap<Cell, Answer> =
        record::answers(&mut tx, id).await?.into_iter().map(|answer| (answer.cell.clone(), answer)).collect();
    drop(tx);
    let sheets: Vec<Sheet> = blocking(move || read_sheet("bang.xlsx", &bytes))
        .await?
        .map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let marked = Marked::of(&sheets).filter(|marked| marked.report == id.to_string());
    let marked = marked.ok_or_else(|| Refusal::invalid("file", "report-foreign-workbook"))?;
    let Read { changes, faults, mut same } = read(outline, &listed.kept.years, &sheets, &marked);
    let mut proposed = Vec::new();
    for (change, place, value) in changes {
        let stands = standing.get(&change.cell).cloned();
        let (version, text) =
            stands.as_ref().map_or((0, ""), |answer| (answer.version, answer.value.as_str()));
        if text == value {
            same += 1;
            continue;
        }
        let conflict = version != change.seen;
        proposed.push(Proposed { change, place, stands, conflict });
    }
    Ok(Proposal { file, file_name: kept.name, proposed, faults, same })
}

/// Saves what a workbook proposes and nobody else changed meanwhile.
pub async fn apply_proposal(app: &App, who: &Actor, id: ReportId, file: FileId) -> Result<Saved, Refusal> {
    let proposal = proposal(app, who, id, file).await?;
    let changes: Vec<Change> =
        proposal.proposed.into_iter().filter(|proposed| !proposed.conflict).map(|p| p.change).collect();
    apply_workbook(app, who, id, changes).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Refusal::Broken(format!("a workbook's thread stopped: {error}")))
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Book({}, {} bytes)", self.name, self.bytes.len())
    }
}
