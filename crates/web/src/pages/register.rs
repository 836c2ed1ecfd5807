//! The registers of accounts and terminals that look citizens up: the list of all
//! within one's scope or of one unit, and the files for the audit.
//!
//! In the folder beside: one entry's forms (`entry`), sheets taken in (`sheet`), the
//! samples (`sample`).

mod entry;
mod sample;
mod sheet;

pub use entry::{RegisterForm, RegisterWithdraw};
pub use sheet::{RegisterImport, RegisterPreview};

use app::acts::register::{self as acts, Filter, Kept, Standing};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::identifier::UnitId;
use domain::policy::Action;
use domain::register::{Book, Column as Of, Entry};
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Chip, Column, FilterGroup, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, download};
use crate::parts::badge::{Badge, Tone};
use crate::parts::tabs::{Tab, Tabs};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/registers";
/// Entries on one page of the list.
const PER_PAGE: u64 = 50;

/// A register as a list.
#[derive(Debug, Template)]
#[template(path = "pages/register.html")]
pub struct RegisterPage {
    f: Frame,
    book: &'static str,
    /// What adding is called, and its first day.
    adding: String,
    from: String,
    tabs: Tabs,
    table: Table,
    rows: Vec<Row>,
    /// Where to add, where to take a sheet in; none while no unit is chosen.
    keeping: Option<(String, String)>,
    may_keep: bool,
}

#[derive(Debug)]
struct Row {
    /// The entry's form, for whoever may keep it.
    href: Option<String>,
    name: String,
    system: String,
    holder: String,
    note: String,
    unit: String,
    from: String,
    ended: String,
    committed: String,
    standing: Badge,
    why: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/registers/export/{book}", get(export))
        .route("/registers/entries/{id}", get(entry::entry).post(entry::change))
        .route("/registers/entries/{id}/withdraw", get(entry::ask).post(entry::withdraw))
        .route("/units/{id}/registers/{book}/new", get(entry::blank).post(entry::add))
        .route(
            "/units/{id}/registers/{book}/import",
            get(sheet::blank).post(sheet::take).layer(DefaultBodyLimit::disable()),
        )
        .route("/units/{id}/registers/{book}/import/{file}", get(sheet::preview).post(sheet::apply))
}

/// The list of a book, of one unit where that is known.
fn list_href(book: Book, unit: Option<UnitId>) -> String {
    let unit = unit.map(|id| format!("&unit={id}")).unwrap_or_default();
    format!("{PATH}?book={}{unit}", book.code())
}

fn keeping_href(unit: UnitId, book: Book, what: &str) -> String {
    format!("/units/{unit}/registers/{}/{what}", book.code())
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let book = state.value("book").and_then(Book::from_code).unwrap_or(Book::Accounts);
    let asked = state.value("unit").and_then(|id| id.parse().ok());
    let filter = Filter {
        book,
        unit: asked,
        words: state.search().to_owned(),
        standing: standing(&state, app.today()),
        limit: u32::try_from(PER_PAGE).unwrap_or(u32::MAX),
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    };
    let (kept, count) = acts::list(app, who, &filter).await?;
    // Whoever keeps one unit's registers need not choose it first.
    let own = match who.units().as_slice() {
        [only] if !who.holds(domain::policy::Role::StandingOffice) => Some(*only),
        _ => None,
    };
    let unit = match asked.or(own).filter(|_| who.may(Action::RegisterKeep)) {
        Some(id) => named(acts::unit_name(app, who, id).await)?.map(|name| (id, name)),
        None => None,
    };
    let shown = match (asked, &unit) {
        (Some(_), Some((_, name))) => Some(name.clone()),
        (Some(_), None) => kept.first().map(|kept| kept.unit_name.clone()),
        (None, _) => None,
    };
    let listed = Listed { book, kept, count, unit: unit.map(|(id, _)| id), shown };
    pages::show(&RegisterPage::new(visit.frame(), state, &listed, who.may(Action::RegisterKeep)))
}

