//! Units as a sheet: out with what is seen, in again with a preview of what
//! would change, by row.

use app::acts::file::Upload as Taken;
use app::acts::unit::import::{self, Preview};
use app::acts::unit::{self, Book};
use askama::Template;
use axum::extract::{Multipart, OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::FileId;
use domain::policy::Action;

use super::{PATH, PER_PAGE, filter, kind_words, put_faults};
use crate::csrf::Pairs;
use crate::flash::{self, Tell};
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{Limits, Part, Upload};
use crate::visit::Visit;

pub const IMPORT: &str = "/units/import";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form that takes a sheet in.
#[derive(Debug, Template)]
#[template(path = "pages/unit_import.html")]
pub struct UnitImport {
    f: Frame,
    form: Form,
}

/// What a sheet would change.
#[derive(Debug, Template)]
#[template(path = "pages/unit_import_preview.html")]
pub struct UnitImportPreview {
    f: Frame,
    file: String,
    fingerprint: String,
    summary: String,
    faults: Vec<RowWords>,
    warnings: Vec<RowWords>,
    additions: Vec<Added>,
    changes: Vec<Corrected>,
}

#[derive(Debug)]
struct RowWords {
    row: usize,
    words: String,
}

#[derive(Debug)]
struct Added {
    row: usize,
    name: String,
    kind: String,
}

#[derive(Debug)]
struct Corrected {
    row: usize,
    name: String,
    /// What, before, after.
    differences: Vec<(String, String, String)>,
}

pub async fn export(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    Ok(handed(unit::export(app, who, &filter(&state, app.today())).await?))
}

pub async fn template(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    Ok(handed(unit::template(site.app()?, visit.actor()?).await?))
}

fn handed(book: Book) -> Response {
    download(&book.name, XLSX, book.bytes)
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("file", "unit-import-file", Kind::File { accept: ".xlsx", many: false })
            .required()
            .help("unit-import-help"),
    ]
}

pub async fn blank(visit: Visit) -> Result<Response, Refusal> {
    let who = visit.actor()?;
    who.scope(Action::UnitManage).ok_or(app::Refusal::NotAllowed(Action::UnitManage.code()))?;
    pages::show(&UnitImport::new(visit.frame(), Form::blank(visit.lang, fields())))
}

pub async fn take(State(site): State<Site>, visit: Visit, parts: Multipart) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::blank(visit.lang, fields());
    let mut upload = Upload::new(parts, Limits { files: 1, ..Limits::default() });
    let mut taken = None;
    while let Some(part) = upload.next().await? {
        if let Part::File(file) = part {
            let received = file.whole().await?;
            taken = Some(Taken { name: received.name, bytes: received.bytes });
        }
    }
    let Some(taken) = taken else {
        form.fail("file", "form-required");
        return again(&visit, form);
    };
    match import::preview(app, who, taken).await {
        Ok(preview) => Ok(flash::go(&format!("{IMPORT}/{}", preview.file))),
        Err(app::Refusal::Marked) => {
            form.fail("file", "file-marked");
            again(&visit, form)
        }
        Err(app::Refusal::Unreadable(_)) => {
            form.fail("file", "unit-import-unreadable");
            again(&visit, form)
        }
        Err(app::Refusal::Invalid(faults)) => {
            put_faults(&mut form, faults);
            again(&visit, form)
        }
        Err(other) => Err(other.into()),
    }
}

fn again(visit: &Visit, form: Form) -> Result<Response, Refusal> {
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &UnitImport::new(visit.frame(), form))
}

pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let preview = import::again(site.app()?, visit.actor()?, id::<FileId>(&text)?).await?;
    pages::show(&UnitImportPreview::new(visit.frame(), &preview))
}

pub async fn apply(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let seen = pairs.iter().find(|(name, _)| name == "fingerprint").map_or("", |(_, value)| value.as_str());
    let secure = site.settings().behind_tls;
    match import::apply(site.app()?, visit.actor()?, id::<FileId>(&text)?, seen).await {
        Ok((added, corrected)) => Ok(Tell::new(FlashKind::Done, "unit-import-done")
            .with("added", added)
            .with("corrected", corrected)
            .on(PATH, secure)),
        Err(app::Refusal::Conflict | app::Refusal::Invalid(_)) => {
            Ok(Tell::new(FlashKind::Warning, "unit-import-stale").on(&format!("{IMPORT}/{text}"), secure))
        }
        Err(other) => Err(other.into()),
    }
}

