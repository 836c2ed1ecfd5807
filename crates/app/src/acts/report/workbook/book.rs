//! From a report to its workbook.

use super::super::{View, written};
use super::reading::MARK;
use domain::outline::{
    Answers, Cell, DOCUMENT_COLUMNS, Field, Kind, Requirement, Rows, Scalar, Section, Value,
};
use jiff::civil::Date;
use papers::{AnswerBook, AnswerColumn, AnswerLine, AnswerRow, AnswerSheet, AnswerValue, Input};

/// Empty rows offered below those that are filled.
const SPARE_ROWS: u16 = 15;

pub fn book(view: &View<'_>, today: Date) -> AnswerBook {
    let kept = &view.listed.kept;
    let mut mark = vec![vec![MARK.to_owned(), kept.id.to_string(), view.outline.code.clone()]];
    mark.extend(view.cells.values().map(|answer| {
        // A hash would do, but a person who looks should understand it.
        vec![answer.cell.to_string(), answer.version.to_string(), answer.value.clone()]
    }));
    let sheets = view
        .outline
        .sections
        .iter()
        .filter(|section| !section.fields.is_empty())
        .map(|section| sheet(section, &view.answers))
        .collect();
    AnswerBook {
        title: view.outline.title.vi.clone(),
        unit: view.listed.unit_name.clone(),
        dated: today,
        instruction: "Chỉ điền vào ô màu vàng; không sửa cột mã. Ngày ghi dạng ngày/tháng/năm. Không ghi nội dung bí mật nhà nước."
            .to_owned(),
        sheets,
        mark,
    }
}

fn sheet(section: &Section, answers: &Answers) -> AnswerSheet {
    AnswerSheet {
        name: section.code.clone(),
        title: format!("{}. {}", section.code, section.title.vi),
        lines: section.fields.iter().map(|field| line(field, answers)).collect(),
    }
}

fn line(field: &Field, answers: &Answers) -> AnswerLine {
    let need = match &field.required {
        Requirement::Always => " (bắt buộc)",
        Requirement::When { .. } => " (bắt buộc theo câu trả lời khác)",
        Requirement::Optional => "",
    };
    let label = format!("{}{need}", field.label.vi);
    let help = field.help.as_ref().map(|help| help.vi.clone()).unwrap_or_default();
    let code = field.id.clone();
    match &field.kind {
        Kind::Choice { options, many: true } => {
            let chosen: Vec<String> = answers
                .of_field(&field.id)
                .filter_map(|(_, value)| match value {
                    Value::Choice(code) => options.iter().find(|option| option.code == *code),
                    _ => None,
                })
                .map(|option| option.label.vi.clone())
                .collect();
            let all: Vec<&str> = options.iter().map(|option| option.label.vi.as_str()).collect();
            let hint =
                format!("Chọn một hoặc nhiều, cách nhau bằng dấu chấm phẩy: {}. {help}", all.join("; "));
            let value =
                if chosen.is_empty() { AnswerValue::Blank } else { AnswerValue::Text(chosen.join("; ")) };
            AnswerLine::One { code, label, hint, value, input: Input::Text }
        }
        Kind::Attachment { .. } => AnswerLine::One {
            code,
            label,
            hint: "Tải tệp lên tại trang báo cáo.".to_owned(),
            value: AnswerValue::Blank,
            input: Input::Closed,
        },
        Kind::NumberPerYear { .. } => {
            let column =
                AnswerColumn { code: String::new(), label: "Số lượng".into(), input: Input::Number };
            let rows = years(field, answers, &[None]);
            AnswerLine::Grid { code, label, hint: help, columns: vec![column], rows }
        }
        Kind::Documents { .. } => {
            let columns = DOCUMENT_COLUMNS
                .iter()
                .map(|(id, required)| AnswerColumn {
                    code: (*id).to_owned(),
                    label: format!("{}{}", document_column(id), if *required { " *" } else { "" }),
                    input: if *id == "date" { Input::Day } else { Input::Text },
                })
                .collect();
            let ids: Vec<&str> = DOCUMENT_COLUMNS.iter().map(|(id, _)| *id).collect();
            let rows = free_rows(field, answers, &ids, domain::outline::MAX_ROWS);
            AnswerLine::Grid { code, label, hint: help, columns, rows }
        }
        Kind::Table { columns, rows } => {
            let ids: Vec<&str> = columns.iter().map(|column| column.id.as_str()).collect();
            let wanted: Vec<Option<&str>> = ids.iter().copied().map(Some).collect();
            let rows = match rows {
                Rows::PerYear => years(field, answers, &wanted),
                Rows::Fixed { list } => list
                    .iter()
                    .map(|row| {
                        one_row(field, &Cell::of(&field.id).row(row.row), &row.label.vi, answers, &wanted)
                    })
                    .collect(),
                Rows::Free { max, .. } => free_rows(field, answers, &ids, *max),
            };
            let columns = columns
                .iter()
                .map(|column| AnswerColumn {
                    code: column.id.clone(),
                    label: format!("{}{}", column.label.vi, if column.required { " *" } else { "" }),
                    input: input(&column.kind),
                })
                .collect();
            AnswerLine::Grid { code, label, hint: help, columns, rows }
        }
        _ => {
            let scalar = field.kind.scalar(None).unwrap_or(Scalar::Text { max: 1 });
            let value = answers.single(&field.id).map(|value| shown(value, &scalar)).unwrap_or_default();
            let hint = if help.is_empty() { kind_hint(&scalar).to_owned() } else { help };
            AnswerLine::One { code, label, hint, value, input: input(&scalar) }
        }
    }
}

