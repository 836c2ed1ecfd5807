//! A campaign's own particulars, corrected after it was made: often its number
//! and day are given only when the plan is signed.
//!
//! Not here: its units (`target`), its state (`campaign`).

use app::acts::campaign::{self, Kept};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::CampaignId;
use domain::policy::Action;

use super::PATH;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

#[derive(Debug, Template)]
#[template(path = "pages/campaign_correct.html")]
pub struct CorrectPage {
    f: Frame,
    path: String,
    form: Form,
    version: String,
    names: Vec<String>,
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("version", "campaign-title", Kind::Number { min: 0, max: i64::MAX }),
        Field::new("title", "campaign-title", Kind::LongText { max: 1_000, rows: 3 }).required(),
        Field::new("number", "campaign-number", Kind::Text { max: 60 }).help("campaign-number-help"),
        Field::new("issued_on", "campaign-issued-on", Kind::Date).help("campaign-issued-on-help"),
        Field::new("issuer", "campaign-issuer", Kind::Text { max: 300 }).required(),
        Field::new("scope_from", "campaign-scope-from", Kind::Date),
        Field::new("scope_to", "campaign-scope-to", Kind::Date).help("campaign-scope-to-help"),
        Field::new("window_from", "campaign-window-from", Kind::Date),
        Field::new("window_to", "campaign-window-to", Kind::Date),
    ]
}

fn filled(lang: Lang, kept: &Kept) -> Form {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| lang.date(day)).unwrap_or_default();
    let campaign = &kept.campaign;
    let values = [
        ("version", kept.version.to_string()),
        ("title", campaign.title.clone()),
        ("number", campaign.number.clone()),
        ("issued_on", day(kept.issued_on)),
        ("issuer", campaign.issuer.clone()),
        ("scope_from", day(campaign.scope_from)),
        ("scope_to", day(campaign.scope_to)),
        ("window_from", day(campaign.window_from)),
        ("window_to", day(campaign.window_to)),
    ];
    Form::filled(lang, fields(), values)
}

/// The campaign, for whoever may correct it.
async fn held(site: &Site, visit: &Visit, text: &str) -> Result<Kept, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let action = Action::CampaignManage;
    who.scope(action).ok_or(app::Refusal::NotAllowed(action.code()))?;
    Ok(campaign::get(app, who, id::<CampaignId>(text)?).await?.kept)
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let kept = held(&site, &visit, &text).await?;
    let form = filled(visit.lang, &kept);
    pages::show(&CorrectPage::new(visit.frame(), &kept, form))
}

pub async fn correct(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let kept = held(&site, &visit, &text).await?;
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, fields(), pairs);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_good() {
        match campaign::update(app, who, &corrected(&kept, &form)).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "campaign-corrected")
                    .on(&format!("{PATH}/{text}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => {
                form.fail("", "campaign-conflict");
                form.put("version", kept.version.to_string());
                status = StatusCode::CONFLICT;
            }
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(status, &CorrectPage::new(visit.frame(), &kept, form))
}

fn corrected(kept: &Kept, form: &Form) -> Kept {
    let mut changed = kept.clone();
    let words = |name: &str| form.text(name).unwrap_or_default().to_owned();
    changed.version = form.number("version").unwrap_or(0);
    changed.issued_on = form.date("issued_on");
    let campaign = &mut changed.campaign;
    campaign.title = words("title");
    campaign.number = words("number");
    campaign.issuer = words("issuer");
    campaign.scope_from = form.date("scope_from");
    campaign.scope_to = form.date("scope_to");
    campaign.window_from = form.date("window_from");
    campaign.window_to = form.date("window_to");
    changed
}

impl CorrectPage {
    fn new(f: Frame, kept: &Kept, form: Form) -> Self {
        let path = format!("{PATH}/{}", kept.campaign.id);
        let (title, list) = (f.t("campaign-correct"), f.t("nav-campaigns"));
        CorrectPage {
            version: form.typed("version").to_owned(),
            names: form.names().into_iter().filter(|name| name != "version").collect(),
            form,
            f: f.titled(title, Some(Nav::Campaigns))
                .under(list, PATH)
                .under(kept.campaign.title.clone(), path.clone()),
            path,
        }
    }
}

impl Page for CorrectPage {
    const NAME: &'static str = "campaign_correct";

    fn samples(frame: &Frame) -> Samples<Self> {
        let kept = super::sample_whole(domain::campaign::CampaignState::Open).kept;
        let mut late = filled(frame.lang, &kept);
        late.fail("", "campaign-conflict");
        late.fail("title", "field-required");
        vec![
            ("filled", CorrectPage::new(frame.clone(), &kept, filled(frame.lang, &kept))),
            ("conflict", CorrectPage::new(frame.clone(), &kept, late)),
        ]
    }
}
