//! Workbooks: tables as XLSX, one sheet each, with typed numbers and days, frozen
//! headings, filters, and set up to print on A4. No wording of papers here.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, FormatBorder, Workbook as Xlsx,
    Worksheet, XlsxError,
};

use crate::document::MAX_TABLE_CELLS;
use crate::error::PaperError;
use crate::fonts::Weight;
use crate::table::{Cell, ColumnKind, Row, Table, fitted};
use crate::words::Words;

/// The longest text a cell of a workbook may hold.
const MAX_CELL_LETTERS: usize = 32_767;
/// Ends a text that was longer.
const CUT: &str = " … (phần còn lại xem văn bản)";
/// The longest name of a sheet.
const MAX_NAME_LETTERS: usize = 31;
/// A column is at least and at most this many letters wide.
const COLUMN_LETTERS: (f64, f64) = (6.0, 60.0);
/// The rows looked at to find a column's width.
const ROWS_MEASURED: usize = 200;
/// The row of the headings: below title, subtitle and an empty row.
const HEAD_ROW: u32 = 3;
/// A4 in the codes of the format.
const A4: u8 = 9;

/// Tables ready to be written as XLSX.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    pub(crate) title: Words,
    pub(crate) issuer: Words,
    pub(crate) dated: Date,
    pub(crate) sheets: Vec<Sheet>,
}

/// One sheet of a [`Workbook`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) title: Words,
    pub(crate) subtitle: Words,
    pub(crate) table: Table,
}

impl Sheet {
    pub(crate) fn new(name: &str, title: &str, subtitle: &str, table: Table) -> Self {
        Self { name: name.to_owned(), title: Words::new(title), subtitle: Words::new(subtitle), table }
    }
}

impl Workbook {
    /// Writes the tables as XLSX. The same tables give the same bytes.
    pub fn xlsx(&self) -> Result<Vec<u8>, PaperError> {
        let found = self.sheets.iter().map(|sheet| sheet.table.cell_count()).sum();
        if found > MAX_TABLE_CELLS {
            return Err(PaperError::TooLarge { what: "table cells", found, limit: MAX_TABLE_CELLS });
        }
        let mut xlsx = Xlsx::new();
        let mut properties =
            DocProperties::new().set_title(self.title.as_str()).set_author(self.issuer.as_str());
        if let Some(day) = excel_day(self.dated) {
            properties = properties.set_creation_datetime(&day);
        }
        xlsx.set_properties(&properties);
        let looks = Looks::new();
        let mut taken = Vec::new();
        for sheet in &self.sheets {
            let worksheet = xlsx.add_worksheet();
            let name = sheet_name(&sheet.name, &taken);
            worksheet.set_name(&name)?;
            taken.push(name.to_lowercase());
            write_sheet(worksheet, sheet, &looks)?;
        }
        Ok(xlsx.save_to_buffer()?)
    }
}

/// The looks of cells.
struct Looks {
    title: CellFormat,
    subtitle: CellFormat,
    head: CellFormat,
    group: CellFormat,
}

impl Looks {
    fn new() -> Self {
        let letters = CellFormat::new().set_font_name("Times New Roman").set_font_size(12);
        let bordered = letters.clone().set_border(FormatBorder::Thin);
        Self {
            title: letters.clone().set_bold().set_font_size(14),
            subtitle: letters.set_italic(),
            head: bordered
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            group: bordered.set_bold().set_align(FormatAlign::VerticalCenter),
        }
    }

