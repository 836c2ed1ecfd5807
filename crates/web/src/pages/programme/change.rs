//! The office corrects who bears what: lays a task on a unit, corrects a share,
//! takes it off.

use app::acts::programme::{self, Assignment, Correction, Sheet};
use app::acts::unit;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{ProgrammeId, TaskId, UnitId};
use domain::policy::Action;
use domain::programme::Part;

use super::share::sheet;
use super::{PATH, framed, part_key};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// One form about a share.
#[derive(Debug, Template)]
#[template(path = "pages/programme_change.html")]
pub struct ChangePage {
    f: Frame,
    lead: String,
    action: String,
    back: String,
    act: String,
    danger: bool,
    form: Form,
    /// Empty where nothing is changed that is there already.
    version: String,
    names: Vec<String>,
}

impl ChangePage {
    fn new(f: Frame, lead: String, action: String, back: String, act: &str, form: Form) -> Self {
        let act_words = f.t(act);
        ChangePage {
            f,
            lead,
            action,
            back,
            act: act_words,
            danger: act == "programme-remove",
            names: form.names().into_iter().filter(|name| name != "version").collect(),
            version: form.typed("version").to_owned(),
            form,
        }
    }

    fn of_share(f: Frame, sheet: &Sheet, act: &'static str, rest: &str, form: Form) -> Self {
        let share = &sheet.obligation;
        let back = format!("{PATH}/{}/shares/{}", share.programme, share.id);
        let title = f.t(act);
        let lead = format!("{} · {} {}", share.unit_name, sheet.task.code, sheet.task.title);
        let f = framed(f, &sheet.programme, title);
        ChangePage::new(f, lead, format!("{back}/{rest}"), back, act, form)
    }
}

fn must(visit: &Visit) -> Result<(), Refusal> {
    let action = Action::ProgrammeManage;
    visit.actor()?.scope(action).ok_or(app::Refusal::NotAllowed(action.code()))?;
    Ok(())
}

fn version() -> Field {
    Field::new("version", "programme-share", Kind::Number { min: 0, max: i64::MAX })
}

fn share_fields() -> Vec<Field> {
    let parts = Part::ALL.map(|part| Choice::new(part.code(), Label::Key(part_key(part))));
    vec![
        Field::new("part", "programme-part", Kind::Radio).required().choices(parts),
        Field::new("topic", "programme-topic", Kind::Text { max: 300 }).help("programme-topic-help"),
        Field::new("due", "programme-due-set", Kind::Date).help("programme-due-set-help"),
    ]
}

fn part(form: &Form) -> Part {
    form.text("part").and_then(Part::from_code).unwrap_or(Part::Executing)
}

fn correct_fields() -> Vec<Field> {
    let mut fields = vec![version()];
    fields.extend(share_fields());
    fields
}

fn filled(lang: Lang, sheet: &Sheet) -> Form {
    let share = &sheet.obligation;
    let values = [
        ("version", share.version.to_string()),
        ("part", share.part.code().to_owned()),
        ("topic", share.topic.clone().unwrap_or_default()),
        ("due", share.due_set.map(|day| lang.date(day)).unwrap_or_default()),
    ];
    Form::filled(lang, correct_fields(), values)
}

pub async fn ask_correct(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let sheet = sheet(&site, &visit, &text, &share).await?;
    let form = filled(visit.lang, &sheet);
    pages::show(&ChangePage::of_share(visit.frame(), &sheet, "programme-correct", "correct", form))
}

pub async fn correct(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let sheet = sheet(&site, &visit, &text, &share).await?;
    let mut form = Form::posted(visit.lang, correct_fields(), pairs);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_good() {
        let correction = Correction {
            part: part(&form),
            topic: form.text("topic").map(str::to_owned),
            due_set: form.date("due"),
        };
        let version = form.number("version").unwrap_or(0);
        let done = programme::correct(app, who, sheet.obligation.id, version, correction).await;
        match answered(&mut form, done, &sheet)? {
            None => return Ok(back(&site, "programme-corrected", &text, &share)),
            Some(code) => status = code,
        }
    }
    let page = ChangePage::of_share(visit.frame(), &sheet, "programme-correct", "correct", form);
    pages::show_with(status, &page)
}

fn remove_fields() -> Vec<Field> {
    let reason = Field::new("reason", "programme-reason", Kind::LongText { max: 1_000, rows: 3 });
    vec![version(), reason.required().help("programme-remove-help")]
}

pub async fn ask_remove(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let sheet = sheet(&site, &visit, &text, &share).await?;
    let version = sheet.obligation.version.to_string();
    let form = Form::filled(visit.lang, remove_fields(), [("version", version)]);
    pages::show(&ChangePage::of_share(visit.frame(), &sheet, "programme-remove", "remove", form))
}

