//! The legal form: sheet, margins, faces and sizes of NĐ 30/2020 Phụ lục I.

use crate::{docx_reading, samples};

/// Twentieths of a point per millimetre.
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

#[test]
fn sheet_and_margins_keep_to_the_decree_in_every_section() {
    for sample in samples::all() {
        let xml = docx_reading::file(&sample.paper.docx().expect("DOCX"), "word/document.xml");
        let sections: Vec<&str> = xml.split("<w:sectPr>").skip(1).collect();
        assert!(!sections.is_empty());
        for section in sections {
            let sides = [number(section, "w:w"), number(section, "w:h")];
            assert_eq!((sides[0].min(sides[1]), sides[0].max(sides[1])), (11906, 16838), "A4");
            for (margin, least, most) in [
                ("w:top", 20.0, 25.0),
                ("w:bottom", 20.0, 25.0),
                ("w:left", 30.0, 35.0),
                ("w:right", 15.0, 20.0),
            ] {
                let wide = f64::from(number(section, margin)) / TWIPS_PER_MM;
                assert!(wide > least - 0.05 && wide < most + 0.05, "{}: {margin} is {wide} mm", sample.name);
            }
            assert!(section.contains("<w:titlePg/>"), "page one bears no number");
            assert!(section.contains(r#"<w:pgNumType w:start="1"/>"#));
            assert!(section.contains(r#"<w:headerReference w:type="default""#));
        }
    }
}

#[test]
fn page_numbers_are_a_centred_field_in_the_header() {
    let docx = samples::of("minutes").docx().expect("DOCX");
    let header = docx_reading::file(&docx, "word/header1.xml");
    assert!(header.contains(r#"<w:fldSimple w:instr=" PAGE ">"#));
    assert!(header.contains(r#"<w:pStyle w:val="SoTrang"/>"#));
    let style = style(&docx_reading::file(&docx, "word/styles.xml"), "SoTrang");
    assert!(style.contains(r#"<w:jc w:val="center"/>"#));
}

#[test]
fn faces_and_sizes_keep_to_the_decree() {
    let docx = samples::of("minutes").docx().expect("DOCX");
    let styles = docx_reading::file(&docx, "word/styles.xml");
    assert!(styles.contains(r#"w:ascii="Times New Roman" w:hAnsi="Times New Roman""#));
    for (id, least, most, bold, italic) in [
        ("QuocHieu", 12, 13, true, false),
        ("TieuNgu", 13, 14, true, false),
        ("CoQuanChuQuan", 12, 13, false, false),
        ("CoQuanBanHanh", 12, 13, true, false),
        ("SoKyHieu", 13, 13, false, false),
        ("DiaDanhThoiGian", 13, 14, false, true),
        ("TenLoaiVanBan", 13, 14, true, false),
        ("TrichYeu", 13, 14, true, false),
        ("TrichYeuCongVan", 12, 13, false, false),
        ("CanCu", 13, 14, false, true),
        ("NoiDung", 13, 14, false, false),
        ("QuyenHanChucVu", 13, 14, true, false),
        ("HoTenNguoiKy", 13, 14, true, false),
        ("NoiNhanTieuDe", 12, 12, true, true),
        ("NoiNhan", 11, 11, false, false),
        ("SoTrang", 13, 14, false, false),
    ] {
        let style = style(&styles, id);
        let size = f64::from(number(&style, "w:sz w:val")) / 2.0;
        assert!((f64::from(least)..=f64::from(most)).contains(&size), "{id} is set in {size}");
        assert_eq!(style.contains("<w:b/>"), bold, "{id}");
        assert_eq!(style.contains("<w:i/>"), italic, "{id}");
    }
    let body = style(&styles, "NoiDung");
    assert!(body.contains(r#"<w:jc w:val="both"/>"#), "justified");
    assert!(number(&body, "w:firstLine") >= 567, "indented by 1 cm or more");
    assert!(number(&body, "w:after") >= 120, "6 points between paragraphs");
    assert!((240..=360).contains(&number(&body, "w:line")), "line pitch 1 to 1.5");
}

#[test]
fn every_table_repeats_its_headings() {
    for sample in samples::all() {
        let xml = docx_reading::file(&sample.paper.docx().expect("DOCX"), "word/document.xml");
        assert_eq!(
            xml.matches(r#"<w:tblStyle w:val="BangKe"/>"#).count(),
            xml.matches("<w:tblHeader/>").count(),
            "{}",
            sample.name
        );
    }
}

#[test]
fn no_heading_can_stand_last_on_a_page() {
    let docx = samples::of("minutes").docx().expect("DOCX");
    let styles = docx_reading::file(&docx, "word/styles.xml");
    for id in ["Heading1", "Heading2", "Heading3", "TenPhuLuc", "TenBang"] {
        assert!(style(&styles, id).contains("<w:keepNext/>"), "{id}");
    }
}

fn style(styles: &str, id: &str) -> String {
    let start = styles.find(&format!(r#"w:styleId="{id}""#)).unwrap_or_else(|| panic!("no style {id}"));
    let end = styles[start..].find("</w:style>").expect("closed") + start;
    styles[start..end].to_owned()
}

fn number(xml: &str, attribute: &str) -> i32 {
    let key = format!("{attribute}=\"");
    let start = xml.find(&key).unwrap_or_else(|| panic!("no {attribute} in {xml:.200}")) + key.len();
    xml[start..].split('"').next().and_then(|value| value.parse().ok()).expect("a number")
}

#[test]
fn elements_stand_in_the_order_that_word_asks_for() {
    let xml = docx_reading::file(&samples::of("minutes").docx().expect("DOCX"), "word/document.xml");
    for (before, after) in [
        ("<w:headerReference", "<w:type "),
        ("<w:type ", "<w:pgSz"),
        ("<w:pgSz", "<w:pgMar"),
        ("<w:pgMar", "<w:pgNumType"),
        ("<w:pgNumType", "<w:cols"),
        ("<w:cols", "<w:titlePg/>"),
    ] {
        let section = xml.split("<w:sectPr>").last().expect("a section");
        assert!(section.find(before) < section.find(after), "{before} before {after}");
    }
    assert_eq!(
        xml.matches("<w:tc>").count(),
        xml.matches("</w:p></w:tc>").count(),
        "a cell ends in a paragraph"
    );
}
