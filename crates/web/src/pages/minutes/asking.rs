//! The pages that ask before the unit sees or signs: reading out, signing, the
//! refusal to sign.

use app::acts::minutes::{self as acts, Conclusion, Refused, View};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::team::TeamRole;
use domain::visit::{MinutesStep, Signatory, Witness, WitnessKind};

use super::posts::{page, place};
use crate::csrf::Pairs;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages::visit::{PATH, answer, value};
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// Before minutes are read out.
#[derive(Debug, Template)]
#[template(path = "pages/minutes_read_out.html")]
pub struct ReadOutPage {
    f: Frame,
    action: String,
    cancel: String,
    version: i64,
    findings: usize,
    disagreements: usize,
}

/// Both signatures, or the refusal before a witness.
#[derive(Debug, Template)]
#[template(path = "pages/minutes_conclude.html")]
pub struct ConcludePage {
    f: Frame,
    form: Form,
    action: String,
    cancel: String,
    version: i64,
    refusing: bool,
}

type At = Path<(String, String)>;

/// The minutes a page asks about; only those whose step it is.
async fn asked(
    site: &Site,
    visit: &Visit,
    path: &(String, String),
    step: MinutesStep,
) -> Result<View, Refusal> {
    let at = place(path)?;
    let view = acts::view(site.app()?, visit.actor()?, at.0, Some(at.1)).await?;
    let allowed = if step == MinutesStep::ReadOut { view.may_edit } else { view.may_sign };
    if !allowed {
        return Err(app::Refusal::NotAllowed("minutes.sign").into());
    }
    if !view.minutes.steps().contains(&step) {
        return Err(app::Refusal::not_now(view.minutes.code(), step.code()).into());
    }
    Ok(view)
}

pub async fn ask_read_out(
    State(site): State<Site>,
    visit: Visit,
    Path(path): At,
) -> Result<Response, Refusal> {
    let view = asked(&site, &visit, &path, MinutesStep::ReadOut).await?;
    pages::show(&ReadOutPage::new(visit.frame(), &view))
}

pub async fn read_out(
    State(site): State<Site>,
    visit: Visit,
    Path(path): At,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let outcome = acts::read_out(app, who, at.0, at.1, version).await;
    answer(&site, visit.lang, outcome, "minutes-read-out-done", &page(at))
}

pub async fn ask_sign(State(site): State<Site>, visit: Visit, Path(path): At) -> Result<Response, Refusal> {
    let view = asked(&site, &visit, &path, MinutesStep::Sign).await?;
    let frame = visit.frame();
    let form = Form::filled(frame.lang, signing(), values(&frame, &view));
    pages::show(&ConcludePage::new(frame, &view, form, false))
}

pub async fn ask_refuse(State(site): State<Site>, visit: Visit, Path(path): At) -> Result<Response, Refusal> {
    let view = asked(&site, &visit, &path, MinutesStep::Refuse).await?;
    let frame = visit.frame();
    let form = Form::filled(frame.lang, refusing(), values(&frame, &view));
    pages::show(&ConcludePage::new(frame, &view, form, true))
}

pub async fn sign(
    State(site): State<Site>,
    visit: Visit,
    Path(path): At,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let view = asked(&site, &visit, &path, MinutesStep::Sign).await?;
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let form = Form::posted(visit.lang, signing(), pairs);
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let conclusion = Conclusion {
        on: form.date("on"),
        team: Signatory { name: text("team"), position: text("team_title") },
        secretary: text("secretary"),
        unit: Signatory { name: text("unit"), position: text("unit_title") },
    };
    let outcome = if form.is_good() {
        acts::sign(app, who, at.0, at.1, version, conclusion).await
    } else {
        Err(app::Refusal::Invalid(Vec::new()))
    };
    concluded(&site, visit, &view, form, outcome, false)
}

