//! The teams of a campaign: rosters, delegations, declarations. The folder beside
//! this file holds the forms and the decision.
//!
//! Not here: which visits a team makes (`schedule`).

mod ask;
mod decision;
mod declare;
mod form;

pub use ask::AskPage;
pub use decision::DecisionPage;
pub use declare::DeclarePage;
pub use form::FormPage;

use app::acts::team::{self, Board, Seat, Standing};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use domain::identifier::{CampaignId, TeamId};
use domain::policy::Action;
use domain::team::TeamRole;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// The teams of one campaign.
#[derive(Debug, Template)]
#[template(path = "pages/team.html")]
pub struct BoardPage {
    f: Frame,
    path: String,
    teams: Vec<TeamView>,
    may_form: bool,
    may_declare: bool,
    form: Form,
}

#[derive(Debug)]
struct TeamView {
    id: String,
    name: String,
    decision: String,
    dissolved: String,
    managed: bool,
    seats: Vec<SeatView>,
    delegations: Vec<DelegationView>,
    to_nominate: usize,
    undeclared: usize,
}

#[derive(Debug)]
struct SeatView {
    href: String,
    name: String,
    position: String,
    organisation: String,
    role: String,
    duty: String,
    login: String,
    declared: Badge,
    conflicts: Vec<String>,
}

#[derive(Debug)]
struct DelegationView {
    key: String,
    words: String,
    now: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/campaigns/{id}/teams", get(show).post(form_team))
        .route("/campaigns/{id}/teams/declare", get(declare::show).post(declare::declare))
        .route("/campaigns/{id}/teams/{team}", get(form::ask_rename).post(form::rename))
        .route("/campaigns/{id}/teams/{team}/members/new", get(form::ask_seat).post(form::add_seat))
        .route("/campaigns/{id}/teams/{team}/members/{member}", get(form::ask_change).post(form::change_seat))
        .route("/campaigns/{id}/teams/{team}/members/{member}/remove", get(ask::remove).post(ask::do_remove))
        .route("/campaigns/{id}/teams/{team}/delegate", get(form::ask_delegate).post(form::delegate))
        .route("/campaigns/{id}/teams/{team}/dissolve", get(ask::dissolve).post(ask::do_dissolve))
        .route("/campaigns/{id}/teams/{team}/decision", get(decision::show).post(decision::print))
}

pub fn path(id: CampaignId) -> String {
    format!("/campaigns/{id}/teams")
}

fn new_fields() -> Vec<Field> {
    vec![Field::new("name", "team-name", Kind::Text { max: 300 }).required()]
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let board = team::board(app, who, id(&text)?).await?;
    let form = Form::blank(visit.lang, new_fields());
    pages::show(&page(&visit, &board, form)?)
}

fn page(visit: &Visit, board: &Board, form: Form) -> Result<BoardPage, Refusal> {
    let who = visit.actor()?;
    let own = who.teams();
    let seated = board.teams.iter().any(|standing| {
        own.contains(&standing.team.id)
            && standing.team.dissolved_at.is_none()
            && standing.seats.iter().any(|seat| seat.member.user == Some(who.user.id))
    });
    let may_form = who.may(Action::CampaignManage) && board.campaign.closed_at.is_none();
    Ok(BoardPage::new(visit.frame(), board, form, may_form, seated && who.may(Action::ConflictDeclare)))
}

async fn form_team(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let mut form = Form::posted(visit.lang, new_fields(), pairs);
    if form.is_good() {
        let name = form.text("name").unwrap_or_default().to_owned();
        match team::form(app, who, id, &name).await {
            Ok(_) => {
                return Ok(
                    Tell::new(FlashKind::Done, "team-formed").on(&path(id), site.settings().behind_tls)
                );
            }
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let board = team::board(app, who, id).await?;
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, &board, form)?)
}

pub(super) fn fail(form: &mut Form, faults: Vec<app::refusal::Fault>) {
    for fault in faults {
        form.fail(&fault.field, crate::pages::schedule::said(fault.key));
    }
}

