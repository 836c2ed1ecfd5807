//! What is posted to fieldwork: answers, files, assignments, findings.

use app::acts::finding::{self, New, Source};
use app::acts::visit::{self as acts, Change, Field, Looked, Share};
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::finding::Severity;
use domain::identifier::{CampaignId, FileId, FindingId, VisitId, VisitItemId};
use domain::visit::RecheckVerdict;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::read;
use crate::frame::FlashKind;
use crate::pages::download;
use crate::pages::plan::id;
use crate::pages::visit::{PATH, answer, read_upload, value};
use crate::refusal::{Refusal, Trouble};
use crate::saved::{self, Saved};
use crate::site::Site;
use crate::visit::Visit;

/// The beginning of the names under which a form carries what it was shown over.
const SEEN: &str = "seen:";

type Place = (VisitId, CampaignId, VisitItemId);

fn place(path: &(String, String, String)) -> Result<Place, Refusal> {
    Ok((id(&path.0)?, id(&path.1)?, id(&path.2)?))
}

/// The page of an item; the filter it was reached by comes along.
fn page((visit, part, item): Place, show: &str) -> String {
    let show = if show.is_empty() { String::new() } else { format!("&show={show}") };
    format!("{PATH}/{visit}/fieldwork?part={part}{show}&item={item}#card")
}

/// One field that saves itself.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    pairs: Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (visit_id, part, item) = place(&path)?;
    let sent = saved::Change::read(pairs)?;
    let field = Field::from_code(&sent.name).ok_or_else(|| Refusal::of(Trouble::BadRequest))?;
    let change = Change { field, typed: sent.value, seen: sent.version };
    let told = match acts::save(app, who, visit_id, part, item, &[change]).await {
        Ok(saved) => match saved.stale.into_iter().next() {
            Some(stale) => {
                Saved::Conflict { version: acts::mark(&stale.theirs), theirs: stale.theirs, by: stale.by }
            }
            None => Saved::Kept {
                time: visit.lang.second(saved.at),
                version: acts::mark(&field.of(&saved.answer)),
            },
        },
        Err(app::Refusal::Invalid(faults)) => {
            let reason = faults.first().map(|fault| visit.lang.t_with(fault.key, &fault.args));
            Saved::Refused { reason: reason.unwrap_or_default() }
        }
        Err(app::Refusal::NotNow { .. }) => Saved::Refused { reason: visit.lang.t("visit-not-now") },
        Err(other) => return Err(other.into()),
    };
    Ok(told.into_response())
}

/// The whole card: a verdict's button carries the texts with it.
pub async fn answer_item(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let changes: Vec<Change> = Field::ALL
        .into_iter()
        .filter_map(|field| {
            let (_, typed) = pairs.iter().find(|(name, _)| name == field.code())?;
            let seen = value(&pairs, &format!("{SEEN}{}", field.code())).to_owned();
            Some(Change { field, typed: typed.clone(), seen })
        })
        .collect();
    let href = page(at, value(&pairs, "show"));
    match acts::save(app, who, at.0, at.1, at.2, &changes).await {
        Ok(saved) => {
            let tell = match saved.stale.first() {
                Some(stale) => Tell::new(FlashKind::Warning, "fieldwork-stale").with("name", &stale.by),
                None => {
                    Tell::new(FlashKind::Done, "fieldwork-saved").with("time", visit.lang.second(saved.at))
                }
            };
            Ok(tell.on(&href, site.settings().behind_tls))
        }
        Err(refused) => answer(&site, visit.lang, Err(refused), "", &href),
    }
}

pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let (fields, files) = read_upload(parts).await?;
    let href = page(at, value(&fields, "show"));
    if files.is_empty() {
        let none = app::Refusal::invalid("file", "report-no-file");
        return answer(&site, visit.lang, Err(none), "", &href);
    }
    let note = value(&fields, "note");
    let mut outcome = Ok(());
    for file in files {
        outcome = acts::attach(app, who, at.0, at.1, at.2, file, note).await.map(|_| ());
        if outcome.is_err() {
            break;
        }
    }
    answer(&site, visit.lang, outcome, "fieldwork-attached", &href)
}

