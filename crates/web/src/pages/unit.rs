//! The registry of units: the list, and one unit with everything around it.
//!
//! In the folder beside: its forms (`edit`), reorganisations (`change`), sheets
//! in and out (`sheet`), what the samples show (`samples`).

use app::acts::unit::{self, Change, Filter, Named, Registry, View};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::UnitId;
use domain::policy::Action;
use domain::unit::{Unit, UnitKind};
use jiff::civil::Date;

use crate::form::Form;
use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::figures::{FigureCard, Figures};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

mod change;
mod edit;
mod samples;
mod sheet;

pub use change::{UnitChange, UnitChangePreview, UnitChanges};
pub use edit::UnitForm;
pub use sheet::{UnitImport, UnitImportPreview};

pub const PATH: &str = "/units";

/// Units on one page of the list.
const PER_PAGE: u64 = 50;

/// The list of units.
#[derive(Debug, Template)]
#[template(path = "pages/unit_list.html")]
pub struct UnitList {
    f: Frame,
    table: Table,
    rows: Vec<UnitRow>,
    may_manage: bool,
}

#[derive(Debug)]
struct UnitRow {
    href: String,
    name: String,
    short_name: String,
    kind: String,
    parent: Option<Link>,
    focal: String,
    standing: Badge,
}

/// Something with its page.
#[derive(Debug, Clone)]
struct Link {
    href: String,
    name: String,
}

/// One unit.
#[derive(Debug, Template)]
#[template(path = "pages/unit.html")]
pub struct UnitPage {
    f: Frame,
    id: String,
    kind: String,
    standing: Badge,
    pairs: Vec<(String, String)>,
    parent: Option<Link>,
    children: Vec<Link>,
    persons: Vec<PersonLine>,
    changes: Vec<ChangeLine>,
    successors: Vec<Link>,
    figures: Figures,
    may_registers: bool,
    may_manage: bool,
    may_contact: bool,
}

#[derive(Debug)]
struct PersonLine {
    id: String,
    name: String,
    position: String,
    reached: String,
    served: String,
    present: bool,
}

#[derive(Debug)]
struct ChangeLine {
    kind: String,
    day: String,
    basis: String,
    originals: Vec<Link>,
    resulting: Vec<Link>,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/units/new", get(edit::blank).post(edit::add))
        .route("/units/export", get(sheet::export))
        .route("/units/template", get(sheet::template))
        .route("/units/import", get(sheet::blank).post(sheet::take).layer(DefaultBodyLimit::disable()))
        .route("/units/import/{file}", get(sheet::preview).post(sheet::apply))
        .route("/units/changes", get(change::list).post(change::record))
        .route("/units/changes/new", get(change::blank))
        .route("/units/changes/preview", get(change::preview))
        .route("/units/{id}", get(show))
        .route("/units/{id}/edit", get(edit::entry).post(edit::correct))
        .route("/units/{id}/contact", get(edit::contact).post(edit::correct_contact))
        .route("/units/{id}/persons/new", get(edit::person).post(edit::add_person))
        .route("/units/{id}/persons/{person}/end", post(edit::end_person))
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let registry = unit::registry(app, who, &filter(&state, app.today())).await?;
    pages::show(&UnitList::new(visit.frame(), state, &registry, who.may(Action::UnitManage)))
}

