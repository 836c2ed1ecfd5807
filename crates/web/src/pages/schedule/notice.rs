//! The notice of a campaign's schedule: which visits, the paper to look at, and
//! sending it.

use app::acts::report::Form as PaperForm;
use app::acts::schedule::{self, Letter, Waiting};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::CampaignId;

use super::{board_path, form};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::date::local;

/// The notice before it is sent.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_notice.html")]
pub struct NoticePage {
    f: Frame,
    form: Form,
    path: String,
    empty: bool,
    names: Vec<String>,
}

fn fields(f: &Frame, waiting: &[Waiting]) -> Vec<Field> {
    let visits = waiting.iter().map(|one| {
        let entry = &one.entry;
        let starts = local(entry.starts_at);
        let when = format!("{} {}", form::hour(starts.time()), f.lang.date(entry.day));
        let choice =
            Choice::new(entry.visit.to_string(), Label::Words(format!("{} · {when}", entry.unit_name)));
        match one.short {
            Some((given, needed)) if entry.kind != "ad_hoc" => {
                let values = [("given", given.max(0)), ("needed", i64::from(needed))];
                choice.help(Label::Words(f.t_with("schedule-too-late", &values)))
            }
            _ => choice,
        }
    });
    let forms =
        [Choice::new("letter", "schedule-form-letter"), Choice::new("notice", "schedule-form-notice")];
    vec![
        Field::new("visits", "schedule-visits", Kind::Checks).required().choices(visits),
        Field::new("form", "schedule-form", Kind::Radio).required().choices(forms),
        Field::new("number", "schedule-number", Kind::Number { min: 1, max: 99_999 })
            .help("schedule-number-help"),
        Field::new("series", "schedule-series", Kind::Text { max: 40 }).help("schedule-series-help"),
        Field::new("date", "schedule-date", Kind::Date).help("schedule-date-help"),
        Field::new("report_to", "schedule-report-to", Kind::Text { max: 300 })
            .help("schedule-report-to-help"),
        Field::new("signer_title", "schedule-signer-title", Kind::Text { max: 200 }).required(),
        Field::new("signer_name", "schedule-signer-name", Kind::Text { max: 200 }),
    ]
}

fn letter(form: &Form) -> Letter {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    Letter {
        visits: form.many("visits").iter().filter_map(|id| id.parse().ok()).collect(),
        to_all: form.text("form") == Some("notice"),
        number: form.number("number").and_then(|number| u32::try_from(number).ok()),
        series: text("series"),
        date: form.date("date"),
        report_to: text("report_to"),
        signer_title: text("signer_title"),
        signer_name: text("signer_name"),
    }
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (campaign, waiting) = schedule::waiting(site.app()?, visit.actor()?, id(&text)?).await?;
    let f = visit.frame();
    let form = Form::filled(visit.lang, fields(&f, &waiting), beginning(&f, &waiting));
    pages::show(&NoticePage::new(f, form, campaign.campaign.id, &campaign.campaign.title, waiting.is_empty()))
}

fn beginning(f: &Frame, waiting: &[Waiting]) -> Vec<(&'static str, String)> {
    let in_time = waiting.iter().filter(|one| one.short.is_none() || one.entry.kind == "ad_hoc");
    let mut values: Vec<_> = in_time.map(|one| ("visits", one.entry.visit.to_string())).collect();
    values.extend([
        ("form", "letter".to_owned()),
        ("series", "ĐKT".to_owned()),
        ("signer_title", f.t("seat-lead")),
    ]);
    values
}

/// In which form the paper is only to be looked at, when that button was pressed.
pub(crate) fn paper_form(pairs: &[(String, String)]) -> Option<PaperForm> {
    match pairs.iter().find(|(name, _)| name == "paper")?.1.as_str() {
        "docx" => Some(PaperForm::Docx),
        "pdf" => Some(PaperForm::Pdf),
        _ => None,
    }
}

pub async fn send(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let (campaign, waiting) = schedule::waiting(app, who, id).await?;
    let f = visit.frame();
    let looked_at = paper_form(&pairs);
    let mut form = Form::posted(visit.lang, fields(&f, &waiting), pairs);
    if let (Some(kind), true) = (looked_at, form.is_good()) {
        match schedule::letter(app, who, id, &letter(&form), kind).await {
            Ok(printed) => return Ok(download(&printed.name, printed.media, printed.bytes)),
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, None),
            Err(other) => return Err(other.into()),
        }
    } else if form.is_good() {
        match schedule::announce(app, who, id, &letter(&form)).await {
            Ok(count) => {
                return Ok(Tell::new(FlashKind::Done, "schedule-announced")
                    .with("count", count)
                    .on(&board_path(id), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, None),
            Err(other) => return Err(other.into()),
        }
    }
    let page = NoticePage::new(f, form, id, &campaign.campaign.title, waiting.is_empty());
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl NoticePage {
    fn new(f: Frame, form: Form, id: CampaignId, campaign: &str, empty: bool) -> Self {
        let (title, campaigns, schedule) =
            (f.t("schedule-notice"), f.t("nav-campaigns"), f.t("schedule-board"));
        let path = board_path(id);
        NoticePage {
            names: form.names(),
            form,
            empty,
            f: f.titled(title, Some(Nav::Visits))
                .under(campaigns, "/campaigns")
                .under(campaign, format!("/campaigns/{id}"))
                .under(schedule, &path),
            path,
        }
    }
}

impl Page for NoticePage {
    const NAME: &'static str = "schedule_notice";

    fn samples(frame: &Frame) -> Samples<Self> {
        let waiting: Vec<_> = super::samples::entries()
            .into_iter()
            .zip([None, Some((1, 3)), None])
            .map(|(entry, short)| Waiting { entry, short })
            .collect();
        let id = super::samples::kept().campaign.id;
        let title = "Kiểm tra công tác bảo đảm an ninh mạng năm 2026";
        let form = || Form::filled(frame.lang, fields(frame, &waiting), beginning(frame, &waiting));
        let mut wrong = form();
        let late = app::refusal::Fault::new("visits", "schedule-announce-late")
            .with("unit", "Sở Y tế")
            .with("given", 1)
            .with("needed", 3);
        form::fail(&mut wrong, vec![late], None);
        let none = Form::filled(frame.lang, fields(frame, &[]), beginning(frame, &[]));
        vec![
            ("waiting", Self::new(frame.clone(), form(), id, title, false)),
            ("too late", Self::new(frame.clone(), wrong, id, title, false)),
            ("nothing waits", Self::new(frame.clone(), none, id, title, true)),
        ]
    }
}