/// One of the board's teams, of this campaign and within reach.
async fn managed(
    site: &Site,
    visit: &Visit,
    campaign: &str,
    team: &str,
) -> Result<(Board, Standing), Refusal> {
    let board = team::board(site.app()?, visit.actor()?, id(campaign)?).await?;
    let team: TeamId = id(team)?;
    if !board.managed.contains(&team) {
        return Err(Refusal::of(crate::refusal::Trouble::Forbidden));
    }
    let standing = board.teams.iter().find(|standing| standing.team.id == team).cloned();
    let standing = standing.ok_or_else(Refusal::not_found)?;
    Ok((board, standing))
}

/// The frame of a page under the teams.
fn framed(f: Frame, board: &Board, title: String) -> Frame {
    let id = board.campaign.campaign.id;
    let (campaigns, teams) = (f.t("nav-campaigns"), f.t("team-title"));
    f.titled(title, Some(Nav::Campaigns))
        .under(campaigns, "/campaigns")
        .under(&board.campaign.campaign.title, format!("/campaigns/{id}"))
        .under(teams, path(id))
}

impl BoardPage {
    fn new(f: Frame, board: &Board, form: Form, may_form: bool, may_declare: bool) -> Self {
        let id = board.campaign.campaign.id;
        let (title, campaigns) = (f.t("team-title"), f.t("nav-campaigns"));
        let teams = board.teams.iter().map(|standing| TeamView::new(&f, board, standing)).collect();
        BoardPage {
            path: path(id),
            teams,
            may_form,
            may_declare,
            form,
            f: f.titled(title, Some(Nav::Campaigns))
                .under(campaigns, "/campaigns")
                .under(&board.campaign.campaign.title, format!("/campaigns/{id}")),
        }
    }
}

impl TeamView {
    fn new(f: &Frame, board: &Board, standing: &Standing) -> Self {
        let team = &standing.team;
        let base = format!("{}/{}", path(team.campaign), team.id);
        let on = team.decision_on.map(|day| f.lang.date(day)).unwrap_or_default();
        let decision = match &team.decision_number {
            Some(number) if on.is_empty() => f.t_with("team-decision-number", &[("number", number.as_str())]),
            Some(number) => f.t_with("team-decision-of", &[("number", number.as_str()), ("on", on.as_str())]),
            None => String::new(),
        };
        let dissolved = team.dissolved_at.map(|at| f.lang.moment(at));
        let today = f.today();
        let name = |id| {
            let seat = standing.seats.iter().find(|seat| seat.member.id == id);
            seat.and_then(|seat| seat.member.name.clone()).unwrap_or_default()
        };
        TeamView {
            id: team.id.to_string(),
            name: team.name.clone(),
            decision,
            dissolved: dissolved.map(|at| f.t_with("team-dissolved-at", &[("at", at)])).unwrap_or_default(),
            managed: team.dissolved_at.is_none() && board.managed.contains(&team.id),
            to_nominate: standing.seats.iter().filter(|seat| seat.member.name.is_none()).count(),
            undeclared: standing.seats.iter().filter(|seat| seat.declared_at.is_none()).count(),
            seats: standing.seats.iter().map(|seat| SeatView::new(f, &base, seat)).collect(),
            delegations: standing
                .delegations
                .iter()
                .map(|(key, delegation)| DelegationView {
                    key: key.clone(),
                    words: f.t_with(
                        "team-delegated",
                        &[
                            ("from", name(delegation.from)),
                            ("to", name(delegation.to)),
                            ("first", f.lang.date(delegation.first_day)),
                            ("last", f.lang.date(delegation.last_day)),
                        ],
                    ),
                    now: delegation.holds_on(today),
                })
                .collect(),
        }
    }
}