/// What the list's address asks for: present units unless it says otherwise.
fn filter(state: &ListState, today: Date) -> Filter {
    let standing = state.value("standing").unwrap_or_default();
    Filter {
        words: state.search().to_owned(),
        kind: state.value("kind").and_then(UnitKind::from_code),
        parent: state.value("parent").and_then(|id| id.parse().ok()),
        on: (standing != "ended" && standing != "all").then_some(today),
        ended_by: (standing == "ended").then_some(today),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let view = unit::view(app, who, id(&text)?).await?;
    let reads = [
        (Nav::Findings, Action::FindingRead),
        (Nav::SelfReports, Action::ReportRead),
        (Nav::Visits, Action::VisitRead),
        (Nav::Programmes, Action::ProgrammeRead),
        (Nav::Registers, Action::RegisterRead),
    ];
    let seen: Vec<Nav> = reads
        .into_iter()
        .filter(|(way, action)| who.may(*action) && pages::WAYS.contains(way))
        .map(|(way, _)| way)
        .collect();
    let may_contact = who.may(Action::UnitContactEdit);
    let page = UnitPage::new(visit.frame(), &view, &seen, who.may(Action::UnitManage), may_contact);
    pages::show(&page)
}

pub(crate) fn kind_words(lang: Lang, kind: UnitKind) -> String {
    lang.t(&format!("unit-kind-{}", kind.code().replace('_', "-")))
}

fn standing(lang: Lang, unit: &Unit, today: Date) -> Badge {
    if unit.exists_on(today) {
        return Badge::new(Tone::Done, lang.t("unit-present"));
    }
    match unit.valid_to.filter(|last| *last < today) {
        Some(last) => Badge::new(Tone::Outside, lang.t_with("unit-ended-on", &[("date", lang.date(last))])),
        None => Badge::new(Tone::Waiting, lang.t("unit-to-come")),
    }
}

fn link(named: &Named) -> Link {
    Link { href: format!("{PATH}/{}", named.id), name: named.name.clone() }
}

fn unit_link(unit: &Unit) -> Link {
    Link { href: format!("{PATH}/{}", unit.id), name: unit.name.clone() }
}

/// From one day to another, as far as they are known.
pub(crate) fn span(lang: Lang, from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => lang.t_with("unit-since", &[("from", lang.date(from))]),
        (None, Some(to)) => lang.t_with("unit-until", &[("to", lang.date(to))]),
        (Some(from), Some(to)) => {
            lang.t_with("unit-from-to", &[("from", lang.date(from)), ("to", lang.date(to))])
        }
    }
}

/// Puts what an act found wrong beside the fields of a form.
pub(crate) fn put_faults(form: &mut Form, faults: Vec<app::refusal::Fault>) {
    for fault in faults {
        let values = fault.args.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        form.fail_with(&fault.field, fault.key, values);
    }
}

