//! One section of a report: its fields, each saving itself.

use app::acts::report::{self, View, written};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::identifier::ReportId;
use domain::outline::{
    Cell, DOCUMENT_COLUMNS, Field as Asked, Kind as Of, Requirement, Rows, Scalar, Section, Value,
};
use domain::policy::Action;
use domain::report::ReportStep;

use super::{PATH, language};
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

#[derive(Debug, Template)]
#[template(path = "pages/report_section.html")]
pub struct SectionPage {
    f: Frame,
    form: Form,
    href: String,
    back: String,
    help: String,
    may_write: bool,
    fields: Vec<FieldBlock>,
    next: String,
}

/// A field of the outline with the cells that hold its answer.
#[derive(Debug)]
struct FieldBlock {
    id: String,
    label: String,
    help: String,
    /// Shown above the cells where there are several.
    grouped: bool,
    /// The columns of a table; none where the field is not one.
    columns: Vec<String>,
    rows: Vec<RowLine>,
    last_year: String,
    problems: Vec<String>,
    attach: bool,
    files: Vec<(String, String)>,
}

/// A row of a table; of a field that is not one, all its cells without a name.
#[derive(Debug)]
struct RowLine {
    name: String,
    cells: Vec<CellLine>,
}

impl RowLine {
    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.shown.is_empty())
    }
}

#[derive(Debug)]
struct CellLine {
    name: String,
    version: String,
    /// Which column it is, or the field's own words where it has one cell.
    label: String,
    shown: String,
}

/// A cell with the words of its row and of itself, and what may stand in it.
struct Asks {
    cell: Cell,
    row: String,
    label: String,
    scalar: Scalar,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let view = report::view(app, who, id::<ReportId>(&text)?).await?;
    let section = view.outline.section(&code).ok_or_else(Refusal::not_found)?;
    let may_write = view.own
        && who.may(Action::ReportEdit)
        && view.listed.kept.report.steps().contains(&ReportStep::Write);
    pages::show(&page(visit.frame(), &view, section, may_write))
}

