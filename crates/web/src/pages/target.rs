//! The units of a campaign, changed after it was made: one more, one fewer.
//!
//! Not here: the list of them (`campaign`).

use app::acts::{campaign, unit};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use domain::identifier::{CampaignId, TargetId, UnitId};
use domain::policy::Action;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// One more unit.
#[derive(Debug, Template)]
#[template(path = "pages/target_add.html")]
pub struct AddPage {
    f: Frame,
    form: Form,
    path: String,
    is_open: bool,
}

/// One unit fewer, with the reason.
#[derive(Debug, Template)]
#[template(path = "pages/target_remove.html")]
pub struct RemovePage {
    f: Frame,
    form: Form,
    path: String,
    target: String,
    unit: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/campaigns/{id}/targets/new", get(ask_add).post(add))
        .route("/campaigns/{id}/targets/{target}/remove", get(ask_remove).post(remove))
}

fn path(id: CampaignId) -> String {
    format!("/campaigns/{id}")
}

fn add_fields(cohorts: &[(String, String)], units: &[(UnitId, String)]) -> Vec<Field> {
    let cohorts = cohorts.iter().map(|(id, name)| Choice::new(id.clone(), Label::Words(name.clone())));
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), Label::Words(name.clone())));
    vec![
        Field::new("cohort", "target-cohort", Kind::Radio).required().choices(cohorts),
        Field::new("unit", "target-unit", Kind::Select).required().choices(units),
    ]
}

/// The campaign, and a form with the units that are not in it.
async fn add_form(
    site: &Site,
    visit: &Visit,
    id: CampaignId,
) -> Result<(campaign::Whole, Vec<Field>), Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::CampaignManage).ok_or(app::Refusal::NotAllowed(Action::CampaignManage.code()))?;
    let whole = campaign::get(app, who, id).await?;
    let filter = campaign::Filter { limit: 5_000, ..campaign::Filter::default() };
    let (targets, _) = campaign::targets(app, who, id, &filter).await?;
    let mut units = unit::names(app).await?;
    units.retain(|(unit, _)| targets.iter().all(|target| target.unit != *unit));
    let cohorts: Vec<_> = whole.cohorts.iter().map(|c| (c.id.to_string(), c.name.clone())).collect();
    let fields = add_fields(&cohorts, &units);
    Ok((whole, fields))
}

async fn ask_add(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    visit.actor()?;
    let id: CampaignId = id(&text)?;
    let (whole, fields) = add_form(&site, &visit, id).await?;
    let form = Form::blank(visit.lang, fields);
    pages::show(&AddPage::new(
        visit.frame(),
        form,
        id,
        &whole.kept.campaign.title,
        whole.kept.opened_at.is_some(),
    ))
}

async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let (whole, fields) = add_form(&site, &visit, id).await?;
    let form = Form::posted(visit.lang, fields, pairs);
    let cohort = form.text("cohort").and_then(|cohort| cohort.parse().ok());
    let unit: Option<UnitId> = form.text("unit").and_then(|unit| unit.parse().ok());
    if let (Some(cohort), Some(unit), true) = (cohort, unit, form.is_good()) {
        campaign::add_targets(app, who, id, cohort, &[unit]).await?;
        return Ok(Tell::new(FlashKind::Done, "target-added").on(&path(id), site.settings().behind_tls));
    }
    let page =
        AddPage::new(visit.frame(), form, id, &whole.kept.campaign.title, whole.kept.opened_at.is_some());
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn remove_fields() -> Vec<Field> {
    vec![Field::new("reason", "target-reason", Kind::LongText { max: 1_000, rows: 3 }).required()]
}

