//! Reorganisations: described step by step in the address, looked at before
//! they are recorded, told as history.
//!
//! Not here: what follows from them (`app::acts::unit`).

use app::acts::unit::{self, Change, Consequences, Filter, Reorganisation, Resulting};
use askama::Template;
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::identifier::UnitId;
use domain::policy::Action;
use domain::unit::{ChangeKind, UnitKind};

use super::{ChangeLine, PATH, kind_words, put_faults};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

const LIST: &str = "/units/changes";
const NEW: &str = "/units/changes/new";
/// How many units one search offers.
const FOUND: u32 = 20;
/// How many pairs of an address are read.
const MOST_PAIRS: usize = 400;

/// All reorganisations.
#[derive(Debug, Template)]
#[template(path = "pages/unit_changes.html")]
pub struct UnitChanges {
    f: Frame,
    changes: Vec<ChangeLine>,
    may_manage: bool,
}

/// The form that describes one.
#[derive(Debug, Template)]
#[template(path = "pages/unit_change.html")]
pub struct UnitChange {
    f: Frame,
    form: Form,
    /// What was searched for, and whether nothing was found.
    words: String,
    nothing: bool,
}

/// What it would do, before it is recorded.
#[derive(Debug, Template)]
#[template(path = "pages/unit_change_preview.html")]
pub struct UnitChangePreview {
    f: Frame,
    /// What was described, carried to the act.
    carried: Vec<(String, String)>,
    kind: String,
    day: String,
    basis: String,
    ending: Vec<(String, String)>,
    beginning: Vec<(String, String)>,
    staying: Vec<String>,
    follows: String,
    back: String,
}

type Typed = Vec<(String, String)>;

pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let mut changes = unit::changes(app, who).await?;
    changes.reverse();
    pages::show(&UnitChanges::new(visit.frame(), &changes, who.may(Action::UnitManage)))
}

fn fields(lang: Lang, choices: &[(UnitId, String)], parents: &[(UnitId, String)]) -> Vec<Field> {
    let kinds =
        ChangeKind::ALL.map(|kind| Choice::new(kind.code(), lang.t(&format!("unit-change-{}", kind.code()))));
    let units = |list: &[(UnitId, String)]| -> Vec<Choice> {
        list.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect()
    };
    let unit_kinds = UnitKind::ALL.map(|kind| Choice::new(kind.code(), kind_words(lang, kind)));
    vec![
        Field::new("change", "unit-change-kind", Kind::Radio).required().choices(kinds),
        Field::new("date", "unit-change-date", Kind::Date).required().help("unit-change-date-help"),
        Field::new("basis", "unit-change-basis", Kind::Text { max: 300 }).help("unit-change-basis-help"),
        Field::new("originals", "unit-change-originals", Kind::Checks)
            .help("unit-change-pick-help")
            .choices(units(choices)),
        Field::new("resulting", "unit-change-resulting", Kind::Checks)
            .help("unit-change-resulting-help")
            .choices(units(choices)),
        Field::new("new", "unit-change-new", Kind::LongText { max: 4_000, rows: 4 })
            .help("unit-change-new-help"),
        Field::new("new_kind", "unit-change-new-kind", Kind::Select)
            .help("unit-change-new-kind-help")
            .choices(unit_kinds),
        Field::new("parent", "unit-change-parent", Kind::Select)
            .help("unit-change-parent-help")
            .choices(units(parents)),
    ]
}

/// What the address describes, and the units it speaks of or found.
struct Described {
    typed: Typed,
    words: String,
    choices: Vec<(UnitId, String)>,
    names: Vec<(UnitId, String)>,
    nothing: bool,
}

async fn described(site: &Site, visit: &Visit, typed: Typed) -> Result<Described, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::UnitManage).ok_or(app::Refusal::NotAllowed(Action::UnitManage.code()))?;
    let names = unit::names(app).await?;
    let words =
        typed.iter().find(|(name, _)| name == "q").map(|(_, value)| value.clone()).unwrap_or_default();
    let picked: Vec<UnitId> = typed
        .iter()
        .filter(|(name, _)| name == "originals" || name == "resulting")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    let mut choices: Vec<(UnitId, String)> =
        names.iter().filter(|(id, _)| picked.contains(id)).cloned().collect();
    let mut nothing = false;
    if !words.trim().is_empty() {
        let filter =
            Filter { words: words.clone(), on: Some(app.today()), limit: FOUND, ..Filter::default() };
        let (found, _) = unit::list(app, who, &filter).await?;
        nothing = found.is_empty();
        for kept in found {
            if !choices.iter().any(|(id, _)| *id == kept.unit.id) {
                choices.push((kept.unit.id, kept.unit.name));
            }
        }
    }
    Ok(Described { typed, words, choices, names, nothing })
}

