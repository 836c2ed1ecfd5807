//! Sheets become bounded rows of words.

use reader::sheet::{read_sheet, read_sheet_within};
use reader::{EnvelopeError, Limits};

use crate::office::package;

fn xlsx(sheet: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Đơn vị" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let inner = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", inner),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c><c r="B1" t="inlineStr"><is><t>Tên đơn vị</t></is></c></row><row r="3"><c r="A3"><v>1</v></c><c r="B3" t="inlineStr"><is><t> Sở Y tế </t></is></c></row></sheetData></worksheet>"#;

#[test]
fn a_workbook_gives_its_rows_where_they_stand() {
    let sheets = read_sheet("don-vi.xlsx", &xlsx(SHEET)).expect("opens");
    assert_eq!(sheets.len(), 1);
    assert_eq!(sheets[0].name, "Đơn vị");
    assert_eq!(
        sheets[0].rows,
        [vec!["STT".to_owned(), "Tên đơn vị".to_owned()], vec![], vec!["1".to_owned(), "Sở Y tế".to_owned()]]
    );
}

#[test]
fn csv_is_read_by_the_mark_it_uses() {
    let text = "\u{FEFF}Tên;Số\r\n\"Sở Văn hóa; Thể thao\";\"a \"\"b\"\"\"\r\n";
    let sheets = read_sheet("a/b/don-vi.csv", text.as_bytes()).expect("opens");
    assert_eq!(sheets[0].name, "don-vi.csv");
    assert_eq!(
        sheets[0].rows,
        [
            vec!["Tên".to_owned(), "Số".to_owned()],
            vec!["Sở Văn hóa; Thể thao".to_owned(), "a \"b\"".to_owned()]
        ]
    );
}

#[test]
fn rows_and_columns_beyond_the_limit_are_left_out_and_told() {
    let text = "a,b,c,d\n".repeat(50);
    let limits = Limits { sheet_rows: 10, sheet_columns: 2, ..Limits::default() };
    let sheets = read_sheet_within("a.csv", text.as_bytes(), &limits).expect("opens");
    assert_eq!(sheets[0].rows.len(), 10);
    assert!(sheets[0].rows.iter().all(|row| row.len() == 2));
    assert!(sheets[0].truncated);
}

#[test]
fn broken_and_hostile_sheets_are_errors() {
    assert_eq!(read_sheet("a.xlsx", b""), Err(EnvelopeError::Empty));
    assert_eq!(read_sheet("a.xlsx", b"%PDF-1.4"), Err(EnvelopeError::NotADocument));
    let cut = &xlsx(SHEET)[..200];
    assert!(matches!(read_sheet("a.xlsx", cut), Err(EnvelopeError::Broken(_))));
    let hostile = xlsx(&format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{SHEET}"));
    assert_eq!(read_sheet("a.xlsx", &hostile), Err(EnvelopeError::XmlEntities));
}

/// The library's own range of this sheet would hold seventeen thousand million cells.
#[test]
fn a_sheet_whose_last_cell_is_the_last_there_is_takes_no_memory() {
    let far = SHEET.replace("<c r=\"B3\"", "<c r=\"XFD1048576\"");
    let sheets = read_sheet("a.xlsx", &xlsx(&far)).expect("opens");
    assert_eq!(sheets[0].rows.len(), 3);
    assert!(sheets[0].truncated);
    let cells: String =
        (1..=20_000).map(|row| format!("<row r=\"{row}\"><c r=\"IV{row}\"><v>1</v></c></row>")).collect();
    let wide = SHEET.replace("<sheetData>", &format!("<sheetData>{cells}"));
    let limits = Limits { unpacked_bytes: 4 << 20, ..Limits::default() };
    let sheets = read_sheet_within("a.xlsx", &xlsx(&wide), &limits).expect("opens");
    assert!(sheets[0].truncated && sheets[0].rows.len() < 1_000);
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

#[test]
fn an_open_document_sheet_gives_its_rows_where_they_stand() {
    let sheets = read_sheet(
        "a.ods",
        &ods(
            r#"<table:table table:name="Đơn vị"><table:table-row><table:table-cell office:value-type="string"><text:p>STT</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>Sở</text:p><text:p>Y tế</text:p><office:annotation><text:p>ghi chú</text:p></office:annotation></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="4"/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.0"><text:p>1,00</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2026-01-02"/></table:table-row></table:table>"#,
        ),
    )
    .expect("opens");
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let said = row(&["1", "", "2026-01-02"]);
    assert_eq!(sheets[0].name, "Đơn vị");
    assert_eq!(sheets[0].rows, [row(&["STT", "", "", "Sở Y tế"]), vec![], vec![], said.clone(), said]);
    assert!(!sheets[0].truncated);
}

/// A cell that says it stands a million times in each of a million rows; a table that
/// never ends, at which the library waited for ever.
#[test]
fn repeated_cells_and_tables_without_an_end_are_bounded() {
    let cell = format!(
        r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="18446744073709551615"><text:p>{}</text:p></table:table-cell></table:table-row>"#,
        "a".repeat(1_000)
    );
    let sheets = read_sheet("a.ods", &ods(&format!("<table:table>{cell}</table:table>"))).expect("opens");
    assert!(sheets[0].truncated);
    let cut = package(&[("content.xml", "<a><table:table><table:table-row>")]);
    assert_eq!(read_sheet("a.ods", &cut).expect("opens")[0].rows, Vec::<Vec<String>>::new());
}

#[test]
fn a_workbook_of_before_2007_is_to_be_saved_anew() {
    let old = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 4_000]].concat();
    assert_eq!(read_sheet("a.xls", &old), Err(EnvelopeError::NotADocument));
}
