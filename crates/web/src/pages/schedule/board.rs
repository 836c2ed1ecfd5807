//! A campaign's schedule: units without a visit, visits with their notices, and
//! a proposal for all units at once.

use app::acts::schedule::{self, Ask, Board, Offer};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::CampaignId;
use domain::policy::Action;
use domain::schedule::{MAX_PER_DAY, Unplaced};
use jiff::ToSpan as _;

use super::{PATH, VisitRow, board_path, form};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// A campaign's schedule.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_board.html")]
pub struct BoardPage {
    f: Frame,
    path: String,
    window: String,
    may_plan: bool,
    table: Table,
    rows: Vec<VisitRow>,
    unscheduled: Vec<Open>,
    to_announce: usize,
}

/// A unit without a visit.
#[derive(Debug)]
struct Open {
    unit: String,
    href: String,
}

/// A proposal to look at.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_proposal.html")]
pub struct ProposalPage {
    f: Frame,
    form: Form,
    path: String,
    rows: Vec<Line>,
    left: Vec<(String, String)>,
    asked: bool,
    names: Vec<String>,
}

#[derive(Debug)]
struct Line {
    target: String,
    unit: String,
    when: String,
    team: String,
    members: String,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let board = schedule::board(app, who, id).await?;
    let state = ListState::read(&board_path(id), uri.query(), 1_000);
    pages::show(&BoardPage::new(visit.frame(), state, &board, who.may(Action::ScheduleManage)))
}

impl BoardPage {
    fn new(f: Frame, state: ListState, board: &Board, may_plan: bool) -> Self {
        let lang = f.lang;
        let id = board.campaign.campaign.id;
        let mut rows: Vec<VisitRow> = board
            .visits
            .iter()
            .map(|entry| {
                let mut row = VisitRow::new(lang, entry);
                if let Some(receipts) = board.receipts.get(&entry.visit) {
                    let values = [("confirmed", receipts.confirmed), ("told", receipts.told)];
                    row.receipts = f.t_with("schedule-receipts", &values);
                }
                row
            })
            .collect();
        let count = |state: &str| board.visits.iter().filter(|e| !e.cancelled && e.state == state).count();
        let states = ["scheduled", "notified", "underway", "finished"];
        let chips = states.map(|code| (code, f.t(&format!("visit-state-{code}")), Some(count(code) as u64)));
        let filters = vec![state.filter("status", f.t("schedule-state"), chips)];
        if let Some(wanted) = state.value("status") {
            let kept: Vec<bool> =
                board.visits.iter().map(|entry| !entry.cancelled && entry.state == wanted).collect();
            let mut kept = kept.into_iter();
            rows.retain(|_| kept.next().unwrap_or(false));
        }
        let may_plan = may_plan && board.campaign.closed_at.is_none();
        let columns = ["schedule-when", "schedule-unit", "schedule-team", "schedule-state", "schedule-acts"];
        let shown = if may_plan { &columns[..] } else { &columns[..4] };
        let columns = shown.iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t("schedule-board");
        let campaigns = f.t("nav-campaigns");
        let campaign = &board.campaign.campaign;
        let seen = rows.len() as u64;
        BoardPage {
            path: board_path(id),
            window: super::window_words(&f, campaign.window_from, campaign.window_to),
            may_plan,
            table: Table::new(state, caption.clone(), columns).counting(seen).filtered(filters),
            rows,
            to_announce: count("scheduled"),
            unscheduled: board
                .unscheduled
                .iter()
                .map(|open| Open {
                    unit: open.unit_name.clone(),
                    href: format!("{PATH}/new?target={}", open.target),
                })
                .collect(),
            f: f.titled(caption, Some(Nav::Visits))
                .under(campaigns, "/campaigns")
                .under(&campaign.title, format!("/campaigns/{id}")),
        }
    }
}

fn fields(board: &Board) -> Vec<Field> {
    let teams = board.teams.iter().map(|(id, name)| Choice::new(id.to_string(), Label::Words(name.clone())));
    vec![
        Field::new("first", "schedule-first", Kind::Date).required(),
        Field::new("last", "schedule-last", Kind::Date).required(),
        Field::new("per_day", "schedule-per-day", Kind::Number { min: 1, max: i64::from(MAX_PER_DAY) })
            .required()
            .help("schedule-per-day-help"),
        Field::new("teams", "schedule-teams", Kind::Checks).choices(teams).help("schedule-teams-help"),
        Field::new("place", "schedule-place", Kind::Text { max: 300 }),
    ]
}

fn beginning(f: &Frame, board: &Board) -> Vec<(String, String)> {
    let campaign = &board.campaign.campaign;
    let notice = domain::schedule::Notice::of(campaign.notice.as_ref().map(|rule| &rule.rule));
    // Working days run slower than days; twice as many are always enough.
    let ahead = i64::from(notice.days) * if notice.working_days { 2 } else { 1 } + 1;
    let soonest = f.today().saturating_add(ahead.days());
    let first = campaign.window_from.map_or(soonest, |from| from.max(soonest));
    let last = campaign.window_to.filter(|last| first <= *last).unwrap_or(first.saturating_add(30.days()));
    vec![
        ("first".to_owned(), f.lang.date(first)),
        ("last".to_owned(), f.lang.date(last)),
        ("per_day".to_owned(), "2".to_owned()),
        ("place".to_owned(), f.t("schedule-place-usual")),
    ]
}