pub async fn refuse(
    State(site): State<Site>,
    visit: Visit,
    Path(path): At,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, at) = (site.app()?, visit.actor()?, place(&path)?);
    let view = asked(&site, &visit, &path, MinutesStep::Refuse).await?;
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let form = Form::posted(visit.lang, refusing(), pairs);
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let kind = match form.text("witness_kind") {
        Some("commune_representative") => WitnessKind::CommuneRepresentative,
        _ => WitnessKind::Person,
    };
    let refused = Refused {
        on: form.date("on"),
        team: Signatory { name: text("team"), position: text("team_title") },
        secretary: text("secretary"),
        who: text("who"),
        reason: text("reason"),
        witness: Witness { kind, name: text("witness"), position: text("witness_title") },
    };
    let outcome = if form.is_good() {
        acts::refuse(app, who, at.0, at.1, version, refused).await
    } else {
        Err(app::Refusal::Invalid(Vec::new()))
    };
    concluded(&site, visit, &view, form, outcome, true)
}

/// Back to the minutes; with problems, the form as it was typed.
fn concluded(
    site: &Site,
    visit: Visit,
    view: &View,
    mut form: Form,
    outcome: Result<(), app::Refusal>,
    refusing: bool,
) -> Result<Response, Refusal> {
    let told = if refusing { "minutes-refused-done" } else { "minutes-signed-done" };
    match outcome {
        Err(app::Refusal::Invalid(faults)) => {
            for fault in &faults {
                let key = if visit.lang.knows(fault.key) { fault.key } else { "form-required" };
                form.fail(&fault.field, key);
            }
            let page = ConcludePage::new(visit.frame(), view, form, refusing);
            pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        other => {
            let href = page((view.visit.id, view.part.campaign));
            answer(site, visit.lang, other, told, &href)
        }
    }
}

fn team_fields() -> Vec<Field> {
    let short = Kind::Text { max: 300 };
    vec![
        Field::new("on", "minutes-on", Kind::Date).help("minutes-on-help").required(),
        Field::new("team", "minutes-team-name", short).required(),
        Field::new("team_title", "minutes-team-title", short),
        Field::new("secretary", "minutes-secretary-name", short),
    ]
}

fn signing() -> Vec<Field> {
    let short = Kind::Text { max: 300 };
    let mut fields = team_fields();
    fields.push(Field::new("unit", "minutes-unit-name", short).required());
    fields.push(Field::new("unit_title", "minutes-unit-title", short));
    fields
}

fn refusing() -> Vec<Field> {
    let short = Kind::Text { max: 300 };
    let mut fields = team_fields();
    fields.extend([
        Field::new("who", "minutes-who-refused", short).required(),
        Field::new("reason", "minutes-refusal-reason", Kind::LongText { max: 2_000, rows: 3 }).required(),
        Field::new("witness", "minutes-witness", short).required(),
        Field::new("witness_title", "minutes-witness-title", short),
        Field::new("witness_kind", "minutes-witness-kind", Kind::Radio).required().choices([
            Choice::new("commune_representative", "minutes-witness-commune"),
            Choice::new("person", "minutes-witness-person"),
        ]),
    ]);
    fields
}

/// Who is expected to sign, from the roster and the registry.
fn values(f: &Frame, view: &View) -> Vec<(&'static str, String)> {
    let seat = |wanted: &[TeamRole]| {
        let present = view.shares.iter().filter(|share| share.seat.attended != Some(false));
        let mut found = present.filter(|share| wanted.contains(&share.seat.role)).map(|share| &share.seat);
        found.next().cloned()
    };
    let name = |seat: &app::acts::visit::Seat| {
        let rank = seat.rank.clone().unwrap_or_default();
        format!("{rank} {}", seat.name.clone().unwrap_or_default()).trim().to_owned()
    };
    let lead = seat(&[TeamRole::Lead]).or_else(|| seat(&[TeamRole::Deputy]));
    let secretary = seat(&[TeamRole::Secretary, TeamRole::MemberSecretary]);
    let head = view.unit.head_name.clone().unwrap_or_default();
    vec![
        ("on", f.lang.date(f.today())),
        ("team", lead.as_ref().map(name).unwrap_or_default()),
        ("team_title", lead.and_then(|seat| seat.job_title).unwrap_or_default()),
        ("secretary", secretary.as_ref().map(name).unwrap_or_default()),
        ("unit", head.clone()),
        ("unit_title", view.unit.head_title.clone().unwrap_or_default()),
        ("who", head),
    ]
}

impl ReadOutPage {
    fn new(f: Frame, view: &View) -> Self {
        let href = page((view.visit.id, view.part.campaign));
        let open = view.disagreements.iter().filter(|row| row.settled_at.is_none()).count();
        ReadOutPage {
            action: format!("{PATH}/{}/parts/{}/minutes/read-out", view.visit.id, view.part.campaign),
            version: view.kept.version,
            findings: view.findings.len(),
            disagreements: open,
            f: titled(f, "minutes-read-out-title", &view.visit.unit_name, &view.visit.id.to_string(), &href),
            cancel: href,
        }
    }
}

impl ConcludePage {
    fn new(f: Frame, view: &View, form: Form, refusing: bool) -> Self {
        let href = page((view.visit.id, view.part.campaign));
        let (key, act) =
            if refusing { ("minutes-refuse-title", "refuse") } else { ("minutes-sign-title", "sign") };
        ConcludePage {
            action: format!("{PATH}/{}/parts/{}/minutes/{act}", view.visit.id, view.part.campaign),
            version: view.kept.version,
            f: titled(f, key, &view.visit.unit_name, &view.visit.id.to_string(), &href),
            cancel: href,
            form,
            refusing,
        }
    }
}

fn titled(f: Frame, key: &str, unit: &str, visit: &str, minutes: &str) -> Frame {
    let (title, list, of) = (f.t(key), f.t("nav-visits"), f.t_with("minutes-title", &[("unit", unit)]));
    f.titled(title, Some(Nav::Visits))
        .under(list, PATH)
        .under(unit, format!("{PATH}/{visit}"))
        .under(of, minutes)
}

impl Page for ReadOutPage {
    const NAME: &'static str = "minutes_read_out";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |findings, disagreements| ReadOutPage {
            f: titled(frame.clone(), "minutes-read-out-title", "Sở Y tế", "1", "/visits/1/minutes?part=a"),
            action: "/visits/1/parts/a/minutes/read-out".into(),
            cancel: "/visits/1/minutes?part=a".into(),
            version: 4,
            findings,
            disagreements,
        };
        vec![("plain", page(3, 0)), ("disagreements", page(0, 2))]
    }
}

impl Page for ConcludePage {
    const NAME: &'static str = "minutes_conclude";

    fn samples(frame: &Frame) -> Samples<Self> {
        let filled =
            [("on", "20/11/2026"), ("team", "Thượng tá Trịnh Minh Khang"), ("unit", "Mai Xuân Phúc")];
        let page = |form: Form, refusing: bool| ConcludePage {
            f: titled(
                frame.clone(),
                if refusing { "minutes-refuse-title" } else { "minutes-sign-title" },
                "Sở Y tế",
                "1",
                "/visits/1/minutes?part=a",
            ),
            form,
            action: "/visits/1/parts/a/minutes/sign".into(),
            cancel: "/visits/1/minutes?part=a".into(),
            version: 4,
            refusing,
        };
        let lang = frame.lang;
        let typed = vec![("on".to_owned(), "31/02/2026".to_owned())];
        vec![
            ("sign", page(Form::filled(lang, signing(), filled), false)),
            ("refuse", page(Form::filled(lang, refusing(), filled), true)),
            ("problems", page(Form::posted(lang, refusing(), typed), true)),
        ]
    }
}
