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
use crate::grid::column_widths;
use crate::lines;
use crate::table::{Cell, ColumnKind, Row, Table, fitted};
use crate::words::Words;

/// The longest text a cell of a workbook may hold.
const MAX_CELL_LETTERS: usize = 32_767;
/// Ends a text that was longer.
const CUT: &str = " … (phần còn lại xem văn bản)";
/// The longest name of a sheet.
const MAX_NAME_LETTERS: usize = 31;
/// The widest column of the format, in letters.
const MAX_COLUMN_LETTERS: f64 = 255.0;
/// The highest row of the format, in points.
const MAX_ROW_HEIGHT: f64 = 409.0;
/// The size of letters in cells.
const LETTERS: f64 = 12.0;
/// From line to line in a cell, in points.
const LINE_HEIGHT: f64 = 15.75;
/// Left and right of the text in a cell together, in points.
const CELL_PADDING: f64 = 6.0;
const POINTS_PER_PIXEL: f64 = 0.75;
/// The width of a sheet of A4 lying, between its margins, in points.
const SHEET_WIDTH: f64 = 730.0;
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
        let letters = CellFormat::new().set_font_name("Times New Roman").set_font_size(LETTERS);
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
            .set_font_size(LETTERS)
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
    let widths = column_widths(&sheet.table, SHEET_WIDTH);
    for (place, column) in columns.iter().enumerate() {
        let head = Words::from(&column.head);
        worksheet.write_string_with_format(HEAD_ROW, index(place), cut(&head), &looks.head)?;
        worksheet.set_column_width(index(place), column_letters(widths[place]))?;
    }
    let heads = columns.iter().map(|column| Words::from(&column.head)).zip(&widths);
    worksheet.set_row_height(HEAD_ROW, row_height(heads, Weight::Bold))?;
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
                let cells = fitted(cells, columns.len());
                let texts = cells.iter().map(Cell::words).zip(&widths);
                worksheet.set_row_height(at, row_height(texts, weight))?;
                for (place, cell) in cells.iter().enumerate() {
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

/// A width in points as the format counts it: letters of seven pixels and five pixels
/// of padding, four pixels to three points.
fn column_letters(points: f64) -> f64 {
    ((points / POINTS_PER_PIXEL - 5.0) / 7.0).clamp(1.0, MAX_COLUMN_LETTERS)
}

/// The height of a row whose texts are broken over lines; the format does not find it
/// by itself.
fn row_height<'a>(cells: impl Iterator<Item = (Words, &'a f64)>, weight: Weight) -> f64 {
    let lines = cells
        .map(|(words, width)| lines::count(words.as_str(), LETTERS, weight, (width - CELL_PADDING).max(1.0)))
        .max()
        .unwrap_or(1);
    (lines as f64 * LINE_HEIGHT + CELL_PADDING / 2.0).min(MAX_ROW_HEIGHT)
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