fn ask(form: &Form) -> Option<Ask> {
    Some(Ask {
        first: form.date("first")?,
        last: form.date("last")?,
        per_day: u8::try_from(form.number("per_day")?).ok()?,
        teams: form.many("teams").iter().filter_map(|id| id.parse().ok()).collect(),
    })
}

/// The form, and with it the proposal when the address asks for one.
pub async fn propose(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    who.scope(Action::ScheduleManage).ok_or(app::Refusal::NotAllowed(Action::ScheduleManage.code()))?;
    let board = schedule::board(app, who, id).await?;
    let f = visit.frame();
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().take(100).collect();
    if pairs.is_empty() {
        let form = Form::filled(visit.lang, fields(&board), beginning(&f, &board));
        return pages::show(&ProposalPage::new(f, form, &board, None));
    }
    let mut form = Form::posted(visit.lang, fields(&board), pairs);
    let asked = ask(&form).filter(|_| form.is_good());
    let offer = match asked {
        Some(ask) => match schedule::propose(app, who, id, &ask).await {
            Ok(offer) => Some(offer),
            Err(app::Refusal::Invalid(faults)) => {
                form::fail(&mut form, faults, None);
                None
            }
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    pages::show(&ProposalPage::new(f, form, &board, offer.as_ref()))
}

/// Takes the chosen visits of the proposal into the schedule.
pub async fn accept(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let board = schedule::board(app, who, id).await?;
    let chosen: Vec<_> =
        pairs.iter().filter(|(name, _)| name == "pick").filter_map(|(_, id)| id.parse().ok()).collect();
    let f = visit.frame();
    let mut form = Form::posted(visit.lang, fields(&board), pairs);
    if let (Some(ask), true) = (ask(&form), form.is_good()) {
        let place = form.text("place").unwrap_or_default().to_owned();
        match schedule::accept(app, who, id, &ask, &chosen, &place).await {
            Ok(count) => {
                return Ok(Tell::new(FlashKind::Done, "schedule-accepted")
                    .with("count", count)
                    .on(&board_path(id), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, None),
            Err(other) => return Err(other.into()),
        }
        let offer = schedule::propose(app, who, id, &ask).await?;
        let page = ProposalPage::new(f, form, &board, Some(&offer));
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &ProposalPage::new(f, form, &board, None))
}

impl ProposalPage {
    fn new(f: Frame, form: Form, board: &Board, offer: Option<&Offer>) -> Self {
        let lang = f.lang;
        let campaign = &board.campaign.campaign;
        let rows = offer.map(|offer| {
            let line = |one: &schedule::Offered| Line {
                target: one.target.to_string(),
                unit: one.unit_name.clone(),
                when: format!(
                    "{}–{} {}",
                    form::hour(one.slot.starts.time()),
                    form::hour(one.slot.ends.time()),
                    lang.date(one.slot.starts.date())
                ),
                team: one.team_name.clone(),
                members: one.members.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>().join(", "),
            };
            offer.placed.iter().map(line).collect()
        });
        let left = offer.map(|offer| {
            let why = |why: Unplaced| match why {
                Unplaced::AllBarred => f.t("schedule-left-barred"),
                Unplaced::NoRoom => f.t("schedule-left-no-room"),
            };
            offer.left.iter().map(|(unit, reason)| (unit.clone(), why(*reason))).collect()
        });
        let (title, campaigns, schedule) =
            (f.t("schedule-proposal"), f.t("nav-campaigns"), f.t("schedule-board"));
        let path = board_path(campaign.id);
        ProposalPage {
            names: form.names(),
            form,
            rows: rows.unwrap_or_default(),
            left: left.unwrap_or_default(),
            asked: offer.is_some(),
            f: f.titled(title, Some(Nav::Visits))
                .under(campaigns, "/campaigns")
                .under(&campaign.title, format!("/campaigns/{}", campaign.id))
                .under(schedule, &path),
            path,
        }
    }
}

impl Page for BoardPage {
    const NAME: &'static str = "schedule_board";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::samples::board();
        let mut empty = board.clone();
        (empty.visits, empty.unscheduled) = (Vec::new(), Vec::new());
        let state = |query| ListState::read("/campaigns/1/schedule", query, 1_000);
        vec![
            ("full", Self::new(frame.clone(), state(None), &board, true)),
            ("filtered", Self::new(frame.clone(), state(Some("status=notified")), &board, false)),
            ("empty", Self::new(frame.clone(), state(None), &empty, true)),
        ]
    }
}

impl Page for ProposalPage {
    const NAME: &'static str = "schedule_proposal";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::samples::board();
        let form = || Form::filled(frame.lang, fields(&board), beginning(frame, &board));
        let day = jiff::civil::date(2026, 6, 9);
        let offer = Offer {
            placed: vec![schedule::Offered {
                target: board.unscheduled[0].target,
                unit_name: "Ủy ban nhân dân phường An Trung".into(),
                team: board.teams[0].0,
                team_name: "Đoàn kiểm tra số 1".into(),
                slot: domain::schedule::Slot { starts: day.at(8, 0, 0, 0), ends: day.at(11, 30, 0, 0) },
                members: vec![],
            }],
            left: vec![("Công an tỉnh".into(), Unplaced::AllBarred)],
        };
        let mut wrong = form();
        wrong.fail("last", "team-days-reversed");
        vec![
            ("to ask", Self::new(frame.clone(), form(), &board, None)),
            ("proposed", Self::new(frame.clone(), form(), &board, Some(&offer))),
            ("nothing", Self::new(frame.clone(), form(), &board, Some(&Offer::default()))),
            ("wrong", Self::new(frame.clone(), wrong, &board, None)),
        ]
    }
}
