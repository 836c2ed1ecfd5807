//! A workbook to fill in: one sheet per section of a report, each cell to answer
//! beside its code, with what is known filled in. Codes are locked, answers are
//! not; lists drop down. What tells the workbook apart when it comes back stands
//! on a hidden sheet.
//!
//! Not here: reading it back (`app`), tables to be printed (`workbook`).

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Workbook as Xlsx, Worksheet, XlsxError,
};

use crate::error::PaperError;

/// The hidden sheet with the workbook's mark.
pub const MARK_SHEET: &str = "_rasoat";
/// The hidden sheet with the lists that drop down.
const LIST_SHEET: &str = "_danhmuc";
/// The longest text a cell of a workbook may hold.
const MAX_CELL_LETTERS: usize = 32_767;
/// The longest name of a sheet.
const MAX_NAME_LETTERS: usize = 31;
/// Cells of one workbook.
const MAX_CELLS: usize = 400_000;
/// Columns: codes, labels, then answers.
const CODE: u16 = 0;
const LABEL: u16 = 1;
const ANSWER: u16 = 2;
/// A4 in the codes of the format.
const A4: u8 = 9;

/// A workbook to fill in.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerBook {
    pub title: String,
    /// Whose report it is.
    pub unit: String,
    pub dated: Date,
    /// Words on top of every sheet: how to fill it in.
    pub instruction: String,
    pub sheets: Vec<AnswerSheet>,
    /// What the hidden sheet holds, row by row.
    pub mark: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSheet {
    /// "2.1".
    pub name: String,
    pub title: String,
    pub lines: Vec<AnswerLine>,
}

/// One field on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerLine {
    /// A field with one value.
    One { code: String, label: String, hint: String, value: AnswerValue, input: Input },
    /// A field with rows and columns.
    Grid { code: String, label: String, hint: String, columns: Vec<AnswerColumn>, rows: Vec<AnswerRow> },
}

#[derive(Debug, Clone, PartialEq)]
pub struct AnswerColumn {
    pub code: String,
    pub label: String,
    pub input: Input,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    pub code: String,
    pub label: String,
    /// One per column.
    pub values: Vec<AnswerValue>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum AnswerValue {
    #[default]
    Blank,
    Text(String),
    Number(i64),
}

/// What may be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Text,
    Number,
    /// Typed as text, day first: a workbook in another country's form would turn
    /// days and months around.
    Day,
    Choice(Vec<String>),
    /// Not in the workbook (files).
    Closed,
}

struct Looks {
    title: Format,
    instruction: Format,
    field: Format,
    head: Format,
    code: Format,
    label: Format,
    hint: Format,
    text: Format,
    number: Format,
    closed: Format,
}

impl AnswerBook {
    /// Writes the workbook. The same answers give the same bytes.
    pub fn xlsx(&self) -> Result<Vec<u8>, PaperError> {
        let found: usize = self.sheets.iter().map(AnswerSheet::cells).sum();
        if found > MAX_CELLS {
            return Err(PaperError::TooLarge { what: "cells to fill in", found, limit: MAX_CELLS });
        }
        let mut xlsx = Xlsx::new();
        let mut properties = DocProperties::new().set_title(&self.title).set_author(&self.unit);
        let (year, month, day) = (self.dated.year(), self.dated.month(), self.dated.day());
        if let Ok(day) =
            ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())
        {
            properties = properties.set_creation_datetime(&day);
        }
        xlsx.set_properties(&properties);
        let looks = Looks::new();
        let mut lists = Lists::default();
        for sheet in &self.sheets {
            let worksheet = xlsx.add_worksheet();
            worksheet.set_name(shortened(&sheet.name, MAX_NAME_LETTERS))?;
            self.write(worksheet, sheet, &looks, &mut lists)?;
        }
        let worksheet = xlsx.add_worksheet();
        worksheet.set_name(LIST_SHEET)?;
        for (column, list) in lists.0.iter().enumerate() {
            for (row, text) in list.iter().enumerate() {
                worksheet.write_string(row as u32, column as u16, text)?;
            }
        }
        worksheet.set_hidden(true);
        let worksheet = xlsx.add_worksheet();
        worksheet.set_name(MARK_SHEET)?;
        for (row, texts) in self.mark.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                worksheet.write_string(row as u32, column as u16, shortened(text, MAX_CELL_LETTERS))?;
            }
        }
        worksheet.set_very_hidden(true);
        Ok(xlsx.save_to_buffer()?)
    }

    fn write(
        &self,
        worksheet: &mut Worksheet,
        sheet: &AnswerSheet,
        looks: &Looks,
        lists: &mut Lists,
    ) -> Result<(), XlsxError> {
        worksheet.write_string_with_format(0, LABEL, &sheet.title, &looks.title)?;
        worksheet.write_string_with_format(1, LABEL, &self.instruction, &looks.instruction)?;
        let mut at = 3;
        for line in &sheet.lines {
            at = match line {
                AnswerLine::One { code, label, hint, value, input } => {
                    worksheet.write_string_with_format(at, CODE, code, &looks.code)?;
                    worksheet.write_string_with_format(at, LABEL, label, &looks.label)?;
                    write_value(worksheet, at, ANSWER, value, input, looks)?;
                    lists.offer(worksheet, (at, at), ANSWER, input)?;
                    worksheet.write_string_with_format(at, ANSWER + 1, hint, &looks.hint)?;
                    at + 1
                }
                AnswerLine::Grid { .. } => write_grid(worksheet, at, line, looks, lists)?,
            };
        }
        worksheet.set_column_width(CODE, 24)?;
        worksheet.set_column_width(LABEL, 52)?;
        worksheet.set_column_width(ANSWER, 34)?;
        for column in ANSWER + 1..ANSWER + 8 {
            worksheet.set_column_width(column, 24)?;
        }
        worksheet.set_freeze_panes(2, ANSWER)?;
        worksheet.set_paper_size(A4);
        worksheet.set_landscape();
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.protect();
        Ok(())
    }
}

