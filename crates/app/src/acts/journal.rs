//! The journal: who did what, and whether the chain of lines is whole.
//!
//! Not here: writing lines (`Act::tell`), the words for acts (`web`).

use crate::acts::unit::Book;
use crate::{Actor, App, Refusal};
use domain::policy::Action;
use papers::{Cell, Column, Listing, Orientation, Table, listing_workbook};
use store::audit;

pub use store::audit::{Filter, Line, Verdict};

/// One page of the journal.
#[derive(Debug, Clone)]
pub struct Journal {
    pub lines: Vec<Line>,
    pub count: i64,
    /// The kinds of objects it speaks of, for the filter.
    pub kinds: Vec<String>,
    /// The acts it tells of, for the filter.
    pub actions: Vec<String>,
}

/// The most lines that go out in one workbook.
pub const MOST_EXPORTED: u32 = 10_000;

/// One page, newest first, in a fixed number of queries.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<Journal, Refusal> {
    let (mut tx, _) = app.look(who, Action::AuditRead).await?;
    Ok(Journal {
        lines: audit::list(&mut tx, filter).await?,
        count: audit::count(&mut tx, filter).await?,
        kinds: audit::kinds(&mut tx).await?,
        actions: audit::actions(&mut tx).await?,
    })
}

/// One line, whole.
pub async fn get(app: &App, who: &Actor, seq: i64) -> Result<Line, Refusal> {
    let (mut tx, _) = app.look(who, Action::AuditRead).await?;
    audit::get(&mut tx, seq).await?.ok_or(Refusal::NotFound)
}

/// Recomputes the whole chain. That someone did so is itself told, after it.
pub async fn verify(app: &App, who: &Actor) -> Result<Verdict, Refusal> {
    let (mut tx, _) = app.look(who, Action::AuditRead).await?;
    let verdict = audit::verify(&mut tx).await?;
    drop(tx);
    let mut act = app.act(who).await?;
    act.allow(Action::AuditRead)?;
    let detail = match &verdict {
        Verdict::Whole { lines, head } => serde_json::json!({ "lines": lines, "head": head }),
        Verdict::Broken { seq, why } => serde_json::json!({ "broken_at": seq, "why": why }),
    };
    act.tell("journal.verify", "journal", "all", detail).await?;
    act.done().await?;
    Ok(verdict)
}

/// What the filter leaves, as a workbook; that it left the house is told.
pub async fn export(
    app: &App,
    who: &Actor,
    filter: &Filter,
    word: impl Fn(&str) -> String,
) -> Result<Book, Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::AuditRead)?;
    let all = Filter { limit: MOST_EXPORTED, offset: 0, ..filter.clone() };
    let lines = audit::list(&mut act.tx, &all).await?;
    act.tell("journal.export", "journal", "all", serde_json::json!({ "lines": lines.len() })).await?;
    act.done().await?;
    let mut table = Table::new([
        Column::number("Số", 10),
        Column::mark("Lúc", 26),
        Column::text("Người thực hiện", 34),
        Column::text("Việc", 34),
        Column::text("Đối tượng", 18),
        Column::text("Mã đối tượng", 36),
        Column::text("Chi tiết", 60),
        Column::text("Mã băm", 60),
    ]);
    for line in lines {
        table.push([
            Cell::Whole(line.seq),
            Cell::text(line.at),
            Cell::text(line.who),
            Cell::text(word(&line.action)),
            Cell::text(line.object_kind),
            Cell::text(line.object_id),
            Cell::text(line.detail),
            Cell::text(line.hash),
        ]);
    }
    let workbook = listing_workbook(&Listing {
        title: "Nhật ký hệ thống".to_owned(),
        subtitle: None,
        drawn_up: domain::moment::local(app.now()),
        issuer: who.user.name.clone(),
        orientation: Orientation::Landscape,
        table,
        notes: Vec::new(),
        frame: None,
    });
    let bytes = tokio::task::spawn_blocking(move || workbook.xlsx())
        .await
        .map_err(|error| Refusal::Broken(format!("a workbook's thread stopped: {error}")))?
        .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Book { name: "Nhật ký hệ thống.xlsx".to_owned(), bytes })
}