impl SeatView {
    fn new(f: &Frame, base: &str, seat: &Seat) -> Self {
        let member = &seat.member;
        let name = member.name.clone().map(|name| match &member.rank {
            Some(rank) => format!("{rank} {name}"),
            None => name,
        });
        let declared = match (seat.declared_at, seat.conflicts.is_empty()) {
            (None, _) => Badge::new(Tone::Waiting, f.t("team-undeclared")),
            (Some(_), true) => Badge::new(Tone::Done, f.t("team-no-conflict")),
            (Some(_), false) => Badge::new(Tone::Warning, f.t("team-conflict")),
        };
        SeatView {
            href: format!("{base}/members/{}", member.id),
            name: name.unwrap_or_default(),
            position: member.position.clone().unwrap_or_default(),
            organisation: match &seat.unit_name {
                Some(unit) if *unit != member.organisation => format!("{} ({unit})", member.organisation),
                _ => member.organisation.clone(),
            },
            role: f.t(&format!("seat-{}", member.role.code())),
            duty: member.duty.clone().unwrap_or_default(),
            login: seat.login.clone().unwrap_or_default(),
            declared,
            conflicts: seat
                .conflicts
                .iter()
                .map(|conflict| format!("{}: {}", conflict.unit_name, conflict.reason))
                .collect(),
        }
    }
}

pub(super) fn role_key(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Lead => "seat-lead",
        TeamRole::Deputy => "seat-deputy",
        TeamRole::Member => "seat-member",
        TeamRole::MemberSecretary => "seat-member_secretary",
        TeamRole::Secretary => "seat-secretary",
    }
}

fn sample_board() -> Board {
    use app::acts::team::{Conflict, Team};
    use domain::identifier::{MemberId, UnitId};
    use domain::team::{Delegation, Member};
    use uuid::Uuid;
    let team = TeamId(Uuid::from_u128(1));
    let seat = |n: u128, name: Option<&str>, role: TeamRole, declared: bool| Seat {
        member: Member {
            id: MemberId(Uuid::from_u128(n)),
            team,
            name: name.map(str::to_owned),
            rank: name.map(|_| "Thiếu tá".to_owned()),
            position: Some("Phó Trưởng phòng".into()),
            organisation: "Công an tỉnh An Sơn".into(),
            unit: None,
            user: None,
            role,
            duty: Some("An toàn hệ thống thông tin".into()),
        },
        unit_name: None,
        login: name.map(|_| "viet.phan".to_owned()),
        declared_at: declared.then_some(jiff::Timestamp::UNIX_EPOCH),
        conflicts: Vec::new(),
    };
    let mut with_conflict = seat(2, Some("Lưu Thị Thanh Hà"), TeamRole::Deputy, true);
    with_conflict.conflicts.push(Conflict {
        unit: UnitId(Uuid::nil()),
        unit_name: "Sở Y tế".into(),
        reason: "Từng công tác năm 2025".into(),
    });
    let delegation = Delegation {
        team,
        from: MemberId(Uuid::from_u128(1)),
        to: MemberId(Uuid::from_u128(2)),
        first_day: jiff::civil::date(2026, 6, 1),
        last_day: jiff::civil::date(2026, 6, 5),
        note: None,
    };
    Board {
        campaign: crate::pages::schedule::sample_campaign(),
        teams: vec![Standing {
            team: Team {
                id: team,
                campaign: CampaignId(Uuid::from_u128(1)),
                name: "Đoàn kiểm tra số 1".into(),
                decision_number: Some("41/QĐ-TBANM".into()),
                decision_on: Some(jiff::civil::date(2026, 5, 20)),
                dissolved_at: None,
            },
            seats: vec![
                seat(1, Some("Phan Quốc Việt"), TeamRole::Lead, true),
                with_conflict,
                seat(3, None, TeamRole::Member, false),
            ],
            delegations: vec![("k1".into(), delegation)],
            open_visits: 4,
        }],
        managed: vec![team],
    }
}

impl Page for BoardPage {
    const NAME: &'static str = "team";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = sample_board();
        let mut none = board.clone();
        none.teams.clear();
        let mut over = board.clone();
        over.teams[0].team.dissolved_at = Some(jiff::Timestamp::UNIX_EPOCH);
        let blank = || Form::blank(frame.lang, new_fields());
        let wrong = Form::posted(frame.lang, new_fields(), Vec::new());
        vec![
            ("full", Self::new(frame.clone(), &board, blank(), true, true)),
            ("empty", Self::new(frame.clone(), &none, wrong, true, false)),
            ("dissolved", Self::new(frame.clone(), &over, blank(), false, false)),
        ]
    }
}
