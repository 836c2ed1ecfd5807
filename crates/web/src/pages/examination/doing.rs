//! What is done on the page: files taken in, a use noted, an address made, results
//! made a finding.

use super::{address, page};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::FlashKind;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::visit::{answer, value};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;
use app::acts::examination::{self as acts, MachineUse};
use app::acts::file::Upload as Taken;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{CampaignId, OutcomeId, VisitId};

/// Files of one form, at most.
const MOST_FILES: usize = 20;

pub(super) async fn take(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    // Only whoever sees the team's work is told what is wrong with the form.
    acts::view(app, who, id).await?;
    let limits = Limits { file: acts::LARGEST as u64, files: MOST_FILES, ..Limits::default() };
    let (fields, files) = upload::read_all(parts, limits).await?;
    let whole = value(&fields, "whole") == "on";
    let (mut problems, mut done) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.name.clone();
        let upload = Taken { name: file.name, bytes: file.bytes };
        match acts::take(app, who, id, upload, whole).await {
            Ok(taken) => done.push(taken),
            Err(app::Refusal::Invalid(faults)) => {
                let reason = faults.first().map(|fault| visit.lang.t_with(fault.key, &fault.args));
                problems.push((name, reason.unwrap_or_default()));
            }
            Err(app::Refusal::Marked) => problems.push((name, visit.lang.t("file-marked"))),
            Err(app::Refusal::NotNow { .. }) => problems.push((name, visit.lang.t("visit-not-now"))),
            Err(other) => return Err(other.into()),
        }
    }
    if done.is_empty() && problems.is_empty() {
        problems.push((String::new(), visit.lang.t("examination-no-file")));
    }
    if problems.is_empty() {
        let sum = |part: fn(&acts::Taken) -> usize| done.iter().map(part).sum::<usize>();
        let known = done.iter().filter(|taken| taken.already).count();
        let key = if known == done.len() { "examination-known" } else { "examination-taken" };
        return Ok(Tell::new(FlashKind::Done, key)
            .with("files", done.len())
            .with("results", sum(|taken| taken.results))
            .with("fresh", sum(|taken| taken.fresh))
            .with("gone", sum(|taken| taken.gone))
            .on(&address(id), site.settings().behind_tls));
    }
    let mut page = page(&site, &visit, id, None).await?;
    page.problems = problems;
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn use_machine(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let used_for = MachineUse::from_code(value(&pairs, "use"));
    let outcome = acts::use_machine(app, who, id, value(&pairs, "machine"), used_for).await;
    answer(&site, visit.lang, outcome, "examination-machine-noted", &format!("{}?by=common", address(id)))
}

pub(super) async fn make_address(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(_): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let outcome = acts::make_address(app, who, id).await.map(|_| ());
    answer(&site, visit.lang, outcome, "examination-locked-now", &format!("{}#lock", address(id)))
}

pub(super) async fn promote(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    // Only whoever sees the team's work is told what is wrong with the form.
    let view = acts::view(app, who, id).await?;
    let chosen: Vec<OutcomeId> = pairs
        .iter()
        .filter(|(name, _)| name == "pick")
        .filter_map(|(_, value)| value.parse().ok())
        .take(acts::MOST_CHOSEN + 1)
        .collect();
    let part = value(&pairs, "part").parse::<CampaignId>().ok();
    let only = view.parts.first().map(|part| part.campaign);
    let of = part.or(only).ok_or_else(Refusal::not_found)?;
    match acts::promote(app, who, id, of, value(&pairs, "code"), &chosen).await {
        Ok(finding) => Ok(Tell::new(FlashKind::Done, "examination-promoted")
            .with("count", chosen.len())
            .on(&format!("/findings/{finding}/edit"), site.settings().behind_tls)),
        Err(refusal) => answer(&site, visit.lang, Err(refusal), "", &address(id)),
    }
}
