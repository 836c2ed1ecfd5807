//! Correcting a finding before anyone is asked to remedy it.
//!
//! Not here: the form and its page (`recording`).

use app::acts::finding::{self, Change, Finding};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::FindingId;

use super::recording::{RecordPage, fields, severity, worded};
use super::{PATH, words};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::Form;
use crate::frame::FlashKind;
use crate::pages;
use crate::pages::plan::id;
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::visit::Visit;

pub async fn ask_edit(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let view = finding::view(site.app()?, visit.actor()?, id::<FindingId>(&text)?).await?;
    if !view.may_revise {
        return Err(Refusal::of(Trouble::Forbidden));
    }
    let one = &view.listed.finding;
    let form = Form::filled(visit.lang, fields(None, &[]), standing(one));
    pages::show(&RecordPage::editing(visit.frame(), &view.listed, form))
}

pub(super) fn standing(one: &Finding) -> Vec<(&'static str, String)> {
    let words = &one.words;
    let mut values = vec![
        ("text", words.text.clone()),
        ("severity", one.case.severity.code().to_owned()),
        ("evidence", words.evidence.clone()),
        ("basis", words.basis.clone()),
        ("cause", words.cause.clone()),
        ("request", words.request.clone()),
        ("responsible", words.responsible.clone()),
        ("version", one.version.to_string()),
    ];
    if one.fixed_on_the_spot {
        values.push(("on_the_spot", "on".to_owned()));
    }
    values
}

pub async fn edit(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<FindingId>(&text)?);
    let view = finding::view(app, who, id).await?;
    let one = &view.listed.finding;
    let mut form = Form::posted(visit.lang, fields(None, &[]), pairs);
    if form.is_good() {
        let mut words = worded(&form, one.words.code.clone());
        words.theme.clone_from(&one.words.theme);
        if words.basis == one.words.basis {
            words.acts.clone_from(&one.words.acts);
        }
        let version = form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        let change =
            Change { words, severity: severity(&form), fixed_on_the_spot: form.is_on("on_the_spot") };
        match finding::revise(app, who, id, version, change).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "finding-revised")
                    .on(&format!("{PATH}/{id}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail(&fault.field, words::fault(fault.key));
                }
            }
            Err(app::Refusal::Conflict) => {
                form.fail("", "finding-conflict");
                form.put("version", one.version.to_string());
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = RecordPage::editing(visit.frame(), &view.listed, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