fn page(f: Frame, view: &View<'_>, section: &Section, may_write: bool) -> SectionPage {
    let lang = f.lang;
    let spoken = language(lang);
    let back = format!("{PATH}/{}", view.listed.kept.id);
    let save = format!("{back}/save");
    let (mut declared, mut values, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for asked in &section.fields {
        let mut rows: Vec<RowLine> = Vec::new();
        for Asks { cell, row, label, scalar } in &cells(lang, view, asked) {
            let version = view.cells.get(cell).map_or(0, |answer| answer.version).to_string();
            let text = view.answers.get(cell).map(written).unwrap_or_default();
            let field = input(cell, label, scalar).autosave(&save, &version);
            let shown = view.answers.get(cell).map(|value| said(lang, value, scalar)).unwrap_or_default();
            values
                .push((cell.to_string(), if matches!(scalar, Scalar::Date) { shown.clone() } else { text }));
            declared.push(field);
            if rows.last().is_none_or(|last| last.name != *row) {
                rows.push(RowLine { name: row.clone(), cells: Vec::new() });
            }
            let line = CellLine { name: cell.to_string(), version, label: label.clone(), shown };
            rows.last_mut().expect("pushed above").cells.push(line);
        }
        let before = view.previous.as_ref().map(|previous| {
            let all: Vec<String> =
                previous.answers.of_field(&asked.id).map(|(_, value)| written(value)).take(12).collect();
            all.join("; ")
        });
        let wrong = view.problems.iter().filter(|problem| problem.field == asked.id);
        let problems = wrong.filter_map(|problem| problem.message(view.outline, spoken)).collect::<Vec<_>>();
        let grouped = rows.iter().map(|row| row.cells.len()).sum::<usize>() != 1;
        let columns = match rows.first() {
            Some(first) if !first.name.is_empty() => {
                first.cells.iter().map(|cell| cell.label.clone()).collect()
            }
            _ => Vec::new(),
        };
        if !may_write {
            rows.retain(|row| !row.is_empty());
        }
        let need = may_write && asked.required == Requirement::Always;
        let need = if need { f.t("report-needed") } else { String::new() };
        let help = asked.help.as_ref().map(|help| help.text(spoken).to_owned()).unwrap_or_default();
        blocks.push(FieldBlock {
            id: asked.id.replace('_', "-"),
            label: format!("{} {need}", asked.label.text(spoken)).trim().to_owned(),
            help,
            grouped,
            columns,
            rows,
            last_year: before.unwrap_or_default(),
            problems,
            attach: matches!(asked.kind, Of::Attachment { .. }),
            files: view
                .files
                .iter()
                .filter(|at| at.part == asked.id)
                .map(|at| (format!("{back}/files/{}", at.file.id), at.file.name.clone()))
                .collect(),
        });
    }
    let codes: Vec<&Section> =
        view.outline.sections.iter().filter(|section| !section.fields.is_empty()).collect();
    let at = codes.iter().position(|known| known.code == section.code);
    let next = at.and_then(|at| codes.get(at + 1)).map(|next| format!("{back}/sections/{}", next.code));
    let title = format!("{}. {}", section.code, section.title.text(spoken));
    let list = f.t("nav-self-reports");
    let f = f.titled(title, Some(Nav::SelfReports)).under(list, PATH).under(&view.listed.unit_name, &back);
    SectionPage {
        form: Form::filled(lang, declared, values),
        href: format!("{back}/sections/{}", section.code),
        help: section.help.as_ref().map(|help| help.text(spoken).to_owned()).unwrap_or_default(),
        may_write,
        fields: blocks,
        next: next.unwrap_or_default(),
        back,
        f,
    }
}

/// The cells a field shows: those that are fixed, or the filled rows and one
/// more.
fn cells(lang: Lang, view: &View<'_>, asked: &Asked) -> Vec<Asks> {
    let spoken = language(lang);
    let one = Cell::of(&asked.id);
    let years = view.answers.years();
    let free = |max: u16| {
        let used = view.answers.of_field(&asked.id).map(|(cell, _)| cell.row + 1).max().unwrap_or(0);
        0..(used + 1).min(max.max(used))
    };
    let row = |number: u16| lang.t_with("report-row", &[("row", u64::from(number) + 1)]);
    let alone = |cell, label, scalar| Asks { cell, row: String::new(), label, scalar };
    match &asked.kind {
        Of::Attachment { .. } => Vec::new(),
        Of::NumberPerYear { .. } => {
            let scalar = asked.kind.scalar(None).unwrap_or(Scalar::Money);
            let of_year = |year: &i16| alone(one.clone().year(*year), year.to_string(), scalar.clone());
            years.iter().map(of_year).collect()
        }
        Of::Choice { options, many: true } => (0..options.len() as u16)
            .take(view.answers.of_field(&asked.id).count() + 1)
            .map(|at| alone(one.clone().row(at), row(at), Scalar::Choice { options: options.clone() }))
            .collect(),
        Of::Documents { .. } => {
            let rows = free(domain::outline::MAX_ROWS);
            rows.flat_map(|at| DOCUMENT_COLUMNS.iter().map(move |(column, _)| (at, *column)))
                .filter_map(|(at, column)| {
                    let scalar = asked.kind.scalar(Some(column))?;
                    let cell = one.clone().row(at).column(column);
                    Some(Asks { cell, row: row(at), label: lang.t(document_key(column)), scalar })
                })
                .collect()
        }
        Of::Table { columns, rows } => {
            let lines: Vec<(Cell, String)> = match rows {
                Rows::PerYear => years.iter().map(|y| (one.clone().year(*y), y.to_string())).collect(),
                Rows::Fixed { list } => list
                    .iter()
                    .map(|fixed| (one.clone().row(fixed.row), fixed.label.text(spoken).to_owned()))
                    .collect(),
                Rows::Free { max, .. } => free(*max).map(|at| (one.clone().row(at), row(at))).collect(),
            };
            lines
                .iter()
                .flat_map(|line| columns.iter().map(move |column| (line, column)))
                .map(|((cell, row), column)| Asks {
                    cell: cell.clone().column(&column.id),
                    row: row.clone(),
                    label: column.label.text(spoken).to_owned(),
                    scalar: column.kind.clone(),
                })
                .collect()
        }
        kind => match kind.scalar(None) {
            Some(scalar) => vec![alone(one, asked.label.text(spoken).to_owned(), scalar)],
            None => Vec::new(),
        },
    }
}

fn document_key(column: &str) -> &'static str {
    match column {
        "number" => "report-document-number",
        "date" => "report-document-date",
        "issuer" => "report-document-issuer",
        _ => "report-document-summary",
    }
}

