//! Hostile and broken files, each with the clear answer it gets. The table of
//! them is kept in `docs/hostile-inputs.md` and must agree with what happens.
//!
//! Not here: forms and addresses (the web room's tests).

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use reader::guard::{Seen, look};
use reader::sheet::read_sheet;
use reader::{EnvelopeError, Limits, read_plan};

use crate::envelopes::tiny_pdf;
use crate::office::{CLOSE, OPEN, docx, p, package};

/// Which door the file comes through.
#[derive(Clone, Copy)]
enum Door {
    /// Read as an issued plan.
    Plan,
    /// Judged as an attachment.
    Guard,
    /// Read as a list or a workbook.
    Sheet,
}

struct Case {
    what: &'static str,
    door: Door,
    name: &'static str,
    bytes: Vec<u8>,
    limits: Limits,
}

fn case(what: &'static str, door: Door, name: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    Case { what, door, name, bytes: bytes.into(), limits: Limits::default() }
}

fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What the person is told, in one line.
fn answer(case: &Case) -> String {
    let said = |error: EnvelopeError| format!("không nhận: {error}");
    match case.door {
        Door::Plan => read_plan(case.name, &case.bytes, &case.limits).map_or_else(said, |reading| {
            let mut doubts: Vec<String> = reading.plan.doubts.iter().map(|doubt| code(&doubt.code)).collect();
            doubts.sort();
            doubts.dedup();
            let doubts = if doubts.is_empty() { "không".to_owned() } else { doubts.join(", ") };
            format!(
                "đọc được, loại `{}`, {} đoạn; điểm cần làm rõ: {doubts}",
                code(&reading.plan.kind),
                reading.source.paragraphs.len()
            )
        }),
        Door::Guard => look(case.name, &case.bytes, &case.limits).map_or_else(said, |seen| match seen {
            Seen::Clean => "nhận: không mang dấu độ mật".to_owned(),
            Seen::Pictures => "nhận, ghi rõ là chưa xem được nội dung (chỉ có hình ảnh)".to_owned(),
            Seen::Marked(marking) => format!("không nhận: mang dấu độ mật (`{}`)", code(&marking.level)),
        }),
        Door::Sheet => read_sheet(case.name, &case.bytes).map_or_else(said, |sheets| {
            let rows: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
            let cut = sheets.iter().any(|sheet| sheet.truncated);
            format!("đọc được {rows} dòng{}", if cut { ", phần vượt giới hạn bị bỏ và được báo" } else { "" })
        }),
    }
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("part");
        writer.write_all(bytes).expect("part");
    }
    writer.finish().expect("package").into_inner()
}

fn document(xml: &str) -> Vec<u8> {
    package(&[("word/document.xml", xml)])
}

fn body(inner: &str) -> Vec<u8> {
    document(&format!("{OPEN}{inner}{CLOSE}"))
}

fn locked_parts() -> Vec<u8> {
    let mut bytes = docx(&p("Nội dung"), &[]);
    for at in 0..bytes.len().saturating_sub(10) {
        if bytes[at..].starts_with(b"PK\x03\x04") {
            bytes[at + 6] |= 1;
        } else if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + 8] |= 1;
        }
    }
    bytes
}

fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend([0_u8; 100]);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn pdf(from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(tiny_pdf()).expect("ascii").replace(from, to).into_bytes()
}

