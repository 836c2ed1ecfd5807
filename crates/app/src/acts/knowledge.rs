//! What is known of updates: one file beside the record, made from published
//! definitions, by which machines are told what they lack. It is dated, and its
//! age is shown; without it nothing is said of missing updates.
//!
//! Not here: the file's form and the walk through it (`host`), judging (rules).

use crate::{Actor, App, Refusal};
use domain::policy::Action;
use host::patch::{self, HEAD_WITHIN, Head, Knowledge, KnowledgeError};
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

/// The object kind of the knowledge, in the audit.
const KIND: &str = "knowledge";
/// How the file beside the record is called.
pub const FILE: &str = "patch.rsk";
/// The largest file of definitions taken in, in bytes.
pub const LARGEST: usize = 64 << 20;
/// From this age on, in days, it should be renewed: updates come out monthly.
pub const OLD: i64 = 45;

/// What this record has; none when nothing was taken in yet.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn of(app: &App) -> Result<Option<Knowledge>, Refusal> {
    read(app, u64::MAX)?.map(|bytes| Knowledge::load(bytes).map_err(damaged)).transpose()
}

/// Of which day it is, as [`of`], without unpacking it.
pub fn head(app: &App) -> Result<Option<Head>, Refusal> {
    read(app, HEAD_WITHIN as u64)?.map(|bytes| Head::of(&bytes).map_err(damaged)).transpose()
}

/// The file, or so much of its beginning.
fn read(app: &App, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(path) = &app.knowledge else { return Ok(None) };
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Refusal::Broken(format!("the patch knowledge: {error}"))),
    }
}

fn damaged(error: KnowledgeError) -> Refusal {
    tracing::error!(%error, "the patch knowledge cannot be read");
    Refusal::invalid("file", "knowledge-fault-damaged")
}

/// Takes wesng's `definitions.zip` in, in place of what was known before.
pub async fn import(app: &App, who: &Actor, zip: Vec<u8>) -> Result<Head, Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    let path = app.knowledge.clone().ok_or(Refusal::Broken("no folder for the knowledge".into()))?;
    if zip.len() > LARGEST {
        return Err(Refusal::invalid("file", "knowledge-fault-definitions"));
    }
    let made = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        patch::convert(&zip, &mut bytes).map(|converted| (converted.head, bytes))
    })
    .await
    .map_err(|error| Refusal::Broken(format!("reading the definitions stopped: {error}")))?;
    let (head, bytes) = made.map_err(|error| {
        tracing::warn!(%error, "definitions were not taken in");
        Refusal::invalid("file", "knowledge-fault-definitions")
    })?;
    put(&path, &bytes).map_err(|error| Refusal::Broken(format!("{}: {error}", path.display())))?;
    let detail = serde_json::json!({ "sha256": head.sha256, "entries": head.entries });
    act.tell("knowledge.import", KIND, head.date, detail).await?;
    act.done().await?;
    Ok(head)
}

/// Whole under its name or not at all.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}
