//! What Word hides: automatic labels, tables, text boxes, changes.

use domain::plan::TeamRole;
use reader::{Limits, Reading, Region, read_plan};

use crate::office::{docx, numbered, p, table};

const LISTS: &str = r#"<?xml version="1.0"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
</w:numbering>"#;

fn read(bytes: &[u8]) -> Reading {
    read_plan("plan.docx", bytes, &Limits::default()).expect("opens")
}

fn texts(reading: &Reading) -> Vec<String> {
    reading.source.paragraphs.iter().map(|paragraph| paragraph.text.clone()).collect()
}

#[test]
fn automatic_labels_stand_in_the_text_as_the_page_shows_them() {
    let body = [
        numbered(1, 0, "MỤC ĐÍCH"),
        numbered(1, 1, "Một"),
        numbered(1, 2, "Một một"),
        numbered(1, 2, "Một hai"),
        numbered(1, 1, "Hai"),
        numbered(1, 3, "Ý a"),
        numbered(1, 3, "Ý b"),
        numbered(1, 4, "Gạch"),
        numbered(1, 0, "NỘI DUNG"),
        numbered(1, 1, "Lại một"),
        numbered(2, 1, "Từ ba"),
        numbered(0, 0, "Không đánh số"),
    ]
    .concat();
    let reading = read(&docx(&body, &[("word/numbering.xml", LISTS)]));
    let expected = [
        "I. MỤC ĐÍCH",
        "1. Một",
        "1.1. Một một",
        "1.2. Một hai",
        "2. Hai",
        "a) Ý a",
        "b) Ý b",
        "- Gạch",
        "II. NỘI DUNG",
        "1. Lại một",
        "3. Từ ba",
        "Không đánh số",
    ];
    assert_eq!(texts(&reading), expected);
}

#[test]
fn a_list_hidden_in_a_style_is_counted_too() {
    let styles = r#"<?xml version="1.0"?><w:styles xmlns:w="x"><w:style w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Item"><w:basedOn w:val="Base"/></w:style></w:styles>"#;
    let item = |text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let body = [item("Một"), p("Giữa"), item("Hai")].concat();
    let reading = read(&docx(&body, &[("word/numbering.xml", LISTS), ("word/styles.xml", styles)]));
    assert_eq!(texts(&reading), ["1. Một", "Giữa", "2. Hai"]);
}

#[test]
fn deleted_words_and_fallback_copies_are_not_read() {
    let body = concat!(
        r#"<w:p><w:r><w:t>Còn lại</w:t></w:r><w:del><w:r><w:delText>đã xóa</w:delText><w:t>xóa</w:t></w:r></w:del><w:ins><w:r><w:t> và thêm</w:t></w:r></w:ins></w:p>"#,
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice>"#,
        r#"<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
    );
    let reading = read(&docx(body, &[]));
    assert_eq!(texts(&reading), ["Còn lại và thêm", "Trong hộp"]);
    assert_eq!(reading.source.paragraphs[1].region, Region::TextBox);
}

#[test]
fn cells_merged_downwards_speak_for_each_of_their_rows() {
    let merged =
        |text: &str| format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{}</w:tc>", p(text));
    let below = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>".to_owned();
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let rows = vec![
        row(["STT", "Họ và tên", "Đơn vị công tác", "Vai trò"]),
        vec!["1".into(), "Nguyễn Văn Một".into(), merged("Công an tỉnh"), "Trưởng đoàn".into()],
        vec!["2".into(), "Trần Thị Hai".into(), below, "Thành viên".into()],
    ];
    let body =
        [p("KẾ HOẠCH"), p("Kiểm tra an ninh mạng năm 2026"), p("I. THÀNH PHẦN ĐOÀN KIỂM TRA"), table(&rows)]
            .concat();
    let reading = read(&docx(&body, &[]));
    let seats: Vec<(&str, TeamRole)> =
        reading.plan.team.iter().map(|row| (row.organisation.as_str(), row.role)).collect();
    assert_eq!(seats, [("Công an tỉnh", TeamRole::Lead), ("Công an tỉnh", TeamRole::Member)]);
    crate::tree::same_words(&reading);
}

#[test]
fn a_head_laid_out_as_a_table_is_a_head() {
    let cells =
        |left: &str, right: &str| vec![format!("<w:tc>{left}</w:tc>"), format!("<w:tc>{right}</w:tc>")];
    let head = table(&[
        cells(
            &[p("UBND TỈNH AN SƠN"), p("SỞ NỘI VỤ")].concat(),
            &[p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), p("Độc lập - Tự do - Hạnh phúc")].concat(),
        ),
        cells(&p("Số: 09/KH-SNV"), &p("An Sơn, ngày 02 tháng 01 năm 2026")),
    ]);
    let body = [
        head,
        p("KẾ HOẠCH"),
        p("Kiểm tra công tác bảo vệ bí mật nhà nước năm 2026"),
        p("Sở Nội vụ ban hành Kế hoạch như sau:"),
        p("I. MỤC ĐÍCH"),
        p("Chấn chỉnh thiếu sót."),
    ]
    .concat();
    let plan = read(&docx(&body, &[])).plan;
    assert_eq!(plan.number.as_deref(), Some("09"));
    assert_eq!(plan.series.as_deref(), Some("KH-SNV"));
    assert_eq!(plan.issuer.as_deref(), Some("Sở Nội vụ"));
    assert_eq!(plan.date.map(|date| date.from.to_string()).as_deref(), Some("2026-01-02"));
}

#[test]
fn page_breaks_number_the_paragraphs() {
    let body = [p("Một"), r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#.to_owned(), p("Hai")].concat();
    let reading = read(&docx(&body, &[]));
    let pages: Vec<Option<u32>> = reading.source.paragraphs.iter().map(|paragraph| paragraph.page).collect();
    assert_eq!(pages, [Some(1), Some(2)]);
}

#[test]
fn headers_and_footers_are_kept_but_are_no_clause() {
    let part = |text: &str| format!(r#"<?xml version="1.0"?><w:hdr xmlns:w="x">{}</w:hdr>"#, p(text));
    let (header, footer) = (part("Tài liệu nội bộ"), part("Trang 1"));
    let bytes = docx(&p("Nội dung"), &[("word/header1.xml", &header), ("word/footer1.xml", &footer)]);
    let reading = read(&bytes);
    let regions: Vec<Region> = reading.source.paragraphs.iter().map(|paragraph| paragraph.region).collect();
    assert_eq!(regions, [Region::Header, Region::Body, Region::Footer]);
    crate::tree::same_bag(&reading);
}
