//! The record outside: a visit opened on a laptop, worked on without a network,
//! and its answers sealed for the way home.
//!
//! Not here: what an inspector does meanwhile (`visit`); that only what can come
//! home may be done there is held by `Act::tell`.

use super::KIND;
use super::travel::{FileBack, FindingBack, Homeward, ItemBack, NotTravelled, Outward, TextBack, name};
use crate::acts::visit::{Field, Looked, insider, mark};
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, PackageId, UserId, VisitId};
use domain::policy::Action;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::visit::fieldwork::{self, EVIDENCE, Item, evidence_of};
use store::visit::{self, recheck};
use store::{Store, Tx, file, package as record};

/// What a record outside says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Carried {
    pub package: PackageId,
    pub visit: VisitId,
    pub user: UserId,
    pub unit: String,
    pub made_at: Timestamp,
    address: String,
    signing: String,
    /// The version of each item as it left the office.
    items: BTreeMap<String, i64>,
    /// The mark of what stood on each earlier finding as it left the office.
    findings: BTreeMap<String, String>,
}

/// Why a package did not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    #[error("the code is another")]
    Code,
    #[error("the file is no visit that was taken along, or is damaged")]
    Damaged,
    #[error("the file was made by a program of another version")]
    Version,
    #[error("the folder holds another record")]
    Other,
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<NotTravelled> for OpenError {
    fn from(why: NotTravelled) -> Self {
        match why {
            NotTravelled::Version => OpenError::Version,
            NotTravelled::Format | NotTravelled::Signature => OpenError::Damaged,
        }
    }
}

/// Opens a package in an empty record; in the record it was opened in before,
/// the work goes on.
///
/// # Errors
/// Why it does not open; then nothing was put in.
pub async fn open(store: &Store, bytes: &[u8], code: &str) -> Result<Carried, OpenError> {
    let plain = evidence::unlock_with_code(bytes, code.trim()).map_err(|error| match error {
        evidence::LockError::Wrong => OpenError::Code,
        _ => OpenError::Damaged,
    })?;
    let outward = Outward::read(&plain)?;
    let mut tx = store.change().await?;
    if let Some(known) = record::carried(&mut tx).await? {
        let known: Carried = serde_json::from_str(&known)?;
        return if known.package == outward.package { Ok(known) } else { Err(OpenError::Other) };
    }
    if store::people::count(&mut tx).await? > 0 {
        return Err(OpenError::Other);
    }
    record::put(&mut tx, &outward.rows).await?;
    let carried = Carried {
        package: outward.package,
        visit: outward.visit,
        user: outward.user,
        unit: outward.unit,
        made_at: outward.made_at,
        address: outward.address,
        signing: outward.signing,
        items: BTreeMap::new(),
        findings: BTreeMap::new(),
    };
    let carried = noted(&mut tx, carried).await?;
    record::set_carried(&mut tx, &serde_json::to_string(&carried)?).await?;
    tx.keep().await?;
    Ok(carried)
}

