//! Moving and cancelling a visit, and what was agreed on an ad-hoc one.

use app::acts::schedule::{self, Agreement, Move, Standing};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::VisitId;

use super::form::{self, Crew};
use super::plan::PlanPage;
use super::{PATH, board_path};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::date::local;

/// Before a visit is cancelled; and what was agreed with the unit.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_change.html")]
pub struct ChangePage {
    f: Frame,
    form: Form,
    action: String,
    back: String,
    act: String,
    what: String,
    when: String,
    danger: bool,
    fields: Vec<String>,
}

fn crews(standing: &Standing) -> Vec<Crew<'_>> {
    standing.teams.iter().map(|(id, name, roster, _)| Crew { id: *id, name, roster }).collect()
}

pub(super) fn move_form(f: &Frame, standing: &Standing) -> Form {
    let visit = &standing.visit;
    let date = |day: Option<_>| day.map(|day: jiff::civil::Date| f.lang.date(day)).unwrap_or_default();
    let at = |at: Option<jiff::Timestamp>| at.map(|at| form::hour(local(at).time())).unwrap_or_default();
    let mut values = vec![
        ("version".to_owned(), visit.version.to_string()),
        ("day".to_owned(), date(visit.day)),
        ("from".to_owned(), at(visit.starts_at)),
        ("to".to_owned(), at(visit.ends_at)),
        ("last_day".to_owned(), date(visit.last_day.filter(|last| Some(*last) != visit.day))),
        ("place".to_owned(), visit.place.clone()),
        ("exception".to_owned(), visit.exception.clone().unwrap_or_default()),
    ];
    for (team, _, _, goes) in &standing.teams {
        values.extend(goes.iter().map(|member| (form::members_field(*team), member.to_string())));
    }
    Form::filled(f.lang, move_fields(f, standing), values)
}

fn move_fields(f: &Frame, standing: &Standing) -> Vec<Field> {
    let mut fields = vec![Field::new("version", "schedule-move", Kind::Hidden { max: 20 })];
    let mut rest = form::fields(f, &crews(standing), &standing.line);
    // Every team of the visit goes on; none is chosen.
    rest.retain(|field| field.name != "team");
    fields.extend(rest);
    fields.push(
        Field::new("reason", "schedule-reason", Kind::LongText { max: 1_000, rows: 2 })
            .required()
            .help("schedule-move-reason-help"),
    );
    fields
}

pub async fn ask_move(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let standing = schedule::standing(site.app()?, visit.actor()?, id(&text)?).await?;
    let f = visit.frame();
    let form = move_form(&f, &standing);
    pages::show(&PlanPage::moving(f, form, &standing))
}

