//! The forms of one unit: its entry (the office), its contact and focal persons
//! (the unit itself too).
//!
//! Not here: reorganisations (`change`), which alone end a unit with a successor.

use app::acts::unit::{self, Contact};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{PersonId, UnitId};
use domain::policy::Action;
use domain::unit::{FocalPerson, Unit, UnitKind};

use super::{PATH, kind_words, put_faults, unit_id};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// A form about a unit.
#[derive(Debug, Template)]
#[template(path = "pages/unit_form.html")]
pub struct UnitForm {
    f: Frame,
    form: Form,
    /// The fields in their order.
    shown: Vec<&'static str>,
    lead: String,
    action: String,
    cancel: String,
}

/// Which of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    New,
    Entry,
    Contact,
    Person,
}

const ENTRY: [&str; 11] = [
    "name",
    "short_name",
    "kind",
    "parent",
    "aliases",
    "head_name",
    "head_title",
    "email",
    "valid_from",
    "valid_to",
    "version",
];
const CONTACT: [&str; 4] = ["head_name", "head_title", "email", "version"];
const PERSON: [&str; 5] = ["name", "position", "phone", "email", "valid_from"];

impl What {
    fn shown(self) -> &'static [&'static str] {
        match self {
            What::New | What::Entry => &ENTRY,
            What::Contact => &CONTACT,
            What::Person => &PERSON,
        }
    }

    fn fields(self, lang: Lang, names: &[(UnitId, String)]) -> Vec<Field> {
        self.shown().iter().map(|name| field(lang, name, self, names)).collect()
    }
}

fn field(lang: Lang, name: &'static str, what: What, names: &[(UnitId, String)]) -> Field {
    let text = |label, max| Field::new(name, label, Kind::Text { max });
    match name {
        "name" if what == What::Person => text("unit-person-name", 120).required(),
        "name" => text("unit-column-name", 250).required().help("unit-name-help"),
        "short_name" => text("unit-column-short-name", 80),
        "kind" => {
            let kinds = UnitKind::ALL.map(|kind| Choice::new(kind.code(), kind_words(lang, kind)));
            Field::new(name, "unit-column-kind", Kind::Select).required().choices(kinds)
        }
        "parent" => {
            let units = names.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
            Field::new(name, "unit-column-parent", Kind::Select).choices(units)
        }
        "aliases" => Field::new(name, "unit-column-aliases", Kind::LongText { max: 1_000, rows: 3 })
            .help("unit-aliases-help"),
        "head_name" => text("unit-column-head-name", 120),
        "head_title" => text("unit-column-head-title", 120),
        "position" => text("unit-person-position", 120),
        "phone" => text("unit-person-phone", 40),
        "email" => text("unit-column-email", 200),
        "valid_from" if what == What::Person => {
            Field::new(name, "unit-person-from", Kind::Date).help("form-date-help")
        }
        "valid_from" => Field::new(name, "unit-column-valid-from", Kind::Date).help("form-date-help"),
        "valid_to" => Field::new(name, "unit-column-valid-to", Kind::Date).help("unit-valid-to-help"),
        _ => Field::new(name, "unit-column-code", Kind::Hidden { max: 20 }),
    }
}

fn must(visit: &Visit, action: Action) -> Result<(), Refusal> {
    visit.actor()?.scope(action).ok_or(app::Refusal::NotAllowed(action.code()))?;
    Ok(())
}

pub async fn blank(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    must(&visit, Action::UnitManage)?;
    let names = unit::names(site.app()?).await?;
    let form = Form::blank(visit.lang, What::New.fields(visit.lang, &names));
    pages::show(&UnitForm::new(visit.frame(), What::New, form, None))
}

