//! The forms of a team: its name and decision, a seat, a delegation.

use app::acts::team::{self, Board, Seating, Standing};
use app::acts::unit;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{MemberId, UnitId};
use domain::team::{Member, TeamRole};

use super::{fail, framed, managed, path, role_key};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// One form under the teams.
#[derive(Debug, Template)]
#[template(path = "pages/team_form.html")]
pub struct FormPage {
    f: Frame,
    form: Form,
    action: String,
    back: String,
    lead: String,
    names: Vec<String>,
    /// Where the seat is taken out, for a seat that is there.
    remove: String,
}

impl FormPage {
    fn new(f: Frame, board: &Board, form: Form, title: String, action: String, lead: String) -> Self {
        FormPage {
            names: form.names(),
            form,
            action,
            back: path(board.campaign.campaign.id),
            lead,
            remove: String::new(),
            f: framed(f, board, title),
        }
    }
}

fn base(standing: &Standing) -> String {
    format!("{}/{}", path(standing.team.campaign), standing.team.id)
}

fn done(site: &Site, standing: &Standing, key: &'static str) -> Response {
    Tell::new(FlashKind::Done, key).on(&path(standing.team.campaign), site.settings().behind_tls)
}

fn rename_fields() -> Vec<Field> {
    vec![
        Field::new("name", "team-name", Kind::Text { max: 300 }).required(),
        Field::new("decision_number", "team-decision", Kind::Text { max: 60 }).help("team-decision-help"),
        Field::new("decision_on", "team-decision-on", Kind::Date),
    ]
}

fn renaming(f: Frame, board: &Board, standing: &Standing, form: Form) -> FormPage {
    let title = f.t("team-rename");
    FormPage::new(f, board, form, title, base(standing), String::new())
}

pub async fn ask_rename(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let kept = &standing.team;
    let values = [
        ("name", kept.name.clone()),
        ("decision_number", kept.decision_number.clone().unwrap_or_default()),
        ("decision_on", kept.decision_on.map(|day| visit.lang.date(day)).unwrap_or_default()),
    ];
    let form = Form::filled(visit.lang, rename_fields(), values);
    pages::show(&renaming(visit.frame(), &board, &standing, form))
}

pub async fn rename(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let mut form = Form::posted(visit.lang, rename_fields(), pairs);
    if form.is_good() {
        let (name, number) = (form.text("name"), form.text("decision_number"));
        let outcome = team::rename(
            site.app()?,
            visit.actor()?,
            standing.team.id,
            name.unwrap_or_default(),
            number.unwrap_or_default(),
            form.date("decision_on"),
        );
        match outcome.await {
            Ok(()) => return Ok(done(&site, &standing, "team-renamed")),
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = renaming(visit.frame(), &board, &standing, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn seat_fields(units: &[(UnitId, String)]) -> Vec<Field> {
    let roles = TeamRole::ALL.map(|role| Choice::new(role.code(), role_key(role)));
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), Label::Words(name.clone())));
    vec![
        Field::new("name", "team-member-name", Kind::Text { max: 300 }).help("team-member-name-help"),
        Field::new("rank", "team-member-rank", Kind::Text { max: 100 }),
        Field::new("position", "team-member-position", Kind::Text { max: 300 }),
        Field::new("organisation", "team-member-organisation", Kind::Text { max: 300 }).required(),
        Field::new("unit", "team-member-unit", Kind::Select).help("team-member-unit-help").choices(units),
        Field::new("role", "team-member-role", Kind::Radio).required().choices(roles),
        Field::new("duty", "team-member-duty", Kind::LongText { max: 300, rows: 2 }),
        Field::new("login", "team-member-login", Kind::Text { max: 64 })
            .help("team-member-login-help")
            .autocomplete("off"),
    ]
}

fn seating(form: &Form) -> Option<Seating> {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    Some(Seating {
        name: text("name"),
        rank: text("rank"),
        position: text("position"),
        organisation: text("organisation"),
        unit: form.text("unit").and_then(|unit| unit.parse().ok()),
        role: form.text("role").and_then(TeamRole::from_code)?,
        duty: text("duty"),
        login: text("login"),
    })
}

fn seat_values(member: &Member, login: Option<&str>) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("name", text(&member.name)),
        ("rank", text(&member.rank)),
        ("position", text(&member.position)),
        ("organisation", member.organisation.clone()),
        ("unit", member.unit.map(|unit| unit.to_string()).unwrap_or_default()),
        ("role", member.role.code().to_owned()),
        ("duty", text(&member.duty)),
        ("login", login.unwrap_or_default().to_owned()),
    ]
}

fn seat_page(f: Frame, board: &Board, standing: &Standing, member: Option<MemberId>, form: Form) -> FormPage {
    let title = f.t(if member.is_some() { "team-member-change" } else { "team-member-add" });
    let base = base(standing);
    let action = match member {
        Some(member) => format!("{base}/members/{member}"),
        None => format!("{base}/members/new"),
    };
    let lead = standing.team.name.clone();
    let remove = member.map(|_| format!("{action}/remove")).unwrap_or_default();
    FormPage { remove, ..FormPage::new(f, board, form, title, action, lead) }
}

