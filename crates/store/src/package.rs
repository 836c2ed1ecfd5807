//! Visits taken along: the rows of one visit as they travel, the packages made,
//! what came back, and the texts that met another.
//!
//! Not here: closing and signing files (`evidence`), merging (`app`).

mod travel;

pub use travel::{Rows, gather, put};

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, ConflictId, FindingId, PackageId, UserId, VisitId, VisitItemId};
use jiff::Timestamp;

/// A package someone took along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub id: PackageId,
    pub visit: VisitId,
    pub user: UserId,
    pub opens_with: String,
    pub signed_with: String,
    pub made_by: UserId,
    pub made_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

/// A package in the list of its visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub package: Package,
    /// Who took it along.
    pub name: String,
    pub returns: Vec<Return>,
}

/// One file of answers that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub package: PackageId,
    pub sha256: String,
    pub sealed_at: Timestamp,
    /// Fields that were taken over.
    pub saved: i64,
    /// Files of evidence that were taken in.
    pub files: i64,
    /// Fields that met another text.
    pub refused: i64,
    pub merged_by: UserId,
    pub merged_at: Timestamp,
}

/// A text that was brought back over another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub id: ConflictId,
    pub package: PackageId,
    pub visit: VisitId,
    pub campaign: CampaignId,
    pub on: On,
    pub field: String,
    pub brought: String,
    pub brought_at: Timestamp,
}

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Item(VisitItemId),
    Finding(FindingId),
}

/// A conflict that waits, with who brought the text back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub conflict: Conflict,
    pub user: UserId,
    pub name: String,
}

fn package(row: &Row) -> Result<Package, StoreError> {
    Ok(Package {
        id: row.parse("id")?,
        visit: row.parse("visit_id")?,
        user: row.parse("user_id")?,
        opens_with: row.text("opens_with")?,
        signed_with: row.text("signed_with")?,
        made_by: row.parse("made_by")?,
        made_at: row.instant("made_at")?,
        withdrawn_at: row.maybe_instant("withdrawn_at")?,
    })
}

pub async fn add(tx: &mut Tx, new: &Package) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO package (id, visit_id, user_id, opens_with, signed_with, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            new.id,
            new.visit,
            new.user,
            new.opens_with.as_str(),
            new.signed_with.as_str(),
            new.made_by,
            new.made_at
        ],
    )
    .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, visit: VisitId, id: PackageId) -> Result<Option<Package>, StoreError> {
    tx.row("SELECT * FROM package WHERE id = $1 AND visit_id = $2", args![id, visit])
        .await?
        .map(|row| package(&row))
        .transpose()
}

/// No answers of a withdrawn package are taken; false when it was so already.
pub async fn withdraw(tx: &mut Tx, id: PackageId, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run("UPDATE package SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL", args![id, now])
        .await?;
    Ok(touched > 0)
}

/// Those of a visit, the latest first, each with what came back of it.
pub async fn of_visit(tx: &mut Tx, visit: VisitId) -> Result<Vec<Listed>, StoreError> {
    let mut listed = tx
        .rows(
            "SELECT p.*, a.name AS user_name FROM package p JOIN user_account a ON a.id = p.user_id
             WHERE p.visit_id = $1 ORDER BY p.made_at DESC, p.id DESC",
            args![visit],
        )
        .await?
        .iter()
        .map(|row| Ok(Listed { package: package(row)?, name: row.text("user_name")?, returns: Vec::new() }))
        .collect::<Result<Vec<_>, StoreError>>()?;
    let returns = tx
        .rows(
            "SELECT r.* FROM package_return r JOIN package p ON p.id = r.package_id
             WHERE p.visit_id = $1 ORDER BY r.merged_at, r.sha256",
            args![visit],
        )
        .await?;
    for row in &returns {
        let one = returned(row)?;
        if let Some(listed) = listed.iter_mut().find(|listed| listed.package.id == one.package) {
            listed.returns.push(one);
        }
    }
    Ok(listed)
}

fn returned(row: &Row) -> Result<Return, StoreError> {
    Ok(Return {
        package: row.parse("package_id")?,
        sha256: row.text("sha256")?,
        sealed_at: row.instant("sealed_at")?,
        saved: row.int("saved")?,
        files: row.int("files")?,
        refused: row.int("refused")?,
        merged_by: row.parse("merged_by")?,
        merged_at: row.instant("merged_at")?,
    })
}