impl UnitList {
    fn new(f: Frame, state: ListState, registry: &Registry, may_manage: bool) -> Self {
        let (lang, today) = (f.lang, f.today());
        let kinds = registry
            .kinds
            .iter()
            .map(|(kind, count)| (kind.code(), kind_words(lang, *kind), Some(count.unsigned_abs())));
        let mut filters = vec![state.filter("kind", f.t("unit-column-kind"), kinds)];
        let standings = [("ended", f.t("unit-ended"), None), ("all", f.t("unit-all"), None)];
        filters.push(state.filter("standing", f.t("unit-standing"), standings));
        let columns =
            ["unit-column-name", "unit-column-kind", "unit-column-parent", "unit-focal", "unit-standing"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t("nav-units");
        let table = Table::new(state, caption.clone(), columns)
            .counting(registry.count.unsigned_abs())
            .filtered(filters)
            .exported(f.t("unit-export"), "/units/export", "file-spreadsheet");
        let rows = registry
            .units
            .iter()
            .map(|listed| {
                let unit = &listed.kept.unit;
                UnitRow {
                    href: format!("{PATH}/{}", unit.id),
                    name: unit.name.clone(),
                    short_name: unit.short_name.clone().unwrap_or_default(),
                    kind: kind_words(lang, unit.kind),
                    parent: unit.parent.zip(listed.parent_name.clone()).map(|(id, name)| Link {
                        href: table.state.href("parent", Some(&id.to_string())),
                        name,
                    }),
                    focal: listed.focal.join(", "),
                    standing: standing(lang, unit, today),
                }
            })
            .collect();
        UnitList { f: f.titled(caption, Some(Nav::Units)), table, rows, may_manage }
    }
}

impl UnitPage {
    fn new(f: Frame, view: &View, seen: &[Nav], may_manage: bool, may_contact: bool) -> Self {
        let (lang, today, unit) = (f.lang, f.today(), &view.kept.unit);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let pairs = [
            ("unit-column-short-name", text(&unit.short_name)),
            ("unit-column-aliases", unit.aliases.join("; ")),
            ("unit-column-head-name", text(&unit.head_name)),
            ("unit-column-head-title", text(&unit.head_title)),
            ("unit-column-email", text(&unit.email)),
            ("unit-validity", span(lang, unit.valid_from, unit.valid_to)),
        ];
        let pairs = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (f.t(key), value))
            .collect();
        let persons = view
            .persons
            .iter()
            .map(|(id, person)| PersonLine {
                id: id.to_string(),
                name: person.name.clone(),
                position: text(&person.position),
                reached: [text(&person.phone), text(&person.email)]
                    .into_iter()
                    .filter(|reached| !reached.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · "),
                served: span(lang, person.valid_from, person.valid_to),
                present: person.valid_to.is_none(),
            })
            .collect();
        let units = f.t("nav-units");
        UnitPage {
            id: unit.id.to_string(),
            kind: kind_words(lang, unit.kind),
            standing: standing(lang, unit, today),
            pairs,
            parent: view.parent.as_ref().map(link),
            children: view.children.iter().map(unit_link).collect(),
            persons,
            changes: view.changes.iter().map(|change| ChangeLine::new(lang, change)).collect(),
            successors: view.successors.iter().map(link).collect(),
            figures: figures(&f, view, seen),
            may_registers: seen.contains(&Nav::Registers),
            may_manage,
            may_contact,
            f: f.titled(unit.name.clone(), Some(Nav::Units)).under(units, PATH),
        }
    }
}

/// What is not finished of the unit; each figure leads to its rows.
fn figures(f: &Frame, view: &View, seen: &[Nav]) -> Figures {
    let n = view.burden;
    let name = form_urlencoded::Serializer::new(String::new())
        .append_pair(crate::list::SEARCH, &view.kept.unit.name)
        .finish();
    let cards = [
        (Nav::Findings, "unit-open-findings", n.findings),
        (Nav::SelfReports, "unit-open-reports", n.reports),
        (Nav::Visits, "unit-open-visits", n.visits),
        (Nav::Programmes, "unit-open-obligations", n.obligations),
    ];
    let cards = cards
        .into_iter()
        .filter(|(way, ..)| seen.contains(way))
        .map(|(way, key, count)| {
            let tone = if count > 0 { Tone::Going } else { Tone::Done };
            let href = format!("{}?{name}", way.path());
            FigureCard::new(f.lang, f.t(key), count.unsigned_abs(), href).tone(tone)
        })
        .collect();
    Figures::new(f.t("unit-burden"), cards)
}

impl ChangeLine {
    fn new(lang: Lang, change: &Change) -> Self {
        ChangeLine {
            kind: lang.t(&format!("unit-change-{}", change.event.kind.code())),
            day: lang.date(change.event.date),
            basis: change.event.basis.clone().unwrap_or_default(),
            originals: change.originals.iter().map(link).collect(),
            resulting: change.resulting.iter().map(link).collect(),
        }
    }
}

impl Page for UnitList {
    const NAME: &'static str = "unit_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let list = |query| ListState::read(PATH, query, PER_PAGE);
        vec![
            ("empty", UnitList::new(frame.clone(), list(None), &samples::registry(0), true)),
            ("full", UnitList::new(frame.clone(), list(None), &samples::registry(3), true)),
            (
                "filtered",
                UnitList::new(
                    frame.clone(),
                    list(Some("q=y+te&kind=department")),
                    &samples::registry(1),
                    false,
                ),
            ),
        ]
    }
}

impl Page for UnitPage {
    const NAME: &'static str = "unit";

    fn samples(frame: &Frame) -> Samples<Self> {
        let seen = [Nav::Findings, Nav::SelfReports, Nav::Registers];
        vec![
            ("bare", UnitPage::new(frame.clone(), &samples::bare(), &seen, true, true)),
            ("full", UnitPage::new(frame.clone(), &samples::full(), &seen, true, true)),
            ("ended", UnitPage::new(frame.clone(), &samples::ended(), &[], false, false)),
        ]
    }
}

/// The unit of an address.
fn unit_id(text: &str) -> Result<UnitId, Refusal> {
    id(text)
}
