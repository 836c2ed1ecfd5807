//! One visit: its steps with their times, who was there, what was asked of the
//! unit and answered, and the ways to fieldwork and minutes. The folder beside
//! this file holds the posts and the samples.
//!
//! Not here: the list of visits and their schedule (`schedule`), fieldwork and
//! minutes (their own pages).

mod posts;
mod sample;

pub(super) use posts::{answer, read_upload, value};

use app::acts::visit::{self as acts, Kind, Recorded, Request, Tick, View};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::VisitId;
use domain::team::TeamRole;
use domain::visit::{Agenda, VisitStep};

use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::schedule::state_badge;
use crate::parts::badge::{Badge, Tone};
use crate::parts::steps::{Step, StepState, Steps};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/visits";
/// The largest form with files, in bytes.
pub(super) const LARGEST_FORM: usize = 60 * 1024 * 1024;

#[derive(Debug, Template)]
#[template(path = "pages/visit.html")]
#[expect(clippy::struct_excessive_bools, reason = "one group of forms each")]
pub struct VisitPage {
    f: Frame,
    href: String,
    version: i64,
    /// Ways to change when it is: what follows in the address, and the words.
    changes: Vec<(&'static str, String)>,
    state: Badge,
    ad_hoc: bool,
    reason: String,
    days: String,
    place: String,
    parts: Vec<PartLine>,
    steps: Steps,
    log: Vec<StepLine>,
    next: Option<NextStep>,
    may_finish: bool,
    method: Vec<(&'static str, String)>,
    may_agree_method: bool,
    seats: Vec<SeatLine>,
    persons: Vec<PersonLine>,
    requests: Vec<RequestLine>,
    may_run: bool,
    may_ask: bool,
    may_respond: bool,
    /// Where results of tools stand; empty for the unit.
    examinations_href: String,
    package_href: String,
}

/// A campaign's share, with the ways into it.
#[derive(Debug)]
struct PartLine {
    id: String,
    title: String,
    team: String,
    minutes: Badge,
    fieldwork_href: String,
    minutes_href: String,
}

#[derive(Debug)]
struct StepLine {
    code: &'static str,
    label: String,
    when: String,
    note: String,
}

#[derive(Debug)]
struct NextStep {
    code: &'static str,
    label: String,
    may_skip: bool,
}

#[derive(Debug)]
struct SeatLine {
    id: String,
    name: String,
    role: String,
    organisation: String,
    attended: Option<bool>,
    absent: String,
    state: Badge,
}

#[derive(Debug)]
struct PersonLine {
    id: String,
    side: String,
    name: String,
    job_title: String,
    absent: String,
}

#[derive(Debug)]
struct RequestLine {
    id: String,
    kind: String,
    text: String,
    state: Badge,
    response: String,
    asked: String,
    answered: String,
    papers: Vec<(String, String)>,
    ticks: Vec<(&'static str, String)>,
    may_answer: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/visits/{id}", get(show))
        .route("/visits/{id}/steps", post(posts::step))
        .route("/visits/{id}/method", post(posts::method))
        .route("/visits/{id}/attendance", post(posts::attendance))
        .route("/visits/{id}/persons", post(posts::person))
        .route("/visits/{id}/requests", post(posts::ask))
        .route("/visits/{id}/requests/{request}", post(posts::tick))
        .route(
            "/visits/{id}/requests/{request}/answer",
            post(posts::respond).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/visits/{id}/requests/{request}/files/{file}", get(posts::request_file))
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let view = acts::view(site.app()?, visit.actor()?, id::<VisitId>(&text)?).await?;
    pages::show(&VisitPage::new(visit.frame(), &view))
}

/// The state of one campaign's minutes.
pub(super) fn minutes_badge(lang: Lang, code: &str) -> Badge {
    let (tone, key) = match code {
        "agreed" => (Tone::Waiting, "minutes-is-agreed"),
        "read_out" => (Tone::Waiting, "minutes-is-read-out"),
        "signed" => (Tone::Done, "minutes-is-signed"),
        "refused" => (Tone::Refused, "minutes-is-refused"),
        "filed" => (Tone::Done, "minutes-is-filed"),
        _ => (Tone::Idle, "minutes-is-draft"),
    };
    Badge::new(tone, lang.t(key))
}

/// What a step of the route is called.
pub(super) fn step_label(lang: Lang, step: Agenda) -> String {
    lang.t(&format!("visit-step-{}", step.code().replace('_', "-")))
}

/// What a member is in the team.
pub(super) fn role_label(lang: Lang, role: TeamRole) -> String {
    lang.t(&format!("visit-role-{}", role.code().replace('_', "-")))
}

/// When a step began and ended; the day too where it went on into another.
fn span(lang: Lang, recorded: Option<&Recorded>) -> String {
    let Some(recorded) = recorded else { return String::new() };
    match (recorded.started_at, recorded.ended_at) {
        (Some(from), Some(to)) if domain::moment::day(from) == domain::moment::day(to) => {
            if lang.hour(from) == lang.hour(to) {
                return lang.hour(from);
            }
            format!("{} – {}", lang.hour(from), lang.hour(to))
        }
        (Some(from), Some(to)) => format!("{} – {}", lang.moment(from), lang.moment(to)),
        (Some(from), None) => lang.hour(from),
        _ => String::new(),
    }
}

impl VisitPage {
    fn new(f: Frame, view: &View) -> Self {
        let (lang, kept) = (f.lang, &view.kept);
        let href = format!("{PATH}/{}", kept.id);
        let agenda = view.visit.route.agenda();
        let offered = view.visit.steps();
        let recorded = |step: Agenda| view.steps.iter().find(|kept| kept.step == step.code());
        let log = view.visit.log();
        let steps = agenda
            .iter()
            .map(|step| {
                let entry = log.iter().find(|entry| entry.step == *step);
                let state = match entry {
                    Some(entry) if entry.skipped.is_some() => StepState::Skipped,
                    Some(entry) if entry.ended.is_some() => StepState::Done,
                    Some(_) => StepState::Now,
                    None => StepState::Next,
                };
                Step::new(step_label(lang, *step), span(lang, recorded(*step)), state)
            })
            .collect();
        let lines = log
            .iter()
            .map(|entry| StepLine {
                code: entry.step.code(),
                label: step_label(lang, entry.step),
                when: if entry.skipped.is_some() {
                    f.t("visit-step-skipped")
                } else {
                    span(lang, recorded(entry.step))
                },
                note: recorded(entry.step).and_then(|step| step.note.clone()).unwrap_or_default(),
            })
            .collect();
        let next = view.visit.next().filter(|step| offered.contains(&VisitStep::Begin(*step))).map(|step| {
            NextStep {
                code: step.code(),
                label: step_label(lang, step),
                may_skip: offered.contains(&VisitStep::Skip(step)),
            }
        });
        let mut method = Vec::new();
        if let Some(notice) = &kept.notice {
            method.push(("visit-method-to", notice.to.clone()));
            method.push(("visit-method-at", lang.moment(notice.at)));
            method.push(("visit-method-means", notice.means.clone()));
        }
        if let Some(agreed) = &kept.agreed_method {
            method.push(("visit-method", agreed.clone()));
        }
        let days = match (kept.day, kept.last_day) {
            (Some(from), Some(to)) if from != to => format!("{} – {}", lang.date(from), lang.date(to)),
            (Some(day), _) => lang.date(day),
            _ => f.t("visit-no-day"),
        };
        let ad_hoc = kept.kind == "ad_hoc";
        let list = f.t("nav-visits");
        VisitPage {
            version: kept.version,
            changes: changes(lang, view, ad_hoc),
            state: state_badge(
                lang,
                if kept.cancelled_at.is_some() { "cancelled" } else { view.visit.code() },
            ),
            ad_hoc,
            reason: kept.cancelled_reason.clone().or_else(|| kept.reason.clone()).unwrap_or_default(),
            days,
            place: kept.place.clone(),
            parts: view.parts.iter().map(|part| part_line(lang, &href, part, view.inside)).collect(),
            steps: Steps { lang, label: f.t("visit-steps"), steps },
            log: lines,
            next,
            may_finish: offered.contains(&VisitStep::Finish),
            method,
            may_agree_method: ad_hoc && view.may_run,
            seats: view.seats.iter().map(|seat| seat_line(lang, seat)).collect(),
            persons: view
                .attendees
                .iter()
                .map(|person| PersonLine {
                    id: person.id.clone(),
                    side: f.t(if person.side == "unit" { "visit-side-unit" } else { "visit-side-guest" }),
                    name: person.name.clone(),
                    job_title: person.job_title.clone().unwrap_or_default(),
                    absent: person.absent.clone().unwrap_or_default(),
                })
                .collect(),
            requests: view.requests.iter().map(|request| request_line(lang, &href, view, request)).collect(),
            may_run: view.may_run,
            may_ask: view.may_ask,
            may_respond: view.may_respond,
            examinations_href: if view.inside { format!("{href}/examinations") } else { String::new() },
            package_href: if view.inside { format!("{href}/package") } else { String::new() },
            href,
            f: f.titled(kept.unit_name.clone(), Some(Nav::Visits)).under(list, PATH),
        }
    }
}

/// A visit that has begun is neither moved nor cancelled any more.
fn changes(lang: Lang, view: &View, ad_hoc: bool) -> Vec<(&'static str, String)> {
    if !view.may_plan || !matches!(view.visit.code(), "scheduled" | "notified") {
        return Vec::new();
    }
    let agreement = ad_hoc.then(|| ("agreement", lang.t("schedule-agreement")));
    let changes = [("move", lang.t("schedule-move")), ("cancel", lang.t("schedule-cancel"))];
    changes.into_iter().chain(agreement).collect()
}

fn part_line(lang: Lang, href: &str, part: &acts::Part, inside: bool) -> PartLine {
    let shown = inside || ["read_out", "signed", "refused", "filed"].contains(&part.minutes_state.as_str());
    let way = |page: &str| format!("{href}/{page}?part={}", part.campaign);
    PartLine {
        id: part.campaign.to_string(),
        title: part.campaign_title.clone(),
        team: part.team_name.clone(),
        minutes: minutes_badge(lang, &part.minutes_state),
        fieldwork_href: if inside { way("fieldwork") } else { String::new() },
        minutes_href: if shown { way("minutes") } else { String::new() },
    }
}

fn seat_line(lang: Lang, seat: &acts::Seat) -> SeatLine {
    let state = match seat.attended {
        Some(true) => Badge::new(Tone::Done, lang.t("visit-present")),
        Some(false) => Badge::new(Tone::Warning, lang.t("visit-absent")),
        None => Badge::new(Tone::Idle, lang.t("visit-not-noted")),
    };
    let rank = seat.rank.clone().unwrap_or_default();
    let name = seat.name.clone().unwrap_or_else(|| lang.t("visit-unnamed"));
    SeatLine {
        id: seat.member.to_string(),
        name: format!("{rank} {name}").trim().to_owned(),
        role: role_label(lang, seat.role),
        organisation: seat.organisation.clone(),
        attended: seat.attended,
        absent: seat.absent.clone().unwrap_or_default(),
        state,
    }
}

fn request_line(lang: Lang, href: &str, view: &View, request: &Request) -> RequestLine {
    let kind = Kind::from_code(&request.kind).unwrap_or(Kind::Clarification);
    let (tone, key) = match request.state.as_str() {
        "answered" => (Tone::Done, "visit-request-answered"),
        "shown" => (Tone::Done, "visit-request-shown"),
        "not_shown" => (Tone::Late, "visit-request-not-shown"),
        "given" => (Tone::Done, "visit-request-given"),
        "referred" => (Tone::Going, "visit-request-referred"),
        _ if request.answered_at.is_some() => (Tone::Going, "visit-request-responded"),
        _ => (Tone::Waiting, "visit-request-open"),
    };
    let ticks = Tick::of(kind)
        .iter()
        .filter(|tick| view.may_ask && tick.code() != request.state)
        .map(|tick| (tick.code(), lang.t(&format!("visit-tick-{}", tick.code().replace('_', "-")))))
        .collect();
    let papers = view.papers.iter().filter(|paper| paper.request == request.id);
    RequestLine {
        id: request.id.clone(),
        kind: lang.t(&format!("visit-kind-{}", kind.code())),
        text: request.text.clone(),
        state: Badge::new(tone, lang.t(key)),
        response: request.response.clone().unwrap_or_default(),
        asked: format!("{}, {}", request.asked_by, lang.moment(request.asked_at)),
        answered: request
            .answered_at
            .map(|at| format!("{}, {}", request.answered_by.clone().unwrap_or_default(), lang.moment(at)))
            .unwrap_or_default(),
        papers: papers
            .map(|paper| (format!("{href}/requests/{}/files/{}", request.id, paper.file), paper.name.clone()))
            .collect(),
        ticks,
        may_answer: view.may_respond
            && request.state == "open"
            && matches!(kind, Kind::Clarification | Kind::Document),
    }
}
