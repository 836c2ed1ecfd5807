//! One entry of a register: entered, changed, withdrawn with a reason.

use app::acts::register::{self as acts, Kept};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{EntryId, UnitId};
use domain::register::{Book, Column, Entry, LONGEST};
use uuid::Uuid;

use super::{PATH, keeping_href, list_href};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// A form of an entry.
#[derive(Debug, Template)]
#[template(path = "pages/register_form.html")]
pub struct RegisterForm {
    f: Frame,
    form: Form,
    shown: Vec<&'static str>,
    lead: String,
    action: String,
    cancel: String,
    /// Where it is taken out of the register.
    withdraw: Option<String>,
    /// It was: why, and when.
    withdrawn: Option<(String, String)>,
    /// What it says, where it can no longer be changed.
    pairs: Vec<(String, String)>,
}

/// Why an entry is withdrawn.
#[derive(Debug, Template)]
#[template(path = "pages/register_withdraw.html")]
pub struct RegisterWithdraw {
    f: Frame,
    form: Form,
    lead: String,
    action: String,
    cancel: String,
}

fn fields(book: Book) -> Vec<Field> {
    let field = |column: &Column| {
        let kind = if column.is_day() { Kind::Date } else { Kind::Text { max: LONGEST } };
        let (label, help) = words(book, *column);
        let field = Field::new(column.code(), label, kind);
        let field = if help.is_empty() { field } else { field.help(help) };
        let needed = *column == Column::Name || *column == Column::Holder;
        if needed { field.required() } else { field }
    };
    let version = Field::new("version", "register-version", Kind::Hidden { max: 20 });
    book.columns().iter().map(field).chain([version]).collect()
}

/// The keys of a column's label and help.
fn words(book: Book, column: Column) -> (&'static str, &'static str) {
    match (book, column) {
        (Book::Accounts, Column::Name) => ("register-accounts-name", "register-name-help"),
        (Book::Accounts, Column::Holder) => ("register-accounts-holder", "register-holder-help"),
        (_, Column::System) => ("register-accounts-system", ""),
        (Book::Accounts, Column::Note) => ("register-accounts-note", ""),
        (Book::Accounts, Column::From) => ("register-accounts-from", "form-date-help"),
        (_, Column::Disabled) => ("register-accounts-disabled", "register-disabled-help"),
        (_, Column::Left) => ("register-accounts-left", "register-left-help"),
        (_, Column::Committed) => ("register-accounts-committed", "register-committed-help"),
        (Book::Terminals, Column::Name) => ("register-terminals-name", "register-name-help"),
        (Book::Terminals, Column::From) => ("register-terminals-from", "register-registered-help"),
        (Book::Terminals, Column::Note | Column::Holder) => ("register-terminals-note", ""),
    }
}

pub async fn blank(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let name = acts::unit_name(site.app()?, visit.actor()?, of).await?;
    let form = Form::blank(visit.lang, fields(book));
    pages::show(&RegisterForm::new(visit.frame(), book, form, (of, &name), None))
}

pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let name = acts::unit_name(app, who, of).await?;
    let mut form = Form::posted(visit.lang, fields(book), pairs);
    if form.is_good() {
        let entry = read(&form, Entry::new(EntryId(Uuid::nil()), of, book));
        match acts::add(app, who, entry).await {
            Ok(_) => return Ok(done(&site, "register-added", form.text("name"), &list_href(book, Some(of)))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = RegisterForm::new(visit.frame(), book, form, (of, &name), None);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub async fn entry(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let kept = acts::get(site.app()?, visit.actor()?, id::<EntryId>(&text)?).await?;
    let form = Form::filled(visit.lang, fields(kept.entry.book), written(visit.lang, &kept));
    pages::show(&RegisterForm::of(visit.frame(), form, &kept))
}

pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = acts::get(app, who, id::<EntryId>(&text)?).await?;
    let (of, book) = (kept.entry.unit, kept.entry.book);
    let mut form = Form::posted(visit.lang, fields(book), pairs);
    if form.is_good() {
        match acts::change(app, who, read(&form, kept.entry.clone()), version(&form)).await {
            Ok(()) => {
                return Ok(done(&site, "register-changed", form.text("name"), &list_href(book, Some(of))));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => form.fail("", "register-changed-meanwhile"),
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &RegisterForm::of(visit.frame(), form, &kept))
}

fn why_fields() -> Vec<Field> {
    vec![
        Field::new("why", "register-why", Kind::LongText { max: LONGEST, rows: 3 })
            .required()
            .help("register-why-help"),
        Field::new("version", "register-version", Kind::Hidden { max: 20 }),
    ]
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let kept = acts::get(site.app()?, visit.actor()?, id::<EntryId>(&text)?).await?;
    let form = Form::filled(visit.lang, why_fields(), [("version", kept.version.to_string())]);
    pages::show(&RegisterWithdraw::new(visit.frame(), form, &kept))
}

pub async fn withdraw(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let kept = acts::get(app, who, id::<EntryId>(&text)?).await?;
    let mut form = Form::posted(visit.lang, why_fields(), pairs);
    if form.is_good() {
        let why = form.text("why").unwrap_or_default().to_owned();
        match acts::withdraw(app, who, kept.entry.id, version(&form), &why).await {
            Ok(()) => {
                let href = list_href(kept.entry.book, Some(kept.entry.unit));
                return Ok(done(&site, "register-withdrawn", Some(&kept.entry.name), &href));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => form.fail("", "register-changed-meanwhile"),
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &RegisterWithdraw::new(visit.frame(), form, &kept))
}

fn done(site: &Site, key: &'static str, name: Option<&str>, href: &str) -> Response {
    Tell::new(FlashKind::Done, key)
        .with("name", name.unwrap_or_default())
        .on(href, site.settings().behind_tls)
}

fn version(form: &Form) -> i64 {
    form.text("version").and_then(|version| version.parse().ok()).unwrap_or_default()
}

fn read(form: &Form, mut entry: Entry) -> Entry {
    for column in entry.book.columns() {
        entry.set_text(*column, form.text(column.code()).unwrap_or_default().to_owned());
        entry.set_day(*column, form.date(column.code()));
    }
    entry
}

pub(super) fn written(lang: Lang, kept: &Kept) -> Vec<(&'static str, String)> {
    let cells =
        kept.entry.book.columns().iter().map(|column| (column.code(), cell(lang, &kept.entry, *column)));
    cells.chain([("version", kept.version.to_string())]).collect()
}

/// What an entry says in a column, as people read it.
fn cell(lang: Lang, entry: &Entry, column: Column) -> String {
    entry.day(column).map_or_else(|| entry.text(column).to_owned(), |day| lang.date(day))
}

impl RegisterForm {
    fn new(f: Frame, book: Book, form: Form, unit: (UnitId, &str), kept: Option<&Kept>) -> Self {
        let lang = f.lang;
        let (of, name) = unit;
        let title = match kept {
            Some(kept) => kept.entry.name.clone(),
            None => f.t(&format!("register-{}-new", book.code())),
        };
        let list = list_href(book, Some(of));
        let own = kept.map(|kept| format!("{PATH}/entries/{}", kept.entry.id));
        let withdrawn = kept.and_then(|kept| kept.withdrawn.clone());
        let pairs = kept.filter(|_| withdrawn.is_some()).map_or_else(Vec::new, |kept| {
            let pairs = book
                .columns()
                .iter()
                .map(|column| (lang.t(words(book, *column).0), cell(lang, &kept.entry, *column)));
            pairs.filter(|(_, value)| !value.is_empty()).collect()
        });
        RegisterForm {
            shown: book.columns().iter().map(|column| column.code()).chain(["version"]).collect(),
            lead: f.t_with("register-of", &[("unit", name)]),
            action: own.clone().unwrap_or_else(|| keeping_href(of, book, "new")),
            withdraw: own.filter(|_| withdrawn.is_none()).map(|own| format!("{own}/withdraw")),
            withdrawn: withdrawn.map(|(why, at)| (why, lang.moment(at))),
            pairs,
            cancel: list.clone(),
            form,
            f: trail(f, book, &list).titled(title, Some(Nav::Registers)),
        }
    }

    pub(super) fn of(f: Frame, form: Form, kept: &Kept) -> Self {
        Self::new(f, kept.entry.book, form, (kept.entry.unit, &kept.unit_name), Some(kept))
    }

    pub(super) fn blank(f: Frame, book: Book, form: Form) -> Self {
        Self::new(f, book, form, (UnitId(Uuid::nil()), "Ủy ban nhân dân xã Hòa Bình"), None)
    }

    pub(super) fn fields(book: Book) -> Vec<Field> {
        fields(book)
    }
}

/// The trail to a unit's register.
pub(super) fn trail(f: Frame, book: Book, list: &str) -> Frame {
    let words = f.t(&format!("register-{}", book.code()));
    f.under(words, list)
}

impl RegisterWithdraw {
    pub(super) fn new(f: Frame, form: Form, kept: &Kept) -> Self {
        let list = list_href(kept.entry.book, Some(kept.entry.unit));
        let own = format!("{PATH}/entries/{}", kept.entry.id);
        let title = f.t_with("register-withdraw-title", &[("name", kept.entry.name.as_str())]);
        RegisterWithdraw {
            lead: f.t_with("register-of", &[("unit", kept.unit_name.as_str())]),
            action: format!("{own}/withdraw"),
            cancel: own.clone(),
            form,
            f: trail(f, kept.entry.book, &list)
                .under(kept.entry.name.clone(), own)
                .titled(title, Some(Nav::Registers)),
        }
    }

    pub(super) fn fields() -> Vec<Field> {
        why_fields()
    }
}
