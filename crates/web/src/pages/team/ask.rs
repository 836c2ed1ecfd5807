//! Before a seat is taken out, or a team dissolved.

use app::acts::team::{self, Board};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::identifier::MemberId;

use super::{framed, managed, path};
use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// The question.
#[derive(Debug, Template)]
#[template(path = "pages/team_ask.html")]
pub struct AskPage {
    f: Frame,
    action: String,
    back: String,
    question: String,
    act: String,
    what: String,
    /// What stands against it; then there is no button.
    against: String,
}

impl AskPage {
    fn new(f: Frame, board: &Board, action: String, words: [&str; 3], name: &str, against: String) -> Self {
        let [title, act, what] = words;
        let question = f.t_with(title, &[("name", name)]);
        AskPage {
            action,
            back: path(board.campaign.campaign.id),
            act: f.t(act),
            what: f.t(what),
            against,
            f: framed(f, board, question.clone()),
            question,
        }
    }

    fn dissolving(f: Frame, board: &Board, team: &team::Standing) -> Self {
        let action = format!("{}/{}/dissolve", path(team.team.campaign), team.team.id);
        let against = if team.open_visits > 0 {
            f.t_with("team-dissolve-open", &[("count", team.open_visits)])
        } else {
            String::new()
        };
        let words = ["team-dissolve-question", "team-dissolve-act", "team-dissolve-what"];
        Self::new(f, board, action, words, &team.team.name, against)
    }
}

const REMOVE: [&str; 3] = ["team-remove-question", "team-remove-act", "team-remove-what"];

pub async fn remove(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team, member)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    let member: MemberId = id(&member)?;
    let seat = standing.seats.iter().find(|seat| seat.member.id == member).ok_or_else(Refusal::not_found)?;
    let name = seat.member.name.clone().unwrap_or_else(|| seat.member.organisation.clone());
    let action = format!("{}/{}/members/{member}/remove", path(standing.team.campaign), standing.team.id);
    pages::show(&AskPage::new(visit.frame(), &board, action, REMOVE, &name, String::new()))
}

pub async fn do_remove(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team, member)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    team::remove(site.app()?, visit.actor()?, id(&team)?, id(&member)?).await?;
    Ok(Tell::new(FlashKind::Done, "team-seat-removed").on(&path(id(&campaign)?), site.settings().behind_tls))
}

pub async fn dissolve(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &team).await?;
    pages::show(&AskPage::dissolving(visit.frame(), &board, &standing))
}

pub async fn do_dissolve(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, team)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let back = path(id(&campaign)?);
    let tell = match team::dissolve(site.app()?, visit.actor()?, id(&team)?).await {
        Ok(()) => Tell::new(FlashKind::Done, "team-dissolved"),
        Err(app::Refusal::Invalid(_)) => Tell::new(FlashKind::Failed, "team-has-open-visits"),
        Err(other) => return Err(other.into()),
    };
    Ok(tell.on(&back, site.settings().behind_tls))
}

impl Page for AskPage {
    const NAME: &'static str = "team_ask";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::sample_board();
        let mut free = board.teams[0].clone();
        free.open_visits = 0;
        let action = "/campaigns/1/teams/1/members/1/remove".to_owned();
        let remove = Self::new(frame.clone(), &board, action, REMOVE, "Phan Quốc Việt", String::new());
        vec![
            ("remove", remove),
            ("dissolve", Self::dissolving(frame.clone(), &board, &free)),
            ("not yet", Self::dissolving(frame.clone(), &board, &board.teams[0])),
        ]
    }
}