impl UnitImport {
    fn new(f: Frame, form: Form) -> Self {
        let (title, units) = (f.t("unit-import"), f.t("nav-units"));
        UnitImport { f: f.titled(title, Some(Nav::Units)).under(units, PATH), form }
    }
}

impl UnitImportPreview {
    fn new(f: Frame, preview: &Preview) -> Self {
        let lang = f.lang;
        let foreseen = &preview.foreseen;
        let words = |found: &unit::sheet::RowFault| {
            let said = lang.t_with(found.fault.key, &found.fault.args);
            let column = found.fault.field.replace('_', "-");
            let words = match column.as_str() {
                "" => said,
                column => format!("{}: {said}", lang.t(&format!("unit-column-{column}"))),
            };
            RowWords { row: found.row, words }
        };
        let summary = f.t_with(
            "unit-import-summary",
            &[
                ("added", foreseen.additions.len()),
                ("corrected", foreseen.changes.len()),
                ("same", foreseen.same),
                ("faults", foreseen.faults.len()),
            ],
        );
        let additions = foreseen
            .additions
            .iter()
            .map(|added| Added {
                row: added.row,
                name: added.unit.name.clone(),
                kind: kind_words(lang, added.unit.kind),
            })
            .collect();
        let changes = foreseen
            .changes
            .iter()
            .map(|changed| Corrected {
                row: changed.row,
                name: changed.unit.name.clone(),
                differences: changed
                    .differences
                    .iter()
                    .map(|one| {
                        let column = one.column.code().replace('_', "-");
                        let label = lang.t(&format!("unit-column-{column}"));
                        (label, one.before.clone(), one.after.clone())
                    })
                    .collect(),
            })
            .collect();
        let (title, units, import) = (f.t("unit-import-preview"), f.t("nav-units"), f.t("unit-import"));
        UnitImportPreview {
            f: f.titled(title, Some(Nav::Units)).under(units, PATH).under(import, IMPORT),
            file: preview.file.to_string(),
            fingerprint: preview.fingerprint.clone(),
            summary,
            faults: foreseen.faults.iter().map(words).collect(),
            warnings: foreseen.warnings.iter().map(words).collect(),
            additions,
            changes,
        }
    }
}

impl Page for UnitImport {
    const NAME: &'static str = "unit_import";

    fn samples(frame: &Frame) -> Samples<Self> {
        let mut wrong = Form::blank(frame.lang, fields());
        wrong.fail("file", "unit-import-unreadable");
        vec![
            ("blank", UnitImport::new(frame.clone(), Form::blank(frame.lang, fields()))),
            ("wrong", UnitImport::new(frame.clone(), wrong)),
        ]
    }
}

impl Page for UnitImportPreview {
    const NAME: &'static str = "unit_import_preview";

    fn samples(frame: &Frame) -> Samples<Self> {
        use app::refusal::Fault;
        use domain::unit::UnitKind;
        use unit::sheet::{Addition, Changed, Column, Difference, Foreseen, RowFault};
        let preview = |foreseen| Preview {
            file: FileId(uuid::Uuid::nil()),
            file_name: "don-vi.xlsx".into(),
            foreseen,
            fingerprint: "00".into(),
        };
        let addition = Addition {
            row: 4,
            unit: super::samples::unit(1, "Ủy ban nhân dân xã Hòa Bình", UnitKind::Commune),
            parent: None,
            focal: None,
        };
        let changed = Changed {
            row: 5,
            unit: super::samples::unit(2, "Sở Y tế", UnitKind::Department),
            parent: None,
            focal: None,
            differences: vec![Difference {
                column: Column::HeadName,
                before: "Lê Văn Cường".into(),
                after: "Trần Thị Bình".into(),
            }],
        };
        let good =
            Foreseen { additions: vec![addition], changes: vec![changed], same: 3, ..Foreseen::default() };
        let mut bad = good.clone();
        bad.faults =
            vec![RowFault { row: 7, fault: Fault::new("kind", "sheet-kind-unknown").with("kind", "Sở") }];
        bad.warnings = vec![RowFault {
            row: 8,
            fault: Fault::new("name", "sheet-alike").with("name", "Sở Y Tế An Sơn").with("like", "Sở Y tế"),
        }];
        vec![
            ("nothing", UnitImportPreview::new(frame.clone(), &preview(Foreseen::default()))),
            ("good", UnitImportPreview::new(frame.clone(), &preview(good))),
            ("faults", UnitImportPreview::new(frame.clone(), &preview(bad))),
        ]
    }
}
