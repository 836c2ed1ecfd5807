//! What is posted to minutes: parts, disagreements, texts, steps, the scan.

use app::acts::minutes::{self as acts, Text};
use app::acts::report::Form;
use app::acts::visit::mark;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::identifier::{CampaignId, FileId, MemberId, VisitId, VisitItemId};

use crate::csrf::Pairs;
use crate::flash::Tell;
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

/// A visit and one campaign's share of it, from the path.
pub(super) type Place = (VisitId, CampaignId);

pub(super) fn place(path: &(String, String)) -> Result<Place, Refusal> {
    Ok((id(&path.0)?, id(&path.1)?))
}

/// The page of these minutes.
pub(super) fn page((visit, part): Place) -> String {
    format!("{PATH}/{visit}/minutes?part={part}")
}

/// A member's part is handed in, or taken back.
pub async fn hand_over(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let member: MemberId = id(value(&pairs, "member"))?;
    let (outcome, told) = if value(&pairs, "act") == "take_back" {
        (acts::take_back(app, who, at.0, at.1, member).await, "minutes-taken-back")
    } else {
        let remark = value(&pairs, "remark");
        (acts::hand_over(app, who, at.0, at.1, member, remark).await, "minutes-handed-in")
    };
    answer(&site, visit.lang, outcome, told, &page(at))
}

/// A member disagrees, or a disagreement is settled.
pub async fn disagreement(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let settled = value(&pairs, "settle");
    let (outcome, told) = if settled.is_empty() {
        let item = match value(&pairs, "item") {
            "" => None,
            item => Some(id::<VisitItemId>(item)?),
        };
        let said = acts::disagree(app, who, at.0, at.1, item, value(&pairs, "text")).await;
        (said.map(|_| ()), "minutes-disagreement-kept")
    } else {
        let how = value(&pairs, "how");
        (acts::settle(app, who, at.0, at.1, settled, how).await, "minutes-disagreement-settled")
    };
    answer(&site, visit.lang, outcome, told, &format!("{}#disagreements", page(at)))
}

/// One text that saves itself.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    pairs: Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let sent = saved::Change::read(pairs)?;
    let text = Text::from_code(&sent.name).ok_or_else(|| Refusal::of(Trouble::BadRequest))?;
    let told = match acts::write(app, who, at.0, at.1, text, &sent.value, &sent.version).await {
        Ok(Ok(time)) => {
            let stands = acts::view(app, who, at.0, Some(at.1)).await?;
            Saved::Kept { time: visit.lang.second(time), version: mark(&text.of(&stands.kept)) }
        }
        Ok(Err(stale)) => Saved::Conflict {
            version: mark(&stale.theirs),
            theirs: stale.theirs,
            by: visit.lang.t("minutes-someone"),
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

/// All texts at once, for browsers without scripts.
pub async fn texts(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let mut late = false;
    for text in Text::ALL {
        let Some((_, typed)) = pairs.iter().find(|(name, _)| name == text.code()) else { continue };
        let seen = value(&pairs, &format!("{SEEN}{}", text.code()));
        if mark(typed.trim()) == seen {
            continue;
        }
        match acts::write(app, who, at.0, at.1, text, typed, seen).await {
            Ok(written) => late |= written.is_err(),
            Err(refused) => return answer(&site, visit.lang, Err(refused), "", &page(at)),
        }
    }
    let (kind, key) = if late {
        (FlashKind::Warning, "minutes-texts-late")
    } else {
        (FlashKind::Done, "minutes-texts-kept")
    };
    Ok(Tell::new(kind, key).on(&page(at), site.settings().behind_tls))
}

/// Agrees, or goes back to the members.
pub async fn step(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let (outcome, told) = match value(&pairs, "step") {
        "agree" => (acts::agree(app, who, at.0, at.1, version).await, "minutes-agreed"),
        "amend" => (acts::amend(app, who, at.0, at.1, version).await, "minutes-amended"),
        _ => return Err(Refusal::of(Trouble::BadRequest)),
    };
    answer(&site, visit.lang, outcome, told, &page(at))
}

/// The unit's opinion and proposals.
pub async fn opinion(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let (opinion, proposals) = (value(&pairs, "opinion"), value(&pairs, "proposals"));
    let outcome = acts::opine(app, who, at.0, at.1, opinion, proposals).await;
    answer(&site, visit.lang, outcome, "minutes-opinion-kept", &page(at))
}

/// The scan of the signed paper.
pub async fn scan(
    State(site): State<Site>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let (_, files) = read_upload(parts).await?;
    let outcome = match files.into_iter().next() {
        Some(file) => acts::file_scan(app, who, at.0, at.1, file).await.map(|_| ()),
        None => Err(app::Refusal::invalid("file", "report-no-file")),
    };
    answer(&site, visit.lang, outcome, "minutes-filed", &page(at))
}

pub async fn paper(
    State(site): State<Site>,
    visit: Visit,
    Path((text, part, form)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let form = match form.as_str() {
        "docx" => Form::Docx,
        "pdf" => Form::Pdf,
        _ => return Err(Refusal::not_found()),
    };
    let at = place(&(text, part))?;
    let printed = acts::print(site.app()?, visit.actor()?, at.0, at.1, form).await?;
    Ok(download(&printed.name, printed.media, printed.bytes))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, part, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let at = place(&(text, part))?;
    let (kept, bytes) = acts::file(site.app()?, visit.actor()?, at.0, at.1, id::<FileId>(&file)?).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}