pub async fn remove(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let sheet = sheet(&site, &visit, &text, &share).await?;
    let mut form = Form::posted(visit.lang, remove_fields(), pairs);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_good() {
        let (version, reason) = (form.number("version").unwrap_or(0), form.text("reason"));
        let reason = reason.unwrap_or_default().to_owned();
        let done = programme::remove(app, who, sheet.obligation.id, version, &reason).await;
        match answered(&mut form, done, &sheet)? {
            None => return Ok(back(&site, "programme-removed", &text, &share)),
            Some(code) => status = code,
        }
    }
    let page = ChangePage::of_share(visit.frame(), &sheet, "programme-remove", "remove", form);
    pages::show_with(status, &page)
}

/// What an act answered, on the form: nothing when it was done, else a status.
fn answered(
    form: &mut Form,
    done: Result<(), app::Refusal>,
    sheet: &Sheet,
) -> Result<Option<StatusCode>, Refusal> {
    match done {
        Ok(()) => Ok(None),
        Err(app::Refusal::Invalid(faults)) => {
            put_faults(form, faults);
            Ok(Some(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(app::Refusal::Conflict) => {
            form.fail("", "programme-conflict");
            form.put("version", sheet.obligation.version.to_string());
            Ok(Some(StatusCode::CONFLICT))
        }
        Err(other) => Err(other.into()),
    }
}

fn back(site: &Site, key: &'static str, text: &str, share: &str) -> Response {
    Tell::new(FlashKind::Done, key).on(&format!("{PATH}/{text}/shares/{share}"), site.settings().behind_tls)
}

async fn assign_fields(app: &app::App) -> Result<Vec<Field>, Refusal> {
    let units = unit::names(app).await?.into_iter();
    let units = units.map(|(id, name)| Choice::new(id.to_string(), Label::Words(name)));
    let mut fields = vec![Field::new("unit", "campaign-unit", Kind::Select).required().choices(units)];
    fields.extend(share_fields());
    Ok(fields)
}

/// The task with its programme, if it belongs to the one the address names.
async fn of_task(site: &Site, visit: &Visit, text: &str, task: &str) -> Result<programme::OfTask, Refusal> {
    must(visit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let programme: ProgrammeId = id(text)?;
    let filter = programme::Filter { limit: 1, ..Default::default() };
    let of = programme::of_task(app, who, id::<TaskId>(task)?, &filter).await?;
    if of.programme.id == programme { Ok(of) } else { Err(Refusal::not_found()) }
}

fn assigning(f: Frame, of: &programme::OfTask, form: Form) -> ChangePage {
    let back = format!("{PATH}/{}/tasks/{}", of.programme.id, of.task.id);
    let (title, lead) = (f.t("programme-assign"), format!("{} {}", of.task.code, of.task.title));
    let f = framed(f, &of.programme, title);
    ChangePage::new(f, lead, format!("{back}/assign"), back, "programme-assign", form)
}

pub async fn ask_assign(
    State(site): State<Site>,
    visit: Visit,
    Path((text, task)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let of = of_task(&site, &visit, &text, &task).await?;
    let form = Form::filled(visit.lang, assign_fields(site.app()?).await?, [("part", "executing")]);
    pages::show(&assigning(visit.frame(), &of, form))
}

pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Path((text, task)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let of = of_task(&site, &visit, &text, &task).await?;
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, assign_fields(app).await?, pairs);
    if let (true, Some(unit)) =
        (form.is_good(), form.text("unit").and_then(|unit| unit.parse::<UnitId>().ok()))
    {
        let assignment = Assignment {
            task: of.task.id,
            unit,
            part: part(&form),
            topic: form.text("topic").map(str::to_owned),
            due_set: form.date("due"),
        };
        match programme::assign(app, who, assignment).await {
            Ok(share) => return Ok(back(&site, "programme-assigned", &text, &share.to_string())),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &assigning(visit.frame(), &of, form))
}

impl Page for ChangePage {
    const NAME: &'static str = "programme_change";

    fn samples(frame: &Frame) -> Samples<Self> {
        let sheet = super::share::sample_sheet();
        let correcting = filled(frame.lang, &sheet);
        let mut removing = Form::filled(frame.lang, remove_fields(), [("version", "1")]);
        removing.fail("reason", "field-required");
        let of_share = |act: &'static str, rest: &str, form: Form| {
            ChangePage::of_share(frame.clone(), &sheet, act, rest, form)
        };
        vec![
            ("correct", of_share("programme-correct", "correct", correcting)),
            ("remove", of_share("programme-remove", "remove", removing)),
        ]
    }
}