pub async fn ask_seat(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let units = unit::names(site.app()?).await?;
    let form = Form::filled(visit.lang, seat_fields(&units), [("role", TeamRole::Member.code())]);
    pages::show(&seat_page(visit.frame(), &board, &standing, None, form))
}

pub async fn ask_change(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team, member)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let member: MemberId = id(&member)?;
    let seat = standing.seats.iter().find(|seat| seat.member.id == member).ok_or_else(Refusal::not_found)?;
    let units = unit::names(site.app()?).await?;
    let values = seat_values(&seat.member, seat.login.as_deref());
    let form = Form::filled(visit.lang, seat_fields(&units), values);
    pages::show(&seat_page(visit.frame(), &board, &standing, Some(member), form))
}

pub async fn add_seat(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    keep_seat(&site, visit, (&campaign, &team), None, pairs).await
}

pub async fn change_seat(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team, member)): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let member = id(&member)?;
    keep_seat(&site, visit, (&campaign, &team), Some(member), pairs).await
}

async fn keep_seat(
    site: &Site,
    visit: Visit,
    (campaign, team): (&str, &str),
    member: Option<MemberId>,
    pairs: Vec<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (board, standing) = managed(site, &visit, campaign, team).await?;
    let units = unit::names(app).await?;
    let mut form = Form::posted(visit.lang, seat_fields(&units), pairs);
    if let (Some(seating), true) = (seating(&form), form.is_good()) {
        match team::seat(app, who, standing.team.id, member, &seating).await {
            Ok(_) => return Ok(done(site, &standing, "team-seat-kept")),
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = seat_page(visit.frame(), &board, &standing, member, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn delegate_fields(standing: &Standing) -> Vec<Field> {
    let deputies = standing.seats.iter().filter(|seat| seat.member.role == TeamRole::Deputy).map(|seat| {
        let member = &seat.member;
        let name = member.name.clone().unwrap_or_else(|| member.organisation.clone());
        Choice::new(member.id.to_string(), Label::Words(name))
    });
    vec![
        Field::new("to", "team-delegate-to", Kind::Radio).required().choices(deputies),
        Field::new("first_day", "team-first-day", Kind::Date).required(),
        Field::new("last_day", "team-last-day", Kind::Date).required(),
        Field::new("note", "team-delegate-note", Kind::Text { max: 300 }),
    ]
}

fn delegate_page(f: Frame, board: &Board, standing: &Standing, form: Form) -> FormPage {
    let title = f.t("team-delegate");
    let lead = f.t("team-delegate-lead");
    FormPage::new(f, board, form, title, format!("{}/delegate", base(standing)), lead)
}

pub async fn ask_delegate(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let form = Form::blank(visit.lang, delegate_fields(&standing));
    pages::show(&delegate_page(visit.frame(), &board, &standing, form))
}

pub async fn delegate(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    if let Some((_, key)) = pairs.iter().find(|(name, _)| name == "end") {
        team::take_back(site.app()?, visit.actor()?, standing.team.id, key).await?;
        return Ok(done(&site, &standing, "team-delegation-ended"));
    }
    let mut form = Form::posted(visit.lang, delegate_fields(&standing), pairs);
    let to = form.text("to").and_then(|to| to.parse().ok());
    if let (Some(to), Some(first), Some(last), true) =
        (to, form.date("first_day"), form.date("last_day"), form.is_good())
    {
        let note = form.text("note").unwrap_or_default().to_owned();
        let (app, who) = (site.app()?, visit.actor()?);
        match team::delegate(app, who, standing.team.id, to, (first, last), &note).await {
            Ok(()) => return Ok(done(&site, &standing, "team-delegation-kept")),
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = delegate_page(visit.frame(), &board, &standing, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl Page for FormPage {
    const NAME: &'static str = "team_form";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::sample_board();
        let standing = &board.teams[0];
        let units = [(UnitId(uuid::Uuid::nil()), "Công an tỉnh".to_owned())];
        let seat = &standing.seats[0];
        let filled =
            Form::filled(frame.lang, seat_fields(&units), seat_values(&seat.member, seat.login.as_deref()));
        let mut wrong = Form::blank(frame.lang, seat_fields(&units));
        wrong.fail("login", "team-no-such-login");
        wrong.fail("organisation", "form-required");
        let names = [("name", "Đoàn kiểm tra số 1")];
        let rename = Form::filled(frame.lang, rename_fields(), names);
        let delegate = Form::posted(frame.lang, delegate_fields(standing), Vec::new());
        vec![
            ("seat", seat_page(frame.clone(), &board, standing, Some(seat.member.id), filled)),
            ("wrong", seat_page(frame.clone(), &board, standing, None, wrong)),
            ("rename", renaming(frame.clone(), &board, standing, rename)),
            ("delegate", delegate_page(frame.clone(), &board, standing, delegate)),
        ]
    }
}
