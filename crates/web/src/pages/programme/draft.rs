//! The programme a plan would make: its tree, whom each name means, what is
//! still to be said before it can be made.
//!
//! Not here: saying whom a name means (`naming`).

use app::acts::programme::{self, Draft, Input, Name, Reading, Why};
use app::acts::{plan, unit};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{PlanId, UnitId};
use domain::policy::Action;
use domain::unit::UnitKind;
use std::collections::HashMap;

use super::PATH;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan as plans;
use crate::pages::unit::kind_words;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

#[derive(Debug, Template)]
#[template(path = "pages/programme_draft.html")]
pub struct DraftPage {
    f: Frame,
    plan: String,
    form: Form,
    open_doubts: usize,
    open: Vec<NameView>,
    known: Vec<NameView>,
    tasks: Vec<TaskView>,
    count: String,
    own_plan: String,
    report: String,
}

/// One name of the plan, with whom it means.
#[derive(Debug)]
struct NameView {
    words: String,
    href: String,
    tasks: String,
    means: String,
    why: String,
    by_hand: bool,
    /// Answers that need no more than a button: the value, and its words.
    offers: Vec<(String, String)>,
    key: String,
}

#[derive(Debug)]
struct TaskView {
    code: String,
    title: String,
    is_task: bool,
    depth: usize,
    due: String,
    units: String,
}

/// Names of units by what they are kept under.
pub(super) type Units = HashMap<UnitId, String>;

pub(super) async fn units(site: &Site) -> Result<Units, Refusal> {
    Ok(unit::names(site.app()?).await?.into_iter().collect())
}

pub(super) fn kinds_words(lang: Lang, kinds: &[UnitKind]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|kind| kind_words(lang, *kind)).collect();
    lang.t_with("programme-all-of", &[("kinds", kinds.join(", "))])
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("title", "programme-title", Kind::LongText { max: 1_000, rows: 3 }).required(),
        Field::new("number", "campaign-number", Kind::Text { max: 60 }).help("campaign-number-help"),
        Field::new("year", "programme-year-from", Kind::Number { min: 2000, max: 2100 }).required(),
        Field::new("year_to", "programme-year-to", Kind::Number { min: 2000, max: 2100 }),
        Field::new("issued_on", "campaign-issued-on", Kind::Date),
    ]
}

fn filled(lang: Lang, draft: &Draft) -> Form {
    let year = |year: Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
    let values = [
        ("title", draft.title.clone()),
        ("number", draft.number.clone()),
        ("year", draft.year.to_string()),
        ("year_to", year(draft.year_to)),
        ("issued_on", draft.issued_on.map(|day| lang.date(day)).unwrap_or_default()),
    ];
    Form::filled(lang, fields(), values)
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: PlanId = plans::id(&text)?;
    if let Some(made) = programme::of_plan(app, who, id).await? {
        return Ok(Tell::new(FlashKind::Done, "programme-made-already")
            .on(&format!("{PATH}/{made}"), site.settings().behind_tls));
    }
    let (draft, open) = draft(&site, &visit, id).await?;
    let form = filled(visit.lang, &draft);
    pages::show(&DraftPage::new(visit.frame(), &text, form, &draft, &units(&site).await?, open))
}

/// What the programme would hold, and how many doubts of the plan are open.
async fn draft(site: &Site, visit: &Visit, id: PlanId) -> Result<(Draft, usize), Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let draft = programme::draft(app, who, id, None).await?;
    let (kept, answers) = plan::get(app, who, id).await?;
    let open = plan::unanswered(&kept.corrected, &answers).len();
    Ok((draft, open))
}

