//! Files: bytes kept once per content, and what each file is attached to.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{FileId, UserId};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub uploaded_by: Option<UserId>,
    pub uploaded_at: Timestamp,
}

/// A file attached to an object (a report's field, a visit's item, a finding).
#[derive(Debug, Clone)]
pub struct Attached {
    pub file: File,
    pub part: String,
    pub note: Option<String>,
}

fn file(row: &Row) -> Result<File, StoreError> {
    Ok(File {
        id: row.parse("id")?,
        sha256: row.text("sha256")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        size: row.int("size")?,
        uploaded_by: row.maybe_parse("uploaded_by")?,
        uploaded_at: row.instant("uploaded_at")?,
    })
}

pub async fn add(tx: &mut Tx, file: &File, bytes: Vec<u8>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO file_content (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
        args![file.sha256.as_str(), bytes],
    )
    .await?;
    tx.run(
        "INSERT INTO file (id, sha256, name, media_type, size, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            file.id,
            file.sha256.as_str(),
            file.name.as_str(),
            file.media_type.as_str(),
            file.size,
            file.uploaded_by,
            file.uploaded_at
        ],
    )
    .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, id: FileId) -> Result<Option<File>, StoreError> {
    tx.row("SELECT * FROM file WHERE id = $1", args![id]).await?.map(|row| file(&row)).transpose()
}

pub async fn bytes(tx: &mut Tx, id: FileId) -> Result<Option<Vec<u8>>, StoreError> {
    tx.row("SELECT c.bytes FROM file f JOIN file_content c ON c.sha256 = f.sha256 WHERE f.id = $1", args![id])
        .await?
        .map(|row| row.bytes("bytes"))
        .transpose()
}

pub async fn attach(
    tx: &mut Tx,
    id: FileId,
    kind: &str,
    object: &str,
    part: &str,
    note: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO file_link (file_id, object_kind, object_id, part, note, linked_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (object_kind, object_id, part, file_id) DO UPDATE SET removed_at = NULL, note = excluded.note",
        args![id, kind, object, part, note, now],
    )
    .await?;
    Ok(())
}

/// Takes a file off an object; the file itself stays in the record.
pub async fn detach(
    tx: &mut Tx,
    id: FileId,
    kind: &str,
    object: &str,
    part: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE file_link SET removed_at = $5 WHERE file_id = $1 AND object_kind = $2 AND object_id = $3 AND part = $4 AND removed_at IS NULL",
            args![id, kind, object, part, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Everything attached to an object, by part and time.
pub async fn attached(tx: &mut Tx, kind: &str, object: &str) -> Result<Vec<Attached>, StoreError> {
    tx.rows(
        "SELECT f.*, l.part, l.note FROM file_link l JOIN file f ON f.id = l.file_id
         WHERE l.object_kind = $1 AND l.object_id = $2 AND l.removed_at IS NULL ORDER BY l.part, l.linked_at, f.id",
        args![kind, object],
    )
    .await?
    .iter()
    .map(|row| Ok(Attached { file: file(row)?, part: row.text("part")?, note: row.maybe_text("note")? }))
    .collect()
}

/// The file, if it is or was attached to this object (earlier versions still
/// name files that were taken off since).
pub async fn on(tx: &mut Tx, kind: &str, object: &str, id: FileId) -> Result<Option<File>, StoreError> {
    tx.row(
        "SELECT f.* FROM file f WHERE f.id = $3 AND EXISTS (SELECT 1 FROM file_link l WHERE l.file_id = f.id
             AND l.object_kind = $1 AND l.object_id = $2)",
        args![kind, object, id],
    )
    .await?
    .map(|row| file(&row))
    .transpose()
}

/// The objects a file is attached to: (kind, id).
pub async fn objects(tx: &mut Tx, id: FileId) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        "SELECT object_kind, object_id FROM file_link WHERE file_id = $1 AND removed_at IS NULL",
        args![id],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("object_kind")?, row.text("object_id")?)))
    .collect()
}
