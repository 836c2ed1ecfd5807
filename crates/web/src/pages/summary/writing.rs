//! The team's own words in the consolidated report.
//!
//! Not here: the figures beside them, which nobody types.

use app::acts::summary::{self, Consolidated, Summary};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::CampaignId;

use super::PATH;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// The longest text, in characters.
const LONGEST: usize = 40_000;

#[derive(Debug, Template)]
#[template(path = "pages/summary_words.html")]
pub struct SummaryForm {
    f: Frame,
    id: String,
    form: Form,
    /// What the record shows, for when a box is left empty.
    shortcomings: Vec<String>,
    causes: Vec<String>,
}

fn fields() -> Vec<Field> {
    let text = |name: &'static str, label: &'static str, help: &'static str, rows| {
        Field::new(name, label, Kind::LongText { max: LONGEST, rows }).help(help)
    };
    vec![
        Field::new("version", "summary-title", Kind::Number { min: 0, max: i64::MAX }),
        Field::new("number", "summary-number", Kind::Number { min: 1, max: 99_999 })
            .help("summary-number-help"),
        Field::new("dated", "summary-dated", Kind::Date).help("summary-dated-help"),
        text("opening", "summary-opening", "summary-lines-help", 4),
        text("strengths", "summary-strengths", "summary-lines-help", 5),
        text("shortcomings", "summary-shortcomings", "summary-suggested-help", 5),
        text("causes", "summary-causes", "summary-suggested-help", 4),
        text("proposals", "summary-proposals", "summary-proposals-help", 7),
    ]
}

fn filled(lang: Lang, said: &Summary) -> Form {
    let values = [
        ("version", said.version.to_string()),
        ("number", said.number.map(|number| number.to_string()).unwrap_or_default()),
        ("dated", said.dated.map(|day| lang.date(day)).unwrap_or_default()),
        ("opening", said.opening.clone()),
        ("strengths", said.strengths.clone()),
        ("shortcomings", said.shortcomings.clone()),
        ("causes", said.causes.clone()),
        ("proposals", said.proposals.clone()),
    ];
    Form::filled(lang, fields(), values)
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let whole = writable(&site, &visit, &text).await?;
    let form = filled(visit.lang, &whole.written);
    pages::show(&SummaryForm::new(visit.frame(), &whole, form))
}

pub async fn write(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    pairs: Pairs,
) -> Result<Response, Refusal> {
    let whole = writable(&site, &visit, &text).await?;
    let mut form = Form::posted(visit.lang, fields(), pairs.0);
    if !form.is_good() {
        let page = SummaryForm::new(visit.frame(), &whole, form);
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let words = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let said = Summary {
        number: form.number("number"),
        dated: form.date("dated"),
        opening: words("opening"),
        strengths: words("strengths"),
        shortcomings: words("shortcomings"),
        causes: words("causes"),
        proposals: words("proposals"),
        version: form.number("version").unwrap_or(0),
    };
    let id = whole.campaign.campaign.id;
    match summary::write(site.app()?, visit.actor()?, id, said).await {
        Ok(()) => Ok(Tell::new(FlashKind::Done, "summary-kept")
            .on(&format!("{PATH}/{id}"), site.settings().behind_tls)),
        Err(app::Refusal::Conflict) => {
            form.fail("", "summary-conflict");
            let page = SummaryForm::new(visit.frame(), &whole, form);
            pages::show_with(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn writable(site: &Site, visit: &Visit, text: &str) -> Result<Consolidated, Refusal> {
    let whole = summary::get(site.app()?, visit.actor()?, id::<CampaignId>(text)?).await?;
    if !whole.may_write {
        return Err(app::Refusal::NotAllowed("summary.write").into());
    }
    Ok(whole)
}

impl SummaryForm {
    fn new(f: Frame, whole: &Consolidated, form: Form) -> Self {
        let id = whole.campaign.campaign.id.to_string();
        let (title, summaries, report) = (f.t("summary-words"), f.t("nav-summaries"), f.t("summary-title"));
        let f = f
            .titled(title, Some(Nav::Summaries))
            .under(summaries, PATH)
            .under(report, format!("{PATH}/{id}"));
        SummaryForm { f, id, form, shortcomings: whole.shortcomings(), causes: whole.causes() }
    }
}

impl Page for SummaryForm {
    const NAME: &'static str = "summary_words";

    fn samples(frame: &Frame) -> Samples<Self> {
        let whole = super::sample(true);
        let blank = Form::filled(frame.lang, fields(), [("version", "0")]);
        let mut late = filled(frame.lang, &whole.written);
        late.fail("", "summary-conflict");
        vec![
            ("blank", SummaryForm::new(frame.clone(), &super::sample(false), blank)),
            ("conflict", SummaryForm::new(frame.clone(), &whole, late)),
        ]
    }
}