pub async fn create(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let action = Action::ProgrammeManage;
    who.scope(action).ok_or(app::Refusal::NotAllowed(action.code()))?;
    let id: PlanId = plans::id(&text)?;
    let (draft, open) = draft(&site, &visit, id).await?;
    let mut form = Form::posted(visit.lang, fields(), pairs);
    if open > 0 {
        form.fail("", "plan-doubts-open");
    }
    if draft.open_names().next().is_some() {
        form.fail("", "actor-open");
    }
    if form.is_good() {
        match programme::create(app, who, id, input(&form, &draft, app.today())).await {
            Ok(made) => {
                return Ok(Tell::new(FlashKind::Done, "programme-made")
                    .on(&format!("{PATH}/{made}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail("", fault.key);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = DraftPage::new(visit.frame(), &text, form, &draft, &units(&site).await?, open);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn input(form: &Form, draft: &Draft, today: jiff::civil::Date) -> Input {
    let year = |name: &str| form.number(name).and_then(|year| i16::try_from(year).ok());
    Input {
        title: form.text("title").unwrap_or_default().to_owned(),
        number: form.text("number").unwrap_or_default().to_owned(),
        year: year("year").unwrap_or(draft.year),
        year_to: year("year_to"),
        issued_on: form.date("issued_on"),
        ..Input::of(draft, draft.day.unwrap_or(today))
    }
}

/// Whom a name means, in words.
pub(super) fn means(lang: Lang, name: &Name, units: &Units) -> String {
    use programme::Choice;
    let named = |ids: &[UnitId]| {
        let names: Vec<&str> = ids.iter().filter_map(|id| units.get(id).map(String::as_str)).collect();
        names.join("; ")
    };
    match (&name.choice, &name.reading) {
        (Some(Choice::Nobody), _) => lang.t("programme-nobody"),
        (Some(Choice::Kinds(kinds)), _) | (None, Reading::Kinds(kinds)) => kinds_words(lang, kinds),
        (Some(Choice::Units(ids)), _) => named(ids),
        (None, Reading::Unit(id)) => named(&[*id]),
        (None, Reading::Ask { .. }) => String::new(),
    }
}

fn why_key(why: Why) -> &'static str {
    match why {
        Why::Doubtful => "programme-why-doubtful",
        Why::Unknown => "programme-why-unknown",
        Why::Ended => "programme-why-ended",
        Why::Concerned => "programme-why-concerned",
        Why::SystemOwners => "programme-why-system-owners",
        Why::Empty => "programme-why-empty",
    }
}

fn name_view(f: &Frame, plan: &str, name: &Name, units: &Units) -> NameView {
    use programme::Choice;
    let mut offers = Vec::new();
    let mut why = String::new();
    if let (true, Reading::Ask { why: asked, offered, kinds }) = (name.is_open(), &name.reading) {
        why = f.t(why_key(*asked));
        for id in offered.iter().take(4) {
            if let Some(words) = units.get(id) {
                offers.push((Choice::Units(vec![*id]).text(), words.clone()));
            }
        }
        if !kinds.is_empty() && *asked != Why::Empty {
            offers.push((Choice::Kinds(kinds.clone()).text(), kinds_words(f.lang, kinds)));
        }
        offers.push((Choice::Nobody.text(), f.t("programme-nobody")));
    }
    let query: String = form_urlencoded::byte_serialize(name.key.as_bytes()).collect();
    let count = name.units.as_ref().map_or(0, Vec::len);
    let mut meaning = means(f.lang, name, units);
    if count > 1 {
        meaning = f.t_with(
            "programme-means-count",
            &[("who", Value::from(meaning)), ("count", Value::Figure(count as i64))],
        );
    }
    NameView {
        words: name.words.clone(),
        href: format!("/plans/{plan}/programme/name?name={query}"),
        tasks: f.t_with("programme-in-tasks", &[("count", Value::Figure(name.tasks as i64))]),
        means: meaning,
        why,
        by_hand: name.choice.is_some(),
        offers,
        key: name.key.clone(),
    }
}

impl DraftPage {
    fn new(f: Frame, plan: &str, form: Form, draft: &Draft, units: &Units, open_doubts: usize) -> Self {
        let view = |name: &Name| name_view(&f, plan, name, units);
        let depth = |code: &str| code.matches('.').count().min(4);
        let tasks = draft
            .tasks
            .iter()
            .map(|task| TaskView {
                code: task.code.clone(),
                title: task.title.clone(),
                is_task: task.is_task,
                depth: depth(&task.code),
                due: task.due.as_ref().map(|due| due.clause.clone()).unwrap_or_default(),
                units: if task.is_task {
                    f.lang.number(draft.shares(task).len() as u64)
                } else {
                    String::new()
                },
            })
            .collect();
        let number = draft.tasks.iter().filter(|task| task.is_task).count();
        let count = [("tasks", Value::Figure(number as i64)), ("shares", Value::Figure(draft.size() as i64))];
        let clause = |due: &Option<domain::campaign::DatedRule>| {
            due.as_ref().map(|due| due.clause.clone()).unwrap_or_default()
        };
        let (title, list, review) = (f.t("programme-from-plan"), f.t("plan-list"), f.t("plan-review"));
        DraftPage {
            open: draft.open_names().map(view).collect(),
            known: draft.names.iter().filter(|name| !name.is_open()).map(view).collect(),
            tasks,
            count: f.t_with("programme-draft-count", &count),
            own_plan: clause(&draft.own_plan_due),
            report: clause(&draft.report_due),
            plan: plan.to_owned(),
            form,
            open_doubts,
            f: f.titled(title, Some(Nav::Programmes))
                .under(list, plans::PATH)
                .under(review, format!("{}/{plan}", plans::PATH)),
        }
    }
}

impl Page for DraftPage {
    const NAME: &'static str = "programme_draft";

    fn samples(frame: &Frame) -> Samples<Self> {
        let unit = UnitId(uuid::Uuid::from_u128(3));
        let units = Units::from([(unit, "Công an tỉnh".to_owned())]);
        let name = |words: &str, reading: Reading, units: Option<Vec<UnitId>>| Name {
            words: words.into(),
            key: programme::name_key(words),
            reading,
            choice: None,
            units,
            tasks: 3,
        };
        let asked =
            Reading::Ask { why: Why::Concerned, offered: vec![unit], kinds: vec![UnitKind::Department] };
        let mut draft = Draft {
            title: "Thực hiện Chiến lược An ninh mạng".into(),
            year: 2025,
            names: vec![
                name("các sở, ban, ngành liên quan", asked, None),
                name("Công an tỉnh", Reading::Unit(unit), Some(vec![unit])),
            ],
            ..Draft::default()
        };
        let open = DraftPage::new(frame.clone(), "1", filled(frame.lang, &draft), &draft, &units, 2);
        draft.names.remove(0);
        let mut wrong = filled(frame.lang, &draft);
        wrong.fail("title", "field-required");
        vec![("open", open), ("ready", DraftPage::new(frame.clone(), "1", wrong, &draft, &units, 0))]
    }
}