pub async fn move_visit(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let standing = schedule::standing(app, who, id).await?;
    let f = visit.frame();
    let mut form = Form::posted(visit.lang, move_fields(&f, &standing), pairs);
    let slot = form::slot(&mut form);
    let version = form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    if let (Some(slot), true) = (slot, form.is_good()) {
        let to = Move {
            version,
            slot,
            place: form.text("place").unwrap_or_default().to_owned(),
            members: standing.teams.iter().map(|team| (team.0, form::members(&form, team.0))).collect(),
            reason: form.text("reason").unwrap_or_default().to_owned(),
            exception: form.text("exception").map(str::to_owned),
        };
        match schedule::move_visit(app, who, id, &to).await {
            Ok(()) => {
                let told = if standing.visit.announced_at.is_some() {
                    "schedule-moved-and-told"
                } else {
                    "schedule-moved"
                };
                return Ok(Tell::new(FlashKind::Done, told)
                    .with("unit", &standing.visit.unit_name)
                    .on(&back(&standing), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                form::fail(&mut form, faults, standing.teams.first().map(|team| team.0));
            }
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &PlanPage::moving(f, form, &standing))
}

fn back(standing: &Standing) -> String {
    standing.parts.first().map_or_else(|| PATH.to_owned(), |part| board_path(part.campaign))
}

fn cancel_fields() -> Vec<Field> {
    vec![
        Field::new("version", "schedule-cancel", Kind::Hidden { max: 20 }),
        Field::new("reason", "schedule-reason", Kind::LongText { max: 1_000, rows: 3 }).required(),
    ]
}

pub async fn ask_cancel(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let standing = schedule::standing(site.app()?, visit.actor()?, id(&text)?).await?;
    let values = [("version", standing.visit.version.to_string())];
    let form = Form::filled(visit.lang, cancel_fields(), values);
    pages::show(&ChangePage::cancelling(visit.frame(), form, &standing))
}

pub async fn cancel(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let standing = schedule::standing(app, who, id).await?;
    let mut form = Form::posted(visit.lang, cancel_fields(), pairs);
    if form.is_good() {
        let version = form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        let reason = form.text("reason").unwrap_or_default().to_owned();
        match schedule::cancel(app, who, id, version, &reason).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "schedule-cancelled")
                    .with("unit", &standing.visit.unit_name)
                    .on(&back(&standing), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, None),
            Err(other) => return Err(other.into()),
        }
    }
    let page = ChangePage::cancelling(visit.frame(), form, &standing);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn agreement_fields() -> Vec<Field> {
    vec![
        Field::new("version", "schedule-agreement", Kind::Hidden { max: 20 }),
        Field::new("notice_to", "schedule-notice-to", Kind::Text { max: 300 })
            .required()
            .help("schedule-notice-to-help"),
        Field::new("notice_day", "schedule-notice-day", Kind::Date).required(),
        Field::new("notice_hour", "schedule-notice-hour", Kind::Text { max: 5 })
            .required()
            .help("schedule-hour-help"),
        Field::new("notice_means", "schedule-notice-means", Kind::Text { max: 300 })
            .required()
            .help("schedule-notice-means-help"),
        Field::new("method", "schedule-method", Kind::LongText { max: 1_000, rows: 4 })
            .required()
            .help("schedule-method-help"),
    ]
}

pub async fn ask_agreement(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let standing = schedule::standing(site.app()?, visit.actor()?, id(&text)?).await?;
    let f = visit.frame();
    let form = agreement_form(&f, &standing);
    pages::show(&ChangePage::agreeing(f, form, &standing))
}

fn agreement_form(f: &Frame, standing: &Standing) -> Form {
    let notice = standing.visit.notice.clone();
    let at = notice.as_ref().map_or(f.now, |notice| notice.at);
    let values = [
        ("version", standing.visit.version.to_string()),
        ("notice_day", f.lang.date(local(at).date())),
        ("notice_hour", form::hour(local(at).time())),
        ("notice_to", notice.as_ref().map(|notice| notice.to.clone()).unwrap_or_default()),
        ("notice_means", notice.map(|notice| notice.means).unwrap_or_default()),
        ("method", standing.visit.agreed_method.clone().unwrap_or_default()),
    ];
    Form::filled(f.lang, agreement_fields(), values)
}

pub async fn agree(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let standing = schedule::standing(app, who, id).await?;
    let mut form = Form::posted(visit.lang, agreement_fields(), pairs);
    let hour = form.text("notice_hour").and_then(form::time);
    if hour.is_none() && form.text("notice_hour").is_some() {
        form.fail("notice_hour", "schedule-not-an-hour");
    }
    if let (Some(hour), Some(day), true) = (hour, form.date("notice_day"), form.is_good()) {
        let said = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let agreement = Agreement {
            version: form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0),
            to: said("notice_to"),
            at: day.to_datetime(hour),
            means: said("notice_means"),
            method: said("method"),
        };
        match schedule::agree(app, who, id, &agreement).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "schedule-agreed")
                    .with("unit", &standing.visit.unit_name)
                    .on(&back(&standing), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, None),
            Err(other) => return Err(other.into()),
        }
    }
    let page = ChangePage::agreeing(visit.frame(), form, &standing);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl ChangePage {
    fn cancelling(f: Frame, form: Form, standing: &Standing) -> Self {
        let what = f.t(if standing.visit.announced_at.is_some() {
            "schedule-cancel-what-told"
        } else {
            "schedule-cancel-what"
        });
        let (title, act) = (f.t("schedule-cancel"), f.t("schedule-cancel-act"));
        Self::of(f, form, standing, ("cancel", title, act, what)).dangerous()
    }

    fn agreeing(f: Frame, form: Form, standing: &Standing) -> Self {
        let (title, act) = (f.t("schedule-agreement"), f.t("schedule-agree-act"));
        let what = f.t("schedule-agreement-what");
        Self::of(f, form, standing, ("agreement", title, act, what))
    }

    fn of(
        f: Frame,
        form: Form,
        standing: &Standing,
        (step, title, act, what): (&str, String, String, String),
    ) -> Self {
        let path = format!("{PATH}/{}", standing.visit.id);
        let when = standing.visit.starts_at.map(|at| f.lang.moment(at)).unwrap_or_default();
        let list = f.t("nav-visits");
        ChangePage {
            action: format!("{path}/{step}"),
            back: back(standing),
            act,
            what,
            when: format!("{} · {when}", standing.visit.unit_name),
            danger: false,
            fields: form.names(),
            form,
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(&standing.visit.unit_name, path),
        }
    }

    fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Page for ChangePage {
    const NAME: &'static str = "schedule_change";

    fn samples(frame: &Frame) -> Samples<Self> {
        let standing = super::samples::standing();
        let cancel = || Form::filled(frame.lang, cancel_fields(), [("version", "1")]);
        let mut wrong = cancel();
        wrong.fail("reason", "form-required");
        vec![
            ("cancel", Self::cancelling(frame.clone(), cancel(), &standing)),
            ("cancel without reason", Self::cancelling(frame.clone(), wrong, &standing)),
            ("agreement", Self::agreeing(frame.clone(), agreement_form(frame, &standing), &standing)),
        ]
    }
}
