//! The report as a paper in legal form, made from the record: a draft while it
//! is written, the round as sent afterwards.

use super::Sight;
use super::view::{View, view};
use crate::acts::campaign::numbered;
use crate::{Actor, App, Refusal};
use domain::identifier::ReportId;
use domain::outline::{Answers, Cell, DOCUMENT_COLUMNS, Field, Kind, Rows, Scalar, Section, Value};
use domain::unit::Unit;
use jiff::civil::Date;
use papers::{
    Answer, AnswerContent, Column, HeaderForm, Letterhead, ListedPaper, PaperDate, Recipients, ReportSection,
    SelfReport, Signature, Table, YearRow, YearTable, self_report,
};
use std::collections::BTreeMap;
use store::{Scope, campaign, unit};

/// The forms a report is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Docx,
    Pdf,
}

/// A paper ready to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub name: String,
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

/// Prints what the person may see of a report.
pub async fn print(app: &App, who: &Actor, id: ReportId, form: Form) -> Result<Printed, Refusal> {
    let view = view(app, who, id).await?;
    if view.sight == Sight::Nothing {
        return Err(Refusal::NotFound);
    }
    let mut tx = app.store.read().await?;
    // Whoever sees the report sees its unit's and campaign's names on it.
    let all = Scope::everything(who.user.id);
    let of = unit::get(&mut tx, &all, view.listed.kept.unit).await?.ok_or(Refusal::NotFound)?.unit;
    let parent = match of.parent {
        Some(parent) => unit::get(&mut tx, &all, parent).await?.map(|kept| kept.unit.name),
        None => None,
    };
    let plan = campaign::get(&mut tx, &all, view.listed.kept.campaign).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let report = paper(&view, &of, parent, &plan, app.today());
    let (ending, media) = match form {
        Form::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Form::Pdf => ("pdf", "application/pdf"),
    };
    let bytes = tokio::task::spawn_blocking(move || {
        let document = self_report(&report);
        match form {
            Form::Docx => document.docx(),
            Form::Pdf => document.pdf(),
        }
    })
    .await
    .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
    .map_err(|error| Refusal::Broken(error.to_string()))?;
    let name = format!("Báo cáo tự kiểm tra - {}.{ending}", view.listed.unit_name);
    Ok(Printed { name, media, bytes })
}

fn paper(
    view: &View<'_>,
    of: &Unit,
    parent: Option<String>,
    plan: &campaign::Kept,
    today: Date,
) -> SelfReport {
    let kept = &view.listed.kept;
    let sent_on = kept.sent_at.map(domain::moment::day).filter(|_| !view.receipts.is_empty());
    let (form, series) =
        if of.kind.is_party() { (HeaderForm::Party, "BC/") } else { (HeaderForm::State, "BC-") };
    let initials = initials(&of.name);
    let campaign = &plan.campaign;
    let issued = plan.issued_on.map(|day| format!(" ngày {}", slashed(day))).unwrap_or_default();
    let number = numbered(&campaign.number);
    let late = match (kept.late, kept.due_on, sent_on) {
        (true, Some(due), Some(sent)) if sent > due => Some(papers::Lateness {
            due,
            sent,
            days: u32::try_from(domain::calendar::days_between(due, sent)).unwrap_or(0),
        }),
        _ => None,
    };
    SelfReport {
        letterhead: Letterhead {
            form,
            parent,
            issuer: of.name.clone(),
            number: None,
            series: format!("{series}{initials}"),
            place: plan.place.clone(),
            date: sent_on
                .map_or(PaperDate::InMonth { year: today.year(), month: today.month() }, PaperDate::On),
        },
        subject: subject(&view.outline.title.vi),
        unit: of.name.clone(),
        bases: vec![format!("Kế hoạch{number}{issued} của {}", campaign.issuer)],
        addressees: vec![campaign.issuer.clone()],
        period: period(campaign.scope_from, campaign.scope_to),
        late,
        sections: sections(view),
        attachments: view
            .files
            .iter()
            .filter(|at| at.part != "_workbook")
            .map(|at| at.file.name.clone())
            .collect(),
        signature: Signature {
            title: of.head_title.clone().unwrap_or_else(|| "Thủ trưởng đơn vị".to_owned()),
            name: of.head_name.clone(),
            ..Signature::default()
        },
        recipients: Recipients { lines: vec!["Như trên".to_owned()], filing: "VT".to_owned() },
    }
}

