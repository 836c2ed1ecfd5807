//! The workbooks, read back: typed numbers and days, frozen headings, every text.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::civil::date;
use rasoat_papers::{
    Cell, Column, ConsolidatedReport, Listing, Orientation, ProgrammeReport, Table, TargetList,
    consolidated_workbook, listing_workbook, programme_workbook, target_list,
};

use crate::docx_reading;

#[test]
fn the_consolidated_workbook_has_one_sheet_per_table() {
    let bytes = consolidated_workbook(&ConsolidatedReport::sample()).xlsx().expect("XLSX");
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("opens");
    assert_eq!(
        book.sheet_names(),
        [
            "Số liệu chính",
            "Theo đơn vị",
            "Theo lĩnh vực",
            "Tồn tại, hạn chế",
            "Khắc phục",
            "Kiến nghị",
            "Căn cứ số liệu"
        ]
    );
}

#[test]
fn numbers_shares_and_days_are_typed() {
    let report = ConsolidatedReport::sample();
    let bytes = consolidated_workbook(&report).xlsx().expect("XLSX");
    let figures = sheet(&bytes, "Số liệu chính");
    assert_eq!(figures.get((5, 2)), Some(&Data::Float(1248.0)));
    assert_eq!(figures.get((6, 2)), Some(&Data::Float(0.937)));
    let units = sheet(&bytes, "Theo đơn vị");
    let Some(Data::DateTime(day)) = units.get((4, 2)) else {
        panic!("a day, not {:?}", units.get((4, 2)));
    };
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    assert_eq!((year, month, day), (2026, 9, 14));
    let styles = docx_reading::file(&bytes, "xl/styles.xml");
    assert!(styles.contains("dd/mm/yyyy"));
    assert!(styles.contains("Times New Roman"));
}

#[test]
fn every_text_of_the_report_stands_in_a_sheet() {
    let report = ConsolidatedReport::sample();
    let bytes = consolidated_workbook(&report).xlsx().expect("XLSX");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("opens");
    let said: Vec<String> = book
        .worksheets()
        .iter()
        .flat_map(|(_, range)| range.cells())
        .map(|(_, _, cell)| cell.to_string())
        .collect();
    let has = |text: &str| said.iter().any(|cell| cell.contains(text));
    for finding in &report.findings {
        assert!(has(&finding.text) && has(&finding.unit) && has(&finding.basis));
    }
    for proposal in &report.proposals {
        assert!(proposal.points.iter().all(|point| has(point)));
    }
    assert!(has("Biên bản số 07/BB-ĐKT"), "the source of a figure");
    assert!(report.units.iter().all(|unit| has(&unit.unit)));
}

#[test]
fn headings_are_frozen_filtered_and_printed_on_every_page() {
    let bytes = listing_workbook(&target_list(&TargetList::sample())).xlsx().expect("XLSX");
    let sheet = docx_reading::file(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<pane ySplit="4" topLeftCell="A5""#), "{sheet:.900}");
    assert!(sheet.contains("<autoFilter"));
    assert!(sheet.contains(r#"paperSize="9""#) && sheet.contains(r#"orientation="landscape""#));
    let book = docx_reading::file(&bytes, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"));
}

#[test]
fn a_programme_sums_up_units_only_when_consolidated() {
    let names = |report: &ProgrammeReport| {
        let bytes = programme_workbook(report).xlsx().expect("XLSX");
        let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("opens");
        book.sheet_names()
    };
    assert_eq!(names(&ProgrammeReport::sample()), ["Nhiệm vụ"]);
    assert_eq!(names(&ProgrammeReport::consolidated_sample()), ["Nhiệm vụ", "Theo đơn vị"]);
}

#[test]
fn hostile_texts_stay_texts_in_a_workbook() {
    let mut table = Table::new([Column::text("=1+1", 1), Column::text("B", 1)]);
    table.push([Cell::from("=HYPERLINK(\"x\")"), Cell::from("a\u{0}b<&>\u{202E}c")]);
    table.push([Cell::from("x".repeat(40_000)), Cell::Blank, Cell::from("thừa")]);
    let list = Listing {
        title: "Danh sách [1]: rất dài, dài quá ba mươi mốt chữ cái/phần 2".to_owned(),
        subtitle: None,
        drawn_up: date(2026, 10, 15).at(9, 0, 0, 0),
        issuer: "Công an tỉnh An Sơn".to_owned(),
        orientation: Orientation::Portrait,
        table,
        notes: Vec::new(),
        frame: None,
    };
    let bytes = listing_workbook(&list).xlsx().expect("XLSX");
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).expect("opens");
    let name = book.sheet_names().remove(0);
    assert!(name.chars().count() <= 31, "{name}");
    let range = sheet(&bytes, &name);
    let text = |row, column| range.get((row, column)).map(ToString::to_string);
    assert_eq!(text(3, 0).as_deref(), Some("=1+1"));
    assert_eq!(text(4, 0).as_deref(), Some("=HYPERLINK(\"x\")"));
    assert_eq!(text(4, 1).as_deref(), Some("ab<&>c"));
    let cut = text(5, 0).expect("a cell");
    assert!(cut.chars().count() <= 32_767 && cut.ends_with("(phần còn lại xem văn bản)"));
    assert_eq!(text(5, 1).as_deref(), Some("; thừa"), "a surplus cell is not lost");
    let sheet = docx_reading::file(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no formula");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let write = || consolidated_workbook(&ConsolidatedReport::sample()).xlsx().expect("XLSX");
    assert!(write() == write());
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("opens");
    book.worksheet_range(name).expect("the sheet")
}

#[test]
fn rows_are_high_enough_for_their_broken_text() {
    let bytes = consolidated_workbook(&ConsolidatedReport::sample()).xlsx().expect("XLSX");
    let sources = docx_reading::file(&bytes, "xl/worksheets/sheet7.xml");
    let heights: Vec<f64> = sources
        .split(" ht=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().and_then(|height| height.parse().ok()).expect("a height"))
        .collect();
    assert_eq!(heights.len(), 8, "headings and seven sources");
    assert!(heights[6] > 3.0 * heights[1], "the longest list of figures: {heights:?}");
}

#[test]
fn a_sheet_is_no_wider_than_a_lying_page() {
    let bytes = consolidated_workbook(&ConsolidatedReport::sample()).xlsx().expect("XLSX");
    for number in 1..=7 {
        let sheet = docx_reading::file(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        let letters: f64 = sheet
            .split("<col ")
            .skip(1)
            .map(|column| {
                let attribute = |name: &str| -> f64 {
                    let start = column.find(&format!("{name}=\"")).expect(name) + name.len() + 2;
                    column[start..].split('"').next().and_then(|value| value.parse().ok()).expect("a number")
                };
                attribute("width") * (attribute("max") - attribute("min") + 1.0)
            })
            .sum();
        // 261 mm between the margins, letters of seven pixels.
        assert!((90.0..=142.0).contains(&letters), "sheet {number} is {letters} letters wide");
    }
}