/// What a record says of itself when it was taken along; none in the office.
///
/// # Errors
/// When the record does not answer, or what it says is damaged.
pub async fn carried(store: &Store) -> Result<Option<Carried>, OpenError> {
    let mut tx = store.read().await?;
    Ok(record::carried(&mut tx).await?.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Notes how everything stood when it left the office.
async fn noted(tx: &mut Tx, mut carried: Carried) -> Result<Carried, OpenError> {
    for campaign in campaigns(tx, carried.visit).await? {
        for item in fieldwork::items(tx, carried.visit, campaign).await? {
            carried.items.insert(item.id.to_string(), item.version);
        }
        for known in recheck::list(tx, carried.visit, campaign).await? {
            let key = format!("{campaign}/{}", known.finding);
            carried.findings.insert(key, Looked::mark(known.verdict.as_deref(), &known.note));
        }
    }
    Ok(carried)
}

async fn campaigns(tx: &mut Tx, visit: VisitId) -> Result<Vec<CampaignId>, store::StoreError> {
    let everything = store::Scope::everything(UserId(uuid::Uuid::nil()));
    Ok(visit::parts(tx, &everything, visit).await?.into_iter().map(|part| part.campaign).collect())
}

/// Seals what was answered outside for the way home: the file's name and bytes.
/// It can be done again after more work; what came home before is known there.
pub async fn seal(app: &App, who: &Actor, id: VisitId) -> Result<(String, Vec<u8>), Refusal> {
    insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let carried = app.carried.as_ref().filter(|carried| carried.visit == id && carried.user == who.user.id);
    let carried = carried.ok_or(Refusal::NotFound)?;
    let mut act = app.act(who).await?;
    act.allow(Action::VisitAnswer)?;
    let mut home = Homeward::new(carried.package, id, act.now);
    for campaign in campaigns(&mut act.tx, id).await? {
        for item in fieldwork::items(&mut act.tx, id, campaign).await? {
            home.files.extend(files(&mut act.tx, id, campaign, &item).await?);
            home.items.extend(answered(&mut act.tx, carried, campaign, item).await?);
        }
        for known in recheck::list(&mut act.tx, id, campaign).await? {
            let left = carried.findings.get(&format!("{campaign}/{}", known.finding));
            let now = Looked::mark(known.verdict.as_deref(), &known.note);
            if let (Some(verdict), Some(at), Some(left)) = (known.verdict, known.answered_at, left)
                && *left != now
            {
                home.findings.push(FindingBack {
                    campaign,
                    finding: known.finding,
                    at,
                    verdict,
                    note: known.note,
                    over: vec![left.clone()],
                });
            }
        }
    }
    let figures = serde_json::json!({
        "items": home.items.len(), "findings": home.findings.len(), "files": home.files.len(),
    });
    act.tell("package.seal", KIND, carried.package, figures).await?;
    let now = act.now;
    act.done().await?;
    let sealer = evidence::Sealer::from_hex(&carried.signing)
        .ok_or_else(|| Refusal::Broken("the package's key is damaged".into()))?;
    let locked = evidence::lock_to(&home.signed(&sealer)?, &carried.address)
        .map_err(|error| Refusal::Broken(format!("answers could not be closed: {error}")))?;
    Ok((name(&carried.unit, domain::moment::day(now), "rsa"), locked))
}

/// What was written on an item since it left the office: each field with the
/// marks of every text it had outside.
async fn answered(
    tx: &mut Tx,
    carried: &Carried,
    campaign: CampaignId,
    item: Item,
) -> Result<Option<ItemBack>, Refusal> {
    let left = carried.items.get(&item.id.to_string()).copied().unwrap_or(0);
    let Some(at) = item.answered_at.filter(|_| item.version > left) else { return Ok(None) };
    let before = fieldwork::since(tx, carried.visit, item.id, left).await?;
    let mut fields = BTreeMap::new();
    for field in Field::ALL {
        let text = field.of(&item.answer);
        let mut over: BTreeSet<String> = before.iter().map(|past| mark(&field.of(past))).collect();
        // Nobody had answered it when it left the office.
        if left == 0 {
            over.insert(mark(""));
        }
        over.remove(&mark(&text));
        if !over.is_empty() {
            fields.insert(field.code().to_owned(), TextBack { text, over: over.into_iter().collect() });
        }
    }
    Ok((!fields.is_empty()).then_some(ItemBack { campaign, item: item.id, at, fields }))
}

/// The evidence taken in outside. None travels out, so all there is is new.
async fn files(
    tx: &mut Tx,
    id: VisitId,
    campaign: CampaignId,
    item: &Item,
) -> Result<Vec<FileBack>, Refusal> {
    let mut back = Vec::new();
    for attached in file::attached(tx, EVIDENCE, &evidence_of(id, item.id)).await? {
        let bytes = file::bytes(tx, attached.file.id).await?.ok_or(Refusal::NotFound)?;
        back.push(FileBack {
            campaign,
            item: item.id,
            name: attached.file.name,
            note: attached.note.unwrap_or_default(),
            sha256: attached.file.sha256,
            bytes,
        });
    }
    Ok(back)
}