/// A unit that is not within one's scope has no name here.
fn named<T>(found: Result<T, app::Refusal>) -> Result<Option<T>, Refusal> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(app::Refusal::NotFound | app::Refusal::NotAllowed(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn standing(state: &ListState, today: Date) -> Standing {
    match state.value("standing") {
        Some("open") => Standing::Open(today),
        Some("ended") => Standing::Ended(today),
        Some("withdrawn") => Standing::Withdrawn,
        _ => Standing::Entered,
    }
}

async fn export(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Refusal> {
    let file = acts::export(site.app()?, visit.actor()?, acts::book(&code)?).await?;
    Ok(download(&file.name, "text/csv; charset=utf-8", file.bytes))
}

/// What the list shows.
#[derive(Debug)]
struct Listed {
    book: Book,
    kept: Vec<Kept>,
    count: i64,
    /// The unit whose register may be kept here.
    unit: Option<UnitId>,
    /// The unit the list is narrowed to.
    shown: Option<String>,
}

impl RegisterPage {
    fn new(f: Frame, state: ListState, listed: &Listed, may_keep: bool) -> Self {
        let (lang, today, book) = (f.lang, f.today(), listed.book);
        let tabs = Book::ALL.map(|one| {
            Tab::new(f.t(&format!("register-{}", one.code())), state.href("book", Some(one.code())))
                .on(one == book)
        });
        let mut filters = Vec::new();
        if let (Some(name), Some(_)) = (&listed.shown, state.value("unit")) {
            let chip = Chip { label: name.clone(), href: state.href("unit", None), on: true, count: None };
            filters.push(FilterGroup { label: f.t("register-column-unit"), chips: vec![chip] });
        }
        let standings = match book {
            Book::Accounts => &["open", "ended", "withdrawn"][..],
            Book::Terminals => &["withdrawn"][..],
        };
        let chips = standings.iter().map(|code| (*code, f.t(&format!("register-standing-{code}")), None));
        filters.push(state.filter("standing", f.t("register-standing"), chips));
        let heads: &[&str] = match book {
            Book::Accounts => &[
                "register-accounts-name",
                "register-accounts-holder",
                "register-column-unit",
                "register-accounts-from",
                "register-ended",
                "register-accounts-committed",
                "register-standing",
            ],
            Book::Terminals => &[
                "register-terminals-name",
                "register-terminals-note",
                "register-column-unit",
                "register-terminals-from",
                "register-standing",
            ],
        };
        let columns = heads.iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t(&format!("register-{}", book.code()));
        let export = format!("{PATH}/export/{}", book.code());
        let mut table =
            Table::new(state, caption, columns).counting(listed.count.unsigned_abs()).filtered(filters);
        table.exports.push(crate::list::Export {
            label: f.t("register-export"),
            href: export,
            icon: "download",
        });
        let rows = listed.kept.iter().map(|kept| Row::new(lang, kept, today, may_keep)).collect();
        let title = f.t("register-title");
        RegisterPage {
            adding: f.t(&format!("register-{}-new", book.code())),
            from: f.t(&format!("register-{}-from", book.code())),
            book: book.code(),
            tabs: Tabs { lang, label: title.clone(), tabs: tabs.into() },
            table,
            rows,
            keeping: listed
                .unit
                .filter(|_| may_keep)
                .map(|id| (keeping_href(id, book, "new"), keeping_href(id, book, "import"))),
            may_keep,
            f: f.titled(title, Some(Nav::Registers)),
        }
    }
}

fn standing_badge(lang: Lang, kept: &Kept, today: Date) -> Badge {
    let (tone, code) = if kept.withdrawn.is_some() {
        (Tone::Outside, "withdrawn")
    } else if !kept.entry.is_open_on(today) {
        (Tone::Waiting, "ended")
    } else if kept.entry.from.is_none() {
        (Tone::Warning, "undated")
    } else {
        (Tone::Done, "open")
    };
    Badge::new(tone, lang.t(&format!("register-standing-{code}")))
}

fn day(lang: Lang, entry: &Entry, column: Of) -> String {
    entry.day(column).map(|day| lang.date(day)).unwrap_or_default()
}

impl Row {
    fn new(lang: Lang, kept: &Kept, today: Date, may_keep: bool) -> Self {
        let entry = &kept.entry;
        let ends = [(Of::Disabled, "register-disabled-on"), (Of::Left, "register-left-on")];
        let ended: Vec<String> = ends
            .into_iter()
            .filter_map(|(column, key)| Some(lang.t_with(key, &[("day", lang.date(entry.day(column)?))])))
            .collect();
        Row {
            href: may_keep.then(|| format!("{PATH}/entries/{}", entry.id)),
            name: entry.name.clone(),
            system: entry.system.clone(),
            holder: entry.holder.clone(),
            note: entry.note.clone(),
            unit: kept.unit_name.clone(),
            from: day(lang, entry, Of::From),
            ended: ended.join("; "),
            committed: match entry.committed {
                Some(day) => lang.date(day),
                None => lang.t("register-uncommitted"),
            },
            standing: standing_badge(lang, kept, today),
            why: kept.withdrawn.as_ref().map(|(why, _)| why.clone()).unwrap_or_default(),
        }
    }
}