    fn cell(cell: &Cell, kind: ColumnKind, weight: Weight) -> CellFormat {
        let align = match kind {
            ColumnKind::Text => FormatAlign::Left,
            ColumnKind::Mark => FormatAlign::Center,
            ColumnKind::Number => FormatAlign::Right,
        };
        let mut look = CellFormat::new()
            .set_font_name("Times New Roman")
            .set_font_size(12)
            .set_border(FormatBorder::Thin)
            .set_align(align)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        if weight == Weight::Bold || matches!(cell, Cell::Strong(_)) {
            look = look.set_bold();
        }
        match cell.value() {
            Cell::Whole(_) => look.set_num_format("#,##0"),
            Cell::Decimal { places, .. } => {
                let digits = "0".repeat(usize::from(*places));
                look.set_num_format(if digits.is_empty() {
                    "#,##0".to_owned()
                } else {
                    format!("#,##0.{digits}")
                })
            }
            Cell::Share(_) => look.set_num_format("0.0%"),
            Cell::Day(_) => look.set_num_format("dd/mm/yyyy"),
            Cell::Blank | Cell::Text(_) | Cell::Strong(_) | Cell::Referenced { .. } => look,
        }
    }
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    worksheet.write_string_with_format(0, 0, cut(&sheet.title), &looks.title)?;
    worksheet.write_string_with_format(1, 0, cut(&sheet.subtitle), &looks.subtitle)?;
    let columns = &sheet.table.columns;
    for (place, column) in columns.iter().enumerate() {
        let head = Words::from(&column.head);
        worksheet.write_string_with_format(HEAD_ROW, index(place), cut(&head), &looks.head)?;
        worksheet.set_column_width(index(place), column_width(&sheet.table, place))?;
    }
    let mut at = HEAD_ROW;
    for row in &sheet.table.rows {
        at += 1;
        match row {
            Row::Group(text) => {
                let text = Words::from(text);
                for place in 0..columns.len() {
                    worksheet.write_blank(at, index(place), &looks.group)?;
                }
                worksheet.write_string_with_format(at, 0, cut(&text), &looks.group)?;
            }
            Row::Cells(cells) | Row::Total(cells) => {
                let weight = match row {
                    Row::Total(_) => Weight::Bold,
                    Row::Cells(_) | Row::Group(_) => Weight::Regular,
                };
                for (place, cell) in fitted(cells, columns.len()).iter().enumerate() {
                    let look = Looks::cell(cell, columns[place].kind, weight);
                    write_cell(worksheet, at, index(place), cell, &look)?;
                }
            }
        }
    }
    print_set_up(worksheet, columns.len(), at)
}

fn print_set_up(worksheet: &mut Worksheet, columns: usize, last: u32) -> Result<(), XlsxError> {
    worksheet.set_freeze_panes(HEAD_ROW + 1, 0)?;
    if columns > 0 {
        worksheet.autofilter(HEAD_ROW, 0, last, index(columns - 1))?;
    }
    worksheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    worksheet.set_paper_size(A4);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    // Inches: left, right, top, bottom, header, footer.
    worksheet.set_margins(0.8, 0.6, 0.8, 0.8, 0.4, 0.4);
    worksheet.set_header("&C&P");
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    look: &CellFormat,
) -> Result<(), XlsxError> {
    match cell.value() {
        Cell::Blank => worksheet.write_blank(row, column, look)?,
        Cell::Whole(number) => worksheet.write_number_with_format(row, column, *number as f64, look)?,
        Cell::Decimal { value, .. } | Cell::Share(value) if value.is_finite() => {
            worksheet.write_number_with_format(row, column, *value, look)?
        }
        Cell::Day(day) => match excel_day(*day) {
            Some(day) => worksheet.write_datetime_with_format(row, column, day, look)?,
            None => worksheet.write_string_with_format(row, column, cut(&cell.words()), look)?,
        },
        // Always as a string: a text that begins with "=" is no formula.
        _ => worksheet.write_string_with_format(row, column, cut(&cell.words()), look)?,
    };
    Ok(())
}

/// As wide as the longest of its first rows, within bounds.
fn column_width(table: &Table, place: usize) -> f64 {
    let longest_word =
        |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let head = longest_word(&table.columns[place].head) + 2;
    let cells = table
        .rows
        .iter()
        .take(ROWS_MEASURED)
        .filter_map(|row| match row {
            Row::Cells(cells) | Row::Total(cells) => cells.get(place),
            Row::Group(_) => None,
        })
        .flat_map(|cell| cell.words().as_str().lines().map(|line| line.chars().count()).collect::<Vec<_>>())
        .max()
        .unwrap_or(0);
    (head.max(cells + 2) as f64).clamp(COLUMN_LETTERS.0, COLUMN_LETTERS.1)
}

/// A name that the format takes: 31 letters, none of `[]:*?/\`, no apostrophe at an
/// end, not used before.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = Words::new(wanted)
        .as_str()
        .chars()
        .map(|letter| match letter {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' | '\n' => ' ',
            other => other,
        })
        .collect();
    let clean = clean.trim();
    let base = if clean.is_empty() { "Bảng" } else { clean };
    let mut name = shortened(base, MAX_NAME_LETTERS);
    let mut copy = 1;
    while taken.contains(&name.to_lowercase()) {
        copy += 1;
        let end = format!(" {copy}");
        name = shortened(base, MAX_NAME_LETTERS - end.len()) + &end;
    }
    name
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

fn cut(words: &Words) -> String {
    let text = words.as_str();
    if text.len() <= MAX_CELL_LETTERS || text.encode_utf16().count() <= MAX_CELL_LETTERS {
        return text.to_owned();
    }
    shortened(text, MAX_CELL_LETTERS - CUT.encode_utf16().count()) + CUT
}

fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

fn index(place: usize) -> u16 {
    // More columns than a sheet has are refused by the writer.
    u16::try_from(place).unwrap_or(u16::MAX)
}