impl Described {
    fn fields(&self, lang: Lang) -> Vec<Field> {
        fields(lang, &self.choices, &self.names)
    }
}

fn query(uri: &Uri) -> Typed {
    form_urlencoded::parse(uri.query().unwrap_or("").as_bytes())
        .take(MOST_PAIRS)
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

pub async fn blank(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let described = described(&site, &visit, query(&uri)).await?;
    let form = Form::filled(visit.lang, described.fields(visit.lang), described.typed);
    pages::show(&UnitChange::new(visit.frame(), form, described.words, described.nothing))
}

/// What the form says, as far as it is good.
fn read(app: &app::App, form: &mut Form) -> Option<Reorganisation> {
    let ids = |name: &str| form.many(name).iter().filter_map(|id| id.parse().ok()).collect::<Vec<UnitId>>();
    let (originals, known) = (ids("originals"), ids("resulting"));
    let parent: Option<UnitId> = form.text("parent").and_then(|id| id.parse().ok());
    let said = form.text("new_kind").and_then(UnitKind::from_code);
    let mut resulting: Vec<Resulting> = known.into_iter().map(Resulting::Known).collect();
    let mut unclear = false;
    for name in form.text("new").unwrap_or_default().lines().map(str::trim).filter(|name| !name.is_empty()) {
        match said.or_else(|| app.packs.unit_kinds.kind_of(name)) {
            Some(kind) => resulting.push(Resulting::New { name: name.to_owned(), kind, parent }),
            None => unclear = true,
        }
    }
    if unclear {
        form.fail("new_kind", "unit-change-kind-unclear");
    }
    let kind = form.text("change").and_then(ChangeKind::from_code);
    let (Some(kind), Some(date), true) = (kind, form.date("date"), form.is_good()) else { return None };
    let basis = form.text("basis").map(str::to_owned);
    Some(Reorganisation { date, kind, basis, originals, resulting, parent })
}

pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let described = described(&site, &visit, query(&uri)).await?;
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, described.fields(visit.lang), described.typed.clone());
    if let Some(change) = read(app, &mut form) {
        match unit::consequences(app, who, &change).await {
            Ok(foreseen) => {
                return pages::show(&UnitChangePreview::new(
                    visit.frame(),
                    described.typed,
                    &change,
                    &foreseen,
                ));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    again(&visit, form, described.words)
}

pub async fn record(
    State(site): State<Site>,
    visit: Visit,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let described = described(&site, &visit, pairs).await?;
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, described.fields(visit.lang), described.typed.clone());
    if let Some(change) = read(app, &mut form) {
        match unit::reorganise(app, who, change).await {
            Ok(_) => {
                return Ok(
                    Tell::new(FlashKind::Done, "unit-change-recorded").on(LIST, site.settings().behind_tls)
                );
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    again(&visit, form, described.words)
}

fn again(visit: &Visit, mut form: Form, words: String) -> Result<Response, Refusal> {
    // A fault of a new unit's own entry stands where new units are named.
    if form.problems().iter().any(|problem| problem.field == "name") {
        form.fail("new", "unit-name-taken");
    }
    let page = UnitChange::new(visit.frame(), form, words, false);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl UnitChanges {
    fn new(f: Frame, changes: &[Change], may_manage: bool) -> Self {
        let (title, units, lang) = (f.t("unit-changes"), f.t("nav-units"), f.lang);
        UnitChanges {
            f: f.titled(title, Some(Nav::Units)).under(units, PATH),
            changes: changes.iter().map(|change| ChangeLine::new(lang, change)).collect(),
            may_manage,
        }
    }
}

impl UnitChange {
    fn new(f: Frame, form: Form, words: String, nothing: bool) -> Self {
        let (title, units, changes) = (f.t("unit-change-new-title"), f.t("nav-units"), f.t("unit-changes"));
        let f = f.titled(title, Some(Nav::Units)).under(units, PATH).under(changes, LIST);
        UnitChange { f, form, words, nothing }
    }
}

impl UnitChangePreview {
    fn new(f: Frame, typed: Typed, change: &Reorganisation, foreseen: &Consequences) -> Self {
        let lang = f.lang;
        let carried: Typed =
            typed.into_iter().filter(|(name, _)| name != "q" && name != crate::csrf::FIELD).collect();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(carried.iter());
        let back = format!("{NEW}?{}", query.finish());
        let ending = foreseen
            .ending
            .iter()
            .map(|ending| {
                let open = ending.burden;
                let words = lang.t_with(
                    "unit-change-open",
                    &[
                        ("findings", open.findings),
                        ("reports", open.reports),
                        ("visits", open.visits),
                        ("obligations", open.obligations),
                        ("people", open.people),
                    ],
                );
                let last = lang.t_with("unit-change-last-day", &[("date", lang.date(ending.last_day))]);
                (ending.unit.name.clone(), format!("{last} {words}"))
            })
            .collect();
        let follows = match &foreseen.successor {
            _ if foreseen.ending.is_empty() => lang.t("unit-change-nothing-ends"),
            Some(name) => lang.t_with("unit-change-follows", &[("name", name.as_str())]),
            None => lang.t("unit-change-waits"),
        };
        let (title, units, changes) = (f.t("unit-change-preview"), f.t("nav-units"), f.t("unit-changes"));
        UnitChangePreview {
            carried,
            kind: lang.t(&format!("unit-change-{}", change.kind.code())),
            day: lang.date(change.date),
            basis: change.basis.clone().unwrap_or_default(),
            ending,
            beginning: foreseen
                .beginning
                .iter()
                .map(|(name, kind)| (name.clone(), kind_words(lang, *kind)))
                .collect(),
            staying: foreseen.staying.iter().map(|named| named.name.clone()).collect(),
            follows,
            back,
            f: f.titled(title, Some(Nav::Units)).under(units, PATH).under(changes, LIST),
        }
    }
}

impl Page for UnitChanges {
    const NAME: &'static str = "unit_changes";

    fn samples(frame: &Frame) -> Samples<Self> {
        let changes = [super::samples::change(ChangeKind::Merge), super::samples::change(ChangeKind::Rename)];
        vec![
            ("empty", UnitChanges::new(frame.clone(), &[], true)),
            ("full", UnitChanges::new(frame.clone(), &changes, false)),
        ]
    }
}

impl Page for UnitChange {
    const NAME: &'static str = "unit_change";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let named = super::samples::named(3, "Ủy ban nhân dân xã Tân An");
        let units = [(named.id, named.name)];
        let filled = Form::filled(
            lang,
            fields(lang, &units, &units),
            [("change", "merge".to_owned()), ("originals", units[0].0.to_string())],
        );
        let wrong = Form::posted(lang, fields(lang, &units, &units), Vec::new());
        vec![
            (
                "blank",
                UnitChange::new(
                    frame.clone(),
                    Form::blank(lang, fields(lang, &[], &units)),
                    String::new(),
                    false,
                ),
            ),
            ("found", UnitChange::new(frame.clone(), filled, "tan an".into(), false)),
            ("nothing found", UnitChange::new(frame.clone(), wrong, "zzz".into(), true)),
        ]
    }
}

impl Page for UnitChangePreview {
    const NAME: &'static str = "unit_change_preview";

    fn samples(frame: &Frame) -> Samples<Self> {
        let named = |n, name| super::samples::named(n, name);
        let change = |kind| Reorganisation {
            date: jiff::civil::date(2026, 7, 1),
            kind,
            basis: Some("Nghị quyết số 12/NQ-HĐND".into()),
            originals: Vec::new(),
            resulting: Vec::new(),
            parent: None,
        };
        let ending = |n, name, findings| unit::Ending {
            unit: named(n, name),
            last_day: jiff::civil::date(2026, 6, 30),
            burden: unit::Burden { findings, ..unit::Burden::default() },
        };
        let merge = Consequences {
            ending: vec![
                ending(3, "Ủy ban nhân dân xã Tân An", 2),
                ending(4, "Ủy ban nhân dân xã Tân Bình", 0),
            ],
            beginning: vec![("Ủy ban nhân dân xã Tân An Bình".into(), UnitKind::Commune)],
            staying: Vec::new(),
            successor: Some("Ủy ban nhân dân xã Tân An Bình".into()),
        };
        let transfer = Consequences {
            ending: Vec::new(),
            beginning: Vec::new(),
            staying: vec![named(5, "Trung tâm Công nghệ số")],
            successor: None,
        };
        vec![
            ("merge", UnitChangePreview::new(frame.clone(), Vec::new(), &change(ChangeKind::Merge), &merge)),
            (
                "transfer",
                UnitChangePreview::new(frame.clone(), Vec::new(), &change(ChangeKind::Transfer), &transfer),
            ),
        ]
    }
}