fn input(cell: &Cell, label: &str, scalar: &Scalar) -> Field {
    let field = |kind| Field::new(cell.to_string(), label.to_owned(), kind);
    match scalar {
        Scalar::Number { .. } | Scalar::Money => field(Kind::Number { min: i64::MIN, max: i64::MAX }),
        Scalar::YesNo => {
            field(Kind::Select).choices([Choice::new("yes", "report-yes"), Choice::new("no", "report-no")])
        }
        Scalar::Choice { options } => field(Kind::Select)
            .choices(options.iter().map(|option| Choice::new(option.code.clone(), option.label.vi.clone()))),
        Scalar::Text { max } if *max > 300 => field(Kind::LongText { max: *max as usize, rows: 4 }),
        Scalar::Text { max } => field(Kind::Text { max: *max as usize }),
        Scalar::Date => field(Kind::Date),
        Scalar::File => field(Kind::Text { max: 60 }),
    }
}

fn said(lang: Lang, value: &Value, scalar: &Scalar) -> String {
    match (value, scalar) {
        (Value::YesNo(yes), _) => lang.t(if *yes { "report-yes" } else { "report-no" }),
        (Value::Date(day), _) => day.strftime("%d/%m/%Y").to_string(),
        (Value::Number(number), _) => lang.number(*number),
        (Value::Choice(code), Scalar::Choice { options }) => options
            .iter()
            .find(|option| option.code == *code)
            .map_or_else(|| code.clone(), |option| option.label.text(language(lang)).to_owned()),
        (other, _) => written(other),
    }
}

impl Page for SectionPage {
    const NAME: &'static str = "report_section";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |may_write: bool| {
            let cell = Cell::of("pc_total");
            let scalar = Scalar::Number { min: 0, max: None };
            let field =
                input(&cell, "Tổng số máy tính đang sử dụng", &scalar).autosave("/self-reports/1/save", "2");
            let block = FieldBlock {
                id: "pc-total".into(),
                label: "Tổng số máy tính đang sử dụng".into(),
                help: "Gồm cả máy độc lập.".into(),
                grouped: false,
                columns: Vec::new(),
                rows: vec![RowLine {
                    name: String::new(),
                    cells: vec![CellLine {
                        name: "pc_total".into(),
                        version: "2".into(),
                        label: "Tổng số máy tính đang sử dụng".into(),
                        shown: "12".into(),
                    }],
                }],
                last_year: "10".into(),
                problems: vec!["Số máy theo từng loại cộng lại (14) lớn hơn tổng số máy (12).".into()],
                attach: false,
                files: Vec::new(),
            };
            let files = FieldBlock {
                id: "papers".into(),
                label: "Tài liệu gửi kèm".into(),
                help: String::new(),
                grouped: true,
                columns: Vec::new(),
                rows: Vec::new(),
                last_year: String::new(),
                problems: Vec::new(),
                attach: true,
                files: vec![("/self-reports/1/files/1".into(), "Quyết định.pdf".into())],
            };
            SectionPage {
                f: frame
                    .clone()
                    .titled("2.2. Máy tính", Some(Nav::SelfReports))
                    .under(frame.t("nav-self-reports"), PATH)
                    .under("Sở Tài chính", "/self-reports/1"),
                form: Form::filled(frame.lang, vec![field], [("pc_total", "12")]),
                href: "/self-reports/1/sections/2.2".into(),
                back: "/self-reports/1".into(),
                help: String::new(),
                may_write,
                fields: vec![block, files],
                next: "/self-reports/1/sections/2.3".into(),
            }
        };
        vec![("writing", page(true)), ("reading", page(false))]
    }
}
