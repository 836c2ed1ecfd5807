//! A member's declaration of conflicts of interest.

use app::acts::team::{self, OwnSeat};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{CampaignId, UnitId};

use super::{fail, path};
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

/// The declaration.
#[derive(Debug, Template)]
#[template(path = "pages/team_declare.html")]
pub struct DeclarePage {
    f: Frame,
    form: Form,
    path: String,
    since: String,
    names: Vec<String>,
}

fn fields(units: &[(UnitId, String)], seats: &[OwnSeat]) -> Vec<Field> {
    let teams = seats
        .iter()
        .map(|seat| Choice::new(seat.member.team.to_string(), Label::Words(seat.team_name.clone())));
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), Label::Words(name.clone())));
    let team = match seats {
        [_] => Field::new("team", "team-name", Kind::Hidden { max: 40 }),
        _ => Field::new("team", "team-name", Kind::Radio).required().choices(teams),
    };
    vec![
        team,
        Field::new("units", "team-declare-units", Kind::Checks)
            .help("team-declare-units-help")
            .choices(units),
        Field::new("reason", "team-declare-reason", Kind::Text { max: 300 }).help("team-declare-reason-help"),
        Field::new("note", "team-declare-note", Kind::Text { max: 300 }),
        Field::new("sure", "team-declare-sure", Kind::Check).required(),
    ]
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let id: CampaignId = id(&text)?;
    let (units, seats) = team::own_seats(site.app()?, visit.actor()?, id).await?;
    pages::show(&DeclarePage::filled(visit.frame(), id, &units, &seats))
}

pub async fn declare(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let (units, seats) = team::own_seats(app, who, id).await?;
    let mut form = Form::posted(visit.lang, fields(&units, &seats), pairs);
    let team = form.text("team").and_then(|team| team.parse().ok());
    if let (Some(team), true) = (team, form.is_good()) {
        let named: Vec<UnitId> = form.many("units").iter().filter_map(|unit| unit.parse().ok()).collect();
        let reason = form.text("reason").unwrap_or_default().to_owned();
        let note = form.text("note").unwrap_or_default().to_owned();
        match team::declare(app, who, team, &named, &reason, &note).await {
            Ok(aside) => {
                return Ok(Tell::new(FlashKind::Done, "team-declared")
                    .with("count", aside)
                    .on(&path(id), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = DeclarePage::new(visit.frame(), id, form, &seats);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl DeclarePage {
    fn filled(f: Frame, id: CampaignId, units: &[(UnitId, String)], seats: &[OwnSeat]) -> Self {
        let mut values = Vec::new();
        if let Some(seat) = seats.first() {
            values.push(("team".to_owned(), seat.member.team.to_string()));
            values.extend(seat.named.iter().map(|(unit, _)| ("units".to_owned(), unit.to_string())));
            if let Some((_, reason)) = seat.named.first() {
                values.push(("reason".to_owned(), reason.clone()));
            }
        }
        let form = Form::filled(f.lang, fields(units, seats), values);
        Self::new(f, id, form, seats)
    }

    fn new(f: Frame, id: CampaignId, form: Form, seats: &[OwnSeat]) -> Self {
        let since = seats.iter().find_map(|seat| seat.declared_at).map(|at| f.lang.moment(at));
        let (title, campaigns, teams) = (f.t("team-declare"), f.t("nav-campaigns"), f.t("team-title"));
        DeclarePage {
            names: form.names(),
            form,
            path: path(id),
            since: since.unwrap_or_default(),
            f: f.titled(title, Some(Nav::Campaigns)).under(campaigns, "/campaigns").under(teams, path(id)),
        }
    }
}

impl Page for DeclarePage {
    const NAME: &'static str = "team_declare";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::sample_board();
        let id = board.campaign.campaign.id;
        let units = [(UnitId(uuid::Uuid::nil()), "Sở Y tế".to_owned())];
        let seat = |declared_at| OwnSeat {
            team_name: "Đoàn kiểm tra số 1".into(),
            member: board.teams[0].seats[0].member.clone(),
            declared_at,
            named: Vec::new(),
        };
        let before = [seat(Some(jiff::Timestamp::UNIX_EPOCH))];
        let wrong = Form::posted(frame.lang, fields(&units, &before), Vec::new());
        vec![
            ("first", Self::filled(frame.clone(), id, &units, &[seat(None)])),
            ("two seats", Self::filled(frame.clone(), id, &units, &[seat(None), seat(None)])),
            ("wrong", Self::new(frame.clone(), id, wrong, &before)),
        ]
    }
}
