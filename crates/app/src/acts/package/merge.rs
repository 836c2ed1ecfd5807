//! Answers that come home: merged field by field under the rules of answering.
//! What met another text is noted for a decision; the same file twice changes
//! nothing.
//!
//! Not here: what travels, the record outside.

use super::travel::{FileBack, FindingBack, Homeward, ItemBack, NotTravelled};
use super::{KIND, LARGEST, On, Package};
use crate::acts::file::{self, Accepted, Upload};
use crate::acts::visit::{self as fieldwork, Field, Looked, Written, about, attach_in, mark, save_in, share};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{CampaignId, ConflictId, PackageId, VisitId};
use domain::policy::Action;
use domain::visit::RecheckVerdict;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use store::package::{self as record, Return};
use store::visit::{self, Part, recheck};

/// What came of answers that were brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Who had taken the visit along.
    pub name: String,
    /// Fields that were taken over.
    pub saved: usize,
    pub files: usize,
    /// Fields that met another text and wait for a decision.
    pub refused: usize,
    /// Files of evidence the guard turned away.
    pub turned_away: usize,
    /// The very same file came before; nothing changed.
    pub already: bool,
}

/// Merges a sealed file of answers into its visit.
pub async fn bring_back(app: &App, who: &Actor, id: VisitId, bytes: Vec<u8>) -> Result<Brought, Refusal> {
    let scope = who.scope(Action::VisitAnswer).ok_or(Refusal::NotAllowed(Action::VisitAnswer.code()))?;
    if bytes.len() > LARGEST {
        return Err(Refusal::invalid("file", "package-fault-too-large"));
    }
    let mut tx = app.store.read().await?;
    visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let packages: Vec<Package> =
        record::of_visit(&mut tx, id).await?.into_iter().map(|listed| listed.package).collect();
    drop(tx);
    let sha256 = evidence::hex(&Sha256::digest(&bytes));
    let (package, home) = tokio::task::spawn_blocking(move || opened(&bytes, &packages))
        .await
        .map_err(|error| Refusal::Broken(format!("opening answers stopped: {error}")))??;
    if package.withdrawn_at.is_some() {
        return Err(Refusal::invalid("file", "package-fault-withdrawn"));
    }
    if package.user != who.user.id && who.scope(Action::VisitRun).is_none() {
        return Err(Refusal::NotAllowed(Action::VisitRun.code()));
    }
    let owner = owner(app, &package).await?;
    let name = owner.user.name.clone();
    let mut tx = app.store.read().await?;
    if let Some(known) = record::known(&mut tx, package.id, &sha256).await? {
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        let (saved, files, refused) = (count(known.saved), count(known.files), count(known.refused));
        return Ok(Brought { name, saved, files, refused, turned_away: 0, already: true });
    }
    drop(tx);
    let (accepted, turned_away) = guarded(app, &owner, id, &home.files).await?;
    let mut act = app.act(who).await?;
    let mut merging = Merging { owner: &owner, package: &package, saved: 0, refused: 0, files: 0 };
    for back in &home.items {
        merging.item(&mut act, id, back).await?;
    }
    for back in &home.findings {
        merging.finding(&mut act, id, back).await?;
    }
    for (back, accepted) in accepted {
        merging.file(&mut act, id, back, accepted).await?;
    }
    let Merging { saved, refused, files, .. } = merging;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let returned = Return {
        package: package.id,
        sha256: sha256.clone(),
        sealed_at: home.sealed_at,
        saved: count(saved),
        files: count(files),
        refused: count(refused),
        merged_by: act.who.user.id,
        merged_at: act.now,
    };
    record::add_return(&mut act.tx, &returned).await?;
    let detail = serde_json::json!({
        "visit": id.to_string(), "user": package.user.to_string(), "sha256": sha256,
        "saved": saved, "refused": refused, "files": files,
    });
    act.tell("package.bring_back", KIND, package.id, detail).await?;
    act.done().await?;
    Ok(Brought { name, saved, files, refused, turned_away, already: false })
}

/// The package a file belongs to, and what is in it.
fn opened(bytes: &[u8], packages: &[Package]) -> Result<(Package, Homeward), Refusal> {
    if !evidence::is_locked(bytes) {
        return Err(Refusal::invalid("file", "package-fault-not-answers"));
    }
    for package in packages {
        let plain = match evidence::unlock_with(bytes, &package.opens_with) {
            Ok(plain) => plain,
            Err(evidence::LockError::Damaged) => {
                return Err(Refusal::invalid("file", "package-fault-damaged"));
            }
            Err(_) => continue,
        };
        let home = Homeward::read(&plain, &package.signed_with).map_err(|why| {
            Refusal::invalid(
                "file",
                match why {
                    NotTravelled::Version => "package-fault-version",
                    NotTravelled::Format | NotTravelled::Signature => "package-fault-damaged",
                },
            )
        })?;
        if home.package != package.id || home.visit != package.visit {
            return Err(Refusal::invalid("file", "package-fault-damaged"));
        }
        return Ok((package.clone(), home));
    }
    Err(Refusal::invalid("file", "package-fault-other-visit"))
}