/// What came of this very file, if it came before.
pub async fn known(tx: &mut Tx, id: PackageId, sha256: &str) -> Result<Option<Return>, StoreError> {
    tx.row("SELECT * FROM package_return WHERE package_id = $1 AND sha256 = $2", args![id, sha256])
        .await?
        .map(|row| returned(&row))
        .transpose()
}

pub async fn add_return(tx: &mut Tx, new: &Return) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO package_return (package_id, sha256, sealed_at, saved, files, refused, merged_by, merged_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            new.package,
            new.sha256.as_str(),
            new.sealed_at,
            new.saved,
            new.files,
            new.refused,
            new.merged_by,
            new.merged_at
        ],
    )
    .await?;
    Ok(())
}

fn conflict(row: &Row) -> Result<Conflict, StoreError> {
    let on = match row.maybe_parse("item_id")? {
        Some(item) => On::Item(item),
        None => On::Finding(row.parse("finding_id")?),
    };
    Ok(Conflict {
        id: row.parse("id")?,
        package: row.parse("package_id")?,
        visit: row.parse("visit_id")?,
        campaign: row.parse("campaign_id")?,
        on,
        field: row.text("field")?,
        brought: row.text("brought")?,
        brought_at: row.instant("brought_at")?,
    })
}

/// Notes a text that met another; one that waits already is not noted again,
/// and an earlier text of the same package on the same place gives way to it.
pub async fn meet(tx: &mut Tx, new: &Conflict) -> Result<(), StoreError> {
    let (item, finding) = match new.on {
        On::Item(item) => (Some(item), None),
        On::Finding(finding) => (None, Some(finding)),
    };
    tx.run(
        "DELETE FROM package_conflict WHERE package_id = $1 AND field = $2 AND settled_at IS NULL
         AND COALESCE(item_id, finding_id) = $3",
        args![
            new.package,
            new.field.as_str(),
            item.map(|id| id.to_string()).or(finding.map(|id| id.to_string())).unwrap_or_default()
        ],
    )
    .await?;
    tx.run(
        "INSERT INTO package_conflict (id, package_id, visit_id, campaign_id, item_id, finding_id, field, brought, brought_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            new.id,
            new.package,
            new.visit,
            new.campaign,
            item,
            finding,
            new.field.as_str(),
            new.brought.as_str(),
            new.brought_at
        ],
    )
    .await?;
    Ok(())
}

const WAITING: &str = "SELECT k.*, p.user_id, a.name AS user_name FROM package_conflict k
     JOIN package p ON p.id = k.package_id JOIN user_account a ON a.id = p.user_id
     WHERE k.visit_id = $1 AND k.settled_at IS NULL ORDER BY k.brought_at, k.id";

/// The texts of a visit that wait for a decision.
pub async fn waiting(tx: &mut Tx, visit: VisitId) -> Result<Vec<Waiting>, StoreError> {
    tx.rows(WAITING, args![visit])
        .await?
        .iter()
        .map(|row| {
            Ok(Waiting {
                conflict: conflict(row)?,
                user: row.parse("user_id")?,
                name: row.text("user_name")?,
            })
        })
        .collect()
}

/// Whether a text of a package met another here before and was decided on.
pub async fn settled(tx: &mut Tx, of: &Conflict) -> Result<bool, StoreError> {
    let place = match of.on {
        On::Item(item) => item.to_string(),
        On::Finding(finding) => finding.to_string(),
    };
    let count = tx
        .count(
            "SELECT COUNT(*) AS n FROM package_conflict WHERE package_id = $1 AND field = $2
             AND COALESCE(item_id, finding_id) = $3 AND brought = $4 AND settled_at IS NOT NULL",
            args![of.package, of.field.as_str(), place, of.brought.as_str()],
        )
        .await?;
    Ok(count > 0)
}

/// Ends a conflict; false when it was decided meanwhile.
pub async fn settle(
    tx: &mut Tx,
    id: ConflictId,
    taken: bool,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE package_conflict SET settled_at = $2, settled_by = $3, taken = $4
             WHERE id = $1 AND settled_at IS NULL",
            args![id, now, by, taken],
        )
        .await?;
    Ok(touched > 0)
}

/// The name of the setting that makes a record one that was taken along.
const CARRIED: &str = "carried";

/// What a record that was taken along says of itself; none in the office.
pub async fn carried(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    tx.row("SELECT value FROM setting WHERE name = $1", args![CARRIED])
        .await?
        .map(|row| row.text("value"))
        .transpose()
}

pub async fn set_carried(tx: &mut Tx, value: &str) -> Result<(), StoreError> {
    tx.run("INSERT INTO setting (name, value) VALUES ($1, $2)", args![CARRIED, value]).await?;
    Ok(())
}
