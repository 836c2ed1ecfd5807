//! A sheet of a unit's register: taken in, shown row by row, then done or left.

use app::acts::file::Upload as Taken;
use app::acts::register::import::{self, Preview};
use app::acts::register::{self as acts, RowFault};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{FileId, UnitId};
use domain::register::{Book, Column, Entry};

use super::entry::trail;
use super::{keeping_href, list_href};
use crate::csrf::Pairs;
use crate::flash::{self, Tell};
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{Limits, Part, Upload};
use crate::visit::Visit;
use crate::words::Lang;

/// The form that takes a sheet in.
#[derive(Debug, Template)]
#[template(path = "pages/register_import.html")]
pub struct RegisterImport {
    f: Frame,
    form: Form,
    lead: String,
    /// The headings the audit's file has.
    columns: String,
    action: String,
    cancel: String,
}

/// What a sheet would change.
#[derive(Debug, Template)]
#[template(path = "pages/register_preview.html")]
pub struct RegisterPreview {
    f: Frame,
    lead: String,
    summary: String,
    cut: bool,
    fingerprint: String,
    /// Row and words.
    faults: Vec<(usize, String)>,
    added: Vec<(usize, String, String)>,
    changed: Vec<Corrected>,
    question: String,
    act: String,
    action: String,
    import: String,
    cancel: String,
}

#[derive(Debug)]
struct Corrected {
    row: usize,
    name: String,
    /// What, before, after.
    differences: Vec<(String, String, String)>,
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("file", "register-file", Kind::File { accept: ".xlsx,.csv,.ods", many: false })
            .required()
            .help("register-file-help"),
    ]
}

pub async fn blank(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let name = acts::unit_name(site.app()?, visit.actor()?, of).await?;
    pages::show(&RegisterImport::new(visit.frame(), book, (of, &name), Form::blank(visit.lang, fields())))
}

pub async fn take(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let name = acts::unit_name(app, who, of).await?;
    let mut form = Form::blank(visit.lang, fields());
    let mut upload = Upload::new(parts, Limits { files: 1, ..Limits::default() });
    let mut taken = None;
    while let Some(part) = upload.next().await? {
        if let Part::File(file) = part {
            let received = file.whole().await?;
            taken = Some(Taken { name: received.name, bytes: received.bytes });
        }
    }
    match taken {
        None => form.fail("file", "form-required"),
        Some(taken) => match import::preview(app, who, of, book, taken).await {
            Ok(preview) => {
                return Ok(flash::go(&format!("{}/{}", keeping_href(of, book, "import"), preview.file)));
            }
            Err(app::Refusal::Marked) => form.fail("file", "file-marked"),
            Err(app::Refusal::Unreadable(_)) => form.fail("file", "register-unreadable"),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        },
    }
    let page = RegisterImport::new(visit.frame(), book, (of, &name), form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let preview = import::again(site.app()?, visit.actor()?, of, book, id::<FileId>(&file)?).await?;
    pages::show(&RegisterPreview::new(visit.frame(), &preview))
}

pub async fn apply(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code, file)): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (of, book) = (id::<UnitId>(&text)?, acts::book(&code)?);
    let value =
        |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let secure = site.settings().behind_tls;
    let (who, without) = (visit.actor()?, value("without") == "on");
    match import::apply(site.app()?, who, of, book, id::<FileId>(&file)?, value("fingerprint"), without).await
    {
        Ok((added, changed)) => Ok(Tell::new(FlashKind::Done, "register-imported")
            .with("added", added)
            .with("changed", changed)
            .on(&list_href(book, Some(of)), secure)),
        Err(app::Refusal::Conflict | app::Refusal::Invalid(_)) => {
            let href = format!("{}/{file}", keeping_href(of, book, "import"));
            Ok(Tell::new(FlashKind::Warning, "register-import-stale").on(&href, secure))
        }
        Err(other) => Err(other.into()),
    }
}

impl RegisterImport {
    pub(super) fn new(f: Frame, book: Book, unit: (UnitId, &str), form: Form) -> Self {
        let list = list_href(book, Some(unit.0));
        let title = f.t(&format!("register-{}-import", book.code()));
        let columns: Vec<&str> = book.audited().iter().map(|(name, _)| *name).collect();
        RegisterImport {
            form,
            lead: f.t_with("register-of", &[("unit", unit.1)]),
            columns: columns.join(","),
            action: keeping_href(unit.0, book, "import"),
            cancel: list.clone(),
            f: trail(f, book, &list).titled(title, Some(Nav::Registers)),
        }
    }

    pub(super) fn fields() -> Vec<Field> {
        fields()
    }
}

fn label(lang: Lang, book: Book, column: &str) -> String {
    match column {
        "unit" => lang.t("register-column-unit"),
        column => lang.t(&format!("register-{}-{column}", book.code())),
    }
}

impl RegisterPreview {
    pub(super) fn new(f: Frame, preview: &Preview) -> Self {
        let (lang, book, foreseen) = (f.lang, preview.book, &preview.foreseen);
        let fault = |found: &RowFault| {
            let said = lang.t_with(found.fault.key, &found.fault.args);
            (found.row, format!("{}: {said}", label(lang, book, &found.fault.field)))
        };
        let (faulty, good) = (foreseen.faulty(), foreseen.added.len() + foreseen.changed.len());
        let summary = f.t_with(
            "register-import-summary",
            &[
                ("added", foreseen.added.len()),
                ("changed", foreseen.changed.len()),
                ("same", foreseen.same),
                ("faults", faulty),
            ],
        );
        let (question, act) = if faulty == 0 {
            (f.t("register-import-question"), f.t("register-import-act"))
        } else {
            let values = [("good", good), ("faults", faulty)];
            (f.t_with("register-import-without", &values), f.t_with("register-import-without-act", &values))
        };
        let list = list_href(book, Some(preview.unit));
        let import = keeping_href(preview.unit, book, "import");
        let (title, above) =
            (f.t("register-import-preview"), f.t(&format!("register-{}-import", book.code())));
        RegisterPreview {
            lead: f.t_with("register-of", &[("unit", preview.unit_name.as_str())]),
            summary,
            cut: foreseen.cut,
            fingerprint: preview.fingerprint.clone(),
            faults: foreseen.faults.iter().map(fault).collect(),
            added: foreseen
                .added
                .iter()
                .map(|added| (added.row, added.entry.name.clone(), added.entry.holder.clone()))
                .collect(),
            changed: foreseen
                .changed
                .iter()
                .map(|changed| Corrected {
                    row: changed.row,
                    name: changed.entry.name.clone(),
                    differences: differences(lang, &changed.before.entry, &changed.entry),
                })
                .collect(),
            question,
            act,
            action: format!("{import}/{}", preview.file),
            cancel: list.clone(),
            f: trail(f, book, &list).under(above, import.clone()).titled(title, Some(Nav::Registers)),
            import,
        }
    }
}

fn differences(lang: Lang, before: &Entry, after: &Entry) -> Vec<(String, String, String)> {
    let cell = |entry: &Entry, column: Column| {
        entry.day(column).map_or_else(|| entry.text(column).to_owned(), |day| lang.date(day))
    };
    let columns = after.book.columns().iter();
    let pairs = columns
        .map(|column| (label(lang, after.book, column.code()), cell(before, *column), cell(after, *column)));
    pairs.filter(|(_, before, after)| before != after).collect()
}