/// Whoever took the visit along, with the rights they hold today.
async fn owner(app: &App, package: &Package) -> Result<Actor, Refusal> {
    let mut tx = app.store.read().await?;
    let user = store::people::get(&mut tx, package.user).await?.ok_or(Refusal::NotFound)?;
    if user.disabled_at.is_some() {
        return Err(Refusal::invalid("file", "package-fault-no-right"));
    }
    let grants = store::people::grants_of(&mut tx, package.user).await?;
    Ok(Actor::person(user, grants, None))
}

/// Every file passes the guard before any of it is kept; what it turns away is
/// in the audit and does not stop the rest.
async fn guarded<'a>(
    app: &App,
    owner: &Actor,
    id: VisitId,
    files: &'a [FileBack],
) -> Result<(Vec<(&'a FileBack, Accepted)>, usize), Refusal> {
    let (mut accepted, mut turned_away) = (Vec::new(), 0);
    for back in files {
        let upload = Upload { name: back.name.clone(), bytes: back.bytes.clone() };
        match file::take_in(app, owner, Action::VisitAnswer, &about(id, back.item), upload).await {
            Ok(one) => accepted.push((back, one)),
            Err(Refusal::Marked | Refusal::Invalid(_)) => turned_away += 1,
            Err(other) => return Err(other),
        }
    }
    Ok((accepted, turned_away))
}

/// A merge under way.
struct Merging<'a> {
    owner: &'a Actor,
    package: &'a Package,
    saved: usize,
    refused: usize,
    files: usize,
}

impl Merging<'_> {
    /// The share of the visit an answer belongs to, within what its giver may do.
    async fn part(&self, act: &mut Act<'_>, id: VisitId, of: CampaignId) -> Result<Part, Refusal> {
        let scope = self.owner.scope(Action::VisitAnswer);
        let scope = scope.ok_or_else(|| Refusal::invalid("file", "package-fault-no-right"))?;
        match share(act, &scope, id, of).await {
            Ok((_, part)) => Ok(part),
            Err(Refusal::NotFound) => Err(Refusal::invalid("file", "package-fault-no-right")),
            Err(other) => Err(other),
        }
    }

    /// A laptop's clock may be wrong: nothing was answered before the package
    /// was made or after it came home.
    fn moment(&self, act: &Act<'_>, at: Timestamp) -> Timestamp {
        at.clamp(self.package.made_at.min(act.now), act.now)
    }

    async fn item(&mut self, act: &mut Act<'_>, id: VisitId, back: &ItemBack) -> Result<(), Refusal> {
        let part = self.part(act, id, back.campaign).await?;
        let at = self.moment(act, back.at);
        let mut written = Vec::with_capacity(back.fields.len());
        for (code, brought) in &back.fields {
            let field =
                Field::from_code(code).ok_or_else(|| Refusal::invalid("file", "package-fault-damaged"))?;
            let text = field.read(&brought.text)?;
            written.push(Written { field, text, over: &brought.over });
        }
        let known = store::visit::fieldwork::get_item(&mut act.tx, id, back.campaign, back.item).await?;
        let known = known.ok_or_else(|| Refusal::invalid("file", "package-fault-damaged"))?;
        // A text that was decided on is not asked about again.
        let mut open = Vec::with_capacity(written.len());
        for one in written {
            let met = self.conflict(id, back.campaign, On::Item(back.item), one.field.code(), &one.text, at);
            if one.field.of(&known.answer) == one.text || !record::settled(&mut act.tx, &met).await? {
                open.push(one);
            }
        }
        let saved = save_in(act, self.owner, &part, back.item, at, &open).await?;
        for one in &open {
            let field = one.field;
            if saved.stale.iter().any(|stale| stale.field == field) {
                let met = self.conflict(id, back.campaign, On::Item(back.item), field.code(), &one.text, at);
                record::meet(&mut act.tx, &met).await?;
                self.refused += 1;
            } else if field.of(&known.answer) != field.of(&saved.answer) {
                self.saved += 1;
            }
        }
        Ok(())
    }

    async fn finding(&mut self, act: &mut Act<'_>, id: VisitId, back: &FindingBack) -> Result<(), Refusal> {
        self.part(act, id, back.campaign).await?;
        let verdict = RecheckVerdict::from_code(&back.verdict)
            .ok_or_else(|| Refusal::invalid("file", "package-fault-damaged"))?;
        let known = recheck::get(&mut act.tx, id, back.campaign, back.finding).await?;
        let Some(known) = known else { return Ok(()) };
        let (now, brought) = (
            Looked::mark(known.verdict.as_deref(), &known.note),
            Looked::mark(Some(&back.verdict), &back.note),
        );
        if now == brought {
            return Ok(());
        }
        let at = self.moment(act, back.at);
        if back.over.contains(&now) {
            let seen = recheck::Seen {
                visit: id,
                campaign: back.campaign,
                finding: back.finding,
                version: known.version,
                verdict: verdict.code(),
                note: &back.note,
            };
            if !recheck::save(&mut act.tx, seen, self.owner.user.id, at).await? {
                return Err(Refusal::Conflict);
            }
            let detail =
                serde_json::json!({ "finding": back.finding.to_string(), "verdict": verdict.code() });
            act.tell("visit.recheck", fieldwork::KIND, id, detail).await?;
            self.saved += 1;
            return Ok(());
        }
        let text = stands(Some(&back.verdict), &back.note);
        let met = self.conflict(id, back.campaign, On::Finding(back.finding), "recheck", &text, at);
        if !record::settled(&mut act.tx, &met).await? {
            record::meet(&mut act.tx, &met).await?;
            self.refused += 1;
        }
        Ok(())
    }

    async fn file(
        &mut self,
        act: &mut Act<'_>,
        id: VisitId,
        back: &FileBack,
        accepted: Accepted,
    ) -> Result<(), Refusal> {
        let part = self.part(act, id, back.campaign).await?;
        let there = about(id, back.item);
        let known = store::file::attached(&mut act.tx, there.kind, &there.id).await?;
        if known.iter().any(|one| one.file.sha256 == accepted.sha256()) {
            return Ok(());
        }
        attach_in(act, self.owner, &part, back.item, accepted, &back.note).await?;
        self.files += 1;
        Ok(())
    }

    fn conflict(
        &self,
        visit: VisitId,
        campaign: CampaignId,
        on: On,
        field: &str,
        text: &str,
        at: Timestamp,
    ) -> record::Conflict {
        record::Conflict {
            id: new_id(),
            package: self.package.id,
            visit,
            campaign,
            on,
            field: field.to_owned(),
            brought: text.to_owned(),
            brought_at: at,
        }
    }
}