/// The campaign's title and the unit's name, for those who may take it out.
async fn removing(
    site: &Site,
    visit: &Visit,
    id: CampaignId,
    target: TargetId,
) -> Result<(String, String), Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::CampaignManage).ok_or(app::Refusal::NotAllowed(Action::CampaignManage.code()))?;
    let whole = campaign::get(app, who, id).await?;
    let found = campaign::target(app, who, target).await?;
    if found.campaign != id {
        return Err(Refusal::not_found());
    }
    Ok((whole.kept.campaign.title, found.unit_name))
}

async fn ask_remove(
    State(site): State<Site>,
    visit: Visit,
    Path((text, target)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    visit.actor()?;
    let (id, target): (CampaignId, TargetId) = (id(&text)?, id(&target)?);
    let (title, unit) = removing(&site, &visit, id, target).await?;
    let form = Form::blank(visit.lang, remove_fields());
    pages::show(&RemovePage::new(visit.frame(), form, id, target, &title, unit))
}

async fn remove(
    State(site): State<Site>,
    visit: Visit,
    Path((text, target)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (id, target): (CampaignId, TargetId) = (id(&text)?, id(&target)?);
    let (title, unit) = removing(&site, &visit, id, target).await?;
    let mut form = Form::posted(visit.lang, remove_fields(), pairs);
    if form.is_good() {
        let reason = form.text("reason").unwrap_or_default().to_owned();
        match campaign::remove_target(app, who, target, &reason).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "target-removed")
                    .with("unit", &unit)
                    .on(&path(id), site.settings().behind_tls));
            }
            Err(app::Refusal::NotNow { .. }) => form.fail("", "target-visited"),
            Err(other) => return Err(other.into()),
        }
    }
    let page = RemovePage::new(visit.frame(), form, id, target, &title, unit);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl AddPage {
    fn new(f: Frame, form: Form, id: CampaignId, campaign: &str, is_open: bool) -> Self {
        let (title, list) = (f.t("target-add"), f.t("nav-campaigns"));
        let path = path(id);
        let f = f.titled(title, Some(Nav::Campaigns)).under(list, "/campaigns").under(campaign, &path);
        AddPage { f, form, path, is_open }
    }
}

impl RemovePage {
    fn new(f: Frame, form: Form, id: CampaignId, target: TargetId, campaign: &str, unit: String) -> Self {
        let (title, list) = (f.t("target-remove"), f.t("nav-campaigns"));
        let path = path(id);
        let f = f.titled(title, Some(Nav::Campaigns)).under(list, "/campaigns").under(campaign, &path);
        RemovePage { f, form, path, target: target.to_string(), unit }
    }
}

impl Page for AddPage {
    const NAME: &'static str = "target_add";

    fn samples(frame: &Frame) -> Samples<Self> {
        let id = CampaignId(uuid::Uuid::nil());
        let fields = || {
            let cohorts = [("1".to_owned(), "Đơn vị được kiểm tra".to_owned())];
            add_fields(&cohorts, &[(UnitId(uuid::Uuid::nil()), "Sở Y tế".to_owned())])
        };
        let page = |form, open| Self::new(frame.clone(), form, id, "Kiểm tra an ninh mạng năm 2026", open);
        vec![
            ("draft", page(Form::blank(frame.lang, fields()), false)),
            ("open", page(Form::blank(frame.lang, fields()), true)),
            ("wrong", page(Form::posted(frame.lang, fields(), Vec::new()), true)),
        ]
    }
}

impl Page for RemovePage {
    const NAME: &'static str = "target_remove";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |form| {
            let (id, target) = (CampaignId(uuid::Uuid::nil()), TargetId(uuid::Uuid::nil()));
            Self::new(frame.clone(), form, id, target, "Kiểm tra an ninh mạng năm 2026", "Sở Y tế".to_owned())
        };
        let mut visited = Form::blank(frame.lang, remove_fields());
        visited.fail("", "target-visited");
        vec![
            ("ask", page(Form::blank(frame.lang, remove_fields()))),
            ("without reason", page(Form::posted(frame.lang, remove_fields(), Vec::new()))),
            ("visited", page(visited)),
        ]
    }
}
