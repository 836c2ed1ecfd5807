//! The decision that sets a team up: what a person says of it, and the paper.

use app::acts::report::Form as PaperForm;
use app::acts::team::{self, Board, Decision};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::TeamId;

use super::{fail, framed, managed, path};
use crate::csrf::Pairs;
use crate::form::{Field, Form, Kind};
use crate::frame::Frame;
use crate::pages::plan::id;
use crate::pages::schedule::paper_form;
use crate::pages::{self, Page, Samples, download};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// The form before the paper.
#[derive(Debug, Template)]
#[template(path = "pages/team_decision.html")]
pub struct DecisionPage {
    f: Frame,
    form: Form,
    path: String,
    back: String,
    rename: String,
    names: Vec<String>,
    numbered: bool,
}

fn fields() -> Vec<Field> {
    let text = |name: &'static str, label: &'static str| Field::new(name, label, Kind::Text { max: 300 });
    let lines = |name: &'static str, label: &'static str| {
        Field::new(name, label, Kind::LongText { max: 4_000, rows: 5 }).help("team-lines-help")
    };
    vec![
        text("parent", "team-parent").help("team-parent-help"),
        text("series", "team-series").help("team-series-help"),
        text("authority", "team-authority").required(),
        text("proposed_by", "team-proposed-by"),
        Field::new("from", "team-from", Kind::Date).required(),
        Field::new("to", "team-to", Kind::Date).required(),
        text("days_per_unit", "team-days-per-unit").help("team-days-per-unit-help"),
        lines("duties", "team-duties"),
        text("seal", "team-seal"),
        text("funding", "team-funding"),
        lines("executors", "team-executors"),
        text("signer_title", "team-signer-title").required(),
        text("signer_name", "team-signer-name"),
        lines("recipients", "team-recipients"),
    ]
}

fn values(lang: Lang, draft: &Decision) -> Vec<(&'static str, String)> {
    let date = |day: Option<jiff::civil::Date>| day.map(|day| lang.date(day)).unwrap_or_default();
    vec![
        ("parent", draft.parent.clone()),
        ("series", draft.series.clone()),
        ("authority", draft.authority.clone()),
        ("proposed_by", draft.proposed_by.clone()),
        ("from", date(draft.from)),
        ("to", date(draft.to)),
        ("days_per_unit", draft.days_per_unit.clone()),
        ("duties", draft.duties.join("\n")),
        ("seal", draft.seal.clone()),
        ("funding", draft.funding.clone()),
        ("executors", draft.executors.join("\n")),
        ("signer_title", draft.signer_title.clone()),
        ("signer_name", draft.signer_name.clone()),
        ("recipients", draft.recipients.join("\n")),
    ]
}

fn said(form: &Form) -> Decision {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let lines = |name: &str| {
        let lines = form.text(name).unwrap_or_default().lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    Decision {
        parent: text("parent"),
        series: text("series"),
        authority: text("authority"),
        proposed_by: text("proposed_by"),
        from: form.date("from"),
        to: form.date("to"),
        days_per_unit: text("days_per_unit"),
        duties: lines("duties"),
        seal: text("seal"),
        funding: text("funding"),
        executors: lines("executors"),
        signer_title: text("signer_title"),
        signer_name: text("signer_name"),
        recipients: lines("recipients"),
    }
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, text)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (board, standing) = managed(&site, &visit, &campaign, &text).await?;
    let (_, _, draft) = team::decision_draft(site.app()?, visit.actor()?, id::<TeamId>(&text)?).await?;
    let form = Form::filled(visit.lang, fields(), values(visit.lang, &draft));
    pages::show(&DecisionPage::new(visit.frame(), &board, &standing, form))
}

pub async fn print(
    State(site): State<Site>,
    visit: Visit,
    Path((campaign, text)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let kind = paper_form(&pairs).unwrap_or(PaperForm::Docx);
    let (board, standing) = managed(&site, &visit, &campaign, &text).await?;
    let mut form = Form::posted(visit.lang, fields(), pairs);
    if form.is_good() {
        match team::decision(site.app()?, visit.actor()?, standing.team.id, &said(&form), kind).await {
            Ok(printed) => return Ok(download(&printed.name, printed.media, printed.bytes)),
            Err(app::Refusal::Invalid(faults)) => fail(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = DecisionPage::new(visit.frame(), &board, &standing, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl DecisionPage {
    fn new(f: Frame, board: &Board, standing: &team::Standing, form: Form) -> Self {
        let back = path(board.campaign.campaign.id);
        let rename = format!("{back}/{}", standing.team.id);
        let title = f.t_with("team-decision-title", &[("team", standing.team.name.as_str())]);
        DecisionPage {
            names: form.names(),
            form,
            path: format!("{rename}/decision"),
            back,
            rename,
            numbered: standing.team.decision_number.is_some(),
            f: framed(f, board, title),
        }
    }
}

impl Page for DecisionPage {
    const NAME: &'static str = "team_decision";

    fn samples(frame: &Frame) -> Samples<Self> {
        let board = super::sample_board();
        let mut open = board.teams[0].clone();
        open.team.decision_number = None;
        let draft = Decision {
            series: "QĐ-TBANM".into(),
            authority: "Trưởng Tiểu ban An ninh mạng tỉnh An Sơn".into(),
            duties: vec!["Kiểm tra đúng đối tượng, nội dung".into()],
            ..Decision::default()
        };
        let form = Form::filled(frame.lang, fields(), values(frame.lang, &draft));
        let wrong = Form::posted(frame.lang, fields(), Vec::new());
        vec![
            ("draft", Self::new(frame.clone(), &board, &open, form)),
            ("wrong", Self::new(frame.clone(), &board, &board.teams[0], wrong)),
        ]
    }
}