pub async fn add(State(site): State<Site>, visit: Visit, Pairs(pairs): Pairs) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    must(&visit, Action::UnitManage)?;
    let names = unit::names(app).await?;
    let mut form = Form::posted(visit.lang, What::New.fields(visit.lang, &names), pairs);
    if form.is_good() {
        let wanted = read(&form, app::clock::new_id());
        match unit::add(app, who, wanted).await {
            Ok(id) => return Ok(done(&site, "unit-added", &format!("{PATH}/{id}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    again(&UnitForm::new(visit.frame(), What::New, form, None))
}

pub async fn entry(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitManage)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = unit::get(app, who, unit_id(&text)?).await?;
    let names = unit::names(app).await?;
    let form = Form::filled(
        visit.lang,
        What::Entry.fields(visit.lang, &names),
        written(visit.lang, &kept.unit, kept.version),
    );
    pages::show(&UnitForm::new(visit.frame(), What::Entry, form, Some(&kept.unit)))
}

pub async fn correct(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitManage)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = unit::get(app, who, unit_id(&text)?).await?;
    let names = unit::names(app).await?;
    let mut form = Form::posted(visit.lang, What::Entry.fields(visit.lang, &names), pairs);
    if form.is_good() {
        match unit::update(app, who, read(&form, kept.unit.id), version(&form)).await {
            Ok(()) => return Ok(done(&site, "unit-corrected", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => form.fail("", "unit-changed-meanwhile"),
            Err(other) => return Err(other.into()),
        }
    }
    again(&UnitForm::new(visit.frame(), What::Entry, form, Some(&kept.unit)))
}

pub async fn contact(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitContactEdit)?;
    let kept = unit::get(site.app()?, visit.actor()?, unit_id(&text)?).await?;
    let form = Form::filled(
        visit.lang,
        What::Contact.fields(visit.lang, &[]),
        written(visit.lang, &kept.unit, kept.version),
    );
    pages::show(&UnitForm::new(visit.frame(), What::Contact, form, Some(&kept.unit)))
}

pub async fn correct_contact(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitContactEdit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = unit::get(app, who, unit_id(&text)?).await?;
    let mut form = Form::posted(visit.lang, What::Contact.fields(visit.lang, &[]), pairs);
    if form.is_good() {
        let said = |name| form.text(name).map(str::to_owned);
        let contact =
            Contact { head_name: said("head_name"), head_title: said("head_title"), email: said("email") };
        match unit::correct_contact(app, who, kept.unit.id, contact, version(&form)).await {
            Ok(()) => return Ok(done(&site, "unit-contact-corrected", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => form.fail("", "unit-changed-meanwhile"),
            Err(other) => return Err(other.into()),
        }
    }
    again(&UnitForm::new(visit.frame(), What::Contact, form, Some(&kept.unit)))
}

pub async fn person(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitContactEdit)?;
    let kept = unit::get(site.app()?, visit.actor()?, unit_id(&text)?).await?;
    let today = visit.lang.date(site.app()?.today());
    let form = Form::filled(visit.lang, What::Person.fields(visit.lang, &[]), [("valid_from", today)]);
    pages::show(&UnitForm::new(visit.frame(), What::Person, form, Some(&kept.unit)))
}

pub async fn add_person(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit, Action::UnitContactEdit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = unit::get(app, who, unit_id(&text)?).await?;
    let mut form = Form::posted(visit.lang, What::Person.fields(visit.lang, &[]), pairs);
    if form.is_good() {
        let said = |name| form.text(name).map(str::to_owned);
        let person = FocalPerson {
            unit: kept.unit.id,
            name: said("name").unwrap_or_default(),
            position: said("position"),
            phone: said("phone"),
            email: said("email"),
            valid_from: form.date("valid_from"),
            valid_to: None,
        };
        match unit::add_person(app, who, person).await {
            Ok(_) => return Ok(done(&site, "unit-person-added", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    again(&UnitForm::new(visit.frame(), What::Person, form, Some(&kept.unit)))
}

/// Their last day is today.
pub async fn end_person(
    State(site): State<Site>,
    visit: Visit,
    Path((text, person)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    unit::end_person(app, who, unit_id(&text)?, id::<PersonId>(&person)?, app.today()).await?;
    Ok(done(&site, "unit-person-ended", &format!("{PATH}/{text}")))
}

fn done(site: &Site, key: &'static str, path: &str) -> Response {
    Tell::new(FlashKind::Done, key).on(path, site.settings().behind_tls)
}

fn again(page: &UnitForm) -> Result<Response, Refusal> {
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn version(form: &Form) -> i64 {
    form.text("version").and_then(|version| version.parse().ok()).unwrap_or_default()
}

fn read(form: &Form, id: UnitId) -> Unit {
    let said = |name| form.text(name).map(str::to_owned);
    let aliases = form.text("aliases").unwrap_or_default();
    Unit {
        id,
        name: said("name").unwrap_or_default(),
        short_name: said("short_name"),
        kind: form.text("kind").and_then(UnitKind::from_code).unwrap_or(UnitKind::Department),
        parent: form.text("parent").and_then(|parent| parent.parse().ok()),
        aliases: aliases.split(['\n', ';']).map(str::to_owned).collect(),
        head_name: said("head_name"),
        head_title: said("head_title"),
        email: said("email"),
        valid_from: form.date("valid_from"),
        valid_to: form.date("valid_to"),
    }
}

fn written(lang: Lang, unit: &Unit, version: i64) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("name", unit.name.clone()),
        ("short_name", text(&unit.short_name)),
        ("kind", unit.kind.code().to_owned()),
        ("parent", unit.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("aliases", unit.aliases.join("\n")),
        ("head_name", text(&unit.head_name)),
        ("head_title", text(&unit.head_title)),
        ("email", text(&unit.email)),
        ("valid_from", unit.valid_from.map(|day| lang.date(day)).unwrap_or_default()),
        ("valid_to", unit.valid_to.map(|day| lang.date(day)).unwrap_or_default()),
        ("version", version.to_string()),
    ]
}

impl UnitForm {
    fn new(f: Frame, what: What, form: Form, unit: Option<&Unit>) -> Self {
        let (title, lead) = match what {
            What::New => ("unit-new", "unit-new-lead"),
            What::Entry => ("unit-edit", "unit-edit-lead"),
            What::Contact => ("unit-contact", "unit-contact-lead"),
            What::Person => ("unit-person-new", "unit-person-lead"),
        };
        let (title, lead, units) = (f.t(title), f.t(lead), f.t("nav-units"));
        let own = unit.map_or_else(|| PATH.to_owned(), |unit| format!("{PATH}/{}", unit.id));
        let action = match what {
            What::New => "/units/new".to_owned(),
            What::Entry => format!("{own}/edit"),
            What::Contact => format!("{own}/contact"),
            What::Person => format!("{own}/persons/new"),
        };
        let mut f = f.titled(title, Some(Nav::Units)).under(units, PATH);
        if let Some(unit) = unit {
            f = f.under(unit.name.clone(), own.clone());
        }
        UnitForm { f, form, shown: what.shown().to_vec(), lead, action, cancel: own }
    }
}

impl Page for UnitForm {
    const NAME: &'static str = "unit_form";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let full = super::samples::full().kept;
        let names = [(full.unit.id, full.unit.name.clone())];
        let filled = |what: What| {
            Form::filled(lang, what.fields(lang, &names), written(lang, &full.unit, full.version))
        };
        let wrong = Form::posted(lang, What::New.fields(lang, &names), Vec::new());
        vec![
            (
                "new",
                UnitForm::new(
                    frame.clone(),
                    What::New,
                    Form::blank(lang, What::New.fields(lang, &names)),
                    None,
                ),
            ),
            ("wrong", UnitForm::new(frame.clone(), What::New, wrong, None)),
            ("entry", UnitForm::new(frame.clone(), What::Entry, filled(What::Entry), Some(&full.unit))),
            ("contact", UnitForm::new(frame.clone(), What::Contact, filled(What::Contact), Some(&full.unit))),
            (
                "person",
                UnitForm::new(
                    frame.clone(),
                    What::Person,
                    Form::blank(lang, What::Person.fields(lang, &[])),
                    Some(&full.unit),
                ),
            ),
        ]
    }
}