fn write_grid(
    worksheet: &mut Worksheet,
    at: u32,
    line: &AnswerLine,
    looks: &Looks,
    lists: &mut Lists,
) -> Result<u32, XlsxError> {
    let AnswerLine::Grid { code, label, hint, columns, rows } = line else { return Ok(at) };
    let head = at + 2;
    worksheet.write_string_with_format(at + 1, LABEL, label, &looks.field)?;
    worksheet.write_string_with_format(at + 1, ANSWER, hint, &looks.hint)?;
    worksheet.write_string_with_format(head, CODE, format!("#{code}"), &looks.code)?;
    worksheet.write_string_with_format(head, LABEL, "", &looks.head)?;
    let first = head + 1;
    let last = head + rows.len() as u32;
    for (place, column) in columns.iter().enumerate() {
        let to = ANSWER + place as u16;
        let words = if column.code.is_empty() {
            column.label.clone()
        } else {
            format!("{} [{}]", column.label, column.code)
        };
        worksheet.write_string_with_format(head, to, words, &looks.head)?;
        if !rows.is_empty() {
            lists.offer(worksheet, (first, last), to, &column.input)?;
        }
    }
    for (place, row) in rows.iter().enumerate() {
        let at = first + place as u32;
        worksheet.write_string_with_format(at, CODE, &row.code, &looks.code)?;
        worksheet.write_string_with_format(at, LABEL, &row.label, &looks.label)?;
        for (place, column) in columns.iter().enumerate() {
            let value = row.values.get(place).unwrap_or(&AnswerValue::Blank);
            write_value(worksheet, at, ANSWER + place as u16, value, &column.input, looks)?;
        }
    }
    Ok(last + 2)
}

fn write_value(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &AnswerValue,
    input: &Input,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let look = match input {
        Input::Number => &looks.number,
        Input::Text | Input::Day | Input::Choice(_) => &looks.text,
        Input::Closed => &looks.closed,
    };
    match value {
        AnswerValue::Blank => worksheet.write_blank(row, column, look)?,
        // Always as a string: a text that begins with "=" is no formula.
        AnswerValue::Text(text) => {
            worksheet.write_string_with_format(row, column, shortened(text, MAX_CELL_LETTERS), look)?
        }
        AnswerValue::Number(number) => {
            worksheet.write_number_with_format(row, column, *number as f64, look)?
        }
    };
    Ok(())
}

/// The lists that drop down, each once.
#[derive(Default)]
struct Lists(Vec<Vec<String>>);

impl Lists {
    fn offer(
        &mut self,
        worksheet: &mut Worksheet,
        (first, last): (u32, u32),
        column: u16,
        input: &Input,
    ) -> Result<(), XlsxError> {
        let Input::Choice(options) = input else { return Ok(()) };
        let place = self.0.iter().position(|list| list == options).unwrap_or_else(|| {
            self.0.push(options.clone());
            self.0.len() - 1
        });
        let letters = column_letters(place);
        let source = Formula::new(format!("={LIST_SHEET}!${letters}$1:${letters}${}", options.len()));
        let validation = DataValidation::new().allow_list_formula(source);
        worksheet.add_data_validation(first, column, last, column, &validation)?;
        Ok(())
    }
}

/// 0 is A, 26 is AA.
fn column_letters(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (place % 26) as u8));
        if place < 26 {
            break;
        }
        place = place / 26 - 1;
    }
    letters.iter().rev().collect()
}

impl AnswerSheet {
    fn cells(&self) -> usize {
        let of = |line: &AnswerLine| match line {
            AnswerLine::One { .. } => 4,
            AnswerLine::Grid { columns, rows, .. } => (columns.len() + 2) * (rows.len() + 2),
        };
        self.lines.iter().map(of).sum()
    }
}

impl Looks {
    fn new() -> Self {
        let letters = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        let bordered = letters.clone().set_border(FormatBorder::Thin);
        let open = bordered.clone().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE6));
        Looks {
            title: letters.clone().set_bold().set_font_size(14),
            instruction: letters.clone().set_italic(),
            field: letters.clone().set_bold(),
            head: bordered
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00EE_EEEE)),
            code: letters.clone().set_font_size(9).set_font_color(Color::RGB(0x0070_7070)),
            label: bordered.clone(),
            hint: letters.set_font_size(10).set_italic().set_font_color(Color::RGB(0x0050_5050)),
            text: open.clone().set_num_format("@"),
            number: open.set_num_format("#,##0").set_align(FormatAlign::Right),
            closed: bordered.set_background_color(Color::RGB(0x00EE_EEEE)),
        }
    }
}

/// The first `letters` letters, counted as the format counts them (UTF-16).
fn shortened(text: &str, letters: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|letter| {
            used += letter.len_utf16();
            used <= letters
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_are_lettered_as_workbooks_do() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(column_letters),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