fn plan_files() -> Vec<Case> {
    use Door::Plan;
    let whole = docx(&p("Nội dung"), &[]);
    let noise: Vec<u8> = (0..2_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let tight = Limits { part_bytes: 1 << 20, unpacked_bytes: 2 << 20, ..Limits::default() };
    let bomb = Case {
        limits: tight,
        ..case(
            "Bom nén: phần văn bản bung ra quá giới hạn",
            Plan,
            "bom.docx",
            body(&"<w:p/>".repeat(400_000)),
        )
    };
    let many: Vec<(String, Vec<u8>)> = (0..4_001).map(|nth| (format!("p{nth}"), Vec::new())).collect();
    let many: Vec<(&str, Vec<u8>)> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>{OPEN}<w:p><w:r><w:t>&c;</w:t></w:r></w:p>{CLOSE}"
    );
    let outside = format!(
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{OPEN}<w:p><w:r><w:t>&e;</w:t></w:r></w:p>{CLOSE}"
    );
    let relation = |target: &str| {
        format!(
            r#"<Relationships><Relationship Type="http://x/officeDocument" Target="{target}"/></Relationships>"#
        )
    };
    vec![
        case("Tệp 0 byte", Plan, "ke-hoach.docx", b""),
        case("Tệp lớn hơn 25 MB một byte", Plan, "ke-hoach.txt", vec![b'a'; (25 << 20) + 1]),
        case(
            "Ảnh PNG đặt tên .pdf",
            Plan,
            "ke-hoach.pdf",
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02"[..],
        ),
        case(
            "Chương trình máy tính đặt tên .docx",
            Plan,
            "ke-hoach.docx",
            &b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0"[..],
        ),
        case("Byte ngẫu nhiên", Plan, "ke-hoach.doc", noise),
        case("DOCX bị cắt giữa chừng", Plan, "a.docx", whole[..whole.len() / 2].to_vec()),
        case("DOCX thiếu mục lục cuối tệp", Plan, "a.docx", whole[..whole.len() - 5].to_vec()),
        case("DOCX chỉ còn bốn byte đầu", Plan, "a.docx", whole[..4].to_vec()),
        case("ZIP thường đặt tên .docx", Plan, "a.docx", package(&[("a.txt", "xin chào")])),
        case("ZIP trong ZIP", Plan, "a.docx", zipped(&[("b.zip", package(&[("c.txt", "x")]))])),
        case(
            "Bảng tính đặt tên .docx",
            Plan,
            "a.docx",
            package(&[("_rels/.rels", &relation("xl/workbook.xml")), ("xl/workbook.xml", "<workbook/>")]),
        ),
        bomb,
        case("Gói có 4.001 thành phần", Plan, "a.docx", zipped(&many)),
        case("Bom thực thể XML (“billion laughs”)", Plan, "a.docx", document(&laughs)),
        case("Thực thể XML đọc tệp của máy chủ", Plan, "a.docx", document(&outside)),
        case("Thực thể XML không khai báo", Plan, "a.docx", body("<w:p><w:r><w:t>&la;</w:t></w:r></w:p>")),
        case(
            "XML lồng 400 cấp",
            Plan,
            "a.docx",
            body(&format!("{}{}", "<w:x>".repeat(400), "</w:x>".repeat(400))),
        ),
        case("XML đóng sai thẻ", Plan, "a.docx", document("<w:document><w:body></w:document>")),
        case("Thành phần trong gói đặt mật khẩu", Plan, "a.docx", locked_parts()),
        case("DOCX đặt mật khẩu", Plan, "a.docx", ole("EncryptedPackage")),
        case(
            "Tên thành phần trỏ ra ngoài gói",
            Plan,
            "a.docx",
            package(&[
                ("../../etc/passwd", "x"),
                ("word/document.xml", &format!("{OPEN}{}{CLOSE}", p("Nội dung"))),
            ]),
        ),
        case(
            "Quan hệ trỏ ra ngoài gói",
            Plan,
            "a.docx",
            package(&[("_rels/.rels", &relation("../../etc/passwd"))]),
        ),
        case(
            "Ô bảng rộng bốn tỷ cột",
            Plan,
            "a.docx",
            body(
                r#"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="4294967295"/></w:tcPr><w:p><w:r><w:t>Ô</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            ),
        ),
        case(
            "Danh sách tự động ở cấp không có thật",
            Plan,
            "a.docx",
            body(&crate::office::numbered(7, 99_999, "Mục")),
        ),
        case("PDF chỉ có dòng đầu", Plan, "a.pdf", b"%PDF-1.7\n%%EOF"),
        case("PDF bị cắt giữa chừng", Plan, "a.pdf", tiny_pdf()[..200].to_vec()),
        case(
            "PDF đặt mật khẩu",
            Plan,
            "a.pdf",
            pdf(
                "/Root 1 0 R",
                "/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) /U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) /P -4 >> /ID [(aaaaaaaaaaaaaaaa) (aaaaaaaaaaaaaaaa)]",
            ),
        ),
        case("PDF có cây trang trỏ vào chính nó", Plan, "a.pdf", pdf("/Kids [3 0 R]", "/Kids [2 0 R]")),
        case("PDF ghi sai độ dài", Plan, "a.pdf", pdf("/Length 34", "/Length 99")),
        case("PDF quét ảnh, không có lớp chữ", Plan, "a.pdf", pdf("(Mot) Tj", "          ")),
        case(
            "Ký tự NUL trong văn bản",
            Plan,
            "a.txt",
            "KẾ HOẠCH\0\0\nKiểm tra an ninh mạng năm 2026\n".repeat(20),
        ),
        case(
            "UTF-8 hỏng trong văn bản",
            Plan,
            "a.txt",
            ["KẾ HOẠCH\nKiểm tra an ninh mạng năm 2026\n".repeat(20).into_bytes(), vec![0xC3]].concat(),
        ),
        case("UTF-16 lẻ byte", Plan, "a.txt", &b"\xFF\xFEK\x00E\x00\x1e"[..]),
        case(
            "Ký tự đảo chiều chữ (bidi)",
            Plan,
            "a.txt",
            "KẾ HOẠCH\n\nKiểm tra \u{202E}gnạm hninna\u{202C} năm 2026\n",
        ),
        case(
            "Ký tự ẩn giữa các chữ",
            Plan,
            "a.txt",
            "KẾ HOẠCH\n\nKi\u{200B}ểm\u{FEFF} tra\u{2060} an ninh mạng năm 2026\n",
        ),
        case("Mục lục 10.000 trang đánh số lặp", Plan, "a.txt", "1. Mục\n\u{C}".repeat(10_000)),
        case("5.000 dấu ngoặc mở", Plan, "a.txt", format!("KẾ HOẠCH\n\n{}", "(".repeat(5_000))),
        case("Một dòng dài 100.000 chữ", Plan, "a.txt", "mạng ".repeat(20_000)),
        case(
            "Ngày, số và số đếm không thể có",
            Plan,
            "a.txt",
            "UBND TỈNH AN SƠN\n\nSố: 99999999999999999999/KH-UBND\n\nAn Sơn, ngày 99 tháng 99 năm 2026\n\nKẾ HOẠCH\n\nKiểm tra an ninh mạng năm 2026\n\nI. ĐỐI TƯỢNG KIỂM TRA\n\n- 99999999999 đơn vị: Sở Y tế.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Các đơn vị báo cáo sau 99999999999 ngày kể từ ngày lập Biên bản, trước ngày 32/13/2026.\n",
        ),
        case(
            "Tên tệp có đường dẫn và dòng mới",
            Plan,
            "../../etc/passwd\r\nX: y",
            "KẾ HOẠCH\n\nKiểm tra năm 2026\n",
        ),
    ]
}

fn attachments() -> Vec<Case> {
    use Door::Guard;
    let slide = |text: &str| {
        package(&[
            ("ppt/presentation.xml", "<p/>"),
            ("ppt/slides/slide1.xml", &format!("<s><p><t>{text}</t></p></s>")),
        ])
    };
    let mut nested = docx(&p("Nội dung"), &[]);
    for _ in 0..4 {
        nested = zipped(&[("ppt/presentation.xml", b"<p/>".to_vec()), ("ppt/embeddings/a.docx", nested)]);
    }
    vec![
        case("Trình chiếu mang dấu độ mật", Guard, "a.pptx", slide("TỐI MẬT")),
        case("Dấu độ mật viết giãn cách", Guard, "a.pptx", slide("M  Ậ  T")),
        case("Dấu độ mật bằng chữ tổ hợp (NFD)", Guard, "a.txt", "TUYE\u{323}\u{302}T MA\u{323}\u{302}T\n"),
        case(
            "Dấu độ mật trong chú thích",
            Guard,
            "a.docx",
            docx(&p("Nội dung"), &[("word/comments.xml", "<c><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></c>")]),
        ),
        case(
            "Dấu độ mật trong hình chìm",
            Guard,
            "a.docx",
            docx(&p("Nội dung"), &[("word/header1.xml", r#"<w:hdr><v:textpath string="MẬT"/></w:hdr>"#)]),
        ),
        case("Ký hiệu mật trong số văn bản", Guard, "a.txt", "Số: 12/BC-UBND(M)\n"),
        case(
            "Văn bản chỉ nhắc đến độ mật",
            Guard,
            "a.txt",
            "Tài liệu mật, tối mật, tuyệt mật phải đăng ký.\n",
        ),
        case("Ảnh chụp", Guard, "a.jpg", &b"\xFF\xD8\xFF\xE0\0\x10JFIF"[..]),
        case("Tệp Office cũ", Guard, "a.doc", ole("WordDocument")),
        case(
            "ODT đặt mật khẩu",
            Guard,
            "a.odt",
            package(&[
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("content.xml", "x"),
                ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
            ]),
        ),
        case("RTF lồng 400 nhóm", Guard, "a.rtf", b"{\\rtf1".repeat(400)),
        case("RTF giấu đối tượng nhúng", Guard, "a.rtf", &br"{\rtf1{\object{\*\objdata 0105}}}"[..]),
        case("Tài liệu nhúng trong nhau năm lớp", Guard, "a.pptx", nested),
        case(
            "Trình chiếu khai báo DTD",
            Guard,
            "a.pptx",
            package(&[("ppt/presentation.xml", "<!DOCTYPE x><p/>")]),
        ),
    ]
}

fn lists() -> Vec<Case> {
    use Door::Sheet;
    vec![
        case("CSV chứa công thức (=, +, @)", Sheet, "a.csv", "Tên;Mã\n=HYPERLINK(\"x\");@SUM(1)\n"),
        case("CSV mở ngoặc kép không đóng", Sheet, "a.csv", "Tên;Mã\n\"Sở Y tế;01\n"),
        case("CSV 300 cột", Sheet, "a.csv", "x;".repeat(300)),
        case("CSV 20.001 dòng", Sheet, "a.csv", "x;y\n".repeat(20_001)),
        case("PDF đặt tên .xlsx", Sheet, "a.xlsx", tiny_pdf()),
        case(
            "XLSX khai báo DTD",
            Sheet,
            "a.xlsx",
            package(&[("xl/workbook.xml", "<!DOCTYPE x><workbook/>")]),
        ),
    ]
}

const HEAD: &str = "# Tệp hỏng và tệp có ý đồ xấu\n\nMỗi dòng là một tệp được đưa vào qua giao diện công khai của phần đọc và câu trả lời nó nhận được. Bảng do phép thử `hostile` giữ đúng: khi câu trả lời đổi, phép thử báo và ghi bảng mới cạnh bảng này.\n\n| # | Đầu vào | Cửa | Trả lời |\n|---|---|---|---|\n";

#[test]
fn every_hostile_file_gets_the_answer_written_down() {
    let mut table = HEAD.to_owned();
    let cases: Vec<Case> = plan_files().into_iter().chain(attachments()).chain(lists()).collect();
    assert!(cases.len() >= 40, "fewer than promised");
    for (nth, case) in cases.iter().enumerate() {
        let door = match case.door {
            Door::Plan => "đọc kế hoạch",
            Door::Guard => "tệp đính kèm",
            Door::Sheet => "danh sách",
        };
        let said = answer(case);
        assert!(!said.contains('\n'), "{}: one line", case.what);
        let _ = writeln!(table, "| {} | {} | {door} | {} |", nth + 1, case.what, said.replace('|', "\\|"));
    }
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/hostile-inputs.md");
    let written = fs::read_to_string(&kept).unwrap_or_default();
    if written != table {
        let new = kept.with_extension("md.new");
        fs::write(&new, &table).expect("the new table is written");
        panic!("answers changed: compare {} with the table beside it", new.display());
    }
}