/// The verdict on an earlier finding and its note as one text.
pub(super) fn stands(verdict: Option<&str>, note: &str) -> String {
    format!("{}\n{note}", verdict.unwrap_or_default()).trim().to_owned()
}

/// Decides between the text that stands and the one that was brought back.
pub async fn decide(
    app: &App,
    who: &Actor,
    id: VisitId,
    conflict: ConflictId,
    take: bool,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let waiting = record::waiting(&mut act.tx, id).await?;
    let waiting = waiting.into_iter().find(|one| one.conflict.id == conflict).ok_or(Refusal::NotFound)?;
    let met = waiting.conflict;
    let (_, part) = share(&mut act, &scope, id, met.campaign).await?;
    let now = act.now;
    if take {
        match met.on {
            On::Item(item) => {
                let known = store::visit::fieldwork::get_item(&mut act.tx, id, met.campaign, item).await?;
                let known = known.ok_or(Refusal::NotFound)?;
                let field = Field::from_code(&met.field).ok_or(Refusal::NotFound)?;
                let over = [mark(&field.of(&known.answer))];
                let written = [Written { field, text: met.brought.clone(), over: &over }];
                save_in(&mut act, who, &part, item, now, &written).await?;
            }
            On::Finding(finding) => {
                let known = recheck::get(&mut act.tx, id, met.campaign, finding).await?;
                let known = known.ok_or(Refusal::NotFound)?;
                let (verdict, note) = met.brought.split_once('\n').unwrap_or((&met.brought, ""));
                let seen = recheck::Seen {
                    visit: id,
                    campaign: met.campaign,
                    finding,
                    version: known.version,
                    verdict,
                    note,
                };
                if !recheck::save(&mut act.tx, seen, who.user.id, now).await? {
                    return Err(Refusal::Conflict);
                }
            }
        }
    }
    if !record::settle(&mut act.tx, conflict, take, who.user.id, now).await? {
        return Err(Refusal::not_now("settled", "decide"));
    }
    let package: PackageId = met.package;
    let detail = serde_json::json!({ "visit": id.to_string(), "field": met.field, "taken": take });
    act.tell("package.decide", KIND, package, detail).await?;
    act.done().await
}