pub async fn detach(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let outcome = acts::detach(app, who, at.0, at.1, at.2, id::<FileId>(value(&pairs, "file"))?).await;
    answer(&site, visit.lang, outcome, "fieldwork-detached", &page(at, ""))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, part, item, file)): Path<(String, String, String, String)>,
) -> Result<Response, Refusal> {
    let at = place(&(text, part, item))?;
    let file: FileId = id(&file)?;
    let (kept, bytes) = acts::file(site.app()?, visit.actor()?, at.0, at.1, at.2, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

/// Gives the item, or its whole theme, to a member.
pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Path((text, part)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let at: Place = (id(&text)?, id(&part)?, id(value(&pairs, "item"))?);
    let member = match value(&pairs, "member") {
        "" => None,
        member => Some(id(member)?),
    };
    let what = if value(&pairs, "what") == "theme" {
        Share::Theme(value(&pairs, "theme"))
    } else {
        Share::Item(at.2)
    };
    if what == Share::Theme("") {
        return Err(Refusal::of(Trouble::BadRequest));
    }
    let outcome = acts::assign(app, who, at.0, at.1, what, member).await;
    answer(&site, visit.lang, outcome, "fieldwork-assigned", &page(at, value(&pairs, "show")))
}

/// What became of an earlier finding.
pub async fn recheck(
    State(site): State<Site>,
    visit: Visit,
    Path((text, part, finding)): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (visit_id, part) = (id::<VisitId>(&text)?, id::<CampaignId>(&part)?);
    let finding: FindingId = id(&finding)?;
    let href = format!("{PATH}/{visit_id}/fieldwork?part={part}&item={}{finding}#card", super::EARLIER);
    let verdict = RecheckVerdict::from_code(value(&pairs, "verdict"))
        .ok_or_else(|| Refusal::of(Trouble::BadRequest))?;
    let looked = Looked { finding, verdict, note: value(&pairs, "note"), seen: value(&pairs, "seen") };
    let outcome = acts::look_again(app, who, visit_id, part, looked).await;
    answer(&site, visit.lang, outcome, "fieldwork-recheck-kept", &href)
}

/// Draws a finding up from the item.
pub async fn finding(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let href = page(at, value(&pairs, "show"));
    let proposals = finding::propose(app, who, at.0, at.1, at.2).await?;
    let code = value(&pairs, "code");
    let wanted = proposals
        .into_iter()
        .find(|proposal| proposal.words.code.as_deref().unwrap_or_default() == code)
        .ok_or_else(|| Refusal::of(Trouble::Conflict))?;
    let observed_on = read::date(value(&pairs, "observed_on")).unwrap_or(wanted.observed_on);
    let severity = Severity::ALL
        .into_iter()
        .find(|severity| severity.code() == value(&pairs, "severity"))
        .unwrap_or(wanted.severity);
    let mut words = wanted.words;
    value(&pairs, "text").clone_into(&mut words.text);
    value(&pairs, "evidence").clone_into(&mut words.evidence);
    value(&pairs, "basis").clone_into(&mut words.basis);
    value(&pairs, "cause").clone_into(&mut words.cause);
    value(&pairs, "request").clone_into(&mut words.request);
    value(&pairs, "responsible").clone_into(&mut words.responsible);
    let new = New {
        campaign: at.1,
        unit: acts::sheet(app, who, at.0, Some(at.1)).await?.visit.unit,
        source: Source::Visit { visit: at.0, item: Some(at.2) },
        words,
        severity,
        fixed_on_the_spot: !value(&pairs, "fixed_on_the_spot").is_empty(),
        observed_on,
        repeats: value(&pairs, "repeats").parse().ok(),
    };
    let outcome = finding::record(app, who, new, Vec::new()).await.map(|_| ());
    answer(&site, visit.lang, outcome, "fieldwork-finding-recorded", &href)
}