/// The words of the columns every list of documents has.
fn document_column(id: &str) -> &'static str {
    match id {
        "number" => "Số, ký hiệu",
        "date" => "Ngày ban hành",
        "issuer" => "Cơ quan ban hành",
        _ => "Trích yếu, nội dung",
    }
}

fn kind_hint(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Number { .. } => "Số nguyên",
        Scalar::Money => "Số tiền, đồng",
        Scalar::YesNo => "Có hoặc Không",
        Scalar::Choice { .. } => "Chọn một",
        Scalar::Date => "Ngày/tháng/năm",
        Scalar::Text { .. } | Scalar::File => "",
    }
}

fn input(scalar: &Scalar) -> Input {
    match scalar {
        Scalar::Number { .. } | Scalar::Money => Input::Number,
        Scalar::YesNo => Input::Choice(vec!["Có".into(), "Không".into()]),
        Scalar::Choice { options } => {
            Input::Choice(options.iter().map(|option| option.label.vi.clone()).collect())
        }
        Scalar::Text { .. } => Input::Text,
        Scalar::Date => Input::Day,
        Scalar::File => Input::Closed,
    }
}

fn shown(value: &Value, scalar: &Scalar) -> AnswerValue {
    match (value, scalar) {
        (Value::Number(number), _) => AnswerValue::Number(*number),
        (Value::YesNo(yes), _) => AnswerValue::Text(if *yes { "Có" } else { "Không" }.into()),
        (Value::Choice(code), Scalar::Choice { options }) => {
            let option = options.iter().find(|option| option.code == *code);
            AnswerValue::Text(option.map_or_else(|| code.clone(), |option| option.label.vi.clone()))
        }
        (Value::Date(day), _) => AnswerValue::Text(day.strftime("%d/%m/%Y").to_string()),
        (Value::File(_), _) => AnswerValue::Text("(tệp đính kèm)".into()),
        (other, _) => AnswerValue::Text(written(other)),
    }
}

fn years(field: &Field, answers: &Answers, columns: &[Option<&str>]) -> Vec<AnswerRow> {
    let row = |year: &i16| {
        one_row(field, &Cell::of(&field.id).year(*year), &format!("Năm {year}"), answers, columns)
    };
    answers.years().iter().map(&row).collect()
}

fn free_rows(field: &Field, answers: &Answers, columns: &[&str], max: u16) -> Vec<AnswerRow> {
    let wanted: Vec<Option<&str>> = columns.iter().copied().map(Some).collect();
    let filled = answers.of_field(&field.id).map(|(cell, _)| cell.row + 1).max().unwrap_or(0);
    (0..filled.saturating_add(SPARE_ROWS).min(max.max(filled)))
        .map(|row| {
            one_row(field, &Cell::of(&field.id).row(row), &format!("Dòng {}", row + 1), answers, &wanted)
        })
        .collect()
}

/// A row's code names its row even where that is the first: `leaks[0]`.
fn one_row(
    field: &Field,
    cell: &Cell,
    label: &str,
    answers: &Answers,
    columns: &[Option<&str>],
) -> AnswerRow {
    let values = columns
        .iter()
        .map(|column| {
            let cell = column.map_or_else(|| cell.clone(), |column| cell.clone().column(column));
            match answers.get(&cell).zip(field.kind.scalar(*column)) {
                Some((value, scalar)) => shown(value, &scalar),
                None => AnswerValue::Blank,
            }
        })
        .collect();
    let code =
        if cell.year.is_none() && cell.row == 0 { format!("{}[0]", cell.field) } else { cell.to_string() };
    AnswerRow { code, label: label.to_owned(), values }
}