/// The outline's title without "Báo cáo kết quả tự kiểm tra", which the paper
/// itself says.
fn subject(title: &str) -> String {
    let rest = title.strip_prefix("Báo cáo kết quả tự kiểm tra").unwrap_or(title).trim();
    if rest.is_empty() { "theo đề cương".to_owned() } else { rest.to_owned() }
}

fn period(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("từ ngày {} đến ngày {}", slashed(from), slashed(to)),
        (Some(from), None) => format!("từ ngày {} đến thời điểm báo cáo", slashed(from)),
        (None, Some(to)) => format!("đến ngày {}", slashed(to)),
        (None, None) => "trong kỳ báo cáo".to_owned(),
    }
}

fn slashed(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// The unit's part of a number's series: "SKHCN", "UBND", "ĐU". Joining words
/// are left out.
fn initials(name: &str) -> String {
    let folded = domain::text::fold(name);
    if folded.starts_with("uy ban nhan dan") || folded.starts_with("ubnd") {
        return "UBND".to_owned();
    }
    if folded.starts_with("dang uy") {
        return "ĐU".to_owned();
    }
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "và")
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The outline's flat list of sections as the tree their codes make.
fn sections(view: &View<'_>) -> Vec<ReportSection> {
    fn below(view: &View<'_>, parent: Option<&str>, files: &BTreeMap<String, String>) -> Vec<ReportSection> {
        let is_below = |section: &&Section| section.code.rsplit_once('.').map(|(above, _)| above) == parent;
        view.outline
            .sections
            .iter()
            .filter(is_below)
            .map(|section| ReportSection {
                number: section.code.clone(),
                title: section.title.vi.clone(),
                answers: section.fields.iter().map(|field| answer(field, &view.answers, files)).collect(),
                sections: below(view, Some(&section.code), files),
            })
            .collect()
    }
    let files = view.files.iter().map(|at| (at.file.id.to_string(), at.file.name.clone())).collect();
    below(view, None, &files)
}

fn answer(field: &Field, answers: &Answers, files: &BTreeMap<String, String>) -> Answer {
    let content = if answers.of_field(&field.id).next().is_none() {
        AnswerContent::Open
    } else {
        content(field, answers, files)
    };
    Answer { label: field.label.vi.clone(), content, note: None }
}

fn content(field: &Field, answers: &Answers, files: &BTreeMap<String, String>) -> AnswerContent {
    let words = |value: &Value, scalar: Option<Scalar>| match (value, scalar) {
        (Value::Number(number), Some(Scalar::Money)) => format!("{number} đồng"),
        (Value::Number(number), _) => number.to_string(),
        (Value::YesNo(yes), _) => if *yes { "Có" } else { "Không" }.to_owned(),
        (Value::Choice(code), Some(Scalar::Choice { options })) => options
            .iter()
            .find(|option| option.code == *code)
            .map_or_else(|| code.clone(), |option| option.label.vi.clone()),
        (Value::Choice(text) | Value::Text(text), _) => text.clone(),
        (Value::Date(day), _) => slashed(*day),
        (Value::File(id), _) => files.get(&id.to_string()).cloned().unwrap_or_default(),
    };
    match &field.kind {
        Kind::Number { .. } => match answers.single(&field.id) {
            Some(Value::Number(number)) => {
                AnswerContent::Number { value: *number as f64, unit: String::new() }
            }
            _ => AnswerContent::Open,
        },
        Kind::Money => match answers.single(&field.id) {
            Some(Value::Number(number)) => {
                AnswerContent::Number { value: *number as f64, unit: "đồng".to_owned() }
            }
            _ => AnswerContent::Open,
        },
        Kind::YesNo => match answers.single(&field.id) {
            Some(Value::YesNo(yes)) => AnswerContent::YesNo(*yes),
            _ => AnswerContent::Open,
        },
        Kind::NumberPerYear { .. } => AnswerContent::Years(YearTable {
            years: answers.years().iter().map(i16::to_string).collect(),
            rows: vec![YearRow { label: field.label.vi.clone(), values: by_year(field, None, answers) }],
        }),
        Kind::Table { columns, rows: Rows::PerYear } => AnswerContent::Years(YearTable {
            years: answers.years().iter().map(i16::to_string).collect(),
            rows: columns
                .iter()
                .map(|column| YearRow {
                    label: column.label.vi.clone(),
                    values: by_year(field, Some(&column.id), answers),
                })
                .collect(),
        }),
        Kind::Table { columns, rows } => {
            let fixed: Vec<(u16, Option<&str>)> = match rows {
                Rows::Fixed { list } => {
                    list.iter().map(|row| (row.row, Some(row.label.vi.as_str()))).collect()
                }
                _ => used_rows(field, answers).into_iter().map(|row| (row, None)).collect(),
            };
            let named = matches!(rows, Rows::Fixed { .. });
            let mut heads = vec![Column::ordinal()];
            if named {
                heads.push(Column::text("Nội dung", 40));
            }
            heads.extend(columns.iter().map(|column| match column.kind {
                Scalar::Number { .. } | Scalar::Money => Column::number(&column.label.vi, 20),
                Scalar::YesNo | Scalar::Date => Column::mark(&column.label.vi, 20),
                _ => Column::text(&column.label.vi, 34),
            }));
            let mut table = Table::new(heads);
            for (at, (row, label)) in fixed.iter().enumerate() {
                let mut cells = vec![papers::Cell::count(at + 1)];
                cells.extend(label.map(papers::Cell::from));
                cells.extend(columns.iter().map(|column| {
                    match answers.get(&Cell::of(&field.id).row(*row).column(&column.id)) {
                        Some(Value::Number(number)) => papers::Cell::Whole(*number),
                        Some(Value::Date(day)) => papers::Cell::Day(*day),
                        Some(value) => papers::Cell::text(words(value, Some(column.kind.clone()))),
                        None => papers::Cell::Blank,
                    }
                }));
                table.push(cells);
            }
            AnswerContent::Table(table)
        }
        Kind::Documents { .. } => AnswerContent::Papers(
            used_rows(field, answers)
                .into_iter()
                .map(|row| {
                    let of = |column: &str| answers.get(&Cell::of(&field.id).row(row).column(column));
                    let text = |column: &str| of(column).map(|value| words(value, None)).unwrap_or_default();
                    let issuer = Some(text(DOCUMENT_COLUMNS[2].0)).filter(|issuer| !issuer.is_empty());
                    let title = text(DOCUMENT_COLUMNS[3].0);
                    ListedPaper {
                        title: issuer.map_or(title.clone(), |issuer| format!("{title} ({issuer})")),
                        number: Some(text(DOCUMENT_COLUMNS[0].0)).filter(|number| !number.is_empty()),
                        date: match of(DOCUMENT_COLUMNS[1].0) {
                            Some(Value::Date(day)) => Some(*day),
                            _ => None,
                        },
                    }
                })
                .collect(),
        ),
        kind => {
            let all: Vec<String> =
                answers.of_field(&field.id).map(|(_, value)| words(value, kind.scalar(None))).collect();
            AnswerContent::Text(all.join("; "))
        }
    }
}

fn used_rows(field: &Field, answers: &Answers) -> Vec<u16> {
    let mut rows: Vec<u16> = answers.of_field(&field.id).map(|(cell, _)| cell.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn by_year(field: &Field, column: Option<&str>, answers: &Answers) -> Vec<Option<f64>> {
    answers
        .years()
        .iter()
        .map(|year| {
            let cell = Cell::of(&field.id).year(*year);
            let cell = column.map_or(cell.clone(), |column| cell.column(column));
            match answers.get(&cell) {
                Some(Value::Number(number)) => Some(*number as f64),
                _ => None,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_series_is_made_of_the_words_that_count() {
        assert_eq!(initials("Sở Khoa học và Công nghệ"), "SKHCN");
        assert_eq!(initials("Ủy ban nhân dân xã Đông Hà"), "UBND");
        assert_eq!(initials("Đảng ủy phường An Trung"), "ĐU");
    }

    #[test]
    fn the_period_is_worded_by_the_days_that_are_known() {
        assert_eq!(
            period(Some(date(2025, 7, 1)), Some(date(2026, 6, 30))),
            "từ ngày 01/07/2025 đến ngày 30/06/2026"
        );
        assert_eq!(period(Some(date(2025, 7, 1)), None), "từ ngày 01/07/2025 đến thời điểm báo cáo");
    }
}
